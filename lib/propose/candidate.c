#include "propose/candidate.h"

#include "base/num.h"

#include <string.h>

#define R(name) CSM_ROLE_BIT(CSM_ROLE_##name)

/* Words of files, in English and German. */
static const char task_words[] = "task tasks todo todos aufgaben";
static const char nps_words[] = "nps survey surveys answers responses csat";
/* Word of a file, and the type of its conversations. */
static const struct {
	const char *words, *type;
} conversation_words[] = {{"ticket tickets cases support zendesk", "ticket"},
    {"call calls anrufe", "call"}, {"email emails mails", "email"},
    {"meeting meetings", "meeting"}, {"chat chats", "chat"},
    {"conversation conversations messages engagements", "conversation"},
    {"note notes notizen", "note"}};

bool
csm_candidate_is_time(const struct csm_proposal *p, int column)
{
	return p->traits[column].type == CSM_TRAITS_TIME;
}

bool
csm_candidate_is_amount(const struct csm_proposal *p, int column)
{
	return p->traits[column].type == CSM_TRAITS_NUMBER;
}

bool
csm_candidate_is_word(const struct csm_proposal *p, int column)
{
	enum csm_traits_type type = p->traits[column].type;

	return type == CSM_TRAITS_WORDS || type == CSM_TRAITS_CODE;
}

bool
csm_candidate_is_named(const struct csm_proposal *p, int column)
{
	return csm_candidate_is_word(p, column) ||
	       p->traits[column].type == CSM_TRAITS_EMAIL;
}

/* A negative or broken number is nobody's id. */
bool
csm_candidate_is_who(const struct csm_proposal *p, int column)
{
	const struct csm_traits *f = &p->traits[column];

	return f->type == CSM_TRAITS_WORDS || f->type == CSM_TRAITS_CODE ||
	       f->type == CSM_TRAITS_EMAIL || f->type == CSM_TRAITS_DOMAIN ||
	       (f->type == CSM_TRAITS_NUMBER && f->whole && f->least >= 0);
}

bool
csm_candidate_is_unique(const struct csm_proposal *p, int column)
{
	return p->traits[column].unique && csm_candidate_is_who(p, column);
}

/* Nearly: of ids of rows, which some rows may have again. */
static bool
candidate_is_row_id(const struct csm_proposal *p, int column)
{
	const struct csm_traits *f = &p->traits[column];

	/* One in ten may come again: exports that overlap repeat rows, and that is what
	 * ids are for. */
	return csm_candidate_is_who(p, column) && f->filled == f->rows &&
	       f->distinct * 10 >= f->rows * 9;
}

bool
csm_candidate_is_score(const struct csm_proposal *p, int column)
{
	const struct csm_traits *f = &p->traits[column];

	return f->type == CSM_TRAITS_NUMBER && f->whole && f->least >= 0 &&
	       f->most <= 10 * CSM_NUM_ONE;
}

static bool
candidate_is_count(const struct csm_proposal *p, int column)
{
	const struct csm_traits *f = &p->traits[column];

	return f->type == CSM_TRAITS_NUMBER && f->least >= 0;
}

/* The best of its name, else the only time there is. */
static bool
candidate_time(struct csm_proposal *p)
{
	int only = -1, times = 0;

	p->role[CSM_ROLE_TIME] =
	    csm_proposal_best(p, CSM_ROLE_TIME, 1, csm_candidate_is_time);
	for (size_t i = 0; i < p->sample.columns; i++)
		if (csm_candidate_is_time(p, (int)i)) {
			only = (int)i;
			times++;
		}
	if (p->role[CSM_ROLE_TIME] < 0 && times == 1)
		p->role[CSM_ROLE_TIME] = only;
	return p->role[CSM_ROLE_TIME] >= 0;
}

static void
candidate_take(struct csm_proposal *p, enum csm_role role, int least,
    bool (*may_be)(const struct csm_proposal *p, int column))
{
	p->role[role] = csm_proposal_best(p, (int)role, least, may_be);
}

/* Exactly the names of csm-data(5): such a file needs no mapping at all. */
static bool
candidate_points(struct csm_proposals *set, struct csm_proposal *p)
{
	(void)set;
	return csm_sample_find(&p->sample, "company") >= 0 &&
	       csm_sample_find(&p->sample, "metric") >= 0 &&
	       csm_sample_find(&p->sample, "date") >= 0 &&
	       csm_sample_find(&p->sample, "value") >= 0;
}

