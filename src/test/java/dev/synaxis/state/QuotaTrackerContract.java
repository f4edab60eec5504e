package dev.synaxis.state;

import static dev.synaxis.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.synaxis.config.QuotaWindow;
import dev.synaxis.config.QuotaWindow.Period;
import dev.synaxis.config.QuotaWindow.Unit;
import dev.synaxis.model.TokenUsage;
import dev.synaxis.model.Units;
import dev.synaxis.state.QuotaTracker.Decision;
import dev.synaxis.state.QuotaTracker.Refused;
import dev.synaxis.state.QuotaTracker.Reservation;
import dev.synaxis.testkit.TestClock;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What every ledger does. */
abstract class QuotaTrackerContract {

    static final QuotaWindow REQUESTS = new QuotaWindow(Unit.REQUESTS, Period.MINUTE, 100);
    static final QuotaWindow TOKENS = new QuotaWindow(Unit.TOKENS, Period.DAY, 1_000);

    static final QuotaWindow UNDER_WAY = new QuotaWindow(Unit.REQUESTS, Period.AT_ONCE, 5);

    final TestClock clock = new TestClock("2026-11-22T10:00:30Z");

    /** A new ledger that nobody has used. */
    abstract QuotaTracker tracker(Clock clock);

    @Test
    void shouldNeverGrantMoreThanTheLimitWhenManyCallAtOnce() throws Exception {
        QuotaTracker tracker = tracker(clock);

        List<Decision> decisions = Crowd.of(1_000, i -> tracker.reserve("groq", List.of(REQUESTS), 10));

        assertThat(decisions).filteredOn(Reservation.class::isInstance).hasSize(100);
        assertThat(decisions)
                .filteredOn(Refused.class::isInstance)
                .hasSize(900)
                .allMatch(new Refused(REQUESTS, Duration.ofSeconds(30))::equals);
        assertUsed(tracker, "groq", REQUESTS, 100);
    }

    @Test
    void shouldNeverHaveMoreCallsUnderWayThanTheLimitWhenManyCallAtOnce() throws Exception {
        QuotaTracker tracker = tracker(clock);
        List<QuotaWindow> windows = List.of(UNDER_WAY, TOKENS);
        AtomicInteger underWay = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();

        List<Boolean> answers = Crowd.of(1_000, i -> {
            for (int tries = 0; tries < 10_000; tries++) {
                if (tracker.reserve("groq", windows, 1) instanceof Reservation mine) {
                    most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
                    Thread.yield();
                    underWay.decrementAndGet();
                    if (i % 2 == 0) {
                        tracker.settle(mine, 1);
                    } else {
                        tracker.refund(mine);
                    }
                    return true;
                }
                Thread.yield();
            }
            return false;
        });

        assertThat(answers).as("everybody had a turn").doesNotContain(false);
        assertThat(most.get()).isBetween(1, 5);
        assertUsed(tracker, "groq", UNDER_WAY, 0);
        assertUsed(tracker, "groq", TOKENS, 500);
    }

    @Test
    void shouldHoldACallUntilItHasEndedWhateverTheTime() {
        QuotaTracker tracker = tracker(clock);
        List<QuotaWindow> windows = List.of(UNDER_WAY, REQUESTS);
        List<Reservation> held = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            held.add(granted(tracker.reserve("groq", windows, 1)));
        }

        clock.set("2026-11-24T10:00:00Z");
        assertThat(tracker.reserve("groq", windows, 1)).isEqualTo(new Refused(UNDER_WAY, Duration.ofSeconds(1)));
        assertThat(tracker.exhaustedFor("groq", windows)).isEqualTo(Duration.ofSeconds(1));
        assertThat(tracker.status("groq", windows).windows().getFirst())
                .isEqualTo(new QuotaStatus.Window(UNDER_WAY, 5, null));
        assertUsed(tracker, "groq", REQUESTS, 0);

        tracker.settle(held.get(0), 1);
        tracker.refund(held.get(1));

