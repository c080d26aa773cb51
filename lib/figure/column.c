#include "figure/column.h"

#include "base/text.h"
#include "base/xalloc.h"
#include "formula/titled.h"
#include "point/family.h"
#include "point/point.h"
#include "table/look.h"
#include "table/packed.h"
#include "time/date.h"

#include <string.h>

static const struct {
	const char *name;
	enum csm_column_kind kind;
	int companies_only;
} specials[] = {
    {"id", CSM_COLUMN_ID, 0},
    {"company", CSM_COLUMN_COMPANY, 0},
    {"name", CSM_COLUMN_NAME, 0},
    {"health", CSM_COLUMN_HEALTH, 1},
    {"units", CSM_COLUMN_UNITS, 1},
};

#define SPECIALS (sizeof specials / sizeof specials[0])

/* What metric names begin with; `holds`: the newest value holds until the next. */
static const struct {
	const char *prefix;
	int holds;
} families[] = {{"activities.", 0}, {"metrics.", 1}, {"custom.", 1},
    {"conversations.", 0}, {"conversation.", 0}, {"tasks.", 0}, {"task.", 0},
    {"revenue.", 0}, {"nps.", 1}, {"modules.", 0}, {"system.", 0}, {"calculated.", 0},
    {"health.", 0}, {"units.", 0}, {"", 0}};
/* The last entry: names without a prefix that end in a state, such as ticket.open. */
#define STATES (sizeof families / sizeof families[0] - 1)

/* Place in the table of what a metric's bare name begins with; -1: it is none. */
static int
family_of(const char *text)
{
	/* What a formula could contain is none of a bare name; quotes are for such
	 * names. */
	if (text[strcspn(text, "()+-/=<>,\"'^#")] == '\0' &&
	    csm_family_state(text, strlen(text)) != CSM_FAMILY_NONE)
		return (int)STATES;
	for (size_t i = 0; i < STATES; i++) {
		size_t len = strlen(families[i].prefix);
		if (strncmp(text, families[i].prefix, len) == 0)
			return text[len] == '\0' ||
				       strpbrk(text, "()+-/=<>,\"'^#") != NULL
				   ? -1
				   : (int)i;
	}
	return -1;
}

int
csm_column_holds(const char *metric)
{
	int family = family_of(metric);

	/* As far back as windows go: "any number" of days. */
	return family >= 0 && families[family].holds ? CSM_WINDOW_DAYS_MAX : 1;
}

const char *
csm_column_metric(struct csm_arena *arena, const char *text, int days)
{
	int family = family_of(text);
	const char *prefix;

	if (family < 0)
		return NULL;
	prefix = families[family].prefix;
	if (strchr(text, '*') != NULL) /* a pattern is no quoted name */
		return csm_arena_printf(arena, "sum(%s, 1)", text);
	return csm_arena_printf(
	    arena, "last(%s\"%s\", %d)", prefix, text + strlen(prefix), days);
}

static int
column_read_metric(struct csm_context *context, enum csm_model model,
    const char *formula, const char *option, struct csm_list_column *c)
{
	struct csm_buf name = {0};

	csm_canonical_metric(&name, c->text, strlen(c->text));
	c->metric = csm_arena_strdup(&context->arena, csm_buf_text(&name));
	csm_buf_fini(&name);
	c->kind = CSM_COLUMN_METRIC;
	c->query = csm_context_query(context, context->now, model, formula, option);
	c->heading.look = csm_catalog_look(&context->catalog, c->metric);
	c->heading.stated = strncmp(c->metric, "units.", 6) == 0 ||
			    strncmp(c->metric, "health.", 7) == 0 ||
			    strcmp(c->metric, "system.health") == 0;
	/* To tell at the end that no point has it, with the nearest that has. */
	context->keep_names = 1;
	return c->query == SIZE_MAX ? -1 : 0;
}

static int
is_field(const struct csm_context *context, enum csm_model model, const char *text,
    struct csm_list_column *c)
{
	const char *company = strncmp(text, "company.", 8) == 0 ? text + 8 : NULL;
	int column = -1;

	c->field_model = model;
	if (context->fields[model] != NULL)
		column = csm_fields_column(context->fields[model], text);
	if (column < 0 && company != NULL &&
	    context->fields[CSM_MODEL_COMPANY] != NULL) {
		c->field_model = CSM_MODEL_COMPANY;
		column = csm_fields_column(context->fields[CSM_MODEL_COMPANY], company);
	}
	c->field = column;
	return column >= 0;
}

/* The fields there are, where nothing like what was asked for is one. */
static void
column_list(const struct csm_fields *f, struct csm_buf *hint)
{
	for (size_t i = 0; f != NULL && i < csm_fields_columns(f); i++) {
		csm_buf_puts(hint, i == 0 ? "; there are: " : ", ");
		csm_buf_puts(hint, csm_fields_column_name(f, i));
	}
}

