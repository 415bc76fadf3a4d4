/* spec.c - SPEC, column names and the listing of the registry. */
#include "tap.h"
#include <algo/ind.h>
#include <stdint.h>

static char *column(const struct algo_spec *spec, size_t k)
{
	struct algo_buf b = ALGO_BUF_INIT(4096);

	algo_spec_column(spec, k, &b);
	return algo_buf_take(&b);
}

/* The columns of a SPEC, with blanks between them. */
static void columns(const char *text, const char *want)
{
	struct algo_spec spec;
	struct algo_err err = ALGO_ERR_INIT;
	struct algo_buf b = ALGO_BUF_INIT(4096);
	size_t n;

	if (algo_spec_parse(text, &spec, &err)) {
		ok(0, "%s is read: %s", text, err.msg);
		return;
	}
	n = algo_ind_outputs(spec.ind);
	for (size_t k = 0; k < n; k++) {
		if (spec.output >= 0 && (size_t)spec.output != k)
			continue;
		algo_buf_adds(&b, b.len ? " " : "");
		algo_spec_column(&spec, k, &b);
	}
	ok(!strcmp(algo_buf_str(&b), want), "%s gives %s, wanted %s", text,
	   algo_buf_str(&b), want);
	algo_buf_release(&b);
}

static void good(void)
{
	columns("rsi:14", "RSI_14");
	columns("RSI", "RSI_14");
	columns("sma", "SMA_20");
	columns("fast=ema:12", "fast");
	columns("x=macd", "x x_SIGNAL x_HIST");
	columns("macd:12,26,9",
		"MACD_12_26_9 MACD_12_26_9_SIGNAL MACD_12_26_9_HIST");
	columns("macd:12,26,9.hist", "MACD_12_26_9_HIST");
	columns("macd.signal", "MACD_12_26_9_SIGNAL");
	columns("x=macd.hist", "x_HIST");
	columns("sma:20@volume", "SMA_20@VOLUME");
	columns("sma:20@close", "SMA_20");
	columns("sma:5@my.col", "SMA_5@MY.COL");
	columns("correl:30@high,low", "CORREL_30");
	columns("correl:30@low,high", "CORREL_30@LOW+HIGH");
	columns("bbands:period=20,up=2.5",
		"BBANDS_20_2.5_UPPER BBANDS_20_2.5_MIDDLE BBANDS_20_2.5_LOWER");
	columns("bbands:length=10.upper", "BBANDS_10_2_UPPER");
	columns("bbands:20,2,3.lower", "BBANDS_20_2_3_SMA_LOWER");
	columns("bbands:20,2.upper", "BBANDS_20_2_UPPER");
	columns("bbands:20,2.5.upper", "BBANDS_20_2.5_UPPER");
	columns("bbands:20,2,2,ema.upper", "BBANDS_20_2_2_EMA_UPPER");
	columns("bbands:ma=1.upper", "BBANDS_20_2_2_EMA_UPPER");
	columns("stoch:14,3,3,ema.slowk", "STOCH_14_3_3_EMA_SMA_SLOWK");
	columns("stoch:14,3,3,sma,sma",
		"STOCH_14_3_3_SLOWK STOCH_14_3_3_SLOWD");
	columns("ma:20,kama", "MA_20_KAMA");
	columns("ma:20,6", "MA_20_KAMA");
	columns("mama.fama", "MAMA_0.5_0.05_FAMA");
	columns("trange", "TRANGE");
	columns("RSI_14", "RSI_14");
	columns("macd_12_26_9_hist", "MACD_12_26_9_HIST");
	columns("SMA_20@VOLUME", "SMA_20@VOLUME");
	columns("mama_0.3_0.1_fama", "MAMA_0.3_0.1_FAMA");
	columns("x=bbands_20_2_2_ema_upper", "x_UPPER");
	columns("bollinger:20.upper", "BBANDS_20_2_UPPER");
}

/* The error, its place and what its hint holds. */
static void bad(const char *text, const char *code, unsigned long col,
		unsigned long len, const char *hint)
{
	struct algo_spec spec;
	struct algo_err err = ALGO_ERR_INIT;
	int rc = algo_spec_parse(text, &spec, &err);
	int unknown = strcmp(code, "unknown_indicator") == 0;

	ok(rc == -1 && err.set && !strcmp(err.code, code) &&
		   err.at.col == col && err.at.len == len &&
		   err.cls == (unknown ? ALGO_E_IMPORT : ALGO_E_USAGE) &&
		   algo_err_exit(&err) == 2 && strstr(err.hint, hint) &&
		   algo_spec_parse(text, &spec, NULL),
	   "'%s': %s at %lu+%lu, %s (%s)", text,
	   err.set ? err.code : "no error", err.at.col, err.at.len, err.msg,
	   err.hint);
}

