/* candle_many.c - the patterns of three candles and more. */
#include "candle_words.h"

#define TURN(k) (ON(WHITE, k) ^ ON(WHITE, (k) + 1))
#define ALIKE(k) (~TURN(k))

/* ---- three of a colour */

#define WHITES3 (ON(WHITE, 2) & ON(WHITE, 1) & ON(WHITE, 0))
#define BLACKS3 (NO(WHITE, 2) & NO(WHITE, 1) & NO(WHITE, 0))

SCREEN(black_crows, ON(WHITE, 3) & BLACKS3 & ON(FALL, 1) & ON(FALL, 0) & BEAR)
SCREEN(same_crows, BLACKS3 &ON(FALL, 1) & ON(FALL, 0) & BEAR)
SCREEN(stars_south, BLACKS3 &ON(INSIDE, 0) & BULL)
SCREEN(soldiers, WHITES3 &ON(RISE, 1) & ON(RISE, 0) & BULL)
SCREEN(advance, WHITES3 &ON(RISE, 1) & ON(RISE, 0) & BEAR)

REST(black_crows_rest)
{
	return H(3) > C(2) && C(2) < O(1) && O(1) < O(2) && C(1) < O(0) &&
	       O(0) < O(1) && DOWN(2) < TENTH(2) && DOWN(1) < TENTH(1) &&
	       DOWN(0) < TENTH(0);
}

REST(same_crows_rest)
{
	return AROUND(O(1), C(2), EQUAL(2)) && AROUND(O(0), C(1), EQUAL(1)) &&
	       DOWN(2) < TENTH(2) && DOWN(1) < TENTH(1) && DOWN(0) < TENTH(0);
}

REST(stars_south_rest)
{
	return BODY(1) < BODY(2) && C(2) < O(1) && O(1) <= H(2) &&
	       L(2) <= L(1) && L(1) < C(2) && DOWN(2) > BODY(2) && LONG(2) &&
	       DOWN(1) > TENTH(1) && SHORT(0) && DOWN(0) < TENTH(0) &&
	       UP(0) < TENTH(0);
}

/* Each opens inside the body before or near its end. */
static int climbing(const struct algo_bars *b)
{
	return O(1) > O(2) && O(0) > O(1) && O(1) <= C(2) + NEAR(2) &&
	       O(0) <= C(1) + NEAR(1);
}

REST(soldiers_rest)
{
	return climbing(b) && UP(2) < TENTH(2) && UP(1) < TENTH(1) &&
	       UP(0) < TENTH(0) && BODY(1) > BODY(2) - FAR(2) &&
	       BODY(0) > BODY(1) - FAR(1) && BODY(0) > MEAN(0);
}

/* Bodies shrink or upper shadows grow. */
static int weakening(const struct algo_bars *b)
{
	if (BODY(1) < BODY(2) - FAR(2) && BODY(0) < BODY(1) + NEAR(1))
		return 1;
	if (BODY(0) < BODY(1) - FAR(1))
		return 1;
	if (BODY(0) < BODY(1) && BODY(1) < BODY(2) &&
	    (UP(0) > HALF(0) || UP(1) > HALF(1)))
		return 1;
	return BODY(0) < BODY(1) && UP(0) > BODY(0);
}

REST(advance_rest)
{
	return climbing(b) && LONG(2) && UP(2) < HALF(2) && weakening(b);
}

REST(stalled_rest)
{
	return O(2) < O(1) && O(1) <= C(2) + NEAR(2) && LONG(2) && LONG(1) &&
	       UP(1) < TENTH(1) && SHORT(0) && O(0) >= C(1) - BODY(0) - NEAR(1);
}

/* ---- stars and gaps between bodies */

#define EVENING (ON(WHITE, 2) & NO(WHITE, 0) & ON(ABOVE, 1))
#define MORNING (NO(WHITE, 2) & ON(WHITE, 0) & ON(BELOW, 1))
#define GAP PICK(ON(WHITE, 2), ON(ABOVE, 1), ON(BELOW, 1))

SCREEN(two_crows, EVENING &NO(WHITE, 1) & BEAR)
SCREEN(evening, EVENING &BEAR)
SCREEN(morning, MORNING &BULL)
SCREEN(abandoned, (ON(WHITE, 2) ^ ON(WHITE, 0)) & SIGN(ON(WHITE, 0)) &
			  PICK(ON(WHITE, 2), ON(JUMP, 1) & ON(DROP, 0),
			       ON(DROP, 1) & ON(JUMP, 0)))
