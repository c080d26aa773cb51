#include "syntax/json.h"

#include "base/text.h"

#include <math.h>
#include <stdarg.h>
#include <stdbool.h>
#include <string.h>

const struct csm_json *
csm_json_get(const struct csm_json *obj, const char *key)
{
	if (obj == NULL || obj->type != CSM_JSON_OBJECT)
		return NULL;
	for (const struct csm_json *m = obj->child; m != NULL; m = m->next)
		if (strcmp(m->key, key) == 0)
			return m;
	return NULL;
}

static int
plain_key(const char *key)
{
	return *key != '\0' &&
	       key[strspn(key, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
			       "0123456789_$-*")] == '\0';
}

void
csm_json_path(const struct csm_json *value, struct csm_buf *buf)
{
	if (value->parent == NULL)
		return;
	/* From the document down; as deep as csm_json_parse() reads, which has a limit.
	 */
	csm_json_path(value->parent, buf);
	if (value->key == NULL) {
		csm_buf_printf(buf, "[%u]", (unsigned)value->index);
	} else if (plain_key(value->key)) {
		if (value->parent->parent != NULL)
			csm_buf_putc(buf, '.');
		csm_buf_puts(buf, value->key);
	} else {
		csm_buf_putc(buf, '[');
		csm_text_quote(buf, value->key, strlen(value->key));
		csm_buf_putc(buf, ']');
	}
}

static void
json_get_tell(struct csm_diag *diag, const struct csm_json *at, enum csm_level level,
    enum csm_code code, const char *fmt, va_list ap)
{
	struct csm_buf path = {0};

	csm_json_path(at, &path);
	csm_diag_tell(diag, level, code,
	    &(struct csm_pos){.file = at->file,
		.line = at->line,
		.column = at->column,
		.path = path.len > 0 ? path.data : NULL},
	    NULL, fmt, ap);
	csm_buf_fini(&path);
}

int
csm_json_error(struct csm_diag *diag, const struct csm_json *at, enum csm_code code,
    const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	json_get_tell(diag, at, CSM_ERROR, code, fmt, ap);
	va_end(ap);
	return -1;
}

int
csm_json_warn(struct csm_diag *diag, const struct csm_json *at, enum csm_code code,
    const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	json_get_tell(diag, at, CSM_WARNING, code, fmt, ap);
	va_end(ap);
	return 0;
}

const char *
csm_json_type_name(enum csm_json_type type)
{
	static const char *const names[] = {
	    [CSM_JSON_NULL] = "null",
	    [CSM_JSON_FALSE] = "false",
	    [CSM_JSON_TRUE] = "true",
	    [CSM_JSON_NUMBER] = "a number",
	    [CSM_JSON_STRING] = "a text",
	    [CSM_JSON_ARRAY] = "an array",
	    [CSM_JSON_OBJECT] = "an object",
	};

	return names[type];
}

/* Finds the member and checks its type: 1, 0 if absent, -1 after a report. */
static int
typed(const struct csm_json *obj, const char *key, enum csm_json_type type,
    const struct csm_json **out, struct csm_diag *diag)
{
	const struct csm_json *m = csm_json_get(obj, key);

	if (m == NULL)
		return 0;
	if (m->type != type)
		return csm_json_error(diag, m, CSM_E_CONFIG, "wants %s, has %s",
		    csm_json_type_name(type), csm_json_type_name(m->type));
	*out = m;
	return 1;
}

int
csm_json_text(const struct csm_json *obj, const char *key, const char **out,
    struct csm_diag *diag)
{
	const struct csm_json *m;
	int found = typed(obj, key, CSM_JSON_STRING, &m, diag);

	if (found == 1)
		*out = m->text;
	return found;
}

int
csm_json_number(
    const struct csm_json *obj, const char *key, double *out, struct csm_diag *diag)
{
	const struct csm_json *m;
	int found = typed(obj, key, CSM_JSON_NUMBER, &m, diag);

	if (found == 1)
		*out = m->number;
	return found;
}

int
csm_json_bool(
    const struct csm_json *obj, const char *key, int *out, struct csm_diag *diag)
{
	const struct csm_json *m = csm_json_get(obj, key);

	if (m == NULL)
		return 0;
	if (m->type != CSM_JSON_TRUE && m->type != CSM_JSON_FALSE)
		return csm_json_error(diag, m, CSM_E_CONFIG,
		    "wants true or false, has %s", csm_json_type_name(m->type));
	*out = m->type == CSM_JSON_TRUE;
	return 1;
}

int
csm_json_whole(const struct csm_json *obj, const char *key, int64_t lo, int64_t hi,
    int64_t *out, struct csm_diag *diag)
{
	const struct csm_json *m;
	int found = typed(obj, key, CSM_JSON_NUMBER, &m, diag);

	if (found != 1)
		return found;
	/* Beyond 2^53 a double no longer says which whole number was meant. */
	if (m->number != floor(m->number) || fabs(m->number) > 9007199254740992.0 ||
	    m->number < (double)lo || m->number > (double)hi)
		return csm_json_error(diag, m, CSM_E_CONFIG,
		    "wants a whole number from %lld to %lld, has %.40s", (long long)lo,
		    (long long)hi, m->text);
	*out = (int64_t)m->number;
	return 1;
}

int
csm_json_array(const struct csm_json *obj, const char *key, const struct csm_json **out,
    struct csm_diag *diag)
{
	return typed(obj, key, CSM_JSON_ARRAY, out, diag);
}

int
csm_json_object(const struct csm_json *obj, const char *key,
    const struct csm_json **out, struct csm_diag *diag)
{
	return typed(obj, key, CSM_JSON_OBJECT, out, diag);
}

static bool
must_be_escaped(char c)
{
	return (unsigned char)c < 0x20 || c == '"' || c == '\\';
}

static void
put_escaped(struct csm_buf *out, char c)
{
	static const char from[] = "\"\\\n\t\r\b\f", to[] = "\"\\ntrbf";
	const char *known = c != '\0' ? strchr(from, c) : NULL;

	if (known != NULL)
		csm_buf_printf(out, "\\%c", to[known - from]);
	else
		csm_buf_printf(out, "\\u%04x", (unsigned)(unsigned char)c);
}

/* Bytes that stand for themselves go out as they are, in runs. */
static void
put_escaping(struct csm_buf *out, const char *s, const char *end)
{
	while (s < end) {
		const char *run = s;
		while (s < end && !must_be_escaped(*s))
			s++;
		csm_buf_put(out, run, (size_t)(s - run));
		if (s < end)
			put_escaped(out, *s++);
	}
}

void
csm_json_put_text(struct csm_buf *out, const char *s, size_t len)
{
	csm_buf_putc(out, '"');
	for (size_t i = 0; i < len;) {
		size_t end = i + csm_text_utf8(s + i, len - i);
		put_escaping(out, s + i, s + end);
		i = end;
		if (i < len) {
			/* One for each byte, so that the rest is in step again with
			 * what was meant. */
			csm_buf_puts(out, "\xef\xbf\xbd");
			i++;
		}
	}
	csm_buf_putc(out, '"');
}

void
csm_json_comma(char *number, size_t len)
{
	char *point = memchr(number, '.', len);

	/* With an exponent it is no decimal: who reads it tells of it as it is. */
	if (point != NULL && memchr(number, 'e', len) == NULL &&
	    memchr(number, 'E', len) == NULL)
		*point = ',';
}
