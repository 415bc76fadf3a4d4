/* fetch.c - algo-fetch: what each operand is, and where its bars come from */
#include "fetch.h"

#include <string.h>
#include <strings.h>
#include <sys/stat.h>

enum kind { A_FILE, A_URL, A_SYMBOL };

/* One operand. */
struct arg {
	enum kind kind;
	const char *text;	       /* path, URL or symbol */
	const struct algo_provider *p; /* of a symbol */
};

struct job {
	const struct algo_fetch *f;
	struct arg *arg;
	size_t n;
	int64_t now;
	int64_t start;
	int64_t end;
	struct algo_interval interval;
};

static int starts(const char *s, const char *with)
{
	return strncasecmp(s, with, strlen(with)) == 0;
}

static int unknown_provider(const char *name, size_t n, struct algo_err *err)
{
	struct algo_near near = { NULL, 0 };

	algo_err_set(err, ALGO_E_IMPORT, "unknown_provider",
		     "unknown provider '%.*s'", (int)(n < 60 ? n : 60), name);
	algo_err_origin(err, ALGO_O_USAGE);
	for (size_t i = 0; algo_providers[i]; i++)
		algo_near_try(&near, name, n, algo_providers[i]->name);
	if (algo_near_best(&near))
		return algo_err_hint(err, "did you mean '%s'?",
				     algo_near_best(&near));
	return algo_err_hint(err, "--list shows them");
}

static const struct algo_provider *provider_of(const char *s, size_t n,
					       struct algo_err *err)
{
	for (size_t i = 0; algo_providers[i]; i++)
		if (strlen(algo_providers[i]->name) == n &&
		    !strncasecmp(algo_providers[i]->name, s, n))
			return algo_providers[i];
	unknown_provider(s, n, err);
	return NULL;
}

/* A name that ends as files do is not sent to a provider when it is not
 * there. */
static int is_file(const char *s)
{
	static const char *const ends[] = { ".csv", ".tsv", ".txt" };
	size_t n = strlen(s);
	struct stat st;

	for (size_t i = 0; i < sizeof(ends) / sizeof(*ends); i++)
		if (n > 4 && !strcasecmp(s + n - 4, ends[i]))
			return 1;
	return strchr(s, '/') != NULL || stat(s, &st) == 0;
}

static int check_symbol(const char *s, struct algo_err *err)
{
	size_t n = strlen(s);

	for (const char *p = s; *p; p++)
		if ((unsigned char)*p <= ' ' || *p == 0x7f)
			n = 0;
	if (n > 0 && n < 64)
		return 0;
	return algo_err_set(err, ALGO_E_USAGE, "bad_symbol",
			    "'%s' is no symbol", s);
}

static int take_symbol(const struct algo_fetch *f, const char *s,
		       struct arg *arg, struct algo_err *err)
{
	const char *colon = strchr(s, ':');
	const char *name = f->provider ? f->provider : "yahoo";

	arg->kind = A_SYMBOL;
	arg->text = colon ? colon + 1 : s;
	arg->p = colon ? provider_of(s, (size_t)(colon - s), err)
		       : provider_of(name, strlen(name), err);
	return arg->p ? check_symbol(arg->text, err) : -1;
}

static int take_arg(const struct algo_fetch *f, const char *s, struct arg *arg,
		    struct algo_err *err)
{
	const char *colon = strchr(s, ':');

	arg->text = s;
	arg->kind = A_URL;
	if (starts(s, "http://") || starts(s, "https://"))
		return 0;
	if (strstr(s, "://"))
		return algo_err_set(err, ALGO_E_USAGE, "bad_url",
				    "'%s': only http and https are fetched", s);
	arg->kind = A_FILE;
	if (!strcmp(s, "-"))
		return 0;
	if (colon && colon > s && !memchr(s, '/', (size_t)(colon - s))) {
		struct algo_err none = ALGO_ERR_INIT;

		if (provider_of(s, (size_t)(colon - s), &none) || !is_file(s))
			return take_symbol(f, s, arg, err);
		return 0;
	}
	return is_file(s) ? 0 : take_symbol(f, s, arg, err);
}

/* A date stands for its day, a count of days back for a day too. */
static int read_date(const char *name, const char *s, int64_t now, int is_end,
		     int64_t *us, struct algo_err *err)
{
	enum algo_stamp kind;

	*us = ALGO_WHEN_NONE;
	if (!s)
		return 0;
	if (algo_when_option(s, now, us, &kind) || kind == ALGO_STAMP_INDEX) {
		algo_err_set(err, ALGO_E_USAGE, "bad_date",
			     "%s '%s' is no date", name, s);
		return algo_err_hint(
			err, "as 2024-01-31, 2024-01-31T09:30, today or 30d");
	}
	if (kind == ALGO_STAMP_DATE || strpbrk(s, "dwmy")) {
		*us = algo_day_of(*us) * ALGO_DAY_US;
		if (is_end)
			*us += ALGO_DAY_US;
	} else if (is_end) {
		*us += 1;
	}
	return 0;
}

