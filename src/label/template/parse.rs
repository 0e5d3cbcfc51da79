//! A template's text to a template, every fault with its line and column.

use super::field::{Field, Words, ai_of};
use super::picture::PictureItem;
use super::place::{Align, Place, Span};
use super::record::known_column;
use super::stroke::Stroke;
use super::symbol::{HriPlace, Message, Part, SymbolItem};
use super::words::TextItem;
use super::{Item, Kind, Template, When};
use crate::label::fields::{At, Fields};
use crate::label::product::LEAST_EM;
use crate::label::{TextError, Turn};
use crate::link::{Stem, Writer};
use crate::symbol::{EAN13, Emu, Level, SYMBOLOGIES, Shape, Symbology, Use};

/// More items than any label has.
const MOST_ITEMS: usize = 500;

pub(super) fn template(text: &str) -> Result<Template, TextError> {
    let mut fields = Fields::parse(text)?;
    let name = fields.text("name")?;
    let name = fields.needed("name", name)?;
    if name.value.trim().is_empty() || name.value.contains(char::is_control) {
        return Err(fields.error(name.byte, "name is a line that is not empty"));
    }
    let about = fields.text("about")?.map(|about| about.value);
    let (width, height) = (fields.length("width")?, fields.length("height")?);
    let stock = fields.text("stock")?.map(|stock| stock.value);
    for (key, length) in [("width", &width), ("height", &height)] {
        if let Some(At { value, byte }) = length
            && (*value < Emu::MM || *value > Emu::MM * 1_000)
        {
            return Err(fields.error(*byte, format!("{key} is from 1 to 1000 mm")));
        }
    }
    let size = match (width, height) {
        (Some(width), Some(height)) => Some((width.value, height.value)),
        (None, None) if stock.is_some() => None,
        _ => {
            let help = "width and height say how large the label is; only beside stock may both be missing";
            return Err(fields.error(0, help));
        }
    };
    let use_ = use_of(&mut fields)?.unwrap_or_default();
    let margin = length_from(&mut fields, "margin", Emu::ZERO)?;
    let turn = turn_of(&mut fields)?;
    let columns = fields.pairs("columns")?;
    let mut renamed = Vec::with_capacity(columns.len());
    for (ours, theirs) in columns {
        let column = match (known_column(&ours.value), ai_of(&ours.value)) {
            (Some((column, _)), _) => column.to_owned(),
            (None, Ok(Some(ai))) => ai.code().to_owned(),
            (None, Ok(None)) => ours.value,
            (None, Err(message)) => return Err(fields.error(ours.byte, message)),
        };
        renamed.push((column, theirs.value));
    }
    let mut items = Vec::new();
    for (kind, read) in KINDS {
        for (number, mut table) in (1..).zip(fields.tables(kind)?) {
            let common = Common::read(&mut table, kind, number)?;
            let item = read(&mut table, common)?;
            table.end()?;
            items.push(item);
        }
    }
    if items.len() > MOST_ITEMS {
        return Err(fields.error(0, format!("a label has at most {MOST_ITEMS} items")));
    }
    if items.is_empty() {
        return Err(fields.error(
            0,
            "there is nothing on the label: add a table such as [[text]] or [[symbol]]",
        ));
    }
    fields.end()?;
    Ok(Template {
        name: name.value,
        about: about.unwrap_or_default(),
        size,
        stock,
        use_,
        margin,
        turn,
        columns: renamed,
        items,
        text: text.to_owned(),
    })
}

