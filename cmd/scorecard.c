#include "scorecard.h"

#include "explain.h"

#include <inttypes.h>
#include <string.h>

/* Columns of the numbers, their points one below the other: sign and whole digits, then
 * the point and six places. */
#define WHOLE 5
#define PLACES 7
#define TEXT (WHOLE + PLACES + 2)

static void
put(struct csm_run *run, struct csm_buf *b)
{
	csm_out_write(run->out, csm_buf_text(b), b->len);
	csm_buf_reset(b);
}

/* "name      text", wrapped. */
static void
put_field(struct csm_run *run, const char *name, const char *text)
{
	struct csm_buf line = {0};

	csm_buf_printf(&line, "%-*s", TEXT, name);
	csm_explain_wrap(&line, text, TEXT);
	put(run, &line);
	csm_buf_fini(&line);
}

/* A number in its columns, then text; with a sign if it is one of a sum. */
static void
put_number(struct csm_run *run, int64_t micros, int sign, const char *text)
{
	char number[CSM_NUM_TEXT + 1] = "+";
	struct csm_buf line = {0};
	char *digits = number + (sign && micros > 0);

	csm_num_format(micros, digits);
	int whole = (int)strcspn(number, ".");
	csm_buf_printf(
	    &line, "%*.*s%-*s  ", WHOLE, whole, number, PLACES, number + whole);
	csm_explain_wrap(&line, text, TEXT);
	put(run, &line);
	csm_buf_fini(&line);
}

static void
put_double(struct csm_buf *b, double x)
{
	char text[CSM_NUM_TEXT];
	int64_t micros = csm_num_from_double(x);

	if (micros == CSM_MISSING)
		csm_buf_printf(b, "%g", x);
	else if (csm_num_format(micros, text) > 0)
		csm_buf_puts(b, text);
}

/* The condition in words, and whether it holds. */
static void
put_condition(struct csm_buf *b, const struct csm_part *part)
{
	const struct csm_factor *f = part->factor;

	if (csm_condition_linear(f->condition)) {
		csm_buf_puts(b, "linear from ");
		put_double(b, f->low[0]);
		csm_buf_puts(b, " (adds ");
		put_double(b, f->low[1]);
		csm_buf_puts(b, ") to ");
		put_double(b, f->high[0]);
		csm_buf_puts(b, " (adds ");
		put_double(b, f->high[1]);
		csm_buf_puts(b, f->condition == CSM_CONDITION_LINEAR
				    ? "), held at both ends"
				    : "), nothing outside");
	} else {
		csm_buf_printf(b, "%s ", csm_condition_name(f->condition));
		csm_explain_value(b, &f->value);
		csm_buf_puts(b, " adds ");
		put_double(b, f->impact);
	}
	if (part->value.type == CSM_VALUE_MISSING)
		csm_buf_puts(b, ": no value, so nothing is added");
	else if (!csm_condition_linear(f->condition))
		csm_buf_puts(b,
		    csm_factor_holds(f, &part->value) ? ": holds" : ": does not hold");
}

static void
put_part(struct csm_run *run, const struct csm_part *part, struct csm_engine *engine,
    size_t query)
{
	const struct csm_factor *f = part->factor;
	struct csm_buf text = {0}, line = {0};

	csm_buf_puts(&text, f->id);
	if (strcmp(f->name, f->id) != 0)
		csm_buf_printf(&text, ": %s", f->name);
	put_number(run, part->contribution, 1, text.data);
	csm_explain_query(run->out, engine, query, 0, TEXT + 2);
	csm_buf_reset(&text);
	put_condition(&text, part);
	csm_buf_printf(&line, "%*s", TEXT + 2, "");
	csm_explain_wrap(&line, text.data, TEXT + 6);
	put(run, &line);
	csm_buf_fini(&text);
	csm_buf_fini(&line);
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
	put_field(run, "       state", text.data);
	csm_buf_fini(&text);
}

static void
put_sum(struct csm_run *run, const struct csm_score *score)
{
	csm_out_printf(run->out, "  ----------\n");
	put_number(run, score->sum, 0, "sum");
	put_number(run, score->value, 0,
	    score->value == score->sum ? "score" : "score, kept within 0 to 10");
	put_band(run, score);
}

static void
put_profile(struct csm_run *run, const struct csm_profile *profiles, size_t n,
    const struct csm_score *score)
{
	const struct csm_profile *p = score->profile;
	struct csm_buf text = {0};
	size_t present = 0;

	csm_buf_puts(&text, p->id);
	if (strcmp(p->name, p->id) != 0)
		csm_buf_printf(&text, ": %s", p->name);
	put_field(run, "profile", text.data);
	csm_buf_reset(&text);
	csm_buf_printf(&text, "the %s", n == 1 ? "only one" : "");
	if (n > 1)
		csm_buf_printf(&text, "first of %zu that fits, number %zu", n,
		    (size_t)(p - profiles) + 1);
	if (p->where != NULL) {
		csm_buf_puts(&text, ", where ");
		csm_node_print_text(p->where->root, &text);
	}
	put_field(run, "chosen as", text.data);
	for (size_t i = 0; i < score->parts; i++)
		present += score->part[i].value.type != CSM_VALUE_MISSING;
	csm_buf_reset(&text);
	csm_buf_printf(&text, "%zu of %zu factors have a value", present, score->parts);
	put_field(run, "coverage", text.data);
	csm_buf_reset(&text);
	csm_buf_printf(&text, "%016" PRIx64, p->hash);
	put_field(run, "hash", text.data);
	csm_buf_fini(&text);
}

/* No profile fits: the conditions that did not hold. */
static void
put_unscored(struct csm_run *run, const struct csm_profile *profiles, size_t n)
{
	put_field(run, "profile", "none: no condition holds, so there is no score");
	for (size_t i = 0; i < n; i++) {
		struct csm_buf text = {0};
		csm_buf_printf(&text, "%s: where ", profiles[i].id);
		csm_node_print_text(profiles[i].where->root, &text);
		put_field(run, "", text.data);
		csm_buf_fini(&text);
	}
}

static void
put_company(struct csm_run *run, struct csm_engine *engine)
{
	const char *id = csm_engine_entity(engine, CSM_MODEL_COMPANY, 0).s;
	struct csm_value name =
	    csm_engine_field(engine, CSM_MODEL_COMPANY, 0, "name", run->until);
	struct csm_buf text = {0};
	char day[CSM_DAY_TEXT];

	csm_buf_puts(&text, id);
	if (name.type == CSM_VALUE_TEXT && strcmp(name.u.text, id) != 0)
		csm_buf_printf(&text, ": %s", name.u.text);
	put_field(run, "company", text.data);
	csm_date_format(run->until, day);
	put_field(run, "day", day);
	csm_buf_fini(&text);
}

void
csm_scorecard(struct csm_run *run, struct csm_scorer *scorer, struct csm_engine *engine,
    const struct csm_profile *profiles, size_t n)
{
	const struct csm_score *score =
	    csm_scorer_score(scorer, (size_t)(run->until - run->since));
	put_company(run, engine);
	if (score->profile == NULL) {
		put_unscored(run, profiles, n);
		return;
	}
	put_profile(run, profiles, n, score);
	csm_out_puts(run->out, "\n");
	put_number(run, csm_num_from_double(score->profile->start), 0, "start");
	for (size_t i = 0; i < score->parts; i++)
		put_part(run, &score->part[i], engine,
		    csm_scorer_query(scorer, score->part[i].factor));
	put_sum(run, score);
}
