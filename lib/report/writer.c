#include "report/writer.h"

#include <string.h>

static const struct csm_writer writers[] = {
    {"csv", csm_write_csv},
    {"tsv", csm_write_tsv},
    {"ndjson", csm_write_ndjson},
    {"text", csm_write_text},
    {"html", csm_write_html},
};

const struct csm_writer *
csm_writer_find(const char *name)
{
	for (size_t i = 0; i < sizeof writers / sizeof writers[0]; i++)
		if (strcmp(writers[i].name, name) == 0)
			return &writers[i];
	return NULL;
}
