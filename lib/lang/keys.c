/* keys.c - the keys of strategy documents, in the order of the canonical
 * form */
#include "strategy.h"

#include <string.h>

#define ENTRIES ((1u << ALGO_DO_BUY) | (1u << ALGO_DO_SELL))
#define CLOSES                                                \
	((1u << ALGO_DO_CLOSE) | (1u << ALGO_DO_CLOSE_LONG) | \
	 (1u << ALGO_DO_CLOSE_SHORT))
#define SET_SL (1u << ALGO_DO_SET_SL)
#define SET_TP (1u << ALGO_DO_SET_TP)
#define TARGET (1u << ALGO_DO_TARGET)
#define CANCEL (1u << ALGO_DO_CANCEL)
#define ALL (ENTRIES | CLOSES | SET_SL | SET_TP | TARGET | CANCEL)

/* clang-format off */
static const struct doc_type types[] = {
	[DOC_NUM] = { 1u << ALGO_J_NUM, "a number" },
	[DOC_TEXT] = { 1u << ALGO_J_STR, "a string" },
	[DOC_CLOCK] = { 1u << ALGO_J_STR, "a string like \"09:30\"" },
	[DOC_BOOL] = { 1u << ALGO_J_BOOL, "true or false" },
	[DOC_COND] = { 1u << ALGO_J_STR, "an expression in a string" },
	[DOC_VALUE] = { 1u << ALGO_J_NUM | 1u << ALGO_J_STR,
			"a number or an expression in a string" },
	[DOC_CONST] = { 1u << ALGO_J_NUM | 1u << ALGO_J_STR, "a number" },
	[DOC_RATE] = { 1u << ALGO_J_NUM | 1u << ALGO_J_STR,
		       "a number or a string" },
	[DOC_FEE] = { 1u << ALGO_J_NUM | 1u << ALGO_J_STR | 1u << ALGO_J_ARR,
		      "a number, [fixed, rate] or an expression in a string" },
	[DOC_SWITCH] = { 1u << ALGO_J_BOOL | 1u << ALGO_J_NUM,
			 "true, false or a number" },
	[DOC_TABLE] = { 1u << ALGO_J_OBJ, "an object" },
	[DOC_SIDES] = { 1u << ALGO_J_OBJ,
			"an object with 'long', 'short' or both" },
	[DOC_PARAMS] = { 1u << ALGO_J_OBJ, "an object of names and numbers" },
	[DOC_LETS] = { 1u << ALGO_J_OBJ, "an object of names and expressions" },
	[DOC_TEXTS] = { 1u << ALGO_J_ARR, "an array of strings" },
	[DOC_RULES] = { 1u << ALGO_J_ARR, "an array of objects" },
};

