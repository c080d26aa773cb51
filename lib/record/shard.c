#include "record/shard.h"

#include "base/intern.h"
#include "base/xalloc.h"
#include "time/date.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define BLOCK_BYTES ((size_t)16 * 1024)
void
csm_shard_init(struct csm_shard *s, struct csm_shard_plan *plan)
{
	*s = (struct csm_shard){.plan = plan,
	    .company = {.copy = 1},
	    .name = {.copy = 1},
	    .fd = -1,
	    .oldest = CSM_DAY_NONE,
	    .newest = CSM_DAY_NONE};
}

static void
free_blocks(struct csm_shard_block *b)
{
	while (b != NULL) {
		struct csm_shard_block *next = b->next;
		free(b);
		b = next;
	}
}

void
csm_shard_fini(struct csm_shard *s)
{
	for (size_t p = 0; p < CSM_SHARD_PARTS; p++)
		free_blocks(s->part[p].newest);
	csm_dict_fini(&s->company);
	csm_dict_fini(&s->name);
	if (s->fd >= 0)
		close(s->fd);
	free(s->part_of);
	free(s->extent);
}

static int
by_text(const void *pa, const void *pb)
{
	const struct csm_dict_text *a = pa, *b = pb;

	return csm_bytes_cmp(a->s, a->len, b->s, b->len);
}

void
csm_shard_plan_set(struct csm_shard_plan *plan, const struct csm_dict *sample)
{
	struct csm_dict_text *sorted = csm_xcalloc(sample->n + 1, sizeof *sorted);
	size_t want = CSM_SHARD_PARTS < sample->n ? CSM_SHARD_PARTS : sample->n;

	if (sample->n != 0)
		memcpy(sorted, sample->text, sample->n * sizeof *sorted);
	qsort(sorted, sample->n, sizeof *sorted, by_text);
	plan->splitter = csm_xcalloc(want + 1, sizeof *plan->splitter);
	for (size_t i = 1; i < want; i++) {
		struct csm_dict_text t = sorted[i * sample->n / want];
		t.s = csm_xmemdup0(t.s, t.len);
		plan->splitter[plan->splitters++] = t;
	}
	free(sorted);
}

void
csm_shard_plan_fini(struct csm_shard_plan *plan)
{
	for (size_t i = 0; i < plan->splitters; i++)
		free((char *)(size_t)plan->splitter[i].s);
	free(plan->splitter);
}

/* How many splitters are not after the name. */
static uint16_t
find_part(const struct csm_shard_plan *plan, struct csm_text name)
{
	size_t from = 0, to = plan->splitters;

	while (from < to) {
		size_t mid = (from + to) / 2;
		const struct csm_dict_text *at = &plan->splitter[mid];
		if (csm_bytes_cmp(at->s, at->len, name.s, name.len) <= 0)
			from = mid + 1;
		else
			to = mid;
	}
	return (uint16_t)from;
}

static int
open_file(struct csm_shard *s)
{
	const char *dir = getenv("TMPDIR");
	size_t len;
	char *path;

	dir = dir == NULL || *dir == '\0' ? "/tmp" : dir;
	len = strlen(dir);
	path = csm_xmalloc(len + sizeof "/csm-XXXXXX");
	memcpy(path, dir, len);
	memcpy(path + len, "/csm-XXXXXX", sizeof "/csm-XXXXXX");
	s->fd = mkstemp(path);
	if (s->fd >= 0)
		unlink(path);
	free(path);
	return s->fd < 0 ? -1 : 0;
}

static int
write_all(struct csm_shard *s, const char *bytes, size_t len)
{
	while (len > 0) {
		ssize_t n = pwrite(s->fd, bytes, len, (off_t)s->file_bytes);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -1;
		bytes += n;
		len -= (size_t)n;
		s->file_bytes += n;
	}
	return 0;
}

static int
spill_part(struct csm_shard *s, size_t p)
{
	struct csm_shard_part *part = &s->part[p];
	struct csm_shard_block *b = part->newest;

	if (b != NULL)
		b->used = (size_t)(part->at - b->bytes);
	for (; b != NULL; b = b->next) {
		CSM_GROW(s->extent, s->extents, &s->extent_cap);
		s->extent[s->extents++] = (struct csm_shard_extent){
		    (uint32_t)p, (uint32_t)b->used, s->file_bytes};
		if (write_all(s, b->bytes, b->used) != 0)
			return -1;
	}
	free_blocks(part->newest);
	*part = (struct csm_shard_part){0};
	return 0;
}

static int
spill(struct csm_shard *s, struct csm_diag *diag)
{
	int failed = s->fd < 0 && open_file(s) != 0;

	for (size_t p = 0; p < CSM_SHARD_PARTS && !failed; p++)
		failed = spill_part(s, p) != 0;
	if (failed)
		return csm_error(diag, CSM_E_WRITE, NULL,
		    "cannot write a temporary file in $TMPDIR or /tmp: %s",
		    strerror(errno));
	s->in_use = 0;
	return 0;
}

