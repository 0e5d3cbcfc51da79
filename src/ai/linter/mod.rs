//! The rules on the content of a component, a file each, under the names of the GS1 Syntax Dictionary.
//!
//! A rule sees the bytes of one component and answers `Ok`, or the first [`Flaw`] it finds.

mod couponcode;
mod couponposoffer;
mod cset39;
mod cset64;
mod cset82;
mod csetnumeric;
mod csum;
mod csumalpha;
mod gcppos1;
mod gcppos2;
mod hasnondigit;
mod hh;
mod hhmi;
mod hyphen;
mod iban;
mod importeridx;
mod iso3166;
mod iso3166999;
mod iso3166alpha2;
pub(crate) mod iso4217;
mod iso5218;
mod latitude;
mod longitude;
mod mediatype;
mod mi;
mod nonzero;
mod nozeroprefix;
mod packagetype;
mod pcenc;
mod pieceoftotal;
mod posinseqslash;
mod ss;
mod winding;
mod yesno;
mod yymmd0;
mod yymmdd;
mod yyyymmd0;
mod yyyymmdd;
mod zero;

mod coupon;
mod parts;

use crate::text::{Expected, Span};

macro_rules! rules {
    ($($(#[$doc:meta])* $variant:ident $module:ident,)*) => {
        /// A rule on the content of a component.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Rule {
            $($(#[$doc])* $variant,)*
        }

        impl Rule {
            /// All rules, in the order of their names.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// Its name in a GS1 Syntax Dictionary.
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => stringify!($module),)*
                }
            }

            /// Checks the content of one component.
            #[inline]
            pub fn check(self, data: &[u8]) -> Result<(), Flaw> {
                match self {
                    $(Self::$variant => $module::check(data),)*
                }
            }
        }
    };
}

rules! {
    /// A North American coupon code of AI (8110).
    CouponCode couponcode,
    /// A North American positive offer file coupon of AI (8112).
    CouponPosOffer couponposoffer,
    /// Characters of set 39.
    Cset39 cset39,
    /// File-safe base64 with its padding.
    Cset64 cset64,
    /// Characters of set 82.
    Cset82 cset82,
    /// Digits.
    CsetNumeric csetnumeric,
    /// The last digit is the GS1 check digit of those before it.
    Csum csum,
    /// The last two characters are the GS1 check character pair.
    CsumAlpha csumalpha,
    /// Begins with a GS1 Company Prefix.
    GcpPos1 gcppos1,
    /// Has a GS1 Company Prefix after the first character.
    GcpPos2 gcppos2,
    /// Not digits alone.
    HasNonDigit hasnondigit,
    /// Hours.
    Hh hh,
    /// Hours and minutes.
    Hhmi hhmi,
    /// Hyphens only.
    Hyphen hyphen,
    /// An International Bank Account Number.
    Iban iban,
    /// An importer index.
    ImporterIdx importeridx,
    /// A country, three digits.
    Iso3166 iso3166,
    /// A country, three digits, or 999.
    Iso3166999 iso3166999,
    /// A country, two capitals.
    Iso3166Alpha2 iso3166alpha2,
    /// A currency, three digits.
    Iso4217 iso4217,
    /// A biological sex.
    Iso5218 iso5218,
    /// A latitude.
    Latitude latitude,
    /// A longitude.
    Longitude longitude,
    /// An AIDC media type.
    MediaType mediatype,
    /// Minutes.
    Mi mi,
    /// Not zero.
    NonZero nonzero,
    /// No leading zero.
    NoZeroPrefix nozeroprefix,
    /// A package type.
    PackageType packagetype,
    /// Percent-encoding.
    PcEnc pcenc,
    /// A piece of a total.
    PieceOfTotal pieceoftotal,
    /// A position in a sequence.
    PosInSeqSlash posinseqslash,
    /// Seconds.
    Ss ss,
    /// A winding direction.
    Winding winding,
    /// 0 or 1.
    YesNo yesno,
    /// A date `YYMMDD` whose day may be 00.
    Yymmd0 yymmd0,
    /// A date `YYMMDD`.
    Yymmdd yymmdd,
    /// A date `YYYYMMDD` whose day may be 00.
    Yyyymmd0 yyyymmd0,
    /// A date `YYYYMMDD`.
    Yyyymmdd yyyymmdd,
    /// A zero.
    Zero zero,
}

impl Rule {
    /// The rule with this name.
    pub fn find(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|rule| rule.name() == name)
    }
}

/// What can be wrong under a rule, in words that do not depend on the data.
#[derive(Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Reason {
    /// The stable word for it.
    pub code: &'static str,
    /// What is wrong, to stand after the AI: `the check digit does not fit`.
    pub message: &'static str,
    /// The way out.
    pub help: &'static str,
}

impl Reason {
    pub(crate) const fn new(code: &'static str, message: &'static str, help: &'static str) -> Self {
        Self {
            code,
            message,
            help,
        }
    }

    /// This reason, at bytes `start..end` of the component.
    pub(crate) const fn at(&'static self, start: usize, end: usize) -> Flaw {
        Flaw {
            reason: self,
            span: Span::new(start, end),
            expected: Expected::NOTHING,
        }
    }
}

/// What a rule found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Flaw {
    /// What is wrong.
    pub reason: &'static Reason,
    /// Where, in bytes of the component.
    pub span: Span,
    /// What should stand there, where there is one answer.
    pub expected: Expected,
}

impl Flaw {
    pub(crate) fn expecting(mut self, text: &[u8]) -> Self {
        self.expected = Expected::new(text);
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::{format, string::String, vec::Vec};

    /// That a rule lets `valid` pass, and finds in each other text the flaw between the stars.
    pub(super) fn verdicts(
        check: fn(&[u8]) -> Result<(), Flaw>,
        valid: &[&str],
        flawed: &[(&str, &str)],
    ) {
        for text in valid {
            assert_eq!(check(text.as_bytes()), Ok(()), "{text}");
        }
        for (marked, code) in flawed {
            let pieces: Vec<&str> = marked.splitn(3, '*').collect();
            let text: String = pieces.concat();
            let flaw = check(text.as_bytes()).expect_err(marked);
            let (start, end) = (flaw.span.start, flaw.span.end);
            let found = format!("{}*{}*{}", &text[..start], &text[start..end], &text[end..]);
            assert_eq!((found.as_str(), flaw.reason.code), (*marked, *code));
        }
    }

    #[test]
    fn a_rule_is_found_by_its_name() {
        for &rule in Rule::ALL {
            assert_eq!(Rule::find(rule.name()), Some(rule));
        }
        assert_eq!(Rule::ALL.len(), 39);
        assert_eq!(Rule::find("key"), None);
    }
}
