#!/usr/bin/env bash
# A file of n lines through inbound.files in a 512 MiB heap; prints lines/s and the heap before and after collections.
# Usage: bench/files.sh [LINES] [MODEL]      default: 1000000 mock; MODEL local/all-MiniLM-L6-v2 embeds for real
# BENCH_JAVA: the JDK 25 java (default: the one of JAVA_HOME, else of the path). Needs target/synaxis.jar (mvn package).
set -euo pipefail
root="$(cd "$(dirname "$0")/.." && pwd)"
lines="${1:-1000000}"
model="${2:-mock}"
java="${BENCH_JAVA:-${JAVA_HOME:+$JAVA_HOME/bin/}java}"
work="$(mktemp -d)"
mkdir "$work/in"
cat > "$work/synaxis.yaml" <<YAML
providers: [{ id: mock }]
inbound: { files: { directory: in, model: $model, settle: 200ms, poll: 200ms } }
YAML
seq 1 "$lines" | sed 's/.*/This is line & of a long file, about as long as a short sentence is./' > "$work/in/lines.part"
mv "$work/in/lines.part" "$work/in/lines.txt"
cd "$work"
SYNAXIS_PORT=0 "$java" -Xmx512m -Xlog:gc:file=gc.log --enable-native-access=ALL-UNNAMED \
  --sun-misc-unsafe-memory-access=allow -jar "$root/target/synaxis.jar" > log.txt 2>&1 &
gateway=$!
trap 'kill $gateway 2>/dev/null || true; wait $gateway 2>/dev/null || true; rm -rf "$work"' EXIT
while [ ! -f in/outbox/lines.txt/manifest.json ]; do
  kill -0 $gateway
  sleep 1
done
grep -E '"(state|done|failed|seconds)"' in/outbox/lines.txt/manifest.json
awk -v n="$lines" -F'[:,]' '/"seconds"/ { printf "lines/s: %.0f\n", n / $2 }' in/outbox/lines.txt/manifest.json
grep -o '[0-9]*M->[0-9]*M' gc.log | tr -d 'M' | sed 's/->/ /' |
  awk '{ if ($1 > b) b = $1; if ($2 > a) a = $2 } END { print "heap MiB, at most: " b " before, " a " after a collection" }'
