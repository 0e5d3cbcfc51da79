//! The stock catalogue.

use std::borrow::Cow;

use super::stock::{Media, Stock};
use crate::symbol::Emu;

/// Avery's US sheets are cut in fractions of an inch.
const INCH: &str = "maker's nominal inch fractions, compared with the label lists of office suites";
/// A4 sheets, as office suites list them, in hundredths of a millimetre.
const OFFICE: &str =
    "label lists of office suites (0.01 mm), compared with the maker's nominal size";
/// A size sold by many makers.
const NOMINAL: &str = "nominal size";
/// A roll of a maker's own size.
const MAKER: &str = "maker's nominal millimetres";

/// Every stock this crate knows. A test proves that the labels of each lie on its page, apart from each other.
#[rustfmt::skip]
pub static STOCKS: [Stock; 69] = [
    // US Letter: maker, name, names, label, columns x rows, left, top, pitch, radius.
    letter("5160", &["8160", "5260", "5960", "5520", "8460", "18160"], (inch(2, 5, 8), inch(1, 0, 1)), 3, 10, (inch(0,  3, 16), inch(0, 1, 2)), (inch(2,  3,  4), inch(1, 0, 1)), um(1_590)),
    letter("5161", &["8161", "5261", "5961"],                           (inch(4, 0, 1), inch(1, 0, 1)), 2, 10, (inch(0,  5, 32), inch(0, 1, 2)), (inch(4,  3, 16), inch(1, 0, 1)), um(1_590)),
    letter("5162", &["8162", "5262", "5962"],                           (inch(4, 0, 1), inch(1, 1, 3)), 2,  7, (inch(0,  5, 32), inch(0, 5, 6)), (inch(4,  3, 16), inch(1, 1, 3)), um(1_590)),
    letter("5163", &["8163", "5263", "5963", "5523", "8463", "15663"],  (inch(4, 0, 1), inch(2, 0, 1)), 2,  5, (inch(0,  5, 32), inch(0, 1, 2)), (inch(4,  3, 16), inch(2, 0, 1)), um(3_180)),
    letter("5164", &["8164", "5264", "5964", "5524", "8254"],           (inch(4, 0, 1), inch(3, 1, 3)), 2,  3, (inch(0,  5, 32), inch(0, 1, 2)), (inch(4,  3, 16), inch(3, 1, 3)), um(3_180)),
    letter("5167", &["8167", "5267", "5967"],                           (inch(1, 3, 4), inch(0, 1, 2)), 4, 20, (inch(0,  9, 32), inch(0, 1, 2)), (inch(2,  1, 16), inch(0, 1, 2)), um(1_590)),
    letter("5168", &["8168"],                                           (inch(3, 1, 2), inch(5, 0, 1)), 2,  2, (inch(0,  1,  2), inch(0, 1, 2)), (inch(4,  0,  1), inch(5, 0, 1)), um(1_590)),
    letter("5366", &["8366", "5202", "5966"],                          (inch(3, 7, 16), inch(0, 2, 3)), 2, 15, (inch(0, 17, 32), inch(0, 1, 2)), (inch(4,  0,  1), inch(0, 2, 3)), um(1_590)),
    letter("6873", &[],                                                 (inch(3, 3, 4), inch(2, 0, 1)), 2,  4, (inch(0,  3,  8), inch(1, 1, 8)), (inch(4,  0,  1), inch(2, 1, 4)), um(1_590)),
    letter("5371", &["8371", "28371"],                                  (inch(3, 1, 2), inch(2, 0, 1)), 2,  5, (inch(0,  3,  4), inch(0, 1, 2)), (inch(3,  1,  2), inch(2, 0, 1)), um(0)),
    letter("5265", &["5165", "5353", "8165"],                           (inch(8, 1, 2), inch(11, 0, 1)), 1, 1, (inch(0,  0,  1), inch(0, 0, 1)), (inch(8,  1,  2), inch(11, 0, 1)), um(0)),

    // A4, micrometres: maker, name, names, label, columns x rows, left, top, pitch, radius.
    a4("Avery",     "L7160", &["J8160", "Herma 8632"],             (63_500,  38_100), 3,  7, ( 7_210, 15_150), ( 66_040,  38_100), 1_760),
    a4("Avery",     "L7161", &["J8161"],                           (63_500,  46_560), 3,  6, ( 7_210,  8_820), ( 66_040,  46_560), 2_470),
    a4("Avery",     "L7162", &["J8162"],                           (99_060,  33_870), 2,  8, ( 4_670, 13_020), (101_600,  33_870), 1_760),
    a4("Avery",     "L7163", &["J8163"],                           (99_060,  38_100), 2,  7, ( 4_670, 15_150), (101_600,  38_100), 1_760),
    a4("Avery",     "L7164", &["J8164"],                           (63_500,  71_970), 3,  4, ( 7_210,  4_560), ( 66_040,  71_970), 3_000),
    a4("Avery",     "L7165", &["J8165"],                           (99_060,  67_730), 2,  4, ( 4_670, 13_040), (101_600,  67_730), 2_000),
    a4("Avery",     "L7166", &["J8166"],                           (99_060,  93_130), 2,  3, ( 4_670,  8_810), (101_600,  93_130), 2_000),
    a4("Avery",     "L7167", &["J8167"],                          (199_600, 289_050), 1,  1, ( 5_200,  3_975), (199_600, 289_050), 2_000),
    a4("Avery",     "L7168", &["J8168"],                          (199_600, 143_530), 1,  2, ( 5_200,  4_970), (199_600, 143_530), 2_000),
    a4("Avery",     "L7169", &["J8169"],                           (99_100, 139_000), 2,  2, ( 4_630,  9_500), (101_640, 139_000), 2_120),
    a4("Avery",     "L7173", &["J8173"],                           (99_060,  57_000), 2,  5, ( 4_670,  6_000), (101_600,  57_000), 2_000),
    a4("Avery",     "L7651", &["J8651"],                           (38_100,  21_170), 5, 13, ( 4_670, 10_900), ( 40_640,  21_170), 1_760),
    listed(a4("Avery", "L7654", &[],                               (45_720,  25_400), 4, 10, ( 9_750, 21_430), ( 48_260,  25_400), 1_500)),
    listed(a4("Avery", "L6009", &["L7636", "L4736", "Herma 4346"], (45_720,  21_170), 4, 12, ( 9_750, 21_410), ( 48_260,  21_170), 1_500)),
    listed(a4("Avery", "L6011", &[],                               (63_500,  29_630), 3,  9, ( 7_210, 15_100), ( 66_040,  29_630), 1_500)),
    a4("Avery",     "L4731", &["L4731REV"],                        (25_400,  10_000), 7, 27, ( 8_600, 13_500), ( 27_900,  10_000), 1_000),
    a4("Avery",     "L4732", &["Herma 4336"],                      (35_560,  16_930), 5, 16, (11_020, 13_060), ( 38_100,  16_930), 1_500),
    a4("Zweckform", "3474",  &["Herma 4464"],                      (70_000,  37_125), 3,  8, (     0,      0), ( 70_000,  37_125),     0),
    a4("Zweckform", "3475",  &["3490", "Herma 4360"],              (70_000,  36_000), 3,  8, (     0,  4_500), ( 70_000,  36_000),     0),
    a4("Zweckform", "3422",  &[],                                  (70_000,  35_000), 3,  8, (     0,  8_500), ( 70_000,  35_000),     0),
    a4("Zweckform", "3424",  &["Herma 4457"],                     (105_000,  48_000), 2,  6, (     0,  4_500), (105_000,  48_000),     0),
    a4("Zweckform", "3425",  &[],                                 (105_000,  57_000), 2,  5, (     0,  6_000), (105_000,  57_000),     0),
    a4("Zweckform", "3427",  &[],                                 (105_000,  74_250), 2,  4, (     0,      0), (105_000,  74_250),     0),
    a4("Zweckform", "3651",  &["Herma 4610"],                      (52_500,  29_700), 4, 10, (     0,      0), ( 52_500,  29_700),     0),
    listed(a4("Zweckform", "3658", &[],                            (64_600,  33_800), 3,  8, ( 8_100, 13_230), ( 64_600,  33_800),     0)),
    listed(a4("Zweckform", "3659", &[],                            (97_000,  42_300), 2,  6, ( 8_000, 21_530), ( 97_000,  42_300),     0)),
    listed(a4("Zweckform", "3666", &["LR3666"],                    (38_100,  21_200), 5, 13, ( 9_750, 10_630), ( 38_100,  21_200),     0)),
    listed(a4("Zweckform", "3667", &[],                            (48_500,  16_900), 4, 16, ( 8_000, 13_230), ( 48_500,  16_900),     0)),
    listed(a4("Zweckform", "4780", &["L4780"],                     (48_500,  25_400), 4, 10, ( 8_000, 21_430), ( 48_500,  25_400),     0)),
    a4("Herma",     "4608",  &["4680", "5051"],                    (48_260,  25_400), 4, 11, ( 8_480,  8_800), ( 48_260,  25_400),     0),
    a4("Herma",     "4226",  &[],                                  (48_260,  16_930), 4, 16, ( 8_480, 13_060), ( 48_260,  16_930),     0),
    a4("Herma",     "4200",  &[],                                  (48_300,  33_870), 4,  8, ( 8_400, 13_020), ( 48_300,  33_870),     0),
    a4("Herma",     "4677",  &[],                                  (63_500,  38_100), 3,  7, ( 7_210, 15_150), ( 66_040,  38_100), 2_000),
    a4("Herma",     "4667",  &["10013"],                           (96_000,  50_800), 2,  5, ( 7_730, 21_500), ( 98_540,  50_800), 2_000),

    // Rolls: maker, name, names, width, height.
    roll("thermal", "4x6 in",      &["4x6", "101.6x152.4 mm"],     inch(4, 0, 1), inch(6, 0, 1), NOMINAL),
    roll("thermal", "4x4 in",      &["4x4"],                       inch(4, 0, 1), inch(4, 0, 1), NOMINAL),
    roll("thermal", "4x3 in",      &["4x3"],                       inch(4, 0, 1), inch(3, 0, 1), NOMINAL),
    roll("thermal", "4x2 in",      &["4x2"],                       inch(4, 0, 1), inch(2, 0, 1), NOMINAL),
    roll("thermal", "3x2 in",      &["3x2"],                       inch(3, 0, 1), inch(2, 0, 1), NOMINAL),
    roll("thermal", "3x1 in",      &["3x1"],                       inch(3, 0, 1), inch(1, 0, 1), NOMINAL),
    roll("thermal", "2.25x1.25 in", &["2.25x1.25"],                inch(2, 1, 4), inch(1, 1, 4), NOMINAL),
    roll("thermal", "2x1 in",      &["2x1"],                       inch(2, 0, 1), inch(1, 0, 1), NOMINAL),
    roll("thermal", "100x150 mm",  &["100x150"],                   um(100_000),   um(150_000),   NOMINAL),
    roll("thermal", "100x50 mm",   &["100x50"],                    um(100_000),   um(50_000),    NOMINAL),
    roll("thermal", "50x25 mm",    &["50x25"],                     um(50_000),    um(25_000),    NOMINAL),
    roll("thermal", "A6",          &["105x148 mm", "105x148"],     um(105_000),   um(148_000),   NOMINAL),
    roll("thermal", "A5",          &["148x210 mm", "148x210"],     um(148_000),   um(210_000),   NOMINAL),
    roll("Brother", "DK-11201",    &["DK-1201", "29x90"],          um(29_000),    um(90_000),    MAKER),
    roll("Brother", "DK-11202",    &["DK-1202", "62x100"],         um(62_000),    um(100_000),   MAKER),
    roll("Brother", "DK-11208",    &["DK-1208", "38x90"],          um(38_000),    um(90_000),    MAKER),
    roll("Brother", "DK-11209",    &["DK-1209", "62x29"],          um(62_000),    um(29_000),    MAKER),
    roll("Brother", "DK-11241",    &["DK-1241", "102x152"],        um(102_000),   um(152_000),   MAKER),
    roll("Dymo",    "99010",       &["30252", "30320"],            um(89_000),    um(28_000),    MAKER),
    roll("Dymo",    "99012",       &["S0722400"],                  um(89_000),    um(36_000),    MAKER),
    roll("Dymo",    "99014",       &["S0722430"],                  um(101_000),   um(54_000),    MAKER),
    roll("Dymo",    "11354",       &["30334"],                     um(57_000),    um(32_000),    MAKER),
    roll("Dymo",    "11352",       &["30330"],                     um(54_000),    um(25_000),    MAKER),
    roll("Dymo",    "30256",       &[],                            um(102_000),   um(59_000),    MAKER),
];

