#include "ingest/ingest_state.h"

#include "base/xalloc.h"
#include "ingest/combine.h"
#include "ingest/row_filter.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* Rows between two looks at the clock: some milliseconds, so that it costs nothing. */
#define PROGRESS_ROWS 8192

bool
csm_ingest_counts_users(const struct csm_ingest_options *options)
{
	return options->mapping->company_level &&
	       options->mapping->role[CSM_ROLE_USER] != NULL && options->kind->sums;
}

struct csm_ingest *
csm_ingest_new(const struct csm_ingest_options *options, struct csm_diag *diag)
{
	struct csm_ingest *in = csm_xcalloc(1, sizeof *in);
	struct csm_mapping *m = options->mapping;
	size_t limit = options->memory_bytes;

	in->options = *options;
	in->kind = options->kind;
	for (unsigned r = 0; r < CSM_ROLES; r++)
		in->role_name[r] = csm_role_name((enum csm_role)r);
	in->mapping = m;
	in->diag = diag;
	in->currency = m->base_currency;
	in->newest = CSM_DAY_NONE;
	/* Kinds that look ahead have days after today by their nature; of others such a
	 * day is told and believed by nobody. */
	in->told = csm_newest_begin(
	    options->today == 0 || options->kind->ahead ? CSM_DAY_MAX : options->today);
	in->kept_end = &in->kept;
	in->read_end = &in->read;
	in->text = csm_xcalloc(CSM_ROLES + m->columns, sizeof *in->text);
	in->replay = csm_xcalloc(CSM_ROLES + m->columns, sizeof *in->replay);
	in->wide = csm_xcalloc(m->columns + 1, sizeof *in->wide);
	in->shapes = csm_xcalloc(CSM_ROLES + m->columns, sizeof *in->shapes);
	csm_time_column_init_all(&in->when, m->time_format, m->time_formats,
	    options->zone, options->clock != NULL ? options->clock : options->zone);
	if (csm_ingest_counts_users(options)) {
		/* Days of users are sorted beside the points: both keep to the memory
		 * of the run. */
		limit /= 2;
		in->users = csm_users_new(limit);
	}
	/* Also for the fast path, which drains into it what it cannot hold; an empty
	 * one is small. */
	in->sorter = csm_sorter_new(limit);
	if (!options->general && csm_fast_fits(options))
		in->fast = csm_fast_new(in);
	return in;
}

void
csm_ingest_free(struct csm_ingest *in)
{
	if (in == NULL)
		return;
	csm_sorter_free(in->sorter);
	csm_users_free(in->users);
	if (in->kind->free != NULL)
		in->kind->free(in->keeps);
	csm_fast_free(in->fast);
	csm_id_set_fini(&in->ids);
	csm_intern_fini(&in->names);
	csm_intern_fini(&in->modules);
	csm_intern_fini(&in->distinct);
	csm_arena_fini(&in->arena);
	csm_buf_fini(&in->key);
	free(in->metric);
	free(in->wide);
	free(in->shapes);
	free(in->text);
	free(in->replay);
	free(in);
}

/* Field numbers of what is mapped, for messages about rows of this file.  A new array
 * for each file, since rows that wait keep theirs. */
static void
ingest_note_places(struct csm_ingest *in, struct csm_reader *reader)
{
	const struct csm_mapping *m = in->mapping;
	uint32_t *place = CSM_ARENA_ARRAY(&in->arena, uint32_t, CSM_ROLES + m->columns);

	for (size_t i = 0; i < CSM_ROLES + m->columns; i++) {
		const struct csm_source *column =
		    csm_source_column(csm_mapping_source(m, i));
		/* NDJSON has no field numbers: places stay 0. */
		if (column != NULL && csm_reader_columns(reader) > 0)
			place[i] = csm_reader_place(reader, column->column);
	}
	in->place = place;
}

/* The next file, for messages and its account. */
static void
ingest_begin_file(struct csm_ingest *in, const struct csm_reader *reader)
{
	in->file = csm_arena_strdup(&in->arena, csm_reader_name(reader));
	*in->read_end = CSM_ARENA_NEW(&in->arena, struct csm_ingest_read);
	(*in->read_end)->account.file = in->file;
	in->read_end = &(*in->read_end)->next;
}

/* Whose shard a row is in comes first: another shard's errors are told there.  An id that
 * rows of several companies have is then new to each shard, see csm-scale(7): knowing all
 * ids would take every shard the memory of the whole. */
