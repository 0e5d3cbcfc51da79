#![cfg_attr(feature = "cli", doc = include_str!("../README.md"))]
#![cfg_attr(
    not(feature = "cli"),
    doc = "GS1 identifiers, serial numbers that never repeat, and labels."
)]
#![cfg_attr(not(feature = "std"), no_std)]
#![cfg_attr(not(test), warn(clippy::unwrap_used))]

extern crate alloc;

pub mod text;

pub mod check;

pub mod key;

pub mod ai;

pub mod element;

pub mod epc;

pub mod link;

pub mod scan;

#[cfg(feature = "serial")]
pub mod serial;

#[cfg(feature = "ledger")]
pub mod ledger;

#[cfg(feature = "symbol")]
pub mod symbol;

#[cfg(feature = "label")]
pub mod font;

#[cfg(feature = "label")]
pub mod label;

#[cfg(feature = "label")]
pub mod sheet;

#[cfg(feature = "render")]
pub mod render;

#[cfg(feature = "job")]
pub mod job;

#[cfg(feature = "cli")]
pub mod cli;

pub use ai::Dictionary;
pub use element::{ElementError, ElementString, Rules};
pub use key::{Gln, Gtin, Sscc};
pub use text::Span;