static int
column_unknown(struct csm_context *context, enum csm_model model, const char *text,
    const char *option)
{
	const struct csm_fields *f = context->fields[model];
	struct csm_nearest near;
	struct csm_buf hint = {0}, quoted = {0};

	csm_nearest_init(&near, text);
	for (size_t i = 0; i < SPECIALS; i++)
		if (model == CSM_MODEL_COMPANY || !specials[i].companies_only)
			csm_nearest_offer(&near, specials[i].name);
	csm_context_offer_fields(context, model, &near);
	csm_text_quote(&quoted, text, strlen(text));
	csm_nearest_hint(&near, &hint);
	/* nothing like it: then all there are, which are seldom more than a line */
	if (hint.len == 0)
		column_list(f, &hint);
	csm_error(context->diag, CSM_E_USAGE, NULL, "%s: there is no column %s%s",
	    option, quoted.data, csm_buf_text(&hint));
	csm_buf_fini(&hint);
	csm_buf_fini(&quoted);
	return -1;
}

static enum csm_cell_kind
field_kind(const struct csm_context *context, const struct csm_list_column *c)
{
	switch (
	    csm_fields_column_type(context->fields[c->field_model], (size_t)c->field)) {
	case CSM_VALUE_NUMBER:
		return CSM_CELL_NUMBER;
	case CSM_VALUE_DAY:
		return CSM_CELL_DAY;
	default:
		return CSM_CELL_TEXT;
	}
}

static int
read_special(enum csm_model model, struct csm_list_column *c)
{
	for (size_t i = 0; i < SPECIALS; i++) {
		if (strcmp(c->text, specials[i].name) != 0 ||
		    (specials[i].companies_only && model != CSM_MODEL_COMPANY))
			continue;
		c->kind = specials[i].kind;
		c->heading.kind = c->kind == CSM_COLUMN_HEALTH  ? CSM_CELL_NUMBER
				  : c->kind == CSM_COLUMN_UNITS ? CSM_CELL_LIGHTS
								: CSM_CELL_TEXT;
		if (c->kind == CSM_COLUMN_HEALTH) {
			c->heading.look = csm_look_score;
			c->heading.stated = 1;
		}
		return 1;
	}
	return 0;
}

int
csm_column_read(struct csm_context *context, enum csm_model model, const char *text,
    const char *option, struct csm_list_column *c)
{
	const struct csm_titled asked = csm_titled_read(&context->arena, text);
	const char *formula;
	int found;

	*c = (struct csm_list_column){
	    .text = asked.text, .title = asked.title, .field = -1, .query = SIZE_MAX};
	c->heading.kind = CSM_CELL_NUMBER;
	c->heading.look = csm_look_few;
	/* Before fields: a column called "id" or "name" is in many files, and means the
	 * same. */
	found = read_special(model, c);
	if (!found && is_field(context, model, c->text, c)) {
		c->kind = CSM_COLUMN_FIELD;
		c->heading.kind = field_kind(context, c);
		c->heading.look = csm_catalog_field_look(&context->catalog,
		    context->conf, c->field_model,
		    csm_fields_column_name(
			context->fields[c->field_model], (size_t)c->field));
		found = 1;
	}
	c->heading.name = c->heading.title = c->title;
	if (found)
		return 0;
	/* A word alone is no formula: it was meant as a field, and gets the nearest
	 * one. */
	if (strpbrk(c->text, ".(+-*/=<> ") == NULL)
		return column_unknown(context, model, c->text, option);
	formula =
	    csm_column_metric(&context->arena, c->text, csm_column_holds(c->text));
	if (formula != NULL)
		return column_read_metric(context, model, formula, option, c);
	c->kind = CSM_COLUMN_FORMULA;
	c->query = csm_context_query(context, context->now, model, c->text, option);
	return c->query == SIZE_MAX ? -1 : 0;
}

int
csm_columns_read(struct csm_context *context, enum csm_model model, const char *text,
    const char *option, struct csm_list_column **columns, size_t *n)
{
	size_t cap = 1;

	for (const char *p = text; *p != '\0'; p++)
		/* commas in brackets and quotes make it too many, which is room only */
		cap += *p == ',';
	*columns = CSM_ARENA_ARRAY(&context->arena, struct csm_list_column, cap);
	*n = 0;
	for (;;) {
		size_t len = csm_titled_length(text);
		const char *one = csm_arena_text(&context->arena, text, len);
		if (csm_column_read(context, model, one, option, &(*columns)[(*n)++]) !=
		    0)
			return -1;
		if (text[len] == '\0')
			return 0;
		text += len + 1;
	}
}

static const struct csm_entity_points *
points_of(const struct csm_set *set, enum csm_model model, struct csm_text id)
{
	for (size_t e = 0; e < set->entities; e++)
		if (set->entity[e].model == model &&
		    csm_bytes_cmp(
			set->entity[e].id.s, set->entity[e].id.len, id.s, id.len) == 0)
			return &set->entity[e];
	return NULL;
}

static const struct csm_state *
column_state_of(struct csm_context *context, const struct csm_entity_points *entity,
    const char *metric)
{
	const struct csm_metric_points *p =
	    entity == NULL ? NULL : csm_set_find(entity, metric);
	struct csm_text state = {"", 0};

	if (p != NULL)
		csm_facts_at(p, context->until, &state);
	return csm_state_find(&context->arena, state);
}

