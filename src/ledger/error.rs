//! What a ledger answers when it does not do what was asked.

use super::id::{LedgerId, RunId};
use super::run::UnitKey;
use super::state::UnitState;
use crate::serial::SerialError;
use alloc::boxed::Box;
use thiserror::Error;

/// Why the ledger did not do what was asked. Nothing of it was done.
///
/// ```
/// use unitmark::ledger::{ErrorClass, RunId};
///
/// let error = "26K4".parse::<RunId>().unwrap_err();
/// assert_eq!(error.code(), "bad-id");
/// assert_eq!(error.class(), ErrorClass::Data);
/// assert_eq!(error.to_string(), "`26K4` is no run id: one has six characters, digits and letters, such as 26K4TQ");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{kind}")]
pub struct LedgerError {
    kind: Box<LedgerErrorKind>,
}

/// Who has to act on an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ErrorClass {
    /// Something in the request is not valid, whatever the ledger holds: exit status 1.
    Data,
    /// Reading or writing failed, a retry may help: exit status 3.
    Io,
    /// The ledger refused, a retry gives the same answer: exit status 4.
    Refused,
}

impl LedgerError {
    /// What happened.
    pub fn kind(&self) -> &LedgerErrorKind {
        &self.kind
    }

    /// The name of what happened, never renamed: `exhausted`, `clock-back`, `request-id-reused`, ...
    pub fn code(&self) -> &'static str {
        self.kind.code()
    }

    /// Who has to act.
    pub fn class(&self) -> ErrorClass {
        self.kind.class()
    }

    /// Whether the same request may succeed later.
    pub fn is_retryable(&self) -> bool {
        self.class() == ErrorClass::Io
    }

    /// The line of the run that was refused, counted from 0.
    pub fn line(&self) -> Option<usize> {
        match *self.kind {
            LedgerErrorKind::Exhausted { line, .. }
            | LedgerErrorKind::ClockBack { line, .. }
            | LedgerErrorKind::SerialTaken { line, .. }
            | LedgerErrorKind::NothingAsked { line }
            | LedgerErrorKind::GtinMissing { line }
            | LedgerErrorKind::NotSerialised { line, .. }
            | LedgerErrorKind::SlotMismatch { line, .. } => Some(line),
            _ => None,
        }
    }
}

