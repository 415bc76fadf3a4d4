#!/bin/sh
# man.sh PAGE.in TOOL - the page with @OPTIONS@ and @EXIT@ filled in from the
# tool's own option table, @INDICATORS@ from the registry.
set -e
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
"$2" --help=mdoc >"$tmp/options"
"$2" --help=exit >"$tmp/exit"
list=
if grep -q '^@INDICATORS@$' "$1"; then
	"$2" --list=mdoc >"$tmp/list"
	list="/^@INDICATORS@\$/{r $tmp/list"
fi
sed -e "/^@OPTIONS@\$/{r $tmp/options" -e 'd;}' \
	-e "/^@EXIT@\$/{r $tmp/exit" -e 'd;}' \
	${list:+-e "$list" -e 'd;}'} "$1"
