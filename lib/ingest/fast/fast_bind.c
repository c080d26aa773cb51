/* What a thread reads the rows of a file with. */
#include "base/xalloc.h"
#include "ingest/exclude.h"
#include "ingest/fast/fast_state.h"

#include <stdlib.h>

size_t
csm_fast_cell_of(struct csm_fast_worker *w, int column)
{
	const size_t handle = (size_t)column;
	/* From the front: mappings look at a handful of columns, and this is once a
	 * file. */
	size_t i = 0;

	while (i < w->columns && w->column[i] != column)
		i++;
	if (i < w->columns)
		return i;
	CSM_GROW(w->column, w->columns, &w->columns_cap);
	w->column[w->columns++] = column;
	/* Handles are those of the reader, which may know many more columns than are
	 * looked at. */
	while (handle >= w->by_handle_cap)
		CSM_GROW(w->by_handle, w->by_handle_cap, &w->by_handle_cap);
	return i;
}

static void
fast_bind_look_at(void *w, int column)
{
	csm_fast_cell_of(w, column);
}

void
csm_fast_row_bind(struct csm_fast_worker *w)
{
	const struct csm_ingest *in = w->fast->in;
	const struct csm_mapping *m = in->mapping;

	w->has_user = m->role[CSM_ROLE_USER] != NULL;
	w->ids = m->role[CSM_ROLE_ID] != NULL;
	w->nulls = m->number.nulls != 0;
	/* Only these can tell a user of a name that no row within the days asked for
	 * had. */
	w->names = w->ids || m->rename != NULL || m->agg != NULL || m->zero != NULL ||
		   in->options.features != NULL;
	w->has_module = m->role[CSM_ROLE_MODULE] != NULL;
	w->more = w->ids || w->has_module || m->role[CSM_ROLE_COUNT] != NULL ||
		  m->role[CSM_ROLE_WEIGHT] != NULL;
	w->columns = 0;
	/* As if the rows before had been ordinary; one that is not makes it 1. */
	w->ahead = CSM_SHARD_BATCH;
	w->sought = 0;
	for (int role = 0; role < CSM_ROLES; role++) {
		csm_fast_source_init(&w->role[role], w, m->role[role]);
		/* Cells and constants are there already: only the others are worth
		 * seeking ahead. */
		if (w->role[role].way > CSM_FAST_CONST)
			w->seek[w->sought++] = &w->role[role];
	}
	memset(w->holds, true, sizeof w->holds);
	w->where = csm_fast_where_new(w, in->options.where);
	w->exclude = csm_exclude_fork(&w->file, m->exclude, w->when.zone);
	csm_exclude_columns(w->exclude, fast_bind_look_at, w);
	/* A copy of its own, since whose row it is may be looked up where the role is a
	 * mere cell. */
	w->who = NULL;
	if (m->exclude != NULL && w->has_user) {
		w->who = csm_source_fork(&w->file, m->role[CSM_ROLE_USER], &w->odd);
		csm_source_reads(w->who, w->when.zone, &m->number, &w->day);
	}
	/* what is not looked at is not asked for either */
	if (w->by_handle != NULL)
		memset(w->by_handle, 0, w->by_handle_cap * sizeof *w->by_handle);
	w->record = (struct csm_record){.field = w->by_handle, .n = w->by_handle_cap};
	w->field = csm_xcalloc(CSM_SHARD_BATCH * (w->columns + 1), sizeof *w->field);
	/* A row and the use of its module. */
	w->event = csm_xcalloc((size_t)2 * CSM_SHARD_BATCH, sizeof *w->event);
}

void
csm_fast_row_unbind(struct csm_fast_worker *w)
{
	struct csm_rowfilter *rows = w->fast->in->options.where;

	if (rows != NULL) {
		/* Threads count by themselves and add up when they are done, so that no
		 * row takes a lock. */
		rows->seen += w->seen;
		rows->kept += w->kept;
	}
	w->seen = w->kept = 0;
	for (int role = 0; role < CSM_ROLES; role++)
		csm_fast_source_fini(&w->role[role]);
	csm_fast_where_fini(w->where);
	w->where = NULL;
	csm_arena_fini(&w->file);
	csm_arena_fini(&w->texts);
	free(w->field);
	free(w->event);
	w->field = NULL;
	w->event = NULL;
}
