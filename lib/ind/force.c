/* force.c - moves times volume: aobv efi emv. */
#include "box.h"
#include "families.h"
#include "param.h"
#include "rows.h"

/* ---- aobv: two averages of obv, whose state is the table. */

static void aobv_plan(struct algo_box *b, const double *p)
{
	size_t size = algo_obv_size(NULL) + sizeof(double) - 1;

	algo_box_add(b, ALGO_BOX_EMA, p[0]);
	algo_box_add(b, ALGO_BOX_EMA, p[1]);
	algo_box_add(b, ALGO_BOX_TABLE, (double)(size / sizeof(double)));
}

static void aobv_run(void *state, const double *const in[], double *const out[],
		     size_t n)
{
	static const double start = 1;
	struct algo_box *b = state;
	double y[ALGO_IND_N], *const obv[] = { y };

	if (!b->seen)
		algo_obv_init(algo_box_part(b, 2), &start);
	b->seen += n;
	algo_obv_step(algo_box_part(b, 2), in, obv, n);
	algo_box_ema(b, 0, y, out[0], n);
	algo_box_ema(b, 1, y, out[1], n);
}

ALGO_BOX_ROW(aobv, 2, 2)

static size_t aobv_look(const double *p)
{
	return algo_count(fmin(p[0], p[1])) - 1;
}

/* ---- efi: the average of change times volume. */

static void efi_plan(struct algo_box *b, const double *p)
{
	algo_box_add(b, ALGO_BOX_EMA, p[0]);
}

static void efi_run(void *state, const double *const in[], double *const out[],
		    size_t n)
{
	double *restrict y = out[0];

	algo_box_change(state, 0, in[0], y, n);
	for (size_t i = 0; i < n; i++)
		y[i] *= in[1][i];
	algo_box_ema(state, 0, y, y, n);
	algo_box_warm(state, 0, n);
}

ALGO_BOX_ROW(efi, 2, 1)

/* ---- emv: how far the middle moves for the volume a range took. */

static void emv_plan(struct algo_box *b, const double *p)
{
	algo_box_add(b, ALGO_BOX_SUMS, p[0]);
}

static void emv_run(void *state, const double *const in[], double *const out[],
		    size_t n)
{
	struct algo_box *b = state;
	double up[ALGO_IND_N], *restrict y = out[0], p = b->p[0];

	for (size_t i = 0; i < n; i++)
		y[i] = (in[0][i] + in[1][i]) / 2;
	algo_box_change(b, 0, y, up, n);
	for (size_t i = 0; i < n; i++) {
		double range = in[0][i] - in[1][i];
		double v = up[i] * range * b->p[1] / in[2][i];

		up[i] = y[i] = in[2][i] == 0 ? 0 * up[i] : v;
	}
	algo_box_sums(b, 0, y, up, n);
	for (size_t i = 0; i < n; i++)
		y[i] /= p;
	algo_box_warm(b, 0, n);
}

ALGO_BOX_ROW(emv, 3, 1)

/* clang-format off */
const struct algo_ind algo_ind_force[] = {
	{ .name = "aobv", .title = "Archer On Balance Volume",
	  .group = "volume", .in = { "close", "volume" },
	  .param = { ALGO_FAST(4), ALGO_SLOW(12) },
	  .out = { "fast", "slow" }, .main_out = 0, ALGO_KERNEL_OF(aobv),
	  .lookback = aobv_look, .aliases = "",
	  .doc = "Two emas of obv, which starts at the first bar's volume.",
	  .source = "pandas-ta" },
	{ .name = "efi", .title = "Elder Force Index", .group = "volume",
	  .in = { "close", "volume" }, .param = { ALGO_LENGTH(13, 1) },
	  ALGO_ONE("efi"), ALGO_KERNEL_OF(efi),
	  .lookback = algo_look_period, .aliases = "force_index fi",
	  .doc = "ema of (x - x before) * volume, from the second bar on.",
	  .source = "Alexander Elder, 1993; TA-Lib 0.8 EFI" },
	{ .name = "emv", .title = "Ease of Movement", .group = "volume",
	  .in = { "high", "low", "volume" },
	  .param = { ALGO_LENGTH(14, 1),
		     { "divisor", ALGO_P_REAL, 10000, 0, 1e12, 0,
		       "volume is counted in these; others take 1e8", NULL } },
	  ALGO_ONE("emv"), ALGO_KERNEL_OF(emv),
	  .lookback = algo_look_period, .aliases = "eom ease_of_movement",
	  .doc = "sma of the change of (high + low) / 2 * (high - low) * "
		 "divisor / volume; a bar without volume counts 0. With "
		 "length 1 it is Tulip's.",
	  .source = "Richard Arms, 1979; TA-Lib 0.8 EMV; Tulip emv" },
	{ .name = NULL },
};
