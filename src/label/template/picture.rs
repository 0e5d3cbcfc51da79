//! Pictures: a logo as ink and paper, a point a printer dot.

use std::sync::Arc;

use image::imageops::{FilterType, resize};
use image::{DynamicImage, GrayImage};

use super::error::ItemFault;
use super::place::{Align, Rect};
use crate::label::{Mark, Point, Turn};
use crate::symbol::{Dpi, Emu, Matrix};

/// A picture as the template writes it.
#[derive(Clone, Debug)]
pub(super) struct PictureItem {
    /// The file, as the template names it.
    pub file: String,
    pub align: Align,
    pub valign: Align,
    /// What stands in the file.
    pub grey: Option<Arc<GrayImage>>,
}

/// A picture in its room.
#[derive(Clone, Debug)]
pub(super) struct PlacedPicture {
    ink: Arc<Matrix>,
    corner: Point,
    point: Emu,
}

/// Dots a side that a picture may have: an A3 page at 1200 dpi.
const MOST_DOTS: i64 = 20_000;

/// Reads the bytes of a picture file; what is transparent is paper.
pub(super) fn read(bytes: &[u8]) -> Result<GrayImage, String> {
    let picture = image::load_from_memory(bytes).map_err(|error| error.to_string())?;
    let mut paper = DynamicImage::ImageRgba8(picture.to_rgba8()).to_luma_alpha8();
    let pixels = paper.pixels_mut().map(|pixel| {
        let [light, alpha] = pixel.0.map(u16::from);
        ((light * alpha + 255 * (255 - alpha)) / 255) as u8
    });
    let pixels: Vec<u8> = pixels.collect();
    GrayImage::from_raw(picture.width(), picture.height(), pixels)
        .ok_or_else(|| "it has no size".to_owned())
}

impl PictureItem {
    /// The picture as large as its room holds it, in its own proportions.
    pub(super) fn fit(
        &self,
        (width, height): (Emu, Emu),
        dpi: Dpi,
    ) -> Result<PlacedPicture, ItemFault> {
        let missing = || ItemFault::Picture {
            file: self.file.clone(),
            reason: "it was not read".into(),
        };
        let grey = self.grey.as_ref().ok_or_else(missing)?;
        let dot = dpi.dot();
        let room = (i128::from(width / dot - 1), i128::from(height / dot - 1));
        let own = (i128::from(grey.width()), i128::from(grey.height()));
        let (columns, rows) = if room.0 * own.1 <= room.1 * own.0 {
            (room.0, room.0 * own.1 / own.0.max(1))
        } else {
            (room.1 * own.0 / own.1.max(1), room.1)
        };
        let side = 1..=i128::from(MOST_DOTS);
        if !side.contains(&columns) || !side.contains(&rows) {
            return Err(ItemFault::TooLarge {
                what: self.file.clone(),
                needs: (dot * 2, dot * 2),
                room: (width, height),
                dpi,
                help: "give it more room",
            });
        }
        let (columns, rows) = (columns as u16, rows as u16);
        let scaled = resize(
            &**grey,
            u32::from(columns),
            u32::from(rows),
            FilterType::Triangle,
        );
        let mut ink = Matrix::new(columns, rows);
        for (words, pixels) in ink.rows_mut().zip(scaled.rows()) {
            for (column, pixel) in pixels.enumerate() {
                if let Some(word) = words.get_mut(column / 64) {
                    *word |= u64::from(pixel.0[0] < 128) << (column % 64);
                }
            }
        }
        let taken = (dot * i64::from(columns), dot * i64::from(rows));
        Ok(PlacedPicture {
            ink: Arc::new(ink),
            corner: Point {
                x: self.align.aside(width - dot - taken.0),
                y: self.valign.aside(height - dot - taken.1),
            },
            point: dot,
        })
    }
}

impl PlacedPicture {
    pub(super) fn ink(&self) -> Rect {
        let side = |count: u16| self.point * (i64::from(count) + 1);
        let (width, height) = (side(self.ink.columns()), side(self.ink.rows()));
        Rect::new(self.corner.x, self.corner.y, width, height)
    }

    pub(super) fn mark(&self) -> Mark {
        Mark::Picture {
            at: self.corner,
            turn: Turn::None,
            point: self.point,
            ink: self.ink.clone(),
        }
    }
}
