#include "series/set.h"

#include "data.h"

/* Every point that is written, as CSV without the header. */
static char *
written(const struct csm_set *set, const struct csm_point *more, size_t n)
{
	char path[sizeof FIXTURE_PATH], *text;
	struct csm_diag diag = data_diag();
	struct csm_output *out;
	size_t len;

	fixture_file(path, "", 0);
	ck_assert_int_eq(csm_output_open(&out, path, &diag), 0);
	struct csm_point_writer *w = csm_point_writer_new(out, CSM_FORMAT_CSV);
	csm_set_write(set, more, n, w);
	csm_point_writer_free(w);
	ck_assert_int_eq(csm_output_commit(out, &diag), 0);
	text = csm_input_slurp(path, &len, &diag);
	unlink(path);
	ck_assert_ptr_nonnull(text);
	ck_assert_str_eq(data_said(), "");
	return text;
}

#define HEAD "company,model,id,metric,date,value,state\n"

static const char acme[] = "acme,company,acme,metrics.seats,2026-11-01,25,\n"
			   "acme,company,acme,metrics.seats,2026-11-03,,\n"
			   "acme,company,acme,metrics.seats,2026-11-04,-0.5,\n"
			   "acme,company,acme,units.a,2026-11-02,0.42,red\n"
			   "acme,company,acme,units.a,2026-11-03,,na\n"
			   "acme,company,acme,units.a,2026-11-04,1,\n"
			   "acme,asset,z,metrics.seats,2026-10-31,,\n"
			   "acme,enduser,u1,activities.login,2026-11-02,3,\n";
static const char beta[] = "beta,enduser,u1,activities.login,2026-11-02,4,\n";

START_TEST(points_of_a_company_are_sorted_into_entities_and_metrics)
{
	struct csm_diag diag = data_diag();
	struct csm_points *points = data_points(acme, &diag);
	struct csm_set set = {0};

	ck_assert_int_eq(data_set_next(&set, points, &diag), 1);
	ck_assert_str_eq(set.company.s, "acme");
	ck_assert_uint_eq(set.entities, 3);
	ck_assert_int_eq(set.entity[0].model, CSM_MODEL_COMPANY);
	ck_assert_uint_eq(set.entity[0].metrics, 2);
	ck_assert_int_eq(set.entity[0].first_day, csm_date_from_civil(2026, 11, 1));
	ck_assert_str_eq(set.entity[1].id.s, "z");
	ck_assert_str_eq(set.entity[2].metric[0].metric.s, "activities.login");
	ck_assert_ptr_null(csm_set_find(&set.entity[2], "activities"));
	ck_assert_ptr_null(csm_set_find(&set.entity[2], "activities.logins"));
	ck_assert_int_eq(data_set_next(&set, points, &diag), 0);
	ck_assert_str_eq(data_said(), "");
	csm_set_fini(&set);
	csm_points_free(points);
}
END_TEST

START_TEST(an_explicit_missing_is_a_point_but_not_in_the_series)
{
	struct csm_diag diag = data_diag();
	struct csm_points *points = data_points(acme, &diag);
	struct csm_set set = {0};

	ck_assert_int_eq(data_set_next(&set, points, &diag), 1);
	const struct csm_metric_points *m =
	    csm_set_find(&set.entity[0], "metrics.seats");
	ck_assert_uint_eq(m->n, 3);
	ck_assert_int_eq(m->value[1], CSM_MISSING);
	ck_assert_uint_eq(m->series.n, 2);
	ck_assert_int_eq(m->series.value[1], -500000);
	ck_assert_int_eq(m->series.day[1], csm_date_from_civil(2026, 11, 4));
	ck_assert_uint_eq(set.entity[1].metric[0].series.n, 0);
	ck_assert_int_eq(set.entity[1].first_day, csm_date_from_civil(2026, 10, 31));
	csm_set_fini(&set);
	csm_points_free(points);
}
END_TEST

START_TEST(states_stay_with_their_points)
{
	struct csm_diag diag = data_diag();
	struct csm_points *points = data_points(acme, &diag);
	struct csm_set set = {0};

	ck_assert_int_eq(data_set_next(&set, points, &diag), 1);
	ck_assert_ptr_null(csm_set_find(&set.entity[0], "metrics.seats")->state);
	const struct csm_metric_points *m = csm_set_find(&set.entity[0], "units.a");
	ck_assert_str_eq(m->state[0].s, "red");
	ck_assert_str_eq(m->state[1].s, "na");
	ck_assert_uint_eq(m->state[2].len, 0);
	ck_assert_ptr_null(set.entity[2].metric[0].state);
	csm_set_fini(&set);
	csm_points_free(points);
}
END_TEST

