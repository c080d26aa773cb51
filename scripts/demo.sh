#!/bin/sh
# Installs what is missing, builds, makes a year of demo data, runs the nightly job end to
# end, prints the portfolio and says where the dashboard is.  Running it twice gives the
# same bytes.
#
#   demo.sh [DIRECTORY]     default: demo/
set -eu
cd "$(dirname "$0")/.."
OUT=${1:-demo}
DAY=2026-10-31
./scripts/setup.sh build
make -s -j2 all
mkdir -p "$OUT"
OUT=$(cd "$OUT" && pwd)
ROOT=$PWD
PATH=$ROOT/build:$PATH
export PATH

echo "== a year of an invented company's exports: $OUT/raw"
python3 scripts/demo-data.py "$OUT/raw"
echo "== the night: $OUT/night"
./scripts/nightly.sh "$OUT/raw" "$ROOT/share/demo" "$OUT/night" "$DAY"
echo "== the morning"
csm-report portfolio -c share/demo -F company="$OUT/raw/companies.csv" \
    -F enduser="$OUT/raw/users.csv:user_id" -a "$DAY" -t text "$OUT/night/night.csv.zst"
echo
echo "Dashboard: file://$OUT/night/page.html"
