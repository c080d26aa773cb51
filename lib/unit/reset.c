#include "unit/reset.h"

#include "base/xalloc.h"
#include "unit/sheet.h"

enum reset_column { COMPANY, MILESTONE, DATE, COLUMNS };

static const char *const columns[COLUMNS] = {"company", "milestone", "date"};

static const char *
milestone_id(const void *ctx, size_t i)
{
	const struct csm_milestone *milestones = ctx;

	return milestones[i].id;
}

static void
reset_read_row(struct csm_sheet *sheet, const struct csm_milestone *milestones,
    size_t n, struct csm_ledger *resets)
{
	int32_t day;
	long of;

	if (csm_sheet_need(sheet, COMPANY, CSM_E_COMPANY, "no company") != 0 ||
	    csm_sheet_need(sheet, MILESTONE, CSM_E_MISSING, "no milestone") != 0 ||
	    csm_sheet_need(sheet, DATE, CSM_E_MISSING, "no date") != 0 ||
	    csm_sheet_day(sheet, DATE, &day) != 0)
		return;
	/* An unknown milestone is a warning: files of resets outlive milestones that
	 * were given up. */
	of = csm_sheet_find(sheet, MILESTONE, milestone_id, milestones, n,
	    "reset left out: there is no milestone");
	if (of >= 0)
		csm_ledger_add(resets, csm_sheet_cell(sheet, COMPANY), (uint32_t)of,
		    day, 0, sheet->record->line);
}

int
csm_resets_load(struct csm_ledger *resets, const char *path,
    const struct csm_milestone *milestones, size_t n, struct csm_diag *diag)
{
	struct csm_sheet sheet;
	int got = csm_sheet_open(&sheet, path, columns, COLUMNS, COLUMNS, diag);

	if (got == 0) {
		resets->file = csm_xstrdup(csm_reader_name(sheet.reader));
		while ((got = csm_sheet_next(&sheet)) == 1)
			reset_read_row(&sheet, milestones, n, resets);
		csm_ledger_sort(resets);
	}
	csm_sheet_close(&sheet);
	return got;
}
