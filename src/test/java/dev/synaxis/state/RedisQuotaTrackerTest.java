package dev.synaxis.state;

import static dev.synaxis.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.synaxis.config.QuotaWindow;
import dev.synaxis.config.QuotaWindow.Period;
import dev.synaxis.config.QuotaWindow.Unit;
import dev.synaxis.state.QuotaTracker.Decision;
import dev.synaxis.state.QuotaTracker.Refused;
import dev.synaxis.state.QuotaTracker.Reservation;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RedisQuotaTrackerTest extends QuotaTrackerContract {

    private static Gateways gateways;

    @BeforeAll
    static void startRedis() {
        gateways = Gateways.onRedis();
    }

    @AfterEach
    void closeGateways() {
        gateways.forget();
    }

    @AfterAll
    static void stopRedis() {
        gateways.close();
    }

    @Override
    QuotaTracker tracker(Clock clock) {
        return gateways.open(clock).quota();
    }

    @Test
    void shouldNeverGrantMoreThanTheLimitWhenManyCallTwoGatewaysAtOnce() throws Exception {
        QuotaTracker one = tracker(clock);
        QuotaTracker two = tracker(clock);

        List<Decision> decisions =
                Crowd.of(1_000, i -> (i % 2 == 0 ? one : two).reserve("groq", List.of(REQUESTS, TOKENS), 5));

        assertThat(decisions).filteredOn(Reservation.class::isInstance).hasSize(100);
        assertThat(one.state().degraded()).isFalse();
        assertUsed(one, "groq", TOKENS, 500);
        assertUsed(two, "groq", REQUESTS, 100);
    }

    @Test
    void shouldSeeThatAnotherGatewayGaveBackWhatWasExhausted() {
        QuotaTracker one = tracker(clock);
        QuotaTracker two = tracker(clock);
        QuotaWindow single = new QuotaWindow(Unit.REQUESTS, Period.DAY, 1);
        Reservation reservation = granted(one.reserve("groq", List.of(single), 1));
        assertThat(two.reserve("groq", List.of(single), 1)).isInstanceOf(Refused.class);
        assertThat(two.exhaustedFor("groq", List.of(single))).isNotNull();

        one.refund(reservation);

        eventually("the other gateway knows", () -> two.exhaustedFor("groq", List.of(single)) == null);
    }

    @Test
    void shouldLetCountsExpireSoonAfterTheirWindow() {
        QuotaTracker tracker = tracker(clock);
        granted(tracker.reserve("groq", List.of(REQUESTS, TOKENS), 5));

        assertThat(gateways.redis("KEYS", gateways.keyPrefix() + ":quota:{groq}*").lines()
                        .filter(line -> line.contains("quota"))
                        .toList())
                .hasSize(2)
                .allMatch(key -> ttl(key) > 0)
                .anyMatch(key -> ttl(key) <= 90);
    }

    @Test
    void shouldForgetAProviderThatNobodyAsksAboutAnyMore() {
        var tracker = (RedisQuotaTracker) tracker(clock);
        granted(tracker.reserve("removed", List.of(REQUESTS), 5));
        assertThat(tracker.watched()).containsExactly("removed");

        clock.advance(RedisQuotaTracker.FORGOTTEN_AFTER.plusSeconds(1));
        granted(tracker.reserve("groq", List.of(REQUESTS), 5));

        eventually("only the other one is looked at", () -> tracker.watched().equals(Set.of("groq")));
    }

    @Test
    void shouldTellOtherGatewaysWhatTheVendorHasCounted() {
        QuotaTracker one = tracker(clock);
        QuotaTracker two = tracker(clock);
        granted(two.reserve("groq", List.of(REQUESTS), 1));

        one.told("groq", REQUESTS, 100);
        two.told("groq", REQUESTS, 99);

        eventually("the other gateway has no quota left", () -> two.exhaustedFor("groq", List.of(REQUESTS)) != null);
        assertUsed(two, "groq", REQUESTS, 100);
    }

    @Test
    void shouldCountTheCallsOfAllGatewaysThatAreUnderWay() {
        QuotaTracker one = tracker(clock);
        QuotaTracker two = tracker(clock);
        List<QuotaWindow> windows = List.of(UNDER_WAY.of("m"));
        Reservation first = granted(one.reserve("groq", windows, 1));
        for (int i = 0; i < 4; i++) {
            granted(two.reserve("groq", windows, 1));
        }
        assertThat(one.reserve("groq", windows, 1)).isInstanceOf(Refused.class);

        one.settle(first, 1);

        eventually("the other gateway has the place", () -> two.reserve("groq", windows, 1) instanceof Reservation);
        assertThat(one.reserve("groq", windows, 1)).isInstanceOf(Refused.class);
    }

    @Test
    void shouldEndTheLeasesOfAGatewayThatDiesAndRenewThoseOfOneThatLives() throws Exception {
        Gateways.Leasing dying = gateways.leasing(clock, Duration.ofMillis(1_500));
        Gateways.Leasing living = gateways.leasing(clock, Duration.ofMillis(1_500));
        List<QuotaWindow> windows = List.of(UNDER_WAY);
        granted(living.quota().reserve("groq", windows, 1));
        granted(living.quota().reserve("groq", windows, 1));
        for (int i = 0; i < 3; i++) {
            granted(dying.quota().reserve("groq", windows, 1));
        }
        assertThat(living.quota().reserve("groq", windows, 1)).isInstanceOf(Refused.class);
        Instant death = Instant.now();

        dying.link().close();

        assertUsed(living.quota(), "groq", UNDER_WAY, 2);
        // Then its own calls stay under way however long they take
        eventually("two leases have passed", () -> Instant.now().isAfter(death.plusMillis(3_500)));
        assertUsed(living.quota(), "groq", UNDER_WAY, 2);
        assertThat(gateways.redis("ZCARD", gateways.keyPrefix() + ":quota:{groq}:concurrent-requests").strip())
                .isEqualTo(":2");
        living.link().close();
    }

    /** Seconds. */
    private static long ttl(String key) {
        return Long.parseLong(gateways.redis("TTL", key).strip().substring(1));
    }
}
