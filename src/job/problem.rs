//! What is wrong with the data of a job: where, what, and the way out.

use core::fmt;

/// One thing that is wrong with an order or list.
///
/// Its text begins with the place, so that an editor can jump to it:
/// `order.csv:3: gtin "5012345678901": the check digit is 1, it should be 0; ... [check-digit]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The file as the caller named it; `-` is standard input.
    pub file: String,
    /// The line in the file, from 1; none where the file as a whole is meant.
    pub line: Option<u64>,
    /// The column by its header.
    pub column: Option<String>,
    /// What stands there.
    pub value: Option<String>,
    /// A stable word for it: `check-digit`, `quantity`, `column-missing`.
    pub code: &'static str,
    /// What is wrong.
    pub message: String,
    /// The way out.
    pub help: String,
}

impl Problem {
    /// A problem that is still to be given its place.
    pub(super) fn about(
        code: &'static str,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Self {
        Self {
            file: String::new(),
            line: None,
            column: None,
            value: None,
            code,
            message: message.into(),
            help: help.into(),
        }
    }

    /// A date whose two-digit year a reader takes for another.
    pub(super) fn other_century() -> Self {
        Self::about(
            "date-century",
            "its two-digit year would be read as one of another century",
            "a date on a label lies at most 49 years back and 50 years ahead",
        )
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if let Some(line) = self.line {
            write!(f, ":{line}")?;
        }
        f.write_str(": ")?;
        match (&self.column, &self.value) {
            (Some(column), Some(value)) => write!(f, "{column} {}: ", Quoted(value))?,
            (Some(column), None) => write!(f, "{column}: ")?,
            (None, Some(value)) => write!(f, "{}: ", Quoted(value))?,
            (None, None) => {}
        }
        f.write_str(&self.message)?;
        if !self.help.is_empty() {
            write!(f, "; {}", self.help)?;
        }
        write!(f, " [{}]", self.code)
    }
}

/// A value in quotes, cut where it would fill the screen, control characters made visible.
struct Quoted<'a>(&'a str);

impl fmt::Display for Quoted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const MOST: usize = 60;
        f.write_str("\"")?;
        for c in self.0.chars().take(MOST) {
            if c.is_control() {
                write!(f, "{}", c.escape_default())?;
            } else {
                write!(f, "{c}")?;
            }
        }
        f.write_str(if self.0.chars().nth(MOST).is_some() {
            "...\""
        } else {
            "\""
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_says_where_what_and_the_way_out() {
        let problem = Problem {
            file: "order.csv".into(),
            line: Some(3),
            column: Some("quantity".into()),
            value: Some("0\u{1}".into()),
            code: "quantity",
            message: "is no number of labels".into(),
            help: "write a whole number from 1 up".into(),
        };
        assert_eq!(
            problem.to_string(),
            "order.csv:3: quantity \"0\\u{1}\": is no number of labels; write a whole number from 1 up [quantity]"
        );
    }

    #[test]
    fn a_long_value_is_cut() {
        let text = Quoted(&"x".repeat(100)).to_string();
        assert_eq!(text.len(), 60 + 5);
    }
}
