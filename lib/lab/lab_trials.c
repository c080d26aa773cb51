/* The tables of --backtest. */
#include "lab/lab.h"
#include "base/text.h"
#include "table/look.h"

#include <string.h>

static int32_t
lead(const struct csm_lab *lab, size_t i)
{
	return lab->backtest.leads[i];
}

/* A row of any of the tables: those who were scored so many days before they left, in a
 * band, by a factor, in a month. */
struct trials_row {
	size_t lead;
	const char *profile, *factor, *month;
	struct csm_auc auc;
	struct csm_cell band, precision, recall, lift;
	size_t left, stayed; /* of the band */
	const char *verdict;
	struct csm_cell hindsight, left_green, inputs;
	size_t dropped, no_score, no_data;
};

/* Known only if somebody left and somebody stayed; one group alone has no order. */
static struct csm_cell
trials_put_area(const void *row)
{
	const struct trials_row *r = row;

	return csm_lab_ratio(r->auc.known ? r->auc.area : -1);
}

/* One that so few could have had says nothing. */
static struct csm_cell
trials_put_area_of_enough(const void *row)
{
	const struct trials_row *r = row;

	return r->auc.known && !r->auc.has_interval ? csm_cell_text("too few")
						    : trials_put_area(row);
}

static struct csm_cell
trials_put_low(const void *row)
{
	const struct trials_row *r = row;

	return csm_lab_ratio(r->auc.has_interval ? r->auc.low : -1);
}

static struct csm_cell
trials_put_high(const void *row)
{
	const struct trials_row *r = row;

	return csm_lab_ratio(r->auc.has_interval ? r->auc.high : -1);
}

static const struct csm_table_column lead_columns[] = {
    {"lead", "Lead", CSM_OF_COUNT(struct trials_row, lead), .look = &csm_look_whole}};

static const struct csm_table_column auc_columns[] = {
    {"left", "Left", CSM_OF_COUNT(struct trials_row, auc.left),
	.look = &csm_look_whole},
    {"stayed", "Stayed", CSM_OF_COUNT(struct trials_row, auc.stayed),
	.look = &csm_look_whole},
    {"auc", "AUC", CSM_CELL_NUMBER, .put = trials_put_area,
	.look = &csm_look_thousandths},
    {"low", "from", CSM_CELL_NUMBER, .put = trials_put_low,
	.look = &csm_look_thousandths},
    {"high", "to", CSM_CELL_NUMBER, .put = trials_put_high,
	.look = &csm_look_thousandths}};

static struct trials_row
trials_row(const struct csm_lab *lab, size_t i)
{
	return (struct trials_row){.lead = (size_t)lead(lab, i)};
}

/* A ratio of so many; of fewer than ten it says nothing. */
static struct csm_cell
enough(size_t n, double ratio)
{
	return n > 0 && n < CSM_AUC_FEW ? csm_cell_text("too few")
					: csm_lab_ratio(ratio);
}

/* Whether anything was left out decides nothing: a field may be undated and say nothing
 * of churn. */
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
	/* Before all others: a score that knows who left tells everything, and nothing.
	 */
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
		return csm_cell_blank();
	return csm_cell_text(csm_arena_strdup(&lab->doc.arena, lab->then.undated.data));
}

static struct csm_cell
hindsight_cell(const struct csm_lab *lab, size_t i)
{
	struct csm_auc auc;

	if (lab->hindsight == NULL)
		return csm_cell_blank();
	auc = csm_trials_auc(&lab->hindsight[i]);
	return csm_lab_ratio(auc.known ? auc.area : -1);
}

