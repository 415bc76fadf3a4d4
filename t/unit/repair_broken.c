/* repair_broken.c - broken copies of right documents: each comes back as the
 * strategy that it was, or it is left with a record; never as another one.
 *
 *     repair_broken.t [EACH]   tries every EACH-th copy, 1: all of them
 */
#include "mended.h"

#include <ctype.h>

struct right {
	const char *name;
	char *s;
	size_t n;
};

struct tally {
	size_t tried, same, left, valid, wrong;
};

/* One way to break a document: its k-th copy to out; 0: there is none. */
struct way {
	const char *name;
	int (*make)(const struct right *r, size_t k, const struct way *w,
		    struct algo_buf *out);
	const char *from, *to;
	int least; /* percent of the copies that are no strategies as they
		      are: so many come back */
};

/* ---- breaking */

static void around(const struct right *r, size_t at, size_t len,
		   const char *text, struct algo_buf *out)
{
	algo_buf_add(out, r->s, at);
	algo_buf_adds(out, text);
	algo_buf_add(out, r->s + at + len, r->n - at - len);
}

static int in_string(const struct right *r, size_t at)
{
	int in = 0;

	for (size_t i = 0; i < at; i++) {
		if (in && r->s[i] == '\\')
			i++;
		else if (r->s[i] == '"')
			in = !in;
	}
	return in;
}

/* The whole text between from and to. */
static int wrap(const struct right *r, size_t k, const struct way *w,
		struct algo_buf *out)
{
	if (k > 0)
		return 0;
	algo_buf_adds(out, w->from);
	algo_buf_add(out, r->s, r->n);
	algo_buf_adds(out, w->to);
	return 1;
}

/* Each from becomes to. */
static int swap_all(const struct right *r, size_t k, const struct way *w,
		    struct algo_buf *out)
{
	size_t n = strlen(w->from), found = 0;

	for (size_t i = 0; k == 0 && i < r->n; i++) {
		if (strncmp(r->s + i, w->from, n) == 0) {
			algo_buf_adds(out, w->to);
			i += n - 1;
			found++;
		} else {
			algo_buf_addc(out, r->s[i]);
		}
	}
	return found > 0;
}

/* The place of the k-th from, n: none. */
static size_t kth(const struct right *r, const char *from, size_t k)
{
	const char *p = r->s;

	while ((p = strstr(p, from)) && k-- > 0)
		p++;
	return p ? (size_t)(p - r->s) : r->n;
}

/* The k-th from becomes to. */
static int swap_one(const struct right *r, size_t k, const struct way *w,
		    struct algo_buf *out)
{
	size_t at = kth(r, w->from, k);

	if (at == r->n)
		return 0;
	around(r, at, strlen(w->from), w->to, out);
	return 1;
}

/* The same with a word for itself. */
static int word(const struct right *r, size_t k, const struct way *w,
		struct algo_buf *out)
{
	size_t at = kth(r, w->from, k), end = at + strlen(w->from);

	if (at == r->n)
		return 0;
	if (isalnum((unsigned char)r->s[at - 1]) ||
	    strchr("_.", r->s[at - 1]) || isalnum((unsigned char)r->s[end]) ||
	    strchr("_(\":", r->s[end]) || !in_string(r, at))
		algo_buf_add(out, r->s, r->n);
	else
		around(r, at, end - at, w->to, out);
	return 1;
}

static size_t kth_of(const struct right *r, const char *set, size_t k)
{
	size_t i = 0;

	for (; i < r->n; i++)
		if (strchr(set, r->s[i]) && k-- == 0)
			break;
	return i;
}

/* The k-th byte of a set goes. */
static int drop_one(const struct right *r, size_t k, const struct way *w,
		    struct algo_buf *out)
{
	size_t at = kth_of(r, w->from, k);

	if (at == r->n)
		return 0;
	around(r, at, 1, "", out);
	return 1;
}

/* It comes twice. */
static int twice(const struct right *r, size_t k, const struct way *w,
		 struct algo_buf *out)
{
	size_t at = kth_of(r, w->from, k);
	char text[2] = { 0, 0 };

	if (at == r->n)
		return 0;
	text[0] = r->s[at];
	around(r, at, 0, text, out);
	return 1;
}

/* Behind the k-th byte of a set, outside strings, stands something more. */
static int put(const struct right *r, size_t k, const struct way *w,
	       struct algo_buf *out)
{
	size_t at = kth_of(r, w->from, k);

