//! Options about the order: how its file is written, and what is done with its serials.

use std::path::Path;

use crate::job::{
    ColumnMap, DateFormat, Delimiter, Design, Encoding, IgnoredColumns, Input, OrderFormat, Wanted,
};
use crate::serial::Scheme;

use super::super::exit::Stop;

/// Options about the order.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Order")]
pub struct OrderArgs {
    /// csv or jsonl (an object a line) [default: as the file's ending says, else csv]
    #[arg(long, value_name = "FORM", conflicts_with_all = ["reprint", "resume"])]
    input: Option<Input>,

    /// What the file calls its columns: gtin=EAN,lot="Charge, neu"; fields are sku, gtin, lot, expiry, plant, quantity,
    /// serial, sscc, AIs (37) and data titles
    #[arg(long, value_name = "FIELD=NAME,..", conflicts_with_all = ["reprint", "resume"])]
    map: Vec<ColumnMap>,

    /// Columns to leave out, or all that are not known
    #[arg(long, value_name = "NAME,..|all", conflicts_with_all = ["reprint", "resume"])]
    ignore_columns: Vec<IgnoredColumns>,

    /// utf-8, windows-1252, utf-16 (with a byte order mark), utf-16le or utf-16be [default: utf-8]
    #[arg(long, value_name = "NAME", conflicts_with_all = ["reprint", "resume"])]
    encoding: Option<Encoding>,

    /// What stands between values: , ; tab | [default: a comma, a tab for .tsv]
    #[arg(long, value_name = "SIGN", conflicts_with_all = ["reprint", "resume"])]
    delimiter: Option<Delimiter>,

    /// How the file writes dates, never guessed: DD.MM.YYYY, M/D/YYYY, DD-MMM-YY [default: YYYY-MM-DD or YYYY-MM]
    #[arg(long, value_name = "FORMAT", conflicts_with_all = ["reprint", "resume"])]
    date_format: Option<DateFormat>,

    /// A value for every line that leaves it open, or for a pattern: lot=A1, line=L2; with gtin or sscc and no DATA, the
    /// values of one label
    #[arg(long, value_name = "NAME=VALUE", value_parser = pair, conflicts_with_all = ["reprint", "resume"])]
    set: Vec<(String, String)>,

    /// Print serials that the order gives without recording them anywhere; none are issued
    #[arg(long, conflicts_with_all = ["reprint", "resume", "ledger", "ledger_id"])]
    pub(super) no_ledger: bool,

    /// Print SPECIMEN across each label; nothing is reserved or recorded
    #[arg(long, conflicts_with_all = ["reprint", "resume"])]
    pub(super) specimen: bool,
}

fn pair(text: &str) -> Result<(String, String), String> {
    text.split_once('=')
        .filter(|(name, _)| !name.is_empty())
        .map(|(name, value)| (name.into(), value.into()))
        .ok_or_else(|| "write NAME=VALUE, such as line=L2".into())
}

/// Values of a pattern that nothing else keeps.
const TOKENS: &[&str] = &["plant", "line", "shift", "site", "prefix", "ext"];

impl OrderArgs {
    /// How the order's file is written; a pattern reads columns beside those of the design.
    pub(super) fn format(
        &self,
        data: Option<&Path>,
        design: &Design,
        scheme: Option<&Scheme>,
        this_year: u16,
    ) -> OrderFormat {
        let ending = data
            .and_then(|data| data.extension())
            .and_then(|ending| ending.to_str())
            .map(str::to_ascii_lowercase);
        let of_ending = || ending.as_deref()?.parse().ok();
        let tab = || {
            "tab"
                .parse()
                .ok()
                .filter(|_| ending.as_deref() == Some("tsv"))
        };
        let mut wanted = design.wanted();
        for (token, _) in scheme.into_iter().flat_map(Scheme::context_tokens) {
            if wanted.iter().all(|field| field.name != token) {
                wanted.push(Wanted {
                    name: token.into(),
                    optional: false,
                });
            }
        }
        let mut ignore = IgnoredColumns::default();
        for more in &self.ignore_columns {
            ignore.all |= more.all;
            ignore.names.extend(more.names.iter().cloned());
        }
        OrderFormat {
            input: self.input.or_else(of_ending).unwrap_or_default(),
            encoding: self.encoding.unwrap_or_default(),
            delimiter: self.delimiter.or_else(tab).unwrap_or_default(),
            map: ColumnMap(self.map.iter().flat_map(|map| map.0.clone()).collect()),
            usual: ColumnMap(design.columns().to_vec()),
            ignore,
            dates: self.date_format.clone(),
            this_year,
            wanted: Some(wanted),
            set: self.set.clone(),
        }
    }

    /// A value that nothing reads would be lost without a word.
    pub(super) fn refuse_idle_values(
        &self,
        design: &Design,
        scheme: Option<&Scheme>,
    ) -> Result<(), Stop> {
        let format = self.format(None, design, scheme, 0);
        for (name, value) in &self.set {
            if format.reads(name) {
                continue;
            }
            if TOKENS.contains(&name.as_str()) {
                let pattern = match scheme {
                    Some(scheme) => format!("the pattern {}", scheme.definition().pattern),
                    None => "no pattern is used, which".into(),
                };
                return Err(Stop::usage(format!(
                    "--set {name}={value}: {pattern} writes no {{{name}}}"
                )));
            }
            if name.bytes().all(|byte| byte.is_ascii_digit()) {
                return Err(Stop::usage(format!(
                    "--set {name}={value}: the labels carry no ({name}): name the AIs with --ais"
                )));
            }
        }
        Ok(())
    }
}
