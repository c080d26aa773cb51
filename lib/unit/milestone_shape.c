#include "unit/milestone.h"

#include "config/shapes.h"

static const struct csm_config_key milestone_keys[] = {
    {"id", &csm_config_id, 1, "Name in the output"},
    {"name", &csm_config_text, 0, "Name for people"},
    {"description", &csm_config_text, 0, "What it says"},
    {"segment", &csm_config_text, 0,
	"Companies it is for: a segment's id; default all"},
    {"order", &csm_config_number, 0, "Place among the milestones, lowest first"},
    {"when", &csm_config_formula, 1, "Condition; once it held, the milestone is met"},
    {"valuable", &csm_config_bool, 0, "Whether it shows value for the customer"},
    {"reset", &csm_config_text, 0,
	"Day (YYYY-MM-DD) on which it starts again: points before do not count"},
    END};
/* What a table cannot say is checked by csm_milestones_read: that the day is one, the
 * segment one of companies, the condition no text. */
static const struct csm_config_shape milestone = {
    .types = CSM_CONFIG_OBJECT, .keys = milestone_keys};
const struct csm_config_shape csm_milestones_shape = {
    .types = CSM_CONFIG_ARRAY, .each = &milestone, .unique = "id"};
