//! Any text as a GS1 Syntax Dictionary: what is accepted writes itself back.
#![no_main]

use libfuzzer_sys::fuzz_target;
use unitmark::ai::Dictionary;

fuzz_target!(|text: &str| {
    if let Ok(dictionary) = Dictionary::parse(text) {
        let written = dictionary.to_string();
        let again = Dictionary::parse(&written).expect("what was written");
        assert_eq!(again.to_string(), written);
    }
});
