#!/usr/bin/env bash
# The README's job on the release program: each symbol of each page read back by zxing-cpp from what
# poppler makes of the PDF, serials unique over runs, runs at once and killed runs.
# usage: main_job.sh PYTHON
set -euo pipefail
python=$1
unitmark=$PWD/target/release/unitmark
order=$PWD/examples/order.csv
here=$PWD/.ci
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export UNITMARK_LEDGER=$work/ledger.db
"$unitmark" ledger init

read_back() { # PDF MANIFEST IDENTIFIER DPI...
  local pdf=$1 manifest=$2 identifier=$3 dpi
  shift 3
  for dpi in "$@"; do
    rm -f page-*.png
    pdftoppm -r "$dpi" -gray -png "$pdf" page
    "$python" "$here/read_symbols.py" "$manifest" "$identifier" page-*.png
  done
}

echo "--- the README's command, rasterised"
"$unitmark" labels "$order" --stock L7160 --at 2026-04-15T08:00Z --manifest labels.csv -o labels.pdf
head -2 labels.csv
[ "$(sed -n 2p labels.csv | cut -d, -f7)" = WG-2026040001 ]
read_back labels.pdf labels.csv ']d2' 300 600

echo "--- the text of the page can be searched"
pdftotext labels.pdf labels.txt
grep -q 'WG-2026040001' labels.txt

echo "--- other symbols, other stock, PNG"
"$unitmark" labels "$order" --stock L7160 --symbol qr --manifest qr.csv -o qr.pdf
read_back qr.pdf qr.csv ']Q3' 300 600
"$unitmark" labels "$order" --stock L7163 --symbol code128 --ais 01,21 --manifest bars.csv -o bars.pdf
read_back bars.pdf bars.csv ']C1' 600
"$unitmark" labels "$order" --stock 5160 --start 8 --manifest png.csv -o sheet.png
"$python" "$here/read_symbols.py" png.csv ']d2' sheet-*.png
"$unitmark" labels "$order" --stock 50x25 --dpi 203 --manifest thermal.csv -o thermal.png
"$python" "$here/read_symbols.py" thermal.csv ']d2' thermal-*.png

echo "--- two runs at once, ten times; then 50 runs killed at random moments"
for i in $(seq 10); do
  "$unitmark" labels "$order" --stock L7160 --manifest "a$i.csv" -o "a$i.pdf" 2>/dev/null &
  "$unitmark" labels "$order" --stock L7160 --manifest "b$i.csv" -o "b$i.pdf" 2>/dev/null
  wait
done
for i in $(seq 50); do
  "$unitmark" labels "$order" --stock L7160 --manifest "k$i.csv" -o "k$i.pdf" 2>/dev/null &
  # Some die at once and some not at all, however slow the machine; the others at any moment.
  case $((i % 10)) in
    0) wait $! ;;
    1) ;;
    *) sleep "0.$(printf '%03d' $((RANDOM % 120)))" ;;
  esac
  kill -9 $! 2>/dev/null || true
  wait $! 2>/dev/null || true
done
finished=$(find . -name 'k*.csv' | wc -l)
echo "killed runs that had finished: $finished of 50"
[ "$finished" -gt 0 ] && [ "$finished" -lt 50 ] || { echo "the kills did not hit the runs"; exit 1; }
"$unitmark" labels "$order" --stock L7160 --manifest last.csv -o last.pdf
# Any file of a killed run that reached its name counts, with or without its manifest.
for pdf in *.pdf; do
  pdftotext "$pdf" - | grep -oE '[A-Z]{2}-[0-9]{10}' | sort -u | sed "s/$/ $pdf/"
done > printed.txt
twice=$(cut -d' ' -f1 printed.txt | sort | uniq -d)
[ -z "$twice" ] || { echo "printed twice: $twice"; grep -F "$twice" printed.txt; exit 1; }
echo "$(wc -l < printed.txt) serials in $(cut -d' ' -f2 printed.txt | sort -u | wc -l) PDF files, none twice"
"$unitmark" ledger verify
