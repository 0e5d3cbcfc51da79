//! What may be wrong with an EPC beside its elements, in the words of the stage that reads it.

use alloc::string::String;
use core::fmt;

/// What is wrong with a tag or an EPC URI: a partition, a padding, a header. The code is that of `epc::EpcError`, or
/// `link-compressed` for a tag in a link.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct EpcFlaw {
    pub(crate) code: &'static str,
    pub(crate) message: String,
    pub(crate) help: &'static str,
}

impl EpcFlaw {
    /// The stable word for it.
    pub const fn code(&self) -> &'static str {
        self.code
    }

    /// The way out.
    pub const fn help(&self) -> &'static str {
        self.help
    }
}

impl fmt::Display for EpcFlaw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}
