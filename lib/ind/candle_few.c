/* candle_few.c - the patterns of one or two candles. */
#include "candle_words.h"

/* ---- one candle */

SCREEN(belthold, ON(LONG, 0) & SIGN(ON(WHITE, 0)) &
			 PICK(ON(WHITE, 0), ON(NO_DOWN, 0), ON(NO_UP, 0)))
SCREEN(closing, ON(LONG, 0) & SIGN(ON(WHITE, 0)) &
			PICK(ON(WHITE, 0), ON(NO_UP, 0), ON(NO_DOWN, 0)))
SCREEN(doji, ON(DOJI, 0) & BULL)
SCREEN(dragonfly, ON(DOJI, 0) & ON(NO_UP, 0) & NO(NO_DOWN, 0) & BULL)
SCREEN(gravestone, ON(DOJI, 0) & ON(NO_DOWN, 0) & NO(NO_UP, 0) & BULL)
SCREEN(high_wave, ON(SHORT, 0) & ON(WAVE, 0) & SIGN(ON(WHITE, 0)))
SCREEN(long_legs, ON(DOJI, 0) & (ON(UP, 0) | ON(DOWN, 0)) & BULL)
SCREEN(long_line, ON(LONG, 0) & ON(LITTLE, 0) & SIGN(ON(WHITE, 0)))
SCREEN(marubozu,
       ON(LONG, 0) & ON(NO_UP, 0) & ON(NO_DOWN, 0) & SIGN(ON(WHITE, 0)))
SCREEN(rickshaw, ON(DOJI, 0) & ON(UP, 0) & ON(DOWN, 0) & BULL)
SCREEN(short_line, ON(SHORT, 0) & ON(LITTLE, 0) & SIGN(ON(WHITE, 0)))
SCREEN(spinning, ON(SHORT, 0) & ON(UP, 0) & ON(DOWN, 0) & SIGN(ON(WHITE, 0)))
SCREEN(takuri, ON(DOJI, 0) & ON(NO_UP, 0) & ON(DOWN, 0) & BULL)

REST(dragonfly_rest)
{
	return DOWN(0) > TENTH(0);
}

REST(gravestone_rest)
{
	return UP(0) > TENTH(0);
}

/* The body near the middle of the range. */
REST(rickshaw_rest)
{
	double middle = L(0) + (H(0) - L(0)) / 2, near = NEAR(0);

	return BOTTOM(0) <= middle + near && TOP(0) >= middle - near;
}

REST(takuri_rest)
{
	return DOWN(0) > 2 * BODY(0);
}

/* ---- a candle that wants one before it */

SCREEN(hammer, ON(SHORT, 0) & ON(DOWN, 0) & ON(NO_UP, 0) & BULL)
SCREEN(hanging, ON(SHORT, 0) & ON(DOWN, 0) & ON(NO_UP, 0) & BEAR)
SCREEN(inverted, ON(BELOW, 0) & ON(UP, 0) & BULL)
SCREEN(shooting, ON(ABOVE, 0) & ON(UP, 0) & BEAR)

REST(hammer_rest)
{
	return BOTTOM(0) <= L(1) + NEAR(1);
}

REST(hanging_rest)
{
	return BOTTOM(0) >= H(1) - NEAR(1);
}

REST(inverted_rest)
{
	return SHORT(0) && DOWN(0) < TENTH(0);
}

/* ---- two candles */

/* 100, or 80 when an end is equal. */
#define CLEAR(fact) PICK(ON(fact, 0), 5, 4)
/* x where the mask is not set, -x where it is. */
#define MINUS(x, mask) (((x) ^ (mask)) - (mask))
#define TURN(k) (ON(WHITE, k) ^ ON(WHITE, (k) + 1))

SCREEN(counterattack, TURN(0) & ON(SAME_CLOSE, 0) & SIGN(ON(WHITE, 0)))
SCREEN(dark_cloud, ON(WHITE, 1) & NO(WHITE, 0) & ON(OPEN_OVER, 0) & BEAR)
SCREEN(doji_star, ON(DOJI, 0) & SIGN(NO(WHITE, 1)) &
			  PICK(ON(WHITE, 1), ON(ABOVE, 0), ON(BELOW, 0)))
