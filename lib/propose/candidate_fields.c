/* Fields: rows that are companies, users and the like, rather than what these did. */
#include "propose/candidate.h"

static const char fields_company_words[] =
    "accounts account companies company customers customer organizations organisations "
    "organization orgs tenants workspaces clients kunden firmen";
static const char fields_user_words[] =
    "users user contacts contact people persons members endusers customers_users "
    "identify benutzer nutzer";

/* Whether a column is called as the time of what happened is. */
static bool
candidate_fields_is_dated(const struct csm_proposal *p)
{
	int time =
	    csm_proposal_best(p, CSM_ROLE_TIME, CSM_MEANING_IS, csm_candidate_is_time);

	return time >= 0 &&
	       csm_meaning_fit(csm_proposal_column(p, time), CSM_MEANS_CREATED) == 0;
}

/* Which model a file of entities is of, by its name, else by its id; and the id. */
static bool
candidate_fields_identity(struct csm_proposals *set, struct csm_proposal *p)
{
	static const struct {
		enum csm_model model;
		const char *words;
		int meaning;
	} models[] = {{CSM_MODEL_ENDUSER, fields_user_words, CSM_ROLE_USER},
	    {CSM_MODEL_COMPANY, fields_company_words, CSM_ROLE_COMPANY},
	    {CSM_MODEL_ASSET, "assets asset devices sites", CSM_ROLE_ENTITY},
	    {CSM_MODEL_PROJECT, "projects project", CSM_ROLE_ENTITY}};
	size_t n = sizeof models / sizeof models[0];
	int id = -1;

	/* What a file is called says more than its columns: users.csv has a column
	 * `company` too. */
	for (size_t pass = 0; pass < 2 && id < 0; pass++)
		for (size_t i = 0; i < n && id < 0; i++) {
			if (pass == 0 &&
			    csm_proposal_word(set, p, models[i].words) == NULL)
				continue;
			/* few rows have each text once by chance; and what is dated
			 * happened */
			if (pass == 1 &&
			    (p->sample.rows < 5 || candidate_fields_is_dated(p)))
				break;
			id = csm_proposal_best(p, models[i].meaning, CSM_MEANING_SURE,
			    csm_candidate_is_unique);
			if (id < 0 && pass == 0)
				id = csm_proposal_best(p, CSM_ROLE_ID, CSM_MEANING_ENDS,
				    csm_candidate_is_unique);
			if (id < 0)
				id = csm_proposal_best(p, models[i].meaning,
				    CSM_MEANING_IS, csm_candidate_is_unique);
			p->model = models[i].model;
		}
	/* fields that are dated have an id more than once */
	if (id < 0 && csm_proposal_word(set, p, fields_company_words) != NULL &&
	    csm_sample_find(&p->sample, "valid_from") >= 0)
		id = csm_proposal_best(p, CSM_ROLE_COMPANY, CSM_MEANING_ENDS, NULL);
	p->role[CSM_ROLE_ID] = id;
	return id >= 0;
}

/* Answers have a score, and records two times: of whom they are may come once by chance. */
static bool
candidate_fields_is_answer_or_record(const struct csm_proposal *p)
{
	int opened = csm_proposal_best(
	    p, CSM_ROLE_OPENED, CSM_MEANING_IS, csm_candidate_is_time);
	int closed = csm_proposal_best(
	    p, CSM_ROLE_CLOSED, CSM_MEANING_IS, csm_candidate_is_time);

	if (opened < 0)
		return false;
	return (closed >= 0 && closed != opened) ||
	       csm_proposal_best(
		   p, CSM_ROLE_SCORE, CSM_MEANING_SURE, csm_candidate_is_score) >= 0;
}

/* Whether rows are about something that happened or holds, rather than somebody: a file
 * that is called after its entities may have a `name`, a `type` and a price. */
static bool
candidate_fields_is_of_events(struct csm_proposals *set, struct csm_proposal *p)
{
	bool named = csm_proposal_word(set, p, fields_user_words) != NULL ||
		     csm_proposal_word(set, p, fields_company_words) != NULL;
	int event = csm_proposal_best(p, CSM_ROLE_NAME,
	    named ? CSM_MEANING_SURE : CSM_MEANING_IS, csm_candidate_is_word);

	if (csm_proposal_best(
		p, CSM_ROLE_THREAD, CSM_MEANING_IS, csm_candidate_is_who) >= 0)
		return true;
	if (!named && candidate_fields_is_answer_or_record(p))
		return true;
	if (event >= 0 && (!named || csm_proposal_best(p, CSM_ROLE_TIME, CSM_MEANING_IS,
					 csm_candidate_is_time) >= 0))
		return true;
	return !named &&
	       csm_proposal_best(
		   p, CSM_ROLE_START, CSM_MEANING_ENDS, csm_candidate_is_time) >= 0 &&
	       csm_proposal_best(
		   p, CSM_ROLE_RECURRING, CSM_MEANING_IS, csm_candidate_is_amount) >= 0;
}

const struct csm_field_name csm_field_names[] = {
    {CSM_MEANS_COMPANY_NAME, "name", csm_candidate_is_word},
    {CSM_MEANS_OWNER, "owner", csm_candidate_is_named},
    {CSM_MEANS_PLAN, "plan", csm_candidate_is_word},
    {CSM_MEANS_RENEWAL, "renewal_date", csm_candidate_is_time},
    {CSM_MEANS_SEATS, "seats", csm_candidate_is_amount}, {0, NULL, NULL}};

/* A column of that name has it, whatever it holds: two would be one column. */
static void
candidate_fields_name(struct csm_proposal *p, const struct csm_field_name *f)
{
	int named = csm_sample_find(&p->sample, f->name);

	if (named < 0)
		named =
		    csm_proposal_best(p, (int)f->meaning, CSM_MEANING_IS, f->may_be);
	else if (csm_proposal_is_used(p, named) || !f->may_be(p, named))
		named = -1;
	p->role[f->meaning] = named;
}

static bool
candidate_fields_fits(struct csm_proposals *set, struct csm_proposal *p)
{
	int since = csm_sample_find(&p->sample, "valid_from");

	/* Asked first: an export of events from few users could have each id once. */
	if (candidate_fields_is_of_events(set, p) || !candidate_fields_identity(set, p))
		return false;
	p->role[CSM_ROLE_TIME] =
	    since >= 0 && csm_candidate_is_time(p, since) ? since : -1;
	for (const struct csm_field_name *f = csm_field_names;
	     p->model == CSM_MODEL_COMPANY && f->name != NULL; f++)
		candidate_fields_name(p, f);
	return true;
}

const struct csm_candidate csm_candidate_fields = {.kind = "fields",
    .why = "one row an entity",
    .takes = CSM_ROLE_BIT(CSM_ROLE_ID) | CSM_ROLE_BIT(CSM_ROLE_COMPANY) |
	     CSM_ROLE_BIT(CSM_ROLE_TIME),
    .company = true,
    .fits = candidate_fields_fits};
