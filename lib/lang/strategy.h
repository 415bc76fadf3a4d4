/* strategy.h - the document half of this room: JSON to a strategy.
 *
 *   keys.c             every key, its type and where it belongs: the tables
 *   document.c         objects against the tables; faults, places, fix-its
 *   field.c            numbers and expressions of a document
 *   strategy.c         the whole, phase by phase; sorts what was found
 *   strategy_names.c   params, overrides, columns, lets
 *   strategy_rules.c   entry, exit, rules
 *   strategy_risk.c    risk, session, backtest
 *   schema.c           the tables as JSON Schema
 *   canonical.c canonical_expr.c   the same document, one way to write it
 *
 * Phases follow what the graph needs, not the document; each record notes
 * where its value stands and all are sorted by that at the end.
 */
#ifndef LANG_STRATEGY_H
#define LANG_STRATEGY_H

#include <algo/lang.h>

/* Of params, of lets, of columns: each is compared with each. */
#define NAMES_MAX 4096

enum doc_kind {
	DOC_NUM,
	DOC_TEXT,
	DOC_CLOCK, /* a text as "09:30" */
	DOC_BOOL,
	DOC_COND,   /* an expression */
	DOC_VALUE,  /* a number or an expression */
	DOC_CONST,  /* the same, but no series */
	DOC_RATE,   /* a number or the text of an option */
	DOC_FEE,    /* the same or [fixed, rate] */
	DOC_SWITCH, /* a boolean or a number */
	DOC_TABLE,  /* an object with the keys of sub */
	DOC_SIDES,  /* the same: long, short */
	DOC_PARAMS, /* a map of numbers or objects with the keys of sub */
	DOC_LETS,   /* a map of expressions */
	DOC_TEXTS,  /* an array of texts */
	DOC_RULES   /* an array of objects with the keys of sub */
};

struct doc_table;
struct doc_row {
	const char *name; /* NULL ends a table */
	enum doc_kind kind;
	const struct doc_table *sub;
	unsigned verbs; /* of a rule: 1 << enum algo_do */
};
/* What people of other programs call a key. */
struct doc_alias {
	const char *from, *to;
	const char *hint; /* NULL: "use 'to'" */
	int sure;	  /* to means just the same: there is a fix-it */
};
struct doc_table {
	const char *what;	       /* "risk"; "" is the document */
	const struct doc_row *row;     /* in the order of the canonical form */
	const struct doc_alias *alias; /* ends with from NULL */
};

/* keys.c */
extern const struct doc_table algo_doc_top, algo_doc_data, algo_doc_param,
	algo_doc_sides, algo_doc_rule, algo_doc_risk, algo_doc_session,
	algo_doc_backtest;
struct doc_type {
	unsigned types;	  /* 1 << enum algo_json_type */
	const char *text; /* "a number" */
};
const struct doc_type *algo_doc_type(enum doc_kind kind);
const struct doc_row *algo_doc_row(const struct doc_table *t, const char *key);
/* The words of "do", by enum algo_do. */
#define DO_COUNT (ALGO_DO_TARGET + 1)
const char *algo_do_name(enum algo_do verb);
/* The key, besides "when" and "do", that a rule of this action must have, or
 * NULL. */
const char *algo_doc_needs(enum algo_do verb);

struct reader {
	struct algo_strategy *s;
	const struct algo_strategy_opt *opt;
	struct algo_errs *errs;
	const char *text; /* the document */
	size_t n;
	const struct algo_json *root;
	size_t first; /* record of errs that is the first of this document */
	size_t *mark; /* for each from there on: where its value stands */
	size_t nmark, markcap;
	int guessed; /* a param has a value of our own */
	int fractional;
};

/* document.c.  A fault is placed at the value, or at its key; beyond the
 * limit of the list records are only counted. */
struct algo_err *algo_doc_fault(struct reader *r, const struct algo_json *v,
				enum algo_class cls, const char *code,
				const char *fmt, ...) ALGO_PRINTF(5, 6);
