# two-models.t - the table of behaviours where the default fill model mends
# backtesting.py: every row on a few bars, under both models, side by side
#
# The sections are the rows of the table.  The figures are worked out by hand
# and noted where they are more than a look at the bars.  Statistics (row 12)
# and periods per year (row 14) are tried at large in t/stat.t, here by a case.
# shellcheck source=t/lib.sh
. "$(dirname "$0")/lib.sh"
command -v jq >/dev/null 2>&1 || skip_all "no jq"
cd "$TMP" || exit 1

# bars: open, high, low, close by line, one number for all four; days from
# 2024-01-01, to bars.csv
bars() {
	awk 'BEGIN { print "time,open,high,low,close" }
		NF == 1 { $2 = $3 = $4 = $1 }
		{ printf "2024-01-%02d,%s,%s,%s,%s\n", NR, $1, $2, $3, $4 }' \
		>bars.csv
}

# acts: Bar,Action,Size,Limit,Stop,SL,TP,Trade,Portion by line, to acts.csv
acts() {
	{
		echo Bar,Action,Size,Limit,Stop,SL,TP,Trade,Portion
		awk -F, -v OFS=, '{ $9 = $9; print }'
	} >acts.csv
}

# play NAME OPTION...: leaves NAME.json and NAME.orders, .trades, .equity
play() {
	play_name=$1
	shift
	run algo-run --reproducible --actions acts.csv -d bars.csv \
		--orders "$play_name.orders" --trades "$play_name.trades" \
		--equity "$play_name.equity" -o "$play_name.json" "$@"
	[ "$status" -eq 0 ] || tap 1 "$play_name $*: $err"
}

# both OPTION...: the library's model to lib.*, the default one to own.*;
# what is open at the end stays open unless they say otherwise
both() {
	play lib --compat=backtesting.py --finalize=none "$@"
	play own --finalize=none "$@"
}

# fills NAME: what filled, in order of the ids: side or closing, units@price:bar
fills() {
	awk -F, 'NR > 1 && $13 == "filled" {
		what = $6 ~ /^(close|sl|tp)$/ ? $6 : $5
		printf "%s%s %s@%s:%s", s, what, $17, $16, $14; s = ", "
	}' "$1.orders"
}

# fates NAME: the entry orders that did not fill, with reasons and the units
# that they closed nevertheless
fates() {
	awk -F, 'NR > 1 && $6 !~ /^(close|sl|tp)$/ && $13 != "filled" {
		printf "%s%s %s %s", s, $5, $7, $13
		printf "%s%s", $18 ? " " $18 : "", $17 ? " after " $17 : ""
		s = ", "
	}' "$1.orders"
}

# trades NAME: closed trades, units price:bar>price:bar
trades() {
	awk -F, 'NR > 1 {
		printf "%s%s %s:%s>%s:%s", s, $3, $8, $4, $9, $5; s = ", "
	}' "$1.trades"
}

# col FILE N: a column, blanks between
col() {
	awk -F, -v n="$2" 'NR > 1 { printf "%s%s", s, $n; s = " " }' "$1"
}
reasons() { col "$1.trades" 19; }
pnl() { col "$1.trades" 12; }
fees() { col "$1.trades" 14; }
equity() { col "$1.equity" 2; }

# --- 1. What marks open trades when a later order is sized ---------------------
bars <<'X'
100
100
100
110 120 100 120
120
X
acts <<'X'
1,buy,50
2,buy,0.5
X
# 50 are open, half of their value is margin.  Marked at 120: 10000 + 50 * 20
# - 50 * 60 = 8000 free, at 110: 10000 + 500 - 2750 = 7750; times 2 times 0.5.
both --margin 0.5
is "$(fills lib)" "buy 50@100:2, buy 72@110:3" "1 lib: sized by this bar's close"
is "$(fills own)" "buy 50@100:2, buy 70@110:3" "1 own: sized by this bar's open"
is "$(equity lib)" "10000 10000 10000 11720 11720" "1 lib: equity"
is "$(equity own)" "10000 10000 10000 11700 11700" "1 own: equity"
play own --margin 0.5 --finalize=none --mark-at=close
is "$(fills own)" "buy 50@100:2, buy 72@110:3" "1 own: --mark-at=close"
# The fill is at the close before, 100: 10000 - 2500 = 7500 free there.
both --margin 0.5 --trade-on-close
is "$(fills lib)" "buy 50@100:1, buy 80@100:2" "1 lib: on close, sized by the next one"
is "$(fills own)" "buy 50@100:1, buy 75@100:2" "1 own: on close, sized by that one"

