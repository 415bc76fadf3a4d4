# ind.t - algo-ind: what can be asked for, how columns are named, bytes that
# pass through, symbols, live feeds, the registry's listings.
# shellcheck source=t/lib.sh
. "$(dirname "$0")/lib.sh"

cd "$TMP" || exit 1
head -n 300 "$TOP/share/demo/GOOG.csv" >bars.csv
have() { command -v "$1" >/dev/null 2>&1; }

# names SPEC...: the new columns' names
names() { algo-ind "$@" <bars.csv 2>&1 | sed -n '1s/^time,open,high,low,close,volume,//p'; }
# values SPEC...: the new columns, without the bars
values() { algo-ind --only "$@" <bars.csv | cut -d, -f2-; }

# --- SPEC and the names of columns
name() { is "$(names "$1")" "$2" "$1 gives $2"; }
name rsi:14 RSI_14
name RSI RSI_14
name Rsi:PERIOD=9 RSI_9
name rsi RSI_14
name macd MACD_12_26_9,MACD_12_26_9_SIGNAL,MACD_12_26_9_HIST
name macd:12,26,9.hist MACD_12_26_9_HIST
name macd:5,10.Signal MACD_5_10_9_SIGNAL
name bbands:20,2 BBANDS_20_2_UPPER,BBANDS_20_2_MIDDLE,BBANDS_20_2_LOWER
name bbands:period=20,up=2.5.upper BBANDS_20_2.5_UPPER
name bbands:up=2.5,period=20.upper BBANDS_20_2.5_UPPER
name bbands:20,2,2,ema.upper BBANDS_20_2_2_EMA_UPPER
name stoch:14,3,3 STOCH_14_3_3_SLOWK,STOCH_14_3_3_SLOWD
name ma:20,kama MA_20_KAMA
name sma:20@volume SMA_20@VOLUME
name sma:20@close SMA_20
name fast=ema:12 fast
name x=macd x,x_SIGNAL,x_HIST
name x=bbands:20,2 x_UPPER,x_MIDDLE,x_LOWER
name x=bbands:20,2.lower x_LOWER
# A strategy may ask for a column by its name alone: it reads back to its SPEC.
for spec in rsi:9 macd:5,10,4 bbands:20,2.5 bbands:20,2,2,ema.lower sma:20@volume \
	stoch:14,3,3,ema,sma ma:20,kama correl:10@high,low; do
	for column in $(names "$spec" | tr ',' ' '); do
		printf '{"algo":1,"columns":["%s"],"entry":{"long":"col(\"%s\")>0"},"exit":{"long":"close<0"}}' \
			"$column" 'quoted' | sed "s/quoted/$column/" >columns.json
		ok "$column reads back" algo-run --check columns.json
	done
done
# Positional parameters, names, types by number: the same.
same() {
	values "$1" | sed 1d >a
	values "$2" | sed 1d >b
	ok "$1 is $2" cmp a b
	ok "$1 has values" grep -q '[1-9]' a
}
same stoch:14,3,3 stoch:14,3,3,sma,sma
same ma:20,kama ma:20,6
same ma:20,1 ema:20
same bbands:20,2 bbands:period=20,up=2
same sma:10 SMA:period=10@close
same sma:10@High sma:10@high
same macd:12,26,9.hist MACD.hist
same correl:10 correl:10@high,low
algo-ind a=sma:5 <bars.csv | algo-ind --only sma:3@a | sed 1d >a
algo-ind --only -e 'b=sma(sma(close, 5), 3)' <bars.csv | sed 1d >b
ok "an @input may be a column that was added" cmp a b
ok "sma:2 is the mean of two" sh -c '
	algo-ind --only sma:2 <bars.csv | sed -n 3p | grep -qx 2004-08-20,104.325'

# --- Expressions
is "$(names -e 'up=close > open')" up "-e names its column"
is "$(values -e 'up=close > open' | sed -n '2,4p' | tr '\n' ' ')" "1 1 0 " \
	"a condition is 1 or 0"
is "$(names rsi:14 -e a=close -e 'b=close=open' 2>/dev/null)" "" \
	"a wrong one spoils all"
is "$(names -e a=close rsi:14 -e 'b=close == open')" "RSI_14,a,b" \
	"columns come in the order of SPECs, then expressions"
