/* ma.c - moving averages by type: one state and one step for all of them. */
#include "ma.h"
#include "families.h"
#include "fold.h"

#define T3_STAGES 6

/* clang-format off */
static const char *const ma_names[ALGO_MA_COUNT] = {
	[ALGO_MA_SMA] = "sma", [ALGO_MA_EMA] = "ema", [ALGO_MA_WMA] = "wma",
	[ALGO_MA_DEMA] = "dema", [ALGO_MA_TEMA] = "tema",
	[ALGO_MA_TRIMA] = "trima", [ALGO_MA_KAMA] = "kama",
	[ALGO_MA_MAMA] = "mama", [ALGO_MA_T3] = "t3",
};
/* clang-format on */

const char *algo_ma_name(int ma)
{
	return ma >= 0 && ma < ALGO_MA_COUNT ? ma_names[ma] : "";
}

int algo_ma_find(const char *s, size_t n)
{
	for (int ma = 0; ma < ALGO_MA_COUNT; ma++)
		if (algo_ind_same(s, n, ma_names[ma]))
			return ma;
	return -1;
}

struct ma {
	int type; /* -1: copies */
	size_t p;
	double seeded; /* KAMA: the average, NaN before */
	double before; /* KAMA: the price of the bar before, NaN when none */
	size_t seen;   /* TA-Lib's KAMA: prices, up to p + 1, */
	double trail;  /* the price that left last */
	double path;   /* and the sum of the moves since */
	size_t part[2];
};

/* Parts of the state of one average: the sizes as algo_ma_init uses them. */
static size_t layout(struct ma *m, int type, size_t p)
{
	size_t total = sizeof(*m);

	m->type = p == 1 ? -1 : type;
	m->p = p;
	switch (m->type) {
	case ALGO_MA_SMA:
		m->part[0] = algo_part_add(&total, algo_win_size(p));
		break;
	case ALGO_MA_EMA:
	case ALGO_MA_DEMA:
	case ALGO_MA_TEMA:
		m->part[0] = algo_part_add(&total, 3 * sizeof(struct algo_ema));
		break;
	case ALGO_MA_WMA:
		m->part[0] = algo_part_add(&total, algo_fold_size(p));
		break;
	case ALGO_MA_TRIMA:
		m->part[0] = algo_part_add(&total, algo_win_size((p + 1) / 2));
		m->part[1] = algo_part_add(&total, algo_win_size(p / 2 + 1));
		break;
	case ALGO_MA_KAMA:
		m->part[0] = algo_part_add(&total, algo_win_size(p));
		m->part[1] = algo_part_add(&total, algo_delay_size(p));
		break;
	case ALGO_KAMA_TALIB:
		m->part[0] = algo_part_add(&total, algo_delay_size(p));
		break;
	case ALGO_MA_MAMA:
		m->part[0] = algo_part_add(&total, sizeof(struct algo_mama));
		break;
	case ALGO_MA_T3:
		m->part[0] = algo_part_add(&total, algo_t3_size(p));
		break;
	default:
		break;
	}
	return total;
}

size_t algo_ma_size(int type, size_t p)
{
	struct ma m = { .type = type };

	return layout(&m, type, p);
}

static void kama_restart(struct ma *m)
{
	algo_delay_init(algo_part(m, m->part[0]), m->p);
	m->seen = 0;
	m->path = 0;
}

void algo_ma_init(void *state, int type, size_t p)
{
	struct ma *m = state;
	struct algo_ema *e;
	void *a, *b;

	memset(m, 0, sizeof(*m));
	layout(m, type, p);
	a = algo_part(state, m->part[0]);
	b = algo_part(state, m->part[1]);
	switch (m->type) {
	case ALGO_MA_SMA:
		algo_win_init(a, p);
		break;
	case ALGO_MA_EMA:
	case ALGO_MA_DEMA:
	case ALGO_MA_TEMA:
		e = a;
		for (int i = 0; i < 3; i++)
			algo_ema_init(&e[i], p);
		break;
	case ALGO_MA_WMA:
		algo_fold_init(a, p);
		break;
	case ALGO_MA_TRIMA:
		algo_win_init(a, (p + 1) / 2);
		algo_win_init(b, p / 2 + 1);
		break;
	case ALGO_MA_KAMA:
		algo_win_init(a, p);
		algo_delay_init(b, p);
		m->before = m->seeded = NAN;
		break;
	case ALGO_KAMA_TALIB:
		kama_restart(m);
		break;
	case ALGO_MA_MAMA:
		algo_mama_init(a, 0.5, 0.05);
		break;
	case ALGO_MA_T3:
		algo_t3_init(a, p, 0.7);
		break;
	default:
		break;
	}
}

void algo_ma_first(void *state)
{
	struct ma *m = state;
	struct algo_ema *e = algo_part(state, m->part[0]);

	if (m->type == ALGO_MA_EMA || m->type == ALGO_MA_DEMA ||
	    m->type == ALGO_MA_TEMA)
		for (int i = 0; i < 3; i++)
			algo_ema_init_k(&e[i], 1, e[i].k);
}

