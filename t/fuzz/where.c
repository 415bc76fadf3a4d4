/* where.c - fuzz target: any text as the condition of --where; what is accepted
 * is SQL that runs */
#include "fuzz.h"
#include "../../lib/store/schema.h"
#include "../../lib/store/where.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct algo_db *db; /* made once: it is slow to make */
	struct algo_sql q = ALGO_SQL_INIT;
	struct algo_err err = ALGO_ERR_INIT;
	char *text = text_of(data, size);

	if (!db) {
		db = algo_db_open("fuzz", ALGO_DB_MEMORY, 0, &err);
		must(db && !algo_schema_migrate(db, &algo_schema, &err));
	}
	algo_sql_add(&q, "SELECT count(*) FROM runs WHERE ");
	if (algo_where(&q, db, text, &err)) {
		must(algo_err_exit(&err) == 2);
		told(&err);
	} else {
		struct algo_stmt *s = algo_sql_prepare(&q, db, &err);

		must(s && algo_stmt_step(s, &err) == 1);
		must(algo_stmt_get_int(s, 0) == 0);
		algo_stmt_free(s);
	}
	algo_sql_release(&q);
	algo_free(text);
	return 0;
}
