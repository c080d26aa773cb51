#include "common/messages.h"

#include "base/buf.h"
#include "base/text.h"
#include "base/xalloc.h"
#include "record/row_writer.h"

#include <stdbool.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* "file:line:column: path: " as far as known. */
static void
put_position(struct csm_buf *line, const struct csm_message *m)
{
	uint64_t byte, element = csm_diag_element_of(m->pos.line, &byte);

	if (m->pos.file != NULL)
		csm_text_escape(line, m->pos.file, strlen(m->pos.file));
	if (m->pos.file != NULL && element != 0) {
		csm_buf_printf(
		    line, ": element %" PRIu64 ", byte %" PRIu64 ": ", element, byte);
	} else if (m->pos.file != NULL) {
		if (m->pos.line != 0)
			csm_buf_printf(line, ":%" PRIu64, m->pos.line);
		if (m->pos.line != 0 && m->pos.column != 0)
			csm_buf_printf(line, ":%" PRIu32, m->pos.column);
		csm_buf_puts(line, ": ");
	}
	/* A reject's path is the column, which its text names. */
	if (!m->reject && m->level == CSM_ERROR && m->pos.path != NULL &&
	    m->pos.path[0] != '\0')
		csm_buf_printf(line, "%s: ", m->pos.path);
}

/* One write a message, so that lines of two programs of a pipeline do not mix. */
static void
print_text(const struct csm_messages *ms, const struct csm_message *m)
{
	struct csm_buf line = {0};

	csm_buf_printf(&line, "%s: ", ms->program);
	put_position(&line, m);
	if (!m->reject && m->level != CSM_ERROR)
		csm_buf_printf(&line, "%s: ", csm_level_name(m->level));
	/* Texts of files are foreign: nothing of them may move a terminal's cursor. */
	csm_text_escape(&line, m->text, strlen(m->text));
	csm_buf_printf(&line, " [%s]\n", csm_code_name(m->code));
	if (m->extra != NULL)
		csm_buf_puts(&line, m->extra);
	if (m->extra != NULL && line.data[line.len - 1] != '\n')
		csm_buf_putc(&line, '\n');
	fwrite(line.data, 1, line.len, stderr);
	csm_buf_fini(&line);
}

static void
print_json(const struct csm_messages *ms, const struct csm_message *m)
{
	struct csm_buf line = {0};
	struct csm_rowwriter row = csm_rowwriter(&line, CSM_FORMAT_NDJSON);
	const struct csm_pos *p = &m->pos;
	uint64_t byte, element = csm_diag_element_of(p->line, &byte);

	csm_rowwriter_string(&row, "program", ms->program);
	csm_rowwriter_string(&row, "level", csm_level_name(m->level));
	csm_rowwriter_string(&row, "code", csm_code_name(m->code));
	if (p->file != NULL)
		csm_rowwriter_string(&row, "file", p->file);
	if (element != 0) {
		csm_rowwriter_count(&row, "element", element);
		csm_rowwriter_count(&row, "byte", byte);
	} else if (p->line != 0) {
		csm_rowwriter_count(&row, "line", p->line);
	}
	if (p->column != 0)
		csm_rowwriter_count(&row, "column", p->column);
	if (p->path != NULL && p->path[0] != '\0')
		csm_rowwriter_string(&row, "path", p->path);
	if (m->value != NULL)
		csm_rowwriter_text(&row, "value", m->value, m->value_len);
	csm_rowwriter_string(&row, "message", m->text);
	if (m->extra != NULL)
		csm_rowwriter_string(&row, "detail", m->extra);
	csm_rowwriter_truth(&row, "rejected", m->reject);
	csm_rowwriter_end(&row);
	fwrite(line.data, 1, line.len, stderr);
	csm_buf_fini(&line);
}

static void
messages_put_file(struct csm_rowwriter *row, const char *name, const void *of)
{
	const struct csm_message *m = of;

	csm_rowwriter_word(row, name, m->pos.file);
}

