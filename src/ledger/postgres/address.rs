//! Which server: an address as it is written, and what of it may be shown.

use crate::ledger::{LedgerError, LedgerErrorKind};
use core::str::FromStr as _;
use std::path::PathBuf;
use tokio_postgres::Config;
use tokio_postgres::config::{Host, SslMode};

/// How far the server's certificate is trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Trust {
    /// No TLS.
    Disable,
    /// TLS where the server has it; its certificate is not looked at.
    Prefer,
    /// TLS or nothing; its certificate is not looked at.
    Require,
    /// The certificate is signed by an authority that is trusted.
    VerifyCa,
    /// And it is the one of the host that was named.
    VerifyFull,
}

/// An address, taken apart.
pub(super) struct Address {
    pub(super) config: Config,
    pub(super) trust: Trust,
    /// Authorities to trust instead of the system's.
    pub(super) authorities: Option<PathBuf>,
    pub(super) schema: String,
    /// Without password and settings.
    pub(super) place: String,
    /// The same with the settings that say how far the server is trusted, for a command line.
    pub(super) named: String,
}

impl Address {
    /// Reads `postgres://USER@HOST:PORT/DATABASE?sslmode=..&sslrootcert=..&schema=..`. No message repeats the address, which
    /// may hold a password.
    pub(super) fn parse(url: &str) -> Result<Self, LedgerError> {
        let bad = |detail: &str| -> LedgerError {
            LedgerErrorKind::BadAddress {
                detail: detail.to_owned(),
            }
            .into()
        };
        let rest = match url.split_once("://") {
            Some((scheme, rest)) if is_ours(scheme) => rest,
            _ => {
                return Err(bad(
                    "a server's begins with postgres://; a file's has no :// in it",
                ));
            }
        };
        let (front, settings) = rest.split_once('?').unwrap_or((rest, ""));
        let authority = front.split('/').next().unwrap_or_default();
        // Where the user's part ends would be a guess, and a wrong one would show some of the password.
        let user_ends = authority.find('@');
        if rest.rfind('@') != user_ends {
            return Err(bad(
                "only one @ stands in it, before the host; inside a user name, a password or a setting write @ as %40, / as %2F and ? as %3F, or give the password in PGPASSWORD or PGPASSFILE",
            ));
        }
        let mut kept = Vec::new();
        let (mut trust, mut authorities, mut schema) = (Trust::Prefer, None, "unitmark".to_owned());
        for setting in settings.split('&').filter(|setting| !setting.is_empty()) {
            let (name, value) = setting
                .split_once('=')
                .ok_or_else(|| bad("a setting is NAME=VALUE"))?;
            let plain = || decode(value).ok_or_else(|| bad("a setting has a bad %XX"));
            match name {
                "sslmode" => {
                    trust = match value {
                        "disable" => Trust::Disable,
                        "allow" | "prefer" => Trust::Prefer,
                        "require" => Trust::Require,
                        "verify-ca" => Trust::VerifyCa,
                        "verify-full" => Trust::VerifyFull,
                        _ => {
                            return Err(bad(
                                "sslmode is disable, prefer, require, verify-ca or verify-full",
                            ));
                        }
                    }
                }
                "sslrootcert" if value != "system" => authorities = Some(plain()?.into()),
                "sslrootcert" => {}
                "schema" => schema = plain()?,
                _ => kept.push(setting),
            }
        }
        let named = schema.starts_with(|c: char| c.is_ascii_lowercase())
            && schema.len() <= 48
            && schema
                .chars()
                .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
        if !named {
            return Err(bad(
                "schema is up to 48 small letters, digits and _, a letter first",
            ));
        }
        let mut driven = format!("postgres://{front}");
        if !kept.is_empty() {
            driven.push('?');
            driven.push_str(&kept.join("&"));
        }
        let mut config = Config::from_str(&driven).map_err(|_| {
            bad("write postgres://USER@HOST:PORT/DATABASE?sslmode=verify-full&schema=unitmark")
        })?;
        if config.get_hosts().is_empty() && config.get_hostaddrs().is_empty() {
            config.host("localhost");
        }
        // A socket does not leave the machine; the server speaks no TLS there.
        if config
            .get_hosts()
            .iter()
            .all(|host| !matches!(host, Host::Tcp(_)))
            && config.get_hostaddrs().is_empty()
        {
            trust = Trust::Disable;
        }
        config.ssl_mode(match trust {
            Trust::Disable => SslMode::Disable,
            Trust::Prefer => SslMode::Prefer,
            _ => SslMode::Require,
        });
        let place = shown(front, &schema);
        let named = with_trust(&place, settings);
        Ok(Self {
            config,
            trust,
            authorities,
            schema,
            place,
            named,
        })
    }

