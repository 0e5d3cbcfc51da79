//! From order lines to a request for serials: each line fitted to its label first.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::time::Duration;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use sha2::{Digest as _, Sha256};

use crate::key::Gtin;
use crate::label::Point;
use crate::ledger::{
    LedgerError, LedgerErrorKind, LineRequest, NamedScheme, Product, RunRequest, Scanned, Store,
    Units as Reserved,
};
use crate::serial::{Context, Scheme, Scope, SerialError, Slot};
use crate::sheet::ReachError;

use super::design::{Design, FitError, Fitted, Spec, column_of};
use super::draw::item;
use super::item::{Item, Values};
use super::order::{Row, Units};
use super::problem::Problem;

/// An order that can be printed as it stands: every line is valid and fits its label with the widest
/// serial it may get. Nothing is reserved yet.
#[derive(Clone, Debug)]
pub struct Plan {
    design: Design,
    scheme: Option<NamedScheme>,
    lines: Vec<Line>,
}

/// One line of an order, fitted.
#[derive(Clone, Debug)]
pub(super) struct Line {
    product: Product,
    values: Values,
    asked: Asked,
    /// The line of the file, for messages.
    place: u64,
    fitted: Fitted,
    /// What its labels ink, from their corner; only where a printer's drift is made up for.
    ink: Option<(Point, Point)>,
}

/// Where a line's serials come from.
#[derive(Clone, Debug)]
pub(super) enum Asked {
    /// The next ones of a scheme.
    Next {
        scheme: NamedScheme,
        slot: Slot,
        count: u32,
    },
    /// The order gives it.
    Given(String),
    /// There is none: so many labels that are all alike.
    Alike(u32),
}

impl Line {
    pub(super) fn product(&self) -> &Product {
        &self.product
    }

    pub(super) fn values(&self) -> &Values {
        &self.values
    }

    pub(super) fn asked(&self) -> &Asked {
        &self.asked
    }

    pub(super) fn fitted(&self) -> &Fitted {
        &self.fitted
    }

    /// What a ledger is asked for; nothing where labels are all alike.
    fn request(&self) -> Option<LineRequest> {
        let units = match &self.asked {
            Asked::Next {
                scheme,
                slot,
                count,
            } => Reserved::Next {
                scheme: scheme.clone(),
                slot: slot.clone(),
                count: u64::from(*count),
            },
            Asked::Given(serial) => Reserved::Given(vec![serial.clone()]),
            Asked::Alike(_) => return None,
        };
        Some(LineRequest {
            product: self.product.clone(),
            units,
        })
    }

    fn units(&self) -> u64 {
        match &self.asked {
            Asked::Next { count, .. } | Asked::Alike(count) => u64::from(*count),
            Asked::Given(_) => 1,
        }
    }
}

/// How many labels one run may have: its file is put together in memory, about 200 bytes a label.
pub const MOST_LABELS: u64 = 5_000_000;

/// Who asks, when, and under which id.
#[derive(Clone, Debug)]
pub struct Ticket {
    /// Made before the first attempt; the same id gets the same run again.
    pub request_id: String,
    /// Who asks.
    pub holder: String,
    /// What the clock says.
    pub now: Timestamp,
    /// A period named on purpose.
    pub at: Option<Timestamp>,
    /// How far the clock may have stepped back.
    pub max_skew: Duration,
}

impl Ticket {
    /// The time whose period is numbered.
    pub fn moment(&self) -> Timestamp {
        self.at.unwrap_or(self.now)
    }
}

