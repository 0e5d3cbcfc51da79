//! What each Application Identifier that schemes serve holds.

use crate::serial::class::Class;

/// An Application Identifier and the shape of its value.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Carrier {
    pub(crate) ai: &'static str,
    /// The key, for messages.
    pub(crate) key: &'static str,
    pub(crate) min_length: usize,
    pub(crate) max_length: usize,
    /// So many characters at the start are digits.
    pub(crate) digits: usize,
    /// Where the GS1 check digit of all before it stands.
    pub(crate) check_digit: Option<usize>,
    /// Whether the first digit is 0.
    pub(crate) begins_with_zero: bool,
}

impl Carrier {
    /// What may stand at that place.
    pub(crate) const fn class(&self, place: usize) -> Class {
        if place == 0 && self.begins_with_zero {
            Class::of(b"0")
        } else if place < self.digits {
            Class::DIGITS
        } else {
            Class::SET_82
        }
    }
}

const fn carrier(ai: &'static str, key: &'static str, min: usize, max: usize) -> Carrier {
    Carrier {
        ai,
        key,
        min_length: min,
        max_length: max,
        digits: 0,
        check_digit: None,
        begins_with_zero: false,
    }
}

/// So many digits at the start, the last of them the check digit.
const fn checked(digits: usize, carrier: Carrier) -> Carrier {
    Carrier {
        digits,
        check_digit: Some(digits - 1),
        ..carrier
    }
}

/// The Application Identifiers that schemes serve; the serial number, which most want, stands first.
/// The lengths are those of General Specifications section 3.2.
pub(crate) const CARRIERS: &[Carrier] = &[
    carrier("21", "serial number", 1, 20),
    checked(18, carrier("00", "SSCC", 18, 18)),
    checked(13, carrier("253", "GDTI", 14, 30)),
    Carrier {
        begins_with_zero: true,
        ..checked(14, carrier("8003", "GRAI", 15, 30))
    },
    Carrier {
        // A company prefix has 4 digits at the least.
        digits: 4,
        ..carrier("8004", "GIAI", 5, 30)
    },
    checked(18, carrier("8017", "GSRN of a provider", 18, 18)),
    checked(18, carrier("8018", "GSRN of a recipient", 18, 18)),
];
