//! One writer for all callers of a process.

use super::error::{LedgerError, LedgerErrorKind};
use super::request::RunRequest;
use super::run::Run;
use super::store::Store;
use alloc::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};
use std::thread;

/// The most requests that share one commit.
const GROUP: usize = 256;

/// A cloneable handle to one writer of a ledger, which answers all who ask at once with one commit.
///
/// What callers on many threads ask for while a commit is on its way goes together into the next one, so that the wait for the disk
/// is shared. A request that is refused does not touch the others. The writer ends with the last handle.
///
/// ```
/// use std::sync::Arc;
/// use unitmark::ledger::{Ledger, LedgerId, LineRequest, MAX_SKEW, NamedScheme, Product, RunRequest, Sqlite, Units};
/// use unitmark::serial::{Context, Definition, Scheme};
///
/// let now = "2026-04-15T08:00:00Z".parse()?;
/// let ledger = Ledger::new(Arc::new(Sqlite::in_memory(LedgerId::from_bytes([1, 2, 3, 4]), now)?))?;
/// let scheme = NamedScheme::new("default", Arc::new(Scheme::new(Definition::default())?))?;
/// let slot = scheme.scheme().slot(&Context::new().with("plant", "WG"), now)?;
/// let ask = |line: usize| RunRequest {
///     request_id: format!("line {line}"),
///     args_hash: [0; 32],
///     holder: format!("line {line}"),
///     now,
///     at: None,
///     max_skew: MAX_SKEW,
///     spec: String::new(),
///     lines: vec![LineRequest {
///         product: Product::default(),
///         units: Units::Next { scheme: scheme.clone(), slot: slot.clone(), count: 10 },
///     }],
/// };
/// let callers: Vec<_> = (0..4).map(|line| {
///     let (ledger, request) = (ledger.clone(), ask(line));
///     std::thread::spawn(move || ledger.reserve(request))
/// }).collect();
/// for caller in callers {
///     assert_eq!(caller.join().unwrap()?.units(), 10);
/// }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct Ledger {
    store: Arc<dyn Store>,
    writer: Sender<Asked>,
}

/// A request, and where its answer goes.
struct Asked {
    request: RunRequest,
    answer: SyncSender<Result<Run, LedgerError>>,
}

impl Ledger {
    /// Starts the writer of this ledger.
    pub fn new(store: Arc<dyn Store>) -> Result<Self, LedgerError> {
        let (writer, asked) = channel();
        let own = Arc::clone(&store);
        thread::Builder::new()
            .name("ledger".to_owned())
            .spawn(move || answer_all(&*own, &asked))
            .map_err(|error| LedgerErrorKind::Io {
                doing: "starting the ledger's writer",
                detail: error.to_string(),
            })?;
        Ok(Self { store, writer })
    }

    /// Reserves all that a run asks for, in a commit that others may share ([`Store::reserve`]).
    pub fn reserve(&self, request: RunRequest) -> Result<Run, LedgerError> {
        let (answer, answered) = sync_channel(1);
        let gone = || LedgerError::from(LedgerErrorKind::WriterGone);
        self.writer
            .send(Asked { request, answer })
            .map_err(|_| gone())?;
        answered.recv().map_err(|_| gone())?
    }

    /// The ledger, for all that is no reservation.
    pub fn store(&self) -> &Arc<dyn Store> {
        &self.store
    }
}

impl core::fmt::Debug for Ledger {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Ledger")
            .field("id", self.store.id())
            .field("place", &self.store.place())
            .finish_non_exhaustive()
    }
}

/// Answers until nobody can ask any more.
fn answer_all(store: &dyn Store, asked: &Receiver<Asked>) {
    while let Ok(first) = asked.recv() {
        let (requests, answers): (Vec<_>, Vec<_>) = core::iter::once(first)
            .chain(asked.try_iter().take(GROUP - 1))
            .map(|asked| (asked.request, asked.answer))
            .unzip();
        match store.reserve_group(&requests) {
            Ok(runs) => {
                for (answer, run) in answers.iter().zip(runs) {
                    // Who does not wait any more asks again with the same request id.
                    let _ = answer.send(run);
                }
            }
            Err(error) => {
                for answer in answers {
                    let _ = answer.send(Err(error.clone()));
                }
            }
        }
    }
}