type ReadItem = fn(&mut Fields<'_>, Common) -> Result<Item, TextError>;

/// The kinds of items: the tables they stand in, and how they are read.
const KINDS: [(&str, ReadItem); 5] = [
    ("symbol", symbol),
    ("text", text),
    ("line", line),
    ("box", frame),
    ("image", image),
];

/// What every item has.
struct Common {
    name: String,
    place: Place,
    when: Option<When>,
}

impl Common {
    fn read(fields: &mut Fields<'_>, kind: &str, number: usize) -> Result<Self, TextError> {
        let name = match fields.text("name")? {
            Some(name) => format!("{kind} {:?}", name.value),
            None => format!("{kind} {number}"),
        };
        let across = span(fields, ["left", "right", "width"])?;
        let down = span(fields, ["top", "bottom", "height"])?;
        let turn = turn_of(fields)?;
        let when = match fields.text("when")? {
            None => None,
            Some(At { value, byte }) => {
                let (name, missing) = match value.strip_prefix('!') {
                    Some(name) => (name, true),
                    None => (value.as_str(), false),
                };
                let field = Field::parse(name).map_err(|message| fields.error(byte, message))?;
                Some(When { field, missing })
            }
        };
        Ok(Self {
            name,
            place: Place { across, down, turn },
            when,
        })
    }

    fn item(self, kind: Kind) -> Item {
        Item {
            name: self.name,
            place: self.place,
            when: self.when,
            kind,
        }
    }
}

fn span(fields: &mut Fields<'_>, keys: [&'static str; 3]) -> Result<Span, TextError> {
    let [near, far, length] = keys;
    let near_edge = fields.length(near)?;
    let far_edge = fields.length(far)?;
    let long = length_from(fields, length, Emu(1))?;
    if let (Some(_), Some(at), Some(_)) = (&near_edge, &far_edge, long) {
        return Err(fields.error(
            at.byte,
            format!("{near}, {far} and {length} say one thing too many: give two of them"),
        ));
    }
    Ok(Span {
        near: near_edge.map(|at| at.value),
        far: far_edge.map(|at| at.value),
        length: long,
    })
}

/// A length that is no shorter than `least`.
fn length_from(
    fields: &mut Fields<'_>,
    key: &'static str,
    least: Emu,
) -> Result<Option<Emu>, TextError> {
    match fields.length(key)? {
        None => Ok(None),
        Some(At { value, .. }) if value >= least => Ok(Some(value)),
        Some(At { byte, .. }) => Err(fields.error(byte, format!("{key} is too short"))),
    }
}

fn turn_of(fields: &mut Fields<'_>) -> Result<Turn, TextError> {
    match fields.whole("rotate")? {
        None => Ok(Turn::None),
        Some(At { value, byte }) => Turn::of_degrees(value)
            .ok_or_else(|| fields.error(byte, "rotate is 0, 90, 180 or 270 degrees, clockwise")),
    }
}

fn use_of(fields: &mut Fields<'_>) -> Result<Option<Use>, TextError> {
    let find = |name: &str| {
        Use::find(name)
            .ok_or_else(|| format!("use is one of {}", Use::ALL.map(Use::name).join(", ")))
    };
    word(fields, "use", find)
}

/// A text that is one of a few words.
fn word<T>(
    fields: &mut Fields<'_>,
    key: &'static str,
    find: impl Fn(&str) -> Result<T, String>,
) -> Result<Option<T>, TextError> {
    match fields.text(key)? {
        None => Ok(None),
        Some(At { value, byte }) => find(&value)
            .map(Some)
            .map_err(|message| fields.error(byte, message)),
    }
}

fn one_of<T: Copy>(key: &str, words: &[(&str, T)], word: &str) -> Result<T, String> {
    let known = words.iter().find(|(known, _)| *known == word);
    known.map(|(_, value)| *value).ok_or_else(|| {
        let words: Vec<_> = words.iter().map(|(word, _)| *word).collect();
        format!("{key} is one of {}", words.join(", "))
    })
}

/// Where an item lies in its room, and whether it was said how it lies across.
fn aligns(fields: &mut Fields<'_>, place: &Place) -> Result<(Align, Align, bool), TextError> {
    const ACROSS: [(&str, Align); 4] = [
        ("left", Align::Start),
        ("centre", Align::Middle),
        ("center", Align::Middle),
        ("right", Align::End),
    ];
    const DOWN: [(&str, Align); 3] = [
        ("top", Align::Start),
        ("middle", Align::Middle),
        ("bottom", Align::End),
    ];
    let across = word(fields, "align", |word| one_of("align", &ACROSS, word))?;
    let down = word(fields, "valign", |word| one_of("valign", &DOWN, word))?;
    let upright = place.turn == Turn::None;
    let usual = |span: &Span| {
        if upright {
            span.usual_align()
        } else {
            Align::Start
        }
    };
    Ok((
        across.unwrap_or_else(|| usual(&place.across)),
        down.unwrap_or_else(|| usual(&place.down)),
        across.is_some(),
    ))
}

