package dev.synaxis.state;

import static dev.synaxis.state.QuotaTrackerContract.assertUsed;
import static dev.synaxis.state.QuotaTrackerContract.granted;
import static dev.synaxis.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.synaxis.config.QuotaWindow;
import dev.synaxis.config.QuotaWindow.Period;
import dev.synaxis.config.QuotaWindow.Unit;
import dev.synaxis.failure.FailureKind;
import dev.synaxis.state.QuotaTracker.Reservation;
import dev.synaxis.testkit.TestClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What gateways do while Redis is frozen, dead or not there yet. */
class RedisOutageTest {

    private static final QuotaWindow HUNDRED = new QuotaWindow(Unit.REQUESTS, Period.DAY, 100);
    private static final QuotaWindow PLENTY = new QuotaWindow(Unit.TOKENS, Period.DAY, 1_000_000_000_000L);

    /** Less than the deadline: whoever was quicker has not waited for Redis. */
    private static final Duration WAITED = Gateways.DEADLINE.multipliedBy(3).dividedBy(4);

    /** The deadline, and as much again for a machine that does other things as well. */
    private static final Duration LONGEST = Gateways.DEADLINE.multipliedBy(2);

    private final TestClock clock = new TestClock("2026-11-22T10:00:00Z");
    private Gateways gateways = Gateways.onRedis();

    @AfterEach
    void stop() {
        gateways.close();
    }

