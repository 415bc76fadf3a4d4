/* math.c - arithmetic as indicators: of two series, of one value, and the
 * largest and smallest of a window with their places. */
#include "families.h"
#include "kernel2.h"

/* ---- of two series and of one: no memory, na and infinities as they come. */

#define MATH2(row, EXPR)                                              \
	static void row##_step(void *state, const double *const in[], \
			       double *const out[], size_t n)         \
	{                                                             \
		double *restrict y = out[0];                          \
                                                                      \
		(void)state;                                          \
		for (size_t i = 0; i < n; i++) {                      \
			double a = in[0][i], b = in[1][i];            \
                                                                      \
			y[i] = (EXPR);                                \
		}                                                     \
	}

#define MATH1(row, EXPR)                                              \
	static void row##_step(void *state, const double *const in[], \
			       double *const out[], size_t n)         \
	{                                                             \
		double *restrict y = out[0];                          \
                                                                      \
		(void)state;                                          \
		for (size_t i = 0; i < n; i++) {                      \
			double x = in[0][i];                          \
                                                                      \
			y[i] = (EXPR);                                \
		}                                                     \
	}

#define PI 3.14159265358979323846

MATH2(add, a + b)
MATH2(sub, a - b)
MATH2(mult, a *b)
MATH2(div, a / b)
MATH1(acos, acos(x))
MATH1(asin, asin(x))
MATH1(atan, atan(x))
MATH1(ceil, ceil(x))
MATH1(cos, cos(x))
MATH1(cosh, cosh(x))
MATH1(exp, exp(x))
MATH1(floor, floor(x))
MATH1(ln, log(x))
MATH1(log10, log10(x))
MATH1(sin, sin(x))
MATH1(sinh, sinh(x))
MATH1(sqrt, sqrt(x))
MATH1(tan, tan(x))
MATH1(tanh, tanh(x))
MATH1(abs, fabs(x))
MATH1(round, round(x))
MATH1(trunc, trunc(x))
MATH1(todeg, x *(180 / PI))
MATH1(torad, x *(PI / 180))

/* ---- minmax */

struct both {
	size_t low, high; /* where the windows are */
};

static size_t both_parts(const double *p, struct both *b)
{
	size_t total = sizeof(*b);

	b->low = algo_part_add(&total, algo_ext_size(algo_count(p[0])));
	b->high = algo_part_add(&total, algo_ext_size(algo_count(p[0])));
	return total;
}

static size_t both_size(const double *p)
{
	struct both b;

	return both_parts(p, &b);
}

static void both_init(void *state, const double *p)
{
	struct both *b = state;

	both_parts(p, b);
	algo_ext_init(algo_part(b, b->low), algo_count(p[0]));
	algo_ext_init(algo_part(b, b->high), algo_count(p[0]));
}

static void minmax_step(void *state, const double *const in[],
			double *const out[], size_t n)
{
	struct both *b = state;

	algo_min_block(algo_part(b, b->low), in[0], out[0], n);
	algo_max_block(algo_part(b, b->high), in[0], out[1], n);
}

/* ---- the place of the largest or smallest: the number of its bar.
 *
 * Of equal values the one is found that TA-Lib finds: while it is in the
 * window a new one takes its place; when it leaves, the earliest follows it.
 * So the queue keeps equal values, and "now" is apart from it. */

struct place {
	uint64_t now; /* the bar found last */
	size_t queue; /* where it is */
};

static size_t place_parts(const double *p, struct place *w)
{
	size_t total = sizeof(*w);

	w->queue = algo_part_add(&total, algo_mono_size(algo_count(p[0])));
	return total;
}

static size_t place_size(const double *p)
{
	struct place w;

	return place_parts(p, &w);
}

static void place_init(void *state, const double *p)
{
	struct place *w = state;

	w->now = 0;
	place_parts(p, w);
	algo_mono_init(algo_part(w, w->queue), algo_count(p[0]));
}

static void place_block(struct place *w, const double *x, double *y,
			double sign, size_t n)
{
	struct algo_mono *q = algo_part(w, w->queue);

	for (size_t i = 0; i < n; i++) {
		uint64_t bar = q->bar, first;
		double best;
		int fresh = q->seen + 1 == q->p;

		y[i] = NAN;
		if (isnan(x[i])) {
			algo_mono_reset(q);
			continue;
		}
		best = q->len ? algo_mono_at(q, 0)->v : x[i];
		if (!algo_mono_push(q, x[i], sign, 0))
			continue;
		first = algo_mono_at(q, 0)->bar;
		if (fresh || w->now + q->p <= bar)
			w->now = first;
		else if (sign * x[i] >= sign * best)
			w->now = bar;
		y[i] = (double)w->now;
	}
}

static void maxindex_step(void *state, const double *const in[],
			  double *const out[], size_t n)
{
	place_block(state, in[0], out[0], 1, n);
}

static void minindex_step(void *state, const double *const in[],
			  double *const out[], size_t n)
{
	place_block(state, in[0], out[0], -1, n);
}

