/* demo.c - the bars that ship with the toolkit */
#include "rows.h"

#include "../fetch.h"
#include <string.h>

/* clang-format off */
static const struct {
	const char *symbol;
	struct algo_interval interval;
} files[] = {
	{ "GOOG", { 1, ALGO_UNIT_D } },
	{ "EURUSD", { 1, ALGO_UNIT_H } },
	{ "BTCUSD", { 1, ALGO_UNIT_MO } },
};
/* clang-format on */

static int find(const char *symbol, size_t *which, struct algo_err *err)
{
	for (size_t i = 0; i < sizeof(files) / sizeof(*files); i++)
		if (!strcmp(files[i].symbol, symbol)) {
			*which = i;
			return 0;
		}
	algo_err_set(err, ALGO_E_DATA, "not_found", "demo has no bars of '%s'",
		     symbol);
	algo_err_origin(err, ALGO_O_ANSWER);
	return algo_err_hint(err, "there are GOOG, EURUSD and BTCUSD");
}

static int check(const struct algo_feed_req *req, size_t which,
		 struct algo_err *err)
{
	const struct algo_interval *has = &files[which].interval;
	char name[ALGO_WHEN_MAX];
	int n = (int)algo_interval_print(name, has);

	if (req->interval.count && (req->interval.count != has->count ||
				    req->interval.unit != has->unit))
		return algo_err_set(err, ALGO_E_USAGE, "bad_interval",
				    "demo bars of '%s' are of %.*s",
				    req->symbol, n, name);
	if (req->adjust != ALGO_ADJUST_SERVED)
		return algo_err_set(err, ALGO_E_USAGE, "bad_option",
				    "demo bars cannot be adjusted");
	return 0;
}

static int read_bars(const char *path, struct algo_frame *frame,
		     struct algo_err *err)
{
	struct csv_ask ask = { .start = ALGO_WHEN_NONE, .end = ALGO_WHEN_NONE };
	struct frames one = { .v = NULL };
	struct algo_in in;
	int rc;

	if (algo_in_open(&in, path, err))
		return algo_err_hint(err, "ALGO_SHARE names the folder of the "
					  "files that ship with algo");
	rc = algo_fetch_csv_load(&in, "", &ask, &one, err);
	algo_in_close(&in);
	if (!rc && one.n > 0) {
		frame->daily = one.v[0].daily;
		for (size_t i = 0; i < one.v[0].n; i++)
			algo_frame_add(frame, &one.v[0].v[i]);
	}
	algo_frames_release(&one);
	return rc;
}

/* A range counts back from the last bar. */
static int cut(const struct algo_feed_req *req, struct algo_frame *frame,
	       struct algo_err *err)
{
	int64_t start;

	if (!req->range || !frame->n)
		return 0;
	if (algo_range_start(req->range, frame->v[frame->n - 1].time, &start,
			     err))
		return -1;
	algo_frame_trim(frame, start, ALGO_WHEN_NONE);
	return 0;
}

static int load(const struct algo_feed_req *req, struct algo_frame *frame,
		struct algo_err *err)
{
	char name[64] = "demo/";
	size_t which = 0;
	char *path;
	int rc;

	if (find(req->symbol, &which, err) || check(req, which, err))
		return -1;
	memcpy(name + 5, files[which].symbol, strlen(files[which].symbol));
	memcpy(name + 5 + strlen(files[which].symbol), ".csv", 5);
	path = algo_share_path(name);
	rc = read_bars(path, frame, err);
	algo_free(path);
	return rc ? rc : cut(req, frame, err);
}

const struct algo_provider algo_provider_demo = {
	.name = "demo",
	.title = "bars that ship with algo",
	.intervals = "1d (GOOG) 1h (EURUSD) 1mo (BTCUSD)",
	.limits = "GOOG 2004-2013, EURUSD 2017-2018, BTCUSD 2012-2024",
	.load = load,
};
