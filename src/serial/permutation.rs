//! FF1 with AES-256 (NIST SP 800-38G section 6.2) by the crate `fpe`, on integers instead of lists of numerals.

use core::fmt;

use aes::Aes256Enc;
use fpe::ff1::{FF1, NumeralString, Operations};
use sha2::{Digest as _, Sha256};

use super::alphabet::Alphabet;
use super::secret::Key;

/// Under so many numbers FF1 is not to be used (SP 800-38G Rev. 1, second public draft, section 5.1).
pub(crate) const SMALLEST_DOMAIN: u128 = 1_000_000;

/// What a permutation depends on besides its key.
pub(crate) type Tweak = [u8; 32];

/// A hash of texts, each with its length before it, so that no two lists are one.
pub(crate) fn tweak(texts: &[&[u8]]) -> Tweak {
    let mut hash = Sha256::new();
    for text in texts {
        hash.update((text.len() as u64).to_be_bytes());
        hash.update(text);
    }
    hash.finalize().into()
}

/// A permutation of all numbers that `width` characters of one alphabet write.
pub(crate) struct Permutation {
    ff1: FF1<Aes256Enc>,
    radix: u128,
    /// How many numbers the first half of the numerals writes, and the second (steps 1 and 2 of FF1).
    sizes: [u128; 2],
    widths: [usize; 2],
}

impl Permutation {
    /// `None` where there are fewer than [`SMALLEST_DOMAIN`] numbers, or more than halves of 128 bits hold.
    pub(crate) fn new(key: &Key, alphabet: &Alphabet, width: usize) -> Option<Self> {
        let radix = u128::from(alphabet.radix());
        let widths = [width / 2, width - width / 2];
        let size = |width: usize| radix.checked_pow(u32::try_from(width).ok()?);
        let sizes = [size(widths[0])?, size(widths[1])?];
        // So that a half and 32 more bits fit an integer, see `remainder`.
        if sizes[1] > 1 << 96 || sizes[0].saturating_mul(sizes[1]) < SMALLEST_DOMAIN {
            return None;
        }
        let ff1 = FF1::new(key.bytes(), u32::try_from(radix).ok()?).ok()?;
        Some(Self {
            ff1,
            radix,
            sizes,
            widths,
        })
    }

    /// Writes what `number` becomes over the whole of `field`.
    pub(crate) fn write(
        &self,
        tweak: &Tweak,
        number: u64,
        alphabet: &Alphabet,
        field: &mut [u8],
    ) -> Option<()> {
        let number = u128::from(number);
        let halves = [number / self.sizes[1], number % self.sizes[1]];
        let numerals = self.ff1.encrypt(tweak, &self.numerals(halves)).ok()?;
        let (first, second) = field.split_at_mut_checked(self.widths[0])?;
        for (half, field) in numerals.0.iter().zip([first, second]) {
            let mut rest = half.value;
            for place in field.iter_mut().rev() {
                *place = *alphabet.letters().get((rest % self.radix) as usize)?;
                rest /= self.radix;
            }
        }
        Some(())
    }

    /// The number that became `field`; `None` where a character is not of the alphabet or the number has over 64 bits.
    pub(crate) fn read(&self, tweak: &Tweak, alphabet: &Alphabet, field: &[u8]) -> Option<u64> {
        let (first, second) = field.split_at_checked(self.widths[0])?;
        let value = |field: &[u8]| {
            field.iter().try_fold(0_u128, |number, letter| {
                Some(number * self.radix + u128::from(alphabet.value(*letter)?))
            })
        };
        let numerals = self.numerals([value(first)?, value(second)?]);
        let numerals = self.ff1.decrypt(tweak, &numerals).ok()?;
        let [first, second] = numerals.0.map(|half| half.value);
        u64::try_from(first.checked_mul(self.sizes[1])?.checked_add(second)?).ok()
    }

    fn numerals(&self, values: [u128; 2]) -> Numerals {
        Numerals([0, 1].map(|i| Half {
            value: values[i],
            size: self.sizes[i],
            width: self.widths[i],
        }))
    }
}

impl fmt::Debug for Permutation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Permutation").finish_non_exhaustive()
    }
}

/// A string of numerals as FF1 takes it apart.
struct Numerals([Half; 2]);

/// Half of the numerals: their number, below `size`, the radix to the power of `width`.
#[derive(Clone, Copy)]
struct Half {
    value: u128,
    size: u128,
    width: usize,
}

impl NumeralString for Numerals {
    type Ops = Half;

    fn is_valid(&self, _: u32) -> bool {
        self.0.iter().all(|half| half.value < half.size)
    }

    fn numeral_count(&self) -> usize {
        self.0.iter().map(|half| half.width).sum()
    }

    fn split(&self) -> (Half, Half) {
        (self.0[0], self.0[1])
    }

    fn concat(a: Half, b: Half) -> Self {
        Self([a, b])
    }
}

/// The last bytes of a number.
struct Bytes {
    bytes: [u8; 16],
    count: usize,
}

impl AsRef<[u8]> for Bytes {
    fn as_ref(&self) -> &[u8] {
        self.bytes
            .get(16 - self.count.min(16)..)
            .unwrap_or_default()
    }
}

impl Operations for Half {
    type Bytes = Bytes;

    fn numeral_count(&self) -> usize {
        self.width
    }

    fn to_be_bytes(&self, _: u32, count: usize) -> Bytes {
        Bytes {
            bytes: self.value.to_be_bytes(),
            count,
        }
    }

