//! `unitmark ledger show`.

use super::{print, scans};
use crate::cli::exit::{Exit, Stop};
use crate::cli::format::OneFormat;
use crate::cli::ledger_choice::LedgerArgs;
use crate::cli::outlook;
use crate::key::Gtin;
use crate::ledger::{
    Counter, Mark, MarkKind, Moved, Product, Run, RunId, RunSummary, Scanned, Store, Unit, UnitKey,
    UnitState,
};
use jiff::Timestamp;
use serde_json::{Value, json};
use std::fmt::Write as _;

/// How many runs the overview lists.
const RUNS: usize = 20;

pub(super) fn run(
    what: Option<&str>,
    ledger: &LedgerArgs,
    format: OneFormat,
) -> Result<Exit, Stop> {
    let ledger = ledger.open()?;
    let Some(what) = what else {
        return overview(&*ledger, format);
    };
    let known = what
        .parse::<RunId>()
        .ok()
        .and_then(|id| ledger.run(&id).ok());
    if let Some(run) = known {
        let (value, text) = of_run(&run)?;
        return answer(format, &value, &text);
    }
    let units = find(&*ledger, what)?;
    if units.is_empty() {
        return Err(Stop::invalid(format!(
            "{what}: neither a run nor a unit that ledger {} knows [not-found]",
            ledger.id()
        )));
    }
    let (mut values, mut text) = (Vec::new(), String::new());
    for unit in &units {
        let fate = Fate::of(&*ledger, unit)?;
        values.push(unit_json(unit, &fate));
        text += &unit_text(unit, &fate);
    }
    answer(format, &values.into(), &text)
}

fn answer(format: OneFormat, value: &Value, text: &str) -> Result<Exit, Stop> {
    match format {
        OneFormat::Text => print(text),
        OneFormat::Json => print(&format!("{value}\n")),
    }
}

/// The units of a scan in any form.
fn find(store: &dyn Store, scan: &str) -> Result<Vec<Unit>, Stop> {
    let read = scans::parse(scan);
    let alone = scans::alone(scan, &read);
    for Scanned { gtin, serial, .. } in [Some(read), alone].into_iter().flatten() {
        let units = store.find_unit(gtin.as_ref(), &serial)?;
        if !units.is_empty() {
            return Ok(units);
        }
    }
    Ok(Vec::new())
}

/// A unit's state, and what became of it.
struct Fate {
    state: UnitState,
    told: Vec<Told>,
}

/// Something that was told of a unit: of itself, or of its run.
struct Told {
    at: Timestamp,
    by: String,
    what: &'static str,
    reason: Option<String>,
    /// Where its label went.
    output: Option<String>,
}

impl Told {
    fn of_move(moved: Moved) -> Self {
        Self {
            at: moved.at,
            by: moved.by,
            what: moved.to.name(),
            reason: moved.reason,
            output: None,
        }
    }

    /// A print or a reprint that the unit was on.
    fn of_mark(mark: Mark, own: UnitKey) -> Option<Self> {
        let (what, reason, printing) = match mark.what {
            MarkKind::Printed(printing) => ("printed", None, Some(printing)),
            MarkKind::Reprinted {
                unit,
                reason,
                printing,
            } if unit.is_none_or(|unit| unit == own) => ("reprinted", Some(reason), printing),
            _ => return None,
        };
        Some(Self {
            at: mark.at,
            by: mark.by,
            what,
            reason,
            output: printing.map(|printing| printing.output),
        })
    }

    fn text(&self) -> String {
        let Self {
            at,
            by,
            what,
            reason,
            output,
        } = self;
        let to = output
            .as_ref()
            .map_or(String::new(), |to| format!(" to {to}"));
        let why = reason
            .as_ref()
            .map_or(String::new(), |why| format!(": {why}"));
        format!("{what} {at}{to} by {by}{why}")
    }

    fn json(&self) -> Value {
        json!({
            "at": self.at.to_string(), "by": self.by, "state": self.what, "reason": self.reason, "output": self.output,
        })
    }
}

