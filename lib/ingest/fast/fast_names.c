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

/* Bytes, as canonical order has it, whatever the locale. */
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

	/* One more than needed: with no texts at all calloc may give NULL. */
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

	if (shard == p->threads || name->group == CSM_FAST_METRIC)
		return (struct csm_text){name->s, name->len};
	return csm_ingest_metric(p->in, name->s, name->len)->name;
}

struct csm_text
csm_fast_module(struct csm_fast *p, int shard, uint32_t id)
{
	const struct csm_dict_entry *name = &csm_fast_shard(p, shard)->name.text[id];

	/* that of the odd one has points of its own, and so has one that a row says */
	if (shard == p->threads || name->group != CSM_FAST_NAME)
		return (struct csm_text){NULL, 0};
	return csm_ingest_metric(p->in, name->s, name->len)->module;
}

/* Modules become names of the shards, so that they have ranks; by name, its module's id
 * as a name.  The dictionary grows while it is gone through: each name adds at most
 * one. */
static uint32_t **
fast_names_modules(struct csm_fast *p)
{
	uint32_t **modules = csm_xcalloc((size_t)p->threads + 1, sizeof *modules);

	for (int i = 0; i <= p->threads; i++) {
		struct csm_dict *d = &csm_fast_shard(p, i)->name;
		const size_t names = d->n;
		modules[i] = csm_xcalloc(2 * names + 1, sizeof **modules);
		for (size_t k = 0; k < 2 * names; k++)
			modules[i][k] = CSM_SHARD_NO_METRIC;
		for (size_t k = 0; k < names; k++) {
			struct csm_text t = csm_fast_module(p, i, (uint32_t)k);
			if (t.len != 0)
				modules[i][k] =
				    csm_dict_put(d, CSM_FAST_METRIC, t.s, t.len);
		}
	}
	return modules;
}

/* Ids of names to ranks of metrics. */
static void
fast_names_rank_modules(struct csm_fast_names *n, struct csm_fast *p)
{
	for (int i = 0; i <= p->threads; i++)
		for (size_t k = 0; k < csm_fast_shard(p, i)->name.n; k++)
			/* Among the names behind the first are the modules themselves,
			 * which have none. */
			if (n->module_rank[i][k] != CSM_SHARD_NO_METRIC)
				n->module_rank[i][k] =
				    n->metric_rank[i][n->module_rank[i][k]];
}

/* Ids of the shards' texts in a dictionary of all; then these become ranks.  The same
 * company in two shards gets one rank; a metric's name is looked up by mapping and
 * catalog here, once a shard and name, and no more row by row. */
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

/* The plan is ascending, so companies of one partition follow one another. */
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
	/* Before ranks of metrics are made, since it adds names that want one. */
	n->module_rank = fast_names_modules(p);
	n->metric_rank = merge(p, 1, &n->metric, &n->metrics);
	fast_names_rank_modules(n, p);
	n->how = csm_xcalloc(n->metrics + 1, sizeof *n->how);
	for (size_t i = 0; i < n->metrics; i++)
		n->how[i] = csm_rule_agg(p->in->mapping->agg, n->metric[i]);
	make_ranges(n, &p->plan);
}

void
csm_fast_names_fini(struct csm_fast_names *n, const struct csm_fast *p)
{
	for (int i = 0; n->company_rank != NULL && i <= p->threads; i++) {
		free(n->company_rank[i]);
		free(n->metric_rank[i]);
		free(n->module_rank[i]);
	}
	free(n->company_rank);
	free(n->metric_rank);
	free(n->module_rank);
	free(n->how);
	free(n->range);
	free(n->company);
	free(n->metric);
}
