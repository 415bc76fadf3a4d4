# run.t - algo-run: one-liners and documents, parameters, questions, outputs,
# logs of orders, signals, spans, and the shape of the result.
# shellcheck source=t/lib.sh
. "$(dirname "$0")/lib.sh"

S=$TOP/examples/strategies
cd "$TMP" || exit 1
cp "$TOP/share/demo/GOOG.csv" all.csv
head -n 600 all.csv >bars.csv
have() { command -v "$1" >/dev/null 2>&1; }
lines() { wc -l <"$1" | tr -d ' '; }
E='crossover(sma(10), sma(20))'
X='crossunder(sma(10), sma(20))'
cross() { algo-run --reproducible -d bars.csv -e "$E" -x "$X" "$@"; }
TRADES=symbol,side,size,entry_bar,exit_bar,entry_time,exit_time,entry_price,exit_price,sl,tp,pnl,return_pct,commission,bars,mae_pct,mfe_pct,entry_tag,exit_reason
ORDERS=symbol,id,bar,time,side,kind,size,limit,stop,sl,tp,tag,status,fill_bar,fill_time,fill_price,fill_size,reason
EQUITY=time,equity,cash,exposure,drawdown_pct,long,short

# --- The result
exits 0 "a one-liner" cross
is "$err" "" "says nothing else"
is "$(lines out)" 1 "one line"
cp out result.json
algo-run --reproducible -e "$E" -x "$X" <bars.csv >stdin.json
ok "bars from stdin give the same" cmp result.json stdin.json
cross -o file.json
ok "-o" cmp result.json file.json
algo-run -e "$E" -x "$X" -d bars.csv >varies.json
if have jq; then
	ok "the members of the result, in their order" jq -e '
		keys_unsorted == ["algo","kind","success","strategy","data",
			"settings","metrics","flags","error"]
		and .algo == 1 and .kind == "result" and .success == true
		and .error == null' result.json
	ok "strategy" jq -e '.strategy | has("name") and has("version")
		and (.sha256 | test("^[0-9a-f]{64}$")) and (.params | type) == "object"' \
		result.json
	ok "data" jq -e '.data == {"symbol":null,"interval":"1d","bars":599,
		"start":"2004-08-19T00:00:00Z","end":"2007-01-04T00:00:00Z",
		"first_step":20,"hash":.data.hash} and (.data.hash | test("^[0-9a-f]{16}$"))' \
		result.json
	ok "settings" jq -e '.settings | .cash == 10000 and .commission == 0
		and .spread == 0 and .margin == 1 and .trade_on_close == false
		and .exclusive == false and .hedging == false and .unit == 1
		and .finalize == "close" and .mark_at == "open"
		and .same_bar == "pessimistic"' result.json
	ok "metrics" jq -e '.metrics | (.return_pct, .num_trades, .win_rate,
		.sharpe_ratio, .max_drawdown_pct, .equity_final | type) == "number"
		and (.num_trades > 5)' result.json
	ok "flags" jq -e '.flags | type == "array" and index("few_trades") != null' result.json
	ok "what varies is in run" jq -e '.run | (.id | test("^[0-9a-f]{16}$"))
		and (.timestamp | test("^20[0-9-]*T[0-9:.]*Z$"))
		and (.execution_time | type) == "number"' varies.json
	jq -c 'del(.run)' varies.json >a
	jq -c . result.json >b
	ok "all else is --reproducible" cmp a b
	cross --pretty >pretty.json
	ok "--pretty is indented" grep -q '^  "kind": "result",$' pretty.json
	jq -c . pretty.json >a
	ok "and says the same" cmp a b
	cross --with-trades >with.json
	ok "--with-trades" jq -e '(.trades | length) == .metrics.num_trades
		and all(.trades[]; .side == "long" and .size > 0 and .exit_bar > .entry_bar
			and (.entry_time | test("^20.*Z$")) and has("exit_reason"))' with.json
	jq -c 'del(.trades)' with.json >a
	ok "adds them alone" cmp a b
