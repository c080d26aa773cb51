/*
 * Points are grouped by entity in one counting pass over 4-byte indices, then each
 * entity's few are sorted by metric and day when their turn comes.  So the points stay
 * where they were pushed and the memory beside them is 4 bytes each.
 */
#include "record/sort_pile.h"

#include "base/intern.h"
#include "base/xalloc.h"
#include "record/radix.h"

#include <stdlib.h>
#include <string.h>

struct item {
	int64_t value;
	uint32_t entity, metric;
	uint32_t state; /* interned, + 1; 0: none */
	uint16_t day;   /* CSM_DAY_MAX fits */
	uint16_t file;  /* interned, + 1; 0: none, or one too many */
};

struct csm_pile {
	struct item *item;
	size_t n, cap;
	/* By item; NULL while all are 0. */
	uint64_t *line;
	int64_t *order;
	size_t line_cap, order_cap;

	struct csm_intern company, metric, state, file;
	struct csm_intern entity; /* struct entity_key and the id */
	uint32_t *count;          /* of items, by entity */
	size_t count_cap, count_max;
	struct item last;      /* the item pushed last, to compare texts with */
	uint32_t last_company; /* its company */
	struct csm_buf key;

	/* Once sorted. */
	uint32_t *entities;         /* in canonical order */
	uint32_t *sequence;         /* items, grouped by entity in that order */
	uint32_t *metric_rank;      /* by metric */
	uint64_t *sorted, *scratch; /* the current entity's: key << 32 | item */
	size_t group;               /* entities given out, the current one included */
	size_t begin;               /* of the current entity in `sequence` */
	size_t at, end;             /* in `sorted` */
};

/* What the text of an entity begins with. */
struct entity_key {
	uint32_t company, model;
};

/* How far ahead items are fetched: they lie anywhere in memory. */
#define AHEAD 16

struct csm_pile *
csm_pile_new(void)
{
	return csm_xcalloc(1, sizeof(struct csm_pile));
}

void
csm_pile_reset(struct csm_pile *p)
{
	free(p->item);
	free(p->line);
	free(p->order);
	csm_intern_fini(&p->company);
	csm_intern_fini(&p->metric);
	csm_intern_fini(&p->state);
	csm_intern_fini(&p->file);
	csm_intern_fini(&p->entity);
	free(p->count);
	csm_buf_fini(&p->key);
	free(p->entities);
	free(p->sequence);
	free(p->metric_rank);
	free(p->sorted);
	free(p->scratch);
	*p = (struct csm_pile){0};
}

void
csm_pile_free(struct csm_pile *p)
{
	if (p == NULL)
		return;
	csm_pile_reset(p);
	free(p);
}

size_t
csm_pile_count(const struct csm_pile *p)
{
	return p->n;
}

size_t
csm_pile_bytes(const struct csm_pile *p)
{
	size_t each = sizeof *p->item + sizeof *p->sequence +
		      (p->line != NULL ? sizeof *p->line : 0) +
		      (p->order != NULL ? sizeof *p->order : 0);

	if (p->n >= UINT32_MAX - 1)
		return SIZE_MAX;
	return p->n * each + p->count_max * 2 * sizeof *p->sorted +
	       p->entity.n * 48 /* to be ranked */ + csm_intern_bytes(&p->company) +
	       csm_intern_bytes(&p->metric) + csm_intern_bytes(&p->state) +
	       csm_intern_bytes(&p->entity);
}

/* The text's id, which `last` is likely to be. */
static uint32_t
intern(struct csm_intern *t, uint32_t last, struct csm_text text)
{
	if (last < t->n && t->text[last].len == text.len &&
	    memcmp(t->text[last].s, text.s, text.len) == 0)
		return last;
	return csm_intern_put(t, text.s, text.len);
}

static uint32_t
intern_entity(struct csm_pile *p, const struct csm_point *point)
{
	struct entity_key key = {.model = (uint32_t)point->model};

	key.company = intern(&p->company, p->last_company, point->company);
	p->last_company = key.company;
	csm_buf_reset(&p->key);
	csm_buf_put(&p->key, &key, sizeof key);
	csm_buf_put(&p->key, point->id.s, point->id.len);
	return intern(
	    &p->entity, p->last.entity, (struct csm_text){p->key.data, p->key.len});
}

/* Remember x for item i, in an array that exists once some item's is not 0. */
#define PUT_RARE(array, cap, i, x)                                                     \
	do {                                                                           \
		if ((x) == 0 && (array) == NULL)                                       \
			break;                                                         \
		size_t old_ = (array) == NULL ? 0 : (i);                               \
		CSM_GROW(array, i, &(cap));                                            \
		memset((array) + old_, 0, ((i)-old_) * sizeof *(array));               \
		(array)[i] = (x);                                                      \
	} while (0)

