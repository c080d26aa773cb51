#include "point/plain.h"

#include "syntax/chunk.h"

#include <assert.h>
#include <string.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

/* Bytes looked at together: a vector of SSE2. */
#define STEP 16
_Static_assert(STEP <= CSM_CHUNK_PAD, "what is loaded behind the bytes may be");
/* A whole part of so many digits is below CSM_NUM_LIMIT, whatever follows. */
#define WHOLE_DIGITS 12
#define PLACES 6

/* Bit i: byte i of the next STEP is a comma, a quote, a control character or no ASCII. */
#ifdef __SSE2__
static inline unsigned
plain_look(const char *p)
{
	__m128i c = _mm_loadu_si128((const __m128i *)(const void *)p);
	/* as signed bytes those from 0x80 on are below all others */
	__m128i found = _mm_cmplt_epi8(c, _mm_set1_epi8(0x20));

	found = _mm_or_si128(found, _mm_cmpeq_epi8(c, _mm_set1_epi8(',')));
	found = _mm_or_si128(found, _mm_cmpeq_epi8(c, _mm_set1_epi8('"')));
	return (unsigned)_mm_movemask_epi8(found);
}
#else
static inline unsigned
plain_look(const char *p)
{
	unsigned found = 0;

	for (unsigned i = 0; i < STEP; i++) {
		unsigned char c = (unsigned char)p[i];
		found |= (unsigned)(c < 0x20 || c >= 0x80 || c == ',' || c == '"') << i;
	}
	return found;
}
#endif

/* Whether the row, behind which a STEP may be loaded, begins with the key, which has room
 * for one behind it. */
#ifdef __SSE2__
static inline bool
plain_begins(const char *row, const char *key, size_t len)
{
	for (size_t i = 0; i < len; i += STEP) {
		__m128i a = _mm_loadu_si128((const __m128i *)(const void *)(row + i)),
			b = _mm_loadu_si128((const __m128i *)(const void *)(key + i));
		unsigned same = (unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(a, b));
		/* what is behind the last byte of the key may differ */
		if (len - i < STEP)
			same |= ~0U << (len - i);
		if ((same & 0xffff) != 0xffff)
			return false;
	}
	return true;
}
#else
static inline bool
plain_begins(const char *row, const char *key, size_t len)
{
	return memcmp(row, key, len) == 0;
}
#endif

/* The text before `stop`; of length 0 if it is not plain: none, blanks around it, bytes that
 * need a closer look, or no `stop` before the end. */
static inline struct csm_text
plain_text(const char *p, const char *end, char stop)
{
	const struct csm_text none = {NULL, 0};

	for (const char *at = p; at < end; at += STEP) {
		unsigned found = plain_look(at);
		if (found == 0)
			continue;
		at += __builtin_ctz(found);
		if (at >= end || at == p || *at != stop || *p == ' ' || at[-1] == ' ')
			return none;
		return (struct csm_text){p, (size_t)(at - p)};
	}
	return none;
}

/* Digits from *p on, at most `max` of them: how many. */
static inline size_t
plain_digits(const char **p, const char *end, size_t max, int64_t *value)
{
	const char *at = *p;

	for (; at < end && (size_t)(at - *p) < max && *at >= '0' && *at <= '9'; at++)
		*value = *value * 10 + (*at - '0');
	size_t n = (size_t)(at - *p);
	*p = at;
	return n;
}

/* The value at *p as csm_num_format() spells it, or none. */
static inline bool
plain_value(const char **p, const char *end, int64_t *value)
{
	const char *at = *p;
	bool negative = at < end && *at == '-';
	int64_t v = 0;

	*value = CSM_MISSING;
	if (at < end && *at == ',')
		return true;
	const char *first = at += negative;
	size_t n = plain_digits(&at, end, WHOLE_DIGITS, &v);
	/* "-0.5" is, "-0" and "07" are not */
	if (n == 0 || (*first == '0' && n > 1))
		return false;
	bool fraction = at < end && *at == '.';
	size_t places = 0;
	if (fraction) {
		at++;
		places = plain_digits(&at, end, PLACES, &v);
		/* Three could be thousands: whether they are, all rows tell. */
		if (places == 0 || places == 3 || at[-1] == '0')
			return false;
	}
	if (v == 0 && negative)
		return false;
	for (; places < PLACES; places++)
		v *= 10;
	*value = negative ? -v : v;
	*p = at;
	return at < end && *at == ',';
}

/* What a row differs in from the one before; a text of length 0: not in that. */
struct plain_new {
	struct csm_text id, metric;
};

/* The bytes of the key, 0 if they are not for here. */
static inline size_t
plain_key(
    const struct csm_plain *plain, const char *row, size_t left, struct plain_new *new)
{
	const struct csm_buf *key = &plain->key;
	const char *end = row + left;
	size_t at = plain->metric;

	*new = (struct plain_new){{NULL, 0}, {NULL, 0}};
	if (key->len == 0 || left <= key->len)
		return 0;
	if (plain_begins(row, key->data, key->len))
		return key->len;
	if (!plain_begins(row, key->data, at)) {
		/* A company's own points have its id. */
		if (plain->model == CSM_MODEL_COMPANY ||
		    !plain_begins(row, key->data, plain->id))
			return 0;
		new->id = plain_text(row + plain->id, end, ',');
		if (new->id.len == 0)
			return 0;
		at = plain->id + new->id.len + 1;
	}
	new->metric = plain_text(row + at, end, ',');
	return new->metric.len == 0 || csm_is_metric_alias(new->metric)
		   ? 0
		   : at + new->metric.len + 1;
}

