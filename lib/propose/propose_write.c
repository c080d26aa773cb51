/* A proposal as an entry of the configuration. */
#include "syntax/json.h"
#include "propose/candidate.h"

#include <string.h>

struct propose_writer {
	struct csm_buf *out;
	size_t indent;
	bool more; /* a member stands before */
};

static void
propose_text(struct csm_buf *out, const char *text)
{
	csm_json_put_text(out, text, strlen(text));
}

static void
propose_key(struct propose_writer *w, const char *key)
{
	csm_buf_printf(w->out, "%s\n%*s", w->more ? "," : "", (int)w->indent, "");
	propose_text(w->out, key);
	csm_buf_puts(w->out, ": ");
	w->more = true;
}

static void
propose_member(struct propose_writer *w, const char *key, const char *text)
{
	if (text == NULL)
		return;
	propose_key(w, key);
	propose_text(w->out, text);
}

static void
propose_list(
    struct propose_writer *w, const char *key, const char *const *text, size_t n)
{
	if (n == 0)
		return;
	propose_key(w, key);
	for (size_t i = 0; i < n; i++) {
		csm_buf_puts(w->out, i == 0 ? "[" : ", ");
		propose_text(w->out, text[i]);
	}
	csm_buf_putc(w->out, ']');
}

/* How rows are written, where it is not as it is without being told. */
static void
propose_layout(struct propose_writer *w, const struct csm_notation *l)
{
	const struct csm_format_dialect *d = &l->how.dialect;
	char one[2] = {0};

	if (l->how.format == CSM_FORMAT_TSV || l->how.format == CSM_FORMAT_COPY)
		propose_member(
		    w, "format", csm_words_name(&csm_format_words, (int)l->how.format));
	if (l->delimited) {
		one[0] = l->how.delimiter;
		propose_member(w, "delimiter", one);
	}
	propose_member(w, "encoding", l->how.encoding);
	if (d->comment != 0) {
		one[0] = d->comment;
		propose_member(w, "comment", one);
	}
	if (d->skip_lines != 0) {
		propose_key(w, "skip_lines");
		csm_buf_printf(w->out, "%u", (unsigned)d->skip_lines);
	}
	propose_list(w, "header", l->how.name, l->how.names);
	if (l->how.pad) {
		propose_key(w, "pad");
		csm_buf_puts(w->out, "true");
	}
}

/* How the numbers of the columns in use are written. */
static void
propose_numbers(struct propose_writer *w, const struct csm_proposal *p)
{
	/* For all columns together, as a source says it once; more are left to whoever
	 * reads it. */
	const char *null[CSM_TRAITS_NULLS * 2];
	size_t nulls = 0;
	char decimal[2] = {0};
	bool money = false;

	for (size_t i = 0; i < p->sample.columns; i++) {
		const struct csm_traits *f = &p->traits[i];
		if ((!csm_proposal_is_used(p, (int)i) && !p->metric[i]) ||
		    f->type != CSM_TRAITS_NUMBER)
			continue;
		if (f->decimal != 0)
			decimal[0] = f->decimal;
		money |= f->money;
		for (size_t k = 0; k < f->nulls; k++) {
			size_t at = 0;
			while (at < nulls && strcmp(null[at], f->null[k]) != 0)
				at++;
			if (at == nulls && nulls < sizeof null / sizeof null[0])
				null[nulls++] = f->null[k];
		}
	}
	propose_member(w, "decimal", decimal[0] == 0 ? NULL : decimal);
	if (money) {
		propose_key(w, "money");
		csm_buf_puts(w->out, "true");
	}
	propose_list(w, "null", null, nulls);
}

static void
propose_lookup(struct propose_writer *w, const struct csm_proposal *p)
{
	const struct csm_join *j = &p->company;
	struct csm_buf *out = w->out;
	const char *from = csm_proposal_column(p, j->from);

	propose_key(w, csm_role_name(CSM_ROLE_COMPANY));
	csm_buf_puts(out, "{\"lookup\": ");
	propose_text(
	    out, j->file->named != NULL ? j->file->named : j->file->sample.path);
	csm_buf_puts(out, ", \"from\": ");
	if (j->by_domain) {
		struct csm_buf formula = {0};
		csm_buf_puts(&formula, "domain(lower(");
		csm_proposal_put_name(from, &formula);
		csm_buf_puts(&formula, "))");
		csm_buf_puts(out, "{\"formula\": ");
		propose_text(out, formula.data);
		csm_buf_putc(out, '}');
		csm_buf_fini(&formula);
	} else {
		csm_proposal_put_source(from, out);
	}
	csm_buf_puts(out, ", \"key\": ");
	propose_text(out, csm_proposal_column(j->file, j->key));
	csm_buf_puts(out, ", \"take\": ");
	propose_text(out, csm_proposal_column(j->file, j->take < 0 ? j->key : j->take));
	csm_buf_putc(out, '}');
}

static void
propose_role(struct propose_writer *w, const struct csm_proposal *p, enum csm_role role)
{
	const char *key =
	    role == CSM_ROLE_NAME && p->candidate->typed ? "type" : csm_role_name(role);

	/* Found on the way, but of no use to the kind: it would be refused. */
	if (!(p->candidate->takes & CSM_ROLE_BIT(role)))
		return;
	if (p->formula[role] != NULL) {
		propose_key(w, key);
		csm_buf_puts(w->out, "{\"formula\": ");
		propose_text(w->out, p->formula[role]);
		csm_buf_putc(w->out, '}');
	} else if (p->constant[role] != NULL) {
		propose_key(w, key);
		csm_buf_puts(w->out, "{\"const\": ");
		propose_text(w->out, p->constant[role]);
		csm_buf_putc(w->out, '}');
	} else if (role == CSM_ROLE_COMPANY && p->company.file != NULL) {
		propose_lookup(w, p);
	} else if (p->role[role] >= 0) {
		propose_key(w, key);
		csm_proposal_put_source(csm_proposal_column(p, p->role[role]), w->out);
	}
}

