#include "page/element.h"

#include "base/text.h"

#include <stddef.h>
#include <string.h>

/* ---- what goes wrong ---- */

/* An element has keys, where the command line has options. */
static void
element_put_keys(struct csm_buf *out, const char *text)
{
	for (const char *p = text; *p != '\0'; p++) {
		if (strncmp(p, "--", 2) != 0 || (p > text && p[-1] != ' ')) {
			csm_buf_putc(out, *p);
			continue;
		}
		p++;
		if (strncmp(p, "-paint", 6) == 0) {
			csm_buf_puts(out, "color");
			p += 5;
		}
	}
}

static void
element_fail(struct csm_element *e, const struct csm_message *m)
{
	struct csm_buf text = {0};

	/* the first is the reason of those that follow */
	if (e->failure != NULL)
		return;
	e->absent = e->optional && m->code == CSM_E_NODATA;
	element_put_keys(&text, m->text);
	e->failure = csm_arena_printf(&e->page->arena, "%s%s%s",
	    m->pos.file == NULL ? "" : m->pos.file, m->pos.file == NULL ? "" : ": ",
	    csm_buf_text(&text));
	csm_buf_fini(&text);
}

/* A warning has its place in the configuration: options of the report inside are keys. */
static void
element_warn(struct csm_element *e, const struct csm_message *m)
{
	const struct csm_json *at = csm_json_get(e->json, "where");

	if (e->json == NULL || m->level != CSM_WARNING ||
	    (m->pos.file != NULL && (at == NULL || strcmp(m->pos.file, "-w") != 0)))
		csm_diag_pass(e->page->diag, m);
	else
		csm_json_warn(e->page->diag, m->pos.file == NULL ? e->json : at,
		    m->code, "%s", m->text);
}

/* While the configuration is read, all but what depends on the data (E_USAGE: a field
 * or an owner that is not there) is an error of it. */
static void
hear(void *ctx, const struct csm_message *m)
{
	struct csm_element *e = ctx;

	if (m->level != CSM_ERROR) {
		element_warn(e, m);
	} else if (e->reading && m->code != CSM_E_USAGE && e->json != NULL) {
		/* A page is written by a nightly job: a field that is gone tonight
		 * takes its own part away, a formula that was never one stops the
		 * run. */
		csm_json_error(e->page->diag, e->json, m->code, "%s", m->text);
		e->bad = 1;
	} else {
		element_fail(e, m);
	}
}

/* ---- reading ---- */

/* Words of a list, not a table of flags: a kind says in one line what it looks at. */
static const char of_all[] =
    "id type title description column row width height comment";

static int
element_has_word(const char *words, const char *word)
{
	size_t len = strlen(word);

	for (const char *p = words; (p = strstr(p, word)) != NULL; p += len)
		if ((p == words || p[-1] == ' ') && (p[len] == ' ' || p[len] == '\0'))
			return 1;
	return 0;
}

/* A key that would not be looked at is a mistake. */
static int
element_check_keys(struct csm_element *e)
{
	int bad = 0;

	for (const struct csm_json *m = e->json->child; m != NULL; m = m->next)
		if (!element_has_word(of_all, m->key) &&
		    !element_has_word(e->kind->keys, m->key))
			bad = csm_json_error(e->page->diag, m, CSM_E_CONFIG,
			    "an element of type %s does not take it", e->type);
	return bad;
}

static unsigned
element_place(const struct csm_json *json, const char *key)
{
	const struct csm_json *value = csm_json_get(json, key);

	return value == NULL ? 0 : (unsigned)value->number;
}

static const char *
element_text_of(const struct csm_json *json, const char *key)
{
	const struct csm_json *value = csm_json_get(json, key);

	return value == NULL ? NULL : value->text;
}

static int read_report(struct csm_element *e);

static const struct csm_element_kind report_kind = {
    "report part company metric metrics titles bands x y size color outliers by bucket "
    "agg over compare days open new replay left "
    "model segment where owner unassigned columns sort top bottom limit",
    read_report, csm_element_tables};

static const struct element_entry {
	const char *name; /* first, see csm_words */
	const struct csm_element_kind *kind;
} kinds[] = {{"report", &report_kind}, {"chart", &csm_element_chart},
    {"number", &csm_element_number}, {"text", &csm_element_text},
    {"image", &csm_element_image}, {"video", &csm_element_video},
    {"table", &csm_element_grid}, {.name = NULL}};
const struct csm_words csm_element_words = CSM_WORDS(kinds);

/* The key that says what a report is about, NULL after a report.  A trend of bands is
 * about all, one of several metrics says "metrics". */
