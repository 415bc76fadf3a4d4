/* filters.c - averages of other weights, and of speeds that the prices set:
 * kama_ta laguerre mcgd msw pwma reflex rsx sinwma ssf swma trendflex vidya
 * vidya92 zlema. */
#include "box.h"
#include "families.h"
#include "param.h"

#define PI 3.14159265358979323846
#define ROOT2 1.41421356237309504880

/* ---- pwma, sinwma, swma: the weights are a table, oldest value first, and
 * add up to 1; every window is added anew, several bars side by side. */

static void weights_plan(struct algo_box *b, double count)
{
	algo_box_add(b, ALGO_BOX_LINE, count);
	algo_box_add(b, ALGO_BOX_TABLE, count);
}

static void normalise(double *w, size_t count)
{
	double sum = 0;

	for (size_t i = 0; i < count; i++)
		sum += w[i];
	for (size_t i = 0; i < count; i++)
		w[i] /= sum;
}

static void weights_tile(const double *w, const double *x, size_t count,
			 double *restrict y, size_t n)
{
	for (size_t i = 0; i < n; i++)
		y[i] = 0;
	for (size_t j = 0; j < count; j++)
		for (size_t i = 0; i < n; i++)
			y[i] += w[j] * x[i + j];
}

static void weights_run(void *state, const double *const in[],
			double *const out[], size_t n)
{
	struct algo_box *b = state;
	size_t count = b->part[0].p, i = algo_box_warm(b, count - 1, n);
	double *x = algo_line_room(algo_box_part(b, 0), n), *y = out[0];
	const double *w = algo_box_part(b, 1);

	algo_copy(x, in[0], n);
	x -= count - 1;
	algo_fill_nan(y, i);
	for (; i < n; i += ALGO_TILE)
		weights_tile(w, x + i, count, y + i,
			     n - i < ALGO_TILE ? n - i : ALGO_TILE);
}

static void weights_step(void *state, const double *const in[],
			 double *const out[], size_t n)
{
	static const struct algo_cut cut = { 1, 1, algo_box_reset,
					     weights_run };

	algo_cut_step(&cut, state, in, out, n);
}

static void window_plan(struct algo_box *b, const double *p)
{
	weights_plan(b, p[0]);
}

static size_t window_size(const double *p)
{
	return algo_box_size(window_plan, p);
}

/* A row of Pascal's triangle. */
static void pwma_init(void *state, const double *p)
{
	size_t n = algo_count(p[0]);
	double *w;

	algo_box_init(state, window_plan, p);
	w = algo_box_part(state, 1);
	w[0] = 1;
	for (size_t i = 1; i < n; i++)
		w[i] = w[i - 1] * (double)(n - i) / (double)i;
	normalise(w, n);
}

static void sinwma_init(void *state, const double *p)
{
	size_t n = algo_count(p[0]);
	double *w;

	algo_box_init(state, window_plan, p);
	w = algo_box_part(state, 1);
	for (size_t i = 0; i < n; i++)
		w[i] = sin(PI * (double)(i + 1) / (double)(n + 1));
	normalise(w, n);
}

static void swma_plan(struct algo_box *b, const double *p)
{
	(void)p;
	weights_plan(b, 4);
}

static size_t swma_size(const double *p)
{
	return algo_box_size(swma_plan, p);
}

static void swma_init(void *state, const double *p)
{
	static const double weights[4] = { 1, 2, 2, 1 };
	double *w;

	algo_box_init(state, swma_plan, p);
	w = algo_box_part(state, 1);
	memcpy(w, weights, sizeof(weights));
	normalise(w, 4);
}

static size_t swma_look(const double *p)
{
	(void)p;
	return 3;
}

/* ---- msw: the phase of the Fourier coefficient of a cycle of p bars, whose
 * cosines and sines are a table. */

static void msw_plan(struct algo_box *b, const double *p)
{
	algo_box_add(b, ALGO_BOX_LINE, p[0]);
	algo_box_add(b, ALGO_BOX_TABLE, 2 * p[0]);
}

static size_t msw_size(const double *p)
{
	return algo_box_size(msw_plan, p);
}

static void msw_init(void *state, const double *p)
{
	size_t n = algo_count(p[0]);
	double *w;

	algo_box_init(state, msw_plan, p);
	w = algo_box_part(state, 1);
	for (size_t i = 0; i < n; i++) {
		double angle = 2 * PI * (double)(n - 1 - i) / (double)n;

		w[i] = cos(angle);
		w[n + i] = sin(angle);
	}
}

