//! Stage 2, check: the check digit of GS1 keys, the check character pair of a GMN, and the other systems by name.

use unitmark::check::{SYSTEMS, gs1_mod10, gs1_pair};

fn main() {
    println!("501234567890 -> {:?}", gs1_mod10(b"501234567890"));
    let pair = gs1_pair(b"1987654Ad4X4bL5ttr2310c");
    println!(
        "1987654Ad4X4bL5ttr2310c -> {:?}",
        pair.map(|pair| pair.map(char::from))
    );
    for system in SYSTEMS {
        let check = system.check(b"20260415").map(|check| check.to_string());
        println!(
            "20260415 -> {check:?}  {}: {}",
            system.name(),
            system.title()
        );
    }
}
