#!/bin/sh
# gen-servers.t - algo-gen and algo-fix with servers that are not ours: an
# independent mock of four providers, and a real llama.cpp with a random model,
# whose answers keep to the schema and say nothing
. "$(dirname "$0")/lib.sh"

[ -n "${AIMOCK:-}${LLAMA_SERVER:-}" ] ||
	skip_all "neither AIMOCK nor LLAMA_SERVER is set"
for v in $(env | sed -n 's/^\([A-Z_]*_API_KEYS\{0,1\}\|GEMINI_KEY_[^=]*\|[A-Z]*_BASE_URL\|OLLAMA_HOST\)=.*/\1/p'); do
	unset "$v"
done
ALGO_RETRY_MS=1 ALGO_SHARE=$TOP/share
export ALGO_RETRY_MS ALGO_SHARE
models=${MODELS_CACHE:-${TMPDIR:-/tmp}/models-cache}
cp -r examples/strategies "$TMP/examples"
cd "$TMP" || exit 1
K=k1abcdefgh
export GEMINI_API_KEY=$K OPENAI_API_KEY=$K ANTHROPIC_API_KEY=$K
pid=
stop_server() {
	[ -z "$pid" ] || kill "$pid" 2>/dev/null
	pid=
}
trap 'stop_server; cleanup' EXIT
# start COMMAND...: its address to $url
start() {
	: >server.log
	XDG_CACHE_HOME=$models "$@" >server.log 2>&1 &
	pid=$!
	url='' n=0
	while [ -z "$url" ] && [ "$n" -lt 1200 ] && kill -0 $pid 2>/dev/null; do
		url=$(sed -n 's/.*listening on //p' server.log)
		sleep 0.5
		n=$((n + 1))
	done
	[ -n "$url" ]
}

if [ -n "${AIMOCK:-}" ]; then
	if start "$AIMOCK" 0 "$(dirname "$AIMOCK")/example-fixtures.json"; then
		for m in "gemini /v1beta" "openai /v1" "anthropic " "ollama "; do
			p=${m%% *} b=${m#* }
			exits 0 "aimock as $p" algo-gen --base-url "$p=$url$b" \
				-m "$p/m" 'an RSI dip, mostly'
			like "$out" '*"long": "rsi(close, 14) < 30"*' \
				"... answers with a document"
		done
		G="--base-url gemini=$url/v1beta -m gemini/m"
		exits 0 "overloaded, then fenced" algo-gen $G 'third time lucky'
		exits 6 "cut off" algo-gen $G 'cut off'
		exits 6 "refused" algo-gen $G refuse
	else
		note "$(tail -n 3 server.log)"
		tap 1 "aimock starts"
	fi
	stop_server
fi

if [ -n "${LLAMA_SERVER:-}" ]; then
	if start "$LLAMA_SERVER" run 0 "$K"; then
		L="--base-url openai=$url/v1 -m openai/m --timeout 300"
		for i in 1 2 3; do
			run algo-gen -v $L --fix 1 "buy on day $i of a bull market"
			case $status in
			0 | 4) tap 0 "llama.cpp: a document, or its faults" ;;
			1) like "$err" "*cannot be done*" "llama.cpp: it declines" ;;
			*)
				tap 1 "llama.cpp: status $status"
				note "$err"
				;;
			esac
			case $err in
			*"no JSON object"* | *", no object"* | *"unknown key"*)
				tap 1 "... of the schema's form"
				note "$err"
				;;
			*) tap 0 "... of the schema's form" ;;
			esac
		done
		sed 's/close > sma/moonphase/' examples/rsi_dip.json >bad.json
		run algo-fix $L bad.json
		case $status in
		0 | 4) tap 0 "llama.cpp: mended or not" ;;
		*) tap 1 "llama.cpp: status $status" ;;
		esac
	else
		note "$(tail -n 3 server.log)"
		tap 1 "llama-server starts"
	fi
	stop_server
fi
done_testing
