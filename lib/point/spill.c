#include "point/spill.h"

#include "base/xalloc.h"
#include "io/fd.h"
#include "io/temp.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Written and read at once.  The merge of a sort holds up to 64 of these. */
#define CHUNK_BYTES ((size_t)256 * 1024)

/* So many points of a series are given at once: as point/plain.h reads them. */
#define MORE 256

struct place {
	uint64_t line;
	uint32_t file; /* in files, CSM_INTERN_NONE: none */
	uint32_t zero; /* instead of padding, which would be written as it is */
};

struct csm_spill {
	int fd; /* -1: in memory */
	struct csm_intern *files;
	struct csm_buf buf;
	size_t at;   /* reading: next byte of buf */
	int reading; /* 1: rewound */
	struct csm_point_last last;
	struct csm_buf company, id, metric; /* reading: texts in force */
	enum csm_model model;
	uint64_t source, entity, series; /* reading: stamps, see point/point.h */
	const char *file;                /* of the point put last, */
	uint32_t file_id;                /* and its place in files */
	struct place place;              /* of the point put or given last */
	bool row;                        /* that was put as its row */
	int32_t last_day;                /* reading: of the point given last */
	int32_t day[MORE];               /* reading: of points given at once */
	int64_t value[MORE];
	struct csm_buf rows;
};

/* A record: this, order and place if flagged, then the texts that changed and a state,
 * each with its length before it; or the row. */
struct head {
	uint32_t bytes; /* of the whole record */
	uint16_t day;
	uint8_t flags; /* CSM_SAME_* and below */
	uint8_t model;
	int64_t value;
};
#define HAS_ORDER 8u
#define HAS_PLACE 16u
#define HAS_STATE 32u
#define HAS_ROW 64u    /* instead of texts and state */
#define NEXT_LINE 128u /* the place is the line below that of the point before */
#define SAME_SERIES (CSM_SAME_ENTITY | CSM_SAME_METRIC)

/* Of a row that is kept as it is written, in front of it: how long its texts are. */
struct row_texts {
	uint16_t company, id, metric, state;
};

struct csm_spill *
csm_spill_in_memory(struct csm_intern *files)
{
	struct csm_spill *run = csm_xcalloc(1, sizeof *run);

	run->fd = -1;
	run->files = files;
	run->source = csm_point_stamps();
	run->place.file = CSM_INTERN_NONE;
	return run;
}

static int
spill_cannot(enum csm_code code, const char *what, int err, struct csm_diag *diag)
{
	return csm_error(diag, code, NULL, "cannot %s a temporary file in %s: %s", what,
	    csm_temp_directory(), strerror(err));
}

static int
spill_create(struct csm_spill *run, struct csm_diag *diag)
{
	run->fd = csm_temp_nameless();
	return run->fd < 0 ? spill_cannot(CSM_E_WRITE, "create", errno, diag) : 0;
}

struct csm_spill *
csm_spill_on_disk(struct csm_intern *files, struct csm_diag *diag)
{
	struct csm_spill *run = csm_spill_in_memory(files);

	if (spill_create(run, diag) == 0)
		return run;
	csm_spill_free(run);
	return NULL;
}

void
csm_spill_free(struct csm_spill *run)
{
	if (run == NULL)
		return;
	if (run->fd >= 0)
		close(run->fd);
	csm_buf_fini(&run->buf);
	csm_point_last_fini(&run->last);
	csm_buf_fini(&run->company);
	csm_buf_fini(&run->id);
	csm_buf_fini(&run->metric);
	csm_buf_fini(&run->rows);
	free(run);
}

int
csm_spill_is_in_memory(const struct csm_spill *run)
{
	return run->fd < 0;
}

size_t
csm_spill_bytes(const struct csm_spill *run)
{
	return run->buf.cap;
}

static int
spill_flush(struct csm_spill *run, struct csm_diag *diag)
{
	if (run->fd >= 0) {
		if (csm_fd_write(run->fd, csm_buf_text(&run->buf), run->buf.len) != 0)
			return spill_cannot(CSM_E_WRITE, "write", errno, diag);
		csm_buf_reset(&run->buf);
	}
	return 0;
}

static void
spill_put_text(struct csm_buf *b, struct csm_text t)
{
	uint32_t len = (uint32_t)t.len;

	csm_buf_put(b, &len, sizeof len);
	csm_buf_put(b, t.s, t.len);
}

/* Where the point was read becomes that of the run, whose flag says how it differs. */
static unsigned
spill_place(struct csm_spill *run, const struct csm_point *point)
{
	const struct place before = run->place;

	if (point->file != NULL && point->file != run->file) {
		run->file_id =
		    csm_intern_put(run->files, point->file, strlen(point->file));
		run->file = run->files->text[run->file_id].s;
	}
	run->place = (struct place){.line = point->line,
	    .file = point->file != NULL ? run->file_id : CSM_INTERN_NONE};
	if (point->line == 0 && point->file == NULL)
		return 0;
	if (run->place.file == before.file && run->place.line == before.line + 1)
		return NEXT_LINE;
	return HAS_PLACE;
}

