#include "syntax/json_value.h"

#include "syntax/json.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* A number that no double holds, "1e999", as one of the same length that some does. */
static void
json_value_tame(char *s, char *end)
{
	bool in_text = false;

	for (; s < end; s++) {
		if (*s == '"')
			in_text = !in_text;
		else if (in_text && *s == '\\')
			s++;
		if (in_text || *s == '"' || strchr("-0123456789", *s) == NULL)
			continue;
		char *stop = s + strspn(s, "+-.eE0123456789");
		if (isinf(strtod(s, NULL))) {
			/* Blanks keep its length, and with it every place that an error
			 * names. */
			memset(s, ' ', (size_t)(stop - s));
			*s = '1';
		}
		s = stop - 1;
	}
}

json_t *
csm_json_value_load(struct csm_text text, size_t flags, json_error_t *error)
{
	json_error_t own;
	struct csm_buf tame = {0};
	json_t *value;

	error = error == NULL ? &own : error;
	flags |= JSON_DECODE_ANY | JSON_DECODE_INT_AS_REAL;
	value = json_loadb(text.s, text.len, flags, error);
	/* Only then is the text copied: such numbers stand in one file of very many. */
	if (value != NULL || json_error_code(error) != json_error_numeric_overflow)
		return value;
	csm_buf_put(&tame, text.s, text.len);
	csm_buf_putc(&tame, '\0'); /* ends the last number */
	json_value_tame(tame.data, tame.data + text.len);
	value = json_loadb(tame.data, text.len, flags, error);
	csm_buf_fini(&tame);
	return value;
}

/* The element of an array that a path begins with; NULL if it begins otherwise. */
static const json_t *
find_element(const json_t *array, const char *path)
{
	size_t digits = strspn(path, "0123456789"), place = 0;
	const json_t *value;

	/* Nine digits fit every size; a longer place is in no array. */
	if (digits == 0 || digits > 9 || (path[digits] != '.' && path[digits] != '\0'))
		return NULL;
	for (size_t i = 0; i < digits; i++)
		place = place * 10 + (size_t)(path[i] - '0');
	value = json_array_get(array, place);
	return path[digits] == '\0' || value == NULL
		   ? value
		   : csm_json_value_find(value, path + digits + 1);
}

/* Depth is bounded by the number of dots in the path. */
const json_t *
csm_json_value_find(const json_t *object, const char *path)
{
	size_t len = strlen(path);

	if (json_is_array(object))
		return find_element(object, path);
	if (!json_is_object(object))
		return strcmp(path, "0") == 0 ? object : NULL;
	/* From the whole path to its first part, since a key may itself hold dots. */
	for (size_t cut = len + 1; cut-- > 0;) {
		const json_t *value;
		if (cut < len && path[cut] != '.')
			continue;
		value = json_object_getn(object, path, cut);
		if (value != NULL && cut < len)
			value = csm_json_value_find(value, path + cut + 1);
		if (value != NULL)
			return value;
	}
	return NULL;
}

/* The next number behind *at, which moves behind it.  jansson has seen the text: there
 * is one, and strings are closed. */
static struct csm_text
next_number(const char **at)
{
	const char *p = *at;

	while (*p != '-' && !(*p >= '0' && *p <= '9')) {
		if (*p++ != '"')
			continue;
		for (; *p != '"'; p++)
			p += *p == '\\';
		p++;
	}
	*at = p + strspn(p, "-+.eE0123456789");
	return (struct csm_text){p, (size_t)(*at - p)};
}

/* Count the numbers before `value` in `in`; 1 if it was found. */
static int
count_before(const json_t *in, const json_t *value, size_t *numbers)
{
	json_t *object = (json_t *)(size_t)in; /* jansson's iterators want it so */
	int found = in == value;

	if (found)
		return 1;
	*numbers += json_is_number(in);
	for (void *at = json_object_iter(object); at != NULL && !found;
	     at = json_object_iter_next(object, at))
		found = count_before(json_object_iter_value(at), value, numbers);
	for (size_t i = 0; i < json_array_size(in) && !found; i++)
		found = count_before(json_array_get(in, i), value, numbers);
	return found;
}

static void json_value_put(struct csm_buf *out, const json_t *value, const char **at);

static void
json_value_put_object(struct csm_buf *out, const json_t *value, const char **at)
{
	json_t *object = (json_t *)(size_t)value; /* jansson's iterators want it so */
	const char *separator = "{";

	for (void *it = json_object_iter(object); it != NULL;
	     it = json_object_iter_next(object, it)) {
		csm_buf_puts(out, separator);
		csm_json_put_text(
		    out, json_object_iter_key(it), json_object_iter_key_len(it));
		csm_buf_putc(out, ':');
		json_value_put(out, json_object_iter_value(it), at);
		separator = ",";
	}
	csm_buf_puts(out, separator[0] == '{' ? "{}" : "}");
}

static void
put_array(struct csm_buf *out, const json_t *value, const char **at)
{
	csm_buf_putc(out, '[');
	for (size_t i = 0; i < json_array_size(value); i++) {
		if (i > 0)
			csm_buf_putc(out, ',');
		json_value_put(out, json_array_get(value, i), at);
	}
	csm_buf_putc(out, ']');
}

/* Numbers are taken from *at.  Depth is bounded by jansson's parser, 2048. */
static void
json_value_put(struct csm_buf *out, const json_t *value, const char **at)
{
	struct csm_text number;

	switch (json_typeof(value)) {
	case JSON_OBJECT:
		json_value_put_object(out, value, at);
		break;
	case JSON_ARRAY:
		put_array(out, value, at);
		break;
	case JSON_STRING:
		csm_json_put_text(
		    out, json_string_value(value), json_string_length(value));
		break;
	case JSON_INTEGER:
	case JSON_REAL:
		number = next_number(at);
		csm_buf_put(out, number.s, number.len);
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

void
csm_json_value_put(
    struct csm_buf *out, const json_t *value, const json_t *root, struct csm_text text)
{
	const char *at = text.s;
	size_t before = 0;

	count_before(root, value, &before);
	for (; before > 0; before--)
		next_number(&at);
	json_value_put(out, value, &at);
}