const fn um(um: i64) -> Emu {
    Emu::from_um(um)
}

const fn inch(whole: i64, numerator: i64, denominator: i64) -> Emu {
    Emu(Emu::INCH.0 * (whole * denominator + numerator) / denominator)
}

#[allow(clippy::too_many_arguments)] // A table row.
const fn letter(
    name: &'static str,
    names: &'static [&'static str],
    label: (Emu, Emu),
    columns: u16,
    rows: u16,
    corner: (Emu, Emu),
    pitch: (Emu, Emu),
    radius: Emu,
) -> Stock {
    Stock {
        maker: Cow::Borrowed("Avery"),
        name: Cow::Borrowed(name),
        names,
        media: Media::Letter,
        page: (inch(8, 1, 2), inch(11, 0, 1)),
        label,
        columns,
        rows,
        corner,
        pitch,
        radius,
        symmetric: true,
        source: Cow::Borrowed(INCH),
    }
}

#[allow(clippy::too_many_arguments)] // A table row.
const fn a4(
    maker: &'static str,
    name: &'static str,
    names: &'static [&'static str],
    label: (i64, i64),
    columns: u16,
    rows: u16,
    corner: (i64, i64),
    pitch: (i64, i64),
    radius: i64,
) -> Stock {
    Stock {
        maker: Cow::Borrowed(maker),
        name: Cow::Borrowed(name),
        names,
        media: Media::A4,
        page: (um(210_000), um(297_000)),
        label: both(label),
        columns,
        rows,
        corner: both(corner),
        pitch: both(pitch),
        radius: um(radius),
        symmetric: true,
        source: Cow::Borrowed(OFFICE),
    }
}

/// A sheet whose list gives margins that are not alike: taken as listed.
const fn listed(mut stock: Stock) -> Stock {
    stock.symmetric = false;
    stock
}

const fn both((x, y): (i64, i64)) -> (Emu, Emu) {
    (um(x), um(y))
}

const fn roll(
    maker: &'static str,
    name: &'static str,
    names: &'static [&'static str],
    width: Emu,
    height: Emu,
    source: &'static str,
) -> Stock {
    Stock {
        maker: Cow::Borrowed(maker),
        name: Cow::Borrowed(name),
        names,
        media: Media::Roll,
        page: (width, height),
        label: (width, height),
        columns: 1,
        rows: 1,
        corner: (Emu::ZERO, Emu::ZERO),
        pitch: (width, height),
        radius: um(1_000),
        symmetric: true,
        source: Cow::Borrowed(source),
    }
}