static const struct csm_table_column whole_columns[] = {
    {"verdict", "Scores", CSM_OF_TEXT(struct trials_row, verdict)},
    {"hindsight", "Hindsight",
	CSM_OF_CELL(CSM_CELL_NUMBER, struct trials_row, hindsight),
	.look = &csm_look_thousandths},
    {"left_green", "Left green",
	CSM_OF_CELL(CSM_CELL_NUMBER, struct trials_row, left_green),
	.look = &csm_look_thousandths},
    {"dropped", "Dropped", CSM_OF_COUNT(struct trials_row, dropped),
	.look = &csm_look_whole},
    {"no_score", "No score", CSM_OF_COUNT(struct trials_row, no_score),
	.look = &csm_look_whole},
    {"no_data", "No data", CSM_OF_COUNT(struct trials_row, no_data),
	.look = &csm_look_whole},
    {"inputs", "With hindsight",
	CSM_OF_CELL(CSM_CELL_TEXT, struct trials_row, inputs)}};

static void
lab_trials_put_whole(struct csm_lab *lab)
{
	struct csm_table *t = csm_doc_table(&lab->doc, "auc", "Did scores tell?");

	t->note = lab->hindsight == NULL
		      ? WHOLE
		      : csm_arena_printf(&lab->doc.arena, "%s " HINDSIGHT, WHOLE,
			    lab->then.undated.data);
	CSM_TABLE_COLUMNS(t, lead_columns);
	CSM_TABLE_COLUMNS(t, auc_columns);
	CSM_TABLE_COLUMNS(t, whole_columns);
	for (size_t i = 0; i < lab->n_trials; i++) {
		struct csm_trial_band band[CSM_PILLAR_UNKNOWN];
		struct trials_row row = trials_row(lab, i);
		csm_trials_bands(&lab->trials[i], band);
		row.auc = csm_trials_auc(&lab->trials[i]);
		row.verdict = verdict(lab, i, &row.auc);
		row.hindsight = hindsight_cell(lab, i);
		/* Of those that left, so many looked well: what a team would have
		 * missed. */
		row.left_green = enough(row.auc.left, band[CSM_PILLAR_GOOD].recall);
		row.dropped = lab->trials[i].dropped;
		row.no_score = lab->trials[i].unscored;
		row.no_data = lab->trials[i].no_data;
		row.inputs = inputs_cell(lab);
		csm_table_put(t, &row);
	}
}

static const struct csm_table_column band_columns[] = {
    {"band", "Band", CSM_OF_CELL(CSM_CELL_TEXT, struct trials_row, band)},
    {"left", "Left", CSM_OF_COUNT(struct trials_row, left), .look = &csm_look_whole},
    {"stayed", "Stayed", CSM_OF_COUNT(struct trials_row, stayed),
	.look = &csm_look_whole},
    {"precision", "Precision",
	CSM_OF_CELL(CSM_CELL_NUMBER, struct trials_row, precision),
	.look = &csm_look_thousandths},
    {"recall", "Recall", CSM_OF_CELL(CSM_CELL_NUMBER, struct trials_row, recall),
	.look = &csm_look_thousandths},
    {"lift", "Lift", CSM_OF_CELL(CSM_CELL_NUMBER, struct trials_row, lift),
	.look = &csm_look_hundredths}};

static void
put_bands(struct csm_lab *lab)
{
	struct csm_table *t = csm_doc_table(&lab->doc, "bands", "By band");

	t->note = "Precision: share of the band that left; recall: share of all that "
		  "left that was in it; lift: precision against the share of all.";
	CSM_TABLE_COLUMNS(t, lead_columns);
	CSM_TABLE_COLUMNS(t, band_columns);
	/* a lead and what follows it tell rows apart */
	t->keys = 2;
	for (size_t i = 0; i < lab->n_trials; i++) {
		struct csm_trial_band band[CSM_PILLAR_UNKNOWN];
		size_t left = csm_trials_auc(&lab->trials[i]).left;
		csm_trials_bands(&lab->trials[i], band);
		for (int s = 0; s < CSM_PILLAR_UNKNOWN; s++) {
			struct trials_row row = trials_row(lab, i);
			size_t in = band[s].left + band[s].stayed;
			row.band = csm_lab_state(lab, (enum csm_pillar_state)s);
			row.left = band[s].left;
			row.stayed = band[s].stayed;
			/* Each ratio by the number it is a share of: a band of three
			 * says nothing, whatever the whole says. */
			row.precision = enough(in, band[s].precision);
			row.recall = enough(left, band[s].recall);
			/* Lift is a ratio of two shares, so the smaller one decides. */
			row.lift = enough(left < in ? left : in, band[s].lift);
			csm_table_put(t, &row);
		}
	}
}