static void wma_block(struct algo_fold *f, const double *x, double *y, size_t n)
{
	struct algo_folded d;
	double p = (double)f->p, all = p * (p + 1) / 2;

	for (size_t at = 0; at < n; at += ALGO_FOLD_N) {
		size_t m = algo_fold_part(at, n);

		algo_fold_weights(f, x + at, &d, m);
		for (size_t i = 0; i < m; i++)
			y[at + i] = d.base[i] + d.second[i] / all;
	}
}

/* Averages of averages, the stages one after the other in a bar: their chains
 * do not wait for each other.  All must have begun and x be clean; y[0..want)
 * get the last of them. */
static inline void cascade(struct algo_ema *e, size_t stages, size_t want,
			   const double *x, double (*y)[ALGO_IND_N], size_t n)
{
	double v[T3_STAGES] = { 0 }, k = e->k;

	for (size_t j = 0; j < stages; j++)
		v[j] = e[j].e;
	for (size_t i = 0; i < n; i++) {
		double in = x[i];

		for (size_t j = 0; j < stages; j++)
			in = v[j] += (in - v[j]) * k;
		for (size_t j = 0; j < want; j++)
			y[j][i] = v[stages - want + j];
	}
	for (size_t j = 0; j < stages; j++)
		e[j].e = v[j];
}

static inline void cascade_block(struct algo_ema *e, size_t stages, size_t want,
				 const double *x, double (*y)[ALGO_IND_N],
				 size_t n)
{
	double spare[2][ALGO_IND_N];
	const double *from = x;

	if (algo_ema_ready(&e[stages - 1]) && algo_clean(x, n)) {
		cascade(e, stages, want, x, y, n);
		return;
	}
	for (size_t j = 0; j < stages; j++) {
		double *to =
			j + want < stages ? spare[j & 1] : y[j + want - stages];

		algo_ema_block(&e[j], from, to, n);
		from = to;
	}
}

static void dema_block(struct algo_ema *e, const double *x, double *y, size_t n)
{
	double a[2][ALGO_IND_N];

	cascade_block(e, 2, 2, x, a, n);
	for (size_t i = 0; i < n; i++)
		y[i] = 2 * a[0][i] - a[1][i];
}

static void tema_block(struct algo_ema *e, const double *x, double *y, size_t n)
{
	double a[3][ALGO_IND_N];

	cascade_block(e, 3, 3, x, a, n);
	for (size_t i = 0; i < n; i++)
		y[i] = 3 * a[0][i] - 3 * a[1][i] + a[2][i];
}

/* Kaufman 1995.  The efficiency ratio is 1 when nothing moved; 0.6.4 compares
 * with the signed change and divides by sums that are nearly 0, which later
 * releases mended: here the size of the change counts.  The weight of a new
 * price: */
static inline double kama_weight(double way, double path)
{
	const double fast = 2.0 / 3, slow = 2.0 / 31;
	double v = way / path, ratio = path <= way ? 1 : v;
	double c = ratio * (fast - slow) + slow;

	return c * c;
}

/* All has begun, and path is clean: both chains side by side. */
static void kama_fast(struct ma *m, const double *x, const double *path,
		      const double *old, double *y, size_t n)
{
	struct algo_win *w = algo_part(m, m->part[0]);
	double d[ALGO_IND_N], low[ALGO_IND_N], e = m->seeded;
	struct algo_sum sum = w->sum;

	algo_win_changes(w, path, d, low, n);
	for (size_t i = 0; i < n; i++) {
		double now = x[i];

		algo_sum_chain(&sum, d[i], low[i]);
		e += (now - e) *
		     kama_weight(fabs(now - old[i]), algo_sum_get(&sum));
		y[i] = e;
	}
	w->sum = sum;
	m->seeded = e;
}

static void kama_slow(struct ma *m, const double *x, double *path,
		      const double *old, double *y, size_t n)
{
	double e = m->seeded, before = m->before;

	algo_win_sum_block(algo_part(m, m->part[0]), path, path, n);
	for (size_t i = 0; i < n; i++) {
		double now = x[i];

		if (isnan(e))
			e = before;
		before = now;
		e += (now - e) * kama_weight(fabs(now - old[i]), path[i]);
		y[i] = e;
	}
	m->seeded = e;
}

static void kama_block(struct ma *m, const double *x, double *y, size_t n)
{
	const struct algo_win *w = algo_part(m, m->part[0]);
	double old[ALGO_IND_N], path[ALGO_IND_N], last = x[n - 1];

	path[0] = fabs(x[0] - m->before);
	for (size_t i = 1; i < n; i++)
		path[i] = fabs(x[i] - x[i - 1]);
	algo_delay_block(algo_part(m, m->part[1]), x, old, n);
	if (w->seen == w->p && !isnan(m->seeded) && algo_clean(path, n))
		kama_fast(m, x, path, old, y, n);
	else
		kama_slow(m, x, path, old, y, n);
	m->before = last;
}

/* One price into 0.6.4's: a running sum whose rounding errors stay, compared
 * with the signed change. */
