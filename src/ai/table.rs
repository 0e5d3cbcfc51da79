//! The Application Identifiers: the facts of release 2026-01-27 of the GS1 Barcode Syntax Dictionary, in our notation.
//!
//! A row: the AI, or a range of AIs that differ in the last digit; [`FIXED`] where the length is predefined, so that no separator
//! follows; [`ATTRIBUTE`] where it may be a data attribute of a GS1 Digital Link URI; the data title; the components of
//! the value. `n(6, ..)` is six digits and `n_to(8, ..)` one to eight; `x` is set 82, `y` set 39, `z` base64; `or_none` may be
//! left out. After that come the AIs that it `needs` (several texts: all of them), those it is `not_with`, and the `key` of a
//! Digital Link URI with its qualifiers. `31nn` stands for every AI that begins with 31 and has four digits.

use super::compile::Row;
use super::component::{Component, n, n_to, x, x_to, y_to, z_to};
use super::linter::Rule::*;

const NEITHER: u8 = 0;
const FIXED: u8 = 1;
const ATTRIBUTE: u8 = 2;

const fn row<'t>(ais: &'t str, flags: u8, title: &'t str, components: &'t [Component]) -> Row<'t> {
    Row {
        ais,
        fixed: flags & FIXED != 0,
        attribute: flags & ATTRIBUTE != 0,
        components,
        requires: &[],
        excludes: "",
        key: None,
        title,
    }
}

#[rustfmt::skip]
pub(super) const TABLE: &[Row] = &[
    // Keys of trade items, logistic units and what is in them.
    row("00",        FIXED | ATTRIBUTE, "SSCC",                         &[n(18, &[Csum, GcpPos2])])                                       .key(""),
    row("01",        FIXED | ATTRIBUTE, "GTIN",                         &[n(14, &[Csum, GcpPos2])])                                       .not_with("255,37").key("22,10,21|235"),
    row("02",        FIXED | ATTRIBUTE, "CONTENT",                      &[n(14, &[Csum, GcpPos2])])                                       .needs(&["37"]).not_with("01,03"),
    row("03",        FIXED,             "MTO GTIN",                     &[n(14, &[Csum, GcpPos2])])                                       .not_with("01,02,37"),
    row("37",        ATTRIBUTE,         "COUNT",                        &[n_to(8, &[])])                                                  .needs(&["00", "02,8026"]),
    // Lot, dates, variant, serial.
    row("10",        ATTRIBUTE,         "BATCH/LOT",                    &[x_to(20, &[])])                                                 .needs(&["01,02,03,8006,8026"]),
    row("11",        FIXED | ATTRIBUTE, "PROD DATE",                    &[n(6, &[Yymmd0])])                                               .needs(&["01,02,03,8006,8026"]),
    row("13",        FIXED | ATTRIBUTE, "PACK DATE",                    &[n(6, &[Yymmd0])])                                               .needs(&["01,02,03,8006,8026"]),
    row("15",        FIXED | ATTRIBUTE, "BEST BEFORE or BEST BY",       &[n(6, &[Yymmd0])])                                               .needs(&["01,02,03,8006,8026"]),
    row("17",        FIXED | ATTRIBUTE, "USE BY or EXPIRY",             &[n(6, &[Yymmd0])])                                               .needs(&["01,02,03,255,8006,8026"]),
    row("20",        FIXED | ATTRIBUTE, "VARIANT",                      &[n(2, &[])])                                                     .needs(&["01,02,8006,8026"]),
    row("21",        NEITHER,           "SERIAL",                       &[x_to(20, &[])])                                                 .needs(&["01,03,8006"]).not_with("235"),
    row("22",        NEITHER,           "CPV",                          &[x_to(20, &[])])                                                 .needs(&["01"]),

    // Further identification of a trade item.
    row("240",       ATTRIBUTE,         "ADDITIONAL ID",                &[x_to(30, &[])])                                                 .needs(&["01,02,8006,8026"]),
    row("241",       ATTRIBUTE,         "CUST. PART No.",               &[x_to(30, &[])])                                                 .needs(&["01,02,8006,8026"]),
    row("30",        ATTRIBUTE,         "VAR. COUNT",                   &[n_to(8, &[])])                                                  .needs(&["01,02"]),

    // Trade measures, net.
    row("3100-3105", FIXED | ATTRIBUTE, "NET WEIGHT (kg)",              &[n(6, &[])])                                                     .needs(&["01,02"]).not_with("310n"),

    // Amounts and prices.
    row("3920-3929", ATTRIBUTE,         "PRICE",                        &[n_to(15, &[])])                                                 .needs(&["01", "30,31nn,32nn,35nn,36nn"]).not_with("392n,393n"),

    // Transport and trade: orders, consignments, shipments, routes.
    row("400",       ATTRIBUTE,         "ORDER NUMBER",                 &[x_to(30, &[])]),
    row("401",       ATTRIBUTE,         "GINC",                         &[x_to(30, &[GcpPos1])])                                          .key(""),

    // Parties and places.
    row("410",       FIXED | ATTRIBUTE, "SHIP TO LOC",                  &[n(13, &[Csum, GcpPos1])]),
    row("411",       FIXED | ATTRIBUTE, "BILL TO",                      &[n(13, &[Csum, GcpPos1])]),
    row("412",       FIXED | ATTRIBUTE, "PURCHASE FROM",                &[n(13, &[Csum, GcpPos1])]),
    row("413",       FIXED | ATTRIBUTE, "SHIP FOR LOC",                 &[n(13, &[Csum, GcpPos1])]),
    row("414",       FIXED | ATTRIBUTE, "LOC No.",                      &[n(13, &[Csum, GcpPos1])])                                       .key("254|7040"),
    row("415",       FIXED | ATTRIBUTE, "PAY TO",                       &[n(13, &[Csum, GcpPos1])])                                       .needs(&["8020"]).key("8020"),
    row("416",       FIXED | ATTRIBUTE, "PROD/SERV LOC",                &[n(13, &[Csum, GcpPos1])]),
    row("417",       FIXED | ATTRIBUTE, "PARTY",                        &[n(13, &[Csum, GcpPos1])])                                       .key("7040"),
];
