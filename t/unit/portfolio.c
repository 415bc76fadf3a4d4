/* portfolio.c - several symbols in one account: against one symbol alone, in
 * any cut, with nobody asleep, money that adds up, no look at what comes
 * later; and hand-made cases */
#include "field.h"

#define ROUNDS 60

static struct field field;

static struct algo_strategy *random_strategy(int account, int with_never)
{
	struct algo_buf b = ALGO_BUF_INIT(1 << 16);
	struct algo_strategy *s;

	random_doc(&b, account, with_never);
	s = parse(algo_buf_str(&b));
	algo_buf_release(&b);
	return s;
}

static void costly(struct algo_account *a)
{
	if (often(20))
		set(a, "borrow", "0.5");
	if (often(20))
		set(a, "funding", "0.3");
	if (often(20))
		set(a, "maintenance", "0.2");
	if (often(20))
		set(a, "slippage", "0.001");
}

/* --- Against one symbol --------------------------------------------------- */

/* A portfolio of one is a replay of one, to the bit. */
static int same_as_alone(void)
{
	struct algo_account a;
	struct algo_strategy *s = random_strategy(1, 0);
	struct told one, many;
	struct fielding p = { .field = &field, .account = &a, .strategy = s };
	struct play q = { .bars = &field.bars[0],
			  .account = &a,
			  .strategy = s };
	int good;

	random_account(&a, 0);
	costly(&a);
	random_field(&field, 1, 150 + dice(200), 0);
	p.n = q.n = field.times;
	play(&q, 64, &one);
	play_field(&p, &many);
	good = same_told(&one, &many);
	told_free(&one);
	told_free(&many);
	algo_account_release(&a);
	algo_strategy_free(s);
	return good;
}

/* --only of several: as if there were no others. */
static int only_is_alone(void)
{
	size_t k = dice(SEATS);
	struct algo_account a;
	struct algo_strategy *s = random_strategy(1, 0);
	struct told one, many;
	struct fielding p = { .field = &field, .account = &a, .strategy = s };
	struct play q = { .bars = &field.bars[k],
			  .account = &a,
			  .strategy = s };
	int good;

	random_account(&a, 0);
	random_field(&field, SEATS, 100 + dice(200), 1);
	p.n = field.times;
	q.n = field.bars[k].n;
	p.only = field.names[k];
	play(&q, 64, &one);
	play_field(&p, &many);
	good = same_told(&one, &many);
	told_free(&one);
	told_free(&many);
	algo_account_release(&a);
	algo_strategy_free(s);
	return good;
}

/* --- Money ---------------------------------------------------------------- */

/* The last close of a symbol at a time, NaN before its first bar. */
static double close_at(const struct field *f, size_t s, int64_t time)
{
	const struct bars *b = &f->bars[s];
	double close = NAN;
	size_t i;

	for (i = 0; i < b->n && b->time[i] <= time; i++)
		close = b->close[i];
	return close;
}

/* The row of a time from the closed trades, when all are closed at last. */
static int row_holds(const struct told *t, const struct algo_equity_row *e,
		     const struct algo_account *a)
{
	double cash = a->cash, profit = 0, net = 0, gross = 0;
	size_t k;

	for (k = 0; k < t->ntrades; k++) {
		const struct algo_trade_row *r = &t->trade[k];
		double close = close_at(&field, r->seat, e->time);

		if (r->entry_time > e->time)
			continue;
		if (r->exit_time <= e->time &&
		    (r->exit_reason != ALGO_R_FINALIZE ||
		     e == &t->equity[t->nequity - 1])) {
			cash += r->pnl;
			continue;
		}
		cash -= fabs(r->size) * r->entry_price * a->fee.rate;
		profit += r->size * (close - r->entry_price);
		net += r->size * close;
		gross += fabs(r->size * close);
	}
	return near(e->cash, cash, 1e-9) &&
	       near(e->equity, cash + profit, 1e-9) &&
	       near(e->long_value - e->short_value, net, 1e-9) &&
	       near(e->long_value + e->short_value, gross, 1e-9);
}

