/* Which fields files a run has: -F, and the configuration's settings.fields. */
#include "run.h"

#include <string.h>
#include <sys/stat.h>

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
	const char *id = NULL;
	if (colon != NULL && stat(path, &st) != 0) {
		*colon = '\0';
		id = colon + 1;
	}
	run->fields[model] = csm_fields_load(path, model, id, &run->diag);
	return run->fields[model] == NULL ? -1 : 0;
}

static enum csm_value_type
column_type(const char *name)
{
	static const struct {
		const char *name;
		enum csm_value_type type;
	} types[] = {{"number", CSM_VALUE_NUMBER}, {"text", CSM_VALUE_TEXT},
	    {"date", CSM_VALUE_DAY}, {"boolean", CSM_VALUE_BOOL}};

	for (size_t i = 0; i < sizeof types / sizeof types[0]; i++)
		if (strcmp(types[i].name, name) == 0)
			return types[i].type;
	return CSM_VALUE_TEXT; /* the configuration was checked: not reached */
}

/* A file name, or {"file": ..., "id": ..., "types": {column: type}}. */
static int
load_setting(struct csm_run *run, const struct csm_json *at, enum csm_model model)
{
	const struct csm_json *types = NULL;
	const char *file = at->text, *id = NULL;
	struct csm_fields *f;

	if (at->type == CSM_JSON_OBJECT &&
	    (csm_json_text(at, "file", &file, &run->diag) < 0 ||
		csm_json_text(at, "id", &id, &run->diag) < 0 ||
		csm_json_object(at, "types", &types, &run->diag) < 0))
		return -1;
	f = run->fields[model] = csm_fields_load(file, model, id, &run->diag);
	if (f == NULL)
		return -1;
	for (const struct csm_json *t = types == NULL ? NULL : types->child; t != NULL;
	     t = t->next)
		if (csm_fields_force(f, t->key, column_type(t->text), &run->diag) != 0)
			return csm_json_error(&run->diag, t, CSM_E_CONFIG,
			    "%s has no column \"%s\"", csm_fields_file(f), t->key);
	return 0;
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
	const struct csm_json *setting = csm_config_setting(run->conf, "fields");

	if (csm_run_fields_given(run) != 0)
		return -1;
	if (setting == NULL)
		return 0;
	for (enum csm_model m = 0; m < CSM_MODELS; m++) {
		const struct csm_json *at = csm_json_get(setting, csm_model_name(m));
		if (run->fields[m] == NULL && at != NULL &&
		    load_setting(run, at, m) != 0)
			return -1;
	}
	return 0;
}
