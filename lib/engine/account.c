/* account.c - the account's options: one row each, by the name that the
 * command line and a document's "backtest" give them */
#include <algo/engine.h>

#include <math.h>
#include <stddef.h>
#include <string.h>

static int bad(struct algo_err *err, const char *key, const char *text,
	       const char *want)
{
	algo_err_set(err, ALGO_E_VALUE, "out_of_range", "%s '%s' is not %s",
		     key, text, want);
	return -1;
}

static int number(const char *key, const char *text, double *v,
		  struct algo_err *err)
{
	if (algo_num_human(text, strlen(text), v) == 0)
		return 0;
	return algo_err_set(err, ALGO_E_VALUE, "bad_value",
			    "%s '%s' is not a number", key, text);
}

static int flag(const char *key, const char *text, int *v, struct algo_err *err)
{
	if (!*text || strcmp(text, "true") == 0 || strcmp(text, "1") == 0)
		*v = 1;
	else if (strcmp(text, "false") == 0 || strcmp(text, "0") == 0)
		*v = 0;
	else
		return bad(err, key, text, "true or false");
	return 0;
}

static int choice(const char *key, const char *text, const char *const *names,
		  struct algo_err *err)
{
	int i;

	for (i = 0; names[i]; i++)
		if (strcmp(text, names[i]) == 0)
			return i;
	algo_err_set(err, ALGO_E_VALUE, "bad_value", "%s '%s' is unknown", key,
		     text);
	return algo_err_hint(err, "one of %s, %s%s%s", names[0], names[1],
			     names[2] ? ", " : "", names[2] ? names[2] : "");
}

static int set_cash(struct algo_account *a, const char *key, const char *text,
		    struct algo_err *err)
{
	double v;

	if (number(key, text, &v, err))
		return -1;
	if (!(v > 0) || isinf(v))
		return bad(err, key, text, "above 0");
	a->cash = v;
	return 0;
}

static int set_spread(struct algo_account *a, const char *key, const char *text,
		      struct algo_err *err)
{
	double v;

	if (number(key, text, &v, err))
		return -1;
	if (!(fabs(v) < 1) || (v < 0 && !a->compat))
		return bad(err, key, text, "a rate from 0 to below 1");
	a->spread = v;
	return 0;
}

/* An annual rate; negative ones are paid out. */
static int set_rate(struct algo_account *a, const char *key, const char *text,
		    struct algo_err *err);

/* "R", or "Nticks" of --tick. */
static int set_slippage(struct algo_account *a, const char *key,
			const char *text, struct algo_err *err)
{
	size_t n = strlen(text);
	double v;

	a->slippage = a->slip_ticks = 0;
	if (n > 5 && strcmp(text + n - 5, "ticks") == 0)
		n -= 5;
	else if (n > 4 && strcmp(text + n - 4, "tick") == 0)
		n -= 4;
	if (text[n]) {
		while (n > 0 && text[n - 1] == ' ')
			n--;
		if (algo_num_human(text, n, &v) || !(v >= 0) || v > 1e6)
			return bad(err, key, text, "a number of ticks");
		a->slip_ticks = v;
		return 0;
	}
	if (number(key, text, &v, err))
		return -1;
	if (!(v >= 0 && v < 1))
		return bad(err, key, text,
			   "a rate from 0 to below 1, or as '2ticks'");
	a->slippage = v;
	return 0;
}

static int set_tick(struct algo_account *a, const char *key, const char *text,
		    struct algo_err *err)
{
	double v;

	if (number(key, text, &v, err))
		return -1;
	if (!(v > 0) || isinf(v))
		return bad(err, key, text, "above 0");
	a->tick = v;
	return 0;
}

static int set_margin(struct algo_account *a, const char *key, const char *text,
		      struct algo_err *err)
{
	double v;

	if (number(key, text, &v, err))
		return -1;
	if (!(v > 0 && v <= 1))
		return bad(err, key, text, "above 0 and at most 1");
	a->margin = v;
	return 0;
}

static int set_fractional(struct algo_account *a, const char *key,
			  const char *text, struct algo_err *err)
{
	double v = 1e-8;

	if (strcmp(text, "false") == 0) {
		a->unit = 1;
		return 0;
	}
	if (*text && strcmp(text, "true") != 0 && number(key, text, &v, err))
		return -1;
	if (!(v > 0 && v <= 1))
		return bad(err, key, text, "a unit above 0 and at most 1");
	a->unit = v;
	return 0;
}

/* The library's fill model knows neither --mark-at nor --same-bar. */
static int not_with_compat(const struct algo_account *a, const char *key,
			   struct algo_err *err)
{
	if (!a->compat)
		return 0;
	algo_err_set(err, ALGO_E_VALUE, "contradiction",
		     "%s does not go with the compatible fill model", key);
	return algo_err_origin(err, ALGO_O_USAGE);
}

/* --- Commission ---------------------------------------------------------- */