    /// The password that a password file has for this address: `HOST:PORT:DATABASE:USER:PASSWORD` lines, `*` for any.
    pub(super) fn password_in(&self, file: &str) -> Option<String> {
        let host = match self.config.get_hosts().first() {
            Some(Host::Tcp(host)) => host.clone(),
            _ => "localhost".to_owned(),
        };
        let port = self.config.get_ports().first().copied().unwrap_or(5432);
        let user = self.config.get_user().unwrap_or_default().to_owned();
        let database = self.config.get_dbname().map_or(user.clone(), str::to_owned);
        let wanted = [host, port.to_string(), database, user];
        file.lines()
            .filter(|line| !line.starts_with('#'))
            .find_map(|line| {
                let mut fields = fields(line);
                if fields.len() != 5 {
                    return None;
                }
                let password = fields.pop()?;
                let fits = fields
                    .iter()
                    .zip(&wanted)
                    .all(|(field, wanted)| field == "*" || field == wanted);
                fits.then_some(password)
            })
    }
}

fn is_ours(scheme: &str) -> bool {
    ["postgres", "postgresql"]
        .iter()
        .any(|own| scheme.eq_ignore_ascii_case(own))
}

/// Whether a text that names a ledger means a server: any `x://`, the scheme without its slashes, a driver's `host=db user=line`.
pub(super) fn is_address(text: &str) -> bool {
    const NAMES: [&str; 7] = [
        "host", "hostaddr", "port", "dbname", "user", "service", "passfile",
    ];
    let is_setting = |word: &str| {
        word.split_once('=')
            .is_some_and(|(name, _)| NAMES.contains(&name.to_ascii_lowercase().as_str()))
    };
    text.contains("://")
        || text
            .split_once(':')
            .is_some_and(|(front, _)| is_ours(front.trim_start()))
        || text.split_whitespace().any(is_setting)
        || names_password(text)
}

/// Whether an address holds a password, before its last `@` or as a setting.
pub(super) fn has_password(text: &str) -> bool {
    let rest = text.split_once("://").map_or(text, |(_, rest)| rest);
    let front = rest.rsplit_once('@').map_or("", |(front, _)| front);
    front.contains(':') || names_password(text)
}

fn names_password(text: &str) -> bool {
    let small = text.to_ascii_lowercase();
    let mut ends = small.match_indices("password");
    ends.any(|(at, word)| {
        let rest = small.get(at + word.len()..).unwrap_or_default();
        rest.trim_start().starts_with('=')
    })
}

/// The fields of a line of a password file; a backslash keeps a colon or a backslash.
fn fields(line: &str) -> Vec<String> {
    let mut fields = vec![String::new()];
    let mut characters = line.chars();
    while let Some(c) = characters.next() {
        match c {
            ':' if fields.len() < 5 => fields.push(String::new()),
            c => {
                let c = if c == '\\' {
                    characters.next().unwrap_or(c)
                } else {
                    c
                };
                if let Some(field) = fields.last_mut() {
                    field.push(c);
                }
            }
        }
    }
    fields
}

/// The address without its password; its only `@` ends the user's part.
fn shown(front: &str, schema: &str) -> String {
    let (authority, path) = match front.split_once('/') {
        Some((authority, path)) => (authority, format!("/{path}")),
        None => (front, String::new()),
    };
    let authority = match authority.rsplit_once('@') {
        Some((user, host)) => {
            let user = user.split_once(':').map_or(user, |(user, _)| user);
            format!("{user}@{host}")
        }
        None => authority.to_owned(),
    };
    let schema = match schema {
        "unitmark" => String::new(),
        schema => format!("?schema={schema}"),
    };
    format!("postgres://{authority}{path}{schema}")
}

/// A place with its settings of trust, in the quotes that a shell needs.
fn with_trust(place: &str, settings: &str) -> String {
    let trusts = |setting: &&str| {
        let name = setting.split_once('=').map(|(name, _)| name);
        matches!(name, Some("sslmode" | "sslrootcert"))
    };
    let kept: Vec<&str> = settings.split('&').filter(trusts).collect();
    if kept.is_empty() || settings.contains('\'') {
        return place.to_owned();
    }
    let sign = if place.contains('?') { '&' } else { '?' };
    format!("'{place}{sign}{}'", kept.join("&"))
}

