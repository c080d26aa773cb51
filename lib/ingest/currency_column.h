/*
 * Currency column: which column of an export tells the currency of its amounts, by its name.
 */
#ifndef CSM_INGEST_CURRENCY_COLUMN_H
#define CSM_INGEST_CURRENCY_COLUMN_H

#include "record/record.h"

/* The first that is called as one and stands there once, owned by the reader; NULL: none. */
const char *csm_currency_column(const struct csm_reader *reader);

#endif
