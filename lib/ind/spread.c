/* spread.c - how far values move and lie apart: inertia kurtosis lag logret
 * massi parkinson pctret pdist rogers rvi_vol skew slope stderr thermo ui
 * variance_s vhf volatility yang_zhang zscore. */
#include "box.h"
#include "families.h"
#include "param.h"

#define LN2 0.69314718055994530942

static double root_of(double v)
{
	return v < 0 ? 0 : sqrt(v);
}

/* ---- lag, logret, pctret, slope: this value and one before. */

static void lag_plan(struct algo_box *b, const double *p)
{
	algo_box_add(b, ALGO_BOX_DELAY, p[0]);
}

/* The row is EXPR of the value x and the value b of count bars before. */
#define BEFORE_ROW(name, EXPR)                                        \
	static void name##_run(void *state, const double *const in[], \
			       double *const out[], size_t n)         \
	{                                                             \
		struct algo_box *box = state;                         \
		double old[ALGO_IND_N], count = box->p[0];            \
                                                                      \
		(void)count;                                          \
		algo_box_delay(box, 0, in[0], old, n);                \
		for (size_t i = 0; i < n; i++) {                      \
			double x = in[0][i], b = old[i];              \
                                                                      \
			(void)x;                                      \
			out[0][i] = algo_or_none(EXPR);               \
		}                                                     \
	}                                                             \
	ALGO_BOX_ROW(name, 1, 1)

#define logret_plan lag_plan
#define pctret_plan lag_plan
#define slope_plan lag_plan
BEFORE_ROW(lag, b)
BEFORE_ROW(logret, log(x / b))
BEFORE_ROW(pctret, x / b - 1)
BEFORE_ROW(slope, (x - b) / count)

/* ---- zscore, variance_s, stderr: deviations of a window. */

static void fold_plan(struct algo_box *b, const double *p)
{
	algo_box_add(b, ALGO_BOX_FOLD, p[0]);
}

#define zscore_plan fold_plan
static void zscore_run(void *state, const double *const in[],
		       double *const out[], size_t n)
{
	struct algo_box *b = state;
	double mean[ALGO_IND_N], count = b->p[0];
	double scale = sqrt((count - b->p[1]) / count);

	algo_box_spread(b, 0, in[0], mean, out[0], n);
	for (size_t i = 0; i < n; i++) {
		double dev = out[0][i], z = (in[0][i] - mean[i]) / dev;

		out[0][i] = dev > 0 ? scale * z : NAN;
	}
}
ALGO_BOX_ROW(zscore, 1, 1)

#define variance_s_plan fold_plan
static void variance_s_run(void *state, const double *const in[],
			   double *const out[], size_t n)
{
	struct algo_box *b = state;
	double mean[ALGO_IND_N], count = b->p[0];

	algo_box_spread(b, 0, in[0], mean, out[0], n);
	for (size_t i = 0; i < n; i++)
		out[0][i] *= out[0][i] * (count / (count - b->p[1]));
}
ALGO_BOX_ROW(variance_s, 1, 1)

#define error_plan fold_plan
static void error_run(void *state, const double *const in[],
		      double *const out[], size_t n)
{
	struct algo_box *b = state;
	double mean[ALGO_IND_N], scale = 1 / sqrt(b->p[0]);

	algo_box_spread(b, 0, in[0], mean, out[0], n);
	for (size_t i = 0; i < n; i++)
		out[0][i] *= scale;
}
ALGO_BOX_ROW(error, 1, 1)

static void volatility_plan(struct algo_box *b, const double *p)
{
	algo_box_add(b, ALGO_BOX_DELAY, 1);
	algo_box_add(b, ALGO_BOX_FOLD, p[0]);
}

static void volatility_run(void *state, const double *const in[],
			   double *const out[], size_t n)
{
	struct algo_box *b = state;
	double ret[ALGO_IND_N], mean[ALGO_IND_N], scale = sqrt(b->p[1]);

	algo_box_delay(b, 0, in[0], ret, n);
	for (size_t i = 0; i < n; i++)
		ret[i] = algo_or_none(in[0][i] / ret[i] - 1);
	algo_box_spread(b, 1, ret, mean, out[0], n);
	for (size_t i = 0; i < n; i++)
		out[0][i] *= scale;
}
ALGO_BOX_ROW(volatility, 1, 1)

