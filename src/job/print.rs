//! The last steps of a job, in the order that never prints a serial twice: reserve, draw to temporary
//! files, give the labels their name, the manifest last, then mark the run as printed. Labels that no ledger
//! has to know skip the first and the last.

use std::collections::HashSet;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use crate::ledger::{
    LedgerError, LedgerErrorKind, Mark, MarkKind, Printing, Query, Run, RunId, RunState, Store,
    Unit, UnitKey, UnitState,
};
use crate::render::{Document, Format, Glyphs, PageContent, PageWriter, RenderError};

use super::design::Design;
use super::draw::{DrawError, Drawing, Size};
use super::manifest;
use super::output::{Output, OutputError, Sealed, remove_parts};
use super::overwrite::{Keeps, is_same_file, stays};
use super::plan::{Plan, Ticket};

/// Where labels and manifest go.
#[derive(Clone, Debug)]
pub struct Target {
    /// The labels' file; `-` is standard output. A format of one page a file numbers it: `labels-1.png`.
    pub labels: PathBuf,
    /// The manifest's file, if one is wanted.
    pub manifest: Option<PathBuf>,
    /// The form of the labels.
    pub format: &'static Format,
    /// When the document says it was made, in seconds since 1970; without it when its run was reserved, and not at all where
    /// there is none.
    pub created: Option<i64>,
    /// What the job reads, which its labels and its manifest must not be written over.
    pub keeps: Keeps,
}

/// What was printed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Summary {
    /// The run in its ledger; none for labels that no ledger knows.
    pub recorded: Option<Recorded>,
    /// How many labels.
    pub labels: usize,
    /// How many pages.
    pub pages: usize,
    /// The serials, ranges joined; none where labels are all alike.
    pub serials: Vec<String>,
    /// Where the next run may start on the last sheet.
    pub next_place: usize,
    /// Symbol sizes and X-dimensions.
    pub sizes: Vec<Size>,
    /// The files, labels first, manifest last.
    pub files: Vec<PathBuf>,
    /// What a killed process had left of the run's files, now removed.
    pub removed: Vec<PathBuf>,
}

/// A run in its ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recorded {
    /// The run.
    pub run: String,
    /// The request that made it.
    pub request_id: String,
    /// Where the ledger is.
    pub ledger: String,
    /// The ledger had printed this before: these are the same serials again.
    pub reprinted: bool,
}

/// Why a job did not end well.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PrintError {
    /// The ledger refused or could not be written.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// A unit that cannot be drawn.
    #[error(transparent)]
    Draw(#[from] DrawError),
    /// A page that the format does not hold.
    #[error(transparent)]
    Render(RenderError),
    /// A file that cannot be written.
    #[error(transparent)]
    Output(#[from] OutputError),
    /// A run that another process has printed meanwhile.
    #[error("run {0} is printed already; --reprint {0} prints it again")]
    AlreadyPrinted(String),
    /// Two pages of PNG on standard output.
    #[error(
        "{pages} pages do not fit on standard output, for {format} holds one a file: -o NAME.{ending} writes NAME-1.{ending} and so on", ending = .format.split('-').next().unwrap_or(.format)
    )]
    StandardOutput {
        /// How many.
        pages: usize,
        /// The format.
        format: &'static str,
    },
    /// Labels written to the manifest's name, or over the ledger.
    #[error("{} is {what}: name another file", .name.display())]
    Clash {
        /// The file.
        name: PathBuf,
        /// What it is already.
        what: &'static str,
    },
}

/// A print that failed, and how far it came.
#[derive(Debug, thiserror::Error)]
#[error("{error}")]
pub struct Failed {
    /// Why.
    #[source]
    pub error: Box<PrintError>,
    /// How far it came.
    pub reached: Reached,
}

/// How far a print came before it failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reached {
    /// Nothing was reserved and nothing written.
    Nothing,
    /// The run is reserved and its labels are not there: never issued again, drawn by `--resume`.
    Reserved(String),
    /// The labels are there, all of them, and the ledger does not know it: they are good, and a
    /// `--resume` would print them once more.
    Written(String),
}

