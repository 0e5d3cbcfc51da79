//! Any text in any symbology: an error or a symbol, never a panic; and a smaller floor never makes a larger symbol. What the text
//! says is a message that is read the same again, or the text itself.
#![no_main]

use libfuzzer_sys::fuzz_target;
use unitmark::element::ElementString;
use unitmark::symbol::{Data, Options, SYMBOLOGIES, Said, Shape};

fuzz_target!(|text: &str| {
    match Said::read(text) {
        Ok(Said::Gs1(elements)) => {
            let again = Said::read(&elements.to_string());
            assert_eq!(again, Ok(Said::Gs1(elements)));
        }
        Ok(Said::Plain(plain)) => assert!(plain == text || text.starts_with(']')),
        Err(error) => assert!(!error.to_string().is_empty()),
    }
    let elements = ElementString::parse_raw(text.as_bytes()).ok();
    let data = elements.as_ref().map_or(Data::Plain(text), Data::Gs1);
    for symbology in SYMBOLOGIES {
        let Ok(symbol) = symbology.encode(&data, &Options::default()) else {
            continue;
        };
        let modules: u32 = symbol
            .path()
            .iter()
            .map(|rect| u32::from(rect.width) * u32::from(rect.height))
            .sum();
        let dark = (0..symbol.rows())
            .flat_map(|row| symbol.row_bits(row))
            .map(|word| word.count_ones())
            .sum::<u32>();
        assert_eq!(modules, dark);
        let options = Options {
            at_least: Some(symbol.version()),
            shape: Shape::Any,
            ..Options::default()
        };
        let floor = symbology.encode(&data, &options);
        if symbology.linear {
            assert_eq!(floor.map(|floor| floor.columns()), Ok(symbol.columns()));
        } else {
            assert!(floor.is_ok_and(
                |floor| floor.columns() >= symbol.columns() || floor.rows() >= symbol.rows()
            ));
        }
    }
});