# --- 2. The end ---------------------------------------------------------------
bars <<'X'
100
100
100 101 99 100
105 108 104 106
110 116 109 115
X
acts <<'X'
1,buy,10
4,buy,5
X
both --finalize=open
is "$(trades lib)" "10 100:2>110:4" "2 lib: closed at the last open"
is "$(fills lib)" "buy 10@100:2, buy 5@110:4, close 10@110:4" \
	"2 lib: the last bar's order fills"
is "$(equity lib)" "10000 10000 10000 10060 10125" "2 lib: 100 and 5 * 5 open"
is "$(trades own)" "10 100:2>110:4" "2 own: --finalize=open, as it says"
is "$(fates own)" "buy 5 pending" "2 own: nothing new is let in"
is "$(equity own)" "10000 10000 10000 10060 10100" "2 own: --finalize=open, equity"
play own
is "$(trades own)" "10 100:2>115:4" "2 own: closed at the last close"
is "$(reasons own)" finalize "2 own: the reason"
is "$(fates own)" "buy 5 pending" "2 own: the last bar's order waits"
is "$(equity own)" "10000 10000 10000 10060 10150" "2 own: equity"
both
is "$(trades lib)/$(trades own)" / "2 neither closes with none"
is "$(equity lib)" "10000 10000 10000 10060 10150" "2 lib: none"
is "$(equity own)" "10000 10000 10000 10060 10150" "2 own: none"
play lib --compat=backtesting.py
is "$(trades lib)" "" "2 lib: which is its default"
play lib --compat=backtesting.py --finalize=close
is "$(trades lib)/$(fates lib)" "10 100:2>115:4/buy 5 pending" \
	"2 lib: the default's end may be asked for"
both --finalize=open --trade-on-close
is "$(trades lib)" "10 100:1>106:3" "2 lib: on close, the close before the last"
is "$(equity lib)" "10000 10000 10000 10060 10105" "2 lib: 60 and 5 * 9 open"
play own --trade-on-close
is "$(trades own)" "10 100:1>115:4" "2 own: on close, the last close"

# --- 3. Ruin ------------------------------------------------------------------
bars <<'X'
100
100
100
100 100 78 80
80 120 80 120
120
X
acts <<'X'
1,buy,30
1,buy,31
1,buy,29
1,buy,5,50
4,buy,1
X
# 1000 - 90 * 20 = -800 at the close of bar 3.
both --cash 1000 --margin 0.1
is "$(trades lib)" "30 100:2>80:3, 29 100:2>80:3" "3 lib: every second one is lost"
is "$(trades own)" "30 100:2>80:3, 31 100:2>80:3, 29 100:2>80:3" "3 own: all are told"
is "$(pnl lib)" "-600 -580" "3 lib: losses"
is "$(pnl own)" "-600 -620 -580" "3 own: losses"
is "$(equity lib)" "1000 1000 1000 0 0 0" "3 lib: equity"
is "$(equity own)" "1000 1000 1000 0 0 0" "3 own: equity"
is "$(reasons own)" "ruin ruin ruin" "3 own: the reason"
is "$(fates own)" "buy 5 canceled ruin" "3 own: what waited is canceled"
is "$(fills lib)" "buy 30@100:2, buy 31@100:2, buy 29@100:2" "3 lib: no step after it"
is "$(fills own)" "buy 30@100:2, buy 31@100:2, buy 29@100:2" "3 own: no step after it"
both --cash 1800 --margin 0.1
is "$(equity lib)" "1800 1800 1800 0 0 0" "3 lib: exactly 0 is ruin"
is "$(equity own)" "1800 1800 1800 0 0 0" "3 own: exactly 0 is ruin"

