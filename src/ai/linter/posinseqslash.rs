//! `posinseqslash`: a position in a sequence, `1/3` (General Specifications 3.8.32: the birth sequence).

use super::{Flaw, Reason};

static FORM: Reason = Reason::new(
    "position-form",
    "position and end are numbers with a slash between",
    "write 1/3",
);
static ZERO_PREFIX: Reason = Reason::new(
    "zero-prefix",
    "the number must not begin with a zero",
    "leave out the leading zeros",
);
static BEYOND: Reason = Reason::new(
    "position-beyond-end",
    "the position is past the end",
    "write the position first, the end second",
);

pub(super) fn check(data: &[u8]) -> Result<(), Flaw> {
    let slash = memchr::memchr(b'/', data).unwrap_or(data.len());
    let (position, end) = data.split_at(slash);
    let end = end.get(1..).unwrap_or_default();
    let is_number = |digits: &[u8]| !digits.is_empty() && digits.iter().all(u8::is_ascii_digit);
    if !is_number(position) || !is_number(end) {
        return Err(FORM.at(0, data.len()));
    }
    if position.first() == Some(&b'0') {
        return Err(ZERO_PREFIX.at(0, slash));
    }
    if end.first() == Some(&b'0') {
        return Err(ZERO_PREFIX.at(slash + 1, data.len()));
    }
    // Without leading zeros, the longer number is the greater.
    if (position.len(), position) > (end.len(), end) {
        return Err(BEYOND.at(0, data.len()));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::ai::linter::tests::verdicts;

    #[test]
    fn a_position_is_within_its_sequence() {
        verdicts(
            super::check,
            &["1/3", "9/10", "998/999"],
            &[
                ("*1//*", "position-form"),
                ("*111*", "position-form"),
                ("*0*/1", "zero-prefix"),
                ("1/*02*", "zero-prefix"),
                ("*11/10*", "position-beyond-end"),
            ],
        );
    }
}
