/*
 * Batch: what came out of some lines that one thread has read: how many rows became
 * what, and, in the order of the input, what must wait until all batches before it are
 * finished: messages, and records that are not ordinary.
 *
 * A batch of which every row is rejected would keep more than was read: one that keeps
 * much asks for its turn, and lets go what it has so far.
 *
 * Ownership: a batch owns copies of all it keeps, until the next begin.
 */
#ifndef CSM_INGEST_FAST_FAST_BATCH_H
#define CSM_INGEST_FAST_FAST_BATCH_H

#include "base/arena.h"
#include "base/id_set.h"
#include "ingest/fast/shard.h"
#include "record/record.h"

struct csm_fast_counts {
	uint64_t rows, rejected; /* by the reader */
	uint64_t used, filtered;
	uint64_t left;     /* by the condition */
	uint64_t excluded; /* for whose they are */
};

/* An ordinary row with an id, which counts if no row before it has the same. */
struct csm_fast_waiting {
	struct csm_shard_event event; /* its texts are the thread's */
	struct csm_text id;           /* len 0: none */
	struct csm_id hash;
	uint32_t module; /* as the event's name; CSM_SHARD_NO_METRIC: none */
	uint64_t line;   /* in the batch */
	bool out;        /* outside of the days asked for */
	bool dead;       /* a row before it has its id; it is not put */
};

/* Either a record, if is_record is set, or a message. */
struct csm_fast_event {
	struct csm_fast_event *next;
	struct csm_fast_counts before; /* of this batch, up to here, its row included */
	size_t waits;                  /* of the rows that wait, those before */
	struct csm_message message;
	struct csm_record record;
	int is_record;
};

struct csm_fast_batch {
	uint64_t number; /* from 0, by file */
	uint64_t lines;  /* used up; set at the end */
	struct csm_fast_counts counts;
	struct csm_fast_counts finished; /* of counts, those already passed on */
	struct csm_fast_event *first, **end;
	struct csm_fast_waiting *waiting;
	size_t waits, settled, waits_cap; /* of those, the first `settled` have had
					     their turn */
	void (*full)(
	    struct csm_fast_batch *b); /* set before begin: passes its events on */
	void *owner;                   /* for full */
	/* Its messages become events, with lines counted from the begin of the batch:
	 * whoever finishes it adds the lines before. */
	struct csm_diag diag;
	struct csm_arena arena;
	int wants_rows; /* set once: see csm_diag */
	int failed;     /* a fatal message is the last event */
};

/* All zero is valid before the first begin. */
void csm_fast_batch_begin(struct csm_fast_batch *b, uint64_t number);
void csm_fast_batch_fini(struct csm_fast_batch *b);
/* Forget the events, which have been passed on. */
void csm_fast_batch_empty(struct csm_fast_batch *b);
/* One more row that waits, to be filled. */
struct csm_fast_waiting *csm_fast_batch_wait(struct csm_fast_batch *b);
/* Copy a record to be dealt with when the batch is finished. */
void csm_fast_batch_keep(struct csm_fast_batch *b, const struct csm_record *record);

#endif
