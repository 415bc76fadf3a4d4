/* expr.h - the expression half of this room: text to syntax, syntax to graph.
 *
 *   lex.c parse.c      text -> struct ast, children before parents
 *   ast.c              the same for other rooms
 *   names.c words.c    what a name means; functions, one row each
 *   check.c resolve.c call*.c  types, constants, overloads; faults with hints
 *   build.c graph.c    syntax -> nodes, equal calls one node
 *   tf.c               tf: the same nodes on coarser bars
 *   let.c              lets: types by fixpoint, recursion in the past
 *   order.c place.c    what is reached, in which order, where values live
 *   limit.c            what it costs
 *   eval.c warm.c      values
 *   team.c             candlestick patterns that are worked out together
 *   bucket.c           coarser bars from finer ones
 *   cross.c panel.c    values of several symbols
 *
 * Syntax trees are arrays in which children precede parents, so checking and
 * building are loops, never recursion, whatever the depth of an expression.
 */
#ifndef LANG_EXPR_H
#define LANG_EXPR_H

#include "op.h"
#include <algo/lang.h>

/* Brackets may be nested as deep as the document; other recursion of the
 * parser (not not ..., a ? b : c ? ..., 2 ** 2 ** ...) goes further. */
#define NEST_MAX 64
#define DEEP_MAX 1000
/* Bytes of states and columns of one graph. */
#define MEMORY_MAX ((size_t)512 << 20)

struct span {
	size_t at, len;
};

/* What a piece of syntax is worth.  Above T_BOOL nothing is a value. */
enum ty {
	T_ERR, /* at fault: reported already */
	T_ANY, /* na, and a let whose type is not known yet */
	T_NUM,
	T_BOOL,
	T_TEXT,
	T_WORD,	 /* the bare name of a function */
	T_GROUP, /* position, trades, pending, trade: a field must follow */
	T_TAG,	 /* trade.tag */
	T_FIELDS /* a call with several outputs, none of them meant */
};

enum ast_kind {
	AST_NUM,
	AST_TEXT,
	AST_NAME,
	AST_FIELD,  /* kid[0] . word */
	AST_METHOD, /* kid[0] . word ( args ): never right */
	AST_NEG,
	AST_NOT,
	AST_BIN,
	AST_COND,
	AST_INDEX,
	AST_CALL /* word ( args ) */
};

enum bin {
	BIN_OR,
	BIN_AND,
	BIN_LT,
	BIN_LE,
	BIN_GT,
	BIN_GE,
	BIN_EQ,
	BIN_NE,
	BIN_ADD,
	BIN_SUB,
	BIN_MUL,
	BIN_DIV,
	BIN_POW
};

enum ref_kind {
	REF_NONE,
	REF_BAR,     /* index: enum bar_name */
	REF_CONST,   /* value in the syntax node */
	REF_LET,     /* index of the let */
	REF_COLUMN,  /* index of the extra column */
	REF_ACCOUNT, /* enum algo_account_name */
	REF_SLOT,    /* enum slot */
	REF_TAG,
	REF_OUTPUT /* a field of a call: index of the output */
};
struct ref {
	enum ref_kind kind;
	int index;
};

/* Scalars that are filled per trade, per fill or per fee. */
enum slot {
	SLOT_TRADE, /* ALGO_TR_* follow */
	SLOT_FILL_PRICE = ALGO_TR_COUNT,
	SLOT_FILL_SIDE,
	SLOT_FEE_SIZE,
	SLOT_FEE_PRICE,
	SLOT_COUNT
};

/* Bar values, computed or fed.  The first six are columns of the input. */
enum bar_name {
	BAR_OPEN,
	BAR_HIGH,
	BAR_LOW,
	BAR_CLOSE,
	BAR_VOLUME,
	BAR_FED, /* number of the above */
	BAR_HL2 = BAR_FED,
	BAR_HLC3,
	BAR_OHLC4,
	BAR_INDEX,
	BAR_TIME,
	BAR_YEAR,
	BAR_MONTH,
	BAR_DAY,
	BAR_WEEKDAY,
	BAR_HOUR,
	BAR_MINUTE,
	BAR_SESSION_FIRST,
	BAR_SESSION_LAST,
	BAR_SESSION /* number of the day, for session VWAP; has no name */
};

