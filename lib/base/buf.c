/* buf.c - a growing string of bytes with a ceiling */
#include <algo/base/buf.h>

#include <algo/base/mem.h>
#include <algo/base/num.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

/* Room for n more bytes and the terminator; 0 when the ceiling forbids it. */
static int reserve(struct algo_buf *b, size_t n)
{
	void *data = b->data;

	if (b->over || n > b->max - b->len || n >= SIZE_MAX - b->len) {
		b->over = 1;
		return 0;
	}
	if (b->len + n < b->cap)
		return 1;
	if (b->cap == 0 && n < 64)
		algo_grow(&data, &b->cap, 64, 1);
	else
		algo_grow(&data, &b->cap, b->len + n + 1, 1);
	b->data = data;
	return 1;
}

void algo_buf_add(struct algo_buf *b, const void *p, size_t n)
{
	if (!reserve(b, n))
		return;
	if (n)
		memcpy(b->data + b->len, p, n);
	b->len += n;
	b->data[b->len] = '\0';
}

void algo_buf_adds(struct algo_buf *b, const char *s)
{
	algo_buf_add(b, s, strlen(s));
}

void algo_buf_addc(struct algo_buf *b, char c)
{
	algo_buf_add(b, &c, 1);
}

void algo_buf_addf(struct algo_buf *b, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	algo_buf_vaddf(b, fmt, ap);
	va_end(ap);
}

void algo_buf_vaddf(struct algo_buf *b, const char *fmt, va_list ap)
{
	char small[256];
	va_list again;
	int n;

	va_copy(again, ap);
	n = vsnprintf(small, sizeof(small), fmt, ap);
	if (n < 0) {
		b->over = 1;
	} else if ((size_t)n < sizeof(small)) {
		algo_buf_add(b, small, (size_t)n);
	} else if (reserve(b, (size_t)n)) {
		vsnprintf(b->data + b->len, (size_t)n + 1, fmt, again);
		b->len += (size_t)n;
	}
	va_end(again);
}

void algo_buf_addnum(struct algo_buf *b, double v)
{
	char text[ALGO_NUM_MAX];

	algo_buf_add(b, text, algo_num_print(text, v));
}

void algo_buf_clear(struct algo_buf *b)
{
	b->len = 0;
	b->over = 0;
	if (b->data)
		b->data[0] = '\0';
}

char *algo_buf_take(struct algo_buf *b)
{
	char *s = b->data ? b->data : algo_strndup("", 0);

	b->data = NULL;
	b->len = 0;
	b->cap = 0;
	b->over = 0;
	return s;
}

const char *algo_buf_str(const struct algo_buf *b)
{
	return b->data ? b->data : "";
}

void algo_buf_release(struct algo_buf *b)
{
	algo_free(b->data);
	b->data = NULL;
	b->len = 0;
	b->cap = 0;
	b->over = 0;
}
