/* store.h - what the files of the room share of an open history. */
#ifndef ALGO_LIB_STORE_STORE_H
#define ALGO_LIB_STORE_STORE_H

#include "db.h"
#include "result.h"
#include <algo/store.h>

struct algo_store {
	struct algo_db *db;
	struct algo_stmt *stage;   /* NULL before the first line */
	struct algo_result result; /* scratch */
};

#endif
