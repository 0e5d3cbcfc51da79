//! `unitmark labels ORDER`: an order read, checked and fitted whole, then printed.

use std::io::Read as _;
use std::path::Path;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::json;

use crate::job::{
    Design, Drawing, Plan, PrintError, Problem, Reached, Row, Spec, Target, Ticket, allocated,
    is_same_file, print_allocated, print_order, print_unrecorded, read_label, read_order_as,
};
use crate::ledger::{LedgerError, LedgerErrorKind, LedgerId, NamedScheme, Sqlite, Store};
use crate::serial::{Context, Scheme};

use super::super::exit::{Exit, Stop, say};
use super::super::{outlook, scheme_choice};
use super::args::{Args, Report};
use super::bar::Bar;
use super::tell::{plural, print_json, size_lines, sizes_json, some_of};
use super::{design, exit_of, failure, find, known, look, needed, tell};

/// An order: checked and fitted whole, then reserved and printed.
pub(super) fn run(args: &Args) -> Result<(), Stop> {
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
        return preview(args, &plan, &ticket, store, &order.file);
    }
    reserve(
        args,
        &plan,
        &ticket,
        known(store)?,
        &needed(target)?,
        &order.file,
    )
}

/// Shows what would be reserved; where there is no ledger, the serials of the one that would be made.
fn preview(
    args: &Args,
    plan: &Plan,
    ticket: &Ticket,
    store: Option<&dyn Store>,
    file: &str,
) -> Result<(), Stop> {
    let here;
    let store = match store {
        Some(store) => store,
        None => {
            here = Sqlite::in_memory(LedgerId::random()?, ticket.now)?;
            &here
        }
    };
    let run = match store.preview(&plan.request(ticket)) {
        Ok(run) => run,
        Err(error) => {
            let is_taken = matches!(error.kind(), LedgerErrorKind::SerialTaken { .. });
            return match allocated(plan, store) {
                Ok(Some(_)) if is_taken => {
                    let drawing = Drawing::of_plan(plan);
                    let drawing = drawing.map_err(|error| Stop::invalid(error.to_string()))?;
                    tell_dry(args, plan, &drawing)
                }
                Err(error) if is_taken => Err(Stop::new(exit_of(&error), told(&error, plan, file))),
                _ => Err(refused(&error, plan, store, file)),
            };
        }
    };
    let drawing = Drawing::of_run(plan.design().clone(), &run)
        .map_err(|error| Stop::invalid(error.to_string()))?;
    tell_dry(args, plan, &drawing)
}

/// Reserves and prints.
fn reserve(
    args: &Args,
    plan: &Plan,
    ticket: &Ticket,
    store: &dyn Store,
    target: &Target,
    file: &str,
) -> Result<(), Stop> {
    let bar = Bar::new();
    let mut printed = print_order(plan, ticket, store, target, &mut |done, all| {
        bar.at(done, all);
    });
    if let Err(failed) = &printed
        && let PrintError::Ledger(error) = &*failed.error
        && matches!(error.kind(), LedgerErrorKind::SerialTaken { .. })
    {
        // Serials that were handed out before get their labels now.
        let list = print_allocated(plan, ticket, store, target, &mut |done, all| {
            bar.at(done, all);
        });
        if let Err(failed) = &list
            && let (PrintError::Ledger(error), Reached::Nothing) = (&*failed.error, &failed.reached)
        {
            bar.end();
            return Err(Stop::new(exit_of(error), told(error, plan, file)));
        }
        printed = list.transpose().unwrap_or(printed);
    }
    bar.end();
    match printed {
        Ok(summary) => {
            let recorded = summary.recorded.as_ref();
            if let Some(Ok(run)) = recorded.map(|recorded| recorded.run.parse()) {
                outlook::warn(store, &run, ticket.now);
            }
            tell(args, &summary, plan.design().dpi())
        }
        Err(failed) => match (*failed.error, failed.reached) {
            (PrintError::Ledger(error), Reached::Nothing) => {
                Err(refused(&error, plan, store, file))
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
            "next_place": next, "sizes": sizes_json(&plan.sizes()),
        }));
    }
    let sizes = size_lines(&plan.sizes(), plan.design().dpi());
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

fn problems(problems: &[Problem]) -> Stop {
    let count = problems.len();
    let stop = Stop::all(Exit::Invalid, problems.iter().map(ToString::to_string));
    stop.and(format!(
        "{} found; nothing reserved, nothing written",
        plural(count, "problem")
    ))
}

/// The ledger's answer behind the line of the order that it is about.
fn told(error: &LedgerError, plan: &Plan, file: &str) -> String {
    let place = match error.line().and_then(|line| plan.place(line)) {
        Some(line) => format!("{file}:{line}: "),
        None => String::new(),
    };
    format!("{place}{error} [{}]", error.code())
}

/// The ledger's answer, with every line of the order that it is about.
fn refused(error: &LedgerError, plan: &Plan, store: &dyn Store, file: &str) -> Stop {
    let shown = |error: &LedgerError| told(error, plan, file);
    // A ledger stops at the first line that it refuses; whoever mends the order wants them all.
    let all = plan.refusals(error, store).unwrap_or_default();
    let stop = if all.is_empty() {
        Stop::new(exit_of(error), shown(error))
    } else {
        Stop::all(exit_of(error), all.iter().map(shown))
    };
    if matches!(error.kind(), LedgerErrorKind::SerialTaken { .. }) {
        return stop.and(
            "nothing reserved, nothing written; --reprint SERIAL draws a printed unit again; a list of which every serial was handed \
             out by `serial next` and never printed gets its labels; --no-ledger prints any list and records nothing",
        );
    }
    stop
}
