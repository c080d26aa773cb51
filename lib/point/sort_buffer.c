/*
 * Points are grouped by entity in one counting pass over 4-byte indices, then each
 * entity's few are sorted by metric and day when their turn comes.  So the points stay
 * where they were pushed and the memory beside them is 4 bytes each.
 */
#include "point/sort_buffer.h"

#include "base/intern.h"
#include "base/xalloc.h"
#include "point/radix.h"
#include "point/sort_entity.h"

#include <stdlib.h>
#include <string.h>

struct item {
	int64_t value;
	uint32_t entity, metric;
	uint32_t state; /* interned, + 1; 0: none */
	uint16_t day;   /* CSM_DAY_MAX fits */
	uint16_t file;  /* interned, + 1; 0: none, or one too many */
};

/* A point whose entity is being looked for. */
struct sort_buffer_pending {
	struct csm_sort_name name; /* its text is the array */
	size_t item;
	char text[96];
};

/* The three steps of a look at the entities are this many points apart: 4, 8, 16 and 32
 * took the same time, within 7 %, at 5 and at 50 points an entity in random order. */
#define STEP 8
#define PENDING (2 * STEP)

struct csm_sort_buffer {
	struct item *item;
	size_t n, cap;
	/* By item; NULL while all are 0. */
	uint64_t *line;
	int64_t *order;
	size_t line_cap, order_cap;

	struct csm_intern metric, state, file;
	struct csm_sort_entities entities;
	struct sort_buffer_pending
	    pending[PENDING]; /* a ring: `asked` names, `settled` found */
	size_t asked, settled;
	struct item last; /* the item pushed last, to compare texts with */
	/* Once sorted. */
	uint32_t *entity;           /* numbers in canonical order */
	uint32_t *sequence;         /* items, grouped by entity in that order */
	uint32_t *metric_rank;      /* by metric */
	uint64_t *sorted, *scratch; /* the current entity's: key << 32 | item */
	size_t group;               /* entities given out, the current one included */
	size_t begin;               /* of the current entity in `sequence` */
	size_t at, end;             /* in `sorted` */
};

/* How far ahead items are fetched, which lie anywhere: of a million points in random order
 * (seven runs, median CPU of giving them out) 0.054 s and without 0.073 at 100 points an
 * entity, 0.044 and 0.069 at 1000; in order it costs nothing.  4, 8 and 32 did as well. */
#define AHEAD 16

struct csm_sort_buffer *
csm_sort_buffer_new(void)
{
	return csm_xcalloc(1, sizeof(struct csm_sort_buffer));
}

void
csm_sort_buffer_reset(struct csm_sort_buffer *p)
{
	free(p->item);
	free(p->line);
	free(p->order);
	csm_intern_fini(&p->metric);
	csm_intern_fini(&p->state);
	csm_intern_fini(&p->file);
	csm_sort_entities_fini(&p->entities);
	free(p->entity);
	free(p->sequence);
	free(p->metric_rank);
	free(p->sorted);
	free(p->scratch);
	*p = (struct csm_sort_buffer){0};
}

void
csm_sort_buffer_free(struct csm_sort_buffer *p)
{
	if (p == NULL)
		return;
	csm_sort_buffer_reset(p);
	free(p);
}

size_t
csm_sort_buffer_count(const struct csm_sort_buffer *p)
{
	return p->n;
}

