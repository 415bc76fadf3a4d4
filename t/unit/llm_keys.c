/* llm_keys.c - keys from file, environment and commands; adding and removing;
 * nothing of them is shown */
#include "folder.h"
#include "tap.h"

#include <algo/llm.h>
#include <sys/resource.h>

#define A "AIzaSyA-1234567890abcdefghijklmnopqrstu"
#define B "sk-proj-abcdefghijklmnop"
#define C "plainsecretwithoutshape"

static const struct algo_llm_provider *provider(const char *name)
{
	return algo_llm_provider_find(name, strlen(name));
}

static struct algo_llm_keys *load(struct algo_errs *errs)
{
	algo_errs_release(errs);
	memset(errs, 0, sizeof(*errs));
	return algo_llm_keys_load(errs);
}

/* The i-th key of a provider, or -1. */
static int find(const struct algo_llm_keys *k, const char *name, int i)
{
	for (size_t j = 0; k && j < algo_llm_keys_count(k); j++)
		if (strcmp(algo_llm_keys_at(k, j)->provider->name, name) == 0 &&
		    i-- == 0)
			return (int)j;
	return -1;
}

static int is(struct algo_llm_keys *k, const char *name, int i,
	      const char *group, const char *secret)
{
	int j = find(k, name, i);
	const char *s = j < 0 ? NULL : algo_llm_keys_secret(k, (size_t)j, NULL);

	return s && strcmp(s, secret) == 0 &&
	       strcmp(algo_llm_keys_at(k, (size_t)j)->group, group) == 0;
}

static void test_file(void)
{
	struct algo_errs errs = { 0 };
	struct algo_llm_keys *k;
	struct rlimit lim;
	int i;

	put_file(at("keys"),
		 "# my keys\n\nwork gemini " A " first m1,m2\r\n"
		 "home gemini cmd:printf '%s\\n' " C "xyz\n"
		 "cloud openai env:MY_OWN_KEY\nwork gemini " A "\n",
		 0600);
	setenv("MY_OWN_KEY", B, 1);
	k = load(&errs);
	ok(k != NULL, "a file of keys");
	ok(is(k, "gemini", 0, "work", A), "a key");
	i = find(k, "gemini", 0);
	ok(i >= 0 &&
		   strcmp(algo_llm_keys_at(k, (size_t)i)->name, "first") == 0 &&
		   strcmp(algo_llm_keys_at(k, (size_t)i)->models, "m1,m2") ==
			   0 &&
		   strlen(algo_llm_keys_at(k, (size_t)i)->id) == 16,
	   "its name, models and fingerprint");
	ok(is(k, "gemini", 1, "home", C "xyz"), "what a command prints");
	ok(is(k, "openai", 0, "cloud", B), "what a variable holds");
	ok(find(k, "gemini", 2) < 0, "the same key twice is one");
	ok(getrlimit(RLIMIT_CORE, &lim) == 0 && lim.rlim_cur == 0,
	   "no core is dumped");
	i = find(k, "ollama", 0);
	ok(i >= 0 && algo_llm_keys_at(k, (size_t)i)->origin == ALGO_KEY_NONE &&
		   !algo_llm_keys_secret(k, (size_t)i, NULL),
	   "a local server needs none");
	algo_llm_keys_free(k);
	algo_errs_release(&errs);
	unsetenv("MY_OWN_KEY");
}

static void refused(const char *text, mode_t mode, const char *code,
		    const char *what)
{
	struct algo_errs errs = { 0 };
	struct algo_llm_keys *k;
	struct algo_buf b = ALGO_BUF_INIT(1 << 16);

	put_file(at("keys"), text, mode);
	k = load(&errs);
	if (errs.n)
		algo_err_json(&errs.v[0], "x", &b);
	ok(!k && errs.n && strcmp(errs.v[0].code, code) == 0 &&
		   algo_errs_exit(&errs) == 7 && !strstr(algo_buf_str(&b), A),
	   "%s: %s", what, errs.n ? errs.v[0].msg : "no error");
	algo_buf_release(&b);
	algo_llm_keys_free(k);
	algo_errs_release(&errs);
}

