//! The shortest sequence of symbol characters: an exact walk over the three code sets.

use super::super::message::{GS, Message};
use super::LONGEST;

/// More symbol characters than any message needs.
const NEVER: u16 = u16::MAX / 2;

const SHIFT: u8 = 98;
const FNC1: u8 = 102;
/// To code set A, B, C from another.
const LATCH: [u8; 3] = [101, 100, 99];
/// Start in code set A, B, C.
const START: [u8; 3] = [103, 104, 105];

/// What each code set takes for the rest of the message from one place on, if the next
/// character is encoded in it at once.
type Costs = [u16; 3];

/// The values of symbol characters: start character, FNC1 of a GS1 message, data; check and stop not among them.
///
/// The worst message alternates between characters of A and of B and shifts for every other one.
#[derive(Debug)]
pub(super) struct Values {
    values: [u8; 2 * LONGEST + 2],
    count: usize,
}

impl Values {
    fn push(&mut self, value: u8) {
        if let Some(place) = self.values.get_mut(self.count) {
            *place = value;
            self.count += 1;
        }
    }

    pub fn as_slice(&self) -> &[u8] {
        self.values.get(..self.count).unwrap_or_default()
    }
}

/// Plans a message of at most [`LONGEST`] characters of ASCII.
pub(super) fn shortest(message: &Message<'_>) -> Values {
    let bytes = message.bytes;
    let mut costs = [[0; 3]; LONGEST];
    let (mut next, mut after_next) = ([0; 3], [NEVER; 3]);
    let mut digit_behind = false;
    for (&byte, cost) in bytes.iter().zip(&mut costs).rev() {
        let digit = byte.is_ascii_digit();
        let [a, b, c] = next;
        let staying = match byte {
            GS if message.gs1 => [a + 1, b + 1, c + 1],
            b'0'..=b'9' if digit_behind => [a + 1, b + 1, after_next[2] + 1],
            32..=95 => [a + 1, b + 1, NEVER],
            0..=31 => [a + 1, b + 2, NEVER],
            _ => [a + 2, b + 1, NEVER],
        };
        *cost = staying;
        digit_behind = digit;
        let [a, b, c] = staying;
        let switched = a.min(b).min(c) + 1;
        after_next = next;
        next = [a.min(switched), b.min(switched), c.min(switched)];
    }
    walk(message, &costs)
}

/// Follows the costs forward. Where code sets are equally good it stays, or else takes the first
/// of C, B, A, which keeps digits in pairs as long as that costs nothing.
fn walk(message: &Message<'_>, costs: &[Costs]) -> Values {
    let mut values = Values {
        values: [0; 2 * LONGEST + 2],
        count: 0,
    };
    let mut set = None;
    let mut characters = message.bytes.iter().zip(costs);
    while let Some((&byte, &[a, b, c])) = characters.next() {
        let least = a.min(b).min(c);
        let best = if c == least {
            2
        } else {
            usize::from(b == least)
        };
        let now = match set {
            None => {
                values.push(START[best]);
                if message.gs1 {
                    values.push(FNC1);
                }
                best
            }
            Some(set) if [a, b, c][set] <= least + 1 => set,
            Some(_) => {
                values.push(LATCH[best]);
                best
            }
        };
        set = Some(now);
        if message.gs1 && byte == GS {
            values.push(FNC1);
        } else if now == 2 {
            let units = characters.next().map_or(b'0', |(&units, _)| units);
            values.push((byte - b'0') * 10 + (units - b'0'));
        } else {
            if now == 0 && byte >= 96 || now == 1 && byte < 32 {
                values.push(SHIFT);
            }
            values.push(if byte < 32 { byte + 64 } else { byte - 32 });
        }
    }
    values
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    /// The least count of symbol characters by trying everything, the shortest first.
    fn by_trying(message: &Message<'_>) -> usize {
        let start = 1 + usize::from(message.gs1);
        let mut open = BTreeSet::from([(start, 0, 0), (start, 0, 1), (start, 0, 2)]);
        let mut seen = BTreeSet::new();
        while let Some((count, place, set)) = open.pop_first() {
            let Some(&byte) = message.bytes.get(place) else {
                return count;
            };
            if !seen.insert((place, set)) {
                continue;
            }
            open.extend((0..3).map(|other| (count + 1, place, other)));
            let pair = byte.is_ascii_digit()
                && message.bytes.get(place + 1).is_some_and(u8::is_ascii_digit);
            open.extend(match set {
                _ if message.gs1 && byte == GS => Some((count + 1, place + 1, set)),
                0 if byte >= 96 => Some((count + 2, place + 1, set)),
                1 if byte < 32 => Some((count + 2, place + 1, set)),
                0 | 1 => Some((count + 1, place + 1, set)),
                _ => pair.then_some((count + 1, place + 2, set)),
            });
        }
        usize::MAX
    }

    proptest::proptest! {
        #[test]
        fn no_sequence_of_code_sets_is_shorter(text in "([0-9]{1,5}|[A-Z]{1,2}|[a-z]{1,2}|[\\x00-\\x1f]{1,2}){0,8}", gs1 in proptest::bool::ANY) {
            let message = Message { gs1, bytes: text.as_bytes() };
            proptest::prop_assume!(!text.is_empty());
            proptest::prop_assert_eq!(shortest(&message).as_slice().len(), by_trying(&message));
        }
    }
}
