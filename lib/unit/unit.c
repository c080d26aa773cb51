#include "unit/unit.h"

#include "base/num.h"
#include "base/text.h"
#include "formula/formula.h"

#include <stdlib.h>
#include <string.h>

#define RATING_LOWEST (1 * CSM_NUM_ONE)
#define RATING_HIGHEST (5 * CSM_NUM_ONE)
/* A unit rated by hand: 1 and 2 are red, 3 is amber, 4 and 5 are green. */
#define RATING_AMBER 3
#define RATING_GREEN 4

/* In the order of the enum.  They are in points and configurations: none may be
 * renamed. */
static const char *const state_names[CSM_UNIT_STATES] = {
    "red", "amber", "green", "na", "unknown", "off", "on"};

const char *
csm_unit_state_name(enum csm_unit_state state)
{
	return state_names[state];
}

enum csm_unit_state
csm_unit_state_find(const char *name, size_t len)
{
	enum csm_unit_state s = 0;

	while (s < CSM_UNIT_STATES && !csm_text_is(state_names[s], name, len))
		s++;
	return s;
}

/* A threshold in micros: 1, 0 if absent, -1 after a report. */
static int
read_threshold(const struct csm_json *entry, const char *key, int64_t *micros,
    struct csm_diag *diag)
{
	double number;
	int found = csm_json_number(entry, key, &number, diag);

	if (found <= 0)
		return found;
	*micros = csm_num_from_double(number);
	/* A threshold is compared with micros, so it has to be one. */
	if (*micros == CSM_MISSING)
		return csm_json_error(diag, csm_json_get(entry, key), CSM_E_CONFIG,
		    "%g is out of range", number);
	return 1;
}

/* Equal ones are allowed: then that value alone is amber. */
static int
check_order(
    const struct csm_json *entry, const struct csm_unit *u, struct csm_diag *diag)
{
	const struct csm_json *low = csm_json_get(entry, "low");

	if (u->low <= u->high)
		return 0;
	return csm_json_error(diag, low != NULL ? low : entry, CSM_E_CONFIG,
	    "low is above high: no value would be amber, and some both red and green");
}

static int
read_thresholds(const struct csm_json *entry, struct csm_unit *u, struct csm_diag *diag)
{
	const struct csm_json *rating = csm_json_get(entry, "rating");
	int low = read_threshold(entry, "low", &u->low, diag);
	int high = read_threshold(entry, "high", &u->high, diag);

	if (low < 0 || high < 0)
		return -1;
	/* Ratings and thresholds are both refused before either is missed: with both
	 * keys there, saying that low is wanted would send people the wrong way. */
	if (rating != NULL)
		return csm_json_error(diag, rating, CSM_E_CONFIG,
		    "a unit is judged by its metric or rated by hand, not both");
	if (low == 0 || high == 0)
		return csm_json_error(diag, entry, CSM_E_CONFIG,
		    "a unit with a \"metric\" wants \"low\" and \"high\"");
	return check_order(entry, u, diag);
}

/* "rating": {"amber": 3, "green": 4} gives the lowest rating of each. */
static int
read_rating(const struct csm_json *rating, struct csm_unit *u, struct csm_diag *diag)
{
	int64_t amber = RATING_AMBER, green = RATING_GREEN;

	if (csm_json_whole(rating, "amber", 1, 5, &amber, diag) < 0 ||
	    csm_json_whole(rating, "green", 1, 5, &green, diag) < 0)
		return -1;
	if (amber > green)
		return csm_json_error(diag, rating, CSM_E_CONFIG,
		    "amber begins above green: no rating would be amber, and some both "
		    "red and green");
	u->low = amber * CSM_NUM_ONE;
	/* Both ends are amber, ratings are whole: the last amber one is just below
	 * green.  If amber and green are one rating, high is below low, and no rating
	 * is amber, as was said. */
	u->high = (green - 1) * CSM_NUM_ONE;
	return 0;
}

/* A unit rated by hand takes thresholds as `rating`, or as low and high like others. */
static int
read_rated(
    const struct csm_json *entry, int rated, struct csm_unit *u, struct csm_diag *diag)
{
	const struct csm_json *rating = NULL;
	int found = csm_json_object(entry, "rating", &rating, diag);
	int low = read_threshold(entry, "low", &u->low, diag);
	int high = read_threshold(entry, "high", &u->high, diag);

	if (found < 0 || low < 0 || high < 0)
		return -1;
	if (!rated && rating == NULL && csm_json_get(entry, "default") == NULL)
		return csm_json_error(diag, entry, CSM_E_CONFIG,
		    "a unit with neither metric nor rating: give \"metric\", or for a "
		    "unit rated by hand its ratings (--ratings FILE) or a \"default\"");
	if (rating != NULL && (low || high))
		return csm_json_error(diag, rating, CSM_E_CONFIG,
		    "\"rating\" and \"low\" or \"high\" say the same thing twice");
	if (rating != NULL)
		return read_rating(rating, u, diag);
	/* Thresholds no rating meets were meant for a metric: every company would be
	 * one colour. */
	if (u->low < RATING_LOWEST || u->low > RATING_HIGHEST ||
	    u->high < RATING_LOWEST || u->high > RATING_HIGHEST)
		return csm_json_error(diag, entry, CSM_E_CONFIG,
		    "a unit with neither metric nor rating: \"low\" and \"high\" are "
		    "no ratings from 1 to 5; is its \"metric\" missing?");
	return check_order(entry, u, diag);
}

