# conduct.t - what all tools share: help, version, usage errors, error
# records, closed and full outputs, locale and zone, the same bytes twice.
# shellcheck source=t/lib.sh
. "$(dirname "$0")/lib.sh"

ALGO_SHARE=$TOP/share ALGO_NOW=2024-05-06T07:08:09Z
export ALGO_SHARE ALGO_NOW
version=$(sed -n 's/.*ALGO_VERSION "\(.*\)"/\1/p' include/algo/version.h)
cd "$TMP" || exit 1
head -n 300 "$TOP/share/demo/GOOG.csv" >bars.csv
have() { command -v "$1" >/dev/null 2>&1; }

# Files that were begun beside their name.
unfinished() { find . -name '.algo-*'; }
# lines FILE: how many there are
lines() { wc -l <"$1" | tr -d ' '; }
# usage NAME PATTERN COMMAND...: exit 2 and one line that fits the pattern
usage() {
	what=$1 pattern=$2
	shift 2
	exits 2 "$what" "$@"
	like "$err" "$pattern" "$what: the line says so"
	is "$(lines err) $(lines out)" "1 0" "$what: one line, on stderr"
}
# records NAME: stderr holds one valid record a line
records() {
	if have jq; then
		is "$(jq -c 'select(.kind == "error" and (.tool | startswith("algo-"))
			and (.class | endswith("_error")) and (.code | length > 0)
			and (.severity == "error") and (.message | length > 0))' \
			<err 2>&1 | wc -l | tr -d ' ')" "$(lines err)" "$1"
	else
		like "$err" '{"kind":"error","tool":"algo-*","class":"*","code":"*","severity":"error","message":"*}' "$1"
	fi
}
# main_job TOOL OPTION...: the tool at its work, over bars.csv
main_job() {
	job=$1
	shift
	case $job in
	algo-fetch) algo-fetch --keep --start 2004-09-01 "$@" bars.csv ;;
	algo-ind) algo-ind rsi:14 macd -e 'd=weekday + hour/24' "$@" <bars.csv ;;
	algo-run) algo-run --reproducible --with-trades -e 'rsi(14) < 40' \
		-x 'rsi(14) > 60' "$@" <bars.csv ;;
	algo-hist) algo-hist --db history.db list --format=json "$@" ;;
	algo-stat) algo-stat --with-daily "$@" <equity.csv ;;
	esac
}
algo-run --reproducible -e 'rsi(14) < 40' -x 'rsi(14) > 60' -o /dev/null \
	--equity equity.csv <bars.csv
algo-run --reproducible -e 'rsi(14) < 40' -x 'rsi(14) > 60' <bars.csv |
	algo-hist add --db history.db >result.json

