#include "syntax/csv_index.h"

#include "base/text.h"
#include "base/xalloc.h"
#include "syntax/csv_ways.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

void
csm_csv_index_fini(struct csm_csv_index *m)
{
	free(m->at);
	*m = (struct csm_csv_index){0};
}

static const struct csm_csv_way *
csv_index_best(void)
{
	size_t n;
	const struct csm_csv_way *way = csm_csv_ways(&n);

	return &way[n - 1];
}

int
csm_csv_index_same(const char *lines, size_t len, char delimiter)
{
	/* Most files have no quote at all, and are done with one memchr(). */
	return memchr(lines, '\0', len) == NULL &&
	       (memchr(lines, '"', len) == NULL ||
		   csv_index_best()->simple(lines, len, delimiter));
}

int
csm_csv_index_find(
    struct csm_csv_index *m, const char *bytes, size_t len, char delimiter)
{
	int high = 0, ok = len <= UINT32_MAX;

	m->bytes = bytes;
	m->n = m->next = m->used = 0;
	m->quoted = memchr(bytes, '"', len) != NULL;
	ok = ok && (m->way != NULL ? m->way : csv_index_best())
		       ->ends(m, len, delimiter, &high);
	if (ok && high)
		ok = csm_text_utf8(bytes, len) == len;
	if (!ok)
		m->n = 0;
	return ok;
}

static inline int
csv_index_is_blank(char c)
{
	return c == ' ' || c == '\t';
}

/* A field between two ends. */
static inline struct csm_text
csv_index_trimmed(const char *from, const char *to)
{
	if (from < to && *from == '"')
		return (struct csm_text){from + 1, (size_t)(to - from) - 2};
	while (from < to && csv_index_is_blank(*from))
		from++;
	while (from < to && csv_index_is_blank(to[-1]))
		to--;
	return (struct csm_text){from, (size_t)(to - from)};
}

int
csm_csv_index_row(struct csm_csv_index *m, struct csm_csv_fields *fields)
{
	const char *start = m->bytes + m->used;
	size_t n = 0;

	if (m->next == m->n)
		return 0;
	for (;;) {
		assert(
		    m->next < m->n); /* lines lent are whole: a row ends among them */
		const char *end = m->bytes + m->at[m->next++];
		if (n >= fields->cap)
			CSM_GROW(fields->at, n, &fields->cap);
		if (*end == '\n') {
			const char *to = end > start && end[-1] == '\r' ? end - 1 : end;
			fields->at[n++] = csv_index_trimmed(start, to);
			fields->n = n;
			m->is_blank = n == 1 && fields->at[0].len == 0 && *start != '"';
			m->used = (size_t)(end + 1 - m->bytes);
			return 1;
		}
		fields->at[n++] = csv_index_trimmed(start, end);
		start = end + 1;
	}
}

/* 1 if the row whose ends begin at `at` has `width` fields. */
static inline int
has_width(const struct csm_csv_index *m, const uint32_t *at, size_t width)
{
	int ends = 0;

	for (size_t i = 0; i + 1 < width; i++)
		/* Without a branch: nearly every row is as wide as the one before. */
		ends |= m->bytes[at[i]] == '\n';
	return !ends && m->bytes[at[width - 1]] == '\n';
}

/* The field that ends at the i-th end of a row, which begins at `start`. */
static inline struct csm_text
field_of(const struct csm_csv_index *m, const uint32_t *at, size_t i, size_t width,
    const char *start)
{
	const char *from = i == 0 ? start : m->bytes + at[i - 1] + 1,
		   *to = m->bytes + at[i];

	if (i + 1 == width && to > from && to[-1] == '\r')
		to--;
	if (from < to && !csv_index_is_blank(*from) && !csv_index_is_blank(to[-1]) &&
	    !m->quoted)
		return (struct csm_text){from, (size_t)(to - from)};
	return csv_index_trimmed(from, to);
}

size_t
csm_csv_index_look(const struct csm_csv_index *m, size_t width, const int *column,
    size_t columns, struct csm_text *field, size_t max)
{
	const char *start = m->bytes + m->used;
	size_t n = 0;

	for (size_t next = m->next; n < max && m->n - next >= width; next += width) {
		const uint32_t *at = m->at + next;
		if (!has_width(m, at, width))
			break;
		/* A blank line may be it, which is no row: csm_csv_index_row() tells.
		 */
		if (width == 1 && field_of(m, at, 0, 1, start).len == 0)
			break;
		for (size_t i = 0; i < columns; i++)
			*field++ = field_of(m, at, (size_t)column[i], width, start);
		start = m->bytes + at[width - 1] + 1;
		n++;
	}
	return n;
}

void
csm_csv_index_use(struct csm_csv_index *m, size_t width, size_t rows)
{
	if (rows == 0)
		return;
	m->next += rows * width;
	assert(m->next <= m->n && m->bytes[m->at[m->next - 1]] == '\n');
	m->used = m->at[m->next - 1] + 1;
}
