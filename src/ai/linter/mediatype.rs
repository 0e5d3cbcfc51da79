//! `mediatype`: an AIDC media type, two digits (General Specifications 3.8.28): 01 to 10 assigned by ICCBBA, 80 to 99 for local use.

use super::{Flaw, Reason};

static MEDIA_TYPE: Reason = Reason::new(
    "media-type",
    "there is no such AIDC media type",
    "write 01 to 10, or 80 to 99 for local use",
);

pub(super) fn check(data: &[u8]) -> Result<(), Flaw> {
    match data {
        [b'0', b'1'..=b'9'] | b"10" | [b'8' | b'9', b'0'..=b'9'] => Ok(()),
        _ => Err(MEDIA_TYPE.at(0, data.len())),
    }
}

#[cfg(test)]
mod tests {
    use crate::ai::linter::tests::verdicts;

    #[test]
    fn assigned_types_pass() {
        verdicts(
            super::check,
            &["01", "10", "80", "99"],
            &[
                ("*00*", "media-type"),
                ("*11*", "media-type"),
                ("*79*", "media-type"),
                ("*000*", "media-type"),
            ],
        );
    }
}