static int money_holds(const struct told *t, const struct algo_account *a)
{
	double peak = a->cash;
	size_t i;

	if (t->nequity != field.times)
		return wrong("rows:", t->nequity);
	for (i = 0; i < t->nequity; i++) {
		const struct algo_equity_row *e = &t->equity[i];

		peak = fmax(peak, e->equity);
		if (e->bar != (int64_t)i || e->time != field.time[i] ||
		    e->peak != peak)
			return wrong("time", i);
		if (e->equity == 0)
			return e->cash == 0;
		if (!row_holds(t, e, a))
			return wrong("money at time", i);
	}
	for (i = 0; i < t->norders; i++)
		if (t->order[i].id != i + 1 || !t->order[i].symbol)
			return wrong("order", i);
	return 1;
}

static int adds_up(void)
{
	struct algo_account a;
	struct algo_strategy *s = random_strategy(1, 0);
	struct fielding p = { .field = &field, .account = &a, .strategy = s };
	struct told t;
	int good;

	random_account(&a, 0);
	set(&a, "commission", often(50) ? "0.001" : "0");
	set(&a, "finalize", "close");
	a.trade_on_close = 0;
	random_field(&field, 1 + dice(SEATS), 60 + dice(100), often(70));
	p.n = field.times;
	play_field(&p, &t);
	good = t.rc == 0 && money_holds(&t, &a);
	told_free(&t);
	algo_account_release(&a);
	algo_strategy_free(s);
	return good;
}

/* --- Cuts and sleep --------------------------------------------------------
 */

/* Any cut, and with nobody asleep: the same bits. */
static int any_cut(void)
{
	struct algo_account a;
	struct algo_strategy *s = random_strategy(often(50), 0);
	struct fielding p = { .field = &field, .account = &a, .strategy = s };
	struct told t[3];
	int good;

	random_account(&a, 0);
	random_field(&field, 1 + dice(SEATS), 100 + dice(200), often(70));
	p.n = field.times;
	p.block = 64;
	play_field(&p, &t[0]);
	p.block = 0;
	play_field(&p, &t[1]);
	p.events = 1;
	play_field(&p, &t[2]);
	good = same_told(&t[0], &t[1]) && same_told(&t[0], &t[2]);
	told_free(&t[0]);
	told_free(&t[1]);
	told_free(&t[2]);
	algo_account_release(&a);
	algo_strategy_free(s);
	return good;
}

/* A prefix of the times tells a prefix; without gaps bars are times. */
static int no_look_ahead(void)
{
	struct algo_account a;
	struct algo_strategy *s = random_strategy(1, 0);
	struct fielding p = { .field = &field, .account = &a, .strategy = s };
	struct told full, part;
	int good;

	random_account(&a, 0);
	set(&a, "finalize", "none");
	random_field(&field, 1 + dice(SEATS), 100 + dice(100), 0);
	p.n = field.times;
	play_field(&p, &full);
	p.n = 1 + dice((unsigned)field.times);
	play_field(&p, &part);
	/* The last row says what holding all has become. */
	part.equity[part.nequity - 1].close =
		full.equity[part.nequity - 1].close;
	good = is_prefix(&part, &full, p.n, a.trade_on_close);
	told_free(&full);
	told_free(&part);
	algo_account_release(&a);
	algo_strategy_free(s);
	return good;
}

static struct algo_strategy *unit_buyer(const char *in, const char *out,
					unsigned units)
{
	char doc[400];

	snprintf(doc, sizeof(doc),
		 "{\"algo\":1,\"rules\":[{\"when\":\"%s\",\"do\":\"buy\","
		 "\"units\":%u},{\"when\":\"%s\",\"do\":\"close\"}]}",
		 in, units, out);
	return parse(doc);
}

/* n copies that trade u each are one that trades n u: fees are rates. */
static int copies(void)
{
	const char *in = by_bars[dice(6)], *out = by_bars[6 + dice(6)];
	unsigned n = 2 + dice(SEATS - 1), i;
	struct algo_account a;
	struct told one, many;
	struct fielding p = { .field = &field, .account = &a };
	struct play q = { .bars = &field.bars[0], .account = &a };
	int good = 1;

	algo_account_init(&a, 0);
	set(&a, "commission", "0.001");
	set(&a, "cash", "1e7");
	random_field(&field, n, 200, 0);
	for (i = 1; i < n; i++)
		field.bars[i] = field.bars[0];
	p.strategy = unit_buyer(in, out, 3);
	q.strategy = unit_buyer(in, out, 3 * n);
	p.n = q.n = field.times;
	play(&q, 64, &one);
	play_field(&p, &many);
	for (i = 0; i < field.times; i++)
		good &= near(one.equity[i].equity, many.equity[i].equity, 1e-9);
	good &= many.ntrades == n * one.ntrades;
	told_free(&one);
	told_free(&many);
	algo_strategy_free(p.strategy);
	algo_strategy_free(q.strategy);
	algo_account_release(&a);
	return good;
}

