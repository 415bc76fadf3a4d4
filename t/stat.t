# stat.t - algo-stat and the metric options of algo-run: files of any origin,
# choices, conditions, tables, the series beside the metrics, what is refused.
# shellcheck source=t/lib.sh
. "$(dirname "$0")/lib.sh"

cp share/demo/GOOG.csv "$TMP/all.csv"
cd "$TMP" || exit 1
head -n 600 all.csv >bars.csv
have() { command -v "$1" >/dev/null 2>&1; }
lines() { wc -l <"$1" | tr -d ' '; }
E='crossover(sma(10), sma(20))'
X='crossunder(sma(10), sma(20))'
cross() { algo-run --reproducible -d bars.csv -e "$E" -x "$X" "$@"; }
cross --equity equity.csv --trades trades.csv -o result.json
awk -F, '{ print $1 "," $5 }' bars.csv | sed '1s/.*/time,equity/' >bench.csv
# refused STATUS NAME PATTERN COMMAND...: one line that fits, no output
refused() {
	want=$1 what=$2 pattern=$3
	shift 3
	exits "$want" "$what" "$@"
	like "$err" "algo-*: $pattern" "$what: the line says so"
	is "$(lines err):$out" "1:" "$what: one line, no output"
}
# given TEXT: it is the equity file of what follows
given() { printf "$1" >given.csv; }

# --- The object
exits 0 "equity, trades and a benchmark" algo-stat equity.csv \
	--trades trades.csv --benchmark bench.csv
is "$err:$(lines out)" ":1" "one line"
cp out whole.json
algo-stat --trades trades.csv --benchmark bars.csv <equity.csv >out
ok "from stdin, the benchmark from the close of bars: the same bytes" \
	cmp out whole.json
algo-stat equity.csv --trades - --benchmark bench.csv <trades.csv >out
ok "trades from stdin" cmp out whole.json
algo-stat equity.csv --trades trades.csv --benchmark - <bench.csv >out
ok "the benchmark from stdin" cmp out whole.json
algo-stat equity.csv --trades trades.csv --benchmark bench.csv -o file.json
ok "-o" cmp file.json whole.json
if have jq; then
	ok "every metric but the engine's own" jq -e '(.metrics | length) == 151
		and (.flags | type) == "array" and .kind == "metrics"' whole.json
	is "$(jq -c 'keys_unsorted' whole.json)" \
		'["algo","kind","metrics","flags"]' "its members"
	jq -S '.metrics' result.json >a
	jq -S --slurpfile r result.json '.metrics | with_entries(
		select(.key as $k | $r[0].metrics | has($k)))' whole.json >b
	jq -S 'del(.buy_hold_return_pct, .total_slippage, .total_funding,
		.total_borrow)' a >c
	jq -n --slurpfile a b --slurpfile b c '[$b[0] | to_entries[] |
		select(.value != $a[0][.key] and ((.value | type) != "number" or
		((.value - $a[0][.key]) | fabs) > 1e-9 * ([1, (.value | fabs)] | max)))]' >d
	is "$(jq -c . d)" "[]" "what algo-run said of the same run"
	algo-stat equity.csv >out
	is "$(jq -c '[.metrics | has("win_rate", "beta", "return_pct")]' out)" \
		'[false,false,true]' "groups without input are left out"
	cross --metrics=all >out
	is "$(jq '.metrics | length' out)" 144 "algo-run --metrics=all"
	cross --metrics=all --benchmark bench.csv >out
	is "$(jq '.metrics | length' out)" 155 "with a benchmark"
	cross --benchmark bench.csv >out
	is "$(jq -c --slurpfile r result.json \
		'.metrics | keys_unsorted - ($r[0].metrics | keys_unsorted)' out)" \
		'["benchmark_return_pct","excess_return_pct","beta","correlation","r_squared","alpha_pct","tracking_error_pct","information_ratio","treynor_ratio","up_capture","down_capture"]' \
		"a benchmark adds its keys to the default ones"
	is "$(jq -c '.metrics | [.benchmark_return_pct == .buy_hold_return_pct]' out)" \
		'[true]' "the return of the bars is that of buying and holding"
	algo-stat bench.csv --benchmark bars.csv >out
	is "$(jq -c '.metrics | [.beta, .alpha_pct, .tracking_error_pct,
		.information_ratio, .up_capture, .excess_return_pct]' out)" \
		'[1,0,0,null,1,0]' "against itself"
	exits 0 "--with-daily" algo-stat equity.csv --with-daily
	ok "the series" jq -e '(.daily_pnl | length) == .metrics.periods
		and all(.daily_pnl[]; (.[0] | test("^20..-..-..$")) and (.[1] | type) == "number")
		and (.monthly_returns[0][0] == "2004-08") and (.worst_drawdowns | length) == 5
		and .worst_drawdowns[0].drawdown_pct == .metrics.max_drawdown_pct
		and (.worst_drawdowns | map(.drawdown_pct) | . == sort)' out
	cp out daily.json
	cross --with-daily >out
	jq -c '[.daily_pnl, .monthly_returns, .worst_drawdowns]' out >a
	jq -c '[.daily_pnl, .monthly_returns, .worst_drawdowns]' daily.json >b
	ok "and in algo-run the same" cmp a b
