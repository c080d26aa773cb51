#include "health.h"

#include "base/xalloc.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

int64_t
csm_health_rounded(const struct csm_health *h, int64_t micros)
{
	return h->options->round ? csm_shown_round(micros) : micros;
}

static struct csm_text
text(const char *s)
{
	return (struct csm_text){s, strlen(s)};
}

/* In the arena of the company, which is empty for each. */
static struct csm_text
metric_name(struct csm_health *h, const char *profile, const char *factor)
{
	static const char prefix[] = "health.";
	const size_t before = strlen(prefix), n = strlen(profile),
		     behind = factor == NULL ? 0 : strlen(factor) + 1;
	char *s = CSM_ARENA_ARRAY(&h->ev.arena, char, before + n + behind + 1);

	/* Each score has one: printf was an eighth of the program's time. */
	memcpy(s, prefix, before);
	memcpy(s + before, profile, n);
	if (factor != NULL) {
		s[before + n] = '.';
		memcpy(s + before + n + 1, factor, behind - 1);
	}
	s[before + n + behind] = '\0';
	return (struct csm_text){s, before + n + behind};
}

int
csm_health_show(struct csm_health *h, const struct csm_score *score,
    struct csm_text company, int32_t day, struct csm_shown *shown)
{
	bool there = csm_shown_company(h->overrides, score, company, day, shown);

	h->beyond += shown->beyond;
	return there ? 0 : -1;
}

static void
health_points_put_member(struct csm_buf *out, const char *name, const char *value)
{
	csm_buf_printf(
	    out, "%s\"%s\":", out->data[out->len - 1] == '{' ? "" : ",", name);
	csm_json_put_text(out, value, strlen(value));
}

static void
health_points_put_override(struct csm_buf *out, const struct csm_override *o)
{
	char date[CSM_DAY_TEXT];

	csm_buf_puts(out, ",\"override\":{");
	if (o->reason[0] != '\0')
		health_points_put_member(out, "reason", o->reason);
	if (o->by[0] != '\0')
		health_points_put_member(out, "by", o->by);
	if (o->from != CSM_DAY_NONE) {
		csm_date_format(o->from, date);
		health_points_put_member(out, "from", date);
	}
	if (o->until != CSM_DAY_NONE) {
		csm_date_format(o->until, date);
		health_points_put_member(out, "until", date);
	}
	csm_buf_putc(out, '}');
}

/* Never judged is no number of days. */
static void
health_points_put_staleness(struct csm_buf *out, int32_t days)
{
	if (days < 0)
		csm_buf_puts(out, ",\"staleness\":null");
	else
		csm_buf_printf(out, ",\"staleness\":%d", (int)days);
}

/* What NDJSON says of a score besides.  CSV has columns for points only, so that there
 * a score is like any other. */
static const char *
more_members(struct csm_health *h, const struct csm_score *score,
    const struct csm_override *override)
{
	struct csm_buf out = {0};
	char coverage[CSM_NUM_TEXT];

	if (csm_run_format(h->run) != CSM_FORMAT_NDJSON)
		return NULL;
	/* A score that was only set by hand has no profile to tell of. */
	if (score->profile != NULL) {
		csm_buf_puts(&out, ",\"profile\":");
		csm_json_put_text(&out, score->profile->id, strlen(score->profile->id));
		csm_num_format(score->coverage, coverage);
		csm_buf_printf(&out, ",\"coverage\":%s", coverage);
		health_points_put_staleness(&out, csm_scorer_staleness(h->scorer));
		csm_buf_printf(
		    &out, ",\"hash\":\"%016" PRIx64 "\"", score->profile->hash);
	}
	if (override != NULL)
		health_points_put_override(&out, override);
	const char *members = csm_arena_strdup(&h->ev.arena, csm_buf_text(&out));
	csm_buf_fini(&out);
	return members;
}

static void
add_part(struct csm_health *h, struct csm_point *p, const struct csm_score *score,
    const struct csm_part *part)
{
	/* A pillar is a number of its own, any other part a share of the score. */
	int pillar = score->profile->method->parts == CSM_PARTS_PILLARS;

	p->metric = metric_name(h, score->profile->id, part->factor->id);
	p->value = csm_health_rounded(h, pillar ? part->score : part->contribution);
	p->state = text(pillar        ? csm_pillar_state_name(part->state)
			: part->known ? ""
				      : "unknown");
	csm_evaluation_add(&h->ev, p);
}

