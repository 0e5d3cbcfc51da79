//! What symbols are tried with: element strings and texts as people write them, and as many more as it takes.

use unitmark::element::ElementString;

/// Element strings: every usual AI, each end of its length, and the characters that encoders trip over.
#[rustfmt::skip]
pub const GS1: &[&str] = &[
    "(01)05012345678900",
    "(00)340123450000000017",
    "(01)05012345678900(21)WG-2026040001",
    "(01)05012345678900(17)270430(10)2026-04-A(21)WG-2026040001",
    "(01)09521234543213(17)261231(10)ABC123(21)12345678901234567890",
    "(01)09521234543213(17)270131(10)A1B2C3D4(21)1A2B3C4D5E6F7G8H9J0K",
    "(01)09521234543213(21)71QX5Z9RT2(17)271100(10)B25K07",
    "(01)09521234543213(21)98765432109876543210",
    "(01)09521234543213(10)0000000000000000000A(21)a",
    "(01)09521234543213(10)lower.case_lot(21)mixedCASE0123abcXYZ9",
    "(01)09521234543213(10)AB%CD%%EF(21)%12%",
    "(01)09521234543213(10)AB%CD12%34EF",
    "(01)09521234543213(10)%(21)%%",
    "(01)09521234543213(10)100%OFF(21)100%",
    "(01)09521234543213(21)!\"%&'\\()*+,-./:;<=>?_",
    "(01)09521234543213(10)a\"b&c(21)?x?y?z?;:,.-=<>",
    "(01)09521234543213(21)7gPn2%zQ\"w?!k(10)dGVz",
    "(01)09521234543213(240)MODEL.X-200/7(241)CUST_PART_9",
    "(01)99521234543216(3103)001250(15)261225(10)TX-77/A",
    "(01)99521234543216(3922)1299(3103)000750",
    "(02)09521234543213(37)48(00)340123450000000017",
    "(400)ORDER-2026/42(410)9521234543213",
    "(401)9521234SHIP-2026+42",
    "(01)09521234543213(11)260415(13)260416(15)270415(20)07(10)L1(22)2A",
    "(01)09521234543213(10)12345678901234567890(21)09876543210987654321(240)123456789012345678901234567890(241)ABCDEFGHIJKLMNOPQRSTUVWXYZabcd",
];

/// Texts for plain symbols, Digital Link URIs first.
#[rustfmt::skip]
pub const PLAIN: &[&str] = &[
    "https://id.gs1.org/01/09521234543213",
    "https://example.com/01/09521234543213/10/ABC123/21/12345?17=261231",
    "https://id.gs1.org/01/09521234543213/21/WG-2026040001",
    "HTTPS://ID.GS1.ORG/01/09521234543213/10/LOT4711/21/SN0001?17=280930",
    "https://example.com/p/01/09521234543213/22/2A/10/L%2F77?3103=001250&15=261225",
    "https://id.gs1.org/00/340123450000000017",
    "https://example.com/01/09521234543213/21/71QX5Z9RT2?linkType=gs1:pip&17=271100",
    "A",
    "0123456789",
    "tab\tand newline\n",
    "per%cent and 100%",
    "shift a\u{1}b in lower case, AND \u{1}\u{2}a\u{3} BACK",
];

/// The strings above, read.
pub fn gs1() -> Vec<ElementString> {
    let read =
        |text: &&str| ElementString::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"));
    GS1.iter().map(read).collect()
}

/// Numbers that look random and are the same in every run (xorshift, 64 bits).
pub struct Numbers(pub u64);

impl Numbers {
    /// One below `limit`.
    pub fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % limit
    }

    fn text(&mut self, longest: usize) -> String {
        const ALPHABETS: [&str; 6] = [
            "0123456789",
            "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789",
            "abcdefghijklmnopqrstuvwxyz0123456789",
            "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-./%",
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789",
            "!\"%&'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz",
        ];
        let mut text = String::new();
        let length = 1 + self.below(longest);
        let mut alphabet = ALPHABETS[self.below(6)].as_bytes();
        while text.len() < length {
            if self.below(8) == 0 {
                alphabet = ALPHABETS[self.below(6)].as_bytes();
            }
            text.push(char::from(alphabet[self.below(alphabet.len())]));
        }
        text
    }

    /// An element string of an item: a few attributes in any order, values of any length and mixture.
    pub fn item(&mut self) -> ElementString {
        let gtin = format!("0952123{:06}", self.below(1_000_000));
        let gtin: Vec<u32> = gtin
            .chars()
            .filter_map(|digit| digit.to_digit(10))
            .collect();
        let sum: u32 = gtin
            .iter()
            .enumerate()
            .map(|(place, digit)| digit * if place % 2 == 0 { 3 } else { 1 })
            .sum();
        let digits: String = gtin
            .iter()
            .chain([&((10 - sum % 10) % 10)])
            .map(u32::to_string)
            .collect();
        let mut elements = vec![("01", digits)];
        let mut left = vec![
            ("10", 20),
            ("21", 20),
            ("240", 30),
            ("241", 30),
            ("17", 0),
            ("11", 0),
        ];
        for _ in 0..self.below(5) {
            let (ai, longest) = left.swap_remove(self.below(left.len()));
            let value = match longest {
                0 => format!(
                    "{:02}{:02}{:02}",
                    self.below(50),
                    1 + self.below(12),
                    1 + self.below(28)
                ),
                longest => self.text(longest),
            };
            elements.push((ai, value));
        }
        ElementString::from_elements(elements.iter().map(|(ai, value)| (*ai, value.as_str())))
            .unwrap_or_else(|error| panic!("{elements:?}: {error}"))
    }
}
