#!/bin/sh
# style.sh - what outside linters say of the C sources: cppcheck, and
# clang-format against .clang-format; each only where it is installed.
set -u
bad=0
if command -v cppcheck >/dev/null 2>&1; then
	# Left out: right shifts of negative numbers, which every compiler we
	# build with makes arithmetic; and arrays that are written through a
	# pointer before they are read.
	cppcheck --quiet --std=c11 --error-exitcode=1 -j2 \
		--enable=warning,performance,portability -Iinclude -Ilib \
		-D__GNUC__ -DALGO_CHECKS --suppress=missingIncludeSystem \
		--suppress='shiftNegativeLHS:lib/base/num_*.c' \
		--suppress=legacyUninitvar:lib/ind/ma.c \
		--suppress=uninitvar:lib/ind/candle.c \
		--suppress=uninitvar:lib/lang/call_fn.c \
		--suppress=uninitvar:lib/lang/check.c \
		--suppress=ctuuninitvar:lib/data/provider/yahoo_bars.c \
		--suppress=ctuuninitvar:lib/ind/spec.c \
		lib cmd t/fuzz t/bench t/httpd.c t/corpus.c t/preload.c &&
		echo 'cppcheck: clean' || bad=1
else
	echo 'cppcheck: not installed, not run'
fi
if command -v clang-format >/dev/null 2>&1; then
	# shellcheck disable=SC2046
	clang-format --dry-run -Werror \
		$(find lib cmd include t -name '*.[ch]' | sort) 2>&1 |
		grep -E 'error:' | cut -d: -f1 | uniq -c | head -40 >"${TMPDIR:-/tmp}/algo-style.$$"
	if [ -s "${TMPDIR:-/tmp}/algo-style.$$" ]; then
		echo 'clang-format: these differ from .clang-format (places, file):'
		cat "${TMPDIR:-/tmp}/algo-style.$$"
		bad=1
	else
		echo 'clang-format: clean'
	fi
	rm -f "${TMPDIR:-/tmp}/algo-style.$$"
else
	echo 'clang-format: not installed, not run'
fi
exit $bad
