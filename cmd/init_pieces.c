#include "init_pieces.h"

#include <stddef.h>

/* Each is written as it stands in a configuration, so that the file reads as if by
 * hand. */
struct init_piece {
	unsigned needs;
	const char *json;
};

/* A piece is taken if the exports have all the data it needs. */
static const struct init_piece metrics[] = {
    {INIT_ACTIVITIES,
	"{\"id\": \"active_share\", \"name\": \"Users active in 30 days\", \"unit\": "
	"\"%\",\n"
	"     \"description\": \"Share of the end users that did anything in 30 "
	"days\",\n"
	"     \"formula\": \"coalesce(100 * last(system.users_active_last30, 1) / "
	"last(system.users_total, 1), 0)\"}"},
    {INIT_ACTIVITIES,
	"{\"id\": \"trend_28\", \"name\": \"Activity, 28 days on 28 days\", \"unit\": "
	"\"%\",\n"
	"     \"description\": \"By how much it is above (or below) that of the 28 "
	"days "
	"before\",\n"
	"     \"formula\": \"if(sum(system.activity_count, 28, ago 28) > 0, 100 * "
	"coalesce(sum(system.activity_count, 28), 0) / sum(system.activity_count, 28, "
	"ago "
	"28) - 100, 0)\"}"},
    {INIT_ACTIVITIES | INIT_SEATS,
	"{\"id\": \"seat_use\", \"name\": \"Seats used\", \"unit\": \"%\",\n"
	"     \"description\": \"End users active in 30 days against the field "
	"company.seats\",\n"
	"     \"formula\": \"100 * coalesce(last(system.users_active_last30, 1), 0) / "
	"company.seats\"}"},
    {INIT_CONVERSATIONS,
	"{\"id\": \"conversations_30\", \"name\": \"Conversations in 30 days\",\n"
	"     \"formula\": \"coalesce(sum(conversations.*, 30), 0)\"}"},
    {INIT_NPS, "{\"id\": \"nps_90\", \"name\": \"Answers of 90 days, mean\",\n"
	       "     \"formula\": \"average(enduser.nps.score, 90, rollup avg)\"}"},
    {INIT_REVENUE,
	"{\"id\": \"mrr_growth\", \"name\": \"Recurring revenue, change of 30 days\", "
	"\"unit\": \"%\",\n"
	"     \"formula\": \"100 * (last(revenue.mrr, 1) - last(revenue.mrr, 1, ago "
	"30)) / "
	"last(revenue.mrr, 1, ago 30)\"}"},
    {0, NULL}};

/* Of metrics above only, which need the same data: no light is without its number. */
static const struct init_piece units[] = {
    {INIT_ACTIVITIES, "{\"id\": \"adoption\", \"name\": \"Adoption\", \"metric\": "
		      "\"calculated.active_share\", \"low\": 35, \"high\": 65}"},
    {INIT_ACTIVITIES | INIT_SEATS,
	"{\"id\": \"seats\", \"name\": \"Seats\", \"metric\": \"calculated.seat_use\", "
	"\"low\": 25, \"high\": 60}"},
    {INIT_NPS, "{\"id\": \"sentiment\", \"name\": \"Sentiment\", \"metric\": "
	       "\"calculated.nps_90\", \"low\": 6, \"high\": 8}"},
    {0, NULL}};

static const struct init_piece alerts[] = {
    {INIT_ACTIVITIES,
	"{\"id\": \"use_drop\", \"name\": \"Use dropped\", \"type\": \"risk\",\n"
	"     \"description\": \"Less than half the activities of the 14 days before, "
	"of "
	"which there were at least 10\",\n"
	"     \"when\": \"coalesce(sum(activities.*, 14), 0) < 0.5 * sum(activities.*, "
	"14, "
	"ago 14) and sum(activities.*, 14, ago 14) >= 10\",\n"
	"     \"on\": \"enter\", \"cooldown\": 14}"},
    {INIT_ACTIVITIES, "{\"id\": \"silence\", \"name\": \"No activity for 30 days\", "
		      "\"type\": \"risk\",\n"
		      "     \"when\": \"has_value(days_since(activities.*)) and "
		      "days_since(activities.*) "
		      ">= 30\", \"on\": \"enter\"}"},
    {INIT_RENEWAL,
	"{\"id\": \"renewal_90\", \"name\": \"Renewal in 90 days\", \"type\": "
	"\"renewal\",\n"
	"     \"when\": \"days_between(company.today, company.renewal_date) between 0 "
	"and "
	"90\", \"on\": \"enter\"}"},
    {0, NULL}};

