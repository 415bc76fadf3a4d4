/* compose.c - a request: its URL, its headers, its body */
#include "wire.h"

#include <string.h>

/* OLLAMA_HOST may be a host, a port (":11434"), or both; and where a server
 * listens on every address it is asked on this machine. */
static void add_host(const char *base, struct algo_buf *url)
{
	const char *colon = strrchr(base, ':'), *end = strrchr(base, ']');
	size_t n = strcspn(base, "/");

	algo_buf_adds(url, "http://");
	if (colon && (!end || colon > end))
		n = (size_t)(colon - base);
	else
		colon = NULL;
	if (n == 0 || (n == 7 && memcmp(base, "0.0.0.0", n) == 0))
		algo_buf_adds(url, "127.0.0.1");
	else
		algo_buf_add(url, base, n);
	algo_buf_adds(url, colon ? colon : ":11434");
	if (!colon)
		algo_buf_adds(url, base + n);
}

void algo_wire_base(const struct algo_llm_provider *p, const char *base,
		    struct algo_buf *url)
{
	size_t start = url->len;

	if (!base)
		base = p->base_url;
	if (p->wire == ALGO_WIRE_OLLAMA && !strstr(base, "://")) {
		add_host(base, url);
	} else {
		if (!strstr(base, "://"))
			algo_buf_adds(url, "http://");
		algo_buf_adds(url, base);
	}
	while (url->len > start && url->data[url->len - 1] == '/')
		url->data[--url->len] = '\0';
}

void algo_llm_compose(const struct algo_llm_request *q, struct algo_buf *url,
		      struct algo_buf *body)
{
	const struct wire *wire = algo_wire_of(q->provider);
	struct algo_jw w;

	algo_wire_base(q->provider, q->base_url, url);
	wire->path(q, url);
	algo_jw_init(&w, body, 0);
	algo_jw_obj(&w);
	wire->body(q, &w);
	algo_jw_obj_end(&w);
}

void algo_llm_models_url(const struct algo_llm_provider *p,
			 const char *base_url, struct algo_buf *url)
{
	algo_wire_base(p, base_url, url);
	algo_buf_adds(url, algo_wire_of(p)->models_path);
}

static size_t add_line(struct algo_buf *out, const char *a, const char *b)
{
	algo_buf_adds(out, a);
	algo_buf_adds(out, b);
	algo_buf_addc(out, '\0');
	return 1;
}

size_t algo_llm_headers(const struct algo_llm_request *q, const char *key,
			struct algo_buf *out)
{
	const struct wire *wire = algo_wire_of(q->provider);
	size_t n = add_line(out, "Content-Type: application/json", "");

	if (q->stream)
		n += add_line(out, "Accept: ",
			      wire->lines ? "application/x-ndjson"
					  : "text/event-stream");
	if (wire->extra_header)
		n += add_line(out, wire->extra_header, "");
	if (key)
		n += add_line(out, wire->key_header, key);
	if (q->provider->wire == ALGO_WIRE_GEMINI && q->timeout_s > 0) {
		algo_buf_addf(out, "X-Server-Timeout: %ld", q->timeout_s);
		algo_buf_addc(out, '\0');
		n++;
	}
	return n;
}

static void message(struct algo_jw *w, const char *role, const char *text,
		    size_t n)
{
	algo_jw_obj(w);
	algo_jw_kstr(w, "role", role);
	algo_jw_key(w, "content");
	algo_jw_strn(w, text, n);
	algo_jw_obj_end(w);
}

void algo_wire_messages(const struct algo_llm_request *q, struct algo_jw *w,
			int with_system)
{
	algo_jw_key(w, "messages");
	algo_jw_arr(w);
	if (with_system && q->system)
		message(w, "system", q->system, q->system_len);
	for (size_t i = 0; i < q->nmsgs; i++)
		message(w, q->msgs[i].model ? "assistant" : "user",
			q->msgs[i].text, q->msgs[i].len);
	algo_jw_arr_end(w);
}
