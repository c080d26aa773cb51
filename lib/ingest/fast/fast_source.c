#include "ingest/fast/fast_source.h"

#include "ingest/fast/fast_state.h"

#include <string.h>

/* A length without a text: no such text for any row. */
#define ODD SIZE_MAX

bool
csm_fast_source_fits(const struct csm_source *s)
{
	if (s == NULL)
		return true;
	switch (s->kind) {
	case CSM_SOURCE_COLUMN:
	case CSM_SOURCE_CONST:
	case CSM_SOURCE_EXPRESSION:
		return true;
	case CSM_SOURCE_LOOKUP:
	case CSM_SOURCE_DOMAIN:
		return csm_fast_source_fits(s->from);
	case CSM_SOURCE_FIRST:
	case CSM_SOURCE_SAME:
		for (s = s->from; s != NULL; s = s->next)
			if (!csm_fast_source_fits(s))
				return false;
		return true;
	}
	return false;
}

/* Whether making it costs more than to find it in a memo. */
static bool
fast_source_is_dear(const struct csm_source *s)
{
	if (s->kind == CSM_SOURCE_EXPRESSION || s->kind == CSM_SOURCE_SAME ||
	    s->kind == CSM_SOURCE_DOMAIN)
		return true;
	for (s = s->from; s != NULL; s = s->next)
		if (fast_source_is_dear(s))
			return true;
	return false;
}

struct fast_source_columns {
	int first;
	bool others; /* than the first */
	struct csm_fast_worker *w;
};

static void
fast_source_visit(void *ctx, int column)
{
	struct fast_source_columns *c = ctx;

	csm_fast_cell_of(c->w, column);
	if (c->first < 0)
		c->first = column;
	c->others |= c->first != column;
}

void
csm_fast_source_init(struct csm_fast_source *s, struct csm_fast_worker *w,
    const struct csm_source *source)
{
	struct fast_source_columns columns = {.first = -1, .w = w};

	*s = (struct csm_fast_source){0};
	if (source == NULL)
		return;
	csm_source_columns(source, fast_source_visit, &columns);
	if (columns.first >= 0)
		s->cell = csm_fast_cell_of(w, columns.first);
	s->integer = source->integer;
	if (source->kind == CSM_SOURCE_CONST) {
		s->way = CSM_FAST_CONST;
		s->text = csm_fast_padded(
		    &w->file, (struct csm_text){source->text, strlen(source->text)});
		return;
	}
	if (source->kind == CSM_SOURCE_COLUMN && columns.first >= 0) {
		s->way = CSM_FAST_CELL;
		return;
	}
	s->way = fast_source_is_dear(source) && columns.first >= 0 && !columns.others &&
			 !csm_source_dated(source)
		     ? CSM_FAST_MEMO
		     : CSM_FAST_ROW;
	s->source = csm_source_fork(&w->file, source);
	csm_source_reads(
	    s->source, w->when.zone, &w->fast->in->mapping->number, &w->day);
}

void
csm_fast_source_fini(struct csm_fast_source *s)
{
	csm_fast_memo_fini(&s->memo);
}

bool
csm_fast_source_make(struct csm_fast_source *s, struct csm_fast_worker *w,
    const struct csm_text *cell, struct csm_text *out)
{
	struct csm_fast_memo_key key;
	const struct csm_text *known;
	struct csm_text made = {NULL, 0};

	if (s->way == CSM_FAST_MEMO) {
		known = csm_fast_memo_find(&s->memo, cell[s->cell], w->padded, &key);
		if (known == NULL) {
			csm_fast_put_cells(w, cell);
			if (csm_source_get(s->source, &w->record, &made) != NULL)
				made = (struct csm_text){NULL, ODD};
			known = csm_fast_memo_put(&s->memo, &key, made);
		}
		*out = *known;
		return known->s != NULL || known->len != ODD;
	}
	csm_fast_put_cells(w, cell);
	if (csm_source_get(s->source, &w->record, &made) != NULL)
		return false;
	*out = made.s == NULL ? made : csm_fast_padded(&w->texts, made);
	return true;
}
