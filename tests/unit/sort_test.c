#include "point/sort.h"

#include "base/xalloc.h"
#include "point/radix.h"

#include "test.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>

#define POINTS 9000

/* A point with room for its texts. */
struct made {
	struct csm_point p;
	int64_t order;
	size_t seq;
	char company[32], id[32], metric[32], state[8], file[8];
};

static uint32_t
draw(uint32_t *state, uint32_t below)
{
	*state = *state * 1664525u + 1013904223u;
	return (*state >> 8) % below;
}

static struct csm_text
text(const char *s)
{
	return (struct csm_text){s, strlen(s)};
}

/* `days` and `metrics` small: many equal keys.  with: also order, state, line, file. */
static struct made *
make(size_t n, uint32_t seed, uint32_t metrics, uint32_t days, int with)
{
	static const char *const stems[] = {
	    "a", "", "user-", "user-12345678-", "\xc3\xa9"};
	struct made *m = csm_xcalloc(n, sizeof *m);

	for (size_t i = 0; i < n; i++) {
		struct csm_point *p = &m[i].p;
		snprintf(m[i].company, sizeof m[i].company, "%s%u",
		    stems[draw(&seed, 5)], draw(&seed, 4));
		snprintf(m[i].id, sizeof m[i].id, "%s%u", stems[draw(&seed, 5)],
		    draw(&seed, 12));
		snprintf(m[i].metric, sizeof m[i].metric, "m%u", draw(&seed, metrics));
		p->model = (enum csm_model)draw(&seed, CSM_MODELS);
		p->company = text(m[i].company);
		p->id = p->model == CSM_MODEL_COMPANY ? p->company : text(m[i].id);
		p->metric = text(m[i].metric);
		p->day = (int32_t)draw(&seed, days);
		p->value = draw(&seed, 10) == 0 ? CSM_MISSING
						: (int64_t)draw(&seed, 1000) - 500;
		m[i].seq = i;
		if (!with)
			continue;
		m[i].order = (int64_t)draw(&seed, 3) - 1;
		p->line = i + 2;
		snprintf(m[i].file, sizeof m[i].file, "f%u", draw(&seed, 3));
		p->file = draw(&seed, 5) == 0 ? NULL : m[i].file;
		snprintf(m[i].state, sizeof m[i].state, "s%u", draw(&seed, 3));
		if (draw(&seed, 2))
			p->state = text(m[i].state);
	}
	return m;
}

static int
by_key(const void *pa, const void *pb)
{
	const struct made *a = *(struct made *const *)pa,
			  *b = *(struct made *const *)pb;
	int c = csm_point_cmp(&a->p, &b->p);

	if (c != 0)
		return c;
	if (a->order != b->order)
		return a->order < b->order ? -1 : 1;
	return a->seq < b->seq ? -1 : 1;
}

static void
same_text(struct csm_text a, struct csm_text b)
{
	ck_assert_uint_eq(a.len, b.len);
	ck_assert(a.len == 0 || memcmp(a.s, b.s, a.len) == 0);
}

/* Sort with the limit, compare with qsort on whole points; frees m. */
static void
check_sort(struct made *m, size_t n, size_t limit)
{
	struct csm_sorter *s = csm_sorter_new(limit);
	struct made **want = csm_xcalloc(n, sizeof *want);
	struct csm_diag diag;
	struct csm_point p;
	int64_t order;

	csm_diag_init(&diag, NULL, NULL);
	for (size_t i = 0; i < n; i++) {
		want[i] = &m[i];
		ck_assert_int_eq(csm_sorter_push(s, &m[i].p, m[i].order, &diag), 0);
	}
	ck_assert_int_eq(csm_sorter_finish(s, &diag), 0);
	qsort(want, n, sizeof *want, by_key);
	for (size_t i = 0; i < n; i++) {
		ck_assert_int_eq(csm_sorter_next(s, &p, &order, &diag), 1);
		ck_assert_int_eq(csm_point_cmp(&p, &want[i]->p), 0);
		ck_assert_int_eq(p.value, want[i]->p.value);
		ck_assert_int_eq(order, want[i]->order);
		ck_assert_uint_eq(p.line, want[i]->p.line);
		same_text(p.state, want[i]->p.state);
		ck_assert_int_eq(p.file == NULL, want[i]->p.file == NULL);
		if (p.file != NULL)
			ck_assert_str_eq(p.file, want[i]->p.file);
	}
	ck_assert_int_eq(csm_sorter_next(s, &p, NULL, &diag), 0);
	csm_sorter_free(s);
	free(want);
	free(m);
}

START_TEST(points_come_out_in_canonical_order_whatever_the_limit)
{
	/* 1 byte: a run of 256 points each, merged over two levels */
	static const size_t limits[] = {0, 1, 500000};

	for (size_t i = 0; i < 3; i++) {
		check_sort(make(POINTS, 1, 5, 400, 1), POINTS, limits[i]);
		check_sort(make(POINTS, 2, 1, 3, 1), POINTS, limits[i]);
		check_sort(make(POINTS, 3, 3, 100, 0), POINTS, limits[i]);
	}
}
END_TEST