impl<E: Into<PrintError>> From<E> for Failed {
    fn from(error: E) -> Self {
        Self {
            error: Box::new(error.into()),
            reached: Reached::Nothing,
        }
    }
}

/// Told after each batch of pages: how many of how many are drawn.
pub type Progress<'a> = &'a mut dyn FnMut(usize, usize);

/// Reserves serials for an order and prints its labels.
///
/// The files are started before anything is reserved, so that a target that cannot be written uses no serial.
///
/// # Errors
/// What went wrong, and how far the print came.
pub fn print_order(
    plan: &Plan,
    ticket: &Ticket,
    store: &dyn Store,
    target: &Target,
    progress: Progress<'_>,
) -> Result<Summary, Failed> {
    let pages = plan.design().grid().pages(plan.labels() as usize);
    let files = Files::open(target, pages)?;
    let run = store.reserve(&plan.request(ticket))?;
    let print = Print {
        run: &run,
        again: None,
        ticket,
        store,
        target,
    };
    print.all(progress, |_| {
        Ok((Drawing::of_run(plan.design().clone(), &run)?, files))
    })
}

/// Prints labels that no ledger has to know: all alike, with serials that the order gives, or specimens.
///
/// # Errors
/// As [`print_order`], without a ledger's; nothing is ever reserved.
pub fn print_unrecorded(
    drawing: &Drawing,
    target: &Target,
    progress: Progress<'_>,
) -> Result<Summary, PrintError> {
    let files = Files::open(target, drawing.pages())?;
    let document = Document {
        title: format!("unitmark labels on {}", drawing.design().stock().name()),
        created: target.created,
    };
    files.print(drawing, &document, progress)
}

/// Prints all that a run has reserved; nothing is reserved. `again` is the reason why a printed run
/// is printed once more; without it, this is its first printing.
///
/// # Errors
/// As [`print_order`]; without `again`, a run that is printed already.
pub fn print_run(
    design: Design,
    run: &Run,
    again: Option<&str>,
    ticket: &Ticket,
    store: &dyn Store,
    target: &Target,
    progress: Progress<'_>,
) -> Result<Summary, Failed> {
    let print = Print {
        run,
        again: again.map(|reason| (reason, None)),
        ticket,
        store,
        target,
    };
    print.all(progress, |now| {
        if again.is_none() && now.state() == RunState::Printed {
            return Err(PrintError::AlreadyPrinted(now.id.to_string()));
        }
        let drawing = Drawing::of_run(design, run)?;
        let files = Files::open(target, drawing.pages())?;
        Ok((drawing, files))
    })
}

/// Prints the label of one known unit again.
///
/// # Errors
/// As [`print_order`].
pub fn print_unit(
    design: Design,
    run: &Run,
    unit: &Unit,
    reason: &str,
    ticket: &Ticket,
    store: &dyn Store,
    target: &Target,
) -> Result<Summary, Failed> {
    let print = Print {
        run,
        again: Some((reason, Some(unit.key))),
        ticket,
        store,
        target,
    };
    print.all(&mut |_, _| {}, |_| {
        let drawing = Drawing::of_unit(design, run, unit)?;
        let files = Files::open(target, drawing.pages())?;
        Ok((drawing, files))
    })
}

/// The steps behind a reservation, the same for all prints.
struct Print<'a> {
    run: &'a Run,
    /// Why it is printed once more, and which unit if not all of them.
    again: Option<(&'a str, Option<UnitKey>)>,
    ticket: &'a Ticket,
    store: &'a dyn Store,
    target: &'a Target,
}

impl<'a> Print<'a> {
    /// What is voided or destroyed gets no label.
    fn refuse_void(&self) -> Result<(), PrintError> {
        let gone = |state: UnitState| matches!(state, UnitState::Voided | UnitState::Destroyed);
        let units = match self.again {
            Some((_, Some(unit))) => {
                let states = self.store.states(&[unit])?;
                states.into_iter().filter(|state| gone(*state)).count() as u64
            }
            _ => {
                let query = Query {
                    run: Some(self.run.id.clone()),
                    ..Query::default()
                };
                let found = self.store.find(&query)?;
                let of_run = found.iter().filter(|found| gone(found.state));
                of_run.map(|found| found.count).sum()
            }
        };
        if units == 0 {
            return Ok(());
        }
        let run = self.run.id.clone();
        Err(LedgerError::from(LedgerErrorKind::Voided { run, units }).into())
    }

