#include "score/override.h"

#include "base/num.h"
#include "base/text.h"
#include "base/xalloc.h"
#include "entity/who.h"
#include "formula/formula.h"
#include "record/record.h"
#include "score/pillar.h"
#include "time/date.h"

#include <stdlib.h>
#include <string.h>

/* Looking for the nearest company costs a comparison with each: for so many only. */
#define HINTS 10
/* The widest scale: which one a company is on is not known before it is scored. */
#define SCORE_MAX (100 * CSM_NUM_ONE)

enum override_column { COMPANY, VALUE, REASON, BY, FROM, UNTIL, COLUMNS };
static const char *const columns[COLUMNS] = {
    "company", "score_or_state", "reason", "by", "from", "until"};

struct override_row {
	uint32_t company; /* of `named` */
	size_t before;    /* the company's row before this + 1; 0: none */
	struct csm_override override;
};

struct csm_overrides {
	char *file;
	struct csm_arena arena;
	struct csm_intern named;
	struct override_row *row; /* as in the file */
	size_t n, cap;
	size_t *last; /* row of a company + 1; 0: none */
};

/* A file being read. */
struct load {
	struct csm_overrides *o;
	struct csm_reader *reader;
	int handle[COLUMNS]; /* -1: no such column */
	const struct csm_record *record;
	int failed;
	struct csm_diag *diag;
};

static struct csm_text
override_cell(const struct load *l, enum override_column c)
{
	if (l->handle[c] < 0 || l->record->field[l->handle[c]].s == NULL)
		return (struct csm_text){"", 0};
	return l->record->field[l->handle[c]];
}

static struct csm_pos
override_place(const struct load *l, enum override_column c)
{
	struct csm_pos pos = {
	    .file = l->record->file, .line = l->record->line, .path = columns[c]};

	if (csm_reader_columns(l->reader) > 0)
		pos.column = (uint32_t)l->handle[c] + 1;
	return pos;
}

static int
override_find_columns(struct load *l)
{
	int failed = 0;

	for (int c = 0; c < COLUMNS; c++) {
		l->handle[c] = c <= VALUE
				   ? csm_reader_need(l->reader, columns[c], l->diag)
				   : csm_reader_column(l->reader, columns[c]);
		failed |= c <= VALUE && l->handle[c] < 0;
	}
	return failed ? -1 : 0;
}

static int
override_read_value(struct load *l, struct csm_override *o)
{
	/* the words reports print, worst first as the states are */
	static const char *const lights[] = {"red", "amber", "green"};
	struct csm_text text = override_cell(l, VALUE);
	struct csm_pos pos = override_place(l, VALUE);
	struct csm_buf quoted = {0};

	o->score = CSM_MISSING;
	for (int s = CSM_PILLAR_POOR; s <= CSM_PILLAR_GOOD; s++) {
		const char *name = csm_pillar_state_name((enum csm_pillar_state)s);
		if (csm_text_is(name, text.s, text.len) ||
		    csm_text_is(lights[s - CSM_PILLAR_POOR], text.s, text.len)) {
			o->state = name;
			return 0;
		}
	}
	/* More than six places are rounded, as points do. */
	if (csm_num_parse(text.s, text.len, &o->score) <= CSM_NUM_ROUNDED &&
	    o->score >= 0 && o->score <= SCORE_MAX)
		return 0;
	csm_text_quote(&quoted, text.s, text.len);
	csm_error(l->diag, CSM_E_CONFIG, &pos,
	    "%s is neither a score nor good, average, poor, green, amber or red",
	    quoted.data);
	csm_buf_fini(&quoted);
	l->failed = 1;
	return -1;
}

static int
override_read_day(struct load *l, enum override_column c, int32_t *day)
{
	struct csm_text text = override_cell(l, c);

	*day = CSM_DAY_NONE;
	if (text.len == 0)
		return 0;
	const char *why = csm_date_parse(text.s, text.len, day);
	if (why == NULL)
		return 0;
	struct csm_pos pos = override_place(l, c);
	return csm_reject(l->diag, CSM_E_DATE, &pos, text.s, text.len, "bad date", why);
}

static const char *
override_keep(struct load *l, enum override_column c)
{
	struct csm_text text = override_cell(l, c);

	return csm_arena_text(&l->o->arena, text.s, text.len);
}

static void
override_read_row(struct load *l)
{
	struct csm_text company = override_cell(l, COMPANY);
	struct csm_overrides *all = l->o;
	struct csm_override o = {.line = l->record->line};
	/* First, so that every value that is none is told, also in rows that are
	 * refused for something else: it ends the run. */
	int bad = override_read_value(l, &o) != 0;

	if (company.len == 0) {
		struct csm_pos pos = override_place(l, COMPANY);
		csm_reject(l->diag, CSM_E_COMPANY, &pos, NULL, 0, "no company", NULL);
		return;
	}
	/* one reject a row */
	if (bad || override_read_day(l, FROM, &o.from) != 0 ||
	    override_read_day(l, UNTIL, &o.until) != 0)
		return;
	o.reason = override_keep(l, REASON);
	o.by = override_keep(l, BY);
	CSM_GROW(all->row, all->n, &all->cap);
	all->row[all->n++] = (struct override_row){
	    .company = csm_intern_put(&all->named, company.s, company.len),
	    .override = o};
}

