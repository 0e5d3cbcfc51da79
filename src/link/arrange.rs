//! Which elements of a message stand in the path of a link, and in which order.

use super::{LinkError, LinkErrorKind, Mode};
use crate::ai::{Ai, Presence};
use crate::element::MAX_ELEMENTS;

/// Elements in the order of a link.
#[derive(Clone, Copy, Debug)]
pub(super) struct Order {
    places: [u8; MAX_ELEMENTS],
    /// How many stand in the path.
    path: usize,
    len: usize,
}

impl Order {
    /// The places of all elements: the path, then the attributes.
    pub(super) fn all(&self) -> impl ExactSizeIterator<Item = usize> + Clone + '_ {
        let places = self.places.get(..self.len).unwrap_or_default();
        places.iter().map(|&place| usize::from(place))
    }

    /// The place of the element with this number.
    #[inline]
    pub(super) fn at(&self, number: usize) -> Option<usize> {
        let places = self.places.get(..self.len)?;
        places.get(number).map(|&place| usize::from(place))
    }

    /// The places of the elements of the path, the key first.
    pub(super) fn path(&self) -> impl ExactSizeIterator<Item = usize> + Clone + '_ {
        let places = self.places.get(..self.path).unwrap_or_default();
        places.iter().map(|&place| usize::from(place))
    }

    /// The places of the data attributes.
    pub(super) fn attributes(&self) -> impl ExactSizeIterator<Item = usize> + Clone + '_ {
        let places = self.places.get(self.path..self.len).unwrap_or_default();
        places.iter().map(|&place| usize::from(place))
    }

    /// As the elements stand in a link already: so many in the path, then the attributes.
    pub(super) fn given(path: usize, len: usize) -> Self {
        let mut order = Self::empty();
        for place in 0..len {
            order.push(place);
        }
        order.path = path.min(order.len);
        order
    }

    /// With the attributes in the order of their AIs.
    pub(super) fn sorted<'d>(mut self, ai: impl Fn(usize) -> Option<Ai<'d>>) -> Self {
        let code = |place: u8| ai(usize::from(place)).map(|ai| ai.code());
        if let Some(attributes) = self.places.get_mut(self.path..self.len) {
            attributes.sort_by_key(|&place| code(place));
        }
        self
    }

    const fn empty() -> Self {
        Self {
            places: [0; MAX_ELEMENTS],
            path: 0,
            len: 0,
        }
    }

    fn push(&mut self, place: usize) {
        if let Some(free) = self.places.get_mut(self.len) {
            *free = place as u8;
            self.len += 1;
        }
    }
}

/// Which of several lists of qualifiers is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Choice {
    /// The one that most elements are in; of equals the first. GS1's engine does that.
    Longest,
    /// The longest of those that leave nothing over which cannot be an attribute. What cannot is no error but told elsewhere.
    Placeable,
}

/// Puts elements in the order of a link: the first primary key, its qualifiers, then the attributes, those of predefined length
/// first, as GS1's engine has them. An AI that is there twice is taken once.
#[inline]
pub(super) fn arrange<'d>(
    len: usize,
    ai: impl Fn(usize) -> Option<Ai<'d>>,
    mode: Mode,
    choice: Choice,
) -> Result<Order, LinkError> {
    let len = len.min(MAX_ELEMENTS);
    let mut memory = [Ai::UNKNOWN; MAX_ELEMENTS];
    let places = memory.get_mut(..len).unwrap_or_default();
    for (number, place) in places.iter_mut().enumerate() {
        if let Some(ai) = ai(number) {
            *place = ai.index();
        }
    }
    let mut order = Order::empty();
    arrange_places(places, |place, _| ai(place), mode, choice, &mut order)?;
    Ok(order)
}

/// The same of AIs that are known by their places in the dictionary, to memory of the caller's that has nothing in it; `ai` is
/// asked for a place and the AI's place in the dictionary.
#[inline]
pub(super) fn arrange_places<'d>(
    places: &[u16],
    ai: impl Fn(usize, u16) -> Option<Ai<'d>>,
    mode: Mode,
    choice: Choice,
    order: &mut Order,
) -> Result<(), LinkError> {
    let places = places.get(..MAX_ELEMENTS).unwrap_or(places);
    // Sets of places are a bit each; what is there twice is in them once.
    let (mut left, mut fixed, mut cannot_stay) = (0_u64, 0_u64, 0_u64);
    let mut present = Presence::NONE;
    let mut found = None;
    for (place, &index) in places.iter().enumerate() {
        let Some(own) = ai(place, index) else {
            continue;
        };
        let is_again = if own.is_known() {
            present.insert(index)
        } else {
            let mut earlier = places.iter().enumerate().take(place);
            earlier.any(|(place, index)| ai(place, *index) == Some(own))
        };
        if is_again {
            continue;
        }
        let may_stay = own.is_attribute() || !own.is_known() && mode.takes_unknown_attributes();
        left |= 1 << place;
        fixed |= u64::from(!own.needs_separator()) << place;
        cannot_stay |= u64::from(!may_stay) << place;
        if found.is_none() && mode.is_key(own) {
            found = Some((place, own));
        }
    }
    let Some((key_place, key)) = found else {
        return Err(LinkError::of_message(LinkErrorKind::NoKey));
    };
    order.push(key_place);
    order.path = 1;
    left &= !(1 << key_place);
    if left == 0 {
        return Ok(());
    }
    let place_of = |own: u16, of: u64| {
        let place = places.iter().position(|place| *place == own);
        place.filter(|place| of >> place & 1 != 0)
    };
    let best = qualifiers(key, choice, cannot_stay & left, |own| place_of(own, left));
    for own in best {
        // A dictionary may have an AI in a list twice.
        if let Some(place) = place_of(*own, left) {
            order.push(place);
            left &= !(1 << place);
        }
    }
    order.path = order.len;
    for mut set in [left & fixed, left & !fixed] {
        if choice == Choice::Longest && set & cannot_stay != 0 {
            let place = (set & cannot_stay).trailing_zeros() as usize;
            let own = places.get(place).and_then(|index| ai(place, *index));
            return Err(LinkError::of_message(LinkErrorKind::Attribute {
                ai: own.unwrap_or(key).to_code(),
                key: key.to_code(),
            }));
        }
        while set != 0 {
            order.push(set.trailing_zeros() as usize);
            set &= set - 1;
        }
    }
    Ok(())
}

/// The list of qualifiers that is taken of those that a key has; `cannot_stay` are the places of elements that are no attributes.
#[inline]
fn qualifiers(
    key: Ai<'_>,
    choice: Choice,
    cannot_stay: u64,
    place_of: impl Fn(u16) -> Option<usize>,
) -> &[u16] {
    let (mut best, mut most): (&[u16], u32) = (&[], 0);
    let mut leaves = true;
    for list in key.qualifier_lists() {
        let found = list.iter().filter_map(|own| place_of(*own));
        let in_list = found.fold(0_u64, |set, place| set | 1 << place);
        let count = in_list.count_ones();
        if count == 0 || count <= most && (choice == Choice::Longest || !leaves) {
            continue;
        }
        let leaves_some = choice == Choice::Placeable && cannot_stay & !in_list != 0;
        if count > most && (leaves || !leaves_some) || leaves && !leaves_some {
            (best, most, leaves) = (list, count, leaves_some);
        }
    }
    best
}

const _: () = assert!(MAX_ELEMENTS <= u64::BITS as usize);
