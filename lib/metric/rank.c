#include "metric/rank.h"

#include "base/xalloc.h"
#include "formula/eval.h"
#include "metric/job.h"
#include "point/radix.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

/* Values of a day as they came, or in order; each with its sign bit flipped, so that
 * they sort as unsigned numbers. */
struct csm_rank_day {
	uint64_t *value;
	size_t n, cap;
};

#define SIGN (UINT64_C(1) << 63) /* flipped, integers sort as unsigned ones */

static int
is_needed(const struct csm_feed *feed)
{
	return feed->level > 0 && !csm_day_span_is_none(&feed->span);
}

int
csm_ranks_resolve(struct csm_plan *plan, struct csm_diag *diag)
{
	int rc = 0;

	for (size_t i = 0; i < plan->jobs; i++) {
		struct csm_job *job = &plan->job[plan->order[i]];
		for (size_t k = 0; k < csm_plan_leaves(job); k++) {
			struct csm_feed *f = &plan->feed[job->feed[k]];
			if (f->is_field)
				continue;
			size_t used = plan->source[f->source].job;
			int level = used == CSM_JOB_NONE ? 0 : plan->job[used].level;
			if (f->window.op == CSM_WINDOW_RANK)
				/* A rank of ranks needs one pass more. */
				level = f->level = level + 1;
			if (level > 0 && job->chooses)
				rc = csm_use_error(&f->use, CSM_E_FORMULA, diag,
				    "rank compares the companies that -w and -s "
				    "choose, it cannot choose them");
			if (level > job->level)
				job->level = level;
		}
	}
	return rc;
}

int
csm_ranks_refuse(const struct csm_plan *plan, struct csm_diag *diag)
{
	int rc = 0;

	for (size_t i = 0; i < plan->feeds; i++) {
		const struct csm_feed *f = &plan->feed[i];
		if (f->level > 0 && !csm_day_span_is_none(&f->span))
			rc = csm_use_error(&f->use, CSM_E_FORMULA, diag,
			    "rank needs all companies before the first, which cannot "
			    "be had here; take it as a calculated metric from "
			    "csm-calc");
	}
	return rc;
}

/* 1 if the values of a feed are collected in this pass. */
static int
in_pass(const struct csm_ranks *ranks, const struct csm_plan *plan, size_t feed)
{
	return is_needed(&plan->feed[feed]) && plan->feed[feed].level == ranks->pass;
}

int
csm_ranks_needed(const struct csm_plan *plan)
{
	for (size_t i = 0; i < plan->feeds; i++)
		if (is_needed(&plan->feed[i]))
			return 1;
	return 0;
}

void
csm_ranks_fini(struct csm_ranks *ranks)
{
	for (size_t i = 0; i < ranks->feeds; i++) {
		struct csm_rank *rank = &ranks->of[i];
		for (size_t d = 0; d < rank->days * rank->groups.n; d++)
			free(rank->day[d].value);
		free(rank->day);
		csm_intern_fini(&rank->groups);
	}
	free(ranks->of);
	*ranks = (struct csm_ranks){0};
}

/* Room for the feed's days, the same for all companies. */
static void
rank_begin(struct csm_rank *rank, const struct csm_feed *feed)
{
	int32_t until;

	rank->days = csm_day_span_days(&feed->span, CSM_DAY_NONE, &rank->from, &until);
}

/* The group of the scope's entity on a day; false: it has none. */
static bool
rank_group(struct csm_scope *scope, const struct csm_feed *feed, int32_t day,
    struct csm_text *group)
{
	char room[CSM_NUM_TEXT];
	struct csm_value v;

	*group = (struct csm_text){"", 0};
	if (feed->by == CSM_FEED_NONE)
		return true;
	v = csm_scope_field(scope, &scope->work->plan->feed[feed->by], day);
	group->s = csm_value_spelling(&v, room);
	if (group->s == NULL)
		return false;
	group->len = strlen(group->s);
	if (group->s == room)
		group->s = csm_arena_text(&scope->arena, room, group->len);
	return true;
}

/* Room for another group is room for all of its days. */
static struct csm_rank_day *
rank_days(struct csm_rank *rank, struct csm_text group)
{
	size_t known = rank->groups.n;
	size_t g = csm_intern_put(&rank->groups, group.s, group.len);

	if (g == known) {
		size_t n = (g + 1) * rank->days;
		if (n > rank->cap) {
			rank->cap = n * 2;
			rank->day =
			    csm_xreallocarray(rank->day, rank->cap, sizeof *rank->day);
		}
		memset(rank->day + g * rank->days, 0, rank->days * sizeof *rank->day);
	}
	return rank->day + g * rank->days;
}

