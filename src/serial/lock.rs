//! Keys into schemes.

use std::sync::Arc;

use super::error::{SerialError, SerialErrorKind};
use super::permutation::{Permutation, Tweak, tweak};
use super::scheme::Scheme;
use super::secret::{Key, Keys};
use super::slot::Slot;

impl Scheme {
    /// Whether the pattern has `{rnd}`, so that texts need a key.
    pub const fn needs_key(&self) -> bool {
        self.layout.sequence.field.is_random
    }

    /// Whether a key is needed and not there: numbers and slots work, texts do not.
    pub const fn is_locked(&self) -> bool {
        self.needs_key() && self.permutation.is_none()
    }

    /// With its key: the one that the definition names by id and check value.
    ///
    /// ```
    /// use unitmark::serial::{Definition, Key, Reset, Scheme};
    ///
    /// let (key, other) = (Key::new("a", [1; 32])?, Key::new("a", [2; 32])?);
    /// let definition = Definition { reset: Reset::Never, ..Definition::of("SN-{rnd:9:b36}") };
    /// let scheme = Scheme::new(definition.with_key(&key))?;
    /// assert!(scheme.is_locked());
    /// assert_eq!(scheme.clone().unlock(&other).unwrap_err().code(), "key-wrong");
    /// assert!(!scheme.unlock(&key)?.is_locked());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn unlock(mut self, key: &Key) -> Result<Self, SerialError> {
        let definition = &self.definition;
        if !self.needs_key() {
            return Ok(self);
        }
        if definition.key_id.is_empty() {
            return Err(self.key_missing());
        }
        let given = key.check_value();
        if definition.key_id != key.id() || definition.key_check != given {
            let message = format!(
                "the scheme is of key {}, check value {}; the key given is {}, check value {given}",
                definition.key_id,
                definition.key_check,
                key.id(),
            );
            return Err(SerialError::new(SerialErrorKind::KeyWrong, message));
        }
        let sequence = &self.layout.sequence.field;
        let permutation = Permutation::new(key, &sequence.alphabet, sequence.width);
        match permutation {
            Some(permutation) => self.permutation = Some(Arc::new(permutation)),
            None => return Err(self.key_missing()),
        }
        Ok(self)
    }

    /// With its key, where these have it; else as it is.
    pub fn unlock_with(self, keys: &Keys) -> Result<Self, SerialError> {
        if !self.is_locked() {
            return Ok(self);
        }
        match keys.find(&self.definition.key_id) {
            Some(key) => self.unlock(&key),
            None => Ok(self),
        }
    }

    /// The permutation of a slot's numbers, and what it depends on besides the key.
    pub(super) fn permutation(&self, slot: &Slot) -> Result<(&Permutation, Tweak), SerialError> {
        let permutation = self
            .permutation
            .as_deref()
            .ok_or_else(|| self.key_missing())?;
        // The GTIN of a scheme that is unique within each is in the partition.
        let version: Vec<u8> = self.layout.key_version.into_iter().collect();
        let tweak = tweak(&[
            self.id.as_bytes(),
            &version,
            slot.period.to_string().as_bytes(),
            slot.partition.as_str().as_bytes(),
        ]);
        Ok((permutation, tweak))
    }

    fn key_missing(&self) -> SerialError {
        let definition = &self.definition;
        let message = if definition.key_id.is_empty() {
            format!(
                "'{}' has {{rnd}} and names no key: write its key_id and key_check into the definition, or give the key file with the pattern",
                definition.pattern
            )
        } else {
            format!(
                "'{}' needs key {} (check value {}): give its key file",
                definition.pattern, definition.key_id, definition.key_check
            )
        };
        SerialError::new(SerialErrorKind::KeyMissing, message)
    }
}