/* ---- skew, kurtosis: sums of powers of d = x - base in windows, as in
 * fold.h: the base is the first value of this block and lies in every window
 * it is used for, so that |d| is at most sqrt(p) deviations off the mean. */

struct powers {
	double one, two, three, four;
};

struct moments {
	size_t p;
	size_t at;
	size_t seen; /* values since the restart, at most p */
	double base;
	struct powers now;    /* of this block */
	struct powers tail[]; /* p + 1: of the block before, from each place to
				 its end; then its p values */
};

static size_t moments_size(const double *p)
{
	size_t n = algo_count(p[0]);

	return sizeof(struct moments) + (n + 1) * sizeof(struct powers) +
	       n * sizeof(double);
}

static void moments_init(void *state, const double *p)
{
	struct moments *m = state;

	memset(m, 0, moments_size(p));
	m->p = algo_count(p[0]);
}

static void moments_reset(void *state)
{
	struct moments *m = state;

	m->at = m->seen = 0;
}

static inline struct powers powers_add(struct powers s, double d)
{
	double square = d * d;

	s.one += d;
	s.two += square;
	s.three += square * d;
	s.four += square * square;
	return s;
}

static void moments_turn(struct moments *m, double base)
{
	const double *v = (const double *)(const void *)(m->tail + m->p + 1);
	struct powers s = { 0 };

	m->base = base;
	m->now = s;
	for (size_t i = m->p; i-- > 1;)
		m->tail[i] = s = powers_add(s, v[i] - base);
}

/* Sums of the last p powers, around their mean; 1 when there are so many. */
static int moments_push(struct moments *m, double x, struct powers *s)
{
	double *v = (double *)(void *)(m->tail + m->p + 1);
	const struct powers *tail;
	double p = (double)m->p, a;

	if (m->at == 0)
		moments_turn(m, x);
	tail = &m->tail[m->at + 1];
	v[m->at] = x;
	m->now = powers_add(m->now, x - m->base);
	m->at = m->at + 1 == m->p ? 0 : m->at + 1;
	m->seen += m->seen < m->p;
	if (m->seen < m->p)
		return 0;
	s->one = m->now.one + tail->one;
	s->two = m->now.two + tail->two;
	s->three = m->now.three + tail->three;
	s->four = m->now.four + tail->four;
	a = s->one / p;
	s->four += a * (-4 * s->three + a * (6 * s->two - 3 * a * s->one));
	s->three += a * (-3 * s->two + 2 * a * s->one);
	s->two -= a * s->one;
	return 1;
}

/* Sample corrected, as spreadsheets have them; none of a flat window. */
static double skew_of(const struct powers *s, double n)
{
	double dev = sqrt(s->two / (n - 1));
	double v = n / ((n - 1) * (n - 2)) * s->three / (dev * dev * dev);

	return s->two > 0 ? algo_or_none(v) : NAN;
}

static double kurtosis_of(const struct powers *s, double n)
{
	double var = s->two / (n - 1);
	double v = n * (n + 1) / ((n - 1) * (n - 2) * (n - 3)) * s->four /
		   (var * var);

	v -= 3 * (n - 1) * (n - 1) / ((n - 2) * (n - 3));
	return s->two > 0 ? algo_or_none(v) : NAN;
}

static void skew_run(void *state, const double *const in[], double *const out[],
		     size_t n)
{
	struct moments *m = state;
	struct powers s;

	for (size_t i = 0; i < n; i++)
		out[0][i] = moments_push(m, in[0][i], &s)
				    ? skew_of(&s, (double)m->p)
				    : NAN;
}

static void kurtosis_run(void *state, const double *const in[],
			 double *const out[], size_t n)
{
	struct moments *m = state;
	struct powers s;

	for (size_t i = 0; i < n; i++)
		out[0][i] = moments_push(m, in[0][i], &s)
				    ? kurtosis_of(&s, (double)m->p)
				    : NAN;
}

