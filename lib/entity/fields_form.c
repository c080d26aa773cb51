#include "entity/fields_form.h"

#include "config/shapes.h"

#include <string.h>

const struct csm_config_shape csm_fields_type_shape = {
    .types = CSM_CONFIG_TEXT, .words = WORDS("number", "text", "date", "boolean")};

static const struct csm_config_shape decimal_mark = {
    .types = CSM_CONFIG_TEXT, .words = WORDS(".", ",")};
static const struct csm_config_shape null_texts = {
    .types = CSM_CONFIG_TEXT | CSM_CONFIG_ARRAY, .each = &csm_config_text};
static const struct csm_config_key column_keys[] = {
    {"type", &csm_fields_type_shape, 0,
	"What the cells are, where it is not what most are"},
    {"format", &null_texts, 0,
	"How days are written: iso, epoch, epoch_ms, epoch_us, excel, days_1970, a "
	"pattern such as %m/%d/%Y, or several, which are tried in order; of numbers: "
	"money"},
    {"decimal", &decimal_mark, 0,
	"Mark before the fraction of a number; the other one may stand between groups "
	"of three digits"},
    {"null", &null_texts, 0, "Texts that mean that there is no value"},
    {"name", &csm_config_text, 0, "Name for people"},
    {"unit", &csm_config_text, 0,
	"Unit of the numbers, for people; currency: the currency of the settings"},
    END};
const struct csm_config_shape csm_fields_form_shape = {
    .def = "fields_column", .types = CSM_CONFIG_OBJECT, .keys = column_keys};

static enum csm_value_type
form_type(const char *name)
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

static const char *
form_text(const struct csm_json *at, const char *key)
{
	const struct csm_json *v = csm_json_get(at, key);

	return v == NULL ? NULL : v->text;
}

/* A text, or a list of them; NULL: not said. */
static const char *const *
form_texts(struct csm_arena *arena, const struct csm_json *list, size_t *n)
{
	const char **text;

	if (list == NULL)
		return NULL;
	/* A text has no children: the one more is its place. */
	text = CSM_ARENA_ARRAY(arena, const char *, list->count + 1);
	for (const struct csm_json *v = list->child; v != NULL; v = v->next)
		text[(*n)++] = v->text;
	if (list->type == CSM_JSON_STRING)
		text[(*n)++] = list->text;
	return text;
}

struct csm_fields_cell_form
csm_fields_form_read(struct csm_arena *arena, const struct csm_json *at)
{
	struct csm_fields_cell_form form = {.column = at->key};
	const char *type =
	    at->type == CSM_JSON_STRING ? at->text : form_text(at, "type");
	const char *decimal = form_text(at, "decimal");

	if (type != NULL)
		form.type = form_type(type);
	form.format = form_texts(arena, csm_json_get(at, "format"), &form.formats);
	form.decimal = decimal == NULL ? 0 : decimal[0];
	form.null = form_texts(arena, csm_json_get(at, "null"), &form.nulls);
	return form;
}