/* `p` says whose they are, and the day. */
static void
add_profile(struct csm_health *h, struct csm_point *p, const struct csm_score *score)
{
	/* What NDJSON says besides is of system.health; the points of a profile would
	 * say it again. */
	p->extra = NULL;
	p->metric = metric_name(h, score->profile->id, NULL);
	p->value = csm_health_rounded(h, score->value);
	p->state = text(csm_shown_state(score));
	csm_evaluation_add(&h->ev, p);
	for (size_t i = 0; h->options->parts && i < score->parts; i++)
		add_part(h, p, score, &score->part[i]);
}

/* "sponsor left, by Ann, until 2026-12-31" */
static struct csm_text
health_points_hand_text(struct csm_health *h, const struct csm_override *o)
{
	struct csm_buf out = {0};
	char date[CSM_DAY_TEXT];

	csm_buf_puts(&out, o->reason[0] == '\0' ? "no reason given" : o->reason);
	if (o->by[0] != '\0')
		csm_buf_printf(&out, ", by %s", o->by);
	if (o->until != CSM_DAY_NONE) {
		csm_date_format(o->until, date);
		csm_buf_printf(&out, ", until %s", date);
	}
	const char *kept = csm_arena_strdup(&h->ev.arena, csm_buf_text(&out));
	csm_buf_fini(&out);
	return text(kept);
}

/* A point of its own, so that a score that somebody set can be counted and asked for. */
static void
health_points_add_hand(
    struct csm_health *h, struct csm_point p, const struct csm_override *o)
{
	p.extra = NULL;
	p.metric = text("system.health_by_hand");
	p.value = CSM_NUM_ONE;
	p.state = health_points_hand_text(h, o);
	csm_evaluation_add(&h->ev, &p);
}

/* 0, or -1 if there is no score. */
static int
health_points_add_company(
    struct csm_health *h, struct csm_text company, int32_t day, int *by_hand)
{
	size_t at = (size_t)(day - h->run->since);
	const struct csm_score *score =
	    csm_scorer_score(h->scorer, CSM_MODEL_COMPANY, 0, at);
	struct csm_point p = {.company = company, .id = company, .day = day};
	struct csm_shown shown;

	if (csm_health_show(h, score, company, day, &shown) != 0)
		return -1;
	*by_hand |= shown.override != NULL;
	if (h->groups != NULL)
		csm_health_group_day(h, at, &shown, score->profile);
	p.metric = text("system.health");
	p.value = csm_health_rounded(h, shown.value);
	p.state = text(shown.state);
	p.extra = more_members(h, score, shown.override);
	csm_evaluation_add(&h->ev, &p);
	if (shown.override != NULL)
		health_points_add_hand(h, p, shown.override);
	if (score->profile != NULL)
		add_profile(h, &p, score);
	return 0;
}

/* An entity is counted once, whichever of the days it had no profile on. */
static void
add_entities(struct csm_health *h, struct csm_text company, enum csm_model model)
{
	size_t n = csm_engine_entities(h->ev.engine, model);

	for (size_t i = 0; i < n; i++) {
		struct csm_point p = {.company = company,
		    .model = model,
		    .id = csm_engine_entity(h->ev.engine, model, i)};
		int unscored = 0;
		for (p.day = h->run->since; p.day <= h->run->until; p.day++) {
			const struct csm_score *score = csm_scorer_score(
			    h->scorer, model, i, (size_t)(p.day - h->run->since));
			unscored |= score->profile == NULL;
			if (score->profile == NULL)
				continue;
			p.metric = text("system.health");
			p.value = csm_health_rounded(h, score->value);
			p.state = text(csm_shown_state(score));
			p.extra = more_members(h, score, NULL);
			csm_evaluation_add(&h->ev, &p);
			add_profile(h, &p, score);
		}
		h->others_unscored += (uint64_t)unscored;
	}
}

static int
health_points_by_order(const void *a, const void *b)
{
	const struct csm_point *x = a, *y = b;

	if (x->model != y->model || x->id.s != y->id.s)
		return csm_point_cmp(x, y);
	/* Of one entity, as nearly all are: its texts need no look. */
	int c = csm_bytes_cmp(x->metric.s, x->metric.len, y->metric.s, y->metric.len);
	return c != 0 ? c : (x->day > y->day) - (x->day < y->day);
}

