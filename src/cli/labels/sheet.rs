//! Options about paper: copies, the order of places, calibration, lines.

use clap::ValueEnum;

use crate::job::Paper;
use crate::sheet::Scale;
use crate::symbol::Emu;

use super::super::exit::Stop;

/// Options about paper.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Paper")]
#[allow(clippy::struct_excessive_bools)] // Each is a switch.
pub struct SheetArgs {
    /// So many labels of each unit; the manifest names the first of them
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=10_000))]
    copies: Option<u32>,

    /// Copies one whole set after the other
    #[arg(long)]
    collate: bool,

    /// Fill places along the rows or down the columns; their numbers always count along the rows [default: rows]
    #[arg(long, value_name = "ORDER")]
    fill: Option<FillOrder>,

    /// Move every label to the right and down, in mm, for a printer that drifts: -0.5,1
    #[arg(long, value_name = "X,Y", allow_hyphen_values = true, value_parser = pair)]
    offset: Option<(f64, f64)>,

    /// Stretch the distances between labels, for a printer that shrinks: 1.002 or 1.002,1; symbols keep their size
    #[arg(long, value_name = "X[,Y]", value_parser = one_or_pair)]
    scale: Option<(f64, f64)>,

    /// Draw the edge of every label: a proof on plain paper
    #[arg(long)]
    outlines: bool,

    /// Draw marks in the margins where labels are cut
    #[arg(long)]
    cut_marks: bool,

    /// Print a ruler page for the stock instead of labels; --offset and --scale act on its frames
    #[arg(long, conflicts_with_all = ["data", "reprint", "resume", "manifest", "dry_run", "copies"])]
    pub(super) calibrate: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum FillOrder {
    Rows,
    Columns,
}

fn pair(text: &str) -> Result<(f64, f64), String> {
    let read = |text: &str| text.trim().parse().ok().filter(|n: &f64| n.is_finite());
    text.split_once(',')
        .and_then(|(x, y)| read(x).zip(read(y)))
        .ok_or_else(|| "write two numbers, such as -0.5,1".into())
}

fn one_or_pair(text: &str) -> Result<(f64, f64), String> {
    if text.contains(',') {
        pair(text)
    } else {
        pair(&format!("{text},{text}"))
    }
}

impl SheetArgs {
    /// What is asked for, on top of what a run was printed with; a reprint of one unit is no set of copies.
    pub(super) fn paper(&self, kept: &Paper, resumed: bool) -> Result<Paper, Stop> {
        let mut paper = kept.clone();
        if !resumed {
            paper.copies = 1;
            paper.collate = false;
        }
        if let Some(copies) = self.copies {
            paper.copies = copies;
        }
        paper.collate |= self.collate;
        if let Some(fill) = self.fill {
            paper.columns_first = fill == FillOrder::Columns;
        }
        if let Some((x, y)) = self.offset {
            let emu = |mm: f64| Emu::from_mm(mm.clamp(-1e6, 1e6)).0;
            paper.offset = (emu(x), emu(y));
        }
        if let Some((x, y)) = self.scale {
            let millionths =
                |scale: f64| (scale.clamp(-1e3, 1e3) * Scale::ONE.x as f64).round() as i64;
            paper.scale = (millionths(x), millionths(y));
        }
        paper.outlines |= self.outlines;
        paper.cut_marks |= self.cut_marks;
        if self.collate && paper.copies < 2 {
            return Err(Stop::usage("--collate is about copies: say --copies N too"));
        }
        Ok(paper)
    }
}
