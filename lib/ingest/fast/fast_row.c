/*
 * The ordinary row: everything it needs is there, and its time is written in a way that
 * leaves nothing open.
 */
#include "base/num.h"
#include "base/xalloc.h"
#include "ingest/exclude.h"
#include "ingest/fast/fast_day.h"

#include <stdlib.h>
#include <string.h>

/* What becomes of a row. */
enum fast_row_found {
	FAST_ROW_ODD,  /* it goes the general way */
	FAST_ROW_LEFT, /* the condition does not hold */
	FAST_ROW_EXCLUDED,
	FAST_ROW_OTHER, /* another shard's */
	FAST_ROW_OUT,   /* outside of the days asked for; of its user it still tells */
	FAST_ROW_USED,
	FAST_ROW_FOUND /* how many of these there are */
};

/* What is read into one row after the other: where there is no id, module or count, that
 * stays as it was at first. */
struct fast_row {
	struct csm_shard_event *event; /* but for its name */
	struct csm_text name, id, module;
	uint32_t module_name; /* CSM_SHARD_NO_METRIC: none that the row says */
};

static enum fast_row_found
fast_row_where(const struct csm_fast_worker *w, const struct csm_shard_event *event)
{
	const struct csm_ingest_options *o = &w->fast->in->options;

	if (o->shard.of != 0 && !csm_spread_has(&o->shard, event->company))
		return FAST_ROW_OTHER;
	return (o->since != CSM_DAY_NONE && event->day < o->since) ||
		       (o->until != CSM_DAY_NONE && event->day > o->until)
		   ? FAST_ROW_OUT
		   : FAST_ROW_USED;
}

/* Whose row is left out, or, if w->odd, cannot be told. */
static bool
fast_row_excluded(struct csm_fast_worker *w, const struct csm_text *cell)
{
	csm_fast_put_cells(w, cell);
	w->odd = false;
	return csm_exclude_has(w->exclude, w->who, &w->record) || w->odd;
}

static inline enum fast_row_found
fast_row_read(
    struct csm_fast_worker *w, const struct csm_text *cell, struct fast_row *row)
{
	struct csm_text time;
	int32_t day;

	w->put = NULL;
	w->day = CSM_DAY_NONE;
	if (!csm_fast_role_text(w, cell, CSM_ROLE_TIME, &time) ||
	    (!csm_fast_day_again(w, time, &day) && !csm_fast_day_read(w, time, &day)))
		return FAST_ROW_ODD;
	w->day = day;
	row->event->day = (uint16_t)day;
	/* Before anything else is asked of the row: whose rows do not count may lack
	 * all of it. */
	if (w->exclude != NULL && fast_row_excluded(w, cell))
		return w->odd ? FAST_ROW_ODD : FAST_ROW_EXCLUDED;
	if (!csm_fast_role_text(w, cell, CSM_ROLE_NAME, &row->name) ||
	    row->name.len == 0 ||
	    !csm_fast_role_text(w, cell, CSM_ROLE_COMPANY, &row->event->company) ||
	    row->event->company.len == 0 ||
	    !csm_fast_role_text(w, cell, CSM_ROLE_USER, &row->event->user) ||
	    (row->event->user.len == 0 && w->has_user))
		return FAST_ROW_ODD;
	/* A row without a count happened once. */
	row->event->value = CSM_NUM_ONE;
	if (w->more &&
	    (!csm_fast_role_text(w, cell, CSM_ROLE_ID, &row->id) ||
		!csm_fast_role_text(w, cell, CSM_ROLE_MODULE, &row->module) ||
		!csm_fast_value(w, cell, row->name, &row->event->value)))
		return FAST_ROW_ODD;
	return fast_row_where(w, row->event);
}

static inline uint32_t
fast_row_name_of(struct csm_dict *d, uint32_t group, struct csm_text name)
{
	struct csm_dict_key key = csm_dict_key_padded(group, name.s, name.len);
	uint64_t hash = csm_dict_hash(d, &key);
	struct csm_dict_slot *slot = csm_dict_find(d, &key, hash, name.s);

	if (slot == NULL)
		slot = csm_dict_add(d, &key, hash, name.s, 0);
	return slot->id - 1;
}

/* The name of the metric of a module that a row says. */
static uint32_t
fast_row_module(struct csm_fast_worker *w, struct csm_text module)
{
	const size_t known = w->module.n;
	const uint32_t id = csm_dict_put(&w->module, 0, module.s, module.len);
	struct csm_buf name = {0};

	if (id == known) {
		CSM_GROW(w->module_name, id, &w->module_cap);
		csm_buf_puts(&name, CSM_INGEST_MODULES);
		csm_buf_put(&name, module.s, module.len);
		w->module_name[id] =
		    csm_dict_put(&w->shard.name, CSM_FAST_METRIC, name.data, name.len);
		csm_buf_fini(&name);
	}
	return w->module_name[id];
}

