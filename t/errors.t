# errors.t - what algo-run says of bad strategies, command lines, files and
# bars: for each class of error status, code, place and hint, as a line and as
# a record; and what it does with documents that ask for far too much.
# shellcheck source=t/lib.sh
. "$(dirname "$0")/lib.sh"

ALGO_SHARE=$TOP/share
export ALGO_SHARE
cd "$TMP" || exit 1
head -n 300 "$TOP/share/demo/GOOG.csv" >bars.csv
lines() { wc -l <"$1" | tr -d ' '; }

# where PLACE: FILE[:POINTER][:LINE[:COLUMN]] as the record has it
where() {
	printf '%s\n' "$1" | awk -F: '{
		out = "\"file\":\"" $1 "\""
		i = 2
		if ($2 ~ /^\//) {
			out = out ",\"pointer\":\"" $2 "\""
			i = 3
		}
		if (i <= NF) out = out ",\"line\":" $i
		if (i < NF) out = out ",\"column\":" $(i + 1)
		print out }'
}

# bad STATUS CLASS CODE PLACE HINT COMMAND...: the first line it prints, and
# the same as a record; PLACE is empty when there is none
bad() {
	want=$1 class=$2 code=$3 place=$4 hint=$5
	shift 5
	name="$class $code $place"
	run "$@"
	like "$status ${err%%
*}" "$want algo-run: ${place:+$place: }$class: *$hint*" "$name"
	run "$@" --errors=json
	at=
	[ -z "$place" ] || at=$(where "$place")
	like "$status ${err%%
*}" "$want {\"kind\":\"error\",\"tool\":\"algo-run\",\"class\":\"$class\",\"code\":\"$code\",\"severity\":\"error\",*$hint*}" \
		"$name: the record"
	like "${err%%
*}" "*${at:-\"message\":}*" "$name: with its place"
}

# doc CLASS CODE PLACE HINT TEXT: a document, without bars and with
doc() {
	printf '%s' "$5" >s.json
	bad 4 "$1" "$2" "s.json:$3" "$4" algo-run --check s.json
	before=$err
	run algo-run --errors=json s.json <bars.csv
	is "$status $err" "4 $before" "$1 $2 $3: the same with bars"
}

# text EXPR: as a JSON string
text() { printf '"%s"' "$(printf '%s' "$1" | sed 's/["\\]/\\&/g')"; }

# expr CLASS CODE COLUMN HINT EXPR: an expression
expr() {
	doc "$1" "$2" "/entry/long:1:$3" "$4" \
		"{\"algo\":1,\"entry\":{\"long\":$(text "$5")},\"exit\":{\"long\":\"flat\"}}"
}

# --- import_error
expr import_error unknown_function 1 "did you mean 'rsi'?" 'rssi(close, 14) < 30'
expr import_error unknown_function 9 "did you mean 'sma'?" 'close < smaa(close, 5)'
expr import_error unknown_name 1 "did you mean 'close'?" 'clos > 1'
expr import_error unknown_name 1 "close" 'price > 20'
expr import_error unknown_column 5 "nope" 'col("nope") > 1'
expr import_error unknown_name 1 "rsi" 'talib.RSI(close, 14) < 30'
doc import_error unknown_name /let/a:1:1 "clos" \
	'{"algo":1,"let":{"a":"clos"},"entry":{"long":"a > 1"},"exit":{"long":"flat"}}'
echo '{"algo":1,"columns":["mood"],"entry":{"long":"mood > 0"},"exit":{"long":"flat"}}' >s.json
bad 4 import_error unknown_column s.json:/columns/0:1:22 "no column 'mood'" \
	algo-run s.json -d bars.csv
is "$(lines err)" 1 "a column that is not there is told once"
exits 0 "without bars it is taken as given" algo-run --check s.json
echo '{"algo":1,"entry":{"long":"sym(\"SPY\", close) > 1"},"exit":{"long":"flat"}}' >s.json
bad 4 import_error unknown_symbol s.json:/entry/long:1:5 "column 'symbol'" \
	algo-run s.json -d bars.csv

