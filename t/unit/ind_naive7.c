/* ind_naive7.c - indicators beyond TA-Lib's against plain formulas: order
 * statistics, levels of sessions, turning points. */
#include "ind_series.h"

/* ---- order statistics */

static int ascending(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static const double *in_order(const double *x, size_t i, size_t n)
{
	static double v[BARS];

	memcpy(v, x + i + 1 - n, n * sizeof(*v));
	qsort(v, n, sizeof(*v), ascending);
	return v;
}

static void median(const double *p, const struct part *t)
{
	for (size_t n = (size_t)p[0], i = n - 1; i < t->n; i++) {
		const double *v = in_order(t->in[0], i, n);

		t->out[0][i] = n % 2 ? v[n / 2] : (v[n / 2 - 1] + v[n / 2]) / 2;
	}
}

static void quantile(const double *p, const struct part *t)
{
	for (size_t n = (size_t)p[0], i = n - 1; i < t->n; i++) {
		const double *v = in_order(t->in[0], i, n);
		double at = p[1] * (p[0] - 1), low = floor(at);

		t->out[0][i] = (1 - (at - low)) * v[(size_t)low] +
			       (at - low) * v[(size_t)ceil(at)];
	}
}

static void percentile_nr(const double *p, const struct part *t)
{
	for (size_t n = (size_t)p[0], i = n - 1; i < t->n; i++)
		t->out[0][i] =
			in_order(t->in[0], i, n)[(size_t)ceil(p[0] * p[1]) - 1];
}

static void mode(const double *p, const struct part *t)
{
	for (size_t n = (size_t)p[0], i = n - 1; i < t->n; i++) {
		const double *v = in_order(t->in[0], i, n);
		size_t most = 0;

		for (size_t j = 0; j < n; j++) {
			size_t count = 0;

			for (size_t k = 0; k < n; k++)
				count += v[k] == v[j];
			if (count > most) {
				most = count;
				t->out[0][i] = v[j];
			}
		}
	}
}

static void percentrank(const double *p, const struct part *t)
{
	for (size_t n = (size_t)p[0], i = n; i < t->n; i++) {
		double count = 0;

		for (size_t j = i - n; j < i; j++)
			count += t->in[0][j] <= t->in[0][i];
		t->out[0][i] = 100 * count / p[0];
	}
}

static void rci(const double *p, const struct part *t)
{
	for (size_t n = (size_t)p[0], i = n - 1; i < t->n; i++) {
		const double *x = t->in[0] + i + 1 - n;
		double d = 0;

		for (size_t j = 0; j < n; j++) {
			double below = 0, equal = 0;

			for (size_t k = 0; k < n; k++) {
				below += x[k] < x[j];
				equal += x[k] == x[j];
			}
			d += pow(below + (equal - 1) / 2 - (double)j, 2);
		}
		t->out[0][i] = 100 * (1 - 6 * d / (p[0] * (p[0] * p[0] - 1)));
	}
}

/* ---- turning points */

/* Open, high, low and close of the session before that of bar i; 0 when there
 * is none. */
static int session_before(const struct part *t, size_t i, double v[4])
{
	const double *s = t->in[4];
	size_t j = i, k;

	while (j > 0 && s[j - 1] == s[i])
		j--;
	if (j == 0)
		return 0;
	k = j - 1;
	v[3] = t->in[3][k];
	v[1] = t->in[1][k];
	v[2] = t->in[2][k];
	for (; k > 0 && s[k - 1] == s[j - 1]; k--) {
		v[1] = fmax(v[1], t->in[1][k - 1]);
		v[2] = fmin(v[2], t->in[2][k - 1]);
	}
	v[0] = t->in[0][k];
	return 1;
}

static double open_of_session(const struct part *t, size_t i)
{
	while (i > 0 && t->in[4][i - 1] == t->in[4][i])
		i--;
	return t->in[0][i];
}

static void put_levels(const struct part *t, size_t i, const double v[4],
		       double p)
{
	const double levels[7] = { p,
				   2 * p - v[2],
				   2 * p - v[1],
				   p + v[1] - v[2],
				   p - v[1] + v[2],
				   v[1] + 2 * (p - v[2]),
				   v[2] - 2 * (v[1] - p) };

	for (int k = 0; k < 7; k++)
		t->out[k][i] = levels[k];
}

static void classic(const double *p, const struct part *t)
{
	double v[4];

	(void)p;
	EACH(i, t)
	if (session_before(t, i, v))
		put_levels(t, i, v, (v[1] + v[2] + v[3]) / 3);
}

static void woodie(const double *p, const struct part *t)
{
	double v[4];

	(void)p;
	EACH(i, t)
	if (session_before(t, i, v))
		put_levels(t, i, v,
			   (v[1] + v[2] + 2 * open_of_session(t, i)) / 4);
}

static void put_around(const struct part *t, size_t i, double at,
		       const double *step, size_t n)
{
	for (size_t k = 0; k < n; k++) {
		t->out[2 * k + 1][i] = at + step[k];
		t->out[2 * k + 2][i] = at - step[k];
	}
}

static void fib(const double *p, const struct part *t)
{
	double v[4];

	(void)p;
	EACH(i, t)
	if (session_before(t, i, v)) {
		double r = v[1] - v[2], m = (v[1] + v[2] + v[3]) / 3;
		double step[3] = { 0.382 * r, 0.618 * r, r };

		t->out[0][i] = m;
		put_around(t, i, m, step, 3);
	}
}

static void camarilla(const double *p, const struct part *t)
{
	double v[4];

	(void)p;
	EACH(i, t)
	if (session_before(t, i, v)) {
		double r = 1.1 * (v[1] - v[2]);
		double step[4] = { r / 12, r / 6, r / 4, r / 2 };

		t->out[0][i] = (v[1] + v[2] + v[3]) / 3;
		put_around(t, i, v[3], step, 4);
	}
}

static void demark(const double *p, const struct part *t)
{
	double v[4];

	(void)p;
	EACH(i, t)
	if (session_before(t, i, v)) {
		double more = v[3] < v[0] ? v[2] : v[3] > v[0] ? v[1] : v[3];
		double x = v[1] + v[2] + v[3] + more;

		t->out[0][i] = x / 4;
		t->out[1][i] = x / 2 - v[2];
		t->out[2][i] = x / 2 - v[1];
	}
}

static void pivot_side(const double *p, const struct part *t, int k,
		       double sign)
{
	size_t left = (size_t)p[0], right = (size_t)p[1];
	const double *x = t->in[k];

	for (size_t i = left + right; i < t->n; i++) {
		size_t at = i - right;
		int best = 1;

		for (size_t j = at - left; j <= i; j++)
			best &= j == at || sign * x[j] < sign * x[at];
		if (best)
			t->out[k][i] = x[at];
	}
}

static void pivothl(const double *p, const struct part *t)
{
	pivot_side(p, t, 0, 1);
	pivot_side(p, t, 1, -1);
}

/* Each bar anew from the last turn: the extreme of the bars since, and whether
 * this one turns. */
static void zigzag(const double *p, const struct part *t)
{
	const double *h = t->in[0], *l = t->in[1];
	size_t from[2] = { 0, 0 };
	int dir = 0;

	for (size_t i = 1; i < t->n; i++) {
		size_t top = from[0], low = from[1];

		for (size_t j = from[0]; j <= i; j++)
			top = h[j] > h[top] ? j : top;
		for (size_t j = from[1]; j <= i; j++)
			low = l[j] < l[low] ? j : low;
		if (dir >= 0 && top != i && l[i] <= h[top] * (1 - p[0] / 100)) {
			t->out[0][i] = h[top];
			t->out[2][i] = (double)(i - top);
			dir = -1;
			from[1] = i;
		} else if (dir <= 0 && low != i &&
			   h[i] >= l[low] * (1 + p[0] / 100)) {
			t->out[1][i] = l[low];
			t->out[2][i] = (double)(i - low);
			dir = 1;
			from[0] = i;
		}
	}
}

static void td_seq(const double *p, const struct part *t)
{
	size_t n = (size_t)p[0];
	const double *x = t->in[0];

	for (size_t i = n; i < t->n; i++) {
		size_t up = 0, down = 0;

		while (i - up >= n && x[i - up] > x[i - up - n])
			up++;
		while (i - down >= n && x[i - down] < x[i - down - n])
			down++;
		t->out[0][i] = (double)up;
		t->out[1][i] = (double)down;
	}
}

/* clang-format off */
static const struct row rows[] = {
	{ "median", median, { { 30 }, { 1 }, { 2 }, { 7 } } },
	{ "quantile", quantile, { { 30, 0.25 }, { 9, 0.99 }, { 5, 1 },
				  { 4, 0 } } },
	{ "percentile_nr", percentile_nr, { { 30, 0.25 }, { 9, 0.5 },
					    { 5, 1 } } },
	{ "mode", mode, { { 20 }, { 1 }, { 50 } } },
	{ "percentrank", percentrank, { { 100 }, { 1 }, { 9 } } },
	{ "rci", rci, { { 10 }, { 2 }, { 31 } } },
	{ "td_seq", td_seq, { { 4 }, { 1 } } },
};

/* Their outputs do not start on the same bar, or no bar is certain. */
static const struct row parted[] = {
	{ "pivots_classic", classic, { { 1 } } },
	{ "pivots_woodie", woodie, { { 1 } } },
	{ "pivots_fib", fib, { { 1 } } },
	{ "pivots_camarilla", camarilla, { { 1 } } },
	{ "pivots_demark", demark, { { 1 } } },
	{ "pivothl", pivothl, { { 5, 5 }, { 1, 1 }, { 2, 9 }, { 9, 2 } } },
	{ "zigzag", zigzag, { { 5 }, { 1 }, { 2.5 } } },
};
/* clang-format on */

int main(void)
{
	check_both(rows, COUNT(rows), parted, COUNT(parted));
	return done();
}