START_TEST(few_points_and_none_are_sorted_too)
{
	for (size_t n = 0; n < 40; n++)
		check_sort(make(n, (uint32_t)n, 3, 5, 1), n, 0);
}
END_TEST

/* One entity, 100000 metrics over all days: their product does not fit 32 bits. */
START_TEST(one_entity_may_have_very_many_metrics_and_days)
{
	struct made *m = make(POINTS, 7, 100000, 49673, 1);

	for (size_t i = 0; i < POINTS; i++) {
		m[i].p.model = CSM_MODEL_COMPANY;
		m[i].p.id = m[i].p.company = text("a");
		snprintf(m[i].metric, sizeof m[i].metric, "m%u", (unsigned)i * 5);
		m[i].p.metric = text(m[i].metric);
	}
	check_sort(m, POINTS, 0);
}
END_TEST

/* Names around and above what is put aside while it is looked up; the same bytes split
 * differently into company and id are different entities. */
START_TEST(names_may_be_long_and_differ_only_in_where_the_id_begins)
{
	static char xs[400];
	struct made *m = make(POINTS, 9, 2, 50, 1);
	uint32_t seed = 11;

	memset(xs, 'x', sizeof xs);
	for (size_t i = 0; i < POINTS; i++) {
		m[i].p.company = (struct csm_text){xs, 1 + draw(&seed, 100)};
		m[i].p.id = (struct csm_text){xs, 1 + draw(&seed, 4) * 31};
		m[i].p.model = draw(&seed, 2) ? CSM_MODEL_ENDUSER : CSM_MODEL_ASSET;
	}
	check_sort(m, POINTS, 0);
}
END_TEST

static void
keep(void *ctx, const struct csm_message *m)
{
	snprintf(ctx, 200, "%s %s", csm_code_name(m->code), m->text);
}

/* The first failing push, as its message. */
static void
fail_to_spill(char message[200])
{
	struct csm_sorter *s = csm_sorter_new(1);
	struct csm_diag diag;
	struct made *m = make(POINTS, 1, 5, 400, 1);
	int got = 0;

	csm_diag_init(&diag, keep, message);
	for (size_t i = 0; got == 0 && i < POINTS; i++)
		got = csm_sorter_push(s, &m[i].p, 0, &diag);
	ck_assert_int_eq(got, -1);
	ck_assert_int_eq(diag.status, 4);
	csm_sorter_free(s);
	free(m);
}

START_TEST(a_directory_that_cannot_take_a_run_is_named)
{
	char message[200];

	setenv("TMPDIR", "not-there/csm", 1);
	fail_to_spill(message);
	ck_assert_str_eq(message, "E_WRITE cannot create a temporary file in "
				  "not-there/csm: No such file or directory");
	unsetenv("TMPDIR");
}
END_TEST

START_TEST(a_full_disk_is_reported_and_nothing_is_left_behind)
{
	char message[200];
	struct rlimit old, small;

	getrlimit(RLIMIT_FSIZE, &old);
	small = old;
	small.rlim_cur = 1000;
	signal(SIGXFSZ, SIG_IGN);
	setrlimit(RLIMIT_FSIZE, &small);
	fail_to_spill(message);
	setrlimit(RLIMIT_FSIZE, &old);
	ck_assert_str_eq(
	    message, "E_WRITE cannot write a temporary file in /tmp: File too large");
}
END_TEST

START_TEST(words_are_sorted_by_their_upper_half_and_keep_their_order)
{
	static const uint64_t max[] = {0, 1, 255, 256, 70000, UINT32_MAX};
	enum { N = 1000 };
	uint32_t seed = 5;

	for (size_t k = 0; k < sizeof max / sizeof max[0]; k++)
		for (size_t n = 0; n < N; n = n * 2 + 1) {
			uint64_t *a = csm_xcalloc(N, sizeof *a),
				 *b = csm_xcalloc(N, sizeof *b);
			for (size_t i = 0; i < n; i++) {
				uint64_t key = (uint64_t)draw(&seed, 1u << 16) << 16 |
					       draw(&seed, 1u << 16);
				a[i] = (key % (max[k] + 1)) << 32 | i;
			}
			csm_radix_sort(&a, &b, n, max[k]);
			for (size_t i = 1; i < n; i++)
				ck_assert(a[i - 1] < a[i]);
			free(a);
			free(b);
		}
}
END_TEST

TEST_MAIN("sort", points_come_out_in_canonical_order_whatever_the_limit,
    few_points_and_none_are_sorted_too, one_entity_may_have_very_many_metrics_and_days,
    names_may_be_long_and_differ_only_in_where_the_id_begins,
    a_directory_that_cannot_take_a_run_is_named,
    a_full_disk_is_reported_and_nothing_is_left_behind,
    words_are_sorted_by_their_upper_half_and_keep_their_order)
