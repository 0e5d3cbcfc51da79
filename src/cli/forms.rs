//! Options of the forms that messages are written in, shared by the commands that write them.

use super::exit::Stop;
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
    /// With codes that stand for several AIs, in the legacy compression; some older readers lack them
    #[arg(long)]
    optimise: bool,
    /// The canonical form: under https://id.gs1.org, the attributes sorted, without the other parameters and the fragment of a link
    #[arg(long, conflicts_with_all = ["stem", "compress", "upper_case"])]
    canonical: bool,
    /// Scheme and host of a link in capital letters, for a smaller QR Code
    #[arg(long)]
    upper_case: bool,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Compress {
    /// The form of GS1 Digital Link 1.1
    Legacy,
    /// What a tag holds, as hexadecimal digits: /eh30164596f40c0e5cbe991a83
    EpcHex,
    /// What a tag holds, as base64url: /exMBZFlvQMDly-mRqD
    EpcBase64,
}

impl LinkForm {
    /// Refuses options of links where another form is written: a misunderstanding.
    pub fn refuse(&self) -> Result<(), Stop> {
        let given = self.stem.is_some()
            || self.compress.is_some()
            || self.optimise
            || self.canonical
            || self.upper_case;
        if given {
            return Err(Stop::usage(
                "--stem, --compress, --optimise, --canonical and --upper-case are of links: say --to link",
            ));
        }
        Ok(())
    }

    /// Whether they carry what a tag holds.
    pub const fn compresses_tags(&self) -> bool {
        matches!(self.compress, Some(Compress::EpcHex | Compress::EpcBase64))
    }

    /// What writes them.
    pub fn writer(&self) -> Result<Writer, Stop> {
        let stem = match &self.stem {
            Some(text) => Stem::parse(text).map_err(|error| {
                Stop::invalid(format!("--stem {text}: {}: {error}", error.code()))
            })?,
            None => Stem::CANONICAL,
        };
        if self.optimise && !matches!(self.compress, Some(Compress::Legacy)) {
            return Err(Stop::usage("--optimise is of --compress legacy"));
        }
        let compression = self.compress.map(|form| match form {
            Compress::Legacy => Compression::Legacy {
                optimised: self.optimise,
                partial: false,
            },
            Compress::EpcHex => Compression::EpcHex,
            Compress::EpcBase64 => Compression::EpcBase64,
        });
        Ok(Writer::default()
            .stem(stem)
            .sorted(self.canonical)
            .elements_only(self.canonical)
            .upper_case(self.upper_case)
            .compression(compression))
    }
}
