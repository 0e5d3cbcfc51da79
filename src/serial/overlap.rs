//! Whether two schemes could write one text.

use jiff::civil::Date;

use super::class::Class;
use super::scheme::Scheme;
use super::token::Moment;

impl Scheme {
    /// A text that both schemes could write; `None` when they are disjoint: of another Application
    /// Identifier or length, or with a position at which their characters do not meet.
    ///
    /// The text is one that both read back, where such a one is found; else one that both could write as far as
    /// the characters at each position tell. That is no proof of disjointness, and counts as an overlap.
    ///
    /// ```
    /// use unitmark::serial::{Definition, Scheme};
    ///
    /// let plants = Scheme::new(Definition::default())?;
    /// let lines = Scheme::new(Definition::of("{line:2}-{yyyy}{mm}{seq:4}"))?;
    /// let letters = Scheme::new(Definition::of("{line:2}/{yyyy}{mm}{seq:4}"))?;
    /// assert_eq!(plants.overlap(&lines).as_deref(), Some("AA-2026011111"));
    /// assert_eq!(plants.overlap(&letters), None);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn overlap(&self, other: &Self) -> Option<String> {
        if self.length() != other.length() || self.definition.ai != other.definition.ai {
            return None;
        }
        let common = self
            .classes
            .iter()
            .zip(&other.classes)
            .map(|(one, another)| pick(one.meet(*another)))
            .collect::<Option<Vec<u8>>>()?;
        let days = self.calendar.days().chain(other.calendar.days());
        let witness = days
            .flat_map(|day| {
                [(self, other), (other, self)]
                    .map(|(one, another)| dated(&common, one, another, day))
            })
            .find(|text| self.may_write(text) && other.may_write(text));
        Some(witness.unwrap_or_else(|| String::from_utf8_lossy(&common).into_owned()))
    }
}

impl Scheme {
    /// Whether the text reads back, as far as can be told without the key.
    fn may_write(&self, text: &str) -> bool {
        self.day_of(text.as_bytes()).is_ok()
    }
}

/// A character that makes a plain example: no zeros, which may be number nought.
fn pick(class: Class) -> Option<u8> {
    [b'A', b'1']
        .into_iter()
        .find(|letter| class.contains(*letter))
        .or_else(|| class.letters().next_back())
}

/// `common` with that day written by both; where their dates cross, `last` has its way.
fn dated(common: &[u8], first: &Scheme, last: &Scheme, day: Date) -> String {
    let mut text = common.to_vec();
    for scheme in [first, last] {
        scheme.layout.write_date(Moment { day, hour: 0 }, &mut text);
        if let Some(check) = &scheme.layout.check {
            check.write(&mut text);
        }
    }
    String::from_utf8_lossy(&text).into_owned()
}
