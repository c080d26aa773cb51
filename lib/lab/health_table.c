#include "lab/health_table.h"

#include <string.h>

struct csm_table *
csm_healthtable_new(struct csm_lab *lab, const struct csm_healthtable_columns *with)
{
	struct csm_table *t = csm_doc_table(&lab->doc, "health", NULL);

	csm_lab_column(lab, t, "company", "Company", CSM_CELL_TEXT, -1);
	if (with->names)
		csm_lab_column(lab, t, "name", "Name", CSM_CELL_TEXT, -1);
	if (with->others)
		csm_lab_column(lab, t, "id", "Of it", CSM_CELL_TEXT, -1);
	if (with->days)
		csm_lab_column(lab, t, "date", "Date", CSM_CELL_DAY, -1);
	csm_lab_column(lab, t, "score", "Score", CSM_CELL_NUMBER, CSM_PLACES_FEW)
	    ->stated = 1;
	csm_lab_column(lab, t, "coverage", "Coverage", CSM_CELL_NUMBER, 0)->look.unit =
	    "%";
	csm_lab_column(lab, t, "staleness", "Days old", CSM_CELL_NUMBER, 0);
	csm_lab_column(lab, t, "profile", "Profile", CSM_CELL_TEXT, -1);
	if (with->by_hand)
		csm_lab_column(lab, t, "by_hand", "By hand", CSM_CELL_TEXT, -1);
	return t;
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

void
csm_healthtable_put(struct csm_lab *lab, struct csm_table *t,
    const struct csm_healthtable_columns *with, const struct csm_healthtable_row *r)
{
	struct csm_doc *doc = &lab->doc;
	struct csm_cell *cell = csm_table_row(doc, t);
	struct csm_value name =
	    csm_engine_field(lab->engine, CSM_MODEL_COMPANY, 0, "name", r->day);

	*cell++ =
	    csm_cell_text(csm_arena_text(&doc->arena, r->company.s, r->company.len));
	if (with->names)
		*cell++ = csm_cell_text(
		    csm_value_text(&name) == NULL
			? NULL
			: csm_arena_strdup(&doc->arena, csm_value_text(&name)));
	if (with->others)
		*cell++ = r->model == CSM_MODEL_COMPANY
			      ? (struct csm_cell){.kind = CSM_CELL_BLANK}
			      : csm_cell_text(
				    csm_arena_text(&doc->arena, r->id.s, r->id.len));
	if (with->days)
		*cell++ = csm_cell_day(r->day);
	*cell = csm_cell_number(r->shown.value);
	cell++->state = csm_state_find(
	    &doc->arena, (struct csm_text){r->shown.state, strlen(r->shown.state)});
	*cell++ = csm_cell_number(
	    r->coverage == CSM_MISSING ? CSM_MISSING : r->coverage * 100);
	*cell++ = r->staleness < 0 ? (struct csm_cell){.kind = CSM_CELL_NONE}
				   : csm_cell_count((size_t)r->staleness);
	*cell++ = csm_cell_text(r->profile == NULL ? NULL : r->profile->id);
	if (with->by_hand)
		*cell = hand_cell(&doc->arena, r->shown.override);
}
