/* The report `bubble`: the bubble room, every company a bubble. */
#include "report/bubble.h"
#include "base/text.h"
#include "base/xalloc.h"
#include "stats/quantile.h"
#include "stats/total.h"
#include "figure/report.h"
#include "table/look.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum {
	X = CSM_BUBBLE_X,
	Y = CSM_BUBBLE_Y,
	SIZE = CSM_BUBBLE_SIZE,
	COLOUR = CSM_BUBBLE_COLOUR,
	KEYS = CSM_BUBBLE_KEYS
};

static const char *const options[KEYS] = {"--x", "--y", "--size", "--paint"};

static int
bubble_begin(struct csm_context *context)
{
	struct csm_bubble_work *w = context->work;
	const struct csm_report_options *o = context->options;
	const char *asked[KEYS] = {o->x, o->y, o->size, o->paint};
	static const char *const usual[KEYS] = {
	    "sum(activities.*, 30) as Events in 30 days", "health as Health",
	    "revenue.mrr as Recurring value", "health as Health"};

	w->doc.manner = &context->catalog.manner;
	w->table = csm_doc_table(&w->doc, "bubbles", NULL);
	w->z = o->outliers == CSM_OUTLIERS_Z;
	for (int i = 0; i < KEYS; i++) {
		struct csm_list_column *c = &w->column[i];
		if (csm_column_read(context, CSM_MODEL_COMPANY,
			asked[i] != NULL ? asked[i] : usual[i],
			asked[i] != NULL ? options[i] : NULL, c) != 0)
			return -1;
		if (i != COLOUR && c->heading.kind != CSM_CELL_NUMBER)
			return csm_error(context->diag, CSM_E_USAGE, NULL,
			    "%s wants numbers, which \"%s\" has not", options[i],
			    c->title);
		if (c->heading.kind == CSM_CELL_LIGHTS)
			return csm_error(context->diag, CSM_E_USAGE, NULL,
			    "%s wants one unit, such as units.adoption", options[i]);
	}
	return csm_bubble_groups_begin(context, w);
}

static int
bubble_company(struct csm_context *context, const struct csm_set *set)
{
	struct csm_bubble_work *w = context->work;
	struct csm_bubble *b = CSM_ARENA_NEW(&context->arena, struct csm_bubble);

	b->id = csm_arena_strdup(&context->arena, set->company.s);
	b->name = csm_context_called(context, b->id);
	for (int i = 0; i < KEYS; i++) {
		const struct csm_cell cell =
		    csm_column_cell(context, CSM_MODEL_COMPANY, &w->column[i], set, 0);
		b->key[i] = csm_packed_of(&w->forms[i], &context->arena, &cell);
	}
	csm_bubble_groups_add(context, w, b);
	csm_table_keep(w->table, b);
	return 0;
}

static bool
bubble_lacks(const struct csm_bubble *b, int key)
{
	return b->key[key].form->kind != CSM_CELL_NUMBER;
}

/* CSM_MISSING: it has none */
static int64_t
bubble_number(const struct csm_bubble *b, int key)
{
	return bubble_lacks(b, key) ? CSM_MISSING : b->key[key].value.number;
}

/* The numbers there are of a key; how many. */
static size_t
bubble_numbers(const struct csm_bubble_work *w, int key, int64_t *value)
{
	size_t n = 0;

	for (size_t i = 0; i < w->table->rows; i++)
		if (!bubble_lacks(csm_bubble_at(w, i), key))
			value[n++] = bubble_number(csm_bubble_at(w, i), key);
	return n;
}

/* The highest score a profile gives. */
static int64_t
bubble_top(struct csm_context *context)
{
	const struct csm_json *j = NULL, *scale;
	int64_t top = 10 * CSM_NUM_ONE;

	while ((j = csm_config_each(context->conf, "health", j)) != NULL)
		if ((scale = csm_json_get(j, "scale")) != NULL &&
		    csm_num_from_double(scale->number) > top)
			top = csm_num_from_double(scale->number);
	return top;
}

