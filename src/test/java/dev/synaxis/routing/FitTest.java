package dev.synaxis.routing;

import static dev.synaxis.model.ModelTraits.Ability.JSON_SCHEMA;
import static dev.synaxis.model.ModelTraits.Ability.TOOLS;
import static dev.synaxis.model.ModelTraits.Ability.VISION;
import static dev.synaxis.model.ProviderCapability.CHAT;
import static dev.synaxis.model.ProviderCapability.EMBEDDING;
import static dev.synaxis.model.Tier.FREE;
import static dev.synaxis.model.Tier.PAID;
import static dev.synaxis.routing.Gateway.order;
import static dev.synaxis.routing.Gateway.reasons;
import static org.assertj.core.api.Assertions.assertThat;

import dev.synaxis.config.Compat;
import dev.synaxis.config.ProviderConfig;
import dev.synaxis.config.ProviderConfig.ProviderModel;
import dev.synaxis.config.Resilience;
import dev.synaxis.config.Timeouts;
import dev.synaxis.failure.FailureKind;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FitTest {

    @Test
    void shouldSkipWhoeverLacksTheCapability() {
        Gateway gateway = new Gateway()
                .provider("a", FREE, Set.of(EMBEDDING), List.of(), "m")
                .provider("b", FREE, Set.of(CHAT, EMBEDDING), List.of(), "m");

        Plan plan = gateway.plan("m");

        assertThat(order(plan)).containsExactly("free b/m");
        assertThat(reasons(plan)).containsExactly("a: does not offer chat");
    }

    @Test
    void shouldSayThatTheModelIsThereWhenNobodyOffersTheCapabilityWithIt() {
        Gateway gateway = new Gateway().provider("a", FREE, Set.of(EMBEDDING), List.of(), "m");

        for (String name : List.of("m", "a/m", "a/anything")) {
            Plan plan = gateway.plan(name);

            assertThat(plan.modelKnown()).as(name).isFalse();
            assertThat(plan.unfit()).as(name).isEqualTo(FailureKind.UNSUPPORTED);
            assertThat(plan.incapable()).as(name).isTrue();
            assertThat(reasons(plan)).as(name).containsExactly("a: does not offer chat");
        }
    }

    @Test
    void shouldNotKnowTheModelWhenOnlyProvidersOfAnyNameLackTheCapability() {
        Gateway gateway = new Gateway().provider("a", FREE, Set.of(EMBEDDING), List.of(), "*");

        Plan plan = gateway.plan("m");

        assertThat(plan.modelKnown()).isFalse();
        assertThat(plan.unfit()).isNull();
        assertThat(reasons(plan)).containsExactly("a: does not offer chat");
    }

    @Test
    void shouldSkipAModelThatIsForAnotherCapabilityOnly() {
        Gateway gateway = new Gateway().add(new ProviderConfig(
                "a", "openai", null, null, FREE, Set.of(CHAT), List.of(new ProviderModel("m", "m", Set.of(EMBEDDING))),
                List.of(), Timeouts.DEFAULT, Resilience.DEFAULT, Map.of(), Compat.NONE, Map.of()));

        assertThat(reasons(gateway.plan("m"))).containsExactly("a: does not offer chat with this model");
        assertThat(order(gateway.plan("a/m"))).containsExactly("preferred a/m");
    }

    @Test
    void shouldSkipWhoeverLacksAnAbility() {
        Gateway gateway = new Gateway()
                .provider("a", PAID, "plain")
                .provider("b", PAID, "able")
                .known("plain", null, null, TOOLS)
                .known("able", null, null, TOOLS, VISION, JSON_SCHEMA)
                .alias("any", "a/plain", "b/able");

        Plan plan = gateway.selector().select(Gateway.chat("any", TOOLS, JSON_SCHEMA, VISION));

        assertThat(order(plan)).containsExactly("paid b/able");
        assertThat(reasons(plan)).containsExactly("a: lacks vision, json schema");
    }

    @Test
    void shouldLetThoseThroughOfWhomNothingIsKnown() {
        Gateway gateway = new Gateway().provider("a", PAID, "m");

        Plan plan = gateway.selector().select(Gateway.chat("m", VISION));

        assertThat(order(plan)).containsExactly("paid a/m");
        assertThat(plan.candidates().getFirst().traits()).isNull();
    }

    @Test
    void shouldSkipWindowsThatAreTooSmallByOneToken() {
        Gateway gateway = new Gateway()
                .provider("a", PAID, "small", "large", "unknown")
                .known("small", 199, null)
                .known("large", 200, null)
                .known("unknown", null, null)
                .alias("any", "a/small", "a/large", "a/unknown");

        Plan plan = gateway.plan("any");

        assertThat(order(plan)).containsExactly("paid a/large", "paid a/unknown");
        assertThat(reasons(plan))
                .containsExactly("a: context window of 199 tokens is too small for 100 in and up to 100 out");
    }

    @Test
    void shouldSayThatTheRequestIsUnfitWhenNoWaitWouldHelp() {
        Gateway gateway = new Gateway()
                .provider("a", PAID, "small", "plain")
                .known("small", 10, null, VISION)
                .known("plain", null, null)
                .alias("both", "a/small", "a/plain");

        assertThat(gateway.plan("small").unfit()).isEqualTo(FailureKind.CONTEXT_LENGTH);
        assertThat(gateway.plan("small").modelKnown()).isTrue();
        assertThat(gateway.selector().select(Gateway.chat("both", VISION)).unfit()).isEqualTo(FailureKind.UNSUPPORTED);
        assertThat(gateway.plan("both").unfit()).isNull();
    }

    @Test
    void shouldNotCallTheRequestUnfitWhenSomeoneWillBeBack() {
        Gateway gateway = new Gateway()
                .provider("a", PAID, "small")
                .provider("b", PAID, "large")
                .known("small", 10, null)
                .alias("any", "a/small", "b/large");
        gateway.health.coolDown("b", null, FailureKind.OVERLOADED, Duration.ofSeconds(30));

        assertThat(gateway.plan("any").unfit()).isNull();
        assertThat(gateway.plan("any").retryAfter()).isEqualTo(Duration.ofSeconds(30));
    }
}
