/* words_random.c - sentences made at random beside what they mean, documents
 * told and read back, and words that have no place in a sentence */
#include "reading.h"

#include <stdint.h>

#define SENTENCES 1000
#define EXPLAINED 80
#define STRANGE 120  /* with a word that nobody knows */
#define MISPLACED 80 /* with a word where it says nothing */
#define PARTS_MAX 3

static unsigned long long seed = 0x2545f4914f6cdd1dULL;

static unsigned pick(unsigned n)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return (unsigned)(seed >> 33) % n;
}

struct said {
	const char *words, *expr;
};
#define N(v) ((unsigned)(sizeof(v) / sizeof(*(v))))

/* %u is a length. */
static const struct said oscillators[] = {
	{ "RSI(%u)", "rsi(close, %u)" },
	{ "the %u-day RSI", "rsi(close, %u)" },
	{ "the RSI(%u)", "rsi(close, %u)" },
	{ "the %u period rsi", "rsi(close, %u)" },
	{ "CCI(%u)", "cci(%u)" },
	{ "ADX(%u)", "adx(%u)" },
	{ "the %u-bar ADX", "adx(%u)" },
	{ "MFI(%u)", "mfi(%u)" },
	{ "ROC(%u)", "roc(close, %u)" },
	{ "WILLR(%u)", "willr(%u)" },
	{ "AROONOSC(%u)", "aroonosc(%u)" },
	{ "the stochastic(%u,3,3) %%K", "stoch(%u, 3, 3).slowk" },
	{ "the MACD(12,%u,9) histogram", "macd(close, 12, %u, 9).hist" },
};
static const struct said lines[] = {
	{ "the %u-day SMA", "sma(close, %u)" },
	{ "SMA(%u)", "sma(close, %u)" },
	{ "the %u day moving average", "sma(close, %u)" },
	{ "EMA(%u)", "ema(close, %u)" },
	{ "the %u period EMA", "ema(close, %u)" },
	{ "WMA(%u)", "wma(close, %u)" },
	{ "the upper Bollinger band(%u,2)", "bbands(close, %u, 2, 2).upper" },
	{ "the lower Bollinger band(%u,2)", "bbands(close, %u, 2, 2).lower" },
	{ "the %u-day high", "highest(high, %u)[1]" },
	{ "the %u-bar low", "lowest(low, %u)[1]" },
	{ "the previous high", "high[1]" },
	{ "yesterday's low", "low[1]" },
	{ "the open", "open" },
	{ "`sma(close, %u) * 1.02`", "sma(close, %u) * 1.02" },
};
static const struct said prices[] = {
	{ "the close", "close" },
	{ "price", "close" },
	{ "the price", "close" },
	{ "the low", "low" },
	{ "the high", "high" },
	{ "`(open + close) / 2`", "(open + close) / 2" },
};
/* Comparisons: what stands between the operands. */
static const struct said compares[] = {
	{ "is above", ">" },	      { "is over", ">" },
	{ "is greater than", ">" },   { ">", ">" },
	{ "is higher than", ">" },    { "is below", "<" },
	{ "is under", "<" },	      { "is less than", "<" },
	{ "is lower than", "<" },     { "<", "<" },
	{ "is at least", ">=" },      { ">=", ">=" },
	{ "is at most", "<=" },	      { "<=", "<=" },
	{ "crosses above", "over" },  { "crosses over", "over" },
	{ "rises above", "over" },    { "climbs above", "over" },
	{ "goes above", "over" },     { "crosses below", "under" },
	{ "crosses under", "under" }, { "drops below", "under" },
	{ "falls below", "under" },   { "dips below", "under" },
};

static void fill(char *out, size_t size, const char *form, unsigned n)
{
	struct algo_buf b = ALGO_BUF_INIT(1024);

	for (; *form; form++) {
		if (form[0] == '%' && form[1] == 'u') {
			algo_buf_addf(&b, "%u", n);
			form++;
		} else if (form[0] == '%' && form[1] == '%') {
			algo_buf_addc(&b, '%');
			form++;
		} else {
			algo_buf_addc(&b, *form);
		}
	}
	snprintf(out, size, "%s", algo_buf_str(&b));
	algo_buf_release(&b);
}

struct side {
	char words[128], expr[160];
};

static struct side operand(const struct said *list, unsigned n)
{
	const struct said *s = &list[pick(n)];
	unsigned length = 2 + pick(97);
	struct side out;

	fill(out.words, sizeof(out.words), s->words, length);
	fill(out.expr, sizeof(out.expr), s->expr, length);
	return out;
}