values sma:20 >a
values -e 'SMA_20=sma(close, 20)' >b
ok "sma(close, 20) is sma:20" cmp a b
algo-ind 'odd name=sma:2' <bars.csv >odd.csv
exits 0 "a column with an odd name" algo-ind --only -e 'x=col("odd name")' <odd.csv
is "$(sed -n 3p out)" "2004-08-20,104.325" "is read by col()"

is "$(values -e 'w=tf("1w", close)' | sed -n '2,4p' | tr '\n' ' ')" "  108.31 " \
	"tf(): the week is known once the next begins"

# --- Columns that are there already
algo-ind sma:2 <bars.csv >with.csv
exits 2 "a column that is there" algo-ind sma:2 <with.csv
like "$err" "*'SMA_2'*--replace*Try 'algo-ind --help'." "is named, with the way out"
is "$out" "" "nothing is printed"
exits 0 "--replace" algo-ind --replace sma:2 <with.csv
ok "computes it anew in its place" cmp out with.csv
algo-ind --replace -e close=high sma:3 <with.csv >out
is "$(sed -n '1p;3p' out | tr '\n' ' ')" \
	"time,open,high,low,close,volume,SMA_2,SMA_3 2004-08-20,101.01,109.08,100.5,109.08,11428600,104.325, " \
	"--replace among columns that stay"
exits 2 "the same column twice" algo-ind sma:2 SMA:period=2 <bars.csv
like "$err" "*'SMA_2' is asked for twice*" "is named"
exits 2 "by another name twice" algo-ind x=sma:2 x=ema:2 <bars.csv

# --- What is printed
is "$(algo-ind --only sma:2 macd.hist <bars.csv | sed -n '1p;3p' | tr '\n' ' ')" \
	"time,SMA_2,MACD_12_26_9_HIST 2004-08-20,104.325, " "--only"
cut -d, -f2-5 bars.csv >notime.csv
is "$(algo-ind --only sma:2 <notime.csv | sed -n '1p;3p' | tr '\n' ' ')" \
	"open,SMA_2 101.01,104.325 " "--only without a time: the first column"
algo-ind --drop-warmup sma:2 sma:20 <bars.csv >out
is "$(wc -l <out | tr -d ' ') $(sed -n '2s/,.*//p' out)" "281 2004-09-16" \
	"--drop-warmup begins where all have a value"
is "$(algo-ind --drop-warmup sma:500 <bars.csv)" "$(names sma:500 |
	sed 's/^/time,open,high,low,close,volume,/')" "or nowhere"
algo-ind sma:20 <bars.csv | sed -n '2,$p' | tail -n 280 >a
algo-ind --drop-warmup sma:20 <bars.csv | sed 1d >b
ok "--drop-warmup leaves the rest as it is" cmp a b
is "$(algo-ind --last sma:2 x=close 2>&1 <bars.csv | head -c 10)" "algo-ind: " \
	"close is no indicator"
is "$(algo-ind --last sma:2 -e 'up=close > open' sma:500 <bars.csv)" \
	'{"time":"2005-10-24","SMA_2":344.275,"SMA_500":null,"up":1}' "--last"
is "$(head -n 1 bars.csv | algo-ind --last sma:2)" "" "--last of no bar"
is "$(algo-ind --last --digits 3 sma:2 <bars.csv)" \
	'{"time":"2005-10-24","SMA_2":344}' "--last with --digits"
is "$(algo-ind --digits 2 sma:2 <bars.csv | sed -n '3p')" \
	2004-08-20,101.01,109.08,100.5,108.31,11428600,100 \
	"--digits rounds what is new alone"
is "$(algo-ind --format=ndjson --digits 4 sma:2 <bars.csv | sed -n 2p)" \
	'{"time":"2004-08-20","open":101.01,"high":109.08,"low":100.5,"close":108.31,"volume":11428600,"SMA_2":104.3}' \
	"--format=ndjson"
is "$(algo-ind --format=ndjson --only sma:2 <bars.csv | sed -n 1,2p | tr '\n' ' ')" \
	'{"time":"2004-08-19","SMA_2":null} {"time":"2004-08-20","SMA_2":104.325} ' \
	"--format=ndjson --only"
if have jq; then
	algo-ind --format=ndjson rsi:14 macd <bars.csv >rows.ndjson
	ok "every row is an object with all columns" jq -es \
		'length == 299 and all(.[]; length == 10 and (.time | type) == "string")' \
		rows.ndjson
	jq -r '.RSI_14 // "" | tostring' rows.ndjson >a
	values rsi:14 | sed 1d >b
	ok "with the numbers of the CSV" same_numbers a b
