/* cycle.c - the dominant cycle of a series, its phase and trend: ht_dcperiod
 * ht_dcphase ht_phasor ht_sine ht_trendline ht_trendmode (Ehlers 2001). */
#include "families.h"
#include "hilbert.h"

#define LONGEST 50 /* bars of the longest cycle */

/* ---- period and phasor: the transformer's own. */

static size_t short_size(const double *p)
{
	(void)p;
	return sizeof(struct algo_cycle);
}

static void short_init(void *state, const double *p)
{
	(void)p;
	algo_cycle_init(state, ALGO_CYCLE_START);
}

static size_t short_look(const double *p)
{
	(void)p;
	return ALGO_CYCLE_LOOK;
}

/* One bar; 1 when it has a value. */
static int short_push(struct algo_cycle *c, double x, struct algo_phasor *p)
{
	if (algo_usable(x)) {
		algo_cycle_push(c, x, p);
		return c->seen > ALGO_CYCLE_LOOK;
	}
	algo_cycle_init(c, c->start);
	return 0;
}

static void dcperiod_step(void *state, const double *const in[],
			  double *const out[], size_t n)
{
	struct algo_cycle *c = state;
	struct algo_phasor p;

	for (size_t i = 0; i < n; i++)
		out[0][i] = short_push(c, in[0][i], &p) ? c->smooth : NAN;
}

static void phasor_step(void *state, const double *const in[],
			double *const out[], size_t n)
{
	struct algo_phasor p = { 0 };

	for (size_t i = 0; i < n; i++) {
		int has = short_push(state, in[0][i], &p);

		out[0][i] = has ? p.i : NAN;
		out[1][i] = has ? p.q : NAN;
	}
}

/* ---- phase and trend line: of as many bars as the cycle is long. */

struct wave {
	double sine, cosine;
};

struct phase {
	struct algo_cycle cycle;
	size_t at; /* where the next bar goes in the rings */
	/* Weighted means of four, 0 before, and the series itself: twice, so
	 * that the last bars stand side by side. */
	double mean[2 * LONGEST];
	double price[2 * LONGEST];
	double degrees;	   /* the phase */
	double sine, lead; /* of it, and of 45 degrees more */
	double past[3];	   /* means of a cycle of the bars before */
	double line;	   /* the trend line */
	double days;	   /* since sine and lead crossed */
	unsigned char has[LONGEST + 1];
	/* The waves of a cycle of k bars from k (k - 1) / 2 on, when has[k]:
	 * sines are slow. */
	struct wave wave[LONGEST * (LONGEST + 1) / 2];
};

static size_t phase_size(const double *p)
{
	(void)p;
	return sizeof(struct phase);
}

/* The waves stay. */
static void phase_reset(struct phase *s)
{
	memset(s, 0, offsetof(struct phase, has));
	algo_cycle_init(&s->cycle, ALGO_CYCLE_LATE);
}

static void phase_init(void *state, const double *p)
{
	(void)p;
	memset(state, 0, sizeof(struct phase));
	phase_reset(state);
}

static size_t phase_look(const double *p)
{
	(void)p;
	return ALGO_CYCLE_LONG;
}

static const struct wave *waves(struct phase *s, size_t k)
{
	struct wave *w = s->wave + k * (k - 1) / 2;

	if (s->has[k])
		return w;
	for (size_t i = 0; i < k; i++) {
		double angle = (double)i * (2 * ALGO_PI) / (double)k;

		w[i] = (struct wave){ sin(angle), cos(angle) };
	}
	s->has[k] = 1;
	return w;
}

/* Whole bars of the cycle, 0 while it is shorter than one. */
static size_t cycle_bars(const struct phase *s)
{
	return (size_t)(s->cycle.smooth + 0.5);
}

