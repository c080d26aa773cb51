#include "io/jsonvalue.h"

#include "io/json.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Depth is bounded by the number of dots in the path. */
const json_t *
csm_jsonvalue_find(const json_t *object, const char *path)
{
	size_t len = strlen(path);

	if (!json_is_object(object))
		return NULL;
	for (size_t cut = len + 1; cut-- > 0;) {
		const json_t *value;
		if (cut < len && path[cut] != '.')
			continue;
		value = json_object_getn(object, path, cut);
		if (value != NULL && cut < len)
			value = csm_jsonvalue_find(value, path + cut + 1);
		if (value != NULL)
			return value;
	}
	return NULL;
}

static void
put_real(struct csm_buf *out, double x)
{
	char text[32];

	for (int digits = 15; digits <= 17; digits++) {
		snprintf(text, sizeof text, "%.*g", digits, x);
		if (strtod(text, NULL) == x)
			break;
	}
	csm_buf_puts(out, text);
	if (strpbrk(text, ".e") == NULL)
		csm_buf_puts(out, ".0");
}

static void
put_object(struct csm_buf *out, const json_t *value)
{
	json_t *object = (json_t *)(size_t)value; /* jansson's iterators want it so */
	const char *separator = "{";

	for (void *at = json_object_iter(object); at != NULL;
	     at = json_object_iter_next(object, at)) {
		csm_buf_puts(out, separator);
		csm_json_put_text(
		    out, json_object_iter_key(at), json_object_iter_key_len(at));
		csm_buf_putc(out, ':');
		csm_jsonvalue_put(out, json_object_iter_value(at));
		separator = ",";
	}
	csm_buf_puts(out, separator[0] == '{' ? "{}" : "}");
}

static void
put_array(struct csm_buf *out, const json_t *value)
{
	csm_buf_putc(out, '[');
	for (size_t i = 0; i < json_array_size(value); i++) {
		if (i > 0)
			csm_buf_putc(out, ',');
		csm_jsonvalue_put(out, json_array_get(value, i));
	}
	csm_buf_putc(out, ']');
}

/* Depth is bounded by jansson's parser, 2048. */
void
csm_jsonvalue_put(struct csm_buf *out, const json_t *value)
{
	switch (json_typeof(value)) {
	case JSON_OBJECT:
		put_object(out, value);
		break;
	case JSON_ARRAY:
		put_array(out, value);
		break;
	case JSON_STRING:
		csm_json_put_text(
		    out, json_string_value(value), json_string_length(value));
		break;
	case JSON_INTEGER:
		csm_buf_printf(out, "%" JSON_INTEGER_FORMAT, json_integer_value(value));
		break;
	case JSON_REAL:
		put_real(out, json_real_value(value));
		break;
	case JSON_TRUE:
		csm_buf_puts(out, "true");
		break;
	case JSON_FALSE:
		csm_buf_puts(out, "false");
		break;
	case JSON_NULL:
		csm_buf_puts(out, "null");
		break;
	}
}