/* A limit beyond which nothing can lie is none: below 0 of what is never less, above the
 * scale of scores. */
static void
bubble_keep_possible(struct csm_context *context, struct csm_bubble_work *w, int k,
    const int64_t *value, size_t n)
{
	struct csm_fence *fence = &w->fence[k];
	bool below = false, above = false;
	int64_t top = bubble_top(context);

	for (size_t i = 0; i < n; i++) {
		below |= value[i] < 0;
		above |= value[i] > top;
	}
	if (!below && fence->low < 0)
		fence->low = CSM_MISSING;
	if (w->column[k].heading.look.measure == CSM_MEASURE_SCORE && !above &&
	    fence->high > top)
		fence->high = CSM_MISSING;
}

/* Of the companies with a number: those without one are no part of the others. */
static void
find_outliers(struct csm_context *context, struct csm_bubble_work *w)
{
	size_t rows = w->table->rows;
	int64_t *value = csm_xcalloc(rows + 1, sizeof *value);

	for (int k = X; k <= Y; k++) {
		size_t n = bubble_numbers(w, k, value);
		w->fence[k] = w->z ? csm_fence_z(value, n) : csm_fence_iqr(value, n);
		for (size_t i = 0; i < rows; i++) {
			struct csm_bubble *b = csm_bubble_at(w, i);
			if (!bubble_lacks(b, k))
				b->side[k] = (signed char)csm_fence_side(
				    &w->fence[k], bubble_number(b, k));
		}
		bubble_keep_possible(context, w, k, value, n);
	}
	for (size_t i = 0; i < rows; i++)
		w->placed += !bubble_lacks(csm_bubble_at(w, i), X) &&
			     !bubble_lacks(csm_bubble_at(w, i), Y);
	free(value);
}

/* A state tells its colour itself; a number without one is of the low, middle or high
 * third of those there are. */
struct thirds {
	int64_t low, high; /* the last of the low, of the middle third */
};

static struct thirds
find_thirds(const struct csm_bubble_work *w)
{
	int64_t *value = csm_xcalloc(w->table->rows + 1, sizeof *value);
	struct thirds t = {0};
	size_t n = bubble_numbers(w, COLOUR, value);

	if (n > 0) {
		csm_stats_sort(value, n);
		t.low = csm_stats_lower(value, n, 1, 3);
		t.high = csm_stats_lower(value, n, 2, 3);
	}
	free(value);
	return t;
}

static struct csm_cell
colour_cell(
    const struct csm_bubble_work *w, const struct csm_bubble *b, const struct thirds *t)
{
	const struct csm_cell key = csm_bubble_key(b, COLOUR);
	struct csm_cell cell;

	if (key.kind == CSM_CELL_TEXT || key.kind == CSM_CELL_DAY)
		return key;
	if (w->column[COLOUR].heading.stated) {
		cell = csm_cell_text(key.state == NULL ? NULL : key.state->word);
		cell.state = key.state;
		return cell;
	}
	if (key.kind != CSM_CELL_NUMBER)
		return csm_cell_text(NULL);
	return csm_cell_text(key.number <= t->low    ? "low"
			     : key.number <= t->high ? "middle"
						     : "high");
}

/* "Events in 30 days high, no Health": what it is named for; "": nothing.  A number that
 * no company has names nobody. */
static const char *
bubble_outlier(struct csm_bubble_work *w, const struct csm_bubble *b)
{
	static const char *const words[] = {" low", "", " high"};
	struct csm_buf text = {0};
	uint32_t id;

	for (int k = X; k <= Y; k++) {
		bool lacks = bubble_lacks(b, k) && w->fence[k].n > 0;
		if (b->side[k] == 0 && !lacks)
			continue;
		csm_buf_printf(&text, "%s%s%s%s", text.len == 0 ? "" : ", ",
		    lacks ? "no " : "", w->column[k].title, words[b->side[k] + 1]);
	}
	/* many are named for the same, most for nothing */
	id = csm_intern_put(&w->outliers, csm_buf_text(&text), text.len);
	csm_buf_fini(&text);
	return w->outliers.text[id].s;
}

