/* Scores as rows: for machines (--wide) and for people (-t text). */
#include "health_rows.h"

#include "base/xalloc.h"
#include "lab.h"
#include "document/writer.h"
#include "terminal.h"

#include <stdlib.h>
#include <string.h>

struct csm_health_rows {
	struct csm_health *h;
	struct csm_buf line;
	enum csm_format format;
	int text;
	struct csm_table *table; /* text; in the lab's document */
	int has_names, has_days, has_others;
};

static void
health_rows_put_columns(struct csm_health_rows *rows)
{
	struct csm_run *run = rows->h->run;
	const struct csm_fields *fields = run->fields[CSM_MODEL_COMPANY];
	struct csm_lab *lab = rows->h->lab;
	struct csm_table *t = rows->table = csm_doc_table(&lab->doc, "health", NULL);

	rows->has_names = fields != NULL && csm_fields_column(fields, "name") >= 0;
	rows->has_days = run->since != run->until;
	for (int m = 0; m < CSM_MODELS; m++)
		rows->has_others |=
		    m != CSM_MODEL_COMPANY &&
		    csm_scorer_scores(rows->h->scorer, (enum csm_model)m);
	csm_lab_column(lab, t, "company", "Company", CSM_CELL_TEXT, -1);
	if (rows->has_names)
		csm_lab_column(lab, t, "name", "Name", CSM_CELL_TEXT, -1);
	if (rows->has_others)
		csm_lab_column(lab, t, "id", "Of it", CSM_CELL_TEXT, -1);
	if (rows->has_days)
		csm_lab_column(lab, t, "date", "Date", CSM_CELL_DAY, -1);
	csm_lab_column(lab, t, "score", "Score", CSM_CELL_NUMBER, CSM_PLACES_FEW)
	    ->stated = 1;
	csm_lab_column(lab, t, "coverage", "Coverage", CSM_CELL_NUMBER, 0)->look.unit =
	    "%";
	csm_lab_column(lab, t, "staleness", "Days old", CSM_CELL_NUMBER, 0);
	csm_lab_column(lab, t, "profile", "Profile", CSM_CELL_TEXT, -1);
	if (rows->h->overrides != NULL)
		csm_lab_column(lab, t, "by_hand", "By hand", CSM_CELL_TEXT, -1);
}

/* Who set a score, and why. */
static struct csm_cell
hand_cell(struct csm_arena *arena, const struct csm_override *o)
{
	if (o == NULL)
		return (struct csm_cell){.kind = CSM_CELL_BLANK};
	return csm_cell_text(
	    csm_arena_printf(arena, "set%s%s%s%s", o->by[0] != '\0' ? " by " : "",
		o->by, o->reason[0] != '\0' ? ": " : "", o->reason));
}

static void
put_cells(struct csm_health_rows *rows, const struct csm_health_row *r)
{
	struct csm_doc *doc = &rows->h->lab->doc;
	struct csm_cell *cell = csm_table_row(doc, rows->table);
	struct csm_value name =
	    csm_engine_field(rows->h->ev.engine, CSM_MODEL_COMPANY, 0, "name", r->day);

	*cell++ =
	    csm_cell_text(csm_arena_text(&doc->arena, r->company.s, r->company.len));
	if (rows->has_names)
		*cell++ =
		    csm_cell_text(name.type != CSM_VALUE_TEXT
				      ? NULL
				      : csm_arena_strdup(&doc->arena, name.u.text));
	if (rows->has_others)
		*cell++ = r->model == CSM_MODEL_COMPANY
			      ? (struct csm_cell){.kind = CSM_CELL_BLANK}
			      : csm_cell_text(
				    csm_arena_text(&doc->arena, r->id.s, r->id.len));
	if (rows->has_days)
		*cell++ = csm_cell_day(r->day);
	*cell = csm_cell_number(r->shown.value);
	cell++->state = csm_state_find(
	    &doc->arena, (struct csm_text){r->shown.state, strlen(r->shown.state)});
	*cell++ = csm_cell_number(
	    r->coverage == CSM_MISSING ? CSM_MISSING : r->coverage * 100);
	*cell++ = r->staleness < 0 ? (struct csm_cell){.kind = CSM_CELL_NONE}
				   : csm_cell_count((size_t)r->staleness);
	*cell++ = csm_cell_text(r->profile == NULL ? NULL : r->profile->id);
	if (rows->h->overrides != NULL)
		*cell = hand_cell(&doc->arena, r->shown.override);
}

static void
health_rows_put_line(struct csm_health_rows *rows, const struct csm_health_row *r)
{
	csm_health_wide_row(&rows->line, rows->format, r);
	csm_output_write(rows->h->run->out, rows->line.data, rows->line.len);
	csm_buf_reset(&rows->line);
}

static void
health_rows_put_row(struct csm_health_rows *rows, struct csm_health_row *r,
    const struct csm_score *score)
{
	struct csm_health *h = rows->h;

	r->profile = score->profile;
	r->value = r->coverage = CSM_MISSING;
	r->staleness = -1;
	r->shown.value = csm_health_rounded(h, r->shown.value);
	if (score->profile != NULL) {
		r->value = csm_health_rounded(h, score->value);
		r->coverage = score->coverage;
		r->staleness = csm_scorer_staleness(h->scorer);
	}
	if (rows->text)
		put_cells(rows, r);
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
		csm_health_wide_header(&rows->line, rows->format);
	return 0;
}

/* 0, or -1 if there is no score. */
static int
add_day(struct csm_health *h, struct csm_health_row *r, size_t i)
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
	struct csm_health_row r = {.company = company,
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
		csm_lab_write(h);
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
