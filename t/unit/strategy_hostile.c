/* strategy_hostile.c - documents that no one meant: each value replaced by
 * each type, huge ones, deep ones, random damage */
#include "doc.h"

#include <stdint.h>

static const char rich[] =
	"{\"algo\":1,\"name\":\"n\",\"version\":1,\"description\":\"d\","
	"\"tz\":\"UTC\",\"columns\":[\"mood\"],\"data\":{\"symbol\":\"A\","
	"\"interval\":\"1d\",\"from\":\"a\",\"to\":\"b\"},\"params\":{\"p\":"
	"{\"value\":14,\"min\":2,\"max\":50,\"step\":1},\"q\":3},\"let\":{"
	"\"r\":\"rsi(close, p)\",\"up\":\"close > q\"},\"entry\":{\"long\":"
	"\"r < 30\",\"short\":\"r > 70\"},\"exit\":{\"long\":\"up\","
	"\"short\":\"not up\"},\"rules\":[{\"when\":\"up\",\"do\":\"buy\","
	"\"size\":0.5,\"limit\":\"close - 1\",\"stop\":\"close + 1\",\"sl\":"
	"5,\"tp\":\"close * 2\",\"trail\":3,\"expire_bars\":2,\"tag\":\"t\"},"
	"{\"when\":\"up\",\"do\":\"sell\",\"units\":1},{\"when\":\"up\","
	"\"do\":\"close\",\"where\":\"trade.bars > 3\",\"portion\":0.5},{"
	"\"when\":\"up\",\"do\":\"set_sl\",\"sl\":\"close - 1\",\"where\":"
	"\"true\"},{\"when\":\"up\",\"do\":\"target\",\"size\":0}],\"risk\":{"
	"\"size\":0.9,\"stop_loss\":\"entry_price - 1\",\"take_profit_pct\":5,"
	"\"trail_distance\":\"atr(14)\",\"max_bars\":20,\"max_open_trades\":1,"
	"\"max_trades_per_day\":2,\"max_daily_loss_pct\":3,"
	"\"max_drawdown_pct\":20,\"cooldown_bars\":1,\"session\":{\"from\":"
	"\"09:30\",\"to\":\"16:00\",\"tz\":\"UTC\",\"flatten\":true}},"
	"\"warmup\":5,\"backtest\":{\"cash\":10000,\"commission\":0.001,"
	"\"spread\":0,\"slippage\":0,\"margin\":1,\"trade_on_close\":true,"
	"\"hedging\":false,\"exclusive\":true,\"fractional\":true,"
	"\"finalize\":\"close\"}}";

/* ---- one value at a time */

struct place {
	size_t at, len;
	enum algo_json_type type;
	char key[32];
	char parent[32]; /* its key */
};
#define PLACES_MAX 256

static void collect(const struct algo_json *v, const char *parent,
		    const char *base, struct place *list, size_t *n)
{
	const char *key = algo_json_key(v);
	struct place *p = &list[*n];

	if (*n >= PLACES_MAX)
		return;
	++*n;
	p->at = (size_t)(algo_json_text(v, &p->len) - base);
	p->type = algo_json_type(v);
	snprintf(p->key, sizeof(p->key), "%s", key ? key : "");
	snprintf(p->parent, sizeof(p->parent), "%s", parent);
	for (size_t i = 0; i < algo_json_count(v); i++)
		collect(algo_json_at(v, i), p->key, base, list, n);
}

/* Where more than one type is right. */
static int may_be(const struct place *p, enum algo_json_type t)
{
	static const char *const numeric[] = { "size",
					       "units",
					       "limit",
					       "stop",
					       "sl",
					       "tp",
					       "trail",
					       "expire_bars",
					       "portion",
					       "stop_loss",
					       "take_profit_pct",
					       "trail_distance",
					       "max_bars",
					       "max_open_trades",
					       "max_trades_per_day",
					       "cooldown_bars",
					       "max_daily_loss_pct",
					       "max_drawdown_pct",
					       "commission",
					       "slippage" };

	if (p->type == t)
		return 1;
	if (!strcmp(p->parent, "params"))
		return t == ALGO_J_NUM || t == ALGO_J_OBJ;
	if (!strcmp(p->parent, "let"))
		return t == ALGO_J_NUM || t == ALGO_J_STR;
	if (!strcmp(p->key, "fractional"))
		return t == ALGO_J_NUM;
	for (size_t i = 0; i < sizeof(numeric) / sizeof(*numeric); i++)
		if (!strcmp(p->key, numeric[i]))
			return t == ALGO_J_NUM || t == ALGO_J_STR;
	return 0;
}

