//! From order lines to a request for serials: each line fitted to its label first.

use std::collections::HashMap;
use std::time::Duration;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use sha2::{Digest as _, Sha256};

use crate::ledger::{LineRequest, NamedScheme, Product, RunRequest, Units as Asked};
use crate::serial::Context;

use super::design::{Design, FitError, Fitted};
use super::order::{Row, Units};
use super::problem::Problem;

/// An order that can be printed as it stands: every line is valid and fits its label with the widest
/// serial it may get. Nothing is reserved yet.
#[derive(Clone, Debug)]
pub struct Plan {
    design: Design,
    scheme: NamedScheme,
    lines: Vec<LineRequest>,
    /// The lines of the file, for messages.
    places: Vec<u64>,
    /// The fit of each line.
    fits: Vec<Fitted>,
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
    /// are the same for all lines (a production line, a site).
    ///
    /// # Errors
    /// Every line that cannot be printed: a plant that the pattern does not take, a column that the
    /// design needs and the line leaves open, a symbol that the label does not hold, a serial given twice.
    pub fn new(
        file: &str,
        rows: Vec<Row>,
        design: Design,
        scheme: NamedScheme,
        context: &Context,
        moment: Timestamp,
    ) -> Result<Self, Vec<Problem>> {
        let mut plan = Self {
            design,
            scheme,
            lines: Vec::with_capacity(rows.len()),
            places: Vec::with_capacity(rows.len()),
            fits: Vec::with_capacity(rows.len()),
        };
        let mut problems = Vec::new();
        let mut given = HashMap::new();
        for row in rows {
            if let Units::Serial(serial) = &row.units
                && let Some(before) = given.insert((row.gtin, serial.clone()), row.line)
            {
                problems.push(Problem {
                    file: file.into(),
                    line: Some(row.line),
                    column: Some("serial".into()),
                    value: Some(serial.clone()),
                    code: "serial-twice",
                    message: format!("stands on line {before} already"),
                    help: "one unit, one serial: correct one of the two lines".into(),
                });
            }
            match plan.line(&row, context, moment) {
                Ok((line, fit)) => {
                    plan.lines.push(line);
                    plan.places.push(row.line);
                    plan.fits.push(fit);
                }
                Err(mut problem) => {
                    problem.file = file.into();
                    problem.line = Some(row.line);
                    problems.push(*problem);
                }
            }
        }
        if plan.labels() > MOST_LABELS {
            problems.push(Problem {
                file: file.into(),
                line: None,
                column: None,
                value: None,
                code: "labels-limit",
                message: format!(
                    "asks for {} labels, and one run holds at most {MOST_LABELS}",
                    plan.labels()
                ),
                help: "split the order".into(),
            });
        }
        if problems.is_empty() {
            Ok(plan)
        } else {
            Err(problems)
        }
    }

