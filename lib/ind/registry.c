/* registry.c - all indicators: finding, parameters, running kernels. */
#include "families.h"
#include <math.h>
#include <string.h>

static const struct algo_ind *const families[] = {
	algo_ind_overlap,    algo_ind_momentum,	  algo_ind_trend,
	algo_ind_oscillator, algo_ind_volatility, algo_ind_volume,
	algo_ind_price,	     algo_ind_statistic,  algo_ind_macd,
	algo_ind_stochrsi,   algo_ind_mavp,	  algo_ind_cycle,
	algo_ind_math,	     algo_ind_pattern,	  algo_ind_williams,
	algo_ind_channels,   algo_ind_adaptive,	  algo_ind_relative,
	algo_ind_forecast,   algo_ind_fisher,	  algo_ind_direction,
	algo_ind_force,	     algo_ind_estimate,	  algo_ind_counting,
	algo_ind_turnover,   algo_ind_strength,	  algo_ind_moves,
	algo_ind_filters,    algo_ind_squeeze,	  algo_ind_spread,
	algo_ind_ranks,	     algo_ind_swings,
};
#define FAMILIES (sizeof(families) / sizeof(families[0]))

static int lower(char c)
{
	return c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : (unsigned char)c;
}

int algo_ind_same(const char *s, size_t n, const char *name)
{
	for (size_t i = 0; i < n; i++)
		if (!name[i] || lower(s[i]) != lower(name[i]))
			return 0;
	return !name[n];
}

size_t algo_ind_count(void)
{
	size_t n = 0;

	for (size_t f = 0; f < FAMILIES; f++)
		for (const struct algo_ind *ind = families[f]; ind->name; ind++)
			n++;
	return n;
}

const struct algo_ind *algo_ind_at(size_t i)
{
	for (size_t f = 0; f < FAMILIES; f++)
		for (const struct algo_ind *ind = families[f]; ind->name; ind++)
			if (i-- == 0)
				return ind;
	return NULL;
}

/* One of the names in list, which are separated by blanks. */
static int listed(const char *list, const char *s, size_t n)
{
	while (list && *list) {
		size_t len = strcspn(list, " "), i = 0;

		while (len == n && i < n && lower(s[i]) == lower(list[i]))
			i++;
		if (i == n)
			return 1;
		list += len;
		list += strspn(list, " ");
	}
	return 0;
}

const struct algo_ind *algo_ind_find(const char *name, size_t n)
{
	if (n == 0)
		return NULL;
	for (size_t f = 0; f < FAMILIES; f++)
		for (const struct algo_ind *ind = families[f]; ind->name; ind++)
			if (algo_ind_same(name, n, ind->name))
				return ind;
	for (size_t f = 0; f < FAMILIES; f++)
		for (const struct algo_ind *ind = families[f]; ind->name; ind++)
			if (listed(ind->aliases, name, n))
				return ind;
	return NULL;
}

const struct algo_ind *algo_ind_compat(const struct algo_ind *ind)
{
	return ind && ind->talib ? ind->talib : ind;
}

size_t algo_ind_inputs(const struct algo_ind *ind)
{
	size_t n = 0;

	while (n < ALGO_IND_INPUTS && ind->in[n])
		n++;
	return n;
}

size_t algo_ind_params(const struct algo_ind *ind)
{
	size_t n = 0;

	while (n < ALGO_IND_PARAMS && ind->param[n].name)
		n++;
	return n;
}

size_t algo_ind_outputs(const struct algo_ind *ind)
{
	size_t n = 0;

	while (n < ALGO_IND_OUTPUTS && ind->out[n])
		n++;
	return n;
}

int algo_ind_output(const struct algo_ind *ind, const char *name, size_t n)
{
	for (size_t i = 0; i < algo_ind_outputs(ind); i++)
		if (algo_ind_same(name, n, ind->out[i]))
			return (int)i;
	return -1;
}

static int named_param(const struct algo_ind *ind, const char *name, size_t n)
{
	for (size_t i = 0; i < algo_ind_params(ind); i++)
		if (algo_ind_same(name, n, ind->param[i].name))
			return (int)i;
	return -1;
}

