//! Why a message cannot be written as a link.

use crate::ai::Code;
use crate::epc::EpcError;
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
    /// The bits of a tag cannot say it: `(8013)1987654Ad4X4bL5ttr2310c2K`.
    #[error(transparent)]
    Epc(EpcError),
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
    /// A stem with a query, a fragment or a character that no URI has: `https://example.com/?a`.
    #[error("a stem is a host and at most a path; write https://example.com/path")]
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
            LinkErrorKind::NoKey => "link-key-missing",
            LinkErrorKind::Attribute { .. } => "link-attribute",
            LinkErrorKind::StemElements => "stem-elements",
            LinkErrorKind::StemScheme => "stem-scheme",
            LinkErrorKind::StemHost => "stem-host",
            LinkErrorKind::StemPath => "stem-path",
        }
    }
}

impl From<EpcError> for LinkError {
    fn from(error: EpcError) -> Self {
        Self::of_message(LinkErrorKind::Epc(error))
    }
}
