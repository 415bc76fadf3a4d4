/* candle_rows.c - the rows of the candlestick patterns. */
#include "candle.h"
#include "families.h"

/* The functions of a row whose first value is at bar 'look'. */
#define RULE(id, pattern, look, penetration)                         \
	static size_t id##_look(const double *p)                     \
	{                                                            \
		(void)p;                                             \
		return (look);                                       \
	}                                                            \
	static void id##_init(void *state, const double *p)          \
	{                                                            \
		(void)p;                                             \
		algo_candle_init(state, pattern, look, penetration); \
	}

/* clang-format off */
RULE(cdl2crows, CDL_2CROWS, 12, 0)
RULE(cdl3blackcrows, CDL_3BLACKCROWS, 13, 0)
RULE(cdl3inside, CDL_3INSIDE, 12, 0)
RULE(cdl3linestrike, CDL_3LINESTRIKE, 8, 0)
RULE(cdl3outside, CDL_3OUTSIDE, 3, 0)
RULE(cdl3starsinsouth, CDL_3STARSINSOUTH, 12, 0)
RULE(cdl3whitesoldiers, CDL_3WHITESOLDIERS, 12, 0)
RULE(cdlabandonedbaby, CDL_ABANDONEDBABY, 12, p[0])
RULE(cdladvanceblock, CDL_ADVANCEBLOCK, 12, 0)
RULE(cdlbelthold, CDL_BELTHOLD, 10, 0)
RULE(cdlbreakaway, CDL_BREAKAWAY, 14, 0)
RULE(cdlclosingmarubozu, CDL_CLOSINGMARUBOZU, 10, 0)
RULE(cdlconcealbabyswall, CDL_CONCEALBABYSWALL, 13, 0)
RULE(cdlcounterattack, CDL_COUNTERATTACK, 11, 0)
RULE(cdldarkcloudcover, CDL_DARKCLOUDCOVER, 11, p[0])
RULE(cdldoji, CDL_DOJI, 10, 0)
RULE(cdldojistar, CDL_DOJISTAR, 11, 0)
RULE(cdldragonflydoji, CDL_DRAGONFLYDOJI, 10, 0)
RULE(cdlengulfing, CDL_ENGULFING, 2, 0)
RULE(cdleveningdojistar, CDL_EVENINGDOJISTAR, 12, p[0])
RULE(cdleveningstar, CDL_EVENINGSTAR, 12, p[0])
RULE(cdlgapsidesidewhite, CDL_GAPSIDESIDEWHITE, 7, 0)
RULE(cdlgravestonedoji, CDL_GRAVESTONEDOJI, 10, 0)
RULE(cdlhammer, CDL_HAMMER, 11, 0)
RULE(cdlhangingman, CDL_HANGINGMAN, 11, 0)
RULE(cdlharami, CDL_HARAMI, 11, 0)
RULE(cdlharamicross, CDL_HARAMICROSS, 11, 0)
RULE(cdlhighwave, CDL_HIGHWAVE, 10, 0)
RULE(cdlhikkake, CDL_HIKKAKE, 5, 0)
RULE(cdlhikkakemod, CDL_HIKKAKEMOD, 10, 0)
RULE(cdlhomingpigeon, CDL_HOMINGPIGEON, 11, 0)
RULE(cdlidentical3crows, CDL_IDENTICAL3CROWS, 12, 0)
RULE(cdlinneck, CDL_INNECK, 11, 0)
RULE(cdlinvertedhammer, CDL_INVERTEDHAMMER, 11, 0)
RULE(cdlkicking, CDL_KICKING, 11, 0)
RULE(cdlkickingbylength, CDL_KICKINGBYLENGTH, 11, 0)
RULE(cdlladderbottom, CDL_LADDERBOTTOM, 14, 0)
RULE(cdllongleggeddoji, CDL_LONGLEGGEDDOJI, 10, 0)
RULE(cdllongline, CDL_LONGLINE, 10, 0)
RULE(cdlmarubozu, CDL_MARUBOZU, 10, 0)
RULE(cdlmatchinglow, CDL_MATCHINGLOW, 6, 0)
RULE(cdlmathold, CDL_MATHOLD, 14, p[0])
RULE(cdlmorningdojistar, CDL_MORNINGDOJISTAR, 12, p[0])
RULE(cdlmorningstar, CDL_MORNINGSTAR, 12, p[0])
RULE(cdlonneck, CDL_ONNECK, 11, 0)
RULE(cdlpiercing, CDL_PIERCING, 11, 0)
RULE(cdlrickshawman, CDL_RICKSHAWMAN, 10, 0)
RULE(cdlrisefall3methods, CDL_RISEFALL3METHODS, 14, 0)
RULE(cdlseparatinglines, CDL_SEPARATINGLINES, 11, 0)
RULE(cdlshootingstar, CDL_SHOOTINGSTAR, 11, 0)
RULE(cdlshortline, CDL_SHORTLINE, 10, 0)
RULE(cdlspinningtop, CDL_SPINNINGTOP, 10, 0)
RULE(cdlstalledpattern, CDL_STALLEDPATTERN, 12, 0)
RULE(cdlsticksandwich, CDL_STICKSANDWICH, 7, 0)
RULE(cdltakuri, CDL_TAKURI, 10, 0)
RULE(cdltasukigap, CDL_TASUKIGAP, 7, 0)
RULE(cdlthrusting, CDL_THRUSTING, 11, 0)
RULE(cdltristar, CDL_TRISTAR, 12, 0)
RULE(cdlunique3river, CDL_UNIQUE3RIVER, 12, 0)
RULE(cdlupsidegap2crows, CDL_UPSIDEGAP2CROWS, 12, 0)
RULE(cdlxsidegap3methods, CDL_XSIDEGAP3METHODS, 2, 0)

