//! What stands in the files: sizes to the hundredth of a millimetre, text that can be copied, the same bytes each time, and no
//! write error that goes unheard.
#![cfg(all(feature = "pdf", feature = "png"))]

use std::io::{self, Write};
use std::sync::Arc;

use unitmark::font::Face;
use unitmark::label::{LabelContent, Mark, Point, Turn};
use unitmark::render::{Document, FORMATS, Format, PageContent, RenderError};
use unitmark::sheet::{Grid, Page, STOCKS, Stock};
use unitmark::symbol::{DATAMATRIX, Data, Dpi, Emu, Options};

fn content(number: usize) -> LabelContent {
    let serial = format!("WG-202604{number:04}");
    let symbol = DATAMATRIX
        .encode(&Data::Plain(&serial), &Options::default())
        .expect("it fits");
    LabelContent {
        symbol: Arc::new(symbol),
        hri: vec!["(01) 05012345678900".to_owned(), format!("(21) {serial}")],
        product: vec!["Größe L (rot) \\ Щит".to_owned()],
    }
}

fn pages(count: usize) -> Vec<Page> {
    let stock = Stock::find("L7160").expect("in the catalogue");
    let dpi = Dpi::new(600).expect("a usual resolution");
    let layout = stock
        .fit(dpi, &DATAMATRIX, &content(9999))
        .expect("it fits");
    let grid = Grid::new(stock, 1, &[]).expect("a fresh sheet");
    let (width, height) = (stock.page_width(), stock.page_height());
    let mut pages = vec![
        Page {
            width,
            height,
            dpi,
            marks: Vec::new()
        };
        count
    ];
    for index in 0..stock.places() * count {
        let place = grid.place(index);
        pages[place.page].marks.extend(
            layout
                .draw(&content(index), place.at)
                .expect("no larger than fitted"),
        );
    }
    pages
}

fn document() -> Document {
    Document {
        title: "Widgets".to_owned(),
        created: None,
    }
}

fn drawn(format: &Format, pages: &[Page]) -> Vec<PageContent> {
    pages
        .iter()
        .map(|page| format.draw(page).expect("drawable"))
        .collect()
}

fn file(format: &str, pages: &[Page], document: &Document) -> Vec<u8> {
    let format = Format::find(format).expect("a format");
    let mut file = Vec::new();
    format
        .write(drawn(format, pages), document, &mut file)
        .expect("memory does not fail");
    file
}

fn numbers(array: &lopdf::Object) -> Vec<f32> {
    array
        .as_array()
        .expect("an array")
        .iter()
        .map(|number| number.as_float().expect("a number"))
        .collect()
}

#[test]
fn the_page_of_every_stock_is_exact_to_a_hundredth_of_a_millimetre() {
    for stock in &STOCKS {
        let (width, height) = (stock.page_width(), stock.page_height());
        let page = Page {
            width,
            height,
            dpi: Dpi::new(600).expect("usual"),
            marks: Vec::new(),
        };
        let pdf = lopdf::Document::load_mem(&file("pdf", &[page], &document())).expect("a PDF");
        let page = pdf
            .page_iter()
            .next()
            .and_then(|id| pdf.get_dictionary(id).ok())
            .expect("a page");
        let media = numbers(page.get(b"MediaBox").expect("a size"));
        for (points, length) in media.iter().zip([Emu::ZERO, Emu::ZERO, width, height]) {
            assert!(
                (f64::from(*points) * 25.4 / 72.0 - length.mm()).abs() < 0.01,
                "{}: {media:?}",
                stock.name()
            );
        }
        // What is shown and what is cut is the whole page.
        for name in [&b"CropBox"[..], b"TrimBox"] {
            let shown = page.get_deref(name, &pdf).expect("a box");
            assert_eq!(numbers(shown), media);
        }
    }
}

