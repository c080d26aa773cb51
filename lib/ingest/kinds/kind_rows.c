#include "ingest/kinds/kind_rows.h"

#include "base/text.h"
#include "syntax/json.h"

#include <string.h>

/* count (1 if the row has none, CSM_MISSING if it is empty) times weight (1 if there is
 * none): 0, or -1 after rejecting the row. */
static int
counted(struct csm_ingest *in, const struct csm_row *row, int64_t *value)
{
	int64_t weight;

	*value = CSM_NUM_ONE;
	if (row->role[CSM_ROLE_COUNT].s != NULL &&
	    csm_ingest_number(in, row, CSM_ROLE_COUNT, value) != 0)
		return -1;
	/* An empty count is no value, with whatever weight. */
	if (*value == CSM_MISSING || row->role[CSM_ROLE_WEIGHT].s == NULL)
		return 0;
	if (csm_ingest_number(in, row, CSM_ROLE_WEIGHT, &weight) != 0)
		return -1;
	if (weight == CSM_MISSING || csm_num_times(*value, weight, value) == 0)
		return 0;
	csm_ingest_reject(in, row, CSM_ROLE_WEIGHT, CSM_E_RANGE, "bad number",
	    "count times weight is 9000000000000 or more");
	return -1;
}

enum csm_outcome
csm_kind_activities(struct csm_ingest *in, const struct csm_row *row)
{
	struct csm_point p = {0};
	struct csm_stamp at;
	const struct csm_ingest_metric *metric;
	struct csm_text module;
	enum csm_outcome outcome;
	const enum csm_whose whose =
	    /* A user who is mapped must be there; an asset is used by anybody. */
	    csm_ingest_mapping(in)->role[CSM_ROLE_ENTITY] != NULL ? CSM_WHOSE_ENTITY
								  : CSM_WHOSE_USER;

	if (csm_ingest_stamp(in, row, CSM_ROLE_TIME, &at) != 0 ||
	    csm_ingest_entity(in, row, whose, &p) != 0 ||
	    (metric = csm_ingest_name(in, row)) == NULL ||
	    counted(in, row, &p.value) != 0)
		return CSM_ROW_REJECTED;
	if (csm_ingest_seen(in, row))
		return CSM_ROW_DUPLICATE;
	/* nothing was used 0 times */
	if (p.value != 0 && p.value != CSM_MISSING &&
	    csm_ingest_active(in, &p, row, at.day) != 0)
		return CSM_ROW_FATAL;
	if (csm_ingest_outside(in, at.day))
		return CSM_ROW_FILTERED;
	if (p.value == CSM_MISSING || (p.value == 0 && !metric->keep_zero))
		return CSM_ROW_EMPTY;
	module = csm_ingest_module(in, row, metric);
	outcome = csm_ingest_push_at(in, &p, metric, &at);
	if (outcome != CSM_ROW_USED || module.len == 0 || p.value == 0)
		return outcome;
	p.metric = module;
	return csm_ingest_push(in, &p, 0);
}

static enum csm_outcome
push_columns(struct csm_ingest *in, const int64_t *value, struct csm_point *p,
    const struct csm_stamp *at)
{
	const struct csm_mapping *m = csm_ingest_mapping(in);
	/* Empty if no column has a value; used if one has. */
	enum csm_outcome outcome = CSM_ROW_EMPTY;

	for (size_t i = 0; i < m->columns && outcome != CSM_ROW_FATAL; i++) {
		const char *name = m->column[i].name;
		const struct csm_ingest_metric *metric =
		    csm_ingest_metric(in, name, strlen(name));
		p->value = value[i];
		if (p->value == CSM_MISSING || (p->value == 0 && !metric->keep_zero))
			continue;
		outcome = csm_ingest_push_at(in, p, metric, at);
	}
	return outcome;
}