START_TEST(a_name_is_told_once_for_each_model_that_has_it)
{
	static const char rows[] = "acme,company,acme,activities.x,2026-11-01,1,\n"
				   "acme,company,acme,metrics.seats,2026-11-01,1,\n"
				   "acme,enduser,u1,activities.x,2026-11-01,1,\n"
				   "acme,enduser,u1,activities.y,2026-11-01,1,\n"
				   "acme,enduser,u2,activities.x,2026-11-01,1,\n"
				   "acme,enduser,u2,activitiesy,2026-11-01,1,\n"
				   "beta,enduser,u1,activities.y,2026-11-01,1,\n";
	static const struct csm_set_name want[] = {
	    {{"activities.x", 12}, CSM_MODEL_COMPANY},
	    {{"metrics.seats", 13}, CSM_MODEL_COMPANY},
	    {{"activities.x", 12}, CSM_MODEL_ENDUSER},
	    {{"activities.y", 12}, CSM_MODEL_ENDUSER},
	    {{"activitiesy", 11}, CSM_MODEL_ENDUSER}};
	struct csm_diag diag = data_diag();
	struct csm_points *points = data_points(rows, &diag);
	struct csm_set set = {0};

	ck_assert_int_eq(data_set_next(&set, points, &diag), 1);
	ck_assert_uint_eq(set.names, 5);
	for (size_t i = 0; i < set.names; i++) {
		ck_assert_str_eq(set.name[i].metric.s, want[i].metric.s);
		ck_assert_int_eq(set.name[i].model, want[i].model);
	}
	ck_assert(set.entity[0].metric[0].activity);
	ck_assert(!set.entity[0].metric[1].activity);
	ck_assert(!set.entity[2].metric[1].activity);
	/* of another company they are told again */
	ck_assert_int_eq(data_set_next(&set, points, &diag), 1);
	ck_assert_uint_eq(set.names, 1);
	ck_assert_str_eq(set.name[0].metric.s, "activities.y");
	ck_assert(set.entity[0].metric[0].activity);
	csm_set_fini(&set);
	csm_points_free(points);
}
END_TEST

START_TEST(companies_come_one_after_another)
{
	struct csm_diag diag = data_diag();
	struct csm_buf both = {0};
	struct csm_set set = {0};

	csm_buf_puts(&both, acme);
	csm_buf_puts(&both, beta);
	struct csm_points *points = data_points(both.data, &diag);
	ck_assert_int_eq(data_set_next(&set, points, &diag), 1);
	ck_assert_uint_eq(set.entities, 3);
	ck_assert_int_eq(data_set_next(&set, points, &diag), 1);
	ck_assert_str_eq(set.company.s, "beta");
	ck_assert_uint_eq(set.entities, 1);
	ck_assert_uint_eq(set.entity[0].metrics, 1);
	ck_assert_int_eq(set.entity[0].metric[0].value[0], 4000000);
	ck_assert_int_eq(data_set_next(&set, points, &diag), 0);
	ck_assert_int_eq(data_set_next(&set, points, &diag), 0);
	csm_set_fini(&set);
	csm_points_free(points);
	csm_buf_fini(&both);
}
END_TEST

START_TEST(no_points_are_no_company)
{
	struct csm_diag diag = data_diag();
	struct csm_points *points = data_points("", &diag);
	struct csm_set set = {0};

	ck_assert_int_eq(data_set_next(&set, points, &diag), 0);
	csm_set_fini(&set);
	csm_points_free(points);
}
END_TEST

START_TEST(a_point_twice_is_refused)
{
	struct csm_diag diag = data_diag();
	struct csm_points *points =
	    data_points("acme,company,acme,metrics.a,2026-11-01,1,\n"
			"acme,company,acme,metrics.a,2026-11-01,2,\n",
		&diag);
	struct csm_set set = {0};

	ck_assert_int_eq(data_set_next(&set, points, &diag), -1);
	ck_assert_uint_eq(diag.count[CSM_E_KEY], 1);
	csm_set_fini(&set);
	csm_points_free(points);
}
END_TEST

