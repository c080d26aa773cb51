/* The rows of a shard: read, and moved to other partitions. */
#include "base/xalloc.h"
#include "ingest/fast/shard.h"

#include <assert.h>
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

/* The partition of an extent that is no longer needed. */
#define NOBODY UINT32_MAX

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

/* The next extent. */
static int
read_next(const struct csm_shard *s, struct csm_shard_cursor *c, struct csm_text *rows,
    struct csm_diag *diag)
{
	const struct csm_shard_extent *e = &s->extent[c->extent++];
	size_t from = c->keep ? c->len : 0;

	if (from + e->bytes > c->cap) {
		/* Who keeps all pieces has made room for them by `spilled`. */
		assert(!c->keep);
		c->cap = e->bytes;
		c->bytes = csm_xreallocarray(c->bytes, c->cap, 1);
	}
	*rows = (struct csm_text){c->bytes + from, e->bytes};
	c->len = from + e->bytes;
	return read_extent(s, e, c->bytes + from, diag) != 0 ? -1 : 1;
}

int
csm_shard_piece(const struct csm_shard *s, size_t part, struct csm_shard_cursor *c,
    struct csm_text *rows, struct csm_diag *diag)
{
	/* From the file first and then from memory; in which order rows come does not
	 * matter, they are sorted. */
	while (c->extent < s->extents && s->extent[c->extent].part != part)
		c->extent++;
	if (c->extent < s->extents)
		return read_next(s, c, rows, diag);
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

void
csm_shard_grow(struct csm_shard *s, size_t parts)
{
	if (parts <= s->parts)
		return;
	s->part = csm_xreallocarray(s->part, parts, sizeof *s->part);
	memset(s->part + s->parts, 0, (parts - s->parts) * sizeof *s->part);
	s->parts = parts;
}

static int
shard_read_move_rows(struct csm_shard *s, struct csm_text rows, const uint32_t *to,
    struct csm_diag *diag)
{
	for (const char *p = rows.s, *end = p + rows.len, *next; p < end; p = next) {
		struct csm_shard_row row;
		next = csm_shard_next(p, &row);
		size_t n = to[row.company], len = (size_t)(next - p),
		       need = len + CSM_DICT_SHORT;
		struct csm_shard_part *part = &s->part[n];
		if ((size_t)(part->end - part->at) < need &&
		    csm_shard_room(s, n, need, diag) != 0)
			return -1;
		memcpy(part->at, p, len);
		part->at += len;
		part->rows++;
	}
	return 0;
}

int
csm_shard_move(
    struct csm_shard *s, size_t part, const uint32_t *to, struct csm_diag *diag)
{
	struct csm_shard_part from = s->part[part];
	struct csm_shard_cursor c = {0};
	/* Those that moving adds are of other partitions. */
	const size_t extents = s->extents;
	struct csm_text rows;
	int rc = 0;

	if (from.newest != NULL)
		from.newest->used = (size_t)(from.at - from.newest->bytes);
	s->part[part] = (struct csm_shard_part){0};
	while (c.extent < extents && rc == 0) {
		if (s->extent[c.extent].part != part) {
			c.extent++;
			continue;
		}
		/* The file is not made shorter: its room is given back at the end. */
		s->extent[c.extent].part = NOBODY;
		rc = read_next(s, &c, &rows, diag) == 1
			 ? shard_read_move_rows(s, rows, to, diag)
			 : -1;
	}
	while (from.newest != NULL) { /* which becomes the room for the next */
		struct csm_shard_block *b = from.newest;
		if (rc == 0)
			rc = shard_read_move_rows(
			    s, (struct csm_text){b->bytes, b->used}, to, diag);
		from.newest = b->next;
		b->next = NULL;
		s->in_use -= s->in_use < b->cap ? s->in_use : b->cap;
		csm_shard_release(s, b);
	}
	csm_shard_cursor_fini(&c);
	return rc;
}
