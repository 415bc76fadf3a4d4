/* lexicon.c - phrases to words: one hash table of vocab.c and the registry */
#include "grammar.h"

#include <stdint.h>
#include <string.h>

#define SLOTS 16384 /* a power of two, twice what may be in it */
#define PHRASE_MAX 96

struct slot {
	uint32_t hash;
	uint16_t words; /* of the phrase */
	uint16_t spare;
	const char *phrase;
	struct entry entry;
};
/* The table holds numbers from 1: it is small, and what is in it lies close
 * together, so that a short sentence touches little memory. */
struct lexicon {
	uint16_t at[SLOTS];
	struct slot *slot;
	size_t used, cap;
	struct algo_arena *arena;
	/* Pairs of letters that the text has: a phrase that begins with
	 * another one is not looked for, and is left out.  1 wanted, 2 in. */
	unsigned char pair[26 * 26];
	int whole, filled;
};

static uint32_t hash_of(const char *s)
{
	uint32_t h = 2166136261u;

	for (; *s; s++)
		h = (h ^ (unsigned char)*s) * 16777619u;
	return h ? h : 1;
}

static int is_article(const char *s, size_t n)
{
	return (n == 1 && *s == 'a') || (n == 2 && memcmp(s, "an", 2) == 0) ||
	       (n == 3 && memcmp(s, "the", 3) == 0);
}

static int is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

/* One phrase as the words of a text come: hyphens between letters are blanks,
 * a slash or colon stands alone, articles inside are left out. */
static size_t normal(const char *s, size_t n, char out[PHRASE_MAX])
{
	size_t k = 0, words = 0, i = 0;

	while (i < n && k + 4 < PHRASE_MAX) {
		size_t from = i;

		if (s[i] == ' ' ||
		    (s[i] == '-' && i > 0 && i + 1 < n && is_letter(s[i - 1]) &&
		     is_letter(s[i + 1]))) {
			i++;
			continue;
		}
		while (i < n && s[i] != ' ' && s[i] != '/' && s[i] != ':' &&
		       !(s[i] == '-' && i > from && i + 1 < n &&
			 is_letter(s[i + 1])) &&
		       i - from < 40)
			i++;
		i += i == from;
		if (words && is_article(s + from, i - from))
			continue;
		if (k + (i - from) + 2 >= PHRASE_MAX)
			break;
		if (words++)
			out[k++] = ' ';
		memcpy(out + k, s + from, i - from);
		k += i - from;
	}
	out[k] = '\0';
	return words;
}

/* Where the phrase is, or the free place where it belongs. */
static size_t place(const struct lexicon *l, const char *phrase, uint32_t h)
{
	size_t i = h & (SLOTS - 1);

	for (; l->at[i]; i = (i + 1) & (SLOTS - 1)) {
		const struct slot *s = &l->slot[l->at[i] - 1];

		if (s->hash == h && strcmp(s->phrase, phrase) == 0)
			break;
	}
	return i;
}

static const struct slot *find(const struct lexicon *l, const char *phrase)
{
	size_t i = place(l, phrase, hash_of(phrase));

	return l->at[i] ? &l->slot[l->at[i] - 1] : NULL;
}

static int is_low(char c)
{
	return c >= 'a' && c <= 'z';
}

static size_t pair_of(char a, char b)
{
	return (size_t)(a - 'a') * 26 + (size_t)(b - 'a');
}

/* Can a text with these pairs have the phrase? */
static int wanted(const struct lexicon *l, const char *s, size_t n)
{
	if (l->whole || n < 2 || !is_low(s[0]) || !is_low(s[1]))
		return !l->filled;
	return l->pair[pair_of(s[0], s[1])] == 1;
}

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static void note_pairs(struct lexicon *l, const char *text, size_t n)
{
	for (size_t i = 0; i + 1 < n; i++) {
		char a = lower(text[i]), b = lower(text[i + 1]);

		if (is_low(a) && is_low(b))
			l->pair[pair_of(a, b)] |= l->pair[pair_of(a, b)] < 2;
		/* signs of other alphabets become words */
		l->whole |= (unsigned char)a >= 0x80;
	}
}

