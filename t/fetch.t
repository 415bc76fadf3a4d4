#!/bin/sh
# fetch.t - algo-fetch: demo bars, files, URLs and Yahoo from a test server

# shellcheck source=t/lib.sh
. "$(dirname "$0")/lib.sh"

[ -d "$SHARED/fixtures/http/yahoo" ] || skip_all "no reference data"
Y=$SHARED/fixtures/http/yahoo
DATA=$SHARED/data
ALGO_SHARE=$TOP/share
ALGO_RETRY_MS=0
ALGO_NOW=2026-06-01T12:00:00Z
export ALGO_SHARE ALGO_RETRY_MS ALGO_NOW
HEAD=time,open,high,low,close,volume
cd "$TMP" || exit 1

# --- demo bars

for name in GOOG EURUSD BTCUSD; do
	exits 0 "demo:$name" algo-fetch "demo:$name"
	# The same numbers as the reference has, times in canonical form.
	awk -F, -v OFS=, 'NR == 1 { print tolower($0); next }
		{ sub(" ", "T", $1); $1 = $1 "Z"
		  if (day || NR == 2 && /T00:00:00Z/) { day = 1
			sub("T00:00:00Z", "", $1) } print }' \
		"$DATA/$name.csv" >want.csv
	ok "demo:$name has the numbers of the reference" \
		same_numbers out want.csv
	algo-fetch "$DATA/$name.csv" >file.csv
	ok "the reference file itself gives the same bytes" cmp out file.csv
done
run algo-fetch demo:GOOG --range 5d
is "$(wc -l <out)" 6 "--range 5d counts back from the last bar"
is "$(sed -n '2s/,.*//p' out)" 2013-02-25 "and starts five days before"
run algo-fetch demo:BTCUSD --range ytd
is "$(sed -n '2s/,.*//p' out)" 2024-01-31 "--range ytd of the last bar"
run algo-fetch demo:GOOG --range max
is "$(wc -l <out)" 2149 "--range max"
run algo-fetch demo:GOOG --start 2013-02-20 --end 2013-02-22
is "$(sed 's/,.*//' out | tr '\n' ' ')" \
	"time 2013-02-20 2013-02-21 2013-02-22 " "--start and --end are included"
run algo-fetch demo:EURUSD --start 2017-04-19T10:00 --end 2017-04-19T12:00
is "$(wc -l <out)" 4 "the same with a time of day"
exits 1 "no bars in the span" algo-fetch demo:GOOG --start 2025-01-01
exits 1 "unknown symbol" algo-fetch demo:NOPE
exits 2 "interval that demo has not" algo-fetch demo:GOOG -i 1h
exits 0 "interval that demo has" algo-fetch demo:GOOG -i 1D
exits 2 "adjusting demo bars" algo-fetch demo:GOOG --adjust all
run algo-fetch demo:GOOG --start 2013-03-01 --format=ndjson
is "$out" '{"time":"2013-03-01","open":797.8,"high":807.14,"low":796.15,"close":806.19,"volume":2175400}' "NDJSON"
run algo-fetch demo:GOOG demo:BTCUSD --start 2012-12-31 --end 2013-01-31
is "$(sed -n '1,3s/,[0-9.]*,.*//p' out | tr '\n' ' ')" \
	"GOOG,2012-12-31 BTCUSD,2012-12-31 " "several symbols: by time, then order"
is "$(head -1 out)" "symbol,$HEAD" "a symbol column comes first"
is "$(tail -1 out | cut -c1-18)" BTCUSD,2013-01-31, "to the last bar of both"
run algo-fetch demo:GOOG --symbol G --start 2013-03-01
is "$(sed -n 2p out | cut -c1-12)" G,2013-03-01 "--symbol names the bars"
run env -u ALGO_SHARE ALGO_SHARE="$TMP/nowhere" algo-fetch demo:GOOG
is "$status" 5 "share folder that is not there"

# --- files and standard input

