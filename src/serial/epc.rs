//! Which EPC schemes can carry a scheme's texts (GS1 Tag Data Standard 2.3 sections 14.6 and 14.7).

use super::scheme::Scheme;

/// A 96-bit scheme keeps the serial as an integer of so many bits: digits without a leading zero.
struct Integer {
    name: &'static str,
    bits: u32,
}

impl Scheme {
    /// The EPC schemes in which every text of the scheme fits, the shortest first.
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
        let (integer, others): (Option<(Integer, usize)>, &[&'static str]) =
            match self.definition.ai.as_str() {
                "21" => (
                    Some((
                        Integer {
                            name: "SGTIN-96",
                            bits: 38,
                        },
                        0,
                    )),
                    &["SGTIN-198", "SGTIN+"],
                ),
                "00" => (None, &["SSCC-96", "SSCC+"]),
                "253" => (
                    Some((
                        Integer {
                            name: "GDTI-96",
                            bits: 41,
                        },
                        13,
                    )),
                    &["GDTI-174", "GDTI+"],
                ),
                "8003" => (
                    Some((
                        Integer {
                            name: "GRAI-96",
                            bits: 38,
                        },
                        14,
                    )),
                    &["GRAI-170", "GRAI+"],
                ),
                "8004" => (self.asset_reference(), &["GIAI-202", "GIAI+"]),
                "8017" => (None, &["GSRNP-96", "GSRNP+"]),
                "8018" => (None, &["GSRN-96", "GSRN+"]),
                _ => (None, &[]),
            };
        let short = integer.filter(|(integer, from)| self.is_integer(*from, integer.bits));
        short
            .map(|(integer, _)| integer.name)
            .into_iter()
            .chain(others.iter().copied())
            .collect()
    }

    /// In GIAI-96 company prefix and reference share 82 bits (Tag Data Standard table 14-17).
    fn asset_reference(&self) -> Option<(Integer, usize)> {
        let prefix = self
            .layout
            .values
            .iter()
            .find(|value| value.field.token.name == "prefix")?;
        let bits = match prefix.at.len() {
            12 => 42,
            11 => 45,
            10 => 48,
            9 => 52,
            8 => 55,
            7 => 58,
            6 => 62,
            _ => return None,
        };
        (prefix.at.start == 0).then_some((
            Integer {
                name: "GIAI-96",
                bits,
            },
            prefix.at.end,
        ))
    }

    /// Whether what stands from that place on is always digits, never with a leading zero, and below 2^bits.
    fn is_integer(&self, from: usize, bits: u32) -> bool {
        let Some([first, rest @ ..]) = self.classes.get(from..) else {
            return false;
        };
        let leading_zero = first.contains(b'0') && !rest.is_empty();
        let largest = self
            .classes
            .iter()
            .skip(from)
            .try_fold(0_u128, |number, class| {
                let last = class.letters().next_back()?;
                let is_digit = class.letters().all(|letter| letter.is_ascii_digit());
                let digit = is_digit.then(|| u128::from(last.wrapping_sub(b'0')))?;
                number.checked_mul(10)?.checked_add(digit)
            });
        !leading_zero && largest.is_some_and(|largest| largest < 1 << bits)
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
                "GDTI-96 GDTI-174 GDTI+",
            ),
            (
                "253",
                "{prefix:7}12345{chk:mod10}{seq:11}",
                "GDTI-174 GDTI+",
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
