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
		return "limit, stop, sl, tp and trail are above 0";
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

/* The value at "/risk/KEY". */
static const struct algo_json *value_at(const struct algo_strategy *d,
					const char *pointer)
{
	static const char risk[] = "/risk/";

	return algo_json_get(algo_json_get(algo_json_root(d->doc), "risk"),
			     pointer + sizeof(risk) - 1);
}

void algo_blame(const struct algo_strategy *d, size_t i,
		const struct algo_place_count *p, struct algo_err *e)
{
	int entry = i == PLACE_ENTRY_LONG || i == PLACE_ENTRY_SHORT;
	const char *text, *hint = advice(p->first_reason);
	const char *pointer = entry ? culprit(&d->risk, p->first_reason) : NULL;
	size_t n;

	algo_err_pointer(e, pointer ? pointer : p->pointer);
	if (hint)
		algo_err_hint(e, "%s", hint);
	text = pointer ? algo_json_str(value_at(d, pointer), &n) : "";
	if (!*text)
		return;
	algo_err_pos(e, 1, 1, n);
	algo_err_context(e, text, n);
}
