#include "ingest/fast/fast_batch.h"

static struct csm_fast_event *
fast_batch_add(struct csm_fast_batch *t)
{
	struct csm_fast_event *e = CSM_ARENA_NEW(&t->arena, struct csm_fast_event);

	e->before = t->counts;
	*t->end = e;
	t->end = &e->next;
	return e;
}

static void
keep_message(void *ctx, const struct csm_message *m)
{
	struct csm_fast_batch *t = ctx;
	struct csm_fast_event *e = fast_batch_add(t);

	e->message = *m;
	e->message.text = csm_arena_strdup(&t->arena, m->text);
	if (m->extra != NULL)
		e->message.extra = csm_arena_strdup(&t->arena, m->extra);
	if (m->value != NULL)
		e->message.value = csm_arena_text(&t->arena, m->value, m->value_len);
}

void
csm_fast_batch_begin(struct csm_fast_batch *t, uint64_t number)
{
	if (t->first != NULL)
		csm_arena_reset(&t->arena);
	t->number = number;
	t->lines = 0;
	t->counts = (struct csm_fast_counts){0};
	t->first = NULL;
	t->end = &t->first;
	t->failed = 0;
	csm_diag_init(&t->diag, keep_message, t);
}

void
csm_fast_batch_fini(struct csm_fast_batch *t)
{
	csm_arena_fini(&t->arena);
}

void
csm_fast_batch_keep(struct csm_fast_batch *t, const struct csm_record *record)
{
	struct csm_fast_event *e = fast_batch_add(t);
	struct csm_text *field = CSM_ARENA_ARRAY(&t->arena, struct csm_text, record->n);

	for (size_t i = 0; i < record->n; i++) {
		field[i] = record->field[i];
		if (field[i].s != NULL)
			field[i].s =
			    csm_arena_text(&t->arena, field[i].s, field[i].len);
	}
	e->record = *record;
	e->record.field = field;
	e->is_record = 1;
}
