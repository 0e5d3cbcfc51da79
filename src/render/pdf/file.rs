//! The document around the pages.

use std::collections::{BTreeMap, HashMap};
use std::io::{BufWriter, Write};

use lopdf::{Dictionary, Object, Stream, StringFormat, dictionary};
use printpdf::{OffsetDateTime, PdfDocument, PdfPage, PdfSaveOptions, Pt, Rect};

use super::super::content::UsedFace;
use super::super::{Document, PageContent, RenderError};
use super::typeface::{embed, resource_name};
use crate::symbol::Emu;

/// Builds a document of one empty page, then gives it all pages with the content that was drawn for each.
pub(super) fn write(
    pages: Vec<PageContent>,
    faces: &BTreeMap<u64, UsedFace>,
    about: &Document,
    out: &mut dyn Write,
) -> Result<(), RenderError> {
    let identity = identity(&pages, about);
    let first = pages.first().ok_or(RenderError::OnePage(0))?;
    let (mut pdf, model) = empty(first, about)?;
    about_itself(&mut pdf, about, identity)?;
    pdf.prune_objects();
    pdf.renumber_objects();
    let tree = pdf.catalog()?.get(b"Pages")?.as_reference()?;
    let resources = resources(&mut pdf, faces)?;
    let mut kids = Vec::with_capacity(pages.len());
    let mut sheets = HashMap::new();
    for page in pages {
        let deflated = dictionary! { "Filter" => "FlateDecode" };
        let size = (page.width, page.height);
        let model = sheets.entry(size).or_insert_with(|| {
            let shared = pdf.add_object(sheet(size));
            let mut dictionary = model.clone();
            dictionary.set("MediaBox", sheet(size));
            for name in ["CropBox", "TrimBox"] {
                dictionary.set(name, shared);
            }
            dictionary.set("Parent", tree);
            dictionary.set("Resources", resources.clone());
            dictionary.set("Contents", shared);
            dictionary
        });
        let contents = Stream::new(deflated, page.bytes).with_compression(false);
        let contents = pdf.add_object(contents);
        // A copy has no room to spare, of which thousands would take much.
        let mut dictionary = model.clone();
        dictionary.set("Contents", contents);
        kids.push(Object::Reference(pdf.add_object(dictionary)));
    }
    let tree = pdf.get_dictionary_mut(tree)?;
    tree.set("Count", kids.len() as i64);
    tree.set("Kids", kids);
    let mut out = BufWriter::with_capacity(1 << 16, out);
    pdf.save_to(&mut out)?;
    Ok(out.flush()?)
}

/// The document without a page, and what its pages have in common.
fn empty(
    page: &PageContent,
    about: &Document,
) -> Result<(lopdf::Document, Dictionary), RenderError> {
    let mut document = PdfDocument::new(&about.title);
    document.metadata.info.producer = format!("unitmark {}", env!("CARGO_PKG_VERSION"));
    if let Some(Ok(created)) = about.created.map(OffsetDateTime::from_unix_timestamp) {
        document.metadata.info.creation_date = created;
        document.metadata.info.modification_date = created;
    }
    let sheet = Rect::from_wh(points(page.width), points(page.height));
    document.pages = vec![PdfPage {
        media_box: sheet.clone(),
        trim_box: sheet.clone(),
        crop_box: sheet,
        ops: Vec::new(),
    }];
    let mut pdf = document.to_lopdf_document(&PdfSaveOptions::default(), &mut Vec::new());
    let mut model = Dictionary::new();
    for id in pdf.page_iter().collect::<Vec<_>>() {
        model = pdf.get_dictionary(id)?.clone();
        for own in ["Annots", "Resources", "Contents", "Parent"] {
            model.remove(own.as_bytes());
        }
    }
    let tree = pdf.catalog()?.get(b"Pages")?.as_reference()?;
    pdf.get_dictionary_mut(tree)?
        .set("Kids", Vec::<Object>::new());
    Ok((pdf, model))
}

/// The whole page: what is printed, shown and cut.
fn sheet((width, height): (Emu, Emu)) -> Object {
    let corner = |length: Emu| Object::Real(points(length).0);
    vec![0.into(), 0.into(), corner(width), corner(height)].into()
}

fn points(length: Emu) -> Pt {
    Pt(length.points() as f32)
}

/// The fonts, once for all pages.
fn resources(
    pdf: &mut lopdf::Document,
    faces: &BTreeMap<u64, UsedFace>,
) -> Result<Object, RenderError> {
    let mut fonts = Dictionary::new();
    for used in faces.values() {
        fonts.set(resource_name(&used.face), embed(pdf, used)?);
    }
    Ok(Object::Reference(
        pdf.add_object(dictionary! { "Font" => fonts }),
    ))
}

/// What the document says of itself: print it as it is, and nothing that another run would say differently.
fn about_itself(
    pdf: &mut lopdf::Document,
    about: &Document,
    identity: [u8; 16],
) -> Result<(), RenderError> {
    "1.6".clone_into(&mut pdf.version); // The first with PrintScaling.
    pdf.catalog_mut()?.set(
        "ViewerPreferences",
        dictionary! { "PrintScaling" => "None", "DisplayDocTitle" => !about.title.is_empty() },
    );
    let info = pdf.trailer.get(b"Info").and_then(Object::as_reference)?;
    let info = pdf.get_dictionary_mut(info)?;
    for unused in [
        "GTS_PDFXVersion",
        "Trapped",
        "Identifier",
        "Author",
        "Creator",
        "Subject",
        "Keywords",
    ] {
        info.remove(unused.as_bytes());
    }
    if about.created.is_none() {
        info.remove(b"CreationDate");
        info.remove(b"ModDate");
    }
    let identity = Object::String(identity.to_vec(), StringFormat::Hexadecimal);
    pdf.trailer.set("ID", vec![identity.clone(), identity]);
    Ok(())
}

/// A file identifier (section 14.4) that depends on the content alone: FNV-1a, 128 bits.
fn identity(pages: &[PageContent], about: &Document) -> [u8; 16] {
    let created = about.created.unwrap_or_default().to_be_bytes();
    let parts = pages.iter().map(|page| page.bytes.as_slice());
    parts
        .chain([about.title.as_bytes(), created.as_slice()])
        .flat_map(|part| part.chunks(8))
        .fold(
            0x6c62_272e_07bb_0142_62b8_2175_6295_c58d_u128,
            |hash, chunk| {
                let word = chunk
                    .iter()
                    .fold(0u128, |word, byte| word << 8 | u128::from(*byte));
                (hash ^ word).wrapping_mul(0x0000_0000_0100_0000_0000_0000_0000_013b)
            },
        )
        .to_be_bytes()
}
