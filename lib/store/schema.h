/* schema.h - the tables of a database and how older ones are brought up. */
#ifndef ALGO_LIB_STORE_SCHEMA_H
#define ALGO_LIB_STORE_SCHEMA_H

#include "db.h"

/* Step i makes version i + 1 from version i.  A step that was released is
 * never changed: changes are new steps behind it. */
struct algo_schema {
	const char *const *steps;
	size_t n;
	int app;	  /* application id, in the header of the file */
	const char *what; /* "history": for messages */
	const char *made; /* by which program */
};
extern const struct algo_schema algo_schema;

/* The version of a database, 0 for an empty one.  file_error "not_a_history"
 * for one that others made, "newer_history" for one with more steps. */
int algo_schema_version(struct algo_db *db, const struct algo_schema *schema,
			int64_t *version, struct algo_err *err) ALGO_MUST_USE;
/* Brings it to the last version in one transaction, keeping its rows. */
int algo_schema_migrate(struct algo_db *db, const struct algo_schema *schema,
			struct algo_err *err) ALGO_MUST_USE;

#endif
