#!/bin/sh
# hist.t - algo-hist: adding, asking, and what may go wrong with the file

. "$(dirname "$0")/lib.sh"

command -v algo-hist >/dev/null || skip_all "no algo-hist in $BIN"
unset ALGO_HISTORY
cd "$TMP" || exit 1

# result ID STRATEGY SYMBOL DAY SHARPE RETURN TRADES
result() {
	printf '{"algo":1,"kind":"result","success":true,"strategy":{"name":"%s","version":2,"sha256":"%s","params":{"n":14}},"data":{"symbol":"%s","interval":"1d","bars":100},"metrics":{"return_pct":%s,"num_trades":%s,"win_rate":0.5,"sharpe_ratio":%s,"max_drawdown_pct":-12.345678,"annual_volatility_pct":%s0,"psr":0.75},"flags":[],"error":null,"run":{"id":"%s","timestamp":"2026-03-%sT10:00:00Z","execution_time":0.25}}\n' \
		"$2" "sha-$2" "$3" "$6" "$7" "$5" "$7" "$1" "$4"
}

{
	result aaa1 cross GOOG 01 0.5 10.125 20
	result aaa2 cross GOOG 02 1.5 30 40
	result bbb1 'rsi, \"fast\"' EURUSD 03 null -5 3
	printf '%s\n' '{"kind":"result","success":false,"strategy":{"name":"rsi, \"fast\""},"data":{"symbol":"GOOG"},"metrics":null,"error":{"class":"type_error","message":"no number"},"run":{"id":"ccc1","timestamp":"2026-03-04T10:00:00Z"}}'
} >good

# --- adding

exits 0 "add" algo-hist add --db one.db <good
ok "passes the stream on unchanged" cmp out good
is "$err" "" "says nothing"
is "$(find . -name 'one.db' -perm 600)" ./one.db "the file is 0600"
run algo-hist list --db one.db --format=csv
is "$(cut -d, -f1 out | tr '\n' ' ')" "id ccc1 bbb1 aaa2 aaa1 " "the newest first"
exits 0 "the same again" algo-hist add -v --db one.db <good
like "$err" "*stored 0 runs, 4 were known*" "is known, and counted"
exits 0 "to the default place" algo-hist add <good
ok "which is in XDG_DATA_HOME" test -f "$XDG_DATA_HOME/algo/history.db"
is "$(find "$XDG_DATA_HOME" -name algo -perm 700 | wc -l)" 1 "its folder is 0700"
exits 0 "ALGO_HISTORY" env ALGO_HISTORY=env.db algo-hist add <good
ok "names the file" test -f env.db
run env ALGO_HISTORY=env.db algo-hist list --db made/for/opt.db
is "$status" 5 "--db goes first, a named history must be there"
exits 0 "folders are made" algo-hist add --db made/for/opt.db <good

exits 0 "empty input" algo-hist add --db empty.db </dev/null
is "$out$err" "" "gives nothing"
exits 0 "the history is there and empty" algo-hist list --db empty.db --format=csv
is "$(wc -l <out)" 1 "but for the header"
run env XDG_DATA_HOME="$TMP/fresh" algo-hist list --format=json
is "$status$out" "0[]" "before the first add the list is empty"
ok "and no file is made" test ! -e fresh

head -c -1 good >last
exits 0 "a last line without line end" algo-hist add --db cut.db <last
ok "passes as it is" cmp out last
run algo-hist export --db cut.db
ok "and is stored" cmp out good
printf '\357\273\277' | cat - good | sed 's/$/\r/' >dos
exits 0 "byte order mark and CRLF" algo-hist add --db dos.db <dos
ok "pass as they are" cmp out dos
is "$(algo-hist list --db dos.db --format=ndjson | wc -l)" 4 "and are stored"
exits 0 "add -o" algo-hist add --db o.db -o o.out <good
ok "writes the stream to the file" cmp o.out good

