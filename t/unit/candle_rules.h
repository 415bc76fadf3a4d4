/* candle_rules.h - the rules of candles.md in its own words, each threshold
 * added anew (for candles.c). */
#ifndef T_CANDLE_RULES_H
#define T_CANDLE_RULES_H

#include <math.h>
#include <stddef.h>

/* Bars, at the one that is looked at. */
struct spot {
	const double *o, *h, *l, *c;
	double pen;
};

#define O(k) (b->o[-(k)])
#define H(k) (b->h[-(k)])
#define L(k) (b->l[-(k)])
#define C(k) (b->c[-(k)])
#define K(k) (C(k) >= O(k) ? 1 : -1)
#define B(k) fabs(C(k) - O(k))
#define T(k) fmax(O(k), C(k))
#define M(k) fmin(O(k), C(k))
#define U(k) (H(k) - T(k))
#define W(k) (M(k) - L(k))
#define R(k) (H(k) - L(k))
#define BODY_UP(j, k) (M(j) > T(k))
#define BODY_DOWN(j, k) (T(j) < M(k))
#define ALL_UP(j, k) (L(j) > H(k))
#define ALL_DOWN(j, k) (H(j) < L(k))

static double body(const struct spot *b, int k)
{
	return B(k);
}

static double range(const struct spot *b, int k)
{
	return R(k);
}

static double shadows(const struct spot *b, int k)
{
	return U(k) + W(k);
}

/* The mean of a range over the p bars before the one of k bars ago. */
static double mean(const struct spot *b, int k, int p,
		   double (*of)(const struct spot *b, int k))
{
	double sum = 0;

	for (int j = p; j >= 1; j--)
		sum += of(b, k + j);
	return sum / p;
}

#define LONG(k) mean(b, k, 10, body)
#define SHORT(k) mean(b, k, 10, body)
#define DOJI(k) (0.1 * mean(b, k, 10, range))
#define SVS(k) (0.1 * mean(b, k, 10, range))
#define SSHORT(k) (mean(b, k, 10, shadows) / 2)
#define NEAR(k) (0.2 * mean(b, k, 5, range))
#define FAR(k) (0.6 * mean(b, k, 5, range))
#define EQ(k) (0.05 * mean(b, k, 5, range))

#define RULE(name, so, value)                   \
	static int name(const struct spot *b)   \
	{                                       \
		return (so) ? (int)(value) : 0; \
	}

RULE(cdl2crows,
     K(2) == 1 && B(2) > LONG(2) && K(1) == -1 && BODY_UP(1, 2) && K(0) == -1 &&
	     (C(1) < O(0) && O(0) < O(1)) && (O(2) < C(0) && C(0) < C(2)),
     -100)
RULE(cdl3blackcrows,
     K(3) == 1 && (K(2) == K(1) && K(1) == K(0) && K(0) == -1) &&
	     W(2) < SVS(2) && W(1) < SVS(1) && W(0) < SVS(0) &&
	     (C(2) < O(1) && O(1) < O(2)) && (C(1) < O(0) && O(0) < O(1)) &&
	     (H(3) > C(2) && C(2) > C(1) && C(1) > C(0)),
     -100)
RULE(cdl3inside,
     B(2) > LONG(2) && B(1) <= SHORT(1) && T(1) < T(2) && M(1) > M(2) &&
	     ((K(2) == 1 && K(0) == -1 && C(0) < O(2)) ||
	      (K(2) == -1 && K(0) == 1 && C(0) > O(2))),
     -100 * K(2))
RULE(cdl3linestrike,
     (K(3) == K(2) && K(2) == K(1) && K(1) == -K(0)) &&
	     (M(3) - NEAR(3) <= O(2) && O(2) <= T(3) + NEAR(3)) &&
	     (M(2) - NEAR(2) <= O(1) && O(1) <= T(2) + NEAR(2)) &&
	     ((K(1) == 1 && (C(1) > C(2) && C(2) > C(3)) && O(0) > C(1) &&
	       C(0) < O(3)) ||
	      (K(1) == -1 && (C(1) < C(2) && C(2) < C(3)) && O(0) < C(1) &&
	       C(0) > O(3))),
     100 * K(1))
