# events.t - algo-run --events: what happens, as it happens, with ids that join
. "$(dirname "$0")/lib.sh"
cp share/demo/GOOG.csv "$TMP/goog.csv"
S=$PWD/examples/strategies
cd "$TMP" || exit 1

run algo-run --reproducible "$S/rsi_dip.json" -d goog.csv --events ev.ndjson \
	--orders o.csv --trades t.csv -o r.json
is "$status" 0 "events of a strategy"
ok "every line is an object" jq -es 'all(type == "object")' ev.ndjson
ok "each has kind, time and bar" \
	jq -es 'all(has("kind") and has("time") and has("bar"))' ev.ndjson
is "$(jq -s 'map(select(.kind == "market")) | length' ev.ndjson)" \
	"$(($(wc -l <goog.csv) - 1))" "a market event a bar"
is "$(jq -s 'map(select(.kind == "order")) | length' ev.ndjson)" \
	"$(($(wc -l <o.csv) - 1))" "an order event an order"
is "$(jq -rs 'map(select(.kind == "fill") | .order) | map(tostring) | join(" ")' ev.ndjson)" \
	"$(awk -F, 'NR > 1 && $13 == "filled" { print $14, NR, $2 }' o.csv | sort -n -k1,1 -s | awk '{ printf "%s%s", s, $3; s = " " }')" \
	"a fill event for each order that filled"
is "$(jq -s 'map(select(.kind == "cancel")) | length' ev.ndjson)" \
	"$(grep -c ',canceled,' o.csv)" "a cancel event for each that was canceled"
ok "fills of closings name the trade's entry" jq -es '
	(map(select(.kind == "fill" and .type == "market") | .order)) as $in |
	map(select(.kind == "fill" and .type != "market")) |
	length > 0 and all(.trade as $t | $in | index($t) != null)' ev.ndjson
ok "times never go back" jq -es 'map(.bar) | . == sort' ev.ndjson
ok "signals point into the document" jq -es '
	map(select(.kind == "signal") | .pointer) | unique |
	length > 0 and all(startswith("/entry/") or startswith("/exit/") or startswith("/rules/"))' ev.ndjson
run algo-run --reproducible "$S/rsi_dip.json" -d goog.csv -o plain.json
ok "the result is the same without them" cmp r.json plain.json

# --- Kinds that need a reason ---------------------------------------------------
cat >bars.csv <<'X'
time,open,high,low,close,volume
2024-01-01,100,101,99,100,1000
2024-01-02,100,104,99,103,100
2024-01-03,110,112,80,85,100
2024-01-04,86,87,84,85,100
X
# kinds OPTION...: the kinds without market, joined
kinds() {
	algo-run --reproducible -d bars.csv --events - "$@" 2>/dev/null |
		jq -r 'select(.kind != "market") | .kind + (if .rule then ":" + .rule elif .reason then ":" + .reason else "" end)' |
		tr '\n' ' '
}
echo '{"algo":1,"rules":[{"when":"bar_index == 1","do":"buy","units":400}]}' >lever.json
is "$(kinds lever.json --margin 0.1 --maintenance 0.3)" \
	"signal order fill margin_call order fill:margin_call " "a margin call"
is "$(kinds lever.json)" "signal order reject:margin " "a refusal"
echo '{"algo":1,"rules":[{"when":"bar_index == 1","do":"buy","units":1,"limit":50,"expire_bars":1}]}' >limit.json
is "$(kinds limit.json)" "signal order cancel:expired " "an order whose time is over"
echo '{"algo":1,"entry":{"long":"bar_index == 1"},"risk":{"max_drawdown_pct":5}}' >dd.json
is "$(kinds dd.json)" \
	"signal order fill rule:max_drawdown_pct order fill:limit " "a limit of risk"
echo '{"algo":1,"entry":{"long":"bar_index == 1"},"risk":{"max_bars":1}}' >mb.json
is "$(kinds mb.json)" \
	"signal order fill rule:max_bars order fill:max_bars " "max_bars"
awk -F, -v OFS=, 'NR == 1 { print $0, "signal" } NR > 1 { print $0, NR == 3 ? 0.5 : "" }' bars.csv >sig.csv
is "$(algo-run --reproducible -d sig.csv --signals --events - | jq -r 'select(.kind != "market").kind' | tr '\n' ' ')" \
	"signal order fill order fill " "a target position"

# --- Where it goes --------------------------------------------------------------
exits 2 "standard output twice" algo-run lever.json -d bars.csv --events - --trades -
exits 5 "a full disk" algo-run lever.json -d bars.csv --events /dev/full
exits 2 "no use for --check" algo-run lever.json --check --events e
run algo-run "$S/rsi_dip.json" -d goog.csv --events a.ndjson -o /dev/null
run algo-run "$S/rsi_dip.json" -d goog.csv --events b.ndjson -o /dev/null
ok "the same bytes every time" cmp a.ndjson b.ndjson
done_testing
