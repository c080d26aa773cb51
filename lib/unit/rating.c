#include "unit/rating.h"

#include "base/num.h"
#include "base/text.h"
#include "base/xalloc.h"
#include "entity/who.h"
#include "time/date.h"
#include "unit/ledger.h"
#include "unit/sheet.h"

#include <stdlib.h>

enum rating_column { COMPANY, UNIT, RATING, DATE, COLUMNS };

static const char *const columns[COLUMNS] = {"company", "unit", "rating", "date"};

/* What stands for a state among the values, which are 1 or more. */
#define RATED_NA (-1)
#define RATED_OFF (-2)

struct csm_ratings {
	struct csm_ledger ledger;
};

static const char *
unit_name(const void *ctx, size_t i)
{
	const struct csm_unit *units = ctx;

	return units[i].id;
}

/* 0 with the place of the unit; -1 after a warning. */
static int
rating_read_unit(struct csm_sheet *sheet, const struct csm_unit *units, size_t n,
    int off, uint32_t *unit)
{
	struct csm_pos pos = csm_sheet_pos(sheet, UNIT);
	struct csm_buf quoted = {0};
	long i = csm_sheet_find(
	    sheet, UNIT, unit_name, units, n, "rating left out: there is no unit");

	*unit = (uint32_t)i;
	if (i < 0)
		return -1;
	/* A unit that is judged by a metric may still not concern a company at all: na
	 * and off are taken for it, numbers are not. */
	if (units[i].metric == NULL || off)
		return 0;
	csm_text_quote(&quoted, units[i].id, csm_sheet_cell(sheet, UNIT).len);
	csm_warn(sheet->diag, CSM_W_OTHER, &pos,
	    "rating left out: the unit %s is judged by its metric", quoted.data);
	csm_buf_fini(&quoted);
	return -1;
}

static int
rating_read_value(struct csm_sheet *sheet, int64_t *value)
{
	struct csm_text text = csm_sheet_cell(sheet, RATING);
	struct csm_pos pos = csm_sheet_pos(sheet, RATING);
	struct csm_buf quoted = {0};

	*value = csm_text_is("na", text.s, text.len)    ? RATED_NA
		 : csm_text_is("off", text.s, text.len) ? RATED_OFF
							: CSM_MISSING;
	if (*value != CSM_MISSING)
		return 0;
	if (csm_num_parse(text.s, text.len, value) == CSM_NUM_OK &&
	    *value % CSM_NUM_ONE == 0 && *value >= 1 * CSM_NUM_ONE &&
	    *value <= 5 * CSM_NUM_ONE)
		return 0;
	csm_text_quote(&quoted, text.s, text.len);
	csm_error(sheet->diag, CSM_E_RATING, &pos,
	    "%s is not a whole number from 1 to 5, na or off", quoted.data);
	csm_buf_fini(&quoted);
	return -1;
}

/* -1 only for a rating that is none, or of which nobody can say whose it is.  A bad rating
 * stops the run, like a wrong configuration: a light that is quietly missing would be
 * taken for one nobody gave.  It is read first, so that every bad one is told, of rejected
 * rows, too. */
static int
rating_read_row(struct csm_sheet *sheet, const struct csm_unit *units, size_t n,
    const struct csm_who_names *names, struct csm_ledger *ledger)
{
	const struct csm_pos at = csm_sheet_pos(sheet, COMPANY);
	struct csm_text company = csm_sheet_cell(sheet, COMPANY);
	int64_t value;
	int32_t day;
	uint32_t unit;
	int bad = rating_read_value(sheet, &value) != 0;

	if (csm_sheet_need(sheet, COMPANY, CSM_E_COMPANY, "no company") != 0 ||
	    csm_sheet_need(sheet, UNIT, CSM_E_MISSING, "no unit") != 0 ||
	    csm_sheet_day(sheet, DATE, &day) != 0 ||
	    rating_read_unit(sheet, units, n, value < 0, &unit) != 0 || bad)
		return bad;
	if (csm_who_names_id(names, &company, &at, sheet->diag) != 0)
		return -1;
	csm_ledger_add(ledger, company, unit, day, value, sheet->record->line);
	return 0;
}

struct csm_ratings *
csm_ratings_load(const char *path, const struct csm_unit *units, size_t n,
    const struct csm_fields *companies, struct csm_diag *diag)
{
	struct csm_who_names names;
	struct csm_ratings *r = csm_xcalloc(1, sizeof *r);
	struct csm_sheet sheet;
	int bad = 0, got = csm_sheet_open(&sheet, path, columns, COLUMNS, DATE, diag);

	csm_who_names_init(&names, companies);
	if (got == 0) {
		r->ledger.file = csm_xstrdup(csm_reader_name(sheet.reader));
		while ((got = csm_sheet_next(&sheet)) == 1)
			bad |= rating_read_row(&sheet, units, n, &names, &r->ledger);
		csm_ledger_sort(&r->ledger);
	}
	csm_who_names_fini(&names);
	csm_sheet_close(&sheet);
	if (got == 0 && !bad)
		return r;
	csm_ratings_free(r);
	return NULL;
}

void
csm_ratings_free(struct csm_ratings *r)
{
	if (r == NULL)
		return;
	csm_ledger_fini(&r->ledger);
	free(r);
}

/* Words stand as values below 0, which no rating is: they are csm_ratings_state's to
 * tell. */
int64_t
csm_ratings_at(
    const struct csm_ratings *r, struct csm_text company, size_t unit, int32_t day)
{
	const struct csm_ledger_entry *e =
	    csm_ledger_at(&r->ledger, company, (uint32_t)unit, day);

	return e == NULL || e->value < 0 ? CSM_MISSING : e->value;
}

bool
csm_ratings_state(const struct csm_ratings *r, struct csm_text company, size_t unit,
    int32_t day, enum csm_unit_state *state)
{
	const struct csm_ledger_entry *e =
	    csm_ledger_at(&r->ledger, company, (uint32_t)unit, day);

	if (e == NULL || e->value >= 0)
		return false;
	*state = e->value == RATED_OFF ? CSM_UNIT_OFF : CSM_UNIT_NA;
	return true;
}

void
csm_ratings_finish(
    const struct csm_ratings *r, const struct csm_intern *known, struct csm_diag *diag)
{
	csm_ledger_finish(&r->ledger, known, "rated", diag);
}
