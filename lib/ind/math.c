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
 * That one is looked up in the best of what is left of the bars up to the last
 * look back, and in the best bar since: so a look back over the whole window
 * comes once in p bars at most. */

struct mark {
	double v; /* times the sign */
	uint64_t bar;
};

struct place {
	size_t p, at; /* at: where the next bar goes in the rings */
	size_t seen;  /* bars since the restart, at most p */
	uint64_t bar; /* number of the next */
	struct mark now;
	struct mark since; /* the earliest best after the look back */
	uint64_t back;	   /* bars before this one were looked back at */
	size_t values;	   /* where the rings are: values times the sign */
	size_t marks;	   /* the earliest best from each bar to the look */
};

static size_t place_parts(const double *p, struct place *w)
{
	size_t total = sizeof(*w), n = algo_count(p[0]);

	w->p = n;
	w->values = algo_part_add(&total, n * sizeof(double));
	w->marks = algo_part_add(&total, n * sizeof(struct mark));
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

	memset(w, 0, sizeof(*w));
	place_parts(p, w);
}

static const struct mark nothing = { -INFINITY, 0 };

/* From the newest bar back to the oldest of a full window; at is past the
 * newest. */
static void look_back(struct place *w)
{
	const double *v = algo_part(w, w->values);
	struct mark *marks = algo_part(w, w->marks), m = nothing;
	uint64_t bar = w->bar;

	for (size_t k = w->at; k-- > 0;) {
		bar--;
		m.bar = v[k] >= m.v ? bar : m.bar;
		m.v = v[k] >= m.v ? v[k] : m.v;
		marks[k] = m;
	}
	for (size_t k = w->p; k-- > w->at;) {
		bar--;
		m.bar = v[k] >= m.v ? bar : m.bar;
		m.v = v[k] >= m.v ? v[k] : m.v;
		marks[k] = m;
	}
	w->back = w->bar;
	w->since = nothing;
}

/* The earliest best of the window, which begins at bar start. */
static struct mark earliest(struct place *w, uint64_t start)
{
	struct mark *marks = algo_part(w, w->marks);

	if (start >= w->back)
		look_back(w);
	return marks[w->at].v >= w->since.v ? marks[w->at] : w->since;
}

/* One more value, no NaN: the bar, or NaN while the window is not full. */
static double place_push(struct place *w, double v)
{
	uint64_t bar = w->bar++;
	double *values = algo_part(w, w->values);
	int fresh = w->seen + 1 == w->p;

	values[w->at] = v;
	w->at = w->at + 1 == w->p ? 0 : w->at + 1;
	w->seen += w->seen < w->p;
	w->since.bar = v > w->since.v ? bar : w->since.bar;
	w->since.v = v > w->since.v ? v : w->since.v;
	if (w->seen < w->p)
		return NAN;
	if (fresh)
		w->back = 0;
	if (fresh || w->now.bar + w->p <= bar)
		w->now = earliest(w, w->bar - w->p);
	else if (v >= w->now.v)
		w->now = (struct mark){ v, bar };
	return (double)w->now.bar;
}

/* The window is full and x is clean: as place_push, the state kept from the
 * stores. */
static void place_fast(struct place *w, const double *x, double *y, double sign,
		       size_t n)
{
	double *values = algo_part(w, w->values);
	struct place s = *w;

	for (size_t i = 0; i < n; i++) {
		double v = sign * x[i];
		uint64_t bar = s.bar++;

		values[s.at] = v;
		s.at = s.at + 1 == s.p ? 0 : s.at + 1;
		s.since.bar = v > s.since.v ? bar : s.since.bar;
		s.since.v = v > s.since.v ? v : s.since.v;
		if (s.now.bar + s.p <= bar) {
			*w = s;
			w->now = earliest(w, bar + 1 - s.p);
			s = *w;
		} else {
			s.now.bar = v >= s.now.v ? bar : s.now.bar;
			s.now.v = v >= s.now.v ? v : s.now.v;
		}
		y[i] = (double)(int64_t)s.now.bar;
	}
	*w = s;
}

static void place_block(struct place *w, const double *x, double *y,
			double sign, size_t n)
{
	if (w->seen == w->p && algo_clean(x, n)) {
		place_fast(w, x, y, sign, n);
		return;
	}
	for (size_t i = 0; i < n; i++) {
		if (isnan(x[i])) {
			w->seen = 0;
			w->bar++;
			y[i] = NAN;
			continue;
		}
		y[i] = place_push(w, sign * x[i]);
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
