#include "formula/business.h"

#include "base/intern.h"
#include "base/text.h"
#include "base/xalloc.h"
#include "record/record.h"
#include "record/side.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#define BUSINESS_COLUMNS 16 /* that say whose holiday it is; people use one or two */

/* Columns besides fields; the second is for people. */
static const char *const columns[] = {"day", "name", "segment"};

static struct csm_business said = {.weekend = CSM_CALENDAR_WEEKEND};
static struct csm_calendar everybody, longest;
static atomic_bool is_made[2];
static pthread_mutex_t making = PTHREAD_MUTEX_INITIALIZER;

/* A file of holidays being read. */
struct business_file {
	struct csm_reader *reader;
	const struct csm_config *conf;
	struct csm_arena *arena;
	struct csm_diag *diag;
	int day, segment; /* columns; segment -1: none */
	struct business_field {
		const char *name; /* "company.country" */
		int column;
	} field[BUSINESS_COLUMNS];
	size_t fields;
	uint64_t rejected;
	struct csm_intern conditions; /* of the rules, in their order */
};

/* Which weekdays the settings give off. */
static int
business_weekend(const struct csm_config *conf, struct csm_diag *diag)
{
	static const char *const names[] = {"monday", "tuesday", "wednesday",
	    "thursday", "friday", "saturday", "sunday"};
	const struct csm_json *given = csm_config_setting(conf, "weekend");

	said.weekend = given == NULL ? CSM_CALENDAR_WEEKEND : 0;
	for (const struct csm_json *v = given == NULL ? NULL : given->child; v != NULL;
	     v = v->next)
		for (unsigned d = 0; d < 7; d++)
			if (strcmp(names[d], v->text) == 0)
				said.weekend |= 1U << d;
	return said.weekend != 0x7f ? 0
				    : csm_json_error(diag, given, CSM_E_CONFIG,
					  "no day of the week is left to work on");
}

static int
business_bad_column(struct business_file *f, const char *name)
{
	const struct csm_pos at = {.file = csm_reader_name(f->reader), .line = 1};
	struct csm_buf quoted = {0};

	csm_text_quote(&quoted, name, strlen(name));
	csm_error(f->diag, CSM_E_HEADER, &at,
	    "column %s says nothing of a holiday: there may be day, name, segment, and "
	    "fields of companies such as company.country",
	    csm_buf_text(&quoted));
	csm_buf_fini(&quoted);
	return -1;
}

/* A column nobody reads could be a misspelt one, whose holidays would be everybody's. */
static int
business_columns(struct business_file *f)
{
	size_t n = csm_reader_columns(f->reader);

	f->day = csm_reader_need(f->reader, columns[0], f->diag);
	if (f->day < 0)
		return -1;
	f->segment = csm_reader_column(f->reader, columns[2]);
	for (size_t i = 0; i < n; i++) {
		const char *name = csm_reader_column_name(f->reader, i);
		bool is_field = strncmp(name, "company.", 8) == 0 && name[8] != '\0';
		bool is_ours = false;
		for (size_t k = 0; k < sizeof columns / sizeof columns[0]; k++)
			is_ours |= strcmp(name, columns[k]) == 0;
		if (is_ours)
			continue;
		if (!is_field || f->fields == BUSINESS_COLUMNS)
			return business_bad_column(f, name);
		f->field[f->fields++] =
		    (struct business_field){csm_arena_strdup(f->arena, name),
			csm_reader_column(f->reader, name)};
	}
	return 0;
}

/* A name or text between its quotes, in which they are doubled. */
static void
business_put_quoted(struct csm_buf *out, char quote, const char *s, size_t len)
{
	csm_buf_putc(out, quote);
	for (size_t i = 0; i < len; i++) {
		if (s[i] == quote)
			csm_buf_putc(out, quote);
		csm_buf_putc(out, s[i]);
	}
	csm_buf_putc(out, quote);
}

