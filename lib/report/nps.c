/*
 * The report `nps`: of each person the newest answer counts, so that one who answers
 * twice does not weigh twice.  Answers that no person was told for are the company's.
 */
#include "base/text.h"
#include "base/xalloc.h"
#include "figure/buckets.h"
#include "figure/facts.h"
#include "figure/report.h"
#include "stats/nps.h"
#include "table/look.h"
#include "table/tile.h"

#include <stdlib.h>

#define SCORES (CSM_NPS_MOST + 1)

struct answer {
	int32_t day;
	int64_t score;
};

/* Who answered: the answers of a person lie together, in the order of their days. */
struct person {
	size_t first, n;
};

struct nps_asked {
	const char *id, *name, *owner;
	struct csm_nps counts;
	size_t people, answered; /* end users known, those of them who answered */
	int32_t last;            /* newest answer */
	int64_t mrr;
	size_t order; /* in which it came: by id */
};

struct nps_work {
	struct answer *answer;
	size_t answers, answer_cap;
	struct person *person;
	size_t persons, person_cap;
	struct nps_asked *asked;
	size_t n, cap;
	size_t score[SCORES];
	struct csm_nps counts;
	size_t people, answered;
};

static void
nps_range(struct csm_context *context, int32_t since)
{
	/* An answer counts until there is a newer one, however old it is. */
	context->since = since == CSM_DAY_NONE ? CSM_DAY_MIN : since;
}

/* Keep the answers of one person; 0 if there is none in the period. */
static size_t
keep_answers(
    struct csm_context *context, struct nps_work *w, const struct csm_series *s)
{
	size_t i = csm_series_at(s, context->since), first = w->answers;

	for (; i < s->n && s->day[i] <= context->until; i++) {
		CSM_GROW(w->answer, w->answers, &w->answer_cap);
		w->answer[w->answers++] = (struct answer){s->day[i], s->value[i]};
	}
	if (w->answers == first)
		return 0;
	CSM_GROW(w->person, w->persons, &w->person_cap);
	/* Answers stay, since each month asks for the newest up to its end. */
	w->person[w->persons++] = (struct person){first, w->answers - first};
	return w->answers - first;
}

static void
count_newest(struct nps_work *w, struct nps_asked *c)
{
	/* days ascend, and these are of the person read last */
	const struct answer *newest = &w->answer[w->answers - 1];

	csm_nps_add(&c->counts, newest->score);
	csm_nps_add(&w->counts, newest->score);
	if (newest->day > c->last)
		c->last = newest->day;
	w->score[csm_nps_answer(newest->score)]++;
}

static int
nps_company(struct csm_context *context, const struct csm_set *set)
{
	struct nps_work *w = context->work;
	const char *id = set->company.s;
	struct nps_asked c = {.last = CSM_DAY_NONE,
	    .people = csm_engine_entities(context->now, CSM_MODEL_ENDUSER)};

	for (size_t e = 0; e < set->entities; e++) {
		const struct csm_metric_points *p =
		    csm_set_find(&set->entity[e], "nps.score");
		if (p == NULL || keep_answers(context, w, &p->series) == 0)
			continue;
		count_newest(w, &c);
		/* Answers of the company itself are nobody's, so they are no response
		 * of people. */
		c.answered += set->entity[e].model == CSM_MODEL_ENDUSER;
	}
	w->people += c.people;
	w->answered += c.answered;
	/* Nobody answered: its people count among those asked, and it has no row. */
	if (csm_nps_answers(&c.counts) == 0)
		return 0;
	c.id = csm_arena_strdup(&context->arena, id);
	c.name = csm_context_name(context, CSM_MODEL_COMPANY, id, id);
	c.owner = csm_context_field_text(
	    context, CSM_MODEL_COMPANY, id, id, context->owner_column);
	c.mrr = csm_facts_point(set, "revenue.mrr", context->until, NULL);
	CSM_GROW(w->asked, w->n, &w->cap);
	c.order = w->n;
	w->asked[w->n++] = c;
	return 0;
}

