//! How the commands write EPCs.

use super::exit::Stop;
use crate::element::ElementString;
use crate::epc::{Coding, Epc, EpcError, PrefixList, Prefixes, Scheme};
use crate::scan::Report;
use std::path::{Path, PathBuf};

/// How to write EPCs.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "EPCs")]
pub struct EpcForm {
    /// The coding of a tag, such as sgtin+ or sgtin-96 [default: that of the input, else one that needs no company prefix length]
    #[arg(long, value_name = "NAME", value_parser = coding)]
    epc_scheme: Option<Coding>,
    /// The filter value of a tag [default: that of the input, else 0]
    #[arg(long, value_name = "N")]
    filter: Option<u8>,
    /// How many digits the company prefixes have
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u8).range(6..=12))]
    prefix_length: Option<u8>,
    /// Your company prefixes, one a line; or the list of prefix lengths that GS1 gives out, XML or JSON
    #[arg(long, value_name = "FILE")]
    prefixes: Option<PathBuf>,
    /// The host name of a coding with ++
    #[arg(long, value_name = "NAME")]
    host_name: Option<String>,
    /// Leave out what is not of the key and its serial, where the EPC cannot carry it
    #[arg(long)]
    key_only: bool,
}

fn coding(name: &str) -> Result<Coding, String> {
    Coding::find(name).ok_or_else(|| {
        let names: Vec<String> = Coding::all()
            .map(|it| it.name().to_ascii_lowercase())
            .collect();
        format!("there is no such coding; there are {}", names.join(" "))
    })
}

/// The form of an EPC.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Hexadecimal digits.
    Hex,
    /// base64url.
    Base64,
    /// The URI of a tag.
    TagUri,
    /// The URI of what is identified.
    PureUri,
    /// The URI of the bits.
    RawUri,
}

/// What the arguments ask for, read once.
#[derive(Debug)]
pub struct EpcWriter {
    coding: Option<Coding>,
    filter: Option<u8>,
    prefixes: Prefixes,
    prefix_length: Option<u8>,
    host_name: Option<String>,
    key_only: bool,
}

impl EpcForm {
    /// Refuses options of EPCs where another form is written: a misunderstanding.
    pub fn refuse(&self) -> Result<(), Stop> {
        let given = self.epc_scheme.is_some()
            || self.filter.is_some()
            || self.prefix_length.is_some()
            || self.prefixes.is_some()
            || self.host_name.is_some()
            || self.key_only;
        if given {
            return Err(Stop::usage(
                "--epc-scheme, --filter, --prefix-length, --prefixes, --host-name and --key-only are of EPCs: say --to epc-hex or another of them, or --compress epc-hex",
            ));
        }
        Ok(())
    }

    /// Refuses a filter value of no tag: an identity has none.
    pub fn refuse_filter(&self) -> Result<(), Stop> {
        if self.filter.is_some() && self.epc_scheme.is_none() {
            return Err(Stop::usage(
                "--filter is of a tag, and a pure identity URI is of none: leave it out, or name the tag's coding with --epc-scheme",
            ));
        }
        Ok(())
    }

    /// Reads the prefix file.
    pub fn writer(&self) -> Result<EpcWriter, Stop> {
        let mut prefixes = Prefixes::new();
        if let Some(path) = &self.prefixes {
            prefixes = read_prefixes(path)?;
        }
        if let Some(length) = self.prefix_length {
            prefixes = prefixes
                .with_length(length)
                .map_err(|error| Stop::usage(error.to_string()))?;
        }
        if self.host_name.is_some() && self.epc_scheme.is_some_and(|it| !it.carries_host_name()) {
            return Err(Stop::usage(
                "--host-name is of codings with ++: name one with --epc-scheme, such as sgtin++",
            ));
        }
        Ok(EpcWriter {
            coding: self.epc_scheme,
            filter: self.filter,
            prefixes,
            prefix_length: self.prefix_length,
            host_name: self.host_name.clone(),
            key_only: self.key_only,
        })
    }
}

