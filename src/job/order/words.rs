//! What people call the columns of an order elsewhere: for the option that a message proposes, never for reading.

use super::column::plain;

const WORDS: &[(&str, &[&str])] = &[
    (
        "gtin",
        &[
            "ean",
            "ean13",
            "eancode",
            "eannummer",
            "upc",
            "gtin13",
            "gtin14",
            "barcode",
            "strichcode",
            "codebarre",
            "gencod",
        ],
    ),
    (
        "lot",
        &[
            "charge",
            "chargennr",
            "chargennummer",
            "chargenr",
            "batch",
            "batchno",
            "batchnumber",
            "lotno",
            "lotnumber",
            "los",
            "losnummer",
            "lotto",
            "lote",
            "partie",
        ],
    ),
    (
        "expiry",
        &[
            "mhd",
            "exp",
            "expdate",
            "expirydate",
            "expirationdate",
            "bestbefore",
            "useby",
            "verfall",
            "verfallsdatum",
            "verfalldatum",
            "ablaufdatum",
            "haltbarbis",
            "haltbarkeit",
            "dlc",
            "dluo",
            "ddm",
            "caducidad",
            "scadenza",
        ],
    ),
    (
        "quantity",
        &[
            "menge",
            "qty",
            "anzahl",
            "stück",
            "stueck",
            "stk",
            "stückzahl",
            "pieces",
            "pcs",
            "quantité",
            "quantite",
            "cantidad",
            "quantità",
        ],
    ),
    (
        "serial",
        &[
            "serialno",
            "serialnumber",
            "seriennummer",
            "seriennr",
            "snr",
            "sn",
            "numérodesérie",
        ],
    ),
    (
        "sku",
        &[
            "artikel",
            "artikelnr",
            "artikelnummer",
            "article",
            "articleno",
            "item",
            "itemno",
            "itemnumber",
            "material",
            "materialnummer",
            "matnr",
            "product",
            "produkt",
            "partno",
            "partnumber",
            "reference",
            "référence",
        ],
    ),
    ("plant", &["werk", "usine", "planta", "stabilimento"]),
    ("sscc", &["nve", "ssccnr", "ssccnumber"]),
];

/// The column that is often called so, by the whole name or by its first word.
pub(super) fn usual(name: &str) -> Option<&'static str> {
    let find = |name: &str| {
        let name = plain(name);
        let name = name.trim_end_matches(['.', ':', '#']);
        WORDS
            .iter()
            .find(|(_, words)| words.contains(&name))
            .map(|(column, _)| *column)
    };
    let first = name.split([' ', ',', '(', '/']).next().unwrap_or(name);
    find(name).or_else(|| find(first))
}
