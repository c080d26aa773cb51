/*
 * The report `segments`: how many belong to each segment of the configuration on the day,
 * who came and went since the day before --since (30 days ago), and whom two of them share.
 */
#include "figure/report.h"
#include "metric/operand.h"

#include <string.h>

#define AGO 31 /* days looked at: today and 30 days ago are the outer two */

struct segments_entry {
	const struct csm_segment *segment;
	const char *model;
	size_t query;
	size_t members, before, entered, left;
	size_t *shared; /* with each segment of its model */
};

struct segments_work {
	struct csm_segment *segment;
	struct segments_entry *entry;
	bool *in; /* of one entity, a segment each */
	size_t n;
};

static int
segments_begin(struct csm_context *context)
{
	struct segments_work *w = context->work;

	if (csm_segments_read(
		&context->arena, context->conf, &w->segment, &w->n, context->diag) != 0)
		return -1;
	if (w->n == 0)
		return csm_error(context->diag, CSM_E_USAGE, NULL,
		    "the configuration has no segments; give it with -c");
	w->entry = CSM_ARENA_ARRAY(&context->arena, struct segments_entry, w->n);
	w->in = CSM_ARENA_ARRAY(&context->arena, bool, w->n);
	for (size_t i = 0; i < w->n; i++) {
		struct segments_entry *e = &w->entry[i];
		struct csm_buf text = {0};
		/* As a number of each day, so that the engine of days has it; what
		 * cannot be told is 0, and outside. */
		csm_buf_puts(&text, "if(");
		csm_formula_print_text(w->segment[i].where, &text);
		csm_buf_puts(&text, ", 1, 0)");
		*e = (struct segments_entry){.segment = &w->segment[i],
		    .model = csm_model_name(w->segment[i].model),
		    .shared = CSM_ARENA_ARRAY(&context->arena, size_t, w->n)};
		e->query =
		    csm_context_query(context, context->days, w->segment[i].model,
			csm_arena_strdup(&context->arena, csm_buf_text(&text)), NULL);
		csm_buf_fini(&text);
		if (e->query == SIZE_MAX)
			return -1;
	}
	return 0;
}

static void
segments_count(struct csm_context *context, enum csm_model model, size_t i)
{
	struct segments_work *w = context->work;
	size_t last = (size_t)(context->until - context->since);

	for (size_t s = 0; s < w->n; s++) {
		struct segments_entry *e = &w->entry[s];
		const int64_t *day;
		bool was;
		w->in[s] = false;
		if (e->segment->model != model)
			continue;
		/* A segment may be of any model: its query has values for that one
		 * alone. */
		day = csm_engine_micros(context->days, e->query, i);
		was = day[0] == CSM_NUM_ONE;
		w->in[s] = day[last] == CSM_NUM_ONE;
		e->members += w->in[s];
		e->before += was;
		e->entered += w->in[s] && !was;
		e->left += was && !w->in[s];
	}
	for (size_t a = 0; a < w->n; a++)
		/* in[] is false for segments of other models, so pairs are of one */
		for (size_t b = 0; b < w->n && w->in[a]; b++)
			w->entry[a].shared[b] += w->in[b];
}

static int
segments_company(struct csm_context *context, const struct csm_set *set)
{
	(void)set;
	for (int m = 0; m < CSM_MODELS; m++) {
		size_t n = csm_engine_entities(context->days, (enum csm_model)m);
		for (size_t i = 0; i < n; i++) {
			struct csm_text id =
			    csm_engine_entity(context->days, (enum csm_model)m, i);
			/* companies were chosen already */
			if (m != CSM_MODEL_COMPANY &&
			    !csm_context_has(context, (enum csm_model)m,
				csm_arena_text(&context->arena, id.s, id.len)))
				continue;
			segments_count(context, (enum csm_model)m, i);
		}
	}
	return 0;
}

static struct csm_cell
segments_id(const void *row)
{
	return csm_cell_text(((const struct segments_entry *)row)->segment->id);
}

static struct csm_cell
segments_name(const void *row)
{
	const struct csm_segment *s = ((const struct segments_entry *)row)->segment;

	return csm_cell_text(s->name == NULL ? s->id : s->name);
}

/* "end users"; programs have the model's name. */
static struct csm_cell
segments_model(const void *row)
{
	const struct segments_entry *e = row;
	struct csm_cell cell = csm_cell_text(csm_operand_plural(e->segment->model));

	cell.exact = e->model;
	return cell;
}

static struct csm_cell
segments_shared(const void *row, size_t i)
{
	return csm_cell_count(((const struct segments_entry *)row)->shared[i]);
}

static const struct csm_table_column segments_columns[] = {
    {"id", "Id", CSM_CELL_TEXT, .put = segments_id, .for_machines = true},
    {"name", "Segment", CSM_CELL_TEXT, .put = segments_name},
    {"model", "Of", CSM_CELL_TEXT, .put = segments_model},
    {"members", "Members", CSM_OF_COUNT(struct segments_entry, members)},
    {"before", "Before", CSM_OF_COUNT(struct segments_entry, before)},
    {"entered", "Entered", CSM_OF_COUNT(struct segments_entry, entered)},
    {"left", "Left", CSM_OF_COUNT(struct segments_entry, left)}};

/* Members that two segments of a model share; those of one alone in its own column. */
static void
segments_put_overlap(
    struct csm_doc *doc, const struct segments_work *w, enum csm_model model)
{
	struct csm_table *t = NULL;
	size_t n = 0;

	for (size_t s = 0; s < w->n; s++)
		n += w->segment[s].model == model;
	if (n < 2)
		return;
	t = csm_doc_table(doc,
	    csm_arena_printf(&doc->arena, "overlap_%s", csm_model_name(model)),
	    csm_arena_printf(&doc->arena, "Overlap, %s", csm_operand_plural(model)));
	t->note = "How many belong to both: the segment of the row and of the column.";
	csm_table_add(t, &segments_columns[1]);
	for (size_t s = 0; s < w->n; s++)
		if (w->segment[s].model == model)
			csm_table_add(
			    t, &(const struct csm_table_column){w->segment[s].id,
				   w->segment[s].name, CSM_CELL_NUMBER,
				   .of = segments_shared, .at = s});
	for (size_t s = 0; s < w->n; s++)
		if (w->segment[s].model == model)
			csm_table_put(t, &w->entry[s]);
}

static int
segments_finish(struct csm_context *context, struct csm_doc *doc)
{
	struct segments_work *w = context->work;
	struct csm_table *t = csm_doc_table(doc, "segments", "Segments");

	doc->subtitle = csm_context_subtitle(context, context->chosen, "companies");
	t->note = csm_arena_printf(&context->arena,
	    "Members on the day; before, entered and left are against %d days ago.",
	    (int)(context->until - context->since));
	CSM_TABLE_COLUMNS(t, segments_columns);
	for (size_t s = 0; s < w->n; s++)
		csm_table_put(t, &w->entry[s]);
	for (int m = 0; m < CSM_MODELS; m++)
		segments_put_overlap(doc, w, (enum csm_model)m);
	return 0;
}

const struct csm_report csm_report_segments = {.name = "segments",
    .title = "Segments",
    .work = sizeof(struct segments_work),
    .parts = (const char *const[]){"segments", "overlap_company", "overlap_enduser",
	"overlap_asset", "overlap_project", NULL},
    .summary = "segments: members, who entered and left, whom two share",
    .takes = "since",
    .rows = "segments",
    .days = AGO,
    .begin = segments_begin,
    .company = segments_company,
    .finish = segments_finish};
