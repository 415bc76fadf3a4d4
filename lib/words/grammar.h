/* grammar.h - what the files of this room share: tokens, trees, the reader.
 *
 * A text becomes tokens (lex.c: words by the tables of vocab.c, numbers, units,
 * signs), tokens become items (actions, conditions, risk), items become the
 * parts of a document.  What people say is in tables of patterns with
 * templates of expressions; match.c runs the patterns, template.c reads the
 * templates.
 */
#ifndef WORDS_GRAMMAR_H
#define WORDS_GRAMMAR_H

#include <algo/base.h>
#include <algo/lang.h>
#include <algo/words.h>

#define NONE ((size_t)-1)
#define DEPTH_MAX 24	 /* brackets and clauses within clauses */
#define TOKENS_MAX 20000 /* of a text: more is no description of rules */
#define NODES_MAX 100000
#define STEPS_MAX 15000000 /* of the matcher for a text */

/* --- Tokens -------------------------------------------------------------- */

enum tok_kind {
	TOK_END,
	TOK_WORD,
	TOK_IND,
	TOK_NUM,
	TOK_UNKNOWN,
	TOK_QUOTE,
	TOK_CODE, /* between backquotes: word is what stands there */
	TOK_NOTE  /* "Note: ..." to the end of the line */
};
#define TOK_NOISE 1   /* may stand anywhere */
#define TOK_GLUED 2   /* no blank before it */
#define TOK_CAPS 4    /* two or more capitals and nothing else */
#define TOK_USED 8    /* a rule took it */
#define TOK_SIGNED 16 /* the number had a sign */
#define TOK_POSS 32   /* ended by 's */
#define TOK_MENDED 64 /* one edit away from what was typed */
#define TOK_TITLE 128 /* begins with a capital */

struct tok {
	enum tok_kind kind;
	const char *word;	    /* the canonical word; "" else */
	const struct algo_ind *ind; /* of TOK_IND */
	double num;
	int unit; /* of TOK_NUM: 0, '%', '$', 'o' (ordinal), 't' (a time of
		     day, in minutes), 'r' (1:num), 'v' (vague), 'd' (date) */
	unsigned flags;
	size_t start, len; /* bytes of the text */
};

/* --- Trees --------------------------------------------------------------- */

enum node_op {
	N_NUM,
	N_NAME, /* a bar value or another name */
	N_STR,	/* a text argument */
	N_CALL, /* name(kids).field */
	N_BIN,	/* kid op kid */
	N_NEG,
	N_NOT,
	N_PAST,	 /* kid[n] */
	N_IF,	 /* kid ? kid : kid */
	N_TOUCH, /* the bar reaches the line kid: side decides from where */
	N_HIT,	 /* kid reaches the level kid 1: likewise */
	N_XDIR,	 /* kid crosses kid 1, either way: side decides */
	N_SIDE,	 /* kid for a long, its mirror for a short */
	N_TEXT	 /* name: an expression as the text has it */
};
enum bin_op {
	B_OR,
	B_AND,
	B_LT,
	B_LE,
	B_GT,
	B_GE,
	B_EQ,
	B_NE,
	B_ADD,
	B_SUB,
	B_MUL,
	B_DIV,
	B_POW
};
#define KIDS_MAX 8
#define NODE_EXTREME 1	/* a "20-day high": a comparison leaves this bar out */
#define NODE_DIRECTED 2 /* a bound on one side */
#define NODE_ELIDED 4	/* the words left it out */
#define NODE_GROUP 8	/* bracketed by the text */
#define NODE_LEVEL 16	/* a price of a named bar: broken on each bar */
#define NODE_SYSTEM 32	/* a named crossing: both directions are meant */
#define NODE_BOOL 64	/* N_TEXT: a condition by its form */
struct node {
	enum node_op op;
	enum bin_op bin;
	unsigned flags;
	double num;	   /* N_NUM; N_PAST: n; N_TEXT: how tightly it binds */
	const char *name;  /* N_NAME, N_STR, N_CALL */
	const char *field; /* N_CALL, "" none */
	const char *alias; /* a param or let of the document, or NULL */
	struct node *kid[KIDS_MAX];
	size_t kids;
};