fi
algo-ind -o new.csv sma:2 <bars.csv
ok "-o" cmp new.csv with.csv

# --- Symbols: interleaved is each alone
sed -n '1,250p' bars.csv >A.csv
{ sed -n 1p bars.csv; sed -n '40,299p' bars.csv; } >B.csv
awk -F, -v OFS=, 'NR == 1 { print "symbol", $0 }
	NR == FNR { if (FNR > 1) a[++n] = "A," $0; next }
	FNR > 1 { b[++m] = "B," $0 }
	END { while (i < n || j < m) {
		for (k = 0; k < 1 + i % 3 && i < n; k++) print a[++i]
		for (k = 0; k < 1 + j % 4 && j < m; k++) print b[++j] } }' \
	A.csv B.csv >both.csv
set -- rsi:14 macd bbands:20,2 -e 'x=highest(high, 7) - cum(volume)'
algo-ind "$@" <both.csv >out
for s in A B; do
	{ sed -n 1p out; grep "^$s," out; } | cut -d, -f2- >a
	algo-ind "$@" <$s.csv >b
	ok "symbol $s among others is $s alone" cmp a b
done
is "$(algo-ind --only sma:2 <both.csv | sed -n '1p;2p' | tr '\n' ' ')" \
	"symbol,time,SMA_2 A,2004-08-19, " "--only keeps the symbol"
is "$(algo-ind --last sma:2 <both.csv | cut -d, -f1 | tr '\n' ' ')" \
	'{"symbol":"A" {"symbol":"B" ' "--last: one object a symbol"
algo-ind --drop-warmup sma:20 <both.csv >out
is "$(grep -c ^A, out) $(grep -c ^B, out)" "230 241" \
	"--drop-warmup: each symbol by itself"

# --- Bytes pass
# passed FILE: the lines of FILE begin the lines of out, byte for byte
passed() {
	awk 'NR == FNR { line[FNR] = $0; n = FNR; next }
		substr($0, 1, length(line[FNR]) + 1) != line[FNR] d { print; bad = 1 }
		END { exit bad || FNR != n }' d="$2" "$1" out
}
cat >odd.csv <<'X'
 Time ,"Open",HIGH,low, Close,Volume,"a ""note""",,ünïcode
2024-01-02T00:00:00+01:00, 1.50,"2.0",1e0,+1.750,  7 ,"x, y",,é
"2024-01-03",01.5,2.,1,2.25,,"said ""no""", ,
2024-01-04,-0,2,1,3,1e3,plain,,'
X
sed 's/\r$//' odd.csv >plain.csv
exits 0 "odd spacing, quotes, extra columns" algo-ind sma:2 x=sma:1@volume <odd.csv
ok "pass byte for byte" passed odd.csv ,
is "$(sed 's/.*,\([^,]*,[^,]*\)$/\1/' out | tr '\n' ' ')" "SMA_2,x ,7 2, 2.625,1000 " \
	"and are understood"
algo-ind --replace -e Volume=close -e 'x=1' <odd.csv >out
is "$(sed -n 3p out)" '"2024-01-03",01.5,2.,1,2.25,2.25,"said ""no""", ,,1' \
	"a field is replaced, the others stay"
is "$(algo-ind --only --replace sma:2 <odd.csv | sed -n '1p;3p' | tr '\n' ' ')" \
	' Time ,SMA_2 "2024-01-03",2 ' "--only copies the time as it stands"
algo-ind sma:2 <odd.csv >want
awk '{ printf "%s\r\n", $0 }' odd.csv >crlf.csv
exits 0 "CRLF" algo-ind sma:2 <crlf.csv
ok "goes in, LF comes out" cmp out want
tr '\n' '\r' <odd.csv >cr.csv
exits 0 "CR" algo-ind sma:2 <cr.csv
ok "as well" cmp out want
awk 'NR % 2 { printf "%s\r\n", $0; next } 1' odd.csv >mixed.csv
exits 0 "line ends of both kinds" algo-ind sma:2 <mixed.csv
ok "too" cmp out want
printf 'time,close,note\r\n2024-01-01,1,"c\r\nd"\r\n2024-01-02,2,\r\n' >crlf.csv
is "$(algo-ind sma:2 <crlf.csv | od -An -c | tr -d ' \n')" \
	'time,close,note,SMA_2\n2024-01-01,1,"c\r\nd",\n2024-01-02,2,,1.5\n' \
	"within quotes they are bytes that pass"