        assertUsed(tracker, "groq", UNDER_WAY, 3);
        assertThat(tracker.exhaustedFor("groq", windows)).isNull();
        granted(tracker.reserve("groq", windows, 1));
    }

    @Test
    void shouldKnowBothWindowsWhenTheClockGoesBackOverTheEndOfOne() {
        QuotaTracker tracker = tracker(clock);
        for (int i = 0; i < 100; i++) {
            granted(tracker.reserve("groq", List.of(REQUESTS), 1));
        }
        clock.set("2026-11-22T10:01:00.005Z");
        granted(tracker.reserve("groq", List.of(REQUESTS), 1));

        clock.set("2026-11-22T10:00:59.995Z");
        assertThat(tracker.reserve("groq", List.of(REQUESTS), 1)).isInstanceOf(Refused.class);

        clock.set("2026-11-22T10:01:00.010Z");
        assertUsed(tracker, "groq", REQUESTS, 1);
    }

    @Test
    void shouldTakeTheVendorsCountAtOnceWhenItIsHigherAndBackOnlyWhatItAdded() {
        QuotaTracker tracker = tracker(clock);
        for (int i = 0; i < 10; i++) {
            granted(tracker.reserve("groq", List.of(REQUESTS), 1));
        }

        tracker.told("groq", REQUESTS, 95);
        assertUsed(tracker, "groq", REQUESTS, 95);

        // What is less is believed when it is said the third time in a row, and never below our own count
        tracker.told("groq", REQUESTS, 40);
        tracker.told("groq", REQUESTS, 30);
        assertUsed(tracker, "groq", REQUESTS, 95);
        tracker.told("groq", REQUESTS, 20);
        assertUsed(tracker, "groq", REQUESTS, 40);
        for (int i = 0; i < 3; i++) {
            tracker.told("groq", REQUESTS, 0);
        }
        assertUsed(tracker, "groq", REQUESTS, 10);

        // The next window begins anew
        clock.set("2026-11-22T10:01:00Z");
        assertUsed(tracker, "groq", REQUESTS, 0);
    }

    @Test
    void shouldFollowTheVendorWhenTheWindowIsTheVendorsAlone() {
        QuotaTracker tracker = tracker(clock);
        QuotaWindow learned = new QuotaWindow(
                Unit.REQUESTS, Period.MINUTE, 100, "m", QuotaWindow.Reset.UTC, QuotaWindow.Origin.VENDOR);
        for (int i = 0; i < 10; i++) {
            granted(tracker.reserve("groq", List.of(learned), 1));
        }

        tracker.told("groq", learned, 4);
        tracker.told("groq", learned, 5);
        tracker.told("groq", learned, 6);

        assertUsed(tracker, "groq", learned, 6);
    }

    @Test
    void shouldTakeNothingFromAnyWindowWhenOneIsFull() {
        QuotaTracker tracker = tracker(clock);
        List<QuotaWindow> both = List.of(REQUESTS, TOKENS);
        granted(tracker.reserve("groq", both, 900));

        Decision decision = tracker.reserve("groq", both, 101);

        assertThat(decision).isEqualTo(new Refused(TOKENS, Duration.ofSeconds(13 * 3600 + 59 * 60 + 30)));
        assertUsed(tracker, "groq", REQUESTS, 1);
        assertUsed(tracker, "groq", TOKENS, 900);
    }

    @Test
    void shouldCountEachUnitInItsOwnWindow() {
        QuotaTracker tracker = tracker(clock);
        QuotaWindow images = new QuotaWindow(Unit.IMAGES, Period.DAY, 4);
        QuotaWindow seconds = new QuotaWindow(Unit.AUDIO_SECONDS, Period.HOUR, 60);
        QuotaWindow characters = new QuotaWindow(Unit.CHARACTERS, Period.MONTH, 500);
        List<QuotaWindow> all = List.of(REQUESTS, images, seconds, characters);

        Reservation drawn = granted(tracker.reserve("groq", all, new Amount(10, Units.images(4))));
        granted(tracker.reserve("groq", all, new Amount(10, Units.audioSeconds(12.2))));
        granted(tracker.reserve("groq", all, new Amount(10, Units.characters(300))));

        assertUsed(tracker, "groq", images, 4);
        assertUsed(tracker, "groq", seconds, 13);
        assertUsed(tracker, "groq", characters, 300);
        assertThat(tracker.reserve("groq", all, new Amount(10, Units.images(1)))).isInstanceOf(Refused.class);
        assertThat(tracker.exhaustedFor("groq", all, new Amount(10, Units.images(1)))).isNotNull();

        tracker.settle(drawn, new Amount(10, Units.images(5)));

        assertUsed(tracker, "groq", images, 5);
        granted(tracker.reserve("groq", all, 10));
        assertThat(tracker.exhaustedFor("groq", all)).as("a chat draws nothing").isNull();
        assertUsed(tracker, "groq", REQUESTS, 4);
    }

    @Test
    void shouldHoldInputAndOutputApart() {
        QuotaTracker tracker = tracker(clock);
        QuotaWindow input = new QuotaWindow(Unit.INPUT_TOKENS, Period.MINUTE, 1_000);
        QuotaWindow output = new QuotaWindow(Unit.OUTPUT_TOKENS, Period.MINUTE, 100);
        List<QuotaWindow> both = List.of(input, output);

        Reservation first = granted(tracker.reserve("anthropic", both, amount(900, 60)));

        assertThat(tracker.reserve("anthropic", both, amount(10, 60))).as("output").isInstanceOf(Refused.class);
        assertThat(tracker.reserve("anthropic", both, amount(200, 10))).as("input").isInstanceOf(Refused.class);

        tracker.settle(first, new Amount(new TokenUsage(900, 700, 0, 100, 0, 1_000), Units.NONE));

        assertUsed(tracker, "anthropic", input, 200);
        assertUsed(tracker, "anthropic", output, 100);
        assertThat(tracker.exhaustedFor("anthropic", both, amount(10, 0))).as("at least one token comes back").isNotNull();
    }

    private static Amount amount(long input, long output) {
        return new Amount(TokenUsage.of(input, output), Units.NONE);
    }

    @Test
    void shouldNameTheWindowThatEndsLastWhenSeveralAreFull() {
        QuotaTracker tracker = tracker(clock);
        QuotaWindow minute = new QuotaWindow(Unit.REQUESTS, Period.MINUTE, 1);
        QuotaWindow hour = new QuotaWindow(Unit.REQUESTS, Period.HOUR, 1);
        granted(tracker.reserve("groq", List.of(hour, minute), 1));

        assertThat(tracker.reserve("groq", List.of(hour, minute), 1))
                .isEqualTo(new Refused(hour, Duration.ofSeconds(59 * 60 + 30)));
        assertThat(tracker.exhaustedFor("groq", List.of(hour, minute))).isEqualTo(Duration.ofSeconds(59 * 60 + 30));
    }

    @Test
    void shouldEndTheWindowByTheClockWhateverTheTraffic() {
        QuotaTracker tracker = tracker(clock);
        QuotaWindow one = new QuotaWindow(Unit.REQUESTS, Period.MINUTE, 1);
        granted(tracker.reserve("groq", List.of(one), 1));

        // When callers keep asking up to the last moment
        for (String instant : List.of("2026-11-22T10:00:45Z", "2026-11-22T10:00:59.999999999Z")) {
            clock.set(instant);
            assertThat(tracker.reserve("groq", List.of(one), 1)).isInstanceOf(Refused.class);
        }

        // Then the next window begins on time
        clock.set("2026-11-22T10:01:00Z");
        assertThat(tracker.exhaustedFor("groq", List.of(one))).isNull();
        granted(tracker.reserve("groq", List.of(one), 1));
        assertThat(tracker.reserve("groq", List.of(one), 1)).isEqualTo(new Refused(one, Duration.ofMinutes(1)));
    }

    @Test
    void shouldFollowTheCalendarWhenTheWindowIsAMonth() {
        QuotaTracker tracker = tracker(clock);
        QuotaWindow month = new QuotaWindow(Unit.TOKENS, Period.MONTH, 10);
        granted(tracker.reserve("groq", List.of(month), 10));

        assertThat(tracker.status("groq", List.of(month)).windows().getFirst().resetsAt())
                .isEqualTo(Instant.parse("2026-12-01T00:00:00Z"));
        clock.set("2026-11-30T23:59:59Z");
        assertThat(tracker.reserve("groq", List.of(month), 1)).isEqualTo(new Refused(month, Duration.ofSeconds(1)));
        clock.set("2026-12-01T00:00:00Z");
        granted(tracker.reserve("groq", List.of(month), 10));
    }

    @Test
    void shouldGiveBackTheRestWhenSettledWithLess() {
        QuotaTracker tracker = tracker(clock);
        Reservation reservation = granted(tracker.reserve("groq", List.of(REQUESTS, TOKENS), 800));

        tracker.settle(reservation, 300);

        assertUsed(tracker, "groq", TOKENS, 300);
        assertUsed(tracker, "groq", REQUESTS, 1);
    }

    @Test
    void shouldCountEverythingThatWasUsedWhenSettledWithMore() {
        QuotaTracker tracker = tracker(clock);
        Reservation reservation = granted(tracker.reserve("groq", List.of(TOKENS), 900));

        tracker.settle(reservation, 1_200);

        assertUsed(tracker, "groq", TOKENS, 1_200);
        assertThat(tracker.status("groq", List.of(TOKENS)).windows().getFirst().left()).isZero();
        assertThat(tracker.reserve("groq", List.of(TOKENS), 0)).isInstanceOf(Refused.class);
        assertThat(tracker.exhaustedFor("groq", List.of(TOKENS))).isPositive();
    }

    @Test
    void shouldGiveBackRequestAndTokensWhenRefunded() {
        QuotaTracker tracker = tracker(clock);
        Reservation reservation = granted(tracker.reserve("groq", List.of(REQUESTS, TOKENS), 1_000));

        tracker.refund(reservation);

        assertUsed(tracker, "groq", REQUESTS, 0);
        assertUsed(tracker, "groq", TOKENS, 0);
        granted(tracker.reserve("groq", List.of(REQUESTS, TOKENS), 1_000));
    }

    @Test
    void shouldChangeOnlyTheWindowsThatLastWhenSettledOrRefundedLate() {
        QuotaTracker tracker = tracker(clock);
        QuotaWindow minute = new QuotaWindow(Unit.TOKENS, Period.MINUTE, 1_000);
        List<QuotaWindow> both = List.of(minute, TOKENS);
        Reservation settled = granted(tracker.reserve("groq", both, 100));
        Reservation refunded = granted(tracker.reserve("groq", both, 100));
        clock.set("2026-11-22T10:01:00Z");
        granted(tracker.reserve("groq", both, 50));

        tracker.settle(settled, 500);
        tracker.refund(refunded);

        assertUsed(tracker, "groq", TOKENS, 550);
        assertUsed(tracker, "groq", minute, 50);
    }

    @Test
    void shouldCountAnEstimateAboveTheLimitAsTheLimit() {
        QuotaTracker tracker = tracker(clock);

        Reservation reservation = granted(tracker.reserve("groq", List.of(TOKENS), 50_000));

        assertUsed(tracker, "groq", TOKENS, 1_000);
        assertThat(tracker.reserve("groq", List.of(TOKENS), 50_000)).isInstanceOf(Refused.class);
        tracker.settle(reservation, 400);
        assertUsed(tracker, "groq", TOKENS, 400);
    }

    @Test
    void shouldSpendNothingWhenOnlyLookedAt() {
        QuotaTracker tracker = tracker(clock);
        QuotaWindow one = new QuotaWindow(Unit.REQUESTS, Period.MINUTE, 1);

        for (int i = 0; i < 10; i++) {
            assertThat(tracker.exhaustedFor("groq", List.of(one))).isNull();
            assertThat(tracker.status("groq", List.of(one)))
                    .isEqualTo(new QuotaStatus(
                            "groq",
                            List.of(new QuotaStatus.Window(one, 0, Instant.parse("2026-11-22T10:01:00Z")))));
        }

        granted(tracker.reserve("groq", List.of(one), 1));
        assertThat(tracker.exhaustedFor("groq", List.of(one))).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void shouldCountAModelInItsOwnWindowsAndInThoseOfAll() {
        QuotaTracker tracker = tracker(clock);
        QuotaWindow all = new QuotaWindow(Unit.REQUESTS, Period.MINUTE, 3);
        QuotaWindow two = new QuotaWindow(Unit.REQUESTS, Period.MINUTE, 2);
        List<QuotaWindow> small = List.of(all, two.of("small"));
        List<QuotaWindow> large = List.of(all, two.of("large"));

        granted(tracker.reserve("groq", small, 1));
        Reservation second = granted(tracker.reserve("groq", small, 1));

        // A model whose window is full takes nothing from the others
        assertThat(tracker.reserve("groq", small, 1)).isEqualTo(new Refused(two.of("small"), Duration.ofSeconds(30)));
        assertThat(tracker.exhaustedFor("groq", small)).isEqualTo(Duration.ofSeconds(30));
        assertThat(tracker.exhaustedFor("groq", large)).isNull();
        assertUsed(tracker, "groq", all, 2);

        // Nor does one for which the provider's window is full
        granted(tracker.reserve("groq", large, 1));
        assertThat(tracker.reserve("groq", large, 1)).isEqualTo(new Refused(all, Duration.ofSeconds(30)));
        assertUsed(tracker, "groq", two.of("large"), 1);

        tracker.refund(second);
        assertUsed(tracker, "groq", all, 2);
        assertUsed(tracker, "groq", two.of("small"), 1);
        assertUsed(tracker, "groq", two.of("large"), 1);
    }

    @Test
    void shouldEndTheDayWhenTheVendorDoes() {
        QuotaTracker tracker = tracker(clock);
        QuotaWindow.Reset california = new QuotaWindow.Reset(LocalTime.MIDNIGHT, ZoneId.of("America/Los_Angeles"));
        QuotaWindow day = new QuotaWindow(Unit.REQUESTS, Period.DAY, 1, null, california);
        granted(tracker.reserve("google", List.of(day), 1));

        clock.set("2026-11-23T07:59:59Z");
        assertThat(tracker.reserve("google", List.of(day), 1)).isEqualTo(new Refused(day, Duration.ofSeconds(1)));
        clock.set("2026-11-23T08:00:00Z");
        granted(tracker.reserve("google", List.of(day), 1));

        // In summer the day ends an hour earlier in UTC, and months end with their last day
        assertThat(day.end(Instant.parse("2026-07-01T06:59:59Z"))).isEqualTo("2026-07-01T07:00:00Z");
        assertThat(new QuotaWindow(Unit.REQUESTS, Period.MONTH, 1, null, california)
                        .start(Instant.parse("2026-07-01T06:59:59Z")))
                .isEqualTo("2026-06-01T07:00:00Z");
    }

    @Test
    void shouldKeepProvidersApart() {
        QuotaTracker tracker = tracker(clock);
        QuotaWindow one = new QuotaWindow(Unit.REQUESTS, Period.MINUTE, 1);

        granted(tracker.reserve("groq", List.of(one), 1));
        granted(tracker.reserve("mistral", List.of(one), 1));
        assertThat(tracker.reserve("groq", List.of(one), 1)).isInstanceOf(Refused.class);
    }

    @Test
    void shouldGrantForNothingWhenThereIsNoLimit() {
        QuotaTracker tracker = tracker(clock);

        Reservation reservation = granted(tracker.reserve("groq", List.of(), Long.MAX_VALUE));
        tracker.settle(reservation, 5);
        tracker.refund(reservation);

        assertThat(tracker.status("groq", List.of()).windows()).isEmpty();
        assertThat(tracker.exhaustedFor("groq", List.of())).isNull();
    }

    static Reservation granted(Decision decision) {
        assertThat(decision).isInstanceOf(Reservation.class);
        return (Reservation) decision;
    }

    /** Settling may be asynchronous. */
    static void assertUsed(QuotaTracker tracker, String provider, QuotaWindow window, long used) {
        eventually(
                window.id() + " of " + provider + " = " + used,
                () -> tracker.status(provider, List.of(window)).windows().getFirst().used() == used);
    }
}
