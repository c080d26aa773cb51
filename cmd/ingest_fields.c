/* -k fields: an export of entities to a clean fields file. */
#include "ingest.h"
#include "ingest/kinds/roster.h"

static const char *
type_name(enum csm_value_type type)
{
	/* A column without a value is as good as one of texts. */
	static const char *const names[] = {[CSM_VALUE_MISSING] = "text",
	    [CSM_VALUE_NUMBER] = "number",
	    [CSM_VALUE_BOOL] = "boolean",
	    [CSM_VALUE_TEXT] = "text",
	    [CSM_VALUE_DAY] = "date"};

	return names[type];
}

/* "seats number, plan text" */
static void
tell_types(struct csm_run *run, const struct csm_roster *roster)
{
	struct csm_buf text = {0};
	const char *name;
	enum csm_value_type type;

	for (size_t i = 0; csm_roster_column(roster, i, &name, &type); i++)
		csm_buf_printf(
		    &text, "%s%s %s", i == 0 ? "" : ", ", name, type_name(type));
	if (text.len != 0)
		csm_note(&run->diag, CSM_N_NOTE, NULL, "columns: %s", text.data);
	csm_buf_fini(&text);
}

static int
read_path(struct csm_run *run, struct csm_roster *roster,
    const struct csm_reader_options *how, const char *path)
{
	struct csm_reader *reader = csm_reader_open(path, how, &run->diag);
	int failed = reader == NULL || csm_roster_read(roster, reader) != 0;

	csm_reader_free(reader);
	return failed ? -1 : 0;
}

static int
read_paths(struct csm_run *run, struct csm_roster *roster,
    const struct csm_mapping *mapping, struct csm_cli_inputs *inputs)
{
	if (inputs->at == NULL && csm_cli_inputs_of(run, mapping, inputs) != 0)
		return -1;
	for (size_t i = 0; i < inputs->n; i++)
		if (read_path(run, roster, &inputs->at[i].how, inputs->at[i].path) != 0)
			return -1;
	return 0;
}

static void
ingest_fields_count(struct csm_run *run, const struct csm_roster *roster, int done)
{
	struct csm_roster_counts c = csm_roster_counts(roster);

	csm_run_count(run, "rows read", c.rows, 0);
	csm_run_count(run, "rows used", c.used, 0);
	csm_run_count(run, "rows filtered", c.filtered, 2);
	if (c.excluded != 0)
		csm_run_count(run, "rows excluded", c.excluded, 0);
	csm_run_count(run, "duplicates", c.duplicates, 1);
	csm_run_count(run, "rows rejected", c.rejected, 1);
	/* What is used is known at the end. */
	if (!done)
		csm_run_count(run, "rows not looked at",
		    c.rows - c.used - c.filtered - c.excluded - c.duplicates -
			c.rejected,
		    2);
	if (done)
		csm_cli_check(run, c.used, c.rejected, NULL);
}

/* How cells are written: as the source says, else the settings.  The source stands
 * before the settings, and the first that names a column counts. */
static void
ingest_fields_forms(struct csm_run *run, const struct csm_mapping *mapping,
    const struct csm_fields_options *settings, struct csm_roster_options *o)
{
	struct csm_fields_cell_form *form = CSM_ARENA_ARRAY(&run->arena,
	    struct csm_fields_cell_form, mapping->fields + settings->forms + 1);

	for (size_t i = 0; i < mapping->fields; i++)
		form[o->forms++] = mapping->field[i];
	for (size_t i = 0; i < settings->forms; i++)
		form[o->forms++] = settings->form[i];
	o->form = form;
}

int
csm_cli_fields(struct csm_run *run, struct csm_mapping *mapping,
    const struct csm_ingest_options *options)
{
	struct csm_roster_options o = {
	    .model = mapping->has_model ? mapping->model : CSM_MODEL_COMPANY,
	    .mapping = mapping,
	    .zone = options->zone,
	    .clock = options->clock,
	    .shard = options->shard,
	    .where = options->where};
	struct csm_roster *roster;
	struct csm_cli_inputs inputs;
	const char *file;
	struct csm_fields_options form = csm_run_fields_options(run, o.model, &file);
	int status = -1;

	/* Before the other files of fields are read: their ids have to match. */
	run->integer_id = mapping->integer_id;
	ingest_fields_forms(run, mapping, &form, &o);

	if (csm_run_fields_given(run) != 0 || csm_cli_load(run, mapping, &inputs) != 0)
		return -1;
	/* Companies are not looked up among themselves. */
	if (o.model != CSM_MODEL_COMPANY)
		o.companies = run->fields[CSM_MODEL_COMPANY];
	roster = csm_roster_new(&o, &run->diag);
	if (read_paths(run, roster, mapping, &inputs) == 0 &&
	    csm_roster_finish(roster) == 0 && csm_run_output(run) == 0) {
		csm_roster_write(roster, run->out, csm_run_format(run));
		status = 0;
	}
	if (status == 0 && run->common->verbose)
		tell_types(run, roster);
	ingest_fields_count(run, roster, status == 0);
	csm_roster_free(roster);
	return status;
}