/* Every error has a class, a code and a message. */
static int sound(const struct algo_errs *errs)
{
	for (size_t i = 0; i < errs->n; i++)
		if (!errs->v[i].set || !errs->v[i].code || !errs->v[i].msg[0] ||
		    errs->v[i].cls == ALGO_E_INTERNAL)
			return 0;
	return 1;
}

static int try_value(const struct place *p, const char *with,
		     enum algo_json_type t)
{
	char text[4096];
	struct algo_errs errs = { 0 };
	struct algo_strategy *s;
	int good;

	snprintf(text, sizeof(text), "%.*s%s%s", (int)p->at, rich, with,
		 rich + p->at + p->len);
	s = parse(text, &errs);
	good = sound(&errs) && (s != NULL) == (errs.errors == 0);
	if (s && !may_be(p, t))
		good = 0;
	if (!good)
		note("%s in %s became %s", p->key, p->parent, with);
	algo_strategy_free(s);
	algo_errs_release(&errs);
	return good;
}

static void test_types(void)
{
	static const struct {
		const char *text;
		enum algo_json_type type;
	} values[] = {
		{ "null", ALGO_J_NULL },       { "true", ALGO_J_BOOL },
		{ "false", ALGO_J_BOOL },      { "1", ALGO_J_NUM },
		{ "-1", ALGO_J_NUM },	       { "0.5", ALGO_J_NUM },
		{ "1e300", ALGO_J_NUM },       { "\"\"", ALGO_J_STR },
		{ "\"close\"", ALGO_J_STR },   { "\"1\"", ALGO_J_STR },
		{ "\"\\u0000\"", ALGO_J_STR }, { "[]", ALGO_J_ARR },
		{ "[1,2]", ALGO_J_ARR },       { "[{}]", ALGO_J_ARR },
		{ "{}", ALGO_J_OBJ },	       { "{\"a\":1}", ALGO_J_OBJ },
	};
	struct place list[PLACES_MAX];
	struct algo_err err = ALGO_ERR_INIT;
	struct algo_errs errs = { 0 };
	struct algo_json_doc *doc;
	struct algo_strategy *s = parse(rich, &errs);
	size_t n = 0;

	if (!ok(s && errs.n == 0, "the document itself is right"))
		note_errs(&errs);
	algo_strategy_free(s);
	algo_errs_release(&errs);
	doc = algo_json_parse(rich, sizeof(rich) - 1, NULL, &err);
	if (!doc)
		return;
	/* The root begins at the first byte. */
	collect(algo_json_root(doc), "",
		algo_json_text(algo_json_root(doc), NULL), list, &n);
	algo_json_free(doc);
	ok(n > 80, "%zu values", n);
	for (size_t k = 0; k < sizeof(values) / sizeof(*values); k++) {
		int good = 1;

		for (size_t i = 0; i < n; i++)
			/* commission alone may be a pair */
			if (strcmp(list[i].key, "commission") != 0 ||
			    strcmp(values[k].text, "[1,2]") != 0)
				good &= try_value(&list[i], values[k].text,
						  values[k].type);
		ok(good, "each value as %s", values[k].text);
	}
}

/* ---- damage */

static void test_damage(void)
{
	static const char bytes[] = "{}[]\",:0-.eatx()<>&\\ \n\xc3";
	size_t n = sizeof(rich) - 1;
	char *text = malloc(n + 1);
	uint64_t x = 42;
	int good = 1;

	for (int turn = 0; text && turn < 3000; turn++) {
		struct algo_errs errs = { 0 };
		struct algo_strategy_opt opt = { .file = NULL };
		struct algo_strategy *s;

		memcpy(text, rich, n);
		for (int k = 0; k < 1 + turn % 4; k++) {
			x = x * 6364136223846793005u + 1442695040888963407u;
			text[(x >> 33) % n] =
				bytes[(x >> 20) % (sizeof(bytes) - 1)];
		}
		s = algo_strategy_parse(text, n, &opt, &errs);
		good &= sound(&errs) && (s != NULL) == (errs.errors == 0);
		algo_strategy_free(s);
		algo_errs_release(&errs);
	}
	ok(good, "random damage is told or harmless");
	good = 1;
	for (size_t cut = 0; text && cut < n; cut += 3) {
		struct algo_errs errs = { 0 };
		struct algo_strategy_opt opt = { .file = NULL };

		good &= !algo_strategy_parse(rich, cut, &opt, &errs) &&
			errs.errors == 1;
		algo_errs_release(&errs);
	}
	ok(good, "what is cut off is told");
	free(text);
}

/* ---- too much */

