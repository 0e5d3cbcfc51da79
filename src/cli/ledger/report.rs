//! `unitmark ledger report`: one page for an auditor.

use super::print;
use super::share::shares;
use crate::cli::exit::{Exit, Stop};
use crate::cli::format::OneFormat;
use crate::cli::ledger_choice::LedgerArgs;
use crate::ledger::{Found, Head, Query, RunId, Store, UnitState, Verification, hex};
use jiff::Timestamp;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

/// Stretches of serials that the page lists.
const LISTED: usize = 24;

/// One page for an auditor: what was issued, what became of it, and the heads that prove it
#[derive(Debug, clap::Args)]
#[command(group = clap::ArgGroup::new("of").required(true).args(["lot", "run", "block"]))]
pub(super) struct Args {
    /// Of a lot
    #[arg(long)]
    lot: Option<String>,
    /// Of a run
    #[arg(long)]
    run: Option<RunId>,
    /// Of one block of a run
    #[arg(long)]
    block: Option<u64>,
    /// Of the lot of this product only
    #[arg(long, requires = "lot")]
    gtin: Option<String>,
    #[command(flatten)]
    ledger: LedgerArgs,
    #[arg(long, value_enum, default_value_t)]
    format: OneFormat,
}

/// What the page says.
struct Page {
    title: String,
    made_at: Timestamp,
    ledger: String,
    place: String,
    issued: u64,
    states: BTreeMap<UnitState, u64>,
    /// Serials of one run that follow each other, in whatever state.
    serials: Vec<Serials>,
    heads: Vec<Head>,
    verification: Verification,
}

struct Serials {
    run: RunId,
    reserved_at: Timestamp,
    product: String,
    first: String,
    last: String,
    count: u64,
}

pub(super) fn run(args: &Args) -> Result<Exit, Stop> {
    let ledger = args.ledger.open()?;
    let gtin = super::find::gtin(args.gtin.as_deref())?;
    if let Some(run) = &args.run {
        // An unknown run is told as that, and not as a run without units.
        ledger.run(run)?;
    }
    let query = Query {
        lot: args.lot.clone(),
        run: args.run.clone(),
        block: args.block,
        gtin,
        ..Query::default()
    };
    let title = match (&args.lot, &args.run, args.block) {
        (Some(lot), ..) => format!("lot {lot}"),
        (_, Some(run), _) => format!("run {run}"),
        (.., block) => format!("block {}", block.unwrap_or_default()),
    };
    let found = ledger.find(&query)?;
    if found.is_empty() {
        return Err(Stop::invalid(format!(
            "{title}: ledger {} has no such units [not-found]",
            ledger.id()
        )));
    }
    let page = Page::of(title, &found, &*ledger)?;
    match args.format {
        OneFormat::Text => print(&page.text())?,
        OneFormat::Json => print(&format!("{}\n", page.json()))?,
    };
    Ok(if page.verification.is_sound() {
        Exit::Valid
    } else {
        Exit::Invalid
    })
}

impl Page {
    fn of(title: String, found: &[Found], ledger: &dyn Store) -> Result<Self, Stop> {
        let (mut states, mut issued) = (BTreeMap::new(), 0_u64);
        let mut chains = BTreeSet::new();
        let mut serials: Vec<Serials> = Vec::new();
        let mut before: Option<&Found> = None;
        for own in found {
            *states.entry(own.state).or_default() += own.count;
            issued += own.count;
            chains.insert(own.chain);
            match serials.last_mut() {
                Some(last) if before.is_some_and(|before| follows(before, own)) => {
                    last.last.clone_from(&own.last);
                    last.count += own.count;
                }
                _ => serials.push(Serials {
                    run: own.run.clone(),
                    reserved_at: own.reserved_at,
                    product: super::show::and_product(&own.product),
                    first: own.first.clone(),
                    last: own.last.clone(),
                    count: own.count,
                }),
            }
            before = Some(own);
        }
        let made_at = Timestamp::now();
        let mut heads = ledger.heads(made_at)?.heads;
        heads.retain(|head| chains.contains(&head.chain));
        Ok(Self {
            title,
            made_at,
            ledger: ledger.id().to_string(),
            place: ledger.place().to_owned(),
            issued,
            states,
            serials,
            heads,
            verification: ledger.verify(None)?,
        })
    }

    fn in_state(&self, wanted: &[UnitState]) -> u64 {
        let all = self.states.iter();
        all.filter(|(state, _)| wanted.contains(state))
            .map(|(_, count)| count)
            .sum()
    }

