/* buf.h - a growing string of bytes with a ceiling.
 *
 * Invariant: data[len] is '\0' once anything was added; data may hold NUL
 * bytes before that.  Beyond the ceiling nothing is added and over is set:
 * callers that take input check it once at the end.
 */
#ifndef ALGO_BASE_BUF_H
#define ALGO_BASE_BUF_H

#include <algo/base/err.h>
#include <stdarg.h>
#include <stddef.h>

struct algo_buf {
	char *data;
	size_t len;
	size_t cap;
	size_t max; /* ceiling in bytes */
	int over;
};
#define ALGO_BUF_INIT(ceiling)   \
	{                        \
		.max = (ceiling) \
	}

void algo_buf_add(struct algo_buf *b, const void *p, size_t n);
void algo_buf_adds(struct algo_buf *b, const char *s);
void algo_buf_addc(struct algo_buf *b, char c);
void algo_buf_addf(struct algo_buf *b, const char *fmt, ...) ALGO_PRINTF(2, 3);
void algo_buf_vaddf(struct algo_buf *b, const char *fmt, va_list ap)
	ALGO_PRINTF(2, 0);
/* The shortest decimal that reads back to v; nothing for NaN. */
void algo_buf_addnum(struct algo_buf *b, double v);
void algo_buf_clear(struct algo_buf *b); /* len = 0, memory kept */
/* The string for the caller to free; the buffer is empty afterwards. */
char *algo_buf_take(struct algo_buf *b);
const char *algo_buf_str(const struct algo_buf *b); /* never NULL */
void algo_buf_release(struct algo_buf *b);

#endif
