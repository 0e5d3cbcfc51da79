//! A production order to printed labels: read and check every line, fit it, reserve its serials, draw
//! them, record that they are printed.
//!
//! [`read_order`] reads an order, [`read_order_as`] one that is written in another way, [`Plan::new`] checks and fits it,
//! [`print_order`] does the rest.

mod allocated;
mod design;
mod draw;
mod expiry;
mod item;
mod look;
mod manifest;
mod order;
mod output;
mod paper;
mod plan;
mod print;
mod problem;
mod specimen;

pub use crate::label::template::Wanted;
pub use allocated::{allocated, print_allocated};
pub use design::{Design, DesignError, FitError, Spec};
pub use draw::{DrawError, Drawing, Printed, Size};
pub use expiry::{Expiry, ExpiryError};
pub use item::{Item, Values};
pub use look::{Assets, Look};
pub use manifest::{ManifestError, next_place};
pub use order::{
    ColumnMap, DateFormat, DateFormatError, Delimiter, Encoding, FormatError, IgnoredColumns,
    Input, OrderFormat, Row, Units, read_label, read_order, read_order_as,
};
#[cfg(feature = "cli")]
pub(crate) use output::has_folder;
pub use output::{Output, OutputError, Sealed, is_same_file};
pub use paper::Paper;
pub use plan::{MOST_LABELS, Plan, Ticket};
pub use print::{
    Failed, PrintError, Progress, Reached, Recorded, Summary, Target, print_order, print_run,
    print_unit, print_unrecorded,
};
pub use problem::Problem;