static void fee_clear(struct algo_fee *fee)
{
	algo_eval_free(fee->eval);
	algo_graph_free(fee->graph);
	memset(fee, 0, sizeof(*fee));
}

/* "R" or "F,R". */
static int fee_numbers(struct algo_fee *fee, const char *text)
{
	const char *comma = strchr(text, ',');
	const char *rate = comma ? comma + 1 : text;

	while (*rate == ' ')
		rate++;
	if (comma && algo_num_human(text, (size_t)(comma - text), &fee->fixed))
		return -1;
	return algo_num_human(rate, strlen(rate), &fee->rate);
}

static int fee_expr(struct algo_fee *fee, const char *text,
		    struct algo_err *err)
{
	struct algo_source src = { .text = text,
				   .len = strlen(text),
				   .pointer = "",
				   .scope = ALGO_SCOPE_FEE,
				   .want = ALGO_T_NUM,
				   .price = -1 };
	struct algo_errs errs = { 0 };
	struct algo_expr out;
	int rc;

	fee->graph = algo_graph_new(NULL);
	rc = algo_graph_add(fee->graph, &src, &out, &errs);
	if (rc == 0)
		rc = algo_graph_done(fee->graph, &errs);
	if (rc == 0 && out.is_const && !isfinite(out.value)) {
		rc = algo_err_set(err, ALGO_E_VALUE, "out_of_range",
				  "commission '%s' is no number", text);
	} else if (rc == 0) {
		fee->node = out.node;
		fee->eval = algo_eval_new(fee->graph);
	} else {
		*err = errs.v[0];
	}
	algo_errs_release(&errs);
	return rc;
}

static int set_commission(struct algo_account *a, const char *key,
			  const char *text, struct algo_err *err)
{
	size_t n = strlen(text);

	fee_clear(&a->fee);
	if (n >= sizeof(a->fee.text))
		return bad(err, key, text, "short enough");
	memcpy(a->fee.text, text, n + 1);
	if (fee_numbers(&a->fee, text)) {
		a->fee.fixed = a->fee.rate = 0;
		return fee_expr(&a->fee, text, err);
	}
	if (a->fee.fixed < 0 || !(a->fee.rate >= -0.1 && a->fee.rate < 0.1))
		return bad(err, key, text,
			   "a fixed fee from 0 and a rate from -0.1 to below "
			   "0.1");
	return 0;
}

/* --- The table ----------------------------------------------------------- */

static const char *const finalizes[] = { "close", "open", "none", NULL };
static const char *const marks[] = { "open", "close", NULL };
static const char *const same_bars[] = { "pessimistic", "optimistic", "path",
					 NULL };

/* An option with a setter of its own, a choice of names, or a flag; the last
 * two are an int (or enum) of the account. */
struct option {
	const char *key;
	int (*set)(struct algo_account *a, const char *key, const char *text,
		   struct algo_err *err);
	const char *const *names;
	size_t offset;
	int own_model; /* not with compat */
};

/* A rate of the account from 0 to its limit. */
struct rate {
	const char *key;
	size_t offset;
	double max;
};

#define AT(member) offsetof(struct algo_account, member)

/* clang-format off */
static const struct option table[] = {
	{ "cash", set_cash, NULL, 0, 0 },
	{ "commission", set_commission, NULL, 0, 0 },
	{ "spread", set_spread, NULL, 0, 0 },
	{ "margin", set_margin, NULL, 0, 0 },
	{ "fractional", set_fractional, NULL, 0, 0 },
	{ "trade_on_close", NULL, NULL, AT(trade_on_close), 0 },
	{ "exclusive", NULL, NULL, AT(exclusive), 0 },
	{ "hedging", NULL, NULL, AT(hedging), 0 },
	{ "finalize", NULL, finalizes, AT(finalize), 0 },
	{ "mark_at", NULL, marks, AT(mark), 1 },
	{ "same_bar", NULL, same_bars, AT(same_bar), 1 },
	{ "slippage", set_slippage, NULL, 0, 1 },
	{ "tick", set_tick, NULL, 0, 1 },
	{ "max_volume_share", set_rate, NULL, 0, 1 },
	{ "borrow", set_rate, NULL, 0, 1 },
	{ "funding", set_rate, NULL, 0, 1 },
	{ "maintenance", set_rate, NULL, 0, 1 },
};

static const struct rate rates[] = {
	{ "max_volume_share", AT(volume_share), 1 },
	{ "borrow", AT(borrow), 100 },
	{ "funding", AT(funding), 100 },
	{ "maintenance", AT(maintenance), 1 },
};
/* clang-format on */

static int same_key(const char *a, const char *b);

static int set_rate(struct algo_account *a, const char *key, const char *text,
		    struct algo_err *err)
{
	const struct rate *r = rates;
	double v;

