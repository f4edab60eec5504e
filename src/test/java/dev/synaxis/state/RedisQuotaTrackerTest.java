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
import java.util.List;
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

    /** Seconds. */
    private static long ttl(String key) {
        return Long.parseLong(gateways.redis("TTL", key).strip().substring(1));
    }
}
