#!/bin/sh
# man.sh PAGE.in TOOL - the page with @OPTIONS@ and @EXIT@ filled in from the
# tool's own option table.
set -e
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
"$2" --help=mdoc >"$tmp/options"
"$2" --help=exit >"$tmp/exit"
sed -e "/^@OPTIONS@\$/{r $tmp/options" -e 'd;}' \
	-e "/^@EXIT@\$/{r $tmp/exit" -e 'd;}' "$1"