enum csm_outcome
csm_kind_metrics(struct csm_ingest *in, const struct csm_row *row)
{
	const struct csm_mapping *m = csm_ingest_mapping(in);
	const struct csm_ingest_metric *metric = NULL;
	const int64_t *wide = NULL;
	struct csm_point p = {0};
	struct csm_stamp at;

	if (csm_ingest_stamp(in, row, CSM_ROLE_TIME, &at) != 0 ||
	    csm_ingest_entity(in, row, CSM_WHOSE_ENTITY, &p) != 0)
		return CSM_ROW_REJECTED;
	if (m->columns == 0 &&
	    ((metric = csm_ingest_name(in, row)) == NULL ||
		csm_ingest_number(in, row, CSM_ROLE_VALUE, &p.value) != 0))
		return CSM_ROW_REJECTED;
	if (m->columns != 0 && (wide = csm_ingest_columns(in, row)) == NULL)
		return CSM_ROW_REJECTED;
	if (csm_ingest_seen(in, row))
		return CSM_ROW_DUPLICATE;
	if (csm_ingest_outside(in, at.day))
		return CSM_ROW_FILTERED;
	if (metric == NULL)
		return push_columns(in, wide, &p, &at);
	if (p.value == CSM_MISSING || (p.value == 0 && !metric->keep_zero))
		return CSM_ROW_EMPTY;
	return csm_ingest_push_at(in, &p, metric, &at);
}

/* A thread counts once for an entity and day; a row without one is a conversation of its
 * own. */
static enum csm_outcome
rows_push_thread(struct csm_ingest *in, struct csm_point *p, struct csm_text thread,
    const struct csm_ingest_metric *metric, const struct csm_stamp *at)
{
	/* Used all the same: the row is counted by the one that began the thread's
	 * day. */
	if (thread.len != 0 && !csm_ingest_distinct(in, p, thread))
		return CSM_ROW_USED;
	return csm_ingest_push_at(in, p, metric, at);
}

/* A conversation as the company has it. */
struct rows_conversation {
	const struct csm_row *row;
	const struct csm_point *point;
	const struct csm_ingest_metric *metric;
	const struct csm_stamp *at;
	const struct csm_json *list; /* of participants; NULL: they are no JSON */
};

/* One participant; the company has the conversation itself. */
static enum csm_outcome
rows_push_participant(
    struct csm_ingest *in, const struct rows_conversation *c, struct csm_text who)
{
	struct csm_point p = *c->point;

	who = csm_text_trim(who.s, who.len);
	if (who.len == 0)
		return CSM_ROW_USED;
	p.model = CSM_MODEL_ENDUSER;
	p.id = who;
	p.state = (struct csm_text){CSM_POINT_SHARED, strlen(CSM_POINT_SHARED)};
	return rows_push_thread(
	    in, &p, c->row->role[CSM_ROLE_THREAD], c->metric, c->at);
}

enum rows_who { ROWS_WHO_IS, ROWS_WHO_NOBODY, ROWS_WHO_UNNAMED, ROWS_WHO_BAD };

/* Who an element of a list is: a text, or an object that says it. */
static enum rows_who
rows_who(const struct csm_json *e, struct csm_text *who)
{
	/* In the order in which they are ids: an address only where nothing better is
	 * there. */
	static const char *const names[] = {
	    "id", "externalId", "external_id", "email", NULL};
	const struct csm_json *id = e->type == CSM_JSON_OBJECT ? NULL : e;

	for (size_t i = 0; e->type == CSM_JSON_OBJECT && names[i] != NULL; i++) {
		id = csm_json_get(e, names[i]);
		if (id != NULL && id->type != CSM_JSON_NULL &&
		    (id->type != CSM_JSON_STRING || *id->text != '\0'))
			break;
		id = NULL;
	}
	if (id == NULL)
		return ROWS_WHO_UNNAMED;
	/* of which a query makes a list of nobody */
	if (id->type == CSM_JSON_NULL)
		return ROWS_WHO_NOBODY;
	if (id->type != CSM_JSON_STRING && id->type != CSM_JSON_NUMBER)
		return ROWS_WHO_BAD;
	*who = (struct csm_text){id->text, strlen(id->text)};
	return ROWS_WHO_IS;
}

