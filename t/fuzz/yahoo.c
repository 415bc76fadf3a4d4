/* yahoo.c - fuzz target: any bytes as an answer of Yahoo; the first two say
 * the status and what was asked */
#include "fuzz.h"
#include <algo/data.h>
#include <math.h>

#define NOW (1780315200 * ALGO_US) /* 2026-06-01T12:00:00Z */

static void check(const struct algo_frame *f)
{
	struct algo_out *out = algo_out_mem((size_t)1 << 24);
	struct algo_err err = ALGO_ERR_INIT;

	for (size_t i = 0; i < f->n; i++) {
		const struct algo_bar *b = &f->v[i];

		must(i == 0 || b->time > f->v[i - 1].time);
		must(!isnan(b->open) || !isnan(b->high) || !isnan(b->low) ||
		     !isnan(b->close));
	}
	for (size_t i = 1; i < f->nsplit; i++)
		must(f->split[i].time > f->split[i - 1].time);
	algo_frame_head(out, 1);
	algo_frame_write(f, out, 1);
	if (algo_out_flush(out, &err))
		told(&err);
	algo_out_abort(out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const long status[] = { 200, 200, 404, 401, 429, 500, 302, 422 };
	static const struct algo_interval intervals[] = { { 1, ALGO_UNIT_D },
							  { 1, ALGO_UNIT_W },
							  { 5, ALGO_UNIT_M },
							  { 1, ALGO_UNIT_MO } };
	const struct algo_provider *yahoo = algo_provider_find("yahoo");
	struct algo_feed_req req = { .symbol = "AAPL",
				     .start = ALGO_WHEN_NONE,
				     .end = ALGO_WHEN_NONE,
				     .base = "http://h",
				     .now = NOW };
	struct algo_http_res res = ALGO_HTTP_RES_INIT;
	struct algo_frame frame = ALGO_FRAME_INIT;
	struct algo_err err = ALGO_ERR_INIT;

	if (size < 2)
		return 0;
	res.status = status[data[0] % 8];
	res.retry_after = NAN;
	res.body.max = size;
	algo_buf_add(&res.body, data + 2, size - 2);
	req.interval = intervals[data[1] % 4];
	req.adjust = (enum algo_adjust)(data[1] / 4 % 4);
	req.partial = data[1] / 16 % 2;
	if (yahoo->parse(&req, &res, &frame, &err)) {
		told(&err);
	} else {
		must(!err.set);
		check(&frame);
		algo_frame_unsplit(&frame, &req.interval);
	}
	algo_frame_release(&frame);
	algo_http_res_release(&res);
	return 0;
}
