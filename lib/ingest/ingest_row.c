/* What the row functions of kinds are made of. */
#include "ingest/ingest_state.h"

#include "base/buf.h"
#include "base/text.h"

#include <string.h>

static struct csm_pos
ingest_row_place_of(const struct csm_row *row, size_t i)
{
	return (struct csm_pos){
	    .file = row->file, .line = row->line, .column = row->place[i]};
}

enum csm_outcome
csm_ingest_reject(struct csm_ingest *in, const struct csm_row *row, enum csm_role role,
    enum csm_code code, const char *what, const char *why)
{
	struct csm_pos at = ingest_row_place_of(row, role);
	const struct csm_source *column = csm_source_column(in->mapping->role[role]);
	struct csm_text t = row->role[role];

	at.path = column == NULL ? in->role_name[role] : column->text;
	csm_reject(in->diag, code, &at, t.len == 0 ? NULL : t.s, t.len, what, why);
	return CSM_ROW_REJECTED;
}

void
csm_ingest_warn(struct csm_ingest *in, const struct csm_row *row, enum csm_role role,
    enum csm_code code, const char *text)
{
	struct csm_pos at = ingest_row_place_of(row, role);

	csm_warn(in->diag, code, &at, "%s", text);
}

static int
ingest_row_missing(struct csm_ingest *in, const struct csm_row *row, enum csm_role role)
{
	struct csm_pos at = ingest_row_place_of(row, role);
	const struct csm_source *column = csm_source_column(in->mapping->role[role]);
	struct csm_buf what = {0};

	at.path = column == NULL ? in->role_name[role] : column->text;
	csm_buf_printf(&what, "no %s", in->role_name[role]);
	csm_reject(in->diag, role == CSM_ROLE_COMPANY ? CSM_E_COMPANY : CSM_E_MISSING,
	    &at, NULL, 0, what.data, NULL);
	csm_buf_fini(&what);
	return -1;
}

/* What would have read it, if anything, is its cure: looked for while somebody reads it,
 * since that takes longer than anything else of a row. */
static void
ingest_row_bad_date(struct csm_ingest *in, const struct csm_row *row,
    enum csm_role role, int range, const char *why)
{
	struct csm_text t = row->role[role];
	const enum csm_code code = range ? CSM_E_RANGE : CSM_E_DATE;
	/* Rejects beyond those shown are only counted. */
	const bool told = csm_diag_shows(in->diag, code) || in->diag->wants_rows;
	const char *format = told ? csm_stamp_propose(in->when.zone, t.s, t.len) : NULL;
	struct csm_buf text = {0};

	csm_buf_puts(&text, why);
	if (format != NULL)
		csm_buf_printf(&text,
		    strchr(format, ' ') == NULL ? "; --time-format %s reads it"
						: "; --time-format '%s' reads it",
		    format);
	csm_ingest_reject(in, row, role, code, "bad date", csm_buf_text(&text));
	csm_buf_fini(&text);
}

int
csm_ingest_stamp(struct csm_ingest *in, const struct csm_row *row, enum csm_role role,
    struct csm_stamp *stamp)
{
	int range = 0;
	const char *why;

	if (row->role[role].len == 0)
		return ingest_row_missing(in, row, role);
	why = csm_time_column_read(&in->when, row->role[role], stamp, &range);
	if (why == NULL)
		return 0;
	ingest_row_bad_date(in, row, role, range, why);
	return -1;
}

/* Whether the column of a number, by its place among roles and columns, has a decimal
 * comma though nobody said so, which ends the run: half of it would be read wrongly.
 * Asked of every number, also of those that read well: 1.200 does, and so shows nothing
 * until a 99,90 comes. */
static bool
ingest_row_undecided(
    struct csm_ingest *in, size_t i, struct csm_text t, struct csm_pos at)
{
	const struct csm_number_form *form = &in->mapping->number;
	struct csm_buf why = {0}, quoted = {0};

	if (form->decimal != 0 || form->money ||
	    !csm_decimal_shapes_saw(&in->shapes[i], t))
		return false;
	csm_text_quote(&quoted, t.s, t.len);
	csm_decimal_shapes_put(&in->shapes[i], t, &why);
	csm_error(in->diag, CSM_E_AMBIGUOUS, &at,
	    "%s %s; say which with --decimal (\"decimal\" in a source)", quoted.data,
	    why.data);
	csm_buf_fini(&why);
	csm_buf_fini(&quoted);
	return in->undecided = true;
}

