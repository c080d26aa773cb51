#include "score/profile.h"

#include "base/buf.h"

#include <string.h>
#include <xxhash.h>

static const char *const condition_names[CSM_CONDITIONS] = {"less than", "more than",
    "equal to", "not equal to", "at least", "at most", "linear", "linear bounded"};

/* good / average / poor at 4 and 7: what a profile without bands gets. */
static const struct csm_band usual_bands[] = {
    {"poor", 4 * CSM_NUM_ONE}, {"average", 7 * CSM_NUM_ONE}, {"good", CSM_MISSING}};

const char *
csm_condition_name(enum csm_condition condition)
{
	return condition_names[condition];
}

/* Impacts and the start are numbers a point can hold. */
static int
check_points(const struct csm_json *at, double points, struct csm_diag *diag)
{
	if (csm_num_from_double(points) != CSM_MISSING)
		return 0;
	return csm_json_error(diag, at, CSM_E_CONFIG, "%g is out of range", points);
}

/* A pair [value, impact]. */
static int
read_end(
    const struct csm_json *entry, const char *key, double end[2], struct csm_diag *diag)
{
	const struct csm_json *pair;

	if (csm_json_array(entry, key, &pair, diag) != 1)
		return csm_json_error(diag, entry, CSM_E_CONFIG,
		    "a linear condition wants \"low\" and \"high\", each a pair "
		    "[value, "
		    "impact]");
	if (pair->count != 2 || pair->child->type != CSM_JSON_NUMBER ||
	    pair->child->next->type != CSM_JSON_NUMBER)
		return csm_json_error(
		    diag, pair, CSM_E_CONFIG, "wants two numbers, [value, impact]");
	end[0] = pair->child->number;
	end[1] = pair->child->next->number;
	return check_points(pair, end[1], diag);
}

static int
read_linear(const struct csm_json *entry, struct csm_factor *f, struct csm_diag *diag)
{
	if (read_end(entry, "low", f->low, diag) != 0 ||
	    read_end(entry, "high", f->high, diag) != 0)
		return -1;
	if (!(f->low[0] < f->high[0]))
		return csm_json_error(diag, csm_json_get(entry, "low"), CSM_E_CONFIG,
		    "low is not below high");
	return 0;
}

static int
read_compared(const struct csm_json *entry, struct csm_factor *f, struct csm_diag *diag)
{
	const struct csm_json *value = csm_json_get(entry, "value");

	if (value == NULL)
		return csm_json_error(diag, entry, CSM_E_CONFIG,
		    "\"%s\" wants a \"value\"", condition_names[f->condition]);
	if (csm_json_number(entry, "impact", &f->impact, diag) != 1)
		return csm_json_error(diag, entry, CSM_E_CONFIG,
		    "\"%s\" wants an \"impact\"", condition_names[f->condition]);
	if (check_points(csm_json_get(entry, "impact"), f->impact, diag) != 0)
		return -1;
	switch (value->type) {
	case CSM_JSON_NUMBER:
		f->value.type = CSM_VALUE_NUMBER;
		f->value.u.number = value->number;
		return 0;
	case CSM_JSON_STRING:
		f->value.type = CSM_VALUE_TEXT;
		f->value.u.text = value->text;
		break;
	case CSM_JSON_TRUE:
	case CSM_JSON_FALSE:
		f->value.type = CSM_VALUE_BOOL;
		f->value.u.truth = value->type == CSM_JSON_TRUE;
		break;
	default:
		return csm_json_error(diag, value, CSM_E_CONFIG,
		    "wants a number, a text or true or false");
	}
	if (f->condition == CSM_CONDITION_EQUAL ||
	    f->condition == CSM_CONDITION_NOT_EQUAL)
		return 0;
	return csm_json_error(diag, value, CSM_E_CONFIG,
	    "only a number can be compared with \"%s\"", condition_names[f->condition]);
}

static int
read_factor(struct csm_arena *arena, const struct csm_json *entry, struct csm_factor *f,
    struct csm_diag *diag)
{
	const struct csm_json *metric = csm_json_get(entry, "metric");
	const char *condition = NULL;

