# portfolio.t - algo-run over several symbols: a column or a file each, who
# trades, what the result says of each, what is refused
# shellcheck source=t/lib.sh
. "$(dirname "$0")/lib.sh"
cd "$TMP" || exit 1

# A market of three: walks of their own, CCC begins later, BBB misses days.
awk 'BEGIN {
	print "symbol,time,open,high,low,close,volume,signal"
	s = 7
	for (d = 1; d <= 200; d++)
		for (k = 0; k < 3; k++) {
			s = (s * 1103515245 + 12345) % 2147483648
			if (d == 1) p[k] = 50 + 25 * k
			o = p[k]
			c = p[k] = o * (1 + (s / 2147483648 - 0.5) / 20)
			if ((k == 2 && d < 40) || (k == 1 && d % 17 == 3)) continue
			printf "%s,%d,%.2f,%.2f,%.2f,%.2f,%d,%s\n",
				substr("AAABBBCCC", 3 * k + 1, 3),
				1704067200 + 86400 * d, o,
				(o > c ? o : c) + 0.5, (o < c ? o : c) - 0.5, c, 1000 + d,
				d % 10 == 5 ? (d % 20 == 5 ? 0.2 : 0) : ""
		}
}' </dev/null >all.csv
for s in AAA BBB CCC; do
	awk -F, -v s=$s 'NR == 1 || $1 == s' all.csv >$s.sym.csv
	cut -d, -f2- $s.sym.csv >$s.csv
done
E='crossover(sma(5), sma(12))'
X='crossunder(sma(5), sma(12))'
echo '{"algo":1,"entry":{"long":"'"$E"'"},"exit":{"long":"'"$X"'"},"risk":{"size":0.3}}' >own.json
echo '{"algo":1,"rules":[
	{"when":"flat and xtop(roc(close, 10), 1)","do":"buy","size":0.3},
	{"when":"not xtop(roc(close, 10), 1)","do":"close"}]}' >top.json
echo '{"algo":1,"rules":[
	{"when":"flat and sym(\"AAA\", close > sma(close, 9))","do":"buy","size":0.3},
	{"when":"sym(\"AAA\", close < sma(close, 9))","do":"close"}]}' >other.json
play() { algo-run --reproducible "$@"; }
into() {
	base=$1
	shift
	play --orders "$base.o" --trades "$base.t" --equity "$base.e" -o "$base.json" "$@"
}

# --- A column, or a file each
exits 0 "a column of symbols" into col own.json -d all.csv
exits 0 "a file each" into files own.json -d CCC=CCC.csv -d BBB=BBB.csv -d AAA=AAA.csv
is "$(wc -l <files.e)" "$(wc -l <col.e)" "as many times"
exits 0 "in their order" into files own.json -d AAA=AAA.csv -d BBB=BBB.csv -d CCC=CCC.csv
for x in o t e; do ok "the same: $x" cmp files.$x col.$x; done
exits 0 "files with a column" into files own.json -d AAA=AAA.sym.csv -d BBB=BBB.sym.csv -d CCC=CCC.sym.csv
for x in o t e; do ok "the same: $x" cmp files.$x col.$x; done
exits 0 "one of them is standard input" sh -c \
	'algo-run --reproducible own.json -d AAA=AAA.csv -d BBB=- -d CCC=CCC.csv --trades files.t -o files.json <BBB.csv'
ok "the same" cmp files.t col.t
is "$(tail -n +2 col.e | cut -d, -f1 | sort | uniq -d)" "" "a row of equity a time"
is "$(tail -n +2 col.e | wc -l)" "$(tail -n +2 all.csv | cut -d, -f2 | sort -u | wc -l)" \
	"as many as distinct times"
is "$(tail -n +2 col.o | cut -d, -f2 | sort -n | uniq -d)" "" "ids are of all symbols"
is "$(tail -n +2 col.t | cut -d, -f1 | sort -u | tr '\n' ' ')" "AAA BBB CCC " "all trade"
{ head -n 1 all.csv; tail -n +2 all.csv | sort -t, -k2,2n -k1,1r; } >turned.csv
{ sed -n 1,3p all.csv; tail -n +4 turned.csv; } >mixed.csv
into mixed own.json -d mixed.csv
for x in o t e; do ok "rows of one time in any order: $x" cmp mixed.$x col.$x; done