static void skew_step(void *state, const double *const in[],
		      double *const out[], size_t n)
{
	static const struct algo_cut cut = { 1, 1, moments_reset, skew_run };

	algo_cut_step(&cut, state, in, out, n);
}

static void kurtosis_step(void *state, const double *const in[],
			  double *const out[], size_t n)
{
	static const struct algo_cut cut = { 1, 1, moments_reset,
					     kurtosis_run };

	algo_cut_step(&cut, state, in, out, n);
}

/* ---- parkinson, rogers, yang_zhang: volatility from the four prices of a
 * bar, as a fraction a year.  A bar without logarithms starts anew. */

static void sums_plan(struct algo_box *b, const double *p)
{
	algo_box_add(b, ALGO_BOX_SUMS, p[0]);
}

/* The root of the mean of y times scale. */
static void mean_root(struct algo_box *b, double *y, double scale, size_t n)
{
	algo_box_total(b, 0, y, n);
	for (size_t i = 0; i < n; i++)
		y[i] = root_of(y[i] / b->p[0] * scale);
}

#define parkinson_plan sums_plan
static void parkinson_run(void *state, const double *const in[],
			  double *const out[], size_t n)
{
	struct algo_box *b = state;

	for (size_t i = 0; i < n; i++) {
		double v = log(in[0][i] / in[1][i]);

		out[0][i] = v * v;
	}
	mean_root(b, out[0], b->p[1] / (4 * LN2), n);
}
ALGO_BOX_ROW(parkinson, 2, 1)

static inline double rogers_of(const double *const in[], size_t i)
{
	double o = in[0][i], h = in[1][i], l = in[2][i], c = in[3][i];

	return log(h / c) * log(h / o) + log(l / c) * log(l / o);
}

#define rogers_plan sums_plan
static void rogers_run(void *state, const double *const in[],
		       double *const out[], size_t n)
{
	struct algo_box *b = state;

	for (size_t i = 0; i < n; i++)
		out[0][i] = rogers_of(in, i);
	mean_root(b, out[0], b->p[1], n);
}
ALGO_BOX_ROW(rogers, 4, 1)

static void yang_zhang_plan(struct algo_box *b, const double *p)
{
	algo_box_add(b, ALGO_BOX_WIN, p[0]);
	algo_box_add(b, ALGO_BOX_DELAY, 1);
	algo_box_add(b, ALGO_BOX_FOLD, p[0]);
	algo_box_add(b, ALGO_BOX_FOLD, p[0]);
}

static void yang_zhang_run(void *state, const double *const in[],
			   double *const out[], size_t n)
{
	struct algo_box *b = state;
	double gap[ALGO_IND_N], day[ALGO_IND_N], mean[ALGO_IND_N];
	double p = b->p[0], k = 0.34 / (1.34 + (p + 1) / (p - 1)), *y = out[0];

	day[0] = 0; /* n is never 0 */
	algo_box_delay(b, 1, in[3], gap, n);
	for (size_t i = 0; i < n; i++) {
		y[i] = rogers_of(in, i);
		gap[i] = log(in[0][i] / gap[i]);
		day[i] = log(in[3][i] / in[0][i]);
	}
	algo_box_spread(b, 3, day, mean, day, n);
	algo_box_mean(b, 0, y, y, n);
	algo_box_spread(b, 2, gap, mean, gap, n);
	for (size_t i = 0; i < n; i++) {
		double var = gap[i] * gap[i] + k * day[i] * day[i];

		var *= p / (p - 1);
		y[i] = root_of(b->p[1] * (var + (1 - k) * y[i]));
	}
}
ALGO_BOX_ROW(yang_zhang, 4, 1)

/* ---- rvi_vol, inertia: deviations of bars that rose among all. */

enum { DEVS, RISES, ALL, END };

static void rvi_vol_plan(struct algo_box *b, const double *p)
{
	algo_box_add(b, ALGO_BOX_FOLD, p[0]);
	algo_box_add(b, ALGO_BOX_EMA, p[1]);
	algo_box_add(b, ALGO_BOX_EMA, p[1]);
}

