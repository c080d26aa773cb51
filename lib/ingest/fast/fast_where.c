#include "ingest/fast/fast_where.h"

#include "formula/func.h"
#include "ingest/fast/fast_state.h"

/* What a part does with those it is made of. */
enum fast_where_join { FAST_WHERE_AND, FAST_WHERE_OR, FAST_WHERE_NOT, FAST_WHERE_TEST };

struct csm_fast_where {
	enum fast_where_join join;
	struct csm_fast_where *part; /* joined */
	size_t parts;
	struct csm_rowfilter *test;
	int column; /* the only one of the test; -1: several, or none */
	size_t cell;
	struct csm_fast_memo memo;
};

static enum fast_where_join
fast_where_join_of(const struct csm_node *node)
{
	static const char *const join[] = {"AND", "OR", CSM_FUNC_NOT};

	for (int i = 0; node->kind == CSM_NODE_CALL && i < 3; i++)
		if (csm_func_is(node->func, join[i]))
			return (enum fast_where_join)i;
	return FAST_WHERE_TEST;
}

/* The columns of a test are looked at; *column is the only one, else -1. */
static void
fast_where_columns(struct csm_fast_worker *w, const struct csm_rowfilter *rows,
    const struct csm_node *node, int *column, size_t *columns)
{
	for (size_t i = 0; i < node->argc; i++)
		fast_where_columns(w, rows, node->arg[i], column, columns);
	if (node->kind != CSM_NODE_FIELD)
		return;
	/* A column named twice counts once as long as no other stands between: more is
	 * only a memo less. */
	if (*columns == 0 || *column != rows->column[node->leaf])
		++*columns;
	*column = rows->column[node->leaf];
	csm_fast_cell_of(w, *column);
}

static void
fast_where_init(struct csm_fast_where *where, struct csm_fast_worker *w,
    const struct csm_rowfilter *rows, struct csm_node *node)
{
	size_t columns = 0;

	where->join = fast_where_join_of(node);
	if (where->join != FAST_WHERE_TEST) {
		where->parts = node->argc;
		where->part =
		    CSM_ARENA_ARRAY(&w->file, struct csm_fast_where, node->argc);
		for (size_t i = 0; i < node->argc; i++)
			fast_where_init(&where->part[i], w, rows, node->arg[i]);
		return;
	}
	fast_where_columns(w, rows, node, &where->column, &columns);
	where->test = csm_rowfilter_fork(
	    /* Parts share nothing with those of other threads, and remember their
	     * zone's last day. */
	    &w->file, rows, node, rows->zone == NULL ? NULL : w->when.zone);
	if (columns == 1)
		where->cell = csm_fast_cell_of(w, where->column);
	else
		where->column = -1;
}

struct csm_fast_where *
csm_fast_where_new(struct csm_fast_worker *w, const struct csm_rowfilter *rows)
{
	struct csm_fast_where *where;

	if (rows == NULL)
		return NULL;
	where = CSM_ARENA_NEW(&w->file, struct csm_fast_where);
	fast_where_init(where, w, rows, rows->where->root);
	return where;
}

void
csm_fast_where_fini(struct csm_fast_where *where)
{
	if (where == NULL)
		return;
	csm_fast_memo_fini(&where->memo);
	for (size_t i = 0; i < where->parts; i++)
		csm_fast_where_fini(&where->part[i]);
}

void
csm_fast_where_trim(struct csm_fast_where *where, size_t limit_bytes)
{
	if (where == NULL)
		return;
	csm_fast_memo_trim(&where->memo, limit_bytes);
	if (where->memo.useless)
		where->column = -1;
	for (size_t i = 0; i < where->parts; i++)
		csm_fast_where_trim(&where->part[i], limit_bytes);
}

static bool
fast_where_test(struct csm_fast_where *where, struct csm_fast_worker *w,
    const struct csm_text *cell)
{
	struct csm_fast_memo_key key;
	const struct csm_text *known;
	struct csm_text holds = {NULL, 0};

	if (where->column < 0) {
		csm_fast_put_cells(w, cell);
		return csm_rowfilter_keep(where->test, &w->record) != 0;
	}
	/* The answer is kept as the length of a text that is none. */
	csm_fast_memo_seek(&where->memo, cell[where->cell], w->padded, &key);
	known = csm_fast_memo_find(&where->memo, &key);
	if (known == NULL) {
		csm_fast_put_cells(w, cell);
		holds.len = (size_t)csm_rowfilter_keep(where->test, &w->record);
		known = csm_fast_memo_put(&where->memo, &key, holds);
	}
	return known->len != 0;
}

bool
csm_fast_where_holds(struct csm_fast_where *where, struct csm_fast_worker *w,
    const struct csm_text *cell)
{
	bool any = where->join == FAST_WHERE_OR;

	switch (where->join) {
	case FAST_WHERE_TEST:
		return fast_where_test(where, w, cell);
	case FAST_WHERE_NOT:
		return !csm_fast_where_holds(where->part, w, cell);
	case FAST_WHERE_AND:
	case FAST_WHERE_OR:
		break;
	}
	for (size_t i = 0; i < where->parts; i++)
		if (csm_fast_where_holds(&where->part[i], w, cell) == any)
			return any;
	return !any;
}
