//! What this client saw of a ledger, kept where the ledger is not (rule 8).

mod log;
mod text;

use super::error::LedgerError;
use super::heads::{Head, Heads};
use super::id::LedgerId;
use jiff::Timestamp;
use log::Log;
use std::collections::HashMap;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// The marks of one client of one ledger: how far each chain of events had come after each commit that the client saw.
///
/// A database that is restored from a backup agrees with itself and would give out again what was given out since. Marks lie in the
/// client's own state folder, outlive the restore, and show it: allocation stops (`ledger-restored`) until
/// [`Store::resume`](super::Store::resume) has moved the counters past all that is known. A serial that was scanned at or past its
/// counter is such a mark too.
///
/// A mark is appended to a file after each commit, which costs some microseconds. The file is not forced to the disk: after a power
/// cut of the client itself the newest marks may be missing, and the older ones still show a restored ledger.
#[derive(Debug, Default)]
pub struct Marks(Mutex<State>);

/// One row of numbers, named by what it is: a restored ledger may give its number to another one.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Row {
    pub(crate) scheme: [u8; 32],
    pub(crate) gtin: String,
    pub(crate) period: String,
    pub(crate) partition: String,
}

/// The end of a chain as it was seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Sight {
    /// The counter of the chain; none for the ledger's own.
    pub(crate) row: Option<Row>,
    pub(crate) epoch: u64,
    pub(crate) chain: u64,
    pub(crate) events: u64,
    pub(crate) head: [u8; 32],
    /// The counter's next number.
    pub(crate) next: u64,
}

/// A serial that was scanned at or past its counter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Scan {
    pub(crate) number: u64,
    pub(crate) serial: String,
}

/// A scheme that wrote serials which were seen: its name and its definition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SchemeText {
    pub(crate) name: String,
    pub(crate) definition: String,
}

/// All that marks say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Sights {
    pub(crate) chains: HashMap<Option<Row>, Sight>,
    pub(crate) scans: HashMap<Row, Scan>,
    pub(crate) schemes: HashMap<[u8; 32], SchemeText>,
}

#[derive(Debug, Default)]
struct State {
    log: Option<Log>,
    sights: Sights,
    /// Seen in the transaction that is on its way.
    pending: Vec<Sight>,
    pending_schemes: Vec<([u8; 32], SchemeText)>,
    /// The ledger's epoch when it was compared; none before.
    epoch: Option<u64>,
}

impl Marks {
    /// The marks of a ledger in this folder, one file a ledger, which is made at the first mark.
    ///
    /// Nothing is read before the first allocation, so that a folder that cannot be read stands in nobody's way before it matters.
    pub fn in_folder(folder: &Path, ledger: &LedgerId) -> Self {
        Self(Mutex::new(State {
            log: Some(Log::new(folder, ledger)),
            ..State::default()
        }))
    }

    /// Reads a file of marks, this client's or another's.
    ///
    /// A text that is none is `bad-marks`, with the line.
    pub fn parse(text: &str) -> Result<(LedgerId, Self), LedgerError> {
        let (ledger, sights) = text::parse(text)?;
        let state = State {
            sights,
            ..State::default()
        };
        Ok((ledger, Self(Mutex::new(state))))
    }

    /// Whether a text begins as a file of marks does.
    pub fn are_in(text: &str) -> bool {
        text.starts_with(text::TITLE)
    }

