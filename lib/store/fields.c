/* fields.c - what a run can be listed, sorted and asked by */
#include "fields.h"

#include <algo/stat.h>
#include <string.h>

/* clang-format off */
static const struct algo_field fields[] = {
	{ "id", "id", ALGO_FIELD_TEXT, 0, "id" },
	{ "timestamp", "timestamp", ALGO_FIELD_TIME, 0, "timestamp" },
	{ "strategy", "strategy_name", ALGO_FIELD_TEXT, 0, "strategy" },
	{ "version", "strategy_version", ALGO_FIELD_NUM, 0, NULL },
	{ "sha256", "strategy_sha256", ALGO_FIELD_TEXT, 0, NULL },
	{ "symbol", "symbol", ALGO_FIELD_TEXT, 0, "symbol" },
	{ "interval", "interval", ALGO_FIELD_TEXT, 0, NULL },
	{ "bars", "bars", ALGO_FIELD_COUNT, 1, NULL },
	{ "success", "success", ALGO_FIELD_BOOL, 0, NULL },
	{ "return_pct", "return_pct", ALGO_FIELD_NUM, 1, "return %" },
	{ "cagr_pct", "cagr_pct", ALGO_FIELD_NUM, 1, NULL },
	{ "total_pnl", "total_pnl", ALGO_FIELD_NUM, 1, NULL },
	{ "equity_final", "equity_final", ALGO_FIELD_NUM, 1, NULL },
	{ "annual_volatility_pct", "annual_volatility_pct", ALGO_FIELD_NUM, 1,
	  NULL },
	{ "sharpe_ratio", "sharpe_ratio", ALGO_FIELD_NUM, 1, "sharpe" },
	{ "sortino_ratio", "sortino_ratio", ALGO_FIELD_NUM, 1, NULL },
	{ "calmar_ratio", "calmar_ratio", ALGO_FIELD_NUM, 1, NULL },
	{ "max_drawdown_pct", "max_drawdown_pct", ALGO_FIELD_NUM, 1,
	  "max dd %" },
	{ "num_trades", "num_trades", ALGO_FIELD_COUNT, 1, "trades" },
	{ "win_rate", "win_rate", ALGO_FIELD_NUM, 1, "win rate" },
	{ "profit_factor", "profit_factor", ALGO_FIELD_NUM, 1, NULL },
	{ "expectancy", "expectancy", ALGO_FIELD_NUM, 1, NULL },
	{ "exposure_time_pct", "exposure_time_pct", ALGO_FIELD_NUM, 1, NULL },
	{ "execution_time", "execution_time", ALGO_FIELD_NUM, 1, NULL },
	{ "error_class", "error_class", ALGO_FIELD_TEXT, 0, NULL },
	{ "error_message", "error_message", ALGO_FIELD_TEXT, 0, NULL },
};

/* clang-format on */

#define COUNT(table) (sizeof(table) / sizeof(*(table)))

const struct algo_field *algo_field_at(size_t i)
{
	return i < COUNT(fields) ? &fields[i] : NULL;
}

void algo_field_name(const char *name, size_t n, char *out, size_t max)
{
	const struct algo_metric *m;

	if (n >= max)
		n = max - 1;
	for (size_t i = 0; i < n; i++) {
		char c = name[i];

		out[i] = c >= 'A' && c <= 'Z' ? (char)(c + 'a' - 'A') : c;
	}
	out[n] = '\0';
	m = algo_metric_find(out, n);
	if (m && strlen(m->name) < max)
		memcpy(out, m->name, strlen(m->name) + 1);
}

const struct algo_field *algo_field_find(const char *name, size_t n)
{
	char full[64];

	if (n >= sizeof(full))
		return NULL;
	algo_field_name(name, n, full, sizeof(full));
	for (size_t i = 0; i < COUNT(fields); i++)
		if (strcmp(fields[i].name, full) == 0)
			return &fields[i];
	return NULL;
}

void algo_field_near(struct algo_near *near, const char *text, size_t n)
{
	const struct algo_metric *m;

	for (size_t i = 0; i < COUNT(fields); i++)
		if (fields[i].number)
			algo_near_try(near, text, n, fields[i].name);
	for (size_t i = 0; (m = algo_metric_at(i)); i++)
		algo_near_try(near, text, n, m->name);
}

int algo_field_better(const char *name)
{
	const struct algo_metric *m = algo_metric_find(name, strlen(name));

	if (strcmp(name, "execution_time") == 0)
		return -1;
	return m && m->better < 0 ? -1 : 1;
}
