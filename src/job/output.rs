//! Files that are whole or not there: written beside their name, renamed when done.

use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use tempfile::TempPath;

use crate::ledger::RunId;

/// A file in the making.
///
/// A regular file appears under its name by [`finish`](Self::finish), whole; before that, and when
/// it is dropped, what stood there stays. Anything else (a pipe, a device, standard output) is written
/// directly.
#[derive(Debug)]
pub struct Output {
    name: PathBuf,
    place: Place,
}

#[derive(Debug)]
enum Place {
    Beside {
        writer: BufWriter<File>,
        /// Where it lies until it is whole.
        lies: TempPath,
        /// The name it gets.
        target: PathBuf,
    },
    Direct(BufWriter<File>),
    Standard(io::StdoutLock<'static>),
}

/// What could not be written, and why.
#[derive(Debug, thiserror::Error)]
#[error("{}: {error}", .name.display())]
pub struct OutputError {
    /// The file.
    pub name: PathBuf,
    /// What the system says.
    #[source]
    pub error: io::Error,
}

impl Output {
    /// Starts a file; `-` is standard output.
    ///
    /// # Errors
    /// A folder that is not there or cannot be written; a device that cannot be opened.
    pub fn create(name: impl Into<PathBuf>) -> Result<Self, OutputError> {
        let name = name.into();
        match Place::open(&name) {
            Ok(place) => Ok(Self { name, place }),
            Err(error) => Err(OutputError { name, error }),
        }
    }

    /// Names the run in the file that is not whole yet, so that a process that is killed leaves a trace which the run's next
    /// one removes.
    ///
    /// # Errors
    /// A folder that can no longer be written.
    pub fn of_run(mut self, run: &RunId) -> Result<Self, OutputError> {
        if let Place::Beside { lies, target, .. } = &mut self.place {
            let named = tempfile::Builder::new()
                .prefix(&part_prefix(Some(run)))
                .suffix(PART)
                .tempfile_in(folder_of(target))
                .and_then(|new| {
                    let new = new.into_temp_path();
                    // It takes the place of the empty file that has the name.
                    fs::rename(&*lies, &new).map(|()| new)
                });
            match named {
                // The old name is gone already.
                Ok(named) => *lies = named,
                Err(error) => {
                    return Err(OutputError {
                        name: self.name,
                        error,
                    });
                }
            }
        }
        Ok(self)
    }

    /// A pipe, a device, standard output: takes nothing back.
    pub fn is_direct(&self) -> bool {
        !matches!(self.place, Place::Beside { .. })
    }

    /// What the caller called it.
    pub fn name(&self) -> &Path {
        &self.name
    }

    /// Puts the finished file under its name; on disk before it has it.
    ///
    /// # Errors
    /// A full disk, a name that became a folder.
    pub fn finish(self) -> Result<(), OutputError> {
        self.seal()?.publish()
    }

    /// Ends the writing: all of it is on disk, and not yet under its name.
    ///
    /// # Errors
    /// A full disk.
    pub fn seal(self) -> Result<Sealed, OutputError> {
        match self.place.seal() {
            Ok(beside) => Ok(Sealed {
                name: self.name,
                beside,
            }),
            Err(error) => Err(OutputError {
                name: self.name,
                error,
            }),
        }
    }
}

/// A file that is whole and waits for its name; dropped, it is gone.
#[derive(Debug)]
pub struct Sealed {
    name: PathBuf,
    /// Where it lies, and the name it gets; none for what was written directly.
    beside: Option<(TempPath, PathBuf)>,
}

impl Sealed {
    /// Gives the file its name.
    ///
    /// # Errors
    /// A name that became a folder.
    pub fn publish(self) -> Result<(), OutputError> {
        Self::publish_all(vec![self])
    }

