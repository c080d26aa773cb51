/* --init: a directory that is ready to run, for the files given. */
#include "ingest.h"
#include "init_pieces.h"
#include "io/fd.h"
#include "propose/proposal.h"
#include "syntax/json.h"
#include "time/date.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

struct init {
	struct csm_run *run;
	const char *dir;
	struct csm_proposals set;
	unsigned data;
	/* Proposals of fields, by model; NULL: none. */
	const struct csm_proposal *fields[CSM_MODELS];
	int32_t newest; /* day of what happened; CSM_DAY_NONE: none */
};

static int
init_directory(struct init *in, const char *name)
{
	const char *path = csm_arena_printf(&in->run->arena, "%s%s", in->dir, name);
	struct csm_pos at = {.file = path};

	/* The directory itself may be there, what is to be in it may not. */
	if (mkdir(path, 0777) == 0 || (errno == EEXIST && *name == '\0'))
		return 0;
	return csm_error(&in->run->diag, errno == EEXIST ? CSM_E_USAGE : CSM_E_OPEN,
	    &at, "cannot make the directory: %s", strerror(errno));
}

/* Nothing that is there is written over. */
static int
init_write(struct init *in, const char *name, const char *text, int executable)
{
	const char *path = csm_arena_printf(&in->run->arena, "%s/%s", in->dir, name);
	struct csm_pos at = {.file = path};
	struct csm_output *out;
	struct stat st;

	/* A link that leads nowhere is there as well. */
	if (lstat(path, &st) == 0)
		return csm_error(&in->run->diag, CSM_E_USAGE, &at,
		    "it is there already: choose another directory, or move it away");
	if (csm_output_open(&out, path, &in->run->diag) != 0)
		return -1;
	csm_output_puts(out, text);
	if (csm_output_commit(out, &in->run->diag) != 0)
		return -1;
	if (executable && chmod(path, 0755) != 0)
		return csm_error(&in->run->diag, CSM_E_WRITE, &at,
		    "cannot make it executable: %s", strerror(errno));
	return 0;
}

/* The path of a file as seen from a directory, both with links followed. */
static const char *
init_relative(struct csm_arena *arena, const char *directory, const char *file)
{
	struct csm_buf path = {0};
	size_t same = 0, i = 0;

	while (directory[i] == file[i] && directory[i] != '\0') {
		same = directory[i] == '/' ? i + 1 : same;
		i++;
	}
	/* The file is below the directory. */
	if (directory[i] == '\0' && file[i] == '/')
		same = i + 1;
	/* One ".." for each directory that is not shared. */
	for (const char *s =
		 directory + (same > strlen(directory) ? strlen(directory) : same);
	     *s != '\0';) {
		csm_buf_puts(&path, "../");
		s += strcspn(s, "/");
		s += strspn(s, "/");
	}
	csm_buf_puts(&path, file + same);
	file = csm_arena_strdup(arena, path.data);
	csm_buf_fini(&path);
	return file;
}

/* Sources name their files as they are seen from conf/. */
static int
init_name_files(struct init *in)
{
	const char *conf = csm_arena_printf(&in->run->arena, "%s/conf", in->dir);
	char *directory = realpath(conf, NULL);

	for (size_t i = 0; i < in->set.n && directory != NULL; i++) {
		struct csm_proposal *p = &in->set.at[i];
		char *file = realpath(p->sample.path, NULL);
		/* A file that is gone meanwhile keeps the path it was given by. */
		if (file != NULL)
			p->named = init_relative(&in->run->arena, directory, file);
		free(file);
	}
	free(directory);
	return 0;
}