/* Those of a JSON list, which has been looked at. */
static enum csm_outcome
rows_push_list(struct csm_ingest *in, const struct rows_conversation *c,
    const struct csm_json *list)
{
	enum csm_outcome outcome = CSM_ROW_USED;
	struct csm_text who;

	for (const struct csm_json *e = list->child;
	     e != NULL && outcome == CSM_ROW_USED; e = e->next)
		if (rows_who(e, &who) == ROWS_WHO_IS)
			outcome = rows_push_participant(in, c, who);
	return outcome;
}

/* Each has a point, the company one of its own. */
static enum csm_outcome
rows_push_participants(struct csm_ingest *in, const struct rows_conversation *c)
{
	const struct csm_text all = c->row->role[CSM_ROLE_PARTICIPANTS];
	enum csm_outcome outcome = CSM_ROW_USED;

	if (c->list != NULL)
		return rows_push_list(in, c, c->list);
	for (size_t at = 0; at < all.len && outcome == CSM_ROW_USED; at++) {
		size_t end = at;
		while (end < all.len && all.s[end] != ';' && all.s[end] != ',')
			end++;
		outcome = rows_push_participant(
		    in, c, (struct csm_text){all.s + at, end - at});
		at = end;
	}
	return outcome;
}

static enum csm_outcome
rows_converse(
    struct csm_ingest *in, const struct csm_row *row, const struct csm_json *list)
{
	const struct csm_text *thread = &row->role[CSM_ROLE_THREAD];
	struct csm_point p = {0};
	struct csm_stamp at;
	const struct csm_ingest_metric *metric;

	if (csm_ingest_stamp(in, row, CSM_ROLE_TIME, &at) != 0 ||
	    csm_ingest_entity(in, row, CSM_WHOSE_USER_IF, &p) != 0 ||
	    (metric = csm_ingest_name(in, row)) == NULL ||
	    counted(in, row, &p.value) != 0)
		return CSM_ROW_REJECTED;
	if (csm_ingest_seen(in, row))
		return CSM_ROW_DUPLICATE;
	if (csm_ingest_outside(in, at.day))
		return CSM_ROW_FILTERED;
	if (p.value == CSM_MISSING || (p.value == 0 && !metric->keep_zero))
		return CSM_ROW_EMPTY;
	p.metric = metric->name;
	p.day = at.day;
	if (rows_push_participants(in, &(struct rows_conversation){row, &p, metric, &at,
					   list}) == CSM_ROW_FATAL)
		return CSM_ROW_FATAL;
	/* Without threads each row is one conversation, and the sum over users is the
	 * company's. */
	if (p.model == CSM_MODEL_COMPANY ||
	    csm_ingest_mapping(in)->role[CSM_ROLE_THREAD] == NULL)
		return rows_push_thread(in, &p, *thread, metric, &at);
	p.state = (struct csm_text){CSM_POINT_SHARED, strlen(CSM_POINT_SHARED)};
	if (rows_push_thread(in, &p, *thread, metric, &at) == CSM_ROW_FATAL)
		return CSM_ROW_FATAL;
	/* A thread of two users is one of the company, so that it has a point of its
	 * own. */
	p.state = (struct csm_text){NULL, 0};
	p.model = CSM_MODEL_COMPANY;
	p.id = p.company;
	return rows_push_thread(in, &p, *thread, metric, &at);
}

/* A list that is cut, or none, or has what is nobody, would leave out people who took part
 * without a word.  *unnamed: those of whom only that is known. */
static enum csm_outcome
rows_look_at_list(struct csm_ingest *in, const struct csm_row *row,
    const struct csm_json *list, size_t *unnamed)
{
	struct csm_text who;
	size_t n = 1;

	if (list == NULL)
		return csm_ingest_reject(in, row, CSM_ROLE_PARTICIPANTS, CSM_E_JSON,
		    "bad list of participants", "no JSON");
	for (const struct csm_json *e = list->child; e != NULL; e = e->next, n++) {
		struct csm_buf why = {0};
		enum rows_who is = rows_who(e, &who);
		*unnamed += is == ROWS_WHO_UNNAMED;
		if (is != ROWS_WHO_BAD)
			continue;
		csm_buf_printf(&why, "number %zu is neither an id nor has one", n);
		csm_ingest_reject(in, row, CSM_ROLE_PARTICIPANTS, CSM_E_JSON,
		    "bad list of participants", csm_buf_text(&why));
		csm_buf_fini(&why);
		return CSM_ROW_REJECTED;
	}
	return CSM_ROW_USED;
}

