/*
 * Ingest: rows of raw exports to daily points.  A mapping says what the columns mean, a
 * kind what a row gives; a sorter and the fold make one point a key of it.
 *
 * Ownership: the run borrows mapping, zone and diag, which must outlive it, and frees
 * the rest.
 */
#ifndef CSM_INGEST_INGEST_H
#define CSM_INGEST_INGEST_H

#include "ingest/features.h"
#include "ingest/mapping.h"
#include "point/point.h"
#include "point/spread.h"
#include "time/newest.h"
#include "time/zone.h"

#include <stdbool.h>

struct csm_kind;
struct csm_rowfilter;
struct csm_ingest;

struct csm_ingest_options {
	const struct csm_kind *kind;
	struct csm_mapping *mapping; /* loaded */
	struct csm_zone *zone;       /* of days */
	struct csm_zone *clock;      /* of times that name none; NULL: zone */
	size_t memory_bytes;         /* 0: a quarter of physical memory */
	int threads;                 /* at most; 0: one a processor */
	int general;                 /* for tests: 1 sends every row the general way */
	int32_t since, until;        /* CSM_DAY_NONE: no limit */
	struct csm_spread shard;     /* rows of other companies are filtered */
	const struct csm_features *features; /* the catalog; NULL: there is none */
	int32_t today;                       /* later days are told; 0: none are */
	int32_t last;                        /* last day of a period without an end */
	struct csm_rowfilter *where;         /* which rows are read; NULL: all */
	/* Called now and then with the rows read so far; may be NULL. */
	void (*progress)(void *ctx, uint64_t rows);
	void *ctx;
};

/* rows == used + filtered + excluded + duplicates + empty + rejected: csm_ingest_finish checks. */
struct csm_ingest_counts {
	uint64_t rows;
	uint64_t used;
	uint64_t filtered;   /* by `where`, since and until */
	uint64_t excluded;   /* for whose they are */
	uint64_t duplicates; /* later rows with an id */
	uint64_t empty;      /* without a value */
	uint64_t rejected;
	uint64_t
	    unresolved;   /* rows, among these, whose user or the like no file knows */
	uint64_t rounded; /* values with more than six places, among those used */
	uint64_t points;  /* written */
};

/* Whether a run counts the active users of companies, up to its newest row or `until`. */
bool csm_ingest_counts_users(const struct csm_ingest_options *options);
struct csm_ingest *csm_ingest_new(
    const struct csm_ingest_options *options, struct csm_diag *diag);
void csm_ingest_free(struct csm_ingest *in); /* NULL allowed */
/* Read a file (NULL or "-": standard input): 0, or -1 after a fatal report. */
int csm_ingest_file(
    struct csm_ingest *in, const char *path, const struct csm_reader_options *options);
/* As csm_ingest_file, from an open reader, which stays the caller's. */
int csm_ingest_reader(struct csm_ingest *in, struct csm_reader *reader);
/*
 * After the last file: sort, and check the counts.  -1 after a report: E_AMBIGUOUS if
 * rows still wait for the order of day and month, E_WRITE, E_INTERNAL.
 */
int csm_ingest_finish(struct csm_ingest *in);
/* After csm_ingest_finish: the points; -1 after a report. */
int csm_ingest_write(struct csm_ingest *in, struct csm_point_writer *writer);
/* After csm_ingest_write: warn of names in the mapping that no row had, of activities not
 * in the catalog, and if no row had a value. */
void csm_ingest_tell(const struct csm_ingest *in);
struct csm_ingest_counts csm_ingest_counts(const struct csm_ingest *in);
/* Newest day of a row used; CSM_DAY_NONE if there was none. */
const struct csm_newest *csm_ingest_newest(const struct csm_ingest *in);

#endif
