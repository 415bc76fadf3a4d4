/* direction.c - which way prices go: dmi asi amat. */
#include "box.h"
#include "families.h"
#include "param.h"

/* ---- dmi: Wilder's directional movement, averages from bar 1 on. */

enum { DMI_RANGE, DMI_TR, DMI_PLUS, DMI_MINUS, DMI_ADX };
enum { DMI_HIGH, DMI_LOW };

static void dmi_plan(struct algo_box *b, const double *p)
{
	algo_box_add(b, ALGO_BOX_RANGE, 1);
	for (int k = 0; k < 3; k++)
		algo_box_add(b, ALGO_BOX_RMA, p[0]);
	algo_box_add(b, ALGO_BOX_RMA, p[1]);
}

static void moves(struct algo_box *b, const double *const in[],
		  double *restrict plus, double *restrict minus, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		double high = i ? in[0][i - 1] : b->v[DMI_HIGH];
		double low = i ? in[1][i - 1] : b->v[DMI_LOW];
		double up = in[0][i] - high, down = low - in[1][i];

		plus[i] = up > 0 && up > down ? up : 0;
		minus[i] = down > 0 && down > up ? down : 0;
	}
	if (!b->seen)
		plus[0] = minus[0] = NAN;
	b->v[DMI_HIGH] = in[0][n - 1];
	b->v[DMI_LOW] = in[1][n - 1];
	b->seen += n;
}

static void dmi_run(void *state, const double *const in[], double *const out[],
		    size_t n)
{
	double tr[ALGO_IND_N];
	double *plus = out[0], *minus = out[1], *adx = out[2];

	moves(state, in, plus, minus, n);
	algo_box_range1(state, DMI_RANGE, in, tr, n);
	algo_box_ema(state, DMI_TR, tr, tr, n);
	algo_box_ema(state, DMI_PLUS, plus, plus, n);
	algo_box_ema(state, DMI_MINUS, minus, minus, n);
	for (size_t i = 0; i < n; i++) {
		double sum;

		plus[i] = tr[i] == 0 ? 0 : 100 * plus[i] / tr[i];
		minus[i] = tr[i] == 0 ? 0 : 100 * minus[i] / tr[i];
		sum = plus[i] + minus[i];
		adx[i] = sum == 0 ? 0 : 100 * fabs(plus[i] - minus[i]) / sum;
	}
	algo_box_ema(state, DMI_ADX, adx, adx, n);
}

ALGO_BOX_ROW(dmi, 3, 3)

/* ---- asi: Wilder's swing index and its sum. */

enum { ASI_OPEN, ASI_CLOSE, ASI_SUM, ASI_LOW };

static void asi_plan(struct algo_box *b, const double *p)
{
	(void)b;
	(void)p;
}

/* Of the bar o h l c after one that opened at o1 and closed at c1. */
static double swing(const double ohlc[4], double o1, double c1, double limit)
{
	double o = ohlc[0], h = ohlc[1], l = ohlc[2], c = ohlc[3];
	double a = fabs(h - c1), b = fabs(l - c1), q = fabs(c1 - o1) / 4;
	double r = h - l + q, v;

	if (a >= b && a >= h - l)
		r = a - b / 2 + q;
	else if (b >= h - l)
		r = b - a / 2 + q;
	v = (c - c1 + (c - o) / 2 + (c1 - o1) / 4) / r;
	return r == 0 ? 0 : 50 * v * fmax(a, b) / limit;
}

static void asi_run(void *state, const double *const in[], double *const out[],
		    size_t n)
{
	struct algo_box *b = state;
	double *v = b->v;

	for (size_t i = 0; i < n; i++) {
		double bar[4] = { in[0][i], in[1][i], in[2][i], in[3][i] };
		struct algo_sum sum = { v[ASI_SUM], v[ASI_LOW] };

		out[0][i] = out[1][i] = NAN;
		if (b->seen++) {
			out[0][i] = algo_finite(
				swing(bar, v[ASI_OPEN], v[ASI_CLOSE], b->p[0]));
			algo_sum_add(&sum,
				     algo_usable(out[0][i]) ? out[0][i] : 0);
			out[1][i] = algo_sum_get(&sum);
		}
		v[ASI_OPEN] = bar[0];
		v[ASI_CLOSE] = bar[3];
		v[ASI_SUM] = sum.s;
		v[ASI_LOW] = sum.c;
	}
}