static void insert(struct lexicon *l, const char *s, size_t n,
		   const struct entry *e)
{
	char phrase[PHRASE_MAX];
	size_t words = normal(s, n, phrase), i;
	uint32_t h = hash_of(phrase);
	void *v = l->slot;
	struct slot *slot;

	if (!words || l->used > SLOTS / 2)
		return;
	i = place(l, phrase, h);
	if (l->at[i])
		return;
	algo_grow(&v, &l->cap, l->used + 1, sizeof(*slot));
	l->slot = v;
	slot = &l->slot[l->used++];
	slot->hash = h;
	slot->words = (uint16_t)words;
	slot->phrase = algo_arena_str(l->arena, phrase, strlen(phrase));
	slot->entry = *e;
	l->at[i] = (uint16_t)l->used;
}

static void insert_row(struct lexicon *l, const char *const row[2])
{
	struct entry e = { .word = row[0] };
	const char *s = row[1];

	e.noise = strncmp(row[0], "noise", 5) == 0;
	if (*row[0] == '#') {
		e.ind = algo_ind_find(row[0] + 1, strlen(row[0] + 1));
		e.word = e.ind ? "" : "no_indicator";
	}
	while (*s) {
		size_t n = strcspn(s, "|");

		if (wanted(l, s, n))
			insert(l, s, n, &e);
		s += n + (s[n] == '|');
	}
}

/* Names of rows which are everyday words with another meaning. */
static int everyday(const char *name)
{
	static const char *const words[] = {
		"max", "min",  "sum",  "ad",  "ma",
		"var", "beta", "high", "low", NULL
	};

	for (size_t i = 0; words[i]; i++)
		if (strcmp(words[i], name) == 0)
			return 1;
	return 0;
}

static void insert_name(struct lexicon *l, const char *s, size_t n,
			const struct algo_ind *ind)
{
	struct entry e = { .word = "", .ind = ind };
	char low[PHRASE_MAX];
	size_t k = 0;

	low[0] = n ? lower(s[0]) : '\0';
	low[1] = n > 1 ? lower(s[1]) : '\0';
	if (!wanted(l, low, n))
		return;
	for (size_t i = 0; i < n && k + 1 < sizeof(low); i++) {
		char c = lower(s[i]);

		if (c == '_' || c == ',' || c == '(' || c == ')')
			c = ' ';
		low[k++] = c;
	}
	low[k] = '\0';
	insert(l, low, k, &e);
	if (k > 8 && strcmp(low + k - 8, " pattern") == 0)
		insert(l, low, k - 8, &e);
}

static void insert_ind(struct lexicon *l, const struct algo_ind *ind)
{
	const char *s = ind->aliases ? ind->aliases : "";
	struct entry e = { .word = "", .ind = ind };

	if (!everyday(ind->name)) {
		if (wanted(l, ind->name, 2))
			insert(l, ind->name, strlen(ind->name), &e);
		insert_name(l, ind->name, strlen(ind->name), ind);
	}
	insert_name(l, ind->title, strlen(ind->title), ind);
	while (*s) {
		size_t n = strcspn(s, " ");

		if (n) {
			if (wanted(l, s, n))
				insert(l, s, n, &e);
			insert_name(l, s, n, ind);
		}
		s += n + (s[n] == ' ');
	}
}

static void fill(struct lexicon *l)
{
	for (size_t i = 0; algo_w_vocab[i][0]; i++)
		insert_row(l, algo_w_vocab[i]);
	for (size_t i = 0, n = algo_ind_count(); i < n; i++)
		insert_ind(l, algo_ind_at(i));
	for (size_t i = 0; i < sizeof(l->pair); i++)
		if (l->pair[i])
			l->pair[i] = 2;
	l->filled = 1;
}

struct lexicon *algo_w_lexicon_new(struct algo_arena *a, const char *text,
				   size_t n)
{
	/* "5d", "2h", "i.e.", "||": words that the lexer makes */
	static const char made[] = "bar minute hour week month ie di or pow";
	struct lexicon *l = algo_zalloc(1, sizeof(*l));

	l->arena = a;
	note_pairs(l, text, n);
	note_pairs(l, made, sizeof(made) - 1);
	fill(l);
	return l;
}

void algo_w_lexicon_free(struct lexicon *l)
{
	if (l)
		algo_free(l->slot);
	algo_free(l);
}