static void
propose_metrics(struct propose_writer *w, const struct csm_proposal *p)
{
	size_t n = 0;

	for (size_t i = 0; i < p->sample.columns; i++) {
		if (!p->metric[i])
			continue;
		if (n++ == 0)
			propose_key(w, "columns");
		csm_buf_puts(w->out, n == 1 ? "[" : ", ");
		propose_text(w->out, p->sample.column[i].name);
	}
	if (n > 0)
		csm_buf_putc(w->out, ']');
}

/* How the cells of one field are written; false if it need not be said. */
static bool
propose_field(struct csm_buf *out, const struct csm_traits *f)
{
	const char *before = "";

	if (f->nulls == 0 && !(f->type == CSM_TRAITS_TIME && f->format != NULL) &&
	    !(f->type == CSM_TRAITS_NUMBER && (f->decimal != 0 || f->money)))
		return false;
	csm_buf_putc(out, '{');
	if (f->type == CSM_TRAITS_TIME && f->format != NULL) {
		csm_buf_puts(out, "\"type\": \"date\", \"format\": ");
		propose_text(out, f->format);
		before = ", ";
	} else if (f->type == CSM_TRAITS_NUMBER && (f->decimal != 0 || f->money)) {
		csm_buf_puts(out, "\"type\": \"number\"");
		if (f->money)
			csm_buf_puts(out, ", \"format\": \"money\"");
		if (f->decimal != 0)
			csm_buf_printf(out, ", \"decimal\": \"%c\"", f->decimal);
		before = ", ";
	}
	for (size_t i = 0; i < f->nulls; i++) {
		csm_buf_printf(out, "%s%s", before, i == 0 ? "\"null\": [" : "");
		propose_text(out, f->null[i]);
		before = ", ";
	}
	csm_buf_puts(out, f->nulls > 0 ? "]}" : "}");
	return true;
}

static void
propose_names(struct propose_writer *w, const struct csm_proposal *p)
{
	bool any = false;

	for (const struct csm_field_name *f = csm_field_names; f->name != NULL; f++) {
		int column = p->role[f->meaning];
		if (column < 0 || strcmp(csm_proposal_column(p, column), f->name) == 0)
			continue;
		if (!any)
			propose_key(w, "rename");
		csm_buf_puts(w->out, any ? ", " : "{");
		propose_text(w->out, csm_proposal_column(p, column));
		csm_buf_puts(w->out, ": ");
		propose_text(w->out, f->name);
		any = true;
	}
	if (any)
		csm_buf_putc(w->out, '}');
}

static void
propose_fields(struct propose_writer *w, const struct csm_proposal *p)
{
	bool any = false;

	for (size_t i = 0; i < p->sample.columns; i++) {
		struct csm_buf form = {0};
		/* Columns with a role are written as the role says. */
		if (!p->sample.column[i].inside && !csm_proposal_is_used(p, (int)i) &&
		    propose_field(&form, &p->traits[i])) {
			if (!any)
				propose_key(w, "fields");
			csm_buf_puts(w->out, any ? ", " : "{");
			propose_text(w->out, p->sample.column[i].name);
			csm_buf_puts(w->out, ": ");
			csm_buf_put(w->out, form.data, form.len);
			any = true;
		}
		csm_buf_fini(&form);
	}
	if (any)
		csm_buf_putc(w->out, '}');
}

/* An entry of it, indented by so many blanks. */
static void
proposal_write(const struct csm_proposal *p, size_t indent, struct csm_buf *out)
{
	struct propose_writer w = {.out = out, .indent = indent + 2};

	csm_buf_putc(out, '{');
	propose_member(&w, "file", p->named);
	if (p->preset != NULL)
		propose_member(&w, "preset", p->preset);
	propose_member(&w, "kind", p->candidate->kind);
	if (p->candidate == &csm_candidate_fields && p->preset == NULL)
		propose_member(&w, "model", csm_model_name(p->model));
	propose_layout(&w, &p->sample.notation);
	/* A preset says all of this itself; what is said here would go over it. */
	if (p->preset == NULL) {
		for (size_t r = 0; r < CSM_ROLES; r++) {
			propose_role(&w, p, (enum csm_role)r);
			if (r == CSM_ROLE_TIME)
				propose_member(&w, "time_format", p->time_format);
		}
		propose_member(&w, "recurring_unit", p->recurring_unit);
		propose_metrics(&w, p);
		propose_numbers(&w, p);
	}
	if (p->candidate == &csm_candidate_fields) {
		if (p->preset == NULL)
			propose_names(&w, p);
		propose_fields(&w, p);
	}
	csm_buf_printf(out, "\n%*s}", (int)indent, "");
}

void
csm_proposals_write(const struct csm_proposals *set, struct csm_buf *out)
{
	bool any = false;

	csm_buf_puts(out, "{\n  \"sources\": {");
	for (size_t i = 0; i < set->n; i++) {
		if (set->at[i].candidate == NULL)
			continue;
		csm_buf_puts(out, any ? ",\n    " : "\n    ");
		propose_text(out, set->at[i].source);
		csm_buf_puts(out, ": ");
		proposal_write(&set->at[i], 4, out);
		any = true;
	}
	csm_buf_puts(out, "\n  }\n}\n");
}