/* Tulip's rules; both parts of a flat window are 0, not what rounding makes
 * of them. */
static double msw_phase(double re, double im)
{
	double phase = fabs(re) > 0.001 ? atan(im / re) : (im < 0 ? -PI : PI);

	if (re < 0)
		phase += PI;
	phase += PI / 2;
	if (phase < 0)
		phase += 2 * PI;
	if (phase > 2 * PI)
		phase -= 2 * PI;
	return phase;
}

static void msw_tile(struct algo_box *b, const double *x, double *sine,
		     double *lead, size_t n)
{
	size_t count = b->part[0].p;
	const double *w = algo_box_part(b, 1);
	double re[ALGO_TILE], im[ALGO_TILE];

	weights_tile(w, x, count, re, n);
	weights_tile(w + count, x, count, im, n);
	for (size_t i = 0; i < n; i++) {
		double phase;

		/* v[0] is how often the last price came in a row. */
		b->v[0] = x[i + count - 1] == b->v[1] ? b->v[0] + 1 : 1;
		b->v[1] = x[i + count - 1];
		phase = b->v[0] < b->p[0] ? msw_phase(re[i], im[i])
					  : msw_phase(0, 0);
		sine[i] = sin(phase);
		lead[i] = sin(phase + PI / 4);
	}
}

static void msw_run(void *state, const double *const in[], double *const out[],
		    size_t n)
{
	struct algo_box *b = state;
	size_t count = b->part[0].p, warm;
	double *x = algo_line_room(algo_box_part(b, 0), n);

	algo_copy(x, in[0], n);
	x -= count - 1;
	for (size_t i = 0; i < n; i += ALGO_TILE)
		msw_tile(b, x + i, out[0] + i, out[1] + i,
			 n - i < ALGO_TILE ? n - i : ALGO_TILE);
	warm = algo_box_warm(b, count, n);
	algo_fill_nan(out[0], warm);
	algo_fill_nan(out[1], warm);
}

static void msw_step(void *state, const double *const in[], double *const out[],
		     size_t n)
{
	static const struct algo_cut cut = { 1, 2, algo_box_reset, msw_run };

	algo_cut_step(&cut, state, in, out, n);
}

/* ---- ssf, trendflex, reflex (Ehlers): a Butterworth filter of two poles. */

struct smooth {
	double c1, c2, c3;
};

static struct smooth smoother(double bars)
{
	double a = exp(-ROOT2 * PI / bars), b = 2 * a * cos(ROOT2 * PI / bars);

	return (struct smooth){ (1 - b + a * a) / 2, b, -a * a };
}

/* The first two values are the prices.  v: the price before, the filter one
 * and two bars before. */
static void smooth_block(struct algo_box *b, struct smooth s, const double *x,
			 double *y, size_t n)
{
	double *v = b->v;

	for (size_t i = 0; i < n; i++) {
		double f = s.c1 * (x[i] + v[0]) + s.c2 * v[1] + s.c3 * v[2];

		if (b->seen + i < 2)
			f = x[i];
		v[0] = x[i];
		v[2] = v[1];
		v[1] = f;
		y[i] = f;
	}
}

#define ssf_plan algo_box_bare
static void ssf_run(void *state, const double *const in[], double *const out[],
		    size_t n)
{
	struct algo_box *b = state;

	smooth_block(b, smoother(b->p[0]), in[0], out[0], n);
	b->seen += n;
}
ALGO_BOX_ROW(ssf, 1, 1)

/* v[3]: the mean square. */
static void flex_plan(struct algo_box *b, const double *p)
{
	algo_box_add(b, ALGO_BOX_WIN, p[0]);
	algo_box_add(b, ALGO_BOX_DELAY, 1);
	algo_box_add(b, ALGO_BOX_DELAY, p[0]);
}

/* How far the filter is from the mean of its last p values, or from the line
 * through its ends, in units of what is usual. */
static void flex_run(struct algo_box *b, const double *x, double *y, size_t n,
		     int slope)
{
	double f[ALGO_IND_N], mean[ALGO_IND_N], old[ALGO_IND_N], p = b->p[0];

	f[0] = x[0]; /* n is never 0 */
	smooth_block(b, smoother(p / 2), x, f, n);
	algo_box_mean(b, 0, f, y, n);
	algo_box_delay(b, 1, y, mean, n);
	algo_box_delay(b, 2, f, old, n);
	for (size_t i = 0; i < n; i++) {
		double s = f[i] - mean[i];

		y[i] = NAN;
		if (isnan(s))
			continue;
		if (slope)
			s += (old[i] - f[i]) / p * (p + 1) / 2;
		b->v[3] = 0.04 * s * s + 0.96 * b->v[3];
		y[i] = b->v[3] > 0 ? s / sqrt(b->v[3]) : 0;
	}
	b->seen += n;
}

