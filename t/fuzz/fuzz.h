/* fuzz.h - what fuzz targets share */
#ifndef T_FUZZ_H
#define T_FUZZ_H

#include <algo/base.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What must hold whatever the bytes are. */
__attribute__((unused)) static void must(int holds)
{
	if (!holds)
		abort();
}

/* A failure has a record that can be shown, and is no bug of ours; then the
 * record is empty again. */
__attribute__((unused)) static void told(struct algo_err *err)
{
	struct algo_buf out = ALGO_BUF_INIT(1 << 20);

	must(err->set && err->msg[0] && err->code && err->code[0]);
	must(err->cls != ALGO_E_INTERNAL);
	algo_err_text(err, "fuzz", 1, &out);
	algo_buf_clear(&out);
	algo_err_json(err, "fuzz", &out);
	algo_buf_release(&out);
	algo_err_clear(err);
}

/* An exact copy with a terminator: reading behind its end is seen. */
__attribute__((unused)) static char *text_of(const uint8_t *data, size_t size)
{
	return algo_strndup((const char *)data, size);
}

#endif
