# docs.t - what the manual, README and examples show works as it stands
# shellcheck source=t/lib.sh
. "$(dirname "$0")/lib.sh"

command -v jq >/dev/null 2>&1 || skip_all "no jq, which examples use"
ALGO_SHARE=$TOP/share
export ALGO_SHARE
# place NAME: an empty folder with the examples
place() {
	XDG_DATA_HOME=$TMP/$1.data
	mkdir "$TMP/$1" && ln -s "$TOP/examples" "$TMP/$1/examples" &&
		cd "$TMP/$1" || exit 1
}
# shown NAME COMMAND: a line that a user may type
shown() {
	place "$1"
	exits 0 "$1: $2" sh -c "$2"
	is "$(cat "$TMP/err")" "" "$1: nothing on stderr"
	[ -s "$TMP/out" ] || out=$(find . ! -name . ! -name examples)
	ok "$1: something is printed, or a file written" test -n "$out"
	cd "$TOP" || exit 1
}

# --- Manual pages: .Dl $ COMMAND
for page in man/*.1.in; do
	tool=${page#man/}
	tool=${tool%.1.in}
	n=0
	sed -n 's/^\.Dl \$ //p' "$page" | sed 's/\\e/\\/g; s/\\&//g; s/\\-/-/g' >"$TMP/shown"
	while IFS= read -r line <&5; do
		n=$((n + 1))
		shown "$tool.$n" "$line"
	done 5<"$TMP/shown"
	ok "$tool has examples that run" test "$n" -ge 1
	is "$(grep -c '^@EXIT@' "$page") $(grep -c '^@OPTIONS@' "$page")" "1 1" \
		"$tool: options and exit statuses come from the table"
done
for t in "$BIN"/algo-*; do
	ok "${t##*/} has a manual page" test -f "man/${t##*/}.1.in"
	like "$(cat README)" "*${t##*/} *" "README names ${t##*/}"
done

# --- README: four blanks, $, COMMAND
sed -n 's/^    \$ //p' README >"$TMP/shown"
n=0
while IFS= read -r line <&5; do
	n=$((n + 1))
	shown "README.$n" "$line"
done 5<"$TMP/shown"
ok "README has five pipelines at least" test "$n" -ge 5
ok "of several tools" test "$(grep -c '|' "$TMP/shown")" -ge 5
sed -n '/^Exit statuses/,/^Errors/p' README |
	grep -oE '(^| )  +[0-9]+ +[a-z]' | tr -cd '0-9\n' | sort -n >"$TMP/readme"
algo-run --help=exit | sed -n 's/^\.It \(Li \)\{0,1\}\([0-9]*\)$/\2/p' | sort -n >"$TMP/table"
is "$(tr '\n' ' ' <"$TMP/readme")" "$(tr '\n' ' ' <"$TMP/table")" \
	"README's exit statuses are the table's"
is "$(tr '\n' ' ' <"$TMP/table")" "0 1 2 3 4 5 6 7 70 71 " "which are these"
sed -n 's/^    //; /^{"algo"/,/}}$/p' README >"$TMP/readme.json"
exits 0 "README's strategy is one" algo-run --check "$TMP/readme.json"
ok "README is plain" sh -c '! LC_ALL=C grep -n "[^ -~]" README'
is "$(awk 'length > 80 && !/^    \$ /' README)" "" "README: at most 80 columns"

# --- Examples
for s in examples/strategies/*.json; do
	exits 0 "${s##*/} is a strategy" algo-run --check "$s"
	is "$err" "" "${s##*/}: without a warning"
	for bars in GOOG EURUSD BTCUSD; do
		algo-fetch "demo:$bars" | algo-run "$s" >"$TMP/out" 2>"$TMP/err"
		like "$(cat "$TMP/out")" '{"algo":1,*"success":true,*' \
			"${s##*/} runs on $bars"
	done
done
cp -R examples "$TMP/copy"
make=${MAKE:-make}
unset MAKEFLAGS MAKELEVEL MFLAGS
if command -v "$make" >/dev/null 2>&1; then
	exits 0 "examples/Makefile" "$make" -s -C "$TMP/copy" report
	is "$(wc -l <"$TMP/out" | tr -d ' ')" 6 "a heading and the best five"
	exits 0 "a second time" "$make" -s -C "$TMP/copy" report
	is "$(find "$TMP/copy/out" -name '*.json' | wc -l | tr -d ' ')" \
		"$(($(find examples/strategies -name '*.json' | wc -l) * 3))" \
		"a run a symbol and strategy"
	exits 0 "make clean" "$make" -s -C "$TMP/copy" clean
	ok "leaves nothing" test ! -e "$TMP/copy/out"
fi
begin=$(date +%s)
exits 0 "examples/demo.sh" sh examples/demo.sh
is "$err" "" "in silence"
like "$out" '*algo-ind rsi:14 sma:200*Sharpe ratio*algo-hist list*rsi_dip*' \
	"shows the main job"
ok "in less than ten seconds" test $(($(date +%s) - begin)) -lt 10
XDG_DATA_HOME=$TMP/cron
# The cron line, over bars that are here.
cp examples/strategies/rsi_dip.json "$HOME/"
sed -n 's/^[0-9*][-0-9* ]*  \(algo-fetch\) GOOG --range 5y/\1 demo:GOOG --range 5y/p' \
	examples/crontab >"$TMP/job"
ok "examples/crontab has a job" test -s "$TMP/job"
ok "without a bare %, which cron takes for a line end" \
	sh -c '! grep -v "^#" examples/crontab | grep -q "[^\\\\]%"'
exits 0 "which runs" sh "$TMP/job"
is "$out$err" "" "and says nothing, so that cron sends no mail"
is "$(algo-hist list --format=csv | wc -l | tr -d ' ')" 2 "but is remembered"
done_testing
