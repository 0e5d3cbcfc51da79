//! Opening a ledger on a server, making one, and refusing servers that forget.

use super::address::{Address, Trust};
use super::client::Client;
use super::connection::{Held, Session};
use super::{Inner, Postgres, failure, schema, tls};
use crate::ledger::engine::begin;
use crate::ledger::engine::failure::{Failure, Step};
use crate::ledger::engine::{Access, Proved};
use crate::ledger::{FORM, LedgerError, LedgerErrorKind, LedgerId, Marks};
use core::fmt;
use core::time::Duration;
use jiff::Timestamp;
use std::sync::Mutex;
use tokio_postgres::{Config, NoTls, SimpleQueryMessage};
use tokio_postgres_rustls::MakeRustlsConnect;

/// A password: no message and no debug text shows it.
///
/// ```
/// assert_eq!(format!("{:?}", unitmark::ledger::Secret::new("s3cr3t")), "Secret");
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// Keeps a text.
    pub fn new(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret")
    }
}

/// How a ledger on a server is opened.
///
/// The address is `postgres://USER@HOST:PORT/DATABASE?sslmode=MODE&sslrootcert=FILE&schema=NAME`; `sslmode` is `disable`, `prefer`
/// (the default), `require`, `verify-ca` or `verify-full`, and the ledger's tables are in the schema `unitmark` unless another is named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PostgresOptions {
    /// Refuse a ledger that has another id.
    pub wanted: Option<LedgerId>,
    /// How long to wait for locks, and for a server that is gone to come back; 30 s by default.
    pub patience: Duration,
    /// The password, where the address has none.
    pub password: Option<Secret>,
    /// The text of a password file (`HOST:PORT:DATABASE:USER:PASSWORD` lines), where there is no password.
    pub password_file: Option<Secret>,
}

impl Default for PostgresOptions {
    fn default() -> Self {
        Self {
            wanted: None,
            patience: Duration::from_secs(30),
            password: None,
            password_file: None,
        }
    }
}

/// A client whose machine vanished keeps its locks until the server notices: by default after two hours.
const VANISHED: &str = "SET tcp_keepalives_idle = 10; SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 4; SET tcp_user_timeout = 30000";

/// How the server is reached, again and again.
pub(super) struct Dial {
    config: Config,
    tls: Option<MakeRustlsConnect>,
    pub(super) schema: String,
    pub(super) place: String,
    /// The place as a command line names it.
    named: String,
    pub(super) patience: Duration,
}

impl PostgresOptions {
    /// Opens the ledger at this address.
    pub fn open(&self, url: &str) -> Result<Postgres, LedgerError> {
        let dial = self.dial(url)?;
        let open = || -> Step<(Session, LedgerId)> {
            let mut session = dial.connect()?;
            let id = dial.check(&mut session)?;
            Ok((session, id))
        };
        let (session, id) =
            open().map_err(|failure| failure::at(failure, &dial.place, self.patience))?;
        self.is_wanted(&id, &dial.place)?;
        Ok(ledger(id, dial, session))
    }

    /// Makes a ledger at this address: its schema, which must not be there yet, and where the user may do so the role
    /// `SCHEMA_line`, which can add to the ledger and change nothing in it.
    pub fn create(&self, url: &str, id: LedgerId, now: Timestamp) -> Result<Postgres, LedgerError> {
        let dial = self.dial(url)?;
        self.is_wanted(&id, &dial.place)?;
        let make = || -> Step<Session> {
            let mut session = dial.connect()?;
            dial.make(&mut session, &id, now)?;
            Ok(session)
        };
        let session = make().map_err(|failure| failure::at(failure, &dial.place, self.patience))?;
        Ok(ledger(id, dial, session))
    }

    /// Brings a ledger that an older program made up to date, as its owner; gives the form that it had.
    ///
    /// All of it happens in one transaction, or nothing. A ledger that is up to date stays as it is.
    pub fn migrate(&self, url: &str) -> Result<(Postgres, i64), LedgerError> {
        let dial = self.dial(url)?;
        let migrate = || -> Step<(Session, LedgerId, i64)> {
            let mut session = dial.connect()?;
            let (id, _) = dial.check_any(&mut session)?;
            self.is_wanted(&id, &dial.place)?;
            let (id, found) = dial.migrate(&mut session)?;
            Ok((session, id, found))
        };
        let (session, id, found) =
            migrate().map_err(|failure| failure::at(failure, &dial.place, self.patience))?;
        Ok((ledger(id, dial, session), found))
    }