SCREEN(side_by_side, ON(WHITE, 1) & ON(WHITE, 0) & ON(SAME_OPEN, 0) &
			     (ON(ABOVE, 1) | ON(BELOW, 1)) & SIGN(ON(ABOVE, 1)))
SCREEN(tasuki, TURN(0) & ON(OPEN_IN, 0) & SIGN(ON(WHITE, 1)) &
		       PICK(ON(WHITE, 1), ON(ABOVE, 1), ON(BELOW, 1)))
SCREEN(tristar, ON(DOJI, 2) & (ON(ABOVE, 1) | ON(BELOW, 1)) & BULL)
SCREEN(gap_three,
       ALIKE(1) & TURN(0) & GAP & ON(OPEN_IN, 0) & SIGN(ON(WHITE, 2)))

REST(two_crows_rest)
{
	return C(1) < O(0) && O(0) < O(1) && O(2) < C(0) && C(0) < C(2) &&
	       LONG(2);
}

REST(upside_crows_rest)
{
	return O(0) > O(1) && C(2) < C(0) && C(0) < C(1) && LONG(2) &&
	       BODY(1) <= MEAN(1);
}

/* The third closes so far into the first. */
static int retreats(const struct algo_bars *b, double penetration)
{
	return WHITE(2) ? C(0) < C(2) - BODY(2) * penetration
			: C(0) > C(2) + BODY(2) * penetration;
}

REST(star_rest)
{
	return retreats(b, penetration) && BODY(1) <= MEAN(1) && LONG(2) &&
	       BODY(0) > MEAN(0);
}

REST(doji_star_rest)
{
	return retreats(b, penetration) && BODY(1) <= TENTH(1) && LONG(2) &&
	       BODY(0) > MEAN(0);
}

REST(side_by_side_rest)
{
	int up = BOTTOM(0) > TOP(2), down = TOP(0) < BOTTOM(2);

	return (BOTTOM(1) > TOP(2) ? up : down) &&
	       AROUND(BODY(0), BODY(1), NEAR(1));
}

REST(tasuki_rest)
{
	int into = WHITE(1) ? O(1) < O(0) && O(0) < C(1) && TOP(2) < C(0) &&
				      C(0) < O(1)
			    : C(1) < O(0) && O(0) < O(1) && O(1) < C(0) &&
				      C(0) < BOTTOM(2);

	return into && fabs(BODY(1) - BODY(0)) < NEAR(1);
}

/* One threshold for all three. */
REST(tristar_rest)
{
	double tenth = TENTH(2);

	if (BODY(1) > tenth || BODY(0) > tenth)
		return 0;
	if (BOTTOM(1) > TOP(2))
		return TOP(0) < TOP(1) ? -1 : 0;
	return BOTTOM(0) > BOTTOM(1);
}

REST(gap_three_rest)
{
	return BOTTOM(1) < O(0) && O(0) < TOP(1) && BOTTOM(2) < C(0) &&
	       C(0) < TOP(2);
}

/* ---- other threes */

SCREEN(three_inside,
       (ON(WHITE, 2) ^ ON(WHITE, 0)) & ON(WITHIN, 1) & SIGN(NO(WHITE, 2)))
SCREEN(three_outside, TURN(1) & ON(BEYOND, 1) & SIGN(ON(WHITE, 1)) &
			      PICK(ON(WHITE, 1), ON(RISE, 0), ON(FALL, 0)))
SCREEN(sandwich, NO(WHITE, 2) & ON(WHITE, 1) & NO(WHITE, 0) & BULL)
SCREEN(three_river,
       NO(WHITE, 2) & NO(WHITE, 1) & ON(WHITE, 0) & ON(RISE, 1) & BULL)

REST(three_inside_rest)
{
	return (WHITE(2) ? C(0) < O(2) : C(0) > O(2)) && LONG(2) &&
	       BODY(1) <= MEAN(1);
}

REST(sandwich_rest)
{
	return L(1) > C(2) && AROUND(C(0), C(2), EQUAL(2));
}

REST(three_river_rest)
{
	return O(1) <= O(2) && L(1) < L(2) && O(0) > L(1) && LONG(2) &&
	       SHORT(0);
}

/* ---- four and five */

