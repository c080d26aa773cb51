/* What columns of other files say of the columns of one. */
#include "propose/candidate.h"

#include <ctype.h>
#include <string.h>

/* Not measured but held by tests/propose: exports that overlap for the most part, as a
 * newer file of users does with older events, are still joined; below it is asked. */
#define NEARLY_ALL 0.8 /* from where a column is taken for the key of another file */
#define HARDLY_ANY 0.2

static bool
join_has(const struct csm_sample_column *key, struct csm_text text, bool by_domain)
{
	char domain[256];
	const char *at;

	if (!by_domain)
		return csm_intern_find(&key->value, text.s, text.len) !=
		       CSM_INTERN_NONE;
	/* Domains are compared in small letters, as files of companies have them. */
	at = strrchr(text.s, '@');
	if (at == NULL || strlen(at) > sizeof domain - 1)
		return false;
	size_t n = strlen(at + 1);
	for (size_t i = 0; i <= n; i++)
		domain[i] = (char)tolower((unsigned char)at[1 + i]);
	return csm_intern_find(&key->value, domain, n) != CSM_INTERN_NONE;
}

double
csm_join_share(const struct csm_proposal *p, int from, const struct csm_proposal *other,
    int key, bool by_domain)
{
	const struct csm_sample_column *c = &p->sample.column[from];
	size_t found = 0;

	for (uint32_t id = 0; id < c->value.n; id++)
		if (join_has(&other->sample.column[key], c->value.text[id], by_domain))
			found += c->times[id];
	/* Empty cells are not held against a column. */
	return c->filled == 0 ? 0 : (double)found / (double)c->filled;
}

/* The file of companies with its id column; NULL: none is among the files.  The first
 * such file is the one that all others are joined with. */
static const struct csm_proposal *
join_companies(const struct csm_proposals *set, int *id)
{
	for (size_t i = 0; i < set->n; i++) {
		const struct csm_proposal *p = &set->at[i];
		if (p->candidate != &csm_candidate_fields ||
		    p->model != CSM_MODEL_COMPANY || p->preset != NULL ||
		    p->role[CSM_ROLE_ID] < 0)
			continue;
		*id = p->role[CSM_ROLE_ID];
		return p;
	}
	return NULL;
}

/* Numbers from 1 up are found everywhere: their names have to say what they are of. */
static bool
join_may_be_key(
    const struct csm_proposal *p, int from, const struct csm_proposal *other, int key)
{
	struct csm_buf a = {0}, b = {0}, file = {0};
	bool may = p->traits[from].type != CSM_TRAITS_NUMBER;

	csm_meaning_words(csm_proposal_column(p, from), &a);
	csm_meaning_words(csm_proposal_column(other, key), &b);
	csm_meaning_words(other->sample.file, &file);
	if (!may && strcmp(a.data, b.data) == 0)
		may = true;
	/* user_id in users.csv, whose key is id */
	if (!may && a.len > 3 && strcmp(a.data + a.len - 3, "_id") == 0)
		may = strncmp(a.data, file.data, a.len - 3) == 0;
	csm_buf_fini(&a);
	csm_buf_fini(&b);
	csm_buf_fini(&file);
	return may;
}

static bool
join_is_key(const struct csm_proposal *other, int key)
{
	return other->traits[key].unique && csm_candidate_is_who(other, key) &&
	       !other->sample.column[key].inside;
}

/* The file and its key in which most rows of a column are found. */
static struct csm_join
join_of(const struct csm_proposals *set, const struct csm_proposal *p, int from,
    bool (*wanted)(const struct csm_proposal *other))
{
	struct csm_join best = {.share = NEARLY_ALL, .take = -1};

	for (size_t i = 0; i < set->n; i++) {
		const struct csm_proposal *other = &set->at[i];
		/* A lookup reads its file without being told how it is written, so that
		 * has to be plain. */
		if (other == p || other->no_export != NULL || !wanted(other) ||
		    !csm_notation_is_plain(&other->sample.notation))
			continue;
		for (size_t k = 0; k < other->sample.columns; k++) {
			if (!join_is_key(other, (int)k) ||
			    !join_may_be_key(p, from, other, (int)k))
				continue;
			double share = csm_join_share(p, from, other, (int)k, false);
			/* Better than the best so far, or the first that is good
			 * enough. */
			if (share > best.share ||
			    (best.file == NULL && share >= NEARLY_ALL))
				best = (struct csm_join){.from = from,
				    .key = (int)k,
				    .file = other,
				    .take = -1,
				    .share = share};
		}
	}
	return best;
}

/* A company of its own, as its fields or its rows say. */
static int
join_company_column(const struct csm_proposal *other)
{
	if (other->role[CSM_ROLE_COMPANY] >= 0)
		return other->role[CSM_ROLE_COMPANY];
	return csm_proposal_best(
	    other, CSM_ROLE_COMPANY, CSM_MEANING_ENDS, csm_candidate_is_who);
}

static bool
join_knows_company(const struct csm_proposal *other)
{
	return join_company_column(other) >= 0 &&
	       !(other->candidate == &csm_candidate_fields &&
		   other->model == CSM_MODEL_COMPANY);
}