static const struct doc_row top[] = {
	{ "algo", DOC_NUM, NULL, 0 },
	{ "name", DOC_TEXT, NULL, 0 },
	{ "version", DOC_NUM, NULL, 0 },
	{ "description", DOC_TEXT, NULL, 0 },
	{ "tz", DOC_TEXT, NULL, 0 },
	{ "columns", DOC_TEXTS, NULL, 0 },
	{ "data", DOC_TABLE, &algo_doc_data, 0 },
	{ "params", DOC_PARAMS, &algo_doc_param, 0 },
	{ "let", DOC_LETS, NULL, 0 },
	{ "entry", DOC_SIDES, &algo_doc_sides, 0 },
	{ "exit", DOC_SIDES, &algo_doc_sides, 0 },
	{ "rules", DOC_RULES, &algo_doc_rule, 0 },
	{ "risk", DOC_TABLE, &algo_doc_risk, 0 },
	{ "warmup", DOC_NUM, NULL, 0 },
	{ "backtest", DOC_TABLE, &algo_doc_backtest, 0 },
	{ NULL, DOC_NUM, NULL, 0 }
};
static const struct doc_alias top_alias[] = {
	{ "long_entry", "entry", "write \"entry\": {\"long\": ...}", 0 },
	{ "entry_long", "entry", "write \"entry\": {\"long\": ...}", 0 },
	{ "short_entry", "entry", "write \"entry\": {\"short\": ...}", 0 },
	{ "entry_short", "entry", "write \"entry\": {\"short\": ...}", 0 },
	{ "long_exit", "exit", "write \"exit\": {\"long\": ...}", 0 },
	{ "exit_long", "exit", "write \"exit\": {\"long\": ...}", 0 },
	{ "short_exit", "exit", "write \"exit\": {\"short\": ...}", 0 },
	{ "exit_short", "exit", "write \"exit\": {\"short\": ...}", 0 },
	{ "buy", "entry", "write \"entry\": {\"long\": ...}", 0 },
	{ "sell", "exit", "write \"exit\": {\"long\": ...}", 0 },
	{ "entries", "entry", NULL, 1 },
	{ "exits", "exit", NULL, 1 },
	{ "parameters", "params", NULL, 1 },
	{ "variables", "let", NULL, 0 },
	{ "indicators", "let", NULL, 0 },
	{ "timezone", "tz", NULL, 1 },
	{ "title", "name", NULL, 1 },
	{ "risk_management", "risk", NULL, 1 },
	{ "settings", "backtest", NULL, 0 },
	{ "timeframe", "data", "write \"data\": {\"interval\": ...}", 0 },
	{ NULL, NULL, NULL, 0 }
};

static const struct doc_row data[] = {
	{ "symbol", DOC_TEXT, NULL, 0 },
	{ "interval", DOC_TEXT, NULL, 0 },
	{ "from", DOC_TEXT, NULL, 0 },
	{ "to", DOC_TEXT, NULL, 0 },
	{ NULL, DOC_NUM, NULL, 0 }
};
static const struct doc_alias data_alias[] = {
	{ "timeframe", "interval", NULL, 1 },
	{ "ticker", "symbol", NULL, 1 },
	{ "start", "from", NULL, 1 },
	{ "end", "to", NULL, 1 },
	{ NULL, NULL, NULL, 0 }
};

static const struct doc_row param[] = {
	{ "value", DOC_NUM, NULL, 0 },
	{ "min", DOC_NUM, NULL, 0 },
	{ "max", DOC_NUM, NULL, 0 },
	{ "step", DOC_NUM, NULL, 0 },
	{ NULL, DOC_NUM, NULL, 0 }
};
static const struct doc_alias param_alias[] = {
	{ "default", "value", NULL, 1 },
	{ "minimum", "min", NULL, 1 },
	{ "maximum", "max", NULL, 1 },
	{ NULL, NULL, NULL, 0 }
};

static const struct doc_row sides[] = {
	{ "long", DOC_COND, NULL, 0 },
	{ "short", DOC_COND, NULL, 0 },
	{ NULL, DOC_NUM, NULL, 0 }
};
static const struct doc_alias sides_alias[] = {
	{ "buy", "long", NULL, 0 },
	{ "sell", "short", NULL, 0 },
	{ "when", "long", NULL, 0 },
	{ "condition", "long", NULL, 0 },
	{ NULL, NULL, NULL, 0 }
};

