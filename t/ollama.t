#!/bin/sh
# ollama.t - algo-llm ollama: a server that is asked, one that is started and
# stopped, models that are fetched, answers that are not what they should be
. "$(dirname "$0")/lib.sh"

unset OLLAMA_HOST
ALGO_SHARE=$TOP/share
export ALGO_SHARE
cd "$TMP" || exit 1
mkdir www
serve "$TMP/www"
B="--base-url ollama=$URL"
PIDFILE=$XDG_DATA_HOME/algo/ollama.pid OLOG=$XDG_DATA_HOME/algo/ollama.log

rules() {
	cat >"$RULES"
	: >"$LOG"
}
body() { # NAME LINES...
	name=$1
	shift
	printf '%s\n' "$@" >"www/$name"
}

# --- Its answers ----------------------------------------------------------------

body version '{"version":"0.5.1"}'
body tags '{"models":[{"name":"qwen3:8b","size":5200000000,"modified_at":"2026-11-01T10:00:00Z","details":{"family":"qwen3","parameter_size":"8.2B","quantization_level":"Q4_K_M"}},{"model":"tiny","size":1000}]}'
body ps '{"models":[{"name":"qwen3:8b","size":6000,"size_vram":4000,"context_length":16384,"expires_at":"2026-11-21T18:00:00Z"}]}'
body show '{"license":"L","details":{"family":"qwen3","parameter_size":"8.2B","quantization_level":"Q4_K_M"},"model_info":{"general.architecture":"qwen3","qwen3.context_length":40960},"capabilities":["completion","tools"]}'
body gone "{\"error\":\"model 'x' not found\"}"
body empty
ALL='GET /api/version version 200
GET /api/tags tags 200
GET /api/ps ps 200
POST /api/show show 200 body="qwen3:8b"
POST /api/show gone 404
DELETE /api/delete empty 200 body="qwen3:8b"
DELETE /api/delete gone 404'
echo "$ALL" | rules

exits 0 "the status" algo-llm ollama status $B --format=csv
is "$out" "address,version,pid,running
$URL,0.5.1,,qwen3:8b" "is version, process and what is loaded"
exits 0 "the address from the environment" env OLLAMA_HOST="${URL#http://}/" \
	algo-llm ollama status --format=ndjson
like "$out" "*\"$URL\"*" "is the same"
echo "base-url = ollama=$URL" >config
exits 0 "and from the configuration" env ALGO_CONFIG="$TMP/config" \
	algo-llm ollama status
exits 0 "the models" algo-llm ollama list $B --format=csv
is "$out" "model,size,family,parameters,quantization,modified
qwen3:8b,5200000000,qwen3,8.2B,Q4_K_M,2026-11-01T10:00:00Z
tiny,1000,,,," "are listed"
exits 0 "those that are loaded" algo-llm ollama ps $B --format=csv
is "$out" "model,size,vram,context,until
qwen3:8b,6000,4000,16384,2026-11-21T18:00:00Z" "with memory and time"
exits 0 "one model" algo-llm ollama show qwen3:8b $B --format=ndjson
is "$out" '{"model":"qwen3:8b","family":"qwen3","parameters":"8.2B","context":40960,"quantization":"Q4_K_M","can":"completion tools","modified":""}' \
	"is known"
exits 1 "one that is not there" algo-llm ollama show x $B
like "$err" "*the server has no model 'x'*" "is none"
exits 0 "a model is removed" algo-llm ollama delete qwen3:8b $B
like "$(cat "$LOG")" '*DELETE /api/delete*{"model":"qwen3:8b"}*' "by DELETE"
exits 1 "one that is not there" algo-llm ollama delete x $B
exits 2 "no name" algo-llm ollama show $B
exits 2 "no such command" algo-llm ollama strat
like "$err" "*did you mean 'start'*" "has a near one"
exits 2 "an address without a provider" \
	algo-llm ollama status --base-url "$URL"
exits 2 "or of one that is not known" \
	algo-llm ollama status --base-url "olama=$URL"
like "$err" "*did you mean 'ollama'*" "is told"
exits 2 "or that is none" \
	algo-llm ollama status --base-url ollama=file:///etc/passwd

# --- Answers that are none -------------------------------------------------------

body html '<html>'
body list '[1,2]'
body odd '{"models":[1,null,{"name":3,"size":"big","details":[]}]}'
for f in html list empty; do
	echo "GET /api $f 200" | rules
	exits 6 "a version that is $f" algo-llm ollama status $B
	like "$err" "*no server of Ollama*" "is none"
