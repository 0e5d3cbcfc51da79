#!/usr/bin/env bash
# Draws the pictures beside this file with the program: make.sh UNITMARK
set -euo pipefail
unitmark=$(realpath "$1")
cd "$(dirname "$0")"
for template in serial pharma retail sscc; do
  dpi=300
  [ "$template" = sscc ] && dpi=203
  "$unitmark" labels "$template.csv" --template "$template" --no-ledger --outlines --dpi "$dpi" -o "$template.png"
  mv "$template-1.png" "$template.png"
done
