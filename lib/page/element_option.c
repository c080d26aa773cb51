/* What an element says of the report inside: keys that are options of csm-report(1). */
#include "page/element.h"

#include <stddef.h>
#include <string.h>

enum option_kind { TEXT, FORMULA, AMOUNT, CHOICE, WHOLE, FLAG, COLUMNS, LIST };

static const struct {
	const char *key; /* of the element, and of the option */
	enum option_kind kind;
	size_t offset;
	const struct csm_words *words;
} options[] = {
    {"by", TEXT, offsetof(struct csm_report_options, by), NULL},
    {"bucket", CHOICE, offsetof(struct csm_report_options, bucket), &csm_range_words},
    {"agg", CHOICE, offsetof(struct csm_report_options, agg), &csm_time_agg_words},
    {"over", CHOICE, offsetof(struct csm_report_options, over), &csm_over_words},
    {"compare", CHOICE, offsetof(struct csm_report_options, compare),
	&csm_compare_words},
    {"bands", FLAG, offsetof(struct csm_report_options, bands), NULL},
    {"open", FLAG, offsetof(struct csm_report_options, open), NULL},
    {"new", FLAG, offsetof(struct csm_report_options, fresh), NULL},
    {"replay", FLAG, offsetof(struct csm_report_options, replay), NULL},
    {"left", FLAG, offsetof(struct csm_report_options, left), NULL},
    {"unassigned", FLAG, offsetof(struct csm_report_options, unassigned), NULL},
    {"model", TEXT, offsetof(struct csm_report_options, model), NULL},
    {"owner", TEXT, offsetof(struct csm_report_options, owner), NULL},
    {"columns", COLUMNS, offsetof(struct csm_report_options, columns), NULL},
    {"sort", TEXT, offsetof(struct csm_report_options, sort), NULL},
    {"top", AMOUNT, offsetof(struct csm_report_options, top), NULL},
    {"bottom", AMOUNT, offsetof(struct csm_report_options, bottom), NULL},
    {"limit", WHOLE, offsetof(struct csm_report_options, limit), NULL},
    {"x", FORMULA, offsetof(struct csm_report_options, x), NULL},
    {"y", FORMULA, offsetof(struct csm_report_options, y), NULL},
    {"size", FORMULA, offsetof(struct csm_report_options, size), NULL},
    {"color", FORMULA, offsetof(struct csm_report_options, paint), NULL},
    {"outliers", CHOICE, offsetof(struct csm_report_options, outliers),
	&csm_outliers_words},
    {"segment", LIST, offsetof(struct csm_report_options, segment), NULL},
    {"where", LIST, offsetof(struct csm_report_options, where), NULL},
};

const char *
csm_element_formula(struct csm_element *e, const struct csm_json *value)
{
	struct csm_arena *arena = &e->page->arena;
	struct csm_formula *f;
	struct csm_buf text = {0};
	const char *copy;

	if (value->type == CSM_JSON_STRING)
		return value->text; /* may be a metric or a field alone */
	/* To the page's messages: a formula that cannot be read is wrong configuration,
	 * not the element's failure. */
	f = csm_formula_from_json(arena, value, e->page->diag);
	if (f == NULL)
		return NULL;
	csm_formula_print_text(f, &text);
	copy = csm_arena_strdup(arena, csm_buf_text(&text));
	csm_buf_fini(&text);
	return copy;
}

/* A quoted title is plain text, whatever is in it. */
static void
put_title(struct csm_buf *out, const char *title)
{
	csm_buf_printf(out, " as \"");
	for (const char *p = title; *p != '\0'; p++) {
		if (*p == '"')
			csm_buf_putc(out, '"');
		csm_buf_putc(out, *p);
	}
	csm_buf_putc(out, '"');
}

int
csm_element_titles(struct csm_element *e, const struct csm_json **titles)
{
	const struct csm_json *metrics = csm_json_get(e->json, "metrics");

	*titles = csm_json_get(e->json, "titles");
	/* One title too few would call every line after it by its neighbour's name. */
	if (*titles == NULL || (metrics != NULL && metrics->count == (*titles)->count))
		return 0;
	return csm_json_error(e->page->diag, *titles, CSM_E_CONFIG,
	    "wants as many titles as there are \"metrics\"");
}

const char *
csm_element_columns(struct csm_element *e, const struct csm_json *columns,
    const struct csm_json *titles)
{
	struct csm_buf text = {0};
	const char *copy = NULL;

	titles = titles == NULL ? NULL : titles->child;
	for (const struct csm_json *c = columns->child; c != NULL; c = c->next) {
		const struct csm_json *value =
		    /* An object with a type is a formula's part; one without is a
		     * column with its title. */
		    csm_json_get(c, "type") == NULL && c->type == CSM_JSON_OBJECT
			? csm_json_get(c, "value")
			: c;
		const struct csm_json *title = titles != NULL ? titles
					       : value == c   ? NULL
							    : csm_json_get(c, "title");
		const char *formula = csm_element_formula(e, value);
		if (formula == NULL)
			goto out;
		csm_buf_printf(&text, "%s%s", c == columns->child ? "" : ",", formula);
		if (title != NULL)
			put_title(&text, title->text);
		titles = titles == NULL ? NULL : titles->next;
	}
	copy = csm_arena_strdup(&e->page->arena, csm_buf_text(&text));
out:
	csm_buf_fini(&text);
	return copy;
}

static int
element_set_option(struct csm_element *e, struct csm_report_options *o, size_t i,
    const struct csm_json *value)
{
	void *at = (char *)o + options[i].offset;
	const char *text = value->text, **list;

	switch (options[i].kind) {
	case CHOICE:
		/* the shape has refused other words */
		*(int *)at = csm_words_value(options[i].words, text);
		return 0;
	case FLAG:
		*(int *)at = value->type == CSM_JSON_TRUE;
		return 0;
	case WHOLE:
		*(long *)at = (long)value->number;
		return 0;
	case LIST:
		list = CSM_ARENA_NEW(&e->page->arena, const char *);
		*list = text = csm_element_formula(e, value);
		*(const char *const **)at = list;
		if (strcmp(options[i].key, "where") == 0)
			o->wheres = 1;
		else
			o->segments = 1;
		break;
	case COLUMNS:
		*(const char **)at = text = csm_element_columns(e, value, NULL);
		break;
	case FORMULA:
		*(const char **)at = text = csm_element_formula(e, value);
		break;
	case TEXT:
	case AMOUNT:
		*(const char **)at = text;
		break;
	}
	return text == NULL ? -1 : 0;
}

struct csm_element_sub *
csm_element_sub(struct csm_element *e, const struct csm_report *report)
{
	struct csm_element_sub *sub = &e->sub[e->subs++];
	const struct csm_json *days = csm_json_get(e->json, "days"), *value;

	*sub = (struct csm_element_sub){.report = report,
	    .options = {.limit = -1,
		.window = -1,
		.sunday = e->page->options->sunday,
		.resets = e->page->options->resets},
	    .days = days == NULL ? 0 : (long)days->number};
	/* Of such a report the days are the window it looks at, not a range it
	 * shows. */
	if (sub->days > 0 && csm_report_takes(report, "window")) {
		sub->options.window = sub->days;
		sub->days = 0;
	}
	for (size_t i = 0; i < sizeof options / sizeof options[0]; i++)
		if ((value = csm_json_get(e->json, options[i].key)) != NULL &&
		    element_set_option(e, &sub->options, i, value) != 0)
			return NULL;
	return sub;
}