/* The key of the row before becomes that of this one. */
static inline void
plain_become(struct csm_plain *plain, const struct plain_new *new)
{
	if (new->id.len != 0) {
		plain->key.len = plain->id;
		csm_buf_put(&plain->key, new->id.s, new->id.len);
		csm_buf_putc(&plain->key, ',');
		plain->metric = plain->key.len;
		plain->entity++;
	}
	if (new->metric.len != 0) {
		plain->key.len = plain->metric;
		csm_buf_put(&plain->key, new->metric.s, new->metric.len);
		csm_buf_putc(&plain->key, ',');
		plain->series++;
		csm_buf_reserve(&plain->key, STEP);
	}
}

/* A text of the key that ends before the byte in front of `end`. */
static inline struct csm_text
plain_part(const struct csm_plain *plain, size_t begin, size_t end)
{
	return (struct csm_text){plain->key.data + begin, end - begin - 1};
}

size_t
csm_plain_row(struct csm_plain *plain, const struct csm_months *days, const char *row,
    size_t left, struct csm_point *point)
{
	const char *end = row + left;
	struct plain_new new;
	size_t n = plain_key(plain, row, left, &new);
	struct csm_text state = {NULL, 0};
	int64_t value;

	if (n == 0 || left - n < CSM_DAY_TEXT + 2)
		return 0;
	const char *p = row + n + CSM_DAY_TEXT - 1;
	int32_t day =
	    csm_months_find(days, (struct csm_text){row + n, CSM_DAY_TEXT - 1});
	if (day < 0 || *p++ != ',' || !plain_value(&p, end, &value) || ++p == end)
		return 0;
	if (*p != '\n') {
		state = plain_text(p, end, '\n');
		if (state.len == 0)
			return 0;
		p += state.len;
	}
	plain_become(plain, &new);
	plain->last = day;
	*point = (struct csm_point){.company = {plain->key.data, plain->company},
	    .id = plain_part(plain, plain->id, plain->metric),
	    .metric = plain_part(plain, plain->metric, plain->key.len),
	    .state = state,
	    .model = plain->model,
	    .day = day,
	    .value = value,
	    .written = {row, (size_t)(p + 1 - row)},
	    .entity = plain->source + plain->entity,
	    .series = plain->source + plain->series};
	return (size_t)(p + 1 - row);
}

size_t
csm_plain_more(struct csm_plain *plain, const struct csm_months *days, const char *row,
    size_t left, int32_t before, struct csm_point_run *run)
{
	const struct csm_buf *key = &plain->key;
	const char *end = row + left, *at = row;

	*run = (struct csm_point_run){.day = plain->day, .value = plain->value};
	while (run->n < CSM_PLAIN_RUN && key->len != 0 &&
	       (size_t)(end - at) >= key->len + CSM_DAY_TEXT + 2 &&
	       plain_begins(at, key->data, key->len)) {
		const char *p = at + key->len + CSM_DAY_TEXT - 1;
		int64_t *value = &plain->value[run->n];
		int32_t day = csm_months_find(
		    days, (struct csm_text){at + key->len, CSM_DAY_TEXT - 1});
		if (day <= plain->last || day >= before || *p++ != ',' ||
		    !plain_value(&p, end, value) || ++p == end || *p != '\n')
			break;
		plain->day[run->n++] = plain->last = day;
		run->gaps |= *value == CSM_MISSING;
		at = p + 1;
	}
	run->written = (struct csm_text){row, (size_t)(at - row)};
	return run->written.len;
}

/* 1 if each text but the last stands before the next with one byte between. */
static bool
plain_stand_together(const struct csm_text *field)
{
	for (int i = 0; i < 3; i++)
		if (field[i].len == 0 ||
		    field[i].s + field[i].len + 1 != field[i + 1].s)
			return false;
	return true;
}

void
csm_plain_keep(
    struct csm_plain *plain, const struct csm_text *field, struct csm_point *point)
{
	const size_t id = (size_t)(field[2].s - field[0].s),
		     metric = (size_t)(field[3].s - field[0].s),
		     len = metric + field[3].len + 1;
	struct csm_buf *key = &plain->key;

	/* One that is spelled otherwise: the row has to be read to know whose it is. */
	if (!plain_stand_together(field) || point->metric.len != field[3].len ||
	    memcmp(point->metric.s, field[3].s, field[3].len) != 0) {
		key->len = 0;
		return;
	}
	if (plain->source == 0)
		plain->source = csm_point_stamps();
	const bool entity = key->len > metric && plain->metric == metric &&
			    plain->id == id &&
			    memcmp(key->data, field[0].s, metric) == 0;
	if (!entity)
		plain->entity++;
	if (!entity || key->len != len ||
	    memcmp(key->data + metric, field[3].s, field[3].len) != 0)
		plain->series++;
	csm_buf_reset(key);
	csm_buf_put(key, field[0].s, len - 1);
	csm_buf_putc(key, ',');
	csm_buf_reserve(key, STEP);
	plain->last = point->day;
	plain->company = field[0].len;
	plain->id = id;
	plain->metric = metric;
	plain->model = point->model;
	point->entity = plain->source + plain->entity;
	point->series = plain->source + plain->series;
}

void
csm_plain_fini(struct csm_plain *plain)
{
	csm_buf_fini(&plain->key);
	*plain = (struct csm_plain){.source = 0};
}
