#include "sections/sections.h"
#include "filter/filter.h"

#include "bench.h"

#define CONF                                                                           \
	"{\"segments\":["                                                              \
	"{\"id\":\"big\",\"name\":\"Big ones\","                                       \
	"\"where\":\"last(metrics.seats, 7) >= 50\"},"                                 \
	"{\"id\":\"pro\",\"where\":\"company.plan = 'Pro'\"},"                         \
	"{\"id\":\"people\",\"model\":\"enduser\",\"where\":\"1\"}]}"

static struct csm_arena arena;
static struct csm_config *conf;

static void
load(const char *json)
{
	struct csm_diag diag = data_diag();

	conf = csm_config_new(&csm_sections);
	ck_assert_int_eq(
	    csm_config_load_text(conf, "c.json", json, strlen(json), &diag), 0);
}

static void
done(void)
{
	csm_config_free(conf);
	csm_arena_fini(&arena);
	csm_buf_fini(&data_messages);
}

static const char rows[] = "acme,company,acme,metrics.seats,2026-11-10,50,\n"
			   "beta,company,beta,metrics.seats,2026-11-10,70,\n"
			   "gamma,company,gamma,metrics.seats,2026-11-10,10,\n";
static const char companies[] = "id,plan\nacme,Pro\nbeta,Basic\ngamma,Pro\n";

/* Whether acme, beta and gamma pass: "101". */
static const char *
passing(const char *const *where, size_t n_where, const char *const *segment,
    size_t n_segment, const char *until)
{
	static char text[4];
	struct bench b;
	size_t n = 0;

	bench_open(&b, "", rows, companies, NULL, "2026-11-01", until);
	struct csm_filter *f =
	    csm_filter_read(&arena, conf, where, n_where, segment, n_segment, &b.diag);
	ck_assert_ptr_nonnull(f);
	csm_filter_query(f, b.engine);
	ck_assert_int_eq(csm_engine_prepare(b.engine, &b.diag), 0);
	while (data_set_next(&b.set, b.points, &b.diag) == 1) {
		csm_engine_company(b.engine, &b.set);
		text[n++] = csm_filter_match(f, b.engine) ? '1' : '0';
	}
	bench_close(&b);
	return text;
}

START_TEST(an_empty_filter_lets_everything_pass)
{
	load("{}");
	ck_assert_str_eq(passing(NULL, 0, NULL, 0, "2026-11-10"), "111");
	done();
}
END_TEST

START_TEST(all_conditions_must_hold_on_the_last_day)
{
	const char *where[] = {"company.plan = 'Pro'", "last(metrics.seats, 7) > 5"};
	const char *segment[] = {"big", "pro"};

	load(CONF);
	ck_assert_str_eq(passing(where, 1, NULL, 0, "2026-11-10"), "101");
	ck_assert_str_eq(passing(where, 2, NULL, 0, "2026-11-10"), "101");
	ck_assert_str_eq(passing(NULL, 0, segment, 1, "2026-11-10"), "110");
	ck_assert_str_eq(passing(NULL, 0, segment, 2, "2026-11-10"), "100");
	ck_assert_str_eq(passing(where, 1, segment, 1, "2026-11-10"), "100");
	/* A missing side of a comparison makes it false. */
	ck_assert_str_eq(passing(where, 2, NULL, 0, "2026-11-17"), "000");
	done();
}
END_TEST

START_TEST(a_number_that_is_not_0_holds_and_a_missing_one_does_not)
{
	const char *where[] = {"last(metrics.seats, 1) - 50"};

	load("{}");
	ck_assert_str_eq(passing(where, 1, NULL, 0, "2026-11-10"), "011");
	ck_assert_str_eq(passing(where, 1, NULL, 0, "2026-11-11"), "000");
	done();
}
END_TEST

