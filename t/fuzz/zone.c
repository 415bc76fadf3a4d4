/* zone.c - fuzz target: any bytes as a TZif file; offsets of what is accepted
 * are sane, and local time leads back */
#include "fuzz.h"
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#define LIMIT (26 * 3600)

static char folder[64];

static void sweep(void)
{
	char path[100];

	snprintf(path, sizeof(path), "%s/Fuzz", folder);
	unlink(path);
	rmdir(folder);
}

static void put(const uint8_t *data, size_t size)
{
	char path[100];
	int fd;

	if (!folder[0]) {
		snprintf(folder, sizeof(folder), "/tmp/algo-zone.XXXXXX");
		must(mkdtemp(folder) && !setenv("TZDIR", folder, 1));
		must(!atexit(sweep));
	}
	snprintf(path, sizeof(path), "%s/Fuzz", folder);
	fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
	must(fd >= 0 && write(fd, data, size) == (ssize_t)size);
	close(fd);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const int64_t years[] = { 1,    1883, 1970, 1999, 2024,
					 2037, 2038, 2100, 9999 };
	struct algo_err err = ALGO_ERR_INIT;
	struct algo_zone *z;

	put(data, size);
	z = algo_zone_open("Fuzz", &err);
	if (!z) {
		told(&err);
		return 0;
	}
	for (size_t i = 0; i < sizeof(years) / sizeof(*years); i++) {
		for (int month = 1; month <= 12; month++) {
			int64_t us = algo_days_from_civil((int)years[i], month,
							  month * 2) *
				     ALGO_DAY_US;
			int32_t off = algo_zone_offset(z, us);

			must(off >= -LIMIT && off <= LIMIT);
			must(algo_zone_local(z, us) == us + off * ALGO_US);
			must(algo_zone_offset(z, us) == off);
			us -= algo_zone_utc(z, us + off * ALGO_US);
			must(us >= -2 * LIMIT * ALGO_US &&
			     us <= 2 * LIMIT * ALGO_US);
		}
	}
	algo_zone_free(z);
	return 0;
}
