//! Which elements of a message stand in the path of a link, and in which order.

use super::{LinkError, LinkErrorKind, Mode};
use crate::ai::Ai;
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
    arrange_places(places, ai, mode, choice, &mut order)?;
    Ok(order)
}

/// The same of AIs that are known by their places in the dictionary, to memory of the caller's that has nothing in it.
#[inline]
pub(super) fn arrange_places<'d>(
    places: &[u16],
    ai: impl Fn(usize) -> Option<Ai<'d>>,
    mode: Mode,
    choice: Choice,
    order: &mut Order,
) -> Result<(), LinkError> {
    let len = places.len().min(MAX_ELEMENTS);
    let mut numbers = 0..len;
    let found = numbers.find_map(|number| {
        let ai = ai(number).filter(|ai| mode.is_key(*ai))?;
        Some((number, ai))
    });
    let Some((key_place, key)) = found else {
        return Err(LinkError::of_message(LinkErrorKind::NoKey));
    };
    order.push(key_place);
    order.path = 1;
    if len == 1 {
        return Ok(());
    }
    let place_of = |own: u16| places.iter().position(|place| *place == own);
    let may_stay =
        |ai: Ai<'_>| ai.is_attribute() || !ai.is_known() && mode.takes_unknown_attributes();
    let leaves_none = |list: &[u16]| {
        (0..len)
            .filter_map(&ai)
            .all(|ai| may_stay(ai) || ai.index() == key.index() || list.contains(&ai.index()))
    };
    let (mut best, mut most): (&[u16], usize) = (&[], 0);
    let mut leaves = true;
    for list in key.qualifier_lists() {
        let count = list.iter().filter(|own| place_of(**own).is_some()).count();
        if count == 0 || count <= most && (choice == Choice::Longest || !leaves) {
            continue;
        }
        let leaves_some = choice == Choice::Placeable && !leaves_none(list);
        if count > most && (leaves || !leaves_some) || leaves && !leaves_some {
            (best, most, leaves) = (list, count, leaves_some);
        }
    }

    // Places that need not be looked at again, a bit each.
    let mut taken = 1_u64 << key_place;
    for own in best {
        if let Some(place) = place_of(*own) {
            order.push(place);
            taken |= 1 << place;
        }
    }
    order.path = order.len;
    if order.len == len {
        return Ok(());
    }
    for fixed in [true, false] {
        for (place, index) in places.iter().enumerate().take(len) {
            if taken >> place & 1 != 0 {
                continue;
            }
            let Some(own) = ai(place) else { continue };
            if own.needs_separator() == fixed {
                continue;
            }
            taken |= 1 << place;
            let is_new = if own.is_known() {
                place_of(*index) == Some(place)
            } else {
                (0..place).filter_map(&ai).all(|earlier| earlier != own)
            };
            if !is_new {
                continue;
            }
            if !may_stay(own) && choice == Choice::Longest {
                return Err(LinkError::of_message(LinkErrorKind::Attribute {
                    ai: own.to_code(),
                    key: key.to_code(),
                }));
            }
            order.push(place);
        }
    }
    Ok(())
}

const _: () = assert!(MAX_ELEMENTS <= u64::BITS as usize);
