/*
 * Part: the points of one partition of a plain run.  Its users are told apart only
 * inside of it, in tables that stay in the cache; a row becomes one word that sorts as
 * its point does.
 *
 * Ownership: a part borrows run and names; the rows it makes are its writer's.
 */
#ifndef CSM_RECORD_PLAIN_PART_H
#define CSM_RECORD_PLAIN_PART_H

#include "record/active.h"
#include "record/plain_names.h"

/* Of a thread, used for one partition after the other. */
struct csm_plain_part {
	struct csm_plain *plain;
	const struct csm_plain_names *names;
	struct csm_point_writer *writer; /* a fork */
	struct csm_diag diag;            /* what failed */
	int32_t first, last;             /* days of all rows */
	/* the partition */
	char *bytes;
	size_t bytes_cap;
	struct csm_dict user; /* entities: users in groups by the company's rank */
	uint32_t *rank;       /* of an entity; and the entity by rank */
	uint32_t *entity;
	size_t entity_cap;
	uint64_t *word, *spare, *active;
	int64_t *value;
	size_t words, actives, word_cap;
	unsigned day_bits, metric_bits, index_bits;
	struct csm_active users;
	/* what came of it */
	uint64_t points, range;
	/* called when the writer has many rows */
	void (*flush)(void *ctx, struct csm_plain_part *part);
	void *ctx;
};

void csm_plain_part_init(struct csm_plain_part *part, struct csm_plain *plain,
    const struct csm_plain_names *names, struct csm_point_writer *writer);
void csm_plain_part_fini(struct csm_plain_part *part);
/* Bytes that the points of a partition would take to be made. */
size_t csm_plain_part_bytes(struct csm_plain *plain, size_t number);
/* 0, or -1 after a report to part->diag. */
int csm_plain_part_make(struct csm_plain_part *part, size_t number);

#endif
