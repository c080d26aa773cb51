#include "figure/alert.h"

#include "base/text.h"
#include "base/xalloc.h"
#include "filter/filter.h"
#include "figure/outage.h"
#include "figure/template.h"
#include "time/date.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

struct alert_reading {
	struct csm_context *context;
	struct csm_segment *segment;
	size_t segments;
};

static int
alert_read_segment(const struct alert_reading *r, const struct csm_json *entry,
    struct csm_alert *alert)
{
	const struct csm_json *at = csm_json_get(entry, "segment");
	struct csm_nearest near;
	struct csm_buf quoted = {0}, hint = {0};

	if (at == NULL)
		return 0;
	csm_nearest_init(&near, at->text);
	for (size_t i = 0; i < r->segments; i++) {
		const struct csm_segment *s = &r->segment[i];
		csm_nearest_offer(&near, s->id);
		if (strcmp(s->id, at->text) != 0)
			continue;
		/* Of end users "in the segment" would have to say how many of them. */
		if (s->model != CSM_MODEL_COMPANY)
			return csm_json_error(r->context->diag, at, CSM_E_CONFIG,
			    "an alert is about companies; the segment is not");
		alert->in = s->where;
		return 0;
	}
	csm_text_quote(&quoted, at->text, at->len);
	csm_json_error(r->context->diag, at, CSM_E_CONFIG, "unknown segment %s%s",
	    quoted.data, csm_nearest_hint(&near, &hint));
	csm_buf_fini(&quoted);
	csm_buf_fini(&hint);
	return -1;
}

/* NULL: no such key, or one that is reported. */
static struct csm_formula *
alert_read_condition(const struct alert_reading *r, const struct csm_json *entry,
    const char *key, int *bad)
{
	const struct csm_json *at = csm_json_get(entry, key);
	struct csm_formula *formula;

	if (at == NULL)
		return NULL;
	formula = csm_formula_from_json(&r->context->arena, at, r->context->diag);
	if (formula == NULL)
		*bad = 1;
	else if (csm_formula_type(formula) == CSM_FORMULA_TEXT)
		*bad |= csm_json_error(r->context->diag, at, CSM_E_FORMULA,
			    "a condition is wanted, this is a text") != 0;
	return formula;
}

static void
alert_ask(struct csm_engine *engine, struct csm_alert *alert)
{
	alert->when_query =
	    csm_engine_query_truth(engine, CSM_MODEL_COMPANY, alert->when);
	if (alert->leave != NULL)
		alert->leave_query =
		    csm_engine_query_truth(engine, CSM_MODEL_COMPANY, alert->leave);
	if (alert->in != NULL)
		alert->in_query =
		    csm_engine_query_truth(engine, CSM_MODEL_COMPANY, alert->in);
}

/* Words and types were checked with the file. */
static int
read_alert(const struct alert_reading *r, const struct csm_json *entry,
    struct csm_alert *alert)
{
	static const char *const on[] = {"enter", "leave", "while"};
	struct csm_context *d = r->context;
	struct csm_engine *engine = csm_context_history(d);
	const struct csm_json *message = csm_json_get(entry, "message");
	int64_t cooldown = 0;
	int bad = 0;

	*alert = (struct csm_alert){.type = "risk", .on_word = on[CSM_ALERT_ENTER]};
	csm_json_text(entry, "id", &alert->id, d->diag);
	alert->name = alert->id;
	csm_json_text(entry, "name", &alert->name, d->diag);
	csm_json_text(entry, "type", &alert->type, d->diag);
	csm_json_text(entry, "on", &alert->on_word, d->diag);
	/* the shape has refused other words, so it ends */
	while (strcmp(on[alert->on], alert->on_word) != 0)
		alert->on++;
	/* a hundred years: a day added to it stays a day */
	csm_json_whole(entry, "cooldown", 0, 36500, &cooldown, d->diag);
	alert->cooldown = (int32_t)cooldown;
	alert->unless_outage = csm_json_get(entry, "unless") != NULL;
	/* Whether a day is an outage is known only after all companies of it: a pass
	 * before the first. */
	if (alert->unless_outage)
		csm_context_outage(d, true);
	bad |= alert_read_segment(r, entry, alert) != 0;
	alert->when = alert_read_condition(r, entry, "when", &bad);
	alert->leave = alert_read_condition(r, entry, "leave", &bad);
	if (message != NULL)
		alert->message = csm_template_read(d, engine, message);
	if (bad || (message != NULL && alert->message == NULL))
		return -1;
	alert_ask(engine, alert);
	return 0;
}