    /// Holds the run against other processes, draws, publishes, and tells the ledger.
    fn all(
        &self,
        progress: Progress<'_>,
        prepare: impl FnOnce(&Run) -> Result<(Drawing, Files<'a>), PrintError>,
    ) -> Result<Summary, Failed> {
        let Self { run, store, .. } = *self;
        let draw = || {
            let held = store.hold(&run.id)?;
            // What another process did before it let go.
            let now = store.run(&run.id)?;
            self.refuse_void()?;
            let removed = self.target.remove_parts(&now)?;
            let (drawing, files) = prepare(&now)?;
            let document = Document {
                title: format!("unitmark run {}", now.id),
                created: Some(self.target.created.unwrap_or(now.reserved_at.as_second())),
            };
            let recorded = Recorded {
                run: now.id.to_string(),
                request_id: now.request_id.clone(),
                ledger: store.place().into(),
                reprinted: now.state() == RunState::Printed,
            };
            let summary = Summary {
                recorded: Some(recorded),
                removed,
                ..files.of_run(&now)?.print(&drawing, &document, progress)?
            };
            Ok((held, drawing, summary))
        };
        let (held, drawing, summary) = draw().map_err(|error| Failed {
            reached: match (&error, &self.again, run.state()) {
                // Another process has it in hand.
                (PrintError::AlreadyPrinted(_), ..) => Reached::Nothing,
                (PrintError::Ledger(error), ..) if error.code() == "run-busy" => Reached::Nothing,
                (_, None, RunState::Reserved) => Reached::Reserved(run.id.to_string()),
                _ => Reached::Nothing,
            },
            error: Box::new(error),
        })?;
        let printing = summary.printing(&drawing);
        let mark = Mark {
            at: self.ticket.now,
            by: self.ticket.holder.clone(),
            what: match self.again {
                None => MarkKind::Printed(printing),
                Some((reason, unit)) => MarkKind::Reprinted {
                    unit,
                    reason: reason.into(),
                    printing: Some(printing),
                },
            },
        };
        store.mark(&run.id, &mark).map_err(|error| Failed {
            error: Box::new(error.into()),
            reached: Reached::Written(run.id.to_string()),
        })?;
        drop(held);
        Ok(summary)
    }
}

impl Summary {
    fn printing(&self, drawing: &Drawing) -> Printing {
        Printing {
            labels: self.labels as u64,
            pages: self.pages as u64,
            stock: drawing.design().spec().stock.clone(),
            next_place: self.next_place as u32,
            output: self
                .files
                .first()
                .map(|name| name.display().to_string())
                .unwrap_or_default(),
        }
    }
}

impl Target {
    /// Whether files can be made there, tried before a ledger is opened or made for them.
    ///
    /// # Errors
    /// A folder that is not there or cannot be written.
    pub fn probe(&self) -> Result<(), OutputError> {
        // A pipe that is opened and closed ends for its reader.
        let takes_all = |name: &Path| {
            let found = std::fs::metadata(name);
            name == Path::new("-") || found.is_ok_and(|found| !found.is_file() && !found.is_dir())
        };
        for name in self.files().filter(|name| !takes_all(name)) {
            drop(Output::create(name)?);
        }
        Ok(())
    }

    /// Refuses to write so many pages over what has to stay.
    ///
    /// # Errors
    /// A file of [`keeps`](Self::keeps), a ledger, keys.
    pub fn refuse_overwrite(&self, pages: usize) -> Result<(), PrintError> {
        let numbered = if self.format.many_pages { 1 } else { pages };
        let pages = (0..numbered).map(|page| page_name(self, page, pages));
        for name in pages.chain(self.manifest.clone()) {
            if let Some(what) = stays(&name, &self.keeps) {
                return Err(PrintError::Clash { name, what });
            }
        }
        Ok(())
    }

