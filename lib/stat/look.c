/* look.c - metrics as a table for people: headings, aligned points, a picture
 * of the curve */
#include "figures.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NAME_WIDTH 30
#define VALUE_WIDTH 16 /* of what stands before the point */
#define WIDTH_MIN 10
#define WIDTH_MAX 200

void algo_look_init(struct algo_look *look, int terminal)
{
	const char *no = getenv("NO_COLOR"), *term = getenv("TERM");
	const char *columns = getenv("COLUMNS");
	int64_t n;

	look->colour = terminal && !(no && *no) &&
		       !(term && strcmp(term, "dumb") == 0);
	look->width = 60;
	if (columns && algo_int_parse(columns, strlen(columns), &n) == 0 &&
	    n > 0)
		look->width = n < WIDTH_MIN   ? WIDTH_MIN
			      : n > WIDTH_MAX ? WIDTH_MAX
					      : (size_t)n;
}

enum paint { BOLD, RED, DIM };

static void paint(const struct algo_look *look, enum paint p,
		  struct algo_buf *out)
{
	static const char *const codes[] = { "\x1b[1m", "\x1b[31m", "\x1b[2m" };

	if (look->colour)
		algo_buf_adds(out, codes[p]);
}

static void plain(const struct algo_look *look, struct algo_buf *out)
{
	if (look->colour)
		algo_buf_adds(out, "\x1b[0m");
}

void algo_look_line(const struct algo_look *look, const char *name,
		    const char *text, struct algo_buf *out)
{
	paint(look, BOLD, out);
	algo_buf_addf(out, "%-10s", name);
	plain(look, out);
	algo_buf_addf(out, " %s\n", text);
}

/* --- The curve -------------------------------------------------------------
 */

static void add_block(struct algo_buf *out, double share)
{
	int level = (int)(share * 8);
	char block[4] = "\xe2\x96\x81"; /* U+2581, an eighth */

	level = level < 0 ? 0 : level > 7 ? 7 : level;
	block[2] = (char)(0x81 - 0x100 + level);
	algo_buf_adds(out, block);
}

/* Of the thinned curve, the point at each of so many places. */
static void curve(const struct algo_stat *s, const struct algo_look *look,
		  struct algo_buf *out)
{
	const struct trace *t = &s->trace;
	size_t i, n = t->n < look->width ? t->n : look->width;
	double lo = s->last, hi = s->last;

	if (n < 2)
		return;
	for (i = 0; i < t->n; i++) {
		lo = fmin(lo, t->v[i]);
		hi = fmax(hi, t->v[i]);
	}
	for (i = 0; i < n; i++) {
		size_t at = i * (t->n - 1) / (n - 1);
		double v = i + 1 < n ? t->v[at] : s->last;

		add_block(out, hi > lo ? (v - lo) / (hi - lo) : 0);
	}
	algo_buf_addc(out, '\n');
}

/* --- Values ------------------------------------------------------------------
 */

static size_t decimals(const struct algo_metric *m, double v)
{
	if (strcmp(m->unit, "count") == 0)
		return v == floor(v) ? 0 : 2;
	if (strcmp(m->unit, "money") == 0 || strcmp(m->unit, "%") == 0)
		return 2;
	if (strcmp(m->unit, "days") == 0 || strcmp(m->unit, "s") == 0)
		return 1;
	return 3;
}

/* With so many decimals and a blank before each three digits ("-1 234.50");
 * what is too large for that as it is. */
static size_t print_fixed(char *out, double v, size_t digits)
{
	static const int64_t tens[] = { 1, 10, 100, 1000 };
	double scaled = round(fabs(v) * (double)tens[digits]);
	char text[ALGO_NUM_MAX];
	size_t n = 0, k, len;
	int64_t whole;

	if (!(scaled < 1e15))
		return algo_num_print(out, v);
	whole = (int64_t)scaled;
	if (v < 0 && whole > 0)
		out[n++] = '-';
	len = algo_int_print(text, whole / tens[digits]);
	for (k = 0; k < len; k++) {
		out[n++] = text[k];
		if (k + 1 < len && (len - k - 1) % 3 == 0)
			out[n++] = ' ';
	}
	if (!digits)
		return n;
	out[n++] = '.';
	len = algo_int_print(text, whole % tens[digits]);
	for (k = len; k < digits; k++)
		out[n++] = '0';
	memcpy(out + n, text, len);
	return n + len;
}