static const struct doc_row rule[] = {
	{ "when", DOC_COND, NULL, ALL },
	{ "do", DOC_TEXT, NULL, ALL },
	{ "where", DOC_COND, NULL, CLOSES | SET_SL | SET_TP },
	{ "size", DOC_VALUE, NULL, ENTRIES | TARGET },
	{ "units", DOC_VALUE, NULL, ENTRIES },
	{ "limit", DOC_VALUE, NULL, ENTRIES },
	{ "stop", DOC_VALUE, NULL, ENTRIES },
	{ "sl", DOC_VALUE, NULL, ENTRIES | SET_SL },
	{ "tp", DOC_VALUE, NULL, ENTRIES | SET_TP },
	{ "trail", DOC_VALUE, NULL, ENTRIES },
	{ "expire_bars", DOC_VALUE, NULL, ENTRIES },
	{ "portion", DOC_VALUE, NULL, CLOSES },
	{ "tag", DOC_TEXT, NULL, ENTRIES | TARGET | CANCEL },
	{ NULL, DOC_NUM, NULL, 0 }
};
static const struct doc_alias rule_alias[] = {
	{ "if", "when", NULL, 1 },
	{ "condition", "when", NULL, 1 },
	{ "action", "do", NULL, 1 },
	{ "side", "do", NULL, 0 },
	{ "stop_loss", "sl", "a price is 'sl', a percentage goes into risk",
	  0 },
	{ "stoploss", "sl", "a price is 'sl', a percentage goes into risk",
	  0 },
	{ "take_profit", "tp", "a price is 'tp', a percentage goes into risk",
	  0 },
	{ "takeprofit", "tp", "a price is 'tp', a percentage goes into risk",
	  0 },
	{ "trailing_stop", "trail", "'trail' is a distance in price", 0 },
	{ "trail_distance", "trail", NULL, 1 },
	{ "qty", "units", NULL, 1 },
	{ "quantity", "units", NULL, 1 },
	{ "shares", "units", NULL, 1 },
	{ "amount", "size", NULL, 0 },
	{ "price", "limit", NULL, 0 },
	{ "limit_price", "limit", NULL, 1 },
	{ "stop_price", "stop", NULL, 1 },
	{ "label", "tag", NULL, 1 },
	{ "comment", "tag", NULL, 0 },
	{ "name", "tag", NULL, 0 },
	{ "fraction", "portion", NULL, 0 },
	{ "expires", "expire_bars", NULL, 0 },
	{ NULL, NULL, NULL, 0 }
};

static const struct doc_row risk[] = {
	{ "size", DOC_VALUE, NULL, 0 },
	{ "stop_loss", DOC_VALUE, NULL, 0 },
	{ "take_profit", DOC_VALUE, NULL, 0 },
	{ "trailing_stop", DOC_VALUE, NULL, 0 },
	{ "stop_loss_pct", DOC_VALUE, NULL, 0 },
	{ "take_profit_pct", DOC_VALUE, NULL, 0 },
	{ "trailing_stop_pct", DOC_VALUE, NULL, 0 },
	{ "stop_distance", DOC_VALUE, NULL, 0 },
	{ "target_distance", DOC_VALUE, NULL, 0 },
	{ "trail_distance", DOC_VALUE, NULL, 0 },
	{ "max_bars", DOC_CONST, NULL, 0 },
	{ "max_open_trades", DOC_CONST, NULL, 0 },
	{ "max_trades_per_day", DOC_CONST, NULL, 0 },
	{ "max_daily_loss_pct", DOC_CONST, NULL, 0 },
	{ "max_drawdown_pct", DOC_CONST, NULL, 0 },
	{ "cooldown_bars", DOC_CONST, NULL, 0 },
	{ "session", DOC_TABLE, &algo_doc_session, 0 },
	{ NULL, DOC_NUM, NULL, 0 }
};
static const struct doc_alias risk_alias[] = {
	{ "sl", "stop_loss", NULL, 1 },
	{ "tp", "take_profit", NULL, 1 },
	{ "sl_pct", "stop_loss_pct", NULL, 1 },
	{ "tp_pct", "take_profit_pct", NULL, 1 },
	{ "stop", "stop_loss", NULL, 0 },
	{ "target", "take_profit", NULL, 0 },
	{ "trail", "trail_distance", NULL, 0 },
	{ "trail_pct", "trailing_stop_pct", NULL, 1 },
	{ "trailing_pct", "trailing_stop_pct", NULL, 1 },
	{ "units", "size", "a whole number from 1 in 'size' is units", 0 },
	{ "position_size", "size", NULL, 0 },
	{ "max_positions", "max_open_trades", NULL, 1 },
	{ "max_daily_trades", "max_trades_per_day", NULL, 1 },
	{ "hours", "session", NULL, 0 },
	{ "cooldown", "cooldown_bars", NULL, 0 },
	{ NULL, NULL, NULL, 0 }
};

