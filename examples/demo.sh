#!/bin/sh
# demo.sh - the main job on the bundled Google bars.  `make demo` runs it; with
# the tools on your PATH every line of it can be typed as it stands.
set -e
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
say() { printf '\n$ %s\n' "$*"; }

echo 'Fetch bars, add indicators, replay a strategy, remember the run.'
say "algo-fetch demo:GOOG | algo-ind rsi:14 sma:200 > goog.csv"
algo-fetch demo:GOOG | algo-ind rsi:14 sma:200 > goog.csv
tail -n 3 goog.csv

cat > rsi.json <<'EOF'
{"algo": 1, "name": "rsi_dip",
 "columns": ["RSI_14", "SMA_200"],
 "entry": {"long": "RSI_14 < 40 and close > SMA_200"},
 "exit":  {"long": "RSI_14 > 70"},
 "risk":  {"size": 0.95, "stop_loss_pct": 8},
 "backtest": {"cash": 10000, "commission": 0.001}}
EOF
say 'cat rsi.json'
cat rsi.json

say "algo-run rsi.json --format=table < goog.csv"
algo-run rsi.json --format=table < goog.csv

export ALGO_HISTORY="$dir/history.db"
say "algo-run rsi.json < goog.csv | algo-hist add | grep -o '\"sharpe_ratio\":[^,]*'"
algo-run rsi.json < goog.csv | algo-hist add | grep -o '"sharpe_ratio":[^,]*'

say "algo-hist list"
algo-hist list

cat <<'EOF'

Where to go next:
  algo-ind --list                    what can be computed
  algo-run --help                    one-line rules, costs, conditions
  man build/man/algo-run.1           the manual (also algo-fetch, algo-ind, algo-hist)
  examples/                          strategies, a Makefile, a cron line
EOF