# --- syntax_error
expr syntax_error single_equals 9 "==" 'weekday = 5'
expr syntax_error chained_comparison 21 "and" '30 < rsi(close, 14) < 50'
expr syntax_error missing_bracket 17 ")" 'close > sma(5, 3'
expr syntax_error wrong_operator 7 ">=" 'close => open'
expr syntax_error bad_character 11 "comment" 'close > 1 # up'
expr syntax_error number_range 9 "large" 'close > 1e999'
expr syntax_error unexpected_end 8 "early" 'close >'
expr syntax_error missing_comma 36 "," 'crossover(ema(close, 9), ema(close 21))'
doc syntax_error trailing_comma 1:38 "remove" \
	'{"algo":1,"entry":{"long":"close > 1",}}'
doc syntax_error unterminated 1:39 "" '{"algo":1,"entry":{"long":"close > 1"}'
doc syntax_error control_character 1:20 "line break" '{"algo":1,"name":"a
b"}'

# --- attribute_error
expr attribute_error unknown_field 24 "hist" 'macd(close, 12, 26, 9).histogram > 0'
expr attribute_error unknown_field 10 "size" 'position.foo > 3'
expr attribute_error unknown_field 8 "open" 'trades.count < 3'
expr attribute_error no_methods 15 "close?1?" 'close > close.shift(1)'
expr attribute_error field_needed 1 ".upper" 'bbands(20) > 1'
expr attribute_error field_needed 1 "position.size" 'position > 1'
expr attribute_error function_needs_call 1 "macd(" 'macd.hist > 0'

# --- type_error
expr type_error number_as_condition 1 "compar" 'rsi(close, 14)'
expr type_error text_as_value 9 "100" 'close > "100"'
expr type_error not_constant 20 "constant" 'close > sma(close, atr(14))'
expr type_error too_many_arguments 12 "argument" 'abs(close, 2) > 1'
expr type_error missing_argument 1 "crossover(a, b)" 'crossover(close)'
expr type_error unknown_argument 12 "period" 'sma(close, window=14) > 1'
expr type_error no_trade_here 1 "trade" 'trade.size > 1'
doc type_error tag_as_value /rules/1/where:1:1 "compare" \
	'{"algo":1,"rules":[{"when":"flat","do":"buy"},{"when":"true","do":"close","where":"trade.tag > 1"}]}'
doc type_error wrong_type /rules:1:19 "" \
	'{"algo":1,"rules":{"when":"true","do":"buy"}}'
doc type_error wrong_type /risk/max_bars:1:62 "" \
	'{"algo":1,"entry":{"long":"close > open"},"risk":{"max_bars":true}}'

# --- value_error
expr value_error out_of_range 20 "from 1" 'close > sma(close, 0)'
expr value_error out_of_range 23 "from 1 to 1000000" 'close > highest(high, 999999999)'
expr value_error not_whole 20 "whole" 'close > sma(close, 2.5)'
expr value_error bad_interval 4 "1w" 'tf("weekly", close) > 1'
expr value_error bad_time 14 "09:30" 'time_between("9:30", "16:00")'
doc value_error unknown_action /rules/0/do:1:40 "" \
	'{"algo":1,"rules":[{"when":"true","do":"hold"}]}'
doc value_error unknown_zone /tz:1:16 "" \
	'{"algo":1,"tz":"Mars","entry":{"long":"true"}}'
doc value_error contradiction /risk/stop_loss_pct:1:65 "" \
	'{"algo":1,"entry":{"long":"close > open"},"risk":{"stop_loss":5,"stop_loss_pct":3}}'
doc value_error name_taken /let/close:1:18 "choose another" \
	'{"algo":1,"let":{"close":"open"},"entry":{"long":"close > 1"}}'
doc value_error unknown_format /algo:1:9 "format" \
	'{"algo":2,"entry":{"long":"true"},"exit":{"long":"flat"}}'

