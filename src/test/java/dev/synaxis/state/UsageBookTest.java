package dev.synaxis.state;

import static dev.synaxis.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.synaxis.state.UsageSum.Measure;
import dev.synaxis.testkit.TestClock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** Accounts in memory and in Redis. */
class UsageBookTest {

    private static final UsageSum ONE = UsageSum.of(Map.of(Measure.CALLS, 1L, Measure.COST_PICO, 33_000_000L));

    private final TestClock clock = new TestClock();

    private static UsageKey key(LocalDate day, String model) {
        return new UsageKey(day, "chat", "house", model, "paid", "team-a");
    }

    private static long calls(UsageBook book) {
        return book.between(book.first(), book.today()).values().stream()
                .mapToLong(sum -> sum.get(Measure.CALLS))
                .sum();
    }

    @Test
    void shouldKeepAsManyDaysAsItIsToldTo() {
        MemoryUsageBook book = new MemoryUsageBook(clock, 2);
        LocalDate first = book.today();
        book.add(key(first, "m"), ONE);
        clock.advance(Duration.ofDays(1));
        book.add(key(book.today(), "m"), ONE);
        assertThat(book.between(first, book.today())).containsOnlyKeys(key(first, "m"), key(book.today(), "m"));

        clock.advance(Duration.ofDays(1));
        book.add(key(book.today(), "m"), ONE);

        assertThat(book.between(first, book.today()))
                .containsOnlyKeys(key(first.plusDays(1), "m"), key(first.plusDays(2), "m"));
    }

    @Test
    void shouldCountModelsTogetherWhenCallersInventTooMany() {
        MemoryUsageBook book = new MemoryUsageBook(clock, 2);

        for (int i = 0; i < 6_000; i++) {
            book.add(key(book.today(), "invented-" + i), ONE);
        }

        Map<UsageKey, UsageSum> lines = book.between(book.today(), book.today());
        assertThat(lines).hasSize(5_001);
        assertThat(lines.get(key(book.today(), "(other)")).get(Measure.CALLS)).isEqualTo(1_000);
    }

    @Test
    void shouldLoseNothingWhenManyCountAtOnce() throws Exception {
        try (Gateways gateways = Gateways.onRedis()) {
            UsageBook book = gateways.open(clock).usage();
            UsageBook other = gateways.open(clock).usage();
            try (ExecutorService callers = Executors.newFixedThreadPool(4)) {
                for (int i = 0; i < 4_000; i++) {
                    UsageKey key = key(book.today(), "m-" + i % 300);
                    callers.submit(() -> book.add(key, ONE));
                }
            }

            assertThat(calls(book)).isEqualTo(4_000);
            eventually("the other sees them", () -> calls(other) == 4_000);
            assertThat(other.between(book.today(), book.today())).hasSize(300);
            assertThat(gateways.redis("TTL", gateways.keyPrefix() + ":usage:" + book.today()))
                    .isNotEqualTo(":-1\r\n").startsWith(":");
        }
    }

    @Test
    void shouldStayAtTheLargestNumberAndGoOnWhenASumIsTooLarge() {
        try (Gateways gateways = Gateways.onRedis()) {
            UsageBook book = gateways.open(clock).usage();
            UsageSum much = UsageSum.of(Map.of(Measure.CALLS, 1L, Measure.COST_PICO, Long.MAX_VALUE / 3 * 2));
            assertThat(much.plus(much).get(Measure.COST_PICO)).isEqualTo(Long.MAX_VALUE);
            UsageBook other = gateways.open(clock).usage();

            for (int i = 1; i <= 3; i++) {
                long calls = i;
                book.add(key(book.today(), "m"), much);
                eventually("written", () -> calls(other) == calls);
            }

            assertThat(book.shared()).isTrue();
        }
    }

    @Test
    void shouldHoldUpNobodyAndCountOnceWhenRedisFreezes() {
        try (Gateways gateways = Gateways.onRedis()) {
            UsageBook book = gateways.open(clock).usage();
            UsageBook other = gateways.open(clock).usage();
            book.add(key(book.today(), "m"), ONE);
            eventually("written", () -> calls(other) == 1);

            // When
            gateways.process().pause();
            book.add(key(book.today(), "m"), ONE);
            eventually("missed", () -> !book.shared());
            long begin = System.nanoTime();
            for (int i = 0; i < 1_000; i++) {
                book.add(key(book.today(), "m"), ONE);
            }
            Duration took = Duration.ofNanos(System.nanoTime() - begin);

            // Then
            assertThat(took).isLessThan(Gateways.DEADLINE.multipliedBy(5));
            assertThat(calls(book)).isEqualTo(1_002);
            gateways.process().resume();
            eventually("shared again", () -> calls(other) == 1_002);
            assertThat(calls(book)).isEqualTo(1_002);
        }
    }
}
