//! What a value means: dates, decimals, units, currencies, countries. All of it follows from the AI's row of the table.

use super::Element;
use crate::ai::linter::{Rule, iso4217};
use crate::ai::{Component, Dictionary};
use crate::key::{Gln, Gtin, KEYS, Kind, Sscc};
use crate::text::Date;
use core::fmt;

/// A number with its decimals exactly as they were written: `012345` under (3103) is 12.345.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Decimal<'a> {
    digits: &'a str,
    decimals: usize,
}

impl Decimal<'_> {
    /// The digits as a whole number of the smallest unit; `None` where they are too many for 64 bits, which no AI allows.
    pub fn unscaled(self) -> Option<u64> {
        self.digits.parse().ok()
    }

    /// How many of the digits stand after the point.
    pub const fn decimals(self) -> usize {
        self.decimals
    }
}

/// Without leading zeros, with every decimal: `12.345`, `0.005`, `7`.
impl fmt::Display for Decimal<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (digits, decimals) = (self.digits, self.decimals);
        let (whole, fraction) = digits
            .split_at_checked(digits.len().saturating_sub(decimals))
            .unwrap_or_default();
        let whole = whole.trim_start_matches('0');
        f.write_str(if whole.is_empty() { "0" } else { whole })?;
        if decimals > 0 {
            write!(f, ".{fraction:0>decimals$}")?;
        }
        Ok(())
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for Decimal<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'a> Element<'a> {
    /// The date, where the value begins with one; two-digit years are those nearest to `this_year`.
    pub fn date(&self, this_year: u16) -> Option<Date> {
        self.dates(this_year).next()
    }

    /// All dates of the value: a harvest (7007) may have two.
    pub fn dates(&self, this_year: u16) -> impl Iterator<Item = Date> {
        self.parts().filter_map(move |(component, part)| {
            component.rules().find_map(|rule| match rule {
                Rule::Yymmd0 | Rule::Yymmdd => Date::from_yymmdd(part, this_year).ok(),
                Rule::Yyyymmd0 | Rule::Yyyymmdd => Date::from_yyyymmdd(part).ok(),
                _ => None,
            })
        })
    }

    /// The time of day, where the value has one.
    pub fn time(&self) -> Option<Time> {
        let mut numbers = [None; 3];
        for (component, part) in self.parts() {
            let number = |from: usize| {
                part.get(from..from + 2)
                    .and_then(|digits| digits.parse::<u8>().ok())
            };
            for rule in component.rules() {
                match rule {
                    Rule::Hhmi => [numbers[0], numbers[1]] = [number(0), number(2)],
                    Rule::Hh => numbers[0] = number(0),
                    Rule::Mi => numbers[1] = number(0),
                    Rule::Ss => numbers[2] = number(0),
                    _ => {}
                }
            }
        }
        let [hour, minute, second] = numbers;
        Some(Time {
            hour: hour?,
            minute,
            second,
        })
    }

    /// The kind of identification key that the value is.
    ///
    /// An AI carries the key that has it as its own; every other AI with the same components and a check digit carries it too, as (02)
    /// carries a GTIN and (410) a GLN.
    pub fn key(&self) -> Option<&'static Kind> {
        let own = KEYS.iter().find(|kind| kind.ai == self.ai.code());
        own.or_else(|| {
            let components = self.ai.components();
            let is_checked = components
                .iter()
                .any(|component| component.rules().any(|rule| rule == Rule::Csum));
            KEYS.iter().filter(|_| is_checked).find(|kind| {
                Dictionary::BUILTIN
                    .get(kind.ai)
                    .is_some_and(|ai| ai.components() == components)
            })
        })
    }

    /// The GTIN, where the value is one.
    pub fn gtin(&self) -> Option<Gtin> {
        self.key()
            .filter(|kind| kind.ai == Gtin::AI)
            .and_then(|_| Gtin::parse(self.value).ok())
    }

    /// The SSCC, where the value is one.
    pub fn sscc(&self) -> Option<Sscc> {
        self.key()
            .filter(|kind| kind.ai == Sscc::AI)
            .and_then(|_| Sscc::parse(self.value).ok())
    }

    /// The GLN, where the value is one.
    pub fn gln(&self) -> Option<Gln> {
        self.key()
            .filter(|kind| kind.ai == Gln::AI)
            .and_then(|_| Gln::parse(self.value).ok())
    }

    /// The number with its implied decimal point, where the AI has one; of an amount with a currency, the amount.
    pub fn decimal(&self) -> Option<Decimal<'a>> {
        let decimals = self.ai.decimals()?;
        let components = self.ai.components();
        let before: usize = components
            .iter()
            .rev()
            .skip(1)
            .map(|component| component.max())
            .sum();
        Some(Decimal {
            digits: self.value.get(before..)?,
            decimals,
        })
    }

    /// The unit of a measure, as the AI's data title has it: `kg`, `m²`, `qt (US)`.
    pub fn unit(&self) -> Option<&'a str> {
        self.ai.decimals()?;
        let title = self.ai.title();
        let (_, inside) = title.split_once('(')?;
        inside.rsplit_once(')').map(|(unit, _)| unit)
    }

    /// The currency of an amount, in the letters of ISO 4217: `EUR`.
    pub fn currency(&self) -> Option<&'static str> {
        self.parts()
            .filter(|(component, _)| component.rules().any(|rule| rule == Rule::Iso4217))
            .find_map(|(_, digits)| iso4217::letters(digits.as_bytes()))
    }

    /// The countries of ISO 3166-1 that the value names, as they are written: three digits each, or two letters.
    pub fn countries(&self) -> impl Iterator<Item = &'a str> {
        let is_country =
            |rule| matches!(rule, Rule::Iso3166 | Rule::Iso3166999 | Rule::Iso3166Alpha2);
        self.parts()
            .filter(move |(component, _)| component.rules().any(is_country))
            .map(|(_, part)| part)
    }

    /// Latitude and longitude in ten-millionths of a degree, north and east positive (General Specifications 3.8.8).
    pub fn coordinates(&self) -> Option<(i64, i64)> {
        let [latitude, longitude] = self.ai.components() else {
            return None;
        };
        let is = |rule, component: &Component| component.rules().any(|own| own == rule);
        if !is(Rule::Latitude, latitude) || !is(Rule::Longitude, longitude) {
            return None;
        }
        let (latitude, longitude) = self.value.split_at_checked(latitude.max())?;
        let (from_pole, from_greenwich): (i64, i64) =
            (latitude.parse().ok()?, longitude.parse().ok()?);
        // The latitude counts from the South Pole; the longitude eastwards from Greenwich, past 180 degrees in the west.
        let longitude = (from_greenwich + 1_800_000_000).rem_euclid(3_600_000_000) - 1_800_000_000;
        Some((from_pole - 900_000_000, longitude))
    }

    /// The components that are there, each with its text.
    fn parts(&self) -> impl Iterator<Item = (Component, &'a str)> {
        let (components, value) = (self.ai.components(), self.value);
        let mut at = 0;
        components.iter().filter_map(move |component| {
            let part = value.get(at..value.len().min(at + component.max()))?;
            at += part.len();
            (!part.is_empty()).then_some((*component, part))
        })
    }
}

