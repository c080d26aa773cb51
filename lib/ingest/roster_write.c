#include "base/num.h"
#include "base/text.h"
#include "io/json.h"
#include "ingest/roster_state.h"

#include <string.h>

struct roster_write_writing {
	const struct csm_roster *r;
	struct csm_buf line;
	char delimiter; /* 0: NDJSON */
	int begun;      /* the line has a field */
};

static void
roster_write_put(struct roster_write_writing *w, const char *name, const char *s,
    size_t len, enum csm_value_type type)
{
	char number[CSM_NUM_TEXT];
	int64_t micros;

	if (w->delimiter == 0 && len == 0)
		return; /* missing */
	if (w->begun)
		csm_buf_putc(&w->line, w->delimiter == 0 ? ',' : w->delimiter);
	w->begun = 1;
	if (w->delimiter != 0) {
		csm_csv_put(&w->line, s, len, w->delimiter);
		return;
	}
	csm_json_put_text(&w->line, name, strlen(name));
	csm_buf_putc(&w->line, ':');
	if (type == CSM_VALUE_NUMBER && csm_num_parse(s, len, &micros) == CSM_NUM_OK)
		csm_buf_put(&w->line, number, csm_num_format(micros, number));
	else if (type == CSM_VALUE_BOOL &&
		 (csm_text_is("true", s, len) || csm_text_is("false", s, len)))
		csm_buf_put(&w->line, s, len);
	else
		csm_json_put_text(&w->line, s, len);
}

static void
roster_write_put_text(struct roster_write_writing *w, const char *name, uint32_t text)
{
	const struct csm_text *t = &w->r->text.text[text];

	roster_write_put(w, name, t->s, t->len, CSM_VALUE_TEXT);
}

static void
end_line(struct roster_write_writing *w, struct csm_output *out)
{
	csm_buf_putc(&w->line, '\n');
	csm_output_write(out, w->line.data, w->line.len);
	csm_buf_reset(&w->line);
	w->begun = 0;
}

static void
roster_write_put_header(struct roster_write_writing *w)
{
	for (size_t i = 0; i < CSM_ROSTER_ROLES; i++) {
		const char *name = csm_roster_role_name(csm_roster_roles[i]);
		if (csm_roster_has_role(w->r, csm_roster_roles[i]))
			roster_write_put(w, NULL, name, strlen(name), CSM_VALUE_TEXT);
	}
	for (size_t i = 0; i < w->r->columns; i++)
		roster_write_put(w, NULL, w->r->column[i].name,
		    strlen(w->r->column[i].name), CSM_VALUE_TEXT);
}

/* A cell in the spelling of what it is read as, as it is if it is none. */
static struct csm_text
spelt(struct csm_fields_cell_reader *reader, struct csm_text t, char text[CSM_NUM_TEXT])
{
	struct csm_reading r;

	if (t.len == 0 || csm_fields_cell_is_null(reader, t))
		return (struct csm_text){"", 0};
	csm_fields_cell_read(reader, t, &r);
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

	if (w->delimiter == 0)
		csm_buf_putc(&w->line, '{');
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
	if (w->delimiter == 0)
		csm_buf_putc(&w->line, '}');
}

void
csm_roster_write(struct csm_roster *r, struct csm_output *out, enum csm_format format)
{
	struct roster_write_writing w = {
	    .r = r, .delimiter = format == CSM_FORMAT_TSV ? '\t' : ','};

	if (format == CSM_FORMAT_NDJSON)
		w.delimiter = 0;
	if (w.delimiter != 0) {
		roster_write_put_header(&w);
		end_line(&w, out);
	}
	for (size_t i = 0; i < r->n; i++) {
		roster_write_put_member(&w, &r->member[i]);
		end_line(&w, out);
	}
	csm_buf_fini(&w.line);
}
