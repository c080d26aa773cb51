/* The state of an ingest run, for the files that make it up. */
#ifndef CSM_RECORD_INGEST_RUN_H
#define CSM_RECORD_INGEST_RUN_H

#include "base/arena.h"
#include "base/intern.h"
#include "record/kind.h"
#include "record/sort.h"
#include "record/users.h"
#include "record/when.h"

/* A row that waits for the order of day and month; its texts are copies. */
struct csm_ingest_kept {
	struct csm_row row;
	struct csm_ingest_kept *next;
};

struct csm_ingest {
	struct csm_ingest_options options;
	const struct csm_kind *kind;
	struct csm_mapping *mapping;
	struct csm_diag *diag;
	struct csm_when when;
	struct csm_sorter *sorter;
	struct csm_users *users; /* NULL unless level company with a user */
	struct csm_ingest_counts counts;
	uint64_t pushed_rounded; /* rounded values of the current row */
	int32_t newest;
	struct csm_arena arena; /* for the run: names of metrics, kept rows */
	struct csm_intern ids, names, distinct;
	struct csm_ingest_metric *metric; /* by place in names */
	size_t metrics_cap;
	struct csm_text last_name; /* of the row before; points into names */
	uint32_t last_metric;
	struct csm_buf key;                       /* scratch of csm_ingest_distinct */
	struct csm_text role[CSM_ROLES], *column; /* of the current row */
	const uint32_t *place;                    /* of the current file */
	struct csm_ingest_kept *kept, **kept_end;
};

#endif