fn words(fields: &Fields<'_>, text: &At<String>) -> Result<Words, TextError> {
    Words::parse(&text.value).map_err(|message| fields.error(text.byte, message))
}

fn text(fields: &mut Fields<'_>, common: Common) -> Result<Item, TextError> {
    let text = fields.text("text")?;
    let text = fields.needed("text", text)?;
    let words = words(fields, &text)?;
    let size = length_from(fields, "size", Emu::from_um(500))?.unwrap_or(Emu::from_um(2_500));
    let shrink = fields.flag("shrink")?.is_none_or(|shrink| shrink.value);
    let least = match (length_from(fields, "least", Emu::from_um(500))?, shrink) {
        (Some(least), true) => least.min(size),
        (None, true) => LEAST_EM.min(size),
        (_, false) => size,
    };
    let flag = |flag: Option<At<bool>>| flag.is_some_and(|flag| flag.value);
    let bold = flag(fields.flag("bold")?);
    let wrap = flag(fields.flag("wrap")?);
    let (align, valign, _) = aligns(fields, &common.place)?;
    Ok(common.item(Kind::Text(TextItem {
        words,
        size,
        least,
        bold,
        wrap,
        align,
        valign,
    })))
}

/// The type of a symbol that is EAN-8 for a GTIN of eight digits, else EAN-13.
const EAN: &str = "ean";

fn symbol(fields: &mut Fields<'_>, common: Common) -> Result<Item, TextError> {
    let kind = word(fields, "type", |name| {
        let own = (name == EAN).then_some((&EAN13, true));
        let known = || Symbology::find(name).map(|known| (known, false));
        own.or_else(known).ok_or_else(|| {
            let names: Vec<_> = SYMBOLOGIES.iter().map(|symbology| symbology.name).collect();
            format!("type is one of {}, {EAN}", names.join(", "))
        })
    })?;
    let (symbology, or_ean8) = fields.needed("type", kind)?;
    let message = message(fields)?;
    let use_ = use_of(fields)?;
    let x = length_from(fields, "x", Emu::from_um(50))?;
    let shrink = fields.flag("shrink")?.is_none_or(|shrink| shrink.value);
    let bar_height = length_from(fields, "bar_height", Emu::MM)?;
    let places = [
        ("below", HriPlace::Below),
        ("right", HriPlace::Right),
        ("none", HriPlace::None),
    ];
    let hri = word(fields, "hri", |word| one_of("hri", &places, word))?.unwrap_or_default();
    let hri_size = length_from(fields, "hri_size", Emu::from_um(500))?;
    let level = word(fields, "level", |letter| {
        Level::find(letter).ok_or_else(|| "level is one of L, M, Q, H".to_owned())
    })?;
    let shapes = [
        ("square", Shape::Square),
        ("rectangle", Shape::Rectangle),
        ("any", Shape::Any),
    ];
    let shape = word(fields, "shape", |word| one_of("shape", &shapes, word))?.unwrap_or_default();
    let (align, valign, said) = aligns(fields, &common.place)?;
    Ok(common.item(Kind::Symbol(Box::new(SymbolItem {
        symbology,
        or_ean8,
        message,
        use_,
        x,
        bar_height,
        hri,
        hri_size,
        level,
        shape,
        shrink,
        align,
        inner: if said { align } else { Align::Middle },
        valign,
    }))))
}

