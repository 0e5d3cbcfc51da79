//! Which AIs stand in the path, in which order: the key and its qualifiers, as the AI table has them.

use crate::ai::{Ai, Dictionary};

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
    let places = qualifiers
        .iter()
        .map(|ai| dictionary.get(ai).map_or(Ai::UNKNOWN, Ai::index));
    fits(key, &places) && has_what_it_needs(key, qualifiers)
}

/// Whether the qualifiers that the key requires are there.
fn has_what_it_needs(key: Ai<'_>, qualifiers: &[&str]) -> bool {
    let is_own = |ai: &str| key.qualifiers().any(|mut list| list.any(|own| own == ai));
    key.requires()
        .filter(|needed| is_own(needed))
        .all(|needed| qualifiers.contains(&needed))
}

/// Whether these qualifiers, as places in the table, may follow the key in this order.
#[inline]
pub(super) fn fits(key: Ai<'_>, qualifiers: &(impl Iterator<Item = u16> + Clone)) -> bool {
    qualifiers.clone().next().is_none()
        || key.qualifier_lists().any(|list| {
            let mut list = list.iter();
            qualifiers.clone().all(|ai| list.any(|own| *own == ai))
        })
}

/// Whether `other` may stand among these qualifiers of the key, wherever its place is.
#[inline]
pub(super) fn takes(
    key: Ai<'_>,
    qualifiers: &(impl Iterator<Item = u16> + Clone),
    other: Ai<'_>,
) -> bool {
    other.is_qualifier()
        && key.qualifier_lists().any(|list| {
            list.contains(&other.index()) && qualifiers.clone().all(|ai| list.contains(&ai))
        })
}