static int
element_read_arg(
    struct csm_element *e, const struct csm_report *report, const struct csm_json **arg)
{
	const struct csm_json *bands = csm_json_get(e->json, "bands");
	const char *key;

	*arg = NULL;
	if (report->arg == NULL || (bands != NULL && bands->type == CSM_JSON_TRUE))
		return 0;
	/* The configuration calls arguments by what they are, the command line by what
	 * kind of word they want. */
	key = strcmp(report->arg, "ID") == 0      ? "company"
	      : strcmp(report->arg, "FIELD") == 0 ? "by"
						  : "metric";
	*arg = csm_json_get(e->json, key);
	if (strcmp(key, "metric") == 0 && csm_json_get(e->json, "metrics") != NULL) {
		if (*arg != NULL)
			return csm_json_error(e->page->diag, e->json, CSM_E_CONFIG,
			    "wants either \"metric\" or \"metrics\"");
		*arg = csm_json_get(e->json, "metrics");
		if ((*arg)->count == 0)
			return csm_json_error(
			    e->page->diag, *arg, CSM_E_CONFIG, "\"metrics\" is empty");
	}
	return *arg != NULL ? 0
			    : csm_json_error(e->page->diag, e->json, CSM_E_CONFIG,
				  "the report %s wants \"%s\"", report->name, key);
}

/* Of a report for which it is an option. */
static int
set_metric(struct csm_element *e, struct csm_element_sub *sub)
{
	const struct csm_json *metric = csm_json_get(e->json, "metric");
	const char **list = CSM_ARENA_NEW(&e->page->arena, const char *);

	if (metric == NULL)
		return 0;
	sub->options.metric = list;
	sub->options.metrics = 1;
	return (*list = csm_element_formula(e, metric)) == NULL ? -1 : 0;
}

/* What no data would give it takes the element away, as what tonight's do not. */
static void
element_check_part(
    struct csm_element *e, const struct csm_report *report, const struct csm_json *part)
{
	struct csm_buf hint = {0};

	if (!csm_report_has_part(report, part->text, &hint))
		csm_error(&e->diag, CSM_E_USAGE, NULL,
		    "part: the report has no part \"%s\"%s", part->text,
		    csm_buf_text(&hint));
	csm_buf_fini(&hint);
}

static void
element_check_parts(struct csm_element *e, const struct csm_report *report)
{
	const struct csm_json *part = csm_json_get(e->json, "part");

	if (part == NULL)
		return;
	if (part->type == CSM_JSON_STRING)
		element_check_part(e, report, part);
	for (part = part->child; part != NULL; part = part->next)
		element_check_part(e, report, part);
}

static int
read_report(struct csm_element *e)
{
	const char *name = element_text_of(e->json, "report");
	const struct csm_report *report;
	const struct csm_json *arg = NULL, *titles;
	struct csm_element_sub *sub;
	int bad = 0;

	if (name == NULL)
		return csm_json_error(e->page->diag, e->json, CSM_E_CONFIG,
		    "wants \"report\": which one");
	report = csm_report_find(e->page->options->reports, name, &e->diag);
	if (report == NULL)
		return 0;
	if (element_read_arg(e, report, &arg) != 0)
		return -1;
	for (const struct csm_json *m = e->json->child; m != NULL; m = m->next) {
		/* Two keys are not called as their options: --color is of terminals,
		 * and days are a window to some reports and a beginning to others. */
		const char *option = strcmp(m->key, "color") == 0         ? "paint"
				     : strcmp(m->key, "days") != 0        ? m->key
				     : csm_report_takes(report, "window") ? "window"
									  : "since";
		if (m == arg || element_has_word(of_all, m->key) ||
		    (m == csm_json_get(e->json, "titles") && report->arg != NULL) ||
		    element_has_word(
			"report part segment where owner unassigned", m->key) ||
		    csm_report_takes(report, option))
			continue;
		bad = csm_json_error(e->page->diag, m, CSM_E_CONFIG,
		    "the report %s does not take it", name);
	}
	element_check_parts(e, report);
	/* All keys are looked at first, so that each that is not taken is told. */
	sub = bad != 0 ? NULL : csm_element_sub(e, report);
	if (sub == NULL)
		return -1;
	if (csm_report_takes(report, "metric") && arg == NULL &&
	    set_metric(e, sub) != 0)
		return -1;
	if (arg == NULL)
		return 0;
	if (csm_element_titles(e, &titles) != 0)
		return -1;
	sub->options.arg = arg == csm_json_get(e->json, "metrics")
			       ? csm_element_columns(e, arg, titles)
			       : csm_element_formula(e, arg);
	return sub->options.arg == NULL ? -1 : 0;
}

