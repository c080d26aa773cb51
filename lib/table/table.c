#include "table/table.h"

#include "table/brief.h"
#include "table/packed.h"
#include "time/date.h"

#include <assert.h>
#include <string.h>

void
csm_doc_fini(struct csm_doc *doc)
{
	csm_arena_fini(&doc->arena);
	memset(doc, 0, sizeof *doc);
}

void
csm_doc_before(struct csm_doc *doc, struct csm_table *table)
{
	struct csm_table **at = &doc->first, *last = doc->last;

	while (*at != table)
		at = &(*at)->next;
	doc->last = table;
	while (doc->last->next != last)
		doc->last = doc->last->next;
	doc->last->next = NULL;
	last->next = table;
	*at = last;
}

void
csm_doc_add(struct csm_doc *doc, struct csm_table *table)
{
	if (doc->last != NULL)
		doc->last->next = table;
	else
		doc->first = table;
	doc->last = table;
	table->next = NULL;
	doc->tables++;
}

/* The cells that were looked at last: a table has none as they are looked at. */
struct csm_table_lent {
	struct csm_cell cell[CSM_TABLE_LENT];
	int64_t series[CSM_TABLE_LENT][CSM_BRIEF_MOST];
	size_t next;
};

struct csm_table *
csm_doc_table(struct csm_doc *doc, const char *name, const char *title)
{
	struct csm_table *table = CSM_ARENA_NEW(&doc->arena, struct csm_table);

	table->name = name;
	table->title = title;
	table->arena = &doc->arena;
	table->manner = doc->manner;
	if (doc->lent == NULL)
		doc->lent = CSM_ARENA_NEW(&doc->arena, struct csm_table_lent);
	table->lent = doc->lent;
	/* Groups are counted from 1; one without an id closes the one before. */
	table->group =
	    doc->last_group != NULL && doc->last_group->id != NULL ? doc->groups : 0;
	csm_doc_add(doc, table);
	return table;
}

struct csm_group *
csm_doc_group(struct csm_doc *doc, const char *id, const char *title)
{
	struct csm_group *group = CSM_ARENA_NEW(&doc->arena, struct csm_group);

	group->id = id;
	group->title = title;
	if (doc->last_group != NULL)
		doc->last_group->next = group;
	else
		doc->group = group;
	doc->last_group = group;
	doc->groups++;
	return group;
}

int
csm_doc_select(struct csm_doc *doc, const char *const *part, size_t n, const char **bad)
{
	if (n == 0)
		return 0;
	for (struct csm_table *t = doc->first; t != NULL; t = t->next)
		t->hidden = 1, t->chapter = NULL;
	for (size_t i = 0; i < n; i++) {
		int found = 0;
		for (struct csm_table *t = doc->first; t != NULL; t = t->next) {
			if (strcmp(t->name, part[i]) != 0)
				continue;
			/* Who asks for a part by name gets it in every format, also if
			 * it only draws what others have. */
			t->hidden = 0;
			t->for_eyes = 0;
			found = 1;
		}
		if (!found) {
			*bad = part[i];
			return -1;
		}
	}
	return 0;
}

/* Headings alone: each knows where in a row its cell is. */
static void
drop_columns(struct csm_table *t)
{
	size_t kept = 0;

	for (size_t c = 0; c < t->columns; c++)
		if (!t->column[c].for_machines)
			t->column[kept++] = t->column[c];
	t->columns = kept;
}

void
csm_doc_for_eyes(struct csm_doc *doc)
{
	for (struct csm_table *t = doc->first; t != NULL; t = t->next)
		drop_columns(t);
}

#define MANY_ROWS 4096 /* not measured: beyond it, what is not used would be much */

/* Room for one more in an array of the arena, which doubles. */
static void *
grow(struct csm_arena *arena, void *array, size_t n, size_t *cap, size_t bytes)
{
	size_t was = *cap;

	if (n < was)
		return array;
	/* A table of three rows should not take hundreds, nor one of a million two; a
	 * large one moves by a change of its pages. */
	*cap = was == 0 ? 8 : was < MANY_ROWS ? was * 2 : was + was / 4;
	return csm_arena_grow(arena, array, was * bytes, *cap * bytes);
}

struct csm_look
csm_look_in(const struct csm_look *look, const struct csm_manner *manner)
{
	struct csm_look in = *look;

	if (manner == NULL)
		return in;
	if (in.measure == CSM_MEASURE_MONEY && in.unit == NULL)
		in.unit = manner->currency;
	if (in.measure == CSM_MEASURE_SCORE && in.edges.n == 0)
		in.edges = manner->score;
	return in;
}

/* Once above a column of amounts, not beside each. */
static void
table_head_currency(struct csm_table *table, struct csm_heading *c)
{
	if (c->look.measure != CSM_MEASURE_MONEY || c->look.unit == NULL ||
	    c->title == NULL || *c->title == '\0')
		return;
	c->title = csm_arena_printf(table->arena, "%s, %s", c->title, c->look.unit);
	c->look.unit = NULL;
}

