/* Amounts: in what they are. */
#include "propose/candidate.h"
#include "syntax/json.h"

#include <string.h>

#define R(name) CSM_ROLE_BIT(CSM_ROLE_##name)

/* Prices of interfaces that have whole cents, and say so in their documents only. */
static bool
amount_may_be_cents(const struct csm_proposal *p, int column)
{
	struct csm_buf words = {0};
	bool may;

	csm_meaning_words(csm_proposal_column(p, column), &words);
	may = p->traits[column].whole && (strcmp(words.data, "plan_amount") == 0 ||
					     strcmp(words.data, "unit_amount") == 0);
	csm_buf_fini(&words);
	return may;
}

void
csm_candidate_cents(struct csm_proposals *set, struct csm_proposal *p)
{
	static const enum csm_role roles[] = {
	    CSM_ROLE_AMOUNT, CSM_ROLE_RECURRING, CSM_ROLE_ONE_OFF};

	for (size_t i = 0; i < sizeof roles / sizeof roles[0]; i++) {
		const enum csm_role role = roles[i];
		const int column = p->role[role];
		struct csm_buf text = {0};
		if (column < 0 || !(p->candidate->takes & CSM_ROLE_BIT(role)))
			continue;
		if (amount_may_be_cents(p, column))
			csm_proposal_ask(set, p,
			    "is %s in cents? It is taken as it is (else divide it by "
			    "100)",
			    csm_proposal_column(p, column));
		if (!csm_meaning_in_cents(csm_proposal_column(p, column)))
			continue;
		/* A formula is a product or quotient already, of which a hundredth is the
		 * same wherever it is taken. */
		if (p->formula[role] != NULL)
			csm_buf_puts(&text, p->formula[role]);
		else
			csm_proposal_put_name(csm_proposal_column(p, column), &text);
		csm_buf_puts(&text, " / 100");
		p->formula[role] = csm_arena_strdup(set->arena, text.data);
		csm_buf_fini(&text);
	}
}

/* Mapped even where there is only one, so that amounts in another, today or some day, end
 * the run instead of being added up. */
void
csm_candidate_currency(struct csm_proposals *set, struct csm_proposal *p)
{
	int column;

	if (!(p->candidate->takes & R(CURRENCY)) ||
	    (p->role[CSM_ROLE_AMOUNT] < 0 && p->role[CSM_ROLE_RECURRING] < 0 &&
		p->role[CSM_ROLE_ONE_OFF] < 0))
		return;
	column = csm_proposal_best(
	    p, CSM_MEANS_CURRENCY, CSM_MEANING_ENDS, csm_candidate_is_word);
	if (column < 0)
		return;
	const struct csm_traits *traits = &p->traits[column];
	const size_t currencies = traits->distinct - traits->nulls;
	const bool whole = traits->filled == traits->rows && traits->nulls == 0;
	/* A row without one would be rejected; of one currency alone, it is better added
	 * up, and of several not. */
	if (!whole && currencies <= 1) {
		csm_proposal_ask(set, p,
		    "%s is not filled in every row, and left alone: are all amounts in "
		    "one currency?",
		    csm_proposal_column(p, column));
		return;
	}
	p->role[CSM_ROLE_CURRENCY] = column;
	if (currencies > 1)
		csm_proposal_ask(set, p,
		    "%s has %zu currencies, which are not added up: a run ends until "
		    "\"rates\" names a file with the columns currency and rate%s",
		    csm_proposal_column(p, column), currencies,
		    whole ? "" : "; rows without a currency are rejected");
}

/* A status of what is not paid for, or not any more. */
static bool
amount_is_unpaid(const char *status)
{
	static const char words[] =
	    " canceled cancelled churned deleted draft expired failed inactive "
	    "incomplete "
	    "incomplete_expired paused refunded rejected terminated trial trialing "
	    "uncollectible unpaid void voided ";
	struct csm_buf text = {0};
	bool is;

	csm_buf_putc(&text, ' ');
	csm_meaning_words(status, &text);
	csm_buf_putc(&text, ' ');
	is = text.len > 2 && strstr(words, text.data) != NULL;
	csm_buf_fini(&text);
	return is;
}

/* The texts of the status as a list of an expression, and how many rows have one. */
static size_t
amount_unpaid(const struct csm_sample_column *status, struct csm_buf *list)
{
	size_t rows = 0;

	for (size_t i = 0; i < status->value.n; i++) {
		const char *text = status->value.text[i].s;
		if (!amount_is_unpaid(text))
			continue;
		csm_buf_puts(list, rows == 0 ? "'" : ", '");
		for (; *text != '\0'; text++)
			csm_buf_puts(list,
			    (const char[]){*text, *text == '\'' ? *text : '\0', '\0'});
		csm_buf_putc(list, '\'');
		rows += status->times[i];
	}
	return rows;
}

void
csm_candidate_unpaid(struct csm_proposals *set, struct csm_proposal *p)
{
	const unsigned takes = p->candidate->takes;
	struct csm_buf list = {0}, where = {0}, json = {0};
	size_t rows;
	int column;

	/* deals and tickets have a state of their own */
	if (!(takes & (R(RECURRING) | R(AMOUNT))) || (takes & R(STATUS)) != 0)
		return;
	column = csm_proposal_best(
	    p, CSM_ROLE_STATUS, CSM_MEANING_ENDS, csm_candidate_is_word);
	if (column < 0)
		return;
	rows = amount_unpaid(&p->sample.column[column], &list);
	csm_proposal_put_name(csm_proposal_column(p, column), &where);
	csm_buf_printf(&where, " not in (%s)", csm_buf_text(&list));
	csm_json_put_text(&json, where.data, where.len);
	if (rows > 0)
		csm_proposal_ask(set, p,
		    "%s is %s in %zu of %zu rows: are they paid for? They count (else: "
		    "\"where\": %s)",
		    csm_proposal_column(p, column), csm_buf_text(&list), rows,
		    p->sample.rows, json.data);
	csm_buf_fini(&list);
	csm_buf_fini(&where);
	csm_buf_fini(&json);
}
