package dev.synaxis.routing;

import static dev.synaxis.model.Tier.FREE;
import static dev.synaxis.model.Tier.PAID;
import static dev.synaxis.routing.Gateway.order;
import static dev.synaxis.routing.Gateway.reasons;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.synaxis.config.QuotaWindow;
import dev.synaxis.config.QuotaWindow.Period;
import dev.synaxis.config.QuotaWindow.Unit;
import dev.synaxis.failure.FailureKind;
import dev.synaxis.failure.InvalidRequestException;
import dev.synaxis.routing.Plan.Cause;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TierTest {

    private static final QuotaWindow TWO_A_MINUTE = new QuotaWindow(Unit.REQUESTS, Period.MINUTE, 2);

    @Test
    void shouldTryFreeBeforePaidWhateverTheConfigurationOrder() {
        Gateway gateway = new Gateway().provider("openai", PAID, "m").provider("groq", FREE, "m=groq-m");

        Plan plan = gateway.plan("m");

        assertThat(order(plan)).containsExactly("free groq/groq-m", "paid openai/m");
        assertThat(plan.modelKnown()).isTrue();
        assertThat(plan.skipped()).isEmpty();
    }

    @Test
    void shouldTryTheProviderOfTheHeaderFirst() {
        Gateway gateway = new Gateway().provider("groq", FREE, "m").provider("openai", PAID, "m").provider("x", PAID, "m");

        assertThat(order(gateway.planAt("x", "m"))).containsExactly("preferred x/m", "free groq/m", "paid openai/m");
    }

    @Test
    void shouldGoOnWithoutTheProviderOfTheHeaderWhenItDoesNotOfferTheModel() {
        Gateway gateway = new Gateway().provider("groq", FREE, "m").provider("openai", PAID, "other");

        Plan plan = gateway.planAt("openai", "m");

        assertThat(order(plan)).containsExactly("free groq/m");
        assertThat(reasons(plan)).containsExactly("openai: does not offer this model");
    }

    @Test
    void shouldRefuseTheRequestWhenTheHeaderNamesAnUnknownProvider() {
        Gateway gateway = new Gateway().provider("groq", FREE, "m");

        assertThatThrownBy(() -> gateway.planAt("grok", "m"))
                .isInstanceOfSatisfying(InvalidRequestException.class, e -> {
                    assertThat(e.status()).isEqualTo(400);
                    assertThat(e.param()).isEqualTo("x-synaxis-provider");
                })
                .hasMessageContaining("grok");
    }

    @Test
    void shouldGoOnWithTheNextTierWhenThePreferredOneIsCoolingDown() {
        Gateway gateway = new Gateway().provider("groq", FREE, "m").provider("openai", PAID, "m");
        gateway.health.coolDown("openai", "m", FailureKind.RATE_LIMITED, Duration.ofMinutes(1));

        Plan plan = gateway.planAt("openai", "m");

        assertThat(order(plan)).containsExactly("free groq/m");
        assertThat(reasons(plan))
                .containsExactly("openai: model cooling down (rate limited) until 2026-11-22T12:01:10Z");
    }

    @Test
    void shouldTakeAnotherModelWhenTheWindowOfOneIsSpent() {
        Gateway gateway = new Gateway()
                .limitedModel("groq", FREE, "small", TWO_A_MINUTE, "small", "large")
                .provider("openai", PAID, "small")
                .alias("fast", "groq/small", "groq/large", "openai/small");
        gateway.spend("groq", "small");

        Plan plan = gateway.plan("fast");

        assertThat(order(plan)).containsExactly("free groq/large", "paid openai/small", "emergency groq/small");
        assertThat(reasons(plan))
                .containsExactly("groq: out of quota (requests-per-minute of small), resets at 2026-11-22T12:01:00Z");
    }

    @Test
    void shouldKeepTheOneOutOfQuotaForEmergency() {
        Gateway gateway = new Gateway().limited("groq", FREE, TWO_A_MINUTE, "m").provider("openai", PAID, "m");
        gateway.spend("groq");

        Plan plan = gateway.plan("m");

        assertThat(order(plan)).containsExactly("paid openai/m", "emergency groq/m");
        assertThat(plan.candidates().getFirst().ignoresQuota()).isFalse();
        assertThat(plan.candidates().getLast().ignoresQuota()).isTrue();
        assertThat(plan.candidates().getLast().substitute()).isFalse();
        assertThat(reasons(plan))
                .containsExactly("groq: out of quota (requests-per-minute), resets at 2026-11-22T12:01:00Z");
    }

    @Test
    void shouldTakeTheFreeOneAgainWhenItsWindowHasEnded() {
        Gateway gateway = new Gateway().limited("groq", FREE, TWO_A_MINUTE, "m").provider("openai", PAID, "m");
        TieredProviderSelector selector = gateway.selector();
        gateway.spend("groq");

        gateway.clock.advance(Duration.ofSeconds(49));
        Plan before = selector.select(Gateway.chat("m"));
        gateway.clock.advance(Duration.ofSeconds(1));
        Plan after = selector.select(Gateway.chat("m"));

        assertThat(order(before)).containsExactly("paid openai/m", "emergency groq/m");
        assertThat(order(after)).containsExactly("free groq/m", "paid openai/m");
    }

    @Test
    void shouldPutTheNamedOneFirstInEmergencyWhenAllAreOutOfQuota() {
        Gateway gateway =
                new Gateway().limited("groq", FREE, TWO_A_MINUTE, "m").limited("openai", PAID, TWO_A_MINUTE, "m");
        gateway.spend("groq");
        gateway.spend("openai");

        assertThat(order(gateway.planAt("openai", "m"))).containsExactly("emergency openai/m", "emergency groq/m");
        assertThat(order(gateway.plan("m"))).containsExactly("emergency groq/m", "emergency openai/m");
    }

    @Test
    void shouldEndWithHealthySubstitutes() {
        Gateway gateway = new Gateway()
                .limited("groq", FREE, TWO_A_MINUTE, "m")
                .provider("openai", PAID, "m", "small")
                .provider("sick", PAID, "small")
                .substitutes("m", "sick/small", "openai/small", "openai/m");
        gateway.spend("groq");
        gateway.health.coolDown("sick", null, FailureKind.OVERLOADED, Duration.ofSeconds(30));

        Plan plan = gateway.plan("m");

        assertThat(order(plan)).containsExactly("paid openai/m", "emergency groq/m", "emergency openai/small");
        assertThat(plan.candidates().getLast().substitute()).isTrue();
        assertThat(plan.candidates().getLast().ignoresQuota()).isFalse();
        assertThat(reasons(plan)).contains("sick: cooling down (overloaded) until 2026-11-22T12:00:40Z");
    }

    @Test
    void shouldNeverAskOneWhoseKeyWasRefusedNotEvenInEmergency() {
        Gateway gateway = new Gateway().limited("groq", FREE, TWO_A_MINUTE, "m").substitutes("m", "groq/small");
        gateway.spend("groq");
        gateway.health.coolDown("groq", null, FailureKind.AUTHENTICATION, Duration.ofHours(1));

        Plan plan = gateway.plan("m");

        assertThat(plan.candidates()).isEmpty();
        assertThat(plan.skipped()).extracting(Plan.Skipped::cause).containsOnly(Cause.KEY_REFUSED).hasSize(2);
        assertThat(reasons(plan)).containsOnly("groq: key refused, until 2026-11-22T13:00:10Z");
        assertThat(plan.retryAfter()).isEqualTo(Duration.ofHours(1));
    }

    @Test
    void shouldSkipOpenBreakersOfTheCapability() {
        Gateway gateway = new Gateway().provider("groq", FREE, "m").provider("openai", PAID, "m");
        gateway.openBreakers.add("groq chat");
        gateway.openBreakers.add("openai embedding");

        Plan plan = gateway.plan("m");

        assertThat(order(plan)).containsExactly("paid openai/m");
        assertThat(reasons(plan)).containsExactly("groq: circuit breaker is open");
    }

    @Test
    void shouldSayWhenTheFirstIsBackWhenNobodyIsLeft() {
        Gateway gateway = new Gateway().provider("a", FREE, "m").provider("b", PAID, "m").provider("c", PAID, "m");
        gateway.health.coolDown("a", null, FailureKind.OVERLOADED, Duration.ofSeconds(90));
        gateway.health.coolDown("b", "m", FailureKind.RATE_LIMITED, Duration.ofSeconds(7));
        gateway.health.coolDown("b", null, FailureKind.QUOTA_EXHAUSTED, Duration.ofSeconds(20));
        gateway.openBreakers.add("c chat");

        Plan plan = gateway.plan("m");

        assertThat(plan.candidates()).isEmpty();
        assertThat(plan.modelKnown()).isTrue();
        assertThat(plan.retryAfter()).isEqualTo(Duration.ofSeconds(20));
        assertThat(plan.unfit()).isNull();
    }

    @Test
    void shouldBoundTheWaitByTheBreakersOpenTimeWhenNothingElseIsKnown() {
        Gateway gateway = new Gateway().provider("a", FREE, "m");
        gateway.openBreakers.add("a chat");

        assertThat(gateway.plan("m").retryAfter()).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void shouldNotSayWhenTheFirstIsBackWhenSomeoneIsLeft() {
        Gateway gateway = new Gateway().provider("a", FREE, "m").provider("b", PAID, "m");
        gateway.health.coolDown("a", null, FailureKind.OVERLOADED, Duration.ofSeconds(90));

        assertThat(gateway.plan("m").retryAfter()).isNull();
    }
}
