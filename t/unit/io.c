/* io.c - blocks in and out, files beside their name, folders */
#include "folder.h"
#include "tap.h"

#include <algo/base/io.h>
#include <algo/base/mem.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

static int mode_of(const char *path)
{
	struct stat st;

	return stat(path, &st) ? -1 : (int)(st.st_mode & 07777);
}

static int write_file(const char *path, const char *text, struct algo_err *err)
{
	struct algo_out *o = algo_out_open(path, err);

	if (!o)
		return -1;
	algo_out_adds(o, text);
	return algo_out_close(o, err);
}

static void test_rename(void)
{
	struct algo_err err = ALGO_ERR_INIT;
	struct algo_out *o;
	mode_t mask = umask(027);

	put_file(at("a"), "old", 0604);
	o = algo_out_open(at("a"), &err);
	ok(o && !algo_out_is_stdout(o) &&
		   strcmp(algo_out_name(o), at("a")) == 0,
	   "opened by name");
	if (!o)
		return;
	algo_out_adds(o, "new");
	ok(algo_out_flush(o, &err) == 0 && holds(at("a"), "old") &&
		   leftovers() == 1,
	   "the old file stands while the new one is written beside");
	ok(algo_out_close(o, &err) == 0 && holds(at("a"), "new") &&
		   leftovers() == 0,
	   "close puts it in place");
	ok(mode_of(at("a")) == 0604, "with the old mode");
	ok(write_file(at("fresh"), "x", &err) == 0 &&
		   mode_of(at("fresh")) == 0640,
	   "a new file has the mode of the umask");
	o = algo_out_open_private(at("secret"), &err);
	ok(o && algo_out_close(o, &err) == 0 && mode_of(at("secret")) == 0600,
	   "a private file is 0600");
	put_file(at("open"), "x", 0666);
	o = algo_out_open_private(at("open"), &err);
	ok(o && algo_out_close(o, &err) == 0 && mode_of(at("open")) == 0600,
	   "also when it was not");
	umask(mask);
}

static void test_abort(void)
{
	struct algo_out *o;

	put_file(at("b"), "old", 0644);
	o = algo_out_open(at("b"), NULL);
	if (!ok(o != NULL, "opened"))
		return;
	algo_out_adds(o, "new");
	algo_out_abort(o);
	ok(holds(at("b"), "old") && leftovers() == 0,
	   "abort leaves the old file alone");
	algo_out_abort(NULL);
}

static void test_links(void)
{
	struct stat st;

	put_file(at("real"), "old", 0644);
	ok(symlink("real", at("l1")) == 0 && symlink(at("l1"), at("l2")) == 0,
	   "links");
	ok(write_file(at("l2"), "new", NULL) == 0 && holds(at("real"), "new"),
	   "links are followed");
	ok(lstat(at("l1"), &st) == 0 && S_ISLNK(st.st_mode) &&
		   lstat(at("l2"), &st) == 0 && S_ISLNK(st.st_mode),
	   "and stay links");
	ok(symlink("later", at("dangling")) == 0 &&
		   write_file(at("dangling"), "x", NULL) == 0 &&
		   holds(at("later"), "x"),
	   "a link to nothing yet makes the file it names");
	ok(symlink("loop", at("loop")) == 0 &&
		   write_file(at("loop"), "x", NULL) == -1,
	   "a loop is refused");
}

