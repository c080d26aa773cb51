#include "sections/sections.h"
#include "figure/inventory.h"

#include "data.h"
#include "series/set.h"

static const char catalog[] = "{\"catalog\": [{\"feature\": \"export\", \"name\": "
			      "\"Export\", \"module\": \"data\"},"
			      "{\"feature\": \"sync\", \"valuable\": true}]}";

static struct csm_inventory
inventory(const char *json, struct csm_config *conf, struct csm_diag *diag)
{
	struct csm_inventory inv;

	ck_assert_int_eq(
	    csm_config_load_text(conf, "catalog.json", json, strlen(json), diag), 0);
	csm_inventory_read(&inv, conf);
	return inv;
}

/* The uses of the first entity of these points, as "feature/module" and a blank each.
 */
static const char *
uses_of(struct csm_inventory *inv, const char *rows, struct csm_diag *diag)
{
	static char text[200];
	struct csm_points *points = data_points(rows, diag);
	struct csm_set set = {0};
	struct csm_use_of use;

	text[0] = '\0';
	ck_assert_int_eq(data_set_next(&set, points, diag), 1);
	const struct csm_entity_points *e = &set.entity[0];
	for (size_t m = 0; m < e->metrics; m++) {
		if (!csm_inventory_use(inv, e, m, csm_inventory_told(e), &use))
			continue;
		strcat(text, use.feature == CSM_INVENTORY_NONE
				 ? "-"
				 : inv->feature[use.feature].name);
		strcat(text, "/");
		strcat(text, use.module == CSM_INVENTORY_NONE
				 ? "-"
				 : inv->modules.text[use.module].s);
		strcat(text, use.activity ? "" : "!");
		strcat(text, " ");
	}
	csm_set_fini(&set);
	csm_points_free(points);
	return text;
}

START_TEST(a_feature_is_what_the_catalog_names)
{
	struct csm_diag diag = data_diag();
	struct csm_config *conf = csm_config_new(&csm_sections);
	struct csm_inventory inv = inventory(catalog, conf, &diag);

	ck_assert_str_eq(uses_of(&inv,
			     "acme,enduser,u1,activities.export,2026-11-20,1,\n"
			     "acme,enduser,u1,activities.login,2026-11-20,1,\n"
			     "acme,enduser,u1,activities.sync,2026-11-20,1,\n"
			     "acme,enduser,u1,nps.score,2026-11-20,1,\n",
			     &diag),
	    "Export/data -/- sync/- ");
	ck_assert_int_eq(inv.feature[0].valuable, 0);
	ck_assert_int_eq(inv.feature[1].valuable, 1);
	ck_assert_uint_eq(inv.n, 2);
	csm_inventory_fini(&inv);
	csm_config_free(conf);
}
END_TEST

START_TEST(without_a_catalog_every_activity_is_one)
{
	struct csm_diag diag = data_diag();
	struct csm_config *conf = csm_config_new(&csm_sections);
	struct csm_inventory inv = inventory("{}", conf, &diag);

	ck_assert_str_eq(uses_of(&inv,
			     "acme,enduser,u1,activities.export,2026-11-20,1,\n"
			     "acme,enduser,u1,activities.login,2026-11-20,1,\n",
			     &diag),
	    "export/- login/- ");
	csm_inventory_fini(&inv);
	csm_config_free(conf);
}
END_TEST

START_TEST(points_of_modules_win_over_the_catalog)
{
	struct csm_diag diag = data_diag();
	struct csm_config *conf = csm_config_new(&csm_sections);
	struct csm_inventory inv = inventory(catalog, conf, &diag);

	ck_assert_str_eq(uses_of(&inv,
			     "acme,enduser,u1,activities.export,2026-11-20,1,\n"
			     "acme,enduser,u1,modules.crm,2026-11-20,1,\n",
			     &diag),
	    "Export/- -/crm! ");
	csm_inventory_fini(&inv);
	csm_config_free(conf);
}
END_TEST

START_TEST(only_what_is_not_zero_in_the_days_is_use)
{
	const int32_t day[] = {10, 12, 20};
	const int64_t value[] = {5, 0, -1};
	struct csm_series s = {day, value, 3};

	ck_assert_int_eq(csm_inventory_used(&s, 10, 10), 1);
	ck_assert_int_eq(csm_inventory_used(&s, 11, 19), 0);
	ck_assert_int_eq(csm_inventory_used(&s, 13, 20), 1);
	ck_assert_int_eq(csm_inventory_used(&s, 21, 99), 0);
	ck_assert_int_eq(csm_inventory_used(&s, 1, 9), 0);
}
END_TEST

START_TEST(variety_counts_each_number_once_a_round)
{
	struct csm_variety v = {0};

	csm_variety_reset(&v);
	ck_assert_int_eq(csm_variety_put(&v, 3), 1);
	ck_assert_int_eq(csm_variety_put(&v, 3), 0);
	ck_assert_int_eq(csm_variety_put(&v, 100000), 1);
	ck_assert_uint_eq(v.n, 2);
	v.now = UINT32_MAX; /* the next round starts over */
	csm_variety_reset(&v);
	ck_assert_uint_eq(v.n, 0);
	ck_assert_int_eq(csm_variety_put(&v, 3), 1);
	ck_assert_int_eq(csm_variety_put(&v, 100000), 1);
	csm_variety_fini(&v);
}
END_TEST

TEST_MAIN("inventory", a_feature_is_what_the_catalog_names,
    without_a_catalog_every_activity_is_one, points_of_modules_win_over_the_catalog,
    only_what_is_not_zero_in_the_days_is_use, variety_counts_each_number_once_a_round)