fn message(fields: &mut Fields<'_>) -> Result<Message, TextError> {
    let ais = fields.texts("ais")?;
    let data = fields.text("data")?;
    let link = fields.text("link")?;
    let parts = match (ais, data) {
        (Some(_), Some(data)) => {
            return Err(fields.error(data.byte, "data stands beside ais: leave one of them out"));
        }
        (None, None) => {
            return fields.needed("ais or data", None);
        }
        (Some(ais), None) => {
            let parts = ais.iter().map(|ai| {
                let part = part_of(&ai.value);
                part.map_err(|message| fields.error(ai.byte, message))
            });
            let parts: Vec<Part> = parts.collect::<Result<_, _>>()?;
            if parts.is_empty() {
                return Err(fields.error(fields.place.start, "ais names at least one AI"));
            }
            Some(parts)
        }
        (None, Some(data)) => {
            let bracketed = data.value.starts_with('(')
                && data.value[1..].starts_with(|c: char| c.is_ascii_digit());
            if !bracketed {
                let words = words(fields, &data)?;
                return match link {
                    None => Ok(Message::Text(words.in_web_address())),
                    Some(link) => Err(fields.error(
                        link.byte,
                        "a link is made of ais, or of data such as (01){gtin}",
                    )),
                };
            }
            let parts = parts(&data.value).map_err(|message| fields.error(data.byte, message))?;
            Some(parts)
        }
    };
    let parts = parts.unwrap_or_default();
    Ok(match link {
        None => Message::Elements(parts),
        Some(link) => {
            let stem = Stem::parse(&link.value).map_err(|error| {
                fields.error(
                    link.byte,
                    format!("link is the beginning of a web address: {error}"),
                )
            })?;
            Message::Link(Box::new(Writer::default().stem(stem)), parts)
        }
    })
}

/// `10`, or `10?` for an element that may be missing.
fn part_of(text: &str) -> Result<Part, String> {
    let field = Field::parse(text)?;
    match field.ai() {
        Some(ai) => Ok(Part {
            ai,
            value: Words::of(field.raw()),
        }),
        None => Err(format!("{text} is no Application Identifier")),
    }
}

/// `(01){gtin}(10)A-{lot}`.
fn parts(text: &str) -> Result<Vec<Part>, String> {
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some(inner) = rest.strip_prefix('(') {
        let Some((code, value)) = inner.split_once(')') else {
            return Err("a bracket is not closed".into());
        };
        let ai = ai_of(&format!("({code})"))?
            .ok_or_else(|| format!("({code}) is no Application Identifier"))?;
        // A bracket inside braces belongs to a field.
        let mut depth = 0_i32;
        let end = value.find(|c| {
            depth += match c {
                '{' => 1,
                '}' => -1,
                _ => 0,
            };
            c == '(' && depth == 0
        });
        let (value, after) = match end {
            Some(end) => value.split_at_checked(end).unwrap_or((value, "")),
            None => (value, ""),
        };
        parts.push(Part {
            ai: ai.code(),
            value: Words::parse(value)?.raw(),
        });
        rest = after;
    }
    Ok(parts)
}

fn line(fields: &mut Fields<'_>, mut common: Common) -> Result<Item, TextError> {
    let thickness = thickness(fields)?;
    let upright = common.place.down.is_fixed();
    if upright && common.place.across.is_fixed() {
        return Err(fields.error(
            fields.place.start,
            "a line goes across (top, and left, right or width) or down (left, and top and bottom, or height)",
        ));
    }
    let thin = if upright {
        &mut common.place.across
    } else {
        &mut common.place.down
    };
    thin.length = Some(thickness);
    Ok(common.item(Kind::Stroke(Stroke::Line { down: upright }, thickness)))
}

fn frame(fields: &mut Fields<'_>, common: Common) -> Result<Item, TextError> {
    let thickness = thickness(fields)?;
    let filled = fields.flag("filled")?.is_some_and(|filled| filled.value);
    let stroke = if filled { Stroke::Filled } else { Stroke::Box };
    Ok(common.item(Kind::Stroke(stroke, thickness)))
}

fn thickness(fields: &mut Fields<'_>) -> Result<Emu, TextError> {
    Ok(length_from(fields, "thickness", Emu::from_um(50))?.unwrap_or(Emu::from_um(250)))
}

fn image(fields: &mut Fields<'_>, common: Common) -> Result<Item, TextError> {
    let file = fields.text("file")?;
    let file = fields.needed("file", file)?;
    let (align, valign, _) = aligns(fields, &common.place)?;
    Ok(common.item(Kind::Picture(PictureItem {
        file: file.value,
        align,
        valign,
        grey: None,
    })))
}