#define ROW(id, longer, by, text, ...)                                   \
	{                                                                \
		.name = #id, .title = longer, .group = "pattern",        \
		.in = { "open", "high", "low", "close" },                \
		.out = { #id }, .main_out = 1, .size = algo_candle_size, \
		.init = id##_init, .step = algo_candle_step,             \
		.lookback = id##_look, .doc = text, .source = by,        \
		.aliases = "", __VA_ARGS__                               \
	}
#define PENETRATION(usual)                                               \
	.param = { { "penetration", ALGO_P_REAL, usual, 0, 3e37, 1,      \
		     "how far into the first body, as a part of it", NULL }, }
#define NOTHING .param = { { .name = NULL } }

const struct algo_ind algo_ind_pattern[] = {
	ROW(cdl2crows, "Two Crows",
	  "Bulkowski 2008",
	  "-100: a long white candle, a black one that gaps above its "
	  "body, and a black one that opens inside the second and closes "
	  "inside the first.",
	  NOTHING),
	ROW(cdl3blackcrows, "Three Black Crows",
	  "Nison 1991",
	  "-100: after a white candle three falling black ones, each "
	  "opening inside the body before and closing at its low.",
	  NOTHING),
	ROW(cdl3inside, "Three Inside Up/Down",
	  "Bulkowski 2008",
	  "A long candle, a short one inside its body, and one of the "
	  "other colour that closes beyond the first's open: 100 up, -100"
	  " down.",
	  NOTHING),
	ROW(cdl3linestrike, "Three-Line Strike",
	  "Bulkowski 2008",
	  "Three candles of one colour, each closing further, and a "
	  "fourth of the other colour that takes it all back: 100 after "
	  "white ones, -100 after black ones.",
	  NOTHING),
	ROW(cdl3outside, "Three Outside Up/Down",
	  "Bulkowski 2008",
	  "An engulfing pattern and a third candle that closes further "
	  "the same way: 100 up, -100 down.",
	  NOTHING),
	ROW(cdl3starsinsouth, "Three Stars In The South",
	  "Nison 1991",
	  "100: a long black candle with a long lower shadow, a smaller "
	  "black one with a higher low, and a small black marubozu inside"
	  " the second's range.",
	  NOTHING),
	ROW(cdl3whitesoldiers, "Three Advancing White Soldiers",
	  "Nison 1991",
	  "100: three rising white candles without upper shadows, each "
	  "opening in or near the body before, none far shorter than the "
	  "last.",
	  NOTHING),
	ROW(cdlabandonedbaby, "Abandoned Baby",
	  "Nison 1991",
	  "A long candle, a doji with gaps between the shadows on both "
	  "sides, and a candle of the other colour well into the first "
	  "body: 100 at a bottom, -100 at a top.",
	  PENETRATION(0.3)),
	ROW(cdladvanceblock, "Advance Block",
	  "Nison 1991",
	  "-100: three rising white candles of which the later ones "
	  "weaken, by shrinking bodies or growing upper shadows.",
	  NOTHING),
	ROW(cdlbelthold, "Belt-hold",
	  "Nison 1991",
	  "A long candle that opens at its end, with hardly a shadow "
	  "there: 100 white, -100 black.",
	  NOTHING),
	ROW(cdlbreakaway, "Breakaway",
	  "Bulkowski 2008",
	  "A long candle, a gap in its direction, two more that way, and "
	  "a fifth of the other colour that closes inside the gap: 100 "
	  "up, -100 down.",
	  NOTHING),
	ROW(cdlclosingmarubozu, "Closing Marubozu",
	  "Bulkowski 2008",
	  "A long candle that closes at its end, with hardly a shadow "
	  "there: 100 white, -100 black.",
	  NOTHING),
	ROW(cdlconcealbabyswall, "Concealing Baby Swallow",
	  "Bulkowski 2008",
	  "100: two black marubozu, a black candle that gaps down yet "
	  "reaches up into the second, and a black one around it, shadows"
	  " and all.",
	  NOTHING),
	ROW(cdlcounterattack, "Counterattack",
	  "Nison 1991",
	  "Two long candles of opposite colours with nearly equal closes:"
	  " 100 when the second is white, -100 when black.",
	  NOTHING),
	ROW(cdldarkcloudcover, "Dark Cloud Cover",
	  "Nison 1991",
	  "-100: a long white candle, and a black one that opens above "
	  "its high and closes well into its body.",
	  PENETRATION(0.5)),
	ROW(cdldoji, "Doji",
	  "Nison 1991",
	  "100 when the body is at most a tenth of the mean range of the "
	  "10 bars before, else 0.",
	  NOTHING),
	ROW(cdldojistar, "Doji Star",
	  "Nison 1991",
	  "A long candle and a doji that gaps away from its body: -100 "
	  "above a white one, 100 below a black one.",
	  NOTHING),
	ROW(cdldragonflydoji, "Dragonfly Doji",
	  "Nison 1991",
	  "100: a doji with a lower shadow and hardly an upper one.",
	  NOTHING),
	ROW(cdlengulfing, "Engulfing Pattern",
	  "Nison 1991",
	  "100 when a white body covers the black one before it, -100 "
	  "when a black one covers a white one, 80 and -80 when one end "
	  "is equal, else 0. A close at the open is white.",
	  NOTHING),
	ROW(cdleveningdojistar, "Evening Doji Star",
	  "Nison 1991",
	  "-100: a long white candle, a doji whose body gaps above, and a"
	  " black one that closes well into the first body.",
	  PENETRATION(0.3)),
	ROW(cdleveningstar, "Evening Star",
	  "Nison 1991",
	  "-100: a long white candle, a short one whose body gaps above, "
	  "and a black one that closes well into the first body.",
	  PENETRATION(0.3)),
	ROW(cdlgapsidesidewhite, "Up/Down-gap side-by-side white lines",
	  "Nison 1991",
	  "Two white candles of about the same size and open, both beyond"
	  " a gap: 100 above it, -100 below.",
	  NOTHING),
	ROW(cdlgravestonedoji, "Gravestone Doji",
	  "Nison 1991",
	  "100: a doji with an upper shadow and hardly a lower one. The "
	  "direction is the reader's.",
	  NOTHING),
	ROW(cdlhammer, "Hammer",
	  "Nison 1991",
	  "100: a small body near or below the low before, a long lower "
	  "shadow and hardly an upper one.",
	  NOTHING),
	ROW(cdlhangingman, "Hanging Man",
	  "Nison 1991",
	  "-100: a small body near or above the high before, a long lower"
	  " shadow and hardly an upper one.",
	  NOTHING),
	ROW(cdlharami, "Harami Pattern",
	  "Nison 1991",
	  "A short body inside the long one before: 100 after a black "
	  "one, -100 after a white one, 80 and -80 when an end is equal.",
	  NOTHING),
	ROW(cdlharamicross, "Harami Cross Pattern",
	  "Nison 1991",
	  "A doji inside the long body before: 100 after a black one, "
	  "-100 after a white one, 80 and -80 when an end is equal.",
	  NOTHING),
	ROW(cdlhighwave, "High-Wave Candle",
	  "Nison 1991",
	  "A short body with both shadows more than twice as long: 100 "
	  "white, -100 black.",
	  NOTHING),
	ROW(cdlhikkake, "Hikkake Pattern",
	  "Chesler 2003",
	  "An inside bar and a break out of it: 100 after a break down, "
	  "-100 after one up; 200 or -200 when within 3 bars a close "
	  "beyond the inside bar's other end confirms that the break "
	  "failed.",
	  NOTHING),
	ROW(cdlhikkakemod, "Modified Hikkake Pattern",
	  "Chesler 2004",
	  "A Hikkake after two inside bars, the first of which closes "
	  "near the end where the break comes: 100 or -100, and 200 or "
	  "-200 at its confirmation.",
	  NOTHING),
	ROW(cdlhomingpigeon, "Homing Pigeon",
	  "Nison 1991",
	  "100: a short black body inside the long black one before.",
	  NOTHING),
	ROW(cdlidentical3crows, "Identical Three Crows",
	  "Bulkowski 2008",
	  "-100: three falling black candles that close at their lows, "
	  "each opening near the close before.",
	  NOTHING),
	ROW(cdlinneck, "In-Neck Pattern",
	  "Nison 1991",
	  "-100: a long black candle, and a white one that opens below "
	  "its low and closes at or hardly above its close.",
	  NOTHING),
	ROW(cdlinvertedhammer, "Inverted Hammer",
	  "Nison 1991",
	  "100: a small body below the one before, a long upper shadow "
	  "and hardly a lower one.",
	  NOTHING),
	ROW(cdlkicking, "Kicking",
	  "Bulkowski 2008",
	  "Two marubozu of opposite colours with a gap between their "
	  "ranges: 100 up, -100 down.",
	  NOTHING),
	ROW(cdlkickingbylength, "Kicking - bull/bear determined by the longer marubozu",
	  "TA-Lib",
	  "As cdlkicking, but the colour of the longer body gives the "
	  "sign.",
	  NOTHING),
	ROW(cdlladderbottom, "Ladder Bottom",
	  "Bulkowski 2008",
	  "100: three falling black candles, a black one with an upper "
	  "shadow, and a white one that opens above its body and closes "
	  "above its high.",
	  NOTHING),
	ROW(cdllongleggeddoji, "Long Legged Doji",
	  "Nison 1991",
	  "100: a doji with a shadow longer than its body on at least one"
	  " side.",
	  NOTHING),
	ROW(cdllongline, "Long Line Candle",
	  "TA-Lib",
	  "A long body with short shadows: 100 white, -100 black.",
	  NOTHING),
	ROW(cdlmarubozu, "Marubozu",
	  "Bulkowski 2008",
	  "A long body with hardly any shadow: 100 white, -100 black.",
	  NOTHING),
	ROW(cdlmatchinglow, "Matching Low",
	  "Bulkowski 2008",
	  "100: two black candles with nearly equal closes.",
	  NOTHING),
	ROW(cdlmathold, "Mat Hold",
	  "Nison 1991",
	  "100: a long white candle, three short ones that gap up and "
	  "drift back but hold well inside its body, and a white one that"
	  " closes above all their highs.",
	  PENETRATION(0.5)),
	ROW(cdlmorningdojistar, "Morning Doji Star",
	  "Nison 1991",
	  "100: a long black candle, a doji whose body gaps below, and a "
	  "white one that closes well into the first body.",
	  PENETRATION(0.3)),
	ROW(cdlmorningstar, "Morning Star",
	  "Nison 1991",
	  "100: a long black candle, a short one whose body gaps below, "
	  "and a white one that closes well into the first body.",
	  PENETRATION(0.3)),
	ROW(cdlonneck, "On-Neck Pattern",
	  "Nison 1991",
	  "-100: a long black candle, and a white one that opens below "
	  "its low and closes near that low.",
	  NOTHING),
	ROW(cdlpiercing, "Piercing Pattern",
	  "Nison 1991",
	  "100: a long black candle, and a long white one that opens "
	  "below its low and closes above the middle of its body.",
	  NOTHING),
	ROW(cdlrickshawman, "Rickshaw Man",
	  "Nison 1991",
	  "100: a doji with two shadows longer than its body, which is "
	  "near the middle of the range.",
	  NOTHING),
	ROW(cdlrisefall3methods, "Rising/Falling Three Methods",
	  "Nison 1991",
	  "A long candle, three short ones of the other colour that drift"
	  " back within its range, and a long one that closes beyond it: "
	  "100 rising, -100 falling.",
	  NOTHING),
	ROW(cdlseparatinglines, "Separating Lines",
	  "Nison 1991",
	  "A candle that opens where the one of the other colour before "
	  "it opened, and runs away as a belt-hold: 100 white, -100 "
	  "black.",
	  NOTHING),
	ROW(cdlshootingstar, "Shooting Star",
	  "Nison 1991",
	  "-100: a small body above the one before, a long upper shadow "
	  "and hardly a lower one.",
	  NOTHING),
	ROW(cdlshortline, "Short Line Candle",
	  "TA-Lib",
	  "A short body with short shadows: 100 white, -100 black.",
	  NOTHING),
	ROW(cdlspinningtop, "Spinning Top",
	  "Nison 1991",
	  "A short body with both shadows longer than it: 100 white, -100"
	  " black.",
	  NOTHING),
	ROW(cdlstalledpattern, "Stalled Pattern",
	  "Nison 1991",
	  "-100: three rising white candles, two long ones and a short "
	  "one that rides on the shoulder of the second.",
	  NOTHING),
	ROW(cdlsticksandwich, "Stick Sandwich",
	  "Bulkowski 2008",
	  "100: two black candles with nearly equal closes, and between "
	  "them a white one whose low is above the first close.",
	  NOTHING),
	ROW(cdltakuri, "Takuri (Dragonfly Doji with very long lower shadow)",
	  "Bulkowski 2008",
	  "100: a doji with a lower shadow more than twice its body and "
	  "hardly an upper one.",
	  NOTHING),
	ROW(cdltasukigap, "Tasuki Gap",
	  "Nison 1991",
	  "A candle beyond a gap, and one of the other colour and about "
	  "its size that opens inside it and closes in the gap: 100 for a"
	  " gap up, -100 for one down.",
	  NOTHING),
	ROW(cdlthrusting, "Thrusting Pattern",
	  "Nison 1991",
	  "-100: a long black candle, and a white one that opens below "
	  "its low and closes in its body, no higher than the middle.",
	  NOTHING),
	ROW(cdltristar, "Tristar Pattern",
	  "Nison 1991",
	  "Three doji of which the second gaps away: -100 at a top, 100 "
	  "at a bottom.",
	  NOTHING),
	ROW(cdlunique3river, "Unique 3 River",
	  "Nison 1991",
	  "100: a long black candle, a black one that closes higher with "
	  "a lower low, and a short white one that opens above that low.",
	  NOTHING),
	ROW(cdlupsidegap2crows, "Upside Gap Two Crows",
	  "Nison 1991",
	  "-100: a long white candle, a short black one above a gap, and "
	  "a black one around it that closes above the first.",
	  NOTHING),
	ROW(cdlxsidegap3methods, "Upside/Downside Gap Three Methods",
	  "Nison 1991",
	  "Two candles of one colour with a gap, and one of the other "
	  "colour that opens in the second body and closes in the first: "
	  "100 for a gap up, -100 for one down.",
	  NOTHING),
	{ .name = NULL },
};
/* clang-format on */
