#!/usr/bin/env bash
# The clients of examples/ against the program: PROGRAM PYTHON. Both must say the same of a valid and of an invalid scan.
set -euo pipefail
cd "$(dirname "$0")/.."
program=$1 python=$2
expected='(01)05012345678900
(01): the check digit does not fit the digits before it'
scans=(']d20105012345678900' '(01)05012345678901')

agree() {
  [ "$2" = 1 ] || { echo "$1 ended with $2, not 1"; exit 1; }
  [ "$3" = "$expected" ] || { echo "$1 said: $3"; exit 1; }
}

status=0; said=$("$python" examples/python/unitmark_client.py "$program" "${scans[@]}") || status=$?
agree "the Python client" "$status" "$said"

# Node 22.18 and later run TypeScript as it is; an older one needs the compiler first.
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT
client=examples/typescript/client.ts
if ! node --input-type=module -e 'process.exit(process.features.typescript ? 0 : 1)'; then
  cp "$client" "$folder/client.ts"; echo '{"type":"module"}' > "$folder/package.json"
  (cd "$folder" && npm install --silent --no-save typescript@5 @types/node@22 >/dev/null 2>&1 &&
    npx tsc --strict --target es2022 --module nodenext --types node client.ts)
  client=$folder/client.js
fi
status=0; said=$(node "$client" "$program" "${scans[@]}") || status=$?
agree "the TypeScript client" "$status" "$said"
echo "both clients agree"
