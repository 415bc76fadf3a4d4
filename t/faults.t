# faults.t - when the machine fails: memory ends, reads and writes fail, a tool
# is killed.  One line, the documented status, and files as they were before.
# And each tool links only what it uses.
# shellcheck source=t/lib.sh disable=SC3045
. "$(dirname "$0")/lib.sh"

ALGO_SHARE=$TOP/share ALGO_NOW=2024-05-06T07:08:09Z
export ALGO_SHARE ALGO_NOW
have() { command -v "$1" >/dev/null 2>&1; }
skip() {
	tap_n=$((tap_n + 1))
	echo "ok $tap_n # SKIP $1"
}
cd "$TMP" || exit 1
lines() { wc -l <"$1" | tr -d ' '; }
unfinished() { find . -name '.algo-*'; }
MODE=${MODE:-release}
tools='algo-fetch algo-ind algo-run algo-hist'

# More than one block of the reader, and of every writer.
awk 'BEGIN { print "time,open,high,low,close,volume"
	for (i = 0; i < 40000; i++) { p = 100 + i * 7919 % 1009 / 16
		printf "%d,%.4f,%.4f,%.4f,%.4f,%d\n", 1600000000 + i * 60,
			p, p + 1.5, p - 1.25, p + 0.5, 1000 + i % 77 } }' >bars.csv
head -n 2000 bars.csv >few.csv
cat >busy.json <<'EOF'
{"algo": 1, "name": "busy", "risk": {"size": 0.001},
 "entry": {"long": "close > sma(close, 3)"},
 "exit": {"long": "close < sma(close, 3)"}}
EOF
for n in 2 3 5; do
	algo-run --reproducible -e "rsi(14) < 30 + $n" -x 'rsi(14) > 60' <few.csv
done >results.ndjson
algo-hist add --db history.db <results.ndjson >/dev/null
cp history.db history.before

# job TOOL OPTION...: the tool at its work, bars.csv on stdin
job() {
	job_tool=$1
	shift
	case $job_tool in
	algo-fetch) algo-fetch "$@" - <bars.csv ;;
	algo-ind) algo-ind "$@" rsi:14 sma:50 -e 'd=close-open' <bars.csv ;;
	algo-run) algo-run --reproducible --with-trades --fractional \
		"$@" busy.json <bars.csv ;;
	algo-hist) algo-hist --db history.db export "$@" ;;
	esac
}
for t in $tools; do job $t >want.$t; done
# big TOOL OPTION...: work that wants memory
algo-hist add --db big.db <want.algo-run >/dev/null
big() {
	job_tool=$1
	shift
	case $job_tool in
	algo-fetch) algo-fetch "$@" bars.csv few.csv ;;
	algo-ind) algo-ind "$@" sma:1000000 rsi:14 <bars.csv ;;
	algo-run) job algo-run "$@" ;;
	algo-hist) algo-hist --db big.db export "$@" ;;
	esac
}

# --- Memory -----------------------------------------------------------------
# From the least that lets the tool start to enough for its work, in steps.
memory() {
	start=1024
	# The loader may crash; it is this subshell that says so, to nobody.
	until (ulimit -v $start && "$1" --version; exit $?) >/dev/null 2>&1; do
		start=$((start + 256))
		[ $start -lt 65536 ] || { echo "does not start"; return; }
	done
	big "$1" >want
	ended=0
	for more in 0 64 128 192 256 384 512 640 768 896 1024 1280 1536 1792 \
		2048 2560 3072 4096 6144 8192 12288 16384 32768 65536 131072; do
		cp results.ndjson kept
		status=0
		(ulimit -v $((start + more)) && big "$1" -o kept) >out 2>err || status=$?
		case $status in
		0) cmp -s kept want && [ ! -s err ] || echo "+$more: status 0, other output" ;;
		71)
			ended=$((ended + 1))
			case $(cat err) in
			"$1: "*"out of memory") ;;
			*) echo "+$more: $(cat err)" ;;
			esac
			cmp -s kept results.ndjson || echo "+$more: half written"
			;;
		*) echo "+$more: status $status: $(cat err)" ;;
		esac
		[ -z "$(unfinished)" ] || echo "+$more: left $(unfinished)"
	done
	[ $status = 0 ] || echo 'never had enough'
	[ $ended -gt 0 ] || echo 'never ended'
}
if [ "$MODE" = asan ] || [ "$MODE" = cov ] || ! (ulimit -v 4000000) 2>/dev/null; then
	skip 'memory cannot be limited: ASan, coverage, or no ulimit -v'