/* Whether the point is kept as its row. */
static bool
spill_takes_row(const struct csm_point *p)
{
	return p->written.s != NULL && p->company.len <= UINT16_MAX &&
	       p->id.len <= UINT16_MAX && p->metric.len <= UINT16_MAX &&
	       p->state.len <= UINT16_MAX;
}

static void
spill_put_row(struct csm_buf *b, const struct csm_point *p)
{
	struct row_texts texts = {(uint16_t)p->company.len, (uint16_t)p->id.len,
	    (uint16_t)p->metric.len, (uint16_t)p->state.len};

	csm_buf_put(b, &texts, sizeof texts);
	csm_buf_put(b, p->written.s, p->written.len);
}

static void
spill_put_texts(struct csm_buf *b, const struct csm_point *point, unsigned flags)
{
	if (!(flags & CSM_SAME_COMPANY))
		spill_put_text(b, point->company);
	if (!(flags & CSM_SAME_ENTITY))
		spill_put_text(b, point->id);
	if (!(flags & CSM_SAME_METRIC))
		spill_put_text(b, point->metric);
	if (flags & HAS_STATE)
		spill_put_text(b, point->state);
}

int
csm_spill_put(struct csm_spill *run, const struct csm_point *point, int64_t order,
    struct csm_diag *diag)
{
	struct csm_buf *b = &run->buf;
	size_t start = b->len;

	csm_point_last_put(&run->last, point);
	/* Texts of rows are not in force for what follows. */
	unsigned flags = (run->row ? 0 : run->last.same) |
			 (order != 0 ? HAS_ORDER : 0) | spill_place(run, point) |
			 (point->state.len != 0 ? HAS_STATE : 0);
	run->row = spill_takes_row(point);
	if (run->row)
		flags = (flags & ~HAS_STATE) | run->last.same | HAS_ROW;
	struct head h = {.day = (uint16_t)point->day,
	    .flags = (uint8_t)flags,
	    .model = (uint8_t)point->model,
	    .value = point->value};
	csm_buf_put(b, &h, sizeof h);
	if (flags & HAS_ORDER)
		csm_buf_put(b, &order, sizeof order);
	if (flags & HAS_PLACE)
		csm_buf_put(b, &run->place, sizeof run->place);
	if (run->row)
		spill_put_row(b, point);
	else
		spill_put_texts(b, point, flags);
	h.bytes = (uint32_t)(b->len - start);
	memcpy(b->data + start, &h.bytes, sizeof h.bytes);
	return b->len >= CHUNK_BYTES ? spill_flush(run, diag) : 0;
}

int
csm_spill_to_disk(struct csm_spill *run, struct csm_diag *diag)
{
	/* What was kept in memory stands in the file's order already: one write moves
	 * it. */
	if (spill_create(run, diag) != 0 || spill_flush(run, diag) != 0)
		return -1;
	csm_buf_fini(&run->buf);
	return 0;
}

int
csm_spill_rewind(struct csm_spill *run, struct csm_diag *diag)
{
	if (!run->reading && spill_flush(run, diag) != 0)
		return -1;
	run->reading = 1;
	run->at = 0;
	run->place = (struct place){.file = CSM_INTERN_NONE};
	if (run->fd >= 0)
		csm_buf_reset(&run->buf);
	if (run->fd >= 0 && lseek(run->fd, 0, SEEK_SET) < 0)
		return spill_cannot(CSM_E_WRITE, "rewind", errno, diag);
	return 0;
}

/* Make `bytes` bytes from run->at on be there: 1, 0 if the file ends before, -1. */
static int
spill_need(struct csm_spill *run, size_t bytes, struct csm_diag *diag)
{
	struct csm_buf *b = &run->buf;

	if (b->len - run->at >= bytes)
		return 1;
	if (run->fd < 0)
		return 0;
	if (run->at > 0) {
		memmove(b->data, b->data + run->at, b->len - run->at);
		b->len -= run->at;
		run->at = 0;
	}
	while (b->len < bytes) {
		csm_buf_reserve(b, CHUNK_BYTES);
		ssize_t n = csm_fd_read(run->fd, b->data + b->len, CHUNK_BYTES);
		if (n < 0)
			return spill_cannot(CSM_E_READ, "read", errno, diag);
		if (n == 0)
			return 0;
		b->len += (size_t)n;
	}
	return 1;
}

static const char *
get(const char *from, void *to, size_t bytes)
{
	memcpy(to, from, bytes);
	return from + bytes;
}

static const char *
get_text(const char *from, struct csm_text *t)
{
	uint32_t len;

	t->s = get(from, &len, sizeof len);
	t->len = len;
	return t->s + len;
}

/* A text that holds until it is replaced. */
static const char *
get_kept(const char *from, struct csm_buf *kept)
{
	struct csm_text t;
	const char *end = get_text(from, &t);

	csm_buf_reset(kept);
	csm_buf_put(kept, t.s, t.len);
	return end;
}