struct reader;
struct node *algo_w_num(struct reader *r, double v);
struct node *algo_w_name(struct reader *r, const char *name);
struct node *algo_w_str(struct reader *r, const char *s, size_t n);
struct node *algo_w_call(struct reader *r, const char *name, const char *field);
void algo_w_arg(struct node *call, struct node *arg);
struct node *algo_w_bin(struct reader *r, enum bin_op op, struct node *a,
			struct node *b);
/* and, where a or b may be NULL. */
struct node *algo_w_and(struct reader *r, struct node *a, struct node *b);
struct node *algo_w_or(struct reader *r, struct node *a, struct node *b);
struct node *algo_w_not(struct reader *r, struct node *a);
struct node *algo_w_past(struct reader *r, struct node *a, double n);
struct node *algo_w_two(struct reader *r, enum node_op op, struct node *a,
			struct node *b);
int algo_w_is_bool(const struct node *n);
int algo_w_same(const struct node *a, const struct node *b);
int algo_w_is_call(const struct node *n, const char *name);
int algo_w_is_name(const struct node *n, const char *name);
/* The whole n bars earlier: numbers stay. */
struct node *algo_w_shift(struct reader *r, struct node *a, double n);
/* For the other direction: crossings and comparisons reversed, levels about
 * the centre of their oscillator, high and low, upper and lower changed. */
struct node *algo_w_mirror(struct reader *r, struct node *a);
void algo_w_print(const struct node *n, struct algo_buf *out);
/* The expression s as it stands; NULL when it is none. */
struct node *algo_w_code(struct reader *r, const char *s, size_t n);

/* A multiple of ATR, a deviation: no price by itself. */
int algo_w_is_distance(const struct node *n);

/* What a series measures. */
enum scale { SCALE_ANY, SCALE_PRICE, SCALE_VOLUME, SCALE_OSC, SCALE_FLAG };
enum scale algo_w_scale(const struct node *n);
struct zone {
	const char *name;
	double centre, low, high;
	int directed; /* 0: high or low says nothing of up or down */
};
/* Where an indicator is oversold and overbought; NULL: not known. */
const struct zone *algo_w_zone(const struct node *n);
const struct zone *algo_w_zone_of(const char *name);

/* --- Parts of a document ------------------------------------------------- */

enum side {
	LONG_IN,
	LONG_OUT,
	SHORT_IN,
	SHORT_OUT,
	SIDES,
	/* Actions beyond the four. */
	ACT_OUT = SIDES, /* out of whatever is held */
	ACT_ENTER,
	ACT_SELL,
	ACT_NONE
};

enum how {
	HOW_NONE,
	HOW_PCT,
	HOW_DISTANCE,
	HOW_PRICE,
	HOW_ENTRY,
	HOW_FILL /* a price as the document has it, of the fill */
};
struct level {
	enum how how;
	struct node *at;
	int side;	 /* 1 above the entry, -1 below, 0 not said */
	size_t from, to; /* tokens */
};
struct partial { /* close a portion when */
	struct node *when;
	double portion;
};
#define MODS_MAX 12
struct told_rule { /* "Rule 1: when C, buy, size `0.5`" */
	struct node *when;
	const char *action; /* of "do" */
	struct {
		const char *key, *value; /* JSON text */
	} mod[MODS_MAX];
	size_t mods;
};
struct told { /* "Set `a.b` to `c`", "Let a be `c`": JSON text */
	const char *path, *value;
};
struct origin { /* which words gave which part */
	const char *part;
	size_t start, len;
};

struct parts {
	struct node *rule[SIDES];
	int is_while[SIDES]; /* the entry holds while it is true */
	struct node *out;    /* a way out of whatever is held */
	struct node *filter; /* of all entries */
	struct node *system; /* a named crossing nobody acts on */
	struct level stop, target, trail;
	double target_r;      /* target as a multiple of the risk, 0 none */
	struct node *even_at; /* stop to the entry price when */
	struct partial partial[4];
	size_t npartial;
	struct node *size; /* N_NUM or an expression */
	double risk_part;  /* of equity at risk, 0 none */
	int size_set;
	double max_bars, max_open, max_trades, day_loss, draw_down, cooldown;
	double hold_min;
	int scale_in; /* so many entries side by side, 0: one */
	struct node *limit, *stop_entry;
	double expire;
	int long_only, short_only, both, reverse, mirror_shorts, hold;
	double from, to;       /* session, minutes; -1 none */
	double no_from, no_to; /* "not in the first half hour" */
	const char *session_tz;
	int flatten, session, day_end; /* day_end: "flat at the close" */
	double flat_at;		       /* minutes; 0 none */
	const char *symbol, *interval, *date_from, *date_to;
	double cash, margin, commission, spread, slippage;
	struct node *fee;
	int on_close;
	const char *param; /* optimised */
	double param_v[4]; /* value, min, max, step */
	const char *name;
	struct told_rule *told; /* in the reader's arena, as the next two */
	struct told *set, *let;
	size_t ntold, nset, nlet;
	struct origin origin[64];
	size_t norigin;
};