int
csm_ranks_next(struct csm_ranks *ranks, const struct csm_plan *plan)
{
	if (ranks->of == NULL) {
		ranks->feeds = plan->feeds;
		ranks->of = csm_xcalloc(plan->feeds, sizeof *ranks->of);
		ranks->pass = plan->looks_back ? -1 : 0;
		for (size_t i = 0; i < plan->feeds; i++)
			if (is_needed(&plan->feed[i]) &&
			    plan->feed[i].level > ranks->passes)
				ranks->passes = plan->feed[i].level;
	}
	if (ranks->pass >= ranks->passes)
		return 0;
	ranks->pass++;
	ranks->passing = true;
	for (size_t i = 0; i < plan->feeds; i++)
		if (in_pass(ranks, plan, i))
			rank_begin(&ranks->of[i], &plan->feed[i]);
	return 1;
}

/* The entity's value on a day in millionths, or CSM_MISSING; *i moves on with the days.
 */
static int64_t
rank_value_at(const struct csm_series *s, size_t *i, const struct csm_window *w,
    int32_t first, int32_t day)
{
	while (*i < s->n && s->day[*i] < day)
		++*i;
	if (*i < s->n && s->day[*i] == day)
		return s->value[*i];
	/* As windows have it: a calculated series may begin before the entity's first
	 * point. */
	if (w->zero && s->n > 0 && (first == CSM_DAY_NONE || s->day[0] < first))
		first = s->day[0];
	return w->zero && first != CSM_DAY_NONE && day >= first ? 0 : CSM_MISSING;
}

static void
rank_add_entity(
    struct csm_rank *rank, struct csm_scope *scope, const struct csm_feed *feed)
{
	struct csm_window w;
	size_t job = scope->work->plan->source[feed->source].job;

	if (job != CSM_JOB_NONE && scope->work->plan->job[job].model == scope->model)
		csm_job_result(scope, job);
	struct csm_series s = csm_scope_window(scope, feed, &w);
	size_t i = csm_series_at(&s, rank->from - w.ago);
	for (size_t d = 0; d < rank->days; d++) {
		int64_t v = rank_value_at(
		    &s, &i, &w, scope->first, rank->from + (int32_t)d - w.ago);
		struct csm_text group;
		if (v == CSM_MISSING ||
		    !rank_group(scope, feed, rank->from + (int32_t)d - w.ago, &group))
			continue;
		struct csm_rank_day *day = &rank_days(rank, group)[d];
		CSM_GROW(day->value, day->n, &day->cap);
		day->value[day->n++] = (uint64_t)v ^ SIGN;
	}
}

void
csm_ranks_add(struct csm_ranks *ranks, struct csm_work *work)
{
	const struct csm_plan *plan = work->plan;

	for (size_t f = 0; f < plan->feeds; f++) {
		size_t n;
		if (!in_pass(ranks, plan, f))
			continue;
		enum csm_model model = plan->source[plan->feed[f].source].model;
		csm_company_members(&work->company, model, &n);
		for (size_t i = 0; i < n; i++) {
			csm_scope_enter(&work->asked[model], work, model, i);
			rank_add_entity(
			    &ranks->of[f], &work->asked[model], &plan->feed[f]);
		}
	}
}

void
csm_ranks_fork(const struct csm_ranks *ranks, struct csm_ranks *fork)
{
	*fork = (struct csm_ranks){.feeds = ranks->feeds,
	    .passes = ranks->passes,
	    .pass = ranks->pass,
	    .passing = ranks->passing};
	fork->of = csm_xcalloc(ranks->feeds, sizeof *fork->of);
	for (size_t f = 0; f < ranks->feeds; f++) {
		fork->of[f].from = ranks->of[f].from;
		fork->of[f].days = ranks->of[f].days;
	}
}

