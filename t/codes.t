# codes.t - each code that the sources give an error is named by a test, those
# of the tools around a run here.
# shellcheck source=t/lib.sh
. "$(dirname "$0")/lib.sh"

# --- Codes that no test names
# codes: what stands where a code does, in all ways that errors are made
codes() {
	for f in lib/lang/*.c lib/engine/*.c lib/stat/*.c lib/data/*.c cmd/algo-run.c; do
		tr '\n\t' '  ' <"$f" | tr -s ' ' |
			grep -oE '(algo_[a-z_]*fault[a-z_]*|algo_err_v?set|algo_csv_fail|lex_fault|lost|bad_place|warn|fail[a-z_]*|refuse)\((& ?)?[a-z][^;{}"]*, "[a-z][a-z0-9_]*",|ALGO_E_[A-Z]+, [a-z]+ \? "[a-z_]+" : "[a-z_]+",|codes\[\] = \{[^}]*\}|\? "[a-z]+(_[a-z]+)+" : "[a-z]+(_[a-z]+)+",' |
			grep -oE '"[a-z][a-z0-9_]*"' | tr -d '"'
	done | sort -u
}
codes >"$TMP/codes"
ok "there are codes" test "$(wc -l <"$TMP/codes")" -ge 130
for code in all_refused unknown_name out_of_range bad_row dup_time missing_exit; do
	ok "$code is found in the sources" grep -qx $code "$TMP/codes"
done
# The metrics are fewer than one condition may name.
unnamed=$(grep -vx too_long "$TMP/codes" | while read -r code; do
	grep -qw -e "$code" t/*.t t/unit/*.c || echo "$code"
done)
is "$unnamed" "" "each is named by a test"

# --- A command each
ALGO_SHARE=$TOP/share
export ALGO_SHARE
cd "$TMP" || exit 1
head -n 100 "$TOP/share/demo/GOOG.csv" >bars.csv
# code STATUS CLASS CODE WORDS COMMAND...
code() {
	want=$1 class=$2 name=$3 words=$4
	shift 4
	run "$@" --errors=json
	like "$status ${err%%
*}" "$want {\"kind\":\"error\",*\"class\":\"$class\",\"code\":\"$name\",*$words*}" \
		"$class $name"
}
code 2 usage_error bad_date "x1" algo-fetch --start x1 demo:GOOG
code 2 usage_error bad_option "adjusted" algo-fetch demo:GOOG --adjust=all
code 2 usage_error bad_option "PROVIDER=" algo-fetch --base-url yahoo=ftp://x yahoo:A
code 2 usage_error bad_url "http" algo-fetch ftp://x/y
code 2 usage_error no_operand "missing" algo-fetch
code 2 import_error unknown_provider "foo" algo-fetch foo:GOOG
# shellcheck disable=SC2046
code 2 usage_error too_many "100000" \
	algo-fetch $(awk 'BEGIN { while (n++ < 100001) print "a" }')
feed() { "$@" <bars.csv; }
code 2 usage_error bad_expr "NAME=EXPR" feed algo-ind -e foo
code 2 usage_error same_column "SMA_2" feed algo-ind sma:2 sma:2
algo-ind sma:2 <bars.csv >more.csv
mv more.csv bars.csv
code 2 usage_error column_exists "SMA_2" feed algo-ind sma:2
echo time,equity >none.csv
code 3 data_error no_rows "no row" algo-stat none.csv
printf 'time,equity\n2024-01-01,1\n2024-01-02,2\n' >equity.csv
printf 'side,size,entry_time,exit_time,entry_price,exit_price,pnl\nup,1,2024-01-01,2024-01-02,1,2,1\n' >trades.csv
code 3 data_error bad_side "up*\"line\":2,\"column\":1" algo-stat equity.csv --trades trades.csv
play() { algo-run -e 'close > 1' -x 'close < 1' -d bars.csv "$@"; }
code 1 value_error not_met "sharpe_ratio=" play --require 'sharpe_ratio > 1000'
code 2 usage_error not_a_metric "close" play --require 'rsi(14) > 1'
code 0 value_error never_started "more bars" \
	algo-run -e 'close > sma(close, 5000)' -x 'close < 1' -d bars.csv
echo '{"algo":1,"entry":{"long":"true"},"exit":{"long":"flat"},"risk":{"session":{"from":"09:30","to":"16:00"}}}' >s.json
code 0 value_error session_never "no bar" algo-run s.json -d bars.csv
echo '{}' >other
code 3 data_error not_state "no state" play --state other
code 5 file_error not_regular "/dev/null" play --state /dev/null
play --state kept >/dev/null
sed '1s/"version":1/"version":9/' kept >newer
code 3 data_error newer_state "newer" play --state newer
# Lets that each need one from the other end.
awk 'function at(i) { return i % 2 ? (i - 1) / 2 : 199 - i / 2 }
	BEGIN { for (i = 0; i < 200; i++)
		let[at(i)] = i == 199 ? "close > 1" : "a" at(i + 1) "[1]"
	printf "{\"algo\":1,\"let\":{"
	for (i = 0; i < 200; i++) printf "%s\"a%d\":\"%s\"", i ? "," : "", i, let[i]
	print "},\"entry\":{\"long\":\"a199\"},\"exit\":{\"long\":\"flat\"}}" }' >tangle.json
code 4 value_error lets_tangled "\"pointer\":\"/let/" algo-run tangle.json -d bars.csv

done_testing
