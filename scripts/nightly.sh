#!/bin/sh
# The nightly job, as a crontab would run it.
#
#   nightly.sh RAW CONFIG OUT [DAY]
#
# RAW     directory with the raw exports          CONFIG  directory of *.json
# OUT     directory that receives points/, night.csv.zst, alerts.ndjson, page.html
# DAY     the as-of day (default: yesterday)
#
# Every step writes its file whole or not at all, so that a step that fails leaves last
# night's file, and running the night again changes nothing.  csm-* are found on PATH.
set -eu
DAY=$(date -d "${4:-yesterday}" +%F) || {
	echo "nightly.sh: $4 is no day; DAY is one such as 2026-10-31, or left out" >&2
	exit 2
}
BEFORE=$(date -d "$DAY - 30 days" +%F)
mkdir -p "$3/points"
# it goes to RAW, and the others are still where they were, also with a CDPATH, which cd tells of
unset CDPATH
RAW=$(cd "$1" && pwd)
CONFIG=$(cd "$2" && pwd)
OUT=$(cd "$3" && pwd)

# 1. Raw exports to daily points, one file a source.  An export without a row is one that
# failed: without --min-rows the night would go on as if nobody did anything any more.
ingest() {
	source=$1 file=$2
	shift 2
	csm-ingest -c "$CONFIG" -S "$source" --min-rows 1 --until "$DAY" -o "$OUT/points/$source.csv.zst" \
	    -r "$OUT/points/$source.rejects.csv" "$@" "$file"
}
cd "$RAW"
ingest app app_events.csv --max-rejects 1%
ingest mobile track.ndjson --max-rejects 1%
ingest account_metrics account_metrics.csv
ingest stripe stripe.ndjson
ingest tickets tickets.csv
ingest zendesk zendesk.ndjson
ingest postgres_calls calls.copy
ingest surveys surveys.csv
# What is planned lies after the day, too.
csm-ingest -c "$CONFIG" -S tasks -o "$OUT/points/tasks.csv.zst" -r "$OUT/points/tasks.rejects.csv" tasks.csv

# 2. One stream of everything; metrics, scores and units are points again.
csm-ingest -c "$CONFIG" -S crm --min-rows 1 -o "$OUT/companies.csv" crm.csv
FIELDS="-F company=$OUT/companies.csv -F enduser=$RAW/users.csv:user_id"
csm-ingest -c "$CONFIG" -k points -o "$OUT/points.csv.zst" "$OUT"/points/*.csv.zst
# Of a pipe sh minds the last program alone; the status of one that fails is kept in a file.
step() {
	"$@" || echo $? >"$OUT/failed"
}
rm -f "$OUT/failed"
# shellcheck disable=SC2086
step csm-calc -c "$CONFIG" $FIELDS --since "$BEFORE" --until "$DAY" -p "$OUT/points.csv.zst" |
	step csm-health -c "$CONFIG" $FIELDS --since "$BEFORE" --until "$DAY" --parts -p |
	step csm-units -c "$CONFIG" $FIELDS -a "$DAY" --ratings "$RAW/ratings.csv" -p \
	    -o "$OUT/night.new.csv.zst"
if [ -e "$OUT/failed" ]; then
	status=$(cat "$OUT/failed")
	rm -f "$OUT/failed" "$OUT/night.new.csv.zst"
	exit "$status"
fi
mv "$OUT/night.new.csv.zst" "$OUT/night.csv.zst"

# 3. Whom somebody has to call, an object a line for whatever sends the mails.
# shellcheck disable=SC2086
csm-report alerts -t ndjson -c "$CONFIG" $FIELDS -a "$DAY" -o "$OUT/alerts.ndjson" "$OUT/night.csv.zst"

# 4. What people look at in the morning.
# shellcheck disable=SC2086
csm-report page -c "$CONFIG" $FIELDS -a "$DAY" -o "$OUT/page.html" "$OUT/night.csv.zst"
