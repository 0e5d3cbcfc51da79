//! Serials that are known to exist when a ledger goes on after a restore: none of them is given out again (rule 8).

use super::db::Connection;
use super::failure::Step;
use super::schemes::{self, Registered};
use super::{Proved, counters, given, import, values};
use crate::ledger::marks::Row;
use crate::ledger::{
    ForeignList, ForeignSerial, Import, ImportLine, LedgerErrorKind, LedgerId, Product, Resume,
    Scanned,
};
use crate::serial::{Scope, SerialErrorKind};
use std::collections::BTreeMap;

/// What keeps known serials from being given out again.
#[derive(Default)]
pub(super) struct Known {
    /// Counters that pass a number.
    pub(super) numbers: Vec<(Row, u64)>,
    /// Foreign serials, by their key: no counter can pass those of unguessable numbers, nor those of a scheme that the ledger lost,
    /// which may be registered again.
    pub(super) foreign: BTreeMap<String, Vec<String>>,
}

impl Known {
    /// Of all serials, or an error that names those that say too little.
    pub(super) fn of(db: &Connection<'_>, schemes: &[Registered], all: &[Scanned]) -> Step<Self> {
        let mut own = Self::default();
        let mut serials = Vec::new();
        for scanned in all {
            if !own.take(db, schemes, scanned)? {
                serials.push(scanned.serial.clone());
            }
        }
        if serials.is_empty() {
            Ok(own)
        } else {
            Err(LedgerErrorKind::KnownWithoutGtin { serials }.into())
        }
    }

    /// Takes one serial; whether it is provided for.
    fn take(
        &mut self,
        db: &Connection<'_>,
        schemes: &[Registered],
        scanned: &Scanned,
    ) -> Step<bool> {
        let gtin = scanned.gtin.as_ref().map_or("", |gtin| gtin.as_str());
        let (mut is_passed, mut is_whose, mut whole_key) = (false, false, None);
        for scheme in schemes {
            if !scheme.is_of(scanned.ai.as_deref()) {
                continue;
            }
            let (own, ai) = (
                scheme.named.scheme(),
                &scheme.named.scheme().definition().ai,
            );
            let reading = match own.read_of(&scanned.serial, gtin) {
                Err(error) if error.kind() == SerialErrorKind::ContextMissing => {
                    is_whose = true;
                    None
                }
                read => read.map_err(|error| schemes::serial_error(scheme.named.name(), error))?,
            };
            let Some(reading) = reading else { continue };
            if own.definition().scope != Scope::All && gtin.is_empty() {
                // Each product has this serial.
                is_whose = true;
            } else if !own.needs_key() {
                let row = counters::row_of(scheme.named.scheme(), gtin, &reading.slot);
                self.numbers.push((row, reading.number));
                is_passed = true;
            } else if ai == "21" {
                // One that is issued needs nothing more.
                let counter = counters::find(db, scheme, gtin, &reading.slot)?;
                let block = match &counter {
                    Some(counter) => given::block_of(db, counter.id, reading.number)?,
                    None => None,
                };
                let stamp = reading.slot.stamp().as_str();
                is_passed |= block.is_some_and(|block| block.stamp == stamp);
            } else {
                whole_key = Some(ai.clone());
            }
        }
        if is_passed {
            return Ok(true);
        }
        let key = match scanned.ai.as_deref() {
            _ if is_whose => None,
            Some(ai) if ai != "21" => Some(ai.to_owned()),
            _ if !gtin.is_empty() => Some(gtin.to_owned()),
            Some(_) => None,
            None => whole_key,
        };
        let Some(key) = key else { return Ok(false) };
        let serials = self.foreign.entry(key).or_default();
        serials.push(scanned.serial.clone());
        Ok(true)
    }
}

/// Records known serials as foreign ones; those that the ledger has already are left as they are. Gives how many are new.
pub(super) fn hold(
    db: &Connection<'_>,
    ledger: &LedgerId,
    proved: &mut Proved,
    foreign: BTreeMap<String, Vec<String>>,
    epoch: u64,
    request: &Resume,
) -> Step<u64> {
    if foreign.is_empty() {
        return Ok(0);
    }
    let (mut lines, mut rows) = (Vec::new(), Vec::new());
    for (line, (key, serials)) in foreign.into_iter().enumerate() {
        let gtin = schemes::is_gtin(&key)
            .then(|| values::gtin(&key))
            .transpose()?
            .flatten();
        let ai = if gtin.is_some() { "21".to_owned() } else { key };
        let product = Product {
            gtin,
            ..Product::default()
        };
        lines.push(ImportLine { product, ai });
        for serial in serials {
            let row = rows.len() as u64;
            rows.push(ForeignSerial { row, line, serial });
        }
    }
    let mut request_id = format!("resume {ledger} {epoch}");
    while super::runs::by_request(db, &request_id)?.is_some() {
        request_id.push('+');
    }
    let import = Import {
        request_id,
        args_hash: [0; 32],
        holder: request.by.clone(),
        now: request.at,
        spec: String::new(),
        lines,
        rows: rows.len() as u64,
        unread: 0,
        is_partial: true,
    };
    // What is refused is in the ledger already: issued, imported before, or twice in the list.
    let mut list = ForeignList::new(rows);
    Ok(import::import(db, ledger, proved, &import, &mut list)?.recorded)
}
