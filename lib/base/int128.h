/*
 * Integers of 128 bits, which C11 does not name: sums and products of micros that are
 * exact before they are rounded once.
 *
 * Ownership: plain values.
 */
#ifndef CSM_BASE_INT128_H
#define CSM_BASE_INT128_H

__extension__ typedef __int128 csm_int128;
__extension__ typedef unsigned __int128 csm_uint128;

#endif
