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
