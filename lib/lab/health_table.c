#include "lab/health_table.h"

#include "table/look.h"

#include <string.h>

/* A row for people. */
struct health_row {
	struct csm_lab *lab;
	const struct csm_healthtable_row *of;
};

static struct csm_cell
health_table_put_company(const void *row)
{
	const struct health_row *r = row;

	return csm_cell_text(
	    csm_arena_text(&r->lab->doc.arena, r->of->company.s, r->of->company.len));
}

static struct csm_cell
health_table_put_name(const void *row)
{
	const struct health_row *r = row;
	struct csm_value name =
	    csm_engine_field(r->lab->engine, CSM_MODEL_COMPANY, 0, "name", r->of->day);

	return csm_cell_text(
	    csm_value_text(&name) == NULL
		? NULL
		: csm_arena_strdup(&r->lab->doc.arena, csm_value_text(&name)));
}

/* A company's own row has nothing there: repeating its id would hide which rows are of
 * somebody in it. */
static struct csm_cell
health_table_put_id(const void *row)
{
	const struct health_row *r = row;

	return r->of->model == CSM_MODEL_COMPANY
		   ? csm_cell_blank()
		   : csm_cell_text(csm_arena_text(
			 &r->lab->doc.arena, r->of->id.s, r->of->id.len));
}

static struct csm_cell
health_table_put_date(const void *row)
{
	const struct health_row *r = row;

	return csm_cell_day(r->of->day);
}

/* What is shown, not what the profile says: --wide has both, and the column by hand
 * says why. */
static struct csm_cell
health_table_put_score(const void *row)
{
	const struct health_row *r = row;
	const struct csm_shown *shown = &r->of->shown;
	struct csm_cell cell = csm_cell_number(shown->value);

	cell.state = csm_state_find(
	    &r->lab->doc.arena, (struct csm_text){shown->state, strlen(shown->state)});
	return cell;
}

static struct csm_cell
health_table_put_coverage(const void *row)
{
	const struct health_row *r = row;
	int64_t coverage = r->of->coverage;

	/* In percent: the unit stands in the look. */
	return csm_cell_number(coverage == CSM_MISSING ? CSM_MISSING : coverage * 100);
}

static struct csm_cell
health_table_put_staleness(const void *row)
{
	const struct health_row *r = row;

	/* Fields alone have no day, so they are of no age. */
	return r->of->staleness < 0 ? csm_cell_number(CSM_MISSING)
				    : csm_cell_count((size_t)r->of->staleness);
}

static struct csm_cell
health_table_put_profile(const void *row)
{
	const struct health_row *r = row;

	return csm_cell_text(r->of->profile == NULL ? NULL : r->of->profile->id);
}

/* Who set a score, and why. */
static struct csm_cell
health_table_put_hand(const void *row)
{
	const struct health_row *r = row;
	const struct csm_override *o = r->of->shown.override;

	if (o == NULL)
		return csm_cell_blank();
	return csm_cell_text(csm_arena_printf(&r->lab->doc.arena, "set%s%s%s%s",
	    o->by[0] != '\0' ? " by " : "", o->by, o->reason[0] != '\0' ? ": " : "",
	    o->reason));
}

static const struct csm_table_column health_columns[] = {
    {"company", "Company", CSM_CELL_TEXT, .put = health_table_put_company},
    {"name", "Name", CSM_CELL_TEXT, .put = health_table_put_name},
    {"id", "Of it", CSM_CELL_TEXT, .put = health_table_put_id},
    {"date", "Date", CSM_CELL_DAY, .put = health_table_put_date},
    {"score", "Score", CSM_CELL_NUMBER, .put = health_table_put_score,
	.look = &csm_look_few, .stated = true},
    {"coverage", "Coverage", CSM_CELL_NUMBER, .put = health_table_put_coverage,
	.look = &csm_look_percent},
    {"staleness", "Days old", CSM_CELL_NUMBER, .put = health_table_put_staleness,
	.look = &csm_look_whole},
    {"profile", "Profile", CSM_CELL_TEXT, .put = health_table_put_profile},
    {"by_hand", "By hand", CSM_CELL_TEXT, .put = health_table_put_hand}};

struct csm_table *
csm_healthtable_new(struct csm_lab *lab, const struct csm_healthtable_columns *with)
{
	struct csm_table *t = csm_doc_table(&lab->doc, "health", NULL);

	CSM_TABLE_COLUMNS(t, health_columns);
	/* A column that would be the same in each row, or empty, takes room from texts
	 * on a terminal. */
	if (!with->names)
		csm_table_drop(t, "name");
	if (!with->others)
		csm_table_drop(t, "id");
	if (!with->days)
		csm_table_drop(t, "date");
	if (!with->by_hand)
		csm_table_drop(t, "by_hand");
	return t;
}

void
csm_healthtable_put(
    struct csm_lab *lab, struct csm_table *t, const struct csm_healthtable_row *row)
{
	csm_table_put(t, &(const struct health_row){lab, row});
}
