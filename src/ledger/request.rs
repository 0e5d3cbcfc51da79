//! What a run asks for.

use super::error::{LedgerError, LedgerErrorKind};
use super::product::Product;
use crate::serial::{Scheme, Slot};
use alloc::sync::Arc;
use core::time::Duration;
use jiff::Timestamp;

/// How far a clock may step back within a period's start and still number the period it was in: 5 minutes.
pub const MAX_SKEW: Duration = Duration::from_secs(5 * 60);

/// A scheme under the name by which a ledger knows it.
#[derive(Clone, Debug)]
pub struct NamedScheme {
    name: Arc<str>,
    scheme: Arc<Scheme>,
}

impl NamedScheme {
    /// A scheme with a name of its own: 1 to 64 letters, digits, `-`, `_` and `.`.
    ///
    /// ```
    /// use std::sync::Arc;
    /// use unitmark::ledger::NamedScheme;
    /// use unitmark::serial::{Definition, Scheme};
    ///
    /// let scheme = Arc::new(Scheme::new(Definition::default())?);
    /// assert!(NamedScheme::new("default", scheme.clone()).is_ok());
    /// assert_eq!(NamedScheme::new("my scheme", scheme).unwrap_err().code(), "bad-scheme-name");
    /// # Ok::<(), unitmark::serial::SchemeError>(())
    /// ```
    pub fn new(name: &str, scheme: Arc<Scheme>) -> Result<Self, LedgerError> {
        let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
        if (1..=64).contains(&name.len()) && name.chars().all(allowed) {
            Ok(Self {
                name: name.into(),
                scheme,
            })
        } else {
            Err(LedgerErrorKind::BadSchemeName {
                name: name.to_owned(),
            }
            .into())
        }
    }

    /// A scheme that came as a bare pattern: its name is its definition's hash, so that the same pattern is the same scheme tomorrow.
    ///
    /// If the ledger knows the definition under a name, it is the scheme of that name.
    pub fn by_definition(scheme: Arc<Scheme>) -> Self {
        Self {
            name: scheme.id().to_string().into(),
            scheme,
        }
    }

    /// A scheme under the name that a ledger has for it.
    #[cfg(any(feature = "sqlite", feature = "postgres"))]
    pub(crate) fn registered(name: String, scheme: Arc<Scheme>) -> Self {
        let name = name.into();
        Self { name, scheme }
    }

    /// The name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The scheme.
    pub fn scheme(&self) -> &Arc<Scheme> {
        &self.scheme
    }

    /// Whether the name is only the definition's hash.
    pub fn is_by_definition(&self) -> bool {
        *self.name == *self.scheme.id().to_string()
    }
}

/// What one run asks for: all of it is reserved in one commit, or nothing.
#[derive(Clone, Debug)]
pub struct RunRequest {
    /// Made before the first attempt ([`new_request_id`](super::new_request_id)): the same id gets the same run again.
    pub request_id: String,
    /// A hash of all that the caller was told to do, its input's bytes too; not of the clock. The same request id with another
    /// one is refused.
    pub args_hash: [u8; 32],
    /// Who asks: a line, a person, a machine.
    pub holder: String,
    /// What the clock says.
    pub now: Timestamp,
    /// A time that was named on purpose instead of the clock's: the period that it is in goes on from where it stood.
    pub at: Option<Timestamp>,
    /// How far the clock may have stepped back, usually [`MAX_SKEW`].
    pub max_skew: Duration,
    /// The job as the caller wants to find it again, opaque to the ledger.
    pub spec: String,
    /// What is asked for, in order.
    pub lines: Vec<LineRequest>,
}

impl RunRequest {
    /// The time whose period is numbered.
    pub fn moment(&self) -> Timestamp {
        self.at.unwrap_or(self.now)
    }
}

/// One line of a run.
#[derive(Clone, Debug)]
pub struct LineRequest {
    /// What the units are.
    pub product: Product,
    /// Their serials.
    pub units: Units,
}

/// Where a line's serials come from.
#[derive(Clone, Debug)]
pub enum Units {
    /// The next ones of a scheme, which is registered in the same commit if the ledger does not know it yet.
    Next {
        /// The scheme.
        scheme: NamedScheme,
        /// The period and partition, as the scheme made them for [`RunRequest::moment`].
        slot: Slot,
        /// How many.
        count: u64,
    },
    /// Serials that the data gave (foreign serials): they are recorded, and no scheme writes them any more.
    Given(Vec<String>),
}
