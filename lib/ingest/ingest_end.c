/* How an ingest run ends: what is left open, the counts, the points. */
#include "base/some.h"
#include "base/text.h"
#include "base/xalloc.h"
#include "ingest/combine.h"
#include "ingest/ingest_state.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* Some time of the first kept row is open, else it would not have been kept. */
static int
ambiguous(struct csm_ingest *in)
{
	struct csm_row kept = csm_ingest_kept_row(in, in->kept), *row = &kept;
	int role = CSM_ROLE_TIME;

	while (!(in->kind->times & CSM_ROLE_BIT(role)) ||
	       !csm_stamp_ambiguous(
		   row->role[role].s, row->role[role].len, &(int){0}, &(int){0}))
		role++;
	struct csm_pos at = {
	    .file = row->file, .line = row->line, .column = row->place[role]};
	return csm_error(in->diag, CSM_E_AMBIGUOUS, &at,
	    "\"%.*s\": no row tells day-month from month-day; say which with "
	    "--time-format",
	    (int)row->role[role].len, row->role[role].s);
}

/* "312 rows of 41 values of user_id that are not in users.csv" */
static void
ingest_end_tell_absent(struct csm_ingest *in, const struct csm_source *s)
{
	const bool domain = s->kind == CSM_SOURCE_DOMAIN;
	struct csm_buf text = {0};

	csm_text_count(&text, s->absent_rows, "rows of ");
	csm_text_count(&text, s->absent->n, domain ? "domains" : "values of ");
	csm_buf_printf(&text, "%s that %s ", domain ? "" : s->key,
	    s->absent->n == 1 ? "is" : "are");
	if (domain)
		csm_buf_printf(&text, "many people's%s%s",
		    s->file == NULL ? "" : ", or not in ",
		    s->file == NULL ? "" : s->file);
	else
		csm_buf_printf(&text, "not in %s", s->file);
	csm_warn(in->diag, CSM_W_UNKNOWN, NULL, "%s", text.data);
	csm_buf_fini(&text);
}

/* Who is in no file of aliases stays who he is, and is counted. */
static void
ingest_end_tell_unresolved(
    struct csm_ingest *in, const struct csm_source *same, const char *role)
{
	struct csm_buf text = {0};

	csm_text_count(&text, same->absent_rows, "rows of ");
	csm_text_count(&text, same->absent->n, "values of ");
	in->counts.unresolved += same->absent_rows;
	csm_note(in->diag, CSM_N_UNRESOLVED, NULL,
	    "%s%s that %s not in %s, and stay%s as %s", text.data, role,
	    same->absent->n == 1 ? "is" : "are", same->file,
	    same->absent->n == 1 ? "s" : "",
	    same->absent->n == 1 ? "it is" : "they are");
	csm_buf_fini(&text);
}

/* A lookup may start from another, and a choice has several: each tells its own. */
static void
ingest_end_report_absent(
    struct csm_ingest *in, const struct csm_source *s, const char *role)
{
	for (; s != NULL; s = s->from) {
		if (s->next != NULL)
			ingest_end_report_absent(in, s->next, role);
		if (s->absent_rows != 0 && s->kind == CSM_SOURCE_SAME)
			ingest_end_tell_unresolved(in, s, role);
		else if (s->absent_rows != 0)
			ingest_end_tell_absent(in, s);
	}
}

/* A row that is in no count was lost without a word, which is what nobody would find:
 * so the run fails rather than writing its points. */
static int
check_counts(struct csm_ingest *in)
{
	const struct csm_ingest_counts *c = &in->counts;
	uint64_t sum = c->used + c->filtered + c->excluded + c->duplicates + c->empty +
		       c->rejected;

	if (sum == c->rows)
		return 0;
	return csm_error(in->diag, CSM_E_INTERNAL, NULL,
	    "%" PRIu64 " rows read, but %" PRIu64 " accounted for", c->rows, sum);
}

