#!/usr/bin/env python3
"""Reads symbols with zxing-cpp, and compares their sizes with zint's.

    python .ci/second_reader_symbols.py target/release/unitmark [COUNT]

Needs `zxing-cpp` (which brings zint's encoders along) and `numpy`; the program `zint`, where it is installed, is asked too,
and bwip-js, where NODE_PATH leads to it.
The messages are those of tests/common/symbols.txt and COUNT (3000) random ones, the same in every run.
"""

import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy
import zxingcpp

ROOT = Path(__file__).resolve().parent.parent
ALPHABETS = [
    "0123456789",
    "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789",
    "abcdefghijklmnopqrstuvwxyz0123456789",
    "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-./%",
    "!\"%&'*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz",
]


def check_digit(digits):
    total = sum(int(d) * (3 if i % 2 == 0 else 1) for i, d in enumerate(reversed(digits)))
    return str(-total % 10)


def random_messages(count, seed=20261121):
    dice = random.Random(seed)

    def text(longest):
        out, alphabet = "", dice.choice(ALPHABETS)
        for _ in range(dice.randint(1, longest)):
            if dice.random() < 0.125:
                alphabet = dice.choice(ALPHABETS)
            out += dice.choice(alphabet)
        return out

    for _ in range(count):
        gtin = f"0952123{dice.randrange(10**6):06}"
        message = f"(01){gtin}{check_digit(gtin)}"
        attributes = [("10", 20), ("21", 20), ("240", 30), ("241", 30), ("17", 0), ("11", 0)]
        dice.shuffle(attributes)
        for ai, longest in attributes[: dice.randint(0, 4)]:
            value = text(longest) if longest else f"{dice.randrange(50):02}{dice.randint(1, 12):02}{dice.randint(1, 28):02}"
            message += f"({ai}){value}"
        yield message


class Program:
    def __init__(self, path):
        self.path = path

    def draw(self, symbology, messages, *options):
        """The symbols of all messages; those that are refused as too long are left out."""
        left = list(messages)
        with tempfile.TemporaryDirectory() as folder:
            while True:
                source = Path(folder) / "messages"
                source.write_text("".join(m + "\n" for m in left))
                run = subprocess.run(
                    [self.path, "symbol", symbology, "--batch", source, "-o", "-", "--format", "json", *options],
                    capture_output=True, text=True, encoding="utf-8",
                )
                if run.returncode == 0:
                    return list(zip(left, map(json.loads, run.stdout.splitlines())))
                refused = set()
                for line in run.stderr.splitlines():
                    if not line.startswith("line ") or "too long" not in line:
                        sys.exit(f"{symbology}: {line}")
                    refused.add(int(line.split()[1].rstrip(":")) - 1)
                left = [m for i, m in enumerate(left) if i not in refused]


def raster(symbol, linear):
    modules = numpy.array([[c == "1" for c in row] for row in symbol["modules"]], dtype=bool)
    if linear:
        modules = numpy.repeat(modules, 50, axis=0)
    modules = numpy.pad(modules, 12)
    return numpy.where(numpy.kron(modules, numpy.ones((3, 3), dtype=bool)), 0, 255).astype(numpy.uint8)


# zxing-cpp gives the identifier without the option for an ECI.
WITHOUT_ECI = {"]d4": "]d1", "]Q2": "]Q1"}


# A strip of a matrix symbol may look like a short Interleaved 2 of 5, so the reader is told what to look for.
FORMATS = {
    "datamatrix": zxingcpp.BarcodeFormat.DataMatrix,
    "qr": zxingcpp.BarcodeFormat.QRCode,
    "code128": zxingcpp.BarcodeFormat.Code128,
    "ean13": zxingcpp.BarcodeFormat.EAN13,
    "ean8": zxingcpp.BarcodeFormat.EAN8,
    "upca": zxingcpp.BarcodeFormat.EAN13,
    "upce": zxingcpp.BarcodeFormat.UPCE,
    "itf14": zxingcpp.BarcodeFormat.ITF,
}


def read_back(symbols, linear=False):
    wrong = 0
    for message, symbol in symbols:
        found = zxingcpp.read_barcodes(raster(symbol, linear), formats=FORMATS[symbol["symbology"]])
        got = [(f.symbology_identifier, f.bytes.decode("utf-8", "replace")) for f in found]
        want = [(WITHOUT_ECI.get(symbol["identifier"], symbol["identifier"]), symbol["text"])]
        if got != want:
            wrong += 1
            print(f"WRONG {message!r}: {got} is not {want}")
    return wrong


# The rectangles of ISO/IEC 16022; zint in zxing-cpp draws those of ISO/IEC 21471 too, which are not compared.
RECTANGLES = {(8, 18), (8, 32), (12, 26), (12, 36), (16, 36), (16, 48)}
EXTENDED = 0


def zint_size(symbology, message):
    """Modules in all by the zint inside zxing-cpp; none if it refuses the message."""
    kind, options = {
        "datamatrix": (zxingcpp.BarcodeFormat.DataMatrix, {}),
        "qr": (zxingcpp.BarcodeFormat.QRCode, {"ec_level": "M"}),
        "code128": (zxingcpp.BarcodeFormat.Code128, {}),
    }[symbology]
    try:
        made = zxingcpp.create_barcode(message, kind, gs1=True, **options)
        image = numpy.array(made.to_image(scale=1, add_quiet_zones=False, add_hrt=False))
    except (ValueError, RuntimeError):
        return None
    if symbology == "datamatrix" and image.shape[0] != image.shape[1] and image.shape not in RECTANGLES:
        return EXTENDED
    return image.shape[1] * (1 if symbology == "code128" else image.shape[0])


