/* swings.c - turning points of prices and levels of the session before:
 * pivothl pivots_camarilla pivots_classic pivots_demark pivots_fib
 * pivots_woodie td_seq zigzag. */
#include "box.h"
#include "families.h"
#include "param.h"

/* ---- pivots: levels from open, high, low and close of the session before,
 * for every bar of a session.  v: the session's number, its four prices so
 * far, whether the session before is whole enough to have levels, the levels.
 */

enum { SESSION, OPEN, HIGH, LOW, CLOSE, HAS, LEVELS };

/* p, r1 s1, r2 s2, ... */
static void classic(const double *v, double p, double *y)
{
	double range = v[HIGH] - v[LOW];

	y[0] = p;
	y[1] = 2 * p - v[LOW];
	y[2] = 2 * p - v[HIGH];
	y[3] = p + range;
	y[4] = p - range;
	y[5] = v[HIGH] + 2 * (p - v[LOW]);
	y[6] = v[LOW] - 2 * (v[HIGH] - p);
}

static double middle(const double *v)
{
	return (v[HIGH] + v[LOW] + v[CLOSE]) / 3;
}

static void classic_levels(const double *v, double open, double *y)
{
	(void)open;
	classic(v, middle(v), y);
}

static void woodie_levels(const double *v, double open, double *y)
{
	classic(v, (v[HIGH] + v[LOW] + 2 * open) / 4, y);
}

static void fib_levels(const double *v, double open, double *y)
{
	static const double parts[3] = { 0.382, 0.618, 1 };
	double p = middle(v), range = v[HIGH] - v[LOW];

	(void)open;
	y[0] = p;
	for (int k = 0; k < 3; k++) {
		y[2 * k + 1] = p + parts[k] * range;
		y[2 * k + 2] = p - parts[k] * range;
	}
}

static void camarilla_levels(const double *v, double open, double *y)
{
	static const double parts[4] = { 12, 6, 4, 2 };
	double range = 1.1 * (v[HIGH] - v[LOW]);

	(void)open;
	y[0] = middle(v);
	for (int k = 0; k < 4; k++) {
		y[2 * k + 1] = v[CLOSE] + range / parts[k];
		y[2 * k + 2] = v[CLOSE] - range / parts[k];
	}
}

static void demark_levels(const double *v, double open, double *y)
{
	double x = v[HIGH] + v[LOW] + v[CLOSE];

	(void)open;
	if (v[CLOSE] < v[OPEN])
		x += v[LOW];
	else if (v[CLOSE] > v[OPEN])
		x += v[HIGH];
	else
		x += v[CLOSE];
	y[0] = x / 4;
	y[1] = x / 2 - v[LOW];
	y[2] = x / 2 - v[HIGH];
}

static void pivot_start(struct algo_box *b, const double bar[5],
			void (*levels)(const double *v, double open, double *y))
{
	double *v = b->v;

	v[HAS] = b->seen > 0;
	if (b->seen > 0)
		levels(v, bar[OPEN], v + LEVELS);
	memcpy(v, bar, 5 * sizeof(*v));
}

static void pivots_block(struct algo_box *b, const double *const in[],
			 double *const out[], size_t span[2],
			 void (*levels)(const double *v, double open,
					double *y))
{
	double *v = b->v;

	for (size_t i = 0; i < span[0]; i++, b->seen++) {
		double bar[5] = { in[4][i], in[0][i], in[1][i], in[2][i],
				  in[3][i] };

		if (b->seen == 0 || bar[SESSION] != v[SESSION])
			pivot_start(b, bar, levels);
		v[HIGH] = bar[HIGH] > v[HIGH] ? bar[HIGH] : v[HIGH];
		v[LOW] = bar[LOW] < v[LOW] ? bar[LOW] : v[LOW];
		v[CLOSE] = bar[CLOSE];
		for (size_t k = 0; k < span[1]; k++)
			out[k][i] = v[HAS] != 0 ? v[LEVELS + k] : NAN;
	}
}

