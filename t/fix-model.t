#!/bin/sh
# fix-model.t - algo-fix with a language model: asked when the rules know no
# further, and taken at its word only where a fault is
. "$(dirname "$0")/lib.sh"

for v in $(env | sed -n 's/^\([A-Z_]*_API_KEYS\{0,1\}\|GEMINI_KEY_[^=]*\|[A-Z]*_BASE_URL\|OLLAMA_HOST\)=.*/\1/p'); do
	unset "$v"
done
ALGO_RETRY_MS=1 ALGO_SHARE=$TOP/share
export ALGO_RETRY_MS ALGO_SHARE
command -v jq >/dev/null 2>&1 || skip_all "no jq"
cp share/demo/GOOG.csv "$TMP/goog.csv"
cd "$TMP" || exit 1
mkdir www
mkdir -p "$XDG_CONFIG_HOME/algo"
serve "$TMP/www"
KEY=AIzaSyPLANTED-0001-abcdefghijklmnop
U="--base-url gemini=$URL/v1beta"
G="$U -m gemini/m"

rules() { cat >"$RULES"; }
fresh() { # forgets what was kept
	rm -f "$XDG_DATA_HOME"/algo/*.db*
	: >"$LOG"
}
asked() { grep -c '^POST' "$LOG"; }
gemini() { # NAME TEXT: an answer in that form
	printf '%s' "$2" | jq -Rsc '{candidates:[{content:{parts:[{text:.}]},finishReason:"STOP"}]}' |
		sed 's/^/data: /; s/$/\n/' >"www/$1"
}
sse() { echo "POST * $1 200 type=text/event-stream${2:+ $2}"; }

# No rule knows what is meant by moonphase.
doc() { # ENTRY [RISK]
	printf '{"algo":1,"name":"m","entry":{"long":"%s"},"exit":{"long":"rsi(close, 14) > 70"},"risk":{"size":%s},"x-note":"mine"}\n' "$1" "${2:-0.5}"
}
doc 'moonphase(close) < 30' >bad.json
doc 'rsi(close, 14) < 30' >want.json
gemini good "$(cat want.json)"
gemini fenced "Sure!
\`\`\`json
$(cat want.json)
\`\`\`"
gemini lost "$(jq -c 'del(."x-note")' want.json)"
gemini wrong "$(doc 'sunphase(close) < 30')"
gemini more "$(doc 'rsi(close, 14) < 30' 0.9)"
gemini sneaky "$(jq -c '.rules = [{when: "flat", do: "sell"}]' want.json)"
gemini wire '{"rationale":"","cannot":"","name":"m","entry_long":"rsi(close, 14) < 30","entry_short":"","exit_long":"rsi(close, 14) > 70","exit_short":"","risk":[{"name":"size","value":"0.5"}]}'
gemini same "$(cat bad.json)"
gemini prose 'I would rather not.'
mended() { jq -S . want.json | cmp -s - one; }
is_mended() { jq -S . out >one 2>/dev/null && mended; }

# --- Nobody is asked who was not named ----------------------------------------------------

sse good | rules
exits 4 "no configuration, but a key in the environment" \
	env GEMINI_API_KEY=$KEY algo-fix $U bad.json
is "$(asked)" 0 "asks nobody"
cp err faults
exits 7 "a model without a key" algo-fix $G bad.json
exits 2 "no such provider" algo-fix -m gemnii/m bad.json
exits 2 "nobody and a recording" algo-fix -m none --record x bad.json
exits 2 "--explain asks nobody" algo-fix --explain --record x bad.json

GEMINI_API_KEY=$KEY
export GEMINI_API_KEY
printf '{"algo":1,"name":"m","entry":{"long":"rsi(close, 14) = 30"},}\n' >easy.json
exits 0 "what rules can mend" algo-fix -q $G easy.json
is "$(asked)" 0 "is no question"

# --- Asked --------------------------------------------------------------------------------

exits 0 "what they cannot" algo-fix $G bad.json --report report
is "$(asked)" 1 "is one"
ok "and mended" is_mended
like "$(cat "$LOG")" "*/entry/long:1:1: error: import_error unknown_function*/entry/long*1| moonphase(close) < 30*" \
	"with faults, places and line numbers"
is "$(jq -c '[.success, .final_status, (.fixes[0].key_used | length), .fixes[0].error_type]' report)" \
	'[true,"fixed",16,"import_error"]' "the report names the key by its fingerprint"
like "$err" "*the document is replaced by the one asked for*" "nothing changes in silence"
for a in fenced lost wire; do
	fresh
	sse $a | rules
	exits 0 "answered otherwise: $a" algo-fix $G bad.json
	jq 'if has("x-note") then . else error("lost") end' out >/dev/null 2>&1
	tap $? "... and nothing of mine is lost"
	ok "... it checks" algo-run --check out
done

fresh
{
	sse good body=sunphase
	sse wrong
} | rules
exits 0 "an answer with a fault" algo-fix $G bad.json --report report
is "$(asked)" 2 "is sent back in the next attempt"
is "$(jq -c '[.attempts, .fixes[0].success, .fixes[1].success]' report)" \
	'[2,false,true]' "as the report says"
fresh
{
	sse good body=otherwise,
	sse more
} | rules
exits 0 "what no fault names was changed" algo-fix $G bad.json
is "$(asked)" 2 "is refused"
like "$(cat "$LOG")" "*/risk/size came back otherwise*" "and said why"
ok "and then right" is_mended
for a in more sneaky same prose; do
	fresh
	sse $a | rules
	exits 4 "again and again: $a" algo-fix $G bad.json --report report
	is "$(asked)" 2 "... is asked twice"
	ok "... and the document left as it was" cmp out bad.json
	like "$err" "*unknown function 'moonphase'*" "... with its own faults"
	is "$(jq -r .final_status report)" failed "... reported"
done
like "$err" "*warning*the model's answer was not taken*" "and why"
fresh
sse wrong | rules
exits 4 "faults without end" algo-fix $G bad.json
ok "leave the document" cmp out bad.json
like "$err" "*moonphase*" "with the faults it came with"

# --- On bars -------------------------------------------------------------------------------

doc 'rsi(close, 14) < 30' '"-1 * bar_index"' >run.json
exits 4 "it fails when it runs" algo-fix -m none run.json -d goog.csv
fresh
sse good | rules
exits 0 "and is mended then" algo-fix $G run.json -d goog.csv
is "$(jq -c .risk out)" '{"size":0.5}' "by the answer"
is "$(asked)" 1 "to one question"
fresh
exits 3 "bad bars" sh -c 'printf "time,close\n1,x\n" | algo-fix "$@" -d -' - $G want.json
is "$(asked)" 0 "are no question for a model"

# --- auto ------------------------------------------------------------------------------------

fresh
echo 'model = gemini/m' >"$XDG_CONFIG_HOME/algo/config"
exits 0 "a model that is configured" algo-fix $U bad.json
is "$(asked)" 1 "is asked"
exits 4 "-m none" algo-fix -m none bad.json
is "$(asked)" 1 "is not"
fresh
echo 'POST * good 200 hang' | rules
exits 4 "and when the network is down" algo-fix $U bad.json
like "$err" "*$(tail -n 1 faults)*" "the faults stay the document's"
exits 6 "a model that was named is missed" algo-fix $G bad.json
exits 4 "no key" env -u GEMINI_API_KEY algo-fix $U bad.json
rm "$XDG_CONFIG_HOME/algo/config"

# --- Recordings, keys ---------------------------------------------------------------------------

fresh
sse good | rules
exits 0 "recorded" algo-fix $G --record tape bad.json
: >"$RULES"
: >"$LOG"
exits 0 "replayed" algo-fix -m gemini/m --replay tape bad.json
is "$(asked)" 0 "offline"
ok "the same" is_mended
found=$(grep -rl PLANTED "$XDG_DATA_HOME" tape out err report 2>/dev/null)
is "$found" "" "no key is in any file"

done_testing