    fn files(&self) -> impl Iterator<Item = &PathBuf> {
        [Some(&self.labels), self.manifest.as_ref()]
            .into_iter()
            .flatten()
    }

    /// Removes what a killed process left of a run's files.
    fn remove_parts(&self, run: &Run) -> Result<Vec<PathBuf>, OutputError> {
        let mut removed = Vec::new();
        for name in self.files().filter(|name| *name != Path::new("-")) {
            removed.extend(remove_parts(name, &run.id)?);
        }
        Ok(removed)
    }
}

/// Files that are started, before anything is reserved.
struct Files<'a> {
    target: &'a Target,
    labels: Output,
    manifest: Option<Output>,
    /// The run whose labels they hold.
    run: Option<RunId>,
}

/// How many pages are drawn before the next are started: enough for both cores, few enough to stay small.
const BATCH: usize = 32;

impl<'a> Files<'a> {
    fn open(target: &'a Target, pages: usize) -> Result<Self, PrintError> {
        let Target {
            labels,
            manifest,
            format,
            ..
        } = target;
        let clash = |name: &Path, what| PrintError::Clash {
            name: name.into(),
            what,
        };
        if let Some(name) = manifest.as_ref().filter(|name| is_same_file(name, labels)) {
            return Err(clash(
                name,
                "the labels' file, and cannot be the manifest too",
            ));
        }
        if labels == Path::new("-") && pages > 1 && !format.many_pages {
            return Err(PrintError::StandardOutput {
                pages,
                format: format.name,
            });
        }
        if let Some(name) = stale_page(target, pages) {
            return Err(clash(
                &name,
                "a page of another run, which would lie among this one's unless it is removed",
            ));
        }
        target.refuse_overwrite(pages)?;
        Ok(Self {
            target,
            labels: Output::create(page_name(target, 0, pages))?,
            manifest: target.manifest.as_ref().map(Output::create).transpose()?,
            run: None,
        })
    }

    /// The files of a run, which names them until they are whole.
    fn of_run(self, run: &Run) -> Result<Self, OutputError> {
        let named = |file: Output| file.of_run(&run.id);
        Ok(Self {
            target: self.target,
            labels: named(self.labels)?,
            manifest: self.manifest.map(named).transpose()?,
            run: Some(run.id.clone()),
        })
    }

    /// Draws all pages to the files and gives them their names, the manifest last.
    fn print(
        self,
        drawing: &Drawing,
        document: &Document,
        progress: Progress<'_>,
    ) -> Result<Summary, PrintError> {
        let Self {
            target,
            labels,
            mut manifest,
            run,
        } = self;
        let pages = drawing.pages();
        let copies = manifest::copies(drawing.design().spec());
        let copies = copies.as_deref();
        let failed = |file: &Output, error| OutputError {
            name: file.name().into(),
            error,
        };
        if let Some(file) = &mut manifest {
            file.write_all(&manifest::header(copies))
                .map_err(|error| failed(file, error))?;
        }
        let mut sealed: Vec<Sealed> = Vec::new();
        let mut files: Vec<PathBuf> = Vec::new();
        let mut file = Some(Writing::new(labels, target.format, document));
        for start in (0..pages).step_by(BATCH) {
            let batch: Vec<(PageContent, Vec<u8>)> = (start..pages.min(start + BATCH))
                .into_par_iter()
                .map_init(Glyphs::new, |glyphs, number| {
                    let (page, printed) = drawing.page(number)?;
                    let content = target.format.draw_with(&page, glyphs);
                    let content = content.map_err(PrintError::Render)?;
                    Ok((content, manifest::lines(&printed, copies)))
                })
                .collect::<Result<_, PrintError>>()?;
            for (number, (content, lines)) in batch.into_iter().enumerate() {
                if let Some(file) = &mut manifest {
                    file.write_all(&lines)
                        .map_err(|error| failed(file, error))?;
                }
                let mut open = match file.take() {
                    Some(open) => open,
                    None => {
                        let next = Output::create(page_name(target, start + number, pages))?;
                        let next = match &run {
                            Some(run) => next.of_run(run)?,
                            None => next,
                        };
                        Writing::new(next, target.format, document)
                    }
                };
                open.page(content)?;
                if target.format.many_pages {
                    file = Some(open);
                } else {
                    files.push(open.file.name().into());
                    sealed.push(open.seal()?);
                }
            }
            progress(pages.min(start + BATCH), pages);
        }
        if let Some(open) = file.filter(|_| target.format.many_pages) {
            files.push(open.file.name().into());
            sealed.push(open.seal()?);
        }
        let manifest = match manifest {
            Some(file) => {
                files.push(file.name().into());
                Some(file.seal()?)
            }
            None => None,
        };
        Sealed::publish_all(sealed)?;
        if let Some(manifest) = manifest {
            manifest.publish()?;
        }
        Ok(Summary {
            recorded: None,
            labels: drawing.labels(),
            pages,
            serials: drawing.ranges()?,
            next_place: drawing.next_place(),
            sizes: drawing.sizes(),
            files,
            removed: Vec::new(),
        })
    }
}

