//! What a value means: dates, decimals, units, currencies, countries. All of it follows from the AI's row of the table.

use super::Element;
use crate::ai::Component;
use crate::ai::linter::{Rule, iso4217};
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
    /// The date, where the value begins with one; its century is the one nearest to `this_year`.
    pub fn date(&self, this_year: u16) -> Option<Date> {
        let (rule, part) = self.ruled()?;
        match rule {
            Rule::Yymmd0 | Rule::Yymmdd => Date::from_yymmdd(part, this_year).ok(),
            _ => None,
        }
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
        match self.ruled()? {
            (Rule::Iso4217, digits) => iso4217::letters(digits.as_bytes()),
            _ => None,
        }
    }

    /// The countries of ISO 3166-1 that the value names, as they are written: three digits each, or two letters.
    pub fn countries(&self) -> impl Iterator<Item = &'a str> {
        let (components, value) = (self.ai.components(), self.value);
        let mut at = 0;
        components.iter().filter_map(move |component| {
            let part = value.get(at..value.len().min(at + component.max()))?;
            at += part.len();
            let is_country = matches!(
                component.rules().next()?,
                Rule::Iso3166 | Rule::Iso3166999 | Rule::Iso3166Alpha2
            );
            (is_country && !part.is_empty()).then_some(part)
        })
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

    /// The first component's text with the first rule on it.
    fn ruled(&self) -> Option<(Rule, &'a str)> {
        let component = self.ai.components().first()?;
        let rule = component.rules().next()?;
        Some((
            rule,
            self.value.get(..component.max().min(self.value.len()))?,
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::ToString;

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
}