static const struct csm_table_column factor_columns[] = {
    {"profile", "Profile", CSM_OF_TEXT(struct trials_row, profile)},
    {"factor", "Factor", CSM_OF_TEXT(struct trials_row, factor)}};

static void
put_factors(struct csm_lab *lab)
{
	struct csm_table *t = csm_doc_table(&lab->doc, "factors", "Each factor alone");

	t->note = "Among those of which it was known.";
	CSM_TABLE_COLUMNS(t, lead_columns);
	CSM_TABLE_COLUMNS(t, factor_columns);
	CSM_TABLE_COLUMNS(t, auc_columns);
	t->keys = 3;
	for (size_t i = 0; i < lab->n_trials; i++)
		for (size_t p = 0; p < lab->profiles; p++) {
			const struct csm_profile *of = &lab->profile[p];
			for (size_t f = 0; f < of->factors; f++) {
				struct trials_row row = trials_row(lab, i);
				row.profile = of->id;
				row.factor = of->factor[f].id;
				row.auc = csm_trials_factor_auc(&lab->trials[i], of, f);
				/* A profile nobody was scored by has no rows, rather
				 * than empty ones. */
				if (row.auc.left + row.auc.stayed > 0)
					csm_table_put(t, &row);
			}
		}
}

static const struct csm_table_column month_columns[] = {
    {"month", "Month", CSM_OF_TEXT(struct trials_row, month)}};

static void
lab_trials_put_months(struct csm_lab *lab)
{
	struct csm_table *t = csm_doc_table(&lab->doc, "months", "By month scored");

	CSM_TABLE_COLUMNS(t, lead_columns);
	CSM_TABLE_COLUMNS(t, month_columns);
	CSM_TABLE_COLUMNS(t, auc_columns);
	csm_table_heading(t, "auc")->put = trials_put_area_of_enough;
	/* A month has too few for an interval worth reading; whether it has enough is
	 * said in place of the area. */
	csm_table_drop(t, "low");
	csm_table_drop(t, "high");
	t->keys = 2;
	for (size_t i = 0; i < lab->n_trials; i++) {
		int32_t month = CSM_DAY_NONE;
		while (csm_trials_next_month(&lab->trials[i], month, &month)) {
			struct trials_row row = trials_row(lab, i);
			char label[CSM_DAY_TEXT];
			csm_date_format(month, label);
			/* 2026-11 of the month's first day */
			row.month = csm_arena_printf(&lab->doc.arena, "%.7s", label);
			row.auc = csm_trials_month_auc(&lab->trials[i], month);
			csm_table_put(t, &row);
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
		    "--backtest: %s before, scores leak: what %s say%s was known "
		    "only afterwards",
		    csm_text_counted(&lab->doc.arena, (uint64_t)lead(lab, i), "days"),
		    names, strchr(names, ' ') == NULL ? "s" : "");
	}
}

void
csm_lab_put_trials(struct csm_lab *lab)
{
	char since[CSM_DAY_TEXT], until[CSM_DAY_TEXT];

	csm_date_format(lab->since, since);
	csm_date_format(lab->until, until);
	lab->doc.title = "Backtest";
	lab->doc.subtitle =
	    csm_arena_printf(&lab->doc.arena, "%s left, scored %s to %s; %zu stayed",
		csm_text_counted(&lab->doc.arena, lab->backtest.n, "companies"), since,
		until, lab->backtest.stayed);
	lab_trials_put_whole(lab);
	put_bands(lab);
	put_factors(lab);
	lab_trials_put_months(lab);
	/* After the tables, whose notes say what is meant by it; csm-health asks
	 * lab->leaks for its exit status. */
	count_leaks(lab);
}
