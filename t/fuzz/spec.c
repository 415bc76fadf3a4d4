/* spec.c - fuzz target: any text as an indicator spec and as a column's name;
 * the name of what is accepted reads back to the same indicator */
#include "fuzz.h"
#include <algo/ind.h>

/* Parameters that were read make a kernel that runs, if it is a small one. */
static void run(const struct algo_spec *spec)
{
	double bars[ALGO_IND_INPUTS][8], rows[ALGO_IND_OUTPUTS][8];
	const double *in[ALGO_IND_INPUTS];
	double *out[ALGO_IND_OUTPUTS];
	struct algo_kernel k;

	for (size_t i = 0; i < ALGO_IND_INPUTS; i++)
		in[i] = bars[i];
	for (size_t i = 0; i < ALGO_IND_OUTPUTS; i++)
		out[i] = rows[i];
	for (size_t i = 0; i < ALGO_IND_INPUTS * 8; i++)
		bars[i / 8][i % 8] = 100 + (double)(i * 7 % 11);
	for (size_t i = 0; i < ALGO_IND_PARAMS; i++)
		if (spec->args.p[i] > 1000)
			return;
	algo_kernel_init(&k, spec->ind, spec->args.p);
	algo_kernel_step(&k, in, out, 8);
	algo_kernel_release(&k);
}

static void check_column(const struct algo_spec *spec, size_t output)
{
	struct algo_buf one = ALGO_BUF_INIT(4096), two = ALGO_BUF_INIT(4096);
	struct algo_spec back;

	algo_spec_column(spec, output, &one);
	must(one.len > 0 && !one.over);
	/* A name of the user's own is his. */
	if (!spec->name[0] &&
	    !algo_spec_from_column(one.data, one.len, &back)) {
		must(back.ind == spec->ind);
		must(!memcmp(back.args.p, spec->args.p, sizeof(back.args.p)));
		algo_spec_column(&back, (size_t)back.output, &two);
		must(one.len == two.len &&
		     !memcmp(one.data, two.data, one.len));
	}
	algo_buf_release(&one);
	algo_buf_release(&two);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct algo_err err = ALGO_ERR_INIT;
	char *text = text_of(data, size);
	struct algo_spec spec;

	if (algo_spec_parse(text, &spec, &err)) {
		must(err.at.line == 0 || err.at.col >= 1);
		told(&err);
	} else {
		size_t n = algo_ind_outputs(spec.ind);

		must(!err.set && spec.output < (int)n);
		for (size_t k = 0; k < n; k++)
			check_column(&spec, k);
		run(&spec);
	}
	if (!algo_spec_from_column(text, strlen(text), &spec))
		must(spec.output >= 0 &&
		     spec.output < (int)algo_ind_outputs(spec.ind));
	algo_free(text);
	return 0;
}
