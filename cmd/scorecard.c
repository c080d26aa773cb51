#include "scorecard.h"

#include "view/explanation.h"
#include "wording.h"

#include <inttypes.h>
#include <string.h>

/* Columns of the numbers, their points one below the other: sign and whole digits, then
 * the point and six places. */
#define WHOLE 5
#define PLACES 7
#define TEXT (WHOLE + PLACES + 2)

static void
scorecard_put(struct csm_run *run, struct csm_buf *b)
{
	csm_output_write(run->out, csm_buf_text(b), b->len);
	csm_buf_reset(b);
}

/* "name      text", wrapped. */
static void
scorecard_put_field(struct csm_run *run, const char *name, const char *text)
{
	struct csm_buf line = {0};

	csm_buf_printf(&line, "%-*s", TEXT, name);
	csm_explanation_wrap(&line, text, TEXT);
	scorecard_put(run, &line);
	csm_buf_fini(&line);
}

/* A number in its columns, then text; with a sign if it is one of a sum. */
static void
scorecard_put_number(struct csm_run *run, int64_t micros, int sign, const char *text)
{
	char number[CSM_NUM_TEXT + 1] = "+";
	struct csm_buf line = {0};
	char *digits = number + (sign && micros > 0);

	if (micros == CSM_MISSING)
		digits[0] = '\0';
	else
		csm_num_format(micros, digits);
	int whole = (int)strcspn(number, ".");
	csm_buf_printf(
	    &line, "%*.*s%-*s  ", WHOLE, whole, number, PLACES, number + whole);
	csm_explanation_wrap(&line, text, TEXT);
	scorecard_put(run, &line);
	csm_buf_fini(&line);
}

/* What stands below a part: a formula with its values, and what became of it. */
static void
scorecard_put_reason(struct csm_run *run, const char *text)
{
	struct csm_buf line = {0};

	csm_buf_printf(&line, "%*s", TEXT + 2, "");
	csm_explanation_wrap(&line, text, TEXT + 6);
	scorecard_put(run, &line);
	csm_buf_fini(&line);
}

static void
put_pillar(struct csm_health *h, const struct csm_part *part)
{
	const struct csm_factor *f = part->factor;

	for (int second = 0; second < 2; second++) {
		const struct csm_formula *c = second ? f->good : f->poor;
		if (c == NULL)
			continue;
		scorecard_put_reason(h->run, second ? "good if" : "poor if");
		csm_explanation_query(h->run->out, h->ev.engine,
		    csm_scorer_query(h->scorer, f, second), 0, TEXT + 4);
	}
	if (!part->known)
		scorecard_put_reason(h->run, "no condition could be evaluated");
}

/* How old the newest point behind a part is. */
static void
put_newest(struct csm_health *h, int32_t days)
{
	struct csm_buf text = {0};

	if (days < 0)
		return;
	csm_wording_age(&text, h->run->until, days);
	scorecard_put_reason(h->run, text.data);
	csm_buf_fini(&text);
}

static void
scorecard_put_part(struct csm_health *h, const struct csm_score *score, size_t at)
{
	const struct csm_profile *profile = score->profile;
	const struct csm_part *part = &score->part[at];
	const struct csm_factor *f = part->factor;
	struct csm_buf text = {0};

	csm_buf_puts(&text, f->id);
	if (strcmp(f->name, f->id) != 0)
		csm_buf_printf(&text, ": %s", f->name);
	if (profile->method == CSM_METHOD_PILLARS)
		csm_buf_printf(&text, " is %s", csm_pillar_state_name(part->state));
	scorecard_put_number(h->run, part->contribution, 1, text.data);
	csm_buf_reset(&text);
	if (profile->method == CSM_METHOD_PILLARS) {
		put_pillar(h, part);
	} else {
		csm_explanation_query(h->run->out, h->ev.engine,
		    csm_scorer_query(h->scorer, f, 0), 0, TEXT + 2);
		csm_wording_rule(&text, part, profile);
		scorecard_put_reason(h->run, text.data);
	}
	put_newest(h, csm_scorer_part_staleness(h->scorer, at));
	csm_buf_fini(&text);
}