# --- index_error
expr index_error look_ahead 15 "close?1?" 'close > close[-1]'
expr index_error index_not_whole 15 "whole" 'close > close[1.5]'
expr index_error index_not_constant 7 "constant" 'close[bar_index - 3] > 1'
expr index_error index_too_large 15 "1000000" 'close > close[1000000000]'
expr index_error out_of_range 33 "look ahead" 'close > value_when(flat, close, -1)'
doc index_error let_of_itself /let/a:1:1 "a?1?" \
	'{"algo":1,"let":{"a":"a + 1"},"entry":{"long":"a > 1"},"exit":{"long":"flat"}}'
doc index_error let_too_early /let/a:1:1 "order" \
	'{"algo":1,"let":{"a":"b - 1","b":"close"},"entry":{"long":"a > 1"},"exit":{"long":"flat"}}'

# --- key_error
doc key_error unknown_key /entrys:1:11 "did you mean 'entry'?" \
	'{"algo":1,"entrys":{"long":"true"}}'
doc key_error missing_key 1:1 "rules" '{"algo":1}'
doc key_error missing_key /rules/0:1:20 "when" \
	'{"algo":1,"rules":[{"do":"buy"},{"when":"true","do":"sell"}]}'
doc key_error duplicate_key /algo:1:11 "twice" '{"algo":1,"algo":1}'
doc key_error key_not_allowed /rules/0/portion:1:46 "" \
	'{"algo":1,"rules":[{"when":"true","do":"buy","portion":0.5},{"when":"true","do":"close"}]}'
doc key_error bad_name /let/9a:1:18 "begins with no digit" \
	'{"algo":1,"let":{"9a":"close"},"entry":{"long":"true"},"exit":{"long":"flat"}}'
doc key_error unknown_key /backtest/commision:1:80 "did you mean 'commission'?" \
	'{"algo":1,"entry":{"long":"close > 1"},"exit":{"long":"close < 1"},"backtest":{"commision":0}}'
cut -d, -f1-4 bars.csv >few.csv
bad 3 key_error missing_column few.csv:1 "no column 'close'" \
	algo-run -e 'close > 1' -x 'close < 1' -d few.csv

# --- runtime_error: every order of a place was bad
# order CODE_OF_REASON FIELD HINT EXPR: a rule's field
order() {
	printf '{"algo":1,"rules":[{"when":"flat","do":"buy","%s":%s},{"when":"is_long","do":"close"}]}' \
		"$2" "$(text "$4")" >s.json
	bad 4 runtime_error all_refused "s.json:/rules/0/$2:1:1" "$1*$3" \
		algo-run --reproducible s.json -d bars.csv
	like "$out" '{"algo":1,"kind":"result","success":false,*"num_trades":0,*"error":{*"runtime_error"*}*' \
		"$2 = $4: the result says so"
	run algo-run s.json -d bars.csv --orders -
	like "$out" "*,1,1,*,buy,*,rejected,,,,,$1*" "$2 = $4: so does each order"
	is "$(lines out)" 299 "$2 = $4: and the run goes on to the last bar"
}
NA='0/0 + 0*close' INF='1/0 + 0*close'
order na size '*na*' "$NA"
order na units '*na*' 'sqrt(-close)'
order na limit '*limit*' "$NA"
order na stop '*stop*' "$NA"
order na sl '*stop*' "$NA"
order na tp '*target*' "$NA"
order na trail '*stop*' "$NA"
order na expire_bars '*' "$NA"
order size_not_whole size '*finite*' "$INF"
order size_not_whole units '*finite*' "$INF"
order size_not_whole size '*floor()*' '1.5 + 0*close'
order size_negative size '*above 0*' "-($INF)"
order size_negative size '*above 0*' '-close'
order size_zero size '*above 0*' 'close - close'
for field in limit stop sl tp trail; do
	order price_not_positive $field '*finite*above 0' "$INF"
	order price_not_positive $field '*finite*above 0' "-($INF)"
	order price_not_positive $field '*finite*above 0' '-close'