impl Plan {
    /// Checks and fits every line; `file` is what messages call the order, `context` holds values that
    /// are the same for all lines (a production line, a site). Without a scheme every line must bring its serial, where the
    /// design carries one.
    ///
    /// # Errors
    /// Every line that cannot be printed: a plant that the pattern does not take, a column that the
    /// design needs and the line leaves open, a symbol that the label does not hold, a serial given twice.
    pub fn new(
        file: &str,
        rows: Vec<Row>,
        design: Design,
        scheme: impl Into<Option<NamedScheme>>,
        context: &Context,
        moment: Timestamp,
    ) -> Result<Self, Vec<Problem>> {
        let mut plan = Self {
            design,
            scheme: scheme.into(),
            lines: Vec::with_capacity(rows.len()),
        };
        let mut problems = Vec::new();
        let mut given = HashMap::new();
        for row in rows {
            let place = row.line;
            let told = |mut problem: Problem| {
                problem.file = file.into();
                // A label that is set on the command line has no line.
                problem.line = (place > 0).then_some(place);
                problem
            };
            match plan.line(row, context, moment) {
                Ok(line) => {
                    if let Asked::Given(serial) = &line.asked
                        && let Some(before) =
                            given.insert((line.product.gtin, serial.clone()), place)
                    {
                        problems.push(told(Problem {
                            column: Some(plan.serial_column().into()),
                            value: Some(serial.clone()),
                            ..Problem::about(
                                "serial-twice",
                                format!("stands on line {before} already"),
                                "one unit, one serial: correct one of the two lines",
                            )
                        }));
                    }
                    plan.lines.push(line);
                }
                Err(problem) => problems.push(told(*problem)),
            }
        }
        let mut problems = once(problems);
        if plan.labels() > MOST_LABELS {
            let asked = plan.labels();
            problems.push(Problem {
                file: file.into(),
                ..Problem::about(
                    "labels-limit",
                    format!("asks for {asked} labels, and one run holds at most {MOST_LABELS}"),
                    "split the order",
                )
            });
        }
        if problems.is_empty()
            && plan.design.grid().is_moved()
            && let Err(error) = plan.reach()
        {
            problems.push(Problem {
                file: file.into(),
                ..Problem::about(error.code(), error.to_string(), "")
            });
        }
        if problems.is_empty() {
            if plan.lines.iter().any(|line| !line.values.is_empty()) {
                let values = plan.lines.iter().map(|line| line.values.clone());
                plan.design = plan.design.with_values(values.collect());
            }
            Ok(plan)
        } else {
            Err(problems)
        }
    }

    fn line(&self, row: Row, context: &Context, moment: Timestamp) -> Result<Line, Box<Problem>> {
        if let Some(expiry) = row.expiry
            && !expiry.is_in_century_of(i64::from(moment.to_zoned(TimeZone::UTC).year()))
        {
            return Err(Box::new(Problem {
                column: Some("expiry".into()),
                value: Some(expiry.to_string()),
                ..Problem::other_century()
            }));
        }
        let given = match (self.design.serial_ai(), &row.units) {
            (Some("21"), Units::Serial(serial)) => Some(serial),
            (Some("21") | None, _) => None,
            (Some(ai), _) => row.values.get(ai),
        };
        let count = match row.units {
            Units::Quantity(count) => count,
            Units::Serial(_) => 1,
        };
        let open = self.scheme.is_none() && self.design.may_lack_serial();
        let (asked, worst) = match (self.design.serial_ai(), given) {
            (None, _) => (Asked::Alike(count), None),
            // Nobody issues one, and the template does without.
            (Some(_), None) if open => (Asked::Alike(count), None),
            (Some(_), Some(serial)) => (Asked::Given(serial.clone()), Some(serial.clone())),
            (Some(ai), None) => {
                let (scheme, slot, worst) = self.next(&row, ai, context, moment)?;
                let next = Asked::Next {
                    scheme,
                    slot,
                    count,
                };
                (next, Some(worst))
            }
        };
        let some = |text: String| (!text.is_empty()).then_some(text);
        let product = Product {
            gtin: row.gtin,
            sku: some(row.sku),
            lot: some(row.lot),
            expiry: row.expiry.map(|expiry| expiry.to_string()),
            plant: some(row.plant),
            production_line: some(row.production_line),
            order: some(row.order),
        };
        let unfit = |error| Box::new(fit_problem(&error, &self.design));
        let item = item(&self.design, &product, &row.values, worst.as_deref());
        let fitted = self.design.fit(&item).map_err(unfit)?;
        let ink = if self.design.grid().is_moved() {
            self.ink(&item, &fitted).map_err(unfit)?
        } else {
            None
        };
        Ok(Line {
            product,
            values: row.values,
            asked,
            place: row.line,
            fitted,
            ink,
        })
    }