static void
messages_put_line(struct csm_rowwriter *row, const char *name, const void *of)
{
	const struct csm_message *m = of;
	uint64_t byte, element = csm_diag_element_of(m->pos.line, &byte);

	csm_rowwriter_count(row, name, element != 0 ? element : m->pos.line);
}

/* Its path, or, of a text, its number. */
static void
messages_put_column(struct csm_rowwriter *row, const char *name, const void *of)
{
	const struct csm_message *m = of;

	if ((m->pos.path == NULL || *m->pos.path == '\0') && m->pos.column != 0)
		csm_rowwriter_count(row, name, m->pos.column);
	else
		csm_rowwriter_word(row, name, m->pos.path);
}

static void
messages_put_value(struct csm_rowwriter *row, const char *name, const void *of)
{
	const struct csm_message *m = of;

	if (m->value == NULL)
		csm_rowwriter_none(row, name);
	else
		csm_rowwriter_text(row, name, m->value, m->value_len);
}

static void
messages_put_code(struct csm_rowwriter *row, const char *name, const void *of)
{
	const struct csm_message *m = of;

	csm_rowwriter_string(row, name, csm_code_name(m->code));
}

static void
messages_put_reason(struct csm_rowwriter *row, const char *name, const void *of)
{
	const struct csm_message *m = of;

	csm_rowwriter_string(row, name, m->text);
}

static void
messages_put_row(struct csm_rowwriter *row, const char *name, const void *of)
{
	const struct csm_message *m = of;

	if (m->row == NULL)
		csm_rowwriter_none(row, name);
	else
		csm_rowwriter_text(row, name, m->row, m->row_len);
}

static void
messages_put_header(struct csm_rowwriter *row, const char *name, const void *of)
{
	const struct csm_message *m = of;

	if (m->header == NULL)
		csm_rowwriter_none(row, name);
	else
		csm_rowwriter_text(row, name, m->header, m->header_len);
}

static const struct csm_rowwriter_column rejects[] = {{"file", messages_put_file},
    {"line", messages_put_line}, {"column", messages_put_column},
    {"value", messages_put_value}, {"code", messages_put_code},
    {"reason", messages_put_reason}, {"row", messages_put_row},
    {"header", messages_put_header}};

#define REJECTS (sizeof rejects / sizeof rejects[0])

/* NULL: the head. */
static void
put_reject(struct csm_messages *ms, const struct csm_message *m)
{
	struct csm_buf line = {0};
	struct csm_rowwriter row = csm_rowwriter(&line, CSM_FORMAT_CSV);

	row.guard = ms->excel;
	if (m == NULL)
		csm_rowwriter_head(&row, rejects, REJECTS);
	else
		csm_rowwriter_put(&row, rejects, REJECTS, m);
	csm_output_write(ms->rejects, line.data, line.len);
	csm_buf_fini(&line);
}

/* The line feed of the written head is not in what was read. */
bool
csm_messages_are_rejects(struct csm_text header)
{
	struct csm_buf line = {0};
	struct csm_rowwriter row = csm_rowwriter(&line, CSM_FORMAT_CSV);
	bool same;

	csm_rowwriter_head(&row, rejects, REJECTS);
	same =
	    line.len == header.len + 1 && memcmp(line.data, header.s, header.len) == 0;
	csm_buf_fini(&line);
	return same;
}

void
csm_messages_rejects_header(struct csm_messages *ms)
{
	put_reject(ms, NULL);
}

/* The last one first: messages come file by file. */
static struct csm_messages_file *
messages_file(struct csm_messages *ms, const char *name)
{
	if (ms->last_file < ms->files &&
	    strcmp(ms->file[ms->last_file].name, name) == 0)
		return &ms->file[ms->last_file];
	for (ms->last_file = 0; ms->last_file < ms->files; ms->last_file++)
		if (strcmp(ms->file[ms->last_file].name, name) == 0)
			return &ms->file[ms->last_file];
	CSM_GROW(ms->file, ms->files, &ms->file_cap);
	ms->file[ms->files] = (struct csm_messages_file){.name = csm_xstrdup(name)};
	return &ms->file[ms->files++];
}