fi
algo-run --reproducible -e "$E" -x "$X" <bars.csv >again.json
ok "--reproducible: the same bytes again" cmp stdin.json again.json

# --- Tables
cross --trades trades.csv --equity equity.csv --orders orders.csv >four.json
ok "CSVs beside the result leave it as it is" cmp four.json result.json
is "$(head -n 1 trades.csv)" $TRADES "--trades: header"
is "$(head -n 1 equity.csv)" $EQUITY "--equity: header"
is "$(head -n 1 orders.csv)" $ORDERS "--orders: header"
is "$(lines equity.csv)" 600 "--equity: a row a bar"
for o in trades equity orders; do
	cross --$o - >out
	ok "--$o -: the same on stdout" cmp out $o.csv
	cross --$o - -o beside.json >out
	ok "--$o - with -o: the result goes there" cmp beside.json result.json
done
is "$(awk -F, 'NR > 1 { if (NF != 19 || $2 != "long" || $3 <= 0 || $5 <= $4 ||
	$16 > 0 || $17 < 0 || $19 !~ /^(signal|finalize)$/) print }' trades.csv)" "" \
	"--trades: what a row may hold"
is "$(awk -F, 'NR > 1 { if (NF != 18 || $5 !~ /^(buy|sell)$/ ||
	$6 !~ /^(market|limit|stop|stop_limit|close|sl|tp)$/ ||
	$13 !~ /^(filled|pending|canceled|rejected|expired)$/) print }' orders.csv)" "" \
	"--orders: what a row may hold"
is "$(awk -F, 'NR > 1 { if (NF != 7 || $2 <= 0 || $5 > 0 || $6 < 0 || $7 != 0) print }' \
	equity.csv)" "" "--equity: what a row may hold"
# Trades bought at the next open after the signal, priced by the bars.
is "$(awk -F, 'NR == FNR { open[FNR - 2] = $2; next }
	FNR > 1 && ($8 != open[$4] || ($19 == "signal" && $9 != open[$5])) { print }' \
	bars.csv trades.csv)" "" "fills are at the opens of their bars"
is "$(awk -F, 'FILENAME == "trades.csv" { if (FNR > 1) pnl += $12; next }
	{ last = $2 } END { d = 10000 + pnl - last; if (d < 0) d = -d
	print d < 1e-6 ? "agree" : 10000 + pnl " " last }' trades.csv equity.csv)" \
	agree "profits and the last equity agree"
COLUMNS=30 cross --format=table >table.txt
like "$(cat table.txt)" "strategy *bars *599 of 1d, 2004-08-19 .. 2007-01-04*Sharpe ratio *Trades *" \
	"--format=table"
is "$(awk 'length > 100' table.txt)" "" "in at most 100 columns"

# --- Documents
exits 0 "a document" algo-run --reproducible "$S/sma_cross.json" -d bars.csv --trades t1.csv
is "$(sed 's/.*"strategy":{"name":"\([^"]*\)".*/\1/' out)" sma_cross "its name is in the result"
ok "trades as the one-liner" cmp t1.csv trades.csv
algo-run "$S/sma_cross.json" -p fast=10 -p slow=20 --trades - <bars.csv >t2.csv
ok "-p of the defaults" cmp t2.csv trades.csv
algo-run "$S/sma_cross.json" -p fast=5 -p slow=50 --trades - <bars.csv >t2.csv
cross -e 'crossover(sma(5), sma(50))' -x 'crossunder(sma(5), sma(50))' --trades - >t3.csv
ok "-p of others" cmp t2.csv t3.csv
ok "which are others" sh -c '! cmp -s t2.csv trades.csv'
if have jq; then
	is "$(algo-run "$S/sma_cross.json" -p fast=5 -p slow=30 -p slow=50 -d bars.csv |
		jq -c .strategy.params)" '{"fast":5,"slow":50}' "-p: the last one wins"
	a=$(algo-run "$S/sma_cross.json" -p fast=5 -d bars.csv | jq .strategy.sha256)
	b=$(algo-run "$S/sma_cross.json" -d bars.csv | jq .strategy.sha256)
	is "$a" "$b" "-p leaves the document's hash"
	is "$(algo-run "$S/rsi_dip.json" --cash 500 -d bars.csv |
		jq -c '[.settings.cash, .settings.commission]')" '[500,0.001]' \
		"the command line wins over backtest, which wins over defaults"
