//! `unitmark labels`: an order in, a sheet of serialised labels out.

mod args;
mod bar;
mod calibrate;
mod find;
mod sheet;
mod tell;

use std::io::Read as _;
use std::path::Path;

use serde_json::json;

use crate::job::{
    Design, Drawing, Failed, Plan, PrintError, Problem, Reached, Spec, Summary, Target,
    is_same_file, print_order, print_run, print_unit, read_order,
};
use crate::ledger::{
    ErrorClass, LedgerError, LedgerId, NamedScheme, RunId, RunState, Sqlite, Store,
};
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
    let context = args.context()?;
    let ticket = args.ticket()?;
    let spec = args.spec(target.as_ref(), None)?;
    let (file, bytes) = read_data(args.data.as_deref())?;
    if let (Some(data), Some(target)) = (&args.data, &target) {
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
    let rows = read_order(&file, &bytes).map_err(|list| problems(&list))?;
    let plan = |spec: Spec, scheme: NamedScheme| {
        args.refuse_idle_values(scheme.scheme())?;
        Plan::new(
            &file,
            rows.clone(),
            design(spec)?,
            scheme,
            &context,
            ticket.moment(),
        )
        .map_err(|list| problems(&list))
    };
    // What can be settled without a ledger is settled first, so that a slip makes no ledger.
    let settled = match (args.after(), &args.scheme) {
        (None, None) => Some(plan(spec.clone(), args.pattern_scheme()?)?),
        _ => None,
    };
    if let Some(target) = target.as_ref().filter(|_| !args.dry_run) {
        target
            .probe()
            .map_err(|error| Stop::io(error.to_string()))?;
    }
    let ledger = if args.dry_run {
        args.ledger.open_if_there()?
    } else {
        Some(args.ledger.open_or_make()?)
    };
    let store = ledger.as_deref();
    let plan = match settled {
        Some(plan) => plan,
        None => {
            let mut spec = spec;
            if let Some(run) = args.after() {
                spec.start = find::place_after(known(store)?, run, &spec)?;
            }
            let scheme = match &args.scheme {
                Some(name) => scheme_choice::named(name, store, &args.ledger.keys()?)?,
                None => args.pattern_scheme()?,
            };
            plan(spec, scheme)?
        }
    };
    if args.dry_run {
        // Where there is no ledger, the serials of the one that would be made.
        let request = plan.request(&ticket);
        let run = match store {
            Some(store) => store.preview(&request),
            None => Sqlite::in_memory(LedgerId::random()?, ticket.now)?.preview(&request),
        };
        let run = run.map_err(|error| refused_line(&error, &plan, &file))?;
        let serials = Drawing::of_run(plan.design().clone(), &run)
            .and_then(|drawing| drawing.ranges())
            .map_err(|error| Stop::invalid(error.to_string()))?;
        return tell_dry(args, &plan, &serials);
    }
    let target = needed(target)?;
    let bar = Bar::new();
    let printed = print_order(&plan, &ticket, known(store)?, &target, &mut |done, all| {
        bar.at(done, all);
    });
    bar.end();
    match printed {
        Ok(summary) => {
            if let Ok(run) = summary.run.parse() {
                outlook::warn(known(store)?, &run, ticket.now);
            }
            tell(args, &summary, plan.design().dpi())
        }
        Err(failed) => match (*failed.error, failed.reached) {
            (PrintError::Ledger(error), Reached::Nothing) => {
                Err(refused_line(&error, &plan, &file))
            }
            (error, reached) => Err(failure(error, reached)),
        },
    }
}

/// Draws what a run reserved, for the first time.
fn resume(args: &Args, run: &str) -> Result<(), Stop> {
    let target = needed(args.target()?)?;
    let ledger = args.ledger.open()?;
    let run = find::run(&*ledger, run)?;
    let design = design(args.spec(Some(&target), Some(&run))?)?;
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
    let design = design(spec)?;
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
    match args.report {
        Report::Json => print_json(&tell::json(summary)),
        Report::Text => {
            say(&tell::text(summary, dpi));
            Ok(())
        }
    }
}

fn tell_dry(args: &Args, plan: &Plan, serials: &[String]) -> Result<(), Stop> {
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
    let serials = some_of(serials);
    say(&format!(
        "{sizes}dry run: {}, {}, {serials}, next free place {next}; nothing reserved, nothing written",
        plural(labels, "label"),
        plural(pages, "page"),
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

fn design(spec: Spec) -> Result<Design, Stop> {
    Design::new(spec).map_err(|error| Stop::usage(error.to_string()))
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

/// The ledger's answer, with the line of the order that it is about.
fn refused_line(error: &LedgerError, plan: &Plan, file: &str) -> Stop {
    let place = match error.line().and_then(|line| plan.place(line)) {
        Some(line) => format!("{file}:{line}: "),
        None => String::new(),
    };
    let exit = exit_of(error);
    Stop::new(exit, format!("{place}{error} [{}]", error.code()))
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
