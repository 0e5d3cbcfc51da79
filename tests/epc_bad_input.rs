//! Tags and URIs that are wrong: a code and a place for each. And what other implementations get wrong.

use unitmark::element::ElementString;
use unitmark::epc::{
    CheckDigits, Coding, Epc, EpcErrorKind, Misfit, PrefixLength, PrefixList, Prefixes,
};
use unitmark::scan::{ReadOptions, Reading, read};

/// Digits, then the code, the field and the bits that are told.
const WRONG_TAGS: &[(&str, &str, &str, usize, usize)] = &[
    ("30742", "epc-odd-digits", "", 16, 20),
    ("FF74257BF7194E4000001A85", "epc-header", "header", 0, 8),
    (
        "00000000000000000000000000",
        "epc-unprogrammed",
        "header",
        0,
        8,
    ),
    ("E2801160600002054CC2096F", "epc-tid", "header", 0, 8),
    ("307C257BF7194E4000001A85", "epc-partition", "GTIN", 11, 14),
    ("3074257BF7194E4000001A", "epc-too-short", "", 88, 96),
    ("3074257BF7194E4000001A850000", "epc-too-long", "", 96, 112),
    ("3074257BF7194E4000001A850001", "epc-too-long", "", 96, 112),
    (
        "3074257BF7194E4000001A8500000001",
        "epc-too-long",
        "",
        96,
        128,
    ),
    // A company prefix of 10,000,000 at seven digits, and a reference of 1,000,000 at six.
    ("3076625A00194E4000001A85", "epc-overflow", "GTIN", 14, 38),
    ("3074257BF7D0904000001A85", "epc-overflow", "GTIN", 38, 58),
    // The zeros after the reference of an SSCC-96.
    ("3174257BF4499602D2000001", "epc-padding", "", 95, 96),
    ("3174257BF4499602D2800000", "epc-padding", "", 72, 73),
    // A byte that is no character of the set, and one after the end.
    (
        "3634257BF7194E4FC00000000000000000000000000000000000",
        "epc-character",
        "serial",
        58,
        65,
    ),
    (
        "3634257BF7194E5800300000000000000000000000000000000",
        "epc-odd-digits",
        "",
        200,
        204,
    ),
    (
        "3634257BF7194E58003000000000000000000000000000000000",
        "epc-padding",
        "serial",
        72,
        114,
    ),
    (
        "3634257BF7194E40000000000000000000000000000000000000",
        "epc-value",
        "serial",
        58,
        198,
    ),
    // The digit 1 of an SGCN-96.
    (
        "3F74F4E4E612600000000000",
        "epc-leading-one",
        "serial",
        55,
        96,
    ),
    (
        "3F74F4E4E612640000000001",
        "epc-leading-one",
        "serial",
        55,
        96,
    ),
    // Nibbles that are no digits, check digits, reserved indicators and lengths of tags with +.
    ("F738061414112345A046A140", "epc-nibble", "GTIN", 64, 68),
    (
        "F7380614141123459046A140",
        "epc-check-digit",
        "GTIN",
        64,
        68,
    ),
    ("F73806141411234 ", "epc-not-hex", "", 15, 16),
    (
        "F7380614141123458C46A140",
        "epc-encoding-indicator",
        "serial",
        68,
        71,
    ),
    ("F73806141411234581F6A140", "epc-length", "serial", 71, 76),
    ("F7380614141123458046", "epc-too-short", "serial", 76, 80),
    ("F7380614141123458046A141", "epc-padding", "", 95, 96),
    ("F8395211416789095093", "epc-too-short", "serial", 68, 80),
    (
        "FB3F2CDE795211411234538566CB0AFC4000",
        "epc-date-type",
        "date",
        12,
        16,
    ),
    (
        "FB34FFFE795211411234538566CB0AFC4000",
        "epc-date",
        "date",
        16,
        23,
    ),
    // Data after the EPC that begins with no AI.
    (
        "F7B80614141123458046A140C00000",
        "epc-attribute",
        "data after the EPC",
        90,
        98,
    ),
    (
        "F7B80614141123458046A15FFFFF",
        "epc-nibble",
        "data after the EPC",
        94,
        98,
    ),
];

