//! Stock of one's own, written down as TOML.

use std::borrow::Cow;

use super::stock::{Media, Stock};
use crate::label::TextError;
use crate::label::fields::{At, Fields};
use crate::symbol::Emu;

/// Labels of a size that no page holds.
const MOST_LABELS: i64 = 1_000;

impl Stock {
    /// Reads stock of one's own. Lengths are millimetres, or inches as `"2.625 in"`.
    ///
    /// `name`, `label_width` and `label_height` must be there. `page` is `"A4"`, `"Letter"` or `"roll"` (the default: a label a
    /// page), or another size by `page_width` and `page_height`; `columns`, `rows` (1), `left`, `top` (0), `pitch_x`, `pitch_y`
    /// (the label's own size), `radius` (0), `maker` and `source` are as [`Stock`]'s functions of these names.
    ///
    /// ```
    /// use unitmark::sheet::Stock;
    ///
    /// let stock = Stock::parse(
    ///     "name = 'drum label'\npage = 'A4'\nlabel_width = 99.1\nlabel_height = 57\n\
    ///      columns = 2\nrows = 5\nleft = 4.65\ntop = 6\npitch_x = 101.6",
    /// )?;
    /// assert_eq!(stock.places(), 10);
    ///
    /// let error = Stock::parse("name = 'x'\nlabel_width = 300\nlabel_height = 10\npage = 'A4'").unwrap_err();
    /// assert_eq!(error.to_string(), "2:15: the labels reach 300 mm across, the page is 210 mm wide");
    /// # Ok::<(), unitmark::label::TextError>(())
    /// ```
    ///
    /// # Errors
    /// Text that is no TOML, a key that is unknown, missing or of another kind, labels that overlap or leave the page: with
    /// the line and the column.
    pub fn parse(text: &str) -> Result<Self, TextError> {
        let mut fields = Fields::parse(text)?;
        let name = fields.text("name")?;
        let name = fields.needed("name", name)?;
        if name.value.trim().is_empty() || name.value.contains(char::is_control) {
            return Err(fields.error(name.byte, "name is a line that is not empty"));
        }
        let maker = fields.text("maker")?;
        let source = fields.text("source")?;
        let page = fields.text("page")?;
        let width = fields.length("label_width")?;
        let width = fields.needed("label_width", width)?;
        let height = fields.length("label_height")?;
        let height = fields.needed("label_height", height)?;
        for (key, length) in [("label_width", &width), ("label_height", &height)] {
            if length.value < Emu::MM {
                return Err(fields.error(length.byte, format!("{key} is at least 1 mm")));
            }
        }
        let (media, page) = page_of(&mut fields, page, (width.value, height.value))?;
        let mut count = |key| -> Result<u16, TextError> {
            match fields.whole(key)? {
                None => Ok(1),
                Some(At { value, .. }) if (1..=MOST_LABELS).contains(&value) => Ok(value as u16),
                Some(At { byte, .. }) => {
                    let message = format!("{key} is a number from 1 to {MOST_LABELS}");
                    Err(fields.error(byte, message))
                }
            }
        };
        let (columns, rows) = (count("columns")?, count("rows")?);
        let mut or = |key, other: Emu| -> Result<Emu, TextError> {
            Ok(fields.length(key)?.map_or(other, |length| length.value))
        };
        let corner = (or("left", Emu::ZERO)?, or("top", Emu::ZERO)?);
        let pitch = (or("pitch_x", width.value)?, or("pitch_y", height.value)?);
        let radius = or("radius", Emu::ZERO)?;
        let at = (width.byte, height.byte);
        for (byte, corner, pitch, label, count, page, (across, wide)) in [
            (
                at.0,
                corner.0,
                pitch.0,
                width.value,
                columns,
                page.0,
                ("across", "wide"),
            ),
            (
                at.1,
                corner.1,
                pitch.1,
                height.value,
                rows,
                page.1,
                ("down", "high"),
            ),
        ] {
            let reach = corner + pitch * i64::from(count - 1) + label;
            let fault = if corner < Emu::ZERO {
                format!("the first label begins {corner} before the page")
            } else if count > 1 && pitch < label {
                format!("labels {label} {wide} with a pitch of {pitch} overlap")
            } else if reach > page {
                format!("the labels reach {reach} {across}, the page is {page} {wide}")
            } else {
                continue;
            };
            return Err(fields.error(byte, fault));
        }
        if radius < Emu::ZERO || radius * 2 > width.value.min(height.value) {
            return Err(fields.error(
                0,
                format!("a radius of {radius} is no corner of this label"),
            ));
        }
        fields.end()?;
        let last = (
            corner.0 + pitch.0 * i64::from(columns - 1) + width.value,
            corner.1 + pitch.1 * i64::from(rows - 1) + height.value,
        );
        let alike = |near: Emu, far: Emu| (near - far).0.abs() <= Emu::from_um(10).0;
        Ok(Self {
            maker: Cow::Owned(maker.map_or_else(|| "own".to_owned(), |maker| maker.value)),
            name: Cow::Owned(name.value),
            names: &[],
            media,
            page,
            label: (width.value, height.value),
            columns,
            rows,
            corner,
            pitch,
            radius,
            symmetric: alike(corner.0, page.0 - last.0) && alike(corner.1, page.1 - last.1),
            source: Cow::Owned(
                source.map_or_else(|| "the owner's file".to_owned(), |text| text.value),
            ),
        })
    }
}

