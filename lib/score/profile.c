#include "score/profile.h"

#include "base/buf.h"
#include "base/intern.h"
#include "metric/metric.h"
#include "metric/segment.h"
#include "score/method.h"

#include <string.h>
#include <xxhash.h>

#define USUAL_BANDS 3

/* good / average / poor at 4 and 7: what a profile without bands gets. */
static const struct csm_band usual_bands[USUAL_BANDS] = {
    {"poor", 4 * CSM_NUM_ONE}, {"average", 7 * CSM_NUM_ONE}, {"good", CSM_MISSING}};
/* The same on a scale to 100. */
static const struct csm_band usual_percent[USUAL_BANDS] = {
    {"poor", 40 * CSM_NUM_ONE}, {"average", 70 * CSM_NUM_ONE}, {"good", CSM_MISSING}};

const struct csm_band *
csm_bands_usual(int64_t top, size_t *n)
{
	*n = USUAL_BANDS;
	return top == CSM_SCORE_TOP ? usual_bands : usual_percent;
}

/* `band` is a place in an array; the first has no place before it. */
static int
read_band(const struct csm_json *at, int64_t top, struct csm_band *band,
    struct csm_diag *diag)
{
	double below;
	int found = csm_json_number(at, "below", &below, diag);

	if (csm_json_text(at, "state", &band->state, diag) != 1)
		return csm_json_error(
		    diag, at, CSM_E_CONFIG, "a band wants a \"state\"");
	/* as in the last band: csm_profile_band never compares with it */
	band->below = CSM_MISSING;
	if (found < 0)
		return -1;
	if (found == 0 && at->next == NULL)
		return 0;
	if (found == 0)
		return csm_json_error(diag, at, CSM_E_CONFIG,
		    "bands overlap: one without \"below\" that is not the last takes "
		    "every score");
	if (at->next == NULL)
		return csm_json_error(diag, at, CSM_E_CONFIG,
		    "bands leave a gap: the last has a \"below\", scores from there "
		    "on no state");
	band->below = csm_num_from_double(below);
	/* A band no score is in is a mistake in a number. */
	if (!(below > 0) || band->below == CSM_MISSING || band->below > top)
		return csm_json_error(diag, csm_json_get(at, "below"), CSM_E_CONFIG,
		    "scores go from 0 to %d: %g divides nothing",
		    (int)(top / CSM_NUM_ONE), below);
	if (at->index > 0 && band->below <= band[-1].below)
		return csm_json_error(diag, csm_json_get(at, "below"), CSM_E_CONFIG,
		    "bands overlap: %g is not above the band before", below);
	return 0;
}

static int
read_bands(struct csm_arena *arena, const struct csm_json *entry, struct csm_profile *p,
    struct csm_diag *diag)
{
	const struct csm_json *list;
	int found = csm_json_array(entry, "bands", &list, diag);
	struct csm_band *band;

	p->band = csm_bands_usual(p->top, &p->bands);
	if (found <= 0)
		return found;
	if (list->count == 0)
		return csm_json_error(diag, list, CSM_E_CONFIG, "no band");
	p->band = band = CSM_ARENA_ARRAY(arena, struct csm_band, list->count);
	p->bands = list->count;
	for (const struct csm_json *at = list->child; at != NULL; at = at->next)
		if (read_band(at, p->top, band++, diag) != 0)
			return -1;
	return 0;
}

/* The hash covers what the profile says, not how its file is laid out. */
static void
profile_put_node(struct csm_buf *out, const struct csm_json *node)
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
		profile_put_node(out, c);
	csm_buf_putc(out, ')');
}

/* Points of health carry it from night to night, so it must not change with the version
 * of the program: XXH3 of 64 bits is fixed. */
static uint64_t
hash_profile(const struct csm_json *entry)
{
	struct csm_buf text = {0};
	uint64_t hash;

	profile_put_node(&text, entry);
	hash = XXH3_64bits(text.data, text.len);
	csm_buf_fini(&text);
	return hash;
}

/* Whom it scores, of its model: a condition of its own, or that of a segment. */
static int
read_reach(struct csm_arena *arena, const struct csm_config *conf,
    const struct csm_json *entry, struct csm_profile *p, struct csm_diag *diag)
{
	const struct csm_json *where = csm_json_get(entry, "where");

	if (where == NULL) {
		csm_json_text(entry, "segment", &p->segment, diag);
		return csm_segment_of(
		    arena, conf, entry, p->model, "the profile", &p->where, diag);
	}
	if (csm_json_get(entry, "segment") != NULL)
		return csm_json_error(diag, csm_json_get(entry, "segment"),
		    CSM_E_CONFIG,
		    "a profile has a \"where\" or a \"segment\", not both");
	p->where = csm_formula_from_json(arena, where, diag);
	if (p->where == NULL)
		return -1;
	if (csm_formula_type(p->where) == CSM_FORMULA_TEXT)
		return csm_json_error(
		    diag, where, CSM_E_CONFIG, "a condition is wanted, this is a text");
	return 0;
}