#define trendflex_plan flex_plan
static void trendflex_run(void *state, const double *const in[],
			  double *const out[], size_t n)
{
	flex_run(state, in[0], out[0], n, 0);
}
ALGO_BOX_ROW(trendflex, 1, 1)

#define reflex_plan flex_plan
static void reflex_run(void *state, const double *const in[],
		       double *const out[], size_t n)
{
	flex_run(state, in[0], out[0], n, 1);
}
ALGO_BOX_ROW(reflex, 1, 1)

/* ---- laguerre: v holds the four stages and the last value. */

#define laguerre_plan algo_box_bare
static double laguerre_bar(double *v, double x, double g, int first)
{
	double now[4] = { x, x, x, x }, up = 0, down = 0;

	if (!first)
		now[0] = (1 - g) * x + g * v[0];
	for (int k = 1; k < 4 && !first; k++)
		now[k] = -g * now[k - 1] + v[k - 1] + g * v[k];
	for (int k = 0; k < 3; k++) {
		double d = now[k] - now[k + 1];

		up += d > 0 ? d : 0;
		down += d < 0 ? -d : 0;
	}
	memcpy(v, now, sizeof(now));
	if (up + down > 0)
		v[4] = up / (up + down);
	return v[4];
}

static void laguerre_run(void *state, const double *const in[],
			 double *const out[], size_t n)
{
	struct algo_box *b = state;

	for (size_t i = 0; i < n; i++)
		out[0][i] =
			laguerre_bar(b->v, in[0][i], b->p[0], b->seen + i == 0);
	algo_fill_nan(out[0], algo_box_warm(b, 1, n));
}
ALGO_BOX_ROW(laguerre, 1, 1)

/* ---- rsx: v holds the price before, six averages of the change and six of
 * its size. */

#define rsx_plan algo_box_bare
static double rsx_stages(double *v, double x, double k)
{
	for (int s = 0; s < 6; s += 2) {
		v[s] += k * (x - v[s]);
		v[s + 1] += k * (v[s] - v[s + 1]);
		x = 1.5 * v[s] - 0.5 * v[s + 1];
	}
	return x;
}

static void rsx_run(void *state, const double *const in[], double *const out[],
		    size_t n)
{
	struct algo_box *b = state;
	double k = 3 / (b->p[0] + 2);

	for (size_t i = 0; i < n; i++) {
		double d = b->seen + i ? in[0][i] - b->v[0] : 0;
		double a = rsx_stages(b->v + 1, d, k);
		double all = rsx_stages(b->v + 7, fabs(d), k);
		double y = 50 * (a / all + 1);

		y = y > 100 ? 100 : y < 0 ? 0 : y;
		out[0][i] = all > 0 ? y : 50;
		b->v[0] = in[0][i];
	}
	algo_fill_nan(out[0], algo_box_warm(b, algo_count(b->p[0]) - 1, n));
}
ALGO_BOX_ROW(rsx, 1, 1)

/* ---- mcgd: begins as the mean; v: the average, and whether there is one. */

static void mcgd_plan(struct algo_box *b, const double *p)
{
	algo_box_add(b, ALGO_BOX_WIN, p[0]);
}

static void mcgd_run(void *state, const double *const in[], double *const out[],
		     size_t n)
{
	struct algo_box *b = state;
	double *v = b->v, factor = b->p[0] * b->p[1];

	for (size_t i = 0; i < n; i++) {
		double x = in[0][i], ratio = x / v[0];

		out[0][i] = NAN;
		if (v[1] == 0) {
			algo_box_mean(b, 0, &x, &v[0], 1);
			v[1] = !isnan(v[0]);
		} else {
			ratio *= ratio;
			v[0] += (x - v[0]) / (factor * ratio * ratio);
		}
		if (v[1] != 0 && algo_usable(v[0]))
			out[0][i] = v[0];
		else if (v[1] != 0)
			algo_box_reset(b);
	}
}
ALGO_BOX_ROW(mcgd, 1, 1)