static struct csm_text
text(const char *s)
{
	return (struct csm_text){s, strlen(s)};
}

static struct csm_point
own(enum csm_model model, const char *id, const char *metric, int day, int64_t value)
{
	return (struct csm_point){.company = text("acme"),
	    .model = model,
	    .id = text(id),
	    .metric = text(metric),
	    .day = csm_date_from_civil(2026, 11, day),
	    .value = value * CSM_NUM_ONE};
}

START_TEST(passing_through_writes_what_was_read)
{
	struct csm_diag diag = data_diag();
	struct csm_points *points = data_points(acme, &diag);
	struct csm_set set = {0};
	struct csm_buf want = {0};

	ck_assert_int_eq(data_set_next(&set, points, &diag), 1);
	csm_buf_puts(&want, HEAD);
	csm_buf_puts(&want, acme);
	char *got = written(&set, NULL, 0);
	ck_assert_str_eq(got, want.data);
	free(got);
	csm_buf_fini(&want);
	csm_set_fini(&set);
	csm_points_free(points);
}
END_TEST

START_TEST(passing_through_merges_new_points_and_replaces_old_ones)
{
	struct csm_diag diag = data_diag();
	struct csm_points *points = data_points(acme, &diag);
	struct csm_set set = {0};
	const struct csm_point more[] = {
	    own(CSM_MODEL_COMPANY, "acme", "calculated.a", 5, 1),
	    own(CSM_MODEL_COMPANY, "acme", "metrics.seats", 2, 7),
	    own(CSM_MODEL_COMPANY, "acme", "metrics.seats", 3, 8),
	    own(CSM_MODEL_COMPANY, "acme", "units.a", 2, 9),
	    own(CSM_MODEL_ENDUSER, "a", "calculated.b", 1, 2),
	    own(CSM_MODEL_PROJECT, "p", "calculated.b", 1, 3),
	};

	ck_assert_int_eq(data_set_next(&set, points, &diag), 1);
	char *got = written(&set, more, sizeof more / sizeof more[0]);
	ck_assert_str_eq(got, HEAD "acme,company,acme,calculated.a,2026-11-05,1,\n"
				   "acme,company,acme,metrics.seats,2026-11-01,25,\n"
				   "acme,company,acme,metrics.seats,2026-11-02,7,\n"
				   "acme,company,acme,metrics.seats,2026-11-03,8,\n"
				   "acme,company,acme,metrics.seats,2026-11-04,-0.5,\n"
				   "acme,company,acme,units.a,2026-11-02,9,\n"
				   "acme,company,acme,units.a,2026-11-03,,na\n"
				   "acme,company,acme,units.a,2026-11-04,1,\n"
				   "acme,asset,z,metrics.seats,2026-10-31,,\n"
				   "acme,enduser,a,calculated.b,2026-11-01,2,\n"
				   "acme,enduser,u1,activities.login,2026-11-02,3,\n"
				   "acme,project,p,calculated.b,2026-11-01,3,\n");
	free(got);
	csm_set_fini(&set);
	csm_points_free(points);
}
END_TEST

START_TEST(points_of_others_may_stay_unread)
{
	struct csm_diag diag = data_diag();
	const struct csm_point more = own(CSM_MODEL_COMPANY, "acme", "units.b", 5, 1);
	struct csm_buf want = {0};
	struct csm_set set = {0};
	char *got;

	/* whatever may be unread is passed on, read or not */
	csm_buf_puts(&want, HEAD);
	csm_buf_put(&want, acme, (size_t)(strstr(acme, "acme,asset") - acme));
	csm_buf_puts(&want, "acme,company,acme,units.b,2026-11-05,1,\n");
	csm_buf_puts(&want, strstr(acme, "acme,asset"));
	for (int all = 0; all < 2; all++) {
		struct csm_points *points = data_points(acme, &diag);
		ck_assert_int_eq(csm_set_next(&set, points, &diag), 1);
		csm_set_open_own(&set);
		ck_assert(set.members_unread);
		ck_assert_uint_eq(set.points, 8);
		ck_assert_uint_eq(set.entities, 1);
		ck_assert_uint_eq(set.names, 2);
		ck_assert_uint_eq(set.entity[0].metrics, 2);
		ck_assert_int_eq(set.first_day, csm_date_from_civil(2026, 10, 31));
		ck_assert_uint_eq(csm_set_find(&set.entity[0], "metrics.seats")->n, 3);
		ck_assert_str_eq(
		    csm_set_find(&set.entity[0], "units.a")->state[0].s, "red");
		if (all) {
			csm_set_open(&set);
			ck_assert(!set.members_unread);
			ck_assert_uint_eq(set.points, 8);
			ck_assert_uint_eq(set.entities, 3);
			ck_assert_uint_eq(set.names, 4);
			ck_assert_uint_eq(set.entity[0].metrics, 2);
			ck_assert_str_eq(
			    set.entity[2].metric[0].metric.s, "activities.login");
			ck_assert_int_eq(
			    set.entity[2].metric[0].series.value[0], 3000000);
		}
		got = written(&set, &more, 1);
		ck_assert_str_eq(got, want.data);
		free(got);
		csm_points_free(points);
	}
	csm_buf_fini(&want);
	csm_set_fini(&set);
}
END_TEST

