/* setting.c - account, hours, data and directions */
#include "grammar.h"

#include <math.h>
#include <string.h>

enum what {
	W_CASH,
	W_LEVERAGE,
	W_COMMISSION,
	W_FEE_MONEY,
	W_FEE_SHARE,
	W_SLIPPAGE,
	W_SPREAD,
	W_MAX_DAY,
	W_MAX_OPEN,
	W_DAY_LOSS,
	W_DRAWDOWN,
	W_COOLDOWN,
	W_HOURS,
	W_NO_HOURS,
	W_NO_BEFORE,
	W_NO_AFTER,
	W_FIRST_MINUTES,
	W_FLAT_AT,
	W_FLATTEN,
	W_ONLY_DAYS,
	W_NO_DAYS,
	W_ON_CLOSE,
	W_INTERVAL,
	W_BARS,
	W_DATES,
	W_YEARS,
	W_FROM,
	W_SYMBOL,
	W_NAME,
	W_NAMEX,
	W_OPT,
	W_START,
	W_LONG_ONLY,
	W_SHORT_ONLY,
	W_BOTH,
	W_ALWAYS,
	W_MIRROR,
	W_HOLD,
	W_LIMIT,
	W_EXPIRE,
	W_STOP_ENTRY,
	W_SCALE,
	W_TIMES,
	W_NOTHING
};

