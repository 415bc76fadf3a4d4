/* reader.c - an answer as it comes: bytes to events, events to a reply
 *
 * A stream is lines of SSE or NDJSON, ended by LF, CRLF or CR.  What is no
 * line of it (a bare JSON error in the middle of a stream, or a whole body
 * where a stream was asked for) is kept and read as one value at its end.
 */
#include "wire.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define ANSWER_MAX ((size_t)16 << 20)
#define LINE_MAX_BYTES ((size_t)4 << 20)

struct algo_llm_reader {
	const struct algo_llm_provider *provider;
	const struct wire *wire;
	int stream;
	long status;
	struct algo_buf line, data, loose;
	int after_cr; /* the line end was CR: an LF behind it is part of it */
	size_t total;
	int too_large, bad_json;
	int known, ended, failed;
	enum algo_llm_class cls; /* what finish or refusal say */
	struct waits waits;
	struct algo_llm_reply reply; /* being filled */
	void (*on_text)(void *ctx, const char *s, size_t n);
	void *ctx;
};

struct algo_llm_reader *
algo_llm_reader_new(const struct algo_llm_provider *p, int stream,
		    void (*on_text)(void *ctx, const char *s, size_t n),
		    void *ctx)
{
	static const struct algo_llm_reply empty = ALGO_LLM_REPLY_INIT;
	struct algo_llm_reader *r = algo_zalloc(1, sizeof(*r));

	r->provider = p;
	r->wire = algo_wire_of(p);
	r->stream = stream;
	r->line.max = r->data.max = LINE_MAX_BYTES;
	r->loose.max = ANSWER_MAX;
	r->waits = (struct waits){ NAN, NAN, NAN, 0, NAN };
	r->reply = empty;
	r->on_text = on_text;
	r->ctx = ctx;
	return r;
}

void algo_llm_reader_free(struct algo_llm_reader *r)
{
	if (!r)
		return;
	algo_buf_release(&r->line);
	algo_buf_release(&r->data);
	algo_buf_release(&r->loose);
	algo_llm_reply_release(&r->reply);
	algo_free(r);
}

void algo_llm_reply_release(struct algo_llm_reply *r)
{
	algo_buf_release(&r->text);
}

void algo_llm_reader_status(struct algo_llm_reader *r, long status)
{
	r->status = status;
}

void algo_llm_reader_header(struct algo_llm_reader *r, const char *name,
			    const char *value)
{
	algo_waits_header(&r->waits, name, value);
}

/* --- What events tell ----------------------------------------------------- */

static void add_text(struct algo_llm_reader *r, const char *s, size_t n)
{
	algo_buf_add(&r->reply.text, s, n);
	r->too_large |= r->reply.text.over;
	if (r->on_text && n)
		r->on_text(r->ctx, s, n);
}

void algo_reader_text(struct algo_llm_reader *r, const struct algo_json *v)
{
	size_t n;
	const char *s = algo_json_str(v, &n);

	if (algo_json_type(v) == ALGO_J_STR)
		add_text(r, s, n);
}

void algo_reader_json(struct algo_llm_reader *r, const struct algo_json *v)
{
	size_t n;
	const char *s = algo_json_text(v, &n);

	add_text(r, s, n);
}

static void copy(char *out, size_t room, const struct algo_json *v)
{
	if (*algo_json_str(v, NULL))
		snprintf(out, room, "%s", algo_json_str(v, NULL));
}

void algo_reader_finish(struct algo_llm_reader *r, const struct algo_json *v,
			enum algo_llm_class cls)
{
	copy(r->reply.finish, sizeof(r->reply.finish), v);
	if (r->cls == ALGO_LLM_OK)
		r->cls = cls;
}

void algo_reader_refused(struct algo_llm_reader *r, const struct algo_json *v)
{
	if (!r->reply.finish[0])
		snprintf(r->reply.finish, sizeof(r->reply.finish), "refusal");
	copy(r->reply.message, sizeof(r->reply.message), v);
	r->cls = ALGO_LLM_REFUSED;
	r->known = r->ended = 1;
}

void algo_reader_ended(struct algo_llm_reader *r)
{
	r->ended = 1;
}

void algo_reader_known(struct algo_llm_reader *r)
{
	r->known = 1;
}

void algo_reader_model(struct algo_llm_reader *r, const struct algo_json *name,
		       const struct algo_json *id)
{
	copy(r->reply.model, sizeof(r->reply.model), name);
	copy(r->reply.id, sizeof(r->reply.id), id);
}

