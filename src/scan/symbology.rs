//! Symbology identifiers: what ISO/IEC 15424 puts before the data, `]` and two characters.

/// What the data after an identifier is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Carries {
    /// An element string.
    Elements,
    /// A GTIN of this many digits, perhaps with a composite component after `|]e0`.
    Gtin(usize),
    /// An EAN-13 and an add-on of two or five digits.
    GtinWithAddOn,
    /// Anything: GS1 allows a Digital Link URI here.
    Text,
}

struct Row {
    identifier: &'static str,
    carries: Carries,
}

const fn row(identifier: &'static str, carries: Carries) -> Row {
    Row {
        identifier,
        carries,
    }
}

/// The identifiers of the General Specifications, section 5.1.2, figure 5.1.2-1.
const TABLE: &[Row] = &[
    row("]C1", Carries::Elements),      // GS1-128
    row("]e0", Carries::Elements),      // GS1 DataBar, and composites
    row("]e1", Carries::Elements),      // composite component after a symbol separator
    row("]e2", Carries::Elements),      // composite component after an escape
    row("]d2", Carries::Elements),      // GS1 DataMatrix
    row("]Q3", Carries::Elements),      // GS1 QR Code
    row("]J1", Carries::Elements),      // GS1 DotCode
    row("]E0", Carries::Gtin(13)),      // EAN-13, UPC-A, UPC-E
    row("]E3", Carries::GtinWithAddOn), // EAN-13, UPC-A, UPC-E with an add-on
    row("]E4", Carries::Gtin(8)),       // EAN-8
    row("]I1", Carries::Gtin(14)),      // ITF-14
    row("]d1", Carries::Text),          // Data Matrix
    row("]Q1", Carries::Text),          // QR Code
    row("]J0", Carries::Text),          // DotCode
];

/// The identifier that `input` begins with, and what it carries; `None` for one that carries nothing of GS1.
pub(super) fn identify(input: &[u8]) -> Option<(&str, Option<Carries>)> {
    let (head, _) = input.split_at_checked(3)?;
    match head {
        [b']', letter, modifier]
            if letter.is_ascii_alphabetic() && modifier.is_ascii_alphanumeric() =>
        {
            let head = core::str::from_utf8(head).ok()?;
            let row = TABLE.iter().find(|row| row.identifier == head);
            Some((head, row.map(|row| row.carries)))
        }
        _ => None,
    }
}

/// Whether the symbols of an identifier say any text, and not GS1 data; `None` for an identifier that is not in the table.
#[cfg(feature = "symbol")]
pub(crate) fn says_text(identifier: &str) -> Option<bool> {
    let row = TABLE.iter().find(|row| row.identifier == identifier)?;
    Some(row.carries == Carries::Text)
}

/// How many digits of the data belong to an add-on symbol; `None` where there is none.
#[cfg(feature = "symbol")]
pub(super) fn add_on_digits(identifier: &str, data: usize) -> Option<usize> {
    let row = TABLE.iter().find(|row| row.identifier == identifier)?;
    (row.carries == Carries::GtinWithAddOn).then(|| data.saturating_sub(13))
}
