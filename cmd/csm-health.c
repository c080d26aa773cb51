/* csm-health: points to health scores, which are points again, and why. */
#include "evaluate.h"
#include "score/score.h"
#include "scorecard.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

struct options {
	struct csm_common common; /* first */
	const char *explain;
	int parts, round;
};

static struct options options;

#define AT(member) offsetof(struct options, member)

static const struct csm_option health_group[] = {
    {0, "parts", NULL, CSM_OPTION_FLAG, AT(parts),
	"write what each factor contributed, too", NULL},
    {0, "round", NULL, CSM_OPTION_FLAG, AT(round),
	"write whole numbers, halves away from zero; states are those of exact scores",
	NULL},
    {0, "explain", "COMPANY", CSM_OPTION_TEXT, AT(explain),
	"show how the company's score on the last day came about", NULL},
    {0}};

static const struct csm_option *const groups[] = {csm_common_group, csm_to_group,
    csm_fields_group, csm_asof_group, csm_range_group, csm_select_group, csm_pass_group,
    health_group, NULL};

static const struct csm_program program = {.name = "csm-health",
    .summary = "Score the health of companies by profiles.",
    .usage = "[options] [FILE...]",
    .groups = groups,
    .options = &options};

struct health {
	struct csm_evaluation ev;
	struct csm_profile *profile;
	size_t profiles;
	struct csm_scorer *scorer;
	uint64_t unscored; /* companies without a profile on some day */
};

static int64_t
shown(int64_t micros)
{
	int64_t half = micros < 0 ? -CSM_NUM_ONE / 2 : CSM_NUM_ONE / 2;

	return options.round ? (micros + half) / CSM_NUM_ONE * CSM_NUM_ONE : micros;
}

static struct csm_text
text(const char *s)
{
	return (struct csm_text){s, strlen(s)};
}

static struct csm_text
metric_name(struct health *h, const char *profile, const char *factor)
{
	return text(csm_arena_printf(&h->ev.arena, "health.%s%s%s", profile,
	    factor == NULL ? "" : ".", factor == NULL ? "" : factor));
}

/* What NDJSON says of a score besides. */
static const char *
more_members(struct health *h, const struct csm_score *score)
{
	struct csm_buf profile = {0};
	char coverage[CSM_NUM_TEXT];

	if (csm_run_format(h->ev.run) != CSM_FORMAT_NDJSON)
		return NULL;
	csm_json_put_text(&profile, score->profile->id, strlen(score->profile->id));
	csm_num_format(score->coverage, coverage);
	const char *members = csm_arena_printf(&h->ev.arena,
	    ",\"profile\":%s,\"coverage\":%s,\"hash\":\"%016" PRIx64 "\"", profile.data,
	    coverage, score->profile->hash);
	csm_buf_fini(&profile);
	return members;
}

static void
add_score(struct health *h, struct csm_text company, const struct csm_score *score,
    int32_t day)
{
	struct csm_point p = {.company = company,
	    .id = company,
	    .metric = text("system.health"),
	    .state = text(score->band->state),
	    .day = day,
	    .value = shown(score->value),
	    .extra = more_members(h, score)};

	csm_evaluation_add(&h->ev, &p);
	p.metric = metric_name(h, score->profile->id, NULL);
	p.extra = NULL;
	csm_evaluation_add(&h->ev, &p);
	for (size_t i = 0; options.parts && i < score->parts; i++) {
		const struct csm_part *part = &score->part[i];
		p.metric = metric_name(h, score->profile->id, part->factor->id);
		p.value = shown(part->contribution);
		p.state = text(part->value.type == CSM_VALUE_MISSING ? "unknown" : "");
		csm_evaluation_add(&h->ev, &p);
	}
}

static int
by_order(const void *a, const void *b)
{
	return csm_point_cmp(a, b);
}

static void
score_company(struct csm_run *run, struct health *h, const struct csm_set *set)
{
	int unscored = 0;

	for (int32_t day = run->since; day <= run->until; day++) {
		const struct csm_score *score =
		    csm_scorer_score(h->scorer, (size_t)(day - run->since));
		if (score->profile != NULL)
			add_score(h, set->company, score, day);
		else
			unscored = 1;
	}
	h->unscored += (uint64_t)unscored;
	if (h->ev.n > 0)
		qsort(h->ev.point, h->ev.n, sizeof *h->ev.point, by_order);
	csm_evaluation_write(&h->ev, set);
}

static int
score_all(struct csm_run *run, struct health *h)
{
	const struct csm_set *set;
	int rc;

	h->ev.only = options.explain;
	if (csm_evaluation_open(&h->ev, options.explain == NULL) != 0)
		return -1;
	while ((rc = csm_evaluation_next(&h->ev, &set)) > 0) {
		if (options.explain != NULL)
			csm_scorecard(
			    run, h->scorer, h->ev.engine, h->profile, h->profiles);
		else
			score_company(run, h, set);
	}
	if (rc == 0) {
		csm_evaluation_done(&h->ev);
		csm_run_count(run, "companies without a profile", h->unscored, 2);
	}
	return rc;
}

static int
prepare(struct csm_run *run, struct health *h)
{
	int failed = csm_evaluation_begin(&h->ev, run);

	failed |= csm_profiles_read(
	    &run->arena, run->conf, &h->profile, &h->profiles, &run->diag);
	if (failed)
		return -1;
	if (h->profiles == 0)
		return csm_error(&run->diag, CSM_E_USAGE, NULL,
		    "no profile to score by: give -c FILE with a section \"health\"");
	h->scorer = csm_scorer_new(h->profile, h->profiles, h->ev.engine);
	return csm_evaluation_prepare(&h->ev);
}

static void
health_run(struct csm_run *run)
{
	struct health h = {0};

	if (prepare(run, &h) == 0 && !run->common->check)
		score_all(run, &h);
	csm_scorer_free(h.scorer);
	csm_evaluation_fini(&h.ev);
}

int
main(int argc, char **argv)
{
	struct csm_run run;
	int first;
	int status = csm_options_parse(&program, argc, argv, &first);

	if (status >= 0)
		return status;
	if (csm_run_begin(&run, &program, argc, argv, first) == 0)
		health_run(&run);
	return csm_run_end(&run);
}
