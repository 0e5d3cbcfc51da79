//! The shortest sequence of symbol characters: an exact walk over the three code sets.

use super::super::message::{GS, Message};

/// More symbol characters than any message needs.
const NEVER: u16 = u16::MAX / 2;

const SHIFT: u8 = 98;
const FNC1: u8 = 102;
/// To code set A, B, C from another.
const LATCH: [u8; 3] = [101, 100, 99];
/// Start in code set A, B, C.
const START: [u8; 3] = [103, 104, 105];

/// What one code set takes for the rest of the message from one place on, if the next
/// character is encoded in it at once.
type Costs = [u16; 3];

/// Start character, FNC1 of a GS1 message, data: the values of the symbol characters, check and stop not among them.
pub(super) fn shortest(message: &Message<'_>) -> Vec<u8> {
    let bytes = message.bytes;
    let separator = if message.gs1 { Some(GS) } else { None };
    let mut costs = vec![[0; 3]; bytes.len() + 1];
    let (mut next, mut after_next) = ([0; 3], [NEVER; 3]);
    for (place, &byte) in bytes.iter().enumerate().rev() {
        let pair = byte.is_ascii_digit() && bytes.get(place + 1).is_some_and(u8::is_ascii_digit);
        let staying = stay(byte, pair, separator == Some(byte), next, after_next);
        if let Some(cost) = costs.get_mut(place) {
            *cost = staying;
        }
        let [a, b, c] = staying;
        let switched = a.min(b).min(c) + 1;
        after_next = next;
        next = [a.min(switched), b.min(switched), c.min(switched)];
    }
    walk(message, &costs)
}

fn stay(byte: u8, pair: bool, separator: bool, next: Costs, after_next: Costs) -> Costs {
    let [a, b, c] = next;
    if separator {
        return [a + 1, b + 1, c + 1];
    }
    let [_, _, c] = if pair { after_next } else { [NEVER; 3] };
    match byte {
        0..=31 => [a + 1, b + 2, NEVER],
        96..=127 => [a + 2, b + 1, NEVER],
        128.. => [NEVER; 3],
        _ => [a + 1, b + 1, (c + 1).min(NEVER)],
    }
}

/// Follows the costs forward. Where code sets are equally good it stays, or else takes the first
/// of C, B, A, which keeps digits in pairs as long as that costs nothing.
fn walk(message: &Message<'_>, costs: &[Costs]) -> Vec<u8> {
    let bytes = message.bytes;
    let mut values = Vec::with_capacity(bytes.len() + 8);
    let mut set = None;
    let mut place = 0;
    while let (Some(&byte), Some(costs)) = (bytes.get(place), costs.get(place)) {
        let [a, b, c] = *costs;
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
            Some(set) if costs[set] <= least + 1 => set,
            Some(_) => {
                values.push(LATCH[best]);
                best
            }
        };
        set = Some(now);
        place += 1;
        if message.gs1 && byte == GS {
            values.push(FNC1);
        } else if now == 2 {
            let units = bytes.get(place).copied().unwrap_or_default();
            values.push((byte - b'0') * 10 + (units - b'0'));
            place += 1;
        } else {
            if now == 0 && byte >= 96 || now == 1 && byte < 32 {
                values.push(SHIFT);
            }
            values.push(if byte < 32 { byte + 64 } else { byte - 32 });
        }
    }
    values
}