static void test_direct(void)
{
	struct algo_err err = ALGO_ERR_INIT;
	struct algo_out *o;
	struct stat st;
	static const char text[] = "0123456789abcdef0123456789abcdef";

	ok(write_file("/dev/null", "x", &err) == 0 &&
		   stat("/dev/null", &st) == 0 && S_ISCHR(st.st_mode),
	   "/dev/null is written directly");
	ok(write_file("/dev/full", "x", &err) == -1 &&
		   strcmp(err.code, "no_space") == 0 &&
		   algo_err_exit(&err) == 5,
	   "/dev/full is reported at the close");
	algo_err_clear(&err);
	o = algo_out_open("/dev/full", &err);
	if (!ok(o != NULL, "opened again"))
		return;
	for (int i = 0; i < 10000; i++)
		algo_out_adds(o, text);
	ok(algo_out_failed(o), "a failed write is seen early");
	ok(algo_out_flush(o, &err) == -1 && strcmp(err.code, "no_space") == 0,
	   "and told at the flush");
	algo_err_clear(&err);
	ok(algo_out_close(o, &err) == -1 && strcmp(err.code, "no_space") == 0,
	   "and again at the close");
}

static void test_out_errors(void)
{
	struct algo_err err = ALGO_ERR_INIT;
	struct algo_out *many[64];
	int n = 0;

	ok(!algo_out_open(at("no/such/x"), &err) &&
		   strcmp(err.code, "no_such_file") == 0,
	   "a folder that is not there");
	algo_err_clear(&err);
	ok(!algo_out_open(dir, &err) && strcmp(err.code, "is_directory") == 0,
	   "a folder itself");
	algo_err_clear(&err);
	put_file(at("many"), "old", 0644);
	while (n < 64 && (many[n] = algo_out_open(at("many"), &err)))
		n++;
	ok(n >= 16 && n < 64 && err.set, "%d unfinished files at most", n);
	for (int i = 0; i < n; i++)
		algo_out_abort(many[i]);
	ok(leftovers() == 0, "none is left");
}

static void test_read_only(void)
{
	struct algo_err err = ALGO_ERR_INIT;

	if (geteuid() == 0)
		return; /* may write everything */
	put_file(at("ro"), "old", 0444);
	ok(!algo_out_open(at("ro"), &err) &&
		   strcmp(err.code, "permission") == 0 &&
		   holds(at("ro"), "old"),
	   "a file that is read-only is not replaced");
}

static void test_mem(void)
{
	struct algo_err err = ALGO_ERR_INIT;
	struct algo_out *o = algo_out_mem(20);
	size_t n;
	const char *s;
	char *p;

	algo_out_addnum(o, 0.5);
	algo_out_addc(o, ' ');
	algo_out_addnum(o, NAN);
	p = algo_out_room(o, 1000);
	memcpy(p, "room", 4);
	algo_out_used(o, 4);
	s = algo_out_bytes(o, &n);
	ok(n == 8 && memcmp(s, "0.5 room", 8) == 0, "collected in memory");
	ok(algo_out_flush(o, &err) == 0, "below the ceiling");
	algo_out_adds(o, "0123456789abc");
	ok(algo_out_failed(o) && algo_out_flush(o, &err) == -1 &&
		   strcmp(err.code, "too_large") == 0,
	   "above the ceiling");
	algo_out_abort(o);
}

/* Reads all lines of in; the sum of their lengths, and their number. */
static size_t read_lines(struct algo_in *in, size_t max, size_t *lines)
{
	size_t total = 0;
	int rc;

	*lines = 0;
	while ((rc = algo_in_fill(in, max, NULL)) > 0) {
		const char *nl;

		while ((nl = memchr(in->data + in->pos, '\n',
				    in->len - in->pos))) {
			size_t n = (size_t)(nl - in->data) + 1 - in->pos;

			total += n;
			in->pos += n;
			(*lines)++;
		}
	}
	return rc < 0 ? 0 : total;
}

