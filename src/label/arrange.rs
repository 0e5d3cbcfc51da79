//! Ways to arrange symbol and text on a label, and the choice between them.
//!
//! Under the symbol is where GS1 wants the human readable interpretation (General Specifications,
//! section 4.14); beside it is the last resort of labels too low for that.

use super::product::{LEAST_EM, height, leading, product_rows, widest};
use super::rows::{Hri, room};
use super::{LabelContent, LabelSpec, Point};
use crate::font::FontError;
use crate::symbol::{Emu, QuietZone};

/// Text is not broken into rows while it is larger than this.
const COMFORTABLE_EM: Emu = Emu::from_um(2_200);

/// Where everything stands, from the top left corner of the label.
#[derive(Clone, Debug)]
pub(super) struct Plan {
    pub module: Emu,
    pub row_height: Emu,
    /// The first module of the largest symbol; a dot more is kept free for whole-dot placing.
    pub symbol: Point,
    pub columns: u16,
    pub rows: u16,
    /// Smaller content stands in the middle of its room.
    pub centred: bool,
    pub product: Block,
    pub hri: Block,
    /// Element strings in each row of the interpretation.
    pub hri_rows: Vec<usize>,
}

/// Room for rows of text.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Block {
    /// The top of the capital letters of its first row.
    pub at: Point,
    pub width: Emu,
    pub height: Emu,
    pub size: Emu,
    pub wrapped: bool,
}

/// The plan with the largest modules that fit, and of these the one with the largest text.
pub(super) fn best(spec: &LabelSpec, content: &LabelContent) -> Result<Option<Plan>, FontError> {
    let hri = Hri::measure(&spec.fonts.face(false), &content.hri)?;
    // Every character is looked at even when nothing fits, so that a missing glyph is told first.
    for (index, line) in content.product.iter().enumerate() {
        spec.fonts.face(index == 0).units(line)?;
    }
    let preferred: &[&[Arrangement]] = if content.symbol.symbology().linear {
        &[&[Arrangement::Bars]]
    } else {
        &[
            &[Arrangement::TextBeside, Arrangement::TextAbove],
            &[Arrangement::AllBeside],
        ]
    };
    for arrangements in preferred {
        for module in modules(spec) {
            let task = Task {
                spec,
                hri: &hri,
                product: &content.product,
                module,
                content,
            };
            let mut best: Option<Plan> = None;
            for arrangement in *arrangements {
                let found = task.largest_text(*arrangement)?;
                let larger =
                    |plan: &Plan| best.as_ref().is_none_or(|best| plan.text() > best.text());
                if let Some(plan) = found.filter(larger) {
                    best = Some(plan);
                }
            }
            if best.is_some() {
                return Ok(best);
            }
        }
    }
    Ok(None)
}

impl Plan {
    fn text(&self) -> (Emu, Emu) {
        (self.hri.size, self.product.size)
    }
}

/// X-dimensions to try: whole dots from the symbology's target down to its least, or the least whole dot above it.
pub(super) fn modules(spec: &LabelSpec) -> Vec<Emu> {
    let dot = spec.dpi.dot();
    let Some(range) = spec.symbology.specification(spec.use_) else {
        return Vec::new();
    };
    let least = (range.x_minimum + dot - Emu(1)) / dot;
    let most = (range.x_target / dot).max(least);
    (least..=most)
        .rev()
        .map(|dots| dot * dots)
        .filter(|module| *module <= range.x_maximum)
        .collect()
}

/// One label to arrange, at one X-dimension.
struct Task<'a> {
    spec: &'a LabelSpec,
    hri: &'a Hri,
    product: &'a [String],
    module: Emu,
    content: &'a LabelContent,
}

/// Em heights to try.
#[derive(Clone, Copy)]
struct Sizes {
    hri: Emu,
    product: Emu,
    wrapped: bool,
    /// Rows of the interpretation, at most.
    hri_rows: usize,
}

