#include "report/alerts.h"

#include "base/intern.h"
#include "base/xalloc.h"
#include "figure/buckets.h"

#include <stdlib.h>
#include <string.h>

struct alerts_count {
	size_t opened, closed, open; /* open: at the end */
};

struct csm_alertmonths {
	struct csm_context *context;
	struct csm_buckets buckets;
	size_t bucket;              /* the day looked at last lies in it */
	struct alerts_count *alert; /* bucket by bucket, all alerts in each */
	struct csm_intern owners;
	struct alerts_count *owner; /* owner by owner, all buckets of each */
	size_t n, cap;              /* of it */
};

struct csm_alertmonths *
csm_alertmonths_new(struct csm_context *context)
{
	struct csm_alertmonths *m =
	    CSM_ARENA_NEW(&context->arena, struct csm_alertmonths);

	m->context = context;
	csm_buckets_range(context, context->since, &m->buckets);
	m->alert = CSM_ARENA_ARRAY(
	    &context->arena, struct alerts_count, m->buckets.n * context->alerts->n);
	return m;
}

void
csm_alertmonths_free(struct csm_alertmonths *m)
{
	if (m == NULL)
		return;
	csm_intern_fini(&m->owners);
	free(m->owner);
}

/* Days of a company come in order, so that the bucket is the same or the next one. */
static size_t
alerts_months_bucket(struct csm_alertmonths *m, int32_t day)
{
	if (day < m->buckets.span[m->bucket].from)
		m->bucket = 0;
	while (day > m->buckets.span[m->bucket].to)
		m->bucket++;
	return m->bucket;
}

static struct alerts_count *
alerts_months_owner(struct csm_alertmonths *m, const char *owner, size_t bucket)
{
	const char *name = owner == NULL ? "" : owner;
	size_t id = csm_intern_put(&m->owners, name, strlen(name));

	while (m->n < (id + 1) * m->buckets.n) {
		CSM_GROW(m->owner, m->n, &m->cap);
		m->owner[m->n++] = (struct alerts_count){0};
	}
	return &m->owner[id * m->buckets.n + bucket];
}

static void
alerts_count_add(struct alerts_count *c, const struct csm_alert_day *does, bool at_end)
{
	c->opened += does->opened;
	c->closed += does->closed;
	c->open += at_end && does->since != CSM_DAY_NONE;
}

void
csm_alertmonths_add(struct csm_alertmonths *m, size_t i, const char *owner, int32_t day,
    const struct csm_alert_day *does)
{
	size_t b = alerts_months_bucket(m, day);
	bool at_end = day == m->buckets.span[b].to;

	alerts_count_add(&m->alert[b * m->context->alerts->n + i], does, at_end);
	if (m->context->owner_column >= 0)
		alerts_count_add(alerts_months_owner(m, owner, b), does, at_end);
}

struct alerts_months_row {
	const char *bucket, *id, *name, *type; /* name: of the alert, or the owner */
	struct alerts_count count;
};

#define OPENED                                                                         \
	{                                                                              \
		"opened", "Opened",                                                    \
		    CSM_OF_COUNT(struct alerts_months_row, count.opened)               \
	}
#define CLOSED                                                                         \
	{                                                                              \
		"closed", "Closed",                                                    \
		    CSM_OF_COUNT(struct alerts_months_row, count.closed)               \
	}
#define OPEN                                                                           \
	{                                                                              \
		"open", "Open at the end",                                             \
		    CSM_OF_COUNT(struct alerts_months_row, count.open)                 \
	}

static const struct csm_table_column months_columns[] = {
    {"bucket", NULL, CSM_OF_TEXT(struct alerts_months_row, bucket)},
    {"title", "Alert", CSM_OF_TEXT(struct alerts_months_row, name)},
    {"alert", "Id", CSM_OF_TEXT(struct alerts_months_row, id), .for_machines = true},
    {"type", "Type", CSM_OF_TEXT(struct alerts_months_row, type), .for_machines = true},
    OPENED, CLOSED, OPEN};

static const struct csm_table_column owners_columns[] = {
    {"bucket", NULL, CSM_OF_TEXT(struct alerts_months_row, bucket)},
    {"owner", "Owner", CSM_OF_TEXT(struct alerts_months_row, name)}, OPENED, CLOSED,
    OPEN};

static void
alerts_months_put_alerts(struct csm_alertmonths *m, struct csm_table *t)
{
	const struct csm_alerts *alerts = m->context->alerts;

	for (size_t b = 0; b < m->buckets.n; b++)
		for (size_t i = 0; i < alerts->n; i++) {
			const struct alerts_months_row row = {m->buckets.label[b],
			    alerts->alert[i].id, alerts->alert[i].name,
			    alerts->alert[i].type, m->alert[b * alerts->n + i]};
			csm_table_put(t, &row);
		}
}

/* In byte order of their names, so that nobody is the first. */
static void
alerts_months_put_owners(struct csm_alertmonths *m, struct csm_table *t)
{
	uint32_t *rank = csm_intern_ranks(&m->owners);
	size_t *at = CSM_ARENA_ARRAY(&m->context->arena, size_t, m->owners.n + 1);

	for (size_t i = 0; i < m->owners.n; i++)
		at[rank[i]] = i;
	for (size_t b = 0; b < m->buckets.n; b++)
		for (size_t i = 0; i < m->owners.n; i++) {
			const struct csm_text *name = &m->owners.text[at[i]];
			const struct alerts_months_row row = {m->buckets.label[b], NULL,
			    csm_arena_text(&m->context->arena, name->s, name->len),
			    NULL, m->owner[at[i] * m->buckets.n + b]};
			csm_table_put(t, &row);
		}
	free(rank);
}

void
csm_alertmonths_put(struct csm_alertmonths *m, struct csm_doc *doc)
{
	const char *title = csm_buckets_title(m->buckets.bucket);
	struct csm_table *t = csm_doc_table(doc, "months",
	    csm_arena_printf(&doc->arena, "Opened, closed and open, by %s",
		csm_buckets_word(m->buckets.bucket)));

	CSM_TABLE_COLUMNS(t, months_columns);
	csm_table_heading(t, "bucket")->title = title;
	alerts_months_put_alerts(m, t);
	if (m->context->owner_column < 0)
		return;
	t = csm_doc_table(doc, "owners", "Opened, closed and open, by owner");
	CSM_TABLE_COLUMNS(t, owners_columns);
	csm_table_heading(t, "bucket")->title = title;
	alerts_months_put_owners(m, t);
}
