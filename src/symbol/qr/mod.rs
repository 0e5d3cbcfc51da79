//! QR Code (ISO/IEC 18004).

mod layout;
mod lines;
mod segments;

use qrcode::bits::Bits;
use qrcode::ec::construct_codewords;
use qrcode::types::{EcLevel, QrResult, Version};

use super::message::Message;
use super::{
    Data, Level, Options, QuietZone, Symbol, SymbolError, SymbolErrorKind, Symbology, no_digits,
};
use segments::{CLASSES, Segments, shortest};

/// QR Code; with a GS1 message, GS1 QR Code.
pub static QR: Symbology = Symbology {
    name: "qr",
    title: "QR Code",
    linear: false,
    quiet_zone: QuietZone::around(4),
    guards: &[],
    bearer: 0,
    quiet_zone_marks: &[],
    hri: no_digits,
    encode,
};

/// More characters than any symbol holds: 7,089 digits in 40-L.
const LIMIT: usize = 7_089;

/// Bits of a mode indicator, with which FNC1 is written.
const INDICATOR: usize = 4;
/// Bits of an ECI below 128.
const ECI: usize = 4 + 8;
const UTF_8: u32 = 26;

fn encode(data: &Data<'_>, options: &Options) -> Result<Symbol, SymbolError> {
    let message = Message::new(data, QR.title)?;
    let wish = Wish::of(options)?;
    if message.bytes.len() > LIMIT {
        return Err(SymbolErrorKind::TooLong {
            needed: format!("{} bytes", message.bytes.len()),
            largest: format!(
                "{}, the largest, holds at most {LIMIT}, all of them digits",
                name(40, Level::L)
            ),
        }
        .of(QR.title));
    }
    let (version, level, segments) = wish.fit(&message)?;
    let matrix = draw(&message, version, level, &segments)
        .ok()
        .flatten()
        .ok_or_else(|| wish.too_long(&message, opening(&message) + segments.bits))?;
    Ok(Symbol {
        symbology: &QR,
        matrix,
        size: Some(name(version, level)),
        identifier: match (message.gs1, message.bytes.is_ascii()) {
            (true, _) => "]Q3",
            (false, true) => "]Q1",
            (false, false) => "]Q2",
        },
        payload: message.bytes.into(),
    })
}

const fn crate_level(level: Level) -> EcLevel {
    match level {
        Level::L => EcLevel::L,
        Level::M => EcLevel::M,
        Level::Q => EcLevel::Q,
        Level::H => EcLevel::H,
    }
}

/// How many bits of data a symbol holds (table 7).
fn capacity(version: u8, level: Level) -> usize {
    Bits::new(Version::Normal(version.into()))
        .max_len(crate_level(level))
        .unwrap_or(0)
}

fn draw(
    message: &Message<'_>,
    version: u8,
    level: Level,
    segments: &Segments<'_>,
) -> QrResult<Option<super::Matrix>> {
    let mut bits = Bits::new(Version::Normal(version.into()));
    if message.gs1 {
        bits.push_fnc1_first_position()?;
    } else if !message.bytes.is_ascii() {
        bits.push_eci_designator(UTF_8)?;
    }
    segments.write(&mut bits)?;
    bits.push_terminator(crate_level(level))?;
    let (mut words, correction) = construct_codewords(
        &bits.into_bytes(),
        Version::Normal(version.into()),
        crate_level(level),
    )?;
    words.extend(correction);
    Ok(layout::draw(version, level, &words))
}

/// Which versions and levels will do.
#[derive(Clone, Copy, Debug)]
struct Wish {
    first: u8,
    last: u8,
    /// The level that fixes the version.
    level: Level,
    /// Whether a higher one may be taken.
    raise: bool,
}

impl Wish {
    fn of(options: &Options) -> Result<Self, SymbolError> {
        let mut wish = Self {
            first: 1,
            last: 40,
            level: options.level.unwrap_or(Level::M),
            raise: options.level.is_none(),
        };
        if let Some(floor) = &options.at_least {
            (wish.first, _) = parse(floor)?;
        }
        if let Some(size) = &options.size {
            let (version, level) = parse(size)?;
            (wish.first, wish.last) = (version, version);
            match (level, options.level) {
                (Some(own), Some(asked)) if own != asked => {
                    let size = size.clone().into_owned();
                    return Err(SymbolErrorKind::Level { size, level: asked }.of(QR.title));
                }
                (Some(own), _) => (wish.level, wish.raise) = (own, false),
                (None, _) => {}
            }
        }
        Ok(wish)
    }