static struct side number_said(void)
{
	struct side out;
	int v = (int)pick(199) - 99, half = pick(4) == 0;

	snprintf(out.words, sizeof(out.words), "%d%s", v, half ? ".5" : "");
	snprintf(out.expr, sizeof(out.expr), "%s", out.words);
	return out;
}

/* One condition; adds its words and its expression. */
static void atom(struct algo_buf *words, struct algo_buf *expr)
{
	int osc = pick(2) == 0;
	struct side a = osc ? operand(oscillators, N(oscillators))
			    : operand(prices, N(prices));
	struct side b = osc ? number_said() : operand(lines, N(lines));
	const struct said *c = &compares[pick(N(compares))];
	int cross = c->expr[0] != '>' && c->expr[0] != '<';
	unsigned window = cross ? 0 : pick(8), n = 2 + pick(9);
	const char *fn = window == 1 ? "all_of(" : window == 2 ? "any_of(" : "";

	algo_buf_addf(words, "%s %s %s", a.words, c->words, b.words);
	if (window == 1)
		algo_buf_addf(words, " for %u bars in a row", n);
	else if (window == 2)
		algo_buf_addf(words, " in the last %u bars", n);
	algo_buf_adds(expr, fn);
	if (cross)
		algo_buf_addf(expr, "cross%s(%s, %s)", c->expr, a.expr, b.expr);
	else
		algo_buf_addf(expr, "%s %s %s", a.expr, c->expr, b.expr);
	if (*fn)
		algo_buf_addf(expr, ", %u)", n);
}

static void condition(struct algo_buf *words, struct algo_buf *expr)
{
	static const char *const joins[] = { " and ", " or " };
	unsigned n = 1 + pick(PARTS_MAX);

	for (unsigned i = 0; i < n; i++) {
		const char *join = joins[pick(3) == 0];

		if (i) {
			algo_buf_adds(words, join);
			algo_buf_adds(expr, join);
		}
		atom(words, expr);
	}
}

struct sentence {
	struct algo_buf text, in, out;
};

static void make(struct sentence *s)
{
	static const char *const forms[][3] = {
		{ "Buy when ", ". Sell when ", "." },
		{ "buy if ", "; sell if ", "" },
		{ "Go long when ", ". Exit when ", ".\n" },
		{ "Enter long when ", ", exit when ", "" },
	};
	const char *const *form = forms[pick(4)];

	algo_buf_clear(&s->text);
	algo_buf_clear(&s->in);
	algo_buf_clear(&s->out);
	algo_buf_adds(&s->text, form[0]);
	condition(&s->text, &s->in);
	algo_buf_adds(&s->text, form[1]);
	condition(&s->text, &s->out);
	algo_buf_adds(&s->text, form[2]);
}

/* Entry and exit that are the same, or can never be true, are rightly asked
 * about. */
static int is_contradiction(const struct reading *r)
{
	for (size_t i = 0; i < algo_words_questions(r->w); i++)
		if (algo_words_question(r->w, i)->topic ==
		    ALGO_TOPIC_CONTRADICTION)
			return 1;
	return 0;
}

static void test_sentences(void)
{
	struct sentence s = { ALGO_BUF_INIT(1 << 16), ALGO_BUF_INIT(1 << 16),
			      ALGO_BUF_INIT(1 << 16) };
	size_t good = 0, asked = 0, wrong = 0;

	for (int i = 0; i < SENTENCES; i++) {
		struct reading r;
		const struct algo_json *in, *out;

		make(&s);
		r = reading(algo_buf_str(&s.text));
		in = member(&r, "entry.long");
		out = member(&r, "exit.long");
		if (!r.doc && is_contradiction(&r)) {
			good++;
		} else if (!r.doc) {
			if (asked++ < 20)
				note("%s: asks %s", algo_buf_str(&s.text),
				     first_question(&r));
		} else if (is_value(in, algo_buf_str(&s.in)) &&
			   is_value(out, algo_buf_str(&s.out))) {
			good++;
		} else if (wrong++ < 20) {
			note("%s", algo_buf_str(&s.text));
			note("  in %s", algo_json_str(in, NULL));
			note("  out %s", algo_json_str(out, NULL));
		}
		release(&r);
	}
	ok(wrong == 0, "%zu of %d sentences are read as another", wrong,
	   SENTENCES);
	ok(asked == 0, "%zu of %d sentences are asked back", asked, SENTENCES);
	ok(good == SENTENCES, "%zu of %d sentences are understood", good,
	   SENTENCES);
	algo_buf_release(&s.text);
	algo_buf_release(&s.in);
	algo_buf_release(&s.out);
}

