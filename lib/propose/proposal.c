#include "propose/proposal.h"

#include "base/text.h"
#include "ingest/preset.h"
#include "propose/candidate.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool
csm_proposal_is_fields(const struct csm_proposal *p)
{
	return p->candidate == &csm_candidate_fields;
}

const char *
csm_proposal_kind(const struct csm_proposal *p)
{
	return p->candidate == NULL ? NULL : p->candidate->kind;
}

/* What the candidate before had set; columns are free again for the next. */
static void
proposal_clear(struct csm_proposal *p)
{
	for (size_t r = 0; r < CSM_MEANINGS; r++)
		p->role[r] = -1;
	for (size_t r = 0; r < CSM_ROLES; r++)
		p->constant[r] = p->formula[r] = NULL;
	p->company = (struct csm_join){.file = NULL};
	p->recurring_unit = NULL;
	for (size_t i = 0; i < p->sample.columns; i++)
		p->metric[i] = false;
	p->question = NULL;
	p->question_end = &p->question;
}

/* A name for `sources`: letters, digits and '_', and no other file's. */
static void
proposal_name(struct csm_proposals *set, struct csm_proposal *p)
{
	const char *words = csm_proposal_words(set->arena, p->sample.file),
		   *name = words;
	size_t again = 1;

	if (*name == '\0')
		name = words = "source";
	/* From the start again: the new name may be that of an earlier file too. */
	for (const struct csm_proposal *o = set->at; o < p; o++)
		if (strcmp(o->source, name) == 0) {
			name = csm_arena_printf(set->arena, "%s_%zu", words, ++again);
			o = set->at - 1;
		}
	p->source = name;
}

static bool
proposal_has(const void *ctx, const char *column)
{
	return csm_sample_find(&((const struct csm_proposal *)ctx)->sample, column) >=
	       0;
}

/* Files that csm reads as they are. */
static const struct {
	const char *column[3], *why;
} known[] = {{{"company", "unit", "rating"},
		 "these are ratings: csm-units --ratings reads them as they are"},
    {{"company", "date", "reason"},
	"a list of who left and when: csm-health --backtest reads it as it is"}};

static const char *
proposal_known(const struct csm_proposal *p)
{
	for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
		if (proposal_has(p, known[i].column[0]) &&
		    proposal_has(p, known[i].column[1]) &&
		    proposal_has(p, known[i].column[2]))
			return known[i].why;
	return NULL;
}

/* What one object is that holds a list of the rows, as answers of interfaces do; NULL: it is
 * no such object.  Nearly all of its columns are in the first element. */
static const char *
proposal_envelope(struct csm_arena *arena, const struct csm_sample *s)
{
	for (size_t i = 0; s->objects && s->rows == 1 && i < s->columns; i++) {
		const char *name = s->column[i].name, *dot = strchr(name, '.');
		size_t len = dot == NULL ? 0 : (size_t)(dot - name), n = 0;
		if (len == 0 || strncmp(dot, ".0.", 3) != 0)
			continue;
		/* What is shown may be pasted into a shell. */
		if (strcspn(name, "'\"\\") < len)
			continue;
		for (size_t k = 0; k < s->columns; k++)
			n += strncmp(s->column[k].name, name, len + 1) == 0;
		/* A subscription with a list of items has much else. */
		if (n * 10 >= s->columns * 7)
			return csm_arena_printf(arena,
			    "it is one object, whose \"%.*s\" is a list: jq -c "
			    "'.[\"%.*s\"][]' makes rows of it",
			    (int)len, name, (int)len, name);
	}
	return NULL;
}

static int
proposal_read(struct csm_proposals *set, struct csm_proposal *p, const char *path,
    struct csm_diag *diag)
{
	struct csm_sample *s = &p->sample;

	p->question_end = &p->question;
	s->header = set->header;
	s->headers = set->headers;
	if (csm_sample_read(s, set->arena, set->zone, path, diag) != 0)
		return -1;
	proposal_name(set, p);
	p->no_export = s->notation.no_rows;
	p->traits = CSM_ARENA_ARRAY(set->arena, struct csm_traits, s->columns + 1);
	p->metric = CSM_ARENA_ARRAY(set->arena, bool, s->columns + 1);
	for (size_t i = 0; i < s->columns; i++) {
		const char *name = s->column[i].name;
		/* Digits alone are a time only where the name says so: 1767225600 may
		 * be an id. */
		bool may_be_time =
		    csm_meaning_fit(name, CSM_ROLE_TIME) > 0 ||
		    csm_meaning_fit(name, CSM_MEANS_CREATED) > 0 ||
		    csm_meaning_fit(name, CSM_ROLE_START) >= CSM_MEANING_ENDS ||
		    csm_meaning_fit(name, CSM_ROLE_END) >= CSM_MEANING_ENDS;
		csm_traits_find(
		    &p->traits[i], set->arena, s, i, set->zone, may_be_time);
	}
	proposal_clear(p);
	if (p->no_export == NULL)
		p->no_export = proposal_known(p);
	if (p->no_export == NULL)
		p->no_export = proposal_envelope(set->arena, s);
	return 0;
}