{
	sed -n 1p good
	echo '{"kind":"event"}'
	echo
	echo 'nonsense'
	sed -n 2p good
	echo '{"kind":"result","metrics":{"sharpe_ratio":"x"}}'
} >mixed
exits 3 "bad lines" algo-hist add --db mixed.db <mixed
ok "pass too" cmp out mixed
like "$err" "*<stdin>:2:*data_error*<stdin>:4:*data_error*<stdin>:6:*data_error*" \
	"each is named with its line"
like "$err" "*3 of 6 lines are no results*stored 2*" "and counted"
is "$(algo-hist export --db mixed.db | wc -l)" 2 "the good ones are stored"
exits 3 "the same with --errors=json" algo-hist add --errors=json \
	--db mixed.db <mixed
like "$err" '{"kind":"error","tool":"algo-hist","class":"data_error"*"line":2*' \
	"prints records"
is "$(grep -c '^{.*}$' err)" 4 "one a line"
{
	sed -n 1p good
	printf '{"kind":"result","pad":"'
	head -c 17000000 /dev/zero | tr '\0' x
	printf '"}\n'
	sed -n 2p good
} >long
exits 3 "a line beyond 16 MiB" algo-hist add --db long.db <long
ok "passes" cmp out long
like "$err" "*<stdin>:2: data_error: a line is longer*" "is named"
is "$(algo-hist export --db long.db | wc -l)" 2 "the others are stored"

# The same twice, without an id, is two runs.
grep -v ccc1 good | sed 's/,"run":.*/}/' >bare
exits 0 "results without run" algo-hist add --db bare.db <bare
exits 0 "twice" algo-hist add --db bare.db <bare
is "$(algo-hist list --db bare.db --format=csv | sed 1d | cut -d, -f1 |
	sort -u | grep -c '^[0-9a-f]\{12\}$')" 6 "are six, with ids of their own"
exits 0 "at one instant too" env ALGO_NOW=2026-01-01T00:00:00Z \
	sh -c 'cat bare bare | algo-hist add --db now.db'
is "$(algo-hist list --db now.db --format=ndjson | wc -l)" 6 "they are six"

run algo-hist export --db one.db
ok "export gives the lines back" cmp out good
algo-hist export --db one.db | algo-hist add --db two.db >/dev/null
algo-hist list --db one.db --format=csv >one.csv
algo-hist list --db two.db --format=csv >two.csv
ok "export and add give the same listing" cmp one.csv two.csv
exits 0 "export takes filters" algo-hist export --db one.db --symbol GOOG \
	--limit 1
is "$out" "$(sed -n 1p good)" "and a limit, the oldest first"

# --- a live stream

mkfifo live
algo-hist add --db live.db <live >live.out &
pid=$!
exec 8>live
sed -n 1p good >&8
n=0
while [ ! -s live.out ] && [ $n -lt 250 ]; do
	sleep 0.02
	n=$((n + 1))
done
ok "a line passes before the input ends" test -s live.out
exits 0 "another adds meanwhile" algo-hist add --db live.db <bare
sed -n 2p good >&8
printf '{"half' >&8
n=0
while [ "$(wc -c <live.out)" -le "$(head -2 good | wc -c)" ] &&
	[ $n -lt 250 ]; do
	sleep 0.02
	n=$((n + 1))
done
kill -TERM $pid
status=0
wait $pid 2>/dev/null || status=$?
exec 8>&-
is "$status" 143 "SIGTERM kills as it does"
is "$(algo-hist export --db live.db --strategy cross | grep -c aaa)" 2 \
	"what was complete is stored"

# A reader that leaves.
i=0
while [ $i -lt 3000 ]; do
	printf '{"kind":"result","run":{"id":"p%d"}}\n' $i
	i=$((i + 1))