int
csm_ingest_finish(struct csm_ingest *in)
{
	/* While rows wait a kind has not seen all of them, and what it would tell is
	 * not true. */
	int unfinished =
	    in->kept == NULL && in->kind->finish != NULL && in->kind->finish(in) != 0;

	/* Before any failure: accounts are told whatever became of the run. */
	for (const struct csm_ingest_read *r = in->read; r != NULL; r = r->next)
		csm_diag_rows(in->diag, &r->account);
	if (in->kept != NULL)
		return ambiguous(in);
	if (unfinished)
		return -1;
	for (int r = 0; r < CSM_ROLES; r++)
		ingest_end_report_absent(
		    in, in->mapping->role[r], csm_role_name((enum csm_role)r));
	if (in->fast != NULL)
		return check_counts(in);
	if (check_counts(in) != 0 || csm_sorter_finish(in->sorter, in->diag) != 0)
		return -1;
	return in->users == NULL ? 0 : csm_users_finish(in->users, in->diag);
}

/* The users of all companies before this one (s == NULL: of the rest). */
static int
write_users(struct csm_ingest *in, struct csm_combine *combine, struct csm_text before,
    struct csm_point_writer *writer)
{
	const struct csm_ingest_options *o = &in->options;
	/* Users of 30 days are so on days after their last row, too: up to the newest
	 * of the rows, beyond which nothing is known of anybody. */
	int32_t until = o->until != CSM_DAY_NONE ? o->until : in->newest;
	int64_t n;

	/* Points of a company are written whole before those of its users, which name
	 * other entities in between. */
	csm_combine_flush(combine);
	n = csm_users_write(in->users, before, o->since, until, writer, in->diag);
	if (n > 0)
		in->counts.points += (uint64_t)n;
	return n < 0 ? -1 : 0;
}

/* With level company: points of companies, and between them those of their users. */
static int
ingest_end_write_both(
    struct csm_ingest *in, struct csm_combine *combine, struct csm_point_writer *writer)
{
	struct csm_buf company = {0};
	struct csm_point p;
	int got;

	while ((got = csm_sorter_next(in->sorter, &p, NULL, in->diag)) == 1) {
		if (company.data == NULL || company.len != p.company.len ||
		    memcmp(company.data, p.company.s, company.len) != 0) {
			got = write_users(in, combine, p.company, writer);
			if (got != 0)
				break;
			csm_buf_reset(&company);
			csm_buf_put(&company, p.company.s, p.company.len);
		}
		/* Kinds that are added up have no changes and no order of times. */
		csm_combine_put(combine, &p, 0);
	}
	if (got == 0)
		got = write_users(in, combine, (struct csm_text){0}, writer);
	csm_buf_fini(&company);
	return got;
}

int
csm_ingest_write_sorted(struct csm_ingest *in, struct csm_point_writer *writer)
{
	const struct csm_features *features = in->options.features;
	int modules = in->mapping->role[CSM_ROLE_MODULE] != NULL;
	struct csm_combine *combine = csm_combine_new(writer, in->mapping->agg);
	struct csm_point p;
	int64_t order;
	int got;

	/* where rows say their module, each is the use of a feature */
	if (features != NULL || modules)
		csm_combine_uses(combine, modules ? NULL : features);
	if (in->users != NULL)
		got = ingest_end_write_both(in, combine, writer);
	else
		while ((got = csm_sorter_next(in->sorter, &p, &order, in->diag)) == 1)
			csm_combine_put(combine, &p, order);
	in->counts.points += csm_combine_free(combine, in->diag).points;
	return got;
}

int
csm_ingest_write(struct csm_ingest *in, struct csm_point_writer *writer)
{
	if (in->fast != NULL)
		return csm_fast_write(in->fast, writer);
	return csm_ingest_write_sorted(in, writer);
}

/* ---- what is told once all rows were read ---- */

/* Whether a name of the data, or of a metric made of one, is that of a rule: its prefix
 * ends at the first point, as csm_rule_agg has it, and may be another than the kind's. */
static bool
tell_has(const struct csm_ingest *in, const char *name)
{
	for (uint32_t i = 0; i < in->names.n; i++) {
		struct csm_text metric = in->metric[i].name;
		const char *dot = memchr(metric.s, '.', metric.len);
		const size_t prefix = dot == NULL ? 0 : (size_t)(dot + 1 - metric.s);
		if (csm_text_is(name, in->names.text[i].s, in->names.text[i].len) ||
		    csm_text_is(name, metric.s, metric.len) ||
		    csm_text_is(name, metric.s + prefix, metric.len - prefix))
			return true;
	}
	return false;
}