    /// Gives many files their names. All are on the disk when it returns, their folders told once.
    ///
    /// # Errors
    /// The first that cannot be renamed; those before it have their names.
    pub fn publish_all(files: Vec<Self>) -> Result<(), OutputError> {
        let mut folders = BTreeMap::new();
        for Self { name, beside } in files {
            let Some((lies, target)) = beside else {
                continue;
            };
            match lies.persist(&target) {
                Ok(()) => folders.insert(folder_of(&target).to_owned(), name),
                Err(error) => {
                    let error = error.error;
                    return Err(OutputError { name, error });
                }
            };
        }
        for (folder, name) in folders {
            sync(&folder).map_err(|error| OutputError { name, error })?;
        }
        Ok(())
    }
}

/// The ending of files that are not whole yet.
const PART: &str = ".part";

/// How the names of files that are not whole yet begin.
fn part_prefix(run: Option<&RunId>) -> String {
    run.map_or(".unitmark-".into(), |run| format!(".unitmark-{run}-"))
}

/// Removes what a killed process left of a run's files beside `target`, and gives their names. Whoever calls it holds
/// the run, so that nobody is writing them.
///
/// # Errors
/// A folder that cannot be written.
pub fn remove_parts(target: &Path, run: &RunId) -> Result<Vec<PathBuf>, OutputError> {
    let folder = folder_of(target);
    let prefix = part_prefix(Some(run));
    let mut removed = Vec::new();
    // A folder that cannot be read is told when a file is made in it.
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let is_part = entry
            .file_name()
            .to_str()
            .is_some_and(|name| name.starts_with(&prefix) && name.ends_with(PART));
        if is_part {
            let name = entry.path();
            match fs::remove_file(&name) {
                Ok(()) => removed.push(name),
                Err(error) => return Err(OutputError { name, error }),
            }
        }
    }
    Ok(removed)
}

/// A name is on disk when its folder is: without this a power cut could take back a file that the
/// ledger calls printed.
fn sync(folder: &Path) -> io::Result<()> {
    #[cfg(unix)]
    File::open(folder)?.sync_all()?;
    #[cfg(not(unix))]
    let _ = folder;
    Ok(())
}

