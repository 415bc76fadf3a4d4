#!/bin/sh
# indicators.sh - indicators.sh [all]: what indicators cost against TA-Lib and
# Tulip: those found here (pkg-config, or TALIB=PREFIX and TULIP=PREFIX), else
# figures.txt, taken on another machine and scaled by a plain kernel that is
# timed in the same run.  Each row is the best of ROUNDS passes in each of
# TURNS turns, ours and theirs by turns.
set -eu
BENCH=${BUILD:-build}/bench
HERE=$(dirname "$0")
ROUNDS=${ROUNDS:-3}
TURNS=${TURNS:-3}
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT

# peer NAME LIBRARY PREFIX: compiles it, or fails where the library is not
peer() {
	lib=$2 flags=
	if [ -n "$3" ]; then
		flags="-I$3/include -I$3/include/ta-lib -L$3/lib -Wl,-rpath,$3/lib"
	elif pkg-config --exists "$lib" 2>/dev/null; then
		flags=$(pkg-config --cflags --libs-only-L "$lib")
	fi
	# shellcheck disable=SC2086
	${CC:-cc} -O2 -std=c11 -Iinclude $flags -o "$dir/$1" \
		"$HERE/peer/$1.c" "${BUILD:-build}/libalgo.a" "-l$lib" -lm \
		2>"$dir/$1.log"
}

: >"$dir/rows"
peers=
peer talib ta-lib "${TALIB-}" && peers="$peers talib"
peer tulip indicators "${TULIP-}" && peers="$peers tulip"
turn=0
while [ "$turn" -lt "$TURNS" ]; do
	"$BENCH/indicators" "$ROUNDS" >>"$dir/rows"
	for p in $peers; do "$dir/$p" "$ROUNDS" >>"$dir/rows"; done
	turn=$((turn + 1))
done
case $peers in
*talib*) ;;
*) cat "$HERE/figures.txt" >>"$dir/rows" ;;
esac
grep -q avx2 /proc/cpuinfo 2>/dev/null && avx2=1
awk -v all="${1-}" -v peers="$peers" -v avx2="${avx2-}" -f "$HERE/indicators.awk" "$dir/rows"
