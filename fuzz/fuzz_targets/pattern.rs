//! Any text as a pattern is refused or proved, never a panic; and what a sound scheme writes, it reads back.
#![no_main]

use libfuzzer_sys::fuzz_target;
use unitmark::serial::jiff::Timestamp;
use unitmark::serial::{Context, Definition, Key, Reset, Scheme, Scope};

#[path = "../../tests/support/date_tokens.rs"]
mod date_tokens;
use date_tokens::DATE_TOKENS;

const NUMBERS: [&str; 4] = ["{seq:1}", "{seq:3}", "{seq:2:b32}", "{seq:2:A-F"];
const OTHERS: [&str; 23] = [
    "{plant:2}",
    "{line:1}",
    "{shift}",
    "{site:",
    "{lot:",
    "{gtin}",
    "{sku:",
    "{rnd:9:b36}",
    "{rnd:7:dec}",
    "{rnd:",
    "{key}",
    "{chk:mod10}",
    "{chk:mod37-36}",
    "{chk:mod97-10}",
    "{chk:",
    "{year:2010:A-Z}",
    "{mon:A-L}",
    "{gyear:1996:2}",
    "{year:",
    "{prefix:7}",
    "{ext:1}",
    " without ",
    "\u{e9}",
];

/// A byte past ASCII stands for a whole token, or no random text would ever be a sound pattern.
fn pattern(bytes: &[u8]) -> String {
    let pieces: Vec<&str> = [&NUMBERS[..], &DATE_TOKENS, &OTHERS].concat();
    let mut pattern = String::new();
    for byte in bytes {
        match byte.checked_sub(128) {
            None => pattern.push(char::from(*byte)),
            Some(piece) => pattern.push_str(pieces[usize::from(piece) % pieces.len()]),
        }
    }
    pattern
}

/// The Application Identifiers that schemes serve, and one that they do not.
const AIS: [&str; 8] = ["21", "21", "00", "253", "8003", "8004", "8018", "01"];

fuzz_target!(|input: (u8, u8, u32, u64, &[u8])| {
    let (reset, choice, second, share, bytes) = input;
    let reset = Reset::ALL[usize::from(reset) % Reset::ALL.len()];
    let key = Key::new("k", [choice; 32]).expect("an id");
    let definition = Definition {
        reset,
        ai: AIS[usize::from(choice) % AIS.len()].to_owned(),
        scope: Scope::ALL[usize::from(choice / 8) % 2],
        partition: ["", "-"][usize::from(choice / 16) % 2].to_owned(),
        ..Definition::of(pattern(bytes))
    };
    let Ok(mut scheme) = Scheme::new(definition.clone()) else {
        return;
    };
    if scheme.needs_key() {
        assert!(scheme.read(&scheme.example()).is_err(), "no key yet");
        let named = Scheme::new(definition.with_key(&key)).expect("sound as before");
        scheme = named.unlock(&key).expect("its own key");
    }
    // A value as wide as its token for each; digits are a value of every token.
    let context = scheme.context_tokens().fold(
        Context::new().with("gtin", "05012345678900"),
        |context, (name, width)| {
            context.with(
                name,
                "05012345678900".repeat(width / 14 + 1)[..width].to_owned(),
            )
        },
    );
    // 2026-01-01 to 2050-12-31
    let at =
        Timestamp::from_second(1_767_225_600 + i64::from(second) % 788_918_400).expect("in range");
    let slot = scheme
        .slot(&context, at)
        .expect("the context has every value, and the time is in the horizon");
    let number = scheme.first() + share % scheme.capacity();
    let text = scheme
        .text(&slot, number)
        .expect("the number is one of the counter's");
    let reading = scheme
        .read_of(&text, "05012345678900")
        .expect("it has its key")
        .expect("what is written is read");
    assert_eq!((reading.slot, reading.number), (slot, number), "{text}");
});
