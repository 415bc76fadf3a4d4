/* ind_naive5.c - more indicators beyond TA-Lib's against plain formulas:
 * oscillators, directions, and what goes from bar to bar. */
#include "ind_covered.h"
#include "ind_naive.h"

static double made[BARS], tr[BARS], up[BARS], down[BARS];

static double rsi_at(const double *x, size_t n, size_t i)
{
	static double rise[BARS], fall[BARS];
	double a, b;

	for (size_t j = 1; j <= i; j++) {
		rise[j] = fmax(x[j] - x[j - 1], 0);
		fall[j] = fmax(x[j - 1] - x[j], 0);
	}
	a = wilder_at(rise, 1, n, i);
	b = wilder_at(fall, 1, n, i);
	return a + b < 1e-14 ? 0 : 100 * a / (a + b);
}

/* ---- oscillators */

static void fisher(const double *p, const struct part *t)
{
	double v = 0, f = 0;
	size_t n = (size_t)p[0];

	for (size_t i = 0; i < t->n; i++)
		made[i] = (t->in[0][i] + t->in[1][i]) / 2;
	for (size_t i = n - 1; i < t->n; i++) {
		double low = extreme_of(made, i, n, -1);
		double range = extreme_of(made, i, n, 1) - low;
		double place = range > 0 ? (made[i] - low) / range : 0;

		v = 0.66 * (place - 0.5) + 0.67 * v;
		if (fabs(v) > 0.99)
			v = copysign(0.999, v);
		t->out[1][i] = i < n ? NAN : f;
		f = atanh(v) + f / 2;
		t->out[0][i] = f;
	}
}

static void ifisher(const double *p, const struct part *t)
{
	size_t n = (size_t)p[0], w = (size_t)p[1];

	for (size_t i = n; i < t->n; i++)
		made[i] = 0.1 * (rsi_at(t->in[0], n, i) - 50);
	for (size_t i = n + w - 1; i < t->n; i++) {
		double e = exp(2 * wma_at(made, w, i));

		t->out[0][i] = (e - 1) / (e + 1);
	}
}

static void crsi(const double *p, const struct part *t)
{
	static double streak[BARS], change[BARS];
	size_t a = (size_t)p[0], b = (size_t)p[1], n = (size_t)p[2];
	const double *x = t->in[0];

	streak[0] = 0;
	for (size_t i = 1; i < t->n; i++) {
		double way = (x[i] > x[i - 1]) - (x[i] < x[i - 1]);
		int goes_on = way * streak[i - 1] > 0;

		streak[i] = way + (goes_on ? streak[i - 1] : 0);
		change[i] = (x[i] - x[i - 1]) / x[i - 1];
	}
	for (size_t i = 1; i < t->n; i++) {
		double rank = 0;

		if (i < a || i < b || i < n + 1)
			continue;
		for (size_t j = i - n; j < i; j++)
			rank += change[j] <= change[i] ? 100 / p[2] : 0;
		t->out[0][i] =
			(rsi_at(x, a, i) + rsi_at(streak, b, i) + rank) / 3;
	}
}

static void ebsw(const double *p, const struct part *t)
{
	static double pass[BARS], f[BARS];
	double pi = 2 * acos(0), w = 2 * pi / p[0];
	double keep = cos(w) == 0 ? 0 : (1 - sin(w)) / cos(w);
	double r = exp(-1.414213562373095 * pi / p[1]);
	double b = 2 * r * cos(1.414213562373095 * pi / p[1]);
	const double *x = t->in[0];

	for (size_t i = 0; i < t->n; i++) {
		double pass1 = i ? pass[i - 1] : 0, f1 = i ? f[i - 1] : 0;
		double f2 = i > 1 ? f[i - 2] : 0, power;

		pass[i] = i ? (1 + keep) / 2 * (x[i] - x[i - 1]) + keep * pass1
			    : 0;
		f[i] = (1 - b + r * r) * (pass[i] + pass1) / 2 + b * f1 -
		       r * r * f2;
		power = f[i] * f[i] + f1 * f1 + f2 * f2;
		if ((double)i + 1 >= p[0])
			t->out[0][i] =
				power > 0 ? (f[i] + f1 + f2) / sqrt(3 * power)
					  : 0;
	}
}

/* ---- directions */

static void moves(const struct part *t, int ties)
{
	const double *h = t->in[0], *l = t->in[1];

	up[0] = down[0] = 0;
	for (size_t i = 1; i < t->n; i++) {
		double a = fmax(h[i] - h[i - 1], 0);
		double b = fmax(l[i - 1] - l[i], 0);

		up[i] = a > b || (ties && a == b) ? a : 0;
		down[i] = b > a || (ties && a == b) ? b : 0;
	}
}