void
csm_pile_push(struct csm_pile *p, const struct csm_point *point, int64_t order)
{
	struct item item = {.value = point->value, .day = (uint16_t)point->day};
	size_t entities = p->entity.n;

	item.entity = intern_entity(p, point);
	item.metric = intern(&p->metric, p->last.metric, point->metric);
	if (point->state.len != 0)
		item.state = intern(&p->state, p->last.state - 1, point->state) + 1;
	if (point->file != NULL) {
		struct csm_text file = {point->file, strlen(point->file)};
		uint32_t id = intern(&p->file, p->last.file - 1u, file) + 1;
		item.file = id <= UINT16_MAX ? (uint16_t)id : 0;
	}
	if (p->entity.n != entities) {
		CSM_GROW(p->count, item.entity, &p->count_cap);
		p->count[item.entity] = 0;
	}
	if (++p->count[item.entity] > p->count_max)
		p->count_max = p->count[item.entity];
	PUT_RARE(p->line, p->line_cap, p->n, point->line);
	PUT_RARE(p->order, p->order_cap, p->n, order);
	CSM_GROW(p->item, p->n, &p->cap);
	p->item[p->n++] = item;
	p->last = item;
}

/* ---- order of the entities ---- */

struct ranked {
	uint64_t group;  /* company's rank and model */
	uint64_t prefix; /* first 8 bytes of the id, the first one highest */
	const struct csm_intern_text *text;
};

static int
by_entity(const void *pa, const void *pb)
{
	const struct ranked *a = pa, *b = pb;

	if (a->group != b->group)
		return a->group < b->group ? -1 : 1;
	if (a->prefix != b->prefix)
		return a->prefix < b->prefix ? -1 : 1;
	return csm_bytes_cmp(a->text->s + sizeof(struct entity_key),
	    a->text->len - sizeof(struct entity_key),
	    b->text->s + sizeof(struct entity_key),
	    b->text->len - sizeof(struct entity_key));
}

static struct ranked
ranked(const struct csm_intern_text *text, const uint32_t *company_rank)
{
	struct entity_key key;
	struct ranked r = {.text = text};

	memcpy(&key, text->s, sizeof key);
	r.group = (uint64_t)company_rank[key.company] * CSM_MODELS + key.model;
	for (size_t i = 0; i < 8; i++) {
		size_t at = sizeof key + i;
		r.prefix =
		    r.prefix << 8 | (at < text->len ? (unsigned char)text->s[at] : 0u);
	}
	return r;
}

static void
rank_entities(struct csm_pile *p)
{
	uint32_t *company_rank = csm_intern_ranks(&p->company);
	struct ranked *r = csm_xcalloc(p->entity.n, sizeof *r);

	for (size_t i = 0; i < p->entity.n; i++)
		r[i] = ranked(&p->entity.text[i], company_rank);
	qsort(r, p->entity.n, sizeof *r, by_entity);
	p->entities = csm_xcalloc(p->entity.n, sizeof *p->entities);
	for (size_t i = 0; i < p->entity.n; i++)
		p->entities[i] = (uint32_t)(r[i].text - p->entity.text);
	free(r);
	free(company_rank);
}

void
csm_pile_sort(struct csm_pile *p)
{
	uint32_t next = 0;

	rank_entities(p);
	p->metric_rank = csm_intern_ranks(&p->metric);
	uint32_t *place = csm_xcalloc(p->entity.n, sizeof *place);
	for (size_t i = 0; i < p->entity.n; i++) {
		place[p->entities[i]] = next;
		next += p->count[p->entities[i]];
	}
	p->sequence = csm_xcalloc(p->n, sizeof *p->sequence);
	for (size_t i = 0; i < p->n; i++)
		p->sequence[place[p->item[i].entity]++] = (uint32_t)i;
	free(place);
	p->sorted = csm_xcalloc(p->count_max, sizeof *p->sorted);
	p->scratch = csm_xcalloc(p->count_max, sizeof *p->scratch);
}

/* ---- order within an entity ---- */

struct span {
	uint32_t metric_min, metric_max, day_min, day_max;
};

/* The current entity's items into p->sorted, without keys, and what they span. */
static struct span
gather(struct csm_pile *p, size_t n)
{
	struct span s = {UINT32_MAX, 0, UINT32_MAX, 0};

	for (size_t i = 0; i < n; i++) {
		size_t ahead = p->begin + i + AHEAD;
		if (ahead < p->n)
			__builtin_prefetch(&p->item[p->sequence[ahead]]);
		uint32_t at = p->sequence[p->begin + i];
		uint32_t metric = p->metric_rank[p->item[at].metric];
		uint32_t day = p->item[at].day;
		s.metric_min = metric < s.metric_min ? metric : s.metric_min;
		s.metric_max = metric > s.metric_max ? metric : s.metric_max;
		s.day_min = day < s.day_min ? day : s.day_min;
		s.day_max = day > s.day_max ? day : s.day_max;
		p->sorted[i] = at;
	}
	return s;
}

