//! What stands where in each version, read from the crate once, and the drawing of codewords with the best mask.

use std::sync::OnceLock;

use qrcode::canvas::{Canvas, Module};
use qrcode::types::{EcLevel, Version};

use super::lines::{Grid, penalty};
use crate::symbol::{Level, Matrix};

/// A version: what never changes, and where each bit of the codewords goes.
#[derive(Debug)]
struct Layout<const W: usize> {
    /// Finder, alignment and timing patterns, version information; format information light.
    fixed: Grid<W>,
    /// Column and row of each bit, the most significant of the first codeword first.
    places: Vec<(u8, u8)>,
    /// The modules that each mask inverts.
    masks: [Grid<W>; 8],
}

static SMALL: [OnceLock<Layout<1>>; 11] = [const { OnceLock::new() }; 11];
static MIDDLE: [OnceLock<Layout<2>>; 16] = [const { OnceLock::new() }; 16];
static LARGE: [OnceLock<Layout<3>>; 13] = [const { OnceLock::new() }; 13];

/// Draws the codewords of a version and level with the mask of the smallest penalty, the first of equals.
pub(super) fn draw(version: u8, level: Level, codewords: &[u8]) -> Option<Matrix> {
    let index = usize::from(version);
    match index {
        1..=11 => SMALL
            .get(index - 1)?
            .get_or_init(|| Layout::read(version))
            .draw(level, codewords),
        12..=27 => MIDDLE
            .get(index - 12)?
            .get_or_init(|| Layout::read(version))
            .draw(level, codewords),
        _ => LARGE
            .get(index.checked_sub(28)?)?
            .get_or_init(|| Layout::read(version))
            .draw(level, codewords),
    }
}

/// The modules that a mask inverts (7.8.2, table 10), by column and row.
fn inverts(mask: usize, (x, y): (u8, u8)) -> bool {
    let (x, y) = (usize::from(x), usize::from(y));
    0 == match mask {
        0 => (x + y) % 2,
        1 => y % 2,
        2 => x % 3,
        3 => (x + y) % 3,
        4 => (y / 2 + x / 3) % 2,
        5 => x * y % 2 + x * y % 3,
        6 => (x * y % 2 + x * y % 3) % 2,
        _ => ((x + y) % 2 + x * y % 3) % 2,
    }
}

impl<const W: usize> Layout<W> {
    /// Has the crate draw data whose bits count themselves, a drawing for each bit of the count.
    fn read(version: u8) -> Self {
        let mut canvas = Canvas::new(Version::Normal(version.into()), EcLevel::L);
        canvas.draw_all_functional_patterns();
        let get = |canvas: &Canvas, (x, y): (u8, u8)| canvas.get(x.into(), y.into());
        let width = 17 + 4 * version;
        let mut fixed = Grid::light(width.into());
        let mut free = Vec::new();
        for module in (0..width).flat_map(|y| (0..width).map(move |x| (x, y))) {
            match get(&canvas, module) {
                Module::Empty => free.push(module),
                pattern => fixed.flip(module, pattern.is_dark()),
            }
        }
        let codewords = free.len() / 8;
        // Modules behind the last codeword stay empty and get no number.
        let mut numbers = vec![Some(0); free.len()];
        for digit in 0..16 {
            let counting: Vec<u8> = (0..codewords)
                .map(|codeword| {
                    let bits = (0..8).map(|bit| (codeword * 8 + bit) >> digit & 1);
                    bits.fold(0, |word, bit| word << 1 | bit as u8)
                })
                .collect();
            let mut drawn = canvas.clone();
            drawn.draw_data(&counting, &[]);
            for (number, &module) in numbers.iter_mut().zip(&free) {
                *number = match get(&drawn, module) {
                    Module::Empty => None,
                    bit => number.map(|number| number | usize::from(bit.is_dark()) << digit),
                };
            }
        }
        let mut places = vec![(0, 0); codewords * 8];
        for (number, &module) in numbers.iter().zip(&free) {
            if let Some(place) = number.and_then(|number| places.get_mut(number)) {
                *place = module;
            }
        }
        let masks = std::array::from_fn(|mask| {
            let mut grid = Grid::light(width.into());
            for &module in &free {
                grid.flip(module, inverts(mask, module));
            }
            grid
        });
        Self {
            fixed,
            places,
            masks,
        }
    }