impl Fate {
    fn of(store: &dyn Store, unit: &Unit) -> Result<Self, Stop> {
        let states = store.states(&[unit.key])?;
        let reserved = UnitState::Reserved;
        let moves = store.history(unit.key)?.into_iter().map(Told::of_move);
        let marks = store.run(&unit.run)?.marks.into_iter();
        let prints = marks.filter_map(|mark| Told::of_mark(mark, unit.key));
        let mut told: Vec<Told> = moves.chain(prints).collect();
        told.sort_by_key(|told| told.at);
        Ok(Self {
            state: states.first().copied().unwrap_or(reserved),
            told,
        })
    }
}

/// What a move says: `shipped 2026-04-15T08:00:00Z by anna: delivery 4711`.
pub(super) fn move_text(moved: Moved) -> String {
    Told::of_move(moved).text()
}

fn overview(store: &dyn Store, format: OneFormat) -> Result<Exit, Stop> {
    let schemes = store.schemes()?;
    let counters = store.outlook(None)?;
    let now = Timestamp::now();
    let runs = store.runs(None, RUNS)?;
    if format == OneFormat::Json {
        let value = json!({
            "ledger": store.id().as_str(),
            "place": store.place(),
            "schemes": schemes.iter().map(|scheme| json!({
                "name": scheme.name(),
                "pattern": scheme.scheme().definition().pattern,
                "reset": scheme.scheme().definition().reset.name(),
                "id": scheme.scheme().id().to_hex(),
            })).collect::<Value>(),
            "counters": counters.iter().map(|own| {
                let mut value = counter_json(&own.counter);
                if let Some(fields) = value.as_object_mut() {
                    fields.insert("left".to_owned(), json!(own.left));
                    fields.insert("per_day".to_owned(), json!(own.rate(now)));
                    fields.insert("lasts_until".to_owned(), json!(outlook::ends(own, now)));
                    fields.insert("exhaustion_near".to_owned(), json!(own.is_near(now)));
                }
                value
            }).collect::<Value>(),
            "runs": runs.iter().map(run_json).collect::<Value>(),
        });
        return print(&format!("{value}\n"));
    }
    let mut text = format!("ledger {}, {}\n", store.id(), store.place());
    for scheme in &schemes {
        let definition = scheme.scheme().definition();
        let _ = writeln!(
            text,
            "scheme {}: {}, reset {}, zone {}",
            scheme.name(),
            definition.pattern,
            definition.reset,
            definition.zone
        );
    }
    for own in &counters {
        let _ = writeln!(
            text,
            "counter {}: {} passed, {}",
            counter_name(&own.counter),
            own.counter.passed(),
            outlook::sentence(own, now)
        );
    }
    for run in &runs {
        let RunSummary {
            id,
            holder,
            reserved_at,
            units,
            state,
            ..
        } = run;
        let _ = writeln!(
            text,
            "run {id}: {units} units, {state}, reserved {reserved_at} by {holder}"
        );
    }
    if runs.len() == RUNS {
        let _ = writeln!(text, "(the newest {RUNS} runs)");
    }
    print(&text)
}

/// A counter, for people: `default 2026-04 plant=WG`.
pub(in crate::cli) fn counter_name(counter: &Counter) -> String {
    let gtin = counter
        .gtin
        .as_ref()
        .map_or(String::new(), |gtin| format!(" GTIN {gtin}"));
    format!(
        "{}{gtin} {} {}",
        counter.scheme, counter.period, counter.partition
    )
}

/// A counter as JSON.
pub(super) fn counter_json(counter: &Counter) -> Value {
    json!({
        "scheme": counter.scheme,
        "gtin": counter.gtin.as_ref().map(Gtin::as_str),
        "period": counter.period,
        "partition": counter.partition,
        "first": counter.first,
        "last": counter.last,
        "next": counter.next,
    })
}

fn run_json(run: &RunSummary) -> Value {
    json!({
        "run": run.id.as_str(),
        "request_id": run.request_id,
        "holder": run.holder,
        "reserved_at": run.reserved_at.to_string(),
        "units": run.units,
        "state": run.state.name(),
    })
}