    /// What a label inks, wherever on its page it lies.
    fn ink(&self, worst: &Item<'_>, fitted: &Fitted) -> Result<Option<(Point, Point)>, FitError> {
        let (_, marks) = self.design.draw(worst, fitted, Point::default())?;
        let dot = self.design.dpi().dot();
        let ink = Design::ink(&marks)?;
        // Symbols move to the next whole dot of the page.
        Ok(ink.map(|(from, to)| {
            let to = Point {
                x: to.x + dot,
                y: to.y + dot,
            };
            (from, to)
        }))
    }

    /// The first label that an offset or a scale moves off its page or onto another.
    fn reach(&self) -> Result<(), ReachError> {
        let (paper, grid) = (&self.design.spec().paper, self.design.grid());
        let units = self.units() as usize;
        let mut ends: Vec<u64> = Vec::with_capacity(self.lines.len());
        for line in &self.lines {
            ends.push(ends.last().copied().unwrap_or_default() + line.units());
        }
        for index in 0..self.labels() as usize {
            let unit = paper.unit(index, units) as u64;
            let line = self.lines.get(ends.partition_point(|end| *end <= unit));
            if let Some((from, to)) = line.and_then(|line| line.ink) {
                let place = grid.place(index);
                let on_page = |point: Point| Point {
                    x: point.x + place.at.x,
                    y: point.y + place.at.y,
                };
                grid.check_reach(place.label, (on_page(from), on_page(to)))?;
            }
        }
        Ok(())
    }

    /// The scheme's slot for a line, and the widest serial that it may write there.
    fn next(
        &self,
        row: &Row,
        ai: &'static str,
        context: &Context,
        moment: Timestamp,
    ) -> Result<(NamedScheme, Slot, String), Box<Problem>> {
        let Some(named) = &self.scheme else {
            return Err(Box::new(Problem {
                column: Some(self.serial_column().into()),
                ..Problem::about(
                    "serial-missing",
                    "the line gives none, and without a ledger none is issued",
                    "give each unit its own, or leave --no-ledger out",
                )
            }));
        };
        let scheme = named.scheme();
        let own = &scheme.definition().ai;
        if own != ai {
            let carried = match ai {
                "21" => "(01) and (21)".into(),
                other => format!("({other})"),
            };
            return Err(Box::new(Problem::about(
                "ai-not-served",
                format!(
                    "scheme {} writes AI {own}, the {}, and these labels carry {carried}",
                    named.name(),
                    scheme.kind()
                ),
                match ai {
                    "00" => "name a scheme of AI 00, such as --scheme sscc".into(),
                    _ => format!("name a scheme of AI {ai}"),
                },
            )));
        }
        let mut context = context.clone();
        let values = [
            ("plant", row.plant.as_str()),
            ("line", row.production_line.as_str()),
            ("order", row.order.as_str()),
            ("lot", row.lot.as_str()),
            ("sku", row.sku.as_str()),
            ("gtin", row.gtin.as_ref().map_or("", |gtin| gtin.as_str())),
        ];
        let others = row.values.iter().map(|(name, value)| (&**name, &**value));
        let columns: Vec<(&str, &str)> = values.into_iter().chain(others).collect();
        for (name, value) in &columns {
            if !value.is_empty() {
                context.set(*name, *value);
            }
        }
        scheme
            .slot(&context, moment)
            .and_then(|slot| widest(scheme, &slot).map(|worst| (slot, worst)))
            .map(|(slot, worst)| (named.clone(), slot, worst))
            .map_err(|error| {
                let column = error
                    .token()
                    .filter(|token| columns.iter().any(|(name, _)| name == token));
                Box::new(Problem {
                    column: column.map(Into::into),
                    value: column.map(|token| context.get(token).unwrap_or_default().into()),
                    ..Problem::about(
                        error.code(),
                        error.to_string(),
                        format!(
                            "the pattern is {}; another is named by --pattern or --scheme",
                            scheme.definition().pattern
                        ),
                    )
                })
            })
    }

