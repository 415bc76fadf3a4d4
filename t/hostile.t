# hostile.t - strategies that ask for far too much, or are no text at all: each
# is refused, or run, within 2 seconds of work and 256 MB, with a clear error.
# shellcheck source=t/lib.sh
. "$(dirname "$0")/lib.sh"

ALGO_SHARE=$TOP/share
export ALGO_SHARE
cd "$TMP" || exit 1
head -n 300 "$TOP/share/demo/GOOG.csv" >bars.csv
lines() { wc -l <"$1" | tr -d ' '; }
# Shadow memory counts as memory, and checks as work.
case ${MODE:-} in
asan | cov) seconds=30 memory=unlimited ;;
*) seconds=2 memory=262144 ;;
esac

# rep N TEXT: that many times
rep() {
	awk -v n="$1" -v s="$2" 'BEGIN { ORS = ""; all = n * length(s)
		while (length(s) < all) s = s s
		print substr(s, 1, all) }'
}
# tight COMMAND...: within the limits
# shellcheck disable=SC3045
tight() { (ulimit -t $seconds && ulimit -v $memory && exec "$@"); }

# try NAME STATUS CLASS PLACE COMMAND...: its first line
try() {
	name=$1 want=$2 class=$3 place=$4
	shift 4
	run tight "$@"
	case $class in
	'') is "$status $err" "$want " "$name" ;;
	*) like "$status ${err%%
*}" "$want algo-run: $place*$class: *" "$name" ;;
	esac
	ok "$name: little is said" test "$(lines err)" -le 201
	case $want in
	0) like "$out" '{"algo":1,"kind":"result","success":true,*"bars":299,*}' "$name: a whole result" ;;
	*) is "$out" "" "$name: nothing is run" ;;
	esac
}
# file NAME STATUS CLASS PLACE < text: a document; text comes from a file, since
# what is behind a pipe could not count tests
file() {
	cat >s.json
	try "$1" "$2" "$3" "s.json$4" algo-run --reproducible s.json -d bars.csv
}
# good NAME < text: a document that runs and says nothing
good() {
	cat >s.json
	try "$1" 0 '' '' algo-run --reproducible -q s.json -d bars.csv
}
# expr NAME STATUS CLASS COLUMN < text: an expression
expr() {
	{
		printf '{"algo":1,"entry":{"long":"'
		cat
		printf '"},"exit":{"long":"flat"}}'
	} >whole
	file "$1" "$2" "$3" ":/entry/long:1:$4" <whole
}
# many KEY N ENTRY: an object of that many entries, # their number (once)
many() {
	awk -v k="$1" -v n="$2" -v e="$3" 'BEGIN {
		printf "{\"algo\":1,\"entry\":{\"long\":\"true\"},\"exit\":{\"long\":\"flat\"},\"%s\":{", k
		split(e, part, "#")
		for (i = 0; i < n; i++)
			printf "%s%s%d%s", i ? "," : "", part[1], i, part[2]
		print "}}" }'
}
# chain N FIRST NEXT: lets, each of the one before (# its number)
chain() {
	awk -v n="$1" -v first="$2" -v next_one="$3" 'BEGIN {
		printf "{\"algo\":1,\"let\":{"
		for (i = 0; i < n; i++) {
			s = i ? next_one : first
			gsub(/#/, i - 1, s)
			printf "%s\"a%d\":\"%s\"", i ? "," : "", i, s
		}
		printf "},\"entry\":{\"long\":\"a%d > 1\"},\"exit\":{\"long\":\"flat\"}}", n - 1 }'
}

# --- History of 10^9 bars
echo 'close > close[1000000000]' | tr -d '\n' >in
expr "close[10^9]" 4 index_error 15 <in
echo 'close > close[1e9]' | tr -d '\n' >in
expr "close[1e9]" 4 index_error 15 <in
echo 'close > sma(close, 1e9)' | tr -d '\n' >in
expr "sma of 10^9" 4 value_error 20 <in
echo 'close > highest(high, 999999999)' | tr -d '\n' >in
expr "highest of 10^9" 4 value_error 23 <in
echo 'close > close[999999][999999]' | tr -d '\n' >in
expr "history of history" 4 value_error 1 <in
echo 'close > sma(sma(close, 900000), 900000)' | tr -d '\n' >in
expr "an average of an average" 4 value_error 1 <in
chain 1200 'close[1000]' 'a#[1000]' >in
file "lets that add up" 4 value_error ':/let/a1000:1:1' <in
chain 60 'close[10000]' 'sma(a#,10000)[10000]' >in
file "lets of windows" 4 value_error ':/let/a50:1:1' <in
chain 200 'close[1000]' 'a#[1000]' >in
good "200000 bars of history" <in
chain 60 'close' 'a# + a# * a#' >in
good "lets that double" <in
chain 60 'close' 'sma(a#, 20)[3] + median(a#, 10)' >in
good "windows of windows" <in
for f in ema wma median stdev slope percent_rank sum; do
	echo "{\"algo\":1,\"entry\":{\"long\":\"$f(close, 1000000) > 1\"},\"exit\":{\"long\":\"flat\"}}" >in
	file "$f of a million" 0 'warning: value_error' ': ' <in
