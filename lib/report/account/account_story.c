/* What happened to an account on which day, the newest first. */
#include "base/text.h"
#include "base/xalloc.h"
#include "figure/alert.h"
#include "report/account/account.h"
#include "table/look.h"
#include "table/show.h"
#include "time/date.h"

#include <stdlib.h>
#include <string.h>

/* Choices of looks: what a part of a page has room for, and what a report has. */
#define STORY_BRIEF 12
#define STORY_FULL 60

struct story_event {
	int32_t day;
	size_t order; /* of one day: as they were told */
	const char *what;
};

struct story {
	struct csm_account *account;
	struct story_event *event;
	size_t n, cap;
};

static void
story_tell(struct story *s, int32_t day, const char *what)
{
	if (day == CSM_DAY_NONE)
		return;
	CSM_GROW(s->event, s->n, &s->cap);
	s->event[s->n] = (struct story_event){day, s->n, what};
	s->n++;
}

static const char *
story_money(struct story *s, int64_t value)
{
	const struct csm_look look =
	    csm_look_in(&csm_look_money, &s->account->context->catalog.manner);
	struct csm_buf text = {0};
	const char *copy;

	csm_show_number(&text, value, &look);
	copy = csm_arena_strdup(&s->account->doc->arena, csm_buf_text(&text));
	csm_buf_fini(&text);
	return copy;
}

static void
story_tell_value(struct story *s, int32_t day, int64_t was, int64_t is)
{
	struct csm_arena *arena = &s->account->doc->arena;

	if (was <= 0 && is <= 0)
		return;
	story_tell(s, day,
	    is <= 0 ? "Recurring value ended"
	    : was <= 0
		? csm_arena_printf(arena, "Recurring value %s", story_money(s, is))
		: csm_arena_printf(arena, "Recurring value from %s to %s",
		      story_money(s, was), story_money(s, is)));
}

/* A day without a point has no value, as everywhere. */
static void
story_read_value(struct story *s)
{
	const struct csm_entity_points *own = csm_facts_own(s->account->set);
	const struct csm_metric_points *mrr =
	    own == NULL ? NULL : csm_set_find(own, "revenue.mrr");
	int32_t until = s->account->context->until;
	int64_t was = 0;

	for (size_t i = 0; mrr != NULL && i < mrr->series.n; i++) {
		int32_t day = mrr->series.day[i];
		if (day > until)
			break;
		if (mrr->series.value[i] != was)
			story_tell_value(s, day, was, mrr->series.value[i]);
		was = mrr->series.value[i];
		int32_t next =
		    i + 1 < mrr->series.n ? mrr->series.day[i + 1] : until + 1;
		if (day + 1 < next && day < until) {
			story_tell_value(s, day + 1, was, 0);
			was = 0;
		}
	}
}

static const char *
story_milestone_name(struct story *s, const char *id)
{
	const struct csm_json *entry =
	    csm_config_find(s->account->context->conf, "milestones", id, NULL);
	const struct csm_json *name =
	    entry == NULL ? NULL : csm_json_get(entry, "name");

	return name != NULL ? name->text
			    : csm_arena_strdup(&s->account->doc->arena, id);
}

/* From points: what the report works out of the whole history it has beside them. */
static void
story_read_milestones(struct story *s)
{
	const struct csm_entity_points *own = csm_facts_own(s->account->set);
	const struct csm_roadmap *roadmap = &s->account->ask->roadmap;
	const struct csm_met *met = s->account->met;

	for (size_t i = 0; met != NULL && i < roadmap->n; i++)
		if (met[i].there)
			story_tell(s, met[i].day,
			    csm_arena_printf(&s->account->doc->arena,
				"Milestone met: %s", roadmap->milestone[i].name));
	for (size_t m = 0; met == NULL && own != NULL && m < own->metrics; m++) {
		const struct csm_metric_points *p = &own->metric[m];
		if (strncmp(p->metric.s, "milestones.", 11) != 0 || p->series.n == 0 ||
		    p->series.day[0] > s->account->context->until)
			continue;
		story_tell(s, p->series.day[0],
		    csm_arena_printf(&s->account->doc->arena, "Milestone met: %s",
			story_milestone_name(s, p->metric.s + 11)));
	}
}

/* Days on which the score came into another band, of those the report shows. */
static void
story_read_bands(struct story *s)
{
	struct csm_account *a = s->account;
	const struct csm_state *was = NULL;

	for (int32_t d = a->context->since; d <= a->context->until; d++) {
		struct csm_cell health =
		    csm_facts_cell(a->context, a->set, "system.health", d);
		if (health.state == NULL)
			continue;
		/* known states are one each, others one a name */
		if (was != NULL && strcmp(was->word, health.state->word) != 0)
			story_tell(s, d,
			    csm_arena_printf(&a->doc->arena, "Health from %s to %s",
				was->word, health.state->word));
		was = health.state;
	}
}

static int
story_by_day(const void *a, const void *b)
{
	const struct story_event *x = a, *y = b;

	if (x->day != y->day)
		return x->day > y->day ? -1 : 1;
	return x->order < y->order ? -1 : 1;
}

static const struct csm_table_column story_columns[] = {
    {"day", "Day", CSM_OF_DAY(struct story_event, day)},
    {"what", "What happened", CSM_OF_TEXT(struct story_event, what), .wraps = true}};

void
csm_account_story(struct csm_account *a)
{
	struct story s = {.account = a};
	const struct csm_facts *f = a->facts;
	size_t most = a->ask->full ? STORY_FULL : STORY_BRIEF;
	struct csm_table *t = csm_doc_table(a->doc, "story", "Time line");

	t->half = 1;
	CSM_TABLE_COLUMNS(t, story_columns);
	story_tell(&s, f->renewal,
	    f->renewal >= a->context->until ? "Is to renew" : "Was to renew");
	story_read_value(&s);
	story_read_milestones(&s);
	story_read_bands(&s);
	for (size_t i = 0; i < f->alerts; i++)
		story_tell(&s, f->alert[i].since,
		    csm_arena_printf(
			&a->doc->arena, "Alert: %s", f->alert[i].alert->name));
	story_tell(&s, f->touch, "Last touch");
	if (s.n > 0)
		qsort(s.event, s.n, sizeof *s.event, story_by_day);
	for (size_t i = 0; i < s.n && i < most; i++)
		csm_table_put(t, &s.event[i]);
	if (s.n > most)
		t->note = csm_arena_printf(
		    &a->doc->arena, "The newest %zu of %zu.", most, s.n);
	free(s.event);
}
