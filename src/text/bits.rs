//! Fields of any number of bits, one after the other, the most significant bit first.

use alloc::vec::Vec;

/// Fields become bytes.
#[derive(Clone, Debug, Default)]
pub(crate) struct BitWriter {
    bytes: Vec<u8>,
    /// How many bits there are; the last byte may have room left.
    length: usize,
}

impl BitWriter {
    pub(crate) const fn new() -> Self {
        Self {
            bytes: Vec::new(),
            length: 0,
        }
    }

    /// Appends the lowest `width` bits of `value`, at most 128.
    pub(crate) fn push(&mut self, value: u128, width: usize) {
        let mut left = width.min(128);
        while left > 0 {
            let used = self.length % 8;
            if used == 0 {
                self.bytes.push(0);
            }
            let taken = left.min(8 - used);
            left -= taken;
            let bits = (value >> left) as u8 & (0xFF >> (8 - taken));
            if let Some(last) = self.bytes.last_mut() {
                *last |= bits << (8 - used - taken);
            }
            self.length += taken;
        }
    }

    /// How many bits there are.
    pub(crate) const fn len(&self) -> usize {
        self.length
    }

    /// The bytes; zero bits fill the last one.
    pub(crate) fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }
}

/// Bytes become fields.
#[derive(Clone, Copy, Debug)]
pub(crate) struct BitReader<'b> {
    bytes: &'b [u8],
    at: usize,
    end: usize,
}

impl<'b> BitReader<'b> {
    /// The first `count` bits, or as many as there are.
    pub(crate) fn new(bytes: &'b [u8], count: usize) -> Self {
        let end = count.min(bytes.len() * 8);
        Self { bytes, at: 0, end }
    }

    /// How many bits are left.
    pub(crate) const fn remaining(&self) -> usize {
        self.end - self.at
    }

    /// The next `width` bits, at most 56, as a number; nothing where there are fewer.
    #[inline]
    pub(crate) fn take_few(&mut self, width: usize) -> Option<u64> {
        if width > 56 || width > self.remaining() {
            return None;
        }
        if width == 0 {
            return Some(0);
        }
        let word = self.word()?;
        self.at += width;
        Some(word >> (64 - width))
    }

    /// The next 16 bits, with whatever stands after the last one.
    #[inline]
    pub(crate) fn ahead(&self) -> u16 {
        self.word().map_or(0, |word| (word >> 48) as u16)
    }

    /// At least 57 bits from the next one on: one word from the byte on in which it stands holds them all.
    #[inline]
    fn word(&self) -> Option<u64> {
        let (first, used) = (self.at / 8, self.at % 8);
        let rest = self.bytes.get(first..)?;
        let word = match rest.first_chunk::<8>() {
            Some(chunk) => u64::from_be_bytes(*chunk),
            None => {
                let mut chunk = [0; 8];
                for (to, from) in chunk.iter_mut().zip(rest) {
                    *to = *from;
                }
                u64::from_be_bytes(chunk)
            }
        };
        Some(word << used)
    }

    /// The next `width` bits, at most 128, as a number; nothing where there are fewer.
    pub(crate) fn take(&mut self, width: usize) -> Option<u128> {
        if width > 128 || width > self.remaining() {
            return None;
        }
        let mut value = 0;
        let mut left = width;
        while left > 0 {
            let taken = left.min(56);
            value = value << taken | u128::from(self.take_few(taken)?);
            left -= taken;
        }
        Some(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_come_back_as_they_were_written() {
        let fields = [
            (1, 1),
            (0x1234, 13),
            (0, 3),
            (u128::MAX, 128),
            (99_999_999_999_999_999_999, 67),
            (5, 3),
        ];
        let mut writer = BitWriter::new();
        for (value, width) in fields {
            writer.push(value, width);
        }
        assert_eq!(writer.len(), 215);
        assert_eq!(writer.as_bytes().len(), 27);
        let mut reader = BitReader::new(writer.as_bytes(), usize::MAX);
        for (value, width) in fields {
            assert_eq!(reader.take(width), Some(value));
        }
        assert_eq!(reader.remaining(), 1);
        assert_eq!((reader.take(1), reader.take(1)), (Some(0), None));
    }
}
