/* Rows with an id in their turn: the first row with an id counts, in the order of the
 * input, so that it is the same one for any number of threads. */
#include "base/num.h"
#include "ingest/fast/fast_state.h"
#include "ingest/kind.h"
#include "time/date.h"

#include <string.h>

/* Places of ids are fetched so many rows ahead, a million ids, CPU seconds, the median of
 * seven runs in turn: 1 0.331, 4 0.323, 12 0.317, 32 0.325. */
#define AHEAD 12

/* How a count is written that the mapping reads as this number, whatever the column
 * looks like: no group of three digits is behind its point. */
static struct csm_text
fast_wait_count(const struct csm_ingest *in, int64_t value, char room[CSM_NUM_TEXT + 1])
{
	size_t len = csm_num_format(value, room);
	char *point = strchr(room, '.');

	if (point != NULL && in->mapping->number.decimal == ',')
		*point = ',';
	/* 1.200 could be twelve hundred; 1.2000 could not. */
	if (point != NULL && room + len - point == 4)
		room[len++] = '0';
	return (struct csm_text){room, len};
}

/* What it said. */
static struct csm_text
fast_wait_module(struct csm_fast_worker *w, const struct csm_fast_waiting *row)
{
	const size_t prefix = strlen(CSM_INGEST_MODULES);
	const struct csm_dict_entry *name;

	if (row->module == CSM_SHARD_NO_METRIC) /* nothing was used 0 times */
		return (struct csm_text){NULL, 0};
	name = &w->shard.name.text[row->module];
	return (struct csm_text){name->s + prefix, name->len - prefix};
}

/* It comes after one whose day is not known yet, and so is its turn. */
static void
fast_wait_hold(struct csm_fast_worker *w, const struct csm_fast_waiting *row)
{
	struct csm_ingest *in = w->fast->in;
	const struct csm_dict_entry *name = &w->shard.name.text[row->event.name];
	struct csm_row as = {in->text, in->text + CSM_ROLES, in->place, in->file,
	    w->fast->base + row->line};
	char day[CSM_DAY_TEXT], count[CSM_NUM_TEXT + 1];

	/* The general way's scratch, of which this row has only some texts. */
	memset(in->text, 0, (CSM_ROLES + in->mapping->columns) * sizeof *in->text);
	csm_date_format(row->event.day, day);
	in->text[CSM_ROLE_TIME] = (struct csm_text){day, strlen(day)};
	in->text[CSM_ROLE_COMPANY] = row->event.company;
	in->text[CSM_ROLE_USER] = row->event.user;
	in->text[CSM_ROLE_NAME] = (struct csm_text){name->s, name->len};
	in->text[CSM_ROLE_ID] = row->id;
	if (name->group == CSM_FAST_OWN)
		in->text[CSM_ROLE_MODULE] = fast_wait_module(w, row);
	if (row->event.value != CSM_NUM_ONE)
		in->text[CSM_ROLE_COUNT] = fast_wait_count(in, row->event.value, count);
	csm_ingest_keep(in, &as);
}

static void
fast_wait_again(struct csm_fast_worker *w, const struct csm_fast_waiting *row)
{
	struct csm_ingest *in = w->fast->in;
	struct csm_row as = {in->text, in->text + CSM_ROLES, in->place, in->file,
	    w->fast->base + row->line};

	in->counts.duplicates++;
	w->fast->account->duplicates++;
	in->text[CSM_ROLE_ID] = row->id;
	csm_ingest_note_again(in, &as, "first");
}

/* A row without an id has no hash either. */
static void
fast_wait_fetch(const struct csm_ingest *in, const struct csm_fast_waiting *row)
{
	if (row->id.len != 0)
		csm_id_set_fetch(&in->ids, row->hash);
}

void
csm_fast_settle(struct csm_fast_worker *w, size_t upto)
{
	struct csm_ingest *in = w->fast->in;
	struct csm_fast_batch *b = &w->batch;

	for (size_t i = b->settled; i < upto && i < b->settled + AHEAD; i++)
		fast_wait_fetch(in, &b->waiting[i]);
	for (; b->settled < upto; b->settled++) {
		struct csm_fast_waiting *row = &b->waiting[b->settled];
		if (b->settled + AHEAD < upto)
			fast_wait_fetch(in, &row[AHEAD]);
		/* While rows before it wait it is kept as a row of the general way,
		 * which asks for its id when its turn comes; here it is not put in
		 * either case. */
		row->dead = in->kept != NULL ||
			    (row->id.len != 0 && !csm_id_set_add(&in->ids, row->hash));
		if (!row->dead) {
			in->counts.used += !row->out;
			in->counts.filtered += row->out;
			w->fast->account->used += !row->out;
			w->fast->account->filtered += row->out;
		} else if (in->kept != NULL) {
			fast_wait_hold(w, row);
		} else {
			fast_wait_again(w, row);
		}
	}
}
