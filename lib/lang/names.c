/* names.c - what names mean, here and in other people's languages */
#include "expr.h"

#include <string.h>

/* clang-format off */
#define BAR(text, id, doc) \
	{ { text, text, doc }, REF_BAR, id, T_NUM, 0 }
#define FLAG(text, id, doc) \
	{ { text, text, doc }, REF_BAR, id, T_BOOL, 0 }
#define CONSTANT(text, ty, v, doc) \
	{ { text, text, doc }, REF_CONST, 0, ty, v }
#define ACCOUNT(id, text, doc) \
	{ { text, text, doc }, REF_ACCOUNT, ALGO_A_##id, T_NUM, 0 }
#define STATE(id, text, doc) \
	{ { text, text, doc }, REF_ACCOUNT, ALGO_A_##id, T_BOOL, 0 }
#define TRADE(id, text, doc) \
	{ { text, text, doc }, REF_SLOT, ALGO_TR_##id, T_NUM, 0 }

static const struct name names[] = {
	BAR("open", BAR_OPEN, "First price of the bar."),
	BAR("high", BAR_HIGH, "Highest price of the bar."),
	BAR("low", BAR_LOW, "Lowest price of the bar."),
	BAR("close", BAR_CLOSE, "Last price of the bar."),
	BAR("volume", BAR_VOLUME, "Volume of the bar."),
	BAR("hl2", BAR_HL2, "(high + low) / 2."),
	BAR("hlc3", BAR_HLC3, "(high + low + close) / 3."),
	BAR("ohlc4", BAR_OHLC4, "(open + high + low + close) / 4."),
	BAR("bar_index", BAR_INDEX, "Number of the bar, 0 the first."),
	BAR("time", BAR_TIME, "Stamp of the bar in epoch seconds."),
	BAR("year", BAR_YEAR, "Year of the bar's stamp."),
	BAR("month", BAR_MONTH, "Month, 1 to 12."),
	BAR("day", BAR_DAY, "Day of the month, 1 to 31."),
	BAR("weekday", BAR_WEEKDAY, "1 on Monday to 7 on Sunday."),
	BAR("hour", BAR_HOUR, "Hour of the stamp, 0 to 23."),
	BAR("minute", BAR_MINUTE, "Minute of the stamp, 0 to 59."),
	FLAG("session_first", BAR_SESSION_FIRST,
	     "True on the first bar of the session."),
	FLAG("session_last", BAR_SESSION_LAST,
	     "True on the bar that ends the session, by clock and interval."),
	CONSTANT("true", T_BOOL, 1, "True."),
	CONSTANT("false", T_BOOL, 0, "False."),
	CONSTANT("na", T_ANY, NAN, "Not available."),
	CONSTANT("monday", T_NUM, 1, "A weekday."),
	CONSTANT("tuesday", T_NUM, 2, "A weekday."),
	CONSTANT("wednesday", T_NUM, 3, "A weekday."),
	CONSTANT("thursday", T_NUM, 4, "A weekday."),
	CONSTANT("friday", T_NUM, 5, "A weekday."),
	CONSTANT("saturday", T_NUM, 6, "A weekday."),
	CONSTANT("sunday", T_NUM, 7, "A weekday."),
	ACCOUNT(POS_SIZE, "position.size", "Net size, negative when short."),
	ACCOUNT(POS_ENTRY_PRICE, "position.entry_price",
		"Mean entry price, weighted by size."),
	ACCOUNT(POS_BARS, "position.bars", "Bars since the oldest entry."),
	ACCOUNT(POS_PNL, "position.pnl", "Open profit, without fees."),
	ACCOUNT(POS_PNL_PCT, "position.pnl_pct", "Open profit in percent."),
	ACCOUNT(POS_SL, "position.sl", "Stop of the oldest trade."),
	ACCOUNT(POS_TP, "position.tp", "Target of the oldest trade."),
	ACCOUNT(POS_HIGH, "position.high", "Highest high since the entry."),
	ACCOUNT(POS_LOW, "position.low", "Lowest low since the entry."),
	STATE(FLAT, "flat", "No trade is open."),
	STATE(IS_LONG, "is_long", "The position is long."),
	STATE(IS_SHORT, "is_short", "The position is short."),
	ACCOUNT(ENTRY_PRICE, "entry_price", "As position.entry_price; in stops and targets the fill's."),
	ACCOUNT(SIDE, "side", "1 long, -1 short."),
	ACCOUNT(EQUITY, "equity", "Cash and open profit."),
	ACCOUNT(CASH, "cash", "Settled cash."),
	ACCOUNT(TRADES_OPEN, "trades.open", "Open trades."),
	ACCOUNT(TRADES_CLOSED, "trades.closed", "Closed trades."),
	ACCOUNT(TRADES_TODAY, "trades.today", "Entries filled today."),
	ACCOUNT(DAY_PNL, "day.pnl", "Profit since the last close of the day before."),
	ACCOUNT(DAY_PNL_PCT, "day.pnl_pct", "The same in percent."),
	ACCOUNT(DRAWDOWN_PCT, "drawdown_pct", "Percent below the highest equity, 0 or less."),
	ACCOUNT(PENDING_COUNT, "pending.count", "Pending entries."),
	ACCOUNT(PENDING_BARS, "pending.bars", "Bars since the oldest pending entry was placed."),
	TRADE(SIZE, "trade.size", "Size of the trade at hand."),
	TRADE(ENTRY_PRICE, "trade.entry_price", "Its entry price."),
	TRADE(BARS, "trade.bars", "Bars since its entry."),
	TRADE(PNL, "trade.pnl", "Its profit, without fees."),
	TRADE(PNL_PCT, "trade.pnl_pct", "Its profit in percent."),
	TRADE(SL, "trade.sl", "Its stop."),
	TRADE(TP, "trade.tp", "Its target."),
	TRADE(HIGH, "trade.high", "Highest high since its entry."),
	TRADE(LOW, "trade.low", "Lowest low since its entry."),
	{ { "trade.tag", "trade.tag == \"x\"", "Its tag: compared with a text." },
	  REF_TAG, 0, T_TAG, 0 },
};

static const char *const groups[] = { "position", "trades", "pending",
				      "trade", "day" };

/* From: TA libraries, Pine, pandas, freqtrade, plain English. */
static const char *const other_names[][2] = {
	{ "price", "close" }, { "last", "close" }, { "vol", "volume" },
	{ "typical_price", "hlc3" }, { "index", "bar_index" },
	{ "dayofweek", "weekday" }, { "day_of_week", "weekday" },
	{ "dow", "weekday" }, { "dayofmonth", "day" },
	{ "crossed_above", "crossover" }, { "cross_above", "crossover" },
	{ "crosses_above", "crossover" }, { "cross_over", "crossover" },
	{ "crossed_below", "crossunder" }, { "cross_below", "crossunder" },
	{ "crosses_below", "crossunder" }, { "cross_under", "crossunder" },
	{ "bollinger", "bbands" }, { "bollinger_bands", "bbands" },
	{ "bb", "bbands" }, { "moving_average", "sma" },
	{ "stochastic", "stoch" }, { "average_true_range", "atr" },
	{ "std", "stdev" }, { "average", "avg" }, { "maximum", "max" },
	{ "minimum", "min" }, { "rolling_max", "highest" },
	{ "rolling_min", "lowest" }, { "hhv", "highest" },
	{ "llv", "lowest" }, { "barssince", "bars_since" },
	{ "bars_ago", "bars_since" }, { "valuewhen", "value_when" },
	{ "percentrank", "percent_rank" }, { "cumsum", "cum" },
	{ "isna", "is_na" }, { "isnan", "is_na" }, { "is_nan", "is_na" },
	{ "fillna", "nz" }, { "iff", "if" }, { "where", "if" },
	{ "nan", "na" }, { "null", "na" }, { "none", "na" },
	{ "position_size", "position.size" },
	{ "position_avg_price", "position.entry_price" },
	{ "in_position", "not flat" }, { "openprofit", "position.pnl" },
};

static const char *const other_fields[][2] = {
	{ "entry", "entry_price" }, { "avg_price", "entry_price" },
	{ "price", "entry_price" }, { "quantity", "size" },
	{ "qty", "size" }, { "units", "size" }, { "amount", "size" },
	{ "pnl_percent", "pnl_pct" }, { "profit", "pnl" },
	{ "profit_pct", "pnl_pct" }, { "stop", "sl" }, { "stop_loss", "sl" },
	{ "target", "tp" }, { "take_profit", "tp" }, { "age", "bars" },
	{ "direction", "dir" }, { "histogram", "hist" }, { "mid", "middle" },
	{ "basis", "middle" }, { "bars_held", "bars" },
};
/* clang-format on */

#define COUNT(a) (sizeof(a) / sizeof(*(a)))

static char fold(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

int algo_same(const char *name, const char *s, size_t n, int any_case)
{
	size_t i;

	for (i = 0; i < n && name[i]; i++) {
		if (name[i] != s[i] &&
		    (!any_case || fold(name[i]) != fold(s[i])))
			return 0;
	}
	return i == n && !name[i];
}

const struct name *algo_name_at(size_t i)
{
	return i < COUNT(names) ? &names[i] : NULL;
}

const struct name *algo_name_find(const char *s, size_t n, int any_case)
{
	for (size_t i = 0; i < COUNT(names); i++) {
		if (algo_same(names[i].word.name, s, n, any_case))
			return &names[i];
	}
	return NULL;
}

/* FNV-1a (Fowler, Noll, Vo 1991). */
static size_t hash(const char *s, size_t n)
{
	uint64_t h = 0xcbf29ce484222325u;

	for (size_t i = 0; i < n; i++)
		h = (h ^ (unsigned char)s[i]) * 0x100000001b3u;
	return (size_t)(h ^ (h >> 32));
}

/* The entry called so, or the empty one where it would be. */
static struct index_entry *entry_of(const struct index *x, const char *s,
				    size_t n)
{
	size_t at = hash(s, n) & (x->size - 1);

	while (x->v[at].name && !algo_same(x->v[at].name, s, n, 0))
		at = (at + 1) & (x->size - 1);
	return &x->v[at];
}

void algo_index_add(struct index *x, const char *name, int value)
{
	struct index old = *x;

	if (2 * (x->n + 1) > x->size) {
		x->size = old.size ? 2 * old.size : 64;
		x->v = algo_zalloc(x->size, sizeof(*x->v));
		for (size_t i = 0; i < old.size; i++) {
			const char *s = old.v[i].name;

			if (s)
				*entry_of(x, s, strlen(s)) = old.v[i];
		}
		algo_free(old.v);
	}
	*entry_of(x, name, strlen(name)) = (struct index_entry){ name, value };
	x->n++;
}

static int find(const struct index *x, const char *s, size_t n)
{
	const struct index_entry *e = x->n ? entry_of(x, s, n) : NULL;

	return e && e->name ? e->value : -1;
}

int algo_find_let(const struct algo_graph *g, const char *s, size_t n)
{
	return find(&g->let_index, s, n);
}

int algo_find_param(const struct algo_graph *g, const char *s, size_t n)
{
	return find(&g->param_index, s, n);
}

int algo_find_column(const struct algo_graph *g, const char *s, size_t n)
{
	return find(&g->column_index, s, n);
}

int algo_is_group(const char *s, size_t n)
{
	for (size_t i = 0; i < COUNT(groups); i++) {
		if (algo_same(groups[i], s, n, 1))
			return 1;
	}
	return 0;
}

static const char *other(const char *const table[][2], size_t count,
			 const char *s, size_t n)
{
	for (size_t i = 0; i < count; i++) {
		if (algo_same(table[i][0], s, n, 1))
			return table[i][1];
	}
	return NULL;
}

const char *algo_other_name(const char *s, size_t n)
{
	return other(other_names, COUNT(other_names), s, n);
}

const char *algo_other_field(const char *s, size_t n)
{
	return other(other_fields, COUNT(other_fields), s, n);
}
