# build.t - the build itself: nothing to do a second time, help, what is said
# when something is missing, the same bytes from two builds.
# shellcheck source=t/lib.sh
. "$(dirname "$0")/lib.sh"

make=${MAKE:-make}
command -v "$make" >/dev/null 2>&1 || skip_all "no make"
unset MAKEFLAGS MAKELEVEL MFLAGS T
MODE=${MODE:-release} BUILD=${BUILD:-build} CC=${CC:-cc}
mk() { "$make" MODE="$MODE" BUILD="$BUILD" SHARED="$SHARED" "$@"; }

# --- make ---------------------------------------------------------------------
exits 0 "make, a second time" mk -q all units
run mk help
is "$status" 0 "make help"
for t in check demo bench lint install uninstall deps dist clean fuzz; do
	like "$out" "*make $t *" "make help names $t"
done
is "$(awk 'length > 80' "$TMP/out")" "" "make help: at most 80 columns"
exits 2 "an unknown MODE" mk MODE=fast help
like "$err" "*MODE is release, debug, asan or cov, not 'fast'*" "and why"
exits 0 "make -n check says what it would do" mk -n check

# --- What is missing -------------------------------------------------------------
# A machine with a shell and little else, where nothing can be found.
mkdir "$TMP/few"
for c in sh id cut sort tr sed mktemp rm dirname basename env cat; do
	ln -s "$(command -v $c)" "$TMP/few/$c"
done
bare() { env PATH="$TMP/few" CC="$TMP/nosuch" "$@"; }
for may in yes no; do
	exits 1 "need.sh $may: something is missing" bare t/tools/need.sh $may build
	like "$out" "Missing to build:*gcc*the C compiler*libjson-c-dev*apt-get install*gcc*libsqlite3-dev*" \
		"need.sh $may: what, what for, and the command"
	is "$err" "" "need.sh $may: in one place"
done
like "$out" "*This target installs nothing.*" "need.sh no: says why not"
run bare t/tools/need.sh yes build
like "$out" "*no package manager*" "need.sh yes: says why not"
exits 0 "need.sh: nothing is missing" env CC="$CC" t/tools/need.sh no build
# A package manager, but neither root nor sudo.
printf '#!/bin/sh\necho called >"%s/called"\n' "$TMP" >"$TMP/few/apt-get"
chmod 755 "$TMP" "$TMP/few" "$TMP/few/apt-get"
nobody() {
	if [ "$(id -u)" != 0 ]; then
		"$@"
	elif command -v setpriv >/dev/null 2>&1; then
		setpriv --reuid=65534 --regid=65534 --clear-groups "$@"
	else
		return 125
	fi
}
if nobody test -r t/tools/need.sh; then
	exits 1 "need.sh without rights" nobody env PATH="$TMP/few" \
		CC="$TMP/nosuch" sh t/tools/need.sh yes build
	like "$out" "*Only root may install them*sudo apt-get install*gcc*" \
		"need.sh without rights: why, and the command"
	ok "need.sh without rights: does not try" test ! -e "$TMP/called"
fi
exits 1 "fuzz.sh without clang" env FUZZ_CC="$TMP/nosuch" sh t/tools/fuzz.sh
like "$out" "*needs clang*apt-get install clang*" "fuzz.sh without clang: what and how"
cat >"$TMP/half" <<'EOF'
#!/bin/sh
[ "$1" = -dumpversion ] && echo 14.0.6 && exit
echo 'ld: cannot find libclang_rt.fuzzer-x86_64.a' >&2
exit 1
EOF
chmod +x "$TMP/half"
exits 1 "fuzz.sh without the runtime" env FUZZ_CC="$TMP/half" sh t/tools/fuzz.sh
like "$out" "*fuzzer runtime*cannot find*apt-get install libclang-rt-14-dev*" \
	"fuzz.sh without the runtime: what and how"
mkdir "$TMP/none"
exits 1 "cov.sh without data" sh t/tools/cov.sh "$TMP/none"
for f in t/fuzz/*.c; do
	n=$(basename "$f" .c)
	ok "fuzz target $n has seeds" test -n "$(find "t/fuzz/corpus/$n" -type f)"
done

# --- The same bytes ---------------------------------------------------------------
if [ "$MODE" = release ]; then
	mkdir "$TMP/elsewhere"
	for f in Makefile lib include cmd t man share; do
		ln -s "$TOP/$f" "$TMP/elsewhere/$f"
	done
	objects='lib/base/err.o lib/engine/fill.o'
	for where in "$TOP" "$TMP/elsewhere"; do
		for o in $objects; do
			(cd "$where" && "$make" -s BUILD="$TMP/two" "$TMP/two/$o") ||
				note "$o does not build in $where"
		done
		mv "$TMP/two" "$TMP/built.$(basename "$where")"
	done
	for o in $objects; do
		ok "$o is the same from another folder" cmp \
			"$TMP/built.elsewhere/$o" "$TMP/built.$(basename "$TOP")/$o"
	done
	is "$(grep -l "$TOP" "$BIN"/algo-* 2>/dev/null)" "" \
		"no tool holds the path it was built in"
fi
is "$(grep -rlE '__(DATE|TIME|TIMESTAMP)__' lib cmd include)" "" \
	"nothing asks when it was built"
done_testing
