/* csv_slow.c - libcsv, the arbiter of every line that is not plain */
#include "csv.h"

#include <csv.h>
#include <string.h>

/* libcsv's name for the state between records; the value is not in its
 * header. */
#define ROW_NOT_BEGUN 0
/* Its buffer for a field grows by so much. */
#define STEP 4096

struct csv_slow {
	struct csv_parser parser;
	char *bytes; /* of the fields, one after the other */
	size_t len;
	size_t cap;
	size_t *end; /* of each field */
	size_t cap_end;
	size_t count;
	size_t max_fields;
	int complete; /* the record ended */
};

static void *resize(void *p, size_t n)
{
	return algo_realloc(p, n, 1);
}

static void on_field(void *p, size_t n, void *data)
{
	struct csv_slow *s = data;
	void *bytes = s->bytes;
	void *end = s->end;

	if (s->count++ >= s->max_fields)
		return;
	algo_grow(&end, &s->cap_end, s->count, sizeof(*s->end));
	s->end = end;
	algo_grow(&bytes, &s->cap, s->len + n + 1, 1);
	s->bytes = bytes;
	if (n)
		memcpy(s->bytes + s->len, p, n);
	s->len += n;
	s->end[s->count - 1] = s->len;
}

static void on_record(int c, void *data)
{
	struct csv_slow *s = data;

	(void)c;
	s->complete = 1;
}

struct csv_slow *algo_csv_slow_new(char delim, size_t max_fields)
{
	struct csv_slow *s = algo_zalloc(1, sizeof(*s));

	/* It can only fail without a parser. */
	(void)csv_init(&s->parser, CSV_STRICT | CSV_STRICT_FINI);
	csv_set_realloc_func(&s->parser, resize);
	csv_set_free_func(&s->parser, algo_free);
	csv_set_blk_size(&s->parser, STEP);
	csv_set_delim(&s->parser, (unsigned char)delim);
	s->max_fields = max_fields;
	return s;
}

void algo_csv_slow_free(struct csv_slow *s)
{
	if (!s)
		return;
	csv_free(&s->parser);
	algo_free(s->bytes);
	algo_free(s->end);
	algo_free(s);
}

void algo_csv_slow_next(struct csv_slow *s)
{
	s->len = 0;
	s->count = 0;
	s->complete = 0;
}

int algo_csv_slow_feed(struct csv_slow *s, const char *p, size_t n,
		       size_t *used)
{
	*used = csv_parse(&s->parser, p, n, on_field, on_record, s);
	return *used == n ? 0 : -1;
}

int algo_csv_slow_end(struct csv_slow *s)
{
	return csv_fini(&s->parser, on_field, on_record, s) ? -1 : 0;
}

int algo_csv_slow_between(const struct csv_slow *s)
{
	return s->parser.pstate == ROW_NOT_BEGUN;
}

size_t algo_csv_slow_count(const struct csv_slow *s)
{
	return s->complete ? s->count : 0;
}

const char *algo_csv_slow_field(const struct csv_slow *s, size_t i, size_t *n)
{
	size_t from = i ? s->end[i - 1] : 0;

	*n = s->end[i] - from;
	return s->bytes + from;
}
