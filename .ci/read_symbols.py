"""Reads every symbol of rasterised pages with zxing-cpp and compares them with a manifest.

usage: read_symbols.py MANIFEST IDENTIFIER PAGE.png...

Each page's symbols, as a multiset of human readable texts, must be those of the manifest's lines for
that page, and each must carry the symbology identifier (]d2, ]Q3, ]C1).
"""
import csv
import sys
from collections import Counter, defaultdict

import zxingcpp
from PIL import Image

Image.MAX_IMAGE_PIXELS = None


def main() -> int:
    manifest, identifier, *pages = sys.argv[1:]
    wanted = defaultdict(Counter)
    with open(manifest, newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            wanted[int(row["page"])][row["element_string"]] += 1
    if sorted(wanted) != list(range(1, len(pages) + 1)):
        print(f"the manifest has pages {sorted(wanted)}, there are {len(pages)} pictures")
        return 1
    faults = 0
    total = 0
    for number, name in enumerate(pages, 1):
        image = Image.open(name).convert("L")
        found = Counter()
        for symbol in zxingcpp.read_barcodes(image, text_mode=zxingcpp.TextMode.HRI):
            if symbol.symbology_identifier != identifier:
                print(f"{name}: {symbol.symbology_identifier} where {identifier} was asked: {symbol.text}")
                faults += 1
            found[symbol.text] += 1
        total += sum(found.values())
        for text in (wanted[number] - found).elements():
            print(f"{name}: not read: {text}")
            faults += 1
        for text in (found - wanted[number]).elements():
            print(f"{name}: not in the manifest: {text}")
            faults += 1
    print(f"{total} symbols read, all {identifier} and equal to {manifest}" if not faults else f"{faults} faults")
    return 1 if faults or not total else 0


sys.exit(main())
