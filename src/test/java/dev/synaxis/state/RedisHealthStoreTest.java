package dev.synaxis.state;

import static dev.synaxis.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.synaxis.failure.FailureKind;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RedisHealthStoreTest extends HealthStoreContract {

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
    HealthStore store(Clock clock) {
        return gateways.open(clock).health();
    }

    @Test
    void shouldPauseForEveryGatewayAndEndForEveryGateway() {
        HealthStore one = store(clock);
        HealthStore two = store(clock);

        one.coolDown("groq", "llama", FailureKind.RATE_LIMITED, Duration.ofSeconds(60));
        two.coolDown("mistral", null, FailureKind.AUTHENTICATION, Duration.ofHours(1));

        eventually("two knows", () -> two.cooldown("groq", "llama") != null);
        eventually("one knows", () -> one.cooldown("mistral", "large") != null);
        assertThat(two.cooldown("groq", "llama")).isEqualTo(one.cooldown("groq", "llama"));
        two.clear("groq", "llama");
        eventually("one knows that it is over", () -> one.cooldown("groq", "llama") == null);
    }

    @Test
    void shouldKnowEarlierPausesWhenAGatewayStartsLater() {
        HealthStore one = store(clock);
        one.coolDown("groq", null, FailureKind.OVERLOADED, Duration.ofSeconds(30));
        eventually("redis has it", () -> redisKnows("groq"));

        HealthStore late = store(clock);

        assertThat(late.cooldown("groq", "llama")).isEqualTo(one.cooldown("groq", "llama"));
    }

    @Test
    void shouldKeepTheLongestPauseOfSeveralGateways() {
        HealthStore one = store(clock);
        HealthStore two = store(clock);

        one.coolDown("groq", null, FailureKind.AUTHENTICATION, Duration.ofHours(1));
        two.coolDown("groq", null, FailureKind.OVERLOADED, Duration.ofSeconds(30));

        eventually("two has the longer one", () -> pausedFor(two, FailureKind.AUTHENTICATION));
        assertThat(one.cooldown("groq", "llama").reason()).isEqualTo(FailureKind.AUTHENTICATION);
    }

    @Test
    void shouldReplaceTheLongerPauseWhenItWasEndedHereBefore() {
        HealthStore one = store(clock);
        HealthStore two = store(clock);
        one.coolDown("groq", null, FailureKind.AUTHENTICATION, Duration.ofHours(1));
        eventually("two knows", () -> two.cooldown("groq", "llama") != null);

        two.clear("groq", null);
        two.coolDown("groq", null, FailureKind.OVERLOADED, Duration.ofSeconds(30));

        assertThat(two.cooldown("groq", "llama").reason()).isEqualTo(FailureKind.OVERLOADED);
        eventually("one follows", () -> pausedFor(one, FailureKind.OVERLOADED));
    }

    @Test
    void shouldHealWhenTheMessageWasMissed() {
        HealthStore store = store(clock);

        // Given a pause that nobody announced
        gateways.redis(
                "HSET",
                gateways.keyPrefix() + ":cooldowns",
                "groq",
                clock.instant().plusSeconds(60).toEpochMilli() + " OVERLOADED");

        // Then
        eventually("it is known", () -> store.cooldown("groq", "llama") != null);
    }

    @Test
    void shouldPauseAgainEverywhereWhenRedisLostEverything() {
        HealthStore one = store(clock);
        HealthStore two = store(clock);
        one.coolDown("groq", null, FailureKind.AUTHENTICATION, Duration.ofHours(1));
        eventually("two knows", () -> two.cooldown("groq", "llama") != null);

        gateways.redis("FLUSHALL");

        eventually("redis has it again", () -> redisKnows("groq"));
        assertThat(one.cooldown("groq", "llama")).isNotNull();
        assertThat(two.cooldown("groq", "llama")).isNotNull();
    }

    @Test
    void shouldLetThePausesExpireInRedis() {
        HealthStore one = store(clock);
        one.coolDown("groq", null, FailureKind.OVERLOADED, Duration.ofSeconds(30));
        eventually("redis has it", () -> redisKnows("groq"));
        assertThat(gateways.redis("TTL", gateways.keyPrefix() + ":cooldowns")).matches(":[1-9][0-9]*\r\n");

        clock.advance(Duration.ofSeconds(91));

        eventually("redis has it no more", () -> !redisKnows("groq"));
    }

    private static boolean pausedFor(HealthStore store, FailureKind reason) {
        Cooldown pause = store.cooldown("groq", "llama");
        return pause != null && pause.reason() == reason;
    }

    private static boolean redisKnows(String field) {
        return gateways.redis("HEXISTS", gateways.keyPrefix() + ":cooldowns", field).startsWith(":1");
    }
}
