//! The Digital Link URI of a label's elements.

use std::fmt::Write as _;

use super::error::ItemFault;
use crate::element::ElementString;

/// The URI behind a stem: the key and its qualifiers in the path, all else in the query (GS1 Digital Link: URI Syntax 1.7).
pub(super) fn uri(stem: &str, elements: &ElementString) -> Result<String, ItemFault> {
    const PATH: [&str; 4] = ["01", "22", "10", "21"];
    let mut uri = stem.trim_end_matches('/').to_owned();
    let Some(_) = elements.get("01") else {
        return Err(ItemFault::Link("there is no GTIN".into()));
    };
    for ai in PATH {
        if let Some(value) = elements.get(ai) {
            uri.extend(["/", ai, "/"]);
            push_percent(&mut uri, value);
        }
    }
    let mut separator = '?';
    for element in elements.elements() {
        let ai = element.ai.code();
        if !PATH.contains(&ai) {
            uri.push(separator);
            uri.extend([ai, "="]);
            push_percent(&mut uri, element.value);
            separator = '&';
        }
    }
    Ok(uri)
}

/// Whether a stem can carry a link.
pub(super) fn check(stem: &str) -> Result<(), String> {
    let authority = stem
        .strip_prefix("https://")
        .or_else(|| stem.strip_prefix("http://"));
    match authority {
        Some(authority) if !authority.is_empty() && !authority.contains(['?', '#', ' ']) => Ok(()),
        _ => Err("link is the beginning of a web address, such as \"https://id.gs1.org\"".into()),
    }
}

fn push_percent(uri: &mut String, value: &str) {
    for byte in value.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            uri.push(char::from(byte));
        } else {
            let _ = write!(uri, "%{byte:02X}");
        }
    }
}
