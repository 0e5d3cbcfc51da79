//! Which ledger: `--ledger`, else `UNITMARK_LEDGER`, else the one in the user's data folder.

use super::exit::{Stop, say};
use crate::ledger::{
    FORM, LedgerError, LedgerErrorKind, LedgerId, Marks, Opened, Postgres, PostgresOptions, Secret,
    SqliteOptions, Store,
};
use crate::serial::{KeyError, KeyErrorKind, Keys};
use jiff::Timestamp;
use std::env;
use std::path::PathBuf;
use zeroize::Zeroizing;

/// Names the ledger for the commands that do not.
const LEDGER: &str = "UNITMARK_LEDGER";

/// Names the file with the keys of schemes.
const KEY_FILE: &str = "UNITMARK_KEY_FILE";

/// Names the folder where this client keeps what it saw of its ledgers.
const STATE: &str = "UNITMARK_STATE";

/// Has keys of schemes itself.
const KEY: &str = "UNITMARK_KEY";

/// The options that choose a ledger.
#[derive(Clone, Debug, Default, clap::Args)]
pub struct LedgerArgs {
    /// The ledger: a file, or postgres://USER@HOST/DATABASE?sslmode=verify-full with the password in PGPASSWORD or PGPASSFILE
    /// [default: `UNITMARK_LEDGER`, else one in the user's data folder]
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

/// Where a ledger is.
enum Choice {
    /// Nobody named one: the file in the user's data folder.
    Default(PathBuf),
    File(PathBuf),
    Server(String),
}

/// A ledger on either engine.
type Ledger = Box<dyn Store>;

/// What `init` did.
pub(super) enum Made {
    New(Ledger),
    /// A ledger of this older form was brought up to date.
    Migrated {
        ledger: Ledger,
        form: i64,
    },
}

impl LedgerArgs {
    /// The ledger, which must be there.
    pub(super) fn open(&self) -> Result<Ledger, Stop> {
        Ok(match self.choice()? {
            Choice::Default(path) | Choice::File(path) => {
                let ledger = self.file().open(&path)?.with_keys(self.keys()?);
                let marks = marks(ledger.id());
                Box::new(ledger.with_marks(marks))
            }
            Choice::Server(url) => {
                let ledger = self.server().open(&url)?.with_keys(self.keys()?);
                let marks = marks(ledger.id());
                Box::new(ledger.with_marks(marks))
            }
        })
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
    pub(super) fn open_if_there(&self) -> Result<Option<Ledger>, Stop> {
        let Choice::Default(path) = self.choice()? else {
            return self.open().map(Some);
        };
        match self.file().open(&path) {
            Err(error) if matches!(error.kind(), LedgerErrorKind::NotFound { .. }) => Ok(None),
            opened => {
                let ledger = opened?.with_keys(self.keys()?);
                let marks = marks(ledger.id());
                Ok(Some(Box::new(ledger.with_marks(marks))))
            }
        }
    }

    /// The ledger; where nobody named one, the default is made, and standard error says so.
    ///
    /// A ledger that somebody named and that is not there may be lost or not yet mounted: a new one in its place would
    /// give out its serials again.
    pub(super) fn open_or_make(&self) -> Result<Ledger, Stop> {
        let Choice::Default(path) = self.choice()? else {
            return self.open();
        };
        let Opened { ledger, created } = self.file().open_or_create(&path, Timestamp::now())?;
        if created {
            say_new(&ledger);
        }
        let marks = marks(ledger.id());
        Ok(Box::new(ledger.with_keys(self.keys()?).with_marks(marks)))
    }

    /// Makes the ledger, or brings an older one up to date; one that is up to date is refused.
    pub(super) fn make(&self) -> Result<Made, Stop> {
        let id = match &self.ledger_id {
            Some(id) => id.clone(),
            None => LedgerId::random()?,
        };
        let now = Timestamp::now();
        let choice = self.choice()?;
        let created: Result<Ledger, LedgerError> = match &choice {
            Choice::Default(path) | Choice::File(path) => self
                .file()
                .create(path, id, now)
                .map(|ledger| Box::new(ledger) as Ledger),
            Choice::Server(url) => self
                .server()
                .create(url, id, now)
                .map(|ledger| Box::new(ledger) as Ledger),
        };
        let there = match created {
            Err(error) if matches!(error.kind(), LedgerErrorKind::AlreadyThere { .. }) => error,
            created => return Ok(Made::New(created?)),
        };
        let (ledger, form): (Ledger, i64) = match choice {
            Choice::Default(path) | Choice::File(path) => match self.file().migrate(&path) {
                // Some other file is not written over either.
                Err(error) if matches!(error.kind(), LedgerErrorKind::NotALedger { .. }) => {
                    return Err(there.into());
                }
                migrated => {
                    let (ledger, form) = migrated?;
                    (Box::new(ledger), form)
                }
            },
            Choice::Server(url) => match self.server().migrate(&url) {
                Err(error) if matches!(error.kind(), LedgerErrorKind::NotALedger { .. }) => {
                    return Err(there.into());
                }
                migrated => {
                    let (ledger, form) = migrated?;
                    (Box::new(ledger), form)
                }
            },
        };
        if form == FORM {
            return Err(there.into());
        }
        Ok(Made::Migrated { ledger, form })
    }

    fn file(&self) -> SqliteOptions {
        SqliteOptions {
            wanted: self.ledger_id.clone(),
            ..SqliteOptions::default()
        }
    }

    fn server(&self) -> PostgresOptions {
        let file = env::var_os("PGPASSFILE").map(PathBuf::from).or_else(|| {
            let folders = directories::BaseDirs::new()?;
            Some(folders.home_dir().join(".pgpass"))
        });
        let secret = |text: String| Secret::new(&text);
        PostgresOptions {
            wanted: self.ledger_id.clone(),
            password: env::var("PGPASSWORD").ok().map(secret),
            password_file: file
                .and_then(|file| std::fs::read_to_string(file).ok())
                .map(secret),
            ..PostgresOptions::default()
        }
    }

    fn choice(&self) -> Result<Choice, Stop> {
        let variable = || env::var_os(LEDGER).filter(|path| !path.is_empty());
        let named = self
            .ledger
            .clone()
            .or_else(|| variable().map(PathBuf::from));
        let Some(path) = named else {
            let folders = directories::ProjectDirs::from("", "", "unitmark").ok_or_else(|| {
                Stop::usage("this user has no folder for data: name the ledger with --ledger FILE")
            })?;
            return Ok(Choice::Default(folders.data_local_dir().join("ledger.db")));
        };
        let address = path.to_string_lossy();
        if !Postgres::is_address(&address) {
            if path.as_os_str() == ":memory:" {
                return Err(Stop::usage(
                    "a ledger in memory would forget its serials when the command ends: name a file",
                ));
            }
            return Ok(Choice::File(path));
        }
        if self.ledger.is_some() && Postgres::has_password(&address) {
            return Err(Stop::usage(
                "--ledger: everyone on this machine can read a password on a command line; give it in PGPASSWORD or PGPASSFILE",
            ));
        }
        Ok(Choice::Server(address.into_owned()))
    }
}

/// What this client saw of a ledger, in `UNITMARK_STATE`, else in the user's state folder.
fn marks(ledger: &LedgerId) -> Marks {
    let folder = env::var_os(STATE)
        .filter(|folder| !folder.is_empty())
        .map(PathBuf::from)
        .or_else(|| {
            let folders = directories::ProjectDirs::from("", "", "unitmark")?;
            let state = folders.state_dir().unwrap_or(folders.data_local_dir());
            Some(state.to_owned())
        });
    // A user without any folder has no client's state, and no marks.
    folder.map_or_else(Marks::default, |folder| {
        Marks::in_folder(&folder.join("marks"), ledger)
    })
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

/// Says that serials start at the beginning.
pub(super) fn say_new(ledger: &dyn Store) {
    say(&format!(
        "new ledger {} (id {}): serials start at the beginning",
        ledger.place(),
        ledger.id()
    ));
}
