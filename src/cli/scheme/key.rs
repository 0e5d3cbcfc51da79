//! `unitmark scheme key`: keys of unguessable serials. The key itself is never printed.

use std::path::PathBuf;

use zeroize::Zeroizing;

use super::{Exit, Stop, print};
use crate::cli::ledger_choice::key_stop;
use crate::serial::{Key, Keys};

/// Make a key for schemes with {rnd}, or show the ids and check values of those in a file
#[derive(Debug, clap::Args)]
pub(super) struct KeyArgs {
    /// A key file
    #[arg(value_name = "FILE")]
    file: PathBuf,

    /// Make it, with a new random key
    #[arg(long)]
    new: bool,

    /// The new key's id, 1 to 32 letters, digits, - and _ [default: drawn at random]
    #[arg(long, value_name = "ID", requires = "new")]
    id: Option<String>,
}

/// The letters of an id that is drawn.
const BASE_32: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

pub(super) fn run(args: &KeyArgs) -> Result<Exit, Stop> {
    let place = args.file.display().to_string();
    let keys = if args.new {
        let key = draw(args.id.as_deref())?;
        Keys::create_file(&args.file, &key).map_err(|error| key_stop(&place, &error))?;
        Keys::default().with(key)
    } else {
        Keys::from_file(&args.file).map_err(|error| key_stop(&place, &error))?
    };
    let lines = keys.iter().map(|key| {
        format!(
            "key_id = \"{}\"\nkey_check = \"{}\"\n",
            key.id(),
            key.check_value()
        )
    });
    print(&lines.collect::<String>(), Exit::Valid)
}

fn draw(id: Option<&str>) -> Result<Key, Stop> {
    let random = |bytes: &mut [u8]| {
        getrandom::fill(bytes)
            .map_err(|error| Stop::io(format!("the system's randomness: {error}")))
    };
    let mut bytes = Zeroizing::new([0; 32]);
    random(bytes.as_mut_slice())?;
    let id = match id {
        Some(id) => id.to_owned(),
        None => {
            let mut letters = [0; 8];
            random(&mut letters)?;
            let letter = |byte: u8| char::from(BASE_32[usize::from(byte % 32)]);
            letters.into_iter().map(letter).collect()
        }
    };
    Key::new(&id, *bytes).map_err(|error| key_stop("--id", &error))
}