else
	for t in algo-fetch algo-run algo-hist algo-ind; do
		memory $t >report # not in a subshell: start is used below
		is "$(cat report)" "" "$t: memory ends: exit 71, one line, nothing half written"
	done
	like "$( (ulimit -v $((start + 1024)) && big algo-ind --errors=json -o kept) 2>&1 >/dev/null; echo $?)" \
		'{"kind":"error","tool":"algo-ind","class":"internal_error","code":"out_of_memory",*}*71' \
		"memory ends: a record"
fi

# --- Calls that fail ----------------------------------------------------------
# fault NAME FAULT STATUS TOOL ARGUMENT...: -o kept, which stood there before
fault() {
	name=$1 fault=$2 want=$3
	shift 3
	printf 'old\n' >kept
	rm -f struck
	exits "$want" "$name: status $want" with_fault "$fault" job "$@" -o kept
	ok "$name: it did happen" test -e struck
	if [ "$want" = 0 ]; then
		ok "$name: the whole output" cmp kept "want.$1"
		is "$err" "" "$name: nothing is said"
	else
		is "$(lines err)" 1 "$name: one line"
		like "$err" "$1: *" "$name: from the tool"
		is "$(head -c 99 kept)" old "$name: the file as before"
	fi
	is "$(unfinished)" "" "$name: nothing is left"
}
with_fault() {
	fault_what=$1
	shift
	(
		FAULT=$fault_what FAULT_LOG=$TMP/struck LD_PRELOAD=$TMP/preload.so
		export FAULT FAULT_LOG LD_PRELOAD
		"$@"
	)
}
have_preload() {
	[ "$MODE" != asan ] && have "${CC:-cc}" && [ -e /proc/self/fd ] &&
		${CC:-cc} -shared -fPIC -Wall -Wextra -Werror -o preload.so \
			"$TOP/t/preload.c" -ldl >cc.log 2>&1 &&
		LD_PRELOAD=$TMP/preload.so algo-ind --version >/dev/null 2>&1
}
if have_preload; then
	for t in algo-fetch algo-ind algo-run; do
		fault "$t, first read" read:1:EIO:bars.csv 5 $t
		fault "$t, a later read" read:3:EIO:bars.csv 5 $t
		fault "$t, read interrupted" read:2:EINTR:bars.csv 0 $t
		fault "$t, short reads" read:1+:half:bars.csv 0 $t
	done
	for t in $tools; do
		fault "$t, first write" write:1:ENOSPC:.algo- 5 $t
		like "$err" '*No space left on device*' "$t, first write: says why"
		fault "$t, write interrupted" write:1:EINTR:.algo- 0 $t
		fault "$t, short writes" write:1+:half:.algo- 0 $t
		fault "$t, fsync" fsync:1:EIO:.algo- 5 $t
		fault "$t, close" close:1:EIO:.algo- 5 $t
		fault "$t, rename" rename:1:EIO:kept 5 $t
	done
	for t in algo-fetch algo-ind; do
		fault "$t, second write" write:2:EIO:.algo- 5 $t
	done
	for t in $tools; do
		: >piped
		exits 5 "$t: stdout fills up" with_fault write:1+:ENOSPC:$TMP/out job $t
		is "$(lines err)" 1 "$t: stdout fills up: one line"
	done

	# The history: results are passed on whatever happens to it.
	algo-run --reproducible -e 'close > 120' -x 'close < 110' <few.csv >new.json
	for f in write:1+:ENOSPC write:3:EIO fsync:1:EIO read:1+:EIO; do
		cp history.before history.db
		rm -f history.db-* struck
		run with_fault "$f:history.db" algo-hist add --db history.db <new.json
		ok "history, $f: it did happen" test -e struck
		is "$status" 5 "history, $f: status 5"
		is "$(lines err)" 1 "history, $f: one line"
		ok "history, $f: the result is passed on" cmp out new.json
		run algo-hist export --db history.db
		ok "history, $f: it holds what it held" cmp out want.algo-hist
		exits 0 "history, $f: and takes the run again" \
			sh -c 'algo-hist add --db history.db <new.json'
	done
	cp history.before history.db
	rm -f history.db-*
