# install.t - make install into a folder, and make uninstall
# shellcheck source=t/lib.sh
. "$(dirname "$0")/lib.sh"

make=${MAKE:-make}
command -v "$make" >/dev/null 2>&1 || skip_all "no make"
unset MAKEFLAGS MAKELEVEL MFLAGS ALGO_SHARE
MODE=${MODE:-release}
BUILD=${BUILD:-build}
root=$TMP/a\ root
install() {
	"$make" -s MODE="$MODE" BUILD="$BUILD" "$@" DESTDIR="$root" PREFIX=/usr
}

ok "make install" install install
for t in "$BIN"/algo-*; do
	t=${t##*/}
	ok "$t is there" test -x "$root/usr/bin/$t"
	ok "$t has its page" test -s "$root/usr/share/man/man1/$t.1"
	exits 0 "$t runs from there" "$root/usr/bin/$t" --version
done
is "$(cd share && find . -type f | sort)" \
	"$(cd "$root/usr/share/algo" && find . -type f | sort)" \
	"all of share is there"
cd "$TMP" || exit 1
PATH=/usr/bin:/bin exits 0 "an installed algo-fetch finds its bars" \
	"$root/usr/bin/algo-fetch" demo:GOOG --range 5d
is "$(wc -l <out | tr -d ' ')" 6 "and prints them"
if [ "$(id -u)" = 0 ] || [ -w "$root" ]; then
	is "$(find "$root" -type f ! -perm -444)" "" "everybody may read it"
	is "$(find "$root" -perm -002 ! -type l)" "" "not everybody may write"
fi
cd "$TOP" || exit 1
ok "again over it" install install
ok "make uninstall" install uninstall
is "$(find "$root" ! -type d)" "" "leaves no file"
ok "nor a folder of its own" test ! -e "$root/usr/share/algo"
ok "and may be done twice" install uninstall
done_testing
