#include "score/group.h"

#include "base/num.h"
#include "base/text.h"
#include "base/xalloc.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#define NO_PARENT SIZE_MAX
/* Scores are summed on the widest scale, to which each other is turned exactly; what
 * leaves is rounded once. */
#define GROUP_TOP (100 * CSM_NUM_ONE) /* micros */

/* What a group's members add up to on a day. */
struct sum {
	/* double: a weight may be a recurring value, and its product with a score is
	 * beyond 64 bits */
	double score, weight; /* weight: the members' number without weights */
	int64_t least;
	size_t n;
};

struct member {
	char *parent; /* NULL: none */
	size_t above; /* place of the parent; NO_PARENT: none in the run */
	int is_parent;
	int64_t *score, *weight;            /* by day */
	const struct csm_profile **profile; /* by day */
	struct sum *sum;                    /* by day, if it is a parent */
};

struct csm_groups {
	enum csm_group_by by;
	size_t days;
	struct csm_intern ids; /* the id is the place among `member` */
	struct member *member;
	size_t cap;
};

struct csm_groups *
csm_groups_new(enum csm_group_by by, size_t days)
{
	struct csm_groups *g = csm_xcalloc(1, sizeof *g);

	g->by = by;
	g->days = days;
	return g;
}

void
csm_groups_free(struct csm_groups *g)
{
	if (g == NULL)
		return;
	for (size_t i = 0; i < g->ids.n; i++) {
		free(g->member[i].parent);
		free(g->member[i].score);
		free(g->member[i].weight);
		free(g->member[i].profile);
		free(g->member[i].sum);
	}
	free(g->member);
	csm_intern_fini(&g->ids);
	free(g);
}

/* The walk gives each company once, in one order: the id is its place. */
void
csm_groups_add(struct csm_groups *g, struct csm_text company, const char *parent)
{
	size_t i = csm_intern_put(&g->ids, company.s, company.len);
	struct member *m;

	assert(i + 1 == g->ids.n);
	CSM_GROW(g->member, i, &g->cap);
	m = &g->member[i];
	*m = (struct member){.above = NO_PARENT};
	if (parent != NULL && *parent != '\0')
		m->parent = csm_xstrdup(parent);
	m->score = csm_xcalloc(g->days, sizeof *m->score);
	m->weight = csm_xcalloc(g->days, sizeof *m->weight);
	m->profile = csm_xcalloc(g->days, sizeof *m->profile);
	for (size_t d = 0; d < g->days; d++)
		m->score[d] = m->weight[d] = CSM_MISSING;
}

void
csm_groups_score(struct csm_groups *g, size_t day, int64_t score, int64_t top,
    int64_t weight, const struct csm_profile *profile)
{
	struct member *m = &g->member[g->ids.n - 1];

	/* exact: the scales are 10 and 100 */
	m->score[day] = score == CSM_MISSING ? score : score * (GROUP_TOP / top);
	m->weight[day] = weight;
	m->profile[day] = profile;
}

static void
warn_parent(const struct csm_groups *g, size_t i, const struct csm_intern *known,
    struct csm_diag *diag)
{
	const char *parent = g->member[i].parent;
	struct csm_buf company = {0}, quoted = {0}, hint = {0};
	struct csm_nearest near;

	/* A parent that -w left out is a company all the same: its group is not shown,
	 * and nothing is misspelt. */
	if (csm_intern_find(known, parent, strlen(parent)) != CSM_INTERN_NONE)
		return;
	csm_nearest_init(&near, parent);
	for (size_t k = 0; k < known->n && csm_diag_shows(diag, CSM_W_UNKNOWN); k++)
		csm_nearest_offer(&near, known->text[k].s);
	csm_text_quote(&company, g->ids.text[i].s, g->ids.text[i].len);
	csm_text_quote(&quoted, parent, strlen(parent));
	csm_warn(diag, CSM_W_UNKNOWN, NULL,
	    "--rollup: the parent %s of %s is no company%s", quoted.data, company.data,
	    csm_nearest_hint(&near, &hint));
	csm_buf_fini(&company);
	csm_buf_fini(&quoted);
	csm_buf_fini(&hint);
}

/* 1 if going up from a company comes back to it.  More steps than there are companies
 * without coming back: it leads into a circle it is not part of. */
