#include "base/num.h"
#include "base/text.h"
#include "record/row_writer.h"
#include "ingest/kinds/roster_state.h"

#include <string.h>

struct roster_write_writing {
	const struct csm_roster *r;
	struct csm_buf line;
	struct csm_rowwriter row;
};

/* Objects have numbers and truths as what they are; of CSV all is text. */
static void
roster_write_put(struct roster_write_writing *w, const char *name, const char *s,
    size_t len, enum csm_value_type type)
{
	int64_t micros;

	if (w->row.delimiter != '\0')
		csm_rowwriter_text(&w->row, name, s, len);
	else if (len == 0)
		return; /* missing: the object leaves it out */
	else if (type == CSM_VALUE_NUMBER &&
		 csm_num_parse(s, len, &micros) == CSM_NUM_OK)
		csm_rowwriter_number(&w->row, name, micros);
	else if (type == CSM_VALUE_BOOL &&
		 (csm_text_is("true", s, len) || csm_text_is("false", s, len)))
		csm_rowwriter_plain(&w->row, name, s, len);
	else
		csm_rowwriter_text(&w->row, name, s, len);
}

static void
roster_write_put_text(struct roster_write_writing *w, const char *name, uint32_t text)
{
	const struct csm_text *t = &w->r->text.text[text];

	roster_write_put(w, name, t->s, t->len, CSM_VALUE_TEXT);
}

static void
roster_write_end_line(struct roster_write_writing *w, struct csm_output *out)
{
	csm_rowwriter_end(&w->row);
	csm_output_write(out, w->line.data, w->line.len);
	csm_buf_reset(&w->line);
}

static void
roster_write_put_header(struct roster_write_writing *w)
{
	for (size_t i = 0; i < CSM_ROSTER_ROLES; i++) {
		const char *name = csm_roster_role_name(csm_roster_roles[i]);
		if (csm_roster_has_role(w->r, csm_roster_roles[i]))
			csm_rowwriter_heading(&w->row, name);
	}
	for (size_t i = 0; i < w->r->columns; i++)
		csm_rowwriter_heading(&w->row, w->r->column[i].name);
}

/* A cell in the spelling of what it is read as, as it is if it is none. */
static struct csm_text
spelt(struct csm_fields_cell_reader *reader, struct csm_text t, char text[CSM_NUM_TEXT])
{
	struct csm_reading r;

	if (t.len == 0 || csm_fields_cell_is_null(reader, t))
		return (struct csm_text){"", 0};
	csm_fields_cell_read(reader, t, &r);
	/* Told of already, and kept: an export that is cleaned loses nothing. */
	if (!(r.reads & CSM_READS(reader->form.type)))
		return t;
	switch (reader->form.type) {
	case CSM_VALUE_NUMBER:
		return (struct csm_text){text, csm_num_format(r.micros, text)};
	case CSM_VALUE_DAY:
		csm_date_format(r.day, text);
		return (struct csm_text){text, CSM_DAY_TEXT - 1};
	case CSM_VALUE_BOOL:
		return r.truth ? (struct csm_text){"true", 4}
			       : (struct csm_text){"false", 5};
	default:
		return t;
	}
}

static void
roster_write_put_member(
    struct roster_write_writing *w, const struct csm_roster_member *m)
{
	const struct csm_roster *r = w->r;
	char day[CSM_DAY_TEXT] = "";

	roster_write_put_text(w, "id", m->id);
	if (csm_roster_has_role(r, CSM_ROLE_COMPANY))
		roster_write_put_text(w, "company", m->company);
	if (csm_roster_has_role(r, CSM_ROLE_TIME)) {
		if (m->from != CSM_DAY_NONE)
			csm_date_format(m->from, day);
		roster_write_put(w, "valid_from", day, strlen(day), CSM_VALUE_DAY);
	}
	for (size_t i = 0; i < r->columns; i++) {
		struct csm_roster_column *c = &r->column[i];
		uint32_t cell = csm_fields_rows_cell(&r->rows, m->row, c->source);
		struct csm_text t = {"", 0};
		char text[CSM_NUM_TEXT];
		if (cell != CSM_NO_TEXT)
			t = (struct csm_text){
			    r->rows.text.text[cell].s, r->rows.text.text[cell].len};
		if (c->formed)
			t = spelt(&c->reader, t, text);
		roster_write_put(w, c->name, t.s, t.len, c->type);
	}
}

void
csm_roster_write(struct csm_roster *r, struct csm_output *out, enum csm_format format)
{
	struct roster_write_writing w = {.r = r};

	w.row = csm_rowwriter(&w.line, format);
	if (format != CSM_FORMAT_NDJSON) {
		roster_write_put_header(&w);
		roster_write_end_line(&w, out);
	}
	for (size_t i = 0; i < r->n; i++) {
		roster_write_put_member(&w, &r->member[i]);
		roster_write_end_line(&w, out);
	}
	csm_buf_fini(&w.line);
}