static size_t print_stamp(const struct algo_stat *s,
			  const struct algo_metric *m, double v, char *out)
{
	int64_t us = (int64_t)v;

	if (s->opt.index)
		return algo_int_print(out, us);
	if (m->kind == ALGO_M_DATE || us == algo_day_of(us) * ALGO_DAY_US)
		return algo_date_print(out, us);
	return algo_when_print(out, us, NULL);
}

/* Seconds are for programs. */
static const char *unit_of(const struct algo_metric *m, double *v)
{
	const char *unit = m->unit;

	if (strcmp(unit, "s") == 0 && fabs(*v) >= 86400) {
		*v /= 86400;
		return "days";
	}
	if (strcmp(unit, "s") == 0 && fabs(*v) >= 3600) {
		*v /= 3600;
		return "hours";
	}
	if (strcmp(unit, "%") == 0 || strcmp(unit, "days") == 0 ||
	    strcmp(unit, "s") == 0)
		return unit;
	return "";
}

/* text, its point (or end) where all have it. */
static void add_value(const struct algo_look *look, const char *text, size_t n,
		      const char *unit, struct algo_buf *out)
{
	const char *point = memchr(text, '.', n);
	size_t before = point ? (size_t)(point - text) : n, behind = n - before;
	int red = n > 1 && text[0] == '-';

	for (; before < VALUE_WIDTH; before++)
		algo_buf_addc(out, ' ');
	if (red)
		paint(look, RED, out);
	algo_buf_add(out, text, n);
	if (red)
		plain(look, out);
	for (; *unit && behind < 4; behind++)
		algo_buf_addc(out, ' ');
	if (*unit)
		algo_buf_addf(out, " %s", unit);
	algo_buf_addc(out, '\n');
}

static void metric(const struct algo_stat *s, const struct algo_metric *m,
		   const struct algo_look *look, struct algo_buf *out)
{
	double v = algo_stat_value(s, m);
	char text[2 * ALGO_NUM_MAX + ALGO_WHEN_MAX];
	const char *unit = "";
	size_t n = 1;

	algo_buf_addf(out, "  %-*s", NAME_WIDTH, m->title);
	text[0] = '-';
	if (!isnan(v) && m->kind == ALGO_M_NUMBER) {
		unit = unit_of(m, &v);
		n = print_fixed(text, v, decimals(m, v));
	} else if (!isnan(v)) {
		n = print_stamp(s, m, v, text);
	}
	add_value(look, text, n, unit, out);
}

/* --- Groups -------------------------------------------------------------- */

static void group(const struct algo_stat *s, const struct algo_metric_set *set,
		  enum algo_metric_group g, const struct algo_look *look,
		  struct algo_buf *out)
{
	size_t i, n = 0;

	for (i = 0; i < algo_metric_count(); i++) {
		const struct algo_metric *m = algo_metric_at(i);

		if (m->group != g || !set->has[i] || !algo_stat_known(s, m))
			continue;
		if (!n++) {
			algo_buf_addc(out, '\n');
			paint(look, BOLD, out);
			algo_buf_adds(out, algo_metric_group_name(g));
			plain(look, out);
			algo_buf_addc(out, '\n');
		}
		metric(s, m, look, out);
	}
}

void algo_stat_table(const struct algo_stat *s,
		     const struct algo_metric_set *set,
		     const struct algo_look *look, struct algo_buf *out)
{
	const char *flag;
	size_t i, at = 0;

	curve(s, look, out);
	for (i = 0; i < ALGO_G_COUNT; i++)
		group(s, set, (enum algo_metric_group)i, look, out);
	for (i = 0; (flag = algo_stat_flag(s, &at)); i++) {
		if (!i)
			paint(look, DIM, out);
		algo_buf_addf(out, "%s%s", i ? ", " : "\nflags: ", flag);
	}
	if (!i)
		return;
	plain(look, out);
	algo_buf_addc(out, '\n');
}
