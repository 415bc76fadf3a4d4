/* read.c - a text to documents or questions */
#include "refine.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define DOCS_MAX 8

struct algo_words {
	struct algo_question *q;
	size_t nq;
	char *docs[DOCS_MAX];
	size_t ndocs;
	char *understood;
};

const char *algo_topic_name(enum algo_topic t)
{
	static const char *const names[] = {
#define X(id, name) name,
		ALGO_TOPIC_MAP(X)
#undef X
	};

	return names[t];
}

/* --- Questions ---------------------------------------------------------------
 */

static struct algo_question *new_question(struct reader *r, size_t from,
					  size_t to)
{
	struct algo_question *q;

	algo_grow((void **)&r->q, &r->capq, r->nq + 1, sizeof(*r->q));
	q = &r->q[r->nq++];
	memset(q, 0, sizeof(*q));
	if (to > from && from < r->ntok) {
		const struct tok *last =
			&r->tok[(to <= r->ntok ? to : r->ntok) - 1];

		q->start = r->tok[from].start;
		q->len = last->start + last->len - q->start;
	}
	return q;
}

static void split_choices(struct algo_question *q, const char *s)
{
	for (size_t i = 0; *s && i < 6; i++) {
		size_t n = strcspn(s, "|"), k = n < 63 ? n : 63;

		memcpy(q->choices[i], s, k);
		q->choices[i][k] = '\0';
		s += n + (s[n] == '|');
	}
}

void algo_w_ask(struct reader *r, enum algo_topic topic, size_t from, size_t to,
		const char *choices, const char *fmt, ...)
{
	struct algo_question *q;
	va_list ap;

	q = new_question(r, from, to);
	r->asked = r->nq - 1;
	for (size_t i = 0; i + 1 < r->nq; i++)
		if (r->q[i].topic == topic && r->q[i].start == q->start &&
		    r->q[i].severity == ALGO_SEV_ERROR &&
		    (q->len || !r->q[i].len)) {
			r->nq--;
			r->asked = i;
			return;
		}
	if (r->nq > 100) {
		r->nq--;
		return;
	}
	q->topic = topic;
	q->severity = ALGO_SEV_ERROR;
	split_choices(q, choices);
	va_start(ap, fmt);
	vsnprintf(q->text, sizeof(q->text), fmt, ap);
	va_end(ap);
}

void algo_w_note(struct reader *r, size_t from, size_t to, const char *fmt, ...)
{
	struct algo_question *q = new_question(r, from, to);
	va_list ap;

	if (r->nq > 100) {
		r->nq--;
		return;
	}
	q->topic = ALGO_TOPIC_UNKNOWN_TERM;
	q->severity = ALGO_SEV_INFO;
	va_start(ap, fmt);
	vsnprintf(q->text, sizeof(q->text), fmt, ap);
	va_end(ap);
}

size_t algo_w_pick(const struct reader *r)
{
	if (!r->picks)
		return r->pick;
	return r->asked < r->npicks ? r->picks[r->asked] : 0;
}

int algo_w_asked(const struct reader *r)
{
	for (size_t i = 0; i < r->nq; i++)
		if (r->q[i].severity == ALGO_SEV_ERROR)
			return 1;
	return 0;
}

void algo_w_origin(struct reader *r, const char *part, size_t from, size_t to)
{
	struct origin *o;
	const struct tok *last;

	if (r->p.norigin >= 64 || from >= r->ntok || to <= from)
		return;
	last = &r->tok[(to <= r->ntok ? to : r->ntok) - 1];
	o = &r->p.origin[r->p.norigin++];
	o->part = part;
	o->start = r->tok[from].start;
	o->len = last->start + last->len - o->start;
}

/* --- One reading --------------------------------------------------------- */

/* Control characters and marks that turn the direction of text. */
static int has_control(const char *s, size_t n, size_t *at)
{
	for (size_t i = 0; i < n; i++) {
		unsigned char c = (unsigned char)s[i];

		*at = i;
		if ((c < 0x20 && c != '\n' && c != '\r' && c != '\t') ||
		    c == 0x7f)
			return 1;
		if (c == 0xe2 && i + 2 < n && (unsigned char)s[i + 1] == 0x80 &&
		    (unsigned char)s[i + 2] >= 0xaa &&
		    (unsigned char)s[i + 2] <= 0xae)
			return 1;
	}
	return 0;
}

