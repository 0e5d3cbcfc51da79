//! How hard a serial is to guess.

use core::fmt;

use super::error::{SchemeError, SchemeErrorKind};
use super::scheme::Scheme;

/// Of how many texts with the same visible part how many are issued.
///
/// Only the random characters count: who guesses sees date and plant, and computes check characters too. All
/// units are taken to have one visible part, which is the worst.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Odds {
    issued: u64,
    texts: f64,
}

impl Odds {
    /// The probability that one guess is a serial that was issued; 1 where serials can be foretold.
    pub fn probability(self) -> f64 {
        (self.issued as f64 / self.texts).min(1.0)
    }
}

impl fmt::Display for Odds {
    /// `1 in 78364`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let one_in = 1.0 / self.probability();
        if one_in < 1e12 {
            write!(f, "1 in {:.0}", one_in.floor())
        } else {
            write!(f, "1 in {one_in:.1e}")
        }
    }
}

impl Scheme {
    /// How hard it is to guess one of `issued` serials.
    ///
    /// ```
    /// use unitmark::serial::{Definition, Reset, Scheme};
    ///
    /// let scheme = Scheme::new(Definition { reset: Reset::Never, ..Definition::of("{rnd:8:b36}") })?;
    /// assert_eq!(scheme.odds(1_000_000).to_string(), "1 in 78364");
    /// assert_eq!(scheme.check_odds(1_000_000, 1e-4).is_ok(), true);
    /// assert_eq!(scheme.check_odds(10_000_000, 1e-4).unwrap_err().code(), "guess-odds");
    /// # Ok::<(), unitmark::serial::SchemeError>(())
    /// ```
    pub fn odds(&self, issued: u64) -> Odds {
        let field = &self.layout.sequence.field;
        let texts = if field.is_random {
            (field.alphabet.radix() as f64).powi(i32::try_from(field.width).unwrap_or(i32::MAX))
        } else {
            0.0
        };
        Odds {
            issued: issued.max(1),
            texts,
        }
    }

    /// The odds, refused where a guess succeeds more often than `limit`: 1e-4 for medicines in the EU (Delegated
    /// Regulation 2016/161 article 4) and for tobacco (Implementing Regulation 2018/574 article 8).
    pub fn check_odds(&self, issued: u64, limit: f64) -> Result<Odds, SchemeError> {
        let odds = self.odds(issued);
        if odds.probability() <= limit {
            return Ok(odds);
        }
        let field = &self.layout.sequence.field;
        let way_out = if field.is_random {
            let radix = field.alphabet.radix() as f64;
            let width = (issued as f64 / limit).log(radix).ceil();
            let more = (width - field.width as f64).max(1.0);
            format!("write {{rnd}} wider, by {more:.0} at least")
        } else {
            "numbers that count can be foretold; write {rnd:W:alphabet}".to_owned()
        };
        let message = format!(
            "with {issued} issued the odds of a guess are {odds}, not 1 in {:.0} or less; {way_out}",
            1.0 / limit
        );
        let span = self.layout.number_span;
        Err(SchemeError::new(SchemeErrorKind::GuessOdds, span, message))
    }
}
