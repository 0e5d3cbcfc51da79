//! A PostgreSQL server that the tests start for themselves and that ends with them.
#![allow(dead_code, reason = "each test file uses some of it")]

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;
use std::time::{Duration, Instant};

/// A server of its own, reached through a socket in its folder.
pub struct Cluster {
    folder: tempfile::TempDir,
    bin: PathBuf,
    /// A shell that stops the server and removes its folder when this process ends, however it ends.
    keeper: Child,
    next: AtomicU32,
}

/// The server of this test file; none where no PostgreSQL is installed, unless it has to be.
pub fn cluster() -> Option<&'static Cluster> {
    static CLUSTER: OnceLock<Option<Cluster>> = OnceLock::new();
    CLUSTER
        .get_or_init(|| find().map(|bin| Cluster::start(bin, "")))
        .as_ref()
}

/// Where `initdb` and `postgres` are; none where no PostgreSQL is installed, unless it has to be.
pub fn find() -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
    if let Ok(versions) = std::fs::read_dir("/usr/lib/postgresql") {
        folders.extend(versions.flatten().map(|version| version.path().join("bin")));
    }
    let found = folders
        .into_iter()
        // Where a link leads, the other programs are too.
        .filter_map(|folder| folder.join("initdb").canonicalize().ok())
        .filter_map(|program| Some(program.parent()?.to_owned()))
        .find(|folder| folder.join("pg_ctl").exists());
    if found.is_none() {
        assert!(
            std::env::var_os("UNITMARK_REQUIRE_POSTGRES").is_none_or(|value| value != "1"),
            "UNITMARK_REQUIRE_POSTGRES=1, and there is no initdb in PATH or /usr/lib/postgresql"
        );
        eprintln!("skipped: no PostgreSQL is installed here");
    }
    found
}

/// Makes a file the server's own, which nobody else reads.
pub fn give_to_server(file: &Path) {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::set_permissions(file, std::fs::Permissions::from_mode(0o600)).expect("a file");
    if is_superuser() {
        std::os::unix::fs::chown(file, Some(65534), Some(65534)).expect("a file");
    }
}

pub fn is_superuser() -> bool {
    Command::new("id")
        .arg("-u")
        .output()
        .is_ok_and(|output| output.stdout.trim_ascii() == b"0")
}

/// A command as a user whom `initdb` does not refuse.
fn as_user(program: &Path) -> Command {
    if is_superuser() {
        let mut command = Command::new("setpriv");
        command
            .args(["--reuid=65534", "--regid=65534", "--clear-groups"])
            .arg(program);
        command
    } else {
        Command::new(program)
    }
}

impl Cluster {
    /// Starts a server with these lines in its configuration.
    pub fn start(bin: PathBuf, settings: &str) -> Self {
        Self::start_after(bin, settings, |_| {})
    }

    /// The same, with more files in its folder, which has the server's data in `data`.
    pub fn start_after(bin: PathBuf, settings: &str, prepare: impl FnOnce(&Path)) -> Self {
        let folder = tempfile::Builder::new()
            .prefix("um-pg")
            .tempdir_in("/tmp")
            .expect("a folder");
        if is_superuser() {
            std::os::unix::fs::chown(folder.path(), Some(65534), Some(65534)).expect("a folder");
        }
        let data = folder.path().join("data");
        let made = as_user(&bin.join("initdb"))
            .args([
                "-N",
                "-A",
                "trust",
                "-U",
                "unitmark",
                "-E",
                "UTF8",
                "--locale=C",
                "-D",
            ])
            .arg(&data)
            .current_dir("/")
            .output()
            .expect("initdb");
        assert!(
            made.status.success(),
            "{}",
            String::from_utf8_lossy(&made.stderr)
        );
        let mut file = std::fs::OpenOptions::new()
            .append(true)
            .open(data.join("postgresql.conf"))
            .expect("the server's configuration");
        writeln!(
            file,
            "listen_addresses = ''\nunix_socket_directories = '{}'\nmax_connections = 200\n{settings}",
            folder.path().display()
        )
        .expect("the server's configuration");
        drop(file);
        prepare(folder.path());
        Self::run_in(folder, bin)
    }

