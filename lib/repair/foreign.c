/* foreign.c - spellings of other languages in an expression */
#include "draft.h"

#include <algo/base/re.h>
#include <string.h>

#define SERIES "([\\w.]+(?:\\([^()]*\\))?(?:\\[\\d+\\])?)"
#define NUMPY "(?:np|numpy)\\."
#define ROLLING SERIES "\\.rolling\\((?:window\\s*=\\s*)?(\\d+)\\)\\."

/* The pattern stands at the place of the record, or, anywhere, spans it. */
/* clang-format off */
static const struct row {
	const char *code, *pattern, *with;
	int anywhere, unsafe;
} rows[] = {
	{ "unknown_name", NUMPY "where(?=\\s*\\()", "if", 0, 0 },
	{ "unknown_name", NUMPY "(?:abs|absolute|fabs)(?=\\s*\\()", "abs", 0, 0 },
	{ "unknown_name", NUMPY "(sqrt|log|exp|floor|ceil|sign|log10)(?=\\s*\\()", "$1", 0, 0 },
	{ "unknown_name", NUMPY "maximum(?=\\s*\\()", "max", 0, 0 },
	{ "unknown_name", NUMPY "minimum(?=\\s*\\()", "min", 0, 0 },
	{ "unknown_name", "(?:np|numpy|math)\\.nan\\b", "na", 0, 0 },
	{ "unknown_name", "(?:self\\.data|self|df|data|dataframe|bars|ohlcv?|candles?)"
	  "(?:\\.|\\[\\s*[\"'])(open|high|low|close|volume)(?:[\"']\\s*\\])?(?![\\w(])", "$1", 0, 0 },
	{ "bad_character", "\\s*;\\s*$", "", 0, 0 },
	{ "bad_character", "[\\x{a0}\\x{2002}-\\x{200a}\\x{202f}\\x{3000}]+", " ", 0, 0 },
	/* f(20, close): only one order has these types. */
	{ "not_constant", "(\\w+)\\(\\s*(\\d+)\\s*,\\s*" SERIES "\\s*\\)", "$1($3, $2)", 1, 0 },
	{ "positional_after_named", "(\\w+)\\(\\s*(\\w+\\s*=\\s*[^,()]+?)\\s*,\\s*" SERIES "\\s*\\)", "$1($3, $2)", 1, 0 },
	/* What is likely, no more. */
	{ "unknown_name", "(?:talib|pandas_ta|tulipy|ti)\\.(\\w+)", "$1", 0, 1 },
	{ "unknown_name", NUMPY "mean\\(\\s*([\\w.]+)\\[-?(\\d+):?\\]\\s*\\)", "sma($1, $2)", 0, 1 },
	{ "unknown_name", "(sma|ema|wma|rsi|atr|adx|cci|mfi|roc|mom)_?(\\d+)(?![\\w(.])", "$1($2)", 0, 1 },
	{ "no_methods", ROLLING "mean\\(\\)", "sma($1, $2)", 1, 1 },
	{ "no_methods", ROLLING "max\\(\\)", "highest($1, $2)", 1, 1 },
	{ "no_methods", ROLLING "min\\(\\)", "lowest($1, $2)", 1, 1 },
	{ "no_methods", ROLLING "std\\(\\)", "stdev($1, $2)", 1, 1 },
	{ "no_methods", ROLLING "sum\\(\\)", "sum($1, $2)", 1, 1 },
	{ "no_methods", ROLLING "median\\(\\)", "median($1, $2)", 1, 1 },
	{ "no_methods", SERIES "\\.ewm\\(span\\s*=\\s*(\\d+)[^)]*\\)\\.mean\\(\\)", "ema($1, $2)", 1, 1 },
	{ "no_methods", SERIES "\\.diff\\(1?\\)", "change($1)", 1, 1 },
	{ "no_methods", SERIES "\\.shift\\(\\)", "$1[1]", 1, 0 },
	{ "no_methods", SERIES "\\.abs\\(\\)", "abs($1)", 1, 1 },
	{ "unexpected_token", "^(.+?)\\s+if\\s+(.+?)\\s+else\\s+(.+)$", "$2 ? $1 : $3", 1, 1 },
	{ "unexpected_token", "^\\s*if\\s+(.+?)\\s+then\\s+(.+?)\\s+else\\s+(.+)$", "$1 ? $2 : $3", 1, 1 },
	{ "unexpected_token", "^\\s*(\\d+),(\\d+)\\s*$", "$1.$2", 1, 1 },
};
/* clang-format on */

/* A match that begins at the place, or has it within. */
static int find(const struct algo_re *re, const struct row *r,
		const struct pass *p, struct algo_re_match *m)
{
	size_t n, at, from = 0;
	const char *s = algo_pass_expr(p, &n);

	at = algo_pass_at(p, s, n);
	if (!r->anywhere)
		return algo_re_at(re, s, n, at, m);
	while (from <= n && algo_re_find(re, s, n, from, m)) {
		size_t end = m->group[0].start + m->group[0].len;

		if (m->group[0].start <= at && at <= end)
			return 1;
		from = end > from ? end : from + 1;
	}
	return 0;
}

/* $1 ... $9 are groups. */
static void fill(const char *with, const char *s, const struct algo_re_match *m,
		 struct algo_buf *out)
{
	for (; *with; with++) {
		size_t k = (size_t)(with[1] - '0');

		if (*with != '$' || k > 9) {
			algo_buf_addc(out, *with);
			continue;
		}
		with++;
		if (k < m->n && m->group[k].start != SIZE_MAX)
			algo_buf_add(out, s + m->group[k].start,
				     m->group[k].len);
	}
}

static int apply(struct pass *p, const struct row *r)
{
	struct algo_re *re = algo_re_new(r->pattern, ALGO_RE_CASELESS, NULL);
	struct algo_buf b = ALGO_BUF_INIT(ALGO_DOC_MAX);
	struct algo_re_match m;
	size_t n;
	const char *s = algo_pass_expr(p, &n);
	int found = re && find(re, r, p, &m);

	if (found) {
		fill(r->with, s, &m, &b);
		algo_pass_replace(p, m.group[0].start, m.group[0].len,
				  algo_buf_str(&b), r->unsafe);
	}
	algo_buf_release(&b);
	algo_re_free(re);
	return found;
}

int algo_fix_foreign(struct pass *p)
{
	size_t n;

	if (p->e->fixit.has || !algo_pass_expr(p, &n))
		return 0;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		if (strcmp(rows[i].code, p->e->code) == 0 && apply(p, &rows[i]))
			return 1;
	return 0;
}
