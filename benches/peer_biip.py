#!/usr/bin/env python3
"""Reads the same scans with `unitmark check` and with the Python library biip, one after the other.

    pip install biip
    python benches/peer_biip.py target/release/unitmark [LINES]

The mix is that of benches/element.rs, as a scanner sends it: `]d2`, GS between elements. Each half is timed three times and the
fastest counts; the program starts a process and writes an answer a line, the library returns an object a call.
"""

import subprocess
import sys
import time

import biip
from biip import ParseConfig

GS = "\x1d"


def checked(payload):
    total = sum(int(digit) * (3 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(payload)))
    return payload + str(-total % 10)


# Up to which hundredth, and the scan of a number; g, s and n are a GTIN, an SSCC and a GLN, d is a date.
MIX = [
    (30, "01{g}17{d}10LOT-{i:05}{GS}21WG-{i:010}"),
    (45, "01{g}21SN{i:08}"),
    (60, "01{g}"),
    (67, "00{s}"),
    (74, "01{g}3103{i:06}15{d}"),
    (80, "00{s}02{g}37{i}"),
    (84, "414{n}254AISLE{i}"),
    (88, "80030{n}CRATE{i}"),
    (91, "8006{g}0204{GS}21P{i}"),
    (94, "253{n}DOC{i}"),
    (100, "01{g}11{d}17{d}10B{i:06}{GS}21SERIAL-{i:08}{GS}240PART-{i}{GS}30{i}{GS}422276"),
]


def scan(i):
    form = next(form for share, form in MIX if i % 100 < share)
    return form.format(
        g=checked(f"{950_600_000_000 + i % 1000 * 7919:013}"),
        s=checked(f"{10_614_141_000_000_000 + i:017}"),
        n=checked(f"{952_132_100_000 + i % 1000:012}"),
        d=f"26{i % 12 + 1:02}{i % 28 + 1:02}",
        i=i + 1,
        GS=GS,
    )


def fastest(work):
    times = []
    for _ in range(3):
        start = time.perf_counter()
        valid = work()
        times.append(time.perf_counter() - start)
    return min(times), valid


def main():
    program = sys.argv[1]
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 20_000
    scans = ["]d2" + scan(i) for i in range(count)]
    lines = "".join(line + "\n" for line in scans).encode()
    config = ParseConfig()

    def ours():
        run = subprocess.run([program, "check", "-"], input=lines, capture_output=True)
        return sum(line.split(b"\t")[1:2] == [b"ok"] for line in run.stdout.splitlines())

    def theirs():
        valid = 0
        for line in scans:
            try:
                valid += biip.parse(line, config=config).gs1_message is not None
            except biip.ParseError:
                pass
        return valid

    our_time, our_valid = fastest(ours)
    their_time, their_valid = fastest(theirs)
    print(f"unitmark check: {our_valid} of {count} valid, {count / our_time:,.0f} lines/s")
    print(f"biip {biip.__version__}:    {their_valid} of {count} valid, {count / their_time:,.0f} lines/s")
    print(f"ratio {their_time / our_time:.0f}")
    sys.exit(0 if our_valid == their_valid == count else 1)


if __name__ == "__main__":
    main()