static void
nps_put_headline(struct csm_context *context, struct csm_doc *doc)
{
	struct csm_arena *arena = &context->arena;
	const struct nps_work *w = context->work;
	const struct csm_nps *c = &w->counts;
	size_t n = csm_nps_answers(c);
	struct csm_table *t = csm_tiles(doc, "against");

	csm_tile(t, "NPS", csm_nps_score(c), &csm_look_change_whole,
	    csm_arena_printf(arena, "of %s", csm_text_counted(arena, n, "answers")));
	csm_tile(t, "Promoters", csm_stats_percent(c->promoters, n), &csm_look_percent,
	    csm_text_counted(arena, c->promoters, "answered 9 or 10"));
	csm_tile(t, "Passives", csm_stats_percent(c->passives, n), &csm_look_percent,
	    csm_text_counted(arena, c->passives, "answered 7 or 8"));
	csm_tile(t, "Detractors", csm_stats_percent(c->detractors, n),
	    &csm_look_percent,
	    csm_text_counted(arena, c->detractors, "answered 0 to 6"));
	csm_tile(t, "Response", csm_stats_percent(w->answered, w->people),
	    &csm_look_percent,
	    csm_text_counted(arena, w->answered,
		csm_arena_printf(arena, "of %s",
		    csm_text_counted(arena, w->people, "people known"))));
}

struct nps_score {
	size_t score, answers;
	int64_t share;
};

static const struct csm_table_column score_columns[] = {
    {"score", "Score", CSM_OF_COUNT(struct nps_score, score)},
    {"answers", "Answers", CSM_OF_COUNT(struct nps_score, answers),
	.look = &csm_look_bar},
    {"share", "Share", CSM_OF_NUMBER(struct nps_score, share),
	.look = &csm_look_percent}};

static void
put_distribution(struct csm_context *context, struct csm_doc *doc)
{
	const struct nps_work *w = context->work;
	struct csm_table *t = csm_doc_table(doc, "distribution", "Scores");

	t->half = 1;
	t->chart = CSM_CHART_COLUMNS;
	t->chart_columns = 1;
	CSM_TABLE_COLUMNS(t, score_columns);
	for (size_t i = 0; i < SCORES; i++) {
		const struct nps_score row = {.score = i,
		    .answers = w->score[i],
		    .share =
			csm_stats_percent(w->score[i], csm_nps_answers(&w->counts))};
		csm_table_put(t, &row);
	}
}

/* The newest answer of each person from `from` to `to`. */
static struct csm_nps
count_between(const struct nps_work *w, int32_t from, int32_t to)
{
	struct csm_nps c = {0};

	for (size_t i = 0; i < w->persons; i++) {
		const struct person *p = &w->person[i];
		size_t k = p->n;
		while (k > 0 && w->answer[p->first + k - 1].day > to)
			k--;
		if (k > 0 && w->answer[p->first + k - 1].day >= from)
			csm_nps_add(&c, w->answer[p->first + k - 1].score);
	}
	return c;
}

struct nps_month {
	const char *label;
	size_t answers;
	struct csm_nps counts;
	int64_t nps, standing;
};

static const struct csm_table_column month_columns[] = {
    {"month", "Month", CSM_OF_TEXT(struct nps_month, label)},
    {"answers", "Answers", CSM_OF_COUNT(struct nps_month, answers),
	.look = &csm_look_whole},
    {"promoters", "Promoters", CSM_OF_COUNT(struct nps_month, counts.promoters),
	.look = &csm_look_whole},
    {"passives", "Passives", CSM_OF_COUNT(struct nps_month, counts.passives),
	.look = &csm_look_whole},
    {"detractors", "Detractors", CSM_OF_COUNT(struct nps_month, counts.detractors),
	.look = &csm_look_whole},
    {"nps", "NPS", CSM_OF_NUMBER(struct nps_month, nps),
	.look = &csm_look_change_whole},
    {"standing", "Standing", CSM_OF_NUMBER(struct nps_month, standing),
	.look = &csm_look_change_whole}};

static void
nps_put_months(struct csm_context *context, struct csm_doc *doc)
{
	const struct nps_work *w = context->work;
	struct csm_table *t = csm_doc_table(doc, "months", "Month by month");
	struct csm_buckets in;

	csm_buckets_make(context, CSM_BUCKET_MONTH,
	    /* a dozen months, not those since the first day there is */
	    context->since == CSM_DAY_MIN ? CSM_DAY_NONE : context->since, &in);
	t->note = "Of the answers of the month, and, standing, of the newest answer of "
		  "everybody up to its end.";
	CSM_TABLE_COLUMNS(t, month_columns);
	for (size_t i = 0; i < in.n; i++) {
		struct csm_period s = in.span[i];
		struct csm_nps of = count_between(w, s.from, s.to);
		struct csm_nps standing = count_between(w, context->since, s.to);
		const struct nps_month row = {.label = in.label[i],
		    .answers = csm_nps_answers(&of),
		    .counts = of,
		    .nps = csm_nps_score(&of),
		    .standing = csm_nps_score(&standing)};
		csm_table_put(t, &row);
	}
}