	while (!same_key(key, r->key))
		r++;
	if (number(key, text, &v, err))
		return -1;
	if (!(v >= 0 && v <= r->max))
		return bad(err, key, text,
			   r->max > 1 ? "a rate from 0 to 100"
				      : "a rate from 0 to 1");
	memcpy((char *)a + r->offset, &v, sizeof(v));
	return 0;
}

static int apply(struct algo_account *a, const struct option *o,
		 const char *key, const char *text, struct algo_err *err)
{
	int v;

	if (o->own_model && not_with_compat(a, key, err))
		return -1;
	if (o->set)
		return o->set(a, key, text, err);
	if (o->names)
		v = choice(key, text, o->names, err);
	else if (flag(key, text, &v, err))
		return -1;
	if (v < 0)
		return -1;
	memcpy((char *)a + o->offset, &v, sizeof(v));
	return 0;
}

void algo_account_init(struct algo_account *a, int compat)
{
	memset(a, 0, sizeof(*a));
	a->cash = 10000;
	a->margin = 1;
	a->unit = 1;
	a->compat = compat;
	a->finalize = compat ? ALGO_FIN_NONE : ALGO_FIN_CLOSE;
	a->mark = compat ? ALGO_MARK_CLOSE : ALGO_MARK_OPEN;
}

int algo_account_done(const struct algo_account *a, struct algo_err *err)
{
	if (!(a->slip_ticks > 0) || a->tick > 0)
		return 0;
	algo_err_set(err, ALGO_E_VALUE, "missing_tick",
		     "slippage in ticks needs the size of a tick");
	return algo_err_hint(err, "give --tick");
}

/* '-' and '_' are the same in a key. */
static int same_key(const char *a, const char *b)
{
	for (; *a && *b; a++, b++)
		if (*a != *b &&
		    !((*a == '-' || *a == '_') && (*b == '-' || *b == '_')))
			return 0;
	return *a == *b;
}

int algo_account_set(struct algo_account *a, const char *key, const char *text,
		     struct algo_err *err)
{
	struct algo_near near = { 0 };
	size_t i;

	for (i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		if (same_key(key, table[i].key))
			return apply(a, &table[i], key, text, err);
		algo_near_try(&near, key, strlen(key), table[i].key);
	}
	algo_err_set(err, ALGO_E_KEY, "unknown_key",
		     "unknown account option '%s'", key);
	if (algo_near_best(&near))
		algo_err_hint(err, "did you mean '%s'?", algo_near_best(&near));
	return -1;
}

const char *const *algo_account_choices(const char *key)
{
	size_t i;

	for (i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		if (same_key(key, table[i].key))
			return table[i].names;
	return NULL;
}

int algo_account_setting(void *account, const char *key, const char *text,
			 struct algo_err *err)
{
	return algo_account_set(account, key, text, err);
}

void algo_account_release(struct algo_account *a)
{
	fee_clear(&a->fee);
}

static void fee_json(const struct algo_fee *fee, struct algo_jw *w)
{
	if (fee->graph)
		algo_jw_kstr(w, "commission", fee->text);
	else if (fee->fixed != 0) {
		algo_jw_key(w, "commission");
		algo_jw_arr(w);
		algo_jw_num(w, fee->fixed);
		algo_jw_num(w, fee->rate);
		algo_jw_arr_end(w);
	} else {
		algo_jw_knum(w, "commission", fee->rate);
	}
}

/* The slippage as it was asked for: a rate, or a text with its ticks. */
static void costs_json(const struct algo_account *a, struct algo_jw *w)
{
	char text[ALGO_NUM_MAX + 8];
	size_t n;

	if (a->slip_ticks > 0) {
		n = algo_num_print(text, a->slip_ticks);
		memcpy(text + n, "ticks", 6);
		algo_jw_kstr(w, "slippage", text);
		algo_jw_knum(w, "tick", a->tick);
	} else {
		algo_jw_knum(w, "slippage", a->slippage);
	}
	for (size_t i = 0; i < sizeof(rates) / sizeof(rates[0]); i++) {
		double v;

		memcpy(&v, (const char *)a + rates[i].offset, sizeof(v));
		algo_jw_knum(w, rates[i].key, v);
	}
}

void algo_account_json(const struct algo_account *a, struct algo_jw *w)
{
	algo_jw_knum(w, "cash", a->cash);
	fee_json(&a->fee, w);
	algo_jw_knum(w, "spread", a->spread);
	algo_jw_knum(w, "margin", a->margin);
	algo_jw_kbool(w, "trade_on_close", a->trade_on_close);
	algo_jw_kbool(w, "exclusive", a->exclusive);
	algo_jw_kbool(w, "hedging", a->hedging);
	algo_jw_knum(w, "unit", a->unit);
	algo_jw_kstr(w, "finalize", finalizes[a->finalize]);
	if (a->compat) {
		algo_jw_kstr(w, "compat", "backtesting.py");
		return;
	}
	algo_jw_kstr(w, "mark_at", marks[a->mark]);
	algo_jw_kstr(w, "same_bar", same_bars[a->same_bar]);
	costs_json(a, w);
}
