#include "unit/churn.h"

#include "base/xalloc.h"
#include "unit/sheet.h"

enum churn_column { COMPANY, DATE, COLUMNS };

static const char *const columns[COLUMNS] = {"company", "date"};

static void
churn_read_row(struct csm_sheet *sheet, struct csm_ledger *churns)
{
	int32_t day;

	/* The first thing that is wrong ends it: a row is one reject, however much of
	 * it is bad. */
	if (csm_sheet_need(sheet, COMPANY, CSM_E_COMPANY, "no company") == 0 &&
	    csm_sheet_need(sheet, DATE, CSM_E_MISSING, "no date") == 0 &&
	    csm_sheet_day(sheet, DATE, &day) == 0)
		csm_ledger_add(churns, csm_sheet_cell(sheet, COMPANY), 0, day, 0,
		    sheet->record->line);
}

int
csm_churns_load(struct csm_ledger *churns, const char *path, struct csm_diag *diag)
{
	struct csm_sheet sheet;
	int got = csm_sheet_open(&sheet, path, columns, COLUMNS, COLUMNS, diag);

	if (got == 0) {
		/* Messages of csm_ledger_finish come when the reader, which has the
		 * name, is closed. */
		churns->file = csm_xstrdup(csm_reader_name(sheet.reader));
		while ((got = csm_sheet_next(&sheet)) == 1)
			churn_read_row(&sheet, churns);
		csm_ledger_sort(churns);
	}
	csm_sheet_close(&sheet);
	return got;
}