static int32_t
init_newest(const struct init *in, const struct csm_proposal *p)
{
	int column = p->role[CSM_ROLE_TIME];
	const struct csm_intern *value;
	struct csm_time_column when;
	int32_t newest = CSM_DAY_NONE;

	if (column < 0 || csm_time_column_init(
			      &when, p->time_format, in->run->zone, in->run->zone) != 0)
		return newest;
	value = &p->sample.column[column].value;
	for (uint32_t id = 0; id < value->n; id++)
		/* The order of day and month first, which all of them prove together. */
		csm_time_column_look(&when, value->text[id]);
	for (uint32_t id = 0; id < value->n; id++) {
		struct csm_stamp stamp;
		int range;
		if (csm_time_column_read(&when, value->text[id], &stamp, &range) ==
			NULL &&
		    (newest == CSM_DAY_NONE || stamp.day > newest))
			newest = stamp.day;
	}
	return newest;
}

/* Which data a kind of rows gives. */
static unsigned
init_data_of(const struct csm_proposal *p)
{
	static const struct {
		const char *kind;
		unsigned data;
	} kinds[] = {{"activities", INIT_ACTIVITIES},
	    {"conversations", INIT_CONVERSATIONS}, {"nps", INIT_NPS},
	    {"revenue", INIT_REVENUE}};

	for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
		if (strcmp(kinds[i].kind, csm_proposal_kind(p)) == 0)
			return kinds[i].data;
	return 0;
}

static void
init_look(struct init *in)
{
	in->newest = CSM_DAY_NONE;
	for (size_t i = 0; i < in->set.n; i++) {
		const struct csm_proposal *p = &in->set.at[i];
		if (p->candidate == NULL)
			continue;
		if (csm_proposal_is_fields(p)) {
			/* The first file of a model: two would be two tables of one
			 * name. */
			if (in->fields[p->model] == NULL)
				in->fields[p->model] = p;
			continue;
		}
		in->data |= init_data_of(p);
		int32_t day = init_newest(in, p);
		if (day != CSM_DAY_NONE &&
		    (in->newest == CSM_DAY_NONE || day > in->newest))
			in->newest = day;
	}
	const struct csm_proposal *companies = in->fields[CSM_MODEL_COMPANY];
	if (companies != NULL && companies->role[CSM_MEANS_SEATS] >= 0)
		in->data |= INIT_SEATS;
	if (companies != NULL && companies->role[CSM_MEANS_RENEWAL] >= 0)
		in->data |= INIT_RENEWAL;
}

/* The one all amounts are in, a code in capitals, as people write it; NULL: exports do
 * not say, or have several. */
static const char *
init_currency(const struct csm_proposals *set)
{
	char *one = NULL;

	for (size_t i = 0; i < set->n; i++) {
		int column = set->at[i].role[CSM_ROLE_CURRENCY];
		if (set->at[i].candidate == NULL || column < 0)
			continue;
		const char *text = set->at[i].sample.column[column].value.text[0].s;
		if (set->at[i].traits[column].distinct > 1 ||
		    (one != NULL && strcasecmp(one, text) != 0))
			return NULL;
		one = csm_arena_strdup(set->arena, text);
	}
	for (char *s = one; s != NULL && strlen(one) == 3 && *s != '\0'; s++)
		*s = (char)toupper((unsigned char)*s);
	return one;
}

static void
init_put_settings(const struct init *in, struct csm_buf *out)
{
	const char *tz = in->run->common->tz == NULL ? "UTC" : in->run->common->tz;
	const char *currency = init_currency(&in->set);
	bool any = false;

	csm_buf_puts(out, "{\n  \"settings\": {\n    \"tz\": ");
	csm_json_put_text(out, tz, strlen(tz));
	if (currency != NULL) {
		csm_buf_puts(out, ",\n    \"currency\": ");
		csm_json_put_text(out, currency, strlen(currency));
	}
	for (enum csm_model m = 0; m < CSM_MODELS; m++) {
		if (in->fields[m] == NULL)
			continue;
		csm_buf_printf(out, "%s\n      \"%s\": \"../night/fields/%s.csv\"",
		    any ? "," : ",\n    \"fields\": {", csm_model_name(m),
		    csm_model_name(m));
		any = true;
	}
	csm_buf_puts(out, any ? "\n    }\n  }\n}\n" : "\n  }\n}\n");
}

