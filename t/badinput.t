# badinput.t - what bad input gets: one clear line, the documented status,
# nothing half written, nothing lost.
# shellcheck source=t/lib.sh
. "$(dirname "$0")/lib.sh"

ALGO_SHARE=$TOP/share
export ALGO_SHARE
cd "$TMP" || exit 1
head -n 300 "$TOP/share/demo/GOOG.csv" >bars.csv
head -n 3 bars.csv >three.csv
HEAD=$(head -n 1 bars.csv)

# Files that were begun beside their name.
unfinished() { find . -name '.algo-*'; }
lines() { wc -l <"$1" | tr -d ' '; }
rules='-e close>sma(close,2) -x close<sma(close,2)'
# job TOOL ARGUMENT...: the tool at work on stdin
job() {
	t=$1
	shift
	case $t in
	algo-fetch) algo-fetch "$@" - ;;
	algo-ind) algo-ind "$@" sma:2 ;;
	algo-run) algo-run --reproducible $rules "$@" ;;
	esac
}
# whole FILE: it ends with a line end, or is empty
whole() { [ ! -s "$1" ] || [ -z "$(tail -c 1 "$1")" ]; }
# bad NAME STATUS PLACE FILE: each tool reads FILE from stdin and by name
bad() {
	name=$1 want=$2 place=$3 file=$4
	for t in algo-fetch algo-ind algo-run; do
		exits "$want" "$t: $name" job $t <"$file"
		is "$(lines err)" 1 "$t: $name: one line on stderr"
		like "$err" "$t: <stdin>:$place*" "$t: $name: with its place"
		ok "$t: $name: whole lines on stdout" whole out
		cp three.csv kept.csv
		exits "$want" "$t -o: $name" job $t -o kept.csv <"$file"
		ok "$t: $name: a file stays as it was" cmp kept.csv three.csv
		exits "$want" "$t: $name as a record" job $t --errors=json <"$file"
		like "$err" "{\"kind\":\"error\",\"tool\":\"$t\",\"class\":\"*_error\",*\"file\":\"<stdin>\"*}" \
			"$t: $name: a record"
	done
	exits "$want" "algo-fetch FILE: $name" algo-fetch "$file"
	like "$err" "algo-fetch: $file:$place*" "algo-fetch FILE: $name: its place"
	exits "$want" "algo-run -d FILE: $name" job algo-run -d "$file"
	like "$err" "algo-run: $file:$place*" "algo-run -d FILE: $name: its place"
	is "$(lines err)" 1 "algo-run -d FILE: $name: one line"
}

# before NAME: the other tools send to algo-fetch, which has no other before it
before() {
	case "$t $err" in
	algo-fetch*) is "${err##*"put 'algo-fetch"*}" "$err" "$1: nothing before it" ;;
	*) like "$err" "*put 'algo-fetch -' before)*" "$1: sent to algo-fetch" ;;
	esac
}

# --- No table at all
: >empty.csv
printf '\n \n\n' >blank.csv
mkdir folder
cp "$(command -v algo-fetch)" binary.csv
iconv -f UTF-8 -t UTF-16 bars.csv >utf16.csv 2>/dev/null || cp binary.csv utf16.csv
gzip -c bars.csv >packed.csv
echo '{"time":"2024-01-02","close":1}' >bars.json
echo '<!DOCTYPE html><html><body>log in</body></html>' >page.csv
sed 1d bars.csv >nohead.csv
printf 'time,open,high,low,close,close\n' >twice.csv
bad "empty file" 3 "1: file_error: *empty*" empty.csv
bad "blank lines only" 3 "*: file_error: *empty*" blank.csv
bad "directory" 5 " file_error: *" folder
bad "binary" 3 "1: data_error: *binary*" binary.csv
bad "UTF-16" 3 "1: data_error: *" utf16.csv
bad "gzip" 3 "1: data_error: *gzip*" packed.csv
bad "JSON" 3 "1: data_error: *JSON*" bars.json
bad "a web page" 3 "1: data_error: *HTML*" page.csv
bad "no header" 3 "1:1: data_error: no header*" nohead.csv
bad "a column twice" 3 "1:26: data_error: *'close' comes twice*" twice.csv
for t in algo-fetch algo-ind algo-run; do
	[ $t = algo-ind ] && continue
	case $t in
	algo-fetch) run algo-fetch ./nosuch.csv ;;
	algo-run) run job algo-run -d nosuch.csv ;;
	esac
	is "$status $(lines err)" "5 1" "$t: a missing file"
	like "$err" "$t: *nosuch.csv*: file_error: *No such file*" "$t: and says so"