/* The texts of a point, which is otherwise made. */
static void
get_texts(struct csm_spill *run, unsigned flags, const char *p, struct csm_point *point)
{
	if (!(flags & CSM_SAME_COMPANY))
		p = get_kept(p, &run->company);
	if (!(flags & CSM_SAME_ENTITY))
		p = get_kept(p, &run->id);
	if (!(flags & CSM_SAME_METRIC))
		p = get_kept(p, &run->metric);
	if (flags & HAS_STATE)
		get_text(p, &point->state);
	point->company =
	    (struct csm_text){csm_buf_text(&run->company), run->company.len};
	point->id = (struct csm_text){csm_buf_text(&run->id), run->id.len};
	point->metric = (struct csm_text){csm_buf_text(&run->metric), run->metric.len};
}

/* The same of a row up to `end`: texts stand in it, with a comma behind each. */
static void
get_row(const char *p, const char *end, struct csm_point *point)
{
	struct row_texts texts;

	p = get(p, &texts, sizeof texts);
	point->written = (struct csm_text){p, (size_t)(end - p)};
	point->company = (struct csm_text){p, texts.company};
	p += texts.company + 1 + strlen(csm_model_name(point->model)) + 1;
	point->id = (struct csm_text){p, texts.id};
	point->metric = (struct csm_text){p + texts.id + 1, texts.metric};
	if (texts.state != 0)
		point->state = (struct csm_text){end - 1 - texts.state, texts.state};
}

static void
get_point(struct csm_spill *run, const struct head *h, const char *p,
    struct csm_point *point, int64_t *order)
{
	const char *end = p - sizeof *h + h->bytes;

	*order = 0;
	if (h->flags & HAS_ORDER)
		p = get(p, order, sizeof *order);
	if (h->flags & HAS_PLACE)
		p = get(p, &run->place, sizeof run->place);
	else if (h->flags & NEXT_LINE)
		run->place.line++;
	else
		run->place = (struct place){.file = CSM_INTERN_NONE};
	run->last_day = h->day;
	run->entity += !(h->flags & CSM_SAME_ENTITY);
	run->series += (h->flags & SAME_SERIES) != SAME_SERIES;
	*point = (struct csm_point){
	    .model = (enum csm_model)h->model,
	    .day = h->day,
	    .value = h->value,
	    .entity = run->source + run->entity,
	    .series = run->source + run->series,
	    .line = run->place.line,
	};
	if (run->place.file != CSM_INTERN_NONE)
		point->file = run->files->text[run->place.file].s;
	if (h->flags & HAS_ROW)
		get_row(p, end, point);
	else
		get_texts(run, h->flags, p, point);
}

int
csm_spill_next(struct csm_spill *run, struct csm_point *point, int64_t *order,
    struct csm_diag *diag)
{
	struct head h;
	int got = spill_need(run, sizeof h, diag);

	/* Part of a head: somebody has cut the file, or the disk has. */
	if (got == 0 && run->buf.len > run->at)
		return spill_cannot(CSM_E_READ, "read all of", EIO, diag);
	if (got != 1)
		return got;
	memcpy(&h, run->buf.data + run->at, sizeof h);
	if ((got = spill_need(run, h.bytes, diag)) != 1)
		return got < 0 ? -1
			       : spill_cannot(CSM_E_READ, "read all of", EIO, diag);
	get_point(run, &h, run->buf.data + run->at + sizeof h, point, order);
	run->at += h.bytes;
	return 1;
}

/* The next record, if it is there, of the series of the point given last, read a line below
 * it, of a later day and without a state. */
static bool
spill_follows(const struct csm_spill *run, struct head *h)
{
	const size_t left = run->buf.len - run->at;
	const char *p = csm_buf_text(&run->buf) + run->at;
	const unsigned same = SAME_SERIES | NEXT_LINE;
	struct row_texts texts = {.state = 0};

	if (left < sizeof *h)
		return false;
	p = get(p, h, sizeof *h);
	if (left < h->bytes || h->day <= run->last_day ||
	    (h->flags & (same | HAS_ORDER | HAS_STATE)) != same)
		return false;
	if (h->flags & HAS_ROW)
		get(p, &texts, sizeof texts);
	return texts.state == 0;
}

size_t
csm_spill_more(struct csm_spill *run, int32_t before, struct csm_point_run *more)
{
	struct head h;
	unsigned row = 0;

	*more = (struct csm_point_run){.day = run->day, .value = run->value};
	csm_buf_reset(&run->rows);
	while (more->n < MORE && spill_follows(run, &h) && h.day < before) {
		const size_t texts = sizeof h + sizeof(struct row_texts);
		if (more->n > 0 && (h.flags & HAS_ROW) != row)
			break;
		row = h.flags & HAS_ROW;
		if (row)
			csm_buf_put(&run->rows, run->buf.data + run->at + texts,
			    h.bytes - texts);
		run->last_day = run->day[more->n] = h.day;
		run->value[more->n++] = h.value;
		more->gaps |= h.value == CSM_MISSING;
		run->place.line++;
		run->at += h.bytes;
	}
	if (row)
		more->written = (struct csm_text){run->rows.data, run->rows.len};
	return more->n;
}