void
csm_table_look(
    struct csm_table *table, struct csm_heading *heading, struct csm_look look)
{
	heading->title = heading->bare;
	heading->look = csm_look_in(&look, table->manner);
	table_head_currency(table, heading);
}

struct csm_heading *
csm_table_add(struct csm_table *table, const struct csm_table_column *column)
{
	assert(table->rows == 0 || table->keeps);
	table->column = grow(table->arena, table->column, table->columns,
	    &table->column_cap, sizeof *table->column);
	struct csm_heading *c = &table->column[table->columns++];
	assert(column->put == NULL || column->of == NULL); /* one of the two fills it */
	*c = (struct csm_heading){.name = column->name,
	    .title = column->title,
	    .bare = column->title,
	    .kind = column->kind,
	    .look.places = CSM_PLACES_FEW,
	    .stated = column->stated,
	    .json = column->json,
	    .wraps = column->wraps,
	    .heavy = column->heavy,
	    .for_machines = column->for_machines,
	    .put = column->put,
	    .of = column->of,
	    .at = column->at,
	    .place = table->places++};
	if (column->look != NULL)
		csm_table_look(table, c, *column->look);
	return c;
}

void
csm_table_columns(
    struct csm_table *table, const struct csm_table_column *columns, size_t n)
{
	for (size_t i = 0; i < n; i++)
		csm_table_add(table, &columns[i]);
}

bool
csm_table_has(const struct csm_table *table, const char *name)
{
	for (size_t c = 0; c < table->columns; c++)
		if (strcmp(table->column[c].name, name) == 0)
			return true;
	return false;
}

size_t
csm_table_find(const struct csm_table *table, const char *name)
{
	size_t i = 0;

	while (i + 1 < table->columns && strcmp(table->column[i].name, name) != 0)
		i++;
	/* A name that is not there is a mistake of the program, not of its user. */
	assert(i < table->columns && strcmp(table->column[i].name, name) == 0);
	return i;
}

struct csm_heading *
csm_table_heading(struct csm_table *table, const char *name)
{
	return &table->column[csm_table_find(table, name)];
}

void
csm_table_drop(struct csm_table *table, const char *name)
{
	size_t at = csm_table_find(table, name);

	assert(table->rows == 0 || table->keeps);
	memmove(&table->column[at], &table->column[at + 1],
	    (table->columns - at - 1) * sizeof *table->column);
	table->columns--;
}

/* A look of the cell's own is shared by all runs; this table's manner is not. */
static void
table_settle_look(const struct csm_table *table, struct csm_cell *cell)
{
	struct csm_look *look;

	if (cell->look == NULL || cell->look->measure == CSM_MEASURE_PLAIN)
		return;
	look = CSM_ARENA_NEW(table->arena, struct csm_look);
	*look = csm_look_in(cell->look, table->manner);
	cell->look = look;
}

static struct csm_cell
table_fill(const struct csm_heading *c, const void *row)
{
	return c->put != NULL  ? c->put(row)
	       : c->of != NULL ? c->of(row, c->at)
			       : (struct csm_cell){.kind = CSM_CELL_NONE};
}

static void
table_push(struct csm_table *table, const void *row, bool kept)
{
	assert(table->rows == 0 || table->keeps == kept);
	table->keeps = kept;
	table->row = grow(
	    table->arena, table->row, table->rows, &table->row_cap, sizeof *table->row);
	table->row[table->rows++] = row;
}

void
csm_table_put(struct csm_table *table, const void *row)
{
	struct csm_packed *to =
	    CSM_ARENA_ARRAY(table->arena, struct csm_packed, table->places);

	/* a row without columns would have no cells to be found by */
	assert(table->columns > 0);
	for (size_t i = 0; i < table->columns; i++) {
		struct csm_heading *c = &table->column[i];
		struct csm_cell cell = table_fill(c, row);
		table_settle_look(table, &cell);
		to[c->place] = csm_packed_of(&c->forms, table->arena, &cell);
	}
	table_push(table, to, false);
}

void
csm_table_keep(struct csm_table *table, const void *row)
{
	table_push(table, row, true);
}

struct csm_cell
csm_table_cell(const struct csm_table *table, const void *row, size_t column)
{
	const struct csm_heading *c = &table->column[column];

	assert(column < table->columns);
	if (!table->keeps)
		return csm_packed_cell(((const struct csm_packed *)row)[c->place]);
	const struct csm_cell cell = table_fill(c, row);
	assert(cell.look == NULL || cell.look->measure == CSM_MEASURE_PLAIN);
	return cell;
}

const struct csm_cell *
csm_table_at(const struct csm_table *table, size_t row, size_t column)
{
	size_t at = table->lent->next++ % CSM_TABLE_LENT;
	struct csm_cell *cell = &table->lent->cell[at];

	assert(row < table->rows);
	*cell = csm_table_cell(table, table->row[row], column);
	if (cell->brief != NULL)
		csm_brief_undo(cell, table->lent->series[at]);
	if (table->leads != NULL && table->column[column].place == table->leading &&
	    cell->link == NULL)
		cell->link = table->leads[row];
	return cell;
}

