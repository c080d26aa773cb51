/* Rows that are periods with a price. */
#include "propose/candidate.h"

#include "base/num.h"

#include <string.h>
#include <strings.h>

/* How many months the words of an interval are. */
static const struct {
	const char *words;
	int months;
} intervals[] = {{"month monthly months m monat monatlich", 1},
    {"quarter quarterly quarters q quartal", 3},
    {"half half-year semiannual semiannually halbjahr", 6},
    {"year yearly annual annually years y jahr jaehrlich", 12}};

static bool
revenue_has_word(const char *words, const char *text, size_t len)
{
	for (const char *w = words; *w != '\0'; w += strspn(w, " ")) {
		size_t n = strcspn(w, " ");
		if (n == len && strncasecmp(w, text, n) == 0)
			return true;
		w += n;
	}
	return false;
}

/* Months of an interval; 0: no word of one. */
static int
revenue_months(struct csm_text text)
{
	for (size_t i = 0; i < sizeof intervals / sizeof intervals[0]; i++)
		if (revenue_has_word(intervals[i].words, text.s, text.len))
			return intervals[i].months;
	return 0;
}

/* All of them: a single word that is no interval, and the amount could not be
 * divided. */
static bool
revenue_is_interval(const struct csm_proposal *p, int column)
{
	const struct csm_intern *value = &p->sample.column[column].value;

	for (uint32_t id = 0; id < value->n; id++)
		if (revenue_months(value->text[id]) == 0)
			return false;
	return value->n > 0;
}

/* Nothing lasts 0 months. */
static bool
revenue_is_interval_count(const struct csm_proposal *p, int column)
{
	return csm_candidate_is_amount(p, column) && p->traits[column].whole &&
	       p->traits[column].least >= CSM_NUM_ONE;
}

bool
csm_candidate_revenue(struct csm_proposals *set, struct csm_proposal *p)
{
	int *role = p->role;

	role[CSM_ROLE_START] = csm_proposal_best(
	    p, CSM_ROLE_START, CSM_MEANING_ENDS, csm_candidate_is_time);
	if (role[CSM_ROLE_START] < 0 &&
	    csm_proposal_word(set, p,
		"subscriptions subscription contracts licenses "
		"licences vertraege abos") != NULL)
		role[CSM_ROLE_START] =
		    csm_proposal_best(p, CSM_ROLE_TIME, 1, csm_candidate_is_time);
	role[CSM_ROLE_RECURRING] = csm_proposal_best(
	    p, CSM_ROLE_RECURRING, CSM_MEANING_ENDS, csm_candidate_is_amount);
	role[CSM_ROLE_ONE_OFF] = csm_proposal_best(
	    p, CSM_ROLE_ONE_OFF, CSM_MEANING_ENDS, csm_candidate_is_amount);
	/* Without a start there is no period, and without an amount nothing in it. */
	if (role[CSM_ROLE_START] < 0 ||
	    (role[CSM_ROLE_RECURRING] < 0 && role[CSM_ROLE_ONE_OFF] < 0))
		return false;
	role[CSM_ROLE_END] =
	    csm_proposal_best(p, CSM_ROLE_END, CSM_MEANING_ENDS, csm_candidate_is_time);
	role[CSM_MEANS_INTERVAL] = csm_proposal_best(
	    p, CSM_MEANS_INTERVAL, CSM_MEANING_ENDS, revenue_is_interval);
	role[CSM_MEANS_INTERVAL_COUNT] = csm_proposal_best(
	    p, CSM_MEANS_INTERVAL_COUNT, CSM_MEANING_ENDS, revenue_is_interval_count);
	role[CSM_MEANS_QUANTITY] = csm_proposal_best(
	    p, CSM_MEANS_QUANTITY, CSM_MEANING_ENDS, csm_candidate_is_amount);
	return true;
}

static void
revenue_put_text(struct csm_buf *out, struct csm_text text)
{
	csm_buf_putc(out, '\'');
	for (size_t i = 0; i < text.len; i++) {
		if (text.s[i] == '\'')
			csm_buf_putc(out, '\'');
		csm_buf_putc(out, text.s[i]);
	}
	csm_buf_putc(out, '\'');
}

/* if("Interval" = 'year', 12, if("Interval" = 'quarter', 3, 1)), of the words there are.
 */
static void
revenue_put_months(const struct csm_proposal *p, struct csm_buf *out)
{
	int column = p->role[CSM_MEANS_INTERVAL];
	const struct csm_intern *value = &p->sample.column[column].value;
	size_t open = 0;

	for (uint32_t id = 0; id < value->n; id++) {
		int months = revenue_months(value->text[id]);
		if (months == 1)
			continue;
		csm_buf_puts(out, "if(");
		csm_proposal_put_name(p->sample.column[column].name, out);
		csm_buf_puts(out, " = ");
		revenue_put_text(out, value->text[id]);
		csm_buf_printf(out, ", %d, ", months);
		open++;
	}
	/* Everything else is a month: words of the sample that are none were refused
	 * before. */
	csm_buf_puts(out, "1");
	while (open-- > 0)
		csm_buf_putc(out, ')');
}

