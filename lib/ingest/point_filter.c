#include "ingest/point_filter.h"

#include "base/text.h"
#include "formula/func.h"

#include <string.h>

static const char *const columns[] = {
    "company", "model", "id", "metric", "date", "value", "state", NULL};
enum point_filter_column { COMPANY, MODEL, ID, METRIC, DATE, VALUE, STATE };

struct csm_pointfilter {
	struct csm_formula *holds;
	enum point_filter_column *of; /* of each leaf */
	struct csm_value *value;
	struct csm_column *leaf;
	struct csm_arena scratch;
};

static int
point_filter_column(const char *s, size_t len)
{
	int i = 0;

	while (columns[i] != NULL && !csm_text_is(columns[i], s, len))
		i++;
	return columns[i] == NULL ? -1 : i;
}

/* Double quotes around what is no column become those of a text.  Shells and people
 * write metric = "x" where csm-formula(5) has double quotes for names; the columns of
 * points are seven, so that what is none of them can be nothing else than a text. */
static const char *
point_filter_quotes(struct csm_arena *arena, const char *text)
{
	struct csm_buf out = {0};
	const char *s, *end, *made;

	for (s = text; *s != '\0'; s = end) {
		end = *s == '"' || *s == '\'' ? strchr(s + 1, *s) : NULL;
		end = end == NULL ? s + 1 : end + 1;
		if (*s != '"' || end == s + 1 ||
		    point_filter_column(s + 1, (size_t)(end - s - 2)) >= 0) {
			csm_buf_put(&out, s, (size_t)(end - s));
			continue;
		}
		csm_buf_putc(&out, '\'');
		for (const char *p = s + 1; p < end - 1; p++)
			csm_buf_puts(&out, *p == '\'' ? "''" : (char[]){*p, '\0'});
		csm_buf_putc(&out, '\'');
	}
	made = csm_arena_text(arena, csm_buf_text(&out), out.len);
	csm_buf_fini(&out);
	return made;
}

static int
point_filter_unknown(
    const char *option, const struct csm_node *name, struct csm_diag *diag)
{
	struct csm_pos at = {
	    .file = option, .line = name->line, .column = name->column};
	struct csm_nearest near;
	struct csm_buf text = {0}, hint = {0};

	csm_nearest_init(&near, name->text);
	for (int i = 0; columns[i] != NULL; i++)
		csm_nearest_offer(&near, columns[i]);
	csm_buf_puts(&text, "points have no ");
	csm_text_quote(&text, name->text, strlen(name->text));
	csm_error(diag, CSM_E_FORMULA, &at,
	    "%s, but company, model, id, metric, date, value and state; texts are in "
	    "quotes%s",
	    text.data, csm_nearest_hint(&near, &hint));
	csm_buf_fini(&text);
	csm_buf_fini(&hint);
	return -1;
}

static bool
point_filter_is_text(const struct csm_node *node)
{
	int of = node->kind != CSM_NODE_FIELD
		     ? -1
		     : point_filter_column(node->text, strlen(node->text));

	return of >= 0 && of != DATE && of != VALUE;
}

/* An id is a text: 7 would be 007 too.  -1 after a report.  Asked of comparisons only:
 * in arithmetic a text is refused by what it is. */
static int
point_filter_check(
    const char *option, const struct csm_node *node, struct csm_diag *diag)
{
	const struct csm_node *text = NULL, *number = NULL;

	for (size_t i = 0; i < node->argc; i++) {
		if (point_filter_check(option, node->arg[i], diag) != 0)
			return -1;
		if (point_filter_is_text(node->arg[i]))
			text = node->arg[i];
		if (node->arg[i]->kind == CSM_NODE_NUMBER)
			number = node->arg[i];
	}
	if (node->kind != CSM_NODE_CALL || node->func->give != CSM_GIVE_TRUTH ||
	    text == NULL || number == NULL)
		return 0;
	struct csm_pos at = {
	    .file = option, .line = number->line, .column = number->column};
	return csm_error(diag, CSM_E_FORMULA, &at,
	    "%s is a text, and %s a number; '%s' is a text", text->text, number->text,
	    number->text);
}

