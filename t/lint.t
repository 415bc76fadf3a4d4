# lint.t - the house's rules that a machine can see: layers, one room a
# library, names, headers alone, banned calls, manual, version.
. "$(dirname "$0")/lib.sh"

rooms='base net data ind lang engine stat store words repair llm'
src=$(find lib include cmd -name '*.[ch]' | sort)

# room_of PATH: the room of a source or a public header
room_of() {
	case $1 in
	lib/*) r=${1#lib/} && echo "${r%%/*}" ;;
	include/algo/base/* | include/algo/base.h | include/algo/version.h) echo base ;;
	include/algo/columns.h) echo lang ;;
	include/algo/run.h) echo stat ;;
	include/algo/ledger.h | include/algo/talk.h) echo store ;;
	include/algo/journal.h) echo data ;;
	include/algo/ollama.h | include/algo/prompt.h) echo llm ;;
	include/algo/*) r=${1#include/algo/} && echo "${r%.h}" ;;
	cmd/*) echo cmd ;;
	esac
}
rank_of() {
	n=0
	for r in $rooms cmd; do
		n=$((n + 1))
		[ "$r" = "$1" ] && echo $n && return
	done
	echo 0
}

# --- A room includes only rooms above it --------------------------------
layers() {
	grep -HoE '#include [<"][^>"]*[>"]' $src | while IFS= read -r row; do
		file=${row%%:*}
		what=$(printf '%s' "$row" | sed 's/.*[<"]\(.*\)[>"]/\1/')
		case $row in
		*'<algo/'*) to=$(room_of "include/$what") ;;
		*'<'*) continue ;;
		*) to=$(room_of "$(dirname "$file")/$what") ;;
		esac
		from=$(room_of "$file")
		a=$(rank_of "$from") b=$(rank_of "$to")
		[ "$a" -ge "$b" ] && [ "$b" -gt 0 ] ||
			echo "$file ($from) includes $what ($to)"
	done
}
is "$(layers)" "" \
	"a room includes only rooms above it"

# --- Each outside library in one room, and in no public header ------------
one_room() {
	grep -lE "#include <$1" $src | while read -r f; do room_of "$f"; done |
		sort -u | tr '\n' ' '
}
is "$(one_room 'json-c/')" "base " "json-c is included by base alone"
is "$(one_room 'pcre2')" "base " "PCRE2 is included by base alone"
is "$(one_room 'csv\.h')" "data " "libcsv is included by data alone"
is "$(one_room 'curl/')" "net " "libcurl is included by net alone"
is "$(one_room 'sqlite3')" "store " "SQLite is included by store alone"
is "$(one_room 'gsl/')" "stat " "GSL is included by stat alone"
is "$(grep -lE '#include <(json-c|csv\.h|curl|sqlite3|gsl|pcre2)' include/algo/*.h include/algo/*/*.h)" \
	"" "no public header includes an outside library"

# --- Headers stand alone ---------------------------------------------------
alone() {
	for h in include/algo/*.h include/algo/*/*.h; do
		printf '#include "%s"\nint algo_lint;\n' "$h" |
			${CC:-cc} -std=c11 -D_POSIX_C_SOURCE=200809L -Iinclude -I. \
				-Wall -Wextra -Wpedantic -Werror -x c \
				-fsyntax-only - 2>&1 | grep -E 'error' | head -1
	done
}
is "$(alone)" "" "every public header compiles alone"

# --- Names -----------------------------------------------------------------
globals() {
	nm -g --defined-only "$BIN/../libalgo.a" 2>/dev/null |
		awk 'NF == 3 && $2 ~ /[A-Z]/ { print $3 }' |
		grep -vE '^(algo_|__odr_asan|__asan|_ZN)' | sort -u
}
is "$(globals)" "" "every global symbol begins with algo_"
# Macros may declare: what the preprocessor leaves of all headers counts.
for h in $(find include lib -name '*.h' | sort); do
	${CC:-cc} -std=c11 -D_POSIX_C_SOURCE=200809L -Iinclude -E -P "$h" 2>/dev/null
done | grep -oE 'algo_[a-z0-9_]+' | sort -u >"$TMP/declared"
declared() {
	nm -g --defined-only "$BIN/../libalgo.a" 2>/dev/null |
		awk 'NF == 3 && $2 ~ /[TDRB]/ { print $3 }' | grep '^algo_' |
		sort -u | comm -23 - "$TMP/declared"
}
is "$(declared)" "" "every global symbol is declared in a header"

# --- Banned -----------------------------------------------------------------
banned='strcpy|strcat|sprintf|strtok|gets|atoi|atof|gmtime|localtime|setlocale|system|popen|rand|alloca'
is "$(grep -nE "(^|[^a-z_])($banned)\(" $src | grep -v '^[^:]*:[0-9]*: \*')" "" \
	"no banned function is called"
is "$(grep -n 'strtod' $src | grep -v '^lib/base/num\|^include/algo/base/num')" "" "strtod stays in num"
is "$(grep -nE '(^|[^a-z])float [a-z*]' $src)" "" "no float"
is "$(grep -nEi 'TODO|FIXME|XXX|not implemented' $src | grep -v 'XXXXXX"\|XXXXXX",')" "" "nothing is left behind"
prints() {
	grep -nE '(^|[^a-z_])(printf|fprintf|puts|exit|_exit|abort)\(' \
		$(find lib -name '*.c') |
		grep -v 'lib/base/mem\.c\|lib/base/iosys\.c\|^[^:]*:[0-9]*: \*\|/\*'
}
is "$(prints)" "" "the library neither prints nor exits"

# --- Manual -------------------------------------------------------------------
for page in "$BIN"/../man/*.1; do
	name=$(basename "$page")
	is "$(mandoc -Tlint -W warning "$page" 2>&1 | grep -v 'referenced manual not found\|Mdocdate')" "" \
		"$name is clean for mandoc -Tlint"
done
for t in "$BIN"/algo-*; do
	n=$(basename "$t")
	if [ -f "man/$n.1.in" ]; then tap 0 "$n has a manual page"; else tap 1 "$n has a manual page"; fi
	undocumented=$("$t" --help | grep -oE '(^|[ ,])--[a-z-]+' | tr -d ' ,' |
		sort -u | while read -r o; do
		mandoc -Tascii "$BIN/../man/$n.1" 2>/dev/null | sed 's/.\x08//g' |
			grep -qe "$o" || echo "$o"
	done)
	is "$undocumented" "" "$n: every option of --help is in its manual"
done
is "$(sed -n 1p share/NEWS)" \
	"$(sed -n 's/.*ALGO_VERSION "\(.*\)"/\1/p' include/algo/version.h)" \
	"the newest heading of share/NEWS is the version"
is "$(find . -maxdepth 1 ! -name '.*' | sed 's,^\./,,' |
	grep -vxE 'Makefile|README|LICENSE|cmd|lib|include|man|t|examples|share|build.*|algo-.*\.tar\.gz')" "" \
	"the top level holds what it may"
if command -v shellcheck >/dev/null 2>&1; then
	is "$(shellcheck -s sh -e SC1091,SC2154,SC2034,SC2086,SC3043,SC2046,SC2012 -S warning t/*.t t/*.sh t/tools/*.sh t/bench/*.sh examples/*.sh 2>&1 | head -20)" "" \
		"shell scripts are clean for shellcheck"
fi
done_testing
