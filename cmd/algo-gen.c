/* algo-gen.c - plain words to a strategy document, and back */
#include "tool.h"

#include <algo/run.h>
#include <algo/words.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#define CANDIDATES_MAX 8

struct options {
	const char *model, *name, *refine, *explain, *review;
	const char *data, *result, *by;
	long long candidates;
	int assume;
	struct algo_common common;
};

#define AT(member) offsetof(struct options, member)

/* clang-format off */
static const struct algo_opt opts[] = {
	{ 0, NULL, ALGO_OPT_GROUP, 0, NULL, "Reading", NULL },
	{ 'm', "model", ALGO_OPT_STR, AT(model), "NAME",
	  "Read with NAME: auto (default) or phrase, the built-in grammar", NULL },
	{ 0, "name", ALGO_OPT_STR, AT(name), "NAME",
	  "Name the strategy NAME; by default after its first words", NULL },
	{ 0, "assume", ALGO_OPT_FLAG, AT(assume), NULL,
	  "Take the first choice of every question that has choices", NULL },
	{ 0, "refine", ALGO_OPT_STR, AT(refine), "STRATEGY",
	  "Change STRATEGY as the words say", NULL },
	{ 0, NULL, ALGO_OPT_GROUP, 0, NULL, "Running", NULL },
	{ 0, "data", ALGO_OPT_STR, AT(data), "FILE",
	  "Run the document over the bars in FILE before printing it", NULL },
	{ 0, "result", ALGO_OPT_STR, AT(result), "FILE",
	  "Write the result of that run to FILE", NULL },
	{ 0, "candidates", ALGO_OPT_INT, AT(candidates), "K",
	  "Try up to K choices of the questions and print the best", NULL },
	{ 0, "by", ALGO_OPT_STR, AT(by), "METRIC",
	  "Rank the candidates by METRIC (sharpe_ratio)", NULL },
	{ 0, NULL, ALGO_OPT_GROUP, 0, NULL, "Looking at a strategy", NULL },
	{ 0, "explain", ALGO_OPT_STR, AT(explain), "STRATEGY",
	  "Print STRATEGY in plain words", NULL },
	{ 0, "review", ALGO_OPT_STR, AT(review), "STRATEGY",
	  "Print advice on STRATEGY as JSON; with --data from runs of it", NULL },
	ALGO_OPT_COMMON(struct options, common),
	ALGO_OPT_END
};
/* clang-format on */

static const struct algo_cmd cmd = {
	"algo-gen", "[options] [WORDS...] [< words]",
	"Turns a description in plain English into a strategy document.", opts,
	"Examples:\n"
	"  algo-gen 'buy when RSI(14) < 30, sell when RSI(14) > 70' > "
	"rsi.json\n"
	"  algo-gen --refine rsi.json 'add a 5% stop' | algo-run - -d "
	"goog.csv\n"
	"  algo-gen --explain rsi.json\n"
};

/* --- Command line --------------------------------------------------------- */

static int check_model(const struct options *o, struct algo_tool *t)
{
	if (!o->model || strcmp(o->model, "auto") == 0 ||
	    strcmp(o->model, "phrase") == 0)
		return 0;
	return algo_tool_usage(t, "--model names no model that is there",
			       "the models are auto and phrase");
}

static int is_stdin(const char *path)
{
	return path && strcmp(path, "-") == 0;
}

static int reads_twice(const struct options *o, const struct algo_tool *t)
{
	int words =
		!o->explain && !o->review &&
		(t->args.n == 0 || (t->args.n == 1 && is_stdin(t->args.v[0])));

	return words + is_stdin(o->data) + is_stdin(o->refine) +
		       is_stdin(o->explain) + is_stdin(o->review) >
	       1;
}