static void many_times(int (*holds)(void), const char *name)
{
	unsigned i, good = 0;

	for (i = 0; i < ROUNDS; i++) {
		chance = 1000 + i;
		good += (unsigned)holds();
	}
	ok(good == ROUNDS, "%s: %u of %u", name, good, ROUNDS);
}

/* --- By hand -------------------------------------------------------------- */

/* Bars of symbol s at the times whose digit is not '.'; open = close = high =
 * low, ten times the digit. */
static void by_hand(struct field *f, size_t s, const char *digits)
{
	struct bars *b = &f->bars[s];
	size_t t;

	f->times = strlen(digits);
	f->n = s + 1;
	snprintf(f->name[s], sizeof(f->name[s]), "S%u", (unsigned)s);
	f->names[s] = f->name[s];
	b->n = 0;
	b->index = 0;
	for (t = 0; t < f->times; t++) {
		double p = 10.0 * (digits[t] - '0');

		f->time[t] = (int64_t)t * 6 * 3600 * ALGO_US;
		if (digits[t] == '.')
			continue;
		f->when[s][b->n] = (uint32_t)t;
		b->time[b->n] = f->time[t];
		b->open[b->n] = b->high[b->n] = b->low[b->n] = p;
		b->close[b->n++] = p;
	}
}

static void play_hand(const char *doc, struct algo_account *a, struct told *t)
{
	struct algo_strategy *s = parse(doc);
	struct fielding p = {
		.field = &field, .account = a, .strategy = s, .n = field.times
	};

	play_field(&p, t);
	algo_strategy_free(s);
}

#define BUY_AT(bar, units)                                            \
	"{\"algo\":1,\"rules\":[{\"when\":\"bar_index == " #bar "\"," \
	"\"do\":\"buy\",\"units\":" #units "}]"

static void stale_price(void)
{
	struct algo_account a;
	struct told t;

	algo_account_init(&a, 0);
	by_hand(&field, 0, "5555555");
	by_hand(&field, 1, "5558...");
	play_hand(BUY_AT(1, 10) "}", &a, &t);
	ok(t.nequity == 7 && t.equity[3].equity == 10300 &&
		   t.equity[5].equity == 10300 &&
		   t.equity[5].long_value == 1300,
	   "a symbol without a bar is worth its last close");
	ok(t.ntrades == 2 && t.trade[1].seat == 1 && t.trade[1].exit_bar == 3 &&
		   t.trade[1].exit_price == 80 &&
		   t.trade[1].exit_reason == ALGO_R_FINALIZE,
	   "and is closed there at the end");
	ok(t.equity[0].close == 1 && isnan(t.equity[3].close) &&
		   near(t.equity[6].close, 1.3, 1e-12),
	   "what holding equal parts of all has become");
	told_free(&t);
	algo_account_release(&a);
}

/* Each buys for 5000 at 50: S0 falls to 0.  S1's bar is missing then. */
static void ruin(void)
{
	struct algo_account a;
	struct told t;

	algo_account_init(&a, 0);
	set(&a, "margin", "0.1");
	by_hand(&field, 0, "55551555");
	by_hand(&field, 1, "5555.555");
	play_hand(BUY_AT(1, 300) "}", &a, &t);
	ok(t.ntrades == 2 && t.trade[0].exit_reason == ALGO_R_RUIN &&
		   t.trade[1].exit_reason == ALGO_R_RUIN &&
		   t.trade[1].exit_price == 50 && t.trade[1].exit_bar == 3,
	   "ruin closes the trades of every symbol");
	ok(t.nequity == 8 && t.equity[4].equity == 0 &&
		   t.equity[7].equity == 0 && t.equity[7].cash == 0,
	   "nothing is left from then on");
	told_free(&t);
	set(&a, "maintenance", "0.5");
	play_hand(BUY_AT(1, 300) "}", &a, &t);
	ok(t.ntrades == 2 && t.trade[0].exit_reason == ALGO_R_MARGIN_CALL &&
		   t.trade[1].exit_reason == ALGO_R_MARGIN_CALL &&
		   t.trade[0].exit_bar == 2,
	   "a margin call is of the account");
	told_free(&t);
	algo_account_release(&a);
}

