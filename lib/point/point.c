#include "point/point.h"

#include "base/intern.h"
#include "base/text.h"

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

int
csm_point_last_put(struct csm_point_last *last, const struct csm_point *point)
{
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
	return (c > 0) - (c < 0);
}

void
csm_canonical_metric(struct csm_buf *out, const char *name, size_t len)
{
	static const struct {
		const char *alias, *canonical;
	} prefixes[] = {{"custom.", "metrics."}, {"conversation.", "conversations."},
	    {"task.", "tasks."}};

	for (size_t i = 0; i < sizeof prefixes / sizeof prefixes[0]; i++) {
		size_t n = strlen(prefixes[i].alias);
		if (len >= n && memcmp(name, prefixes[i].alias, n) == 0) {
			csm_buf_puts(out, prefixes[i].canonical);
			name += n;
			len -= n;
			break;
		}
	}
	csm_buf_put(out, name, len);
}
