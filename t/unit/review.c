/* review.c - every advice has a document that it is given for and one that it
 * is not */
#include "tap.h"

#include <algo/words.h>
#include <unistd.h>

/* Shapes of made bars. */
enum shape { NONE, WAVE, UP, DOWN, JUMP, STEPS, TURN };
#define BARS 400

/* Open and close of bar i. */
static void price(enum shape shape, int i, double *open, double *close)
{
	switch (shape) {
	case UP:
		*open = 100 * pow(1.002, i - 1);
		*close = 100 * pow(1.002, i);
		break;
	case DOWN:
		*open = 100 * pow(0.997, i - 1);
		*close = 100 * pow(0.997, i);
		break;
	case JUMP:
		*open = 100 + 0.01 * (i - 1) + (i > 203 ? 50 : 0);
		*close = 100 + 0.01 * i + (i >= 203 ? 50 : 0);
		break;
	case STEPS:
		*open = *close = i % 3 ? 102 : 100;
		break;
	case TURN:
		*open = 100 + (i <= 280 ? i - 1 : 561 - 1.5 * i + 139);
		*close = 100 + (i <= 280 ? i : 560 - 1.5 * i + 140);
		break;
	case WAVE:
	case NONE:
	default:
		*open = 100 + 10 * sin(i - 1);
		*close = 100 + 10 * sin(i);
		break;
	}
}

static void write_bars(enum shape shape, const char *path)
{
	struct algo_buf out = ALGO_BUF_INIT(1 << 20);
	FILE *f = fopen(path, "w");

	algo_buf_adds(&out, "time,open,high,low,close,volume\n");
	for (int i = 0; i < BARS; i++) {
		int64_t day = 1577836800000000 + (int64_t)i * 86400000000;
		char date[ALGO_WHEN_MAX];
		double v[4];

		price(shape, i, &v[0], &v[3]);
		v[1] = fmax(v[0], v[3]);
		v[2] = fmin(v[0], v[3]);
		algo_buf_add(&out, date, algo_date_print(date, day));
		for (int k = 0; k < 4; k++) {
			algo_buf_addc(&out, ',');
			algo_buf_addnum(&out, v[k]);
		}
		algo_buf_adds(&out, ",1000\n");
	}
	if (f) {
		fputs(algo_buf_str(&out), f);
		fclose(f);
	}
	algo_buf_release(&out);
}

/* clang-format off */
#define HOLD "\"entry\":{\"long\":\"close > 0\"}"
#define FLIP "\"entry\":{\"long\":\"close > close[1]\"}," \
	     "\"exit\":{\"long\":\"close < close[1]\"}"
#define EVERY(in, out, n) "\"entry\":{\"long\":\"mod(bar_index, " #n ") == " \
	#in "\"},\"exit\":{\"long\":\"mod(bar_index, " #n ") == " #out "\"}"

