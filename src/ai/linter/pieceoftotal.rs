//! `pieceoftotal`: a piece and the total of pieces in two halves: `0102` is 1 of 2 (General Specifications 3.9.6).

use super::{Flaw, Reason, parts};

static LENGTH: Reason = Reason::new(
    "piece-length",
    "piece and total must have the same length",
    "write two digits for each: 0102",
);
static ZERO_PIECE: Reason = Reason::new(
    "piece-zero",
    "pieces count from 1",
    "write 01 for the first piece",
);
static ZERO_TOTAL: Reason = Reason::new(
    "total-zero",
    "there is one piece at least",
    "write the number of pieces",
);
static BEYOND: Reason = Reason::new(
    "piece-beyond-total",
    "the piece is past the total",
    "write the piece first, the total second",
);

pub(super) fn check(data: &[u8]) -> Result<(), Flaw> {
    let half = data.len() / 2;
    if data.is_empty() || data.len() != half * 2 {
        return Err(LENGTH.at(0, data.len()));
    }
    parts::digits(data)?;
    let (piece, total) = data.split_at(half);
    let is_zero = |digits: &[u8]| digits.iter().all(|&digit| digit == b'0');
    if is_zero(piece) {
        return Err(ZERO_PIECE.at(0, half));
    }
    if is_zero(total) {
        return Err(ZERO_TOTAL.at(half, data.len()));
    }
    if piece > total {
        return Err(BEYOND.at(0, data.len()));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::ai::linter::tests::verdicts;

    #[test]
    fn a_piece_is_one_of_its_total() {
        verdicts(
            super::check,
            &["0102", "89", "999999"],
            &[
                ("*111*", "piece-length"),
                ("*00*99", "piece-zero"),
                ("01*00*", "total-zero"),
                ("*1009*", "piece-beyond-total"),
                ("55*x*55555", "not-a-digit"),
            ],
        );
    }
}