/* --- What --explain says is read back ----------------------------------------
 */

static const char *const values[] = {
	"close",
	"open",
	"high",
	"low",
	"volume",
	"close[1]",
	"high[1]",
	"low[2]",
	"volume[1]",
	"30",
	"-100",
	"0.05",
	"1e-7",
	"rsi(close, 14)",
	"rsi(high, 5)",
	"rsi(close, 14)[1]",
	"sma(close, 50)",
	"sma(volume, 20)",
	"ema(close, 20)[3]",
	"atr(14)",
	"2 * atr(14)",
	"close * 1.01",
	"highest(high, 20)",
	"highest(high, 20)[1]",
	"lowest(low, 5)[1]",
	"lowest(close, 9)[1]",
	"obv()",
	"vwap()",
	"sar(0.02, 0.2)",
	"plus_di(14)",
	"minus_di(14)",
	"macd(close, 12, 26, 9)",
	"macd(close, 12, 26, 9).signal",
	"macd(close, 12, 26, 9).hist",
	"bbands(close, 20, 2, 2).upper",
	"bbands(close, 20, 2, 3).lower",
	"bbands(close, 20, 2, 2).middle",
	"stoch(14, 3, 3).slowk",
	"stoch(14, 3, 3).slowd",
	"supertrend(10, 3).dir",
	"supertrend(10, 3).line",
	"max(open, close)",
	"abs(close - open)",
	"weekday",
	"hour * 60 + minute",
	"(close - low) / (high - low)",
	"close > open ? 1 : 0",
	"cci(20)",
	"mfi(14)",
	"willr(14)",
	"mom(close, 10)",
	"roc(close, 20)",
	"trix(close, 15)",
	"cmf(20)",
	"aroonosc(25)",
	"natr(14)",
	"kama(close, 10)",
	"hma(close, 20)",
	"dema(close, 20)",
	"tema(close, 9)",
	"trima(close, 20)",
	"entry_price",
	"position.bars",
	"5%",
	"nz(close[1], close)",
};

static const char *value(void)
{
	return values[pick(N(values))];
}

static int is_number(const char *s)
{
	double v;

	return algo_num_human(s, strlen(s), &v) == 0 ||
	       algo_num_parse(s, strlen(s), &v) == 0;
}

static void test_expr(struct algo_buf *out)
{
	static const char *const ops[] = { "<", ">", "<=", ">=", "==", "!=" };
	const char *x = value(), *y = value();
	unsigned n = 2 + pick(9);

	while (y == x || is_number(x))
		x = value();

	switch (pick(8)) {
	case 0:
		algo_buf_addf(out, "crossover(%s, %s)", x, y);
		break;
	case 1:
		algo_buf_addf(out, "%scrossunder(%s, %s)",
			      pick(3) ? "" : "not ", x, y);
		break;
	case 2:
		algo_buf_addf(out, "all_of((%s) %s (%s), %u)", x, ops[pick(6)],
			      y, n);
		break;
	case 3:
		algo_buf_addf(out, "any_of((%s) %s (%s), %u)", x, ops[pick(6)],
			      y, n);
		break;
	case 4:
		algo_buf_addf(out, "(%s) %s (%s)[1]", x, ops[pick(2)], x);
		break;
	case 5:
		algo_buf_addf(out, "weekday %s %u", ops[4 + pick(2)],
			      1 + pick(7));
		break;
	default:
		algo_buf_addf(out, "(%s) %s (%s)", x, ops[pick(6)], y);
		break;
	}
}

/* The right part never joins as the whole does: brackets would matter to the
 * graph and not to the meaning. */
static void logic(struct algo_buf *out, int depth, int join)
{
	if (depth == 0 || pick(3) == 0) {
		test_expr(out);
		return;
	}
	algo_buf_addc(out, '(');
	logic(out, depth - 1, join);
	algo_buf_adds(out, join ? ") and (" : ") or (");
	if (pick(2))
		logic(out, depth - 1, !join);
	else
		test_expr(out);
	algo_buf_addc(out, ')');
}