START_TEST(who_has_no_points_of_others_is_read_whole)
{
	static const char own_alone[] =
	    "acme,company,acme,metrics.seats,2026-11-01,25,\n"
	    "acme,company,acme,metrics.seats,2026-11-03,1,\n";
	struct csm_diag diag = data_diag();
	struct csm_points *points = data_points(own_alone, &diag);
	struct csm_set set = {0};

	ck_assert_int_eq(csm_set_next(&set, points, &diag), 1);
	csm_set_open_own(&set);
	ck_assert(!set.unread && !set.members_unread);
	ck_assert_uint_eq(set.entities, 1);
	ck_assert_uint_eq(set.points, 2);
	csm_points_free(points);
	/* and who has no other is there without any of his own */
	points = data_points(beta, &diag);
	ck_assert_int_eq(csm_set_next(&set, points, &diag), 1);
	csm_set_open_own(&set);
	ck_assert(set.members_unread);
	ck_assert_uint_eq(set.entities, 0);
	ck_assert_int_eq(set.first_day, csm_date_from_civil(2026, 11, 2));
	csm_set_open(&set);
	ck_assert_uint_eq(set.entities, 1);
	csm_set_fini(&set);
	csm_points_free(points);
}
END_TEST

/* Of a company with more rows than wait to be read some are read as they come. */
START_TEST(who_has_very_many_points_is_read_whole)
{
	enum { USERS = 90000 };
	struct csm_diag diag = data_diag();
	struct csm_buf rows = {0};
	struct csm_set set = {0};

	for (int i = 0; i < USERS; i++)
		csm_buf_printf(
		    &rows, "acme,enduser,u%06d,activities.login,2026-11-02,3,\n", i);
	ck_assert_uint_gt(rows.len, (size_t)4 << 20);
	struct csm_points *points = data_points(rows.data, &diag);
	ck_assert_int_eq(csm_set_next(&set, points, &diag), 1);
	csm_set_open_own(&set);
	ck_assert(!set.unread && !set.members_unread);
	ck_assert_uint_eq(set.entities, USERS);
	ck_assert_uint_eq(set.points, USERS);
	ck_assert_str_eq(set.entity[USERS - 1].id.s, "u089999");
	csm_buf_fini(&rows);
	csm_set_fini(&set);
	csm_points_free(points);
}
END_TEST

START_TEST(new_points_alone_can_be_written)
{
	const struct csm_point more =
	    own(CSM_MODEL_COMPANY, "acme", "calculated.a", 5, 1);
	char *got = written(NULL, &more, 1);

	ck_assert_str_eq(got, HEAD "acme,company,acme,calculated.a,2026-11-05,1,\n");
	free(got);
}
END_TEST

TEST_MAIN("set", points_of_a_company_are_sorted_into_entities_and_metrics,
    an_explicit_missing_is_a_point_but_not_in_the_series, states_stay_with_their_points,
    a_name_is_told_once_for_each_model_that_has_it, companies_come_one_after_another,
    no_points_are_no_company, a_point_twice_is_refused,
    passing_through_writes_what_was_read,
    passing_through_merges_new_points_and_replaces_old_ones,
    new_points_alone_can_be_written, points_of_others_may_stay_unread,
    who_has_no_points_of_others_is_read_whole, who_has_very_many_points_is_read_whole)
