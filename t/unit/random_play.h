/* random_play.h - random bars, strategy documents, action logs and accounts
 * for the tests */
#ifndef T_RANDOM_PLAY_H
#define T_RANDOM_PLAY_H

#include "told.h"

/* --- Chance -------------------------------------------------------------- */

static uint64_t chance = 1;

/* 0 .. n-1, xorshift64* (Marsaglia 2003, Vigna 2016). */
static unsigned dice(unsigned n)
{
	chance ^= chance >> 12;
	chance ^= chance << 25;
	chance ^= chance >> 27;
	return (unsigned)((chance * 0x2545f4914f6cdd1dU) >> 33) % n;
}

static int often(unsigned percent)
{
	return dice(100) < percent;
}

#define PICK(list) ((list)[dice(sizeof(list) / sizeof((list)[0]))])

/* --- Bars ---------------------------------------------------------------- */

/* A walk on a grid of quarters, so that prices meet levels exactly; gaps. */
__attribute__((unused)) static void random_bars(struct bars *b, size_t n)
{
	static const int64_t steps[] = { 3600, 1800, 14400, 86400 };
	int64_t step = PICK(steps) * ALGO_US;
	double at = 100;
	size_t i;

	b->n = n;
	for (i = 0; i < n; i++) {
		double open = at + (often(30) ? dice(9) - 4.0 : 0) / 2;
		double close = open + ((double)dice(17) - 8) / 4;
		double up = dice(8) / 4.0, down = dice(8) / 4.0;

		open = fmax(open, 20);
		close = fmax(close, 20);
		b->time[i] = 1704067200 * (int64_t)ALGO_US + (int64_t)i * step;
		b->open[i] = open;
		b->close[i] = at = close;
		b->high[i] = fmax(open, close) + up;
		b->low[i] = fmin(open, close) - down;
	}
}

/* --- Documents ----------------------------------------------------------- */

static const char *const by_bars[] = { "rsi(3) < 30",
				       "rsi(3) > 70",
				       "close > sma(5)",
				       "close < sma(20)",
				       "mod(bar_index, 7) == 3",
				       "mod(bar_index, 11) == 5",
				       "mod(bar_index, 37) == 9",
				       "crossover(sma(3), sma(8))",
				       "crossunder(sma(3), sma(8))",
				       "close > open",
				       "high == highest(high, 15)",
				       "low == lowest(low, 15)" };
static const char *const by_account[] = { "flat",
					  "is_long",
					  "is_short",
					  "position.bars > 3",
					  "drawdown_pct < -2",
					  "trades.today < 2",
					  "pending.count == 0",
					  "pending.bars > 2",
					  "day.pnl > 0",
					  "nz(position.sl) < close - 4",
					  "trades.closed > 3",
					  "equity > 9900" };
static const char *const sizes[] = { "\"size\":0.5",
				     "\"size\":0.25",
				     "\"units\":3",
				     "\"size\":20",
				     "\"size\":\"risk_size(1%, close - 3)\"",
				     "\"units\":\"floor(close / 9)\"" };