static void check_language(struct reader *r)
{
	size_t foreign = 0, unknown = 0;

	for (size_t i = 0; i < r->ntok; i++) {
		const struct tok *t = &r->tok[i];

		unknown += t->kind == TOK_UNKNOWN;
		for (size_t k = 0; algo_w_foreign[k]; k++) {
			size_t n = strlen(algo_w_foreign[k]), j = 0;

			if (n != t->len)
				continue;
			while (j < n && (r->text[t->start + j] | 0x20) ==
						algo_w_foreign[k][j])
				j++;
			foreign += j == n;
		}
	}
	if (foreign >= 3 || (foreign >= 2 && unknown >= 3))
		algo_w_ask(r, ALGO_TOPIC_LANGUAGE, 0, 0, "",
			   "this is not English, which is all that the "
			   "built-in grammar reads: what does it say in "
			   "English?");
}

/* The step of the bars may be told behind what depends on it. */
static void scan_bars(struct reader *r)
{
	static const struct {
		const char *pattern;
		int unit;
	} rows[] = {
		{ "monthly (bar|data|timeframe)", 'm' },
		{ "weekly (bar|data|timeframe)", 'w' },
		{ "hourly (bar|data|timeframe)", 'h' },
		{ "1 hour", 'h' },
	};
	struct caps c;

	for (size_t i = 0; i < r->ntok && i < 4000; i++)
		for (size_t k = 0; k < 3; k++)
			if (algo_w_match(r, rows[k].pattern, i, &c))
				r->bar_unit = rows[k].unit;
	for (size_t i = 0; i < r->ntok && i < 4000; i++)
		if (algo_w_match(r, "lpar $i1 bar rpar", i, &c) &&
		    !(r->default_period > 0) && i > 0 &&
		    r->tok[i - 1].kind != TOK_IND)
			r->default_period = c.n[1];
}

static void note_mended(struct reader *r)
{
	for (size_t i = 0; i < r->ntok; i++) {
		const struct tok *t = &r->tok[i];

		if (t->flags & TOK_MENDED && !(t->flags & TOK_NOISE))
			algo_w_note(r, i, i + 1, "'%.60s' is read as '%s'",
				    algo_w_text(r, i, i + 1),
				    t->ind ? t->ind->name : t->word);
	}
}

void algo_w_reader_init(struct reader *r, const char *text, size_t n,
			const struct algo_words_opt *opt, size_t pick)
{
	memset(r, 0, sizeof(*r));
	r->opt = opt;
	r->pick = pick;
	r->understood.max = 1 << 16;
	r->text = text;
	r->n = n;
	r->p.from = r->p.to = -1;
	r->p.commission = r->p.slippage = r->p.spread = NAN;
}

void algo_w_reader_release(struct reader *r)
{
	algo_w_lexicon_free(r->lex);
	algo_free(r->tok);
	algo_free(r->q);
	algo_buf_release(&r->understood);
	algo_arena_release(&r->arena);
}

void algo_w_read_clause(struct reader *r)
{
	algo_w_lex(r);
	scan_bars(r);
	note_mended(r);
	algo_w_rules(r);
}

static void read_text(struct reader *r)
{
	size_t at;

	algo_w_lex(r);
	if (has_control(r->text, r->n, &at))
		algo_w_ask(r, ALGO_TOPIC_UNKNOWN_TERM, 0, 0, "",
			   "there are control characters in the text: what is "
			   "meant without them?");
	check_language(r);
	scan_bars(r);
	note_mended(r);
	algo_w_rules(r);
	algo_w_finish(r);
}

/* What no document may come of: the language refuses it. */
static int acceptable(struct reader *r, const struct algo_buf *doc)
{
	struct algo_errs errs = { .v = NULL };
	struct algo_strategy_opt opt = { .file = "algo-gen", .fractional = 1 };
	struct algo_strategy *s =
		algo_strategy_parse(doc->data, doc->len, &opt, &errs);
	int ok = s != NULL;

	for (size_t i = 0; !ok && i < errs.n; i++) {
		const struct algo_err *e = &errs.v[i];

		if (e->severity != ALGO_SEV_ERROR)
			continue;
		algo_w_ask(r,
			   e->cls == ALGO_E_IMPORT  ? ALGO_TOPIC_INDICATOR
			   : e->cls == ALGO_E_VALUE ? ALGO_TOPIC_VALUE
						    : ALGO_TOPIC_AMBIGUOUS,
			   0, 0, "", "%.160s: what is meant?", e->msg);
	}
	if (!ok && !algo_w_asked(r))
		algo_w_ask(r, ALGO_TOPIC_AMBIGUOUS, 0, 0, "",
			   "the words make no strategy: what is meant?");
	algo_strategy_free(s);
	algo_errs_release(&errs);
	return ok;
}