static void refusals(void)
{
	bad("", "bad_spec", 1, 0, "");
	bad(":14", "bad_spec", 1, 0, "");
	bad("=sma", "bad_spec", 1, 0, "");
	bad("a,b=sma", "bad_spec", 1, 3, "");
	bad("rsj:14", "unknown_indicator", 1, 3, "'rsi'");
	bad("x=emma", "unknown_indicator", 3, 4, "'ema'");
	bad("RSI_0", "unknown_indicator", 1, 5, "--list");
	bad("RSI_14:3", "unknown_indicator", 1, 6, "");
	bad("qqqqqqqqq", "unknown_indicator", 1, 9, "--list");
	bad("sma:20,3", "too_many_parameters", 8, 1, "period");
	bad("avgprice:3", "too_many_parameters", 10, 1, "");
	bad("sma:perod=3", "unknown_parameter", 5, 5, "'period'");
	bad("avgprice:x=3", "unknown_parameter", 10, 1, "none");
	bad("sma:0", "out_of_range", 5, 1, "");
	bad("sma:-3", "out_of_range", 5, 2, "");
	bad("sma:5000000", "out_of_range", 5, 7, "");
	bad("ma:20,9", "out_of_range", 7, 1, "");
	bad("sma:2.5", "not_whole", 5, 3, "");
	bad("sma:x", "bad_number", 5, 1, "");
	bad("ma:20,smaa", "bad_number", 7, 4, "kama");
	bad("bbands:20,2,ema", "bad_number", 13, 3, "");
	bad("sma:", "bad_spec", 5, 0, "");
	bad("macd:12,,9", "bad_spec", 9, 0, "");
	bad("sma:20,period=20", "bad_spec", 15, 2, "");
	bad("sma:20@", "bad_spec", 8, 0, "");
	bad("sma:20@high,low", "too_many_inputs", 13, 3, "");
	bad("macd.histo", "unknown_output", 6, 5, "hist");
	bad("sma.x", "unknown_output", 5, 1, "sma");
	bad("macd.", "bad_spec", 5, 1, "");
	bad("macd.hist.x", "bad_spec", 5, 5, "");
}

/* ---- every row, there and back. */

static int same(const struct algo_spec *a, const struct algo_spec *b, size_t k)
{
	size_t n = algo_ind_params(a->ind);

	if (a->ind != b->ind || b->output != (int)k)
		return 0;
	for (size_t i = 0; i < n; i++)
		if (a->args.p[i] != b->args.p[i])
			return 0;
	for (size_t i = 0; i < algo_ind_inputs(a->ind); i++) {
		size_t len = strlen(a->input[i]);

		if (len != strlen(b->input[i]))
			return 0;
		for (size_t c = 0; c < len; c++)
			if ((a->input[i][c] | 0x20) != (b->input[i][c] | 0x20))
				return 0;
	}
	return 1;
}

static int round_trip(const struct algo_spec *spec)
{
	int bad = 0;

	for (size_t k = 0; k < algo_ind_outputs(spec->ind); k++) {
		char *name = column(spec, k);
		struct algo_spec back;

		if (algo_spec_from_column(name, strlen(name), &back) ||
		    !same(spec, &back, k)) {
			note("'%s' does not read back", name);
			bad = 1;
		}
		free(name);
	}
	return bad;
}

/* Another value of parameter i that is in its range. */
static double another(const struct algo_param *p)
{
	if (p->type == ALGO_P_MA)
		return p->def == ALGO_MA_EMA ? ALGO_MA_WMA : ALGO_MA_EMA;
	if (p->type == ALGO_P_INT)
		return p->def + 3 <= p->max ? p->def + 3 : p->min;
	return p->def + 0.125 <= p->max ? p->def + 0.125 : p->min;
}

static void defaults(struct algo_spec *spec, const struct algo_ind *ind)
{
	memset(spec, 0, sizeof(*spec));
	spec->ind = ind;
	spec->output = -1;
	algo_args_init(ind, &spec->args);
	for (size_t i = 0; i < algo_ind_inputs(ind); i++)
		snprintf(spec->input[i], sizeof(spec->input[i]), "%s",
			 ind->in[i]);
}