SCREEN(engulfing, TURN(0) & ON(COVER, 0) & NO(HELD, 0) &
			  MINUS(CLEAR(BEYOND), NO(WHITE, 0)))
SCREEN(harami, ON(HELD, 0) & ON(LONG, 1) & NO(LONG, 0) &
		       MINUS(CLEAR(WITHIN), ON(WHITE, 1)))
SCREEN(harami_cross, ON(HELD, 0) & ON(LONG, 1) & ON(DOJI, 0) &
			     MINUS(CLEAR(WITHIN), ON(WHITE, 1)))
SCREEN(pigeon, NO(WHITE, 1) & NO(WHITE, 0) & ON(WITHIN, 0) & BULL)
SCREEN(kicking, TURN(0) & PICK(ON(WHITE, 1), ON(DROP, 0), ON(JUMP, 0)) &
			SIGN(ON(WHITE, 0)))
SCREEN(matching_low, NO(WHITE, 1) & NO(WHITE, 0) & ON(SAME_CLOSE, 0) & BULL)
/* in-neck, on-neck, thrusting and piercing, by how far the white one closes */
SCREEN(neck, NO(WHITE, 1) & ON(WHITE, 0) & ON(OPEN_UNDER, 0) & BEAR)
SCREEN(piercing, NO(WHITE, 1) & ON(WHITE, 0) & ON(OPEN_UNDER, 0) & BULL)
SCREEN(separating, TURN(0) & ON(SAME_OPEN, 0) & SIGN(ON(WHITE, 0)))

REST(long_both)
{
	return LONG(1) && LONG(0);
}

REST(dark_cloud_rest)
{
	return C(0) > O(1) && C(0) < C(1) - BODY(1) * penetration && LONG(1);
}

REST(long_before)
{
	return LONG(1);
}

REST(pigeon_rest)
{
	return BODY(0) <= MEAN(0) && LONG(1);
}

/* Two marubozu. */
REST(kicking_rest)
{
	return LONG(1) && LONG(0) && UP(1) < TENTH(1) && DOWN(1) < TENTH(1) &&
	       UP(0) < TENTH(0) && DOWN(0) < TENTH(0);
}

REST(kicking_length)
{
	return kicking_rest(b, 0) * (BODY(0) > BODY(1) ? 1 : -1);
}

REST(in_neck_rest)
{
	return C(0) >= C(1) && C(0) <= C(1) + EQUAL(1) && LONG(1);
}

REST(on_neck_rest)
{
	return AROUND(C(0), L(1), EQUAL(1)) && LONG(1);
}

REST(thrusting_rest)
{
	return C(0) > C(1) + EQUAL(1) && C(0) <= C(1) + BODY(1) * 0.5 &&
	       LONG(1);
}

REST(piercing_rest)
{
	return C(0) < O(1) && C(0) > C(1) + BODY(1) * 0.5 && LONG(1) && LONG(0);
}

REST(separating_rest)
{
	return LONG(0) && (WHITE(0) ? DOWN(0) : UP(0)) < TENTH(0);
}

/* ---- the table */

