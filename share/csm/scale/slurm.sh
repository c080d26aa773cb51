#!/bin/sh
# A nightly run by shard under Slurm: a task a shard, and a job that joins them.
#
#   export CONFIG=csm.json EVENTS=events.csv FIELDS=companies.csv PARTS=parts
#   mkdir -p "$PARTS"
#   job=$(sbatch --parsable --array=1-16 slurm.sh)
#   sbatch --dependency=afterok:$job --wrap \
#       'csm-ingest -k points --disjoint -o calculated.csv "$PARTS"/*.csv'
#
# afterok: if one shard fails, nothing is joined.
#SBATCH --cpus-per-task=1
set -eu
exec "${CSM_SCALE:-/usr/local/share/csm/scale}/shard.sh" \
    "$SLURM_ARRAY_TASK_ID/$SLURM_ARRAY_TASK_COUNT" "${PARTS:-.}/$SLURM_ARRAY_TASK_ID.csv"
