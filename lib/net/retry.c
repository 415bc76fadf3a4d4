/* retry.c - trying again what may pass: connects, busy servers, limits */
#include <algo/net.h>

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* Milliseconds that a second of waiting lasts. */
static long wait_unit(void)
{
	const char *s = getenv("ALGO_RETRY_MS");
	int64_t v;

	if (!s || algo_int_parse(s, strlen(s), &v) || v < 0 || v > 1000000)
		return 1000;
	return (long)v;
}

static void sleep_ms(int64_t ms)
{
	struct timespec ts = { .tv_sec = (time_t)(ms / 1000),
			       .tv_nsec = (long)(ms % 1000) * 1000000 };

	while (nanosleep(&ts, &ts) && errno == EINTR)
		;
}

int algo_http_wait(long ms, long *patience_ms)
{
	if (ms > *patience_ms)
		return -1;
	*patience_ms -= ms;
	sleep_ms((int64_t)ms * wait_unit() / 1000);
	return 0;
}

static int worth(const struct algo_http_res *res, int pass_429)
{
	switch (res->status) {
	case 408:
	case 425:
	case 500:
	case 502:
	case 503:
	case 504:
		return 1;
	case 429:
		return !pass_429;
	default:
		return 0;
	}
}

/* Of many clients that failed together few come back together. */
static long jitter(long ms)
{
	struct timespec now;

	if (ms < 8 || clock_gettime(CLOCK_REALTIME, &now))
		return ms;
	return ms - ms / 8 + (now.tv_nsec / 1000) % (ms / 4);
}

static long pause_ms(const struct algo_http_res *res, long backoff)
{
	double told = res->retry_after * 1000;

	if (isnan(told))
		return jitter(backoff);
	return told < 1e9 ? (long)told : 1000000000L;
}

int algo_http_retry(const struct algo_http_req *req,
		    const struct algo_retry *retry, struct algo_http_res *res,
		    struct algo_err *err)
{
	long patience = retry->patience_ms;
	long backoff = retry->base_ms;

	for (int try = 1;; try++) {
		struct algo_err failed = ALGO_ERR_INIT;
		int rc = algo_http_do(req, res, &failed);
		int again = rc ? res->unreached : worth(res, retry->pass_429);

		if (!again || try >= retry->tries ||
		    algo_http_wait(pause_ms(res, backoff), &patience)) {
			if (rc && err)
				*err = failed;
			return rc;
		}
		backoff *= 2;
	}
}
