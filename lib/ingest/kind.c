#include "ingest/kind.h"

#include "base/text.h"
#include "ingest/kinds/kind_rows.h"

#include <string.h>

#define R(name) CSM_ROLE_BIT(CSM_ROLE_##name)

static int
check_metrics(const struct csm_mapping *m, struct csm_diag *diag)
{
	bool named = m->role[CSM_ROLE_NAME] != NULL,
	     valued = m->role[CSM_ROLE_VALUE] != NULL;

	if (m->columns == 0 && !(named && valued))
		return csm_error(diag, CSM_E_USAGE, NULL,
		    "kind metrics wants name and value, or columns");
	if (m->columns != 0 && (named || valued))
		return csm_error(diag, CSM_E_USAGE, NULL,
		    "kind metrics takes name and value, or columns, not both");
	return 0;
}

/* With neither there would be no amount to put down, and every row would be of no
 * use. */
static int
check_revenue(const struct csm_mapping *m, struct csm_diag *diag)
{
	if (m->role[CSM_ROLE_RECURRING] == NULL && m->role[CSM_ROLE_ONE_OFF] == NULL)
		return csm_error(diag, CSM_E_USAGE, NULL,
		    "kind revenue wants recurring, one_off or both");
	return 0;
}

/* Both say who took part, the one user or several. */
static int
check_conversations(const struct csm_mapping *m, struct csm_diag *diag)
{
	if (m->role[CSM_ROLE_USER] != NULL && m->role[CSM_ROLE_PARTICIPANTS] != NULL)
		return csm_error(diag, CSM_E_USAGE, NULL,
		    "kind conversations takes a user, or participants, not both");
	return 0;
}

/* A day that is due with nothing to say that it was kept would be overdue for ever. */
static int
check_tasks(const struct csm_mapping *m, struct csm_diag *diag)
{
	if (m->role[CSM_ROLE_DUE] != NULL && m->role[CSM_ROLE_COMPLETED] == NULL)
		return csm_error(diag, CSM_E_USAGE, NULL,
		    "due wants completed: what tells when a task is no longer overdue");
	return 0;
}

/* Rows either repeat or change what was said. */
static int
check_fields(const struct csm_mapping *m, struct csm_diag *diag)
{
	for (const struct csm_rule *r = m->agg; r != NULL; r = r->next)
		if (strcmp(r->name, "*") != 0 || r->choice != CSM_AGG_LAST)
			return csm_error(diag, CSM_E_USAGE, NULL,
			    "kind fields knows agg last only, for all columns");
	return 0;
}

