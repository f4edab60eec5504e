# syntax=docker/dockerfile:1
FROM maven:3.9-eclipse-temurin-25 AS build
WORKDIR /src
COPY pom.xml .
RUN --mount=type=cache,target=/root/.m2 mvn -B -ntp -q dependency:go-offline
COPY src src
RUN --mount=type=cache,target=/root/.m2 mvn -B -ntp -q package -DskipTests

FROM eclipse-temurin:25-jre
RUN apt-get update -q && apt-get install -y -q --no-install-recommends curl && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --home-dir /opt/synaxis synaxis \
    && install -d -o 10001 /opt/synaxis/synaxis-replies
WORKDIR /opt/synaxis
COPY --from=build /src/target/lib lib
COPY --from=build /src/target/synaxis.jar .
ENV JDK_JAVA_OPTIONS="-XX:MaxRAMPercentage=70 -XX:+UseCompactObjectHeaders --sun-misc-unsafe-memory-access=allow"
# a short run writes the cache of loaded classes that halves the work of a start; without the file the gateway starts all the same
RUN SYNAXIS_HOST=127.0.0.1 timeout -s TERM 20 java -XX:AOTCacheOutput=synaxis.aot -jar synaxis.jar || test -f synaxis.aot
USER 10001
EXPOSE 8080
# a container's address is not loopback: the gateway starts only with SYNAXIS_API_KEY or server.api-keys
ENV SYNAXIS_HOST=0.0.0.0 \
    JDK_JAVA_OPTIONS="$JDK_JAVA_OPTIONS -XX:AOTCache=synaxis.aot"
HEALTHCHECK --interval=10s --timeout=3s --start-period=15s \
  CMD curl -fsS "http://127.0.0.1:${SYNAXIS_PORT:-8080}/health/ready" >/dev/null || exit 1
STOPSIGNAL SIGTERM
ENTRYPOINT ["java", "-jar", "synaxis.jar"]
