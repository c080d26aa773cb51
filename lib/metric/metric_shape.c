#include "metric/metric.h"

#include "config/shapes.h"

static const struct csm_config_shape places = {
    .types = CSM_CONFIG_NUMBER, .hi = 6, .whole = 1};

static const struct csm_config_key metric_keys[] = {
    {"id", &csm_config_id, 1, "The result is calculated.<id>"},
    {"name", &csm_config_text, 0, "Name for people"},
    {"description", &csm_config_text, 0, "What it says"},
    {"model", &csm_config_model, 0, "Model it is evaluated for; default company"},
    {"formula", &csm_config_formula, 1, "Formula, as text or in Planhat's form"},
    {"nulls", &csm_config_bool, 0,
	"Whether a missing result stays missing (default) or becomes 0"},
    {"where", &csm_config_formula, 0, "Entities it is evaluated for; default all"},
    {"round", &places, 0, "Decimal places of the result; default 6"},
    {"unit", &csm_config_text, 0,
	"Unit for people, such as %; currency: the currency of the settings"},
    END};
static const struct csm_config_shape metric = {
    .types = CSM_CONFIG_OBJECT, .keys = metric_keys};
const struct csm_config_shape csm_metrics_shape = {
    .types = CSM_CONFIG_ARRAY, .each = &metric, .unique = "id"};
