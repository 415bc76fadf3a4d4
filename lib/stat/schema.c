/* schema.c - JSON Schema of the documents that a run reads and writes, from
 * the tables they are made from */
#include <algo/run.h>

#include <string.h>

#define NUM (1u << ALGO_J_NUM)
#define STR (1u << ALGO_J_STR)
#define BOOL (1u << ALGO_J_BOOL)
#define ARR (1u << ALGO_J_ARR)
#define OBJ (1u << ALGO_J_OBJ)
#define NUL (1u << ALGO_J_NULL)
/* Bar numbers stand where a time would. */
#define TIME (STR | NUM)

/* Members of the result; of: "" is the result itself. */
struct member {
	const char *of, *key;
	unsigned types;
	int may; /* it may be absent */
};

/* clang-format off */
static const struct member members[] = {
	{ "strategy", "name", STR, 0 },
	{ "strategy", "version", NUM | NUL, 1 },
	{ "strategy", "sha256", STR, 1 },
	{ "strategy", "params", OBJ, 1 },
	{ "data", "symbol", STR | NUL, 0 },
	{ "data", "interval", STR | NUL, 0 },
	{ "data", "bars", NUM, 0 },
	{ "data", "start", TIME, 1 },
	{ "data", "end", TIME, 1 },
	{ "data", "first_step", NUM, 0 },
	{ "data", "hash", STR, 0 },
	{ "symbol", "symbol", STR, 0 },
	{ "symbol", "bars", NUM, 0 },
	{ "symbol", "first_step", NUM, 0 },
	{ "symbol", "num_trades", NUM, 0 },
	{ "symbol", "win_rate", NUM | NUL, 0 },
	{ "symbol", "net_trade_pnl", NUM, 0 },
	{ "symbol", "profit_factor", NUM | NUL, 0 },
	{ "symbol", "commission", NUM, 0 },
	{ "symbol", "exposure_time_pct", NUM | NUL, 0 },
	{ "symbol", "position", NUM, 0 },
	{ "symbol", "cost_basis", NUM | NUL, 0 },
	{ "symbol", "last_close", NUM, 0 },
	{ "symbol", "open_pnl", NUM, 0 },
	{ "trade", "symbol", STR, 1 },
	{ "trade", "side", STR, 0 },
	{ "trade", "size", NUM, 0 },
	{ "trade", "entry_bar", NUM, 0 },
	{ "trade", "exit_bar", NUM, 0 },
	{ "trade", "entry_time", TIME, 0 },
	{ "trade", "exit_time", TIME, 0 },
	{ "trade", "entry_price", NUM, 0 },
	{ "trade", "exit_price", NUM, 0 },
	{ "trade", "sl", NUM | NUL, 0 },
	{ "trade", "tp", NUM | NUL, 0 },
	{ "trade", "pnl", NUM, 0 },
	{ "trade", "return_pct", NUM, 0 },
	{ "trade", "commission", NUM, 0 },
	{ "trade", "bars", NUM, 0 },
	{ "trade", "mae_pct", NUM | NUL, 0 },
	{ "trade", "mfe_pct", NUM | NUL, 0 },
	{ "trade", "entry_tag", STR | NUL, 0 },
	{ "trade", "exit_reason", STR, 0 },
	{ "drawdown", "start", STR | NUL, 0 },
	{ "drawdown", "date", STR | NUL, 0 },
	{ "drawdown", "end", STR | NUL, 0 },
	{ "drawdown", "drawdown_pct", NUM, 0 },
	{ "drawdown", "days", NUM, 0 },
	{ "error", "class", STR, 0 },
	{ "error", "code", STR, 0 },
	{ "error", "message", STR, 0 },
	{ "error", "places", ARR, 0 },
	{ "run", "id", STR, 0 },
	{ "run", "timestamp", STR, 0 },
	{ "run", "execution_time", NUM, 0 },
	{ "run", "version", STR, 0 },
};
/* clang-format on */
#define MEMBERS (sizeof(members) / sizeof(*members))

/* --- Pieces -------------------------------------------------------------- */

static void typed(struct algo_jw *w, const char *key, unsigned types)
{
	algo_jw_key(w, key);
	algo_jw_obj(w);
	algo_schema_type(w, types);
	algo_jw_obj_end(w);
}

static void text_is(struct algo_jw *w, const char *key, const char *text)
{
	algo_jw_key(w, key);
	algo_jw_obj(w);
	algo_jw_kstr(w, "const", text);
	algo_jw_obj_end(w);
}

static void refer(struct algo_jw *w, const char *key, const char *def)
{
	algo_jw_key(w, key);
	algo_jw_obj(w);
	algo_schema_ref(w, def);
	algo_jw_obj_end(w);
}

