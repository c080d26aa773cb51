#include "report/trend.h"

#include "figure/facts.h"
#include "table/look.h"
#include "time/date.h"

#include <string.h>

static const char health[] = "system.health";

int
csm_trend_bands_begin(struct csm_context *context)
{
	struct csm_trend_work *w = context->work;
	const struct csm_report_options *o = context->options;
	struct csm_buf name = {0};

	if (o->by != NULL || o->compare != 0 || o->agg != 0 || o->over != 0)
		return csm_error(context->diag, CSM_E_USAGE, NULL,
		    "--bands counts companies by their state on the last day of each "
		    "bucket: it goes without %s",
		    o->by != NULL     ? "--by"
		    : o->compare != 0 ? "--compare"
		    : o->agg != 0     ? "--agg"
				      : "--over");
	if (o->metrics > 1)
		return csm_error(context->diag, CSM_E_USAGE, NULL,
		    "--bands is of one --metric, not several");
	w->stated = health;
	if (o->metrics == 0)
		return 0;
	csm_canonical_metric(&name, o->metric[0], strlen(o->metric[0]));
	w->stated = csm_arena_strdup(&context->arena, csm_buf_text(&name));
	csm_buf_fini(&name);
	context->keep_names = 1;
	/* Others have no states, and every company would be in none. */
	if (strcmp(w->stated, health) == 0 || strncmp(w->stated, "health.", 7) == 0 ||
	    strncmp(w->stated, "units.", 6) == 0)
		return 0;
	return csm_error(context->diag, CSM_E_USAGE, NULL,
	    "--bands wants a --metric with states, such as system.health, "
	    "health.default or units.adoption, not \"%s\"",
	    o->metric[0]);
}

void
csm_trend_bands_range(struct csm_context *context)
{
	struct csm_trend_work *w = context->work;

	w->moved = CSM_ARENA_ARRAY(&context->arena, size_t, w->in.n);
}

static struct csm_trend_state *
trend_state(struct csm_context *context, const struct csm_state *state)
{
	struct csm_trend_work *w = context->work;
	struct csm_trend_state *s = w->state;
	const char *name;

	state = state == NULL ? NULL : csm_state_plain(state);
	name = state == NULL ? "none" : state->name;
	while (s < w->state + w->states && strcmp(s->name, name) != 0)
		s++;
	if (s < w->state + w->states)
		return s;
	/* counted with the last, so that each bucket adds up to the companies */
	if (w->states == CSM_TREND_STATES)
		return s - 1;
	*s = (struct csm_trend_state){.state = state,
	    .name = name,
	    .word = state == NULL ? "no state" : state->word,
	    .companies = CSM_ARENA_ARRAY(&context->arena, size_t, w->in.n)};
	w->states++;
	return s;
}

void
csm_trend_bands_company(struct csm_context *context, const struct csm_set *set)
{
	struct csm_trend_work *w = context->work;
	const char *profile = NULL;

	for (size_t i = 0; i < w->in.n; i++) {
		int32_t day = w->in.span[i].to;
		struct csm_text name = {"", 0};
		const struct csm_state *state;
		const char *now =
		    strcmp(w->stated, health) == 0 ? csm_facts_profile(set, day) : NULL;
		csm_facts_point(set, w->stated, day, &name);
		state = name.len == 0 ? NULL : csm_state_find(&context->arena, name);
		trend_state(context, state)->companies[i]++;
		w->moved[i] +=
		    now != NULL && profile != NULL && strcmp(now, profile) != 0;
		/* a bucket without a score is no change of profile */
		profile = now == NULL ? profile : now;
	}
}

/* Where a state stands among the others: as in the table of states, those it does not
 * know after it, none last. */
static size_t
trend_state_place(const struct csm_trend_state *s)
{
	const struct csm_state *known;
	size_t i;

	for (i = 0; (known = csm_state_at(i)) != NULL; i++)
		if (s->state == known)
			return i;
	return s->state == NULL ? SIZE_MAX : i;
}

static void
trend_sort_states(struct csm_trend_work *w)
{
	/* States are few; the order of equals is that in which they were met. */
	for (size_t i = 1; i < w->states; i++)
		for (size_t k = i; k > 0 && trend_state_place(&w->state[k]) <
						trend_state_place(&w->state[k - 1]);
		     k--) {
			struct csm_trend_state swap = w->state[k];
			w->state[k] = w->state[k - 1];
			w->state[k - 1] = swap;
		}
}

static struct csm_cell
trend_of_state(const void *row, size_t state)
{
	const struct csm_trend_row *r = row;

	return csm_cell_count(r->trend->state[state].companies[r->bucket]);
}

static struct csm_cell
trend_of_moved(const void *row)
{
	const struct csm_trend_row *r = row;

	return csm_cell_count(r->trend->moved[r->bucket]);
}

static const struct csm_table_column moved_column = {
    "changed_profile", "Changed profile", CSM_CELL_NUMBER, .put = trend_of_moved};

/* " In 2 of 12 months companies changed profile, first in 2026-05: ..."; "" if none
 * did. */
static const char *
trend_moves(struct csm_context *context)
{
	const struct csm_trend_work *w = context->work;
	size_t buckets = 0, first = 0;

	for (size_t i = w->in.n; i-- > 0;)
		if (w->moved[i] > 0) {
			buckets++;
			first = i;
		}
	if (buckets == 0)
		return "";
	return csm_arena_printf(&context->arena,
	    " In %zu of %zu %s%s companies changed profile, first in %s: a change of "
	    "band there may be one of the rule.",
	    buckets, w->in.n, csm_buckets_word(w->in.bucket), w->in.n == 1 ? "" : "s",
	    w->in.label[first]);
}

void
csm_trend_bands_put(struct csm_context *context, struct csm_doc *doc)
{
	static const struct csm_text unknown = {"unknown", 7};
	struct csm_trend_work *w = context->work;
	struct csm_table *t = csm_trend_table(context, doc,
	    strcmp(w->stated, health) == 0 ? "Health bands" : w->stated,
	    csm_arena_printf(&context->arena,
		" Companies by their state on the last day of each.%s",
		trend_moves(context)));

	trend_sort_states(w);
	t->chart = CSM_CHART_STACKED;
	t->chart_columns = w->states;
	for (size_t i = 0; i < w->states; i++)
		csm_table_add(t,
		    &(const struct csm_table_column){w->state[i].name, w->state[i].word,
			CSM_CELL_NUMBER, .of = trend_of_state, .at = i})
		    ->state = w->state[i].state != NULL
				  ? w->state[i].state
				  : csm_state_find(&context->arena, unknown);
	if (strcmp(w->stated, health) == 0)
		csm_table_add(t, &moved_column);
	csm_table_add(t, &csm_trend_days);
	for (size_t i = 0; i < w->in.n; i++) {
		const struct csm_trend_row row = csm_trend_row(context, i);
		csm_table_put(t, &row);
	}
}