static int
in_circle(const struct csm_groups *g, size_t i)
{
	size_t at = g->member[i].above;

	for (size_t steps = 0; at != NO_PARENT && at != i; steps++) {
		if (steps == g->ids.n)
			return 0;
		at = g->member[at].above;
	}
	return at == i;
}

/* Nobody is above those that are above themselves.  All are found before the first is
 * taken out, so that each of a circle is named. */
static void
cut_circles(struct csm_groups *g, struct csm_diag *diag)
{
	unsigned char *in = csm_xcalloc(g->ids.n + 1, 1);

	for (size_t i = 0; i < g->ids.n; i++)
		in[i] = (unsigned char)in_circle(g, i);
	for (size_t i = 0; i < g->ids.n; i++) {
		struct csm_buf company = {0};
		if (!in[i])
			continue;
		g->member[i].above = NO_PARENT;
		csm_text_quote(&company, g->ids.text[i].s, g->ids.text[i].len);
		csm_warn(diag, CSM_W_OTHER, NULL,
		    "--rollup: the company %s is above itself; its parent is left out",
		    company.data);
		csm_buf_fini(&company);
	}
	free(in);
}

static void
add_member(struct csm_groups *g, const struct member *m, struct sum *sum)
{
	for (size_t d = 0; d < g->days; d++) {
		double weight = 1;
		if (m->score[d] == CSM_MISSING)
			continue;
		if (g->by == CSM_GROUP_WEIGHTED) {
			/* A weight of nobody knows what, or of a credit, must not turn
			 * the mean around. */
			if (m->weight[d] == CSM_MISSING || m->weight[d] <= 0)
				continue;
			weight = csm_num_to_double(m->weight[d]);
		}
		sum[d].score += weight * csm_num_to_double(m->score[d]);
		sum[d].weight += weight;
		if (sum[d].n == 0 || m->score[d] < sum[d].least)
			sum[d].least = m->score[d];
		sum[d].n++;
	}
}

void
csm_groups_finish(
    struct csm_groups *g, const struct csm_intern *known, struct csm_diag *diag)
{
	for (size_t i = 0; i < g->ids.n; i++) {
		const char *parent = g->member[i].parent;
		if (parent == NULL)
			continue;
		uint32_t id = csm_intern_find(&g->ids, parent, strlen(parent));
		if (id == CSM_INTERN_NONE)
			warn_parent(g, i, known, diag);
		else
			g->member[i].above = id;
	}
	cut_circles(g, diag);
	for (size_t i = 0; i < g->ids.n; i++)
		if (g->member[i].above != NO_PARENT)
			g->member[g->member[i].above].is_parent = 1;
	for (size_t i = 0; i < g->ids.n; i++) {
		for (size_t at = i; at != NO_PARENT; at = g->member[at].above) {
			struct member *m = &g->member[at];
			/* A company counts in its own group, too, and in those of all
			 * above it; one that is nobody's parent has no group. */
			if (!m->is_parent)
				continue;
			if (m->sum == NULL)
				m->sum = csm_xcalloc(g->days, sizeof *m->sum);
			add_member(g, &g->member[i], m->sum);
		}
	}
}

int
csm_groups_value(const struct csm_groups *g, struct csm_text company, size_t day,
    struct csm_group_score *score)
{
	uint32_t id = csm_intern_find(&g->ids, company.s, company.len);

	if (id == CSM_INTERN_NONE || g->member[id].sum == NULL)
		return -1;
	const struct sum *s = &g->member[id].sum[day];
	score->members = s->n;
	/* The group's score is told on the parent's scale; whoever is no company of a
	 * profile gets the usual one. */
	score->profile = g->member[id].profile[day];
	score->value = CSM_MISSING;
	score->top = score->profile == NULL ? CSM_SCORE_TOP : score->profile->top;
	if (s->n > 0) {
		double mean = g->by == CSM_GROUP_MIN ? csm_num_to_double(s->least)
						     : s->score / s->weight;
		score->value =
		    csm_num_from_double(mean / (double)(GROUP_TOP / score->top));
	}
	return 0;
}

int
csm_groups_each(const struct csm_groups *g, size_t i, struct csm_text *company)
{
	if (i >= g->ids.n)
		return 0;
	*company = (struct csm_text){g->ids.text[i].s, g->ids.text[i].len};
	return 1;
}
