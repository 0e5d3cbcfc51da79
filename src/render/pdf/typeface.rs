//! The embedded font: the glyphs that the document shows, their widths, and what they say.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Write as _;

use flate2::{Compression, write::ZlibEncoder};
use lopdf::{Dictionary, Document, Object, ObjectId, Stream, StringFormat, dictionary};
use subsetter::GlyphRemapper;

use super::super::RenderError;
use super::super::content::UsedFace;
use crate::font::{Face, Font};

/// What pages call a font.
pub(super) fn resource_name(face: &Face) -> String {
    match face.key() {
        0 => "R".into(),
        1 => "B".into(),
        key => format!("F{key:x}"),
    }
}

/// Adds a composite font (section 9.7) of the glyphs used. Text names glyphs by their number in the whole font, as pages are
/// drawn before anyone knows which glyphs the document will need; `CIDToGIDMap` leads to the few that are embedded.
pub(super) fn embed(
    document: &mut Document,
    UsedFace { face, glyphs: used }: &UsedFace,
) -> Result<ObjectId, RenderError> {
    let font: &Font = face;
    let mut embedded = GlyphRemapper::new();
    let map: Vec<(u16, u16)> = used
        .keys()
        .map(|glyph| (*glyph, embedded.remap(*glyph)))
        .collect();
    let program = subsetter::subset(font.program(), 0, &embedded)
        .map_err(|error| RenderError::Assembly(format!("the font {}: {error}", font.family())))?;
    let length = program.len() as i64;
    let program = deflated(&program, dictionary! { "Length1" => length })?;
    let program = document.add_object(program);
    let map = document.add_object(deflated(&glyph_map(&map), Dictionary::new())?);
    let unicode = document.add_object(deflated(unicode_map(used).as_bytes(), Dictionary::new())?);
    let name: String = match face.key() {
        0 => "UNITMR+DejaVuSansCondensed".into(),
        1 => "UNITMB+DejaVuSansCondensed-Bold".into(),
        _ => {
            let family: String = font
                .family()
                .chars()
                .filter(char::is_ascii_alphanumeric)
                .collect();
            // A font whose name has no such letter.
            let family = if family.is_empty() { "Font" } else { &family };
            format!("UNITMO+{family}")
        }
    };
    let metrics = |units: i64| Object::Integer(units * 1000 / font.units_per_em());
    let descriptor = document.add_object(dictionary! {
        "Type" => "FontDescriptor",
        "FontName" => name.as_str(),
        // Symbolic: glyphs are reached by number only.
        "Flags" => 4,
        "FontBBox" => vec![Object::Integer(-1_000), Object::Integer(-500), Object::Integer(2_000), Object::Integer(1_300)],
        "ItalicAngle" => 0,
        "Ascent" => metrics(font.ascent_units()),
        "Descent" => metrics(-font.descent_units()),
        "CapHeight" => metrics(font.cap_height_units()),
        "StemV" => if face.is_bold() { 166 } else { 88 },
        "FontFile2" => program,
    });
    let descendant = document.add_object(dictionary! {
        "Type" => "Font",
        "Subtype" => "CIDFontType2",
        "BaseFont" => name.as_str(),
        "CIDSystemInfo" => dictionary! {
            "Registry" => literal("Adobe"),
            "Ordering" => literal("Identity"),
            "Supplement" => 0,
        },
        "FontDescriptor" => descriptor,
        "W" => widths(font, used)?,
        "CIDToGIDMap" => map,
    });
    Ok(document.add_object(dictionary! {
        "Type" => "Font",
        "Subtype" => "Type0",
        "BaseFont" => name.as_str(),
        "Encoding" => "Identity-H",
        "DescendantFonts" => vec![Object::Reference(descendant)],
        "ToUnicode" => unicode,
    }))
}

pub(super) fn literal(text: &str) -> Object {
    Object::String(text.as_bytes().to_vec(), StringFormat::Literal)
}

fn deflated(bytes: &[u8], mut dictionary: Dictionary) -> Result<Stream, RenderError> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::new(6));
    encoder.write_all(bytes)?;
    dictionary.set("Filter", "FlateDecode");
    Ok(Stream::new(dictionary, encoder.finish()?).with_compression(false))
}

/// Widths in thousandths of an em, each with its glyph.
fn widths(font: &Font, used: &BTreeMap<u16, char>) -> Result<Vec<Object>, RenderError> {
    let mut widths = Vec::with_capacity(used.len() * 2);
    for (glyph, character) in used {
        let advance =
            font.glyph(*character, "")?.advance as f64 * 1000.0 / font.units_per_em() as f64;
        widths.push(Object::Integer(i64::from(*glyph)));
        widths.push(Object::Array(vec![Object::Real(advance as f32)]));
    }
    Ok(widths)
}

/// Two bytes for each glyph of the whole font up to the last one used: its number in the embedded one.
fn glyph_map(map: &[(u16, u16)]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for (glyph, embedded) in map {
        bytes.resize(usize::from(*glyph) * 2, 0);
        bytes.extend_from_slice(&embedded.to_be_bytes());
    }
    bytes
}

/// A `ToUnicode` map (section 9.10.3), a hundred glyphs a block as the format wants it.
fn unicode_map(used: &BTreeMap<u16, char>) -> String {
    let mut map = String::from(
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n\
         /CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n\
         /CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n\
         1 begincodespacerange\n<0000> <ffff>\nendcodespacerange\n",
    );
    let used: Vec<_> = used.iter().collect();
    for block in used.chunks(100) {
        let _ = writeln!(map, "{} beginbfchar", block.len());
        for (glyph, character) in block {
            let _ = write!(map, "<{glyph:04x}> <");
            for unit in character.encode_utf16(&mut [0; 2]) {
                let _ = write!(map, "{unit:04x}");
            }
            map.push_str(">\n");
        }
        map.push_str("endbfchar\n");
    }
    map.push_str("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n");
    map
}
