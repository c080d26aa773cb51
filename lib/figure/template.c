#include "figure/template.h"

#include "base/text.h"
#include "figure/column.h"
#include "table/look.h"
#include "table/show.h"

#include <string.h>

enum what { TEXT, ID, NAME, OWNER, VALUE };

/* A run of text, or what is between two braces. */
struct template_piece {
	enum what what;
	const char *text; /* TEXT: as it is; else the value's name */
	struct csm_look look;
	size_t query; /* VALUE */
};

struct csm_template {
	struct csm_engine *engine;
	struct template_piece *piece;
	size_t n;
};

struct template_reading {
	struct csm_context *context;
	struct csm_template *template;
	const struct csm_json *at;
	struct csm_pos pos;
};

static int
refuse(struct template_reading *r, const char *what, const char *part, size_t len)
{
	struct csm_buf quoted = {0};

	csm_text_quote(&quoted, part, len);
	csm_json_error(
	    r->context->diag, r->at, CSM_E_CONFIG, "%s: %s", what, quoted.data);
	csm_buf_fini(&quoted);
	return -1;
}

/* Length of what is between braces, up to the closing one; SIZE_MAX if there is none.
 * Braces in quotes are part of a name.  A brace within would begin another value: it
 * ends the search, and is told as one without its other. */
static size_t
inner_length(const char *s)
{
	char quote = '\0';

	for (size_t i = 0; s[i] != '\0'; i++) {
		if (quote != '\0')
			quote = s[i] == quote ? '\0' : quote;
		else if (s[i] == '\'' || s[i] == '"')
			quote = s[i];
		else if (s[i] == '}')
			return i;
		else if (s[i] == '{')
			break;
	}
	return SIZE_MAX;
}

static char *
template_trim(char *s)
{
	size_t len;

	s += strspn(s, " ");
	len = strlen(s);
	while (len > 0 && s[len - 1] == ' ')
		s[--len] = '\0';
	return s;
}

/* Cut ":N" or ":+N" off; 0 if there is none.  The last colon: a formula has none
 * outside of quotes, and what follows it must be one digit. */
static int
cut_places(char *s, struct csm_look *look)
{
	char *colon = strrchr(s, ':'), *p;

	if (colon == NULL)
		return 0;
	p = colon + 1 + (colon[1] == '+');
	if (*p < '0' || *p > '6' || p[1] != '\0')
		return 0;
	*look = (struct csm_look){
	    .show = colon[1] == '+' ? CSM_SHOW_CHANGE : CSM_SHOW_PLAIN,
	    .places = *p - '0'};
	*colon = '\0';
	return 1;
}

static const char *
cut_name(char *s)
{
	char *as = NULL;

	/* The last one: a quoted name may contain the word, and then what follows has
	 * its quote. */
	for (char *p = strstr(s, " as "); p != NULL; p = strstr(p + 1, " as "))
		as = p;
	if (as == NULL || strpbrk(as, "\"')") != NULL)
		return NULL;
	*as = '\0';
	return template_trim(as + 4);
}

/* A field that the file of fields does not have; without a file nothing is known. */
static int
check_field(struct template_reading *r, const struct csm_node *node)
{
	const struct csm_fields *f = r->context->fields[CSM_MODEL_COMPANY];
	struct csm_nearest near;
	struct csm_buf quoted = {0}, hint = {0};

	if (node->kind != CSM_NODE_FIELD || node->model != CSM_MODEL_COMPANY ||
	    f == NULL || csm_fields_column(f, node->text) >= 0)
		return 0;
	csm_nearest_init(&near, node->text);
	for (size_t c = 0; c < csm_fields_columns(f); c++)
		csm_nearest_offer(&near, csm_fields_column_name(f, c));
	csm_text_quote(&quoted, node->text, strlen(node->text));
	csm_json_error(r->context->diag, r->at, CSM_E_CONFIG,
	    "companies have no field %s%s", quoted.data,
	    csm_nearest_hint(&near, &hint));
	csm_buf_fini(&quoted);
	csm_buf_fini(&hint);
	return -1;
}