/* Names in byte order: threads meet them in any.  The caller frees them. */
static uint32_t *
tell_order(const struct csm_ingest *in)
{
	uint32_t *rank = csm_intern_ranks(&in->names);
	uint32_t *order = csm_xcalloc(in->names.n + 1, sizeof *order);

	for (uint32_t i = 0; i < in->names.n; i++)
		order[rank[i]] = i;
	free(rank);
	return order;
}

static void
tell_rules(const struct csm_ingest *in, const uint32_t *order, const char *word,
    const struct csm_rule *rules)
{
	struct csm_some some = {0};
	struct csm_nearest near;
	struct csm_buf text = {0}, hint = {0};

	for (const struct csm_rule *r = rules; r != NULL; r = r->next) {
		if (strcmp(r->name, "*") == 0 || tell_has(in, r->name))
			continue;
		csm_nearest_init(&near, r->name);
		csm_some_add(&some, (struct csm_text){r->name, strlen(r->name)});
	}
	if (some.n != 0) {
		/* A name that is like it is worth offering only where it is one that is
		 * meant. */
		for (uint32_t i = 0; some.n == 1 && i < in->names.n; i++)
			csm_nearest_offer(&near, in->names.text[order[i]].s);
		csm_some_put(&some, &text);
		csm_warn(in->diag, CSM_W_UNKNOWN, NULL, "%s: no row has the name %s%s",
		    word, text.data, some.n == 1 ? csm_nearest_hint(&near, &hint) : "");
	}
	csm_some_fini(&some);
	csm_buf_fini(&text);
	csm_buf_fini(&hint);
}

/* Activities that the catalog does not know, which are then no features in use. */
static void
tell_features(const struct csm_ingest *in, const uint32_t *order)
{
	struct csm_some some = {0};
	struct csm_buf text = {0};
	const size_t prefix = strlen(in->kind->prefix);
	struct csm_text module;

	/* Where rows say their module the catalog is not asked. */
	if (in->options.features == NULL || !in->kind->sums ||
	    in->mapping->role[CSM_ROLE_MODULE] != NULL)
		return;
	for (uint32_t i = 0; i < in->names.n; i++) {
		struct csm_text name = in->metric[order[i]].name;
		name.s += prefix;
		name.len -= prefix;
		if (!csm_features_find(in->options.features, name.s, name.len, &module))
			csm_some_add(&some, name);
	}
	if (some.n != 0) {
		csm_text_count(&text, some.n, "activities");
		csm_buf_puts(&text, some.n == 1 ? " is" : " are");
		csm_buf_puts(&text, " not in the catalog, and no feature in use: ");
		csm_some_put(&some, &text);
		csm_warn(in->diag, CSM_W_UNKNOWN, NULL, "%s", text.data);
	}
	csm_some_fini(&some);
	csm_buf_fini(&text);
}

static void
tell_useless(const struct csm_ingest *in)
{
	const struct csm_ingest_counts *c = &in->counts;
	struct csm_buf rows = {0};

	/* A column named wrongly by somebody who meant another is empty in all rows. */
	if (c->used == 0 && c->empty != 0) {
		csm_text_count(&rows, c->empty, "rows without a value");
		csm_warn(
		    in->diag, CSM_W_OTHER, NULL, "%s, and none with one", rows.data);
	}
	csm_buf_fini(&rows);
}

void
csm_ingest_tell(const struct csm_ingest *in)
{
	uint32_t *order;

	tell_useless(in);
	/* without rows nothing has a name; other shards may have it */
	if (in->counts.used == 0 || in->options.shard.of != 0)
		return;
	order = tell_order(in);
	tell_rules(in, order, "rename", in->mapping->rename);
	tell_rules(in, order, "agg", in->mapping->agg);
	tell_rules(in, order, "zero", in->mapping->zero);
	tell_features(in, order);
	free(order);
}
