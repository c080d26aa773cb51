/* Which fields files a run has: -F, and the configuration's settings.fields; and how
 * the cells of their columns are written. */
#include "common/run.h"

#include "base/pseudonym.h"
#include "base/text.h"
#include "config/path.h"
#include "entity/fields_form.h"
#include "io/fd.h"
#include "io/place.h"
#include "record/side.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *
member_text(const struct csm_json *at, const char *key)
{
	const struct csm_json *v = csm_json_get(at, key);

	return v == NULL ? NULL : v->text;
}

/* Columns stand beside the words of the file itself, and under "types". */
static void
read_forms(
    struct csm_run *run, const struct csm_json *at, struct csm_fields_options *options)
{
	const struct csm_json *types = csm_json_get(at, "types");
	/* More than there are: words of the file itself are counted too. */
	size_t n = at->count + (types == NULL ? 0 : types->count);
	struct csm_fields_cell_form *form =
	    CSM_ARENA_ARRAY(&run->arena, struct csm_fields_cell_form, n + 1);

	for (const struct csm_json *v = at->child; v != NULL; v = v->next)
		if (v->type == CSM_JSON_OBJECT && v != types)
			form[options->forms++] = csm_fields_form_read(&run->arena, v);
	for (const struct csm_json *v = types == NULL ? NULL : types->child; v != NULL;
	     v = v->next)
		form[options->forms++] = csm_fields_form_read(&run->arena, v);
	options->form = form;
}

static char
side_mark(const struct csm_json *at, const char *key)
{
	const char *text = member_text(at, key);

	return text == NULL ? 0 : text[0];
}

/* How a file beside the data is written, as settings.formats has it. */
static int
say_side(struct csm_run *run, const struct csm_json *at)
{
	const char *quote = member_text(at, "quote"),
		   *format = member_text(at, "format");
	const struct csm_json *skip = csm_json_get(at, "skip_lines"),
			      *pad = csm_json_get(at, "pad"), *of;
	struct csm_side *side = CSM_ARENA_NEW(&run->arena, struct csm_side);

	for (of = at->child; of != NULL; of = of->next)
		/* The shape allows any text; which one of several characters is meant
		 * nobody could tell. */
		if ((strcmp(of->key, "quote") == 0 && strcmp(of->text, "none") != 0 &&
			strlen(of->text) != 1) ||
		    (strcmp(of->key, "escape") == 0 && strlen(of->text) != 1))
			return csm_json_error(&run->diag, of, CSM_E_CONFIG,
			    "wants one character%s",
			    *of->key == 'q' ? ", or \"none\"" : "");
	side->path = csm_config_path(&run->arena, at->file, at->key);
	side->how = (struct csm_reader_options){.delimiter = side_mark(at, "delimiter"),
	    .encoding = member_text(at, "encoding"),
	    .dialect = {.quote = quote == NULL                ? 0
				 : strcmp(quote, "none") == 0 ? CSM_QUOTE_NONE
							      : quote[0],
		.escape = side_mark(at, "escape"),
		.skip_lines = skip == NULL ? 0 : (uint32_t)skip->number},
	    .pad = pad != NULL && pad->type == CSM_JSON_TRUE};
	if (format != NULL)
		csm_format_parse(format, &side->how.format);
	csm_side_say(side);
	return 0;
}

int
csm_run_sides(struct csm_run *run)
{
	const struct csm_json *formats = csm_config_setting(run->conf, "formats");

	csm_side_forget();
	for (const struct csm_json *v = formats == NULL ? NULL : formats->child;
	     v != NULL; v = v->next)
		if (say_side(run, v) != 0)
			return -1;
	return 0;
}

/* What the configuration says of a model's fields: a file name, or {"file": ..., "id":
 * ..., COLUMN: {...}}. */
struct csm_fields_options
csm_run_fields_options(struct csm_run *run, enum csm_model model, const char **file)
{
	const struct csm_json *at = csm_json_get(
	    csm_config_setting(run->conf, "fields"), csm_model_name(model));
	struct csm_fields_options options = {
	    .reader = {.format = CSM_FORMAT_AUTO}, .zone = run->zone};
	const char *text;

	*file = NULL;
	if (at == NULL)
		return options;
	if (at->type == CSM_JSON_STRING) {
		*file = at->text;
		return options;
	}
	*file = member_text(at, "file");
	options.id_column = member_text(at, "id");
	text = member_text(at, "delimiter");
	options.reader.delimiter = text == NULL ? 0 : text[0];
	text = member_text(at, "id_format");
	options.integer_id = text != NULL && strcmp(text, "integer") == 0;
	read_forms(run, at, &options);
	return options;
}

/* -1 after reporting that the file lacks a column the configuration speaks of. */
static int
check_column(struct csm_run *run, const struct csm_fields *f, const struct csm_json *at)
{
	struct csm_nearest near;
	struct csm_buf hint = {0};

	if (csm_fields_column(f, at->key) >= 0)
		return 0;
	csm_nearest_init(&near, at->key);
	for (size_t c = 0; c < csm_fields_columns(f); c++)
		csm_nearest_offer(&near, csm_fields_column_name(f, c));
	csm_json_error(&run->diag, at, CSM_E_CONFIG, "%s has no column \"%s\"%s",
	    csm_fields_file(f), at->key, csm_nearest_hint(&near, &hint));
	csm_buf_fini(&hint);
	return -1;
}

#define KEY_MOST 4096 /* bytes; whoever names another file by mistake is told */
#define KEY_VARIABLE "CSM_HASH_KEY"

