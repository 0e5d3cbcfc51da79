//! The form of a ledger's tables.

/// The newest form of a ledger's tables, the same number on every engine.
///
/// A ledger of an older form is brought up to date by `migrate` ([`SqliteOptions::migrate`](super::SqliteOptions::migrate),
/// [`PostgresOptions::migrate`](super::PostgresOptions::migrate)), on the command line by `ledger init`; one of a newer form is
/// refused (`ledger-newer`). Form 2 added what a resume after a restore records.
pub const FORM: i64 = 2;
