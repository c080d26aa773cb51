/* What is read: the files as they are, or with --retry the rows that files of rejected
 * rows hold, which somebody has mended. */
#include "ingest.h"

#include "base/text.h"
#include "ingest/source/source.h"

#include <string.h>

/* Rows with the same header.  They stand on the lines they have in the file of rejects,
 * blank lines between them, so that messages name these. */
struct retry_group {
	struct retry_group *next;
	struct csm_text header; /* len 0: rows are objects */
	const char *file;       /* where the first of them came from */
	struct csm_buf text;
	uint64_t line; /* of what comes next in the text */
	uint64_t rows;
};

struct retry {
	struct csm_run *run;
	const struct csm_mapping *mapping;
	struct retry_group *group, **end;
	size_t groups;
	const char *name; /* of the file being read */
	uint64_t lost;    /* rows too long to be kept */
	int file, row, header;
};

/* Rejects of several exports may be in one file; each is read with its own header. */
static struct retry_group *
retry_group_of(struct retry *t, struct csm_text header, struct csm_text file)
{
	struct csm_arena *arena = &t->run->arena;
	struct retry_group *g;

	for (g = t->group; g != NULL; g = g->next)
		if (g->header.len == header.len &&
		    (header.len == 0 || memcmp(g->header.s, header.s, header.len) == 0))
			return g;
	g = CSM_ARENA_NEW(arena, struct retry_group);
	g->header = (struct csm_text){
	    csm_arena_text(arena, header.s == NULL ? "" : header.s, header.len),
	    header.len};
	g->file = csm_arena_text(arena, file.s == NULL ? "" : file.s, file.len);
	g->line = 1;
	if (header.len != 0) {
		csm_buf_put(&g->text, header.s, header.len);
		csm_buf_putc(&g->text, '\n');
		g->line = 2;
	}
	*t->end = g;
	t->end = &g->next;
	t->groups++;
	return g;
}

/* Whether rows of this file are those of a lookup of the source. */
static bool
retry_is_lookup(const struct csm_source *s, struct csm_text file)
{
	for (; s != NULL; s = s->from) {
		if (s->file != NULL && csm_text_is(s->file, file.s, file.len))
			return true;
		if (s->next != NULL && retry_is_lookup(s->next, file))
			return true;
	}
	return false;
}

/* Whether rows of this file were read beside what the run is about.  Rejects of lookups
 * and of fields are no rows of the source. */
static bool
retry_is_beside(const struct retry *t, struct csm_text file)
{
	const struct csm_list *fields = &t->run->common->fields;

	for (size_t i = 0; i < CSM_ROLES + t->mapping->columns; i++)
		if (retry_is_lookup(csm_mapping_source(t->mapping, i), file))
			return true;
	for (size_t i = 0; i < fields->n; i++) {
		const char *path = strchr(fields->item[i], '=');
		if (path != NULL && strncmp(path + 1, file.s, file.len) == 0 &&
		    (path[file.len + 1] == '\0' || path[file.len + 1] == ':'))
			return true;
	}
	return false;
}

static int retry_open(struct retry *t, const struct csm_reader_options *how,
    const char *path, uint64_t line, const char **name);

/* A row of the file of rejects itself that could not be read the time before, and that
 * holds the row. */
static int
retry_unwrap(
    struct retry *t, struct csm_text header, struct csm_text row, uint64_t line)
{
	const char *text = csm_arena_printf(&t->run->arena, "%.*s\n%.*s\n",
	    (int)header.len, header.s, (int)row.len, row.s);
	struct csm_reader_options how = {
	    .format = CSM_FORMAT_CSV, .text = {text, strlen(text)}};

	return retry_open(t, &how, t->name, line, &(const char *){NULL});
}

static int
retry_take(struct retry *t, const struct csm_record *r, uint64_t line)
{
	struct csm_text file = r->field[t->file], row = r->field[t->row],
			header = r->field[t->header];
	struct retry_group *g;

	if (file.len != 0 && retry_is_beside(t, file))
		return 0;
	/* The reader keeps rows up to a length; what was longer is told at the end. */
	if (row.len == 0) {
		t->lost++;
		return 0;
	}
	if (csm_messages_are_rejects(header))
		return retry_unwrap(t, header, row, line);
	g = retry_group_of(t, header, file);
	/* Blank lines are nothing to the reader, and keep its count of lines that of
	 * the file. */
	for (; g->line < line; g->line++)
		csm_buf_putc(&g->text, '\n');
	csm_buf_put(&g->text, row.s, row.len);
	csm_buf_putc(&g->text, '\n');
	g->rows++;
	g->line++;
	/* A quoted line end is a line of the file too. */
	for (size_t i = 0; i < row.len; i++)
		g->line += row.s[i] == '\n';
	return 0;
}