static const struct {
	const char *code;
	int given;
	enum shape bars;
	const char *doc, *pointer;
} table[] = {
	{ "no_costs", 1, NONE, HOLD, "/backtest" },
	{ "no_costs", 1, NONE, HOLD ",\"backtest\":{\"commission\":0}",
	  "/backtest" },
	{ "no_costs", 0, NONE, HOLD ",\"backtest\":{\"commission\":0.001}", "" },
	{ "no_costs", 0, NONE, HOLD ",\"backtest\":{\"spread\":0.001}", "" },
	{ "no_exit", 1, NONE, HOLD, "/entry/long" },
	{ "no_exit", 1, NONE, "\"entry\":{\"short\":\"close > 0\"}",
	  "/entry/short" },
	{ "no_exit", 1, NONE,
	  "\"rules\":[{\"when\":\"flat\",\"do\":\"buy\"}]", "/rules" },
	{ "no_exit", 0, NONE, FLIP, "" },
	{ "no_exit", 0, NONE, HOLD ",\"risk\":{\"max_bars\":3}", "" },
	{ "no_exit", 0, NONE,
	  "\"rules\":[{\"when\":\"flat\",\"do\":\"buy\",\"tp\":\"high * 2\"}]",
	  "" },
	{ "no_exit", 0, NONE, "\"entry\":{\"long\":\"close > open\","
	  "\"short\":\"close < open\"}", "" },
	{ "no_stop", 1, NONE, FLIP, "/risk" },
	{ "no_stop", 0, NONE, FLIP ",\"risk\":{\"stop_loss_pct\":3}", "" },
	{ "no_stop", 0, NONE, "\"rules\":[{\"when\":\"flat\",\"do\":\"buy\"},"
	  "{\"when\":\"true\",\"do\":\"set_sl\",\"sl\":\"low\"}]", "" },
	{ "stop_wider_than_target", 1, NONE, HOLD
	  ",\"risk\":{\"stop_loss_pct\":5,\"take_profit_pct\":2}",
	  "/risk/stop_loss_pct" },
	{ "stop_wider_than_target", 0, NONE, HOLD
	  ",\"risk\":{\"stop_loss_pct\":2,\"take_profit_pct\":5}", "" },
	{ "stop_wider_than_target", 1, NONE, HOLD
	  ",\"risk\":{\"stop_loss\":\"entry_price - 3 * atr(14)\","
	  "\"take_profit\":\"entry_price + atr(14)*2\"}", "/risk/stop_loss" },
	{ "stop_wider_than_target", 0, NONE, HOLD
	  ",\"risk\":{\"stop_loss\":\"entry_price - 3 * atr(14)\","
	  "\"take_profit\":\"entry_price + 2 * atr(20)\"}", "" },
	{ "stop_wider_than_target", 0, NONE, HOLD
	  ",\"risk\":{\"stop_loss\":100,\"take_profit\":90}", "" },
	{ "param_at_edge", 1, NONE, HOLD
	  ",\"params\":{\"n\":{\"value\":2,\"min\":2,\"max\":50}}",
	  "/params/n" },
	{ "param_at_edge", 0, NONE, HOLD
	  ",\"params\":{\"n\":{\"value\":3,\"min\":2,\"max\":50}}", "" },
	{ "extreme_period", 1, NONE,
	  "\"entry\":{\"long\":\"close > ema(sma(close, 1), 9)\"}",
	  "/entry/long" },
	{ "extreme_period", 1, NONE, "\"params\":{\"n\":900},"
	  "\"let\":{\"a\":\"sma(close, n)\"},\"entry\":{\"long\":\"close > a\"}",
	  "/let/a" },
	{ "extreme_period", 0, NONE,
	  "\"entry\":{\"long\":\"close > sma(close, 200)\"}", "" },
	{ "both_sides", 1, NONE, "\"entry\":{\"long\":\"close > open\","
	  "\"short\":\"Close>open\"}", "/entry" },
	{ "both_sides", 0, NONE, "\"entry\":{\"long\":\"close > open\","
	  "\"short\":\"close < open\"}", "" },
	{ "entry_is_exit", 1, NONE, "\"entry\":{\"long\":\"close > open\"},"
	  "\"exit\":{\"long\":\"close > open\"}", "/exit/long" },
	{ "entry_is_exit", 0, NONE, FLIP, "" },
	{ "all_in_on_margin", 1, NONE, FLIP ",\"backtest\":{\"margin\":0.1}",
	  "/risk/size" },
	{ "all_in_on_margin", 0, NONE, FLIP ",\"backtest\":{\"margin\":0.1},"
	  "\"risk\":{\"size\":0.1}", "" },
	{ "many_params", 1, NONE, FLIP ",\"params\":{\"a\":1,\"b\":1,\"c\":1,"
	  "\"d\":1,\"e\":1,\"f\":1,\"g\":1}", "/params" },
	{ "many_params", 0, NONE, FLIP ",\"params\":{\"a\":1}", "" },
	{ "run_failed", 1, WAVE, HOLD ",\"risk\":{\"size\":\"close * 0\"}",
	  "" },
	{ "run_failed", 0, WAVE, HOLD, "" },
	{ "orders_refused", 1, WAVE, HOLD ",\"risk\":{\"size\":\"close * 0\"}",
	  "/risk/size" },
	{ "orders_refused", 0, WAVE, HOLD, "" },
	{ "lookback_beyond_data", 1, WAVE,
	  "\"entry\":{\"long\":\"close > sma(close, 450)\"}", "" },
	{ "lookback_beyond_data", 0, WAVE,
	  "\"entry\":{\"long\":\"close > sma(close, 50)\"}", "" },
	{ "never_in_market", 1, WAVE, "\"entry\":{\"long\":\"close < 0\"}",
	  "" },
	{ "never_in_market", 0, WAVE, HOLD, "" },
	{ "too_few_trades", 1, WAVE, HOLD, "" },
	{ "too_few_trades", 0, WAVE, FLIP, "" },
	{ "warmup_eats_data", 1, WAVE,
	  "\"entry\":{\"long\":\"close > sma(close, 150)\"}", "" },
	{ "warmup_eats_data", 0, WAVE,
	  "\"entry\":{\"long\":\"close > sma(close, 50)\"}", "" },
	{ "always_in_market", 1, UP, HOLD, "" },
	{ "always_in_market", 0, WAVE, FLIP, "" },
	{ "one_trade_profit", 1, JUMP, EVERY(0, 5, 10), "" },
	{ "one_trade_profit", 0, UP, EVERY(0, 5, 10), "" },
	{ "over_trading", 1, WAVE, FLIP ",\"backtest\":{\"commission\":0.05}",
	  "" },
	{ "over_trading", 0, UP, EVERY(0, 5, 10)
	  ",\"backtest\":{\"commission\":0.00001}", "" },
	{ "loses_money", 1, DOWN, HOLD, "" },
	{ "loses_money", 0, UP, HOLD, "" },
	{ "below_buy_and_hold", 1, UP, EVERY(0, 5, 10), "" },
	{ "below_buy_and_hold", 0, DOWN, EVERY(0, 5, 10), "" },
	{ "deep_drawdown", 1, DOWN, HOLD, "" },
	{ "deep_drawdown", 0, UP, HOLD, "" },
	{ "costs_decide", 1, UP, EVERY(0, 1, 2), "/backtest/commission" },
	{ "costs_decide", 0, UP, HOLD, "" },
	{ "costs_decide", 0, UP, EVERY(0, 1, 2)
	  ",\"backtest\":{\"commission\":0.0001}", "" },
	{ "fill_decides", 1, STEPS, EVERY(0, 1, 3)
	  ",\"backtest\":{\"trade_on_close\":true}",
	  "/backtest/trade_on_close" },
	{ "fill_decides", 0, UP, EVERY(0, 5, 10)
	  ",\"backtest\":{\"trade_on_close\":true}", "" },
	{ "unstable_param", 1, STEPS, EVERY(k, 1, 3)
	  ",\"params\":{\"k\":{\"value\":0,\"step\":1}},"
	  "\"backtest\":{\"trade_on_close\":true}", "/params/k" },
	{ "unstable_param", 0, UP,
	  "\"entry\":{\"long\":\"close > k\"},\"params\":{\"k\":1}", "" },
	{ "fails_out_of_sample", 1, TURN, HOLD, "" },
	{ "fails_out_of_sample", 0, UP, HOLD, "" },
};
/* clang-format on */

