//! The Application Identifiers: the facts of release 2026-01-27 of the GS1 Barcode Syntax Dictionary, in our notation.
//!
//! A row: the AI, or a range of AIs that differ in the last digit; [`FIXED`] where the length is predefined, so that no separator
//! follows; [`ATTRIBUTE`] where it may be a data attribute of a GS1 Digital Link URI; the data title; the components of
//! the value. `n(6, ..)` is six digits and `n_to(8, ..)` one to eight; `x` is set 82, `y` set 39, `z` base64; `or_none` may be
//! left out. After that come the AIs that it `needs` (several texts: all of them), those it is `not_with`, and the `key` of a
//! Digital Link URI with its qualifiers. `31nn` stands for every AI that begins with 31 and has four digits.

use super::compile::Row;
use super::component::{Component, n, n_to, x, x_to, y_to, z_to};
#[allow(clippy::enum_glob_use, reason = "a table is read by its names")]
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
    row("12",        FIXED | ATTRIBUTE, "DUE DATE",                     &[n(6, &[Yymmd0])])                                               .needs(&["8020"]),
    row("13",        FIXED | ATTRIBUTE, "PACK DATE",                    &[n(6, &[Yymmd0])])                                               .needs(&["01,02,03,8006,8026"]),
    row("15",        FIXED | ATTRIBUTE, "BEST BEFORE or BEST BY",       &[n(6, &[Yymmd0])])                                               .needs(&["01,02,03,8006,8026"]),
    row("16",        FIXED | ATTRIBUTE, "SELL BY",                      &[n(6, &[Yymmd0])])                                               .needs(&["01,02,03,8006,8026"]),
    row("17",        FIXED | ATTRIBUTE, "USE BY or EXPIRY",             &[n(6, &[Yymmd0])])                                               .needs(&["01,02,03,255,8006,8026"]),
    row("20",        FIXED | ATTRIBUTE, "VARIANT",                      &[n(2, &[])])                                                     .needs(&["01,02,8006,8026"]),
    row("21",        NEITHER,           "SERIAL",                       &[x_to(20, &[])])                                                 .needs(&["01,03,8006"]).not_with("235"),
    row("22",        NEITHER,           "CPV",                          &[x_to(20, &[])])                                                 .needs(&["01"]),
    row("235",       NEITHER,           "TPX",                          &[x_to(28, &[])])                                                 .needs(&["01"]),

    // Further identification of a trade item.
    row("240",       ATTRIBUTE,         "ADDITIONAL ID",                &[x_to(30, &[])])                                                 .needs(&["01,02,8006,8026"]),
    row("241",       ATTRIBUTE,         "CUST. PART No.",               &[x_to(30, &[])])                                                 .needs(&["01,02,8006,8026"]),
    row("242",       ATTRIBUTE,         "MTO VARIANT",                  &[n_to(6, &[])])                                                  .needs(&["01,02,8006,8026"]),
    row("243",       ATTRIBUTE,         "PCN",                          &[x_to(20, &[])])                                                 .needs(&["01"]),
    row("250",       ATTRIBUTE,         "SECONDARY SERIAL",             &[x_to(30, &[])])                                                 .needs(&["01,8006", "21"]),
    row("251",       ATTRIBUTE,         "REF. TO SOURCE",               &[x_to(30, &[])])                                                 .needs(&["01,8006"]),
    row("30",        ATTRIBUTE,         "VAR. COUNT",                   &[n_to(8, &[])])                                                  .needs(&["01,02"]),

    // Documents, coupons, extensions of a location.
    row("253",       ATTRIBUTE,         "GDTI",                         &[n(13, &[Csum, GcpPos1]), x_to(17, &[]).or_none()])              .key(""),
    row("254",       NEITHER,           "GLN EXTENSION COMPONENT",      &[x_to(20, &[])])                                                 .needs(&["414"]),
    row("255",       ATTRIBUTE,         "GCN",                          &[n(13, &[Csum, GcpPos1]), n_to(12, &[]).or_none()])              .not_with("01,02,415,8006,8020,8026").key(""),

    // Trade measures, net.
    row("3100-3105", FIXED | ATTRIBUTE, "NET WEIGHT (kg)",              &[n(6, &[])])                                                     .needs(&["01,02"]).not_with("310n"),
    row("3110-3115", FIXED | ATTRIBUTE, "LENGTH (m)",                   &[n(6, &[])])                                                     .needs(&["01,02"]).not_with("311n"),
    row("3120-3125", FIXED | ATTRIBUTE, "WIDTH (m)",                    &[n(6, &[])])                                                     .needs(&["01,02"]).not_with("312n"),
    row("3130-3135", FIXED | ATTRIBUTE, "HEIGHT (m)",                   &[n(6, &[])])                                                     .needs(&["01,02"]).not_with("313n"),
    row("3140-3145", FIXED | ATTRIBUTE, "AREA (m²)",                    &[n(6, &[])])                                                     .needs(&["01,02"]).not_with("314n"),
    row("3150-3155", FIXED | ATTRIBUTE, "NET VOLUME (l)",               &[n(6, &[])])                                                     .needs(&["01,02"]).not_with("315n"),
    row("3160-3165", FIXED | ATTRIBUTE, "NET VOLUME (m³)",              &[n(6, &[])])                                                     .needs(&["01,02"]).not_with("316n"),
    row("3200-3205", FIXED | ATTRIBUTE, "NET WEIGHT (lb)",              &[n(6, &[])])                                                     .needs(&["01,02"]).not_with("320n"),
    row("3210-3215", FIXED | ATTRIBUTE, "LENGTH (in)",                  &[n(6, &[])])                                                     .needs(&["01,02"]).not_with("321n"),
    row("3220-3225", FIXED | ATTRIBUTE, "LENGTH (ft)",                  &[n(6, &[])])                                                     .needs(&["01,02"]).not_with("322n"),
    row("3230-3235", FIXED | ATTRIBUTE, "LENGTH (yd)",                  &[n(6, &[])])                                                     .needs(&["01,02"]).not_with("323n"),
    row("3240-3245", FIXED | ATTRIBUTE, "WIDTH (in)",                   &[n(6, &[])])                                                     .needs(&["01,02"]).not_with("324n"),
    row("3250-3255", FIXED | ATTRIBUTE, "WIDTH (ft)",                   &[n(6, &[])])                                                     .needs(&["01,02"]).not_with("325n"),
    row("3260-3265", FIXED | ATTRIBUTE, "WIDTH (yd)",                   &[n(6, &[])])                                                     .needs(&["01,02"]).not_with("326n"),
    row("3270-3275", FIXED | ATTRIBUTE, "HEIGHT (in)",                  &[n(6, &[])])                                                     .needs(&["01,02"]).not_with("327n"),
    row("3280-3285", FIXED | ATTRIBUTE, "HEIGHT (ft)",                  &[n(6, &[])])                                                     .needs(&["01,02"]).not_with("328n"),
    row("3290-3295", FIXED | ATTRIBUTE, "HEIGHT (yd)",                  &[n(6, &[])])                                                     .needs(&["01,02"]).not_with("329n"),
    row("3500-3505", FIXED | ATTRIBUTE, "AREA (in²)",                   &[n(6, &[])])                                                     .needs(&["01,02"]).not_with("350n"),
    row("3510-3515", FIXED | ATTRIBUTE, "AREA (ft²)",                   &[n(6, &[])])                                                     .needs(&["01,02"]).not_with("351n"),
    row("3520-3525", FIXED | ATTRIBUTE, "AREA (yd²)",                   &[n(6, &[])])                                                     .needs(&["01,02"]).not_with("352n"),
    row("3560-3565", FIXED | ATTRIBUTE, "NET WEIGHT (tr oz)",           &[n(6, &[])])                                                     .needs(&["01,02"]).not_with("356n"),
    row("3570-3575", FIXED | ATTRIBUTE, "NET VOLUME (oz)",              &[n(6, &[])])                                                     .needs(&["01,02"]).not_with("357n"),
    row("3600-3605", FIXED | ATTRIBUTE, "NET VOLUME (qt (US))",         &[n(6, &[])])                                                     .needs(&["01,02"]).not_with("360n"),
    row("3610-3615", FIXED | ATTRIBUTE, "NET VOLUME (gal.)",            &[n(6, &[])])                                                     .needs(&["01,02"]).not_with("361n"),
    row("3640-3645", FIXED | ATTRIBUTE, "NET VOLUME (in³)",             &[n(6, &[])])                                                     .needs(&["01,02"]).not_with("364n"),
    row("3650-3655", FIXED | ATTRIBUTE, "NET VOLUME (ft³)",             &[n(6, &[])])                                                     .needs(&["01,02"]).not_with("365n"),
    row("3660-3665", FIXED | ATTRIBUTE, "NET VOLUME (yd³)",             &[n(6, &[])])                                                     .needs(&["01,02"]).not_with("366n"),

    // Logistic measures, gross.
    row("3300-3305", FIXED | ATTRIBUTE, "GROSS WEIGHT (kg)",            &[n(6, &[])])                                                     .needs(&["00,01"]).not_with("330n"),
    row("3310-3315", FIXED | ATTRIBUTE, "LENGTH (m), log",              &[n(6, &[])])                                                     .needs(&["00,01"]).not_with("331n"),
    row("3320-3325", FIXED | ATTRIBUTE, "WIDTH (m), log",               &[n(6, &[])])                                                     .needs(&["00,01"]).not_with("332n"),
    row("3330-3335", FIXED | ATTRIBUTE, "HEIGHT (m), log",              &[n(6, &[])])                                                     .needs(&["00,01"]).not_with("333n"),
    row("3340-3345", FIXED | ATTRIBUTE, "AREA (m²), log",               &[n(6, &[])])                                                     .needs(&["00,01"]).not_with("334n"),
    row("3350-3355", FIXED | ATTRIBUTE, "VOLUME (l), log",              &[n(6, &[])])                                                     .needs(&["00,01"]).not_with("335n"),
    row("3360-3365", FIXED | ATTRIBUTE, "VOLUME (m³), log",             &[n(6, &[])])                                                     .needs(&["00,01"]).not_with("336n"),
    row("3370-3375", FIXED | ATTRIBUTE, "KG PER m²",                    &[n(6, &[])])                                                     .needs(&["01"]).not_with("337n"),
    row("3400-3405", FIXED | ATTRIBUTE, "GROSS WEIGHT (lb)",            &[n(6, &[])])                                                     .needs(&["00,01"]).not_with("340n"),
    row("3410-3415", FIXED | ATTRIBUTE, "LENGTH (in), log",             &[n(6, &[])])                                                     .needs(&["00,01"]).not_with("341n"),
    row("3420-3425", FIXED | ATTRIBUTE, "LENGTH (ft), log",             &[n(6, &[])])                                                     .needs(&["00,01"]).not_with("342n"),
    row("3430-3435", FIXED | ATTRIBUTE, "LENGTH (yd), log",             &[n(6, &[])])                                                     .needs(&["00,01"]).not_with("343n"),
    row("3440-3445", FIXED | ATTRIBUTE, "WIDTH (in), log",              &[n(6, &[])])                                                     .needs(&["00,01"]).not_with("344n"),
    row("3450-3455", FIXED | ATTRIBUTE, "WIDTH (ft), log",              &[n(6, &[])])                                                     .needs(&["00,01"]).not_with("345n"),
    row("3460-3465", FIXED | ATTRIBUTE, "WIDTH (yd), log",              &[n(6, &[])])                                                     .needs(&["00,01"]).not_with("346n"),
    row("3470-3475", FIXED | ATTRIBUTE, "HEIGHT (in), log",             &[n(6, &[])])                                                     .needs(&["00,01"]).not_with("347n"),
    row("3480-3485", FIXED | ATTRIBUTE, "HEIGHT (ft), log",             &[n(6, &[])])                                                     .needs(&["00,01"]).not_with("348n"),
    row("3490-3495", FIXED | ATTRIBUTE, "HEIGHT (yd), log",             &[n(6, &[])])                                                     .needs(&["00,01"]).not_with("349n"),
    row("3530-3535", FIXED | ATTRIBUTE, "AREA (in²), log",              &[n(6, &[])])                                                     .needs(&["00,01"]).not_with("353n"),
    row("3540-3545", FIXED | ATTRIBUTE, "AREA (ft²), log",              &[n(6, &[])])                                                     .needs(&["00,01"]).not_with("354n"),
    row("3550-3555", FIXED | ATTRIBUTE, "AREA (yd²), log",              &[n(6, &[])])                                                     .needs(&["00,01"]).not_with("355n"),
    row("3620-3625", FIXED | ATTRIBUTE, "VOLUME (qt (US)), log",        &[n(6, &[])])                                                     .needs(&["00,01"]).not_with("362n"),
    row("3630-3635", FIXED | ATTRIBUTE, "VOLUME (gal (US)), log",       &[n(6, &[])])                                                     .needs(&["00,01"]).not_with("363n"),
    row("3670-3675", FIXED | ATTRIBUTE, "VOLUME (in³), log",            &[n(6, &[])])                                                     .needs(&["00,01"]).not_with("367n"),
    row("3680-3685", FIXED | ATTRIBUTE, "VOLUME (ft³), log",            &[n(6, &[])])                                                     .needs(&["00,01"]).not_with("368n"),
    row("3690-3695", FIXED | ATTRIBUTE, "VOLUME (yd³), log",            &[n(6, &[])])                                                     .needs(&["00,01"]).not_with("369n"),

    // Amounts and prices.
    row("3900-3909", ATTRIBUTE,         "AMOUNT",                       &[n_to(15, &[])])                                                 .needs(&["255,8020"]).not_with("390n,391n,394n,8111"),
    row("3910-3919", ATTRIBUTE,         "AMOUNT",                       &[n(3, &[Iso4217]), n_to(15, &[])])                               .needs(&["8020"]).not_with("391n"),
    row("3920-3929", ATTRIBUTE,         "PRICE",                        &[n_to(15, &[])])                                                 .needs(&["01", "30,31nn,32nn,35nn,36nn"]).not_with("392n,393n"),
    row("3930-3939", ATTRIBUTE,         "PRICE",                        &[n(3, &[Iso4217]), n_to(15, &[])])                               .needs(&["30,31nn,32nn,35nn,36nn"]).not_with("393n"),
    row("3940-3943", ATTRIBUTE,         "PRCNT OFF",                    &[n(4, &[])])                                                     .needs(&["255"]).not_with("394n,8111"),
    row("3950-3955", ATTRIBUTE,         "PRICE/UoM",                    &[n(6, &[])])                                                     .needs(&["30,31nn,32nn,35nn,36nn"]).not_with("392n,393n,395n,8005"),

    // Transport and trade: orders, consignments, shipments, routes.
    row("400",       ATTRIBUTE,         "ORDER NUMBER",                 &[x_to(30, &[])]),
    row("401",       ATTRIBUTE,         "GINC",                         &[x_to(30, &[GcpPos1])])                                          .key(""),
    row("402",       ATTRIBUTE,         "GSIN",                         &[n(17, &[Csum, GcpPos1])])                                       .key(""),
    row("403",       ATTRIBUTE,         "ROUTE",                        &[x_to(30, &[])])                                                 .needs(&["00"]),

    // Parties and places.
    row("410",       FIXED | ATTRIBUTE, "SHIP TO LOC",                  &[n(13, &[Csum, GcpPos1])]),
    row("411",       FIXED | ATTRIBUTE, "BILL TO",                      &[n(13, &[Csum, GcpPos1])]),
    row("412",       FIXED | ATTRIBUTE, "PURCHASE FROM",                &[n(13, &[Csum, GcpPos1])]),
    row("413",       FIXED | ATTRIBUTE, "SHIP FOR LOC",                 &[n(13, &[Csum, GcpPos1])]),
    row("414",       FIXED | ATTRIBUTE, "LOC No.",                      &[n(13, &[Csum, GcpPos1])])                                       .key("254|7040"),
    row("415",       FIXED | ATTRIBUTE, "PAY TO",                       &[n(13, &[Csum, GcpPos1])])                                       .needs(&["8020"]).key("8020"),
    row("416",       FIXED | ATTRIBUTE, "PROD/SERV LOC",                &[n(13, &[Csum, GcpPos1])]),
    row("417",       FIXED | ATTRIBUTE, "PARTY",                        &[n(13, &[Csum, GcpPos1])])                                       .key("7040"),

    // Destinations and countries.
    row("420",       ATTRIBUTE,         "SHIP TO POST",                 &[x_to(20, &[])])                                                 .not_with("421"),
    row("421",       ATTRIBUTE,         "SHIP TO POST",                 &[n(3, &[Iso3166]), x_to(9, &[])])                                .not_with("4307"),
    row("422",       ATTRIBUTE,         "ORIGIN",                       &[n(3, &[Iso3166])])                                              .needs(&["01,02,8006,8026"]).not_with("426"),
    row("423",       ATTRIBUTE,         "COUNTRY - INITIAL PROCESS",    &[n(3, &[Iso3166]), n(3, &[Iso3166]).or_none(), n(3, &[Iso3166]).or_none(), n(3, &[Iso3166]).or_none(), n(3, &[Iso3166]).or_none()]).needs(&["01,02"]).not_with("426"),
    row("424",       ATTRIBUTE,         "COUNTRY - PROCESS",            &[n(3, &[Iso3166])])                                              .needs(&["01,02"]).not_with("426"),
    row("425",       ATTRIBUTE,         "COUNTRY - DISASSEMBLY",        &[n(3, &[Iso3166]), n(3, &[Iso3166]).or_none(), n(3, &[Iso3166]).or_none(), n(3, &[Iso3166]).or_none(), n(3, &[Iso3166]).or_none()]).needs(&["01,02"]).not_with("426"),
    row("426",       ATTRIBUTE,         "COUNTRY - FULL PROCESS",       &[n(3, &[Iso3166])])                                              .needs(&["01,02"]),
    row("427",       ATTRIBUTE,         "ORIGIN SUBDIVISION",           &[x_to(3, &[])])                                                  .needs(&["01,02", "422"]),

    // Delivery: whom to, return to, service, times, temperatures.
    row("4300",      ATTRIBUTE,         "SHIP TO COMP",                 &[x_to(35, &[PcEnc])])                                            .needs(&["00"]),
    row("4301",      ATTRIBUTE,         "SHIP TO NAME",                 &[x_to(35, &[PcEnc])])                                            .needs(&["00"]),
    row("4302",      ATTRIBUTE,         "SHIP TO ADD1",                 &[x_to(70, &[PcEnc])])                                            .needs(&["00"]),
    row("4303",      ATTRIBUTE,         "SHIP TO ADD2",                 &[x_to(70, &[PcEnc])])                                            .needs(&["4302"]),
    row("4304",      ATTRIBUTE,         "SHIP TO SUB",                  &[x_to(70, &[PcEnc])])                                            .needs(&["00"]),
    row("4305",      ATTRIBUTE,         "SHIP TO LOC",                  &[x_to(70, &[PcEnc])])                                            .needs(&["00"]),
    row("4306",      ATTRIBUTE,         "SHIP TO REG",                  &[x_to(70, &[PcEnc])])                                            .needs(&["00"]),
    row("4307",      ATTRIBUTE,         "SHIP TO COUNTRY",              &[x(2, &[Iso3166Alpha2])])                                        .needs(&["00"]),
    row("4308",      ATTRIBUTE,         "SHIP TO PHONE",                &[x_to(30, &[])])                                                 .needs(&["00"]),
    row("4309",      ATTRIBUTE,         "SHIP TO GEO",                  &[n(10, &[Latitude]), n(10, &[Longitude])])                       .needs(&["00"]),
    row("4310",      ATTRIBUTE,         "RTN TO COMP",                  &[x_to(35, &[PcEnc])])                                            .needs(&["00"]),
    row("4311",      ATTRIBUTE,         "RTN TO NAME",                  &[x_to(35, &[PcEnc])])                                            .needs(&["00"]),
    row("4312",      ATTRIBUTE,         "RTN TO ADD1",                  &[x_to(70, &[PcEnc])])                                            .needs(&["00"]),
    row("4313",      ATTRIBUTE,         "RTN TO ADD2",                  &[x_to(70, &[PcEnc])])                                            .needs(&["4312"]),
    row("4314",      ATTRIBUTE,         "RTN TO SUB",                   &[x_to(70, &[PcEnc])])                                            .needs(&["00"]),
    row("4315",      ATTRIBUTE,         "RTN TO LOC",                   &[x_to(70, &[PcEnc])])                                            .needs(&["00"]),
    row("4316",      ATTRIBUTE,         "RTN TO REG",                   &[x_to(70, &[PcEnc])])                                            .needs(&["00"]),
    row("4317",      ATTRIBUTE,         "RTN TO COUNTRY",               &[x(2, &[Iso3166Alpha2])])                                        .needs(&["00"]),
    row("4318",      ATTRIBUTE,         "RTN TO POST",                  &[x_to(20, &[])])                                                 .needs(&["00"]),
    row("4319",      ATTRIBUTE,         "RTN TO PHONE",                 &[x_to(30, &[])])                                                 .needs(&["00"]),
    row("4320",      ATTRIBUTE,         "SRV DESCRIPTION",              &[x_to(35, &[PcEnc])])                                            .needs(&["00"]),
    row("4321",      ATTRIBUTE,         "DANGEROUS GOODS",              &[n(1, &[YesNo])])                                                .needs(&["00"]),
    row("4322",      ATTRIBUTE,         "AUTH TO LEAVE",                &[n(1, &[YesNo])])                                                .needs(&["00"]),
    row("4323",      ATTRIBUTE,         "SIG REQUIRED",                 &[n(1, &[YesNo])])                                                .needs(&["00"]),
    row("4324",      ATTRIBUTE,         "NOT BEF DEL DT",               &[n(6, &[Yymmd0]), n(4, &[Hhmi])])                                .needs(&["00"]),
    row("4325",      ATTRIBUTE,         "NOT AFT DEL DT",               &[n(6, &[Yymmd0]), n(4, &[Hhmi])])                                .needs(&["00"]),
    row("4326",      ATTRIBUTE,         "REL DATE",                     &[n(6, &[Yymmdd])])                                               .needs(&["00"]),
    row("4330",      ATTRIBUTE,         "MAX TEMP F.",                  &[n(6, &[]), x(1, &[Hyphen]).or_none()])                          .needs(&["00"]).not_with("4331"),
    row("4331",      ATTRIBUTE,         "MAX TEMP C.",                  &[n(6, &[]), x(1, &[Hyphen]).or_none()])                          .needs(&["00"]).not_with("4330"),
    row("4332",      ATTRIBUTE,         "MIN TEMP F.",                  &[n(6, &[]), x(1, &[Hyphen]).or_none()])                          .needs(&["00"]).not_with("4333"),
    row("4333",      ATTRIBUTE,         "MIN TEMP C.",                  &[n(6, &[]), x(1, &[Hyphen]).or_none()])                          .needs(&["00"]).not_with("4332"),

    // Food: cuts, catches, harvests, processors.
    row("7001",      ATTRIBUTE,         "NSN",                          &[n(13, &[])])                                                    .needs(&["01,02,8006,8026"]),
    row("7002",      ATTRIBUTE,         "MEAT CUT",                     &[x_to(30, &[])])                                                 .needs(&["01,02"]),
    row("7003",      ATTRIBUTE,         "EXPIRY TIME",                  &[n(6, &[Yymmdd]), n(4, &[Hhmi])])                                .needs(&["01,02"]),
    row("7004",      ATTRIBUTE,         "ACTIVE POTENCY",               &[n_to(4, &[])])                                                  .needs(&["01+10"]),
    row("7005",      ATTRIBUTE,         "CATCH AREA",                   &[x_to(12, &[])])                                                 .needs(&["01,02"]),
    row("7006",      ATTRIBUTE,         "FIRST FREEZE DATE",            &[n(6, &[Yymmdd])])                                               .needs(&["01,02"]),
    row("7007",      ATTRIBUTE,         "HARVEST DATE",                 &[n(6, &[Yymmdd]), n(6, &[Yymmdd]).or_none()])                    .needs(&["01,02"]),
    row("7008",      ATTRIBUTE,         "AQUATIC SPECIES",              &[x_to(3, &[])])                                                  .needs(&["01,02"]),
    row("7009",      ATTRIBUTE,         "FISHING GEAR TYPE",            &[x_to(10, &[])])                                                 .needs(&["01,02"]),
    row("7010",      ATTRIBUTE,         "PROD METHOD",                  &[x_to(2, &[])])                                                  .needs(&["01,02"]),
    row("7011",      ATTRIBUTE,         "TEST BY DATE",                 &[n(6, &[Yymmdd]), n(4, &[Hhmi]).or_none()])                      .needs(&["01,02"]),
    row("7030",      ATTRIBUTE,         "PROCESSOR # 0",                &[n(3, &[Iso3166999]), x_to(27, &[])])                            .needs(&["01,02"]),
    row("7031",      ATTRIBUTE,         "PROCESSOR # 1",                &[n(3, &[Iso3166999]), x_to(27, &[])])                            .needs(&["01,02"]),
    row("7032",      ATTRIBUTE,         "PROCESSOR # 2",                &[n(3, &[Iso3166999]), x_to(27, &[])])                            .needs(&["01,02"]),
    row("7033",      ATTRIBUTE,         "PROCESSOR # 3",                &[n(3, &[Iso3166999]), x_to(27, &[])])                            .needs(&["01,02"]),
    row("7034",      ATTRIBUTE,         "PROCESSOR # 4",                &[n(3, &[Iso3166999]), x_to(27, &[])])                            .needs(&["01,02"]),
    row("7035",      ATTRIBUTE,         "PROCESSOR # 5",                &[n(3, &[Iso3166999]), x_to(27, &[])])                            .needs(&["01,02"]),
    row("7036",      ATTRIBUTE,         "PROCESSOR # 6",                &[n(3, &[Iso3166999]), x_to(27, &[])])                            .needs(&["01,02"]),
    row("7037",      ATTRIBUTE,         "PROCESSOR # 7",                &[n(3, &[Iso3166999]), x_to(27, &[])])                            .needs(&["01,02"]),
    row("7038",      ATTRIBUTE,         "PROCESSOR # 8",                &[n(3, &[Iso3166999]), x_to(27, &[])])                            .needs(&["01,02"]),
    row("7039",      ATTRIBUTE,         "PROCESSOR # 9",                &[n(3, &[Iso3166999]), x_to(27, &[])])                            .needs(&["01,02"]),

    // Assets, refurbishment, components.
    row("7020",      ATTRIBUTE,         "REFURB LOT",                   &[x_to(20, &[])])                                                 .needs(&["01,8006", "416"]),
    row("7021",      ATTRIBUTE,         "FUNC STAT",                    &[x_to(20, &[])])                                                 .needs(&["01,8006"]),
    row("7022",      ATTRIBUTE,         "REV STAT",                     &[x_to(20, &[])])                                                 .needs(&["7021"]),
    row("7023",      ATTRIBUTE,         "GIAI - ASSEMBLY",              &[x_to(30, &[GcpPos1])]),
    row("7040",      NEITHER,           "UIC+EXT",                      &[n(1, &[]), x(1, &[]), x(1, &[]), x(1, &[ImporterIdx])]),
    row("7041",      NEITHER,           "UFRGT UNIT TYPE",              &[x_to(4, &[PackageType])])                                       .needs(&["00"]),

    // National healthcare reimbursement numbers.
    row("710",       ATTRIBUTE,         "NHRN PZN",                     &[x_to(20, &[])])                                                 .needs(&["01"]),
    row("711",       ATTRIBUTE,         "NHRN CIP",                     &[x_to(20, &[])])                                                 .needs(&["01"]),
    row("712",       ATTRIBUTE,         "NHRN CN",                      &[x_to(20, &[])])                                                 .needs(&["01"]),
    row("713",       ATTRIBUTE,         "NHRN DRN",                     &[x_to(20, &[])])                                                 .needs(&["01"]),
    row("714",       ATTRIBUTE,         "NHRN AIM",                     &[x_to(20, &[])])                                                 .needs(&["01"]),
    row("715",       ATTRIBUTE,         "NHRN NDC",                     &[x_to(20, &[])])                                                 .needs(&["01"]),
    row("716",       ATTRIBUTE,         "NHRN AIC",                     &[x_to(20, &[])])                                                 .needs(&["01"]),
    row("717",       ATTRIBUTE,         "NHRN SRN",                     &[x_to(20, &[])])                                                 .needs(&["01"]),

    // Certificates, healthcare, patients.
    row("7230",      ATTRIBUTE,         "CERT # 1",                     &[x(2, &[]), x_to(28, &[])])                                      .needs(&["01,8004"]),
    row("7231",      ATTRIBUTE,         "CERT # 2",                     &[x(2, &[]), x_to(28, &[])])                                      .needs(&["01,8004"]),
    row("7232",      ATTRIBUTE,         "CERT # 3",                     &[x(2, &[]), x_to(28, &[])])                                      .needs(&["01,8004"]),
    row("7233",      ATTRIBUTE,         "CERT # 4",                     &[x(2, &[]), x_to(28, &[])])                                      .needs(&["01,8004"]),
    row("7234",      ATTRIBUTE,         "CERT # 5",                     &[x(2, &[]), x_to(28, &[])])                                      .needs(&["01,8004"]),
    row("7235",      ATTRIBUTE,         "CERT # 6",                     &[x(2, &[]), x_to(28, &[])])                                      .needs(&["01,8004"]),
    row("7236",      ATTRIBUTE,         "CERT # 7",                     &[x(2, &[]), x_to(28, &[])])                                      .needs(&["01,8004"]),
    row("7237",      ATTRIBUTE,         "CERT # 8",                     &[x(2, &[]), x_to(28, &[])])                                      .needs(&["01,8004"]),
    row("7238",      ATTRIBUTE,         "CERT # 9",                     &[x(2, &[]), x_to(28, &[])])                                      .needs(&["01,8004"]),
    row("7239",      ATTRIBUTE,         "CERT # 10",                    &[x(2, &[]), x_to(28, &[])])                                      .needs(&["01,8004"]),
    row("7240",      ATTRIBUTE,         "PROTOCOL",                     &[x_to(20, &[])])                                                 .needs(&["01,8006"]),
    row("7241",      ATTRIBUTE,         "AIDC MEDIA TYPE",              &[n(2, &[MediaType])])                                            .needs(&["8017,8018"]),
    row("7242",      ATTRIBUTE,         "VCN",                          &[x_to(25, &[])])                                                 .needs(&["8017,8018"]),
    row("7250",      ATTRIBUTE,         "DOB",                          &[n(8, &[Yyyymmdd])])                                             .needs(&["8018"]).not_with("7251"),
    row("7251",      ATTRIBUTE,         "DOB TIME",                     &[n(8, &[Yyyymmdd]), n(4, &[Hhmi])])                              .needs(&["8018"]).not_with("7250"),
    row("7252",      ATTRIBUTE,         "BIO SEX",                      &[n(1, &[Iso5218])])                                              .needs(&["8018"]),
    row("7253",      ATTRIBUTE,         "FAMILY NAME",                  &[x_to(40, &[PcEnc])])                                            .needs(&["8017,8018"]).not_with("7256,7259"),
    row("7254",      ATTRIBUTE,         "GIVEN NAME",                   &[x_to(40, &[PcEnc])])                                            .needs(&["8017,8018"]).not_with("7256,7259"),
    row("7255",      ATTRIBUTE,         "SUFFIX",                       &[x_to(10, &[])])                                                 .needs(&["8017,8018"]).not_with("7256,7259"),
    row("7256",      ATTRIBUTE,         "FULL NAME",                    &[x_to(90, &[PcEnc])])                                            .needs(&["8017,8018"]),
    row("7257",      ATTRIBUTE,         "PERSON ADDR",                  &[x_to(70, &[PcEnc])])                                            .needs(&["8018"]),
    row("7258",      ATTRIBUTE,         "BIRTH SEQUENCE",               &[x(3, &[PosInSeqSlash])])                                        .needs(&["8018+7259"]),
    row("7259",      ATTRIBUTE,         "BABY",                         &[x_to(40, &[PcEnc])])                                            .needs(&["8018"]).not_with("7256"),

    // Dimensions, assets, services, parts, models.
    row("8001",      ATTRIBUTE,         "DIMENSIONS",                   &[n(4, &[NonZero]), n(5, &[NonZero]), n(3, &[NonZero]), n(1, &[Winding]), n(1, &[])]).needs(&["01"]),
    row("8002",      ATTRIBUTE,         "CMT No.",                      &[x_to(20, &[])]),
    row("8003",      ATTRIBUTE,         "GRAI",                         &[n(1, &[Zero]), n(13, &[Csum, GcpPos1]), x_to(16, &[]).or_none()]).key(""),
    row("8004",      ATTRIBUTE,         "GIAI",                         &[x_to(30, &[GcpPos1])])                                          .key("7040"),
    row("8005",      ATTRIBUTE,         "PRICE PER UNIT",               &[n(6, &[])])                                                     .needs(&["01,02"]),
    row("8006",      ATTRIBUTE,         "ITIP",                         &[n(14, &[Csum, GcpPos2]), n(4, &[PieceOfTotal])])                .not_with("01,37").key("22,10,21"),
    row("8007",      ATTRIBUTE,         "IBAN",                         &[x_to(34, &[Iban])])                                             .needs(&["415"]),
    row("8008",      ATTRIBUTE,         "PROD TIME",                    &[n(6, &[Yymmdd]), n(2, &[Hh]), n(2, &[Mi]).or_none(), n(2, &[Ss]).or_none()]).needs(&["01,02"]),
    row("8009",      ATTRIBUTE,         "OPTSEN",                       &[x_to(50, &[])])                                                 .needs(&["00,01"]),
    row("8010",      ATTRIBUTE,         "CPID",                         &[y_to(30, &[GcpPos1])])                                          .key("8011"),
    row("8011",      NEITHER,           "CPID SERIAL",                  &[n_to(12, &[NoZeroPrefix])])                                     .needs(&["8010"]),
    row("8012",      ATTRIBUTE,         "VERSION",                      &[x_to(20, &[])])                                                 .needs(&["01,8006"]),
    row("8013",      ATTRIBUTE,         "GMN",                          &[x_to(25, &[CsumAlpha, GcpPos1])])                               .key(""),
    row("8014",      NEITHER,           "MUDI",                         &[x_to(25, &[CsumAlpha, GcpPos1, HasNonDigit])])                  .needs(&["01"]),
    row("8017",      ATTRIBUTE,         "GSRN - PROVIDER",              &[n(18, &[Csum, GcpPos1])])                                       .not_with("8018").key("8019"),
    row("8018",      ATTRIBUTE,         "GSRN - RECIPIENT",             &[n(18, &[Csum, GcpPos1])])                                       .not_with("8017").key("8019"),
    row("8019",      NEITHER,           "SRIN",                         &[n_to(10, &[])])                                                 .needs(&["8017,8018"]),
    row("8020",      NEITHER,           "REF No.",                      &[x_to(25, &[])])                                                 .needs(&["415"]),
    row("8026",      ATTRIBUTE,         "ITIP CONTENT",                 &[n(14, &[Csum, GcpPos2]), n(4, &[PieceOfTotal])])                .needs(&["37"]).not_with("02,8006"),
    row("8030",      ATTRIBUTE,         "DIGSIG",                       &[z_to(90, &[])])                                                 .needs(&["00,01+21,253,255,8003,8004,8006+21,8010+8011,8017,8018"]),
    row("8040",      NEITHER,           "IMEI",                         &[n(15, &[])])                                                    .needs(&["01+21"]),
    row("8041",      NEITHER,           "IMEI2",                        &[n(15, &[])])                                                    .needs(&["01+21+8040"]),
    row("8042",      NEITHER,           "ESIM",                         &[n(32, &[])])                                                    .needs(&["01+21+8040"]),
    row("8043",      NEITHER,           "PSIM",                         &[n(18, &[]), n_to(2, &[]).or_none()])                            .needs(&["01+21+8040"]),

    // Coupons and product addresses.
    row("8110",      ATTRIBUTE,         "",                             &[x_to(70, &[CouponCode])]),
    row("8111",      ATTRIBUTE,         "POINTS",                       &[n(4, &[])])                                                     .needs(&["255"]),
    row("8112",      ATTRIBUTE,         "",                             &[x_to(70, &[CouponPosOffer])]),
    row("8200",      NEITHER,           "PRODUCT URL",                  &[x_to(70, &[])])                                                 .needs(&["01"]),

    // Internal.
    row("90",        ATTRIBUTE,         "INTERNAL",                     &[x_to(30, &[])]),
    row("91-99",     ATTRIBUTE,         "INTERNAL",                     &[x_to(90, &[])]),
];
