#include "metric/walk.h"

#include "base/intern.h"
#include "base/some.h"
#include "base/xalloc.h"
#include "metric/engine.h"

#include <stdlib.h>

struct csm_walk {
	struct csm_points *points;
	const struct csm_fields *fields;
	size_t next;                                /* of the companies in fields */
	struct csm_set set;                         /* the points read last */
	enum { NONE, WAITING, GIVEN, ENDED } state; /* of that set */
	struct csm_set empty;                       /* for a company without points */
	size_t listed;
	const struct csm_pseudonym *hide;
	const struct csm_engine *engine; /* which sets are opened for; NULL: any use */
	struct csm_some unlisted;
};

struct csm_walk *
csm_walk_new(struct csm_points *points, const struct csm_fields *companies)
{
	struct csm_walk *w = csm_xcalloc(1, sizeof *w);

	w->points = points;
	w->fields = companies;
	return w;
}

void
csm_walk_hide_users(struct csm_walk *walk, const struct csm_pseudonym *p)
{
	walk->hide = p;
}

void
csm_walk_opens_for(struct csm_walk *walk, const struct csm_engine *engine)
{
	walk->engine = engine;
}

void
csm_walk_free(struct csm_walk *walk)
{
	if (walk == NULL)
		return;
	csm_set_fini(&walk->set);
	csm_set_fini(&walk->empty);
	csm_some_fini(&walk->unlisted);
	free(walk);
}

/* Have a set waiting, unless the points have ended.  -1 after a report. */
static int
read_ahead(struct csm_walk *w, struct csm_diag *diag)
{
	if (w->state == WAITING || w->state == ENDED)
		return 0;
	int rc = csm_set_next(&w->set, w->points, diag);
	w->state = rc == 1 ? WAITING : ENDED;
	return rc < 0 ? -1 : 0;
}

/* Which comes first: the waiting set (> 0), the next company of the fields file (< 0),
 * or both at once (0). */
static int
walk_compare(const struct csm_walk *w, const struct csm_entity *company)
{
	if (company == NULL)
		return 1;
	if (w->state == ENDED)
		return -1;
	return csm_bytes_cmp(
	    company->id, company->id_len, w->set.company.s, w->set.company.len);
}

/* The next company, whose set may be unread. */
static int
walk_step(struct csm_walk *w, struct csm_set **set, int *listed, struct csm_diag *diag)
{
	const struct csm_entity *company = NULL;

	if (read_ahead(w, diag) != 0)
		return -1;
	if (w->fields != NULL && w->next < csm_fields_count(w->fields))
		company = csm_fields_entity(w->fields, w->next);
	if (company == NULL && w->state == ENDED)
		return 0;
	int order = walk_compare(w, company);
	*listed = w->fields == NULL || order <= 0;
	if (*listed)
		w->listed++;
	else
		csm_some_add(&w->unlisted, w->set.company);
	if (order <= 0 && company != NULL)
		w->next++;
	if (order < 0) {
		w->empty.company = (struct csm_text){company->id, company->id_len};
		*set = &w->empty;
	} else {
		w->state = GIVEN;
		*set = &w->set;
	}
	return 1;
}

int
csm_walk_next(
    struct csm_walk *w, const struct csm_set **set, int *listed, struct csm_diag *diag)
{
	struct csm_set *is;
	int rc = walk_step(w, &is, listed, diag);

	if (rc != 1)
		return rc;
	if (w->engine != NULL)
		csm_engine_open(w->engine, is);
	else
		csm_set_open(is);
	if (is == &w->set && w->hide != NULL)
		csm_set_hide_users(is, w->hide);
	*set = is;
	return 1;
}

int
csm_walk_take(
    struct csm_walk *w, struct csm_set *into, int *listed, struct csm_diag *diag)
{
	struct csm_set *set;
	int rc = walk_step(w, &set, listed, diag);

	if (rc != 1)
		return rc;
	/* Memory changes hands instead of points: a set may hold millions. */
	if (set == &w->set)
		csm_set_swap(&w->set, into);
	else
		csm_set_empty(into, set->company);
	return 1;
}

size_t
csm_walk_companies(const struct csm_walk *walk)
{
	return walk->listed;
}

size_t
csm_walk_unlisted(const struct csm_walk *walk)
{
	return walk->unlisted.n;
}

void
csm_walk_tell(const struct csm_walk *walk, struct csm_diag *diag)
{
	const struct csm_some *some = &walk->unlisted;
	struct csm_buf text = {0};

	if (some->n == 0)
		return;
	csm_text_count(&text, some->n, "companies");
	csm_buf_puts(&text, some->n == 1 ? " has" : " have");
	csm_buf_printf(&text, " points and %s not in %s: ", some->n == 1 ? "is" : "are",
	    csm_fields_file(walk->fields));
	csm_some_put(some, &text);
	csm_warn(diag, CSM_W_UNKNOWN, NULL, "%s", text.data);
	csm_buf_fini(&text);
}
