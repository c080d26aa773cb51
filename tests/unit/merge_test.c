/* Points of several files: each with stamps of its own, by which order is known. */
#include "data.h"

#define FILES 4
#define HEADER "company,model,id,metric,date,value,state\n"

/* All keys in canonical order, each in one of the files, of which one has most, or a stretch
 * of them. */
static void
deal(uint64_t seed, struct csm_buf file[FILES], struct csm_buf *all)
{
	static const char *const company[] = {"a", "a b", "ab", "b"};
	static const char *const metric[] = {
	    "activities.a", "activities.ab", "activities.b"};
	unsigned to = 0, stretch = 0;

	for (unsigned i = 0; i < 4 * 5 * 3 * 20; i++) {
		if (stretch-- == 0) {
			to = test_draw(&seed, 3) > 0 ? 0 : test_draw(&seed, FILES);
			stretch = test_draw(&seed, 4) == 0 ? test_draw(&seed, 90)
							   : test_draw(&seed, 3);
		}
		struct csm_buf *b = &file[to];
		size_t begin = b->len;
		if (test_draw(&seed, 5) == 0)
			continue; /* nobody has it */
		csm_buf_printf(b, "%s,enduser,u%u,%s,2026-11-%02u,%u,\n",
		    company[i / 300], i / 60 % 5, metric[i / 20 % 3], 1 + i % 20,
		    1 + test_draw(&seed, 9));
		csm_buf_put(all, b->data + begin, b->len - begin);
	}
}

/* Points of files as rows. */
static struct csm_buf
merged(const struct csm_buf file[FILES])
{
	const struct csm_points_options options = {0};
	char name[FILES][sizeof FIXTURE_PATH];
	const char *path[FILES];
	struct csm_diag diag = data_diag();
	struct csm_buf out = {0};
	struct csm_point p;
	char date[CSM_DAY_TEXT];

	for (size_t i = 0; i < FILES; i++) {
		fixture_file(name[i], file[i].data, file[i].len);
		path[i] = name[i];
	}
	struct csm_points *points = csm_points_open(path, FILES, &options, &diag);
	for (size_t i = 0; i < FILES; i++)
		unlink(path[i]);
	ck_assert_ptr_nonnull(points);
	while (csm_points_next(points, &p, &diag) == 1) {
		csm_date_format(p.day, date);
		csm_buf_printf(&out, "%.*s,enduser,%.*s,%.*s,%s,%lld,\n",
		    (int)p.company.len, p.company.s, (int)p.id.len, p.id.s,
		    (int)p.metric.len, p.metric.s, date,
		    (long long)(p.value / CSM_NUM_ONE));
	}
	ck_assert_str_eq(data_said(), "");
	csm_points_free(points);
	return out;
}

START_TEST(points_of_files_come_in_one_order_however_they_are_dealt)
{
	for (uint64_t seed = 1; seed <= 50; seed++) {
		struct csm_buf file[FILES] = {{0}}, all = {0};
		for (size_t i = 0; i < FILES; i++)
			csm_buf_puts(&file[i], HEADER);
		deal(seed, file, &all);
		struct csm_buf got = merged(file);
		ck_assert_str_eq(got.data, all.data);
		csm_buf_fini(&got);
		csm_buf_fini(&all);
		for (size_t i = 0; i < FILES; i++)
			csm_buf_fini(&file[i]);
	}
}
END_TEST

TEST_MAIN("merge", points_of_files_come_in_one_order_however_they_are_dealt)