static struct csm_cell
column_value_cell(struct csm_context *context, enum csm_model model,
    const struct csm_list_column *c, const struct csm_set *set, size_t i)
{
	struct csm_value shown =
	    csm_value_own(csm_engine_values(context->now, c->query, i));
	const struct csm_value *v = &shown;
	struct csm_cell cell;

	if (v->type == CSM_VALUE_TEXT)
		return csm_cell_text(csm_arena_strdup(&context->arena, v->u.text));
	if (v->type == CSM_VALUE_DAY)
		return csm_cell_day(v->u.day);
	if (v->type == CSM_VALUE_BOOL)
		return csm_cell_text(v->u.truth ? "yes" : "no");
	cell = csm_cell_number(csm_engine_micros(context->now, c->query, i)[0]);
	if (c->heading.stated)
		cell.state = column_state_of(context,
		    points_of(set, model, csm_engine_entity(context->now, model, i)),
		    c->metric);
	return cell;
}

struct csm_cell
csm_column_cell(struct csm_context *context, enum csm_model model,
    const struct csm_list_column *c, const struct csm_set *set, size_t i)
{
	const char *company = set->company.s;
	struct csm_text text = csm_engine_entity(context->now, model, i);
	const char *id = model == CSM_MODEL_COMPANY
			     ? company
			     : csm_arena_text(&context->arena, text.s, text.len);

	switch (c->kind) {
	case CSM_COLUMN_ID:
		return csm_cell_text(csm_arena_strdup(&context->arena, id));
	case CSM_COLUMN_COMPANY:
		return csm_cell_text(csm_arena_strdup(&context->arena, company));
	case CSM_COLUMN_NAME:
		return csm_cell_text(csm_context_name(context, model, company, id));
	case CSM_COLUMN_HEALTH: {
		struct csm_known known = csm_known_score(context, set);
		return csm_known_health(context, set, &known);
	}
	/* filled at the end, when all units of all companies are known */
	case CSM_COLUMN_UNITS:
		return (struct csm_cell){.kind = CSM_CELL_BLANK};
	case CSM_COLUMN_FIELD:
		return csm_context_field(context, c->field_model, company,
		    c->field_model == CSM_MODEL_COMPANY ? company : id, c->field);
	case CSM_COLUMN_METRIC:
	case CSM_COLUMN_FORMULA:
		break;
	}
	return column_value_cell(context, model, c, set, i);
}

/* Also a field of companies that no column of the report is called as. */
static bool
extra_is_own(const struct csm_context *context, const struct csm_table_column *own,
    size_t n, const char *text)
{
	const struct csm_fields *f = context->fields[CSM_MODEL_COMPANY];

	/* By name or title, since people type what they see. */
	for (size_t i = 0; i < n; i++)
		if (strcmp(own[i].name, text) == 0 || strcmp(own[i].title, text) == 0)
			return true;
	return strpbrk(text, ".(+-*/=<>") == NULL &&
	       (f == NULL || csm_fields_column(f, text) < 0);
}

int
csm_extra_read(struct csm_context *context, const struct csm_table_column *own,
    size_t n, struct csm_extra *extra)
{
	const char *text = context->options->columns;
	const struct csm_titled *asked;
	size_t columns;

	*extra = (struct csm_extra){.n = 0};
	context->extras = true;
	if (text == NULL)
		return 0;
	asked = csm_titled_split(&context->arena, text, &columns);
	extra->column =
	    CSM_ARENA_ARRAY(&context->arena, struct csm_list_column, columns);
	for (size_t i = 0; i < columns; i++) {
		struct csm_list_column *c = &extra->column[extra->n];
		if (extra_is_own(context, own, n, asked[i].text))
			continue;
		if (csm_column_read(
			context, CSM_MODEL_COMPANY, asked[i].text, "--columns", c) != 0)
			return -1;
		c->heading.name = c->heading.title = c->title = asked[i].title;
		extra->n++;
	}
	return 0;
}

struct csm_packed *
csm_extra_cells(
    struct csm_context *context, struct csm_extra *extra, const struct csm_set *set)
{
	struct csm_packed *packed = extra->n == 0 ? NULL
						  : CSM_ARENA_ARRAY(&context->arena,
							struct csm_packed, extra->n);

	for (size_t i = 0; i < extra->n; i++) {
		const struct csm_cell cell = csm_column_cell(
		    context, CSM_MODEL_COMPANY, &extra->column[i], set, 0);
		packed[i] = csm_packed_of(&extra->forms, &context->arena, &cell);
	}
	return packed;
}

void
csm_extra_add(const struct csm_extra *extra, struct csm_table *t, csm_cell_of *of)
{
	for (size_t i = 0; i < extra->n; i++) {
		const struct csm_list_column *c = &extra->column[i];
		csm_table_add(
		    t, &(const struct csm_table_column){c->title, c->title,
			   c->heading.kind, .of = of, .at = i, .look = &c->heading.look,
			   .stated = c->heading.stated});
	}
}
