# fix.t - algo-fix: what it mends and what it leaves, guesses, diffs, reports,
# files in place, runs over bars, and what may go wrong with all of them.
# shellcheck source=t/lib.sh
. "$(dirname "$0")/lib.sh"

command -v algo-fix >/dev/null || skip_all "no algo-fix in $BIN"
cp share/demo/GOOG.csv "$TMP/goog.csv"
cp -r examples/strategies "$TMP/examples"
cd "$TMP" || exit 1
have() { command -v "$1" >/dev/null 2>&1; }
lines() { wc -l <"$1" | tr -d ' '; }
head -n 300 goog.csv >bars.csv

printf '{\n  "algo": 1,\n  "name": "t",\n  "entry": {"long": "rsi(close, 14) < 30"},\n  "exit": {"long": "rsi(close, 14) > 70"}\n}\n' >good.json
sed 's/(close, 14) </(clsoe, 14) </; s/70"}/70"},/' good.json >bad.json
printf '%s\n' '{"algo":1,"entry":{"long":"close > close[-1]"},"exit":{"long":"close < 1"}}' >guess.json
printf '%s\n' '{"algo":1,"entry":{"long":"close > close[1]"},"exit":{"long":"close < 1"}}' >guessed.json
printf '%s\n' '{"algo":1,"entry":{"long":"zzz > 1"},"exit":{"long":"close < 1"}}' >left.json
printf '%s\n' '{"algo":1,"rules":[{"when":"flat","do":"buy","sl":"close + 5"}]}' >side.json
printf '%s\n' '{"algo":1,"rules":[{"when":"flat","do":"buy","sl":"close - 5"}]}' >sided.json
# left_alone STATUS NAME FILE ARGUMENT...: the document comes as it was
left_alone() {
	want=$1 what=$2 file=$3
	shift 3
	exits "$want" "$what" algo-fix "$@" "$file"
	ok "$what: it comes as it was" cmp out "$file"
}

