//! Any bytes as a link: findings within the input, and for what is accepted URI to element string to canonical URI is a fixed point,
//! compressed or not.
#![no_main]

use libfuzzer_sys::fuzz_target;
use unitmark::element::Rules;
use unitmark::link::{CheckedLink, Compression, DigitalLink, Mode, Template, Writer};

fuzz_target!(|data: &[u8]| {
    for mode in [Mode::STRICT, Mode::LENIENT.legacy_keys()] {
        let read = CheckedLink::read(data, mode, &Rules::default());
        for finding in read.findings() {
            assert!(finding.span().start <= finding.span().end && finding.span().end <= data.len());
        }
        for (_, span) in read.message().elements() {
            assert!(span.start <= span.end && span.end <= data.len());
        }
        let Ok(text) = std::str::from_utf8(data) else {
            assert!(read.into_link().is_err());
            continue;
        };
        let parsed = DigitalLink::parse_as(text, mode);
        let Ok(link) = read.into_link() else {
            assert!(parsed.is_err());
            continue;
        };
        assert_eq!(parsed.as_ref(), Ok(&link));
        assert_eq!(
            DigitalLink::parse_as(&link.to_string(), mode).as_ref(),
            Ok(&link)
        );
        let canonical = link.canonical();
        assert_eq!(
            DigitalLink::parse_as(&canonical, mode)
                .map(|link| link.canonical())
                .as_ref(),
            Ok(&canonical)
        );
        for form in [Compression::EpcHex, Compression::EpcBase64] {
            let Ok(short) = link.write(&Writer::default().compression(Some(form))) else {
                continue;
            };
            let back = DigitalLink::parse_as(&short, mode).map(|link| link.canonical());
            assert_eq!(back.as_ref(), Ok(&canonical), "{short}");
        }
        for partial in [false, true] {
            for optimised in [false, true] {
                let form = Compression::Legacy { optimised, partial };
                let short = match link.write(&Writer::default().compression(Some(form))) {
                    Ok(short) => short,
                    Err(error) => {
                        assert_eq!(error.code(), "stem-elements");
                        continue;
                    }
                };
                let back = DigitalLink::parse_as(&short, mode).map(|link| link.canonical());
                assert_eq!(back.as_ref(), Ok(&canonical), "{short}");
            }
        }
    }
    if let Ok(text) = std::str::from_utf8(data) {
        let _ = Template::parse(text);
    }
});
