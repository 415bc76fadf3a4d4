/* tap.h - TAP for the C tests: ok(cond, "what %d", i) ... return done(). */
#ifndef T_TAP_H
#define T_TAP_H

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int tap_n, tap_bad;

__attribute__((unused, format(printf, 2, 3))) static int
ok(int cond, const char *fmt, ...)
{
	va_list ap;

	printf("%sok %d - ", cond ? "" : "not ", ++tap_n);
	tap_bad += !cond;
	va_start(ap, fmt);
	vprintf(fmt, ap);
	va_end(ap);
	putchar('\n');
	return cond;
}

__attribute__((unused, format(printf, 1, 2))) static void note(const char *fmt,
							       ...)
{
	va_list ap;

	fputs("# ", stdout);
	va_start(ap, fmt);
	vprintf(fmt, ap);
	va_end(ap);
	putchar('\n');
}

__attribute__((unused, format(printf, 1, 2))) static int
skip_all(const char *fmt, ...)
{
	va_list ap;

	fputs("1..0 # SKIP ", stdout);
	va_start(ap, fmt);
	vprintf(fmt, ap);
	va_end(ap);
	putchar('\n');
	return 0;
}

/* The folder with reference data, or NULL. */
__attribute__((unused)) static const char *shared_dir(void)
{
	const char *s = getenv("SHARED");
	static char probe[512];
	FILE *f;

	if (!s)
		s = "../shared";
	snprintf(probe, sizeof(probe), "%s/DESIGN.md", s);
	f = fopen(probe, "r");
	if (!f)
		return NULL;
	fclose(f);
	return s;
}

/* Equal to rel relative, absolute below 1; NaN equals NaN. */
__attribute__((unused)) static int near(double a, double b, double rel)
{
	if (isnan(a) || isnan(b))
		return isnan(a) && isnan(b);
	if (a == b)
		return 1;
	return fabs(a - b) <= rel * fmax(1, fabs(b));
}

__attribute__((unused)) static int done(void)
{
	printf("1..%d\n", tap_n);
	return tap_bad != 0;
}

#endif
