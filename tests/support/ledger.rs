//! What the tests of ledgers share: short ways to ask for runs.
#![allow(dead_code, reason = "each test file uses some of it")]

use jiff::Timestamp;
use std::sync::Arc;
use unitmark::key::Gtin;
use unitmark::ledger::{
    LineRequest, MAX_SKEW, NamedScheme, Product, Run, RunLine, RunRequest, Store, Units,
};
use unitmark::serial::{Context, Definition, Reset, Scheme, Scope, Slot};

pub const APRIL: &str = "2026-04-15T08:00:00Z";
pub const MAY: &str = "2026-05-02T08:00:00Z";

pub fn time(text: &str) -> Timestamp {
    text.parse().expect(text)
}

pub fn gtin(text: &str) -> Gtin {
    Gtin::parse(text).expect(text)
}

pub fn widget() -> Product {
    Product {
        gtin: Some(gtin("5012345678900")),
        sku: Some("WIDGET-RED-LG".into()),
        lot: Some("2026-04-A".into()),
        plant: Some("WG".into()),
        ..Product::default()
    }
}

pub fn define(name: &str, definition: Definition) -> NamedScheme {
    NamedScheme::new(name, Arc::new(Scheme::new(definition).expect(name))).expect(name)
}

/// `{plant:2}-{yyyy}{mm}{seq:4}`, reset month.
pub fn monthly() -> NamedScheme {
    define("default", Definition::default())
}

pub fn pattern(name: &str, pattern: &str, reset: Reset) -> NamedScheme {
    define(
        name,
        Definition {
            reset,
            ..Definition::of(pattern)
        },
    )
}

pub fn per_gtin(name: &str, text: &str) -> NamedScheme {
    define(
        name,
        Definition {
            reset: Reset::Never,
            scope: Scope::Gtin,
            ..Definition::of(text)
        },
    )
}

pub fn slot(scheme: &NamedScheme, at: &str) -> Slot {
    let context = Context::new().with("plant", "WG").with("line", "L2");
    scheme.scheme().slot(&context, time(at)).expect(at)
}

pub fn next(scheme: &NamedScheme, at: &str, count: u64) -> LineRequest {
    let (scheme, slot) = (scheme.clone(), slot(scheme, at));
    LineRequest {
        product: widget(),
        units: Units::Next {
            scheme,
            slot,
            count,
        },
    }
}

pub fn given(serials: &[&str]) -> LineRequest {
    let serials = serials.iter().map(|&serial| serial.to_owned()).collect();
    LineRequest {
        product: widget(),
        units: Units::Given(serials),
    }
}

/// A request by the clock, its arguments hashed from what it asks for.
pub fn ask(request_id: &str, now: &str, lines: Vec<LineRequest>) -> RunRequest {
    let mut args_hash = [0; 32];
    for line in &lines {
        if let Units::Next { count, .. } = line.units {
            args_hash[0] = u8::try_from(count % 251).expect("below 251");
        }
    }
    RunRequest {
        request_id: request_id.to_owned(),
        args_hash,
        holder: "line 1".into(),
        now: time(now),
        at: None,
        max_skew: MAX_SKEW,
        spec: r#"{"stock":"L7160"}"#.into(),
        lines,
    }
}

/// The serials of a line.
pub fn line_serials(line: &RunLine) -> Vec<String> {
    let mut serials: Vec<String> = line.given.iter().map(|unit| unit.serial.clone()).collect();
    for block in &line.blocks {
        serials.extend(block.texts().expect("a block of a proved scheme"));
    }
    serials
}

/// The serials of a run.
pub fn serials(run: &Run) -> Vec<String> {
    run.lines.iter().flat_map(line_serials).collect()
}

/// Fails unless the ledger agrees with itself and all numbers are explained.
pub fn assert_sound(store: &dyn Store) {
    let verification = store.verify(None).expect("a ledger that can be read");
    assert_eq!(
        verification.findings,
        [],
        "the ledger does not agree with itself"
    );
    for found in store.gaps().expect("a ledger that can be read") {
        let explained = found.sum(|fate| fate.name() != "unexplained");
        assert_eq!(explained, found.counter.passed(), "{:?}", found.counter);
    }
}