/* --- Assumptions --------------------------------------------------------- */

/* What a choice adds to the text; "": the reader takes it by itself. */
static void add_choice(const struct algo_question *q, const char *choice,
		       struct algo_buf *text)
{
	if (q->topic == ALGO_TOPIC_ENTRY && !q->len)
		algo_buf_addf(text, ". Buy %s", choice);
	else if (q->topic == ALGO_TOPIC_EXIT)
		algo_buf_addf(text,
			      strncmp(choice, "after", 5) == 0 ? ". Sell %s"
							       : ". %s",
			      choice);
	else if (q->topic == ALGO_TOPIC_STOP)
		algo_buf_addf(text, ". %s", choice);
}

static int answerable(const struct reader *r)
{
	for (size_t i = 0; i < r->nq; i++)
		if (r->q[i].severity == ALGO_SEV_ERROR &&
		    !r->q[i].choices[0][0])
			return 0;
	return 1;
}

static size_t choices_of(const struct algo_question *q)
{
	size_t k = 0;

	while (q->severity == ALGO_SEV_ERROR && k < 6 && q->choices[k][0])
		k++;
	return k ? k : 1;
}

/* The most that one question has. */
static size_t choice_count(const struct reader *r)
{
	size_t n = 1;

	for (size_t i = 0; i < r->nq; i++)
		if (choices_of(&r->q[i]) > n)
			n = choices_of(&r->q[i]);
	return n;
}

/* What was assumed, beside what the second reading asks. */
static void tell_assumed(struct reader *r, const struct reader *asked,
			 const unsigned char *picks)
{
	for (size_t i = 0; i < r->nq; i++)
		if (r->q[i].severity == ALGO_SEV_ERROR && r->q[i].choices[0][0])
			r->q[i].severity = ALGO_SEV_INFO;
	for (size_t i = 0; i < asked->nq; i++) {
		struct algo_question *q;

		if (asked->q[i].severity != ALGO_SEV_ERROR)
			continue;
		q = new_question(r, 0, 0);
		*q = asked->q[i];
		q->severity = ALGO_SEV_WARNING;
		memcpy(q->choices[0], asked->q[i].choices[picks[i]],
		       sizeof(q->choices[0]));
	}
}

/* Reads again with these choices, one for each question. */
static void assume(struct algo_words *w, const struct reader *asked,
		   const struct algo_words_opt *opt, const unsigned char *picks)
{
	struct algo_buf text = ALGO_BUF_INIT(ALGO_WORDS_MAX * 2);
	struct algo_buf doc = ALGO_BUF_INIT(ALGO_DOC_MAX);
	struct reader r;

	algo_buf_add(&text, asked->text, asked->n);
	for (size_t i = 0; i < asked->nq; i++)
		if (asked->q[i].severity == ALGO_SEV_ERROR)
			add_choice(&asked->q[i], asked->q[i].choices[picks[i]],
				   &text);
	algo_w_reader_init(&r, algo_buf_str(&text), text.len, opt, 0);
	r.picks = picks;
	r.npicks = asked->nq;
	read_text(&r);
	tell_assumed(&r, asked, picks);
	if (!algo_w_asked(&r)) {
		r.n = asked->n;
		algo_w_document(&r, &doc);
		if (acceptable(&r, &doc) && w->ndocs < DOCS_MAX)
			w->docs[w->ndocs++] = algo_strndup(doc.data, doc.len);
	}
	algo_buf_release(&doc);
	algo_buf_release(&text);
	algo_w_reader_release(&r);
}

/* Choices which together are so many places from the first ones: the next
 * combination behind picks, 0 when that was the last. */
static int next_picks(const struct reader *r, unsigned char *picks)
{
	for (size_t i = 0; i < r->nq; i++) {
		if (picks[i] + 1u < choices_of(&r->q[i])) {
			picks[i]++;
			return 1;
		}
		picks[i] = 0;
	}
	return 0;
}

static size_t distance(const struct reader *r, const unsigned char *picks)
{
	size_t n = 0;

	for (size_t i = 0; i < r->nq; i++)
		n += picks[i];
	return n;
}

/* The likeliest first: all first choices, then one question's second, ... */
static void combinations(struct algo_words *w, struct reader *r,
			 const struct algo_words_opt *opt, size_t want)
{
	unsigned char picks[128] = { 0 };
	size_t tries = 0, looked = 0;

	for (size_t far = 0; far < 8 && w->ndocs < want; far++) {
		size_t seen = 0;

		memset(picks, 0, sizeof(picks));
		do {
			if (distance(r, picks) != far)
				continue;
			seen++;
			if (++tries > 8 * want)
				return;
			assume(w, r, opt, picks);
		} while (w->ndocs < want && ++looked < 100000 &&
			 next_picks(r, picks));
		if (!seen)
			return;
	}
}

