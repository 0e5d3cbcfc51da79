"""Each built-in template on its usual stock, as PDF by poppler and as ZPL by a reader of that language, at three resolutions:
every symbol is read back by zxing-cpp and says what the order says.

usage: templates.py UNITMARK NODE_PATH
"""
import csv
import os
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from pathlib import Path

import zxingcpp
from PIL import Image

unitmark, node_path = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
here = Path(__file__).resolve().parent

UNIT = ["sku,gtin,lot,expiry,plant,quantity", "WIDGET-RED-LG,5012345678900,2026-04-A,2028-04-30,WG,3", "GASKET-12,614141000036,G-2026/15,2029-01,HB,2"]
SSCCS = ["395012345000000011", "395012345000000028"]
ORDERS = {
    "serial": UNIT,
    "pharma": UNIT,
    "retail": ["sku,gtin,quantity", "WIDGET-RED-LG,5012345678900,1", "GASKET-12,0614141000036,1", "CLIP-8,95200002,1"],
    "sscc": ["sscc,CONTENT,COUNT,lot,expiry,from,to"]
    + [f'{sscc},05012345678900,48,2026-04-A,2028-04-30,"Example Works, Sheffield","Northern Wholesale, Leeds"' for sscc in SSCCS],
}
# Template, options, label in mm; none for sheets, which are no ZPL.
CASES = [
    ("serial", [], (50, 25)),
    ("serial", ["--rotate", "90", "--stock", "29x90"], (29, 90)),
    ("pharma", [], (50, 25)),
    ("serial", ["--stock", "L7160", "--start", "8"], None),
    ("retail", [], (63.5, 38.1)),
    ("retail", ["--stock", "L7160"], None),
    ("sscc", [], (105, 148)),
    ("sscc", ["--stock", "4x6"], (101.6, 152.4)),
]
DPIS = {203: 8, 300: 12, 600: 24}


def run(*arguments):
    done = subprocess.run([str(a) for a in arguments], capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{' '.join(map(str, arguments))}: {done.returncode}\n{done.stderr}")


def wanted(template, manifest):
    """Identifier and text of every symbol, page by page."""
    pages = defaultdict(Counter)
    for row in csv.DictReader(open(manifest, newline="", encoding="utf-8")):
        gtin = row["gtin"]
        if template == "retail":
            bars = ("]E4", gtin[6:]) if gtin.startswith("000000") else ("]E0", gtin[1:])
            symbols = [bars, ("]Q1", f"https://id.gs1.org/01/{gtin}")]
        elif template == "sscc":
            symbols = [("]C1", row["element_string"]), ("]C1", "(02)05012345678900(37)48")]
        else:
            symbols = [("]d2", row["element_string"])]
        pages[row["page"]].update(symbols)
    return list(pages.values())


def found(picture):
    image = Image.open(picture).convert("L")
    symbols = zxingcpp.read_barcodes(image, text_mode=zxingcpp.TextMode.HRI)
    return Counter((symbol.symbology_identifier, symbol.text) for symbol in symbols)


def compare(template, manifest, pictures, what):
    pages = wanted(template, manifest)
    pictures = sorted(pictures)
    if len(pages) != len(pictures):
        sys.exit(f"{what}: {len(pictures)} pictures, {len(pages)} labels in the manifest")
    for page, picture in zip(pages, pictures):
        said = found(picture)
        if said != page:
            sys.exit(f"{what}: {picture} says {sorted(said)} and should say {sorted(page)}")
    return sum(sum(page.values()) for page in pages)


with tempfile.TemporaryDirectory() as folder:
    os.chdir(folder)
    os.environ["UNITMARK_LEDGER"] = f"{folder}/ledger.db"
    os.environ["NODE_PATH"] = str(node_path)
    run(unitmark, "ledger", "init")
    for number, (template, options, label) in enumerate(CASES):
        Path("order.csv").write_text("\n".join(ORDERS[template]) + "\n", encoding="utf-8")
        symbols = 0
        for dpi, dots in DPIS.items():
            name = f"{template}-{number}-{dpi}"
            common = [unitmark, "labels", "order.csv", "--template", template, "--dpi", dpi, "--at", "2026-04-15T08:00Z", *options]
            if template == "sscc":
                common.append("--no-ledger")
            run(*common, "--manifest", f"{name}.csv", "-o", f"{name}.pdf")
            run("pdftoppm", "-r", "203.2" if dpi == 203 else dpi, "-gray", "-png", f"{name}.pdf", f"{name}-pdf")
            symbols += compare(template, f"{name}.csv", Path(".").glob(f"{name}-pdf-*.png"), f"{name} PDF")
            forms = [] if label is None else ["zpl", "zpl-commands"] if dpi == 203 else ["zpl"]
            for form in forms:
                run(*common, "--manifest", f"{name}.csv", "--format", form, "-o", f"{name}.zpl")
                run("node", here / "zpl_render.mjs", f"{name}.zpl", *label, dots, f"{name}-{form}")
                symbols += compare(template, f"{name}.csv", Path(".").glob(f"{name}-{form}-*.png"), f"{name} {form}")
        print(f"{template} {' '.join(map(str, options))}: {symbols} symbols read back from PDF{' and ZPL' if label else ''} at {', '.join(map(str, DPIS))} dpi")
print("templates are right")
