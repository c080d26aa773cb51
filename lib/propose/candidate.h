/*
 * Candidate: the kinds of rows that are looked for, in the order in which they are; each with
 * what has to be there.  A new kind is an entry.
 *
 * Ownership: all of it is constant.
 */
#ifndef CSM_PROPOSE_CANDIDATE_H
#define CSM_PROPOSE_CANDIDATE_H

#include "propose/proposal.h"

struct csm_candidate {
	const char *kind;
	const char *why; /* what it was told by */
	unsigned takes;  /* roles written down, of those that are found */
	bool company;    /* rows have to be a company's */
	bool typed;      /* the name of a row is called its type */
	/* Whether rows are of this kind: sets roles.  Those it set are taken back if
	 * not. */
	bool (*fits)(struct csm_proposals *set, struct csm_proposal *p);
	/* What is still to be said of rows of the kind; NULL: nothing. */
	void (*finish)(struct csm_proposals *set, struct csm_proposal *p);
};

extern const struct csm_candidate csm_candidates[];
/* The candidate of fields, which companies and users are told by before all others. */
extern const struct csm_candidate csm_candidate_fields;

/* The name reports know a column of companies by, which exports call otherwise. */
struct csm_field_name {
	enum csm_meaning meaning;
	const char *name;
	bool (*may_be)(const struct csm_proposal *p, int column);
};

extern const struct csm_field_name csm_field_names[]; /* ends with a name NULL */

/* Candidates of their own files. */
bool csm_candidate_revenue(struct csm_proposals *set, struct csm_proposal *p);
void csm_candidate_revenue_finish(struct csm_proposals *set, struct csm_proposal *p);
bool csm_candidate_states(struct csm_proposals *set, struct csm_proposal *p);
void csm_candidate_states_finish(struct csm_proposals *set, struct csm_proposal *p);

/* In which currency amounts are, of kinds that take one. */
void csm_candidate_currency(struct csm_proposals *set, struct csm_proposal *p);

/* Amounts in cents are divided, where their column says that it has cents. */
void csm_candidate_cents(struct csm_proposals *set, struct csm_proposal *p);

/* Rows of a status that people pay nothing for count as others do, which is asked. */
void csm_candidate_unpaid(struct csm_proposals *set, struct csm_proposal *p);

/* What columns may be, for csm_proposal_best. */
bool csm_candidate_is_time(const struct csm_proposal *p, int column);
bool csm_candidate_is_amount(const struct csm_proposal *p, int column);
bool csm_candidate_is_word(const struct csm_proposal *p, int column);
bool csm_candidate_is_named(const struct csm_proposal *p, int column);
bool csm_candidate_is_score(const struct csm_proposal *p, int column);
bool csm_candidate_is_who(const struct csm_proposal *p, int column);
bool csm_candidate_is_unique(const struct csm_proposal *p, int column);

#endif