/* One argument of a function of the language. */
enum arg_type {
	ARG_END,
	ARG_NUM,    /* a series of numbers */
	ARG_COND,   /* a series of conditions */
	ARG_VALUE,  /* either; all of one call agree */
	ARG_ANY,    /* either */
	ARG_LENGTH, /* constants from here on: 1 to ALGO_LOOKBACK_MAX */
	ARG_BACK,   /* whole, 0 to ALGO_LOOKBACK_MAX */
	ARG_DIGITS, /* whole, -15 to 15 */
	ARG_SHARE,  /* 0 to 1 */
	ARG_MINUTES,
	ARG_CLOCK, /* "09:30": seconds of the day */
	ARG_CLOCK_END,
	ARG_INTERVAL, /* "1w": algo_interval_code */
	ARG_SYMBOL    /* "SPY": its number in graph.symbols */
};
struct fn_arg {
	const char *name;
	enum arg_type type;
	int optional;
	double def;
};
#define FN_ARGS 4

/* Functions whose argument is worked out elsewhere. */
enum fn_other {
	OTHER_NONE,
	OTHER_TF,    /* on coarser bars */
	OTHER_SYM,   /* on the bars of another symbol */
	OTHER_CROSS, /* on those of all */
};

struct graph;
struct fn {
	struct algo_word word;
	struct fn_arg arg[FN_ARGS + 1];
	int many;	    /* two or more of arg[0] */
	enum ty result;	    /* T_ANY: that of the ARG_VALUE arguments */
	const char *source; /* what arg[0] is when it is left out, or NULL */
	enum fn_other other;
	int past;		  /* has a past: no trade.* in it */
	int counted;		  /* for the warm-up */
	const struct algo_op *op; /* inputs in order, constants as params */
	double p; /* its first param, before the constants; NaN: none; of an
		     op without a state: none either */
	const char *ind; /* or the kernel of this row of the registry */
	/* or a function of its own: the node */
	int (*build)(struct algo_graph *g, const int *in, size_t nin,
		     const double *p);
};

/* A call whose arguments were sorted out. */
struct call {
	const struct fn *fn;
	const struct algo_ind *ind;
	int in[ALGO_IND_INPUTS]; /* syntax nodes; -1: the default */
	int nin;
	double p[ALGO_IND_PARAMS];
	int np;
	int risk_size;
	int column; /* col("..."): index, else -1 */
	int node;   /* in the graph; -1 before */
};

struct arg {
	int node;
	struct span name; /* len 0: positional */
};

struct ast {
	enum ast_kind kind;
	enum bin op;
	enum ty type;
	enum algo_kind reads;
	int is_const;
	double value;
	int kid[3];
	int args, nargs; /* in unit.args */
	struct span span;
	struct span word; /* name, field, or operator */
	struct ref ref;
	int call;     /* in unit.calls */
	int deferred; /* a name whose parent says what it is */
	int past;     /* below x[n] with n >= 1 */
	int unknown;
	int64_t finest; /* of the time frames in it, microseconds; 0: none */
	int cross;	/* sym or a cross-section is in it */
	int frame;	/* of graph.frames, while it is built */
	int graph;	/* the node it became */
};

/* One expression on its way. */
struct unit {
	struct algo_graph *g;
	struct algo_source src;
	struct ast *v;
	size_t n, cap;
	struct arg *args;
	size_t nargs, argcap;
	struct call *calls;
	size_t ncalls, callcap;
	int root;
	int let;    /* its number, or -1 */
	int source; /* in graph.sources, 0: not there yet */
	int quiet;  /* faults are only counted */
	size_t bad;
	int too_many;
	struct algo_errs faults;
	struct algo_arena arena;
};

struct let {
	const char *name;
	struct unit unit;
	enum ty type;
	enum algo_kind reads;
	int is_const;
	double value;
	int broken;
	int64_t finest;
	int cross;
	int node;  /* -1: not built yet */
	int alias; /* stands for it where it was used before; -1: none */
};