/* "average: from 4 to below 7" */
static void
put_band(struct csm_run *run, const struct csm_score *score)
{
	const struct csm_band *band = score->band, *first = score->profile->band;
	char from[CSM_NUM_TEXT] = "", below[CSM_NUM_TEXT] = "";
	struct csm_buf text = {0};

	if (band != first)
		csm_num_format(band[-1].below, from);
	if (band->below != CSM_MISSING)
		csm_num_format(band->below, below);
	csm_buf_puts(&text, band->state);
	if (*from != '\0' || *below != '\0')
		csm_buf_printf(&text, ":%s%s%s%s%s", *from ? " from " : "", from,
		    *from && *below ? " to" : "", *below ? " below " : "", below);
	scorecard_put_field(run, "       state", text.data);
	csm_buf_fini(&text);
}

/* How pillars become one state. */
static void
scorecard_put_rule(struct csm_run *run, const struct csm_score *score)
{
	struct csm_buf text = {0};

	csm_buf_printf(&text, "%s, by the rule \"%s\"", score->band->state,
	    csm_overall_name(score->profile->overall));
	scorecard_put_field(run, "       state", text.data);
	csm_buf_fini(&text);
}

static void
put_sum(struct csm_run *run, const struct csm_score *score)
{
	const struct csm_profile *p = score->profile;
	struct csm_buf kept = {0};

	csm_output_printf(run->out, "  ----------\n");
	if (score->value == CSM_MISSING) {
		scorecard_put_field(run, "       score", "unknown");
		return;
	}
	scorecard_put_number(run, score->sum, 0, "sum");
	csm_buf_printf(
	    &kept, "score, kept within 0 to %d", (int)(p->top / CSM_NUM_ONE));
	scorecard_put_number(
	    run, score->value, 0, score->value == score->sum ? "score" : kept.data);
	if (p->method == CSM_METHOD_PILLARS && p->overall != CSM_OVERALL_WEIGHTED)
		scorecard_put_rule(run, score);
	else
		put_band(run, score);
	csm_buf_fini(&kept);
}

/* A score set by hand, and by whom. */
static void
scorecard_put_override(
    struct csm_health *h, const struct csm_score *score, struct csm_text company)
{
	struct csm_shown shown;
	struct csm_buf text = {0};
	char number[CSM_NUM_TEXT], day[CSM_DAY_TEXT];

	if (csm_health_show(h, score, company, h->run->until, &shown) != 0 ||
	    shown.override == NULL)
		return;
	const struct csm_override *o = shown.override;
	csm_num_format(shown.value, number);
	csm_buf_printf(&text, "%s, %s", number, shown.state);
	if (o->by[0] != '\0')
		csm_buf_printf(&text, ", by %s", o->by);
	if (o->reason[0] != '\0')
		csm_buf_printf(&text, ": %s", o->reason);
	if (o->until != CSM_DAY_NONE) {
		csm_date_format(o->until, day);
		csm_buf_printf(&text, " (until %s)", day);
	}
	scorecard_put_field(h->run, "set by hand", text.data);
	csm_buf_fini(&text);
	h->by_hand = 1;
}

/* How much of the score is known, and how old the newest of it is. */
static void
scorecard_put_coverage(struct csm_health *h, const struct csm_score *score)
{
	int pillars = score->profile->method == CSM_METHOD_PILLARS;
	int32_t days = csm_scorer_staleness(h->scorer);
	struct csm_buf text = {0};
	size_t present = 0;

	for (size_t i = 0; i < score->parts; i++)
		present += score->part[i].known != 0;
	csm_buf_printf(&text, "%zu of %zu %s", present, score->parts,
	    pillars ? "pillars are known" : "factors have a value");
	if (score->profile->method != CSM_METHOD_POINTS) {
		csm_buf_puts(&text, ", ");
		csm_wording_percent(&text, csm_num_to_double(score->coverage));
		csm_buf_puts(&text, " of the weight");
	}
	scorecard_put_field(h->run, "coverage", text.data);
	csm_buf_reset(&text);
	if (days < 0)
		csm_buf_puts(&text, "no point went into it");
	else
		csm_wording_age(&text, h->run->until, days);
	scorecard_put_field(h->run, "staleness", text.data);
	csm_buf_fini(&text);
}

