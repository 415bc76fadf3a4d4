/* corpus.c - runs a fuzz target without a fuzzer: over the files named, or
 * over its corpus (t/fuzz/corpus/NAME), each file as it is, cut short, and with
 * bytes changed, always the same ones */
#include "unit/tap.h"
#include <dirent.h>
#include <stdint.h>
#include <unistd.h>

#define FILE_MAX ((size_t)1 << 20)
#define FILES 200
#define CUTS 64
#define CHANGES 200
#define SECONDS 60 /* for one file: more is a hang */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Marsaglia 2003: xorshift. */
static uint32_t next(uint32_t *x)
{
	*x ^= *x << 13;
	*x ^= *x >> 17;
	*x ^= *x << 5;
	return *x;
}

/* Exact memory: reading behind the end is seen by ASan. */
static void try_bytes(const uint8_t *data, size_t size)
{
	uint8_t *copy = malloc(size ? size : 1);

	if (!copy)
		abort();
	memcpy(copy, data, size);
	LLVMFuzzerTestOneInput(copy, size);
	free(copy);
}

static void try_changed(uint8_t *data, size_t size, uint32_t *x)
{
	static const uint8_t odd[] = { 0,   1,	 ' ', '"', '\n', '\r', ',',
				       '.', '-', '9', '0', 0x7f, 0x80, 0xff };
	size_t at[3];
	uint8_t old[3];

	for (size_t i = 0; i < 3; i++) {
		at[i] = next(x) % size;
		old[i] = data[at[i]];
		data[at[i]] = odd[next(x) % sizeof(odd)];
		if (next(x) % 2)
			data[at[i]] = old[i] ^ (uint8_t)(1u << (*x % 8));
	}
	try_bytes(data, size);
	for (size_t i = 3; i-- > 0;)
		data[at[i]] = old[i];
}

static int one_file(const char *path, int vary)
{
	static uint8_t data[FILE_MAX];
	FILE *f = fopen(path, "rb");
	uint32_t x = 2463534242u;
	size_t n;

	if (!f)
		return ok(0, "cannot open %s", path);
	n = fread(data, 1, sizeof(data), f);
	fclose(f);
	alarm(SECONDS);
	try_bytes(data, n);
	for (size_t i = 0; vary && i < CUTS; i++)
		try_bytes(data, n * i / CUTS);
	for (size_t i = 0; vary && n > 0 && i < CHANGES; i++)
		try_changed(data, n, &x);
	alarm(0);
	return ok(1, "%s", path);
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static int folder(const char *dir)
{
	char *names[FILES], path[600];
	DIR *d = opendir(dir);
	struct dirent *e;
	size_t n = 0;

	while (d && n < FILES && (e = readdir(d)))
		if (e->d_name[0] != '.')
			names[n++] = strdup(e->d_name);
	if (d)
		closedir(d);
	qsort(names, n, sizeof(*names), by_name);
	for (size_t i = 0; i < n; i++) {
		snprintf(path, sizeof(path), "%s/%s", dir, names[i]);
		one_file(path, 1);
		free(names[i]);
	}
	return ok(n > 0, "%s holds seeds", dir);
}

int main(int argc, char **argv)
{
	const char *name = strrchr(argv[0], '/');
	char dir[300];

	setvbuf(stdout, NULL, _IOLBF, 0);
	name = name ? name + 1 : argv[0];
	snprintf(dir, sizeof(dir), "t/fuzz/corpus/%.*s",
		 (int)strcspn(name, "."), name);
	for (int i = 1; i < argc; i++)
		one_file(argv[i], 0);
	if (argc < 2)
		folder(dir);
	return done();
}
