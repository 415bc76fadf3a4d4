/* explain_risk.c - sizes, stops, limits and costs in words */
#include "explain.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

int algo_tell_percent(double v, struct algo_buf *out)
{
	char text[ALGO_NUM_MAX + 1];
	size_t n;
	double back;

	if (!(fabs(v) < 1e6))
		return 0;
	n = algo_num_print_digits(text, v * 100, 15);
	text[n] = '%';
	if (memchr(text, 'e', n) || algo_num_human(text, n + 1, &back) ||
	    back != v)
		return 0;
	algo_buf_add(out, text, n + 1);
	return 1;
}

/* Keys whose strings are no expressions. */
static int is_text(const char *path)
{
	return strncmp(path, "risk.", 5) != 0 || strstr(path, "session");
}

void algo_tell_member(struct teller *t, const char *path,
		      const struct algo_json *v)
{
	struct algo_buf text = ALGO_BUF_INIT(ALGO_DOC_MAX);
	const struct algo_ast *a = NULL;
	struct algo_jw w;

	if (algo_json_type(v) == ALGO_J_STR && !is_text(path))
		a = algo_tell_expr(t, v);
	algo_jw_init(&w, &text, 0);
	if (a)
		algo_ast_print(a, &text);
	else
		algo_jw_value(&w, v);
	algo_buf_addf(t->out, "Set `%s` to ", path);
	algo_tell_quote(algo_buf_str(&text), text.len, t->out);
	algo_buf_adds(t->out, ".\n");
	algo_buf_release(&text);
}

/* A plain number of the document, a param's value too; 0 for others. */
static int plain(struct teller *t, const struct algo_json *v, double *n)
{
	const struct algo_ast *a = algo_tell_expr(t, v);

	*n = a && a->kind == ALGO_AST_NUM ? a->number : NAN;
	return fabs(*n) < 1e15 && (*n == 0 || fabs(*n) > 1e-4);
}

/* --- risk ------------------------------------------------------------------
 */

static int tell_size(struct teller *t, const struct algo_json *v)
{
	const struct algo_ast *a = algo_tell_expr(t, v);
	struct algo_buf percent = ALGO_BUF_INIT(64);
	double n;

	if (plain(t, v, &n) && n < 1 && algo_tell_percent(n, &percent)) {
		algo_buf_addf(t->out,
			      "Put %s of the account into each trade.\n",
			      algo_buf_str(&percent));
	} else if (plain(t, v, &n) && n >= 1 && floor(n) == n) {
		algo_buf_adds(t->out, "Use ");
		algo_buf_addnum(t->out, n);
		algo_buf_adds(t->out, " units per trade.\n");
	} else {
		algo_buf_adds(t->out, "Use a size of ");
		algo_tell_code(a, t->out);
		algo_buf_adds(t->out, ".\n");
	}
	algo_buf_release(&percent);
	return 1;
}

static const struct level {
	const char *price, *pct, *distance;
	const char *before; /* of "5%", `a price`, "2 ATR(14)" */
	const char *away;   /* sign of the distance of a long */
} levels[] = {
	{ "stop_loss", "stop_loss_pct", "stop_distance",
	  "Set the stop loss to ", "-" },
	{ "take_profit", "take_profit_pct", "target_distance",
	  "Take profit at ", "+" },
};

/* The multiple of the true range that a level stands away from the entry. */
static int distance(const struct teller *t, const struct level *l,
		    const struct algo_ast *a, struct algo_buf *out)
{
	int minus = a->kind == ALGO_AST_BIN && strcmp(a->name, "-") == 0;
	int plus = a->kind == ALGO_AST_BIN && strcmp(a->name, "+") == 0;

	if ((!minus && !plus) || !algo_tell_is_name(a->kid[0], "entry_price") ||
	    t->s->nrules || t->has_long == t->has_short)
		return 0;
	if (minus != ((l->away[0] == '-') == t->has_long))
		return 0;
	return algo_tell_atr(a->kid[1], out);
}

static int tell_level(struct teller *t, const char *key,
		      const struct algo_json *v)
{
	struct algo_buf words = ALGO_BUF_INIT(ALGO_DOC_MAX);
	const struct algo_ast *a = algo_tell_expr(t, v);
	const struct level *l = NULL;
	int good = 0;
	double n;

	for (size_t i = 0; i < 2; i++)
		if (strcmp(levels[i].price, key) == 0 ||
		    strcmp(levels[i].pct, key) == 0 ||
		    strcmp(levels[i].distance, key) == 0)
			l = &levels[i];
	if (!l || !a)
		return 0;
	if (strcmp(l->pct, key) == 0) {
		good = plain(t, v, &n);
		algo_buf_addnum(&words, n);
		algo_buf_addc(&words, '%');
	} else if (strcmp(l->distance, key) == 0) {
		good = algo_tell_atr(a, &words);
	} else {
		good = 1;
		if (!distance(t, l, a, &words))
			algo_tell_code(a, &words);
	}
	if (good)
		algo_buf_addf(t->out, "%s%s.\n", l->before,
			      algo_buf_str(&words));
	algo_buf_release(&words);
	return good;
}

