# live.t - algo-run --follow and --state: bars that keep coming or come in parts
. "$(dirname "$0")/lib.sh"
E=$PWD/examples/strategies
D=$PWD/t/strategies
cp share/demo/GOOG.csv "$TMP/goog.csv"
cd "$TMP" || exit 1
head -n 61 goog.csv >sixty.csv
head -n 401 goog.csv >days.csv

# part FILE FROM TO: header and bars FROM to TO of FILE, counted from 1
part() {
	sed -n "1p;$(($2 + 1)),$(($3 + 1))p" "$1"
}
# A strategy for few bars: something is open or waiting at most cuts.
cat >busy.json <<'X'
{"algo":1,"name":"busy","entry":{"long":"close > sma(3)","short":"close < sma(3)"},
 "exit":{"long":"close < sma(2)","short":"close > sma(2)"},
 "risk":{"stop_loss_pct":3,"take_profit_pct":4,"trailing_stop_pct":2}}
X

# --- A run in parts is one run ----------------------------------------------------
# one BARS OPTION...: what one run says
one() {
	bars=$1
	shift
	algo-run --reproducible -q -d "$bars" --trades one.t --orders one.o \
		--equity one.q --events - -o one.r "$@" >one.e || :
}
# pieces BARS "K K..." LAST OPTION...: the same in parts that end at these bars
# and at the last one
pieces() {
	bars=$1 ends=$2 last=$3 from=1
	shift 3
	rm -f st got.e
	for to in $ends; do
		part "$bars" $from "$to" | algo-run --reproducible -q --state st \
			--events - -o /dev/null "$@" >>got.e || :
		from=$((to + 1))
	done
	part "$bars" $from "$last" | algo-run --reproducible -q --state st \
		--trades got.t --orders got.o --equity got.q --events - \
		-o got.r "$@" >>got.e || :
}
same_as_one() {
	cmp one.r got.r && cmp one.t got.t && cmp one.o got.o && cmp one.q got.q
}
told_as_one() {
	same_as_one && cmp one.e got.e
}

every_cut() {
	one sixty.csv --finalize=none busy.json
	k=1
	while [ $k -lt 60 ]; do
		pieces sixty.csv "$k" 60 --finalize=none busy.json
		told_as_one || { echo "cut at $k"; return 1; }
		k=$((k + 1))
	done
}
ok "two parts, cut at every bar: the same bytes everywhere" every_cut
ok "with something to tell" [ "$(grep -c '"fill"' one.e)" -gt 10 ]
bar_by_bar() {
	pieces sixty.csv "$(seq -s ' ' 59)" 60 --finalize=none busy.json
	told_as_one
}
ok "sixty parts of a bar" bar_by_bar
closed_at_end() {
	one sixty.csv busy.json
	pieces sixty.csv "23 41" 60 busy.json
	same_as_one
}
ok "three parts, each closed at its end: the result is that of one run" closed_at_end