static int check_usage(const struct options *o, struct algo_tool *t)
{
	int reads = !o->explain && !o->review;

	if (check_model(o, t))
		return -1;
	if (o->explain && o->review)
		return algo_tool_usage(
			t, "--explain and --review exclude each other", NULL);
	if (!reads && (t->args.n || o->refine || o->assume || o->name ||
		       o->candidates >= 0 || o->by || o->result ||
		       (o->explain && o->data)))
		return algo_tool_usage(t,
				       o->explain ? "--explain takes no words "
						    "and no other option"
						  : "--review takes no words "
						    "and no option but --data",
				       NULL);
	if (reads_twice(o, t))
		return algo_tool_usage(t, "standard input is read once",
				       "name a file for all but one of them");
	if (o->candidates > 1 && is_stdin(o->data))
		return algo_tool_usage(t,
				       "--candidates runs the bars several "
				       "times: --data must be a file",
				       NULL);
	if (o->result && !o->data)
		return algo_tool_usage(t, "--result needs --data", NULL);
	if (o->candidates >= 0 && !o->data)
		return algo_tool_usage(t, "--candidates needs --data",
				       "they are ranked by running them");
	if (o->candidates == 0 || o->candidates > CANDIDATES_MAX)
		return algo_tool_usage(t, "--candidates is 1 to 8", NULL);
	if (o->by && o->candidates < 0)
		return algo_tool_usage(t, "--by needs --candidates", NULL);
	if (o->by && !algo_metric_find(o->by, strlen(o->by)))
		return algo_tool_usage(t, "--by names no metric",
				       "algo-run --list-metrics lists them");
	return 0;
}

static int read_file(struct algo_tool *t, const char *path, size_t max,
		     struct algo_buf *text)
{
	struct algo_err err = ALGO_ERR_INIT;
	struct algo_in in;
	int rc;

	if (algo_in_open(&in, path, &err))
		return algo_tool_fail(t, &err);
	rc = algo_in_all(&in, max, text, &err);
	algo_in_close(&in);
	return rc ? algo_tool_fail(t, &err) : 0;
}

/* Beyond what a description may be the reader only has to know that. */
static int read_stream(struct algo_tool *t, struct algo_buf *text)
{
	struct algo_err err = ALGO_ERR_INIT;
	struct algo_in in;
	int rc = 1;

	if (algo_in_open(&in, "-", &err))
		return algo_tool_fail(t, &err);
	while (rc > 0 && text->len <= ALGO_WORDS_MAX) {
		rc = algo_in_fill(&in, ALGO_WORDS_MAX * 4, &err);
		algo_buf_add(text, in.data + in.pos, in.len - in.pos);
		in.pos = in.len;
	}
	algo_in_close(&in);
	return rc < 0 ? algo_tool_fail(t, &err) : 0;
}

static int words(struct algo_tool *t, struct algo_buf *text)
{
	if (t->args.n == 0 ||
	    (t->args.n == 1 && strcmp(t->args.v[0], "-") == 0)) {
		if (algo_tool_no_terminal(t, "words"))
			return -1;
		return read_stream(t, text);
	}
	for (size_t i = 0; i < t->args.n; i++) {
		if (i)
			algo_buf_addc(text, ' ');
		algo_buf_adds(text, t->args.v[i]);
	}
	return 0;
}

/* --- Questions ------------------------------------------------------------ */

/* Bytes of the character at s; 0 when it is none. */
static size_t char_len(const unsigned char *s, size_t n)
{
	size_t len = s[0] < 0x80    ? 1
		     : s[0] < 0xc2  ? 0
		     : s[0] < 0xe0  ? 2
		     : s[0] < 0xf0  ? 3
		     : s[0] <= 0xf4 ? 4
				    : 0;

	if (len > n)
		return 0;
	for (size_t i = 1; i < len; i++)
		if ((s[i] & 0xc0) != 0x80)
			return 0;
	return len;
}

/* What a terminal obeys, and marks that cannot be seen or turn the direction
 * of text. */
static int is_hidden(const unsigned char *s, size_t len)
{
	if (s[0] < 0x20 || s[0] == 0x7f || (s[0] == 0xc2 && s[1] < 0xa0))
		return 1;
	if (len != 3)
		return 0;
	if (s[0] == 0xe2 && s[1] == 0x80)
		return (s[2] >= 0x8b && s[2] <= 0x8f) ||
		       (s[2] >= 0xa8 && s[2] <= 0xae);
	return (s[0] == 0xe2 && s[1] == 0x81 && s[2] >= 0xa0 && s[2] <= 0xaf) ||
	       (s[0] == 0xef && s[1] == 0xbb && s[2] == 0xbf);
}

