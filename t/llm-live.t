#!/bin/sh
# llm-live.t - algo-llm and servers that are not ours: llama.cpp's with a tiny
# random model, and aimock, which answers as four providers do.  LLAMA_SERVER
# and AIMOCK name the programs that start them.
cache=${XDG_CACHE_HOME:-$HOME/.cache}
. "$(dirname "$0")/lib.sh"

[ -n "${LLAMA_SERVER:-}${AIMOCK:-}" ] ||
	skip_all "neither LLAMA_SERVER nor AIMOCK is set"
for v in $(env | sed -n 's/^\([A-Z_]*_API_KEYS\{0,1\}\|GEMINI_KEY_[^=]*\|[A-Z]*_BASE_URL\|OLLAMA_HOST\)=.*/\1/p'); do
	unset "$v"
done
ALGO_RETRY_MS=1 ALGO_SHARE=$TOP/share
export ALGO_RETRY_MS ALGO_SHARE
cd "$TMP" || exit 1
pids=
trap 'kill $pids 2>/dev/null; cleanup' EXIT

# up NAME COMMAND...: starts a server, its address goes to $URL
up() {
	name=$1
	shift
	XDG_CACHE_HOME=$cache "$@" >"$name.log" 2>&1 &
	pids="$pids $!"
	n=0
	while :; do
		URL=$(sed -n 's/.*listening on \(http:[^ ]*\).*/\1/p' "$name.log")
		[ -z "$URL" ] || break
		n=$((n + 1))
		[ $n -lt 300 ] || skip_all "$name does not start"
		sleep 0.1
	done
}
fresh() {
	rm -f "$XDG_DATA_HOME"/algo/llm.db*
}
cat >schema.json <<'X'
{"type":"object","additionalProperties":false,"required":["name","rules","on"],
 "properties":{"name":{"type":"string","maxLength":20},
  "rules":{"type":"array","maxItems":3,"items":{"type":"object",
   "additionalProperties":false,"required":["when","n"],
   "properties":{"when":{"type":"string","maxLength":30},
    "n":{"type":"integer"}}}},
  "on":{"type":"boolean"}}}
X
valid='keys == ["name", "on", "rules"] and (.name | type) == "string" and
	(.on | type) == "boolean" and (.rules | type) == "array" and
	all(.rules[]; keys == ["n", "when"] and (.when | type) == "string" and
	(.n | type) == "number" and .n == (.n | floor))'

# --- A model ----------------------------------------------------------------------

llama() {
	up llama "$LLAMA_SERVER" run 0 key-one-1,key-two-2
	A="--base-url llamacpp=$URL/v1 --base-url anthropic=$URL"
	LLAMA_API_KEY=key-one-1 ANTHROPIC_API_KEY=key-two-2
	export LLAMA_API_KEY ANTHROPIC_API_KEY
	exits 0 "llama.cpp answers" \
		algo-llm ask $A -m llamacpp/tiny --max-tokens 200 hi
	[ -n "$out" ]
	tap $? "with words"
	good=0
	i=0
	while [ $i -lt 50 ]; do
		i=$((i + 1))
		algo-llm ask $A -m llamacpp/tiny --max-tokens 500 \
			--schema schema.json "number $i" >answer 2>>errors &&
			jq -e "$valid" answer >/dev/null 2>>errors &&
			good=$((good + 1))
	done
	is $good 50 "50 of 50 answers are of the schema"
	[ $good = 50 ] || note "$(tail -n 5 errors)"
	good=0
	for i in 1 2 3 4 5; do
		algo-llm ask $A -m anthropic/tiny --max-tokens 500 \
			--schema schema.json "number $i" >answer &&
			jq -e "$valid" answer >/dev/null && good=$((good + 1))
	done
	is $good 5 "by Anthropic's messages too"
	exits 0 "and words alone" \
		algo-llm ask $A -m anthropic/tiny --max-tokens 100 hi
	echo '{"type":"strng"}' >odd.json
	exits 0 "a schema that it does not take" algo-llm ask $A -v \
		-m llamacpp/tiny --max-tokens 100 --schema odd.json hi
	like "$err" "*request_bad*strng*asks*ok*" "is left out"
	exits 0 "both keys are alive" algo-llm keys test $A
	exits 1 "another is not" \
		env LLAMA_API_KEY=key-nine-9 algo-llm keys test $A
	exits 7 "and is rejected" env LLAMA_API_KEY=key-nine-9 \
		algo-llm ask $A -m llamacpp/tiny --no-router hi
	like "$err" "*the key is rejected*Invalid API Key*" "in its words"
	algo-llm ask $A -m llamacpp/tiny --record tape --schema schema.json \
		--max-tokens 500 taped >first
	exits 0 "what was recorded" algo-llm ask -m llamacpp/tiny \
		--replay tape --schema schema.json --max-tokens 500 $A taped
	is "$out" "$(cat first)" "is the same without a server"
	exits 0 "usage" algo-llm usage --format=ndjson
	like "$out" '*"provider":"llamacpp","model":"tiny"*"out":[1-9]*' \
		"has its counts of tokens"
	grep -rq 'key-one-1\|key-two-2' tape "$XDG_DATA_HOME"
	is $? 1 "without a key in any file"
}
if [ -n "${LLAMA_SERVER:-}" ]; then
	llama
