//! The dark and light modules of a symbol, a bit each.

/// Rows of modules; dark is `true`. A linear symbol has one row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Matrix {
    columns: u16,
    rows: u16,
    words_a_row: usize,
    bits: Box<[u64]>,
}

impl Matrix {
    /// All light.
    pub(crate) fn new(columns: u16, rows: u16) -> Self {
        let words_a_row = usize::from(columns).div_ceil(64);
        Self {
            columns,
            rows,
            words_a_row,
            bits: vec![0; words_a_row * usize::from(rows)].into_boxed_slice(),
        }
    }

    /// The words of each row, to fill whole rows; bits past the last column are to stay 0.
    pub(crate) fn rows_mut(&mut self) -> impl Iterator<Item = &mut [u64]> {
        self.bits.chunks_mut(self.words_a_row.max(1))
    }

    /// One row of patterns side by side, each with its width (below 33), the leftmost module in the lowest bit.
    pub(crate) fn linear(columns: u16, patterns: impl IntoIterator<Item = (u32, u32)>) -> Self {
        let mut matrix = Self::new(columns, 1);
        let (mut word, mut filled) = (0, 0);
        let mut words = matrix.bits.iter_mut();
        for (pattern, width) in patterns {
            word |= u64::from(pattern) << filled;
            filled += width;
            if filled >= 64 {
                if let Some(place) = words.next() {
                    *place = word;
                }
                filled -= 64;
                word = u64::from(pattern) >> (width - filled);
            }
        }
        if let Some(place) = words.next() {
            *place = word;
        }
        matrix
    }

    /// How many modules a row has.
    pub const fn columns(&self) -> u16 {
        self.columns
    }

    /// How many rows there are; 1 for a linear symbol.
    pub const fn rows(&self) -> u16 {
        self.rows
    }

    /// Whether a module is dark; outside the matrix all is light.
    pub fn is_dark(&self, column: u16, row: u16) -> bool {
        column < self.columns
            && self
                .row_bits(row)
                .get(usize::from(column / 64))
                .is_some_and(|word| word >> (column % 64) & 1 == 1)
    }

    /// A row in words of 64 modules, the leftmost in the lowest bit, the bits past the last column 0.
    /// Nothing for a row outside the matrix.
    pub fn row_bits(&self, row: u16) -> &[u64] {
        let start = usize::from(row) * self.words_a_row;
        self.bits
            .get(start..start + self.words_a_row)
            .unwrap_or_default()
    }

    /// The dark runs of a row: first column and width, from left to right.
    pub fn runs(&self, row: u16) -> Runs<'_> {
        Runs {
            words: self.row_bits(row),
            column: 0,
        }
    }

    /// The dark modules as rectangles that do not overlap: each run of a row, joined with the same
    /// run of the rows below. In order of their first row, then column.
    pub fn path(&self) -> Vec<Rect> {
        let mut done: Vec<Rect> = Vec::new();
        let mut above: Vec<usize> = Vec::new();
        for y in 0..self.rows {
            let mut open = Vec::with_capacity(above.len());
            let mut candidates = above.iter().copied().peekable();
            for (x, width) in self.runs(y) {
                while candidates
                    .peek()
                    .and_then(|&index| done.get(index))
                    .is_some_and(|rect| rect.x < x)
                {
                    candidates.next();
                }
                let same = candidates.peek().copied().and_then(|index| {
                    let rect = done.get_mut(index)?;
                    (rect.x == x && rect.width == width).then_some((index, rect))
                });
                if let Some((index, rect)) = same {
                    rect.height += 1;
                    open.push(index);
                } else {
                    open.push(done.len());
                    done.push(Rect {
                        x,
                        y,
                        width,
                        height: 1,
                    });
                }
            }
            above = open;
        }
        done
    }
}

/// The dark runs of one row: see [`Matrix::runs`].
#[derive(Clone, Debug)]
pub struct Runs<'a> {
    words: &'a [u64],
    column: usize,
}

impl Runs<'_> {
    /// The first column from `from` on whose module, inverted by `flip`, is dark.
    fn next_set(&self, from: usize, flip: u64) -> Option<usize> {
        let first = from / 64;
        let mut mask = u64::MAX << (from % 64);
        for (index, &word) in self.words.iter().enumerate().skip(first) {
            let hit = (word ^ flip) & mask;
            if hit != 0 {
                return Some(index * 64 + hit.trailing_zeros() as usize);
            }
            mask = u64::MAX;
        }
        None
    }
}

impl Iterator for Runs<'_> {
    type Item = (u16, u16);

    fn next(&mut self) -> Option<(u16, u16)> {
        let start = self.next_set(self.column, 0)?;
        let end = self
            .next_set(start, u64::MAX)
            .unwrap_or(self.words.len() * 64);
        self.column = end;
        Some((start as u16, (end - start) as u16))
    }
}

/// A rectangle of dark modules: column, row, width and height in modules.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rect {
    /// The first column.
    pub x: u16,
    /// The first row.
    pub y: u16,
    /// How many columns.
    pub width: u16,
    /// How many rows.
    pub height: u16,
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn matrix(columns: u16, dark: &[bool]) -> Matrix {
        let rows = dark.len() / usize::from(columns);
        let mut matrix = Matrix::new(columns, rows as u16);
        for (place, _) in dark.iter().enumerate().filter(|(_, dark)| **dark) {
            let columns = usize::from(columns);
            if let Some(row) = matrix.rows_mut().nth(place / columns) {
                row[place % columns / 64] |= 1 << (place % columns % 64);
            }
        }
        matrix
    }

    proptest! {
        #[test]
        fn the_path_covers_each_dark_module_once_and_no_light_one(
            columns in 1u16..140,
            dark in proptest::collection::vec(any::<bool>(), 0..2000),
        ) {
            let matrix = matrix(columns, &dark);
            let mut seen = vec![0u8; usize::from(columns) * usize::from(matrix.rows())];
            for rect in matrix.path() {
                for y in rect.y..rect.y + rect.height {
                    for x in rect.x..rect.x + rect.width {
                        seen[usize::from(y) * usize::from(columns) + usize::from(x)] += 1;
                    }
                }
            }
            for (place, count) in seen.iter().enumerate() {
                let (x, y) = (place % usize::from(columns), place / usize::from(columns));
                prop_assert_eq!(*count == 1, matrix.is_dark(x as u16, y as u16));
                prop_assert!(*count <= 1);
            }
        }
    }

    #[test]
    fn equal_runs_of_neighbouring_rows_are_one_rectangle() {
        let matrix = matrix(
            3,
            &[true, true, false, true, true, false, false, true, true],
        );
        let rect = |x, y, width, height| Rect {
            x,
            y,
            width,
            height,
        };
        assert_eq!(matrix.path(), [rect(0, 0, 2, 2), rect(1, 2, 2, 1)]);
    }

    #[test]
    fn outside_the_matrix_all_is_light() {
        let matrix = matrix(2, &[true; 4]);
        assert!(matrix.is_dark(1, 1));
        assert!(!matrix.is_dark(2, 0) && !matrix.is_dark(0, 2) && !matrix.is_dark(64, 0));
        assert!(matrix.row_bits(2).is_empty());
    }
}
