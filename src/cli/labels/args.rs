//! The command line of `unitmark labels`, and what it means.

use std::path::{Path, PathBuf};

use clap::ValueEnum;
use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::job::{Paper, Spec, Target, Ticket};
use crate::label::Template;
use crate::ledger::{MAX_SKEW, NamedScheme, Run, new_request_id};
use crate::render::Format;
use crate::serial::{Definition, Reset};

use super::super::exit::Stop;
use super::super::ledger_choice::LedgerArgs;
use super::super::record;
use super::super::scheme_choice;
use super::super::time::parse_time;
use super::find;
use super::look::LookArgs;
use super::order::OrderArgs;
use super::sheet::SheetArgs;

/// Print labels: reads a production order (CSV or JSON lines), reserves serials, writes a sheet.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The order, `sku,gtin,lot,expiry,plant,quantity[,serial]`; standard input with `-`, or without it unless --set gives a label
    #[arg(value_name = "DATA", conflicts_with_all = ["reprint", "resume"])]
    pub(super) data: Option<PathBuf>,

    /// The labels' file: its ending says the form; `-` is standard output
    #[arg(short, long, value_name = "FILE", required_unless_present = "dry_run")]
    output: Option<PathBuf>,

    /// pdf, png, svg, zpl; pdf-mask (symbols as bit masks: smaller, faster), png-grey (letters with smooth edges), zpl-commands
    /// (the printer draws the symbols); whatever the ending says
    #[arg(long, value_name = "FORMAT")]
    format: Option<String>,

    /// The label stock, by any of its part numbers (`unitmark stock` lists them), or a TOML file of one's own [default: the template's stock or size]
    #[arg(long, value_name = "NAME|FILE")]
    stock: Option<String>,

    /// datamatrix, qr or code128 [default: datamatrix]
    #[arg(long, value_name = "TYPE")]
    symbol: Option<String>,

    /// The AIs of the element string, in order [default: 01,17,10,21]
    #[arg(long, value_name = "AI,..", value_delimiter = ',')]
    ais: Option<Vec<String>>,

    /// The printer's resolution; 203 means 8 dots/mm [default: 600 for PDF and SVG, 300 for PNG, 203 for ZPL]
    #[arg(long, value_name = "N")]
    dpi: Option<u32>,

    /// The first place on the first sheet: a number from 1, or after:RUN or after:MANIFEST to go on where that one stopped
    #[arg(long, value_name = "N|after:RUN|after:MANIFEST")]
    start: Option<String>,

    /// Places on the first sheet to leave out
    #[arg(long, value_name = "N,..", value_delimiter = ',')]
    skip: Vec<usize>,

    #[command(flatten)]
    pub(super) look: LookArgs,

    #[command(flatten)]
    pub(super) sheet: SheetArgs,

    #[command(flatten)]
    pub(super) order: OrderArgs,

    /// A registered scheme's name, or a file with a definition
    #[arg(long, value_name = "NAME|FILE", conflicts_with = "pattern")]
    pub(super) scheme: Option<String>,

    /// A pattern, such as '{plant:2}-{yyyy}{mm}{seq:4}' (the default)
    #[arg(long, value_name = "P")]
    pattern: Option<String>,

    /// When the pattern's counter starts again: never, day, isoweek, month, year, shift
    #[arg(long, value_name = "R", requires = "pattern")]
    reset: Option<Reset>,

    /// Name the time on purpose instead of asking the clock: 2026-04-15T08:00Z
    #[arg(long, value_name = "TIME", value_parser = parse_time)]
    at: Option<Timestamp>,

    /// The same id with the same order prints the same serials again
    #[arg(long, value_name = "ID", value_parser = record::request_id)]
    request_id: Option<String>,

    #[command(flatten)]
    pub(super) ledger: LedgerArgs,

    /// Who or what prints, for the ledger [default: user and host]
    #[arg(long, value_name = "H", value_parser = record::name)]
    holder: Option<String>,

    /// Write which unit stands where, as CSV
    #[arg(long, value_name = "FILE")]
    pub(super) manifest: Option<PathBuf>,

    /// Check and fit everything; reserve and write nothing
    #[arg(long, conflicts_with_all = ["reprint", "resume"])]
    pub(super) dry_run: bool,

    /// Print known units again: a serial, an element string, or a run
    #[arg(long, value_name = "SCAN|RUN", conflicts_with = "resume")]
    pub(super) reprint: Option<String>,

    /// Why it is printed again, for the ledger
    #[arg(long, value_name = "TEXT", requires = "reprint")]
    pub(super) reason: Option<String>,

    /// Print what a run reserved and did not print
    #[arg(long, value_name = "RUN")]
    pub(super) resume: Option<String>,

    /// The summary: a line on standard error, or one JSON object on standard output
    #[arg(long, value_name = "FORM", default_value = "text")]
    pub(super) report: Report,
}