static int
template_read_value(struct template_reading *r, const char *text, int looked,
    struct template_piece *piece)
{
	struct csm_context *d = r->context;
	const char *formula =
	    csm_column_metric(&d->arena, text, csm_column_holds(text));
	struct csm_look look = csm_look_few;
	struct csm_formula *f;

	if (formula == NULL)
		formula = text;
	else
		look = csm_catalog_look(&d->catalog, text);
	f = csm_formula_parse(&d->arena, formula, strlen(formula), &r->pos, d->diag);
	if (f == NULL)
		return -1;
	for (size_t i = 0; i < f->leaves; i++)
		if (check_field(r, f->leaf[i]) != 0)
			return -1;
	piece->what = VALUE;
	/* what the message says of its places wins over what the metric does */
	if (looked)
		piece->look.edges = look.edges;
	else
		piece->look = look;
	piece->query = csm_engine_query(r->template->engine, CSM_MODEL_COMPANY, f);
	return 0;
}

/* Of the names reports have for a company; 0 if the text is none of them. */
static enum what
template_special(const struct csm_context *context, const char *text)
{
	if (strcmp(text, "company.id") == 0)
		return ID;
	if (strcmp(text, "company.name") == 0)
		return NAME;
	/* Without a column of owners the formula is read as one, and tells that there
	 * is no such field. */
	return strcmp(text, "company.owner") == 0 && context->owner_column >= 0 ? OWNER
										: TEXT;
}

static int
read_piece(struct template_reading *r, const char *from, size_t len,
    struct template_piece *piece)
{
	char *text = csm_arena_text(&r->context->arena, from, len);
	const char *name;
	int looked;

	/* A message is read by people: 0.333333 is no number to them. */
	piece->look = (struct csm_look){.places = CSM_PLACES_FEW};
	looked = cut_places(text, &piece->look);
	name = cut_name(text);
	text = template_trim(text);
	piece->text = name != NULL ? name : text;
	if (*text == '\0' || *piece->text == '\0')
		return refuse(r, "nothing to fill in", from, len);
	piece->what = template_special(r->context, text);
	return piece->what != TEXT ? 0 : template_read_value(r, text, looked, piece);
}

static void
template_put_text(struct template_reading *r, const char *s, size_t len)
{
	struct csm_template *t = r->template;

	if (len > 0)
		t->piece[t->n++] = (struct template_piece){
		    .what = TEXT, .text = csm_arena_text(&r->context->arena, s, len)};
}

static int
read_pieces(struct template_reading *r, const char *s)
{
	struct csm_template *t = r->template;

	while (*s != '\0') {
		size_t len = strcspn(s, "{}");
		/* a doubled brace is one of the text, and goes with the text before
		 * it */
		int twice = s[len] != '\0' && s[len + 1] == s[len];
		template_put_text(r, s, len + (size_t)twice);
		s += len;
		if (twice) {
			s += 2;
		} else if (*s == '}') {
			return refuse(r,
			    "a \"}\" without its \"{\"; write \"}}\" for one", s,
			    strlen(s));
		} else if (*s == '{') {
			len = inner_length(s + 1);
			if (len == SIZE_MAX)
				return refuse(r,
				    "a \"{\" without its \"}\"; write \"{{\" for one",
				    s, strlen(s));
			if (read_piece(r, s + 1, len, &t->piece[t->n++]) != 0)
				return -1;
			s += len + 2;
		}
	}
	return 0;
}

struct csm_template *
csm_template_read(
    struct csm_context *context, struct csm_engine *engine, const struct csm_json *text)
{
	struct csm_buf path = {0};
	struct template_reading r = {.context = context,
	    .template = CSM_ARENA_NEW(&context->arena, struct csm_template),
	    .at = text};
	/* counted before: pieces are never moved, so that they can be pointed to */
	size_t pieces = 1;

