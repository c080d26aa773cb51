/* The tables of --backtest. */
#include "lab/lab.h"

#include <string.h>

static int32_t
lead(const struct csm_lab *lab, size_t i)
{
	return lab->backtest.leads[i];
}

static struct csm_cell
lead_cell(const struct csm_lab *lab, size_t i)
{
	return csm_cell_count((size_t)lead(lab, i));
}

static void
put_auc_columns(struct csm_lab *lab, struct csm_table *t, int interval)
{
	csm_lab_column(lab, t, "left", "Left", CSM_CELL_NUMBER, 0);
	csm_lab_column(lab, t, "stayed", "Stayed", CSM_CELL_NUMBER, 0);
	csm_lab_column(lab, t, "auc", "AUC", CSM_CELL_NUMBER, 3);
	if (!interval)
		return;
	csm_lab_column(lab, t, "low", "from", CSM_CELL_NUMBER, 3);
	csm_lab_column(lab, t, "high", "to", CSM_CELL_NUMBER, 3);
}

/* A ratio of so many; of fewer than ten it says nothing. */
static struct csm_cell
enough(size_t n, double ratio)
{
	return n > 0 && n < CSM_AUC_FEW ? csm_cell_text("too few")
					: csm_lab_ratio(ratio);
}

static struct csm_cell *
put_auc(struct csm_cell *cell, const struct csm_auc *auc, int interval)
{
	*cell++ = csm_cell_count(auc->left);
	*cell++ = csm_cell_count(auc->stayed);
	*cell++ = csm_lab_ratio(auc->known ? auc->area : -1);
	if (!interval)
		return cell;
	*cell++ = csm_lab_ratio(auc->has_interval ? auc->low : -1);
	*cell++ = csm_lab_ratio(auc->has_interval ? auc->high : -1);
	return cell;
}

static bool
leaks(const struct csm_lab *lab, size_t i)
{
	return lab->hindsight != NULL &&
	       csm_trials_leak(&lab->trials[i], &lab->hindsight[i]);
}

/* Whether the interval of the area holds that of chance. */
static const char *
verdict(const struct csm_lab *lab, size_t i, const struct csm_auc *auc)
{
	if (leaks(lab, i))
		return "leaks";
	if (!auc->has_interval)
		return "too few";
	if (auc->low > 0.5)
		return "tells";
	return auc->high < 0.5 ? "misleads" : "unclear";
}

#define WHOLE                                                                          \
	"AUC: how often one that left scored below one that stayed, with its 95 % "    \
	"interval; 0.5 is chance. Scores tell if the interval lies above it. "         \
	"Dropped: "                                                                    \
	"left, but no condition took them on the scored day."
#define HINDSIGHT                                                                      \
	"Judged is what was known then; hindsight is the AUC of the score as "         \
	"configured, which also knows %s. Scores leak if the two differ beyond "       \
	"chance."

static struct csm_cell
inputs_cell(struct csm_lab *lab)
{
	if (lab->hindsight == NULL)
		return (struct csm_cell){.kind = CSM_CELL_BLANK};
	return csm_cell_text(csm_arena_strdup(&lab->doc.arena, lab->then.undated.data));
}

static struct csm_cell
hindsight_cell(const struct csm_lab *lab, size_t i)
{
	struct csm_auc auc;

	if (lab->hindsight == NULL)
		return (struct csm_cell){.kind = CSM_CELL_BLANK};
	auc = csm_trials_auc(&lab->hindsight[i]);
	return csm_lab_ratio(auc.known ? auc.area : -1);
}

static void
lab_trials_put_whole(struct csm_lab *lab)
{
	struct csm_table *t = csm_doc_table(&lab->doc, "auc", "Did scores tell?");

	t->note = lab->hindsight == NULL
		      ? WHOLE
		      : csm_arena_printf(&lab->doc.arena, "%s " HINDSIGHT, WHOLE,
			    lab->then.undated.data);
	csm_lab_column(lab, t, "lead", "Lead", CSM_CELL_NUMBER, 0);
	put_auc_columns(lab, t, 1);
	csm_lab_column(lab, t, "verdict", "Scores", CSM_CELL_TEXT, -1);
	csm_lab_column(lab, t, "hindsight", "Hindsight", CSM_CELL_NUMBER, 3);
	csm_lab_column(lab, t, "left_green", "Left green", CSM_CELL_NUMBER, 3);
	csm_lab_column(lab, t, "dropped", "Dropped", CSM_CELL_NUMBER, 0);
	csm_lab_column(lab, t, "no_score", "No score", CSM_CELL_NUMBER, 0);
	csm_lab_column(lab, t, "no_data", "No data", CSM_CELL_NUMBER, 0);
	csm_lab_column(lab, t, "inputs", "With hindsight", CSM_CELL_TEXT, -1);
	for (size_t i = 0; i < lab->n_trials; i++) {
		struct csm_auc auc = csm_trials_auc(&lab->trials[i]);
		struct csm_trial_band band[CSM_PILLAR_UNKNOWN];
		struct csm_cell *cell = csm_table_row(&lab->doc, t);
		csm_trials_bands(&lab->trials[i], band);
		*cell++ = lead_cell(lab, i);
		cell = put_auc(cell, &auc, 1);
		*cell++ = csm_cell_text(verdict(lab, i, &auc));
		*cell++ = hindsight_cell(lab, i);
		*cell++ = enough(auc.left, band[CSM_PILLAR_GOOD].recall);
		*cell++ = csm_cell_count(lab->trials[i].dropped);
		*cell++ = csm_cell_count(lab->trials[i].unscored);
		*cell++ = csm_cell_count(lab->trials[i].no_data);
		*cell++ = inputs_cell(lab);
	}
}