fn folder_of(target: &Path) -> &Path {
    match target.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

/// Whether two names mean one file, there or not yet there; links are followed.
pub fn is_same_file(one: &Path, other: &Path) -> bool {
    let resolved = |name: &Path| {
        fs::canonicalize(name).ok().or_else(|| {
            let folder = fs::canonicalize(folder_of(name)).ok()?;
            Some(folder.join(name.file_name()?))
        })
    };
    matches!((resolved(one), resolved(other)), (Some(one), Some(other)) if one == other)
}

/// That the folder of a file is there.
pub(crate) fn has_folder(target: &Path) -> io::Result<()> {
    let folder = folder_of(target);
    if folder.is_dir() {
        return Ok(());
    }
    Err(io::Error::new(
        io::ErrorKind::NotFound,
        format!(
            "there is no folder {}: make it, or name another",
            folder.display()
        ),
    ))
}

impl Place {
    fn open(name: &Path) -> io::Result<Self> {
        if name == Path::new("-") {
            return Ok(Self::Standard(io::stdout().lock()));
        }
        // A link stays a link: what it points at is replaced, or made.
        let target = match (fs::canonicalize(name), fs::read_link(name)) {
            (Ok(target), _) => target,
            (Err(_), Ok(points_at)) => folder_of(name).join(points_at),
            (Err(_), Err(_)) => name.to_owned(),
        };
        let folder = folder_of(&target);
        has_folder(&target)?;
        match fs::metadata(&target) {
            Ok(there) if there.is_dir() => Err(io::Error::new(
                io::ErrorKind::IsADirectory,
                "is a folder: name a file",
            )),
            Ok(there) if !there.is_file() => {
                let file = OpenOptions::new().write(true).open(&target)?;
                Ok(Self::Direct(BufWriter::new(file)))
            }
            Ok(there) if there.permissions().readonly() => Err(io::Error::new(
                io::ErrorKind::PermissionDenied,
                "may only be read",
            )),
            there => {
                let there = there.ok().map(|there| there.permissions());
                let mut builder = tempfile::Builder::new();
                let prefix = part_prefix(None);
                builder.prefix(&prefix).suffix(PART);
                #[cfg(unix)]
                {
                    use std::os::unix::fs::PermissionsExt as _;
                    // As the file that it replaces, or as any new one: what the user's mask leaves of it.
                    let new = || fs::Permissions::from_mode(0o666);
                    builder.permissions(there.unwrap_or_else(new));
                }
                let (file, lies) = builder.tempfile_in(folder)?.into_parts();
                Ok(Self::Beside {
                    writer: BufWriter::new(file),
                    lies,
                    target,
                })
            }
        }
    }

    fn seal(self) -> io::Result<Option<(TempPath, PathBuf)>> {
        match self {
            Self::Beside {
                writer,
                lies,
                target,
            } => {
                let file = writer
                    .into_inner()
                    .map_err(io::IntoInnerError::into_error)?;
                file.sync_all()?;
                return Ok(Some((lies, target)));
            }
            Self::Direct(mut writer) => writer.flush()?,
            Self::Standard(mut out) => out.flush()?,
        }
        Ok(None)
    }

    fn writer(&mut self) -> &mut dyn Write {
        match self {
            Self::Beside { writer, .. } | Self::Direct(writer) => writer,
            Self::Standard(out) => out,
        }
    }
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.place.writer().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.place.writer().flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_appears_whole_or_not_at_all() {
        let folder = tempfile::tempdir().expect("a folder");
        let name = folder.path().join("labels.pdf");
        fs::write(&name, "old").expect("a file");
        let mut output = Output::create(&name).expect("a place beside it");
        output.write_all(b"new").expect("room");
        assert_eq!(fs::read(&name).expect("the file"), b"old");
        drop(output);
        assert_eq!(fs::read_dir(folder.path()).expect("the folder").count(), 1);
        let mut output = Output::create(&name).expect("a place beside it");
        output.write_all(b"new").expect("room");
        output.finish().expect("room");
        assert_eq!(fs::read(&name).expect("the file"), b"new");
        assert_eq!(fs::read_dir(folder.path()).expect("the folder").count(), 1);
    }

    #[test]
    fn what_a_killed_process_left_of_a_run_is_removed_and_nothing_else() {
        let folder = tempfile::tempdir().expect("a folder");
        let name = folder.path().join("labels.pdf");
        let run: RunId = "26K4TQ".parse().expect("an id");
        let mut output = Output::create(&name)
            .and_then(|output| output.of_run(&run))
            .expect("a place beside it");
        output.write_all(b"half").expect("room");
        // Killed: nobody drops it.
        std::mem::forget(output);
        for other in [".unitmark-26K4TR-x.part", ".unitmark-x.part", "26K4TQ.part"] {
            fs::write(folder.path().join(other), "").expect("a file");
        }
        assert_eq!(remove_parts(&name, &run).expect("a folder").len(), 1);
        assert_eq!(fs::read_dir(folder.path()).expect("the folder").count(), 3);

        let mut output = Output::create(&name)
            .and_then(|output| output.of_run(&run))
            .expect("a place beside it");
        output.write_all(b"whole").expect("room");
        output.finish().expect("room");
        assert_eq!(fs::read(&name).expect("the file"), b"whole");
        assert_eq!(fs::read_dir(folder.path()).expect("the folder").count(), 4);
    }

    #[test]
    fn a_folder_that_is_not_there_is_told_by_name() {
        let error = Output::create("no/such/folder/labels.pdf").expect_err("no folder");
        assert!(
            error.to_string().starts_with("no/such/folder/labels.pdf: "),
            "{error}"
        );
        assert!(Output::create(std::env::temp_dir()).is_err());
    }

    #[test]
    fn one_file_is_the_same_under_two_names() {
        let folder = tempfile::tempdir().expect("a folder");
        let name = |name: &str| folder.path().join(name);
        assert!(
            is_same_file(&name("a.csv"), &name("./a.csv")),
            "not there yet"
        );
        assert!(!is_same_file(&name("a.csv"), &name("b.csv")));
        fs::write(name("a.csv"), "").expect("a file");
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink(name("a.csv"), name("link")).expect("a link");
            assert!(is_same_file(&name("a.csv"), &name("link")));
        }
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_full_device_is_an_error_when_finished() {
        let mut output = Output::create("/dev/full").expect("a device");
        output.write_all(b"labels").expect("the buffer takes it");
        assert!(output.finish().is_err());
    }
}