/* All rows have the interval of a month, which divides nothing. */
static bool
revenue_is_monthly(const struct csm_proposal *p)
{
	const struct csm_intern *value =
	    &p->sample.column[p->role[CSM_MEANS_INTERVAL]].value;

	for (uint32_t id = 0; id < value->n; id++)
		if (revenue_months(value->text[id]) != 1)
			return false;
	return true;
}

/* What an amount is divided by, to be that of a month. */
static void
revenue_put_divisor(const struct csm_proposal *p, struct csm_buf *out)
{
	const int count = p->role[CSM_MEANS_INTERVAL_COUNT];
	const bool monthly = revenue_is_monthly(p);

	if (monthly && count < 0)
		return;
	csm_buf_puts(out, monthly || count < 0 ? " / " : " / (");
	if (!monthly)
		revenue_put_months(p, out);
	if (count >= 0) {
		csm_buf_puts(out, monthly ? "" : " * ");
		csm_proposal_put_name(csm_proposal_column(p, count), out);
	}
	csm_buf_puts(out, monthly || count < 0 ? "" : ")");
}

/* Whether a price is one of each seat, by its name. */
static bool
revenue_is_of_unit(const struct csm_proposal *p)
{
	struct csm_buf words = {0};
	bool is;

	csm_meaning_words(csm_proposal_column(p, p->role[CSM_ROLE_RECURRING]), &words);
	is = strstr(words.data, "unit") != NULL ||
	     strstr(words.data, "price") != NULL || strstr(words.data, "plan") != NULL;
	csm_buf_fini(&words);
	return is && p->role[CSM_MEANS_QUANTITY] >= 0;
}

/* Of which time the amount is, by its name. */
static void
revenue_unit(struct csm_proposal *p)
{
	static const struct {
		const char *word, *unit;
	} units[] = {{"mrr", "mrr"}, {"month", "mrr"}, {"arr", "arr"},
	    {"annual", "arr"}, {"year", "arr"}, {"acv", "arr"}, {"tcv", "value"},
	    {"contract", "value"}};
	const char *name = csm_proposal_column(p, p->role[CSM_ROLE_RECURRING]);
	struct csm_buf words = {0};

	csm_meaning_words(name, &words);
	for (size_t i = 0; i < sizeof units / sizeof units[0]; i++)
		if (p->recurring_unit == NULL &&
		    /* The first that is there: "annual_contract_value" is a year's, as
		     * annual stands before contract. */
		    strstr(words.data, units[i].word) != NULL)
			p->recurring_unit = units[i].unit;
	csm_buf_fini(&words);
}

static void
revenue_formula(struct csm_proposals *set, struct csm_proposal *p)
{
	const char *recurring = csm_proposal_column(p, p->role[CSM_ROLE_RECURRING]);
	bool units = revenue_is_of_unit(p),
	     /* The name of the amount goes before a column of intervals: mrr is a
	      * month's even where contracts are yearly. */
	    interval = p->role[CSM_MEANS_INTERVAL] >= 0 && p->recurring_unit == NULL;
	struct csm_buf text = {0};

	if (interval && !units && revenue_is_monthly(p) &&
	    p->role[CSM_MEANS_INTERVAL_COUNT] < 0) {
		p->recurring_unit = "mrr";
	} else if (units || interval) {
		csm_proposal_put_name(recurring, &text);
		if (units) {
			csm_buf_puts(&text, " * ");
			csm_proposal_put_name(
			    csm_proposal_column(p, p->role[CSM_MEANS_QUANTITY]), &text);
			csm_proposal_ask(set, p,
			    "is %s the price of one of %s? It is taken for it, and "
			    "multiplied",
			    recurring,
			    csm_proposal_column(p, p->role[CSM_MEANS_QUANTITY]));
		}
		if (interval) {
			revenue_put_divisor(p, &text);
			p->recurring_unit = "mrr";
		}
		p->formula[CSM_ROLE_RECURRING] =
		    csm_arena_strdup(set->arena, text.data);
	}
	csm_buf_fini(&text);
}

static void
revenue_ask_unit(struct csm_proposals *set, struct csm_proposal *p)
{
	if (p->recurring_unit != NULL)
		return;
	p->recurring_unit = "mrr";
	csm_proposal_ask(set, p,
	    "is %s what is paid a month, a year, or for the whole period? It is taken "
	    "for a month's (recurring_unit: mrr, arr or value)",
	    csm_proposal_column(p, p->role[CSM_ROLE_RECURRING]));
}

void
csm_candidate_revenue_finish(struct csm_proposals *set, struct csm_proposal *p)
{
	int end = p->role[CSM_ROLE_END];

	if (p->role[CSM_ROLE_RECURRING] >= 0) {
		revenue_unit(p);
		revenue_formula(set, p);
		revenue_ask_unit(set, p);
	}
	/* No export says it, and a day is a day's revenue of every contract: it is
	 * always asked. */
	if (end >= 0) {
		struct csm_buf source = {0};
		csm_proposal_put_source(csm_proposal_column(p, end), &source);
		csm_proposal_ask(set, p,
		    "is %s the last day in force, or the day after it? It is taken for "
		    "the day after (else: {\"from\": %s, \"inclusive\": true})",
		    csm_proposal_column(p, end), csm_buf_text(&source));
		csm_buf_fini(&source);
	}
}
