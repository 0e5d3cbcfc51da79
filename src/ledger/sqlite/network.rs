//! Whether a path lies on a network file system, whose locks do not hold.

use crate::ledger::{LedgerError, LedgerErrorKind};
use std::path::Path;

/// Kinds of file system (proc(5), `mountinfo`) that another machine may write to at the same time.
const NETWORK: [&str; 22] = [
    "9p",
    "afs",
    "beegfs",
    "ceph",
    "cifs",
    "coda",
    "davfs",
    "fuse.ceph",
    "fuse.davfs",
    "fuse.glusterfs",
    "fuse.rclone",
    "fuse.s3fs",
    "fuse.sshfs",
    "gfs2",
    "glusterfs",
    "gpfs",
    "lustre",
    "ncpfs",
    "nfs",
    "nfs4",
    "ocfs2",
    "smb3",
];

/// Refuses a path on a network file system.
pub(super) fn refuse(path: &Path) -> Result<(), LedgerError> {
    match file_system_of(path) {
        None => Ok(()),
        Some(file_system) => {
            let place = path.display().to_string();
            Err(LedgerErrorKind::NetworkFileSystem { place, file_system }.into())
        }
    }
}

/// The kind of network file system that the path lies on.
///
/// Where the system does not say (no `/proc/self/mountinfo`), the answer is none: the check helps, `SQLite`'s own locks protect.
fn file_system_of(path: &Path) -> Option<String> {
    let mounts = std::fs::read_to_string("/proc/self/mountinfo").ok()?;
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    let real = path
        .canonicalize()
        .or_else(|_| folder.canonicalize())
        .ok()?;
    network_mount(&mounts, &real)
}

/// The kind of the mount that holds the path, if it is a network's: the longest mount point wins, and of equal ones the last,
/// which covers those before it.
fn network_mount(mounts: &str, path: &Path) -> Option<String> {
    let (_, kind) = mounts
        .lines()
        .filter_map(mount)
        .filter(|(point, _)| path.starts_with(point))
        .max_by_key(|(point, _)| Path::new(point).components().count())?;
    NETWORK.contains(&kind.as_str()).then_some(kind)
}

/// Mount point and kind of one line: `36 35 98:0 /mnt1 /mnt2 rw,noatime master:1 - ext3 /dev/root rw`.
fn mount(line: &str) -> Option<(String, String)> {
    let (before, after) = line.split_once(" - ")?;
    Some((
        unescape(before.split(' ').nth(4)?),
        after.split(' ').next()?.to_owned(),
    ))
}

/// Blanks, tabs, line ends and backslashes are written as three octal digits.
fn unescape(text: &str) -> String {
    [
        ("\\040", " "),
        ("\\011", "\t"),
        ("\\012", "\n"),
        ("\\134", "\\"),
    ]
    .iter()
    .fold(text.to_owned(), |text, (escaped, plain)| {
        text.replace(escaped, plain)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const MOUNTS: &str = "\
22 1 254:1 / / rw,relatime - ext4 /dev/vda1 rw
30 22 0:40 / /srv/share rw shared:7 - nfs4 server:/export rw,vers=4.2
31 30 254:2 / /srv/share/local rw - xfs /dev/vdb rw
32 22 0:41 / /mnt/my\\040share rw - cifs //server/x rw
33 22 0:42 / /home/me/far rw - fuse.sshfs me@far: rw
34 22 254:3 / /covered rw - ext4 /dev/vdc rw
35 34 0:43 / /covered rw - nfs server:/c rw
";

    #[test]
    fn the_innermost_mount_says_whether_it_is_a_network() {
        for (path, kind) in [
            ("/var/lib/ledger.db", None),
            ("/srv/share/ledger.db", Some("nfs4")),
            ("/srv/shared/ledger.db", None),
            ("/srv/share/local/ledger.db", None),
            ("/mnt/my share/ledger.db", Some("cifs")),
            ("/home/me/far/a/b.db", Some("fuse.sshfs")),
            ("/covered/ledger.db", Some("nfs")),
        ] {
            assert_eq!(
                network_mount(MOUNTS, Path::new(path)).as_deref(),
                kind,
                "{path}"
            );
        }
    }

    #[test]
    fn a_line_that_is_no_mount_is_passed_over() {
        assert_eq!(
            network_mount("nonsense\n - \n1 2 3\n", Path::new("/a")),
            None
        );
    }
}
