/*
 * Part: the points of one partition of a fast run.  Every row becomes a word that
 * sorts as its point does: user or company, metric, day.  Users are told apart only
 * within the partition, in a table that stays in the cache, and are put in order once,
 * not row by row.
 *
 * Ownership: a part borrows run and names; the rows it makes are its writer's.
 *
 * Measured by profile, 10 million rows of 200,000 users: 13 ns a row to read it and
 * find its user, 8 to sort its word, 9 to write its point.
 */
#ifndef CSM_INGEST_FAST_FAST_PART_H
#define CSM_INGEST_FAST_FAST_PART_H

#include "base/buf.h"
#include "ingest/active.h"
#include "ingest/uses.h"
#include "ingest/fast/fast_names.h"

/* A user, to be put in order. */
struct csm_fast_ordered {
	uint64_t head; /* eight bytes behind what all texts of the company begin with */
	const struct csm_dict_entry *text;
	uint32_t id;
};

/* Of a thread, used for one partition after the other. */
struct csm_fast_part {
	struct csm_fast *fast;
	const struct csm_fast_names *names;
	struct csm_point_writer *writer; /* a fork */
	struct csm_diag diag;            /* what failed */
	int32_t first, last;             /* days of all rows */
	int has_values, of_users;        /* values other than 1; points are users' */
	struct csm_buf metric_text;      /* of all metrics, ready to be written */
	size_t *metric_at;               /* where each begins, by rank, and the end */
	/* the partition */
	const struct csm_fast_range *range;
	char *bytes; /* rows that were in a file */
	size_t bytes_cap;
	struct csm_dict user; /* in the group of its company, counted from the first */
	uint32_t *rank;       /* of a user, and the user's text by rank */
	struct csm_text *by_rank;
	struct csm_fast_ordered *order; /* scratch */
	size_t user_cap;
	size_t *company_end; /* of users by rank, by company from the first */
	size_t company_cap;
	uint64_t *word; /* whose, metric, day, and the place of its value if any has */
	uint64_t *active; /* user, day; NULL: nobody asks */
	uint64_t *spare_word;
	int64_t *value; /* NULL: all are 1 */
	size_t words, actives, word_cap;
	unsigned whose_bits, metric_bits, day_bits, index_bits;
	struct csm_active users;
	struct csm_uses *uses; /* NULL: nobody asks */
	/* what came of it */
	uint64_t points, range_errors;
	/* called when the writer has many rows */
	void (*flush)(void *ctx, struct csm_fast_part *part);
	void *ctx;
};

void csm_fast_part_init(struct csm_fast_part *part, struct csm_fast *fast,
    const struct csm_fast_names *names, struct csm_point_writer *writer);
void csm_fast_part_fini(struct csm_fast_part *part);
/* 0; 1 if its users would take too much memory, and nothing is written; or -1 after a
 * report to part->diag. */
int csm_fast_part_make(struct csm_fast_part *part, const struct csm_fast_range *range);

/* ---- Between the files that make it up. ---- */

/* Ranks of the users, by company and then by text; sets whose_bits. */
void csm_fast_part_rank(struct csm_fast_part *part);
/* The points of the words, which are sorted. */
void csm_fast_part_write(struct csm_fast_part *part);
unsigned csm_fast_bits(uint64_t n); /* to hold n */
/* What the rows of a partition may take of the memory, and its users the same: beside all
 * threads' there is the half that is the shards'. */
size_t csm_fast_part_bytes(const struct csm_fast *fast);
/* Points that a row may give: 2 where it may be the use of a module. */
size_t csm_fast_part_words(const struct csm_fast *fast);

#endif
