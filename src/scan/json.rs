//! A report as data: its JSON is what `unitmark check` prints.

use super::group::Group;
use super::report::{Alternative, Id, Repair, Report};
use crate::element::{Element, Finding, Severity};
use crate::epc::Epc;
use crate::link::Layout;
use crate::text::{Expected, Span};
use core::fmt;
use serde::ser::{Serialize, SerializeSeq, SerializeStruct, Serializer};

impl Serialize for Report<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let text = core::str::from_utf8(self.input());
        let valid = self.valid();
        let mut map = serializer.serialize_struct("Report", 22)?;
        map.serialize_field("line", &self.line)?;
        map.serialize_field("id", &self.id)?;
        match text {
            Ok(text) => map.serialize_field("input", text)?,
            Err(_) => {
                map.serialize_field("input", &Lossy(self.input()))?;
                map.serialize_field("input_hex", &Hex(self.input()))?;
            }
        }
        map.serialize_field("ok", &self.is_ok())?;
        map.serialize_field("syntax", self.reading().name())?;
        map.serialize_field("symbology", &self.symbology())?;
        map.serialize_field("elements", &Elements(self))?;
        map.serialize_field("gtin", &self.gtin())?;
        map.serialize_field("serial", &self.serial())?;
        map.serialize_field("lot", &self.lot())?;
        map.serialize_field("sscc", &self.sscc())?;
        map.serialize_field("bracketed", &valid.map(|_| Bracketed(self)))?;
        map.serialize_field("unbracketed", &valid.map(|_| Unbracketed(self)))?;
        map.serialize_field("link", &self.link())?;
        if let Some((uri, layout)) = self.uri().filter(|(_, layout)| layout.is_link()) {
            map.serialize_field("link_parts", &Parts { uri, layout })?;
        }
        if let Some(epc) = self.epc() {
            map.serialize_field("epc", &Uri(epc))?;
        }
        map.serialize_field("hri", &Hri(self))?;
        map.serialize_field("findings", &Findings(self))?;
        map.serialize_field("alternatives", self.alternatives())?;
        map.serialize_field("repairs", self.repairs())?;
        map.end()
    }
}

/// The tag URI or pure identity URI of an EPC, its elements where it has neither.
struct Uri<'e>(&'e Epc);

impl Serialize for Uri<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self.0)
    }
}

/// What stands in a link beside its elements.
struct Parts<'r> {
    uri: &'r str,
    layout: &'r Layout,
}

impl Serialize for Parts<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (uri, layout) = (self.uri, self.layout);
        let mut map = serializer.serialize_struct("Parts", 4)?;
        map.serialize_field("stem", layout.stem(uri))?;
        map.serialize_field("compression", &layout.compression_name())?;
        map.serialize_field("parameters", &layout.other(uri))?;
        map.serialize_field("fragment", &layout.fragment(uri))?;
        map.end()
    }
}

impl Serialize for Id {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Number(number) => serializer.serialize_i64(*number),
            Self::Text(text) => serializer.serialize_str(text),
        }
    }
}

impl Serialize for Alternative {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_struct("Alternative", 2)?;
        map.serialize_field("syntax", self.reading.name())?;
        map.serialize_field("bracketed", &self.bracketed)?;
        map.end()
    }
}

impl Serialize for Repair {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_struct("Repair", 2)?;
        map.serialize_field("bracketed", &self.bracketed)?;
        map.serialize_field("separators", &self.separators)?;
        map.end()
    }
}

impl Serialize for Group {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_struct("Group", 3)?;
        map.serialize_field("group", &self.lines)?;
        map.serialize_field("ok", &self.is_ok())?;
        map.serialize_field("findings", self.findings())?;
        map.end()
    }
}

impl Serialize for Finding {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_struct("Finding", 8)?;
        map.serialize_field("code", self.code())?;
        let severity = match self.severity() {
            Severity::Error => "error",
            Severity::Note => "note",
        };
        map.serialize_field("severity", severity)?;
        map.serialize_field("ai", &self.ai())?;
        map.serialize_field("start", &self.span().start)?;
        map.serialize_field("end", &self.span().end)?;
        map.serialize_field("message", &self.message())?;
        map.serialize_field("help", self.help())?;
        map.serialize_field("expected", &self.expected().as_ref().map(Expected::as_str))?;
        map.end()
    }
}

struct Elements<'r>(&'r Report<'r>);

impl Serialize for Elements<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut list = serializer.serialize_seq(None)?;
        for (element, span) in self.0.elements() {
            list.serialize_element(&Read {
                element,
                span,
                this_year: self.0.this_year(),
            })?;
        }
        list.end()
    }
}

struct Read<'r> {
    element: Element<'r>,
    span: Span,
    this_year: u16,
}

impl Serialize for Read<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let element = &self.element;
        let mut map = serializer.serialize_struct("Element", 8)?;
        map.serialize_field("ai", element.ai.code())?;
        map.serialize_field("value", element.value)?;
        map.serialize_field("title", element.ai.title())?;
        map.serialize_field("start", &self.span.start)?;
        map.serialize_field("end", &self.span.end)?;
        if let Some(date) = element.date(self.this_year) {
            map.serialize_field("date", &date)?;
        }
        if let Some(time) = element.time() {
            map.serialize_field("time", &Shown(time))?;
        }
        if let Some(decimal) = element.decimal() {
            map.serialize_field("decimal", &decimal)?;
        }
        if let Some(unit) = element.unit() {
            map.serialize_field("unit", unit)?;
        }
        if let Some(currency) = element.currency() {
            map.serialize_field("currency", currency)?;
        }
        // Of several countries the first: the value has them all.
        if let Some(country) = element.countries().next() {
            map.serialize_field("country", country)?;
        }
        map.end()
    }
}

struct Findings<'r>(&'r Report<'r>);

impl Serialize for Findings<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.findings())
    }
}

struct Hri<'r>(&'r Report<'r>);

impl Serialize for Hri<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.elements().map(|(element, _)| HriLine(element)))
    }
}

/// Declares texts that are written where they are needed, not made first.
macro_rules! text {
    ($name:ident($field:ty), |$own:ident, $f:ident| $write:expr) => {
        struct $name<'r>($field);

        impl fmt::Display for $name<'_> {
            fn fmt(&self, $f: &mut fmt::Formatter<'_>) -> fmt::Result {
                let $own = &self.0;
                $write
            }
        }

        impl Serialize for $name<'_> {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }
    };
}

struct Shown<T>(T);

impl<T: fmt::Display> Serialize for Shown<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

text!(Bracketed(&'r Report<'r>), |report, f| report
    .write_bracketed(f)
    .map(|_| ()));
text!(Unbracketed(&'r Report<'r>), |report, f| f
    .write_str(&report.unbracketed().unwrap_or_default()));
text!(HriLine(Element<'r>), |element, f| write!(
    f,
    "({}) {}",
    element.ai, element.value
));
text!(Lossy(&'r [u8]), |bytes, f| write!(
    f,
    "{}",
    alloc::string::String::from_utf8_lossy(bytes)
));
text!(Hex(&'r [u8]), |bytes, f| bytes
    .iter()
    .try_for_each(|byte| write!(f, "{byte:02x}")));