/* The first is that of a mapping that names none. */
static const struct csm_kind kinds[] = {
    {.name = "activities",
	.also = "|events|usage|logins|clicks|tracks|activity|",
	.prefix = "activities.",
	.needs = R(TIME) | R(COMPANY) | R(NAME),
	.takes = R(TIME) | R(COMPANY) | R(USER) | R(ENTITY) | R(NAME) | R(MODULE) |
		 R(COUNT) | R(WEIGHT) | R(ID),
	.times = R(TIME),
	.sums = true,
	.row = csm_kind_activities},
    {.name = "metrics",
	.also = "|measures|kpis|values|",
	.prefix = "metrics.",
	.needs = R(TIME) | R(COMPANY),
	.takes =
	    R(TIME) | R(COMPANY) | R(USER) | R(ENTITY) | R(NAME) | R(VALUE) | R(ID),
	.times = R(TIME),
	.columns = true,
	.row = csm_kind_metrics,
	.check = check_metrics},
    {.name = "conversations",
	.also = "|tickets|emails|mails|calls|meetings|messages|",
	.prefix = "conversations.",
	.needs = R(TIME) | R(COMPANY) | R(NAME),
	.takes = R(TIME) | R(COMPANY) | R(USER) | R(NAME) | R(COUNT) | R(THREAD) |
		 R(PARTICIPANTS) | R(ID),
	.times = R(TIME),
	.row = csm_kind_conversations,
	.check = check_conversations},
    {.name = "tasks",
	.also = "|todos|playbooks|",
	.ahead = true,
	.prefix = "tasks.",
	.needs = R(TIME) | R(COMPANY) | R(NAME),
	.takes = R(TIME) | R(COMPANY) | R(USER) | R(NAME) | R(STATUS) | R(COMPLETED) |
		 R(DUE) | R(ID),
	.times = R(TIME) | R(COMPLETED) | R(DUE),
	.row = csm_kind_tasks,
	.check = check_tasks},
    {.name = "nps",
	.also = "|surveys|survey|csat|ratings|feedback|",
	.prefix = "nps.",
	.needs = R(TIME) | R(COMPANY) | R(SCORE),
	.takes = R(TIME) | R(COMPANY) | R(USER) | R(SCORE) | R(ID),
	.times = R(TIME),
	.row = csm_kind_nps},
    {.name = "revenue",
	.also = "|subscriptions|subscription|licenses|contracts|plans|mrr|arr|",
	.ahead = true,
	.prefix = "revenue.",
	.needs = R(COMPANY) | R(START),
	.takes = R(COMPANY) | R(START) | R(END) | R(RECURRING) | R(UNIT) | R(ONE_OFF) |
		 R(CURRENCY) | R(STATUS) | R(ID),
	.times = R(START) | R(END),
	.row = csm_kind_revenue,
	.finish = csm_kind_revenue_finish,
	.free = csm_kind_revenue_free,
	.check = check_revenue},
    {.name = "invoices",
	.also = "|bills|billing|payments|charges|",
	.ahead = true,
	.prefix = "revenue.",
	.states = true,
	.needs = R(COMPANY) | R(DUE) | R(AMOUNT),
	.takes =
	    R(TIME) | R(COMPANY) | R(DUE) | R(PAID) | R(AMOUNT) | R(CURRENCY) | R(ID),
	.times = R(TIME) | R(DUE) | R(PAID),
	.row = csm_kind_invoices},
    {.name = "states",
	.also = "|issues|opportunities|deals|cases|objectives|campaigns|pipeline|",
	.prefix = "",
	.needs = R(OPENED) | R(COMPANY) | R(NAME),
	.takes = R(OPENED) | R(CLOSED) | R(COMPANY) | R(NAME) | R(STATUS) | R(AMOUNT) |
		 R(CURRENCY) | R(ID),
	.times = R(OPENED) | R(CLOSED),
	.row = csm_kind_states,
	.finish = csm_kind_states_finish,
	.free = csm_kind_states_free},
    {.name = "points", .prefix = "", .input = CSM_KIND_POINTS},
    {.name = "fields",
	.also = "|companies|accounts|users|contacts|customers|endusers|",
	.prefix = "",
	.takes = R(TIME) | R(COMPANY) | R(ID),
	.times = R(TIME),
	.columns = true,
	.input = CSM_KIND_FIELDS,
	.check = check_fields},
    {.name = "records", .prefix = "", .input = CSM_KIND_RECORDS},
    {.name = NULL},
};
const struct csm_words csm_kind_words = CSM_WORDS(kinds);

/* The kind of rows that people call so; NULL: nobody does.  Vendors and people call the
 * same rows by many names; each is of one kind only, so that the hint is an answer and
 * no list. */
static const struct csm_kind *
kind_called(const char *name)
{
	struct csm_buf word = {0};
	const struct csm_kind *kind = kinds;

	csm_buf_printf(&word, "|%s|", name);
	while (kind->name != NULL &&
	       (kind->also == NULL || strstr(kind->also, word.data) == NULL))
		kind++;
	csm_buf_fini(&word);
	return kind->name != NULL ? kind : NULL;
}

const struct csm_kind *
csm_kind_find(const char *name, struct csm_diag *diag)
{
	const struct csm_kind *kind =
	    name == NULL ? kinds : csm_words_find(&csm_kind_words, name);
	struct csm_nearest near;
	struct csm_buf hint = {0}, quoted = {0};

	if (kind != NULL)
		return kind;
	csm_nearest_init(&near, name);
	for (kind = kinds; kind->name != NULL; kind++)
		csm_nearest_offer(&near, kind->name);
	csm_text_quote(&quoted, name, strlen(name));
	for (kind = kinds; kind->name != NULL; kind++)
		csm_buf_printf(&quoted, "%s%s", kind == kinds ? "; there are: " : ", ",
		    kind->name);
	kind = kind_called(name);
	if (kind != NULL)
		csm_buf_printf(&hint, "; %s are of the kind %s", name, kind->name);
	else
		csm_nearest_hint(&near, &hint);
	csm_error(diag, CSM_E_USAGE, NULL, "unknown kind %s%s", quoted.data,
	    csm_buf_text(&hint));
	csm_buf_fini(&hint);
	csm_buf_fini(&quoted);
	return NULL;
}