static void add_plain(struct algo_buf *out, const char *text, size_t n)
{
	static const char hex[] = "0123456789abcdef";
	const unsigned char *s = (const unsigned char *)text;

	for (size_t i = 0, len; i < n; i += len) {
		len = char_len(s + i, n - i);
		if (len && !is_hidden(s + i, len)) {
			algo_buf_add(out, text + i, len);
			continue;
		}
		len += len == 0;
		for (size_t k = i; k < i + len; k++) {
			algo_buf_adds(out, "\\x");
			algo_buf_addc(out, hex[s[k] >> 4]);
			algo_buf_addc(out, hex[s[k] & 15]);
		}
	}
}

/* JSON lets through what a terminal obeys: here it is spelled out. */
static void spell_hidden(const struct algo_buf *in, struct algo_buf *out)
{
	static const char hex[] = "0123456789abcdef";
	const unsigned char *s = (const unsigned char *)in->data;

	for (size_t i = 0, len; i < in->len; i += len) {
		unsigned c = 0;

		len = char_len(s + i, in->len - i);
		len += len == 0;
		if (len < 2 || !is_hidden(s + i, len)) {
			algo_buf_add(out, in->data + i, len);
			continue;
		}
		c = s[i] & (0x7fU >> len);
		for (size_t k = 1; k < len; k++)
			c = c << 6 | (s[i + k] & 0x3fU);
		algo_buf_adds(out, "\\u");
		for (int shift = 12; shift >= 0; shift -= 4)
			algo_buf_addc(out, hex[c >> shift & 15]);
	}
}

/* taken: what --assume took is the first choice. */
static void question_text(const struct algo_question *q, int taken,
			  struct algo_buf *out)
{
	size_t most = taken && q->severity == ALGO_SEV_WARNING ? 1 : 6;

	algo_buf_addf(out, "algo-gen: %s: %s: ",
		      q->severity == ALGO_SEV_ERROR ? "question" : "note",
		      algo_topic_name(q->topic));
	add_plain(out, q->text, strlen(q->text));
	for (size_t i = 0; i < most && q->choices[i][0]; i++) {
		algo_buf_adds(out, i	       ? " | "
				   : most == 1 ? " (assumed: "
					       : " (choices: ");
		add_plain(out, q->choices[i], strlen(q->choices[i]));
	}
	if (q->choices[0][0])
		algo_buf_addc(out, ')');
	algo_buf_addc(out, '\n');
}

static void question_json(const struct algo_question *q,
			  const struct algo_buf *text, const char *understood,
			  struct algo_buf *out)
{
	struct algo_jw w;

	algo_jw_init(&w, out, 0);
	algo_jw_obj(&w);
	algo_jw_kstr(&w, "kind",
		     q->severity == ALGO_SEV_ERROR ? "question" : "note");
	algo_jw_kstr(&w, "tool", "algo-gen");
	algo_jw_kstr(&w, "topic", algo_topic_name(q->topic));
	algo_jw_kstr(&w, "severity", algo_severity_name(q->severity));
	algo_jw_kstr(&w, "message", q->text);
	algo_jw_key(&w, "words");
	if (q->len && q->start + q->len <= text->len)
		algo_jw_strn(&w, text->data + q->start, q->len);
	else
		algo_jw_str(&w, "");
	algo_jw_kint(&w, "start", (int64_t)q->start);
	algo_jw_kint(&w, "length", (int64_t)q->len);
	algo_jw_key(&w, "choices");
	algo_jw_arr(&w);
	for (size_t i = 0; i < 6 && q->choices[i][0]; i++)
		algo_jw_str(&w, q->choices[i]);
	algo_jw_arr_end(&w);
	if (understood)
		algo_jw_kstr(&w, "understood", understood);
	algo_jw_obj_end(&w);
	if (out->len && out->data[out->len - 1] != '\n')
		algo_buf_addc(out, '\n');
}

static void comments(const char *s, struct algo_buf *out)
{
	while (*s) {
		size_t n = strcspn(s, "\n");

		algo_buf_adds(out, "# ");
		add_plain(out, s, n);
		algo_buf_addc(out, '\n');
		s += n + (s[n] == '\n');
	}
}