RULE(cdl3outside,
     (K(1) == 1 && K(2) == -1 && C(1) > O(2) && O(1) < C(2) && C(0) > C(1)) ||
	     (K(1) == -1 && K(2) == 1 && O(1) > C(2) && C(1) < O(2) &&
	      C(0) < C(1)),
     100 * K(1))
RULE(cdl3starsinsouth,
     (K(2) == K(1) && K(1) == K(0) && K(0) == -1) && B(2) > LONG(2) &&
	     W(2) > B(2) && B(1) < B(2) && (C(2) < O(1) && O(1) <= H(2)) &&
	     (L(2) <= L(1) && L(1) < C(2)) && W(1) > SVS(1) &&
	     B(0) < SHORT(0) && W(0) < SVS(0) && U(0) < SVS(0) && L(0) > L(1) &&
	     H(0) < H(1),
     100)
RULE(cdl3whitesoldiers,
     (K(2) == K(1) && K(1) == K(0) && K(0) == 1) &&
	     (C(0) > C(1) && C(1) > C(2)) && U(2) < SVS(2) && U(1) < SVS(1) &&
	     U(0) < SVS(0) && (O(2) < O(1) && O(1) <= C(2) + NEAR(2)) &&
	     (O(1) < O(0) && O(0) <= C(1) + NEAR(1)) && B(1) > B(2) - FAR(2) &&
	     B(0) > B(1) - FAR(1) && B(0) > SHORT(0),
     100)
RULE(cdlabandonedbaby,
     B(2) > LONG(2) && B(1) <= DOJI(1) && B(0) > SHORT(0) &&
	     ((K(2) == 1 && K(0) == -1 && C(0) < C(2) - B(2) * b->pen &&
	       ALL_UP(1, 2) && ALL_DOWN(0, 1)) ||
	      (K(2) == -1 && K(0) == 1 && C(0) > C(2) + B(2) * b->pen &&
	       ALL_DOWN(1, 2) && ALL_UP(0, 1))),
     100 * K(0))
RULE(cdladvanceblock,
     (K(2) == K(1) && K(1) == K(0) && K(0) == 1) &&
	     (C(0) > C(1) && C(1) > C(2)) &&
	     (O(2) < O(1) && O(1) <= C(2) + NEAR(2)) &&
	     (O(1) < O(0) && O(0) <= C(1) + NEAR(1)) && B(2) > LONG(2) &&
	     U(2) < SSHORT(2) &&
	     ((B(1) < B(2) - FAR(2) && B(0) < B(1) + NEAR(1)) ||
	      B(0) < B(1) - FAR(1) ||
	      ((B(0) < B(1) && B(1) < B(2)) &&
	       (U(0) > SSHORT(0) || U(1) > SSHORT(1))) ||
	      (B(0) < B(1) && U(0) > B(0))),
     -100)
RULE(cdlbelthold, B(0) > LONG(0) && (K(0) == 1 ? W(0) : U(0)) < SVS(0),
     100 * K(0))
RULE(cdlbreakaway,
     B(4) > LONG(4) && (K(4) == K(3) && K(3) == K(1) && K(1) == -K(0)) &&
	     ((K(4) == -1 && BODY_DOWN(3, 4) && (H(1) < H(2) && H(2) < H(3)) &&
	       (L(1) < L(2) && L(2) < L(3)) && (O(3) < C(0) && C(0) < C(4))) ||
	      (K(4) == 1 && BODY_UP(3, 4) && (H(1) > H(2) && H(2) > H(3)) &&
	       (L(1) > L(2) && L(2) > L(3)) && (C(4) < C(0) && C(0) < O(3)))),
     100 * K(0))
RULE(cdlclosingmarubozu, B(0) > LONG(0) && (K(0) == 1 ? U(0) : W(0)) < SVS(0),
     100 * K(0))
