//! The forms in which serials are handed out.

use crate::cli::epc::{EpcForm, EpcWriter};
use crate::cli::exit::Stop;
use crate::cli::forms::LinkForm;
use crate::cli::scheme_choice;
use crate::element::ElementString;
use crate::key::Gtin;
use crate::ledger::NamedScheme;
use crate::link::Writer;
use crate::serial::Slot;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Form {
    /// WG-2026040001
    #[default]
    Serial,
    /// (01)05012345678900(21)WG-2026040001
    Bracketed,
    /// https://id.gs1.org/01/05012345678900/21/WG-2026040001
    Link,
    /// What is written to a tag, in hexadecimal digits
    EpcHex,
}

/// `--to` and the options of its forms.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The serial alone; or with the GTIN that --set gives, or as the key that it is, bracketed, as a link or for a tag
    #[arg(long, value_name = "FORM", value_enum, default_value_t)]
    to: Form,

    #[command(flatten)]
    links: LinkForm,

    #[command(flatten)]
    epcs: EpcForm,
}

impl Args {
    /// What writes the form. Options of another form are refused.
    pub(super) fn writer(&self) -> Result<Handed, Stop> {
        if self.to != Form::Link {
            self.links.refuse()?;
        }
        if self.to != Form::EpcHex {
            self.epcs.refuse()?;
        }
        Ok(match self.to {
            Form::Serial => Handed::Serial,
            Form::Bracketed => Handed::Bracketed,
            Form::Link => Handed::Link(self.links.writer()?),
            Form::EpcHex => Handed::EpcHex(self.epcs.writer()?),
        })
    }
}

/// How serials are handed out.
#[derive(Debug)]
pub(super) enum Handed {
    Serial,
    Bracketed,
    Link(Writer),
    EpcHex(EpcWriter),
}

impl Handed {
    /// What the form is called on the command line.
    pub(super) const fn name(&self) -> &'static str {
        match self {
            Self::Serial => "serial",
            Self::Bracketed => "bracketed",
            Self::Link(_) => "link",
            Self::EpcHex(_) => "epc-hex",
        }
    }

    /// That every serial of the scheme can be written so, before one is reserved: its first one is tried, and a coding whose
    /// fields the others might not fit is refused.
    pub(super) fn prove(
        &self,
        scheme: &NamedScheme,
        slot: &Slot,
        gtin: Option<&Gtin>,
    ) -> Result<(), Stop> {
        if matches!(self, Self::Serial) {
            return Ok(());
        }
        let ai = scheme.scheme().definition().ai.as_str();
        if ai == "21" && gtin.is_none() {
            let name = self.name();
            return Err(Stop::usage(format!(
                "--to {name} needs the GTIN: --set gtin=5012345678900"
            )));
        }
        if let Self::EpcHex(writer) = self
            && let Some(coding) = writer.coding()
        {
            let fitting = scheme.scheme().epc_schemes();
            // Host name and date stand apart from the serial, which these codings hold as the one with + does.
            let apart = coding.carries_host_name() || coding.carries_date();
            if !apart && !fitting.contains(&coding.name()) {
                return Err(Stop::invalid(format!(
                    "scheme {}: not every serial fits {}: take {} [epc-does-not-fit]",
                    scheme.name(),
                    coding.name(),
                    fitting.join(" or "),
                )));
            }
        }
        let first = scheme
            .scheme()
            .text(slot, scheme.scheme().first())
            .map_err(|error| scheme_choice::serial_stop(&error))?;
        let written = match message(gtin, ai, &first) {
            Ok(Some(message)) => self.text(&message).map(drop),
            Ok(None) => Ok(()),
            Err(error) => Err(error),
        };
        written.map_err(|error| Stop::invalid(format!("scheme {}: {error}", scheme.name())))
    }

    /// The form of a message.
    pub(super) fn text(&self, message: &ElementString) -> Result<String, String> {
        match self {
            Self::Serial | Self::Bracketed => Ok(message.to_string()),
            Self::Link(writer) => writer
                .write(message)
                .map_err(|error| format!("{error} [{}]", error.code())),
            Self::EpcHex(writer) => writer
                .tag(message)
                .and_then(|epc| epc.hex())
                .map_err(|error| format!("{error} [{}]", error.code())),
        }
    }
}

/// The elements of a serial: with its GTIN, or as the key that it is; none for a serial of AI (21) alone.
pub(super) fn message(
    gtin: Option<&Gtin>,
    ai: &str,
    serial: &str,
) -> Result<Option<ElementString>, String> {
    let elements = match (gtin, ai) {
        (Some(gtin), "21") => vec![("01", gtin.as_str()), ("21", serial)],
        (None, "21") => return Ok(None),
        (_, ai) => vec![(ai, serial)],
    };
    ElementString::from_elements(elements)
        .map(Some)
        .map_err(|error| error.to_string())
}