/* --- The reader ---------------------------------------------------------- */

struct reader {
	const char *text; /* cleaned, as long as what was given */
	size_t n;
	const struct algo_words_opt *opt;
	struct algo_arena arena;
	struct lexicon *lex;
	struct tok *tok;
	size_t ntok, captok;
	size_t nodes, steps;
	int depth, all_caps, refining;
	/* What was spoken of. */
	struct node *subject, *object; /* of the last comparison */
	struct node *over, *under;     /* of the last crossing */
	struct node *line;	       /* the last line over the price */
	struct node *fast, *slow;
	struct node *seen[16]; /* indicator calls, for "the RSI", "the upper" */
	size_t nseen;
	struct node *ma[8]; /* averages introduced */
	size_t nma;
	struct node *many[6]; /* lines compared with one series */
	size_t nmany;
	struct node *last;     /* the last condition */
	size_t last_end;       /* token after it */
	struct node *unit;     /* what a bare "it" of a bracket names */
	double default_period; /* "(14 periods)" */
	enum side act;	       /* whose condition is being read */
	int bar_unit;	       /* 'd' 'w' 'm' 'h' 0 of the bars spoken of */
	const char *letter_names[4];
	struct node *letters[4]; /* "where A is ..." */
	size_t pick;		 /* which choice of an open question is tried */
	const unsigned char *picks; /* one for each question, or NULL */
	size_t npicks, asked;	    /* asked: the question asked last */
	struct parts p;
	struct algo_question *q;
	size_t nq, capq;
	struct algo_buf understood;
	char **docs;
	size_t ndocs;
	int from_base;
};

/* What reading changes beside the tree: a way that fails gives it back. */
struct mark {
	size_t nq, nseen, nma;
	struct node *subject, *object, *line, *fast, *slow;
	const char *symbol;
};
struct mark algo_w_mark(const struct reader *r);
void algo_w_undo(struct reader *r, const struct mark *m);
struct node *algo_w_fast_slow(struct reader *r, size_t *at);

struct tok *algo_w_tok(struct reader *r, size_t at);
int algo_w_word(struct reader *r, size_t at, const char *word);
/* The first token at or after at that is no noise. */
size_t algo_w_skip(struct reader *r, size_t at);
void algo_w_use(struct reader *r, size_t from, size_t to);
char *algo_w_text(struct reader *r, size_t from, size_t to);

/* phrase.c, lexicon.c, vocab.c */
void algo_w_lex(struct reader *r);
/* For the words of a text of n bytes. */
struct lexicon *algo_w_lexicon_new(struct algo_arena *a, const char *text,
				   size_t n);
void algo_w_lexicon_free(struct lexicon *l);
struct entry {
	const char *word; /* canonical, or NULL */
	const struct algo_ind *ind;
	int noise;
};
/* The longest phrase of up to n words; *taken is how many.  NULL: none. */
const struct entry *algo_w_lookup(const struct lexicon *l,
				  const char *const *words, size_t n,
				  size_t *taken);
void algo_w_mend(struct lexicon *l, const char *word, struct algo_buf *out);
extern const char *const algo_w_vocab[][2];
extern const char *const algo_w_opposite[][2];
extern const char *const algo_w_vague[];
extern const char *const algo_w_foreign[];

/* --- Patterns ------------------------------------------------------------ */

/* A pattern is a list of canonical words and
 *     [a b|c]   may be left out        (a b|c)  one of
 *     @1(a|b)   which one goes to slot 1
 *     word~     the word or its opposite, the same way throughout
 *     $s1       a series into slot 1, and so on:
 *               s series  v value  c condition  n number  p percent  m money
 *               i whole number  u bars of a duration  t time  w weekdays
 *               r 1:n  o ordinal or number  q quoted text  y symbol  D date
 *               x a word of any kind  e an expression in backquotes
 * Noise may stand between; the first way that fits is taken. */