static const char *const prices[] = {
	"\"limit\":\"close - 1\"",
	"\"limit\":\"close + 0.5\"",
	"\"stop\":\"close + 1\"",
	"\"stop\":\"close - 1\"",
	"\"stop\":\"close + 0.5\",\"limit\":\"close + 1\"",
	"\"stop\":\"close - 0.5\",\"limit\":\"close - 1\""
};
static const char *const long_levels[] = {
	"\"sl\":\"close - 4\"", "\"tp\":\"close + 4\"",
	"\"sl\":\"close - 3\",\"tp\":\"close + 3\"", "\"trail\":3"
};
static const char *const short_levels[] = {
	"\"sl\":\"close + 4\"", "\"tp\":\"close - 4\"",
	"\"sl\":\"close + 3\",\"tp\":\"close - 3\"", "\"trail\":3"
};
static const char *const acts[] = {
	"\"close\"",
	"\"close\",\"portion\":0.5",
	"\"close_long\",\"portion\":\"0.3\"",
	"\"close_short\"",
	"\"close\",\"where\":\"trade.bars > 4\"",
	"\"set_sl\",\"sl\":\"low - 1\",\"where\":\"trade.size > 0\"",
	"\"set_sl\",\"sl\":\"high + 1\",\"where\":\"trade.size < 0\"",
	"\"set_tp\",\"tp\":\"close + trade.size / abs(trade.size) * 2\"",
	"\"cancel\"",
	"\"cancel\",\"tag\":\"a\"",
	"\"target\",\"size\":0.5",
	"\"target\",\"size\":-0.5",
	"\"target\",\"size\":1",
	"\"target\",\"size\":0"
};
static const char *const risks[] = {
	"\"stop_loss_pct\":2",
	"\"take_profit_pct\":3",
	"\"trailing_stop_pct\":2",
	"\"max_bars\":5",
	"\"max_open_trades\":2",
	"\"max_trades_per_day\":2",
	"\"max_daily_loss_pct\":1",
	"\"max_drawdown_pct\":6",
	"\"cooldown_bars\":3",
	"\"session\":{\"from\":\"04:00\",\"to\":\"18:00\",\"flatten\":true}",
	"\"session\":{\"flatten\":true}",
	"\"stop_distance\":\"2 * atr(5)\""
};

static void entry_rule(struct algo_buf *b)
{
	int buy = often(55);

	algo_buf_addf(b, "\"do\":\"%s\"", buy ? "buy" : "sell");
	if (often(70))
		algo_buf_addf(b, ",%s", PICK(sizes));
	if (often(45))
		algo_buf_addf(b, ",%s", PICK(prices));
	if (often(45))
		algo_buf_addf(b, ",%s",
			      buy ? PICK(long_levels) : PICK(short_levels));
	if (often(30))
		algo_buf_addf(b, ",\"expire_bars\":%u", 1 + dice(4));
	if (often(40))
		algo_buf_addf(b, ",\"tag\":\"%s\"", often(50) ? "a" : "b");
}

static void rule(struct algo_buf *b, int account)
{
	algo_buf_addf(b, "{\"when\":\"%s", PICK(by_bars));
	if (account && often(50))
		algo_buf_addf(b, " and %s", PICK(by_account));
	algo_buf_adds(b, "\",");
	if (often(60))
		entry_rule(b);
	else
		algo_buf_addf(b, "\"do\":%s", PICK(acts));
	algo_buf_addc(b, '}');
}

static void risk(struct algo_buf *b)
{
	unsigned i, n = sizeof(risks) / sizeof(risks[0]), first = 1;
	int stop = 0, session = 0;

	algo_buf_adds(b, ",\"risk\":{");
	for (i = 0; i < n; i++) {
		int is_stop = i == 0 || i == 11, is_session = i == 9 || i == 10;

		if (!often(20) || (is_stop && stop) || (is_session && session))
			continue;
		stop |= is_stop;
		session |= is_session;
		algo_buf_addf(b, "%s%s", first ? "" : ",", risks[i]);
		first = 0;
	}
	algo_buf_addc(b, '}');
}

static const char never[] =
	"{\"when\":\"equity < 0 and close < 0\",\"do\":\"cancel\"}";

/* account: rules may read the account.  The documents of one chance differ in
 * nothing but the rule that never fires, when it is asked for. */