static void take_count(long *out, const struct algo_json *v)
{
	double d = algo_json_num(v);

	if (d >= 0 && d < 1e15)
		*out = (long)d;
}

void algo_reader_usage(struct algo_llm_reader *r, const struct algo_json *in,
		       const struct algo_json *out,
		       const struct algo_json *thought,
		       const struct algo_json *cached)
{
	take_count(&r->reply.in, in);
	take_count(&r->reply.out, out);
	take_count(&r->reply.thought, thought);
	take_count(&r->reply.cached, cached);
}

void algo_reader_error(struct algo_llm_reader *r, const struct algo_json *v)
{
	if (r->failed)
		return;
	r->failed = 1;
	algo_classify(r->provider, r->status, v, &r->reply);
}

/* --- Bytes to events -------------------------------------------------------
 */

static int take_json(struct algo_llm_reader *r, const char *s, size_t n)
{
	struct algo_err err = ALGO_ERR_INIT;
	struct algo_json_doc *doc = algo_json_parse(s, n, NULL, &err);

	if (!doc)
		return -1;
	r->wire->event(r, algo_json_root(doc));
	algo_json_free(doc);
	return 0;
}

/* An event of SSE ends with an empty line. */
static void take_data(struct algo_llm_reader *r)
{
	if (r->data.len == 0)
		return;
	if (strcmp(r->data.data, "[DONE]") == 0)
		r->ended = 1;
	else if (take_json(r, r->data.data, r->data.len))
		r->bad_json = 1;
	algo_buf_clear(&r->data);
}

/* Names of fields that are not known, comments and blanks are no values. */
static int begins_value(const char *s)
{
	s += strspn(s, " \t");
	return *s == '{' || *s == '[';
}

static void add_loose(struct algo_llm_reader *r, const char *s, size_t n)
{
	algo_buf_add(&r->loose, s, n);
	algo_buf_addc(&r->loose, '\n');
}

static void take_sse(struct algo_llm_reader *r, const char *s, size_t n)
{
	if (n == 0 && r->loose.len == 0) {
		take_data(r);
	} else if (r->loose.len == 0 && strncmp(s, "data:", 5) == 0) {
		s += 5;
		n -= 5;
		if (n && *s == ' ') {
			s++;
			n--;
		}
		if (r->data.len)
			algo_buf_addc(&r->data, '\n');
		algo_buf_add(&r->data, s, n);
	} else if (r->loose.len || begins_value(s)) {
		add_loose(r, s, n);
	}
	r->too_large |= r->data.over || r->loose.over;
}

static void take_line(struct algo_llm_reader *r)
{
	const char *s = algo_buf_str(&r->line);
	size_t n = r->line.len;

	r->too_large |= r->line.over;
	if (r->too_large)
		return;
	if (!r->wire->lines) {
		take_sse(r, s, n);
	} else if (r->loose.len || (begins_value(s) && take_json(r, s, n))) {
		/* No value of its own: the first of several lines. */
		add_loose(r, s, n);
	}
	algo_buf_clear(&r->line);
}

static void split(struct algo_llm_reader *r, const char *p, size_t n)
{
	size_t i, from = 0;

	for (i = 0; i < n; i++) {
		if (p[i] != '\n' && p[i] != '\r') {
			r->after_cr = 0;
			continue;
		}
		if (p[i] == '\n' && r->after_cr) {
			r->after_cr = 0;
			from = i + 1;
			continue;
		}
		algo_buf_add(&r->line, p + from, i - from);
		take_line(r);
		r->after_cr = p[i] == '\r';
		from = i + 1;
	}
	algo_buf_add(&r->line, p + from, n - from);
	r->too_large |= r->line.over;
}

int algo_llm_reader_feed(struct algo_llm_reader *r, const char *p, size_t n)
{
	if (n > ANSWER_MAX - r->total)
		r->too_large = 1;
	if (r->too_large)
		return 1;
	r->total += n;
	if (r->stream && r->status < 300)
		split(r, p, n);
	else
		algo_buf_add(&r->loose, p, n);
	return r->too_large;
}

/* --- The end ----------------------------------------------------------------
 */

/* A body that is no JSON is shown as it is, its first line. */
static void plain_error(struct algo_llm_reader *r)
{
	const char *s = algo_buf_str(&r->loose);

	algo_classify(r->provider, r->status, NULL, &r->reply);
	snprintf(r->reply.message, sizeof(r->reply.message), "%.*s",
		 (int)strcspn(s, "\r\n"), s);
	r->failed = 1;
}