    // FF1 adds to a half only what is reduced modulo that half's own size.
    fn add_mod_exp(self, other: impl Iterator<Item = u8>, _: u32, _: usize) -> Self {
        let value = (self.value + remainder(other, self.size)) % self.size;
        Self { value, ..self }
    }

    fn sub_mod_exp(self, other: impl Iterator<Item = u8>, _: u32, _: usize) -> Self {
        let value = (self.value + self.size - remainder(other, self.size)) % self.size;
        Self { value, ..self }
    }
}

/// The number of these bytes modulo `size`. Four bytes at a time: FF1 gives a multiple of four.
fn remainder(mut bytes: impl Iterator<Item = u8>, size: u128) -> u128 {
    let mut word = || {
        let first = bytes.next()?;
        let rest = [bytes.next(), bytes.next(), bytes.next()].map(Option::unwrap_or_default);
        Some(u32::from_be_bytes([first, rest[0], rest[1], rest[2]]))
    };
    if let Ok(size) = u32::try_from(size) {
        let size = u64::from(size);
        let mut rest = 0_u64;
        while let Some(word) = word() {
            rest = (rest << 32 | u64::from(word)) % size;
        }
        return rest.into();
    }
    let mut rest = 0_u128;
    while let Some(word) = word() {
        rest = (rest << 32 | u128::from(word)) % size;
    }
    rest
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: &str = "k:2B7E151628AED2A6ABF7158809CF4F3CEF4359D8D580AA4F7F036D6F04FC6A94";

    fn number(text: &str, alphabet: &Alphabet) -> u128 {
        text.bytes().fold(0, |number, letter| {
            number * u128::from(alphabet.radix()) + u128::from(alphabet.value(letter).unwrap())
        })
    }

    #[test]
    fn the_samples_of_nist_for_ff1_with_aes_256_come_out() {
        // NIST, FF1samples.pdf, samples 7 to 9.
        let key = Key::parse(KEY).unwrap();
        for (letters, tweak, plain, secret) in [
            ("0-9", &b""[..], "0123456789", "6657667009"),
            ("0-9", b"9876543210", "0123456789", "1001623463"),
            (
                "0-9a-z",
                b"7777pqrs777",
                "0123456789abcdefghi",
                "xs8a0azh2avyalyzuwd",
            ),
        ] {
            let alphabet = Alphabet::parse(letters).unwrap();
            let permutation = Permutation::new(&key, &alphabet, plain.len()).unwrap();
            let (first, second) = plain.split_at(plain.len() / 2);
            let halves = [number(first, &alphabet), number(second, &alphabet)];
            let encrypted = permutation
                .ff1
                .encrypt(tweak, &permutation.numerals(halves))
                .unwrap();
            let (first, second) = secret.split_at(secret.len() / 2);
            let expected = [number(first, &alphabet), number(second, &alphabet)];
            assert_eq!(encrypted.0.map(|half| half.value), expected, "{secret}");
            let back = permutation.ff1.decrypt(tweak, &encrypted).unwrap();
            assert_eq!(back.0.map(|half| half.value), halves);
        }
    }

    #[test]
    fn it_writes_what_the_crate_writes_with_lists_of_numerals() {
        let key = Key::parse(KEY).unwrap();
        for (letters, width) in [
            ("0-9", 6),
            ("b32", 11),
            ("b36", 9),
            ("%-?A-Z_a-z", 19),
            ("b36", 30),
        ] {
            let alphabet = Alphabet::parse(letters).unwrap();
            let permutation = Permutation::new(&key, &alphabet, width).unwrap();
            let theirs = FF1::<Aes256Enc>::new(key.bytes(), alphabet.radix() as u32).unwrap();
            for number in [0_u64, 1, 999_999, 123_456_789_012_345_678] {
                let size = permutation.sizes[0].saturating_mul(permutation.sizes[1]);
                if u128::from(number) >= size {
                    continue;
                }
                let tweak = tweak(&[b"a", &number.to_be_bytes()]);
                let mut field = vec![0; width];
                permutation
                    .write(&tweak, number, &alphabet, &mut field)
                    .unwrap();
                let mut rest = number;
                let mut numerals = vec![0_u16; width];
                for numeral in numerals.iter_mut().rev() {
                    *numeral = (rest % alphabet.radix()) as u16;
                    rest /= alphabet.radix();
                }
                let expected: Vec<u16> = theirs
                    .encrypt(&tweak, &fpe::ff1::FlexibleNumeralString::from(numerals))
                    .unwrap()
                    .into();
                let written: Vec<u16> = field
                    .iter()
                    .map(|letter| alphabet.value(*letter).unwrap() as u16)
                    .collect();
                assert_eq!(written, expected, "{letters} {number}");
                assert_eq!(permutation.read(&tweak, &alphabet, &field), Some(number));
            }
        }
    }

    #[test]
    fn a_domain_under_a_million_has_no_permutation() {
        let key = Key::parse(KEY).unwrap();
        for (letters, width, there) in [
            ("0-9", 5, false),
            ("0-9", 6, true),
            ("b36", 3, false),
            ("b36", 4, true),
            ("b32", 4, true),
            ("b36", 60, false),
        ] {
            let alphabet = Alphabet::parse(letters).unwrap();
            assert_eq!(
                Permutation::new(&key, &alphabet, width).is_some(),
                there,
                "{letters} {width}"
            );
        }
    }

    #[test]
    fn lists_of_texts_have_tweaks_of_their_own() {
        assert_ne!(tweak(&[b"a", b"bc"]), tweak(&[b"ab", b"c"]));
        assert_ne!(tweak(&[b"", b"a"]), tweak(&[b"a", b""]));
    }
}
