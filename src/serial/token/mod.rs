//! The tokens of the pattern language, a file a family.

mod calendar;
mod context;
mod date;
mod letters;
mod sequence;
mod week;

use jiff::civil::Date;

use super::definition::Reset;
use super::error::SchemeErrorKind;
use crate::check::{SYSTEMS, System};

pub(crate) use context::ContextToken;
pub(crate) use date::DatePart;
pub(crate) use sequence::Sequence;

/// What stands between braces, understood.
#[derive(Clone, Debug)]
pub(crate) enum Token {
    /// `{seq:4}`, `{rnd:12:b32}`
    Sequence(Sequence),
    /// `{key}`: the character that says which key `{rnd}` is permuted with
    KeyVersion,
    /// `{yyyy}`, `{ww}`, `{mon:ABCDEFGHJKLM}`
    Date(DatePart),
    /// `{plant:2}`, with its width
    Context(&'static ContextToken, usize),
    /// `{chk:luhn}`
    Check(&'static System),
}

impl Token {
    /// Its name in the pattern.
    pub(crate) const fn name(&self) -> &'static str {
        match self {
            Self::Sequence(Sequence {
                is_random: true, ..
            }) => "rnd",
            Self::Sequence(_) => "seq",
            Self::KeyVersion => "key",
            Self::Date(part) => part.token.name,
            Self::Context(token, _) => token.name,
            Self::Check(_) => "chk",
        }
    }
}

/// A production day, and the hour on the clock of the plant.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Moment {
    pub(crate) day: Date,
    pub(crate) hour: i8,
}

/// A part of the date.
#[derive(Debug)]
pub(crate) struct DateToken {
    pub(crate) name: &'static str,
    /// Its width in decimal digits.
    pub(crate) width: usize,
    pub(crate) value: fn(Moment) -> u16,
    /// The resets whose periods have one value of it, so that the period tells it.
    pub(crate) told_by: &'static [Reset],
    /// Whether a day has one value of it. Where it has not, it tells no two periods apart.
    pub(crate) of_a_day: bool,
}

impl DateToken {
    /// One that a production day has one value of.
    const fn of_a_day(
        name: &'static str,
        width: usize,
        told_by: &'static [Reset],
        value: fn(Moment) -> u16,
    ) -> Self {
        Self {
            name,
            width,
            value,
            told_by,
            of_a_day: true,
        }
    }
}

