/* hash.c - published vectors of XXH64 and SHA-256, any chunking */
#include "tap.h"
#include <algo/base/hash.h>
#include <inttypes.h>

/* The sanity buffer of the xxHash project: bytes of a 64-bit product. */
#define SANITY 2367

static unsigned char sanity[SANITY];
static uint64_t state = 88172645463325252U;

static uint64_t next(void)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return state;
}

static void fill_sanity(void)
{
	uint64_t x = 2654435761U;

	for (size_t i = 0; i < SANITY; i++) {
		sanity[i] = (unsigned char)(x >> 56);
		x *= UINT64_C(11400714785074694797);
	}
}

static uint64_t whole(const void *p, size_t n)
{
	struct algo_xxh64 h;

	algo_xxh64_init(&h);
	algo_xxh64_add(&h, p, n);
	return algo_xxh64_get(&h);
}

static void test_xxh_texts(void)
{
	static const struct {
		const char *text;
		uint64_t hash;
	} rows[] = {
		{ "", UINT64_C(0xef46db3751d8e999) },
		{ "a", UINT64_C(0xd24ec4f1a98c6e5b) },
		{ "abc", UINT64_C(0x44bc2cf5ad770999) },
		{ "Nobody inspects the spammish repetition",
		  UINT64_C(0xfbcea83c8a378bf1) },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		uint64_t got = whole(rows[i].text, strlen(rows[i].text));

		ok(got == rows[i].hash, "xxh64 of '%s' is %016" PRIx64,
		   rows[i].text, got);
	}
}

static void test_xxh_sanity(void)
{
	static const struct {
		size_t n;
		uint64_t hash;
	} rows[] = {
		{ 1, UINT64_C(0xe934a84adb052768) },
		{ 4, UINT64_C(0x9136a0dca57457ee) },
		{ 14, UINT64_C(0x8282dcc4994e35c8) },
		{ 222, UINT64_C(0xb641ae8cb691c174) },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		uint64_t got = whole(sanity, rows[i].n);

		ok(got == rows[i].hash, "sanity %zu is %016" PRIx64, rows[i].n,
		   got);
	}
}

static void test_xxh_chunks(void)
{
	int bad = 0;

	for (int round = 0; round < 3000; round++) {
		size_t n = next() % SANITY;
		size_t most = 1 + next() % 100;
		struct algo_xxh64 h;

		algo_xxh64_init(&h);
		for (size_t i = 0; i < n;) {
			size_t part = next() % (most + 1);

			if (part > n - i)
				part = n - i;
			algo_xxh64_add(&h, sanity + i, part);
			i += part;
			/* Asking does not disturb what follows. */
			bad += algo_xxh64_get(&h) != whole(sanity, i);
		}
		bad += algo_xxh64_get(&h) != whole(sanity, n);
	}
	ok(!bad, "xxh64 is the same in any chunks (%d differ)", bad);
}

static void test_sha(void)
{
	static const struct {
		const char *text;
		const char *hash;
	} rows[] = {
		{ "", "e3b0c44298fc1c149afbf4c8996fb924"
		      "27ae41e4649b934ca495991b7852b855" },
		{ "abc", "ba7816bf8f01cfea414140de5dae2223"
			 "b00361a396177a9cb410ff61f20015ad" },
		{ "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
		  "248d6a61d20638b8e5c026930c3e6039"
		  "a33ce45964ff2167f6ecedd419db06c1" },
		{ "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmn"
		  "hijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu",
		  "cf5b16a778af8380036ce59e7b049237"
		  "0b249b11e8f07a51afac45037afee9d1" },
	};
	char hex[65];
	char *million = malloc(1000000);

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		algo_sha256_hex(rows[i].text, strlen(rows[i].text), hex);
		ok(!strcmp(hex, rows[i].hash), "sha256 row %zu", i);
	}
	if (!ok(million != NULL, "memory"))
		return;
	memset(million, 'a', 1000000);
	algo_sha256_hex(million, 1000000, hex);
	ok(!strcmp(hex, "cdc76e5c9914fb9281a1c7e284d73e67"
			"f1809a48a497200e046d39ccc7112cd0"),
	   "sha256 of a million 'a'");
	free(million);
}

/* All lengths around the block borders: the hash of the hashes of n times 'x'
 * (the value was made with Python's hashlib). */
static void test_sha_lengths(void)
{
	char text[200], hex[65], all[200 * 64];

	memset(text, 'x', sizeof(text));
	for (size_t n = 0; n < 200; n++) {
		algo_sha256_hex(text, n, hex);
		memcpy(all + 64 * n, hex, 64);
	}
	algo_sha256_hex(all, sizeof(all), hex);
	ok(!strcmp(hex, "f61ffcc417e1f0e59eba2da7fa32fbe0"
			"5b64e478b68c6bacf990455f00248b98"),
	   "sha256 of all lengths below 200: %s", hex);
}

int main(void)
{
	fill_sanity();
	test_xxh_texts();
	test_xxh_sanity();
	test_xxh_chunks();
	test_sha();
	test_sha_lengths();
	return done();
}
