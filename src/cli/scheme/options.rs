//! What the commands say of a scheme besides its name.

use std::path::Path;

use crate::cli::exit::Stop;
use crate::cli::ledger_choice::LedgerArgs;
use crate::cli::scheme_choice;
use crate::serial::jiff::ToSpan as _;
use crate::serial::jiff::civil::{Date, Time};
use crate::serial::{Definition, Reset, Scope};

/// A pattern, and what goes with it; each goes before what a named definition says.
#[derive(Debug, clap::Args)]
pub struct Options {
    /// What a serial looks like, such as '{plant:2}-{yyyy}{mm}{seq:4}'
    #[arg(long, value_name = "P")]
    pub(in crate::cli) pattern: Option<String>,

    /// When the counter starts again: never, day, isoweek, month, year, shift [default: month]
    #[arg(long, value_name = "R")]
    reset: Option<Reset>,

    /// The plant's time zone by its IANA name [default: UTC]
    #[arg(long, value_name = "ZONE")]
    zone: Option<String>,

    /// When the production day starts [default: 00:00]
    #[arg(long, value_name = "HH:MM")]
    day_starts: Option<Time>,

    /// Within what a serial is unique: all, gtin [default: all]
    #[arg(long, value_name = "SCOPE")]
    scope: Option<Scope>,

    /// The values that have counters of their own, with a blank between, - for none [default: all that are written]
    #[arg(long, value_name = "NAMES", allow_hyphen_values = true)]
    partition: Option<String>,

    /// The Application Identifier that carries it: 21, 00, 253, 8003, 8004, 8017, 8018 [default: 21]
    #[arg(long, value_name = "AI")]
    ai: Option<String>,

    /// For how many years, from the first day of the horizon [default: 25y]
    #[arg(long, value_name = "YEARS", value_parser = years)]
    horizon: Option<i16>,

    /// The character by which serials say their key, another one for each key
    #[arg(long, value_name = "C")]
    key_version: Option<String>,

    #[command(flatten)]
    pub(in crate::cli) ledger: LedgerArgs,
}

/// `25y`
fn years(text: &str) -> Result<i16, String> {
    text.strip_suffix('y')
        .and_then(|digits| digits.parse().ok())
        .filter(|years| (1..=100).contains(years))
        .ok_or_else(|| "expected years such as 25y, 1y to 100y".to_owned())
}

impl Options {
    /// The definition that a name or `--pattern` and the options make.
    pub(in crate::cli) fn definition(&self, name: Option<&str>) -> Result<Definition, Stop> {
        let mut definition = match (&self.pattern, name) {
            (Some(pattern), _) => Definition::of(pattern),
            (None, Some(name)) => self.named(name)?,
            (None, None) => return Err(Stop::usage("give a file with a definition, or --pattern")),
        };
        replace(&mut definition.reset, self.reset);
        replace(&mut definition.zone, self.zone.clone());
        replace(&mut definition.day_starts, self.day_starts);
        replace(&mut definition.scope, self.scope);
        replace(&mut definition.partition, self.partition.clone());
        replace(&mut definition.ai, self.ai.clone());
        replace(&mut definition.key_version, self.key_version.clone());
        if let Some(years) = self.horizon {
            definition.horizon_until = definition
                .horizon_from
                .checked_add(years.years())
                .and_then(Date::yesterday)
                .map_err(|_| {
                    Stop::invalid(format!("--horizon {years}y ends after the year 9999"))
                })?;
        }
        Ok(definition)
    }

    /// Whether anything is said beside the pattern.
    pub(in crate::cli) fn change_definition(&self) -> bool {
        self.reset.is_some()
            || self.zone.is_some()
            || self.day_starts.is_some()
            || self.scope.is_some()
            || self.partition.is_some()
            || self.ai.is_some()
            || self.horizon.is_some()
            || self.key_version.is_some()
    }

    /// The definition in a file, of a scheme that the ledger has, or of a preset.
    pub(super) fn named(&self, name: &str) -> Result<Definition, Stop> {
        if Path::new(name).is_file() {
            return scheme_choice::read_file(name);
        }
        let ledger = self.ledger.open_if_there()?;
        let store = ledger.as_deref();
        let named = scheme_choice::named(name, store, &self.ledger.keys()?)?;
        Ok(named.scheme().definition().clone())
    }
}

fn replace<T>(place: &mut T, value: Option<T>) {
    if let Some(value) = value {
        *place = value;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_are_1_to_100() {
        assert_eq!((years("1y"), years("100y")), (Ok(1), Ok(100)));
        for text in ["", "y", "0y", "101y", "25", "-1y", "25 y"] {
            assert!(years(text).is_err(), "{text}");
        }
    }
}
