#!/bin/sh
# llm.t - algo-llm: keys, models, questions, and a server that fails in every
# way that providers do
. "$(dirname "$0")/lib.sh"

for v in $(env | sed -n 's/^\([A-Z_]*_API_KEYS\{0,1\}\|GEMINI_KEY_[^=]*\|[A-Z]*_BASE_URL\|OLLAMA_HOST\)=.*/\1/p'); do
	unset "$v"
done
ALGO_RETRY_MS=1 ALGO_SHARE=$TOP/share
export ALGO_RETRY_MS ALGO_SHARE
cd "$TMP" || exit 1
mkdir www
serve "$TMP/www"

K1=AIzaSyPLANTED-0001-abcdefghijklmnop
K2=AIzaSyPLANTED-0002-qrstuvwxyzabcdef

# --- Listings and usage ---------------------------------------------------------

exits 0 "the providers" algo-llm providers --format=csv
like "$out" "provider,title,key,variable,address
gemini,*" "have a table"
exits 0 "the models" algo-llm models gemini --format=ndjson
like "$out" '{"provider":"gemini","model":"gemini-*' "are objects too"
exits 2 "no command" algo-llm
exits 2 "an unknown one" algo-llm kyes
like "$err" "*did you mean 'keys'*" "with a hint"
exits 2 "half a command" algo-llm keys
exits 2 "an unknown provider" algo-llm models gemnii
exits 2 "an operand too many" algo-llm usage x
exits 7 "no model is configured" algo-llm ask hello
exits 7 "no key" algo-llm ask -m gemini hello
like "$err" "*no key for Google Gemini*keys add gemini*GEMINI_API_KEY*" \
	"says how to come by one"
exits 2 "no such provider to ask" algo-llm ask -m gemmini hello
exits 2 "no model named" algo-llm ask -m ollama hello
exits 2 "nothing asked" algo-llm ask -m ollama/x ''

# --- Keys -----------------------------------------------------------------------

add() {
	printf '%s\n' "$1" | algo-llm keys add "$2" --group "$3" --name "$4"
}
id1=$(add $K1 gemini one a)
id2=$(add $K2 gemini two b)
is "${#id1}" 16 "a key is added and told by its fingerprint"
is "$(add $K1 gemini one a)" "$id1" "the same again is the same"
is "$(wc -l <"$XDG_CONFIG_HOME/algo/keys")" 2 "and is there once"
is "$(ls -l "$XDG_CONFIG_HOME/algo/keys" | cut -c1-10)" -rw------- \
	"the file is private"
exits 0 "the keys" algo-llm keys list --format=csv
like "$out" "*$id1,gemini,one,a,,file,ok,*" "are listed by fingerprints"
chmod 644 "$XDG_CONFIG_HOME/algo/keys"
exits 7 "a file for all to read is refused" algo-llm keys list
chmod 600 "$XDG_CONFIG_HOME/algo/keys"
exits 1 "no such key" algo-llm keys remove 00000000
echo 'a b' >bad
exits 7 "no key" sh -c 'algo-llm keys add gemini <bad'

# --- One answer of each kind --------------------------------------------------------

cat >www/gemini <<'X'
data: {"candidates":[{"content":{"parts":[{"text":"he"}]}}]}

data: {"candidates":[{"content":{"parts":[{"text":"llo"}]},"finishReason":"STOP"}],"usageMetadata":{"promptTokenCount":10,"candidatesTokenCount":2}}

X
cat >www/openai <<'X'
data: {"choices":[{"delta":{"content":"hello"},"finish_reason":"stop"}]}

data: [DONE]

X
cat >www/anthropic <<'X'
data: {"type":"message_start","message":{"id":"m","content":[]}}

data: {"type":"content_block_delta","delta":{"type":"text_delta","text":"hello"}}

data: {"type":"message_delta","delta":{"stop_reason":"end_turn"}}

data: {"type":"message_stop"}

X
printf '%s\n' '{"message":{"content":"hello"},"done":true,"done_reason":"stop"}' >www/ollama
G="--base-url gemini=$URL/v1beta"

rules() {
	cat >"$RULES"
}
fresh() { # forgets what happened to the keys
	rm -f "$XDG_DATA_HOME"/algo/llm.db*
	: >"$LOG"
}
asked() {
	grep -c "^POST.*$1" "$LOG"
}

