package dev.synaxis.camel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class StandstillTest {

    private long now = Long.MAX_VALUE - 1_000_000;
    private final Standstill standstill = new Standstill(now);

    private boolean judgesAfter(long millis) {
        now += Duration.ofMillis(millis).toNanos();
        return standstill.judges(now);
    }

    @Test
    void shouldJudgeAtEveryLookOfAProcessThatRuns() {
        for (int i = 0; i < 100; i++) {
            assertThat(judgesAfter(i % 2 == 0 ? 20 : 200)).isTrue();
        }
    }

    @Test
    void shouldJudgeNobodyForAsLongAsTheProcessStoodStill() {
        judgesAfter(20);

        assertThat(judgesAfter(3_000)).isFalse();
        for (int waited = 20; waited < 3_000; waited += 20) {
            assertThat(judgesAfter(20)).isFalse();
        }
        assertThat(judgesAfter(40)).isTrue();
    }

    @Test
    void shouldWaitTenSecondsAtMost() {
        assertThat(judgesAfter(3_600_000)).isFalse();

        assertThat(judgesAfter(200)).isFalse();
        for (int i = 0; i < 50; i++) {
            judgesAfter(200);
        }
        assertThat(judgesAfter(20)).isTrue();
    }

    @Test
    void shouldJudgeAtEverySecondLookAtLeastWhenTheProcessStandsStillAgainAndAgain() {
        int judged = 0;
        for (int i = 0; i < 100; i++) {
            judged += judgesAfter(300) ? 1 : 0;
        }

        assertThat(judged).isGreaterThanOrEqualTo(50);
    }
}
