package dev.synaxis.routing;

import static dev.synaxis.model.Tier.FREE;
import static dev.synaxis.model.Tier.PAID;
import static dev.synaxis.routing.Gateway.order;
import static dev.synaxis.routing.Gateway.reasons;
import static org.assertj.core.api.Assertions.assertThat;

import dev.synaxis.failure.FailureKind;
import dev.synaxis.model.RoutingStrategy;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ModelNameTest {

    @Test
    void shouldPreferTheNamedProviderAndFailOverToOthersOfTheSameModel() {
        Gateway gateway = new Gateway()
                .provider("openai", PAID, "gpt-4o=gpt-4o-2024-08-06")
                .provider("azure", PAID, "gpt-4o")
                .provider("free", FREE, "gpt-4o=openai/gpt-4o");

        Plan plan = gateway.plan("openai/gpt-4o-2024-08-06");

        assertThat(order(plan))
                .containsExactly("preferred openai/gpt-4o-2024-08-06", "free free/openai/gpt-4o", "paid azure/gpt-4o");
    }

    @Test
    void shouldSendTheNameBehindTheSlashUnchangedAndTheProvidersOwnNameAfterIt() {
        Gateway gateway = new Gateway().provider("openai", PAID, "gpt-4o=gpt-4o-2024-08-06").provider("azure", PAID, "gpt-4o");

        assertThat(order(gateway.plan("openai/gpt-4o")))
                .containsExactly("preferred openai/gpt-4o", "paid openai/gpt-4o-2024-08-06", "paid azure/gpt-4o");
    }

    @Test
    void shouldAskOnlyTheNamedProviderWhenItsModelIsNotListed() {
        Gateway gateway = new Gateway().provider("openai", PAID).provider("azure", PAID, "gpt-4o").provider("any", FREE, "*");

        Plan plan = gateway.plan("openai/gpt-4o");

        assertThat(order(plan)).containsExactly("preferred openai/gpt-4o");
        assertThat(plan.modelKnown()).isTrue();
    }

    @Test
    void shouldCutAtTheFirstSlashOnly() {
        Gateway gateway = new Gateway().provider("openrouter", FREE).provider("meta", PAID);

        assertThat(order(gateway.plan("openrouter/meta/llama-3"))).containsExactly("preferred openrouter/meta/llama-3");
    }

    @Test
    void shouldTakeANameWithASlashAsABareOneWhenItBeginsWithNoProvider() {
        Gateway gateway = new Gateway().provider("vllm", FREE, "meta-llama/Llama-3");

        assertThat(order(gateway.plan("meta-llama/Llama-3"))).containsExactly("free vllm/meta-llama/Llama-3");
        assertThat(gateway.plan("nobody/Llama-3").modelKnown()).isFalse();
        assertThat(gateway.plan("vllm/").modelKnown()).isFalse();
    }

    @Test
    void shouldLetTheVendorJudgeWhatTheNamedModelCanDo() {
        Gateway gateway = new Gateway().provider("openai", PAID, "text").known("text", 10, null);

        assertThat(order(gateway.plan("openai/text"))).containsExactly("preferred openai/text");
        assertThat(gateway.plan("text").candidates()).isEmpty();
    }

    @Test
    void shouldSkipTheNamedProviderWhenItIsCoolingDown() {
        Gateway gateway = new Gateway().provider("openai", PAID, "m").provider("azure", PAID, "m");
        gateway.health.coolDown("openai", null, FailureKind.OVERLOADED, Duration.ofSeconds(30));

        assertThat(order(gateway.plan("openai/m"))).containsExactly("paid azure/m");
    }

    @Test
    void shouldPutTheHeadersProviderBeforeTheOneOfTheModelName() {
        Gateway gateway = new Gateway().provider("openai", PAID, "m").provider("azure", PAID, "m").provider("x", FREE, "m");

        assertThat(order(gateway.planAt("azure", "openai/m"))).containsExactly("preferred azure/m", "preferred openai/m", "free x/m");
        assertThat(order(gateway.planAt("openai", "openai/m"))).containsExactly("preferred openai/m", "free x/m", "paid azure/m");
    }

    @Test
    void shouldKeepTheOrderOfAnAliasInsideEachTierWhenTheStrategyIsPreferred() {
        Gateway gateway = new Gateway()
                .provider("openai", PAID, "gpt")
                .provider("anthropic", PAID, "claude")
                .provider("groq", FREE, "llama")
                .alias("smart", "anthropic/claude", "groq/llama", "openai/gpt");

        assertThat(order(gateway.plan("smart"))).containsExactly("free groq/llama", "paid anthropic/claude", "paid openai/gpt");
        assertThat(order(gateway.planAt("openai", "smart")))
                .containsExactly("preferred openai/gpt", "free groq/llama", "paid anthropic/claude");
    }

    @Test
    void shouldOrderAnAliasByTheStrategyWhenThatIsAnother() {
        Gateway gateway = new Gateway()
                .strategy(RoutingStrategy.QUALITY)
                .provider("openai", PAID, "gpt")
                .provider("anthropic", PAID, "claude")
                .known("gpt", null, 95.0)
                .known("claude", null, 90.0)
                .alias("smart", "anthropic/claude", "openai/gpt");

        assertThat(order(gateway.plan("smart"))).containsExactly("paid openai/gpt", "paid anthropic/claude");
    }

    @Test
    void shouldTakeAnAliasBeforeEverythingElseOfItsName() {
        Gateway gateway = new Gateway()
                .provider("openai", PAID, "gpt")
                .provider("azure", PAID, "gpt")
                .alias("openai/gpt", "azure/gpt")
                .alias("gpt", "openai/other");

        assertThat(order(gateway.plan("openai/gpt"))).containsExactly("paid azure/gpt");
        assertThat(order(gateway.plan("gpt"))).containsExactly("paid openai/other");
    }

    @Test
    void shouldKnowAModelByItsUpstreamName() {
        Gateway gateway = new Gateway().provider("groq", FREE, "llama=llama-versatile").provider("x", PAID, "llama");

        assertThat(order(gateway.plan("llama-versatile"))).containsExactly("free groq/llama-versatile", "paid x/llama");
    }

    @Test
    void shouldHandAnyUnknownNameToWildcardProvidersOnly() {
        Gateway gateway = new Gateway().provider("ollama", FREE, "*").provider("groq", PAID, "llama");

        assertThat(order(gateway.plan("llama"))).containsExactly("paid groq/llama");
        assertThat(order(gateway.plan("who/knows:7b"))).containsExactly("free ollama/who/knows:7b");
    }

    @Test
    void shouldTakeAWildcardProviderForAKnownNameWhenTheHeaderNamesIt() {
        Gateway gateway = new Gateway().provider("ollama", FREE, "*").provider("groq", PAID, "llama");

        assertThat(order(gateway.planAt("ollama", "llama"))).containsExactly("preferred ollama/llama", "paid groq/llama");
    }

    @Test
    void shouldNotAskAWildcardProviderTwiceWhenItIsASubstituteToo() {
        Gateway gateway = new Gateway()
                .provider("ollama", FREE, "*")
                .provider("groq", PAID, "llama")
                .substitutes("llama", "ollama/llama");

        assertThat(order(gateway.planAt("ollama", "llama"))).containsExactly("preferred ollama/llama", "paid groq/llama");
        assertThat(order(gateway.plan("llama"))).containsExactly("paid groq/llama", "emergency ollama/llama");
    }

    @Test
    void shouldNotKnowAModelThatNobodyIsConfiguredFor() {
        Gateway gateway = new Gateway().provider("groq", FREE, "llama").known("gpt-4o", null, null);

        Plan plan = gateway.planAt("groq", "gpt-4o");

        assertThat(plan.modelKnown()).isFalse();
        assertThat(plan.candidates()).isEmpty();
        assertThat(plan.retryAfter()).isNull();
        assertThat(reasons(plan)).containsExactly("groq: does not offer this model");
    }

    @Test
    void shouldKnowAModelThatHasOnlySubstitutes() {
        Gateway gateway = new Gateway().provider("groq", FREE, "llama").substitutes("gpt-4o", "groq/llama");

        assertThat(order(gateway.plan("gpt-4o"))).containsExactly("emergency groq/llama");
    }
}