done

# --- Bad rows: after two good ones
row() { # row NAME PLACE BYTES (for printf)
	{ cat three.csv && printf "$3"; } >row.csv
	bad "$1" 3 "$2" row.csv
	for t in algo-fetch algo-ind; do
		job $t <row.csv >out 2>/dev/null
		is "$(lines out) $(tail -n 1 out | cut -d, -f1-6)" \
			"3 $(tail -n 1 three.csv)" \
			"$t: $1: the rows before it come out"
	done
	run algo-run $rules --equity - <row.csv
	ok "algo-run --equity -: $1: whole lines" whole out
	cp three.csv kept.csv
	run job algo-run --trades kept.csv --equity kept2.csv <row.csv
	ok "algo-run: $1: --trades stays as it was" cmp kept.csv three.csv
	ok "algo-run: $1: no new --equity" test ! -e kept2.csv
}
row "NUL byte" "4:16: data_error: NUL*" '2004-08-25,1,2,\0001,1,5\n'
row "a field too many" "4:23: data_error: *7 fields*6*" '2004-08-25,1,2,1,1,50,7\n'
row "a field too few" "4:*: data_error: *" '2004-08-25,1,2\n'
row "an open quote" "4:12: data_error: *quote*" '2004-08-25,"1,2,1,1,5\n'
row "a quote within" "4:13: data_error: *quote*" '2004-08-25,1"2",2,1,1,5\n'
row "a time that is none" "4:1: data_error: 'soon'*" 'soon,1,2,1,1,5\n'
row "a time twice" "4:1: data_error: *twice*" '2004-08-20,1,2,1,1,5\n'
row "a time that descends" "4:1: data_error: *before*" '2004-08-01,1,2,1,1,5\n'
row "a close that is none" "4:18: data_error: 'x1'*'close'*" '2004-08-25,1,2,1,x1,5\n'
row "half a row" "4:*: data_error: *" '2004-08-2'
row "a bar number" "4:1: data_error: *" '7,1,2,1,1,5\n'
for start in soon,1 2004-08-20,1 2004-08-01,1 2004-08-25,1; do
	{ cat three.csv && echo "$start,2,1,$,5"; } >row.csv
	for t in algo-fetch algo-ind algo-run; do
		exits 3 "$t: $start" job $t <row.csv
		before "$t: $start"
	done
done
for t in algo-fetch algo-ind algo-run; do
	exits 3 "$t: no header" job $t <nohead.csv
	before "$t: no header"
done
{ cat three.csv && head -c 10000000 /dev/zero | tr '\0' 1 && echo; } >long.csv
bad "a line of 10 MB" 3 "4: data_error: *longer*" long.csv
head -c 10000000 /dev/zero | tr '\0' 'x' >long.csv
bad "a header of 10 MB" 3 "1:*data_error: *longer*" long.csv
{ cat three.csv && head -c 100000 /dev/urandom; } >noise.csv
for t in algo-fetch algo-ind algo-run; do
	exits 3 "$t: noise after good rows" job $t <noise.csv
	is "$(lines err)" 1 "$t: noise: one line on stderr"
done

# --- Prices that are missing
for price in nan NaN '' inf -Inf; do
	printf '%s\n2024-01-01,1,2,1,1.5,5\n2024-01-02,1,2,1,%s,5\n' \
		"$HEAD" "$price" >nan.csv
	exits 3 "algo-run: close '$price'" job algo-run <nan.csv
	like "$err" "algo-run: <stdin>:3:18: data_error: *'close'*" \
		"algo-run: close '$price': line and column"
	is "$(lines err) $(lines out)" "1 0" "algo-run: close '$price': one line"
