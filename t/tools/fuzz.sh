#!/bin/sh
# fuzz.sh - builds every target of t/fuzz (or those named in T) with clang's
# libFuzzer, ASan and UBSan, and runs each SECS seconds from its seeds in
# t/fuzz/corpus/NAME.  What is found lies in $BUILD/fuzz/NAME; the exit is 1
# when something is.
set -u
CC=${FUZZ_CC:-clang} SECS=${SECS:-10} BUILD=${BUILD:-build-fuzz}
san=fuzzer-no-link,address,undefined
# What the Makefile has for asan, and each target's own.
flags="-std=c11 -D_POSIX_C_SOURCE=200809L -Iinclude -O1 -g -DALGO_CHECKS"
flags="$flags -ffp-contract=off -fno-math-errno -fno-trapping-math"
flags="$flags -fno-omit-frame-pointer -fno-sanitize-recover=all"

command -v "$CC" >/dev/null 2>&1 || {
	echo "Fuzzing needs clang; there is no '$CC'."
	echo 'To install it: apt-get install clang'
	exit 1
}
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
echo 'int LLVMFuzzerTestOneInput(const unsigned char *p, unsigned long n);
int LLVMFuzzerTestOneInput(const unsigned char *p, unsigned long n)
{ (void)p; return (int)(n & 0); }' >"$dir/try.c"
"$CC" -fsanitize=fuzzer,address,undefined -o "$dir/try" "$dir/try.c" \
	>/dev/null 2>"$dir/why" || {
	version=$("$CC" -dumpversion | cut -d. -f1)
	echo "Fuzzing needs the fuzzer runtime of clang $version, which is missing:"
	sed -n '1s/^/  /p' "$dir/why"
	echo "To install it: apt-get install libclang-rt-$version-dev"
	exit 1
}

make -s -j"${JOBS:-2}" CC="$CC" BUILD="$BUILD" MODE=debug \
	CFLAGS="$flags -fsanitize=$san" "$BUILD/libalgo.a" || exit 1

found=0
for src in t/fuzz/*.c; do
	name=$(basename "$src" .c)
	case " ${T:-$name} " in *" $name "*) ;; *) continue ;; esac
	out=$BUILD/fuzz/$name seeds=t/fuzz/corpus/$name
	mkdir -p "$out/corpus"
	# shellcheck disable=SC2086,SC2046
	"$CC" $flags -fsanitize=fuzzer,address,undefined \
		-o "$out/$name" "$src" "$BUILD/libalgo.a" \
		$(t/tools/static.sh "$CC" json-c csv sqlite3 gsl gslcblas) \
		-Wl,--as-needed -lm -ldl -lpthread || exit 1
	set -- "$out/corpus"
	[ ! -d "$seeds" ] || set -- "$@" "$seeds"
	[ ! -f "t/fuzz/corpus/$name.dict" ] ||
		set -- "-dict=t/fuzz/corpus/$name.dict" "$@"
	if "$out/$name" -max_total_time="$SECS" -timeout=10 \
		-rss_limit_mb=2048 -max_len="${MAX_LEN:-4096}" \
		-artifact_prefix="$out/" -print_final_stats=1 "$@" \
		>"$out/log" 2>&1; then
		echo "ok   $name: $(sed -n 's/.*executed_units: */executed /p' "$out/log")"
	else
		found=1
		echo "FAIL $name: $(grep -E 'ERROR|runtime error|SUMMARY' "$out/log" | head -1)"
		echo "     reproducer: $(sed -n 's/.*written to //p' "$out/log" | tail -1)"
		echo "     log:        $out/log"
	fi
done
exit $found