/* Through a file that says whose each is: of a user, a subscription, a ticket. */
static bool
join_through(struct csm_proposals *set, struct csm_proposal *p)
{
	struct csm_join best = {.file = NULL};

	for (size_t i = 0; i < p->sample.columns; i++) {
		/* A value inside JSON text can be no source of a lookup. */
		if (!csm_candidate_is_who(p, (int)i) || p->sample.column[i].inside)
			continue;
		struct csm_join j = join_of(set, p, (int)i, join_knows_company);
		if (j.file == NULL || j.share <= best.share)
			continue;
		best = j;
		best.take = join_company_column(j.file);
	}
	/* A file that gives back what was looked for says nothing new. */
	if (best.file == NULL || best.take == best.key)
		return false;
	p->company = best;
	return true;
}

/* By the domain of an address, which the file of companies has. */
static bool
join_by_domain(struct csm_proposals *set, struct csm_proposal *p)
{
	int id;
	const struct csm_proposal *companies = join_companies(set, &id);

	if (companies != NULL && !csm_notation_is_plain(&companies->sample.notation))
		return false;
	for (size_t i = 0; companies != NULL && i < p->sample.columns; i++) {
		if (p->traits[i].type != CSM_TRAITS_EMAIL)
			continue;
		for (size_t k = 0; k < companies->sample.columns; k++) {
			if (companies->traits[k].type != CSM_TRAITS_DOMAIN ||
			    /* Half: addresses at free providers are nobody's, and are
			     * in every export. */
			    csm_join_share(p, (int)i, companies, (int)k, true) < 0.5)
				continue;
			p->company = (struct csm_join){.from = (int)i,
			    .key = (int)k,
			    .file = companies,
			    .take = id,
			    .share = csm_join_share(p, (int)i, companies, (int)k, true),
			    .by_domain = true};
			return true;
		}
	}
	return false;
}

/* A column that is called a company may have its name instead of its id. */
static void
join_check_company(struct csm_proposals *set, struct csm_proposal *p)
{
	int column = p->role[CSM_ROLE_COMPANY], id;
	const struct csm_proposal *companies = join_companies(set, &id);
	double share;

	if (companies == NULL || companies == p)
		return;
	share = csm_join_share(p, column, companies, id, false);
	/* Only where hardly any is an id: then names, if nearly all are found. */
	for (size_t k = 0; share < HARDLY_ANY && k < companies->sample.columns; k++) {
		if (!csm_notation_is_plain(&companies->sample.notation) ||
		    !join_is_key(companies, (int)k) ||
		    csm_join_share(p, column, companies, (int)k, false) < NEARLY_ALL)
			continue;
		p->company = (struct csm_join){.from = column,
		    .key = (int)k,
		    .file = companies,
		    .take = id,
		    .share = csm_join_share(p, column, companies, (int)k, false)};
		p->role[CSM_ROLE_COMPANY] = -1;
		return;
	}
	if (share < NEARLY_ALL)
		csm_proposal_ask(set, p,
		    "only %.0f %% of %s are in %s %s: are these its companies?",
		    share * 100, csm_proposal_column(p, column), companies->sample.file,
		    csm_proposal_column(companies, id));
}

static bool
join_is_company(const struct csm_proposal *p, int column)
{
	return csm_candidate_is_who(p, column) &&
	       p->traits[column].type != CSM_TRAITS_EMAIL;
}

/* The column whose texts are the ids of companies, whatever it is called. */
static int
join_by_ids(struct csm_proposals *set, const struct csm_proposal *p)
{
	int id;
	const struct csm_proposal *companies = join_companies(set, &id);

	for (size_t i = 0; companies != NULL && companies != p && i < p->sample.columns;
	     i++)
		if (csm_candidate_is_who(p, (int)i) &&
		    !csm_proposal_is_used(p, (int)i) &&
		    join_may_be_key(p, (int)i, companies, id) &&
		    csm_join_share(p, (int)i, companies, id, false) >= NEARLY_ALL)
			return (int)i;
	return -1;
}

/* By what it is called, then by what its texts are, then by a name that is only like
 * one, and last through other files. */
bool
csm_proposal_company(struct csm_proposals *set, struct csm_proposal *p)
{
	int column =
	    csm_proposal_best(p, CSM_ROLE_COMPANY, CSM_MEANING_ENDS, join_is_company);

	if (column < 0)
		column = join_by_ids(set, p);
	if (column < 0)
		column = csm_proposal_best(p, CSM_ROLE_COMPANY, 1, join_is_company);
	/* Who pays is a company where nobody else is. */
	if (column < 0 && p->role[CSM_ROLE_DUE] >= 0)
		column = csm_proposal_best(
		    p, CSM_MEANS_PAYER, CSM_MEANING_IS, join_is_company);
	p->role[CSM_ROLE_COMPANY] = column;
	if (column >= 0)
		join_check_company(set, p);
	else if (!join_through(set, p) && !join_by_domain(set, p))
		return false;
	return true;
}
