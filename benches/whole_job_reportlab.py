"""The drawing part of the whole job by reportlab's canvas: 30 labels a page, each one symbol as one
path of run-merged rectangles and three lines of text. The symbol is given, not encoded.

usage: whole_job_reportlab.py SYMBOL.json UNITS.csv OUT.pdf
"""
import csv
import json
import sys

from reportlab.lib.units import inch
from reportlab.pdfgen.canvas import Canvas


def runs(rows):
    for y, row in enumerate(rows):
        x = 0
        while x < len(row):
            if row[x] == "1":
                start = x
                while x < len(row) and row[x] == "1":
                    x += 1
                yield start, y, x - start
            else:
                x += 1


def main():
    symbol, units, out = sys.argv[1:]
    with open(symbol, encoding="utf-8") as file:
        rows = json.load(file)["modules"]
    boxes = list(runs(rows))
    module = 1.2
    canvas = Canvas(out, pagesize=(8.5 * inch, 11 * inch), pageCompression=1)
    with open(units, newline="", encoding="utf-8") as file:
        for index, unit in enumerate(csv.DictReader(file)):
            place = index % 30
            if index and place == 0:
                canvas.showPage()
            left = (0.1875 + 2.75 * (place % 3)) * inch + 4
            top = (11 - 0.5 - place // 3) * inch - 6
            path = canvas.beginPath()
            for x, y, width in boxes:
                path.rect(left + x * module, top - (y + 1) * module, width * module, module)
            canvas.drawPath(path, stroke=0, fill=1)
            canvas.setFont("Helvetica", 6)
            text = left + len(rows[0]) * module + 6
            canvas.drawString(text, top - 8, unit["sku"])
            canvas.drawString(text, top - 18, f"(01) {unit['gtin']} (17) {unit['expiry']}")
            canvas.drawString(text, top - 28, f"(10) {unit['lot']} (21) {unit['serial']}")
    canvas.save()


main()