for t in algo-fetch algo-ind algo-run algo-hist algo-stat; do
	# --- Help and version
	exits 0 "$t --help" "$t" --help
	cp out help
	is "$err" "" "$t --help: nothing on stderr"
	like "$out" "Usage: $t *Examples:*" "$t --help: usage and examples"
	is "$(awk 'length > 100' help)" "" "$t --help: at most 100 columns"
	exits 0 "$t -h" "$t" -h
	ok "$t -h: the same" cmp out help
	exits 0 "$t --help=text among operands" "$t" a b --help=text --nosuch
	ok "$t --help=text: the same" cmp out help
	exits 0 "$t -V" "$t" -V
	is "$out|$err" "$t $version|" "$t -V: name and version"
	exits 0 "$t --version" "$t" --version
	is "$out" "$t $version" "$t --version: the same"
	for form in mdoc exit bash zsh fish; do
		exits 0 "$t --help=$form" "$t" --help=$form
		is "$err" "" "$t --help=$form: nothing on stderr"
		mv out "$form"
	done
	like "$(cat mdoc)" "*.Bl*.It Fl *.El" "$t --help=mdoc is a list"
	like "$(cat exit)" "*It 0*It 2*It 5*It 70*" "$t --help=exit lists them"
	for form in bash zsh fish; do
		like "$(cat $form)" "*$t*errors*" "$t --help=$form completes"
	done
	have bash && ok "$t --help=bash is shell" bash -n bash
	missing=$(grep -oE '^ +(-[a-zA-Z], )?--[a-z-]+' help |
		grep -oE '[-][-][a-z-]+' | while read -r o; do
		grep -q -e "${o#--}" bash || echo "$o"
	done)
	is "$missing" "" "$t --help=bash knows every option of the help"

	# --- Usage errors
	try="*Try '$t --help'."
	usage "$t: unknown option" "$t: usage_error: *'--nosuch'$try" \
		"$t" --nosuch
	usage "$t: unknown option with a value" "*'--nosuch'$try" \
		"$t" --nosuch=1
	usage "$t: unknown letter" "*'-Z'$try" "$t" -Z
	usage "$t: abbreviation" "*'--versio'*'--version'*$try" "$t" --versio
	usage "$t: misspelt" "*'--ouptut'*did you mean '--output'*$try" \
		"$t" --ouptut=x
	usage "$t: missing value" "*'--output'*FILE$try" "$t" --output
	usage "$t: missing value of a letter" "*'-o'*FILE$try" "$t" -qo
	usage "$t: value where none is taken" "*'--quiet'*$try" "$t" --quiet=yes
	usage "$t: value that is none" "*'--errors'*'xml'*text, json*$try" \
		"$t" --errors=xml
	usage "$t: optional value that is none" "*'--help'*'html'*$try" \
		"$t" --help=html
	exits 0 "$t: optional value only with =" "$t" --help mdoc
	ok "$t: what follows is an operand" cmp out help
	exits 0 "$t: an empty operand list may hold help" "$t" --quiet -v -h
	[ "$t" = algo-stat ] || usage "$t: nothing" "*$try" "$t"
	case $t in
	algo-fetch) run "$t" -- --help.csv ;;
	*) run "$t" -- --help <bars.csv ;;
	esac
	like "$status $err" "[25] $t: *'--help*'*" "$t: no option after --"

	# --- Records
	exits 2 "$t --errors=json" "$t" --errors=json --nosuch
	records "$t --errors=json: a record"
	is "$(lines err)" 1 "$t --errors=json: one a line"
	like "$err" "*\"tool\":\"$t\",\"class\":\"usage_error\",\"code\":\"unknown_option\"*" \
		"$t --errors=json: the record"
	exits 2 "$t: --errors=json behind the fault" "$t" --nosuch --errors=json
	records "$t: a record all the same"
	exits 2 "$t --errors json" "$t" --errors json --nosuch
	records "$t --errors json: a record"
	printf '%s' 'caf\351 \033[31m"\\\t' >odd
	exits 2 "$t: odd bytes" "$t" --errors=json "--$(cat odd)"
	records "$t: odd bytes in a record"

	# --- Outputs that fail
	for args in --help --version --help=mdoc --help=zsh; do
		if [ -e /dev/full ]; then
			status=0
			"$t" "$args" >/dev/full 2>err || status=$?
			is "$status $(lines err)" "5 1" \
				"$t $args to a full disk"
		fi
		status=0
		"$t" "$args" >&- 2>err || status=$?
		is "$status $(lines err)" "5 1" "$t $args with stdout closed"
	done
	status=0
	main_job "$t" >&- 2>err || status=$?
	is "$status $(lines err)" "5 1" "$t: its work with stdout closed"
	like "$(cat err)" "$t: *file_error: cannot write '<stdout>': *" \
		"$t: and says so"
	status=0
	"$t" --nosuch 2>&- >out || status=$?
	is "$status $(lines out)" "2 0" "$t: stderr closed"
	if [ -e /dev/full ]; then
		status=0
		main_job "$t" >/dev/full 2>err || status=$?
		is "$status $(lines err)" "5 1" "$t: its work on a full disk"
	fi

	# --- The same bytes, wherever and whenever
	ok "$t: its work" main_job "$t"
	main_job "$t" >one 2>err
	is "$(cat err)" "" "$t: is done in silence"
	ok "$t: prints something" test -s one
	main_job "$t" >two
	ok "$t: the same bytes again" cmp one two
	for zone in America/New_York Asia/Kathmandu; do
		TZ=$zone LC_ALL=de_DE.UTF-8 LANG=de_DE.UTF-8 \
			LC_NUMERIC=de_DE.UTF-8 main_job "$t" >two
		ok "$t: the same in another zone and locale" cmp one two
	done
	main_job "$t" | cat >two
	ok "$t: the same into a pipe" cmp one two

	# --- Progress
	exits 0 "$t --progress=json" main_job "$t" --progress=json
	ok "$t --progress=json: the same on stdout" cmp one out
	like "$(tail -n 1 err)" \
		"{\"kind\":\"progress\",\"tool\":\"$t\",\"bytes\":*\"seconds\":*,\"done\":true}" \
		"$t --progress=json: an event at the end"
	case $t in algo-hist | algo-stat) ;; *)
		like "$err" "*\"bytes\":$(wc -c <bars.csv | tr -d ' '),\"size\":$(wc -c <bars.csv | tr -d ' '),*" \
			"$t --progress=json: how far of how much"
		exits 0 "$t --progress" main_job "$t" --progress
		like "$err" "*$t \[=*\] 100 %*" "$t --progress: a bar"
		;;
	esac
	exits 0 "$t --progress=none" main_job "$t" --progress=none
	is "$err" "" "$t --progress=none: none"
	is "$(unfinished)" "" "$t: no unfinished file is left"
done

# --- Standard input that is not there
for job in "algo-fetch -" "algo-ind rsi:14" "algo-run -e close>1 -x close<1" \
	"algo-run --actions bars.csv" "algo-hist add --db none.db" \
	"algo-run - -d bars.csv" "algo-run --check -"; do
	status=0
	$job <&- >out 2>err || status=$?
	is "$status $(lines err) $(lines out)" "5 1 0" "$job: stdin closed"
	like "$(cat err)" "algo-*<stdin>: file_error: *" "$job: and says so"
