//! Where each bit of each codeword stands (ISO/IEC 16022, annex F), read from the crate once per size.

use std::sync::OnceLock;

use ::datamatrix::placement::{Bit, MatrixMap};

use super::sizes::{SIZES, Size};
use crate::symbol::Matrix;

/// What one module shows: bit `p % 8`, the most significant first, of codeword `p / 8`, or of one of the two
/// fixed words that [`draw`] puts in front: light modules are bits of the first, dark ones of the second.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Place(u16);

const FIXED: usize = 2;

impl Bit for Place {
    const LOW: Self = Self(0);
    const HIGH: Self = Self(8);
}

static TABLES: [OnceLock<Box<[Place]>>; SIZES.len()] = [const { OnceLock::new() }; SIZES.len()];

fn read(size: &Size) -> Box<[Place]> {
    let mut map = MatrixMap::<Place>::new(size.of_crate);
    map.traverse_mut(|codeword, bits| {
        for (bit, place) in bits.into_iter().enumerate() {
            *place = Place(((codeword + FIXED) * 8 + bit) as u16);
        }
    });
    map.write_padding();
    map.bitmap().bits().into()
}

/// Draws the codewords of a symbol, `index` being its place in [`SIZES`].
pub(super) fn draw(index: usize, codewords: &[u8]) -> Option<Matrix> {
    let size = SIZES.get(index)?;
    let table = TABLES.get(index)?.get_or_init(|| read(size));
    let mut words = Vec::with_capacity(codewords.len() + FIXED);
    words.extend([0x00, 0xff]);
    words.extend_from_slice(codewords);
    let mut matrix = Matrix::new(size.columns, size.rows);
    let rows = table.chunks_exact(usize::from(size.columns));
    for (target, places) in matrix.rows_mut().zip(rows) {
        for (word, places) in target.iter_mut().zip(places.chunks(64)) {
            *word = places.iter().rev().fold(0, |row, place| {
                let codeword = words.get(usize::from(place.0 / 8)).copied().unwrap_or(0);
                row << 1 | u64::from(codeword >> (7 - place.0 % 8) & 1)
            });
        }
    }
    Some(matrix)
}
