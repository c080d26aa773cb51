#include "ingest/fast/fast_large.h"

#include "ingest/fast/fast_part.h"

/* Beside its text a row takes two words to be brought into order. */
#define ROW_BYTES 16

int
csm_fast_is_large(struct csm_fast *fast, const struct csm_fast_names *names,
    const struct csm_fast_range *range)
{
	uint64_t rows = 0, spilled = 0;
	unsigned bits = csm_fast_bits(names->metrics) + csm_fast_bits(CSM_DAY_MAX);

	for (int i = 0; i <= fast->threads; i++) {
		const struct csm_shard_part *p =
		    &csm_fast_shard(fast, i)->part[range->part];
		rows += p->rows;
		spilled += p->spilled;
	}
	/* user and place of the value, at worst as many as rows, are to fit in the word
	 */
	return spilled + rows * ROW_BYTES >
		   fast->memory_bytes / (size_t)fast->threads ||
	       rows > UINT32_MAX || bits + 2 * csm_fast_bits(rows) > 64;
}

struct large {
	struct csm_ingest *in;
	const struct csm_fast_names *names;
	int shard;
};

static int
fast_large_push(const struct large *l, const struct csm_shard_row *row)
{
	struct csm_ingest *in = l->in;
	struct csm_point p = {
	    .company =
		l->names->company[l->names->company_rank[l->shard][row->company]],
	    .day = row->day,
	    .value = row->value};

	if (in->users != NULL && row->user.len != 0 &&
	    csm_users_push(in->users, p.company, row->user, p.day, in->diag) != 0)
		return -1;
	if (row->name == CSM_SHARD_NO_METRIC)
		return 0;
	p.metric = l->names->metric[l->names->metric_rank[l->shard][row->name]];
	p.model = CSM_MODEL_COMPANY;
	p.id = p.company;
	if (in->users == NULL && row->user.len != 0) {
		p.model = CSM_MODEL_ENDUSER;
		p.id = row->user;
	}
	return csm_sorter_push(in->sorter, &p, 0, in->diag);
}

static int
push_rows(const struct large *l, const struct csm_shard *shard, size_t part)
{
	struct csm_shard_cursor cursor = {0};
	struct csm_shard_row row;
	struct csm_text rows;
	int got = 0, failed = 0;

	while (!failed &&
	       (got = csm_shard_piece(shard, part, &cursor, &rows, l->in->diag)) == 1)
		for (const char *p = rows.s; p < rows.s + rows.len && !failed;) {
			p = csm_shard_next(p, &row);
			failed = fast_large_push(l, &row) != 0;
		}
	csm_shard_cursor_fini(&cursor);
	return failed ? -1 : got;
}

int
csm_fast_large_make(struct csm_fast *fast, const struct csm_fast_names *names,
    const struct csm_fast_range *range, struct csm_point_writer *out)
{
	struct large l = {.in = fast->in, .names = names};
	struct csm_ingest *in = fast->in;
	size_t limit = fast->memory_bytes / 4;

	csm_sorter_free(in->sorter);
	in->sorter = csm_sorter_new(limit);
	if (in->users != NULL) {
		csm_users_free(in->users);
		in->users = csm_users_new(limit);
	}
	for (; l.shard <= fast->threads; l.shard++)
		if (push_rows(&l, csm_fast_shard(fast, l.shard), range->part) != 0)
			return -1;
	if (csm_sorter_finish(in->sorter, in->diag) != 0 ||
	    (in->users != NULL && csm_users_finish(in->users, in->diag) != 0))
		return -1;
	return csm_ingest_write_sorted(in, out);
}
