/* op_plain.c - elementwise operations.  Loops without branches, so that the
 * compiler makes vectors of them. */
#include "op.h"

/* One line an operation: what y is, of a, b and c. */
#define PLAIN_1(id, text, value)                                     \
	static void id##_step(void *state, const double *const in[], \
			      double *const out[], size_t n)         \
	{                                                            \
		const double *restrict x = in[0];                    \
		double *restrict y = out[0];                         \
                                                                     \
		(void)state;                                         \
		for (size_t i = 0; i < n; i++) {                     \
			double a = x[i];                             \
                                                                     \
			y[i] = (value);                              \
		}                                                    \
	}                                                            \
	const struct algo_op algo_op_##id = { .name = text, .step = id##_step };

#define PLAIN_2(id, text, value)                                         \
	static void id##_step(void *state, const double *const in[],     \
			      double *const out[], size_t n)             \
	{                                                                \
		const double *restrict x0 = in[0], *restrict x1 = in[1]; \
		double *restrict y = out[0];                             \
                                                                         \
		(void)state;                                             \
		for (size_t i = 0; i < n; i++) {                         \
			double a = x0[i], b = x1[i];                     \
                                                                         \
			y[i] = (value);                                  \
		}                                                        \
	}                                                                \
	const struct algo_op algo_op_##id = { .name = text, .step = id##_step };

#define PLAIN_3(id, text, value)                                         \
	static void id##_step(void *state, const double *const in[],     \
			      double *const out[], size_t n)             \
	{                                                                \
		const double *restrict x0 = in[0], *restrict x1 = in[1]; \
		const double *restrict x2 = in[2];                       \
		double *restrict y = out[0];                             \
                                                                         \
		(void)state;                                             \
		for (size_t i = 0; i < n; i++) {                         \
			double a = x0[i], b = x1[i], c = x2[i];          \
                                                                         \
			y[i] = (value);                                  \
		}                                                        \
	}                                                                \
	const struct algo_op algo_op_##id = { .name = text, .step = id##_step };

/* na when one of both is: else v. */
#define KNOWN_2(v) (((a != a) | (b != b)) ? NAN : (v))
#define TRUTH(c) ((c) ? 1.0 : 0.0)

/* clang-format off */
PLAIN_2(add, "+", a + b)
PLAIN_2(sub, "-", a - b)
PLAIN_2(mul, "*", a * b)
PLAIN_2(div, "/", a / b)
PLAIN_1(neg, "-", -a)
/* C's pow gives 1 for 1 ** na and na ** 0. */
PLAIN_2(pow, "**", KNOWN_2(pow(a, b)))
PLAIN_2(lt, "<", KNOWN_2(TRUTH(a < b)))
PLAIN_2(le, "<=", KNOWN_2(TRUTH(a <= b)))
PLAIN_2(gt, ">", KNOWN_2(TRUTH(a > b)))
PLAIN_2(ge, ">=", KNOWN_2(TRUTH(a >= b)))
PLAIN_2(eq, "==", KNOWN_2(TRUTH(a == b)))
PLAIN_2(ne, "!=", KNOWN_2(TRUTH(a != b)))
/* Kleene 1938: of 1, 0 and unknown. */
PLAIN_2(and, "and", ((a == 0) | (b == 0)) ? 0.0 : a * b)
PLAIN_2(or, "or", ((a == 1) | (b == 1)) ? 1.0 : a + b)
PLAIN_1(not, "not", 1 - a)
PLAIN_3(cond, "?:", a != a ? NAN : a != 0 ? b : c)

PLAIN_2(hl2, "hl2", (a + b) / 2)
PLAIN_3(hlc3, "hlc3", (a + b + c) / 3)

PLAIN_1(abs, "abs", fabs(a))
PLAIN_1(sign, "sign", a != a ? NAN : TRUTH(a > 0) - TRUTH(a < 0))
PLAIN_1(floor, "floor", floor(a))
PLAIN_1(ceil, "ceil", ceil(a))
PLAIN_1(sqrt, "sqrt", sqrt(a))
PLAIN_1(exp, "exp", exp(a))
PLAIN_1(log, "log", log(a))
PLAIN_1(log10, "log10", log10(a))
PLAIN_2(max, "max", KNOWN_2(a > b ? a : b))
PLAIN_2(min, "min", KNOWN_2(a < b ? a : b))
PLAIN_2(nz, "nz", a != a ? b : a)
PLAIN_1(is_na, "is_na", TRUTH(a != a))
/* (x - mean) / deviation */
PLAIN_3(score, "zscore", c == 0 ? NAN : (a - b) / c)
/* clang-format on */

static double clamp(double x, double lo, double hi)
{
	double v = x < lo ? lo : x;

	return x != x || lo != lo || hi != hi ? NAN : v > hi ? hi : v;
}
PLAIN_3(clamp, "clamp", clamp(a, b, c))

/* The remainder with the sign of b; no -0. */
static double floored(double a, double b)
{
	double r = fmod(a, b);

	if (r != 0 && (r < 0) != (b < 0))
		r += b;
	return r + 0.0;
}
PLAIN_2(mod, "mod", floored(a, b))

static void ohlc4_step(void *state, const double *const in[],
		       double *const out[], size_t n)
{
	(void)state;
	for (size_t i = 0; i < n; i++)
		out[0][i] = (in[0][i] + in[1][i] + in[2][i] + in[3][i]) / 4;
}
const struct algo_op algo_op_ohlc4 = { .name = "ohlc4", .step = ohlc4_step };

/* equity * f / |price - stop|; the inputs are f, stop, price, equity. */
static void risk_size_step(void *state, const double *const in[],
			   double *const out[], size_t n)
{
	(void)state;
	for (size_t i = 0; i < n; i++) {
		double d = fabs(in[2][i] - in[1][i]);

		out[0][i] = d == 0 ? NAN : in[3][i] * in[0][i] / d;
	}
}
const struct algo_op algo_op_risk_size = { .name = "risk_size",
					   .step = risk_size_step };

/* ---- round: half away from zero on |x| * 10 ** digits. */

struct round {
	double scale;
	int up; /* digits after the point */
};

static size_t round_size(const double *p)
{
	(void)p;
	return sizeof(struct round);
}

static void round_init(void *state, const double *p)
{
	struct round *r = state;

	r->scale = 1;
	r->up = p[0] >= 0;
	for (int i = 0; i < (int)fabs(p[0]); i++)
		r->scale *= 10; /* exact up to 1e22 */
}

static void round_step(void *state, const double *const in[],
		       double *const out[], size_t n)
{
	const struct round *r = state;

	for (size_t i = 0; i < n; i++) {
		double x = in[0][i], s = r->scale;
		double v =
			r->up ? round(fabs(x) * s) / s : round(fabs(x) / s) * s;

		/* Beyond 2 ** 53 there is nothing to round. */
		if (!(fabs(x) * s < 0x1p53) && r->up)
			v = fabs(x);
		out[0][i] = v == 0 ? 0 : copysign(v, x);
	}
}
const struct algo_op algo_op_round = { .name = "round",
				       .size = round_size,
				       .init = round_init,
				       .step = round_step };