/* What a node is. */
struct node {
	const struct algo_op *op;
	const struct algo_ind *ind; /* op is algo_op_ind */
	int in, nin;		    /* in graph.ins */
	int p, np;		    /* in graph.params */
	int nout;
	int next; /* in its hash chain */
	uint64_t hash;
	int counted;
	char *text; /* of a counted call */
	size_t look;
	int frame;  /* whose bars it is worked out on */
	int source; /* the expression that asked for it first */
	/* found by algo_graph_done */
	uint64_t mask; /* who asks for it: MASK_* and symbols */
	int stage;     /* how many crossings lie below it */
	enum algo_kind kind;
	int reached;
	int cut;   /* a delay within a cycle: read first, written last */
	int loop;  /* part of a cycle */
	int watch; /* first of graph.watch of this node, -1: none */
	int col;   /* its values, in graph.place */
	int late;  /* a root of kind trade or fill: in graph.lates, else -1 */
	int team;  /* of graph.teams, or -1 */
};

/* A value that counts for the warm-up. */
struct watch {
	int node, out;
	int next; /* of the same node */
	const char *text;
};

/* What must be worked out for a root of kind trade or fill. */
struct late {
	int from, to; /* in graph.late */
};

/* Work of the columns: the nodes from .. to of graph.work, together, or bar
 * by bar when they are a cycle. */
struct run {
	int from, to;
	int serial;
	int cross; /* one node that looks at other symbols */
	int frame;
	int stage;
	uint64_t mask; /* of its nodes */
};

/* Who asks for a node: the expressions of the symbol itself, a cross-section
 * (then all symbols work it out), or sym() of so many; the later ones share a
 * bit. */
#define MASK_ROOT ((uint64_t)1 << 62)
#define MASK_ALL ((uint64_t)1 << 61)
#define MASK_SYMBOLS 60
static inline uint64_t mask_symbol(size_t i)
{
	return (uint64_t)1 << (i < MASK_SYMBOLS ? i : MASK_SYMBOLS);
}

/* Bars that other bars are made of: 0 are those of the input, the others come
 * from those of their parent, whose number is smaller. */
#define FRAMES_MAX 16
struct frame {
	int parent;
	struct algo_interval interval;
	int clock;	   /* a node looks at the calendar */
	int *node, *alias; /* by let: the node of it on these bars, and what
			      stands for it; NOT_ASKED, or -1: not yet */
};
#define NOT_ASKED (-2)

/* A name that sym() is called with, and where first. */
struct symbol {
	char *name;
	struct algo_err at;
};

/* Candlestick patterns of the same bars, worked out where the first of them
 * stands. */
struct team {
	int *node; /* in the order of work */
	size_t n, cap;
};

/* Names to numbers. */
struct index_entry {
	const char *name;
	int value;
};
struct index {
	struct index_entry *v;
	size_t size, n; /* size: a power of two */
};

struct algo_graph {
	struct algo_arena arena;
	struct algo_zone *zone;
	int64_t day_start;
	int compat; /* TA-Lib 0.6.4's faults */
	int has_hours;
	int64_t from, to;
	struct algo_zone *session_zone;

	char **param;
	double *param_value;
	size_t nparams, paramcap, paramvaluecap;
	char **column;
	size_t ncolumns, columncap;
	struct index let_index, param_index, column_index;
	char **text; /* that tags are compared with */
	size_t ntexts, textcap;
	struct let *lets;
	size_t nlets, letcap;
	size_t ast_nodes;

	struct node *v;
	size_t n, cap;
	int *ins;
	size_t nins, inscap;
	double *params;
	size_t nparam, paramscap;
	int *table;
	size_t tablesize;

	struct frame frames[FRAMES_MAX];
	int nframes;
	int frame; /* of the nodes that are being built */
	int too_many_frames;
	int frames_source;	     /* the expression that has too many */
	struct algo_source *sources; /* that have nodes; [0] is unused */
	size_t nsources, sourcecap;
	int source; /* of the nodes that are being built */
	struct symbol *symbols;
	size_t nsymbols, symbolcap;
	int crosses;