cat >plain.csv <<'X'
time,open,high,low,close,volume
2024-01-02T00:00:00Z,1,2,0.5,1.5,100
2024-01-02T00:01:00Z,1.5,2.25,1,2,
2024-01-02T00:02:00Z,2,2,2,2,0
X
exits 0 "a canonical file" algo-fetch plain.csv
ok "passes byte for byte" cmp out plain.csv
algo-fetch - <plain.csv >stdin.csv
ok "so it does from standard input" cmp stdin.csv plain.csv
{ head -3 plain.csv; sleep 0.1; tail -1 plain.csv; } | algo-fetch - >slow.csv
ok "and in pieces" cmp slow.csv plain.csv
printf 'Date;Close;Note;Volume\n2024-01-02;1.50;"a;b";1e2\n2024-01-03;2;c;\n' >odd.csv
run algo-fetch odd.csv
is "$out" "$HEAD
2024-01-02,,,,1.5,100
2024-01-03,,,,2," "columns in any order and case, numbers in shortest form"
run algo-fetch --keep odd.csv
is "$out" "$HEAD,Note
2024-01-02,,,,1.5,100,a;b
2024-01-03,,,,2,,c" "--keep puts the others behind"
run algo-fetch --keep --format=ndjson odd.csv
is "$(head -1 out)" '{"time":"2024-01-02","open":null,"high":null,"low":null,"close":1.5,"volume":100,"Note":"a;b"}' "--keep in NDJSON"
printf 'time,close,note\n2024-01-02,1,"x,""y"""\n' >quote.csv
run algo-fetch --keep quote.csv
is "$(tail -1 out)" '2024-01-02,,,,1,,"x,""y"""' "quotes are put where they must be"
printf 'time,close\n2024-01-02 00:00:00,1\n2024-01-03 00:00:00,2\n' >mid.csv
run algo-fetch mid.csv
is "$(sed 1d out | tr '\n' ' ')" "2024-01-02,,,,1, 2024-01-03,,,,2, " \
	"times that are midnight only are dates"
printf 'time,close\n2024-01-02 00:00:00,1\n2024-01-02 01:00:00,2\n' >hour.csv
run algo-fetch hour.csv
is "$(sed 1d out | tr '\n' ' ')" \
	"2024-01-02T00:00:00Z,,,,1, 2024-01-02T01:00:00Z,,,,2, " "others are not"
printf 'time,close\n1704153600,1\n1704157200,2\n' >epoch.csv
algo-fetch epoch.csv >epoch.out
algo-fetch hour.csv >hour.out
ok "epoch seconds" cmp epoch.out hour.out
printf 'time,close\n0,1\n1,2\n' >index.csv
run algo-fetch index.csv
is "$(sed 1d out | tr '\n' ' ')" "0,,,,1, 1,,,,2, " "bar numbers stay"
printf 'date,close\n20240102,1\n20240103,2\n' >packed.csv
exits 0 "dates without dashes" algo-fetch packed.csv
is "$(sed 1d out | tr '\n' ' ')" "2024-01-02,,,,1, 2024-01-03,,,,2, " "are dates"
exits 2 "a range of bar numbers" algo-fetch --range 5d index.csv
exits 3 "bar numbers and times do not mix" algo-fetch index.csv mid.csv
printf 'symbol,time,close\nA,2024-01-02,1\nB,2024-01-02,2\nA,2024-01-03,3\n' >two.csv
run algo-fetch two.csv
is "$(sed 1d out | tr '\n' ' ')" \
	"A,2024-01-02,,,,1, B,2024-01-02,,,,2, A,2024-01-03,,,,3, " \
	"a symbol column stays"
run algo-fetch --symbol A two.csv
is "$(sed 1d out | tr '\n' ' ')" "2024-01-02,,,,1, 2024-01-03,,,,3, " \
	"--symbol takes one of them"
run algo-fetch mid.csv hour.csv --start 2024-01-02 --end 2024-01-02
is "$(sed 1d out | tr '\n' ' ')" "mid,2024-01-02,,,,1, hour,2024-01-02T00:00:00Z,,,,1, hour,2024-01-02T01:00:00Z,,,,2, " \
	"several files, named by their names"
run algo-fetch --range 1d mid.csv
is "$(sed 1d out | tr '\n' ' ')" "2024-01-03,,,,2, " "--range of a file"
printf 'time,open,close\n2024-01-02,,\n2024-01-03,1,\n2024-01-04,1,2\n' >holes.csv
run algo-fetch holes.csv
is "$(sed 1d out | tr '\n' ' ')" "2024-01-03,1,,,, 2024-01-04,1,,,2, " \
	"a row without a price is dropped, one with a hole stays"
