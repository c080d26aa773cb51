/* The table of --sensitivity. */
#include "lab/lab.h"
#include "base/text.h"
#include "table/look.h"

#include <stdbool.h>

struct variant_row {
	size_t lead;
	const char *profile, *number;
	int64_t percent, from, to, change;
	struct csm_cell auc;
	struct csm_variant_result result;
};

static const struct csm_table_column variant_columns[] = {
    {"lead", "Lead", CSM_OF_COUNT(struct variant_row, lead), .look = &csm_look_whole},
    {"profile", "Profile", CSM_OF_TEXT(struct variant_row, profile)},
    {"number", "Number", CSM_OF_TEXT(struct variant_row, number)},
    {"percent", "By", CSM_OF_NUMBER(struct variant_row, percent),
	.look = &(const struct csm_look){.show = CSM_SHOW_CHANGE, .unit = "%"}},
    {"from", "From", CSM_OF_NUMBER(struct variant_row, from)},
    {"to", "To", CSM_OF_NUMBER(struct variant_row, to)},
    {"auc", "AUC", CSM_OF_CELL(CSM_CELL_NUMBER, struct variant_row, auc),
	.look = &csm_look_thousandths},
    {"change", "Diff", CSM_OF_NUMBER(struct variant_row, change),
	.look = &csm_look_change_thousandths},
    {"poor", "Poor", CSM_OF_COUNT(struct variant_row, result.count[CSM_PILLAR_POOR]),
	.look = &csm_look_whole},
    {"average", "Average",
	CSM_OF_COUNT(struct variant_row, result.count[CSM_PILLAR_AVERAGE]),
	.look = &csm_look_whole},
    {"good", "Good", CSM_OF_COUNT(struct variant_row, result.count[CSM_PILLAR_GOOD]),
	.look = &csm_look_whole},
    {"moved", "Moved", CSM_OF_COUNT(struct variant_row, result.moved),
	.look = &csm_look_whole}};

/* Without a backtest nothing is told of leads and areas. */
static void
lab_variants_put_columns(struct csm_table *t, bool backtest)
{
	CSM_TABLE_COLUMNS(t, variant_columns);
	t->keys = 4;
	if (backtest)
		return;
	csm_table_drop(t, "lead");
	csm_table_drop(t, "auc");
	csm_table_drop(t, "change");
	t->keys = 3;
}

static void
lab_variants_put_row(struct csm_lab *lab, struct csm_table *t, size_t list, size_t i,
    const struct csm_auc *whole)
{
	const struct csm_variant *v = &lab->variant[i];
	struct variant_row row = {.profile = lab->profile[v->profile].id,
	    .number = v->number,
	    .percent = v->percent * CSM_NUM_ONE,
	    .from = csm_num_from_double(v->from),
	    .to = csm_num_from_double(v->to),
	    .change = CSM_MISSING};
	const struct csm_auc *auc = &row.result.auc;

	csm_variant_apply(v, i, lab->profile, &lab->trials[list], &row.result);
	/* Without a backtest nobody left, and there is no area. */
	if (whole != NULL) {
		row.lead = (size_t)lab->backtest.leads[list];
		row.auc = csm_lab_ratio(auc->known ? auc->area : -1);
		if (auc->known && whole->known)
			/* Rounded ones, so that the column is the difference of those a
			 * reader sees. */
			row.change = csm_num_from_double(auc->area) -
				     csm_num_from_double(whole->area);
	}
	csm_table_put(t, &row);
}

/* Profiles that scored nobody have nothing to show. */
static bool
is_used(const struct csm_trials *t, const struct csm_profile *profile)
{
	for (size_t i = 0; i < t->n; i++)
		if (t->trial[i].profile == profile)
			return 1;
	return 0;
}

void
csm_lab_put_variants(struct csm_lab *lab)
{
	int backtest = lab->backtests;
	struct csm_table *t = csm_doc_table(&lab->doc, "sensitivity", "Sensitivity");
	char day[CSM_DAY_TEXT];

	t->note = "What becomes of scores if one number of a profile is moved.";
	if (!backtest) {
		csm_date_format(lab->until, day);
		lab->doc.title = "Sensitivity";
		lab->doc.subtitle = csm_arena_printf(&lab->doc.arena, "%s, %s", day,
		    csm_text_counted(
			&lab->doc.arena, lab->trials[0].n, "companies scored"));
		t->title = lab->doc.title;
	}
	lab_variants_put_columns(t, backtest);
	for (size_t list = 0; list < lab->n_trials; list++) {
		struct csm_auc whole = csm_trials_auc(&lab->trials[list]);
		for (size_t i = 0; i < lab->variants; i++)
			/* The percentages that were tried of one number stand below
			 * each other, as they were made. */
			if (is_used(&lab->trials[list],
				&lab->profile[lab->variant[i].profile]))
				lab_variants_put_row(
				    lab, t, list, i, backtest ? &whole : NULL);
	}
}