#[test]
fn a_mask_holds_each_module_of_its_symbol_and_makes_the_file_smaller() {
    let pages = pages(1);
    let (path, mask) = (
        file("pdf", &pages, &document()),
        file("pdf-mask", &pages, &document()),
    );
    assert!(mask.len() < path.len(), "{} of {}", mask.len(), path.len());
    let pdf = lopdf::Document::load_mem(&mask).expect("a PDF");
    let page = pdf.page_iter().next().expect("a page");
    let content = pdf.get_page_content(page);
    let symbols: Vec<_> = pages[0]
        .marks
        .iter()
        .filter_map(|mark| match mark {
            Mark::Symbol { symbol, .. } => Some(symbol.matrix()),
            _ => None,
        })
        .collect();
    let begin = b" cm BI /IM true ";
    let starts: Vec<usize> = (0..content.len())
        .filter(|at| content[*at..].starts_with(begin))
        .collect();
    assert_eq!(starts.len(), symbols.len());
    for (start, symbol) in starts.into_iter().zip(symbols) {
        let picture = &content[start..];
        let data = picture
            .windows(4)
            .position(|four| four == b" ID ")
            .expect("its data")
            + 4;
        let row_bytes = usize::from(symbol.columns()).div_ceil(8);
        for row in 0..symbol.rows() {
            for column in 0..symbol.columns() {
                let byte = picture[data + usize::from(row) * row_bytes + usize::from(column / 8)];
                let bit = byte >> (7 - column % 8) & 1;
                assert_eq!(bit == 1, symbol.is_dark(column, row), "{column},{row}");
            }
        }
        let end = data + row_bytes * usize::from(symbol.rows());
        assert!(picture[end..].starts_with(b"\nEI Q"));
    }
}

#[test]
fn grey_differs_from_black_and_white_only_at_the_edges_of_letters() {
    let pages = pages(1);
    let decode = |format: &str| {
        let bytes = file(format, &pages, &document());
        let mut decoder = png::Decoder::new(std::io::Cursor::new(bytes));
        decoder.set_transformations(png::Transformations::EXPAND);
        let mut reader = decoder.read_info().expect("a PNG");
        let mut dots = vec![0; reader.output_buffer_size().expect("a size")];
        reader.next_frame(&mut dots).expect("its dots");
        dots
    };
    let (black, grey) = (decode("png"), decode("png-grey"));
    assert_eq!(black.len(), grey.len());
    let levels = grey.iter().filter(|dot| !matches!(dot, 0 | 255)).count();
    assert!(levels > 100, "{levels}");
    for (black, grey) in black.iter().zip(&grey) {
        assert_eq!(*black, if *grey < 128 { 0 } else { 255 });
    }
}

#[test]
fn a_pdf_asks_not_to_be_scaled_and_names_itself() {
    let about = Document {
        created: Some(1_776_240_000),
        ..document()
    };
    let pdf = lopdf::Document::load_mem(&file("pdf", &pages(1), &about)).expect("a PDF");
    let catalog = pdf.catalog().expect("a catalogue");
    let preferences = catalog
        .get(b"ViewerPreferences")
        .and_then(lopdf::Object::as_dict)
        .expect("preferences");
    assert_eq!(
        preferences
            .get(b"PrintScaling")
            .and_then(lopdf::Object::as_name)
            .expect("a name"),
        b"None"
    );
    let info = pdf
        .trailer
        .get(b"Info")
        .and_then(lopdf::Object::as_reference)
        .expect("a reference");
    let info = pdf.get_dictionary(info).expect("information");
    let text =
        |key: &[u8]| lopdf::decode_text_string(info.get(key).expect("an entry")).expect("a text");
    assert_eq!(text(b"Title"), "Widgets");
    assert_eq!(text(b"CreationDate"), "D:20260415080000+00'00'");
}

#[test]
fn text_can_be_copied_out_of_a_pdf_as_it_was_put_in() {
    let pdf = lopdf::Document::load_mem(&file("pdf", &pages(2), &document())).expect("a PDF");
    let text = pdf.extract_text(&[1, 2]).expect("text");
    for line in [
        "Größe L (rot) \\ Щит",
        "(01) 05012345678900",
        "(21) WG-2026040000",
        "(21) WG-2026040041",
    ] {
        assert!(text.contains(line), "{line} is not in {text}");
    }
}