	for (const char *p = text->text; *p != '\0'; p++)
		pieces += *p == '{' || *p == '}';
	r.template->engine = engine;
	/* a text and a value for each brace at most */
	r.template->piece =
	    CSM_ARENA_ARRAY(&context->arena, struct template_piece, 2 * pieces);
	csm_json_path(text, &path);
	r.pos = (struct csm_pos){.file = text->file,
	    .line = text->line,
	    .column = text->column,
	    .path = csm_arena_strdup(&context->arena, csm_buf_text(&path))};
	csm_buf_fini(&path);
	return read_pieces(&r, text->text) == 0 ? r.template : NULL;
}

static struct csm_cell
template_value_cell(struct csm_context *context, const struct csm_template *t,
    const struct template_piece *piece, const char *company, size_t day)
{
	const struct csm_value *v;
	struct csm_value shown;

	if (piece->what == ID)
		return csm_cell_text(company);
	if (piece->what == NAME)
		return csm_cell_text(
		    csm_context_name(context, CSM_MODEL_COMPANY, company, company));
	if (piece->what == OWNER)
		return csm_cell_text(csm_context_field_text(context, CSM_MODEL_COMPANY,
		    company, company, context->owner_column));
	shown = csm_value_own(&csm_engine_values(t->engine, piece->query, 0)[day]);
	v = &shown;
	if (v->type == CSM_VALUE_TEXT)
		return csm_cell_text(v->u.text);
	if (v->type == CSM_VALUE_DAY)
		return csm_cell_day(v->u.day);
	if (v->type == CSM_VALUE_BOOL)
		return csm_cell_text(v->u.truth ? "yes" : "no");
	return csm_cell_number(csm_engine_micros(t->engine, piece->query, 0)[day]);
}

void
csm_template_fill(struct csm_context *context, const struct csm_template *t,
    const char *company, size_t day, struct csm_buf *out)
{
	for (size_t i = 0; i < t->n; i++) {
		const struct template_piece *piece = &t->piece[i];
		struct csm_heading shown = {.look = piece->look};
		if (piece->what == TEXT) {
			csm_buf_puts(out, piece->text);
			continue;
		}
		struct csm_cell cell =
		    template_value_cell(context, t, piece, company, day);
		csm_show_cell(out, &cell, &shown);
	}
}

static void
template_put_value(struct csm_buf *out, const struct csm_cell *cell)
{
	struct csm_buf exact = {0};

	csm_show_exact(&exact, cell);
	if (cell->kind == CSM_CELL_NONE)
		csm_buf_puts(out, "null");
	else if (cell->kind == CSM_CELL_NUMBER)
		csm_buf_puts(out, exact.data);
	else
		csm_json_put_text(out, exact.data, exact.len);
	csm_buf_fini(&exact);
}

/* A value that stands twice in the text is told once. */
static int
told(const struct csm_template *t, size_t i)
{
	for (size_t k = 0; k < i; k++)
		if (t->piece[k].what != TEXT &&
		    strcmp(t->piece[k].text, t->piece[i].text) == 0)
			return 1;
	return 0;
}

void
csm_template_values(struct csm_context *context, const struct csm_template *t,
    const char *company, size_t day, struct csm_buf *out)
{
	char before = '{';

	for (size_t i = 0; i < t->n; i++) {
		const struct template_piece *piece = &t->piece[i];
		if (piece->what == TEXT || told(t, i))
			continue;
		struct csm_cell cell =
		    template_value_cell(context, t, piece, company, day);
		csm_buf_putc(out, before);
		csm_json_put_text(out, piece->text, strlen(piece->text));
		csm_buf_putc(out, ':');
		template_put_value(out, &cell);
		before = ',';
	}
	csm_buf_puts(out, before == '{' ? "{}" : "}");
}