/* The drafts of the reports that were asked for. */
static int
open_subs(struct csm_element *e)
{
	for (size_t i = 0; i < e->subs && e->failure == NULL && !e->bad; i++) {
		struct csm_element_sub *sub = &e->sub[i];
		sub->context = csm_context_new(sub->report, &sub->options,
		    e->page->conf, e->page->fields, &e->diag);
		if (sub->context != NULL)
			csm_context_put_under(sub->context, e->page);
	}
	/* What goes wrong from here on is the data's. */
	e->reading = 0;
	return e->bad ? -1 : 0;
}

int
csm_element_read(
    struct csm_element *e, struct csm_context *page, const struct csm_json *json)
{
	const char *type = element_text_of(json, "type");
	const struct element_entry *named = csm_words_find(&csm_element_words, type);

	*e = (struct csm_element){.page = page, .json = json, .reading = 1};
	csm_diag_init(&e->diag, hear, e);
	e->box = (struct csm_box){.id = element_text_of(json, "id"),
	    .title = element_text_of(json, "title"),
	    .note = element_text_of(json, "description"),
	    .column = element_place(json, "column"),
	    .row = element_place(json, "row"),
	    .width = element_place(json, "width"),
	    .height = element_place(json, "height")};
	/* The shape has checked the word; NULL would be a mistake of ours. */
	e->type = named->name;
	e->kind = named->kind;
	if (e->box.id == NULL)
		e->box.id =
		    /* links and messages need some name, and its place is one */
		    csm_arena_printf(&page->arena, "%u", (unsigned)json->index + 1);
	if (element_check_keys(e) != 0 || e->kind->read(e) != 0)
		return -1;
	return open_subs(e);
}

int
csm_element_report(struct csm_element *e, struct csm_context *page,
    const struct csm_report *report, long limit)
{
	*e = (struct csm_element){
	    .page = page, .type = kinds[0].name, .kind = kinds[0].kind, .reading = 1};
	csm_diag_init(&e->diag, hear, e);
	e->box = (struct csm_box){.id = report->name};
	csm_element_sub(e, report)->options.limit = limit;
	return open_subs(e);
}

/* ---- the walk ---- */

void
csm_element_days(struct csm_element *e)
{
	int32_t until = e->page->until;

	for (size_t i = 0; i < e->subs && e->failure == NULL; i++) {
		long days = e->sub[i].days;
		csm_context_days(e->sub[i].context,
		    /* Each report its own days: a page shows a year beside a week. */
		    days == 0 ? CSM_DAY_NONE : until - (int32_t)days + 1, until);
	}
}

struct csm_context *
csm_element_context(const struct csm_element *e, size_t i)
{
	return e->failure == NULL && i < e->subs ? e->sub[i].context : NULL;
}

/* ---- the end ---- */

static void
element_tell(struct csm_element *e)
{
	if (e->json != NULL)
		csm_json_error(e->page->diag, e->json, CSM_E_PAGE, "%s", e->failure);
	else
		csm_error(
		    e->page->diag, CSM_E_PAGE, NULL, "%s: %s", e->box.id, e->failure);
}

void
csm_element_lint(struct csm_element *e)
{
	for (size_t i = 0; i < e->subs && e->failure == NULL; i++)
		if (e->sub[i].report->lint != NULL)
			e->sub[i].report->lint(e->sub[i].context);
	if (e->failure != NULL)
		element_tell(e);
}

void
csm_element_finish(struct csm_element *e, struct csm_doc *doc)
{
	for (size_t i = 0; i < e->subs && e->failure == NULL; i++) {
		e->sub[i].doc.page = 1; /* companies lead to their sections */
		/* What it returns is told through hear(), as e->failure. */
		csm_context_finish(e->sub[i].context, &e->sub[i].doc);
		if (e->failure == NULL)
			csm_element_select(e, &e->sub[i].doc);
	}
	if (e->failure == NULL)
		e->kind->finish(e, doc);
	if (e->failure == NULL || e->absent)
		return;
	if (e->box.title == NULL)
		e->box.title = e->subs > 0 ? e->sub[0].report->name : e->type;
	csm_element_note(e, doc, CSM_LAYOUT_FAILURE, e->failure);
	element_tell(e);
}

void
csm_element_fini(struct csm_element *e)
{
	for (size_t i = 0; i < e->subs; i++) {
		csm_doc_fini(&e->sub[i].doc);
		csm_context_free(e->sub[i].context);
	}
	e->subs = 0;
}
