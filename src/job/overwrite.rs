//! What no file is written over: all that a job reads, a ledger, keys.

use std::fs::{self, File};
use std::io::Read as _;
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use crate::serial::Keys;

/// Files that are to stay, each with what it is in a message: `the order itself`.
pub type Keeps = Vec<(PathBuf, &'static str)>;

/// No file of keys is as long.
const LONGEST_KEYS: u64 = 1 << 16;

/// Why nothing may be written over a file: it is one of `keeps`, whatever it is called there, a ledger or a part of one, or a
/// file of keys. Nothing for a name that is free, and for what is no regular file.
///
/// ```
/// use unitmark::job::stays;
///
/// let folder = std::env::temp_dir().join("unitmark-stays");
/// std::fs::create_dir_all(&folder)?;
/// let (order, other) = (folder.join("order.csv"), folder.join("labels.pdf"));
/// std::fs::write(&order, "sku")?;
/// let keeps = vec![(order.clone(), "the order itself")];
/// assert_eq!(stays(&folder.join("../unitmark-stays/order.csv"), &keeps), Some("the order itself"));
/// assert_eq!(stays(&other, &keeps), None);
/// # Ok::<(), std::io::Error>(())
/// ```
pub fn stays(name: &Path, keeps: &[(PathBuf, &'static str)]) -> Option<&'static str> {
    // To open a pipe would wait for its other end.
    let found = fs::metadata(name).ok();
    if found.as_ref().is_some_and(|found| !found.is_file()) {
        return None;
    }
    // A journal that is not there yet would be taken for the ledger's own.
    if is_beside_a_ledger(name) || found.is_some() && is_ledger(name) {
        return Some("a ledger");
    }
    // A new name is the usual case: whatever is kept is there.
    found?;
    let kept = keeps.iter().find(|(kept, _)| is_same_file(name, kept));
    if let Some((_, what)) = kept {
        return Some(what);
    }
    has_keys(name).then_some("a file of keys")
}

/// Whether two names mean one file, there or not yet there; links are followed.
pub fn is_same_file(one: &Path, other: &Path) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt as _;
        let number = |name: &Path| {
            let found = fs::metadata(name).ok()?;
            Some((found.dev(), found.ino()))
        };
        if let (Some(one), Some(other)) = (number(one), number(other)) {
            return one == other;
        }
    }
    let resolved = |name: &Path| {
        fs::canonicalize(name).ok().or_else(|| {
            let folder = fs::canonicalize(super::output::folder_of(name)).ok()?;
            Some(folder.join(name.file_name()?))
        })
    };
    matches!((resolved(one), resolved(other)), (Some(one), Some(other)) if one == other)
}

/// A file that `SQLite` keeps beside a ledger.
fn is_beside_a_ledger(name: &Path) -> bool {
    let beside = name.to_str().and_then(|text| {
        let mut endings = ["-wal", "-shm", "-journal"].into_iter();
        endings.find_map(|ending| text.strip_suffix(ending))
    });
    beside.is_some_and(|base| is_ledger(Path::new(base)))
}

#[cfg(feature = "sqlite")]
fn is_ledger(name: &Path) -> bool {
    name.is_file() && crate::ledger::is_ledger_file(name)
}

#[cfg(not(feature = "sqlite"))]
fn is_ledger(_: &Path) -> bool {
    false
}

fn has_keys(name: &Path) -> bool {
    let Ok(file) = File::open(name) else {
        return false;
    };
    let mut text = Zeroizing::new(String::new());
    let read = file.take(LONGEST_KEYS).read_to_string(&mut text);
    read.is_ok() && Keys::parse(&text).is_ok_and(|keys| keys.iter().next().is_some())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::serial::Key;

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
            fs::hard_link(name("a.csv"), name("hard")).expect("a link");
            assert!(is_same_file(&name("a.csv"), &name("hard")));
        }
    }

    #[test]
    fn what_is_read_and_what_holds_keys_stays() {
        let folder = tempfile::tempdir().expect("a folder");
        let name = |name: &str| folder.path().join(name);
        let keeps = vec![(name("logo.png"), "an image")];
        assert_eq!(stays(&name("logo.png"), &keeps), None, "not there");
        fs::write(name("logo.png"), "").expect("a file");
        assert_eq!(stays(&name("./logo.png"), &keeps), Some("an image"));
        assert_eq!(stays(folder.path(), &keeps), None);
        let key = Key::new("line", [7; 32]).expect("a key");
        Keys::create_file(&name("line.key"), &key).expect("a file");
        assert_eq!(stays(&name("line.key"), &[]), Some("a file of keys"));
        fs::write(name("labels.svg"), "<svg/>").expect("a file");
        assert_eq!(stays(&name("labels.svg"), &[]), None);
    }

    #[cfg(feature = "sqlite")]
    #[test]
    fn a_ledger_stays_and_what_lies_beside_it() {
        let folder = tempfile::tempdir().expect("a folder");
        let name = |name: &str| folder.path().join(name);
        let now = "2026-04-15T08:00:00Z".parse().expect("a time");
        let id = crate::ledger::LedgerId::from_bytes([1, 2, 3, 4]);
        let ledger = crate::ledger::SqliteOptions::default();
        drop(ledger.create(&name("ledger.db"), id, now).expect("made"));
        fs::write(name("other.db-journal"), "").expect("a file");
        assert_eq!(stays(&name("ledger.db"), &[]), Some("a ledger"));
        assert_eq!(stays(&name("ledger.db-journal"), &[]), Some("a ledger"));
        assert_eq!(stays(&name("other.db-journal"), &[]), None);
    }
}
