/* fetch_csv.c - any CSV of bars to canonical rows, streaming or loaded */
#include "fetch.h"
#include "row.h"

#include <math.h>
#include <string.h>

/* The reader and the columns that are taken from it. */
struct source {
	struct algo_csv *csv;
	const struct csv_ask *ask;
	const char *name;
	int slot[5]; /* open high low close volume; -1: no such column */
	int has_symbol;
	size_t null_rows;
	size_t partial_rows;
};

/* A row that waits until the form of times is known. */
struct held {
	struct algo_bar bar;
	uint32_t symbol;
	char *text;
	size_t len;
};

struct stream {
	struct source src;
	struct algo_out *out;
	struct row_style style;
	int decided;
	int skip; /* the next row is out already */
	struct held *held;
	size_t n, cap;
	struct algo_buf field;
};

static int source_open(struct source *s, struct algo_in *in,
		       const struct csv_ask *ask, struct algo_err *err)
{
	struct algo_csv_opt opt = { .keep_lines = ask->keep, .last = 1 };
	int close;

	memset(s, 0, sizeof(*s));
	s->ask = ask;
	s->name = in->name;
	s->csv = algo_csv_open(in, &opt, err);
	if (!s->csv)
		return -1;
	if (algo_csv_role(s->csv, ALGO_ROLE_TIME) < 0)
		return algo_csv_missing(s->csv, "time", err);
	close = algo_csv_role(s->csv, ALGO_ROLE_CLOSE);
	if (close < 0)
		return algo_csv_missing(s->csv, "close", err);
	algo_csv_want_time(s->csv);
	s->has_symbol = algo_csv_role(s->csv, ALGO_ROLE_SYMBOL) >= 0;
	if (s->has_symbol)
		algo_csv_want_symbol(s->csv);
	for (int i = 0; i < 5; i++) {
		int col = algo_csv_role(
			s->csv, (enum algo_role)((int)ALGO_ROLE_OPEN + i));

		s->slot[i] = col < 0 ? -1
				     : (int)algo_csv_want(s->csv, (size_t)col,
							  ALGO_WANT_MAYBE);
	}
	return 0;
}

static void source_close(struct source *s)
{
	algo_fetch_note(s->ask->notes, s->name, s->null_rows, s->partial_rows);
	if (s->csv)
		algo_csv_free(s->csv);
}

static double value(const struct source *s, const struct algo_rows *rows,
		    int which, size_t i)
{
	return s->slot[which] < 0 ? NAN : rows->col[s->slot[which]][i];
}

/* 0: the row holds no price. */
static int take_bar(struct source *s, const struct algo_rows *rows, size_t i,
		    struct algo_bar *bar)
{
	double *v[] = { &bar->open, &bar->high, &bar->low, &bar->close };
	int holes = 0;
	int there = 0;

	bar->time = rows->time[i];
	bar->volume = value(s, rows, 4, i);
	for (int k = 0; k < 4; k++) {
		*v[k] = value(s, rows, k, i);
		if (s->slot[k] < 0)
			continue;
		there += !isnan(*v[k]);
		holes += isnan(*v[k]);
	}
	s->null_rows += !there;
	s->partial_rows += there && holes;
	return there;
}

static int is_wanted(struct source *s, const struct algo_bar *bar,
		     uint32_t symbol)
{
	const struct csv_ask *ask = s->ask;

	if (ask->start != ALGO_WHEN_NONE && bar->time < ask->start)
		return 0;
	if (ask->end != ALGO_WHEN_NONE && bar->time >= ask->end)
		return 0;
	if (!s->has_symbol || !ask->symbol)
		return 1;
	return !strcmp(algo_csv_symbol(s->csv, symbol), ask->symbol);
}

/* Bars of days, though written with a time of day: the first two different
 * times (or the only one) are midnight.  1: known now. */
static int decide(enum algo_stamp kind, int64_t time, int has_first,
		  int64_t first, enum stamp_form *form)
{
	*form = STAMP_FULL;
	if (kind == ALGO_STAMP_DATE)
		*form = STAMP_DAY;
	else if (kind == ALGO_STAMP_INDEX)
		*form = STAMP_BAR;
	else if (time % ALGO_DAY_US == 0) {
		*form = STAMP_DAY;
		return has_first && time != first;
	}
	return 1;
}

static int is_other(const struct algo_csv *c, size_t column)
{
	for (int r = 0; r < (int)ALGO_ROLE_COUNT; r++)
		if (algo_csv_role(c, (enum algo_role)r) == (int)column)
			return 0;
	return 1;
}

/* The next field of a line, unquoted, into *field; returns what follows its
 * delimiter, or NULL at the end of the line. */