/* clang-format off */
static const struct {
	const char *pattern;
	enum what what;
} rows[] = {
	{ "buy_hold", W_HOLD },
	{ "opt bar [from|between] $n1 (to|and|minus) $n2 [by] [step] [of] [$n3]", W_OPT },
	{ "[bar] [enter] start_cash [at|with|from] $n1", W_START },
	{ "start_cash [of|is|colon|eq|with] ($m1|$n1) [dollars]", W_CASH },
	{ "[with] ($m1|$n1) [in] start_cash", W_CASH },
	{ "equity (colon|eq|is|of) ($m1|$n1)", W_CASH },
	{ "[with|on] $m1 [of|in] [equity]", W_CASH },
	{ "[size] $n1 [times] leverage", W_LEVERAGE },
	{ "leverage [of|is|colon|eq] ($n1|$r1) [times]", W_LEVERAGE },
	{ "commission [of|is|colon|eq] $m1 (each_trade shares|each_trade|a shares|per shares|shares) [comma] [at_least] $m2 [at_least]", W_FEE_SHARE },
	{ "commission [of|is|colon|eq] $m1 shares [comma] [at_least $m2]", W_FEE_SHARE },
	{ "$m1 [a|per] shares commission", W_FEE_SHARE },
	{ "commission [of|is|colon|eq] $p1 [each_trade|each side]", W_COMMISSION },
	{ "$p1 [each_trade] commission [each_trade]", W_COMMISSION },
	{ "commission [of|is|colon|eq] $m1 [each_trade]", W_FEE_MONEY },
	{ "$m1 [each_trade] commission", W_FEE_MONEY },
	{ "slippage [of|is|colon|eq] $p1 [each_trade]", W_SLIPPAGE },
	{ "$p1 slippage", W_SLIPPAGE },
	{ "spread [of|is|colon|eq] $p1", W_SPREAD },
	{ "$p1 spread", W_SPREAD },
	{ "[only|at_most|limit|limit to] [at_most] $i1 [trades|enter|buy|new trades] (a_day)", W_MAX_DAY },
	{ "[only] [at_most] $i1 trades (a_day|bar|daily)", W_MAX_DAY },
	{ "(only|at_most) $i1 (trades|buy|enter) [open] [each_trade]", W_MAX_OPEN },
	{ "(stop|exit|no_trades|never_if) [backtest|is] [a_day] [after|if|at] [fall|falling|loss|down|is down] [of|by|above] $p1 [loss] (a_day|of equity a_day|in bar|on bar)", W_DAY_LOSS },
	{ "(stop|exit) [backtest] (a_day|today) (after|if|at) [daily] [fall|falling|loss|down|is down] [of|by|above] $p1 [loss|down]", W_DAY_LOSS },
	{ "(stop|exit|no_trades) (backtest|is) (a_day|today) (after|if|at) [daily] [fall|falling|loss|down|is down] [of|by|above] $p1 [loss|down]", W_DAY_LOSS },
	{ "[at_most] daily (loss|stop) [limit|stop] [of|is|at|colon] $p1", W_DAY_LOSS },
	{ "[at_most] $p1 daily (loss|stop)", W_DAY_LOSS },
	{ "(stop|exit|no_trades) [backtest|is] [everything] (at|if|after) [max_dd|equity] [of|reach|is|above|at_least|down|falls] $p1 max_dd", W_DRAWDOWN },
	{ "(stop|exit|no_trades) [backtest] (at|if|after) [equity] max_dd [of|reach|is|above|at_least|hits] $p1", W_DRAWDOWN },
	{ "[at_most] max_dd [limit] [of|is|at|colon|eq] $p1", W_DRAWDOWN },
	{ "[at_most] $p1 max_dd [stop|limit]", W_DRAWDOWN },
	{ "after [either] [falling|loss|profit] [or] [falling|loss|profit] (exit|trades|sell|stop|exit_long) [comma] wait [at_least] ($u1|$n1 yesterday) [before] [next|new] [trades|enter|buy|backtest|each_trade] [again|back]", W_COOLDOWN },
	{ "after [either] (loss|profit) [exit|trades|sell|stop] [comma] wait [at_least] $u1 [before] [next|new] [trades|enter|buy|backtest|each_trade] [again|back]", W_COOLDOWN },
	{ "wait [at_least] $u1 (between|after|before) [any] [new|next|each|every] [trades|exit|enter|buy|sell|loss|backtest|a trade|each_trade] [trades|exit] [before] [next] [trades|enter|buy]", W_COOLDOWN },
	{ "wait $u1", W_COOLDOWN },
	{ "$u1 wait [between|after] [trades|exit|enter|each_trade]", W_COOLDOWN },
	{ "(no_trades|not) [new] [trades] (for) $u1 after [exit|trades|sell|loss|stop|each_trade]", W_COOLDOWN },
	/* hours */
	{ "[only_trade|only_if|only|backtest|trades] [in|during|at] [@5(london|newyork|utc|tokyo|frankfurt|chicago)] [session_w] [only] [lpar|colon|is] [between|from] $t1 (and|to|minus|until|through) $t2 [@5(london|newyork|utc|tokyo|frankfurt|chicago)] [rpar]", W_HOURS },
	{ "(no_trades|never_if) [is] (between|from) $t1 (and|to|minus|until) $t2", W_NO_HOURS },
	{ "(no_trades|never_if) (in|during) first $n1 minute (after|of|from) ($t2|open|session) [or after $t3]", W_FIRST_MINUTES },
	{ "(no_trades|never_if|not) [or] (before) $t1 [or|and] [after] [$t2]", W_NO_BEFORE },
	{ "(no_trades|never_if) after $t1 [or|and] [before] [$t2]", W_NO_AFTER },
	{ "(only_trade|only_if) after $t1", W_NO_BEFORE },
	{ "(only_trade|only_if) before $t1", W_NO_AFTER },
	{ "exit [it|all] (by|at|before|until) $t1", W_FLAT_AT },
	{ "[always] (exit|sell|exit_long|exit_short) [all|positions|trades|it] [at|by|before|on] end_of_day", W_FLATTEN },
	{ "(no|not|never_if|no_trades|without) [hold|trades|keep] [trades] end_of_day [trades]", W_FLATTEN },
	{ "(only_trade|only_if|only) [on] $w1", W_ONLY_DAYS },
	{ "(no_trades|never_if|not|unless) [enter|buy|trades] [on] $w1", W_NO_DAYS },
	/* data */
	{ "[backtest|trades] at_close", W_ON_CLOSE },
	{ "[on|use|with|in] timeframe [colon|is|of|eq] $n1 @2(minute|hour|bar|week|month)", W_INTERVAL },
	{ "[on|use|with|in] $n1 @2(minute|hour|bar|week|month) (timeframe|data|bar)", W_INTERVAL },
	{ "timeframe [colon|is|of|eq] @1(daily|hourly|weekly|monthly|a_day)", W_BARS },
	{ "[on|use|with|in] @1(daily|hourly|weekly|monthly) (timeframe|data|bar)", W_BARS },
	{ "(from|between) $D1 (to|until|and|through|minus) $D2", W_DATES },
	{ "from $i1 (to|until|through|minus) $i2", W_YEARS },
	{ "(from|after|since) $D1", W_FROM },
	{ "name_it [strategy] [it] [colon|is|eq|to|as] $q1", W_NAME },
	{ "name_it [strategy] [it] [colon|is|eq|to|as] $x1", W_NAMEX },
	/* directions */
	{ "long_only", W_LONG_ONLY },
	{ "short_only", W_SHORT_ONLY },
	{ "[do] (opposite|flip_dir) (for_shorts|short)", W_MIRROR },
	{ "for_shorts [comma|colon|do] [opposite|flip_dir]", W_MIRROR },
	{ "short [comma|colon|eq|on|for] [is] flip_dir", W_MIRROR },
	{ "[and|or] (both_ways)", W_BOTH },
	{ "always_in [on|if|with]", W_ALWAYS },
	/* orders */
	{ "[at] limit [at|of|is|eq] $s1", W_LIMIT },
	{ "[at] limit [at|of] $p1 below (close|price)", W_LIMIT },
	{ "[at] limit [at|of|is] $p1 below $s2", W_LIMIT },
	{ "[at|with] stop_order [at|of|is] $s1", W_STOP_ENTRY },
	{ "[limit] good_for $u1", W_EXPIRE },
	{ "scale_in [colon]", W_SCALE },
	{ "at_most $i1 times", W_TIMES },
	{ "without_exit", W_NOTHING },
};
/* clang-format on */