#define MONOTONE \
	PICK(ON(WHITE, 1), ON(RISE, 2) & ON(RISE, 1), ON(FALL, 2) & ON(FALL, 1))

SCREEN(line_strike, ALIKE(2) & ALIKE(1) & TURN(0) & MONOTONE &
			    SIGN(ON(WHITE, 1)) &
			    PICK(ON(WHITE, 1), ON(FALL, 0), ON(RISE, 0)))
SCREEN(baby_swallow, NO(WHITE, 3) & BLACKS3 & ON(BELOW, 1) & BULL)
SCREEN(breakaway, ALIKE(3) & ~(ON(WHITE, 3) ^ ON(WHITE, 1)) & TURN(0) &
			  PICK(ON(WHITE, 4), ON(ABOVE, 3), ON(BELOW, 3)) &
			  SIGN(ON(WHITE, 0)))
SCREEN(ladder, NO(WHITE, 4) & NO(WHITE, 3) & NO(WHITE, 2) & NO(WHITE, 1) &
		       ON(WHITE, 0) & ON(FALL, 3) & ON(FALL, 2) & BULL)
SCREEN(mat_hold,
       ON(WHITE, 4) & NO(WHITE, 3) & ON(WHITE, 0) & ON(ABOVE, 3) & BULL)
SCREEN(three_methods,
       TURN(3) & ALIKE(2) & ALIKE(1) & TURN(0) & MONOTONE & SIGN(ON(WHITE, 4)))

REST(line_strike_rest)
{
	int closes = WHITE(1) ? O(0) > C(1) && C(0) < O(3)
			      : O(0) < C(1) && C(0) > O(3);
	double near3, near2;

	if (!closes)
		return 0;
	near3 = NEAR(3);
	near2 = NEAR(2);
	return BOTTOM(3) - near3 <= O(2) && O(2) <= TOP(3) + near3 &&
	       BOTTOM(2) - near2 <= O(1) && O(1) <= TOP(2) + near2;
}

REST(baby_swallow_rest)
{
	return H(1) > C(2) && H(0) > H(1) && L(0) < L(1) &&
	       DOWN(3) < TENTH(3) && UP(3) < TENTH(3) && DOWN(2) < TENTH(2) &&
	       UP(2) < TENTH(2) && UP(1) > TENTH(1);
}

REST(breakaway_rest)
{
	int goes_on =
		WHITE(4) ? H(1) > H(2) && H(2) > H(3) && L(1) > L(2) &&
				   L(2) > L(3) && C(4) < C(0) && C(0) < O(3)
			 : H(1) < H(2) && H(2) < H(3) && L(1) < L(2) &&
				   L(2) < L(3) && O(3) < C(0) && C(0) < C(4);

	return goes_on && LONG(4);
}

REST(ladder_rest)
{
	return O(4) > O(3) && O(3) > O(2) && O(0) > O(1) && C(0) > H(1) &&
	       UP(1) > TENTH(1);
}

REST(mat_hold_rest)
{
	double floor = C(4) - BODY(4) * penetration;

	return BOTTOM(2) < C(4) && BOTTOM(1) < C(4) && BOTTOM(2) > floor &&
	       BOTTOM(1) > floor && TOP(2) < O(3) && TOP(1) < TOP(2) &&
	       O(0) > C(1) && C(0) > H(3) && C(0) > H(2) && C(0) > H(1) &&
	       LONG(4) && SHORT(3) && SHORT(2) && SHORT(1);
}

/* Bodies of the three within the range of the first, the last beyond it. */
REST(three_methods_rest)
{
	for (int k = 3; k >= 1; k--)
		if (BOTTOM(k) >= H(4) || TOP(k) <= L(4))
			return 0;
	return (WHITE(4) ? O(0) > C(1) && C(0) > C(4)
			 : O(0) < C(1) && C(0) < C(4)) &&
	       LONG(4) && SHORT(3) && SHORT(2) && SHORT(1) && LONG(0);
}

/* ---- Hikkake: a trap, and for three bars whether the price comes back */

#define FELL(k) (ON(INSIDE, (k) + 1) & ON(LOWER, k))
#define ROSE(k) (ON(INSIDE, (k) + 1) & ON(HIGHER, k))
#define TRAP(k) (FELL(k) | ROSE(k))
#define TRAP2(k) (ON(INSIDE, (k) + 2) & TRAP(k))

/* The first close beyond the other end of the inside bar of the latest trap,
 * which was 1, 2 or 3 bars ago. */
