/*
 * Shard: what one thread has read of events, as rows in partitions by company.  A
 * partition is a range of companies in byte order, so that partitions finished one
 * after another come out in canonical order; all shards of a run share the splitters.
 *
 * A row takes 12 bytes and its user's text.  Beyond a limit the rows of all partitions
 * are appended to a file without a name.
 *
 * Ownership: texts are copied in.  A shard is one thread's until it is read.
 */
#ifndef CSM_RECORD_SHARD_H
#define CSM_RECORD_SHARD_H

#include "base/dict.h"
#include "base/diag.h"
#include "io/csv.h"

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define CSM_SHARD_PARTS 256
/* A row: company, name << 1 | it has a value, day, length of the user's text or LONG */
#define CSM_SHARD_HEAD 12
#define CSM_SHARD_LONG UINT16_MAX
/* As a metric: the row only says that the user was active. */
#define CSM_SHARD_NO_METRIC UINT32_C(0x7fffffff)

/* What the shards of a run have in common. */
struct csm_shard_plan {
	struct csm_dict_text *splitter; /* CSM_SHARD_PARTS - 1 at most, ascending */
	size_t splitters;
	size_t limit_bytes; /* of the blocks of a shard */
};

struct csm_shard_block {
	struct csm_shard_block *next;
	size_t cap, used;
	char bytes[];
};

struct csm_shard_extent {
	uint32_t part, bytes;
	int64_t at;
};

struct csm_shard_part {
	char *at, *end; /* where the next row goes, in the newest block */
	struct csm_shard_block *newest;
};

struct csm_shard {
	struct csm_shard_plan *plan;
	struct csm_dict company, name; /* names of metrics as they were read */
	uint16_t *part_of;             /* by company */
	size_t part_cap;
	struct csm_shard_part part[CSM_SHARD_PARTS];
	uint64_t rows[CSM_SHARD_PARTS];
	uint64_t bytes[CSM_SHARD_PARTS]; /* of the rows */
	size_t in_use;                   /* bytes of blocks */
	int fd;                          /* -1: nothing spilled */
	int64_t file_bytes;
	struct csm_shard_extent *extent;
	size_t extents, extent_cap;
	int values;             /* some row has a value other than 1 */
	int32_t oldest, newest; /* days of its rows; CSM_DAY_NONE: it has none */
};

/* One row as it is kept. */
struct csm_shard_row {
	uint32_t company, name; /* ids in the shard; CSM_SHARD_NO_METRIC */
	uint16_t day;
	struct csm_text user; /* len 0: none */
	int64_t value;        /* micros */
};

void csm_shard_init(struct csm_shard *s, struct csm_shard_plan *plan);
void csm_shard_fini(struct csm_shard *s);
/* Sets the splitters from some names of companies, in any order, repeated or not. */
void csm_shard_plan_set(struct csm_shard_plan *plan, const struct csm_dict *sample);
void csm_shard_plan_fini(struct csm_shard_plan *plan);

/* 0, or -1 after reporting E_WRITE (spilling failed). */
int csm_shard_put(struct csm_shard *s, struct csm_text company,
    const struct csm_shard_row *row, struct csm_diag *diag);

/* The rows of a partition piece by piece, which stay the shard's: 1 and some rows, 0 at
 * the end, -1 after reporting E_READ.  The cursor is all zero at first. */
struct csm_shard_cursor {
	size_t extent;
	const struct csm_shard_block *block; /* given last */
	int in_blocks;
	char *bytes; /* of the extent given last */
	size_t cap;
};
int csm_shard_piece(const struct csm_shard *s, size_t part, struct csm_shard_cursor *c,
    struct csm_text *rows, struct csm_diag *diag);
void csm_shard_cursor_fini(struct csm_shard_cursor *c);

/*
 * All rows of a partition, one behind the other, for csm_shard_next: *bytes grows
 * (malloc; *cap its size) and the shard's blocks of that partition are given back.  -1
 * after reporting E_READ.
 */
int csm_shard_take(struct csm_shard *s, size_t part, char **bytes, size_t *len,
    size_t *cap, struct csm_diag *diag);
/* The row at p; returns the place behind it.  The user's text is borrowed. */
static inline const char *
csm_shard_next(const char *p, struct csm_shard_row *row)
{
	uint32_t len = 0;
	uint16_t shorter;
	int has_value;

	memcpy(&row->company, p, 4);
	memcpy(&row->name, p + 4, 4);
	memcpy(&row->day, p + 8, 2);
	memcpy(&shorter, p + 10, 2);
	p += CSM_SHARD_HEAD;
	len = shorter;
	if (shorter == CSM_SHARD_LONG) {
		memcpy(&len, p, 4);
		p += 4;
	}
	has_value = (int)(row->name & 1);
	row->name >>= 1;
	row->value = 1000000;
	if (has_value) {
		memcpy(&row->value, p, 8);
		p += 8;
	}
	row->user = (struct csm_text){p, len};
	return p + len;
}
/* Give back the blocks of a partition that has been read. */
void csm_shard_drop(struct csm_shard *s, size_t part);
/* Give the row at p another name's number. */
void csm_shard_rename(char *p, uint32_t name);

#endif
