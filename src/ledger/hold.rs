//! One caller at a time draws a run: two would print the same serials twice.

/// A run that is held until this is dropped, or its process ends however it may ([`Store::hold`](super::Store::hold)).
///
/// In a file's ledger it is a locked file beside it; on a server a lock of a connection of its own, which the server gives up when
/// the connection is gone: after about half a minute where a client vanished without a word.
#[must_use = "the run is free again as soon as this is dropped"]
pub struct Hold {
    _lock: Box<dyn Send + Sync>,
}

#[cfg(any(feature = "sqlite", feature = "postgres"))]
impl Hold {
    /// Holds for as long as this value is there.
    pub(crate) fn by(lock: impl Send + Sync + 'static) -> Self {
        Self {
            _lock: Box::new(lock),
        }
    }
}

impl core::fmt::Debug for Hold {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("Hold")
    }
}
