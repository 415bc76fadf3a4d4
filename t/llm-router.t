#!/bin/sh
# llm-router.t - what users complain about where keys are rotated: quotas that
# many processes share, keys that are dead and those that are not, clocks that
# jump
. "$(dirname "$0")/lib.sh"

for v in $(env | sed -n 's/^\([A-Z_]*_API_KEYS\{0,1\}\|GEMINI_KEY_[^=]*\|[A-Z]*_BASE_URL\|OLLAMA_HOST\)=.*/\1/p'); do
	unset "$v"
done
ALGO_RETRY_MS=1 ALGO_SHARE=$TOP/share
export ALGO_RETRY_MS ALGO_SHARE
cd "$TMP" || exit 1
mkdir www
serve "$TMP/www"
G="--base-url gemini=$URL/v1beta"
K1=AIzaSyPLANTED-0001-abcdefghijklmnop
K2=AIzaSyPLANTED-0002-qrstuvwxyzabcdef
K3=AIzaSyPLANTED-0003-ghijklmnopqrstuv
add() { # SECRET GROUP
	printf '%s\n' "$1" | algo-llm keys add gemini --group "$2"
}
id1=$(add $K1 one) id2=$(add $K2 two) id3=$(add $K3 three)

cat >www/good <<'X'
data: {"candidates":[{"content":{"parts":[{"text":"hello"}]},"finishReason":"STOP"}],"usageMetadata":{"promptTokenCount":10,"candidatesTokenCount":2}}

X
body() { # NAME TEXT
	printf '%s\n' "$2" >"www/$1"
}
body over '{"error":{"code":503,"message":"The model is overloaded.","status":"UNAVAILABLE"}}'
body minute '{"error":{"code":429,"message":"quota","status":"RESOURCE_EXHAUSTED","details":[{"@type":"x/google.rpc.QuotaFailure","violations":[{"quotaId":"RequestsPerMinutePerProject"}]},{"@type":"x/google.rpc.RetryInfo","retryDelay":"200.25s"}]}}'
body bad '{"error":{"code":400,"message":"API key not valid.","status":"INVALID_ARGUMENT","details":[{"reason":"API_KEY_INVALID"}]}}'
body list '{"models":[]}'

rules() {
	cat >"$RULES"
}
limits() { # MEMBERS: of the model m, in the configuration folder
	printf '{"models":[{"provider":"gemini","name":"m",%s}]}\n' "$1" \
		>"$XDG_CONFIG_HOME/algo/models.json"
}
fresh() { # forgets all that was
	rm -f "$XDG_DATA_HOME"/algo/llm.db*
	: >"$LOG"
}
asked() { # TEXT: how many requests had it
	grep -c "$1" "$LOG"
}
ask() { # NOW MORE...
	ALGO_NOW=$1
	export ALGO_NOW
	shift
	run algo-llm ask $G -m gemini/m --wait 0 "$@" hi
	unset ALGO_NOW
}
# burst N NOW: so many processes at once; statuses go to the file ends
burst() {
	: >ends
	i=0
	while [ $i -lt "$1" ]; do
		i=$((i + 1))
		(
			ALGO_NOW=$2 algo-llm ask $G -m gemini/m --wait 0 hi \
				>"b$i" 2>"e$i"
			echo $? >>ends
		) &
		jobs="$jobs $!"
	done
	wait $jobs
	jobs=
}
jobs=
DAY=2026-11-20

# --- One burst burns all keys ------------------------------------------------------

limits '"rpm":2'
fresh
rules <<'X'
POST /v1beta good 200
X
burst 12 ${DAY}T12:00:00Z
is "$(grep -c '^0$' ends) $(grep -c '^6$' ends)" "6 6" \
	"of 12 processes at once those have a place that three quotas allow"
is "$(asked '^POST')" 6 "no other sends anything"
is "$(asked $K1) $(asked $K2) $(asked $K3)" "2 2 2" "all keys take part"
like "$(cat e*)" "*requests a minute*retry at ${DAY}T12:01:0*" \
	"the others know when there will be room"
burst 6 ${DAY}T12:00:40Z
is "$(grep -c '^6$' ends)" 6 "there is none within the minute"
burst 12 ${DAY}T12:01:01Z
is "$(grep -c '^0$' ends) $(asked '^POST')" "6 12" "and as much after it"
like "$(algo-llm usage --since ${DAY} --format=csv)" \
	"*,gemini,m,$id1,4,4,*" "the books have them all"

# Killed in the middle of a call: it may have been sent, and counts.
limits '"rpm":1'
fresh
rules <<'X'
POST /v1beta good 200 delay=700
X
for i in 1 2 3; do
	ALGO_NOW=${DAY}T12:00:00Z algo-llm ask $G -m gemini/m --wait 0 hi \
		>"b$i" 2>&1 &
	jobs="$jobs $!"
