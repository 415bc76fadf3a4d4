/* param.h - parameters and fields that rows share (of this room only). */
#ifndef IND_PARAM_H
#define IND_PARAM_H

/* clang-format off */
/* A number of bars, in every column name. */
#define ALGO_BARS(name, dflt, least, doc)                                   \
	{                                                                   \
		name, ALGO_P_INT, dflt, least, ALGO_PERIOD_MAX, 1, doc, NULL \
	}
#define ALGO_LENGTH(dflt, least) \
	ALGO_BARS("length", dflt, least, "bars in the window")
/* A number that multiplies: of any sign and size. */
#define ALGO_FACTOR(name, dflt, doc)                                  \
	{                                                             \
		name, ALGO_P_REAL, dflt, -1e6, 1e6, 1, doc, NULL \
	}
#define ALGO_FRACTION(name, dflt, least, most, doc)               \
	{                                                         \
		name, ALGO_P_REAL, dflt, least, most, 1, doc, NULL \
	}
#define ALGO_ANNUAL(dflt)                                              \
	{                                                              \
		"annual", ALGO_P_REAL, dflt, 0, 1e9, 0, "bars of a year", NULL \
	}
#define ALGO_SIGNAL(dflt) \
	ALGO_BARS("signal", dflt, 1, "bars of the signal's average")
#define ALGO_FAST(dflt) \
	ALGO_BARS("fast", dflt, 1, "bars of the fast average")
#define ALGO_SLOW(dflt) \
	ALGO_BARS("slow", dflt, 1, "bars of the slow average")

#define ALGO_HLC "high", "low", "close"
#define ALGO_OHLC "open", "high", "low", "close"
#define ALGO_HLCV "high", "low", "close", "volume"

#define ALGO_ONE(field) .out = { field }, .main_out = 1

/* The functions of a row, all named after it. */
#define ALGO_KERNEL_OF(name) \
	.size = name##_size, .init = name##_init, .step = name##_step

#endif