    fn is_wanted(&self, found: &LedgerId, place: &str) -> Result<(), LedgerError> {
        match self.wanted.as_ref().filter(|wanted| *wanted != found) {
            None => Ok(()),
            Some(wanted) => Err(LedgerErrorKind::LedgerMismatch {
                place: place.to_owned(),
                wanted: wanted.clone(),
                found: found.clone(),
            }
            .into()),
        }
    }

    fn dial(&self, url: &str) -> Result<Dial, LedgerError> {
        let mut address = Address::parse(url)?;
        let listed = |file: &Secret| address.password_in(&file.0);
        let password = match &self.password {
            Some(password) => Some(password.0.clone()),
            None => self.password_file.as_ref().and_then(listed),
        };
        if let Some(password) = password.filter(|_| address.config.get_password().is_none()) {
            address.config.password(password);
        }
        address
            .config
            .application_name("unitmark")
            .connect_timeout(self.patience.min(Duration::from_secs(10)))
            .tcp_user_timeout(self.patience);
        Ok(Dial {
            tls: match address.trust {
                Trust::Disable => None,
                trust => Some(tls::connector(trust, address.authorities.as_deref())?),
            },
            config: address.config,
            schema: address.schema,
            place: address.place,
            named: address.named,
            patience: self.patience,
        })
    }
}

fn ledger(id: LedgerId, dial: Dial, session: Session) -> Postgres {
    let lock = super::lock_of(&format!("ledger {id}"));
    Postgres {
        id,
        dial,
        lock,
        marks: Marks::default(),
        inner: Mutex::new(Inner {
            session: Some(session),
            schemes: Proved::default(),
        }),
    }
}

impl Dial {
    fn connect(&self) -> Step<Session> {
        let mut client = match &self.tls {
            Some(tls) => Client::connect(&self.config, tls.clone())?,
            None => Client::connect(&self.config, NoTls)?,
        };
        let (schema, wait) = (&self.schema, self.patience.as_millis());
        client.batch_execute(&format!(
            "SET search_path = {schema}; SET lock_timeout = {wait}; SET client_min_messages = warning; {VANISHED}"
        ))?;
        Ok(Session::new(client))
    }

    /// Connects once more; another ledger in the same place is refused.
    pub(super) fn again(&self, known: &LedgerId) -> Step<Session> {
        let mut session = self.connect()?;
        let found = self.check(&mut session)?;
        if found == *known {
            return Ok(session);
        }
        Err(LedgerErrorKind::LedgerMismatch {
            place: self.place.clone(),
            wanted: known.clone(),
            found,
        }
        .into())
    }

    /// Which ledger it is, of the newest form; changes nothing.
    fn check(&self, session: &mut Session) -> Step<LedgerId> {
        let (id, found) = self.check_any(session)?;
        let known = FORM;
        if found < known {
            return Err(LedgerErrorKind::OlderSchema {
                place: self.named.clone(),
                found,
                known,
            }
            .into());
        }
        Ok(id)
    }

    /// Which ledger it is, of this form or an older one.
    fn check_any(&self, session: &mut Session) -> Step<(LedgerId, i64)> {
        refuse_forgetful(session, &self.place)?;
        let place = || self.place.clone();
        let there = session.client.query_one(
            "SELECT to_regclass($1 || '.form') IS NOT NULL, to_regnamespace($1) IS NOT NULL",
            &[&self.schema],
        )?;
        match (there.try_get(0)?, there.try_get(1)?) {
            (true, _) => {}
            (false, true) => {
                let detail = format!("its schema {} holds something else", self.schema);
                return Err(LedgerErrorKind::NotALedger {
                    place: place(),
                    detail,
                }
                .into());
            }
            _ => {
                let place = self.named.clone();
                return Err(LedgerErrorKind::NotFound { place }.into());
            }
        }
        let found: i64 = session
            .client
            .query_one("SELECT version FROM form", &[])?
            .try_get(0)?;
        let known = FORM;
        if found > known {
            return Err(LedgerErrorKind::NewerSchema {
                place: place(),
                found,
                known,
            }
            .into());
        }
        let id: String = session
            .client
            .query_one("SELECT id FROM ledger", &[])?
            .try_get(0)?;
        match id.parse() {
            Ok(id) => Ok((id, found)),
            Err(_) => Err(LedgerErrorKind::NotALedger {
                place: place(),
                detail: "its id cannot be read".to_owned(),
            }
            .into()),
        }
    }

