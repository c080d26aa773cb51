#include "config/shapes.h"

const struct csm_config_shape csm_config_text = {.types = CSM_CONFIG_TEXT};
const struct csm_config_shape csm_config_file = {
    .types = CSM_CONFIG_TEXT, .path = 1, .identifier = 1};
const struct csm_config_shape csm_config_number = {.types = CSM_CONFIG_NUMBER};
const struct csm_config_shape csm_config_bool = {.types = CSM_CONFIG_BOOL};
const struct csm_config_shape csm_config_id = {
    .types = CSM_CONFIG_TEXT, .identifier = 1};
const struct csm_config_shape csm_config_model = {
    .types = CSM_CONFIG_TEXT, .words = WORDS("company", "asset", "enduser", "project")};
const struct csm_config_shape csm_config_days = {
    .types = CSM_CONFIG_NUMBER, .hi = 36500, .whole = 1};
const struct csm_config_shape csm_config_weight = {
    .types = CSM_CONFIG_NUMBER, .lo = 0, .hi = INFINITY};
/* What is inside an array or object is the formula reader's to check. */
const struct csm_config_shape csm_config_formula = {.def = "formula",
    .noun = "a formula (a text, a number, an array or an object)",
    .types =
	CSM_CONFIG_TEXT | CSM_CONFIG_NUMBER | CSM_CONFIG_ARRAY | CSM_CONFIG_OBJECT};
