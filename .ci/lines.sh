#!/usr/bin/env bash
# examples/lines on a file and on a PostgreSQL server of its own, which ends with this script.
# usage: lines.sh PROGRAM
set -euo pipefail
program=$(realpath "$1")
here=$(realpath "$(dirname "$0")")
example=$here/../examples/lines/run.sh
bin=$(dirname "$(command -v initdb || compgen -G '/usr/lib/postgresql/*/bin/initdb' | sort -V | tail -1)")
[ -x "$bin/pg_ctl" ] || bin=$(dirname "$(compgen -G '/usr/lib/postgresql/*/bin/initdb' | sort -V | tail -1)")
work=$(mktemp -d /tmp/um-lines.XXXXXX)
# The server refuses to run as root.
server() { if [ "$(id -u)" = 0 ]; then (cd / && setpriv --reuid=65534 --regid=65534 --clear-groups "$@"); else "$@"; fi; }
end() { server "$bin/pg_ctl" -D "$work/pg/data" -m immediate -s stop >/dev/null 2>&1 || true; rm -rf "$work"; }
trap end EXIT
chmod 755 "$work"
mkdir "$work/pg"
if [ "$(id -u)" = 0 ]; then chown 65534:65534 "$work/pg"; fi

echo "=== a file"
bash "$example" "$program" "$work/ledger.db" "$work/file"

echo "=== a server"
server "$bin/initdb" -N -A trust -U owner -E UTF8 --locale=C -D "$work/pg/data" >/dev/null
printf "listen_addresses = ''\nunix_socket_directories = '%s'\n" "$work/pg" | server tee -a "$work/pg/data/postgresql.conf" >/dev/null
server "$bin/pg_ctl" -D "$work/pg/data" -l "$work/pg/log" -w -s start
PATH=$PATH:$bin bash "$example" "$program" "postgres://owner@${work//\//%2F}%2Fpg/postgres?schema=plant" "$work/server"