like "$err" "*1 row with a missing price*" "the hole is told"
run algo-fetch -v --errors=json holes.csv
like "$err" '*"code":"null_row"*"severity":"info"*"code":"partial_row"*"severity":"warning"*' \
	"with --verbose the row too, as records"
run algo-fetch -q holes.csv
is "$err" "" "--quiet"
printf '%s\n2024-01-02,1,1,1,1,1\n2024-01-01,1,1,1,1,1\n' $HEAD >down.csv
exits 3 "times that descend" algo-fetch down.csv
like "$err" "*down.csv:3:1: data_error:*" "are shown with their place"
is "$(wc -l <out)" 2 "after the rows before"
printf '%s\n2024-01-02,1,1,1,x,1\n' $HEAD >bad.csv
exits 3 "a number that is none" algo-fetch bad.csv
exits 3 "no close" algo-fetch --format=csv /dev/stdin <<'X'
time,price
X
exits 3 "empty input" algo-fetch - </dev/null
exits 5 "a folder" algo-fetch "$TMP"
exits 5 "a missing file" algo-fetch ./nosuch
exits 5 "a missing file by its suffix" algo-fetch nosuch.csv
exits 2 "standard input twice" algo-fetch - - <plain.csv
exits 2 "no operand" algo-fetch
exits 2 "unknown provider" algo-fetch nobody:GOOG
exits 2 "--provider that is none" algo-fetch --provider yahho GOOG
like "$err" "*did you mean 'yahoo'*" "the near one is named"
exits 2 "another scheme" algo-fetch ftp://127.0.0.1/x.csv
exits 2 "--range with --start" algo-fetch demo:GOOG --range 5d --start 30d
exits 2 "--start after --end" algo-fetch demo:GOOG --start 2012-02-02 --end 2012-02-01
exits 2 "a range that is none" algo-fetch demo:GOOG --range 5x
exits 2 "a date that is none" algo-fetch demo:GOOG --start 2012-02-30
exits 2 "an interval that is none" algo-fetch GOOG -i soon
exits 2 "an interval for a file" algo-fetch plain.csv -i 1d
exits 2 "a base URL that is none" algo-fetch GOOG --base-url yahoo=x
exits 2 "an option that is not there yet" algo-fetch --follow plain.csv
exits 0 "-o" algo-fetch -o new.csv plain.csv
ok "writes the file" cmp new.csv plain.csv
exits 3 "-o of bad data" algo-fetch -o new.csv bad.csv
ok "leaves the file as it was" cmp new.csv plain.csv
if [ -e /dev/full ]; then
	status=0
	algo-fetch plain.csv >/dev/full 2>err || status=$?
	is "$status" 5 "a full disk is seen"
fi
run algo-fetch --list
like "$out" "*yahoo*1d*demo*" "--list"
run algo-fetch --list=json
like "$out" '{"count":2,"providers":\[{"name":"yahoo",*' "--list=json"
exits 0 "--version" algo-fetch --version
if [ -r /proc/self/maps ]; then
	LD_DEBUG=files algo-fetch demo:GOOG >/dev/null 2>ld.txt
	ok "no libcurl without a request" sh -c '! grep -q libcurl ld.txt'
	LD_DEBUG=files algo-fetch --version >/dev/null 2>ld.txt
	ok "nor for --version" sh -c '! grep -q libcurl ld.txt'
fi

# The copying of canonical rows against the printing of them.
awk -v h=$HEAD 'BEGIN { print h
	for (i = 0; i < 9000; i++)
		printf "20%02d-01-01T%02d:%02d:00Z,%s,%s,1.2345678,%d.5,%d\n",
			i / 1440 + 10, i / 60 % 24, i % 60, i, i / 8,
			i * 7919 % 99991, i * i * 1000 }' >many.csv
