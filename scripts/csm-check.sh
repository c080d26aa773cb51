#!/bin/sh
# Whether a directory made by csm init, or any configuration, is sound: every section by
# every program, and a dry run over the first rows of each source.
#
#   csm-check DIR [ROWS]     DIR: has conf/, or *.json itself; ROWS: default 1000
#
# Messages are those of the programs. The status is the highest of theirs.
set -u
if [ $# -lt 1 ] || [ ! -d "$1" ]; then
	echo "usage: csm check DIR [ROWS]" >&2
	exit 2
fi
conf=$1/conf rows=${2:-1000} status=0
[ -d "$conf" ] || conf=$1
tmp=$(mktemp -d) || exit 4
trap 'rm -rf "$tmp"' EXIT
trap 'exit 130' INT TERM HUP
mkdir "$tmp/points" "$tmp/fields"

# Runs a step; its messages are shown, its status kept if it is the worst.
step() {
	"$@"
	rc=$?
	[ $rc -le $status ] || status=$rc
	return $rc
}

# All that was said, once, whichever programs said it; what names nothing that is there is
# something to look at.
finish() {
	exec 2>&3
	awk '{ text = $0; sub(/^[a-z-]*: /, "", text) } !said[text]++' "$tmp/said" >&2
	if [ $status -eq 0 ] && grep -q '\[W_UNKNOWN\]\|\[W_TYPE\]' "$tmp/said"; then
		status=1
	fi
	[ $status -ne 0 ] || echo "csm-check: $conf is sound" >&2
	exit $status
}
exec 3>&2 2>"$tmp/said"

# 1. The sources by themselves; no other section is read if the files are no JSON.
step csm-ingest -n -c "$conf"
csm-ingest -q -c "$conf" --sources >"$tmp/sources" 2>/dev/null || finish

# 2. Their first rows; fields whole, since rows belong to entities.
while IFS=, read -r name kind preset model file; do
	[ "$name" != source ] || continue
	if [ -z "$file" ]; then
		echo "csm-check: the source \"$name\" names no file (\"file\"): it cannot be tried" >&2
		continue
	fi
	case $kind:$preset in
	fields:*) step csm-ingest -c "$conf" -S "$name" -o "$tmp/fields/${model:-company}.csv" ;;
	records:*) step csm-ingest -c "$conf" -S "$name" --rows "$rows" -t ndjson -o "$tmp/rows" ;;
	*) step csm-ingest -c "$conf" -S "$name" --rows "$rows" -o "$tmp/points/$name.csv" ;;
	esac
done <"$tmp/sources"

# 3. Every section with the fields there are, by the programs that use it.
set --
for file in "$tmp"/fields/*.csv; do
	[ -e "$file" ] || continue
	model=${file##*/}
	set -- "$@" -F "${model%.csv}=$file"
done
if step csm-calc -n -c "$conf" "$@"; then
	step csm-health -n -c "$conf" "$@"
	step csm-units -n -c "$conf" "$@"
	step csm-report page -n -c "$conf" "$@"
	step csm-report alerts -n -c "$conf" "$@"
fi

# 4. A dry run of what the rows gave.
if [ $status -lt 2 ] && ls "$tmp"/points/*.csv >/dev/null 2>&1; then
	step csm-ingest -q -k points -o "$tmp/all.csv" "$tmp"/points/*.csv
	step csm-calc -c "$conf" "$@" -a last -p -o "$tmp/calculated.csv" "$tmp/all.csv"
	step csm-health -c "$conf" "$@" -a last -p -o "$tmp/scored.csv" "$tmp/calculated.csv"
	step csm-units -c "$conf" "$@" -a last -p -o "$tmp/night.csv" "$tmp/scored.csv"
	step csm-report page -q -c "$conf" "$@" -a last -o "$tmp/page.html" "$tmp/night.csv"
fi
finish