/* A number, or CSM_MISSING if there is none; NULL, or why the text is none. */
static const char *
ingest_row_number(
    struct csm_ingest *in, struct csm_text t, int64_t *micros, enum csm_code *code)
{
	/* An empty cell is missing, and no 0. */
	*micros = CSM_MISSING;
	if (t.len == 0)
		return NULL;
	*code = CSM_E_NUMBER;
	switch (csm_number_form_parse(&in->mapping->number, t.s, t.len, micros)) {
	case CSM_NUM_OK:
		return NULL;
	case CSM_NUM_ROUNDED:
		in->pushed_rounded++;
		return NULL;
	case CSM_NUM_RANGE:
		*code = CSM_E_RANGE;
		return "9000000000000 or more";
	default:
		return "not a decimal number";
	}
}

/* With what would have read it, if anything, looked for while somebody reads that. */
static void
ingest_row_bad_number(struct csm_ingest *in, enum csm_code code, struct csm_text t,
    const struct csm_pos *at, const char *why)
{
	const bool told = csm_diag_shows(in->diag, code) || in->diag->wants_rows;
	struct csm_buf text = {0};

	csm_buf_puts(&text, why);
	if (told && code == CSM_E_NUMBER)
		csm_amount_cure_put_options(
		    csm_amount_cure(&in->mapping->number, t), t, &text);
	csm_reject(in->diag, code, at, t.s, t.len, "bad number", csm_buf_text(&text));
	csm_buf_fini(&text);
}

int
csm_ingest_number(struct csm_ingest *in, const struct csm_row *row, enum csm_role role,
    int64_t *micros)
{
	enum csm_code code;
	const struct csm_source *column = csm_source_column(in->mapping->role[role]);
	struct csm_pos at = ingest_row_place_of(row, role);
	const char *why = ingest_row_number(in, row->role[role], micros, &code);

	at.path = column == NULL ? in->role_name[role] : column->text;
	/* First, since 1.200,50 is no number either way, and what is wrong with it is
	 * not that. */
	if (ingest_row_undecided(in, role, row->role[role], at))
		return -1;
	if (why == NULL)
		return 0;
	ingest_row_bad_number(in, code, row->role[role], &at, why);
	return -1;
}

static int
ingest_row_column(
    struct csm_ingest *in, const struct csm_row *row, size_t i, int64_t *micros)
{
	enum csm_code code;
	struct csm_text t = row->column[i];
	const char *why = ingest_row_number(in, t, micros, &code);
	struct csm_pos at = ingest_row_place_of(row, CSM_ROLES + i);

	at.path = in->mapping->column[i].source->text;
	if (ingest_row_undecided(in, CSM_ROLES + i, t, at))
		return -1;
	if (why == NULL)
		return 0;
	ingest_row_bad_number(in, code, t, &at, why);
	return -1;
}

const int64_t *
csm_ingest_columns(struct csm_ingest *in, const struct csm_row *row)
{
	/* all before any point: a row with one bad cell is rejected whole */
	for (size_t i = 0; i < in->mapping->columns; i++)
		if (ingest_row_column(in, row, i, &in->wide[i]) != 0)
			return NULL;
	return in->wide;
}

int
csm_ingest_entity(struct csm_ingest *in, const struct csm_row *row,
    enum csm_whose whose, struct csm_point *p)
{
	const struct csm_mapping *m = in->mapping;
	struct csm_text user = row->role[CSM_ROLE_USER];

	p->company = row->role[CSM_ROLE_COMPANY];
	p->model = CSM_MODEL_COMPANY;
	p->id = p->company;
	if (p->company.len == 0)
		return ingest_row_missing(in, row, CSM_ROLE_COMPANY);
	if (whose == CSM_WHOSE_ENTITY && m->role[CSM_ROLE_ENTITY] != NULL) {
		p->model = m->model;
		p->id = row->role[CSM_ROLE_ENTITY];
		return p->id.len != 0 ? 0
				      : ingest_row_missing(in, row, CSM_ROLE_ENTITY);
	}
	if (whose == CSM_WHOSE_COMPANY || m->role[CSM_ROLE_USER] == NULL)
		return 0;
	if (user.len == 0)
		return whose == CSM_WHOSE_USER
			   ? ingest_row_missing(in, row, CSM_ROLE_USER)
			   : 0;
	/* The user is counted apart (csm_ingest_active), the point is the company's. */
	if (m->company_level)
		return 0;
	p->model = CSM_MODEL_ENDUSER;
	p->id = user;
	return 0;
}

const struct csm_ingest_metric *
csm_ingest_name(struct csm_ingest *in, const struct csm_row *row)
{
	struct csm_text name = row->role[CSM_ROLE_NAME];

	if (name.len != 0)
		return csm_ingest_metric(in, name.s, name.len);
	ingest_row_missing(in, row, CSM_ROLE_NAME);
	return NULL;
}