START_TEST(segments_have_what_their_entries_say)
{
	struct csm_diag diag = data_diag();
	struct csm_segment *segments;
	size_t n;

	load(CONF);
	ck_assert_int_eq(csm_segments_read(&arena, conf, &segments, &n, &diag), 0);
	ck_assert_uint_eq(n, 3);
	ck_assert_str_eq(segments[0].id, "big");
	ck_assert_str_eq(segments[0].name, "Big ones");
	ck_assert_ptr_null(segments[1].name);
	ck_assert_int_eq(segments[1].model, CSM_MODEL_COMPANY);
	ck_assert_int_eq(segments[2].model, CSM_MODEL_ENDUSER);
	ck_assert_uint_eq(segments[1].where->leaves, 1);
	done();
}
END_TEST

static void
expect_refused(const char *json, const char *where, const char *segment,
    const char *code, const char *said)
{
	struct csm_diag diag;

	load(json);
	diag = data_diag();
	ck_assert_ptr_null(csm_filter_read(
	    &arena, conf, &where, where != NULL, &segment, segment != NULL, &diag));
	ck_assert_msg(strncmp(data_said(), code, strlen(code)) == 0 &&
			  strstr(data_said(), said) != NULL,
	    "%s", data_said());
	done();
}

START_TEST(a_condition_on_end_users_narrows_and_does_not_choose)
{
	static const char of_users[] =
	    "acme,company,acme,metrics.seats,2026-11-10,50,\n"
	    "acme,enduser,u1,metrics.x,2026-11-10,1,\n"
	    "acme,enduser,u2,metrics.x,2026-11-10,2,\n"
	    "acme,project,u2,metrics.x,2026-11-10,2,\n";
	const char *where[] = {"enduser.id = 'u2'"}, *segment[] = {"people"};
	struct csm_narrow narrow = {0};
	struct bench b;

	load(CONF);
	bench_open(&b, "", of_users, NULL, NULL, "2026-11-10", "2026-11-10");
	struct csm_filter *f =
	    csm_filter_read(&arena, conf, where, 1, segment, 1, &b.diag);
	ck_assert_ptr_nonnull(f);
	csm_filter_query(f, b.engine);
	ck_assert_int_eq(csm_engine_prepare(b.engine, &b.diag), 0);
	ck_assert_int_eq(data_set_next(&b.set, b.points, &b.diag), 1);
	csm_engine_company(b.engine, &b.set);
	ck_assert(csm_filter_match(f, b.engine));
	ck_assert(csm_filter_narrow(f, b.engine, &narrow));
	struct csm_set left = csm_narrow_set(&narrow, &b.set);
	ck_assert_uint_eq(left.entities, 3); /* the company, the user, the project */
	ck_assert_str_eq(left.entity[1].id.s, "u2");
	ck_assert_int_eq(left.entity[2].model, CSM_MODEL_PROJECT);
	ck_assert(
	    !csm_narrow_has(&narrow, CSM_MODEL_ENDUSER, (struct csm_text){"u1", 2}));
	ck_assert(
	    csm_narrow_has(&narrow, CSM_MODEL_PROJECT, (struct csm_text){"u1", 2}));
	ck_assert_int_eq(csm_filter_companies_only(f, &b.diag), -1);
	csm_narrow_fini(&narrow);
	bench_close(&b);
	done();
}
END_TEST

START_TEST(what_cannot_be_a_filter_is_refused)
{
	expect_refused(CONF, NULL, "bigg", "E_CONFIG",
	    "unknown segment \"bigg\"; did you mean \"big\"?");
	expect_refused(CONF, "enduser.a = asset.b", NULL, "E_FORMULA",
	    "fields of end users and of assets in one condition");
	expect_refused(CONF, "company.plan =", NULL, "E_FORMULA", "");
	expect_refused(CONF, "'Pro'", NULL, "E_FORMULA", "a condition is wanted");
	expect_refused("{\"segments\":[{\"id\":\"a\",\"where\":\"1 +\"}]}", NULL, NULL,
	    "E_FORMULA", "");
}
END_TEST

TEST_MAIN("filter", an_empty_filter_lets_everything_pass,
    all_conditions_must_hold_on_the_last_day,
    a_number_that_is_not_0_holds_and_a_missing_one_does_not,
    segments_have_what_their_entries_say,
    a_condition_on_end_users_narrows_and_does_not_choose,
    what_cannot_be_a_filter_is_refused)
