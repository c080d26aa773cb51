/*
 * Shard: what one thread has read of events, as rows in partitions by company.  A
 * partition is a range of companies in byte order, so that partitions finished one
 * after another come out in canonical order; all shards of a run share the splitters.
 *
 * A row takes 8 bytes and its user's text.  Beyond a limit the rows of all partitions
 * are appended to a file without a name.
 *
 * Ownership: texts are copied in.  A shard is one thread's until it is read.
 *
 * Measured by profile, 10 million rows of 5,000 companies in any order: 14 ns a row,
 * half of it to look up the company and half to store the row where its partition ends.
 */
#ifndef CSM_INGEST_FAST_SHARD_H
#define CSM_INGEST_FAST_SHARD_H

#include "base/dict.h"
#include "base/diag.h"
#include "syntax/csv.h"
#include "time/date.h"

#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* Partitions: so many that a part of ten million rows fits the cache of a core, 300 KiB.
 * For a million rows 32, 128 and 256 measured the same. */
#define CSM_SHARD_PARTS 256
/*
 * A row is one word: company in 32 bits, day in 16, name in 8, and in 8 the length of
 * the user's text and whether there is a value.  What does not fit follows: the name in
 * 4 bytes, the length in 4, the value in 8, then the text.
 */
#define CSM_SHARD_HEAD 8
#define CSM_SHARD_MOST 24 /* bytes of a row but for its text */
#define CSM_SHARD_NO_NAME 254u
#define CSM_SHARD_LONG_NAME 255u
#define CSM_SHARD_LONG 127u
#define CSM_SHARD_HAS_VALUE 128u
_Static_assert(CSM_DAY_MAX <= UINT16_MAX, "a day takes 16 bits of a row");
_Static_assert(
    CSM_SHARD_LONG < CSM_SHARD_HAS_VALUE, "a length leaves one bit for the value");
/* As a metric: the row only says that the user was active. */
#define CSM_SHARD_NO_METRIC UINT32_C(0x7fffffff)

/* What the shards of a run have in common. */
struct csm_shard_plan {
	struct csm_dict_entry *splitter; /* CSM_SHARD_PARTS - 1 at most, ascending */
	size_t splitters;
	size_t limit_bytes; /* of the blocks of a shard */
};

struct csm_shard_block {
	struct csm_shard_block *next;
	size_t cap, used;
	char bytes[];
};

/* Many blocks in one piece of memory. */
struct csm_shard_slab;

struct csm_shard_extent {
	uint32_t part, bytes;
	int64_t at;
};

struct csm_shard_part {
	char *at, *end; /* where the next row goes, in the newest block */
	struct csm_shard_block *newest;
	uint64_t rows, spilled; /* of all its rows; bytes in the file */
};

struct csm_shard {
	struct csm_shard_plan *plan;
	struct csm_dict company, name; /* names of metrics as they were read */
	struct csm_shard_part *part;   /* CSM_SHARD_PARTS at first */
	size_t parts;
	struct csm_shard_slab *slab;
	struct csm_shard_block *spare; /* blocks not in use */
	size_t in_use;                 /* bytes of blocks */
	int fd;                        /* -1: nothing spilled */
	int64_t file_bytes;
	struct csm_shard_extent *extent;
	size_t extents, extent_cap;
	int values;             /* some row has a value other than 1 */
	int32_t oldest, newest; /* days of its rows; CSM_DAY_NONE: it has none */
};

/* A row to be kept. */
struct csm_shard_event {
	struct csm_text company, user; /* user: len 0: none */
	int64_t value;                 /* micros */
	uint32_t name;                 /* id in the shard; CSM_SHARD_NO_METRIC */
	uint16_t day;
};

/* A row as it is kept. */
struct csm_shard_row {
	uint32_t company, name; /* ids in the shard; CSM_SHARD_NO_METRIC */
	uint16_t day;
	struct csm_text user;
	int64_t value;
};

void csm_shard_init(struct csm_shard *s, struct csm_shard_plan *plan);
void csm_shard_fini(struct csm_shard *s);
/* Without rows and companies; the names of metrics stay. */
void csm_shard_clear(struct csm_shard *s);
/* Sets the splitters from some names of companies, in any order, repeated or not. */
void csm_shard_plan_set(struct csm_shard_plan *plan, const struct csm_dict *sample);
void csm_shard_plan_fini(struct csm_shard_plan *plan);
/* The partition of a company. */
uint16_t csm_shard_plan_part(const struct csm_shard_plan *plan, struct csm_text name);

/* 0, or -1 after reporting E_WRITE (spilling failed). */
int csm_shard_put(
    struct csm_shard *s, const struct csm_shard_event *event, struct csm_diag *diag);
/* Many of them, at most CSM_SHARD_BATCH, whose texts are padded as csm_dict says. */
/* Of a million events by one thread 32, 64 and 128 measured the same, 8 took 2 % more. */
#define CSM_SHARD_BATCH 64
int csm_shard_put_padded(struct csm_shard *s, const struct csm_shard_event *event,
    size_t n, struct csm_diag *diag);

/* The rows of a partition piece by piece, which stay the shard's: 1 and some rows, 0 at
 * the end, -1 after reporting E_READ.  The cursor is all zero at first. */
struct csm_shard_cursor {
	size_t extent;
	const struct csm_shard_block *block; /* given last */
	int in_blocks;
	char *bytes; /* of the extent given last, or with `keep` of all */
	size_t cap, len;
	int keep; /* all pieces stay as they are: bytes has room for what is in the file
		   */
};
int csm_shard_piece(const struct csm_shard *s, size_t part, struct csm_shard_cursor *c,
    struct csm_text *rows, struct csm_diag *diag);
void csm_shard_cursor_fini(struct csm_shard_cursor *c);

/* Room for `parts` partitions, of which the new ones are empty. */
void csm_shard_grow(struct csm_shard *s, size_t parts);
/* The rows of a partition to others, to[id of the company]: 0, or -1 after reporting
 * E_READ or E_WRITE. */
int csm_shard_move(
    struct csm_shard *s, size_t part, const uint32_t *to, struct csm_diag *diag);

/* ---- Between the files that make it up. ---- */

/* A new block for a partition, with room for a row of `need` bytes: 0, or -1 after
 * reporting E_WRITE. */
int csm_shard_room(
    struct csm_shard *s, size_t part, size_t need, struct csm_diag *diag);
/* Blocks that are no longer needed. */
void csm_shard_release(struct csm_shard *s, struct csm_shard_block *b);

/* The row at p; returns the place behind it.  The user's text is borrowed. */
static inline const char *
csm_shard_next(const char *p, struct csm_shard_row *row)
{
	uint64_t head;
	uint32_t len;

	memcpy(&head, p, 8);
	p += CSM_SHARD_HEAD;
	row->company = (uint32_t)head;
	row->day = (uint16_t)(head >> 32);
	row->name = (uint32_t)(head >> 48 & 255);
	len = (uint32_t)(head >> 56 & CSM_SHARD_LONG);
	row->value = 1000000;
	if (row->name >= CSM_SHARD_NO_NAME) {
		if (row->name == CSM_SHARD_LONG_NAME) {
			memcpy(&row->name, p, 4);
			p += 4;
		} else {
			row->name = CSM_SHARD_NO_METRIC;
		}
	}
	if (len == CSM_SHARD_LONG) {
		memcpy(&len, p, 4);
		p += 4;
	}
	if (head >> 63) {
		memcpy(&row->value, p, 8);
		p += 8;
	}
	row->user = (struct csm_text){p, len};
	return p + len;
}

#endif
