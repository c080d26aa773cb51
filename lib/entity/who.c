#include "entity/who.h"

#include "base/some.h"
#include "base/xalloc.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

const char *const csm_who_columns[] = {"name", "company_name", "account_name", NULL};

/* Entities that a text may mean: the first, and how many there are. */
struct who_found {
	const struct csm_entity *first;
	size_t n;
	struct csm_some all;
};

static void
who_add(struct who_found *found, const struct csm_entity *e, enum csm_model model)
{
	struct csm_buf text = {0};

	if (found->n++ == 0)
		found->first = e;
	if (model != CSM_MODEL_COMPANY)
		csm_buf_printf(&text, "%s/", e->company);
	csm_buf_puts(&text, e->id);
	csm_some_add(&found->all, (struct csm_text){text.data, text.len});
	csm_buf_fini(&text);
}

static int
who_column(const struct csm_fields *f)
{
	int column = -1;

	for (size_t i = 0; column < 0 && csm_who_columns[i] != NULL; i++)
		column = csm_fields_column(f, csm_who_columns[i]);
	return column;
}

/* What the i-th entity is called; NULL: nobody says. */
static const char *
who_called(const struct csm_fields *f, size_t i, int column)
{
	if (column < 0)
		return NULL;
	struct csm_value v = csm_fields_value(f, (long)i, column, CSM_DAY_MAX);
	return v.type == CSM_VALUE_TEXT   ? v.u.text
	       : v.type == CSM_VALUE_CELL ? v.u.cell->text
					  : NULL;
}

static bool
who_has_id(const struct csm_entity *e, enum csm_model model, const char *text)
{
	return strcmp(e->id, text) == 0 ||
	       (model != CSM_MODEL_COMPANY &&
		   strncmp(text, e->company, e->company_len) == 0 &&
		   text[e->company_len] == '/' &&
		   strcmp(text + e->company_len + 1, e->id) == 0);
}

/* Those of a fields file whose id, "company/id" or, with a column of names, name it is. */
static void
who_search(struct who_found *found, const struct csm_fields *f, enum csm_model model,
    const char *text, bool by_name)
{
	int column = who_column(f);

	for (size_t i = 0; i < csm_fields_count(f); i++) {
		const struct csm_entity *e = csm_fields_entity(f, i);
		const char *called = by_name ? who_called(f, i, column) : NULL;
		if (by_name ? called != NULL && strcmp(called, text) == 0
			    : who_has_id(e, model, text))
			who_add(found, e, model);
	}
}

/* At the place, or about the option that was given. */
static int
who_tell_several(const struct who_found *found, const char *option,
    const struct csm_pos *at, struct csm_text text, struct csm_diag *diag)
{
	struct csm_buf quoted = {0}, all = {0};

	csm_text_quote(&quoted, text.s, text.len);
	csm_some_put(&found->all, &all);
	csm_error(diag, CSM_E_USAGE, at,
	    "%s%s%s is the id or name of %zu: %s; give one of these",
	    at == NULL ? option : "", at == NULL ? ": " : "", quoted.data, found->n,
	    csm_buf_text(&all));
	csm_buf_fini(&quoted);
	csm_buf_fini(&all);
	return -1;
}

int
csm_who_find(struct csm_who *who, struct csm_arena *arena,
    struct csm_fields *const *fields, unsigned models, const char *option,
    const char *text, struct csm_diag *diag)
{
	*who = (struct csm_who){CSM_MODEL_COMPANY, text, NULL};
	/* Ids of all of them first: a name is never taken for somebody else's id. */
	for (int i = 0; i < 2 * CSM_MODELS; i++) {
		enum csm_model m = (enum csm_model)(i % CSM_MODELS);
		struct who_found found = {0};
		if (fields[m] == NULL || !(models & 1U << m))
			continue;
		who_search(&found, fields[m], m, text, i >= CSM_MODELS);
		int rc = found.n > 1 ? who_tell_several(&found, option, NULL,
					   (struct csm_text){text, strlen(text)}, diag)
				     : (int)found.n;
		if (rc == 1) {
			const struct csm_entity *e = found.first;
			who->model = m;
			who->company =
			    csm_arena_text(arena, e->company, e->company_len);
			who->id = m == CSM_MODEL_COMPANY
				      ? NULL
				      : csm_arena_text(arena, e->id, e->id_len);
		}
		csm_some_fini(&found.all);
		if (rc != 0)
			return rc;
	}
	return 0;
}

void
csm_who_names_init(struct csm_who_names *names, const struct csm_fields *companies)
{
	size_t n = companies == NULL ? 0 : csm_fields_count(companies);
	int column = companies == NULL ? -1 : who_column(companies);

	*names = (struct csm_who_names){.companies = companies,
	    .first = csm_xcalloc(n + 1, sizeof *names->first),
	    .next = csm_xcalloc(n + 1, sizeof *names->next)};
	/* Backwards, so that each list is in their order. */
	for (size_t i = n; i-- > 0;) {
		const char *called = who_called(companies, i, column);
		if (called == NULL)
			continue;
		uint32_t id = csm_intern_put(&names->called, called, strlen(called));
		names->next[i] = names->first[id];
		names->first[id] = i + 1;
	}
}

void
csm_who_names_fini(struct csm_who_names *names)
{
	csm_intern_fini(&names->called);
	free(names->first);
	free(names->next);
}

int
csm_who_names_id(const struct csm_who_names *names, struct csm_text *company,
    const struct csm_pos *at, struct csm_diag *diag)
{
	struct who_found found = {0};
	uint32_t id;
	int rc = 0;

	/* An id is an id, also if another company is called so. */
	if (names->companies == NULL ||
	    csm_fields_find(names->companies, company->s, company->len, company->s,
		company->len) >= 0 ||
	    (id = csm_intern_find(&names->called, company->s, company->len)) ==
		CSM_INTERN_NONE)
		return 0;
	for (size_t i = names->first[id]; i != 0; i = names->next[i - 1])
		who_add(&found, csm_fields_entity(names->companies, i - 1),
		    CSM_MODEL_COMPANY);
	if (found.n > 1)
		rc = who_tell_several(&found, NULL, at, *company, diag);
	else
		*company = (struct csm_text){found.first->id, found.first->id_len};
	csm_some_fini(&found.all);
	return rc;
}
