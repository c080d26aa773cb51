#include "lab/wording.h"
#include "base/text.h"

#include "view/explanation.h"
#include "score/measure.h"

#include <math.h>

static void
wording_number(struct csm_buf *b, double x)
{
	char text[CSM_NUM_TEXT];
	int64_t micros = csm_num_from_double(x);

	/* A configuration may hold numbers that no metric can reach: 1e15 as a
	 * threshold. */
	if (micros == CSM_MISSING)
		csm_buf_printf(b, "%g", x);
	else if (csm_num_format(micros, text) > 0)
		csm_buf_puts(b, text);
}

void
csm_wording_percent(struct csm_buf *b, double share)
{
	/* Two places: a third is 33.33%, and hundredths of a percent are all that a
	 * look at it can tell apart. */
	wording_number(b, floor(share * 1e4 + 0.5) / 1e2);
	csm_buf_putc(b, '%');
}

/* points: the condition in words, and whether it holds. */
static void
wording_put_condition(struct csm_buf *b, const struct csm_part *part)
{
	const struct csm_factor *f = part->factor;

	if (csm_condition_linear(f->condition)) {
		csm_buf_puts(b, "linear from ");
		wording_number(b, f->low[0]);
		csm_buf_puts(b, " (adds ");
		wording_number(b, f->low[1]);
		csm_buf_puts(b, ") to ");
		wording_number(b, f->high[0]);
		csm_buf_puts(b, " (adds ");
		wording_number(b, f->high[1]);
		csm_buf_puts(b, f->condition == CSM_CONDITION_LINEAR
				    ? "), held at both ends"
				    : "), nothing outside");
	} else {
		csm_buf_printf(b, "%s ", csm_condition_name(f->condition));
		csm_explanation_value(b, &f->value);
		csm_buf_puts(b, " adds ");
		wording_number(b, f->impact);
	}
	/* said even of "not equal to", which people expect to hold for nothing */
	if (part->value.type == CSM_VALUE_MISSING)
		csm_buf_puts(b, ": no value, so nothing is added");
	else if (!csm_condition_linear(f->condition))
		csm_buf_puts(b,
		    csm_factor_holds(f, &part->value) ? ": holds" : ": does not hold");
}

/* weighted: how the value becomes a score. */
static void
put_scale(struct csm_buf *b, const struct csm_factor *f)
{
	if (f->steps == 0) {
		csm_buf_puts(b, "linear from ");
		wording_number(b, f->low[0]);
		csm_buf_puts(b, f->invert ? " (scores 10) to " : " (scores 0) to ");
		wording_number(b, f->high[0]);
		csm_buf_puts(b, f->invert ? " (scores 0)" : " (scores 10)");
	}
	for (size_t i = 0; i < f->steps; i++) {
		/* As they count: what `invert` makes of them, not what is written. */
		double score = f->step[i].score;
		csm_buf_puts(b, i == 0 ? "" : ", ");
		if (f->step[i].last) {
			csm_buf_puts(b, f->steps > 1 ? "else " : "always ");
		} else {
			csm_buf_puts(b, "below ");
			wording_number(b, f->step[i].below);
			csm_buf_puts(b, " ");
		}
		wording_number(b, f->invert ? 10 - score : score);
	}
}

static void
put_measure(struct csm_buf *b, const struct csm_part *part)
{
	const struct csm_factor *f = part->factor;

	put_scale(b, f);
	if (part->known)
		csm_buf_puts(b, ": scores ");
	else if (part->score != CSM_MISSING)
		csm_buf_printf(
		    b, ": no value, %s scores ", csm_missing_name(f->missing));
	else if (f->missing == CSM_MISSING_UNKNOWN)
		csm_buf_puts(b, ": no value, so the whole score is unknown");
	else
		csm_buf_puts(b, ": no value, its weight goes to the others");
	if (part->score == CSM_MISSING)
		return;
	wording_number(b, csm_num_to_double(part->score));
	csm_buf_puts(b, ", with a share of ");
	csm_wording_percent(b, part->share);
	csm_buf_puts(b, " of the weight");
}

void
csm_wording_rule(
    struct csm_buf *b, const struct csm_part *part, const struct csm_profile *profile)
{
	if (profile->method->parts == CSM_PARTS_IMPACTS)
		wording_put_condition(b, part);
	else
		put_measure(b, part);
}

void
csm_wording_age(struct csm_buf *b, int32_t day, int32_t days)
{
	char text[CSM_DAY_TEXT];

	csm_date_format(day - days, text);
	csm_buf_printf(b, "newest point of %s, ", text);
	csm_text_count(b, (uint64_t)days, "days old");
}