/* The condition of a segment, by its own text: that of a rule is one formula. */
static int
business_put_where(struct business_file *f, const struct csm_json *entry,
    const struct csm_pos *at, struct csm_buf *out)
{
	const struct csm_json *model = csm_json_get(entry, "model");
	const struct csm_formula *where;

	if (model != NULL && strcmp(model->text, "company") != 0)
		return csm_error(f->diag, CSM_E_CONFIG, at,
		    "holidays are those of companies, the segment is of the model %s",
		    model->text);
	where = csm_formula_from_json(f->arena, csm_json_get(entry, "where"), f->diag);
	if (where == NULL)
		return -1;
	csm_buf_putc(out, '(');
	csm_formula_print_text(where, out);
	csm_buf_putc(out, ')');
	return 0;
}

static int
business_put_segment(struct business_file *f, struct csm_text id,
    const struct csm_pos *at, struct csm_buf *out)
{
	struct csm_buf quoted = {0}, hint = {0};
	struct csm_nearest near;
	const struct csm_json *entry = csm_config_find(
	    f->conf, "segments", csm_arena_text(f->arena, id.s, id.len), &near);

	if (entry != NULL)
		return business_put_where(f, entry, at, out);
	csm_text_quote(&quoted, id.s, id.len);
	csm_error(f->diag, CSM_E_CONFIG, at, "unknown segment %s%s", quoted.data,
	    csm_nearest_hint(&near, &hint));
	csm_buf_fini(&quoted);
	csm_buf_fini(&hint);
	return -1;
}

/* Whose holiday a row is, as a condition; nothing for everybody's. */
static int
business_put_condition(struct business_file *f, const struct csm_record *record,
    const struct csm_pos *at, struct csm_buf *out)
{
	for (size_t i = 0; i < f->fields; i++) {
		struct csm_text cell = record->field[f->field[i].column];
		if (cell.len == 0)
			continue;
		const char *name = f->field[i].name + strlen("company.");
		csm_buf_puts(out, out->len > 0 ? " and company." : "company.");
		business_put_quoted(out, '"', name, strlen(name));
		csm_buf_puts(out, " = ");
		business_put_quoted(out, '\'', cell.s, cell.len);
	}
	if (f->segment < 0 || record->field[f->segment].len == 0)
		return 0;
	csm_buf_puts(out, out->len > 0 ? " and " : "");
	return business_put_segment(f, record->field[f->segment], at, out);
}

/* The rule of a condition, a new one with its formula. */
static struct csm_business_rule *
business_rule(
    struct business_file *f, const struct csm_buf *condition, const struct csm_pos *at)
{
	size_t known = f->conditions.n;
	size_t i =
	    csm_intern_put(&f->conditions, csm_buf_text(condition), condition->len);

	if (i < known)
		return &said.rule[i];
	CSM_GROW(said.rule, said.rules, &said.cap);
	said.rule[i] = (struct csm_business_rule){0};
	said.rules++;
	if (condition->len == 0)
		return &said.rule[i];
	said.rule[i].holds =
	    csm_formula_parse(f->arena, condition->data, condition->len, at, f->diag);
	return said.rule[i].holds == NULL ? NULL : &said.rule[i];
}

/* 1 and *day set, or 0 after a report: the row is rejected. */
static int
business_day(struct business_file *f, const struct csm_record *record,
    const struct csm_pos *at, int32_t *day)
{
	struct csm_text cell = record->field[f->day];
	const char *why = cell.len == 0 ? NULL : csm_date_parse(cell.s, cell.len, day);

	if (cell.len > 0 && why == NULL)
		return 1;
	f->rejected++;
	if (cell.len == 0)
		csm_reject(f->diag, CSM_E_MISSING, at, NULL, 0, "no day", NULL);
	else
		csm_reject(f->diag, CSM_E_DATE, at, cell.s, cell.len, "bad date", why);
	return 0;
}