RULE(cdlconcealbabyswall,
     (K(3) == K(2) && K(2) == K(1) && K(1) == K(0) && K(0) == -1) &&
	     W(3) < SVS(3) && U(3) < SVS(3) && W(2) < SVS(2) && U(2) < SVS(2) &&
	     BODY_DOWN(1, 2) && U(1) > SVS(1) && H(1) > C(2) && H(0) > H(1) &&
	     L(0) < L(1),
     100)
RULE(cdlcounterattack,
     K(1) == -K(0) && B(1) > LONG(1) && B(0) > LONG(0) &&
	     (C(1) - EQ(1) <= C(0) && C(0) <= C(1) + EQ(1)),
     100 * K(0))
RULE(cdldarkcloudcover,
     K(1) == 1 && B(1) > LONG(1) && K(0) == -1 && O(0) > H(1) &&
	     (O(1) < C(0) && C(0) < C(1) - B(1) * b->pen),
     -100)
RULE(cdldoji, B(0) <= DOJI(0), 100)
RULE(cdldojistar,
     B(1) > LONG(1) && B(0) <= DOJI(0) &&
	     ((K(1) == 1 && BODY_UP(0, 1)) || (K(1) == -1 && BODY_DOWN(0, 1))),
     -100 * K(1))
RULE(cdldragonflydoji, B(0) <= DOJI(0) && U(0) < SVS(0) && W(0) > SVS(0), 100)
RULE(cdlengulfing,
     (K(0) == 1 && K(1) == -1 &&
      ((C(0) >= O(1) && O(0) < C(1)) || (C(0) > O(1) && O(0) <= C(1)))) ||
	     (K(0) == -1 && K(1) == 1 &&
	      ((O(0) >= C(1) && C(0) < O(1)) || (O(0) > C(1) && C(0) <= O(1)))),
     K(0) * (((O(0) != C(1) && C(0) != O(1)) ? 100 : 80)))
RULE(cdleveningdojistar,
     B(2) > LONG(2) && K(2) == 1 && B(1) <= DOJI(1) && BODY_UP(1, 2) &&
	     B(0) > SHORT(0) && K(0) == -1 && C(0) < C(2) - B(2) * b->pen,
     -100)
RULE(cdleveningstar,
     B(2) > LONG(2) && K(2) == 1 && B(1) <= SHORT(1) && BODY_UP(1, 2) &&
	     B(0) > SHORT(0) && K(0) == -1 && C(0) < C(2) - B(2) * b->pen,
     -100)
RULE(cdlgapsidesidewhite,
     ((BODY_UP(1, 2) && BODY_UP(0, 2)) ||
      (BODY_DOWN(1, 2) && BODY_DOWN(0, 2))) &&
	     (K(1) == K(0) && K(0) == 1) &&
	     (B(1) - NEAR(1) <= B(0) && B(0) <= B(1) + NEAR(1)) &&
	     (O(1) - EQ(1) <= O(0) && O(0) <= O(1) + EQ(1)),
     (BODY_UP(1, 2) ? 100 : -100))
RULE(cdlgravestonedoji, B(0) <= DOJI(0) && W(0) < SVS(0) && U(0) > SVS(0), 100)
RULE(cdlhammer,
     B(0) < SHORT(0) && W(0) > B(0) && U(0) < SVS(0) && M(0) <= L(1) + NEAR(1),
     100)
RULE(cdlhangingman,
     B(0) < SHORT(0) && W(0) > B(0) && U(0) < SVS(0) && M(0) >= H(1) - NEAR(1),
     -100)
RULE(cdlharami,
     B(1) > LONG(1) && B(0) <= SHORT(0) && T(0) <= T(1) && M(0) >= M(1),
     -K(1) * (((T(0) < T(1) && M(0) > M(1)) ? 100 : 80)))
RULE(cdlharamicross,
     B(1) > LONG(1) && B(0) <= DOJI(0) && T(0) <= T(1) && M(0) >= M(1),
     -K(1) * (((T(0) < T(1) && M(0) > M(1)) ? 100 : 80)))
