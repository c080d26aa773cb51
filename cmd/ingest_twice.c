/* Inputs in which rows are looked up too: these are read before, and once more for good. */
#include "ingest.h"
#include "base/xalloc.h"
#include "io/fd.h"
#include "io/input.h"
#include "io/temp.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* As much as a pipe gives at once, and little beside what reading takes. */
#define TWICE_BYTES ((size_t)64 << 10)

/* Copy what is left of an input to a file; how much, or -1 after a report. */
static ssize_t
twice_copy(struct csm_input *in, int fd, struct csm_diag *diag)
{
	char *block = csm_xmalloc(TWICE_BYTES);
	ssize_t got, all = 0;

	while ((got = csm_input_read(in, block, TWICE_BYTES, diag)) > 0) {
		if (csm_fd_write(fd, block, (size_t)got) != 0) {
			got = csm_error(diag, CSM_E_WRITE, NULL,
			    "a copy of standard input in %s: %s", csm_temp_directory(),
			    strerror(errno));
			break;
		}
		all += got;
	}
	free(block);
	return got < 0 ? -1 : all;
}

/* Standard input comes once: a copy without a name is as good as a file, and goes with the
 * program. */
static int
twice_keep(struct csm_run *run, struct csm_cli_input *input)
{
	struct csm_input *in;
	int fd = -1;
	ssize_t len = -1;

	if (csm_input_open(&in, NULL, &run->diag) != 0)
		return -1;
	if (input->how.expect_end)
		csm_input_expect_end(in);
	fd = csm_temp_nameless();
	if (fd < 0)
		csm_error(&run->diag, CSM_E_WRITE, NULL,
		    "no room for a copy of standard input in %s: %s",
		    csm_temp_directory(), strerror(errno));
	else
		len = twice_copy(in, fd, &run->diag);
	input->how.text = (struct csm_text){"", 0};
	if (len > 0) {
		void *at = mmap(NULL, (size_t)len, PROT_READ, MAP_PRIVATE, fd, 0);
		input->how.text = (struct csm_text){at, (size_t)len};
		if (at == MAP_FAILED)
			len = csm_error(&run->diag, CSM_E_READ, NULL,
			    "the copy of standard input: %s", strerror(errno));
	}
	input->path = csm_arena_strdup(&run->arena, csm_input_name(in));
	csm_input_close(in);
	if (fd >= 0)
		close(fd);
	return len < 0 ? -1 : 0;
}

int
csm_cli_load(
    struct csm_run *run, struct csm_mapping *mapping, struct csm_cli_inputs *inputs)
{
	struct csm_lookup_input *in;

	*inputs = (struct csm_cli_inputs){.n = 0};
	if (csm_mapping_reads_input(mapping)) {
		if (csm_cli_inputs_of(run, mapping, inputs) != 0)
			return -1;
		in = CSM_ARENA_ARRAY(&run->arena, struct csm_lookup_input, inputs->n);
		for (size_t i = 0; i < inputs->n; i++) {
			struct csm_cli_input *at = &inputs->at[i];
			if (at->how.text.s == NULL &&
			    (at->path == NULL || strcmp(at->path, "-") == 0) &&
			    twice_keep(run, at) != 0)
				return -1;
			in[i] = (struct csm_lookup_input){at->path, at->how};
		}
		csm_mapping_set_input(mapping, in, inputs->n);
	}
	return csm_mapping_load(mapping, run->zone, &run->diag);
}
