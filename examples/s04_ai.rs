//! Stage 4, ai: what the table knows of an Application Identifier.

use unitmark::ai::Dictionary;

fn main() {
    for code in ["01", "10", "17", "21", "3103"] {
        if let Some(ai) = Dictionary::BUILTIN.get(code) {
            let lengths = ai.lengths();
            println!(
                "({code}) {}: {} to {} characters, separator behind it: {}",
                ai.title(),
                lengths.start(),
                lengths.end(),
                ai.needs_separator()
            );
        }
    }
}