# --- 4. Exclusive orders ------------------------------------------------------
bars <<'X'
100
100
100
110
110
X
acts <<'X'
1,buy,10
2,buy,1
2,buy,2
2,buy,3
X
both --exclusive
is "$(fills lib)" "buy 10@100:2, buy 1@110:3, close 10@110:3, buy 3@110:3" \
	"4 lib: of three the middle one goes"
is "$(fills own)" "buy 10@100:2, close 10@110:3, buy 3@110:3" "4 own: the last one stays"
is "$(fates lib)" "buy 2 canceled exclusive" "4 lib: reasons"
is "$(fates own)" "buy 1 canceled exclusive, buy 2 canceled exclusive" "4 own: reasons"
printf '%s\n' 1,buy,10 2,buy,1 2,buy,2 | acts
both --exclusive
is "$(fills lib)" "buy 10@100:2, buy 1@110:3, close 10@110:3, buy 2@110:3" \
	"4 lib: of two both stay"
is "$(fills own)" "buy 10@100:2, close 10@110:3, buy 2@110:3" "4 own: of two the last"

# --- 5. A stop-limit over a gap -----------------------------------------------
bars <<'X'
100
100
110 113 108 112
112
112
X
echo 1,buy,10,112,105 | acts
both
is "$(fills lib)" "buy 10@105:2" "5 lib: at the stop, below the bar"
is "$(fills own)" "buy 10@110:2" "5 own: at the open"
is "$(equity lib)" "10000 10000 10070 10070 10070" "5 lib: equity"
is "$(equity own)" "10000 10000 10020 10020 10020" "5 own: equity"
bars <<'X'
100
100
115 116 111 114
113 114 112 113
113
X
both
is "$(fills lib)" "buy 10@105:2" "5 lib: the open above the limit, at the stop"
is "$(fills own)" "buy 10@112:3" "5 own: not on that bar, then a limit"
bars <<'X'
100
100
90 92 87 89
89
89
X
echo 1,sell,10,88,95 | acts
both
is "$(fills lib)" "sell 10@95:2" "5 lib: a sell at the stop, above the bar"
is "$(fills own)" "sell 10@90:2" "5 own: a sell at the open"

# --- 6. A stop entry with --trade-on-close --------------------------------------
bars <<'X'
100
100
110 113 108 112
112
112
X
echo 1,buy,10,,105 | acts
both --trade-on-close
is "$(fills lib)" "buy 10@105:2" "6 lib: a gap up, at the stop below the bar"
is "$(fills own)" "buy 10@110:2" "6 own: a gap up, at the open"
both
is "$(fills lib)/$(fills own)" "buy 10@110:2/buy 10@110:2" "6 both: without the option"
bars <<'X'
100
100 107 100 107
103 106 102 104
104
104
X
both --trade-on-close
is "$(fills lib)" "buy 10@107:2" "6 lib: a gap down, at the close before, above the bar"
is "$(fills own)" "buy 10@105:2" "6 own: a gap down, at the stop"
bars <<'X'
100
100
90 92 87 89
89
89
X
echo 1,sell,10,,95 | acts
both --trade-on-close
is "$(fills lib)" "sell 10@95:2" "6 lib: a sell at the stop, above the bar"
is "$(fills own)" "sell 10@90:2" "6 own: a sell at the open"

# --- 7. A fixed fee when a fraction is sized -----------------------------------
bars <<'X'
100
100
100
100
100
X
echo 1,buy,0.1 | acts
# 1000 / (100 + 10 / 0.1) = 5; 9 * 100 + 10 <= 1000.
both --commission 10,0
is "$(fills lib)" "buy 5@100:2" "7 lib: the fee is divided by the fraction"
is "$(fills own)" "buy 9@100:2" "7 own: what the money pays"
is "$(equity lib)/$(equity own)" "10000 10000 9990 9990 9990/10000 10000 9990 9990 9990" \
	"7 both: paid once"