fi
algo-run - -d bars.csv --reproducible <"$S/sma_cross.json" >a
algo-run "$S/sma_cross.json" -d - --reproducible <bars.csv >b
ok "document or bars from stdin" cmp a b
for s in "$S"/*.json; do
	exits 0 "--check ${s##*/}" algo-run --check "$s"
	is "$out$err" "" "says nothing"
	exits 0 "--check ${s##*/} with bars" algo-run --check "$s" -d bars.csv
	exits 0 "--canonical ${s##*/}" algo-run --canonical "$s"
	mv out one.json
	is "$(lines one.json)" 1 "is one line"
	algo-run --canonical - <one.json >two.json
	ok "and of itself the same" cmp one.json two.json
	algo-run -q --reproducible "$s" -d bars.csv >a
	algo-run -q --reproducible one.json -d bars.csv >b
	ok "which runs the same" cmp a b
done
cat >bad.json <<'X'
{"algo": 1,
 "entry": {"long": "rssi(14) < 30", "shrt": "close > 1"},
 "exit": {"long": "close <"},
 "risk": {"size": 2, "stop_loss_pct": "five"}}
X
exits 4 "--check of a bad document" algo-run --check bad.json
is "$out" "" "prints nothing to stdout"
is "$(lines err)" 4 "finds every fault"
like "$err" "algo-run: bad.json:/entry/long:1:1: import_error: unknown function 'rssi' (did you mean 'rsi'?)
algo-run: bad.json:/entry/shrt:2:*: key_error: *'shrt'*'short'*
algo-run: bad.json:/exit/long:1:8: syntax_error: *
algo-run: bad.json:/risk/*: *_error: *" "in document order, each with its place"
exits 4 "--check --errors=json" algo-run --errors=json --check bad.json
is "$(lines err)" 4 "a record each"
have jq && is "$(jq -r '"\(.class) \(.pointer)"' <err | sed 2q | tr '\n' ' ')" \
	"import_error /entry/long key_error /entry/shrt " "with pointers"
like "$err" '*"fixit":{"pointer":"/entry/long","start":0,"length":4,"text":"rsi"}*' \
	"and fix-its"
exits 4 "the same faults when it is to run" algo-run bad.json -d bars.csv
is "$(lines err) $out" "4 " "nothing is run"
exits 4 "no JSON" algo-run --check - <<X
{"algo": 1,
X
like "$err" "algo-run: <stdin>:*: syntax_error: *" "with its place"
exits 4 "an empty document" algo-run --check /dev/null
exits 4 "an empty document is none to run" algo-run /dev/null -d bars.csv
exits 5 "a document that is not there" algo-run nosuch.json -d bars.csv
exits 5 "a document that is a folder" algo-run "$TMP" -d bars.csv
echo '{"algo":1,"entry":{"long":"vix > 20"},"exit":{"long":"vix < 10"}}' >vix.json
exits 4 "a column that the bars have not" algo-run --check vix.json -d bars.csv
like "$err" "*'vix'*" "is named"
awk -F, -v OFS=, '{ print $0, NR == 1 ? "vix" : NR % 40 }' bars.csv >vix.csv
exits 0 "one that they have" algo-run --check vix.json -d vix.csv
exits 0 "runs" algo-run vix.json -d vix.csv --trades -
ok "and trades" test "$(lines out)" -gt 5
head -c 1100000 /dev/zero | tr '\0' ' ' >large.json
exits 4 "a document above 1 MiB" algo-run --check large.json
is "$(lines err)" 1 "one line"
for args in "-p fast=1000" "-p fats=10" "-p fast" "-p fast=x" "-p =5" "-p fast="; do
	exits 2 "$args" algo-run "$S/sma_cross.json" -d bars.csv $args
	like "$err" "algo-run: *usage_error: *Try 'algo-run --help'." "$args: says so"
done
like "$(algo-run "$S/sma_cross.json" -p fats=10 -d bars.csv 2>&1)" \
	"*'fats' (did you mean 'fast'?)*" "the near one is named"
for args in "$S/sma_cross.json -e close>1" "$S/sma_cross.json $S/sma_cross.json" \
	"--signals --actions x" "-e close>1 --signals" ""; do
	exits 2 "what drives the run: '${args##*/}'" algo-run -d bars.csv $args
