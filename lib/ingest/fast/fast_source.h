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

#include "ingest/fast/fast_memo.h"
#include "ingest/mapping.h"

enum csm_fast_way {
	CSM_FAST_NOTHING, /* not mapped */
	CSM_FAST_CELL,
	CSM_FAST_CONST,
	CSM_FAST_MEMO,
	CSM_FAST_ROW
};

struct csm_fast_source {
	enum csm_fast_way way;
	size_t cell;               /* CELL, MEMO: place among the cells looked at */
	bool integer;              /* CELL: csm_text_whole of it */
	struct csm_text text;      /* CONST; padded */
	struct csm_source *source; /* MEMO, ROW: a fork */
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
/* MEMO and ROW: its text in the row, padded, until the texts of the thread are forgotten;
 * false if the row is none for this way. */
bool csm_fast_source_make(struct csm_fast_source *s, struct csm_fast_worker *w,
    const struct csm_text *cell, struct csm_text *out);

#endif
