//! `cset64`: file-safe, URI-safe base64 (General Specifications 7.11, figure 7.11-3; RFC 4648 section 5), `=` only to complete a group of three.

use super::{Flaw, Reason};
use crate::text::charset;

static CHARACTER: Reason = Reason::new(
    "not-in-set-64",
    "this character is not in file-safe base64",
    "use letters, digits, - and _",
);
static PADDING: Reason = Reason::new(
    "base64-padding",
    "this padding does not complete the data",
    "leave the padding out, or write as many = as complete a group of three",
);

pub(super) fn check(data: &[u8]) -> Result<(), Flaw> {
    let padding = data.iter().rev().take_while(|&&byte| byte == b'=').count();
    let length = data.len() - padding;
    let characters = data.get(..length).unwrap_or_default();
    if let Some(at) = characters.iter().position(|&byte| !charset::is_64(byte)) {
        return Err(CHARACTER.at(at, at + 1));
    }
    if padding > 0 && (padding > 2 || !data.len().is_multiple_of(3)) {
        return Err(PADDING.at(length, data.len()));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::ai::linter::tests::verdicts;

    #[test]
    fn padding_completes_a_group_and_ends_the_data() {
        verdicts(
            super::check,
            &["1", "12", "12=", "1==", "0-_"],
            &[
                ("12*==*", "base64-padding"),
                ("1234*=*", "base64-padding"),
                ("*=*234", "not-in-set-64"),
                ("*===*", "base64-padding"),
                ("AB* *C", "not-in-set-64"),
            ],
        );
    }
}
