//! Options of the forms that messages are written in, shared by the commands that write them.

use std::path::PathBuf;

use super::exit::Stop;
use crate::element::ElementString;
use crate::epc::{Coding, Epc, EpcError, PrefixList, Prefixes};
use crate::link::{Compression, Stem, Writer};

/// How links are written.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Links")]
pub struct LinkForm {
    /// What a link begins with [default: https://id.gs1.org]
    #[arg(long, value_name = "URI")]
    stem: Option<String>,
    /// Compress the elements of a link
    #[arg(long, value_enum, value_name = "FORM")]
    compress: Option<Compress>,
    /// Scheme and host of a link in capital letters, for a smaller QR Code
    #[arg(long)]
    upper_case: bool,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Compress {
    /// The form of GS1 Digital Link 1.1
    Legacy,
}

impl LinkForm {
    /// Refuses options of links where another form is written: a misunderstanding.
    pub fn refuse(&self) -> Result<(), Stop> {
        if self.stem.is_some() || self.compress.is_some() || self.upper_case {
            return Err(Stop::usage(
                "--stem, --compress and --upper-case are of links: say --to link",
            ));
        }
        Ok(())
    }

    /// What writes them.
    pub fn writer(&self) -> Result<Writer, Stop> {
        let stem = match &self.stem {
            Some(text) => Stem::parse(text).map_err(|error| {
                Stop::invalid(format!("--stem {text}: {}: {error}", error.code()))
            })?,
            None => Stem::CANONICAL,
        };
        let compression = self.compress.map(|form| match form {
            Compress::Legacy => Compression::LEGACY,
        });
        Ok(Writer::default()
            .stem(stem)
            .upper_case(self.upper_case)
            .compression(compression))
    }
}

/// How EPCs are written.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "EPCs")]
pub struct EpcForm {
    /// The coding of a tag, such as sgtin-96 [default: the key's own with +, which asks for no company prefix length]
    #[arg(long, value_name = "CODING", value_parser = coding)]
    epc_scheme: Option<Coding>,
    /// The filter value of a tag, 0 to 7 [default: 0]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u8).range(0..=7))]
    filter: Option<u8>,
    /// How many digits every company prefix has
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u8).range(4..=12))]
    prefix_length: Option<u8>,
    /// GS1's list of company prefix lengths, XML or JSON
    #[arg(long, value_name = "FILE")]
    prefixes: Option<PathBuf>,
}

fn coding(name: &str) -> Result<Coding, String> {
    Coding::find(name).ok_or_else(|| {
        let names: Vec<_> = Coding::all().map(Coding::name).collect();
        format!("there are {}", names.join(", "))
    })
}

impl EpcForm {
    /// Refuses options of EPCs where another form is written: a misunderstanding.
    pub fn refuse(&self) -> Result<(), Stop> {
        let given = self.epc_scheme.is_some() || self.filter.is_some();
        if given || self.prefix_length.is_some() || self.prefixes.is_some() {
            return Err(Stop::usage(
                "--epc-scheme, --filter, --prefix-length and --prefixes are of EPCs: say --to epc-hex or another of them",
            ));
        }
        Ok(())
    }

    /// What writes them; reads the list of company prefix lengths.
    pub fn writer(&self) -> Result<EpcWriter, Stop> {
        let mut prefixes = Prefixes::new();
        if let Some(length) = self.prefix_length {
            prefixes = prefixes
                .with_length(length)
                .map_err(|error| Stop::usage(format!("--prefix-length {length}: {error}")))?;
        }
        if let Some(file) = &self.prefixes {
            let name = file.display();
            let text = std::fs::read_to_string(file)
                .map_err(|error| Stop::io(format!("--prefixes {name}: {error}")))?;
            let list = PrefixList::parse(&text).map_err(|error| {
                Stop::invalid(format!("--prefixes {name}: {error} [{}]", error.code()))
            })?;
            prefixes = prefixes.with_list(list);
        }
        Ok(EpcWriter {
            coding: self.epc_scheme,
            filter: self.filter.unwrap_or(0),
            prefixes,
        })
    }
}

/// Writes messages as EPCs.
#[derive(Debug)]
pub struct EpcWriter {
    coding: Option<Coding>,
    filter: u8,
    prefixes: Prefixes,
}

impl EpcWriter {
    /// The coding that was asked for.
    pub const fn coding(&self) -> Option<Coding> {
        self.coding
    }

    /// The EPC of a message as it stands on a tag.
    pub fn tag(&self, message: &ElementString) -> Result<Epc, EpcError> {
        let epc = Epc::from_elements(message, &self.prefixes)?;
        let coding = self.coding.or_else(|| epc.scheme().codings().next());
        match coding {
            Some(coding) => epc.encode(coding, self.filter),
            None => Ok(epc),
        }
    }
}