algo-fetch many.csv >many.1
algo-fetch --end 9999-01-01 many.csv >many.2
ok "canonical rows are the same when printed" cmp many.1 many.2
ok "and when copied" cmp many.1 many.csv
for row in 2024-01-02,1.0,2,1,1,5 2024-01-02,-0,2,1,1,5 2024-01-02,01,2,1,1,5 \
	2024-01-02,1e3,2,1,1,5 2024-01-02,0.000001,2,1,1,5 2024-01-02,1.,2,1,1,5 \
	2024-01-02,12345678901234567,2,1,1,5 '"2024-01-02",1,2,1,1,5' \
	2024-01-02T00:00:00Z,1,2,1,1,5 2024-01-02,,2,1,1,5 2024-01-02,1,2,1,1; do
	printf '%s\n2024-01-01,1,1,1,1,1\n%s\n' $HEAD "$row" >row.csv
	run algo-fetch row.csv
	mv out row.1
	s=$status
	run algo-fetch --end 9999-01-01 row.csv
	mv out row.2
	ok "row $row: the same both ways" cmp row.1 row.2
	is "$s" "$status" "row $row: and the same status"
done

# --- addresses

serve "$Y"
rules() {
	cat >"$RULES"
	: >"$LOG"
}
asked() {
	grep -c '^[A-Z]' "$LOG"
}
rules <<X
GET /v7/finance/download/BTC-USD download_v7.csv 200
GET /v7/finance/download/BEKE download_v7_no_data.400.txt 400
GET /gone - 410
GET /html down.503.html 200
GET /forbidden - 403
GET /auth - 401
GET /limit rate_limit.429.txt 429
GET /teapot - 418
GET /broken - 502
GET /loop - 302 header=Location:/loop
GET /hop5 - 301 header=Location:/hop4
GET /hop4 - 302 header=Location:/hop3
GET /hop3 - 303 header=Location:/hop2
GET /hop2 - 307 header=Location:/hop1
GET /hop1 - 308 header=Location:/v7/finance/download/BTC-USD
GET /local - 302 header=Location:file:///etc/passwd
GET /cut download_v7.csv 200 cut=100
GET /hang - 200 hang
GET /drip download_v7.csv 200 drip=400
GET /big - 200 fill=70000000 type=text/csv
GET /zip $TMP/zip.csv.gz 200 header=Content-Encoding:gzip
GET /bomb $TMP/bomb.gz 200 header=Content-Encoding:gzip
GET /notzip download_v7.csv 200 header=Content-Encoding:gzip
GET /busy - 503 times=2
GET /busy download_v7.csv 200
X
gzip -c "$Y/download_v7.csv" >zip.csv.gz
head -c 70000000 /dev/zero | tr '\0' ' ' | gzip -1 -c >bomb.gz
run algo-fetch "$URL/v7/finance/download/BTC-USD?period1=1"
ok "a CSV by its address" same_numbers out "$Y/download_v7.expected.csv"
like "$(cat "$LOG")" "*Accept-Encoding: gzip*" "gzip is offered"
like "$(cat "$LOG")" "*User-Agent: algo/*" "and a name given"
run algo-fetch --keep "$URL/v7/finance/download/BTC-USD"
is "$(head -1 out)" "$HEAD,Adj Close" "--keep of an address"
exits 1 "no data at an address" algo-fetch "$URL/v7/finance/download/BEKE"
exits 1 "404" algo-fetch "$URL/nothing"
exits 1 "410" algo-fetch "$URL/gone"
exits 6 "HTML in place of a CSV" algo-fetch "$URL/html"
like "$err" "*web page*" "is said to be one"
exits 7 "403" algo-fetch "$URL/forbidden"
exits 7 "401" algo-fetch "$URL/auth"
exits 6 "418" algo-fetch "$URL/teapot"
: >"$LOG"
exits 6 "429" algo-fetch --errors=json "$URL/limit"
is "$(asked)" 4 "is tried four times"
like "$err" '*"class":"network_error","code":"rate_limit"*' "then told"
: >"$LOG"
exits 6 "502" algo-fetch "$URL/broken"
is "$(asked)" 4 "is tried four times"
: >"$LOG"
exits 6 "418 again" algo-fetch "$URL/teapot"
is "$(asked)" 1 "is tried once"
: >"$LOG"
exits 0 "busy, then well" algo-fetch "$URL/busy"
is "$(asked)" 3 "at the third time"
: >"$LOG"
exits 6 "redirects without end" algo-fetch --errors=json "$URL/loop"
is "$(asked)" 6 "five are followed"
like "$err" '*"code":"bad_response"*redirects*' "and that is said"
exits 0 "five redirects" algo-fetch "$URL/hop5"
exits 6 "a redirect to a file" algo-fetch "$URL/local"
exits 6 "a body cut off" algo-fetch --errors=json "$URL/cut"
like "$err" '*"code":"network"*' "is the network's"
is "$out" "" "and prints nothing"
exits 6 "no answer" algo-fetch "$URL/hang"
exits 6 "too slow" env ALGO_TIMEOUT_MS=300 algo-fetch "$URL/drip"
like "$err" "*timed out*" "is said"
exits 6 "too large" algo-fetch --errors=json "$URL/big"
like "$err" '*"code":"bad_response"*too large*' "is said"
exits 6 "too large once unpacked" algo-fetch "$URL/bomb"
like "$err" "*too large*" "is said"
run algo-fetch "$URL/zip"
ok "gzip is unpacked" same_numbers out "$Y/download_v7.expected.csv"
exits 6 "gzip that is none" algo-fetch "$URL/notzip"
exits 6 "a port where nobody listens" algo-fetch http://127.0.0.1:1/x.csv
run algo-fetch "http://u:pw@127.0.0.1:1/x.csv?apikey=SECRET1&a=b&Token=SECRET2"
like "$err" "*apikey=\**a=b*Token=\**" "secrets are blotted out"
ok "all of them" sh -c '! grep -E "SECRET|pw" err'

