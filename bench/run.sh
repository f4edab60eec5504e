#!/usr/bin/env bash
# Side-by-side load run; see README.md. Options: --quick --without-synaxis --rounds N --crowd N --warm-up SECONDS
# BENCH_JAVA: the JDK 25 java (default: the one of JAVA_HOME, else of the path)
# BENCH_JAVA_OPTIONS, BENCH_SYNAXIS_OPTIONS: JVM options of bare proxy and vendor, of Synaxis (default: -Xmx1g for both)
# BENCH_SYNAXIS_JAR: another jar than ../target/synaxis.jar
set -euo pipefail
cd "$(dirname "$0")"

java="${BENCH_JAVA:-${JAVA_HOME:+$JAVA_HOME/bin/}java}"
major="$("$java" -XshowSettings:properties -version 2>&1 | sed -n 's/.*java.specification.version = //p')"
if [ "${major:-0}" -lt 25 ]; then
  echo "$java is Java ${major:-?}; set JAVA_HOME or BENCH_JAVA to a JDK 25" >&2
  exit 2
fi
if [ ! -d target/lib ]; then
  echo "not built yet: (cd .. && mvn -q install -DskipTests && mvn -q -f bench/pom.xml package)" >&2
  exit 2
fi
ulimit -n "$(ulimit -Hn)"

exec "$java" -Xmx1g -XX:+UseSerialGC -Xmn256m \
  -Dbench.target="$PWD/target" \
  -Dbench.synaxisJar="${BENCH_SYNAXIS_JAR:-$PWD/../target/synaxis.jar}" \
  -Dbench.ticksPerSecond="$(getconf CLK_TCK)" \
  -Dbench.javaOptions="${BENCH_JAVA_OPTIONS:--Xmx1g}" \
  -Dbench.synaxisOptions="${BENCH_SYNAXIS_OPTIONS:--Xmx1g}" \
  -cp "target/classes:target/lib/*" dev.synaxis.bench.run.Bench "$@"
