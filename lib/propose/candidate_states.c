/* Records that are opened and closed: tickets, opportunities, issues. */
#include "propose/candidate.h"

#include <string.h>

/* Word of a file, and the type of its records. */
static const struct {
	const char *words, *type;
} state_words[] = {{"ticket tickets support zendesk freshdesk helpscout", "ticket"},
    {"cases", "case"}, {"deals deal", "deal"},
    {"opportunities opportunity opps", "opportunity"}, {"issues issue bugs", "issue"},
    {"objectives goals", "objective"}, {"campaigns campaign", "campaign"}};

static void
states_take(struct csm_proposal *p, enum csm_role role, int least,
    bool (*may_be)(const struct csm_proposal *p, int column))
{
	p->role[role] = csm_proposal_best(p, (int)role, least, may_be);
}

static const char *
states_type(const struct csm_proposals *set, const struct csm_proposal *p)
{
	for (size_t i = 0; i < sizeof state_words / sizeof state_words[0]; i++)
		if (csm_proposal_word(set, p, state_words[i].words) != NULL)
			return state_words[i].type;
	return NULL;
}

bool
csm_candidate_states(struct csm_proposals *set, struct csm_proposal *p)
{
	const char *type = states_type(set, p);
	/* "Deal - Deal created": of a file that is called so, the end of a name will do. */
	const int least = type != NULL ? CSM_MEANING_ENDS : CSM_MEANING_IS;

	states_take(p, CSM_ROLE_OPENED, least, csm_candidate_is_time);
	states_take(p, CSM_ROLE_CLOSED, least, csm_candidate_is_time);
	/* One column of time is an event, and two are a state. */
	if (p->role[CSM_ROLE_OPENED] < 0 || p->role[CSM_ROLE_CLOSED] < 0 ||
	    p->role[CSM_ROLE_OPENED] == p->role[CSM_ROLE_CLOSED])
		return false;
	if (type == NULL)
		states_take(p, CSM_ROLE_NAME, CSM_MEANING_ENDS, csm_candidate_is_word);
	p->constant[CSM_ROLE_NAME] = type;
	states_take(p, CSM_ROLE_STATUS, CSM_MEANING_ENDS, csm_candidate_is_word);
	states_take(p, CSM_ROLE_AMOUNT, CSM_MEANING_ENDS, csm_candidate_is_amount);
	states_take(p, CSM_ROLE_ID, CSM_MEANING_IS, csm_candidate_is_unique);
	/* A ticket is its own thread. */
	if (p->role[CSM_ROLE_ID] < 0)
		p->role[CSM_ROLE_ID] = csm_proposal_best(
		    p, CSM_ROLE_THREAD, CSM_MEANING_IS, csm_candidate_is_unique);
	if (p->role[CSM_ROLE_ID] < 0)
		states_take(p, CSM_ROLE_ID, CSM_MEANING_ENDS, csm_candidate_is_unique);
	return true;
}

void
csm_candidate_states_finish(struct csm_proposals *set, struct csm_proposal *p)
{
	if (p->role[CSM_ROLE_NAME] >= 0 || p->constant[CSM_ROLE_NAME] != NULL)
		return;
	p->constant[CSM_ROLE_NAME] = p->source;
	csm_proposal_ask(set, p,
	    "nothing says what is opened and closed; every row is called \"%s\": what "
	    "is it?",
	    p->source);
}
