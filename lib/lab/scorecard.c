#include "lab/scorecard.h"

#include "view/explanation.h"
#include "lab/wording.h"

#include <inttypes.h>
#include <string.h>

/* Columns of the numbers, their points one below the other: sign and whole digits, then
 * the point and six places.  Wide enough for 100 and a sign, and impacts of three
 * digits; a wider number moves its own line alone. */
#define WHOLE 5
#define PLACES 7
#define TEXT (WHOLE + PLACES + 2)

struct scorecard {
	const struct csm_lab *lab;
	struct csm_output *out;
};

static void
scorecard_put(struct csm_output *out, struct csm_buf *b)
{
	csm_output_write(out, csm_buf_text(b), b->len);
	csm_buf_reset(b);
}

/* "name      text", wrapped. */
static void
scorecard_put_field(struct csm_output *out, const char *name, const char *text)
{
	struct csm_buf line = {0};

	csm_buf_printf(&line, "%-*s", TEXT, name);
	/* texts hang below where they began */
	csm_explanation_wrap(&line, text, TEXT);
	scorecard_put(out, &line);
	csm_buf_fini(&line);
}

/* A number in its columns, then text; with a sign if it is one of a sum. */
static void
scorecard_put_number(struct csm_output *out, int64_t micros, int sign, const char *text)
{
	char number[CSM_NUM_TEXT + 1] = "+";
	struct csm_buf line = {0};
	/* "+" stands in the buffer already; a number below 0 brings its own sign. */
	char *digits = number + (sign && micros > 0);

	if (micros == CSM_MISSING)
		digits[0] = '\0';
	else
		csm_num_format(micros, digits);
	int whole = (int)strcspn(number, ".");
	csm_buf_printf(
	    &line, "%*.*s%-*s  ", WHOLE, whole, number, PLACES, number + whole);
	csm_explanation_wrap(&line, text, TEXT);
	scorecard_put(out, &line);
	csm_buf_fini(&line);
}

/* What stands below a part: a formula with its values, and what became of it. */
static void
scorecard_put_reason(struct csm_output *out, const char *text)
{
	struct csm_buf line = {0};

	csm_buf_printf(&line, "%*s", TEXT + 2, "");
	csm_explanation_wrap(&line, text, TEXT + 6);
	scorecard_put(out, &line);
	csm_buf_fini(&line);
}

static void
put_pillar(struct scorecard *c, const struct csm_part *part)
{
	const struct csm_factor *f = part->factor;

	for (int second = 0; second < 2; second++) {
		const struct csm_formula *condition = second ? f->good : f->poor;
		/* poor first, since it wins over good */
		if (condition == NULL)
			continue;
		scorecard_put_reason(c->out, second ? "good if" : "poor if");
		csm_explanation_query(c->out, c->lab->engine,
		    csm_scorer_query(c->lab->scorer, f, second), c->lab->entity,
		    TEXT + 4);
	}
	if (!part->known)
		scorecard_put_reason(c->out, "no condition could be evaluated");
}

/* How old the newest point behind a part is. */
static void
put_newest(struct scorecard *c, int32_t days)
{
	struct csm_buf text = {0};

	if (days < 0)
		return;
	csm_wording_age(&text, c->lab->until, days);
	scorecard_put_reason(c->out, text.data);
	csm_buf_fini(&text);
}

/* Id before name: ids are what a configuration is searched for. */
static void
scorecard_put_part(struct scorecard *c, const struct csm_score *score, size_t at)
{
	const struct csm_profile *profile = score->profile;
	const struct csm_part *part = &score->part[at];
	const struct csm_factor *f = part->factor;
	struct csm_buf text = {0};

	csm_buf_puts(&text, f->id);
	if (strcmp(f->name, f->id) != 0)
		csm_buf_printf(&text, ": %s", f->name);
	if (profile->method->parts == CSM_PARTS_PILLARS)
		csm_buf_printf(&text, " is %s", csm_pillar_state_name(part->state));
	scorecard_put_number(c->out, part->contribution, 1, text.data);
	csm_buf_reset(&text);
	if (profile->method->parts == CSM_PARTS_PILLARS) {
		put_pillar(c, part);
	} else {
		csm_explanation_query(c->out, c->lab->engine,
		    csm_scorer_query(c->lab->scorer, f, 0), c->lab->entity, TEXT + 2);
		csm_wording_rule(&text, part, profile);
		scorecard_put_reason(c->out, text.data);
	}
	/* a value may be right and months old */
	put_newest(c, csm_scorer_part_staleness(c->lab->scorer, at));
	csm_buf_fini(&text);
}

