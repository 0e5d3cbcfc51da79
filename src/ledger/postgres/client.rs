//! A connection that is driven by whoever asks: each call waits for its answer, and what need not be waited for is sent together.

use crate::ledger::LedgerErrorKind;
use crate::ledger::engine::failure::{Failure, Step};
use core::future::{Future, poll_fn};
use core::pin::{Pin, pin};
use core::task::Poll;
use core::time::Duration;
use futures_util::SinkExt as _;
use futures_util::future::{join_all, join4};
use std::io::Cursor;
use std::panic::resume_unwind;
use std::thread;
use tokio::runtime::{Builder, Handle, Runtime};
use tokio::time::timeout;
use tokio_postgres::tls::{MakeTlsConnect, TlsConnect};
use tokio_postgres::types::ToSql;
use tokio_postgres::{Config, Error, Row, SimpleQueryMessage, Socket, Statement};

/// The values of a statement.
pub(super) type Bound<'v> = Vec<&'v (dyn ToSql + Sync)>;

/// How long a connection that is given up may take to say so to the server.
const FAREWELL: Duration = Duration::from_secs(1);

pub(super) struct Client {
    // Dropped first: that ends the wire, and the server is told.
    own: tokio_postgres::Client,
    wire: Wire,
}

/// Statements that go to the server in one go; each one's failure fails those after it, as they are in one transaction.
#[derive(Default)]
pub(super) struct Bundle<'b> {
    /// Statements without values, whose rows come as texts.
    pub(super) first: Option<&'b str>,
    /// Statements whose answer nobody needs, unless it is a failure.
    pub(super) writes: Vec<(&'b Statement, Bound<'b>)>,
    pub(super) reads: Vec<(&'b Statement, Bound<'b>)>,
    /// Statements without values or rows.
    pub(super) last: Option<&'b str>,
}

/// What the server answered to a [`Bundle`].
pub(super) struct Answers {
    pub(super) first: Vec<SimpleQueryMessage>,
    pub(super) reads: Vec<Vec<Row>>,
}

impl Client {
    pub(super) fn connect<T>(config: &Config, tls: T) -> Step<Self>
    where
        T: MakeTlsConnect<Socket> + Send,
        T::Stream: Send + 'static,
        T::TlsConnect: Send,
        <T::TlsConnect as TlsConnect<Socket>>::Future: Send,
    {
        let runtime = Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|error| LedgerErrorKind::Io {
                doing: "preparing a connection",
                detail: error.to_string(),
            })?;
        let (own, connection) = outside(&runtime, config.connect(tls))?;
        let wire = Wire {
            runtime: Some(runtime),
            connection: Some(Box::pin(connection)),
        };
        Ok(Self { own, wire })
    }

    pub(super) fn is_closed(&self) -> bool {
        self.own.is_closed()
    }

    pub(super) fn prepare(&mut self, sql: &str) -> Step<Statement> {
        self.wire.wait(self.own.prepare(sql))
    }

    /// The one row of a statement that is asked once.
    pub(super) fn query_one(&mut self, sql: &str, values: &[&(dyn ToSql + Sync)]) -> Step<Row> {
        self.wire.wait(self.own.query_one(sql, values))
    }

    /// How many rows a statement touched.
    pub(super) fn execute(
        &mut self,
        statement: &Statement,
        values: &[&(dyn ToSql + Sync)],
    ) -> Step<u64> {
        self.wire.wait(self.own.execute(statement, values))
    }

    pub(super) fn batch_execute(&mut self, sql: &str) -> Step<()> {
        self.wire.wait(self.own.batch_execute(sql))
    }

    /// Sends all of it before it waits for the first answer; gives the first failure.
    pub(super) fn send(&mut self, bundle: &Bundle<'_>) -> Step<Answers> {
        let own = &self.own;
        let first = async {
            match bundle.first {
                Some(sql) => own.simple_query(sql).await,
                None => Ok(Vec::new()),
            }
        };
        let writes = bundle.writes.iter();
        let writes = join_all(writes.map(|(statement, values)| own.execute(*statement, values)));
        let reads = bundle.reads.iter();
        let reads = join_all(reads.map(|(statement, values)| own.query(*statement, values)));
        let last = async {
            match bundle.last {
                Some(sql) => own.batch_execute(sql).await,
                None => Ok(()),
            }
        };
        self.wire.wait(async {
            // Each is sent when it is first asked for its answer, so in this order.
            let (first, writes, reads, last) = join4(first, writes, reads, last).await;
            let first = first?;
            writes.into_iter().collect::<Result<Vec<_>, _>>()?;
            let reads = reads.into_iter().collect::<Result<_, _>>()?;
            last?;
            Ok(Answers { first, reads })
        })
    }

    /// Sends the pieces of a COPY.
    pub(super) fn copy_in(
        &mut self,
        sql: &str,
        pieces: &mut (dyn Iterator<Item = Vec<u8>> + Send),
    ) -> Step<()> {
        let own = &self.own;
        self.wire.wait(async {
            let mut sink = pin!(own.copy_in::<_, Cursor<Vec<u8>>>(sql).await?);
            for piece in pieces {
                sink.send(Cursor::new(piece)).await?;
            }
            sink.finish().await?;
            Ok(())
        })
    }
}

/// What moves bytes to and from the server, until the connection ends.
type Driver = Pin<Box<dyn Future<Output = Result<(), Error>> + Send>>;

/// The connection itself; nothing moves on it but while somebody waits.
struct Wire {
    /// None while it is dropped.
    runtime: Option<Runtime>,
    /// None once it has ended.
    connection: Option<Driver>,
}

impl Wire {
    fn wait<T: Send>(&mut self, work: impl Future<Output = Result<T, Error>> + Send) -> Step<T> {
        let Some(runtime) = &self.runtime else {
            return Err(given_up());
        };
        let connection = &mut self.connection;
        let both = async {
            let mut work = pin!(work);
            poll_fn(|context| {
                // What the connection ends with says more than that it is closed.
                if let Some(open) = connection
                    && let Poll::Ready(end) = open.as_mut().poll(context)
                {
                    *connection = None;
                    if let Err(error) = end {
                        return Poll::Ready(Err(error));
                    }
                }
                work.as_mut().poll(context)
            })
            .await
        };
        Ok(outside(runtime, both)?)
    }
}

impl Drop for Wire {
    fn drop(&mut self) {
        let Some(runtime) = self.runtime.take() else {
            return;
        };
        if let Some(connection) = self.connection.take() {
            outside(&runtime, async {
                // Whether the server heard it or not, the connection is gone.
                let _ = timeout(FAREWELL, connection).await;
            });
        }
        runtime.shutdown_background();
    }
}

fn given_up() -> Failure {
    LedgerErrorKind::Io {
        doing: "talking to the server",
        detail: "the connection was given up".to_owned(),
    }
    .into()
}

/// Waits for the work; a thread that drives asynchronous work of its caller's may not wait itself.
fn outside<T: Send>(runtime: &Runtime, work: impl Future<Output = T> + Send) -> T {
    if Handle::try_current().is_err() {
        return runtime.block_on(work);
    }
    thread::scope(|scope| {
        let waited = scope.spawn(|| runtime.block_on(work)).join();
        waited.unwrap_or_else(|panic| resume_unwind(panic))
    })
}
