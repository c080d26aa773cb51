/* Questions about who somebody is: one person under two names, and rows that are nobody's. */
#include "propose/candidate.h"

#include "base/text.h"
#include "syntax/json.h"

#include <ctype.h>
#include <string.h>

/* From half on it is asked: to ask in vain costs a line, and people who came since are not
 * in the file yet. */
#define PEOPLE_KNOWN 0.5

/* The column of a file of end users in which most of the texts are; -1: in none. */
static int
people_column(const struct csm_proposal *p, int from, const struct csm_proposal *users)
{
	for (size_t k = 0; k < users->sample.columns; k++)
		if ((int)k != users->role[CSM_ROLE_ID] && users->traits[k].unique &&
		    csm_join_share(p, from, users, (int)k, false) >= PEOPLE_KNOWN)
			return (int)k;
	return -1;
}

static bool
people_is_users(const struct csm_proposal *p, const struct csm_proposal *users)
{
	return users != p && users->candidate == &csm_candidate_fields &&
	       users->preset == NULL && users->model == CSM_MODEL_ENDUSER &&
	       users->role[CSM_ROLE_ID] >= 0;
}

/* The source that makes them one, to be copied. */
static void
people_put_same(struct csm_buf *out, const struct csm_proposal *p, int user, int mail,
    const struct csm_proposal *users, int column)
{
	const char *path = users->sample.path,
		   *key = csm_proposal_column(users, column);

	csm_buf_puts(out, "{\"any\": [");
	csm_proposal_put_source(csm_proposal_column(p, user), out);
	csm_buf_puts(out, ", ");
	csm_proposal_put_source(csm_proposal_column(p, mail), out);
	csm_buf_puts(out, "], \"same\": ");
	csm_json_put_text(out, path, strlen(path));
	csm_buf_puts(out, ", \"key\": ");
	csm_json_put_text(out, key, strlen(key));
	csm_buf_putc(out, '}');
}

/* Rows without the id of a user but with an address that the file of users has. */
static void
people_ask_same(struct csm_proposals *set, struct csm_proposal *p, int user, int mail)
{
	const size_t lacking = p->sample.rows - p->sample.column[user].filled;
	struct csm_buf source = {0};

	for (size_t i = 0; i < set->n; i++) {
		const struct csm_proposal *users = &set->at[i];
		const int column =
		    people_is_users(p, users) ? people_column(p, mail, users) : -1;
		if (column < 0)
			continue;
		people_put_same(&source, p, user, mail, users, column);
		csm_proposal_ask(set, p,
		    "%zu of %zu rows have no %s, and %s is in %s %s: are they the same "
		    "people? Then \"user\": %s makes one of each",
		    lacking, (size_t)p->sample.rows, csm_proposal_column(p, user),
		    csm_proposal_column(p, mail), users->sample.file,
		    csm_proposal_column(users, column), csm_buf_text(&source));
		csm_buf_fini(&source);
		return;
	}
}

/* A word of its own: bot, ci-bot and test@acme.example, not botany. */
static bool
people_has_word(struct csm_text text, const char *word)
{
	const size_t len = strlen(word);

	for (size_t i = 0; i + len <= text.len; i++) {
		if ((i > 0 && isalpha((unsigned char)text.s[i - 1])) ||
		    (i + len < text.len && isalpha((unsigned char)text.s[i + len])))
			continue;
		size_t k = 0;
		while (k < len && tolower((unsigned char)text.s[i + k]) == word[k])
			k++;
		if (k == len)
			return true;
	}
	return false;
}

static bool
people_is_nobody(struct csm_text text)
{
	static const char *const words[] = {
	    "bot", "test", "tester", "internal", "healthcheck", "crawler", "monitor"};

	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
		if (people_has_word(text, words[i]))
			return true;
	return false;
}

static void
people_ask_nobodies(struct csm_proposals *set, struct csm_proposal *p, int user)
{
	const struct csm_sample_column *c = &p->sample.column[user];
	struct csm_buf quoted = {0};
	size_t rows = 0, users = 0;

	for (uint32_t id = 0; id < c->value.n; id++) {
		if (!people_is_nobody(c->value.text[id]))
			continue;
		if (users == 0)
			csm_text_quote(
			    &quoted, c->value.text[id].s, c->value.text[id].len);
		rows += c->times[id];
		users++;
	}
	if (users > 0)
		csm_proposal_ask(set, p,
		    "%s: %zu of %zu, in %zu of %zu rows, are called like tests or "
		    "robots, such as %s: are they to count? If not, \"exclude\" takes "
		    "a file of them or a condition",
		    csm_proposal_column(p, user), users, (size_t)c->value.n, rows,
		    (size_t)p->sample.rows, csm_buf_text(&quoted));
	csm_buf_fini(&quoted);
}

void
csm_proposal_ask_people(struct csm_proposals *set, struct csm_proposal *p)
{
	const int user = p->role[CSM_ROLE_USER];

	if (user < 0 || !(p->candidate->takes & CSM_ROLE_BIT(CSM_ROLE_USER)))
		return;
	for (size_t i = 0;
	     i < p->sample.columns && p->sample.column[user].filled < p->sample.rows;
	     i++)
		if ((int)i != user && p->traits[i].type == CSM_TRAITS_EMAIL) {
			people_ask_same(set, p, user, (int)i);
			break;
		}
	people_ask_nobodies(set, p, user);
}
