/* account.c - fuzz target: lines KEY=VALUE as options of an account, fees that
 * are expressions included; a few trades are made with what comes out */
#include "fuzz.h"
#include <algo/engine.h>
#include <math.h>

static void trade(const struct algo_account *a)
{
	struct algo_sink sink = { .ctx = NULL };
	struct algo_broker *b = algo_broker_new(a, &sink);
	struct algo_err err = ALGO_ERR_INIT;

	for (int64_t i = 0; i < 8; i++) {
		double p = 50 + (double)(i * 5 % 7);
		struct algo_bar bar = { i, p, p + 2, p - 2, p + 1, 10 };
		struct algo_order o = ALGO_ORDER_INIT;

		o.side = i % 3 ? 1 : -1;
		o.size_kind = i % 2 ? ALGO_SZ_ALL : ALGO_SZ_UNITS;
		o.size = 3;
		if (algo_broker_bar(b, &bar) &&
		    algo_broker_order(b, &o, &err) < 0) {
			told(&err);
			break;
		}
	}
	algo_broker_end(b);
	algo_broker_free(b);
}

static void show(const struct algo_account *a)
{
	struct algo_buf out = ALGO_BUF_INIT(1 << 16);
	struct algo_json_doc *doc;
	struct algo_jw w;

	algo_jw_init(&w, &out, 0);
	algo_jw_obj(&w);
	algo_account_json(a, &w);
	algo_jw_obj_end(&w);
	doc = algo_json_parse(out.data, out.len, NULL, NULL);
	must(doc != NULL);
	algo_json_free(doc);
	algo_buf_release(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = text_of(data, size), *line = text;
	struct algo_err err = ALGO_ERR_INIT;
	struct algo_account a;
	int bad = 0;

	algo_account_init(&a, size > 0 && data[0] == '!');
	line += size > 0 && data[0] == '!';
	while (line) {
		char *nl = strchr(line, '\n'), *value;

		if (nl)
			*nl = '\0';
		value = strchr(line, '=');
		if (value)
			*value++ = '\0';
		if (algo_account_set(&a, line, value ? value : "", &err)) {
			told(&err);
			bad = 1;
		}
		line = nl ? nl + 1 : NULL;
	}
	/* A refused value is the end of a tool. */
	if (!bad) {
		must(a.cash > 0 && a.margin > 0 && a.unit > 0);
		must(fabs(a.spread) < 1);
		show(&a);
		trade(&a);
	}
	algo_account_release(&a);
	algo_free(text);
	return 0;
}