static int
read_default(const struct csm_json *entry, struct csm_unit *u, struct csm_diag *diag)
{
	const char *name;
	int found = csm_json_text(entry, "default", &name, diag);

	if (found <= 0)
		return found;
	u->otherwise = csm_unit_state_find(name, strlen(name));
	/* A default that is a colour would judge what nobody knows. */
	if (u->otherwise != CSM_UNIT_STATES && u->otherwise > CSM_UNIT_GREEN)
		return 0;
	return csm_json_error(diag, csm_json_get(entry, "default"), CSM_E_CONFIG,
	    "a default is na, on, off or unknown, not \"%s\"", name);
}

static int
unit_read_formula(struct csm_arena *arena, const struct csm_json *entry,
    const char *key, struct csm_formula **formula, struct csm_diag *diag)
{
	const struct csm_json *at = csm_json_get(entry, key);

	if (at == NULL)
		return 0;
	*formula = csm_formula_from_json(arena, at, diag);
	return *formula == NULL ? -1 : 0;
}

/* Every member is looked at, so that all errors are told at once. */
static int
unit_read_unit(struct csm_arena *arena, const struct csm_json *entry, int rated,
    struct csm_unit *u, struct csm_diag *diag)
{
	int bad = 0;

	/* Those of ratings; a unit with a metric must give its own, which is checked.
	 */
	*u = (struct csm_unit){.low = RATING_AMBER * CSM_NUM_ONE,
	    .high = (RATING_GREEN - 1) * CSM_NUM_ONE,
	    .otherwise = CSM_UNIT_NA,
	    .at = entry};
	if (csm_config_id_of(entry, "a unit", &u->id, diag) != 0)
		return -1;
	u->name = u->id;
	bad |= csm_json_text(entry, "name", &u->name, diag) < 0;
	bad |= csm_json_text(entry, "description", &u->description, diag) < 0;
	bad |= csm_json_number(entry, "sort", &u->sort, diag) < 0;
	bad |= csm_json_bool(entry, "lower_is_better", &u->lower_is_better, diag) < 0;
	bad |= read_default(entry, u, diag) != 0;
	bad |= unit_read_formula(arena, entry, "metric", &u->metric, diag) != 0;
	bad |= unit_read_formula(arena, entry, "where", &u->where, diag) != 0;
	if (u->metric != NULL && csm_formula_type(u->metric) == CSM_FORMULA_TEXT)
		bad |= csm_json_error(diag, csm_json_get(entry, "metric"), CSM_E_CONFIG,
			   "a unit judges numbers; this is a text") != 0;
	if (csm_json_get(entry, "metric") != NULL)
		bad |= read_thresholds(entry, u, diag) != 0;
	else
		bad |= read_rated(entry, rated, u, diag) != 0;
	return bad ? -1 : 0;
}

/* The id decides between equals, so that the order never hangs on qsort. */
static int
by_sort(const void *a, const void *b)
{
	const struct csm_unit *x = a, *y = b;

	if (x->sort != y->sort)
		return x->sort < y->sort ? -1 : 1;
	return strcmp(x->id, y->id);
}

int
csm_units_read(struct csm_arena *arena, const struct csm_config *conf, int rated,
    struct csm_unit **units, size_t *n, struct csm_diag *diag)
{
	const struct csm_json *at = NULL;
	size_t count = 0;
	int rc = 0;

	while ((at = csm_config_each(conf, "units", at)) != NULL)
		count++;
	*units = CSM_ARENA_ARRAY(arena, struct csm_unit, count);
	*n = 0;
	while ((at = csm_config_each(conf, "units", at)) != NULL)
		if (unit_read_unit(arena, at, rated, &(*units)[(*n)++], diag) != 0)
			rc = -1;
	if (rc == 0 && count > 0)
		qsort(*units, count, sizeof **units, by_sort);
	return rc;
}

/* Both ends are amber, for either direction: a value on a threshold has not passed it.
 */
enum csm_unit_state
csm_unit_judge(const struct csm_unit *u, int64_t value)
{
	enum csm_unit_state below = u->lower_is_better ? CSM_UNIT_GREEN : CSM_UNIT_RED;
	enum csm_unit_state above = u->lower_is_better ? CSM_UNIT_RED : CSM_UNIT_GREEN;

	if (value == CSM_MISSING)
		return u->otherwise;
	return value < u->low ? below : value > u->high ? above : CSM_UNIT_AMBER;
}