# --- Yahoo

# shellcheck disable=SC2317
yahoo() {
	algo-fetch --base-url "yahoo=$URL" "$@"
}
# name, symbol, further options
chart() {
	name=$1
	symbol=$2
	shift 2
	echo "GET /v8/finance/chart/ $name.json 200" | rules
	run yahoo "$symbol" "$@"
	if [ -s "$Y/$name.expected.csv" ] &&
		[ "$(wc -l <"$Y/$name.expected.csv")" -gt 1 ]; then
		is "$status" 0 "$name $*"
		ok "$name $*: its bars" same_numbers out "$Y/$name.expected.csv"
	fi
}
# Each line of the index of good answers.
chart chart_1d_split NVDA
chart chart_1d_split NVDA --start 2021-02-01 --end 2022-01-30
chart chart_1d_one_row AAPL --start 2020-01-01 --end 2020-01-03
chart chart_1d_fx EURUSD=X --start 2020-01-01 --end 2020-01-03
like "$(cat "$LOG")" "GET /v8/finance/chart/EURUSD%3DX?interval=1d&*" \
	"the symbol is encoded"
chart chart_1d_xetra WSU.DE
chart chart_1d_null_row INR=X -v
like "$err" "*1 row without a price left out*" "the empty row is told"
chart chart_1d_1962 IBM --range max
like "$(cat "$LOG")" "*period1=-2208988800&*" "max goes by periods"
chart chart_6mo_xetra MUV2.DE --range 6mo
like "$err" "*123 rows with a missing price*" "holes are told"
like "$(cat "$LOG")" "*&range=6mo&*" "a word of the server's is passed on"
like "$(cat "$LOG")" "*User-Agent: Mozilla/5.0*" "a browser's name is sent"
chart chart_1d_aapl AAPL
chart chart_1d_live AAPL
run yahoo AAPL --partial
ok "the unfinished bar with --partial" \
	same_numbers out "$Y/chart_1d_live.partial.expected.csv"
chart chart_1d_twice AAPL
chart chart_1m_empty AAPL -i 1m
is "$status" 1 "an empty answer is no data"
chart chart_no_timestamp AAPL
is "$status" 6 "prices without times"
is "$out" "" "print nothing"
for name in chart_1d_split chart_1d_one_row; do
	echo "GET /v8/finance/chart/ $name.json 200" | rules
	run yahoo AAPL --adjust=all
	ok "$name --adjust=all" \
		same_numbers out "$Y/$name.adjusted.expected.csv"
	run yahoo AAPL --adjust=split
	ok "$name --adjust=split" same_numbers out "$Y/$name.expected.csv"
