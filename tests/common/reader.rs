//! Symbols read back by `rxing`, which nobody here wrote.

use rxing::{BarcodeFormat, DecodeHints, RXingResultMetadataType, RXingResultMetadataValue};

/// The symbology identifier and the text of the one symbol in a picture of grey bytes; GS stays GS.
pub fn read(
    luma: Vec<u8>,
    width: u32,
    height: u32,
    format: BarcodeFormat,
) -> Result<(String, String), String> {
    let mut hints = DecodeHints {
        TryHarder: Some(true),
        AssumeGs1: Some(true),
        ..DecodeHints::default()
    };
    let result =
        rxing::helpers::detect_in_luma_with_hints(luma, width, height, Some(format), &mut hints)
            .map_err(|error| format!("{error:?}"))?;
    let identifier = match result
        .getRXingResultMetadata()
        .get(&RXingResultMetadataType::SYMBOLOGY_IDENTIFIER)
    {
        Some(RXingResultMetadataValue::SymbologyIdentifier(identifier)) => identifier.clone(),
        other => return Err(format!("no symbology identifier: {other:?}")),
    };
    let text = result.getText();
    let text = text.strip_prefix(&identifier).unwrap_or(text);
    Ok((identifier, text.trim_start_matches('\u{1d}').to_string()))
}
