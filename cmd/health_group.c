#include "health.h"

#include <string.h>

/* "mean", "min", or what weighs: a metric, whose value of the day is meant, or a
 * formula. */
static int
read_rollup(struct csm_health *h, enum csm_group_by *by)
{
	const char *text = h->options->rollup;
	const struct csm_pos at = {.file = "--rollup"};

	*by = CSM_GROUP_MEAN;
	if (strcmp(text, "mean") == 0)
		return 0;
	*by = CSM_GROUP_MIN;
	if (strcmp(text, "min") == 0)
		return 0;
	*by = CSM_GROUP_WEIGHTED;
	/* A metric alone is its value of the day. */
	if (strchr(text, '(') == NULL)
		text = csm_arena_printf(&h->run->arena, "last(%s, 1)", text);
	h->weight =
	    csm_formula_parse(&h->run->arena, text, strlen(text), &at, &h->run->diag);
	if (h->weight == NULL)
		return -1;
	h->weight_query =
	    csm_engine_query_number(h->ev.engine, CSM_MODEL_COMPANY, h->weight);
	return 0;
}

int
csm_health_group_prepare(struct csm_health *h)
{
	const struct csm_json *setting = csm_config_setting(h->run->conf, "parent");
	struct csm_fields *fields = h->run->fields[CSM_MODEL_COMPANY];

	if (h->run->common->pass)
		return csm_error(&h->run->diag, CSM_E_USAGE, NULL,
		    "-p passes points through company by company, but --rollup has to "
		    "see all of them first; merge the outputs with csm-ingest -k "
		    "points");
	for (size_t i = 0; i < h->profiles; i++)
		if (strcmp(h->profile[i].id, "group") == 0)
			return csm_json_error(&h->run->diag, h->profile[i].at,
			    CSM_E_CONFIG,
			    "--rollup and this profile would both be \"health.group\"");
	h->parent = h->options->parent;
	if (h->parent == NULL)
		h->parent = setting != NULL ? setting->text : "parent";
	if (fields == NULL || csm_fields_column(fields, h->parent) < 0)
		return csm_error(&h->run->diag, CSM_E_USAGE, NULL,
		    "--rollup wants a company field \"%s\" that names the parent: give "
		    "-F company=FILE, and --parent if it has another name",
		    h->parent);
	/* Parents that no company is are told at the end. */
	h->ev.known = &h->companies;
	return read_rollup(h, &h->group_by);
}

void
csm_health_group_begin(struct csm_health *h)
{
	h->groups =
	    csm_groups_new(h->group_by, (size_t)(h->run->until - h->run->since) + 1);
}

/* As of the last day: who is in a group now is compared over all days. */
void
csm_health_group_company(struct csm_health *h, struct csm_text company)
{
	struct csm_value parent = csm_engine_field(
	    h->ev.engine, CSM_MODEL_COMPANY, 0, h->parent, h->run->until);

	csm_groups_add(h->groups, company, csm_value_text(&parent));
}

void
csm_health_group_day(struct csm_health *h, size_t day, const struct csm_shown *shown,
    const struct csm_profile *profile)
{
	int64_t weight = CSM_MISSING;

	if (h->weight != NULL)
		weight = csm_engine_micros(h->ev.engine, h->weight_query, 0)[day];
	csm_groups_score(h->groups, day, shown->value, shown->top, weight, profile);
}

static void
add_group(struct csm_health *h, struct csm_text company, int32_t day,
    const struct csm_group_score *g)
{
	struct csm_profile usual = {.top = CSM_SCORE_TOP};
	const struct csm_profile *by = g->profile == NULL ? &usual : g->profile;
	struct csm_point p = {.company = company, .id = company, .day = day};

	/* Members of several profiles have no bands in common: those everybody knows. */
	usual.band = csm_bands_usual(usual.top, &usual.bands);
	p.metric = (struct csm_text){"health.group", strlen("health.group")};
	p.value = csm_health_rounded(h, g->value);
	p.state.s =
	    g->value == CSM_MISSING ? "unknown" : csm_profile_band(by, g->value)->state;
	p.state.len = strlen(p.state.s);
	if (csm_run_format(h->run) == CSM_FORMAT_NDJSON)
		p.extra = csm_arena_printf(&h->texts, ",\"members\":%zu", g->members);
	csm_evaluation_add(&h->ev, &p);
}

/* A group without a score on a day has no point of it. */
void
csm_health_group_finish(struct csm_health *h)
{
	struct csm_text company;

	csm_groups_finish(h->groups, &h->companies, &h->run->diag);
	for (size_t i = 0; csm_groups_each(h->groups, i, &company); i++)
		for (int32_t day = h->run->since; day <= h->run->until; day++) {
			struct csm_group_score g;
			if (csm_groups_value(h->groups, company,
				(size_t)(day - h->run->since), &g) == 0)
				add_group(h, company, day, &g);
		}
}
