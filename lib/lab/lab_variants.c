/* The table of --sensitivity. */
#include "lab/lab.h"

#include <stdbool.h>

static void
lab_variants_put_columns(struct csm_lab *lab, struct csm_table *t, int backtest)
{
	t->keys = 3;
	if (backtest) {
		csm_lab_column(lab, t, "lead", "Lead", CSM_CELL_NUMBER, 0);
		t->keys = 4;
	}
	csm_lab_column(lab, t, "profile", "Profile", CSM_CELL_TEXT, -1);
	csm_lab_column(lab, t, "number", "Number", CSM_CELL_TEXT, -1);
	csm_lab_column(lab, t, "percent", "By", CSM_CELL_NUMBER, 0)->look.show =
	    CSM_SHOW_CHANGE;
	t->column[t->columns - 1].look.unit = "%";
	csm_lab_column(lab, t, "from", "From", CSM_CELL_NUMBER, -1);
	csm_lab_column(lab, t, "to", "To", CSM_CELL_NUMBER, -1);
	if (backtest) {
		csm_lab_column(lab, t, "auc", "AUC", CSM_CELL_NUMBER, 3);
		csm_lab_column(lab, t, "change", "Diff", CSM_CELL_NUMBER, 3)
		    ->look.show = CSM_SHOW_CHANGE;
	}
	csm_lab_column(lab, t, "poor", "Poor", CSM_CELL_NUMBER, 0);
	csm_lab_column(lab, t, "average", "Average", CSM_CELL_NUMBER, 0);
	csm_lab_column(lab, t, "good", "Good", CSM_CELL_NUMBER, 0);
	csm_lab_column(lab, t, "moved", "Moved", CSM_CELL_NUMBER, 0);
}

static void
lab_variants_put_row(struct csm_lab *lab, struct csm_table *t, size_t list, size_t i,
    const struct csm_auc *whole)
{
	const struct csm_variant *v = &lab->variant[i];
	struct csm_cell *cell = csm_table_row(&lab->doc, t);
	struct csm_variant_result r;

	csm_variant_apply(v, i, lab->profile, &lab->trials[list], &r);
	if (whole != NULL)
		*cell++ = csm_cell_count((size_t)lab->backtest.leads[list]);
	*cell++ = csm_cell_text(lab->profile[v->profile].id);
	*cell++ = csm_cell_text(v->number);
	*cell++ = csm_cell_number(v->percent * CSM_NUM_ONE);
	*cell++ = csm_cell_number(csm_num_from_double(v->from));
	*cell++ = csm_cell_number(csm_num_from_double(v->to));
	if (whole != NULL) {
		int known = r.auc.known && whole->known;
		*cell++ = csm_lab_ratio(r.auc.known ? r.auc.area : -1);
		*cell++ = csm_cell_number(known ? csm_num_from_double(r.auc.area) -
						      csm_num_from_double(whole->area)
						: CSM_MISSING);
	}
	*cell++ = csm_cell_count(r.count[CSM_PILLAR_POOR]);
	*cell++ = csm_cell_count(r.count[CSM_PILLAR_AVERAGE]);
	*cell++ = csm_cell_count(r.count[CSM_PILLAR_GOOD]);
	*cell++ = csm_cell_count(r.moved);
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
		lab->doc.subtitle =
		    csm_arena_printf(&lab->doc.arena, "%s, %zu compan%s scored", day,
			lab->trials[0].n, lab->trials[0].n == 1 ? "y" : "ies");
		t->title = lab->doc.title;
	}
	lab_variants_put_columns(lab, t, backtest);
	for (size_t list = 0; list < lab->n_trials; list++) {
		struct csm_auc whole = csm_trials_auc(&lab->trials[list]);
		for (size_t i = 0; i < lab->variants; i++)
			if (is_used(&lab->trials[list],
				&lab->profile[lab->variant[i].profile]))
				lab_variants_put_row(
				    lab, t, list, i, backtest ? &whole : NULL);
	}
}