static int read_span(struct job *j, struct algo_err *err)
{
	const struct algo_fetch *f = j->f;
	int64_t unused;

	if (f->range && (f->start || f->end))
		return algo_err_set(err, ALGO_E_USAGE, "bad_range",
				    "--range and --start or --end exclude "
				    "each other");
	if (f->range && algo_range_start(f->range, j->now, &unused, err))
		return -1;
	if (read_date("--start", f->start, j->now, 0, &j->start, err) ||
	    read_date("--end", f->end, j->now, 1, &j->end, err))
		return -1;
	if (f->start && f->end && j->start >= j->end)
		return algo_err_set(err, ALGO_E_USAGE, "bad_range",
				    "--start '%s' is after --end '%s'",
				    f->start, f->end);
	return 0;
}

static int read_interval(struct job *j, struct algo_err *err)
{
	const char *s = j->f->interval;

	if (!s || !algo_interval_parse(s, strlen(s), &j->interval))
		return 0;
	algo_err_set(err, ALGO_E_USAGE, "bad_interval", "'%s' is no interval",
		     s);
	return algo_err_hint(err, "as 1m, 5m, 1h, 1d, 1w or 1mo");
}

static int check_bases(const struct algo_fetch *f, struct algo_err *err)
{
	for (size_t i = 0; f->bases && i < f->bases->n; i++) {
		const char *s = f->bases->v[i];
		const char *eq = strchr(s, '=');

		if (!eq ||
		    !(starts(eq + 1, "http://") || starts(eq + 1, "https://")))
			return algo_err_set(err, ALGO_E_USAGE, "bad_option",
					    "--base-url wants "
					    "PROVIDER=http://...");
		if (!provider_of(s, (size_t)(eq - s), err))
			return -1;
	}
	return 0;
}

/* Options that make no sense for bars which are read as they are. */
static int check_csv(const struct job *j, struct algo_err *err)
{
	const struct algo_fetch *f = j->f;
	const char *bad = f->interval			    ? "--interval"
			  : f->adjust != ALGO_ADJUST_SERVED ? "--adjust"
							    : NULL;

	for (size_t i = 0; i < j->n; i++)
		if (j->arg[i].kind != A_SYMBOL && bad)
			return algo_err_set(err, ALGO_E_USAGE, "bad_option",
					    "%s is for providers, not for "
					    "'%s'",
					    bad, j->arg[i].text);
	if (f->keep && (j->n > 1 || f->range))
		return algo_err_set(err, ALGO_E_USAGE, "bad_option",
				    "--keep takes one CSV, without --range");
	if (f->symbol && j->n > 1)
		return algo_err_set(err, ALGO_E_USAGE, "bad_option",
				    "--symbol takes one operand");
	return f->symbol ? check_symbol(f->symbol, err) : 0;
}

static int prepare(struct job *j, struct algo_err *err)
{
	const struct algo_strs *args = j->f->args;

	if (args->n == 0)
		return algo_err_set(err, ALGO_E_USAGE, "no_operand",
				    "a symbol, a file, a URL or - is missing");
	if (args->n > ALGO_SYMBOLS)
		return algo_err_set(err, ALGO_E_USAGE, "too_many",
				    "more than %d operands", ALGO_SYMBOLS);
	j->now = algo_when_now();
	j->n = args->n;
	j->arg = algo_zalloc(j->n, sizeof(*j->arg));
	if (j->f->provider &&
	    !provider_of(j->f->provider, strlen(j->f->provider), err))
		return -1;
	for (size_t i = 0; i < j->n; i++)
		if (take_arg(j->f, args->v[i], &j->arg[i], err))
			return -1;
	if (check_bases(j->f, err) || read_interval(j, err) ||
	    read_span(j, err))
		return -1;
	return check_csv(j, err);
}

static int open_csv(const struct job *j, const struct arg *arg,
		    struct algo_in *in, struct algo_err *err)
{
	if (arg->kind == A_URL)
		return algo_fetch_url(arg->text, in, err);
	if (algo_in_open(in, arg->text, err))
		return -1;
	in->watch = j->f->watch;
	return 0;
}

static struct csv_ask ask_of(const struct job *j)
{
	struct csv_ask ask = { .start = j->start,
			       .end = j->end,
			       .symbol = j->f->symbol,
			       .keep = j->f->keep,
			       .ndjson = j->f->ndjson,
			       .notes = j->f->notes };

	return ask;
}

static int stream(const struct job *j, struct algo_out *out,
		  struct algo_err *err)
{
	struct csv_ask ask = ask_of(j);
	struct algo_in in;
	int rc;

	if (open_csv(j, &j->arg[0], &in, err))
		return -1;
	algo_in_tie(&in, out);
	rc = algo_fetch_csv_stream(&in, &ask, out, err);
	algo_in_close(&in);
	return rc;
}

