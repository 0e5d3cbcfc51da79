//! The bars and spaces of each symbol character (ISO/IEC 15417, table 1).

/// Widths of bars and spaces in turn as the digits of a number, the first a bar, to modules: the leftmost in
/// the lowest bit.
const fn modules(mut widths: u32) -> u16 {
    let mut pattern = 0;
    let mut bar = widths.ilog10().is_multiple_of(2);
    while widths > 0 {
        let width = widths % 10;
        pattern <<= width;
        if bar {
            pattern |= (1 << width) - 1;
        }
        bar = !bar;
        widths /= 10;
    }
    pattern
}

/// Bar, space, bar, space, bar, space, bar: 13 modules.
pub(super) const STOP: u16 = modules(2_331_112);

/// By value; 103 to 105 are the start characters. 11 modules each.
pub(super) static PATTERNS: [u16; 106] = {
    let mut patterns = [0; 106];
    let mut value = 0;
    while value < 106 {
        patterns[value] = modules(WIDTHS[value]);
        value += 1;
    }
    patterns
};

#[rustfmt::skip]
const WIDTHS: [u32; 106] = [
    212_222, 222_122, 222_221, 121_223, 121_322, 131_222, 122_213, 122_312, 132_212, 221_213, //  0
    221_312, 231_212, 112_232, 122_132, 122_231, 113_222, 123_122, 123_221, 223_211, 221_132, // 10
    221_231, 213_212, 223_112, 312_131, 311_222, 321_122, 321_221, 312_212, 322_112, 322_211, // 20
    212_123, 212_321, 232_121, 111_323, 131_123, 131_321, 112_313, 132_113, 132_311, 211_313, // 30
    231_113, 231_311, 112_133, 112_331, 132_131, 113_123, 113_321, 133_121, 313_121, 211_331, // 40
    231_131, 213_113, 213_311, 213_131, 311_123, 311_321, 331_121, 312_113, 312_311, 332_111, // 50
    314_111, 221_411, 431_111, 111_224, 111_422, 121_124, 121_421, 141_122, 141_221, 112_214, // 60
    112_412, 122_114, 122_411, 142_112, 142_211, 241_211, 221_114, 413_111, 241_112, 134_111, // 70
    111_242, 121_142, 121_241, 114_212, 124_112, 124_211, 411_212, 421_112, 421_211, 212_141, // 80
    214_121, 412_121, 111_143, 111_341, 131_141, 114_113, 114_311, 411_113, 411_311, 113_141, // 90
    114_131, 311_141, 411_131, 211_412, 211_214, 211_232,                                     // 100
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pattern_is_eleven_modules_of_even_bars_and_told_apart() {
        let mut seen = std::collections::HashSet::new();
        for (value, &pattern) in PATTERNS.iter().enumerate() {
            let mut widths = WIDTHS[value];
            let mut sum = 0;
            while widths > 0 {
                sum += widths % 10;
                widths /= 10;
            }
            assert_eq!(sum, 11, "value {value}");
            assert_eq!(pattern.count_ones() % 2, 0, "value {value}");
            assert!(pattern & 1 == 1 && pattern >> 10 == 0 && seen.insert(pattern));
        }
        assert_eq!(STOP, 0b1_1010_1110_0011);
    }
}
