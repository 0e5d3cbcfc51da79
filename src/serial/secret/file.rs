//! Key files.

use std::fs::{File, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::path::Path;

use zeroize::Zeroizing;

use super::{Key, KeyError, KeyErrorKind};

/// No file of keys is as long.
const LONGEST: u64 = 1 << 16;

/// The text of a key file that only its owner may read and write.
pub(super) fn read(path: &Path) -> Result<Zeroizing<String>, KeyError> {
    let place = path.display();
    let failed = |error: &io::Error| KeyError::new(KeyErrorKind::Io, format!("{place}: {error}"));
    let file = File::open(path).map_err(|error| failed(&error))?;
    check_mode(&file, path)?;
    let mut text = Zeroizing::new(String::new());
    file.take(LONGEST)
        .read_to_string(&mut text)
        .map_err(|error| failed(&error))?;
    Ok(text)
}

/// The mode of the opened file: that of its name may be another's a moment later.
#[cfg(unix)]
fn check_mode(file: &File, path: &Path) -> Result<(), KeyError> {
    use std::os::unix::fs::PermissionsExt as _;

    let place = path.display();
    let refuse = |message| Err(KeyError::new(KeyErrorKind::FileMode, message));
    let metadata = file
        .metadata()
        .map_err(|error| KeyError::new(KeyErrorKind::Io, format!("{place}: {error}")))?;
    if !metadata.is_file() {
        return refuse(format!("{place} is no regular file"));
    }
    let mode = metadata.permissions().mode() & 0o777;
    if mode & 0o077 != 0 {
        return refuse(format!(
            "{place} has mode {mode:03o}: others may read or write this key; chmod 600 it, and make a new key if they may have"
        ));
    }
    Ok(())
}

#[cfg(not(unix))]
fn check_mode(_: &File, _: &Path) -> Result<(), KeyError> {
    Ok(())
}

/// A new file with one key.
pub(super) fn create(path: &Path, key: &Key) -> Result<(), KeyError> {
    let place = path.display();
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut text = key.to_text();
    text.push('\n');
    let written = options.open(path).and_then(|mut file| {
        file.write_all(text.as_bytes())
            .and_then(|()| file.sync_all())
    });
    written.map_err(|error| match error.kind() {
        io::ErrorKind::AlreadyExists => KeyError::new(
            KeyErrorKind::FileExists,
            format!("{place} is there already, and a key is never overwritten; name another file"),
        ),
        _ => KeyError::new(KeyErrorKind::Io, format!("{place}: {error}")),
    })
}

#[cfg(all(test, unix))]
mod tests {
    use super::super::Keys;
    use super::*;
    use std::os::unix::fs::PermissionsExt as _;

    #[test]
    fn a_key_file_is_made_once_for_its_owner_alone_and_read_only_as_such() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("line.key");
        let key = Key::new("line", [9; 32]).unwrap();
        Keys::create_file(&path, &key).unwrap();
        let mode = |path: &Path| path.metadata().unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&path), 0o600);
        assert_eq!(
            Keys::create_file(&path, &key).unwrap_err().code(),
            "key-file-exists"
        );
        let found = Keys::from_file(&path).unwrap().find("line").unwrap();
        assert_eq!(found.bytes(), key.bytes());
        for open in [0o640, 0o604, 0o620, 0o666] {
            std::fs::set_permissions(&path, std::fs::Permissions::from_mode(open)).unwrap();
            assert_eq!(Keys::from_file(&path).unwrap_err().code(), "key-file-mode");
        }
        assert_eq!(
            Keys::from_file(folder.path()).unwrap_err().code(),
            "key-file-mode"
        );
        assert_eq!(
            Keys::from_file(&folder.path().join("none"))
                .unwrap_err()
                .code(),
            "key-io"
        );
    }
}
