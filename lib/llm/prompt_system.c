/* prompt_system.c - the system prompts: rules, grammar, the registry, what the
 * language knows, examples; always the same bytes */
#include "prompt.h"

#include <string.h>

static void add_texts(struct algo_buf *out, const char *const *text)
{
	for (; *text; text++)
		algo_buf_adds(out, *text);
}

/* A source is named where it is no plain bar: sma(close, ...), atr(...). */
static void add_sources(struct algo_buf *out, const struct algo_ind *ind,
			int *any)
{
	int series =
		ind->in[0] && !ind->in[1] && strcmp(ind->in[0], "close") == 0;

	if (series)
		algo_buf_adds(out, "close");
	*any = series;
}

static void add_default(struct algo_buf *out, const struct algo_param *p)
{
	double v = p->zero_in_expr ? 0 : p->def;

	algo_buf_addf(out, "%s=", p->name);
	if (p->like)
		algo_buf_adds(out, p->like);
	else if (p->type == ALGO_P_MA)
		algo_buf_adds(out, algo_ma_name((int)v));
	else
		algo_buf_addnum(out, v);
}

static void add_outputs(struct algo_buf *out, const struct algo_ind *ind)
{
	size_t n = algo_ind_outputs(ind);

	for (size_t i = 0; n > 1 && i < n; i++)
		algo_buf_addf(out, i == 0 && ind->main_out ? " (.%s)" : " .%s",
			      ind->out[i]);
}

/* rsi(close, period=14): Relative Strength Index */
static void add_indicator(struct algo_buf *out, const struct algo_ind *ind)
{
	int any;

	algo_buf_addf(out, "%s(", ind->name);
	add_sources(out, ind, &any);
	for (size_t i = 0; i < algo_ind_params(ind); i++) {
		if (any++)
			algo_buf_adds(out, ", ");
		add_default(out, &ind->param[i]);
	}
	algo_buf_addc(out, ')');
	add_outputs(out, ind);
	algo_buf_addf(out, ": %s\n", ind->title);
}

static void add_registry(struct algo_buf *out)
{
	algo_buf_adds(out, "# Indicators\nWith their defaults, outputs "
			   "behind.\n");
	for (size_t i = 0; i < algo_ind_count(); i++)
		add_indicator(out, algo_ind_at(i));
	algo_buf_addc(out, '\n');
}

/* Functions have brackets, all else is a name. */
static void add_words(struct algo_buf *out, int functions)
{
	const struct algo_word *w;

	algo_buf_adds(out, functions ? "# Functions\n" : "# Names\n");
	for (size_t i = 0; (w = algo_lang_word(i)); i++)
		if ((strchr(w->usage, '(') != NULL) == functions)
			algo_buf_addf(out, "%s: %s\n", w->usage, w->doc);
	algo_buf_addc(out, '\n');
}

static void add_members(struct algo_buf *out)
{
	static const char *const parts[] = { "risk",	 "session", "rule",
					     "backtest", "data",    NULL };
	struct prompt_keys keys;
	const char *key;

	algo_prompt_keys_open(&keys);
	algo_buf_adds(out, "Members, and no others:\n");
	for (size_t p = 0; parts[p]; p++) {
		algo_buf_addf(out, "%s:", parts[p]);
		for (size_t i = 0; (key = algo_prompt_key(&keys, parts[p], i));
		     i++)
			algo_buf_addf(out, " %s", key);
		algo_buf_addc(out, '\n');
	}
	algo_buf_addc(out, '\n');
	algo_prompt_keys_close(&keys);
}

void algo_prompt_base(struct algo_buf *out)
{
	add_texts(out, algo_prompt_rules);
	add_texts(out, algo_prompt_grammar);
	add_words(out, 1);
	add_words(out, 0);
	add_registry(out);
	add_texts(out, algo_prompt_document);
	add_members(out);
}

/* --- Examples ------------------------------------------------------------ */

static void add_refusal(struct algo_buf *out, const char *why)
{
	struct algo_buf doc = ALGO_BUF_INIT(4096);
	struct algo_errs errs = { 0 };
	struct algo_jw w;

	algo_jw_init(&w, &doc, 0);
	algo_jw_obj(&w);
	algo_jw_kstr(&w, "x-cannot", why);
	algo_jw_obj_end(&w);
	algo_prompt_from_document(doc.data, doc.len, out, &errs);
	algo_errs_release(&errs);
	algo_buf_release(&doc);
}

static void add_shots(struct algo_buf *out)
{
	const struct algo_prompt_shot *s;

	for (size_t i = 0; (s = algo_prompt_shot(i)); i++) {
		struct algo_errs errs = { 0 };

		algo_buf_addf(out, "Description: %s\nAnswer: ", s->words);
		if (s->file)
			algo_prompt_from_document(s->answer, strlen(s->answer),
						  out, &errs);
		else
			add_refusal(out, s->answer);
		algo_buf_addc(out, '\n');
		algo_errs_release(&errs);
	}
}

void algo_prompt_system(struct algo_buf *out)
{
	algo_prompt_base(out);
	add_texts(out, algo_prompt_wire);
	add_shots(out);
}

void algo_prompt_fix_system(struct algo_buf *out)
{
	algo_prompt_base(out);
	add_texts(out, algo_prompt_mend);
}
