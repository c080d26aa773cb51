#include "common/messages.h"

#include "base/buf.h"
#include "base/xalloc.h"
#include "syntax/csv.h"
#include "syntax/json.h"

#include <stdbool.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* "file:line:column: path: " as far as known. */
static void
put_position(struct csm_buf *line, const struct csm_message *m)
{
	if (m->pos.file != NULL) {
		csm_buf_puts(line, m->pos.file);
		if (m->pos.line != 0)
			csm_buf_printf(line, ":%" PRIu64, m->pos.line);
		if (m->pos.line != 0 && m->pos.column != 0)
			csm_buf_printf(line, ":%" PRIu32, m->pos.column);
		csm_buf_puts(line, ": ");
	}
	if (!m->reject && m->level == CSM_ERROR && m->pos.path != NULL &&
	    m->pos.path[0] != '\0')
		csm_buf_printf(line, "%s: ", m->pos.path);
}

static void
print_text(const struct csm_messages *ms, const struct csm_message *m)
{
	struct csm_buf line = {0};

	csm_buf_printf(&line, "%s: ", ms->program);
	put_position(&line, m);
	if (!m->reject && m->level != CSM_ERROR)
		csm_buf_printf(&line, "%s: ", csm_level_name(m->level));
	csm_buf_printf(&line, "%s [%s]\n", m->text, csm_code_name(m->code));
	if (m->extra != NULL)
		csm_buf_puts(&line, m->extra);
	if (m->extra != NULL && line.data[line.len - 1] != '\n')
		csm_buf_putc(&line, '\n');
	fwrite(line.data, 1, line.len, stderr);
	csm_buf_fini(&line);
}

static void
json_text(struct csm_buf *line, const char *key, const char *s, size_t len)
{
	csm_buf_printf(line, ",\"%s\":", key);
	csm_json_put_text(line, s, len);
}

static void
print_json(const struct csm_messages *ms, const struct csm_message *m)
{
	struct csm_buf line = {0};
	const struct csm_pos *p = &m->pos;

	csm_buf_printf(&line, "{\"program\":\"%s\",\"level\":\"%s\",\"code\":\"%s\"",
	    ms->program, csm_level_name(m->level), csm_code_name(m->code));
	if (p->file != NULL)
		json_text(&line, "file", p->file, strlen(p->file));
	if (p->line != 0)
		csm_buf_printf(&line, ",\"line\":%" PRIu64, p->line);
	if (p->column != 0)
		csm_buf_printf(&line, ",\"column\":%" PRIu32, p->column);
	if (p->path != NULL && p->path[0] != '\0')
		json_text(&line, "path", p->path, strlen(p->path));
	if (m->value != NULL)
		json_text(&line, "value", m->value, m->value_len);
	json_text(&line, "message", m->text, strlen(m->text));
	if (m->extra != NULL)
		json_text(&line, "detail", m->extra, strlen(m->extra));
	csm_buf_printf(&line, ",\"rejected\":%s}\n", m->reject ? "true" : "false");
	fwrite(line.data, 1, line.len, stderr);
	csm_buf_fini(&line);
}

void
csm_messages_rejects_header(struct csm_messages *ms)
{
	csm_output_puts(ms->rejects, CSM_MESSAGES_REJECTS "\n");
}

static void
keep_reject(struct csm_messages *ms, const struct csm_message *m)
{
	struct csm_buf row = {0};
	const char *file = m->pos.file == NULL ? "" : m->pos.file;
	const char *column = m->pos.path == NULL ? "" : m->pos.path;

	csm_csv_put(&row, file, strlen(file), ',');
	csm_buf_printf(&row, ",%" PRIu64 ",", m->pos.line);
	if (*column == '\0' && m->pos.column != 0)
		csm_buf_printf(&row, "%" PRIu32, m->pos.column);
	else
		csm_csv_put(&row, column, strlen(column), ',');
	csm_buf_putc(&row, ',');
	if (m->value != NULL)
		csm_csv_put(&row, m->value, m->value_len, ',');
	csm_buf_printf(&row, ",%s,", csm_code_name(m->code));
	csm_csv_put(&row, m->text, strlen(m->text), ',');
	csm_buf_putc(&row, ',');
	if (m->row != NULL)
		csm_csv_put(&row, m->row, m->row_len, ',');
	csm_buf_putc(&row, ',');
	if (m->header != NULL)
		csm_csv_put(&row, m->header, m->header_len, ',');
	csm_buf_putc(&row, '\n');
	csm_output_write(ms->rejects, row.data, row.len);
	csm_buf_fini(&row);
}

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
	sum->used += account->used;
	sum->filtered += account->filtered;
	sum->duplicates += account->duplicates;
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

/* Is a message of this level and code for the eyes of this run? */
static bool
is_shown(const struct csm_messages *ms, enum csm_level level, enum csm_code code)
{
	if (level == CSM_ERROR)
		return 1;
	if (code == CSM_N_DUPLICATE)
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

	ms->level[m->code] = m->level;
	if (m->reject) {
		count_reject(ms, m);
		if (ms->rejects != NULL)
			keep_reject(ms, m);
	}
	if (m->seq > most_shown(m->code) || !is_shown(ms, m->level, m->code))
		return;
	if (ms->json)
		print_json(ms, m);
	else
		print_text(ms, m);
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
			fprintf(stderr,
			    "{\"program\":\"%s\",\"level\":\"note\",\"code\":\"%s\","
			    "\"more\":%" PRIu64 "}\n",
			    ms->program, csm_code_name((enum csm_code)code), n);
		else
			fprintf(stderr, "%s: %" PRIu64 " more like this [%s]\n",
			    ms->program, n, csm_code_name((enum csm_code)code));
	}
}