static double kama_push(struct ma *m, double x)
{
	const double fast = 2.0 / 3, slow = 2.0 / 31;
	double old = algo_delay_push(algo_part(m, m->part[0]), x), roc;
	double before = m->before, ratio = 1;

	m->before = x;
	if (m->seen > m->p)
		m->path -= fabs(m->trail - old);
	if (m->seen)
		m->path += fabs(x - before);
	m->trail = old;
	if (m->seen == m->p)
		m->seeded = before;
	m->seen += m->seen <= m->p;
	if (m->seen <= m->p)
		return NAN;
	roc = x - old;
	if (!(m->path <= roc || algo_is_zero(m->path)))
		ratio = fabs(roc / m->path);
	ratio = ratio * (fast - slow) + slow;
	m->seeded = (x - m->seeded) * (ratio * ratio) + m->seeded;
	return m->seeded;
}

static void kama_talib_block(struct ma *m, const double *x, double *y, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		double v = x[i];

		if (algo_usable(v)) {
			y[i] = kama_push(m, v);
			continue;
		}
		kama_restart(m);
		y[i] = NAN;
	}
}

void algo_ma_block(void *state, const double *x, double *y, size_t n)
{
	struct ma *m = state;
	void *a = algo_part(state, m->part[0]);

	switch (m->type) {
	case ALGO_MA_SMA:
		algo_win_mean_block(a, x, y, n);
		break;
	case ALGO_MA_EMA:
		algo_ema_block(a, x, y, n);
		break;
	case ALGO_MA_WMA:
		wma_block(a, x, y, n);
		break;
	case ALGO_MA_DEMA:
		dema_block(a, x, y, n);
		break;
	case ALGO_MA_TEMA:
		tema_block(a, x, y, n);
		break;
	case ALGO_MA_TRIMA:
		algo_win_mean_block(a, x, y, n);
		algo_win_mean_block(algo_part(state, m->part[1]), y, y, n);
		break;
	case ALGO_MA_KAMA:
		kama_block(m, x, y, n);
		break;
	case ALGO_KAMA_TALIB:
		kama_talib_block(m, x, y, n);
		break;
	case ALGO_MA_MAMA:
		algo_mama_block(a, x, y, NULL, n);
		break;
	case ALGO_MA_T3:
		algo_t3_block(a, x, y, n);
		break;
	default:
		algo_copy(y, x, n);
		break;
	}
}

size_t algo_ma_lookback(int type, size_t p)
{
	if (p <= 1)
		return 0;
	switch (type) {
	case ALGO_MA_MAMA:
		return ALGO_MAMA_LOOKBACK;
	case ALGO_MA_DEMA:
		return 2 * (p - 1);
	case ALGO_MA_TEMA:
		return 3 * (p - 1);
	case ALGO_MA_KAMA:
	case ALGO_KAMA_TALIB:
		return p;
	case ALGO_MA_T3:
		return T3_STAGES * (p - 1);
	default:
		return p - 1;
	}
}

struct t3 {
	struct algo_ema stage[T3_STAGES];
	double c1, c2, c3, c4;
};

size_t algo_t3_size(size_t p)
{
	(void)p;
	return sizeof(struct t3);
}

void algo_t3_init(void *state, size_t p, double v)
{
	struct t3 *t = state;

	for (int i = 0; i < T3_STAGES; i++)
		algo_ema_init(&t->stage[i], p);
	t->c1 = -v * v * v;
	t->c2 = 3 * (v * v - t->c1);
	t->c3 = -6 * v * v - 3 * (v - t->c1);
	t->c4 = 1 + 3 * v - t->c1 + 3 * v * v;
}

void algo_t3_block(void *state, const double *x, double *y, size_t n)
{
	struct t3 *t = state;
	double a[4][ALGO_IND_N];

	cascade_block(t->stage, T3_STAGES, 4, x, a, n);
	for (size_t i = 0; i < n; i++)
		y[i] = t->c1 * a[3][i] + t->c2 * a[2][i] + t->c3 * a[1][i] +
		       t->c4 * a[0][i];
}

/* ---- an average of a type: its parameters stand before its state. */

struct average {
	size_t p;
	int type;
};

static int is_few(int type, size_t p)
{
	return type == ALGO_MA_SMA && p <= ALGO_FEW;
}

size_t algo_average_add(size_t *total, double type, double p)
{
	size_t at = algo_part_add(total, sizeof(struct average)), n;

	n = is_few((int)type, algo_count(p))
		    ? sizeof(struct algo_few)
		    : algo_ma_size((int)type, algo_count(p));
	algo_part_add(total, n);
	return at;
}

void algo_average_init(void *state, double type, double p)
{
	struct average *a = state;

	a->p = algo_count(p);
	a->type = (int)type;
	if (is_few(a->type, a->p))
		algo_few_init((void *)(a + 1), a->p);
	else
		algo_ma_init(a + 1, a->type, a->p);
}

void algo_average_block(void *state, const double *x, double *y, size_t n)
{
	struct average *a = state;

	if (is_few(a->type, a->p))
		algo_few_block((void *)(a + 1), x, y, n);
	else
		algo_ma_block(a + 1, x, y, n);
}
