//! What would hold a label that is too small.

use super::arrange::{best, modules};
use super::error::{TooSmall, TooWide};
use super::{LabelContent, LabelSpec};
use crate::font::FontError;
use crate::symbol::{Dpi, Emu};

/// Resolutions of usual printers.
const RESOLUTIONS: [u32; 4] = [203, 300, 600, 1200];

/// Advised sizes are whole half millimetres.
const STEP: Emu = Emu::from_um(500);

/// No label is larger than this.
const LARGEST: Emu = Emu::from_um(400_000);

/// Modules of a Code 128 symbol that are not its characters: start, the FNC1 that makes it GS1-128, check, stop.
const LINEAR_FRAME: i64 = 11 + 11 + 11 + 13;

/// Tries larger labels and other resolutions.
pub(super) fn too_small(spec: &LabelSpec, content: &LabelContent) -> Result<TooSmall, FontError> {
    let usual =
        |width: Emu, height: Emu, dpi: Dpi| LabelSpec::new(width, height, dpi, spec.symbology);
    let own_margin = spec.margin != usual(spec.width, spec.height, spec.dpi).margin;
    let fits = |width: Emu, height: Emu, dpi: Dpi| -> Result<bool, FontError> {
        let tried = usual(width, height, dpi);
        let margin = if own_margin {
            spec.margin
        } else {
            tried.margin
        };
        Ok(best(
            &LabelSpec {
                margin,
                use_: spec.use_,
                fonts: spec.fonts.clone(),
                ..tried
            },
            content,
        )?
        .is_some())
    };
    let (width, height) = (spec.width, spec.height);
    let mut sizes = Vec::new();
    if let Some(larger) = least(height, |larger| fits(width, larger, spec.dpi))? {
        sizes.push((width, larger));
    }
    if let Some(larger) = least(width, |larger| fits(larger, height, spec.dpi))? {
        sizes.push((larger, height));
    }
    if sizes.is_empty() {
        let high = |larger: Emu| Emu((larger.0 / 2).max(height.0));
        if let Some(larger) = least(width, |larger| fits(larger, high(larger), spec.dpi))? {
            sizes.push((larger, high(larger)));
        }
    }
    let mut resolutions = Vec::new();
    for dpi in RESOLUTIONS.into_iter().filter_map(|dpi| Dpi::new(dpi).ok()) {
        if dpi != spec.dpi && fits(width, height, dpi)? {
            resolutions.push(dpi);
        }
    }
    let symbol = &content.symbol;
    Ok(TooSmall {
        symbol: format!("{} of {}", symbol.symbology().title, symbol.version()),
        label: (width, height),
        dpi: spec.dpi,
        too_wide: too_wide(spec, content),
        sizes,
        resolutions,
        stocks: Vec::new(),
    })
}

/// The least length from `from` on, in steps, for which `fits` holds; it holds for every larger one.
fn least(
    from: Emu,
    fits: impl Fn(Emu) -> Result<bool, FontError>,
) -> Result<Option<Emu>, FontError> {
    let (mut low, mut high) = (from / STEP, LARGEST / STEP);
    if low >= high || !fits(STEP * high)? {
        return Ok(None);
    }
    while high - low > 1 {
        let middle = i64::midpoint(low, high);
        if fits(STEP * middle)? {
            high = middle;
        } else {
            low = middle;
        }
    }
    Ok(Some(STEP * high))
}

/// Bars wider than the label even at the least X-dimension.
fn too_wide(spec: &LabelSpec, content: &LabelContent) -> Option<TooWide> {
    let symbol = &content.symbol;
    let quiet = symbol.symbology().quiet_zone;
    let module = modules(spec).pop()?;
    let around = i64::from(quiet.left) + i64::from(quiet.right);
    let width = module * (i64::from(symbol.columns()) + around);
    let free = spec.width / module - around - LINEAR_FRAME;
    (symbol.symbology().linear && width > spec.width).then(|| TooWide {
        width,
        module,
        characters: (free / 11).max(0),
    })
}
