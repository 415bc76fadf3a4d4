/* cassette.c - recorded exchanges: a file each, by the hash of what was asked
 *
 * {"algo":1,"kind":"exchange","provider","model","url","request":{...},
 *  "status":200,"headers":[["name","value"],...],"body":"..."}
 * Keys are in none of it.
 */
#include "client.h"

#include <string.h>
#include <unistd.h>

#define FILE_MAX_BYTES ((size_t)64 << 20)

void algo_cassette_name(const struct algo_llm_request *q, char hex[65])
{
	struct algo_buf b = ALGO_BUF_INIT((size_t)64 << 20);
	struct algo_buf url = ALGO_BUF_INIT(1 << 16);

	algo_buf_addf(&b, "%s/%s\n", q->provider->name, q->model);
	algo_llm_compose(q, &url, &b);
	algo_sha256_hex(b.data, b.len, hex);
	algo_buf_release(&b);
	algo_buf_release(&url);
}

static void add_path(struct algo_buf *path, const char *folder,
		     const char *name)
{
	algo_buf_addf(path, "%s/%s.json", folder, name);
}

static void play_headers(const struct algo_json *all, struct algo_llm_reader *r)
{
	for (size_t i = 0; i < algo_json_count(all); i++) {
		const struct algo_json *h = algo_json_at(all, i);

		algo_llm_reader_header(r,
				       algo_json_str(algo_json_at(h, 0), NULL),
				       algo_json_str(algo_json_at(h, 1), NULL));
	}
}

static int play(const char *path, const struct algo_buf *text,
		struct algo_llm_reader *r, struct algo_err *err)
{
	struct algo_json_doc *doc =
		algo_json_parse(text->data, text->len, path, err);
	const struct algo_json *root;
	const char *body;
	double status;
	size_t n;

	if (!doc)
		return -1;
	root = algo_json_root(doc);
	body = algo_json_str(algo_json_get(root, "body"), &n);
	status = algo_json_num(algo_json_get(root, "status"));
	algo_llm_reader_status(r,
			       status >= 0 && status < 1000 ? (long)status : 0);
	play_headers(algo_json_get(root, "headers"), r);
	algo_llm_reader_feed(r, body, n);
	algo_json_free(doc);
	return 1;
}

int algo_cassette_play(const char *folder, const char *name,
		       struct algo_llm_reader *r, struct algo_err *err)
{
	struct algo_buf path = ALGO_BUF_INIT(1 << 16);
	struct algo_buf text = ALGO_BUF_INIT(FILE_MAX_BYTES + 1);
	struct algo_in in;
	int rc = 0;

	add_path(&path, folder, name);
	if (access(algo_buf_str(&path), F_OK) == 0) {
		rc = algo_in_open(&in, algo_buf_str(&path), err);
		if (rc == 0) {
			rc = algo_in_all(&in, FILE_MAX_BYTES, &text, err);
			algo_in_close(&in);
		}
		if (rc == 0)
			rc = play(algo_buf_str(&path), &text, r, err);
	}
	algo_buf_release(&path);
	algo_buf_release(&text);
	return rc;
}

static void write_headers(struct algo_jw *w, const struct algo_buf *headers)
{
	const char *s = algo_buf_str(headers), *end = s + headers->len;

	algo_jw_key(w, "headers");
	algo_jw_arr(w);
	while (s < end) {
		algo_jw_arr(w);
		algo_jw_str(w, s);
		s += strlen(s) + 1;
		algo_jw_str(w, s);
		s += strlen(s) + 1;
		algo_jw_arr_end(w);
	}
	algo_jw_arr_end(w);
}

static void write_exchange(struct algo_buf *out,
			   const struct algo_llm_request *q, long status,
			   const struct algo_buf *headers,
			   const struct algo_buf *body)
{
	struct algo_buf url = ALGO_BUF_INIT(1 << 16);
	struct algo_buf asked = ALGO_BUF_INIT((size_t)64 << 20);
	struct algo_jw w;

	algo_llm_compose(q, &url, &asked);
	algo_jw_init(&w, out, 2);
	algo_jw_obj(&w);
	algo_jw_kint(&w, "algo", 1);
	algo_jw_kstr(&w, "kind", "exchange");
	algo_jw_kstr(&w, "provider", q->provider->name);
	algo_jw_kstr(&w, "model", q->model);
	algo_jw_kstr(&w, "url", algo_buf_str(&url));
	algo_jw_key(&w, "request");
	algo_jw_raw(&w, asked.data, asked.len);
	algo_jw_kint(&w, "status", status);
	write_headers(&w, headers);
	algo_jw_key(&w, "body");
	algo_jw_strn(&w, algo_buf_str(body), body->len);
	algo_jw_obj_end(&w);
	algo_buf_addc(out, '\n');
	algo_buf_release(&url);
	algo_buf_release(&asked);
}

int algo_cassette_keep(const struct algo_llm_keys *keys, const char *folder,
		       const char *name, const struct algo_llm_request *q,
		       long status, const struct algo_buf *headers,
		       const struct algo_buf *body, struct algo_err *err)
{
	struct algo_buf path = ALGO_BUF_INIT(1 << 16);
	struct algo_buf text = ALGO_BUF_INIT(FILE_MAX_BYTES);
	struct algo_out *out = NULL;
	int rc = -1;

	add_path(&path, folder, name);
	write_exchange(&text, q, status, headers, body);
	algo_llm_redact(keys, &text);
	if (algo_dir_make(algo_buf_str(&path), err) == 0)
		out = algo_out_open_private(algo_buf_str(&path), err);
	if (out) {
		algo_out_add(out, text.data, text.len);
		rc = algo_out_close(out, err);
	}
	algo_buf_release(&path);
	algo_buf_release(&text);
	return rc;
}
