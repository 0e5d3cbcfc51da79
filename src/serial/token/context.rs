//! Values of the context: `{plant:W} {line:W} {shift} {site:W} {lot:W} {gtin} {sku:W} {prefix:W} {ext:1}`. Each splits the
//! numbers into counters of its own, and has an exact width: else shift `A` and line `L2` would be shift `AL` and line `2`.

use super::{Arguments, Refusal, width};
use crate::serial::class::Class;
use crate::serial::error::SchemeErrorKind;

/// A value that the caller gives.
#[derive(Debug)]
pub(crate) struct ContextToken {
    pub(crate) name: &'static str,
    pub(super) width: Width,
    pub(crate) class: Class,
}

/// How many characters it has.
#[derive(Debug)]
pub(super) enum Width {
    /// As many as the pattern says.
    Written,
    /// Always as many.
    Fixed(usize),
}

impl Width {
    pub(super) fn parse(&self, form: &str, arguments: Arguments<'_>) -> Result<usize, Refusal> {
        match (self, arguments) {
            (Self::Written, [digits]) => width(form, digits),
            (Self::Written, _) => Err((
                SchemeErrorKind::TokenArgument,
                format!(
                    "write {form} with its width W, so that what stands beside it is told apart"
                ),
            )),
            (Self::Fixed(width), []) => Ok(*width),
            (Self::Fixed(width), _) => Err((
                SchemeErrorKind::TokenArgument,
                format!("{form} takes no argument: its width is {width}"),
            )),
        }
    }
}

const fn written(name: &'static str) -> ContextToken {
    ContextToken {
        name,
        width: Width::Written,
        class: Class::SET_82,
    }
}

pub(super) const PLANT: ContextToken = written("plant");
pub(super) const LINE: ContextToken = written("line");
pub(super) const SITE: ContextToken = written("site");
pub(super) const LOT: ContextToken = written("lot");
pub(super) const SKU: ContextToken = written("sku");

/// A GS1 Company Prefix.
pub(super) const PREFIX: ContextToken = ContextToken {
    name: "prefix",
    width: Width::Written,
    class: Class::DIGITS,
};

/// The extension digit of an SSCC.
pub(super) const EXTENSION: ContextToken = ContextToken {
    name: "ext",
    width: Width::Written,
    class: Class::DIGITS,
};

/// One character.
pub(super) const SHIFT: ContextToken = ContextToken {
    name: "shift",
    width: Width::Fixed(1),
    class: Class::SET_82,
};

/// A Global Trade Item Number in its 14-digit form.
pub(super) const GTIN: ContextToken = ContextToken {
    name: "gtin",
    width: Width::Fixed(14),
    class: Class::DIGITS,
};
