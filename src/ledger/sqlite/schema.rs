//! The tables, and what they forbid.

use crate::ledger::FORM;

/// `UMLG`: marks the file as a ledger (`PRAGMA application_id`).
pub(super) const APPLICATION_ID: i64 = 0x554D_4C47;

/// The tables of form 1; what came later is in [`STEPS`].
///
/// Times are microseconds since 1970 in UTC. Texts that are part of a key are never NULL: no GTIN is `''`.
///
/// What was recorded stays: triggers forbid changing or deleting it, and a counter only grows.
pub(super) const TABLES: &str = "
CREATE TABLE ledger (
    one         INTEGER PRIMARY KEY CHECK (one = 0),
    id          TEXT    NOT NULL,
    made_at     INTEGER NOT NULL,
    epoch       INTEGER NOT NULL,
    events      INTEGER NOT NULL,
    head        BLOB    NOT NULL
) STRICT;

CREATE TABLE scheme (
    id            INTEGER PRIMARY KEY,
    name          TEXT    NOT NULL UNIQUE,
    hash          BLOB    NOT NULL UNIQUE,
    definition    TEXT    NOT NULL,
    registered_at INTEGER NOT NULL
) STRICT;

-- Also the chain of the same number; `clocked`: numbered by the clock, not only by a time named on purpose.
CREATE TABLE counter (
    id        INTEGER PRIMARY KEY CHECK (id > 0),
    scheme    INTEGER NOT NULL REFERENCES scheme,
    gtin      TEXT    NOT NULL,
    split     TEXT    NOT NULL,
    period    TEXT    NOT NULL,
    next      INTEGER NOT NULL,
    clocked   INTEGER NOT NULL,
    events    INTEGER NOT NULL,
    head      BLOB    NOT NULL,
    UNIQUE (scheme, gtin, split, period)
) STRICT;
CREATE INDEX counter_clocked ON counter (scheme, gtin, split, period) WHERE clocked = 1;

CREATE TABLE run (
    id             INTEGER PRIMARY KEY,
    code           TEXT    NOT NULL UNIQUE,
    request_id     TEXT    NOT NULL UNIQUE,
    args_hash      BLOB    NOT NULL,
    holder         TEXT    NOT NULL,
    reserved_at    INTEGER NOT NULL,
    at             INTEGER NOT NULL,
    at_is_explicit INTEGER NOT NULL,
    spec           TEXT    NOT NULL,
    units          INTEGER NOT NULL
) STRICT;

CREATE TABLE line (
    run             INTEGER NOT NULL REFERENCES run,
    line            INTEGER NOT NULL,
    gtin            TEXT,
    sku             TEXT,
    lot             TEXT,
    expiry          TEXT,
    plant           TEXT,
    production_line TEXT,
    production_order TEXT,
    PRIMARY KEY (run, line)
) STRICT, WITHOUT ROWID;

CREATE TABLE block (
    id      INTEGER PRIMARY KEY,
    run     INTEGER NOT NULL,
    line    INTEGER NOT NULL,
    counter INTEGER NOT NULL REFERENCES counter,
    stamp   TEXT    NOT NULL,
    first   INTEGER NOT NULL,
    count   INTEGER NOT NULL CHECK (count > 0),
    FOREIGN KEY (run, line) REFERENCES line
) STRICT;
CREATE UNIQUE INDEX block_number ON block (counter, first);
CREATE INDEX block_run ON block (run, line);

-- Foreign serials; `key` is the GTIN, or another identification key.
CREATE TABLE given (
    id     INTEGER PRIMARY KEY,
    key    TEXT    NOT NULL,
    serial TEXT    NOT NULL,
    run    INTEGER NOT NULL,
    line   INTEGER NOT NULL,
    UNIQUE (serial, key),
    FOREIGN KEY (run, line) REFERENCES line
) STRICT;
CREATE INDEX given_run ON given (run, line);

-- Numbers that a counter skips because a foreign serial has them.
CREATE TABLE given_number (
    counter INTEGER NOT NULL REFERENCES counter,
    number  INTEGER NOT NULL,
    given   INTEGER NOT NULL REFERENCES given,
    PRIMARY KEY (counter, number, given)
) STRICT, WITHOUT ROWID;