static const char night_head[] =
    "#!/bin/sh\n"
    "# The night of this directory: exports to points, to metrics, scores and units, "
    "to a\n"
    "# page. Every step writes its file whole or not at all; running it again changes\n"
    "# nothing.\n"
    "#\n"
    "#   nightly.sh [DAY]\n"
    "set -eu\n"
    "cd \"$(dirname \"$0\")\"\n"
    "# The day that is looked at.\n";

static const char night_rest[] =
    "csm-ingest -k points -o night/points.csv.zst night/points/*.csv.zst\n\n"
    "# 2. Metrics, scores and units are points again. Of a pipe sh minds the last "
    "program\n"
    "# alone; the status of one that fails is kept in a file.\n"
    "step() { \"$@\" || echo $? >night/failed; }\n"
    "rm -f night/failed\n"
    "step csm-calc -c conf --since \"$BEFORE\" --until \"$DAY\" -p "
    "night/points.csv.zst |\n"
    "\tstep csm-health -c conf --since \"$BEFORE\" --until \"$DAY\" --parts -p |\n"
    "\tstep csm-units -c conf -a \"$DAY\" -p -o night/night.new.csv.zst\n"
    "if [ -e night/failed ]; then\n"
    "\tstatus=$(cat night/failed)\n"
    "\trm -f night/failed night/night.new.csv.zst\n"
    "\texit \"$status\"\n"
    "fi\n"
    "mv night/night.new.csv.zst night/night.csv.zst\n\n"
    "# 3. Whom somebody has to call, and what people look at in the morning.\n"
    "csm-report alerts -t ndjson -c conf -a \"$DAY\" -o night/alerts.ndjson "
    "night/night.csv.zst\n"
    "csm-report page -c conf -a \"$DAY\" -o night/page.html night/night.csv.zst\n";

static void
init_put_night(const struct init *in, struct csm_buf *out)
{
	char day[CSM_DAY_TEXT];

	csm_buf_puts(out, night_head);
	/* An export of last month would give an empty page for yesterday. */
	if (in->newest != CSM_DAY_NONE && in->newest < csm_run_today(in->run) - 1) {
		csm_date_format(in->newest, day);
		csm_buf_printf(out,
		    "DAY=${1:-%s} # the exports end there; once they come every night: "
		    "yesterday\n",
		    day);
	} else {
		csm_buf_puts(out, "DAY=${1:-yesterday}\n");
	}
	csm_buf_puts(out,
	    "[ \"$DAY\" != yesterday ] || DAY=$(date -d yesterday +%F)\n"
	    "BEFORE=$(date -d \"$DAY - 30 days\" +%F)\n"
	    "mkdir -p night/points night/fields\n\n"
	    "# 1. Fields of entities, and daily points, one file a source. An export "
	    "without a\n"
	    "# row is one that failed, and ends the night.\n");
	for (enum csm_model m = 0; m < CSM_MODELS; m++)
		if (in->fields[m] != NULL)
			csm_buf_printf(out,
			    "csm-ingest -c conf -S %s --min-rows 1 -o "
			    "night/fields/%s.csv -r night/fields/%s.rejects.csv\n",
			    in->fields[m]->source, csm_model_name(m),
			    csm_model_name(m));
	for (size_t i = 0; i < in->set.n; i++) {
		const struct csm_proposal *p = &in->set.at[i];
		if (p->candidate != NULL && !csm_proposal_is_fields(p))
			csm_buf_printf(out,
			    "csm-ingest -c conf -S %s --min-rows 1 --until \"$DAY\" -o "
			    "night/points/%s.csv.zst -r night/points/%s.rejects.csv\n",
			    p->source, p->source, p->source);
	}
	csm_buf_puts(out, night_rest);
}