/* Not on the command line, where everybody on the machine can read it. */
static int
hide_key(struct csm_run *run, const char *name, struct csm_buf *key)
{
	const struct csm_pos at = {.file = name};
	const char *value = getenv(KEY_VARIABLE);
	struct stat st;
	int fd, got;

	if (strcmp(name, "env") == 0) {
		csm_buf_puts(key, value == NULL ? "" : value);
		return value != NULL ? 0
				     : csm_error(&run->diag, CSM_E_USAGE, NULL,
					   "--hash-users env: there is no variable "
					   "CSM_HASH_KEY");
	}
	fd = csm_fd_open(name, O_RDONLY, 0);
	if (fd >= 0 && fstat(fd, &st) == 0 && csm_place_writer(&st) != NULL) {
		close(fd);
		return csm_error(&run->diag, CSM_E_USAGE, &at,
		    "%s would replace this file, which is the key",
		    csm_place_writer(&st));
	}
	got = fd < 0 ? -1 : csm_fd_read_all(fd, key, KEY_MOST + 1);
	if (got != 0)
		csm_error(&run->diag, CSM_E_OPEN, &at, "cannot read the key: %s",
		    strerror(errno));
	else if (key->len > KEY_MOST)
		got = csm_error(&run->diag, CSM_E_USAGE, &at,
		    "this is no key, which has at most %d bytes", KEY_MOST);
	if (fd >= 0)
		close(fd);
	return got;
}

int
csm_run_hide(struct csm_run *run)
{
	const char *name = run->common->hash_users;
	struct csm_pseudonym *p;
	struct csm_buf key = {0};
	int failed = 0;

	if (name == NULL)
		return 0;
	if (hide_key(run, name, &key) != 0) {
		csm_buf_fini(&key);
		return -1;
	}
	/* Editors end a file with a line, and no key. */
	while (key.len > 0 && strchr("\r\n", key.data[key.len - 1]) != NULL)
		key.len--;
	if (key.len < CSM_PSEUDONYM_KEY)
		failed = csm_error(&run->diag, CSM_E_USAGE, NULL,
		    "--hash-users: a key of less than %d bytes could be guessed; "
		    "head -c 32 /dev/urandom | base64 makes one",
		    CSM_PSEUDONYM_KEY);
	p = CSM_ARENA_NEW(&run->arena, struct csm_pseudonym);
	csm_pseudonym_init(p, csm_buf_text(&key), key.len);
	run->hide = p;
	csm_buf_fini(&key);
	return failed;
}

/* A file of fields, as the configuration says it is written. */
static int
load_fields(struct csm_run *run, const char *path, enum csm_model model,
    const struct csm_fields_options *options)
{
	const struct csm_json *at = csm_json_get(
	    csm_config_setting(run->conf, "fields"), csm_model_name(model));
	const struct csm_json *types = csm_json_get(at, "types");
	struct csm_fields_options how = *options;

	if (model == CSM_MODEL_ENDUSER)
		how.hide = run->hide;
	struct csm_fields *f = csm_fields_load(path, model, &how, &run->diag);
	run->fields[model] = f;
	if (f == NULL)
		return -1;
	/* A file without rows may be one without a header. */
	if (at == NULL || at->type != CSM_JSON_OBJECT || csm_fields_count(f) == 0)
		return 0;
	for (const struct csm_json *v = at->child; v != NULL; v = v->next)
		if (v->type == CSM_JSON_OBJECT && v != types &&
		    check_column(run, f, v) != 0)
			return -1;
	for (const struct csm_json *v = types == NULL ? NULL : types->child; v != NULL;
	     v = v->next)
		if (check_column(run, f, v) != 0)
			return -1;
	return 0;
}

/* MODEL=FILE[:IDCOL]; a colon that is part of an existing file's name belongs to it. */
static int
load_option(struct csm_run *run, const char *spec)
{
	const char *equals = strchr(spec, '=');
	enum csm_model model;
	struct stat st;

	if (equals == NULL ||
	    csm_model_parse(spec, (size_t)(equals - spec), &model) != 0)
		return csm_error(&run->diag, CSM_E_USAGE, NULL,
		    "-F wants MODEL=FILE[:IDCOL] with MODEL one of company, enduser, "
		    "asset, project, not \"%s\"",
		    spec);
	if (run->fields[model] != NULL)
		return csm_error(&run->diag, CSM_E_USAGE, NULL, "-F %s is given twice",
		    csm_model_name(model));
	char *path = csm_arena_strdup(&run->arena, equals + 1);
	char *colon = strrchr(path, ':');
	const char *other;
	struct csm_fields_options options = csm_run_fields_options(run, model, &other);
	if (other == NULL || strcmp(other, path) != 0)
		options.id_column = NULL; /* that of another file */
	options.integer_id |= run->integer_id;
	/* The whole first: a file may be called as if it named a column. */
	if (colon != NULL && stat(path, &st) != 0) {
		*colon = '\0';
		options.id_column = colon + 1;
	}
	return load_fields(run, path, model, &options);
}

int
csm_run_fields_given(struct csm_run *run)
{
	for (size_t i = 0; i < run->common->fields.n; i++)
		if (load_option(run, run->common->fields.item[i]) != 0)
			return -1;
	return 0;
}

int
csm_run_fields(struct csm_run *run)
{
	/* Options first; the configuration fills in the models they do not name. */
	if (csm_run_fields_given(run) != 0)
		return -1;
	for (enum csm_model m = 0; m < CSM_MODELS; m++) {
		const char *file;
		struct csm_fields_options options =
		    csm_run_fields_options(run, m, &file);
		if (run->fields[m] == NULL && file != NULL &&
		    load_fields(run, file, m, &options) != 0)
			return -1;
	}
	return 0;
}