__attribute__((unused)) static void random_doc(struct algo_buf *b, int account,
					       int with_never)
{
	unsigned i, n = 1 + dice(5);

	algo_buf_adds(b, "{\"algo\":1");
	if (often(40))
		algo_buf_addf(b,
			      ",\"entry\":{\"long\":\"%s\",\"short\":\"%s\"}"
			      ",\"exit\":{\"long\":\"%s\"}",
			      by_bars[dice(6)], by_bars[6 + dice(6)],
			      PICK(by_bars));
	algo_buf_adds(b, ",\"rules\":[");
	for (i = 0; i < n; i++) {
		if (i)
			algo_buf_addc(b, ',');
		rule(b, account);
	}
	if (with_never)
		algo_buf_addf(b, ",%s", never);
	algo_buf_addc(b, ']');
	if (often(50))
		risk(b);
	algo_buf_addc(b, '}');
}

/* --- Actions ------------------------------------------------------------- */

static void order_line(struct algo_buf *b, size_t bar, double close)
{
	static const char *const much[] = { "ALL", "0.5", "0.1", "7", "30" };
	int buy = often(50);
	double s = buy ? 1 : -1, limit = NAN, stop = NAN, ref = close;

	if (often(30))
		limit = ref = close - s * (dice(8) / 4.0 - 0.5);
	if (often(30))
		stop = close + s * dice(8) / 4.0;
	if (isnan(limit) && !isnan(stop))
		ref = stop;
	algo_buf_addf(b, "%zu,%s,%s,", bar, buy ? "buy" : "sell", PICK(much));
	algo_buf_addnum(b, limit);
	algo_buf_addc(b, ',');
	algo_buf_addnum(b, stop);
	algo_buf_addc(b, ',');
	algo_buf_addnum(b, often(40) ? ref - s * (1 + dice(4)) : NAN);
	algo_buf_addc(b, ',');
	algo_buf_addnum(b, often(40) ? ref + s * (1 + dice(4)) : NAN);
	algo_buf_adds(b, ",,\n");
}

static void other_line(struct algo_buf *b, size_t bar, double close)
{
	switch (dice(5)) {
	case 0:
		algo_buf_addf(b, "%zu,close,,,,,,,0.5\n", bar);
		break;
	case 1:
		algo_buf_addf(b, "%zu,close_trade,,,,,,%u,1\n", bar, dice(3));
		break;
	case 2:
		algo_buf_addf(b, "%zu,set_sl,,,,%g,,%u,\n", bar, close - 2,
			      dice(3));
		break;
	case 3:
		algo_buf_addf(b, "%zu,set_tp,,,,,%g,%u,\n", bar, close + 2,
			      dice(3));
		break;
	default:
		algo_buf_addf(b, "%zu,cancel_entries,,,,,,,\n", bar);
	}
}

__attribute__((unused)) static void random_actions(struct algo_buf *b,
						   const struct bars *bars)
{
	size_t i;

	algo_buf_adds(b, "Bar,Action,Size,Limit,Stop,SL,TP,Trade,Portion\n");
	for (i = 1; i < bars->n; i++)
		while (often(25)) {
			if (often(60))
				order_line(b, i, bars->close[i]);
			else
				other_line(b, i, bars->close[i]);
		}
}

/* --- Accounts ------------------------------------------------------------ */

__attribute__((unused)) static void random_account(struct algo_account *a,
						   int compat)
{
	static const char *const fees[] = { "0", "0", "0.001", "2,0.0005",
					    "max(1, 0.01 * abs(size))" };
	static const char *const margins[] = { "1", "1", "0.5", "0.1" };
	static const char *const ends[] = { "close", "open", "none" };
	static const char *const ways[] = { "pessimistic", "optimistic",
					    "path" };

	algo_account_init(a, compat);
	set(a, "commission", PICK(fees));
	set(a, "spread", often(30) ? "0.001" : "0");
	set(a, "margin", PICK(margins));
	a->trade_on_close = often(25);
	a->exclusive = often(15);
	a->hedging = often(25);
	set(a, "finalize", PICK(ends));
	if (often(20))
		set(a, "fractional", "0.001");
	if (compat)
		return;
	set(a, "same_bar", PICK(ways));
	set(a, "mark_at", often(70) ? "open" : "close");
}

#endif