#[test]
fn the_same_pages_give_the_same_bytes() {
    for format in FORMATS {
        let pages = pages(if format.many_pages { 2 } else { 1 });
        assert_eq!(
            file(format.name, &pages, &document()),
            file(format.name, &pages, &document()),
            "{}",
            format.name
        );
    }
}

#[test]
fn other_pages_and_other_titles_give_other_files() {
    let identity = |file: &[u8]| {
        let pdf = lopdf::Document::load_mem(file).expect("a PDF");
        format!("{:?}", pdf.trailer.get(b"ID").expect("an identity"))
    };
    let one = identity(&file("pdf", &pages(1), &document()));
    let two = identity(&file("pdf", &pages(2), &document()));
    let renamed = identity(&file(
        "pdf",
        &pages(1),
        &Document {
            title: "Wodgets".to_owned(),
            created: None,
        },
    ));
    assert!(one != two && one != renamed);
}

/// A disk with room for so many bytes.
struct Disk(usize);

impl Write for Disk {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.0 == 0 {
            return Err(io::Error::from(io::ErrorKind::StorageFull));
        }
        let written = bytes.len().min(self.0);
        self.0 -= written;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_full_disk_is_an_error_wherever_it_fills_up() {
    let pages = pages(1);
    for format in FORMATS {
        let whole = file(format.name, &pages, &document()).len();
        for room in [0, 1, 100, whole / 2, whole - 1] {
            let result = format.write(drawn(format, &pages), &document(), &mut Disk(room));
            assert!(
                matches!(&result, Err(RenderError::Io(error)) if error.kind() == io::ErrorKind::StorageFull),
                "{} with room for {room} of {whole} bytes: {result:?}",
                format.name
            );
        }
        assert!(
            format
                .write(drawn(format, &pages), &document(), &mut Disk(whole))
                .is_ok()
        );
    }
}

#[test]
fn a_format_of_one_page_refuses_two_and_every_format_refuses_none() {
    for format in FORMATS {
        let two = format.write(drawn(format, &pages(2)), &document(), &mut Vec::new());
        assert_eq!(two.is_ok(), format.many_pages, "{}", format.name);
        let none = format.write(Vec::new(), &document(), &mut Vec::new());
        assert!(
            matches!(none, Err(RenderError::OnePage(0))),
            "{}",
            format.name
        );
    }
}

#[test]
fn a_character_that_the_font_lacks_stops_every_format() {
    let dpi = Dpi::new(300).expect("usual");
    let mark = Mark::Text {
        at: Point {
            x: Emu::MM,
            y: Emu::MM * 5,
        },
        turn: Turn::None,
        size: Emu::MM * 3,
        face: Face::built_in(false),
        text: "红".to_owned(),
    };
    let page = Page {
        width: Emu::MM * 50,
        height: Emu::MM * 25,
        dpi,
        marks: vec![mark],
    };
    for format in FORMATS {
        let error = format
            .draw(&page)
            .expect_err("the font has no such character");
        assert_eq!(error.code(), "glyph-missing");
        assert!(error.to_string().contains('红'), "{error}");
    }
}

#[test]
fn a_page_that_no_memory_holds_is_refused_as_a_raster() {
    let png = Format::find("png").expect("a format");
    for (width, height) in [
        (Emu::ZERO, Emu::MM),
        (Emu(i64::MAX), Emu(i64::MAX)),
        (Emu::MM * -5, Emu::MM * -5),
    ] {
        let page = Page {
            width,
            height,
            dpi: Dpi::new(600).expect("usual"),
            marks: Vec::new(),
        };
        assert_eq!(
            png.draw(&page).map_err(|error| error.code()).err(),
            Some("page-size")
        );
    }
}