done >many
(
	# Not before the reader is gone.
	while [ ! -e left ]; do sleep 0.02; done
	status=0
	sh -c 'echo $$ >gone.pid; exec algo-hist add --db gone.db' \
		<many 2>gone.err || status=$?
	echo $status >gone.status
) | { exec <&-; : >left; }
is "$(cat gone.status)" 141 "a reader that left: SIGPIPE"
is "$(cat gone.err)" "" "quietly"
is "$(algo-hist list --db gone.db --format=ndjson | wc -l)" 3000 \
	"and everything is stored"
exits 5 "a full disk behind stdout" sh -c 'algo-hist add --db full.db <good >/dev/full'
is "$(algo-hist export --db full.db | wc -l)" 4 "the history has it all"
exits 5 "a full disk behind --output" algo-hist list --db one.db -o /dev/full
exits 5 "a full disk behind export" sh -c 'algo-hist export --db one.db >/dev/full'

# --- asking

export ALGO_HISTORY="$TMP/one.db"
run algo-hist list
is "$(sed -n 1p out | tr -s ' ')" \
	"id timestamp strategy symbol return % sharpe max dd % trades win rate" \
	"the table for people"
like "$out" "*aaa1  2026-03-01T10:00:00Z  cross*10.13*0.50*-12.35*20*0.50*" \
	"is rounded"
is "$(awk '{ print length($0) }' out | sort -u | wc -l)" 1 "and aligned"
run algo-hist list --format=csv --strategy 'rsi, "fast"' --success
is "$(sed -n 2p out | cut -d, -f1-4)" 'bbb1,2026-03-03T10:00:00Z,"rsi, ""fast"""' \
	"CSV is quoted"
run algo-hist list --format=ndjson --strategy cross --until 2026-03-01
is "$out" '{"id":"aaa1","timestamp":"2026-03-01T10:00:00Z","strategy":"cross","version":2,"sha256":"sha-cross","symbol":"GOOG","interval":"1d","bars":100,"success":true,"return_pct":10.125,"cagr_pct":null,"total_pnl":null,"equity_final":null,"annual_volatility_pct":200,"sharpe_ratio":0.5,"sortino_ratio":null,"calmar_ratio":null,"max_drawdown_pct":-12.345678,"num_trades":20,"win_rate":0.5,"profit_factor":null,"expectancy":null,"exposure_time_pct":null,"execution_time":0.25,"error_class":null,"error_message":null}' \
	"NDJSON is exact"
run algo-hist list --format=json --limit 2
is "$(sed -n '1p;$p' out | tr -d '\n')$(wc -l <out)" "[]4" "JSON is one array"

# ids WHAT OPTION...: the ids that a command prints
ids() {
	algo-hist "$@" --format=csv | sed 1d | cut -d, -f1 | tr '\n' ' '
}
is "$(ids list --symbol GOOG)" "ccc1 aaa2 aaa1 " "--symbol"
is "$(ids list --failed)" "ccc1 " "--failed"
is "$(ids list --success)" "bbb1 aaa2 aaa1 " "--success"
is "$(ids list --since 2026-03-03)" "ccc1 bbb1 " "--since"
is "$(ids list --until 2026-03-03)" "bbb1 aaa2 aaa1 " "--until, the whole day"
is "$(ids list --until 2026-03-03T09:00)" "aaa2 aaa1 " "--until an instant"
is "$(ids list --where 'sharpe_ratio > 1')" "aaa2 " "--where"
is "$(ids list --where 'not sharpe > 1 or num_trades < 10')" "bbb1 aaa1 " \
	"--where with not and or"
is "$(ids list --where 'psr >= 75%' --symbol GOOG)" "aaa2 aaa1 " \
	"a metric that is no column"
