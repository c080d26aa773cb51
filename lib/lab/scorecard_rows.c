#include "lab/scorecard.h"

#include "view/explanation.h"
#include "lab/wording.h"

#include <inttypes.h>
#include <string.h>

/* What is not put in a row is not told of it. */
struct scorecard_row {
	struct csm_cell company, model, id, date, profile, hash, kind, term, name, text,
	    value, state, score, share, adds, coverage, staleness, from, to, days,
	    source;
};

/* Columns are called as the members are, for machines and people alike: a name said
 * twice can differ. */
#define COLUMN(kind, member)                                                           \
	{                                                                              \
#member, #member, CSM_OF_CELL(kind, struct scorecard_row, member)      \
	}

static const struct csm_table_column scorecard_columns[] = {
    COLUMN(CSM_CELL_TEXT, company), COLUMN(CSM_CELL_TEXT, model),
    COLUMN(CSM_CELL_TEXT, id), COLUMN(CSM_CELL_DAY, date),
    COLUMN(CSM_CELL_TEXT, profile), COLUMN(CSM_CELL_TEXT, hash),
    COLUMN(CSM_CELL_TEXT, kind), COLUMN(CSM_CELL_TEXT, term),
    COLUMN(CSM_CELL_TEXT, name), COLUMN(CSM_CELL_TEXT, text),
    COLUMN(CSM_CELL_TEXT, value), COLUMN(CSM_CELL_TEXT, state),
    COLUMN(CSM_CELL_NUMBER, score), COLUMN(CSM_CELL_NUMBER, share),
    COLUMN(CSM_CELL_NUMBER, adds), COLUMN(CSM_CELL_NUMBER, coverage),
    COLUMN(CSM_CELL_NUMBER, staleness), COLUMN(CSM_CELL_DAY, from),
    COLUMN(CSM_CELL_DAY, to), COLUMN(CSM_CELL_NUMBER, days),
    COLUMN(CSM_CELL_TEXT, source)};

struct rows {
	struct csm_lab *lab;
	struct csm_arena *arena;
	struct csm_table *table;
	const char *company, *id;
	const struct csm_score *score;
	const char *hash;
	const char *term, *name; /* of the inputs being put */
};

static struct scorecard_row
scorecard_row(struct rows *r, const char *kind, const char *term, const char *name)
{
	struct scorecard_row row = {.company = csm_cell_text(r->company),
	    .model = csm_cell_text(csm_model_name(r->lab->model)),
	    .id = csm_cell_text(r->id),
	    .date = csm_cell_day(r->lab->until),
	    .kind = csm_cell_text(kind),
	    .term = csm_cell_text(term),
	    .name = csm_cell_text(name)};

	if (r->score->profile != NULL) {
		row.profile = csm_cell_text(r->score->profile->id);
		row.hash = csm_cell_text(r->hash);
	}
	return row;
}

/* A number stays one in NDJSON; truths and days become what people write for them. */
static struct csm_cell
scorecard_rows_value_cell(struct rows *r, const struct csm_value *value)
{
	struct csm_buf text = {0};
	struct csm_cell cell = {.kind = CSM_CELL_NONE};

	if (value->type == CSM_VALUE_TEXT)
		return csm_cell_text(csm_arena_strdup(r->arena, value->u.text));
	if (value->type == CSM_VALUE_NUMBER)
		return csm_cell_number(csm_value_micros(value));
	if (value->type != CSM_VALUE_MISSING) {
		csm_explanation_value(&text, value);
		cell = csm_cell_text(csm_arena_strdup(r->arena, text.data));
	}
	csm_buf_fini(&text);
	return cell;
}

static struct csm_cell
days_cell(int32_t days)
{
	return days < 0 ? (struct csm_cell){.kind = CSM_CELL_NONE}
			: csm_cell_count((size_t)days);
}

/* A node of a formula, as --explain for people tells it. */
static void
put_input(void *ctx, const struct csm_explain_line *l)
{
	struct rows *r = ctx;
	struct csm_buf text = {0};

	/* A literal stands in its parent's text already. */
	if (l->depth > 0 && l->node->kind <= CSM_NODE_TRUTH)
		return;
	struct scorecard_row row = scorecard_row(r, "input", r->term, r->name);
	csm_node_print_text(l->node, &text);
	row.text = csm_cell_text(csm_arena_strdup(r->arena, text.data));
	csm_buf_fini(&text);
	/* A branch of if() or coalesce() that was not evaluated has no value, which is
	 * not the same as a missing one. */
	if (!l->taken) {
		row.state = csm_cell_text("not taken");
		csm_table_put(r->table, &row);
		return;
	}
	row.value = scorecard_rows_value_cell(r, &l->value);
	if (l->node->kind == CSM_NODE_WINDOW) {
		row.from = csm_cell_day(l->from);
		row.to = csm_cell_day(l->to);
		row.days = csm_cell_count(l->days_with_value);
	}
	if (l->source != NULL)
		row.source = csm_cell_text(csm_arena_strdup(r->arena, l->source));
	csm_table_put(r->table, &row);
}

