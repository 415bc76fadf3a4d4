/* price.c - one price made of a bar's: avgprice medprice typprice wclprice. */
#include "families.h"
#include "kernel.h"

static void avgprice_step(void *state, const double *const in[],
			  double *const out[], size_t n)
{
	(void)state;
	for (size_t i = 0; i < n; i++)
		out[0][i] = (in[1][i] + in[2][i] + in[3][i] + in[0][i]) / 4;
}

static void medprice_step(void *state, const double *const in[],
			  double *const out[], size_t n)
{
	(void)state;
	for (size_t i = 0; i < n; i++)
		out[0][i] = (in[0][i] + in[1][i]) / 2;
}

static void typprice_step(void *state, const double *const in[],
			  double *const out[], size_t n)
{
	(void)state;
	for (size_t i = 0; i < n; i++)
		out[0][i] = (in[0][i] + in[1][i] + in[2][i]) / 3;
}

static void wclprice_step(void *state, const double *const in[],
			  double *const out[], size_t n)
{
	(void)state;
	for (size_t i = 0; i < n; i++)
		out[0][i] = (in[0][i] + in[1][i] + in[2][i] * 2) / 4;
}

/* clang-format off */
#define NOTHING .size = algo_no_size, .init = algo_no_init, \
	.lookback = algo_look_0

const struct algo_ind algo_ind_price[] = {
	{ .name = "avgprice", .title = "Average Price", .group = "price",
	  .in = { "open", "high", "low", "close" }, .out = { "avgprice" },
	  .main_out = 1, NOTHING, .step = avgprice_step, .aliases = "ohlc4",
	  .doc = "(open + high + low + close) / 4.",
	  .source = "TA-Lib AVGPRICE" },
	{ .name = "medprice", .title = "Median Price", .group = "price",
	  .in = { "high", "low" }, .out = { "medprice" },
	  .main_out = 1, NOTHING, .step = medprice_step, .aliases = "hl2",
	  .doc = "(high + low) / 2.", .source = "TA-Lib MEDPRICE" },
	{ .name = "typprice", .title = "Typical Price", .group = "price",
	  .in = { "high", "low", "close" }, .out = { "typprice" },
	  .main_out = 1, NOTHING, .step = typprice_step, .aliases = "hlc3",
	  .doc = "(high + low + close) / 3.", .source = "TA-Lib TYPPRICE" },
	{ .name = "wclprice", .title = "Weighted Close Price",
	  .group = "price", .in = { "high", "low", "close" },
	  .out = { "wclprice" }, .main_out = 1, NOTHING,
	  .step = wclprice_step, .aliases = "hlcc4 wcprice",
	  .doc = "(high + low + 2 close) / 4.",
	  .source = "TA-Lib WCLPRICE" },
	{ .name = NULL },
};
