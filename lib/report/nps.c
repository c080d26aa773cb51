/*
 * The report `nps`: of each person the newest answer counts, so that one who answers
 * twice does not weigh twice.  Answers that no person was told for are the company's.
 */
#include "base/xalloc.h"
#include "figure/facts.h"
#include "figure/report.h"
#include "time/period.h"

#include <stdlib.h>

#define SCORES 11 /* 0 to 10 */
#define PASSIVE (7 * CSM_NUM_ONE)
#define PROMOTER (9 * CSM_NUM_ONE)
#define MONTHS 12

struct answer {
	int32_t day;
	int64_t score;
};

/* Who answered: the answers of a person lie together, in the order of their days. */
struct person {
	size_t first, n;
};

struct counts {
	size_t promoters, passives, detractors;
};

struct nps_asked {
	const char *id, *name, *owner;
	struct counts counts;
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
	struct counts counts;
	size_t people, answered;
};

static int
nps_begin(struct csm_context *context)
{
	context->work = CSM_ARENA_NEW(&context->arena, struct nps_work);
	return 0;
}

static void
nps_range(struct csm_context *context, int32_t since)
{
	context->since = since == CSM_DAY_NONE ? CSM_DAY_MIN : since;
}

static void
nps_add(struct counts *c, int64_t score)
{
	if (score >= PROMOTER)
		c->promoters++;
	else if (score >= PASSIVE)
		c->passives++;
	else
		c->detractors++;
}

static size_t
answers_of(const struct counts *c)
{
	return c->promoters + c->passives + c->detractors;
}

/* Promoters less detractors, in percent of all; CSM_MISSING without an answer. */
static int64_t
nps_of(const struct counts *c)
{
	size_t n = answers_of(c);

	return n == 0 ? CSM_MISSING
		      : csm_num_from_double(
			    100.0 * ((double)c->promoters - (double)c->detractors) /
			    (double)n);
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
	w->person[w->persons++] = (struct person){first, w->answers - first};
	return w->answers - first;
}

static void
count_newest(struct nps_work *w, struct nps_asked *c)
{
	const struct answer *newest = &w->answer[w->answers - 1];
	int64_t score = newest->score / CSM_NUM_ONE;

	nps_add(&c->counts, newest->score);
	nps_add(&w->counts, newest->score);
	if (newest->day > c->last)
		c->last = newest->day;
	w->score[score < 0 ? 0 : score >= SCORES ? SCORES - 1 : score]++;
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
		c.answered += set->entity[e].model == CSM_MODEL_ENDUSER;
	}
	w->people += c.people;
	w->answered += c.answered;
	if (answers_of(&c.counts) == 0)
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
nps_tile(struct csm_doc *doc, struct csm_table *t, const char *what, int64_t value,
    const struct csm_look *look, const char *against)
{
	struct csm_cell *row = csm_table_row(doc, t);

	row[0] = csm_cell_text(what);
	row[1] = csm_cell_number(value);
	row[1].look = look;
	row[2] = csm_cell_text(against);
}

static void
nps_put_headline(struct csm_context *context, struct csm_doc *doc)
{
	static const struct csm_look sign = {CSM_SHOW_CHANGE, 0, NULL},
				     percent = {CSM_SHOW_PLAIN, 0, "%"};
	const struct nps_work *w = context->work;
	const struct counts *c = &w->counts;
	size_t n = answers_of(c);
	struct csm_table *t = csm_doc_table(doc, "headline", "Headline numbers");

	t->layout = CSM_LAYOUT_TILES;
	csm_table_column(doc, t, "what", "", CSM_CELL_TEXT);
	csm_table_column(doc, t, "value", "", CSM_CELL_NUMBER);
	csm_table_column(doc, t, "against", "", CSM_CELL_TEXT);
	nps_tile(doc, t, "NPS", nps_of(c), &sign,
	    csm_arena_printf(&context->arena, "of %zu answers", n));
	nps_tile(doc, t, "Promoters", csm_stats_percent(c->promoters, n), &percent,
	    csm_arena_printf(&context->arena, "%zu answered 9 or 10", c->promoters));
	nps_tile(doc, t, "Passives", csm_stats_percent(c->passives, n), &percent,
	    csm_arena_printf(&context->arena, "%zu answered 7 or 8", c->passives));
	nps_tile(doc, t, "Detractors", csm_stats_percent(c->detractors, n), &percent,
	    csm_arena_printf(&context->arena, "%zu answered 0 to 6", c->detractors));
	nps_tile(doc, t, "Response", csm_stats_percent(w->answered, w->people),
	    &percent,
	    csm_arena_printf(
		&context->arena, "%zu of %zu people known", w->answered, w->people));
}

