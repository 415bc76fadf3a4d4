/* fisher.c - transformed oscillators: fisher ifisher crsi ebsw. */
#include "box.h"
#include "families.h"
#include "param.h"

/* ---- fisher: the place of the price in its range, smoothed and spread. */

enum { FI_PLACE, FI_VALUE };

static void fisher_plan(struct algo_box *b, const double *p)
{
	algo_box_add(b, ALGO_BOX_EXT, p[0]);
	algo_box_add(b, ALGO_BOX_EXT, p[0]);
}

static double fisher_bar(double *v, double place)
{
	double x = 0.66 * (place - 0.5) + 0.67 * v[FI_PLACE];

	x = x > 0.99 ? 0.999 : x < -0.99 ? -0.999 : x;
	v[FI_PLACE] = x;
	v[FI_VALUE] = 0.5 * log((1 + x) / (1 - x)) + 0.5 * v[FI_VALUE];
	return v[FI_VALUE];
}

static void fisher_run(void *state, const double *const in[],
		       double *const out[], size_t n)
{
	struct algo_box *b = state;
	double max[ALGO_IND_N], min[ALGO_IND_N], *restrict y = out[0];

	for (size_t i = 0; i < n; i++)
		y[i] = (in[0][i] + in[1][i]) / 2;
	algo_box_max(b, 0, y, max, n);
	algo_box_min(b, 1, y, min, n);
	for (size_t i = 0; i < n; i++) {
		double range = max[i] - min[i], place = (y[i] - min[i]) / range;

		out[1][i] = b->v[FI_VALUE];
		y[i] = NAN;
		if (!isnan(range))
			y[i] = fisher_bar(b->v, range > 0 ? place : 0);
	}
	algo_fill_nan(out[1], algo_box_warm(b, algo_count(b->p[0]), n));
}

ALGO_BOX_ROW(fisher, 2, 2)

/* ---- ifisher: the inverse, of a smoothed rsi. */

static void ifisher_plan(struct algo_box *b, const double *p)
{
	algo_box_add(b, ALGO_BOX_RSI, p[0]);
	algo_box_add(b, ALGO_BOX_WMA, p[1]);
}

static void ifisher_run(void *state, const double *const in[],
			double *const out[], size_t n)
{
	double *restrict y = out[0];

	algo_box_rsi(state, 0, in[0], y, n);
	for (size_t i = 0; i < n; i++)
		y[i] = 0.1 * (y[i] - 50);
	algo_box_wma(state, 1, y, y, n);
	for (size_t i = 0; i < n; i++)
		y[i] = tanh(y[i]);
}

ALGO_BOX_ROW(ifisher, 1, 1)

static size_t ifisher_look(const double *p)
{
	return algo_count(p[0] + p[1]) - 1;
}

/* ---- crsi: the mean of an rsi, one of the length of streaks, and the rank of
 * the change among those before. */

enum { CR_RSI, CR_STREAKS, CR_RANKS };
enum { CR_STREAK, CR_BEFORE };

static void crsi_plan(struct algo_box *b, const double *p)
{
	algo_box_add(b, ALGO_BOX_RSI, p[0]);
	algo_box_add(b, ALGO_BOX_RSI, p[1]);
	algo_box_add(b, ALGO_BOX_SORTED, p[2]);
}

/* Bars in a row that rose, or fell as negative; 0 on an unchanged one. */
static double streak_of(double before, double change)
{
	if (change > 0)
		return before > 0 ? before + 1 : 1;
	if (change < 0)
		return before < 0 ? before - 1 : -1;
	return 0;
}

static double rank_of(struct algo_sorted *w, double change)
{
	double rank = NAN;

	if (w->seen == w->p)
		rank = 100 * (double)algo_sorted_upto(w, change) / (double)w->p;
	algo_sorted_push(w, change);
	return rank;
}

static void crsi_run(void *state, const double *const in[], double *const out[],
		     size_t n)
{
	struct algo_box *b = state;
	double streak[ALGO_IND_N], rank[ALGO_IND_N], *v = b->v;
	double *restrict y = out[0];

	for (size_t i = 0; i < n; i++) {
		double x = in[0][i], old = v[CR_BEFORE];
		double change = algo_finite((x - old) / old);

		rank[i] = NAN;
		if (b->seen++) {
			v[CR_STREAK] = streak_of(v[CR_STREAK], x - old);
			rank[i] = rank_of(algo_box_part(b, CR_RANKS),
					  algo_usable(change) ? change : 0);
		}
		streak[i] = v[CR_STREAK];
		v[CR_BEFORE] = x;
	}
	algo_box_rsi(b, CR_RSI, in[0], y, n);
	algo_box_rsi(b, CR_STREAKS, streak, streak, n);
	for (size_t i = 0; i < n; i++)
		y[i] = (y[i] + streak[i] + rank[i]) / 3;
}

ALGO_BOX_ROW(crsi, 1, 1)

static size_t crsi_look(const double *p)
{
	return algo_count(fmax(fmax(p[0], p[1]), p[2] + 1));
}

/* ---- ebsw: a high pass, a super smoother, and its sign of power. */

enum { EB_X, EB_PASS, EB_NOW, EB_OLD };