/* Questions when there is no document, else what was passed over or
 * assumed. */
static void tell(const struct options *o, struct algo_tool *t,
		 const struct algo_words *w, const struct algo_buf *text)
{
	struct algo_buf out = ALGO_BUF_INIT(1 << 22);
	struct algo_buf spelled = ALGO_BUF_INIT(1 << 24);
	size_t n = algo_words_questions(w), last = n;
	int asks = !algo_words_documents(w);

	for (size_t i = 0; asks && i < n; i++)
		if (algo_words_question(w, i)->severity == ALGO_SEV_ERROR)
			last = i;
	if (asks && !o->common.errors)
		comments(algo_words_understood(w), &out);
	for (size_t i = 0; i < n; i++) {
		const struct algo_question *q = algo_words_question(w, i);

		if (o->common.quiet && q->severity != ALGO_SEV_ERROR)
			continue;
		if (o->common.errors)
			question_json(q, text,
				      i == last ? algo_words_understood(w)
						: NULL,
				      &out);
		else
			question_text(q, o->candidates <= 1, &out);
	}
	if (o->common.errors)
		spell_hidden(&out, &spelled);
	else
		algo_buf_add(&spelled, out.data, out.len);
	fwrite(algo_buf_str(&spelled), 1, spelled.len, stderr);
	algo_buf_release(&spelled);
	algo_buf_release(&out);
	if (asks && t->status == 0)
		t->status = 1;
}

/* --- Running -------------------------------------------------------------- */

struct tried {
	double value; /* of the metric; NaN: none */
	struct algo_buf result;
};

static int run_one(const struct options *o, const char *doc,
		   const struct algo_metric *m, struct tried *out,
		   struct algo_errs *errs)
{
	struct algo_run_opt ro = { .bars = o->data,
				   .text = doc,
				   .len = strlen(doc),
				   .file = "<words>",
				   .warmup = NAN,
				   .from = ALGO_WHEN_NONE,
				   .to = ALGO_WHEN_NONE };
	struct algo_run *run = algo_run_open(&ro, errs);
	int rc;

	out->value = NAN;
	out->result.max = (size_t)1 << 28;
	if (!run)
		return -1;
	rc = algo_run_play(run, errs);
	if (rc == 0) {
		out->value = algo_stat_value(algo_run_stat(run), m);
		algo_run_json(run, 0, &out->result);
	}
	algo_run_free(run);
	return rc;
}

static int better(double a, double b, const struct algo_metric *m)
{
	if (isnan(a) || isnan(b))
		return !isnan(a) && isnan(b);
	return m->better < 0 ? a < b : a > b;
}

static void report_candidate(const struct options *o, size_t i, double v,
			     const char *metric)
{
	struct algo_buf b = ALGO_BUF_INIT(200);

	if (o->common.quiet || o->common.errors)
		return;
	algo_buf_addf(&b, "# candidate %zu: %s ", i + 1, metric);
	if (isnan(v))
		algo_buf_adds(&b, "none");
	else
		algo_buf_addnum(&b, v);
	algo_buf_addc(&b, '\n');
	fwrite(b.data, 1, b.len, stderr);
	algo_buf_release(&b);
}

static void write_result(const struct options *o, struct algo_tool *t,
			 const struct algo_buf *text)
{
	struct algo_err err = ALGO_ERR_INIT;
	struct algo_out *out;

	if (!o->result)
		return;
	out = algo_out_open(o->result, &err);
	if (!out) {
		algo_tool_fail(t, &err);
		return;
	}
	algo_out_add(out, text->data, text->len);
	algo_tool_close(t, out, 0);
}

