#include "common/document.h"

#include "common/terminal.h"

const struct csm_writer *
csm_document_writer(const struct csm_run *run, bool text)
{
	const char *name = csm_words_name(&csm_to_table_words, run->common->to);

	return csm_writer_find(text ? "text" : name == NULL ? "csv" : name);
}

static void
document_drain(void *of, struct csm_buf *out)
{
	struct csm_run *run = of;

	csm_output_write(run->out, out->data, out->len);
	csm_buf_reset(out);
}

void
csm_document_write(struct csm_run *run, const struct csm_doc *doc,
    const struct csm_writer *writer, const struct csm_writer_options *asked)
{
	struct csm_writer_options how = {0};
	struct csm_buf out = {0};
	bool told;

	if (asked != NULL)
		how = *asked;
	how.width = csm_terminal_width(run, &told);
	/* what goes through a pipe or into a file is read elsewhere: by a pager, grep */
	how.whole = !told;
	how.color = csm_run_color(run);
	how.utf8 = csm_terminal_utf8();
	how.day = run->until;
	/* when a message was written is left to the program that sends it, unless the
	 * environment says what time to take for now */
	how.mail.dated = run->dated;
	how.mail.date = run->now;
	how.drain = document_drain;
	how.drain_of = run;
	if (writer->write(doc, &how, &out, &run->diag) == 0)
		csm_output_write(run->out, csm_buf_text(&out), out.len);
	csm_buf_fini(&out);
}