static void
put_distribution(struct csm_context *context, struct csm_doc *doc)
{
	const struct nps_work *w = context->work;
	struct csm_table *t = csm_doc_table(doc, "distribution", "Scores");
	struct csm_heading *c;

	t->half = 1;
	t->chart = CSM_CHART_COLUMNS;
	t->chart_columns = 1;
	csm_table_column(doc, t, "score", "Score", CSM_CELL_NUMBER);
	csm_table_column(doc, t, "answers", "Answers", CSM_CELL_NUMBER)->look.show =
	    CSM_SHOW_BAR;
	c = csm_table_column(doc, t, "share", "Share", CSM_CELL_NUMBER);
	c->look = (struct csm_look){CSM_SHOW_PLAIN, 0, "%"};
	for (size_t i = 0; i < SCORES; i++) {
		struct csm_cell *row = csm_table_row(doc, t);
		row[0] = csm_cell_count(i);
		row[1] = csm_cell_count(w->score[i]);
		row[2] = csm_cell_number(
		    csm_stats_percent(w->score[i], answers_of(&w->counts)));
	}
}

/* The newest answer of each person from `from` to `to`. */
static struct counts
count_between(const struct nps_work *w, int32_t from, int32_t to)
{
	struct counts c = {0};

	for (size_t i = 0; i < w->persons; i++) {
		const struct person *p = &w->person[i];
		size_t k = p->n;
		while (k > 0 && w->answer[p->first + k - 1].day > to)
			k--;
		if (k > 0 && w->answer[p->first + k - 1].day >= from)
			nps_add(&c, w->answer[p->first + k - 1].score);
	}
	return c;
}

/* Where the months begin: those of the period, or the last twelve. */
static int32_t
months_from(const struct csm_context *context)
{
	int32_t from = csm_bucket_start(CSM_BUCKET_MONTH, context->until);

	for (int i = 1; i < MONTHS && from > CSM_DAY_MIN; i++)
		from = csm_bucket_start(CSM_BUCKET_MONTH, from - 1);
	return context->since == CSM_DAY_MIN ? from : context->since;
}

static void
nps_put_months(struct csm_context *context, struct csm_doc *doc)
{
	static const char *const columns[][2] = {{"answers", "Answers"},
	    {"promoters", "Promoters"}, {"passives", "Passives"},
	    {"detractors", "Detractors"}, {"nps", "NPS"}, {"standing", "Standing"}};
	const struct nps_work *w = context->work;
	struct csm_table *t = csm_doc_table(doc, "months", "Month by month");
	size_t n;
	struct csm_period *span = csm_periods(
	    &doc->arena, CSM_BUCKET_MONTH, months_from(context), context->until, &n);

	t->note = "Of the answers of the month, and, standing, of the newest answer of "
		  "everybody up to its end.";
	csm_table_column(doc, t, "month", "Month", CSM_CELL_TEXT);
	for (size_t c = 0; c < sizeof columns / sizeof columns[0]; c++)
		csm_table_column(doc, t, columns[c][0], columns[c][1], CSM_CELL_NUMBER)
		    ->look = (struct csm_look){
		    c < 4 ? CSM_SHOW_PLAIN : CSM_SHOW_CHANGE, 0, NULL};
	for (size_t i = 0; i < n; i++) {
		struct csm_cell *row = csm_table_row(doc, t);
		struct counts of = count_between(w, span[i].from, span[i].to);
		struct counts standing = count_between(w, context->since, span[i].to);
		char label[CSM_BUCKET_LABEL];
		csm_bucket_label(CSM_BUCKET_MONTH, span[i].from, label);
		*row++ = csm_cell_text(csm_arena_strdup(&doc->arena, label));
		*row++ = csm_cell_count(answers_of(&of));
		*row++ = csm_cell_count(of.promoters);
		*row++ = csm_cell_count(of.passives);
		*row++ = csm_cell_count(of.detractors);
		*row++ = csm_cell_number(nps_of(&of));
		*row = csm_cell_number(nps_of(&standing));
	}
}