/// Arguments between colons: `4` and `b36` in `{seq:4:b36}`.
pub(crate) type Arguments<'a> = &'a [&'a str];

/// Why arguments were refused.
pub(crate) type Refusal = (SchemeErrorKind, String);

/// A token by its name.
pub(crate) struct TokenKind {
    pub(crate) name: &'static str,
    /// How it is written, for messages.
    pub(crate) form: &'static str,
    read: Reader,
}

enum Reader {
    Sequence,
    Random,
    KeyVersion,
    Check,
    /// A date with arguments
    Code(fn(&str, Arguments<'_>) -> Result<DatePart, Refusal>),
    Date(&'static DateToken),
    Context(&'static ContextToken),
}

impl TokenKind {
    /// The token of that name, for a pattern.
    pub(crate) fn find(name: &str) -> Option<&'static Self> {
        TOKENS.iter().find(|kind| kind.name == name)
    }

    pub(crate) fn parse(&self, arguments: Arguments<'_>) -> Result<Token, Refusal> {
        match self.read {
            Reader::Sequence => sequence::parse(self.form, arguments).map(Token::Sequence),
            Reader::Random => sequence::parse_random(self.form, arguments).map(Token::Sequence),
            Reader::KeyVersion if arguments.is_empty() => Ok(Token::KeyVersion),
            Reader::KeyVersion => Err((
                SchemeErrorKind::TokenArgument,
                "{key} takes no argument: it is one character, the definition's key_version"
                    .to_owned(),
            )),
            Reader::Check => check_system(arguments).map(Token::Check),
            Reader::Code(parse) => parse(self.form, arguments).map(Token::Date),
            Reader::Date(token) if arguments.is_empty() => {
                Ok(Token::Date(DatePart::decimal(token)))
            }
            Reader::Date(token) => Err((
                SchemeErrorKind::TokenArgument,
                format!(
                    "{} takes no argument: it is {} digits wide",
                    self.form, token.width
                ),
            )),
            Reader::Context(token) => {
                let width = token.width.parse(self.form, arguments)?;
                Ok(Token::Context(token, width))
            }
        }
    }
}

const fn date(token: &'static DateToken, form: &'static str) -> TokenKind {
    TokenKind {
        name: token.name,
        form,
        read: Reader::Date(token),
    }
}

const fn code(
    token: &'static DateToken,
    form: &'static str,
    parse: fn(&str, Arguments<'_>) -> Result<DatePart, Refusal>,
) -> TokenKind {
    TokenKind {
        name: token.name,
        form,
        read: Reader::Code(parse),
    }
}

const fn value(token: &'static ContextToken, form: &'static str) -> TokenKind {
    TokenKind {
        name: token.name,
        form,
        read: Reader::Context(token),
    }
}

/// Every token there is.
pub(crate) const TOKENS: &[TokenKind] = &[
    TokenKind {
        name: "seq",
        form: "{seq:W[:alphabet]}",
        read: Reader::Sequence,
    },
    TokenKind {
        name: "rnd",
        form: "{rnd:W:alphabet}",
        read: Reader::Random,
    },
    TokenKind {
        name: "key",
        form: "{key}",
        read: Reader::KeyVersion,
    },
    TokenKind {
        name: "chk",
        form: "{chk:name}",
        read: Reader::Check,
    },
    date(&calendar::YEAR, "{yyyy}"),
    date(&calendar::YEAR_OF_CENTURY, "{yy}"),
    date(&calendar::YEAR_OF_DECADE, "{y}"),
    date(&calendar::MONTH, "{mm}"),
    date(&calendar::DAY, "{dd}"),
    date(&calendar::DAY_OF_YEAR, "{ddd}"),
    date(&calendar::HOUR, "{HH}"),
    date(&week::YEAR, "{gggg}"),
    date(&week::YEAR_OF_CENTURY, "{gg}"),
    date(&week::WEEK, "{ww}"),
    date(&week::WEEKDAY, "{wd}"),
    code(&letters::YEAR, "{year:base:letters}", letters::parse_year),
    code(&letters::MONTH, "{mon:letters}", letters::parse_month),
    code(
        &letters::WEEK_YEAR,
        "{gyear:base:W}",
        letters::parse_week_year,
    ),
    value(&context::PLANT, "{plant:W}"),
    value(&context::LINE, "{line:W}"),
    value(&context::SHIFT, "{shift}"),
    value(&context::SITE, "{site:W}"),
    value(&context::LOT, "{lot:W}"),
    value(&context::GTIN, "{gtin}"),
    value(&context::SKU, "{sku:W}"),
    value(&context::PREFIX, "{prefix:W}"),
    value(&context::EXTENSION, "{ext:W}"),
];

/// The check character system of that name.
fn check_system(arguments: Arguments<'_>) -> Result<&'static System, Refusal> {
    let found = match arguments {
        [name] => System::find(name),
        _ => None,
    };
    found.ok_or_else(|| {
        let names: Vec<_> = SYSTEMS.iter().map(System::name).collect();
        let message = format!("write {{chk:name}} with one of {}", names.join(", "));
        (SchemeErrorKind::TokenArgument, message)
    })
}

/// A width in characters: 1 or more. How many fit is the Application Identifier's to say.
fn width(form: &str, argument: &str) -> Result<usize, Refusal> {
    argument
        .parse::<u16>()
        .ok()
        .filter(|width| *width > 0 && argument.bytes().all(|byte| byte.is_ascii_digit()))
        .map(usize::from)
        .ok_or_else(|| {
            let message =
                format!("'{argument}' is no width; write {form} with W characters, 1 or more");
            (SchemeErrorKind::TokenArgument, message)
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::serial::{Context, Definition, Key, Reset, Scheme};
    use jiff::{Timestamp, ToSpan as _, Zoned};

    /// How the token is written in a pattern that works.
    fn example(kind: &TokenKind) -> String {
        kind.form
            .replace("{rnd:W:", "{rnd:9:")
            .replace(":W", ":2")
            .replace("[:alphabet]", ":b32")
            .replace("alphabet", "b36")
            .replace("chk:name", "chk:mod37-36")
            .replace("year:base:letters", "year:2010:A-Z")
            .replace("mon:letters", "mon:A-L")
            .replace("gyear:base", "gyear:1996")
    }

    fn scheme(kind: &TokenKind, reset: Reset) -> Option<Scheme> {
        let pattern = match kind.read {
            Reader::Sequence | Reader::Random => format!("<{}>", example(kind)),
            Reader::KeyVersion => "<{key}>{rnd:4:b36}".to_owned(),
            Reader::Check => format!("{{seq:3}}<{}>", example(kind)),
            _ => format!("<{}>{{seq:3}}", example(kind)),
        };
        let key = Key::new("k", [5; 32]).unwrap();
        let mut definition = Definition {
            reset,
            ..Definition::of(pattern)
        };
        if definition.pattern.contains("{rnd") {
            definition = definition.with_key(&key);
        }
        Some(Scheme::new(definition).ok()?.unlock(&key).unwrap())
    }

    #[test]
    fn every_token_is_reversible() {
        let context = Context::new()
            .with("plant", "WG")
            .with("line", "=-")
            .with("shift", "A")
            .with("site", "<>")
            .with("lot", "00")
            .with("gtin", "05012345678900")
            .with("sku", "W-")
            .with("prefix", "50")
            .with("ext", "05");
        for kind in TOKENS {
            // Where the token alone does not tell the periods of a reset apart, there is no such scheme.
            let schemes = Reset::ALL.map(|reset| scheme(kind, reset));
            assert!(schemes[0].is_some(), "{} with reset never", kind.form);
            for scheme in schemes.iter().flatten() {
                let mut at: Zoned = "2026-01-01T00:30[UTC]".parse().unwrap();
                while at.year() < 2029 {
                    let slot = scheme.slot(&context, at.timestamp()).unwrap();
                    for number in [scheme.first(), 7, scheme.last()] {
                        let text = scheme.text(&slot, number).unwrap();
                        let reading = scheme.read(&text).unwrap().unwrap();
                        assert_eq!((&reading.slot, reading.number), (&slot, number), "{text}");
                        let told = slot
                            .partition()
                            .get(kind.name)
                            .or(slot.stamp().get(kind.name));
                        assert!(
                            told.is_none_or(|value| text.contains(&format!("<{value}>"))),
                            "{text}"
                        );
                    }
                    at = at.checked_add(5.days().hours(1)).unwrap();
                }
            }
        }
    }

    #[test]
    fn every_token_is_found_by_its_name_and_named_by_its_form() {
        for kind in TOKENS {
            let named = TOKENS.iter().filter(|other| other.name == kind.name);
            assert_eq!(named.count(), 1, "{}", kind.name);
            assert_eq!(TokenKind::find(kind.name).unwrap().form, kind.form);
            assert!(kind.form.strip_prefix('{').unwrap().starts_with(kind.name));
        }
    }

    #[test]
    fn a_part_of_the_date_is_as_wide_as_it_says_and_constant_where_a_period_tells_it() {
        for kind in TOKENS {
            let Reader::Date(token) = kind.read else {
                continue;
            };
            let mut day = jiff::civil::date(2026, 1, 1);
            while day.year() < 2033 {
                let value = (token.value)(Moment { day, hour: 23 });
                assert!(
                    value.to_string().len() <= token.width,
                    "{} {day}",
                    kind.name
                );
                for reset in token.told_by {
                    let first = crate::serial::Period::containing(*reset, day)
                        .first_day()
                        .unwrap();
                    let of_the_period = (token.value)(Moment {
                        day: first,
                        hour: 23,
                    });
                    assert_eq!(
                        value, of_the_period,
                        "{} of {day}, reset {reset}",
                        kind.name
                    );
                }
                day = day.tomorrow().unwrap();
            }
        }
    }

    #[test]
    fn the_hour_is_written_twice_where_the_clock_shows_it_twice_and_the_numbers_still_differ() {
        let scheme = Scheme::new(Definition {
            reset: Reset::Day,
            zone: "Europe/Berlin".to_owned(),
            ..Definition::of("{yyyy}{mm}{dd}{HH}-{seq:4}")
        })
        .unwrap();
        let slots = ["2026-10-25T00:30Z", "2026-10-25T01:30Z"].map(|at| {
            scheme
                .slot(&Context::new(), at.parse::<Timestamp>().unwrap())
                .unwrap()
        });
        assert_eq!(slots[0], slots[1], "02:30 in both");
        assert_eq!(slots[0].stamp().as_str(), "HH=02");
        assert_eq!(scheme.text(&slots[0], 1).unwrap(), "2026102502-0001");
        assert_eq!(scheme.read("2026102524-0001"), Ok(None));
    }
}
