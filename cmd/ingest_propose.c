/* --propose: what the files given seem to be, as a configuration. */
#include "ingest.h"
#include "propose/proposal.h"

#include <stdio.h>

/* Reasons are for people who look on, questions are messages. */
static void
ingest_propose_tell(struct csm_run *run, const struct csm_proposals *set)
{
	for (size_t i = 0; i < set->n; i++) {
		const struct csm_proposal *p = &set->at[i];
		struct csm_pos at = {.file = p->sample.path};
		struct csm_buf text = {0};
		/* An error and no warning: nobody should take a configuration for whole
		 * that lacks a file. */
		if (p->candidate == NULL) {
			csm_error(&run->diag, CSM_E_FORMAT, &at, "%s", p->no_export);
			continue;
		}
		csm_proposal_tell(set, p, &text);
		if (!run->common->quiet && run->common->errors != CSM_ERRORS_JSON)
			fputs(text.data, stderr);
		csm_buf_fini(&text);
		for (const struct csm_question *q = p->question; q != NULL; q = q->next)
			csm_warn(&run->diag, CSM_W_QUESTION, &at, "%s", q->text);
	}
}

/* What could be told is printed, though another file was no export; a file of -o stays
 * as it was. */
static int
ingest_propose_write(struct csm_run *run, const struct csm_buf *text)
{
	struct csm_output *out;

	if (csm_run_output(run) != 0)
		return -1;
	csm_output_write(run->out, text->data, text->len);
	if (run->common->output != NULL)
		return 0;
	out = run->out;
	run->out = NULL;
	return csm_output_commit(out, &run->diag);
}

int
csm_cli_propose(struct csm_run *run, const struct csm_cli *cli)
{
	struct csm_mapping m = {0};
	struct csm_proposals set = {0};
	struct csm_buf text = {0};
	bool any = false;
	int status = -1;

	if (run->n_paths == 0)
		return csm_error(&run->diag, CSM_E_USAGE, NULL,
		    "%s wants the files to look at",
		    cli->init != NULL ? "csm init DIR" : "--propose");
	if (csm_cli_word_text(cli, "header") != NULL &&
	    csm_mapping_set(&m, &run->arena, "header", csm_cli_word_text(cli, "header"),
		&run->diag) != 0)
		return -1;
	set.header = m.header;
	set.headers = m.headers;
	if (csm_proposals_make(&set, &run->arena, run->zone, run->paths, run->n_paths,
		&run->diag) == 0) {
		ingest_propose_tell(run, &set);
		for (size_t i = 0; i < set.n; i++)
			any |= set.at[i].candidate != NULL;
		csm_proposals_write(&set, &text);
		if (cli->init != NULL)
			status = csm_cli_init(run, cli->init, &set);
		else if (any)
			status = ingest_propose_write(run, &text);
	}
	csm_buf_fini(&text);
	csm_proposals_fini(&set);
	return status;
}