/* Lowest first, then most answers, then by id. */
static int
by_nps(const void *a, const void *b)
{
	const struct nps_asked *x = a, *y = b;
	int64_t m = nps_of(&x->counts), n = nps_of(&y->counts);
	size_t j = answers_of(&x->counts), k = answers_of(&y->counts);

	if (m != n)
		return m < n ? -1 : 1;
	if (j != k)
		return j > k ? -1 : 1;
	return x->order < y->order ? -1 : 1;
}

static void
nps_put_columns(
    const struct csm_context *context, struct csm_doc *doc, struct csm_table *t)
{
	static const char *const counts[][2] = {{"answers", "Answers"},
	    {"promoters", "Promoters"}, {"passives", "Passives"},
	    {"detractors", "Detractors"}};
	struct csm_heading *c;

	csm_table_column(doc, t, "company", "Id", CSM_CELL_TEXT)->for_machines = 1;
	csm_table_column(doc, t, "name", "Company", CSM_CELL_TEXT);
	csm_table_column(doc, t, "owner", "Owner", CSM_CELL_TEXT)->for_machines =
	    context->owner_column < 0;
	c = csm_table_column(doc, t, "nps", "NPS", CSM_CELL_NUMBER);
	c->look = (struct csm_look){CSM_SHOW_CHANGE, 0, NULL};
	for (size_t i = 0; i < sizeof counts / sizeof counts[0]; i++)
		csm_table_column(doc, t, counts[i][0], counts[i][1], CSM_CELL_NUMBER)
		    ->for_machines = i == 1 || i == 2;
	csm_table_column(doc, t, "people", "People", CSM_CELL_NUMBER)->for_machines = 1;
	c = csm_table_column(doc, t, "response", "Response", CSM_CELL_NUMBER);
	c->look = (struct csm_look){CSM_SHOW_PLAIN, 0, "%"};
	c->for_machines = 1;
	csm_table_column(doc, t, "last", "Newest", CSM_CELL_DAY)->for_machines = 1;
	c = csm_table_column(doc, t, "mrr", "Recurring value", CSM_CELL_NUMBER);
	c->look.places = 0;
}

static void
nps_put_companies(struct csm_context *context, struct csm_doc *doc)
{
	struct nps_work *w = context->work;
	struct csm_table *t = csm_doc_table(doc, "companies", "Companies");

	t->note = "Those with an answer, lowest first.";
	nps_put_columns(context, doc, t);
	for (size_t i = 0; i < w->n; i++) {
		const struct nps_asked *a = &w->asked[i];
		struct csm_cell *row = csm_table_row(doc, t);
		*row++ = csm_cell_text(a->id);
		*row++ = csm_cell_text(a->name);
		*row++ = csm_cell_text(a->owner);
		*row++ = csm_cell_number(nps_of(&a->counts));
		*row++ = csm_cell_count(answers_of(&a->counts));
		*row++ = csm_cell_count(a->counts.promoters);
		*row++ = csm_cell_count(a->counts.passives);
		*row++ = csm_cell_count(a->counts.detractors);
		*row++ = csm_cell_count(a->people);
		*row++ = csm_cell_number(csm_stats_percent(a->answered, a->people));
		*row++ = csm_cell_day(a->last);
		*row = csm_cell_number(a->mrr);
	}
}

static int
nps_finish(struct csm_context *context, struct csm_doc *doc)
{
	struct nps_work *w = context->work;

	doc->title = "Net promoter score";
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

	if (w == NULL)
		return;
	free(w->answer);
	free(w->person);
	free(w->asked);
}

const struct csm_report csm_report_nps = {.name = "nps",
    .summary = "net promoter score: newest answers, scores, months, companies",
    .takes = "since chart",
    .rows = "companies",
    .range = nps_range,
    .begin = nps_begin,
    .company = nps_company,
    .finish = nps_finish,
    .end = nps_end};