fi

# --- Choosing, listing
exits 0 "--metrics" algo-stat equity.csv --metrics=sharpe,return_pct
like "$out" '{"algo":1,"kind":"metrics","metrics":{"return_pct":*,"sharpe_ratio":*},"flags":*}' \
	"those and no others, in the order of the table"
exits 0 "algo-run --metrics" cross --metrics romad
like "$out" '*"metrics":{"romad":[0-9-]*},"flags":*' "that one"
for t in "algo-stat equity.csv" cross; do
	exits 2 "$t: unknown metric" $t --metrics=romad,sharp_ratio
	like "$err" "*unknown metric 'sharp_ratio'*did you mean 'sharpe_ratio'*Try*" \
		"$t: did you mean"
	for o in "--rf -1" "--mar -2" "--rf x" "--periods-per-year 0" "--tz Mars/X" \
		"--day-start 24:00" "--day-start 9" "--metrics=" "--require sharpe>" \
		"--require nosuch>1" "--rules x" "--format=xml"; do
		exits 2 "$t $o" $t $o
		is "$out" "" "$t $o: no output"
	done
done
for t in algo-stat algo-run; do
	exits 0 "$t --list-metrics" $t --list-metrics </dev/null
	is "$(lines out)" 155 "a line each"
	like "$out" "*sharpe_ratio *ratio *(mean - rf_p)/sd sqrt(P)*Sharpe 1994*" \
		"name, unit, formula, source"
	have jq && ok "$t --list-metrics=json" sh -c "$t --list-metrics=json | jq -e '
		.count == 155 and (.metrics | length) == 155 and all(.metrics[];
		has(\"name\") and has(\"unit\") and has(\"formula\") and has(\"source\"))'"
done
for o in equity.csv "--rf 1" "--format=table" "--trades x" "--pretty"; do
	exits 2 "--list-metrics $o" algo-stat --list-metrics $o
done
for o in "--format=table --pretty" "--format=table --with-daily" \
	"equity.csv equity.csv" "--trades - --benchmark -" "- --trades -"; do
	exits 2 "algo-stat $o" algo-stat $o <equity.csv
done
exits 2 "--check has no use for them" algo-run --check -e "$E" --rf 1
like "$err" "*'--check' has no use for '--rf'*" "and says so"

# --- Conditions
exits 0 "--require that holds" algo-stat equity.csv --require 'sharpe > -9' \
	--require 'max_drawdown_pct <= 0 and periods == 598'
exits 1 "one that does not" algo-stat equity.csv --require 'sharpe > 99' \
	--require 'periods > 1' --require 'win_rate >= 0'
is "$(lines out) $(lines err)" "1 2" "the object is printed, a line each"
like "$err" "*'sharpe > 99' does not hold: sharpe_ratio=[0-9-]*win_rate=null*" \
	"with the values"
exits 1 "in algo-run, of any metric" cross --require 'ulcer_index_pct < 0'
like "$err" "*does not hold: ulcer_index_pct=[0-9]*" "with the value"
exits 0 "of a benchmark" cross --benchmark bench.csv --require 'beta > 0 and correlation < 1'
exits 1 "without one it is not known" cross --require 'beta > 0'
like "$err" "*beta=null*" "null"

# --- Options change what they should
metric() {
	m=$1
	shift
	algo-stat given.csv --metrics="$m" "$@" |
		sed 's/.*"metrics":{"[a-z0-9_]*":\([^}]*\)}.*/\1/'
}
given 'time,equity\n2024-01-01T12:00:00Z,100\n2024-01-01T23:30:00Z,110\n2024-01-02T01:00:00Z,99\n2024-01-03T12:00:00Z,120\n'
is "$(metric periods)" 3 "sessions are UTC dates"
is "$(metric periods --tz America/New_York)" 2 "or those of a zone"
is "$(metric periods --day-start 01:30)" 2 "or begin later"
is "$(metric largest_winning_day_date --day-start 17:00)" '"2024-01-03"' \
	"one that begins after noon is named by the next date"
is "$(metric periods_per_year --periods-per-year 12)" 12 "--periods-per-year"
given 'time,equity\n0,100\n1,110\n2,99\n3,120\n'
is "$(metric sharpe_ratio)" null "bar numbers have no year"
like "$(metric sharpe_ratio --periods-per-year 252)" '[0-9]*' "unless it is given"
is "$(metric max_drawdown_date)" 2 "and times are their numbers"

# --- The same curve, however it is written
algo-stat equity.csv >want.json
awk -F, -v OFS=';' '{ print "x" NR, $7, $6, $2, $1 }' equity.csv |
	sed '1s/.*/Note;SHORT;Long;Equity;TIME/' >other.csv
algo-stat other.csv >out
ok "other order, case, delimiter, more columns" cmp out want.json
sed 's/\([^,]*\)/"\1"/g; s/$/\r/' equity.csv >other.csv
algo-stat other.csv >out
ok "quotes and CRLF" cmp out want.json
sed 's/T00:00:00Z//; s/Z//' equity.csv >other.csv
algo-stat other.csv >out
ok "dates" cmp out want.json
if date -u -d @0 >/dev/null 2>&1; then
	{ echo timestamp,equity,long,short
	sed 1d equity.csv | cut -d, -f1 | date -u -f - +%s >secs
	sed 1d equity.csv | cut -d, -f2,6,7 | paste -d, secs -; } >other.csv
	algo-stat other.csv >out
	ok "epoch seconds" cmp out want.json
	sed '2,$s/^\([0-9]*\),/\1000,/' other.csv >more.csv
	algo-stat more.csv >out
	ok "epoch milliseconds" cmp out want.json
fi
cut -d, -f1,2 equity.csv >two.csv
algo-stat two.csv >out
like "$(cat out)" '*"exposure_time_pct":null*' "time and equity alone: no exposure"
awk -F, '{ print $1 "," $2 "," $4 }' equity.csv >share.csv
algo-stat share.csv --metrics avg_net_exposure_pct,exposure_time_pct >out
algo-stat equity.csv --metrics avg_net_exposure_pct,exposure_time_pct >sides
is "$(tr -dc '0-9,' <out | cut -c1-14)" "$(tr -dc '0-9,' <sides | cut -c1-14)" \
	"the share stands for the sides"

# --- Trades with what there is
given 'time,equity\n2024-01-01,100\n2024-01-02,101\n2024-01-05,99\n'
trades() {
	printf "$1" >t.csv
	m=$2
	algo-stat given.csv --trades t.csv --metrics="$m" 2>&1 |
		sed 's/.*"metrics":{\(.*\)},"flags.*/\1/; s/"//g'
}
is "$(trades 'pnl\n5\n-3\n-2\n' num_trades,open_trades,max_losing_streak,avg_trade_duration_s,best_trade_pct)" \
	"num_trades:3,open_trades:0,best_trade_pct:null,max_losing_streak:2,avg_trade_duration_s:null" \
	"profits alone, in their order"
is "$(trades 'Exit Time,PNL,SIDE\n2024-01-05,-1,SHORT\n2024-01-02,4,Buy\n,9,long\n' num_trades,open_trades,long_trades,short_trades,current_streak)" \
	"num_trades:2,open_trades:1,long_trades:1,short_trades:1,current_streak:-1" \
	"sides, by exit time, one open"
is "$(trades 'EntryTime,ExitTime,Size,PnL,ReturnPct,EntryBar,ExitBar\n2024-01-01,2024-01-02,-5,4,0.04,0,3\n' short_trades,best_trade_pct,avg_trade_duration_s,avg_bars_held)" \
	"short_trades:1,best_trade_pct:4,avg_trade_duration_s:86400,avg_bars_held:3" \
	"backtesting.py's"
is "$(trades 'side;pnl;exit_time;note\n"short";4;"2024-01-02T00:00:00Z";"a;b"\n' num_trades,short_trades)" \
	"num_trades:1,short_trades:1" "quotes and another delimiter"
is "$(trades 'pnl,exit_time\n' num_trades,win_rate)" "num_trades:0,win_rate:null" "none"

# --- A benchmark that has some of the days
given 'time,equity\n2024-01-01,100\n2024-01-02,110\n2024-01-03,121\n2024-01-04,133.1\n2024-01-05,100\n'
printf 'time,equity\n2023-12-29,50\n2024-01-02T10:00:00Z,1\n2024-01-02T20:00:00Z,55\n2024-01-04,60.5\n2024-01-09,7\n' >b.csv
is "$(algo-stat given.csv --benchmark b.csv --metrics benchmark_return_pct,excess_return_pct |
	sed 's/.*"metrics":{\([^}]*\)}.*/\1/' | awk -F'[:,]' '{ printf "%.6f %.6f", $2, $4 }')" \
	"21.000000 12.100000" "pairs of days"
printf 'time,equity\n2025-01-01,5\n' >b.csv
is "$(metric beta --benchmark b.csv)$(metric benchmark_return_pct --benchmark b.csv)" \
	nullnull "none in common"

# --- What is refused
refused 3 "an empty file" "*file_error*empty*" algo-stat /dev/null
given 'time,equity\n'
refused 3 "no rows" "given.csv: data_error: the equity curve has no row" algo-stat given.csv
given 'time,equity\n2024-01-02,100\n2024-01-01,100\n'
refused 3 "descending times" "given.csv:3:1: data_error: time '2024-01-01' is before*" \
	algo-stat given.csv
given 'time,equity\n2024-01-01,100\n2024-01-02,n/x\n'
refused 3 "no number" "given.csv:3:12: data_error: 'n/x' in column 'equity'*" algo-stat given.csv
for v in '' NaN inf; do
	given "time,equity\n2024-01-01,100\n2024-01-02,$v\n"
	refused 3 "equity '$v'" "given.csv:3:12: data_error: *" algo-stat given.csv
done
for v in 0 -5; do
	given "time,equity\n2024-01-01,$v\n2024-01-02,5\n"
	refused 3 "a baseline of $v" "given.csv:2: data_error: *above 0*" algo-stat given.csv
done
given 'time,value\n2024-01-01,100\n'
refused 3 "no equity" "given.csv:1: key_error: no column 'equity'*time, value*" algo-stat given.csv
given 'equity,x\n100,2024-01-01\n'
refused 3 "no time" "given.csv:1: key_error: no column 'time'*" algo-stat given.csv
given 'time,symbol,equity\n2024-01-01,A,1\n2024-01-01,B,2\n'
refused 3 "several symbols" "given.csv: data_error: *several symbols*" algo-stat given.csv
refused 5 "no such file" "nosuch.csv: file_error: *" algo-stat nosuch.csv
given 'time,equity\n2024-01-01,100\n2024-01-02,101\n'
while IFS='|' read -r name text pattern; do
	printf "$text" >t.csv
	refused 3 "trades: $name" "$pattern" algo-stat given.csv --trades t.csv
done <<'X'
no profit|exit_time\n2024-01-02\n|t.csv:1: key_error: no column 'pnl'*
a closed one without|exit_time,pnl\n2024-01-02,\n|t.csv:2: data_error: no value in column 'pnl'*
no number|pnl\n1\nx\n|t.csv:3:1: data_error: 'x' in column 'pnl'*
no time|pnl,exit_time\n1,soon\n|t.csv:2:3: data_error: 'soon' in column 'exit_time' is not a time
no side|pnl,side\n1,up\n|t.csv:2:3: data_error: 'up' in column 'side' is neither*
a bar number|pnl,exit_time\n1,7\n|t.csv:2:3: data_error: '7' in column 'exit_time' is a bar number*
X
printf 'time,equity\n0,5\n1,6\n' >b.csv
refused 3 "a benchmark by bar numbers" "b.csv:2: data_error: bar numbers*" \
	algo-stat given.csv --benchmark b.csv
printf 'time,equity\n2024-01-01,5\n2024-01-02,0\n' >b.csv
refused 3 "a benchmark of 0" "b.csv:3: data_error: *above 0" algo-stat given.csv --benchmark b.csv
exits 5 "algo-run without its benchmark" cross --benchmark nosuch.csv
is "$out" "" "prints nothing"
exits 3 "or with a bad one" cross --benchmark trades.csv

# --- Tables for people
COLUMNS=40 algo-stat equity.csv --trades trades.csv --benchmark bench.csv \
	--format=table >table.txt
like "$(cat table.txt)" "*Return*Risk*Sharpe ratio *Draw-down*Exposure*Trades*Benchmark*Beta*" \
	"groups"
is "$(head -n 1 table.txt | wc -c | tr -d ' ')" 121 "40 blocks of the curve"
is "$(algo-stat equity.csv --format=table | head -n 1 | wc -c | tr -d ' ')" 181 "60 by default"
is "$(awk '/^  [A-Za-z].*[0-9][.][0-9][0-9]($|  %)/ { print index($0, ".") }' table.txt |
	sort -u | wc -l | tr -d ' ')" 1 "points stand below each other"
is "$(tr -d '\n' <table.txt | LC_ALL=C grep -c "$(printf '\033')")" 0 "no colours in a file"
if have script && script -qec true /dev/null >/dev/null 2>&1; then
	script -qec "algo-stat equity.csv --format=table" /dev/null </dev/null >typed 2>&1
	ok "colours on a terminal" grep -q "$(printf '\033\[1m')Return" typed
	NO_COLOR=1 script -qec "algo-stat equity.csv --format=table" /dev/null </dev/null >typed 2>&1
	is "$(grep -c "$(printf '\033')" typed)" 0 "none with NO_COLOR"
fi
COLUMNS=40 cross --format=table >table.txt
like "$(cat table.txt)" "strategy *bars *account *Return*Profit *Trades*" "algo-run has the same table"

# --- Verbose, progress
exits 0 "-v" algo-stat equity.csv --trades trades.csv -v
like "$err" "algo-stat: info: 599 rows, 598 periods, $(($(lines trades.csv) - 1)) closed trades, *" \
	"says how much there was"
exits 0 "--progress=json" algo-stat --progress=json <equity.csv
like "$err" "*\"bytes\":$(wc -c <equity.csv | tr -d ' '),*" "how far"
done_testing