impl From<LedgerErrorKind> for LedgerError {
    fn from(kind: LedgerErrorKind) -> Self {
        Self {
            kind: Box::new(kind),
        }
    }
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum LedgerErrorKind {
    /// An id that is not six characters of base 32: `26K4`.
    #[error("`{text}` is no {what}: one has six characters, digits and letters, such as 26K4TQ")]
    BadId {
        /// `ledger id` or `run id`.
        what: &'static str,
        /// What was written.
        text: String,
    },
    /// A scheme name that is empty, longer than 64 characters, or has other characters than letters, digits, `-`, `_` and `.`.
    #[error("`{name}` cannot name a scheme: 1 to 64 letters, digits, `-`, `_` and `.`")]
    BadSchemeName {
        /// What was written.
        name: String,
    },
    /// A line that asks for no serial: a count of 0, or an empty list of given ones.
    #[error("0 serials are asked for; leave the line out or ask for 1 or more")]
    NothingAsked {
        /// The line, from 0.
        line: usize,
    },
    /// A line without a GTIN that gives serials, or whose scheme counts for each GTIN.
    #[error("the serials are unique only together with a GTIN, and there is none; give one")]
    GtinMissing {
        /// The line, from 0.
        line: usize,
    },
    /// A scheme that gives no serial: its key is not there, or is another (`key-missing`, `key-wrong`).
    #[error("scheme {scheme}: {error}")]
    Serial {
        /// The scheme's name.
        scheme: String,
        /// Why, and the way out.
        error: SerialError,
    },
    /// A scheme with unguessable numbers that names no key.
    #[error(
        "scheme {name} has {{rnd}} and names no key: write its key_id and key_check into the definition"
    )]
    KeyNotNamed {
        /// The scheme's name.
        name: String,
    },
    /// A line of an import whose AI carries no serial: `10`.
    #[error(
        "AI {ai} carries no serial that could be imported; there are 21, with a GTIN, and the whole keys 00, 253, 8003, 8004, 8017, 8018"
    )]
    NotSerialised {
        /// The line, from 0.
        line: usize,
        /// The AI.
        ai: String,
    },
    /// A slot that another scheme made.
    #[error("scheme {scheme} has no period {period} with {partition}")]
    SlotMismatch {
        /// The line, from 0.
        line: usize,
        /// The scheme that was to write it.
        scheme: String,
        /// The slot's period.
        period: String,
        /// The slot's partition.
        partition: String,
    },

    /// No file where the ledger should be.
    #[error(
        "there is no ledger at {place}; `unitmark ledger init --ledger {place}` makes one, and its serials start at the beginning"
    )]
    NotFound {
        /// Where.
        place: String,
    },
    /// The system would not do something: a full disk is [`Full`](Self::Full), the rest is here.
    #[error("{doing}: {detail}")]
    Io {
        /// What was being done.
        doing: &'static str,
        /// What the system said.
        detail: String,
    },
    /// Another program kept the ledger locked for longer than the busy timeout.
    #[error(
        "another program kept the ledger {place} locked for {seconds} s; nothing was reserved, try again with the same request id"
    )]
    Busy {
        /// Where.
        place: String,
        /// How long it was waited.
        seconds: u64,
    },
    /// The disk, or the size allowed to the database, is full.
    #[error(
        "no room is left for the ledger {place}; nothing was reserved: make room and try again with the same request id"
    )]
    Full {
        /// Where.
        place: String,
    },
    /// A file that may not be written.
    #[error("the ledger {place} cannot be written; allow writing to it and to its folder")]
    ReadOnly {
        /// Where.
        place: String,
    },

    /// A file is there already when a ledger was to be made.
    #[error("{place} is there already; a ledger is never written over")]
    AlreadyThere {
        /// Where.
        place: String,
    },
    /// Some other file: a text, an empty file, another program's database.
    #[error("{place} is not a ledger: {detail}")]
    NotALedger {
        /// Where.
        place: String,
        /// What it is.
        detail: String,
    },
    /// A ledger that a newer program wrote.
    #[error(
        "the ledger {place} has form {found}, this program knows forms up to {known}; use a newer unitmark"
    )]
    NewerSchema {
        /// Where.
        place: String,
        /// The form of the file.
        found: i64,
        /// The newest form known.
        known: i64,
    },
    /// An `SQLite` file on a network file system, whose locks do not hold.
    #[error(
        "{place} is on a network file system ({file_system}), where two machines would give out the same serials; keep the ledger on a local disk, or share one through PostgreSQL"
    )]
    NetworkFileSystem {
        /// Where.
        place: String,
        /// Its kind: `nfs4`, `cifs`.
        file_system: String,
    },
    /// An address that is none: `postgres://host/db?sslmode=maybe`.
    #[error("the ledger's address cannot be read: {detail}")]
    BadAddress {
        /// What is wrong; never the address itself, which may hold a password.
        detail: String,
    },
    /// A server that could forget what it confirmed: in recovery, or with `fsync` off.
    #[error("{place} would not keep what it confirms: {detail}")]
    UnsafeServer {
        /// Where.
        place: String,
        /// Why not.
        detail: String,
    },
    /// A writer thread that ended before its handle: it panicked.
    #[error(
        "the ledger's writer has ended; open the ledger again and repeat the request with its id"
    )]
    WriterGone,
    /// A ledger that is older than what this client saw of it, or a serial that was scanned at or past its counter (rule 8).
    #[error("{}", restored(place, detail, scanned.as_deref()))]
    Restored {
        /// Where.
        place: String,
        /// What was seen.
        detail: String,
        /// The serial, where it was one that was scanned.
        scanned: Option<String>,
    },
    /// A file that was taken away or replaced while it was open.
    #[error("another file stands at {place} than the one that was opened; open the ledger again")]
    Replaced {
        /// Where.
        place: String,
    },
    /// Marks that cannot be read or written: a state folder that is read-only, a damaged file.
    #[error(
        "what this client saw of the ledger cannot be kept in {file}: {detail}; name a folder that can be written in UNITMARK_STATE; a damaged file may be moved away where the ledger is known to be whole"
    )]
    Marks {
        /// The file.
        file: String,
        /// What the system said.
        detail: String,
    },
    /// A text that is no file of marks.
    #[error("these are no marks of a client: line {line}: {detail}")]
    BadMarks {
        /// The line, from 1.
        line: usize,
        /// Why not.
        detail: String,
    },
    /// A serial to forget that no mark has: it was never scanned at or past its counter, or is forgotten already.
    #[error(
        "serial {serial} is not among those that were scanned at or past their counter; nothing was done: write it as `ledger check` told it"
    )]
    NotScanned {
        /// The serial.
        serial: String,
    },
    /// Known serials that say too little: unique only with a GTIN, which is not there, and no counter can be moved past them.
    #[error(
        "{}: without a GTIN nobody knows whose {} is; nothing was done: write each as it is scanned, (01)GTIN(21)SERIAL",
        some_of(serials), if serials.len() == 1 { "serial this" } else { "serial each of these" }
    )]
    KnownWithoutGtin {
        /// All of them.
        serials: Vec<String>,
    },
    /// A range of serials that is none: an end that nothing reads, ends of two schemes or of two counters, or the last before the first.
    #[error("{first}..{last}: {detail}")]
    BadRange {
        /// The first end.
        first: String,
        /// The last end.
        last: String,
        /// Why not, and the way out.
        detail: String,
    },
    /// A user of the server's ledger who may not do this: a line's role adds and reserves, and resumes nothing.
    #[error(
        "the ledger {place} does not let this user do so ({detail}); `ledger init` and `ledger resume` are for the user who made the ledger, and a line's user needs the role that `init` made"
    )]
    NotPermitted {
        /// Where.
        place: String,
        /// What the server said.
        detail: String,
    },
    /// A ledger that an older program made.
    #[error(
        "the ledger {place} has form {found}, this program needs {known}; `unitmark ledger init --ledger {place}` brings it up to date"
    )]
    OlderSchema {
        /// Where.
        place: String,
        /// The form of the ledger.
        found: i64,
        /// The form that is needed.
        known: i64,
    },
    /// A server's ledger, of which a client makes no backup.
    #[error(
        "the ledger {place} is backed up with its server: `pg_dump --format=custom --schema={schema}`, or a base backup with its log; after a restore `unitmark ledger resume` moves the counters past all that the clients saw"
    )]
    BackupByServer {
        /// Where.
        place: String,
        /// The schema that holds it.
        schema: String,
    },
    /// A ledger with another id than the one that was named.
    #[error("{place} is ledger {found}, not {wanted}")]
    LedgerMismatch {
        /// Where.
        place: String,
        /// The id that was asked for.
        wanted: LedgerId,
        /// The id that the ledger has.
        found: LedgerId,
    },
    /// The database is not as this program leaves it.
    #[error(
        "the ledger {place} is damaged: {detail}; `unitmark ledger verify` tells more, a backup restores it"
    )]
    Damaged {
        /// Where.
        place: String,
        /// What was met.
        detail: String,
    },

    /// A scheme name that the ledger does not know.
    #[error("this ledger has no scheme named {name}; {known}")]
    UnknownScheme {
        /// The name that was asked for.
        name: String,
        /// The names there are, as a sentence.
        known: String,
    },
    /// A scheme name that is registered with another definition (rule 1: a definition never changes).
    #[error(
        "scheme {name} is registered with another definition (pattern {pattern}), and a definition never changes; choose a new name"
    )]
    SchemeChanged {
        /// The name.
        name: String,
        /// The pattern that is registered under it.
        pattern: String,
    },
    /// A scheme that could write a text that a registered one could write too (rule 1).
    #[error(
        "scheme {name} would write the same serials as {other}, for example {text}; give it another length, or other characters at one position"
    )]
    SchemeOverlap {
        /// The new scheme.
        name: String,
        /// The registered one.
        other: String,
        /// A text that both write.
        text: String,
    },
    /// A foreign serial that a scheme which is being registered would have written at a number that it has issued, or a foreign
    /// serial that is here already, or one that was issued (rule 5).
    #[error("serial {serial} of {key} is taken: {by}")]
    SerialTaken {
        /// The line, from 0.
        line: usize,
        /// The GTIN or other key.
        key: String,
        /// The serial.
        serial: String,
        /// By what.
        by: String,
    },
    /// A request id of nothing or blanks: whoever forgot to set it would get one run for ever (rule 4).
    #[error(
        "the request id is empty; make one before the first attempt, another one for each request"
    )]
    RequestIdEmpty,
    /// A request id that was used with other arguments (rule 4).
    #[error(
        "request id {request_id} was used for run {run} with other arguments; give a new request its own id"
    )]
    RequestIdReused {
        /// The request id.
        request_id: String,
        /// The run that it made.
        run: RunId,
    },
    /// The clock shows an earlier period than the counter has seen, by more than `max_skew` (rule 3).
    #[error(
        "the clock says {now}, but scheme {scheme} has already numbered period {period}, which began at {began}; set the clock, or name the time with --at"
    )]
    ClockBack {
        /// The line, from 0.
        line: usize,
        /// The scheme.
        scheme: String,
        /// What the clock says.
        now: String,
        /// The newest period that was numbered by the clock.
        period: String,
        /// When it began.
        began: String,
    },
    /// Fewer numbers are left in the period than the run asks for (rule 2).
    #[error(
        "scheme {scheme} has {left} serials left in period {period} with {partition}, and {asked} are asked for; nothing was reserved: ask for fewer, or use a scheme with a wider number"
    )]
    Exhausted {
        /// The line, from 0.
        line: usize,
        /// The scheme.
        scheme: String,
        /// The period.
        period: String,
        /// The partition.
        partition: String,
        /// How many this line asks for.
        asked: u64,
        /// How many are left for it, after the lines before it.
        left: u64,
    },
    /// A run that the ledger does not know.
    #[error("this ledger has no run {run}")]
    UnknownRun {
        /// The id.
        run: RunId,
    },
    /// A run that somebody else is drawing.
    #[error("run {run} is being printed by another process: wait for it")]
    RunBusy {
        /// The id.
        run: RunId,
    },
    /// A move that the table of allowed moves does not have: a unit that was not shipped comes back.
    #[error("{}", not_allowed(*from, *to))]
    StateNotAllowed {
        /// The first unit that may not move.
        unit: UnitKey,
        /// Its state.
        from: UnitState,
        /// The state that was asked for.
        to: UnitState,
    },
    /// A run of which nothing is unused: all its units were printed or moved on.
    #[error("run {run} has no unit that is unused: each was printed, or moved on")]
    NothingUnused {
        /// The run.
        run: RunId,
    },
    /// A unit that is to be given back and was used.
    #[error(
        "it is {from}: only a unit that is reserved or allocated can be given back; `ledger mark {to}` voids a used one"
    )]
    NotUnused {
        /// The first unit that was used.
        unit: UnitKey,
        /// Its state.
        from: UnitState,
        /// The state that a unit given back has.
        to: UnitState,
    },
    /// A request whose serials were given back, made again.
    #[error(
        "request {request_id} made run {run}, of which {units} serials were given back and are never issued again; make a new request"
    )]
    RunGivenBack {
        /// The request id.
        request_id: String,
        /// The run that it made.
        run: RunId,
        /// How many were given back.
        units: u64,
    },
    /// A run or unit that is to be printed, and is voided or destroyed.
    #[error(
        "{units} units of run {run} are voided or destroyed and get no label; reprint the others by their serials"
    )]
    Voided {
        /// The run.
        run: RunId,
        /// How many.
        units: u64,
    },
    /// A unit that is voided or destroyed without a reason.
    #[error("a unit is {to} for a reason only; give one with --reason")]
    ReasonMissing {
        /// The state that was asked for.
        to: UnitState,
    },
    /// A unit that is not one of the run's.
    #[error("the unit is not one of run {run}")]
    UnknownUnit {
        /// The run.
        run: RunId,
    },
    /// Heads of another ledger, or a text that is no export of heads.
    #[error("these are not heads of this ledger: {detail}")]
    BadHeads {
        /// Why not.
        detail: String,
    },
}