done
exits 0 "no stdin is needed for a file" algo-run -e 'close>1' -x 'close<1' \
	-d bars.csv -o two
sh -c 'exec "$@" <&-' sh algo-run --reproducible -e 'close>1' -x 'close<1' \
	-d bars.csv >one
ok "and it may be closed" test -s one

# --- Places where a file operand may be -
algo-run --reproducible -e 'close>1' -x 'close<1' -d - <bars.csv >two
ok "--data - is stdin" cmp one two
algo-run --reproducible -e 'close>1' -x 'close<1' -o - <bars.csv >two
ok "--output - is stdout" cmp one two
usage "stdin twice" "*standard input*" algo-run - <bars.csv
usage "stdin twice by options" "*standard input*" \
	algo-run --actions - -d - <bars.csv
usage "stdout twice" "*standard output is taken twice*" \
	algo-run -e 'close>1' --trades - --equity - -d bars.csv
usage "stdout twice by -o" "*standard output is taken twice*" \
	algo-run -e 'close>1' --trades - -o - -d bars.csv

# --- Nothing is accepted and ignored
for args in "--list rsi" "--list --describe rsi" "--list=json --only" \
	"--describe rsi sma" "--last --only sma" "--last --format=csv sma" \
	"--last --drop-warmup sma" "--digits 0 sma" "--digits 18 sma" \
	"--day-start 24:00 sma" "--day-start 9 sma" "--digits -1 sma" \
	"--tz Nowhere/City sma" "--follow sma" "--set nothing"; do
	exits 2 "algo-ind $args" algo-ind $args <bars.csv
	is "$out" "" "algo-ind $args: no output"
done
for args in "--check --trades x" "--check --require num_trades>1" \
	"--canonical -d bars.csv" "--check --format=json" "--check --from 2004" \
	"--format=table --pretty" "--format=table --with-trades" \
	"--cash nothing" "--cash -1" "--commission 2,3,4" "--margin 0" \
	"--finalize soon" "--mark-at noon" "--same-bar maybe" "--spread x" \
	"--from yesteryear" "--to 2024-13-01" "--fractional=x" "--warmup x" \
	"--warmup -1" "--warmup 1.5" "--compat zipline" "--follow --compat=backtesting.py" "--state -" \
	"-p n" "-p n=1" "--slippage x" "--borrow -1" "--slippage 2ticks" "--benchmark -" "--rf x" \
	"--metrics=nosuch" "--list-metrics"; do
	exits 2 "algo-run $args" algo-run -e 'close > 1' -x 'close < 1' $args \
		<bars.csv
	is "$out" "" "algo-run $args: no output"
	like "$err" "*Try 'algo-run --help'." "algo-run $args: a usage error"
done
exits 2 "--param of signals" algo-run --signals=close -p n=1 -d bars.csv
for args in "--list bars.csv" "--list demo:GOOG" "--list --keep"; do
	exits 2 "algo-fetch $args" algo-fetch $args
done
for args in "add --limit 1" "show" "list x" "export --format=csv" "best --sort x" \
	"lsit" "show a b" "list --by sharpe" "stats --sort x"; do
	exits 2 "algo-hist $args" algo-hist --db history.db $args </dev/null
done

# --- A terminal: a bar for long work, wiped at the end
if have script && script -qec true /dev/null >/dev/null 2>&1; then
	script -qec "sh -c '{ cat bars.csv; sleep 2; sed -n 2p bars.csv |
		sed s/2004/2014/; } | algo-ind sma:2 >/dev/null'" /dev/null \
		</dev/null >typed 2>&1
	like "$(tr '\r\033' '<^' <typed)" '<algo-ind: 0 MB<^\[K' "a bar on a terminal"
	script -qec "sh -c 'algo-ind sma:2 <bars.csv >/dev/null'" /dev/null \
		</dev/null >typed 2>&1
	is "$(cat typed)" "" "none for short work"
fi

# --- A terminal is not waited for
if have script && script -qec true /dev/null >/dev/null 2>&1; then
	for job in "algo-ind rsi:14" "algo-run -e close>1" "algo-hist add" \
		algo-stat; do
		script -qec "timeout 5 sh -c '$job; echo status \$?'" /dev/null \
			</dev/null >typed 2>&1
		like "$(cat typed)" "*standard input*status 2*" \
			"$job: bars are not typed"
	done
fi
# --- Verbose says what is done, on stderr alone ------------------------------
algo-fetch demo:GOOG >"$TMP/v.csv"
verbose() {
	name=$1
	shift
	run "$@" <"$TMP/v.csv"
	quiet=$out
	run "$@" -v <"$TMP/v.csv"
	is "$status:$out" "0:$quiet" "$name -v: the same output"
	like "$err" "$name: info: *" "$name -v: says what is done"
	run "$@" -v -q <"$TMP/v.csv"
	is "$err" "" "$name -v -q: nothing"
}
verbose algo-fetch algo-fetch demo:GOOG
verbose algo-ind algo-ind sma:5
verbose algo-run algo-run --reproducible -e 'close>open' -x 'close<open'

done_testing
