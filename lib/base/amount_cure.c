/* What would have read a text that is no number. */
#include "base/amount.h"

#include <string.h>
#include <strings.h>

/* What databases, spreadsheets and languages write where there is no value. */
static const char *const absent[] = {"-", "--", "\\N", "#N/A", "#VALUE!", "#REF!",
    "#DIV/0!", "n/a", "n.a.", "na", "nan", "nil", "none", "null", "undefined"};

bool
csm_amount_is_absent(struct csm_text text)
{
	for (size_t i = 0; i < sizeof absent / sizeof absent[0]; i++)
		if (text.len == strlen(absent[i]) &&
		    strncasecmp(text.s, absent[i], text.len) == 0)
			return true;
	return false;
}

static bool
cure_reads(struct csm_text text, char decimal, bool money)
{
	int64_t micros;
	enum csm_num_status status =
	    money ? csm_amount_parse_money(text.s, text.len, decimal, &micros)
		  : csm_amount_parse(text.s, text.len, decimal, &micros);

	return status == CSM_NUM_OK || status == CSM_NUM_ROUNDED;
}

struct csm_amount_cure
csm_amount_cure(const struct csm_number_form *form, struct csm_text text)
{
	struct csm_amount_cure cure = {.null = csm_amount_is_absent(text)};

	for (int money = form->money; !cure.null && money <= 1; money++) {
		const bool point = form->decimal != ',' && cure_reads(text, '.', money),
			   comma = form->decimal != '.' && cure_reads(text, ',', money);
		if (!point && !comma)
			continue;
		cure.money = money && !form->money;
		if (form->decimal != 0)
			break;
		/* 99,90 has a comma before its fraction; 1,200 may have either */
		cure.decimal = !point ? ',' : !comma && !money ? '.' : 0;
		cure.open = point && comma && memchr(text.s, ',', text.len) != NULL;
		break;
	}
	return cure;
}

bool
csm_amount_cure_put_options(
    struct csm_amount_cure cure, struct csm_text text, struct csm_buf *out)
{
	if (cure.null) {
		/* none of these has a quote */
		csm_buf_printf(
		    out, "; --null '%.*s' takes it for none", (int)text.len, text.s);
		return true;
	}
	if (!cure.money && cure.decimal == 0 && !cure.open)
		return false;
	csm_buf_puts(out, ";");
	if (cure.money)
		csm_buf_puts(out, " --money");
	if (cure.open)
		csm_buf_puts(out, " --decimal . or ,");
	else if (cure.decimal != 0)
		csm_buf_printf(out, " --decimal %c", cure.decimal);
	csm_buf_puts(out, " reads it");
	return true;
}

bool
csm_amount_cure_put_keys(
    struct csm_amount_cure cure, struct csm_text text, struct csm_buf *out)
{
	if (cure.null) {
		csm_buf_puts(out, "\"null\": ");
		csm_text_quote(out, text.s, text.len);
		return true;
	}
	if (cure.money)
		csm_buf_puts(out, "\"format\": \"money\"");
	if (cure.money && (cure.open || cure.decimal != 0))
		csm_buf_puts(out, ", ");
	if (cure.open)
		csm_buf_puts(out, "\"decimal\": \".\" or \",\"");
	else if (cure.decimal != 0)
		csm_buf_printf(out, "\"decimal\": \"%c\"", cure.decimal);
	return cure.money || cure.open || cure.decimal != 0;
}