done
echo "GET /v8/finance/chart/ chart_1d_split.json 200" | rules
run yahoo NVDA --adjust=none --end 2021-07-21
# Four for one on 2021-07-20.
awk -F, -v OFS=, '$1 > "2021-07-21" && NR > 1 { next }
	NR > 1 && $1 < "2021-07-20" {
		for (i = 2; i < 6; i++) $i = sprintf("%.17g", $i * 4)
		$6 /= 4 } 1' "$Y/chart_1d_split.expected.csv" >want.csv
ok "--adjust=none takes the split out" same_numbers out want.csv
like "$(cat "$LOG")" "*&period2=1780315201&*" "asking for splits up to now"
run yahoo AAPL MSFT --start 2021-02-01 --end 2021-02-01
is "$(sed 1d out | cut -c1-15 | tr '\n' ' ')" \
	"AAPL,2021-02-01 MSFT,2021-02-01 " "two symbols"

# Windows of seven days, with a bar that comes twice at a seam.
minutes() {
	printf '{"chart":{"result":[{"meta":{"dataGranularity":"1m"},'
	printf '"timestamp":[%s],"indicators":{"quote":[{"close":[%s]}]}}],' "$1" "$2"
	printf '"error":null}}'
}
minutes 1779120000,1779120060 1,2 >m1.json
minutes 1779120060,1779700000 2,3 >m2.json
rules <<X
GET period1=1778716800&period2=1779321600 $TMP/m1.json 200
GET period1=1779321600& $TMP/m2.json 200
X
run yahoo AAPL -i 1m --start 2026-05-14 --end 2026-05-25
is "$(sed 1d out | tr '\n' ' ')" \
	"2026-05-18T16:00:00Z,,,,1, 2026-05-18T16:01:00Z,,,,2, 2026-05-25T09:06:40Z,,,,3, " \
	"1m in windows of seven days"
is "$(asked)" 2 "two of them"
like "$(cat "$LOG")" "*period1=1779321600&period2=1779753600&*" \
	"the last one is shorter"
for args in "-i 1m --range 1y" "-i 1h --range 5y" "-i 5m --start 2025-01-01" \
	"--start 2027-01-01"; do
	rules </dev/null
	# shellcheck disable=SC2086
	exits 2 "yahoo $args" yahoo AAPL $args --errors=json
	like "$err" '*"code":"bad_range"*' "yahoo $args is a bad range"
	is "$(asked)" 0 "yahoo $args asks nobody"
done
exits 2 "an interval that Yahoo has not" yahoo AAPL -i 7m --errors=json
like "$err" '*"class":"usage_error","code":"bad_interval"*' "bad_interval"
echo "GET /v8/finance/chart/ chart_1d_aapl.json 200" | rules
exits 6 "longer bars than asked" yahoo AAPL -i 1h --errors=json
like "$err" '*"code":"bad_response"*' "bad_response"

# file, status, exit status, class, code, requests
wrong() {
	echo "GET /v8/finance/chart/ $1 $2" | rules
	exits "$3" "$1 $2" yahoo AAPL --errors=json
	like "$err" "*\"class\":\"$4\",\"code\":\"$5\"*" "$1 $2 is $5"
	is "$out" "" "$1 $2: no output"
	is "$(asked)" "$6" "$1 $2: requests"
}
wrong unknown_symbol.404.json 404 1 data_error not_found 1
like "$err" "*No data found, symbol may be delisted*" "the description is shown"
wrong range_too_wide.422.json 422 2 usage_error bad_range 1
wrong bad_interval.400.json 400 2 usage_error bad_interval 1
wrong bad_interval.400.json 422 2 usage_error bad_interval 1
wrong download_v7_no_data.400.txt 400 1 data_error not_found 1
wrong rate_limit.429.txt 429 6 network_error rate_limit 4
wrong rate_limit.429.txt 200 6 network_error rate_limit 1
wrong down.503.html 503 6 network_error network 4
wrong down.503.html 200 6 network_error network 1
wrong crumb.txt 200 6 network_error bad_response 1
wrong crumb.txt 403 7 auth_error permission 1
printf '<html>Please log in</html>' >consent.html
wrong "$TMP/consent.html" 200 6 network_error blocked 1
head -c 900 "$Y/chart_1d_aapl.json" >half.json
wrong "$TMP/half.json" 200 6 network_error bad_response 1
printf '{"chart":{"result":[{"meta":{},"timestamp":[1,2],"indicators":{"quote":[{"close":[1]}]}}],"error":null}}' >uneven.json
wrong "$TMP/uneven.json" 200 6 network_error bad_response 1
printf '{"chart":{"result":[{"meta":{},"timestamp":[172800,86400],"indicators":{"quote":[{"close":[1,2]}]}}],"error":null}}' >back.json
wrong "$TMP/back.json" 200 6 network_error bad_response 1
: >empty.json
wrong "$TMP/empty.json" 200 6 network_error bad_response 1