/// A time of day as precise as it was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Time {
    /// 0 to 23.
    pub hour: u8,
    /// 0 to 59.
    pub minute: Option<u8>,
    /// 0 to 59.
    pub second: Option<u8>,
}

/// `08:15`, `08:15:30`; `08` where only the hour is known.
impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}", self.hour)?;
        [self.minute, self.second]
            .into_iter()
            .flatten()
            .try_for_each(|part| write!(f, ":{part:02}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::element::{Checked, Rules, Syntax};
    use alloc::{string::ToString, vec::Vec};

    #[test]
    fn a_decimal_point_stands_where_the_ai_says() {
        for (digits, decimals, text) in [
            ("012345", 3, "12.345"),
            ("000005", 3, "0.005"),
            ("000007", 0, "7"),
            ("1", 9, "0.000000001"),
            ("0", 0, "0"),
            ("999999999999999", 2, "9999999999999.99"),
        ] {
            assert_eq!(Decimal { digits, decimals }.to_string(), text);
        }
    }

    fn with_element<T>(text: &str, ai: &str, see: impl FnOnce(Element<'_>) -> T) -> T {
        let rules = ["ai-required", "ai-excluded"]
            .iter()
            .fold(Rules::default(), |rules, code| rules.allow(code));
        let checked = Checked::read(text.as_bytes(), Syntax::Bracketed, &rules);
        assert!(checked.is_ok(), "{text}: {:?}", checked.findings());
        let (element, _) = checked
            .elements()
            .find(|(element, _)| element.ai.code() == ai)
            .expect(ai);
        see(element)
    }

    #[test]
    fn values_say_what_they_mean() {
        let dates = |text: &str, ai: &str| {
            with_element(text, ai, |element| {
                element
                    .dates(2026)
                    .map(|date| date.to_string())
                    .collect::<Vec<_>>()
            })
        };
        assert_eq!(dates("(17)260400", "17"), ["2026-04"]);
        assert_eq!(
            dates("(7007)260101260131", "7007"),
            ["2026-01-01", "2026-01-31"]
        );
        assert_eq!(dates("(7250)19990704", "7250"), ["1999-07-04"]);
        let time = |text: &str, ai: &str| {
            with_element(text, ai, |element| {
                element.time().map(|time| time.to_string())
            })
        };
        assert_eq!(time("(7003)2604300815", "7003").as_deref(), Some("08:15"));
        assert_eq!(time("(8008)26043008", "8008").as_deref(), Some("08"));
        assert_eq!(
            time("(8008)260430081530", "8008").as_deref(),
            Some("08:15:30")
        );
        assert_eq!(time("(17)260430", "17"), None);
        with_element("(3932)978012345", "3932", |price| {
            assert_eq!(price.currency(), Some("EUR"));
            assert_eq!(
                price.decimal().map(|amount| amount.to_string()).as_deref(),
                Some("123.45")
            );
        });
        with_element("(423)276056380", "423", |element| {
            assert_eq!(
                element.countries().collect::<Vec<_>>(),
                ["276", "056", "380"]
            );
        });
        // 27.9085848 degrees south and 58.4702029 degrees west.
        with_element("(4309)06209141523015297971", "4309", |place| {
            assert_eq!(place.coordinates(), Some((-279_085_848, -584_702_029)));
        });
    }

    #[test]
    fn keys_are_known_by_what_they_are_made_of() {
        let kind = |text: &str, ai: &str| {
            with_element(text, ai, |element| element.key().map(|kind| kind.name))
        };
        assert_eq!(kind("(01)09521234543213", "01"), Some("gtin"));
        assert_eq!(kind("(02)09521234543213", "02"), Some("gtin"));
        assert_eq!(kind("(410)9521321000018", "410"), Some("gln"));
        assert_eq!(kind("(8004)9521321LAPTOP", "8004"), Some("giai"));
        assert_eq!(kind("(401)9521321LAPTOP", "401"), Some("ginc"));
        assert_eq!(kind("(10)A", "10"), None);
        let gtin = with_element("(02)09521234543213", "02", |element| element.gtin());
        assert_eq!(
            gtin.map(|gtin| gtin.to_string()).as_deref(),
            Some("09521234543213")
        );
    }
}