static void
alert_end_all(void *of)
{
	struct csm_alerts *alerts = of;

	csm_arena_fini(&alerts->arena);
}

int
csm_alerts_read(struct csm_context *context)
{
	struct csm_alerts *alerts = context->alerts =
	    CSM_ARENA_NEW(&context->arena, struct csm_alerts);
	struct alert_reading r = {.context = context};
	const struct csm_json *entry = NULL;
	int failed = 0;
	size_t n = 0;

	if (csm_segments_read(&context->arena, context->conf, &r.segment, &r.segments,
		context->diag) != 0)
		return -1;

	while ((entry = csm_config_each(context->conf, "alerts", entry)) != NULL)
		n++;
	*alerts = (struct csm_alerts){.context = context,
	    .alert = CSM_ARENA_ARRAY(&context->arena, struct csm_alert, n + 1),
	    .days = CSM_ARENA_ARRAY(&context->arena, struct csm_alert_day *, n + 1)};
	/* Before the first can fail: what was begun is freed in any case. */
	csm_context_at_end(context, alert_end_all, alerts);
	while ((entry = csm_config_each(context->conf, "alerts", entry)) != NULL)
		if (read_alert(&r, entry, &alerts->alert[alerts->n++]) != 0)
			failed = -1;
	return failed;
}

/* The first day of the history. */
static int32_t
alert_beginning(const struct csm_set *set, int32_t until)
{
	int32_t first = until;

	for (size_t e = 0; e < set->entities; e++) {
		int32_t day = set->entity[e].first_day;
		if (day != CSM_DAY_NONE && day < first)
			first = day;
	}
	/* the day before it is evaluated, too */
	return first > CSM_DAY_MIN ? first : CSM_DAY_MIN + 1;
}

void
csm_alerts_company(struct csm_alerts *alerts, const struct csm_set *set)
{
	struct csm_engine *engine = alerts->context->history;
	int32_t until = alerts->context->until;

	if (alerts->n == 0)
		return;
	csm_arena_reset(&alerts->arena);
	memset(alerts->days, 0, alerts->n * sizeof *alerts->days);
	alerts->company = csm_arena_strdup(&alerts->arena, set->company.s);
	alerts->since = alert_beginning(set, until);
	csm_engine_range(engine, alerts->since - 1, until);
	csm_engine_company(engine, set);
}

/* What a condition is on n days. */
static char *
alert_truths(struct csm_alerts *alerts, size_t query, size_t n)
{
	char *holds = CSM_ARENA_ARRAY(&alerts->arena, char, n);
	const struct csm_value *v =
	    csm_engine_values(alerts->context->history, query, 0);

	for (size_t d = 0; d < n; d++)
		holds[d] = (char)csm_value_true(&v[d]);
	return holds;
}

/* Whether it holds, on each day from the one before the history on. */
static char *
alert_holds(struct csm_alerts *alerts, size_t i, size_t n)
{
	const struct csm_alert *a = &alerts->alert[i];
	char *holds = alert_truths(alerts, a->when_query, n);
	const char *in = a->in != NULL ? alert_truths(alerts, a->in_query, n) : NULL;
	const char *leave =
	    a->leave != NULL ? alert_truths(alerts, a->leave_query, n) : NULL;

	for (size_t d = 0; d < n; d++) {
		if (leave != NULL && d > 0)
			holds[d] = holds[d] || (holds[d - 1] && !leave[d]);
		holds[d] = holds[d] && (in == NULL || in[d]);
		if (a->unless_outage && d > 0 &&
		    csm_outage_on(csm_context_outages(alerts->context),
			alerts->since - 1 + (int32_t)d))
			/* From the first day on, so that a run of outages carries on
			 * what was before all of it. */
			holds[d] = holds[d - 1];
	}
	return holds;
}

