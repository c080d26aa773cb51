#include "ingest/kind.h"

#include "base/text.h"
#include "ingest/kind_rows.h"

#include <string.h>

#define R(name) CSM_ROLE_BIT(CSM_ROLE_##name)

static const struct csm_kind kinds[] = {
    {"activities", "activities.", R(TIME) | R(COMPANY) | R(NAME),
	R(TIME) | R(COMPANY) | R(USER) | R(NAME) | R(MODULE) | R(COUNT) | R(WEIGHT) |
	    R(ID),
	R(TIME), 0, csm_kind_activities},
    {"metrics", "metrics.", R(TIME) | R(COMPANY),
	R(TIME) | R(COMPANY) | R(USER) | R(ENTITY) | R(NAME) | R(VALUE) | R(ID),
	R(TIME), 1, csm_kind_metrics},
    {"conversations", "conversations.", R(TIME) | R(COMPANY) | R(NAME),
	R(TIME) | R(COMPANY) | R(USER) | R(NAME) | R(COUNT) | R(THREAD) | R(ID),
	R(TIME), 0, csm_kind_conversations},
    {"nps", "nps.", R(TIME) | R(COMPANY) | R(SCORE),
	R(TIME) | R(COMPANY) | R(USER) | R(SCORE) | R(ID), R(TIME), 0, csm_kind_nps},
    {"revenue", "revenue.", R(COMPANY) | R(START),
	R(COMPANY) | R(START) | R(END) | R(RECURRING) | R(ONE_OFF) | R(ID),
	R(START) | R(END), 0, csm_kind_revenue},
    {"tasks", "tasks.", R(TIME) | R(COMPANY) | R(NAME),
	R(TIME) | R(COMPANY) | R(USER) | R(NAME) | R(STATUS) | R(COMPLETED) | R(DUE) |
	    R(ID),
	R(TIME) | R(COMPLETED) | R(DUE), 0, csm_kind_tasks},
    {"invoices", "revenue.", R(COMPANY) | R(DUE) | R(AMOUNT),
	R(TIME) | R(COMPANY) | R(DUE) | R(PAID) | R(AMOUNT) | R(ID),
	R(TIME) | R(DUE) | R(PAID), 0, csm_kind_invoices},
    {"points", "", 0, 0, 0, 0, NULL},
    {"fields", "", 0, R(TIME) | R(COMPANY) | R(ID), R(TIME), 1, NULL},
    {"records", "", 0, 0, 0, 0, NULL},
};
#define KINDS (sizeof kinds / sizeof kinds[0])

const struct csm_kind *
csm_kind_find(const char *name, struct csm_diag *diag)
{
	struct csm_nearest near;
	struct csm_buf hint = {0}, quoted = {0};

	csm_nearest_init(&near, name);
	for (size_t i = 0; i < KINDS; i++) {
		if (strcmp(kinds[i].name, name) == 0)
			return &kinds[i];
		csm_nearest_offer(&near, kinds[i].name);
	}
	csm_text_quote(&quoted, name, strlen(name));
	csm_error(diag, CSM_E_USAGE, NULL, "unknown kind %s%s", quoted.data,
	    csm_nearest_hint(&near, &hint));
	csm_buf_fini(&hint);
	csm_buf_fini(&quoted);
	return NULL;
}

/* Of fields: columns are names, and rows either repeat or change what was said. */
static int
check_fields(const struct csm_mapping *m, struct csm_diag *diag)
{
	for (size_t i = 0; i < m->columns; i++)
		if (m->column[i].source->kind != CSM_SOURCE_COLUMN)
			return csm_error(diag, CSM_E_USAGE, NULL,
			    "kind fields: columns are names of columns");
	for (const struct csm_rule *r = m->agg; r != NULL; r = r->next)
		if (strcmp(r->name, "*") != 0 || r->choice != CSM_AGG_LAST)
			return csm_error(diag, CSM_E_USAGE, NULL,
			    "kind fields knows agg last only, for all columns");
	return 0;
}

/* What is special to a kind: which roles only make sense together. */
static int
check_together(
    const struct csm_kind *kind, const struct csm_mapping *m, struct csm_diag *diag)
{
	int named = m->role[CSM_ROLE_NAME] != NULL,
	    valued = m->role[CSM_ROLE_VALUE] != NULL;

	if (strcmp(kind->name, "fields") == 0)
		return check_fields(m, diag);
	if (kind->row == csm_kind_metrics && m->columns == 0 && !(named && valued))
		return csm_error(diag, CSM_E_USAGE, NULL,
		    "kind metrics wants name and value, or columns");
	if (kind->row == csm_kind_metrics && m->columns != 0 && (named || valued))
		return csm_error(diag, CSM_E_USAGE, NULL,
		    "kind metrics takes name and value, or columns, not both");
	if (kind->row == csm_kind_revenue && m->role[CSM_ROLE_RECURRING] == NULL &&
	    m->role[CSM_ROLE_ONE_OFF] == NULL)
		return csm_error(diag, CSM_E_USAGE, NULL,
		    "kind revenue wants recurring, one_off or both");
	if (kind->row == csm_kind_tasks && m->role[CSM_ROLE_DUE] != NULL &&
	    m->role[CSM_ROLE_COMPLETED] == NULL)
		return csm_error(diag, CSM_E_USAGE, NULL,
		    "due wants completed: what tells when a task is no longer overdue");
	if (m->role[CSM_ROLE_ENTITY] != NULL && !m->has_model)
		return csm_error(
		    diag, CSM_E_USAGE, NULL, "entity wants a model: asset or project");
	return 0;
}

int
csm_kind_check(
    const struct csm_kind *kind, const struct csm_mapping *m, struct csm_diag *diag)
{
	for (unsigned r = 0; r < CSM_ROLES; r++) {
		unsigned bit = CSM_ROLE_BIT(r);
		const char *role = csm_role_name((enum csm_role)r);
		if ((kind->needs & bit) && m->role[r] == NULL)
			return csm_error(diag, CSM_E_USAGE, NULL,
			    "kind %s wants to know which column is the %s: --%s COLUMN",
			    kind->name, role, role);
		if (!(kind->takes & bit) && m->role[r] != NULL)
			return csm_error(diag, CSM_E_USAGE, NULL,
			    "kind %s has no use for %s", kind->name, role);
	}
	if ((!kind->columns && m->columns != 0) ||
	    (kind->row == NULL && kind->takes == 0 &&
		(m->where != NULL || m->where_json != NULL)))
		return csm_error(diag, CSM_E_USAGE, NULL, "kind %s has no use for %s",
		    kind->name, m->columns != 0 ? "columns" : "where");
	if (m->has_model && m->role[CSM_ROLE_ENTITY] == NULL &&
	    strcmp(kind->name, "fields") != 0)
		return csm_error(
		    diag, CSM_E_USAGE, NULL, "model is of use with entity only");
	return check_together(kind, m, diag);
}