else
	note "LLAMA_SERVER is not set"
fi

# --- Four providers -----------------------------------------------------------------

cat >fixtures.json <<'X'
{ "fixtures": [
 { "match": { "userMessage": "rate limited" },
   "response": { "status": 429, "retryAfter": 2,
    "error": { "message": "quota exceeded", "type": "RESOURCE_EXHAUSTED", "code": "rate_limit_exceeded" } } },
 { "match": { "userMessage": "overloaded" },
   "response": { "status": 503, "error": { "message": "The model is overloaded.", "type": "UNAVAILABLE" } } },
 { "match": { "userMessage": "bad key" },
   "response": { "status": 401, "error": { "message": "Incorrect API key provided", "type": "authentication_error", "code": "invalid_api_key" } } },
 { "match": { "userMessage": "no such model" },
   "response": { "status": 404, "error": { "message": "The model does not exist", "type": "not_found_error", "code": "model_not_found" } } },
 { "match": { "userMessage": "cut off" },
   "response": { "content": "{\"name\":\"rsi", "finishReason": "length" } },
 { "match": { "userMessage": "breaks" }, "truncateAfterChunks": 2, "chunkSize": 8, "latency": 20,
   "response": { "content": "a text that is long enough for many pieces" } },
 { "match": { "userMessage": "slowly" }, "latency": 100, "chunkSize": 8,
   "response": { "content": "slow but whole" } },
 { "match": { "userMessage": "hello" },
   "response": { "content": "hello yourself", "usage": { "prompt_tokens": 12, "completion_tokens": 3 } } },
 { "match": { "userMessage": "schema" },
   "response": { "content": { "name": "dip", "rules": [ { "when": "rsi < 30", "n": 14 } ], "on": true } } }
] }
X

# one PROVIDER CUT: CUT 0 where a cut answer is told as whole
one() {
	p=$1
	fresh
	exits 0 "$p: words" algo-llm ask $M -m "$p/m" hello
	is "$out" "hello yourself" "$p: as they are"
	exits 0 "$p: a document" \
		algo-llm ask $M -m "$p/m" --schema schema.json schema
	printf '%s' "$out" | jq -e "$valid" >/dev/null
	tap $? "$p: of the schema"
	exits 0 "$p: in small pieces" algo-llm ask $M -m "$p/m" slowly
	is "$out" "slow but whole" "$p: put together"
	exits 6 "$p: broken off" algo-llm ask $M -m "$p/m" breaks
	[ "$2" = 0 ] || exits 6 "$p: cut off" algo-llm ask $M -m "$p/m" "cut off"
	fresh
	exits 6 "$p: a quota" algo-llm ask $M -m "$p/m" --wait 1 "rate limited"
	like "$err" "*quota_minute*quota exceeded*retry at*" "$p: is told"
	fresh
	exits 6 "$p: overload" algo-llm ask $M -m "$p/m" --wait 1 overloaded
	like "$err" "*overload*retry at*" "$p: is told"
	fresh
	exits 6 "$p: a model" algo-llm ask $M -m "$p/m" "no such model"
	like "$err" "*not to be had*does not exist*" "$p: that is none"
	fresh
	exits 7 "$p: a key" algo-llm ask $M -m "$p/m" "bad key"
	like "$err" "*the key is rejected*Incorrect API key*" "$p: that is none"
}
mock() {
	fresh
	K=k1-of-the-mock-1
	up aimock env AIMOCK_API_KEYS=$K "$AIMOCK" 0 fixtures.json
	M="--base-url gemini=$URL/v1beta --base-url openai=$URL/v1"
	M="$M --base-url anthropic=$URL --base-url ollama=$URL"
	GEMINI_API_KEY=$K OPENAI_API_KEY=$K ANTHROPIC_API_KEY=$K
	export GEMINI_API_KEY OPENAI_API_KEY ANTHROPIC_API_KEY
	# Ollama in the cloud takes a key as well.
	printf 'cloud ollama %s\n' $K >keys
	chmod 600 keys
	ALGO_KEYS=$TMP/keys
	export ALGO_KEYS
	one gemini 1
	one openai 1
	one anthropic 1
	one ollama 0 # it says "stop" whatever happened
	fresh
	exits 7 "a key that the server does not know" \
		env GEMINI_API_KEY=k9-of-nobody-99 \
		algo-llm ask $M -m gemini/m hello
	for h in drop malformed disconnect; do
		kill "${pids##* }"
		fresh
		up "aimock-$h" env AIMOCK_API_KEYS=$K "$AIMOCK" 0 fixtures.json \
			"--chaos-$h" 1
		exits 6 "chaos: $h" algo-llm ask --base-url "gemini=$URL/v1beta" \
			-m gemini/m --wait 1 hello
	done
}
if [ -n "${AIMOCK:-}" ]; then
	mock
else
	note "AIMOCK is not set"
fi

done_testing
