# costs.t - what trading costs: slippage, a bar's volume, annual rates, margin
# calls; small bars, figures worked out by hand
. "$(dirname "$0")/lib.sh"
cd "$TMP" || exit 1

cat >bars.csv <<'X'
time,open,high,low,close,volume
2024-01-01,100,101,99,100,1000
2024-01-02,100,104,99,103,100
2024-01-03,110,112,108,111,100
2024-01-04,120,121,118,119,100
2024-01-05,120,125,95,120,100
X

# play OPTION...: the strategy buys at bar 1's close, sells at bar 3's
play() {
	run algo-run --reproducible -e 'bar_index == 1' -x 'bar_index == 3' \
		-d bars.csv "$@"
}
# col FILE COLUMN: its values, blanks between them
col() {
	awk -F, -v c="$2" 'NR == 1 { for (i = 1; i <= NF; i++) if ($i == c) k = i }
		NR > 1 { printf "%s%s", s, $k; s = " " }' "$1"
}
metric() {
	jq -r ".metrics.$1" out.json
}

# --- Slippage: market fills, before spread ----------------------------------
size='{"algo":1,"entry":{"long":"bar_index == 1"},"exit":{"long":"bar_index == 3"},"risk":{"size":10}}'
echo "$size" >ten.json
run algo-run --reproducible ten.json -d bars.csv --slippage 0.01 -o out.json \
	--trades t.csv --orders o.csv
is "$status" 0 "slippage as a rate"
is "$(col t.csv entry_price)" 111.1 "a buyer pays more"
is "$(col t.csv exit_price)" 118.8 "a seller gets less"
is "$(metric total_slippage)" 23 "the total: 10 x 1.1 + 10 x 1.2"
is "$(metric total_borrow)/$(metric total_funding)" 0/0 "the others are 0"
run algo-run --reproducible ten.json -d bars.csv --slippage 2ticks --tick 0.5 \
	-o out.json --trades t.csv
is "$(col t.csv entry_price) $(col t.csv exit_price)" "111 119" "slippage in ticks"
is "$(jq -r .settings.slippage out.json)" 2ticks "the cost model is printed"
is "$(metric total_slippage)" 20 "and its total"
run algo-run --reproducible ten.json -d bars.csv --slippage 0.01 --spread 0.1 \
	--trades t.csv -o out.json
is "$(col t.csv entry_price)" 122.21000000000001 "slippage comes before spread"
run algo-run --reproducible ten.json -d bars.csv -o out.json
is "$(metric total_slippage)" 0 "off: 0 in the result"
exits 2 "ticks without a tick" algo-run ten.json -d bars.csv --slippage 2ticks
like "$err" "*--tick*" "the hint names it"
exits 2 "a slippage of 1" algo-run ten.json -d bars.csv --slippage 1
exits 2 "slippage below 0" algo-run ten.json -d bars.csv --slippage -0.1
exits 2 "not with compat" algo-run ten.json -d bars.csv --slippage 0.01 \
	--compat=backtesting.py

cat >levels.json <<'X'
{"algo":1,"rules":[{"when":"bar_index == 1","do":"buy","units":10,"limit":109,"sl":100,"tp":130}]}
X
run algo-run --reproducible levels.json -d bars.csv --slippage 0.01 \
	--trades t.csv -o out.json
is "$(col t.csv entry_price)" 109 "a limit is not moved"
is "$(col t.csv exit_price)" 99 "a stop is"
is "$(col t.csv exit_reason)" sl "the reason stays"
is "$(metric total_slippage)" 10 "only the stop's slippage counts"
run algo-run --reproducible levels.json -d bars.csv --slippage 0.01 \
	--to 2024-01-04 --trades t.csv -o out.json
is "$(col t.csv exit_price)" 119 "finalize is not moved"

# --- A share of the volume ----------------------------------------------------
cat >big.json <<'X'
{"algo":1,"rules":[{"when":"bar_index == 1","do":"buy","units":25}]}
X
run algo-run --reproducible big.json -d bars.csv --max-volume-share 0.1 \
	--cash 1e6 --trades t.csv --orders o.csv --finalize=none -o out.json