static const struct init_piece factors[] = {
    {INIT_ACTIVITIES,
	"{\"id\": \"active\", \"name\": \"Users active in 30 days\", "
	"\"metric\": \"last(calculated.active_share, 1)\",\n"
	"        \"condition\": \"linear\", \"low\": [0, -3], \"high\": [75, 3]}"},
    {INIT_ACTIVITIES,
	"{\"id\": \"trend\", \"name\": \"Activity, 28 days on 28 days\", "
	"\"metric\": \"last(calculated.trend_28, 1)\",\n"
	"        \"condition\": \"linear\", \"low\": [-50, -2], \"high\": [50, 2]}"},
    {INIT_ACTIVITIES,
	"{\"id\": \"idle\", \"name\": \"No activity for two weeks\", \"metric\": "
	"\"coalesce(sum(activities.*, 14), 0)\",\n"
	"        \"condition\": \"at most\", \"value\": 0, \"impact\": -3}"},
    {INIT_NPS,
	"{\"id\": \"nps\", \"name\": \"Answers of 90 days\", \"metric\": "
	"\"last(calculated.nps_90, 1)\",\n"
	"        \"condition\": \"linear\", \"low\": [0, -2], \"high\": [10, 1.5]}"},
    {INIT_CONVERSATIONS,
	"{\"id\": \"touch\", \"name\": \"Not talked to for 90 days\", \"metric\": "
	"\"coalesce(days_since(conversations.*), 0)\",\n"
	"        \"condition\": \"more than\", \"value\": 90, \"impact\": -1}"},
    {INIT_REVENUE,
	"{\"id\": \"growth\", \"name\": \"Recurring revenue, change of 30 days\", "
	"\"metric\": \"coalesce(last(calculated.mrr_growth, 1), 0)\",\n"
	"        \"condition\": \"less than\", \"value\": 0, \"impact\": -1}"},
    {0, NULL}};

/* `"name": [...]` of the pieces that fit; how many. */
static size_t
init_put_list(struct csm_buf *out, const char *name, const struct init_piece *piece,
    unsigned data, const char *indent)
{
	size_t n = 0;

	csm_buf_printf(out, "\"%s\": [", name);
	for (; piece->json != NULL; piece++)
		if ((piece->needs & ~data) == 0)
			csm_buf_printf(
			    out, "%s\n%s%s", n++ == 0 ? "" : ",", indent, piece->json);
	csm_buf_putc(out, ']');
	return n;
}

void
init_put_metrics(struct csm_buf *out, unsigned data)
{
	csm_buf_puts(out, "{\n  ");
	init_put_list(out, "metrics", metrics, data, "    ");
	csm_buf_puts(out, ",\n  ");
	init_put_list(out, "units", units, data, "    ");
	csm_buf_puts(out, ",\n  ");
	init_put_list(out, "alerts", alerts, data, "    ");
	csm_buf_puts(out, "\n}\n");
}

bool
init_put_health(struct csm_buf *out, unsigned data)
{
	struct csm_buf list = {0};
	size_t n = init_put_list(&list, "factors", factors, data, "       ");

	if (n > 0)
		csm_buf_printf(out,
		    "{\n  \"health\": [\n    {\"id\": \"default\", \"name\": "
		    "\"Customers\", \"method\": \"points\", \"start\": 5,\n%s"
		    "     \"bands\": [{\"state\": \"poor\", \"below\": 4}, {\"state\": "
		    "\"average\", \"below\": 7}, {\"state\": \"good\"}],\n"
		    "     %s}\n  ]\n}\n",
		    (data & INIT_REVENUE)
			? "     \"description\": \"Those that pay; who "
			  "has left is not scored\",\n"
			  "     \"where\": \"last(revenue.mrr, 1) > 0\",\n"
			: "",
		    list.data);
	csm_buf_fini(&list);
	return n > 0;
}

const char init_timer[] = "[Unit]\nDescription=Customer-success metrics every night\n\n"
			  "[Timer]\nOnCalendar=*-*-* 04:00\nPersistent=true\n\n"
			  "[Install]\nWantedBy=timers.target\n";

/* A character that the reader of a text would take for more, and how it is written. */
struct init_special {
	char what;
	const char *as; /* NULL: the last */
};

static void
init_put_quoted(
    struct csm_buf *out, const char *text, const struct init_special *special)
{
	for (; *text != '\0'; text++) {
		const struct init_special *s = special;
		while (s->as != NULL && s->what != *text)
			s++;
		if (s->as != NULL)
			csm_buf_puts(out, s->as);
		else
			csm_buf_putc(out, *text);
	}
}

void
init_put_service(struct csm_buf *out, const char *directory)
{
	/* in its quotes % and $ begin something, too */
	static const struct init_special special[] = {
	    {'"', "\\\""}, {'\\', "\\\\"}, {'%', "%%"}, {'$', "$$"}, {0, NULL}};

	/* systemd takes no such name for that of a program, but may give it to one */
	csm_buf_puts(out,
	    "[Unit]\nDescription=Customer-success metrics of the night\n\n"
	    "[Service]\nType=oneshot\nExecStart=/bin/sh \"");
	init_put_quoted(out, directory, special);
	csm_buf_puts(out, "/nightly.sh\"\n");
}

void
init_put_crontab(struct csm_buf *out, const char *directory)
{
	/* cron makes a line end of a bare % before the shell sees it */
	static const struct init_special special[] = {
	    {'\'', "'\\''"}, {'%', "\\%"}, {0, NULL}};

	csm_buf_puts(out, "0 4 * * * '");
	init_put_quoted(out, directory, special);
	csm_buf_puts(out, "/nightly.sh'\n");
}