/// How the summary is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Report {
    Text,
    Json,
}

/// The year of the time that is named on purpose, or the clock's.
fn this_year(at: Option<Timestamp>) -> u16 {
    let moment = at.unwrap_or_else(Timestamp::now).to_zoned(TimeZone::UTC);
    moment.year().unsigned_abs()
}

/// The stock that a template names, or a roll of its own size.
fn own_stock(template: &Template, paper: &mut Paper) -> String {
    let (width, height) = match (template.stock(), template.size()) {
        (Some(stock), _) => return stock.to_owned(),
        // A template has one of them.
        (None, size) => size.unwrap_or_default(),
    };
    let name = format!("roll of {width} by {height}");
    paper.stock = Some(format!(
        "name = {name:?}\nlabel_width = {}\nlabel_height = {}\n",
        width.mm(),
        height.mm()
    ));
    name
}

/// The time that a build says its files are of, for files that come out the same again.
fn source_date_epoch() -> Result<Option<i64>, Stop> {
    const NAME: &str = "SOURCE_DATE_EPOCH";
    match std::env::var(NAME) {
        Ok(text) if !text.is_empty() => text
            .parse()
            .map(Some)
            .map_err(|_| Stop::usage(format!("{NAME}={text}: write seconds since 1970-01-01"))),
        _ => Ok(None),
    }
}

impl Args {
    pub(super) fn target(&self) -> Result<Option<Target>, Stop> {
        let Some(labels) = &self.output else {
            return Ok(None);
        };
        let ending = labels.extension().and_then(|ending| ending.to_str());
        let name = match (&self.format, ending) {
            (Some(name), _) => name.as_str(),
            (None, Some(ending)) => ending,
            (None, None) => {
                return Err(Stop::usage(format!(
                    "-o {}: the name has no ending: say --format, one of {}",
                    labels.display(),
                    Format::names()
                )));
            }
        };
        let format = Format::find(name).ok_or_else(|| {
            Stop::usage(format!(
                "{name:?} is no format of labels: use {}",
                Format::names()
            ))
        })?;
        let standard =
            |name: Option<&PathBuf>| usize::from(name.is_some_and(|name| name == Path::new("-")));
        let takers = standard(Some(labels))
            + standard(self.manifest.as_ref())
            + usize::from(self.report == Report::Json);
        if takers > 1 {
            return Err(Stop::usage(
                "standard output can take one thing: write the labels, the manifest or the report to a file",
            ));
        }
        Ok(Some(Target {
            labels: labels.clone(),
            manifest: self.manifest.clone(),
            format,
            created: source_date_epoch()?,
        }))
    }