    /// A standby of this server, in recovery for good.
    pub fn standby(&self) -> Self {
        let folder = tempfile::Builder::new()
            .prefix("um-pg")
            .tempdir_in("/tmp")
            .expect("a folder");
        if is_superuser() {
            std::os::unix::fs::chown(folder.path(), Some(65534), Some(65534)).expect("a folder");
        }
        let data = folder.path().join("data");
        let copied = as_user(&self.bin.join("pg_basebackup"))
            .arg("-h")
            .arg(self.folder.path())
            .args(["-U", "unitmark", "-R", "-c", "fast", "-D"])
            .arg(&data)
            .current_dir("/")
            .output()
            .expect("pg_basebackup");
        assert!(
            copied.status.success(),
            "{}",
            String::from_utf8_lossy(&copied.stderr)
        );
        let mut file = std::fs::OpenOptions::new()
            .append(true)
            .open(data.join("postgresql.conf"))
            .expect("the server's configuration");
        writeln!(
            file,
            "unix_socket_directories = '{}'",
            folder.path().display()
        )
        .expect("the server's configuration");
        drop(file);
        Self::run_in(folder, self.bin.clone())
    }

    fn run_in(folder: tempfile::TempDir, bin: PathBuf) -> Self {
        let keeper = Command::new("sh")
            .args(["-c", "cat >/dev/null; kill -QUIT $(head -1 \"$0/data/postmaster.pid\") 2>/dev/null; sleep 0.2; rm -rf \"$0\""])
            .arg(folder.path())
            .stdin(Stdio::piped())
            .current_dir("/")
            .spawn()
            .expect("sh");
        let cluster = Self {
            folder,
            bin,
            keeper,
            next: AtomicU32::new(0),
        };
        cluster.run();
        cluster
    }

    /// Starts the server's processes.
    pub fn run(&self) {
        let deadline = Instant::now() + Duration::from_secs(30);
        while !self.control(&["-w", "-l", "/dev/null", "start"]) {
            assert!(Instant::now() < deadline, "the server does not start");
            thread::sleep(Duration::from_millis(100));
        }
    }

    /// Stops it as a crash would: no process finishes what it does.
    pub fn crash(&self) {
        self.control(&["-m", "immediate", "-w", "stop"]);
    }

    fn control(&self, arguments: &[&str]) -> bool {
        as_user(&self.bin.join("pg_ctl"))
            .arg("-D")
            .arg(self.folder.path().join("data"))
            .args(arguments)
            .current_dir("/")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()
            .is_ok_and(|status| status.success())
    }

    /// The folder of its socket.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// An address for a ledger of its own.
    pub fn url(&self) -> String {
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        self.url_as("unitmark", &format!("t{number}"))
    }

    /// The address of a schema, for a user.
    pub fn url_as(&self, user: &str, schema: &str) -> String {
        let socket = self.folder.path().display().to_string().replace('/', "%2F");
        format!("postgres://{user}@{socket}/postgres?schema={schema}")
    }

    /// Runs one of the server's own programs on this server and gives what it prints.
    pub fn tool(&self, name: &str, arguments: &[&str], input: &str) -> String {
        let mut child = as_user(&self.bin.join(name))
            .args([
                "-h",
                &self.folder.path().display().to_string(),
                "-U",
                "unitmark",
            ])
            .args(arguments)
            .arg("postgres")
            .current_dir("/")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect(name);
        let mut pipe = child.stdin.take().expect("a pipe");
        let input = input.to_owned();
        let writer = thread::spawn(move || pipe.write_all(input.as_bytes()));
        let output = child.wait_with_output().expect(name);
        let _ = writer.join();
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(
            output.status.success() && !said.contains("ERROR"),
            "{name}: {said}"
        );
        String::from_utf8_lossy(&output.stdout).into_owned()
    }

    /// A connection beside the ledger's own.
    pub fn client(&self) -> postgres::Client {
        let socket = self.folder.path().display().to_string().replace('/', "%2F");
        postgres::Client::connect(
            &format!("postgres://unitmark@{socket}/postgres"),
            postgres::NoTls,
        )
        .expect("a connection")
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        self.crash();
        let _ = self.keeper.kill();
        let _ = self.keeper.wait();
    }
}
