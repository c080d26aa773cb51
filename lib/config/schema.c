#include "config/config.h"

#include "config/shape.h"

#include <jansson.h>
#include <math.h>
#include <stdlib.h>

static json_t *schema_of(const struct csm_config_shape *s, json_t *defs);

static json_t *
types_of(unsigned types)
{
	static const char *const names[] = {
	    [CSM_JSON_NULL] = "null",
	    [CSM_JSON_FALSE] = "boolean",
	    [CSM_JSON_TRUE] = NULL,
	    [CSM_JSON_NUMBER] = "number",
	    [CSM_JSON_STRING] = "string",
	    [CSM_JSON_ARRAY] = "array",
	    [CSM_JSON_OBJECT] = "object",
	};
	json_t *list = json_array(), *only;

	for (unsigned i = 0; i < sizeof names / sizeof names[0]; i++)
		if (names[i] != NULL && (types & CSM_CONFIG_BIT(i)))
			json_array_append_new(list, json_string(names[i]));
	if (json_array_size(list) != 1)
		return list;
	only = json_incref(json_array_get(list, 0));
	json_decref(list);
	return only;
}

/* A list of words binds texts only; the other types allowed stay allowed. */
static void
put_words(json_t *to, const struct csm_config_shape *s)
{
	json_t *list = json_array(), *text;
	const char *word;

	for (size_t i = 0; (word = csm_words_at(s->words, i)) != NULL; i++)
		json_array_append_new(list, json_string(word));
	if (s->types == CSM_CONFIG_TEXT) {
		json_object_set_new(to, "enum", list);
		return;
	}
	text = json_object();
	json_object_set_new(text, "type", json_string("string"));
	json_object_set_new(to, "if", text);
	text = json_object();
	json_object_set_new(text, "enum", list);
	json_object_set_new(to, "then", text);
}

static void
put_bounds(json_t *to, const struct csm_config_shape *s)
{
	if (s->whole)
		json_object_set_new(to, "multipleOf", json_integer(1));
	if (s->lo == 0 && s->hi == 0)
		return;
	json_object_set_new(to, "minimum", json_integer((json_int_t)s->lo));
	if (!isinf(s->hi))
		json_object_set_new(to, "maximum", json_integer((json_int_t)s->hi));
}

static void
schema_put_member(json_t *to, const char *name, json_t *schema, const char *help)
{
	json_object_set_new(schema, "description", json_string(help));
	json_object_set_new(to, name, schema);
}

static void
put_keys(json_t *to, const struct csm_config_shape *s, json_t *defs)
{
	json_t *members = json_object(), *required = json_array(), *comment;
	const struct csm_config_key *k;

	for (size_t i = 0; (k = csm_config_key_at(s, i)) != NULL; i++) {
		schema_put_member(members, k->name, schema_of(k->shape, defs), k->help);
		if (k->required)
			json_array_append_new(required, json_string(k->name));
	}
	comment = json_object();
	json_object_set_new(comment, "type", json_string("string"));
	schema_put_member(members, CSM_CONFIG_COMMENT, comment, "A remark; not read");
	json_object_set_new(to, "properties", members);
	if (json_array_size(required) > 0)
		json_object_set(to, "required", required);
	json_decref(required);
	json_object_set_new(to, "additionalProperties", json_false());
}

static json_t *
write_shape(const struct csm_config_shape *s, json_t *defs)
{
	json_t *to = json_object();

	json_object_set_new(to, "type", types_of(s->types));
	if (s->words != NULL)
		put_words(to, s);
	if (s->identifier && (s->types & CSM_CONFIG_TEXT))
		json_object_set_new(
		    to, "pattern", json_string("^[^\\u0000-\\u001f\\u007f]+$"));
	if (s->types & CSM_CONFIG_NUMBER)
		put_bounds(to, s);
	if (s->items != 0) {
		json_object_set_new(to, "minItems", json_integer((json_int_t)s->items));
		json_object_set_new(to, "maxItems", json_integer((json_int_t)s->items));
	}
	if (s->each != NULL && (s->types & CSM_CONFIG_ARRAY))
		json_object_set_new(to, "items", schema_of(s->each, defs));
	if (s->keys != NULL)
		put_keys(to, s, defs);
	else if (s->each != NULL && (s->types & CSM_CONFIG_OBJECT))
		json_object_set_new(
		    to, "additionalProperties", schema_of(s->each, defs));
	if (s->others != NULL)
		json_object_set_new(
		    to, "additionalProperties", schema_of(s->others, defs));
	return to;
}

/* The schema, or a reference to it if it has a name; written to `defs` at first use. */
static json_t *
schema_of(const struct csm_config_shape *s, json_t *defs)
{
	json_t *to;

	if (s->def == NULL)
		return write_shape(s, defs);
	if (json_object_get(defs, s->def) == NULL) {
		/* holds the name while a shape that contains itself is written */
		json_object_set_new(defs, s->def, json_null());
		json_object_set_new(defs, s->def, write_shape(s, defs));
	}
	to = json_object();
	json_object_set_new(to, "$ref", json_sprintf("#/$defs/%s", s->def));
	return to;
}

void
csm_config_schema(const struct csm_config_shape *shape, struct csm_buf *out)
{
	json_t *root = json_object(), *defs = json_object();
	char *text;

	json_object_set_new(root, "$schema",
	    json_string("https://json-schema.org/draft/2020-12/schema"));
	json_object_set_new(root, "title", json_string("csm configuration"));
	json_object_update_new(root, write_shape(shape, defs));
	json_object_set_new(root, "$defs", defs);
	text = json_dumps(root, JSON_INDENT(2));
	json_decref(root);
	if (text != NULL) {
		csm_buf_puts(out, text);
		csm_buf_putc(out, '\n');
	}
	free(text);
}
