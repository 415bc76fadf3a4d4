/* dirs.c - where configuration, data, cache and shared files are */
#include <algo/base/io.h>

#include <algo/base/mem.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PATH_CEILING 8192

#ifndef ALGO_DATADIR
#define ALGO_DATADIR "/usr/local/share/algo"
#endif

static const struct {
	const char *env;
	const char *below_home;
} dirs[] = {
	[ALGO_DIR_CONFIG] = { "XDG_CONFIG_HOME", "/.config" },
	[ALGO_DIR_DATA] = { "XDG_DATA_HOME", "/.local/share" },
	[ALGO_DIR_CACHE] = { "XDG_CACHE_HOME", "/.cache" },
};

/* The value of a variable that holds an absolute path, or NULL. */
static const char *absolute(const char *env)
{
	const char *s = getenv(env);

	return s && s[0] == '/' ? s : NULL;
}

static char *path_too_long(struct algo_buf *b, struct algo_err *err)
{
	algo_buf_release(b);
	algo_err_set(err, ALGO_E_FILE, "no_home", "the path is too long");
	return NULL;
}

char *algo_dir_path(enum algo_dir which, const char *file, struct algo_err *err)
{
	struct algo_buf b = ALGO_BUF_INIT(PATH_CEILING);
	const char *base = absolute(dirs[which].env);
	const char *home = absolute("HOME");

	if (!base && !home) {
		algo_err_set(err, ALGO_E_FILE, "no_home",
			     "neither HOME nor %s names a folder",
			     dirs[which].env);
		return NULL;
	}
	algo_buf_adds(&b, base ? base : home);
	if (!base)
		algo_buf_adds(&b, dirs[which].below_home);
	algo_buf_adds(&b, "/algo");
	if (file) {
		algo_buf_addc(&b, '/');
		algo_buf_adds(&b, file);
	}
	if (b.over)
		return path_too_long(&b, err);
	return algo_buf_take(&b);
}

int algo_dir_make(const char *path, struct algo_err *err)
{
	char *dir = algo_strdup(path);
	int rc = 0;

	for (char *p = dir; rc == 0 && (p = strchr(p + 1, '/'));) {
		*p = '\0';
		if (mkdir(dir, 0700) && errno != EEXIST && errno != EISDIR)
			rc = algo_err_sys(err, errno,
					  "cannot make the folder '%s'", dir);
		*p = '/';
	}
	if (rc)
		algo_err_file(err, path);
	algo_free(dir);
	return rc;
}

static int is_dir(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

/* Puts the folder beside the program into b. */
static void share_beside(struct algo_buf *b)
{
	char exe[4096];
	ssize_t n = readlink("/proc/self/exe", exe, sizeof(exe));
	size_t dir;

	while (n > 0 && exe[n - 1] != '/')
		n--;
	if (n <= 0) {
		algo_buf_adds(b, ALGO_DATADIR);
		return;
	}
	dir = (size_t)n;
	algo_buf_add(b, exe, dir);
	algo_buf_adds(b, "../share/algo");
	if (is_dir(algo_buf_str(b)))
		return;
	algo_buf_clear(b);
	algo_buf_add(b, exe, dir);
	algo_buf_adds(b, "../../share");
}

char *algo_share_path(const char *file)
{
	struct algo_buf b = ALGO_BUF_INIT(PATH_CEILING);
	const char *env = getenv("ALGO_SHARE");

	if (env && env[0])
		algo_buf_adds(&b, env);
	else
		share_beside(&b);
	if (file) {
		algo_buf_addc(&b, '/');
		algo_buf_adds(&b, file);
	}
	return algo_buf_take(&b);
}
