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
	struct csm_fast_source *of;
	struct csm_fast_worker *w;
	bool many; /* more than a memo is made of */
};

static void
fast_source_visit(void *ctx, int column)
{
	struct fast_source_columns *c = ctx;
	struct csm_fast_source *s = c->of;
	/* Looked at even where there are too many for a memo: the source reads it in
	 * each row. */
	const size_t cell = csm_fast_cell_of(c->w, column);

	for (size_t i = 0; i < s->cells; i++)
		if (s->cell[i] == cell)
			return;
	c->many |= s->cells == CSM_FAST_SOURCE_CELLS;
	if (!c->many)
		s->cell[s->cells++] = cell;
}

static enum csm_fast_way
fast_source_way(
    const struct csm_fast_source *s, const struct csm_source *source, bool many)
{
	if (source->kind == CSM_SOURCE_CONST)
		return CSM_FAST_CONST;
	if (source->kind == CSM_SOURCE_COLUMN && s->cells == 1)
		return CSM_FAST_CELL;
	/* A lookup of a mere column is a table already: a memo would be a second one. */
	if (source->kind == CSM_SOURCE_LOOKUP && s->cells == 1 &&
	    source->from->kind == CSM_SOURCE_COLUMN)
		return CSM_FAST_LOOKUP;
	return fast_source_is_dear(source) && s->cells != 0 && !many &&
		       /* The same text gives another answer on another day. */
		       !csm_source_dated(source)
		   ? CSM_FAST_MEMO
		   : CSM_FAST_ROW;
}

void
csm_fast_source_init(struct csm_fast_source *s, struct csm_fast_worker *w,
    const struct csm_source *source)
{
	struct fast_source_columns columns = {.of = s, .w = w};

	*s = (struct csm_fast_source){0};
	if (source == NULL)
		return;
	csm_source_columns(source, fast_source_visit, &columns);
	s->integer = source->integer;
	s->way = fast_source_way(s, source, columns.many);
	if (s->way == CSM_FAST_CONST)
		s->text = csm_fast_padded(
		    &w->file, (struct csm_text){source->text, strlen(source->text)});
	if (s->way <= CSM_FAST_CONST)
		return;
	s->ahead = CSM_ARENA_ARRAY(&w->file, union csm_fast_ahead, CSM_SHARD_BATCH);
	s->source = csm_source_fork(&w->file, source, &w->odd);
	csm_source_reads(
	    s->source, w->when.zone, &w->fast->in->mapping->number, &w->day);
}

void
csm_fast_source_fini(struct csm_fast_source *s)
{
	csm_fast_memo_fini(&s->memo);
	csm_buf_fini(&s->key);
}

void
csm_fast_source_trim(struct csm_fast_source *s, size_t limit_bytes)
{
	if (s->way != CSM_FAST_MEMO)
		return;
	csm_fast_memo_trim(&s->memo, limit_bytes);
	/* For the rest of the file; the next one begins with a memo again. */
	if (s->memo.useless)
		s->way = CSM_FAST_ROW;
}

/* What a lookup of a column looks up. */
static struct csm_text
fast_source_key(const struct csm_fast_source *s, const struct csm_text *cell)
{
	const struct csm_text t = cell[s->cell[0]];

	return s->source->from->integer ? csm_text_whole(t) : t;
}

void
csm_fast_source_seek(struct csm_fast_source *s, struct csm_fast_worker *w, size_t rows)
{
	const struct csm_text *cell = w->field;

	if (s->way != CSM_FAST_LOOKUP && (s->way != CSM_FAST_MEMO || s->cells > 1))
		return;
	for (size_t i = 0; i < rows; i++, cell += w->columns) {
		/* Rows that the condition leaves out look nothing up. */
		if (!w->holds[i])
			continue;
		if (s->way == CSM_FAST_MEMO)
			csm_fast_memo_seek(
			    &s->memo, cell[s->cell[0]], true, &s->ahead[i].memo);
		else if (cell[s->cell[0]].len != 0)
			csm_lookup_seek(s->source->lookup, fast_source_key(s, cell),
			    &s->ahead[i].lookup);
	}
}

/* Several cells as one text, which no others give.  Lengths go before the texts: ab and
 * c are not a and bc, and none is not an empty one. */
static struct csm_text
fast_source_join(struct csm_fast_source *s, const struct csm_text *cell)
{
	csm_buf_reset(&s->key);
	for (size_t i = 0; i < s->cells; i++) {
		const struct csm_text t = cell[s->cell[i]];
		const uint32_t len = t.s == NULL ? UINT32_MAX : (uint32_t)t.len;
		csm_buf_put(&s->key, &len, sizeof len);
		if (t.len != 0)
			csm_buf_put(&s->key, t.s, t.len);
	}
	return (struct csm_text){s->key.data, s->key.len};
}

/* What the source gives; false if that is nothing, or not for threads to say. */
static bool
fast_source_ask(const struct csm_fast_source *s, struct csm_fast_worker *w,
    const struct csm_text *cell, struct csm_text *out)
{
	csm_fast_put_cells(w, cell);
	w->odd = false;
	return csm_source_get(s->source, &w->record, out) == NULL && !w->odd;
}

static bool
fast_source_remember(struct csm_fast_source *s, struct csm_fast_worker *w,
    const struct csm_text *cell, struct csm_text *out)
{
	struct csm_fast_memo_key own, *key = &own;
	struct csm_text made = {NULL, 0};
	const struct csm_text *known;

	if (s->cells > 1)
		csm_fast_memo_seek(&s->memo, fast_source_join(s, cell), false, key);
	else if (w->padded)
		key = &s->ahead[w->row].memo;
	else
		csm_fast_memo_seek(&s->memo, cell[s->cell[0]], false, key);
	known = csm_fast_memo_find(&s->memo, key);
	if (known == NULL) {
		/* That a text is odd is remembered too: all its rows go the general
		 * way. */
		if (!fast_source_ask(s, w, cell, &made))
			made = (struct csm_text){NULL, ODD};
		known = csm_fast_memo_put(&s->memo, key, made);
	}
	*out = *known;
	return known->s != NULL || known->len != ODD;
}

/* Looked up already, as far as that goes. */
static bool
fast_source_take(struct csm_fast_source *s, struct csm_fast_worker *w,
    const struct csm_text *cell, struct csm_text *out)
{
	const struct csm_text key = fast_source_key(s, cell);

	*out = key;
	if (key.len == 0)
		return true;
	if (!csm_lookup_take(
		s->source->lookup, key, &s->ahead[w->row].lookup, w->day, out))
		return false;
	if (s->integer)
		*out = csm_text_whole(*out);
	return true;
}

bool
csm_fast_source_make(struct csm_fast_source *s, struct csm_fast_worker *w,
    const struct csm_text *cell, struct csm_text *out)
{
	struct csm_text made = {NULL, 0};

	if (s->way == CSM_FAST_MEMO)
		return fast_source_remember(s, w, cell, out);
	/* Only rows looked at have been sought; a record read alone asks the source
	 * itself. */
	if (s->way == CSM_FAST_LOOKUP && w->padded)
		return fast_source_take(s, w, cell, out);
	if (!fast_source_ask(s, w, cell, &made))
		return false;
	*out = made.s == NULL ? made : csm_fast_padded(&w->texts, made);
	return true;
}