static void expect(const struct algo_buf *text, const char *code,
		   const char *what)
{
	struct algo_errs errs = { 0 };
	struct algo_strategy_opt opt = { .file = "s.json" };
	struct algo_strategy *s;
	int found = 0;

	s = algo_strategy_parse(algo_buf_str(text), text->len, &opt, &errs);
	for (size_t i = 0; i < errs.n; i++)
		found |= !strcmp(errs.v[i].code, code);
	if (!ok(!s && found && sound(&errs), "%s", what) && errs.n < 5)
		note_errs(&errs);
	algo_strategy_free(s);
	algo_errs_release(&errs);
}

/* head, n times item with its number, tail. */
static void repeat(struct algo_buf *out, const char *head, const char *item,
		   size_t n, const char *tail)
{
	algo_buf_clear(out);
	algo_buf_adds(out, head);
	for (size_t i = 0; i < n; i++) {
		const char *at = strchr(item, '#');

		algo_buf_adds(out, i ? "," : "");
		if (at) {
			algo_buf_add(out, item, (size_t)(at - item));
			algo_buf_addf(out, "%zu", i);
			algo_buf_adds(out, at + 1);
		} else {
			algo_buf_adds(out, item);
		}
	}
	algo_buf_adds(out, tail);
}

static void test_limits(void)
{
	struct algo_buf t = ALGO_BUF_INIT(1 << 26);

	repeat(&t, "{\"algo\":1,\"rules\":[",
	       "{\"when\":\"true\",\"do\":\"buy\"}", ALGO_RULES_MAX + 1, "]}");
	expect(&t, "too_many_rules", "1025 rules");
	repeat(&t, "{\"algo\":1,\"x-a\":[", "1", ALGO_DOC_MAX / 2, "]}");
	expect(&t, "too_large", "more than 1 MiB");
	repeat(&t, "{\"algo\":1,\"entry\":{\"long\":\"true\"},\"let\":{",
	       "\"a#\":\"close\"", 20000, "}}");
	expect(&t, "too_many_names", "20000 lets");
	repeat(&t, "{\"algo\":1,\"entry\":{\"long\":\"true\"},\"params\":{",
	       "\"a#\":1", 20000, "}}");
	expect(&t, "too_many_names", "20000 params");
	repeat(&t, "{", "\"a#\":1", 70000, "}");
	expect(&t, "unknown_key", "70000 unknown keys");
	repeat(&t, "{\"algo\":1,\"entry\":{\"long\":\"true\"},\"let\":{",
	       "\"a#\":\"zz1 + zz2 + zz3 + zz4\"", 4000, "}}");
	expect(&t, "unknown_name", "4000 lets at fault");
	repeat(&t, "{\"algo\":1,\"rules\":[", "{\"when\":\"zz\",\"sl\":true}",
	       ALGO_RULES_MAX, "]}");
	expect(&t, "wrong_type", "1024 rules at fault");
	algo_buf_release(&t);
}

/* Records beyond the limit are counted. */
static void test_dropped(void)
{
	struct algo_buf t = ALGO_BUF_INIT(1 << 22);
	struct algo_errs errs = { 0 };

	repeat(&t, "{\"algo\":1,\"entry\":{\"long\":\"true\"},", "\"a#\":1",
	       500, "}");
	algo_strategy_free(parse(algo_buf_str(&t), &errs));
	ok(errs.n == ALGO_ERRS_MAX && errs.errors == 500 && errs.dropped == 300,
	   "500 faults: %zu told, %zu dropped, %zu in all", errs.n,
	   errs.dropped, errs.errors);
	algo_errs_release(&errs);
	algo_buf_release(&t);
}

/* As large as an expression may be, through the canonical form. */
static void test_long(void)
{
	static const char *const joints[] = { "+close", "*(2+close)", "?1:2" };
	struct algo_buf t = ALGO_BUF_INIT(1 << 22);

	for (size_t k = 0; k < 3; k++) {
		struct algo_errs errs = { 0 };
		struct algo_strategy *s;
		size_t n = k == 0 ? 2000 : k == 1 ? 1000 : 1;
		char *form = NULL;

		algo_buf_clear(&t);
		algo_buf_adds(&t, "{\"algo\":1,\"exit\":{\"long\":\"flat\"},"
				  "\"entry\":{\"long\":\"0<(");
		algo_buf_adds(&t, k == 2 ? "flat" : "close");
		for (size_t i = 0; i < n; i++)
			algo_buf_adds(&t, joints[k]);
		algo_buf_adds(&t, ")\"}}");
		s = parse(algo_buf_str(&t), &errs);
		if (s)
			form = canonical(s);
		ok(form && strlen(form) > 2 * n, "a long expression (%zu)", k);
		algo_free(form);
		algo_strategy_free(s);
		algo_errs_release(&errs);
	}
	algo_buf_release(&t);
}

int main(void)
{
	test_types();
	test_damage();
	test_limits();
	test_dropped();
	test_long();
	return done();
}