/* Of each its colour and what it is named for, instead of what they are made of. */
static void
bubble_tell(struct csm_context *context, struct csm_bubble_work *w)
{
	const struct thirds thirds = find_thirds(w);

	for (size_t i = 0; i < w->table->rows; i++) {
		struct csm_bubble *b = csm_bubble_at(w, i);
		const struct csm_cell colour = colour_cell(w, b, &thirds);
		b->key[COLOUR] =
		    csm_packed_of(&w->forms[COLOUR], &context->arena, &colour);
		b->of.outlier = bubble_outlier(w, b);
	}
}

/* 2: far from the others; 1: without a number; 0: one of many. */
static int
bubble_weight(const struct csm_bubble *b)
{
	return b->side[X] != 0 || b->side[Y] != 0         ? 2
	       : bubble_lacks(b, X) || bubble_lacks(b, Y) ? 1
							  : 0;
}

/* Outliers first, then those without a number, then the largest; then by id. */
static int
by_weight(const void *a, const void *b)
{
	const struct csm_bubble *x = *(struct csm_bubble *const *)a,
				*y = *(struct csm_bubble *const *)b;
	int far_x = bubble_weight(x), far_y = bubble_weight(y);
	int64_t p = bubble_number(x, SIZE), q = bubble_number(y, SIZE);

	if (far_x != far_y)
		return far_y - far_x;
	if (p != q)
		return p > q ? -1 : 1;
	return strcmp(x->id, y->id);
}

/* A number of the room has no state: it is told by the colour. */
static struct csm_cell
bubble_key(const void *row, size_t key)
{
	struct csm_cell cell = csm_bubble_key(row, (int)key);

	if (key != COLOUR)
		cell.state = NULL;
	return cell;
}

static struct csm_cell
bubble_put_companies(const void *row)
{
	return csm_cell_count(((const struct csm_bubble *)row)->companies);
}

static struct csm_cell
bubble_put_outlier(const void *row)
{
	const struct csm_bubble *b = row;

	return *b->of.outlier == '\0' ? csm_cell_blank() : csm_cell_text(b->of.outlier);
}

static const struct csm_table_column bubble_columns[] = {
    {"company", "Id", CSM_OF_TEXT(struct csm_bubble, id), .for_machines = true},
    {"name", "Company", CSM_OF_TEXT(struct csm_bubble, name)},
    {"companies", "Companies", CSM_CELL_NUMBER, .put = bubble_put_companies},
    {"x", NULL, CSM_CELL_NUMBER, .of = bubble_key, .at = X},
    {"y", NULL, CSM_CELL_NUMBER, .of = bubble_key, .at = Y},
    {"size", NULL, CSM_CELL_NUMBER, .of = bubble_key, .at = SIZE},
    {"colour", NULL, CSM_CELL_TEXT, .of = bubble_key, .at = COLOUR,
	.look = &csm_look_painted},
    {"outlier", "Outlier", CSM_CELL_TEXT, .put = bubble_put_outlier, .heavy = true}};

/* What a bubble is, by the kind of --by. */
static const struct {
	const char *plural, *title;
} nouns[] = {[CSM_DIMENSION_NONE] = {"companies", "Companies"},
    [CSM_DIMENSION_FIELD] = {"groups", "Groups"},
    [CSM_DIMENSION_NAME] = {"groups", "Groups"},
    [CSM_DIMENSION_PARENT] = {"parents", "Parents"}};

