/*
 * Condition of a thread: which rows are read.  What is joined by and, or and not is
 * found out part by part, and of a part over one column once a distinct text of it.
 *
 * Ownership: as csm_fast_source.
 */
#ifndef CSM_INGEST_FAST_FAST_WHERE_H
#define CSM_INGEST_FAST_FAST_WHERE_H

#include "ingest/fast/fast_memo.h"
#include "ingest/row_filter.h"

struct csm_fast_worker;
struct csm_fast_where;

/* rows: NULL: all rows; then NULL. */
struct csm_fast_where *csm_fast_where_new(
    struct csm_fast_worker *w, const struct csm_rowfilter *rows);
void csm_fast_where_fini(struct csm_fast_where *where); /* NULL allowed */
/* Its memos; NULL allowed. */
void csm_fast_where_trim(struct csm_fast_where *where, size_t limit_bytes);
bool csm_fast_where_holds(struct csm_fast_where *where, struct csm_fast_worker *w,
    const struct csm_text *cell);

#endif
