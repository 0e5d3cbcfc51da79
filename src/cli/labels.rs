//! `unitmark labels`: an order in, a sheet of serialised labels out.

use std::io::{IsTerminal as _, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::ValueEnum;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use jiff::Timestamp;
use serde_json::json;

use crate::element::ElementString;
use crate::job::{
    Design, Drawing, Failed, Plan, PrintError, Row, Spec, Summary, Target, Ticket, print_order,
    print_run, print_unit, read_order,
};
use crate::key::Gtin;
use crate::ledger::{MAX_SKEW, NamedScheme, Run, RunId, RunState, Store, Unit, new_request_id};
use crate::render::Format;
use crate::serial::{Context, Definition, Reset, Scheme};

use super::exit::{Exit, Stop};
use super::ledger_choice::LedgerArgs;
use super::time::parse_time;

/// Print labels: reads a production order (CSV), reserves serials, writes a sheet.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The order, `sku,gtin,lot,expiry,plant,quantity[,serial]`; standard input without it or with `-`
    #[arg(value_name = "DATA", conflicts_with_all = ["reprint", "resume"])]
    data: Option<PathBuf>,

    /// The labels' file: its ending says the form; `-` is standard output
    #[arg(short, long, value_name = "FILE", required_unless_present = "dry_run")]
    output: Option<PathBuf>,

    /// pdf, png or svg, whatever the ending says
    #[arg(long, value_name = "FORMAT")]
    format: Option<String>,

    /// The label stock, by any of its part numbers (`unitmark stock` lists them)
    #[arg(long, value_name = "NAME")]
    stock: Option<String>,

    /// datamatrix, qr or code128 [default: datamatrix]
    #[arg(long, value_name = "TYPE")]
    symbol: Option<String>,

    /// The AIs of the element string, in order [default: 01,17,10,21]
    #[arg(long, value_name = "AI,..", value_delimiter = ',')]
    ais: Option<Vec<String>>,

    /// The printer's resolution; 203 means 8 dots/mm [default: 600 for PDF and SVG, 300 for PNG]
    #[arg(long, value_name = "N")]
    dpi: Option<u32>,

    /// The first place on the first sheet: a number from 1, or after:RUN to go on where a run stopped
    #[arg(long, value_name = "N|after:RUN")]
    start: Option<String>,

    /// Places on the first sheet to leave out
    #[arg(long, value_name = "N,..", value_delimiter = ',')]
    skip: Vec<usize>,

    /// A registered scheme's name, or a file with a definition
    #[arg(long, value_name = "NAME|FILE", conflicts_with = "pattern")]
    scheme: Option<String>,

    /// A pattern, such as '{plant:2}-{yyyy}{mm}{seq:4}' (the default)
    #[arg(long, value_name = "P")]
    pattern: Option<String>,

    /// When the pattern's counter starts again: never, day, isoweek, month, year, shift
    #[arg(long, value_name = "R", requires = "pattern")]
    reset: Option<Reset>,

    /// A value that is the same for all lines, such as line=L2
    #[arg(long, value_name = "NAME=VALUE")]
    set: Vec<String>,

    /// Name the time on purpose instead of asking the clock: 2026-04-15T08:00Z
    #[arg(long, value_name = "TIME", value_parser = parse_time)]
    at: Option<Timestamp>,

    /// The same id with the same order prints the same serials again
    #[arg(long, value_name = "ID")]
    request_id: Option<String>,

    #[command(flatten)]
    ledger: LedgerArgs,

    /// Who or what prints, for the ledger [default: user and host]
    #[arg(long, value_name = "H")]
    holder: Option<String>,

    /// Write which unit stands where, as CSV
    #[arg(long, value_name = "FILE")]
    manifest: Option<PathBuf>,

    /// Check and fit everything; reserve and write nothing
    #[arg(long, conflicts_with_all = ["reprint", "resume"])]
    dry_run: bool,

    /// Print known units again: a serial, an element string, or a run
    #[arg(long, value_name = "SCAN|RUN", conflicts_with = "resume")]
    reprint: Option<String>,

    /// Why it is printed again, for the ledger
    #[arg(long, value_name = "TEXT", requires = "reprint")]
    reason: Option<String>,

    /// Print what a run reserved and did not print
    #[arg(long, value_name = "RUN")]
    resume: Option<String>,

    /// The summary: a line on standard error, or one JSON object on standard output
    #[arg(long, value_name = "FORM", default_value = "text")]
    report: Report,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Report {
    Text,
    Json,
}

/// Runs `unitmark labels`.
pub fn run(args: &Args) -> Exit {
    match labels(args) {
        Ok(()) => Exit::Valid,
        Err(stop) => stop.report(),
    }
}

fn labels(args: &Args) -> Result<(), Stop> {
    let target = args.target()?;
    if let Some(run) = &args.resume {
        return resume(args, run, &args.needed(target)?);
    }
    if let Some(what) = &args.reprint {
        return reprint(args, what, &args.needed(target)?);
    }
    let (file, bytes) = read_data(args.data.as_deref())?;
    let mut context = Context::new();
    for pair in &args.set {
        let (name, value) = pair
            .split_once('=')
            .ok_or_else(|| Stop::usage(format!("--set {pair}: write NAME=VALUE, such as line=L2")))?;
        context.set(name, value);
    }
    let rows = read_order(&file, &bytes).map_err(Stop::problems)?;
    let ticket = args.ticket();

    // What can be settled without a ledger comes first, so that a slip makes no ledger.
    let mut spec = args.spec(target.as_ref(), None)?;
    let after = args.after()?;
    let settled = match (after, &args.scheme) {
        (None, None) => {
            let scheme = args.pattern_scheme()?;
            Some(plan(&file, rows.clone(), &spec, scheme, &context, &ticket)?)
        }
        _ => None,
    };
    let ledger = if args.dry_run {
        args.ledger.open_if_there()?
    } else {
        Some(args.ledger.open_or_make()?)
    };
    let store = ledger.as_ref().map(|ledger| ledger as &dyn Store);
    let plan = match settled {
        Some(plan) => plan,
        None => {
            if let Some(run) = after {
                spec.start = place_after(known(store)?, run)?;
            }
            let scheme = match &args.scheme {
                Some(name) => named_scheme(name, store)?,
                None => args.pattern_scheme()?,
            };
            plan(&file, rows, &spec, scheme, &context, &ticket)?
        }
    };
    if args.dry_run {
        return dry_run(args, &plan, &ticket, store, &file);
    }
    let target = args.needed(target)?;
    let bar = Bar::new();
    let summary = print_order(&plan, &ticket, known(store)?, &target, &mut |done, all| {
        bar.at(done, all);
    });
    bar.end();
    let summary = summary.map_err(|failed| plan_failure(failed, &plan, &file))?;
    args.tell(&summary)
}

/// Draws what a run reserved, for the first time.
fn resume(args: &Args, run: &str, target: &Target) -> Result<(), Stop> {
    let ledger = args.ledger.open()?;
    let run = find_run(&ledger, run)?;
    if run.state() == RunState::Printed {
        return Err(Stop::refused(format!(
            "run {} is printed [already-printed]; --reprint {} prints it again",
            run.id, run.id
        )));
    }
    let design = design(args.spec(Some(target), Some(&run))?)?;
    let bar = Bar::new();
    let printed = print_run(
        design,
        &run,
        None,
        &args.ticket(),
        &ledger,
        target,
        &mut |done, all| bar.at(done, all),
    );
    bar.end();
    args.tell(&printed.map_err(failure)?)
}

/// Draws a known unit, or a whole run, again.
fn reprint(args: &Args, what: &str, target: &Target) -> Result<(), Stop> {
    let ledger = args.ledger.open()?;
    let ticket = args.ticket();
    let reason = args.reason.as_deref().unwrap_or("not stated");
    let run = what
        .parse::<RunId>()
        .ok()
        .and_then(|id| ledger.run(&id).ok());
    if let Some(run) = run {
        let design = design(args.spec(Some(target), Some(&run))?)?;
        let bar = Bar::new();
        let printed = print_run(
            design,
            &run,
            Some(reason),
            &ticket,
            &ledger,
            target,
            &mut |done, all| bar.at(done, all),
        );
        bar.end();
        return args.tell(&printed.map_err(failure)?);
    }
    let unit = find_unit(&ledger, what)?;
    let run = ledger.run(&unit.run)?;
    let design = design(args.spec(Some(target), Some(&run))?)?;
    let summary = print_unit(design, &run, &unit, reason, &ticket, &ledger, target).map_err(failure)?;
    args.tell(&summary)
}

fn dry_run(
    args: &Args,
    plan: &Plan,
    ticket: &Ticket,
    store: Option<&dyn Store>,
    file: &str,
) -> Result<(), Stop> {
    let labels = plan.labels() as usize;
    let grid = plan.design().grid();
    let mut serials = Vec::new();
    if let Some(store) = store {
        let run = store
            .preview(&plan.request(ticket))
            .map_err(|error| plan_failure(error.into(), plan, file))?;
        let drawing = Drawing::of_run(plan.design().clone(), &run)
            .map_err(|error| Stop::invalid(error.to_string()))?;
        serials = drawing.ranges().map_err(|error| Stop::invalid(error.to_string()))?;
    }
    let pages = grid.pages(labels);
    let next = grid.next_free(labels);
    if args.report == Report::Json {
        return print_json(&json!({
            "run": null, "dry_run": true, "labels": labels, "pages": pages,
            "serials": serials, "next_place": next,
        }));
    }
    for size in plan.sizes() {
        eprintln!("{}", size_line(&size, plan.design()));
    }
    let serials = if serials.is_empty() {
        String::new()
    } else {
        format!(", {}", some_of(&serials))
    };
    eprintln!("dry run: {labels} labels, {pages} pages{serials}, next free place {next}; nothing reserved, nothing written");
    Ok(())
}

impl Args {
    fn target(&self) -> Result<Option<Target>, Stop> {
        let Some(labels) = &self.output else {
            return Ok(None);
        };
        let ending = labels.extension().and_then(|ending| ending.to_str());
        let name = match (&self.format, ending) {
            (Some(name), _) => name.as_str(),
            (None, Some(ending)) => ending,
            (None, None) => {
                return Err(Stop::usage(format!(
                    "-o {}: the name has no ending: say --format pdf, png or svg",
                    labels.display()
                )));
            }
        };
        let format = Format::find(name).ok_or_else(|| {
            Stop::usage(format!("{name:?} is no format of labels: use pdf, png or svg"))
        })?;
        if labels == Path::new("-") && (self.report == Report::Json || self.manifest.as_deref() == Some(Path::new("-"))) {
            return Err(Stop::usage(
                "standard output can take one thing: write the labels, the manifest or the report to a file",
            ));
        }
        Ok(Some(Target {
            labels: labels.clone(),
            manifest: self.manifest.clone(),
            format,
        }))
    }

    fn needed(&self, target: Option<Target>) -> Result<Target, Stop> {
        target.ok_or_else(|| Stop::usage("name the labels' file with -o FILE"))
    }

    /// What is asked for, on top of what a run was printed with.
    fn spec(&self, target: Option<&Target>, run: Option<&Run>) -> Result<Spec, Stop> {
        let kept = match run {
            None => None,
            Some(run) => Some(Spec::from_run(&run.spec).ok_or_else(|| {
                Stop::refused(format!(
                    "run {} reserved serials without labels [no-labels]; print them from a list with a serial column",
                    run.id
                ))
            })?),
        };
        let kept = kept.as_ref();
        let start = match (&self.start, self.after()?) {
            (Some(text), None) => text.parse().map_err(|_| {
                Stop::usage(format!("--start {text}: write a place from 1, or after:RUN"))
            })?,
            // A run that is drawn for the first time lies as it was meant to; a reprint starts afresh.
            _ if self.resume.is_some() => kept.map_or(1, |spec| spec.start),
            _ => 1,
        };
        let skip = match kept {
            Some(spec) if self.resume.is_some() && self.skip.is_empty() => spec.skip.clone(),
            _ => self.skip.clone(),
        };
        Ok(Spec {
            stock: self
                .stock
                .clone()
                .or_else(|| kept.map(|spec| spec.stock.clone()))
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
        })
    }

    /// The run of `--start after:RUN`.
    fn after(&self) -> Result<Option<&str>, Stop> {
        Ok(self.start.as_deref().and_then(|text| text.strip_prefix("after:")))
    }

    fn ticket(&self) -> Ticket {
        Ticket {
            request_id: self.request_id.clone().unwrap_or_else(new_request_id),
            holder: self.holder.clone().unwrap_or_else(super::ledger_choice::holder),
            now: Timestamp::now(),
            at: self.at,
            max_skew: MAX_SKEW,
        }
    }

    fn pattern_scheme(&self) -> Result<NamedScheme, Stop> {
        let mut definition = match &self.pattern {
            Some(pattern) => Definition::of(pattern.as_str()),
            None => Definition::default(),
        };
        if let Some(reset) = self.reset {
            definition.reset = reset;
        }
        prove(definition).map(NamedScheme::by_definition)
    }

    fn tell(&self, summary: &Summary) -> Result<(), Stop> {
        if self.report == Report::Json {
            return print_json(&json!({
                "run": summary.run, "request_id": summary.request_id, "dry_run": false,
                "labels": summary.labels, "pages": summary.pages, "serials": summary.serials,
                "next_place": summary.next_place, "ledger": summary.ledger,
                "reprinted": summary.reprinted,
                "sizes": summary.sizes.iter().map(|size| json!({
                    "symbol": size.symbol, "x_mm": size.module.mm(), "dots": size.dots,
                })).collect::<Vec<_>>(),
                "files": summary.files.iter().map(|file| file.display().to_string()).collect::<Vec<_>>(),
            }));
        }
        for size in &summary.sizes {
            eprintln!("{}: X {} = {} dots", size.symbol, size.module, size.dots);
        }
        if summary.reprinted {
            eprintln!("these serials were printed before: the same ones again, recorded as reprinted");
        }
        eprintln!(
            "run {}: {} labels, {} pages, {}, next free place {}, ledger {}",
            summary.run,
            summary.labels,
            summary.pages,
            some_of(&summary.serials),
            summary.next_place,
            summary.ledger
        );
        Ok(())
    }
}