# --- The result
if command -v jq >/dev/null 2>&1; then
	ok "data" jq -e '.data.symbol == null and .data.bars == 200' col.json
	ok "an object a symbol, in order of first appearance" jq -e '
		[.symbols[].symbol] == ["AAA", "BBB", "CCC"]' col.json
	ok "their trades are all" jq -e '.metrics.num_trades as $n |
		([.symbols[].num_trades] | add) == $n' col.json
	ok "and their profit" jq -e '(.metrics.equity_final - 10000) as $p |
		([.symbols[].net_trade_pnl] | add) - $p | fabs < 1e-6' col.json
	ok "bars are their own" jq -e '[.symbols[].bars] == [200, 188, 161]' col.json
	ok "nothing is left" jq -e '[.symbols[].position] == [0, 0, 0]' col.json
	play own.json -d all.csv --finalize=none >open.json
	ok "what is open has a cost" jq -e '.symbols | any(.position > 0 and .cost_basis > 0
		and (.open_pnl - .position * (.last_close - .cost_basis) | fabs < 1e-6))' open.json
	play own.json -d all.csv --with-trades >with.json
	ok "trades name their symbol" jq -e '[.trades[].symbol] | unique ==
		["AAA", "BBB", "CCC"]' with.json
	play own.json -d all.csv --events ev.ndjson -o ev.json
	ok "so do events" jq -es 'map(.symbol) | unique == ["AAA", "BBB", "CCC"]' ev.ndjson
	ok "and all else is the same" cmp ev.json col.json
	ok "gross and net" jq -e '.metrics | .max_gross_exposure_pct > 30 and
		.max_gross_exposure_pct <= 100 and .avg_net_exposure_pct > 0' col.json
fi
exits 0 "a table" play own.json -d all.csv --format=table
like "$out" "*BBB *trades*" "names them"

# --- Who trades
for s in AAA BBB CCC; do
	into a own.json -d all.csv --symbol $s
	into b own.json -d $s.sym.csv
	into c own.json -d $s=$s.csv
	into d own.json -d AAA=AAA.csv -d BBB=BBB.csv -d CCC=CCC.csv --symbol $s
	for x in o t e; do
		ok "$s of several is $s alone: $x" cmp a.$x b.$x
		ok "$s as a file of its name: $x" cmp a.$x c.$x
		ok "$s of several files: $x" cmp a.$x d.$x
	done
done
into e own.json -d AAA.csv
into a own.json -d all.csv --symbol AAA
sed 's/^AAA,/,/' a.t >f.t
ok "and without a name" cmp f.t e.t
exits 0 "one trades by another" into a other.json -d all.csv --symbol BBB
is "$(tail -n +2 a.t | cut -d, -f1 | sort -u)" BBB "only it"
is "$(wc -l <a.e)" "$(wc -l <BBB.csv)" "a row for each of its bars"
exits 0 "the strongest" into top top.json -d all.csv
is "$(tail -n +2 top.t | cut -d, -f1 | sort -u | tr '\n' ' ')" "AAA BBB CCC " "each in its turn"
is "$(awk -F, 'NR > 1 && $4 > 0.95' top.e | wc -l | tr -d ' ')" 0 "never all of them"
exits 0 "signals by symbol" into sig --signals -d all.csv
is "$(tail -n +2 sig.t | cut -d, -f1 | sort -u | tr '\n' ' ')" "AAA BBB CCC " "of all"
exits 0 "a span" into span own.json -d all.csv --from 2024-02-01 --to 2024-03-01
is "$(sed -n 2p span.e | cut -d, -f1)" 2024-02-01T00:00:00Z "begins there"
exits 0 "what decides the start" algo-run other.json -d all.csv --symbol BBB --explain-warmup
like "$out" "first step at bar 8,*" "is the other's, which has a bar more by then"

