//! Templates that are built in: texts as anyone's own, read by the same reader.

use super::Template;
use crate::label::TextError;

/// A template that is built in.
#[derive(Clone, Copy, Debug)]
pub struct BuiltIn {
    /// What it is called.
    pub name: &'static str,
    /// The template as it is written.
    pub text: &'static str,
}

macro_rules! built_in {
    ($($name:literal),*) => {
        [$(BuiltIn { name: $name, text: include_str!(concat!("builtin/", $name, ".toml")) }),*]
    };
}

/// Every template that is built in.
pub static BUILT_IN: &[BuiltIn] = &built_in!["serial", "sscc", "retail", "pharma"];

impl BuiltIn {
    /// The template of a name.
    ///
    /// ```
    /// use unitmark::label::BuiltIn;
    ///
    /// let template = BuiltIn::find("serial").ok_or("no such template")?.template()?;
    /// assert_eq!(template.name(), "serial");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn find(name: &str) -> Option<&'static Self> {
        BUILT_IN.iter().find(|known| known.name == name)
    }

    /// Reads it.
    ///
    /// # Errors
    /// None: a test reads each.
    pub fn template(&self) -> Result<Template, TextError> {
        Template::parse(self.text)
    }
}
