#include "entity/who.h"

#include "base/some.h"
#include "base/text.h"

#include <stdbool.h>
#include <string.h>

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

/* Those of a fields file whose id, "company/id" or, with a column of names, name it is. */
static void
who_search(struct who_found *found, const struct csm_fields *f, enum csm_model model,
    const char *text, bool by_name)
{
	int name = csm_fields_column(f, "name");

	/* As reports call companies. */
	if (name < 0)
		name = csm_fields_column(f, "company_name");
	if (name < 0)
		name = csm_fields_column(f, "account_name");

	for (size_t i = 0; i < csm_fields_count(f); i++) {
		const struct csm_entity *e = csm_fields_entity(f, i);
		bool is = false;
		if (by_name && name >= 0) {
			struct csm_value v =
			    csm_fields_value(f, (long)i, name, CSM_DAY_MAX);
			const char *called =
			    v.type == CSM_VALUE_TEXT   ? v.u.text
			    : v.type == CSM_VALUE_CELL ? v.u.cell->text
						       : NULL;
			is = called != NULL && strcmp(called, text) == 0;
		} else if (!by_name) {
			is = strcmp(e->id, text) == 0 ||
			     (model != CSM_MODEL_COMPANY &&
				 strncmp(text, e->company, e->company_len) == 0 &&
				 text[e->company_len] == '/' &&
				 strcmp(text + e->company_len + 1, e->id) == 0);
		}
		if (is)
			who_add(found, e, model);
	}
}

static int
who_tell_several(const struct who_found *found, const char *option, const char *text,
    struct csm_diag *diag)
{
	struct csm_buf quoted = {0}, all = {0};

	csm_text_quote(&quoted, text, strlen(text));
	csm_some_put(&found->all, &all);
	csm_error(diag, CSM_E_USAGE, NULL,
	    "%s: %s is the id or name of %zu: %s; give one of these", option,
	    quoted.data, found->n, csm_buf_text(&all));
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
		int rc = found.n > 1 ? who_tell_several(&found, option, text, diag)
				     : (int)found.n;
		if (rc == 1) {
			const struct csm_entity *e = found.first;
			who->model = m;
			who->company = csm_arena_text(arena, e->company, e->company_len);
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
