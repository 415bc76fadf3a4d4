/* gen.c - gen N: N one-minute bars as CSV, the same on every machine */
#include <algo/base.h>

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static uint64_t state = 88172645463325252u;

static double uniform(void)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return (double)(state >> 11) * 0x1p-53;
}

static char *price(char *p, double v, int decimals)
{
	static const double scales[] = { 1e2, 1e3, 1e4, 1e5 };
	double scale = scales[decimals - 2];
	double r = (double)(int64_t)(v * scale + 0.5) / scale;

	*p++ = ',';
	return p + algo_num_print(p, r);
}

int main(int argc, char **argv)
{
	struct algo_err err = ALGO_ERR_INIT;
	struct algo_out *out = algo_out_open("-", &err);
	struct algo_daycache cache = { 0 };
	long n = argc > 1 ? strtol(argv[1], NULL, 10) : 1000;
	int64_t t = algo_days_from_civil(2020, 1, 1) * ALGO_DAY_US;
	double c = 100;
	long i;

	algo_out_adds(out, "time,open,high,low,close,volume\n");
	for (i = 0; i < n; i++, t += 60 * ALGO_US) {
		double o = c + (uniform() - 0.5) * 0.02;
		double d = (uniform() - 0.5) * 0.2;
		char *p = algo_out_room(out, 256), *start = p;
		int dec = 2 + (int)(uniform() * 4);

		c = o + d > 20 ? o + d : o - d;
		if (c > 400)
			c = o - (d < 0 ? -d : d);
		p += algo_when_print(p, t, &cache);
		p = price(p, o, dec);
		p = price(p, (o > c ? o : c) + uniform() * 0.05, dec);
		p = price(p, (o < c ? o : c) - uniform() * 0.05, dec);
		p = price(p, c, dec);
		*p++ = ',';
		p += algo_int_print(p, (int64_t)(uniform() * 100000));
		*p++ = '\n';
		algo_out_used(out, (size_t)(p - start));
	}
	return algo_out_close(out, &err) != 0;
}