RULE(cdlhighwave, B(0) < SHORT(0) && U(0) > 2 * B(0) && W(0) > 2 * B(0),
     100 * K(0))
RULE(cdlhomingpigeon,
     (K(1) == K(0) && K(0) == -1) && B(1) > LONG(1) && B(0) <= SHORT(0) &&
	     O(0) < O(1) && C(0) > C(1),
     100)
RULE(cdlidentical3crows,
     (K(2) == K(1) && K(1) == K(0) && K(0) == -1) && W(2) < SVS(2) &&
	     W(1) < SVS(1) && W(0) < SVS(0) && (C(2) > C(1) && C(1) > C(0)) &&
	     (C(2) - EQ(2) <= O(1) && O(1) <= C(2) + EQ(2)) &&
	     (C(1) - EQ(1) <= O(0) && O(0) <= C(1) + EQ(1)),
     -100)
RULE(cdlinneck,
     K(1) == -1 && B(1) > LONG(1) && K(0) == 1 && O(0) < L(1) &&
	     (C(1) <= C(0) && C(0) <= C(1) + EQ(1)),
     -100)
RULE(cdlinvertedhammer,
     B(0) < SHORT(0) && U(0) > B(0) && W(0) < SVS(0) && BODY_DOWN(0, 1), 100)
RULE(cdlkicking,
     K(1) == -K(0) && B(1) > LONG(1) && U(1) < SVS(1) && W(1) < SVS(1) &&
	     B(0) > LONG(0) && U(0) < SVS(0) && W(0) < SVS(0) &&
	     ((K(1) == -1 && ALL_UP(0, 1)) || (K(1) == 1 && ALL_DOWN(0, 1))),
     100 * K(0))
RULE(cdlkickingbylength,
     K(1) == -K(0) && B(1) > LONG(1) && U(1) < SVS(1) && W(1) < SVS(1) &&
	     B(0) > LONG(0) && U(0) < SVS(0) && W(0) < SVS(0) &&
	     ((K(1) == -1 && ALL_UP(0, 1)) || (K(1) == 1 && ALL_DOWN(0, 1))),
     100 * ((B(0) > B(1) ? K(0) : K(1))))
RULE(cdlladderbottom,
     (K(4) == K(3) && K(3) == K(2) && K(2) == K(1) && K(1) == -1) &&
	     (O(4) > O(3) && O(3) > O(2)) && (C(4) > C(3) && C(3) > C(2)) &&
	     U(1) > SVS(1) && K(0) == 1 && O(0) > O(1) && C(0) > H(1),
     100)
RULE(cdllongleggeddoji, B(0) <= DOJI(0) && (W(0) > B(0) || U(0) > B(0)), 100)
RULE(cdllongline, B(0) > LONG(0) && U(0) < SSHORT(0) && W(0) < SSHORT(0),
     100 * K(0))
RULE(cdlmarubozu, B(0) > LONG(0) && U(0) < SVS(0) && W(0) < SVS(0), 100 * K(0))
RULE(cdlmatchinglow,
     (K(1) == K(0) && K(0) == -1) &&
	     (C(1) - EQ(1) <= C(0) && C(0) <= C(1) + EQ(1)),
     100)
RULE(cdlmathold,
     B(4) > LONG(4) && B(3) < SHORT(3) && B(2) < SHORT(2) && B(1) < SHORT(1) &&
	     K(4) == 1 && K(3) == -1 && K(0) == 1 && BODY_UP(3, 4) &&
	     M(2) < C(4) && M(1) < C(4) && M(2) > C(4) - B(4) * b->pen &&
	     M(1) > C(4) - B(4) * b->pen && T(2) < O(3) && T(1) < T(2) &&
	     O(0) > C(1) && C(0) > fmax(fmax(H(3), H(2)), H(1)),
     100)
RULE(cdlmorningdojistar,
     B(2) > LONG(2) && K(2) == -1 && B(1) <= DOJI(1) && BODY_DOWN(1, 2) &&
	     B(0) > SHORT(0) && K(0) == 1 && C(0) > C(2) + B(2) * b->pen,
     100)