static int
kind_check_roles(
    const struct csm_kind *kind, const struct csm_mapping *m, struct csm_diag *diag)
{
	for (unsigned r = 0; r < CSM_ROLES; r++) {
		unsigned bit = CSM_ROLE_BIT(r);
		const char *role = csm_role_name((enum csm_role)r);
		if ((kind->needs & bit) && m->role[r] == NULL)
			return csm_error(diag, CSM_E_USAGE, NULL,
			    "kind %s wants to know which column is the %s: --%s COLUMN",
			    kind->name, role, role);
		/* A role that would be ignored is refused: somebody expects something
		 * of it. */
		if (!(kind->takes & bit) && m->role[r] != NULL)
			return csm_error(diag, CSM_E_USAGE, NULL,
			    "kind %s has no use for %s", kind->name, role);
	}
	return 0;
}

/* What is said beside the roles. */
static int
kind_check_words(
    const struct csm_kind *kind, const struct csm_mapping *m, struct csm_diag *diag)
{
	if ((!kind->columns && m->columns != 0) ||
	    (kind->input != CSM_KIND_EVENTS && kind->takes == 0 &&
		(m->where != NULL || m->where_json != NULL || m->exclude != NULL)))
		return csm_error(diag, CSM_E_USAGE, NULL, "kind %s has no use for %s",
		    kind->name,
		    m->columns != 0      ? "columns"
		    : m->exclude != NULL ? "exclude"
					 : "where");
	/* A file has ids of users; without a user in the row there is nothing to
	 * compare. */
	if (csm_exclude_file(m->exclude, 0) != NULL && m->role[CSM_ROLE_USER] == NULL &&
	    kind->input != CSM_KIND_FIELDS)
		return csm_error(diag, CSM_E_USAGE, NULL,
		    "exclude: a file of users is of use where the user is known; a "
		    "condition in parentheses wants no user");
	if (m->prefix != NULL && !kind->columns)
		return csm_error(diag, CSM_E_USAGE, NULL,
		    "kind %s has no use for prefix; metrics has", kind->name);
	/* Amounts that have no currency are in that of the run, which needs no rate. */
	if (m->rates != NULL && m->role[CSM_ROLE_CURRENCY] == NULL)
		return csm_error(diag, CSM_E_USAGE, NULL, "%s",
		    kind->takes & R(CURRENCY)
			? "rates are of use with currency only"
			: "only amounts of revenue, invoices and states have rates");
	if (m->fields != 0 && kind->input != CSM_KIND_FIELDS)
		return csm_error(diag, CSM_E_USAGE, NULL,
		    "kind %s has no use for fields", kind->name);
	return 0;
}

static int
kind_check_entity(
    const struct csm_kind *kind, const struct csm_mapping *m, struct csm_diag *diag)
{
	const bool entity = m->role[CSM_ROLE_ENTITY] != NULL;

	if (m->has_model && !entity && kind->input != CSM_KIND_FIELDS)
		return csm_error(
		    diag, CSM_E_USAGE, NULL, "model is of use with entity only");
	/* A point of the model company with another id would be of nobody. */
	if (entity && m->has_model && m->model == CSM_MODEL_COMPANY)
		return csm_error(diag, CSM_E_USAGE, NULL,
		    "an entity is of the model asset, project or enduser; without one "
		    "a "
		    "row is the company's own");
	/* no kind of fields takes an entity */
	if (entity && !m->has_model)
		return csm_error(
		    diag, CSM_E_USAGE, NULL, "entity wants a model: asset or project");
	return 0;
}

int
csm_kind_check(
    const struct csm_kind *kind, const struct csm_mapping *m, struct csm_diag *diag)
{
	if (kind_check_roles(kind, m, diag) != 0 ||
	    kind_check_words(kind, m, diag) != 0 ||
	    (kind->check != NULL && kind->check(m, diag) != 0) ||
	    csm_mapping_check_required(m, diag) != 0)
		return -1;
	return kind_check_entity(kind, m, diag);
}