/// How the parts of a label lie to each other.
#[derive(Clone, Copy)]
enum Arrangement {
    /// Product text to the right of the symbol, the interpretation under both.
    TextBeside,
    /// Product text, symbol, interpretation, one under the other.
    TextAbove,
    /// Product text and interpretation to the right of the symbol.
    AllBeside,
    /// As `TextAbove`, with bars that take what height is left.
    Bars,
}

impl Task<'_> {
    /// The largest text that fits: rather in few rows of a comfortable size than in many, and rather in rows as they were
    /// given than broken at blanks.
    fn largest_text(&self, arrangement: Arrangement) -> Result<Option<Plan>, FontError> {
        if self.slot().0 > self.spec.width || self.slot().1 > self.spec.height {
            return Ok(None);
        }
        let few = self.hri.len().div_ceil(2);
        for (least, hri_rows, wrapped) in [
            (COMFORTABLE_EM, few, false),
            (COMFORTABLE_EM, self.hri.len(), false),
            (LEAST_EM, self.hri.len(), true),
        ] {
            for hri in self.heights() {
                let tied = [hri.0 * 3 / 2, hri.0 * 5 / 4, hri.0, LEAST_EM.0].map(Emu);
                for product in tied.into_iter().filter(|size| *size >= least) {
                    let sizes = Sizes {
                        hri,
                        product,
                        wrapped,
                        hri_rows,
                    };
                    if let Some(plan) = self.arrange(arrangement, sizes)? {
                        return Ok(Some(plan));
                    }
                }
            }
        }
        Ok(None)
    }

    /// Em heights of the interpretation to try, the largest first: a larger label has larger text, within reason.
    fn heights(&self) -> impl Iterator<Item = Emu> {
        let step = Emu::from_um(100);
        let shorter = self.spec.width.min(Emu((self.spec.height * 6).0 / 5));
        let most = Emu((shorter * 34).0 / 380).clamp(LEAST_EM, Emu::from_um(4_600));
        (0..=(most - LEAST_EM) / step)
            .rev()
            .map(move |count| LEAST_EM + step * count)
    }

    fn arrange(&self, arrangement: Arrangement, sizes: Sizes) -> Result<Option<Plan>, FontError> {
        match arrangement {
            Arrangement::TextBeside => self.text_beside(sizes),
            Arrangement::TextAbove => self.stacked(sizes, self.module, self.module),
            Arrangement::AllBeside => self.all_beside(sizes),
            Arrangement::Bars => {
                let least = self
                    .spec
                    .symbology
                    .specification(self.spec.use_)
                    .and_then(|range| range.height);
                let least = least.unwrap_or(self.module * 10);
                self.stacked(sizes, least, Emu(least.0 * 3 / 2))
            }
        }
    }

    fn quiet(&self) -> QuietZone {
        self.content.symbol.symbology().quiet_zone
    }

    fn modules(&self, count: u16) -> Emu {
        self.module * i64::from(count)
    }

    /// The room of the symbol: a dot more each way, because it moves to the next whole dot of the page.
    fn slot(&self) -> (Emu, Emu) {
        let symbol = &self.content.symbol;
        let dot = self.spec.dpi.dot();
        (
            self.modules(symbol.columns()) + dot,
            self.modules(symbol.rows()) + dot,
        )
    }

    fn inset(&self, quiet: u16) -> Emu {
        self.spec.margin.max(self.modules(quiet))
    }

    /// The interpretation in the fewest rows that are no wider than `width`: items a row, and the block's size.
    fn hri_block(&self, width: Emu, sizes: Sizes) -> Option<(Vec<usize>, Emu, Emu)> {
        if self.hri.len() == 0 {
            return Some((Vec::new(), Emu::ZERO, Emu::ZERO));
        }
        let (font, size) = (self.spec.fonts.face(false), sizes.hri);
        let (fits, least) = (room(&font, width, size), room(&font, width, LEAST_EM));
        (1..=sizes.hri_rows).find_map(|count| {
            let rows = self.hri.broken(count)?;
            let (own, widest) = self.hri.widths(&rows);
            let height =
                font.cap_height(size) + leading(size) * (count as i64 - 1) + font.descent(size);
            (own <= fits && widest <= least).then(|| (rows, font.scale(own, size), height))
        })
    }

    fn plan(&self, symbol: Point, sizes: Sizes, hri_rows: Vec<usize>) -> Plan {
        Plan {
            module: self.module,
            row_height: self.module,
            symbol,
            columns: self.content.symbol.columns(),
            rows: self.content.symbol.rows(),
            centred: false,
            product: Block {
                size: sizes.product,
                wrapped: sizes.wrapped,
                ..Block::default()
            },
            hri: Block {
                size: sizes.hri,
                ..Block::default()
            },
            hri_rows,
        }
    }

    /// Product text to the right of the symbol, the interpretation under both.
    fn text_beside(&self, sizes: Sizes) -> Result<Option<Plan>, FontError> {
        let (spec, quiet, slot) = (self.spec, self.quiet(), self.slot());
        let (left, top) = (self.inset(quiet.left), self.inset(quiet.top));
        let width = spec.width - left - spec.margin;
        let gap = self.aside(sizes.product);
        let room = width - slot.0 - gap;
        let rows = if self.product.is_empty() {
            Vec::new()
        } else {
            match product_rows(
                &self.spec.fonts,
                self.product,
                room,
                sizes.product,
                sizes.wrapped,
            )? {
                Some(rows) => rows,
                None => return Ok(None),
            }
        };
        let Some((hri_rows, hri_width, hri_height)) = self.hri_block(width, sizes) else {
            return Ok(None);
        };
        let product_height = height(&self.spec.fonts, &rows);
        let upper = slot.1.max(product_height);
        let between = self.below(sizes);
        let bottom = if hri_rows.is_empty() {
            self.inset(quiet.bottom)
        } else {
            spec.margin
        };
        let spare = spec.height - top - bottom - upper - between - hri_height;
        let block = (slot.0
            + if rows.is_empty() {
                Emu::ZERO
            } else {
                gap + widest(&self.spec.fonts, &rows)?
            })
        .max(hri_width);
        if spare < Emu::ZERO || block > width {
            return Ok(None);
        }
        // White space goes between the parts too, not only around them.
        let more = Emu(spare.0 / 4).min(Emu(sizes.hri.0 * 3 / 5));
        let (between, spare) = (between + more, spare - more);
        let x = left + Emu((width - block).0 / 2);
        let y = top + Emu(spare.0 / 2);
        let symbol = Point {
            x,
            y: y + Emu((upper - slot.1).0 / 2),
        };
        let mut plan = self.plan(symbol, sizes, hri_rows);
        let product_x = x + slot.0 + gap;
        plan.product.at = Point {
            x: product_x,
            y: y + Emu((upper - product_height).0 / 2),
        };
        plan.product.width = spec.width - spec.margin - product_x;
        plan.product.height = product_height;
        plan.hri.at = Point {
            x,
            y: y + upper + between,
        };
        plan.hri.width = spec.width - spec.margin - x;
        plan.hri.height = hri_height;
        Ok(Some(plan))
    }

    /// Product text, symbol, interpretation: one under the other, in the middle. Rows of the symbol are from `least`
    /// to `most` high.
    fn stacked(&self, sizes: Sizes, least: Emu, most: Emu) -> Result<Option<Plan>, FontError> {
        let (spec, quiet, dot) = (self.spec, self.quiet(), self.spec.dpi.dot());
        let (left, right) = (self.inset(quiet.left), self.inset(quiet.right));
        let slot = self.slot().0;
        let width = spec.width - spec.margin * 2;
        let Some(rows) = product_rows(
            &self.spec.fonts,
            self.product,
            width,
            sizes.product,
            sizes.wrapped,
        )?
        else {
            return Ok(None);
        };
        let Some((hri_rows, _, hri_height)) = self.hri_block(width, sizes) else {
            return Ok(None);
        };
        let product_height = height(&self.spec.fonts, &rows);
        let (top, above) = if rows.is_empty() {
            (self.inset(quiet.top), Emu::ZERO)
        } else {
            (
                spec.margin,
                self.modules(quiet.top).max(Emu(sizes.product.0 / 3)),
            )
        };
        let (bottom, below) = if hri_rows.is_empty() {
            (self.inset(quiet.bottom), Emu::ZERO)
        } else {
            (spec.margin, self.below(sizes))
        };
        let count = i64::from(self.content.symbol.rows()).max(1);
        let free = spec.height - top - product_height - above - dot - below - hri_height - bottom;
        let row_height = dot * (Emu(free.0 / count).min(most) / dot);
        if row_height < least || left + slot + right > spec.width {
            return Ok(None);
        }
        let spare = free - row_height * count;
        let x = left + Emu((spec.width - left - slot - right).0 / 2);
        let y = top + Emu(spare.0 / 2);
        let symbol = Point {
            x,
            y: y + product_height + above,
        };
        let mut plan = self.plan(symbol, sizes, hri_rows);
        plan.row_height = row_height;
        plan.centred = true;
        plan.product.at = Point { x: spec.margin, y };
        plan.product.width = width;
        plan.product.height = product_height;
        plan.hri.at = Point {
            x: spec.margin,
            y: symbol.y + row_height * count + dot + below,
        };
        plan.hri.width = width;
        plan.hri.height = hri_height;
        Ok(Some(plan))
    }

    /// Product text and interpretation both to the right of the symbol.
    fn all_beside(&self, sizes: Sizes) -> Result<Option<Plan>, FontError> {
        let (spec, quiet, slot) = (self.spec, self.quiet(), self.slot());
        let (left, top, bottom) = (
            self.inset(quiet.left),
            self.inset(quiet.top),
            self.inset(quiet.bottom),
        );
        let gap = self.aside(sizes.hri);
        let room = spec.width - spec.margin - left - slot.0 - gap;
        let Some(rows) = product_rows(
            &self.spec.fonts,
            self.product,
            room,
            sizes.product,
            sizes.wrapped,
        )?
        else {
            return Ok(None);
        };
        let Some((hri_rows, hri_width, hri_height)) = self.hri_block(room, sizes) else {
            return Ok(None);
        };
        let product_height = height(&self.spec.fonts, &rows);
        let between = if rows.is_empty() {
            Emu::ZERO
        } else {
            Emu(sizes.hri.0 / 3)
        };
        let text_height = product_height + between + hri_height;
        let block = slot.0 + gap + widest(&self.spec.fonts, &rows)?.max(hri_width);
        let width = spec.width - left - spec.margin;
        let fits =
            text_height <= spec.height - spec.margin * 2 && slot.1 <= spec.height - top - bottom;
        if !fits || block > width {
            return Ok(None);
        }
        let x = left + Emu((width - block).0 / 2);
        let y = Emu((spec.height - text_height).0 / 2);
        let symbol = Point {
            x,
            y: top + Emu((spec.height - top - bottom - slot.1).0 / 2),
        };
        let mut plan = self.plan(symbol, sizes, hri_rows);
        let text_x = x + slot.0 + gap;
        plan.product.at = Point { x: text_x, y };
        plan.product.width = spec.width - spec.margin - text_x;
        plan.product.height = product_height;
        plan.hri.at = Point {
            x: text_x,
            y: y + product_height + between,
        };
        plan.hri.width = plan.product.width;
        plan.hri.height = hri_height;
        Ok(Some(plan))
    }

    /// From the symbol down to the capitals of the interpretation: brackets and accents rise above them, and stay out of the
    /// quiet zone.
    fn below(&self, sizes: Sizes) -> Emu {
        if self.hri.len() == 0 {
            return Emu::ZERO;
        }
        let font = self.spec.fonts.face(false);
        let rise = font.ascent(sizes.hri) - font.cap_height(sizes.hri);
        (self.modules(self.quiet().bottom) + rise).max(Emu(sizes.hri.0 / 2))
    }

    /// From the symbol to text on its right; some letters reach a little to the left of where they stand.
    fn aside(&self, size: Emu) -> Emu {
        (self.modules(self.quiet().right) + Emu(size.0 / 8)).max(Emu(size.0 * 3 / 4))
    }
}