static void rvi_vol_run(void *state, const double *const in[],
			double *const out[], size_t n)
{
	struct algo_box *b = state;
	double dev[ALGO_IND_N], *y = out[0], rise[ALGO_IND_N];

	algo_box_change(b, 0, in[0], rise, n);
	b->seen += n;
	algo_box_spread(b, DEVS, in[0], y, dev, n);
	for (size_t i = 0; i < n; i++)
		rise[i] = rise[i] > 0 ? dev[i] : 0 * dev[i];
	algo_box_ema(b, RISES, rise, y, n);
	algo_box_ema(b, ALL, dev, dev, n);
	for (size_t i = 0; i < n; i++) {
		double v = 100 * y[i] / dev[i];

		y[i] = dev[i] == 0 ? 0 : v;
	}
}
ALGO_BOX_ROW(rvi_vol, 1, 1)

static size_t rvi_vol_look(const double *p)
{
	return algo_count(p[0] + p[1]) - 2;
}

static void inertia_plan(struct algo_box *b, const double *p)
{
	rvi_vol_plan(b, p + 1);
	algo_box_add(b, ALGO_BOX_FOLD, p[0]);
}

static void inertia_run(void *state, const double *const in[],
			double *const out[], size_t n)
{
	struct algo_box *b = state;
	double slope[ALGO_IND_N], end = (b->p[0] - 1) / 2;

	rvi_vol_run(b, in, out, n);
	algo_box_line(b, END, out[0], out[0], slope, n);
	for (size_t i = 0; i < n; i++)
		out[0][i] += slope[i] * end;
}
ALGO_BOX_ROW(inertia, 1, 1)

static size_t inertia_look(const double *p)
{
	return algo_count(p[0] + p[1] + p[2]) - 3;
}

/* ---- massi, thermo, pdist: ranges of bars. */

static void massi_plan(struct algo_box *b, const double *p)
{
	algo_box_add(b, ALGO_BOX_EMA, p[0]);
	algo_box_add(b, ALGO_BOX_EMA, p[0]);
	algo_box_add(b, ALGO_BOX_WIN, p[1]);
}

static void massi_run(void *state, const double *const in[],
		      double *const out[], size_t n)
{
	double twice[ALGO_IND_N], *y = out[0];

	for (size_t i = 0; i < n; i++)
		y[i] = in[0][i] - in[1][i];
	algo_box_ema(state, 0, y, y, n);
	algo_box_ema(state, 1, y, twice, n);
	for (size_t i = 0; i < n; i++) {
		double v = y[i] / twice[i];

		y[i] = twice[i] == 0 ? 0 : v;
	}
	algo_box_sum(state, 2, y, y, n);
}
ALGO_BOX_ROW(massi, 2, 1)

static size_t massi_look(const double *p)
{
	return algo_count(2 * p[0] + p[1]) - 3;
}

static void thermo_plan(struct algo_box *b, const double *p)
{
	algo_box_add(b, ALGO_BOX_EMA, p[0]);
}

/* v: high and low of the bar before. */
static void thermo_run(void *state, const double *const in[],
		       double *const out[], size_t n)
{
	struct algo_box *b = state;

	for (size_t i = 0; i < n; i++) {
		double up = fabs(in[0][i] - b->v[0]);
		double down = fabs(in[1][i] - b->v[1]);

		out[0][i] = up > down ? up : down;
		b->v[0] = in[0][i];
		b->v[1] = in[1][i];
	}
	algo_fill_nan(out[0], algo_box_warm(b, 1, n));
	algo_box_ema(b, 0, out[0], out[1], n);
}
ALGO_BOX_ROW(thermo, 2, 2)

/* v: the close of the bar before. */
#define pdist_plan algo_box_bare
static void pdist_run(void *state, const double *const in[],
		      double *const out[], size_t n)
{
	struct algo_box *b = state;

	for (size_t i = 0; i < n; i++) {
		double open = in[0][i], close = in[3][i];

		out[0][i] = 2 * (in[1][i] - in[2][i]) + fabs(open - b->v[0]) -
			    fabs(close - open);
		b->v[0] = close;
	}
	algo_fill_nan(out[0], algo_box_warm(b, 1, n));
}
ALGO_BOX_ROW(pdist, 4, 1)