done
n=0
while [ "$(algo-llm keys list --format=csv | grep -c ',1,0,2026')" != 3 ] &&
	[ $n -lt 200 ]; do
	n=$((n + 1))
	sleep 0.02
done
kill -KILL $jobs
wait $jobs 2>/dev/null
jobs=
rules <<'X'
POST /v1beta good 200
X
ask ${DAY}T12:00:30Z
is "$status" 6 "a call whose process was killed takes its place"
ask ${DAY}T12:01:01Z
is "$status" 0 "for a minute and no longer"

# Four processes every ten seconds for three minutes, of which some are
# killed: the server's log says who asked when.
limits '"rpm":2'
fresh
rules <<'X'
POST /v1beta good 200 delay=40
X
s=0
while [ $s -le 180 ]; do
	now=${DAY}T12:0$((s / 60)):$(printf %02d $((s % 60)))Z
	for i in 1 2 3 4; do
		ALGO_NOW=$now algo-llm ask $G -m gemini/m --wait 0 \
			"time=$s;" >"b$i" 2>&1 &
		jobs="$jobs $!"
	done
	if [ $((s % 30)) = 0 ]; then
		sleep 0.05
		kill -KILL "${jobs##* }" 2>/dev/null
	fi
	wait $jobs 2>/dev/null
	jobs=
	s=$((s + 10))
done
sed -n 's/.*x-goog-api-key: \([^ ]*\).*/key \1/p
	s/.*time=\([0-9]*\);.*/time \1/p' "$LOG" |
	awk '$1 == "key" { key = $2; next } { print key, $2 }' >arrived
is "$(awk '{ k[NR] = $1; t[NR] = $2 }
	END { for (i = 1; i <= NR; i++) { n = 0
		for (j = 1; j <= NR; j++)
			n += k[j] == k[i] && t[j] > t[i] - 60 && t[j] <= t[i]
		if (n > 2) print k[i], t[i], n } }' arrived)" "" \
	"no key is asked more than twice in any minute"
n=$(wc -l <arrived)
[ "$n" -ge 11 ] && [ "$n" -le 18 ]
tap $? "and nearly as often as may be: $n of 18"

# --- All rest: wait for the first that comes back ----------------------------------------

limits '"rpm":100'
fresh
rules <<'X'
POST /models/m: over 503 times=1 header=Retry-After:40
POST /models/n: over 503 times=1 header=Retry-After:1
POST /v1beta good 200
X
exits 0 "two models rest, the first that comes back answers" \
	algo-llm ask $G -m gemini/m,gemini/n --wait 5 hi -v
like "$err" "*asks gemini/m *asks gemini/n *waits*asks gemini/n *" \
	"and it is the second"
is "$(asked /models/m:) $(asked /models/n:)" "1 2" "nobody is asked in vain"
exits 6 "without patience" algo-llm ask $G -m gemini/m --wait 1 hi
like "$err" "*retry at 20*" "the time is told"

# --- What rests, rests at once, for all, until one instant -------------------------------

fresh
rules <<X
POST /v1beta minute 429 with=$K1
POST /v1beta good 200
X
for i in 1 2 3 4 5 6; do
	ask ${DAY}T12:00:0${i}Z
done
is "$(asked $K1)" 1 "a key that rests is asked by nobody"
resting() { # ID
	ALGO_NOW=${DAY}T12:00:10Z algo-llm keys list --format=csv |
		sed -n "s/^$1,.*cooling,[a-z_]*,\([^,]*\),.*/\1/p"
}
first=$(resting "$id1")
like "$first" "${DAY}T12:0[34]:*" "as long as the server says, and a little"
is "$(printf '%s\n' "$first" "${DAY}T12:03:20Z" | sort | head -n 1)" \
	"${DAY}T12:03:20Z" "never shorter"
ask ${DAY}T12:00:50Z
is "$(resting "$id1")" "$first" "and no call of others moves that"
ask ${DAY}T12:05:00Z
ask ${DAY}T12:05:01Z
ask ${DAY}T12:05:02Z
is "$(asked $K1)" 2 "after it one request tries"
rules <<X
POST /v1beta over 503
X
fresh
exits 6 "the fallback fails too" env ALGO_NOW=${DAY}T12:00:00Z \
	algo-llm ask $G -m gemini/m,gemini/n --wait 0 hi
is "$(asked '^POST')" 2 "each once"
exits 6 "asked again" env ALGO_NOW=${DAY}T12:00:01Z \
	algo-llm ask $G -m gemini/m,gemini/n --wait 0 hi
is "$(asked '^POST')" 2 "both rest"

# After a rest one request goes first, and the others know why they wait.
fresh
rules <<'X'
POST /v1beta over 503 times=1
POST /v1beta good 200 delay=2500
X
ask ${DAY}T12:00:00Z
ALGO_NOW=${DAY}T12:10:00Z algo-llm ask $G -m gemini/m hi >b1 2>e1 &
jobs=$!
n=0
while [ "$(asked '^POST')" -lt 2 ] && [ $n -lt 200 ]; do
	n=$((n + 1))
	sleep 0.02