static void take_rest(struct algo_llm_reader *r)
{
	if (r->stream && r->status < 300) {
		if (r->line.len)
			take_line(r);
		take_data(r);
	}
	if (r->loose.len == 0)
		return;
	if (take_json(r, r->loose.data, r->loose.len) == 0) {
		if (!r->stream && r->status < 300 && r->known)
			r->ended = 1;
	} else if (r->status >= 300) {
		plain_error(r);
	} else {
		r->bad_json = 1;
	}
}

static void say(struct algo_llm_reader *r, enum algo_llm_class cls,
		const char *message)
{
	r->reply.cls = cls;
	if (!r->reply.message[0])
		snprintf(r->reply.message, sizeof(r->reply.message), "%s",
			 message);
}

static void judge(struct algo_llm_reader *r, int broken, const char *net)
{
	if (r->failed)
		return;
	if (r->too_large)
		say(r, ALGO_LLM_PARSE, "the answer is too large");
	else if (r->status == 0)
		say(r, ALGO_LLM_NET, net ? net : "no answer");
	else if (r->status >= 300)
		algo_classify(r->provider, r->status, NULL, &r->reply);
	else if (r->cls != ALGO_LLM_OK)
		say(r, r->cls,
		    r->cls == ALGO_LLM_TRUNCATED ? "the answer was cut off"
						 : r->reply.finish);
	else if (broken && !r->ended)
		say(r, r->reply.text.len ? ALGO_LLM_TRUNCATED : ALGO_LLM_NET,
		    net ? net : "the answer broke off");
	else if (r->bad_json && !r->ended)
		say(r, ALGO_LLM_PARSE, "the answer is no JSON");
	else if (!r->known)
		say(r, ALGO_LLM_PARSE, "the answer has another shape");
	else if (!r->ended)
		say(r, ALGO_LLM_TRUNCATED, "the answer has no end");
	else if (r->reply.text.len == 0)
		say(r, ALGO_LLM_PARSE, "the answer is empty");
	else
		r->reply.cls = ALGO_LLM_OK;
}

/* Control bytes of a server's message are no business of a terminal, those of
 * Latin-1 (U+0080 to U+009F) neither; and what a fixed place cut in the middle
 * of a character ends before it. */
static void make_printable(char *s)
{
	unsigned char *p = (unsigned char *)s;
	size_t n = strlen(s), tail = 0;

	for (size_t i = 0; i < n; i++) {
		if (p[i] < 0x20 || p[i] == 0x7f)
			p[i] = ' ';
		if (p[i] == 0xc2 && p[i + 1] >= 0x80 && p[i + 1] < 0xa0)
			p[i] = p[i + 1] = ' ';
	}
	while (tail < 3 && tail < n && (p[n - 1 - tail] & 0xc0) == 0x80)
		tail++;
	if (tail < n && p[n - 1 - tail] >= 0xc0 &&
	    tail < (size_t)(p[n - 1 - tail] >= 0xf0   ? 3
			    : p[n - 1 - tail] >= 0xe0 ? 2
						      : 1))
		p[n - 1 - tail] = '\0';
}

/* A refusal without a word. */
static void name_status(struct algo_llm_reader *r)
{
	if (r->status >= 300 && !r->reply.message[0])
		snprintf(r->reply.message, sizeof(r->reply.message),
			 r->status < 400 ? "status %ld, a redirect: it is not "
					   "followed"
					 : "status %ld",
			 r->status);
}

void algo_llm_reader_end(struct algo_llm_reader *r, int broken, const char *net,
			 double now, struct algo_llm_reply *reply)
{
	double delay;

	take_rest(r);
	judge(r, broken, net);
	name_status(r);
	delay = algo_waits_delay(&r->waits, now);
	if (r->reply.cls != ALGO_LLM_OK && delay >= 0)
		r->reply.delay = fmax(r->reply.delay, delay);
	/* A provider's 402 that names a time can be waited for. */
	if (r->reply.cls == ALGO_LLM_GROUP_BAD && r->status == 402 &&
	    delay >= 0)
		r->reply.cls = ALGO_LLM_QUOTA_MINUTE;
	r->reply.status = r->status;
	make_printable(r->reply.message);
	make_printable(r->reply.finish);
	make_printable(r->reply.model);
	make_printable(r->reply.id);
	algo_llm_reply_release(reply);
	*reply = r->reply;
	memset(&r->reply.text, 0, sizeof(r->reply.text));
}
