//! GS1 Digital Link URIs, both ways (GS1 Digital Link Standard: URI Syntax 1.7).
//!
//! A link is a web address with a GS1 key in its path: `https://example.com/01/05012345678900/21/WG-1?17=280430`. Reading is
//! three steps here too: any bytes become a [`CheckedLink`] with elements and findings, and one without a finding is a
//! [`DigitalLink`]. Which AIs are keys, which qualify them and which may be attributes is asked of the AI table.
//!
//! ```
//! use unitmark::element::ElementString;
//! use unitmark::link::{DigitalLink, Writer};
//!
//! let link = DigitalLink::parse("https://example.com/01/05012345678900/10/2026-04-A/21/WG-1?17=280430")?;
//! let unit = link.element_string();
//! assert_eq!(unit.to_string(), "(01)05012345678900(10)2026-04-A(21)WG-1(17)280430");
//! assert_eq!(Writer::default().write(unit)?, link.canonical());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod arrange;
mod compress;
mod digital_link;
mod error;
mod fast;
mod layout;
mod mode;
mod path;
mod read;
mod stem;
mod template;
mod uri;
mod write;

pub use compress::Compression;
pub use digital_link::DigitalLink;
pub use error::{LinkError, LinkErrorKind};
pub(crate) use layout::Layout;
pub use mode::Mode;
pub use path::is_path;
pub use read::CheckedLink;
pub use stem::Stem;
pub use template::Template;
pub use write::Writer;