static void
count_reject(struct csm_messages *ms, const struct csm_message *m)
{
	struct csm_messages_file *file =
	    messages_file(ms, m->pos.file == NULL ? "" : m->pos.file);

	ms->rejected++;
	file->rejected++;
	file->reject_count[m->code]++;
}

void
csm_messages_account(void *ctx, const struct csm_file_rows *account)
{
	struct csm_messages *ms = ctx;
	struct csm_file_rows *sum = &messages_file(ms, account->file)->account;

	sum->rows += account->rows;
	/* A second account of a file tells what was not used after all. */
	sum->used += account->used - account->unused;
	sum->filtered += account->filtered;
	sum->excluded += account->excluded;
	sum->duplicates += account->duplicates;
	sum->deleted += account->deleted;
	sum->replaced += account->replaced;
	sum->unseen += account->unseen;
}

uint64_t
csm_messages_rows(const struct csm_messages *ms)
{
	uint64_t rows = 0;

	for (size_t i = 0; i < ms->files; i++)
		rows += ms->file[i].account.rows;
	return rows;
}

void
csm_messages_fini(struct csm_messages *ms)
{
	for (size_t i = 0; i < ms->files; i++)
		free(ms->file[i].name);
	free(ms->file);
	ms->file = NULL;
	ms->files = ms->file_cap = 0;
}

/* Is a message of this level and code for the eyes of this run?  Errors are never
 * hidden. */
static bool
is_shown(const struct csm_messages *ms, enum csm_level level, enum csm_code code)
{
	if (level == CSM_ERROR)
		return 1;
	if (code == CSM_N_DUPLICATE || code == CSM_N_UNRESOLVED)
		return ms->verbose && !ms->quiet;
	return !ms->quiet;
}

/* Somebody has to answer every question. */
static uint64_t
most_shown(enum csm_code code)
{
	return code == CSM_W_QUESTION ? UINT64_MAX : CSM_MESSAGES_PER_CODE;
}

void
csm_messages_emit(void *ctx, const struct csm_message *m)
{
	struct csm_messages *ms = ctx;

	/* Kept for "n more like this", which is of the level of its messages. */
	ms->level[m->code] = m->level;
	/* Counted and written down whether it is shown or not. */
	if (m->reject) {
		count_reject(ms, m);
		if (ms->rejects != NULL)
			put_reject(ms, m);
	}
	if (m->seq > most_shown(m->code) || !is_shown(ms, m->level, m->code))
		return;
	if (ms->json)
		print_json(ms, m);
	else
		print_text(ms, m);
}

/* That there were n more of a code than were shown. */
static void
print_more(const struct csm_messages *ms, enum csm_code code, uint64_t n)
{
	struct csm_buf line = {0};
	struct csm_rowwriter row = csm_rowwriter(&line, CSM_FORMAT_NDJSON);

	csm_rowwriter_string(&row, "program", ms->program);
	csm_rowwriter_string(&row, "level", "note");
	csm_rowwriter_string(&row, "code", csm_code_name(code));
	csm_rowwriter_count(&row, "more", n);
	csm_rowwriter_end(&row);
	fwrite(line.data, 1, line.len, stderr);
	csm_buf_fini(&line);
}

void
csm_messages_finish(const struct csm_messages *ms, const struct csm_diag *diag)
{
	for (int code = 0; code < CSM_CODE_COUNT; code++) {
		uint64_t n = diag->count[code];
		if (n <= most_shown((enum csm_code)code) ||
		    !is_shown(ms, ms->level[code], (enum csm_code)code))
			continue;
		n -= CSM_MESSAGES_PER_CODE;
		if (ms->json)
			print_more(ms, (enum csm_code)code, n);
		else
			fprintf(stderr, "%s: %" PRIu64 " more like this [%s]\n",
			    ms->program, n, csm_code_name((enum csm_code)code));
	}
}
