#include "metric/segment.h"

#include "config/shapes.h"

static const struct csm_config_key segment_keys[] = {
    {"id", &csm_config_id, 1, "Name in -s and in other sections"},
    {"name", &csm_config_text, 0, "Name for people"},
    {"description", &csm_config_text, 0, "What it is for"},
    {"model", &csm_config_model, 0, "Model of its members; default company"},
    {"where", &csm_config_formula, 1, "Condition that holds for its members"}, END};
static const struct csm_config_shape segment = {
    .types = CSM_CONFIG_OBJECT, .keys = segment_keys};
const struct csm_config_shape csm_segments_shape = {
    .types = CSM_CONFIG_ARRAY, .each = &segment, .unique = "id"};