    /// Brings an older ledger up to date; gives its id and the form that it had.
    fn migrate(&self, session: &mut Session) -> Step<(LedgerId, i64)> {
        self.check_any(session)?;
        session.client.batch_execute(
            "BEGIN; SET LOCAL synchronous_commit = on; SELECT version FROM form FOR UPDATE",
        )?;
        // Of two that migrate at once the second one finds it done.
        let (id, found) = self.check_any(session)?;
        if found < FORM {
            session.client.batch_execute(&schema::migrate(found))?;
            let role = format!("{}_line", self.schema);
            if has_role(session, &role)? {
                session
                    .client
                    .batch_execute(&schema::grants(&self.schema, &role))?;
            }
        }
        session.client.batch_execute("COMMIT")?;
        Ok((id, found))
    }

    fn make(&self, session: &mut Session, id: &LedgerId, now: Timestamp) -> Step<()> {
        refuse_forgetful(session, &self.place)?;
        let schema = &self.schema;
        // Of several that make it at once the others wait, and find it there.
        let lock = super::lock_of(&format!("init {schema}"));
        session.client.batch_execute(&format!(
            "BEGIN; SET LOCAL synchronous_commit = on; SELECT pg_advisory_xact_lock({lock})"
        ))?;
        let there: bool = session
            .client
            .query_one("SELECT to_regnamespace($1) IS NOT NULL", &[schema])?
            .try_get(0)?;
        if there {
            let place = self.place.clone();
            return Err(LedgerErrorKind::AlreadyThere { place }.into());
        }
        let role = format!("{schema}_line");
        session
            .client
            .batch_execute(&format!("CREATE SCHEMA {schema}; {}", schema::make()))?;
        let marks = Marks::default();
        let held = Held::new(session, None, true, &marks, &self.place);
        begin::begin(&held, id, now)?;
        held.settle()?;
        drop(held);
        let may: bool = session
            .client
            .query_one(
                "SELECT rolsuper OR rolcreaterole FROM pg_roles WHERE rolname = current_user",
                &[],
            )?
            .try_get(0)?;
        let is_there = has_role(session, &role)?;
        if may && !is_there {
            session
                .client
                .batch_execute(&format!("CREATE ROLE {role} NOLOGIN"))?;
        }
        if may || is_there {
            session
                .client
                .batch_execute(&schema::grants(schema, &role))?;
        }
        session.client.batch_execute("COMMIT")?;
        Ok(())
    }
}

fn has_role(session: &mut Session, role: &str) -> Step<bool> {
    Ok(session
        .client
        .query_one(
            "SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = $1)",
            &[&role],
        )?
        .try_get(0)?)
}

/// Refuses a server that may forget what it confirmed.
fn refuse_forgetful(session: &mut Session, place: &str) -> Step<()> {
    let row = session.client.query_one(
        "SELECT pg_is_in_recovery(), current_setting('fsync') = 'on', current_setting('server_version_num')::int",
        &[],
    )?;
    forgetful(row.try_get(0)?, row.try_get(1)?, place)?;
    let version: i32 = row.try_get(2)?;
    if version < 130_000 {
        let detail = format!(
            "it is PostgreSQL {}, and 13 or newer is needed",
            version / 10_000
        );
        let place = place.to_owned();
        return Err(LedgerErrorKind::UnsafeServer { place, detail }.into());
    }
    Ok(())
}

fn forgetful(in_recovery: bool, fsync: bool, place: &str) -> Step<()> {
    let detail = match (in_recovery, fsync) {
        (true, _) => "it is in recovery (a standby); name the primary server",
        (_, false) => "fsync is off, so a power cut takes serials back that were given out",
        _ => return Ok(()),
    };
    Err(Failure::from(LedgerErrorKind::UnsafeServer {
        place: place.to_owned(),
        detail: detail.to_owned(),
    }))
}

/// What begins a transaction; [`refuse_begun`] reads the answer.
pub(super) fn begin(access: Access, alone: bool, lock: i64) -> String {
    if access == Access::Read {
        return "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY".to_owned();
    }
    let shared = if alone { "" } else { "_shared" };
    // Both may change while a connection lives.
    format!(
        "BEGIN ISOLATION LEVEL READ COMMITTED; SET LOCAL synchronous_commit = on;
         SELECT pg_advisory_xact_lock{shared}({lock}), pg_is_in_recovery()::text, current_setting('fsync')"
    )
}

/// Refuses a server that began a transaction and may forget it.
pub(super) fn refuse_begun(answer: &[SimpleQueryMessage], place: &str) -> Step<()> {
    for message in answer {
        if let SimpleQueryMessage::Row(row) = message {
            forgetful(row.get(1) == Some("true"), row.get(2) == Some("on"), place)?;
        }
    }
    Ok(())
}