static int
read_profile(struct csm_arena *arena, const struct csm_config *conf,
    const struct csm_json *entry, struct csm_profile *p, struct csm_diag *diag)
{
	int failed = 0;

	p->at = entry;
	if (csm_config_id_of(entry, "a profile", &p->id, diag) != 0)
		return -1;
	p->name = p->id;
	failed |= csm_json_text(entry, "name", &p->name, diag) < 0;
	if (csm_metric_model(entry, &p->model, diag) < 0)
		return -1;
	failed |= read_reach(arena, conf, entry, p, diag) < 0;
	/* before the bands, which lie within the scale it sets */
	failed |= csm_method_read(arena, entry, p, diag);
	failed |= read_bands(arena, entry, p, diag);
	/* Names and descriptions are in it, too: nobody can say which words matter to a
	 * score. */
	p->hash = hash_profile(entry);
	return failed ? -1 : 0;
}

/* The points of a profile and of its parts have a name each: profile a with the part
 * b.c, and profile a.b with the part c, would not. */
static int
claim(struct csm_intern *names, const char *profile, const char *part,
    const struct csm_json *at, struct csm_diag *diag)
{
	struct csm_buf name = {0};
	size_t before = names->n;
	int rc = 0;

	csm_buf_printf(&name, "health.%s%s%s", profile, part == NULL ? "" : ".",
	    part == NULL ? "" : part);
	csm_intern_put(names, name.data, name.len);
	if (names->n == before)
		rc = csm_json_error(diag, at, CSM_E_CONFIG,
		    "two profiles or factors would both be \"%s\"", name.data);
	csm_buf_fini(&name);
	return rc;
}

static int
check_names(const struct csm_profile *p, size_t n, struct csm_diag *diag)
{
	struct csm_intern names = {0};
	int failed = 0;

	for (size_t i = 0; i < n; i++) {
		failed |= claim(&names, p[i].id, NULL, p[i].at, diag);
		for (size_t f = 0; f < p[i].factors; f++)
			failed |= claim(&names, p[i].id, p[i].factor[f].id,
			    p[i].factor[f].at, diag);
	}
	csm_intern_fini(&names);
	return failed;
}

/* Of the profiles of a model, the one that takes all is the last.  By the keys, not by
 * p->where: a condition that could not be read does not take everyone. */
static int
check_reach(const struct csm_profile *p, size_t n, struct csm_diag *diag)
{
	int failed = 0;

	for (size_t i = 0; i < n; i++) {
		size_t k = i + 1;
		while (k < n && p[k].model != p[i].model)
			k++;
		if (k < n && csm_json_get(p[i].at, "where") == NULL &&
		    csm_json_get(p[i].at, "segment") == NULL)
			failed = csm_json_error(diag, p[i].at, CSM_E_CONFIG,
			    "a profile without \"where\" or \"segment\" takes every "
			    "%s; those after it would never be used",
			    csm_model_name(p[i].model));
	}
	return failed;
}

int
csm_profiles_read(struct csm_arena *arena, const struct csm_config *conf,
    struct csm_profile **profiles, size_t *n, struct csm_diag *diag)
{
	size_t count = 0;
	int failed = 0;
	const struct csm_json *at = NULL;

	while ((at = csm_config_each(conf, "health", at)) != NULL)
		count++;
	*profiles = CSM_ARENA_ARRAY(arena, struct csm_profile, count);
	*n = 0;
	while ((at = csm_config_each(conf, "health", at)) != NULL)
		failed |= read_profile(arena, conf, at, &(*profiles)[(*n)++], diag);
	failed |= check_reach(*profiles, *n, diag);
	/* Profiles that could not be read may lack the ids. */
	if (!failed)
		failed = check_names(*profiles, *n, diag);
	return failed ? -1 : 0;
}

bool
csm_profile_shares(const struct csm_profile *profile)
{
	return profile->method->parts == CSM_PARTS_MEASURES ||
	       (profile->method->parts == CSM_PARTS_PILLARS &&
		   profile->overall == CSM_OVERALL_WEIGHTED);
}

/* The last band takes what is left, so there always is one. */
const struct csm_band *
csm_profile_band(const struct csm_profile *profile, int64_t score)
{
	size_t i = 0;

	while (i + 1 < profile->bands && score >= profile->band[i].below)
		i++;
	return &profile->band[i];
}