/* ---- ui, vhf: from the extremes of a window. */

static void ui_plan(struct algo_box *b, const double *p)
{
	algo_box_add(b, ALGO_BOX_SUMS, p[0]);
	algo_box_add(b, ALGO_BOX_EXT, p[0]);
}

static void ui_run(void *state, const double *const in[], double *const out[],
		   size_t n)
{
	double *y = out[0];

	algo_box_max(state, 1, in[0], y, n);
	for (size_t i = 0; i < n; i++) {
		double v = 100 * (in[0][i] - y[i]) / y[i];

		y[i] = y[i] == 0 ? 0 : v * v;
	}
	mean_root(state, y, 1, n);
}
ALGO_BOX_ROW(ui, 1, 1)

static size_t ui_look(const double *p)
{
	return 2 * algo_count(p[0]) - 2;
}

static void vhf_plan(struct algo_box *b, const double *p)
{
	algo_box_add(b, ALGO_BOX_EXT, p[0]);
	algo_box_add(b, ALGO_BOX_EXT, p[0]);
	algo_box_add(b, ALGO_BOX_SUMS, p[0]);
}

static void vhf_run(void *state, const double *const in[], double *const out[],
		    size_t n)
{
	struct algo_box *b = state;
	double high[ALGO_IND_N], path[ALGO_IND_N];
	double *low = out[0];

	algo_box_max(b, 0, in[0], high, n);
	algo_box_min(b, 1, in[0], low, n);
	algo_box_change(b, 0, in[0], path, n);
	b->seen += n;
	for (size_t i = 0; i < n; i++)
		path[i] = fabs(path[i]);
	algo_box_total(b, 2, path, n);
	for (size_t i = 0; i < n; i++) {
		double v = (high[i] - low[i]) / path[i];

		low[i] = path[i] == 0 ? NAN : v;
	}
}
ALGO_BOX_ROW(vhf, 1, 1)

/* ---- the rows */

/* clang-format off */
#define CLOSE .in = { "close" }
#define OF_BARS .group = "volatility"
#define OF_VALUES .group = "statistic", CLOSE
#define DDOF(dflt)                                                       \
	{ "ddof", ALGO_P_INT, dflt, 0, 1, 0,                             \
	  "1: divisor length - 1, of a sample; 0: of the population", NULL }

