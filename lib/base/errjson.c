/* errjson.c - an error record as one line of JSON */
#include <algo/base/err.h>

#include <algo/base/buf.h>
#include <algo/base/json.h>

static void add_str(struct algo_jw *w, const char *key, const char *s)
{
	if (s && s[0])
		algo_jw_kstr(w, key, s);
}

static void add_count(struct algo_jw *w, const char *key, size_t n)
{
	algo_jw_kint(w, key, (int64_t)n);
}

static void add_place(struct algo_jw *w, const struct algo_place *at)
{
	add_str(w, "file", at->file);
	add_str(w, "pointer", at->pointer);
	if (at->line == 0)
		return;
	add_count(w, "line", at->line);
	if (at->col == 0)
		return;
	add_count(w, "column", at->col);
	if (at->len)
		add_count(w, "length", at->len);
}

static void add_fixit(struct algo_jw *w, const struct algo_fixit *f)
{
	if (!f->has)
		return;
	algo_jw_key(w, "fixit");
	algo_jw_obj(w);
	add_str(w, "pointer", f->pointer);
	add_count(w, "start", f->start);
	add_count(w, "length", f->len);
	algo_jw_kstr(w, "text", f->text);
	algo_jw_obj_end(w);
}

void algo_err_json(const struct algo_err *err, const char *tool,
		   struct algo_buf *out)
{
	struct algo_jw w;

	algo_jw_init(&w, out, 0);
	algo_jw_obj(&w);
	algo_jw_kstr(&w, "kind", "error");
	add_str(&w, "tool", tool);
	algo_jw_kstr(&w, "class", algo_class_name(err->cls));
	add_str(&w, "code", err->code);
	algo_jw_kstr(&w, "severity", algo_severity_name(err->severity));
	algo_jw_kstr(&w, "message", err->msg);
	add_place(&w, &err->at);
	add_str(&w, "hint", err->hint);
	add_fixit(&w, &err->fixit);
	add_str(&w, "context", err->context);
	algo_jw_obj_end(&w);
	algo_buf_addc(out, '\n');
}