/* An array of things of one type, or of one definition. */
static void list(struct algo_jw *w, const char *key, unsigned types,
		 const char *def)
{
	algo_jw_key(w, key);
	algo_jw_obj(w);
	algo_schema_type(w, ARR);
	if (def)
		refer(w, "items", def);
	else
		typed(w, "items", types);
	algo_jw_obj_end(w);
}

static void closed(struct algo_jw *w)
{
	algo_jw_kbool(w, "additionalProperties", 0);
}

/* --- Definitions --------------------------------------------------------- */

static void exit_reason(struct algo_jw *w)
{
	const char *names[ALGO_R_COUNT + 1];
	size_t n = 0;
	int i;

	for (i = ALGO_R_NONE + 1; i < ALGO_R_COUNT; i++)
		names[n++] = algo_reason_name((enum algo_reason)i);
	names[n] = NULL;
	algo_jw_key(w, "exit_reason");
	algo_jw_obj(w);
	algo_schema_list(w, "enum", names);
	algo_jw_obj_end(w);
}

static void property(struct algo_jw *w, const struct member *m)
{
	if (strcmp(m->key, "exit_reason") == 0)
		exit_reason(w);
	else if (strcmp(m->key, "params") == 0)
		refer(w, m->key, "params");
	else if (m->types == ARR)
		list(w, m->key, STR, NULL);
	else
		typed(w, m->key, m->types);
}

static void define(struct algo_jw *w, const char *of)
{
	const char *need[MEMBERS + 1];
	size_t i, n = 0;

	algo_jw_key(w, of);
	algo_jw_obj(w);
	algo_schema_type(w, OBJ);
	algo_jw_key(w, "properties");
	algo_jw_obj(w);
	for (i = 0; i < MEMBERS; i++) {
		if (strcmp(members[i].of, of) != 0)
			continue;
		property(w, &members[i]);
		if (!members[i].may)
			need[n++] = members[i].key;
	}
	need[n] = NULL;
	algo_jw_obj_end(w);
	algo_schema_list(w, "required", need);
	closed(w);
	algo_jw_obj_end(w);
}

static void params(struct algo_jw *w)
{
	algo_jw_key(w, "params");
	algo_jw_obj(w);
	algo_schema_type(w, OBJ);
	typed(w, "additionalProperties", NUM);
	algo_jw_obj_end(w);
}

/* Any metric may be left out: by choice, or for want of its input. */
static void metrics(struct algo_jw *w)
{
	size_t i;

	algo_jw_key(w, "metrics");
	algo_jw_obj(w);
	algo_schema_type(w, OBJ);
	algo_jw_key(w, "properties");
	algo_jw_obj(w);
	for (i = 0; i < algo_metric_count(); i++) {
		const struct algo_metric *m = algo_metric_at(i);

		algo_jw_key(w, m->name);
		algo_jw_obj(w);
		algo_jw_kstr(w, "description", m->formula);
		algo_schema_type(w, m->kind == ALGO_M_NUMBER ? NUM | NUL
							     : TIME | NUL);
		algo_jw_obj_end(w);
	}
	algo_jw_obj_end(w);
	closed(w);
	algo_jw_obj_end(w);
}

/* --- Settings ------------------------------------------------------------ */

/* A fee and a slippage may be a text, a fee [fixed, rate] as well. */
static unsigned setting_types(const struct algo_json *v)
{
	const char *key = algo_json_key(v);

	if (strcmp(key, "commission") == 0)
		return NUM | STR | ARR;
	if (strcmp(key, "slippage") == 0)
		return NUM | STR;
	return 1u << algo_json_type(v);
}

static void setting(struct algo_jw *w, const struct algo_json *v)
{
	const char *const *names = algo_account_choices(algo_json_key(v));
	unsigned types = setting_types(v);

	algo_jw_key(w, algo_json_key(v));
	algo_jw_obj(w);
	algo_schema_type(w, types);
	if (types & ARR) {
		typed(w, "items", NUM);
		algo_jw_kint(w, "minItems", 2);
		algo_jw_kint(w, "maxItems", 2);
	}
	if (names)
		algo_schema_list(w, "enum", names);
	algo_jw_obj_end(w);
}

/* What an account says of itself. */
static struct algo_json_doc *account(int compat, int ticks)
{
	struct algo_err err = ALGO_ERR_INIT;
	struct algo_buf b = ALGO_BUF_INIT(1 << 16);
	struct algo_account a;
	struct algo_json_doc *doc;
	struct algo_jw w;

