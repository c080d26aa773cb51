#include "entity/fields.h"

#include "base/buf.h"
#include "base/text.h"
#include "base/xalloc.h"
#include "entity/fields_table.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

void
csm_fields_free(struct csm_fields *f)
{
	if (f == NULL)
		return;
	free(f->file);
	csm_fields_rows_fini(&f->rows);
	free(f->reading);
	free(f->column);
	csm_intern_fini(&f->key);
	free(f->entity);
	free(f->index);
	free(f->version);
	free(f->begin);
	free(f);
}

int
csm_fields_exact(const struct csm_fields *f, const char *name, size_t len)
{
	uint32_t c = csm_intern_find(&f->rows.column, name, len);

	return c == CSM_INTERN_NONE ? -1 : (int)c;
}

int
csm_entity_cmp(const struct csm_entity *a, const struct csm_entity *b)
{
	int c = csm_bytes_cmp(a->company, a->company_len, b->company, b->company_len);

	return c != 0 ? c : csm_bytes_cmp(a->id, a->id_len, b->id, b->id_len);
}

size_t
csm_fields_key(
    char *key, const char *company, size_t company_len, const char *id, size_t id_len)
{
	uint32_t len = (uint32_t)company_len;
	char *end = key;

	/* The length first: without it ("a", "bc") and ("ab", "c") could be one key, as
	 * ids may hold any byte. */
	memcpy(end, &len, sizeof len);
	end += sizeof len;
	memcpy(end, company, company_len);
	end += company_len;
	*end++ = '\0';
	memcpy(end, id, id_len);
	return (size_t)(end - key) + id_len;
}

const char *
csm_fields_file(const struct csm_fields *f)
{
	return f->file;
}

int
csm_fields_column(const struct csm_fields *f, const char *name)
{
	static const char custom[] = "custom.";
	const size_t n = sizeof custom - 1;
	int c = csm_fields_exact(f, name, strlen(name));

	if (c >= 0)
		return c;
	if (strncmp(name, custom, n) == 0) {
		c = csm_fields_exact(f, name + n, strlen(name + n));
		/* custom.id is a field that somebody wants, and these are the columns'
		 * roles. */
		return c == f->id || c == f->company || c == f->valid_from ? -1 : c;
	}
	struct csm_buf full = {0};
	csm_buf_puts(&full, custom);
	csm_buf_puts(&full, name);
	c = csm_fields_exact(f, full.data, full.len);
	csm_buf_fini(&full);
	return c;
}

size_t
csm_fields_columns(const struct csm_fields *f)
{
	return f->rows.column.n;
}

const char *
csm_fields_column_name(const struct csm_fields *f, size_t column)
{
	return f->rows.column.text[column].s;
}

enum csm_value_type
csm_fields_column_type(const struct csm_fields *f, size_t column)
{
	return f->column[column].type;
}

size_t
csm_fields_count(const struct csm_fields *f)
{
	return f->key.n;
}

const struct csm_entity *
csm_fields_entity(const struct csm_fields *f, size_t i)
{
	assert(i < f->key.n);
	return &f->entity[i];
}

/* Keys longer than this are built on the heap; ids have 10 to 40 bytes. */
#define KEY_BYTES 512

long
csm_fields_find(const struct csm_fields *f, const char *company, size_t company_len,
    const char *id, size_t id_len)
{
	char small[KEY_BYTES], *key = small;

	/* A company belongs to itself: whatever the caller calls its company is of no
	 * matter. */
	if (f->model == CSM_MODEL_COMPANY) {
		company = id;
		company_len = id_len;
	}
	size_t len = company_len + id_len + CSM_FIELDS_KEY;
	if (len > sizeof small)
		key = csm_xmalloc(len);
	csm_fields_key(key, company, company_len, id, id_len);
	uint32_t k = csm_intern_find(&f->key, key, len);
	if (key != small)
		free(key);
	return k == CSM_INTERN_NONE ? -1 : (long)f->index[k];
}

/* The first entity whose company comes after (`after` 1) or not before (0) this one. */
static size_t
company_bound(const struct csm_fields *f, const char *company, size_t len, int after)
{
	size_t lo = 0, hi = f->key.n;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;
		const struct csm_entity *e = &f->entity[mid];
		/* -1 and 0 are less than 1, -1 alone is less than 0: one loop finds
		 * both ends. */
		if (csm_bytes_cmp(e->company, e->company_len, company, len) < after)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

void
csm_fields_of_company(const struct csm_fields *f, const char *company,
    size_t company_len, size_t *begin, size_t *end)
{
	*begin = company_bound(f, company, company_len, 0);
	*end = company_bound(f, company, company_len, 1);
	assert(*begin <= *end && *end <= f->key.n);
}

struct csm_value
csm_fields_value(const struct csm_fields *f, long entity, int column, int32_t day)
{
	static const struct csm_value missing = {.type = CSM_VALUE_MISSING};

	if (entity < 0 || column < 0)
		return missing;
	assert((size_t)entity < f->key.n && (size_t)column < f->rows.column.n);
	size_t begin = f->begin[entity], v = f->begin[entity + 1];
	/* From the newest back: most days asked for are the last ones, and entities
	 * have few rows. */
	while (v > begin && f->version[v - 1].from > day)
		v--;
	/* CSM_DAY_NONE sorts before every day, so that an undated row is the first of
	 * its entity. */
	if (v == begin || (f->then && f->version[v - 1].from == CSM_DAY_NONE))
		return missing;
	uint32_t cell =
	    csm_fields_rows_cell(&f->rows, f->version[v - 1].row, (size_t)column);
	if (cell == CSM_NO_TEXT)
		return missing;
	return (struct csm_value){.type = CSM_VALUE_CELL, .u.cell = &f->reading[cell]};
}

int
csm_fields_dated(const struct csm_fields *f)
{
	return f->dated;
}

struct csm_fields *
csm_fields_then(const struct csm_fields *f)
{
	/* A copy of the struct alone: texts, rows and readings stay those of f. */
	struct csm_fields *then = csm_xmalloc(sizeof *then);

	*then = *f;
	then->then = 1;
	return then;
}

void
csm_fields_then_free(struct csm_fields *then)
{
	free(then);
}

int32_t
csm_fields_known_from(const struct csm_fields *f, long entity)
{
	if (!f->then || entity < 0)
		return CSM_DAY_NONE;
	for (size_t v = f->begin[entity]; v < f->begin[entity + 1]; v++)
		if (f->version[v].from != CSM_DAY_NONE)
			return f->version[v].from;
	return INT32_MAX;
}

int32_t
csm_fields_version(const struct csm_fields *f, size_t entity, size_t i, size_t *n)
{
	*n = f->begin[entity + 1] - f->begin[entity];
	return i < *n ? f->version[f->begin[entity] + i].from : CSM_DAY_NONE;
}

size_t
csm_fields_undated(const struct csm_fields *f)
{
	size_t n = 0;

	for (size_t v = 0; v < f->versions; v++)
		n += f->version[v].from == CSM_DAY_NONE;
	return n;
}