static void dmi(const double *p, const struct part *t)
{
	const double *h = t->in[0], *l = t->in[1], *c = t->in[2];
	size_t n = (size_t)p[0], m = (size_t)p[1];

	moves(t, 0);
	for (size_t i = 1; i < t->n; i++)
		tr[i] = fmax(h[i], c[i - 1]) - fmin(l[i], c[i - 1]);
	for (size_t i = n; i < t->n; i++) {
		double range = wilder_at(tr, 1, n, i), sum;
		double a = 100 * wilder_at(up, 1, n, i) / range;
		double b = 100 * wilder_at(down, 1, n, i) / range;

		t->out[0][i] = a = range > 0 ? a : 0;
		t->out[1][i] = b = range > 0 ? b : 0;
		sum = a + b;
		made[i] = sum > 0 ? 100 * fabs(a - b) / sum : 0;
	}
	for (size_t i = n; i < t->n; i++)
		t->out[2][i] = wilder_at(made, n, m, i);
}

static void dm(const double *p, const struct part *t)
{
	double a = 0, b = 0;

	moves(t, p[1] > 0);
	for (size_t i = 1; i < t->n; i++) {
		double keep = (double)i < p[0] ? 1 : 1 - 1 / p[0];

		a = a * keep + up[i];
		b = b * keep + down[i];
		if ((double)i + 1 < p[0])
			continue;
		t->out[0][i] = a;
		t->out[1][i] = b;
	}
}

static void asi(const double *p, const struct part *t)
{
	const double *o = t->in[0], *h = t->in[1], *l = t->in[2], *c = t->in[3];
	double sum = 0;

	for (size_t i = 1; i < t->n; i++) {
		double a = fabs(h[i] - c[i - 1]), b = fabs(l[i] - c[i - 1]);
		double most = fmax(fmax(a, b), h[i] - l[i]), r, v;

		r = fabs(c[i - 1] - o[i - 1]) / 4;
		r += a == most ? a - b / 2 : b == most ? b - a / 2 : most;
		v = 1.5 * c[i] - 0.75 * c[i - 1] - 0.5 * o[i] - o[i - 1] / 4;
		t->out[0][i] = r == 0 ? 0 : 50 * v * fmax(a, b) / (r * p[0]);
		t->out[1][i] = sum += t->out[0][i];
	}
}

static double average_at(const struct part *t, double period, size_t i)
{
	return ma_at(ALGO_MA_EMA, t->in[0], 0, (size_t)period, i);
}

static void amat(const double *p, const struct part *t)
{
	size_t run = (size_t)p[2];

	for (size_t i = (size_t)fmax(p[0], p[1]) - 1 + run; i < t->n; i++) {
		double fast = average_at(t, p[0], i);
		double fast1 = average_at(t, p[0], i - run);
		int moved =
			average_at(t, p[1], i) != average_at(t, p[1], i - run);

		t->out[0][i] = moved && fast > fast1;
		t->out[1][i] = moved && fast < fast1;
	}
}

/* ---- from bar to bar */

static void change(const double *p, const struct part *t)
{
	for (size_t n = (size_t)p[0], i = n; i < t->n; i++)
		t->out[0][i] = t->in[0][i] - t->in[0][i - n];
}

static void cum(const double *p, const struct part *t)
{
	long double s = 0;

	(void)p;
	for (size_t i = 0; i < t->n; i++)
		t->out[0][i] = (double)(s += t->in[0][i]);
}

static int sign_of(double x)
{
	return (x > 0) - (x < 0);
}

static void cross(const double *p, const struct part *t)
{
	(void)p;
	for (size_t i = 1; i < t->n; i++) {
		int before = sign_of(t->in[0][i - 1] - t->in[1][i - 1]);
		int now = sign_of(t->in[0][i] - t->in[1][i]);

		t->out[0][i] = now == 1 && before != 1;
		t->out[1][i] = now == -1 && before != -1;
		t->out[2][i] = now != 0 && before != now;
	}
}

static void highestbars(const double *p, const struct part *t)
{
	for (size_t n = (size_t)p[0], i = n - 1; i < t->n; i++) {
		double best = extreme_of(t->in[0], i, n, 1);
		size_t back = 0;

		while (t->in[0][i - back] < best)
			back++;
		t->out[0][i] = (double)back;
	}
}

static void decay(const double *p, const struct part *t)
{
	double a = -INFINITY, b = -INFINITY;

	for (size_t i = 0; i < t->n; i++) {
		t->out[0][i] = a = fmax(t->in[0][i], a - 1 / p[0]);
		t->out[1][i] = b = fmax(t->in[0][i], b - b / p[0]);
	}
}

static void edecay(const double *p, const struct part *t)
{
	double v = -INFINITY;

	for (size_t i = 0; i < t->n; i++)
		t->out[0][i] = v = fmax(t->in[0][i], v * (1 - 1 / p[0]));
}