    /// What is asked for, on top of what a run was printed with.
    pub(super) fn spec(&self, target: Option<&Target>, run: Option<&Run>) -> Result<Spec, Stop> {
        let kept = match run {
            None => None,
            Some(run) => Some(Spec::from_run(&run.spec).ok_or_else(|| {
                Stop::refused(format!(
                    "run {} reserved serials without labels [no-labels]; print them from a list with a serial column, with --no-ledger where they were printed before",
                    run.id
                ))
            })?),
        };
        let kept = kept.as_ref();
        let start = match (&self.start, self.after()) {
            (Some(text), None) => text.parse().map_err(|_| {
                Stop::usage(format!(
                    "--start {text}: write a place from 1, or after:RUN"
                ))
            })?,
            // A run that is drawn for the first time lies as it was meant to; a reprint starts afresh.
            _ if self.resume.is_some() => kept.map_or(1, |spec| spec.start),
            _ => 1,
        };
        let skip = match kept {
            Some(spec) if self.resume.is_some() && self.skip.is_empty() => spec.skip.clone(),
            _ => self.skip.clone(),
        };
        let kept_paper = kept.map(|spec| spec.paper.clone()).unwrap_or_default();
        let kept_look = kept.map(|spec| spec.look.clone()).unwrap_or_default();
        let (mut look, template) = self.look.look(&kept_look)?;
        if self.symbol.is_some() || self.ais.is_some() {
            // A run by template that is now asked for with a symbol of its own.
            look.template = None;
        }
        if look.template.is_some() && look.year.is_none() {
            look.year = Some(this_year(self.at));
        }
        let mut paper = self.sheet.paper(&kept_paper, self.resume.is_some())?;
        let stock = match &self.stock {
            Some(name) => {
                let (name, text) = find::stock(name)?;
                paper.stock = text;
                Some(name)
            }
            None => match (kept, &template) {
                (Some(spec), _) => Some(spec.stock.clone()),
                (None, Some(template)) => Some(own_stock(template, &mut paper)),
                (None, None) => None,
            },
        };
        Ok(Spec {
            paper,
            stock: stock
                .ok_or_else(|| Stop::usage("name the label stock with --stock, such as --stock L7160; `unitmark stock` lists all"))?,
            symbol: self
                .symbol
                .clone()
                .or_else(|| kept.map(|spec| spec.symbol.clone()))
                .unwrap_or_else(|| "datamatrix".into()),
            ais: self
                .ais
                .clone()
                .or_else(|| kept.map(|spec| spec.ais.clone()))
                .unwrap_or_else(Spec::default_ais),
            dpi: self
                .dpi
                .or_else(|| kept.filter(|_| self.format.is_none()).map(|spec| spec.dpi))
                .unwrap_or_else(|| target.map_or(600, |target| target.format.dpi)),
            start,
            skip,
            values: kept.map(|spec| spec.values.clone()).unwrap_or_default(),
            look,
        })
    }

    /// The run or the manifest of `--start after:..`.
    pub(super) fn after(&self) -> Option<&str> {
        self.start
            .as_deref()
            .and_then(|text| text.strip_prefix("after:"))
    }

    /// Options about a scheme mean nothing where none writes a serial.
    pub(super) fn refuse_idle_scheme(&self) -> Result<(), Stop> {
        let named = [("--scheme", &self.scheme), ("--pattern", &self.pattern)];
        match named.into_iter().find(|(_, value)| value.is_some()) {
            Some((option, _)) => Err(Stop::usage(format!(
                "{option}: no serial is issued {}: leave it out",
                if self.order.no_ledger {
                    "under --no-ledger"
                } else {
                    "for labels that carry neither (21) nor (00)"
                }
            ))),
            None => Ok(()),
        }
    }

    pub(super) fn ticket(&self) -> Result<Ticket, Stop> {
        Ok(Ticket {
            request_id: match &self.request_id {
                Some(id) => id.clone(),
                None => new_request_id()?,
            },
            holder: record::holder(self.holder.as_deref())?,
            now: Timestamp::now(),
            at: self.at,
            max_skew: MAX_SKEW,
        })
    }

    /// The scheme of --pattern, or the usual one for what the labels carry.
    pub(super) fn pattern_scheme(&self, serial_ai: &str) -> Result<NamedScheme, Stop> {
        let keys = self.ledger.keys()?;
        let mut definition = match (&self.pattern, serial_ai) {
            (None, "00") => return scheme_choice::named("sscc", None, &keys),
            (None, _) => Definition::default(),
            (Some(pattern), ai) => Definition {
                ai: ai.into(),
                ..Definition::of(pattern.as_str())
            },
        };
        if let Some(reset) = self.reset {
            definition.reset = reset;
        }
        scheme_choice::prove(definition, &keys).map(NamedScheme::by_definition)
    }
}
