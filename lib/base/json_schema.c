/* json_schema.c - words of JSON Schema, for what describes its documents */
#include <algo/base/json.h>

void algo_schema_type(struct algo_jw *w, unsigned types)
{
	static const char *const names[] = {
		[ALGO_J_NULL] = "null",	 [ALGO_J_BOOL] = "boolean",
		[ALGO_J_NUM] = "number", [ALGO_J_STR] = "string",
		[ALGO_J_ARR] = "array",	 [ALGO_J_OBJ] = "object"
	};
	int many = (types & (types - 1)) != 0;
	size_t i;

	algo_jw_key(w, "type");
	if (many)
		algo_jw_arr(w);
	for (i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (types >> i & 1)
			algo_jw_str(w, names[i]);
	if (many)
		algo_jw_arr_end(w);
}

void algo_schema_list(struct algo_jw *w, const char *key,
		      const char *const *names)
{
	algo_jw_key(w, key);
	algo_jw_arr(w);
	for (; *names; names++)
		algo_jw_str(w, *names);
	algo_jw_arr_end(w);
}

void algo_schema_ref(struct algo_jw *w, const char *def)
{
	struct algo_buf b = ALGO_BUF_INIT(256);

	algo_buf_addf(&b, "#/$defs/%s", def);
	algo_jw_kstr(w, "$ref", algo_buf_str(&b));
	algo_buf_release(&b);
}

void algo_schema_head(struct algo_jw *w, const char *title)
{
	algo_jw_kstr(w, "$schema",
		     "https://json-schema.org/draft/2020-12/schema");
	algo_jw_kstr(w, "title", title);
}
