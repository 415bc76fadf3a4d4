/* explain_value.c - prices and indicators in words */
#include "explain.h"

#include <algo/ind.h>
#include <math.h>
#include <string.h>

int algo_tell_is_name(const struct algo_ast *a, const char *name)
{
	return a->kind == ALGO_AST_NAME && strcmp(a->name, name) == 0;
}

int algo_tell_is_call(const struct algo_ast *a, const char *name, size_t nkids)
{
	if (a->kind != ALGO_AST_CALL || a->nkids != nkids ||
	    strcmp(a->name, name) != 0)
		return 0;
	for (size_t i = 0; i < nkids; i++)
		if (a->arg[i][0])
			return 0;
	return 1;
}

int algo_tell_is_number(const struct algo_ast *a, double v)
{
	return a->kind == ALGO_AST_NUM && a->number == v;
}

int algo_tell_is_length(const struct algo_ast *a, double *n)
{
	if (a->kind != ALGO_AST_NUM || a->number < 1 ||
	    a->number > ALGO_LOOKBACK_MAX || floor(a->number) != a->number)
		return 0;
	*n = a->number;
	return 1;
}

void algo_tell_quote(const char *s, size_t n, struct algo_buf *out)
{
	const char *mark = memchr(s, '`', n) ? "``" : "`";

	algo_buf_adds(out, mark);
	algo_buf_add(out, s, n);
	algo_buf_adds(out, mark);
}

void algo_tell_code(const struct algo_ast *a, struct algo_buf *out)
{
	struct algo_buf text = ALGO_BUF_INIT(ALGO_DOC_MAX);

	algo_ast_print(a, &text);
	algo_tell_quote(algo_buf_str(&text), text.len, out);
	algo_buf_release(&text);
}

/* --- Numbers ---------------------------------------------------------------
 */

/* A plain decimal: none with an exponent. */
static int number(const struct algo_ast *a, struct algo_buf *out)
{
	char text[ALGO_NUM_MAX];
	int minus = a->kind == ALGO_AST_NEG;
	size_t n;

	if (minus)
		a = a->kid[0];
	if (a->kind != ALGO_AST_NUM)
		return 0;
	n = algo_num_print(text, a->number);
	if (memchr(text, 'e', n) || memchr(text, 'i', n))
		return 0;
	if (minus)
		algo_buf_addc(out, '-');
	algo_buf_add(out, text, n);
	return 1;
}

/* --- Prices ----------------------------------------------------------------
 */

static const char *const bar_names[] = { "open", "high", "low", "close",
					 "volume" };

static const char *bar_name(const struct algo_ast *a)
{
	for (size_t i = 0; i < sizeof(bar_names) / sizeof(*bar_names); i++)
		if (algo_tell_is_name(a, bar_names[i]))
			return bar_names[i];
	return NULL;
}

static int price(const struct algo_ast *a, struct algo_buf *out)
{
	const char *name;

	if (algo_tell_is_name(a, "entry_price")) {
		algo_buf_adds(out, "the entry price");
		return 1;
	}
	name = bar_name(a);
	if (name) {
		algo_buf_addf(out, "the %s", name);
		return 1;
	}
	if (a->kind != ALGO_AST_INDEX || !algo_tell_is_number(a->kid[1], 1))
		return 0;
	name = bar_name(a->kid[0]);
	if (name)
		algo_buf_addf(out, "the previous %s", name);
	return name != NULL;
}

/* highest(high, n)[1]: the bars before this one. */
static int extreme(const struct algo_ast *a, struct algo_buf *out)
{
	static const char *const of[][2] = { { "highest", "high" },
					     { "lowest", "low" } };
	const struct algo_ast *c;
	double n;

	if (a->kind != ALGO_AST_INDEX || !algo_tell_is_number(a->kid[1], 1))
		return 0;
	c = a->kid[0];
	for (size_t i = 0; i < 2; i++) {
		int short_form = algo_tell_is_call(c, of[i][0], 1);

		if (!short_form && !(algo_tell_is_call(c, of[i][0], 2) &&
				     algo_tell_is_name(c->kid[0], of[i][1])))
			continue;
		if (!algo_tell_is_length(c->kid[short_form ? 0 : 1], &n))
			return 0;
		algo_buf_adds(out, "the ");
		algo_buf_addnum(out, n);
		algo_buf_addf(out, "-bar %s", of[i][1]);
		return 1;
	}
	return 0;
}

/* --- Indicators ------------------------------------------------------------
 */

/* The parameters of a call that names none of its arguments and reads the
 * row's own inputs. */
static int plain_args(const struct algo_ast *a, const struct algo_ind *ind,
		      struct algo_args *args)
{
	size_t k = 0, at = 0, inputs = algo_ind_inputs(ind);

	algo_args_init(ind, args);
	while (k < a->nkids && at < inputs &&
	       algo_tell_is_name(a->kid[k], ind->in[at])) {
		k++;
		at++;
	}
	for (size_t pos = 0; k < a->nkids; k++, pos++) {
		int i = algo_args_position(ind, pos);

		if (i < 0 || a->kid[k]->kind != ALGO_AST_NUM ||
		    algo_args_set(ind, args, (size_t)i, a->kid[k]->number,
				  NULL))
			return 0;
	}
	algo_args_done(ind, args);
	for (k = 0; k < a->nkids; k++)
		if (a->arg[k][0])
			return 0;
	return 1;
}

