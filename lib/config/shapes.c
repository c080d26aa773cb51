#include "config/shapes.h"

const struct csm_conf_shape csm_conf_text = {.types = CSM_CONF_TEXT};
const struct csm_conf_shape csm_conf_number = {.types = CSM_CONF_NUMBER};
const struct csm_conf_shape csm_conf_bool = {.types = CSM_CONF_BOOL};
const struct csm_conf_shape csm_conf_id = {.types = CSM_CONF_TEXT, .identifier = 1};
const struct csm_conf_shape csm_conf_model = {
    .types = CSM_CONF_TEXT, .words = WORDS("company", "asset", "enduser", "project")};
const struct csm_conf_shape csm_conf_days = {
    .types = CSM_CONF_NUMBER, .hi = 36500, .whole = 1};
const struct csm_conf_shape csm_conf_weight = {
    .types = CSM_CONF_NUMBER, .lo = 0, .hi = INFINITY};
/* What is inside an array or object is the formula reader's to check. */
const struct csm_conf_shape csm_conf_formula = {.def = "formula",
    .noun = "a formula (a text, a number, an array or an object)",
    .types = CSM_CONF_TEXT | CSM_CONF_NUMBER | CSM_CONF_ARRAY | CSM_CONF_OBJECT};
