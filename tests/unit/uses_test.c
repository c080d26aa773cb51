#include "sections/sections.h"
#include "ingest/uses.h"

#include "base/text.h"
#include "fixture.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static struct csm_arena arena;
static struct csm_diag diag;
static struct csm_config *conf;

static struct csm_features *
catalog(const char *json)
{
	csm_diag_init(&diag, NULL, NULL);
	conf = csm_config_new(&csm_sections);
	ck_assert_int_eq(csm_config_load_text(conf, "c", json, strlen(json), &diag), 0);
	return csm_features_read(&arena, conf);
}

static void
end(void)
{
	csm_config_free(conf);
	csm_arena_fini(&arena);
}

START_TEST(a_feature_is_found_by_its_whole_name)
{
	struct csm_text module;
	struct csm_features *f =
	    catalog("{\"catalog\":[{\"feature\":\"b\",\"module\":\"m\"},"
		    "{\"feature\":\"a\"},{\"feature\":\"ab\",\"module\":\"n\"}]}");

	ck_assert_int_eq(csm_features_find(f, "b", 1, &module), 1);
	ck_assert_int_eq(csm_text_is("m", module.s, module.len), 1);
	ck_assert_int_eq(csm_features_find(f, "a", 1, &module), 1);
	ck_assert_uint_eq(module.len, 0);
	ck_assert_int_eq(csm_features_find(f, "abc", 2, &module), 1);
	ck_assert_int_eq(csm_features_find(f, "abc", 3, &module), 0);
	ck_assert_int_eq(csm_features_find(f, "", 0, &module), 0);
	ck_assert_int_eq(csm_features_find(NULL, "a", 1, &module), 0);
	end();
	ck_assert_ptr_null(catalog("{\"catalog\":[]}"));
	end();
}
END_TEST

static void
put(struct csm_uses *u, const char *metric, int32_t day, int64_t value)
{
	struct csm_point p = {.company = {"c", 1},
	    .id = {"c", 1},
	    .metric = {metric, strlen(metric)},
	    .day = day,
	    .value = value};

	csm_uses_put(u, &p);
}

/* What is written after some points, as CSV. */
static void
expect(const struct csm_features *features, const char *want)
{
	char path[sizeof FIXTURE_PATH], *got;
	struct csm_output *out = fixture_output(path, &diag);
	struct csm_point_writer *w = csm_point_writer_new(out, CSM_FORMAT_CSV);
	struct csm_uses *u = csm_uses_new(features, w);
	struct csm_point entity = {.company = {"c", 1}, .id = {"c", 1}};
	put(u, "activities.a", 20001, CSM_NUM_ONE);
	put(u, "activities.a", 20002, 3 * CSM_NUM_ONE);
	put(u, "activities.b", 20001, CSM_NUM_ONE);
	put(u, "activities.b", 20002, 0); /* no use */
	put(u, "activities.b", 20003, CSM_MISSING);
	put(u, "activities.x", 20001, CSM_NUM_ONE);
	put(u, "activities.", 20001, CSM_NUM_ONE);
	put(u, "metrics.seats", 20001, CSM_NUM_ONE);
	put(u, "modules.m", 20001, CSM_NUM_ONE);
	put(u, "modules.n", 20002, CSM_NUM_ONE);
	csm_uses_write(u, &entity);
	ck_assert_uint_eq(csm_uses_write(u, &entity), 0); /* forgotten */
	csm_uses_free(u);
	csm_point_writer_free(w);
	got = fixture_written(out, path, &diag);
	ck_assert_str_eq(got, want);
	free(got);
}

#define HEADER "company,model,id,metric,date,value,state\n"

/* Day 20001 is 2024-10-05. */
START_TEST(different_features_and_modules_of_a_day_are_counted)
{
	struct csm_features *f =
	    catalog("{\"catalog\":[{\"feature\":\"a\"},{\"feature\":\"b\"}]}");

	expect(f, HEADER "c,company,c,system.features_used,2024-10-05,2,\n"
			 "c,company,c,system.features_used,2024-10-06,1,\n"
			 "c,company,c,system.modules_used,2024-10-05,1,\n"
			 "c,company,c,system.modules_used,2024-10-06,1,\n");
	end();
}
END_TEST

START_TEST(without_a_catalog_every_activity_is_a_feature)
{
	csm_diag_init(&diag, NULL, NULL);
	expect(NULL, HEADER "c,company,c,system.features_used,2024-10-05,3,\n"
			    "c,company,c,system.features_used,2024-10-06,1,\n"
			    "c,company,c,system.modules_used,2024-10-05,1,\n"
			    "c,company,c,system.modules_used,2024-10-06,1,\n");
}
END_TEST

TEST_MAIN("uses", a_feature_is_found_by_its_whole_name,
    different_features_and_modules_of_a_day_are_counted,
    without_a_catalog_every_activity_is_a_feature)