rules <<'X'
POST /v1beta/models/m:stream gemini 200 type=text/event-stream
POST /oai/chat/completions openai 200 type=text/event-stream
POST /v1/messages anthropic 200 type=text/event-stream
POST /api/chat ollama 200 type=application/x-ndjson
X
exits 0 "Gemini answers" algo-llm ask $G -m gemini/m 'say hello'
is "$out" hello "with its text"
like "$(cat "$LOG")" "*x-goog-api-key: AIzaSyPLANTED*say hello*" \
	"the key is in a header"
is "$(grep -c PLANTED "$LOG")" 1 "and nowhere else"
exits 0 "an OpenAI-like server answers" env OPENAI_API_KEY=sk-abcdefgh1234 \
	algo-llm ask --base-url openai="$URL/oai" -m openai/m hi
is "$out" hello "with its text"
exits 0 "Anthropic answers" env ANTHROPIC_API_KEY=sk-ant-abcdefgh \
	ANTHROPIC_BASE_URL="$URL" algo-llm ask -m anthropic/m hi
is "$out" hello "with its text"
exits 0 "Ollama answers" env OLLAMA_HOST="${URL#http://}" \
	algo-llm ask -m ollama/m hi
is "$out" hello "with its text"
body() { # NAME TEXT
	printf '%s\n' "$2" >"www/$1"
}
body cutoff '{"message":{"content":"half"},"done":true,"done_reason":"stop","prompt_eval_count":8193}'
body nomodel '{"error":"model \"m\" not found, try pulling it first"}'
O="--base-url ollama=$URL"
rules <<'X'
POST /api/chat cutoff 200 body="num_ctx":8193
POST /api/chat ollama 200 body="num_ctx":16385
X
exits 0 "a prompt that fills Ollama's window" algo-llm ask $O -m ollama/m hi
is "$out" hello "is asked again with a larger one"
rules <<'X'
POST /api/chat nomodel 404
X
exits 6 "a model that Ollama does not have" algo-llm ask $O -m ollama/m hi
like "$err" "*not to be had*ollama pull m*" "says how to get it"
exits 6 "no Ollama" algo-llm ask --base-url ollama=http://127.0.0.1:1 \
	-m ollama/n hi
like "$err" "*ollama start*" "says how to start one"
rules <<'X'
POST /v1beta/models/m:stream gemini 200 type=text/event-stream
X
echo 'model = gemini/m' >"$XDG_CONFIG_HOME/algo/config"
exits 0 "the configured model" algo-llm ask $G hi
rm "$XDG_CONFIG_HOME/algo/config"
exits 0 "usage" algo-llm usage --format=csv
like "$out" "*gemini,m,*" "counts calls by key and model"
exits 0 "a dry run" algo-llm ask $G -m gemini/m --dry-run hi
like "$out" "POST $URL/v1beta/models/m:stream*x-goog-api-key: (key $id1)*hi*" \
	"prints the request without the key"

# --- What fails, and where it goes from there ------------------------------------------

body key '{"error":{"code":400,"message":"API key not valid: '$K1'","status":"INVALID_ARGUMENT","details":[{"reason":"API_KEY_INVALID"}]}}'
body over '{"error":{"code":503,"message":"The model is overloaded.","status":"UNAVAILABLE"}}'
body minute '{"error":{"code":429,"message":"quota","status":"RESOURCE_EXHAUSTED","details":[{"@type":"x/google.rpc.QuotaFailure","violations":[{"quotaId":"RequestsPerMinutePerProject"}]},{"@type":"x/google.rpc.RetryInfo","retryDelay":"45s"}]}}'
body day '{"error":{"code":429,"message":"quota","status":"RESOURCE_EXHAUSTED","details":[{"@type":"x/google.rpc.QuotaFailure","violations":[{"quotaId":"RequestsPerDayPerProject","quotaValue":"20"}]},{"@type":"x/google.rpc.RetryInfo","retryDelay":"38s"}]}}'
body zero '{"error":{"code":429,"message":"Quota exceeded, limit: 0, model: m","status":"RESOURCE_EXHAUSTED"}}'
body schema '{"error":{"code":400,"message":"The specified schema produces a constraint that has too many states for serving.","status":"INVALID_ARGUMENT"}}'
body max '{"candidates":[{"content":{"parts":[{"text":"hel"}]},"finishReason":"MAX_TOKENS"}]}'
body safety '{"promptFeedback":{"blockReason":"PROHIBITED_CONTENT"}}'
body garbage '{malformed json: <<<chaos>>>'

fresh
rules <<X
POST /v1beta key 400 with=$K1
POST /v1beta gemini 200
X
exits 0 "a bad key may be the first: then the next one answers" \
	algo-llm ask $G -m gemini/m hi
