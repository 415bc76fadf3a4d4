/* daily.c - the series beside the metrics: days, months, draw-downs */
#include "figures.h"

#include <stdio.h>

/* A session date, or bar number. */
static void write_date(const struct algo_stat *s, struct algo_jw *w,
		       int64_t date)
{
	char text[ALGO_WHEN_MAX];

	if (s->opt.index)
		algo_jw_int(w, date);
	else
		algo_jw_strn(w, text,
			     algo_date_print(text, date * ALGO_DAY_US));
}

static void days(const struct algo_stat *s, struct algo_jw *w)
{
	double before = s->first;
	size_t i;

	algo_jw_key(w, "daily_pnl");
	algo_jw_arr(w);
	for (i = 0; i < s->ndays; i++) {
		algo_jw_arr(w);
		write_date(s, w, s->days[i].date);
		algo_jw_num(w, s->days[i].equity - before);
		algo_jw_arr_end(w);
		before = s->days[i].equity;
	}
	algo_jw_arr_end(w);
}

static void month(void *ctx, int64_t span, double r)
{
	struct algo_jw *w = ctx;
	char text[32];

	snprintf(text, sizeof(text), "%04d-%02d", (int)(span / 12),
		 (int)(span % 12) + 1);
	algo_jw_arr(w);
	algo_jw_str(w, text);
	algo_jw_num(w, 100 * r);
	algo_jw_arr_end(w);
}

static void stamp(struct algo_jw *w, const char *key, int64_t time)
{
	char text[ALGO_WHEN_MAX];
	size_t n = algo_when_print(text, time, NULL);

	algo_jw_key(w, key);
	if (n)
		algo_jw_strn(w, text, n);
	else
		algo_jw_null(w);
}

static void fall(const struct algo_stat *s, const struct fall_times *x,
		 struct algo_jw *w)
{
	int64_t end = x->end == ALGO_WHEN_NONE ? s->last_time : x->end;

	algo_jw_obj(w);
	stamp(w, "start", x->start);
	stamp(w, "date", x->trough);
	stamp(w, "end", x->end);
	algo_jw_knum(w, "drawdown_pct", 100 * x->depth);
	algo_jw_knum(w, "days", (double)(end - x->start) / (double)ALGO_DAY_US);
	algo_jw_obj_end(w);
}

void algo_stat_daily(const struct algo_stat *s, struct algo_jw *w)
{
	size_t i;

	days(s, w);
	algo_jw_key(w, "monthly_returns");
	algo_jw_arr(w);
	if (!s->opt.index)
		algo_days_spans(s, 1, month, w);
	algo_jw_arr_end(w);
	algo_jw_key(w, "worst_drawdowns");
	algo_jw_arr(w);
	for (i = 0; i < s->falls.nworst && !s->opt.index; i++)
		fall(s, &s->falls.worst[i], w);
	algo_jw_arr_end(w);
}