	int *root;
	unsigned char *root_fill; /* of scope FILL */
	size_t nroots, rootcap, rootfillcap;

	/* after algo_graph_done */
	int *work;
	size_t nwork;
	struct run *runs;
	size_t nruns, runcap;
	int *steps;
	size_t nsteps;
	int *late; /* nodes, in order of work, for each of lates */
	size_t nlate, latecap;
	struct late *lates;
	size_t nlates, latescap;
	/* Where output k of a node is: place[node.col + k], a buffer (nodes
	 * of kind column) or a scalar. */
	int *place;
	size_t nplace, placecap;
	size_t buffers;
	size_t scalars;
	struct watch *watch;
	size_t nwatch, watchcap;
	int *fed; /* nodes of the inputs */
	size_t nfed, fedcap;
	struct team *teams;
	size_t nteams, teamcap;
	uint64_t account;
	size_t lookback;
	size_t memory; /* bytes of an evaluator */
	int across;    /* a let that needs its past of other symbols, or -1 */
};

/* lex.c */
enum tok {
	TOK_END,
	TOK_NUM,
	TOK_TEXT,
	TOK_NAME,
	TOK_OPEN,
	TOK_CLOSE,
	TOK_OPEN_INDEX,
	TOK_CLOSE_INDEX,
	TOK_COMMA,
	TOK_DOT,
	TOK_QUESTION,
	TOK_COLON,
	TOK_ASSIGN, /* = */
	TOK_NOT,
	TOK_BIN,
	TOK_WRONG
};
struct token {
	enum tok tok;
	enum bin bin;
	struct span span;
	double num;
};
struct lexer {
	struct unit *u;
	size_t at;
	struct token now;
	size_t before; /* end of the token before */
	int mute;
};
void algo_lex_next(struct lexer *lx);

/* parse.c: 0, or -1 with faults in u. */
int algo_parse(struct unit *u);

/* fault.c */
struct algo_err *algo_fault(struct unit *u, enum algo_class cls,
			    const char *code, struct span at, const char *fmt,
			    ...) ALGO_PRINTF(5, 6);
/* Gives e, which is set, a place in u. */
void algo_fault_at(const struct unit *u, struct algo_err *e, struct span at);
void algo_unit_init(struct unit *u, struct algo_graph *g,
		    const struct algo_source *src);
/* Sorts the faults by place and moves them to errs. */
void algo_unit_report(struct unit *u, struct algo_errs *errs);
void algo_unit_release(struct unit *u);
/* Room for "%.*s" of a span: at most 60 bytes. */
#define SPAN_ARG(u, s) \
	(int)((s).len < 60 ? (s).len : 60), (u)->src.text + (s).at

/* names.c */
int algo_same(const char *name, const char *s, size_t n, int any_case);
struct name {
	struct algo_word word;
	enum ref_kind kind;
	int index; /* or, for REF_CONST, an index into constants */
	enum ty type;
	double value;
};
const struct name *algo_name_at(size_t i); /* NULL past the end */
const struct name *algo_name_find(const char *s, size_t n, int any_case);
void algo_index_add(struct index *x, const char *name, int value);
int algo_find_let(const struct algo_graph *g, const char *s, size_t n);
int algo_find_param(const struct algo_graph *g, const char *s, size_t n);
int algo_find_column(const struct algo_graph *g, const char *s, size_t n);
/* The groups with fields: "position" ... */
int algo_is_group(const char *s, size_t n);
/* What people of other languages call it, or NULL. */
const char *algo_other_name(const char *s, size_t n);
const char *algo_other_field(const char *s, size_t n);

/* words.c: the functions */
const struct fn *algo_fn_at(size_t i); /* NULL past the end */
const struct fn *algo_fn_find(const char *s, size_t n);
/* A row of the registry by its own name (an alias is only a hint). */
const struct algo_ind *algo_fn_ind(const char *s, size_t n);

