/* err.c - error records: filling them, their names, lists of them */
#include <algo/base/err.h>

#include <algo/base/mem.h>
#include <assert.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

/* Bytes of a long context that are kept before the column. */
#define CONTEXT_BEFORE 60

static const char *const class_names[] = {
#define X(id, name, origin) name,
	ALGO_CLASS_MAP(X)
#undef X
};

static const enum algo_origin class_origins[] = {
#define X(id, name, origin) ALGO_O_##origin,
	ALGO_CLASS_MAP(X)
#undef X
};

static const int origin_exits[] = {
#define X(id, status, text) status,
	ALGO_ORIGIN_MAP(X)
#undef X
};

static const char *const origin_texts[] = {
#define X(id, status, text) text,
	ALGO_ORIGIN_MAP(X)
#undef X
};

const char *algo_class_name(enum algo_class cls)
{
	assert(cls < ALGO_CLASS_COUNT);
	return class_names[cls];
}

int algo_origin_exit(enum algo_origin origin)
{
	assert(origin < ALGO_ORIGIN_COUNT);
	return origin_exits[origin];
}

const char *algo_origin_text(enum algo_origin origin)
{
	assert(origin < ALGO_ORIGIN_COUNT);
	return origin_texts[origin];
}

const char *algo_severity_name(enum algo_severity s)
{
	static const char *const names[] = { "error", "warning", "info" };

	assert(s <= ALGO_SEV_INFO);
	return names[s];
}

int algo_err_exit(const struct algo_err *err)
{
	return err->set ? algo_origin_exit(err->origin) : 0;
}

/* True for the second and later bytes of a UTF-8 sequence. */
static int continues(char c)
{
	return ((unsigned char)c & 0xc0) == 0x80;
}

/* At most size - 1 bytes of s[0..n), not cut within a character (one has 4
 * bytes at most: a row of more is no text and cut anywhere). */
static void put(char *out, size_t size, const char *s, size_t n)
{
	if (n >= size) {
		size_t back = 0;

		n = size - 1;
		while (back < 4 && back < n && continues(s[n - back]))
			back++;
		n -= back < 4 ? back : 0;
	}
	if (n)
		memcpy(out, s, n);
	out[n] = '\0';
}

static void vput(char *out, size_t size, const char *fmt, va_list ap)
	ALGO_PRINTF(3, 0);

/* The text is made one byte longer than out can hold, to see whether a
 * character was cut in two. */
static void vput(char *out, size_t size, const char *fmt, va_list ap)
{
	char text[512];
	int n = vsnprintf(text, sizeof(text), fmt, ap);

	assert(size < sizeof(text));
	if (n < 0)
		n = 0;
	if ((size_t)n >= sizeof(text))
		n = (int)sizeof(text) - 1;
	put(out, size, text, (size_t)n);
}

int algo_err_set(struct algo_err *err, enum algo_class cls, const char *code,
		 const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	algo_err_vset(err, cls, code, fmt, ap);
	va_end(ap);
	return -1;
}

int algo_err_vset(struct algo_err *err, enum algo_class cls, const char *code,
		  const char *fmt, va_list ap)
{
	if (!err)
		return -1;
	assert(!err->set);
	assert(cls < ALGO_CLASS_COUNT);
	memset(err, 0, sizeof(*err));
	err->set = 1;
	err->cls = cls;
	err->origin = class_origins[cls];
	err->severity = ALGO_SEV_ERROR;
	err->code = code;
	vput(err->msg, sizeof(err->msg), fmt, ap);
	return -1;
}

static const char *sys_code(int sys)
{
	switch (sys) {
	case ENOENT:
		return "no_such_file";
	case EISDIR:
		return "is_directory";
	case ENOSPC:
	case EDQUOT:
	case EFBIG:
		return "no_space";
	case EACCES:
	case EPERM:
	case EROFS:
		return "permission";
	default:
		return "io_error";
	}
}

int algo_err_sys(struct algo_err *err, int sys, const char *fmt, ...)
{
	char why[128];
	size_t n, room;
	va_list ap;

	if (!err)
		return -1;
	va_start(ap, fmt);
	algo_err_vset(err, ALGO_E_FILE, sys_code(sys), fmt, ap);
	va_end(ap);
	err->sys = sys;
	if (strerror_r(sys, why, sizeof(why)))
		snprintf(why, sizeof(why), "error %d", sys);
	/* The reason stays whole: a long message gives way. */
	room = sizeof(err->msg) - strlen(why) - 3;
	n = strlen(err->msg);
	if (n > room) {
		n = room;
		while (n > 0 && continues(err->msg[n]))
			n--;
	}
	snprintf(err->msg + n, sizeof(err->msg) - n, ": %s", why);
	return -1;
}

int algo_err_file(struct algo_err *err, const char *file)
{
	if (err && file)
		put(err->at.file, sizeof(err->at.file), file, strlen(file));
	return -1;
}