    /// The column that gives serials.
    fn serial_column(&self) -> &'static str {
        self.design.serial_ai().map_or("serial", column_of)
    }

    pub(super) fn lines(&self) -> impl Iterator<Item = &Line> {
        self.lines.iter()
    }

    /// What it is printed on, and how.
    pub fn design(&self) -> &Design {
        &self.design
    }

    /// How many labels, copies among them.
    pub fn labels(&self) -> u64 {
        self.units()
            .saturating_mul(u64::from(self.design.spec().paper.copies))
    }

    fn units(&self) -> u64 {
        self.lines.iter().map(Line::units).sum()
    }

    /// The line of the file that a line of the request came from.
    pub fn place(&self, line: usize) -> Option<u64> {
        let place = self.lines.get(line)?.place;
        (place > 0).then_some(place)
    }

    /// Symbol sizes and X-dimensions that the lines got, each once, in the order of the file.
    pub fn sizes(&self) -> Vec<super::draw::Size> {
        super::draw::sizes(&self.design, self.lines.iter().map(Line::fitted))
    }

    /// The request that reserves the serials.
    pub fn request(&self, ticket: &Ticket) -> RunRequest {
        let spec = self.design.spec().to_json();
        // The same labels in another format are the same request.
        let asked = match self.design.spec() {
            Spec {
                usual_dpi: None, ..
            } => spec.clone(),
            known => Spec {
                usual_dpi: None,
                ..known.clone()
            }
            .to_json(),
        };
        RunRequest {
            args_hash: self.hash(&asked, ticket.at),
            request_id: ticket.request_id.clone(),
            holder: ticket.holder.clone(),
            now: ticket.now,
            at: ticket.at,
            max_skew: ticket.max_skew,
            spec,
            lines: self.lines.iter().filter_map(Line::request).collect(),
        }
    }

    /// Every line that a ledger refuses for the reason for which it refused one: it stops at the first.
    ///
    /// # Errors
    /// What the ledger says when it is asked for each line.
    pub fn refusals(
        &self,
        first: &LedgerError,
        store: &dyn Store,
    ) -> Result<Vec<LedgerError>, LedgerError> {
        match first.kind() {
            LedgerErrorKind::Exhausted { .. } => self.exhausted(store),
            LedgerErrorKind::SerialTaken { .. } => self.taken(store),
            _ => Ok(Vec::new()),
        }
    }

    /// Every line for which not enough numbers are left, after the lines before it that had enough.
    fn exhausted(&self, store: &dyn Store) -> Result<Vec<LedgerError>, LedgerError> {
        type Counter = (Slot, Option<Gtin>);
        let mut left: HashMap<Counter, u64> = HashMap::new();
        let mut refused = Vec::new();
        for (number, line) in self.lines.iter().enumerate() {
            let Asked::Next {
                scheme,
                slot,
                count,
            } = &line.asked
            else {
                continue;
            };
            let by_gtin = scheme.scheme().definition().scope != Scope::All;
            let gtin = line.product.gtin.filter(|_| by_gtin);
            let left = match left.entry((slot.clone(), gtin)) {
                Entry::Occupied(known) => known.into_mut(),
                Entry::Vacant(new) => new.insert(store.remaining(scheme, slot, gtin.as_ref())?),
            };
            let asked = u64::from(*count);
            match left.checked_sub(asked) {
                Some(rest) => *left = rest,
                None => refused.push(
                    LedgerErrorKind::Exhausted {
                        line: number,
                        scheme: scheme.name().to_owned(),
                        period: slot.period().to_string(),
                        partition: slot.partition().to_string(),
                        asked,
                        left: *left,
                    }
                    .into(),
                ),
            }
        }
        Ok(refused)
    }

    /// Every line whose serial the ledger knows already.
    fn taken(&self, store: &dyn Store) -> Result<Vec<LedgerError>, LedgerError> {
        let given = self.lines.iter().enumerate();
        let given = given.filter_map(|(number, line)| match &line.asked {
            Asked::Given(serial) => {
                let scan = Scanned {
                    gtin: line.product.gtin,
                    ai: line.product.gtin.map(|_| "21".to_owned()),
                    serial: serial.clone(),
                };
                Some((number, scan))
            }
            Asked::Next { .. } | Asked::Alike(_) => None,
        });
        let (numbers, scans): (Vec<usize>, Vec<Scanned>) = given.unzip();
        let known = store.look_up(&scans)?;
        let lines = numbers.into_iter().zip(scans).zip(known);
        let taken = lines.filter_map(|((line, scan), known)| {
            let own = known.into_iter().find(|unit| unit.gtin == scan.gtin)?;
            let key = scan
                .gtin
                .as_ref()
                .map_or(self.serial_column(), Gtin::as_str);
            let kind = LedgerErrorKind::SerialTaken {
                line,
                key: key.to_owned(),
                serial: scan.serial,
                by: format!("the ledger has it, {}", own.state),
            };
            Some(kind.into())
        });
        Ok(taken.collect())
    }

    /// A hash of all that the caller was told to do, with the length before each text, so that two
    /// orders never hash alike by shifting a character from one value to the next.
    fn hash(&self, spec: &str, at: Option<Timestamp>) -> [u8; 32] {
        let mut hash = Sha256::new();
        let mut text = |text: &str| {
            hash.update((text.len() as u64).to_le_bytes());
            hash.update(text);
        };
        text("labels 1");
        text(spec);
        text(&at.map_or(String::new(), |at| at.to_string()));
        let scheme = self.scheme.as_ref();
        text(&scheme.map_or(String::new(), |named| named.scheme().id().to_hex()));
        for line in &self.lines {
            for (_, value) in line.product.fields() {
                text(value.unwrap_or_default());
            }
            match &line.asked {
                Asked::Next { slot, count, .. } => {
                    text(slot.partition().as_str());
                    text(&count.to_string());
                }
                Asked::Given(serial) => {
                    text("given");
                    text(serial);
                }
                Asked::Alike(count) => {
                    text("alike");
                    text(&count.to_string());
                }
            }
        }
        hash.finalize().into()
    }
}