    fn line(
        &self,
        row: &Row,
        context: &Context,
        moment: Timestamp,
    ) -> Result<(LineRequest, Fitted), Box<Problem>> {
        if let Some(expiry) = row.expiry
            && !expiry.is_in_century_of(i64::from(moment.to_zoned(TimeZone::UTC).year()))
        {
            return Err(Box::new(Problem {
                file: String::new(),
                line: None,
                column: Some("expiry".into()),
                value: Some(expiry.to_string()),
                code: "date-century",
                message: "its two-digit year would be read as one of another century".into(),
                help: "a date on a label lies at most 49 years back and 50 years ahead".into(),
            }));
        }
        let some = |text: &str| (!text.is_empty()).then(|| text.to_string());
        let product = Product {
            gtin: row.gtin,
            sku: some(&row.sku),
            lot: some(&row.lot),
            expiry: row.expiry.map(|expiry| expiry.to_string()),
            plant: some(&row.plant),
            ..Product::default()
        };
        let (units, worst) = match &row.units {
            Units::Serial(serial) => (Asked::Given(vec![serial.clone()]), serial.clone()),
            Units::Quantity(count) => {
                let mut context = context.clone();
                let values = [
                    ("plant", row.plant.as_str()),
                    ("lot", row.lot.as_str()),
                    ("sku", row.sku.as_str()),
                    ("gtin", row.gtin.as_ref().map_or("", |gtin| gtin.as_str())),
                ];
                for (name, value) in values {
                    if !value.is_empty() {
                        context.set(name, value);
                    }
                }
                let scheme = self.scheme.scheme();
                if scheme.definition().ai != "21" {
                    return Err(Box::new(Problem {
                        file: String::new(),
                        line: None,
                        column: None,
                        value: None,
                        code: "ai-not-served",
                        message: format!(
                            "scheme {} writes AI {}, the {}, and these labels carry (01) and (21)",
                            self.scheme.name(),
                            scheme.definition().ai,
                            scheme.kind()
                        ),
                        help: "name a scheme of AI 21".into(),
                    }));
                }
                let (slot, worst) = scheme
                    .slot(&context, moment)
                    .and_then(|slot| scheme.widest(&slot).map(|worst| (slot, worst)))
                    .map_err(|error| {
                        let column = error
                            .token()
                            .filter(|token| values.iter().any(|(name, _)| name == token));
                        Box::new(Problem {
                            file: String::new(),
                            line: None,
                            column: column.map(Into::into),
                            value: column
                                .map(|token| context.get(token).unwrap_or_default().into()),
                            code: error.code(),
                            message: error.to_string(),
                            help: format!(
                                "the pattern is {}; another is named by --pattern or --scheme",
                                scheme.definition().pattern
                            ),
                        })
                    })?;
                let next = Asked::Next {
                    scheme: self.scheme.clone(),
                    slot,
                    count: u64::from(*count),
                };
                (next, worst)
            }
        };
        let fit = self
            .design
            .fit(&product, &worst)
            .map_err(|error| Box::new(fit_problem(&error, &self.design)))?;
        Ok((LineRequest { product, units }, fit))
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
        self.lines
            .iter()
            .map(|line| match &line.units {
                Asked::Next { count, .. } => *count,
                Asked::Given(serials) => serials.len() as u64,
            })
            .sum()
    }

    /// The line of the file that a line of the request came from.
    pub fn place(&self, line: usize) -> Option<u64> {
        self.places.get(line).copied()
    }

    /// Symbol sizes and X-dimensions that the lines got, each once, in the order of the file.
    pub fn sizes(&self) -> Vec<super::draw::Size> {
        super::draw::sizes(&self.design, self.fits.iter())
    }

    /// The request that reserves the serials.
    pub fn request(&self, ticket: &Ticket) -> RunRequest {
        let spec = self.design.to_json();
        RunRequest {
            args_hash: self.hash(&spec, ticket.at),
            request_id: ticket.request_id.clone(),
            holder: ticket.holder.clone(),
            now: ticket.now,
            at: ticket.at,
            max_skew: ticket.max_skew,
            spec,
            lines: self.lines.clone(),
        }
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
        text(&self.scheme.scheme().id().to_hex());
        for line in &self.lines {
            let product = &line.product;
            text(product.gtin.as_ref().map_or("", |gtin| gtin.as_str()));
            for value in [&product.sku, &product.lot, &product.expiry, &product.plant] {
                text(value.as_deref().unwrap_or_default());
            }
            match &line.units {
                Asked::Next { slot, count, .. } => {
                    text(slot.partition().as_str());
                    text(&count.to_string());
                }
                Asked::Given(serials) => {
                    text("given");
                    for serial in serials {
                        text(serial);
                    }
                }
            }
        }
        hash.finalize().into()
    }
}

/// A line that does not fit, in the words of an order.
fn fit_problem(error: &FitError, design: &Design) -> Problem {
    const FEWER: &str = "print fewer AIs with --ais, such as --ais 01,21, or another --symbol";
    let (code, column, help) = match error {
        FitError::Empty { column, .. } => (
            "value-missing",
            Some((*column).to_string()),
            "fill it in, or name the AIs to print with --ais, such as --ais 01,21".into(),
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
    };
    Problem {
        file: String::new(),
        line: None,
        column,
        value: None,
        code,
        message: error.to_string(),
        help,
    }
}