/* Its name counts as one that was there, whatever becomes of the row. */
static inline void
fast_row_name(
    struct csm_fast_worker *w, struct fast_row *row, enum fast_row_found found)
{
	struct csm_dict *names = &w->shard.name;
	const uint32_t group = row->module.len == 0 ? CSM_FAST_NAME : CSM_FAST_OWN;

	row->event->name = CSM_SHARD_NO_METRIC;
	/* Nobody asks for the names of rows outside of the days: most of an old export
	 * so costs nothing more. */
	if (found == FAST_ROW_OUT && !w->names)
		return;
	row->event->name = w->padded
			       /* Of a row looked at: the table has room, and the text
			        * 16 bytes that may be loaded. */
			       ? fast_row_name_of(names, group, row->name)
			       : csm_dict_put(names, group, row->name.s, row->name.len);
	if (!w->has_module)
		return;
	row->module_name = row->module.len != 0 && row->event->value != 0
			       ? fast_row_module(w, row->module)
			       : CSM_SHARD_NO_METRIC;
	/* A module adds a name too, and fast_row_name_of adds without asking for
	 * room. */
	csm_dict_reserve(names, CSM_SHARD_BATCH);
}

/* So many rows of a kind; those that wait are counted in their turn. */
static void
fast_row_count(struct csm_fast_worker *w, enum fast_row_found found, uint64_t rows)
{
	struct csm_fast_counts *c = &w->batch.counts;

	if (w->where != NULL)
		w->seen += rows;
	if (w->where != NULL && found != FAST_ROW_LEFT)
		w->kept += rows;
	if (found == FAST_ROW_LEFT)
		c->left += rows;
	else if (found == FAST_ROW_EXCLUDED)
		c->excluded += rows;
	/* With ids a row is used or filtered only once its id is known to be new. */
	else if (found == FAST_ROW_OTHER || (found == FAST_ROW_OUT && !w->ids))
		c->filtered += rows;
	else if (!w->ids)
		c->used += rows;
}

static inline void
fast_row_saw(struct csm_fast_worker *w, int32_t day)
{
	if (day > w->newest)
		w->newest = day;
	csm_newest_saw(&w->told, day);
}

void
csm_fast_row_begin(struct csm_fast_worker *w)
{
	csm_arena_reset(&w->texts);
	csm_fast_where_trim(w->where, w->fast->memo_bytes);
	for (int role = 0; role < CSM_ROLES; role++)
		csm_fast_source_trim(&w->role[role], w->fast->memo_bytes);
}

/* A row that waits to be told whether its id is new. */
static void
fast_row_wait(struct csm_fast_worker *w, const struct fast_row *row,
    enum fast_row_found found, uint64_t line)
{
	struct csm_fast_waiting *to = csm_fast_batch_wait(&w->batch);

	to->event = *row->event;
	to->id = row->id;
	to->module = row->module_name;
	to->line = line;
	to->out = found == FAST_ROW_OUT;
	to->dead = false;
	/* The hash here and not in the turn: that is where all threads wait for one
	 * another. */
	if (row->id.len != 0)
		to->hash = csm_id_of(row->id.s, row->id.len);
}

/* Texts of a record that will not last. */
static void
fast_row_keep(struct csm_fast_worker *w, struct fast_row *row)
{
	row->event->company = csm_fast_padded(&w->texts, row->event->company);
	row->event->user = csm_fast_padded(&w->texts, row->event->user);
	row->id = csm_fast_padded(&w->texts, row->id);
}

/* What is put of a row: it, and a use of its module. */
static inline void
fast_row_events(struct csm_fast_worker *w, const struct csm_shard_event *event,
    uint32_t module, enum fast_row_found found, size_t *events)
{
	struct csm_shard_event *to = &w->event[*events];

	if (found == FAST_ROW_OUT && w->fast->in->users == NULL)
		return;
	/* Rows are read where they will stand, unless a row before gave two or none. */
	if (to != event)
		*to = *event;
	++*events;
	if (found == FAST_ROW_OUT) {
		to->name = CSM_SHARD_NO_METRIC;
		return;
	}
	fast_row_saw(w, event->day);
	if (module == CSM_SHARD_NO_METRIC)
		return;
	to[1] = *event;
	to[1].name = module;
	++*events;
}

/* An ordinary record: 0, or -1 after a report. */
static int
fast_row_take(struct csm_fast_worker *w, struct fast_row *row,
    enum fast_row_found found, uint64_t line)
{
	fast_row_count(w, found, 1);
	if (found < FAST_ROW_OUT)
		return 0;
	fast_row_name(w, row, found);
	if (w->ids) {
		fast_row_keep(w, row);
		fast_row_wait(w, row, found, line);
		return 0;
	}
	size_t events = 0;
	fast_row_events(w, row->event, row->module_name, found, &events);
	for (size_t i = 0; i < events; i++)
		if (csm_shard_put(&w->shard, &w->event[i], &w->batch.diag) != 0)
			return -1;
	return 0;
}

