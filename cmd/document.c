#include "document.h"

#include "terminal.h"

void
csm_document_write(struct csm_run *run, const struct csm_doc *doc,
    const struct csm_writer *writer, const struct csm_writer_options *asked)
{
	struct csm_writer_options how = {0};
	struct csm_buf out = {0};

	if (asked != NULL)
		how = *asked;
	how.width = csm_terminal_width(run);
	how.color = csm_run_color(run);
	how.utf8 = csm_terminal_utf8();
	how.day = run->until;

	if (writer->write(doc, &how, &out, &run->diag) == 0)
		csm_out_write(run->out, csm_buf_text(&out), out.len);
	csm_buf_fini(&out);
}