/// A labels' file that is being written.
struct Writing {
    file: Output,
    pages: Box<dyn PageWriter>,
    /// Pages for a printer or a pipe, which take nothing back: written when all of them are drawn.
    waiting: Vec<PageContent>,
}

impl Writing {
    fn new(file: Output, format: &Format, document: &Document) -> Self {
        Self {
            file,
            pages: format.writer(document),
            waiting: Vec::new(),
        }
    }

    fn page(&mut self, page: PageContent) -> Result<(), PrintError> {
        if self.file.is_direct() {
            self.waiting.push(page);
            return Ok(());
        }
        let written = self.pages.page(page, &mut self.file);
        written.map_err(|error| named(&self.file, error))
    }

    fn seal(self) -> Result<Sealed, PrintError> {
        let Self {
            mut file,
            mut pages,
            waiting,
        } = self;
        let write = |file: &mut Output| {
            for page in waiting {
                pages.page(page, file)?;
            }
            pages.end(file)
        };
        write(&mut file).map_err(|error| named(&file, error))?;
        Ok(file.seal()?)
    }
}

/// What a writer said, with the file's name.
fn named(file: &Output, error: RenderError) -> PrintError {
    match error {
        RenderError::Io(error) => OutputError {
            name: file.name().into(),
            error,
        }
        .into(),
        other => PrintError::Render(other),
    }
}

/// A numbered page beside the labels that this run will not write over. Whoever prints `labels-*.png`
/// would print it once more.
fn stale_page(target: &Target, pages: usize) -> Option<PathBuf> {
    let name = &target.labels;
    if target.format.many_pages || name == Path::new("-") {
        return None;
    }
    let written: HashSet<PathBuf> = (0..pages)
        .map(|page| page_name(target, page, pages))
        .collect();
    let stem = name.file_stem()?.to_str()?;
    let folder = name
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    let entries = std::fs::read_dir(folder.unwrap_or(Path::new("."))).ok()?;
    entries
        .filter_map(|entry| Some(name.with_file_name(entry.ok()?.file_name())))
        .find(|found| {
            let number = found
                .file_stem()
                .and_then(|found| found.to_str()?.strip_prefix(stem)?.strip_prefix('-'));
            found.extension() == name.extension()
                && number.is_some_and(|number| {
                    !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit())
                })
                && !written.contains(found)
        })
}

/// The file of a page: the target itself, or numbered where a file holds one page, padded from ten pages on.
fn page_name(target: &Target, page: usize, pages: usize) -> PathBuf {
    let name = &target.labels;
    if target.format.many_pages || name == Path::new("-") {
        return name.clone();
    }
    let width = pages.to_string().len();
    let mut numbered = name.file_stem().unwrap_or_default().to_owned();
    numbered.push(format!("-{:0width$}", page + 1));
    if let Some(ending) = name.extension() {
        numbered.push(".");
        numbered.push(ending);
    }
    name.with_file_name(numbered)
}