static void test_in(void)
{
	struct algo_err err = ALGO_ERR_INIT;
	struct algo_xxh64 whole, parts;
	struct algo_out *o = algo_out_open(at("lines"), &err);
	struct algo_in in;
	size_t total = 0, lines;

	algo_xxh64_init(&whole);
	algo_xxh64_init(&parts);
	for (int i = 0; o && i < 100000; i++) {
		char line[64];
		int n = snprintf(line, sizeof(line), "%d,%d\n", i, i * 7);

		algo_out_add(o, line, (size_t)n);
		algo_xxh64_add(&whole, line, (size_t)n);
		total += (size_t)n;
	}
	ok(o && algo_out_close(o, &err) == 0, "%zu bytes written", total);
	if (!ok(algo_in_open(&in, at("lines"), &err) == 0, "opened"))
		return;
	in.hash = &parts;
	ok(in.regular && read_lines(&in, 1 << 20, &lines) == total &&
		   lines == 100000,
	   "and read again");
	ok(in.offset + in.pos == total && in.eof, "the offset counts");
	ok(algo_xxh64_get(&parts) == algo_xxh64_get(&whole), "hashed");
	ok(algo_in_fill(&in, 100, &err) == 0, "the end stays the end");
	algo_in_close(&in);
}

static void test_in_errors(void)
{
	struct algo_err err = ALGO_ERR_INIT;
	struct algo_in in;

	ok(algo_in_open(&in, at("nofile"), &err) == -1 &&
		   strcmp(err.code, "no_such_file") == 0 &&
		   strstr(err.msg, "nofile") && algo_err_exit(&err) == 5,
	   "a missing file: %s", err.msg);
	algo_in_close(&in);
	algo_err_clear(&err);
	ok(algo_in_open(&in, dir, &err) == -1 &&
		   strcmp(err.code, "is_directory") == 0 &&
		   algo_err_exit(&err) == 5,
	   "a folder: %s", err.msg);
	algo_err_clear(&err);
	ok(algo_in_open(&in, "-", &err) == 0 && strcmp(in.name, "<stdin>") == 0,
	   "standard input");
	algo_in_close(&in);
	ok(algo_in_open(&in, "-", &err) == -1 &&
		   strcmp(err.code, "stdin_twice") == 0 &&
		   algo_err_exit(&err) == 2,
	   "only once");
}

static void test_ceiling(void)
{
	struct algo_err err = ALGO_ERR_INIT;
	struct algo_in in;
	char *big = algo_alloc(1000000);

	memset(big, 'x', 1000000);
	algo_in_mem(&in, "m", big, 1000000);
	ok(algo_in_fill(&in, 999999, &err) == 1 &&
		   algo_in_fill(&in, 999999, &err) == -1 &&
		   strcmp(err.code, "line_too_long") == 0 &&
		   algo_err_exit(&err) == 3,
	   "a line longer than the ceiling");
	algo_in_close(&in);
	algo_err_clear(&err);
	algo_in_mem(&in, "m", big, 1000000);
	ok(algo_in_fill(&in, 1000000, &err) == 1 && in.len == 1000000 &&
		   algo_in_fill(&in, 1000000, &err) == 0,
	   "one just as long");
	algo_in_close(&in);
	big[999999] = '\0';
	put_file(at("long"), big, 0644);
	if (!ok(algo_in_open(&in, at("long"), &err) == 0, "opened"))
		return;
	while (algo_in_fill(&in, 700000, &err) > 0)
		;
	ok(err.set && strcmp(err.code, "line_too_long") == 0 &&
		   in.cap == 700001,
	   "the buffer grows to the ceiling only");
	algo_in_close(&in);
	algo_free(big);
}

static void test_in_mem(void)
{
	struct algo_in in;
	size_t lines;

	algo_in_mem(&in, "m", "one\ntwo\nthree\n", 14);
	ok(in.len == 0 && read_lines(&in, 5, &lines) == 14 && lines == 3,
	   "memory in small pieces");
	algo_in_close(&in);
	algo_in_mem(&in, "m", NULL, 0);
	ok(algo_in_fill(&in, 10, NULL) == 0 && in.eof, "nothing");
	algo_in_close(&in);
}