    /// The smallest version, then the highest level.
    fn fit<'a>(self, message: &Message<'a>) -> Result<(u8, Level, Segments<'a>), SymbolError> {
        let mut needed = 0;
        for class in &CLASSES {
            let (first, last) = class.versions;
            let (first, last) = (first.max(self.first), last.min(self.last));
            if first > last {
                continue;
            }
            let segments = shortest(message.bytes, message.gs1, class);
            needed = opening(message) + segments.bits;
            let fits = |version: &u8| capacity(*version, self.level) >= needed;
            if let Some(version) = (first..=last).find(fits) {
                let higher = [Level::H, Level::Q]
                    .into_iter()
                    .filter(|level| self.raise && *level > self.level)
                    .find(|level| capacity(version, *level) >= needed);
                return Ok((version, higher.unwrap_or(self.level), segments));
            }
        }
        Err(self.too_long(message, needed))
    }

    /// What is too long for the largest version of this level, with what would hold it.
    fn too_long(self, message: &Message<'_>, needed: usize) -> SymbolError {
        let holds = capacity(self.last, self.level);
        let own = name(self.last, self.level);
        let lower = [Level::Q, Level::M, Level::L]
            .into_iter()
            .filter(|level| *level < self.level)
            .find(|level| capacity(self.last, *level) >= needed);
        let higher = |level| {
            CLASSES.iter().find_map(|class| {
                let (first, last) = class.versions;
                let mut versions = first.max(self.last.saturating_add(1))..=last;
                if versions.is_empty() {
                    return None;
                }
                let needed = opening(message) + shortest(message.bytes, message.gs1, class).bits;
                let version = versions.find(|version| capacity(*version, level) >= needed)?;
                Some(name(version, level))
            })
        };
        let lower = lower.map(|level| name(self.last, level));
        let way_out = lower
            .or_else(|| higher(self.level))
            .or_else(|| higher(Level::L));
        let most = (name(40, Level::L), capacity(40, Level::L));
        let way_out = match way_out {
            Some(version) => format!("{version} holds it"),
            None if own == most.0 => "it is the largest".into(),
            None => format!("{}, the largest, holds {}", most.0, most.1),
        };
        SymbolErrorKind::TooLong {
            needed: format!("{needed} bits"),
            largest: format!("{own} holds {holds} bits; {way_out}"),
        }
        .of(QR.title)
    }
}

/// The bits before the data: FNC1, or the ECI of text outside ASCII.
const fn opening(message: &Message<'_>) -> usize {
    match (message.gs1, message.bytes.is_ascii()) {
        (true, _) => INDICATOR,
        (false, true) => 0,
        (false, false) => ECI,
    }
}

/// Reads `3-M`, or `3`.
fn parse(text: &str) -> Result<(u8, Option<Level>), SymbolError> {
    let (version, level) = match text.split_once('-') {
        None => (text, Some(None)),
        Some((version, level)) => (version, Level::find(level).map(Some)),
    };
    let version = version
        .parse()
        .ok()
        .filter(|version| (1..=40).contains(version));
    version
        .zip(level)
        .ok_or_else(|| SymbolErrorKind::Size(text.into(), "3-M").of(QR.title))
}

/// `3-M`.
fn name(version: u8, level: Level) -> &'static str {
    let row = usize::from(version.saturating_sub(1)).min(39);
    NAMES[row][level as usize]
}

macro_rules! names {
    ($($version:literal)*) => {
        [$([
            concat!($version, "-L"),
            concat!($version, "-M"),
            concat!($version, "-Q"),
            concat!($version, "-H"),
        ]),*]
    };
}

static NAMES: [[&str; 4]; 40] = names!(
    1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20
    21 22 23 24 25 26 27 28 29 30 31 32 33 34 35 36 37 38 39 40
);