#define BEYOND1(beyond) ON(beyond##2, 0)
#define BEYOND2(beyond) (ON(beyond##3, 0) & NO(beyond##2, 1))
#define BEYOND3(beyond) (ON(beyond##4, 0) & NO(beyond##3, 1) & NO(beyond##2, 2))
#define FREED(trap, beyond)                                     \
	(~TRAP(0) & ((trap(1) & BEYOND1(beyond)) |              \
		     (~TRAP(1) & ((trap(2) & BEYOND2(beyond)) | \
				  (~TRAP(2) & trap(3) & BEYOND3(beyond))))))

SCREEN(hikkake, (FELL(0) & BULL) | (ROSE(0) & BEAR) |
			(FREED(FELL, OVER) & (2 * BULL)) |
			(FREED(ROSE, UNDER) & (2 * BEAR)))
SCREEN(hikkake_mod, (TRAP2(0) | TRAP2(1) | TRAP2(2) | TRAP2(3)) & BULL)

/* 1: an inside bar and a lower bar after it, -1: a higher one; k bars ago. */
static int trap(const struct algo_bars *b, int k)
{
	if (H(k + 1) >= H(k + 2) || L(k + 1) <= L(k + 2))
		return 0;
	if (H(k) < H(k + 1) && L(k) < L(k + 1))
		return 1;
	return H(k) > H(k + 1) && L(k) > L(k + 1) ? -1 : 0;
}

/* The inside bar is the second in a row, and the first closes near the end
 * where the break comes. */
static int trap_mod(const struct algo_bars *b, int k)
{
	int side = trap(b, k);

	if (!side || H(k + 2) >= H(k + 3) || L(k + 2) <= L(k + 3))
		return 0;
	return (side > 0 ? C(k + 2) <= L(k + 2) + NEAR(k + 2)
			 : C(k + 2) >= H(k + 2) - NEAR(k + 2))
		       ? side
		       : 0;
}

/* Does the bar k bars ago close beyond the inside bar of j bars ago? */
static int closes_beyond(const struct algo_bars *b, int side, int k, int j)
{
	return side > 0 ? C(k) > H(j) : C(k) < L(j);
}

/* The latest trap of the last three bars counts, and it is confirmed once. */
REST(hikkake_mod_rest)
{
	int ago = 0, side = trap_mod(b, 0);

	if (side)
		return side;
	while (!side && ago < 3)
		side = trap_mod(b, ++ago);
	if (!side || !closes_beyond(b, side, 0, ago + 1))
		return 0;
	for (int k = ago - 1; k > 0; k--)
		if (closes_beyond(b, side, k, ago + 1))
			return 0;
	return 2 * side;
}

/* ---- the table */

#define TRAPS (F(INSIDE) | F(HIGHER) | F(LOWER))
#define CLOSES \
	(F(OVER2) | F(OVER3) | F(OVER4) | F(UNDER2) | F(UNDER3) | F(UNDER4))

