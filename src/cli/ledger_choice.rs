//! Which ledger: `--ledger`, else `UNITMARK_LEDGER`, else the one in the user's data folder.

use super::exit::{Stop, say};
use crate::ledger::{LedgerErrorKind, LedgerId, Opened, Sqlite, SqliteOptions, Store as _};
use crate::serial::{KeyError, KeyErrorKind, Keys};
use jiff::Timestamp;
use std::env;
use std::path::{Path, PathBuf};
use zeroize::Zeroizing;

/// Names the ledger for the commands that do not.
const LEDGER: &str = "UNITMARK_LEDGER";

/// Names the file with the keys of schemes.
const KEY_FILE: &str = "UNITMARK_KEY_FILE";

/// Has keys of schemes itself.
const KEY: &str = "UNITMARK_KEY";

/// Names who asks, where user and host do not say it.
const ACTOR: &str = "UNITMARK_ACTOR";

/// The options that choose a ledger.
#[derive(Clone, Debug, Default, clap::Args)]
pub struct LedgerArgs {
    /// The ledger's file [default: `UNITMARK_LEDGER`, else one in the user's data folder]
    #[arg(long, value_name = "LEDGER")]
    pub(super) ledger: Option<PathBuf>,

    /// Refuse any other ledger than the one with this id, such as 7F3K2Q
    #[arg(long, value_name = "ID")]
    pub(super) ledger_id: Option<LedgerId>,

    /// The keys of schemes with {rnd}: a file of `scheme key --new`, mode 600 [default: `UNITMARK_KEY_FILE`, and
    /// `UNITMARK_KEY` for a key itself]
    #[arg(long, value_name = "FILE")]
    pub(super) key_file: Vec<PathBuf>,
}

/// A path, and whether anybody named it.
struct Choice {
    path: PathBuf,
    is_default: bool,
}

impl LedgerArgs {
    /// The ledger, which must be there.
    pub(super) fn open(&self) -> Result<Sqlite, Stop> {
        let ledger = self.options().open(&self.choice()?.path)?;
        Ok(ledger.with_keys(self.keys()?))
    }

    /// The keys at hand, of files and of the environment.
    pub(super) fn keys(&self) -> Result<Keys, Stop> {
        let mut files = self.key_file.clone();
        if files.is_empty() {
            files.extend(variable(KEY_FILE).map(PathBuf::from));
        }
        let mut keys = Keys::default();
        if let Some(text) = variable(KEY) {
            let text = Zeroizing::new(text);
            keys = Keys::parse(&text).map_err(|error| key_stop(KEY, &error))?;
        }
        for file in files {
            let more = Keys::from_file(&file).map_err(|error| key_stop("--key-file", &error))?;
            keys = keys.and(more);
        }
        Ok(keys)
    }

    /// The ledger, or none where nobody named one and the default is not there yet.
    pub(super) fn open_if_there(&self) -> Result<Option<Sqlite>, Stop> {
        let choice = self.choice()?;
        match self.options().open(&choice.path) {
            Err(error)
                if choice.is_default
                    && matches!(error.kind(), LedgerErrorKind::NotFound { .. }) =>
            {
                Ok(None)
            }
            opened => Ok(Some(opened?.with_keys(self.keys()?))),
        }
    }

    /// The ledger; where nobody named one, the default is made, and standard error says so.
    ///
    /// A ledger that somebody named and that is not there may be lost or not yet mounted: a new one in its place would
    /// give out its serials again.
    pub(super) fn open_or_make(&self) -> Result<Sqlite, Stop> {
        let choice = self.choice()?;
        if !choice.is_default {
            return self.open();
        }
        let Opened { ledger, created } = self
            .options()
            .open_or_create(&choice.path, Timestamp::now())?;
        if created {
            say_new(&ledger);
        }
        Ok(ledger.with_keys(self.keys()?))
    }

    /// Makes the ledger, which must not be there yet.
    pub(super) fn make(&self) -> Result<Sqlite, Stop> {
        let id = match &self.ledger_id {
            Some(id) => id.clone(),
            None => LedgerId::random()?,
        };
        Ok(self
            .options()
            .create(&self.choice()?.path, id, Timestamp::now())?)
    }

    fn options(&self) -> SqliteOptions {
        SqliteOptions {
            wanted: self.ledger_id.clone(),
            ..SqliteOptions::default()
        }
    }

    fn choice(&self) -> Result<Choice, Stop> {
        let named = self.ledger.clone().or_else(|| {
            env::var_os(LEDGER)
                .filter(|path| !path.is_empty())
                .map(PathBuf::from)
        });
        let Some(path) = named else {
            let folders = directories::ProjectDirs::from("", "", "unitmark").ok_or_else(|| {
                Stop::usage("this user has no folder for data: name the ledger with --ledger FILE")
            })?;
            let path = folders.data_local_dir().join("ledger.db");
            return Ok(Choice {
                path,
                is_default: true,
            });
        };
        refuse_address(&path)?;
        Ok(Choice {
            path,
            is_default: false,
        })
    }
}

/// Why a key cannot be used; the message never shows one.
pub(super) fn key_stop(place: &str, error: &KeyError) -> Stop {
    let message = format!("{place}: {error} [{}]", error.code());
    match error.kind() {
        KeyErrorKind::Io => Stop::io(message),
        _ => Stop::invalid(message),
    }
}

/// A variable of the environment that says something.
fn variable(name: &str) -> Option<String> {
    env::var(name).ok().filter(|value| !value.is_empty())
}

/// An address is not taken for the name of a file.
fn refuse_address(path: &Path) -> Result<(), Stop> {
    match path.to_str() {
        Some(text) if text.starts_with("postgres://") || text.starts_with("postgresql://") => {
            // The address may hold a password.
            Err(Stop::usage(
                "--ledger: this version keeps ledgers in files, not on PostgreSQL",
            ))
        }
        _ => Ok(()),
    }
}

/// Says that serials start at the beginning.
pub(super) fn say_new(ledger: &Sqlite) {
    say(&format!(
        "new ledger {} (id {}): serials start at the beginning",
        ledger.place(),
        ledger.id()
    ));
}

/// Who asks: `UNITMARK_ACTOR`, else `user@host`.
pub(super) fn holder() -> String {
    if let Some(actor) = variable(ACTOR) {
        return actor;
    }
    let user = variable("USER").or_else(|| variable("USERNAME"));
    let host = variable("HOSTNAME")
        .or_else(|| variable("COMPUTERNAME"))
        .or_else(|| std::fs::read_to_string("/proc/sys/kernel/hostname").ok())
        .or_else(|| std::fs::read_to_string("/etc/hostname").ok());
    let known = |value: Option<String>| {
        value.map_or_else(|| "unknown".to_owned(), |value| value.trim().to_owned())
    };
    format!("{}@{}", known(user), known(host))
}