ALGO_BOX_ROW(asi, 4, 2)

/* ---- amat: whether two averages rose and fell over some bars. */

static void amat_plan(struct algo_box *b, const double *p)
{
	for (int k = 0; k < 2; k++)
		algo_box_add(b, ALGO_BOX_EMA, p[k]);
	for (int k = 0; k < 2; k++)
		algo_box_add(b, ALGO_BOX_DELAY, p[2]);
}

/* What an average gained over the run. */
static void gains(void *state, size_t k, const double *x, double *restrict y,
		  size_t n)
{
	double old[ALGO_IND_N];

	algo_box_ema(state, k, x, y, n);
	algo_box_delay(state, k + 2, y, old, n);
	for (size_t i = 0; i < n; i++)
		y[i] -= old[i];
}

static void amat_run(void *state, const double *const in[], double *const out[],
		     size_t n)
{
	double slow[ALGO_IND_N], *restrict y = out[0];

	gains(state, 0, in[0], y, n);
	gains(state, 1, in[0], slow, n);
	for (size_t i = 0; i < n; i++) {
		double fast = y[i], none = 0 * (fast + slow[i]);
		int moved = slow[i] > 0 || slow[i] < 0;

		y[i] = (fast > 0 && moved) + none;
		out[1][i] = (fast < 0 && moved) + none;
	}
}

ALGO_BOX_ROW(amat, 1, 2)

static size_t amat_look(const double *p)
{
	return algo_count(fmax(p[0], p[1]) + p[2]) - 1;
}

/* clang-format off */
const struct algo_ind algo_ind_direction[] = {
	{ .name = "dmi", .title = "Directional Movement System",
	  .group = "momentum",
	  .in = { ALGO_HLC },
	  .param = { ALGO_LENGTH(14, 1),
		     ALGO_BARS("smooth", 14, 1, "bars of adx") },
	  .out = { "plus", "minus", "adx" }, .main_out = 0,
	  ALGO_KERNEL_OF(dmi), .lookback = algo_look_period, .aliases = "di",
	  .doc = "Wilder's averages of true range and directional movement, "
		 "from the mean of bars 1 to length on: plus and minus are "
		 "100 * movement / range, adx the average of 100 * |plus - "
		 "minus| / (plus + minus). 0 over 0 is 0. plus_di, minus_di "
		 "and adx start as TA-Lib's.",
	  .source = "Welles Wilder, 1978, as charts draw it; Tulip di" },
	{ .name = "asi", .title = "Accumulative Swing Index",
	  .group = "momentum", .in = { ALGO_OHLC },
	  .param = { { "limit", ALGO_P_REAL, 3, 1e-9, 1e9, 1,
		       "limit move of the price", NULL } },
	  .out = { "si", "asi" }, .main_out = 0, ALGO_KERNEL_OF(asi),
	  .lookback = algo_look_1, .aliases = "",
	  .doc = "si = 50 (c - c' + (c - o) / 2 + (c' - o') / 4) / R * "
		 "max(a, b) / limit, a = |h - c'|, b = |l - c'|; R is a - b / "
		 "2 + q if a is the largest of a, b and h - l, b - a / 2 + q "
		 "if b is, else h - l + q; q = |c' - o'| / 4. 0 where R is "
		 "0. asi is its sum.",
	  .source = "Welles Wilder, 1978; TA-Lib 0.8 ASI" },
	{ .name = "amat", .title = "Archer Moving Averages Trends",
	  .group = "momentum", .in = { "close" },
	  .param = { ALGO_FAST(8), ALGO_SLOW(21),
		     ALGO_BARS("run", 2, 1, "bars back") },
	  .out = { "long", "short" }, .main_out = 0, ALGO_KERNEL_OF(amat),
	  .lookback = amat_look, .aliases = "",
	  .doc = "long is 1 where the fast ema is above its value of run bars "
		 "before and the slow one is not at its own; short where the "
		 "fast one is below.",
	  .source = "pandas-ta" },
	{ .name = NULL },
};
