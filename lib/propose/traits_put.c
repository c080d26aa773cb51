/* Traits as a phrase. */
#include "base/num.h"
#include "propose/traits.h"

#include <string.h>

static const char *const type_words[] = {
    [CSM_TRAITS_EMPTY] = "empty",
    [CSM_TRAITS_TIME] = "a time",
    [CSM_TRAITS_NUMBER] = "a number",
    [CSM_TRAITS_TRUTH] = "true or false",
    [CSM_TRAITS_EMAIL] = "an e-mail address",
    [CSM_TRAITS_DOMAIN] = "a domain",
    [CSM_TRAITS_URL] = "an address of the web",
    [CSM_TRAITS_OBJECT] = "JSON",
    [CSM_TRAITS_CODE] = "a short text without blanks",
    [CSM_TRAITS_WORDS] = "a short text",
    [CSM_TRAITS_PROSE] = "a long text",
};

static void
traits_put_time(const struct csm_traits *f, struct csm_buf *out)
{
	static const char *const words[] = {[CSM_TRAITS_NO_ORDER] = NULL,
	    [CSM_TRAITS_DAY_FIRST] = "a day before its month, as some prove",
	    [CSM_TRAITS_MONTH_FIRST] = "a month before its day, as some prove",
	    [CSM_TRAITS_OPEN_ORDER] = "a day and a month in an order nothing proves",
	    [CSM_TRAITS_BOTH_ORDERS] = "a day and a month in both orders"};

	if (words[f->order] != NULL)
		csm_buf_puts(out, words[f->order]);
	else if (f->format != NULL)
		csm_buf_printf(out, "a time as %s", f->format);
	else
		csm_buf_printf(out, "an ISO %s", f->clock ? "time" : "day");
}

static void
traits_put_number(const struct csm_traits *f, struct csm_buf *out)
{
	char least[CSM_NUM_TEXT], most[CSM_NUM_TEXT];

	csm_num_format(f->least, least);
	csm_num_format(f->most, most);
	csm_buf_printf(out, "a %snumber%s, %s to %s", f->whole ? "whole " : "",
	    f->money            ? " with a currency or a sign"
	    : f->decimal == ',' ? " with a decimal comma"
	    : f->decimal == '.' ? " with commas between thousands"
				: "",
	    least, most);
}

void
csm_traits_put(const struct csm_traits *f, struct csm_buf *out)
{
	if (f->type == CSM_TRAITS_EMPTY) {
		csm_buf_puts(out, "empty");
		return;
	}
	csm_buf_puts(out, f->odd > 0 ? "most values " : "every value ");
	if (f->type == CSM_TRAITS_TIME)
		traits_put_time(f, out);
	else if (f->type == CSM_TRAITS_NUMBER)
		traits_put_number(f, out);
	else
		csm_buf_puts(out, type_words[f->type]);
	csm_buf_printf(out, "; %zu different", f->distinct);
	if (f->filled < f->rows)
		csm_buf_printf(
		    out, "; %zu of %zu rows empty", f->rows - f->filled, f->rows);
	for (size_t i = 0; i < f->nulls; i++)
		csm_buf_printf(
		    out, "%s\"%s\"", i == 0 ? "; no value: " : ", ", f->null[i]);
}