echo 1,buy,ALL | acts
both --commission 10,0
is "$(fills lib)" "buy 90@100:2" "7 lib: all, 10000 / 110"
is "$(fills own)" "buy 99@100:2" "7 own: all, 9910 of 10000"
bars <<'X'
0.1
0.1
0.1
0.1
0.1
X
echo 1,buy,0.5 | acts
both
is "$(fills lib)" "buy 49999@0.1:2" "7 lib: the floor of the exact quotient"
is "$(fills own)" "buy 50000@0.1:2" "7 own: all that 5000 buy at 0.1"

# --- 8. A fixed fee and partial closings ---------------------------------------
bars <<'X'
100
100
100
110
120
120
X
acts <<'X'
1,buy,10
2,close,,,,,,,0.5
3,close,,,,,,,1
X
both --commission 10,0
is "$(trades lib)" "5 100:2>110:3, 5 100:2>120:4" "8 lib: pieces"
is "$(trades own)" "5 100:2>110:3, 5 100:2>120:4" "8 own: pieces"
is "$(fees lib)" "20 20" "8 lib: the entry fee counts twice"
is "$(fees own)" "15 15" "8 own: the entry fee is shared"
is "$(pnl lib)" "30 80" "8 lib: 110 where 120 were made"
is "$(pnl own)" "35 85" "8 own: what was made"
is "$(equity lib)" "10000 10000 9990 10080 10120 10120" "8 lib: equity"
is "$(equity own)" "10000 10000 9990 10080 10120 10120" "8 own: equity"
printf '%s\n' 1,buy,10 2,sell,4 | acts
both --commission 10,0
is "$(fees lib) $(pnl lib)" "20 20" "8 lib: netting, 40 - 10 - 10"
is "$(fees own) $(pnl own)" "14 26" "8 own: netting, 40 - 10 - 10 * 4 / 10"

# --- 9. The queue walked again --------------------------------------------------
bars <<'X'
100
100
100 106 99 103
103 104 102 103
103
X
# The limit of the stop-limit lies below its stop: not on the trigger bar.
acts <<'X'
1,buy,10,,,80
1,buy,7,104,105
X
both
is "$(fills lib)" "buy 10@100:2, buy 7@100:2" "9 lib: the second walk sees a limit"
is "$(fills own)" "buy 10@100:2, buy 7@103:3" "9 own: the next bar does"
echo 1,buy,7,104,105 | acts
both
is "$(fills lib)/$(fills own)" "buy 7@103:3/buy 7@103:3" "9 both: alone it waits"
bars <<'X'
100
100
100 103 97 100
100 102 99 100
100
X
acts <<'X'
1,buy,10,,,80
1,buy,7,98,,,101
X
both
is "$(trades lib)" "7 98:2>101:2" "9 lib: the target of another trade's entry bar"
is "$(trades own)" "7 98:2>101:3" "9 own: each trade for itself"
echo 1,buy,7,98,,,101 | acts
both
is "$(trades lib)" "7 98:2>101:3" "9 lib: alone it waits"
is "$(trades own)" "7 98:2>101:3" "9 own: alone it is the same"

# --- 10. Stop and target on one bar ---------------------------------------------
# ways: own under the three modes
ways() {
	for w in pessimistic optimistic path; do
		play own --finalize=none --same-bar=$w
		printf '%s ' "$(trades own)"
	done
}
bars <<'X'
100
100
100 105 93 100
100
100
X
echo 1,buy,10,,,95,105 | acts
both
is "$(trades lib)" "10 100:2>95:2" "10 lib: the stop first"
is "$(reasons lib) $(pnl lib)" "sl -50" "10 lib: the reason"
is "$(ways)" "10 100:2>95:2 10 100:2>105:2 10 100:2>105:2 " \
	"10 own: stop, target, the nearer extreme"
bars <<'X'
100
100
100
100 105 93 100
100
X
both
is "$(trades lib)" "10 100:2>95:3" "10 lib: a later bar, the stop first"
is "$(ways)" "10 100:2>95:3 10 100:2>105:3 10 100:2>105:3 " "10 own: a later bar"
bars <<'X'
100
100
100 100 94 97
93 95 92 94
94
X
echo 1,buy,10,98,,95 | acts
both
is "$(trades lib)" "10 98:2>93:3" "10 lib: the stop of a limit entry waits"
is "$(ways)" "10 98:2>95:2 10 98:2>93:3 10 98:2>95:2 " \
	"10 own: it counts, not at all, on the way down"
