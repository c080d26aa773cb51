/* A proposal in words: what each column seems to be, and why. */
#include "base/text.h"
#include "propose/candidate.h"

#include <string.h>

/* Whether an expression names the column, which it does in quotes. */
static bool
propose_in_formula(const char *formula, const char *column)
{
	struct csm_buf quoted = {0};
	bool in;

	csm_proposal_put_name(column, &quoted);
	in = formula != NULL && strstr(formula, quoted.data) != NULL;
	csm_buf_fini(&quoted);
	return in;
}

static const char *
propose_role_of(const struct csm_proposal *p, int column)
{
	for (size_t r = 0; r < CSM_ROLES; r++)
		if (p->role[r] == column &&
		    (p->candidate->takes & CSM_ROLE_BIT(r)) != 0)
			return csm_role_name((enum csm_role)r);
	for (size_t r = 0; r < CSM_ROLES; r++)
		if (propose_in_formula(p->formula[r], csm_proposal_column(p, column)))
			return csm_role_name((enum csm_role)r);
	if (p->company.file != NULL && p->company.from == column)
		return csm_role_name(CSM_ROLE_COMPANY);
	for (const struct csm_field_name *f = csm_field_names; f->name != NULL; f++)
		if (p->candidate == &csm_candidate_fields &&
		    p->role[f->meaning] == column)
			return f->name;
	return p->metric[column] ? "metric" : "-";
}

/* "; in users.csv user_id: 98 %", of the files given with it. */
static void
propose_found(const struct csm_proposals *set, const struct csm_proposal *p, int column,
    struct csm_buf *out)
{
	for (size_t i = 0; i < set->n; i++) {
		const struct csm_proposal *o = &set->at[i];
		int id =
		    o->candidate == &csm_candidate_fields ? o->role[CSM_ROLE_ID] : -1;
		if (o == p || id < 0 || !csm_candidate_is_who(p, column) ||
		    p->traits[column].type == CSM_TRAITS_NUMBER)
			continue;
		double share = csm_join_share(p, column, o, id, false);
		/* Fewer may be found by chance: codes of a few letters are in many
		 * files. */
		if (share >= 0.5)
			csm_buf_printf(out, "; in %s %s: %.0f %%", o->sample.file,
			    csm_proposal_column(o, id), share * 100);
	}
	const struct csm_join *j = &p->company;
	if (j->file != NULL && j->from == column)
		csm_buf_printf(out, "; by %s%s of %s: %.0f %%, gives %s",
		    j->by_domain ? "its domain and " : "",
		    csm_proposal_column(j->file, j->key), j->file->sample.file,
		    j->share * 100,
		    csm_proposal_column(j->file, j->take < 0 ? j->key : j->take));
}

static int
propose_width(const struct csm_proposal *p)
{
	size_t width = 0;

	for (size_t i = 0; i < p->sample.columns; i++) {
		size_t n = strlen(p->sample.column[i].name);
		/* One very long path would push all reasons off the screen. */
		width = n > width && n <= 32 ? n : width;
	}
	return (int)width;
}

static int
propose_role_width(const struct csm_proposal *p)
{
	size_t width = strlen("recurring");

	for (size_t i = 0; i < p->sample.columns; i++) {
		size_t n = strlen(propose_role_of(p, (int)i));
		width = n > width ? n : width;
	}
	return (int)width;
}

void
csm_proposal_tell(
    const struct csm_proposals *set, const struct csm_proposal *p, struct csm_buf *out)
{
	const int width = propose_width(p), roles = propose_role_width(p);

	csm_buf_printf(out, "%s: %s", p->sample.path, p->candidate->kind);
	if (p->preset != NULL)
		csm_buf_printf(out, ", as the preset %s has its columns", p->preset);
	else
		csm_buf_printf(out, ", by: %s", p->candidate->why);
	csm_buf_puts(
	    out, p->sample.all ? "; looked at all " : "; looked at the first ");
	csm_text_count(out, p->sample.rows, "rows");
	csm_buf_putc(out, '\n');
	for (size_t i = 0; i < p->sample.columns; i++) {
		csm_buf_printf(out, "  %-*s  %-*s  ", width, p->sample.column[i].name,
		    roles, p->preset != NULL ? "" : propose_role_of(p, (int)i));
		csm_traits_put(&p->traits[i], out);
		propose_found(set, p, (int)i, out);
		csm_buf_putc(out, '\n');
	}
}
