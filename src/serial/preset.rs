//! Schemes for what people have.

use super::definition::{Definition, Reset, Scope};

/// A scheme under a name.
///
/// ```
/// use unitmark::serial::{Preset, Scheme};
///
/// let preset = Preset::find("sscc").ok_or("no such preset")?;
/// let scheme = Scheme::new(preset.definition())?;
/// assert_eq!((scheme.length(), scheme.definition().ai.as_str()), (18, "00"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Preset {
    name: &'static str,
    title: &'static str,
    pattern: &'static str,
    reset: Reset,
    scope: Scope,
    ai: &'static str,
}

const fn preset(
    name: &'static str,
    pattern: &'static str,
    reset: Reset,
    title: &'static str,
) -> Preset {
    Preset {
        name,
        title,
        pattern,
        reset,
        scope: Scope::All,
        ai: "21",
    }
}

/// All of them.
pub const PRESETS: &[Preset] = &[
    preset(
        "plant-month",
        "{plant:2}-{yyyy}{mm}{seq:4}",
        Reset::Month,
        "plant, month and number: WG-2026040001",
    ),
    preset(
        "sn",
        "SN{seq:7}",
        Reset::Never,
        "one running number: SN0000001",
    ),
    preset(
        "date",
        "{yyyy}{mm}{dd}-{seq:6}",
        Reset::Day,
        "the day and its number: 20260415-000001",
    ),
    preset(
        "julian",
        "{yy}{ddd}{line:2}{seq:5}",
        Reset::Day,
        "day of the year and line: 26105L200001",
    ),
    preset(
        "shift",
        "{gg}{ww}{wd}{shift}{line:2}{seq:5}",
        Reset::Shift,
        "week, weekday, shift and line: 26163AL200001",
    ),
    preset(
        "lot",
        "{yyyy}-{mm}-{seq:1:AZ}",
        Reset::Month,
        "lots of a month by letter: 2026-04-A",
    ),
    preset(
        "cisco",
        "{site:3}{gyear:1996:2}{ww}{seq:4:b36}",
        Reset::IsoWeek,
        "site, years since 1996, week: FOC30160001",
    ),
    preset(
        "vin-year",
        "{year:2010:A-Y1-9 without IOQUZ0}{mon:ABCDEFGHJKLM}{dd}{seq:4:b32}",
        Reset::Day,
        "letters for year (as in vehicle numbers) and month, day: TD150001",
    ),
    Preset {
        scope: Scope::Gtin,
        ..preset(
            "fmd",
            "{rnd:12:b32}",
            Reset::Never,
            "unguessable within each GTIN, as for medicines in the EU; needs a key",
        )
    },
    Preset {
        scope: Scope::Gtin,
        ..preset(
            "sgtin",
            "1{seq:11}",
            Reset::Never,
            "12 digits within each GTIN that fit every EPC scheme: 100000000001",
        )
    },
    Preset {
        ai: "00",
        ..preset(
            "sscc",
            "{ext:1}{prefix:7}{seq:9}{chk:mod10}",
            Reset::Never,
            "logistic units: extension digit, company prefix, number, check digit",
        )
    },
];

impl Preset {
    /// The preset of that name.
    pub fn find(name: &str) -> Option<&'static Self> {
        PRESETS.iter().find(|preset| preset.name == name)
    }

    /// Its name.
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// What it is for, with a text of it.
    pub const fn title(&self) -> &'static str {
        self.title
    }

    /// Its definition; the plant's zone, among other things, is still to be set.
    pub fn definition(&self) -> Definition {
        Definition {
            reset: self.reset,
            scope: self.scope,
            ai: self.ai.to_owned(),
            ..Definition::of(self.pattern)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::serial::{Context, Key, Scheme};

    #[test]
    fn every_preset_is_sound_and_writes_what_its_title_shows() {
        let context = Context::new()
            .with("plant", "WG")
            .with("line", "L2")
            .with("shift", "A")
            .with("site", "FOC")
            .with("gtin", "05012345678900")
            .with("ext", "0")
            .with("prefix", "5012345");
        let key = Key::new("k", [3; 32]).unwrap();
        for preset in PRESETS {
            let mut definition = preset.definition();
            if preset.pattern.contains("{rnd") {
                definition = definition.with_key(&key);
            }
            let scheme = Scheme::new(definition).unwrap().unlock(&key).unwrap();
            let slot = scheme
                .slot(&context, "2026-04-15T06:30Z".parse().unwrap())
                .unwrap();
            let text = scheme.text(&slot, scheme.first()).unwrap();
            if let Some((_, shown)) = preset.title.split_once(": ").filter(|_| preset.ai == "21") {
                assert_eq!(text, shown);
            }
            let read = scheme.read_of(&text, "05012345678900").unwrap().unwrap();
            assert_eq!((read.slot, read.number), (slot, scheme.first()), "{text}");
            assert_eq!(Preset::find(preset.name).unwrap().title(), preset.title);
        }
        assert_eq!(
            Preset::find("plant-month").unwrap().definition(),
            Definition::default()
        );
    }
}
