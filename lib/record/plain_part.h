/*
 * Part: the points of one partition of a plain run, company by company.  Users are told
 * apart only within their company, in a table that stays in the cache; a row becomes
 * one word that sorts as its point does.
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
	int has_values, of_users;        /* values other than 1; points are users' */
	/* the partition: rows as in the shards, and where each begins, by company */
	char *bytes;
	size_t bytes_cap;
	uint64_t *row, *spare; /* rank of the company << 32 | place in bytes */
	size_t rows, row_cap;
	/* the company */
	uint32_t company; /* its rank */
	struct csm_dict user;
	uint32_t *rank; /* of a user, and the user by rank */
	uint32_t *by_rank;
	struct csm_plain_ordered *order; /* scratch */
	size_t user_cap;
	uint64_t *word;   /* user, metric, day, and the place of its value if any has */
	uint64_t *active; /* user, day; NULL: nobody asks */
	uint64_t *spare_word;
	int64_t *value; /* NULL: all are 1 */
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
/* 0, or -1 after a report to part->diag. */
int csm_plain_part_make(struct csm_plain_part *part, size_t number);

#endif
