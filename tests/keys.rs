//! Every kind of key keeps the same promises.

use unitmark::ai::Dictionary;
use unitmark::key::{Gtin, KEYS, Kind, gs1_prefix};

/// A kind, a valid key, what stands before its check, and its parts at a company prefix of seven digits.
#[rustfmt::skip]
const VALID: &[(&str, &str, &str, &str)] = &[
    ("gtin", "05012345678900",            "0501234567890",            "0|5012345|67890|0"),
    ("sscc", "106141412345678908",        "10614141234567890",        "1|0614141|234567890|8"),
    ("gln",  "9521321000010",             "952132100001",             "9521321|00001|0"),
    ("grai", "9521321543210CRATE7",       "",                         "9521321|54321|0|CRATE7"),
    ("giai", "9521321LAPTOP-77",          "9521321LAPTOP-77",         "9521321|LAPTOP-77"),
    ("gsrn", "952132112345678906",        "95213211234567890",        "9521321|1234567890|6"),
    ("gdti", "9521321555552DOC/1",        "",                         "9521321|55555|2|DOC/1"),
    ("gcn",  "9521321777776123456",       "",                         "9521321|77777|6|123456"),
    ("cpid", "95213211MOTOR-7",           "95213211MOTOR-7",          "9521321|1MOTOR-7"),
    ("gmn",  "1987654Ad4X4bL5ttr2310c2K", "1987654Ad4X4bL5ttr2310c",  "1987654|Ad4X4bL5ttr2310c|2K"),
    ("ginc", "9521321FREIGHT-9",          "9521321FREIGHT-9",         "9521321|FREIGHT-9"),
    ("gsin", "95213211234567896",         "9521321123456789",         "9521321|123456789|6"),
    ("itip", "095212345432130203",        "",                         "0|9521234|54321|3|02|03"),
];

/// The same keys with the check digit that the library computes, so that the table above need not be trusted.
fn repaired(kind: &Kind, key: &str) -> String {
    match kind.check(key) {
        Ok(canonical) => canonical,
        Err(error) => {
            let expected = error.expected().unwrap_or_else(|| panic!("{key}: {error}"));
            format!(
                "{}{expected}{}",
                &key[..error.span().start],
                &key[error.span().end..]
            )
        }
    }
}

#[test]
fn every_kind_reads_completes_and_splits() {
    assert_eq!(VALID.len(), KEYS.len());
    for ((name, key, payload, parts), kind) in VALID.iter().zip(KEYS) {
        assert_eq!(*name, kind.name);
        let key = repaired(kind, key);
        assert_eq!(kind.check(&key).as_deref(), Ok(key.as_str()));
        if !payload.is_empty() {
            assert_eq!(kind.complete(payload).as_deref(), Ok(key.as_str()));
        }
        let split = kind.split(&key, 7).expect(name);
        let values: Vec<&str> = split.iter().map(|part| part.value).collect();
        assert_eq!(values.len(), parts.split('|').count(), "{name}: {values:?}");
        assert_eq!(values.concat(), key, "the parts are the key");
        assert!(kind.split(&key, 3).is_err() && kind.split(&key, 13).is_err());
    }
}

#[test]
fn every_kind_fits_the_ai_that_carries_it() {
    for ((_, key, _, _), kind) in VALID.iter().zip(KEYS) {
        let value = kind.ai_value(&repaired(kind, key));
        let ai = Dictionary::BUILTIN.get(kind.ai).expect(kind.ai);
        assert!(ai.lengths().contains(&value.len()), "{} {value}", kind.name);
        let message = format!("({}){value}", kind.ai);
        let checked = unitmark::element::Checked::read(
            message.as_bytes(),
            unitmark::element::Syntax::Bracketed,
            &unitmark::element::Rules::default(),
        );
        assert!(checked.is_ok(), "{message}: {:?}", checked.findings());
    }
}

#[test]
fn a_wrong_check_digit_names_the_right_one() {
    for name in ["gtin", "sscc", "gln", "gsrn", "gsin"] {
        let kind = Kind::find(name).expect(name);
        let (_, key, _, _) = VALID.iter().find(|row| row.0 == name).expect(name);
        let key = repaired(kind, key);
        let (payload, last) = key.split_at(key.len() - 1);
        let wrong = (last.parse::<u8>().expect("a digit") + 3) % 10;
        let error = kind.check(&format!("{payload}{wrong}")).expect_err(name);
        assert_eq!(error.code(), "check-digit");
        assert_eq!(
            error.expected().map(|digit| digit.to_string()).as_deref(),
            Some(last)
        );
        assert_eq!(error.span().start, payload.len());
    }
}

#[test]
fn a_upc_e_is_a_gtin_12_without_its_zeros() {
    for (short, whole) in [
        ("01234505", "012000003455"),
        ("01234514", "012100003454"),
        ("01234531", "012300000451"),
        ("01234543", "012340000053"),
        ("04252614", "042100005264"),
        ("01234565", "012345000065"),
    ] {
        let gtin = Gtin::from_upc_e(short).unwrap_or_else(|error| panic!("{short}: {error}"));
        assert_eq!(gtin.shortest(), whole);
        assert_eq!(gtin.to_upc_e().as_deref(), Some(short));
    }
    assert_eq!(
        Gtin::from_upc_e("01234500")
            .expect_err("check digit")
            .code(),
        "check-digit"
    );
    assert_eq!(
        Gtin::from_upc_e("21234565")
            .expect_err("number system")
            .code(),
        "key-length"
    );
    let plain = Gtin::parse("614141000012")
        .or_else(|_| Gtin::complete("61414100001"))
        .expect("a GTIN-12");
    assert_eq!(plain.to_upc_e(), None);
}

#[test]
fn restricted_numbers_are_told_apart() {
    let gtin = |payload: &str| Gtin::complete(payload).expect(payload);
    assert!(gtin("200000000001").is_restricted());
    assert!(gtin("020000000001").is_restricted());
    assert!(gtin("2000001").is_restricted());
    assert!(!gtin("501234567890").is_restricted());
    assert_eq!(
        gs1_prefix("2900000000001").map(|range| range.name),
        Some("restricted circulation")
    );
}

#[test]
fn completing_names_how_many_digits_it_needs() {
    assert_eq!(
        Kind::find("sscc")
            .expect("sscc")
            .complete("123")
            .expect_err("too short")
            .code(),
        "key-payload"
    );
    assert_eq!(
        Gtin::complete("123").expect_err("too short").code(),
        "key-length"
    );
    assert_eq!(
        Gtin::complete("50123456789X")
            .expect_err("a letter")
            .span()
            .start,
        11
    );
}

#[test]
fn a_key_too_short_for_its_company_prefix_is_told_as_that() {
    let split = |name: &str, key: &str, length| {
        let kind = Kind::find(name).expect(name);
        let parts = kind.split(key, length).map(|parts| parts.len());
        parts.map_err(|error| error.to_string())
    };
    for key in ["952114", "9521141"] {
        let told = split("giai", key, 7).expect_err(key);
        assert!(told.contains("too short"), "{told}");
    }
    assert!(split("giai", "9521141A", 7).is_ok());
    // Twelve digits leave a location no reference.
    assert!(split("gln", "9521321000010", 12).is_ok());
}