/* check.c */
void algo_check(struct unit *u);
/* The value at i is wanted; 0 when there was a fault (reported). */
int algo_check_value(struct unit *u, int i, enum ty want);
/* The common type of two values, T_ERR when they differ. */
enum ty algo_check_join(enum ty a, enum ty b);
double algo_check_fold(const struct algo_op *op, const double *in, size_t nin,
		       const double *p);
void algo_check_name(struct unit *u, struct ast *a);
void algo_check_field(struct unit *u, struct ast *a);
void algo_check_method(struct unit *u, struct ast *a);
void algo_unknown(struct unit *u, struct ast *a, int call);
const char *algo_outputs_text(const struct algo_ind *ind, char *out,
			      size_t size);
const struct algo_op *algo_bin_op(enum bin op);

/* call.c */
void algo_check_call(struct unit *u, struct ast *a);

/* graph.c */
int algo_node(struct algo_graph *g, const struct algo_op *op, const int *in,
	      size_t nin, const double *p, size_t np);
int algo_node_ind(struct algo_graph *g, const struct algo_ind *ind,
		  const int *in, const double *p);
int algo_node_output(struct algo_graph *g, int node, int output);
int algo_node_const(struct algo_graph *g, double v);
int algo_node_bar(struct algo_graph *g, int bar);
/* A column of the input: enum bar_name, or BAR_FED + its number. */
int algo_node_fed(struct algo_graph *g, int bar);
/* An input of the registry by its name. */
int algo_node_source(struct algo_graph *g, const char *name);
int algo_node_let(struct algo_graph *g, int let);
static inline const int *node_in(const struct algo_graph *g,
				 const struct node *nd)
{
	return g->ins + nd->in;
}
static inline const double *node_params(const struct algo_graph *g,
					const struct node *nd)
{
	return g->params + nd->p;
}

/* 0 when the name is good and free. */
int algo_graph_free_name(const struct algo_graph *g, const char *name,
			 struct algo_err *err);
/* The number of a text. */
double algo_graph_text(struct algo_graph *g, const char *s, size_t n);
/* Counts the parts of u; -1 when there are too many in all. */
int algo_graph_room(struct algo_graph *g, struct unit *u);

/* ast.c: the syntax of u as a tree of its own.  With a graph, names that are
 * found in any case are written small: all but params, lets and columns. */
const struct algo_ast *algo_ast_of(struct algo_arena *arena,
				   const struct unit *u,
				   const struct algo_graph *g);

/* build.c: the node of the root; u is free of faults. */
int algo_build(struct unit *u);
int algo_graph_source(struct algo_graph *g, const struct algo_source *src);
/* On the bars of a frame, with the lets on its and coarser bars there. */
int algo_build_in(struct unit *u, int frame);

/* tf.c */
/* The bars of that interval made of the parent's; a number of graph.frames. */
int algo_tf_frame(struct algo_graph *g, int parent, double interval_code);
double algo_interval_code(const struct algo_interval *iv);
/* Says of every piece of syntax on whose bars it is. */
void algo_tf_mark(struct unit *u, int frame);
/* Builds the lets that u uses on other bars than those of the input. */
void algo_tf_lets(struct unit *u, int frame);
void algo_tf_release(struct algo_graph *g);
/* The number of a symbol. */
int algo_symbol(struct algo_graph *g, const char *s, size_t n);

/* order.c: after the last expression.  -1: a limit, in *err. */
int algo_order(struct algo_graph *g, struct algo_err *err);
void algo_order_release(struct algo_graph *g);
/* The node that holds the values: behind lets and outputs; *k: which of its
 * outputs.  -1: a let that was at fault. */
int algo_owner(const struct algo_graph *g, int node, int *k);

/* team.c: after the runs are in order, before places are given. */
void algo_teams_find(struct algo_graph *g);
void algo_teams_release(struct algo_graph *g);

/* place.c: buffers and scalars of all nodes that are reached. */
void algo_place(struct algo_graph *g);

/* limit.c */
size_t algo_node_look(const struct algo_graph *g, const struct node *nd);
size_t algo_node_size(const struct algo_graph *g, const struct node *nd);
int algo_limits(struct algo_graph *g, struct algo_err *err);

#endif