bars <<'X'
100
100
100 106 99 101
101 106 100 104
104
X
echo 1,buy,10,,102,90,105 | acts
both
is "$(trades lib)" "10 102:2>105:2" "10 lib: the target of a stop entry"
is "$(ways)" "10 102:2>105:3 10 102:2>105:2 10 102:2>105:2 " \
	"10 own: not at all, it counts, on the way up"

# --- 11. Ruin is seen at closes only ---------------------------------------------
bars <<'X'
100
100
100
100 100 85 100
110
X
echo 1,buy,90 | acts
# 1000 - 90 * 15 < 0 at the low.
both --cash 1000 --margin 0.1
is "$(equity lib)/$(trades lib)" "1000 1000 1000 1000 1900/" "11 lib: a low is no ruin"
is "$(equity own)/$(trades own)" "1000 1000 1000 1000 1900/" "11 own: a low is no ruin"
bars <<'X'
100
100
100
100 100 90 100
110
X
# 1000 - 900 = 100 at the low, below 5 % of 8100.
play own --cash 1000 --margin 0.1 --maintenance 0.05
is "$(trades own)" "90 100:2>90:3" "11 own: --maintenance closes at the low"
is "$(reasons own)" margin_call "11 own: the reason"
is "$(equity own)" "1000 1000 1000 100 100" "11 own: equity after the call"
exits 2 "11 lib: has no --maintenance" algo-run --actions acts.csv -d bars.csv \
	--maintenance 0.05 --compat=backtesting.py

# --- 12. Statistics: profit factor, of returns and of money ----------------------
bars <<'X'
100
100
100
110
110
99
X
acts <<'X'
1,buy,10
2,close,,,,,,,1
3,buy,1
4,close,,,,,,,1
X
both
is "$(trades lib)" "10 100:2>110:3, 1 110:4>99:5" "12 lib: 10 % of 1000, -10 % of 110"
is "$(jq '.compat["Profit Factor"] * 1e9 | round / 1e9' lib.json)" 1 "12 lib: of returns"
is "$(jq '.metrics.profit_factor * 11 * 1e9 | round / 1e9' own.json)" 100 \
	"12 own: of money"
is "$(jq 'has("compat")' own.json)" false "12 own: without the library's names"

# --- 13. An indicator that is na throughout --------------------------------------
bars <<'X'
100
100
100
110
120
X
cat >na.json <<'X'
{"algo":1,"entry":{"long":"bar_index == 1 or sma(50) > 0"},
 "exit":{"long":"bar_index == 3"},"risk":{"size":10}}
X
run algo-run --reproducible na.json -d bars.csv --compat=backtesting.py \
	--trades lib.trades -o lib.json
is "$status $(trades lib)" "0 10 100:2>120:4" "13 lib: counts as no warm-up"
is "$(jq .data.first_step lib.json)" 1 "13 lib: the first step"
like "$err" "algo-run: *sma(50)*no warm-up*" "13 lib: a warning says so"
is "$(wc -l <err | tr -d ' ')" 1 "13 lib: one"
run algo-run --reproducible na.json -d bars.csv --trades own.trades -o own.json
is "$status $(trades own)" "0 " "13 own: the strategy never starts"
is "$(jq -c '[.success, .data.first_step < 0]' own.json)" "[true,true]" \
	"13 own: a result, without a first step"
like "$err" "algo-run: *sma(50)*never started*" "13 own: a warning names it"
is "$(wc -l <err | tr -d ' ')" 1 "13 own: one"

