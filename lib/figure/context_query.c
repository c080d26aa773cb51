/* What reports ask of a context. */
#include "base/text.h"
#include "entity/who.h"
#include "figure/context.h"
#include "figure/report.h"
#include "time/date.h"

#include <string.h>

size_t
csm_context_query(struct csm_context *context, struct csm_engine *engine,
    enum csm_model model, const char *text, const char *option)
{
	/* An option is what a message names in place of a file; NULL: a formula of
	 * ours, of which nothing is to be said. */
	struct csm_pos at = {.file = option};
	struct csm_formula *f =
	    csm_formula_parse(&context->arena, text, strlen(text), &at, context->diag);

	return f == NULL ? SIZE_MAX : csm_engine_query(engine, model, f);
}

int64_t
csm_context_value(const struct csm_context *context, size_t query)
{
	return csm_engine_micros(context->now, query, 0)[0];
}

static struct csm_value
field(struct csm_context *context, enum csm_model model, const char *company,
    const char *id, int column)
{
	const struct csm_fields *f = context->fields[model];

	if (f == NULL || column < 0)
		return (struct csm_value){.type = CSM_VALUE_MISSING};
	/* Fields of other models are found by both ids: end users of two companies may
	 * be called alike. */
	if (company == NULL || model == CSM_MODEL_COMPANY)
		company = id;
	return csm_fields_value(f,
	    csm_fields_find(f, company, strlen(company), id, strlen(id)), column,
	    context->until);
}

struct csm_cell
csm_context_field(struct csm_context *context, enum csm_model model,
    const char *company, const char *id, int column)
{
	struct csm_value cell = field(context, model, company, id, column);
	struct csm_value v = csm_value_own(&cell);

	switch (v.type) {
	case CSM_VALUE_MISSING:
		break;
	case CSM_VALUE_NUMBER:
		return csm_cell_number(csm_value_micros(&cell));
	case CSM_VALUE_BOOL:
	case CSM_VALUE_TEXT:
	case CSM_VALUE_CELL:
		return csm_cell_text(csm_value_text(&cell));
	case CSM_VALUE_DAY:
		return csm_cell_day(v.u.day);
	}
	return (struct csm_cell){.kind = CSM_CELL_NONE};
}

const char *
csm_context_field_text(struct csm_context *context, enum csm_model model,
    const char *company, const char *id, int column)
{
	struct csm_value v = field(context, model, company, id, column);

	return csm_value_text(&v);
}

const char *
csm_context_name(struct csm_context *context, enum csm_model model, const char *company,
    const char *id)
{
	int column = model == CSM_MODEL_COMPANY
			 ? context->name_column
			 : csm_context_column(context, model, csm_who_columns);
	const char *name = csm_context_field_text(context, model, company, id, column);

	/* An id stands for a name, so that no row is without. */
	return name == NULL ? csm_arena_strdup(&context->arena, id) : name;
}

const char *
csm_context_called(struct csm_context *context, const char *id)
{
	const char *name = csm_context_field_text(
	    context, CSM_MODEL_COMPANY, id, id, context->name_column);

	return name == NULL ? id : name;
}

void
csm_context_offer_fields(
    const struct csm_context *context, enum csm_model model, struct csm_nearest *near)
{
	const struct csm_fields *f = context->fields[model];

	for (size_t i = 0; f != NULL && i < csm_fields_columns(f); i++)
		csm_nearest_offer(near, csm_fields_column_name(f, i));
}

bool
csm_context_has(const struct csm_context *context, enum csm_model model, const char *id)
{
	return csm_narrow_has(
	    &context->narrow, model, (struct csm_text){id, strlen(id)});
}

int
csm_context_column(
    const struct csm_context *context, enum csm_model model, const char *const *names)
{
	int column = -1;

	if (context->fields[model] == NULL)
		return -1;
	/* in order of the list: the first that is there */
	for (; *names != NULL && column < 0; names++)
		column = csm_fields_column(context->fields[model], *names);
	return column;
}

void
csm_context_reads(const struct csm_context *context, enum csm_model model, int column,
    enum csm_value_type type)
{
	const struct csm_fields *f = context->fields[model];

	if (column < 0)
		return;
	if (type == CSM_VALUE_NUMBER &&
	    csm_fields_check_decimal(f, column, context->diag) != 0)
		return; /* which ends the run once all is checked */
	csm_fields_tell_all(f, column, type, context->diag);
}

/* Metrics the engine makes of others, so that no point needs to have their name. */
static int
context_query_is_made(const struct csm_context *context, const char *metric)
{
	/* Whether a pattern matches anything is for the engine to tell. */
	if (strchr(metric, '*') != NULL || strncmp(metric, "system.", 7) == 0)
		return 1;
	return strncmp(metric, "calculated.", 11) == 0 &&
	       csm_entry_find(context->catalog.metric, metric + 11) != NULL;
}

int
csm_context_need_metric(
    struct csm_context *context, const char *metric, const char *what)
{
	struct csm_nearest near;
	struct csm_buf hint = {0};

	if (context_query_is_made(context, metric) ||
	    csm_intern_find(&context->names, metric, strlen(metric)) != CSM_INTERN_NONE)
		return 0;
	csm_nearest_init(&near, metric);
	for (uint32_t i = 0; i < context->names.n; i++)
		csm_nearest_offer(&near, context->names.text[i].s);
	for (const struct csm_entry *e = context->catalog.metric; e != NULL;
	     e = e->next)
		csm_nearest_offer(
		    &near, csm_arena_printf(&context->arena, "calculated.%s", e->id));
	csm_error(context->diag, CSM_E_USAGE, NULL,
	    "%s: no point has the metric \"%s\"%s", what, metric,
	    csm_nearest_hint(&near, &hint));
	csm_buf_fini(&hint);
	return -1;
}

const char *
csm_context_subtitle(struct csm_context *context, size_t shown, const char *what)
{
	char day[CSM_DAY_TEXT];

	csm_date_format(context->until, day);
	return csm_arena_printf(&context->arena, "%s, as of %s",
	    csm_text_counted(&context->arena, shown, what), day);
}

/* Names that only an entry of a section can give a metric. */
static const struct {
	const char *prefix, *section;
} context_query_makers[] = {
    {"calculated.", "metrics"}, {"units.", "units"}, {"milestones.", "milestones"}};

void
csm_context_doubt_metric(struct csm_context *context, const char *metric)
{
	for (size_t i = 0; metric != NULL && i < sizeof context_query_makers /
						     sizeof context_query_makers[0];
	     i++) {
		const char *prefix = context_query_makers[i].prefix,
			   *section = context_query_makers[i].section, *meant;
		const size_t n = strlen(prefix);
		struct csm_nearest near;
		/* Without the section its points are made by another configuration. */
		if (strncmp(metric, prefix, n) != 0 ||
		    csm_config_each(context->conf, section, NULL) == NULL ||
		    csm_config_find(context->conf, section, metric + n, &near) != NULL)
			continue;
		meant = csm_nearest_best(&near);
		csm_warn(context->diag, CSM_W_UNKNOWN, NULL,
		    "no entry of \"%s\" makes \"%s\"%s%s%s%s", section, metric,
		    meant == NULL ? "" : "; did you mean \"",
		    meant == NULL ? "" : prefix, meant == NULL ? "" : meant,
		    meant == NULL ? "" : "\"?");
	}
}