static const char *zone_name(int i)
{
	static const char *const names[] = {
		"Europe/London", "America/New_York", "UTC",
		"Asia/Tokyo",	 "Europe/Berlin",    "America/Chicago"
	};

	return names[i];
}

static void hours(struct reader *r, double from, double to)
{
	struct parts *p = &r->p;

	p->session = 1;
	if (from >= 0)
		p->from = p->from >= 0 && p->from > from ? p->from : from;
	if (to >= 0)
		p->to = p->to >= 0 && p->to < to ? p->to : to;
}

/* Is one of the two a time of day, or do the words speak of hours? */
static int are_times(struct reader *r, const struct caps *c)
{
	if (algo_w_tok(r, c->at[1])->unit == 't' ||
	    algo_w_tok(r, c->at[2])->unit == 't')
		return 1;
	for (size_t i = c->from; i < c->to; i++)
		if (algo_w_word(r, i, "only_trade") ||
		    algo_w_word(r, i, "no_trades") ||
		    algo_w_word(r, i, "session_w"))
			return c->n[1] < c->n[2];
	return 0;
}

static void filter_days(struct reader *r, struct node *days, int negated)
{
	struct node *n = days;

	if (negated && n->op == N_BIN && n->bin == B_EQ)
		n = algo_w_bin(r, B_NE, n->kid[0], n->kid[1]);
	else if (negated)
		n = algo_w_not(r, n);
	r->p.filter = algo_w_and(r, r->p.filter, n);
}

static const char *interval(struct reader *r, double n, int unit)
{
	static const char *const of[] = { "m", "h", "d", "w", "mo" };
	static const int kinds[] = { 0, 'h', 'd', 'w', 'm' };
	struct algo_buf b = ALGO_BUF_INIT(40);
	char *s;

	algo_buf_addnum(&b, n);
	algo_buf_adds(&b, of[unit]);
	s = algo_arena_str(&r->arena, b.data, b.len);
	algo_buf_release(&b);
	if (n == 1 && kinds[unit])
		r->bar_unit = kinds[unit];
	return s;
}

/* Is the pause for one kind of exits only? */
static int after_loss(struct reader *r, const struct caps *c)
{
	int loss = 0, profit = 0;

	for (size_t i = c->from; i < c->to; i++) {
		loss |= algo_w_word(r, i, "loss");
		profit |= algo_w_word(r, i, "profit");
	}
	return loss && !profit;
}

static int apply_account(struct reader *r, enum what what, const struct caps *c)
{
	struct parts *p = &r->p;
	static const struct caps none;

	switch ((int)what) {
	case W_CASH:
		if (algo_w_tok(r, c->at[1])->unit == 0 && c->n[1] < 100)
			return 0;
		p->cash = c->n[1];
		return c->n[1] > 0;
	case W_LEVERAGE:
		if (!(c->n[1] >= 1))
			return 0;
		p->margin = 1 / c->n[1];
		return 1;
	case W_COMMISSION:
		p->commission = c->n[1] / 100;
		return 1;
	case W_FEE_MONEY:
		p->fee = algo_w_num(r, c->n[1]);
		return 1;
	case W_FEE_SHARE:
		p->fee = algo_w_template(r,
					 c->n[2] > 0 ? "max($2, $1 * abs(size))"
						     : "$1 * abs(size)",
					 c, NULL);
		return 1;
	case W_SLIPPAGE:
		p->slippage = c->n[1] / 100;
		return 1;
	case W_SPREAD:
		p->spread = c->n[1] / 100;
		return 1;
	case W_MAX_DAY:
		p->max_trades = c->n[1];
		return c->n[1] >= 1;
	case W_MAX_OPEN:
		p->max_open = c->n[1];
		return c->n[1] >= 1;
	case W_DAY_LOSS:
		p->day_loss = c->n[1];
		return c->n[1] > 0;
	case W_DRAWDOWN:
		p->draw_down = c->n[1];
		return c->n[1] > 0;
	case W_COOLDOWN:
		if (after_loss(r, c))
			algo_w_ask(r, ALGO_TOPIC_AMBIGUOUS, c->from, c->to,
				   "after every exit",
				   "a pause is kept after every exit, not "
				   "after losses alone: is that meant?");
		p->cooldown = c->n[1];
		return c->n[1] >= 1;
	default:
		(void)none;
		return -1;
	}
}