#[test]
fn a_tag_that_is_wrong_is_told_with_code_field_and_bits() {
    let mut wrong = Vec::new();
    for (hex, code, field, from, to) in WRONG_TAGS.iter().copied() {
        let Err(error) = Epc::from_hex(hex) else {
            panic!("{hex} was read");
        };
        let place = error.bits().or(error.span()).expect("a place");
        let found = (error.code(), error.field(), place.start, place.end);
        wrong.extend((found != (code, field, from, to)).then(|| format!("{hex}: {found:?}")));
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn a_uri_that_is_wrong_is_told_with_code_and_bytes() {
    for (uri, code, from, to) in [
        ("urn:epc:", "epc-uri-form", 0, 8),
        ("urn:epc:it:sgtin:1", "epc-uri-form", 0, 18),
        (
            "urn:epc:id:sgtn:0614141.812345.6789",
            "epc-uri-scheme",
            11,
            15,
        ),
        (
            "urn:epc:class:sgtin:0614141.812345.6789",
            "epc-uri-scheme",
            14,
            19,
        ),
        (
            "urn:epc:tag:sgtin+:3.0614141.812345.6789",
            "epc-uri-scheme",
            12,
            18,
        ),
        ("urn:epc:id:sgtin:0614141.812345", "epc-uri-fields", 17, 31),
        ("urn:epc:tag:grai-170:3", "epc-uri-fields", 22, 22),
        (
            "urn:epc:id:sgtin:06141.81234567.1",
            "epc-prefix-length",
            17,
            22,
        ),
        ("urn:epc:id:sgtin:0614141.8123456.1", "epc-value", 25, 32),
        (
            "urn:epc:id:sgtin:0614141.812345.a/b",
            "epc-uri-escape",
            33,
            34,
        ),
        (
            "urn:epc:id:sgtin:0614141.812345.a%2",
            "epc-uri-escape",
            33,
            35,
        ),
        ("urn:epc:id:sgtin:0614141.812345.a%23", "epc-value", 32, 36),
        (
            "urn:epc:tag:sgtin-96:8.0614141.812345.1",
            "epc-filter",
            21,
            22,
        ),
        (
            "urn:epc:raw:95.x3074257BF7194E4000001A84",
            "epc-too-short",
            0,
            0,
        ),
        (
            "urn:epc:tag:sgtin-96:3.0614141.812345.0042",
            "epc-does-not-fit",
            38,
            42,
        ),
        ("urn:epc:tag:gid-96:1.16777216.1", "epc-value", 21, 29),
        (
            "urn:epc:raw:96.x3074257BF7194E4000001A8G",
            "epc-not-hex",
            39,
            40,
        ),
        (
            "urn:epc:raw:98.x3074257BF7194E4000001A851",
            "epc-padding",
            0,
            0,
        ),
    ] {
        let error = Epc::parse(uri).expect_err(uri);
        assert_eq!(error.code(), code, "{uri}: {error}");
        if to > 0 {
            assert_eq!(
                error.span().map(|span| (span.start, span.end)),
                Some((from, to)),
                "{uri}"
            );
        }
    }
}

#[test]
fn a_raw_uri_of_another_length_than_it_says_is_told_with_its_bits() {
    for (uri, code, from, to) in [
        (
            "urn:epc:raw:96.x3074257BF7194E4000001A8500",
            "epc-too-long",
            96,
            104,
        ),
        (
            "urn:epc:raw:96.x3074257BF7194E4000001A8",
            "epc-too-short",
            92,
            96,
        ),
        ("urn:epc:raw:96.x", "epc-too-short", 0, 96),
    ] {
        let error = Epc::parse(uri).expect_err(uri);
        let bits = error.bits().expect("bits");
        assert_eq!((error.code(), bits.start, bits.end), (code, from, to));
    }
}

#[test]
fn base64url_is_filled_up_with_zeros_and_as_many_signs_as_there_may_be() {
    let bits = |text: &str| {
        let error = Epc::from_base64(text).expect_err(text);
        let place = error.bits().or(error.span()).expect("a place");
        (error.code(), place.start, place.end)
    };
    let tag = "-DlSEUFniQlQkzgA";
    assert!(Epc::from_base64(tag).is_ok());
    assert_eq!(bits("-DlSEUFniQlQkzgA="), ("epc-not-base64", 16, 17));
    let tag = Epc::parse("urn:epc:tag:sgtin-96:3.0614141.812345.6789")
        .and_then(|epc| epc.encode(Coding::SGTIN_198, 3))
        .and_then(|epc| epc.base64())
        .expect("a tag of 26 bytes");
    assert!(tag.ends_with("AA") && tag.len() == 35);
    for right in [tag.clone(), format!("{tag}=")] {
        assert!(Epc::from_base64(&right).is_ok(), "{right}");
    }
    assert_eq!(bits(&format!("{tag}==")), ("epc-not-base64", 36, 37));
    let spare = format!("{}B", &tag[..34]);
    assert_eq!(bits(&spare), ("epc-padding", 208, 210));
}

#[test]
fn a_tag_in_other_bits_than_the_standard_chooses_keeps_them() {
    for (hex, differs) in [
        // Digits as 7-bit characters, digits after the delimiter for characters, the toggle and no data.
        ("F73795211411234538362C998000", 68),
        ("FA39521141E00000", 40),
        ("F7B79521141123453015", 8),
    ] {
        let tag = Epc::from_hex(hex).expect(hex);
        assert!(!tag.is_canonical(), "{hex}");
        let written = tag.hex().expect(hex);
        assert!(
            written.trim_end_matches('0').len() <= hex.len() && written.starts_with(hex),
            "{hex} {written}"
        );
        let again = tag.raw_uri().and_then(|uri| Epc::parse(&uri));
        assert_eq!(again.as_ref(), Ok(&tag));
        assert_eq!(
            tag.base64()
                .and_then(|text| Epc::from_base64(&text))
                .as_ref(),
            Ok(&tag)
        );
        let report = read(hex.as_bytes(), &ReadOptions::default());
        assert!(report.is_ok(), "{hex}");
        let note = report.findings().next().expect("a note");
        assert_eq!((note.code(), note.is_note()), ("epc-not-canonical", true));
        assert_eq!(note.span().start, differs / 4, "{hex}");
        let coding = tag.coding().expect("a coding");
        let anew = tag.clone().encode(coding, 1).expect("anew");
        assert!(anew.is_canonical() && anew.parts().eq(tag.parts()));
    }
    // A corrected check digit is not of these bits.
    let wrong = Epc::read_hex(b"F73795211411234638362C998000", CheckDigits::Compute);
    assert!(wrong.expect("corrected").is_canonical());
}

#[test]
fn data_without_a_coding_is_named() {
    let dictionary = unitmark::ai::Dictionary::BUILTIN;
    for ai in [
        "03", "717", "3954", "3955", "8014", "8040", "8041", "8042", "8043",
    ] {
        assert!(dictionary.get(ai).is_some(), "{ai}");
    }
    let unit: ElementString = "(01)09521141123454(21)1(717)ABC".parse().expect("a unit");
    let epc = Epc::from_elements(&unit, &Prefixes::new()).expect("an EPC");
    let error = epc.encode(Coding::SGTIN_PLUS, 0).expect_err("no coding");
    assert_eq!(error.code(), "epc-attribute");
    assert_eq!(
        error.to_string(),
        "data after the EPC: (717) cannot follow an EPC: Tag Data Standard 2.3 gives it no coding; leave it out with --key-only"
    );
    // On a tag: F7, the toggle, filter 0, (01), (21) of one digit, then 717.
    let error = Epc::from_hex("F780952114112345401171700000").expect_err("no coding");
    let bits = error.bits().map(|bits| (bits.start, bits.end));
    assert_eq!((error.code(), bits), ("epc-attribute", Some((80, 92))));
    assert!(error.message().contains("(717)"), "{error}");
}

#[test]
fn an_extension_of_zero_is_not_lost() {
    let shelf: ElementString = "(414)9521141123454(254)0".parse().expect("a location");
    let error = Epc::from_elements(&shelf, &Prefixes::new()).expect_err("lost");
    assert_eq!(
        (error.code(), error.field()),
        ("epc-zero-extension", "extension")
    );
    assert!(error.message().contains("(254)"), "{error}");
}

#[test]
fn only_a_gtin_8_says_how_long_its_company_prefix_is() {
    for key in [
        "(414)0000012345670",
        "(417)0000012345670",
        "(253)0000012345670A",
        "(8003)00000012345670A",
    ] {
        let message: ElementString = key.parse().expect(key);
        let error = Epc::from_elements(&message, &Prefixes::new())
            .and_then(|epc| epc.pure_identity_uri())
            .expect_err(key);
        assert_eq!(error.code(), "epc-prefix-length-unknown", "{key}");
    }
    let restricted: ElementString = "(01)00000020123451(21)1".parse().expect("a unit");
    let none = Prefixes::new();
    let error = Epc::from_elements(&restricted, &none)
        .and_then(|epc| epc.require_prefix(&none))
        .expect_err("restricted");
    assert_eq!(error.code(), "epc-prefix-restricted");
}

#[test]
fn a_company_prefix_of_the_owner_has_six_to_twelve_digits_and_begins_no_other() {
    let error = |own: &[&str]| {
        let prefixes = Prefixes::new().with_own(own.iter().copied());
        prefixes.expect_err("wrong").code()
    };
    assert_eq!(error(&["9521"]), "epc-prefix");
    assert_eq!(error(&["0614141", "06141411"]), "prefix-list-overlap");
    assert_eq!(error(&["06141411", "0614141"]), "prefix-list-overlap");
    assert!(Prefixes::new().with_own(["0614141", "0614141"]).is_ok());
    assert!(Prefixes::new().with_length(5).is_err());
}

#[test]
fn the_way_out_is_one_of_what_is_wrong() {
    let unit: ElementString = "(01)09521141123454(21)1".parse().expect("a unit");
    let epc = Epc::from_elements(&unit, &Prefixes::new()).expect("an EPC");
    let help = |epc: &Epc, coding: &str, filter| {
        let coding = Coding::find(coding).expect(coding);
        let error = epc.clone().encode(coding, filter).expect_err("wrong");
        (error.code(), error.help())
    };
    let (code, way) = help(&epc, "sgtin++", 0);
    assert_eq!(code, "epc-no-host-name");
    assert!(way.contains("--host-name"), "{way}");
    let hosted = epc
        .clone()
        .with_host_name("id.example.com")
        .expect("a host");
    let (code, way) = help(&hosted, "sgtin+", 0);
    assert_eq!(code, "epc-left-over");
    assert!(way.contains("++"), "{way}");
    let (_, way) = help(&epc, "sgtin+", 8);
    assert!(way.contains("--filter"), "{way}");
    let gid = Epc::parse("urn:epc:id:gid:1.2.3").expect("a GID");
    let (_, way) = help(&gid, "gid-96", 1);
    assert_eq!(way, "leave out --filter");
    let error = Epc::parse("urn:epc:id:sgtin:0614141.8123456.1").expect_err("digits");
    assert!(!error.help().contains("tag"), "{error}");
    let error = Epc::parse("urn:epc:tag:sgtin-96:3.0614141.812345.0042").expect_err("a zero");
    assert!(error.message().contains("SGTIN+ and SGTIN-198"), "{error}");
}

#[test]
fn what_looks_like_a_tag_and_is_none_is_told_as_one() {
    let first = |input: &str| {
        let report = read(input.as_bytes(), &ReadOptions::default());
        let finding = report.findings().next().expect("a finding");
        (report.reading(), finding.code(), finding.span().start)
    };
    let epc = Reading::Epc;
    assert_eq!(first("FF74257BF7194E4000001A85"), (epc, "epc-header", 0));
    assert_eq!(first("E2003412"), (epc, "epc-tid", 0));
    assert_eq!(first("E20034120123456789ABCDEF"), (epc, "epc-tid", 0));
    assert_eq!(first("3074257BF7194E4000001A85Z"), (epc, "epc-not-hex", 24));
    assert_eq!(first("3074257BF7194E4000001AZ5"), (epc, "epc-not-hex", 22));
    let other = ReadOptions {
        read_as: unitmark::scan::ReadAs::Epc,
        ..ReadOptions::default()
    };
    let report = read(b"MHQle/cZTkAAABqF", &other);
    let finding = report.findings().next().expect("a finding");
    assert_eq!(
        (finding.code(), finding.span().start),
        ("epc-not-base64", 5)
    );
    let unknown = read(b"hello", &ReadOptions::default());
    let finding = unknown.findings().next().expect("a finding");
    assert!(finding.help().contains("EPC"), "{}", finding.help());
}

#[test]
fn a_company_prefix_of_twelve_digits_leaves_an_empty_reference() {
    for (uri, elements) in [
        ("urn:epc:id:sgln:061411123456..0", "(414)0614111234560"),
        (
            "urn:epc:id:grai:061414113245..274877906943",
            "(8003)00614141132454274877906943",
        ),
        (
            "urn:epc:id:gdti:664623408520..1838320386724",
            "(253)66462340852041838320386724",
        ),
        ("urn:epc:id:sgcn:401234512345..1", "(255)40123451234561"),
    ] {
        let epc = Epc::parse(uri).expect(uri);
        assert_eq!(epc.element_string().expect(uri).to_string(), elements);
        let coding = epc
            .scheme()
            .codings()
            .find(|it| it.name().ends_with("-96"))
            .expect("a coding");
        let tag = epc.encode(coding, 0).expect(uri);
        let read = Epc::from_bytes(&tag.to_bytes().expect("bits")).expect(uri);
        assert_eq!(read.pure_identity_uri().as_deref(), Ok(uri));
    }
}

#[test]
fn numbers_above_2_to_53_keep_their_digits() {
    let uri = "urn:epc:id:giai:061414.4611686018427387903";
    let tag = Epc::parse(uri)
        .expect(uri)
        .encode(Coding::find("giai-96").expect("a coding"), 0);
    let read = Epc::from_hex(&tag.expect(uri).hex().expect("hex")).expect(uri);
    assert_eq!(read.pure_identity_uri().as_deref(), Ok(uri));
}

#[test]
fn an_escape_is_undone_once() {
    // The serial is %2F, four characters... of which the first is data.
    let epc = Epc::parse("urn:epc:id:sgtin:0614141.812345.%252F1").expect("a URI");
    assert_eq!(epc.parts().last(), Some(("serial", "%2F1")));
    assert_eq!(
        epc.pure_identity_uri().as_deref(),
        Ok("urn:epc:id:sgtin:0614141.812345.%252F1")
    );
}

#[test]
fn an_asset_that_ends_in_fifteen_is_read_whole() {
    for asset in ["952114115", "95211415F", "952114115FF", "0000001111"] {
        let message = ElementString::from_elements([("8004", asset)]).expect(asset);
        let coding = Coding::find("giai+").expect("a coding");
        let tag =
            Epc::from_elements(&message, &Prefixes::new()).and_then(|epc| epc.encode(coding, 0));
        let tag = tag.expect(asset).hex().expect("hex");
        let read = Epc::from_hex(&tag).expect(&tag);
        assert_eq!(read.element_string().as_ref(), Ok(&message));
    }
}

#[test]
fn a_check_digit_on_a_tag_is_verified_computed_or_kept() {
    let wrong = "F7380614141123459046A140";
    let read = |policy| Epc::read_hex(wrong.as_bytes(), policy);
    let error = read(CheckDigits::Verify).expect_err("a wrong check digit");
    assert_eq!(error.kind(), &EpcErrorKind::CheckDigit { expected: 8 });
    let computed = read(CheckDigits::Compute).expect("computed");
    assert_eq!(computed.hex().as_deref(), Ok("F7380614141123458046A140"));
    let kept = read(CheckDigits::Keep).expect("kept");
    assert_eq!(kept.wrong_check_digit(), Some(8));
    assert_eq!(kept.hex().as_deref(), Ok(wrong));
    assert_eq!(
        kept.element_string().expect_err("no message").code(),
        "epc-elements"
    );
    let kept = kept.with_prefix_length(7).expect("a length");
    assert_eq!(
        kept.encode(Coding::SGTIN_96, 0)
            .expect_err("the digit is lost")
            .code(),
        "epc-check-digit"
    );
}

#[test]
fn what_would_be_lost_is_an_error_that_names_it() {
    let unit: ElementString = "(01)80614141123458(17)260400(21)0042"
        .parse()
        .expect("a unit");
    let prefixes = Prefixes::new().with_length(7).expect("a length");
    let epc = Epc::from_elements(&unit, &prefixes).expect("an EPC");
    let code = |coding: &str| {
        let coding = Coding::find(coding).expect(coding);
        epc.clone()
            .encode(coding, 0)
            .map(|_| ())
            .map_err(|error| error.to_string())
    };
    let lost = "(17) has no place here; use a coding with +, which carries it after the EPC, or leave it out (--key-only)";
    assert_eq!(code("sgtin-198"), Err(lost.into()));
    assert_eq!(code("sgtin+"), Ok(()));
    assert_eq!(code("dsgtin+"), Ok(()));
    let error = epc
        .clone()
        .key_only()
        .encode(Coding::SGTIN_96, 0)
        .expect_err("a leading zero");
    let reason = |reason, instead| EpcErrorKind::DoesNotFit {
        coding: Coding::SGTIN_96,
        reason,
        instead,
    };
    assert_eq!(
        error.kind(),
        &reason(
            Misfit::LeadingZero,
            vec![Coding::SGTIN_PLUS, Coding::SGTIN_198]
        )
    );
    assert_eq!(error.field(), "serial");
    assert_eq!(
        epc.clone()
            .encode(Coding::SSCC_96, 0)
            .expect_err("another scheme")
            .code(),
        "epc-other-scheme"
    );
    assert_eq!(
        epc.encode(Coding::SGTIN_PLUS, 8)
            .expect_err("a filter")
            .code(),
        "epc-filter"
    );
    let class = Epc::parse("urn:epc:class:lgtin:061414012345.0.0").expect("a lot");
    assert_eq!(
        class.to_bytes().expect_err("no coding").code(),
        "epc-uri-only"
    );
}

#[test]
fn company_prefix_lengths_are_told_and_never_guessed() {
    let list = PrefixList::parse(
        "[{\"gcpLength\":7,\"prefix\":\"0614141\"},\n{\"prefix\":\"95\",\"gcpLength\":9},{\"prefix\":\"2\",\"gcpLength\":0},{\"prefix\":\"961234567890\",\"gcpLength\":12}]",
    );
    let list = list.expect("a list");
    assert_eq!(list.entries(), 4);
    let known = Prefixes::new().with_list(list);
    assert_eq!(known.length("0614141123452"), PrefixLength::Known(7));
    assert_eq!(known.length("9512345678905"), PrefixLength::Known(9));
    assert_eq!(known.length("9612345678905"), PrefixLength::Known(12));
    assert_eq!(known.length("9612345678915"), PrefixLength::Unknown);
    assert_eq!(
        known.length("96123456"),
        PrefixLength::Unknown,
        "too short to say"
    );
    assert_eq!(known.length("2000000000008"), PrefixLength::Restricted);
    let unit: ElementString = "(01)02012345678903(21)1".parse().expect("a unit");
    let epc = Epc::from_elements(&unit, &known).expect("an EPC");
    assert_eq!(
        epc.clone()
            .require_prefix(&known)
            .expect_err("restricted")
            .code(),
        "epc-prefix-restricted"
    );
    assert_eq!(
        epc.pure_identity_uri().expect_err("unknown").code(),
        "epc-prefix-length-unknown"
    );
    for (text, code, line, column) in [
        ("", "prefix-list-empty", 1, 1),
        (
            "<a prefix='06I' gcpLength='7'/>",
            "prefix-list-prefix",
            1,
            12,
        ),
        (
            "<a prefix='06'\n gcpLength='3'/>",
            "prefix-list-length",
            2,
            13,
        ),
        (
            "<a prefix='06'/><a prefix='07'/>",
            "prefix-list-alone",
            1,
            28,
        ),
        (
            "<a prefix='06' gcpLength='7'/><a prefix='061' gcpLength='8'/>",
            "prefix-list-overlap",
            1,
            42,
        ),
    ] {
        let error = PrefixList::parse(text).expect_err(text);
        assert_eq!(
            (error.code(), error.line(), error.column()),
            (code, line, column),
            "{text}"
        );
    }
    // A GTIN-8 fills the place of a company prefix with zeros and its own prefix.
    let small: ElementString = "(01)00000095010939(21)S".parse().expect("a unit");
    let epc = Epc::from_elements(&small, &Prefixes::new()).expect("an EPC");
    assert_eq!(
        epc.pure_identity_uri().as_deref(),
        Ok("urn:epc:id:sgtin:00000950.01093.S")
    );
}

#[test]
fn a_pattern_of_many_keys_is_told_as_one() {
    for (uri, from, to) in [
        ("urn:epc:idpat:sgtin:0614141.*.*", 28, 31),
        ("urn:epc:idpat:sgtin:*.*.*", 20, 25),
        ("urn:epc:idpat:cpi:0614141.*.*", 26, 29),
    ] {
        let error = Epc::parse(uri).expect_err(uri);
        let span = error.span().map(|span| (span.start, span.end));
        assert_eq!((error.code(), span), ("epc-wide-pattern", Some((from, to))));
    }
}

#[test]
fn the_check_digit_of_a_container_must_fit() {
    assert!(Epc::parse("urn:epc:id:bic:CSQU3054383").is_ok());
    for (wrong, code) in [
        ("CSQU3054384", "epc-check-digit"),
        ("CSQX3054383", "epc-value"),
        ("CSQU305438", "epc-value"),
        ("CSQU305438A", "epc-value"),
    ] {
        let uri = format!("urn:epc:id:bic:{wrong}");
        let error = Epc::parse(&uri).expect_err(wrong);
        assert_eq!((error.code(), error.field()), (code, "container"));
    }
}

#[test]
fn why_no_run_begins_with_a_tag_is_told() {
    let code = |hex: &str, count| {
        let first = Epc::from_hex(hex).expect(hex);
        let error = unitmark::epc::TagRange::new(&first, count).expect_err(hex);
        (error.code(), error.to_string())
    };
    let (word, text) = code("3634257BF7194E583068C8000000000000000000000000000000", 2);
    assert!(
        word == "epc-no-run" && text.contains("characters"),
        "{text}"
    );
    let (word, text) = code("F7B79521141123453015", 2);
    assert!(word == "epc-no-run" && text.contains("last"), "{text}");
    let (word, text) = code("3074257BF7194E7FFFFFFFFF", 2);
    assert_eq!(word, "epc-run-too-long");
    assert!(text.contains("after 1,"), "{text}");
}

#[test]
fn patterns_stand_for_all_serials_of_a_key() {
    for (uri, elements) in [
        ("urn:epc:idpat:sgtin:0614141.812345.*", "(01)80614141123458"),
        ("urn:epc:idpat:grai:0614141.12345.*", "(8003)00614141123452"),
        (
            "urn:epc:idpat:itip:4012345.012345.04.04.*",
            "(8006)040123451234560404",
        ),
    ] {
        let epc = Epc::parse(uri).expect(uri);
        assert!(epc.is_pattern());
        assert_eq!(epc.element_string().expect(uri).to_string(), elements);
        assert_eq!(epc.pure_identity_uri().as_deref(), Ok(uri));
        let coding = epc.scheme().codings().next().expect("a coding");
        assert_eq!(
            epc.encode(coding, 0).expect_err("no serial").code(),
            "epc-pattern"
        );
    }
}

#[test]
fn digits_that_are_a_message_stay_one() {
    // Twenty-four digits that are no tag, and a tag that begins like AI (30).
    let digits = read(b"010952123454321317260400", &ReadOptions::default());
    assert_eq!(digits.reading(), Reading::Raw);
    let tag = read(b"3074257BF7194E4000001A85", &ReadOptions::default());
    assert_eq!((tag.reading(), tag.is_ok()), (Reading::Epc, true));
    let places: Vec<_> = tag
        .elements()
        .map(|(_, span)| (span.start, span.end))
        .collect();
    assert_eq!(places, [(2, 15), (14, 24)]);
    let uri = read(
        b"urn:epc:tag:sgtin-96:3.0614141.812345.6789",
        &ReadOptions::default(),
    );
    let places: Vec<_> = uri
        .elements()
        .map(|(_, span)| (span.start, span.end))
        .collect();
    assert_eq!(places, [(23, 37), (38, 42)]);
    let wrong = read(b"307C257BF7194E4000001A85", &ReadOptions::default());
    let finding = wrong.findings().next().expect("a finding");
    assert_eq!(
        (finding.code(), finding.span().start, finding.span().end),
        ("epc-partition", 2, 4)
    );
}
