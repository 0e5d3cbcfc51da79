//! Any text as an element string: what is accepted prints back and is the same message in every form, both ways to read agree.
#![no_main]

use libfuzzer_sys::fuzz_target;
use unitmark::element::{ElementString, Parsed, Rules};

fuzz_target!(|data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    let explained = Parsed::bracketed(data).check(&Rules::default());
    match ElementString::parse(text) {
        Ok(message) => {
            assert!(explained.findings().is_empty());
            let printed = message.to_string();
            assert_eq!(ElementString::parse(&printed).as_ref(), Ok(&message));
            assert_eq!(
                ElementString::parse_unbracketed(&message.unbracketed()).as_ref(),
                Ok(&message)
            );
            assert_eq!(
                ElementString::parse_raw(message.raw().as_bytes()).as_ref(),
                Ok(&message)
            );
        }
        Err(error) => {
            assert_eq!(explained.findings(), error.findings());
            for finding in error.findings() {
                assert!(
                    finding.span().start <= finding.span().end && finding.span().end <= data.len()
                );
            }
        }
    }
});