is "$(algo-ind --format=ndjson sma:2 <crlf.csv | sed -n 1p)" \
	'{"time":"2024-01-01","close":1,"note":"c\r\nd","SMA_2":null}' "and in JSON"
{ printf '\357\273\277'; cat odd.csv; } >bom.csv
exits 0 "a byte order mark" algo-ind sma:2 <bom.csv
ok "is skipped" cmp out want
{ sed -n 1p odd.csv; echo; sed -n 2p odd.csv; printf '\n\n'; sed -n '3,$p' odd.csv; } >gaps.csv
exits 0 "blank lines" algo-ind sma:2 <gaps.csv
ok "are skipped" cmp out want
printf 'time;close;note\n2024-01-01; 1.50 ; "a;b" \n2024-01-02;2;"c\nd"\n2024-01-03;3;\n' >semi.csv
algo-ind sma:2 <semi.csv >out
is "$(cat out)" 'time;close;note;SMA_2
2024-01-01; 1.50 ; "a;b" ;
2024-01-02;2;"c
d";1.75
2024-01-03;3;;2.5' "semicolons, and a line break in quotes"
is "$(algo-ind --format=ndjson sma:2 <semi.csv | sed -n '1,2p' | tr '\n' ' ')" \
	'{"time":"2024-01-01","close":1.5,"note":"a;b","SMA_2":null} {"time":"2024-01-02","close":2,"note":"c\nd","SMA_2":1.75} ' \
	"the same as JSON"
tr ',' '\t' <bars.csv >tabs.csv
algo-ind sma:2 rsi:14 <tabs.csv | tr '\t' ',' >a
algo-ind sma:2 rsi:14 <bars.csv >b
ok "tabs" cmp a b
printf '%s' "$(cat bars.csv)" | algo-ind sma:2 rsi:14 >a
ok "no line end at the end" cmp a b
awk -F, -v OFS=, '{ print $5, $3, $1, $6, $4, $2 }' bars.csv | algo-ind rsi:14 sma:2 |
	cut -d, -f7 >a
values rsi:14 >b
ok "columns in any order" cmp a b

# --- Blocks: what comes in pieces is what comes whole
awk 'BEGIN { print "time,open,high,low,close,volume"
	for (i = 0; i < 5000; i++) { c = 100 + i * 7919 % 1009 / 10
		printf "%d,%g,%g,%g,%g,%d\n", 1500000000 + i * 60, c, c + 2,
			c - 2, c + i % 3 - 1, i * 31 % 997 } }' >many.csv
set -- rsi:14 macd adx:14 bbands:20,2 -e 'x=crossover(sma(5), sma(20))' -e 'y=cum(volume)'
algo-ind "$@" <many.csv >want
{ head -c 1 many.csv; sleep 0.02; dd bs=1 skip=1 count=5000 2>/dev/null <many.csv
	sleep 0.02; tail -c +5002 many.csv; } | algo-ind "$@" >out
ok "a slow writer" cmp out want
split -b 4001 many.csv piece.
for p in piece.*; do cat "$p"; sleep 0.001; done | algo-ind "$@" >out
ok "lines cut anywhere" cmp out want
awk '{ print; fflush() }' many.csv | algo-ind "$@" >out
ok "line by line" cmp out want
algo-ind "$@" <many.csv | head -n 2000 >a
head -n 2000 many.csv | algo-ind "$@" >b
ok "nothing looks ahead" cmp a b

# --- The calendar
printf 'time,close,volume,high,low\n2024-03-08T22:30:00Z,1,1,1,1\n2024-03-09T04:30:00Z,2,3,2,2\n2024-03-09T05:30:00Z,3,1,3,3\n' >day.csv
is "$(algo-ind --only -e 'h=hour' <day.csv | sed 1d | cut -d, -f2 | tr '\n' ' ')" \
	"22 4 5 " "hours are UTC's"
is "$(algo-ind --only --tz America/New_York -e 'h=hour' -e 'd=day' <day.csv |
	sed 1d | cut -d, -f2- | tr '\n' ' ')" "17,8 23,8 0,9 " "--tz"
is "$(algo-ind --only vwap <day.csv | sed 1d | cut -d, -f2 | tr '\n' ' ')" \
	"1 2 2.25 " "a session begins at midnight"
