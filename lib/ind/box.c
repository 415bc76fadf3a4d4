/* box.c - a state made of declared parts: see box.h. */
#include "box.h"
#include "bands.h"
#include "rows.h"

/* SUMS: values since the restart, then the sums. */
struct sums {
	size_t p;
	size_t seen;
};

struct range {
	double before; /* close of the bar before, NaN when none */
};

static size_t size_of(enum algo_box_kind kind, double p)
{
	size_t n = algo_count(p);

	switch (kind) {
	case ALGO_BOX_EMA:
	case ALGO_BOX_RMA:
		return sizeof(struct algo_ema);
	case ALGO_BOX_WIN:
		return algo_win_size(n);
	case ALGO_BOX_SUMS:
		return sizeof(struct sums) + algo_rolls_size(n);
	case ALGO_BOX_DELAY:
		return algo_delay_size(n);
	case ALGO_BOX_EXT:
		return algo_ext_size(n);
	case ALGO_BOX_SINCE:
		return algo_since_size(n);
	case ALGO_BOX_FOLD:
		return algo_fold_size(n);
	case ALGO_BOX_LINE:
		return algo_line_size(n);
	case ALGO_BOX_WMA:
		return algo_ma_size(ALGO_MA_WMA, n);
	case ALGO_BOX_VWMA:
		return algo_vwma_size(&p);
	case ALGO_BOX_RSI:
		return algo_rsi_size(&p);
	case ALGO_BOX_RANGE:
		return sizeof(struct range);
	case ALGO_BOX_SORTED:
		return algo_sorted_size(n);
	case ALGO_BOX_TABLE:
		return n * sizeof(double);
	}
	return 0;
}

void algo_box_add(struct algo_box *b, enum algo_box_kind kind, double p)
{
	size_t k = b->parts++;

	b->part[k].kind = kind;
	b->part[k].p = algo_count(p);
	b->part[k].at = algo_part_add(&b->total, size_of(kind, p));
}

void algo_box_bare(struct algo_box *b, const double *p)
{
	(void)b;
	(void)p;
}

static void start(void *part, enum algo_box_kind kind, size_t n)
{
	double p = (double)n;
	struct sums *s;

	switch (kind) {
	case ALGO_BOX_EMA:
		algo_ema_init(part, n);
		break;
	case ALGO_BOX_RMA:
		algo_wilder_init(part, n);
		break;
	case ALGO_BOX_WIN:
		algo_win_init(part, n);
		break;
	case ALGO_BOX_SUMS:
		s = part;
		*s = (struct sums){ n, 0 };
		algo_rolls_init((void *)(s + 1), n);
		break;
	case ALGO_BOX_DELAY:
		algo_delay_init(part, n);
		break;
	case ALGO_BOX_EXT:
		algo_ext_init(part, n);
		break;
	case ALGO_BOX_SINCE:
		algo_since_init(part, n);
		break;
	case ALGO_BOX_FOLD:
		algo_fold_init(part, n);
		break;
	case ALGO_BOX_LINE:
		algo_line_init(part, n);
		break;
	case ALGO_BOX_WMA:
		algo_ma_init(part, ALGO_MA_WMA, n);
		break;
	case ALGO_BOX_VWMA:
		algo_vwma_init(part, &p);
		break;
	case ALGO_BOX_RSI:
		algo_rsi_init(part, &p);
		break;
	case ALGO_BOX_RANGE:
		((struct range *)part)->before = NAN;
		break;
	case ALGO_BOX_SORTED:
		algo_sorted_init(part, n);
		break;
	case ALGO_BOX_TABLE:
		break;
	}
}

size_t algo_box_size(void (*plan)(struct algo_box *b, const double *p),
		     const double *p)
{
	struct algo_box b;

	memset(&b, 0, sizeof(b));
	b.total = sizeof(b);
	plan(&b, p);
	return b.total;
}

void algo_box_reset(void *state)
{
	struct algo_box *b = state;

	b->seen = 0;
	memset(b->v, 0, sizeof(b->v));
	for (size_t k = 0; k < b->parts; k++)
		start(algo_box_part(b, k), b->part[k].kind, b->part[k].p);
}

void algo_box_init(void *state,
		   void (*plan)(struct algo_box *b, const double *p),
		   const double *p)
{
	struct algo_box *b = state;

	memset(b, 0, sizeof(*b));
	b->total = sizeof(*b);
	memcpy(b->p, p, sizeof(b->p));
	plan(b, p);
	algo_box_reset(b);
}

void algo_box_delay(struct algo_box *b, size_t k, const double *x, double *y,
		    size_t n)
{
	if (b->part[k].p)
		algo_delay_block(algo_box_part(b, k), x, y, n);
	else
		algo_copy(y, x, n);
}

static void sums_part(struct sums *s, double *x, double *y, size_t n)
{
	size_t warm;

	algo_rolls_block((void *)(s + 1), x, y, n);
	warm = algo_warm(&s->seen, s->p - 1, n);
	algo_fill_nan(x, warm);
	algo_fill_nan(y, warm);
}

void algo_box_sums(struct algo_box *b, size_t k, double *x, double *y, size_t n)
{
	struct sums *s = algo_box_part(b, k);

	if (algo_clean(x, n) && algo_clean(y, n)) {
		sums_part(s, x, y, n);
		return;
	}
	for (size_t i = 0; i < n; i++) {
		if (algo_usable(x[i]) && algo_usable(y[i])) {
			sums_part(s, x + i, y + i, 1);
			continue;
		}
		x[i] = y[i] = NAN;
		if (s->seen)
			start(s, ALGO_BOX_SUMS, s->p);
	}
}

void algo_box_total(struct algo_box *b, size_t k, double *x, size_t n)
{
	double zero[ALGO_IND_N];

	for (size_t i = 0; i < n; i++)
		zero[i] = 0;
	algo_box_sums(b, k, x, zero, n);
}

void algo_box_rsi(struct algo_box *b, size_t k, const double *x, double *y,
		  size_t n)
{
	algo_rsi_step(algo_box_part(b, k), &x, &y, n);
}

void algo_box_vwma(struct algo_box *b, size_t k, const double *const xv[2],
		   double *y, size_t n)
{
	algo_vwma_step(algo_box_part(b, k), xv, &y, n);
}

void algo_box_range1(struct algo_box *b, size_t k, const double *const hlc[],
		     double *y, size_t n)
{
	struct range *r = algo_box_part(b, k);

	algo_true_range_block(&r->before, hlc, y, n);
}

void algo_box_range(struct algo_box *b, size_t k, const double *const hlc[],
		    double *y, size_t n)
{
	struct range *r = algo_box_part(b, k);
	int first = isnan(r->before);

	algo_true_range_block(&r->before, hlc, y, n);
	if (first)
		y[0] = hlc[0][0] - hlc[1][0];
}

void algo_box_change(struct algo_box *b, size_t k, const double *restrict x,
		     double *restrict y, size_t n)
{
	y[0] = b->seen ? x[0] - b->v[k] : NAN;
	for (size_t i = 1; i < n; i++)
		y[i] = x[i] - x[i - 1];
	b->v[k] = x[n - 1];
}
