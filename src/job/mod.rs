//! A production order to printed labels: read and check every line, fit it, reserve its serials, draw
//! them, record that they are printed.
//!
//! [`read_order`] reads an order, [`Plan::new`] checks and fits it, [`print_order`] does the rest.

mod column;
mod design;
mod draw;
mod expiry;
mod manifest;
mod order;
mod output;
mod paper;
mod plan;
mod print;
mod problem;
mod source;

pub use design::{Design, DesignError, FitError, Spec};
pub use draw::{DrawError, Drawing, Printed, Size};
pub use expiry::{Expiry, ExpiryError};
pub use order::{Row, Units, read_order};
pub use output::{Output, OutputError, Sealed, is_same_file};
pub use paper::Paper;
pub use plan::{MOST_LABELS, Plan, Ticket};
pub use print::{
    Failed, PrintError, Progress, Reached, Summary, Target, print_order, print_run, print_unit,
};
pub use problem::Problem;
