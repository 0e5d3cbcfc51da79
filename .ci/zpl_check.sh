#!/usr/bin/env bash
# ZPL, drawn by a printer language reader that was not written here and read back by zxing-cpp: both ways to draw a symbol,
# at 8, 12 and 24 dots to the millimetre, and the bitmaps dot for dot as the PNG has them.
# usage: zpl_check.sh PYTHON UNITMARK
set -euo pipefail
python=$1 unitmark=$(realpath "$2")
here=$(realpath "$(dirname "$0")")
order=$here/../examples/order.csv
command -v npm >/dev/null || { apt-get update -qq; apt-get install -y -qq --no-install-recommends npm >/dev/null; }
node=$here/../target/ci-node
[ -d "$node/node_modules/zpl-renderer-js" ] || npm install --silent --no-fund --no-audit --prefix "$node" zpl-renderer-js@3.4.0
export NODE_PATH=$(realpath "$node")/node_modules
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export UNITMARK_LEDGER=$work/ledger.db
"$unitmark" ledger init 2>/dev/null

check() { # FORMAT STOCK WIDTH HEIGHT DPI DOTS SYMBOL IDENTIFIER AIS
  echo "--- $1, $7 on $2 at $5 dpi"
  rm -f label-*.png
  "$unitmark" labels "$order" --stock "$2" --symbol "$7" --ais "$9" --dpi "$5" --format "$1" --manifest m.csv -o label.zpl
  node "$here/zpl_render.mjs" label.zpl "$3" "$4" "$6" label
  "$python" "$here/read_symbols.py" m.csv "$8" label-*.png
}

for format in zpl zpl-commands; do
  check $format 50x25 50 25 203 8 datamatrix ']d2' 01,17,10,21
  check $format 100x50 100 50 300 12 datamatrix ']d2' 01,10,21
  check $format 100x50 100 50 203 8 qr ']Q3' 01,17,10,21
  check $format 4x2 101.6 50.8 203 8 code128 ']C1' 01,21
done
check zpl 100x150 100 150 600 24 code128 ']C1' 01,21

echo "--- the dots of ZPL are the dots of PNG"
"$unitmark" labels "$order" --stock 50x25 --dpi 203 --at 2026-04-15T08:00Z --request-id same -o png.png
"$unitmark" labels "$order" --stock 50x25 --dpi 203 --at 2026-04-15T08:00Z --request-id same -o zpl.zpl
node "$here/zpl_render.mjs" zpl.zpl 50 25 8 zpl
"$python" - <<'PY'
import glob, sys
from PIL import Image
pairs = list(zip(sorted(glob.glob("png-*.png")), sorted(glob.glob("zpl-*.png"))))
assert pairs, "no labels"
for png, zpl in pairs:
    a, b = (Image.open(name).convert("L").point(lambda v: 255 * (v > 127)) for name in (png, zpl))
    assert a.size == b.size == (400, 200), (a.size, b.size)
    if a.tobytes() != b.tobytes():
        sys.exit(f"{png} and {zpl} differ")
print(f"{len(pairs)} labels, every dot the same")
PY

echo "--- symbols alone: what the printer's commands escape, and retail bars"
alone() { # TYPE DATA IDENTIFIER TEXT
  for format in zpl zpl-commands; do
    "$unitmark" symbol "$1" "$2" --dpi 203 --format $format -o one.zpl
    rm -f one-*.png
    node "$here/zpl_render.mjs" one.zpl 160 60 8 one
    "$python" - "$3" "$4" <<'PY'
import sys, zxingcpp
from PIL import Image, ImageOps
found = zxingcpp.read_barcodes(ImageOps.expand(Image.open("one-1.png").convert("L"), 40, 255))
said = [(s.symbology_identifier, s.bytes.decode()) for s in found]
wanted = [(sys.argv[1], sys.argv[2].replace("<GS>", "\x1d"))]
if said != wanted:
    sys.exit(f"{said} where {wanted} was asked")
PY
    echo "$1 $format: $4"
  done
}
alone datamatrix '(01)09521234543213(10)A_1_(21)B%"_' ']d2' '010952123454321310A_1_<GS>21B%"_'
alone datamatrix 'a^b~c\d_1' ']d1' 'a^b~c\d_1'
alone code128 '^010952123454321310A(B)^21C>8' ']C1' '010952123454321310A(B)<GS>21C>8' 
alone code128 '(01)09521234543213(10)AB_1(21)C' ']C1' '010952123454321310AB_1<GS>21C'
alone qr 'https://example.com/catalogue/A%5E~' ']Q1' 'https://example.com/catalogue/A%5E~'
alone qr 'https://id.gs1.org/01/09521234543213/10/A%2F7' ']Q1' 'https://id.gs1.org/01/09521234543213/10/A%2F7'
alone ean13 9521234543213 ']E0' 9521234543213
echo "ZPL is right"