int
csm_health_points_prepare(struct csm_health *h)
{
	return h->options->rollup == NULL ? 0 : csm_health_group_prepare(h);
}

int
csm_health_points_begin(struct csm_health *h)
{
	if (csm_evaluation_open(&h->ev, 1) != 0)
		return -1;
	if (h->options->rollup != NULL)
		csm_health_group_begin(h);
	return 0;
}

static struct csm_text
health_points_keep_text(struct csm_health *h, struct csm_text t)
{
	return (struct csm_text){csm_arena_text(&h->texts, t.s, t.len), t.len};
}

/* The company's points until all groups are known.  Texts too: those of the company are
 * gone when the next one comes, and so is what a state says of a score set by hand. */
static void
health_points_keep(struct csm_health *h)
{
	for (size_t i = 0; i < h->ev.n; i++) {
		struct csm_point p = h->ev.point[i];
		p.company = health_points_keep_text(h, p.company);
		p.id = health_points_keep_text(h, p.id);
		p.metric = health_points_keep_text(h, p.metric);
		p.state = health_points_keep_text(h, p.state);
		if (p.extra != NULL)
			p.extra = csm_arena_strdup(&h->texts, p.extra);
		CSM_GROW(h->kept, h->n_kept, &h->kept_cap);
		h->kept[h->n_kept++] = p;
	}
}

static void
health_points_company(void *whose, const struct csm_set *set)
{
	struct csm_health *h = whose;
	int unscored = 0, by_hand = 0;
	int companies =
	    h->overrides != NULL || csm_scorer_scores(h->scorer, CSM_MODEL_COMPANY);

	if (h->groups != NULL)
		csm_health_group_company(h, set->company);
	for (int32_t day = h->run->since; companies && day <= h->run->until; day++)
		unscored |=
		    health_points_add_company(h, set->company, day, &by_hand) != 0;
	h->unscored += (uint64_t)unscored;
	h->by_hand += (uint64_t)by_hand;
	for (int m = 0; m < CSM_MODELS; m++)
		if (m != CSM_MODEL_COMPANY &&
		    csm_scorer_scores(h->scorer, (enum csm_model)m))
			add_entities(h, set->company, (enum csm_model)m);
	if (h->ev.n > 0)
		qsort(
		    h->ev.point, h->ev.n, sizeof *h->ev.point, health_points_by_order);
	if (h->groups == NULL) {
		csm_evaluation_write(&h->ev, set);
		return;
	}
	health_points_keep(h);
}

/* A scorer of its own, on the thread's engine; overrides and profiles are only read. */
static void
health_points_fork(void *copy)
{
	struct csm_health *h = copy;

	h->scorer = csm_scorer_fork(h->scorer, h->ev.engine);
	h->unscored = h->others_unscored = h->by_hand = h->beyond = 0;
}

static void
health_points_join(void *whose, void *copy)
{
	struct csm_health *h = whose, *of = copy;

	h->unscored += of->unscored;
	h->others_unscored += of->others_unscored;
	h->by_hand += of->by_hand;
	h->beyond += of->beyond;
	csm_scorer_free(of->scorer);
}

int
csm_health_points_all(struct csm_health *h)
{
	static const struct csm_evaluation_work work = {
	    .size = sizeof(struct csm_health),
	    .fork = health_points_fork,
	    .join = health_points_join,
	    .company = health_points_company};

	/* Groups are added to company by company, by one thread; so are scores of children. */
	return csm_evaluation_each(
	    &h->ev, &work, h->groups != NULL || h->lab->children != NULL);
}

void
csm_health_points_finish(struct csm_health *h)
{
	if (h->groups == NULL)
		return;
	/* What is there still is of the last company, and is kept already. */
	h->ev.n = 0;
	csm_health_group_finish(h);
	health_points_keep(h);
	if (h->n_kept > 0)
		qsort(h->kept, h->n_kept, sizeof *h->kept, health_points_by_order);
	for (size_t i = 0; i < h->n_kept; i++)
		csm_point_write(h->ev.writer, &h->kept[i]);
	h->ev.written += h->n_kept;
}