    /// Each line of the sum: its name, how many, and what it means. They add up to what was issued.
    fn lines(&self) -> Vec<(&'static str, u64, &'static str)> {
        use UnitState::{
            Allocated, Commissioned, Destroyed, Encoded, Printed, Released, Reserved, Returned,
            Sampled, Scrapped, Shipped, Voided,
        };
        let lines: [(&str, &[UnitState], &str); 10] = [
            ("open", &[Reserved, Allocated, Encoded], "no label is known"),
            ("printed", &[Printed], "a label, not yet on a unit"),
            ("commissioned", &[Commissioned], "on a unit"),
            ("released", &[Released], "fit to leave"),
            ("shipped", &[Shipped], "left"),
            ("returned", &[Returned], "came back"),
            ("sampled", &[Sampled], "taken for a test"),
            ("scrapped", &[Scrapped], "label thrown away"),
            (
                "voided",
                &[Voided],
                "declared invalid, or given back unused",
            ),
            ("destroyed", &[Destroyed], "does not exist any more"),
        ];
        lines
            .into_iter()
            .map(|(name, states, means)| (name, self.in_state(states), means))
            // What an auditor asks for stands there even when it is none.
            .filter(|(name, count, _)| {
                *count > 0 || matches!(*name, "open" | "printed" | "voided" | "shipped")
            })
            .collect()
    }

    fn text(&self) -> String {
        let mut text = format!(
            "{}\nledger {}, {}\nas of {}\n\n",
            self.title, self.ledger, self.place, self.made_at
        );
        let width = self.issued.to_string().len().max(6);
        let _ = writeln!(text, "{:14}{:>width$}", "issued", self.issued);
        let lines = self.lines();
        let counts: Vec<u64> = lines.iter().map(|(_, count, _)| *count).collect();
        for ((name, count, means), share) in lines.into_iter().zip(shares(&counts)) {
            let _ = writeln!(text, "  {name:12}{count:>width$} {share:>6} %  {means}");
        }
        let sum: u64 = counts.iter().sum();
        // Lines that did not add up to what was issued would show here.
        let whole = shares(&[sum, self.issued.saturating_sub(sum)]);
        let whole = whole.first().map_or("", String::as_str);
        let _ = writeln!(text, "{:14}{sum:>width$} {whole:>6} %\n", "sum");
        for own in self.serials.iter().take(LISTED) {
            let serials = if own.first == own.last {
                own.first.clone()
            } else {
                format!("{}..{}", own.first, own.last)
            };
            let _ = writeln!(
                text,
                "run {}  {serials} ({}){}, reserved {}",
                own.run, own.count, own.product, own.reserved_at
            );
        }
        if let Some(more) = self
            .serials
            .len()
            .checked_sub(LISTED)
            .filter(|more| *more > 0)
        {
            let _ = writeln!(text, "and {more} more ranges: `ledger find` lists them");
        }
        text.push('\n');
        for head in &self.heads {
            let _ = writeln!(
                text,
                "head of chain {} ({}): event {}, {}",
                head.chain,
                head.name,
                head.events,
                hex(&head.hash)
            );
        }
        let Verification {
            events, findings, ..
        } = &self.verification;
        let _ = match findings.len() {
            0 => writeln!(
                text,
                "verified: the ledger's {events} events agree with each other and with its records"
            ),
            found => writeln!(
                text,
                "NOT verified: {found} findings; `ledger verify` tells them"
            ),
        };
        text
    }

    fn json(&self) -> Value {
        let lines = self.lines().into_iter();
        let lines: serde_json::Map<String, Value> = lines
            .map(|(name, count, _)| (name.to_owned(), json!(count)))
            .collect();
        let sum: u64 = self.lines().iter().map(|(_, count, _)| count).sum();
        json!({
            "of": self.title,
            "ledger": self.ledger,
            "place": self.place,
            "as_of": self.made_at.to_string(),
            "issued": self.issued,
            "lines": lines,
            "sum": sum,
            "states": self.states.iter().map(|(state, count)| {
                (state.name().to_owned(), json!(count))
            }).collect::<serde_json::Map<_, _>>(),
            "serials": self.serials.iter().map(|own| json!({
                "run": own.run.as_str(), "first": own.first, "last": own.last, "count": own.count,
                "reserved_at": own.reserved_at.to_string(),
            })).collect::<Value>(),
            "heads": self.heads.iter().map(|head| json!({
                "chain": head.chain, "name": head.name, "event": head.events, "hash": hex(&head.hash),
            })).collect::<Value>(),
            "verified": self.verification.is_sound(),
            "findings": self.verification.findings.len(),
        })
    }
}

/// Whether units go on where those before them ended.
fn follows(before: &Found, own: &Found) -> bool {
    use crate::ledger::UnitKey::Numbered;
    match (before.key, own.key) {
        (
            Numbered { block, number },
            Numbered {
                block: own_block,
                number: own_number,
            },
        ) => block == own_block && number.checked_add(before.count) == Some(own_number),
        _ => false,
    }
}