/* clang-format off */
const struct algo_candle algo_candle_few[CDL_FEW] = {
	[CDL_BELTHOLD] = { F(LONG) | F(WHITE) | F(NO_UP) | F(NO_DOWN),
		belthold, NULL },
	[CDL_CLOSINGMARUBOZU] = { F(LONG) | F(WHITE) | F(NO_UP) | F(NO_DOWN),
		closing, NULL },
	[CDL_COUNTERATTACK] = { F(WHITE) | F(SAME_CLOSE),
		counterattack, long_both,
		{ SO(LONG, 1), SO(LONG, 0) } },
	[CDL_DARKCLOUDCOVER] = { F(WHITE) | F(OPEN_OVER),
		dark_cloud, dark_cloud_rest,
		{ SO(LONG, 1) } },
	[CDL_DOJI] = { F(DOJI), doji, NULL },
	[CDL_DOJISTAR] = { F(DOJI) | F(WHITE) | F(ABOVE) | F(BELOW),
		doji_star, long_before,
		{ SO(LONG, 1) } },
	[CDL_DRAGONFLYDOJI] = { F(DOJI) | F(NO_UP) | F(NO_DOWN),
		dragonfly, dragonfly_rest },
	[CDL_ENGULFING] = { F(WHITE) | F(COVER) | F(HELD) | F(BEYOND),
		engulfing, NULL },
	[CDL_GRAVESTONEDOJI] = { F(DOJI) | F(NO_UP) | F(NO_DOWN),
		gravestone, gravestone_rest },
	[CDL_HAMMER] = { F(SHORT) | F(DOWN) | F(NO_UP),
		hammer, hammer_rest },
	[CDL_HANGINGMAN] = { F(SHORT) | F(DOWN) | F(NO_UP),
		hanging, hanging_rest },
	[CDL_HARAMI] = { F(HELD) | F(LONG) | F(WITHIN) | F(WHITE),
		harami, NULL },
	[CDL_HARAMICROSS] = { F(HELD) | F(LONG) | F(DOJI) | F(WITHIN) |
		F(WHITE), harami_cross, NULL },
	[CDL_HIGHWAVE] = { F(SHORT) | F(WAVE) | F(WHITE), high_wave, NULL },
	[CDL_HOMINGPIGEON] = { F(WHITE) | F(WITHIN), pigeon, pigeon_rest,
		{ SO(LONG, 1), NOT_SO(LONG, 0) } },
	[CDL_INNECK] = { F(WHITE) | F(OPEN_UNDER), neck, in_neck_rest,
		{ SO(LONG, 1), NOT_SO(FALL, 0) } },
	[CDL_INVERTEDHAMMER] = { F(BELOW) | F(UP), inverted, inverted_rest,
		{ SO(SHORT, 0), SO(NO_DOWN, 0) } },
	[CDL_KICKING] = { F(WHITE) | F(DROP) | F(JUMP),
		kicking, kicking_rest,
		{ SO(LONG, 1), SO(LONG, 0), SO(NO_UP, 1), SO(NO_DOWN, 0) } },
	[CDL_KICKINGBYLENGTH] = { F(WHITE) | F(DROP) | F(JUMP),
		kicking, kicking_length,
		{ SO(LONG, 1), SO(LONG, 0), SO(NO_UP, 1), SO(NO_DOWN, 0) } },
	[CDL_LONGLEGGEDDOJI] = { F(DOJI) | F(UP) | F(DOWN), long_legs, NULL },
	[CDL_LONGLINE] = { F(LONG) | F(LITTLE) | F(WHITE), long_line, NULL },
	[CDL_MARUBOZU] = { F(LONG) | F(NO_UP) | F(NO_DOWN) | F(WHITE),
		marubozu, NULL },
	[CDL_MATCHINGLOW] = { F(WHITE) | F(SAME_CLOSE), matching_low, NULL },
	[CDL_ONNECK] = { F(WHITE) | F(OPEN_UNDER), neck, on_neck_rest,
		{ SO(LONG, 1) } },
	[CDL_PIERCING] = { F(WHITE) | F(OPEN_UNDER),
		piercing, piercing_rest,
		{ SO(LONG, 1), SO(LONG, 0), SO(RISE, 0) } },
	[CDL_RICKSHAWMAN] = { F(DOJI) | F(UP) | F(DOWN),
		rickshaw, rickshaw_rest },
	[CDL_SEPARATINGLINES] = { F(WHITE) | F(SAME_OPEN),
		separating, separating_rest,
		{ SO(LONG, 0) } },
	[CDL_SHOOTINGSTAR] = { F(ABOVE) | F(UP), shooting, inverted_rest,
		{ SO(SHORT, 0), SO(NO_DOWN, 0) } },
	[CDL_SHORTLINE] = { F(SHORT) | F(LITTLE) | F(WHITE),
		short_line, NULL },
	[CDL_SPINNINGTOP] = { F(SHORT) | F(UP) | F(DOWN) | F(WHITE),
		spinning, NULL },
	[CDL_TAKURI] = { F(DOJI) | F(NO_UP) | F(DOWN), takuri, takuri_rest },
	[CDL_THRUSTING] = { F(WHITE) | F(OPEN_UNDER), neck, thrusting_rest,
		{ SO(LONG, 1), SO(RISE, 0) } },
};
/* clang-format on */
