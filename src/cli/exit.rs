//! How the program ends.

/// The exit status: the highest of what happened.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Exit {
    /// 0: all is valid, all was done.
    #[default]
    Valid = 0,
    /// 1: something in the data (a file, an argument's value) is not valid.
    Invalid = 1,
    /// 2: the command line cannot be followed.
    Usage = 2,
    /// 3: reading or writing failed; a retry may help.
    Io = 3,
    /// 4: the scheme or the ledger refused; nothing was done.
    Refused = 4,
}

impl From<Exit> for std::process::ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

/// Why a command stops: a status, and what standard error says.
#[derive(Debug)]
pub struct Stop {
    exit: Exit,
    lines: Vec<String>,
}

impl Stop {
    /// Stops with this status and one message.
    pub fn new(exit: Exit, message: impl Into<String>) -> Self {
        Self {
            exit,
            lines: vec![message.into()],
        }
    }

    /// Stops with this status and a message a line.
    pub fn all(exit: Exit, messages: impl IntoIterator<Item = String>) -> Self {
        Self {
            exit,
            lines: messages.into_iter().collect(),
        }
    }

    /// The command line cannot be followed.
    pub fn usage(message: impl Into<String>) -> Self {
        Self::new(Exit::Usage, message)
    }

    /// The data are not valid.
    pub fn invalid(message: impl Into<String>) -> Self {
        Self::new(Exit::Invalid, message)
    }

    /// Reading or writing failed.
    pub fn io(message: impl Into<String>) -> Self {
        Self::new(Exit::Io, message)
    }

    /// The scheme or the ledger refused.
    pub fn refused(message: impl Into<String>) -> Self {
        Self::new(Exit::Refused, message)
    }

    /// With one more line.
    #[must_use]
    pub fn and(mut self, message: impl Into<String>) -> Self {
        self.lines.push(message.into());
        self
    }

    /// What there is to say, a line each.
    pub fn lines(&self) -> impl Iterator<Item = &str> {
        self.lines.iter().map(String::as_str)
    }

    /// Says it on standard error and gives the status.
    pub fn report(self) -> Exit {
        if !self.lines.is_empty() {
            say(&self.lines.join("\n"));
        }
        self.exit
    }
}

/// Says something on standard error. When that cannot be written, nobody is left to be told.
pub(super) fn say(text: &str) {
    use std::io::Write as _;
    let _ = writeln!(std::io::stderr().lock(), "{text}");
}
