//! No planner that we know of writes a smaller symbol.
#![cfg(feature = "symbol")]

#[path = "common/symbols.rs"]
#[allow(dead_code)]
mod symbols;

use datamatrix::{DataMatrixBuilder, SymbolList};
use symbols::Numbers;
use unitmark::symbol::{DATAMATRIX, Data, Options, Separator, Shape};

fn area(width: usize, height: usize) -> usize {
    width * height
}

/// The crate's planner writes separators as GS; with ours on the same footing, it is never smaller.
#[test]
fn no_datamatrix_is_larger_than_the_one_the_crate_plans() {
    let mut numbers = Numbers(0x0000_2026_0415);
    let mut smaller = 0;
    for _ in 0..3_000 {
        let item = numbers.item();
        for (shape, list) in [
            (Shape::Square, SymbolList::default().enforce_square()),
            (Shape::Any, SymbolList::default()),
        ] {
            let options = Options {
                shape,
                separator: Separator::Gs,
                ..Options::default()
            };
            let ours = DATAMATRIX
                .encode(&Data::Gs1(&item), &options)
                .expect("a symbol");
            let theirs = DataMatrixBuilder::new()
                .with_fnc1_start(true)
                .with_symbol_list(list)
                .encode(item.as_raw().as_bytes())
                .expect("a symbol")
                .bitmap();
            let ours = area(ours.columns().into(), ours.rows().into());
            let theirs = area(theirs.width(), theirs.height());
            assert!(ours <= theirs, "{item}: {ours} modules, the crate {theirs}");
            smaller += usize::from(ours < theirs);
        }
    }
    println!("{smaller} of 6000 smaller than the crate's");
}
