#include "entity/fields_cell.h"

#include "base/amount.h"
#include "base/text.h"
#include "time/date.h"

#include <string.h>

static bool
is_money(const struct csm_fields_cell_form *form)
{
	return form->formats == 1 && strcmp(form->format[0], CSM_FIELDS_MONEY) == 0;
}

int
csm_fields_cell_init(struct csm_fields_cell_reader *reader,
    const struct csm_fields_cell_form *form, struct csm_zone *zone, const char *file,
    const char *column, struct csm_diag *diag)
{
	struct csm_pos pos = {.file = file, .path = column};
	struct csm_fields_cell_form *f = &reader->form;
	struct csm_buf quoted = {0};

	*reader = (struct csm_fields_cell_reader){0};
	if (form != NULL)
		*f = *form;
	/* Who says how a number is written has said that it is one. */
	if (f->type == CSM_VALUE_MISSING && (is_money(f) || f->decimal != 0))
		f->type = CSM_VALUE_NUMBER;
	else if (f->type == CSM_VALUE_MISSING && f->formats != 0)
		f->type = CSM_VALUE_DAY;
	/* Money is no format of times: such a column still has a reader of them, which
	 * nobody asks. */
	if (csm_time_column_init_all(&reader->when, f->format,
		is_money(f) ? 0 : f->formats, zone, zone) == 0)
		return 0;
	for (size_t i = 0; i < f->formats; i++) {
		csm_buf_puts(&quoted, i > 0 ? ", " : "");
		csm_text_quote(&quoted, f->format[i], strlen(f->format[i]));
	}
	csm_error(diag, CSM_E_CONFIG, &pos,
	    "%s is no format: iso, epoch, epoch_ms, epoch_us, excel, days_1970, money "
	    "or a pattern such as %%d/%%m/%%Y",
	    quoted.data);
	csm_buf_fini(&quoted);
	return -1;
}

bool
csm_fields_cell_is_null(
    const struct csm_fields_cell_reader *reader, struct csm_text text)
{
	for (size_t i = 0; i < reader->form.nulls; i++)
		if (csm_text_is(reader->form.null[i], text.s, text.len))
			return true;
	return false;
}

void
csm_fields_cell_look(struct csm_fields_cell_reader *reader, struct csm_text text)
{
	if (csm_time_column_look(&reader->when, text) == CSM_TIME_COLUMN_CONFLICT)
		reader->conflict = true;
}

bool
csm_fields_cell_is_open(
    const struct csm_fields_cell_reader *reader, struct csm_text text)
{
	int first, second;

	return reader->when.format.kind == CSM_STAMP_DETECT &&
	       (reader->conflict || reader->when.order == CSM_TIME_COLUMN_UNKNOWN) &&
	       /* Over 31 it is no date in either order, which is a bad cell and not an
	        * open one. */
	       csm_stamp_ambiguous(text.s, text.len, &first, &second) && first >= 1 &&
	       second >= 1 && first <= 31 && second <= 31;
}

/* True unless the text is more than its number: 007, -01, +49. */
static bool
is_plain_number(struct csm_text text)
{
	size_t i = text.s[0] == '-';

	if (text.s[0] == '+')
		return false;
	return text.len <= i + 1 || text.s[i] != '0' || text.s[i + 1] < '0' ||
	       text.s[i + 1] > '9';
}

static bool
cell_read_number(
    const struct csm_fields_cell_reader *reader, struct csm_text text, int64_t *micros)
{
	char decimal = reader->form.decimal;
	enum csm_num_status status;

	if (is_money(&reader->form))
		status = csm_amount_parse_money(
		    text.s, text.len, decimal == 0 ? '.' : decimal, micros);
	else if (decimal != 0)
		status = csm_amount_parse(text.s, text.len, decimal, micros);
	else
		status = csm_num_parse(text.s, text.len, micros);
	return status == CSM_NUM_OK || status == CSM_NUM_ROUNDED;
}

static bool
cell_read_day(struct csm_fields_cell_reader *reader, struct csm_text text, int32_t *day)
{
	struct csm_stamp stamp;
	int range;

	if (text.len == 0 || csm_fields_cell_is_open(reader, text) ||
	    csm_time_column_read(&reader->when, text, &stamp, &range) != NULL)
		return false;
	*day = stamp.day;
	return true;
}

static bool
may_be(const struct csm_fields_cell_reader *reader, enum csm_value_type type)
{
	return reader->form.type == CSM_VALUE_MISSING || reader->form.type == type;
}

enum csm_value_type
csm_fields_cell_read(struct csm_fields_cell_reader *reader, struct csm_text text,
    struct csm_reading *out)
{
	int truth =
	    may_be(reader, CSM_VALUE_BOOL) ? csm_text_truth(text.s, text.len) : -1;

	/* Every type it can be read as, not only the likeliest: 1 is a number, a truth
	 * and, with a format, a day, and the formula decides which it wants. */
	out->reads = 0;
	if (may_be(reader, CSM_VALUE_NUMBER) &&
	    cell_read_number(reader, text, &out->micros))
		out->reads |= CSM_READS(CSM_VALUE_NUMBER);
	if (may_be(reader, CSM_VALUE_DAY) && cell_read_day(reader, text, &out->day))
		out->reads |= CSM_READS(CSM_VALUE_DAY);
	if (truth >= 0) {
		out->truth = (unsigned char)truth;
		out->reads |= CSM_READS(CSM_VALUE_BOOL);
	}
	if (reader->form.type != CSM_VALUE_MISSING)
		return reader->form.type;
	if (out->reads & CSM_READS(CSM_VALUE_NUMBER))
		return is_plain_number(text) ? CSM_VALUE_NUMBER : CSM_VALUE_MISSING;
	if (out->reads & CSM_READS(CSM_VALUE_DAY))
		return CSM_VALUE_DAY;
	return truth >= 0 ? CSM_VALUE_BOOL : CSM_VALUE_TEXT;
}

enum csm_value_type
csm_fields_type_of_most(const size_t n[CSM_VALUE_CELL + 1])
{
	enum csm_value_type best = CSM_VALUE_TEXT;

	/* One code makes all of them codes: 007 in a column of 8 and 9 is not seven. */
	if (n[CSM_VALUE_MISSING] > 0)
		return CSM_VALUE_TEXT;
	for (enum csm_value_type t = CSM_VALUE_NUMBER; t < CSM_VALUE_CELL; t++)
		if (n[t] > n[best])
			best = t;
	for (enum csm_value_type t = CSM_VALUE_NUMBER; t < CSM_VALUE_CELL; t++)
		if (t != best && n[t] == n[best])
			return CSM_VALUE_TEXT;
	return best;
}

const char *
csm_fields_type_noun(enum csm_value_type type)
{
	return type == CSM_VALUE_NUMBER ? "number"
	       : type == CSM_VALUE_DAY  ? "day"
					: "truth";
}
