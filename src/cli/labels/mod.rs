//! `unitmark labels`: an order in, a sheet of serialised labels out.

mod args;
mod bar;
mod calibrate;
mod find;
mod look;
mod order;
mod sheet;
mod tell;

use std::io::{ErrorKind, Read as _};
use std::path::Path;

use serde_json::json;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::job::{
    Assets, Design, DesignError, Drawing, Failed, Plan, PrintError, Problem, Reached, Row, Spec,
    Summary, Target, is_same_file, print_order, print_run, print_unit, print_unrecorded,
    read_label, read_order_as,
};
use crate::ledger::{
    ErrorClass, LedgerError, LedgerId, NamedScheme, RunId, RunState, Sqlite, Store,
};
use crate::serial::{Context, Scheme};
use crate::symbol::Dpi;

use super::exit::{Exit, Stop, say};
use super::outlook;
use super::scheme_choice;
use bar::Bar;
use tell::{plural, print_json, some_of};

pub use args::Args;
use args::Report;

/// Runs `unitmark labels`.
pub fn run(args: &Args) -> Exit {
    let done = if args.sheet.calibrate {
        calibrate::run(args)
    } else if let Some(run) = &args.resume {
        resume(args, run)
    } else if let Some(what) = &args.reprint {
        reprint(args, what)
    } else {
        new_run(args)
    };
    match done {
        Ok(()) => Exit::Valid,
        Err(stop) => stop.report(),
    }
}

/// An order: checked and fitted whole, then reserved and printed.
fn new_run(args: &Args) -> Result<(), Stop> {
    let target = args.target()?;
    let ticket = args.ticket()?;
    let mut spec = args.spec(target.as_ref(), None)?;
    let assets = look::assets(&spec.look)?;
    let after_run = match args.after() {
        Some(name) if Path::new(name).is_file() => {
            let fresh = design(spec.clone(), &assets)?;
            spec.start = find::place_after_manifest(Path::new(name), &fresh)?;
            None
        }
        after => after,
    };
    let sketch = design(spec.clone(), &assets)?;
    let recorded = sketch.serial_ai().is_some() && !args.order.no_ledger && !args.order.specimen;
    let serials = match (sketch.serial_ai(), args.order.no_ledger) {
        (None, _) | (_, true) => Serials::NoScheme,
        (Some(_), false) if args.scheme.is_some() => Serials::OfNamedScheme,
        (Some(ai), false) => Serials::Of(args.pattern_scheme(ai)?),
    };
    if matches!(serials, Serials::NoScheme) {
        args.refuse_idle_scheme()?;
    }
    let moment = ticket.moment();
    let order = Order::read(args, target.as_ref(), &sketch, serials.known(), moment)?;
    let plan = |spec: Spec, scheme: Option<NamedScheme>| {
        let design = design(spec, &assets)?;
        let known = scheme.as_ref().map(|named| &**named.scheme());
        args.order.refuse_idle_values(&design, known)?;
        let Order { file, rows } = &order;
        Plan::new(file, rows.clone(), design, scheme, &Context::new(), moment)
            .map_err(|list| problems(&list))
    };
    // What can be settled without a ledger is settled first, so that a slip makes no ledger.
    let settled = match (after_run, &serials) {
        (None, Serials::NoScheme) => Some(plan(spec.clone(), None)?),
        (None, Serials::Of(scheme)) => Some(plan(spec.clone(), Some(scheme.clone()))?),
        _ => None,
    };
    if let Some(target) = target.as_ref().filter(|_| !args.dry_run) {
        target
            .probe()
            .map_err(|error| Stop::io(error.to_string()))?;
    }
    let ledger = match (recorded && !args.dry_run, &settled) {
        (true, _) => Some(args.ledger.open_or_make()?),
        (false, Some(_)) if !recorded => None,
        (false, _) => args.ledger.open_if_there()?,
    };
    let store = ledger.as_deref();
    let plan = match settled {
        Some(plan) => plan,
        None => {
            if let Some(run) = after_run {
                spec.start = find::place_after(known(store)?, run, &spec)?;
            }
            let scheme = match (serials, &args.scheme) {
                (Serials::OfNamedScheme, Some(name)) => {
                    Some(scheme_choice::named(name, store, &args.ledger.keys()?)?)
                }
                (serials, _) => serials.into_known(),
            };
            plan(spec, scheme)?
        }
    };
    if !recorded {
        return print_alone(args, &plan, target);
    }
    if args.dry_run {
        // Where there is no ledger, the serials of the one that would be made.
        let request = plan.request(&ticket);
        let here;
        let store = match store {
            Some(store) => store,
            None => {
                here = Sqlite::in_memory(LedgerId::random()?, ticket.now)?;
                &here
            }
        };
        let run = store
            .preview(&request)
            .map_err(|error| refused(&error, &plan, store, &order.file))?;
        let drawing = Drawing::of_run(plan.design().clone(), &run)
            .map_err(|error| Stop::invalid(error.to_string()))?;
        return tell_dry(args, &plan, &drawing);
    }
    let target = needed(target)?;
    let store = known(store)?;
    let bar = Bar::new();
    let printed = print_order(&plan, &ticket, store, &target, &mut |done, all| {
        bar.at(done, all);
    });
    bar.end();
    match printed {
        Ok(summary) => {
            let run = summary
                .recorded
                .as_ref()
                .map(|recorded| recorded.run.parse());
            if let Some(Ok(run)) = run {
                outlook::warn(store, &run, ticket.now);
            }
            tell(args, &summary, plan.design().dpi())
        }
        Err(failed) => match (*failed.error, failed.reached) {
            (PrintError::Ledger(error), Reached::Nothing) => {
                Err(refused(&error, &plan, store, &order.file))
            }
            (error, reached) => Err(failure(error, reached)),
        },
    }
}