static int apply_hours(struct reader *r, enum what what, struct caps *c)
{
	struct parts *p = &r->p;

	switch ((int)what) {
	case W_HOURS:
		if (!are_times(r, c))
			return 0;
		for (size_t i = c->from; i < c->to; i++) {
			static const char *const zones[] = {
				"london", "newyork",   "utc",
				"tokyo",  "frankfurt", "chicago"
			};

			for (int k = 0; k < 6; k++)
				if (algo_w_word(r, i, zones[k]))
					p->session_tz = zone_name(k);
		}
		/* "between 2 and 4 pm" */
		if (c->n[2] >= 720 && c->n[1] < c->n[2] - 720 &&
		    algo_w_tok(r, c->at[1])->unit != 't')
			c->n[1] += 720;
		hours(r, c->n[1], c->n[2]);
		return 1;
	case W_NO_HOURS:
		if (!are_times(r, c))
			return 0;
		p->filter =
			algo_w_and(r, p->filter,
				   algo_w_template(r,
						   "hour * 60 + minute < $1 or "
						   "hour * 60 + minute >= $2",
						   c, NULL));
		return 1;
	case W_FIRST_MINUTES:
		if (!c->at[2])
			return 0;
		hours(r, c->n[2] + c->n[1], c->at[3] ? c->n[3] : -1);
		return 1;
	case W_NO_BEFORE:
		if (algo_w_tok(r, c->at[1])->unit != 't')
			return 0;
		hours(r, c->n[1], c->at[2] && c->n[2] > 0 ? c->n[2] : -1);
		return 1;
	case W_NO_AFTER:
		if (algo_w_tok(r, c->at[1])->unit != 't')
			return 0;
		hours(r, c->at[2] && c->n[2] > 0 ? c->n[2] : -1, c->n[1]);
		return 1;
	case W_FLAT_AT:
		if (algo_w_tok(r, c->at[1])->unit != 't')
			return 0;
		p->flat_at = c->n[1];
		return 1;
	case W_FLATTEN:
		p->flatten = p->session = 1;
		return 1;
	case W_ONLY_DAYS:
	case W_NO_DAYS:
		filter_days(r, c->v[1], what == W_NO_DAYS);
		return 1;
	default:
		return -1;
	}
}

static const char *year_date(struct reader *r, size_t at, const char *day)
{
	char text[16];
	const char *year = algo_w_text(r, at, at + 1);

	memcpy(text, year, 4);
	memcpy(text + 4, day, 7);
	return algo_arena_str(&r->arena, text, 10);
}

/* "flat at the close", "sell at the close": the day's end. */
static int after_exit(struct reader *r, size_t at)
{
	while (at > 0 && r->tok[at - 1].flags & TOK_NOISE)
		at--;
	return at > 0 && (algo_w_word(r, at - 1, "exit") ||
			  algo_w_word(r, at - 1, "sell") ||
			  algo_w_word(r, at - 1, "exit_long") ||
			  algo_w_word(r, at - 1, "exit_short"));
}

