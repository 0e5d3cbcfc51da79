#!/usr/bin/env bash
# A reservation beside a plain commit of one row, on disks that take so many microseconds to flush: what the ledger adds is work of
# its own, so it weighs as much as the flush is quick. A file first, then a server that is started here, where there is one.
# Needs strace 5.3 or later; a delay of 0 is this machine's disk, watched.
# usage: benches/reservation.sh [MICROSECONDS...]
set -euo pipefail
cd "$(dirname "$0")/.."
bench=$(cargo bench --bench ledger --no-run 2>&1 | sed -n 's/.*Executable.*(\(.*\))/\1/p')
measure=("$bench" --bench --warm-up-time 0.5 --measurement-time 2)
slow() { # MICROSECONDS PROGRAM...
  local delay=$1
  shift
  strace -f --seccomp-bpf -qq -e trace=fsync,fdatasync -e "inject=fsync,fdatasync:delay_exit=$delay" -o /dev/null "$@"
}
figures() { grep -E '^reserve|time:'; }

bin=$(dirname "$(command -v pg_ctl || compgen -G '/usr/lib/postgresql/*/bin/pg_ctl' | tail -1 || true)")
folder=$(mktemp -d)
server=
stop() {
  [ -z "$server" ] || { kill -INT "$(head -1 "$folder/data/postmaster.pid")" && wait "$server" || true; }
  rm -rf "$folder"
}
trap stop EXIT
as_user=()
if [ "$(id -u)" = 0 ]; then
  # initdb refuses root.
  as_user=(setpriv --reuid=65534 --regid=65534 --clear-groups)
  chown 65534:65534 "$folder"
fi
if [ -x "$bin/initdb" ]; then
  "${as_user[@]}" "$bin/initdb" -A trust -U unitmark -E UTF8 --locale=C -D "$folder/data" >"$folder/initdb.log"
fi

for delay in "${@:-0}"; do
  echo "each flush $delay us longer"
  slow "$delay" "${measure[@]}" '^reserve/(a plain|1 serial|1,000,000)' 2>&1 | figures
  [ -x "$bin/postgres" ] || continue
  slow "$delay" "${as_user[@]}" "$bin/postgres" -D "$folder/data" -p 5599 -c listen_addresses=127.0.0.1 \
    -c unix_socket_directories="$folder" >"$folder/server.log" 2>&1 &
  server=$!
  until grep -q 'ready to accept connections' "$folder/server.log"; do
    kill -0 "$server" || { cat "$folder/server.log"; exit 1; }
    sleep 0.1
  done
  UNITMARK_BENCH_POSTGRES="postgres://unitmark@127.0.0.1:5599/postgres?sslmode=disable" \
    "${measure[@]}" '^reserve on a server' 2>&1 | figures
  kill -INT "$(head -1 "$folder/data/postmaster.pid")"
  wait "$server" || true
  server=
done