static void test_in_all(void)
{
	struct algo_err err = ALGO_ERR_INIT;
	struct algo_buf b = ALGO_BUF_INIT(1 << 20);
	struct algo_in in;

	put_file(at("doc"), "0123456789", 0644);
	if (!ok(algo_in_open(&in, at("doc"), &err) == 0, "opened"))
		return;
	ok(algo_in_all(&in, 10, &b, &err) == 0 && b.len == 10 &&
		   strcmp(b.data, "0123456789") == 0,
	   "a whole file");
	algo_in_close(&in);
	algo_buf_clear(&b);
	if (!ok(algo_in_open(&in, at("doc"), &err) == 0, "opened"))
		return;
	ok(algo_in_all(&in, 9, &b, &err) == -1 &&
		   strcmp(err.code, "too_large") == 0 && err.cls == ALGO_E_FILE,
	   "one that is too large");
	algo_in_close(&in);
	algo_buf_release(&b);
}

static void check_dir(enum algo_dir which, const char *want)
{
	struct algo_err err = ALGO_ERR_INIT;
	char *p = algo_dir_path(which, "f", &err);

	ok(p && strcmp(p, want) == 0, "%s", p ? p : err.msg);
	algo_free(p);
}

static void test_dirs(void)
{
	struct algo_err err = ALGO_ERR_INIT;
	char *p;

	setenv("HOME", "/h", 1);
	setenv("XDG_CONFIG_HOME", "/c", 1);
	setenv("XDG_DATA_HOME", "relative", 1);
	setenv("XDG_CACHE_HOME", "", 1);
	check_dir(ALGO_DIR_CONFIG, "/c/algo/f");
	check_dir(ALGO_DIR_DATA, "/h/.local/share/algo/f");
	check_dir(ALGO_DIR_CACHE, "/h/.cache/algo/f");
	p = algo_dir_path(ALGO_DIR_CONFIG, NULL, &err);
	ok(p && strcmp(p, "/c/algo") == 0, "the folder itself");
	algo_free(p);
	unsetenv("XDG_CONFIG_HOME");
	check_dir(ALGO_DIR_CONFIG, "/h/.config/algo/f");
	unsetenv("HOME");
	ok(!algo_dir_path(ALGO_DIR_DATA, "f", &err) &&
		   strcmp(err.code, "no_home") == 0,
	   "no home: %s", err.msg);
	algo_err_clear(&err);
	ok(algo_dir_make(at("x/y/z/file"), &err) == 0 &&
		   mode_of(at("x/y/z")) == 0700 &&
		   access(at("x/y/z/file"), F_OK) != 0,
	   "folders above a file are made");
	ok(algo_dir_make(at("x/y/z/file"), &err) == 0, "twice is no error");
	ok(algo_dir_make("file", &err) == 0, "nothing to make");
	put_file(at("plain"), "", 0644);
	ok(algo_dir_make(at("plain/q/r"), &err) == -1, "a file in the way: %s",
	   err.msg);
	rmdir(at("x/y/z"));
	rmdir(at("x/y"));
	rmdir(at("x"));
}

static void test_share(void)
{
	char *p;

	setenv("ALGO_SHARE", "/some/where", 1);
	p = algo_share_path("schema.json");
	ok(strcmp(p, "/some/where/schema.json") == 0, "%s", p);
	algo_free(p);
	unsetenv("ALGO_SHARE");
	p = algo_share_path("schema.json");
	ok(p[0] == '/' && strstr(p, "share/") &&
		   strcmp(p + strlen(p) - 12, "/schema.json") == 0,
	   "%s", p);
	algo_free(p);
}

int main(void)
{
	if (!mkdtemp(dir))
		return skip_all("no folder for temporary files");
	test_rename();
	test_abort();
	test_links();
	test_direct();
	test_out_errors();
	test_read_only();
	test_mem();
	test_in();
	test_in_errors();
	test_ceiling();
	test_in_mem();
	test_in_all();
	test_dirs();
	test_share();
	ok(clean_up() == 0, "nothing is left behind");
	return done();
}
