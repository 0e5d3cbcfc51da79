//! `unitmark labels`: an order in, a sheet of serialised labels out.

mod args;
mod bar;
mod calibrate;
mod find;
mod fresh;
mod look;
mod order;
mod sheet;
mod tell;

use std::io::ErrorKind;

use crate::job::{
    Assets, Design, DesignError, Failed, PrintError, Reached, Spec, Summary, Target, print_run,
    print_unit,
};
use crate::ledger::{ErrorClass, LedgerError, RunId, RunState, Store};
use crate::symbol::Dpi;

use super::exit::{Exit, Stop, say};
use bar::Bar;
use tell::print_json;

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
        fresh::run(args)
    };
    match done {
        Ok(()) => Exit::Valid,
        Err(stop) => stop.report(),
    }
}

/// Draws what a run reserved, for the first time.
fn resume(args: &Args, run: &str) -> Result<(), Stop> {
    let mut target = needed(args.target()?)?;
    let ledger = args.ledger.open()?;
    let run = find::run(&*ledger, run)?;
    let spec = args.spec(Some(&target), Some(&run))?;
    target.keeps = args.keeps(&spec);
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
    let mut target = needed(args.target()?)?;
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
    target.keeps = args.keeps(&spec);
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
        error @ (PrintError::Clash { .. } | PrintError::StandardOutput { .. }) => {
            Stop::usage(error.to_string())
        }
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