done
echo 'tf("1w", tf("1mo", sma(close, 1000000))) > 1' | sed 's/"/\\"/g' | tr -d '\n' >e
{ printf '{"algo":1,"entry":{"long":"' && cat e && printf '"},"exit":{"long":"flat"}}'; } >in
file "frames in frames" 0 'warning: value_error' ': ' <in
awk 'BEGIN { printf "true"; for (i = 1; i <= 500; i++) printf " and tf(\\\"%dd\\\", close) > 1", i }' >in
expr "500 frames" 4 value_error 1 <in

# --- Too many
awk 'BEGIN { printf "{\"algo\":1,\"rules\":["
	for (i = 0; i < 20000; i++) printf "%s{\"when\":\"true\",\"do\":\"buy\"}", i ? "," : ""
	print "]}" }' >in
file "20000 rules" 4 value_error ':/rules:1:19' <in
awk 'BEGIN { printf "{\"algo\":1,\"rules\":["
	for (i = 0; i < 100000; i++) printf "%s{\"when\":\"true\",\"do\":\"buy\"}", i ? "," : ""
	print "]}" }' >in
file "100000 rules" 4 file_error ': ' <in
many let 30000 '"a#":"1"' >in
file "30000 lets" 4 value_error ':/let:1:64' <in
many let 100000 '"a#":"close"' >in
file "100000 lets" 4 file_error ': ' <in
many params 30000 '"a#":1' >in
file "30000 params" 4 value_error ':/params:1:67' <in
many params 100000 '"a#":1' >in
file "100000 params" 4 file_error ': ' <in
many x-a 60000 '"a#":1' >in
good "60000 keys that are kept" <in
{ printf '{"algo":1,' && rep 100000 '"a":1,' && echo '"b":1}'; } >in
file "100000 times one key" 4 key_error ':/a:1:17' <in
{ printf '{"algo":1,' && rep 1000000 '"a":1,' && echo '"b":1}'; } >in
file "a million times one key" 4 file_error ': ' <in
awk 'BEGIN { printf "{\"algo\":1,\"entry\":{\"long\":\"true\"}"
	for (i = 0; i < 60000; i++) printf ",\"k%d\":1", i; print "}" }' >in
file "60000 unknown keys" 4 key_error ':/k0:1:35' <in

# --- Too deep
for n in 10000 100000 1000000; do
	{ rep $n '(' && printf 'close > 1' && rep $n ')'; } >e
	if [ $n != 1000000 ]; then
		expr "$n brackets" 4 value_error 65 <e
		rep $n 'not ' >in
		expr "$n not" 4 value_error 3997 <in
		rep $n 'close ** ' >in
		expr "$n powers" 4 value_error '' <in
		{ printf close && rep $n '[1]'; } >in
		expr "$n indices" 4 value_error '' <in
		rep $n 'close + ' >in
		expr "$n additions" 4 value_error '' <in
		rep $n '{"a":' >in
		file "$n objects" 4 syntax_error : <in
	else
		# Longer than a document may be.
		file "$n brackets" 4 file_error ': ' <e
	fi
	rep $n '(' >in
	expr "$n open brackets" 4 value_error 65 <in
	{ printf 'close > ' && rep $n '-' && printf 1; } >in
	expr "$n minus signs" 4 value_error 1008 <in
	rep $n '[' >in
	file "$n arrays" 4 syntax_error ':1:65' <in
done
rep 10000 'if(flat,true,' >in
expr "10000 if" 4 value_error '' <in
rep 10000 'flat ? true : ' >in
expr "10000 choices" 4 value_error '' <in
rep 10000 'flat ? ' >in
expr "10000 choices of choices" 4 value_error '' <in
rep 1300 'sma(' >in
expr "1300 averages" 4 value_error 260 <in
{ printf '{"algo":1,"x-a":' && rep 100 '[' && rep 100 ']' && echo '}'; } >in
file "arrays that are kept" 4 syntax_error ':1:80' <in