	if (at == r->n)
		return 0;
	if (in_string(r, at + 1))
		algo_buf_add(out, r->s, r->n);
	else
		around(r, at + 1, 0, w->to, out);
	return 1;
}

/* Something more at any place. */
static int put_anywhere(const struct right *r, size_t k, const struct way *w,
			struct algo_buf *out)
{
	if (k >= r->n)
		return 0;
	around(r, k, 0, w->to, out);
	return 1;
}

/* A text that ends with a whole line is taken for one that lacks brackets. */
static int cut(const struct right *r, size_t k, const struct way *w,
	       struct algo_buf *out)
{
	(void)w;
	if (k >= r->n)
		return 0;
	if (k == 0 || r->s[k - 1] != '\n')
		algo_buf_add(out, r->s, k);
	return 1;
}

static int lose(const struct right *r, size_t k, const struct way *w,
		struct algo_buf *out)
{
	(void)w;
	if (k >= r->n)
		return 0;
	/* A number or comparison without a byte is another one to any
	 * reader. */
	if (strchr("0123456789.<>!", r->s[k]))
		algo_buf_add(out, r->s, r->n);
	else
		around(r, k, 1, "", out);
	return 1;
}

/* The k-th slip of a letter: left out, doubled, swapped, another one. */
static int slip(const struct right *r, size_t k, const struct way *w,
		struct algo_buf *out)
{
	size_t at = kth_of(r, w->from, k / 4);
	char text[3] = { 0, 0, 0 };

	if (at >= r->n - 1)
		return 0;
	text[0] = r->s[at];
	switch (k % 4) {
	case 0:
		around(r, at, 1, "", out);
		break;
	case 1:
		text[1] = text[0];
		around(r, at, 1, text, out);
		break;
	case 2:
		text[0] = r->s[at + 1];
		text[1] = r->s[at];
		around(r, at, 2, text, out);
		break;
	default:
		text[0] = "aeiqxz_n"[at % 8];
		around(r, at, 1, text, out);
		break;
	}
	/* These have such names elsewhere. */
	if (strstr(algo_buf_str(out), "smma(") ||
	    strstr(algo_buf_str(out), "mad("))
		algo_buf_clear(out);
	return 1;
}

static int utf16(const struct right *r, size_t k, const struct way *w,
		 struct algo_buf *out)
{
	if (k > 0)
		return 0;
	algo_buf_adds(out, w->from);
	for (size_t i = 0; i < r->n; i++) {
		if (r->s[i] & 0x80)
			return 0;
		algo_buf_addc(out, *w->from == '\xff' ? r->s[i] : '\0');
		algo_buf_addc(out, *w->from == '\xff' ? '\0' : r->s[i]);
	}
	return 1;
}

/* A member without meaning, or with none that JSON knows. */
static int member(const struct right *r, size_t k, const struct way *w,
		  struct algo_buf *out)
{
	size_t at = kth(r, "{", 0);

	if (k > 0 || at == r->n)
		return 0;
	around(r, at + 1, 0, w->to, out);
	return 1;
}