/// What the labels come on, and its size.
fn page_of(
    fields: &mut Fields<'_>,
    page: Option<At<String>>,
    label: (Emu, Emu),
) -> Result<(Media, (Emu, Emu)), TextError> {
    let page_size = (fields.length("page_width")?, fields.length("page_height")?);
    Ok(match (page, page_size) {
        (None, (Some(width), Some(height))) => (Media::Other, (width.value, height.value)),
        (None, (None, None)) => (Media::Roll, label),
        (Some(page), (None, None)) => match page.value.to_ascii_lowercase().as_str() {
            "a4" => (Media::A4, (Emu::from_um(210_000), Emu::from_um(297_000))),
            "letter" => (Media::Letter, (Emu(Emu::INCH.0 * 17 / 2), Emu::INCH * 11)),
            "roll" => (Media::Roll, label),
            _ => {
                let help = "page is \"A4\", \"Letter\" or \"roll\"; give others by page_width and page_height";
                return Err(fields.error(page.byte, help));
            }
        },
        (Some(page), _) => {
            let help = "page stands beside page_width or page_height: leave one of them out";
            return Err(fields.error(page.byte, help));
        }
        (None, _) => {
            return Err(fields.error(0, "page_width and page_height stand together"));
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_is_wrong_is_told_with_its_place() {
        const GOOD: &str = "name = 'x'\nlabel_width = 50\nlabel_height = 25\n";
        assert!(Stock::parse(GOOD).is_ok());
        for (more, told) in [
            ("page = 'A3'", "4:8: page is "),
            (
                "page = 'A4'\ncolumns = 0",
                "5:11: columns is a number from 1 to 1000",
            ),
            (
                "page = 'A4'\ncolumns = 2\npitch_x = 49",
                "2:15: labels 50 mm wide with a pitch of 49 mm overlap",
            ),
            (
                "page = 'A4'\nrows = 12",
                "3:16: the labels reach 300 mm down, the page is 297 mm high",
            ),
            (
                "left = -1",
                "2:15: the first label begins -1 mm before the page",
            ),
            (
                "page_width = 60",
                "1:1: page_width and page_height stand together",
            ),
            ("radius = 13", "1:1: a radius of 13 mm"),
            ("color = 'red'", "4:1: color is not known here"),
            ("name = 'y'", "4:1: "),
        ] {
            let error = Stock::parse(&format!("{GOOD}{more}"))
                .expect_err(more)
                .to_string();
            assert!(error.starts_with(told), "{more}: {error}");
        }
    }

    proptest! {
        #[test]
        fn stock_that_is_taken_lies_on_its_page_apart_from_each_other(
            label in (1.0_f64..250.0, 1.0_f64..300.0), count in (0_i64..30, 0_i64..30),
            corner in (-2.0_f64..20.0, -2.0_f64..20.0), pitch in (1.0_f64..250.0, 1.0_f64..300.0),
        ) {
            let text = format!(
                "name = 'x'\npage = 'A4'\nlabel_width = {:.3}\nlabel_height = {:.3}\ncolumns = {}\nrows = {}\n\
                 left = {:.3}\ntop = {:.3}\npitch_x = {:.3}\npitch_y = {:.3}",
                label.0, label.1, count.0, count.1, corner.0, corner.1, pitch.0, pitch.1,
            );
            if let Ok(stock) = Stock::parse(&text) {
                super::super::stock::tests::lies_well(&stock);
            }
        }
    }
}
