#include "lab/scorecard.h"

#include "view/explanation.h"
#include "lab/wording.h"

#include <inttypes.h>
#include <string.h>

enum scorecard_rows_column {
	COMPANY,
	DATE,
	PROFILE,
	HASH,
	KIND,
	TERM,
	NAME,
	TEXT,
	VALUE,
	STATE,
	SCORE,
	SHARE,
	ADDS,
	COVERAGE,
	STALENESS,
	FROM,
	TO,
	DAYS,
	SOURCE,
	COLUMNS
};

static const struct {
	const char *name;
	enum csm_cell_kind kind;
} columns[COLUMNS] = {[COMPANY] = {"company", CSM_CELL_TEXT},
    [DATE] = {"date", CSM_CELL_DAY},
    [PROFILE] = {"profile", CSM_CELL_TEXT},
    [HASH] = {"hash", CSM_CELL_TEXT},
    [KIND] = {"kind", CSM_CELL_TEXT},
    [TERM] = {"term", CSM_CELL_TEXT},
    [NAME] = {"name", CSM_CELL_TEXT},
    [TEXT] = {"text", CSM_CELL_TEXT},
    [VALUE] = {"value", CSM_CELL_TEXT},
    [STATE] = {"state", CSM_CELL_TEXT},
    [SCORE] = {"score", CSM_CELL_NUMBER},
    [SHARE] = {"share", CSM_CELL_NUMBER},
    [ADDS] = {"adds", CSM_CELL_NUMBER},
    [COVERAGE] = {"coverage", CSM_CELL_NUMBER},
    [STALENESS] = {"staleness", CSM_CELL_NUMBER},
    [FROM] = {"from", CSM_CELL_DAY},
    [TO] = {"to", CSM_CELL_DAY},
    [DAYS] = {"days", CSM_CELL_NUMBER},
    [SOURCE] = {"source", CSM_CELL_TEXT}};

struct rows {
	struct csm_lab *lab;
	struct csm_arena *arena;
	struct csm_table *table;
	const char *company;
	const struct csm_score *score;
	const char *hash;
	const char *term, *name; /* of the inputs being put */
};

static struct csm_cell *
scorecard_rows_put_row(
    struct rows *r, const char *kind, const char *term, const char *name)
{
	struct csm_cell *cell = csm_table_row(&r->lab->doc, r->table);

	cell[COMPANY] = csm_cell_text(r->company);
	cell[DATE] = csm_cell_day(r->lab->until);
	if (r->score->profile != NULL) {
		cell[PROFILE] = csm_cell_text(r->score->profile->id);
		cell[HASH] = csm_cell_text(r->hash);
	}
	cell[KIND] = csm_cell_text(kind);
	cell[TERM] = csm_cell_text(term);
	cell[NAME] = csm_cell_text(name);
	return cell;
}

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
	struct csm_cell *cell = scorecard_rows_put_row(r, "input", r->term, r->name);
	csm_node_print_text(l->node, &text);
	cell[TEXT] = csm_cell_text(csm_arena_strdup(r->arena, text.data));
	csm_buf_fini(&text);
	if (!l->taken) {
		cell[STATE] = csm_cell_text("not taken");
		return;
	}
	cell[VALUE] = scorecard_rows_value_cell(r, &l->value);
	if (l->node->kind == CSM_NODE_WINDOW) {
		cell[FROM] = csm_cell_day(l->from);
		cell[TO] = csm_cell_day(l->to);
		cell[DAYS] = csm_cell_count(l->days_with_value);
	}
	if (l->source != NULL)
		cell[SOURCE] = csm_cell_text(csm_arena_strdup(r->arena, l->source));
}

static void
put_inputs(struct rows *r, const struct csm_factor *f, int second, const char *name)
{
	r->term = f->id;
	r->name = name;
	csm_engine_explain(r->lab->engine, csm_scorer_query(r->lab->scorer, f, second),
	    0, put_input, r);
}

static void
scorecard_rows_put_part(struct rows *r, size_t at)
{
	const struct csm_part *part = &r->score->part[at];
	const struct csm_factor *f = part->factor;
	const struct csm_profile *p = r->score->profile;
	int pillar = p->method->parts == CSM_PARTS_PILLARS;
	struct csm_cell *cell =
	    scorecard_rows_put_row(r, pillar ? "pillar" : "factor", f->id, f->name);
	struct csm_buf text = {0};

	if (!pillar) {
		csm_wording_rule(&text, part, p);
		cell[TEXT] = csm_cell_text(csm_arena_strdup(r->arena, text.data));
		cell[VALUE] = scorecard_rows_value_cell(r, &part->value);
	}
	cell[STATE] = csm_cell_text(pillar        ? csm_pillar_state_name(part->state)
				    : part->known ? NULL
						  : "unknown");
	cell[SCORE] = csm_cell_number(part->score);
	if (csm_profile_shares(p))
		cell[SHARE] = csm_lab_ratio(part->share);
	cell[ADDS] = csm_cell_number(part->contribution);
	cell[COVERAGE] = csm_cell_count(part->known != 0);
	cell[STALENESS] = days_cell(csm_scorer_part_staleness(r->lab->scorer, at));
	csm_buf_fini(&text);
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
	struct csm_cell *cell = scorecard_rows_put_row(r, term, term, name);

	cell[ADDS] = csm_cell_number(adds);
}

static void
scorecard_rows_put_score(struct rows *r)
{
	const struct csm_score *score = r->score;
	struct csm_cell *cell =
	    scorecard_rows_put_row(r, "score", "score", score->profile->name);

	cell[STATE] =
	    csm_cell_text(score->band == NULL ? "unknown" : score->band->state);
	cell[ADDS] = csm_cell_number(score->value);
	cell[COVERAGE] = csm_cell_number(score->coverage);
	cell[STALENESS] = days_cell(csm_scorer_staleness(r->lab->scorer));
}

static void
scorecard_rows_put_override(struct rows *r, const struct csm_shown *shown)
{
	struct csm_cell *cell;

	if (shown == NULL || shown->override == NULL)
		return;
	cell = scorecard_rows_put_row(r, "override", "override", shown->override->by);
	cell[TEXT] = csm_cell_text(shown->override->reason);
	cell[STATE] = csm_cell_text(shown->state);
	cell[ADDS] = csm_cell_number(shown->value);
	cell[TO] = csm_cell_day(shown->override->until);
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

	r.table = csm_doc_table(&lab->doc, "explain", NULL);
	for (size_t i = 0; i < COLUMNS; i++)
		csm_lab_column(lab, r.table, columns[i].name, columns[i].name,
		    columns[i].kind, -1);
	r.company = csm_arena_text(r.arena, company.s, company.len);
	if (score->profile != NULL) {
		r.hash = csm_arena_printf(r.arena, "%016" PRIx64, score->profile->hash);
		put_terms(&r);
	}
	scorecard_rows_put_override(&r, shown);
}
