#include "unit/unit.h"

#include "config/shapes.h"

static const struct csm_config_shape unit_default = {
    .types = CSM_CONFIG_TEXT, .words = WORDS("na", "on", "off", "unknown")};
static const struct csm_config_shape rating = {
    .types = CSM_CONFIG_NUMBER, .lo = 1, .hi = 5, .whole = 1};

static const struct csm_config_key rating_keys[] = {
    {"amber", &rating, 0, "Lowest rating that is amber; default 3"},
    {"green", &rating, 0, "Lowest rating that is green; default 4"}, END};
static const struct csm_config_shape ratings = {
    .types = CSM_CONFIG_OBJECT, .keys = rating_keys};

/* Which keys go together is csm_units_read's to check: a metric wants thresholds, a
 * rating refuses them. */
static const struct csm_config_key unit_keys[] = {
    {"id", &csm_config_id, 1, "The result is units.<id>"},
    {"name", &csm_config_text, 0, "Name for people"},
    {"description", &csm_config_text, 0, "What it says"},
    {"sort", &csm_config_number, 0, "Place among the units, lowest first; default 0"},
    {"metric", &csm_config_formula, 0, "Value of the unit; absent: rated by hand"},
    {"low", &csm_config_number, 0, "Below it is red"},
    {"high", &csm_config_number, 0, "Above it is green"},
    {"lower_is_better", &csm_config_bool, 0, "Red above high, green below low"},
    {"default", &unit_default, 0, "State without a value; default na"},
    {"where", &csm_config_formula, 0, "Companies that have the unit; default all"},
    {"rating", &ratings, 0, "Which of the ratings 1 to 5 are amber and green"}, END};
static const struct csm_config_shape unit = {
    .types = CSM_CONFIG_OBJECT, .keys = unit_keys};
const struct csm_config_shape csm_units_shape = {
    .types = CSM_CONFIG_ARRAY, .each = &unit, .unique = "id"};