done

for args in "--cash -5" "--cash x" "--spread 2" "--margin 0" "--fractional=0" \
	"--finalize never" "--same-bar x" "--mark-at low" "--commission 5"; do
	exits 2 "$args" cross $args
	like "$err" "algo-run: ${args%%[ =]*}: usage_error: *Try 'algo-run --help'." \
		"$args: names the option"
done
exits 2 "--commission of nothing known" cross --commission 'foo(size)'
like "$err" "algo-run: --commission:1:1: import_error: unknown function 'foo'*" \
	"names the option and the place"
exits 2 "--compat with --same-bar" cross --compat=backtesting.py --same-bar=path
like "$err" "algo-run: --same-bar: usage_error: *" "names the option"
exits 2 "--data twice" cross -d bars.csv
like "$err" "*--data 'bars.csv' is not SYMBOL=FILE*" "is refused"
cp bars.csv A=B
exits 0 "a file of such a name" algo-run "$S/sma_cross.json" -d ./A=B
exits 2 "two outputs in one file" cross --trades one.csv --equity one.csv
ok "nothing is written" test ! -e one.csv
exits 0 "two outputs thrown away" cross --trades /dev/null --equity /dev/null

# --- A document's account options, without bars as with them
exits 4 "wrong settings beside a wrong expression" algo-run --check --errors=json - <<X
{"algo":1,"entry":{"long":"rsj(3) > 1"},"exit":{"long":"close > 1"},
 "backtest":{"cash":-1,"commission":"max(1, foo)","spread":-0.1}}
X
is "$(jq -r '"\(.class) \(.pointer) \(.line):\(.column)"' err | tr '\n' ,)" \
	"import_error /entry/long 1:1,value_error /backtest/cash 2:21,import_error /backtest/commission 1:8,value_error /backtest/spread 2:60," \
	"are all told, in order"
exits 2 "--check judges the account options" algo-run "$S/sma_cross.json" --check --cash -4
echo '{"algo":1,"entry":{"long":"close>1"},"exit":{"long":"close<1"},"risk":{"size":2.5}}' >parts.json
exits 4 "parts of a unit" algo-run parts.json -d bars.csv
exits 0 "with --fractional" algo-run parts.json -d bars.csv --fractional
exits 0 "and checked" algo-run parts.json --check --fractional
for args in "- -d -" "-" "--actions -" "--actions - -d -"; do
	exits 2 "standard input twice: $args" algo-run $args <parts.json
done

# --- Orders that are bad throughout: where it comes from
blame() { # blame DOCUMENT PLACE HINT
	echo "$1" >blame.json
	exits 4 "$1" algo-run blame.json -d bars.csv
	like "$err" "*blame.json:$2: runtime_error: every order was bad:*$3*" "names $2"
}
blame '{"algo":1,"entry":{"long":"bar_index < 99"},"exit":{"long":"false"},"risk":{"size":"log(close - 100000)"}}' \
	/risk/size:1:1 " na "
blame '{"algo":1,"entry":{"long":"bar_index < 99"},"exit":{"long":"false"},"risk":{"size":"risk_size(1%, close)"}}' \
	/risk/size:1:1 "stop"
