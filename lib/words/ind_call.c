/* ind_call.c - the call of an indicator, with the numbers it shows */
#include "indicator.h"

#include <math.h>
#include <string.h>

/* How many parameters a call shows: up to the last key or given one. */
static size_t shown(const struct algo_ind *ind, size_t given)
{
	size_t n = 0, k = 0;

	for (size_t i = 0; i < algo_ind_params(ind); i++) {
		if (ind->param[i].type == ALGO_P_MA)
			continue;
		if (ind->param[i].zero_in_expr)
			break;
		k++;
		if (ind->param[i].key || k <= given)
			n = k;
	}
	return n;
}

struct node *algo_w_ind_node(struct reader *r, const struct algo_ind *ind,
			     struct node *source, const double *p, size_t np)
{
	struct node *n = algo_w_call(r, ind->name, "");
	size_t left = shown(ind, np), k = 0;

	if (algo_ind_inputs(ind) == 1 && strcmp(ind->in[0], "close") == 0)
		algo_w_arg(n, source ? source : algo_w_name(r, "close"));
	else if (source && algo_ind_inputs(ind) &&
		 !algo_w_is_name(source, "close"))
		algo_w_arg(n, source);
	for (size_t i = 0; left && i < algo_ind_params(ind); i++) {
		double v = ind->param[i].def;

		if (ind->param[i].type == ALGO_P_MA)
			continue;
		if (k < np)
			v = p[k];
		if (isnan(v)) {
			algo_w_arg(n, algo_w_name(r, r->p.param));
			k++;
			left--;
			continue;
		}
		if (k < np)
			v = p[k];
		else if (ind->param[i].like && n->kids)
			v = n->kid[n->kids - 1]->num;
		algo_w_arg(n, algo_w_num(r, v));
		k++;
		left--;
	}
	return n;
}

/* Bands whose lines the language says more plainly. */
struct node *algo_w_plain_band(struct reader *r, const struct wanted *w)
{
	struct caps c = { .to = 0 };
	const char *name = w->ind->name;

	c.n[1] = w->np ? w->p[0] : 20;
	c.n[2] = w->np > 1 ? w->p[1] : 2;
	c.n[3] = w->np > 2 ? w->p[2] : 10;
	if (strcmp(name, "donchian") == 0 && w->np < 2) {
		struct node *n;

		if (strncmp(w->field, "mid", 3) == 0)
			return algo_w_template(
				r, "(highest(high, $1) + lowest(low, $1)) / 2",
				&c, NULL);
		c.flip = strcmp(w->field, "lower") == 0;
		n = algo_w_template(r, "highest(high, $1)", &c, NULL);
		n->flags |= NODE_EXTREME;
		return n;
	}
	if (strcmp(name, "kc") == 0) {
		if (strncmp(w->field, "mid", 3) == 0)
			return algo_w_template(r, "ema(close, $1)", &c, NULL);
		c.flip = strcmp(w->field, "lower") == 0;
		return algo_w_template(r, "ema(close, $1) # $2 * atr($3)", &c,
				       NULL);
	}
	return NULL;
}