static const struct said risks[] = {
	{ "\"size\": 0.95", "risk.size" },
	{ "\"size\": 100", "risk.size" },
	{ "\"size\": \"0.1 + 0.2\"", "risk.size" },
	{ "\"stop_loss_pct\": 5", "risk.stop_loss_pct" },
	{ "\"stop_loss_pct\": \"2 + 3\"", "risk.stop_loss_pct" },
	{ "\"stop_loss\": \"entry_price * 0.9\"", "risk.stop_loss" },
	{ "\"stop_distance\": \"2 * atr(14)\"", "risk.stop_distance" },
	{ "\"stop_distance\": \"close * 0.1\"", "risk.stop_distance" },
	{ "\"take_profit_pct\": 10", "risk.take_profit_pct" },
	{ "\"take_profit\": \"entry_price * 1.1\"", "risk.take_profit" },
	{ "\"target_distance\": \"4 * atr(10)\"", "risk.target_distance" },
	{ "\"trailing_stop_pct\": 4", "risk.trailing_stop_pct" },
	{ "\"trailing_stop\": \"lowest(low, 9)\"", "risk.trailing_stop" },
	{ "\"trail_distance\": \"3 * atr(14)\"", "risk.trail_distance" },
	{ "\"max_bars\": 1", "risk.max_bars" },
	{ "\"max_bars\": 20", "risk.max_bars" },
	{ "\"max_open_trades\": 1", "risk.max_open_trades" },
	{ "\"max_open_trades\": 3", "risk.max_open_trades" },
	{ "\"max_trades_per_day\": 1", "risk.max_trades_per_day" },
	{ "\"max_trades_per_day\": 3", "risk.max_trades_per_day" },
	{ "\"max_daily_loss_pct\": 2", "risk.max_daily_loss_pct" },
	{ "\"max_drawdown_pct\": 20", "risk.max_drawdown_pct" },
	{ "\"cooldown_bars\": 5", "risk.cooldown_bars" },
	{ "\"cooldown_bars\": 1", "risk.cooldown_bars" },
	{ "\"session\": {\"from\": \"09:30\", \"to\": \"16:00\"}",
	  "risk.session.to" },
	{ "\"session\": {\"from\": \"22:00\", \"to\": \"06:00\", "
	  "\"tz\": \"Europe/London\"}",
	  "risk.session.tz" },
	{ "\"session\": {\"flatten\": true}", "risk.session.flatten" },
};

/* Are the members at path the same in both documents? */
static int same_member(const struct reading *a, const struct reading *b,
		       const char *path)
{
	const struct algo_json *x = member(a, path), *y = member(b, path);
	size_t n, k;
	const char *s, *t;

	if (!x || !y)
		return !x && !y;
	s = algo_json_type(x) == ALGO_J_STR ? algo_json_str(x, &n)
					    : algo_json_text(x, &n);
	t = algo_json_type(y) == ALGO_J_STR ? algo_json_str(y, &k)
					    : algo_json_text(y, &k);
	if (n == k && memcmp(s, t, n) == 0)
		return 1;
	s = algo_strndup(s, n);
	n = (size_t)same_expr(t, k, s);
	algo_free((char *)(uintptr_t)s);
	return n != 0;
}

static void random_document(struct algo_buf *doc, const char **path)
{
	static const char *const sides[][2] = { { "long", "short" },
						{ "short", "long" } };
	const char *const *side = sides[pick(4) == 0];
	const struct said *risk = &risks[pick(N(risks))];
	int both = pick(4) == 0;

	algo_buf_clear(doc);
	for (int k = 0; k < 2; k++) {
		algo_buf_adds(doc, k ? "}, \"exit\": {"
				     : "{\"algo\": 1, \"name\": \"x\", "
				       "\"entry\": {");
		for (int i = 0; i <= both; i++) {
			algo_buf_addf(doc, "%s\"%s\": \"", i ? ", " : "",
				      side[i]);
			logic(doc, 2, (int)pick(2));
			algo_buf_addc(doc, '"');
		}
	}
	algo_buf_addf(doc, "}, \"risk\": {%s}}", risk->words);
	*path = risk->expr;
}

static void test_explained(void)
{
	static const char *const paths[] = { "entry.long", "exit.long",
					     "entry.short", "exit.short" };
	struct algo_buf doc = ALGO_BUF_INIT(1 << 16);
	struct algo_buf text = ALGO_BUF_INIT(1 << 20);
	size_t all = 0, good = 0, asked = 0, wrong = 0;

	for (int i = 0; i < EXPLAINED; i++) {
		struct algo_errs errs = { 0 };
		struct algo_err err = ALGO_ERR_INIT;
		struct reading was = { NULL, NULL }, r;
		const char *path;
		int same;

		random_document(&doc, &path);
		algo_buf_clear(&text);
		if (algo_words_explain(doc.data, doc.len, "x", &text, &errs)) {
			algo_errs_release(&errs);
			continue;
		}
		algo_errs_release(&errs);
		all++;
		was.doc = algo_json_parse(doc.data, doc.len, NULL, &err);
		r = reading(algo_buf_str(&text));
		same = same_member(&was, &r, path);
		for (size_t k = 0; k < 4; k++)
			same &= same_member(&was, &r, paths[k]);
		same |= !r.doc && is_contradiction(&r);
		good += same != 0;
		asked += !r.doc && !same;
		wrong += r.doc && !same;
		if (!same && all - good < 20) {
			note("%s", algo_buf_str(&doc));
			note("%s: %s", first_question(&r),
			     r.doc ? algo_words_document(r.w, 0) : "");
		}
		release(&r);
		algo_json_free(was.doc);
	}
	ok(all > EXPLAINED / 2, "%zu documents at random", all);
	ok(wrong == 0, "%zu are read back as another", wrong);
	ok(asked == 0, "%zu are asked back", asked);
	algo_buf_release(&doc);
	algo_buf_release(&text);
}