/* The phase of the cycle in the means: its Fourier coefficient. */
static void find_phase(struct phase *s)
{
	size_t k = cycle_bars(s);
	const struct wave *w = k ? waves(s, k) : NULL;
	const double *mean = s->mean + s->at + LONGEST;
	double re = 0, im = 0;

	for (size_t i = 0; i < k; i++) {
		re += w[i].sine * *(mean - i);
		im += w[i].cosine * *(mean - i);
	}
	if (fabs(im) > 0)
		s->degrees = atan(re / im) * ALGO_DEGREES;
	else if (re != 0)
		s->degrees += re < 0 ? -90 : 90;
	s->degrees += 90;
	s->degrees += 360 / s->cycle.smooth;
	if (im < 0)
		s->degrees += 180;
	if (s->degrees > 315)
		s->degrees -= 360;
}

static void find_sines(struct phase *s)
{
	const double radian = 1 / ALGO_DEGREES;

	s->sine = sin(s->degrees * radian);
	s->lead = sin((s->degrees + 45) * radian);
}

/* The mean price of a cycle, smoothed over four bars. */
static void find_line(struct phase *s)
{
	size_t k = cycle_bars(s);
	const double *price = s->price + s->at + LONGEST;
	double mean = 0, *past = s->past;

	for (size_t i = 0; i < k; i++)
		mean += *(price - i);
	if (k)
		mean /= (double)k;
	s->line = (4 * mean + 3 * past[0] + 2 * past[1] + past[2]) / 10;
	past[2] = past[1];
	past[1] = past[0];
	past[0] = mean;
}

/* A trend unless the sines crossed within half a cycle or the phase moves as
 * a cycle's does; a price far from the line is one all the same. */
static int find_mode(struct phase *s)
{
	double phase = s->degrees, sine = s->sine, lead = s->lead;
	double turn = 360 / s->cycle.smooth, moved, mean = s->mean[s->at];
	int trend = 1;

	find_phase(s);
	find_sines(s);
	find_line(s);
	if ((s->sine > s->lead && sine <= lead) ||
	    (s->sine < s->lead && sine >= lead)) {
		s->days = 0;
		trend = 0;
	}
	s->days++;
	if (s->days < 0.5 * s->cycle.smooth)
		trend = 0;
	moved = s->degrees - phase;
	if (moved > 0.67 * turn && moved < 1.5 * turn)
		trend = 0;
	if (s->line != 0 && fabs((mean - s->line) / s->line) >= 0.015)
		trend = 1;
	return trend;
}

/* One bar: 1 when the cycle is measured.  phase_next ends it. */
static int phase_push(struct phase *s, double x)
{
	struct algo_phasor p;
	int runs;

	if (!algo_usable(x)) {
		phase_reset(s);
		return 0;
	}
	s->price[s->at] = s->price[s->at + LONGEST] = x;
	runs = algo_cycle_push(&s->cycle, x, &p);
	s->mean[s->at] = s->mean[s->at + LONGEST] = runs ? p.mean : 0;
	return runs;
}

/* Moves on; 1 when the bar has a value. */
static int phase_next(struct phase *s)
{
	s->at = s->at + 1 == LONGEST ? 0 : s->at + 1;
	return s->cycle.seen > ALGO_CYCLE_LONG;
}

static void dcphase_step(void *state, const double *const in[],
			 double *const out[], size_t n)
{
	struct phase *s = state;

	for (size_t i = 0; i < n; i++) {
		if (phase_push(s, in[0][i]))
			find_phase(s);
		out[0][i] = phase_next(s) ? s->degrees : NAN;
	}
}

static void sine_step(void *state, const double *const in[],
		      double *const out[], size_t n)
{
	struct phase *s = state;

	for (size_t i = 0; i < n; i++) {
		int has;

		if (phase_push(s, in[0][i]))
			find_phase(s);
		has = phase_next(s);
		if (has)
			find_sines(s);
		out[0][i] = has ? s->sine : NAN;
		out[1][i] = has ? s->lead : NAN;
	}
}

