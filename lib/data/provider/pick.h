/* pick.h - values of an answer that may not be there */
#ifndef DATA_PROVIDER_PICK_H
#define DATA_PROVIDER_PICK_H

#include <algo/base.h>

#include <math.h>

static inline size_t pick_count(const struct algo_json *v)
{
	return v ? algo_json_count(v) : 0;
}

static inline const struct algo_json *pick_at(const struct algo_json *v,
					      size_t i)
{
	return v ? algo_json_at(v, i) : NULL;
}

static inline int pick_null(const struct algo_json *v)
{
	return !v || algo_json_type(v) == ALGO_J_NULL;
}

/* NaN when it is no number. */
static inline double pick_num(const struct algo_json *object, const char *key)
{
	const struct algo_json *v = algo_json_get(object, key);

	return v ? algo_json_num(v) : NAN;
}

/* "" when it is no string. */
static inline const char *pick_str(const struct algo_json *object,
				   const char *key)
{
	const struct algo_json *v = algo_json_get(object, key);

	return v ? algo_json_str(v, NULL) : "";
}

#endif
