/*
 * Radix: words sorted by some of their bits, in time linear in their number.
 *
 * Ownership: both arrays are the caller's.
 */
#ifndef CSM_POINT_RADIX_H
#define CSM_POINT_RADIX_H

#include <stddef.h>
#include <stdint.h>

/*
 * Stable sort of the n words of *a by their upper 32 bits, which are at most max.
 * *scratch has room for n words; the two arrays may change places.
 */
void csm_radix_sort(uint64_t **a, uint64_t **scratch, size_t n, uint64_t max);

/* As above, by bits from `low` to below `high`. */
void csm_radix_sort_bits(
    uint64_t **a, uint64_t **scratch, size_t n, unsigned low, unsigned high);

#endif
