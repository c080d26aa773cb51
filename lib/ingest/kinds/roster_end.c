/* How a roster ends: dates, order, duplicates, columns and their types. */
#include "base/odd_id.h"
#include "base/text.h"
#include "base/xalloc.h"
#include "entity/fields_cell.h"
#include "ingest/kinds/roster_state.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

static struct csm_text
roster_end_text_of(const struct csm_roster *r, uint32_t i)
{
	if (i == CSM_NO_TEXT)
		return (struct csm_text){NULL, 0};
	return (struct csm_text){r->text.text[i].s, r->text.text[i].len};
}

static struct csm_pos
roster_end_place_of(const struct csm_roster *r, const struct csm_roster_member *m)
{
	const struct csm_source *column =
	    csm_source_column(r->mapping.role[CSM_ROLE_TIME]);

	return (struct csm_pos){.file = m->file,
	    .line = m->line,
	    .column = r->place[2],
	    .path = column == NULL ? "valid_from" : column->text};
}

/* ---- dates ---- */

/* The order of day and month, which all rows prove together.  Before any date is read:
 * one row late in the file may prove the order for all. */
static int
look_at_dates(struct csm_roster *r)
{
	const struct csm_roster_member *open = NULL;

	for (size_t i = 0; i < r->n; i++) {
		struct csm_text t = roster_end_text_of(r, r->member[i].time);
		struct csm_pos at = roster_end_place_of(r, &r->member[i]);
		enum csm_time_column_look found = csm_time_column_look(&r->when, t);
		/* The message says what is wrong with the column, and so names no
		 * field. */
		at.path = NULL;
		if (found == CSM_TIME_COLUMN_CONFLICT)
			return csm_error(r->diag, CSM_E_AMBIGUOUS, &at,
			    "\"%.*s\" cannot be %s, as times before it are; say which "
			    "with --time-format",
			    (int)t.len, t.s,
			    r->when.order == CSM_TIME_COLUMN_DAY_FIRST
				? "day-month-year"
				: "month-day-year");
		if (found == CSM_TIME_COLUMN_OPEN && open == NULL)
			open = &r->member[i];
	}
	if (open == NULL || r->when.order != CSM_TIME_COLUMN_UNKNOWN)
		return 0;
	struct csm_pos at = roster_end_place_of(r, open);
	struct csm_text t = roster_end_text_of(r, open->time);
	at.path = NULL;
	return csm_error(r->diag, CSM_E_AMBIGUOUS, &at,
	    "\"%.*s\": no row tells day-month from month-day; say which with "
	    "--time-format",
	    (int)t.len, t.s);
}

/* Rows whose date is none are rejected and left out. */
static void
read_dates(struct csm_roster *r)
{
	/* In place, since members that stay only move towards the begin. */
	size_t kept = 0;

	for (size_t i = 0; i < r->n; i++) {
		struct csm_roster_member *m = &r->member[i];
		struct csm_pos at = roster_end_place_of(r, m);
		struct csm_text t = roster_end_text_of(r, m->time);
		struct csm_stamp stamp = {.day = CSM_DAY_NONE};
		int range = 0;
		const char *why =
		    t.len == 0 ? NULL
			       : csm_time_column_read(&r->when, t, &stamp, &range);
		if (why != NULL) {
			struct csm_fields_about about = {&r->rows, m->row};
			/* The row as it was read is wanted by who writes rejects
			 * down. */
			csm_fields_rows_about(&about, r->diag);
			csm_reject(r->diag, range ? CSM_E_RANGE : CSM_E_DATE, &at, t.s,
			    t.len, "bad date", why);
			r->diag->row = (struct csm_diag_row){NULL, NULL};
			r->counts.rejected++;
			continue;
		}
		m->from = stamp.day;
		/* Only changes are ordered by the instant: of rows that are whole the
		 * first of a day holds, wherever its hour is. */
		m->at = r->changes && t.len != 0 ? stamp.micros : 0;
		r->dated |= stamp.day != CSM_DAY_NONE;
		r->member[kept++] = *m;
	}
	r->n = kept;
}

/* ---- order and duplicates ---- */

struct roster_end_ranked {
	struct csm_roster_member member;
	uint32_t company, id; /* place in the order of texts */
	size_t i;             /* place in the input */
};

static int
roster_end_by_entity(const void *pa, const void *pb)
{
	const struct roster_end_ranked *a = pa, *b = pb;

	if (a->company != b->company)
		return a->company < b->company ? -1 : 1;
	if (a->id != b->id)
		return a->id < b->id ? -1 : 1;
	if (a->member.from != b->member.from)
		return a->member.from < b->member.from ? -1 : 1;
	if (a->member.at != b->member.at)
		return a->member.at < b->member.at ? -1 : 1;
	/* qsort(3) is not stable: the place in the input decides, so that output is
	 * always the same. */
	return (a->i > b->i) - (a->i < b->i);
}

