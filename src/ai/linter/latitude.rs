//! `latitude`: a latitude, ten digits, ten-millionths of a degree from the South Pole (General Specifications 3.8.8).

use super::{Flaw, Reason, parts};

static LENGTH: Reason = Reason::new(
    "latitude-length",
    "a latitude is ten digits",
    "write ten digits, leading zeros too",
);
static RANGE: Reason = Reason::new(
    "latitude",
    "there is no such latitude",
    "write 0000000000 to 1800000000",
);

pub(super) fn check(data: &[u8]) -> Result<(), Flaw> {
    if data.len() != 10 {
        return Err(LENGTH.at(0, data.len()));
    }
    parts::digits(data)?;
    if data > b"1800000000".as_slice() {
        return Err(RANGE.at(0, 10));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::ai::linter::tests::verdicts;

    #[test]
    fn latitudes_reach_180_degrees_from_the_pole() {
        verdicts(
            super::check,
            &["0000000000", "1800000000"],
            &[
                ("*1800000001*", "latitude"),
                ("*301529797*", "latitude-length"),
                ("*30152979711*", "latitude-length"),
                ("000000000*x*", "not-a-digit"),
            ],
        );
    }
}