/* A guest nobody can name is no reason to lose the conversation, but is told. */
static void
rows_tell_unnamed(struct csm_ingest *in, const struct csm_row *row, size_t unnamed)
{
	struct csm_buf text = {0};

	if (unnamed == 0)
		return;
	csm_text_count(&text, unnamed, "participants");
	csm_buf_puts(
	    &text, " without id, externalId, external_id or email, and left out");
	csm_ingest_warn(in, row, CSM_ROLE_PARTICIPANTS, CSM_W_UNKNOWN, text.data);
	csm_buf_fini(&text);
}

/* Looked at before anything of the row counts. */
enum csm_outcome
csm_kind_conversations(struct csm_ingest *in, const struct csm_row *row)
{
	const struct csm_text cell = row->role[CSM_ROLE_PARTICIPANTS];
	const struct csm_text all = csm_text_trim(cell.s, cell.len);
	const struct csm_json *list = NULL;
	struct csm_arena arena = {0};
	struct csm_diag quiet;
	enum csm_outcome outcome = CSM_ROW_USED;
	size_t unnamed = 0;

	if (all.len != 0 && all.s[0] == '[') {
		csm_diag_init(&quiet, NULL, NULL);
		list = csm_json_parse(&arena, "", all.s, all.len, &quiet);
		outcome = rows_look_at_list(in, row, list, &unnamed);
	}
	if (outcome == CSM_ROW_USED)
		outcome = rows_converse(in, row, list);
	if (outcome == CSM_ROW_USED)
		rows_tell_unnamed(in, row, unnamed);
	csm_arena_fini(&arena);
	return outcome;
}

/* The score and its class: 9 and 10, 7 and 8, 0 to 6.  An answer says 0 of the other
 * two classes, so that shares of them need no special case. */
static enum csm_outcome
push_answer(struct csm_ingest *in, struct csm_point *p, int64_t score,
    const struct csm_stamp *at)
{
	static const struct {
		const char *name;
		int64_t from, to; /* scores, fractions too, from but not including to */
	} part[] = {{"promoters", 9, 11}, {"passives", 7, 9}, {"detractors", 0, 7}};
	enum csm_outcome outcome;

	p->value = score;
	outcome = csm_ingest_push_at(in, p, csm_ingest_metric(in, "score", 5), at);
	for (size_t i = 0; i < 3 && outcome == CSM_ROW_USED; i++) {
		int is = score >= part[i].from * CSM_NUM_ONE &&
			 score < part[i].to * CSM_NUM_ONE;
		p->value = is ? CSM_NUM_ONE : 0;
		outcome = csm_ingest_push_at(in, p,
		    csm_ingest_metric(in, part[i].name, strlen(part[i].name)), at);
	}
	return outcome;
}

enum csm_outcome
csm_kind_nps(struct csm_ingest *in, const struct csm_row *row)
{
	struct csm_point p = {0};
	struct csm_stamp at;
	int64_t score;

	if (csm_ingest_stamp(in, row, CSM_ROLE_TIME, &at) != 0 ||
	    csm_ingest_entity(in, row, CSM_WHOSE_USER_IF, &p) != 0 ||
	    csm_ingest_number(in, row, CSM_ROLE_SCORE, &score) != 0)
		return CSM_ROW_REJECTED;
	/* Before the id is looked at: a bad answer must not hide a good one with the
	 * same id. */
	if (score != CSM_MISSING && (score < 0 || score > 10 * CSM_NUM_ONE))
		return csm_ingest_reject(in, row, CSM_ROLE_SCORE, CSM_E_RANGE,
		    "bad score", "not from 0 to 10");
	if (csm_ingest_seen(in, row))
		return CSM_ROW_DUPLICATE;
	if (csm_ingest_outside(in, at.day))
		return CSM_ROW_FILTERED;
	if (score == CSM_MISSING)
		return CSM_ROW_EMPTY;
	return push_answer(in, &p, score, &at);
}
