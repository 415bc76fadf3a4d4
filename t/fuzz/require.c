/* require.c - fuzz target: any text as the conditions of --require, over
 * metrics of which some are undefined */
#include "fuzz.h"
#include <algo/stat.h>
#include <math.h>

static struct algo_stat *make(void)
{
	struct algo_stat_opt opt = { .periods_per_year = NAN };
	struct algo_stat *s = algo_stat_new(&opt);
	struct algo_err err = ALGO_ERR_INIT;

	for (int64_t i = 0; i < 5; i++) {
		struct algo_stat_row row = { (19723 + i) * ALGO_DAY_US,
					     100 + (double)(i * 3 % 4), NAN,
					     NAN, NAN };

		algo_stat_row(s, &row);
	}
	algo_stat_trades(s);
	must(!algo_stat_done(s, &err));
	return s;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct algo_buf values = ALGO_BUF_INIT(1 << 16);
	struct algo_err err = ALGO_ERR_INIT;
	struct algo_stat *s = make();
	char *text = text_of(data, size);
	int rc = algo_stat_require(s, text, &values, &err);

	must(rc >= -1 && rc <= 1 && (rc < 0) == (err.set != 0));
	must(algo_stat_require(s, text, NULL, NULL) == rc);
	if (rc < 0) {
		must(algo_err_exit(&err) == 2);
		must(!err.fixit.has ||
		     err.fixit.start + err.fixit.len <= strlen(text));
		told(&err);
	}
	algo_free(text);
	algo_stat_free(s);
	algo_buf_release(&values);
	return 0;
}
