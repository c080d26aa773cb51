#include "config/config.h"

#include "base/arena.h"
#include "base/xalloc.h"
#include "config/path.h"
#include "config/shape.h"
#include "io/fd.h"
#include "io/input.h"
#include "syntax/json_repair.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

struct csm_config {
	const struct csm_config_shape *shape;
	struct csm_arena arena;
	struct csm_json **doc; /* objects, in order of reading */
	size_t n, cap;
	struct csm_config_ids ids;
	int lenient;
};

struct csm_config *
csm_config_new(const struct csm_config_shape *shape)
{
	struct csm_config *conf = csm_xcalloc(1, sizeof *conf);

	conf->shape = shape;
	return conf;
}

bool
csm_config_is_empty(const struct csm_config *conf)
{
	return conf->n == 0;
}

const struct csm_config_shape *
csm_config_shape(const struct csm_config *conf)
{
	return conf->shape;
}

void
csm_config_free(struct csm_config *conf)
{
	if (conf == NULL)
		return;
	csm_intern_fini(&conf->ids.names);
	free(conf->ids.first);
	free(conf->ids.path);
	free(conf->doc);
	csm_arena_fini(&conf->arena);
	free(conf);
}

void
csm_config_lenient(struct csm_config *conf, int lenient)
{
	conf->lenient = lenient;
}

/* A name of a file becomes the path of it; the tree is ours. */
static void
config_place(struct csm_config *conf, const struct csm_json *at)
{
	/* The check sees trees that it must not change; this one was made here, and
	 * nobody else has it yet. */
	struct csm_json *mine = (struct csm_json *)(uintptr_t)at;

	mine->text = csm_config_path(&conf->arena, at->file, at->text);
	mine->len = strlen(mine->text);
}

int
csm_config_load_text(struct csm_config *conf, const char *name, const char *text,
    size_t len, struct csm_diag *diag)
{
	const char *file = csm_arena_strdup(&conf->arena, name);
	struct csm_json *doc;

	if (conf->lenient)
		text = csm_json_repair(&conf->arena, file, text, &len, diag);
	doc = csm_json_parse(&conf->arena, file, text, len, diag);
	if (doc == NULL)
		return -1;
	/* Kept though it may be wrong: what is found in it later is told in the same
	 * run.  A document that is no object has no sections to look into. */
	if (doc->type == CSM_JSON_OBJECT) {
		CSM_GROW(conf->doc, conf->n, &conf->cap);
		conf->doc[conf->n++] = doc;
	}
	size_t paths = conf->ids.paths;
	int status = csm_config_check(conf->shape, doc, &conf->ids, diag);
	/* Those of this document only: the others have their directory already. */
	for (size_t i = paths; i < conf->ids.paths; i++)
		config_place(conf, conf->ids.path[i]);
	return status;
}

int
csm_config_files(const struct csm_config *conf, struct csm_diag *diag)
{
	int failed = 0;

	if (csm_config_setting(conf, "files") == NULL)
		return 0;
	for (size_t i = 0; i < conf->ids.paths; i++) {
		const struct csm_json *at = conf->ids.path[i];
		if (!csm_config_path_is_inside(at->file, at->text))
			failed = csm_json_error(diag, at, CSM_E_CONFIG,
			    "%s is outside the directory of the configuration, and "
			    "settings.files allows none there",
			    at->text);
	}
	return failed;
}

static int
load_file(struct csm_config *conf, const char *path, struct csm_diag *diag)
{
	size_t len = 0;
	char *text = csm_input_slurp(path, &len, diag);
	int failed;

	if (text == NULL)
		return -1;
	failed = csm_config_load_text(conf, path, text, len, diag);
	free(text);
	return failed;
}

static int
is_json_name(const char *name)
{
	size_t len = strlen(name);

	/* Editors leave hidden copies of what they edit. */
	return name[0] != '.' && len > 5 && strcmp(name + len - 5, ".json") == 0;
}