/* S1 has no bar when S0's loss is seen, and closes at its next. */
static void limits(void)
{
	struct algo_account a;
	struct told t;

	algo_account_init(&a, 0);
	by_hand(&field, 0, "555544444");
	by_hand(&field, 1, "5555.5555");
	play_hand(BUY_AT(1, 90) ",\"risk\":{\"max_drawdown_pct\":5}}", &a, &t);
	ok(t.ntrades == 2 && t.trade[0].exit_reason == ALGO_R_LIMIT &&
		   t.trade[1].exit_reason == ALGO_R_LIMIT &&
		   t.trade[0].exit_time == field.time[5] &&
		   t.trade[1].exit_time == field.time[6],
	   "a loss of the account closes every symbol at its next open");
	told_free(&t);
	play_hand("{\"algo\":1,\"rules\":[{\"when\":\"true\",\"do\":\"buy\","
		  "\"units\":1}],\"risk\":{\"max_open_trades\":2}}",
		  &a, &t);
	ok(t.ntrades == 4 && t.open == 0,
	   "max_open_trades counts those of the symbol");
	told_free(&t);
	algo_account_release(&a);
}

/* The later symbol's order sees what the earlier one's took. */
static void free_margin(void)
{
	struct algo_account a;
	struct told t;

	algo_account_init(&a, 0);
	by_hand(&field, 0, "5555");
	by_hand(&field, 1, "5555");
	by_hand(&field, 2, "5555");
	play_hand("{\"algo\":1,\"rules\":[{\"when\":\"bar_index == 1\","
		  "\"do\":\"buy\",\"size\":0.5}]}",
		  &a, &t);
	ok(t.norders == 6 && t.order[0].fill_size == 100 &&
		   t.order[1].fill_size == 50 && t.order[2].fill_size == 25,
	   "free margin is the account's, in order of the symbols");
	told_free(&t);
	play_hand("{\"algo\":1,\"rules\":[{\"when\":\"bar_index == 1\","
		  "\"do\":\"target\",\"size\":0.5}]}",
		  &a, &t);
	ok(t.order[0].fill_size == 100 && t.order[1].fill_size == 100 &&
		   t.order[2].status == ALGO_OS_REJECTED &&
		   t.order[2].reason == ALGO_R_MARGIN,
	   "a target is of the account's equity");
	told_free(&t);
	play_hand("{\"algo\":1,\"rules\":[{\"when\":\"bar_index == 1 and "
		  "xrank(close) >= 0\",\"do\":\"target\",\"size\":1}]}",
		  &a, &t);
	ok(t.order[0].fill_size == 200 && t.order[1].status != ALGO_OS_FILLED,
	   "all in leaves nothing for the others");
	told_free(&t);
	algo_account_release(&a);
}

/* --- Bars ----------------------------------------------------------------- */

static struct algo_market *market(const char *const *text,
				  const char *const *name, size_t n,
				  struct algo_err *err)
{
	struct algo_market_opt opt = { .from = ALGO_WHEN_NONE,
				       .to = ALGO_WHEN_NONE };
	struct algo_market *m = algo_market_new(&opt);
	size_t i;
	int rc = 0;

	for (i = 0; i < n && rc == 0; i++) {
		struct algo_in in;
		struct algo_csv *csv;

		algo_in_mem(&in, "bars", text[i], strlen(text[i]));
		csv = algo_csv_open(&in, NULL, err);
		rc = csv ? algo_market_read(m, csv, name ? name[i] : NULL,
					    "bars", err)
			 : -1;
		algo_csv_free(csv);
		algo_in_close(&in);
	}
	if (rc == 0) {
		algo_market_done(m);
		return m;
	}
	algo_market_free(m);
	return NULL;
}