/// Where serials of a new run come from, where the order does not give them.
enum Serials {
    /// There are none, or all are given.
    NoScheme,
    /// A pattern's.
    Of(NamedScheme),
    /// A scheme that the ledger may have to be asked for.
    OfNamedScheme,
}

impl Serials {
    fn known(&self) -> Option<&Scheme> {
        match self {
            Self::Of(named) => Some(&**named.scheme()),
            Self::NoScheme | Self::OfNamedScheme => None,
        }
    }

    fn into_known(self) -> Option<NamedScheme> {
        match self {
            Self::Of(named) => Some(named),
            Self::NoScheme | Self::OfNamedScheme => None,
        }
    }
}

/// An order as it was read.
struct Order {
    /// What messages call it.
    file: String,
    rows: Vec<Row>,
}

impl Order {
    fn read(
        args: &Args,
        target: Option<&Target>,
        design: &Design,
        scheme: Option<&Scheme>,
        moment: Timestamp,
    ) -> Result<Self, Stop> {
        let data = args.data.as_deref();
        let this_year = moment.to_zoned(TimeZone::UTC).year().unsigned_abs();
        let format = args.order.format(data, design, scheme, this_year);
        if data.is_none() && format.sets_a_label() {
            let rows = read_label(&format).map_err(|list| problems(&list))?;
            let file = "--set".into();
            return Ok(Self { file, rows });
        }
        let (file, bytes) = read_data(data)?;
        let in_a_file = data.filter(|data| *data != Path::new("-"));
        if let (Some(data), Some(target)) = (in_a_file, target) {
            let written = [Some(&target.labels), target.manifest.as_ref()];
            if let Some(name) = written
                .into_iter()
                .flatten()
                .find(|name| is_same_file(name, data))
            {
                return Err(Stop::usage(format!(
                    "{} is the order itself: name another file",
                    name.display()
                )));
            }
        }
        let rows = read_order_as(&file, &bytes, &format).map_err(|list| problems(&list))?;
        Ok(Self { file, rows })
    }
}

