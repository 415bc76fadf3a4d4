/* words.c - fuzz target: any bytes as a description; behind a "+" as a change
 * of a strategy ("++": of a list of rules), behind a "?" with what is missing
 * assumed; there is a document that the language accepts, or a question, the
 * same each time */
#include "fuzz.h"

#include <algo/words.h>

static const char base[] =
	"{\"algo\":1,\"params\":{\"n\":{\"value\":14,\"min\":2}},"
	"\"let\":{\"r\":\"rsi(close, n)\"},"
	"\"entry\":{\"long\":\"r < 30 and close > sma(close, 200)\"},"
	"\"exit\":{\"long\":\"crossover(r, 70)\"},"
	"\"risk\":{\"stop_loss_pct\":5,\"trailing_stop\":\"close - "
	"3*atr(14)\"}}";
static const char rules[] =
	"{\"algo\":1,\"rules\":[{\"when\":\"rsi(close, 2) < 10 and flat\","
	"\"do\":\"buy\",\"sl\":\"lowest(low, 10)\"},"
	"{\"when\":\"close > sma(close, 5)\",\"do\":\"close\"}]}";

/* A question has words, and its place is one of the text. */
static void asked(const struct algo_words *w, size_t size)
{
	size_t errors = 0;

	for (size_t i = 0; i < algo_words_questions(w); i++) {
		const struct algo_question *q = algo_words_question(w, i);

		must(q->text[0] && memchr(q->text, 0, sizeof(q->text)));
		must(q->start <= size && q->len <= size - q->start);
		must(*algo_topic_name(q->topic));
		for (size_t k = 0; k < 6; k++)
			must(memchr(q->choices[k], 0, sizeof(q->choices[k])) !=
			     NULL);
		errors += q->severity == ALGO_SEV_ERROR;
	}
	must(algo_words_questions(w) <= 200);
	/* Either, and never both. */
	must((algo_words_documents(w) > 0) == (errors == 0));
}

static void accepted(const char *doc)
{
	struct algo_strategy_opt opt = { .file = "fuzz.json", .fractional = 1 };
	struct algo_errs errs = { 0 };
	struct algo_strategy *s =
		algo_strategy_parse(doc, strlen(doc), &opt, &errs);

	must(s && errs.errors == 0);
	must(doc[strlen(doc) - 1] == '\n');
	algo_strategy_free(s);
	algo_errs_release(&errs);
}

static void same(const struct algo_words *a, const struct algo_words *b)
{
	must(algo_words_documents(a) == algo_words_documents(b));
	must(algo_words_questions(a) == algo_words_questions(b));
	for (size_t i = 0; i < algo_words_documents(a); i++)
		must(!strcmp(algo_words_document(a, i),
			     algo_words_document(b, i)));
	for (size_t i = 0; i < algo_words_questions(a); i++)
		must(!strcmp(algo_words_question(a, i)->text,
			     algo_words_question(b, i)->text));
	must(!strcmp(algo_words_understood(a), algo_words_understood(b)));
}

static void read_as(const char *text, size_t size, struct algo_words_opt *opt)
{
	struct algo_errs errs = { 0 };
	struct algo_words *one = algo_words_read(text, size, opt, &errs);
	struct algo_words *two = NULL;

	must(one && errs.n == 0);
	asked(one, size);
	for (size_t i = 0; i < algo_words_documents(one); i++)
		accepted(algo_words_document(one, i));
	/* Not all of them: a reading takes a while. */
	if (size % 16 == 0) {
		two = algo_words_read(text, size, opt, &errs);
		must(two != NULL);
		same(one, two);
	}
	algo_words_free(one);
	algo_words_free(two);
	algo_errs_release(&errs);
}

/* A reading takes milliseconds: of the many changes of a seed every third. */
static int is_left_out(const uint8_t *data, size_t size)
{
	unsigned sum = 0;

	for (size_t i = 0; i < size; i++)
		sum = sum * 31 + data[i];
	return size > 8 && sum % 3 != 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct algo_words_opt opt = { .base = NULL };
	size_t from = 0;
	char *text;

	if (is_left_out(data, size))
		return 0;
	text = text_of(data, size);

	if (size && *text == '?') {
		opt.assume = 1;
		opt.candidates = 3;
		from++;
	}
	if (size > from && text[from] == '+') {
		opt.base = text[from + 1] == '+' ? rules : base;
		opt.base_len = strlen(opt.base);
		opt.base_file = "base.json";
		from += text[from + 1] == '+' ? 2 : 1;
	}
	read_as(text + from, size - from, &opt);
	algo_free(text);
	return 0;
}
