/* The state of an ingest run, for the files that make it up. */
#ifndef CSM_INGEST_INGEST_STATE_H
#define CSM_INGEST_INGEST_STATE_H

#include "base/amount.h"
#include "base/arena.h"
#include "base/id_set.h"
#include "base/intern.h"
#include "ingest/kind.h"
#include "ingest/fast/fast.h"
#include "point/sort.h"
#include "ingest/users.h"
#include "record/time_column.h"

/* A row that waits for the order of day and month. */
struct csm_ingest_kept {
	struct csm_ingest_kept *next;
	const uint32_t *place;
	const char *file;
	uint64_t line;
	struct csm_text row, header; /* as it was read, if rows are wanted */
	/* texts of what is mapped, in order: length + 1 (0: none), then the bytes */
	unsigned char *text;
};

/* A file read, and what became of its rows; those that wait are settled later. */
struct csm_ingest_read {
	struct csm_file_rows account;
	struct csm_ingest_read *next;
};

struct csm_ingest {
	struct csm_ingest_options options;
	const struct csm_kind *kind;
	const char *role_name[CSM_ROLES]; /* for messages */
	struct csm_mapping *mapping;
	struct csm_diag *diag;
	struct csm_time_column when;
	struct csm_decimal_shapes *shapes; /* of roles, then of columns */
	bool undecided; /* what is before the fraction of a number cannot be told */
	struct csm_sorter *sorter;
	struct csm_users *users; /* NULL unless level company with a user */
	void *keeps;             /* of the kind */
	const char *currency;    /* of all amounts; NULL: not known yet */
	bool mixes_currencies;   /* of a currency that is only watched: told */
	struct csm_fast *fast;   /* has the points instead of the two; NULL: not used */
	struct csm_ingest_counts counts;
	uint64_t pushed_rounded; /* rounded values of the current row */
	int32_t newest;          /* of all days */
	struct csm_newest told;  /* of those that can be believed */
	struct csm_arena arena;  /* for the run: names of metrics, kept rows */
	struct csm_intern names, modules, distinct;
	struct csm_id_set ids;            /* of rows that count */
	struct csm_ingest_metric *metric; /* by place in names */
	size_t metrics_cap;
	struct csm_text last_name; /* of the row before; points into names */
	uint32_t last_metric;
	struct csm_buf key;      /* scratch of csm_ingest_distinct */
	struct csm_text *text;   /* of the current row: roles, then columns */
	struct csm_text *replay; /* of a kept row, likewise */
	int64_t *wide;           /* of the current row: numbers in the columns */
	const uint32_t *place;   /* of the current file */
	const char *file;
	struct csm_ingest_kept *kept, **kept_end;
	struct csm_ingest_read *read, **read_end;
};

/* What metrics of modules begin with. */
#define CSM_INGEST_MODULES "modules."

/* One record, whatever it is: 0, or -1 after a fatal report. */
int csm_ingest_record(struct csm_ingest *in, const struct csm_record *record);
/* The account of the file a row is of: the newest, but for rows that waited. */
struct csm_file_rows *csm_ingest_account(struct csm_ingest *in, const char *file);
/* Write what is in sorter and users, which are finished. */
int csm_ingest_write_sorted(struct csm_ingest *in, struct csm_point_writer *writer);
/* Keep a row until the order of day and month is known. */
void csm_ingest_keep(struct csm_ingest *in, const struct csm_row *row);
/* A kept row, in the scratch texts of the run. */
struct csm_row csm_ingest_kept_row(
    struct csm_ingest *in, const struct csm_ingest_kept *kept);
/* For messages about a kept row, `ctx`: it and its header as they were read. */
void csm_ingest_put_kept(const void *ctx, struct csm_buf *row, struct csm_buf *header);

#endif
