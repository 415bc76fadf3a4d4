/* cut.c - the document among chatter, code fences and other documents */
#include "read.h"

#include <algo/base/mem.h>
#include <algo/base/re.h>
#include <string.h>

/* Of more than these the last are looked at. */
#define FOUND_MAX 16

struct found {
	size_t from, to; /* the text it was read from */
	size_t end;
	int ok;	    /* it can be made JSON */
	int nested; /* its last member holds objects with members behind */
};
struct search {
	const char *s;
	size_t n;
	struct algo_re *opens, *fence, *keys;
	struct found v[FOUND_MAX];
	size_t count;
	size_t next_fence;
};

static void add(struct search *x, const struct found *f)
{
	if (x->count == FOUND_MAX) {
		memmove(x->v, x->v + 1, (FOUND_MAX - 1) * sizeof(*x->v));
		x->count--;
	}
	x->v[x->count++] = *f;
}

/* The fence behind from, or the end; from only grows. */
static size_t fence_at(struct search *x, size_t from)
{
	struct algo_re_match m;

	if (x->next_fence < from || from == 0)
		x->next_fence = algo_re_find(x->fence, x->s, x->n, from, &m)
					? m.group[0].start
					: x->n;
	return x->next_fence;
}

/* Everything that begins as an object does.  What was read once is not read
 * again, so that the time stays linear. */
static void search(struct search *x)
{
	struct algo_re_match m;
	size_t at = 0;

	while (at < x->n && algo_re_find(x->opens, x->s, x->n, at, &m)) {
		struct algo_mends mends = { 0 };
		struct draft d;
		struct found f = { m.group[0].start, 0, 0, 0, 0 };

		f.to = fence_at(x, f.from);
		algo_draft_init(&d, x->s, x->n, &mends);
		/* Nobody asks for lines. */
		d.at = d.line_at = f.from;
		f.ok = algo_tolerant(&d, NULL, f.from, f.to, &f.end) == 0;
		algo_draft_release(&d);
		algo_mends_release(&mends);
		f.nested = d.nested;
		add(x, &f);
		at = f.end > f.from ? f.end : f.from + 1;
	}
}

/* Whether the one found can be made a document that checks. */
static int is_right(const struct search *x, const struct found *f,
		    const struct algo_repair_opt *opt)
{
	struct algo_buf out = ALGO_BUF_INIT(4 * ALGO_DOC_MAX);
	struct algo_mends mends = { 0 };
	struct algo_errs errs = { 0 };
	size_t end = f->end < f->to ? f->end : f->to;
	int rc = algo_fix_lone(x->s + f->from, end - f->from, opt, &out, &mends,
			       &errs);

	algo_buf_release(&out);
	algo_mends_release(&mends);
	algo_errs_release(&errs);
	return rc == 0;
}

/* A key that only a strategy has. */
static int looks_right(const struct search *x, const struct found *f)
{
	struct algo_re_match m;

	return algo_re_find(x->keys, x->s, f->end, f->from, &m);
}

/* The last that is right; else the last that looks so; else the last. */
static const struct found *choose(const struct search *x,
				  const struct algo_repair_opt *opt)
{
	size_t i = x->count;

	if (x->count == 1)
		return &x->v[0];
	while (i-- > 0)
		if (x->v[i].ok && is_right(x, &x->v[i], opt))
			return &x->v[i];
	for (i = x->count; i-- > 0;)
		if (looks_right(x, &x->v[i]))
			return &x->v[i];
	return &x->v[x->count - 1];
}

static size_t next_token(const struct draft *d, size_t at)
{
	if (at == 0 && d->n >= 3 && memcmp(d->s, "\xef\xbb\xbf", 3) == 0)
		at = 3;
	while (at < d->n && d->s[at] && strchr(" \t\r\n", d->s[at]))
		at++;
	return at;
}

static size_t token_length(const struct draft *d, size_t at)
{
	size_t n = 1;

	while (at + n < d->n && d->s[at] > ' ' && d->s[at + n] > ' ')
		n++;
	return n;
}

static size_t begin(struct draft *d, struct algo_errs *errs, const char *code,
		    size_t at, int unsafe)
{
	struct answer a = { ALGO_E_SYNTAX, code, NULL, at, unsafe, SIZE_MAX };

	algo_draft_tell(d, errs, code, at, token_length(d, at));
	if (!errs->dropped)
		a.err = errs->n - 1;
	return algo_draft_mend(d, &a, "%s", algo_told_mend(code));
}

