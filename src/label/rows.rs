//! Texts broken into rows.

use super::product::LEAST_EM;
use crate::font::{Font, FontError};
use crate::symbol::Emu;

/// What stands between two element strings of a row.
pub(super) const BETWEEN: &str = "  ";

/// The human readable interpretation, measured once for all sizes.
#[derive(Clone, Debug)]
pub(super) struct Hri {
    /// Width of each element string, in font units.
    items: Vec<i64>,
    /// The same for the widest letters that may stand there.
    widest: Vec<i64>,
    between: i64,
}

impl Hri {
    pub(super) fn measure(font: &Font, items: &[String]) -> Result<Self, FontError> {
        Ok(Self {
            items: items
                .iter()
                .map(|item| font.units(item))
                .collect::<Result<_, _>>()?,
            widest: items
                .iter()
                .map(|item| font.widest_units(item))
                .collect::<Result<_, _>>()?,
            between: font.units(BETWEEN)?,
        })
    }

    /// The width of the widest item at an em height.
    pub(super) fn widest_item(&self, font: &Font, size: Emu) -> Emu {
        font.scale(self.widest.iter().copied().max().unwrap_or(0), size)
    }

    pub(super) fn len(&self) -> usize {
        self.items.len()
    }

    /// Breaks the items into `rows` rows, between items only, so that the widest row is as narrow as it can be:
    /// items in each row. Nothing when there are fewer items than rows.
    pub(super) fn broken(&self, rows: usize) -> Option<Vec<usize>> {
        let items = self.items.len();
        if rows == 0 || rows > items {
            return None;
        }
        // best[i]: (width of the widest row, items in each row) of the first i items in the rows so far.
        let mut best: Vec<Option<(i64, Vec<usize>)>> = vec![None; items + 1];
        *best.first_mut()? = Some((0, Vec::new()));
        for _ in 0..rows {
            let mut next = vec![None; items + 1];
            for end in 1..=items {
                let candidates = (0..end).filter_map(|start| {
                    let (width, taken) = best.get(start)?.as_ref()?;
                    let widest = self.width(&self.items, start, end).max(*width);
                    let mut taken = taken.clone();
                    taken.push(end - start);
                    Some((widest, taken))
                });
                if let Some(slot) = next.get_mut(end) {
                    *slot = candidates.min_by_key(|(width, _)| *width);
                }
            }
            best = next;
        }
        best.pop()?.map(|(_, taken)| taken)
    }

    /// The width of the widest row, in font units: as it stands, and with the widest letters.
    pub(super) fn widths(&self, rows: &[usize]) -> (i64, i64) {
        let mut start = 0;
        rows.iter().fold((0, 0), |(own, widest), taken| {
            let end = start + taken;
            let row = (
                self.width(&self.items, start, end),
                self.width(&self.widest, start, end),
            );
            start = end;
            (own.max(row.0), widest.max(row.1))
        })
    }

    fn width(&self, items: &[i64], start: usize, end: usize) -> i64 {
        let gaps = end.saturating_sub(start + 1) as i64;
        items
            .get(start..end)
            .unwrap_or_default()
            .iter()
            .sum::<i64>()
            + self.between * gaps
    }
}

/// Breaks a text at blanks into rows no wider than `room`, in font units; nothing when a word is wider.
pub(super) fn wrap(font: &Font, text: &str, room: i64) -> Result<Option<Vec<String>>, FontError> {
    let blank = font.units(" ")?;
    let mut rows: Vec<(String, i64)> = Vec::new();
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        let width = font.units(word)?;
        if width > room {
            return Ok(None);
        }
        match rows.last_mut() {
            Some((row, taken)) if *taken + blank + width <= room => {
                row.push(' ');
                row.push_str(word);
                *taken += blank + width;
            }
            _ => rows.push((word.to_owned(), width)),
        }
    }
    Ok(Some(rows.into_iter().map(|(row, _)| row).collect()))
}

/// The em height at which a text is no wider than its room, `size` at most; nothing where it could not be read.
///
/// A text of wider letters than the fitted one is set a little smaller: there is room for the widest at the least size.
pub(super) fn shrunk(font: &Font, units: i64, size: Emu, room: Emu) -> Option<Emu> {
    let width = font.scale(units, size);
    if width <= room {
        return Some(size);
    }
    let smaller = i128::from(size.0) * i128::from(room.0) / i128::from(width.0.max(1));
    let smaller = Emu(smaller as i64);
    (smaller >= LEAST_EM.min(size)).then_some(smaller)
}

/// How many font units of width there are at an em height.
pub(super) fn room(font: &Font, width: Emu, size: Emu) -> i64 {
    let units =
        i128::from(width.0.max(0)) * i128::from(font.units_per_em()) / i128::from(size.0.max(1));
    units.try_into().unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hri(items: &[&str]) -> Hri {
        let items: Vec<String> = items.iter().map(|&item| item.to_owned()).collect();
        Hri::measure(Font::built_in(false), &items).expect("ASCII")
    }

    #[test]
    fn rows_are_broken_between_element_strings_and_balanced() {
        let hri = hri(&[
            "(01) 05012345678900",
            "(17) 261231",
            "(10) 2026-04-A",
            "(21) WG-2026040001",
        ]);
        assert_eq!(hri.broken(1), Some(vec![4]));
        assert_eq!(hri.broken(2), Some(vec![2, 2]));
        assert_eq!(hri.broken(3), Some(vec![1, 2, 1]));
        assert_eq!(hri.broken(4), Some(vec![1, 1, 1, 1]));
        assert_eq!(hri.broken(5), None);
        assert_eq!(hri.broken(0), None);
    }

    #[test]
    fn a_text_is_wrapped_at_blanks_only() {
        let font = Font::built_in(false);
        let room = font.units("widget of").expect("ASCII");
        let rows = wrap(font, "large red  widget of tin", room).expect("ASCII");
        assert_eq!(
            rows,
            Some(vec![
                "large red".to_owned(),
                "widget of".to_owned(),
                "tin".to_owned()
            ])
        );
        assert_eq!(wrap(font, "incomprehensibilities", room), Ok(None));
        assert_eq!(wrap(font, "", room), Ok(Some(vec![])));
    }
}