/* What conversations of a file are, by its name; NULL: they are none. */
static const char *
candidate_conversation(const struct csm_proposals *set, const struct csm_proposal *p)
{
	size_t n = sizeof conversation_words / sizeof conversation_words[0];

	for (size_t i = 0; i < n; i++)
		if (csm_proposal_word(set, p, conversation_words[i].words) != NULL)
			return conversation_words[i].type;
	return NULL;
}

static bool
candidate_nps(struct csm_proposals *set, struct csm_proposal *p)
{
	bool named = csm_proposal_word(set, p, nps_words) != NULL;

	candidate_take(
	    /* A file of answers may call its score anything; in others the column has
	     * to be called so. */
	    p, CSM_ROLE_SCORE, named ? 1 : CSM_MEANING_ENDS, csm_candidate_is_score);
	/* how satisfied somebody was with a ticket is of the ticket */
	if (p->role[CSM_ROLE_SCORE] < 0 || !candidate_time(p) ||
	    (!named && candidate_conversation(set, p) != NULL))
		return false;
	candidate_take(p, CSM_ROLE_USER, 1, csm_candidate_is_who);
	candidate_take(p, CSM_ROLE_ID, CSM_MEANING_IS, candidate_is_row_id);
	return true;
}

static bool
candidate_invoices(struct csm_proposals *set, struct csm_proposal *p)
{
	(void)set;
	candidate_take(p, CSM_ROLE_DUE, CSM_MEANING_ENDS, csm_candidate_is_time);
	candidate_take(p, CSM_ROLE_AMOUNT, CSM_MEANING_ENDS, csm_candidate_is_amount);
	if (p->role[CSM_ROLE_DUE] < 0 || p->role[CSM_ROLE_AMOUNT] < 0)
		return false;
	candidate_take(p, CSM_ROLE_PAID, CSM_MEANING_ENDS, csm_candidate_is_time);
	candidate_take(p, CSM_ROLE_TIME, 1, csm_candidate_is_time);
	candidate_take(p, CSM_ROLE_ID, CSM_MEANING_IS, candidate_is_row_id);
	return true;
}

/* Paid ones would count as owed, which nobody would look for in the mapping. */
static void
candidate_invoices_finish(struct csm_proposals *set, struct csm_proposal *p)
{
	if (p->role[CSM_ROLE_PAID] < 0)
		csm_proposal_ask(set, p,
		    "no column is the day an invoice was paid: each is taken for open, "
		    "and overdue from the day after it was due; is there one (paid), "
		    "or "
		    "a \"where\" that leaves the unpaid?");
}

static bool
candidate_has_task_id(const struct csm_proposal *p)
{
	bool has = false;

	for (size_t i = 0; i < p->sample.columns && !has; i++) {
		struct csm_buf words = {0};
		csm_meaning_words(p->sample.column[i].name, &words);
		has = strcmp(csm_buf_text(&words), "task_id") == 0;
		csm_buf_fini(&words);
	}
	return has;
}

/* What is another in every row is a title, and no type. */
static bool
candidate_is_type(const struct csm_proposal *p, int column)
{
	return csm_candidate_is_word(p, column) &&
	       (!p->traits[column].unique || p->sample.rows < 5);
}

static bool
candidate_tasks(struct csm_proposals *set, struct csm_proposal *p)
{
	/* The name of the file tells tasks, since their columns (a name, a day, a
	 * status) are those of many things. */
	if (csm_proposal_word(set, p, task_words) == NULL && !candidate_has_task_id(p))
		return false;
	candidate_take(p, CSM_ROLE_COMPLETED, CSM_MEANING_ENDS, csm_candidate_is_time);
	if (p->role[CSM_ROLE_COMPLETED] >= 0)
		candidate_take(
		    p, CSM_ROLE_DUE, CSM_MEANING_ENDS, csm_candidate_is_time);
	if (!candidate_time(p))
		p->role[CSM_ROLE_TIME] = p->role[CSM_ROLE_DUE];
	if (p->role[CSM_ROLE_TIME] < 0)
		return false;
	candidate_take(p, CSM_ROLE_STATUS, CSM_MEANING_ENDS, csm_candidate_is_word);
	candidate_take(p, CSM_ROLE_NAME, CSM_MEANING_ENDS, candidate_is_type);
	if (p->role[CSM_ROLE_NAME] < 0)
		p->constant[CSM_ROLE_NAME] = "task";
	candidate_take(p, CSM_ROLE_USER, CSM_MEANING_ENDS, csm_candidate_is_who);
	candidate_take(p, CSM_ROLE_ID, CSM_MEANING_IS, candidate_is_row_id);
	return true;
}