RULE(cdlmorningstar,
     B(2) > LONG(2) && K(2) == -1 && B(1) <= SHORT(1) && BODY_DOWN(1, 2) &&
	     B(0) > SHORT(0) && K(0) == 1 && C(0) > C(2) + B(2) * b->pen,
     100)
RULE(cdlonneck,
     K(1) == -1 && B(1) > LONG(1) && K(0) == 1 && O(0) < L(1) &&
	     (L(1) - EQ(1) <= C(0) && C(0) <= L(1) + EQ(1)),
     -100)
RULE(cdlpiercing,
     K(1) == -1 && B(1) > LONG(1) && K(0) == 1 && B(0) > LONG(0) &&
	     O(0) < L(1) && (C(1) + B(1) * 0.5 < C(0) && C(0) < O(1)),
     100)
RULE(cdlrickshawman,
     B(0) <= DOJI(0) && W(0) > B(0) && U(0) > B(0) &&
	     M(0) <= L(0) + R(0) / 2 + NEAR(0) &&
	     T(0) >= L(0) + R(0) / 2 - NEAR(0),
     100)
RULE(cdlrisefall3methods,
     B(4) > LONG(4) && B(3) < SHORT(3) && B(2) < SHORT(2) && B(1) < SHORT(1) &&
	     B(0) > LONG(0) && K(4) == -K(3) &&
	     (K(3) == K(2) && K(2) == K(1) && K(1) == -K(0)) && M(3) < H(4) &&
	     T(3) > L(4) && M(2) < H(4) && T(2) > L(4) && M(1) < H(4) &&
	     T(1) > L(4) &&
	     (C(1) * K(4) < C(2) * K(4) && C(2) * K(4) < C(3) * K(4)) &&
	     O(0) * K(4) > C(1) * K(4) && C(0) * K(4) > C(4) * K(4),
     100 * K(4))
RULE(cdlseparatinglines,
     K(1) == -K(0) && (O(1) - EQ(1) <= O(0) && O(0) <= O(1) + EQ(1)) &&
	     B(0) > LONG(0) && (K(0) == 1 ? W(0) : U(0)) < SVS(0),
     100 * K(0))
RULE(cdlshootingstar,
     B(0) < SHORT(0) && U(0) > B(0) && W(0) < SVS(0) && BODY_UP(0, 1), -100)
RULE(cdlshortline, B(0) < SHORT(0) && U(0) < SSHORT(0) && W(0) < SSHORT(0),
     100 * K(0))
RULE(cdlspinningtop, B(0) < SHORT(0) && U(0) > B(0) && W(0) > B(0), 100 * K(0))
RULE(cdlstalledpattern,
     (K(2) == K(1) && K(1) == K(0) && K(0) == 1) &&
	     (C(0) > C(1) && C(1) > C(2)) && B(2) > LONG(2) && B(1) > LONG(1) &&
	     U(1) < SVS(1) && (O(2) < O(1) && O(1) <= C(2) + NEAR(2)) &&
	     B(0) < SHORT(0) && O(0) >= C(1) - B(0) - NEAR(1),
     -100)
RULE(cdlsticksandwich,
     K(2) == -1 && K(1) == 1 && K(0) == -1 && L(1) > C(2) &&
	     (C(2) - EQ(2) <= C(0) && C(0) <= C(2) + EQ(2)),
     100)
RULE(cdltakuri, B(0) <= DOJI(0) && U(0) < SVS(0) && W(0) > 2 * B(0), 100)
RULE(cdltasukigap,
     (BODY_UP(1, 2) && K(1) == 1 && K(0) == -1 &&
      (O(1) < O(0) && O(0) < C(1)) && (T(2) < C(0) && C(0) < O(1)) &&
      fabs(B(1) - B(0)) < NEAR(1)) ||
	     (BODY_DOWN(1, 2) && K(1) == -1 && K(0) == 1 &&
	      (C(1) < O(0) && O(0) < O(1)) && (O(1) < C(0) && C(0) < M(2)) &&
	      fabs(B(1) - B(0)) < NEAR(1)),
     100 * K(1))