static int row_trips(const struct algo_ind *ind)
{
	struct algo_spec spec;
	struct algo_err err = ALGO_ERR_INIT;
	int bad;

	defaults(&spec, ind);
	bad = round_trip(&spec);
	for (size_t i = 0; i < algo_ind_params(ind); i++) {
		defaults(&spec, ind);
		if (algo_args_set(ind, &spec.args, i, another(&ind->param[i]),
				  &err)) {
			note("%s %s: %s", ind->name, ind->param[i].name,
			     err.msg);
			return 1;
		}
		algo_args_done(ind, &spec.args);
		bad |= round_trip(&spec);
	}
	defaults(&spec, ind);
	for (size_t i = 0; i < algo_ind_params(ind); i++)
		algo_args_set(ind, &spec.args, i, another(&ind->param[i]),
			      NULL);
	if (algo_ind_inputs(ind))
		snprintf(spec.input[algo_ind_inputs(ind) - 1], 128,
			 "SMA_3@volume");
	return bad | round_trip(&spec);
}

/* A row as its header wants it. */
static int row_sound(const struct algo_ind *ind)
{
	size_t n = algo_ind_params(ind);
	struct algo_args a;

	if (!ind->title || !ind->doc || !ind->source || !ind->group ||
	    !ind->size || !ind->init || !ind->step || !ind->lookback ||
	    !ind->in[0] || !ind->out[0] || ind->in[ALGO_IND_INPUTS] ||
	    ind->out[ALGO_IND_OUTPUTS] || ind->param[ALGO_IND_PARAMS].name)
		return 0;
	for (size_t i = 0; i < n; i++) {
		const struct algo_param *p = &ind->param[i];

		if (!(p->min <= p->def && p->def <= p->max) || !p->doc)
			return 0;
		algo_args_init(ind, &a);
		if (algo_args_set(ind, &a, i, p->min, NULL) ||
		    algo_args_set(ind, &a, i, p->max, NULL))
			return 0;
		if (p->type != ALGO_P_MA &&
		    !algo_args_set(ind, &a, i, p->min - 1 - fabs(p->min), NULL))
			return 0;
	}
	for (size_t i = 0; i < algo_ind_count(); i++) {
		const struct algo_ind *other = algo_ind_at(i);

		if (other != ind && !strcmp(other->name, ind->name))
			return 0;
	}
	return algo_ind_find(ind->name, strlen(ind->name)) == ind;
}

static void rows(void)
{
	size_t n = algo_ind_count(), sound = 0, trips = 0;

	for (size_t i = 0; i < n; i++) {
		const struct algo_ind *ind = algo_ind_at(i);

		if (row_sound(ind))
			sound++;
		else
			note("%s is not sound", ind->name);
		trips += !row_trips(ind);
	}
	ok(n > 0 && !algo_ind_at(n), "%zu rows", n);
	ok(sound == n, "%zu of %zu rows are sound", sound, n);
	ok(trips == n, "%zu of %zu rows read back", trips, n);
}

static void no_names(void)
{
	static const char *const names[] = {
		"",	      "time",	    "close",	    "SMA",
		"SMA_",	      "SMA_0",	    "SMA_x",	    "SMA_20_",
		"SMA_20_3",   "SMA_020",    "SMA_20@",	    "BBANDS_20_2",
		"SMA_20_SMA", "_20",	    "MACD_12",	    "SMA_20@A+B",
		"SMA_2.5",    "RSI_14_RSI", "SMA_20@CLOSE",
	};
	struct algo_spec spec;

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		ok(algo_spec_from_column(names[i], strlen(names[i]), &spec) ==
			   -1,
		   "'%s' is no name of ours", names[i]);
	ok(algo_spec_from_column("macd_12_26_9_hist", 17, &spec) == 0 &&
		   spec.output == 2,
	   "names are found in any case");
}