/// Prints what no ledger has to know.
fn print_alone(args: &Args, plan: &Plan, target: Option<Target>) -> Result<(), Stop> {
    let drawing = if args.order.specimen {
        Drawing::specimen(plan)
    } else {
        Drawing::of_plan(plan).map_err(|error| Stop::invalid(error.to_string()))?
    };
    if args.dry_run {
        return tell_dry(args, plan, &drawing);
    }
    let target = needed(target)?;
    let bar = Bar::new();
    let printed = print_unrecorded(&drawing, &target, &mut |done, all| bar.at(done, all));
    bar.end();
    let summary = printed.map_err(|error| failure(error, Reached::Nothing))?;
    tell(args, &summary, plan.design().dpi())
}

/// Draws what a run reserved, for the first time.
fn resume(args: &Args, run: &str) -> Result<(), Stop> {
    let target = needed(args.target()?)?;
    let ledger = args.ledger.open()?;
    let run = find::run(&*ledger, run)?;
    let spec = args.spec(Some(&target), Some(&run))?;
    let assets = look::assets(&spec.look)?;
    let design = design(spec, &assets)?;
    let dpi = design.dpi();
    let bar = Bar::new();
    let printed = print_run(
        design,
        &run,
        None,
        &args.ticket()?,
        &*ledger,
        &target,
        &mut |done, all| {
            bar.at(done, all);
        },
    );
    bar.end();
    tell(args, &printed.map_err(failed)?, dpi)
}

/// Draws a known unit, or a whole run, again.
fn reprint(args: &Args, what: &str) -> Result<(), Stop> {
    let target = needed(args.target()?)?;
    let ledger = args.ledger.open()?;
    let ticket = args.ticket()?;
    let reason = args.reason.as_deref().unwrap_or("not stated");
    let whole = what
        .parse::<RunId>()
        .ok()
        .and_then(|id| ledger.run(&id).ok());
    let (run, unit) = match whole {
        Some(run) => (run, None),
        None => {
            let unit = find::unit(&*ledger, what)?;
            (ledger.run(&unit.run)?, Some(unit))
        }
    };
    if run.state() == RunState::Reserved {
        return Err(Stop::refused(format!(
            "run {id} is reserved and was never printed [not-printed]; --resume {id} prints it",
            id = run.id
        )));
    }
    let mut spec = args.spec(Some(&target), Some(&run))?;
    if let Some(run) = args.after() {
        spec.start = find::place_after(&*ledger, run, &spec)?;
    }
    let assets = look::assets(&spec.look)?;
    let design = design(spec, &assets)?;
    let dpi = design.dpi();
    let bar = Bar::new();
    let printed = match unit {
        Some(unit) => print_unit(design, &run, &unit, reason, &ticket, &*ledger, &target),
        None => print_run(
            design,
            &run,
            Some(reason),
            &ticket,
            &*ledger,
            &target,
            &mut |done, all| {
                bar.at(done, all);
            },
        ),
    };
    bar.end();
    tell(args, &printed.map_err(failed)?, dpi)
}

fn tell(args: &Args, summary: &Summary, dpi: Dpi) -> Result<(), Stop> {
    for name in &summary.removed {
        say(&format!(
            "removed {}, which a killed process had left of this run",
            name.display()
        ));
    }
    match args.report {
        Report::Json => print_json(&tell::json(summary)),
        Report::Text => {
            say(&tell::text(summary, dpi));
            Ok(())
        }
    }
}

fn tell_dry(args: &Args, plan: &Plan, drawing: &Drawing) -> Result<(), Stop> {
    let serials = drawing
        .ranges()
        .map_err(|error| Stop::invalid(error.to_string()))?;
    let labels = plan.labels() as usize;
    let grid = plan.design().grid();
    let (pages, next) = (grid.pages(labels), grid.next_free(labels));
    if args.report == Report::Json {
        return print_json(&json!({
            "run": null, "dry_run": true, "labels": labels, "pages": pages, "serials": serials,
            "next_place": next, "sizes": tell::sizes_json(&plan.sizes()),
        }));
    }
    let sizes = tell::size_lines(&plan.sizes(), plan.design().dpi());
    let mut parts = vec![plural(labels, "label"), plural(pages, "page")];
    if !serials.is_empty() {
        parts.push(some_of(&serials));
    }
    let parts = parts.join(", ");
    say(&format!(
        "{sizes}dry run: {parts}, next free place {next}; nothing reserved, nothing written"
    ));
    Ok(())
}

