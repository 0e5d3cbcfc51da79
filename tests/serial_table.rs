//! The patterns of issue 8's facts, a row each: the text of 2026-04-15 06:30, or why there is none.
#![cfg(feature = "serial")]

use jiff::civil::date;
use unitmark::serial::{Context, Definition, Key, Reset, Scheme};

/// What a row must show.
enum Shown {
    /// Number and text.
    Text(u64, &'static str),
    /// A random text of this length that begins so.
    Random(usize, &'static str),
    /// Code, and what the message says.
    Refused(&'static str, &'static str),
}

use Shown::{Random, Refused, Text};

const VIN: &str = "{year:2010:A-Y1-9 without IOQUZ0}{mon:ABCDEFGHJKLM}{dd}{seq:4:b32}";

#[rustfmt::skip]
const ROWS: &[(&str, Reset, Shown)] = &[
    ("SN{seq:7}", Reset::Never, Text(1, "SN0000001")),
    ("{yyyy}{mm}{dd}-{seq:6}", Reset::Day, Text(1, "20260415-000001")),
    ("{plant:2}-{yyyy}{mm}{seq:4}", Reset::Month, Text(1, "WG-2026040001")),
    ("{yyyy}-{mm}-{seq:1:AZ}", Reset::Month, Text(0, "2026-04-A")),
    ("SN-{rnd:9:b36}", Reset::Never, Random(12, "SN-1")),
    ("{rnd:12:b32}", Reset::Never, Random(12, "1")),
    ("{site:3}{gyear:1996:2}{ww}{seq:4:b36}", Reset::IsoWeek, Text(1, "FOC30160001")),
    ("{gg}{ww}{wd}{shift}{line:2}{seq:5}", Reset::Day, Text(42, "26163AL200042")),
    ("{gg}{ww}{wd}{shift}{line}{seq:5}", Reset::Day, Refused("token-argument", "what stands beside it is told apart")),
    ("{yy}{ddd}{line:2}{seq:5}", Reset::Day, Text(42, "26105L200042")),
    (VIN, Reset::Day, Text(42, "TD15001A")),
    ("{yyyy}{ww}{seq:5}", Reset::IsoWeek, Refused("period-not-told-apart", "2028-12-25 writes the same text '20285200001' as 2028-01-01")),
    ("{gggg}{ww}{seq:5}", Reset::IsoWeek, Text(1, "20261600001")),
    ("{gggg}{ww}{seq:5}", Reset::Day, Refused("period-not-told-apart", "2026-01-02 writes the same text '20260100001' as 2026-01-01")),
    ("{y}{ddd}{seq:5}", Reset::Day, Refused("period-not-told-apart", "2036-01-01 writes the same text '600100001' as 2026-01-01")),
    ("{mm}{dd}{seq:6}", Reset::Day, Refused("period-not-told-apart", "2027-01-01 writes the same text '0101000001' as 2026-01-01")),
    ("{rnd:3:b36}", Reset::Never, Refused("random-domain", "SP 800-38G")),
    ("{yyyy}{mm}{dd}{plant:3}{seq:4}", Reset::Day, Refused("context-width", "plant='WG' is not 3 characters")),
    ("{plant:2}{seq:2}", Reset::Never, Text(99, "WG99")),
    ("{plant:2}{seq:2}", Reset::Never, Refused("exhausted", "number 100 does not fit 2 characters of base 10")),
    ("{plant:2}{seq:19}", Reset::Never, Refused("too-long", "21 characters: AI 21 holds 20")),
    ("SN{seq:7", Reset::Never, Refused("syntax", "unbalanced brace at 2")),
    ("{foo}{seq:3}", Reset::Never, Refused("unknown-token", "unknown token {foo}")),
];

fn written(pattern: &str, reset: Reset, number: u64) -> Result<String, (&'static str, String)> {
    let key = Key::new("k", [1; 32]).expect("an id");
    let mut definition = Definition {
        reset,
        ..Definition::of(pattern)
    };
    if pattern.contains("{rnd") {
        definition = definition.with_key(&key);
    }
    let scheme = Scheme::new(definition).map_err(|error| (error.code(), error.to_string()))?;
    let context = Context::new()
        .with("plant", "WG")
        .with("line", "L2")
        .with("shift", "A")
        .with("site", "FOC");
    let at = "2026-04-15T06:30Z".parse().expect("a time");
    let text = scheme
        .unlock(&key)
        .and_then(|scheme| scheme.text(&scheme.slot(&context, at)?, number));
    text.map_err(|error| (error.code(), error.to_string()))
}

#[test]
fn every_pattern_is_accepted_or_refused_with_what_is_shown() {
    for (pattern, reset, shown) in ROWS {
        match shown {
            Text(number, text) => {
                assert_eq!(
                    written(pattern, *reset, *number).as_deref(),
                    Ok(*text),
                    "{pattern}"
                );
            }
            Random(length, start) => {
                let text = written(pattern, *reset, 1).expect(pattern);
                assert!(text.len() == *length && text.starts_with(start), "{text}");
            }
            Refused(code, says) => {
                let (found, message) = written(pattern, *reset, 100).expect_err(pattern);
                assert_eq!(found, *code, "{pattern}: {message}");
                assert!(message.contains(says), "{pattern}: {message}");
            }
        }
    }
}

#[test]
fn the_letters_of_vehicle_numbers_last_for_25_years_and_not_for_31() {
    let until = |year| {
        Scheme::new(Definition {
            reset: Reset::Day,
            horizon_until: date(year, 12, 31),
            ..Definition::of(VIN)
        })
    };
    assert!(until(2050).is_ok());
    let refused = until(2056).unwrap_err();
    assert!(
        refused
            .to_string()
            .contains("2056-01-01 writes the same text")
            && refused.to_string().contains("as 2026-01-01"),
        "{refused}"
    );
}
