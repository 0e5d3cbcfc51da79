//! EPCs against published examples: `vectors/epc.tsv`.

use unitmark::element::ElementString;
use unitmark::epc::{Coding, Epc, EpcErrorKind, Prefixes};

const CASES: &str = include_str!("vectors/epc.tsv");

/// The cases of one kind, as fields.
fn cases<const N: usize>(kind: &str) -> impl Iterator<Item = [&'static str; N]> {
    let lines = CASES.lines().filter(|line| !line.starts_with('#'));
    let rows = lines.filter_map(move |line| {
        let (own, rest) = line.split_once('\t')?;
        (own == kind).then_some(rest)
    });
    rows.map(|row| {
        let fields: Vec<&str> = row.split('\t').collect();
        <[&str; N]>::try_from(fields).unwrap_or_else(|_| panic!("{N} fields in {row}"))
    })
}

/// The elements as a tag has them, whether or not a bar code may say so.
fn bracketed(epc: &Epc) -> String {
    let elements = epc.elements();
    let written = elements.map(|(ai, value)| format!("({ai}){}", value.replace('(', "\\(")));
    let text: String = written.collect();
    if text.is_empty() { "-".into() } else { text }
}

fn coding(name: &str) -> Coding {
    Coding::find(name).unwrap_or_else(|| panic!("no coding {name}"))
}

#[test]
fn every_form_of_a_classic_tag_becomes_every_other() {
    let mut count = 0;
    for [name, filter, hex, bits, tag, pure, elements] in cases::<7>("tag") {
        count += 1;
        let epc = Epc::from_hex(hex).unwrap_or_else(|error| panic!("{hex}: {error}"));
        assert_eq!(epc.coding(), Some(coding(name)));
        assert_eq!(
            epc.filter().map_or("-".into(), |filter| filter.to_string()),
            filter,
            "{hex}"
        );
        assert_eq!(epc.tag_uri().as_deref(), Ok(tag), "{hex}");
        assert_eq!(epc.pure_identity_uri().as_deref(), Ok(pure), "{hex}");
        assert_eq!(bracketed(&epc), elements, "{hex}");
        assert_eq!(epc.hex().as_deref(), Ok(hex));
        let digits = bits.parse::<usize>().expect(bits).div_ceil(4);
        let raw = format!("urn:epc:raw:{bits}.x{}", &hex[..digits]);
        assert_eq!(epc.raw_uri().as_ref(), Ok(&raw));
        for form in [tag, &raw] {
            assert_eq!(Epc::parse(form).as_ref(), Ok(&epc), "{form}");
        }
        assert_eq!(
            Epc::from_base64(&epc.base64().expect("bits")).as_ref(),
            Ok(&epc)
        );
        let identity = Epc::parse(pure).unwrap_or_else(|error| panic!("{pure}: {error}"));
        let filter = epc.filter().unwrap_or_default();
        assert_eq!(identity.encode(coding(name), filter).as_ref(), Ok(&epc));
        let Ok(message) = ElementString::parse(elements) else {
            // DIFFERENCE: pieces such as 00 of 00 and 41 of 12, which a tag can say and (8006) must not.
            assert!(name.starts_with("ITIP") || elements == "-", "{elements}");
            continue;
        };
        let length = epc.prefix_length().expect("a company prefix");
        let prefixes = Prefixes::new().with_length(length).expect("a length");
        let other = Epc::from_elements(&message, &prefixes).expect(elements);
        assert_eq!(other.encode(coding(name), filter).as_ref(), Ok(&epc));
        assert_eq!(epc.element_string().as_ref(), Ok(&message));
    }
    assert!(count > 200, "only {count} cases were read");
}

#[test]
fn tags_that_need_no_company_prefix_become_elements_and_come_back() {
    let mut count = 0;
    for [name, filter, hex, host, elements] in cases::<5>("plus") {
        count += 1;
        let epc = Epc::from_hex(hex).unwrap_or_else(|error| panic!("{hex}: {error}"));
        assert_eq!(epc.coding(), Some(coding(name)));
        assert_eq!(bracketed(&epc), elements, "{hex}");
        assert_eq!(epc.host_name().unwrap_or("-"), host, "{hex}");
        assert_eq!(epc.hex().as_deref(), Ok(hex));
        let filter = filter.parse().expect(filter);
        assert_eq!(epc.filter(), Some(filter));
        let Ok(message) = ElementString::parse(elements) else {
            // DIFFERENCE: piece 61 of 99 is right, piece 99 of 61 is none, and both are on tags.
            assert!(name.starts_with("ITIP"), "{elements}");
            continue;
        };
        let mut other = Epc::from_elements(&message, &Prefixes::new()).expect(elements);
        if host != "-" {
            other = other.with_host_name(host).expect(host);
        }
        assert_eq!(
            other.encode(coding(name), filter).as_ref(),
            Ok(&epc),
            "{elements}"
        );
    }
    assert!(count > 70, "only {count} cases were read");
}

#[test]
fn pure_identity_uris_are_told_apart() {
    for [uri] in cases("valid") {
        let epc = Epc::parse(uri).unwrap_or_else(|error| panic!("{uri}: {error}"));
        assert_eq!(epc.pure_identity_uri().as_deref(), Ok(uri));
    }
    let accepted: Vec<_> = cases("invalid")
        .filter(|[uri]| Epc::parse(uri).is_ok())
        .collect();
    assert!(accepted.is_empty(), "{accepted:#?}");
}

#[test]
fn elements_and_pure_identity_uris_say_the_same() {
    for [uri, elements] in cases("elements") {
        let epc = Epc::parse(uri).unwrap_or_else(|error| panic!("{uri}: {error}"));
        assert_eq!(bracketed(&epc), elements, "{uri}");
        let message = ElementString::parse(elements).expect(elements);
        let prefixes = epc
            .prefix_length()
            .map(|length| Prefixes::new().with_length(length));
        let prefixes = prefixes.expect("a company prefix").expect("a length");
        let back = Epc::from_elements_as(&message, epc.scheme(), &prefixes).expect(elements);
        assert_eq!(back.pure_identity_uri().as_deref(), Ok(uri));
    }
}

#[test]
fn what_does_not_fit_a_coding_is_refused_with_the_reason() {
    let mut count = 0;
    for [name, filter, uri] in cases("unfit") {
        count += 1;
        let epc = Epc::parse(uri).expect(uri);
        let error = epc
            .encode(coding(name), filter.parse().expect(filter))
            .expect_err(uri);
        let fits = matches!(error.kind(), EpcErrorKind::DoesNotFit { .. });
        assert!(fits && !error.field().is_empty(), "{uri}: {error}");
    }
    assert!(count > 8, "only {count} cases were read");
}