/// The order's name for messages, and its bytes.
fn read_data(file: Option<&Path>) -> Result<(String, Vec<u8>), Stop> {
    let name = file.unwrap_or(Path::new("-"));
    let read = if name == Path::new("-") {
        let mut bytes = Vec::new();
        std::io::stdin()
            .lock()
            .read_to_end(&mut bytes)
            .map(|_| bytes)
    } else {
        std::fs::read(name)
    };
    let name = name.display().to_string();
    match read {
        Ok(bytes) => Ok((name, bytes)),
        Err(error) => Err(Stop::io(format!("{name}: {error}"))),
    }
}

fn needed(target: Option<Target>) -> Result<Target, Stop> {
    target.ok_or_else(|| Stop::usage("name the labels' file with -o FILE"))
}

fn design(spec: Spec, assets: &Assets) -> Result<Design, Stop> {
    Design::with(spec, assets).map_err(|error| match error {
        DesignError::Image(_) | DesignError::Template(_) | DesignError::TwoSerials(_) => {
            Stop::invalid(error.to_string())
        }
        error => Stop::usage(error.to_string()),
    })
}

fn known(store: Option<&dyn Store>) -> Result<&dyn Store, Stop> {
    store.ok_or_else(|| Stop::io("there is no ledger; `unitmark ledger init` makes one"))
}

fn problems(problems: &[Problem]) -> Stop {
    let count = problems.len();
    let stop = Stop::all(Exit::Invalid, problems.iter().map(ToString::to_string));
    stop.and(format!(
        "{} found; nothing reserved, nothing written",
        plural(count, "problem")
    ))
}

/// The ledger's answer, with every line of the order that it is about.
fn refused(error: &LedgerError, plan: &Plan, store: &dyn Store, file: &str) -> Stop {
    let shown = |error: &LedgerError| {
        let place = match error.line().and_then(|line| plan.place(line)) {
            Some(line) => format!("{file}:{line}: "),
            None => String::new(),
        };
        format!("{place}{error} [{}]", error.code())
    };
    // A ledger stops at the first line that it refuses; whoever mends the order wants them all.
    let all = plan.refusals(error, store).unwrap_or_default();
    if all.is_empty() {
        return Stop::new(exit_of(error), shown(error));
    }
    Stop::all(exit_of(error), all.iter().map(shown))
}

fn exit_of(error: &LedgerError) -> Exit {
    match error.class() {
        ErrorClass::Data => Exit::Invalid,
        ErrorClass::Io => Exit::Io,
        ErrorClass::Refused => Exit::Refused,
    }
}

impl From<LedgerError> for Stop {
    fn from(error: LedgerError) -> Self {
        Self::new(exit_of(&error), format!("{error} [{}]", error.code()))
    }
}

fn failed(failed: Failed) -> Stop {
    failure(*failed.error, failed.reached)
}

/// A print that failed: what is reserved is told with the way to draw it.
fn failure(error: PrintError, reached: Reached) -> Stop {
    let stop = match error {
        PrintError::Ledger(error) => error.into(),
        // Whoever reads the labels has had enough of them.
        PrintError::Output(error) if error.error.kind() == ErrorKind::BrokenPipe => {
            Stop::all(Exit::Valid, [])
        }
        PrintError::Output(error) => Stop::io(error.to_string()),
        error @ PrintError::Clash { .. } => Stop::usage(error.to_string()),
        error @ PrintError::AlreadyPrinted(_) => {
            Stop::refused(format!("{error} [already-printed]"))
        }
        error => Stop::invalid(error.to_string()),
    };
    match reached {
        Reached::Nothing => stop,
        Reached::Reserved(run) => stop.and(format!(
            "run {run} is reserved and not printed; its serials are not issued again: --resume {run} -o FILE draws them"
        )),
        Reached::Written(run) => stop.and(format!(
            "the labels of run {run} are written and good, the ledger could not note it: use them, and do not --resume {run}, which would print them twice"
        )),
    }
}
