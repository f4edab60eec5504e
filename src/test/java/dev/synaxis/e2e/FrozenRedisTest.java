package dev.synaxis.e2e;

import static dev.synaxis.testkit.Eventually.eventually;
import static dev.synaxis.testkit.GatewayFixture.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.synaxis.testkit.GatewayFixture;
import dev.synaxis.testkit.OpenAiWire;
import dev.synaxis.testkit.RedisProcess;
import dev.synaxis.testkit.ScriptedVendor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/**
 * What a frozen Redis (SIGSTOP, connections stay open) costs the callers of a gateway. The same calls to a gateway
 * without Redis, made in turn with the others, tell how long this machine held up a call for reasons of its own.
 */
class FrozenRedisTest {

    private static final Duration BOUND = Duration.ofMillis(250);

    /** Less than the deadline of a command: whoever was quicker has not waited for Redis. */
    private static final Duration WAITED = Duration.ofMillis(100);

    private static final int CALLERS = 4;

    private enum Phase {
        BEFORE,
        FROZEN,
        OVER
    }

    private record Call(Phase phase, Duration shared, Duration control) {}

    /** Every call reserves, refunds, reserves again with the next provider, and settles. */
    private static GatewayFixture gateway(ScriptedVendor vendor, String redis) {
        return GatewayFixture.start("""
                %s
                strategy: preferred
                resilience: { max-retries: 0, breaker: { enabled: false } }
                providers:
                  - { id: broken, dialect: openai, base-url: "%s", models: [m], limits: { requests-per-day: 1000000 } }
                  - id: house
                    dialect: openai
                    base-url: "%s"
                    models: [m]
                    limits: { requests-per-day: 1000000, tokens-per-day: 1000000000 }
                """.formatted(redis, vendor.url("/broken"), vendor.url("/house")));
    }

    @Test
    void shouldHoldUpEachCallerOnceAndBrieflyWhenRedisFreezesUnderTraffic() throws Exception {
        try (RedisProcess redis = RedisProcess.started();
                ScriptedVendor vendor = ScriptedVendor.start();
                GatewayFixture shared = gateway(vendor, "redis: { url: \"" + redis.url() + "\" }");
                GatewayFixture control = gateway(vendor, "");
                ExecutorService callers = Executors.newFixedThreadPool(CALLERS)) {
            vendor.on("/broken/chat/completions").reply(200, "{");
            vendor.on("/house/chat/completions").reply(200, OpenAiWire.text("m", "Hi"));
            eventually("shared", () -> !degraded(shared));
            warmUp(shared, control);

            // Given callers who call one after the other
            AtomicReference<Phase> phase = new AtomicReference<>(Phase.BEFORE);
            AtomicInteger made = new AtomicInteger();
            List<Future<List<Call>>> traffic = new ArrayList<>();
            for (int i = 0; i < CALLERS; i++) {
                traffic.add(callers.submit(() -> callUntilOver(shared, control, phase, made)));
            }
            eventually("traffic", () -> made.get() >= 200);

            // When
            redis.pause();
            phase.set(Phase.FROZEN);
            eventually("redis is missed", () -> degraded(shared));
            assertThat(shared.metric("synaxis_store_degraded{store=\"quota\"}")).isEqualTo(1);
            int noticed = made.get();
            eventually("traffic on local state", () -> made.get() >= noticed + 200);
            phase.set(Phase.OVER);
            List<List<Call>> calls = new ArrayList<>();
            for (Future<List<Call>> caller : traffic) {
                calls.add(caller.get());
            }

            // Then
            Duration usual = median(calls);
            Duration machine = longestControl(calls);
            assertThat(calls).anySatisfy(caller -> assertThat(waits(caller, usual.plus(WAITED))).isPositive());
            assertThat(calls).allSatisfy(caller -> {
                assertThat(waits(caller, usual.plus(machine).plus(WAITED))).isLessThanOrEqualTo(1);
                assertThat(waits(caller, usual.plus(machine).plus(BOUND))).isZero();
            });
            redis.resume();
            eventually("shared again", () -> !degraded(shared));
            assertThat(shared.metric("synaxis_store_degraded{store=\"quota\"}")).isZero();
            assertThat(shared.chat("m").statusCode()).isEqualTo(200);
        }
    }

    private static boolean degraded(GatewayFixture gateway) {
        return json(gateway.get("/health/ready")).at("/stores/quota/degraded").asBoolean();
    }

    private static void warmUp(GatewayFixture... gateways) {
        for (int i = 0; i < 100; i++) {
            for (GatewayFixture gateway : gateways) {
                time(gateway);
            }
        }
    }

    private static List<Call> callUntilOver(
            GatewayFixture shared, GatewayFixture control, AtomicReference<Phase> phase, AtomicInteger made) {
        List<Call> calls = new ArrayList<>();
        for (Phase now = phase.get(); now != Phase.OVER; now = phase.get()) {
            calls.add(new Call(now, time(shared), time(control)));
            made.incrementAndGet();
        }
        return calls;
    }

    private static Duration time(GatewayFixture gateway) {
        long begin = System.nanoTime();
        var answer = gateway.chat("m");
        Duration took = Duration.ofNanos(System.nanoTime() - begin);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.headers().firstValue("x-synaxis-provider")).contains("house");
        return took;
    }

    private static long waits(List<Call> calls, Duration longer) {
        return calls.stream()
                .filter(call -> call.shared().compareTo(longer) > 0)
                .count();
    }

    private static Duration median(List<List<Call>> calls) {
        List<Duration> usual = calls.stream()
                .flatMap(List::stream)
                .filter(call -> call.phase() == Phase.BEFORE)
                .map(Call::shared)
                .sorted()
                .toList();
        return usual.get(usual.size() / 2);
    }

    private static Duration longestControl(List<List<Call>> calls) {
        return calls.stream()
                .flatMap(List::stream)
                .map(Call::control)
                .max(Duration::compareTo)
                .orElseThrow();
    }
}