static void
put_bands(struct csm_lab *lab)
{
	struct csm_table *t = csm_doc_table(&lab->doc, "bands", "By band");

	t->note = "Precision: share of the band that left; recall: share of all that "
		  "left that was in it; lift: precision against the share of all.";
	csm_lab_column(lab, t, "lead", "Lead", CSM_CELL_NUMBER, 0);
	csm_lab_column(lab, t, "band", "Band", CSM_CELL_TEXT, -1);
	t->keys = 2;
	csm_lab_column(lab, t, "left", "Left", CSM_CELL_NUMBER, 0);
	csm_lab_column(lab, t, "stayed", "Stayed", CSM_CELL_NUMBER, 0);
	csm_lab_column(lab, t, "precision", "Precision", CSM_CELL_NUMBER, 3);
	csm_lab_column(lab, t, "recall", "Recall", CSM_CELL_NUMBER, 3);
	csm_lab_column(lab, t, "lift", "Lift", CSM_CELL_NUMBER, 2);
	for (size_t i = 0; i < lab->n_trials; i++) {
		struct csm_trial_band band[CSM_PILLAR_UNKNOWN];
		size_t left = csm_trials_auc(&lab->trials[i]).left;
		csm_trials_bands(&lab->trials[i], band);
		for (int s = 0; s < CSM_PILLAR_UNKNOWN; s++) {
			struct csm_cell *cell = csm_table_row(&lab->doc, t);
			size_t in = band[s].left + band[s].stayed;
			*cell++ = lead_cell(lab, i);
			*cell++ = csm_lab_state(lab, (enum csm_pillar_state)s);
			*cell++ = csm_cell_count(band[s].left);
			*cell++ = csm_cell_count(band[s].stayed);
			*cell++ = enough(in, band[s].precision);
			*cell++ = enough(left, band[s].recall);
			*cell++ = enough(left < in ? left : in, band[s].lift);
		}
	}
}

static void
put_factors(struct csm_lab *lab)
{
	struct csm_table *t = csm_doc_table(&lab->doc, "factors", "Each factor alone");

	t->note = "Among those of which it was known.";
	csm_lab_column(lab, t, "lead", "Lead", CSM_CELL_NUMBER, 0);
	csm_lab_column(lab, t, "profile", "Profile", CSM_CELL_TEXT, -1);
	csm_lab_column(lab, t, "factor", "Factor", CSM_CELL_TEXT, -1);
	t->keys = 3;
	put_auc_columns(lab, t, 1);
	for (size_t i = 0; i < lab->n_trials; i++)
		for (size_t p = 0; p < lab->profiles; p++) {
			const struct csm_profile *of = &lab->profile[p];
			for (size_t f = 0; f < of->factors; f++) {
				struct csm_auc auc =
				    csm_trials_factor_auc(&lab->trials[i], of, f);
				if (auc.left + auc.stayed == 0)
					continue;
				struct csm_cell *cell = csm_table_row(&lab->doc, t);
				*cell++ = lead_cell(lab, i);
				*cell++ = csm_cell_text(of->id);
				*cell++ = csm_cell_text(of->factor[f].id);
				put_auc(cell, &auc, 1);
			}
		}
}

static void
lab_trials_put_months(struct csm_lab *lab)
{
	struct csm_table *t = csm_doc_table(&lab->doc, "months", "By month scored");

	csm_lab_column(lab, t, "lead", "Lead", CSM_CELL_NUMBER, 0);
	csm_lab_column(lab, t, "month", "Month", CSM_CELL_TEXT, -1);
	t->keys = 2;
	put_auc_columns(lab, t, 0);
	for (size_t i = 0; i < lab->n_trials; i++) {
		int32_t month = CSM_DAY_NONE;
		while (csm_trials_next_month(&lab->trials[i], month, &month)) {
			struct csm_auc auc =
			    csm_trials_month_auc(&lab->trials[i], month);
			char label[CSM_DAY_TEXT];
			struct csm_cell *cell = csm_table_row(&lab->doc, t);
			csm_date_format(month, label);
			*cell++ = lead_cell(lab, i);
			*cell++ = csm_cell_text(
			    csm_arena_printf(&lab->doc.arena, "%.7s", label));
			cell = put_auc(cell, &auc, 0);
			if (auc.known && !auc.has_interval)
				cell[-1] = csm_cell_text("too few");
		}
	}
}

static void
count_leaks(struct csm_lab *lab)
{
	const char *names = lab->then.undated.data;

	for (size_t i = 0; i < lab->n_trials; i++) {
		if (!leaks(lab, i))
			continue;
		lab->leaks++;
		csm_warn(lab->diag, CSM_W_OTHER, NULL,
		    "--backtest: %d days before, scores leak: what %s say%s was known "
		    "only afterwards",
		    (int)lead(lab, i), names, strchr(names, ' ') == NULL ? "s" : "");
	}
}

void
csm_lab_put_trials(struct csm_lab *lab)
{
	char since[CSM_DAY_TEXT], until[CSM_DAY_TEXT];

	csm_date_format(lab->since, since);
	csm_date_format(lab->until, until);
	lab->doc.title = "Backtest";
	lab->doc.subtitle = csm_arena_printf(&lab->doc.arena,
	    "%zu compan%s left, scored %s to %s; %zu stayed", lab->backtest.n,
	    lab->backtest.n == 1 ? "y" : "ies", since, until, lab->backtest.stayed);
	lab_trials_put_whole(lab);
	put_bands(lab);
	put_factors(lab);
	lab_trials_put_months(lab);
	count_leaks(lab);
}