is "$(ids list --sort return_pct)" "bbb1 aaa1 aaa2 ccc1 " "--sort, nothing last"
is "$(ids list --sort -return_pct)" "aaa2 aaa1 bbb1 ccc1 " "--sort downwards"
is "$(ids list --sort=-psr --limit 1)" "bbb1 " "--sort by another metric"
is "$(ids list --sort=timestamp)" "aaa1 aaa2 bbb1 ccc1 " "--sort timestamp"
is "$(ids list --limit 0)" "" "--limit 0"
is "$(ids best)" "aaa2 aaa1 ccc1 bbb1 " "best by the Sharpe ratio"
is "$(ids best --by volatility --limit 2)" "bbb1 aaa1 " "less is better of some"
is "$(ids best --by max_drawdown --success)" "bbb1 aaa2 aaa1 " \
	"draw-downs are negative"
exits 0 "best shows its metric" algo-hist best --by psr
like "$out" "*win rate*psr*" "in a column"
exits 2 "a metric that is none" algo-hist best --by sharpe_rato
like "$err" "*did you mean 'sharpe_ratio'*" "has a hint"
for bad in '' 'sharpe_ratio >' '1=1' 'sharpe_ratio > 1; DROP TABLE runs' \
	"x') OR 1=1 --" 'sharpe_ratio > (SELECT 1)' 'id > 1'; do
	exits 2 "--where $bad" algo-hist list --where "$bad"
done
exits 0 "text in a filter is text" algo-hist list --format=csv \
	--strategy "x' OR '1'='1" --symbol "' OR 1=1 --"
is "$(wc -l <out)" 1 "and finds nothing"
is "$(algo-hist list --format=ndjson | wc -l)" 4 "all runs are there"

exits 0 "show" algo-hist show aaa1 --format=ndjson
is "$out" "$(sed -n 1p good)" "NDJSON is the line itself"
exits 0 "show for people" algo-hist show bb
like "$out" "id *bbb1*symbol *EURUSD*metrics*sharpe_ratio *null*" "has it all"
exits 0 "show as JSON" algo-hist show bbb1 --format=json
is "$(tr -d ' \n' <out | cut -c1-60)" \
	"$(sed -n 3p good | tr -d ' ' | cut -c1-60)" "is the line, indented"
is "$(algo-hist show ccc --format=csv | sed -n 2p | cut -d, -f1)" ccc1 \
	"show as CSV"
exits 1 "show an id that is none" algo-hist show zzz
exits 1 "show a start of two ids" algo-hist show aaa
like "$err" "*aaa1, aaa2*" "names them"

exits 0 "stats" algo-hist stats --format=csv
is "$(sed -n '1p;/^cross/p' out)" \
	"strategy,runs,succeeded,success_rate,avg_return_pct,avg_sharpe_ratio,avg_max_drawdown_pct,avg_win_rate,avg_num_trades,best_sharpe_ratio,best_id,last,last_id
cross,2,2,1,20.0625,1,-12.345678,0.5,30,1.5,aaa2,2026-03-02T10:00:00Z,aaa2" \
	"of a strategy"
