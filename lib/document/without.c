/* Stands for text.c and xlsx.c in programs that are linked without the libraries those are
 * made with (make static): what is text elsewhere is a table of Markdown, which can be
 * read as it is, and there are no workbooks. */
#include "document/writer.h"

int
csm_write_text(const struct csm_doc *doc, const struct csm_writer_options *options,
    struct csm_buf *out, struct csm_diag *diag)
{
	return csm_write_markdown(doc, options, out, diag);
}

int
csm_write_xlsx(const struct csm_doc *doc, const struct csm_writer_options *options,
    struct csm_buf *out, struct csm_diag *diag)
{
	(void)doc;
	(void)options;
	(void)out;
	return csm_error(diag, CSM_E_USAGE, NULL,
	    "this program was linked without libxlsxwriter: -t csv opens in every "
	    "spreadsheet, or take one that is installed with its libraries");
}
