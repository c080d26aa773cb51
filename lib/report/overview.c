#include "report/overview.h"

#include "table/look.h"
#include "table/show.h"
#include "table/tile.h"
#include "time/date.h"

#include <stdbool.h>
#include <string.h>

struct band {
	const struct csm_state *state; /* NULL: no score */
	const char *word;
	size_t now, then;
	int64_t mrr;
};

/* The three of the table, "no score", "no band", and what profiles call theirs; beyond
 * it the last takes the rest. */
#define BANDS 16

struct bands {
	struct band of[BANDS];
	size_t n;
	size_t scored_then;
};

static struct band *
band_of(struct bands *bands, const struct csm_facts_score *health)
{
	const char *word = health->value == CSM_MISSING ? "no score"
			   : health->state == NULL
			       ? "no band"
			       : csm_state_plain(health->state)->word;

	for (size_t i = 0; i < bands->n; i++)
		if (strcmp(bands->of[i].word, word) == 0)
			return &bands->of[i];
	/* counted all the same, so that the bands add up to the companies */
	if (bands->n == BANDS)
		return &bands->of[BANDS - 1];
	bands->of[bands->n] = (struct band){
	    .state =
		health->value == CSM_MISSING ? NULL : csm_state_plain(health->state),
	    .word = word,
	    .mrr = CSM_MISSING};
	return &bands->of[bands->n++];
}

static struct bands
count_bands(const struct csm_facts_list *list)
{
	struct bands bands = {.n = 0};
	const struct csm_state *state;

	/* Bands that nobody is in are shown: none in red is news. */
	for (size_t i = 0; (state = csm_state_at(i)) != NULL && state->band; i++)
		bands.of[bands.n++] = (struct band){
		    .state = state, .word = state->word, .mrr = CSM_MISSING};
	for (size_t i = 0; i < list->n; i++) {
		const struct csm_facts *f = list->of[i];
		struct band *now = band_of(&bands, &f->health);
		now->now++;
		csm_stats_add(&now->mrr, f->mrr);
		band_of(&bands, &f->health_then)->then++;
		bands.scored_then += f->health_then.value != CSM_MISSING;
	}
	return bands;
}

static const char *
health_note(struct csm_context *context, const struct bands *bands, size_t companies)
{
	char first[CSM_DAY_TEXT], last[CSM_DAY_TEXT], then[CSM_DAY_TEXT];
	size_t scored = companies;

	for (size_t i = 0; i < bands->n; i++)
		if (strcmp(bands->of[i].word, "no score") == 0)
			scored -= bands->of[i].now;
	/* Each case has its own cure: no scores at all, none of the day, none of
	 * then. */
	if (context->health_first == CSM_DAY_NONE)
		return "There are no points of system.health; csm-health makes them.";
	csm_date_format(context->health_first, first);
	csm_date_format(context->health_last, last);
	if (scored == 0)
		return csm_arena_printf(&context->arena,
		    "No company has a score on this day; there are scores from %s to "
		    "%s.",
		    first, last);
	if (bands->scored_then > 0)
		return "A state: companies in each band now, against 30 days ago.";
	csm_date_format(context->until - CSM_FACTS_AGO, then);
	return csm_arena_printf(&context->arena,
	    "A state: companies in each band now. There are no scores of %s; "
	    "csm-health --since makes those of earlier days.",
	    then);
}

struct overview_band {
	struct csm_cell band;
	size_t now;
	int64_t then, change; /* CSM_MISSING: there are no scores of then */
	int64_t mrr;
};

static const struct csm_table_column band_columns[] = {
    {"band", "Band", CSM_OF_CELL(CSM_CELL_TEXT, struct overview_band, band),
	.look = &csm_look_painted},
    {"companies", "Now", CSM_OF_COUNT(struct overview_band, now),
	.look = &csm_look_bar},
    {"companies_then", CSM_FACTS_AGO_TEXT, CSM_OF_NUMBER(struct overview_band, then)},
    {"change", "Change", CSM_OF_NUMBER(struct overview_band, change),
	.look = &csm_look_change},
    {"mrr", "Recurring value", CSM_OF_NUMBER(struct overview_band, mrr),
	.look = &csm_look_money}};