is "$(algo-ind --only --day-start 05:00 vwap <day.csv | sed 1d | cut -d, -f2 |
	tr '\n' ' ')" "1 1.75 3 " "--day-start"

# --- The registry
exits 0 "--list" algo-ind --list
is "$err" "" "nothing on stderr"
n=$(($(wc -l <out) - 1))
like "$out" "NAME *GROUP *rsi *macd *" "a table"
exits 0 "--list=json" algo-ind --list=json
cp out list.json
is "$(wc -l <list.json | tr -d ' ')" 1 "one line"
# mavp wants a column of periods.
algo-ind -e periods=5 <bars.csv >periods.csv
named() { algo-ind "$@" <periods.csv 2>&1 | sed -n '1s/.*,periods,//p' | tr ',' '\n'; }
if have jq; then
	ok "with the documented members" jq -e '
		.count == (.indicators | length) and .count > 60
		and all(.indicators[]; (.name, .display_name, .group, .description,
			.column, .example, .source | type) == "string"
			and (.lookback | type) == "number"
			and (.inputs | length) > 0 and (.outputs | length) > 0
			and all(.parameters[]; (.name, .type, .description | type) == "string"
				and has("default")
				and (has("values") or (has("min") and has("max")))))' list.json
	is "$(jq .count list.json)" "$n" "as many as the table has"
	is "$(jq -r '[.indicators[].name] | unique | length' list.json)" "$n" \
		"names come once"
fi
exits 0 "--describe" algo-ind --describe RSI
like "$out" "rsi - Relative Strength Index*inputs*close*parameters*period = 14*columns*RSI_14*" \
	"tells all"
exits 2 "--describe of what is not there" algo-ind --describe rsj
like "$err" "*'rsj'*did you mean 'rsi'*" "names the near one"

# Every row says what it is, and its example gives the columns that it names.
for i in $(algo-ind --list | awk 'NR > 1 { print $1 }'); do
	algo-ind --describe "$i"
done >all.txt
for part in group inputs outputs lookback example columns formula source; do
	is "$(grep -c "^$part  *[^ ]" all.txt)" "$n" "--describe: each has its $part"
done
sed -n 's/^example *//p' all.txt >examples
sed -n 's/^columns *//p' all.txt | tr ' ' '\n' >columns
# shellcheck disable=SC2046
exits 0 "the examples of all" algo-ind $(cat examples) <periods.csv
sed -n '1s/.*,periods,//p' out | tr ',' '\n' >a
ok "give the columns that --describe names" cmp a columns
# shellcheck disable=SC2046
named $(algo-ind --list | awk 'NR > 1 { print $1 }') >a
ok "as the names alone do" cmp a columns
if have jq; then
	jq -r '.indicators[].example' list.json >a
	ok "the JSON has the same examples" cmp a examples
	sed -n 's/^columns *\([^ ]*\).*/\1/p' all.txt >b
	jq -r '.indicators[].column' list.json >a
	ok "and columns" cmp a b
fi
ok "the examples have values, nearly all" test "$(tail -n 1 out | tr ',' '\n' | grep -c '[0-9]')" \
	-gt $(($(wc -l <columns) - 20))
is "$(algo-ind --describe candles | sed 1d | wc -l | tr -d ' ')" 61 \
	"--describe of a set names its members"

ok "the manual's list is a list" sh -c '
	algo-ind --list=mdoc | grep -qx ".It Cm rsi Ar period=14"'
is "$(algo-ind --list=mdoc | grep -c '^\.It ')" "$n" "of all of them"
is "$(algo-ind --list | awk 'NR > 1 { print $2 }' | uniq | tr '\n' ' ')" \
	"overlap momentum volatility volume price statistic cycle math pattern " \
	"listings go group by group"
exits 0 "--describe of a mended one" algo-ind --describe mfi
like "$out" "*formula*mended*TA-Lib 0.6.4*source*" "says what is mended"
like "$(algo-ind --describe linregslope)" "linearreg_slope - *" "by Tulip's name"

# --- Sets
exits 0 "--set basic" algo-ind --set basic --only <bars.csv
is "$(sed -n 1p out | tr ',' '\n' | grep -cx -e time -e price_close -e price_change \
	-e sma_20 -e ema_12 -e rsi_14 -e macd -e bbands_upper -e volatility_20d \
	-e momentum)" 10 "has the features"
