//! A connection that is driven by whoever asks: each call waits for its answer, and what need not be waited for is sent together.

use crate::ledger::LedgerErrorKind;
use crate::ledger::engine::failure::{Failure, Step};
use core::future::{Future, poll_fn};
use core::pin::{Pin, pin};
use core::task::Poll;
use core::time::Duration;
use futures_util::SinkExt as _;
use futures_util::future::{try_join, try_join_all, try_join3};
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
    /// Statements without values, and what has to be said to their answer.
    pub(super) first: Option<(&'b str, &'b Judge<'b>)>,
    /// Statements whose answer nobody needs, unless it is a failure.
    pub(super) writes: Vec<(&'b Statement, Bound<'b>)>,
    pub(super) reads: Vec<(&'b Statement, &'b [&'b (dyn ToSql + Sync)])>,
    /// Statements without values or rows.
    pub(super) last: Option<&'b str>,
}

/// Refuses an answer, or lets it stand.
pub(super) type Judge<'b> = dyn Fn(&[SimpleQueryMessage]) -> Step<()> + Sync + 'b;

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
        let (own, connection) = match outside(&runtime, config.connect(tls)) {
            Ok(connected) => connected,
            Err(error) => {
                runtime.shutdown_background();
                return Err(error.into());
            }
        };
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
        let own = &self.own;
        self.wire.wait(async { Ok(own.prepare(sql).await?) })
    }

    /// The one row of a statement that is asked once.
    pub(super) fn query_one(&mut self, sql: &str, values: &[&(dyn ToSql + Sync)]) -> Step<Row> {
        let own = &self.own;
        self.wire
            .wait(async { Ok(own.query_one(sql, values).await?) })
    }

    /// How many rows a statement touched.
    pub(super) fn execute(
        &mut self,
        statement: &Statement,
        values: &[&(dyn ToSql + Sync)],
    ) -> Step<u64> {
        let own = &self.own;
        self.wire
            .wait(async { Ok(own.execute(statement, values).await?) })
    }

    pub(super) fn batch_execute(&mut self, sql: &str) -> Step<()> {
        let own = &self.own;
        self.wire.wait(async { Ok(own.batch_execute(sql).await?) })
    }

    /// Says a last thing to a server that may not listen any more.
    pub(super) fn farewell(&mut self, sql: &str) {
        let own = &self.own;
        // Whether it was heard or not, the connection is given up.
        let _ = self.wire.wait(async {
            let _ = timeout(FAREWELL, own.batch_execute(sql)).await;
            Ok(())
        });
    }

    /// Sends all of it before it waits for the first answer, and gives the rows of each question; or the first failure.
    pub(super) fn send(&mut self, bundle: &Bundle<'_>) -> Step<Vec<Vec<Row>>> {
        let own = &self.own;
        let first = async {
            match bundle.first {
                Some((sql, judge)) => judge(&own.simple_query(sql).await?),
                None => Ok(()),
            }
        };
        let writes = bundle.writes.iter();
        let writes = writes.map(|(statement, values)| async {
            own.execute(*statement, values).await?;
            Ok(())
        });
        let reads = bundle.reads.iter();
        let reads =
            reads.map(|(statement, values)| async { Ok(own.query(*statement, values).await?) });
        let last = async {
            match bundle.last {
                Some(sql) => Ok(own.batch_execute(sql).await?),
                None => Ok(()),
            }
        };
        let (writes, reads) = (try_join_all(writes), try_join_all(reads));
        self.wire.wait(async {
            // Each is sent when it is first asked for its answer, so in this order.
            let mut earlier = pin!(try_join3(first, writes, reads));
            let at_once = poll_fn(|context| Poll::Ready(earlier.as_mut().poll(context))).await;
            let (((), _, reads), ()) = match at_once {
                // What could not even be sent fails here, and the last is not sent: it may keep the rest.
                Poll::Ready(done) => (done?, last.await?),
                Poll::Pending => try_join(earlier, last).await?,
            };
            Ok(reads)
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
    fn wait<T: Send>(&mut self, work: impl Future<Output = Step<T>> + Send) -> Step<T> {
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
                        return Poll::Ready(Err(error.into()));
                    }
                }
                work.as_mut().poll(context)
            })
            .await
        };
        outside(runtime, both)
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
