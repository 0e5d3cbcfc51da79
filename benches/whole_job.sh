#!/usr/bin/env bash
# The whole job: 30,000 labels, 1,000 pages of 30, from order to PDF; then the same drawing by reportlab.
# Needs GNU time and, for the peer, python3 with reportlab. Prints time, peak memory and file size of each.
# usage: benches/whole_job.sh [RUNS] [PYTHON]
set -euo pipefail
runs=${1:-5}
python=${2:-python3}
cd "$(dirname "$0")/.."
cargo build --release --quiet
unitmark=$PWD/target/release/unitmark
peer=$PWD/benches/whole_job_reportlab.py
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export UNITMARK_LEDGER=$work/ledger.db
"$unitmark" ledger init
{
  echo sku,gtin,lot,expiry,plant,quantity
  for plant in WG HB KX; do
    echo "WIDGET-RED-LG,5012345678900,2026-04-A,2028-04-30,$plant,10000"
  done
} > order.csv
for _ in $(seq "$runs"); do
  /usr/bin/time -f "unitmark   %e s elapsed, %U s user, %M KiB peak" \
    "$unitmark" labels order.csv --stock 5160 --pattern '{plant:2}-{yyyy}{mm}{seq:6}' --reset month \
    --manifest units.csv -o labels.pdf 2>&1 | grep -v '^Data Matrix'
done
ls -l labels.pdf units.csv | awk '{print $5, $NF}'
if "$python" -c 'import reportlab' 2>/dev/null; then
  first=$(sed -n 2p units.csv | sed 's/.*,\((01)[^,]*\)$/\1/')
  "$unitmark" symbol datamatrix "$first" --format json -o symbol.json
  /usr/bin/time -f "reportlab  %e s elapsed, %U s user, %M KiB peak" "$python" "$peer" symbol.json units.csv peer.pdf
  ls -l peer.pdf | awk '{print $5, $NF}'
fi
