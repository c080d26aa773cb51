#include "split.h"

#include "base/text.h"
#include "base/xalloc.h"
#include "document/mail_text.h"
#include "time/date.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define NOBODY "nobody"
/* 255 bytes is the shortest limit of a file's name; what is over is for endings and
 * numbers. */
#define NAME_BYTES 80 /* of a file's name, before its ending */

/* One file to be. */
struct split_share {
	const char *value; /* NULL: rows without one */
	const char *file;  /* without directory and ending */
	const char *mail;  /* NULL: none */
	size_t rows;
};

struct split_work {
	struct csm_arena arena;
	const char *column, *mail_column;
	struct split_share *share;
	size_t n, cap;
};

int
csm_split_check(struct csm_run *run)
{
	const char *dir = run->common->output;

	if (dir != NULL && strcmp(dir, "-") != 0)
		return 0;
	return csm_error(&run->diag, CSM_E_USAGE, NULL,
	    "--split-by writes a file for each value: name their directory with -o");
}

static size_t
split_column(const struct csm_table *t, const char *name)
{
	for (size_t c = 0; c < t->columns; c++)
		if (strcmp(t->column[c].name, name) == 0)
			return c;
	return SIZE_MAX;
}

/* Only texts are values: a number is no owner. */
static const char *
split_text(const struct csm_table *t, size_t row, size_t column)
{
	const struct csm_cell *cell =
	    column == SIZE_MAX ? NULL : csm_table_at(t, row, column);

	return cell != NULL && cell->kind == CSM_CELL_TEXT ? cell->text : NULL;
}

/* Small letters, digits and what is not ASCII stay; the rest, with which a path could
 * lead elsewhere, becomes a hyphen. */
