//! `csumalpha`: ends with the GS1 check character pair (General Specifications 7.9.5).

use super::{Flaw, Reason};
use crate::check::{gs1_pair, gs1_pair_longest};
use crate::text::charset;

static TOO_SHORT: Reason = Reason::new(
    "check-pair-too-short",
    "too short to hold a check character pair",
    "write the whole key with its two check characters",
);
static TOO_LONG: Reason = Reason::new(
    "check-pair-too-long",
    "too long for a check character pair",
    "shorten the key to 25 characters",
);
static CHARACTER: Reason = Reason::new(
    "not-in-set-82",
    "this character is not in GS1 character set 82",
    "use letters, digits and !\"%&'()*+,-./:;<=>?_",
);
static PAIR: Reason = Reason::new(
    "check-pair",
    "the check character pair does not fit what stands before it",
    "look for a mistyped character; the pair itself is computed",
);

pub(super) fn check(data: &[u8]) -> Result<(), Flaw> {
    let Some((payload, pair)) = data.split_last_chunk::<2>() else {
        return Err(TOO_SHORT.at(0, data.len()));
    };
    if payload.len() > gs1_pair_longest() {
        return Err(TOO_LONG.at(0, data.len()));
    }
    if let Some(at) = payload.iter().position(|&byte| !charset::is_82(byte)) {
        return Err(CHARACTER.at(at, at + 1));
    }
    match gs1_pair(payload) {
        Some(expected) if expected != *pair => {
            Err(PAIR.at(payload.len(), data.len()).expecting(&expected))
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use crate::ai::linter::tests::verdicts;

    #[test]
    fn the_last_two_characters_follow_from_the_others() {
        verdicts(
            super::check,
            &[
                "!22",
                "1987654Ad4X4bL5ttr2310c2K",
                "12345678901234567890123NT",
            ],
            &[
                ("*2*", "check-pair-too-short"),
                ("1987654Ad4X4bL5ttr2310c*XK*", "check-pair"),
                ("* *2345678901234567890123NT", "not-in-set-82"),
            ],
        );
    }
}