blame '{"algo":1,"entry":{"long":"bar_index < 99"},"exit":{"long":"false"},"risk":{"size":"close - 100000"}}' \
	/risk/size:1:1 "above 0"
blame '{"algo":1,"entry":{"short":"bar_index < 99"},"exit":{"short":"false"},"risk":{"stop_loss":"entry_price - 5"}}' \
	/risk/stop_loss:1:1 "short's stop is above"
blame '{"algo":1,"entry":{"long":"bar_index < 99"},"exit":{"long":"false"},"risk":{"stop_loss":"entry_price + 5", "take_profit":"entry_price + 9"}}' \
	/entry/long "long's stop is below"
blame '{"algo":1,"rules":[{"when":"bar_index < 99","do":"buy","units":1,"sl":"close * 1.05"}]}' \
	/rules/0/sl:1:1 "long's stop is below"

# --- Conditions
exits 0 "--require that holds" cross --require 'num_trades > 5' --require 'max_drawdown_pct > -90'
ok "prints the result" cmp out result.json
exits 1 "--require that does not" cross --require 'num_trades > 5' \
	--require 'num_trades > 1000 and sharpe_ratio > -100'
ok "prints the result as well" cmp out result.json
like "$err" "algo-run: value_error: 'num_trades > 1000 and sharpe_ratio > -100' does not hold: num_trades=[0-9]*, sharpe_ratio=*" \
	"with the values"
is "$(lines err)" 1 "in one line"
exits 1 "two that do not" cross --require 'num_trades > 1000' --require 'win_rate > 1'
is "$(lines err)" 2 "are both told"
exits 1 "an undefined metric does not hold" \
	algo-run -e 'close > 1e9' -x 'close < 0' -d bars.csv --require 'win_rate >= 0'
like "$err" "*win_rate=null*" "and is shown so"
exits 2 "--require of no metric" cross --require 'sharpe_rtio > 1'
like "$err" "*'sharpe_rtio' (did you mean 'sharpe_ratio'?)*Try 'algo-run --help'." "names the near one"
is "$out" "" "before anything is run"
exits 2 "--require that is none" cross --require 'num_trades >'
exits 0 "short spellings" cross --require 'total_trades > 5'

# --- Spans, symbols, times
span() { cross "$@" --equity - | awk -F, 'NR == 2 { a = $1 } { z = $1 }
	END { print NR - 1, substr(a, 1, 10), substr(z, 1, 10) }'; }
is "$(span --from 2005-01-03 --to 2005-06-30)" "125 2005-01-03 2005-06-30" \
	"--from and --to are included"
is "$(span --from 2005-01-01)" "505 2005-01-03 2007-01-04" "--from alone"
is "$(span --to 2004-12-31T00:00)" "94 2004-08-19 2004-12-31" "--to an instant"
awk -F, '$1 == "time" || ($1 >= "2005-01-03" && $1 <= "2006-06-30")' bars.csv >part.csv
cross --from 2005-01-03 --to 2006-06-30 --trades a >/dev/null
algo-run -e "$E" -x "$X" -d part.csv --trades b >/dev/null
ok "a span is as if there were no other bars" cmp a b
exits 0 "a span without bars" cross -q --from 2020-01-01
like "$out" '*"bars":0,*' "gives a result without"
awk -F, -v OFS=, 'NR == 1 { print "symbol", $0; next }
	{ print "GOOG", $0; print "TWIN", $1, $2 * 2, $3 * 2, $4 * 2, $5 * 2, $6 }' \
	bars.csv >two.csv
exits 2 "several symbols" algo-run --compat=backtesting.py -e "$E" -x "$X" -d two.csv
like "$err" "*several symbols*--symbol*" "one is to be named"
algo-run --reproducible --symbol GOOG -e "$E" -x "$X" -d two.csv --trades - >a
sed 's/^,/GOOG,/' trades.csv >b
ok "--symbol takes one" cmp a b
exits 1 "--symbol that is not there" algo-run --symbol NOPE -e "$E" -x "$X" -d two.csv
like "$err" "*'NOPE'*" "is named"
exits 3 "--symbol of bars without symbols" cross --symbol GOOG
awk -F, -v OFS=, 'NR > 1 { $1 = NR - 2 } 1' bars.csv >index.csv
exits 0 "bar numbers for times" algo-run --reproducible -e "$E" -x "$X" -d index.csv
like "$out" '*"interval":null,"bars":599,"start":0,"end":598,*"cagr_pct":null*"flags":\["no_calendar"*' \
	"no calendar, nothing annualised"
algo-run -e "$E" -x "$X" -d index.csv --trades - | cut -d, -f3-5,8-9,12 >a
cut -d, -f3-5,8-9,12 trades.csv >b
ok "the same trades" cmp a b
is "$(algo-run -e "$E" -x "$X" -d index.csv --trades - | sed -n 2p | cut -d, -f4-7)" \
	"$(sed -n 2p trades.csv | awk -F, -v OFS=, '{ print $4, $5, $4, $5 }')" \
	"their times are bar numbers"
have jq && is "$(algo-run -e "$E" -x "$X" -d index.csv --from 100 --to 199 |
	jq -c '[.data.bars, .data.start, .data.end]')" '[100,100,199]' \
	"--from and --to are bar numbers there"