impl LedgerErrorKind {
    /// The stable name of this kind.
    pub fn code(&self) -> &'static str {
        match self {
            Self::BadId { .. } => "bad-id",
            Self::BadSchemeName { .. } => "bad-scheme-name",
            Self::NothingAsked { .. } => "nothing-asked",
            Self::GtinMissing { .. } | Self::KnownWithoutGtin { .. } => "gtin-missing",
            Self::NotSerialised { .. } => "not-serialised",
            Self::Serial { error, .. } => error.code(),
            Self::KeyNotNamed { .. } => "key-missing",
            Self::SlotMismatch { .. } => "slot-mismatch",
            Self::NotFound { .. } => "ledger-not-found",
            Self::Io { .. } => "ledger-io",
            Self::Busy { .. } => "ledger-locked",
            Self::Full { .. } => "ledger-full",
            Self::ReadOnly { .. } => "ledger-read-only",
            Self::AlreadyThere { .. } => "ledger-already-there",
            Self::NotALedger { .. } => "not-a-ledger",
            Self::NewerSchema { .. } => "ledger-newer",
            Self::NetworkFileSystem { .. } => "network-file-system",
            Self::BadAddress { .. } => "bad-address",
            Self::UnsafeServer { .. } => "unsafe-server",
            Self::WriterGone => "writer-gone",
            Self::LedgerMismatch { .. } => "ledger-mismatch",
            Self::Restored { .. } => "ledger-restored",
            Self::Replaced { .. } => "ledger-replaced",
            Self::Marks { .. } => "ledger-marks",
            Self::BadMarks { .. } => "bad-marks",
            Self::NotScanned { .. } => "not-scanned",
            Self::BadRange { .. } => "bad-range",
            Self::NotPermitted { .. } => "ledger-not-permitted",
            Self::OlderSchema { .. } => "ledger-older",
            Self::BackupByServer { .. } => "backup-by-server",
            Self::Damaged { .. } => "ledger-damaged",
            Self::UnknownScheme { .. } => "unknown-scheme",
            Self::SchemeChanged { .. } => "scheme-changed",
            Self::SchemeOverlap { .. } => "scheme-overlap",
            Self::SerialTaken { .. } => "serial-taken",
            Self::RequestIdEmpty => "request-id-empty",
            Self::RequestIdReused { .. } => "request-id-reused",
            Self::ClockBack { .. } => "clock-back",
            Self::Exhausted { .. } => "exhausted",
            Self::UnknownRun { .. } => "unknown-run",
            Self::RunBusy { .. } => "run-busy",
            Self::StateNotAllowed { .. } => "state-not-allowed",
            Self::NothingUnused { .. } => "nothing-unused",
            Self::NotUnused { .. } => "not-unused",
            Self::RunGivenBack { .. } => "run-given-back",
            Self::Voided { .. } => "voided",
            Self::ReasonMissing { .. } => "reason-missing",
            Self::UnknownUnit { .. } => "unknown-unit",
            Self::BadHeads { .. } => "bad-heads",
        }
    }

    /// Who has to act.
    pub fn class(&self) -> ErrorClass {
        match self {
            Self::BadId { .. }
            | Self::BadSchemeName { .. }
            | Self::NothingAsked { .. }
            | Self::GtinMissing { .. }
            | Self::NotSerialised { .. }
            | Self::SlotMismatch { .. }
            | Self::RequestIdEmpty
            | Self::BadAddress { .. }
            | Self::ReasonMissing { .. }
            | Self::BadMarks { .. }
            | Self::NotScanned { .. }
            | Self::KnownWithoutGtin { .. }
            | Self::BadRange { .. }
            | Self::BadHeads { .. } => ErrorClass::Data,
            Self::NotFound { .. }
            | Self::Io { .. }
            | Self::WriterGone
            | Self::Marks { .. }
            | Self::Replaced { .. }
            | Self::Busy { .. }
            | Self::RunBusy { .. }
            | Self::Full { .. }
            | Self::ReadOnly { .. }
            | Self::NotPermitted { .. } => ErrorClass::Io,
            _ => ErrorClass::Refused,
        }
    }
}

