//! Bits of a tag, the most significant first.

/// Reads bits from the front.
#[derive(Clone, Copy)]
pub(super) struct Bits<'b> {
    bytes: &'b [u8],
    at: usize,
    end: usize,
}

impl<'b> Bits<'b> {
    /// The first `end` bits of `bytes`, or as many as there are.
    pub(super) fn new(bytes: &'b [u8], end: usize) -> Self {
        Self {
            bytes,
            at: 0,
            end: end.min(bytes.len() * 8),
        }
    }

    /// The next bit's place.
    #[inline]
    pub(super) const fn at(&self) -> usize {
        self.at
    }

    /// How many bits there are in all.
    #[inline]
    pub(super) const fn end(&self) -> usize {
        self.end
    }

    /// How many bits were not read yet.
    #[inline]
    pub(super) const fn left(&self) -> usize {
        self.end - self.at
    }

    /// The next `count` bits, at most 64, as a number; `None` where fewer are left.
    #[inline]
    pub(super) fn take(&mut self, count: u32) -> Option<u64> {
        let end = self.at + count as usize;
        if end > self.end || count > 64 {
            return None;
        }
        let (byte, shift) = (self.at / 8, self.at % 8);
        let mut word = self.word(byte) << shift;
        if count as usize + shift > 64 {
            let next = self.bytes.get(byte + 8).copied().unwrap_or_default();
            word |= u64::from(next) >> (8 - shift);
        }
        self.at = end;
        Some(word.checked_shr(64 - count).unwrap_or_default())
    }

    /// The bytes of which something was read.
    #[inline]
    pub(super) fn read(&self) -> &'b [u8] {
        self.bytes.get(..self.at.div_ceil(8)).unwrap_or_default()
    }

    /// Whether all bits that are left are zero.
    pub(super) fn rest_is_zero(mut self) -> bool {
        loop {
            match self.left().min(64) {
                0 => return true,
                count if self.take(count as u32) != Some(0) => return false,
                _ => {}
            }
        }
    }

    /// Eight bytes from `byte` on, zeros where there are none.
    #[inline]
    fn word(&self, byte: usize) -> u64 {
        let rest = self.bytes.get(byte..).unwrap_or_default();
        match rest.first_chunk::<8>() {
            Some(chunk) => u64::from_be_bytes(*chunk),
            None => match self.bytes.last_chunk::<8>() {
                // The last eight bytes without those that stand before.
                Some(last) => u64::from_be_bytes(*last)
                    .checked_shl(64 - 8 * rest.len() as u32)
                    .unwrap_or_default(),
                None => rest
                    .iter()
                    .zip([56, 48, 40, 32, 24, 16, 8])
                    .fold(0, |word, (&byte, shift)| word | u64::from(byte) << shift),
            },
        }
    }
}

/// Writes bits into memory of the caller's.
pub(super) struct BitWriter<'b> {
    to: &'b mut [u8],
    written: usize,
    /// Bits that fill no word yet, fewer than 64.
    waiting: u64,
    count: u32,
    full: bool,
}

impl<'b> BitWriter<'b> {
    pub(super) fn new(to: &'b mut [u8]) -> Self {
        Self {
            to,
            written: 0,
            waiting: 0,
            count: 0,
            full: false,
        }
    }

    /// Writes the lowest `count` bits, at most 64, of `value`, which has no others.
    #[inline]
    pub(super) fn put(&mut self, value: u64, count: u32) {
        let room = 64 - self.count;
        if count < room {
            self.waiting = self.waiting << count | value;
            self.count += count;
            return;
        }
        // Fewer than 64, for some of the value has room.
        let over = count - room;
        let head = self.waiting.checked_shl(room).unwrap_or_default();
        self.bytes(&(head | value >> over).to_be_bytes());
        self.waiting = value & ((1 << over) - 1);
        self.count = over;
    }

    #[inline]
    fn bytes(&mut self, bytes: &[u8]) {
        let end = self.written + bytes.len();
        match self.to.get_mut(self.written..end) {
            Some(to) => {
                to.copy_from_slice(bytes);
                self.written = end;
            }
            None => self.full = true,
        }
    }

    /// How many bits were written.
    pub(super) const fn len(&self) -> usize {
        self.written * 8 + self.count as usize
    }

    /// Fills the last 16-bit word with zeros; the number of bits before that, and of bytes after it. `None` where there
    /// was no room.
    pub(super) fn finish(mut self) -> Option<(usize, usize)> {
        let bits = self.len();
        let fill = bits.next_multiple_of(16) - bits;
        let last = u128::from(self.waiting) << (128 - self.count).min(127);
        let last = if self.count == 0 { 0 } else { last };
        let count = (self.count as usize + fill) / 8;
        self.bytes(last.to_be_bytes().get(..count).unwrap_or_default());
        (!self.full).then_some((bits, self.written))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_written_is_read_back() {
        for first in 0..=64_u32 {
            for second in 0..=64_u32 {
                let value = |count: u32| u64::MAX.checked_shr(64 - count).unwrap_or_default();
                let mut memory = [0; 24];
                let mut writer = BitWriter::new(&mut memory);
                writer.put(1, 3);
                writer.put(value(first), first);
                writer.put(value(second) >> 1, second);
                let (bits, bytes) = writer.finish().expect("room");
                assert_eq!(bits, 3 + first as usize + second as usize);
                assert_eq!(bytes, bits.next_multiple_of(16) / 8);
                let mut read = Bits::new(&memory, bits);
                assert_eq!(read.take(3), Some(1));
                assert_eq!(read.take(first), Some(value(first)), "{first}");
                assert_eq!(read.take(second), Some(value(second) >> 1));
                assert_eq!((read.left(), read.take(1)), (0, None));
            }
        }
    }

    #[test]
    fn memory_that_is_too_small_is_told() {
        let mut memory = [0; 3];
        let mut writer = BitWriter::new(&mut memory);
        writer.put(0, 25);
        assert_eq!(writer.finish(), None);
    }
}
