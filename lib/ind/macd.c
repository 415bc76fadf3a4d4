/* macd.c - differences of two averages and their signal: macd macdext
 * macdfix. */
#include "families.h"
#include "ma.h"

/* ---- macd (Appel 1979).  Both averages begin at bar slow - 1: the fast one
 * is seeded with bars slow - fast to slow - 1. */

struct macd {
	size_t skip; /* bars before the fast seed */
	size_t seen; /* bars since the restart, up to skip */
	struct algo_ema fast, slow, signal;
};

static size_t macd_size(const double *p)
{
	(void)p;
	return sizeof(struct macd);
}

static void macd_init(void *state, const double *p)
{
	struct macd *m = state;
	size_t fast = algo_count(fmin(p[0], p[1]));
	size_t slow = algo_count(fmax(p[0], p[1]));

	m->skip = slow - fast;
	m->seen = 0;
	algo_ema_init(&m->fast, fast);
	algo_ema_init(&m->slow, slow);
	algo_ema_init(&m->signal, algo_count(p[2]));
}

static void macd_reset(void *state)
{
	struct macd *m = state;

	m->seen = 0;
	algo_ema_reset(&m->fast);
	algo_ema_reset(&m->slow);
	algo_ema_reset(&m->signal);
}

/* Up to the first signal; returns how many bars that took. */
static size_t macd_seed(struct macd *m, const double *x, double *const out[],
			size_t n)
{
	size_t i;

	for (i = 0; i < n && !algo_ema_ready(&m->signal); i++) {
		int ready = 0;

		if (m->seen < m->skip)
			m->seen++;
		else
			algo_ema_push(&m->fast, x[i]);
		if (algo_ema_push(&m->slow, x[i]))
			ready = algo_ema_push(&m->signal,
					      m->fast.e - m->slow.e);
		out[0][i] = ready ? m->fast.e - m->slow.e : NAN;
		out[1][i] = ready ? m->signal.e : NAN;
		out[2][i] = ready ? out[0][i] - out[1][i] : NAN;
	}
	return i;
}

static void macd_run(void *state, const double *const in[], double *const out[],
		     size_t n)
{
	struct macd *m = state;
	const double *x = in[0];
	double *restrict line = out[0], *restrict signal = out[1];
	double *restrict hist = out[2];
	size_t i = macd_seed(m, x, out, n);
	double f = m->fast.e, s = m->slow.e, g = m->signal.e;
	double kf = m->fast.k, ks = m->slow.k, kg = m->signal.k;

	for (; i < n; i++) {
		double l;

		f += (x[i] - f) * kf;
		s += (x[i] - s) * ks;
		l = f - s;
		/* A signal of one bar is the line, to the last bit. */
		g = kg < 1 ? g + (l - g) * kg : l;
		line[i] = l;
		signal[i] = g;
		hist[i] = l - g;
	}
	m->fast.e = f;
	m->slow.e = s;
	m->signal.e = g;
}

static void macd_step(void *state, const double *const in[],
		      double *const out[], size_t n)
{
	static const struct algo_cut cut = { 1, 3, macd_reset, macd_run };

	algo_cut_step(&cut, state, in, out, n);
}

static size_t macd_look(const double *p)
{
	return algo_count(fmax(p[0], p[1])) + algo_count(p[2]) - 2;
}

/* ---- macdfix: the bars of 12 and 26, the weights that were printed with
 * them. */

static void macdfix_init(void *state, const double *p)
{
	struct macd *m = state;

	m->skip = 26 - 12;
	m->seen = 0;
	algo_ema_init_k(&m->fast, 12, 0.15);
	algo_ema_init_k(&m->slow, 26, 0.075);
	algo_ema_init(&m->signal, algo_count(p[0]));
}

static size_t macdfix_look(const double *p)
{
	return 25 + algo_count(p[0]) - 1;
}

/* ---- macdext: averages of any type.  Those of the line begin where the one
 * that takes longest does not need to wait for the other: a recursive one is
 * seeded as late as it can be. */

enum { FAST, FAST_TYPE, SLOW, SLOW_TYPE, SIGNAL, SIGNAL_TYPE };

struct macdext {
	size_t late[2]; /* values that fast and slow do not see */
	size_t seen;	/* values since the restart, up to the later one */
	size_t fast, slow, signal; /* where the averages are */
};

/* The shorter one is the fast one; its type goes with it. */
static void in_order(const double *p, double q[6])
{
	int swap = p[SLOW] < p[FAST];

	memcpy(q, p, 6 * sizeof(*q));
	if (!swap)
		return;
	q[FAST] = p[SLOW];
	q[FAST_TYPE] = p[SLOW_TYPE];
	q[SLOW] = p[FAST];
	q[SLOW_TYPE] = p[FAST_TYPE];
}

static size_t look_of(const double *q, int which)
{
	return algo_ma_lookback((int)q[which + 1], algo_count(q[which]));
}

static size_t macdext_parts(const double *p, struct macdext *m)
{
	size_t total = sizeof(*m), fast, slow;
	double q[6];

	in_order(p, q);
	fast = look_of(q, FAST);
	slow = look_of(q, SLOW);
	m->late[0] = slow > fast ? slow - fast : 0;
	m->late[1] = fast > slow ? fast - slow : 0;
	m->seen = 0;
	m->fast = algo_average_add(&total, q[FAST_TYPE], q[FAST]);
	m->slow = algo_average_add(&total, q[SLOW_TYPE], q[SLOW]);
	m->signal = algo_average_add(&total, q[SIGNAL_TYPE], q[SIGNAL]);
	return total;
}

