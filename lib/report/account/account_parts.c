/* What the score of a company is made of. */
#include "report/account/account.h"

#include "score/method.h"
#include "score/score.h"
#include "table/look.h"
#include "table/show.h"

#include <string.h>

const char *
csm_account_part_name(const struct csm_account *a, const char *id, size_t skip)
{
	const struct csm_entry *e = csm_entry_find(a->context->catalog.part, id);

	return e != NULL ? e->name : csm_arena_strdup(&a->doc->arena, id + skip);
}

const char *
csm_account_part(const char *metric, const char *profile)
{
	size_t len = strlen(profile);

	return strncmp(metric, "health.", 7) == 0 &&
		       strncmp(metric + 7, profile, len) == 0 && metric[7 + len] == '.'
		   ? metric + 8 + len
		   : NULL;
}

static const char *
formula_text(
    const struct csm_account *a, const char *before, const struct csm_formula *f)
{
	struct csm_buf text = {0};
	const char *copy;

	csm_buf_puts(&text, before);
	csm_formula_print_text(f, &text);
	copy = csm_arena_strdup(&a->doc->arena, csm_buf_text(&text));
	csm_buf_fini(&text);
	return copy;
}

/* Why a part of the score is what it is: its value, CSM_MISSING if unknown, and what it is
 * the value of, or which condition held; NULL if the profiles do not tell. */
static const char *
account_parts_why(
    const struct csm_account *a, const char *profile, const char *part, int64_t *value)
{
	const struct csm_score *score;

	*value = CSM_MISSING;
	if (a->ask->scorer == NULL)
		return NULL;
	/* the engine of the as-of day has one day */
	score = csm_scorer_score(a->ask->scorer, CSM_MODEL_COMPANY, 0, 0);
	/* the points may have been made with other profiles than these */
	if (score->profile == NULL || strcmp(score->profile->id, profile) != 0)
		return NULL;
	for (size_t i = 0; i < score->parts; i++) {
		const struct csm_part *p = &score->part[i];
		if (strcmp(p->factor->id, part) != 0)
			continue;
		if (p->factor->metric == NULL)
			/* poor wins, so it is told first */
			return p->poor && p->factor->poor != NULL
				   ? formula_text(a, "poor: ", p->factor->poor)
			       : p->good && p->factor->good != NULL
				   ? formula_text(a, "good: ", p->factor->good)
				   : "neither good nor poor";
		*value = csm_value_micros(&p->value);
		return formula_text(a, "", p->factor->metric);
	}
	return NULL;
}

/* A part of the score; the value behind it, and what it is the value of. */
struct account_part {
	const char *id, *name; /* id: NULL of the whole */
	struct csm_cell contribution;
	int64_t value;
	const char *of;
	bool whole; /* of the whole score: nothing of the account's is behind it */
};

static struct csm_cell
account_put_value(const void *row)
{
	const struct account_part *p = row;

	return p->whole ? csm_cell_blank() : csm_cell_number(p->value);
}

static struct csm_cell
account_put_of(const void *row)
{
	const struct account_part *p = row;

	return p->whole ? csm_cell_blank() : csm_cell_text(p->of);
}

#define START (5 * CSM_NUM_ONE) /* of a profile that says nothing of it */
#define PARTS 256               /* more than anyone would read */

static const struct csm_table_column part_columns[] = {
    {"name", "Part", CSM_OF_TEXT(struct account_part, name)},
    {"contribution", "Contribution",
	CSM_OF_CELL(CSM_CELL_NUMBER, struct account_part, contribution),
	.look = &csm_look_change, .stated = true},
    {"value", "Value", CSM_CELL_NUMBER, .put = account_put_value,
	.look = &csm_look_few},
    {"of", "Of", CSM_CELL_TEXT, .put = account_put_of}};

/* The parts of a score, until it is known whether they add up to it. */
struct account_parts {
	struct account_part of[PARTS];
	size_t n;
	int64_t sum; /* with the start; CSM_MISSING: they are no amounts that add up */
};