void
csm_table_lead(struct csm_table *table, size_t row, size_t column, const char *link)
{
	assert(row < table->rows);
	if (table->leads == NULL)
		table->leads = CSM_ARENA_ARRAY(table->arena, const char *, table->rows);
	table->leading = table->column[column].place;
	table->leads[row] = link;
}

int
csm_table_left_out(const struct csm_table *table)
{
	return table->hidden || table->for_eyes;
}

bool
csm_table_shown(const struct csm_table *table, enum csm_for_eyes most)
{
	return !table->hidden && table->for_eyes <= most;
}

const struct csm_group *
csm_table_group(const struct csm_doc *doc, const struct csm_table *table)
{
	const struct csm_group *g = table->group == 0 ? NULL : doc->group;

	assert(table->group <= doc->groups);
	for (size_t i = 1; i < table->group; i++)
		g = g->next;
	return g;
}

/* "" is missing: databases and exports say so as often as with NULL, and an empty cell
 * of a report would look like a mistake. */
struct csm_cell
csm_cell_text(const char *text)
{
	if (text == NULL || *text == '\0')
		return (struct csm_cell){.kind = CSM_CELL_NONE};
	return (struct csm_cell){.kind = CSM_CELL_TEXT, .text = text};
}

struct csm_cell
csm_cell_number(int64_t micros)
{
	if (micros == CSM_MISSING)
		return (struct csm_cell){.kind = CSM_CELL_NONE};
	return (struct csm_cell){.kind = CSM_CELL_NUMBER, .number = micros};
}

struct csm_cell
csm_cell_count(size_t n)
{
	return csm_cell_number((int64_t)n * CSM_NUM_ONE);
}

struct csm_cell
csm_cell_day(int32_t day)
{
	if (day == CSM_DAY_NONE)
		return (struct csm_cell){.kind = CSM_CELL_NONE};
	return (struct csm_cell){.kind = CSM_CELL_DAY, .day = day};
}

/* Without any value there is no line to draw, and "no data" says more than an empty
 * one. */
struct csm_cell
csm_cell_series(const int64_t *series, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (series[i] != CSM_MISSING)
			return (struct csm_cell){
			    .kind = CSM_CELL_SERIES, .series = series, .n = n};
	return (struct csm_cell){.kind = CSM_CELL_NONE};
}

struct csm_cell
csm_cell_blank(void)
{
	return (struct csm_cell){.kind = CSM_CELL_BLANK};
}

static const void *
table_member(const void *row, size_t at)
{
	return (const char *)row + at;
}

struct csm_cell
csm_cell_of_text(const void *row, size_t at)
{
	return csm_cell_text(*(const char *const *)table_member(row, at));
}

struct csm_cell
csm_cell_of_number(const void *row, size_t at)
{
	return csm_cell_number(*(const int64_t *)table_member(row, at));
}

struct csm_cell
csm_cell_of_count(const void *row, size_t at)
{
	return csm_cell_count(*(const size_t *)table_member(row, at));
}

struct csm_cell
csm_cell_of_day(const void *row, size_t at)
{
	return csm_cell_day(*(const int32_t *)table_member(row, at));
}

struct csm_cell
csm_cell_of_cell(const void *row, size_t at)
{
	return *(const struct csm_cell *)table_member(row, at);
}

const struct csm_look *
csm_cell_look(const struct csm_cell *cell, const struct csm_heading *column)
{
	return cell->look != NULL ? cell->look : &column->look;
}

int64_t
csm_table_largest(const struct csm_table *table, size_t column)
{
	struct csm_heading *h = &table->column[column];

	/* Writers ask it for every cell.  Looked for each time, 300 by 300 shaded cells
	 * took 22.6 seconds as HTML, and 0.07 now.  Rows that were left out since make
	 * it be looked for again. */
	if (h->measured == table->rows + 1)
		return h->largest;
	h->largest = 0;
	h->measured = table->rows + 1;
	for (size_t r = 0; r < table->rows; r++) {
		const struct csm_cell c = csm_table_cell(table, table->row[r], column);
		if (c.kind == CSM_CELL_NUMBER && c.number > h->largest)
			h->largest = c.number;
	}
	return h->largest;
}

int
csm_table_heat(const struct csm_table *table, const struct csm_cell *cell)
{
	int64_t most = 0;

	if (cell->kind != CSM_CELL_NUMBER || cell->number <= 0)
		return 0;
	for (size_t c = 0; c < table->columns; c++) {
		int64_t largest = table->column[c].look.show == CSM_SHOW_HEAT
				      ? csm_table_largest(table, c)
				      : 0;
		most = largest > most ? largest : most;
	}
	/* The largest is the last step; whatever is above 0 has the first at least,
	 * since it must not look like nothing. */
	int step =
	    most <= 0 ? 0 : (int)((double)cell->number / (double)most * CSM_HEAT_STEPS);
	return step < 1 ? 1 : step > CSM_HEAT_STEPS ? CSM_HEAT_STEPS : step;
}