const struct algo_ind algo_ind_spread[] = {
	{ .name = "zscore", .title = "Z-Score", OF_VALUES,
	  .param = { ALGO_LENGTH(30, 2), DDOF(0) }, ALGO_ONE("z"),
	  ALGO_KERNEL_OF(zscore), .lookback = algo_look_window,
	  .aliases = "",
	  .doc = "(x - mean) / standard deviation of the last length values; "
		 "none of a flat window.",
	  .source = "common" },
	{ .name = "variance_s", .title = "Sample Variance", OF_VALUES,
	  .param = { ALGO_LENGTH(20, 2), DDOF(1) }, ALGO_ONE("var"),
	  ALGO_KERNEL_OF(variance_s), .lookback = algo_look_window,
	  .aliases = "",
	  .doc = "The variance of the last length values, with either "
		 "divisor.",
	  .source = "common" },
	{ .name = "stderr", .title = "Standard Error", OF_VALUES,
	  .param = { ALGO_LENGTH(20, 1) }, ALGO_ONE("se"),
	  ALGO_KERNEL_OF(error), .lookback = algo_look_window,
	  .aliases = "standard_error",
	  .doc = "The population's standard deviation of the last length "
		 "values over the root of length.",
	  .source = "Tulip stderr" },
	{ .name = "skew", .title = "Skewness", OF_VALUES,
	  .param = { ALGO_LENGTH(30, 3) }, ALGO_ONE("value"),
	  .size = moments_size, .init = moments_init, .step = skew_step,
	  .lookback = algo_look_window, .aliases = "skewness",
	  .doc = "n / ((n - 1) (n - 2)) * the sum of ((x - mean) / s)^3, s "
		 "the deviation of the sample; none of a flat window.",
	  .source = "common" },
	{ .name = "kurtosis", .title = "Kurtosis", OF_VALUES,
	  .param = { ALGO_LENGTH(30, 4) }, ALGO_ONE("value"),
	  .size = moments_size, .init = moments_init,
	  .step = kurtosis_step, .lookback = algo_look_window,
	  .aliases = "",
	  .doc = "Excess over that of a normal distribution, corrected for "
		 "the sample as in spreadsheets; none of a flat window.",
	  .source = "common" },
	{ .name = "logret", .title = "Logarithmic Return", OF_VALUES,
	  .param = { ALGO_LENGTH(1, 1) }, ALGO_ONE("value"),
	  ALGO_KERNEL_OF(logret), .lookback = algo_look_period,
	  .aliases = "log_return",
	  .doc = "ln(x / x of length bars ago).",
	  .source = "common" },
	{ .name = "pctret", .title = "Return", OF_VALUES,
	  .param = { ALGO_LENGTH(1, 1) }, ALGO_ONE("value"),
	  ALGO_KERNEL_OF(pctret), .lookback = algo_look_period,
	  .aliases = "percent_return",
	  .doc = "x / x of length bars ago - 1, a fraction; none from 0.",
	  .source = "common" },
	{ .name = "slope", .title = "Slope", .group = "momentum", CLOSE,
	  .param = { ALGO_LENGTH(1, 1) }, ALGO_ONE("slope"),
	  ALGO_KERNEL_OF(slope), .lookback = algo_look_period,
	  .aliases = "",
	  .doc = "(x - x of length bars ago) / length. In expressions slope "
		 "is linearreg_slope.",
	  .source = "common" },
	{ .name = "lag", .title = "Value of Bars Ago", OF_VALUES,
	  .param = { ALGO_LENGTH(1, 0) }, ALGO_ONE("lag"),
	  ALGO_KERNEL_OF(lag), .lookback = algo_look_period, .aliases = "",
	  .doc = "x of length bars ago.",
	  .source = "Tulip lag" },
	{ .name = "vhf", .title = "Vertical Horizontal Filter",
	  .group = "momentum", CLOSE, .param = { ALGO_LENGTH(28, 2) },
	  ALGO_ONE("vhf"), ALGO_KERNEL_OF(vhf),
	  .lookback = algo_look_period, .aliases = "",
	  .doc = "(highest - lowest) of length values over the sum of the "
		 "sizes of length changes; none where nothing moved.",
	  .source = "Adam White, 1991" },
	{ .name = "rvi_vol", .title = "Relative Volatility Index",
	  OF_BARS, CLOSE,
	  .param = { ALGO_LENGTH(10, 2),
		     ALGO_BARS("smooth", 14, 1, "bars of the averages") },
	  ALGO_ONE("rvi"), ALGO_KERNEL_OF(rvi_vol),
	  .lookback = rvi_vol_look, .aliases = "rvi",
	  .doc = "100 * the ema of the standard deviation of length values on "
		 "bars that rose (else 0) over the ema of all of them; 0 "
		 "where all were flat.",
	  .source = "Donald Dorsey, 1993" },
	{ .name = "inertia", .title = "Inertia", OF_BARS, CLOSE,
	  .param = { ALGO_LENGTH(20, 2),
		     ALGO_BARS("stdev", 14, 2, "bars of the deviations"),
		     ALGO_BARS("smooth", 14, 1, "bars of the averages") },
	  ALGO_ONE("inertia"), ALGO_KERNEL_OF(inertia),
	  .lookback = inertia_look, .aliases = "",
	  .doc = "The end of the line of least squares through length values "
		 "of rvi_vol.",
	  .source = "Donald Dorsey, 1995" },
	{ .name = "massi", .title = "Mass Index", OF_BARS,
	  .in = { "high", "low" },
	  .param = { ALGO_FAST(9),
		     ALGO_BARS("slow", 25, 1, "bars of the sum") },
	  ALGO_ONE("mass"), ALGO_KERNEL_OF(massi), .lookback = massi_look,
	  .aliases = "mass",
	  .doc = "The sum of slow values of EMA(fast) of high - low over the "
		 "EMA of that, 0 where that is 0.",
	  .source = "Donald Dorsey, 1992" },
	{ .name = "parkinson", .title = "Parkinson Volatility", OF_BARS,
	  .in = { "high", "low" },
	  .param = { ALGO_LENGTH(20, 1), ALGO_ANNUAL(252) },
	  ALGO_ONE("vol"), ALGO_KERNEL_OF(parkinson),
	  .lookback = algo_look_window, .aliases = "",
	  .doc = "sqrt(annual * the mean of ln(high / low)^2 / (4 ln 2)), a "
		 "fraction.",
	  .source = "Michael Parkinson, 1980" },
	{ .name = "rogers", .title = "Rogers-Satchell Volatility", OF_BARS,
	  .in = { ALGO_OHLC },
	  .param = { ALGO_LENGTH(20, 1), ALGO_ANNUAL(252) },
	  ALGO_ONE("vol"), ALGO_KERNEL_OF(rogers),
	  .lookback = algo_look_window,
	  .aliases = "rogers_satchell",
	  .doc = "sqrt(annual * the mean of ln(h / c) ln(h / o) + ln(l / c) "
		 "ln(l / o)), a fraction.",
	  .source = "Chris Rogers and Steve Satchell, 1991" },
	{ .name = "yang_zhang", .title = "Yang-Zhang Volatility", OF_BARS,
	  .in = { ALGO_OHLC },
	  .param = { ALGO_LENGTH(20, 2), ALGO_ANNUAL(252) },
	  ALGO_ONE("vol"), ALGO_KERNEL_OF(yang_zhang),
	  .lookback = algo_look_period, .aliases = "",
	  .doc = "sqrt(annual * (V + k W + (1 - k) R)): the sample variances V "
		 "of ln(open / close before) and W of ln(close / open), R the "
		 "mean of rogers, k = 0.34 / (1.34 + (n + 1) / (n - 1)).",
	  .source = "Dennis Yang and Qiang Zhang, 2000" },
	{ .name = "volatility", .title = "Annualized Volatility", OF_BARS,
	  CLOSE, .param = { ALGO_LENGTH(20, 1), ALGO_ANNUAL(252) },
	  ALGO_ONE("volatility"), ALGO_KERNEL_OF(volatility),
	  .lookback = algo_look_period, .aliases = "",
	  .doc = "The population's standard deviation of length changes, as "
		 "fractions, times sqrt(annual).",
	  .source = "Tulip volatility" },
	{ .name = "thermo", .title = "Elder Thermometer", OF_BARS,
	  .in = { "high", "low" }, .param = { ALGO_LENGTH(20, 1) },
	  .out = { "thermo", "ma" }, .main_out = 1, ALGO_KERNEL_OF(thermo),
	  .lookback = algo_look_1, .aliases = "",
	  .doc = "The larger of |high - high before| and |low - low before|, "
		 "and its ema.",
	  .source = "Alexander Elder, 2002" },
	{ .name = "ui", .title = "Ulcer Index", OF_BARS, CLOSE,
	  .param = { ALGO_LENGTH(14, 1) }, ALGO_ONE("ui"),
	  ALGO_KERNEL_OF(ui), .lookback = ui_look, .aliases = "ulcer",
	  .doc = "The root of the mean square, over length values, of the "
		 "percent below the highest of length.",
	  .source = "Peter Martin, 1987" },
	{ .name = "pdist", .title = "Price Distance", OF_BARS,
	  .in = { ALGO_OHLC }, ALGO_ONE("pdist"), ALGO_KERNEL_OF(pdist),
	  .lookback = algo_look_1, .aliases = "",
	  .doc = "2 (high - low) + |open - close before| - |close - open|.",
	  .source = "common" },
	{ .name = NULL },
};