done
printf '%s\n2024-01-01,1,2,1,1.5,5\n2024-01-02,1,2,1,nan,5\n2024-01-03,1,2,1,2,5\n2024-01-04,1,2,1,3,5\n' "$HEAD" >nan.csv
exits 0 "algo-ind: a close that is NaN" algo-ind sma:2 <nan.csv
is "$(sed -n '3,5s/.*,//p' out | tr '\n' ' ')" "  2.5 " \
	"algo-ind: has no value until it has left"
exits 3 "algo-ind: a close that is infinite" algo-ind sma:2 <<X
$HEAD
2024-01-01,1,2,1,inf,5
X
exits 0 "algo-run: a volume that is missing" job algo-run <<X
$HEAD
2024-01-01,1,2,1,1.5,
X

# --- Only a header
exits 0 "algo-fetch: header only" algo-fetch - <<X
$HEAD
X
is "$out" "$HEAD" "algo-fetch: prints it"
exits 0 "algo-ind: header only" algo-ind sma:2 macd <<X
$HEAD
X
is "$out$err" "$HEAD,SMA_2,MACD_12_26_9,MACD_12_26_9_SIGNAL,MACD_12_26_9_HIST" \
	"algo-ind: prints it with its columns"
exits 0 "algo-run: header only" job algo-run -q <<X
$HEAD
X
like "$out|$err" '{"algo":1,"kind":"result","success":true,*"bars":0,*"num_trades":0,*"error":null}|' \
	"algo-run: a result with 0 bars"
printf '%s' "$HEAD" >noeol.csv
exits 0 "algo-ind: header without line end" algo-ind sma:2 <noeol.csv
is "$out" "$HEAD,SMA_2" "algo-ind: prints it with one"
exits 0 "algo-ind --format=ndjson: header only" \
	algo-ind --format=ndjson sma:2 <noeol.csv
is "$out" "" "prints nothing"

# --- Missing columns
printf 'time,price\n2024-01-01,1\n' >price.csv
for t in algo-fetch algo-ind algo-run; do
	exits 3 "$t: no close" job $t <price.csv
	like "$err" "$t: <stdin>:1: key_error: *(there are: time, price*)" \
		"$t: no close: the columns there are"
	before "$t: no close"
	is "$(lines err)" 1 "$t: no close: one line"
done

# --- A full disk
awk -v h="$HEAD" 'BEGIN { print h
	for (i = 0; i < 100000; i++) printf "%d,1.5,2.5,1.25,%d,100\n",
		1500000000 + i * 60, 2 + i % 7 }' >many.csv
if [ -e /dev/full ]; then
	for t in algo-fetch algo-ind algo-run; do
		for file in bars many; do
			status=0
			job $t <$file.csv >/dev/full 2>err || status=$?
			is "$status $(lines err)" "5 1" "$t: $file to a full disk"
			like "$(cat err)" "$t: *file_error: *'<stdout>': *" \
				"$t: $file: and says so"
			exits 5 "$t: $file to /dev/full by -o" \
				job $t -o /dev/full <$file.csv
			is "$(lines err)" 1 "$t: $file: one line"
		done
		{ cat three.csv && sleep 0.05 && sed 1,3d bars.csv; } | {
			job $t >/dev/full 2>err || echo $? >left
		}
		is "$(cat left) $(lines err)" "5 1" \
			"$t: a full disk while it waits for more"
	done
	for o in --trades --equity --orders; do
		cp three.csv kept.csv
		rm -f result.json
		run job algo-run $o /dev/full -o result.json <many.csv
		is "$status $(lines err)" "5 1" "algo-run $o to a full disk"
	done
	run job algo-run --equity /dev/full --trades kept.csv -o result.json \
		<many.csv
	ok "algo-run: the other files stay as they were" cmp kept.csv three.csv
	ok "algo-run: no result of a run cut short" test ! -e result.json
