//! Hash-chained events (rule 10): what is hashed, byte for byte, whichever engine keeps it.

use super::heads::hex;
use super::id::LedgerId;
use super::product::Product;
use super::run::{MarkKind, UnitKey};
use super::state::UnitState;
use sha2::{Digest, Sha256};

/// The chain of the ledger's own events.
pub(crate) const LEDGER_CHAIN: u64 = 0;

/// A SHA-256 over fields of which each tells its length, so that no two lists of fields hash the same bytes.
#[derive(Clone)]
pub(crate) struct Sum(Sha256);

impl Sum {
    pub(crate) fn new(purpose: &str) -> Self {
        Self(Sha256::new()).text(purpose)
    }

    pub(crate) fn bytes(mut self, bytes: &[u8]) -> Self {
        self.0.update((bytes.len() as u64).to_be_bytes());
        self.0.update(bytes);
        self
    }

    pub(crate) fn text(self, text: &str) -> Self {
        self.bytes(text.as_bytes())
    }

    pub(crate) fn number(mut self, number: u64) -> Self {
        self.0.update(number.to_be_bytes());
        self
    }

    /// A missing field differs from an empty one.
    pub(crate) fn optional(mut self, text: Option<&str>) -> Self {
        self.0.update([u8::from(text.is_some())]);
        match text {
            Some(text) => self.text(text),
            None => self,
        }
    }

    pub(crate) fn product(self, product: &Product) -> Self {
        product
            .fields()
            .iter()
            .fold(self, |sum, (_, value)| sum.optional(*value))
    }

    pub(crate) fn finish(self) -> [u8; 32] {
        self.0.finalize().into()
    }
}

/// The SHA-256 of a text.
pub(crate) fn sum_of(text: &str) -> String {
    hex(&Sha256::digest(text.as_bytes()))
}

/// One row of numbers, by what makes it that row.
pub(crate) struct CounterKey<'a> {
    pub(crate) scheme: &'a [u8; 32],
    pub(crate) gtin: &'a str,
    pub(crate) period: &'a str,
    pub(crate) partition: &'a str,
}

/// What the first event of a chain follows: it binds the chain to its ledger and its counter.
pub(crate) fn genesis(ledger: &LedgerId, chain: u64, counter: Option<&CounterKey<'_>>) -> [u8; 32] {
    let sum = Sum::new("unitmark chain")
        .text(ledger.as_str())
        .number(chain);
    match counter {
        None => sum.finish(),
        Some(key) => sum
            .bytes(key.scheme)
            .text(key.gtin)
            .text(key.period)
            .text(key.partition)
            .finish(),
    }
}

/// The hash of an event: it covers the one before it.
pub(crate) fn link(
    previous: &[u8; 32],
    chain: u64,
    event: u64,
    at: i64,
    kind: &str,
    body: &str,
) -> [u8; 32] {
    Sum::new("unitmark event")
        .bytes(previous)
        .number(chain)
        .number(event)
        .bytes(&at.to_be_bytes())
        .text(kind)
        .text(body)
        .finish()
}

/// What an event says: `name value` on a line each, for people and for the hash.
///
/// A line end or a backslash in a value is escaped, so that a body reads one way.
#[derive(Clone, Default)]
pub(crate) struct Body(String);

impl Body {
    pub(crate) fn with(mut self, name: &str, value: impl core::fmt::Display) -> Self {
        self.0.push_str(name);
        self.0.push(' ');
        for c in value.to_string().chars() {
            match c {
                '\\' => self.0.push_str("\\\\"),
                '\n' => self.0.push_str("\\n"),
                '\r' => self.0.push_str("\\r"),
                c => self.0.push(c),
            }
        }
        self.0.push('\n');
        self
    }

    pub(crate) fn into_text(self) -> String {
        self.0
    }
}

/// The fields of a run that each of its events repeats, so that each chain proves them alone.
pub(crate) struct RunFacts<'a> {
    pub(crate) id: &'a str,
    pub(crate) request_id: &'a str,
    pub(crate) args_hash: &'a [u8],
    pub(crate) holder: &'a str,
    pub(crate) at: i64,
    pub(crate) at_is_explicit: bool,
    pub(crate) spec: &'a str,
    pub(crate) units: u64,
}

impl RunFacts<'_> {
    fn body(&self) -> Body {
        Body::default()
            .with("run", self.id)
            .with("request", self.request_id)
            .with("arguments", hex(self.args_hash))
            .with("holder", self.holder)
            .with("at", self.at)
            .with("at-is-explicit", self.at_is_explicit)
            .with("spec", sum_of(self.spec))
            .with("units", self.units)
    }

    /// `reserved`: this run moved a counter.
    pub(crate) fn reserved(&self, from: u64, to: u64, blocks: u64, sum: Sum) -> String {
        self.body()
            .with("from", from)
            .with("to", to)
            .with("blocks", blocks)
            .with("sum", hex(&sum.finish()))
            .into_text()
    }

    /// `given`: this run brought serials of its own.
    pub(crate) fn given(&self, count: u64, sum: Sum) -> String {
        self.body()
            .with("given", count)
            .with("sum", hex(&sum.finish()))
            .into_text()
    }
}