/* Its bars as "S0@0=1 ...", by time, then symbol. */
static void print_market(struct algo_market *m, struct algo_buf *out)
{
	struct algo_tapes t;
	size_t base = 0, k, s, i;

	while (algo_market_next(m, &t)) {
		for (k = 0; k < t.n; k++)
			for (s = 0; s < algo_market_symbols(m); s++)
				for (i = 0; i < t.of[s].n; i++)
					if ((t.at[s] ? t.at[s][i] : i) == k)
						algo_buf_addf(
							out, "%s@%zu=%g ",
							algo_market_names(m)[s],
							base + k,
							t.of[s].close[i]);
		base += t.n;
	}
}

static int market_is(const char *const *text, const char *const *name, size_t n,
		     const char *want)
{
	struct algo_err err = ALGO_ERR_INIT;
	struct algo_buf b = ALGO_BUF_INIT(1 << 16);
	struct algo_market *m = market(text, name, n, &err);
	int good;

	if (!m) {
		note("%s", err.msg);
		return 0;
	}
	print_market(m, &b);
	good = strcmp(algo_buf_str(&b), want) == 0;
	if (!good)
		note("%s", algo_buf_str(&b));
	algo_buf_release(&b);
	algo_market_free(m);
	return good;
}

#define HEAD "symbol,time,open,high,low,close\n"
#define ROW(s, t, c) s ",2024-01-0" #t "," #c "," #c "," #c "," #c "\n"
#define OWN(t, c) "2024-01-0" #t "," #c "," #c "," #c "," #c "\n"

static int refused(const char *const *text, const char *const *name, size_t n,
		   const char *code, unsigned long line)
{
	struct algo_err err = ALGO_ERR_INIT;
	struct algo_market *m = market(text, name, n, &err);

	if (m)
		algo_market_free(m);
	else if (strcmp(err.code, code) == 0 && err.at.line == line)
		return 1;
	note("%s line %lu: %s", err.code, err.at.line, err.msg);
	return 0;
}

static void markets(void)
{
	static const char *const mixed[] = { HEAD ROW("B", 1, 5) ROW(
		"A", 1, 1) ROW("A", 2, 2) ROW("B", 2, 6) ROW("C", 3, 9)
						     ROW("B", 3, 7) };
	static const char *const files[] = { "time,open,high,low,close\n" OWN(
						     2, 2) OWN(4, 3),
					     "Close,Low,High,Open,Date\n"
					     "5,5,5,5,2024-01-01\n"
					     "6,6,6,6,2024-01-02\n" };
	static const char *const back[] = { HEAD ROW("A", 1, 1) ROW("A", 3, 2)
						    ROW("B", 2, 5) };
	static const char *const twice[] = { HEAD ROW("A", 1, 1)
						     ROW("A", 1, 2) };
	static const char *const two[] = { HEAD ROW("A", 1, 1) ROW("B", 1, 2) };
	static const char *const name[] = { "A", "B" };
	static const char *const clock[] = {
		"time,open,high,low,close\n" OWN(2, 2),
		"time,open,high,low,close\n0,1,1,1,1\n"
	};

	ok(market_is(mixed, NULL, 1, "B@0=5 A@0=1 B@1=6 A@1=2 B@2=7 C@2=9 "),
	   "symbols in order of first appearance, whatever comes later");
	ok(market_is(files, name, 2, "B@0=5 B@1=6 A@1=2 A@2=3 "),
	   "files merged by time");
	ok(refused(back, NULL, 1, "out_of_order", 4),
	   "times that go back among symbols");
	ok(refused(twice, NULL, 1, "dup_time", 3), "a time twice");
	ok(refused(two, name, 1, "several_symbols", 3),
	   "several symbols in a file of one");
	ok(refused(clock, name, 2, "bad_time", 0), "bar numbers beside times");
}

int main(void)
{
	many_times(same_as_alone, "a portfolio of one is a replay");
	many_times(only_is_alone, "the only one that trades is alone");
	many_times(adds_up, "money adds up, a row for each time");
	many_times(any_cut, "any cut, nobody asleep: the same");
	many_times(no_look_ahead, "a prefix tells a prefix");
	many_times(copies, "copies are one that trades more");
	stale_price();
	ruin();
	limits();
	free_margin();
	markets();
	return done();
}
