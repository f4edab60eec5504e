package dev.synaxis.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synaxis.failure.FailureKind;
import dev.synaxis.testkit.TestClock;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What every health store does. */
abstract class HealthStoreContract {

    final TestClock clock = new TestClock("2026-11-22T10:00:00Z");

    /** A new store that knows of no pause. */
    abstract HealthStore store(Clock clock);

    @Test
    void shouldKeepTheModelPausedUntilItsTimeIsOver() {
        HealthStore store = store(clock);

        store.coolDown("groq", "llama", FailureKind.RATE_LIMITED, Duration.ofSeconds(60));

        Cooldown pause = new Cooldown("groq", "llama", FailureKind.RATE_LIMITED, clock.instant().plusSeconds(60));
        assertThat(store.cooldown("groq", "llama")).isEqualTo(pause);
        assertThat(store.cooldowns()).containsExactly(pause);
        assertThat(store.cooldown("groq", "qwen")).isNull();
        clock.advance(Duration.ofSeconds(60));
        assertThat(store.cooldown("groq", "llama")).isNull();
        assertThat(store.cooldowns()).isEmpty();
    }

    @Test
    void shouldPauseEveryModelWhenTheProviderIsPaused() {
        HealthStore store = store(clock);

        store.coolDown("groq", null, FailureKind.AUTHENTICATION, Duration.ofHours(1));

        assertThat(store.cooldown("groq", "llama")).isNotNull();
        assertThat(store.cooldown("groq", "qwen")).isNotNull();
        assertThat(store.cooldown("mistral", "llama")).isNull();
    }

    @Test
    void shouldTellTheLongestWhenProviderAndModelArePaused() {
        HealthStore store = store(clock);
        store.coolDown("groq", "llama", FailureKind.MODEL_NOT_FOUND, Duration.ofMinutes(10));
        store.coolDown("groq", null, FailureKind.OVERLOADED, Duration.ofSeconds(30));

        assertThat(store.cooldown("groq", "llama").reason()).isEqualTo(FailureKind.MODEL_NOT_FOUND);
        assertThat(store.cooldown("groq", "qwen").reason()).isEqualTo(FailureKind.OVERLOADED);
        clock.advance(Duration.ofSeconds(30));
        assertThat(store.cooldown("groq", "qwen")).isNull();
    }

    @Test
    void shouldKeepTheLongerPauseWhenAShorterOneFollows() {
        HealthStore store = store(clock);
        store.coolDown("groq", null, FailureKind.AUTHENTICATION, Duration.ofHours(1));

        store.coolDown("groq", null, FailureKind.OVERLOADED, Duration.ofSeconds(30));

        assertThat(store.cooldown("groq", "llama").reason()).isEqualTo(FailureKind.AUTHENTICATION);
    }

    @Test
    void shouldEndThePauseWhenCleared() {
        HealthStore store = store(clock);
        store.coolDown("groq", "llama", FailureKind.RATE_LIMITED, Duration.ofSeconds(60));
        store.coolDown("groq", "qwen", FailureKind.RATE_LIMITED, Duration.ofSeconds(60));

        store.clear("groq", "llama");
        store.clear("groq", null);

        assertThat(store.cooldown("groq", "llama")).isNull();
        assertThat(store.cooldown("groq", "qwen")).isNotNull();
    }

    @Test
    void shouldStartNoPauseWhenItsLengthIsNothing() {
        HealthStore store = store(clock);

        store.coolDown("groq", null, FailureKind.RATE_LIMITED, Duration.ZERO);

        assertThat(store.cooldowns()).isEmpty();
    }

    @Test
    void shouldBoundThePauseWhenTheVendorAsksForAges() {
        HealthStore store = store(clock);

        store.coolDown("groq", null, FailureKind.RATE_LIMITED, Duration.ofSeconds(Long.MAX_VALUE));

        assertThat(store.cooldown("groq", "llama").until()).isEqualTo(clock.instant().plus(Duration.ofDays(31)));
    }

    @Test
    void shouldBoundWhatItKeepsWhenClientsInventModelNames() {
        HealthStore store = store(clock);
        for (int i = 0; i < 3_000; i++) {
            store.coolDown("groq", "invented-" + i, FailureKind.MODEL_NOT_FOUND, Duration.ofMinutes(10));
        }

        store.coolDown("groq", null, FailureKind.AUTHENTICATION, Duration.ofHours(1));

        assertThat(store.cooldowns()).hasSizeLessThanOrEqualTo(Cooldowns.MOST + 1);
        assertThat(store.cooldown("groq", "llama").reason()).isEqualTo(FailureKind.AUTHENTICATION);
    }
}
