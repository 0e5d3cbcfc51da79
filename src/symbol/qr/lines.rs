//! Rows and columns of a QR Code as words, and what the mask evaluation counts in them.

use std::array::from_fn;

/// A row or a column of up to `64 * W` modules, the first in the lowest bit of the first word.
pub(super) type Line<const W: usize> = [u64; W];

/// The same modules twice: by row and by column.
#[derive(Clone, Debug)]
pub(super) struct Grid<const W: usize> {
    pub rows: Vec<Line<W>>,
    pub columns: Vec<Line<W>>,
}

impl<const W: usize> Grid<W> {
    pub fn light(width: usize) -> Self {
        Self {
            rows: vec![[0; W]; width],
            columns: vec![[0; W]; width],
        }
    }

    /// Inverts a module that `bit` says to.
    pub fn flip(&mut self, (x, y): (u8, u8), bit: bool) {
        toggle(&mut self.rows, y, x, bit);
        toggle(&mut self.columns, x, y, bit);
    }

    /// Sets this grid to the difference of two.
    pub fn set_difference(&mut self, one: &Self, other: &Self) {
        difference(&mut self.rows, &one.rows, &other.rows);
        difference(&mut self.columns, &one.columns, &other.columns);
    }
}

fn toggle<const W: usize>(lines: &mut [Line<W>], line: u8, place: u8, bit: bool) {
    if let Some(word) = lines
        .get_mut(usize::from(line))
        .and_then(|line| line.get_mut(usize::from(place / 64)))
    {
        *word ^= u64::from(bit) << (place % 64);
    }
}

fn difference<const W: usize>(target: &mut [Line<W>], one: &[Line<W>], other: &[Line<W>]) {
    for ((target, one), other) in target.iter_mut().zip(one).zip(other) {
        *target = from_fn(|word| one[word] ^ other[word]);
    }
}

/// Towards the first module: bit `i` becomes what bit `i + count` was.
fn down<const W: usize>(line: &Line<W>, count: u32) -> Line<W> {
    from_fn(|word| {
        let carry = if word + 1 < W {
            line[word + 1] << (64 - count)
        } else {
            0
        };
        line[word] >> count | carry
    })
}

/// Away from the first module.
fn up<const W: usize>(line: &Line<W>, count: u32) -> Line<W> {
    from_fn(|word| {
        let carry = if word > 0 {
            line[word - 1] >> (64 - count)
        } else {
            0
        };
        line[word] << count | carry
    })
}

fn and<const W: usize>(one: &Line<W>, other: &Line<W>) -> Line<W> {
    from_fn(|word| one[word] & other[word])
}

fn count<const W: usize>(line: &Line<W>) -> u32 {
    line.iter().map(|word| word.count_ones()).sum()
}

/// Where a module and the next one of the line are alike; `pairs` has a bit for each module but the last.
fn alike<const W: usize>(line: &Line<W>, pairs: &Line<W>) -> Line<W> {
    let next = down(line, 1);
    from_fn(|word| !(line[word] ^ next[word]) & pairs[word])
}

/// A bit for each of the first `length` modules.
pub(super) fn ones<const W: usize>(length: usize) -> Line<W> {
    from_fn(|word| match length.saturating_sub(word * 64) {
        bits @ 0..64 => (1 << bits) - 1,
        _ => u64::MAX,
    })
}

/// N1: a run of five or more alike modules weighs its length less two.
fn runs<const W: usize>(alike: &Line<W>) -> u32 {
    let two = and(alike, &down(alike, 1));
    let four = and(&two, &down(&two, 2));
    let before = up(&four, 1);
    let starts: Line<W> = from_fn(|word| four[word] & !before[word]);
    count(&four) + 2 * count(&starts)
}

/// N3: 1:1:3:1:1 with four light modules in front or behind, once per pattern. Modules outside the symbol are
/// light, as the quiet zone is on paper and as zint and the `qrcode` crate read the clause: the finder patterns
/// themselves then weigh the same under every mask.
fn finders<const W: usize>(line: &Line<W>) -> u32 {
    let mut pattern = *line;
    for (shift, dark) in [
        (1, false),
        (2, true),
        (3, true),
        (4, true),
        (5, false),
        (6, true),
    ] {
        let shifted = down(line, shift);
        pattern = from_fn(|word| pattern[word] & if dark { shifted[word] } else { !shifted[word] });
    }
    if pattern.iter().all(|&word| word == 0) {
        return 0;
    }
    let (two_up, two_down) = (up(line, 1), down(line, 7));
    let two_up: Line<W> = from_fn(|word| two_up[word] | up(line, 2)[word]);
    let two_down: Line<W> = from_fn(|word| two_down[word] | down(line, 8)[word]);
    let (far_up, far_down) = (up(&two_up, 2), down(&two_down, 2));
    let light: Line<W> =
        from_fn(|word| !(two_up[word] | far_up[word]) | !(two_down[word] | far_down[word]));
    count(&and(&pattern, &light))
}

/// The penalty of a symbol (ISO/IEC 18004, 7.8.3, table 11): N1 3, N2 3, N3 40, N4 10.
pub(super) fn penalty<const W: usize>(grid: &Grid<W>) -> u32 {
    let width = grid.rows.len();
    let pairs = ones(width.saturating_sub(1));
    let (mut score, mut dark) = (0, 0);
    let mut above: Option<(Line<W>, Line<W>)> = None;
    for row in &grid.rows {
        let alike = alike(row, &pairs);
        score += runs(&alike) + 40 * finders(row);
        dark += count(row);
        if let Some((row_above, alike_above)) = above {
            let blocks: Line<W> =
                from_fn(|word| !(row[word] ^ row_above[word]) & alike[word] & alike_above[word]);
            score += 3 * count(&blocks);
        }
        above = Some((*row, alike));
    }
    for column in &grid.columns {
        score += runs(&alike(column, &pairs)) + 40 * finders(column);
    }
    let all = (width * width) as u32;
    score + 10 * ((20 * dark).abs_diff(10 * all) / all.max(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(text: &str) -> Line<2> {
        let mut line = [0; 2];
        for (place, _) in text.bytes().enumerate().filter(|(_, byte)| *byte == b'#') {
            line[place / 64] |= 1 << (place % 64);
        }
        line
    }

    #[test]
    fn a_run_of_five_weighs_three_and_each_more_one() {
        for (text, weight) in [
            ("####.#.#", 0),
            ("#####.#.", 3),
            ("#......#", 4),
            ("#####.....", 6),
        ] {
            let pairs = ones(text.len() - 1);
            assert_eq!(runs(&alike(&line(text), &pairs)), weight, "{text}");
        }
        let long = "#".repeat(60) + &".".repeat(7);
        assert_eq!(runs(&alike(&line(&long), &ones(66))), 58 + 5);
    }

    #[test]
    fn a_finder_counts_once_and_needs_light_on_one_side() {
        for (text, found) in [
            ("#.###.#", 1),
            ("....#.###.#....", 1),
            ("##.###.#", 1),
            ("#.#.###.#.#", 0),
            ("#...#.###.#...#", 0),
            ("#...#.###.#....#", 1),
            ("#....#.###.#...#", 1),
        ] {
            assert_eq!(finders(&line(text)), found, "{text}");
            let far = format!("{}#{text}#", ".#".repeat(28));
            let near = format!("#{text}#");
            assert_eq!(finders(&line(&far)), finders(&line(&near)), "{text}");
        }
    }
}