/// A serial that needs as much room as any that a scheme writes in a slot. Whole keys are digits, all equally wide, and
/// only true ones have the right check digit.
pub(super) fn widest(scheme: &Scheme, slot: &Slot) -> Result<String, SerialError> {
    if scheme.definition().ai == "21" {
        scheme.widest(slot)
    } else {
        scheme.text(slot, scheme.first())
    }
}

/// What is wrong with the design is wrong on every line: it is told of the first, and of how many more.
fn once(problems: Vec<Problem>) -> Vec<Problem> {
    let mut told: HashMap<(&'static str, String), (usize, usize)> = HashMap::new();
    let mut kept: Vec<Problem> = Vec::with_capacity(problems.len());
    for problem in problems {
        if problem.column.is_some() || problem.value.is_some() {
            kept.push(problem);
            continue;
        }
        match told.entry((problem.code, problem.message.clone())) {
            Entry::Occupied(mut known) => known.get_mut().1 += 1,
            Entry::Vacant(new) => {
                new.insert((kept.len(), 0));
                kept.push(problem);
            }
        }
    }
    for (at, more) in told.into_values().filter(|(_, more)| *more > 0) {
        if let Some(problem) = kept.get_mut(at) {
            let lines = if more == 1 { "line" } else { "lines" };
            problem.message = format!("{} (the same on {more} more {lines})", problem.message);
        }
    }
    kept
}

/// A line that does not fit, in the words of an order.
fn fit_problem(error: &FitError, design: &Design) -> Problem {
    const FEWER: &str = "print fewer AIs with --ais, such as --ais 01,21, or another --symbol";
    let (code, column, help) = match error {
        FitError::Empty { column, .. } => (
            "value-missing",
            Some((*column).to_string()),
            "fill it in, or name the AIs to print with --ais, such as --ais 01,21".to_owned(),
        ),
        FitError::Element(_) => ("element-string", None, "correct the line".into()),
        // Whoever shortens the message to the symbology's limit meets the label's next.
        FitError::Symbol(error) if design.symbology().linear => (
            error.code(),
            None,
            format!(
                "and the bars must fit a label {} wide; {FEWER}",
                design.stock().label_width()
            ),
        ),
        FitError::Symbol(error) => (error.code(), None, FEWER.into()),
        FitError::Label(error) => (error.code(), None, String::new()),
        FitError::Reach(error) => (error.code(), None, String::new()),
        FitError::Template(error) => (
            error.code(),
            error.column().map(str::to_owned),
            String::new(),
        ),
    };
    Problem {
        column,
        ..Problem::about(code, error.to_string(), help)
    }
}
