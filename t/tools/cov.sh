#!/bin/sh
# cov.sh BUILD - what the tests of a build with MODE=cov reached: lines of lib/
# by room and file, and the functions that were never called.
set -u
build=$1 gcov=${GCOV:-gcov}
command -v "$gcov" >/dev/null 2>&1 || {
	echo "Coverage needs '$gcov', which comes with the compiler (GCOV= names another)."
	exit 1
}
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
find "$build/lib" -name '*.gcda' | sort >"$dir/data"
[ -s "$dir/data" ] || {
	echo "There is no coverage below $build: make MODE=cov check makes it."
	exit 1
}
# -n: figures only; -f: also of each function, before its file.  Names with an
# underscore come from headers of the system.
while IFS= read -r data; do
	"$gcov" -n -f "$data" 2>/dev/null
done <"$dir/data" | awk '
/^Function / { fn = $2; gsub(/\047/, "", fn); next }
/^File / { file = $2; gsub(/\047/, "", file); next }
/^Lines executed:/ {
	split($0, part, /[:% ]+/)
	if (fn != "") { if (part[3] == 0 && fn !~ /^_/) held[nheld++] = fn }
	else if (file ~ /^(\.\/)?lib\/.*\.c$/) {
		print "file", file, part[3], part[5]
		for (i = 0; i < nheld; i++) print "never", file, held[i]
		nheld = 0
	} else if (file ~ /\.c$/)
		nheld = 0
	fn = file = ""
}' >"$dir/rows"
awk '$1 == "file" {
	n = split($2, p, "/")
	room = p[2]; hit = $3 * $4 / 100
	lines[room] += $4; hits[room] += hit; all += $4; got += hit
	if ($3 < 90) low[++nlow] = sprintf("  %6.2f %%  %s", $3, $2)
}
END {
	print "Lines of lib/ that the tests reached:"
	for (r in lines)
		printf "  %6.2f %%  %-8s of %d\n", 100 * hits[r] / lines[r], r, lines[r] | "sort -k3"
	close("sort -k3")
	printf "  %6.2f %%  in all   of %d\n", 100 * got / all, all
	if (nlow) print "Files below 90 %:"
	for (i = 1; i <= nlow; i++) print low[i] | "sort -n"
	close("sort -n")
}' "$dir/rows"
awk '$1 == "never" { print "  " $2 ": " $3; n++ }
END { if (!n) print "  none" }' "$dir/rows" | sort >"$dir/never"
echo 'Functions that were never called:'
cat "$dir/never"