static int
ingest_settle(struct csm_ingest *in, const struct csm_row *row)
{
	struct csm_file_rows *account = csm_ingest_account(in, row->file);

	in->pushed_rounded = 0;
	/* A row without a company is every shard's to reject. */
	if (row->role[CSM_ROLE_COMPANY].len > 0 &&
	    !csm_spread_has(&in->options.shard, row->role[CSM_ROLE_COMPANY])) {
		in->counts.filtered++;
		account->filtered++;
		return 0;
	}
	switch (in->kind->row(in, row)) {
	case CSM_ROW_USED:
		in->counts.used++;
		account->used++;
		/* Only of rows that are used: rounding in one that was rejected lost
		 * nothing. */
		in->counts.rounded += in->pushed_rounded;
		return 0;
	case CSM_ROW_FILTERED:
		in->counts.filtered++;
		account->filtered++;
		return 0;
	case CSM_ROW_DUPLICATE:
		in->counts.duplicates++;
		account->duplicates++;
		return 0;
	case CSM_ROW_EMPTY:
		in->counts.empty++;
		return 0;
	case CSM_ROW_REJECTED:
		/* What the number means cannot be told, which ends the run: counting on
		 * would be guessing. */
		if (in->undecided)
			return -1;
		in->counts.rejected++;
		return 0;
	default:
		return -1;
	}
}

static int
ingest_settle_kept(struct csm_ingest *in)
{
	struct csm_ingest_kept *kept = in->kept;
	const struct csm_diag_row now = in->diag->row;

	/* Emptied first: settling a row must not put it back. */
	in->kept = NULL;
	in->kept_end = &in->kept;
	for (; kept != NULL; kept = kept->next) {
		struct csm_row row = csm_ingest_kept_row(in, kept);
		/* A reject file wants the row as it was read, which is long gone from
		 * the reader. */
		in->diag->row = (struct csm_diag_row){csm_ingest_put_kept, kept};
		if (ingest_settle(in, &row) != 0)
			return -1;
	}
	in->diag->row = now;
	return 0;
}

static struct csm_pos
ingest_place_of(const struct csm_row *row, int role)
{
	return (struct csm_pos){
	    .file = row->file, .line = row->line, .column = row->place[role]};
}

/* One time column of a row: as csm_time_column_look, reporting what is found out. */
static enum csm_time_column_look
ingest_look(struct csm_ingest *in, const struct csm_row *row, int role)
{
	struct csm_text t = row->role[role];
	enum csm_time_column_look found = csm_time_column_look(&in->when, t);
	struct csm_pos at = ingest_place_of(row, role);
	int day_first = in->when.order == CSM_TIME_COLUMN_DAY_FIRST;

	if (in->when.proved)
		csm_note(in->diag, CSM_N_NOTE, &at,
		    "\"%.*s\" proves that times are %s; --time-format says it without "
		    "this note",
		    (int)t.len, t.s, day_first ? "day-month-year" : "month-day-year");
	if (found == CSM_TIME_COLUMN_CONFLICT)
		csm_error(in->diag, CSM_E_AMBIGUOUS, &at,
		    "\"%.*s\" cannot be %s, as times before it are; say which with "
		    "--time-format",
		    (int)t.len, t.s, day_first ? "day-month-year" : "month-day-year");
	return found;
}

static int
ingest_take_row(struct csm_ingest *in, const struct csm_row *row)
{
	int open = 0;

	/* A format that was told leaves nothing open. */
	if (in->when.format.kind != CSM_STAMP_DETECT)
		return ingest_settle(in, row);
	for (int role = 0; role < CSM_ROLES; role++) {
		if (!(in->kind->times & CSM_ROLE_BIT(role)))
			continue;
		enum csm_time_column_look found = ingest_look(in, row, role);
		if (found == CSM_TIME_COLUMN_CONFLICT)
			return -1;
		open |= found == CSM_TIME_COLUMN_OPEN;
	}
	/* Rows behind one that waits wait too, even if their own times are clear:
	 * which row of an id counts, and the order of messages, depend on the order
	 * of rows. */
	if (in->when.order == CSM_TIME_COLUMN_UNKNOWN && (open || in->kept != NULL)) {
		csm_ingest_keep(in, row);
		return 0;
	}
	if (in->kept != NULL && ingest_settle_kept(in) != 0)
		return -1;
	return ingest_settle(in, row);
}

/* The first time of a record is the day as of which it looks up; -1 after a report. */
static int
ingest_find_day(
    struct csm_ingest *in, const struct csm_record *record, const struct csm_row *row)
{
	struct csm_mapping *m = in->mapping;
	struct csm_text t = {0};
	struct csm_stamp at;
	int role = 0, range;