static int tell_trail(struct teller *t, const char *key,
		      const struct algo_json *v)
{
	double n;

	if (strcmp(key, "trailing_stop") == 0) {
		algo_buf_adds(t->out, "Use a trailing stop at ");
		algo_tell_code(algo_tell_expr(t, v), t->out);
		algo_buf_adds(t->out, ".\n");
		return 1;
	}
	if (strcmp(key, "trailing_stop_pct") != 0 || !plain(t, v, &n))
		return 0;
	algo_buf_adds(t->out, "Use a ");
	algo_buf_addnum(t->out, n);
	algo_buf_adds(t->out, "% trailing stop.\n");
	return 1;
}

/* Limits that are a number between words; one says what follows 1. */
/* clang-format off */
static const struct {
	const char *key, *before, *behind, *one;
} limits[] = {
	{ "max_bars", "Exit after ", " bars", " bar" },
	{ "max_open_trades", "No more than ", " open trades", " open trade" },
	{ "max_trades_per_day", "No more than ", " trades a day",
	  " trade a day" },
	{ "max_daily_loss_pct", "Stop for the day after losing ", "%", "%" },
	{ "max_drawdown_pct", "Stop trading at ", "% drawdown", "% drawdown" },
	{ "cooldown_bars", "After an exit wait ",
	  " bars before the next trade", " bar before the next trade" },
};
/* clang-format on */

static int tell_limit(struct teller *t, const char *key,
		      const struct algo_json *v)
{
	double n;

	for (size_t i = 0; i < sizeof(limits) / sizeof(*limits); i++) {
		if (strcmp(limits[i].key, key) != 0)
			continue;
		if (!plain(t, v, &n))
			return 0;
		algo_buf_adds(t->out, limits[i].before);
		algo_buf_addnum(t->out, n);
		algo_buf_addf(t->out, "%s.\n",
			      n == 1 ? limits[i].one : limits[i].behind);
		return 1;
	}
	return 0;
}

static void tell_session(struct teller *t, const struct algo_json *v)
{
	const struct algo_json *from = algo_json_get(v, "from");
	const struct algo_json *tz = algo_json_get(v, "tz");

	if (from)
		algo_buf_addf(t->out, "Only trade between %s and %s%s%s.\n",
			      algo_json_str(from, NULL),
			      algo_json_str(algo_json_get(v, "to"), NULL),
			      tz ? " " : "", algo_json_str(tz, NULL));
	else if (tz)
		algo_tell_member(t, "risk.session.tz", tz);
	if (algo_json_bool(algo_json_get(v, "flatten")))
		algo_buf_adds(t->out, "Close everything at the end of the "
				      "day.\n");
	else if (!from)
		algo_tell_member(t, "risk.session", v);
}

void algo_tell_risk(struct teller *t)
{
	const struct algo_json *risk = algo_json_get(t->root, "risk");
	char path[160];

	for (size_t i = 0; i < algo_json_count(risk); i++) {
		const struct algo_json *v = algo_json_at(risk, i);
		const char *key = algo_json_key(v);

		if (strncmp(key, "x-", 2) == 0)
			continue;
		if (strcmp(key, "session") == 0) {
			tell_session(t, v);
			continue;
		}
		if (strcmp(key, "size") == 0
			    ? tell_size(t, v)
			    : tell_level(t, key, v) || tell_trail(t, key, v) ||
				      tell_limit(t, key, v))
			continue;
		snprintf(path, sizeof(path), "risk.%s", key);
		algo_tell_member(t, path, v);
	}
}

/* --- backtest --------------------------------------------------------------
 */

static int tell_commission(struct teller *t, const struct algo_json *v)
{
	size_t mark = t->out->len;
	const struct algo_ast *a;

	if (algo_json_type(v) == ALGO_J_NUM) {
		algo_buf_adds(t->out, "Commission is ");
		if (algo_tell_percent(algo_json_num(v), t->out)) {
			algo_buf_adds(t->out, ".\n");
			return 1;
		}
		t->out->len = mark;
		return 0;
	}
	a = algo_tell_expr(t, v);
	if (!a)
		return 0;
	algo_buf_adds(t->out, "Commission is ");
	algo_tell_code(a, t->out);
	algo_buf_adds(t->out, ".\n");
	return 1;
}

static int tell_setting(struct teller *t, const char *key,
			const struct algo_json *v)
{
	double n = algo_json_num(v), times;

	if (strcmp(key, "cash") == 0 && n >= 1 && n < 1e15) {
		algo_buf_adds(t->out, "Start with ");
		algo_buf_addnum(t->out, n);
		algo_buf_adds(t->out, " in cash.\n");
		return 1;
	}
	if (strcmp(key, "commission") == 0)
		return tell_commission(t, v);
	times = nearbyint(1 / n);
	if (strcmp(key, "margin") == 0 && times >= 2 && times < 1000 &&
	    1 / times == n) {
		algo_buf_addf(t->out, "Use %dx leverage.\n", (int)times);
		return 1;
	}
	if (strcmp(key, "trade_on_close") == 0 && algo_json_bool(v)) {
		algo_buf_adds(t->out, "Trade at the close.\n");
		return 1;
	}
	return 0;
}

void algo_tell_costs(struct teller *t)
{
	const struct algo_json *list = algo_json_get(t->root, "backtest");
	char path[160];

	for (size_t i = 0; i < algo_json_count(list); i++) {
		const struct algo_json *v = algo_json_at(list, i);
		const char *key = algo_json_key(v);

		if (strncmp(key, "x-", 2) == 0 || tell_setting(t, key, v))
			continue;
		snprintf(path, sizeof(path), "backtest.%s", key);
		algo_tell_member(t, path, v);
	}
}