/* clang-format off */
#define AT(pattern) [CDL_##pattern - CDL_FEW]
const struct algo_candle algo_candle_many[CDL_COUNT - CDL_FEW] = {
	AT(2CROWS) = { F(WHITE) | F(ABOVE), two_crows, two_crows_rest,
		{ SO(LONG, 2), SO(OPEN_IN, 0) } },
	AT(3BLACKCROWS) = { F(WHITE) | F(FALL),
		black_crows, black_crows_rest,
		{ SO(OPEN_IN, 1), SO(OPEN_IN, 0), SO(NO_DOWN, 2),
		  SO(NO_DOWN, 1) } },
	AT(3INSIDE) = { F(WHITE) | F(WITHIN),
		three_inside, three_inside_rest,
		{ SO(LONG, 2), NOT_SO(LONG, 1) } },
	AT(3LINESTRIKE) = { F(WHITE) | F(RISE) | F(FALL),
		line_strike, line_strike_rest,
		{ NOT_SO(HELD, 0) } },
	AT(3OUTSIDE) = { F(WHITE) | F(BEYOND) | F(RISE) | F(FALL),
		three_outside, NULL },
	AT(3STARSINSOUTH) = { F(WHITE) | F(INSIDE),
		stars_south, stars_south_rest,
		{ SO(LONG, 2), SO(SHORT, 0), SO(NO_DOWN, 0), SO(NO_UP, 0) } },
	AT(3WHITESOLDIERS) = { F(WHITE) | F(RISE), soldiers, soldiers_rest,
		{ SO(NO_UP, 2), SO(NO_UP, 1), SO(NO_UP, 0), SO(LONG, 0) } },
	AT(ABANDONEDBABY) = { F(WHITE) | F(JUMP) | F(DROP),
		abandoned, doji_star_rest,
		{ SO(LONG, 2), SO(DOJI, 1), SO(LONG, 0) } },
	AT(ADVANCEBLOCK) = { F(WHITE) | F(RISE), advance, advance_rest,
		{ SO(LONG, 2) } },
	AT(BREAKAWAY) = { F(WHITE) | F(ABOVE) | F(BELOW),
		breakaway, breakaway_rest,
		{ SO(LONG, 4) } },
	AT(CONCEALBABYSWALL) = { F(WHITE) | F(BELOW),
		baby_swallow, baby_swallow_rest,
		{ SO(NO_DOWN, 3), SO(NO_UP, 3), SO(NO_DOWN, 2),
		  SO(NO_UP, 2) } },
	AT(EVENINGDOJISTAR) = { F(WHITE) | F(ABOVE), evening, doji_star_rest,
		{ SO(LONG, 2), SO(DOJI, 1), SO(LONG, 0) } },
	AT(EVENINGSTAR) = { F(WHITE) | F(ABOVE), evening, star_rest,
		{ SO(LONG, 2), NOT_SO(LONG, 1), SO(LONG, 0) } },
	AT(GAPSIDESIDEWHITE) = { F(WHITE) | F(SAME_OPEN) | F(ABOVE) | F(BELOW),
		side_by_side, side_by_side_rest },
	AT(HIKKAKE) = { TRAPS | CLOSES, hikkake, NULL },
	AT(HIKKAKEMOD) = { TRAPS, hikkake_mod, hikkake_mod_rest },
	AT(IDENTICAL3CROWS) = { F(WHITE) | F(FALL),
		same_crows, same_crows_rest,
		{ SO(NO_DOWN, 2), SO(NO_DOWN, 1), SO(NO_DOWN, 0) } },
	AT(LADDERBOTTOM) = { F(WHITE) | F(FALL), ladder, ladder_rest,
		{ NOT_SO(NO_UP, 1) } },
	AT(MATHOLD) = { F(WHITE) | F(ABOVE), mat_hold, mat_hold_rest,
		{ SO(LONG, 4), SO(SHORT, 3), SO(SHORT, 2), SO(SHORT, 1) } },
	AT(MORNINGDOJISTAR) = { F(WHITE) | F(BELOW), morning, doji_star_rest,
		{ SO(LONG, 2), SO(DOJI, 1), SO(LONG, 0) } },
	AT(MORNINGSTAR) = { F(WHITE) | F(BELOW), morning, star_rest,
		{ SO(LONG, 2), NOT_SO(LONG, 1), SO(LONG, 0) } },
	AT(RISEFALL3METHODS) = { F(WHITE) | F(RISE) | F(FALL),
		three_methods, three_methods_rest,
		{ SO(LONG, 4), SO(SHORT, 3), SO(SHORT, 2), SO(LONG, 0) } },
	AT(STALLEDPATTERN) = { F(WHITE) | F(RISE), advance, stalled_rest,
		{ SO(LONG, 2), SO(LONG, 1), SO(NO_UP, 1), SO(SHORT, 0) } },
	AT(STICKSANDWICH) = { F(WHITE), sandwich, sandwich_rest },
	AT(TASUKIGAP) = { F(WHITE) | F(ABOVE) | F(BELOW) | F(OPEN_IN),
		tasuki, tasuki_rest },
	AT(TRISTAR) = { F(DOJI) | F(ABOVE) | F(BELOW), tristar, tristar_rest },
	AT(UNIQUE3RIVER) = { F(WHITE) | F(RISE),
		three_river, three_river_rest,
		{ SO(LONG, 2), SO(SHORT, 0) } },
	AT(UPSIDEGAP2CROWS) = { F(WHITE) | F(ABOVE),
		two_crows, upside_crows_rest,
		{ SO(LONG, 2), NOT_SO(LONG, 1) } },
	AT(XSIDEGAP3METHODS) = { F(WHITE) | F(ABOVE) | F(BELOW) | F(OPEN_IN),
		gap_three, gap_three_rest },
};
/* clang-format on */
