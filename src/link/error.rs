//! Why a message cannot be written as a link.

use crate::ai::Code;
use crate::epc::{EpcError, EpcErrorKind};
use crate::text::Span;

/// Why a message cannot be written as a link.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{kind}")]
pub struct LinkError {
    pub(super) kind: LinkErrorKind,
    pub(super) span: Span,
}

/// What is in the way. Each kind has a stable [`code`](LinkError::code).
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum LinkErrorKind {
    /// No element is a primary key: `(02)09521234543213(37)5`.
    #[error("no element is a primary key of a GS1 Digital Link URI; add one, such as (01) or (00)")]
    NoKey,
    /// An AI that may stand neither in the path nor in the query: `(01)09521234543213(8200)http://a`.
    #[error("({ai}) may not stand in a GS1 Digital Link URI beside ({key}); leave it out")]
    Attribute {
        /// The AI.
        ai: Code,
        /// The primary key of the link.
        key: Code,
    },
    /// A value in the path that is one or two dots, which browsers take out of it: `(01)09521234543213(10).`.
    #[error("({ai}): browsers take . and .. out of a path; choose another value")]
    DotSegment {
        /// The AI.
        ai: Code,
    },
    /// The bits of a tag cannot say it: `(01)09521234543213` without a serial.
    #[error("{}; {}", .0.message(), help(.0))]
    Epc(EpcError),
    /// The key of the link has no EPC: `(8013)1987654Ad4X4bL5ttr2310c2K`.
    #[error("({key}) has no EPC; write the link plain, or in the legacy compression")]
    NoEpc {
        /// The primary key of the link.
        key: Code,
    },
    /// The EPC is of another key than the link, and would be read as a link of that one: a GIAI+ of
    /// `(01)09521234543213(8004)95212341`.
    #[error("the EPC is of ({epc}), the link of ({key}); take a coding of ({key})")]
    OtherKey {
        /// The primary key of the link.
        key: Code,
        /// The key of the EPC.
        epc: Code,
    },
    /// An element that does not come back from the bits of a tag: `(414)9521234543213(254)0`, for 0 stands for none there.
    #[error(
        "({ai}) does not come back from the bits of a tag; write the link plain, or in the legacy compression"
    )]
    Lost {
        /// The AI.
        ai: Code,
    },
    /// A stem that ends like elements, before a compressed part: `https://example.com/01/09521234543213/10`.
    #[error(
        "the stem ends like the elements of a link, and what is compressed after it could not be told from them; take another stem"
    )]
    StemElements,
    /// A stem that does not begin with http or https: `ftp://example.com`.
    #[error("a stem begins with https:// or http://; write https://example.com")]
    StemScheme,
    /// A stem without a host, or with one that is none: `https://`, `https://a b`.
    #[error(
        "this is not the name or the address of a host; write a stem such as https://example.com"
    )]
    StemHost,
    /// A stem with a query, a fragment, a character that no URI has or a `%` that escapes none: `https://example.com/?a`,
    /// `https://example.com/%zz`.
    #[error(
        "a stem is a host and at most a path, with % before two hexadecimal digits only; write https://example.com/path"
    )]
    StemPath,
}

impl LinkError {
    pub(super) const fn new(kind: LinkErrorKind, span: Span) -> Self {
        Self { kind, span }
    }

    pub(super) const fn of_message(kind: LinkErrorKind) -> Self {
        Self::new(kind, Span::new(0, 0))
    }

    /// What is in the way.
    pub const fn kind(&self) -> &LinkErrorKind {
        &self.kind
    }

    /// Where, in bytes of the stem; empty where it is about the message.
    pub const fn span(&self) -> Span {
        self.span
    }

    /// The stable word for it.
    pub const fn code(&self) -> &'static str {
        match &self.kind {
            LinkErrorKind::Epc(error) => error.code(),
            LinkErrorKind::NoEpc { .. } => "epc-no-key",
            LinkErrorKind::OtherKey { .. } => "epc-other-key",
            LinkErrorKind::Lost { .. } => "epc-left-over",
            LinkErrorKind::DotSegment { .. } => "link-dot-segment",
            LinkErrorKind::NoKey => "link-key-missing",
            LinkErrorKind::Attribute { .. } => "link-attribute",
            LinkErrorKind::StemElements => "stem-elements",
            LinkErrorKind::StemScheme => "stem-scheme",
            LinkErrorKind::StemHost => "stem-host",
            LinkErrorKind::StemPath => "stem-path",
        }
    }
}

/// The way out where it is a link that was to be written.
const fn help(error: &EpcError) -> &'static str {
    match error.kind() {
        EpcErrorKind::UriOnly(_) | EpcErrorKind::NoKey => {
            "write the link plain, or in the legacy compression"
        }
        EpcErrorKind::NoElements(_) => "only a tag with a GS1 key is a link",
        EpcErrorKind::Pattern => {
            "add the serial, or write the link plain or in the legacy compression"
        }
        EpcErrorKind::OtherScheme { .. } => "take a coding of the key of the link",
        _ => error.help(),
    }
}

impl From<EpcError> for LinkError {
    fn from(error: EpcError) -> Self {
        Self::of_message(LinkErrorKind::Epc(error))
    }
}