static void answers(struct algo_words *w, struct reader *r)
{
	const struct algo_words_opt *opt = r->opt;
	struct algo_buf doc = ALGO_BUF_INIT(ALGO_DOC_MAX);
	size_t want = opt && opt->candidates ? opt->candidates : 1;

	if (want > DOCS_MAX)
		want = DOCS_MAX;
	if (!algo_w_asked(r)) {
		algo_w_document(r, &doc);
		if (acceptable(r, &doc))
			w->docs[w->ndocs++] = algo_strndup(doc.data, doc.len);
		algo_buf_release(&doc);
		return;
	}
	algo_buf_release(&doc);
	if (!opt || (!opt->assume && want < 2) || !answerable(r))
		return;
	combinations(w, r, opt, want);
	for (size_t i = 0; w->ndocs && i < r->nq; i++)
		if (r->q[i].severity == ALGO_SEV_ERROR)
			r->q[i].severity = ALGO_SEV_WARNING;
}

/* The document changed; with open questions, once for each choice. */
static int refine(struct algo_words *w, struct reader *r,
		  struct algo_errs *errs)
{
	size_t want = r->opt->candidates ? r->opt->candidates : 1, n = 1, at;
	struct algo_words_opt opt = *r->opt;
	int rc = 0, assumes = opt.assume || want > 1;

	if (has_control(r->text, r->n, &at))
		algo_w_ask(r, ALGO_TOPIC_UNKNOWN_TERM, 0, 0, "",
			   "there are control characters in the text: what is "
			   "meant without them?");
	opt.assume = assumes;
	r->opt = &opt;
	for (size_t i = 0; rc == 0 && i < n && w->ndocs < want; i++) {
		struct algo_buf doc = ALGO_BUF_INIT(ALGO_DOC_MAX);

		if (i)
			r->nq = 0;
		rc = algo_w_refine(r, i, &doc, errs);
		n = assumes && want > 1 ? choice_count(r) : 1;
		if (rc == 0 && !algo_w_asked(r) && acceptable(r, &doc))
			w->docs[w->ndocs++] = algo_strndup(doc.data, doc.len);
		algo_buf_release(&doc);
	}
	r->opt = NULL;
	return rc;
}

static void too_long(struct reader *r)
{
	algo_w_ask(r, ALGO_TOPIC_ENTRY, 0, 0, "",
		   "the text is longer than %d bytes: which part of it "
		   "describes the strategy?",
		   ALGO_WORDS_MAX);
}

struct algo_words *algo_words_read(const char *text, size_t n,
				   const struct algo_words_opt *opt,
				   struct algo_errs *errs)
{
	struct algo_words *w = algo_zalloc(1, sizeof(*w));
	struct algo_buf clean = ALGO_BUF_INIT(ALGO_WORDS_MAX + 1);
	struct reader r;
	int rc = 0;

	if (n <= ALGO_WORDS_MAX)
		algo_re_clean(text, n, &clean);
	algo_w_reader_init(&r, algo_buf_str(&clean), clean.len, opt, 0);
	if (n > ALGO_WORDS_MAX) {
		too_long(&r);
	} else if (opt && opt->base) {
		rc = refine(w, &r, errs);
	} else {
		read_text(&r);
		answers(w, &r);
	}
	w->q = r.q;
	w->nq = r.nq;
	r.q = NULL;
	w->understood = algo_strdup(algo_buf_str(&r.understood));
	algo_w_reader_release(&r);
	algo_buf_release(&clean);
	if (rc) {
		algo_words_free(w);
		return NULL;
	}
	return w;
}

void algo_words_free(struct algo_words *w)
{
	if (!w)
		return;
	for (size_t i = 0; i < w->ndocs; i++)
		algo_free(w->docs[i]);
	algo_free(w->q);
	algo_free(w->understood);
	algo_free(w);
}

size_t algo_words_questions(const struct algo_words *w)
{
	return w->nq;
}

const struct algo_question *algo_words_question(const struct algo_words *w,
						size_t i)
{
	return &w->q[i];
}

size_t algo_words_documents(const struct algo_words *w)
{
	return w->ndocs;
}

const char *algo_words_document(const struct algo_words *w, size_t i)
{
	return w->docs[i];
}

const char *algo_words_understood(const struct algo_words *w)
{
	return w->understood;
}