done
order wrong_side sl '*below*' 'close * 2'
order wrong_side tp '*above*' 'close / 2'
# level FIELD REASON EXPR: of risk
level() {
	printf '{"algo":1,"entry":{"long":"flat"},"exit":{"long":"mod(bar_index, 5) == 0"},"risk":{"%s":%s}}' \
		"$1" "$(text "$3")" >s.json
	bad 4 runtime_error all_refused "s.json:/risk/$1:1:1" "$2" \
		algo-run s.json -d bars.csv
}
level size na 'log(close - 100000)'
level size "na*distance of 0" 'risk_size(1%, close)'
level stop_loss na "$NA"
level stop_loss na "$INF"
level stop_loss wrong_side 'close * 2'
level take_profit na "-($INF)"
level take_profit_pct wrong_side '-5 + 0*close'
level stop_distance na 'close ** 400'
level trail_distance wrong_side "$INF"
level trailing_stop wrong_side 'close * 2'

# --- timeout_error: work beyond the budget
medians() { # medians N PERIOD: that many different ones
	awk -v n="$1" -v p="$2" 'BEGIN { printf "close > 0"
		for (i = 0; i < n; i++) printf " and close > median(close, %d)", p + i }'
}
HUGE=$(medians 250 90000)
expr timeout_error too_much_work 1 "shorter windows" "$HUGE"
doc timeout_error too_much_work /exit/long:1:1 "shorter windows" \
	"{\"algo\":1,\"entry\":{\"long\":\"close > 1\"},\"exit\":{\"long\":\"$HUGE\"}}"
doc timeout_error too_much_work /let/a:1:1 "limit is 100000" \
	"{\"algo\":1,\"let\":{\"a\":\"$HUGE\"},\"entry\":{\"long\":\"a\"},\"exit\":{\"long\":\"flat\"}}"
doc timeout_error too_much_work /rules/1/when:1:1 "operations a bar" \
	"{\"algo\":1,\"rules\":[{\"when\":\"flat\",\"do\":\"buy\"},{\"when\":\"$HUGE\",\"do\":\"close\"}]}"
doc timeout_error too_much_work /risk/stop_loss:1:1 "shorter windows" \
	"{\"algo\":1,\"entry\":{\"long\":\"close > 1\"},\"risk\":{\"stop_loss\":\"$HUGE ? 1 : 2\"}}"

# --- file_error
echo '{"algo":1,"entry":{"long":"close > 1"},"exit":{"long":"close < 1"}}' >good.json
mkdir folder
: >empty
bad 5 file_error no_such_file nosuch.json "No such file" algo-run nosuch.json -d bars.csv
bad 5 file_error is_directory folder "directory" algo-run folder -d bars.csv
bad 5 file_error no_such_file nosuch.csv "No such file" algo-run good.json -d nosuch.csv
bad 5 file_error is_directory folder "directory" algo-run good.json -d folder
bad 4 file_error empty empty "empty" algo-run empty -d bars.csv
bad 3 file_error empty empty:1 "empty" algo-run good.json -d empty
gzip -c good.json >packed
bad 4 file_error compressed packed "unpack" algo-run packed -d bars.csv
printf '\377\376{\0}\0' >wide
bad 4 file_error encoding wide "UTF-8" algo-run wide -d bars.csv
printf '{"algo":1,"name":"\300\257"}' >bytes
bad 4 file_error bad_utf8 bytes:/name:1:19 "UTF-8" algo-run bytes -d bars.csv
bad 5 file_error no_such_file nosuch/x "No such file" algo-run good.json -d bars.csv -o nosuch/x
[ ! -e /dev/full ] ||
	bad 5 file_error no_space /dev/full "space" algo-run good.json -d bars.csv --equity /dev/full

# --- data_error
# row CODE PLACE HINT ROW: after two good ones
row() {
	{ head -n 3 bars.csv && printf "$4\n"; } >row.csv
	bad 3 data_error "$1" "row.csv:$2" "$3" algo-run good.json -d row.csv
}
row bad_row 4:23 "7 fields" '2004-08-25,1,2,1,1,50,7'
row bad_time 4:1 "soon" 'soon,1,2,1,1,5'
row bad_number 4:18 "close" '2004-08-25,1,2,1,x1,5'
row bad_quote 4:12 "quote" '2004-08-25,"1,2,1,1,5'
row bad_byte 4:16 "NUL" '2004-08-25,1,2,\0001,1,5'
row dup_time 4:1 "twice" '2004-08-20,1,2,1,1,5'
row out_of_order 4:1 "before" '2004-08-01,1,2,1,1,5'
bad 3 data_error not_csv packed:1 "gzip" algo-run good.json -d packed
bad 3 data_error bad_encoding wide:1 "UTF-16" algo-run good.json -d wide
sed 1d bars.csv >nohead.csv
bad 3 data_error no_header nohead.csv:1:1 "header" algo-run good.json -d nohead.csv
echo time,open,high,low,close,close >twice.csv
bad 3 data_error dup_column twice.csv:1:26 "twice" algo-run good.json -d twice.csv