/* "data/GOOG.csv" and "http://h/GOOG.csv?x=1" are bars of GOOG. */
static void name_of(const struct arg *arg, char name[64])
{
	size_t n = strcspn(arg->text, arg->kind == A_URL ? "?#" : "");
	const char *p = arg->text;
	const char *dot;

	for (size_t i = 0; i < n; i++)
		if (arg->text[i] == '/' && i + 1 < n)
			p = arg->text + i + 1;
	n -= (size_t)(p - arg->text);
	dot = memchr(p, '.', n);
	if (dot && dot > p)
		n = (size_t)(dot - p);
	n = n < 63 ? n : 63;
	memcpy(name, p, n);
	name[n] = '\0';
	if (!strcmp(arg->text, "-"))
		memcpy(name, "stdin", 6);
}

/* A range counts back from the last bar. */
static int cut_range(const struct job *j, struct frames *frames, size_t from,
		     struct algo_err *err)
{
	for (size_t i = from; j->f->range && i < frames->n; i++) {
		struct algo_frame *f = &frames->v[i];
		int64_t start;

		if (f->n && f->index)
			return algo_err_set(err, ALGO_E_USAGE, "bad_range",
					    "'%s' has bar numbers, no times",
					    f->symbol);
		if (f->n && algo_range_start(j->f->range, f->v[f->n - 1].time,
					     &start, err))
			return -1;
		if (f->n)
			algo_frame_trim(f, start, ALGO_WHEN_NONE);
	}
	return 0;
}

static int load_csv(const struct job *j, const struct arg *arg,
		    struct frames *frames, struct algo_err *err)
{
	struct csv_ask ask = ask_of(j);
	struct algo_in in;
	size_t from = frames->n;
	char name[64];
	int rc;

	if (open_csv(j, arg, &in, err))
		return -1;
	name_of(arg, name);
	rc = algo_fetch_csv_load(&in, ask.symbol ? ask.symbol : name, &ask,
				 frames, err);
	algo_in_close(&in);
	return rc ? rc : cut_range(j, frames, from, err);
}

static void set_base(const struct algo_fetch *f, struct algo_feed_req *req,
		     const struct algo_provider *p)
{
	for (size_t i = 0; f->bases && i < f->bases->n; i++) {
		const char *s = f->bases->v[i];
		const char *eq = strchr(s, '=');

		if (strlen(p->name) != (size_t)(eq - s) ||
		    strncasecmp(p->name, s, (size_t)(eq - s)))
			continue;
		if (req->base)
			req->alt = eq + 1;
		else
			req->base = eq + 1;
	}
}

static int load_feed(const struct job *j, const struct arg *arg,
		     struct frames *frames, struct algo_err *err)
{
	const struct algo_fetch *f = j->f;
	struct algo_feed_req req = { .symbol = arg->text,
				     .interval = j->interval,
				     .range = f->range,
				     .start = j->start,
				     .end = j->end,
				     .adjust = f->adjust,
				     .partial = f->partial,
				     .now = j->now };
	struct algo_frame *frame = algo_frames_add(frames);
	size_t n;

	set_base(f, &req, arg->p);
	if (algo_feed(arg->p, &req, frame, err))
		return -1;
	algo_fetch_note(f->notes, arg->text, frame->null_rows,
			frame->partial_rows);
	if (f->symbol) {
		n = strlen(f->symbol);
		memcpy(frame->symbol, f->symbol, n + 1);
	}
	return 0;
}

static int load_all(const struct job *j, struct algo_out *out,
		    struct algo_err *err)
{
	struct frames frames = { .v = NULL };
	int with_symbol;
	int rc = 0;

	for (size_t i = 0; !rc && i < j->n; i++)
		rc = j->arg[i].kind == A_SYMBOL
			     ? load_feed(j, &j->arg[i], &frames, err)
			     : load_csv(j, &j->arg[i], &frames, err);
	/* A name that was picked needs no column; one that was given does. */
	with_symbol = j->n > 1 || (frames.has_symbol ? !j->f->symbol
						     : j->f->symbol != NULL);
	if (!rc)
		rc = algo_frames_write(&frames, with_symbol, j->f->ndjson, out,
				       err);
	algo_frames_release(&frames);
	return rc;
}

static void note_sources(const struct job *j)
{
	for (size_t i = 0; i < j->n && j->f->notes; i++) {
		const struct arg *a = &j->arg[i];

		if (a->kind == A_SYMBOL)
			algo_errs_note(j->f->notes, "source", "'%s' from %s",
				       a->text, a->p->name);
		else
			algo_errs_note(j->f->notes, "source", "read '%s'",
				       a->text);
	}
}

int algo_fetch_run(const struct algo_fetch *f, struct algo_out *out,
		   struct algo_err *err)
{
	struct job j = { .f = f };
	int rc = prepare(&j, err);

	if (!rc)
		note_sources(&j);
	if (!rc && j.n == 1 && j.arg[0].kind != A_SYMBOL && !f->range)
		rc = stream(&j, out, err);
	else if (!rc)
		rc = load_all(&j, out, err);
	algo_free(j.arg);
	return rc;
}
