//! Where keys come from.

use core::fmt;
use std::path::Path;
use std::sync::Arc;

use super::{Key, KeyError, file};

/// Asks for a key by its id.
type Source = Arc<dyn Fn(&str) -> Option<Key> + Send + Sync>;

/// Keys at hand, by id; and whom to ask for others.
///
/// ```
/// use unitmark::serial::{Key, Keys};
///
/// let keys = Keys::default()
///     .with(Key::new("a", [1; 32])?)
///     .with_source(|id| (id == "b").then(|| Key::new("b", [2; 32]).ok()).flatten());
/// assert!(keys.find("a").is_some() && keys.find("b").is_some());
/// assert!(keys.find("c").is_none());
/// # Ok::<(), unitmark::serial::KeyError>(())
/// ```
#[derive(Clone, Default)]
pub struct Keys {
    keys: Vec<Key>,
    source: Option<Source>,
}

impl Keys {
    /// With one more key.
    #[must_use]
    pub fn with(mut self, key: Key) -> Self {
        self.keys.push(key);
        self
    }

    /// With this function asked for the keys that are not at hand: a vault, a security module.
    #[must_use]
    pub fn with_source(
        mut self,
        source: impl Fn(&str) -> Option<Key> + Send + Sync + 'static,
    ) -> Self {
        self.source = Some(Arc::new(source));
        self
    }

    /// Reads keys, a line each; blank lines and lines that begin with `#` are left out.
    pub fn parse(text: &str) -> Result<Self, KeyError> {
        let lines = text.lines().map(str::trim);
        let keys = lines
            .filter(|line| !line.is_empty() && !line.starts_with('#'))
            .map(Key::parse)
            .collect::<Result<_, _>>()?;
        Ok(Self { keys, source: None })
    }

    /// The keys of a file, which nobody but its owner may read or write (on Unix).
    pub fn from_file(path: &Path) -> Result<Self, KeyError> {
        Self::parse(&file::read(path)?)
    }

    /// Writes a new key to a file that must not be there yet, for its owner alone.
    pub fn create_file(path: &Path, key: &Key) -> Result<(), KeyError> {
        file::create(path, key)
    }

    /// These and others.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        self.keys.extend(other.keys);
        self.source = self.source.or(other.source);
        self
    }

    /// The keys at hand.
    pub fn iter(&self) -> impl Iterator<Item = &Key> {
        self.keys.iter()
    }

    /// The key of that id.
    pub fn find(&self, id: &str) -> Option<Key> {
        let own = self.keys.iter().find(|key| key.id() == id).cloned();
        own.or_else(|| self.source.as_ref().and_then(|source| source(id)))
    }
}

impl fmt::Debug for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(&self.keys).finish()
    }
}