static void test_refused(void)
{
	refused("g gemini " A "\n", 0640, "key_file_mode", "read by a group");
	refused("g gemini " A "\n", 0604, "key_file_mode", "read by all");
	refused("g gemni " A "\n", 0600, "bad_line", "no such provider");
	refused("gemini " A "\n", 0600, "bad_line", "too few words");
	refused("g gemini " A " n m x\n", 0600, "bad_line", "too many words");
	refused("g gemini short\n", 0600, "bad_line", "a short key");
	refused("g/ gemini " A "\n", 0600, "bad_line", "a bad group");
}

static void test_command(void)
{
	static const char *const bad[] = { "false", "exit 3",
					   "echo a b c d e f g h", "echo short",
					   "printf %0513d 1" };
	struct algo_errs errs = { 0 };

	for (size_t i = 0; i < 5; i++) {
		struct algo_err err = ALGO_ERR_INIT;
		struct algo_llm_keys *k;
		char line[128];
		int j;

		snprintf(line, sizeof(line), "g gemini cmd:%s\n", bad[i]);
		put_file(at("keys"), line, 0600);
		k = load(&errs);
		j = find(k, "gemini", 0);
		ok(j >= 0 && !algo_llm_keys_secret(k, (size_t)j, &err) &&
			   strcmp(err.code, "key_command") == 0 &&
			   algo_err_exit(&err) == 7,
		   "'%s': %s", bad[i], err.msg);
		algo_llm_keys_free(k);
	}
	algo_errs_release(&errs);
}

static void test_environment(void)
{
	struct algo_errs errs = { 0 };
	struct algo_llm_keys *k;

	unlink(at("keys"));
	setenv("GEMINI_API_KEY", A, 1);
	setenv("GEMINI_API_KEYS", "listkey-0001, listkey-0002," A, 1);
	setenv("GEMINI_KEY_two", "namedkey-0002", 1);
	setenv("GEMINI_KEY_one", "namedkey-0001", 1);
	setenv("ANTHROPIC_API_KEY", "sk-ant-0000000", 1);
	setenv("OPENAI_API_KEY", "", 1);
	k = load(&errs);
	ok(is(k, "gemini", 0, "env", A) &&
		   is(k, "gemini", 1, "env1", "listkey-0001") &&
		   is(k, "gemini", 2, "env2", "listkey-0002"),
	   "one key and a list");
	ok(is(k, "gemini", 3, "one", "namedkey-0001") &&
		   is(k, "gemini", 4, "two", "namedkey-0002") &&
		   find(k, "gemini", 5) < 0,
	   "named ones, in order of their names");
	ok(is(k, "anthropic", 0, "env", "sk-ant-0000000") &&
		   find(k, "openai", 0) < 0,
	   "other providers; an empty variable is no key");
	algo_llm_keys_free(k);
	setenv("ENABLE_KEY_ROTATION", "false", 1);
	k = load(&errs);
	ok(is(k, "gemini", 0, "env", A) && find(k, "gemini", 1) < 0,
	   "without rotation the first only");
	algo_llm_keys_free(k);
	algo_errs_release(&errs);
	unsetenv("ENABLE_KEY_ROTATION");
	put_file(at("keys"),
		 "home gemini env:GEMINI_KEY_two\n"
		 "work gemini env:SLY\n",
		 0600);
	setenv("SLY", "cmd:reboot", 1);
	k = load(&errs);
	ok(is(k, "gemini", 0, "home", "namedkey-0002") &&
		   is(k, "gemini", 2, "env", A) &&
		   is(k, "gemini", 5, "one", "namedkey-0001") &&
		   find(k, "gemini", 6) < 0,
	   "a variable that the file names is no second key");
	ok(is(k, "gemini", 1, "work", "cmd:reboot"),
	   "what a variable holds is never run");
	algo_llm_keys_free(k);
	unlink(at("keys"));
	unsetenv("SLY");
	unsetenv("GEMINI_API_KEYS");
	unsetenv("GEMINI_KEY_one");
	unsetenv("GEMINI_KEY_two");
	unsetenv("ANTHROPIC_API_KEY");
	unsetenv("OPENAI_API_KEY");
}