static int
by_bytes(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static int
load_names(struct csm_config *conf, const char *path, char **names, size_t n,
    struct csm_diag *diag)
{
	const char *slash = path[strlen(path) - 1] == '/' ? "" : "/";
	int failed = 0;

	if (n == 0)
		return csm_error(diag, CSM_E_CONFIG, &(struct csm_pos){.file = path},
		    "a directory without a *.json file");
	/* readdir() has an order of its own on every disk, and the last setting wins.
	 */
	qsort(names, n, sizeof *names, by_bytes);
	for (size_t i = 0; i < n; i++) {
		char *file =
		    csm_arena_printf(&conf->arena, "%s%s%s", path, slash, names[i]);
		/* All of them, so that one run tells the mistakes of every file. */
		if (load_file(conf, file, diag) != 0)
			failed = -1;
	}
	return failed;
}

static int
load_directory(struct csm_config *conf, const char *path, struct csm_diag *diag)
{
	DIR *dir = csm_fd_opendir(path);
	char **names = NULL;
	size_t n = 0, cap = 0;
	int failed = -1;

	if (dir == NULL)
		return csm_error(diag, CSM_E_OPEN, &(struct csm_pos){.file = path},
		    "cannot open: %s", strerror(errno));
	for (;;) {
		struct dirent *entry;
		/* readdir() gives NULL at the end and for a failure, and only errno
		 * tells which. */
		errno = 0;
		if ((entry = readdir(dir)) == NULL)
			break;
		if (!is_json_name(entry->d_name))
			continue;
		CSM_GROW(names, n, &cap);
		names[n++] = csm_xstrdup(entry->d_name);
	}
	if (errno != 0)
		csm_error(diag, CSM_E_READ, &(struct csm_pos){.file = path},
		    "cannot read: %s", strerror(errno));
	else
		failed = load_names(conf, path, names, n, diag);
	closedir(dir);
	while (n > 0)
		free(names[--n]);
	free(names);
	return failed;
}

int
csm_config_load(struct csm_config *conf, const char *path, struct csm_diag *diag)
{
	struct stat st;

	if (stat(path, &st) == 0 && S_ISDIR(st.st_mode))
		return load_directory(conf, path, diag);
	return load_file(conf, path, diag);
}

/* The first thing in the section `name` of documents from i on; NULL if none. */
static const struct csm_json *
first_from(
    const struct csm_config *conf, size_t i, const char *name, enum csm_json_type type)
{
	for (; i < conf->n; i++) {
		const struct csm_json *section = csm_json_get(conf->doc[i], name);
		/* A section of the wrong type has been told by the check; who walks
		 * sees none. */
		if (section != NULL && section->type == type && section->child != NULL)
			return section->child;
	}
	return NULL;
}

static const struct csm_json *
config_each(const struct csm_config *conf, const char *name, enum csm_json_type type,
    const struct csm_json *last)
{
	size_t i = 0;

	if (last == NULL)
		return first_from(conf, 0, name, type);
	if (last->next != NULL)
		return last->next;
	/* The last of a file: its document is two up, and the walk goes on with the
	 * next. */
	while (i < conf->n && conf->doc[i] != last->parent->parent)
		i++;
	return first_from(conf, i + 1, name, type);
}

const struct csm_json *
csm_config_each(
    const struct csm_config *conf, const char *section, const struct csm_json *last)
{
	return config_each(conf, section, CSM_JSON_ARRAY, last);
}

const struct csm_json *
csm_config_find(const struct csm_config *conf, const char *section, const char *id,
    struct csm_nearest *near)
{
	const struct csm_json *entry = NULL;

	if (near != NULL)
		csm_nearest_init(near, id);
	while ((entry = csm_config_each(conf, section, entry)) != NULL) {
		const struct csm_json *of = csm_json_get(entry, "id");
		/* One that is wrong is told where the shape is checked. */
		if (of == NULL || of->type != CSM_JSON_STRING)
			continue;
		if (strcmp(of->text, id) == 0)
			return entry;
		if (near != NULL)
			csm_nearest_offer(near, of->text);
	}
	return NULL;
}

int
csm_config_id_of(const struct csm_json *entry, const char *what, const char **id,
    struct csm_diag *diag)
{
	int found = csm_json_text(entry, "id", id, diag);

	if (found == 0)
		return csm_json_error(
		    diag, entry, CSM_E_CONFIG, "%s wants an \"id\"", what);
	return found < 0 ? -1 : csm_config_identifier(csm_json_get(entry, "id"), diag);
}

const struct csm_json *
csm_config_each_entry(
    const struct csm_config *conf, const char *section, const struct csm_json *last)
{
	return config_each(conf, section, CSM_JSON_OBJECT, last);
}

const struct csm_json *
csm_config_entry(const struct csm_config *conf, const char *section, const char *name)
{
	const struct csm_json *found = NULL;

	for (size_t i = 0; i < conf->n && found == NULL; i++)
		found = csm_json_get(csm_json_get(conf->doc[i], section), name);
	return found;
}

const struct csm_json *
csm_config_setting(const struct csm_config *conf, const char *name)
{
	const struct csm_json *found = NULL;

	/* From the last file back: it wins. */
	for (size_t i = conf->n; i-- > 0 && found == NULL;)
		found = csm_json_get(csm_json_get(conf->doc[i], "settings"), name);
	return found;
}
