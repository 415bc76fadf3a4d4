#!/bin/sh
# run.sh - what the speed targets say, each as a ratio to mawk in one run, in
# time of the processor: PASS or FAIL against each.
set -eu
N=${N:-1000000}
BENCH=${BUILD:-build}/bench
PATH=${BIN:-build/bin}:$PATH
ALGO_SHARE=${ALGO_SHARE:-$PWD/share}
export ALGO_SHARE
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
# shellcheck disable=SC2016
sum='BEGIN{FS=","}{s+=$5}END{print s}'
# shellcheck disable=SC2016
second='BEGIN{FS=","}{s+=$2}END{print s}'
sma="crossover(sma(10),sma(20))"
xsma="crossunder(sma(10),sma(20))"

# judge NAME RATIO [MIB]: a line of ratio, and whether it is within both.
judge() {
	awk -v name="$1" -v most="$2" -v mib="${3-}" -v to="$dir/verdicts" '{
		for (i = 1; i <= NF; i++)
			if ($i == "ratio") r = $(i + 1) + 0
		bad = r > most + 0 || (mib != "" && $(NF - 1) + 0 > mib + 0)
		verdict = most == "" ? "" : bad ? "FAIL" : "PASS"
		limit = most == "" ? "" : "<= " most (mib == "" ? "" : ", " mib " MiB")
		printf "%-4s %-32s %-15s %s\n", verdict, name, limit, $0
		if (verdict != "") print verdict >>to
	}'
}
# part NAME RATIO ns: so many ns a bar against a row of mawk.
part() {
	awk -v x="$3" -v m="$mawk_ns" \
		'BEGIN { printf "%.1f ns %.1f ns ratio %.3f\n", x, m, x / m }' |
		judge "$1" "$2"
}
# against ROUNDS FILE NAME RATIO MIB COMMAND...: a tool against mawk's sum.
against() {
	rounds=$1 in=$2 name=$3 most=$4 mib=$5
	shift 5
	"$BENCH/ratio" "$rounds" "$in" "$@" -- mawk "$sum" |
		judge "$name" "$most" "$mib"
}

"$BENCH/gen" "$N" >"$dir/1x.csv"
echo "$N bars, $(($(wc -c <"$dir/1x.csv") / 1000000)) MB, against mawk summing one column; medians of 7"
against 7 "$dir/1x.csv" 'algo-run SMA cross' 0.6 64 algo-run -e "$sma" -x "$xsma"
against 7 "$dir/1x.csv" 'algo-ind sma:20 rsi:14' 0.7 '' algo-ind sma:20 rsi:14
against 7 "$dir/1x.csv" 'algo-fetch -' 0.4 '' algo-fetch -
# 0.6 s where mawk takes 0.15
against 3 "$dir/1x.csv" 'algo-run, a trade a bar, as CSV' 4 '' \
	algo-run -e 'mod(bar_index,2)==0' --short-entry 'mod(bar_index,2)==1' \
	-o /dev/null --trades -
algo-run -e "$sma" -x "$xsma" -d "$dir/1x.csv" -o /dev/null --equity "$dir/equity.csv"
"$BENCH/ratio" 7 "$dir/equity.csv" algo-stat -- mawk "$second" |
	judge 'algo-stat of its equity' 0.8
awk -F, 'BEGIN { print "time,equity" } NR > 1 { print NR - 2 "," $2 }' "$dir/equity.csv" >"$dir/index.csv"
"$BENCH/ratio" 7 "$dir/index.csv" algo-stat -- mawk "$second" |
	judge 'algo-stat, each row a period' ''
rm "$dir/equity.csv" "$dir/index.csv"

echo 'in memory: ns a bar, against a row of mawk; the fastest of each'
mawk_ns=$(for _ in 1 2 3 4 5 6 7 8 9; do
	"$BENCH/ratio" 1 "$dir/1x.csv" mawk "$sum" -- true
done | sort -n | awk -v n="$N" 'NR == 1 { print $1 * 1e6 / n }')
"$BENCH/replay" "$dir/1x.csv" 15 >"$dir/replay"
of() { awk -v k="$1" '$1 == k { print $2 }' "$dir/replay"; }
part 'replay, conditions given' 0.09 "$(of replay)"
part 'replay of the SMA cross' 0.2 "$(of cross)"
part 'close > sma(20) and rsi(14) < 70' 0.05 "$(of expr)"
part '500 symbols, one account' 0.3 "$("$BENCH/portfolio" 500 2500 9 | cut -d' ' -f1)"
"$BENCH/candles" 50 | head -n 1
"${0%/*}/indicators.sh" 2>/dev/null

"$BENCH/gen" $((N * 10)) >"$dir/10x.csv"
echo "$((N * 10)) bars: the same ratio where time is linear"
against 1 "$dir/10x.csv" 'algo-run SMA cross' 0.6 64 algo-run -e "$sma" -x "$xsma"
against 1 "$dir/10x.csv" 'algo-ind sma:20 rsi:14' 0.7 '' algo-ind sma:20 rsi:14
rm "$dir/10x.csv"

echo 'start, against mawk doing nothing; medians of 201'
algo-fetch demo:GOOG >"$dir/goog.csv"
start() {
	name=$1 most=$2
	shift 2
	"$BENCH/ratio" 201 /dev/null "$@" -- mawk 'BEGIN{}' | judge "$name" "$most"
}
for t in algo-fetch algo-ind algo-run algo-hist algo-stat; do
	start "$t --version" 1.25 "$t" --version
done
start 'algo-fetch FILE' '' algo-fetch "$dir/goog.csv"
start 'algo-run GOOG to result' 3 algo-run -e "$sma" -x "$xsma" -d "$dir/goog.csv"
awk '{ n[$1]++ } END { printf "%d of %d targets met\n", n["PASS"], NR }' "$dir/verdicts"
