//! What may be wrong with a GS1 Digital Link URI beside its elements.

use crate::ai::Code;

/// What is wrong with a GS1 Digital Link URI: its form, or an element that stands where it must not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum LinkFlaw {
    /// An ordinary web address, without a GS1 key: `https://example.com/about`.
    #[error("this is a web address without a GS1 key in it")]
    WebAddress,
    /// Neither `http://` nor `https://`, in small or in capital letters: `HtTp://a/01/09521234543213`.
    #[error("the scheme of a GS1 Digital Link URI is http or https")]
    Scheme,
    /// No host, or one with characters that no host has: `https:///01/..`, `https://a$/01/..`.
    #[error("this is not the name or the address of a host")]
    Host,
    /// A character that cannot stand in a URI: `https://a/01/09521234543213{`.
    #[error("this character cannot stand in a URI")]
    Character,
    /// A `%` that two hexadecimal digits do not follow: `/10/A%zz`.
    #[error("two hexadecimal digits must follow %")]
    Escape,
    /// Something else than an AI where one must stand: `/01/09521234543213/about/us`.
    #[error("an AI must stand here: the path after a key is AIs and values")]
    Path,
    /// The path ends after an AI: `/01/09521234543213/10`.
    #[error("the path is cut short: the value of this AI is missing")]
    CutShort,
    /// The path ends with a slash: `/01/09521234543213/`.
    #[error("the path must not end with a slash")]
    Slash,
    /// An AI in the path that is no qualifier of the key: `/01/09521234543213/99/A`.
    #[error("it does not qualify ({key})")]
    Qualifier {
        /// The primary key of the path.
        key: Code,
    },
    /// Qualifiers in another order than the key has them: `/01/09521234543213/21/S/10/L`.
    #[error("the qualifiers of ({key}) stand in another order")]
    QualifierOrder {
        /// The primary key of the path.
        key: Code,
    },
    /// An AI that may not be a data attribute: `?21=S`.
    #[error("it may not stand in the query")]
    Attribute,
    /// A qualifier of the key in the query: `/01/09521234543213?10=L`.
    #[error("it qualifies ({key}) and stands in the path")]
    InPath {
        /// The primary key of the path.
        key: Code,
    },
    /// The same AI twice: `/01/09521234543213?99=A&99=A`.
    #[error("a link has each AI once")]
    Repeated,
    /// A compressed part that cannot be read: `/01/09521234543213/AB`.
    #[error("this compressed part cannot be read")]
    Compressed,
    /// A variable of a template that is not a whole value, has no name, or names another AI: `/10/{gtin}`, `/10/A{lot}`.
    #[error("a variable stands for a whole value of the AI that it names")]
    Variable,
    /// Elements after a compressed part: `/AQnYUc1gmg/10/L`.
    #[error("nothing stands after the compressed part of a path")]
    Mixed,
    /// Elements before the bits of a tag: `/01/09521234543213/eh30164596f40c0e5cbe991a83`.
    #[error("elements stand before this compressed part, which says all of a link")]
    MixedBefore,
    /// A compressed part that says one thing as some tools write it and another as others do, for they disagree on the order
    /// of its AIs: `/Gg7LY0sa6FBfc1Ncg-NgKA`.
    #[error("this compressed part has two meanings: tools disagree on the order of its AIs")]
    Ambiguous,
    /// A value that is one or two dots, in the path: `/10/.`.
    #[error("browsers take . and .. out of a path, written as %2E too")]
    DotSegment,
}

impl LinkFlaw {
    /// The stable word for it.
    pub const fn code(self) -> &'static str {
        match self {
            Self::WebAddress => "web-address",
            Self::Scheme => "link-scheme",
            Self::Host => "link-host",
            Self::Character => "link-character",
            Self::Escape => "link-escape",
            Self::Path => "link-path",
            Self::CutShort => "link-cut-short",
            Self::Slash => "link-slash",
            Self::Qualifier { .. } => "link-qualifier",
            Self::QualifierOrder { .. } => "link-qualifier-order",
            Self::Attribute => "link-attribute",
            Self::InPath { .. } => "link-in-path",
            Self::Repeated => "link-repeated",
            Self::Compressed => "link-compressed",
            Self::Variable => "link-variable",
            Self::Mixed | Self::MixedBefore => "link-mixed",
            Self::Ambiguous => "link-ambiguous",
            Self::DotSegment => "link-dot-segment",
        }
    }

    /// The way out.
    pub const fn help(self) -> &'static str {
        match self {
            Self::WebAddress => {
                "a GS1 Digital Link URI has a key in its path, as in https://example.com/01/09521234543213"
            }
            Self::Scheme => "write https:// or, for a smaller QR Code, HTTPS://",
            Self::Host => {
                "write a host such as example.com, 192.0.2.1 or [2001:db8::1], and at most a port"
            }
            Self::Character => "write it as % and two hexadecimal digits, as in %22",
            Self::Escape => "write % itself as %25",
            Self::Path => "write AIs by their digits, as in /10/LOT7",
            Self::CutShort => "write the value, or leave the AI out",
            Self::Slash => "leave the slash out",
            Self::Qualifier { .. } => "write a data attribute in the query, as in ?17=261231",
            Self::QualifierOrder { .. } => {
                "`unitmark ai` lists the qualifiers of a key in their order"
            }
            Self::Attribute => "leave it out, or write it in the path of its key",
            Self::InPath { .. } => "write it in the path, as in /10/LOT7",
            Self::Repeated => "keep one of the two",
            Self::Compressed => "copy the whole address; are characters missing?",
            Self::Variable => {
                "write it as /10/{lot} or /10/{10}, and give it a value when filling in"
            }
            Self::Mixed => "compress all elements, or write all that stand after it before it",
            Self::MixedBefore => "leave out either of the two",
            Self::Ambiguous => {
                "read the label's own text, or ask for the link without optimisation"
            }
            Self::DotSegment => "choose another value, or write the message in another form",
        }
    }
}