static int
override_read_rows(struct load *l)
{
	int got;

	if (override_find_columns(l) != 0)
		return -1;
	l->o->file = csm_xstrdup(csm_reader_name(l->reader));
	while ((got = csm_reader_next(l->reader, &l->record, l->diag)) == 1)
		override_read_row(l);
	csm_diag_rows(l->diag, &(struct csm_file_rows){.file = l->o->file,
				   .rows = csm_reader_rows(l->reader),
				   .used = l->o->n});
	return got < 0 || l->failed ? -1 : 0;
}

/* Once it is known whose the rows are. */
static void
override_link(struct csm_overrides *o)
{
	free(o->last);
	o->last = csm_xcalloc(o->named.n + 1, sizeof *o->last);
	for (size_t i = 0; i < o->n; i++) {
		size_t *last = &o->last[o->row[i].company];
		o->row[i].before = *last;
		*last = i + 1;
	}
}

struct csm_overrides *
csm_overrides_load(const char *path, struct csm_diag *diag)
{
	struct csm_reader_options options = {.prove = 1};
	struct load load = {.diag = diag};

	load.reader = csm_reader_open(path, &options, diag);
	if (load.reader == NULL)
		return NULL;
	load.o = csm_xcalloc(1, sizeof *load.o);
	if (override_read_rows(&load) != 0) {
		csm_overrides_free(load.o);
		load.o = NULL;
	} else {
		override_link(load.o);
	}
	csm_reader_free(load.reader);
	return load.o;
}

int
csm_overrides_name(
    struct csm_overrides *o, const struct csm_fields *companies, struct csm_diag *diag)
{
	struct csm_who_names names;
	int failed = 0;

	csm_who_names_init(&names, companies);
	for (size_t i = 0; i < o->n; i++) {
		struct override_row *row = &o->row[i];
		struct csm_text company = o->named.text[row->company];
		const struct csm_pos at = {.file = o->file,
		    .line = row->override.line,
		    .path = columns[COMPANY]};
		failed |= csm_who_names_id(&names, &company, &at, diag);
		row->company = csm_intern_put(&o->named, company.s, company.len);
	}
	csm_who_names_fini(&names);
	override_link(o);
	return failed;
}

void
csm_overrides_free(struct csm_overrides *o)
{
	if (o == NULL)
		return;
	free(o->file);
	free(o->row);
	free(o->last);
	csm_intern_fini(&o->named);
	csm_arena_fini(&o->arena);
	free(o);
}

const struct csm_override *
csm_overrides_at(const struct csm_overrides *o, struct csm_text company, int32_t day)
{
	uint32_t id = csm_intern_find(&o->named, company.s, company.len);

	/* Backwards: of several the last row counts. */
	for (size_t i = id == CSM_INTERN_NONE ? 0 : o->last[id]; i != 0;
	     i = o->row[i - 1].before) {
		const struct csm_override *at = &o->row[i - 1].override;
		if ((at->from == CSM_DAY_NONE || at->from <= day) &&
		    (at->until == CSM_DAY_NONE || day <= at->until))
			return at;
	}
	return NULL;
}

/* A score above a scale of 10 was meant for another profile: taken as it is, or cut to
 * 10, it would be a best score nobody gave. */
int64_t
csm_override_value(const struct csm_override *o, int64_t top)
{
	if (o->state == NULL)
		return o->score <= top ? o->score : CSM_MISSING;
	if (strcmp(o->state, csm_pillar_state_name(CSM_PILLAR_GOOD)) == 0)
		return top;
	return strcmp(o->state, csm_pillar_state_name(CSM_PILLAR_POOR)) == 0 ? 0
									     : top / 2;
}

void
csm_overrides_finish(const struct csm_overrides *o, const struct csm_intern *known,
    struct csm_diag *diag)
{
	int warned = 0;

	for (size_t i = 0; i < o->n; i++) {
		const struct csm_text *name = &o->named.text[o->row[i].company];
		struct csm_pos pos = {.file = o->file,
		    .line = o->row[i].override.line,
		    .path = columns[COMPANY]};
		struct csm_buf quoted = {0}, hint = {0};
		struct csm_nearest near;
		if (csm_intern_find(known, name->s, name->len) != CSM_INTERN_NONE)
			continue;
		csm_nearest_init(&near, name->s);
		for (size_t k = 0; k < known->n && warned < HINTS; k++)
			csm_nearest_offer(&near, known->text[k].s);
		warned++;
		csm_text_quote(&quoted, name->s, name->len);
		csm_warn(diag, CSM_W_UNKNOWN, &pos,
		    "set by hand, but there is no company %s%s", quoted.data,
		    csm_nearest_hint(&near, &hint));
		csm_buf_fini(&quoted);
		csm_buf_fini(&hint);
	}
}