done
echo 'GET /api html 500' | rules
exits 6 "a server that fails" algo-llm ollama list $B
like "$err" "*status 500*" "is told"
printf '%s\n' 'GET /api/tags odd 200' | rules
exits 0 "a list of odd things" algo-llm ollama list $B --format=csv
echo 'GET /api/tags odd 200 fill=20000000' | rules
exits 6 "20 MB" algo-llm ollama list $B
echo 'GET /api/tags - 302 header=Location:http://127.0.0.1:1/' | rules
exits 6 "a redirect" algo-llm ollama list $B
like "$err" "*status 302*" "is not followed"
printf '{"models":[{"name":"\\u001b[31mred"}]}' >www/red
echo 'GET /api/tags red 200' | rules
exits 0 "control bytes in a name" algo-llm ollama list $B
case $out in
*"$(printf '\033')"*) tap 1 "do not reach the terminal" ;;
*) tap 0 "do not reach the terminal" ;;
esac
exits 1 "nobody there" algo-llm ollama status --base-url ollama=http://127.0.0.1:1
like "$err" "*no server of Ollama answers*ollama start*" "says how to start one"
exits 6 "nobody to ask" algo-llm ollama list --base-url ollama=http://127.0.0.1:1

# --- Fetching ----------------------------------------------------------------------

body pull '{"status":"pulling manifest"}' \
	'{"status":"pulling a","digest":"sha256:a","total":1000}' \
	'{"status":"pulling a","digest":"sha256:a","total":1000,"completed":1000}' \
	'{"status":"pulling b","digest":"sha256:b","total":500,"completed":500}' \
	'{"status":"verifying sha256 digest"}' '{"status":"success"}'
echo 'POST /api/pull pull 200 type=application/x-ndjson' | rules
exits 0 "a pull" algo-llm ollama pull qwen3 $B
is "$out$err" "" "is quiet where nobody looks"
like "$(cat "$LOG")" '*{"model":"qwen3","stream":true}*' "it is asked as a stream"
exits 0 "its progress" algo-llm ollama pull qwen3 $B --progress=json
like "$err" '*{"kind":"progress","tool":"algo-llm","bytes":1500,"size":1500,*"done":true}' \
	"is events of all layers"
exits 0 "what it does" algo-llm ollama pull qwen3 $B -v
like "$err" "*pulling manifest*verifying sha256 digest*success*" "is told"
echo 'POST /api/pull pull 200 drip=1' | rules
exits 0 "in small pieces" algo-llm ollama pull qwen3 $B

body late '{"status":"pulling manifest"}' '{"error":"max retries exceeded"}' \
	'{"status":"success"}'
echo 'POST /api/pull late 200' | rules
exits 6 "an error on a line" algo-llm ollama pull x $B
like "$err" "*cannot pull 'x': max retries exceeded*" \
	"is one, whatever else is said"
body after '{"status":"success"}' '{"error":"disk full"}'
echo 'POST /api/pull after 200' | rules
exits 6 "also behind the success" algo-llm ollama pull x $B
body object '{"error":{"message":"no such model"}}'
echo 'POST /api/pull object 200' | rules
exits 6 "or as an object" algo-llm ollama pull x $B
like "$err" "*no such model*" "with its text"
echo 'POST /api/pull object 500' | rules
exits 6 "or with a status" algo-llm ollama pull x $B
like "$err" "*status 500: no such model*" "and that"
body half '{"status":"pulling manifest"}' \
	'{"status":"pulling a","digest":"sha256:a","total":1000,"completed":10}'
echo 'POST /api/pull half 200' | rules
exits 6 "an end without success" algo-llm ollama pull x $B
like "$err" "*ended without success*pull it again*" "is none"
echo 'POST /api/pull pull 200 cut=150' | rules
exits 6 "a connection that breaks" algo-llm ollama pull x $B
echo 'POST /api/pull html 200' | rules
exits 6 "no JSON" algo-llm ollama pull x $B
echo 'POST /api/pull empty 200' | rules
exits 6 "nothing at all" algo-llm ollama pull x $B
echo 'POST /api/pull pull 200 fill=3000000' | rules
exits 6 "a line of 3 MB" algo-llm ollama pull x $B
like "$err" "*too long*" "is told"
i=0
while [ $i -lt 200 ]; do
	i=$((i + 1))
	echo "{\"status\":\"l$i\",\"digest\":\"d$i\",\"total\":1,\"completed\":1}"
done >www/many
echo '{"status":"success"}' >>www/many
echo 'POST /api/pull many 200' | rules
exits 0 "more layers than any model has" algo-llm ollama pull x $B

echo 'POST /api/pull half 200 delay=20000' | rules
algo-llm ollama pull x $B >out2 2>err2 &
pid=$!
n=0
while ! grep -q pull "$LOG" && [ $n -lt 250 ]; do
	n=$((n + 1))
	sleep 0.02
done
kill -TERM $pid
wait $pid 2>/dev/null
is $? 143 "a signal ends a pull"
like "$(cat err2)" "*stopped pulling 'x'*go on where it is*" \
	"and says that it can go on"

# --- The process -----------------------------------------------------------------------