static int
business_row(struct business_file *f, const struct csm_record *record)
{
	const struct csm_pos at = {.file = record->file,
	    .line = record->line,
	    .column = csm_reader_place(f->reader, f->day)};
	struct csm_buf condition = {0};
	struct csm_business_rule *rule = NULL;
	int32_t day;

	if (!business_day(f, record, &at, &day))
		return 0;
	if (business_put_condition(f, record, &at, &condition) == 0)
		rule = business_rule(f, &condition, &at);
	csm_buf_fini(&condition);
	if (rule == NULL)
		return -1;
	CSM_GROW(rule->day, rule->days, &rule->cap);
	rule->day[rule->days++] = day;
	return 0;
}

static int
business_rows(struct business_file *f)
{
	const struct csm_record *record;
	int got = business_columns(f);

	while (got == 0 && (got = csm_reader_next(f->reader, &record, f->diag)) == 1)
		got = business_row(f, record);
	if (got != 0)
		return -1;
	csm_reader_account(f->reader, f->rejected, f->diag);
	return 0;
}

static int
business_read(struct business_file *f, const struct csm_json *path)
{
	struct csm_reader_options how = {.threads = 1, .prove = 1};
	enum csm_format format;
	int failed;

	csm_side_apply(path->text, &how);
	f->reader = csm_reader_open(path->text, &how, f->diag);
	if (f->reader == NULL)
		return -1;
	format = csm_reader_format(f->reader);
	/* Of objects nobody could tell which keys there are before the last. */
	failed = format == CSM_FORMAT_NDJSON || format == CSM_FORMAT_JSON
		     ? csm_json_error(f->diag, path, CSM_E_CONFIG,
			   "holidays are rows with a header: CSV or TSV")
		     : business_rows(f);
	csm_reader_free(f->reader);
	csm_intern_fini(&f->conditions);
	return failed;
}

void
csm_business_forget(void)
{
	for (size_t i = 0; i < said.rules; i++)
		free(said.rule[i].day);
	free(said.rule);
	said = (struct csm_business){.weekend = CSM_CALENDAR_WEEKEND};
	atomic_store(&is_made[0], false);
	atomic_store(&is_made[1], false);
}

int
csm_business_say(
    struct csm_arena *arena, const struct csm_config *conf, struct csm_diag *diag)
{
	const struct csm_json *path = csm_config_setting(conf, "holidays");
	struct business_file f = {.conf = conf, .arena = arena, .diag = diag};

	csm_business_forget();
	if (business_weekend(conf, diag) != 0)
		return -1;
	return path == NULL ? 0 : business_read(&f, path);
}

const struct csm_business *
csm_business_said(void)
{
	return &said;
}

void
csm_business_calendar(struct csm_calendar *calendar, const bool *holds)
{
	for (size_t i = 0; i < said.rules; i++)
		for (size_t d = 0; (holds == NULL || holds[i]) && d < said.rule[i].days;
		     d++)
			calendar->off[said.rule[i].day[d]] = true;
	csm_calendar_make(calendar, said.weekend);
}

/* One of the two that are the same for all companies: 0 without conditions, 1 of all.
 * Expressions over rows ask for it on several threads, and none may see half of it. */
static const struct csm_calendar *
business_common(struct csm_calendar *calendar, int which)
{
	bool *holds;

	if (atomic_load_explicit(&is_made[which], memory_order_acquire))
		return calendar;
	pthread_mutex_lock(&making);
	if (!is_made[which]) {
		holds = csm_xcalloc(said.rules + 1, sizeof *holds);
		for (size_t i = 0; i < said.rules; i++)
			holds[i] = which == 1 || said.rule[i].holds == NULL;
		*calendar = (struct csm_calendar){0};
		csm_business_calendar(calendar, holds);
		free(holds);
		atomic_store_explicit(&is_made[which], true, memory_order_release);
	}
	pthread_mutex_unlock(&making);
	return calendar;
}

const struct csm_calendar *
csm_business_everybody(void)
{
	return business_common(&everybody, 0);
}

const struct csm_calendar *
csm_business_longest(void)
{
	return business_common(&longest, 1);
}
