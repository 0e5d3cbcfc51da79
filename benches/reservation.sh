#!/usr/bin/env bash
# A reservation beside a plain commit of one row, on disks that take so many microseconds to flush: what the ledger adds is work of
# its own, so it weighs as much as the flush is quick. Needs strace 5.3 or later; a delay of 0 is this machine's disk, watched.
# usage: benches/reservation.sh [MICROSECONDS...]
set -euo pipefail
cd "$(dirname "$0")/.."
bench=$(cargo bench --bench ledger --no-run 2>&1 | sed -n 's/.*Executable.*(\(.*\))/\1/p')
for delay in "${@:-0}"; do
  echo "each flush $delay us longer"
  strace -f --seccomp-bpf -qq -e trace=fsync,fdatasync -e "inject=fsync,fdatasync:delay_exit=$delay" -o /dev/null \
    "$bench" --bench --warm-up-time 0.5 --measurement-time 2 '^reserve/(a plain|1 serial|1,000,000)' 2>&1 |
    grep -E '^reserve|time:'
done
