//! What this client saw of a ledger, kept where the ledger is not (rule 8).

mod log;
mod text;

use super::error::LedgerError;
use super::heads::{Head, Heads};
use super::id::LedgerId;
use jiff::Timestamp;
use log::Log;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// The marks of one client of one ledger: how far each chain of events had come after each commit that the client saw.
///
/// A database that is restored from a backup agrees with itself and would give out again what was given out since. Marks lie in the
/// client's own state folder, outlive the restore, and show it: allocation stops (`ledger-restored`) until
/// [`Store::resume`](super::Store::resume) has moved the counters past all that is known.
///
/// A serial that was scanned at or past its counter is a mark of another kind: either the ledger is older than its labels, or
/// somebody invented the serial, and a scan cannot tell which. So it stops that one counter, which might give it out again, and no
/// other; and a resume does not pass it of itself, for that would let an invented number use a scheme up. Whoever resumes says which
/// it is: a serial that is known ([`Resume::known`](super::Resume::known)) or one to forget
/// ([`Resume::forget`](super::Resume::forget)), which then stops nothing however often it is scanned again.
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
    /// What was seen of a counter's chain before, oldest first: where a restored ledger parts from the lost one.
    pub(crate) before: HashMap<Row, Vec<Sight>>,
    /// Serials that were scanned at or past their counter, by number.
    pub(crate) scans: BTreeMap<Row, BTreeMap<u64, String>>,
    /// Scanned serials that are none of this ledger's.
    pub(crate) forgotten: BTreeSet<String>,
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
    /// The transaction that is on its way is a resume, which every mark lets pass.
    is_resuming: bool,
}

/// How many earlier marks of a counter are kept.
const EARLIER: usize = 32;

/// How many scanned serials of a counter are kept: the lowest, for an invented one is rarely near.
const SCANS: usize = 64;

/// A transaction that notes what it sees: what it did not commit is forgotten when it ends, by a panic too.
#[must_use]
pub(crate) struct Attempt<'m>(&'m Marks);

impl Drop for Attempt<'_> {
    fn drop(&mut self) {
        let mut state = self.0.lock();
        state.pending.clear();
        state.pending_schemes.clear();
        state.is_resuming = false;
    }
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

    /// The transaction resumes the ledger in this epoch: no mark stops it.
    pub(crate) fn resume(&self, epoch: u64) {
        let mut state = self.lock();
        (state.epoch, state.is_resuming) = (Some(epoch), true);
    }

    /// Whether the transaction resumes the ledger.
    pub(crate) fn is_resuming(&self) -> bool {
        self.lock().is_resuming
    }

    /// Whether a counter that is being moved is where this client saw it, or further on.
    pub(crate) fn is_past(&self, row: &Row, events: u64, head: &[u8; 32], next: u64) -> bool {
        let state = self.lock();
        let known = state.sights.chains.get(&Some(row.clone()));
        known.is_none_or(|known| {
            next >= known.next
                && (events > known.events || events == known.events && *head == known.head)
        })
    }

    /// The first serial at or past a counter's next number that was scanned: its number and itself.
    pub(crate) fn scanned_at(&self, row: &Row, next: u64) -> Option<(u64, String)> {
        self.lock().sights.scanned_at(row, next)
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
        for sight in newest.into_values() {
            state.sights.see(sight);
        }
        state.write(&lines);
    }

    /// A transaction begins.
    pub(crate) fn attempt(&self) -> Attempt<'_> {
        Attempt(self)
    }

    /// Serials were scanned that their counter, which is at `next`, did not give out yet.
    pub(crate) fn scanned(
        &self,
        row: &Row,
        next: u64,
        scans: BTreeMap<u64, String>,
    ) -> Result<(), LedgerError> {
        let mut state = self.lock();
        if state.log.is_none() {
            return Ok(());
        }
        state.load()?;
        // Those that the counter has passed meanwhile stop nothing.
        if let Some(known) = state.sights.scans.get_mut(row) {
            known.retain(|number, _| *number >= next);
        }
        let mut lines = String::new();
        for (number, serial) in scans {
            if state.sights.scan(row, number, &serial) {
                text::scan(&mut lines, row, number, &serial);
            }
        }
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
        for serial in other.forgotten {
            self.forget(&serial);
        }
        for (row, sight) in other.chains {
            let known = self.chains.get(&row);
            // The further number counts, whichever epoch it is of.
            if known.is_none_or(|known| {
                (sight.next, sight.epoch, sight.events) > (known.next, known.epoch, known.events)
            }) {
                self.chains.insert(row, sight);
            }
        }
        for (row, scans) in other.scans {
            for (number, serial) in scans {
                self.scan(&row, number, &serial);
            }
        }
        self.schemes.extend(other.schemes);
    }

    /// A newer sight of a chain.
    fn see(&mut self, sight: Sight) {
        let (row, epoch) = (sight.row.clone(), sight.epoch);
        let before = match self.chains.get(&row) {
            Some(before) if *before == sight => return,
            _ => self.chains.insert(row.clone(), sight),
        };
        let (Some(before), Some(row)) = (before, row) else {
            return;
        };
        let earlier = self.before.entry(row).or_default();
        if before.epoch == epoch {
            earlier.push(before);
            let over = earlier.len().saturating_sub(EARLIER);
            earlier.drain(..over);
        } else {
            earlier.clear();
        }
    }

    /// A serial that was scanned at or past its counter; whether that is new.
    fn scan(&mut self, row: &Row, number: u64, serial: &str) -> bool {
        if self.forgotten.contains(serial) {
            return false;
        }
        let own = self.scans.entry(row.clone()).or_default();
        if own.contains_key(&number) {
            return false;
        }
        if own.len() >= SCANS {
            match own.last_entry() {
                Some(last) if *last.key() > number => last.remove(),
                _ => return false,
            };
        }
        own.insert(number, serial.to_owned());
        true
    }

    pub(crate) fn scanned_at(&self, row: &Row, next: u64) -> Option<(u64, String)> {
        let (number, serial) = self.scans.get(row)?.range(next..).next()?;
        Some((*number, serial.clone()))
    }

    /// Takes a scanned serial for none of this ledger's, from now on; whether it was among the scanned ones.
    pub(crate) fn forget(&mut self, serial: &str) -> bool {
        let mut is_known = false;
        for own in self.scans.values_mut() {
            own.retain(|_, scanned| {
                let is_other = scanned != serial;
                is_known |= !is_other;
                is_other
            });
        }
        self.scans.retain(|_, own| !own.is_empty());
        self.forgotten.insert(serial.to_owned());
        is_known
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