size_t
csm_sort_buffer_bytes(const struct csm_sort_buffer *p)
{
	size_t each = sizeof *p->item + sizeof *p->sequence +
		      (p->line != NULL ? sizeof *p->line : 0) +
		      (p->order != NULL ? sizeof *p->order : 0);

	/* Items are numbered in 32 bits: a run is then due, whatever the limit. */
	if (p->n >= UINT32_MAX - 1)
		return SIZE_MAX;
	return p->n * each + p->entities.count_max * 2 * sizeof *p->sorted +
	       p->entities.n * 48 /* to be ranked */ +
	       csm_sort_entities_bytes(&p->entities) + csm_intern_bytes(&p->metric) +
	       csm_intern_bytes(&p->state);
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

/* The point asked about longest ago gets its entity. */
static void
sort_buffer_settle(struct csm_sort_buffer *p)
{
	struct sort_buffer_pending *a = &p->pending[p->settled++ % PENDING];

	p->item[a->item].entity = csm_sort_entities_put(&p->entities, &a->name)->number;
}

static void
settle_all(struct csm_sort_buffer *p)
{
	while (p->settled < p->asked)
		sort_buffer_settle(p);
}

/* Look for the entity of the point, which is to be item `item`. */
static void
sort_buffer_ask(struct csm_sort_buffer *p, const struct csm_point *point, size_t item)
{
	if (p->asked - p->settled == PENDING)
		sort_buffer_settle(p);
	struct sort_buffer_pending *a = &p->pending[p->asked++ % PENDING];
	/* Copied, as the texts of a point are gone when the next is read. */
	memcpy(a->text, point->company.s, point->company.len);
	memcpy(a->text + point->company.len, point->id.s, point->id.len);
	a->item = item;
	a->name = (struct csm_sort_name){.text = a->text,
	    .company_len = (uint32_t)point->company.len,
	    .id_len = (uint32_t)point->id.len,
	    .model = point->model};
	a->name.hash = csm_sort_name_hash(&a->name);
	csm_sort_entities_fetch_slot(&p->entities, &a->name);
	if (p->asked - p->settled > STEP)
		csm_sort_entities_fetch(
		    &p->entities, &p->pending[(p->asked - 1 - STEP) % PENDING].name);
}

/* Find it at once: its name is too long to be put aside. */
static uint32_t
sort_buffer_find(struct csm_sort_buffer *p, const struct csm_point *point)
{
	struct csm_buf text = {0};
	struct csm_sort_name name = {.company_len = (uint32_t)point->company.len,
	    .id_len = (uint32_t)point->id.len,
	    .model = point->model};

	settle_all(p);
	csm_buf_put(&text, point->company.s, point->company.len);
	csm_buf_put(&text, point->id.s, point->id.len);
	name.text = text.data;
	name.hash = csm_sort_name_hash(&name);
	uint32_t number = csm_sort_entities_put(&p->entities, &name)->number;
	csm_buf_fini(&text);
	return number;
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
csm_sort_buffer_push(
    struct csm_sort_buffer *p, const struct csm_point *point, int64_t order)
{
	struct item item = {.value = point->value, .day = (uint16_t)point->day};

	item.metric = intern(&p->metric, p->last.metric, point->metric);
	if (point->state.len != 0)
		item.state = intern(&p->state, p->last.state - 1, point->state) + 1;
	if (point->file != NULL) {
		struct csm_text file = {point->file, strlen(point->file)};
		uint32_t id = intern(&p->file, p->last.file - 1u, file) + 1;
		/* Beyond 65,535 files a message has the line alone: four bytes more a
		 * point would be for them. */
		item.file = id <= UINT16_MAX ? (uint16_t)id : 0;
	}
	if (point->company.len + point->id.len > sizeof p->pending[0].text)
		item.entity = sort_buffer_find(p, point);
	else
		sort_buffer_ask(p, point, p->n);
	PUT_RARE(p->line, p->line_cap, p->n, point->line);
	PUT_RARE(p->order, p->order_cap, p->n, order);
	CSM_GROW(p->item, p->n, &p->cap);
	p->item[p->n++] = item;
	p->last = item;
}

void
csm_sort_buffer_sort(struct csm_sort_buffer *p)
{
	uint32_t next = 0;

	settle_all(p);
	p->entity = csm_sort_entities_order(&p->entities);
	p->metric_rank = csm_intern_ranks(&p->metric);
	uint32_t *place = csm_xcalloc(p->entities.n, sizeof *place);
	for (size_t i = 0; i < p->entities.n; i++) {
		place[p->entity[i]] = next;
		next += p->entities.entity[p->entity[i]]->count;
	}
	p->sequence = csm_xcalloc(p->n, sizeof *p->sequence);
	for (size_t i = 0; i < p->n; i++)
		p->sequence[place[p->item[i].entity]++] = (uint32_t)i;
	free(place);
	p->sorted = csm_xcalloc(p->entities.count_max, sizeof *p->sorted);
	p->scratch = csm_xcalloc(p->entities.count_max, sizeof *p->scratch);
}

struct sort_buffer_span {
	uint32_t metric_min, metric_max, day_min, day_max;
};

static void
fetch(const struct csm_sort_buffer *p, uint32_t at)
{
	__builtin_prefetch(&p->item[at]);
	if (p->line != NULL)
		__builtin_prefetch(&p->line[at]);
}

/* The current entity's items into p->sorted, without keys, and what they span. */
static struct sort_buffer_span
gather(struct csm_sort_buffer *p, size_t n)
{
	struct sort_buffer_span s = {UINT32_MAX, 0, UINT32_MAX, 0};

	for (size_t i = 0; i < n; i++) {
		size_t ahead = p->begin + i + AHEAD;
		if (ahead < p->n)
			fetch(p, p->sequence[ahead]);
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
set_keys(struct csm_sort_buffer *p, size_t n, const struct sort_buffer_span *s,
    uint64_t metric_weight, uint64_t day_weight)
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
sort_buffer_by_order(const void *pa, const void *pb)
{
	const struct ordered *a = pa, *b = pb;

	if (a->order != b->order)
		return a->order < b->order ? -1 : 1;
	return a->at < b->at ? -1 : a->at > b->at;
}

/* Items [from, to) of p->sorted have the same key: by order, then as pushed. */
static void
sort_equals(struct csm_sort_buffer *p, size_t from, size_t to)
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
		qsort(o, n, sizeof *o, sort_buffer_by_order);
	for (size_t i = 0; i < n; i++)
		p->sorted[from + i] = o[i].at;
	free(o);
}

static int
sort_buffer_same_key(const struct csm_sort_buffer *p, size_t i, size_t j)
{
	const struct item *a = &p->item[(uint32_t)p->sorted[i]],
			  *b = &p->item[(uint32_t)p->sorted[j]];

	return a->metric == b->metric && a->day == b->day;
}

static void
sort_entity(struct csm_sort_buffer *p, size_t n)
{
	struct sort_buffer_span s = gather(p, n);
	uint64_t days = (uint64_t)(s.day_max - s.day_min) + 1;
	uint64_t max = (s.metric_max - s.metric_min) * days + days - 1;

	/* Both in one key where they fit; else by day first and then, stably, by
	 * metric. */
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
		for (j = i + 1; j < n && sort_buffer_same_key(p, i, j); j++)
			;
		if (j - i > 1)
			sort_equals(p, i, j);
	}
}

int
csm_sort_buffer_next(struct csm_sort_buffer *p, struct csm_point *point, int64_t *order)
{
	if (p->at == p->end) {
		if (p->group == p->entities.n)
			return 0;
		p->begin += p->end;
		p->at = 0;
		p->end = p->entities.entity[p->entity[p->group++]]->count;
		sort_entity(p, p->end);
	}
	if (p->at + AHEAD < p->end)
		fetch(p, (uint32_t)p->sorted[p->at + AHEAD]);
	uint32_t at = (uint32_t)p->sorted[p->at++];
	const struct item *item = &p->item[at];
	const struct csm_sort_entity *entity = p->entities.entity[item->entity];
	const struct csm_text *company = &p->entities.company.text[entity->company],
			      *metric = &p->metric.text[item->metric];
	*point = (struct csm_point){
	    .company = {company->s, company->len},
	    .id = {entity->id, entity->id_len},
	    .metric = {metric->s, metric->len},
	    .model = entity->model,
	    .day = item->day,
	    .value = item->value,
	    .line = p->line == NULL ? 0 : p->line[at],
	};
	if (item->state != 0) {
		const struct csm_text *state = &p->state.text[item->state - 1];
		point->state = (struct csm_text){state->s, state->len};
	}
	if (item->file != 0)
		point->file = p->file.text[item->file - 1].s;
	*order = p->order == NULL ? 0 : p->order[at];
	return 1;
}