/* clang-format off */
static const struct way ways[] = {
	{ "in a fence", wrap, "Here you are:\n```json\n", "\n```\nHave fun.", 100 },
	{ "in a bare fence", wrap, "```\n", "\n```", 100 },
	{ "behind chatter", wrap, "Sure! This {buys}, that [sells]: \"x\".\n\n", "", 100 },
	{ "before chatter", wrap, "", "\n\nIt's {fun}, isn't it?", 100 },
	{ "assigned", wrap, "strategy = ", ";", 100 },
	{ "with a byte order mark", wrap, "\xef\xbb\xbf", "", 100 },
	{ "a mark and chatter", wrap, "\xef\xbb\xbfHere:\n", "", 100 },
	{ "UTF-16, low byte first", utf16, "\xff\xfe", "", 100 },
	{ "UTF-16, high byte first", utf16, "\xfe\xff", "", 100 },
	{ "CRLF", swap_all, "\n", "\r\n", 100 },
	{ "in a list", wrap, "[", "]", 100 },
	{ "in an object", wrap, "{\"strategy\":", "}", 100 },
	{ "single quotes", swap_all, "\"", "'", 95 },
	{ "backticks", swap_all, "\"", "`", 70 },
	{ "typographic quotes", swap_all, "\"", "\xe2\x80\x9d", 70 },
	{ "one quote of another kind", swap_one, "\"", "'", 0 },
	{ "one typographic quote", swap_one, "\"", "\xe2\x80\x9c", 0 },
	{ "blanks without a break", swap_all, ": ", ":\xc2\xa0", 100 },
	{ "no comma", drop_one, ",", NULL, 30 },
	{ "two commas", twice, ",", NULL, 60 },
	{ "a comma before a closer", swap_all, "}", ",}", 95 },
	{ "a comma before a bracket", swap_all, "]", ",]", 0 },
	{ "a comma for a colon", swap_one, "\":", "\",", 0 },
	{ "no colon", swap_one, "\":", "\" ", 95 },
	{ "an equals sign for a colon", swap_one, "\":", "\" =", 95 },
	{ "an arrow for a colon", swap_all, "\":", "\" =>", 95 },
	{ "a semicolon", swap_one, ",", ";", 0 },
	{ "no quote", drop_one, "\"", NULL, 0 },
	{ "no bracket", drop_one, "{}[]", NULL, 0 },
	{ "no parenthesis", drop_one, "()", NULL, 0 },
	{ "two brackets", twice, "{}[]", NULL, 0 },
	{ "two parentheses", twice, "()", NULL, 0 },
	{ "another bracket", swap_one, "}", "]", 0 },
	{ "another closing one", swap_one, "]", "}", 0 },
	{ "the last bracket is missing", swap_one, "}", "", 0 },
	{ "a comment", put, ",{[", " // and so on\n", 100 },
	{ "a comment of a shell", put, ",{[", " # and so on\n", 100 },
	{ "a comment in stars", put, ",{[:", " /* and, \"so\": {on */ ", 100 },
	{ "the end is missing", cut, NULL, NULL, 0 },
	{ "a byte is missing", lose, NULL, NULL, 0 },
	{ "a quote too many", put_anywhere, NULL, "\"", 0 },
	{ "a comma too many", put_anywhere, NULL, ",", 0 },
	{ "a backslash too many", put_anywhere, NULL, "\\", 0 },
	{ "a line break", put_anywhere, NULL, "\n", 0 },
	{ "a closer too many", put_anywhere, NULL, "}", 0 },
	{ "an opener too many", put_anywhere, NULL, "{", 0 },
	{ "a digit too many", put_anywhere, NULL, "7", 0 },
	{ "a slip", slip, "abcdefghijklmnopqrstuvwxyz_", NULL, 50 },
	{ "true", swap_all, "true", "True", 90 },
	{ "a key without quotes", swap_all, "\"entry\"", "entry", 100 },
	{ "a null", member, NULL, "\"risk\": None,", 0 },
	{ "a null of JavaScript", member, NULL, "\"exit\": undefined,", 0 },
	{ "NaN", member, NULL, "\"warmup\": NaN,", 0 },
	{ "another case", swap_all, "\"entry\"", "\"Entry\"", 100 },
	{ "another joint", swap_all, "stop_loss_pct", "stopLossPct", 100 },
	{ "no joint", swap_all, "max_bars", "maxbars", 100 },
	{ "&&", swap_one, " and ", " && ", 100 },
	{ "&", swap_one, " and ", " & ", 0 },
	{ "AND", swap_one, " and ", " AND ", 100 },
	{ "||", swap_one, " or ", " || ", 100 },
	{ "OR", swap_one, " or ", " OR ", 100 },
	{ "!", swap_one, "not ", "!", 100 },
	{ "NOT", swap_one, "not ", "NOT ", 100 },
	{ "=", swap_one, "==", "=", 100 },
	{ "===", swap_one, "==", "===", 100 },
	{ "<>", swap_one, "!=", "<>", 100 },
	{ "=<", swap_one, "<=", "=<", 100 },
	{ "=>", swap_one, ">=", "=>", 100 },
	{ "typographic <=", swap_one, "<=", "\xe2\x89\xa4", 0 },
	{ "^", swap_one, "**", "^", 0 },
	{ "a typographic minus", swap_one, " - ", " \xe2\x88\x92 ", 0 },
	{ "ta.rsi", swap_one, "rsi(", "ta.rsi(", 100 },
	{ "ta.sma", swap_all, "sma(", "ta.sma(", 100 },
	{ "ta.crossover", swap_one, "crossover(", "ta.crossover(", 100 },
	{ "RSI", swap_one, "rsi(", "RSI(", 100 },
	{ "cross_over", swap_one, "crossover(", "cross_over(", 0 },
	{ "crossed_above", swap_one, "crossover(", "crossed_above(", 0 },
	{ "math.max", swap_one, "max(", "math.max(", 0 },
	{ "np.abs", swap_one, "abs(", "np.abs(", 0 },
	{ "df['close']", word, "close", "df['close']", 100 },
	{ "df.close", word, "close", "df.close", 100 },
	{ "data.Close", word, "close", "data.Close", 100 },
	{ "self.data.Close", word, "close", "self.data.Close", 100 },
	{ "Close", word, "close", "Close", 100 },
	{ "close.shift(1)", swap_one, "close[1]", "close.shift(1)", 100 },
	{ "high.shift(1)", swap_one, "high[1]", "high.shift(1)", 100 },
	{ "period=", swap_one, ", 14)", ", period=14)", 0 },
	{ "length=", swap_one, ", 14)", ", length=14)", 0 },
	{ "timeperiod=", swap_one, ", 14)", ", timeperiod=14)", 0 },
	{ "another order", swap_one, "(close, 14)", "(14, close)", 100 },
	{ "another order, named", swap_one, "(close, 14)", "(period=14, close)", 100 },
	{ "a comma behind the last argument", swap_one, ", 14)", ", 14,)", 100 },
	{ "a semicolon behind an expression", swap_one, ")\"", ");\"", 100 },
	{ "True in an expression", swap_one, "\"true\"", "\"True\"", 100 },
	{ "a percent sign", swap_one, "_pct\": 5", "_pct\": \"5%\"", 0 },
	{ "a number in quotes", swap_one, "\"algo\": 1", "\"algo\": \"1\"", 0 },
	{ "a plus sign", swap_one, "\": 1", "\": +1", 100 },
	{ "a bare point", swap_one, "0.", ".", 0 },
};
/* clang-format on */
#define WAYS (sizeof(ways) / sizeof(*ways))