	f->at = entry;
	if (csm_json_text(entry, "id", &f->id, diag) != 1 || metric == NULL)
		return csm_json_error(diag, entry, CSM_E_CONFIG,
		    "a factor wants an \"id\" and a \"metric\"");
	f->name = f->id;
	if (csm_json_text(entry, "name", &f->name, diag) < 0)
		return -1;
	f->metric = csm_formula_from_json(arena, metric, diag);
	if (f->metric == NULL)
		return -1;
	if (csm_json_text(entry, "condition", &condition, diag) != 1)
		return csm_json_error(diag, entry, CSM_E_CONFIG,
		    "a factor of \"points\" wants a \"condition\"");
	while (f->condition < CSM_CONDITIONS &&
	       strcmp(condition_names[f->condition], condition) != 0)
		f->condition++;
	if (f->condition == CSM_CONDITIONS)
		return csm_json_error(diag, csm_json_get(entry, "condition"),
		    CSM_E_CONFIG, "unknown condition \"%s\"", condition);
	if (f->condition == CSM_CONDITION_LINEAR ||
	    f->condition == CSM_CONDITION_LINEAR_BOUNDED)
		return read_linear(entry, f, diag);
	return read_compared(entry, f, diag);
}

static int
read_bands(struct csm_arena *arena, const struct csm_json *entry, struct csm_profile *p,
    struct csm_diag *diag)
{
	const struct csm_json *list, *at;
	int found = csm_json_array(entry, "bands", &list, diag);
	struct csm_band *band;
	double below;

	p->band = usual_bands;
	p->bands = sizeof usual_bands / sizeof usual_bands[0];
	if (found <= 0)
		return found;
	if (list->count == 0)
		return csm_json_error(diag, list, CSM_E_CONFIG, "no band");
	p->band = band = CSM_ARENA_ARRAY(arena, struct csm_band, list->count);
	p->bands = list->count;
	for (at = list->child; at != NULL; at = at->next, band++) {
		if (csm_json_text(at, "state", &band->state, diag) != 1)
			return csm_json_error(
			    diag, at, CSM_E_CONFIG, "a band wants a \"state\"");
		band->below = CSM_MISSING;
		found = csm_json_number(at, "below", &below, diag);
		if (found < 0)
			return -1;
		if (found == 1 && at->next == NULL)
			return csm_json_error(diag, at, CSM_E_CONFIG,
			    "the last band has a \"below\": scores above it would have "
			    "no state");
		if (found == 0 && at->next != NULL)
			return csm_json_error(diag, at, CSM_E_CONFIG,
			    "a band without \"below\" that is not the last: bands "
			    "overlap");
		if (found == 1)
			band->below = csm_num_from_double(below);
		if (found == 1 && band != p->band && band->below <= band[-1].below)
			return csm_json_error(diag, at, CSM_E_CONFIG,
			    "bands overlap: below %g does not come after the band "
			    "before it",
			    below);
	}
	return 0;
}

/* Keys of the other methods are no silent decoration. */
static int
only_keys_of_points(const struct csm_json *entry, struct csm_diag *diag)
{
	static const char *const others[] = {"pillars", "groups", "overall", "scale"};
	int failed = 0;

	for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
		if (csm_json_get(entry, others[i]) != NULL)
			failed = csm_json_error(diag, csm_json_get(entry, others[i]),
			    CSM_E_CONFIG, "not a key of the method \"points\"");
	return failed;
}

static int
read_points(struct csm_arena *arena, const struct csm_json *entry,
    struct csm_profile *p, struct csm_diag *diag)
{
	const struct csm_json *list = NULL;
	int failed = only_keys_of_points(entry, diag);

	p->start = 5;
	if (csm_json_number(entry, "start", &p->start, diag) < 0 ||
	    csm_json_array(entry, "factors", &list, diag) < 0 ||
	    check_points(entry, p->start, diag) != 0)
		return -1;
	if (list == NULL || list->count == 0)
		return csm_json_error(
		    diag, entry, CSM_E_CONFIG, "a profile without factors");
	p->factor = CSM_ARENA_ARRAY(arena, struct csm_factor, list->count);
	for (const struct csm_json *at = list->child; at != NULL; at = at->next)
		failed |= read_factor(arena, at, &p->factor[p->factors++], diag);
	return failed;
}

