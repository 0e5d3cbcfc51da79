//! Options about how labels look: template, use, font, rotation.

use std::path::{Path, PathBuf};

use crate::font::{Font, Fonts};
use crate::job::{Assets, Keeps, Look};
use crate::label::Template;
use crate::symbol::Use;

use super::super::exit::Stop;
use super::super::{files, template};

/// Options about how labels look.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Look")]
pub struct LookArgs {
    /// A template: serial, sscc, retail, pharma, or a TOML file (`unitmark template show NAME` starts one)
    #[arg(long, value_name = "NAME|FILE", conflicts_with_all = ["symbol", "ais"])]
    pub(super) template: Option<String>,

    /// Where symbols are read, which sets their sizes: label, retail, distribution, healthcare, logistics [default: the template's, else label]
    #[arg(long = "use", value_name = "USE")]
    use_: Option<String>,

    /// A TrueType font for all text, where the built-in one (Latin, Greek, Cyrillic) has not the letters
    #[arg(long, value_name = "FILE")]
    font: Option<String>,

    /// Turn every label clockwise: 0, 90, 180 or 270 degrees
    #[arg(long, value_name = "DEGREES")]
    rotate: Option<i64>,
}

impl LookArgs {
    /// What is asked for, on top of what a run was printed with; and the template, where there is one.
    pub(super) fn look(&self, kept: &Look) -> Result<(Look, Option<Template>), Stop> {
        let mut look = kept.clone();
        let mut named = None;
        if let Some(name) = &self.template {
            let template = template::find(name)?;
            look.template = Some(template.text().to_owned());
            look.folder = template::folder(name);
            named = Some(template);
        }
        if let Some(name) = &self.use_ {
            if Use::find(name).is_none() {
                return Err(Stop::usage(format!(
                    "--use {name}: use one of {}",
                    Use::ALL.map(Use::name).join(", ")
                )));
            }
            look.use_ = Some(name.clone());
        }
        if let Some(file) = &self.font {
            let whole = std::fs::canonicalize(file).map(|file| file.display().to_string());
            look.font = Some(whole.unwrap_or_else(|_| file.clone()));
        }
        if let Some(degrees) = self.rotate {
            look.rotate = degrees;
        }
        Ok((look, named))
    }
}

/// Reads the files that a look names.
pub(super) fn assets(look: &Look) -> Result<Assets, Stop> {
    let mut assets = Assets::default();
    if let Some(name) = &look.font {
        let bytes = files::read(Path::new(name), files::LONGEST_ASSET)?;
        let font = Font::parse(name, bytes)
            .map_err(|error| Stop::invalid(format!("{error} [{}]", error.code())))?;
        assets.fonts = Fonts::own(font);
    }
    for (name, file, template) in pictures(look) {
        if !file.exists() {
            let file = file.display();
            return Err(Stop::io(format!(
                "the image {file} of template {template}: there is no such file"
            )));
        }
        let bytes = files::read(&file, files::LONGEST_ASSET)?;
        assets.pictures.insert(name, bytes);
    }
    Ok(assets)
}

/// The images of a look's template: what it calls them, their files, its own name.
fn pictures(look: &Look) -> Vec<(String, PathBuf, String)> {
    let Some(Ok(template)) = look.template.as_deref().map(Template::parse) else {
        return Vec::new();
    };
    let folder = Path::new(look.folder.as_deref().unwrap_or_default());
    let pictures = template.pictures().map(|name| {
        let template = template.name().to_owned();
        (name.to_owned(), folder.join(name), template)
    });
    pictures.collect()
}

/// The files that a look names, which must not be written over.
pub(super) fn keeps(look: &Look) -> Keeps {
    let font = look.font.iter().map(|font| (font.into(), "the font"));
    let pictures = pictures(look).into_iter();
    let pictures = pictures.map(|(_, file, _)| (file, "an image of the template"));
    font.chain(pictures).collect()
}
