#include "point/point.h"

#include "base/intern.h"
#include "base/text.h"

#include <stdatomic.h>
#include <string.h>

static const char *const model_names[CSM_MODELS + 1] = {
    [CSM_MODEL_COMPANY] = "company",
    [CSM_MODEL_ASSET] = "asset",
    [CSM_MODEL_ENDUSER] = "enduser",
    [CSM_MODEL_PROJECT] = "project",
    [CSM_MODELS] = NULL,
};
const struct csm_words csm_model_words = CSM_WORDS(model_names);

const char *
csm_model_name(enum csm_model model)
{
	return model_names[model];
}

int
csm_model_parse(const char *s, size_t len, enum csm_model *model)
{
	for (int m = 0; m < CSM_MODELS; m++)
		if (csm_text_is(model_names[m], s, len)) {
			*model = (enum csm_model)m;
			return 0;
		}
	return -1;
}

static int
text_cmp(struct csm_text a, struct csm_text b)
{
	return csm_bytes_cmp(a.s, a.len, b.s, b.len);
}

int
csm_point_cmp(const struct csm_point *a, const struct csm_point *b)
{
	int c;

	if ((c = text_cmp(a->company, b->company)) != 0)
		return c;
	if (a->model != b->model)
		return a->model < b->model ? -1 : 1;
	if ((c = text_cmp(a->id, b->id)) != 0)
		return c;
	if ((c = text_cmp(a->metric, b->metric)) != 0)
		return c;
	return (a->day > b->day) - (a->day < b->day);
}

void
csm_point_last_fini(struct csm_point_last *last)
{
	csm_buf_fini(&last->company);
	csm_buf_fini(&last->id);
	csm_buf_fini(&last->metric);
}

/* Order of the text against the one kept, which it then becomes. */
static int
replace(struct csm_buf *kept, struct csm_text t)
{
	if (kept->len == t.len && (t.len == 0 || memcmp(kept->data, t.s, t.len) == 0))
		return 0;
	int c = csm_bytes_cmp(t.s, t.len, csm_buf_text(kept), kept->len);
	csm_buf_reset(kept);
	csm_buf_put(kept, t.s, t.len);
	return c;
}

/* 1 if stamps tell that the point's entity, which is all that is asked for here, or series
 * is the last one's. */
static inline bool
point_same_stamp(const struct csm_point_last *last, uint64_t stamp, uint64_t before)
{
	return last->any && stamp != 0 && stamp == before;
}

/* By stamps alone; -1 day is before day. */
static int
point_last_day(struct csm_point_last *last, const struct csm_point *point, int metric)
{
	int day = (point->day > last->day) - (point->day < last->day);

	last->same = CSM_SAME_COMPANY | CSM_SAME_ENTITY;
	last->same |= metric == 0 ? CSM_SAME_METRIC : 0;
	last->day = point->day;
	last->series = point->series;
	return metric != 0 ? (metric > 0) - (metric < 0) : day;
}

int
csm_point_last_put(struct csm_point_last *last, const struct csm_point *point)
{
	if (point_same_stamp(last, point->series, last->series))
		return point_last_day(last, point, 0);
	if (point_same_stamp(last, point->entity, last->entity))
		return point_last_day(
		    last, point, replace(&last->metric, point->metric));
	/* All of them, also where the company differs: each is the last one's text from
	 * here on. */
	int company = replace(&last->company, point->company);
	int model = (point->model > last->model) - (point->model < last->model);
	int id = replace(&last->id, point->id);
	int metric = replace(&last->metric, point->metric);
	int day = (point->day > last->day) - (point->day < last->day);
	int c = company ? company : model ? model : id ? id : metric ? metric : day;

	last->same = 0;
	if (!last->any)
		c = 1;
	else
		last->same =
		    (company == 0 ? CSM_SAME_COMPANY : 0) |
		    (company == 0 && model == 0 && id == 0 ? CSM_SAME_ENTITY : 0) |
		    (metric == 0 ? CSM_SAME_METRIC : 0);
	last->any = 1;
	last->model = point->model;
	last->day = point->day;
	last->entity = point->entity;
	last->series = point->series;
	return (c > 0) - (c < 0);
}

/* So many stamps of one reader: more points than a file has. */
#define STAMP_BITS 40

uint64_t
csm_point_stamps(void)
{
	/* atomic: readers may be made on any thread */
	static _Atomic uint64_t drawn;

	return (atomic_fetch_add_explicit(&drawn, 1, memory_order_relaxed) + 1)
	       << STAMP_BITS;
}

static const struct {
	const char *alias, *canonical;
} point_aliases[] = {
    {"custom.", "metrics."}, {"conversation.", "conversations."}, {"task.", "tasks."}};
#define ALIASES (sizeof point_aliases / sizeof point_aliases[0])

/* The place of its alias, or ALIASES. */
static size_t
point_alias(const char *name, size_t len)
{
	size_t i = 0;

	/* A letter decides for nearly every row: most metrics are activities. */
	if (len == 0 || (name[0] != 'c' && name[0] != 't'))
		return ALIASES;
	for (; i < ALIASES; i++) {
		size_t n = strlen(point_aliases[i].alias);
		if (len >= n && memcmp(name, point_aliases[i].alias, n) == 0)
			break;
	}
	return i;
}

bool
csm_point_may_lie(struct csm_text name)
{
	static const char *const prefix[] = {"tasks.", "revenue."};

	for (size_t i = 0; i < sizeof prefix / sizeof prefix[0]; i++)
		if (name.len > strlen(prefix[i]) &&
		    memcmp(name.s, prefix[i], strlen(prefix[i])) == 0)
			return true;
	return false;
}

bool
csm_is_metric_alias(struct csm_text name)
{
	return point_alias(name.s, name.len) < ALIASES;
}

void
csm_canonical_metric(struct csm_buf *out, const char *name, size_t len)
{
	size_t i = point_alias(name, len);

	if (i < ALIASES) {
		csm_buf_puts(out, point_aliases[i].canonical);
		name += strlen(point_aliases[i].alias);
		len -= strlen(point_aliases[i].alias);
	}
	csm_buf_put(out, name, len);
}
