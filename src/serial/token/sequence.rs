//! `{seq:W[:alphabet]}`: the number, exactly W characters wide; `{rnd:W:alphabet}`: what the number becomes by a
//! permutation with a secret key, so that nobody can guess the next one.

use super::{Arguments, Refusal, width};
use crate::serial::alphabet::Alphabet;
use crate::serial::class::Class;
use crate::serial::error::SchemeErrorKind;

/// The number of a serial. It never widens and never wraps.
#[derive(Clone, Debug)]
pub(crate) struct Sequence {
    pub(crate) width: usize,
    pub(crate) alphabet: Alphabet,
    /// Whether the number is permuted before it is written.
    pub(crate) is_random: bool,
}

/// Databases count in signed 64 bits. No plant gets there, so a field that could hold more just does not.
const LARGEST: u64 = i64::MAX as u64;

impl Sequence {
    /// 1 where the alphabet begins with `0`, so that no unit is number nought; else 0.
    pub(crate) fn first(&self) -> u64 {
        u64::from(self.alphabet.letters().first() == Some(&b'0'))
    }

    pub(crate) fn last(&self) -> u64 {
        self.size().map_or(LARGEST, |size| {
            u64::try_from(size - 1).unwrap_or(LARGEST).min(LARGEST)
        })
    }

    /// How many texts the field has; `None` for more than 128 bits count.
    pub(crate) fn size(&self) -> Option<u128> {
        u128::from(self.alphabet.radix()).checked_pow(u32::try_from(self.width).ok()?)
    }

    /// Writes `number` over the whole of `field`.
    pub(crate) fn write(&self, mut number: u64, field: &mut [u8]) {
        let radix = self.alphabet.radix();
        for place in field.iter_mut().rev() {
            let value = (number % radix) as usize;
            *place = self.alphabet.letters().get(value).copied().unwrap_or(b'?');
            number /= radix;
        }
    }

    /// Makes the number in `field` the next one. The caller has checked that there is one.
    #[inline]
    pub(crate) fn advance(&self, field: &mut [u8]) {
        let letters = self.alphabet.letters();
        for place in field.iter_mut().rev() {
            let next = self
                .alphabet
                .value(*place)
                .map_or(0, |value| value as usize + 1);
            if let Some(letter) = letters.get(next) {
                *place = *letter;
                return;
            }
            *place = letters.first().copied().unwrap_or(b'?');
        }
    }

    /// The number that `field` says; `None` for one that is never given.
    pub(crate) fn read(&self, field: &[u8]) -> Option<u64> {
        let radix = self.alphabet.radix();
        let number = field.iter().try_fold(0_u64, |number, letter| {
            number
                .checked_mul(radix)?
                .checked_add(self.alphabet.value(*letter)?)
        })?;
        self.holds(number).then_some(number)
    }

    /// Whether the number is one that is given.
    pub(crate) fn holds(&self, number: u64) -> bool {
        (self.first()..=self.last()).contains(&number)
    }
}

pub(super) fn parse(form: &str, arguments: Arguments<'_>) -> Result<Sequence, Refusal> {
    let (digits, alphabet) = match arguments {
        [digits] => (digits, Alphabet::decimal()),
        [digits, list] => (digits, alphabet(list)?),
        _ => {
            let message = format!("write {form}: a width, and an alphabet if it is not decimal");
            return Err((SchemeErrorKind::TokenArgument, message));
        }
    };
    Ok(Sequence {
        width: width(form, digits)?,
        alphabet,
        is_random: false,
    })
}

pub(super) fn parse_random(form: &str, arguments: Arguments<'_>) -> Result<Sequence, Refusal> {
    let [digits, list] = arguments else {
        let message = format!("write {form}: a width and an alphabet, such as {{rnd:12:b32}}");
        return Err((SchemeErrorKind::TokenArgument, message));
    };
    Ok(Sequence {
        width: width(form, digits)?,
        alphabet: alphabet(list)?,
        is_random: true,
    })
}

/// An alphabet of characters that a GS1 key may have.
pub(super) fn alphabet(list: &str) -> Result<Alphabet, Refusal> {
    let alphabet = Alphabet::parse(list).map_err(|message| (SchemeErrorKind::Alphabet, message))?;
    let letters = alphabet.letters();
    match letters
        .iter()
        .find(|letter| !Class::SET_82.contains(**letter))
    {
        None => Ok(alphabet),
        Some(letter) => {
            let message = format!(
                "the alphabet has '{}', which GS1 character set 82 does not",
                letter.escape_ascii()
            );
            Err((SchemeErrorKind::Characters, message))
        }
    }
}