struct algo_err *algo_doc_fault_key(struct reader *r, const struct algo_json *v,
				    enum algo_class cls, const char *code,
				    const char *fmt, ...) ALGO_PRINTF(5, 6);
/* A key that must be in the object, and is not.  NULL, and no fault, when an
 * unknown key of the object stands for it. */
struct algo_err *algo_doc_missing(struct reader *r, const struct algo_json *v,
				  const struct doc_table *t, const char *key);
/* The records that came since the last mark are about v. */
void algo_doc_mark(struct reader *r, const struct algo_json *v);
/* Fix-its in bytes of the whole text; their pointer is "". */
void algo_doc_fix(struct reader *r, struct algo_err *e, size_t at, size_t len,
		  const char *text);
void algo_doc_fix_value(struct reader *r, struct algo_err *e,
			const struct algo_json *v, const char *text);
void algo_doc_fix_key(struct reader *r, struct algo_err *e,
		      const struct algo_json *v, const char *key);
size_t algo_doc_at(const struct reader *r, const struct algo_json *v);
/* Every key known, every value of its type. */
void algo_doc_members(struct reader *r, const struct algo_json *v,
		      const struct doc_table *t);
/* The member, NULL when absent or (reported) of another type. */
const struct algo_json *algo_doc_get(const struct algo_json *v,
				     const struct doc_table *t,
				     const char *key);
int algo_doc_is_note(const char *key); /* "x-..." */
int algo_doc_text_is(const struct algo_json *v, const char *s);
const char *algo_doc_pointer(struct reader *r, const struct algo_json *v);
/* A string into the arena; NULL for NULL. */
const char *algo_doc_text(struct reader *r, const struct algo_json *v);

/* field.c */
enum bound {
	BOUND_NONE,
	BOUND_PRICE,  /* above 0 */
	BOUND_LEVEL,  /* the same, or na: it stays as it is */
	BOUND_EXTENT, /* above 0: a percentage or a distance */
	BOUND_SIZE,   /* a fraction or units */
	BOUND_UNITS,
	BOUND_TARGET, /* -1 to 1 */
	BOUND_SHARE,  /* above 0, at most 1 */
	BOUND_COUNT,  /* whole, from 1 */
	BOUND_COUNT0  /* whole, from 0 */
};
struct field {
	const struct algo_json *v; /* NULL: absent */
	enum algo_scope scope;
	enum algo_type want;
	enum bound bound; /* of constants */
	int price;	  /* node that risk_size measures from, -1: close */
};
/* 0, and *out is none when v is NULL; -1 when there was a fault. */
int algo_field(struct reader *r, const struct field *f, struct algo_expr *out);
/* A DOC_CONST or DOC_NUM: *out stays as it is when v is NULL. */
int algo_field_const(struct reader *r, const struct algo_json *v,
		     enum bound bound, double *out);
/* The expression of a string or number, for messages of its pointer. */
void algo_field_source(struct reader *r, const struct algo_json *v,
		       struct algo_source *src);
void algo_expr_none(struct algo_expr *e);

/* strategy_names.c */
void algo_read_params(struct reader *r);
void algo_read_columns(struct reader *r);
void algo_read_lets(struct reader *r);

/* strategy_rules.c */
void algo_read_sides(struct reader *r);
void algo_read_rules(struct reader *r);
void algo_warn_one_way(struct reader *r);

/* strategy_risk.c; the session comes before all expressions. */
void algo_read_session(struct reader *r);
void algo_read_risk(struct reader *r);
void algo_read_backtest(struct reader *r);
struct algo_zone *algo_read_zone(struct reader *r, const struct algo_json *v);

/* canonical_expr.c: the expression with single blanks, the fewest brackets,
 * lower-case names where case does not matter, and, or, not as words, numbers
 * in their shortest form.  -1 when it does not parse. */
int algo_expr_canonical(struct algo_graph *g, const char *text, size_t len,
			struct algo_buf *out);

#endif