done
ask ${DAY}T12:10:01Z --wait 0.3
is "$status" 6 "while one tries whether a model is back, the others wait"
like "$err" "*one request tries first*" "and are told so"
wait $jobs
jobs=
is "$(cat b1)" hello "it is back"
ask ${DAY}T12:10:02Z
is "$status" 0 "for all"

# --- Dead keys, and keys that only look so ---------------------------------------------------

fresh
rules <<X
POST /v1beta good 200 with=$K1 hang
POST /v1beta bad 400 with=$K2
POST /v1beta good 200
GET /v1beta/models list 200
X
i=10
while [ $i -lt 22 ]; do
	ask ${DAY}T12:$i:00Z --timeout 2
	i=$((i + 1))
done
is "$(asked $K2)" 1 "a dead key leaves at the first proof"
listed=$(algo-llm keys list --format=csv)
like "$listed" "*$id2,gemini,two,,,file,off,key_bad,*" "and says why"
like "$listed" "*$id1,gemini,one,,,file,ok,*" \
	"one whose calls break off stays, however often"
[ "$(asked $K1)" -ge 3 ]
tap $? "it was asked more than twice"
exits 0 "a test that goes well" algo-llm keys test "$id2" $G
like "$(algo-llm keys list --format=csv)" "*$id2,gemini,two,,,file,ok,*" \
	"brings it back"

# --- Turns -------------------------------------------------------------------------------------

fresh
rules <<'X'
POST /v1beta good 200
X
said=
for i in 1 2 3 4 5 6; do
	ask ${DAY}T12:00:0${i}Z -v
	said="$said$err"
done
is "$(asked $K1) $(asked $K2) $(asked $K3)" "2 2 2" "keys take turns"
like "$said" "*with key $id1*" "and it is told whose turn it is"

# --- Days ----------------------------------------------------------------------------------------

limits '"rpd":1'
fresh
ask ${DAY}T12:00:00Z
ask ${DAY}T13:00:00Z
ask ${DAY}T14:00:00Z
is "$status" 0 "a request a day for each of three quotas"
ask ${DAY}T23:00:00Z
is "$status" 6 "no fourth"
like "$err" "*requests a day*retry at 2026-11-21T08:00:00Z*" \
	"until midnight where the provider is"
ask 2026-11-21T07:59:00Z
is "$status" 6 "not at midnight in Greenwich"
ask 2026-11-21T08:00:01Z
is "$status" 0 "the next day"
is "$(asked '^POST')" 4 "no more were sent"

# --- Clocks that jump -----------------------------------------------------------------------------

limits '"rpm":1'
fresh
for i in 1 2 3; do
	ask ${DAY}T12:00:0${i}Z
done
ask ${DAY}T09:00:00Z
is "$status" 6 "three hours back: what was sent counts from then"
like "$err" "*retry at ${DAY}T09:01:0*" "for a minute"
ask ${DAY}T09:01:02Z
is "$status" 0 "not for three hours"
rules <<'X'
POST /v1beta minute 429
X
fresh
ask 2036-11-20T12:00:00Z
is "$status" 6 "a cool-down of a clock ten years fast"
rules <<'X'
POST /v1beta good 200
X
ask ${DAY}T12:00:00Z
at=$(printf '%s' "$err" | sed -n 's/.*retry at \(20[^,]*\),.*/\1/p')
like "$at" "2026-11-21T1*" "ends within a day of the right time"
exits 0 "or when somebody says so" algo-llm keys enable "$id1"
ask ${DAY}T12:01:05Z
is "$status" 0 "and it is back"

# --- The ledger itself -------------------------------------------------------------------------------

fresh
mkdir -p "$XDG_DATA_HOME/algo"
echo 'no database at all, but long enough to be looked at' \
	>"$XDG_DATA_HOME/algo/llm.db"
exits 5 "a ledger that is none" algo-llm ask $G -m gemini/m hi
is "$(asked '^POST')" 0 "lets nothing through"
exits 0 "but nobody is forced to have one" \
	algo-llm ask $G -m gemini/m --no-router hi
grep -q PLANTED "$XDG_DATA_HOME"/algo/* b* e*
is $? 1 "no key is in any file but its own"

# --- Two that add a key at once -----------------------------------------------------------------------

i=0
while [ $i -lt 8 ]; do
	i=$((i + 1))
	add "AIzaSyPLANTED-11$i-abcdefghijklmnop" many >"k$i" &
	jobs="$jobs $!"
done
wait $jobs
is "$(grep -c ' gemini ' "$XDG_CONFIG_HOME/algo/keys")" 11 \
	"eight keys added at once are eight keys"

done_testing
