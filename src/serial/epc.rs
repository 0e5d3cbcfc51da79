//! Which EPC codings can carry a scheme's texts.

use super::scheme::Scheme;
use crate::element::ElementString;
use crate::epc::{Coding, Epc, Prefixes};

/// A product, where the scheme writes serials of one: whichever it is, the field of the serial is the same.
const PRODUCT: [(&str, &str); 1] = [("01", "05012345678900")];

impl Scheme {
    /// The EPC codings in which every text of the scheme fits, the shortest first; those that ask for a date or a host name too are
    /// left out.
    ///
    /// ```
    /// use unitmark::serial::{Definition, Reset, Scheme};
    ///
    /// let of = |pattern: &str| Scheme::new(Definition { reset: Reset::Never, ..Definition::of(pattern) });
    /// assert_eq!(of("1{seq:11}")?.epc_schemes(), ["SGTIN-96", "SGTIN-198", "SGTIN+"]);
    /// // Leading zeros do not survive SGTIN-96, and it ends at 274,877,906,943.
    /// assert_eq!(of("{seq:12}")?.epc_schemes(), ["SGTIN-198", "SGTIN+"]);
    /// assert_eq!(of("3{seq:11}")?.epc_schemes(), ["SGTIN-198", "SGTIN+"]);
    /// # Ok::<(), unitmark::serial::SchemeError>(())
    /// ```
    pub fn epc_schemes(&self) -> Vec<&'static str> {
        let texts = self.extremes();
        let messages: Vec<_> = texts.iter().filter_map(|text| self.message(text)).collect();
        let mut codings: Vec<Coding> = Coding::all()
            .filter(|coding| !coding.carries_host_name() && !coding.carries_date())
            .filter(|coding| !messages.is_empty() && self.all_fit(*coding, &messages))
            .collect();
        codings.sort_by_key(|coding| (coding.bits().is_none(), coding.bits()));
        codings.into_iter().map(Coding::name).collect()
    }

    fn message(&self, text: &str) -> Option<ElementString> {
        let ai = self.definition.ai.as_str();
        let product = PRODUCT.into_iter().filter(|_| ai == "21");
        ElementString::from_elements(product.chain([(ai, text)])).ok()
    }

    /// Whether each message fits, whatever is not known of the company prefix.
    fn all_fit(&self, coding: Coding, messages: &[ElementString]) -> bool {
        let prefix = self
            .layout
            .values
            .iter()
            .find(|value| value.field.token.name == "prefix");
        let lengths = match prefix.and_then(|value| u8::try_from(value.at.len()).ok()) {
            Some(length) => length..=length,
            None if self.definition.ai == "21" => 7..=7,
            // A key is longer than its company prefix.
            None => 6..=(self.length().saturating_sub(1).min(12) as u8).max(6),
        };
        lengths.into_iter().all(|length| {
            let Ok(prefixes) = Prefixes::new().with_length(length) else {
                return false;
            };
            messages.iter().all(|message| {
                Epc::from_elements(message, &prefixes)
                    .is_ok_and(|epc| epc.encode(coding, 0).is_ok())
            })
        })
    }

    /// The texts by which the others are judged: each place with the first and with the last of its characters. A place that
    /// may hold what is no digit does so in one of them, for digits are neighbours; a first place that may be 0 is so in one, and the
    /// other is the largest number. Check characters are once those that fit and once any: a check digit of a key has to fit, that of a
    /// serial is a character like others.
    fn extremes(&self) -> Vec<String> {
        let prefix = |at: &usize| {
            let values = &self.layout.values;
            values
                .iter()
                .any(|value| value.field.token.name == "prefix" && value.at.contains(at))
        };
        let first = self.classes.iter().enumerate().map(|(at, class)| {
            let mut letters = class.letters();
            // Zeros before a GTIN-8 are no company prefix.
            if prefix(&at) {
                letters.next_back()
            } else {
                letters.next()
            }
        });
        let last = self.classes.iter().map(|class| class.letters().next_back());
        let texts: [Option<Vec<u8>>; 2] = [first.collect(), last.collect()];
        let mut all = Vec::new();
        for text in texts.into_iter().flatten() {
            let mut checked = text.clone();
            if let Some(check) = &self.layout.check {
                check.write(&mut checked);
            }
            all.extend([text, checked].map(|text| String::from_utf8(text).unwrap_or_default()));
        }
        all
    }
}

#[cfg(test)]
mod tests {
    use crate::serial::{Definition, Reset, Scheme};

    #[test]
    fn an_epc_scheme_is_named_where_every_text_fits_it() {
        for (ai, pattern, expected) in [
            ("21", "274877906{seq:3:0-8}", "SGTIN-96 SGTIN-198 SGTIN+"),
            ("21", "274877906944{seq:1}", "SGTIN-198 SGTIN+"),
            ("21", "{seq:1}", "SGTIN-96 SGTIN-198 SGTIN+"),
            ("21", "0{seq:1}", "SGTIN-198 SGTIN+"),
            ("21", "{rnd:11:dec}", "SGTIN-96 SGTIN-198 SGTIN+"),
            ("21", "{rnd:12:b32}", "SGTIN-198 SGTIN+"),
            ("00", "{ext:1}{prefix:7}{seq:9}{chk:mod10}", "SSCC-96 SSCC+"),
            (
                "253",
                "{prefix:7}12345{chk:mod10}1{seq:11}",
                "GDTI-96 GDTI-113 GDTI-174 GDTI+",
            ),
            (
                "253",
                "{prefix:7}12345{chk:mod10}{seq:11}",
                "GDTI-113 GDTI-174 GDTI+",
            ),
            (
                "8003",
                "0{prefix:7}12345{chk:mod10}2{seq:11:0-6}",
                "GRAI-96 GRAI-170 GRAI+",
            ),
            (
                "8003",
                "0{prefix:7}12345{chk:mod10}A{seq:11}",
                "GRAI-170 GRAI+",
            ),
            ("21", "1{seq:4}{chk:mod11-2}", "SGTIN-198 SGTIN+"),
            ("21", "1{seq:4}{chk:damm}", "SGTIN-96 SGTIN-198 SGTIN+"),
            ("21", "-{seq:4}", "SGTIN-198 SGTIN+"),
            ("21", "1{seq:4:0-9a-f}", "SGTIN-198 SGTIN+"),
            ("8004", "95212341{seq:16}", "GIAI-202 GIAI+"),
            ("8004", "95212341{seq:3}", "GIAI-202 GIAI+"),
            ("8004", "{prefix:7}1{seq:16}", "GIAI-96 GIAI-202 GIAI+"),
            ("8004", "{prefix:7}1{seq:17}", "GIAI-96 GIAI-202 GIAI+"),
            ("8004", "{prefix:7}3{seq:17}", "GIAI-202 GIAI+"),
            ("8018", "{prefix:7}{seq:10}{chk:mod10}", "GSRN-96 GSRN+"),
            ("8017", "{prefix:7}{seq:10}{chk:mod10}", "GSRNP-96 GSRNP+"),
        ] {
            let ai = ai.to_owned();
            let scheme = Scheme::new(Definition {
                reset: Reset::Never,
                ai,
                ..Definition::of(pattern)
            });
            let found = scheme
                .unwrap_or_else(|error| panic!("{pattern}: {error}"))
                .epc_schemes()
                .join(" ");
            assert_eq!(found, expected, "{pattern}");
        }
    }
}