/// One more block in the sum of a `reserved` event.
pub(crate) fn sum_block(
    sum: Sum,
    block: (u64, u64),
    line: u64,
    stamp: &str,
    first: u64,
    product: &Product,
) -> Sum {
    let (id, count) = block;
    sum.number(id)
        .number(line)
        .text(stamp)
        .number(first)
        .number(count)
        .product(product)
}

/// One more serial in the sum of a `given` event.
pub(crate) fn sum_given(
    sum: Sum,
    id: u64,
    line: u64,
    key: &str,
    serial: &str,
    product: &Product,
) -> Sum {
    sum.number(id)
        .number(line)
        .text(key)
        .text(serial)
        .product(product)
}

/// What the event of a mark says.
pub(crate) fn mark_body(run: &str, by: &str, what: &MarkKind) -> String {
    let body = Body::default().with("run", run).with("by", by);
    let (body, printing) = match what {
        MarkKind::Allocated => (body, None),
        MarkKind::GivenBack { units, reason } => {
            (body.with("units", units).with("reason", reason), None)
        }
        MarkKind::Printed(printing) => (body, Some(printing)),
        MarkKind::Reprinted {
            unit,
            reason,
            printing,
        } => {
            let body = match unit {
                None => body,
                Some(UnitKey::Numbered { block, number }) => {
                    body.with("block", block).with("number", number)
                }
                Some(UnitKey::Given { id }) => body.with("given", id),
            };
            (body.with("reason", reason), printing.as_ref())
        }
    };
    match printing {
        None => body,
        Some(printing) => body
            .with("labels", printing.labels)
            .with("pages", printing.pages)
            .with("stock", &printing.stock)
            .with("next-place", printing.next_place)
            .with("output", &printing.output),
    }
    .into_text()
}

/// What the event of units that moved says.
pub(crate) fn move_body(
    to: UnitState,
    by: &str,
    reason: Option<&str>,
    units: u64,
    sum: Sum,
) -> String {
    let body = Body::default().with("to", to).with("by", by);
    match reason {
        Some(reason) => body.with("reason", reason),
        None => body,
    }
    .with("units", units)
    .with("sum", hex(&sum.finish()))
    .into_text()
}

/// The kind of a mark's event, and of its row.
pub(crate) const fn mark_name(what: &MarkKind) -> &'static str {
    match what {
        MarkKind::Allocated => "allocated",
        MarkKind::GivenBack { .. } => "given-back",
        MarkKind::Printed(_) => "printed",
        MarkKind::Reprinted { .. } => "reprinted",
    }
}

/// What the event of a registered scheme says.
pub(crate) fn scheme_body(name: &str, hash: &[u8], definition: &str) -> String {
    Body::default()
        .with("name", name)
        .with("id", hex(hash))
        .with("definition", definition)
        .into_text()
}

/// What a ledger's first event says.
pub(crate) fn created_body(ledger: &LedgerId, epoch: u64) -> String {
    Body::default()
        .with("ledger", ledger)
        .with("epoch", epoch)
        .into_text()
}

/// What the event of a resume says: on the ledger's chain the epoch, on a counter's also the numbers that it passed.
pub(crate) fn resumed_body(
    epoch: u64,
    by: &str,
    reason: Option<&str>,
    first: u64,
    count: u64,
) -> String {
    let body = Body::default().with("epoch", epoch).with("by", by);
    let body = match reason {
        Some(reason) => body.with("reason", reason),
        None => body,
    };
    if count == 0 {
        return body.into_text();
    }
    body.with("first", first).with("count", count).into_text()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_end_in_a_value_cannot_forge_a_field() {
        let forged = Body::default().with("holder", "a\nunits 9").into_text();
        assert_eq!(forged, "holder a\\nunits 9\n");
        assert_ne!(
            forged,
            Body::default().with("holder", "a\\nunits 9").into_text()
        );
    }

    #[test]
    fn moving_a_character_to_the_next_field_changes_the_sum() {
        let sum = |a: &str, b: &str| Sum::new("test").text(a).text(b).finish();
        assert_ne!(sum("ab", "c"), sum("a", "bc"));
        let missing = Sum::new("test").optional(None).optional(Some("")).finish();
        assert_ne!(
            missing,
            Sum::new("test").optional(Some("")).optional(None).finish()
        );
    }

    #[test]
    fn each_part_of_an_event_changes_its_hash() {
        let base = link(&[0; 32], 1, 2, 3, "kind", "body");
        for other in [
            link(&[1; 32], 1, 2, 3, "kind", "body"),
            link(&[0; 32], 2, 2, 3, "kind", "body"),
            link(&[0; 32], 1, 3, 3, "kind", "body"),
            link(&[0; 32], 1, 2, 4, "kind", "body"),
            link(&[0; 32], 1, 2, 3, "kinds", "body"),
            link(&[0; 32], 1, 2, 3, "kind", "bodies"),
        ] {
            assert_ne!(base, other);
        }
    }
}