ok "more than 24" test "$(sed -n 1p out | tr ',' '\n' | wc -l)" -gt 24
is "$(sed -n '300p' out | tr ',' '\n' | grep -c .)" "$(sed -n 1p out | tr ',' '\n' |
	wc -l | tr -d ' ')" "and values in each at the end"
is "$(algo-ind --set basic --only <bars.csv | sed 1d | cut -d, -f8,14)" \
	"$(algo-ind --only -e 'a=sma(close,10)' rsi:14 <bars.csv | sed 1d |
		awk -F, '{ print $3 "," $2 }')" "of what their names say"
exits 0 "--set talib" algo-ind --set talib --only <bars.csv
is "$(sed -n 1p out | tr ',' '\n' | grep -cx -e ADX_14 -e HT_SINE_LEADSINE \
	-e MINMAXINDEX_30_MAXIDX -e CDLDOJI -e TANH -e STOCHRSI_14_5_3_FASTD)" 6 \
	"has TA-Lib's functions"
is "$(sed -n 1p out | tr ',' '\n' | grep -c ^MAVP)" 0 "not what bars lack"
exits 0 "with periods" sh -c 'algo-ind -e "periods=5 + bar_index * 0" <bars.csv |
	algo-ind --set talib --only'
is "$(sed -n 1p out | tr ',' '\n' | grep -c ^MAVP)" 1 "they have it"
is "$(algo-ind --set candles --only <bars.csv | sed -n 1p | tr ',' '\n' |
	grep -c ^CDL)" 61 "--set candles"
is "$(algo-ind --set all --set candles --set talib --only <bars.csv | sed -n 1p)" \
	"$(algo-ind --set all --only <bars.csv | sed -n 1p)" "what sets share comes once"
is "$(algo-ind --set all <bars.csv | sed -n 1p | tr ',' '\n' | sort | uniq -d)" "" \
	"names come once"
algo-ind --set all --only <bars.csv >a
awk '{ print; fflush() }' bars.csv | algo-ind --set all --only >b
ok "line by line" cmp a b
exits 2 "a set and a column of it" algo-ind --set talib rsi:14 <bars.csv
like "$err" "*'RSI_14' is asked for twice*" "is named"
exits 2 "no such set" algo-ind --set basik <bars.csv
like "$err" "*'basik'*did you mean 'basic'*" "names the near one"

# Candlestick patterns of the same bars are worked out together.
awk -F, -v OFS=, 'NR == 60 || NR == 61 || NR == 200 { $3 = "" } 1' bars.csv >torn.csv
algo-ind --describe candles | sed 1d >patterns
# shellcheck disable=SC2046
algo-ind --only $(tail -n 40 patterns) $(head -n 21 patterns) <torn.csv >together
while read -r i; do
	algo-ind --only "$i" <torn.csv | cut -d, -f2-
done <patterns >alone
for i in $(cut -d, -f2- together | sed -n 1p | tr ',' ' '); do
	at=$(sed -n 1p together | tr ',' '\n' | grep -nx "$i" | cut -d: -f1)
	awk -v i="$i" '$0 == i { on = 1 } on && $0 != i && /^CDL/ { exit } on' alone >alone.one
	cut -d, -f"$at" together | cmp - alone.one || echo "$i"
done >differ 2>&1
is "$(cat differ)" "" "patterns together are each alone, with gaps"
is "$(grep -c '^-*[1-9]' alone)" "$(cut -d, -f2- together | tr ',' '\n' |
	grep -c '^-*[1-9]')" "signals and all"
algo-ind --only cdldoji cdlharami a=cdlmorningstar b=cdlmorningstar:0.9 \
	cdlhammer <both.csv >out
for i in cdldoji cdlharami a=cdlmorningstar b=cdlmorningstar:0.9 cdlhammer; do
	algo-ind --only "$i" <both.csv | cut -d, -f3
done >a
awk -F, '{ for (k = 3; k <= NF; k++) v[k] = v[k] $k "\n" }
	END { for (k = 3; k <= NF; k++) printf "%s", v[k] }' out >b
ok "by symbol, with parameters" cmp a b
values -e 'x=tf("1w", cdldoji() + 2 * cdlharami()) + cdldoji()' >a
values -e 'd=tf("1w", cdldoji())' -e 'h=tf("1w", cdlharami())' cdldoji |
	awk -F, 'NR == 1 { print "x"; next }
		{ print $1 == "" || $2 == "" || $3 == "" ? "" : $2 + 2 * $3 + $1 }' >b
