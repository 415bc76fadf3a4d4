/* candle_wide.c - the facts about candles once more, compiled for AVX2. */
#include "candle.h"

#ifdef ALGO_CANDLE_WIDE
#ifdef __clang__
#pragma clang attribute push(__attribute__((target("avx2"))), \
			     apply_to = function)
#else
#pragma GCC push_options
#pragma GCC target("avx2")
#endif

#define algo_candle_facts algo_candle_facts_wide
#include "candle_facts.c"

#ifdef __clang__
#pragma clang attribute pop
#else
#pragma GCC pop_options
#endif
#else

void algo_candle_facts_wide(struct algo_piece *w, uint64_t want, size_t n)
{
	algo_candle_facts(w, want, n);
}

#endif
