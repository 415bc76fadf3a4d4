/* providers.c - the table of providers and its listings */
#include "provider/rows.h"

#include <string.h>

const struct algo_provider *const algo_providers[] = {
	&algo_provider_yahoo,
	&algo_provider_demo,
	NULL,
};

const struct algo_provider *algo_provider_find(const char *name)
{
	for (size_t i = 0; algo_providers[i]; i++)
		if (!strcmp(algo_providers[i]->name, name))
			return algo_providers[i];
	return NULL;
}

static void list_text(struct algo_buf *out)
{
	algo_buf_addf(out, "%-8s %-26s %-30s %-10s %s\n", "name", "what",
		      "intervals", "key", "limits");
	for (size_t i = 0; algo_providers[i]; i++) {
		const struct algo_provider *p = algo_providers[i];

		algo_buf_addf(out, "%-8s %-26s %-30s %-10s %s\n", p->name,
			      p->title, p->intervals,
			      p->key_env ? p->key_env : "-", p->limits);
	}
}

static void list_json(struct algo_buf *out)
{
	struct algo_jw w;
	int64_t n = 0;

	while (algo_providers[n])
		n++;
	algo_jw_init(&w, out, 0);
	algo_jw_obj(&w);
	algo_jw_kint(&w, "count", n);
	algo_jw_key(&w, "providers");
	algo_jw_arr(&w);
	for (size_t i = 0; algo_providers[i]; i++) {
		const struct algo_provider *p = algo_providers[i];

		algo_jw_obj(&w);
		algo_jw_kstr(&w, "name", p->name);
		algo_jw_kstr(&w, "description", p->title);
		algo_jw_kstr(&w, "base_url", p->base);
		algo_jw_kstr(&w, "intervals", p->intervals);
		algo_jw_kstr(&w, "limits", p->limits);
		algo_jw_kstr(&w, "key", p->key_env);
		algo_jw_obj_end(&w);
	}
	algo_jw_arr_end(&w);
	algo_jw_obj_end(&w);
	algo_buf_addc(out, '\n');
}

void algo_provider_list(struct algo_buf *out, int json)
{
	if (json)
		list_json(out);
	else
		list_text(out);
}
