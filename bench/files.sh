#!/usr/bin/env bash
# A file of n lines through inbound.files in a 512 MiB heap; prints lines/s, CPU and the heap before and after collections.
# Usage: bench/files.sh [LINES] [WHO] [SECONDS]      default: 1000000 mock, to the end of the file
# WHO: mock     8 numbers, in process
#      local    the model inside the gateway, 384 numbers
#      vendor   a vendor over HTTP on the same machine that answers at once, 384 numbers
#      limited  the same with 120 calls a minute of at most 96 texts, which the gateway is told
#      refusing the same, and the gateway is not told of the calls: it learns from the 429
# SECONDS: stops after so long and prints how far it has come.
# BENCH_JAVA: the JDK 25 java (default: the one of JAVA_HOME, else of the path). Needs target/synaxis.jar (mvn package).
# BENCH_SYNAXIS_JAR: another jar than target/synaxis.jar
set -euo pipefail
root="$(cd "$(dirname "$0")/.." && pwd)"
lines="${1:-1000000}"
who="${2:-mock}"
most="${3:-0}"
java="${BENCH_JAVA:-${JAVA_HOME:+$JAVA_HOME/bin/}java}"
jar="$(realpath "${BENCH_SYNAXIS_JAR:-$root/target/synaxis.jar}")"
[ -f "$jar" ] || { echo "no $jar: mvn package makes it" >&2; exit 2; }
work="$(mktemp -d)"
processes=()
end() {
  for one in "${processes[@]}"; do kill "$one" 2>/dev/null && wait "$one" 2>/dev/null || true; done
  rm -rf "$work"
}
trap end EXIT

port() { sed -n 's/.*listens on [^ ]*\b\([0-9]\{2,\}\)$/\1/p' "$1"; }
calls=0
model=house/m
provider='{ id: mock }'
case "$who" in
  mock) model=mock ;;
  local) model=local/all-MiniLM-L6-v2 ;;
  vendor | limited | refusing)
    limits=
    [ "$who" = vendor ] || calls=120
    [ "$who" = limited ] && limits=', limits: { requests-per-minute: 120 }'
    "$java" -Xmx512m "$root/bench/src/main/java/dev/synaxis/bench/server/BatchVendor.java" 0 384 96 "$calls" > "$work/vendor.txt" 2>&1 &
    processes+=($!)
    until [ -n "$(port "$work/vendor.txt")" ]; do kill -0 "${processes[0]}"; sleep 0.2; done
    vendor="http://127.0.0.1:$(port "$work/vendor.txt")"
    provider="{ id: house, dialect: openai, base-url: \"$vendor/v1\", capabilities: [embedding], models: [m], compat: { max-inputs: 96 }$limits }"
    ;;
  *) echo "WHO is mock, local, vendor, limited or refusing" >&2; exit 2 ;;
esac

mkdir "$work/in"
cat > "$work/synaxis.yaml" <<YAML
providers: [$provider]
inbound: { files: { directory: in, model: $model, settle: 200ms, poll: 200ms } }
YAML
awk -v n="$lines" 'BEGIN { for (i = 1; i <= n; i++) print "This is line " i " of a long file, about as long as a short sentence is." }' > "$work/in/lines.part"
mv "$work/in/lines.part" "$work/in/lines.txt"
cd "$work"
SYNAXIS_PORT=0 "$java" -Xmx512m -Xlog:gc:file=gc.log --enable-native-access=ALL-UNNAMED \
  --sun-misc-unsafe-memory-access=allow -jar "$jar" > log.txt 2>&1 &
gateway=$!
processes+=("$gateway")
started=$SECONDS
told=in/outbox/lines.txt/manifest.json
while [ ! -f "$told" ]; do
  kill -0 "$gateway" 2>/dev/null || { tail -5 log.txt >&2; exit 1; }
  if [ "$most" -gt 0 ] && [ $((SECONDS - started)) -ge "$most" ]; then
    told=in/running/lines.txt/progress.json
    break
  fi
  sleep 1
done
peak="$(sed -n 's/^VmHWM:[[:space:]]*\([0-9]*\) kB/\1/p' "/proc/$gateway/status" 2>/dev/null || true)"
cpu="$(awk -v t="$(getconf CLK_TCK)" '{ print ($14 + $15) / t }' "/proc/$gateway/stat" 2>/dev/null || echo 0)"
kill "$gateway"
wait "$gateway" 2>/dev/null || true
field() { grep -o "\"$1\" *: *[^,}]*" "$told" | head -1 | sed 's/.*: *//'; }
echo "state $(field state), lines $(field lines), failed $(field failed), seconds $(field seconds)"
awk -v n="$(field lines)" -v s="$(field seconds)" -v c="$cpu" 'BEGIN { printf "lines/s: %.0f, CPU us per line, the start included: %.0f\n", n / s, c * 1e6 / n }'
grep -o '[0-9]*M->[0-9]*M' gc.log | tr -d 'M' | sed 's/->/ /' |
  awk '{ if ($1 > b) b = $1; if ($2 > a) a = $2 } END { print "heap MiB, at most: " b " before, " a " after a collection" }'
[ -z "$peak" ] || echo "resident MiB, at most: $((peak / 1024))"
[ -z "${vendor:-}" ] || curl -s "$vendor/stats"