/* Lowest first, then most answers, then by id. */
static int
by_nps(const void *a, const void *b)
{
	const struct nps_asked *x = a, *y = b;
	int64_t m = csm_nps_score(&x->counts), n = csm_nps_score(&y->counts);
	size_t j = csm_nps_answers(&x->counts), k = csm_nps_answers(&y->counts);

	if (m != n)
		return m < n ? -1 : 1;
	if (j != k)
		return j > k ? -1 : 1;
	return x->order < y->order ? -1 : 1;
}

static struct csm_cell
nps_put_nps(const void *row)
{
	const struct nps_asked *a = row;

	return csm_cell_number(csm_nps_score(&a->counts));
}

static struct csm_cell
nps_put_answers(const void *row)
{
	const struct nps_asked *a = row;

	return csm_cell_count(csm_nps_answers(&a->counts));
}

static struct csm_cell
nps_put_response(const void *row)
{
	const struct nps_asked *a = row;

	return csm_cell_number(csm_stats_percent(a->answered, a->people));
}

static const struct csm_table_column company_columns[] = {
    {"company", "Id", CSM_OF_TEXT(struct nps_asked, id), .for_machines = true},
    {"name", "Company", CSM_OF_TEXT(struct nps_asked, name)},
    {"owner", "Owner", CSM_OF_TEXT(struct nps_asked, owner)},
    {"nps", "NPS", CSM_CELL_NUMBER, .put = nps_put_nps, .look = &csm_look_change_whole},
    {"answers", "Answers", CSM_CELL_NUMBER, .put = nps_put_answers},
    {"promoters", "Promoters", CSM_OF_COUNT(struct nps_asked, counts.promoters),
	.for_machines = true},
    {"passives", "Passives", CSM_OF_COUNT(struct nps_asked, counts.passives),
	.for_machines = true},
    {"detractors", "Detractors", CSM_OF_COUNT(struct nps_asked, counts.detractors)},
    {"people", "People", CSM_OF_COUNT(struct nps_asked, people), .for_machines = true},
    {"response", "Response", CSM_CELL_NUMBER, .put = nps_put_response,
	.look = &csm_look_percent, .for_machines = true},
    {"last", "Newest", CSM_OF_DAY(struct nps_asked, last), .for_machines = true},
    {"mrr", "Recurring value", CSM_OF_NUMBER(struct nps_asked, mrr),
	.look = &csm_look_money}};

static void
nps_put_companies(struct csm_context *context, struct csm_doc *doc)
{
	struct nps_work *w = context->work;
	struct csm_table *t = csm_doc_table(doc, "companies", "Companies");

	t->note = "Those with an answer, lowest first.";
	CSM_TABLE_COLUMNS(t, company_columns);
	csm_table_heading(t, "owner")->for_machines = context->owner_column < 0;
	for (size_t i = 0; i < w->n; i++)
		csm_table_put(t, &w->asked[i]);
}

static int
nps_finish(struct csm_context *context, struct csm_doc *doc)
{
	struct nps_work *w = context->work;

	doc->subtitle = csm_context_subtitle(context, context->chosen, "companies");
	if (w->n > 0)
		qsort(w->asked, w->n, sizeof *w->asked, by_nps);
	nps_put_headline(context, doc);
	put_distribution(context, doc);
	nps_put_months(context, doc);
	nps_put_companies(context, doc);
	return 0;
}

static void
nps_end(struct csm_context *context)
{
	struct nps_work *w = context->work;

	free(w->answer);
	free(w->person);
	free(w->asked);
}

const struct csm_report csm_report_nps = {.name = "nps",
    .title = "Net promoter score",
    .work = sizeof(struct nps_work),
    .parts =
	(const char *const[]){"headline", "distribution", "months", "companies", NULL},
    .summary = "net promoter score: newest answers, scores, months, companies",
    .takes = "since chart",
    .rows = "companies",
    .range = nps_range,
    .company = nps_company,
    .finish = nps_finish,
    .end = nps_end};