static void ebsw_plan(struct algo_box *b, const double *p)
{
	(void)b;
	(void)p;
}

struct ebsw {
	double keep;	   /* of the high pass */
	double gain, a, b; /* of the smoother */
};

/* (1 - sin w) / cos w, which is cos w / (1 + sin w), for w = 2 pi / length. */
static struct ebsw ebsw_filter(const double *p)
{
	double pi = acos(-1), w = 2 * pi / p[0], r = exp(-sqrt(2) * pi / p[1]);
	struct ebsw f = { cos(w) / (1 + sin(w)), 0, 0, 0 };

	f.a = 2 * r * cos(sqrt(2) * pi / p[1]);
	f.b = -r * r;
	f.gain = 1 - f.a - f.b;
	return f;
}

static double ebsw_bar(double *v, const struct ebsw *f, double x)
{
	double pass =
		0.5 * (1 + f->keep) * (x - v[EB_X]) + f->keep * v[EB_PASS];
	double now = f->gain * (pass + v[EB_PASS]) / 2 + f->a * v[EB_NOW] +
		     f->b * v[EB_OLD];
	double wave = (now + v[EB_NOW] + v[EB_OLD]) / 3;
	double power =
		(now * now + v[EB_NOW] * v[EB_NOW] + v[EB_OLD] * v[EB_OLD]) / 3;

	v[EB_X] = x;
	v[EB_PASS] = pass;
	v[EB_OLD] = v[EB_NOW];
	v[EB_NOW] = now;
	return power > 0 ? wave / sqrt(power) : 0;
}

static void ebsw_run(void *state, const double *const in[], double *const out[],
		     size_t n)
{
	struct algo_box *b = state;
	struct ebsw f = ebsw_filter(b->p);

	if (!b->seen)
		b->v[EB_X] = in[0][0];
	for (size_t i = 0; i < n; i++)
		out[0][i] = ebsw_bar(b->v, &f, in[0][i]);
	algo_fill_nan(out[0], algo_box_warm(b, algo_count(b->p[0]) - 1, n));
}

ALGO_BOX_ROW(ebsw, 1, 1)

/* clang-format off */
#define CLOSE .in = { "close" }

const struct algo_ind algo_ind_fisher[] = {
	{ .name = "fisher", .title = "Fisher Transform", .group = "momentum",
	  .in = { "high", "low" }, .param = { ALGO_LENGTH(9, 1) },
	  .out = { "fisher", "signal" }, .main_out = 1,
	  ALGO_KERNEL_OF(fisher), .lookback = algo_look_window,
	  .aliases = "fisher_transform",
	  .doc = "v = 0.66 (place - 0.5) + 0.67 v', place of (high + low) / "
		 "2 in its range over length bars, 0 where that is flat; |v| "
		 "above 0.99 becomes 0.999. fisher = ln((1 + v) / (1 - v)) / "
		 "2 + fisher' / 2; both start at 0. signal is fisher of the "
		 "bar before.",
	  .source = "John Ehlers, 2002; Tulip fisher" },
	{ .name = "ifisher", .title = "Inverse Fisher Transform of RSI",
	  .group = "momentum", CLOSE,
	  .param = { ALGO_LENGTH(5, 2),
		     ALGO_BARS("wma", 9, 1, "bars of the average") },
	  ALGO_ONE("ifr"), ALGO_KERNEL_OF(ifisher),
	  .lookback = ifisher_look, .aliases = "inverse_fisher",
	  .doc = "tanh of wma(0.1 * (rsi(x, length) - 50), wma): -1 to 1.",
	  .source = "John Ehlers, 2004" },
	{ .name = "crsi", .title = "Connors RSI", .group = "momentum", CLOSE,
	  .param = { ALGO_BARS("rsi", 3, 2, "bars of the rsi"),
		     ALGO_BARS("streak", 2, 2, "bars of the rsi of streaks"),
		     { "rank", ALGO_P_INT, 100, 1, ALGO_SORTED_MAX, 1,
		       "changes the last one is ranked among", NULL } },
	  ALGO_ONE("crsi"), ALGO_KERNEL_OF(crsi), .lookback = crsi_look,
	  .aliases = "connors_rsi connorsrsi",
	  .doc = "Mean of rsi(x, rsi), the rsi of the number of bars in a row "
		 "that rose (or fell, negative; 0 on an unchanged bar), and "
		 "the percentage of the rank changes before that are not "
		 "above this one.",
	  .source = "Larry Connors and Cesar Alvarez, 2012; TA-Lib 0.8 CRSI" },
	{ .name = "ebsw", .title = "Even Better Sinewave", .group = "cycle",
	  CLOSE,
	  .param = { ALGO_LENGTH(40, 3),
		     ALGO_BARS("smooth", 10, 1, "bars of the smoother") },
	  ALGO_ONE("ebsw"), ALGO_KERNEL_OF(ebsw),
	  .lookback = algo_look_window, .aliases = "",
	  .doc = "A high pass of length bars, then a super smoother; the mean "
		 "of its last three values over the root of their mean "
		 "square, 0 without power.",
	  .source = "John Ehlers, 2013" },
	{ .name = NULL },
};