/* "average: from 4 to below 7" */
static void
put_band(struct csm_output *out, const struct csm_score *score)
{
	const struct csm_band *band = score->band, *first = score->profile->band;
	char from[CSM_NUM_TEXT] = "", below[CSM_NUM_TEXT] = "";
	struct csm_buf text = {0};

	/* bands touch: one begins where that before it ends */
	if (band != first)
		csm_num_format(band[-1].below, from);
	if (band->below != CSM_MISSING)
		csm_num_format(band->below, below);
	csm_buf_puts(&text, band->state);
	if (*from != '\0' || *below != '\0')
		csm_buf_printf(&text, ":%s%s%s%s%s", *from ? " from " : "", from,
		    *from && *below ? " to" : "", *below ? " below " : "", below);
	scorecard_put_field(out, "       state", text.data);
	csm_buf_fini(&text);
}

/* How pillars become one state. */
static void
scorecard_put_rule(struct csm_output *out, const struct csm_score *score)
{
	struct csm_buf text = {0};

	csm_buf_printf(&text, "%s, by the rule \"%s\"", score->band->state,
	    csm_overall_name(score->profile->overall));
	scorecard_put_field(out, "       state", text.data);
	csm_buf_fini(&text);
}

static void
put_sum(struct csm_output *out, const struct csm_score *score)
{
	const struct csm_profile *p = score->profile;
	struct csm_buf kept = {0};

	csm_output_printf(out, "  ----------\n");
	if (score->value == CSM_MISSING) {
		scorecard_put_field(out, "       score", "unknown");
		return;
	}
	/* The sum stands there even if it is the score, so that a card reads alike for
	 * all methods. */
	scorecard_put_number(out, score->sum, 0, "sum");
	csm_buf_printf(
	    &kept, "score, kept within 0 to %d", (int)(p->top / CSM_NUM_ONE));
	scorecard_put_number(
	    out, score->value, 0, score->value == score->sum ? "score" : kept.data);
	if (p->method->parts == CSM_PARTS_PILLARS && p->overall != CSM_OVERALL_WEIGHTED)
		scorecard_put_rule(out, score);
	else
		put_band(out, score);
	csm_buf_fini(&kept);
}

/* A score set by hand, and by whom. */
static void
scorecard_put_override(struct scorecard *c, const struct csm_shown *shown)
{
	struct csm_buf text = {0};
	char number[CSM_NUM_TEXT], day[CSM_DAY_TEXT];

	if (shown == NULL || shown->override == NULL)
		return;
	const struct csm_override *o = shown->override;
	csm_num_format(shown->value, number);
	csm_buf_printf(&text, "%s, %s", number, shown->state);
	if (o->by[0] != '\0')
		csm_buf_printf(&text, ", by %s", o->by);
	if (o->reason[0] != '\0')
		csm_buf_printf(&text, ": %s", o->reason);
	if (o->until != CSM_DAY_NONE) {
		csm_date_format(o->until, day);
		csm_buf_printf(&text, " (until %s)", day);
	}
	scorecard_put_field(c->out, "set by hand", text.data);
	csm_buf_fini(&text);
}

/* How much of the score is known, and how old the newest of it is. */
static void
scorecard_put_coverage(struct scorecard *c, const struct csm_score *score)
{
	int pillars = score->profile->method->parts == CSM_PARTS_PILLARS;
	int32_t days = csm_scorer_staleness(c->lab->scorer);
	struct csm_buf text = {0};
	size_t present = 0;

	for (size_t i = 0; i < score->parts; i++)
		present += score->part[i].known != 0;
	csm_buf_printf(&text, "%zu of %zu %s", present, score->parts,
	    pillars ? "pillars are known" : "factors have a value");
	/* Impacts have no weight: how many have a value is all there is to say. */
	if (score->profile->method->parts != CSM_PARTS_IMPACTS) {
		csm_buf_puts(&text, ", ");
		csm_wording_percent(&text, csm_num_to_double(score->coverage));
		csm_buf_puts(&text, " of the weight");
	}
	scorecard_put_field(c->out, "coverage", text.data);
	csm_buf_reset(&text);
	if (days < 0)
		csm_buf_puts(&text, "no point went into it");
	else
		csm_wording_age(&text, c->lab->until, days);
	scorecard_put_field(c->out, "staleness", text.data);
	csm_buf_fini(&text);
}

