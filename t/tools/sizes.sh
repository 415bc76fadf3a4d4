#!/bin/sh
# sizes.sh - how long functions and files are, against the house's rules:
# functions median <= 15 lines, 90 % <= 40, none > 80; files <= 600 (800 with a
# table).  Fails when a rule is broken.
set -u
list=$(mktemp)
trap 'rm -f "$list"' EXIT
src=$(find lib cmd -name '*.c' | sort)
# shellcheck disable=SC2086
awk 'FNR == 1 { infn = 0 }
/^[A-Za-z_].*\)[ \t]*\{?[ \t]*$/ && !/;/ && !/^(typedef|struct [a-z_]* \{|union|enum|#)/ { name = $0; start = FNR; infn = 1 }
/^\}[ \t]*$/ && infn { print FNR - start + 1, FILENAME ":" start, substr(name, 1, 60); infn = 0 }' $src |
	sort -rn >"$list"
bad=0
awk -v t="$(wc -l <"$list")" '{ a[NR] = $1 }
END { printf "%d functions: median %d, 90th percentile %d, longest %d lines\n", t, a[int((t + 1) / 2)], a[int(t * 0.1) + 1], a[1]
      exit a[int((t + 1) / 2)] > 15 || a[int(t * 0.1) + 1] > 40 || a[1] > 80 }' "$list" || bad=1
awk '$1 > 60' "$list" | sed 's/^/  long: /'
# shellcheck disable=SC2086
wc -l $src include/algo/*.h include/algo/*/*.h | sort -rn | awk '$2 != "total" {
	if ($1 > 600) { printf "  big file: %s %d lines\n", $2, $1 }
	if ($1 > 800) bad = 1 } END { exit bad }' || bad=1
find build/bin -type f -perm -100 2>/dev/null | sort | while read -r f; do
	printf '  %-24s %s KiB\n' "$f" "$(($(wc -c <"$f") / 1024))"
done
exit $bad