static size_t places_parts(const double *p, struct both *b)
{
	size_t total = sizeof(*b);

	b->low = algo_part_add(&total, place_size(p));
	b->high = algo_part_add(&total, place_size(p));
	return total;
}

static size_t places_size(const double *p)
{
	struct both b;

	return places_parts(p, &b);
}

static void places_init(void *state, const double *p)
{
	struct both *b = state;

	places_parts(p, b);
	place_init(algo_part(b, b->low), p);
	place_init(algo_part(b, b->high), p);
}

static void minmaxindex_step(void *state, const double *const in[],
			     double *const out[], size_t n)
{
	struct both *b = state;

	place_block(algo_part(b, b->low), in[0], out[0], -1, n);
	place_block(algo_part(b, b->high), in[0], out[1], 1, n);
}

/* ---- the rows */

/* clang-format off */
#define ROW(row, longer, origin, formula, other)                             \
	.name = #row, .title = longer, .group = "math", .out = { #row },     \
	.main_out = 1, .size = algo_no_size, .init = algo_no_init,           \
	.step = row##_step, .lookback = algo_look_0, .doc = formula,         \
	.source = origin, .aliases = other
#define TWO(row, longer, formula, other) \
	{ ROW(row, longer, "TA-Lib", formula, other), .in = { "high", "low" } }
#define ONE(row, longer, formula) \
	{ ROW(row, longer, "TA-Lib", formula, ""), .in = { "close" } }
#define TULIP(row, longer, formula) \
	{ ROW(row, longer, "Tulip Indicators", formula, ""), .in = { "close" } }
#define WINDOW(row, longer)                                                  \
	.name = row, .title = longer, .group = "math", .in = { "close" },    \
	.param = { ALGO_PERIOD(30, 2) }, .lookback = algo_look_window,       \
	.source = "TA-Lib", .aliases = ""
#define TIES                                                                 \
	"numbers of bars, the first being 0. A new value equal to the one "  \
	"found takes its place; when that one leaves the window, the "       \
	"earliest of equal ones follows."

const struct algo_ind algo_ind_math[] = {
	TWO(add, "Addition", "The sum of both inputs.", ""),
	TWO(sub, "Subtraction", "The first input less the second.", ""),
	TWO(mult, "Multiplication", "The product of both inputs.", "mul"),
	TWO(div, "Division",
	    "The first input divided by the second; infinite where that is 0.",
	    ""),
	ONE(acos, "Arc Cosine",
	    "In radians; no number outside -1 to 1."),
	ONE(asin, "Arc Sine", "In radians; no number outside -1 to 1."),
	ONE(atan, "Arc Tangent", "In radians."),
	ONE(ceil, "Ceiling", "The smallest whole number not less."),
	ONE(cos, "Cosine", "Of radians."),
	ONE(cosh, "Hyperbolic Cosine", "(e^x + e^-x) / 2."),
	ONE(exp, "Exponential", "e^x."),
	ONE(floor, "Floor", "The largest whole number not greater."),
	ONE(ln, "Natural Logarithm",
	    "To the base e; no number below 0, -inf at 0."),
	ONE(log10, "Decimal Logarithm",
	    "To the base 10; no number below 0, -inf at 0."),
	ONE(sin, "Sine", "Of radians."),
	ONE(sinh, "Hyperbolic Sine", "(e^x - e^-x) / 2."),
	ONE(sqrt, "Square Root", "No number below 0."),
	ONE(tan, "Tangent", "Of radians."),
	ONE(tanh, "Hyperbolic Tangent", "sinh / cosh."),
	TULIP(abs, "Absolute Value", "Without its sign."),
	TULIP(round, "Rounding", "To a whole number, halves away from 0."),
	TULIP(trunc, "Truncation", "The whole part."),
	TULIP(todeg, "Radians to Degrees", "x * 180 / pi."),
	TULIP(torad, "Degrees to Radians", "x * pi / 180."),
	{ WINDOW("minmax", "Lowest and Highest Value"),
	  .out = { "min", "max" }, .main_out = 0, .size = both_size,
	  .init = both_init, .step = minmax_step,
	  .doc = "The smallest and the largest of the last period values." },
	{ WINDOW("maxindex", "Bar of the Highest Value"),
	  .out = { "maxindex" }, .main_out = 1, .size = place_size,
	  .init = place_init, .step = maxindex_step,
	  .doc = "Where the largest of the last period values is: " TIES },
	{ WINDOW("minindex", "Bar of the Lowest Value"),
	  .out = { "minindex" }, .main_out = 1, .size = place_size,
	  .init = place_init, .step = minindex_step,
	  .doc = "Where the smallest of the last period values is: " TIES },
	{ WINDOW("minmaxindex", "Bars of the Lowest and Highest Value"),
	  .out = { "minidx", "maxidx" }, .main_out = 0, .size = places_size,
	  .init = places_init, .step = minmaxindex_step,
	  .doc = "Where the smallest and the largest of the last period values "
		 "are: " TIES },
	{ .name = NULL },
};
