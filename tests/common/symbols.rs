//! What symbols are tried with: element strings and texts as people write them, and as many more as it takes.

use unitmark::element::ElementString;

fn messages() -> impl Iterator<Item = &'static str> {
    let lines = include_str!("symbols.txt").lines();
    lines.filter(|line| !line.starts_with('#'))
}

/// Element strings: every usual AI, each end of its length, and the characters that encoders trip over.
pub fn gs1() -> Vec<ElementString> {
    messages()
        .filter(|message| message.starts_with('('))
        .map(|text| ElementString::parse(text).unwrap_or_else(|error| panic!("{text}: {error}")))
        .collect()
}

/// Digital Link URIs.
pub fn links() -> Vec<&'static str> {
    messages()
        .filter(|message| message.to_ascii_lowercase().starts_with("https:"))
        .collect()
}

/// Texts for plain symbols: those URIs, others, and control characters.
pub fn plain() -> Vec<&'static str> {
    messages()
        .filter(|message| !message.starts_with('('))
        .chain([
            "tab\tand newline\n",
            "[)>\u{1e}06\u{1d}9N110375286414\u{1d}1TABC\u{1e}\u{4}",
            "[)>\u{1e}05\u{1d}no tail",
            "shift a\u{1}b in lower case, AND \u{1}\u{2}a\u{3} BACK",
        ])
        .collect()
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