/* Room for a row in a partition. */
static int
new_block(struct csm_shard *s, size_t p, size_t need, struct csm_diag *diag)
{
	size_t cap = need > BLOCK_BYTES ? need : BLOCK_BYTES;
	struct csm_shard_part *part = &s->part[p];
	struct csm_shard_block *b;

	if (s->in_use + cap > s->plan->limit_bytes && spill(s, diag) != 0)
		return -1;
	b = csm_xmalloc(sizeof *b + cap);
	s->in_use += cap;
	b->cap = cap;
	b->next = part->newest;
	if (b->next != NULL)
		b->next->used = (size_t)(part->at - b->next->bytes);
	part->newest = b;
	part->at = b->bytes;
	part->end = b->bytes + cap;
	return 0;
}

static void
note_part(struct csm_shard *s, uint32_t company, struct csm_text name)
{
	CSM_GROW(s->part_of, company, &s->part_cap);
	s->part_of[company] = find_part(s->plan, name);
}

static char *
put(char *to, const void *bytes, size_t len)
{
	memcpy(to, bytes, len);
	return to + len;
}

int
csm_shard_put(struct csm_shard *s, struct csm_text company,
    const struct csm_shard_row *row, struct csm_diag *diag)
{
	size_t known = s->company.n, need = CSM_SHARD_HEAD + row->user.len + 16;
	uint32_t id = csm_dict_put(&s->company, 0, company.s, company.len), name;
	int has_value = row->value != INT64_C(1000000);
	uint16_t len =
	    row->user.len < CSM_SHARD_LONG ? (uint16_t)row->user.len : CSM_SHARD_LONG;

	if (id == known)
		note_part(s, id, company);
	size_t p = s->part_of[id];
	struct csm_shard_part *part = &s->part[p];
	if ((size_t)(part->end - part->at) < need && new_block(s, p, need, diag) != 0)
		return -1;
	name = row->name << 1 | (uint32_t)has_value;
	char *at = part->at;
	at = put(at, &id, 4);
	at = put(at, &name, 4);
	at = put(at, &row->day, 2);
	at = put(at, &len, 2);
	if (len == CSM_SHARD_LONG)
		at = put(at, &(uint32_t){(uint32_t)row->user.len}, 4);
	if (has_value)
		at = put(at, &row->value, 8);
	s->values |= has_value;
	if (row->user.len != 0)
		at = put(at, row->user.s, row->user.len);
	if (row->day > s->newest)
		s->newest = row->day;
	if (s->oldest == CSM_DAY_NONE || row->day < s->oldest)
		s->oldest = row->day;
	s->rows[p]++;
	s->bytes[p] += (size_t)(at - part->at);
	part->at = at;
	return 0;
}

void
csm_shard_rename(char *p, uint32_t name)
{
	uint32_t head;

	memcpy(&head, p + 4, 4);
	head = name << 1 | (head & 1);
	memcpy(p + 4, &head, 4);
}

static int
read_extent(const struct csm_shard *s, const struct csm_shard_extent *e, char *to,
    struct csm_diag *diag)
{
	for (size_t got = 0; got < e->bytes;) {
		ssize_t n = pread(
		    s->fd, to + got, e->bytes - got, (off_t)(e->at + (int64_t)got));
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return csm_error(diag, CSM_E_READ, NULL,
			    "cannot read a temporary file: %s",
			    n == 0 ? "it is too short" : strerror(errno));
		got += (size_t)n;
	}
	return 0;
}

static size_t
used_bytes(const struct csm_shard *s, size_t part, const struct csm_shard_block *b)
{
	const struct csm_shard_part *p = &s->part[part];

	return b == p->newest ? (size_t)(p->at - b->bytes) : b->used;
}

int
csm_shard_piece(const struct csm_shard *s, size_t part, struct csm_shard_cursor *c,
    struct csm_text *rows, struct csm_diag *diag)
{
	for (; c->extent < s->extents; c->extent++) {
		const struct csm_shard_extent *e = &s->extent[c->extent];
		if (e->part != part)
			continue;
		if (e->bytes > c->cap) {
			c->cap = e->bytes;
			c->bytes = csm_xreallocarray(c->bytes, c->cap, 1);
		}
		*rows = (struct csm_text){c->bytes, e->bytes};
		c->extent++;
		return read_extent(s, e, c->bytes, diag) != 0 ? -1 : 1;
	}
	c->block = c->in_blocks ? c->block->next : s->part[part].newest;
	c->in_blocks = 1;
	if (c->block == NULL)
		return 0;
	*rows = (struct csm_text){c->block->bytes, used_bytes(s, part, c->block)};
	return 1;
}

void
csm_shard_cursor_fini(struct csm_shard_cursor *c)
{
	free(c->bytes);
}

int
csm_shard_take(struct csm_shard *s, size_t part, char **bytes, size_t *len, size_t *cap,
    struct csm_diag *diag)
{
	struct csm_shard_cursor cursor = {0};
	size_t need = *len + s->bytes[part];
	struct csm_text rows;
	int got;

	if (need > *cap) {
		*cap = need;
		*bytes = csm_xreallocarray(*bytes, need, 1);
	}
	while ((got = csm_shard_piece(s, part, &cursor, &rows, diag)) == 1) {
		memcpy(*bytes + *len, rows.s, rows.len);
		*len += rows.len;
	}
	csm_shard_cursor_fini(&cursor);
	csm_shard_drop(s, part);
	return got;
}

void
csm_shard_drop(struct csm_shard *s, size_t part)
{
	free_blocks(s->part[part].newest);
	s->part[part] = (struct csm_shard_part){0};
}
