#!/usr/bin/env bash
# Three lines and one ledger, step by step; README.md says what each step is for.
# usage: run.sh PROGRAM LEDGER [FOLDER]
#   LEDGER is a file, or postgres://OWNER@HOST/DATABASE?schema=plant (then psql has to be in PATH, for the lines' users)
set -euo pipefail
program=$(realpath "$1") ledger=$2 folder=${3:-$(mktemp -d)}
order=$(realpath "$(dirname "$0")")/order.csv
gtin=5012345678900 lot=2026-04-A
mkdir -p "$folder"
cd "$folder"

step() { printf '\n--- %s\n' "$*"; }
fail() { echo "not as it should be: $*" >&2; exit 1; }

# What a machine is: its name, its own state folder, its own user on the server.
as() { # NAME ARGUMENTS...
  local name=$1 url=$ledger; shift
  case $ledger in postgres*) [ "$name" = office ] || url=$(sed "s#//[^@/]*@#//$name@#" <<<"$ledger") ;; esac
  UNITMARK_LEDGER=$url UNITMARK_ACTOR=$name UNITMARK_STATE=$folder/state-$name "$program" "$@"
}

step "1. the office makes the ledger, once, and notes its id"
as office ledger init
id=$(as office ledger show --format json | sed 's/.*"ledger":"\([^"]*\)".*/\1/')
echo "ledger $id"
case $ledger in postgres*)
  psql -q -v ON_ERROR_STOP=1 "${ledger%%\?*}" <<'SQL'
CREATE USER line1; CREATE USER line2; CREATE USER line3; CREATE USER gate;
GRANT plant_line TO line1, line2, line3, gate;
SQL
esac

step "2. the lines work at once: two print labels, the third marks its parts with a laser"
print() { # NAME LINE
  as "$1" labels "$order" --ledger-id "$id" --scheme julian --set "line=$2" --stock L7160 \
    --request-id "order 4711 $2" --manifest "$2.csv" -o "$2.pdf"
}
engrave() {
  as line3 serial next --ledger-id "$id" --scheme julian --set line=L3 --set "gtin=$gtin" --set "lot=$lot" \
    --count 30 --request-id "order 4711 L3" --to bracketed
}
print line1 L1 & one=$!
print line2 L2 & two=$!
engrave > L3.txt & three=$!
wait $one; wait $two; wait $three

step "3. an answer that was lost is asked for again: the same request gets the same serials"
engrave > L3-again.txt
cmp L3.txt L3-again.txt

step "4. no serial is there twice"
# The last column of a manifest is what the label says.
for line in L1 L2; do tail -n +2 "$line.csv" | sed 's/.*,//' > "$line.txt"; done
cat L1.txt L2.txt L3.txt > all.txt
[ "$(wc -l < all.txt)" = 78 ] || fail "24 + 24 + 30 serials"
[ "$(sort all.txt | uniq -d | wc -l)" = 0 ] || fail "a serial is there twice"
echo "78 serials, all different"

step "5. each line scans what it made; the laser stopped after 27 parts and gives the rest back"
as line1 ledger mark commissioned L1.txt & one=$!
as line2 ledger mark commissioned L2.txt & two=$!
head -27 L3.txt > made.txt
{ as line3 ledger mark printed made.txt && as line3 ledger mark commissioned made.txt; } & three=$!
wait $one; wait $two; wait $three
as line3 serial return "order 4711 L3" --reason "the order was stopped"
torn=$(sed -n 1p L2.txt)
as line2 ledger mark voided "$torn" --reason "label torn"

step "6. goods out: a pallet leaves, a part comes back"
cat L1.txt > pallet.txt
sed -n 2,11p L2.txt >> pallet.txt
as gate ledger mark shipped pallet.txt --reason "delivery 815"
as gate ledger mark returned "$(sed -n 5p L1.txt)"

step "7. a dealer sends a list of scans: which of them are ours, and as they should be?"
{ sed -n 1,4p L1.txt; sed -n 1p L1.txt; sed -n 28p L3.txt; echo "$torn"; echo "(01)05012345678900(21)NEVER-MADE"; } > dealer.txt
status=0; as gate ledger check dealer.txt --state shipped > answers.txt || status=$?
cat answers.txt
[ "$status" = 1 ] || fail "the check ended with $status, not 1"
[ "$(cut -f2 answers.txt | tr '\n' ' ')" = "ok ok ok ok seen-twice wrong-state wrong-state never-issued " ] || fail "the answers"

step "8. a second part with a serial that was shipped is found when it is scanned"
status=0; as line1 ledger mark shipped "$(sed -n 2p L1.txt)" 2> twice.txt || status=$?
cat twice.txt
[ "$status" = 4 ] || fail "the scan ended with $status, not 4"

step "9. a recall: which units of the lot are affected, and where are they?"
as office ledger find --lot "$lot" --count

step "10. the auditor's page, and the heads to keep elsewhere"
as office ledger report --lot "$lot" | tee report.txt
grep 'sum  *78 100.00 %' report.txt > sum.txt || fail "the report does not add up"
as office ledger export --heads -o heads.txt
as office ledger export units --format csv -o units.csv
[ "$(tail -n +2 units.csv | wc -l)" = 78 ] || fail "the export"

step "11. the proof: nothing was changed, cut off or rewritten since"
as office ledger verify --heads heads.txt
as office ledger gaps
printf '\nthree lines, one ledger: 78 serials, 75 used, 3 given back, none twice\n'