/* The document that does best over the bars; NULL: none ran. */
static const char *ranked(const struct options *o, struct algo_tool *t,
			  const struct algo_words *w)
{
	const char *by = o->by ? o->by : "sharpe_ratio", *best = NULL;
	const struct algo_metric *m = algo_metric_find(by, strlen(by));
	struct tried top = { .value = NAN };

	for (size_t i = 0; i < algo_words_documents(w); i++) {
		struct algo_errs errs = { .v = NULL };
		struct tried one = { .value = NAN };
		const char *doc = algo_words_document(w, i);
		int rc = run_one(o, doc, m, &one, &errs);

		if (rc)
			algo_tool_fail_all(t, &errs);
		else if (o->candidates > 0)
			report_candidate(o, i, one.value, by);
		if (rc == 0 && (!best || better(one.value, top.value, m))) {
			struct algo_buf spare = top.result;

			best = doc;
			top = one;
			one.result = spare;
		}
		for (size_t k = 0; rc == 0 && k < errs.n; k++)
			algo_tool_tell(t, &errs.v[k]);
		algo_buf_release(&one.result);
		algo_errs_release(&errs);
	}
	if (best)
		write_result(o, t, &top.result);
	algo_buf_release(&top.result);
	return best;
}

/* --- Reading -------------------------------------------------------------- */

static void print_document(const struct options *o, struct algo_tool *t,
			   const struct algo_words *w)
{
	const char *doc = algo_words_document(w, 0);
	struct algo_buf b = ALGO_BUF_INIT((size_t)1 << 22);

	if (o->data)
		doc = ranked(o, t, w);
	if (!doc)
		return;
	algo_buf_adds(&b, doc);
	algo_tool_print(t, &b);
	algo_buf_release(&b);
}

static void generate(const struct options *o, struct algo_tool *t)
{
	struct algo_buf text = ALGO_BUF_INIT((size_t)1 << 27);
	struct algo_buf base = ALGO_BUF_INIT(ALGO_DOC_MAX + 1);
	struct algo_errs errs = { .v = NULL };
	struct algo_words_opt wo = { .assume = o->assume, .name = o->name };
	struct algo_words *w = NULL;

	if (o->candidates > 0)
		wo.candidates = (size_t)o->candidates;
	if (o->refine && read_file(t, o->refine, ALGO_DOC_MAX, &base) == 0) {
		wo.base = algo_buf_str(&base);
		wo.base_len = base.len;
		wo.base_file = o->refine;
	}
	if (t->status == 0 && words(t, &text) == 0)
		w = algo_words_read(algo_buf_str(&text), text.len, &wo, &errs);
	if (w) {
		tell(o, t, w, &text);
		if (algo_words_documents(w))
			print_document(o, t, w);
	}
	algo_tool_fail_all(t, &errs);
	algo_words_free(w);
	algo_errs_release(&errs);
	algo_buf_release(&base);
	algo_buf_release(&text);
}

/* --- Explaining ----------------------------------------------------------- */

static void look(const struct options *o, struct algo_tool *t)
{
	const char *path = o->explain ? o->explain : o->review;
	const char *file = strcmp(path, "-") == 0 ? "<stdin>" : path;
	struct algo_buf doc = ALGO_BUF_INIT(ALGO_DOC_MAX + 1);
	struct algo_buf out = ALGO_BUF_INIT((size_t)1 << 24);
	struct algo_errs errs = { .v = NULL };
	int rc = read_file(t, path, ALGO_DOC_MAX, &doc);

	if (rc == 0 && o->explain) {
		rc = algo_words_explain(algo_buf_str(&doc), doc.len, file, &out,
					&errs);
	} else if (rc == 0) {
		struct algo_review_opt ro = { .file = file, .bars = o->data };
		struct algo_jw w;

		algo_jw_init(&w, &out, 2);
		rc = algo_words_review(algo_buf_str(&doc), doc.len, &ro, &w,
				       &errs);
		if (rc == 0 && out.len && out.data[out.len - 1] != '\n')
			algo_buf_addc(&out, '\n');
	}
	algo_tool_fail_all(t, &errs);
	if (rc == 0)
		algo_tool_print(t, &out);
	algo_errs_release(&errs);
	algo_buf_release(&doc);
	algo_buf_release(&out);
}

int main(int argc, char **argv)
{
	struct options o = { .candidates = -1 };
	struct algo_tool t;

	if (algo_tool_start(&t, &cmd, &o, &o.common, argc, argv))
		return algo_tool_end(&t);
	if (check_usage(&o, &t) == 0) {
		if (o.explain || o.review)
			look(&o, &t);
		else
			generate(&o, &t);
	}
	return algo_tool_end(&t);
}
