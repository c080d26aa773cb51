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

struct csm_plain_counts {
	uint64_t rows, rejected; /* by the reader */
	uint64_t used, filtered;
};

/* Either a message or a record; n_fields is 0 for a message. */
struct csm_plain_event {
	struct csm_plain_event *next;
	struct csm_plain_counts before; /* of this turn, up to here, its row included */
	struct csm_message message;
	struct csm_record record;
	int is_record;
};

struct csm_plain_turn {
	uint64_t number; /* turns begin with 0 */
	uint64_t lines;
	struct csm_plain_counts counts;
	struct csm_plain_event *first, **end;
	struct csm_diag diag; /* its messages become events */
	struct csm_arena arena;
	int failed; /* a fatal message is the last event */
};

/* All zero is valid before the first begin. */
void csm_plain_turn_begin(struct csm_plain_turn *t, uint64_t number);
void csm_plain_turn_fini(struct csm_plain_turn *t);
void csm_plain_turn_keep(struct csm_plain_turn *t, const struct csm_record *record);

#endif
