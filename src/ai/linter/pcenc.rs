//! `pcenc`: percent-encoding: after each `%` two hexadecimal digits (General Specifications 3.8.7; RFC 3986 section 2.1).

use super::{Flaw, Reason};

static PERCENT: Reason = Reason::new(
    "percent-encoding",
    "two hexadecimal digits must follow a percent sign",
    "write %25 for a percent sign that is data",
);

pub(super) fn check(data: &[u8]) -> Result<(), Flaw> {
    let mut rest = data;
    while let Some(percent) = memchr::memchr(b'%', rest) {
        let at = data.len() - rest.len() + percent;
        let sequence = rest.get(percent..).unwrap_or_default();
        match *sequence {
            [_, a, b, ref after @ ..] if a.is_ascii_hexdigit() && b.is_ascii_hexdigit() => {
                rest = after;
            }
            _ => return Err(PERCENT.at(at, at + sequence.len().min(3))),
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::ai::linter::tests::verdicts;

    #[test]
    fn a_percent_sign_has_two_hex_digits() {
        verdicts(
            super::check,
            &["A", "%Ff", "ABC%00XYZ"],
            &[
                ("*%g*", "percent-encoding"),
                ("ABC*%fg*", "percent-encoding"),
                ("ABC*%gX*YZ", "percent-encoding"),
                ("*%*", "percent-encoding"),
            ],
        );
    }
}
