//! Characters that people and readers take for one another.

use super::alphabet::BASE_32;
use super::class::Class;
use super::scheme::Scheme;

impl Scheme {
    /// Whether a letter stands in both cases at one place of the scheme's own alphabets, so that two serials may differ by case
    /// alone: a reader that folds case makes one of them. Values of the context are not looked at.
    ///
    /// ```
    /// use unitmark::serial::{Definition, Reset, Scheme};
    ///
    /// let of = |pattern: &str| Scheme::new(Definition { reset: Reset::Never, ..Definition::of(pattern) });
    /// assert!(of("SN{seq:6:0-9A-Za-z}")?.mixes_case());
    /// assert!(!of("Sn{seq:6:b36}")?.mixes_case());
    /// # Ok::<(), unitmark::serial::SchemeError>(())
    /// ```
    pub fn mixes_case(&self) -> bool {
        let of_context = |at: &usize| {
            let values = &self.layout.values;
            values.iter().any(|value| value.at.contains(at))
        };
        let in_both = |class: &Class| {
            let mut letters = class.letters();
            letters.any(|letter| {
                letter.is_ascii_uppercase() && class.contains(letter.to_ascii_lowercase())
            })
        };
        let mut classes = self.classes.iter().enumerate();
        classes.any(|(at, class)| in_both(class) && !of_context(&at))
    }

    /// The serial that a mistyped text stands for, where base 32 leaves no doubt: it has no O, I, L and no small letters, so that an O
    /// was a 0, an I or L a 1, and a small letter a capital (Crockford). `None` where nothing else is read, or what is read is no serial
    /// of the scheme either. It is told, never taken.
    ///
    /// ```
    /// use unitmark::serial::{Definition, Reset, Scheme};
    ///
    /// let scheme = Scheme::new(Definition { reset: Reset::Never, ..Definition::of("LOT-{seq:6:b32}") })?;
    /// assert_eq!(scheme.meant("LOT-OOO1zl", "").as_deref(), Some("LOT-0001Z1"));
    /// assert_eq!(scheme.meant("L0T-0001Z1", ""), None);
    /// # Ok::<(), unitmark::serial::SchemeError>(())
    /// ```
    pub fn meant(&self, text: &str, gtin: &str) -> Option<String> {
        let is_base_32 = |at: usize| {
            let number = &self.layout.sequence;
            let check = self.layout.check.as_ref();
            number.at.contains(&at) && number.field.alphabet.letters() == BASE_32
                || check.is_some_and(|check| {
                    check.at.contains(&at) && check.system.written() == BASE_32
                })
        };
        let meant: String = text
            .char_indices()
            .map(|(at, letter)| match letter {
                _ if !is_base_32(at) => letter,
                'O' | 'o' => '0',
                'I' | 'i' | 'L' | 'l' => '1',
                _ => letter.to_ascii_uppercase(),
            })
            .collect();
        (meant != text && self.parse(&meant, gtin).is_ok()).then_some(meant)
    }
}

#[cfg(test)]
mod tests {
    use crate::serial::{Definition, Reset, Scheme};

    fn scheme(pattern: &str) -> Scheme {
        let definition = Definition {
            reset: Reset::Never,
            ..Definition::of(pattern)
        };
        Scheme::new(definition).expect(pattern)
    }

    #[test]
    fn what_is_meant_is_read_in_base_32_only() {
        let b32 = scheme("Lo-{seq:4:b32}{chk:luhn32}");
        let at = "2026-04-15T08:00Z".parse().expect("a time");
        let slot = b32.slot(&crate::serial::Context::new(), at);
        let checked = b32.text(&slot.expect("a slot"), 32).expect("a number");
        assert!(checked.starts_with("Lo-0010"), "{checked}");
        let typed = format!("Lo-OOlo{}", &checked[7..].to_ascii_lowercase());
        assert_eq!(b32.meant(&typed, ""), Some(checked.clone()));
        assert_eq!(b32.meant(&checked, ""), None, "it reads as it stands");
        assert_eq!(scheme("{seq:4:b36}").meant("OO1L", ""), None);
        assert_eq!(scheme("{seq:4}").meant("OO1L", ""), None);
    }

    #[test]
    fn case_is_mixed_where_the_pattern_has_it_so() {
        for (pattern, mixed) in [
            ("{seq:4:A-Za-z}", true),
            ("{year:2026:Aa-z}{seq:4}", true),
            // 2026 to 2050 are Q to Z and a to o.
            ("{year:2010:A-Za-z}{seq:4}", false),
            ("{plant:2}{seq:4}", false),
            ("{seq:4:a-z}", false),
            ("{seq:4:A-Ma-m}", true),
            ("{seq:4:A-Mn-z}", false),
        ] {
            assert_eq!(scheme(pattern).mixes_case(), mixed, "{pattern}");
        }
    }
}
