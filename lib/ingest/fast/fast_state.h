/* The state of a fast run, for the files that make it up. */
#ifndef CSM_INGEST_FAST_FAST_STATE_H
#define CSM_INGEST_FAST_FAST_STATE_H

#include "ingest/ingest_state.h"
#include "ingest/fast/fast_batch.h"
#include "ingest/fast/fast_source.h"
#include "ingest/fast/fast_where.h"
#include "ingest/fast/shard.h"

#include <pthread.h>
#include <stdatomic.h>

/* Groups of names in the shards of workers. */
enum {
	CSM_FAST_NAME,   /* as it was read */
	CSM_FAST_METRIC, /* a metric as it is called in the end: of a module */
	CSM_FAST_OWN     /* as it was read, in a row that says its module */
};

/* What one thread reads with. */
struct csm_fast_worker {
	struct csm_fast *fast;
	struct csm_reader *reader; /* of the lines of its batch; NULL: none yet */
	struct csm_shard shard;
	struct csm_fast_batch batch;
	/* of the file: the columns that are looked at, which are the cells of a row */
	int *column;
	size_t columns, columns_cap;
	struct csm_fast_source role[CSM_ROLES];
	struct csm_fast_source *seek[CSM_ROLES]; /* those that are more than cells */
	size_t sought;
	struct csm_fast_where *where; /* NULL: all rows */
	struct csm_exclude *exclude;  /* NULL: nobody's */
	struct csm_source *who;       /* of those; NULL: no user is mapped */
	struct csm_arena file;        /* what belongs to it */
	bool has_user;                /* a user is mapped */
	bool has_module;              /* and a module */
	bool more;                    /* that, an id, a count or a weight */
	bool ids;                     /* and an id: rows wait for their turn */
	bool nulls;                   /* some texts mean that there is none */
	bool names;                   /* of rows that are left out are asked for */
	/* of a row */
	size_t ahead;           /* so many are looked at, as the last were ordinary */
	struct csm_text *field; /* CSM_SHARD_BATCH rows of cells */
	struct csm_shard_event *event; /* two a row */
	struct csm_dict module;        /* as rows say it; */
	uint32_t *module_name;         /* its name in the shard, by id in that */
	size_t module_cap;
	bool padded;                 /* cells are, and are those of a row looked at */
	size_t row;                  /* that one */
	bool holds[CSM_SHARD_BATCH]; /* the condition, of rows looked at */
	int32_t day;                 /* as of which it looks up */
	struct csm_record record;    /* what sources see of it: by_handle */
	struct csm_text *by_handle;
	size_t by_handle_cap;
	bool odd;                   /* a source cannot tell: see csm_source_fork */
	const struct csm_text *put; /* the cells that are there; NULL: of no row */
	struct csm_arena texts; /* made for rows, until these are where they belong */
	struct csm_time_column when; /* with zones of its own */
	char date[10];               /* the last date read, and its day */
	int32_t date_day;            /* CSM_DAY_NONE: none */
	bool utc;                    /* all zones are UTC */
	uint64_t seen, kept;         /* by the condition */
	int32_t newest;              /* of its rows that have a point */
	struct csm_newest told;      /* the same, as the run tells it */
	pthread_t thread;
	int started;
};

struct csm_fast {
	struct csm_ingest *in;
	int threads;
	size_t memory_bytes;
	size_t memo_bytes; /* of each memo */
	struct csm_shard_plan plan;
	int planned;                    /* the plan is set */
	struct csm_fast_worker *worker; /* `threads` of them */
	struct csm_shard odd;           /* of rows that went the general way */
	int drained;                    /* some rows are in the run's sorter */
	/* reading: one thread at a time */
	pthread_mutex_t reading;
	struct csm_reader *reader;     /* of the current file */
	struct csm_file_rows *account; /* its */
	uint64_t batches;              /* given */
	atomic_bool ended;             /* the file has, or is of no more interest */
	/* finishing batches: in their order */
	pthread_mutex_t order;
	pthread_cond_t next;
	uint64_t finished;
	uint64_t base;                     /* lines before the batch that is next */
	uint64_t rows;                     /* of this file */
	uint64_t held_used, held_filtered; /* rows that wait with the kept ones */
	int failed;
};

/* The sources of a file just opened. */
void csm_fast_row_bind(struct csm_fast_worker *w);
void csm_fast_row_unbind(struct csm_fast_worker *w);
/* A batch begins: nothing made for rows before is needed. */
void csm_fast_row_begin(struct csm_fast_worker *w);
/* A record, if it is ordinary: 1, 0 if it is not, -1 after a report. */
int csm_fast_row(struct csm_fast_worker *w, const struct csm_record *record);
/* The ordinary rows among the next of w->reader, at most CSM_SHARD_BATCH: -1 after a
 * report, else how many they were. */
int csm_fast_rows(struct csm_fast_worker *w);
/* The rows of the batch that is finished to the shard: 0, or -1 after a report. */
int csm_fast_rows_put(struct csm_fast_worker *w);

/* Rows of its batch that wait, up to so many, have their turn. */
void csm_fast_settle(struct csm_fast_worker *w, size_t upto);

/* The place of a column among the cells of a row. */
size_t csm_fast_cell_of(struct csm_fast_worker *w, int column);
/* The cells as a record that sources can be asked about. */
static inline void
csm_fast_put_cells(struct csm_fast_worker *w, const struct csm_text *cell)
{
	if (w->put == cell)
		return;
	for (size_t i = 0; i < w->columns; i++)
		w->by_handle[w->column[i]] = cell[i];
	w->put = cell;
}

/* The text of a role in a row; false if the row is odd.  In the header, since rows that
 * are read ask for four of them and more. */
static inline bool
csm_fast_role_text(struct csm_fast_worker *w, const struct csm_text *cell,
    enum csm_role role, struct csm_text *out)
{
	struct csm_fast_source *s = &w->role[role];

	*out = (struct csm_text){NULL, 0};
	if (s->way == CSM_FAST_CELL) {
		*out = cell[s->cell[0]];
		if (s->integer)
			*out = csm_text_whole(*out);
	} else if (s->way == CSM_FAST_CONST) {
		*out = s->text;
	} else if (s->way != CSM_FAST_NOTHING &&
		   !csm_fast_source_make(s, w, cell, out)) {
		return false;
	}
	return !w->nulls ||
	       !csm_number_form_is_null(&w->fast->in->mapping->number, *out);
}

/* Count times weight of a row that is called `name`, or *value as it was where it says
 * neither; false if the row is odd: no exact number, or a 0 that counts as missing. */
bool csm_fast_value(struct csm_fast_worker *w, const struct csm_text *cell,
    struct csm_text name, int64_t *value);

#endif