/* The questions every kind of rows has. */
static void
proposal_ask_all(struct csm_proposals *set, struct csm_proposal *p)
{
	const struct csm_notation *l = &p->sample.notation;

	if (l->guessed_encoding)
		csm_proposal_ask(set, p,
		    "it is not UTF-8; as %s it says \"%s\": is that right?",
		    l->how.encoding, l->sample_word == NULL ? "" : l->sample_word);
	if (l->how.pad)
		csm_proposal_ask(set, p,
		    "%zu of %zu rows are shorter than the header; what they lack is "
		    "taken for empty",
		    l->short_rows, l->rows);
	else if (p->sample.rejected > 0)
		csm_proposal_ask(set, p, "%s cannot be read and will be rejected: %s?",
		    csm_text_counted(set->arena, p->sample.rejected, "rows"),
		    p->sample.rejected == 1 ? "is it a total or a footer"
					    : "are they totals or footers");
	int id = p->role[CSM_ROLE_ID];
	size_t again = id < 0 ? 0 : p->traits[id].filled - p->traits[id].distinct;
	/* Of an id that is made of several columns one may well come again. */
	if (id >= 0 && p->candidate != &csm_candidate_fields && !p->traits[id].unique &&
	    p->formula[CSM_ROLE_ID] == NULL)
		csm_proposal_ask(set, p,
		    again == 1
			? "%s has a %s again: is it the same? It is left out (id)"
			: "%s have a %s again: are they the same? They are left "
			  "out (id)",
		    csm_text_counted(set->arena, again, "rows"),
		    csm_proposal_column(p, id));
	for (size_t i = 0; i < p->sample.columns; i++)
		if (csm_proposal_is_used(p, (int)i) && p->traits[i].groups_open)
			csm_proposal_ask(set, p,
			    "%s: is 1,200 twelve hundred, or 1.2? It is taken for "
			    "twelve hundred (decimal: \".\" or \",\")",
			    csm_proposal_column(p, (int)i));
}

/* Whether a time in use proves the order of day and month for all. */
static bool
proposal_proves(const struct csm_proposal *p)
{
	for (size_t r = 0; r < CSM_ROLES; r++) {
		const struct csm_traits *f =
		    p->role[r] < 0 ? NULL : &p->traits[p->role[r]];
		if (f != NULL && f->detected &&
		    (f->order == CSM_TRAITS_DAY_FIRST ||
			f->order == CSM_TRAITS_MONTH_FIRST))
			return true;
	}
	return false;
}

static void
proposal_ask_order(struct csm_proposals *set, struct csm_proposal *p, int column)
{
	const char *name = csm_proposal_column(p, column);
	const struct csm_traits *f = &p->traits[column];

	if (f->order == CSM_TRAITS_OPEN_ORDER)
		csm_proposal_ask(set, p,
		    "%s: is \"%s\" the day or the month first? It is read as %s "
		    "(time_format)",
		    name, p->sample.column[column].value.text[0].s, f->format);
	if (f->order == CSM_TRAITS_BOTH_ORDERS)
		csm_proposal_ask(set, p,
		    "%s has days before months and months before days: which rows are "
		    "right?",
		    name);
}

/* One format for all times of a source; times in another one are left out. */
static void
proposal_times(struct csm_proposals *set, struct csm_proposal *p)
{
	bool first = true, proved = proposal_proves(p);

	for (size_t r = 0; r < CSM_ROLES; r++) {
		int column = p->role[r];
		if (column < 0 || p->traits[column].type != CSM_TRAITS_TIME)
			continue;
		const struct csm_traits *f = &p->traits[column];
		/* What a run finds out by itself is not said: a row that comes later
		 * may prove it too. */
		const char *format = proved && f->detected ? NULL : f->format;
		if (!first &&
		    (format == NULL || p->time_format == NULL ||
			strcmp(format, p->time_format) != 0) &&
		    format != p->time_format) {
			csm_proposal_ask(set, p,
			    "%s is written in another way than the other times, and is "
			    "left out: can it be exported in the same?",
			    csm_proposal_column(p, column));
			p->role[r] = -1;
			continue;
		}
		if (!(proved && f->detected))
			proposal_ask_order(set, p, column);
		p->time_format = format;
		first = false;
	}
}

