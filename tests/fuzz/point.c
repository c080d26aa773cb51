/* Points: every row is a point or rejected, and a point written is read back. */
#include "fuzz.h"

#include "io/fd.h"
#include "point/point.h"

#define OUT_BYTES 300000 /* a pipe holds them: see csm_fd_widen */
#define POINTS 200

static int ends[2];

static int
same_text(struct csm_text a, struct csm_text b)
{
	return a.len == b.len && (a.len == 0 || memcmp(a.s, b.s, a.len) == 0);
}

/* Write one point, and read back what was written. */
static void
check_round(const struct csm_point *p, enum csm_format format)
{
	struct csm_reader_options options = {.format = format};
	struct csm_point_reader *r;
	struct csm_point_writer *w;
	static char bytes[OUT_BYTES];
	struct csm_point back;
	struct csm_input *in;
	struct csm_diag diag;
	struct csm_output *out;
	char path[40];
	ssize_t n;

	csm_diag_init(&diag, NULL, NULL);
	snprintf(path, sizeof path, "/dev/fd/%d", ends[1]);
	FUZZ_MUST(csm_output_open(&out, path, &diag) == 0);
	w = csm_point_writer_new(out, format);
	csm_point_write(w, p);
	csm_point_writer_free(w);
	FUZZ_MUST(csm_output_commit(out, &diag) == 0);
	n = read(ends[0], bytes, sizeof bytes);
	FUZZ_MUST(n > 0);
	FUZZ_MUST(csm_input_open_memory(&in, "w", bytes, (size_t)n, &diag) == 0);
	r = csm_point_reader_over(in, &options, &diag);
	FUZZ_MUST(r != NULL && csm_point_reader_next(r, &back, &diag) == 1);
	FUZZ_MUST(csm_point_cmp(p, &back) == 0 && p->value == back.value);
	FUZZ_MUST(same_text(p->state, back.state));
	FUZZ_MUST(csm_point_reader_next(r, &back, &diag) == 0);
	csm_point_reader_free(r);
}

static void
check_point(const struct csm_point *p)
{
	FUZZ_MUST(p->day >= CSM_DAY_MIN && p->day <= CSM_DAY_MAX);
	FUZZ_MUST(p->model < CSM_MODELS);
	FUZZ_MUST(p->company.len != 0 && p->id.len != 0 && p->metric.len != 0);
	FUZZ_MUST(p->model != CSM_MODEL_COMPANY || same_text(p->company, p->id));
	FUZZ_MUST(p->value == CSM_MISSING ||
		  (p->value < CSM_NUM_LIMIT && p->value > -CSM_NUM_LIMIT));
	FUZZ_MUST(p->line != 0);
	FUZZ_MUST(csm_point_cmp(p, p) == 0);
}

/* `micros`: as the result of a statement. */
static struct csm_point_reader *
open_points(const uint8_t *data, size_t size, int micros, struct csm_diag *diag)
{
	struct csm_reader_options options = {
	    .format = CSM_FORMAT_AUTO, .micros = micros};
	struct csm_input *in;

	csm_diag_init(diag, NULL, NULL);
	if (csm_input_open_memory(&in, "f", data, size, diag) != 0)
		return NULL;
	return csm_point_reader_over(in, &options, diag);
}

static void
check_points(const uint8_t *data, size_t size, int micros)
{
	struct csm_point_counts counts;
	struct csm_point_reader *r;
	struct csm_point point;
	struct csm_diag diag;
	int rc, n = 0;

	if ((r = open_points(data, size, micros, &diag)) == NULL) {
		FUZZ_MUST(diag.status != 0);
		return;
	}
	while ((rc = csm_point_reader_next(r, &point, &diag)) == 1) {
		check_point(&point);
		if (n++ < POINTS)
			check_round(&point, n % 2 ? CSM_FORMAT_NDJSON : CSM_FORMAT_CSV);
	}
	counts = csm_point_reader_counts(r);
	if (rc == 0)
		FUZZ_MUST(counts.rows == counts.points + counts.rejected);
	else
		FUZZ_MUST(diag.status > 1);
	FUZZ_MUST(counts.points == (uint64_t)n);
	csm_point_reader_free(r);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (ends[1] == 0) {
		FUZZ_MUST(pipe(ends) == 0);
		csm_fd_widen(ends[1]);
	}
	if (size > 1 && ((data[0] == 0x1f && data[1] == 0x8b) || data[0] == 0x28))
		return -1;
	check_points(data, size, 0);
	check_points(data, size, 1);
	return 0;
}