def zint_program_size(symbology, message):
    """The same by the program `zint`, whose dump has four modules to a hexadecimal digit."""
    options = {"datamatrix": ["-b", "71"], "qr": ["-b", "58", "--secure=2"], "code128": ["-b", "16", "--height=1"]}
    run = subprocess.run(
        ["zint", *options[symbology], "--gs1", "--dump", "-d", message.replace("(", "[").replace(")", "]")],
        capture_output=True, text=True,
    )
    if not run.stdout.strip():
        return None
    rows = run.stdout.strip().split("\n")
    width = 4 * len(rows[0].replace(" ", ""))
    return width if symbology == "code128" else width * len(rows)


def bwip_widths(messages):
    """The widths of QR Codes by bwip-js; 0 for what it refuses."""
    run = subprocess.run(
        ["node", Path(__file__).with_name("bwip_sizes.mjs")],
        input="".join(message + "\n" for message in messages), capture_output=True, text=True, check=True,
    )
    return [int(width) for width in run.stdout.split()]


def rounded(symbology, symbol):
    """Our size with the width rounded up as in that dump."""
    width = -(-symbol["cols"] // 4) * 4
    return width if symbology == "code128" else width * symbol["rows"]


def main():
    program = Program(sys.argv[1])
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 3000
    corpus = [line for line in (ROOT / "tests/common/symbols.txt").read_text().splitlines() if not line.startswith("#")]
    gs1 = [line for line in corpus if line.startswith("(")] + list(random_messages(count))
    plain = [line for line in corpus if not line.startswith("(")] + ["Größe 42", "価格 100"]
    wrong = 0

    def report(what, symbols, faults):
        nonlocal wrong
        wrong += faults
        print(f"{what}: {len(symbols)} symbols, {faults} wrong")

    for options in [[], ["--shape", "rectangle"], ["--shape", "any"], ["--separator", "gs"]]:
        symbols = program.draw("datamatrix", gs1, *options)
        report(f"datamatrix {' '.join(options)}", symbols, read_back(symbols))
    for options in [[], *(["--level", level] for level in "LMQH")]:
        symbols = program.draw("qr", gs1, *options)
        report(f"qr {' '.join(options)}", symbols, read_back(symbols))
    symbols = program.draw("code128", gs1)
    report("code128", symbols, read_back(symbols, linear=True))
    for symbology in ["datamatrix", "qr"]:
        symbols = program.draw(symbology, plain)
        report(f"{symbology}, plain", symbols, read_back(symbols))
    symbols = program.draw("code128", [text for text in plain if text.isascii()])
    report("code128, plain", symbols, read_back(symbols, linear=True))
    dice = random.Random(7)
    for symbology, digits in [("ean13", 13), ("ean8", 8), ("itf14", 14)]:
        numbers = [f"{dice.randint(1, 9)}{dice.randrange(10 ** (digits - 2)):0{digits - 2}}" for _ in range(200)]
        symbols = program.draw(symbology, [n + check_digit(n) for n in numbers])
        report(symbology, symbols, read_back(symbols, linear=True))
    numbers = [f"{dice.randrange(10 ** 11):011}" for _ in range(200)]
    symbols = program.draw("upca", [n + check_digit(n) for n in numbers])
    report("upca", symbols, read_back(symbols, linear=True))
    numbers = ["01200000789", "01230000045", "01234000005", "01234500005", "01234500009"]
    symbols = program.draw("upce", [n + check_digit(n) for n in numbers])
    report("upce", symbols, read_back(symbols, linear=True))

    sizers = [("zint in zxing-cpp", zint_size)]
    if shutil.which("zint"):
        sizers.append(("zint", zint_program_size))
    for symbology in ["datamatrix", "qr", "code128"]:
        options = {"qr": ["--level", "M"], "datamatrix": ["--shape", "any"]}.get(symbology, [])
        symbols = program.draw(symbology, gs1, *options)
        for name, sizer in sizers:
            larger = smaller = refused = extended = 0
            for message, symbol in symbols:
                theirs = sizer(symbology, message)
                ours = symbol["cols"] * symbol["rows"]
                if name == "zint":
                    ours = rounded(symbology, symbol)
                if theirs is None:
                    refused += 1
                elif theirs == EXTENDED:
                    extended += 1
                elif ours > theirs:
                    larger += 1
                    print(f"LARGER {symbology} {message!r}: {ours}, {name} {theirs}")
                elif ours < theirs:
                    smaller += 1
            wrong += larger
            if refused > len(symbols) // 10:
                wrong += 1
                print(f"{name} refused {refused} of {len(symbols)}: nothing was compared")
            print(f"{symbology}: {smaller} smaller and {larger} larger than {name}'s, {refused} not drawn and {extended} extended there")
    if shutil.which("node") and os.environ.get("NODE_PATH"):
        symbols = program.draw("qr", gs1, "--level", "M")
        widths = bwip_widths([message for message, _ in symbols])
        pairs = [(symbol["cols"], width) for (_, symbol), width in zip(symbols, widths, strict=True) if width]
        smaller = sum(ours < theirs for ours, theirs in pairs)
        larger = sum(ours > theirs for ours, theirs in pairs)
        if larger or len(pairs) < len(symbols) * 9 // 10:
            wrong += 1
        # It is a version larger for 122 of 3,039 messages, a (241)C5Rf among them, and never smaller.
        print(f"qr: {smaller} smaller and {larger} larger than bwip-js's, {len(symbols) - len(pairs)} not drawn there")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
