//! `cset82`: characters of GS1 AI encodable character set 82 (General Specifications 7.11, figure 7.11-1).

use super::{Flaw, Reason};
use crate::text::charset;

static CHARACTER: Reason = Reason::new(
    "not-in-set-82",
    "this character is not in GS1 character set 82",
    "use letters, digits and !\"%&'()*+,-./:;<=>?_",
);

pub(super) fn check(data: &[u8]) -> Result<(), Flaw> {
    match data.iter().position(|&byte| !charset::is_82(byte)) {
        Some(at) => Err(CHARACTER.at(at, at + 1)),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use crate::ai::linter::tests::verdicts;

    #[test]
    fn spaces_and_carets_do_not_pass() {
        verdicts(
            super::check,
            &["a:Z_%", "!"],
            &[("A* *B", "not-in-set-82"), ("1*^*", "not-in-set-82")],
        );
    }
}