static const struct doc_row session[] = {
	{ "from", DOC_CLOCK, NULL, 0 },
	{ "to", DOC_CLOCK, NULL, 0 },
	{ "tz", DOC_TEXT, NULL, 0 },
	{ "flatten", DOC_BOOL, NULL, 0 },
	{ NULL, DOC_NUM, NULL, 0 }
};
static const struct doc_alias session_alias[] = {
	{ "start", "from", NULL, 1 },
	{ "end", "to", NULL, 1 },
	{ "timezone", "tz", NULL, 1 },
	{ "close_at_end", "flatten", NULL, 1 },
	{ NULL, NULL, NULL, 0 }
};

static const struct doc_row backtest[] = {
	{ "cash", DOC_NUM, NULL, 0 },
	{ "commission", DOC_FEE, NULL, 0 },
	{ "spread", DOC_NUM, NULL, 0 },
	{ "slippage", DOC_RATE, NULL, 0 },
	{ "margin", DOC_NUM, NULL, 0 },
	{ "trade_on_close", DOC_BOOL, NULL, 0 },
	{ "hedging", DOC_BOOL, NULL, 0 },
	{ "exclusive", DOC_BOOL, NULL, 0 },
	{ "fractional", DOC_SWITCH, NULL, 0 },
	{ "finalize", DOC_TEXT, NULL, 0 },
	{ NULL, DOC_NUM, NULL, 0 }
};
static const struct doc_alias backtest_alias[] = {
	{ "fee", "commission", NULL, 1 },
	{ "fees", "commission", NULL, 1 },
	{ "initial_cash", "cash", NULL, 1 },
	{ "initial_capital", "cash", NULL, 1 },
	{ "capital", "cash", NULL, 1 },
	{ "exclusive_orders", "exclusive", NULL, 1 },
	{ "finalize_trades", "finalize", NULL, 0 },
	{ "leverage", "margin", "margin is 1 / leverage", 0 },
	{ NULL, NULL, NULL, 0 }
};
/* clang-format on */

const struct doc_table algo_doc_top = { "", top, top_alias };
const struct doc_table algo_doc_data = { "data", data, data_alias };
const struct doc_table algo_doc_param = { "a param", param, param_alias };
const struct doc_table algo_doc_sides = { "entry and exit", sides,
					  sides_alias };
const struct doc_table algo_doc_rule = { "a rule", rule, rule_alias };
const struct doc_table algo_doc_risk = { "risk", risk, risk_alias };
const struct doc_table algo_doc_session = { "session", session, session_alias };
const struct doc_table algo_doc_backtest = { "backtest", backtest,
					     backtest_alias };

const struct doc_type *algo_doc_type(enum doc_kind kind)
{
	return &types[kind];
}

const struct doc_row *algo_doc_row(const struct doc_table *t, const char *key)
{
	for (const struct doc_row *row = t->row; row->name; row++)
		if (strcmp(row->name, key) == 0)
			return row;
	return NULL;
}

const char *algo_do_name(enum algo_do verb)
{
	static const char *const names[] = {
		[ALGO_DO_BUY] = "buy",
		[ALGO_DO_SELL] = "sell",
		[ALGO_DO_CLOSE] = "close",
		[ALGO_DO_CLOSE_LONG] = "close_long",
		[ALGO_DO_CLOSE_SHORT] = "close_short",
		[ALGO_DO_CANCEL] = "cancel",
		[ALGO_DO_SET_SL] = "set_sl",
		[ALGO_DO_SET_TP] = "set_tp",
		[ALGO_DO_TARGET] = "target",
	};

	return names[verb];
}

const char *algo_doc_needs(enum algo_do verb)
{
	return verb == ALGO_DO_SET_SL	? "sl"
	       : verb == ALGO_DO_SET_TP ? "tp"
	       : verb == ALGO_DO_TARGET ? "size"
					: NULL;
}
