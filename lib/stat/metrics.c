/* metrics.c - the values of metrics: reading, writing */
#include "figures.h"

#include <string.h>

static const char *const flag_names[F_COUNT] = {
	[F_NO_CALENDAR] = "no_calendar",
	[F_RUINED] = "ruined",
	[F_ZERO_VARIANCE] = "zero_variance",
	[F_NO_DOWNSIDE] = "no_downside",
	[F_NO_DRAWDOWN] = "no_drawdown",
	[F_UNRECOVERED] = "unrecovered",
	[F_SHORT_SAMPLE] = "short_sample",
	[F_NO_TRADES] = "no_trades",
	[F_NO_WINNING_TRADES] = "no_winning_trades",
	[F_NO_LOSING_TRADES] = "no_losing_trades",
	[F_FEW_TRADES] = "few_trades",
};

double *algo_figure(struct figures *f, size_t i)
{
	return (double *)(void *)((char *)f + algo_metric_rows[i].offset);
}

/* What overflowed is undefined. */
static double value_of(const struct algo_stat *s, const struct metric_row *row)
{
	double v;

	memcpy(&v, (const char *)&s->f + row->offset, sizeof(v));
	return isfinite(v) ? v : NAN;
}

double algo_stat_value(const struct algo_stat *s, const struct algo_metric *m)
{
	size_t i;

	for (i = 0; i < algo_metric_count(); i++)
		if (m == &algo_metric_rows[i].pub)
			return value_of(s, &algo_metric_rows[i]);
	return NAN;
}

int algo_stat_known(const struct algo_stat *s, const struct algo_metric *m)
{
	const int lacks[ALGO_G_COUNT] = {
		[ALGO_G_TRADES] = !s->trades.listed,
		[ALGO_G_MARKET] = isnan(s->first_close),
		[ALGO_G_COSTS] = !s->has_costs,
		[ALGO_G_BENCHMARK] = !s->bench.given,
	};

	return !lacks[m->group];
}

/* The text of a time or date; 0 when the value is a number, or null. */
static size_t stamp(const struct algo_stat *s, const struct algo_metric *m,
		    double v, char text[ALGO_WHEN_MAX])
{
	if (isnan(v) || m->kind == ALGO_M_NUMBER || s->opt.index)
		return 0;
	if (m->kind == ALGO_M_DATE)
		return algo_date_print(text, (int64_t)v);
	return algo_when_print(text, (int64_t)v, NULL);
}

void algo_stat_text(const struct algo_stat *s, const struct algo_metric *m,
		    struct algo_buf *out)
{
	double v = algo_stat_value(s, m);
	char text[ALGO_WHEN_MAX];
	size_t n = stamp(s, m, v, text);

	if (n)
		algo_buf_add(out, text, n);
	else if (isnan(v))
		algo_buf_adds(out, "null");
	else
		algo_buf_addnum(out, v);
}

static void write_value(const struct algo_stat *s, const struct metric_row *row,
			struct algo_jw *w)
{
	double v = value_of(s, row);
	char text[ALGO_WHEN_MAX];
	size_t n = stamp(s, &row->pub, v, text);

	if (n)
		algo_jw_strn(w, text, n);
	else
		algo_jw_num(w, v);
}

void algo_stat_json_set(const struct algo_stat *s,
			const struct algo_metric_set *set, struct algo_jw *w)
{
	size_t i;

	algo_jw_key(w, "metrics");
	algo_jw_obj(w);
	for (i = 0; i < algo_metric_count(); i++) {
		const struct metric_row *row = &algo_metric_rows[i];

		if (!set->has[i] || !algo_stat_known(s, &row->pub))
			continue;
		algo_jw_key(w, row->pub.name);
		write_value(s, row, w);
	}
	algo_jw_obj_end(w);
	algo_jw_key(w, "flags");
	algo_jw_arr(w);
	for (i = 0; i < F_COUNT; i++)
		if (s->flags & 1u << i)
			algo_jw_str(w, flag_names[i]);
	algo_jw_arr_end(w);
}

const char *algo_stat_flag(const struct algo_stat *s, size_t *i)
{
	while (*i < F_COUNT && !(s->flags & 1u << *i))
		++*i;
	return *i < F_COUNT ? flag_names[(*i)++] : NULL;
}

void algo_stat_json(const struct algo_stat *s, enum algo_which which,
		    struct algo_jw *w)
{
	struct algo_metric_set set;

	algo_metric_set_fill(&set, which);
	algo_stat_json_set(s, &set, w);
}

void algo_stat_note(const struct algo_stat *s, struct algo_errs *errs)
{
	algo_errs_note(errs, "measured",
		       "%zu rows, %zu periods, %zu closed trades, %zu sessions "
		       "of a benchmark",
		       s->rows + 1, s->ndays, s->trades.n, s->bench.n);
}
