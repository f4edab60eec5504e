package dev.synaxis.camel;

import static dev.synaxis.failure.FailureKind.AUTHENTICATION;
import static dev.synaxis.failure.FailureKind.CONTEXT_LENGTH;
import static dev.synaxis.failure.FailureKind.INTERNAL_ERROR;
import static dev.synaxis.failure.FailureKind.INVALID_REQUEST;
import static dev.synaxis.failure.FailureKind.MALFORMED_REPLY;
import static dev.synaxis.failure.FailureKind.NETWORK;
import static dev.synaxis.failure.FailureKind.OVERLOADED;
import static dev.synaxis.failure.FailureKind.RATE_LIMITED;
import static dev.synaxis.failure.FailureKind.TIMEOUT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.synaxis.config.Resilience;
import dev.synaxis.failure.FailureKind;
import dev.synaxis.model.Tier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Retries inside a candidate, and the end of every call. */
class FailoverTest {

    private final FailoverLoop loop = new FailoverLoop();

    @ParameterizedTest
    @EnumSource(value = FailureKind.class, names = {"OVERLOADED", "NETWORK"})
    void shouldAskTheSameCandidateOnceMoreAfterAShortPause(FailureKind kind) {
        loop.paid("a").paid("b").fail(kind).fail(kind).succeed();

        assertThat(loop.run()).containsExactly("a", "a", "b");
        assertThat(loop.pauses).hasSize(1);
        assertThat(loop.pauses.getFirst()).isBetween(Duration.ofMillis(100), Duration.ofMillis(400));
    }

    @Test
    void shouldGoOnWithoutBlameWhenTheGatewayItselfStumbles() {
        loop.paid("a").paid("b").stumble().succeed();

        assertThat(loop.run()).containsExactly("a", "b");
        assertThat(loop.failures()).containsExactly(INTERNAL_ERROR);
        assertThat(loop.pausing("a")).isFalse();
        assertThat(loop.pauses).isEmpty();
    }

    @Test
    void shouldTellOfItsOwnMistakeWhenNobodyElseIsLeft() {
        loop.paid("a").stumble();

        assertThat(loop.run()).containsExactly("a");
        assertThat(loop.reported().kind().clientStatus()).isEqualTo(500);
        assertThat(loop.reported().message()).doesNotContain("secret");
    }

    @Test
    void shouldTellWhatMayPassRatherThanItsOwnMistake() {
        loop.paid("a").paid("b").fail(RATE_LIMITED).stumble();

        loop.run();

        assertThat(loop.failures()).containsExactly(RATE_LIMITED, INTERNAL_ERROR);
        assertThat(loop.reported().kind()).isEqualTo(RATE_LIMITED);
    }

    @Test
    void shouldChargeForThePartThatWasAnsweredWhenTheClientLeavesBeforeTheNext() {
        loop.limited("a", 5).partAndGone();

        assertThat(loop.run()).containsExactly("a");
        assertThat(loop.charged()).isEqualTo(FailoverLoop.PART_TOKENS);
        assertThat(loop.requestsUsed("a")).as("what was there, and the part").isEqualTo(2);
        assertThat(loop.reserved()).isFalse();
    }

    @Test
    void shouldSpreadThePauses() {
        List<Duration> pauses = new ArrayList<>();
        for (int seed = 0; seed < 200; seed++) {
            FailoverLoop one = new FailoverLoop(Resilience.DEFAULT, seed).paid("a").paid("b").fail(OVERLOADED).succeed();
            one.run();
            pauses.addAll(one.pauses);
        }

        assertThat(pauses).hasSize(200).allMatch(p -> p.toMillis() >= 100 && p.toMillis() <= 400);
        assertThat(pauses.stream().distinct().count()).isGreaterThan(50);
    }

    @Test
    void shouldNeverRepeatATimeout() {
        loop.paid("a").paid("b").fail(TIMEOUT).fail(TIMEOUT);

        assertThat(loop.run()).containsExactly("a", "b");
        assertThat(loop.pauses).isEmpty();
    }

    @Test
    void shouldMoveOnAtOnceWhenAnAnswerIsMalformedOrTheKeyIsRefused() {
        loop.paid("a").paid("b").paid("c").fail(MALFORMED_REPLY).fail(AUTHENTICATION).succeed();

        assertThat(loop.run()).containsExactly("a", "b", "c");
        assertThat(loop.pauses).isEmpty();
    }