static const struct algo_advice *find(const struct algo_advices *list,
				      const char *code)
{
	for (size_t i = 0; i < list->n; i++)
		if (strcmp(list->v[i].code, code) == 0)
			return &list->v[i];
	return NULL;
}

static void note_list(const struct algo_advices *list,
		      const struct algo_errs *errs)
{
	for (size_t i = 0; i < list->n; i++)
		note("%s %s %s", list->v[i].code, list->v[i].pointer,
		     list->v[i].evidence);
	for (size_t i = 0; i < errs->n; i++)
		note("%s", errs->v[i].msg);
}

static void one(size_t i, const char *path)
{
	struct algo_review_opt opt = { .file = "s.json" };
	struct algo_buf doc = ALGO_BUF_INIT(1 << 16);
	struct algo_advices list = { 0 };
	struct algo_errs errs = { 0 };
	const struct algo_advice *a;
	int good;

	if (table[i].bars != NONE) {
		write_bars(table[i].bars, path);
		opt.bars = path;
	}
	algo_buf_addf(&doc, "{\"algo\":1,%s}", table[i].doc);
	good = algo_words_advise(algo_buf_str(&doc), doc.len, &opt, &list,
				 &errs) == 0;
	a = find(&list, table[i].code);
	good = good && !a == !table[i].given &&
	       (!a || strcmp(a->pointer, table[i].pointer) == 0);
	if (!ok(good, "%s %s: %s", table[i].code,
		table[i].given ? "given" : "not given", table[i].doc))
		note_list(&list, &errs);
	algo_words_advices_release(&list);
	algo_errs_release(&errs);
	algo_buf_release(&doc);
}

