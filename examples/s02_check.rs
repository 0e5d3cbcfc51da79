//! Stage 2, check: the check digit of GS1 keys and the check character pair of a GMN.

use unitmark::check::{gs1_mod10, gs1_pair};

fn main() {
    println!("501234567890 -> {:?}", gs1_mod10(b"501234567890"));
    let pair = gs1_pair(b"1987654Ad4X4bL5ttr2310c");
    println!(
        "1987654Ad4X4bL5ttr2310c -> {:?}",
        pair.map(|pair| pair.map(char::from))
    );
}
