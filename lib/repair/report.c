/* report.c - what the attempts did, as JSON */
#include <algo/base/mem.h>
#include <algo/repair.h>

void algo_repair_report_release(struct algo_repair_report *r)
{
	for (size_t i = 0; i < r->n; i++) {
		algo_free(r->v[i].message);
		algo_free(r->v[i].what);
		algo_free(r->v[i].diff);
	}
	algo_free(r->v);
	r->v = NULL;
	r->n = r->cap = 0;
}

static void add_attempt(struct algo_jw *w, const struct algo_attempt *a,
			size_t i)
{
	algo_jw_obj(w);
	algo_jw_kint(w, "attempt", (int64_t)i + 1);
	algo_jw_kbool(w, "success", a->success);
	algo_jw_kstr(w, "error_type", a->type);
	algo_jw_kstr(w, "error_message", a->message);
	algo_jw_kstr(w, "fix_description", a->what);
	algo_jw_kstr(w, "diff", a->diff);
	algo_jw_kstr(w, "timestamp", a->when);
	/* Rules have no key. */
	algo_jw_kstr(w, "key_used", a->key[0] ? a->key : NULL);
	algo_jw_obj_end(w);
}

void algo_repair_report_json(const struct algo_repair_report *r,
			     const char *file, struct algo_buf *out)
{
	struct algo_jw w;
	size_t i;

	algo_jw_init(&w, out, 0);
	algo_jw_obj(&w);
	algo_jw_kint(&w, "algo", 1);
	algo_jw_kstr(&w, "kind", "fix");
	algo_jw_kstr(&w, "file", file);
	algo_jw_kbool(&w, "success", r->success);
	algo_jw_kint(&w, "attempts", (int64_t)r->n);
	algo_jw_knum(&w, "total_time", r->seconds);
	algo_jw_key(&w, "fixes");
	algo_jw_arr(&w);
	for (i = 0; i < r->n; i++)
		add_attempt(&w, &r->v[i], i);
	algo_jw_arr_end(&w);
	algo_jw_kstr(&w, "final_status", r->status);
	algo_jw_obj_end(&w);
	algo_buf_addc(out, '\n');
}