# --- Too long
dd if=/dev/null of=big.json bs=1 seek=100000000 2>/dev/null
try "a document of 100 MB" 4 file_error 'big.json: ' algo-run big.json -d bars.csv
try "an endless one" 4 file_error '/dev/zero: ' algo-run /dev/zero -d bars.csv
# piped NAME COMMAND...: what it prints is the strategy
piped() {
	name=$1
	shift
	"$@" 2>/dev/null | {
		try "$name" 4 file_error '<stdin>: ' algo-run - -d bars.csv
		echo "$tap_n $tap_bad" >taps
	}
	read -r tap_n tap_bad <taps
}
piped "100 MB of blanks on stdin" sh -c 'head -c 100000000 /dev/zero | tr "\0" " "'
piped "endless brackets on stdin" yes '{'
piped "endless text on stdin" yes '"a":1,'
{ printf '{"algo":1,"' && rep 10000000 k && printf '":1}'; } >in
file "a key of 10 MB" 4 file_error ': ' <in
{ printf '{"algo":1,"' && rep 900000 k && printf '":1,"entry":{"long":"true"}}'; } >in
file "a key of 900 KB" 4 key_error ':/kkk' <in
{ printf '{"algo":1,"name":"' && rep 10000000 k && printf '"}'; } >in
file "a name of 10 MB" 4 file_error ': ' <in
{ printf '{"algo":1,"name":"' && rep 900000 k && printf '","entry":{"long":"true"},"exit":{"long":"flat"}}'; } >in
good "a name of 900 KB" <in
rep 1000000 a >in
expr "a name of a million letters" 4 import_error 1 <in
rep 70000 'close > 1 and ' >in
expr "an expression of 1 MB" 4 value_error '' <in
{ printf '{"algo":1,"entry":{"long":"' && rep 500000 '\\n' && printf '"}}'; } >in
file "half a million lines" 4 syntax_error ':/entry/long:500001:1' <in
{ printf 'close > ' && rep 1000000 9; } >in
expr "a number of a million digits" 4 syntax_error 9 <in
{ printf '{"algo":1,"entry":{"long":"close > 0.' && rep 900000 3 && printf '"},"exit":{"long":"flat"}}'; } >in
good "as many decimals" <in
for n in 10000 1000000; do
	{ printf '{"algo":1,"warmup":' && rep $n 9 && printf ',"entry":{"long":"true"}}'; } >in
	file "a number of $n digits" 4 syntax_error ':1:20' <in
	{ printf '{"algo":1,"warmup":1e' && rep $n 9 && printf ',"entry":{"long":"true"}}'; } >in
	file "an exponent of $n digits" 4 syntax_error ':1:20' <in
done

# --- No text, no JSON
printf '{"algo":1,\0"entry":{}}' >in
file "a NUL byte" 4 syntax_error ':1:11' <in
printf '{"algo":1,"entry":{"long":"true\0"}}' >in
file "a NUL byte in an expression" 4 syntax_error ':1:32' <in
printf '{"algo":1,"entry":{"long":"true\\u0000"}}' >in
file "an escaped one" 4 value_error ':/entry/long:1:27' <in
head -c 1000 /dev/zero >in
file "NUL bytes only" 4 syntax_error ':1:1' <in
printf '\377\376{\0}\0' >in
file "UTF-16, low byte first" 4 file_error ': ' <in
printf '\0{\0}' >in
file "UTF-16, high byte first" 4 file_error ': ' <in
printf '\377\376\0\0{\0\0\0}\0\0\0' >in
file "UTF-32" 4 file_error ': ' <in
printf '{"algo":1,"name":"\\ud800"}' >in
file "half a pair" 4 syntax_error ':1:19' <in
printf '{"algo":1,"name":"\\udc00\\ud800"}' >in
file "a pair in the wrong order" 4 syntax_error ':1:19' <in
printf '{"algo":1,"\\ud800":1}' >in
file "half a pair in a key" 4 syntax_error ':1:12' <in
printf '{"algo":1,"name":"\355\240\200"}' >in
file "half a pair in UTF-8" 4 file_error ':/name:1:19' <in
printf '{"algo":1,"name":"\300\257"}' >in
file "a longer form than needed" 4 file_error ':/name:1:19' <in
head -c 100000 /dev/urandom | sed '1s/^/x/' >s.json
run tight algo-run s.json -d bars.csv
is "$status $(lines err)" "4 1" "noise is refused with one line"
printf '{"algo":1,"backtest":{"cash":1e999}}' >in
file "1e999" 4 syntax_error ':1:30' <in
printf '{"algo":1,"backtest":{"cash":-1e999}}' >in
file "-1e999" 4 syntax_error ':1:30' <in
printf '{"algo":1,"risk":{"size":1e-999},"entry":{"long":"true"}}' >in
file "1e-999" 4 value_error ':/risk/size:1:26' <in
printf '{"algo":1,"risk":{"size":-0},"entry":{"long":"true"}}' >in
file "-0 as a size" 4 value_error ':/risk/size:1:26' <in
printf '{"algo":1,"risk":{"size":NaN},"entry":{"long":"true"}}' >in
file "NaN" 4 syntax_error ':1:26' <in
printf '{"algo":1,"warmup":-0,"entry":{"long":"true"},"exit":{"long":"flat"}}' >in
good "-0 as a warm-up" <in
printf '{"algo":1,"warmup":1e300,"entry":{"long":"true"},"exit":{"long":"flat"}}' >in
good "a warm-up of 1e300" <in
printf '{"algo":1,"risk":{"max_bars":1e300,"cooldown_bars":1e18,"max_open_trades":1e19},"entry":{"long":"true"},"exit":{"long":"flat"}}' >in
good "limits that are far away" <in

# --- Many faults: the first 200
{ printf '{"algo":1,"rules":[' && rep 1000 '{"when":"aaa + bbb","do":"buyy","siz":1},' &&
	echo '{"when":"true","do":"buy"}]}'; } >in
file "3000 faults" 4 import_error ':/rules/0/when:1:1' <in
awk 'BEGIN { for (i = 0; i < 900; i++) printf "name%dxyz + ", i; printf "1 > 0" }' >in
expr "900 unknown names" 4 import_error 1 <in

done_testing
