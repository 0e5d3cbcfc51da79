//! What a verification found.

/// The result of [`Store::verify`](super::Store::verify).
///
/// Without heads it proves that the ledger agrees with itself: no byte of what is hashed was changed by accident or by someone who
/// did not recompute the chains. With heads it also proves that up to those heads nothing was cut off or rewritten.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verification {
    /// How many chains were read.
    pub chains: u64,
    /// How many events were read.
    pub events: u64,
    /// The ledger's epoch, from 1; each resume after a restore raised it. What a restore cut off, only heads from before it can show.
    pub epoch: u64,
    /// How many heads were compared.
    pub heads: u64,
    /// What does not agree; empty when all is well.
    pub findings: Vec<Finding>,
}

impl Verification {
    /// Whether nothing was found.
    pub fn is_sound(&self) -> bool {
        self.findings.is_empty()
    }
}

/// Something that does not agree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Its kind.
    pub kind: FindingKind,
    /// Where, and what.
    pub message: String,
}

/// Kinds of disagreement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum FindingKind {
    /// An event whose hash does not follow from the one before it.
    ChainBroken,
    /// A chain that is shorter or longer than its head says.
    ChainLength,
    /// An event whose record is not what was hashed.
    RecordChanged,
    /// A record without an event.
    RecordUnexplained,
    /// Numbers given out twice, left out, or at or past the counter.
    NumbersDisagree,
    /// The database itself is damaged.
    Database,
    /// A chain does not contain the head that was exported.
    HeadMissing,
}

impl FindingKind {
    /// The stable name: `chain-broken`, ...
    pub const fn code(self) -> &'static str {
        match self {
            Self::ChainBroken => "chain-broken",
            Self::ChainLength => "chain-length",
            Self::RecordChanged => "record-changed",
            Self::RecordUnexplained => "record-unexplained",
            Self::NumbersDisagree => "numbers-disagree",
            Self::Database => "database",
            Self::HeadMissing => "head-missing",
        }
    }
}
