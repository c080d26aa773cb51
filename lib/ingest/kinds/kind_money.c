/* Amounts of rows in several currencies. */
#include "base/text.h"
#include "ingest/ingest_state.h"
#include "ingest/kinds/kind_rows.h"

#include <string.h>
#include <strings.h>

/* In any case: the same export may say eur and EUR. */
static bool
money_same(struct csm_text a, const char *b, size_t len)
{
	return a.len == len && strncasecmp(a.s, b, len) == 0;
}

/* The one currency of a run without rates: that of the configuration, or the first. */
static enum csm_outcome
money_only(struct csm_ingest *in, const struct csm_row *row, struct csm_text currency)
{
	const char *first = in->currency;
	struct csm_pos at = {.file = row->file,
	    .line = row->line,
	    .column = row->place[CSM_ROLE_CURRENCY]};
	struct csm_buf quoted = {0};

	if (first == NULL) {
		/* The row's text is gone with it; all later rows are held to the
		 * first. */
		in->currency = csm_arena_text(&in->arena, currency.s, currency.len);
		return CSM_ROW_USED;
	}
	if (money_same(currency, first, strlen(first)))
		return CSM_ROW_USED;
	csm_text_quote(&quoted, currency.s, currency.len);
	/* It ends the run: a sum over two currencies is a number that means nothing,
	 * and which rows are the wrong ones nobody but the reader can say. */
	csm_error(in->diag, CSM_E_CURRENCY, &at,
	    "%s and %s cannot be added up; --rates FILE has what each is worth, or "
	    "--where chooses one",
	    quoted.data, first);
	csm_buf_fini(&quoted);
	return CSM_ROW_FATAL;
}

/* Nobody mapped it: that two are added up is told once. */
static void
money_watch(struct csm_ingest *in, const struct csm_row *row, struct csm_text currency)
{
	struct csm_pos at = {.file = row->file,
	    .line = row->line,
	    .column = row->place[CSM_ROLE_CURRENCY]};
	struct csm_buf quoted = {0};

	/* an object is no currency */
	if (in->mixes_currencies || currency.len == 0 || currency.s[0] == '{' ||
	    csm_amount_is_absent(currency))
		return;
	if (in->currency == NULL)
		in->currency = csm_arena_text(&in->arena, currency.s, currency.len);
	if (money_same(currency, in->currency, strlen(in->currency)))
		return;
	in->mixes_currencies = true;
	csm_text_quote(&quoted, currency.s, currency.len);
	csm_warn(in->diag, CSM_W_CURRENCY, &at,
	    "amounts in %s and %s are added up as if they were one: --currency "
	    "(currency "
	    "in a source) maps their column, --rates says what each is worth",
	    quoted.data, in->currency);
	csm_buf_fini(&quoted);
}

enum csm_outcome
csm_kind_rate(struct csm_ingest *in, const struct csm_row *row, int32_t day,
    struct csm_rate *rate)
{
	const struct csm_mapping *m = in->mapping;
	struct csm_text currency = row->role[CSM_ROLE_CURRENCY], text;
	struct csm_buf why = {0};

	*rate = CSM_RATE_ONE;
	if (m->role[CSM_ROLE_CURRENCY] == NULL)
		return CSM_ROW_USED;
	if (m->watched != NULL) {
		money_watch(in, row, currency);
		return CSM_ROW_USED;
	}
	/* An amount of no currency could be any, and N/A is none. */
	if (currency.len == 0 || csm_amount_is_absent(currency))
		return csm_ingest_reject(in, row, CSM_ROLE_CURRENCY, CSM_E_MISSING,
		    "no currency", "an expression says which such rows have");
	if (m->rates_loaded == NULL)
		return money_only(in, row, currency);
	if (in->currency != NULL &&
	    money_same(currency, in->currency, strlen(in->currency)))
		return CSM_ROW_USED;
	switch (csm_rates_find(m->rates_loaded, currency, day, rate, &text)) {
	case CSM_RATE_FOUND:
		return CSM_ROW_USED;
	case CSM_RATE_NONE:
		csm_buf_printf(
		    &why, "no rate in %s on its day", csm_rates_file(m->rates_loaded));
		break;
	case CSM_RATE_BAD:
		csm_buf_puts(&why, "its rate is no number above 0: ");
		csm_text_quote(&why, text.s, text.len);
		break;
	}
	csm_ingest_reject(in, row, CSM_ROLE_CURRENCY, CSM_E_LOOKUP, "unknown currency",
	    csm_buf_text(&why));
	csm_buf_fini(&why);
	return CSM_ROW_REJECTED;
}

int
csm_kind_amount(struct csm_ingest *in, const struct csm_row *row, enum csm_role role,
    struct csm_rate rate, int64_t *micros)
{
	if (csm_ingest_number(in, row, role, micros) != 0)
		return -1;
	if (*micros == CSM_MISSING || csm_rate_apply(rate, micros) == 0)
		return 0;
	csm_ingest_reject(in, row, role, CSM_E_RANGE, "bad number",
	    "9000000000000 or more in the currency of the run");
	return -1;
}
