/* Scores as rows: for machines (--wide) and for people (-t text). */
#include "health.h"

#include "base/xalloc.h"
#include "health_lab.h"
#include "lab/health_table.h"

#include <stdlib.h>
#include <string.h>

struct csm_health_rows {
	struct csm_health *h;
	struct csm_buf line;
	enum csm_format format;
	int text;
	struct csm_table *table; /* text; in the lab's document */
};

/* Columns that would be the same in every row are left out. */
static void
health_rows_put_columns(struct csm_health_rows *rows)
{
	struct csm_health *h = rows->h;
	const struct csm_fields *fields = h->run->fields[CSM_MODEL_COMPANY];

	struct csm_healthtable_columns with = {
	    .names = fields != NULL && csm_fields_column(fields, "name") >= 0,
	    .days = h->run->since != h->run->until,
	    .by_hand = h->overrides != NULL};
	for (int m = 0; m < CSM_MODELS; m++)
		with.others |= m != CSM_MODEL_COMPANY &&
			       csm_scorer_scores(h->scorer, (enum csm_model)m);
	rows->table = csm_healthtable_new(h->lab, &with);
}

static void
health_rows_put_line(struct csm_health_rows *rows, const struct csm_healthtable_row *r)
{
	csm_healthtable_wide(&rows->line, rows->format, r);
	csm_output_write(rows->h->run->out, rows->line.data, rows->line.len);
	csm_buf_reset(&rows->line);
}

static void
health_rows_put_row(struct csm_health_rows *rows, struct csm_healthtable_row *r,
    const struct csm_score *score)
{
	struct csm_health *h = rows->h;

	r->profile = score->profile;
	r->value = r->coverage = CSM_MISSING;
	r->staleness = -1;
	/* States are those of exact scores, so that rounding moves nobody into another
	 * band. */
	r->shown.value = csm_health_rounded(h, r->shown.value);
	if (score->profile != NULL) {
		r->value = csm_health_rounded(h, score->value);
		r->coverage = score->coverage;
		r->staleness = csm_scorer_staleness(h->scorer);
	}
	if (rows->text)
		csm_healthtable_put(h->lab, rows->table, r);
	else
		health_rows_put_line(rows, r);
}

int
csm_health_rows_begin(struct csm_health *h)
{
	struct csm_health_rows *rows;

	if (csm_evaluation_open(&h->ev, 0) != 0)
		return -1;
	rows = h->rows = csm_xcalloc(1, sizeof *rows);
	rows->h = h;
	rows->format = csm_run_format(h->run);
	rows->text = !h->options->wide;
	if (rows->text)
		health_rows_put_columns(rows);
	else
		/* Written with the first row, or at the end. */
		csm_healthtable_wide_header(&rows->line, rows->format);
	return 0;
}

/* 0, or -1 if there is no score. */
static int
add_day(struct csm_health *h, struct csm_healthtable_row *r, size_t i)
{
	const struct csm_score *score =
	    csm_scorer_score(h->scorer, r->model, i, (size_t)(r->day - h->run->since));

	if (r->model == CSM_MODEL_COMPANY) {
		if (csm_health_show(h, score, r->company, r->day, &r->shown) != 0)
			return -1;
	} else {
		if (score->profile == NULL)
			return -1;
		csm_shown_profile(score, &r->shown);
	}
	health_rows_put_row(h->rows, r, score);
	return 0;
}

static void
health_rows_add_entity(
    struct csm_health *h, struct csm_text company, enum csm_model model, size_t i)
{
	struct csm_healthtable_row r = {.company = company,
	    .model = model,
	    .id = csm_engine_entity(h->ev.engine, model, i)};
	int unscored = 0, by_hand = 0;

	for (r.day = h->run->since; r.day <= h->run->until; r.day++) {
		if (add_day(h, &r, i) != 0)
			unscored = 1;
		else
			by_hand |= r.shown.override != NULL;
	}
	h->by_hand += (uint64_t)by_hand;
	if (model == CSM_MODEL_COMPANY)
		h->unscored += (uint64_t)unscored;
	else
		h->others_unscored += (uint64_t)unscored;
}

void
csm_health_rows_company(struct csm_health *h, const struct csm_set *set)
{
	if (h->overrides != NULL || csm_scorer_scores(h->scorer, CSM_MODEL_COMPANY))
		health_rows_add_entity(h, set->company, CSM_MODEL_COMPANY, 0);
	for (int m = 0; m < CSM_MODELS; m++) {
		enum csm_model model = (enum csm_model)m;
		if (model == CSM_MODEL_COMPANY || !csm_scorer_scores(h->scorer, model))
			continue;
		for (size_t i = 0; i < csm_engine_entities(h->ev.engine, model); i++)
			health_rows_add_entity(h, set->company, model, i);
	}
}

void
csm_health_rows_finish(struct csm_health *h)
{
	struct csm_health_rows *rows = h->rows;

	if (rows->text)
		csm_health_lab_write(h);
	else /* the header, if nobody has a score */
		csm_output_write(
		    h->run->out, csm_buf_text(&rows->line), rows->line.len);
}

void
csm_health_rows_free(struct csm_health_rows *rows)
{
	if (rows == NULL)
		return;
	csm_buf_fini(&rows->line);
	free(rows);
}