	/* Without a day a lookup gives the newest row of its key. */
	m->day = CSM_DAY_NONE;
	while (role < CSM_ROLES &&
	       (!(in->kind->times & CSM_ROLE_BIT(role)) || m->role[role] == NULL ||
		   csm_source_get(m->role[role], record, &t) != NULL || t.len == 0))
		role++;
	/* What is wrong with the time is told when the row is read; here only its day
	 * is wanted. */
	if (role == CSM_ROLES)
		return 0;
	if (in->when.format.kind == CSM_STAMP_DETECT &&
	    in->when.order == CSM_TIME_COLUMN_UNKNOWN &&
	    csm_stamp_ambiguous(t.s, t.len, &(int){0}, &(int){0})) {
		struct csm_pos place = ingest_place_of(row, role);
		return csm_error(in->diag, CSM_E_AMBIGUOUS, &place,
		    "\"%.*s\": a lookup by day wants to know the order of day and "
		    "month; say it with --time-format",
		    (int)t.len, t.s);
	}
	if (csm_time_column_read(&in->when, t, &at, &range) == NULL)
		m->day = at.day;
	return 0;
}

/* The texts of a record by role; 0 after rejecting a row whose lookup knows no key, -1 if
 * the run cannot go on. */
static int
ingest_find_texts(
    struct csm_ingest *in, const struct csm_record *record, const struct csm_row *row)
{
	const struct csm_mapping *m = in->mapping;

	for (size_t i = 0; i < CSM_ROLES + m->columns; i++) {
		struct csm_source *s = csm_mapping_source(m, i);
		struct csm_source *failed =
		    s == NULL ? NULL : csm_source_get(s, record, &in->text[i]);
		if (failed != NULL) {
			csm_source_reject(failed, in->text[i],
			    (struct csm_pos){.file = row->file,
				.line = row->line,
				.column = row->place[i]},
			    in->diag);
			return failed->undecided != NULL ? -1 : 0;
		}
		if (csm_number_form_is_null(&m->number, in->text[i]))
			in->text[i] = (struct csm_text){NULL, 0};
	}
	return 1;
}

int
csm_ingest_record(struct csm_ingest *in, const struct csm_record *record)
{
	struct csm_row row = {
	    in->text, in->text + CSM_ROLES, in->place, in->file, record->line};

	if (in->options.where != NULL &&
	    !csm_rowfilter_keep(in->options.where, record)) {
		in->counts.filtered++;
		csm_ingest_account(in, in->file)->filtered++;
		return 0;
	}
	/* Before anything is looked up, and behind the condition: rows that are left
	 * out need no day. */
	if (in->mapping->dated && ingest_find_day(in, record, &row) != 0)
		return -1;
	if (csm_mapping_excludes(in->mapping, record)) {
		in->counts.excluded++;
		csm_ingest_account(in, in->file)->excluded++;
		return 0;
	}
	int found = ingest_find_texts(in, record, &row);
	if (found == 0)
		in->counts.rejected++;
	return found > 0 ? ingest_take_row(in, &row) : found;
}

static int
ingest_read_rows(struct csm_ingest *in, struct csm_reader *reader)
{
	const struct csm_record *record;
	int got, failed = 0;

	while (!failed && (got = csm_reader_next(reader, &record, in->diag)) == 1) {
		failed = csm_ingest_record(in, record) != 0;
		if (in->options.progress != NULL &&
		    csm_reader_rows(reader) % PROGRESS_ROWS == 0)
			in->options.progress(
			    in->options.ctx, in->counts.rows + csm_reader_rows(reader));
	}
	/* The reader's own counts, since it rejects rows that are never given out. */
	in->counts.rows += csm_reader_rows(reader);
	in->counts.rejected += csm_reader_rejected(reader);
	return failed || got < 0 ? -1 : 0;
}

int
csm_ingest_reader(struct csm_ingest *in, struct csm_reader *reader)
{
	const uint64_t before = in->counts.rows;
	int failed;

	ingest_begin_file(in, reader);
	/* A night without events is no error; that the file was empty is told. */
	if (csm_reader_empty(reader)) {
		csm_reader_tell_empty(reader, in->diag);
		return 0;
	}
	if (csm_mapping_bind(in->mapping, reader, in->diag) != 0 ||
	    (in->options.where != NULL &&
		csm_rowfilter_bind(in->options.where, reader, in->diag) != 0))
		return -1;
	ingest_note_places(in, reader);
	failed = in->fast != NULL ? csm_fast_read(in->fast, reader)
				  : ingest_read_rows(in, reader);
	csm_ingest_account(in, in->file)->rows = in->counts.rows - before;
	if (failed)
		return -1;
	if (in->options.where != NULL)
		csm_rowfilter_tell(in->options.where, "where", reader, in->diag);
	return csm_mapping_tell(in->mapping, reader, in->diag);
}

int
csm_ingest_file(
    struct csm_ingest *in, const char *path, const struct csm_reader_options *options)
{
	struct csm_reader *reader = csm_reader_open(path, options, in->diag);
	int failed = reader == NULL || csm_ingest_reader(in, reader) != 0;

	csm_reader_free(reader);
	return failed ? -1 : 0;
}

struct csm_ingest_counts
csm_ingest_counts(const struct csm_ingest *in)
{
	return in->counts;
}

const struct csm_newest *
csm_ingest_newest(const struct csm_ingest *in)
{
	return &in->told;
}