static struct overview_band
overview_band(const struct band *b, bool then)
{
	struct overview_band row = {.band = csm_cell_text(b->word),
	    .now = b->now,
	    .then = CSM_MISSING,
	    .change = CSM_MISSING,
	    .mrr = b->mrr};

	row.band.state = b->state;
	if (then) {
		row.then = (int64_t)b->then * CSM_NUM_ONE;
		row.change = ((int64_t)b->now - (int64_t)b->then) * CSM_NUM_ONE;
	}
	return row;
}

void
csm_overview_bands(
    struct csm_context *context, const struct csm_facts_list *list, struct csm_doc *doc)
{
	struct bands bands = count_bands(list);
	struct csm_table *t = csm_doc_table(doc, "bands", "Health");

	t->note = health_note(context, &bands, list->n);
	t->chart = CSM_CHART_SHARES;
	t->chart_columns = 2;
	t->half = 1;
	CSM_TABLE_COLUMNS(t, band_columns);
	for (size_t i = 0; i < bands.n; i++) {
		const struct overview_band row =
		    overview_band(&bands.of[i], bands.scored_then > 0);
		csm_table_put(t, &row);
	}
}

static const char *
against(struct csm_context *context, int64_t then, int64_t now, const char *what)
{
	const struct csm_look look =
	    csm_look_in(&csm_look_money_change, &context->catalog.manner);
	int64_t by = csm_stats_change(then, now);
	struct csm_buf text = {0};
	const char *copy;

	/* without a value then there is nothing to be set against */
	if (by == CSM_MISSING)
		return csm_arena_printf(
		    &context->arena, CSM_FACTS_AGO_TEXT ": %s", "no data");
	csm_show_number(&text, by, &look);
	csm_buf_printf(&text, " %s", what);
	copy = csm_arena_strdup(&context->arena, text.data);
	csm_buf_fini(&text);
	return copy;
}

static void
band_tiles(
    struct csm_context *context, const struct csm_facts_list *list, struct csm_table *t)
{
	struct bands bands = count_bands(list);
	size_t scored = 0;

	for (size_t i = 0; i < bands.n; i++)
		/* Shares are of those with a band: who has no score is neither well nor
		 * ill. */
		scored += bands.of[i].state != NULL ? bands.of[i].now : 0;
	/* without a score there is none of any state: the report says why */
	for (size_t i = 0; scored > 0 && i < bands.n; i++) {
		const struct band *b = &bands.of[i];
		if (b->state == NULL || !b->state->band)
			continue;
		const struct csm_tile tile = {
		    .what = csm_arena_printf(&context->arena, "Health %s", b->word),
		    .state = b->state,
		    .value = csm_stats_percent(b->now, scored),
		    .look = &csm_look_percent,
		    .against = csm_arena_printf(
			&context->arena, "%zu of %zu scored", b->now, scored)};
		csm_table_put(t, &tile);
	}
}

void
csm_overview_tiles(
    struct csm_context *context, const struct csm_facts_list *list, struct csm_doc *doc)
{
	struct csm_table *t = csm_tiles(doc, "against");
	int64_t now = CSM_MISSING, then = CSM_MISSING, active = CSM_MISSING;
	size_t paying = 0;

	csm_table_heading(t, "what")->look = csm_look_painted;
	for (size_t i = 0; i < list->n; i++) {
		csm_stats_add(&now, list->of[i]->mrr);
		csm_stats_add(&then, list->of[i]->mrr_then);
		csm_stats_add(&active, list->of[i]->active);
		paying += list->of[i]->mrr != CSM_MISSING && list->of[i]->mrr > 0;
	}
	/* where no revenue is known nobody is said not to pay */
	const bool revenue = now != CSM_MISSING || then != CSM_MISSING;
	csm_tile(t, "Companies", (int64_t)list->n * CSM_NUM_ONE, NULL,
	    revenue ? csm_arena_printf(&context->arena, "%zu paying", paying)
		    : "in all");
	if (revenue)
		csm_tile(t, "Recurring value", now, &csm_look_money,
		    against(context, then, now, "in 30 days"));
	band_tiles(context, list, t);
	csm_tile(t, "Active users", active, NULL, "in the last 30 days");
}