ok "in expressions, on other time frames" cmp a b

# --- TA-Lib's faults
awk 'BEGIN { print "time,open,high,low,close,volume"
	for (i = 0; i < 40; i++) { c = i % 7 / 1e9; if (i > 20) c = 101.37
		print i ",101.37," c "," c "," c ",0.001" } }' >faults.csv
last() { algo-ind --only "$@" <faults.csv | sed -n '$s/.*,//p'; }
is "$(last cci:14) $(last --compat=talib cci:14)" "0 66.66666666666667" \
	"--compat=talib: cci of equal prices"
is "$(last --compat=talib -e 'x=cci(14)')" "66.66666666666667" "in expressions"
is "$(head -n 20 faults.csv | algo-ind --only --compat=talib stddev:5 |
	sed -n '$s/.*,//p')" 0 "stddev of tiny prices"
ok "which we have" sh -c 'head -n 20 faults.csv | algo-ind --only stddev:5 |
	tail -n 1 | grep -q "e-9$"'
is "$(head -n 20 faults.csv | algo-ind --only --compat=talib mfi:5 |
	sed -n '$s/.*,//p')" 0 "mfi of a small flow"
is "$(awk -F, -v OFS=, 'NR > 1 { $2 = $5 } 1' faults.csv | algo-ind --only imi:5 |
	sed -n '$s/.*,//p')" 50 "imi without a body"
is "$(awk -F, -v OFS=, 'NR > 1 { $2 = $5 } 1' faults.csv |
	algo-ind --only --compat=talib imi:5 | sed -n '$s/.*,//p')" "" "has none there"
is "$(algo-ind --compat=talib --set talib <bars.csv | sed -n 1p)" \
	"$(algo-ind --set talib <bars.csv | sed -n 1p)" "names stay"

# --- Functions of the language, and columns of TA-Lib's names
is "$(values max:30 -e 'x=highest(close, 30)' | sed 1d | awk -F, '$1 != $2' | wc -l |
	tr -d ' ')" 0 "max:30 is highest(close, 30)"
is "$(values -e 'x=max(close, open)' sub@high,low | sed -n '1p;2p' | tr '\n' ' ')" \
	"SUB,x 8.100000000000009,100.34 " "max(a, b) is of two values"
exits 2 "mavp without periods" algo-ind -e 'x=mavp(close)' <bars.csv
like "$err" "*type_error: 'mavp' needs its argument 'periods'*" "says what is missing"

# --- Errors: 2 for what the command line asks, 3 for the bars
wrong() {
	want=$1 pattern=$2
	shift 2
	exits "$want" "$*" algo-ind "$@" <bars.csv
	like "$err" "$pattern" "$*: says why"
	is "$out $(wc -l <err | tr -d ' ')" " 1" "$*: one line, no output"
}
wrong 2 "*'rsj'*did you mean 'rsi'*" rsj:14
wrong 2 "*unknown indicator 'qqqqqq'*--list*" qqqqqq
wrong 2 "*'rsi' takes 1 parameter (period)*" rsi:14,15
wrong 2 "*'period' of 'rsi' must be from 2 to 1000000, not 1*" rsi:1
wrong 2 "*not 1.5*" rsi:1.5
wrong 2 "*no number: 'x'*" rsi:x
wrong 2 "*not 1000001*" sma:1000001
wrong 2 "*no parameter 'foo'*period*" rsi:foo=14
wrong 2 "*no output 'histogram'*macd signal hist*" macd.histogram
wrong 2 "*no moving average: 9*" stoch:5,3,3,9
wrong 2 "*no column 'nope'*" sma:20@nope
wrong 2 "*'rsi:'*" rsi:
wrong 2 "*no column 'periods'*" mavp
wrong 2 "*must be from 2 to 10000, not 10001*" mavp:2,10001@close,volume
wrong 2 "*must be from 2 to 1000000, not 1*" maxindex:1
wrong 2 "*'ht_sine' takes 0 parameters*" ht_sine:5
wrong 2 "*'--compat' takes one of its words, not 'pandas'*" --compat=pandas rsi
wrong 2 "*'=rsi'*" =rsi
wrong 2 "*NAME=*" 'a,b=rsi'
wrong 2 "*'x' is not NAME=EXPR*" -e x
wrong 2 "*'=1' is not NAME=EXPR*" -e =1
wrong 2 "*unknown function 'rsj'*did you mean 'rsi'*" -e 'x=rsj(close)'
wrong 2 "*unknown name 'nope'*" -e 'x=nope + 1'
wrong 2 "*:1:8: syntax_error: *" -e 'x=close >'
wrong 2 "*'position.size' is of the account*" -e 'x=position.size'
wrong 2 "*'xrank(close)' compares symbols*tf() works here*" -e 'x=xrank(close)'
wrong 2 "*compares symbols*algo-run*" -e 'x=close / sym("SPY", close)'
wrong 2 "*'x' is asked for twice*" -e x=close -e x=open
wrong 2 "*'x' is asked for twice*" x=sma:2 -e x=open
wrong 2 "*'x_HIST' is asked for twice*" x=macd x_HIST=sma:2
wrong 2 "*'correl' takes 2 inputs*" correl:30@high,low,close
wrong 2 "*an empty parameter*" bbands:,2
exits 2 "several faults" algo-ind rsj -e 'x=nope' macd.x <bars.csv
is "$(wc -l <err | tr -d ' ')" 3 "are all told"
exits 2 "a fault as a record" algo-ind --errors=json -e 'x=1 + rssi(14)' <bars.csv
like "$err" '*"class":"import_error","code":"unknown_function"*"line":1,"column":5,"length":4*"fixit":{*"text":"rsi"}*' \
	"with place and fix-it"