int
csm_fast_row(struct csm_fast_worker *w, const struct csm_record *record)
{
	struct csm_text *cell = w->field;
	struct fast_row row = {.event = w->event, .module_name = CSM_SHARD_NO_METRIC};
	enum fast_row_found found;

	for (size_t i = 0; i < w->columns; i++) {
		/* An object as an id is rejected, which is the general way's to say. */
		if (record->nested != NULL && record->nested[w->column[i]])
			return 0;
		cell[i] = record->field[w->column[i]];
	}
	w->padded = false;
	w->put = NULL;
	found = w->where == NULL || csm_fast_where_holds(w->where, w, cell)
		    ? fast_row_read(w, cell, &row)
		    : FAST_ROW_LEFT;
	if (found == FAST_ROW_ODD)
		return 0;
	return fast_row_take(w, &row, found, record->line) == 0 ? 1 : -1;
}

/* The next row looked at, of which *events is how many are to be put. */
static inline enum fast_row_found
fast_row_look(struct csm_fast_worker *w, const struct csm_text *cell,
    struct fast_row *row, uint64_t line, size_t *events)
{
	enum fast_row_found found;

	row->event = &w->event[*events];
	found = w->holds[w->row] ? fast_row_read(w, cell, row) : FAST_ROW_LEFT;
	if (found < FAST_ROW_OUT)
		return found;
	fast_row_name(w, row, found);
	if (w->ids)
		fast_row_wait(w, row, found, line);
	else
		fast_row_events(w, row->event, row->module_name, found, events);
	return found;
}

/* What the rows looked at will want: all waits for memory are one. */
static void
fast_row_seek(struct csm_fast_worker *w, size_t rows)
{
	for (size_t i = 0; w->where != NULL && i < rows; i++) {
		w->put = NULL;
		w->holds[i] =
		    csm_fast_where_holds(w->where, w, w->field + i * w->columns);
	}
	for (size_t i = 0; i < w->sought; i++)
		csm_fast_source_seek(w->seek[i], w, rows);
}

static int
fast_row_put(struct csm_fast_worker *w, size_t events)
{
	for (size_t i = 0, n; i < events; i += n) {
		n = events - i < CSM_SHARD_BATCH ? events - i : CSM_SHARD_BATCH;
		if (csm_shard_put_padded(&w->shard, w->event + i, n, &w->batch.diag) !=
		    0)
			return -1;
	}
	return 0;
}

int
csm_fast_rows(struct csm_fast_worker *w)
{
	/* Ordinary rows are one line each. */
	const uint64_t line = csm_reader_lines(w->reader) + 1;
	struct fast_row row = {.module_name = CSM_SHARD_NO_METRIC};
	uint64_t found[FAST_ROW_FOUND] = {0};
	size_t n, rows = 0, events = 0;

	n = csm_reader_look(w->reader, w->column, w->columns, w->field, w->ahead);
	if (n == 0)
		return 0;
	w->padded = true;
	/* With ids rows keep their texts until their turn, at the end of the batch. */
	if (!w->ids)
		csm_arena_reset(&w->texts);
	csm_dict_reserve(&w->shard.name, n);
	fast_row_seek(w, n);
	for (; rows < n && found[FAST_ROW_ODD] == 0; rows++) {
		w->row = rows;
		found[fast_row_look(
		    w, w->field + rows * w->columns, &row, line + rows, &events)]++;
	}
	rows -= found[FAST_ROW_ODD];
	for (int kind = FAST_ROW_LEFT; kind < FAST_ROW_FOUND; kind++)
		fast_row_count(w, (enum fast_row_found)kind, found[kind]);
	csm_reader_use(w->reader, rows);
	w->batch.counts.rows += rows;
	/* After a row that is odd only one is looked at, so that a file in which most
	 * are odd does not look at 64 for each; doubled while they are ordinary. */
	w->ahead = rows < n ? 1 : w->ahead * 2;
	if (w->ahead > CSM_SHARD_BATCH)
		w->ahead = CSM_SHARD_BATCH;
	return fast_row_put(w, events) != 0 ? -1 : (int)rows;
}

int
csm_fast_rows_put(struct csm_fast_worker *w)
{
	struct csm_fast_batch *b = &w->batch;
	size_t events = 0;

	for (size_t i = 0; i < b->waits; i++) {
		const struct csm_fast_waiting *row = &b->waiting[i];
		/* Its id was there before, in this batch or in one that was read
		 * earlier. */
		if (row->dead)
			continue;
		fast_row_events(w, &row->event, row->module,
		    row->out ? FAST_ROW_OUT : FAST_ROW_USED, &events);
		if (events < CSM_SHARD_BATCH)
			continue;
		if (fast_row_put(w, events) != 0)
			return -1;
		events = 0;
	}
	return fast_row_put(w, events);
}
