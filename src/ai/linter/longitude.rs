//! `longitude`: a longitude, ten digits, ten-millionths of a degree east of Greenwich (General Specifications 3.8.8).

use super::{Flaw, Reason, parts};

static LENGTH: Reason = Reason::new(
    "longitude-length",
    "a longitude is ten digits",
    "write ten digits, leading zeros too",
);
static RANGE: Reason = Reason::new(
    "longitude",
    "there is no such longitude",
    "write 0000000000 to 3600000000",
);

pub(super) fn check(data: &[u8]) -> Result<(), Flaw> {
    if data.len() != 10 {
        return Err(LENGTH.at(0, data.len()));
    }
    parts::digits(data)?;
    if data > b"3600000000".as_slice() {
        return Err(RANGE.at(0, 10));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::ai::linter::tests::verdicts;

    #[test]
    fn longitudes_reach_360_degrees() {
        verdicts(
            super::check,
            &["0000000000", "3600000000"],
            &[
                ("*3600000001*", "longitude"),
                ("*301529797*", "longitude-length"),
                ("*30152979711*", "longitude-length"),
                ("000000000*x*", "not-a-digit"),
            ],
        );
    }
}