/* The two words for the bars of a window stand for each other. */
int algo_ind_param(const struct algo_ind *ind, const char *name, size_t n)
{
	int i = named_param(ind, name, n);

	if (i < 0 && algo_ind_same(name, n, "period"))
		i = named_param(ind, "length", 6);
	else if (i < 0 && algo_ind_same(name, n, "length"))
		i = named_param(ind, "period", 6);
	return i;
}

void algo_args_init(const struct algo_ind *ind, struct algo_args *a)
{
	memset(a, 0, sizeof(*a));
	for (size_t i = 0; i < algo_ind_params(ind); i++)
		a->p[i] = ind->param[i].def;
	algo_args_done(ind, a);
}

int algo_args_position(const struct algo_ind *ind, size_t k)
{
	size_t n = algo_ind_params(ind);

	for (int pass = 0; pass < 2; pass++)
		for (size_t i = 0; i < n; i++)
			if ((ind->param[i].type == ALGO_P_MA) == pass &&
			    k-- == 0)
				return (int)i;
	return -1;
}

/* A bound as text; whole numbers in full. */
static const char *bound(double v, char text[ALGO_NUM_MAX + 1])
{
	text[algo_num_print(text, v)] = '\0';
	return text;
}

int algo_args_set(const struct algo_ind *ind, struct algo_args *a, size_t i,
		  double v, struct algo_err *err)
{
	const struct algo_param *p = &ind->param[i];
	char got[ALGO_NUM_MAX + 1], lo[ALGO_NUM_MAX + 1], hi[ALGO_NUM_MAX + 1];

	if (p->type == ALGO_P_MA && !(v >= 0 && v < ALGO_MA_COUNT))
		return algo_err_set(err, ALGO_E_VALUE, "out_of_range",
				    "'%s' of '%s' is no moving average: %s "
				    "(0 to %d, or a name)",
				    p->name, ind->name,
				    isnan(v) ? "nan" : bound(v, got),
				    ALGO_MA_COUNT - 1);
	if (p->type != ALGO_P_MA && !(v >= p->min && v <= p->max))
		return algo_err_set(err, ALGO_E_VALUE, "out_of_range",
				    "'%s' of '%s' must be from %s to %s, "
				    "not %s",
				    p->name, ind->name, bound(p->min, lo),
				    bound(p->max, hi),
				    isnan(v) ? "nan" : bound(v, got));
	if (p->type != ALGO_P_REAL && v != floor(v))
		return algo_err_set(err, ALGO_E_VALUE, "not_whole",
				    "'%s' of '%s' must be a whole number, "
				    "from %s to %s, not %s",
				    p->name, ind->name, bound(p->min, lo),
				    bound(p->max, hi), bound(v, got));
	a->p[i] = v;
	a->given[i] = 1;
	return 0;
}

void algo_args_done(const struct algo_ind *ind, struct algo_args *a)
{
	for (size_t i = 0; i < algo_ind_params(ind); i++) {
		const char *like = ind->param[i].like;
		int j = like ? named_param(ind, like, strlen(like)) : -1;

		if (j >= 0 && !a->given[i])
			a->p[i] = a->p[j];
	}
}

void algo_kernel_init(struct algo_kernel *k, const struct algo_ind *ind,
		      const double *p)
{
	size_t size = ind->size(p);

	k->ind = ind;
	memset(k->p, 0, sizeof(k->p));
	memcpy(k->p, p, algo_ind_params(ind) * sizeof(*p));
	k->state = algo_zalloc(1, size ? size : 1);
	ind->init(k->state, k->p);
}

void algo_kernel_step(struct algo_kernel *k, const double *const in[],
		      double *const out[], size_t n)
{
	const double *from[ALGO_IND_INPUTS];
	double *to[ALGO_IND_OUTPUTS];
	size_t ins = algo_ind_inputs(k->ind), outs = algo_ind_outputs(k->ind);

	if (n > 0 && n <= ALGO_IND_N) {
		k->ind->step(k->state, in, out, n);
		return;
	}
	for (size_t at = 0; at < n; at += ALGO_IND_N) {
		for (size_t j = 0; j < ins; j++)
			from[j] = in[j] + at;
		for (size_t j = 0; j < outs; j++)
			to[j] = out[j] + at;
		k->ind->step(k->state, from, to,
			     n - at < ALGO_IND_N ? n - at : ALGO_IND_N);
	}
}

void algo_kernel_release(struct algo_kernel *k)
{
	algo_free(k->state);
	k->state = NULL;
}