static void
account_parts_add_part(struct account_parts *p, struct account_part part)
{
	if (p->n == PARTS)
		return;
	p->of[p->n++] = part;
	if (part.contribution.kind == CSM_CELL_NUMBER)
		csm_stats_add(&p->sum, part.contribution.number);
}

static void
account_parts_add_whole(struct account_parts *parts, const char *name,
    struct csm_cell cell, const struct csm_look *look)
{
	cell.look = look;
	account_parts_add_part(parts,
	    (struct account_part){.name = name, .contribution = cell, .whole = true});
}

static const struct csm_json *
account_parts_profile(const struct csm_account *a, const char *id)
{
	const struct csm_json *j = NULL, *of;

	while ((j = csm_config_each(a->context->conf, "health", j)) != NULL)
		if ((of = csm_json_get(j, "id")) != NULL && of->text != NULL &&
		    strcmp(of->text, id) == 0)
			return j;
	return NULL;
}

static bool
account_parts_are_of(
    const struct csm_account *a, const char *profile, const struct csm_method *of)
{
	const struct csm_json *method =
	    csm_json_get(account_parts_profile(a, profile), "method");

	return method != NULL && method->text != NULL &&
	       csm_method_find(method->text) == of;
}

/* The score before any part, of the profile that has one. */
static void
account_parts_put_start(
    struct csm_account *a, const char *profile, struct account_parts *parts)
{
	const struct csm_json *start;

	if (!account_parts_are_of(a, profile, &csm_method_points))
		return;
	start = csm_json_get(account_parts_profile(a, profile), "start");
	account_parts_add_whole(parts, "Start",
	    csm_cell_number(start == NULL ? START : csm_num_from_double(start->number)),
	    &csm_look_few);
}

static void
account_parts_read_parts(
    struct csm_account *a, const char *profile, struct account_parts *parts)
{
	const struct csm_entity_points *own = csm_facts_own(a->set);

	for (size_t m = 0; m < own->metrics; m++) {
		const char *name = own->metric[m].metric.s,
			   *part = csm_account_part(name, profile);
		if (part == NULL)
			continue;
		struct csm_cell value =
		    csm_facts_cell(a->context, a->set, name, a->context->until);
		/* A part without a point on the day; one with a state alone is unknown,
		 * which is told. */
		if (value.kind == CSM_CELL_NONE && value.state == NULL)
			continue;
		struct account_part row = {.id = part,
		    .name = csm_account_part_name(a, name + 7, strlen(profile) + 1),
		    .contribution = value,
		    .value = CSM_MISSING};
		if (a->ask->scorer != NULL)
			row.of = account_parts_why(a, profile, part, &row.value);
		account_parts_add_part(parts, row);
	}
}

/* Whether the sum, with the places it has, is the score as it reads. */
static bool
account_parts_reads_as(const struct csm_account *a, int64_t sum, int64_t score)
{
	struct csm_look look =
	    csm_look_in(&csm_look_score, &a->context->catalog.manner);

	return sum == score && csm_show_fit(score, &look).micros ==
				   csm_show_fit(sum, &csm_look_few).micros;
}

/* What the parts come to, where that does not read as the score does, and the score;
 * nothing, nor the start, of parts that a profile of other numbers gave. */
static void
account_parts_put_sum(struct csm_account *a, struct account_parts *parts)
{
	const struct csm_facts *f = a->facts;
	int64_t score = f->health.value, sum = parts->sum;
	bool kept = (sum < 0 && score == 0) || (sum > score && score > 0);

	if (score == CSM_MISSING)
		return;
	if (sum != score && f->known.by_hand == NULL && !kept) {
		parts->n--;
		memmove(parts->of, parts->of + 1, parts->n * sizeof *parts->of);
		return;
	}
	if (!account_parts_reads_as(a, sum, score))
		account_parts_add_whole(
		    parts, "Sum", csm_cell_number(sum), &csm_look_few);
	account_parts_add_whole(parts,
	    sum == score               ? "Score"
	    : f->known.by_hand != NULL ? "Score, set by hand"
				       : "Score, kept within its scale",
	    csm_facts_score(f->health), &csm_look_score);
}

