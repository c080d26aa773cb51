#include "config/config.h"

#include "config/shape.h"

#include <jansson.h>
#include <math.h>
#include <stdlib.h>

static json_t *schema_of(const struct csm_config_shape *s, json_t *defs);

/* What is said of a text: one of some words, or an identifier. */
static void
put_text(json_t *to, const struct csm_config_shape *s)
{
	json_t *list;
	const char *word;

	/* As csm_config_identifier() has it: control characters of ASCII, and not empty. */
	if (s->identifier)
		json_object_set_new(
		    to, "pattern", json_string("^[^\\u0000-\\u001f\\u007f]+$"));
	if (s->words == NULL)
		return;
	list = json_array();
	for (size_t i = 0; (word = csm_words_at(s->words, i)) != NULL; i++)
		json_array_append_new(list, json_string(word));
	json_object_set_new(to, "enum", list);
}

static void
put_bounds(json_t *to, const struct csm_config_shape *s)
{
	if (s->lo == 0 && s->hi == 0)
		return;
	/* Bounds are whole, which keeps them free of an exponent. */
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
	/* Draft-04 validators refuse an empty list, and it says nothing. */
	if (json_array_size(required) > 0)
		json_object_set(to, "required", required);
	json_decref(required);
	json_object_set_new(to, "additionalProperties", json_false());
}

static void
put_items(json_t *to, const struct csm_config_shape *s, json_t *defs)
{
	if (s->items != 0) {
		json_object_set_new(to, "minItems", json_integer((json_int_t)s->items));
		json_object_set_new(to, "maxItems", json_integer((json_int_t)s->items));
	}
	if (s->each != NULL)
		json_object_set_new(to, "items", schema_of(s->each, defs));
}

static void
put_members(json_t *to, const struct csm_config_shape *s, json_t *defs)
{
	const struct csm_config_shape *others = s->others != NULL ? s->others
						: s->keys == NULL ? s->each
								  : NULL;

	if (s->keys != NULL)
		put_keys(to, s, defs);
	if (others != NULL)
		json_object_set_new(
		    to, "additionalProperties", schema_of(others, defs));
}

/* What is said of a value of one type. */
static json_t *
write_type(const struct csm_config_shape *s, enum csm_json_type type, json_t *defs)
{
	json_t *to = json_object();

	switch (type) {
	case CSM_JSON_NULL:
		json_object_set_new(to, "type", json_string("null"));
		break;
	case CSM_JSON_FALSE:
	case CSM_JSON_TRUE:
		json_object_set_new(to, "type", json_string("boolean"));
		break;
	case CSM_JSON_NUMBER:
		json_object_set_new(
		    to, "type", json_string(s->whole ? "integer" : "number"));
		put_bounds(to, s);
		break;
	case CSM_JSON_STRING:
		json_object_set_new(to, "type", json_string("string"));
		put_text(to, s);
		break;
	case CSM_JSON_ARRAY:
		json_object_set_new(to, "type", json_string("array"));
		put_items(to, s, defs);
		break;
	case CSM_JSON_OBJECT:
		json_object_set_new(to, "type", json_string("object"));
		put_members(to, s, defs);
		break;
	}
	return to;
}

/* A value of several types is any of them, each with what is said of it: keywords that
 * bind another type than a schema's own are a mistake to strict validators. */
static json_t *
write_shape(const struct csm_config_shape *s, json_t *defs)
{
	json_t *any = json_array(), *to;

	for (unsigned i = 0; i <= CSM_JSON_OBJECT; i++)
		/* True and false are two types of ours and one of JSON Schema. */
		if (i != CSM_JSON_TRUE && (s->types & CSM_CONFIG_BIT(i)))
			json_array_append_new(
			    any, write_type(s, (enum csm_json_type)i, defs));
	if (json_array_size(any) == 1) {
		to = json_incref(json_array_get(any, 0));
		json_decref(any);
		return to;
	}
	to = json_object();
	json_object_set_new(to, "anyOf", any);
	return to;
}

/* The schema, or a reference to it if it has a name; written to `defs` at first use.  What
 * stands beside a $ref is not read in draft-07, so that the reference stands in a list. */
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
	json_object_set_new(to, "$ref", json_sprintf("#/definitions/%s", s->def));
	return json_pack("{s:[o]}", "allOf", to);
}

void
csm_config_schema(const struct csm_config_shape *shape, struct csm_buf *out)
{
	json_t *root = json_object(), *defs = json_object();
	char *text;

	json_object_set_new(
	    root, "$schema", json_string("http://json-schema.org/draft-07/schema#"));
	json_object_set_new(root, "title", json_string("csm configuration"));
	json_object_update_new(root, write_shape(shape, defs));
	json_object_set_new(root, "definitions", defs);
	text = json_dumps(root, JSON_INDENT(2));
	json_decref(root);
	if (text != NULL) {
		csm_buf_puts(out, text);
		csm_buf_putc(out, '\n');
	}
	free(text);
}