int algo_err_pos(struct algo_err *err, unsigned long line, unsigned long col,
		 unsigned long len)
{
	if (err) {
		err->at.line = line;
		err->at.col = col;
		err->at.len = len;
	}
	return -1;
}

int algo_err_pointer(struct algo_err *err, const char *pointer)
{
	if (err && pointer)
		put(err->at.pointer, sizeof(err->at.pointer), pointer,
		    strlen(pointer));
	return -1;
}

int algo_err_hint(struct algo_err *err, const char *fmt, ...)
{
	va_list ap;

	if (!err)
		return -1;
	va_start(ap, fmt);
	vput(err->hint, sizeof(err->hint), fmt, ap);
	va_end(ap);
	return -1;
}

/* Narrows *text to its line number line; returns the length of that. */
static size_t one_line(const char **text, size_t len, unsigned long line)
{
	const char *end = *text + len;
	const char *nl = memchr(*text, '\n', len);

	while (nl && line > 1) {
		*text = nl + 1;
		nl = memchr(*text, '\n', (size_t)(end - *text));
		line--;
	}
	return (size_t)((nl ? nl : end) - *text);
}

int algo_err_context(struct algo_err *err, const char *text, size_t len)
{
	size_t skip = 0;

	if (!err || !text)
		return -1;
	while (len > 0 && (text[len - 1] == '\n' || text[len - 1] == '\r'))
		len--;
	if (len >= sizeof(err->context))
		len = one_line(&text, len, err->at.line);
	if (len >= sizeof(err->context) && err->at.col > CONTEXT_BEFORE &&
	    err->at.col <= len) {
		skip = err->at.col - CONTEXT_BEFORE;
		while (skip > 0 && continues(text[skip]))
			skip--;
	}
	err->context_skip = skip;
	put(err->context, sizeof(err->context), text + skip, len - skip);
	return -1;
}

int algo_err_fixit(struct algo_err *err, size_t start, size_t len,
		   const char *text)
{
	struct algo_fixit *f;

	/* A repair that was cut short would be a wrong one. */
	if (!err || strlen(text) >= sizeof(err->fixit.text))
		return -1;
	f = &err->fixit;
	f->has = 1;
	f->start = start;
	f->len = len;
	put(f->pointer, sizeof(f->pointer), err->at.pointer,
	    strlen(err->at.pointer));
	put(f->text, sizeof(f->text), text, strlen(text));
	return -1;
}

int algo_err_origin(struct algo_err *err, enum algo_origin origin)
{
	if (err)
		err->origin = origin;
	return -1;
}

void algo_err_clear(struct algo_err *err)
{
	if (err)
		memset(err, 0, sizeof(*err));
}

/* Counts the scratch record, once it was filled, among the dropped. */
static void settle(struct algo_errs *list)
{
	const struct algo_err *e;

	if (!list->pending)
		return;
	e = &list->v[ALGO_ERRS_MAX];
	list->dropped_errors += e->set && e->severity == ALGO_SEV_ERROR;
	list->pending = 0;
}

struct algo_err *algo_errs_add(struct algo_errs *list)
{
	void *v = list->v;
	struct algo_err *e;

	settle(list);
	algo_grow(&v, &list->cap, list->n + 1, sizeof(*list->v));
	list->v = v;
	e = &list->v[list->n];
	memset(e, 0, sizeof(*e));
	if (list->n < ALGO_ERRS_MAX) {
		list->n++;
	} else {
		list->dropped++;
		list->pending = 1;
	}
	return e;
}

void algo_errs_note(struct algo_errs *list, const char *code, const char *fmt,
		    ...)
{
	struct algo_err *e = algo_errs_add(list);
	va_list ap;

	va_start(ap, fmt);
	algo_err_vset(e, ALGO_E_DATA, code, fmt, ap);
	va_end(ap);
	e->severity = ALGO_SEV_INFO;
}

void algo_errs_take(struct algo_errs *list, struct algo_err *err)
{
	*algo_errs_add(list) = *err;
	algo_errs_count(list);
	algo_err_clear(err);
}

size_t algo_errs_count(struct algo_errs *list)
{
	settle(list);
	list->errors = list->dropped_errors;
	for (size_t i = 0; i < list->n; i++)
		list->errors +=
			list->v[i].set && list->v[i].severity == ALGO_SEV_ERROR;
	return list->errors;
}

int algo_errs_exit(const struct algo_errs *list)
{
	for (size_t i = 0; i < list->n; i++)
		if (list->v[i].set && list->v[i].severity == ALGO_SEV_ERROR)
			return algo_err_exit(&list->v[i]);
	return 0;
}

void algo_errs_release(struct algo_errs *list)
{
	algo_free(list->v);
	memset(list, 0, sizeof(*list));
}
