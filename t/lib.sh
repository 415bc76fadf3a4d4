# lib.sh - TAP for the shell tests of tools: . "$(dirname "$0")/lib.sh"
#
# A test runs from the top of the tree.  $BIN holds the tools (build/bin),
# $SHARED the reference data (../shared).  It gets a folder of its own, $TMP,
# removed at the end, as HOME and for every XDG folder; the locale is C, the
# zone UTC; no proxy, key or setting of the caller gets through.
#
#     ok NAME COMMAND...        the command must succeed; its output is shown
#                               when it does not
#     is GOT WANT NAME          equal texts
#     like TEXT PATTERN NAME    TEXT fits the shell pattern
#     run COMMAND...            sets $status, $out and $err (texts; files
#                               $TMP/out and $TMP/err)
#     exits STATUS NAME COMMAND...   run, then compare the status
#     same_numbers A B          two CSV files, fields compared as numbers
#     skip_all WHY              ends the test
#     serve FOLDER              starts $HTTPD, sets $URL; rules go to $RULES,
#                               its log is $LOG
#     done_testing              last line of a test

# shellcheck shell=sh disable=SC2034
set -u
BIN=${BIN:-build/bin}
case $BIN in /*) ;; *) BIN=$PWD/$BIN ;; esac
SHARED=${SHARED:-../shared}
case $SHARED in /*) ;; *) SHARED=$PWD/$SHARED ;; esac
HTTPD=${HTTPD:-$BIN/../t/httpd}
TOP=$PWD
PATH=$BIN:$PATH
TMP=$(mktemp -d "${TMPDIR:-/tmp}/algo-t.XXXXXX") || exit 1
LC_ALL=C TZ=UTC HOME=$TMP/home
XDG_CONFIG_HOME=$HOME/config XDG_DATA_HOME=$HOME/data
XDG_CACHE_HOME=$HOME/cache XDG_STATE_HOME=$HOME/state
export PATH LC_ALL TZ HOME
export XDG_CONFIG_HOME XDG_DATA_HOME XDG_CACHE_HOME XDG_STATE_HOME
unset http_proxy https_proxy all_proxy HTTP_PROXY HTTPS_PROXY ALL_PROXY
unset ALGO_NOW ALGO_RETRY_MS ALGO_TIMEOUT_MS
mkdir "$HOME"
tap_n=0
tap_bad=0
server=

cleanup() {
	exec 9>&-
	[ -z "$server" ] || wait "$server" 2>/dev/null
	rm -rf "$TMP"
}
trap cleanup EXIT
trap 'exit 130' INT TERM HUP

# tap CONDITION NAME: CONDITION is an exit status
tap() {
	tap_n=$((tap_n + 1))
	if [ "$1" -eq 0 ]; then
		echo "ok $tap_n - $2"
	else
		tap_bad=$((tap_bad + 1))
		echo "not ok $tap_n - $2"
	fi
}

note() {
	printf '%s\n' "$*" | sed 's/^/# /'
}

ok() {
	tap_name=$1
	shift
	if tap_out=$("$@" 2>&1); then
		tap 0 "$tap_name"
	else
		tap 1 "$tap_name"
		note "$* failed: $tap_out"
	fi
}

is() {
	if [ "$1" = "$2" ]; then
		tap 0 "$3"
	else
		tap 1 "$3"
		note "got:  $1"
		note "want: $2"
	fi
}

like() {
	# shellcheck disable=SC2254
	case $1 in
	$2) tap 0 "$3" ;;
	*)
		tap 1 "$3"
		note "got:  $1"
		note "like: $2"
		;;
	esac
}

run() {
	status=0
	"$@" >"$TMP/out" 2>"$TMP/err" || status=$?
	# The counters of MODE=cov have a voice of their own.
	[ "${MODE:-}" != cov ] || sed -i '/^profiling:/d' "$TMP/err"
	out=$(cat "$TMP/out")
	err=$(cat "$TMP/err")
}

exits() {
	tap_want=$1
	tap_name=$2
	shift 2
	run "$@"
	if [ "$status" -eq "$tap_want" ]; then
		tap 0 "$tap_name"
	else
		tap 1 "$tap_name"
		note "status $status, not $tap_want: $*"
		note "$err"
	fi
}

same_numbers() {
	awk -F, '
	function differ(a, b) {
		if (a == b) return 0
		if (a == "" || b == "" || a + 0 != a || b + 0 != b) return 1
		d = a - b; if (d < 0) d = -d
		m = b < 0 ? -b : b; if (m < 1) m = 1
		return d > 1e-12 * m
	}
	NR == FNR { line[FNR] = $0; n = FNR; next }
	{
		k = split(line[FNR], want, ",")
		bad = k != NF
		for (i = 1; i <= NF && !bad; i++) bad = differ($i, want[i])
		if (bad) {
			print "line " FNR ": " $0 " is not " line[FNR]
			failed = 1
			exit 1
		}
		m2 = FNR
	}
	END {
		if (!failed && m2 != n) { print m2 " lines, not " n; exit 1 }
		exit failed
	}' "$2" "$1"
}

skip_all() {
	echo "1..0 # SKIP $1"
	exit 0
}

serve() {
	[ -x "$HTTPD" ] || skip_all "no $HTTPD"
	RULES=$TMP/rules LOG=$TMP/log
	: >"$RULES"
	: >"$LOG"
	mkfifo "$TMP/hold"
	"$HTTPD" "$1" "$RULES" "$TMP/port" "$LOG" <"$TMP/hold" &
	server=$!
	exec 9>"$TMP/hold"
	tap_wait=0
	while [ ! -s "$TMP/port" ]; do
		tap_wait=$((tap_wait + 1))
		[ "$tap_wait" -lt 500 ] || skip_all "the server does not start"
		sleep 0.02
	done
	URL=http://127.0.0.1:$(cat "$TMP/port")
}

done_testing() {
	echo "1..$tap_n"
	[ "$tap_bad" -eq 0 ]
	exit
}