/* Words are joined but for articles inside. */
const struct entry *algo_w_lookup(const struct lexicon *l,
				  const char *const *words, size_t n,
				  size_t *taken)
{
	char phrase[PHRASE_MAX * 2];
	const struct entry *best = NULL;
	size_t k = 0;

	for (size_t i = 0; i < n; i++) {
		const struct slot *s;
		size_t len = strlen(words[i]), plain;

		if (i && is_article(words[i], len))
			continue;
		if (k + len + 2 >= PHRASE_MAX)
			break;
		if (k)
			phrase[k++] = ' ';
		memcpy(phrase + k, words[i], len + 1);
		k += len;
		s = find(l, phrase);
		plain = len > 2 && strcmp(words[i] + len - 2, "'s") == 0 ? 2
			: len > 2 && words[i][len - 1] == '\''		 ? 1
									 : 0;
		if (!s && plain) {
			char keep = phrase[k - plain];

			phrase[k - plain] = '\0';
			s = find(l, phrase);
			phrase[k - plain] = keep;
		}
		if (s) {
			best = &s->entry;
			*taken = i + 1;
		}
	}
	return best;
}

/* --- Typing errors ------------------------------------------------------- */

/* One letter missing, too many, wrong, or two swapped. */
static int one_edit(const char *a, size_t na, const char *b, size_t nb)
{
	size_t i = 0, j = 0;

	if (na > nb + 1 || nb > na + 1)
		return 0;
	while (i < na && i < nb && a[i] == b[i])
		i++;
	while (j < na - i && j < nb - i && a[na - 1 - j] == b[nb - 1 - j])
		j++;
	if (na - i - j <= 1 && nb - i - j <= 1)
		return 1;
	return na == nb && na - i - j == 2 && a[i] == b[i + 1] &&
	       a[i + 1] == b[i];
}

struct mending {
	const char *word;
	size_t len;
	struct algo_buf *best;
	int rival;
};

static void consider(struct mending *m, const char *s, size_t n)
{
	struct algo_buf *best = m->best;

	if (n + 1 < m->len || n > m->len + 1 || n < 4 || !is_letter(*s) ||
	    !one_edit(m->word, m->len, s, n))
		return;
	if (best->len && best->len == n && memcmp(best->data, s, n) == 0)
		return;
	/* The first letter is seldom wrong. */
	if (best->len && (best->data[0] == *m->word) != (*s == *m->word)) {
		if (best->data[0] == *m->word)
			return;
		algo_buf_clear(best);
		m->rival = 0;
	}
	if (best->len) {
		m->rival = 1;
		return;
	}
	algo_buf_add(best, s, n);
}

static int parts_words(char c)
{
	return c == ' ' || c == '|' || c == '/' || c == ':' || c == '-' ||
	       c == '_' || c == ',' || c == '(' || c == ')';
}

static void consider_all(struct mending *m, const char *s)
{
	size_t n;

	for (; *s; s += n + (s[n] != '\0')) {
		for (n = 0; s[n] && !parts_words(s[n]); n++)
			;
		consider(m, s, n);
	}
}

static void consider_title(struct mending *m, const char *s)
{
	char low[PHRASE_MAX * 4];
	size_t n;

	for (n = 0; s[n] && n + 1 < sizeof(low); n++)
		low[n] = lower(s[n]);
	low[n] = '\0';
	consider_all(m, low);
}

/* The only known word that is one edit away; added to out, which is empty
 * when there is none. */
void algo_w_mend(struct lexicon *l, const char *word, struct algo_buf *out)
{
	struct mending m = { .word = word, .len = strlen(word), .best = out };

	algo_buf_clear(out);
	for (size_t i = 0; algo_w_vocab[i][0]; i++)
		consider_all(&m, algo_w_vocab[i][1]);
	for (size_t i = 0, n = algo_ind_count(); i < n; i++) {
		const struct algo_ind *ind = algo_ind_at(i);

		if (!everyday(ind->name))
			consider_title(&m, ind->name);
		consider_title(&m, ind->title);
		consider_title(&m, ind->aliases ? ind->aliases : "");
	}
	/* "croses" is "crosses" and not two words. */
	if (m.rival)
		algo_buf_clear(out);
	if (!out->len)
		return;
	note_pairs(l, out->data, out->len);
	fill(l);
}
