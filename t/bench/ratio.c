/* ratio.c - ratio ROUNDS IN A... -- B...: two commands in turn, their input
 * from IN, output thrown away; prints the medians of their processor time,
 * the median of its ratio pair by pair, and the peak memory of A */
#define _DEFAULT_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

static double seconds(const struct timeval *t)
{
	return (double)t->tv_sec + (double)t->tv_usec * 1e-6;
}

static double once(char **argv, const char *in, long *kib)
{
	struct rusage u;
	int status;
	pid_t pid = fork();

	if (pid == 0) {
		int fd = open(in, O_RDONLY), null = open("/dev/null", O_WRONLY);

		dup2(fd, 0);
		dup2(null, 1);
		execvp(argv[0], argv);
		perror(argv[0]);
		_exit(127);
	}
	wait4(pid, &status, 0, &u);
	if (status != 0) {
		fprintf(stderr, "ratio: %s: status %d\n", argv[0], status);
		exit(1);
	}
	*kib = u.ru_maxrss;
	return seconds(&u.ru_utime) + seconds(&u.ru_stime);
}

static int order(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static double median(double *v, int n)
{
	qsort(v, (size_t)n, sizeof(*v), order);
	return v[n / 2];
}

int main(int argc, char **argv)
{
	double a[501], b[501], r[501];
	int rounds = argc > 4 ? atoi(argv[1]) : 0, i, cut = 0;
	long kib = 0, other;

	for (i = 3; i < argc; i++)
		if (strcmp(argv[i], "--") == 0)
			cut = i;
	if (rounds < 1 || rounds > 501 || !cut || cut + 1 >= argc)
		return 2;
	argv[cut] = NULL;
	once(argv + 3, argv[2], &kib);
	once(argv + cut + 1, argv[2], &other);
	for (i = 0; i < rounds; i++) {
		a[i] = once(argv + 3, argv[2], &kib);
		b[i] = once(argv + cut + 1, argv[2], &other);
		r[i] = a[i] / (b[i] > 0 ? b[i] : 1e-6);
	}
	printf("%.3f ms %.3f ms ratio %.3f, %ld MiB\n", 1e3 * median(a, rounds),
	       1e3 * median(b, rounds), median(r, rounds), kib / 1024);
	return 0;
}