RULE(cdlthrusting,
     K(1) == -1 && B(1) > LONG(1) && K(0) == 1 && O(0) < L(1) &&
	     (C(1) + EQ(1) < C(0) && C(0) <= C(1) + B(1) * 0.5),
     -100)
RULE(cdltristar,
     B(2) <= DOJI(2) && B(1) <= DOJI(2) && B(0) <= DOJI(2) &&
	     ((BODY_UP(1, 2) && T(0) < T(1)) ||
	      (BODY_DOWN(1, 2) && M(0) > M(1))),
     ((BODY_UP(1, 2) && T(0) < T(1)) ? -100 : 100))
RULE(cdlunique3river,
     B(2) > LONG(2) && (K(2) == K(1) && K(1) == -1) && C(1) > C(2) &&
	     O(1) <= O(2) && L(1) < L(2) && B(0) < SHORT(0) && K(0) == 1 &&
	     O(0) > L(1),
     100)
RULE(cdlupsidegap2crows,
     K(2) == 1 && B(2) > LONG(2) && K(1) == -1 && B(1) <= SHORT(1) &&
	     BODY_UP(1, 2) && K(0) == -1 && O(0) > O(1) &&
	     (C(2) < C(0) && C(0) < C(1)),
     -100)
RULE(cdlxsidegap3methods,
     (K(2) == K(1) && K(1) == -K(0)) && (M(1) < O(0) && O(0) < T(1)) &&
	     (M(2) < C(0) && C(0) < T(2)) &&
	     ((K(2) == 1 && BODY_UP(1, 2)) || (K(2) == -1 && BODY_DOWN(1, 2))),
     100 * K(2))

/* ---- Hikkake, with its memory as it is told: the last trap and how long ago
 * it was, from the first bar on. */

static int trap(const struct spot *b)
{
	if (!(H(1) < H(2) && L(1) > L(2)))
		return 0;
	return H(0) < H(1) && L(0) < L(1)   ? 100
	       : H(0) > H(1) && L(0) > L(1) ? -100
					    : 0;
}

static int trap_after_two(const struct spot *b)
{
	int side = trap(b);

	if (!side || !(H(2) < H(3) && L(2) > L(3)))
		return 0;
	if (side > 0)
		return C(2) <= L(2) + NEAR(2) ? side : 0;
	return C(2) >= H(2) - NEAR(2) ? side : 0;
}

struct told {
	int side, left; /* bars in which it may still be confirmed */
	double level;
};

static int hikkake(struct told *t, const struct spot *b,
		   int (*is)(const struct spot *b))
{
	int side = is(b);

	if (side) {
		*t = (struct told){ side, 3, side > 0 ? H(1) : L(1) };
		return side;
	}
	if (t->left == 0)
		return 0;
	t->left--;
	if (t->side > 0 ? C(0) > t->level : C(0) < t->level) {
		t->left = 0;
		return 2 * t->side;
	}
	return 0;
}

