#include "score/profile.h"

#include "config/shapes.h"
#include "score/measure.h"
#include "score/method.h"
#include "score/pillar.h"

/* health: profiles.  Which keys go with which method is the profile reader's to check:
 * the table allows those of all three. */

static const struct csm_config_shape method = {
    .types = CSM_CONFIG_TEXT, .words = &csm_method_words};
static const struct csm_config_shape overall = {
    .types = CSM_CONFIG_TEXT, .words = &csm_overall_words};
/* 10 or 100: csm_method_weighted says so in words */
static const struct csm_config_shape scale = {
    .types = CSM_CONFIG_NUMBER, .lo = 1, .hi = 100};
static const struct csm_config_shape state = {
    .types = CSM_CONFIG_TEXT, .words = WORDS("poor", "average", "good")};

static const struct csm_config_key band_keys[] = {
    {"state", &state, 1, "State of scores in the band"},
    {"below", &csm_config_number, 0, "Scores below it; absent in the last band"}, END};
static const struct csm_config_shape band = {
    .types = CSM_CONFIG_OBJECT, .keys = band_keys};
static const struct csm_config_shape bands = {.types = CSM_CONFIG_ARRAY, .each = &band};

static const struct csm_config_shape condition = {
    .types = CSM_CONFIG_TEXT, .words = &csm_condition_words};
static const struct csm_config_shape compared = {
    .types = CSM_CONFIG_NUMBER | CSM_CONFIG_TEXT | CSM_CONFIG_BOOL};
static const struct csm_config_shape point = {.types = CSM_CONFIG_ARRAY,
    .noun = "a pair [value, impact]",
    .items = 2,
    .each = &csm_config_number};
static const struct csm_config_shape missing = {
    .types = CSM_CONFIG_TEXT, .words = &csm_missing_words};

static const struct csm_config_key linear_keys[] = {
    {"low", &csm_config_number, 1, "Value that scores 0"},
    {"high", &csm_config_number, 1, "Value that scores 10"}, END};
static const struct csm_config_shape linear = {
    .types = CSM_CONFIG_OBJECT, .keys = linear_keys};

static const struct csm_config_shape score = {
    .types = CSM_CONFIG_NUMBER, .lo = 0, .hi = 10};
static const struct csm_config_key threshold_keys[] = {
    {"below", &csm_config_number, 0, "Values below it; absent in the last threshold"},
    {"score", &score, 1, "Score from 0 to 10"}, END};
static const struct csm_config_shape threshold = {
    .types = CSM_CONFIG_OBJECT, .keys = threshold_keys};
static const struct csm_config_shape thresholds = {
    .types = CSM_CONFIG_ARRAY, .each = &threshold};

static const struct csm_config_key factor_keys[] = {
    {"id", &csm_config_id, 1, "Its part is health.<profile>.<id>"},
    {"name", &csm_config_text, 0, "Name for people"},
    {"description", &csm_config_text, 0, "What it says"},
    {"metric", &csm_config_formula, 1, "Value that is judged"},
    {"condition", &condition, 0, "points: how the value is judged"},
    {"value", &compared, 0, "points: what it is compared with"},
    {"impact", &csm_config_number, 0, "points: added to the score if it holds"},
    {"low", &point, 0, "points: lower end of a linear condition"},
    {"high", &point, 0, "points: upper end of a linear condition"},
    {"weight", &csm_config_weight, 0, "weighted: weight within its group; default 1"},
    {"linear", &linear, 0, "weighted: linear scale to 0..10"},
    {"thresholds", &thresholds, 0, "weighted: steps to 0..10, ascending"},
    {"invert", &csm_config_bool, 0, "weighted: the lower the better"},
    {"missing", &missing, 0,
	"weighted: without a value its weight goes to the others (skip, default), it "
	"scores 0 (zero), 5 (neutral) or the worst it can (worst), or the whole score "
	"is missing (unknown)"},
    END};
static const struct csm_config_shape factor = {
    .def = "factor", .types = CSM_CONFIG_OBJECT, .keys = factor_keys};
static const struct csm_config_shape factors = {
    .types = CSM_CONFIG_ARRAY, .each = &factor, .unique = "id"};

static const struct csm_config_key pillar_keys[] = {
    {"id", &csm_config_id, 1, "Its part is health.<profile>.<id>"},
    {"name", &csm_config_text, 0, "Name for people"},
    {"description", &csm_config_text, 0, "What it says"},
    {"good", &csm_config_formula, 0, "Condition for good"},
    {"poor", &csm_config_formula, 0, "Condition for poor; wins over good"},
    {"weight", &csm_config_weight, 0,
	"Weight for \"overall\": \"weighted\"; default 1"},
    END};
static const struct csm_config_shape pillar = {
    .types = CSM_CONFIG_OBJECT, .keys = pillar_keys};
static const struct csm_config_shape pillars = {
    .types = CSM_CONFIG_ARRAY, .each = &pillar, .unique = "id"};

static const struct csm_config_key group_keys[] = {
    {"id", &csm_config_id, 1, "Name in explanations"},
    {"name", &csm_config_text, 0, "Name for people"},
    {"description", &csm_config_text, 0, "What it says"},
    {"weight", &csm_config_weight, 0, "Weight among the groups; default 1"},
    {"factors", &factors, 1, "Factors of the group"}, END};
static const struct csm_config_shape group = {
    .types = CSM_CONFIG_OBJECT, .keys = group_keys};
static const struct csm_config_shape groups = {
    .types = CSM_CONFIG_ARRAY, .each = &group, .unique = "id"};

static const struct csm_config_key profile_keys[] = {
    {"id", &csm_config_id, 1, "The score is also health.<id>"},
    {"name", &csm_config_text, 0, "Name for people"},
    {"description", &csm_config_text, 0, "What it says"},
    {"method", &method, 1, "How factors become a score"},
    {"model", &csm_config_model, 0, "Whose health it scores; default company"},
    {"where", &csm_config_formula, 0, "Those it scores; absent: all that are left"},
    {"segment", &csm_config_text, 0, "Instead of where: a segment's id"},
    {"bands", &bands, 0, "States by score, ascending"},
    {"start", &csm_config_number, 0, "points: score before any factor; default 5"},
    {"factors", &factors, 0, "points, weighted: the ingredients"},
    {"pillars", &pillars, 0, "pillars: the ingredients"},
    {"overall", &overall, 0, "pillars: how they combine; default \"poor if any\""},
    {"scale", &scale, 0, "weighted: highest score, 10 (default) or 100"},
    {"groups", &groups, 0, "weighted: the ingredients in groups"}, END};

static const struct csm_config_shape profile = {
    .types = CSM_CONFIG_OBJECT, .keys = profile_keys};
const struct csm_config_shape csm_health_shape = {
    .types = CSM_CONFIG_ARRAY, .each = &profile, .unique = "id"};
