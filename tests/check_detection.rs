//! How many errors of each kind a check character finds: 12 characters before it, errors anywhere in the whole.

use std::thread;

use unitmark::check::{SYSTEMS, System};

const PAYLOAD: usize = 12;
const CODES: usize = 25_000;

/// Per cent found: one character replaced, neighbours swapped, swapped over one, aa to bb, aca to bcb.
type Rates = [f64; 5];

/// Measured apart from this code, 300,000 samples for each figure.
const EXPECTED: &[(&str, Rates)] = &[
    ("mod10", [100.0, 88.83, 0.0, 88.99, 88.93]),
    ("luhn", [100.0, 97.76, 0.0, 93.35, 88.77]),
    ("mod11-2", [100.0, 100.0, 100.0, 100.0, 100.0]),
    ("mod11-10", [100.0, 97.81, 90.71, 93.32, 94.68]),
    ("mod97-10", [100.0, 100.0, 100.0, 100.0, 100.0]),
    ("verhoeff", [100.0, 100.0, 94.21, 95.52, 94.24]),
    ("damm", [100.0, 100.0, 89.63, 91.50, 88.52]),
    ("luhn32", [100.0, 99.79, 0.0, 97.77, 96.80]),
    ("luhn36", [100.0, 99.84, 0.0, 98.11, 97.07]),
    ("mod37-2", [100.0, 100.0, 100.0, 100.0, 100.0]),
    ("mod37-36", [100.0, 99.83, 98.08, 98.05, 96.32]),
    ("mod1271-36", [100.0, 100.0, 100.0, 100.0, 100.0]),
    ("gs1pair", [100.0, 100.0, 100.0, 100.0, 100.0]),
];

/// A linear congruential generator, so that each run draws the same samples.
struct Draw(u64);

impl Draw {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % end
    }
}

/// Makes one error of that kind at `at`; `None` where it would change nothing.
fn spoil(code: &mut [u8], kind: usize, at: usize, other: u8) -> Option<()> {
    let differs = |one: u8, another: u8| (one != another).then_some(());
    match kind {
        0 => {
            differs(code[at], other)?;
            code[at] = other;
        }
        1 | 2 => {
            differs(code[at], code[at + kind])?;
            code.swap(at, at + kind);
        }
        _ => {
            let second = at + kind - 2;
            differs(code[at], other)?;
            code[at] = other;
            code[second] = other;
        }
    }
    Some(())
}

fn measured(system: &System) -> Rates {
    let mut draw = Draw(2);
    let (mut made, mut found) = ([0_u32; 5], [0_u32; 5]);
    let letters = system.alphabet();
    for _ in 0..CODES {
        let payload: [u8; PAYLOAD] = core::array::from_fn(|_| letters[draw.below(letters.len())]);
        for kind in 0..5 {
            for _ in 0..3 {
                let mut code = payload.to_vec();
                let width = [1, 2, 3, 2, 3][kind];
                // Twins are sought in the payload, where they can be planted.
                let at = draw.below(PAYLOAD + 1 - width);
                if kind > 2 {
                    code[at + width - 1] = code[at];
                }
                let check = system.check(&code).expect("of the alphabet");
                code.extend_from_slice(check.as_ref());
                let other = letters[draw.below(letters.len())];
                if spoil(&mut code, kind, at, other).is_some() {
                    made[kind] += 1;
                    found[kind] += u32::from(!system.verify(&code));
                }
            }
        }
    }
    core::array::from_fn(|kind| 100.0 * f64::from(found[kind]) / f64::from(made[kind]))
}

#[test]
fn each_system_finds_the_share_of_errors_that_was_measured_elsewhere() {
    assert_eq!(EXPECTED.len(), SYSTEMS.len());
    let off: Vec<String> = thread::scope(|scope| {
        let rows: Vec<_> = EXPECTED
            .iter()
            .map(|(name, expected)| {
                scope.spawn(move || {
                    let rates = measured(System::find(name).expect("a system"));
                    let near = rates
                        .iter()
                        .zip(expected)
                        .all(|(rate, expected)| (rate - expected).abs() <= 0.3);
                    (!near).then(|| format!("{name}: {rates:.2?}, not {expected:.2?}"))
                })
            })
            .collect();
        rows.into_iter()
            .filter_map(|row| row.join().expect("it counts"))
            .collect()
    });
    assert!(off.is_empty(), "{off:#?}");
}