else
	skip 'calls cannot be made to fail: ASan, no compiler or no LD_PRELOAD'
fi

# --- Killed -------------------------------------------------------------------
# until COMMAND...: at most 10 s
until_true() {
	for _ in $(seq 500); do
		"$@" && return 0
		sleep 0.02
	done
	return 1
}
begun() { [ -n "$(find . -name '.algo-*' -size +0)" ]; }
# killed SIGNAL TOOL: in the middle of its work
killed() {
	rm -f feed
	mkfifo feed
	printf 'old\n' >kept
	case $2 in
	algo-fetch) algo-fetch -o kept - <feed & ;;
	algo-ind) algo-ind -o kept sma:2 <feed & ;;
	esac
	pid=$!
	exec 8>feed
	cat bars.csv >&8
	ok "$2: is at work" until_true begun
	ok "$2: did not load libcurl" sh -c "! grep -q libcurl /proc/$pid/maps"
	kill -"$1" $pid
	wait $pid 2>/dev/null
	is "$?" "$((128 + $3))" "$2: dies of $1"
	exec 8>&-
	is "$(cat kept)" old "$2: killed by $1, the file is as before"
	case $1 in
	KILL) find . -name '.algo-*' -exec rm -f {} + ;;
	*) is "$(unfinished)" "" "$2: killed by $1, nothing is left" ;;
	esac
}
for t in algo-fetch algo-ind; do
	killed KILL $t 9
	killed TERM $t 15
done
rm -f feed
mkfifo feed
algo-hist add --db history.db <feed >passed &
pid=$!
exec 8>feed
cat results.ndjson results.ndjson >&8
ok "algo-hist: is at work" until_true test -s passed
kill -KILL $pid
wait $pid 2>/dev/null
exec 8>&-
run algo-hist export --db history.db
ok "algo-hist: killed, the history is as before" cmp out want.algo-hist

# --- What is linked -------------------------------------------------------------
shared() { LD_TRACE_LOADED_OBJECTS=1 "$BIN/$1" 2>/dev/null || ldd "$BIN/$1"; }
names() { { nm "$BIN/$1"; nm -D "$BIN/$1"; } 2>/dev/null; }
for t in $tools; do
	like "$(shared $t)" "*libc*" "$t: what it maps is known"
	is "$(shared $t | grep -o 'libcurl[^ ]*')" "" "$t: maps no libcurl at its start"
done
if have nm && [ -n "$(names algo-ind)" ]; then
	for t in algo-fetch algo-ind algo-run; do
		is "$(names $t | grep -c 'sqlite3_open')" 0 "$t: no SQLite in it"
	done
	for t in algo-fetch algo-ind algo-hist; do
		is "$(names $t | grep -c 'gsl_')" 0 "$t: no GSL in it"
	done
	for t in algo-ind algo-run algo-hist; do
		is "$(names $t | grep -c 'curl_easy\|algo_http_do$')" 0 "$t: no HTTP in it"
	done
	ok "algo-hist: has SQLite" sh -c "{ nm '$BIN/algo-hist'; nm -D '$BIN/algo-hist'; } 2>/dev/null | grep -q sqlite3_open"
else
	skip 'nm shows nothing'
fi
done_testing