static const char *
split_file(struct split_work *w, const char *value)
{
	struct csm_buf name = {0};
	const char *copy;

	for (const char *p = value == NULL ? NOBODY : value; *p != '\0'; p++) {
		unsigned char c = (unsigned char)*p;
		bool stays =
		    (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c >= 0x80;
		if (c >= 'A' && c <= 'Z')
			csm_buf_putc(&name, (char)(c - 'A' + 'a'));
		else if (stays)
			csm_buf_putc(&name, (char)c);
		else if (name.len > 0 && name.data[name.len - 1] != '-')
			csm_buf_putc(&name, '-');
	}
	while (name.len > 0 && name.data[name.len - 1] == '-')
		name.len--;
	copy = csm_arena_text(&w->arena, csm_buf_text(&name),
	    csm_text_utf8(
		csm_buf_text(&name), name.len < NAME_BYTES ? name.len : NAME_BYTES));
	csm_buf_fini(&name);
	return *copy == '\0' ? "value" : copy;
}

/* Two values may become one name: the second gets a number. */
static const char *
split_unused(struct split_work *w, const char *file)
{
	const char *name = file;
	size_t again = 1;

	for (size_t i = 0; i < w->n; i++)
		if (strcmp(w->share[i].file, name) == 0) {
			name = csm_arena_printf(&w->arena, "%s-%zu", file, ++again);
			/* From the first again: the new name may be taken too. */
			i = (size_t)-1;
		}
	return name;
}

static bool
split_same(const char *a, const char *b)
{
	return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

static struct split_share *
split_share_of(struct split_work *w, const char *value)
{
	for (size_t i = 0; i < w->n; i++)
		if (split_same(w->share[i].value, value))
			return &w->share[i];
	const char *file = split_unused(w, split_file(w, value));
	CSM_GROW(w->share, w->n, &w->cap);
	w->share[w->n] = (struct split_share){.value = value, .file = file};
	return &w->share[w->n++];
}

/* Which values there are; false if no table has the column. */
static bool
split_read(struct split_work *w, const struct csm_doc *doc)
{
	bool found = false;

	for (const struct csm_table *t = doc->first; t != NULL; t = t->next) {
		size_t column = split_column(t, w->column),
		       mail = split_column(t, w->mail_column);
		if (csm_table_left_out(t) || column == SIZE_MAX)
			continue;
		found = true;
		for (size_t r = 0; r < t->rows; r++) {
			const char *address = split_text(t, r, mail);
			struct split_share *s =
			    split_share_of(w, split_text(t, r, column));
			s->rows++;
			/* The first address of an owner is his. */
			if (s->mail == NULL)
				s->mail = address;
		}
	}
	return found;
}

static int
split_no_column(
    struct csm_run *run, const struct split_work *w, const struct csm_doc *doc)
{
	struct csm_nearest near;
	struct csm_buf hint = {0}, quoted = {0};

	csm_nearest_init(&near, w->column);
	for (const struct csm_table *t = doc->first; t != NULL; t = t->next)
		for (size_t c = 0; c < t->columns; c++)
			csm_nearest_offer(&near, t->column[c].name);
	csm_text_quote(&quoted, w->column, strlen(w->column));
	csm_error(&run->diag, CSM_E_USAGE, NULL,
	    "--split-by: no part of the report has a column %s%s", quoted.data,
	    csm_nearest_hint(&near, &hint));
	csm_buf_fini(&hint);
	csm_buf_fini(&quoted);
	return -1;
}

/* The rows of one value, in tables of their own that share the columns. */
static void
split_document(struct split_work *w, const struct csm_doc *doc,
    const struct split_share *s, int32_t day, struct csm_doc *out)
{
	char text[CSM_DAY_TEXT];

	csm_date_format(day, text);
	out->title = doc->title;
	out->subtitle = csm_arena_printf(&out->arena, "%s, %s, as of %s",
	    s->value == NULL ? NOBODY : s->value,
	    csm_text_counted(&out->arena, s->rows, "rows"), text);
	for (const struct csm_table *t = doc->first; t != NULL; t = t->next) {
		size_t column = split_column(t, w->column);
		struct csm_table *copy;
		if (csm_table_left_out(t) || column == SIZE_MAX)
			continue;
		copy = CSM_ARENA_NEW(&out->arena, struct csm_table);
		*copy = *t;
		/* a copy of the columns too: some may be left out of it */
		copy->column =
		    CSM_ARENA_ARRAY(&out->arena, struct csm_heading, t->columns + 1);
		memcpy(copy->column, t->column, t->columns * sizeof *copy->column);
		copy->row = CSM_ARENA_ARRAY(&out->arena, const void *, t->rows + 1);
		copy->rows = 0;
		for (size_t r = 0; r < t->rows; r++)
			if (split_same(split_text(t, r, column), s->value))
				copy->row[copy->rows++] = t->row[r];
		copy->row_cap = copy->rows;
		csm_doc_add(out, copy);
	}
}

/* An address that is none would make the message undeliverable: it is told. */
static void
split_address(struct csm_run *run, const struct split_share *s,
    struct csm_writer_options *how, const char **to)
{
	struct csm_buf out = {0}, quoted = {0};

	if (s->mail == NULL)
		return;
	if (csm_mailtext_address(&out, s->mail) == 0) {
		*to = s->mail;
		how->mail.to = to;
		how->mail.tos = 1;
	} else {
		csm_text_quote(&quoted, s->mail, strlen(s->mail));
		csm_warn(&run->diag, CSM_W_OTHER, NULL,
		    "%s, of %s, is not an address and not used", quoted.data,
		    s->value == NULL ? NOBODY : s->value);
	}
	csm_buf_fini(&out);
	csm_buf_fini(&quoted);
}

static int
split_write_one(struct csm_run *run, struct split_work *w, const struct csm_doc *doc,
    const struct split_share *s, const struct csm_writer *writer,
    const struct csm_writer_options *asked)
{
	struct csm_writer_options how = *asked;
	struct csm_doc part = {0};
	const char *to, *path = csm_arena_printf(&w->arena, "%s/%s%s",
			    run->common->output, s->file, writer->endings[0]);
	int status = csm_output_open(&run->out, path, &run->diag);

	if (status != 0)
		return -1;
	split_address(run, s, &how, &to);
	split_document(w, doc, s, run->until, &part);
	if (!writer->exact)
		csm_doc_for_eyes(&part);
	csm_document_write(run, &part, writer, &how);
	if (run->diag.status > 1) {
		csm_output_abort(run->out);
		status = -1;
	} else {
		status = csm_run_part(run);
	}
	run->out = NULL;
	csm_doc_fini(&part);
	return status;
}

void
csm_split_write(struct csm_run *run, const struct csm_doc *doc, const char *column,
    const struct csm_writer *writer, const struct csm_writer_options *how)
{
	struct split_work w = {.column = column};
	const char *dir = run->common->output;
	int status = 0;

	w.mail_column = csm_arena_printf(&w.arena, "%s_email", column);
	if (!split_read(&w, doc))
		status = split_no_column(run, &w, doc);
	/* Without rows there is no directory either. */
	else if (w.n > 0 && mkdir(dir, 0777) != 0 && errno != EEXIST)
		status = csm_error(
		    &run->diag, CSM_E_OPEN, NULL, "%s: %s", dir, strerror(errno));
	for (size_t i = 0; status == 0 && i < w.n; i++)
		status = split_write_one(run, &w, doc, &w.share[i], writer, how);
	csm_run_count(run, "files written", status == 0 ? w.n : 0, 0);
	free(w.share);
	csm_arena_fini(&w.arena);
}