/* The columns of the bubbles there are. */
static void
bubbles_put_columns(struct csm_context *context, struct csm_table *t)
{
	static const char *const names[KEYS] = {"x", "y", "size", "colour"};
	const struct csm_bubble_work *w = context->work;

	t->note = csm_arena_printf(&context->arena,
	    "Across: %s; upwards: %s; area: %s; colour: %s. %s have "
	    "both numbers, the others stand at zero; outliers %s, and come first.",
	    w->column[X].title, w->column[Y].title, w->column[SIZE].title,
	    w->column[COLOUR].title,
	    csm_text_part(
		&context->arena, w->placed, t->rows, nouns[w->by.kind].plural),
	    w->z ? "are three standard deviations from the mean"
		 : "are one and a half interquartile ranges outside the quartiles");
	t->chart = CSM_CHART_BUBBLE;
	CSM_TABLE_COLUMNS(t, bubble_columns);
	if (w->by.kind == CSM_DIMENSION_NONE)
		csm_table_drop(t, "companies");
	if (w->by.kind == CSM_DIMENSION_FIELD || w->by.kind == CSM_DIMENSION_NAME) {
		csm_table_heading(t, "company")->name = "group";
		csm_table_heading(t, "name")->title = "Group";
	}
	for (int i = 0; i < KEYS; i++) {
		struct csm_heading *c = csm_table_heading(t, names[i]);
		c->title = w->column[i].title;
		if (i != COLOUR)
			c->look = w->column[i].heading.look;
	}
}

struct bubble_limits {
	const char *axis, *of;
	struct csm_fence fence;
};

/* Of one of the two rules; the other has nothing there. */
static struct csm_cell
bubble_limit(const void *row, size_t at)
{
	const struct bubble_limits *limits = row;
	struct csm_cell cell = csm_cell_of_number(&limits->fence, at);

	return cell.kind == CSM_CELL_NONE ? csm_cell_blank() : cell;
}

#define LIMIT(member)                                                                  \
	CSM_CELL_NUMBER, .of = bubble_limit, .at = offsetof(struct csm_fence, member), \
			 .look = &csm_look_few

static const struct csm_table_column limit_columns[] = {
    {"axis", "Axis", CSM_OF_TEXT(struct bubble_limits, axis)},
    {"key", "Of", CSM_OF_TEXT(struct bubble_limits, of)},
    {"companies", "Companies", CSM_OF_COUNT(struct bubble_limits, fence.n)},
    {"low", "Below", LIMIT(low)}, {"high", "Above", LIMIT(high)},
    {"q1", "Lower quartile", LIMIT(lower)}, {"middle", "Median", LIMIT(middle)},
    {"q3", "Upper quartile", LIMIT(upper)},
    {"deviation", "Deviation", LIMIT(deviation)}};

static void
put_fences(struct csm_context *context, struct csm_doc *doc)
{
	const struct csm_bubble_work *w = context->work;
	struct csm_table *t = csm_doc_table(doc, "limits", "Where outliers begin");

	CSM_TABLE_COLUMNS(t, limit_columns);
	csm_table_heading(t, "companies")->title = nouns[w->by.kind].title;
	if (w->z)
		csm_table_heading(t, "middle")->title = "Mean";
	/* people see the numbers of the rule alone */
	csm_table_heading(t, "deviation")->for_machines = !w->z;
	csm_table_heading(t, "q1")->for_machines = w->z;
	csm_table_heading(t, "q3")->for_machines = w->z;
	for (int k = X; k <= Y; k++) {
		const struct bubble_limits row = {
		    k == X ? "x" : "y", w->column[k].title, w->fence[k]};
		csm_table_put(t, &row);
	}
}

/* Where the axes are divided: the median, or the mean. */
static bool
bubble_high(const struct csm_bubble_work *w, const struct csm_bubble *b, int key)
{
	return !bubble_lacks(b, key) && bubble_number(b, key) >= w->fence[key].middle;
}

struct quadrant {
	const char *x, *y;
	size_t companies;
	int64_t size;
};