    /// The ends of the chains, as [`Store::verify`](super::Store::verify) takes them.
    pub fn heads(&self, ledger: &LedgerId, now: Timestamp) -> Heads {
        let state = self.lock();
        let mut heads: Vec<Head> = state
            .sights
            .chains
            .values()
            .map(|sight| Head {
                chain: sight.chain,
                events: sight.events,
                hash: sight.head,
                name: sight.row.as_ref().map_or_else(
                    || "ledger".to_owned(),
                    |row| format!("{} {} {}", row.gtin, row.period, row.partition),
                ),
            })
            .collect();
        heads.sort_by_key(|head| head.chain);
        Heads {
            ledger: ledger.clone(),
            taken_at: now,
            heads,
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// All that they say, for a comparison with the ledger.
    pub(crate) fn sights(&self) -> Result<Sights, LedgerError> {
        let mut state = self.lock();
        state.load()?;
        Ok(state.sights.clone())
    }

    /// The ledger's epoch, where it was compared with these marks already.
    pub(crate) fn compared(&self) -> Option<u64> {
        self.lock().epoch
    }

    /// The ledger was compared, and is as new as the marks.
    pub(crate) fn agree(&self, epoch: u64) {
        self.lock().epoch = Some(epoch);
    }

    /// The connection is another one: what is behind it may be another state.
    #[cfg(feature = "postgres")]
    pub(crate) fn compare_again(&self) {
        self.lock().epoch = None;
    }

    /// Whether a counter that is being moved is where this client saw it, or further on.
    pub(crate) fn is_past(&self, row: &Row, events: u64, head: &[u8; 32], next: u64) -> bool {
        let state = self.lock();
        let scanned = state.sights.scans.get(row);
        let known = state.sights.chains.get(&Some(row.clone()));
        scanned.is_none_or(|scan| next > scan.number)
            && known.is_none_or(|known| {
                next >= known.next
                    && (events > known.events || events == known.events && *head == known.head)
            })
    }

    /// What the transaction that is on its way leaves behind.
    pub(crate) fn saw(&self, sight: Sight) {
        let mut state = self.lock();
        state.pending.push(sight);
    }

    /// The end of a chain whose counter did not move.
    pub(crate) fn saw_end(&self, chain: u64, events: u64, head: [u8; 32]) {
        let mut state = self.lock();
        let Some(epoch) = state.epoch else {
            return;
        };
        let own = |sight: &&Sight| sight.chain == chain && sight.epoch == epoch;
        let known = state.pending.iter().rev().find(own);
        let known = known.or_else(|| state.sights.chains.values().find(own));
        let sight = match known {
            Some(known) => Sight {
                events,
                head,
                ..known.clone()
            },
            // The ledger's own.
            None if chain == 0 => Sight {
                row: None,
                epoch,
                chain,
                events,
                head,
                next: 0,
            },
            // This client never had a number of that counter.
            None => return,
        };
        state.pending.push(sight);
    }

    /// How much the transaction has seen so far.
    pub(crate) fn level(&self) -> usize {
        self.lock().pending.len()
    }

    /// A part of the transaction was taken back.
    pub(crate) fn back_to(&self, level: usize) {
        self.lock().pending.truncate(level);
    }

    /// A scheme whose numbers the transaction gives out.
    pub(crate) fn saw_scheme(
        &self,
        id: &[u8; 32],
        name: &str,
        definition: impl FnOnce() -> String,
    ) {
        let mut state = self.lock();
        let known = state.sights.schemes.contains_key(id)
            || state.pending_schemes.iter().any(|(own, _)| own == id);
        if !known && state.log.is_some() {
            let text = SchemeText {
                name: name.to_owned(),
                definition: definition(),
            };
            state.pending_schemes.push((*id, text));
        }
    }

    /// The transaction is on the disk.
    ///
    /// Its caller has its serials, whatever becomes of the mark; a mark that could not be written is written before the next
    /// allocation, or stops it.
    pub(crate) fn committed(&self) {
        let mut state = self.lock();
        let (schemes, sights) = (
            core::mem::take(&mut state.pending_schemes),
            core::mem::take(&mut state.pending),
        );
        let mut lines = String::new();
        for (id, scheme) in schemes {
            text::scheme(&mut lines, &id, &scheme);
            state.sights.schemes.insert(id, scheme);
        }
        let mut newest: HashMap<Option<Row>, Sight> = HashMap::new();
        for sight in sights {
            newest.insert(sight.row.clone(), sight);
        }
        for sight in newest.values() {
            text::sight(&mut lines, sight);
        }
        state.sights.chains.extend(newest);
        state.write(&lines);
    }

    /// The transaction was taken back.
    pub(crate) fn taken_back(&self) {
        let mut state = self.lock();
        state.pending.clear();
        state.pending_schemes.clear();
    }

    /// A serial was scanned that its counter did not give out yet.
    pub(crate) fn scanned(&self, row: &Row, scan: Scan) -> Result<(), LedgerError> {
        let mut state = self.lock();
        if state.log.is_none() {
            return Ok(());
        }
        state.load()?;
        let known = state.sights.scans.get(row);
        if known.is_some_and(|known| known.number >= scan.number) {
            return Ok(());
        }
        let mut lines = String::new();
        text::scan(&mut lines, row, &scan);
        state.sights.scans.insert(row.clone(), scan);
        state.write(&lines);
        state.flush()
    }

    /// Serials that turned out to be none of this ledger's.
    pub(crate) fn forget(&self, serials: &[String]) -> Result<(), LedgerError> {
        let mut state = self.lock();
        state.load()?;
        let mut lines = String::new();
        for serial in serials {
            text::forget(&mut lines, serial);
            state.sights.forget(serial);
        }
        state.write(&lines);
        state.flush()
    }
}

impl Sights {
    /// Takes over what other marks say where that is more.
    pub(crate) fn merge(&mut self, other: Self) {
        for (row, sight) in other.chains {
            let known = self.chains.get(&row);
            // The further number counts, whichever epoch it is of.
            if known.is_none_or(|known| {
                (sight.next, sight.epoch, sight.events) > (known.next, known.epoch, known.events)
            }) {
                self.chains.insert(row, sight);
            }
        }
        for (row, scan) in other.scans {
            let known = self.scans.get(&row);
            if known.is_none_or(|known| scan.number > known.number) {
                self.scans.insert(row, scan);
            }
        }
        self.schemes.extend(other.schemes);
    }

    pub(crate) fn forget(&mut self, serial: &str) {
        self.scans.retain(|_, scan| scan.serial != serial);
    }
}

impl State {
    /// Reads the file, once.
    fn load(&mut self) -> Result<(), LedgerError> {
        if let Some(log) = &mut self.log
            && let Some(sights) = log.read()?
        {
            self.sights = sights;
        }
        self.flush()
    }

    /// Appends lines, or keeps them for later.
    fn write(&mut self, lines: &str) {
        if let Some(log) = &mut self.log {
            log.append(lines);
        }
    }

    /// Writes what could not be written before.
    fn flush(&mut self) -> Result<(), LedgerError> {
        match &mut self.log {
            Some(log) => log.flush(),
            None => Ok(()),
        }
    }
}