static struct csm_alert_day *
alert_follow(struct csm_alerts *alerts, size_t i)
{
	const struct csm_alert *a = &alerts->alert[i];
	size_t n = (size_t)(alerts->context->until - alerts->since) + 1;
	const char *holds = alert_holds(alerts, i, n + 1);
	struct csm_alert_day *days =
	    CSM_ARENA_ARRAY(&alerts->arena, struct csm_alert_day, n);
	int leave = a->on == CSM_ALERT_LEAVE, held = holds[0];
	int open = !leave && holds[0];
	/* CSM_DAY_NONE is before every day, so nothing is quiet yet. */
	int32_t since = alerts->since, quiet = CSM_DAY_NONE;

	for (size_t d = 0; d < n; d++) {
		int32_t day = alerts->since + (int32_t)d;
		int was = open, due;
		open = leave ? held && !holds[d + 1] : holds[d + 1];
		held |= holds[d + 1];
		if (open && !was)
			since = day;
		due = open && (a->on == CSM_ALERT_WHILE || !was);
		days[d].since = open ? since : CSM_DAY_NONE;
		days[d].fired = due && day > quiet;
		days[d].held = due && !days[d].fired;
		days[d].opened = open && !was;
		days[d].closed = was && !open;
		if (days[d].fired)
			quiet = day + a->cooldown;
	}
	return days;
}

struct csm_alert_day
csm_alerts_day(struct csm_alerts *alerts, size_t i, int32_t day)
{
	/* Before its history nothing is said of a company. */
	if (day < alerts->since)
		return (struct csm_alert_day){.since = CSM_DAY_NONE};
	if (alerts->days[i] == NULL)
		alerts->days[i] = alert_follow(alerts, i);
	return alerts->days[i][day - alerts->since];
}

const char *
csm_alerts_message(struct csm_alerts *alerts, size_t i, int32_t day)
{
	struct csm_context *d = alerts->context;
	const struct csm_alert *a = &alerts->alert[i];
	struct csm_buf text = {0};
	const char *copy;

	if (a->message == NULL)
		return a->name;
	csm_template_fill(
	    d, a->message, alerts->company, (size_t)(day - alerts->since) + 1, &text);
	copy = csm_arena_strdup(&d->arena, csm_buf_text(&text));
	csm_buf_fini(&text);
	return copy;
}

const char *
csm_alerts_reason(const struct csm_alerts *alerts, const char *message)
{
	const char *id = alerts->company;
	const char *name = csm_context_name(alerts->context, CSM_MODEL_COMPANY, id, id);
	size_t n = strlen(name);
	const char *rest = message + n;

	if (n == 0 || strncmp(message, name, n) != 0)
		return message;
	rest += *rest == ':';
	/* a word goes on; a bracket would be of the name */
	return *rest == ' ' && (isalnum((unsigned char)rest[1]) ||
				   (unsigned char)rest[1] >= 0x80)
		   ? rest + 1
		   : message;
}

const char *
csm_alerts_values(struct csm_alerts *alerts, size_t i, int32_t day)
{
	struct csm_context *d = alerts->context;
	const struct csm_alert *a = &alerts->alert[i];
	struct csm_buf text = {0};
	const char *copy;

	if (a->message == NULL)
		return "{}";
	csm_template_values(
	    d, a->message, alerts->company, (size_t)(day - alerts->since) + 1, &text);
	copy = csm_arena_strdup(&d->arena, csm_buf_text(&text));
	csm_buf_fini(&text);
	return copy;
}