# --- What is refused
exits 2 "files without names" play own.json -d AAA.csv -d BBB.csv
like "$err" "*'AAA.csv' is not SYMBOL=FILE*" "says so"
exits 2 "a name without a file" play own.json -d AAA=
exits 2 "a file without a name" play own.json -d =AAA.csv
exits 2 "a symbol twice" play own.json -d AAA=AAA.csv -d AAA=BBB.csv
like "$err" "*'AAA' twice*" "says so"
exits 2 "standard input twice" play own.json -d AAA=- -d BBB=-
like "$err" "*standard input is read twice*" "says so"
exits 5 "a file that is not there" play own.json -d AAA=AAA.csv -d BBB=none.csv
like "$err" "*none.csv*" "is named"
exits 1 "a symbol that is not there" play own.json -d all.csv --symbol AAB
like "$err" "*no symbol 'AAB'*did you mean 'AAA'*" "one is near"
exits 1 "nor among the files" play own.json -d AAA=AAA.csv -d BBB=BBB.csv --symbol XYZW
like "$err" "*no symbol 'XYZW'*'AAA' is the first*" "is told what there is"
exits 1 "nor for a strategy that looks around" play other.json -d all.csv --symbol BBA
like "$err" "*did you mean 'BBB'*" "one is near"
echo '{"algo":1,"entry":{"long":"sym(\"AAC\", close) > 1"}}' >none.json
exits 4 "sym() of none" play -q none.json -d all.csv
like "$err" "*import_error*'AAC'*did you mean 'AAA'*" "one is near"
exits 4 "sym() without symbols" play -q none.json -d AAA.csv
like "$err" "*import_error*'AAC'*" "is named"
sed 's/AAC/AAA/' none.json >yes.json
exits 0 "sym() of itself" play -q yes.json -d AAA=AAA.csv
exits 2 "--compat of several" play own.json --compat=backtesting.py -d AAA=AAA.csv -d BBB=BBB.csv
like "$err" "*one file*--symbol*" "one is to be named"
exits 2 "--compat of a column of several" play own.json --compat=backtesting.py -d all.csv
like "$err" "*several symbols*--symbol*" "one is to be named"
exits 2 "--follow of several files" play own.json --follow -d AAA=AAA.csv -d BBB=BBB.csv
exits 2 "--state of several files" play own.json --state s -d AAA=AAA.csv -d BBB=BBB.csv
awk -F, 'NR == 1 || $2 < 1711065600' all.csv >part1.csv
awk -F, 'NR == 1 || $2 >= 1711065600' all.csv >part2.csv
exits 0 "--state of a column" play own.json --state s -d part1.csv --finalize=none -o x
exits 0 "goes on" into state own.json --state s -d part2.csv
for x in o t e json; do ok "as in one: $x" cmp state.$x col.$x; done
exits 2 "--explain-warmup of several" algo-run own.json -d all.csv --explain-warmup
like "$err" "*--symbol*" "one is to be named"
exits 0 "--compat of one of them" play own.json --compat=backtesting.py -d all.csv --symbol BBB
exits 2 "--compat beside sym()" play other.json --compat=backtesting.py -d all.csv --symbol BBB
printf 'bar,action,size,limit,stop,sl,tp,trade,portion\n' >actions.csv
exits 2 "--actions of several" play --actions actions.csv -d all.csv
sort -t, -k1,1 -k2,2n all.csv | sed '/^symbol/d; 1i\
symbol,time,open,high,low,close,volume,signal' >sorted.csv
exits 3 "symbol after symbol" play own.json -d sorted.csv
like "$err" "*sorted.csv:*before that of another*SYMBOL=FILE*" "says how"
exits 0 "one of them all the same" play own.json -d sorted.csv --symbol BBB
{ cat all.csv; tail -n 1 all.csv; } >dup.csv
exits 3 "a time twice" play own.json -d dup.csv
exits 3 "a file of several" play own.json -d AAA=all.csv -d BBB=BBB.csv
like "$err" "*several symbols*" "says so"
cut -d, -f1-4 BBB.csv >short.csv
exits 3 "a file without a close" play own.json -d AAA=AAA.csv -d BBB=short.csv
like "$err" "*short.csv*" "is named"
exits 4 "--check knows the columns" algo-run --check -d AAA=AAA.csv -d BBB=BBB.csv -e 'nothere > 1'
head -n 1 all.csv >empty.csv
exits 0 "no bars at all" play -q own.json -d empty.csv
done_testing