# in_two BARS K LAST OPTION...: result, with trades, and events alone
in_two() {
	bars=$1 cut=$2 last=$3
	shift 3
	rm -f st
	algo-run --reproducible -q -d "$bars" --events - -o one.r "$@" >one.e || :
	part "$bars" 1 "$cut" | algo-run --reproducible -q --state st --events - \
		-o /dev/null "$@" >got.e || :
	part "$bars" $((cut + 1)) "$last" | algo-run --reproducible -q --state st \
		--events - -o got.r "$@" >>got.e || :
	cmp one.r got.r && cmp one.e got.e
}
strategies_in_parts() {
	for s in "$E"/*.json "$D"/*.json; do
		in_two days.csv 150 400 --finalize=none --with-trades "$s" ||
			{ echo "$s"; return 1; }
	done
}
ok "every strategy of the examples and tests in two parts" strategies_in_parts
options_in_parts() {
	while read -r options; do
		# shellcheck disable=SC2086
		one days.csv --finalize=none $options "$E/rsi_dip.json"
		# shellcheck disable=SC2086
		pieces days.csv "90 205" 400 --finalize=none $options "$E/rsi_dip.json"
		told_as_one || { echo "$options"; return 1; }
	done <<-'X'
		--commission 0.002 --slippage 0.001 --spread 0.001
		--margin 0.2 --maintenance 0.1 --borrow 0.03 --funding 0.01
		--max-volume-share 0.00001 --fractional
		--trade-on-close --exclusive
		--from 2005-01-03 --to 2005-12-01 -p period=7
		--warmup 30 --mark-at=close --same-bar=path
	X
}
ok "account options, dates, parameters" options_in_parts
compat_in_parts() {
	one days.csv --compat=backtesting.py "$D/SmaCrossLS.json"
	pieces days.csv "90 205" 400 --compat=backtesting.py "$D/SmaCrossLS.json"
	same_as_one
}
ok "the compatible model" compat_in_parts

# A column of its own, empty cells, odd numbers, names that need quotes.
awk -F, -v OFS=, 'NR == 1 { print $0, "\"my, column\"", "signal" }
	NR > 1 { print $0, NR % 5 ? NR / 7 "e-3" : "", NR % 9 ? "" : (NR % 2 ? -0.5 : 0.9) }' \
	days.csv >wide.csv
signals_in_parts() {
	one wide.csv --finalize=none --signals
	pieces wide.csv "100 101" 400 --finalize=none --signals
	told_as_one
}
ok "target positions from a column" signals_in_parts
is "$(sed -n 2p st)" "time,open,high,low,close,signal" \
	"the state has the columns that are read"
columns_in_parts() {
	set -- --finalize=none -e 'col("my, column") > 0.01' -x 'volume < 5000000'
	one wide.csv "$@"
	pieces wide.csv "100 399" 400 "$@"
	told_as_one
}
ok "a column with a comma in its name" columns_in_parts
printf '%s\n' Bar,Action,Size,Limit,Stop,SL,TP,Trade,Portion \
	3,buy,1,,,,,, 20,sell,1,,,,,, 45,buy,2,,,,,, >acts.csv
actions_in_parts() {
	one sixty.csv --finalize=none --actions acts.csv
	pieces sixty.csv "20 21" 60 --finalize=none --actions acts.csv
	told_as_one
}
ok "a log of actions" actions_in_parts
awk -F, -v OFS=, 'NR > 1 { $1 = NR - 2 } 1' days.csv >index.csv
index_in_parts() {
	one index.csv --finalize=none "$E/sma_cross.json"
	pieces index.csv "33" 400 --finalize=none "$E/sma_cross.json"
	told_as_one
}
ok "bar numbers in place of times" index_in_parts
sed '1s/^/ticker,/;1!s/^/"GO,OG",/' days.csv >symbol.csv
symbol_in_parts() {
	one symbol.csv --finalize=none "$E/sma_cross.json"
	pieces symbol.csv "77" 400 --finalize=none "$E/sma_cross.json"
	told_as_one
}
ok "with a symbol column" symbol_in_parts
several_in_parts() {
	awk -F, -v OFS=, 'NR == 1 { print "symbol", $0 } NR > 1 {
		print "A", $0
		if (NR % 7) print "B", $1, $5, $5 + 3, $5 - 3, $5 + (NR % 5 - 2), $6
	}' sixty.csv >mixed.csv
	cut=$(($(grep -n '2004-10-05' mixed.csv | tail -n 1 | cut -d: -f1) - 1))
	last=$(($(wc -l <mixed.csv) - 1))
	one mixed.csv --finalize=none busy.json
	pieces mixed.csv "$cut" "$last" --finalize=none busy.json
	told_as_one
}
ok "several symbols in one account" several_in_parts
crlf_in_parts() {
	sed 's/$/\r/' sixty.csv >crlf.csv
	one crlf.csv --finalize=none busy.json
	pieces crlf.csv "30" 60 --finalize=none busy.json
	told_as_one
}
ok "lines that end with CR LF" crlf_in_parts
no_end() {
	one sixty.csv --finalize=none busy.json
	rm -f st
	part sixty.csv 1 30 | awk 'NR > 1 { printf "\n" } { printf "%s", $0 }' |
		algo-run --reproducible --state st -o got.r --finalize=none busy.json &&
		part sixty.csv 31 60 |
		algo-run --reproducible --state st -o got.r --finalize=none busy.json &&
		cmp one.r got.r
}
ok "a part without a line end at its end" no_end
other_dialect() {
	awk -F, -v OFS=';' 'NR == 1 { print "Close", "High", "Low", "Open", "Date" }
		NR > 1 { split($1, d, "-"); print $5, $3, $4, $2, $1 "T00:00:00Z" }' sixty.csv >odd.csv
	one sixty.csv --finalize=none busy.json
	rm -f st
	part sixty.csv 1 30 | algo-run -q --state st -o got.r --finalize=none busy.json &&
		part odd.csv 31 60 | algo-run -q --state st --trades got.t --orders got.o \
		--equity got.q -o got.r --finalize=none busy.json &&
		cmp one.t got.t && cmp one.o got.o && cmp one.q got.q
}
ok "a part with another order of columns" other_dialect

# --- Bars that come again ---------------------------------------------------------
overlap() {
	one sixty.csv --finalize=none busy.json
	rm -f st
	part sixty.csv 1 40 | algo-run -q --state st -o got.r --finalize=none \
		--events a.e busy.json &&
		part sixty.csv 21 60 | algo-run -q --reproducible --state st -o got.r \
			--finalize=none --events b.e busy.json &&
		cat a.e b.e | cmp - one.e && cmp one.r got.r
}
ok "bars that were seen are skipped" overlap
run algo-run -v --state st -d sixty.csv -o got.r --finalize=none --events none.e busy.json
is "$status" 0 "no new bars are no failure"
like "$err" '*60 bars were in the state already*' "a note tells how many"
is "$(cat none.e)" "" "and nothing happened"
cp st before
ok "the result is of the whole" \
	jq -e '.data.bars == 60' got.r
ok "the state is what it was" cmp st before
sed '5s/,[0-9.]*,/,1.25,/' sixty.csv >changed.csv
run algo-run --state st -d changed.csv -o got2.r busy.json
is "$status" 0 "a bar that came otherwise before"
like "$err" '*warning*1 bars are not as the state has them*2004-08-24*' "is warned of"
ok "and does not count" cmp st before
rm -f st
sed 5d sixty.csv | algo-run -q --state st -o got.r busy.json
run algo-run --state st -d sixty.csv -o got.r busy.json
like "$err" '*warning*1 bars come too late*2004-08-24*' "a bar that comes too late is told of"

# --- What a state is of -----------------------------------------------------------
rm -f st
part sixty.csv 1 30 | algo-run -q --state st -o got.r busy.json
cp st before
# refused STATUS TEXT NAME OPTION...: and the state stays as it is
refused() {
	want=$1 text=$2 name=$3
	shift 3
	part sixty.csv 31 60 >more.csv
	exits "$want" "$name" algo-run --state st -d more.csv "$@"
	like "$err" "$text" "  $name: which is told"
	ok "  $name: and the state stays" cmp st before
}
refused 2 "*another strategy ('busy')*" "another strategy" "$E/sma_cross.json"
refused 2 "*'cash' was 10000, now it is 5000*" "another account" --cash 5k busy.json
refused 2 "*'commission' was 0, now it is 0.01*" "another fee" --commission 0.01 busy.json
refused 2 "*'warmup' was null, now it is 7*" "another warm-up" --warmup 7 busy.json
refused 2 "*'from' was null, now it is \"2004-09-01*" "another span" --from 2004-09-01 busy.json
refused 2 "*another strategy*" "target positions" --signals=close
cp st keep && cp before st
run algo-run --reproducible --state st -d more.csv --finalize=open -o got.r busy.json
is "$status" 0 "how the end is closed is free"
rm -f st
part sixty.csv 1 30 | algo-run -q --state st -o got.r -p fast=5 "$E/sma_cross.json"
cp st before
refused 2 "*'param fast' was 5, now it is 6*" "another parameter" -p fast=6 "$E/sma_cross.json"

# --- Files that are no state, or not any more -------------------------------------
rm -f st
part sixty.csv 1 30 | algo-run -q --state st -o got.r busy.json
cp st good
# broken TEXT NAME: the file st, made of good
broken() {
	cp st before
	refused 3 "$1" "$2" busy.json
}
sed '$d' good >st && broken '*damaged*' "the last bar is missing"
head -c 1000 good >st && broken '*damaged*' "cut within a bar"
head -n 1 good >st && broken '*damaged*' "only the first line"
head -c 200 good >st && broken '*no state*' "cut within the first line"
sed '9s/4/5/' good >st && broken '*damaged*' "a digit in a bar"
sed '1s/"bars":30/"bars":31/' good >st && broken '*damaged*' "a digit in the first line"
sed '1s/"cash":10000/"cash":20000/' good >st && broken '*damaged*' "a setting in the first line"
cat good good >st && broken '*damaged*' "twice the same"
sed '1s/"version":1/"version":2/' good >st && broken '*newer algo-run*' "a newer version"
: >st && broken '*no state*' "an empty file"
cp sixty.csv st && broken '*no state*' "bars"
echo '{"algo":1,"kind":"result"}' >st && broken '*no state*' "a result"
head -c 3000000 /dev/zero >st && broken '*no state*' "zeros"
cp good st
exits 5 "a folder" algo-run --state . -d sixty.csv busy.json
exits 5 "no regular file" algo-run --state /dev/null -d sixty.csv busy.json
exits 5 "a folder that is not there" algo-run --state no/st -d sixty.csv busy.json
exits 2 "the file of another output" algo-run --state st --trades st -d sixty.csv busy.json
exits 2 "no use for --check" algo-run --state st --check busy.json
exits 2 "standard output is no state" algo-run --state - -d sixty.csv busy.json
sed 's/,open/,opened/' sixty.csv >nocol.csv
exits 3 "a column is missing" algo-run --state st -d nocol.csv busy.json
like "$err" '*nocol.csv*' "the bars are at fault"
exits 3 "bar numbers after times" algo-run --state st -d index.csv busy.json
part sixty.csv 31 60 | sed '$s/,.*/,x/' >bad.csv
exits 3 "a bad row" algo-run --state st -d bad.csv busy.json
like "$err" '*bad.csv:31*' "is told where it stands"
ok "after all that the state is as it was" cmp st good
ok "and no other file is left" [ ! -e st.lock ]
ln -s st link
run algo-run -q --state link -d sixty.csv -o got.r busy.json
ok "a link is followed" [ -h link ]
ok "to the state" sh -c 'head -n 1 st | jq -e ".bars == 60"'
cp good st
mkdir shut
if chmod 500 shut && ! touch shut/x 2>/dev/null; then
	exits 5 "a folder that cannot be written" \
		algo-run --state shut/st -d sixty.csv busy.json
fi
mkdir modes
(umask 027 && algo-run -q --state modes/st -d sixty.csv -o got.r busy.json)
is "$(stat -c %a modes/st)" 640 "the file has the mode of other files"
cp good st && chmod 600 st
algo-run -q --state st -d sixty.csv -o got.r busy.json
is "$(stat -c %a st)" 600 "one that is there keeps its mode"

# --- Writing it fails --------------------------------------------------------------
algo-run -q -d goog.csv --state big -o /dev/null busy.json
part goog.csv 1 2000 | algo-run -q --state small -o /dev/null busy.json
cp small before
status=0
(ulimit -f 64 && algo-run -d goog.csv --state small -o /dev/null busy.json) 2>err || status=$?
is "$status" 5 "a full disk"
ok "leaves the state as it was" cmp small before
is "$(find . -name '.algo-*' -o -name '*.lock')" "" "and nothing beside it"
run algo-run -q -d goog.csv --state small -o /dev/null busy.json
ok "the next run mends it" cmp small big
exits 5 "an output fails" algo-run -d goog.csv --state new -o /dev/full busy.json
ok "then there is no state" [ ! -e new ]
run algo-run --state new -d sixty.csv --require 'num_trades > 1000' busy.json
is "$status" 1 "a condition does not hold"
ok "but the bars were seen" [ -s new ]

# --- Following ----------------------------------------------------------------------
# follow OPTION...: algo-run behind two pipes, 7 its input, 8 its output; it
# has 20 seconds (timeout also lets SIGINT through, which a shell keeps from
# what it starts aside)
follow() {
	rm -f feed answers pid
	mkfifo feed answers
	# shellcheck disable=SC2016
	timeout 20 sh -c 'echo $$ >pid && exec algo-run --follow "$@"' sh "$@" \
		<feed >answers 2>said &
	job=$!
	exec 7>feed 8<answers
	soon test -s pid
	pid=$(cat pid)
}
# soon COMMAND...: it succeeds within some seconds
soon() {
	n=0
	until "$@"; do
		n=$((n + 1))
		[ $n -lt 500 ] || return 1
		sleep 0.02
	done
}
# hang_up: the end of the input; what is left of the output is in rest
hang_up() {
	exec 7>&-
	cat <&8 >rest
	exec 8<&-
	status=0
	wait $job || status=$?
}
one sixty.csv --finalize=none busy.json
jq -r .bar one.e | uniq -c | awk '{ print $1 }' >counts
answered() {
	: >got.e
	follow --reproducible -o got.r busy.json
	head -n 1 sixty.csv >&7
	sed 1d sixty.csv | while IFS= read -r bar && read -r lines <&6; do
		printf '%s\n' "$bar" >&7
		i=0
		while [ $i -lt "$lines" ]; do
			# A tool that waits for more than this bar ends the test.
			IFS= read -r line <&8 || return 1
			printf '%s\n' "$line" >>got.e
			i=$((i + 1))
		done
	done 6<counts
	hang_up
	[ "$status" = 0 ] && [ ! -s rest ] && cmp got.e one.e && cmp got.r one.r
}
ok "each bar is answered before the next is written, as one run answers" \
	answered
rows_answered() {
	follow --equity - -o got.r busy.json
	head -n 2 sixty.csv >&7
	IFS= read -r line <&8
	printf '%s\n' "$line" >got.q
	sed 1,2d sixty.csv | while IFS= read -r bar; do
		IFS= read -r line <&8 || return 1
		printf '%s\n' "$line" >>got.q
		printf '%s\n' "$bar" >&7
	done
	hang_up
	cat rest >>got.q
	[ "$status" = 0 ] && [ "$(wc -l <rest)" = 1 ] && cmp got.q one.q
}
ok "so is its row of equity" rows_answered

half_line() {
	follow busy.json
	part sixty.csv 1 3 >&7
	printf '2004-08-24,1,2,' >&7
	for i in 1 2 3; do IFS= read -r line <&8; done
	kill -"$1" "$pid"
	hang_up
	[ "$status" = 0 ] && [ ! -s said ]
}
ok "SIGINT ends the bars, a piece of a line does not count" half_line INT
ok "SIGTERM too" half_line TERM
ok "and SIGHUP" half_line HUP
ended_by_signal() {
	rm -f st
	part sixty.csv 1 45 >some.csv
	one some.csv --finalize=none busy.json
	follow --reproducible --state st --trades got.t -o got.r --events - busy.json
	part sixty.csv 1 45 >&7
	printf '2004-11-0' >&7
	want=$(wc -l <one.e)
	: >got.e
	while [ "$want" -gt 0 ]; do
		IFS= read -r line <&8
		printf '%s\n' "$line" >>got.e
		want=$((want - 1))
	done
	kill -TERM "$pid"
	hang_up
	[ "$status" = 0 ] && cmp got.e one.e && cmp got.r one.r && cmp got.t one.t
}
ok "after it there are the result, the trades and the state" ended_by_signal
one sixty.csv --finalize=none busy.json
ok "from which the next run goes on" sh -c '
	sed -n "1p;47,61p" sixty.csv | algo-run --follow --state st \
		--reproducible -o got.r busy.json >more.e && cat got.e more.e | cmp - one.e &&
	cmp got.r one.r'
saved_by_hup() {
	rm -f st
	follow --state st busy.json
	part sixty.csv 1 10 >&7
	while IFS= read -r line <&8; do
		case $line in *'"market"'*'"bar":9,'*) break ;; esac
	done
	[ ! -e st ] || return 1
	kill -HUP "$pid"
	soon test -s st
	head -n 1 st | jq -e '.bars == 10' || return 1
	part sixty.csv 11 60 | sed 1d >&7
	hang_up
	[ "$status" = 0 ] && head -n 1 st | jq -e '.bars == 60'
}
ok "SIGHUP saves the state and goes on" saved_by_hup
algo-run -q -d sixty.csv --state whole -o got.r --finalize=none busy.json
ok "which is that of one run" cmp st whole
in_use() {
	follow --state st busy.json
	head -n 1 sixty.csv >&7
	soon test -e st.lock
	run algo-run --state st -d sixty.csv busy.json
	first=$status
	hang_up
	[ "$first" = 5 ] && [ "$status" = 0 ] && [ ! -e st.lock ]
}
ok "two at once: the second fails" in_use
is "$(cat said)" "" "quietly for the first"
killed() {
	cp st before
	follow --state st busy.json
	part sixty.csv 1 60 >&7
	kill -KILL "$pid"
	hang_up
	[ -e st.lock ] && cmp st before &&
		algo-run -q --state st -d sixty.csv -o got.r busy.json && [ ! -e st.lock ]
}
ok "a lock that a killed run left is none" killed

# --- What --follow prints -----------------------------------------------------------
run algo-run --follow -d sixty.csv busy.json
ok "of a file too: the events" cmp out one.e
run algo-run --follow --finalize=close -d sixty.csv -e 'bar_index == 9'
ok "--finalize counts when it is given" grep -q '"reason":"finalize"' out
run algo-run --reproducible --follow --trades got.t -d sixty.csv busy.json
ok "other outputs leave standard output to the result" cmp out one.r
ok "the trades are those of one run" cmp got.t one.t
printf '%s' "$(cat sixty.csv)" >noend.csv
run algo-run --follow -d noend.csv busy.json
ok "at the end of the input a last line needs no end" cmp out one.e
exits 2 "not with the compatible model" \
	algo-run --follow --compat=backtesting.py -d sixty.csv busy.json
exits 2 "not with --check" algo-run --follow --check busy.json
exits 2 "standard output twice" algo-run --follow --events - --trades - -d sixty.csv busy.json
exits 5 "a full disk ends it" sh -c 'algo-run --follow -d sixty.csv busy.json >/dev/full'
exits 3 "a bad bar ends it" sh -c '{ cat sixty.csv; echo x; } | algo-run --follow busy.json'
done_testing
