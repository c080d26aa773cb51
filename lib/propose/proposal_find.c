/* What candidates ask about a file: its name, its columns; and what they have to ask. */
#include "propose/proposal.h"

#include "base/buf.h"
#include "syntax/json.h"

#include <stdarg.h>
#include <string.h>

void
csm_proposal_put_name(const char *name, struct csm_buf *out)
{
	csm_buf_putc(out, '"');
	for (const char *s = name; *s != '\0'; s++) {
		if (*s == '"')
			csm_buf_putc(out, '"');
		csm_buf_putc(out, *s);
	}
	csm_buf_putc(out, '"');
}

void
csm_proposal_put_source(const char *name, struct csm_buf *out)
{
	struct csm_buf quoted = {0};

	if (name[0] != '(' && name[0] != '=' && strchr(name, '@') == NULL) {
		csm_json_put_text(out, name, strlen(name));
		return;
	}
	csm_proposal_put_name(name, &quoted);
	csm_buf_puts(out, "{\"formula\": ");
	csm_json_put_text(out, csm_buf_text(&quoted), quoted.len);
	csm_buf_putc(out, '}');
	csm_buf_fini(&quoted);
}

const char *
csm_proposal_column(const struct csm_proposal *p, int column)
{
	return p->sample.column[column].name;
}

void
csm_proposal_ask(
    struct csm_proposals *set, struct csm_proposal *p, const char *fmt, ...)
{
	struct csm_question *q = CSM_ARENA_NEW(set->arena, struct csm_question);
	struct csm_buf text = {0};
	va_list ap;

	va_start(ap, fmt);
	csm_buf_vprintf(&text, fmt, ap);
	va_end(ap);
	q->text = csm_arena_strdup(set->arena, text.data);
	csm_buf_fini(&text);
	*p->question_end = q;
	p->question_end = &q->next;
}

const char *
csm_proposal_words(struct csm_arena *arena, const char *file)
{
	struct csm_buf words = {0};
	/* All endings: events.csv.gz is events; a hidden file keeps its name. */
	size_t n = strcspn(file, ".");
	char *base = csm_arena_text(arena, file, n == 0 ? strlen(file) : n);

	csm_meaning_words(base, &words);
	base = csm_arena_strdup(arena, csm_buf_text(&words));
	csm_buf_fini(&words);
	return base;
}

const char *
csm_proposal_word(
    const struct csm_proposals *set, const struct csm_proposal *p, const char *words)
{
	const char *name = csm_proposal_words(set->arena, p->sample.file);

	for (const char *s = name; *s != '\0'; s += strspn(s, "_")) {
		size_t len = strcspn(s, "_");
		for (const char *w = words; *w != '\0'; w += strspn(w, " ")) {
			size_t n = strcspn(w, " ");
			if (n == len && memcmp(w, s, n) == 0)
				return w;
			w += n;
		}
		s += len;
	}
	return NULL;
}

/* A column is used by the lookup that starts from it as well. */
bool
csm_proposal_is_used(const struct csm_proposal *p, int column)
{
	for (size_t r = 0; r < CSM_ROLES; r++)
		if (p->role[r] == column)
			return true;
	return p->company.file != NULL && p->company.from == column;
}

/* Whether a column has those who did not use anything: an owner of an account, the host of
 * a call. */
static bool
proposal_is_ours(const char *name)
{
	static const char *const ours[] = {
	    "host", "owner", "agent", "assignee", "rep", "csm", "organizer", "manager"};
	struct csm_buf words = {0};
	bool is = false;

	csm_meaning_words(name, &words);
	for (char *w = strtok(words.data, "_"); w != NULL; w = strtok(NULL, "_"))
		for (size_t i = 0; i < sizeof ours / sizeof ours[0]; i++)
			is |= strcmp(w, ours[i]) == 0;
	csm_buf_fini(&words);
	return is;
}

/* Whether a column is better called by another meaning: Account Name is no name of what
 * happened. */
static bool
proposal_is_other(const char *name, int meaning, int fit)
{
	if (meaning == CSM_ROLE_NAME)
		return csm_meaning_fit(name, CSM_ROLE_COMPANY) > fit;
	return meaning == CSM_ROLE_USER && proposal_is_ours(name);
}

int
csm_proposal_best(const struct csm_proposal *p, int meaning, int least,
    bool (*may_be)(const struct csm_proposal *p, int column))
{
	int best = -1, fit = least - 1;

	for (size_t i = 0; i < p->sample.columns; i++) {
		int here = csm_meaning_fit(p->sample.column[i].name, meaning);
		/* Of two that fit as well the first column is taken. */
		if (here <= fit || here == 0 ||
		    proposal_is_other(p->sample.column[i].name, meaning, here) ||
		    csm_proposal_is_used(p, (int)i) ||
		    p->traits[i].type == CSM_TRAITS_EMPTY ||
		    (may_be != NULL && !may_be(p, (int)i)))
			continue;
		fit = here;
		best = (int)i;
	}
	return best;
}