/* Each row stands in the table above both ways. */
static void test_complete(void)
{
	const struct algo_advice_row *row;

	for (size_t i = 0; (row = algo_words_advice_row(i)); i++) {
		int seen[2] = { 0, 0 };

		for (size_t k = 0; k < sizeof(table) / sizeof(*table); k++)
			if (strcmp(table[k].code, row->code) == 0)
				seen[table[k].given] = 1;
		ok(seen[0] && seen[1] && row->text[0], "%s is tested",
		   row->code);
	}
}

static void test_json(const char *path)
{
	static const char doc[] = "{\"algo\":1,\"name\":\"x\"," HOLD "}";
	struct algo_review_opt opt = { .file = "s.json", .bars = path };
	struct algo_buf out = ALGO_BUF_INIT(1 << 20);
	struct algo_errs errs = { 0 };
	struct algo_err err = ALGO_ERR_INIT;
	struct algo_json_doc *json = NULL;
	const struct algo_json *root, *v;
	struct algo_jw w;

	write_bars(DOWN, path);
	algo_jw_init(&w, &out, 0);
	ok(algo_words_review(doc, sizeof(doc) - 1, &opt, &w, &errs) == 0,
	   "a review");
	json = algo_json_parse(algo_buf_str(&out), out.len, NULL, &err);
	root = json ? algo_json_root(json) : NULL;
	ok(root && algo_json_num(algo_json_get(root, "algo")) == 1, "%s",
	   algo_buf_str(&out));
	ok(strcmp(algo_json_str(algo_json_get(root, "kind"), NULL), "review") ==
		   0,
	   "its kind");
	v = algo_json_get(algo_json_get(root, "strategy"), "sha256");
	ok(strlen(algo_json_str(v, NULL)) == 64, "its strategy");
	v = algo_json_at(algo_json_get(root, "advice"), 0);
	ok(algo_json_type(algo_json_get(v, "evidence")) == ALGO_J_OBJ &&
		   *algo_json_str(algo_json_get(v, "message"), NULL) &&
		   *algo_json_str(algo_json_get(v, "severity"), NULL),
	   "an advice");
	algo_json_free(json);
	algo_errs_release(&errs);
	algo_buf_release(&out);
}

static void test_refused(void)
{
	static const char good[] = "{\"algo\":1," HOLD "}";
	struct algo_review_opt opt = { .file = "s.json" };
	struct algo_advices list = { 0 };
	struct algo_errs errs = { 0 };

	ok(algo_words_advise("{}", 2, &opt, &list, &errs) == -1 && errs.errors,
	   "no strategy");
	algo_errs_release(&errs);
	memset(&errs, 0, sizeof(errs));
	opt.bars = "/nonexistent/bars.csv";
	ok(algo_words_advise(good, sizeof(good) - 1, &opt, &list, &errs) ==
			   -1 &&
		   errs.errors,
	   "no bars");
	algo_errs_release(&errs);
	algo_words_advices_release(&list);
}

int main(void)
{
	char path[] = "/tmp/algo-review-XXXXXX";
	int fd = mkstemp(path);

	if (fd < 0)
		return skip_all("no temporary file");
	close(fd);
	for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++)
		one(i, path);
	test_complete();
	test_json(path);
	test_refused();
	remove(path);
	return done();
}
