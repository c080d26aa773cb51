/* Sources that name their files, and files that have their source. */
#include "ingest.h"

#include "config/path.h"
#include "ingest/preset.h"
#include "record/row_writer.h"

#include <glob.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char *
ingest_source_text(const struct csm_json *entry, const char *key)
{
	const struct csm_json *v = csm_json_get(entry, key);

	return v == NULL || v->type != CSM_JSON_STRING ? NULL : v->text;
}

/* Of a path that is a pattern, what is none: where the configuration is, or all of it if a
 * file is called exactly so. */
static size_t
ingest_source_plain(const struct csm_json *file)
{
	const char *slash = strrchr(file->file, '/');
	const size_t beside = slash == NULL ? 0 : (size_t)(slash + 1 - file->file);

	if (access(file->text, F_OK) == 0)
		return file->len;
	return strncmp(file->text, file->file, beside) == 0 ? beside : 0;
}

/* As glob(3), with names of directories and exports as they are: ev[1].csv. */
static int
ingest_source_glob(const struct csm_json *file, glob_t *found)
{
	const size_t plain = ingest_source_plain(file);
	struct csm_buf pattern = {0};
	int rc;

	for (size_t i = 0; i < plain; i++) {
		if (strchr("*?[\\", file->text[i]) != NULL)
			csm_buf_putc(&pattern, '\\');
		csm_buf_putc(&pattern, file->text[i]);
	}
	csm_buf_puts(&pattern, file->text + plain);
	rc = glob(csm_buf_text(&pattern), 0, NULL, found);
	csm_buf_fini(&pattern);
	return rc;
}

/* The files a source reads become the operands. */
static int
ingest_source_files(struct csm_run *run, const struct csm_json *entry)
{
	const struct csm_json *file = csm_json_get(entry, "file");
	const char **paths;
	glob_t found;

	/* A pattern that matches nothing is an export that did not come. */
	if (ingest_source_glob(file, &found) != 0 || found.gl_pathc == 0)
		return csm_json_error(
		    &run->diag, file, CSM_E_OPEN, "there is no file %s", file->text);
	/* glob sorts, so that files are read in one order wherever they lie. */
	paths = CSM_ARENA_ARRAY(&run->arena, const char *, found.gl_pathc);
	for (size_t i = 0; i < found.gl_pathc; i++)
		paths[i] = csm_arena_strdup(&run->arena, found.gl_pathv[i]);
	run->paths = paths;
	run->n_paths = found.gl_pathc;
	globfree(&found);
	return 0;
}

/* With links followed: night/../raw/x.csv is raw/x.csv. */
static int
ingest_source_is_same(const char *a, const char *b)
{
	char *real_a = realpath(a, NULL), *real_b = realpath(b, NULL);
	int same = real_a != NULL && real_b != NULL && strcmp(real_a, real_b) == 0;

	free(real_a);
	free(real_b);
	return same;
}

static int
ingest_source_reads(const struct csm_json *entry, const char *path)
{
	const struct csm_json *file = csm_json_get(entry, "file");
	glob_t found;
	int reads = 0;

	if (ingest_source_text(entry, "file") == NULL ||
	    ingest_source_glob(file, &found) != 0)
		return 0;
	for (size_t i = 0; i < found.gl_pathc; i++)
		reads |= ingest_source_is_same(found.gl_pathv[i], path);
	globfree(&found);
	return reads;
}

/* The one source that reads a path: NULL if there is none; *two if there are several. */
static const struct csm_json *
ingest_source_of(
    const struct csm_run *run, const char *path, const struct csm_json **two)
{
	const struct csm_json *e = NULL, *found = NULL;

	while ((e = csm_config_each_entry(run->conf, "sources", e)) != NULL) {
		if (!ingest_source_reads(e, path))
			continue;
		if (found != NULL)
			*two = e;
		else
			found = e;
	}
	return found;
}