static const char *next_field(const char *p, const char *end, char delim,
			      struct algo_buf *field)
{
	int quoted = 0;

	algo_buf_clear(field);
	for (; p < end; p++) {
		if (*p == '"') {
			if (quoted && p + 1 < end && p[1] == '"')
				algo_buf_addc(field, *p++);
			else
				quoted = !quoted;
		} else if (*p == delim && !quoted) {
			return p + 1;
		} else {
			algo_buf_addc(field, *p);
		}
	}
	return NULL;
}

static void put_other(struct stream *st, const char *name)
{
	const char *p = algo_buf_str(&st->field);
	size_t n = st->field.len;
	double v;

	if (!st->style.ndjson) {
		algo_out_addc(st->out, ',');
		algo_row_text(st->out, p, n);
		return;
	}
	algo_out_addc(st->out, ',');
	if (n > 0 && algo_num_parse(p, n, &v)) {
		algo_row_member(st->out, name, p, n);
		return;
	}
	algo_row_key(st->out, name);
	if (n > 0)
		algo_out_addnum(st->out, v);
	else
		algo_out_adds(st->out, "null");
}

static void put_others(struct stream *st, const char *text, size_t len)
{
	const struct algo_csv *c = st->src.csv;
	const char *p = text;

	for (size_t i = 0; i < algo_csv_columns(c); i++) {
		if (p)
			p = next_field(p, text + len, algo_csv_delim(c),
				       &st->field);
		else
			algo_buf_clear(&st->field);
		if (is_other(c, i))
			put_other(st, algo_csv_name(c, i));
	}
}

static const char *symbol_text(const struct source *s, uint32_t symbol)
{
	if (!s->has_symbol)
		return s->ask->symbol;
	return s->ask->symbol ? NULL : algo_csv_symbol(s->csv, symbol);
}

static void put_row(struct stream *st, const struct algo_bar *bar,
		    uint32_t symbol, const char *text, size_t len)
{
	enum stamp_form form = st->style.form;

	if (!is_wanted(&st->src, bar, symbol))
		return;
	if (form == STAMP_DAY && bar->time % ALGO_DAY_US)
		st->style.form = STAMP_FULL;
	algo_row_put(&st->style, st->out, symbol_text(&st->src, symbol), bar);
	if (st->src.ask->keep)
		put_others(st, text, len);
	algo_row_end(&st->style, st->out);
	st->style.form = form;
}

static void put_head(struct stream *st)
{
	const struct source *s = &st->src;

	if (s->ask->ndjson)
		return;
	algo_row_head(st->out,
		      s->has_symbol ? !s->ask->symbol : s->ask->symbol != NULL);
	for (size_t i = 0; s->ask->keep && i < algo_csv_columns(s->csv); i++) {
		const char *name = algo_csv_name(s->csv, i);

		if (!is_other(s->csv, i))
			continue;
		algo_out_addc(st->out, ',');
		algo_row_text(st->out, name, strlen(name));
	}
	algo_out_addc(st->out, '\n');
}

static void hold(struct stream *st, const struct algo_bar *bar, uint32_t symbol,
		 const char *text, size_t len)
{
	void *v = st->held;

	algo_grow(&v, &st->cap, st->n + 1, sizeof(*st->held));
	st->held = v;
	st->held[st->n].bar = *bar;
	st->held[st->n].symbol = symbol;
	st->held[st->n].text = text ? algo_strndup(text, len) : NULL;
	st->held[st->n++].len = len;
}

static void put_held(struct stream *st)
{
	for (size_t i = 0; i < st->n; i++) {
		struct held *h = &st->held[i];

		put_row(st, &h->bar, h->symbol, h->text, h->len);
		algo_free(h->text);
	}
	st->n = 0;
}

static void stream_row(struct stream *st, const struct algo_rows *rows,
		       size_t i)
{
	struct algo_bar bar;
	uint32_t symbol = rows->symbol ? rows->symbol[i] : 0;
	const char *text = NULL;
	size_t len = 0;

	if (st->skip) {
		st->skip = 0;
		return;
	}
	if (!take_bar(&st->src, rows, i, &bar))
		return;
	if (st->src.ask->keep) {
		text = rows->text + rows->from[i];
		len = rows->to[i] - rows->from[i];
	}
	if (!st->decided) {
		st->decided =
			st->n >= ALGO_SYMBOLS ||
			decide(algo_csv_stamp(st->src.csv), bar.time, st->n > 0,
			       st->n ? st->held[0].bar.time : 0,
			       &st->style.form);
		if (!st->decided) {
			hold(st, &bar, symbol, text, len);
			return;
		}
		put_held(st);
	}
	put_row(st, &bar, symbol, text, len);
}

