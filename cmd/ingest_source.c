/* Sources that name their files, and files that have their source. */
#include "ingest.h"

#include "config/path.h"
#include "syntax/csv.h"

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

/* The files a source reads become the operands. */
static int
ingest_source_files(struct csm_run *run, const struct csm_json *entry)
{
	const struct csm_json *file = csm_json_get(entry, "file");
	const char **paths;
	glob_t found;

	if (glob(file->text, 0, NULL, &found) != 0 || found.gl_pathc == 0)
		return csm_json_error(
		    &run->diag, file, CSM_E_OPEN, "there is no file %s", file->text);
	paths = CSM_ARENA_ARRAY(&run->arena, const char *, found.gl_pathc);
	for (size_t i = 0; i < found.gl_pathc; i++)
		paths[i] = csm_arena_strdup(&run->arena, found.gl_pathv[i]);
	run->paths = paths;
	run->n_paths = found.gl_pathc;
	globfree(&found);
	return 0;
}

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
	const char *pattern = ingest_source_text(entry, "file");
	glob_t found;
	int reads = 0;

	if (pattern == NULL || glob(pattern, 0, NULL, &found) != 0)
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
		cli->source = found->key;
	}
	return 0;
}

int
csm_cli_choose_source(struct csm_run *run, struct csm_cli *cli)
{
	const struct csm_json *entry;
	bool said = cli->kind != NULL || cli->preset != NULL || cli->time != NULL ||
		    cli->company != NULL || cli->name != NULL;

	if (run->common->check)
		return 0;
	if (cli->source == NULL && !said)
		return ingest_source_by_file(run, cli);
	if (cli->source == NULL || run->n_paths > 0)
		return 0;
	entry = csm_config_entry(run->conf, "sources", cli->source);
	if (entry != NULL && ingest_source_text(entry, "file") != NULL)
		return ingest_source_files(run, entry);
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
	for (size_t i = 0; i < CSM_ROLES + mapping->columns; i++)
		if (csm_source_files(csm_mapping_source(mapping, i),
			ingest_source_visit, &place) != 0)
			return -1;
	return 0;
}

int
csm_cli_list_sources(struct csm_run *run)
{
	static const char *const keys[] = {"kind", "preset", "model", "file"};
	const struct csm_json *e = NULL;
	struct csm_buf row = {0};

	if (csm_run_output(run) != 0)
		return -1;
	csm_buf_puts(&row, "source,kind,preset,model,file\n");
	while ((e = csm_config_each_entry(run->conf, "sources", e)) != NULL) {
		csm_csv_put(&row, e->key, strlen(e->key), ',');
		for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
			const char *text = ingest_source_text(e, keys[i]);
			csm_buf_putc(&row, ',');
			if (text != NULL)
				csm_csv_put(&row, text, strlen(text), ',');
		}
		csm_buf_putc(&row, '\n');
	}
	csm_output_write(run->out, row.data, row.len);
	csm_buf_fini(&row);
	return 0;
}