/* ---- vidya: v holds the price before, the average, whether there is one,
 * and the price before the block. */

static void vidya_plan(struct algo_box *b, const double *p)
{
	algo_box_add(b, ALGO_BOX_SUMS, p[0]);
}

/* Starts at the price before the first weight there is. */
static void vidya_follow(struct algo_box *b, const double *x,
			 const double *weight, double *y, size_t n)
{
	double *v = b->v;

	for (size_t i = 0; i < n; i++) {
		int has = !isnan(weight[i]);

		if (has && v[2] == 0) {
			v[1] = v[0];
			v[2] = 1;
		}
		if (has)
			v[1] += weight[i] * (x[i] - v[1]);
		y[i] = has ? v[1] : NAN;
		v[0] = x[i];
	}
	b->seen += n;
}

static void vidya_run(void *state, const double *const in[],
		      double *const out[], size_t n)
{
	struct algo_box *b = state;
	double up[ALGO_IND_N], down[ALGO_IND_N], k = 2 / (b->p[0] + 1);

	algo_box_change(b, 3, in[0], up, n);
	for (size_t i = 0; i < n; i++) {
		down[i] = up[i] < 0 ? -up[i] : 0 * up[i];
		up[i] = up[i] > 0 ? up[i] : 0 * up[i];
	}
	algo_box_sums(b, 0, up, down, n);
	for (size_t i = 0; i < n; i++) {
		double all = up[i] + down[i];
		double v = k * fabs(up[i] - down[i]) / all;

		up[i] = all == 0 ? 0 : v;
	}
	vidya_follow(b, in[0], up, out[0], n);
}
ALGO_BOX_ROW(vidya, 1, 1)

static void vidya92_plan(struct algo_box *b, const double *p)
{
	algo_box_add(b, ALGO_BOX_FOLD, p[0]);
	algo_box_add(b, ALGO_BOX_FOLD, p[1]);
}

static size_t vidya92_look(const double *p)
{
	return algo_count(fmax(p[0], p[1])) - 2;
}

/* The seed, the price of the bar before both deviations, is a value too. */
static void vidya92_run(void *state, const double *const in[],
			double *const out[], size_t n)
{
	struct algo_box *b = state;
	double mean[ALGO_IND_N], few[ALGO_IND_N], many[ALGO_IND_N];
	size_t seed = vidya92_look(b->p), seen = b->seen;

	algo_box_spread(b, 0, in[0], mean, few, n);
	algo_box_spread(b, 1, in[0], mean, many, n);
	for (size_t i = 0; i < n; i++) {
		many[i] = b->p[2] * algo_part_of(few[i], many[i]);
	}
	vidya_follow(b, in[0], many, out[0], n);
	if (seed >= seen && seed < seen + n)
		out[0][seed - seen] = in[0][seed - seen];
}
ALGO_BOX_ROW(vidya92, 1, 1)

/* ---- zlema: an average of prices with their change of late added. */

static size_t zlema_lag(const double *p)
{
	return (algo_count(p[0]) - 1) / 2;
}

static void zlema_plan(struct algo_box *b, const double *p)
{
	algo_box_add(b, ALGO_BOX_DELAY, (double)zlema_lag(p));
	algo_box_add(b, ALGO_BOX_EMA, p[0]);
}

static void zlema_run(void *state, const double *const in[],
		      double *const out[], size_t n)
{
	double old[ALGO_IND_N];

	algo_box_delay(state, 0, in[0], old, n);
	for (size_t i = 0; i < n; i++)
		old[i] = in[0][i] + (in[0][i] - old[i]);
	algo_box_ema(state, 1, old, out[0], n);
}
ALGO_BOX_ROW(zlema, 1, 1)

static size_t zlema_look(const double *p)
{
	return algo_count(p[0]) - 1 + zlema_lag(p);
}

/* ---- kama_ta: kama with both ends of its speed; v as in vidya. */

static void kama_ta_plan(struct algo_box *b, const double *p)
{
	algo_box_add(b, ALGO_BOX_WIN, p[0]);
	algo_box_add(b, ALGO_BOX_DELAY, p[0]);
}