exits 2 "no such zone" algo-ind sma:2 --tz Nowhere <bars.csv
like "$err" "algo-ind: --tz: *'Nowhere'*" "names the option"
exits 2 "an unknown indicator" algo-ind --errors=json rsj:14 <bars.csv
like "$err" '*"class":"import_error","code":"unknown_indicator"*' "is an import_error"
exits 2 "or one to describe" algo-ind --errors=json --describe rsj
like "$err" '*"class":"import_error","code":"unknown_indicator"*' "is one as well"
exits 2 "before bars that are none" algo-ind rsj:14 </dev/null
like "$err" "*unknown indicator 'rsj'*" "is told, not they"
cut -d, -f1-4 bars.csv >noclose.csv
exits 3 "bars without close" algo-ind rsi:14 <noclose.csv
like "$err" "algo-ind: <stdin>:1: key_error: no column 'close' (there are: time, open, high, low*)" \
	"name what is missing and what is there"
exits 0 "what needs no close" algo-ind sma:2@high <noclose.csv
awk -F, -v OFS=, 'NR == 20 { $5 = "abc" } 1' bars.csv >letters.csv
exits 3 "what is no number" algo-ind sma:2 <letters.csv
like "$err" "algo-ind: <stdin>:20:*data_error: 'abc' in column 'close' is not a number*" \
	"is told with line and column"
is "$(wc -l <out | tr -d ' ') $(tail -n 1 out | tr -cd ',' | wc -c | tr -d ' ')" "19 6" \
	"the rows before are whole lines"
exits 0 "where it is not asked for" algo-ind sma:2@open <letters.csv
exits 3 "in an expression" algo-ind -e 'x=tf("1w", close)' <letters.csv
like "$err" "algo-ind: <stdin>:20:*'abc' in column 'close' is not a number*" \
	"it is told the same"
exits 3 "as JSON objects" algo-ind --format=ndjson sma:2 <letters.csv
is "$(wc -l <out | tr -d ' ') $(tail -c 2 out)" "18 }" "the rows before are whole"
{ sed -n '1,12p' both.csv; echo 'B,2005-01-01,1,2,1'; sed -n '13,$p' both.csv; } >short.csv
exits 3 "a row that is cut short" algo-ind sma:2 <short.csv
like "$err" "algo-ind: <stdin>:13:*" "is told with its line"
is "$(wc -l <out | tr -d ' ') $(tail -n 1 out | tr -cd ',' | wc -c | tr -d ' ')" "12 7" \
	"the rows before are whole lines, by symbol too"
exits 3 "bars without volume" sh -c 'cut -d, -f1-5 bars.csv | algo-ind obv'
like "$err" "*key_error: no column 'volume' (there are: time, open, high, low, close;*" \
	"name it"
exits 3 "or in an expression" sh -c 'cut -d, -f1-5 bars.csv | algo-ind -e "x=volume * 2"'
done_testing