exits 0 "or the second" algo-llm ask $G -m gemini/m hi
is "$(grep -c "$K1" "$LOG")" 1 "the bad key was asked once"
exits 0 "it is listed" algo-llm keys list --format=csv
like "$out" "*$id1,gemini,one,a,,file,off,key_bad,*" "as off"
exits 0 "enabled by hand" algo-llm keys enable "$id1"
algo-llm keys disable "$id2"
exits 7 "it fails again" algo-llm ask $G -m gemini/m hi
like "$err" "*the key is rejected*" "and says so"
exits 7 "and when all are off" algo-llm ask $G -m gemini/m hi
like "$err" "*every key or model is off: *" "too"

fresh
rules <<X
POST /v1beta minute 429 with=$K1
POST /v1beta gemini 200
X
exits 0 "a quota is used up: another group goes on at once" \
	algo-llm ask $G -m gemini/m hi
exits 0 "in their turn" algo-llm ask $G -m gemini/m hi
is "$(grep -c "$K1" "$LOG")" 1 "the first group rests"
fresh
rules <<'X'
POST /v1beta minute 429
X
exits 6 "all quotas used up" algo-llm ask $G -m gemini/m --wait 1 hi
like "$err" "*retry at 20??-??-??T??:??:??Z*" "the error says when to retry"
is "$(asked m:)" 2 "each group was asked once"
fresh
rules <<'X'
POST /v1beta day 429
X
exits 6 "a day's quota" algo-llm ask $G -m gemini/m --wait 100 hi
at=$(printf '%s' "$err" | sed -n 's/.*retry at \(20[^,]*\),.*/\1/p')
like "$at" "*T0[78]:0*" "sleeps until midnight at the provider's"
fresh
rules <<'X'
POST /models/m: zero 429
POST /models/n: gemini 200
X
exits 0 "a model that is not allowed: the next one" \
	algo-llm ask $G -m gemini/m,gemini/n hi
is "$(asked m:)" 2 "no key has it"
exits 0 "again" algo-llm ask $G -m gemini/m,gemini/n hi
is "$(asked m:)" 2 "and it is not asked again"
fresh
rules <<'X'
POST /models/m: over 503
POST /models/n: gemini 200
X
exits 0 "an overloaded model: the next one" \
	algo-llm ask $G -m gemini/m,gemini/n hi
is "$(asked m:)" 1 "the other key is no help"
fresh
rules <<'X'
POST /v1beta over 503 times=1
POST /v1beta gemini 200
X
exits 0 "overloaded once: it waits and tries again" \
	algo-llm ask $G -m gemini/m hi
is "$(asked m:)" 2 "twice in all"

fresh
echo '{"type":"object"}' >schema.json
rules <<'X'
POST /v1beta schema 400 body=responseJsonSchema
POST /v1beta gemini 200 body=responseMimeType
X
exits 0 "a schema that is refused" \
	algo-llm ask $G -m gemini/m --schema schema.json hi
is "$(asked m:)" 2 "JSON without one is asked for then"
fresh
rules <<'X'
POST /v1beta schema 400 body=responseMimeType
POST /v1beta gemini 200
X
exits 0 "that is refused too" \
	algo-llm ask $G -m gemini/m --schema schema.json hi
is "$(asked m:)" 3 "words alone do"
fresh
rules <<'X'
POST /v1beta max 200 body="maxOutputTokens":8192
POST /v1beta gemini 200 body="maxOutputTokens":16384
X
exits 0 "cut off: twice the room" algo-llm ask $G -m gemini/m hi
fresh
rules <<'X'
POST /v1beta max 200
X
exits 6 "cut off again" algo-llm ask $G -m gemini/m hi
like "$err" "*the answer was cut off*" "is an error"
fresh
rules <<'X'
POST /v1beta safety 200
X
exits 6 "refused" algo-llm ask $G -m gemini/m hi
like "$err" "*refuses*PROHIBITED_CONTENT*" "with its reason"
is "$(asked m:)" 1 "other keys are no help"
fresh
rules <<'X'
POST /v1beta gemini 200 cut=100 times=1
POST /v1beta gemini 200
X
exits 0 "broken off in the middle: once more" algo-llm ask $G -m gemini/m hi
is "$out" hello "and whole"
fresh
rules <<'X'
POST /v1beta garbage 200
X
exits 6 "garbage" algo-llm ask $G -m gemini/m hi
is "$(asked m:)" 2 "is asked again once"
fresh
rules <<'X'
POST /v1beta gemini 200 fill=20000000
X
exits 6 "20 MB" algo-llm ask $G -m gemini/m hi
fresh
rules <<'X'
POST /v1beta gemini 200 hang
X
exits 6 "no answer at all" algo-llm ask $G -m gemini/m hi
is "$(asked m:)" 3 "is tried three times"
exits 0 "nobody is blamed" algo-llm keys list --format=csv
like "$out" "*$id1*,ok,*$id2*,ok,*" "for the network"
fresh
rules <<'X'
POST /v1beta gemini 200 delay=3000
X
exits 6 "silence" algo-llm ask $G -m gemini/m --timeout 1 --no-router hi
like "$err" "*timed out*" "ends"
exits 6 "no server" algo-llm ask --base-url gemini=http://127.0.0.1:1 \
	-m gemini/m hi