# --- What is right stays
for f in good.json examples/*.json; do
	left_alone 0 "$f" "$f"
	is "$err" "" "$f: nothing is said"
done
exits 0 "from stdin" sh -c 'algo-fix <good.json'
ok "the same bytes" cmp out good.json
exits 0 "stdin by name" sh -c 'algo-fix - <good.json'
ok "the same bytes" cmp out good.json

# --- Mending
exits 0 "two faults" algo-fix bad.json
ok "are mended" cmp out good.json
is "$(lines err)" 2 "a line each"
like "$err" "algo-fix: bad.json:5:42: warning: syntax_error: mended: a comma too many is removed*algo-fix: bad.json:/entry/long: warning: import_error: mended: 'clsoe' becomes 'close'" \
	"that names the place and what was done"
exits 0 "-q" algo-fix -q bad.json
is "$err" "" "says nothing"
exits 0 "--errors=json" algo-fix --errors=json bad.json
like "$err" '{"kind":"error","tool":"algo-fix","class":"syntax_error","code":"trailing_comma","severity":"warning"*' \
	"tells records"
exits 0 "-o" algo-fix -q bad.json -o new.json
ok "writes the file" cmp new.json good.json
is "$out" "" "and nothing else"
exits 0 "the mended again" algo-fix new.json
is "$err" "" "is right"
{ echo 'Sure! Here you are:'; echo '```json'; sed "s/\"/'/g" good.json; echo '```'; } >chat.md
exits 0 "an answer of a model" algo-fix -q chat.md
ok "is the document in it" sh -c 'algo-run --canonical out >a && algo-run --canonical good.json >b && cmp a b'
printf '\377\376' >wide
sed 's/./&\x00/g' good.json | tr '\n' '\001' | sed 's/\x01/\n\x00/g' >>wide
exits 0 "UTF-16" algo-fix -q wide
ok "becomes UTF-8" cmp out good.json

# --- Guesses
left_alone 4 "a guess is needed" guess.json
like "$err" "algo-fix: guess.json:/entry/long:1:15: index_error: *look ahead*" "the fault is told"
exits 0 "--unsafe" algo-fix --unsafe guess.json
ok "makes it" cmp out guessed.json
like "$err" "*:/entry/long: warning: index_error: mended by a guess: '-1' becomes '1'" "and says so"
left_alone 4 "nobody knows" left.json
left_alone 4 "--unsafe neither" left.json --unsafe
sed 's/close < 1/clsoe < 1/' guess.json >both.json
left_alone 4 "all or nothing" both.json
is "$(lines err)" 2 "every fault is told"
exits 4 "-o and faults" algo-fix left.json -o never.json
ok "writes no file" test ! -e never.json

# --- --explain
exits 4 "--explain" algo-fix --explain bad.json
is "$err" "" "on stdout"
like "$out" "*bad.json:5:42: syntax_error: *syntax_error, error: algo-fix mends it*bad.json:/entry/long:1:5: import_error: *import_error, error: algo-fix mends it" \
	"class, severity, context, what can be done"
exits 4 "a guess explained" algo-fix --explain guess.json
like "$out" "*  close > close\[-1\]*\^*index_error, error: algo-fix --unsafe mends it by a guess" "with its line"
exits 4 "nothing known" algo-fix --explain left.json
like "$out" "*import_error, error: needs a person" "a person"
exits 4 "of a run" algo-fix --explain side.json -d bars.csv
like "$out" "*side.json:/rules/0/sl:1:1: runtime_error: *by a guess" "too"
exits 0 "what is right" algo-fix --explain good.json
is "$out$err" "" "has nothing to explain"
exits 4 "--explain --errors=json" algo-fix --explain --errors=json bad.json
is "$(grep -c '"repair":"fixit"}$' err) $out" "2 " "records with a verdict"
for f in bad guess left; do cp $f.json kept.json; algo-fix --explain kept.json >/dev/null 2>&1; cmp -s kept.json $f.json || echo changed; done >changed
is "$(cat changed)" "" "nothing is changed"

# --- --diff
exits 0 "--diff" algo-fix -q --diff bad.json
like "$out" "--- bad.json
+++ bad.json
@@ -1,6 +1,6 @@*-*clsoe*+*close*" "is unified"
cp out change.diff
if have patch; then
	cp bad.json patched.json
	ok "patch takes it" patch -s patched.json change.diff
	ok "and comes to the same" cmp patched.json good.json
fi
exits 0 "--diff of what is right" algo-fix --diff good.json
is "$out" "" "is empty"
exits 4 "--diff of what is left" algo-fix --diff left.json
is "$out" "" "is empty too"
exits 0 "--diff -o" algo-fix -q --diff bad.json -o diff.out
ok "into a file" cmp diff.out change.diff

# --- --in-place
cp bad.json mine.json
chmod 640 mine.json
exits 0 "-i" algo-fix -q -i mine.json
is "$out" "" "prints nothing"
ok "changes the file" cmp mine.json good.json
ok "and keeps what it was" cmp mine.json~ bad.json
is "$(find . -name mine.json -perm 640)" ./mine.json "with its mode"
cp left.json mine.json
rm -f mine.json~
exits 4 "-i and faults" algo-fix -i mine.json
ok "leaves the file" cmp mine.json left.json
ok "and makes no other" test ! -e mine.json~
cp good.json mine.json
exits 0 "-i and nothing to do" algo-fix -i mine.json
ok "makes no other" test ! -e mine.json~
cp bad.json real.json
ln -s real.json link.json
exits 0 "-i through a link" algo-fix -q -i link.json
ok "the link stays" test -L link.json
ok "the file it names is mended" cmp real.json good.json
ok "what it was is kept" cmp link.json~ bad.json
exits 5 "-i of no file" algo-fix -i nosuch.json
ok "makes none" test ! -e nosuch.json
mkdir closed
cp bad.json closed/mine.json
chmod 555 closed
if ! : >closed/probe 2>/dev/null; then
	exits 5 "-i in a folder that is read-only" algo-fix -q -i closed/mine.json
	ok "leaves the file" cmp closed/mine.json bad.json
	is "$(ls closed)" mine.json "and nothing else"
fi
chmod 755 closed
rm -f closed/probe
cp bad.json closed/mine.json
mkdir closed/mine.json~
exits 5 "what it was cannot be kept" algo-fix -q -i closed/mine.json
ok "then it is not changed" cmp closed/mine.json bad.json
if have mount && [ "$(id -u)" = 0 ] && mkdir small &&
	mount -t tmpfs -o size=8k tmpfs small 2>/dev/null; then
	cp bad.json small/mine.json
	head -c 100000 /dev/zero >small/fill 2>/dev/null
	exits 5 "-i on a full disk" algo-fix -q -i small/mine.json
	ok "leaves the file" cmp small/mine.json bad.json
	umount small
fi

# --- Files at fault
exits 5 "no such file" algo-fix nosuch.json
is "$(lines err):$out" "1:" "one line, no output"
exits 5 "a folder" algo-fix closed
: >empty.json
left_alone 4 "an empty file" empty.json
like "$err" "*file_error: the document is empty" "is told"
gzip -c good.json >zip.json 2>/dev/null && left_alone 4 "compressed" zip.json
head -c 3000 /dev/urandom >noise
run algo-fix noise
like "$status" "[45]" "noise"
head -c 100000000 /dev/zero >big
exits 4 "a hundred megabytes" algo-fix big
like "$err" "*larger than 1048576 bytes*" "are too many"
is "$out" "" "and not printed"
exits 4 "through a pipe too" sh -c 'algo-fix <big'
rm -f big
if [ -e /dev/full ]; then
	exits 5 "a full disk" sh -c 'algo-fix -q bad.json >/dev/full'
	exits 5 "-o on a full disk" algo-fix -q bad.json -o /dev/full
	exits 5 "--report on a full disk" algo-fix -q bad.json --report /dev/full
	exits 5 "--diff on a full disk" sh -c 'algo-fix -q --diff bad.json >/dev/full'
	exits 5 "--explain on a full disk" sh -c 'algo-fix --explain bad.json >/dev/full'
fi

# --- Runs
exits 0 "with bars" algo-fix good.json -d bars.csv
ok "what runs stays" cmp out good.json
exits 0 "mended, then run" algo-fix -q bad.json -d bars.csv
ok "comes" cmp out good.json
left_alone 4 "a run fails" side.json -d bars.csv
like "$err" "algo-fix: side.json:/rules/0/sl:1:1: runtime_error: *wrong_side*" "the fault is told"
exits 0 "a run fails, --unsafe" algo-fix --unsafe side.json -d bars.csv
ok "the other side" cmp out sided.json
exits 0 "bars on stdin" sh -c 'algo-fix --unsafe -q side.json -d - <bars.csv'
ok "are read for every run" cmp out sided.json
sed 's/close + 5/clsoe + 5/' side.json >twice.json
exits 0 "fix-it, then a guess" algo-fix --unsafe -q twice.json -d bars.csv --report r.json
ok "in two attempts" grep -q '"attempts":2,' r.json
left_alone 4 "--attempts" twice.json --unsafe --attempts 1 -d bars.csv
exits 0 "--attempts 2" algo-fix -q --unsafe --attempts 2 twice.json -d bars.csv
ok "are enough" cmp out sided.json
printf '%s\n' '{"algo":1,"entry":{"long":"close > sma(close, 500)"},"exit":{"long":"close < 1"}}' >long.json
left_alone 0 "a warm-up longer than the bars" long.json -d bars.csv
like "$err" "*warning: value_error: no value on any of the 299 bars*" "is a warning"
exits 0 "a shorter one" algo-fix --unsafe long.json -d bars.csv
like "$out" "*sma(close, 149)*" "is a guess"
like "$err" "*mended by a guess: '500' becomes '149'" "and told so"
printf '%s\n' '{"algo":1,"params":{"n":500},"entry":{"long":"close > sma(close, n)"},"exit":{"long":"volume < 500"}}' >long.json
exits 0 "by a param" algo-fix -q --unsafe long.json -d bars.csv
like "$out" '*"n":149*volume < 500*' "and nothing else"
sed 's/close/mood/' bad.json >column.json
left_alone 4 "a column that is not there" column.json -d bars.csv
exits 5 "no such bars" algo-fix good.json -d nosuch.csv
: >none.csv
exits 3 "empty bars" algo-fix good.json -d none.csv
exits 3 "bars at fault" sh -c 'sed "s/close/x/" bars.csv | algo-fix good.json -d -'
exits 3 "are no fault of the document" algo-fix bad.json -d none.csv
ok "which comes as it was" cmp out bad.json
cp twice.json mine.json
exits 0 "run, else mend" sh -c 'algo-run mine.json <bars.csv >a 2>/dev/null ||
	algo-fix -q --unsafe mine.json --data bars.csv -i && algo-run mine.json <bars.csv >a'
ok "it runs now" grep -q '"success":true' a

# --- The report
exits 0 "--report" algo-fix -q bad.json --report r.json
like "$(cat r.json)" '{"algo":1,"kind":"fix","file":"bad.json","success":true,"attempts":1,"total_time":*,"fixes":\[{"attempt":1,"success":true,"error_type":"syntax_error","error_message":"a comma behind the last member","fix_description":"*","diff":"--- bad.json*","timestamp":"20*Z","key_used":null}\],"final_status":"fixed"}' \
	"has its shape"
exits 4 "of a failure" algo-fix left.json --report r.json
like "$(cat r.json)" '*"success":false,"attempts":1,*"error_type":"import_error","error_message":"unknown name *"*"final_status":"failed"}' \
	"too"
exits 0 "of nothing to do" algo-fix good.json --report r.json
like "$(cat r.json)" '*"success":true,"attempts":0,*"fixes":\[\],"final_status":"nothing_to_fix"}' "too"
exits 3 "of bars at fault" algo-fix good.json -d none.csv --report r.json
like "$(cat r.json)" '*"success":false,"attempts":0,*"final_status":"not_the_document"}' "too"
exits 0 "--report -" algo-fix -q bad.json --report - -o new.json
like "$out" '{"algo":1,"kind":"fix",*' "on stdout"
is "$(lines out)" 1 "one line"
cp out fixes.ndjson
if have jq; then
	ok "it is JSON" jq -e '.fixes[0] | keys == ["attempt","diff","error_message","error_type","fix_description","key_used","success","timestamp"]' fixes.ndjson
	jq -r '.fixes[0].diff' fixes.ndjson >a
	sed -i '$d' a
	ok "the diff is that of --diff" cmp a change.diff
fi
if command -v algo-hist >/dev/null; then
	exits 0 "algo-hist" algo-hist add --db h.db <fixes.ndjson
	is "$err" "" "takes reports"
	ok "and passes them on" cmp out fixes.ndjson
	cross='crossover(sma(10), sma(20))'
	{ cat fixes.ndjson; algo-run -d bars.csv -e "$cross"; cat fixes.ndjson; } >mixed
	exits 0 "among results" algo-hist add -v --db h.db <mixed
	like "$err" "*stored 1 runs, 2 were known*" "each of them once"
	is "$(algo-hist list --db h.db --format=ndjson | wc -l)" 1 "they are no runs"
fi

# --- Usage
for o in "--attempts 0 -d bars.csv" "--attempts 2" "--attempts x" "-m gpt" \
	"--explain --diff" "--explain -i" "--explain --unsafe" \
	"--explain --report r.json" "-i -o x" "-i --diff" "good.json" \
	"--report -" "--nonsense"; do
	exits 2 "algo-fix $o" algo-fix bad.json $o
	is "$out" "" "$o: no output"
done
exits 2 "-i from stdin" sh -c 'algo-fix -i <bad.json'
exits 2 "both from stdin" sh -c 'algo-fix -d - <bad.json'
for m in none auto; do
	exits 0 "-m $m" algo-fix -q -m $m bad.json
	ok "-m $m: by rules" cmp out good.json
done

# --- The same bytes each time, whatever the place
algo-fix --unsafe both.json >a 2>b
LC_ALL=de_DE.UTF-8 TZ=Asia/Tokyo algo-fix --unsafe both.json >c 2>d
ok "the same document" cmp a c
ok "the same words" cmp b d
done_testing