struct caps {
	struct node *v[8];
	double n[8];
	size_t at[8]; /* token */
	int flip;     /* the opposite words were used */
	size_t from, to;
};
int algo_w_match(struct reader *r, const char *pattern, size_t at,
		 struct caps *c);
/* An expression with $1 ... for what was captured and $s for the subject; the
 * opposite words turn it round. */
struct node *algo_w_template(struct reader *r, const char *text,
			     const struct caps *c, struct node *subject);

/* Each returns the node and moves *at behind it, or NULL. */
struct node *algo_w_series(struct reader *r, size_t *at);
struct node *algo_w_value(struct reader *r, size_t *at); /* with arithmetic */
struct node *algo_w_multiple(struct reader *r, size_t *at);
struct node *algo_w_indicator(struct reader *r, size_t *at);
struct node *algo_w_bound(struct reader *r, size_t *at);
struct node *algo_w_average(struct reader *r, double length);
struct node *algo_w_event(struct reader *r, size_t *at);
struct node *algo_w_candle(struct reader *r, size_t *at);
struct node *algo_w_postfix(struct reader *r, struct node *c, size_t *at);
/* Does it look at the trade's own profit or loss? */
int algo_w_on_result(const struct node *n);
struct node *algo_w_condition(struct reader *r, size_t *at);
struct node *algo_w_simple(struct reader *r, size_t *at);
struct node *algo_w_predicate(struct reader *r, struct node *subj, size_t *at);
struct node *algo_w_compare(struct reader *r, enum bin_op op, struct node *a,
			    struct node *b);
struct node *algo_w_cross(struct reader *r, int under, struct node *a,
			  struct node *b);
int algo_w_duration(struct reader *r, size_t *at, double *bars);
int algo_w_weekdays(struct reader *r, size_t *at, struct node **out);
/* "from March to October", "in June, July or August"; NULL: none. */
struct node *algo_w_months(struct reader *r, size_t *at);
int algo_w_weekday_at(struct reader *r, size_t at);
struct node *algo_w_window(struct reader *r, const char *name, struct node *c,
			   double n);
struct node *algo_w_ind_node(struct reader *r, const struct algo_ind *ind,
			     struct node *source, const double *p, size_t np);
int algo_w_needs_period(const struct algo_ind *ind);
void algo_w_saw(struct reader *r, struct node *call);
int algo_w_is_average(const struct node *n);
struct node *algo_w_seen(struct reader *r, const char *name);
/* At a token that begins an action: which. */
enum side algo_w_action_at(struct reader *r, size_t at, size_t *end);
int algo_w_ends_clause(struct reader *r, size_t at);

/* risk.c and others: takes what stands at *at; 0 when nothing does. */
int algo_w_risk(struct reader *r, size_t *at);
int algo_w_setting(struct reader *r, size_t *at);

/* form.c: sentences with one form only, told between backquotes: takes the one
 * that begins at *at. */
int algo_w_form(struct reader *r, size_t *at);
/* form_doc.c: the members which those gave. */
void algo_w_told_rules(const struct parts *p, struct algo_jw *w);
/* The document with what was set put in. */
void algo_w_told_set(const struct parts *p, struct algo_buf *doc);

/* rules.c, finish.c, doc.c, refine.c */
void algo_w_rules(struct reader *r);
void algo_w_add_rule(struct reader *r, enum side act, struct node *c,
		     size_t from, size_t to);
void algo_w_finish(struct reader *r);
/* contradict.c: asks about what excludes itself. */
void algo_w_contradictions(struct reader *r);
void algo_w_check_level(struct reader *r, const struct level *l, int stop);
struct node *algo_w_resolve(struct reader *r, struct node *n, enum side side);
void algo_w_document(struct reader *r, struct algo_buf *out);
void algo_w_origin(struct reader *r, const char *part, size_t from, size_t to);

/* --- Questions ----------------------------------------------------------- */

/* About tokens from..to (to <= from: the whole text); choices are parted by
 * '|', "" none. */
void algo_w_ask(struct reader *r, enum algo_topic topic, size_t from, size_t to,
		const char *choices, const char *fmt, ...) ALGO_PRINTF(6, 7);
void algo_w_note(struct reader *r, size_t from, size_t to, const char *fmt, ...)
	ALGO_PRINTF(4, 5);
int algo_w_asked(const struct reader *r);
/* Which choice of the question just asked is tried. */
size_t algo_w_pick(const struct reader *r);

#endif