	algo_account_init(&a, compat);
	if (ticks) {
		algo_account_set(&a, "tick", "0.01", &err);
		algo_account_set(&a, "slippage", "1tick", &err);
	}
	algo_jw_init(&w, &b, 0);
	algo_jw_obj(&w);
	algo_account_json(&a, &w);
	algo_jw_obj_end(&w);
	doc = algo_json_parse(b.data, b.len, NULL, &err);
	algo_account_release(&a);
	algo_buf_release(&b);
	return doc;
}

/* The settings of every kind of account; what all have is required. */
static void settings(struct algo_jw *w)
{
	struct algo_json_doc *doc[3] = { account(0, 0), account(1, 0),
					 account(0, 1) };
	const struct algo_json *own = algo_json_root(doc[0]);
	const char *need[64];
	size_t i, k, n = 0;

	algo_jw_key(w, "settings");
	algo_jw_obj(w);
	algo_schema_type(w, OBJ);
	algo_jw_key(w, "properties");
	algo_jw_obj(w);
	for (k = 0; k < 3; k++)
		for (i = 0; i < algo_json_count(algo_json_root(doc[k])); i++) {
			const struct algo_json *v =
				algo_json_at(algo_json_root(doc[k]), i);
			const char *key = algo_json_key(v);
			int had = algo_json_get(own, key) != NULL;

			if (k == 0 || !had)
				setting(w, v);
			if (k == 1 && had && n < 63)
				need[n++] = key;
		}
	need[n] = NULL;
	algo_jw_obj_end(w);
	algo_schema_list(w, "required", need);
	closed(w);
	algo_jw_obj_end(w);
	for (k = 0; k < 3; k++)
		algo_json_free(doc[k]);
}

/* --- The documents ------------------------------------------------------- */

static void definitions(struct algo_jw *w)
{
	size_t i;

	algo_jw_key(w, "$defs");
	algo_jw_obj(w);
	for (i = 0; i < MEMBERS; i++)
		if (i == 0 || strcmp(members[i - 1].of, members[i].of) != 0)
			define(w, members[i].of);
	params(w);
	settings(w);
	metrics(w);
	algo_jw_obj_end(w);
}

static void compat(struct algo_jw *w)
{
	algo_jw_key(w, "compat");
	algo_jw_obj(w);
	algo_schema_type(w, OBJ);
	typed(w, "additionalProperties", NUM | STR | NUL);
	algo_jw_obj_end(w);
}

/* [date, value] each. */
static void series(struct algo_jw *w, const char *key)
{
	algo_jw_key(w, key);
	algo_jw_obj(w);
	algo_schema_type(w, ARR);
	list(w, "items", TIME, NULL);
	algo_jw_obj_end(w);
}

static void error(struct algo_jw *w)
{
	algo_jw_key(w, "error");
	algo_jw_obj(w);
	algo_jw_key(w, "anyOf");
	algo_jw_arr(w);
	algo_jw_obj(w);
	algo_schema_type(w, NUL);
	algo_jw_obj_end(w);
	algo_jw_obj(w);
	algo_schema_ref(w, "error");
	algo_jw_obj_end(w);
	algo_jw_arr_end(w);
	algo_jw_obj_end(w);
}

static void properties(struct algo_jw *w)
{
	algo_jw_key(w, "properties");
	algo_jw_obj(w);
	algo_jw_key(w, "algo");
	algo_jw_obj(w);
	algo_jw_kint(w, "const", 1);
	algo_jw_obj_end(w);
	text_is(w, "kind", "result");
	typed(w, "success", BOOL);
	refer(w, "strategy", "strategy");
	refer(w, "data", "data");
	refer(w, "settings", "settings");
	refer(w, "metrics", "metrics");
	list(w, "flags", STR, NULL);
	list(w, "symbols", 0, "symbol");
	series(w, "daily_pnl");
	series(w, "monthly_returns");
	list(w, "worst_drawdowns", 0, "drawdown");
	compat(w);
	list(w, "trades", 0, "trade");
	error(w);
	refer(w, "run", "run");
	algo_jw_obj_end(w);
}

void algo_schema_result(struct algo_buf *out)
{
	static const char *const need[] = { "algo",	"kind",	 "success",
					    "strategy", "data",	 "settings",
					    "metrics",	"flags", "error",
					    NULL };
	struct algo_jw w;

	algo_jw_init(&w, out, 2);
	algo_jw_obj(&w);
	algo_schema_head(&w, "The result of a run");
	algo_schema_type(&w, OBJ);
	properties(&w);
	algo_schema_list(&w, "required", need);
	closed(&w);
	definitions(&w);
	algo_jw_obj_end(&w);
	algo_buf_addc(out, '\n');
}

void algo_schema_strategy(struct algo_buf *out)
{
	struct algo_jw w;

	algo_jw_init(&w, out, 2);
	algo_doc_schema(&w, algo_account_choices);
	algo_buf_addc(out, '\n');
}
