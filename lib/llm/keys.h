/* keys.h - keys: where they are, and how they are kept from sight.
 *
 * keys.c      from the file and the environment
 * keyfile.c   the file: lines, adding, removing
 * redact.c    blotting out
 * command.c   a command that prints a key
 */
#ifndef ALGO_LIB_LLM_KEYS_H
#define ALGO_LIB_LLM_KEYS_H

#include <algo/llm.h>

#define KEY_MIN 8
#define KEY_MAX_BYTES 512
#define KEY_NAME_MAX 63

struct keyed {
	struct algo_llm_key key;
	char *group, *name, *models; /* owned: what key points to */
	char *secret;		     /* NULL: none, or not asked for yet */
	char *command;
};
struct algo_llm_keys {
	struct keyed *v;
	size_t n, cap;
};

/* Borrowed spans of one line. */
struct key_line {
	const struct algo_llm_provider *provider;
	const char *group, *secret, *name, *models;
	size_t ngroup, nsecret, nname, nmodels;
};
/* 1: a key; 0: a blank or comment; -1: neither. */
int algo_key_line(const char *s, size_t n, struct key_line *line);
/* Calls take for each line of the file with its number; a file that is not
 * there has none. */
int algo_key_file(const char *path,
		  int (*take)(void *ctx, const char *s, size_t n,
			      unsigned long number),
		  void *ctx, struct algo_err *err);
int algo_key_is_secret(const char *s, size_t n);
void algo_key_fingerprint(const struct algo_llm_provider *p, const char *secret,
			  size_t n, char id[17]);
/* Overwrites before freeing. */
void algo_key_wipe(char *s);

/* A row without a secret for every provider that has no key. */
void algo_keys_stand_in(struct algo_llm_keys *k);

/* Runs a command line with /bin/sh; the first line it prints, for the caller
 * to wipe.  NULL with err. */
char *algo_key_command(const char *command, struct algo_err *err);

#endif
