/* NDJSON: see objects.h. */
#include "objects.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	return objects_compare(data, size, 0);
}
