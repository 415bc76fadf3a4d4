/* talib.c - talib [ROUNDS]: what TA-Lib's functions cost at this library's
 * defaults, ns a bar, a line "talib NAME NS" each; compiled where TA-Lib is */
#define _DEFAULT_SOURCE
#include <algo/ind.h>

#include "../walk.h"
#include <ctype.h>
#include <ta_libc.h>

static double ys[3][BARS];
static int counts[3][BARS];
static double periods[BARS];
static int rounds = 5;

static void set_inputs(const TA_FuncInfo *f, TA_ParamHolder *h,
		       const struct algo_ind *ind)
{
	for (unsigned i = 0; i < f->nbInput; i++) {
		const TA_InputParameterInfo *in;
		const double *x = series(ind->in[i]);

		TA_GetInputParameterInfo(f->handle, i, &in);
		if (in->type == TA_Input_Price)
			TA_SetInputParamPricePtr(h, i, bars[0], bars[1],
						 bars[2], bars[3], bars[4],
						 NULL);
		else
			TA_SetInputParamRealPtr(
				h, i,
				strcmp(ind->in[i], "periods") ? x : periods);
	}
}

static void set_options(const TA_FuncInfo *f, TA_ParamHolder *h,
			const struct algo_ind *ind)
{
	struct algo_args a;

	algo_args_init(ind, &a);
	algo_args_done(ind, &a);
	for (unsigned i = 0; i < f->nbOptInput && i < algo_ind_params(ind);
	     i++) {
		const TA_OptInputParameterInfo *o;

		TA_GetOptInputParameterInfo(f->handle, i, &o);
		if (o->type == TA_OptInput_RealRange ||
		    o->type == TA_OptInput_RealList)
			TA_SetOptInputParamReal(h, i, a.p[i]);
		else
			TA_SetOptInputParamInteger(h, i, (int)a.p[i]);
	}
}

static void set_outputs(const TA_FuncInfo *f, TA_ParamHolder *h)
{
	for (unsigned i = 0; i < f->nbOutput; i++) {
		const TA_OutputParameterInfo *o;

		TA_GetOutputParameterInfo(f->handle, i, &o);
		if (o->type == TA_Output_Real)
			TA_SetOutputParamRealPtr(h, i, ys[i]);
		else
			TA_SetOutputParamIntegerPtr(h, i, counts[i]);
	}
}

static void one(const TA_FuncInfo *f, void *unused)
{
	const struct algo_ind *ind = algo_ind_find(f->name, strlen(f->name));
	double best = INFINITY;
	TA_ParamHolder *h;
	int begin, n;

	(void)unused;
	if (!ind || TA_ParamHolderAlloc(f->handle, &h) != TA_SUCCESS)
		return;
	set_inputs(f, h, ind);
	set_options(f, h, ind);
	set_outputs(f, h);
	for (int r = 0; r < rounds; r++) {
		double from = now();

		if (TA_CallFunc(h, 0, (int)BARS - 1, &begin, &n) != TA_SUCCESS)
			fprintf(stderr, "talib: %s failed\n", f->name);
		best = fmin(best, now() - from);
	}
	printf("talib %s %.3f\n", ind->name, 1e9 * best / (double)BARS);
	TA_ParamHolderFree(h);
}

int main(int argc, char **argv)
{
	if (argc > 1)
		rounds = (int)strtol(argv[1], NULL, 10);
	walk();
	for (size_t i = 0; i < BARS; i++)
		periods[i] = 2 + (double)(i % 29);
	TA_Initialize();
	TA_ForEachFunc(one, NULL);
	TA_Shutdown();
	return 0;
}
