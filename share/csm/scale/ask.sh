#!/bin/sh
# Asks an engine a statement, which comes on standard input, and makes points of the result.
#
#   csm-calc -c csm.json -a DAY --sql postgres | ask.sh OUT psql --csv -v ON_ERROR_STOP=1
#
# An engine that dies in the middle has printed half of its rows by then, and only its
# status says so: OUT appears if the engine ended well and every row of the result is a
# point, and else not at all.
set -eu
out=$1
shift
result=$(mktemp "$out.XXXXXX")
trap 'rm -f "$result"' EXIT
trap 'exit 1' HUP INT TERM
"$@" >"$result"
csm-calc --from-sql -o "$out" "$result"
