/* The text of a source in a record. */
#include "ingest/source/source.h"

#include "base/case.h"
#include "base/intern.h"
#include "base/text.h"

#include <string.h>

static struct csm_text
source_as_id(const struct csm_source *source, struct csm_text t)
{
	return source->integer ? csm_text_whole(t) : t;
}

/* The first choice with a text; a key no lookup has only counts if nothing follows. */
static struct csm_source *
source_get_first(const struct csm_source *first, const struct csm_record *record,
    struct csm_text *out)
{
	struct csm_source *failed = NULL;
	struct csm_text key = {NULL, 0};

	for (struct csm_source *s = first->from; s != NULL; s = s->next) {
		struct csm_source *now = csm_source_get(s, record, out);
		if (now == NULL && out->len != 0)
			return NULL;
		if (now != NULL && failed == NULL) {
			failed = now;
			key = *out;
		}
	}
	if (failed != NULL)
		*out = key;
	return failed;
}

/* The value of an expression; itself if a cell is not what is wanted of it. */
static struct csm_source *
source_get_made(
    struct csm_source *source, const struct csm_record *record, struct csm_text *out)
{
	struct csm_expression_fault fault;

	/* The input lacks a column of it, which only a choice may: missing. */
	if (source->unbound) {
		*out = (struct csm_text){NULL, 0};
		return NULL;
	}
	if (csm_expression_get(source->expression, record, out, &fault) == 0) {
		*out = source_as_id(source, *out);
		return NULL;
	}
	/* Where the cell is, for whoever rejects the row. */
	source->column = fault.column;
	source->text = fault.name;
	source->undecided = fault.undecided;
	*out = (struct csm_text){fault.text, strlen(fault.text)};
	return source;
}

static int32_t
source_day(const struct csm_source *source)
{
	return source->day == NULL ? CSM_DAY_NONE : *source->day;
}

static bool
source_find(const struct csm_source *source, struct csm_text key, struct csm_text *out)
{
	return source->lookup != NULL &&
	       csm_lookup_find(source->lookup, key, source_day(source), out) != 0;
}

/* Those that are each other's aliases are all called as the first of them in byte order.
 */
bool
csm_source_resolve(
    const struct csm_source *source, struct csm_text text, struct csm_text *out)
{
	struct csm_text next, least;

	if (source == NULL || source->kind != CSM_SOURCE_SAME ||
	    !source_find(source, text, out))
		return false;
	/* Aliases of aliases, up to a bound: a file may have circles. */
	for (int i = 0; i < CSM_SOURCE_DEPTH; i++) {
		if (!source_find(source, *out, &next) ||
		    csm_bytes_cmp(next.s, next.len, out->s, out->len) == 0)
			return true;
		*out = next;
	}
	least = *out;
	/* Once around a circle of at most that many, from anywhere in it, so that all
	 * of its names give the same least one. */
	for (int i = 0; i < CSM_SOURCE_DEPTH && source_find(source, *out, &next); i++) {
		*out = next;
		if (csm_bytes_cmp(next.s, next.len, least.s, least.len) < 0)
			least = next;
	}
	*out = least;
	return true;
}

static struct csm_text
source_lower(const struct csm_source *source, struct csm_text t)
{
	const char *s = csm_case_lower(source->scratch, t.s, t.len);

	return (struct csm_text){s, strlen(s)};
}

/* The first choice that the file knows; else the first with a text, as it is. */
static struct csm_source *
source_get_same(
    struct csm_source *same, const struct csm_record *record, struct csm_text *out)
{
	struct csm_source *failed = NULL;
	struct csm_text unknown = {NULL, 0}, bad = {NULL, 0};

	/* Small letters of the choices before are still wanted: one reset a row. */
	csm_arena_reset(same->scratch);
	for (struct csm_source *s = same->from; s != NULL; s = s->next) {
		struct csm_source *now = csm_source_get(s, record, out);
		if (now != NULL && failed == NULL) {
			failed = now;
			bad = *out;
		}
		if (now != NULL || out->len == 0)
			continue;
		struct csm_text text = same->lower ? source_lower(same, *out) : *out;
		if (csm_source_resolve(same, text, out)) {
			*out = source_as_id(same, *out);
			return NULL;
		}
		if (unknown.len == 0)
			unknown = text;
	}
	*out = unknown.len != 0 ? unknown : bad;
	if (unknown.len == 0)
		return failed;
	/* A thread cannot count: the row goes the general way, where it is. */
	if (same->odd != NULL) {
		*same->odd |= same->lookup != NULL;
	} else if (same->lookup != NULL) {
		same->absent_rows++;
		csm_intern_put(same->absent, unknown.s, unknown.len);
	}
	return NULL;
}

/* The domain of an address, or what the file has for it; itself if it is many people's,
 * or not in the file. */
static struct csm_source *
source_get_domain(
    struct csm_source *source, const struct csm_record *record, struct csm_text *out)
{
	struct csm_source *failed = csm_source_get(source->from, record, out);
	struct csm_text domain = *out, found;

	if (failed != NULL || out->len == 0)
		return failed;
	/* The last @: what is before may have quotes and another. */
	while (domain.len > 0 && domain.s[domain.len - 1] != '@')
		domain.len--;
	domain = (struct csm_text){out->s + domain.len, out->len - domain.len};
	if (domain.len == out->len || domain.len == 0) { /* no address */
		*out = (struct csm_text){NULL, 0};
		return NULL;
	}
	csm_arena_reset(source->scratch);
	domain = *out = source_lower(source, domain);
	/* Before the file of companies: an address at a free provider is nobody's, even
	 * if a company lists the domain. */
	if (source->free_mail != NULL &&
	    csm_lookup_find(source->free_mail, domain, CSM_DAY_NONE, &found))
		return source;
	if (source->lookup == NULL)
		return NULL;
	if (!source_find(source, domain, &found))
		return source;
	*out = source_as_id(source, found);
	return NULL;
}

/* What the file has for it; itself if it is not there. */
static struct csm_source *
source_get_lookup(
    struct csm_source *source, const struct csm_record *record, struct csm_text *out)
{
	struct csm_source *failed = csm_source_get(source->from, record, out);

	if (failed != NULL || out->len == 0)
		return failed; /* nothing to look up: missing, not unknown */
	if (!source_find(source, *out, out))
		return source;
	*out = source_as_id(source, *out);
	return NULL;
}

static struct csm_source *
source_get_column(
    struct csm_source *source, const struct csm_record *record, struct csm_text *out)
{
	if (source->column < 0) {
		*out = (struct csm_text){NULL, 0};
		return NULL;
	}
	*out = source_as_id(source, record->field[source->column]);
	return source->is_text && record->nested != NULL &&
		       record->nested[source->column]
		   ? source
		   : NULL;
}

struct csm_source *
csm_source_get(
    struct csm_source *source, const struct csm_record *record, struct csm_text *out)
{
	switch (source->kind) {
	case CSM_SOURCE_COLUMN:
		return source_get_column(source, record, out);
	case CSM_SOURCE_FIRST:
		return source_get_first(source, record, out);
	case CSM_SOURCE_SAME:
		return source_get_same(source, record, out);
	case CSM_SOURCE_DOMAIN:
		return source_get_domain(source, record, out);
	case CSM_SOURCE_LOOKUP:
		return source_get_lookup(source, record, out);
	case CSM_SOURCE_EXPRESSION:
		return source_get_made(source, record, out);
	case CSM_SOURCE_CONST:
		break;
	}
	*out = (struct csm_text){source->text, strlen(source->text)};
	return NULL;
}