/* (14) or (12,26,9): the first n positions.  What is given behind them must
 * repeat one of them (BBANDS: down is up). */
static int put_args(const struct algo_ast *a, size_t n, struct algo_buf *out)
{
	const struct algo_ind *ind = algo_ind_find(a->name, strlen(a->name));
	unsigned char shown[ALGO_IND_PARAMS] = { 0 };
	struct algo_args args;

	if (!ind || !plain_args(a, ind, &args))
		return 0;
	for (size_t i = 0; i < n; i++) {
		int at = algo_args_position(ind, i);

		if (at < 0)
			return 0;
		shown[at] = 1;
		algo_buf_addc(out, i ? ',' : '(');
		algo_buf_addnum(out, args.p[at]);
	}
	if (n)
		algo_buf_addc(out, ')');
	for (size_t i = 0; i < algo_ind_params(ind); i++) {
		const char *like = ind->param[i].like;
		int k = like ? algo_ind_param(ind, like, strlen(like)) : -1;

		if (!shown[i] && args.given[i] &&
		    (k < 0 || args.p[k] != args.p[i]))
			return 0;
	}
	return 1;
}

/* Indicators whose phrase is a name and numbers. */
static const struct {
	const char *row, *label;
	size_t params;
} plain[] = {
	{ "sma", "SMA", 1 },	 { "ema", "EMA", 1 },
	{ "wma", "WMA", 1 },	 { "hma", "HMA", 1 },
	{ "dema", "DEMA", 1 },	 { "tema", "TEMA", 1 },
	{ "trima", "TRIMA", 1 }, { "kama", "KAMA", 1 },
	{ "rsi", "RSI", 1 },	 { "adx", "ADX", 1 },
	{ "atr", "ATR", 1 },	 { "natr", "NATR", 1 },
	{ "cci", "CCI", 1 },	 { "mfi", "MFI", 1 },
	{ "willr", "WILLR", 1 }, { "mom", "MOM", 1 },
	{ "roc", "ROC", 1 },	 { "trix", "TRIX", 1 },
	{ "cmf", "CMF", 1 },	 { "aroonosc", "AROONOSC", 1 },
	{ "plus_di", "DI+", 1 }, { "minus_di", "DI-", 1 },
	{ "obv", "OBV", 0 },	 { "vwap", "VWAP", 0 },
	{ "sar", "SAR", 2 },
};

static int indicator(const struct algo_ast *a, struct algo_buf *out)
{
	size_t mark = out->len;

	if (a->kind != ALGO_AST_CALL)
		return 0;
	for (size_t i = 0; i < sizeof(plain) / sizeof(*plain); i++) {
		if (strcmp(plain[i].row, a->name) != 0)
			continue;
		algo_buf_adds(out, plain[i].label);
		if (put_args(a, plain[i].params, out))
			return 1;
		out->len = mark;
		return 0;
	}
	return 0;
}

/* One output of several: words before and behind the numbers. */
static const struct {
	const char *row, *field;
	size_t params;
	const char *before, *behind;
} fields[] = {
	{ "macd", "", 3, "the MACD", " line" },
	{ "macd", "signal", 3, "the MACD", " signal line" },
	{ "macd", "hist", 3, "the MACD", " histogram" },
	{ "bbands", "upper", 2, "the upper Bollinger band", "" },
	{ "bbands", "middle", 2, "the middle Bollinger band", "" },
	{ "bbands", "lower", 2, "the lower Bollinger band", "" },
	{ "stoch", "slowk", 3, "the stochastic", " %K" },
	{ "stoch", "slowd", 3, "the stochastic", " %D" },
};

static int field(const struct algo_ast *a, struct algo_buf *out)
{
	const struct algo_ast *c = a->kind == ALGO_AST_FIELD ? a->kid[0] : a;
	const char *name = c == a ? "" : a->name;
	size_t mark = out->len;

	if (c->kind != ALGO_AST_CALL)
		return 0;
	for (size_t i = 0; i < sizeof(fields) / sizeof(*fields); i++) {
		if (strcmp(fields[i].row, c->name) != 0 ||
		    strcmp(fields[i].field, name) != 0)
			continue;
		algo_buf_adds(out, fields[i].before);
		if (put_args(c, fields[i].params, out)) {
			algo_buf_adds(out, fields[i].behind);
			return 1;
		}
		out->len = mark;
		return 0;
	}
	return 0;
}

int algo_tell_value(const struct algo_ast *a, struct algo_buf *out)
{
	return number(a, out) || price(a, out) || extreme(a, out) ||
	       indicator(a, out) || field(a, out);
}

int algo_tell_atr(const struct algo_ast *a, struct algo_buf *out)
{
	const struct algo_ast *c = a;
	size_t mark = out->len;
	double k = 1;

	if (a->kind == ALGO_AST_BIN && strcmp(a->name, "*") == 0) {
		int first = a->kid[0]->kind == ALGO_AST_NUM;

		c = a->kid[first];
		if (a->kid[!first]->kind != ALGO_AST_NUM)
			return 0;
		k = a->kid[!first]->number;
	}
	if (c->kind != ALGO_AST_CALL || strcmp(c->name, "atr") != 0 ||
	    !(k > 1e-4 && k < 1e6))
		return 0;
	algo_buf_addnum(out, k);
	algo_buf_addc(out, ' ');
	if (indicator(c, out))
		return 1;
	out->len = mark;
	return 0;
}