/* ---- judging */

/* The copy has another name for a param or a let, which its uses took over:
 * with the old one everywhere it is the same. */
static int is_renamed(const struct result *r, const struct right *right)
{
	char old[64], new[64];
	struct algo_buf b = ALGO_BUF_INIT((size_t)1 << 22);
	const char *s = algo_buf_str(&r->out);
	size_t k;
	int same;

	if (sscanf(r->mends.v[0].text, "'%63[^']' becomes '%63[^']'", old,
		   new) != 2)
		return 0;
	k = strlen(new);
	while (*s) {
		if (strncmp(s, new, k) == 0 && !isalnum((unsigned char)s[k]) &&
		    s[k] != '_' && !isalnum((unsigned char)s[-1]) &&
		    s[-1] != '_') {
			algo_buf_adds(&b, old);
			s += k;
		} else {
			algo_buf_addc(&b, *s++);
		}
	}
	same = same_form(algo_buf_str(&b), b.len, right->s, right->n);
	algo_buf_release(&b);
	return same;
}

static void tell_wrong(const struct way *w, const struct right *right,
		       const struct result *r, const char *s)
{
	char *was = form(algo_buf_str(&r->out), r->out.len);

	note("%s, %s: %s", w->name, right->name,
	     r->mends.n ? r->mends.v[0].text : "no mend");
	note("from %s", s);
	note("came %s", was);
	free(was);
}

/* A copy that is valid as it is says what it says, and is none of our
 * business. */
static void judge(const struct way *w, const struct right *right, const char *s,
		  size_t n, struct tally *t)
{
	struct result r;

	fix(s, n, 0, &r);
	t->tried++;
	if (r.rc && is_left(&r, s, n)) {
		t->left++;
		if (getenv("FXL"))
			note("left %s: %s / %s", w->name, s, r.errs.v[0].msg);
	} else if (r.rc == 0 && r.mends.n == 0) {
		t->valid++;
	} else if (r.rc == 0 && (same_form(algo_buf_str(&r.out), r.out.len,
					   right->s, right->n) ||
				 is_renamed(&r, right))) {
		t->same++;
	} else {
		t->wrong++;
		tell_wrong(w, right, &r, s);
	}
	drop(&r);
}

static void try_way(const struct way *w, const struct right *right, size_t each,
		    size_t *turn, struct tally *t)
{
	struct algo_buf out = ALGO_BUF_INIT((size_t)1 << 22);

	for (size_t k = 0;; k++) {
		algo_buf_clear(&out);
		if (!w->make(right, k, w, &out))
			break;
		if ((*turn)++ % each != 0 || out.len == 0 ||
		    (out.len == right->n &&
		     memcmp(algo_buf_str(&out), right->s, out.len) == 0))
			continue;
		judge(w, right, algo_buf_str(&out), out.len, t);
	}
	algo_buf_release(&out);
}

