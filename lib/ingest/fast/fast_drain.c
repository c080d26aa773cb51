#include "ingest/fast/fast_drain.h"

void
csm_fast_drain_begin(struct csm_fast *p)
{
	struct csm_ingest *in = p->in;
	/* A quarter each: half is still the shards'. */
	const size_t limit = p->memory_bytes / 4;

	csm_sorter_free(in->sorter);
	in->sorter = csm_sorter_new(limit);
	if (in->users != NULL) {
		csm_users_free(in->users);
		in->users = csm_users_new(limit);
	}
}

/* As the words of a partition say it: an active day of the user, and a point of the
 * user or, where levels are added up, of the company. */
static int
drain_row(struct csm_ingest *in, const struct csm_shard_row *row,
    struct csm_text company, struct csm_text metric)
{
	struct csm_point p = {
	    .company = company, .day = row->day, .value = row->value, .metric = metric};

	if (in->users != NULL && row->user.len != 0 && row->value != 0 &&
	    csm_users_push(in->users, company, row->user, p.day, in->diag) != 0)
		return -1;
	if (row->name == CSM_SHARD_NO_METRIC)
		return 0;
	p.model = CSM_MODEL_COMPANY;
	p.id = company;
	if (in->users == NULL && row->user.len != 0) {
		p.model = CSM_MODEL_ENDUSER;
		p.id = row->user;
	}
	return csm_sorter_push(in->sorter, &p, 0, in->diag);
}

/* That it was a use of the module the catalog has for it, if it has one. */
static int
drain_module(struct csm_fast *p, const struct csm_fast_names *names, int shard,
    const struct csm_shard_row *row, struct csm_text company)
{
	struct csm_text module;

	if (names == NULL) {
		module = csm_fast_module(p, shard, row->name);
		return module.len == 0 ? 0 : drain_row(p->in, row, company, module);
	}
	const uint32_t rank = names->module_rank[shard][row->name];
	return rank == CSM_SHARD_NO_METRIC
		   ? 0
		   : drain_row(p->in, row, company, names->metric[rank]);
}

/* What a row calls its company and metric.  Before all names are known (`names` NULL)
 * they are looked up row by row, which is slower and needs no table of ranks. */
static int
drain_named(struct csm_fast *p, const struct csm_fast_names *names, int shard,
    const struct csm_shard_row *row)
{
	const struct csm_shard *s = csm_fast_shard(p, shard);
	const struct csm_dict_entry *own = &s->company.text[row->company];
	struct csm_text company = {own->s, own->len}, metric = {NULL, 0};

	if (names != NULL)
		company = names->company[names->company_rank[shard][row->company]];
	if (row->name != CSM_SHARD_NO_METRIC)
		metric = names != NULL
			     ? names->metric[names->metric_rank[shard][row->name]]
			     : csm_fast_metric(p, shard, row->name);
	if (drain_row(p->in, row, company, metric) != 0)
		return -1;
	return row->name == CSM_SHARD_NO_METRIC || row->value == 0
		   ? 0
		   : drain_module(p, names, shard, row, company);
}

int
csm_fast_drain_part(
    struct csm_fast *p, const struct csm_fast_names *names, int shard, size_t part)
{
	const struct csm_shard *s = csm_fast_shard(p, shard);
	struct csm_shard_cursor cursor = {0};
	struct csm_shard_row row;
	struct csm_text rows;
	int got = 0, failed = 0;

	while (!failed &&
	       (got = csm_shard_piece(s, part, &cursor, &rows, p->in->diag)) == 1)
		for (const char *at = rows.s; at < rows.s + rows.len && !failed;) {
			at = csm_shard_next(at, &row);
			failed = drain_named(p, names, shard, &row) != 0;
		}
	csm_shard_cursor_fini(&cursor);
	return failed ? -1 : got;
}

static int
drain_shard(struct csm_fast *p, int shard)
{
	struct csm_shard *s = csm_fast_shard(p, shard);
	int failed = 0;

	if (!p->drained)
		csm_fast_drain_begin(p);
	/* From here the run is one by the sorter: shards drained now and later go to
	 * the same one. */
	p->drained = 1;
	for (size_t part = 0; part < s->parts && !failed; part++)
		failed = csm_fast_drain_part(p, NULL, shard, part) != 0;
	csm_shard_clear(s);
	return failed ? -1 : 0;
}

int
csm_fast_drain_if_full(struct csm_fast *p, int shard)
{
	const size_t shards = (size_t)p->threads + 1;

	/* The names of all shards may take half of the memory, as their rows may: rows
	 * spill beyond that, and names cannot. */
	if (csm_dict_bytes(&csm_fast_shard(p, shard)->company) <
	    p->memory_bytes / 2 / shards)
		return 0;
	return drain_shard(p, shard);
}

int
csm_fast_drain_rest(struct csm_fast *p)
{
	struct csm_ingest *in = p->in;
	int failed = 0;

	for (int i = 0; i <= p->threads && !failed; i++) {
		/* names without rows were there too */
		for (size_t k = 0; k < csm_fast_shard(p, i)->name.n; k++)
			csm_fast_metric(p, i, (uint32_t)k);
		failed = drain_shard(p, i) != 0;
	}
	return failed || csm_sorter_finish(in->sorter, in->diag) != 0 ||
		       (in->users != NULL && csm_users_finish(in->users, in->diag) != 0)
		   ? -1
		   : 0;
}
