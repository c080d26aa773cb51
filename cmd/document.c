#include "document.h"

#include "terminal.h"

void
csm_document_write(struct csm_run *run, const struct csm_doc *doc,
    const struct csm_writer *writer, int excel)
{
	struct csm_writer_options how = {.width = csm_terminal_width(run),
	    .color = csm_run_color(run),
	    .utf8 = csm_terminal_utf8(),
	    .excel = excel,
	    .day = run->until};
	struct csm_buf out = {0};

	if (writer->write(doc, &how, &out, &run->diag) == 0)
		csm_out_write(run->out, csm_buf_text(&out), out.len);
	csm_buf_fini(&out);
}