static void
init_put_readme(const struct init *in, struct csm_buf *out)
{
	csm_buf_puts(out,
	    "This directory reads exports every night and makes a page of them.\n\n"
	    "  ./nightly.sh          a night; the page is night/page.html\n"
	    "  csm check .           whether the configuration is sound, with a dry "
	    "run\n\n"
	    "  conf/sources.json     what the files are, as csm init found; read it\n"
	    "  conf/metrics.json     ready metrics, units and alerts that fit the "
	    "data\n"
	    "  conf/health.json      a health profile to begin with\n"
	    "  conf/settings.json    time zone and currency\n\n"
	    "Every night at four, by systemd:\n"
	    "  systemctl --user link \"$PWD/csm-night.service\"\n"
	    "  systemctl --user enable --now \"$PWD/csm-night.timer\"\n"
	    "or by cron:\n"
	    "  (crontab -l; cat crontab) | crontab -\n");
	for (size_t i = 0; i < in->set.n; i++) {
		const struct csm_proposal *p = &in->set.at[i];
		if (p->question != NULL)
			csm_buf_printf(out, "\nQuestions about %s:\n", p->sample.file);
		for (const struct csm_question *q = p->question; q != NULL; q = q->next)
			csm_buf_printf(out, "  %s\n", q->text);
	}
}

/* What runs it every night, each with the place of the directory. */
static int
init_jobs(struct init *in)
{
	char *place = realpath(in->dir, NULL);
	const char *here = place == NULL ? in->dir : place;
	struct csm_buf text = {0};
	int failed;

	init_put_service(&text, here);
	failed = init_write(in, "csm-night.service", text.data, 0) != 0 ||
		 init_write(in, "csm-night.timer", init_timer, 0) != 0;
	csm_buf_reset(&text);
	init_put_crontab(&text, here);
	failed = failed || init_write(in, "crontab", text.data, 0) != 0;
	csm_buf_fini(&text);
	free(place);
	return failed ? -1 : 0;
}

/* Goes on only while nothing failed: what is written is left, and the message says
 * where. */
static int
init_conf(struct init *in)
{
	struct csm_buf text = {0};
	int failed;

	csm_proposals_write(&in->set, &text);
	failed = init_write(in, "conf/sources.json", text.data, 0);
	csm_buf_reset(&text);
	init_put_settings(in, &text);
	failed = failed || init_write(in, "conf/settings.json", text.data, 0);
	csm_buf_reset(&text);
	init_put_metrics(&text, in->data);
	failed = failed || init_write(in, "conf/metrics.json", text.data, 0);
	csm_buf_reset(&text);
	if (init_put_health(&text, in->data))
		failed = failed || init_write(in, "conf/health.json", text.data, 0);
	csm_buf_reset(&text);
	init_put_night(in, &text);
	failed = failed || init_write(in, "nightly.sh", text.data, 1);
	csm_buf_reset(&text);
	init_put_readme(in, &text);
	failed = failed || init_write(in, "README", text.data, 0);
	csm_buf_fini(&text);
	return failed ? -1 : 0;
}

static int
init_all(struct init *in)
{
	bool any = false;

	for (size_t i = 0; i < in->set.n; i++)
		any |= in->set.at[i].candidate != NULL;
	if (!any)
		return -1; /* each was told to be no export */
	/* its jobs would end there, and the rest of the name be one of its own */
	if (strchr(in->dir, '\n') != NULL)
		return csm_error(&in->run->diag, CSM_E_USAGE,
		    &(struct csm_pos){.file = in->dir},
		    "no line of a crontab can name it: choose a directory without a "
		    "line feed");
	if (init_directory(in, "") != 0 || init_directory(in, "/conf") != 0)
		return -1;
	init_look(in);
	init_name_files(in);
	return init_conf(in) != 0 ? -1 : init_jobs(in);
}

int
csm_cli_init(struct csm_run *run, const char *dir, struct csm_proposals *set)
{
	struct init in = {.run = run, .dir = dir, .set = *set};

	if (init_all(&in) != 0)
		return -1;
	csm_note(&run->diag, CSM_N_NOTE, NULL,
	    "%s is ready: read its README, csm check it, run its nightly.sh", dir);
	return 0;
}
