/*
 * Meaning: what the name of a column speaks for, in the words exports use.
 *
 * Ownership: all of it is constant.
 */
#ifndef CSM_PROPOSE_MEANING_H
#define CSM_PROPOSE_MEANING_H

#include "ingest/mapping.h"

#include <stdbool.h>

/* Beside the roles: what is used to make the value of one. */
enum csm_meaning {
	CSM_MEANS_INTERVAL = CSM_ROLES, /* month or year: of a price */
	CSM_MEANS_INTERVAL_COUNT,       /* how many of them */
	CSM_MEANS_QUANTITY,             /* of a price */
	CSM_MEANS_CURRENCY,
	/* Fields of companies that reports and ready metrics know by one name. */
	CSM_MEANS_COMPANY_NAME,
	CSM_MEANS_OWNER,
	CSM_MEANS_PLAN,
	CSM_MEANS_RENEWAL,
	CSM_MEANS_SEATS,
	CSM_MEANS_PAYER,   /* of an invoice */
	CSM_MEANS_CREATED, /* when an entity began */
	CSM_MEANINGS
};

/* How well a name fits a meaning (a role or one of those above): 0 not at all, beyond 900
 * if it is one of the words for it, beyond 500 if it ends with one, less if it begins with
 * one; of several words the earlier in the list fits better. */
#define CSM_MEANING_SURE 988 /* one of the first dozen words for it */
#define CSM_MEANING_IS 900
#define CSM_MEANING_ENDS 500
int csm_meaning_fit(const char *name, int meaning);
/* Whether it says that amounts are in cents, by an end that says nothing else: amount_cents
 * fits as amount does. */
bool csm_meaning_in_cents(const char *name);
/* A name in lower case with '_' between its words: "Account ID", "accountId" and
 * "account-id" are account_id. */
void csm_meaning_words(const char *name, struct csm_buf *out);

#endif
