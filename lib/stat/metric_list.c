/* metric_list.c - the table of metrics as text and as JSON */
#include <algo/stat.h>

#include <string.h>

static void list_json(struct algo_buf *out)
{
	struct algo_jw w;
	size_t i;

	algo_jw_init(&w, out, 0);
	algo_jw_obj(&w);
	algo_jw_kint(&w, "count", (int64_t)algo_metric_count());
	algo_jw_key(&w, "metrics");
	algo_jw_arr(&w);
	for (i = 0; i < algo_metric_count(); i++) {
		const struct algo_metric *m = algo_metric_at(i);

		algo_jw_obj(&w);
		algo_jw_kstr(&w, "name", m->name);
		algo_jw_kstr(&w, "title", m->title + strspn(m->title, " "));
		algo_jw_kstr(&w, "group", algo_metric_group_name(m->group));
		algo_jw_kstr(&w, "unit", m->unit);
		algo_jw_kstr(&w, "formula", m->formula);
		algo_jw_kstr(&w, "source", m->source);
		algo_jw_kbool(&w, "default", m->result);
		algo_jw_kint(&w, "better", m->better);
		algo_jw_obj_end(&w);
	}
	algo_jw_arr_end(&w);
	algo_jw_obj_end(&w);
	algo_buf_addc(out, '\n');
}

static void list_text(struct algo_buf *out)
{
	size_t i;

	for (i = 0; i < algo_metric_count(); i++) {
		const struct algo_metric *m = algo_metric_at(i);

		algo_buf_addf(out, "%-28s %-6s %s", m->name,
			      *m->unit ? m->unit : "-", m->formula);
		if (*m->source)
			algo_buf_addf(out, " [%s]", m->source);
		algo_buf_addc(out, '\n');
	}
}

void algo_metric_list(struct algo_buf *out, int json)
{
	if (json)
		list_json(out);
	else
		list_text(out);
}