    fn draw(&self, level: Level, codewords: &[u8]) -> Option<Matrix> {
        let mut grid = self.fixed.clone();
        for (&codeword, places) in codewords.iter().zip(self.places.chunks_exact(8)) {
            for (bit, &module) in places.iter().enumerate() {
                grid.flip(module, codeword >> (7 - bit) & 1 == 1);
            }
        }
        let mut masked = grid.clone();
        let mut best: Option<(u32, Grid<W>)> = None;
        for (number, mask) in self.masks.iter().enumerate() {
            masked.set_difference(&grid, mask);
            draw_format(&mut masked, level, number);
            let score = penalty(&masked);
            match &mut best {
                Some((least, _)) if score >= *least => {}
                Some(best) => {
                    best.0 = score;
                    std::mem::swap(&mut best.1, &mut masked);
                }
                None => best = Some((score, masked.clone())),
            }
        }
        let (_, best) = best?;
        let width = best.rows.len() as u16;
        let mut matrix = Matrix::new(width, width);
        for (target, row) in matrix.rows_mut().zip(&best.rows) {
            for (target, word) in target.iter_mut().zip(row) {
                *target = *word;
            }
        }
        Some(matrix)
    }
}

/// Level and mask in fifteen bits (7.9.1, annex C), with the remainder of a division by the generator, and the standard's mask over them.
const fn format(level: Level, mask: usize) -> u16 {
    let level = match level {
        Level::L => 1,
        Level::M => 0,
        Level::Q => 3,
        Level::H => 2,
    };
    let data = level << 3 | mask as u16;
    let mut remainder = data;
    let mut step = 0;
    while step < 10 {
        remainder = (remainder << 1) ^ ((remainder >> 9) * 0x537);
        step += 1;
    }
    (data << 10 | remainder) ^ 0x5412
}