static int
ingest_source_by_file(struct csm_run *run, struct csm_cli *cli)
{
	const struct csm_json *found, *two = NULL;

	for (size_t i = 0; i < run->n_paths; i++) {
		struct csm_pos at = {.file = run->paths[i]};
		found = ingest_source_of(run, run->paths[i], &two);
		/* No source names the first file: options may describe it. */
		if (found == NULL && cli->source == NULL)
			return 0;
		if (two != NULL)
			return csm_error(&run->diag, CSM_E_USAGE, &at,
			    "the sources \"%s\" and \"%s\" both read it: choose one "
			    "with -S",
			    found->key, two->key);
		if (found == NULL ||
		    (cli->source != NULL && strcmp(cli->source, found->key) != 0))
			return csm_error(&run->diag, CSM_E_USAGE, &at,
			    "it is not a file of the source \"%s\", as those before it "
			    "are: give it to a run of its own",
			    cli->source);
		/* From the first file on it is as if -S had been given. */
		cli->source = found->key;
	}
	return 0;
}

int
csm_cli_choose_source(struct csm_run *run, struct csm_cli *cli)
{
	const struct csm_json *entry;
	/* Whoever says what rows are means that, even if a source reads the file. */
	bool said = cli->kind != NULL || cli->preset != NULL ||
		    csm_cli_word_text(cli, "time") != NULL ||
		    csm_cli_word_text(cli, "company") != NULL ||
		    csm_cli_word_text(cli, "name") != NULL;

	if (run->common->check)
		return 0;
	if (cli->source == NULL && !said)
		return ingest_source_by_file(run, cli);
	if (cli->source == NULL || run->n_paths > 0)
		return 0;
	entry = csm_config_entry(run->conf, "sources", cli->source);
	if (entry != NULL && ingest_source_text(entry, "file") != NULL)
		return ingest_source_files(run, entry);
	/* A pipe is read as what the source says. */
	if (entry == NULL || !isatty(STDIN_FILENO))
		return 0;
	return csm_error(&run->diag, CSM_E_USAGE, NULL,
	    "no file given, and the source \"%s\" names none (\"file\")", cli->source);
}

struct ingest_source_place {
	struct csm_run *run;
	const struct csm_json *entry;
};

static int
ingest_source_visit(void *ctx, const char *file)
{
	const struct ingest_source_place *place = ctx;

	if (csm_config_path_is_inside(place->entry->file, file))
		return 0;
	return csm_json_error(&place->run->diag, place->entry, CSM_E_CONFIG,
	    "%s is outside the directory of the configuration, and settings.files "
	    "allows "
	    "none there",
	    file);
}

int
csm_cli_check_files(struct csm_run *run, const struct csm_json *entry,
    const struct csm_mapping *mapping)
{
	struct ingest_source_place place = {run, entry};

	if (entry == NULL || csm_config_setting(run->conf, "files") == NULL)
		return 0;
	return csm_mapping_files(mapping, ingest_source_visit, &place);
}

int
csm_cli_list_sources(struct csm_run *run)
{
	static const char *const keys[] = {"kind", "preset", "model", "file"};
	const struct csm_json *e = NULL;
	struct csm_buf line = {0};
	struct csm_rowwriter row = csm_rowwriter(&line, CSM_FORMAT_CSV);

	if (csm_run_output(run) != 0)
		return -1;
	csm_rowwriter_heading(&row, "source");
	for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++)
		csm_rowwriter_heading(&row, keys[i]);
	csm_rowwriter_end(&row);
	while ((e = csm_config_each_entry(run->conf, "sources", e)) != NULL) {
		csm_rowwriter_string(&row, "source", e->key);
		for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++)
			csm_rowwriter_word(
			    &row, keys[i], ingest_source_text(e, keys[i]));
		csm_rowwriter_end(&row);
	}
	csm_output_write(run->out, line.data, line.len);
	csm_buf_fini(&line);
	return 0;
}

