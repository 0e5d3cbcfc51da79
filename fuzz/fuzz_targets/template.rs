//! Any text as a template: no panic; one that is read is read the same again, and a label that it holds is drawn.
#![no_main]

use std::borrow::Cow;
use std::sync::Arc;

use libfuzzer_sys::fuzz_target;
use unitmark::font::Fonts;
use unitmark::label::template::TemplateSpec;
use unitmark::label::{Point, Record, Template, Turn};
use unitmark::symbol::{Dpi, Emu};

struct Unit;

impl Record for Unit {
    fn ai(&self, ai: &str) -> Option<Cow<'_, str>> {
        let value = match ai {
            "00" => "395012345000000011",
            "01" | "02" => "05012345678900",
            "10" => "2026-04-A",
            "17" => "280430",
            "21" => "WG-2026040001",
            "37" => "48",
            _ => return None,
        };
        Some(Cow::Borrowed(value))
    }

    fn column(&self, name: &str) -> Option<Cow<'_, str>> {
        (name == "sku").then_some(Cow::Borrowed("WIDGET-RED-LG"))
    }

    fn this_year(&self) -> u16 {
        2026
    }
}

fuzz_target!(|text: &str| {
    let Ok(template) = Template::parse(text) else {
        return;
    };
    let again = Template::parse(template.text()).expect("the text it was read from");
    assert_eq!(again.wanted(), template.wanted());
    let (template, Ok(dpi)) = (Arc::new(template), Dpi::new(300)) else {
        return;
    };
    let spec = TemplateSpec {
        label: template.size().unwrap_or((Emu::MM * 50, Emu::MM * 25)),
        dpi,
        use_: None,
        turn: Turn::None,
        fonts: Fonts::default(),
    };
    if let Ok(layout) = template.fit(spec, &Unit) {
        layout
            .draw(&Unit, Point::default())
            .expect("the very unit that it was fitted to");
    }
});