static int stream_rows(struct stream *st, struct algo_err *err)
{
	struct algo_rows rows;
	int got;

	while ((got = algo_csv_next(st->src.csv, &rows, err)) > 0) {
		for (size_t i = 0; i < rows.n; i++)
			stream_row(st, &rows, i);
		if (algo_out_failed(st->out))
			break;
	}
	put_held(st);
	return got < 0 ? -1 : 0;
}

/* 1: all rows were copied. */
static int copy_rows(struct stream *st, struct algo_err *err)
{
	const struct csv_ask *ask = st->src.ask;
	int days = 0;
	int rc;

	if (ask->start != ALGO_WHEN_NONE || ask->end != ALGO_WHEN_NONE ||
	    ask->symbol || ask->keep || ask->ndjson)
		return 0;
	rc = algo_fetch_fast(st->src.csv, st->out, &days, &st->skip, err);
	if (st->skip) {
		st->decided = 1;
		st->style.form = days ? STAMP_DAY : STAMP_FULL;
	}
	return rc;
}

int algo_fetch_csv_stream(struct algo_in *in, const struct csv_ask *ask,
			  struct algo_out *out, struct algo_err *err)
{
	struct stream st = { .out = out,
			     .style = { .ndjson = ask->ndjson },
			     .field = ALGO_BUF_INIT(ALGO_CSV_LINE) };
	int rc = source_open(&st.src, in, ask, err);

	if (!rc) {
		put_head(&st);
		rc = copy_rows(&st, err);
		rc = rc ? rc : stream_rows(&st, err);
	}
	source_close(&st.src);
	algo_free(st.held);
	algo_buf_release(&st.field);
	return rc < 0 ? -1 : 0;
}

static struct algo_frame *frame_of(struct source *s, struct frames *frames,
				   size_t base, uint32_t symbol,
				   const char *name)
{
	while (frames->n <= base + symbol) {
		size_t id = frames->n - base;
		struct algo_frame *f = algo_frames_add(frames);
		const char *text =
			s->has_symbol ? algo_csv_symbol(s->csv, (uint32_t)id)
				      : name;
		size_t n = strlen(text);

		n = n < sizeof(f->symbol) ? n : sizeof(f->symbol) - 1;
		memcpy(f->symbol, text, n);
	}
	return &frames->v[base + symbol];
}

/* Bars of days when all of the first two different times are midnight. */
static void set_form(struct frames *frames, size_t base, enum algo_stamp kind)
{
	for (size_t k = base; k < frames->n; k++) {
		struct algo_frame *f = &frames->v[k];
		enum stamp_form form = STAMP_FULL;

		for (size_t i = 0; i < f->n && i < 2; i++)
			if (decide(kind, f->v[i].time, i > 0, f->v[0].time,
				   &form))
				break;
		f->daily = form == STAMP_DAY;
		f->index = form == STAMP_BAR;
	}
}

static int load_rows(struct source *s, const char *name, struct frames *frames,
		     struct algo_err *err)
{
	struct algo_rows rows;
	size_t base = frames->n;
	struct algo_bar bar;
	int got;

	while ((got = algo_csv_next(s->csv, &rows, err)) > 0)
		for (size_t i = 0; i < rows.n; i++) {
			uint32_t id = rows.symbol ? rows.symbol[i] : 0;
			struct algo_frame *f =
				frame_of(s, frames, base, id, name);

			if (take_bar(s, &rows, i, &bar))
				algo_frame_add(f, &bar);
		}
	set_form(frames, base, algo_csv_stamp(s->csv));
	return got;
}

/* Takes the frames from base on that are not the symbol asked for out. */
static void keep_symbol(struct frames *frames, size_t base, const char *symbol)
{
	size_t n = base;

	for (size_t i = base; i < frames->n; i++) {
		if (strcmp(frames->v[i].symbol, symbol)) {
			algo_frame_release(&frames->v[i]);
			continue;
		}
		frames->v[n++] = frames->v[i];
	}
	frames->n = n;
}

int algo_fetch_csv_load(struct algo_in *in, const char *name,
			const struct csv_ask *ask, struct frames *frames,
			struct algo_err *err)
{
	struct source s;
	size_t base = frames->n;
	int rc = source_open(&s, in, ask, err);

	frames->has_symbol |= s.has_symbol;
	if (!rc)
		rc = load_rows(&s, name, frames, err);
	if (!rc && s.has_symbol && ask->symbol)
		keep_symbol(frames, base, ask->symbol);
	for (size_t i = base; !rc && i < frames->n; i++)
		algo_frame_trim(&frames->v[i], ask->start, ask->end);
	source_close(&s);
	return rc;
}
