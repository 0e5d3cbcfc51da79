//! What should stand where something else does.

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

    /// Whether there is no one answer.
    pub const fn is_empty(&self) -> bool {
        self.length == 0
    }

    /// The characters; none where there is no one answer.
    pub fn as_str(&self) -> &str {
        let text = self
            .text
            .get(..usize::from(self.length))
            .unwrap_or_default();
        core::str::from_utf8(text).unwrap_or_default()
    }
}

impl core::fmt::Display for Expected {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.pad(self.as_str())
    }
}
