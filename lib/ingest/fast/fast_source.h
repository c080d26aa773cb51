/*
 * Source of a thread: where the text of a role comes from, in a row of which the columns
 * that are needed have been found.  What is made of one column is made once a distinct
 * text of it; what is made of several, or depends on the day, in each row.
 *
 * Ownership: in the arena of the thread's file, but for memos, which
 * csm_fast_source_fini frees.
 */
#ifndef CSM_INGEST_FAST_FAST_SOURCE_H
#define CSM_INGEST_FAST_FAST_SOURCE_H

#include "base/buf.h"
#include "ingest/fast/fast_memo.h"
#include "ingest/mapping.h"

enum csm_fast_way {
	CSM_FAST_NOTHING, /* not mapped */
	CSM_FAST_CELL,
	CSM_FAST_CONST,
	CSM_FAST_MEMO,
	CSM_FAST_LOOKUP, /* of a column */
	CSM_FAST_ROW
};

/* Cells of one source that are looked at together.  Not measured: it bounds the size of
 * a source; an expression of more columns is worked out in each row, with the same
 * result. */
#define CSM_FAST_SOURCE_CELLS 4

/* What was sought for a row before it is its turn. */
union csm_fast_ahead {
	struct csm_fast_memo_key memo;
	struct csm_lookup_sought lookup;
};

struct csm_fast_source {
	enum csm_fast_way way;
	/* CELL, MEMO, LOOKUP: places among the cells looked at; of MEMO there may be
	 * several */
	size_t cell[CSM_FAST_SOURCE_CELLS], cells;
	bool integer;                /* CELL: csm_text_whole of it */
	struct csm_text text;        /* CONST; padded */
	struct csm_source *source;   /* others: a fork */
	union csm_fast_ahead *ahead; /* of CSM_SHARD_BATCH rows */
	struct csm_buf key;          /* of several cells */
	struct csm_fast_memo memo;
};

struct csm_fast_worker;

/* Whether threads know how to read such a source: what they do not know goes the general
 * way. */
bool csm_fast_source_fits(const struct csm_source *source);
/* A source of the run, bound (NULL: not mapped), for a thread. */
void csm_fast_source_init(struct csm_fast_source *s, struct csm_fast_worker *w,
    const struct csm_source *source);
void csm_fast_source_fini(struct csm_fast_source *s);
/* Seek what the rows looked at will want, of those that w->holds. */
void csm_fast_source_seek(
    struct csm_fast_source *s, struct csm_fast_worker *w, size_t rows);
/* A batch begins: forget what is too much. */
void csm_fast_source_trim(struct csm_fast_source *s, size_t limit_bytes);
/* MEMO, LOOKUP and ROW: its text in the row, padded, until the texts of the thread are forgotten;
 * false if the row is none for this way. */
bool csm_fast_source_make(struct csm_fast_source *s, struct csm_fast_worker *w,
    const struct csm_text *cell, struct csm_text *out);

#endif
