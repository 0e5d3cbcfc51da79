//! The shortest sequence of codewords: an exact walk over the six encodations of ISO/IEC 16022, 5.2.
//!
//! Seen from the end of the message: `rest(place, state)` is how many codewords the message takes from
//! `place` on when the encoder stands in `state`, and the choice that gives it is kept. What makes this exact is that the rules for the
//! end of a symbol never make fewer codewords worse: where the standard lets an encoder leave an encodation without
//! a word because the symbol is full, a symbol with room to spare has the place for that word.

use super::super::message::GS;

/// An encodation and how far into its group of characters it stands.
pub(super) type State = usize;

pub(super) const ASCII: State = 0;
/// Three values to two codewords.
pub(super) const C40: State = 1;
pub(super) const TEXT: State = 4;
pub(super) const X12: State = 7;
/// Four values to three codewords.
pub(super) const EDIFACT: State = 10;
pub(super) const BASE256: State = 14;
const STATES: usize = 15;

/// The encodations that ASCII latches to.
const LATCHES: [State; 5] = [C40, TEXT, X12, EDIFACT, BASE256];

/// A codeword. Below it are counted values that fill up a group and mean nothing, so that a way without them wins a tie.
const WORD: u32 = 1 << 16;
const NEVER: u32 = u32::MAX / 4;

/// What to do in ASCII.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ascii {
    /// One character.
    One,
    /// Two digits in one codeword.
    Pair,
    /// To another encodation, with this character its first.
    Latch(State),
}

/// The best choice in each state at one place: for ASCII in the lowest three bits, then, from bit 3 on, a bit for each other state that says to
/// leave the encodation (or, inside a group of three, to fill the group up) in front of this character.
#[derive(Clone, Copy, Debug, Default)]
struct Choices(u32);

impl Choices {
    fn ascii(self) -> Ascii {
        match self.0 & 7 {
            0 => Ascii::One,
            1 => Ascii::Pair,
            latch => Ascii::Latch(LATCHES[(latch as usize - 2) % LATCHES.len()]),
        }
    }
}

/// The best way for each place of a message.
#[derive(Debug)]
pub(super) struct Plan {
    choices: Vec<Choices>,
    /// Codewords of the whole, a length field of a last Base 256 run left out where it may be.
    pub codewords: usize,
}

impl Plan {
    /// What to do in ASCII at a place inside the message.
    pub fn ascii(&self, place: usize) -> Ascii {
        self.choices.get(place).copied().unwrap_or_default().ascii()
    }

    /// Whether to leave another encodation in front of a place; past the message, always.
    pub fn leaves(&self, place: usize, state: State) -> bool {
        self.choices
            .get(place)
            .is_none_or(|choices| choices.0 >> (state + 2) & 1 == 1)
    }
}

/// How many values of C40 (or, in `text`, of Text) a character takes.
pub(super) const fn values(byte: u8, text: bool) -> usize {
    match byte {
        b' ' | b'0'..=b'9' => 1,
        b'A'..=b'Z' if !text => 1,
        b'a'..=b'z' if text => 1,
        128.. => 2 + values(byte - 128, text),
        _ => 2,
    }
}

type Costs = [u32; STATES];

/// What a byte takes.
#[derive(Clone, Copy, Debug)]
struct Class {
    /// Values in C40.
    c40: usize,
    /// Values in Text.
    text: usize,
    x12: bool,
    edifact: bool,
}

static CLASSES: [Class; 256] = {
    let mut classes = [Class {
        c40: 0,
        text: 0,
        x12: false,
        edifact: false,
    }; 256];
    let mut byte = 0;
    while byte < 256 {
        let character = byte as u8;
        classes[byte] = Class {
            c40: values(character, false),
            text: values(character, true),
            x12: matches!(character, b'\r' | b'*' | b'>' | b' ' | b'0'..=b'9' | b'A'..=b'Z'),
            edifact: matches!(character, b' '..=b'^'),
        };
        byte += 1;
    }
    classes
};

/// By the count of values (up to 4) and the place in a group of three that they start from: the cost of
/// the groups that they begin, and the place where they end.
static TRIPLETS: [[(u32, usize); 3]; 5] = {
    let mut table = [[(0, 0); 3]; 5];
    let mut count = 0_usize;
    while count < 5 {
        let mut filled = 0_usize;
        while filled < 3 {
            let groups = (filled + count).div_ceil(3) - filled.div_ceil(3);
            table[count][filled] = (2 * WORD * groups as u32, (filled + count) % 3);
            filled += 1;
        }
        count += 1;
    }
    table
};