static const struct method {
	const char *name;
	int (*read)(struct csm_arena *arena, const struct csm_json *entry,
	    struct csm_profile *p, struct csm_diag *diag);
} methods[] = {{"points", read_points}};

static const struct method *
find_method(const struct csm_json *entry, struct csm_diag *diag)
{
	const char *name;

	if (csm_json_text(entry, "method", &name, diag) != 1) {
		csm_json_error(
		    diag, entry, CSM_E_CONFIG, "a profile wants a \"method\"");
		return NULL;
	}
	for (size_t i = 0; i < sizeof methods / sizeof methods[0]; i++)
		if (strcmp(methods[i].name, name) == 0)
			return &methods[i];
	csm_json_error(diag, csm_json_get(entry, "method"), CSM_E_CONFIG,
	    "this version computes the method \"points\", not \"%s\"", name);
	return NULL;
}

/* The hash covers what the profile says, not how its file is laid out. */
static void
put_node(struct csm_buf *out, const struct csm_json *node)
{
	csm_buf_printf(out, "%d", (int)node->type);
	if (node->key != NULL)
		csm_json_put_text(out, node->key, strlen(node->key));
	if (node->type == CSM_JSON_STRING)
		csm_json_put_text(out, node->text, node->len);
	if (node->type == CSM_JSON_NUMBER)
		csm_buf_printf(out, "%.17g", node->number);
	csm_buf_putc(out, '(');
	for (const struct csm_json *c = node->child; c != NULL; c = c->next)
		put_node(out, c);
	csm_buf_putc(out, ')');
}

static uint64_t
hash_profile(const struct csm_json *entry)
{
	struct csm_buf text = {0};
	uint64_t hash;

	put_node(&text, entry);
	hash = XXH3_64bits(text.data, text.len);
	csm_buf_fini(&text);
	return hash;
}

static int
read_profile(struct csm_arena *arena, const struct csm_json *entry,
    struct csm_profile *p, struct csm_diag *diag)
{
	const struct csm_json *where = csm_json_get(entry, "where");
	const struct method *method = find_method(entry, diag);
	int failed = method == NULL ? -1 : 0;

	p->at = entry;
	if (csm_json_text(entry, "id", &p->id, diag) != 1)
		return csm_json_error(
		    diag, entry, CSM_E_CONFIG, "a profile wants an \"id\"");
	p->name = p->id;
	failed |= csm_json_text(entry, "name", &p->name, diag) < 0;
	if (where != NULL &&
	    (p->where = csm_formula_from_json(arena, where, diag)) == NULL)
		failed = -1;
	failed |= read_bands(arena, entry, p, diag);
	if (method != NULL)
		failed |= method->read(arena, entry, p, diag);
	p->hash = hash_profile(entry);
	return failed ? -1 : 0;
}

int
csm_profiles_read(struct csm_arena *arena, const struct csm_conf *conf,
    struct csm_profile **profiles, size_t *n, struct csm_diag *diag)
{
	size_t count = 0;
	int failed = 0;
	const struct csm_json *at;

	for (at = NULL; (at = csm_conf_each(conf, "health", at)) != NULL;)
		count++;
	*profiles = CSM_ARENA_ARRAY(arena, struct csm_profile, count);
	*n = 0;
	for (at = NULL; (at = csm_conf_each(conf, "health", at)) != NULL;) {
		struct csm_profile *p = &(*profiles)[(*n)++];
		failed |= read_profile(arena, at, p, diag);
		if (p->where == NULL && csm_json_get(at, "where") == NULL && *n < count)
			failed = csm_json_error(diag, at, CSM_E_CONFIG,
			    "a profile without \"where\" takes every company; those "
			    "after it "
			    "would never be used");
	}
	return failed ? -1 : 0;
}

const char *
csm_profile_band(const struct csm_profile *profile, int64_t score)
{
	size_t i = 0;

	while (i + 1 < profile->bands && score >= profile->band[i].below)
		i++;
	return profile->band[i].state;
}