static bool
candidate_conversations(struct csm_proposals *set, struct csm_proposal *p)
{
	const char *type = candidate_conversation(set, p);

	/* A thread makes rows messages, whatever the file is called. */
	candidate_take(p, CSM_ROLE_THREAD, CSM_MEANING_IS, csm_candidate_is_who);
	if ((type == NULL && p->role[CSM_ROLE_THREAD] < 0) || !candidate_time(p))
		return false;
	candidate_take(p, CSM_ROLE_NAME, CSM_MEANING_ENDS, candidate_is_type);
	if (p->role[CSM_ROLE_NAME] < 0)
		p->constant[CSM_ROLE_NAME] = type != NULL ? type : "ticket";
	candidate_take(p, CSM_ROLE_USER, CSM_MEANING_ENDS, csm_candidate_is_who);
	if (p->role[CSM_ROLE_USER] < 0)
		candidate_take(p, CSM_ROLE_PARTICIPANTS, CSM_MEANING_IS, NULL);
	return true;
}

/* A table of measurements by name, or a column each. */
static bool
candidate_metrics(struct csm_proposals *set, struct csm_proposal *p)
{
	size_t metrics = 0;

	(void)set;
	if (!candidate_time(p))
		return false;
	candidate_take(p, CSM_ROLE_VALUE, CSM_MEANING_ENDS, csm_candidate_is_amount);
	candidate_take(p, CSM_ROLE_NAME, CSM_MEANING_ENDS, csm_candidate_is_word);
	if (p->role[CSM_ROLE_VALUE] >= 0 && p->role[CSM_ROLE_NAME] >= 0)
		return true;
	if (p->role[CSM_ROLE_NAME] >= 0)
		return false; /* named, and not measured: events */
	/* A value without a name is one column among the metrics. */
	p->role[CSM_ROLE_VALUE] = -1;
	candidate_take(p, CSM_ROLE_USER, CSM_MEANING_IS, csm_candidate_is_who);
	for (size_t i = 0; i < p->sample.columns; i++) {
		const char *name = p->sample.column[i].name;
		p->metric[i] =
		    csm_candidate_is_amount(p, (int)i) &&
		    !csm_proposal_is_used(p, (int)i) &&
		    /* In a list such a name would be an expression or a constant. */
		    strchr("(=", name[0]) == NULL && strchr(name, '@') == NULL &&
		    /* Ids that are numbers are no measurements. */
		    csm_meaning_fit(name, CSM_ROLE_COMPANY) < CSM_MEANING_ENDS &&
		    csm_meaning_fit(name, CSM_ROLE_ID) < CSM_MEANING_ENDS;
		metrics += p->metric[i];
	}
	/* Rows of users with numbers beside are things they did: the next candidate. */
	return metrics > 0 && p->role[CSM_ROLE_USER] < 0;
}

static bool
candidate_activities(struct csm_proposals *set, struct csm_proposal *p)
{
	(void)set;
	if (!candidate_time(p))
		return false;
	candidate_take(p, CSM_ROLE_USER, 1, csm_candidate_is_who);
	candidate_take(p, CSM_ROLE_NAME, 1, csm_candidate_is_word);
	if (p->role[CSM_ROLE_NAME] < 0 && p->role[CSM_ROLE_USER] < 0)
		return false;
	candidate_take(p, CSM_ROLE_COUNT, CSM_MEANING_ENDS, candidate_is_count);
	candidate_take(p, CSM_ROLE_WEIGHT, CSM_MEANING_IS, candidate_is_count);
	candidate_take(p, CSM_ROLE_MODULE, CSM_MEANING_IS, csm_candidate_is_word);
	candidate_take(p, CSM_ROLE_ID, CSM_MEANING_IS, candidate_is_row_id);
	return true;
}

