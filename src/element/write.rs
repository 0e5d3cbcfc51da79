//! The written forms of a message.

use super::content::Content;
use alloc::{format, string::String, vec::Vec};
use core::fmt;

impl Content {
    /// `(01)09521234543213(10)A`, a bracket in a value as `\(`, a composite's parts divided by `|`.
    pub(crate) fn write_bracketed(&self, f: &mut impl fmt::Write) -> fmt::Result {
        for (place, element) in self.elements().enumerate() {
            if self.linear() == Some(place) {
                f.write_char('|')?;
            }
            f.write_char('(')?;
            f.write_str(element.ai.code())?;
            f.write_char(')')?;
            let mut values = element.value.split('(');
            f.write_str(values.next().unwrap_or_default())?;
            for value in values {
                f.write_str(r"\(")?;
                f.write_str(value)?;
            }
        }
        Ok(())
    }

    /// `^010952123454321310A^21B`.
    pub(crate) fn unbracketed(&self) -> String {
        let raw = self.raw();
        let mut text = String::with_capacity(raw.len() + 2);
        text.push('^');
        for character in raw.chars() {
            match character {
                '\u{1D}' => text.push('^'),
                '|' => text.push_str("|^"),
                other => text.push(other),
            }
        }
        text
    }

    /// A line for each element: `(01) 09521234543213`, with `GTIN ` before it where titles are wanted.
    pub(crate) fn hri(&self, titles: bool) -> Vec<String> {
        self.elements()
            .map(|element| {
                let (ai, value) = (element.ai, element.value);
                match ai.title() {
                    title if titles && !title.is_empty() => format!("{title} ({ai}) {value}"),
                    _ => format!("({ai}) {value}"),
                }
            })
            .collect()
    }
}