    @Test
    void shouldHoldUpEachCallerOnceAtMostWhenRedisFreezesInTraffic() throws Exception {
        Stores stores = gateways.open(clock);
        warmUp(stores);

        // Given callers who call one after the other
        int callers = 20;
        AtomicBoolean stop = new AtomicBoolean();
        CompletableFuture<List<List<Duration>>> traffic = CompletableFuture.supplyAsync(() -> {
            try {
                return Crowd.of(callers, i -> callUntil(stores, stop));
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        assertThat(stores.state().degraded()).isFalse();

        // When
        gateways.process().pause();
        eventually("redis is missed", () -> stores.state().degraded());
        List<Duration> later = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            later.add(time(() -> granted(stores.quota().reserve("groq", List.of(PLENTY), 1))));
        }
        stop.set(true);
        List<List<Duration>> each = traffic.get();

        // Then
        assertThat(stores.state().detail()).isEqualTo("no answer within " + Gateways.DEADLINE.toMillis() + " ms");
        assertThat(each).allSatisfy(caller -> {
            assertThat(caller).filteredOn(took -> took.compareTo(WAITED) > 0).hasSizeLessThanOrEqualTo(1);
            assertThat(caller).allMatch(took -> took.compareTo(LONGEST) < 0);
        });
        assertThat(later).allMatch(took -> took.compareTo(WAITED) < 0);

        // When
        gateways.process().resume();

        // Then
        eventually("state is shared again", () -> !stores.state().degraded());
        assertThat(granted(stores.quota().reserve("groq", List.of(PLENTY), 1)).local()).isFalse();
    }

    @Test
    void shouldGoOnFromTheLastKnownCountAndReportItAfterwardsWhenRedisFreezes() {
        Stores stores = gateways.open(clock);
        for (int i = 0; i < 90; i++) {
            granted(stores.quota().reserve("groq", List.of(HUNDRED), 1));
        }

        // When
        gateways.process().pause();
        int here = grantedUntilRefused(stores);

        // Then
        assertThat(here).isEqualTo(10);
        assertThat(stores.state().degraded()).isTrue();
        gateways.process().resume();
        eventually("state is shared again", () -> !stores.state().degraded());
        assertUsed(gateways.open(clock).quota(), "groq", HUNDRED, 100);
    }

    @Test
    void shouldSettleWhatWasSharedOnceRedisIsBackWhenItFreezesInBetween() {
        Stores stores = gateways.open(clock);
        Reservation settled = granted(stores.quota().reserve("groq", List.of(PLENTY), 8_000));
        Reservation refunded = granted(stores.quota().reserve("groq", List.of(PLENTY), 8_000));
        gateways.process().pause();
        eventually("the silence is noticed without any traffic", () -> stores.state().degraded());

        Duration took = time(() -> {
            stores.quota().settle(settled, 500);
            stores.quota().refund(refunded);
        });
        gateways.process().resume();

        assertThat(took).isLessThan(WAITED);
        assertUsed(gateways.open(clock).quota(), "groq", PLENTY, 500);
    }

    @Test
    void shouldReportWhatOthersUsedWhenTheCountOfOneCannotBeChanged() {
        Stores stores = gateways.open(clock);
        List<String> providers = List.of("a", "b", "c", "d");
        String unusable = gateways.keyPrefix() + ":quota:{a}:requests-per-day:"
                + HUNDRED.start(clock.instant()).getEpochSecond();
        gateways.redis("RPUSH", unusable, "no number");
        gateways.process().pause();
        eventually("the silence is noticed", () -> stores.state().degraded());
        providers.forEach(provider -> granted(stores.quota().reserve(provider, List.of(HUNDRED), 1)));
        long before = stores.missedCommands();

        // When the first try to report it fails half-way
        gateways.process().resume();
        eventually("a try has failed", () -> stores.missedCommands() > before + 2);
        gateways.redis("DEL", unusable);
        eventually("state is shared again", () -> !stores.state().degraded());

        // Then
        QuotaTracker other = gateways.open(clock).quota();
        providers.subList(1, providers.size()).forEach(provider -> assertUsed(other, provider, HUNDRED, 1));
    }

    @Test
    void shouldKnowWhatIsUnderWayWhenRedisIsKilledInBetween() {
        QuotaWindow four = new QuotaWindow(Unit.REQUESTS, Period.AT_ONCE, 4);
        Stores stores = gateways.open(clock);
        Stores other = gateways.open(clock);
        Reservation ended = granted(stores.quota().reserve("groq", List.of(four), 1));
        granted(stores.quota().reserve("groq", List.of(four), 1));
        granted(other.quota().reserve("groq", List.of(four), 1));

        // When one call ends and another begins while Redis is away
        gateways.process().kill();
        eventually("both notice", () -> stores.state().degraded() && other.state().degraded());
        stores.quota().settle(ended, 1);
        granted(stores.quota().reserve("groq", List.of(four), 1));
        gateways.process().start();
        eventually("state is shared again", () -> !stores.state().degraded() && !other.state().degraded());

        // Then
        assertUsed(stores.quota(), "groq", four, 3);
        assertUsed(other.quota(), "groq", four, 3);
        assertThat(stores.quota().reserve("groq", List.of(four), 1)).isInstanceOf(Reservation.class);
        assertThat(other.quota().reserve("groq", List.of(four), 1)).isInstanceOf(QuotaTracker.Refused.class);
    }

    @Test
    void shouldComeBackWhenRedisIsKilledAndStartedAgain() {
        Stores stores = gateways.open(clock);
        Stores other = gateways.open(clock);
        stores.health().coolDown("groq", null, FailureKind.AUTHENTICATION, Duration.ofHours(1));
        Reservation shared = granted(stores.quota().reserve("groq", List.of(HUNDRED), 1));
        eventually("the other knows", () -> other.health().cooldown("groq", "llama") != null);

        // When
        gateways.process().kill();
        Duration took = time(() -> granted(stores.quota().reserve("groq", List.of(HUNDRED), 1)));
        eventually("both notice", () -> stores.state().degraded() && other.state().degraded());

        // Then
        assertThat(shared.local()).isFalse();
        assertThat(took).isLessThan(LONGEST);
        assertThat(granted(stores.quota().reserve("groq", List.of(HUNDRED), 1)).local()).isTrue();
        assertThat(granted(other.quota().reserve("groq", List.of(HUNDRED), 1)).local()).isTrue();
        other.health().coolDown("mistral", null, FailureKind.OVERLOADED, Duration.ofMinutes(1));
        assertThat(stores.health().cooldown("groq", "llama")).isNotNull();

        // When
        gateways.process().start();

        // Then what was used and paused meanwhile is shared
        eventually("both are back", () -> !stores.state().degraded() && !other.state().degraded());
        assertUsed(stores.quota(), "groq", HUNDRED, 3);
        Stores late = gateways.open(clock);
        eventually("pauses are back", () -> late.health().cooldowns().size() == 2);
        eventually("the first knows", () -> stores.health().cooldown("mistral", "large") != null);
    }

    @Test
    void shouldStartWithLocalStateWhenRedisIsNotThereYet() {
        gateways.close();
        gateways = Gateways.withoutRedis();
        Stores[] opened = new Stores[1];
        Duration took = time(() -> opened[0] = gateways.open(clock));
        Stores stores = opened[0];

        assertThat(took).isLessThan(Duration.ofSeconds(10));
        assertThat(stores.state().shared()).isTrue();
        assertThat(stores.state().degraded()).isTrue();
        assertThat(stores.state().detail()).isNotBlank();
        stores.health().coolDown("groq", null, FailureKind.OVERLOADED, Duration.ofMinutes(1));
        assertThat(stores.health().cooldown("groq", "llama")).isNotNull();
        assertThat(granted(stores.quota().reserve("groq", List.of(HUNDRED), 1)).local()).isTrue();

        gateways.process().start();

        eventually("state is shared", () -> !stores.state().degraded());
        Stores other = gateways.open(clock);
        assertThat(other.health().cooldown("groq", "llama")).isNotNull();
        assertUsed(other.quota(), "groq", HUNDRED, 1);
    }

    @Test
    void shouldLookAtPausesWithoutWaitingWhenRedisIsFrozen() {
        Stores stores = gateways.open(clock);
        stores.health().coolDown("groq", "llama", FailureKind.RATE_LIMITED, Duration.ofMinutes(1));

        gateways.process().pause();
        Duration took = time(() -> {
            for (int i = 0; i < 1_000; i++) {
                stores.health().cooldown("groq", "llama");
                stores.health().coolDown("groq", "qwen", FailureKind.RATE_LIMITED, Duration.ofMinutes(1 + i));
                stores.quota().exhaustedFor("groq", List.of(HUNDRED));
            }
        });
        gateways.process().resume();

        assertThat(took).isLessThan(WAITED);
        Stores other = gateways.open(clock);
        eventually("both pauses arrive", () -> other.health().cooldowns().size() == 2);
    }

    private static int grantedUntilRefused(Stores stores) {
        int granted = 0;
        while (stores.quota().reserve("groq", List.of(HUNDRED), 1) instanceof Reservation) {
            granted++;
        }
        return granted;
    }

    private static void warmUp(Stores stores) {
        for (int i = 0; i < 200; i++) {
            stores.quota().settle(granted(stores.quota().reserve("groq", List.of(PLENTY), 10)), 5);
        }
    }

    private static List<Duration> callUntil(Stores stores, AtomicBoolean stop) {
        List<Duration> calls = new ArrayList<>();
        while (!stop.get()) {
            calls.add(time(() ->
                    stores.quota().settle(granted(stores.quota().reserve("groq", List.of(PLENTY), 10)), 5)));
            Thread.yield();
        }
        return calls;
    }

    private static Duration time(Runnable call) {
        long before = System.nanoTime();
        call.run();
        return Duration.ofNanos(System.nanoTime() - before);
    }
}