/// A run with its lines and marks.
fn of_run(run: &Run) -> Result<(Value, String), Stop> {
    let mut text = format!(
        "run {}: {} units, {}, reserved {} by {}, request {}\n",
        run.id,
        run.units(),
        run.state(),
        run.reserved_at,
        run.holder,
        run.request_id
    );
    if run.at_is_explicit {
        let _ = writeln!(text, "numbered as of {}, named on purpose", run.at);
    }
    let mut lines = Vec::new();
    for (number, line) in run.lines.iter().enumerate() {
        let mut serials = Vec::new();
        for block in &line.blocks {
            let scheme = block.scheme.scheme();
            let end = |number| {
                scheme.text(&block.slot, number).map_err(|error| {
                    Stop::invalid(format!("block {}: {error} [{}]", block.id, error.code()))
                })
            };
            serials.push((end(block.first)?, end(block.last())?, block.count));
        }
        serials.extend(
            line.given
                .iter()
                .map(|unit| (unit.serial.clone(), unit.serial.clone(), 1)),
        );
        let product = product_text(&line.product);
        let _ = writeln!(text, "line {}: {product}", number + 1);
        for (first, last, count) in &serials {
            let _ = writeln!(text, "  {first}..{last} ({count})");
        }
        lines.push(json!({
            "product": product_json(&line.product),
            "serials": serials.iter().map(|(first, last, count)| {
                json!({ "first": first, "last": last, "count": count })
            }).collect::<Value>(),
        }));
    }
    for mark in &run.marks {
        let _ = writeln!(text, "{}", mark_text(mark));
    }
    let value = json!({
        "run": run.id.as_str(),
        "request_id": run.request_id,
        "holder": run.holder,
        "reserved_at": run.reserved_at.to_string(),
        "at": run.at.to_string(),
        "at_is_explicit": run.at_is_explicit,
        "units": run.units(),
        "state": run.state().name(),
        "lines": lines,
        "marks": run.marks.iter().map(|mark| json!({
            "at": mark.at.to_string(), "by": mark.by, "what": mark_text(mark),
        })).collect::<Value>(),
    });
    Ok((value, text))
}

fn mark_text(mark: &Mark) -> String {
    let what = match &mark.what {
        MarkKind::Allocated => "handed out".to_owned(),
        MarkKind::GivenBack { units, reason } => {
            let why = if reason.is_empty() {
                String::new()
            } else {
                format!(": {reason}")
            };
            format!("{units} units given back unused{why}")
        }
        MarkKind::Printed(printing) => format!("printed to {}", printing.output),
        MarkKind::Reprinted { unit, reason, .. } => {
            let which = if unit.is_some() {
                "one unit reprinted"
            } else {
                "reprinted"
            };
            format!("{which}: {reason}")
        }
    };
    format!("{} {what}, by {}", mark.at, mark.by)
}

fn product_text(product: &Product) -> String {
    let known = product.fields().into_iter();
    let known = known.filter_map(|(name, value)| Some(format!("{name} {}", value?)));
    known.collect::<Vec<_>>().join(", ")
}

/// The same behind a comma; nothing where nothing is known.
pub(super) fn and_product(product: &Product) -> String {
    match product_text(product).as_str() {
        "" => String::new(),
        text => format!(", {text}"),
    }
}

fn product_json(product: &Product) -> Value {
    let fields = product.fields().into_iter();
    fields
        .map(|(name, value)| (name.to_owned(), Value::from(value)))
        .collect()
}

fn unit_text(unit: &Unit, fate: &Fate) -> String {
    let origin = match &unit.scheme {
        Some(scheme) => format!("scheme {scheme}"),
        None => "given by the data".to_owned(),
    };
    let product = and_product(&unit.product);
    let mut text = format!(
        "{}: {}{product}, run {} line {}, reserved {}, {origin}\n",
        unit.serial,
        fate.state,
        unit.run,
        unit.line + 1,
        unit.reserved_at
    );
    for told in &fate.told {
        let _ = writeln!(text, "  {}", told.text());
    }
    text
}

fn unit_json(unit: &Unit, fate: &Fate) -> Value {
    json!({
        "serial": unit.serial,
        "product": product_json(&unit.product),
        "run": unit.run.as_str(),
        "line": unit.line + 1,
        "reserved_at": unit.reserved_at.to_string(),
        "state": fate.state.name(),
        "open_scs": fate.state.open_scs(),
        "run_state": unit.state.name(),
        "history": fate.told.iter().map(Told::json).collect::<Value>(),
        "scheme": unit.scheme,
    })
}
