//! Which scheme: a file with its definition, a name that the ledger knows, a preset's name, or a pattern.

use std::path::Path;
use std::sync::Arc;

use super::exit::Stop;
use crate::ledger::{LedgerErrorKind, NamedScheme, Store};
use crate::serial::{Definition, Keys, PRESETS, Preset, Scheme, SerialError, SerialErrorKind};

/// The scheme of a name, with its key where that is at hand.
pub(super) fn named(
    name: &str,
    store: Option<&dyn Store>,
    keys: &Keys,
) -> Result<NamedScheme, Stop> {
    let path = Path::new(name);
    if path.is_file() {
        let stem = path.file_stem().and_then(|stem| stem.to_str());
        let scheme = prove(read_file(name)?, keys)?;
        return Ok(NamedScheme::new(stem.unwrap_or(name), scheme)?);
    }
    let unknown = match store.map(|store| store.scheme(name)) {
        Some(Ok(scheme)) => return Ok(scheme),
        Some(Err(error)) if !matches!(error.kind(), LedgerErrorKind::UnknownScheme { .. }) => {
            return Err(error.into());
        }
        Some(Err(error)) => Some(error),
        None => None,
    };
    match (Preset::find(name), unknown) {
        (Some(preset), _) => Ok(NamedScheme::new(name, prove(preset.definition(), keys)?)?),
        (None, Some(error)) => Err(Stop::from(error).and(presets())),
        (None, None) => Err(Stop::io(format!(
            "{name}: no such file, and there is no ledger that could know the name"
        ))
        .and(presets())),
    }
}

fn presets() -> String {
    let names: Vec<_> = PRESETS.iter().map(Preset::name).collect();
    format!("presets are {}", names.join(", "))
}

/// The definition in a file.
pub(super) fn read_file(file: &str) -> Result<Definition, Stop> {
    let bytes = std::fs::read(file).map_err(|error| Stop::io(format!("{file}: {error}")))?;
    let text = String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        Stop::invalid(format!(
            "{file}: not UTF-8 from byte {at} on; save it as UTF-8"
        ))
    })?;
    Definition::parse_text(&text).map_err(|error| {
        let before = text.get(..error.span().start).unwrap_or_default();
        let line = before.matches('\n').count() + 1;
        Stop::invalid(format!("{file}:{line}: {error} [{}]", error.code()))
    })
}

/// A scheme is proved before it is used. Where it needs a key and names none, the one key at hand is its key.
pub(super) fn prove(definition: Definition, keys: &Keys) -> Result<Arc<Scheme>, Stop> {
    let new = |definition: Definition| {
        let pattern = definition.pattern.clone();
        Scheme::new(definition).map_err(|error| {
            Stop::invalid(format!("pattern {pattern}: {error} [{}]", error.code()))
        })
    };
    let mut scheme = new(definition)?;
    let mut at_hand = keys.iter();
    if scheme.needs_key()
        && scheme.definition().key_id.is_empty()
        && let (Some(key), None) = (at_hand.next(), at_hand.next())
    {
        scheme = new(scheme.definition().clone().with_key(key))?;
    }
    let scheme = scheme
        .unlock_with(keys)
        .map_err(|error| serial_stop(&error))?;
    Ok(Arc::new(scheme))
}

/// Why a scheme gives no serial: a missing key is refused, the rest is wrong in the data.
pub(super) fn serial_stop(error: &SerialError) -> Stop {
    let message = format!("{error} [{}]", error.code());
    match error.kind() {
        SerialErrorKind::KeyMissing | SerialErrorKind::KeyWrong => Stop::refused(message),
        _ => Stop::invalid(message),
    }
}