static size_t macdext_size(const double *p)
{
	struct macdext m;

	return macdext_parts(p, &m);
}

static void macdext_init(void *state, const double *p)
{
	struct macdext *m = state;
	double q[6];

	in_order(p, q);
	macdext_parts(p, m);
	algo_average_init(algo_part(m, m->fast), q[FAST_TYPE], q[FAST]);
	algo_average_init(algo_part(m, m->slow), q[SLOW_TYPE], q[SLOW]);
	algo_average_init(algo_part(m, m->signal), q[SIGNAL_TYPE], q[SIGNAL]);
}

/* x without the values before late of each stretch: to an average a value
 * that is not there is a gap. */
static void from_late(const double *x, size_t seen, size_t late, double *y,
		      size_t n)
{
	for (size_t i = 0; i < n; i++) {
		seen = algo_usable(x[i]) ? seen + 1 : 0;
		y[i] = seen > late ? x[i] : NAN;
	}
}

static void macdext_step(void *state, const double *const in[],
			 double *const out[], size_t n)
{
	struct macdext *m = state;
	double *line = out[0], *slow = out[1], *fast = out[2];

	from_late(in[0], m->seen, m->late[0], fast, n);
	from_late(in[0], m->seen, m->late[1], slow, n);
	for (size_t i = 0; i < n; i++)
		m->seen = algo_usable(in[0][i]) ? m->seen + 1 : 0;
	algo_average_block(algo_part(m, m->fast), fast, fast, n);
	algo_average_block(algo_part(m, m->slow), slow, slow, n);
	for (size_t i = 0; i < n; i++)
		line[i] = fast[i] - slow[i];
	algo_average_block(algo_part(m, m->signal), line, out[1], n);
	for (size_t i = 0; i < n; i++) {
		line[i] = isnan(out[1][i]) ? NAN : line[i];
		out[2][i] = line[i] - out[1][i];
	}
}

static size_t macdext_look(const double *p)
{
	size_t fast = look_of(p, FAST), slow = look_of(p, SLOW);

	return (fast > slow ? fast : slow) + look_of(p, SIGNAL);
}

/* ---- the rows */

#define LINES .out = { "macd", "signal", "hist" }, .main_out = 1
#define BARS(name, d, least, doc)                                            \
	{                                                                    \
		(name), ALGO_P_INT, (d), (least), ALGO_PERIOD_MAX, 1, (doc), \
			NULL                                                 \
	}
#define TYPE(name, doc)                                                  \
	{                                                                \
		(name), ALGO_P_MA, ALGO_MA_SMA, 0, ALGO_MA_COUNT - 1, 0, \
			(doc), NULL                                      \
	}
#define ALIGNED                                                           \
	"With signal 1 TA-Lib 0.6.4 puts values of later bars on a bar; " \
	"here they stand on their own, also for comparison."

/* clang-format off */
const struct algo_ind algo_ind_macd[] = {
	{ .name = "macd", .title = "Moving Average Convergence/Divergence",
	  .group = "momentum", .in = { "close" },
	  .param = { BARS("fast", 12, 2, "bars of the fast average"),
		     BARS("slow", 26, 2, "bars of the slow average"),
		     BARS("signal", 9, 1, "bars of the signal's average") },
	  LINES, .size = macd_size, .init = macd_init, .step = macd_step,
	  .lookback = macd_look, .source = "Appel 1979", .aliases = "",
	  .doc = "EMA(fast) - EMA(slow); its EMA(signal); their difference. "
		 "Both averages begin at bar slow - 1, the fast one seeded "
		 "with bars slow - fast to slow - 1. fast and slow are swapped "
		 "when slow is less.",
	  .mend = ALIGNED },
	{ .name = "macdext",
	  .title = "Moving Average Convergence/Divergence, Any Averages",
	  .group = "momentum", .in = { "close" },
	  .param = { BARS("fast", 12, 2, "bars of the fast average"),
		     TYPE("fast_type", "kind of the fast average"),
		     BARS("slow", 26, 2, "bars of the slow average"),
		     TYPE("slow_type", "kind of the slow average"),
		     BARS("signal", 9, 1, "bars of the signal's average"),
		     TYPE("signal_type", "kind of the signal's average") },
	  LINES, .size = macdext_size, .init = macdext_init,
	  .step = macdext_step, .lookback = macdext_look,
	  .source = "Appel 1979; TA-Lib MACDEXT", .aliases = "",
	  .doc = "MA(fast) - MA(slow); its MA(signal); their difference. The "
		 "two averages have their first value on the same bar, the one "
		 "that takes longer from the first bar, the other as late as "
		 "it can. Swapped when slow is less than fast." },
	{ .name = "macdfix",
	  .title = "Moving Average Convergence/Divergence, Fixed 12/26",
	  .group = "momentum", .in = { "close" },
	  .param = { BARS("signal", 9, 1, "bars of the signal's average") },
	  LINES, .size = macd_size, .init = macdfix_init, .step = macd_step,
	  .lookback = macdfix_look, .source = "Appel 1979; TA-Lib MACDFIX",
	  .aliases = "",
	  .doc = "macd of 12 and 26 bars with the weights 0.15 and 0.075 in "
		 "place of 2 / 13 and 2 / 27.",
	  .mend = ALIGNED },
	{ .name = NULL },
};
