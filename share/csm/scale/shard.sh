#!/bin/sh
# One shard of a nightly run: usage and fields of its companies in, metrics out.
#
#   shard.sh I/N OUT
#
# What is read stands in the environment: CONFIG, with a source SOURCE (default: usage);
# EVENTS, the files of that source; FIELDS, a file of companies, if there is one; AS_OF, the
# day (default: yesterday).  OUT appears whole or not at all, and the status says which, so
# that whoever runs the shards (make, xargs, parallel, Slurm) can tell whether to join them:
#
#   mkdir parts
#   seq 16 | xargs -P 4 -I '{}' shard.sh '{}'/16 parts/'{}'.csv &&
#       csm-ingest -k points --disjoint -o calculated.csv parts/*.csv
set -eu
shard=$1 out=$2
work=$(mktemp -d "$out.XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM
# EVENTS may be several files
# shellcheck disable=SC2086
csm-ingest -c "$CONFIG" -S "${SOURCE:-usage}" --shard "$shard" --allow-empty \
    -o "$work/points.csv" $EVENTS
fields=
if [ -n "${FIELDS:-}" ]; then
	csm-ingest -k fields --shard "$shard" --allow-empty -o "$work/fields.csv" "$FIELDS"
	fields="-F company=$work/fields.csv"
fi
# shellcheck disable=SC2086
csm-calc -c "$CONFIG" $fields -a "${AS_OF:-yesterday}" -o "$out" "$work/points.csv"