static void
put_inputs(struct rows *r, const struct csm_factor *f, int second, const char *name)
{
	r->term = f->id;
	r->name = name;
	csm_engine_explain(r->lab->engine, csm_scorer_query(r->lab->scorer, f, second),
	    r->lab->entity, put_input, r);
}

static void
scorecard_rows_put_part(struct rows *r, size_t at)
{
	const struct csm_part *part = &r->score->part[at];
	const struct csm_factor *f = part->factor;
	const struct csm_profile *p = r->score->profile;
	int pillar = p->method->parts == CSM_PARTS_PILLARS;
	struct scorecard_row row =
	    scorecard_row(r, pillar ? "pillar" : "factor", f->id, f->name);
	struct csm_buf text = {0};

	if (!pillar) {
		csm_wording_rule(&text, part, p);
		row.text = csm_cell_text(csm_arena_strdup(r->arena, text.data));
		row.value = scorecard_rows_value_cell(r, &part->value);
	}
	row.state = csm_cell_text(pillar        ? csm_pillar_state_name(part->state)
				  : part->known ? NULL
						: "unknown");
	row.score = csm_cell_number(part->score);
	if (csm_profile_shares(p))
		row.share = csm_lab_ratio(part->share);
	row.adds = csm_cell_number(part->contribution);
	/* 1 or 0: a part is known or not, and the score's own is their share */
	row.coverage = csm_cell_count(part->known != 0);
	row.staleness = days_cell(csm_scorer_part_staleness(r->lab->scorer, at));
	csm_table_put(r->table, &row);
	csm_buf_fini(&text);
	/* Inputs stand below the part they are of, which `term` names. */
	if (f->poor != NULL)
		put_inputs(r, f, 0, "poor if");
	if (f->good != NULL)
		put_inputs(r, f, 1, "good if");
	if (f->metric != NULL)
		put_inputs(r, f, 0, f->name);
}

/* The base, and what keeps the sum within the scale: terms without an input. */
static void
scorecard_rows_put_term(
    struct rows *r, const char *term, const char *name, int64_t adds)
{
	struct scorecard_row row = scorecard_row(r, term, term, name);

	row.adds = csm_cell_number(adds);
	csm_table_put(r->table, &row);
}

static void
scorecard_rows_put_score(struct rows *r)
{
	const struct csm_score *score = r->score;
	struct scorecard_row row =
	    scorecard_row(r, "score", "score", score->profile->name);

	row.state = csm_cell_text(score->band == NULL ? "unknown" : score->band->state);
	row.adds = csm_cell_number(score->value);
	row.coverage = csm_cell_number(score->coverage);
	row.staleness = days_cell(csm_scorer_staleness(r->lab->scorer));
	csm_table_put(r->table, &row);
}

static void
scorecard_rows_put_override(struct rows *r, const struct csm_shown *shown)
{
	struct scorecard_row row;

	if (shown == NULL || shown->override == NULL)
		return;
	row = scorecard_row(r, "override", "override", shown->override->by);
	row.text = csm_cell_text(shown->override->reason);
	row.state = csm_cell_text(shown->state);
	row.adds = csm_cell_number(shown->value);
	row.to = csm_cell_day(shown->override->until);
	csm_table_put(r->table, &row);
}

static void
put_terms(struct rows *r)
{
	const struct csm_score *score = r->score;
	const struct csm_profile *p = score->profile;

	if (p->method->parts == CSM_PARTS_IMPACTS || score->base != 0)
		scorecard_rows_put_term(r, "start",
		    p->method->parts == CSM_PARTS_PILLARS ? "all pillars good"
							  : "start",
		    score->base);
	for (size_t i = 0; i < score->parts; i++)
		scorecard_rows_put_part(r, i);
	/* The column adds up without it unless the sum was beyond the scale. */
	if (score->value != score->sum)
		scorecard_rows_put_term(
		    r, "limit", "kept within the scale", score->value - score->sum);
	scorecard_rows_put_score(r);
}

void
csm_scorecard_rows(struct csm_lab *lab, struct csm_text company,
    const struct csm_score *score, const struct csm_shown *shown)
{
	struct rows r = {.lab = lab, .arena = &lab->doc.arena, .score = score};
	struct csm_text id;

	r.table = csm_doc_table(&lab->doc, "explain", NULL);
	CSM_TABLE_COLUMNS(r.table, scorecard_columns);
	if (lab->model == CSM_MODEL_COMPANY) {
		csm_table_drop(r.table, "model");
		csm_table_drop(r.table, "id");
	}
	r.company = csm_arena_text(r.arena, company.s, company.len);
	id = csm_engine_entity(lab->engine, lab->model, lab->entity);
	r.id = csm_arena_text(r.arena, id.s, id.len);
	if (score->profile != NULL) {
		r.hash = csm_arena_printf(r.arena, "%016" PRIx64, score->profile->hash);
		put_terms(&r);
	}
	scorecard_rows_put_override(&r, shown);
}