static void
scorecard_put_profile(struct scorecard *c, const struct csm_score *score)
{
	const struct csm_profile *p = score->profile, *profiles = c->lab->profile;
	struct csm_output *out = c->out;
	struct csm_buf text = {0};
	size_t n = c->lab->profiles;

	csm_buf_puts(&text, p->id);
	if (strcmp(p->name, p->id) != 0)
		csm_buf_printf(&text, ": %s", p->name);
	scorecard_put_field(out, "profile", text.data);
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
	scorecard_put_field(out, "chosen as", text.data);
	scorecard_put_coverage(c, score);
	csm_buf_reset(&text);
	csm_buf_printf(&text, "%016" PRIx64, p->hash);
	/* Who kept an older card sees at once whether the profile is still that one. */
	scorecard_put_field(out, "hash", text.data);
	csm_buf_fini(&text);
}

/* No profile fits: the conditions that did not hold.  Each of them has one: a profile
 * without takes everybody. */
static void
put_unscored(struct csm_output *out, const struct csm_lab *lab)
{
	scorecard_put_field(
	    out, "profile", "none: no condition holds, so there is no score");
	for (size_t i = 0; i < lab->profiles; i++) {
		const struct csm_profile *p = &lab->profile[i];
		struct csm_buf text = {0};
		if (p->model != lab->model || p->where == NULL)
			continue;
		csm_buf_printf(&text, "%s: where ", p->id);
		csm_node_print_text(p->where->root, &text);
		scorecard_put_field(out, "", text.data);
		csm_buf_fini(&text);
	}
}

static void
scorecard_put_who(struct csm_output *out, const struct csm_lab *lab,
    enum csm_model model, size_t entity)
{
	const char *id = csm_engine_entity(lab->engine, model, entity).s;
	struct csm_value name =
	    csm_engine_field(lab->engine, model, entity, "name", lab->until);
	struct csm_buf text = {0};

	csm_buf_puts(&text, id);
	const char *called = csm_value_text(&name);
	/* Many exports use names as ids; saying it twice helps nobody. */
	if (called != NULL && strcmp(called, id) != 0)
		csm_buf_printf(&text, ": %s", called);
	scorecard_put_field(out, csm_model_name(model), text.data);
	csm_buf_fini(&text);
}

/* Where the sum begins. */
static void
put_base(struct csm_output *out, const struct csm_score *score)
{
	const struct csm_profile *p = score->profile;

	if (p->method->parts == CSM_PARTS_IMPACTS)
		scorecard_put_number(out, score->base, 0, "start");
	else if (score->base != 0)
		scorecard_put_number(out, score->base, 0, "all pillars good");
}

void
csm_scorecard(const struct csm_lab *lab, const struct csm_score *score,
    const struct csm_shown *shown, struct csm_output *out)
{
	struct scorecard card = {.lab = lab, .out = out};
	char day[CSM_DAY_TEXT];

	scorecard_put_who(out, lab, CSM_MODEL_COMPANY, 0);
	if (lab->model != CSM_MODEL_COMPANY)
		scorecard_put_who(out, lab, lab->model, lab->entity);
	csm_date_format(lab->until, day);
	scorecard_put_field(out, "day", day);
	if (score->profile == NULL) {
		put_unscored(out, lab);
		scorecard_put_override(&card, shown);
		return;
	}
	scorecard_put_profile(&card, score);
	scorecard_put_override(&card, shown);
	csm_output_puts(out, "\n");
	put_base(out, score);
	for (size_t i = 0; i < score->parts; i++)
		scorecard_put_part(&card, score, i);
	put_sum(out, score);
}
