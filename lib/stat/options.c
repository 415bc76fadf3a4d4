/* options.c - what the tools are asked about metrics, understood */
#include "figures.h"

#include <stddef.h>
#include <string.h>

/* --- A choice of metrics ---------------------------------------------------
 */

void algo_metric_set_fill(struct algo_metric_set *set, enum algo_which which)
{
	size_t i;

	memset(set, 0, sizeof(*set));
	for (i = 0; i < algo_metric_count(); i++)
		set->has[i] =
			which == ALGO_WHICH_ALL || algo_metric_at(i)->result;
}

static int add_name(struct algo_metric_set *set, const char *name, size_t n,
		    struct algo_err *err)
{
	const struct algo_metric *m = algo_metric_find(name, n);
	const char *near;
	size_t i;

	for (i = 0; m && algo_metric_at(i) != m; i++)
		;
	if (m) {
		set->has[i] = 1;
		return 0;
	}
	if (!n)
		return algo_err_set(err, ALGO_E_USAGE, "bad_value",
				    "a name is missing in --metrics");
	near = algo_metric_near(name, n);
	algo_err_set(err, ALGO_E_USAGE, "unknown_metric",
		     "unknown metric '%.*s' in --metrics",
		     (int)(n < 60 ? n : 60), name);
	if (near)
		return algo_err_hint(err, "did you mean '%s'?", near);
	return algo_err_hint(err, "see --list-metrics");
}

int algo_metric_set_read(struct algo_metric_set *set, const char *text,
			 struct algo_err *err)
{
	memset(set, 0, sizeof(*set));
	if (strcmp(text, "all") == 0) {
		algo_metric_set_fill(set, ALGO_WHICH_ALL);
		return 0;
	}
	for (;; text++) {
		size_t n;

		text += strspn(text, " ");
		n = strcspn(text, ", ");
		if (add_name(set, text, n, err))
			return -1;
		text += n;
		text += strspn(text, " ");
		if (*text != ',')
			break;
	}
	if (!*text)
		return 0;
	algo_err_set(err, ALGO_E_USAGE, "bad_value",
		     "names in --metrics have commas between them");
	return algo_err_hint(err, "--metrics sharpe,romad");
}

/* --- Numbers, zone, clock ---------------------------------------------------
 */

static int out_of_range(const char *option, const char *what,
			struct algo_err *err)
{
	return algo_err_set(err, ALGO_E_USAGE, "out_of_range", "%s %s", option,
			    what);
}

static int read_numbers(struct algo_stat_opt *o,
			const struct algo_stat_ask *ask, struct algo_err *err)
{
	o->rf = isnan(ask->rf) ? 0 : ask->rf;
	o->mar = isnan(ask->mar) ? 0 : ask->mar;
	o->periods_per_year = ask->periods_per_year;
	if (!(o->rf > -1) || isinf(o->rf))
		return out_of_range("--rf", "must be above -1", err);
	if (!(o->mar > -1) || isinf(o->mar))
		return out_of_range("--mar", "must be above -1", err);
	if (o->periods_per_year <= 0 || isinf(o->periods_per_year))
		return out_of_range("--periods-per-year", "must be above 0",
				    err);
	return 0;
}

/* "HH:MM" to microseconds of the day. */
static int read_clock(const char *s, int64_t *us, struct algo_err *err)
{
	const char *colon = strchr(s, ':');
	int64_t h, m;

	if (!colon || strlen(colon) != 3 ||
	    algo_int_parse(s, (size_t)(colon - s), &h) ||
	    algo_int_parse(colon + 1, 2, &m) || h < 0 || h > 23 || m < 0 ||
	    m > 59 || colon[1] == '+')
		return algo_err_set(err, ALGO_E_USAGE, "bad_value",
				    "--day-start is no HH:MM");
	*us = (h * 60 + m) * 60 * ALGO_US;
	return 0;
}

static int read_zone(struct algo_stat_opt *o, const char *name,
		     struct algo_err *err)
{
	o->zone = algo_zone_open(name, err);
	if (o->zone)
		return 0;
	if (err && err->cls == ALGO_E_VALUE) {
		err->cls = ALGO_E_USAGE;
		algo_err_origin(err, ALGO_O_USAGE);
		algo_err_file(err, "--tz");
	}
	return -1;
}

/* Whether the conditions can be read is known before the curve is: they are
 * asked of an account that stands still. */
static int check_conditions(const struct algo_strs *exprs, struct algo_err *err)
{
	struct algo_stat_opt opt = { .periods_per_year = (double)NAN,
				     .index = 1 };
	struct algo_stat_row row = { .equity = 1, .close = (double)NAN };
	struct algo_stat *s = algo_stat_new(&opt);
	int rc = 0;
	size_t i;

	algo_stat_row(s, &row);
	if (algo_stat_done(s, err))
		rc = -1;
	for (i = 0; i < exprs->n && rc == 0; i++)
		if (algo_stat_require(s, exprs->v[i], NULL, err) < 0)
			rc = algo_err_file(err, "--require");
	algo_stat_free(s);
	return rc;
}

int algo_stat_setup(struct algo_stat_setup *u, const struct algo_stat_ask *ask,
		    enum algo_which which, struct algo_err *err)
{
	memset(u, 0, sizeof(*u));
	u->with_daily = ask->with_daily;
	u->require = &ask->require;
	algo_metric_set_fill(&u->set, which);
	if (ask->metrics && algo_metric_set_read(&u->set, ask->metrics, err))
		return -1;
	if (read_numbers(&u->opt, ask, err))
		return -1;
	if (ask->day_start &&
	    read_clock(ask->day_start, &u->opt.day_start, err))
		return -1;
	if (ask->tz && read_zone(&u->opt, ask->tz, err))
		return -1;
	return check_conditions(&ask->require, err);
}

void algo_stat_setup_release(struct algo_stat_setup *u)
{
	algo_zone_free(u->opt.zone);
	u->opt.zone = NULL;
}

const char *algo_stat_ask_given(const struct algo_stat_ask *ask)
{
	const struct {
		int given;
		const char *name;
	} rows[] = {
		{ ask->metrics != NULL, "--metrics" },
		{ ask->benchmark != NULL, "--benchmark" },
		{ !isnan(ask->rf), "--rf" },
		{ !isnan(ask->mar), "--mar" },
		{ !isnan(ask->periods_per_year), "--periods-per-year" },
		{ ask->tz != NULL, "--tz" },
		{ ask->day_start != NULL, "--day-start" },
		{ ask->with_daily, "--with-daily" },
		{ ask->require.n > 0, "--require" },
	};
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		if (rows[i].given)
			return rows[i].name;
	return NULL;
}