/// What to do about a ledger that is older than what was seen, or seems so from a scan.
fn restored(place: &str, detail: &str, scanned: Option<&str>) -> String {
    match scanned {
        None => format!(
            "the ledger {place} is older than what was seen of it: {detail}; it was restored from a backup, or another file stands in \
             its place. Nothing was reserved: put the newer one back, or `unitmark ledger resume` moves the counters past all that is \
             known"
        ),
        Some(serial) => format!(
            "{detail} in the ledger {place}. Nothing was reserved: if nobody of yours gave that serial out, `unitmark ledger resume \
             --forget {serial}`; if it is on a unit, the ledger was restored from a backup: put the newer one back, or `unitmark \
             ledger resume --known FILE`, with the serial in it, moves the counter past it"
        ),
    }
}

/// The first of many serials, and how many more there are.
fn some_of(serials: &[String]) -> String {
    let shown: Vec<&str> = serials.iter().take(10).map(String::as_str).collect();
    let more = serials.len().saturating_sub(shown.len());
    let shown = shown.join(", ");
    if more == 0 {
        shown
    } else {
        format!("{shown} and {more} more")
    }
}

/// What to do about a move that is not allowed.
fn not_allowed(from: UnitState, to: UnitState) -> String {
    if from == to {
        return format!(
            "it is {to} already; if this is another unit, two units carry one serial: set both aside"
        );
    }
    let next: Vec<&str> = from.next().iter().map(|state| state.name()).collect();
    if next.is_empty() {
        format!("it is {from}, and stays so; it cannot be {to}")
    } else {
        format!(
            "it is {from}, and cannot be {to}; it can be {}",
            next.join(", ")
        )
    }
}
