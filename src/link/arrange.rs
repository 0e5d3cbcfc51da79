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
    let ais = || (0..len).filter_map(|place| Some((place, ai(place)?)));
    let Some((key_place, key)) = ais().find(|(_, ai)| mode.is_key(*ai)) else {
        return Err(LinkError::of_message(LinkErrorKind::NoKey));
    };
    let find = |code: &str| ais().find(|(_, ai)| ai.code() == code);
    let may_stay =
        |ai: Ai<'_>| ai.is_attribute() || !ai.is_known() && mode.takes_unknown_attributes();
    let is_in = |number: Option<usize>, ai: Ai<'_>| {
        number.is_some_and(|number| {
            key.qualifiers()
                .nth(number)
                .is_some_and(|mut list| list.any(|own| own == ai.code()))
        })
    };
    let longest = |among: &dyn Fn(usize) -> bool| {
        let (mut best, mut most) = (None, 0);
        for (number, list) in key.qualifiers().enumerate() {
            let count = list.filter(|code| find(code).is_some()).count();
            if count > most && among(number) {
                (best, most) = (Some(number), count);
            }
        }
        best
    };
    let leaves_none =
        |number| ais().all(|(_, ai)| ai == key || may_stay(ai) || is_in(Some(number), ai));
    let best = match choice {
        Choice::Longest => longest(&|_| true),
        Choice::Placeable => longest(&leaves_none).or_else(|| longest(&|_| true)),
    };

    let mut order = Order::empty();
    let mut taken = 1_u64 << key_place;
    order.push(key_place);
    if let Some(list) = best.and_then(|number| key.qualifiers().nth(number)) {
        for (place, _) in list.filter_map(find) {
            order.push(place);
            taken |= 1 << place;
        }
    }
    order.path = order.len;
    for fixed in [true, false] {
        for (place, own) in ais() {
            let is_new = || {
                ais()
                    .take_while(|(earlier, _)| *earlier < place)
                    .all(|(_, earlier)| earlier != own)
            };
            if taken & 1 << place != 0 || own.needs_separator() == fixed || own == key {
                continue;
            }
            if is_in(best, own) || !is_new() {
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
    Ok(order)
}
