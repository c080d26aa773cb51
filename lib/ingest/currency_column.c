#include "ingest/currency_column.h"

#include "base/buf.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>

/* Whether a column is called as exports call that of a currency: Currency, billing_currency,
 * CurrencyIsoCode. */
static bool
currency_column_is(const char *name)
{
	static const char *const ends[] = {
	    "currency", "currencycode", "currencyisocode", "waehrung", "währung"};
	struct csm_buf letters = {0};
	bool is;

	for (const char *s = name; *s != '\0'; s++)
		if (isalnum((unsigned char)*s) || (unsigned char)*s >= 0x80)
			csm_buf_putc(&letters, (char)tolower((unsigned char)*s));
	const char *text = csm_buf_text(&letters);
	is = strcmp(text, "cur") == 0 || strcmp(text, "ccy") == 0;
	for (size_t i = 0; i < sizeof ends / sizeof ends[0] && !is; i++) {
		size_t n = strlen(ends[i]);
		is = letters.len >= n && strcmp(text + letters.len - n, ends[i]) == 0;
	}
	csm_buf_fini(&letters);
	return is;
}

/* One that is there twice is none: which of them it would be nobody can say. */
static bool
currency_column_once(const struct csm_reader *reader, const char *name)
{
	size_t times = 0;

	for (size_t i = 0; i < csm_reader_columns(reader); i++)
		times += strcmp(csm_reader_column_name(reader, i), name) == 0;
	return times == 1;
}

const char *
csm_currency_column(const struct csm_reader *reader)
{
	for (size_t i = 0; i < csm_reader_columns(reader); i++) {
		const char *name = csm_reader_column_name(reader, i);
		if (currency_column_is(name) && currency_column_once(reader, name))
			return name;
	}
	return NULL;
}
