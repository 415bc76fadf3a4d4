/* grid.h - a small listing as a table for people, CSV, NDJSON or a JSON array.
 *
 * Cells are added row by row; all of it is held until it is printed.
 */
#ifndef ALGO_BASE_GRID_H
#define ALGO_BASE_GRID_H

#include <algo/base/buf.h>
#include <algo/base/io.h>
#include <stddef.h>

enum algo_grid_form {
	ALGO_GRID_TABLE, /* aligned; without control bytes */
	ALGO_GRID_CSV,
	ALGO_GRID_NDJSON,
	ALGO_GRID_JSON
};
#define ALGO_GRID_COLS 16

struct algo_grid {
	const char *cols[ALGO_GRID_COLS]; /* names, borrowed */
	size_t ncols;
	struct algo_buf text; /* cells, each ended by '\0' */
	char *kinds;	      /* of each: 's' text, 'n' number, 'b' boolean,
				 '-' nothing */
	size_t n, cap;
};
/* names ends with NULL. */
void algo_grid_init(struct algo_grid *g, const char *const *names);
void algo_grid_str(struct algo_grid *g, const char *s); /* NULL: nothing */
void algo_grid_num(struct algo_grid *g, double v);	/* NaN: nothing */
void algo_grid_bool(struct algo_grid *g, int v);
void algo_grid_print(const struct algo_grid *g, enum algo_grid_form form,
		     struct algo_out *out);
void algo_grid_release(struct algo_grid *g);

#endif
