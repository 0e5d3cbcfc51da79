//! `unitmark labels --calibrate`: a page that shows how true the printer is.

use std::io::Write as _;

use crate::job::{Design, Output, OutputError};
use crate::render::Document;
use crate::sheet::ruler;

use super::super::exit::Stop;
use super::super::files;
use super::{Args, design, look, needed};

/// Writes the ruler page of the stock; no ledger is opened.
pub(super) fn run(args: &Args) -> Result<(), Stop> {
    let target = needed(args.target()?)?;
    let spec = args.spec(Some(&target), None)?;
    files::refuse_overwrite(&target.labels, &args.keeps(&spec))?;
    let assets = look::assets(&spec.look)?;
    let design: Design = design(spec, &assets)?;
    let page =
        ruler(design.grid(), design.dpi()).map_err(|error| Stop::invalid(error.to_string()))?;
    let document = Document {
        title: format!("unitmark ruler for {}", design.stock().name()),
        created: None,
    };
    let mut bytes = Vec::new();
    target
        .format
        .draw(&page)
        .and_then(|page| target.format.write(vec![page], &document, &mut bytes))
        .map_err(|error| Stop::invalid(error.to_string()))?;
    let written = Output::create(&target.labels).and_then(|mut file| {
        let name = file.name().to_owned();
        file.write_all(&bytes)
            .map_err(|error| OutputError { name, error })?;
        file.finish()
    });
    written.map_err(|error| Stop::io(error.to_string()))
}