# The other host after 429.
rules <<X
GET /one/ rate_limit.429.txt 429
GET /two/ chart_1d_aapl.json 200
X
run algo-fetch --base-url "yahoo=$URL/one" --base-url "yahoo=$URL/two/" AAPL
is "$status" 0 "429: the other host is asked"
is "$(grep '^GET' "$LOG" | cut -d/ -f2 | tr '\n' ' ')" "one two " "at once"
rules <<X
GET /v8/ rate_limit.429.txt 429 times=3
GET /v8/ chart_1d_aapl.json 200
X
exits 0 "429 that ends" yahoo AAPL
is "$(asked)" 4 "after two pauses"
echo "GET /v8/ rate_limit.429.txt 429 header=Retry-After:3600" | rules
exits 6 "429 for longer than the patience" yahoo AAPL
is "$(asked)" 2 "is not waited for"
rules <<X
GET /v8/ down.503.html 503 times=2 header=Retry-After:1
GET /v8/ chart_1d_aapl.json 200
X
begin=$(date +%s)
exits 0 "503 that ends" env ALGO_RETRY_MS=500 algo-fetch \
	--base-url "yahoo=$URL" AAPL
is "$(asked)" 3 "is tried again"
ok "waiting as told, in shortened seconds" \
	test $(($(date +%s) - begin)) -ge 1 -a $(($(date +%s) - begin)) -le 5

# Crumb and cookie.
rules <<X
GET crumb=abCdE.1fG%2Fh chart_1d_aapl.json 200 with=A3=xyz
GET /v8/finance/chart/ invalid_crumb.401.json 401
GET /v1/test/getcrumb crumb.txt 200 with=A3=xyz
GET / - 404 header=Set-Cookie:A3=xyz
X
run yahoo AAPL
is "$status" 0 "401: cookie and crumb are fetched"
ok "then the bars" same_numbers out "$Y/chart_1d_aapl.expected.csv"
is "$(asked)" 4 "with four requests"
rules <<X
GET /v8/finance/chart/ invalid_crumb.401.json 401
GET /v1/test/getcrumb crumb.txt 200
X
exits 6 "a crumb that is refused" yahoo AAPL --errors=json
like "$err" '*"code":"blocked"*' "is a block"
is "$(asked)" 4 "and not tried for ever"
rules <<X
GET /v8/finance/chart/ invalid_crumb.401.json 401
GET /v1/test/getcrumb down.503.html 200
X
exits 6 "a page in place of the crumb" yahoo AAPL
printf '{"chart":{"result":null,"error":{"code":"Unauthorized","description":"User is not logged in"}}}' >auth.json
rules <<X
GET /v8/finance/chart/ $TMP/auth.json 401
GET /v1/test/getcrumb crumb.txt 200
X
exits 7 "401 for another reason" yahoo AAPL --errors=json
like "$err" '*"class":"auth_error","code":"auth"*' "is a matter of keys"

gzip -c "$Y/chart_1d_aapl.json" >aapl.json.gz
echo "GET /v8/ $TMP/aapl.json.gz 200 header=Content-Encoding:gzip" | rules
run yahoo AAPL
ok "bars that come packed" same_numbers out "$Y/chart_1d_aapl.expected.csv"
echo "GET /v8/ chart_1d_aapl.json 200 cut=2000" | rules
exits 6 "bars that are cut off" yahoo AAPL
is "$out" "" "print nothing"
echo "GET /v8/ chart_1d_aapl.json 200 drip=300" | rules
exits 6 "bars that come too slowly" env ALGO_TIMEOUT_MS=300 algo-fetch \
	--base-url "yahoo=$URL" AAPL
exits 6 "nobody there" algo-fetch --base-url yahoo=http://127.0.0.1:1 AAPL

done_testing