static int apply_data(struct reader *r, enum what what, const struct caps *c)
{
	static const char *const bars[] = { "1d", "1h", "1w", "1mo", "1d" };
	static const int kinds[] = { 'd', 'h', 'w', 'm', 'd' };
	struct parts *p = &r->p;
	struct caps k;
	char *s;

	switch ((int)what) {
	case W_ON_CLOSE:
		/* "at close > sma(5)" */
		if (algo_w_match(r, "[is] (above|below|at_least|at_most)",
				 c->to, &k))
			return 0;
		if (after_exit(r, c->from) && algo_w_ends_clause(r, c->to))
			p->flatten = p->session = p->day_end = 1;
		else
			p->on_close = 1;
		return 1;
	case W_INTERVAL:
		p->interval = interval(r, c->n[1], (int)c->n[2]);
		return 1;
	case W_BARS:
		p->interval = bars[(size_t)c->n[1]];
		r->bar_unit = kinds[(size_t)c->n[1]];
		return 1;
	case W_DATES:
		p->date_from = algo_w_text(r, c->at[1], c->at[1] + 1);
		p->date_to = algo_w_text(r, c->at[2], c->at[2] + 1);
		return 1;
	case W_FROM:
		p->date_from = algo_w_text(r, c->at[1], c->at[1] + 1);
		return 1;
	case W_YEARS:
		if (c->n[1] < 1900 || c->n[1] > 2100 || c->n[2] < c->n[1] ||
		    c->n[2] > 2100)
			return 0;
		p->date_from = year_date(r, c->at[1], "-01-01");
		p->date_to = year_date(r, c->at[2], "-12-31");
		return 1;
	case W_NAME:
	case W_NAMEX:
		s = algo_w_text(r, c->at[1], c->at[1] + 1);
		if (*s == '"' && strlen(s) > 1) {
			s++;
			s[strlen(s) - 1] = '\0';
		}
		p->name = s;
		return 1;
	case W_OPT:
		p->param = "period";
		p->param_v[0] = p->param_v[1] = c->n[1];
		p->param_v[2] = c->n[2];
		p->param_v[3] = c->n[3] > 0 ? c->n[3] : 1;
		return c->n[2] > c->n[1];
	case W_START:
		if (!p->param || c->n[1] < p->param_v[1] ||
		    c->n[1] > p->param_v[2])
			return 0;
		p->param_v[0] = c->n[1];
		return 1;
	default:
		return -1;
	}
}

static int apply_side(struct reader *r, enum what what, const struct caps *c)
{
	struct parts *p = &r->p;

	switch ((int)what) {
	case W_LONG_ONLY:
		p->long_only = 1;
		return 1;
	case W_SHORT_ONLY:
		p->short_only = 1;
		return 1;
	case W_BOTH:
		p->both = 1;
		return 1;
	case W_ALWAYS:
		p->reverse = 1;
		return 1;
	case W_MIRROR:
		p->mirror_shorts = 1;
		return 1;
	case W_HOLD:
		p->hold = 1;
		return 1;
	case W_LIMIT:
		if (!c->v[1]) {
			struct caps k = *c;

			k.n[1] = round((100 - c->n[1]) * 1e7) / 1e9;
			p->limit = algo_w_template(
				r, c->v[2] ? "$2 * $1" : "close * $1", &k,
				NULL);
			return !c->v[2] || algo_w_scale(c->v[2]) == SCALE_PRICE;
		}
		p->limit = c->v[1];
		return algo_w_scale(c->v[1]) == SCALE_PRICE;
	case W_STOP_ENTRY:
		p->stop_entry = c->v[1];
		return algo_w_scale(c->v[1]) == SCALE_PRICE;
	case W_EXPIRE:
		p->expire = c->n[1];
		return c->n[1] >= 1;
	case W_SCALE:
		p->scale_in = p->scale_in ? p->scale_in : -1;
		return 1;
	case W_TIMES:
		p->scale_in = (int)c->n[1];
		return c->n[1] >= 1 && c->n[1] <= 1000;
	case W_NOTHING:
		return 1;
	default:
		return 0;
	}
}

static int apply(struct reader *r, enum what what, struct caps *c)
{
	int done = apply_account(r, what, c);

	if (done < 0)
		done = apply_hours(r, what, c);
	if (done < 0)
		done = apply_data(r, what, c);
	if (done < 0)
		done = apply_side(r, what, c);
	return done;
}

int algo_w_setting(struct reader *r, size_t *at)
{
	size_t from = algo_w_skip(r, *at);
	struct caps c;

	if (from >= r->ntok || r->steps > STEPS_MAX)
		return 0;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct parts keep;

		if (!algo_w_match(r, rows[i].pattern, from, &c))
			continue;
		keep = r->p;
		if (!apply(r, rows[i].what, &c)) {
			r->p = keep;
			continue;
		}
		algo_w_use(r, from, c.to);
		algo_w_origin(r, "context", from, c.to);
		*at = c.to;
		return 1;
	}
	return 0;
}