/* What Mixpanel and Amplitude call $insert_id tells an event only from those of the same
 * name, user and time: alone two events may have it. */
static void
candidate_insert_id(struct csm_proposals *set, struct csm_proposal *p)
{
	const int column = csm_sample_find(&p->sample, "$insert_id");
	const int by[] = {p->role[CSM_ROLE_NAME], p->role[CSM_ROLE_USER],
	    p->role[CSM_ROLE_TIME], column};
	struct csm_buf text = {0};

	if (column < 0 || by[0] < 0 || by[1] < 0)
		return;
	for (size_t i = 0; i < sizeof by / sizeof by[0]; i++) {
		csm_buf_puts(&text, i == 0 ? "" : " || '|' || ");
		csm_proposal_put_name(csm_proposal_column(p, by[i]), &text);
	}
	p->role[CSM_ROLE_ID] = column;
	p->formula[CSM_ROLE_ID] = csm_arena_strdup(set->arena, text.data);
	csm_buf_fini(&text);
}

static void
candidate_activities_finish(struct csm_proposals *set, struct csm_proposal *p)
{
	candidate_insert_id(set, p);
	if (p->role[CSM_ROLE_NAME] >= 0)
		return;
	p->constant[CSM_ROLE_NAME] = p->source;
	csm_proposal_ask(set, p,
	    "no column names what happened; every row is called \"%s\": what is it?",
	    p->source);
}

/* The first that fits is taken, so those that ask for more stand before those that ask
 * for less; activities ask for a time and somebody, and are last. */
const struct csm_candidate csm_candidates[] = {
    {.kind = "points",
	.why = "its columns are those of points",
	.fits = candidate_points},
    {.kind = "nps",
	.why = "answers from 0 to 10, with their time",
	.takes = R(TIME) | R(COMPANY) | R(USER) | R(SCORE) | R(ID),
	.company = true,
	.fits = candidate_nps},
    {.kind = "invoices",
	.why = "amounts that are due",
	.takes =
	    R(TIME) | R(COMPANY) | R(DUE) | R(PAID) | R(AMOUNT) | R(CURRENCY) | R(ID),
	.company = true,
	.fits = candidate_invoices,
	.finish = candidate_invoices_finish},
    {.kind = "revenue",
	.why = "amounts in force from a day on",
	.takes = R(COMPANY) | R(START) | R(END) | R(RECURRING) | R(ONE_OFF) |
		 R(CURRENCY) | R(ID),
	.company = true,
	.fits = csm_candidate_revenue,
	.finish = csm_candidate_revenue_finish},
    {.kind = "tasks",
	.why = "the file is called so",
	.takes = R(TIME) | R(COMPANY) | R(USER) | R(NAME) | R(STATUS) | R(COMPLETED) |
		 R(DUE) | R(ID),
	.company = true,
	.typed = true,
	.fits = candidate_tasks},
    {.kind = "states",
	.why = "something that is opened and closed",
	.takes = R(OPENED) | R(CLOSED) | R(COMPANY) | R(NAME) | R(STATUS) | R(AMOUNT) |
		 R(CURRENCY) | R(ID),
	.company = true,
	.typed = true,
	.fits = csm_candidate_states,
	.finish = csm_candidate_states_finish},
    {.kind = "conversations",
	.why = "the name of the file, or a thread",
	.takes = R(TIME) | R(COMPANY) | R(USER) | R(PARTICIPANTS) | R(NAME) | R(COUNT) |
		 R(THREAD) | R(ID),
	.company = true,
	.typed = true,
	.fits = candidate_conversations},
    {.kind = "metrics",
	.why = "numbers with their time",
	.takes =
	    R(TIME) | R(COMPANY) | R(USER) | R(ENTITY) | R(NAME) | R(VALUE) | R(ID),
	.company = true,
	.fits = candidate_metrics},
    {.kind = "activities",
	.why = "something that happened, with its time",
	.takes = R(TIME) | R(COMPANY) | R(USER) | R(NAME) | R(MODULE) | R(COUNT) |
		 R(WEIGHT) | R(ID),
	.company = true,
	.fits = candidate_activities,
	.finish = candidate_activities_finish},
    {.kind = NULL},
};
