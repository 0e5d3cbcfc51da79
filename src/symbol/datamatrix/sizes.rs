//! The sizes of ECC 200 (ISO/IEC 16022, table 7).

use ::datamatrix::SymbolSize;

/// One size of symbol.
#[derive(Debug)]
pub(super) struct Size {
    /// Rows by columns, as the standard writes it.
    pub name: &'static str,
    /// Modules down, finder pattern included.
    pub rows: u16,
    /// Modules across.
    pub columns: u16,
    /// Codewords for data.
    pub capacity: usize,
    /// The size as the crate names it.
    pub of_crate: SymbolSize,
}

const fn size(
    name: &'static str,
    rows: u16,
    columns: u16,
    capacity: usize,
    of_crate: SymbolSize,
) -> Size {
    Size {
        name,
        rows,
        columns,
        capacity,
        of_crate,
    }
}

/// Square and rectangular sizes, each list by capacity; the extended rectangles of ISO/IEC 21471 are not among them: GS1 does not name them.
#[rustfmt::skip]
pub(super) static SIZES: [Size; 30] = [
    size("10x10",    10,  10,    3, SymbolSize::Square10),
    size("12x12",    12,  12,    5, SymbolSize::Square12),
    size("14x14",    14,  14,    8, SymbolSize::Square14),
    size("16x16",    16,  16,   12, SymbolSize::Square16),
    size("18x18",    18,  18,   18, SymbolSize::Square18),
    size("20x20",    20,  20,   22, SymbolSize::Square20),
    size("22x22",    22,  22,   30, SymbolSize::Square22),
    size("24x24",    24,  24,   36, SymbolSize::Square24),
    size("26x26",    26,  26,   44, SymbolSize::Square26),
    size("32x32",    32,  32,   62, SymbolSize::Square32),
    size("36x36",    36,  36,   86, SymbolSize::Square36),
    size("40x40",    40,  40,  114, SymbolSize::Square40),
    size("44x44",    44,  44,  144, SymbolSize::Square44),
    size("48x48",    48,  48,  174, SymbolSize::Square48),
    size("52x52",    52,  52,  204, SymbolSize::Square52),
    size("64x64",    64,  64,  280, SymbolSize::Square64),
    size("72x72",    72,  72,  368, SymbolSize::Square72),
    size("80x80",    80,  80,  456, SymbolSize::Square80),
    size("88x88",    88,  88,  576, SymbolSize::Square88),
    size("96x96",    96,  96,  696, SymbolSize::Square96),
    size("104x104", 104, 104,  816, SymbolSize::Square104),
    size("120x120", 120, 120, 1050, SymbolSize::Square120),
    size("132x132", 132, 132, 1304, SymbolSize::Square132),
    size("144x144", 144, 144, 1558, SymbolSize::Square144),
    size("8x18",      8,  18,    5, SymbolSize::Rect8x18),
    size("8x32",      8,  32,   10, SymbolSize::Rect8x32),
    size("12x26",    12,  26,   16, SymbolSize::Rect12x26),
    size("12x36",    12,  36,   22, SymbolSize::Rect12x36),
    size("16x36",    16,  36,   32, SymbolSize::Rect16x36),
    size("16x48",    16,  48,   49, SymbolSize::Rect16x48),
];

impl Size {
    pub(super) const fn is_square(&self) -> bool {
        self.rows == self.columns
    }

    /// Modules in all.
    pub(super) fn area(&self) -> u32 {
        u32::from(self.rows) * u32::from(self.columns)
    }
}