is "$(col o.csv status)" filled "an order in parts is filled in the end"
is "$(col o.csv fill_size)" 25 "all of it"
is "$(col o.csv fill_bar)" 4 "on the bar of the last part"
is "$(col o.csv fill_price)" 116 "at the mean price"
run algo-run --reproducible big.json -d bars.csv --max-volume-share 0.1 \
	--to 2024-01-03 --cash 1e6 --trades t.csv --orders o.csv -o out.json
is "$(col o.csv status)" "pending filled" "the rest waits at the end"
is "$(col t.csv size)" 10 "with what had filled"
run algo-run --reproducible ten.json -d bars.csv --max-volume-share 0.05 \
	--trades t.csv --orders o.csv -o out.json
is "$(col t.csv size)" "5 5" "closings have their share too"
sed 's/,volume//; s/,[0-9]*$//' bars.csv >novol.csv
exits 3 "a share of no volume" algo-run ten.json -d novol.csv --max-volume-share 0.1
like "$err" "*volume*" "the missing column is named"

# --- Annual rates -------------------------------------------------------------
cat >short.json <<'X'
{"algo":1,"rules":[{"when":"bar_index == 1","do":"sell","units":10},{"when":"bar_index == 3","do":"close"}]}
X
run algo-run --reproducible short.json -d bars.csv --borrow 0.365 \
	--trades t.csv --equity e.csv -o out.json
is "$(metric total_borrow)" 2.3 "two closes of a day: 1.11 + 1.19"
is "$(col e.csv cash | cut -d' ' -f3)" 9998.89 "cash pays at the close"
run algo-run --reproducible ten.json -d bars.csv --borrow 0.365 -o out.json
is "$(metric total_borrow)" 0 "a long borrows nothing"
run algo-run --reproducible ten.json -d bars.csv --funding 0.365 -o out.json
is "$(metric total_funding)" 2.3 "funding counts both sides"
awk -F, -v OFS=, 'NR == 1 { print; next } { $1 = NR - 2; print }' bars.csv >index.csv
run algo-run --reproducible short.json -d index.csv --borrow 0.365 -o out.json
is "$(metric total_borrow)" 0 "bar numbers have no years"

# --- Margin calls -------------------------------------------------------------
cat >lever.json <<'X'
{"algo":1,"rules":[{"when":"bar_index == 1","do":"buy","units":400}]}
X
run algo-run --reproducible lever.json -d bars.csv --margin 0.1 \
	--maintenance 0.22 --cash 10000 --trades t.csv --orders o.csv -o out.json
is "$(col t.csv exit_reason)" margin_call "a margin call closes everything"
is "$(col t.csv exit_price)" 108 "at the bar's worst price"
is "$(col t.csv exit_bar)" 2 "on the bar that shows it"
is "$(col o.csv reason | tr -d ' ')" margin_call "its order says why"
run algo-run --reproducible lever.json -d bars.csv --margin 0.1 \
	--maintenance 0.11 --trades t.csv -o out.json
is "$(col t.csv exit_bar)" 4 "enough margin until the fall"
is "$(col t.csv exit_price)" 95 "then the call"
run algo-run --reproducible lever.json -d bars.csv --margin 0.1 --trades t.csv -o out.json
is "$(col t.csv exit_reason)" finalize "off: no call"

# --- The command line, the document, the default ------------------------------
run algo-run --reproducible ten.json -d bars.csv -o out.json
is "$(jq -c '.settings | [.slippage,.max_volume_share,.borrow,.funding,.maintenance]' out.json)" \
	'[0,0,0,0,0]' "all of it is off by default"
echo '{"algo":1,"entry":{"long":"bar_index == 1"},"exit":{"long":"bar_index == 3"},"risk":{"size":10},"backtest":{"slippage":0.01}}' >doc.json
run algo-run --reproducible doc.json -d bars.csv --trades t.csv -o out.json
is "$(col t.csv entry_price)" 111.1 "a document may say it"
run algo-run --reproducible doc.json -d bars.csv --slippage 0 --trades t.csv -o out.json
is "$(col t.csv entry_price)" 110 "the command line wins"

done_testing