static void kama_ta_run(void *state, const double *const in[],
			double *const out[], size_t n)
{
	struct algo_box *b = state;
	double fast = 2 / (b->p[1] + 1), slow = 2 / (b->p[2] + 1);
	double path[ALGO_IND_N], old[ALGO_IND_N];

	algo_box_change(b, 3, in[0], path, n);
	for (size_t i = 0; i < n; i++)
		path[i] = fabs(path[i]);
	algo_box_sum(b, 0, path, path, n);
	algo_box_delay(b, 1, in[0], old, n);
	for (size_t i = 0; i < n; i++) {
		double way = fabs(in[0][i] - old[i]);
		double ratio = path[i] <= way ? 1 : way / path[i];
		double c = ratio * (fast - slow) + slow;

		path[i] = isnan(path[i]) ? NAN : c * c;
	}
	vidya_follow(b, in[0], path, out[0], n);
}
ALGO_BOX_ROW(kama_ta, 1, 1)

/* ---- the rows */

/* clang-format off */
#define CLOSE .in = { "close" }
/* Their windows are added anew for each bar. */
#define ANEW(dflt, least, most) \
	{ "length", ALGO_P_INT, dflt, least, most, 1, "bars in the window", \
	  NULL }

const struct algo_ind algo_ind_filters[] = {
	{ .name = "mcgd", .title = "McGinley Dynamic", .group = "overlap",
	  CLOSE, .param = { ALGO_LENGTH(14, 1),
			    ALGO_FRACTION("k", 1, 0.01, 100,
					  "scales length; 0.6 is another "
					  "custom") },
	  ALGO_ONE("md"), ALGO_KERNEL_OF(mcgd), .lookback = algo_look_window,
	  .aliases = "mcginley",
	  .doc = "d += (x - d) / (k * length * (x / d)^4), from the mean of "
		 "the first length values on; where that has no value it "
		 "starts anew.",
	  .source = "John McGinley, 1990" },
	{ .name = "zlema", .title = "Zero-Lag Exponential Moving Average",
	  .group = "overlap", CLOSE, .param = { ALGO_LENGTH(20, 1) },
	  ALGO_ONE("zlema"), ALGO_KERNEL_OF(zlema), .lookback = zlema_look,
	  .aliases = "zlma",
	  .doc = "ema of 2 x - x of lag bars ago; lag is the whole part of "
		 "(length - 1) / 2.",
	  .source = "John Ehlers and Ric Way, 2010" },
	{ .name = "vidya", .title = "Variable Index Dynamic Average",
	  .group = "overlap", CLOSE, .param = { ALGO_LENGTH(14, 1) },
	  ALGO_ONE("vidya"), ALGO_KERNEL_OF(vidya),
	  .lookback = algo_look_period, .aliases = "",
	  .doc = "v += 2 / (length + 1) * |U - D| / (U + D) * (x - v), U and "
		 "D the sums of the rises and falls of length bars; from the "
		 "price of bar length - 1 on.",
	  .source = "Tushar Chande, 1994" },
	{ .name = "vidya92", .title = "Variable Index Dynamic Average of 1992",
	  .group = "overlap", CLOSE,
	  .param = { ALGO_BARS("short", 2, 1, "bars of one deviation"),
		     ALGO_BARS("long", 5, 2, "bars of the other"),
		     ALGO_FRACTION("alpha", 0.2, 0, 1, "weight") },
	  ALGO_ONE("vidya"), ALGO_KERNEL_OF(vidya92),
	  .lookback = vidya92_look, .aliases = "",
	  .doc = "v += alpha * stddev(short) / stddev(long) * (x - v), 0 "
		 "where nothing moved; from the price of the bar before both "
		 "have a value. Tulip's vidya.",
	  .source = "Tushar Chande, 1992" },
	{ .name = "kama_ta", .title = "Kaufman Adaptive Moving Average, "
				      "Two Speeds",
	  .group = "overlap", CLOSE,
	  .param = { ALGO_LENGTH(10, 1),
		     ALGO_BARS("fast", 2, 1, "bars of the fastest ema"),
		     ALGO_BARS("slow", 30, 1, "bars of the slowest ema") },
	  ALGO_ONE("kama"), ALGO_KERNEL_OF(kama_ta),
	  .lookback = algo_look_period, .aliases = "",
	  .doc = "kama with the ends of its speed, an ema of fast and of "
		 "slow, as parameters.",
	  .source = "Perry Kaufman, 1995" },
	{ .name = "pwma", .title = "Pascal's Weighted Moving Average",
	  .group = "overlap", CLOSE, .param = { ANEW(10, 1, 1000) },
	  ALGO_ONE("pwma"), .size = window_size, .init = pwma_init,
	  .step = weights_step, .lookback = algo_look_window, .aliases = "",
	  .doc = "Weights are row length - 1 of Pascal's triangle.",
	  .source = "common" },
	{ .name = "sinwma", .title = "Sine Weighted Moving Average",
	  .group = "overlap", CLOSE, .param = { ANEW(14, 1, 20000) },
	  ALGO_ONE("sinwma"), .size = window_size, .init = sinwma_init,
	  .step = weights_step, .lookback = algo_look_window,
	  .aliases = "sine_wma",
	  .doc = "Weights sin(pi (i + 1) / (length + 1)), i from 0 for the "
		 "oldest.",
	  .source = "common" },
	{ .name = "swma", .title = "Symmetrically Weighted Moving Average",
	  .group = "overlap", CLOSE, ALGO_ONE("swma"), .size = swma_size,
	  .init = swma_init, .step = weights_step, .lookback = swma_look,
	  .aliases = "",
	  .doc = "Weights 1, 2, 2, 1 over 6.",
	  .source = "common" },
	{ .name = "ssf", .title = "Super Smoother", .group = "overlap", CLOSE,
	  .param = { ALGO_LENGTH(10, 1) }, ALGO_ONE("ssf"),
	  ALGO_KERNEL_OF(ssf), .lookback = algo_look_0,
	  .aliases = "super_smoother",
	  .doc = "A Butterworth filter of two poles on the mean of this price "
		 "and the one before: a = exp(-sqrt(2) pi / length), b = 2 a "
		 "cos(sqrt(2) pi / length), f = (1 - b + a^2) x + b f1 - a^2 "
		 "f2, from the first two prices on.",
	  .source = "John Ehlers, 2013" },
	{ .name = "trendflex", .title = "Trendflex", .group = "cycle", CLOSE,
	  .param = { ALGO_LENGTH(20, 1) }, ALGO_ONE("value"),
	  ALGO_KERNEL_OF(trendflex), .lookback = algo_look_period,
	  .aliases = "",
	  .doc = "ssf of half the length less the mean of its last length "
		 "values, over the root of its mean square (weight 0.04); 0 "
		 "where that is 0.",
	  .source = "John Ehlers, 2020" },
	{ .name = "reflex", .title = "Reflex", .group = "cycle", CLOSE,
	  .param = { ALGO_LENGTH(20, 1) }, ALGO_ONE("value"),
	  ALGO_KERNEL_OF(reflex), .lookback = algo_look_period,
	  .aliases = "",
	  .doc = "trendflex with the line from length bars ago to now taken "
		 "out.",
	  .source = "John Ehlers, 2020" },
	{ .name = "laguerre", .title = "Laguerre RSI", .group = "momentum",
	  CLOSE, .param = { ALGO_FRACTION("gamma", 0.5, 0, 0.99,
					  "damping") },
	  ALGO_ONE("lrsi"), ALGO_KERNEL_OF(laguerre), .lookback = algo_look_1,
	  .aliases = "laguerre_rsi",
	  .doc = "Four stages, all the first price at first: L0 = (1 - g) x + "
		 "g L0', Lk = -g L(k-1) + L(k-1)' + g Lk'; the sum of the "
		 "positive differences of neighbours over that of all, 0 to "
		 "1. The value before where there are none.",
	  .source = "John Ehlers, 2004" },
	{ .name = "rsx", .title = "Smooth Relative Strength",
	  .group = "momentum", CLOSE, .param = { ALGO_LENGTH(14, 1) },
	  ALGO_ONE("rsx"), ALGO_KERNEL_OF(rsx), .lookback = algo_look_window,
	  .aliases = "",
	  .doc = "50 (c / a + 1), 0 to 100: the change and its size through "
		 "three stages of 1.5 e - 0.5 f, f an average of the average "
		 "e, both with the weight 3 / (length + 2) and from 0; 50 "
		 "where nothing moved. Reconstructed by users of the Jurik "
		 "filter, not its author's.",
	  .source = "after Mark Jurik" },
	{ .name = "msw", .title = "MESA Sine Wave", .group = "cycle", CLOSE,
	  .param = { ANEW(5, 1, 20000) },
	  .out = { "sine", "lead" }, .main_out = 0, .size = msw_size,
	  .init = msw_init, .step = msw_step, .lookback = algo_look_period,
	  .aliases = "",
	  .doc = "The sine of the phase of the Fourier coefficient of the "
		 "last length values, and of 45 degrees more. Every window is "
		 "added anew.",
	  .source = "John Ehlers, 1996; Tulip msw" },
	{ .name = NULL },
};
