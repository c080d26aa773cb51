#include "table/table.h"

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

struct csm_table *
csm_doc_table(struct csm_doc *doc, const char *name, const char *title)
{
	struct csm_table *table = CSM_ARENA_NEW(&doc->arena, struct csm_table);

	table->name = name;
	table->title = title;
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
		t->hidden = 1;
	for (size_t i = 0; i < n; i++) {
		int found = 0;
		for (struct csm_table *t = doc->first; t != NULL; t = t->next) {
			if (strcmp(t->name, part[i]) != 0)
				continue;
			t->hidden = t->for_eyes = 0;
			found = 1;
		}
		if (!found) {
			*bad = part[i];
			return -1;
		}
	}
	return 0;
}

static void
drop_columns(struct csm_table *t)
{
	size_t kept = 0, columns = t->columns;
	struct csm_cell *to = t->cell;

	for (size_t r = 0; r < t->rows; r++)
		for (size_t c = 0; c < columns; c++)
			if (!t->column[c].for_machines)
				*to++ = t->cell[r * columns + c];
	for (size_t c = 0; c < columns; c++)
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

/* Room for one more in an array of the arena: doubles, leaving the old one behind. */
static void *
grow(struct csm_arena *arena, void *array, size_t n, size_t *cap, size_t bytes)
{
	void *bigger;

	if (n < *cap)
		return array;
	*cap = *cap == 0 ? 8 : *cap * 2;
	bigger = csm_arena_alloc(arena, *cap * bytes);
	if (n > 0)
		memcpy(bigger, array, n * bytes);
	return bigger;
}

struct csm_heading *
csm_table_column(struct csm_doc *doc, struct csm_table *table, const char *name,
    const char *title, enum csm_cell_kind kind)
{
	assert(table->rows == 0);
	table->column = grow(&doc->arena, table->column, table->columns,
	    &table->column_cap, sizeof *table->column);
	struct csm_heading *c = &table->column[table->columns++];
	*c = (struct csm_heading){
	    .name = name, .title = title, .kind = kind, .look.places = -1};
	return c;
}

struct csm_cell *
csm_table_row(struct csm_doc *doc, struct csm_table *table)
{
	assert(table->columns > 0);
	table->cell = grow(&doc->arena, table->cell, table->rows, &table->row_cap,
	    table->columns * sizeof *table->cell);
	return &table->cell[table->rows++ * table->columns];
}

const struct csm_cell *
csm_table_at(const struct csm_table *table, size_t row, size_t column)
{
	return &table->cell[row * table->columns + column];
}

int
csm_table_left_out(const struct csm_table *table)
{
	return table->hidden || table->for_eyes;
}

const struct csm_group *
csm_table_group(const struct csm_doc *doc, const struct csm_table *table)
{
	const struct csm_group *g = table->group == 0 ? NULL : doc->group;

	for (size_t i = 1; i < table->group; i++)
		g = g->next;
	return g;
}

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

struct csm_cell
csm_cell_series(const int64_t *series, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (series[i] != CSM_MISSING)
			return (struct csm_cell){
			    .kind = CSM_CELL_SERIES, .series = series, .n = n};
	return (struct csm_cell){.kind = CSM_CELL_NONE};
}

const struct csm_look *
csm_cell_look(const struct csm_cell *cell, const struct csm_heading *column)
{
	return cell->look != NULL ? cell->look : &column->look;
}

int64_t
csm_table_largest(const struct csm_table *table, size_t column)
{
	int64_t largest = 0;

	for (size_t r = 0; r < table->rows; r++) {
		const struct csm_cell *cell = csm_table_at(table, r, column);
		if (cell->kind == CSM_CELL_NUMBER && cell->number > largest)
			largest = cell->number;
	}
	return largest;
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
	int step =
	    most <= 0 ? 0 : (int)((double)cell->number / (double)most * CSM_HEAT_STEPS);
	return step < 1 ? 1 : step > CSM_HEAT_STEPS ? CSM_HEAT_STEPS : step;
}