static void drawdown(const double *p, const struct part *t)
{
	(void)p;
	for (size_t i = 0; i < t->n; i++)
		t->out[0][i] =
			t->in[0][i] / extreme_of(t->in[0], i, i + 1, 1) - 1;
}

static void ibs(const double *p, const struct part *t)
{
	(void)p;
	for (size_t i = 0; i < t->n; i++) {
		double range = t->in[0][i] - t->in[1][i];

		t->out[0][i] = range > 0
				       ? 1 - (t->in[0][i] - t->in[2][i]) / range
				       : NAN;
	}
}

static void ha(const double *p, const struct part *t)
{
	double open = (t->in[0][0] + t->in[3][0]) / 2;

	(void)p;
	for (size_t i = 0; i < t->n; i++) {
		double close = 0;

		for (size_t k = 0; k < 4; k++)
			close += t->in[k][i] / 4;
		t->out[0][i] = open;
		t->out[1][i] = fmax(fmax(open, close), t->in[1][i]);
		t->out[2][i] = fmin(fmin(open, close), t->in[2][i]);
		t->out[3][i] = close;
		open = open / 2 + close / 2;
	}
}

static void barpattern(const double *p, const struct part *t)
{
	const double *h = t->in[1], *l = t->in[2], *c = t->in[3];

	(void)p;
	for (size_t i = 0; i < t->n; i++)
		made[i] = l[i] - h[i];
	for (size_t i = 1; i < t->n; i++) {
		int high = sign_of(h[i] - h[i - 1]);
		int low = sign_of(l[i] - l[i - 1]);
		int way = sign_of(c[i] - c[i - 1]);

		t->out[0][i] = high < 0 && low > 0;
		t->out[1][i] = high > 0 && low < 0;
		t->out[2][i] = l[i] > h[i - 1] ? 1 : h[i] < l[i - 1] ? -1 : 0;
		for (size_t k = 0, n = 3; k < 2; k++, n *= 2)
			if (i >= n)
				t->out[3 + k][i] =
					made[i] > extreme_of(made, i - 1, n, 1);
		t->out[5][i] = low < 0 && way > 0    ? 1
			       : high > 0 && way < 0 ? -1
						     : 0;
	}
}

/* clang-format off */
static const struct row rows[] = {
	{ "fisher", fisher, { { 9 }, { 2 }, { 40 } } },
	{ "ifisher", ifisher, { { 5, 9 }, { 2, 1 } } },
	{ "crsi", crsi, { { 3, 2, 100 }, { 5, 20, 1 } } },
	{ "ebsw", ebsw, { { 40, 10 }, { 5, 30 } } },
	{ "dmi", dmi, { { 14, 14 }, { 1, 3 } } },
	{ "dm", dm, { { 14, 0 }, { 14, 1 }, { 1, 0 } } },
	{ "change", change, { { 1 }, { 30 } } },
	{ "cum", cum, { { 1 } } },
	{ "highestbars", highestbars, { { 14 }, { 1 }, { 60 } } },
	{ "decay", decay, { { 5 }, { 100 }, { 1 } } },
	{ "edecay", edecay, { { 5 }, { 80 } } },
	{ "drawdown", drawdown, { { 1 } } },
	{ "ibs", ibs, { { 1 } } },
	{ "ha", ha, { { 1 } } },
	{ "barpattern", barpattern, { { 1 } } },
	{ "asi", asi, { { 3 }, { 0.25 } } },
	{ "cross", cross, { { 1 } } },
};

/* Beside prices that stand still an average moves by its last bit. */
static const struct row moving[] = {
	{ "amat", amat, { { 8, 21, 2 }, { 9, 4, 7 } } },
};
/* clang-format on */
#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static void check_table(const struct row *r, size_t n, const char *what)
{
	for (size_t k = 0; k < n; k++)
		for (size_t i = 0; r[k].p[i][0] > 0; i++)
			check(&r[k], r[k].p[i], what);
}

/* What has no reference columns is here. */
static void check_listed(void)
{
	for (size_t i = 0; no_golden3[i]; i++) {
		int found = 0;

		for (size_t k = 0; k < COUNT(rows); k++)
			found |= !strcmp(rows[k].name, no_golden3[i]);
		ok(found, "%s has a formula", no_golden3[i]);
	}
}

int main(void)
{
	check_listed();
	fill(0);
	check_table(rows, COUNT(rows), "walk");
	check_table(moving, COUNT(moving), "walk");
	pierce();
	check_table(rows, COUNT(rows), "walk with gaps");
	check_table(moving, COUNT(moving), "walk with gaps");
	fill(1);
	check_table(rows, COUNT(rows), "grid");
	pierce();
	check_table(rows, COUNT(rows), "grid with gaps");
	return done();
}