/* ---- right documents */

static struct right rights[800];
static size_t nrights;

static void add_right(const char *name, char *s, size_t n)
{
	/* Of the account's settings the form knows nothing. */
	char *canon = s && !strstr(name, "_err_") ? form(s, n) : NULL;

	if (canon && nrights < sizeof(rights) / sizeof(*rights))
		rights[nrights++] = (struct right){ algo_strdup(name), s, n };
	else
		free(s);
	free(canon);
}

static void add_file(const char *path)
{
	size_t n;
	char *s = slurp(path, &n);

	add_right(path, s, n);
}

static void add_examples(void)
{
	DIR *d = opendir("examples/strategies");
	const struct dirent *e;
	char path[512];

	while (d && (e = readdir(d))) {
		snprintf(path, sizeof(path), "examples/strategies/%s",
			 e->d_name);
		if (strstr(path, ".json"))
			add_file(path);
	}
	if (d)
		closedir(d);
}

static void add_replays(const char *shared)
{
	char *names[400], path[1024], at[2048];
	size_t n;

	snprintf(path, sizeof(path), "%s/golden/replay", shared);
	n = cases(path, names, 400);
	for (size_t i = 0; i < n; i++) {
		snprintf(at, sizeof(at), "%s/%s/strategy.json", path, names[i]);
		add_file(at);
		algo_free(names[i]);
	}
}

/* What the phrases mean: {"id", "strategy": {...}} a line. */
static void add_phrases(const char *shared)
{
	char path[1024], *text, *line;
	size_t n;

	snprintf(path, sizeof(path), "%s/golden/phrases/phrases.ndjson",
		 shared);
	text = slurp(path, &n);
	for (line = text; line && *line;) {
		char *end = line + strcspn(line, "\n");
		struct algo_json_doc *doc =
			algo_json_parse(line, (size_t)(end - line), NULL, NULL);
		const struct algo_json *root = doc ? algo_json_root(doc) : NULL;
		const struct algo_json *v = algo_json_get(root, "strategy");
		const char *s = v ? algo_json_text(v, &n) : NULL;

		if (algo_json_type(v) == ALGO_J_OBJ)
			add_right(
				algo_json_str(algo_json_get(root, "id"), NULL),
				strndup(s, n), n);
		algo_json_free(doc);
		line = *end ? end + 1 : end;
	}
	free(text);
}

/* What is right stays byte for byte. */
static void test_right(void)
{
	size_t same = 0;

	for (size_t i = 0; i < nrights; i++) {
		struct result r;

		fix(rights[i].s, rights[i].n, 1, &r);
		if (r.rc == 0 && r.mends.n == 0 && r.out.len == rights[i].n &&
		    memcmp(algo_buf_str(&r.out), rights[i].s, r.out.len) == 0)
			same++;
		else
			note("%s is changed", rights[i].name);
		drop(&r);
	}
	ok(same == nrights && same >= 10, "%zu right documents stay", same);
}

int main(int argc, char **argv)
{
	const char *shared = shared_dir();
	size_t each = argc > 1 ? (size_t)strtoul(argv[1], NULL, 10) : 0;

	add_examples();
	if (shared) {
		add_phrases(shared);
		add_replays(shared);
	}
	test_right();
	for (size_t i = 0; i < WAYS; i++) {
		const struct way *w = &ways[i];
		struct tally t = { 0 };
		size_t turn = 0, more = w->make == cut || w->make == lose ||
					w->make == slip ||
					w->make == put_anywhere;
		size_t step = each ? each : more ? 997 : 13;

		for (size_t k = 0; k < nrights; k++)
			try_way(w, &rights[k], step, &turn, &t);
		/* The few documents that are always here give no rate. */
		ok(t.wrong == 0 && (!shared ||
				    t.same * 100 >= (t.tried - t.valid) *
							    (size_t)w->least),
		   "%s: of %zu copies %zu mended, %zu left, %zu valid, "
		   "%zu another document",
		   w->name, t.tried, t.same, t.left, t.valid, t.wrong);
	}
	for (size_t i = 0; i < nrights; i++)
		free(rights[i].s);
	return done();
}