fi
for t in algo-fetch algo-ind; do
	cp three.csv kept.csv
	status=0
	(ulimit -f 64 && job $t -o kept.csv <many.csv) >out 2>err || status=$?
	is "$status $(lines err)" "5 1" "$t: beyond the size a file may have"
	like "$(cat err)" "$t: kept.csv: file_error: *" "$t: is told"
	ok "$t: the file is as it was" cmp kept.csv three.csv
	status=0
	(ulimit -f 64 && job $t <many.csv >cut.csv 2>err) || status=$?
	is "$status $(lines err)" "5 1" "$t: stdout beyond the size"
done
status=0
(ulimit -f 64 && job algo-run --equity kept.csv <many.csv) >out 2>err || status=$?
is "$status $(lines err)" "5 1" "algo-run: beyond the size a file may have"
ok "algo-run: the file is as it was" cmp kept.csv three.csv
for o in . folder nosuch/x.csv ''; do
	for t in algo-fetch algo-ind algo-run; do
		exits 5 "$t -o '$o'" job $t -o "$o" <bars.csv
		is "$(lines err)" 1 "$t -o '$o': one line"
	done
done
if [ "$(id -u)" != 0 ]; then
	mkdir locked && chmod 555 locked
	exits 5 "algo-ind: a folder that cannot be written" \
		job algo-ind -o locked/x.csv <bars.csv
	chmod 755 locked
fi

# --- Files in place
for t in algo-fetch algo-ind algo-run; do
	job $t <bars.csv >want
	exits 0 "$t -o a new file" job $t -o new.csv <bars.csv
	is "$out$err" "" "$t -o: nothing else is printed"
	ok "$t -o: the same bytes" cmp new.csv want
	chmod 640 new.csv
	ln -sf new.csv link.csv
	exits 0 "$t -o a link" job $t -o link.csv <bars.csv
	is "$(ls -l new.csv | cut -c1-10) $(ls -l link.csv | cut -c1)" \
		"-rw-r----- l" "$t -o: the link is followed, the mode kept"
	rm new.csv link.csv
	exits 0 "$t -o /dev/null" job $t -o /dev/null <bars.csv
done
cp bars.csv same.csv
exits 0 "algo-ind -o its own input" sh -c 'algo-ind -o same.csv sma:2 <same.csv'
ok "is read before it is replaced" sh -c '
	algo-ind sma:2 <bars.csv | cmp - same.csv'

# --- A reader that leaves
# left COMMAND...: its status when the reader takes one line
left() {
	{ "$@" 2>err; echo $? >left; } | head -n 1 >first
	cat left
}
for t in algo-fetch algo-ind; do
	is "$(left job $t <many.csv) $(lines err)" "141 0" \
		"$t: a closed pipe ends it quietly"
	is "$(lines first)" 1 "$t: after a line"
	(trap '' PIPE && left job $t <many.csv) >ignored
	is "$(cat ignored) $(lines err)" "141 0" \
		"$t: so it does when SIGPIPE is ignored"
done
is "$(left job algo-run --equity - <many.csv) $(lines err)" "141 0" \
	"algo-run --equity -: a closed pipe ends it quietly"
is "$(left algo-ind --list=json) $(lines err)" "0 0" \
	"algo-ind --list: a pipe takes it all"
# A reader of stdout that leaves harms no file.
cp three.csv kept.csv
left job algo-run --equity - --trades kept.csv -o result.json <many.csv >/dev/null
ok "algo-run: files stay as they were" cmp kept.csv three.csv
ok "algo-run: no result" test ! -e result.json