static void
ingest_source_put(struct csm_buf *out, const struct csm_json *v)
{
	bool object = v->type == CSM_JSON_OBJECT;

	switch (v->type) {
	case CSM_JSON_STRING:
		csm_json_put_text(out, v->text, v->len);
		return;
	case CSM_JSON_NUMBER:
		csm_buf_puts(out, v->text);
		return;
	case CSM_JSON_ARRAY:
	case CSM_JSON_OBJECT:
		csm_buf_putc(out, object ? '{' : '[');
		for (const struct csm_json *m = v->child; m != NULL; m = m->next) {
			if (object) {
				csm_json_put_text(out, m->key, strlen(m->key));
				csm_buf_puts(out, ": ");
			}
			ingest_source_put(out, m);
			csm_buf_puts(out, m->next == NULL ? "" : ", ");
		}
		csm_buf_putc(out, object ? '}' : ']');
		return;
	default:
		csm_buf_puts(out, v->type == CSM_JSON_TRUE    ? "true"
				  : v->type == CSM_JSON_FALSE ? "false"
							      : "null");
	}
}

/* The members of `from` that `over` has not, a line each.  As written, whatever the
 * shape: comments and unknown members too. */
static void
ingest_source_put_members(
    struct csm_buf *out, const struct csm_json *from, const struct csm_json *over)
{
	for (const struct csm_json *m = from == NULL ? NULL : from->child; m != NULL;
	     m = m->next) {
		if (strcmp(m->key, "preset") == 0 ||
		    (over != NULL && csm_json_get(over, m->key) != NULL))
			continue;
		csm_buf_puts(
		    out, out->data[out->len - 1] == '{' ? "\n      " : ",\n      ");
		csm_json_put_text(out, m->key, strlen(m->key));
		csm_buf_puts(out, ": ");
		ingest_source_put(out, m);
	}
}

/* The entry that -P, or the preset the source names, is made of; NULL: none. */
static const struct csm_json *
ingest_source_preset(
    struct csm_run *run, const struct csm_cli *cli, const struct csm_json *entry)
{
	const char *preset = cli->preset != NULL ? cli->preset
			     : entry == NULL     ? NULL
						 : ingest_source_text(entry, "preset");
	const char *kind = cli->kind != NULL ? cli->kind
			   : entry == NULL   ? NULL
					     : ingest_source_text(entry, "kind");
	const char *model = csm_cli_word_text(cli, "model");
	struct csm_buf text = {0};
	const struct csm_json *json = NULL;

	if (model == NULL && entry != NULL)
		model = ingest_source_text(entry, "model");
	if (preset != NULL)
		csm_preset_put(&text, preset, kind, model);
	if (text.len > 0)
		json = csm_json_parse(&run->arena, "preset",
		    csm_arena_strdup(&run->arena, text.data), text.len, &run->diag);
	csm_buf_fini(&text);
	return json;
}

int
csm_cli_print_source(struct csm_run *run, const struct csm_cli *cli)
{
	const struct csm_json *entry = NULL, *preset;
	const char *name = cli->source != NULL ? cli->source : cli->preset;
	struct csm_buf out = {0};

	if (name == NULL)
		return csm_error(&run->diag, CSM_E_USAGE, NULL,
		    "--print-source wants -P PRESET or -S SOURCE");
	/* says what is wrong with either */
	if (csm_cli_mapping_of(run, cli) == NULL)
		return -1;
	if (cli->source != NULL)
		entry = csm_config_entry(run->conf, "sources", cli->source);
	preset = ingest_source_preset(run, cli, entry);
	csm_buf_puts(&out, "{\n  \"sources\": {\n    ");
	csm_json_put_text(&out, name, strlen(name));
	csm_buf_puts(&out, ": {");
	ingest_source_put_members(&out, preset, entry);
	ingest_source_put_members(&out, entry, NULL);
	csm_buf_puts(&out, "\n    }\n  }\n}\n");
	if (csm_run_output(run) == 0)
		csm_output_write(run->out, out.data, out.len);
	csm_buf_fini(&out);
	return 0;
}