static const struct csm_table_column quadrant_columns[] = {
    {"x", NULL, CSM_OF_TEXT(struct quadrant, x)},
    {"y", NULL, CSM_OF_TEXT(struct quadrant, y)},
    {"companies", "Companies", CSM_OF_COUNT(struct quadrant, companies),
	.look = &csm_look_bar},
    {"size", NULL, CSM_OF_NUMBER(struct quadrant, size)}};

/* Companies and their size by quarter of the room. */
static void
bubble_put_quadrants(struct csm_context *context, struct csm_doc *doc)
{
	static const char *const words[] = {"low", "high"};
	const struct csm_bubble_work *w = context->work;
	struct csm_table *t = csm_doc_table(doc, "quadrants", "Quadrants");

	t->note = csm_arena_printf(&context->arena,
	    "Divided at the %s of each axis, which is high; a company without a number "
	    "is low.",
	    w->z ? "mean" : "median");
	CSM_TABLE_COLUMNS(t, quadrant_columns);
	csm_table_heading(t, "companies")->title = nouns[w->by.kind].title;
	csm_table_heading(t, "x")->title = w->column[X].title;
	csm_table_heading(t, "y")->title = w->column[Y].title;
	csm_table_heading(t, "size")->title = w->column[SIZE].title;
	csm_table_heading(t, "size")->look = w->column[SIZE].heading.look;
	t->keys = 2;
	for (int q = 3; q >= 0; q--) {
		struct quadrant row = {
		    words[q >> 1], words[q & 1], .size = CSM_MISSING};
		for (size_t i = 0; i < w->table->rows; i++) {
			const struct csm_bubble *b = csm_bubble_at(w, i);
			if (bubble_high(w, b, X) != (q >> 1) ||
			    bubble_high(w, b, Y) != (q & 1))
				continue;
			row.companies++;
			csm_stats_add(&row.size, bubble_number(b, SIZE));
		}
		csm_table_put(t, &row);
	}
}

static int
bubble_finish(struct csm_context *context, struct csm_doc *doc)
{
	struct csm_bubble_work *w = context->work;
	struct csm_table *t = w->table;

	for (int i = 0; i < KEYS && context->first_day != CSM_DAY_NONE; i++)
		if (w->column[i].kind == CSM_COLUMN_METRIC && context->keep_names &&
		    (i != SIZE || context->options->size != NULL) &&
		    csm_context_need_metric(context, w->column[i].metric, options[i]) !=
			0)
			return -1;
	csm_bubble_groups_fold(context, w);
	find_outliers(context, w);
	bubble_tell(context, w);
	doc->subtitle =
	    csm_context_subtitle(context, t->rows, nouns[w->by.kind].plural);
	t->title = doc->title;
	bubbles_put_columns(context, t);
	if (t->rows > 0)
		qsort(t->row, t->rows, sizeof *t->row, by_weight);
	csm_doc_add(doc, t);
	if (w->fence[X].n > 0 && w->fence[Y].n > 0) {
		t->divides = true;
		t->divide[0] = w->fence[X].middle;
		t->divide[1] = w->fence[Y].middle;
		bubble_put_quadrants(context, doc);
	}
	put_fences(context, doc);
	return 0;
}

static void
bubble_end(struct csm_context *context)
{
	struct csm_bubble_work *w = context->work;

	csm_panel_fini(&w->numbers);
	csm_intern_fini(&w->outliers);
	csm_doc_fini(&w->doc);
}

const struct csm_report csm_report_bubble = {.name = "bubble",
    .title = "Bubble room",
    .work = sizeof(struct csm_bubble_work),
    .parts = (const char *const[]){"bubbles", "quadrants", "limits", NULL},
    .summary = "the bubble room: companies by two numbers, outliers named",
    .takes = "x y size paint outliers by over chart",
    .rows = "bubbles",
    .needs_day = 1,
    .begin = bubble_begin,
    .company = bubble_company,
    .finish = bubble_finish,
    .end = bubble_end};