/* Take all rows; line: where they are, 0: on those they have. */
static int
retry_open(struct retry *t, const struct csm_reader_options *how, const char *path,
    uint64_t line, const char **name)
{
	struct csm_diag *diag = &t->run->diag;
	struct csm_reader *reader = csm_reader_open(path, how, diag);
	const struct csm_record *r;
	int got = -1;

	if (reader == NULL)
		return -1;
	t->name = *name = csm_arena_strdup(&t->run->arena, csm_reader_name(reader));
	if ((t->file = csm_reader_need(reader, "file", diag)) >= 0 &&
	    (t->row = csm_reader_need(reader, "row", diag)) >= 0 &&
	    (t->header = csm_reader_need(reader, "header", diag)) >= 0)
		while ((got = csm_reader_next(reader, &r, diag)) == 1)
			if (retry_take(t, r, line == 0 ? r->line : line) != 0)
				break;
	csm_reader_free(reader);
	return got == 0 ? 0 : -1;
}

/* A group as something to be read, as the file it came from was, but for what was made
 * even when it was kept. */
static struct csm_cli_input
retry_input(struct retry *t, const char *name, struct retry_group *g)
{
	struct csm_cli_input in = {
	    .path = name, .how = csm_cli_reader_options(t->run, t->mapping)};

	in.how.text = (struct csm_text){
	    csm_arena_text(&t->run->arena, csm_buf_text(&g->text), g->text.len),
	    g->text.len};
	/* Rejects are written in UTF-8 whatever the export was, and without its
	 * preamble and quotes. */
	in.how.encoding = "UTF-8";
	in.how.dialect = (struct csm_format_dialect){0};
	in.how.name = NULL;
	in.how.names = 0;
	if (g->header.len == 0)
		in.how.format = CSM_FORMAT_NDJSON;
	else if (in.how.format == CSM_FORMAT_COPY)
		in.how.format = CSM_FORMAT_TSV;
	csm_buf_fini(&g->text);
	return in;
}

/* Whether the columns that the source cannot do without are there. */
static bool
retry_fits(struct retry *t, const struct csm_cli_input *in)
{
	struct csm_diag quiet;
	struct csm_reader *reader;
	bool fits;

	csm_diag_init(&quiet, NULL, NULL);
	reader = csm_reader_open(in->path, &in->how, &quiet);
	fits = reader != NULL && csm_mapping_fits(t->mapping, reader);
	csm_reader_free(reader);
	return fits;
}

static void
retry_tell_other(struct retry *t, const char *name, const struct retry_group *g)
{
	struct csm_pos at = {.file = name};
	struct csm_buf rows = {0};

	csm_text_count(&rows, g->rows, "rows");
	csm_warn(&t->run->diag, CSM_W_OTHER, &at,
	    "%s of %s left out, without the columns of this source", rows.data,
	    g->file);
	csm_buf_fini(&rows);
}

/* One file of rejected rows, as inputs after those there are. */
static int
retry_file(struct csm_run *run, const struct csm_mapping *mapping, const char *path,
    struct csm_cli_inputs *inputs)
{
	const struct csm_reader_options csv = {.format = CSM_FORMAT_CSV};
	struct retry t = {.run = run, .mapping = mapping};
	const size_t before = inputs->n;
	struct csm_cli_input *longer;
	const char *name;

	t.end = &t.group;
	if (retry_open(&t, &csv, path, 0, &name) != 0)
		return -1;
	longer = CSM_ARENA_ARRAY(
	    &run->arena, struct csm_cli_input, inputs->n + t.groups + 1);
	for (size_t i = 0; i < inputs->n; i++)
		longer[i] = inputs->at[i];
	inputs->at = longer;
	for (struct retry_group *g = t.group; g != NULL; g = g->next) {
		longer[inputs->n] = retry_input(&t, name, g);
		if (retry_fits(&t, &longer[inputs->n]))
			inputs->n++;
		else
			retry_tell_other(&t, name, g);
	}
	if (t.lost != 0) {
		struct csm_buf rows = {0};
		csm_text_count(&rows, t.lost, "rows");
		csm_warn(&run->diag, CSM_W_OTHER, &(struct csm_pos){.file = name},
		    "the text of %s was too long to be kept", rows.data);
		csm_buf_fini(&rows);
	}
	if (inputs->n == before && t.groups != 0)
		return csm_error(&run->diag, CSM_E_HEADER,
		    &(struct csm_pos){.file = name},
		    "no row has the columns of this source");
	return 0;
}

int
csm_cli_inputs_of(struct csm_run *run, const struct csm_mapping *mapping,
    struct csm_cli_inputs *inputs)
{
	const struct csm_cli *cli = (const struct csm_cli *)run->common;
	const char *const standard = NULL;
	const char *const *path = run->n_paths == 0 ? &standard : run->paths;
	size_t n = run->n_paths == 0 ? 1 : run->n_paths;

	*inputs = (struct csm_cli_inputs){.n = 0};
	if (!cli->retry) {
		inputs->at = CSM_ARENA_ARRAY(&run->arena, struct csm_cli_input, n);
		for (size_t i = 0; i < n; i++)
			inputs->at[inputs->n++] = (struct csm_cli_input){
			    path[i], csm_cli_reader_options(run, mapping)};
		return 0;
	}
	for (size_t i = 0; i < n; i++)
		if (retry_file(run, mapping, path[i], inputs) != 0)
			return -1;
	return 0;
}
