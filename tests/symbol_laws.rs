//! Laws that hold for any data: no panic, one drawing form, sizes that follow from what was asked.
#![cfg(feature = "symbol")]

use proptest::prelude::*;
use unitmark::element::ElementString;
use unitmark::symbol::{
    DATAMATRIX, Data, Dpi, Emu, Level, Options, QR, SYMBOLOGIES, Said, SaidError, Separator, Shape,
    Sizing, Use,
};

fn options() -> impl Strategy<Value = Options> {
    let level = prop::option::of(prop::sample::select(vec![
        Level::L,
        Level::M,
        Level::Q,
        Level::H,
    ]));
    let shape = prop::sample::select(vec![Shape::Square, Shape::Rectangle, Shape::Any]);
    let separator = prop::sample::select(vec![Separator::Fnc1, Separator::Gs]);
    let size =
        || prop::option::weighted(0.2, "([0-9]{1,3}x[0-9]{1,3}|[0-9]{1,2}(-[LMQH])?|.{0,5})");
    (size(), size(), level, shape, separator).prop_map(
        |(at_least, size, level, shape, separator)| Options {
            at_least: at_least.map(Into::into),
            size: size.map(Into::into),
            level,
            shape,
            separator,
        },
    )
}

proptest! {
    #[test]
    fn any_text_is_drawn_or_refused_and_what_is_drawn_has_one_form(
        text in "([0-9]{0,40}|.{0,60}|[\\x00-\\x7f]{0,300}|[0-9A-Z%]{0,2000})",
        options in options(),
    ) {
        for symbology in SYMBOLOGIES {
            match symbology.encode(&Data::Plain(&text), &options) {
                Err(error) => {
                    prop_assert!(!error.code().is_empty() && !error.to_string().is_empty());
                    if let Some(span) = error.span() {
                        prop_assert!(text.get(span.start..span.end).is_some());
                    }
                }
                Ok(symbol) => {
                    prop_assert!(symbol.columns() >= 10);
                    let drawn: u32 = symbol
                        .path()
                        .iter()
                        .map(|rect| u32::from(rect.width) * u32::from(rect.height))
                        .sum();
                    let dark: u32 = (0..symbol.rows())
                        .flat_map(|row| symbol.row_bits(row))
                        .map(|word| word.count_ones())
                        .sum();
                    prop_assert_eq!(drawn, dark);
                }
            }
        }
    }

    #[test]
    fn a_text_is_a_gs1_message_or_stays_as_it_is_or_is_refused(text in "([^a-z]{0,40}|\\PC{0,40}|.{0,40})") {
        match Said::read(&text) {
            Ok(Said::Plain(plain)) => {
                prop_assert!(plain == text || text.starts_with(']'));
                prop_assert!(ElementString::parse(text.trim()).is_err());
            }
            Ok(Said::Gs1(elements)) => {
                prop_assert_eq!(Said::read(&elements.to_string()), Ok(Said::Gs1(elements)));
            }
            Err(error) => {
                prop_assert!(!error.code().is_empty() && !error.to_string().is_empty());
                if let Some(span) = error.span() {
                    prop_assert!(text.get(span.start..span.end).is_some());
                }
            }
        }
    }

    #[test]
    fn nothing_in_front_of_gs1_data_makes_plain_text_of_them(
        front in "[ \\t\\x1d\"'\u{a0}\u{ad}\u{200b}-\u{200f}\u{2060}\u{feff}]{1,4}",
        lot in "[A-Z0-9]{1,10}",
        data in 0_usize..4,
    ) {
        let item = format!("(01)09521234543213(10){lot}");
        let elements = ElementString::parse(&item).expect("valid");
        let data = [
            item,
            elements.unbracketed(),
            format!("]d2{}", elements.raw()),
            format!("https://example.com/01/09521234543213/10/{lot}"),
        ][data].clone();
        prop_assert!(Said::read(&data).is_ok());
        let refused = Said::read(&format!("{front}{data}"));
        prop_assert_eq!(refused, Err(SaidError::InFront { front }));
    }

    #[test]
    fn a_longer_message_never_needs_a_smaller_symbol(text in "[ -~]{1,200}", more in "[ -~]{1,20}") {
        for symbology in [&DATAMATRIX, &QR] {
            let medium = Options { level: Some(Level::M), ..Options::default() };
            let columns = |text: &str| {
                let symbol = symbology.encode(&Data::Plain(text), &medium);
                symbol.expect("a symbol").columns()
            };
            let (short, long) = (columns(&text), columns(&format!("{text}{more}")));
            prop_assert!(short <= long);
        }
    }

    #[test]
    fn a_level_that_is_raised_costs_no_larger_symbol(text in "[ -~]{1,200}") {
        let data = Data::Plain(&text);
        let raised = QR.encode(&data, &Options::default()).expect("a symbol");
        let medium = Options { level: Some(Level::M), ..Options::default() };
        let medium = QR.encode(&data, &medium).expect("a symbol");
        prop_assert_eq!(raised.columns(), medium.columns());
    }

    #[test]
    fn x_is_whole_dots_inside_the_range_or_refused(
        dots in 150_u32..2_500,
        x in prop::option::of(0_i64..2_000),
    ) {
        let Ok(dpi) = Dpi::new(dots) else {
            return Ok(());
        };
        for symbology in SYMBOLOGIES {
            for use_ in Use::ALL {
                match Sizing::new(symbology, use_, dpi, x.map(Emu::from_um)) {
                    Ok(sizing) => {
                        let row = sizing.specification();
                        prop_assert!(row.x_minimum <= sizing.x() && sizing.x() <= row.x_maximum);
                        prop_assert_eq!(sizing.x(), dpi.dot() * sizing.dots());
                    }
                    Err(error) => prop_assert!(!error.code().is_empty()),
                }
            }
        }
    }
}

#[test]
fn symbols_go_from_thread_to_thread() {
    fn shared<T: Send + Sync>() {}
    shared::<unitmark::symbol::Symbol>();
    shared::<unitmark::symbol::Symbology>();
    shared::<unitmark::symbol::SymbolError>();
    shared::<Sizing>();
}