first() { cross "$@" | sed 's/.*"first_step":\([-0-9]*\).*/\1/'; }
is "$(first) $(first --warmup 50) $(first --warmup 5)" "20 51 6" "--warmup"
exits 0 "a strategy that never starts" algo-run -e 'close > sma(5000)' -x 'close < 0' -d bars.csv
like "$err" "algo-run: *warning: *sma(*5000)*never started*" "is warned of"
exits 0 "--quiet" algo-run -q -e 'close > sma(5000)' -x 'close < 0' -d bars.csv
is "$err" "" "is not"
exits 0 "no way out" algo-run -e 'close > 1' -d bars.csv
like "$err" "algo-run: *warning: *nothing ever closes*" "is warned of"

# --- Account
value() { key=$1; shift; cross "$@" | sed "s/.*\"$key\":\([^,}]*\).*/\1/"; }
for pair in "--cash 5000:cash:5000" "--cash 5k:cash:5000" "--commission 0.1%:commission:0.001" \
	"--spread 0.0005:spread:0.0005" "--margin 0.1:margin:0.1" \
	"--trade-on-close:trade_on_close:true" "--exclusive:exclusive:true" \
	"--hedging:hedging:true" "--fractional:unit:1e-8" "--fractional=0.5:unit:0.5" \
	"--finalize open:finalize:\"open\"" "--finalize none:finalize:\"none\"" \
	"--mark-at close:mark_at:\"close\"" "--same-bar path:same_bar:\"path\"" \
	"--compat backtesting.py:compat:\"backtesting.py\""; do
	args=${pair%%:*} rest=${pair#*:}
	is "$(cross $args | sed "s/.*\"settings\":{\([^}]*\)}.*/,\1,/" |
		sed "s/.*,\"${rest%%:*}\":\([^,]*\),.*/\1/")" "${rest#*:}" "$args"
done
is "$(value total_commission --commission 5,0)" \
	"$(awk -F, 'NR > 1 { n += 10 } END { print n }' trades.csv)" "a fixed fee: twice a trade"
is "$(value total_commission --commission 'max(1, 0 * size)')" \
	"$(awk -F, 'NR > 1 { n += 2 } END { print n }' trades.csv)" "a fee as an expression"
for args in --trade-on-close "--spread 0.01" "--commission 0.01" \
	"--margin 0.1 -e close>open" "--cash 500" "--fractional"; do
	cross $args >a
	ok "$args changes the metrics" sh -c '
		for f in a result.json; do sed "s/.*\"metrics\"://" $f; done | uniq | wc -l |
			grep -qw 2'
done

open_end() { algo-run -e 'close > 1' -x 'close < 1' -d bars.csv --finalize $1 --trades - | lines /dev/stdin; }
is "$(open_end close) $(open_end open) $(open_end none)" "2 2 1" \
	"--finalize: what is open at the end is a trade, or not"

# --- Signals: any program is the strategy
algo-ind sma:10 sma:20 <bars.csv | awk -F, -v OFS=, '
	NR == 1 { print $0, "signal"; next }
	{ if ($7 != "" && $8 != "" && p != "") {
		if (p <= 0 && $7 > $8 && p < 0) s = 1
		if (p > 0 && $7 < $8) s = 0 }
	  p = $7 != "" && $8 != "" ? $7 - $8 : ""
	  print $0, s + 0 }' >signals.csv
algo-run --signals -d signals.csv --trades - | cut -d, -f2,4-9 >a
cut -d, -f2,4-9 trades.csv >b
ok "target positions by awk: the one-liner's trades" cmp a b
sed '1s/signal$/target/' signals.csv | algo-run --signals=target --trades - |
	cut -d, -f2,4-9 >a
ok "--signals=COLUMN" cmp a b
exits 3 "a column that is not there" algo-run --signals=nosig -d signals.csv
like "$err" "*'nosig'*there are: time*" "is named"
awk -F, -v OFS=, 'NR == 1 { print $0, "signal"; next }
	{ print $0, NR % 20 < 10 ? 0.5 : -0.5 }' bars.csv |
	algo-run --signals --trades - >a
ok "half long, half short" sh -c 'cut -d, -f2 a | sort -u | tr "\n" " " |
	grep -qx "long short side "'

# --- Logs of orders: what another library did, to the last bit
if [ -d "$SHARED/golden/engine" ]; then
	for c in RsiSlTp__GOOG SmaCrossLong__GOOG DonchianStop__EURUSD LimitBracket__EURUSD; do
		G=$SHARED/golden/engine/$c
		exits 0 "$c" algo-run --actions "$G/actions.csv" \
			--compat=backtesting.py --finalize=open \
			-d "$SHARED/data/${c#*__}.csv" --trades mine.csv --equity curve.csv
		awk -F, -v OFS=, 'NR > 1 { print $4, $5, ($2 == "short" ? "-" : "") $3,
			$8, $9, $10, $11, $12, $14 }' mine.csv >a
		awk -F, -v OFS=, 'NR > 1 { print $1, $2, $3, $4, $5, $6, $7, $8,
			$10 }' "$G/trades.csv" >b
		ok "$c: its trades" same_numbers a b
		ok "$c: there are some" test -s b
		sed 1d curve.csv | cut -d, -f2 >a
		sed 1d "$G/equity.csv" | cut -d, -f3 >b
		ok "$c: its equity" same_numbers a b
	done
	like "$out" '*"compat":{"Start":*"Return \[%\]":*"# Trades":*' \
		"--compat adds the library's statistics"
fi
printf 'Bar,Action\n1,dance\n' >dance.csv
exits 3 "a log that is none" algo-run --actions dance.csv -d bars.csv
like "$err" "algo-run: dance.csv:1:*" "with its place"
exits 5 "a log that is not there" algo-run --actions nosuch.csv -d bars.csv

# --- A run that was no success
echo '{"algo":1,"rules":[{"when":"true","do":"buy","size":"sqrt(0 - close)"}]}' >na.json
exits 4 "orders that were all refused" algo-run -q --reproducible na.json -d bars.csv --orders orders2.csv
like "$out" '{"algo":1,"kind":"result","success":false,*"error":{"class":"runtime_error","code":"*","message":"*","places":\["/rules/0"\]}}' \
	"the result says so"
like "$err" "algo-run: na.json:/rules/0/size:1:1: runtime_error: *598 of 598 orders refused*" "so does one line"
is "$(lines err)" 1 "not one an order"
is "$(sed 1d orders2.csv | cut -d, -f13 | sort -u)" rejected "every order is in --orders"
done_testing
