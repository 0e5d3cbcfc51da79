//! Any text as a pattern is refused or proved, never a panic; and what a sound scheme writes, it reads back.
#![no_main]

use libfuzzer_sys::fuzz_target;
use unitmark::serial::jiff::Timestamp;
use unitmark::serial::{Context, Definition, Reset, Scheme};

/// What a byte past ASCII stands for: whole tokens, or no random text would ever be a sound pattern.
const PIECES: [&str; 24] = [
    "{seq:1}",
    "{seq:3}",
    "{seq:2:b32}",
    "{seq:2:A-F",
    "{yyyy}",
    "{yy}",
    "{y}",
    "{mm}",
    "{dd}",
    "{ddd}",
    "{HH}",
    "{gggg}",
    "{gg}",
    "{ww}",
    "{wd}",
    "{plant:2}",
    "{line:1}",
    "{shift}",
    "{site:",
    "{lot:",
    "{gtin}",
    "{sku:",
    " without ",
    "\u{e9}",
];

fn pattern(bytes: &[u8]) -> String {
    let mut pattern = String::new();
    for byte in bytes {
        match byte.checked_sub(128) {
            None => pattern.push(char::from(*byte)),
            Some(piece) => pattern.push_str(PIECES[usize::from(piece) % PIECES.len()]),
        }
    }
    pattern
}

fuzz_target!(|input: (u8, u32, u64, &[u8])| {
    let (reset, second, share, bytes) = input;
    let reset = Reset::ALL[usize::from(reset) % Reset::ALL.len()];
    let Ok(scheme) = Scheme::new(Definition {
        reset,
        ..Definition::of(pattern(bytes))
    }) else {
        return;
    };
    // A value as wide as its token for each.
    let context = scheme
        .definition()
        .pattern
        .split('{')
        .fold(Context::new(), |context, token| {
            let (name, width) = token.split_once([':', '}']).unwrap_or((token, ""));
            let width = width
                .split_once('}')
                .map_or(1, |(digits, _)| digits.parse().unwrap_or(1));
            let value = if name == "gtin" {
                "05012345678900".to_owned()
            } else {
                "A".repeat(width)
            };
            context.with(name, value)
        });
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
    let reading = scheme.read(&text).expect("it needs no key").expect("what is written is read");
    assert_eq!((reading.slot, reading.number), (slot, number), "{text}");
});
