#!/bin/sh
# Runs a program of csm inside an engine, on the points the engine gives it:
#
#   inside.sh [-l SECONDS] [-f COMMAND] PROGRAM ARGUMENT...
#
# The points come on standard input, or from COMMAND, as CSV with its header and values as
# numbers, not in millionths.  Nothing is printed before all of it is there: a program that
# fails, is killed, rejects a row, or takes longer than SECONDS (3600) gives the engine no
# row and a status, which it has to look at: csm-scale(7) says how.
set -eu
limit=3600 from=
while getopts l:f: option; do
	case $option in
	l) limit=$OPTARG ;;
	f) from=$OPTARG ;;
	*) exit 2 ;;
	esac
done
shift $((OPTIND - 1))
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM
if [ -n "$from" ]; then
	timeout -k 5 "$limit" sh -c "$from" >"$work/points.csv"
else
	cat >"$work/points.csv"
fi
timeout -k 5 "$limit" "$@" --max-rejects 0 -o "$work/result.csv" "$work/points.csv"
cat "$work/result.csv"