/// Plans a message. With `fnc1`, each GS is a FNC1, which only ASCII, C40 and Text can write.
pub(super) fn plan(bytes: &[u8], fnc1: bool) -> Plan {
    let mut choices = vec![Choices::default(); bytes.len()];
    let mut run = Run::ToTheEnd;
    let mut next = [NEVER; STATES];
    settle(&mut next, 0);
    let mut after_next = [NEVER; STATES];
    for (place, &byte) in bytes.iter().enumerate().rev() {
        let mut now = stay(byte, fnc1 && byte == GS, &next);
        let longer = run.longer();
        let mut latched = LATCHES.map(|state| now[state] + WORD);
        latched[4] += WORD + longer.length_field();

        let (mut ascii, mut choice) = (now[ASCII], 0);
        if byte.is_ascii_digit() && bytes.get(place + 1).is_some_and(u8::is_ascii_digit) {
            let pair = WORD + after_next[ASCII];
            if pair < ascii {
                (ascii, choice) = (pair, 1);
            }
        }
        for (latch, cost) in latched.into_iter().enumerate() {
            if cost < ascii {
                (ascii, choice) = (cost, latch as u32 + 2);
            }
        }
        let left = settle(&mut now, ascii);
        run = if left >> BASE256 & 1 == 1 {
            Run::Of(0)
        } else {
            longer
        };
        if let Some(kept) = choices.get_mut(place) {
            *kept = Choices(choice | left << 2);
        }
        after_next = next;
        next = now;
    }
    Plan {
        choices,
        codewords: (next[ASCII] / WORD) as usize,
    }
}

/// What each state costs that encodes this character and goes on with the next.
fn stay(byte: u8, fnc1: bool, next: &Costs) -> Costs {
    let mut class = CLASSES[usize::from(byte)];
    if fnc1 {
        (class.c40, class.text) = (2, 2);
    }
    let mut now = [NEVER; STATES];
    now[ASCII] = next[ASCII] + if byte < 128 { WORD } else { 2 * WORD };
    for filled in 0..3 {
        let (cost, end) = TRIPLETS[class.c40][filled];
        now[C40 + filled] = cost + next[C40 + end];
        let (cost, end) = TRIPLETS[class.text][filled];
        now[TEXT + filled] = cost + next[TEXT + end];
    }
    if class.x12 {
        now[X12] = 2 * WORD + next[X12 + 1];
        now[X12 + 1] = next[X12 + 2];
        now[X12 + 2] = next[X12];
    }
    if class.edifact {
        now[EDIFACT] = WORD + next[EDIFACT + 1];
        now[EDIFACT + 1] = WORD + next[EDIFACT + 2];
        now[EDIFACT + 2] = WORD + next[EDIFACT + 3];
        now[EDIFACT + 3] = next[EDIFACT];
    }
    if !fnc1 {
        now[BASE256] = WORD + next[BASE256];
    }
    now
}

/// Sets ASCII to its cost and lets every other state leave where that is no dearer; which did, a bit each.
fn settle(now: &mut Costs, ascii: u32) -> u32 {
    let mut left = 0;
    let mut leave = |now: &mut Costs, state: State, cost: u32| {
        if cost <= now[state] {
            now[state] = cost;
            left |= 1 << state;
        }
    };
    now[ASCII] = ascii;
    // A last codeword is ASCII whatever came before it (5.2.5.2 c, 5.2.7.2).
    let unlatched = if ascii <= WORD { ascii } else { ascii + WORD };
    for state in [C40, TEXT, X12] {
        leave(now, state, unlatched);
    }
    for state in [C40, TEXT] {
        let filled = now[state];
        leave(now, state + 1, filled + 2);
        leave(now, state + 2, filled + 1);
    }
    // The last two codewords are ASCII if EDIFACT ends a group in front of them (5.2.8.2).
    leave(
        now,
        EDIFACT,
        if ascii <= 2 * WORD {
            ascii
        } else {
            ascii + WORD
        },
    );
    leave(now, EDIFACT + 1, ascii + WORD);
    leave(now, EDIFACT + 2, ascii + WORD);
    leave(now, EDIFACT + 3, ascii);
    // Whole codewords decide, so that of two equal runs the shorter goes on.
    if ascii / WORD <= now[BASE256] / WORD {
        leave(now, BASE256, ascii.min(now[BASE256]));
    }
    left
}

/// The Base 256 run that the next character begins, seen from its front. Of two runs the cheaper is never worse,
/// for the length field grows by one codeword only.
#[derive(Clone, Copy, Debug)]
enum Run {
    /// It ends with the message and needs no length if it fills the symbol.
    ToTheEnd,
    /// So many bytes.
    Of(u16),
}

impl Run {
    const fn longer(self) -> Self {
        match self {
            Self::ToTheEnd => self,
            Self::Of(count) => Self::Of(count + 1),
        }
    }

    /// What a second codeword of its length field costs.
    const fn length_field(self) -> u32 {
        match self {
            Self::Of(250..) => WORD,
            _ => 0,
        }
    }
}