/// A text with its `%XX` read.
fn decode(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let mut digit = || char::from(rest.next()?).to_digit(16);
            let (high, low) = (digit()?, digit()?);
            bytes.push((high * 16 + low) as u8);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_shown_has_no_password() {
        for (url, place) in [
            (
                "postgres://line:s3cr3t@db.example:5433/plant?sslmode=require",
                "postgres://line@db.example:5433/plant",
            ),
            (
                "postgresql://line:s3:cr3t@db/plant?schema=south&password=s3cr3t",
                "postgres://line@db/plant?schema=south",
            ),
            ("postgres://db", "postgres://db"),
            ("PostgreSQL://line:s%2Fcr3t@db", "postgres://line@db"),
        ] {
            assert_eq!(Address::parse(url).unwrap().place, place);
        }
    }

    #[test]
    fn what_is_named_for_a_command_line_keeps_how_far_the_server_is_trusted() {
        for (url, named) in [
            (
                "postgres://line:s3cr3t@db/plant",
                "postgres://line@db/plant",
            ),
            (
                "postgres://line:s3cr3t@db/plant?sslmode=verify-full&schema=south&application_name=x",
                "'postgres://line@db/plant?schema=south&sslmode=verify-full'",
            ),
            (
                "postgres://db/plant?sslrootcert=/etc/ca.pem&password=s3cr3t&sslmode=verify-ca",
                "'postgres://db/plant?sslrootcert=/etc/ca.pem&sslmode=verify-ca'",
            ),
        ] {
            assert_eq!(Address::parse(url).unwrap().named, named);
        }
    }

    #[test]
    fn no_message_repeats_a_password() {
        for url in [
            "postgres://line:s3cr3t@db:port/plant",
            "postgres://line:s3cr3t@db/plant?sslmode=s3cr3t",
            "postgres://line:s3cr3t@db/plant?schema=S3cr3t",
            "postgres://line:s3cr3t@db/plant?s3cr3t",
            "postgres://line:s3cr3t@db/plant?nosuch=s3cr3t",
            "postgres://line:s3cr3t@db/plant?sslrootcert=s3cr3t%",
            "mysql://line:s3cr3t@db",
            "postgres://line:se/s3cr3t@db:1/plant",
            "postgres://line:se?s3cr3t=1@db:1/plant",
            "postgres://line:p@s3cr3t@db:1/plant",
            "postgres://line:s3cr3t@db/plant?application_name=a@b",
            "postgres:/line:s3cr3t@db/plant",
            " postgres://line:s3cr3t@db/plant",
            "'postgres://line:s3cr3t@db/plant'",
            "host=db user=line password=s3cr3t",
        ] {
            assert!(is_address(url) && has_password(url), "{url}");
            let error = Address::parse(url).err().unwrap();
            assert_eq!(error.code(), "bad-address");
            assert!(
                !error.to_string().to_lowercase().contains("s3cr3t"),
                "{error}"
            );
        }
    }

    proptest::proptest! {
        #[test]
        fn whatever_stands_beside_a_password_it_is_not_shown(
            scheme in proptest::sample::select(vec!["postgres://", "POSTGRESQL://", "x://", " postgres://"]),
            user in "[a-z@:/?#%]{0,4}",
            before in "[ -~]{0,6}",
            after in "[ -~]{0,6}",
            rest in proptest::sample::select(vec!["@db", "@db:5433/plant", "@db/a?schema=b", "@db?x=y@z", "@"]),
        ) {
            let url = format!("{scheme}{user}:{before}s3cr3t{after}{rest}");
            proptest::prop_assert!(is_address(&url) && has_password(&url));
            let shown = match Address::parse(&url) {
                Ok(address) => address.place,
                Err(error) => error.to_string(),
            };
            proptest::prop_assert!(!shown.contains("s3cr3t"), "{}", shown);
        }
    }

    #[test]
    fn a_password_file_is_read_as_the_servers_own_tools_read_it() {
        let address = Address::parse("postgres://line@db:5433/plant").unwrap();
        for (file, password) in [
            ("db:5433:plant:line:one", Some("one")),
            (
                "# db:5433:plant:line:no\nother:*:*:*:no\n*:*:*:line:two:2",
                Some("two:2"),
            ),
            (r"db:5433:plant:line:a\:b\\c", Some(r"a:b\c")),
            ("db:5432:plant:line:no\n", None),
            ("db:5433:plant", None),
        ] {
            assert_eq!(address.password_in(file).as_deref(), password, "{file}");
        }
    }
}
