//! PNG: one bit a dot, or a grey level, with the density, so that it prints at its true size.

use std::io::Write;

use super::raster::Raster;
use super::{Glyphs, PageContent, RenderError};
use crate::sheet::Page;

/// Draws one page to the bytes of a PNG file.
///
/// # Errors
/// A character that the font cannot set; a page of no size, or of more dots than memory should hold.
pub fn draw(page: &Page) -> Result<PageContent, RenderError> {
    draw_with(page, &mut Glyphs::new())
}

pub(super) fn draw_with(page: &Page, glyphs: &mut Glyphs) -> Result<PageContent, RenderError> {
    let raster = Raster::draw(page, glyphs)?;
    let bytes = encode(page, &raster, &raster.bytes, png::BitDepth::One)?;
    Ok(PageContent::whole(page, bytes))
}

/// Draws one page in grey levels: symbols and lines on whole dots as [`draw`] does, letters with smooth edges, for screens.
///
/// # Errors
/// As [`draw`].
pub fn draw_grey(page: &Page) -> Result<PageContent, RenderError> {
    draw_grey_with(page, &mut Glyphs::new())
}

pub(super) fn draw_grey_with(page: &Page, glyphs: &mut Glyphs) -> Result<PageContent, RenderError> {
    let (raster, grey) = Raster::draw_grey(page, glyphs)?;
    let bytes = encode(page, &raster, &grey, png::BitDepth::Eight)?;
    Ok(PageContent::whole(page, bytes))
}

/// Writes one page.
///
/// # Errors
/// As [`draw`], and whatever the writer says.
pub fn write(page: &Page, out: &mut dyn Write) -> Result<(), RenderError> {
    out.write_all(&draw(page)?.bytes)?;
    Ok(out.flush()?)
}

/// One page as grey levels, 0 for ink and 255 for paper: for previews and readers.
///
/// # Errors
/// As [`draw`].
pub fn preview(page: &Page) -> Result<image::GrayImage, RenderError> {
    let (raster, grey) = Raster::draw_grey(page, &mut Glyphs::new())?;
    let (width, height) = size(page, &raster)?;
    image::GrayImage::from_raw(width, height, grey).ok_or_else(|| too_large(page))
}

fn size(page: &Page, raster: &Raster) -> Result<(u32, u32), RenderError> {
    match (u32::try_from(raster.width), u32::try_from(raster.height)) {
        (Ok(width), Ok(height)) => Ok((width, height)),
        _ => Err(too_large(page)),
    }
}

fn too_large(page: &Page) -> RenderError {
    RenderError::PageSize {
        width: page.width,
        height: page.height,
        dpi: page.dpi,
    }
}

/// Bytes of a picture that is compressed fast.
const SMALL: usize = 8 << 10;

fn encode(
    page: &Page,
    raster: &Raster,
    dots: &[u8],
    depth: png::BitDepth,
) -> Result<Vec<u8>, RenderError> {
    let (width, height) = size(page, raster)?;
    let density = page.dpi.per_metre();
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, width, height);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.set_depth(depth);
    // The fast setting makes pages of two colours nine times as large; for a symbol alone, setting the better one up
    // takes ten times as long as drawing it, and a file takes a block of the disk either way.
    encoder.set_compression(if dots.len() <= SMALL {
        png::Compression::Fast
    } else {
        png::Compression::Balanced
    });
    encoder.set_filter(png::Filter::NoFilter);
    encoder.set_pixel_dims(Some(png::PixelDimensions {
        xppu: density,
        yppu: density,
        unit: png::Unit::Meter,
    }));
    let refused = |error: png::EncodingError| RenderError::Assembly(error.to_string());
    let mut writer = encoder.write_header().map_err(refused)?;
    writer.write_image_data(dots).map_err(refused)?;
    writer.finish().map_err(refused)?;
    Ok(bytes)
}
