/* questions.c - what has to be asked, and what was passed over or assumed */
#include "gen.h"

#include <stdio.h>
#include <string.h>

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
void algo_gen_tell(const struct algo_gen *o, struct algo_tool *t,
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
