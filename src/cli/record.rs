//! What the permanent record keeps beside serials: who asked, and under which request id.

use super::exit::Stop;
use std::env;

/// Names who asks, where user and host do not say it.
const ACTOR: &str = "UNITMARK_ACTOR";

/// Reads `--request-id`. An empty one is a variable that was never set, and would print one serial for ever.
pub(super) fn request_id(text: &str) -> Result<String, String> {
    match fault(text) {
        None => Ok(text.to_owned()),
        Some(fault) => Err(format!(
            "{fault}; make an id before the first attempt, another one for each request, such as the order's number"
        )),
    }
}

/// Reads `--by` and `--holder`.
pub(super) fn name(text: &str) -> Result<String, String> {
    match fault(text) {
        None => Ok(text.to_owned()),
        Some(fault) => Err(format!("{fault}; name who or what it is, or leave it out")),
    }
}

fn fault(text: &str) -> Option<&'static str> {
    if text.trim().is_empty() {
        Some("it is empty")
    } else if text.contains(char::is_control) {
        Some("it holds a control character")
    } else {
        None
    }
}

/// Who asks: who is named, else `UNITMARK_ACTOR`, else `user@host`.
pub(super) fn holder(named: Option<&str>) -> Result<String, Stop> {
    if let Some(named) = named {
        return Ok(named.to_owned());
    }
    match env::var(ACTOR) {
        Ok(actor) => name(&actor).map_err(|fault| Stop::usage(format!("{ACTOR}: {fault}"))),
        Err(env::VarError::NotUnicode(_)) => Err(Stop::usage(format!("{ACTOR}: it is not UTF-8"))),
        Err(env::VarError::NotPresent) => Ok(user_and_host()),
    }
}

fn user_and_host() -> String {
    let variable = |name: &str| env::var(name).ok().filter(|value| !value.is_empty());
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
