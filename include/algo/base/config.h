/* config.h - the user's configuration file: what options say when neither the
 * command line nor the environment does.
 *
 * $ALGO_CONFIG, else config in the configuration folder: lines "key = value",
 * # begins a comment line; a key that may be given more than once adds up.
 * Keys are the rows of one table; an unknown one is an error, so that a
 * misspelt setting is not silently nothing.
 */
#ifndef ALGO_BASE_CONFIG_H
#define ALGO_BASE_CONFIG_H

#include <algo/base/err.h>
#include <stddef.h>

struct algo_config_row {
	const char *key;
	int many;	  /* may be given more than once */
	const char *text; /* what it is, for the manual */
};
/* NULL past the end. */
const struct algo_config_row *algo_config_row(size_t i);

struct algo_config;
/* A file that is not there is an empty one.  NULL on error: file_error, or
 * usage_error "bad_line", "unknown_key" or "given_twice" with file and
 * line. */
struct algo_config *algo_config_read(struct algo_err *err);
/* The i-th value of a key (from 0), trimmed, or NULL. */
const char *algo_config_get(const struct algo_config *c, const char *key,
			    size_t i);
void algo_config_free(struct algo_config *c);

#endif
