/* zone_rule.h - the rule of a zone for all time to come (POSIX TZ text) */
#ifndef LIB_BASE_ZONE_RULE_H
#define LIB_BASE_ZONE_RULE_H

#include <stdint.h>

/* A day of the year and a wall-clock second of it, which may lie outside of
 * the day. */
struct algo_zone_day {
	enum {
		/* day of week, week, month */
		ALGO_ZONE_MONTH,
		/* 1..365, 29 February not counted */
		ALGO_ZONE_JULIAN,
		/* 0..365, 29 February counted */
		ALGO_ZONE_ZERO
	} kind;
	int month, week, day; /* day: of the week (0 Sunday) or of the year */
	int32_t second;
};

struct algo_zone_rule {
	int32_t std; /* seconds east of UTC */
	int32_t dst;
	int has_dst;
	struct algo_zone_day start, end; /* of dst */
};

/* The whole of [s, end) is a rule: 0, else -1. */
int algo_zone_rule_parse(struct algo_zone_rule *r, const char *s,
			 const char *end);
/* The offset at us and the stretch [from, to) about us in which it holds. */
void algo_zone_rule_at(const struct algo_zone_rule *r, int64_t us,
		       int64_t *from, int64_t *to, int32_t *offset);

#endif
