//! What a column of an order holds, by its name.

use crate::ai::{Ai, Dictionary};

use super::format::OrderFormat;

/// What a column holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Column {
    /// The owner's name of the variant.
    Sku,
    /// A GTIN of 8, 12, 13 or 14 digits.
    Gtin,
    /// Batch or lot number.
    Lot,
    /// A date; as AI (17) writes it, too, where the column is called so.
    Expiry {
        as_ai: bool,
    },
    /// The plant that a serial names.
    Plant,
    /// The production line.
    ProductionLine,
    /// The production order.
    Order,
    /// How many labels.
    Quantity,
    /// A serial that is given, not issued.
    Serial,
    /// An SSCC that is given, not issued.
    Sscc,
    /// A whole element string, in any form: a scan, or a manifest's own.
    ElementString,
    /// A manifest's own columns: where the label was, and how many there were.
    Page,
    Label,
    Copies,
    /// Another AI.
    Ai(Ai<'static>),
    /// A value that a pattern writes, or what the design calls its own.
    Value(String),
    /// Left out.
    Ignored,
}

const COLUMNS: &[(&str, Column)] = &[
    ("sku", Column::Sku),
    ("gtin", Column::Gtin),
    ("lot", Column::Lot),
    ("expiry", Column::Expiry { as_ai: false }),
    ("plant", Column::Plant),
    ("quantity", Column::Quantity),
    ("serial", Column::Serial),
    ("sscc", Column::Sscc),
    ("element_string", Column::ElementString),
    ("scan", Column::ElementString),
    ("line", Column::ProductionLine),
    ("order", Column::Order),
    ("page", Column::Page),
    ("label", Column::Label),
    ("copies", Column::Copies),
];

/// Values that a pattern writes and no other column holds.
pub(super) const TOKENS: &[&str] = &["shift", "site", "prefix", "ext"];

/// What a value of a column is called in messages and options, beside AIs and the design's own.
pub(super) fn known() -> String {
    let names = COLUMNS
        .iter()
        .filter(|(_, column)| !matches!(column, Column::Page | Column::Label | Column::Copies));
    let names: Vec<&str> = names.map(|(name, _)| *name).collect();
    names.join(", ")
}

/// Case, blanks, `_` and `-` do not count in a header.
pub(super) fn plain(text: &str) -> String {
    text.chars()
        .filter(|c| !matches!(c, ' ' | '_' | '-' | '\u{A0}'))
        .flat_map(char::to_lowercase)
        .collect()
}

/// What a name may mean.
pub(super) enum Meaning {
    One(Column),
    /// Several AIs share a data title.
    Several(Vec<&'static str>),
    None,
}

impl Column {
    /// By the column's own name, by what the design calls its own, by AI, or by data title.
    pub(super) fn find(name: &str, format: &OrderFormat) -> Meaning {
        let wanted = plain(name);
        let own = |known: &str| plain(known) == wanted;
        if let Some((_, column)) = COLUMNS.iter().find(|(known, _)| own(known)) {
            return Meaning::One(column.clone());
        }
        let of_design = format
            .wanted
            .iter()
            .flatten()
            .find(|field| own(&field.name));
        if let Some(field) = of_design
            && Dictionary::BUILTIN.get(&field.name).is_none()
        {
            return Meaning::One(Self::Value(field.name.clone()));
        }
        if let Some(token) = TOKENS.iter().find(|token| own(token)) {
            return Meaning::One(Self::Value((*token).into()));
        }
        let digits = name.trim();
        let digits = digits
            .strip_prefix('(')
            .and_then(|digits| digits.strip_suffix(')'))
            .unwrap_or(digits);
        if let Some(ai) = Dictionary::BUILTIN.get(digits) {
            return Meaning::One(Self::of_ai(ai));
        }
        let titled: Vec<Ai<'static>> = Dictionary::BUILTIN
            .iter()
            .filter(|ai| !ai.title().is_empty() && own(ai.title()))
            .collect();
        match titled.as_slice() {
            [] => Meaning::None,
            [ai] => Meaning::One(Self::of_ai(*ai)),
            several => Meaning::Several(several.iter().map(|ai| ai.code()).collect()),
        }
    }

    fn of_ai(ai: Ai<'static>) -> Self {
        match ai.code() {
            "00" => Self::Sscc,
            "01" => Self::Gtin,
            "10" => Self::Lot,
            "17" => Self::Expiry { as_ai: true },
            "21" => Self::Serial,
            _ => Self::Ai(ai),
        }
    }

    /// Whether two columns would say the same thing.
    pub(super) fn is_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Expiry { .. }, Self::Expiry { .. }) => true,
            (Self::Ignored, _) => false,
            (one, other) => one == other,
        }
    }

    /// Whether an element string may say it too.
    pub(super) fn is_element(&self) -> bool {
        matches!(
            self,
            Self::Gtin | Self::Lot | Self::Expiry { .. } | Self::Serial | Self::Sscc | Self::Ai(_)
        )
    }
}

/// Whether a column says which product or unit a line is about.
pub(super) fn names_a_unit(name: &str, format: &OrderFormat) -> bool {
    matches!(
        Column::find(name, format),
        Meaning::One(Column::Gtin | Column::Sscc | Column::ElementString)
    )
}
