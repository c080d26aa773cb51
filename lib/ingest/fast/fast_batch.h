/*
 * Turn: what came out of some lines that one thread has read: how many rows became
 * what, and, in their order, what cannot be dealt with out of turn: messages, and
 * records that are not ordinary.
 *
 * Ownership: a turn owns copies of all it keeps.
 */
#ifndef CSM_INGEST_FAST_FAST_BATCH_H
#define CSM_INGEST_FAST_FAST_BATCH_H

#include "base/arena.h"
#include "record/record.h"

struct csm_fast_counts {
	uint64_t rows, rejected; /* by the reader */
	uint64_t used, filtered;
};

/* Either a message or a record; n_fields is 0 for a message. */
struct csm_fast_event {
	struct csm_fast_event *next;
	struct csm_fast_counts before; /* of this turn, up to here, its row included */
	struct csm_message message;
	struct csm_record record;
	int is_record;
};

struct csm_fast_batch {
	uint64_t number; /* turns begin with 0 */
	uint64_t lines;
	struct csm_fast_counts counts;
	struct csm_fast_event *first, **end;
	struct csm_diag diag; /* its messages become events */
	struct csm_arena arena;
	int failed; /* a fatal message is the last event */
};

/* All zero is valid before the first begin. */
void csm_fast_batch_begin(struct csm_fast_batch *t, uint64_t number);
void csm_fast_batch_fini(struct csm_fast_batch *t);
void csm_fast_batch_keep(struct csm_fast_batch *t, const struct csm_record *record);

#endif