fresh
rules <<X
POST /v1beta - 302 header=Location:$URL/elsewhere
GET /v1beta - 302 header=Location:$URL/elsewhere
* /elsewhere gemini 200
X
exits 6 "a redirect" algo-llm ask $G -m gemini/m hi
like "$err" "*redirect*" "is told"
exits 1 "one when keys are tested" algo-llm keys test "$id1" $G
is "$(grep -c elsewhere "$LOG")" 0 "a key follows none"
exits 2 "a misspelt provider of an address" \
	algo-llm ask --base-url gemnii="$URL" -m gemini/m hi
like "$err" "*did you mean 'gemini'*" "does not send the question elsewhere"
exits 2 "an address of another kind" \
	algo-llm ask --base-url gemini=ftp://127.0.0.1 -m gemini/m hi
sed "s/llo/ $K1 $K2/" www/gemini >www/echo
rules <<'X'
POST /v1beta echo 200
X
exits 0 "a key in an answer" algo-llm ask $G -m gemini/m hi
case $out in
*PLANTED*) tap 1 "is blotted out" ;;
*) tap 0 "is blotted out" ;;
esac

# --- A test of keys -----------------------------------------------------------------------

fresh
body list '{"models":[]}'
rules <<X
GET /v1beta/models key 400 with=$K1
GET /v1beta/models list 200
X
exits 1 "one key is dead" algo-llm keys test $G --format=csv
like "$out" "*$id1,gemini,one,key_bad,*$id2,gemini,two,ok,*" "and told"
exits 0 "one alone" algo-llm keys test "$id2" $G
exits 0 "the dead one is off" algo-llm keys list --format=csv
like "$out" "*$id1*,off,key_bad,*" "from then on"

# --- Recordings ------------------------------------------------------------------------------

fresh
rules <<'X'
POST /v1beta gemini 200
X
exits 0 "recorded" algo-llm ask $G -m gemini/m --record tape hi
is "$(ls tape | wc -l)" 1 "one exchange"
: >"$RULES"
exits 0 "replayed" algo-llm ask -m gemini/m --replay tape hi
is "$out" hello "the same"
exits 6 "another question" algo-llm ask -m gemini/m --replay tape hello
exits 2 "both" algo-llm ask -m gemini/m --replay a --record b hi

# --- Ctrl-C ------------------------------------------------------------------------------------

fresh
rules <<'X'
POST /v1beta gemini 200 delay=4000
X
algo-llm ask $G -m gemini/m hi >out 2>err &
pid=$!
n=0
while [ "$(asked m:)" = 0 ] && [ "$n" -lt 200 ]; do
	n=$((n + 1))
	sleep 0.02
done
if [ -r /proc/$pid/limits ]; then
	like "$(grep 'core file' /proc/$pid/limits)" "*size *0 *" \
		"no core can be dumped in the middle of one"
	grep -q PLANTED /proc/$pid/cmdline /proc/$pid/environ
	is $? 1 "its words and its environment have no key"
fi
kill -TERM $pid
wait $pid 2>/dev/null
is $? 143 "a signal ends a call"

# --- Keys are nowhere ---------------------------------------------------------------------------

found=$(grep -rl PLANTED "$XDG_DATA_HOME" "$TMP/tape" "$TMP/out" "$TMP/err" 2>/dev/null)
is "$found" "" "no key is in any file but its own"
fresh
rules <<'X'
POST /v1beta key 400
X
exits 7 "a key is echoed by a server" algo-llm ask $G -m gemini/m -v \
	--errors=json hi
case $out$err in
*PLANTED*) tap 1 "and not by us" ;;
*) tap 0 "and not by us" ;;
esac
like "$err" "*[[]key[]]*" "but blotted out"

exits 0 "a key is removed" algo-llm keys remove "$id1"
is "$(wc -l <"$XDG_CONFIG_HOME/algo/keys")" 1 "from the file"
exits 5 "a full disk" sh -c 'algo-llm providers >/dev/full'

done_testing