    @Test
    void shouldWaitForARateLimitWhenTheNextCandidateIsOfACostlierTier() {
        loop.free("a").paid("b").fail(RATE_LIMITED, Duration.ofSeconds(3)).succeed();

        assertThat(loop.run()).containsExactly("a", "a");
        assertThat(loop.pauses).containsExactly(Duration.ofSeconds(3));
    }

    @Test
    void shouldWaitForARateLimitOnlyOnce() {
        Duration second = Duration.ofSeconds(1);
        loop.free("a").paid("b").fail(RATE_LIMITED, second).fail(RATE_LIMITED, second).succeed();

        assertThat(loop.run()).containsExactly("a", "a", "b");
        assertThat(loop.pauses).containsExactly(second);
    }

    @Test
    void shouldNotWaitForARateLimitWhenTheNextCandidateCostsNoMore() {
        loop.free("a").free("b").fail(RATE_LIMITED, Duration.ofSeconds(1)).succeed();

        assertThat(loop.run()).containsExactly("a", "b");
        assertThat(loop.pauses).isEmpty();
    }

    @Test
    void shouldNotWaitForARateLimitThatIsLongOrUnknown() {
        loop.free("a").free("b").paid("c")
                .fail(RATE_LIMITED, Duration.ofMillis(3001)).fail(RATE_LIMITED).succeed();

        assertThat(loop.run()).containsExactly("a", "b", "c");
        assertThat(loop.pauses).isEmpty();
    }

    @Test
    void shouldAskTheLastCandidateThreeTimesWithPausesThatGrow() {
        loop.paid("a").paid("b").fail(TIMEOUT).fail(OVERLOADED).fail(MALFORMED_REPLY).fail(NETWORK).succeed();

        assertThat(loop.run()).containsExactly("a", "b", "b", "b");
        assertThat(loop.pauses).hasSize(2);
        assertThat(loop.pauses.get(0)).isBetween(Duration.ofMillis(100), Duration.ofMillis(400));
        assertThat(loop.pauses.get(1)).isBetween(Duration.ofMillis(200), Duration.ofMillis(800));
    }

    @Test
    void shouldAskTheLastCandidateAsOftenAsConfigured() {
        FailoverLoop none = new FailoverLoop(bounds(0, 6), 1).paid("a").fail(OVERLOADED).succeed();
        FailoverLoop four = new FailoverLoop(bounds(4, 6), 1).paid("a").fail(OVERLOADED).fail(OVERLOADED)
                .fail(OVERLOADED).fail(OVERLOADED).fail(OVERLOADED).succeed();

        assertThat(none.run()).hasSize(1);
        assertThat(four.run()).hasSize(5);
    }

    @ParameterizedTest
    @EnumSource(value = FailureKind.class, names = {"TIMEOUT", "AUTHENTICATION", "MODEL_NOT_FOUND", "QUOTA_EXHAUSTED",
        "UNSUPPORTED", "INVALID_REQUEST", "CONTEXT_LENGTH"})
    void shouldNotRepeatAtTheLastCandidateWhatWouldNotHelp(FailureKind kind) {
        assertThat(loop.paid("a").fail(kind).succeed().run()).containsExactly("a");
    }

    @ParameterizedTest
    @EnumSource(value = FailureKind.class, names = {"RATE_LIMITED", "OVERLOADED"})
    void shouldWaitAtTheLastCandidateAtLeastAsLongAsItAsks(FailureKind kind) {
        Duration asked = Duration.ofSeconds(2);
        loop.paid("a").fail(kind, asked).succeed();

        assertThat(loop.run()).containsExactly("a", "a");
        assertThat(loop.pauses).containsExactly(asked);
    }

    @Test
    void shouldNotWaitAtTheLastCandidateForTooLong() {
        loop.paid("a").fail(RATE_LIMITED, Duration.ofSeconds(11)).succeed();

        assertThat(loop.run()).containsExactly("a");
        assertThat(loop.pauses).isEmpty();
    }

    @Test
    void shouldTreatACandidateAsTheLastWhenAllAfterItAreCoolingDown() {
        loop.paid("a").paid("b").coolingDown("b").fail(OVERLOADED).fail(OVERLOADED).succeed();

        assertThat(loop.run()).containsExactly("a", "a", "a");
    }

    @Test
    void shouldStopAfterSixCalls() {
        for (String id : List.of("a", "b", "c", "d", "e", "f", "g", "h")) {
            loop.paid(id).fail(TIMEOUT);
        }

        assertThat(loop.run()).containsExactly("a", "b", "c", "d", "e", "f");
    }

