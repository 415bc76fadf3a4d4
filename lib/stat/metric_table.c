/* metric_table.c - the table of metrics: listing and looking up.  It stands
 * alone, so that who only asks for names links no statistics. */
#include "figures.h"

#include <stddef.h>
#include <string.h>

const struct metric_row algo_metric_rows[] = {
#define M(group, name, unit, kind, result, better, title, source, formula) \
	{ { #name, unit, ALGO_M_##kind, ALGO_G_##group, result, better,    \
	    formula, source, title },                                      \
	  offsetof(struct figures, name) },
#include "metric_rows.h"
#undef M
};
#define ROWS (sizeof(algo_metric_rows) / sizeof(algo_metric_rows[0]))
_Static_assert(ROWS <= ALGO_METRIC_MAX, "a set has a place for every row");

const char *algo_metric_group_name(enum algo_metric_group g)
{
	static const char *const names[] = {
#define X(id, heading) heading,
		ALGO_METRIC_GROUPS(X)
#undef X
	};

	return names[g];
}

/* Spellings taken on input only. */
static const struct {
	const char *text, *name;
} short_names[] = {
	{ "sharpe", "sharpe_ratio" },
	{ "sortino", "sortino_ratio" },
	{ "calmar", "calmar_ratio" },
	{ "omega", "omega_ratio" },
	{ "max_drawdown", "max_drawdown_pct" },
	{ "total_return", "return_pct" },
	{ "total_trades", "num_trades" },
	{ "cagr", "cagr_pct" },
	{ "volatility", "annual_volatility_pct" },
};

size_t algo_metric_count(void)
{
	return ROWS;
}

const struct algo_metric *algo_metric_at(size_t i)
{
	return i < ROWS ? &algo_metric_rows[i].pub : NULL;
}

static int is(const char *name, const char *s, size_t n)
{
	return strlen(name) == n && memcmp(name, s, n) == 0;
}

const struct algo_metric *algo_metric_find(const char *name, size_t n)
{
	size_t i;

	for (i = 0; i < sizeof(short_names) / sizeof(short_names[0]); i++)
		if (is(short_names[i].text, name, n)) {
			name = short_names[i].name;
			n = strlen(name);
			break;
		}
	for (i = 0; i < ROWS; i++)
		if (is(algo_metric_rows[i].pub.name, name, n))
			return &algo_metric_rows[i].pub;
	return NULL;
}

const char *algo_metric_near(const char *name, size_t n)
{
	struct algo_near near = { NULL, 0 };
	size_t i;

	for (i = 0; i < ROWS; i++)
		algo_near_try(&near, name, n, algo_metric_rows[i].pub.name);
	for (i = 0; i < sizeof(short_names) / sizeof(short_names[0]); i++)
		algo_near_try(&near, name, n, short_names[i].text);
	return algo_near_best(&near);
}
