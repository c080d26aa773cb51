#include "record/plain_large.h"
int
csm_plain_is_large(struct csm_plain *plain, size_t number)
{
	(void)plain;
	(void)number;
	return 0;
}
int
csm_plain_large_make(
    struct csm_plain_part *part, size_t number, struct csm_point_writer *out)
{
	(void)part;
	(void)number;
	(void)out;
	return -1;
}