# --- 14. Monthly bars with a median of 30 days ------------------------------------
cat >bars.csv <<'X'
time,open,high,low,close
2023-03-31,100,100,100,100
2023-04-28,100,100,100,100
2023-05-31,100,101,100,101
2023-06-30,101,102.01,101,102.01
X
echo 1,buy,10 | acts
# Returns 0, 1 %, 1 %: 1.01 ** (2 / 3 * A), A = 252 or 12.
both --cash 1000
is "$(equity lib)" "1000 1000 1010 1020.1" "14 lib: equity"
is "$(equity own)" "1000 1000 1010 1020.1" "14 own: equity"
is "$(jq '.compat["Return (Ann.) [%]"] - 100 * (pow(1.01; 168) - 1) | fabs < 1e-9' \
	lib.json)" true "14 lib: taken for days"
is "$(jq '.metrics.annual_return_pct - 100 * (pow(1.01; 8) - 1) | fabs < 1e-9' \
	own.json)" true "14 own: taken for months"
play own --cash 1000 --finalize=none --periods-per-year=252
is "$(jq '.metrics.annual_return_pct - 100 * (pow(1.01; 168) - 1) | fabs < 1e-9' \
	own.json)" true "14 own: --periods-per-year"

# --- 15. Signs -------------------------------------------------------------------
bars <<'X'
100
100
100
100 101 100 101
100 106 99 104
X
echo 1,buy,10 | acts
play lib --compat=backtesting.py --spread=-0.25
is "$(fills lib)" "buy 10@125:2" "15 lib: the sign of the spread is ignored"
both --spread=0.25
is "$(fills lib)/$(fills own)" "buy 10@125:2/buy 10@125:2" "15 both: a spread above 0"
exits 2 "15 own: a spread below 0" algo-run --actions acts.csv -d bars.csv --spread=-0.25
like "$err" "algo-run: --spread: *" "15 own: is named"
echo '{"algo":1,"entry":{"long":"close > 0"},"backtest":{"spread":-0.25}}' >spread.json
exits 4 "15 own: in a document" algo-run --check spread.json
like "$err" "*spread.json:/backtest/spread:*: value_error: *" "15 own: a value_error"
echo 3,buy,10,,105 | acts
both --trade-on-close --finalize=open
is "$(trades lib) $(pnl lib)" "10 105:4>101:3 -40" "15 lib: closed before it was opened"
is "$(trades own) $(pnl own)" "10 105:4>104:4 -10" "15 own: closed at its bar's close"
bars <<'X'
100
100
100
110
108
X
echo 1,buy,10 | acts
# 10100 to 10080 on the last bar.
both
is "$(equity lib)" "10000 10000 10000 10100 10080" "15 lib: a fall on the last bar"
is "$(jq '.compat | .["Max. Drawdown Duration"] - 20 / 10100 | fabs < 1e-12' lib.json)" \
	true "15 lib: its depth for a duration"
is "$(jq .metrics.max_drawdown_duration_days own.json)" 1 "15 own: a day"

# --- 16. Refusals are in the log ----------------------------------------------------
bars <<'X'
100
100
100
110
110
X
acts <<'X'
1,buy,50
1,buy,200
2,sell,250
3,buy,0.001
X
# 250 sold: 50 close the long, 200 * 110 are more than 10500.  A thousandth of
# the money buys no unit.
both
no="rejected margin"
for m in lib own; do
	is "$(fates $m)" "buy 200 $no, sell 250 $no after 50, buy 0.001 $no" \
		"16 $m: the reasons"
	is "$(fills $m)" "buy 50@100:2" "16 $m: what filled"
	is "$(trades $m) $(pnl $m)" "50 100:2>110:3 500" "16 $m: the closing stays"
	is "$(equity $m)" "10000 10000 10000 10500 10500" "16 $m: equity"
done
# The library stops at an order whose stop is on the wrong side.
printf '%s\n' 1,buy,5 2,buy,5,,,120 | acts
exits 4 "16 lib: a stop on the wrong side ends the run" algo-run --actions acts.csv \
	-d bars.csv --compat=backtesting.py --trades lib.trades -o lib.json
like "$err" "algo-run: acts.csv:3:1: runtime_error: order at bar 2: *wrong side*" \
	"16 lib: where"
play own
is "$(fates own)" "buy 5 rejected wrong_side" "16 own: it is one more refusal"
is "$(trades own)" "5 100:2>110:4" "16 own: the run goes on"

done_testing
