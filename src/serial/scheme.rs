//! A scheme: a definition that was parsed and proved.

use std::sync::Arc;

use super::class::Class;
use super::clock::PlantClock;
use super::definition::Definition;
use super::error::{SchemeError, SchemeErrorKind};
use super::id::SchemeId;
use super::layout::{CARRIERS, Layout};
use super::pattern;
use super::permutation::Permutation;
use super::proof::Calendar;
use crate::text::Span;

/// A definition that was parsed and proved: every period of its horizon and every partition writes a
/// different text, every text reads back to one (slot, number), and each fits its Application Identifier.
///
/// ```
/// use unitmark::serial::{Context, Definition, Scheme};
///
/// let scheme = Scheme::new(Definition::of("{plant:2}-{yyyy}{mm}{seq:4}"))?;
/// let plant = Context::new().with("plant", "WG");
/// let slot = scheme.slot(&plant, "2026-04-15T08:00Z".parse()?)?;
/// assert_eq!(scheme.text(&slot, 1)?, "WG-2026040001");
/// assert_eq!(scheme.capacity(), 9_999);
///
/// let reading = scheme.read("WG-2026040001")?.ok_or("not of this scheme")?;
/// assert_eq!((reading.slot, reading.number), (slot, 1));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Scheme {
    pub(super) definition: Definition,
    pub(super) id: SchemeId,
    pub(super) layout: Layout,
    pub(super) calendar: Calendar,
    pub(super) clock: PlantClock,
    pub(super) classes: Vec<Class>,
    pub(super) permutation: Option<Arc<Permutation>>,
}

impl Scheme {
    /// Parses and proves a definition.
    pub fn new(mut definition: Definition) -> Result<Self, SchemeError> {
        let carrier = CARRIERS
            .iter()
            .find(|carrier| carrier.ai == definition.ai)
            .ok_or_else(|| unserved(&definition.ai))?;
        let parts = pattern::parse(&definition.pattern)?;
        let layout = Layout::new(&parts, carrier, &definition)?;
        let clock = PlantClock::new(&definition)?;
        let calendar = Calendar::prove(&definition, &layout)?;
        clock.zone_name().clone_into(&mut definition.zone);
        definition.partition = layout.partition_text();
        if layout.is_default_version {
            definition.key_version.clear();
        }
        Ok(Self {
            id: SchemeId::of(&definition.to_text()),
            classes: classes(&layout, &calendar),
            definition,
            layout,
            calendar,
            clock,
            permutation: None,
        })
    }

    /// The hash of the definition.
    pub const fn id(&self) -> SchemeId {
        self.id
    }

    /// The definition in its one written form: the zone spelled as the IANA database does, defaults left empty.
    pub const fn definition(&self) -> &Definition {
        &self.definition
    }

    /// How many characters each serial has.
    pub fn length(&self) -> usize {
        self.layout.template.len()
    }

    /// The first number of each counter: 1 where the alphabet begins with `0`, else 0.
    pub fn first(&self) -> u64 {
        self.layout.sequence.field.first()
    }

    /// The last number of each counter; at most `i64::MAX`, so that any database holds it.
    pub fn last(&self) -> u64 {
        self.layout.sequence.field.last()
    }

    /// How many numbers a counter has: `last - first + 1`.
    pub fn capacity(&self) -> u64 {
        self.last().saturating_sub(self.first()).saturating_add(1)
    }

    /// How many periods the horizon has: so many counters of [`capacity`](Self::capacity) numbers there are for each
    /// partition.
    pub fn periods(&self) -> u64 {
        Calendar::periods(&self.definition)
    }

    /// How many serials there are for each partition in all periods.
    pub fn total(&self) -> u128 {
        u128::from(self.capacity()) * u128::from(self.periods())
    }

    /// What the Application Identifier holds: `serial number`, `SSCC`.
    pub const fn kind(&self) -> &'static str {
        self.layout.carrier.key
    }

    /// The first text of the horizon, with `A` or `0` for the values of the context: what a serial looks like.
    ///
    /// ```
    /// use unitmark::serial::{Definition, Scheme};
    ///
    /// assert_eq!(Scheme::new(Definition::default())?.example(), "AA-2026010001");
    /// # Ok::<(), unitmark::serial::SchemeError>(())
    /// ```
    pub fn example(&self) -> String {
        self.layout.example(self.definition.horizon_from)
    }

    /// The Application Identifiers that carry serials of schemes.
    ///
    /// ```
    /// use unitmark::serial::Scheme;
    ///
    /// assert!(Scheme::carriers().any(|ai| ai == "00"));
    /// ```
    pub fn carriers() -> impl Iterator<Item = &'static str> {
        CARRIERS.iter().map(|carrier| carrier.ai)
    }

    /// The names of the context values that have counters of their own; the GTIN may be one without being written.
    pub fn partition_tokens(&self) -> impl Iterator<Item = &'static str> {
        let values = self.layout.values.iter().map(|value| &value.field);
        let written = values
            .filter(|value| value.splits)
            .map(|value| value.token.name);
        written.chain(self.layout.has_unwritten_gtin.then_some("gtin"))
    }

    /// The context values that the pattern writes, by name and width in characters, in its order.
    pub fn context_tokens(&self) -> impl Iterator<Item = (&'static str, usize)> {
        let values = self.layout.values.iter();
        values.map(|value| (value.field.token.name, value.at.len()))
    }
}

fn unserved(ai: &str) -> SchemeError {
    let served = CARRIERS
        .iter()
        .map(|carrier| carrier.ai)
        .collect::<Vec<_>>()
        .join(", ");
    let message = format!(
        "AI '{}' carries no serial of a scheme; there are {served}",
        ai.escape_debug()
    );
    SchemeError::new(SchemeErrorKind::Ai, Span::default(), message)
}

/// What may stand at each position of a text.
fn classes(layout: &Layout, calendar: &Calendar) -> Vec<Class> {
    let mut classes = calendar.classes(layout);
    for at in &layout.literals {
        if let (Some(class), Some(letter)) = (classes.get_mut(*at), layout.template.get(*at)) {
            class.insert(*letter);
        }
    }
    if let Some(check) = &layout.check
        && let Some(field) = classes.get_mut(check.at.clone())
    {
        field.fill(Class::of(check.system.written()));
    }
    let mut fill = |at: &core::ops::Range<usize>, with: Class| {
        if let Some(field) = classes.get_mut(at.clone()) {
            field.fill(with);
        }
    };
    fill(&layout.sequence.at, layout.sequence.field.alphabet.class());
    for value in &layout.values {
        fill(&value.at, value.field.class);
    }
    classes
}