/* Set the keys to metric * metric_weight + day * day_weight. */
static void
set_keys(struct csm_pile *p, size_t n, const struct span *s, uint64_t metric_weight,
    uint64_t day_weight)
{
	for (size_t i = 0; i < n; i++) {
		uint64_t at = p->sorted[i] & UINT32_MAX;
		const struct item *item = &p->item[at];
		uint64_t metric = p->metric_rank[item->metric] - s->metric_min;
		uint64_t day = item->day - s->day_min;
		p->sorted[i] = (metric * metric_weight + day * day_weight) << 32 | at;
	}
}

struct ordered {
	int64_t order;
	uint32_t at;
};

static int
by_order(const void *pa, const void *pb)
{
	const struct ordered *a = pa, *b = pb;

	if (a->order != b->order)
		return a->order < b->order ? -1 : 1;
	return a->at < b->at ? -1 : a->at > b->at;
}

/* Items [from, to) of p->sorted have the same key: by order, then as pushed. */
static void
sort_equals(struct csm_pile *p, size_t from, size_t to)
{
	size_t n = to - from;
	struct ordered *o = csm_xcalloc(n, sizeof *o);
	int sorted = 1;

	for (size_t i = 0; i < n; i++) {
		uint32_t at = (uint32_t)p->sorted[from + i];
		o[i] = (struct ordered){p->order[at], at};
		sorted &= i == 0 || o[i - 1].order <= o[i].order;
	}
	if (!sorted)
		qsort(o, n, sizeof *o, by_order);
	for (size_t i = 0; i < n; i++)
		p->sorted[from + i] = o[i].at;
	free(o);
}

static int
same_key(const struct csm_pile *p, size_t i, size_t j)
{
	const struct item *a = &p->item[(uint32_t)p->sorted[i]],
			  *b = &p->item[(uint32_t)p->sorted[j]];

	return a->metric == b->metric && a->day == b->day;
}

static void
sort_entity(struct csm_pile *p, size_t n)
{
	struct span s = gather(p, n);
	uint64_t days = (uint64_t)(s.day_max - s.day_min) + 1;
	uint64_t max = (s.metric_max - s.metric_min) * days + days - 1;

	if (max <= UINT32_MAX) {
		set_keys(p, n, &s, days, 1);
		csm_radix_sort(&p->sorted, &p->scratch, n, max);
	} else {
		set_keys(p, n, &s, 0, 1);
		csm_radix_sort(&p->sorted, &p->scratch, n, days - 1);
		set_keys(p, n, &s, 1, 0);
		csm_radix_sort(&p->sorted, &p->scratch, n, s.metric_max - s.metric_min);
	}
	for (size_t i = 0, j; p->order != NULL && i < n; i = j) {
		for (j = i + 1; j < n && same_key(p, i, j); j++)
			;
		if (j - i > 1)
			sort_equals(p, i, j);
	}
}

int
csm_pile_next(struct csm_pile *p, struct csm_point *point, int64_t *order)
{
	struct entity_key key;

	if (p->at == p->end) {
		if (p->group == p->entity.n)
			return 0;
		p->begin += p->end;
		p->at = 0;
		p->end = p->count[p->entities[p->group++]];
		sort_entity(p, p->end);
	}
	uint32_t at = (uint32_t)p->sorted[p->at++];
	const struct item *item = &p->item[at];
	const struct csm_intern_text *entity = &p->entity.text[item->entity],
				     *metric = &p->metric.text[item->metric];
	memcpy(&key, entity->s, sizeof key);
	const struct csm_intern_text *company = &p->company.text[key.company];
	*point = (struct csm_point){
	    .company = {company->s, company->len},
	    .id = {entity->s + sizeof key, entity->len - sizeof key},
	    .metric = {metric->s, metric->len},
	    .model = (enum csm_model)key.model,
	    .day = item->day,
	    .value = item->value,
	    .line = p->line == NULL ? 0 : p->line[at],
	};
	if (item->state != 0) {
		const struct csm_intern_text *state = &p->state.text[item->state - 1];
		point->state = (struct csm_text){state->s, state->len};
	}
	if (item->file != 0)
		point->file = p->file.text[item->file - 1].s;
	*order = p->order == NULL ? 0 : p->order[at];
	return 1;
}
