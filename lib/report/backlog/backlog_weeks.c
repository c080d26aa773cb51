/* The backlog week by week, or by what --bucket says. */
#include "report/backlog/backlog.h"

#include "figure/panel.h"

#define SHOWN 3 /* a choice: types that people are shown columns of */

/* Days between the first and the last point of a type are known: without a number
 * nothing was open, or happened. */
static int64_t
backlog_known(const struct csm_backlog_type *t, int64_t value, struct csm_period span)
{
	return value == CSM_MISSING && t->first <= span.to && t->last >= span.from
		   ? 0
		   : value;
}

int64_t
csm_backlog_open(
    const struct csm_context *context, const struct csm_backlog_type *t, int32_t day)
{
	return backlog_known(t, t->day[CSM_FAMILY_OPEN][day - context->since],
	    (struct csm_period){day, day});
}

int64_t
csm_backlog_sum(const struct csm_context *context, const struct csm_backlog_type *t,
    enum csm_family_state_part part, struct csm_period span)
{
	return backlog_known(t,
	    csm_panel_days(CSM_TIME_AGG_SUM, &t->day[part][span.from - context->since],
		(size_t)(span.to - span.from) + 1),
	    span);
}

struct backlog_week {
	struct csm_context *context;
	const char *label;
	struct csm_period span;
};

static struct csm_cell
backlog_of_open(const void *row, size_t type)
{
	const struct backlog_week *r = row;
	const struct csm_backlog_work *w = r->context->work;

	return csm_cell_number(
	    csm_backlog_open(r->context, &w->type[type], r->span.to));
}

static struct csm_cell
backlog_of_opened(const void *row, size_t type)
{
	const struct backlog_week *r = row;
	const struct csm_backlog_work *w = r->context->work;

	return csm_cell_number(
	    csm_backlog_sum(r->context, &w->type[type], CSM_FAMILY_OPENED, r->span));
}

static struct csm_cell
backlog_of_closed(const void *row, size_t type)
{
	const struct backlog_week *r = row;
	const struct csm_backlog_work *w = r->context->work;

	return csm_cell_number(
	    csm_backlog_sum(r->context, &w->type[type], CSM_FAMILY_CLOSED, r->span));
}

static const struct {
	enum csm_family_state_part part;
	const char *title;
	csm_cell_of *of;
} backlog_parts[] = {{CSM_FAMILY_OPEN, "Open at the end", backlog_of_open},
    {CSM_FAMILY_OPENED, "Opened", backlog_of_opened},
    {CSM_FAMILY_CLOSED, "Closed", backlog_of_closed}};
#define BACKLOG_PARTS (sizeof backlog_parts / sizeof backlog_parts[0])

/* What is open of all types first, which is drawn. */
static void
backlog_add_columns(struct csm_context *context, struct csm_table *t)
{
	const struct csm_backlog_work *w = context->work;

	for (size_t p = 0; p < BACKLOG_PARTS; p++)
		for (size_t i = 0; i < w->types; i++) {
			const char *title = backlog_parts[p].title;
			csm_table_add(t,
			    &(const struct csm_table_column){
				csm_arena_printf(&context->arena, "%s.%s",
				    w->type[i].name,
				    csm_family_state_name(backlog_parts[p].part)),
				w->types == 1 ? title
					      : csm_arena_printf(&context->arena,
						    "%s: %s", w->type[i].name, title),
				CSM_CELL_NUMBER, .of = backlog_parts[p].of, .at = i,
				.for_machines = i >= SHOWN});
		}
}

static const struct csm_table_column bucket_column = {
    "bucket", NULL, CSM_OF_TEXT(struct backlog_week, label)};

void
csm_backlog_put_weeks(struct csm_context *context, struct csm_doc *doc)
{
	const struct csm_backlog_work *w = context->work;
	struct csm_table *t = csm_doc_table(doc, "weeks",
	    csm_arena_printf(&context->arena, "Opened, closed and open, by %s",
		csm_buckets_word(w->buckets.bucket)));

	t->half = 1;
	t->chart = CSM_CHART_LINE;
	/* of one type its coming and going, too */
	t->chart_columns = w->types == 1      ? BACKLOG_PARTS
			   : w->types < SHOWN ? w->types
					      : SHOWN;
	csm_table_add(t, &bucket_column)->title = csm_buckets_title(w->buckets.bucket);
	backlog_add_columns(context, t);
	for (size_t b = 0; b < w->buckets.n; b++) {
		const struct backlog_week row = {
		    context, w->buckets.label[b], w->buckets.span[b]};
		csm_table_put(t, &row);
	}
}