static bool
proposal_try(struct csm_proposals *set, struct csm_proposal *p,
    const struct csm_candidate *candidate)
{
	proposal_clear(p);
	if (!candidate->fits(set, p))
		return false;
	/* A file of companies is its own answer to whose each row is. */
	bool own = candidate == &csm_candidate_fields && p->model == CSM_MODEL_COMPANY;
	if (candidate->company && !own && !csm_proposal_company(set, p))
		return false;
	p->candidate = candidate;
	return true;
}

/* A preset says more than columns do. */
static bool
proposal_preset(struct csm_proposals *set, struct csm_proposal *p)
{
	const char *kind, *preset = csm_preset_recognize(proposal_has, p, &kind);

	(void)set;
	if (preset == NULL)
		return false;
	for (const struct csm_candidate *candidate = csm_candidates;
	     candidate->kind != NULL; candidate++)
		if (strcmp(candidate->kind, kind) == 0)
			p->candidate = candidate;
	if (p->candidate == NULL && strcmp(csm_candidate_fields.kind, kind) == 0)
		p->candidate = &csm_candidate_fields;
	p->preset = preset;
	return p->candidate != NULL;
}

/* The nearest miss: what is said first is what would have to be mended first. */
static const char *
proposal_why_not(struct csm_proposals *set, struct csm_proposal *p)
{
	bool time = false;

	for (size_t i = 0; i < p->sample.columns; i++)
		time |= p->traits[i].type == CSM_TRAITS_TIME;
	proposal_clear(p);
	if (!time)
		return "no column is a time, and none the id of a company or person: "
		       "it "
		       "is no export of events, measurements, periods or entities";
	if (p->sample.notation.how.names > 0)
		return "it has no header: say what its columns are called, as in "
		       "--header "
		       "at,account,event";
	for (size_t i = 0; i < set->n; i++)
		if (!csm_notation_is_plain(&set->at[i].sample.notation) &&
		    &set->at[i] != p)
			return csm_arena_printf(set->arena,
			    "no column says which company a row is of; %s may, were it "
			    "plain CSV: csm-ingest -k records makes it so",
			    set->at[i].sample.file);
	return csm_proposal_company(set, p)
		   ? "no column says what happened, or how much there was of anything"
		   : "no column, and no other file given with it, says which company a "
		     "row is of";
}

static void
proposal_choose(struct csm_proposals *set, struct csm_proposal *p)
{
	for (const struct csm_candidate *candidate = csm_candidates;
	     p->candidate == NULL && candidate->kind != NULL; candidate++)
		proposal_try(set, p, candidate);
	if (p->candidate == NULL) {
		p->no_export = proposal_why_not(set, p);
		return;
	}
	if (p->preset == NULL)
		proposal_times(set, p);
	if (p->preset == NULL && p->candidate->finish != NULL)
		p->candidate->finish(set, p);
	if (p->preset == NULL) {
		csm_candidate_cents(set, p);
		csm_candidate_currency(set, p);
		csm_candidate_unpaid(set, p);
	}
	proposal_ask_all(set, p);
	if (p->preset == NULL)
		csm_proposal_ask_people(set, p);
}

int
csm_proposals_make(struct csm_proposals *set, struct csm_arena *arena,
    struct csm_zone *zone, const char *const *path, size_t n, struct csm_diag *diag)
{
	*set = (struct csm_proposals){.arena = arena,
	    .zone = zone,
	    .header = set->header,
	    .headers = set->headers,
	    .at = CSM_ARENA_ARRAY(arena, struct csm_proposal, n + 1)};
	for (size_t i = 0; i < n; i++, set->n++)
		if (proposal_read(set, &set->at[i], path[i], diag) != 0)
			return -1;
	/* companies first, since users and events are looked up among them */
	for (enum csm_model m = 0; m < CSM_MODELS; m++)
		for (size_t i = 0; i < n; i++) {
			struct csm_proposal *p = &set->at[i];
			if (p->no_export != NULL || p->candidate != NULL ||
			    /* Once a file, before its columns are looked at. */
			    (m == 0 && proposal_preset(set, p)))
				continue;
			if (!proposal_try(set, p, &csm_candidate_fields) ||
			    p->model != m)
				p->candidate = NULL;
		}
	for (size_t i = 0; i < n; i++)
		if (set->at[i].no_export == NULL)
			proposal_choose(set, &set->at[i]);
	return 0;
}

void
csm_proposals_fini(struct csm_proposals *set)
{
	for (size_t i = 0; i < set->n; i++)
		csm_sample_fini(&set->at[i].sample);
}