is "$(sed -n '/^"rsi/s/^.*""",//p' out)" \
	"2,1,0.5,-5,,-12.345678,0.5,3,,,2026-03-04T10:00:00Z,ccc1" \
	"with a failure and no Sharpe ratio"
exits 0 "stats of one" algo-hist stats cross --format=ndjson
is "$(wc -l <out)" 1 "is one row"
exits 1 "stats of none" algo-hist stats crss
like "$err" "*did you mean 'cross'*" "has a hint"

exits 2 "no command" algo-hist
exits 2 "an unknown command" algo-hist lst
like "$err" "*did you mean 'list'*" "has a hint"
exits 2 "a command of later" algo-hist vacuum
exits 2 "show without id" algo-hist show
exits 2 "list with an operand" algo-hist list x
exits 2 "an option of another command" algo-hist best --sort x
exits 2 "add with a filter" algo-hist add --symbol x </dev/null
exits 2 "both ways" algo-hist list --success --failed
exits 2 "a date that is none" algo-hist list --since yesterday
exits 2 "a form that is none" algo-hist list --format=xml
unset ALGO_HISTORY

# --- what may be wrong with the file

# refused FILE WHAT CODE: adding and asking end with 5, FILE is untouched and
# the stream passes.
refused() {
	cp "$1" before
	exits 5 "add: $2" algo-hist add --errors=json --db "$1" <good
	ok "the stream passes: $2" cmp out good
	is "$(grep -c . err)" 1 "one clear line: $2"
	like "$err" "*\"code\":\"$3\"*" "it says $3: $2"
	exits 5 "list: $2" algo-hist list --db "$1"
	is "$out" "" "prints nothing: $2"
	ok "the file is untouched: $2" cmp "$1" before
}
head -c 5000 /dev/urandom >junk.db
refused junk.db "no database" not_a_history
cp one.db torn.db
printf 'garbage garbage garbage garbage garbage' |
	dd of=torn.db bs=1 seek=16 conv=notrunc 2>/dev/null
refused torn.db "a broken header" not_a_history
cp one.db torn.db
head -c 4096 /dev/zero | tr '\0' x |
	dd of=torn.db bs=4096 seek=2 conv=notrunc 2>/dev/null
head -c 4096 /dev/zero | tr '\0' x |
	dd of=torn.db bs=4096 seek=3 conv=notrunc 2>/dev/null
head -c 4096 /dev/zero | tr '\0' x |
	dd of=torn.db bs=4096 seek=4 conv=notrunc 2>/dev/null
sed 's/aaa/new/' good >new
cp torn.db before
exits 5 "add: broken pages" algo-hist add --errors=json --db torn.db <new
like "$err" '*"code":"corrupt"*' "it says so"
ok "the stream passes: broken pages" cmp out new
ok "the file is untouched: broken pages" cmp torn.db before
exits 5 "a folder" algo-hist list --db "$TMP"
exits 5 "a device" algo-hist add --db /dev/null <good
ok "the stream passes: a device" cmp out good
exits 5 "a place where no file can be" algo-hist add --db /proc/none/h.db <good
ok "the stream passes: no place" cmp out good
{
	echo nonsense
	cat good
} >bad
exits 5 "no place and bad lines: the history weighs more" \
	algo-hist add --db /dev/null <bad
ok "the stream passes: both" cmp out bad

# A limit of the size of files stands for a full disk.
cp one.db small.db
sed 's/"id":"p/"pad":"0123456789012345678901234567890123456789","id":"q/' many >fat
run sh -c '{
	(ulimit -f 64; exec algo-hist add --errors=json --db small.db <fat)
	echo $? >small.status
} | cmp - fat'
is "$(cat small.status)" 5 "no room for the history"
is "$status$out" 0 "the stream passes: no room"
is "$(grep -c . err)" 1 "in one line"
like "$err" '*"class":"file_error"*' "one line says so"
is "$(algo-hist list --db small.db --format=ndjson | wc -l)" 4 \
	"nothing half is written"

# Somebody who may not write.  Root may: it becomes somebody else.
as_other() {
	"$@"
}
if [ "$(id -u)" = 0 ]; then
	as_other() {
		perl -e '$( = $) = "65534 65534"; $< = $> = 65534;
			exec @ARGV or exit 126' "$@"
	}
fi
mkdir shut
cp one.db shut/h.db
chmod 755 "$TMP" shut
chmod 444 shut/h.db
[ "$(id -u)" = 0 ] || chmod 555 shut
if as_other algo-hist --version >/dev/null 2>&1; then
	exits 5 "add: read-only" as_other algo-hist add --errors=json \
		--db shut/h.db <good
	like "$err" '*"code":"read_only"*' "it says so"
	is "$(grep -c . err)" 1 "in one line"
	ok "the stream passes: read-only" cmp out good
	ok "the file is untouched: read-only" cmp shut/h.db one.db
	exits 0 "list: read-only" as_other algo-hist list --db shut/h.db \
		--format=csv
	ok "works" cmp out one.csv
	exits 5 "a folder that is read-only" as_other algo-hist add \
		--db shut/new.db <good
	ok "the stream passes: read-only folder" cmp out good
	is "$(ls shut)" h.db "nothing is left there"
else
	note "the tool cannot be run as somebody else"
fi
chmod 755 shut

# Somebody who writes for long.
cat >hold.c <<'C'
#include <sqlite3.h>
#include <stdio.h>
int main(int argc, char **argv)
{
	sqlite3 *db;

	if (argc < 2 || sqlite3_open(argv[1], &db) ||
	    sqlite3_exec(db, "BEGIN IMMEDIATE", NULL, NULL, NULL))
		return 1;
	puts("held");
	fflush(stdout);
	return getchar() != EOF;
}
C
if ${CC:-cc} -o hold hold.c -lsqlite3 2>/dev/null; then
	mkfifo key
	./hold one.db <key >held &
	pid=$!
	exec 7>key
	n=0
	while [ ! -s held ] && [ $n -lt 250 ]; do
		sleep 0.02
		n=$((n + 1))
	done
	exits 0 "list: locked" algo-hist list --db one.db --format=csv
	ok "reading goes on" cmp out one.csv
	exits 5 "add: locked" algo-hist add --errors=json --db one.db <new
	like "$err" '*"code":"locked"*' "it says so"
	is "$(grep -c . err)" 1 "in one line"
	ok "the stream passes: locked" cmp out new
	exec 7>&-
	wait $pid
	run algo-hist list --db one.db --format=csv
	ok "nothing was written" cmp out one.csv
	exits 0 "then it can be added" algo-hist add --db one.db <new
else
	note "no compiler: nobody holds the lock"
fi

# Strategies.
cp "$TOP"/examples/strategies/rsi_dip.json v1.json
sed 's/"hi": 70/"hi": 75/' v1.json >v2.json
exits 0 "save" algo-hist save --db docs.db v1.json
is "$out" "rsi_dip@1" "the first version"
exits 0 "save again" algo-hist save --db docs.db v1.json
is "$out" "rsi_dip@1" "is no new one"
exits 0 "save another" algo-hist save --db docs.db v2.json
is "$out" "rsi_dip@2" "is the second"
exits 0 "get" algo-hist get --db docs.db rsi_dip
ok "the last one" cmp out v2.json
exits 0 "get of a version" algo-hist get --db docs.db rsi_dip@1
ok "that one" cmp out v1.json
exits 0 "strategies" algo-hist strategies --db docs.db --format=csv
like "$out" "name,version,saved,sha256
rsi_dip,2,20*" "a row a name"
exits 0 "versions" algo-hist versions --db docs.db --format=ndjson rsi_dip
is "$(grep -c . out)" 2 "a row a version"
exits 0 "diff" algo-hist diff --db docs.db rsi_dip@1 rsi_dip@2
like "$out" '*-*"hi": 70*+*"hi": 75*' "what differs"
exits 1 "no such name" algo-hist get --db docs.db dip
exits 1 "no such version" algo-hist get --db docs.db rsi_dip@3
exits 1 "no versions" algo-hist versions --db docs.db dip
exits 2 "diff of one" algo-hist diff --db docs.db rsi_dip
echo '{"algo":1,"entry":{"long":"nonsense("}}' >bad.json
exits 4 "a document that does not check" algo-hist save --db docs.db bad.json
exits 5 "no such file" algo-hist save --db docs.db none.json

# Several that add to a fresh file at once.
i=0
while [ $i -lt 8 ]; do
	sed "s/\"p/\"w$i-/" many | algo-hist add --db crowd.db >/dev/null \
		2>"crowd.$i" &
	i=$((i + 1))
done
wait
is "$(cat crowd.[0-7])" "" "eight that add at once"
is "$(algo-hist export --db crowd.db | wc -l)" 24000 "lose nothing"

done_testing
