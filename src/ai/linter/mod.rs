//! The rules on the content of a component, a file each, under the names of the GS1 Syntax Dictionary.
//!
//! A rule sees the bytes of one component and answers `Ok`, or the first [`Flaw`] it finds.

mod csum;
mod gcppos1;
mod gcppos2;
mod yymmd0;
mod yymmdd;

mod parts;

use crate::text::Span;

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
    /// The last digit is the GS1 check digit of those before it.
    Csum csum,
    /// Begins with a GS1 Company Prefix.
    GcpPos1 gcppos1,
    /// Has a GS1 Company Prefix after the first character.
    GcpPos2 gcppos2,
    /// A date `YYMMDD` whose day may be 00.
    Yymmd0 yymmd0,
    /// A date `YYMMDD`.
    Yymmdd yymmdd,
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

/// Up to four characters that should stand where something else does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Expected {
    text: [u8; 4],
    length: u8,
}

impl Expected {
    pub(crate) const NOTHING: Self = Self {
        text: [0; 4],
        length: 0,
    };

    pub(crate) fn new(text: &[u8]) -> Self {
        let mut own = Self::NOTHING;
        for (to, from) in own.text.iter_mut().zip(text) {
            *to = *from;
            own.length += 1;
        }
        own
    }

    /// The characters; `None` where there is no one answer.
    pub fn as_str(&self) -> Option<&str> {
        match self.length {
            0 => None,
            length => core::str::from_utf8(self.text.get(..usize::from(length))?).ok(),
        }
    }
}