# --- usage_error
bad 2 usage_error unknown_option '' "nosuch" algo-run --nosuch
bad 2 usage_error bad_usage '' "no strategy*--entry" algo-run
bad 2 usage_error unknown_param '' "no param 'x'" algo-run good.json -p x=1 -d bars.csv
bad 2 usage_error conflict '' "--orders" algo-run --check good.json --orders o.csv
bad 2 usage_error unknown_metric --require:1:1 "sharpe_ratio" algo-run good.json -d bars.csv --require 'sharpe_rato > 1'
echo '{"algo":1,"params":{"p":{"value":3,"min":1,"max":9}},"entry":{"long":"close > sma(close, p)"},"exit":{"long":"flat"}}' >p.json
for v in nan inf -inf 1e999 x '' 0x10 '1 2'; do
	bad 2 usage_error bad_value '' "NAME=VALUE" algo-run p.json -d bars.csv -p "p=$v"
done
for v in -1 0 10 1e308; do
	bad 2 usage_error out_of_range '' "from 1 to 9" algo-run p.json -d bars.csv -p "p=$v"
done
bad 4 value_error not_whole p.json:/entry/long:1:20 "whole" algo-run p.json -d bars.csv -p p=2.5

# --- The account's options
# account OPTION VALUE CODE HINT
account() {
	bad 2 usage_error "$3" "--$1" "$4" algo-run good.json -d bars.csv "--$1=$2"
}
account cash nan bad_value "not a number"
account cash 1e999 bad_value "not a number"
account cash 0 out_of_range "above 0"
account cash -5 out_of_range "above 0"
account commission 0/0 out_of_range "no number"
account commission 1/0 out_of_range "no number"
account commission -1 out_of_range "rate"
account spread 1 out_of_range "below 1"
account margin 0 out_of_range "above 0"
account slippage 2ticks missing_tick "--tick"
account finalize never bad_value "one of close, open, none"

# --- Several at once: all of them, in the order of the document
cat >s.json <<'END'
{"algo": 1,
 "nmae": "x",
 "let": {"a": "clos + opn"},
 "entry": {"long": "rsi(close, 0) < 30 and macd(close).line > close[-2]"},
 "rules": [{"when": "close = 1", "do": "hold", "sl": true}],
 "risk": {"max_bars": 0, "siz": 1}}
END
exits 4 "ten faults" algo-run --check s.json
is "$(sed 's/^algo-run: //; s/_error: .*/_error/' err)" \
	"s.json:/nmae:2:2: key_error
s.json:/let/a:1:1: import_error
s.json:/let/a:1:8: import_error
s.json:/entry/long:1:12: value_error
s.json:/entry/long:1:36: attribute_error
s.json:/entry/long:1:49: index_error
s.json:/rules/0/when:1:7: syntax_error
s.json:/rules/0/do:5:40: value_error
s.json:/rules/0/sl:5:54: type_error
s.json:/risk/max_bars:6:23: value_error
s.json:/risk/siz:6:26: key_error" "are told in document order"
run algo-run --check --errors=json s.json
is "$(sed 's/.*"class":"\([a-z_]*\)".*/\1/' err | tr '\n' ' ')" \
	"key_error import_error import_error value_error attribute_error index_error syntax_error value_error type_error value_error key_error " \
	"as records too"
exits 4 "the same with bars" algo-run s.json -d bars.csv
is "$(lines err) $(lines out)" "11 0" "are all told, and nothing is run"

done_testing