/* Values are in no order before the pass ends, so neither are threads. */
static void
rank_join(struct csm_rank *rank, const struct csm_rank *fork)
{
	for (size_t g = 0; g < fork->groups.n; g++) {
		struct csm_rank_day *to = rank_days(rank, fork->groups.text[g]);
		for (size_t d = 0; d < rank->days; d++) {
			const struct csm_rank_day *from =
			    &fork->day[g * fork->days + d];
			if (from->n == 0)
				continue;
			CSM_GROW(to[d].value, to[d].n + from->n - 1, &to[d].cap);
			memcpy(to[d].value + to[d].n, from->value,
			    from->n * sizeof *from->value);
			to[d].n += from->n;
		}
	}
}

void
csm_ranks_join(struct csm_ranks *ranks, struct csm_ranks *fork)
{
	for (size_t f = 0; f < fork->feeds; f++)
		rank_join(&ranks->of[f], &fork->of[f]);
	csm_ranks_fini(fork);
}

static void
sort_day(struct csm_rank_day *day, uint64_t **scratch, size_t *cap)
{
	/* For however few: of a million random values in groups radix took 0.015 s at 256 a
	 * group and qsort() 0.049 (seven runs, CPU), even at 50, and 0.047 and 0.030 at 32. */
	if (*cap < day->cap) {
		free(*scratch);
		*scratch = csm_xcalloc(day->cap, sizeof **scratch);
		*cap = day->cap;
	}
	/* the two may change places, and are then of different size */
	uint64_t *sorted = day->value, *other = *scratch;
	csm_radix_sort_bits(&sorted, &other, day->n, 0, 64);
	if (sorted != day->value) {
		size_t had = day->cap;
		day->value = sorted;
		day->cap = *cap;
		*scratch = other;
		*cap = had;
	}
}

void
csm_ranks_end(struct csm_ranks *ranks, const struct csm_plan *plan)
{
	uint64_t *scratch = NULL;
	size_t cap = 0;

	assert(ranks->feeds == plan->feeds);
	ranks->passing = false;
	for (size_t f = 0; f < ranks->feeds; f++) {
		struct csm_rank *rank = &ranks->of[f];
		if (!in_pass(ranks, plan, f))
			continue;
		assert(!rank->done);
		for (size_t d = 0; d < rank->days * rank->groups.n; d++)
			sort_day(&rank->day[d], &scratch, &cap);
		rank->done = 1;
	}
	free(scratch);
}

/* How many of the day's values are below x. */
static size_t
below(const struct csm_rank_day *day, uint64_t x)
{
	size_t lo = 0, hi = day->n;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;
		if (day->value[mid] < x)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

static struct csm_value
rank_of(const struct csm_rank_day *day, int64_t micros)
{
	uint64_t x = (uint64_t)micros ^ SIGN;
	struct csm_value v = {.type = CSM_VALUE_MISSING};

	if (day->n == 0)
		return v;
	/* below 2^63 - 1, for values are below 9e18 */
	size_t less = below(day, x), equal = below(day, x + 1) - less;
	v.type = CSM_VALUE_NUMBER;
	/* In integers up to the one division, as the header states it. */
	v.u.number = (double)(100 * (2 * less + equal)) / (double)(2 * day->n);
	return v;
}

void
csm_ranks_eval(struct csm_scope *scope, size_t f, struct csm_value *out)
{
	const struct csm_ranks *ranks = scope->work->ranks;
	const struct csm_feed *feed = &scope->work->plan->feed[f];
	struct csm_window w;

	if (ranks->of == NULL || !ranks->of[f].done)
		return; /* a pass for lower ranks, which does not look at these */
	const struct csm_rank *rank = &ranks->of[f];
	int32_t from, until;
	size_t days = csm_day_span_days(&feed->span, CSM_DAY_NONE, &from, &until);
	/* The same for every company: of_everyone() took the open part away. */
	assert(from == rank->from && days == rank->days);
	struct csm_series s = csm_scope_window(scope, feed, &w);
	size_t i = csm_series_at(&s, from - w.ago);
	for (size_t d = 0; d < days; d++) {
		int64_t v =
		    rank_value_at(&s, &i, &w, scope->first, from + (int32_t)d - w.ago);
		struct csm_text group;
		if (v == CSM_MISSING ||
		    !rank_group(scope, feed, from + (int32_t)d - w.ago, &group))
			continue;
		uint32_t g = csm_intern_find(&rank->groups, group.s, group.len);
		/* Whoever asks was collected, unless the run is about others. */
		if (g != CSM_INTERN_NONE)
			out[d] = rank_of(&rank->day[g * rank->days + d], v);
	}
}