/// The official list, or own prefixes, one a line; `#` begins a comment.
fn read_prefixes(path: &Path) -> Result<Prefixes, Stop> {
    let shown = path.display();
    let text =
        std::fs::read_to_string(path).map_err(|error| Stop::io(format!("{shown}: {error}")))?;
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(&text);
    if text.trim_start().starts_with(['<', '{', '[']) {
        let list = PrefixList::parse(text).map_err(|error| {
            let (line, column, code) = (error.line(), error.column(), error.code());
            Stop::invalid(format!("{shown}:{line}:{column}: {code}: {error}"))
        })?;
        return Ok(Prefixes::new().with_list(list));
    }
    let mut prefixes = Prefixes::new();
    for (place, line) in text.lines().enumerate() {
        let own = line.split('#').next().unwrap_or_default().trim();
        if own.is_empty() {
            continue;
        }
        prefixes = prefixes.with_own([own]).map_err(|error| {
            Stop::invalid(format!("{shown}:{}: {}: {error}", place + 1, error.code()))
        })?;
    }
    Ok(prefixes)
}

impl EpcWriter {
    /// The coding that was asked for.
    pub const fn coding(&self) -> Option<Coding> {
        self.coding
    }

    /// The EPC of a message as it stands on a tag; without a coding where its scheme has none.
    pub fn tag(&self, message: &ElementString) -> Result<Epc, EpcError> {
        let scheme = self.coding.map(Coding::scheme);
        let epc = Epc::from_message(message.elements(), scheme, &self.prefixes)?;
        match epc.scheme().codings().next() {
            Some(_) => self.code(epc, false),
            None => Ok(epc),
        }
    }

    /// A valid report as an EPC in that form; the error says why it has none.
    pub fn write(&self, report: &Report<'_>, form: Form) -> Result<String, String> {
        self.convert(report, form)
            .map_err(|error| format!("{}: {error}", error.code()))
    }

    /// The EPC of a valid report as it stands on a tag.
    ///
    /// Without a coding that was asked for, of this scheme where one is given.
    pub fn tag_of(&self, report: &Report<'_>, scheme: Option<Scheme>) -> Result<Epc, EpcError> {
        self.code(self.epc(report, scheme)?, false)
    }

    /// Whether all that a message says must be on the tag.
    pub const fn is_whole(&self) -> bool {
        !self.key_only
    }

    fn epc(&self, report: &Report<'_>, scheme: Option<Scheme>) -> Result<Epc, EpcError> {
        if let Some(epc) = report.epc() {
            if let Some(given) = self.prefix_length {
                epc.differs_from(given)?;
            }
            return Ok(epc.clone().with_prefixes(&self.prefixes));
        }
        let scheme = self.coding.map(Coding::scheme).or(scheme);
        let elements: Vec<_> = report.elements().map(|(element, _)| element).collect();
        Epc::from_message(elements.iter().copied(), scheme, &self.prefixes)
    }

    fn convert(&self, report: &Report<'_>, form: Form) -> Result<String, EpcError> {
        let epc = self.epc(report, None)?;
        match form {
            Form::Hex => self.code(epc, false)?.hex(),
            Form::Base64 => self.code(epc, false)?.base64(),
            Form::RawUri => self.code(epc, false)?.raw_uri(),
            Form::TagUri => self.code(epc, true)?.tag_uri(),
            Form::PureUri => {
                let epc = if self.key_only { epc.key_only() } else { epc };
                // Of a tag that was described the identity is asked for: there must be such a tag.
                let epc = match self.coding {
                    Some(_) => self.code(epc, false)?,
                    None => epc,
                };
                epc.require_prefix(&self.prefixes)?.pure_identity_uri()
            }
        }
    }

    /// The EPC in the coding that was asked for, else its own, else the first that it fits.
    fn code(&self, mut epc: Epc, for_tag_uri: bool) -> Result<Epc, EpcError> {
        if let Some(host) = &self.host_name {
            epc = epc.with_host_name(host)?;
        }
        let coding = match self.coding.or(epc.coding()) {
            Some(coding) => coding,
            None if for_tag_uri => epc.default_classic_coding()?,
            None => epc.default_coding()?,
        };
        let filter = self.filter.or(epc.filter()).unwrap_or_default();
        if self.key_only {
            epc = if coding.carries_data() {
                epc.without_uncoded()
            } else {
                epc.key_only()
            };
        }
        if coding.needs_prefix_length() {
            epc = epc.require_prefix(&self.prefixes)?;
        }
        if epc.coding() == Some(coding) && epc.filter().unwrap_or_default() == filter {
            return Ok(epc);
        }
        epc.encode(coding, filter)
    }
}