/// Draws the format information twice, and the dark module beside it (7.9.1, figure 25).
fn draw_format<const W: usize>(grid: &mut Grid<W>, level: Level, mask: usize) {
    let bits = format(level, mask);
    let last = (grid.rows.len() - 1) as u8;
    for place in 0..15_u8 {
        let bit = bits >> place & 1 == 1;
        let module = match place {
            0..=5 => (8, place),
            6 | 7 => (8, place + 1),
            8 => (7, 8),
            _ => (14 - place, 8),
        };
        grid.flip(module, bit);
        let module = match place {
            0..=7 => (last - place, 8),
            _ => (8, last - 14 + place),
        };
        grid.flip(module, bit);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use qrcode::bits::Bits;
    use qrcode::canvas::MaskPattern;
    use qrcode::ec::construct_codewords;

    const MASKS: [MaskPattern; 8] = [
        MaskPattern::Checkerboard,
        MaskPattern::HorizontalLines,
        MaskPattern::VerticalLines,
        MaskPattern::DiagonalLines,
        MaskPattern::LargeCheckerboard,
        MaskPattern::Fields,
        MaskPattern::Diamonds,
        MaskPattern::Meadow,
    ];

    #[test]
    fn every_version_is_drawn_as_the_crate_draws_it_under_one_of_the_masks() {
        for version in 1..=40_u8 {
            for (level, name) in [(EcLevel::L, Level::L), (EcLevel::H, Level::H)] {
                let number = Version::Normal(version.into());
                let mut bits = Bits::new(number);
                bits.push_byte_data(b"once").expect("room");
                bits.push_terminator(level).expect("room");
                let (data, correction) =
                    construct_codewords(&bits.into_bytes(), number, level).expect("a version");
                let mut canvas = Canvas::new(number, level);
                canvas.draw_all_functional_patterns();
                canvas.draw_data(&data, &correction);
                let ours = draw(version, name, &[data, correction].concat()).expect("a version");
                let same = MASKS.iter().any(|mask| {
                    let mut canvas = canvas.clone();
                    canvas.apply_mask(*mask);
                    (0..ours.rows()).all(|y| {
                        (0..ours.columns()).all(|x| {
                            canvas.get(x.cast_signed(), y.cast_signed()).is_dark()
                                == ours.is_dark(x, y)
                        })
                    })
                });
                assert!(same, "version {version}, {name:?}");
            }
        }
    }

    /// Table 11, module by module; outside the symbol all is light.
    fn counted_penalty(dark: &dyn Fn(i32, i32) -> bool, width: i32) -> u32 {
        let mut score = 0;
        for turned in [false, true] {
            let at = |line, place| {
                if turned {
                    dark(line, place)
                } else {
                    dark(place, line)
                }
            };
            for line in 0..width {
                let mut run = 0;
                for place in 0..=width {
                    if place < width && place > 0 && at(line, place) == at(line, place - 1) {
                        run += 1;
                        continue;
                    }
                    score += if run >= 5 { run - 2 } else { 0 };
                    run = 1;
                }
                for start in 0..=width - 7 {
                    let pattern = [true, false, true, true, true, false, true];
                    let found = (start..)
                        .zip(pattern)
                        .all(|(place, dark)| at(line, place) == dark);
                    let light = |mut places: std::ops::Range<i32>| {
                        places.all(|place| !(0..width).contains(&place) || !at(line, place))
                    };
                    if found && (light(start - 4..start) || light(start + 7..start + 11)) {
                        score += 40;
                    }
                }
            }
        }
        let (mut blocks, mut count) = (0, 0);
        for y in 0..width {
            for x in 0..width {
                count += i32::from(dark(x, y));
                let block = [(0, 1), (1, 0), (1, 1)];
                let alike = block
                    .iter()
                    .all(|(right, down)| dark(x + right, y + down) == dark(x, y));
                blocks += u32::from(alike && x + 1 < width && y + 1 < width);
            }
        }
        let percent = 100.0 * f64::from(count) / f64::from(width * width);
        let fives = ((percent - 50.0).abs() / 5.0).floor();
        score + 3 * blocks + 10 * fives as u32
    }

    #[test]
    fn the_mask_is_the_first_of_the_least_penalty_counted_module_by_module() {
        for version in [1, 2, 5, 7, 11, 12, 20, 27, 28, 40_u8] {
            let number = Version::Normal(version.into());
            let mut bits = Bits::new(number);
            bits.push_byte_data(format!("version {version}").as_bytes())
                .expect("room");
            bits.push_terminator(EcLevel::M).expect("room");
            let (data, correction) =
                construct_codewords(&bits.into_bytes(), number, EcLevel::M).expect("a version");
            let mut canvas = Canvas::new(number, EcLevel::M);
            canvas.draw_all_functional_patterns();
            canvas.draw_data(&data, &correction);
            let width = i32::from(17 + 4 * u16::from(version));
            let (mut least, mut chosen) = (u32::MAX, None);
            for mask in MASKS {
                let mut canvas = canvas.clone();
                canvas.apply_mask(mask);
                let dark = |x: i32, y: i32| {
                    x < width && y < width && canvas.get(x as i16, y as i16).is_dark()
                };
                let score = counted_penalty(&dark, width);
                if score < least {
                    (least, chosen) = (score, Some(canvas));
                }
            }
            let chosen = chosen.expect("a mask");
            let ours = draw(version, Level::M, &[data, correction].concat()).expect("a version");
            for (y, x) in (0..ours.rows()).flat_map(|y| (0..ours.columns()).map(move |x| (y, x))) {
                let same =
                    chosen.get(x.cast_signed(), y.cast_signed()).is_dark() == ours.is_dark(x, y);
                assert!(same, "version {version}");
            }
        }
    }
}
