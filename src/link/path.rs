//! Which AIs stand in the path, in which order: the key and its qualifiers, as the AI table has them.

use crate::ai::{Ai, Code, Dictionary};

/// Whether these AIs make a path: a primary key, then qualifiers of it in its order, and those that it cannot be without.
///
/// ```
/// use unitmark::link::is_path;
///
/// assert!(is_path(&["01", "22", "10", "21"]) && is_path(&["01", "235"]));
/// assert!(!is_path(&["01", "21", "10"]), "another order");
/// assert!(!is_path(&["01", "235", "10"]), "of two alternatives");
/// assert!(is_path(&["415", "8020"]) && !is_path(&["415"]), "a payment slip has its number");
/// ```
pub fn is_path(ais: &[&str]) -> bool {
    let dictionary = Dictionary::BUILTIN;
    let Some((key, qualifiers)) = ais.split_first() else {
        return false;
    };
    let Some(key) = dictionary.get(key).filter(|key| key.is_key()) else {
        return false;
    };
    fits(key, || qualifiers.iter().copied()) && has_what_it_needs(key, qualifiers)
}

/// Whether the qualifiers that the key requires are there.
pub(super) fn has_what_it_needs(key: Ai<'_>, qualifiers: &[&str]) -> bool {
    let is_own = |ai: &str| key.qualifiers().any(|mut list| list.any(|own| own == ai));
    key.requires()
        .filter(|needed| is_own(needed))
        .all(|needed| qualifiers.contains(&needed))
}

/// Whether these qualifiers may follow the key, in this order.
#[inline]
pub(super) fn fits<'q, Q>(key: Ai<'_>, qualifiers: impl Fn() -> Q) -> bool
where
    Q: Iterator<Item = &'q str>,
{
    let mut none = qualifiers();
    none.next().is_none()
        || key
            .qualifiers()
            .any(|mut list| qualifiers().all(|ai| list.any(|own| own == ai)))
}

/// Whether `other` may stand among these qualifiers of the key, wherever its place is.
#[inline]
pub(super) fn takes<'q, Q>(key: Ai<'_>, qualifiers: impl Fn() -> Q, other: &str) -> bool
where
    Q: Iterator<Item = &'q str>,
{
    let mut at = 0;
    loop {
        // The lists cannot be read twice, so each is asked for by its number.
        let Some(mut list) = key.qualifiers().nth(at) else {
            return false;
        };
        let has_other = list.any(|own| own == other);
        let has = |ai: &str| {
            key.qualifiers()
                .nth(at)
                .is_some_and(|mut list| list.any(|own| own == ai))
        };
        if has_other && qualifiers().all(has) {
            return true;
        }
        at += 1;
    }
}

/// Whether `other` qualifies the key at all.
pub(super) fn qualifies(key: Ai<'_>, other: Code) -> bool {
    takes(key, core::iter::empty, other.as_str())
}
