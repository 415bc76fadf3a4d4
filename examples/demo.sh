#!/bin/sh
# demo.sh - the main job on the bundled Google bars.  `make demo` runs it; with
# the tools on your PATH every line of it can be typed as it stands.
set -e
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
say() { printf '\n$ %s\n' "$*"; }

echo 'Fetch bars, add indicators.'
say "algo-fetch demo:GOOG | algo-ind rsi:14 sma:200 > goog.csv"
algo-fetch demo:GOOG | algo-ind rsi:14 sma:200 > goog.csv
tail -n 3 goog.csv

printf '\nA strategy in words, as a document, replayed.\n'
words='buy when RSI(14) is below 40 and the close is above the 200 day average, sell when RSI(14) is above 70; stop loss 8%'
say "echo '$words' | algo-gen --name rsi_dip > rsi.json"
echo "$words" | algo-gen --name rsi_dip > rsi.json
cat rsi.json

say "algo-run rsi.json --format=table < goog.csv"
algo-run rsi.json --format=table < goog.csv

printf '\nBroken on purpose, mended: the tools say what and where.\n'
say "sed -i 's/rsi(close/rssi(clsoe/; s/}\$/},/' rsi.json"
sed 's/rsi(close/rssi(clsoe/; s/}$/},/' rsi.json > broken.json
mv broken.json rsi.json
say "algo-fix rsi.json --diff -q"
algo-fix rsi.json --diff -q
say "algo-run rsi.json < goog.csv || algo-fix rsi.json --data goog.csv -i"
if algo-run rsi.json < goog.csv 2>&1; then
	echo 'it should have failed' >&2
	exit 1
fi
algo-fix rsi.json --data goog.csv -i 2>&1

printf '\nEvery run remembered.\n'
export ALGO_HISTORY="$dir/history.db"
say "algo-run rsi.json < goog.csv | algo-hist add | grep -o '\"sharpe_ratio\":[^,]*'"
algo-run rsi.json < goog.csv | algo-hist add | grep -o '"sharpe_ratio":[^,]*'
say "algo-hist list"
algo-hist list

cat <<'EOF'

Where to go next:
  algo-gen --help                    words to strategies, --explain, --review
  algo-ind --list                    what can be computed
  algo-run --help                    one-line rules, costs, conditions
  man build/man/algo-run.1           the manual (one for each tool)
  examples/                          strategies, a Makefile, a cron line
EOF
