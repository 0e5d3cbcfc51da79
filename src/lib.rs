//! GS1 identifiers, serial numbers that never repeat, and labels.
#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

pub mod ai;
pub mod check;
#[cfg(feature = "cli")]
pub mod cli;
pub mod element;
#[cfg(feature = "label")]
pub mod font;
#[cfg(feature = "job")]
pub mod job;
pub mod key;
#[cfg(feature = "label")]
pub mod label;
#[cfg(feature = "ledger")]
pub mod ledger;
#[cfg(feature = "render")]
pub mod render;
pub mod scan;
#[cfg(feature = "serial")]
pub mod serial;
#[cfg(feature = "label")]
pub mod sheet;
#[cfg(feature = "symbol")]
pub mod symbol;
pub mod text;
