/* The users of a partition in order. */
#include "base/intern.h"
#include "base/xalloc.h"
#include "ingest/fast/fast_part.h"

#include <stdlib.h>
#include <string.h>

/* So few are put in order by insertion; 4 to 48 measured the same, 40 users a company. */
#define FEW 24

static inline int
fast_rank_compare(const struct csm_fast_ordered *a, const struct csm_fast_ordered *b)
{
	if (a->head != b->head)
		return a->head < b->head ? -1 : 1;
	return csm_bytes_cmp(a->text->s, a->text->len, b->text->s, b->text->len);
}

static int
fast_rank_by_text(const void *pa, const void *pb)
{
	return fast_rank_compare(pa, pb);
}

static void
fast_rank_insertion_sort(struct csm_fast_ordered *a, size_t n)
{
	for (size_t i = 1; i < n; i++) {
		struct csm_fast_ordered x = a[i];
		size_t j = i;
		for (; j > 0 && fast_rank_compare(&x, &a[j - 1]) < 0; j--)
			a[j] = a[j - 1];
		a[j] = x;
	}
}

/* Where the second part begins if the first has what is less than some element.  The
 * middle one is the pivot, so that what is in order already is divided evenly. */
static size_t
partition(struct csm_fast_ordered *a, size_t n)
{
	struct csm_fast_ordered pivot = a[n / 2], swap;
	size_t i = 0, j = n - 1;

	for (;; i++, j--) {
		while (fast_rank_compare(&a[i], &pivot) < 0)
			i++;
		while (fast_rank_compare(&pivot, &a[j]) < 0)
			j--;
		if (i >= j)
			return j + 1;
		swap = a[i];
		a[i] = a[j];
		a[j] = swap;
	}
}

/* As qsort(3), which it leaves those to that it does not divide well; four times as
 * fast for a hundred texts. */
static void
fast_rank_sort(struct csm_fast_ordered *a, size_t n)
{
	for (int depth = 0; n > FEW; depth++) {
		/* A billion texts halved evenly are 30 levels: beyond that somebody
		 * chose the ids. */
		if (depth > 32) {
			qsort(a, n, sizeof *a, fast_rank_by_text);
			return;
		}
		size_t left = partition(a, n);
		/* The smaller part by a call and the larger one in the loop: the stack
		 * stays logarithmic. */
		if (left < n - left) {
			fast_rank_sort(a, left);
			a += left;
			n -= left;
		} else {
			fast_rank_sort(a + left, n - left);
			n = left;
		}
	}
	fast_rank_insertion_sort(a, n);
}

/* Ids of one company often begin alike (acme-user-): eight bytes behind that tell most
 * apart without looking at the texts. */
static size_t
common_bytes(const struct csm_fast_ordered *a, size_t n)
{
	size_t common = n == 0 ? 0 : a[0].text->len;

	for (size_t i = 1; i < n; i++) {
		size_t k = 0;
		while (k < common && k < a[i].text->len &&
		       a[i].text->s[k] == a[0].text->s[k])
			k++;
		common = k;
	}
	return common;
}

static uint64_t
fast_rank_head_of(const struct csm_dict_entry *t, size_t from)
{
	size_t n = t->len > from ? t->len - from : 0;
	unsigned char byte[8] = {0};
	uint64_t head = 0;

	if (n >= 8)
		memcpy(byte, t->s + from, 8);
	else if (n > 0)
		memcpy(byte, t->s + from, n);
	/* The first byte highest, so that numbers compare as bytes do; missing ones are
	 * 0, and equal heads are told apart by the texts. */
	for (size_t i = 0; i < 8; i++)
		head = head << 8 | byte[i];
	return head;
}

static void
fast_rank_make_room(struct csm_fast_part *part)
{
	size_t n = part->user.n, companies = part->range->n;

	if (n > part->user_cap) {
		part->user_cap = n += n / 4;
		part->rank = csm_xreallocarray(part->rank, n, sizeof *part->rank);
		part->by_rank =
		    csm_xreallocarray(part->by_rank, n, sizeof *part->by_rank);
		part->order = csm_xreallocarray(part->order, n, sizeof *part->order);
	}
	if (companies + 1 > part->company_cap) {
		part->company_cap = companies + 1;
		part->company_end = csm_xreallocarray(
		    part->company_end, part->company_cap, sizeof *part->company_end);
	}
	memset(part->company_end, 0, (companies + 1) * sizeof *part->company_end);
}

/* By company only; company_end is then true. */
static void
order_companies(struct csm_fast_part *part)
{
	const struct csm_dict *d = &part->user;
	size_t *end = part->company_end, sum = 0;

	for (size_t i = 0; i < d->n; i++)
		end[d->text[i].group]++;
	for (size_t c = 0; c < part->range->n; c++) {
		size_t n = end[c];
		/* The begin of each for now; placing its users moves it to its end. */
		end[c] = sum;
		sum += n;
	}
	for (size_t i = 0; i < d->n; i++)
		part->order[end[d->text[i].group]++] =
		    (struct csm_fast_ordered){0, &d->text[i], (uint32_t)i};
}

/* Their texts are anywhere in the partition: all are fetched before any is needed. */
static void
order_users(struct csm_fast_ordered *a, size_t n)
{
	size_t common;

	for (size_t i = 0; i < n; i++)
		__builtin_prefetch(a[i].text->s);
	common = common_bytes(a, n);
	for (size_t i = 0; i < n; i++)
		a[i].head = fast_rank_head_of(a[i].text, common);
	fast_rank_sort(a, n);
}

void
csm_fast_part_rank(struct csm_fast_part *part)
{
	size_t n = part->user.n;

	fast_rank_make_room(part);
	order_companies(part);
	for (size_t c = 0, from = 0; c < part->range->n; c++) {
		size_t users = part->company_end[c] - from;
		order_users(part->order + from, users);
		from += users;
	}
	for (size_t i = 0; i < n; i++) {
		const struct csm_dict_entry *t = part->order[i].text;
		part->by_rank[i] = (struct csm_text){t->s, t->len};
		part->rank[part->order[i].id] = (uint32_t)i;
	}
	part->whose_bits = csm_fast_bits(n);
}