# The server is busy with what nobody waits for any more: another one takes
# its place.
exec 9>&-
wait "$server" 2>/dev/null
rm -f hold port
serve "$TMP/www"
B="--base-url ollama=$URL"
echo "$ALL" | rules
exits 1 "a server that was not started here" algo-llm ollama stop $B
like "$err" "*was not started by algo-llm*" "is not stopped"
exits 0 "where one runs" algo-llm ollama start $B --format=csv
like "$err" "*runs at $URL already*" "none is started"
like "$out" "*,0.5.1,,*" "but asked"
ok "and none is known as ours" test ! -e "$PIDFILE"

# A port that is free now.
PORT=$(cat port)
exec 9>&-
wait "$server" 2>/dev/null
server=
mkdir bin
L="--base-url ollama=http://127.0.0.1:$PORT"
exits 5 "no such program" env PATH="$BIN:/usr/bin:/bin" algo-llm ollama start $L
like "$err" "*no program 'ollama' in PATH*" "is told"
exits 2 "an address elsewhere" algo-llm ollama start \
	--base-url ollama=http://192.0.2.1:1
like "$err" "*not on this machine*" "is not started here"
PATH=$TMP/bin:$PATH
export HTTPD RULES TMP
mkfifo idle
cat >bin/ollama <<'X'
#!/bin/sh
[ "$1" = serve ] || exit 64
echo "listening on $OLLAMA_HOST"
exec 0<>"$TMP/idle"
exec "$HTTPD" "$TMP/www" "$RULES" "$TMP/port2" "$TMP/log2" "${OLLAMA_HOST##*:}"
X
chmod 755 bin/ollama
exits 0 "a server is started" algo-llm ollama start $L --format=csv
pid=$(sed -n 's/ .*//p' "$PIDFILE")
is "$out" "address,version,pid,running
http://127.0.0.1:$PORT,0.5.1,$pid,qwen3:8b" "and answers"
ok "it runs on" kill -0 "$pid"
is "$(ls -l "$OLOG" | cut -c1-10) $(ls -l "$PIDFILE" | cut -c1-10)" \
	"-rw------- -rw-------" "its log and its number are private"
like "$(cat "$OLOG")" "*listening on 127.0.0.1:$PORT*" "the log has its words"
exits 0 "the second time" algo-llm ollama start $L
like "$err" "*already*" "it runs already"
is "$(sed -n 's/ .*//p' "$PIDFILE")" "$pid" "as the same process"
exits 0 "its status" algo-llm ollama status $L --format=ndjson
like "$out" "*\"pid\":$pid,*" "has its number"

# gone PID: no such process, or one that only its parent has not noticed
gone() {
	! kill -0 "$1" 2>/dev/null || grep -q '^State:.Z' "/proc/$1/status"
}
cp "$PIDFILE" saved
sed 's/^\([0-9]*\) [0-9]*/\1 12345/' saved >"$PIDFILE"
exits 1 "a number that is another program's now" algo-llm ollama stop $L
ok "is left alone" kill -0 "$pid"
for text in "" "x y z" "1 1 -" "-1 5 -" "99999999999999999999 1 -"; do
	printf '%s' "$text" >"$PIDFILE"
	exits 1 "a file of '$text'" algo-llm ollama stop $L
done
cp saved "$PIDFILE"
exits 0 "ours is stopped" algo-llm ollama stop $L
ok "and gone" gone "$pid"
ok "with its number" test ! -e "$PIDFILE"
exits 1 "there is nothing more to stop" algo-llm ollama stop $L
like "$err" "*no server that algo-llm started is running*" "and that is told"

printf '#!/bin/sh\necho no models today\nexit 3\n' >bin/ollama
exits 6 "one that ends at once" algo-llm ollama start $L
like "$err" "*ollama.log*'ollama serve' ended at once*" "is told with its log"
is "$(tail -n 1 "$OLOG")" "no models today" "which has why"
printf '#!/bin/sh\nexec sleep 60\n' >bin/ollama
exits 6 "one that keeps silent" algo-llm ollama start $L --timeout 1
like "$err" "*does not answer*" "is ended"
ok "and forgotten" test ! -e "$PIDFILE"

cat >bin/ollama <<'Y'
#!/bin/sh
trap "" TERM
echo "$$" >"$TMP/pid3"
while :; do sleep 0.1; done
Y
algo-llm ollama start $L >out2 2>err2 &
pid=$!
n=0
while [ ! -s pid3 ] && [ $n -lt 250 ]; do
	n=$((n + 1))
	sleep 0.02
done
kill -KILL $pid
wait $pid 2>/dev/null
exits 6 "one whose start was killed" algo-llm ollama start $L
like "$err" "*process $(cat pid3), started before, does not answer*" "is known"
exits 0 "it does not hear" algo-llm ollama stop $L
ok "but is ended all the same" gone "$(cat pid3)"
printf 'no program\n' >bin/ollama
exits 5 "a file that cannot be run" algo-llm ollama start $L
chmod 644 bin/ollama
exits 5 "or must not be" algo-llm ollama start $L

done_testing