struct csm_pointfilter *
csm_pointfilter_read(struct csm_arena *arena, const char *option, const char *text,
    struct csm_diag *diag)
{
	struct csm_pointfilter *f = CSM_ARENA_NEW(arena, struct csm_pointfilter);
	struct csm_pos at = {.file = option};

	text = point_filter_quotes(arena, text);
	f->holds = csm_formula_parse_columns(arena, text, strlen(text), &at, diag);
	if (f->holds == NULL)
		return NULL;
	if (point_filter_check(option, f->holds->root, diag) != 0)
		return NULL;
	/* A number or column alone holds for nearly all, and they would be gone. */
	if (csm_formula_type(f->holds) != CSM_FORMULA_TRUTH) {
		at.line = at.column = 1;
		csm_error(diag, CSM_E_FORMULA, &at,
		    "not a condition, such as metric = \"activities.test\" or value > "
		    "4");
		return NULL;
	}
	/* One more than there are: "true" is a condition over no column. */
	f->of = CSM_ARENA_ARRAY(arena, enum point_filter_column, f->holds->leaves + 1);
	f->value = CSM_ARENA_ARRAY(arena, struct csm_value, f->holds->leaves + 1);
	f->leaf = CSM_ARENA_ARRAY(arena, struct csm_column, f->holds->leaves + 1);
	for (size_t i = 0; i < f->holds->leaves; i++) {
		const struct csm_node *leaf = f->holds->leaf[i];
		int of = point_filter_column(leaf->text, strlen(leaf->text));
		if (of < 0) {
			point_filter_unknown(option, leaf, diag);
			return NULL;
		}
		f->of[i] = (enum point_filter_column)of;
		f->leaf[i] = (struct csm_column){&f->value[i], 1};
	}
	return f;
}

void
csm_pointfilter_fini(struct csm_pointfilter *f)
{
	if (f != NULL)
		csm_arena_fini(&f->scratch);
}

static struct csm_value
point_filter_text(struct csm_pointfilter *f, struct csm_text t)
{
	struct csm_value v = {.type = CSM_VALUE_MISSING};

	/* An empty state is missing, as in formulas. */
	if (t.len == 0)
		return v;
	v.type = CSM_VALUE_TEXT;
	v.u.text = csm_arena_text(&f->scratch, t.s, t.len);
	return v;
}

static struct csm_value
point_filter_value(
    struct csm_pointfilter *f, enum point_filter_column of, const struct csm_point *p)
{
	struct csm_value v = {.type = CSM_VALUE_MISSING};

	switch (of) {
	case COMPANY:
		return point_filter_text(f, p->company);
	case ID:
		return point_filter_text(f, p->id);
	case METRIC:
		return point_filter_text(f, p->metric);
	case STATE:
		return point_filter_text(f, p->state);
	case MODEL:
		v.type = CSM_VALUE_TEXT;
		v.u.text = csm_model_name(p->model);
		return v;
	case DATE:
		v.type = CSM_VALUE_DAY;
		v.u.day = p->day;
		return v;
	case VALUE:
		break;
	}
	if (p->value != CSM_MISSING) {
		v.type = CSM_VALUE_NUMBER;
		v.u.number = csm_num_to_double(p->value);
	}
	return v;
}

bool
csm_pointfilter_has(struct csm_pointfilter *f, const struct csm_point *p)
{
	struct csm_eval_counts counts = {0};
	struct csm_value result;

	csm_arena_reset(&f->scratch);
	for (size_t i = 0; i < f->holds->leaves; i++)
		f->value[i] = point_filter_value(f, f->of[i], p);
	csm_formula_eval(f->holds, f->leaf, 1, &result, &f->scratch, &counts);
	return csm_value_true(&result) != 0;
}