static void test_change(void)
{
	struct algo_llm_new_key key = { .provider = provider("gemini"),
					.group = "g",
					.name = "",
					.models = "m1",
					.secret = A };
	struct algo_err err = ALGO_ERR_INIT;
	struct stat st;
	char id[17], id2[17];

	unlink(at("keys"));
	ok(algo_llm_keys_add(&key, id, &err) == 0 &&
		   holds(at("keys"), "g gemini " A " - m1\n"),
	   "the first key makes the file");
	ok(stat(at("keys"), &st) == 0 && (st.st_mode & 0777) == 0600,
	   "which is private");
	ok(algo_llm_keys_add(&key, id2, &err) == 1 && strcmp(id, id2) == 0,
	   "the same again is there already");
	put_file(at("keys"), "# mine\ng gemini " A "\nh openai " B "\n", 0600);
	ok(algo_llm_keys_remove("00000000", &err) == -1 &&
		   strcmp(err.code, "not_found") == 0 &&
		   algo_err_exit(&err) == 1,
	   "none to remove: %s", err.msg);
	algo_err_clear(&err);
	ok(algo_llm_keys_remove("xy", &err) == -1 && algo_err_exit(&err) == 2,
	   "no fingerprint: %s", err.msg);
	algo_err_clear(&err);
	id[6] = '\0';
	ok(algo_llm_keys_remove(id, &err) == 0 &&
		   holds(at("keys"), "# mine\nh openai " B "\n"),
	   "removed by the start of its fingerprint, the rest stays");
	key.secret = "bad key here";
	ok(algo_llm_keys_add(&key, id2, &err) == -1 &&
		   strcmp(err.code, "bad_key") == 0 && !strstr(err.msg, "here"),
	   "no key: %s", err.msg);
	algo_err_clear(&err);
	key.secret = A;
	key.group = "a b";
	ok(algo_llm_keys_add(&key, id2, &err) == -1 &&
		   strcmp(err.code, "bad_name") == 0,
	   "no group");
}

static void blot(struct algo_llm_keys *k, const char *text, const char *want)
{
	struct algo_buf b = ALGO_BUF_INIT(4096);

	algo_buf_adds(&b, text);
	algo_llm_redact(k, &b);
	if (!ok(strcmp(algo_buf_str(&b), want) == 0, "blotted: %s", want))
		note("%s", algo_buf_str(&b));
	algo_buf_release(&b);
}

static void test_redact(void)
{
	struct algo_errs errs = { 0 };
	struct algo_llm_keys *k;

	put_file(at("keys"), "g gemini " C "\n", 0600);
	k = load(&errs);
	blot(k, "a " C " b", "a [key] b");
	blot(k, "ends in ...withoutshape", "ends in ...[key]");
	blot(k, "plainsec***", "[key]***");
	blot(k, "plain", "plain");
	blot(NULL, "key " A ".", "key [key]");
	blot(NULL, "Incorrect API key provided: " B,
	     "Incorrect API key provided: [key]");
	blot(NULL, "Authorization: Bearer abcdefgh12345",
	     "Authorization: Bearer [key]");
	blot(NULL, "Consumer 'api_key:AIzaSy0000000000' has been suspended.",
	     "Consumer 'api_key:[key]' has been suspended.");
	blot(NULL, "http://h/?key=abcdefghijk&x=1", "http://h/?key=[key]&x=1");
	blot(NULL, "the monkey=1 task-force sk-",
	     "the monkey=1 task-force sk-");
	algo_llm_keys_free(k);
	algo_errs_release(&errs);
}

int main(void)
{
	if (!mkdtemp(dir))
		return 1;
	for (size_t i = 0; algo_llm_provider(i); i++)
		for (size_t j = 0; algo_llm_provider(i)->key_env[j]; j++)
			unsetenv(algo_llm_provider(i)->key_env[j]);
	setenv("ALGO_KEYS", at("keys"), 1);
	test_file();
	test_refused();
	test_command();
	test_environment();
	test_change();
	test_redact();
	ok(clean_up() == 0, "nothing is left behind");
	return done();
}