/* Only brackets and commas too many. */
static int is_litter(const struct draft *d, size_t at)
{
	while (at < d->n && d->s[at] && strchr("}],; \t\r\n", d->s[at]))
		at++;
	return at == d->n;
}

/* All others are versions of a strategy, no pieces of this one. */
static int has_rivals_only(const struct search *x, const struct found *f)
{
	for (size_t i = 0; i < x->count; i++)
		if (x->v[i].from != f->from && !looks_right(x, &x->v[i]))
			return 0;
	return 1;
}

/* What stands before or behind could be a piece of the document. */
static int is_piece(const struct search *x, const struct draft *d,
		    const struct found *f)
{
	size_t before = f->from, behind = next_token(d, f->end);
	char c = behind < d->n ? d->s[behind] : 'a';

	while (before > 0 && strchr(" \t\r\n", d->s[before - 1]))
		before--;
	if (before > 1 && d->s[before - 1] == ':' &&
	    strchr("\"'", d->s[before - 2]))
		return 1;
	if (before > 0 && strchr(",[{", d->s[before - 1]))
		return 1;
	/* It lies within something larger that could not be read. */
	for (size_t i = 0; i < x->count && x->v[i].from < f->from; i++)
		if (!x->v[i].ok && x->v[i].to > f->from)
			return 1;
	if (strchr(",:]}\"'", c) && !is_litter(d, behind))
		return 1;
	/* Which of the closing brackets is the one too many? */
	if (c == '}' && f->nested)
		return 1;
	return (c == '{' || (before > 0 && d->s[before - 1] == '}')) &&
	       !has_rivals_only(x, f);
}

/* What stands round the document goes, told once. */
static void cut_round(const struct search *x, struct draft *d,
		      struct algo_errs *errs, const struct found *f)
{
	size_t first = next_token(d, 0), behind = next_token(d, f->end), group;
	int before = first < f->from;

	if (!before && behind >= d->n)
		return;
	group = begin(d, errs,
		      before		     ? "text_before"
		      : is_litter(d, behind) ? "extra_bracket"
					     : "trailing_text",
		      before ? first : behind, is_piece(x, d, f));
	if (before)
		algo_draft_put(d, group, 0, f->from, "");
	if (behind < d->n)
		algo_draft_put(d, group, f->end, d->n - f->end, "\n");
}

/* Something that could be JSON comes before anything else. */
static int alone(const struct search *x, const struct draft *d, struct found *f)
{
	*f = (struct found){ next_token(d, 0), x->n, 0, 0, 0 };
	if (x->count != 1 || x->v[0].from != f->from)
		return 0;
	*f = x->v[0];
	return 1;
}

int algo_cut(struct draft *d, struct algo_errs *errs,
	     const struct algo_repair_opt *opt, size_t *from, size_t *to)
{
#define BLANK "[\\s\\x{a0}\\x{2002}-\\x{200b}\\x{202f}\\x{3000}\\x{feff}]*+"
	static const char opens[] =
		"\\{(?=" BLANK "(?:(?:(?://|#)[^\\n]*\\n|/\\*.*?\\*/)" BLANK
		")*+[,;]*(?:[\"'`\\x{201c}-\\x{201f}\\x{2018}\\x{2019}\\x{ab}"
		"\\x{bb}]|[A-Za-z_][\\w-]*\\s*[:=]|\\}))";
	struct search x = { .s = d->s, .n = d->n };
	struct found f;

	x.opens = algo_re_new(opens, ALGO_RE_DOTALL, NULL);
	x.keys = algo_re_new("\\b(?:entry|rules)\\b\\W{0,4}[:={\\[]", 0, NULL);
	x.fence = algo_re_new("^[ \\t]*(?:```|~~~)", ALGO_RE_MULTILINE, NULL);
	if (x.opens && x.fence && x.keys)
		search(&x);
	if (x.count == 0) {
		f = (struct found){ d->n, d->n, d->n, 0, 0 };
	} else if (!alone(&x, d, &f)) {
		f = *choose(&x, opt);
	}
	/* What was lost on the way is not known to end anywhere. */
	if (!f.ok)
		f.end = f.to;
	if (x.count > 0)
		cut_round(&x, d, errs, &f);
	algo_re_free(x.opens);
	algo_re_free(x.fence);
	algo_re_free(x.keys);
	if (x.count == 0)
		return -1;
	*from = f.from;
	*to = f.to;
	return 0;
}