static void listing(void)
{
	struct algo_buf b = ALGO_BUF_INIT(1 << 22);
	struct algo_err err = ALGO_ERR_INIT;
	struct algo_json_doc *doc;
	size_t n = algo_ind_count(), lines = 0;

	algo_ind_list_text(&b);
	for (size_t i = 0; i < b.len; i++)
		lines += b.data[i] == '\n';
	ok(lines == n + 1, "the table has a line each and a head");
	algo_buf_clear(&b);
	algo_ind_list_json(&b);
	doc = algo_json_parse(b.data, b.len, NULL, &err);
	if (ok(doc != NULL, "the list is JSON %s", err.msg)) {
		const struct algo_json *root = algo_json_root(doc);
		const struct algo_json *list =
			algo_json_get(root, "indicators");

		ok((size_t)algo_json_num(algo_json_get(root, "count")) == n &&
			   algo_json_count(list) == n,
		   "with all of them");
		for (size_t i = 0, good_ones = 0; i < n; i++) {
			struct algo_spec spec;
			const struct algo_json *v = algo_json_at(list, i);

			good_ones += !algo_spec_parse(
				algo_json_str(algo_json_get(v, "example"),
					      NULL),
				&spec, NULL);
			if (i + 1 == n)
				ok(good_ones == n, "every example is read");
		}
	}
	algo_json_free(doc);
	algo_buf_clear(&b);
	ok(algo_ind_describe("bbands", &b, &err) == 0 &&
		   strstr(algo_buf_str(&b), "down = up") &&
		   strstr(algo_buf_str(&b), "BBANDS_20_2_LOWER"),
	   "bbands is described");
	err = (struct algo_err)ALGO_ERR_INIT;
	ok(algo_ind_describe("bbnds", &b, &err) == -1 &&
		   strstr(err.hint, "bbands"),
	   "bbnds is not, with a hint: %s", err.hint);
	algo_buf_release(&b);
}

/* Texts made of pieces: read, or refused with a place within the text. */
static void made_up(void)
{
	static const char *const piece[] = {
		"sma", "bbands", "macd", "stoch", "ma",	   ":",	  ",",	"@",
		".",   "=",	 "20",	 "-1",	  "2.5",   "ema", "up", "hist",
		"x",   "volume", "_",	 "1e9",	  "upper", " ",	  "\"", "+",
	};
	struct algo_spec spec, back;
	uint64_t r = 1;
	size_t read = 0, bad = 0;

	for (int i = 0; i < 20000; i++) {
		char text[128] = "";
		struct algo_err err = ALGO_ERR_INIT;
		size_t n = 0;

		for (int k = 0; k < 1 + i % 8; k++) {
			const char *s;

			r = r * 6364136223846793005 + 1442695040888963407;
			s = piece[(r >> 33) % 24];
			memcpy(text + n, s, strlen(s) + 1);
			n += strlen(s);
		}
		if (algo_spec_parse(text, &spec, &err)) {
			bad += !err.set || !err.at.line || err.at.col < 1 ||
			       err.at.col - 1 + err.at.len > n;
			continue;
		}
		read++;
		if (!spec.name[0] && !strchr(text, '+')) {
			char *name = column(&spec, 0);

			bad += algo_spec_from_column(name, strlen(name),
						     &back) ||
			       !same(&spec, &back, 0);
			free(name);
		}
	}
	ok(read > 100 && bad == 0,
	   "%zu of 20000 made up texts are read, "
	   "%zu go wrong",
	   read, bad);
}

static void names(void)
{
	const struct algo_ind *ind = algo_ind_find("BBANDS", 6);
	struct algo_args a;

	ok(ind && algo_ind_output(ind, "LOWER", 5) == 2 &&
		   algo_ind_output(ind, "low", 3) == -1 &&
		   algo_ind_param(ind, "Up", 2) == 1 &&
		   algo_ind_param(ind, "length", 6) == 0 &&
		   algo_ind_param(ind, "u", 1) == -1,
	   "outputs and parameters by name");
	ok(algo_args_position(ind, 0) == 0 && algo_args_position(ind, 3) == 3 &&
		   algo_args_position(ind, 4) == -1,
	   "parameters by position");
	algo_args_init(ind, &a);
	algo_args_set(ind, &a, 1, 3, NULL);
	algo_args_done(ind, &a);
	ok(a.p[2] == 3, "down is up when not given");
	algo_args_set(ind, &a, 2, 1, NULL);
	algo_args_done(ind, &a);
	ok(a.p[2] == 1, "and not when given");
	ok(algo_args_set(ind, &a, 0, NAN, NULL) == -1 &&
		   algo_args_set(ind, &a, 1, INFINITY, NULL) == -1 &&
		   algo_args_set(ind, &a, 3, 0.5, NULL) == -1 &&
		   algo_args_set(ind, &a, 3, -1, NULL) == -1,
	   "values out of range are refused");
	for (int ma = 0; ma < ALGO_MA_COUNT; ma++)
		ok(algo_ma_find(algo_ma_name(ma), strlen(algo_ma_name(ma))) ==
			   ma,
		   "average %d is %s", ma, algo_ma_name(ma));
	ok(algo_ma_find("sm", 2) == -1 && algo_ma_find("smaa", 4) == -1 &&
		   !*algo_ma_name(-1) && !*algo_ma_name(ALGO_MA_COUNT),
	   "others are none");
}

int main(void)
{
	good();
	refusals();
	rows();
	no_names();
	listing();
	made_up();
	names();
	return done();
}
