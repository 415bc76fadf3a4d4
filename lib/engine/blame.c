/* blame.c - which value of a document made its orders bad, as far as one can
 * be named, and what to look at */
#include "strategist.h"

#include <math.h>

static const char *advice(enum algo_reason why)
{
	switch ((int)why) {
	case ALGO_R_NA:
		return "a size or a price was na there: look at size, limit, "
		       "stop and target (a distance of 0? the square root of "
		       "a negative number?)";
	case ALGO_R_SIZE_ZERO:
	case ALGO_R_SIZE_NEGATIVE:
		return "a size is above 0; what is sold has another rule, not "
		       "another sign";
	case ALGO_R_SIZE_NOT_WHOLE:
		return "a size is a fraction below 1 or a finite, whole "
		       "number of units: see floor(), --fractional";
	case ALGO_R_PRICE_NOT_POSITIVE:
		return "limit, stop, sl, tp and trail are finite numbers "
		       "above 0";
	case ALGO_R_WRONG_SIDE:
		return "a long's stop is below its price, its target above; a "
		       "short's stop is above, its target below";
	case ALGO_R_TARGET_RANGE:
		return "a target is from -1 to 1";
	default:
		return NULL;
	}
}

/* Of the levels of risk that are there the only one, or NULL. */
static const char *only_level(const struct algo_risk *r, int trail)
{
	const struct algo_stop *const all[] = { &r->stop, &r->target,
						&r->trail };
	const char *found = NULL;
	size_t i;

	for (i = 0; i < (trail ? 3u : 2u); i++) {
		if (all[i]->how == ALGO_LEVEL_NONE)
			continue;
		if (found)
			return NULL;
		found = all[i]->pointer;
	}
	return found;
}

/* All that an entry of the short form takes its values from is in risk. */
static const char *culprit(const struct algo_risk *r, enum algo_reason why)
{
	const char *size =
		r->size.node >= 0 && !r->size.is_const ? "/risk/size" : NULL;
	const char *level = only_level(r, why == ALGO_R_WRONG_SIDE);

	switch ((int)why) {
	case ALGO_R_SIZE_ZERO:
	case ALGO_R_SIZE_NEGATIVE:
	case ALGO_R_SIZE_NOT_WHOLE:
		return size;
	case ALGO_R_WRONG_SIDE:
		return level;
	case ALGO_R_NA:
		if (size)
			return level || r->stop.how || r->target.how ? NULL
								     : size;
		return level;
	default:
		return NULL;
	}
}

/* The fields of an order that a fault of this kind comes from. */
static const char *const *fields_for(enum algo_reason why)
{
	static const char *const sizes[] = { "size", "units", NULL };
	static const char *const prices[] = { "limit", "stop",	"sl",
					      "tp",    "trail", NULL };
	static const char *const levels[] = { "sl", "tp", NULL };
	static const char *const all[] = { "size",  "units",	   "limit",
					   "stop",  "sl",	   "tp",
					   "trail", "expire_bars", NULL };

	switch ((int)why) {
	case ALGO_R_SIZE_ZERO:
	case ALGO_R_SIZE_NEGATIVE:
	case ALGO_R_SIZE_NOT_WHOLE:
	case ALGO_R_TARGET_RANGE:
		return sizes;
	case ALGO_R_PRICE_NOT_POSITIVE:
		return prices;
	case ALGO_R_WRONG_SIDE:
		return levels;
	default:
		return all;
	}
}

/* The only field of the rule's order that can be at fault; NULL when there are
 * several, or when risk has values for it too. */
static const char *field_of(const struct algo_json *rule,
			    const struct algo_risk *r, enum algo_reason why)
{
	const char *const *f = fields_for(why), *found = NULL;

	for (; *f; f++) {
		const struct algo_json *v = algo_json_get(rule, *f);

		/* A number was checked when the document was read, but for
		 * the side that it is on. */
		if (!v || (algo_json_type(v) == ALGO_J_NUM &&
			   why != ALGO_R_WRONG_SIDE))
			continue;
		if (found)
			return NULL;
		found = *f;
	}
	return culprit(r, why) ? NULL : found;
}

static const struct algo_json *value_at(const struct algo_strategy *d,
					const char *table, const char *key)
{
	return algo_json_get(algo_json_get(algo_json_root(d->doc), table), key);
}

/* The value at fault; *pointer, when there is one, names it. */
static const struct algo_json *find(const struct algo_strategy *d, size_t i,
				    enum algo_reason why,
				    struct algo_buf *pointer)
{
	static const char risk[] = "/risk/";
	const struct algo_json *rules, *rule;
	const char *at = culprit(&d->risk, why), *field;

	if (i == PLACE_ENTRY_LONG || i == PLACE_ENTRY_SHORT) {
		if (!at)
			return NULL;
		algo_buf_adds(pointer, at);
		return value_at(d, "risk", at + sizeof(risk) - 1);
	}
	if (i < PLACE_RULES)
		return NULL;
	rules = algo_json_get(algo_json_root(d->doc), "rules");
	rule = algo_json_at(rules, i - PLACE_RULES);
	field = field_of(rule, &d->risk, why);
	if (!field)
		return NULL;
	algo_buf_addf(pointer, "/rules/%zu/%s", i - PLACE_RULES, field);
	return algo_json_get(rule, field);
}

void algo_blame(const struct algo_strategy *d, size_t i,
		const struct algo_place_count *p, struct algo_err *e)
{
	struct algo_buf pointer = ALGO_BUF_INIT(128);
	const struct algo_json *v = find(d, i, p->first_reason, &pointer);
	const char *hint = advice(p->first_reason), *text;
	size_t n;

	algo_err_pointer(e, v ? algo_buf_str(&pointer) : p->pointer);
	algo_buf_release(&pointer);
	if (hint)
		algo_err_hint(e, "%s", hint);
	text = algo_json_str(v, &n);
	if (!*text)
		return;
	algo_err_pos(e, 1, 1, n);
	algo_err_context(e, text, n);
}
