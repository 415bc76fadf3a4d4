/* fault.c - faults of an expression, with their place */
#include "expr.h"

#include <stdlib.h>
#include <string.h>

/* Of one expression; more would only hide them. */
#define FAULTS_MAX 40

void algo_unit_init(struct unit *u, struct algo_graph *g,
		    const struct algo_source *src)
{
	memset(u, 0, sizeof(*u));
	u->g = g;
	u->src = *src;
	u->let = -1;
	u->root = -1;
}

void algo_unit_release(struct unit *u)
{
	algo_free(u->v);
	algo_free(u->args);
	algo_free(u->calls);
	algo_errs_release(&u->faults);
	algo_arena_release(&u->arena);
	u->v = NULL;
	u->args = NULL;
	u->calls = NULL;
}

void algo_fault_at(const struct unit *u, struct algo_err *e, struct span at)
{
	const char *s = u->src.text;
	unsigned long line = 1;
	size_t start = 0;

	for (size_t i = 0; i < at.at; i++) {
		if (s[i] == '\n') {
			line++;
			start = i + 1;
		}
	}
	algo_err_file(e, u->src.file);
	algo_err_pointer(e, u->src.pointer);
	algo_err_pos(e, line, at.at - start + 1, at.len);
	algo_err_context(e, s, u->src.len);
}

struct algo_err *algo_fault(struct unit *u, enum algo_class cls,
			    const char *code, struct span at, const char *fmt,
			    ...)
{
	struct algo_err *e;
	va_list ap;

	u->bad++;
	if (u->quiet || u->bad > FAULTS_MAX)
		return NULL;
	e = algo_errs_add(&u->faults);
	va_start(ap, fmt);
	algo_err_vset(e, cls, code, fmt, ap);
	va_end(ap);
	algo_fault_at(u, e, at);
	return e;
}

static int by_place(const struct algo_err *a, const struct algo_err *b)
{
	if (a->at.line != b->at.line)
		return a->at.line > b->at.line;
	return a->at.col > b->at.col;
}

void algo_unit_report(struct unit *u, struct algo_errs *errs)
{
	struct algo_errs *f = &u->faults;

	/* Few, and nearly in order. */
	for (size_t i = 1; i < f->n; i++) {
		for (size_t j = i; j && by_place(&f->v[j - 1], &f->v[j]); j--) {
			struct algo_err e = f->v[j];

			f->v[j] = f->v[j - 1];
			f->v[j - 1] = e;
		}
	}
	for (size_t i = 0; i < f->n; i++)
		algo_errs_take(errs, &f->v[i]);
	algo_errs_release(f);
}
