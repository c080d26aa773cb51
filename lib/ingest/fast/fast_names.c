#include "ingest/fast/fast_names.h"

#include "base/intern.h"
#include "base/xalloc.h"

#include <stdlib.h>

struct csm_shard *
csm_fast_shard(struct csm_fast *p, int i)
{
	return i < p->threads ? &p->worker[i].shard : &p->odd;
}

struct fast_names_ranked {
	struct csm_text text;
	uint32_t id;
};

static int
fast_names_by_text(const void *pa, const void *pb)
{
	const struct fast_names_ranked *a = pa, *b = pb;

	return csm_bytes_cmp(a->text.s, a->text.len, b->text.s, b->text.len);
}

/* Texts in order, and the rank of each id. */
static struct csm_text *
fast_names_sort(const struct csm_dict *d, uint32_t **rank)
{
	struct fast_names_ranked *order = csm_xcalloc(d->n + 1, sizeof *order);
	struct csm_text *texts = csm_xcalloc(d->n + 1, sizeof *texts);

	*rank = csm_xcalloc(d->n + 1, sizeof **rank);
	for (size_t i = 0; i < d->n; i++)
		order[i] = (struct fast_names_ranked){
		    {d->text[i].s, d->text[i].len}, (uint32_t)i};
	qsort(order, d->n, sizeof *order, fast_names_by_text);
	for (size_t i = 0; i < d->n; i++) {
		texts[i] = order[i].text;
		(*rank)[order[i].id] = (uint32_t)i;
	}
	free(order);
	return texts;
}

struct csm_text
csm_fast_metric(struct csm_fast *p, int shard, uint32_t id)
{
	const struct csm_dict_entry *name = &csm_fast_shard(p, shard)->name.text[id];

	if (shard == p->threads)
		return (struct csm_text){name->s, name->len};
	return csm_ingest_metric(p->in, name->s, name->len)->name;
}

/* Ids of the shards' texts in a dictionary of all; then these become ranks. */
static uint32_t **
merge(struct csm_fast *p, int metrics, struct csm_text **texts, size_t *n)
{
	uint32_t **ids = csm_xcalloc((size_t)p->threads + 1, sizeof *ids), *rank;
	struct csm_dict all = {0};

	for (int i = 0; i <= p->threads; i++) {
		struct csm_shard *s = csm_fast_shard(p, i);
		const struct csm_dict *d = metrics ? &s->name : &s->company;
		ids[i] = csm_xcalloc(d->n + 1, sizeof **ids);
		for (size_t k = 0; k < d->n; k++) {
			struct csm_text t = {d->text[k].s, d->text[k].len};
			if (metrics)
				t = csm_fast_metric(p, i, (uint32_t)k);
			ids[i][k] = csm_dict_put(&all, 0, t.s, t.len);
		}
	}
	*texts = fast_names_sort(&all, &rank);
	*n = all.n;
	for (int i = 0; i <= p->threads; i++) {
		struct csm_shard *s = csm_fast_shard(p, i);
		const struct csm_dict *d = metrics ? &s->name : &s->company;
		for (size_t k = 0; k < d->n; k++)
			ids[i][k] = rank[ids[i][k]];
	}
	free(rank);
	csm_dict_fini(&all);
	return ids;
}

static void
make_ranges(struct csm_fast_names *n, const struct csm_shard_plan *plan)
{
	for (size_t i = 0; i < n->companies; i++) {
		size_t part = csm_shard_plan_part(plan, n->company[i]);
		if (n->ranges == 0 || n->range[n->ranges - 1].part != part) {
			CSM_GROW(n->range, n->ranges, &n->range_cap);
			n->range[n->ranges++] =
			    (struct csm_fast_range){(uint32_t)i, 0, part};
		}
		n->range[n->ranges - 1].n++;
	}
}

void
csm_fast_names_make(struct csm_fast_names *n, struct csm_fast *p)
{
	n->company_rank = merge(p, 0, &n->company, &n->companies);
	n->metric_rank = merge(p, 1, &n->metric, &n->metrics);
	make_ranges(n, &p->plan);
}

void
csm_fast_names_fini(struct csm_fast_names *n, const struct csm_fast *p)
{
	for (int i = 0; n->company_rank != NULL && i <= p->threads; i++) {
		free(n->company_rank[i]);
		free(n->metric_rank[i]);
	}
	free(n->company_rank);
	free(n->metric_rank);
	free(n->range);
	free(n->company);
	free(n->metric);
}