    @Test
    void shouldCountRepeatedCallsAgainstTheCap() {
        loop.paid("a").paid("b").paid("c").paid("d");
        for (int i = 0; i < 8; i++) {
            loop.fail(OVERLOADED);
        }

        assertThat(loop.run()).containsExactly("a", "a", "b", "b", "c", "c");
    }

    @Test
    void shouldNotBeginAnAttemptAfterTheDeadline() {
        loop.paid("a").paid("b").fail(OVERLOADED).startedAgo(Resilience.DEFAULT.deadline());

        assertThat(loop.run()).isEmpty();
    }

    @Test
    void shouldNotWaitBeyondTheDeadline() {
        loop.free("a").paid("b").fail(RATE_LIMITED, Duration.ofSeconds(3)).succeed()
                .startedAgo(Resilience.DEFAULT.deadline().minusSeconds(2));

        assertThat(loop.run()).containsExactly("a", "b");
        assertThat(loop.pauses).isEmpty();
    }

    @Test
    void shouldPassOverAnOpenBreakerWithoutCountingACall() {
        for (String id : List.of("a", "b", "c", "d", "e", "f", "g")) {
            loop.paid(id);
        }
        loop.refuse().fail(TIMEOUT).fail(TIMEOUT).fail(TIMEOUT).fail(TIMEOUT).fail(TIMEOUT).succeed();

        assertThat(loop.run()).containsExactly("a", "b", "c", "d", "e", "f", "g");
        assertThat(loop.answered()).isTrue();
    }

    @Test
    void shouldStopWhereTheRequestIsAtFault() {
        assertThat(loop.paid("a").paid("b").fail(INVALID_REQUEST).run()).containsExactly("a");
    }

    @Test
    void shouldAskOnlyLargerWindowsAfterOneThatWasTooSmall() {
        loop.window("a", 8000).window("b", 8000).window("c", 4000).window("d", 16000).fail(CONTEXT_LENGTH).succeed();

        assertThat(loop.run()).containsExactly("a", "d");
    }

    @Test
    void shouldTakeACandidateAsAnEmergencyWhenItsQuotaRanOutAfterThePlan() {
        loop.limited("a", 0).paid("b").fail(TIMEOUT).succeed();

        assertThat(loop.run()).containsExactly("b", "a");
        assertThat(loop.tier()).isEqualTo(Tier.EMERGENCY);
    }

    /** Whatever plan and whatever outcomes: the call ends, within its bounds, and no candidate has a second turn. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void shouldAlwaysEndAndNeverGoBack(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 100; i++) {
            Resilience bounds = bounds(random.nextInt(5), 1 + random.nextInt(12));
            FailoverLoop one = new FailoverLoop(bounds, random.nextLong());
            int providers = random.nextInt(10);
            for (int p = 0; p < providers; p++) {
                one.any("p" + p, random);
            }
            int outcomes = random.nextInt(40);
            for (int o = 0; o < outcomes; o++) {
                one.anyOutcome(random);
            }

            List<String> asked = one.run();

            assertThat(one.calls()).as("calls").isLessThanOrEqualTo(bounds.maxAttempts());
            assertThat(asked.size() - one.refusals).as("calls that were let through").isLessThanOrEqualTo(bounds.maxAttempts());
            assertThat(turns(asked).values()).as("turns of each in %s", asked).allMatch(turns -> turns == 1);
            assertThat(one.pauses).allMatch(p -> p.compareTo(Duration.ofSeconds(20)) < 0);
            Map<String, Integer> times = new HashMap<>();
            asked.forEach(id -> times.merge(id, 1, Integer::sum));
            assertThat(times.values()).allMatch(n -> n <= 2 + bounds.maxRetries());
        }
    }

    /** How often each candidate's turn began. */
    private static Map<String, Integer> turns(List<String> asked) {
        Map<String, Integer> turns = new HashMap<>();
        String before = "";
        for (String id : asked) {
            if (!id.equals(before)) {
                turns.merge(id, 1, Integer::sum);
            }
            before = id;
        }
        return turns;
    }

    private static Resilience bounds(int maxRetries, int maxAttempts) {
        Resilience base = Resilience.DEFAULT;
        return new Resilience(base.breaker(), base.cooldown(), base.probe(), base.retry(), maxRetries, maxAttempts, base.deadline());
    }
}