# --- Signals
mkfifo feed
# stopped SIGNAL COMMAND...: its status when it waits for more on the FIFO
stopped() {
	sig=$1
	shift
	# A background job has SIGINT ignored; env puts it back.
	perl -e '$SIG{INT} = "DEFAULT"; exec @ARGV' "$@" <feed >out 2>err &
	pid=$!
	exec 8>feed
	cat three.csv >&8
	# Its unfinished file shows that it is at work.
	tries=0
	while [ -z "$(unfinished)" ] && [ $tries -lt 250 ]; do
		tries=$((tries + 1))
		sleep 0.02
	done
	kill -"$sig" $pid
	status=0
	wait $pid 2>/dev/null || status=$?
	exec 8>&-
	echo $status
}
if command -v perl >/dev/null 2>&1; then
	for pair in INT:130 TERM:143 HUP:129; do
		sig=${pair%:*} want=${pair#*:}
		for t in "algo-fetch -" "algo-ind sma:2" \
			"algo-run -e close>1 -x close<1"; do
			cp bars.csv kept.csv
			is "$(stopped $sig $t -o kept.csv)" $want \
				"$t: dies of SIG$sig"
			ok "$t: SIG$sig: the file is as it was" cmp kept.csv bars.csv
			is "$(unfinished)" "" \
				"$t: SIG$sig: no unfinished file is left"
			is "$(cat err)" "" "$t: SIG$sig: quietly"
		done
	done
fi

# --- A live feed: each line is answered before the next comes
for t in "algo-ind --only sma:2" "algo-fetch -" "algo-ind --format=ndjson sma:2"; do
	rm -f answers && mkfifo answers
	$t <feed >answers 2>err &
	pid=$!
	exec 8>feed 7<answers
	n=0
	while IFS= read -r line && [ $n -lt 5 ]; do
		n=$((n + 1))
		echo "$line" >&8
		case $t in *ndjson*) [ $n = 1 ] && continue ;; esac
		IFS= read -r answer <&7
		case $answer in
		*"${line%%,*}"*) ;;
		*) n=99 && note "line $line was answered by $answer" ;;
		esac
	done <bars.csv
	exec 8>&-
	wait $pid
	is "$? $n" "0 5" "$t: a live feed passes line by line"
	exec 7<&-
done
# --- A history that is bad: nothing of it or of the stream is lost
algo-run --reproducible -e 'close>1' -x 'close<1' -d bars.csv >result.json
cat result.json result.json >two.ndjson
algo-hist add --db good.db <two.ndjson >/dev/null
# harmed NAME FILE
harmed() {
	cp "$2" before
	exits 5 "algo-hist list: $1" algo-hist list --db "$2"
	is "$(lines err) $(lines out)" "1 0" "$1: one line"
	like "$err" "algo-hist: $2: file_error: *" "$1: which names the file"
	exits 5 "algo-hist add: $1" algo-hist add --db "$2" <two.ndjson
	is "$(lines err)" 1 "$1: one line again"
	ok "algo-hist add: $1: results pass all the same" cmp out two.ndjson
	ok "$1: the file is as it was" cmp "$2" before
}
echo 'this is no database, it is a text of somebody' >text.db
harmed "a text" text.db
cp binary.csv program.db
harmed "a program" program.db
cp good.db zeros.db
dd if=/dev/zero of=zeros.db bs=100 seek=1 count=200 conv=notrunc 2>/dev/null
harmed "a corrupt history" zeros.db
head -c 6000 good.db >half.db
harmed "half a history" half.db
exits 5 "algo-hist: a folder" algo-hist list --db folder
exits 5 "algo-hist: a history that is not there" algo-hist list --db nosuch.db
ok "is not made by asking" test ! -e nosuch.db
if [ "$(id -u)" != 0 ]; then
	chmod 400 good.db
	harmed "a read-only history" good.db
	chmod 600 good.db
fi
{ sed 1q two.ndjson && echo 'no result' && echo '{"kind":"other"}' &&
	sed 1d two.ndjson; } >mixed.ndjson
exits 3 "algo-hist add: lines that are no results" \
	algo-hist add --db mixed.db <mixed.ndjson
ok "pass as well" cmp out mixed.ndjson
is "$(algo-hist list --db mixed.db --format=ndjson | wc -l | tr -d ' ')" 2 \
	"and the others are stored"
like "$err" "algo-hist: <stdin>:2*: data_error: *
algo-hist: <stdin>:3*: data_error: *" "each is told with its line"
exits 0 "algo-hist add: nothing" algo-hist add --db mixed.db </dev/null

is "$(unfinished)" "" "no unfinished file is left at all"
done_testing