/* first: the bar of the first value, as talib-functions.csv has it. */
static const struct {
	const char *name;
	int (*rule)(const struct spot *b);
	int (*trap)(const struct spot *b);
	size_t first;
} rules[] = {
	{ "cdl2crows", cdl2crows, NULL, 12 },
	{ "cdl3blackcrows", cdl3blackcrows, NULL, 13 },
	{ "cdl3inside", cdl3inside, NULL, 12 },
	{ "cdl3linestrike", cdl3linestrike, NULL, 8 },
	{ "cdl3outside", cdl3outside, NULL, 3 },
	{ "cdl3starsinsouth", cdl3starsinsouth, NULL, 12 },
	{ "cdl3whitesoldiers", cdl3whitesoldiers, NULL, 12 },
	{ "cdlabandonedbaby", cdlabandonedbaby, NULL, 12 },
	{ "cdladvanceblock", cdladvanceblock, NULL, 12 },
	{ "cdlbelthold", cdlbelthold, NULL, 10 },
	{ "cdlbreakaway", cdlbreakaway, NULL, 14 },
	{ "cdlclosingmarubozu", cdlclosingmarubozu, NULL, 10 },
	{ "cdlconcealbabyswall", cdlconcealbabyswall, NULL, 13 },
	{ "cdlcounterattack", cdlcounterattack, NULL, 11 },
	{ "cdldarkcloudcover", cdldarkcloudcover, NULL, 11 },
	{ "cdldoji", cdldoji, NULL, 10 },
	{ "cdldojistar", cdldojistar, NULL, 11 },
	{ "cdldragonflydoji", cdldragonflydoji, NULL, 10 },
	{ "cdlengulfing", cdlengulfing, NULL, 2 },
	{ "cdleveningdojistar", cdleveningdojistar, NULL, 12 },
	{ "cdleveningstar", cdleveningstar, NULL, 12 },
	{ "cdlgapsidesidewhite", cdlgapsidesidewhite, NULL, 7 },
	{ "cdlgravestonedoji", cdlgravestonedoji, NULL, 10 },
	{ "cdlhammer", cdlhammer, NULL, 11 },
	{ "cdlhangingman", cdlhangingman, NULL, 11 },
	{ "cdlharami", cdlharami, NULL, 11 },
	{ "cdlharamicross", cdlharamicross, NULL, 11 },
	{ "cdlhighwave", cdlhighwave, NULL, 10 },
	{ "cdlhikkake", NULL, trap, 5 },
	{ "cdlhikkakemod", NULL, trap_after_two, 10 },
	{ "cdlhomingpigeon", cdlhomingpigeon, NULL, 11 },
	{ "cdlidentical3crows", cdlidentical3crows, NULL, 12 },
	{ "cdlinneck", cdlinneck, NULL, 11 },
	{ "cdlinvertedhammer", cdlinvertedhammer, NULL, 11 },
	{ "cdlkicking", cdlkicking, NULL, 11 },
	{ "cdlkickingbylength", cdlkickingbylength, NULL, 11 },
	{ "cdlladderbottom", cdlladderbottom, NULL, 14 },
	{ "cdllongleggeddoji", cdllongleggeddoji, NULL, 10 },
	{ "cdllongline", cdllongline, NULL, 10 },
	{ "cdlmarubozu", cdlmarubozu, NULL, 10 },
	{ "cdlmatchinglow", cdlmatchinglow, NULL, 6 },
	{ "cdlmathold", cdlmathold, NULL, 14 },
	{ "cdlmorningdojistar", cdlmorningdojistar, NULL, 12 },
	{ "cdlmorningstar", cdlmorningstar, NULL, 12 },
	{ "cdlonneck", cdlonneck, NULL, 11 },
	{ "cdlpiercing", cdlpiercing, NULL, 11 },
	{ "cdlrickshawman", cdlrickshawman, NULL, 10 },
	{ "cdlrisefall3methods", cdlrisefall3methods, NULL, 14 },
	{ "cdlseparatinglines", cdlseparatinglines, NULL, 11 },
	{ "cdlshootingstar", cdlshootingstar, NULL, 11 },
	{ "cdlshortline", cdlshortline, NULL, 10 },
	{ "cdlspinningtop", cdlspinningtop, NULL, 10 },
	{ "cdlstalledpattern", cdlstalledpattern, NULL, 12 },
	{ "cdlsticksandwich", cdlsticksandwich, NULL, 7 },
	{ "cdltakuri", cdltakuri, NULL, 10 },
	{ "cdltasukigap", cdltasukigap, NULL, 7 },
	{ "cdlthrusting", cdlthrusting, NULL, 11 },
	{ "cdltristar", cdltristar, NULL, 12 },
	{ "cdlunique3river", cdlunique3river, NULL, 12 },
	{ "cdlupsidegap2crows", cdlupsidegap2crows, NULL, 12 },
	{ "cdlxsidegap3methods", cdlxsidegap3methods, NULL, 2 },
};
#define RULES (sizeof(rules) / sizeof(rules[0]))

#endif
