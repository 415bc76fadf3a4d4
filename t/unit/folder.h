/* folder.h - a folder of its own for a test, and what is in it */
#ifndef T_FOLDER_H
#define T_FOLDER_H

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char dir[64] = "/tmp/algo-io-XXXXXX";

__attribute__((unused)) static const char *at(const char *name)
{
	static char path[4][400];
	static int turn;
	char *p = path[turn++ & 3];

	snprintf(p, sizeof(path[0]), "%s/%s", dir, name);
	return p;
}

__attribute__((unused)) static void put_file(const char *path, const char *text,
					     mode_t mode)
{
	FILE *f = fopen(path, "w");

	if (!f)
		return;
	fputs(text, f);
	fclose(f);
	chmod(path, mode);
}

/* The file holds just that text. */
__attribute__((unused)) static int holds(const char *path, const char *text)
{
	char buf[256];
	FILE *f = fopen(path, "r");
	size_t n;

	if (!f)
		return 0;
	n = fread(buf, 1, sizeof(buf), f);
	fclose(f);
	return n == strlen(text) && memcmp(buf, text, n) == 0;
}

/* Entries of the test's folder that are unfinished files. */
__attribute__((unused)) static int leftovers(void)
{
	DIR *d = opendir(dir);
	const struct dirent *e;
	int n = 0;

	while (d && (e = readdir(d)))
		n += strncmp(e->d_name, ".algo", 5) == 0;
	if (d)
		closedir(d);
	return n;
}

/* Removes the files whose names begin so. */
__attribute__((unused)) static void sweep(const char *prefix)
{
	DIR *d = opendir(dir);
	const struct dirent *e;

	while (d && (e = readdir(d)))
		if (strncmp(e->d_name, prefix, strlen(prefix)) == 0)
			unlink(at(e->d_name));
	if (d)
		closedir(d);
}

/* 0 when the folder was emptied and is gone. */
__attribute__((unused)) static int clean_up(void)
{
	sweep("");
	return rmdir(dir);
}

#endif
