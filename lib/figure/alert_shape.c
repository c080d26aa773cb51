#include "figure/alert.h"

#include "config/shapes.h"

static const struct csm_config_shape alert_type = {.types = CSM_CONFIG_TEXT,
    .words = WORDS("risk", "upsell", "renewal", "onboarding")};
static const struct csm_config_shape alert_on = {
    .types = CSM_CONFIG_TEXT, .words = WORDS("enter", "leave", "while")};

static const struct csm_config_shape alert_unless = {
    .types = CSM_CONFIG_TEXT, .words = WORDS("outage")};

/* In the order of csm_alerts_read; "on" and "type" are words, which the reader relies
 * on. */
static const struct csm_config_key alert_keys[] = {
    {"id", &csm_config_id, 1, "Name in the output"},
    {"name", &csm_config_text, 0, "Name for people"},
    {"description", &csm_config_text, 0, "What it says"},
    {"type", &alert_type, 0, "What it is about; default risk"},
    {"segment", &csm_config_text, 0,
	"Companies it is for: a segment's id; default all"},
    {"when", &csm_config_formula, 1, "Condition"},
    {"leave", &csm_config_formula, 0,
	"Condition that ends it; until it holds, and when does not, the alert stays as "
	"it is; default: that when does not hold"},
    {"message", &csm_config_text, 0, "Text; {company.name} and the like are filled in"},
    {"on", &alert_on, 0,
	"Fires on the day the condition begins to hold (enter, default), ceases to "
	"(leave), or on each day it holds (while)"},
    {"unless", &alert_unless, 0,
	"outage: stays as it is while the activity of all companies has fallen at "
	"once"},
    {"cooldown", &csm_config_days, 0, "Days after firing on which it keeps quiet"},
    END};
static const struct csm_config_shape alert = {
    .types = CSM_CONFIG_OBJECT, .keys = alert_keys};
const struct csm_config_shape csm_alerts_shape = {
    .types = CSM_CONFIG_ARRAY, .each = &alert, .unique = "id"};