/* --- Words that nobody knows -------------------------------------------------
 */

static int is_named(const struct reading *r, const char *word)
{
	for (size_t i = 0; i < algo_words_questions(r->w); i++)
		if (strstr(algo_words_question(r->w, i)->text, word))
			return 1;
	return 0;
}

/* Puts the word between two others, not into backquotes. */
static void insert(const struct sentence *s, const char *word,
		   struct algo_buf *out)
{
	const char *t = algo_buf_str(&s->text);
	size_t places = 0, at, i;
	int code = 0;

	for (i = 0; t[i]; i++) {
		code ^= t[i] == '`';
		places += t[i] == ' ' && !code;
	}
	at = pick((unsigned)places);
	algo_buf_clear(out);
	for (i = 0; t[i]; i++) {
		code ^= t[i] == '`';
		algo_buf_addc(out, t[i]);
		if (t[i] == ' ' && !code && at-- == 0)
			algo_buf_addf(out, "%s ", word);
	}
}

/* Words with a meaning, where they have none: they change the document or are
 * asked about. */
static void test_misplaced(void)
{
	static const char *const known[] = { "half",	 "limit",   "weekly",
					     "tomorrow", "twice",   "december",
					     "friday",	 "volume",  "slippage",
					     "monthly",	 "opening", "short",
					     "never" };
	struct sentence s = { ALGO_BUF_INIT(1 << 16), ALGO_BUF_INIT(1 << 16),
			      ALGO_BUF_INIT(1 << 16) };
	struct algo_buf text = ALGO_BUF_INIT(1 << 16);
	size_t passed_over = 0;

	for (int i = 0; i < MISPLACED; i++) {
		const char *word = known[pick(N(known))];
		struct reading r;

		make(&s);
		insert(&s, word, &text);
		r = reading(algo_buf_str(&text));
		if (r.doc && !is_named(&r, word) &&
		    is_value(member(&r, "entry.long"), algo_buf_str(&s.in)) &&
		    is_value(member(&r, "exit.long"), algo_buf_str(&s.out)) &&
		    algo_json_count(algo_json_root(r.doc)) == 6 &&
		    passed_over++ < 20)
			note("%s: '%s' is passed over", algo_buf_str(&text),
			     word);
		release(&r);
	}
	ok(passed_over == 0, "%zu of %d misplaced words are passed over",
	   passed_over, MISPLACED);
	algo_buf_release(&text);
	algo_buf_release(&s.text);
	algo_buf_release(&s.in);
	algo_buf_release(&s.out);
}

static void test_strange(void)
{
	static const char *const strange[] = { "florb",	 "quixel",   "zanthic",
					       "wumple", "Brazzock", "snurgly",
					       "vexxid", "plofter" };
	struct sentence s = { ALGO_BUF_INIT(1 << 16), ALGO_BUF_INIT(1 << 16),
			      ALGO_BUF_INIT(1 << 16) };
	struct algo_buf text = ALGO_BUF_INIT(1 << 16);
	size_t passed_over = 0;

	for (int i = 0; i < STRANGE; i++) {
		const char *word = strange[pick(N(strange))];
		struct reading r;

		make(&s);
		insert(&s, word, &text);
		r = reading(algo_buf_str(&text));
		if (r.doc && !is_named(&r, word) && passed_over++ < 20)
			note("%s: '%s' is passed over", algo_buf_str(&text),
			     word);
		release(&r);
	}
	ok(passed_over == 0, "%zu of %d unknown words are passed over",
	   passed_over, STRANGE);
	algo_buf_release(&text);
	algo_buf_release(&s.text);
	algo_buf_release(&s.in);
	algo_buf_release(&s.out);
}

int main(void)
{
	test_sentences();
	test_explained();
	test_strange();
	test_misplaced();
	return done();
}
