#!/bin/sh
# Installs what is missing, builds, makes a year of demo data, runs the nightly job end to
# end, prints the portfolio and says where the dashboard is.  Running it twice gives the
# same bytes.
#
#   demo.sh [DIRECTORY]     default: demo/
set -eu
unset CDPATH # with which cd tells where it went
cd "$(dirname "$0")/.."
OUT=${1:-demo}
DAY=2026-10-31
./scripts/setup.sh build assets
make -s -j2 all
make -s assets || echo "demo.sh: without the chart library: the page has its own charts alone"
mkdir -p "$OUT"
OUT=$(cd "$OUT" && pwd)
ROOT=$PWD
PATH=$ROOT/build:$PATH
export PATH

echo "== a year of an invented company's exports: $OUT/raw"
python3 scripts/demo-data.py "$OUT/raw"
echo "== the night: $OUT/night"
CSM_SHARE=$ROOT/build/share ./scripts/nightly.sh "$OUT/raw" "$ROOT/share/demo" "$OUT/night" "$DAY"
echo "== the morning"
csm-report portfolio -c share/demo -F company="$OUT/raw/companies.csv" \
    -F enduser="$OUT/raw/users.csv:user_id" -a "$DAY" -t text "$OUT/night/night.csv.zst"
FIELDS="-F company=$OUT/raw/companies.csv -F enduser=$OUT/raw/users.csv:user_id -a $DAY"
echo "== the alerts of the day: $OUT/night/alerts.ndjson"
# shellcheck disable=SC2086
csm-report alerts -c share/demo $FIELDS -t text "$OUT/night/night.csv.zst"
echo "== do the scores tell who leaves? A month before, and two"
# shellcheck disable=SC2086
csm-health -c share/demo $FIELDS --backtest "$OUT/raw/churn.csv" --lead 30,60 -t text "$OUT/night/points.csv.zst"
# shellcheck disable=SC2086
REDDEST=$(csm-health -c share/demo $FIELDS "$OUT/night/points.csv.zst" |
    awk -F, '$4 == "system.health" { print $6 "," $1 }' | sort -t, -k 1,1n -k 2 | sed -n '1s/.*,//p')
echo "== why the reddest account is red: $REDDEST"
# shellcheck disable=SC2086
csm-health -c share/demo $FIELDS --explain "$REDDEST" "$OUT/night/points.csv.zst"
echo
echo "Dashboard: file://$OUT/night/page.html"
