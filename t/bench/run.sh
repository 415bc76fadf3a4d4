#!/bin/sh
# run.sh - what the speed targets say, each as a ratio to mawk in one run.
set -eu
N=${N:-1000000}
BENCH=${BUILD:-build}/bench
PATH=${BIN:-build/bin}:$PATH
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
sum() { echo 'BEGIN{FS=","}{s+=$5}END{print s}'; }
sma="crossover(sma(10),sma(20))"
xsma="crossunder(sma(10),sma(20))"

"$BENCH/gen" "$N" >"$dir/1x.csv"
echo "$N bars, $(($(wc -c <"$dir/1x.csv") / 1000000)) MB; A, B = mawk summing one column; medians of 7"
row() { printf '%-34s ' "$1"; }
row 'algo-run SMA cross (<= 0.75)'
"$BENCH/ratio" 7 "$dir/1x.csv" algo-run -e "$sma" -x "$xsma" -- mawk "$(sum)"
row 'algo-ind sma:20 rsi:14 (<= 0.7)'
"$BENCH/ratio" 7 "$dir/1x.csv" algo-ind sma:20 rsi:14 -- mawk "$(sum)"
row 'algo-fetch - (<= 0.4)'
"$BENCH/ratio" 7 "$dir/1x.csv" algo-fetch - -- mawk "$(sum)"
algo-run -e "$sma" -x "$xsma" -d "$dir/1x.csv" -o /dev/null --equity "$dir/equity.csv"
row 'algo-stat of its equity (<= 0.8)'
"$BENCH/ratio" 7 "$dir/equity.csv" algo-stat -- mawk 'BEGIN{FS=","}{s+=$2}END{print s}'
awk -F, 'BEGIN { print "time,equity" } NR > 1 { print NR - 2 "," $2 }' "$dir/equity.csv" >"$dir/index.csv"
row 'algo-stat, each row a period'
"$BENCH/ratio" 7 "$dir/index.csv" algo-stat -- mawk 'BEGIN{FS=","}{s+=$2}END{print s}'
rm "$dir/equity.csv" "$dir/index.csv"
row 'replay in memory (<= 0.12)'
"$BENCH/replay" "$dir/1x.csv" 15 >"$dir/replay"
mawk_ms=$("$BENCH/ratio" 7 "$dir/1x.csv" mawk "$(sum)" -- true | cut -d' ' -f1)
awk -v m="$mawk_ms" '{ printf "%s ms %s ms ratio %.3f\n", $1, m, $1 / m }' "$dir/replay"
row '500 symbols, one account (<= 40 ns)'
"$BENCH/portfolio" 500 2500 9
row '61 candle patterns (<= 150 ns a bar)'
"$BENCH/candles" 50 | head -n 1
"${0%/*}/indicators.sh" 2>/dev/null

"$BENCH/gen" $((N * 10)) >"$dir/10x.csv"
echo "$((N * 10)) bars"
row 'algo-run'
"$BENCH/ratio" 1 "$dir/10x.csv" algo-run -e "$sma" -x "$xsma" -- mawk "$(sum)"
row 'algo-ind'
"$BENCH/ratio" 1 "$dir/10x.csv" algo-ind sma:20 rsi:14 -- mawk "$(sum)"
rm "$dir/10x.csv"

echo 'start, against mawk doing nothing; medians of 201'
algo-fetch demo:GOOG >"$dir/goog.csv"
for t in algo-fetch algo-ind algo-run algo-hist algo-stat; do
	row "$t --version (<= 1.25)"
	"$BENCH/ratio" 201 /dev/null "$t" --version -- mawk 'BEGIN{}'
done
row 'algo-fetch FILE'
"$BENCH/ratio" 201 /dev/null algo-fetch "$dir/goog.csv" -- mawk 'BEGIN{}'
row 'algo-run GOOG to result (<= 3)'
"$BENCH/ratio" 201 /dev/null algo-run -e "$sma" -x "$xsma" -d "$dir/goog.csv" -- mawk 'BEGIN{}'