bool
csm_ingest_seen(struct csm_ingest *in, const struct csm_row *row)
{
	struct csm_text id = row->role[CSM_ROLE_ID];

	/* An empty id is none: such rows cannot be told apart, and all count. */
	if (id.len == 0 || csm_id_set_add(&in->ids, csm_id_of(id.s, id.len)))
		return false;
	csm_ingest_note_again(in, row, "first");
	return true;
}

void
csm_ingest_note_again(
    struct csm_ingest *in, const struct csm_row *row, const char *which)
{
	struct csm_text id = row->role[CSM_ROLE_ID];
	struct csm_pos at = ingest_row_place_of(row, CSM_ROLE_ID);
	struct csm_buf quoted = {0};

	csm_text_quote(&quoted, id.s, id.len);
	csm_note(in->diag, CSM_N_DUPLICATE, &at,
	    "id %s again; the %s row with it counts", quoted.data, which);
	csm_buf_fini(&quoted);
}

struct csm_file_rows *
csm_ingest_account(struct csm_ingest *in, const char *file)
{
	struct csm_ingest_read *r = in->read;

	/* By pointer: the name was copied once for the file.  Rows that waited may be
	 * of an earlier one; the list is as long as the command line. */
	while (r->next != NULL && r->account.file != file)
		r = r->next;
	return &r->account;
}

void
csm_ingest_unused(struct csm_ingest *in, const char *file)
{
	struct csm_file_rows *account = csm_ingest_account(in, file);

	in->counts.used--;
	in->counts.filtered++;
	account->used--;
	account->filtered++;
}

void **
csm_ingest_keeps(struct csm_ingest *in)
{
	return &in->keeps;
}

bool
csm_ingest_outside(struct csm_ingest *in, int32_t day)
{
	const struct csm_ingest_options *o = &in->options;

	if ((o->since != CSM_DAY_NONE && day < o->since) ||
	    (o->until != CSM_DAY_NONE && day > o->until))
		return true;
	/* All days, also those that cannot be believed: it bounds how far counts of
	 * users go. */
	if (in->newest == CSM_DAY_NONE || day > in->newest)
		in->newest = day;
	csm_newest_saw(&in->told, day);
	return false;
}

const struct csm_mapping *
csm_ingest_mapping(const struct csm_ingest *in)
{
	return in->mapping;
}

const struct csm_ingest_options *
csm_ingest_options(const struct csm_ingest *in)
{
	return &in->options;
}

int
csm_ingest_active(struct csm_ingest *in, const struct csm_point *point,
    const struct csm_row *row, int32_t day)
{
	/* an entity's row may well name no user: nobody is not one more */
	if (in->users == NULL || row->role[CSM_ROLE_USER].len == 0)
		return 0;
	if (in->fast != NULL)
		return csm_fast_active(
		    in->fast, point->company, row->role[CSM_ROLE_USER], day);
	return csm_users_push(
	    in->users, point->company, row->role[CSM_ROLE_USER], day, in->diag);
}

/* With its length, so that no two lists of texts give the same bytes. */
static void
ingest_row_key_part(struct csm_buf *key, struct csm_text t)
{
	csm_buf_put(key, &t.len, sizeof t.len);
	csm_buf_put(key, t.s, t.len);
}

bool
csm_ingest_distinct(
    struct csm_ingest *in, const struct csm_point *p, struct csm_text text)
{
	size_t known = in->distinct.n;
	struct csm_buf *key = &in->key;

	csm_buf_reset(key);
	ingest_row_key_part(key, p->company);
	ingest_row_key_part(key, p->id);
	ingest_row_key_part(key, p->metric);
	/* Fixed sizes in the middle: all texts before and behind carry their own
	 * length. */
	csm_buf_put(key, &p->model, sizeof p->model);
	csm_buf_put(key, &p->day, sizeof p->day);
	ingest_row_key_part(key, text);
	return csm_intern_put(&in->distinct, key->data, key->len) == known;
}

enum csm_outcome
csm_ingest_push_at(struct csm_ingest *in, struct csm_point *point,
    const struct csm_ingest_metric *metric, const struct csm_stamp *at)
{
	point->metric = metric->name;
	point->day = at->day;
	return csm_ingest_push(in, point, metric->by_time ? at->micros : 0);
}

enum csm_outcome
csm_ingest_push(struct csm_ingest *in, const struct csm_point *point, int64_t order)
{
	if (in->fast != NULL)
		return csm_fast_push(in->fast, point) == 0 ? CSM_ROW_USED
							   : CSM_ROW_FATAL;
	/* Order 0 sorts by fewer bits, and most metrics ask for no time of day. */
	return csm_sorter_push(in->sorter, point, order, in->diag) == 0 ? CSM_ROW_USED
									: CSM_ROW_FATAL;
}