#define PIVOTS_ROW(name, count)                                       \
	static void name##_run(void *state, const double *const in[], \
			       double *const out[], size_t n)         \
	{                                                             \
		pivots_block(state, in, out, (size_t[2]){ n, count }, \
			     name##_levels);                          \
	}                                                             \
	ALGO_BOX_ROW(name, 5, count)

#define classic_plan algo_box_bare
#define fib_plan algo_box_bare
#define woodie_plan algo_box_bare
#define camarilla_plan algo_box_bare
#define demark_plan algo_box_bare
PIVOTS_ROW(classic, 7)
PIVOTS_ROW(fib, 7)
PIVOTS_ROW(woodie, 7)
PIVOTS_ROW(camarilla, 9)
PIVOTS_ROW(demark, 3)

/* ---- pivothl: a price beyond those of left bars before it and of right bars
 * after it, shown when that is known. */

enum { BEFORE, OLD, MID, AFTER, SIDE };

static void pivothl_plan(struct algo_box *b, const double *p)
{
	for (int k = 0; k < 2; k++) {
		algo_box_add(b, ALGO_BOX_EXT, p[0]);
		algo_box_add(b, ALGO_BOX_DELAY, p[1] + 1);
		algo_box_add(b, ALGO_BOX_DELAY, p[1]);
		algo_box_add(b, ALGO_BOX_EXT, p[1]);
	}
}

/* One side; low prices come negated. */
static void pivot_side(struct algo_box *b, size_t k, const double *x, double *y,
		       size_t n)
{
	double before[ALGO_IND_N], mid[ALGO_IND_N];

	algo_box_max(b, k + BEFORE, x, y, n);
	algo_box_delay(b, k + OLD, y, before, n);
	algo_box_max(b, k + AFTER, x, y, n);
	algo_box_delay(b, k + MID, x, mid, n);
	for (size_t i = 0; i < n; i++)
		y[i] = mid[i] > before[i] && mid[i] > y[i] ? mid[i] : NAN;
}

static void pivothl_run(void *state, const double *const in[],
			double *const out[], size_t n)
{
	double low[ALGO_IND_N];

	pivot_side(state, 0, in[0], out[0], n);
	low[0] = 0; /* n is never 0 */
	for (size_t i = 0; i < n; i++)
		low[i] = -in[1][i];
	pivot_side(state, SIDE, low, out[1], n);
	for (size_t i = 0; i < n; i++)
		out[1][i] = -out[1][i];
}
ALGO_BOX_ROW(pivothl, 2, 2)

static size_t pivothl_look(const double *p)
{
	return algo_count(p[0] + p[1]);
}

/* ---- zigzag: v holds the direction, the extremes since the last pivot (of
 * both sides before the first) and how many bars ago they were. */

enum { DIR, TOP, TOP_AGE, BOTTOM, BOTTOM_AGE };

/* 1 for a pivot at the top, -1 at the bottom, 0 for none on this bar. */
static int zigzag_bar(double *v, double high, double low, double part)
{
	int top = v[DIR] >= 0, bottom = v[DIR] <= 0;
	int higher = top && high > v[TOP], lower = bottom && low < v[BOTTOM];

	v[TOP_AGE]++;
	v[BOTTOM_AGE]++;
	if (higher) {
		v[TOP] = high;
		v[TOP_AGE] = 0;
	}
	if (lower) {
		v[BOTTOM] = low;
		v[BOTTOM_AGE] = 0;
	}
	if (top && !higher && low <= v[TOP] * (1 - part))
		return 1;
	if (bottom && !lower && high >= v[BOTTOM] * (1 + part))
		return -1;
	return 0;
}

static void zigzag_start(double *v, double high, double low)
{
	v[TOP] = high;
	v[BOTTOM] = low;
}

#define zigzag_plan algo_box_bare
static void zigzag_run(void *state, const double *const in[],
		       double *const out[], size_t n)
{
	struct algo_box *b = state;
	double *v = b->v, part = b->p[0] / 100;

	for (size_t i = 0; i < n; i++, b->seen++) {
		double high = in[0][i], low = in[1][i];
		int turn = 0;

		out[0][i] = out[1][i] = out[2][i] = NAN;
		if (b->seen == 0)
			zigzag_start(v, high, low);
		else
			turn = zigzag_bar(v, high, low, part);
		if (turn > 0) {
			out[0][i] = v[TOP];
			out[2][i] = v[TOP_AGE];
			v[BOTTOM] = low;
			v[BOTTOM_AGE] = 0;
		} else if (turn < 0) {
			out[1][i] = v[BOTTOM];
			out[2][i] = v[BOTTOM_AGE];
			v[TOP] = high;
			v[TOP_AGE] = 0;
		}
		v[DIR] = turn ? -turn : v[DIR];
	}
}
ALGO_BOX_ROW(zigzag, 2, 3)

/* ---- td_seq: closes above, and below, the one of p bars before. */

static void td_seq_plan(struct algo_box *b, const double *p)
{
	algo_box_add(b, ALGO_BOX_DELAY, p[0]);
}

static void td_seq_run(void *state, const double *const in[],
		       double *const out[], size_t n)
{
	struct algo_box *b = state;
	double old[ALGO_IND_N], up = b->v[0], down = b->v[1];

	algo_box_delay(b, 0, in[0], old, n);
	for (size_t i = 0; i < n; i++) {
		up = in[0][i] > old[i] ? up + 1 : 0;
		down = in[0][i] < old[i] ? down + 1 : 0;
		out[0][i] = isnan(old[i]) ? NAN : up;
		out[1][i] = isnan(old[i]) ? NAN : down;
	}
	b->v[0] = up;
	b->v[1] = down;
}
ALGO_BOX_ROW(td_seq, 1, 2)

/* ---- the rows */

/* clang-format off */
#define PIVOTS .group = "overlap", .in = { ALGO_OHLC, "session" }, \
	.main_out = 0, .lookback = algo_look_1, .aliases = ""
#define SEVEN .out = { "p", "r1", "s1", "r2", "s2", "r3", "s3" }
#define OF_BEFORE "H, L, C are high, low and close of the session before. "

const struct algo_ind algo_ind_swings[] = {
	{ .name = "pivots_classic", .title = "Pivot Points", PIVOTS, SEVEN,
	  ALGO_KERNEL_OF(classic),
	  .doc = OF_BEFORE "P = (H + L + C) / 3, R1 = 2 P - L, S1 = 2 P - H, "
		 "R2 = P + (H - L), S2 = P - (H - L), R3 = H + 2 (P - L), S3 = "
		 "L - 2 (H - P).",
	  .source = "floor traders, before 1985" },
	{ .name = "pivots_fib", .title = "Pivot Points, Fibonacci", PIVOTS,
	  SEVEN, ALGO_KERNEL_OF(fib),
	  .doc = OF_BEFORE "P = (H + L + C) / 3, and P +- 0.382, 0.618 and 1 "
		 "of H - L.",
	  .source = "common" },
	{ .name = "pivots_woodie", .title = "Pivot Points, Woodie", PIVOTS,
	  SEVEN, ALGO_KERNEL_OF(woodie),
	  .doc = OF_BEFORE "P = (H + L + 2 O) / 4 with the open O of this "
		 "session, the others as in pivots_classic.",
	  .source = "Ken Wood, as charted" },
	{ .name = "pivots_camarilla", .title = "Pivot Points, Camarilla",
	  PIVOTS,
	  .out = { "p", "r1", "s1", "r2", "s2", "r3", "s3", "r4", "s4" },
	  ALGO_KERNEL_OF(camarilla),
	  .doc = OF_BEFORE "P = (H + L + C) / 3, and C +- 1.1 (H - L) / 12, / "
		 "6, / 4 and / 2.",
	  .source = "Nick Stott, 1989" },
	{ .name = "pivots_demark", .title = "Pivot Points, DeMark", PIVOTS,
	  .out = { "p", "r1", "s1" }, ALGO_KERNEL_OF(demark),
	  .doc = OF_BEFORE "X = H + 2 L + C when that session fell, 2 H + L + "
		 "C when it rose, else H + L + 2 C; P = X / 4, R1 = X / 2 - L, "
		 "S1 = X / 2 - H.",
	  .source = "Thomas DeMark, 1994" },
	{ .name = "pivothl", .title = "Pivot Highs and Lows",
	  .group = "pattern", .in = { "high", "low" },
	  .param = { ALGO_BARS("left", 5, 1, "bars before"),
		     ALGO_BARS("right", 5, 1, "bars after") },
	  .out = { "high", "low" }, .main_out = 0, ALGO_KERNEL_OF(pivothl),
	  .lookback = pivothl_look, .aliases = "",
	  .doc = "A high above those of left bars before and of right bars "
		 "after, a low below; on the bar that settles it, right bars "
		 "later. No value on other bars.",
	  .source = "common" },
	{ .name = "zigzag", .title = "Zig Zag", .group = "pattern",
	  .in = { "high", "low" },
	  .param = { ALGO_FRACTION("percent", 5, 0.0001, 100,
				   "a turn is so far from the extreme") },
	  .out = { "high", "low", "age" }, .main_out = 0,
	  ALGO_KERNEL_OF(zigzag), .lookback = algo_look_1, .aliases = "",
	  .doc = "The extreme since the last turn, high or low, on the bar "
		 "that is percent away from it and so turns, and how many "
		 "bars ago it was. A bar with a new extreme does not turn; "
		 "before the first turn both sides run. No value on other "
		 "bars, and nothing is ever taken back.",
	  .source = "Arthur Merrill, 1977" },
	{ .name = "td_seq", .title = "TD Sequential Setup",
	  .group = "pattern", .in = { "close" },
	  .param = { ALGO_LENGTH(4, 1) }, .out = { "up", "down" },
	  .main_out = 0, ALGO_KERNEL_OF(td_seq),
	  .lookback = algo_look_period, .aliases = "",
	  .doc = "How many bars in a row closed above, or below, the close of "
		 "length bars before; not capped at 9.",
	  .source = "Thomas DeMark, 1994" },
	{ .name = NULL },
};