static void
roster_end_warn_duplicate(struct csm_roster *r, const struct csm_roster_member *first,
    const struct csm_roster_member *again)
{
	struct csm_text id = roster_end_text_of(r, again->id);
	struct csm_pos at = {.file = again->file, .line = again->line};
	struct csm_buf text = {0};

	csm_buf_printf(&text, "%s ", csm_model_name(r->options.model));
	csm_text_quote(&text, id.s, id.len);
	csm_buf_puts(&text, " again");
	if (again->from != CSM_DAY_NONE)
		csm_buf_puts(&text, " with the same valid_from");
	csm_buf_puts(&text, "; its first row, ");
	if (strcmp(first->file, again->file) != 0)
		csm_buf_printf(&text, "%s ", first->file);
	csm_diag_put_line(first->line, &text);
	csm_buf_puts(&text, ", holds");
	csm_warn(r->diag, CSM_W_DUPLICATE, &at, "%s", text.data);
	csm_buf_fini(&text);
}

/* Interned texts are the same if their places are. */
static int
roster_end_same_entity(
    const struct csm_roster_member *a, const struct csm_roster_member *b)
{
	return a->company == b->company && a->id == b->id;
}

/* The next row in order, after those kept. */
static void
keep_member(struct csm_roster *r, struct csm_roster_member m)
{
	struct csm_roster_member *last = r->n == 0 ? NULL : &r->member[r->n - 1];

	if (last == NULL || !roster_end_same_entity(last, &m)) {
		r->member[r->n++] = m;
		/* The newer row over what was before it; of one day they become one row, so
	 * that there is one an entity and day. */
	} else if (r->changes) {
		int same_day = last->from == m.from;
		m.row = csm_fields_rows_over(&r->rows, m.row, last->row);
		r->counts.used += (uint64_t)same_day;
		r->n -= (size_t)same_day;
		r->member[r->n++] = m;
	} else if (last->from == m.from) {
		roster_end_warn_duplicate(r, last, &m);
		r->counts.duplicates++;
	} else {
		r->member[r->n++] = m;
	}
}

/* In canonical order, one row an entity and day. */
static void
sort_members(struct csm_roster *r)
{
	/* Texts are compared once each, and rows by numbers. */
	uint32_t *rank = csm_intern_ranks(&r->text);
	struct roster_end_ranked *sorted = csm_xcalloc(r->n + 1, sizeof *sorted);
	size_t n = r->n;

	for (size_t i = 0; i < n; i++)
		sorted[i] = (struct roster_end_ranked){
		    r->member[i], rank[r->member[i].company], rank[r->member[i].id], i};
	qsort(sorted, n, sizeof *sorted, roster_end_by_entity);
	r->n = 0;
	for (size_t i = 0; i < n; i++)
		keep_member(r, sorted[i].member);
	free(sorted);
	free(rank);
}

static void
report_orphans(struct csm_roster *r)
{
	static const char *const many[CSM_MODELS] = {[CSM_MODEL_COMPANY] = "companies",
	    [CSM_MODEL_ASSET] = "assets",
	    [CSM_MODEL_ENDUSER] = "users",
	    [CSM_MODEL_PROJECT] = "projects"};

	struct csm_buf text = {0};

	if (r->counts.orphans == 0)
		return;
	csm_text_count(&text, r->counts.orphans, many[r->options.model]);
	csm_buf_puts(&text, r->counts.orphans == 1 ? " has" : " have");
	csm_buf_puts(&text, " no company: ");
	csm_some_put(&r->orphans, &text);
	csm_warn(r->diag, CSM_W_UNKNOWN, NULL, "%s", text.data);
	csm_buf_fini(&text);
}

/* Ids that are probably not what was meant; `last` of all rows. */
static void
roster_end_tell_odd(struct csm_roster *r, const struct csm_roster_member *last)
{
	struct csm_odd_ids odd = {0};

	for (size_t i = 0; i < r->n; i++)
		csm_odd_ids_saw(&odd, roster_end_text_of(r, r->member[i].id));
	csm_odd_ids_tell(&odd, NULL, r->diag);
	csm_odd_ids_fini(&odd);
	if (last != NULL)
		csm_odd_id_last(roster_end_text_of(r, last->id),
		    csm_model_name(r->options.model),
		    &(struct csm_pos){.file = last->file, .line = last->line}, r->diag);
}

int
csm_roster_finish(struct csm_roster *r)
{
	struct csm_roster_counts *c = &r->counts;
	struct csm_roster_member last = {0};
	size_t rows = r->n;

	if (rows > 0)
		/* Before sorting: the last row of the input may be one of totals. */
		last = r->member[rows - 1];
	if (look_at_dates(r) != 0)
		return -1;
	read_dates(r);
	sort_members(r);
	c->used += r->n;
	if (csm_roster_columns_make(r) != 0)
		return -1;
	report_orphans(r);
	/* A single row is no total of others. */
	roster_end_tell_odd(r, rows > 1 ? &last : NULL);
	if (c->rows ==
	    c->used + c->filtered + c->excluded + c->duplicates + c->rejected)
		return 0;
	return csm_error(r->diag, CSM_E_INTERNAL, NULL,
	    "%" PRIu64 " rows read, but %" PRIu64 " accounted for", c->rows,
	    c->used + c->filtered + c->excluded + c->duplicates + c->rejected);
}
