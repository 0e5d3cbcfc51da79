//! The AI table against the published release, and the parser for dictionary texts.

use unitmark::ai::{Ai, Dictionary};

/// The SHA-256 of release 2026-01-27 of the GS1 Barcode Syntax Dictionary, normalised as `Display` writes a dictionary: rows in AI
/// order, single blanks, attributes in the order req, ex, dlpkey, no comments but titles. It was computed from the published file
/// by a script that knows nothing of this library.
#[cfg(feature = "serial")]
const RELEASE: &str = "7ada8e12eeddb776149e1cd971e01798b45e9d94ab18cb4f42bfa19a09e33c67";

#[cfg(feature = "serial")]
#[test]
fn the_table_is_the_published_release() {
    use sha2::{Digest as _, Sha256};
    use std::fmt::Write as _;

    let digest = Sha256::digest(Dictionary::BUILTIN.to_string());
    let mut hex = String::new();
    for byte in digest {
        write!(hex, "{byte:02x}").expect("writing to a String");
    }
    assert_eq!(hex, RELEASE);
}

#[test]
fn the_table_has_every_ai_of_the_release() {
    assert_eq!(Dictionary::BUILTIN.len(), 541);
    assert_eq!(Dictionary::BUILTIN.to_string().lines().count(), 224);
    let count =
        |is: fn(Ai<'static>) -> bool| Dictionary::BUILTIN.iter().filter(|ai| is(*ai)).count();
    assert_eq!(count(|ai| !ai.needs_separator()), 337);
    assert_eq!(count(Ai::is_attribute), 525);
    assert_eq!(count(Ai::is_key), 16);
}

#[test]
fn a_written_dictionary_reads_back_the_same() {
    let text = Dictionary::BUILTIN.to_string();
    let read = Dictionary::parse(&text).expect("the text of the library's own table");
    assert_eq!(read.to_string(), text);
    assert_eq!(read.len(), Dictionary::BUILTIN.len());
    for ai in Dictionary::BUILTIN.iter() {
        let same = read.get(ai.code()).expect("the same AIs");
        assert_eq!((same.title(), same.lengths()), (ai.title(), ai.lengths()));
        assert_eq!(same.components(), ai.components());
    }
}

#[test]
fn every_ai_that_a_rule_names_is_in_the_table() {
    for ai in Dictionary::BUILTIN.iter() {
        let named = ai
            .requires()
            .chain([ai.excludes()])
            .flat_map(|text| text.split([',', '+']));
        for name in named.filter(|name| !name.is_empty() && !name.contains('n')) {
            assert!(
                Dictionary::BUILTIN.get(name).is_some(),
                "({ai}) names ({name})"
            );
        }
        for name in ai.qualifiers().flatten() {
            assert!(
                Dictionary::BUILTIN.get(name).is_some(),
                "({ai}) is qualified by ({name})"
            );
        }
    }
}

/// Lines of a dictionary and what is wrong with them: code and column.
#[rustfmt::skip]
const LINES: &[(&str, &str, usize)] = &[
    ("9a  X1",                          "dictionary-ai", 1),
    ("9-99  X1",                        "dictionary-range-width", 1),
    ("10-29  X1",                       "dictionary-range-span", 1),
    ("95-91  X1",                       "dictionary-range-order", 1),
    ("90  ?",                           "dictionary-no-component", 6),
    ("90  X1a",                         "dictionary-length", 5),
    ("90  X..123",                      "dictionary-length", 5),
    ("90  X0",                          "dictionary-length", 5),
    ("90  [N5",                         "dictionary-bracket", 5),
    ("90  #",                           "dictionary-no-component", 5),
    ("90  ?  N..5 X..30",               "dictionary-variable-not-last", 13),
    ("90  [N5] X5",                     "dictionary-mandatory-after-optional", 10),
    ("90  X5  =value",                  "dictionary-attribute-name", 9),
    ("90  X5  Req=01",                  "dictionary-charset", 9),
    ("90  X5  req=!!",                  "dictionary-attribute-ai", 13),
    ("90  X5  req=",                    "dictionary-attribute-value", 13),
    ("01  N14,csum  ex=12345",          "dictionary-attribute-ai", 18),
    ("90  *  X..30",                    "dictionary-not-predefined", 1),
    ("90  X5,csum,csum,csum,csum",      "dictionary-too-many-rules", 23),
    ("90  X5,unheard",                  "dictionary-unknown-rule", 8),
    ("90  X1 X1 X1 X1 X1 X1",           "dictionary-too-many-components", 20),
    ("90 X5\n90 X6",                    "dictionary-duplicate", 1),
    ("90 X5\n900 X6",                   "dictionary-prefix-length", 1),
];

#[test]
fn a_line_that_is_wrong_says_what_and_where() {
    for (text, code, column) in LINES {
        let error = Dictionary::parse(text).expect_err(text);
        assert_eq!(
            (error.kind().code(), error.column()),
            (*code, *column),
            "{text}"
        );
        assert_eq!(error.line(), text.lines().count(), "{text}");
    }
}

/// Lines that are right, and how many AIs they hold.
#[rustfmt::skip]
const RIGHT: &[(&str, usize)] = &[
    ("# ", 0),
    ("# COMMENT", 0),
    ("8200  X..70  req=01  # PRODUCT URL", 1),
    ("414  *!?  N13,csum,gcppos1  dlpkey=254|7040  # LOC No.", 1),
    ("4307  ?  Z2,iso3166alpha2  # COUNTRY - INITIAL PROCESS.", 1),
    ("7007  ?  N6,yymmdd [N..6],yymmdd  req=01,02  # HARVEST DATE", 1),
    ("8001  ?  N4,nonzero N5,nonzero N3,nonzero N1,winding N1  req=01  # DIMENSIONS", 1),
    ("7003  ?  N8,yyyymmdd N2,hh N2,mi [N2],ss  # EXPIRATION DATE/TIME", 1),
    ("4320  ?  X20,cset82,cset39,cset64  # CSET TEST", 1),
    ("4321  ?  N10,csetnumeric X..10,hyphen  # CSET TEST 2", 1),
    ("4323  ?  X4,pieceoftotal [X..10],posinseqslash  # PIECE", 1),
    ("4329  ?  X20,gcppos2 [N..2],ss  # CODE", 1),
    ("90  ?  X..30  req=999", 1),
    ("8110  ?  X..70,couponcode", 1),
    ("3900  ?  N4  ex=39nn", 1),
    ("90  X90 X90 X90 X90 X90", 1),
    ("3100-3105 *? N6 ex=310n # NET WEIGHT (kg)\r\n91-99 ? X..90\r\n", 15),
    // DIFFERENCE: the reference refuses attributes past a buffer of its own; here they may be as long as they need to be.
    ("90  X5  req=01 req=02 req=03 req=04 req=05 req=06 req=07 req=08 req=09 req=10", 1),
    // DIFFERENCE: the reference refuses long lines for the same reason.
    ("90  X5  # title_padding_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", 1),
];

#[test]
fn a_line_that_is_right_gives_its_ais() {
    for (text, count) in RIGHT {
        assert_eq!(Dictionary::parse(text).expect(text).len(), *count, "{text}");
    }
}

#[test]
fn a_repeated_attribute_applies_each_time() {
    let text = "01 *? N14\n10 X..20 req=01 req=21 ex=90 ex=91\n21 X..20\n90-91 X1\n";
    let dictionary = Dictionary::parse(text).expect(text);
    let lot = dictionary.get("10").expect("AI (10)");
    assert_eq!(lot.requires().collect::<Vec<_>>(), ["01", "21"]);
    assert_eq!(lot.excludes(), "90,91");
    // Found by the fuzzer: a key that is named again without qualifiers has no empty sequence of them.
    let twice =
        Dictionary::parse("414 *? N13 dlpkey=254|7040 dlpkey\n").expect("a key named twice");
    assert_eq!(twice.to_string(), "414 *? N13 dlpkey=254|7040\n");
}