CREATE TABLE mark (
    id         INTEGER PRIMARY KEY,
    run        INTEGER NOT NULL REFERENCES run,
    at         INTEGER NOT NULL,
    who        TEXT    NOT NULL,
    kind       TEXT    NOT NULL,
    block      INTEGER REFERENCES block,
    number     INTEGER,
    given      INTEGER REFERENCES given,
    reason     TEXT,
    labels     INTEGER,
    pages      INTEGER,
    stock      TEXT,
    next_place INTEGER,
    output     TEXT,
    chain      INTEGER NOT NULL,
    event      INTEGER NOT NULL,
    UNIQUE (chain, event)
) STRICT;
CREATE INDEX mark_run ON mark (run);

-- What became of units: each move is an event; `moved` has its units, `place` being a block, or below 0 a foreign serial.
CREATE TABLE move (
    id     INTEGER PRIMARY KEY,
    at     INTEGER NOT NULL,
    who    TEXT    NOT NULL,
    state  TEXT    NOT NULL,
    reason TEXT,
    units  INTEGER NOT NULL,
    chain  INTEGER NOT NULL,
    event  INTEGER NOT NULL,
    UNIQUE (chain, event)
) STRICT;

CREATE TABLE moved (
    move  INTEGER NOT NULL REFERENCES move,
    place INTEGER NOT NULL,
    first INTEGER NOT NULL,
    count INTEGER NOT NULL CHECK (count > 0),
    PRIMARY KEY (move, place, first)
) STRICT, WITHOUT ROWID;

-- The state of units as all moves leave it; `verify` follows from `moved` that it is so.
CREATE TABLE unit (
    place INTEGER NOT NULL,
    first INTEGER NOT NULL,
    count INTEGER NOT NULL CHECK (count > 0),
    state TEXT    NOT NULL,
    PRIMARY KEY (place, first)
) STRICT, WITHOUT ROWID;

CREATE TABLE event (
    chain INTEGER NOT NULL,
    event INTEGER NOT NULL,
    at    INTEGER NOT NULL,
    kind  TEXT    NOT NULL,
    run   INTEGER REFERENCES run,
    body  TEXT    NOT NULL,
    hash  BLOB    NOT NULL,
    PRIMARY KEY (chain, event)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER counter_moves_forward BEFORE UPDATE ON counter
    WHEN new.next < old.next OR new.clocked < old.clocked OR new.events < old.events
      OR (new.id, new.scheme, new.gtin, new.split, new.period)
         IS NOT (old.id, old.scheme, old.gtin, old.split, old.period)
    BEGIN SELECT raise(ABORT, 'a counter only moves forward'); END;
CREATE TRIGGER counter_stays BEFORE DELETE ON counter
    BEGIN SELECT raise(ABORT, 'a counter is never deleted'); END;
CREATE TRIGGER ledger_stays BEFORE DELETE ON ledger
    BEGIN SELECT raise(ABORT, 'a ledger is never emptied'); END;
";

/// What a form added to the one before it. A new ledger is made of form 1 and all steps, so that a migrated one is the same.
pub(super) struct Step {
    pub(super) tables: &'static str,
    /// Which of its tables are append-only too.
    pub(super) append_only: &'static [&'static str],
}

/// The steps from form 1; the first one leads to form 2.
pub(super) const STEPS: [Step; FORM as usize - 1] = [Step {
    tables: "
-- Resumes after a restore (rule 8): on the ledger's chain the new epoch, on a counter's the numbers that it passed.
CREATE TABLE resumed (
    chain  INTEGER NOT NULL,
    event  INTEGER NOT NULL,
    at     INTEGER NOT NULL,
    who    TEXT    NOT NULL,
    reason TEXT,
    epoch  INTEGER NOT NULL,
    first  INTEGER NOT NULL,
    count  INTEGER NOT NULL,
    PRIMARY KEY (chain, event)
) STRICT, WITHOUT ROWID;
",
    append_only: &["resumed"],
}];

/// Tables of form 1 in which a row stays as it was written.
pub(super) const APPEND_ONLY: [&str; 10] = [
    "scheme",
    "run",
    "line",
    "block",
    "given",
    "given_number",
    "mark",
    "move",
    "moved",
    "event",
];

/// The triggers that keep it so.
pub(super) fn append_only(table: &str) -> String {
    format!(
        "CREATE TRIGGER {table}_is_not_changed BEFORE UPDATE ON {table}
             BEGIN SELECT raise(ABORT, 'what was recorded in {table} is never changed'); END;
         CREATE TRIGGER {table}_is_not_deleted BEFORE DELETE ON {table}
             BEGIN SELECT raise(ABORT, 'what was recorded in {table} is never deleted'); END;"
    )
}
