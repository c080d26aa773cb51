/* The state of a fast run, for the files that make it up. */
#ifndef CSM_INGEST_FAST_FAST_STATE_H
#define CSM_INGEST_FAST_FAST_STATE_H

#include "ingest/ingest_state.h"
#include "ingest/fast/fast_batch.h"
#include "ingest/fast/shard.h"

#include <pthread.h>
#include <stdatomic.h>

/* What one thread reads with. */
struct csm_fast_worker {
	struct csm_fast *fast;
	struct csm_reader *reader; /* of the lines of its batch; NULL: none yet */
	struct csm_shard shard;
	struct csm_fast_batch batch;
	/* of the file: where the columns of roles are in what is looked at */
	int column[CSM_ROLES]; /* those columns */
	size_t columns;
	int place[CSM_ROLES];      /* -1: no column, or more than that */
	char *constant[CSM_ROLES]; /* what a role always is, padded; NULL: no constant
				    */
	int has_user;              /* a user is mapped */
	int looks;                 /* roles are columns or constants */
	size_t ahead; /* so many rows are looked at, as the last were ordinary */
	struct csm_text *field; /* CSM_SHARD_BATCH rows of CSM_ROLES */
	struct csm_shard_event *event;
	struct csm_time_column when; /* with zones of its own */
	char date[10];               /* the last date read, and its day */
	int32_t date_day;            /* CSM_DAY_NONE: none */
	int utc;                     /* all zones are UTC */
	int32_t newest;              /* of its rows that have a point */
	struct csm_newest told;      /* the same, as the run tells it */
	pthread_t thread;
	int started;
};

struct csm_fast {
	struct csm_ingest *in;
	int threads;
	size_t memory_bytes;
	struct csm_shard_plan plan;
	int planned;                    /* the plan is set */
	struct csm_fast_worker *worker; /* `threads` of them */
	struct csm_shard odd;           /* of rows that went the general way */
	int drained;                    /* some rows are in the run's sorter */
	/* reading: one thread at a time */
	pthread_mutex_t reading;
	struct csm_reader *reader;     /* of the current file */
	struct csm_file_rows *account; /* its */
	uint64_t batches;              /* given */
	atomic_bool ended;             /* the file has, or is of no more interest */
	/* finishing batches: in their order */
	pthread_mutex_t order;
	pthread_cond_t next;
	uint64_t finished;
	uint64_t base;                     /* lines before the batch that is next */
	uint64_t rows;                     /* of this file */
	uint64_t held_used, held_filtered; /* rows that wait with the kept ones */
	int failed;
};

/* The columns of a file just opened. */
void csm_fast_row_bind(struct csm_fast_worker *w);
/* 1 and the event, if the record is ordinary: *filtered says that it is outside of the
 * days asked for. */
int csm_fast_row(struct csm_fast_worker *w, const struct csm_record *record,
    struct csm_shard_event *event, int *filtered);
/* The ordinary rows among the next of w->reader, at most CSM_SHARD_BATCH: -1 after a
 * report, else how many they were. */
int csm_fast_rows(struct csm_fast_worker *w);

#endif