static void trendline_step(void *state, const double *const in[],
			   double *const out[], size_t n)
{
	struct phase *s = state;

	for (size_t i = 0; i < n; i++) {
		if (phase_push(s, in[0][i]))
			find_line(s);
		out[0][i] = phase_next(s) ? s->line : NAN;
	}
}

static void trendmode_step(void *state, const double *const in[],
			   double *const out[], size_t n)
{
	struct phase *s = state;

	for (size_t i = 0; i < n; i++) {
		double mode = 0;

		if (phase_push(s, in[0][i]))
			mode = find_mode(s);
		out[0][i] = phase_next(s) ? mode : NAN;
	}
}

/* clang-format off */
#define CLOSE .in = { "close" }
#define SHORT .size = short_size, .init = short_init, .lookback = short_look
#define LONG .size = phase_size, .init = phase_init, .lookback = phase_look

const struct algo_ind algo_ind_cycle[] = {
	{ .name = "ht_dcperiod",
	  .title = "Hilbert Transform, Dominant Cycle Period",
	  .group = "cycle", CLOSE, .out = { "ht_dcperiod" }, .main_out = 1,
	  SHORT, .step = dcperiod_step, .aliases = "",
	  .doc = "Bars of the dominant cycle, 6 to 50, from the change of the "
		 "phase that a Hilbert transformer measures in the weighted "
		 "mean of four values; smoothed twice.",
	  .source = "John Ehlers, 2001; TA-Lib HT_DCPERIOD" },
	{ .name = "ht_dcphase",
	  .title = "Hilbert Transform, Dominant Cycle Phase",
	  .group = "cycle", CLOSE, .out = { "ht_dcphase" }, .main_out = 1,
	  LONG, .step = dcphase_step, .aliases = "",
	  .doc = "Degrees, -45 to 315: the phase of the Fourier coefficient of "
		 "one dominant cycle of smoothed values. Flat values have no "
		 "phase: there it is rounding.",
	  .source = "John Ehlers, 2001; TA-Lib HT_DCPHASE" },
	{ .name = "ht_phasor",
	  .title = "Hilbert Transform, Phasor Components", .group = "cycle",
	  CLOSE, .out = { "inphase", "quadrature" }, .main_out = 0,
	  SHORT, .step = phasor_step, .aliases = "",
	  .doc = "The in-phase and quadrature parts of the detrended series.",
	  .source = "John Ehlers, 2001; TA-Lib HT_PHASOR" },
	{ .name = "ht_sine", .title = "Hilbert Transform, Sine Wave",
	  .group = "cycle", CLOSE, .out = { "sine", "leadsine" },
	  .main_out = 0, LONG, .step = sine_step, .aliases = "",
	  .doc = "The sine of ht_dcphase, and of 45 degrees more.",
	  .source = "John Ehlers, 2001; TA-Lib HT_SINE" },
	{ .name = "ht_trendline",
	  .title = "Hilbert Transform, Instantaneous Trendline",
	  .group = "overlap", CLOSE, .out = { "ht_trendline" }, .main_out = 1,
	  LONG, .step = trendline_step, .aliases = "",
	  .doc = "The mean of one dominant cycle, (4 a + 3 b + 2 c + d) / 10 "
		 "of its last four values.",
	  .source = "John Ehlers, 2001; TA-Lib HT_TRENDLINE" },
	{ .name = "ht_trendmode",
	  .title = "Hilbert Transform, Trend vs Cycle Mode",
	  .group = "cycle", CLOSE, .out = { "ht_trendmode" }, .main_out = 1,
	  LONG, .step = trendmode_step, .aliases = "",
	  .doc = "1 in a trend, 0 in a cycle: for half a cycle after the lines "
		 "of ht_sine cross, and while the phase moves by 0.67 to 1.5 "
		 "of what it should; 1 where the smoothed value is 1.5 % or "
		 "more off ht_trendline.",
	  .source = "John Ehlers, 2001; TA-Lib HT_TRENDMODE" },
	{ .name = NULL },
};