static void
scorecard_put_profile(struct csm_health *h, const struct csm_score *score)
{
	const struct csm_profile *p = score->profile, *profiles = h->profile;
	struct csm_run *run = h->run;
	struct csm_buf text = {0};
	size_t n = h->profiles;

	csm_buf_puts(&text, p->id);
	if (strcmp(p->name, p->id) != 0)
		csm_buf_printf(&text, ": %s", p->name);
	scorecard_put_field(run, "profile", text.data);
	csm_buf_reset(&text);
	csm_buf_printf(&text, "the %s", n == 1 ? "only one" : "");
	if (n > 1)
		csm_buf_printf(&text, "first of %zu that fits, number %zu", n,
		    (size_t)(p - profiles) + 1);
	if (p->segment != NULL)
		csm_buf_printf(&text, ", segment %s", p->segment);
	if (p->where != NULL) {
		csm_buf_puts(&text, ", where ");
		csm_node_print_text(p->where->root, &text);
	}
	scorecard_put_field(run, "chosen as", text.data);
	scorecard_put_coverage(h, score);
	csm_buf_reset(&text);
	csm_buf_printf(&text, "%016" PRIx64, p->hash);
	scorecard_put_field(run, "hash", text.data);
	csm_buf_fini(&text);
}

/* No profile fits: the conditions that did not hold. */
static void
put_unscored(struct csm_run *run, const struct csm_profile *profiles, size_t n)
{
	scorecard_put_field(
	    run, "profile", "none: no condition holds, so there is no score");
	for (size_t i = 0; i < n; i++) {
		struct csm_buf text = {0};
		if (profiles[i].model != CSM_MODEL_COMPANY)
			continue;
		csm_buf_printf(&text, "%s: where ", profiles[i].id);
		csm_node_print_text(profiles[i].where->root, &text);
		scorecard_put_field(run, "", text.data);
		csm_buf_fini(&text);
	}
}

static void
scorecard_put_company(struct csm_run *run, struct csm_engine *engine)
{
	const char *id = csm_engine_entity(engine, CSM_MODEL_COMPANY, 0).s;
	struct csm_value name =
	    csm_engine_field(engine, CSM_MODEL_COMPANY, 0, "name", run->until);
	struct csm_buf text = {0};
	char day[CSM_DAY_TEXT];

	csm_buf_puts(&text, id);
	if (name.type == CSM_VALUE_TEXT && strcmp(name.u.text, id) != 0)
		csm_buf_printf(&text, ": %s", name.u.text);
	scorecard_put_field(run, "company", text.data);
	csm_date_format(run->until, day);
	scorecard_put_field(run, "day", day);
	csm_buf_fini(&text);
}

/* Where the sum begins. */
static void
put_base(struct csm_run *run, const struct csm_score *score)
{
	const struct csm_profile *p = score->profile;

	if (p->method == CSM_METHOD_POINTS)
		scorecard_put_number(run, score->base, 0, "start");
	else if (score->base != 0)
		scorecard_put_number(run, score->base, 0, "all pillars good");
}

void
csm_scorecard(struct csm_health *h, struct csm_text company)
{
	struct csm_run *run = h->run;
	const struct csm_score *score = csm_scorer_score(
	    h->scorer, CSM_MODEL_COMPANY, 0, (size_t)(run->until - run->since));

	scorecard_put_company(run, h->ev.engine);
	if (score->profile == NULL) {
		put_unscored(run, h->profile, h->profiles);
		scorecard_put_override(h, score, company);
		return;
	}
	scorecard_put_profile(h, score);
	scorecard_put_override(h, score, company);
	csm_output_puts(run->out, "\n");
	put_base(run, score);
	for (size_t i = 0; i < score->parts; i++)
		scorecard_put_part(h, score, i);
	put_sum(run, score);
}