/* Without a start, as shares of weights: each part was rounded by itself. */
static bool
account_parts_come_to(const struct account_parts *parts, struct csm_cell score)
{
	int64_t off;

	if (score.kind != CSM_CELL_NUMBER || parts->sum == CSM_MISSING)
		return false;
	off = parts->sum - score.number;
	return off <= (int64_t)parts->n && -off <= (int64_t)parts->n;
}

static const char *
account_parts_weight(const struct csm_json *pillars, const char *id)
{
	const struct csm_json *at = pillars == NULL ? NULL : pillars->child;

	for (; at != NULL; at = at->next) {
		const struct csm_json *its = csm_json_get(at, "id"),
				      *weight = csm_json_get(at, "weight");
		if (its != NULL && strcmp(its->text, id) == 0)
			return weight == NULL ? "1" : weight->text;
	}
	return "1";
}

/* How a score comes of the scores of its parts: "Score, weighted 3, 2, 1", in their order;
 * "Score" by a rule. */
static const char *
account_parts_rule(
    const struct csm_account *a, const char *profile, const struct account_parts *parts)
{
	const struct csm_json *j = account_parts_profile(a, profile);
	enum csm_overall overall;
	struct csm_buf text = {0};
	const char *copy;

	if (csm_overall_read(j, &overall, a->context->diag) != 0 ||
	    overall != CSM_OVERALL_WEIGHTED)
		return "Score";
	for (size_t i = 0; i < parts->n; i++)
		csm_buf_printf(&text, "%s%s", i == 0 ? "Score, weighted " : ", ",
		    account_parts_weight(csm_json_get(j, "pillars"), parts->of[i].id));
	copy = csm_arena_strdup(&a->doc->arena, csm_buf_text(&text));
	csm_buf_fini(&text);
	return copy;
}

/* Parts that have scores of their own, which do not add up. */
static void
account_parts_put_own(
    struct csm_account *a, const char *profile, struct account_parts *parts)
{
	for (size_t i = 0; i < parts->n; i++)
		parts->of[i].contribution.look = &csm_look_few;
	account_parts_add_whole(parts, account_parts_rule(a, profile, parts),
	    csm_facts_score(a->facts->health), &csm_look_score);
}

void
csm_account_parts(struct csm_account *a, const char *profile)
{
	struct account_parts parts = {.sum = CSM_MISSING};
	struct csm_table *t;

	if (profile == NULL)
		return;
	t = csm_doc_table(a->doc, "parts", "What the score is made of");
	t->half = 1;
	CSM_TABLE_COLUMNS(t, part_columns);
	if (a->ask->scorer == NULL) {
		csm_table_drop(t, "value");
		csm_table_drop(t, "of");
	}
	account_parts_put_start(a, profile, &parts);
	account_parts_read_parts(a, profile, &parts);
	if (parts.n > 0 && strcmp(parts.of[0].name, "Start") == 0)
		account_parts_put_sum(a, &parts);
	else if (account_parts_come_to(&parts, csm_facts_score(a->facts->health)))
		account_parts_add_whole(&parts, "Score",
		    csm_facts_score(a->facts->health), &csm_look_score);
	else if (parts.n > 0 && account_parts_are_of(a, profile, &csm_method_pillars)) {
		csm_table_heading(t, "contribution")->title = "Score";
		if (a->ask->scorer != NULL) /* conditions have none */
			csm_table_heading(t, "value")->for_machines = true;
		account_parts_put_own(a, profile, &parts);
	}
	for (size_t i = 0; i < parts.n; i++)
		csm_table_put(t, &parts.of[i]);
}
