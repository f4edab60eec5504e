package dev.synaxis.config;

import static dev.synaxis.model.ProviderCapability.CHAT;
import static dev.synaxis.model.ProviderCapability.EMBEDDING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.synaxis.config.ProviderConfig.Auth;
import dev.synaxis.config.ProviderConfig.ProviderModel;
import dev.synaxis.model.ProviderCapability;
import dev.synaxis.model.Tier;
import dev.synaxis.model.TokenUsage;
import dev.synaxis.model.Units;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which providers are on, what they inherit, and what is said about it. */
class ProvidersTest {

    private static final List<ProviderModel> EVERY_MODEL = List.of(new ProviderModel("*", "*", null));

    @TempDir
    Path directory;

    @Test
    void shouldAnswerWithMockWhenNoKeyIsSet() {
        GatewayConfig config = TestConfig.withoutFile(directory);

        assertThat(TestConfig.ids(config)).containsExactly("mock");
        assertThat(config.providers().getFirst().models()).isEqualTo(EVERY_MODEL);
        assertThat(config.providers().getFirst().capabilities()).containsExactlyInAnyOrder(
                CHAT,
                EMBEDDING,
                ProviderCapability.IMAGE_GENERATION,
                ProviderCapability.IMAGE_EDIT,
                ProviderCapability.TRANSCRIPTION,
                ProviderCapability.SPEECH);
        assertThat(config.notices())
                .anyMatch(notice -> notice.startsWith("only the mock provider chats")
                        && notice.contains("GROQ_API_KEY (free tier)"))
                .contains("no api-keys are set: everyone who can reach 127.0.0.1 may call; set SYNAXIS_API_KEY to ask"
                        + " for a key");
    }

    @Test
    void shouldSwitchOnPresetsInTheirOrderWhenKeysAreSet() {
        GatewayConfig config = TestConfig.withoutFile(
                directory, "GROQ_API_KEY", "g", "GOOGLE_API_KEY", "old", "OPENAI_API_KEY", "o", "COHERE_API_KEY", " ");

        assertThat(TestConfig.ids(config)).containsExactly("openai", "google", "groq");
        assertThat(config.provider("google").apiKey()).isEqualTo(new Secret("old"));
        assertThat(config.notices())
                .contains("providers: openai (OPENAI_API_KEY), google (GOOGLE_API_KEY), groq (GROQ_API_KEY), local (always)")
                .anyMatch(notice -> notice.startsWith("one variable away: COHERE_API_KEY (free tier)"));
    }

    @Test
    void shouldTakeFirstKeyVariableWhenSeveralAreSet() {
        GatewayConfig config = TestConfig.withoutFile(directory, "GEMINI_API_KEY", "new", "GOOGLE_API_KEY", "old");

        assertThat(config.provider("google").apiKey()).isEqualTo(new Secret("new"));
    }

    @Test
    void shouldWaitForAccountWhenKeyAloneIsSet() {
        GatewayConfig half = TestConfig.withoutFile(directory, "CLOUDFLARE_API_TOKEN", "t");
        GatewayConfig whole =
                TestConfig.withoutFile(directory, "CLOUDFLARE_API_TOKEN", "t", "CLOUDFLARE_ACCOUNT_ID", "abc");

        assertThat(TestConfig.ids(half)).containsExactly("mock");
        assertThat(half.notices())
                .contains("CLOUDFLARE_API_TOKEN is set, but cloudflare is off until CLOUDFLARE_ACCOUNT_ID is set");
        assertThat(whole.provider("cloudflare").baseUrl())
                .isEqualTo(URI.create("https://api.cloudflare.com/client/v4/accounts/abc/ai/v1"));
        assertThat(whole.provider("cloudflare-run").baseUrl())
                .as("the same key, the other way")
                .isEqualTo(URI.create("https://api.cloudflare.com/client/v4/accounts/abc/ai"));
    }

    @Test
    void shouldCountFreeNeuronsByThePriceOfTheModel() {
        GatewayConfig config =
                TestConfig.withoutFile(directory, "CLOUDFLARE_API_TOKEN", "t", "CLOUDFLARE_ACCOUNT_ID", "abc");

        QuotaWindow window = config.provider("cloudflare").limits("@cf/baai/bge-m3").getFirst();

        assertThat(window.label()).isEqualTo("neurons-per-day");
        assertThat(window.unit().whole(window.limit())).isEqualTo(10_000);
        assertThat(window.neurons(TokenUsage.of(20, 0), Units.NONE)).as("thousandths").isEqualTo(22);
        assertThat(config.provider("cloudflare").limits("@cf/not/priced").getFirst().neurons(TokenUsage.of(20, 0), Units.NONE))
                .isZero();
        assertThat(config.provider("cloudflare-run").limits("@cf/black-forest-labs/flux-1-schnell").getFirst()
                        .neurons(TokenUsage.NONE, Units.images(1)))
                .isEqualTo(57_273);
    }

    @Test
    void shouldLeaveVertexOffWithANoticeWhenTheVariableNamesAnotherToolsFile() throws IOException {
        Path file = Files.writeString(directory.resolve("adc.json"), "{\"type\":\"authorized_user\"}");
        String[] variables = {
            "GOOGLE_APPLICATION_CREDENTIALS", file.toString(), "GOOGLE_CLOUD_PROJECT", "p", "GROQ_API_KEY", "g"
        };

        GatewayConfig config = TestConfig.withoutFile(directory, variables);

        assertThat(TestConfig.ids(config)).containsExactly("groq");
        assertThat(config.notices()).contains("GOOGLE_APPLICATION_CREDENTIALS is set, but vertex is off, because it does not "
                + "name the key file of a service account");
        assertThat(TestConfig.problems(directory, "providers: [{ id: vertex }]", variables))
                .as("named by the file, it is a mistake")
                .singleElement()
                .asString()
                .contains("service account");
    }

    @Test
    void shouldReadListsOfVendorsAtTheirOwnAddressOnly() {
        GatewayConfig config = TestConfig.load(directory, """
                model-lists: { every: 6h }
                providers:
                  - { id: groq, api-key: g }
                  - { id: openai, api-key: o, base-url: "http://127.0.0.1:9/v1" }
                  - { id: mistral, api-key: m, list-models: false }
                  - { id: azure, api-key: a, base-url: "https://h.openai.azure.com/openai/v1" }
                  - { id: house, dialect: openai, base-url: "http://127.0.0.1:9/v1" }
                  - { id: asked, dialect: openai, base-url: "http://127.0.0.1:9/v1", list-models: true }
                """);

        assertThat(config.providers().stream().filter(p -> p.listEvery() != null))
                .extracting(ProviderConfig::id)
                .containsExactly("groq", "asked");
        assertThat(config.provider("groq").listEvery()).isEqualTo(Duration.ofHours(6));
        assertThat(TestConfig.load(directory, "model-lists: { enabled: false }", "GROQ_API_KEY", "g").provider("groq").listEvery())
                .isNull();
    }

    @Test
    void shouldShowKeyInHeaderOfPresetWhenVendorIsAzure() {
        GatewayConfig config = TestConfig.withoutFile(
                directory, "AZURE_OPENAI_API_KEY", "k", "AZURE_OPENAI_ENDPOINT", "https://me.openai.azure.com/");

        ProviderConfig azure = config.provider("azure");
        assertThat(azure.baseUrl()).isEqualTo(URI.create("https://me.openai.azure.com/openai/v1"));
        assertThat(azure.auth()).isEqualTo(new Auth("api-key", ""));
        assertThat(azure.auth().credentials("k")).containsExactly(Map.entry("api-key", "k"));
        assertThat(azure.compat().developerRole()).isTrue();
    }

    @Test
    void shouldLeaveSwitchedOffPresetsOffWhenOnlyTheirKeyIsSet() {
        GatewayConfig config = TestConfig.withoutFile(directory, "LAMBDA_API_KEY", "k", "GITHUB_TOKEN", "t");

        assertThat(TestConfig.ids(config)).containsExactly("mock");
        assertThat(config.notices()).contains(
                "LAMBDA_API_KEY is set, but lambda is switched off: the vendor has shut its inference API down");
    }

    @Test
    void shouldLeaveSpeechToTheVendorWhenItIsAllThatTheVendorDoes() {
        GatewayConfig config = TestConfig.withoutFile(directory, "ELEVENLABS_API_KEY", "k");

        assertThat(TestConfig.ids(config)).containsExactly("elevenlabs", "mock");
        assertThat(config.provider("mock").models()).singleElement().satisfies(any -> assertThat(any.capabilities())
                .contains(ProviderCapability.CHAT).doesNotContain(ProviderCapability.SPEECH));
        assertThat(TestConfig.withoutFile(directory).provider("mock").models().getFirst().capabilities()).isNull();
    }

    @Test
    void shouldSwitchOnDoubtfulPresetWhenFileListsIt() {
        GatewayConfig config = TestConfig.load(directory, "providers: [{ id: nous, api-key: k }]");

        assertThat(config.provider("nous").baseUrl())
                .isEqualTo(URI.create("https://inference-api.nousresearch.com/v1"));
        assertThat(config.notices())
                .anyMatch(notice -> notice.startsWith("providers: nous (listed, though the vendor's reference"));
    }

    @Test
    void shouldMeanExactlyTheListedOnesWhenFileListsProviders() {
        GatewayConfig config = TestConfig.load(
                directory,
                "providers: [{ id: house, dialect: gemini, base-url: \"http://h/v1\", capabilities: [embedding] }]",
                "OPENAI_API_KEY", "o");

        assertThat(TestConfig.ids(config)).containsExactly("house");
        assertThat(config.provider("house").tier()).isEqualTo(Tier.PAID);
        assertThat(config.provider("house").apiKey()).isNull();
        assertThat(config.notices()).noneMatch(notice -> notice.startsWith("one variable away"));
    }

    @Test
    void shouldUseEnvironmentWhenFileListsNoProviders() {
        GatewayConfig config = TestConfig.load(directory, "strategy: latency", "OPENAI_API_KEY", "o");

        assertThat(TestConfig.ids(config)).containsExactly("openai");
    }

    @Test
    void shouldInheritFromPresetWhenFieldsAreNotOverridden() {
        GatewayConfig config = TestConfig.load(directory, """
                providers:
                  - { id: mistral, compat: { drop: [] }, headers: { X-A: b } }
                  - { id: groq, api-key: own, base-url: "http://127.0.0.1:9100/groq/v1", tier: paid, capabilities: [chat] }
                """, "MISTRAL_API_KEY", "m", "GROQ_API_KEY", "g");

        ProviderConfig mistral = config.provider("mistral");
        assertThat(mistral.apiKey()).isEqualTo(new Secret("m"));
        assertThat(mistral.compat().rename()).containsEntry("seed", "random_seed");
        assertThat(mistral.compat().streamUsage()).isFalse();
        assertThat(mistral.compat().drop()).isEmpty();
        assertThat(mistral.headers()).containsExactly(Map.entry("X-A", "b"));
        ProviderConfig groq = config.provider("groq");
        assertThat(groq.apiKey()).isEqualTo(new Secret("own"));
        assertThat(groq.baseUrl()).isEqualTo(URI.create("http://127.0.0.1:9100/groq/v1"));
        assertThat(groq.tier()).isEqualTo(Tier.PAID);
        assertThat(groq.models())
                .contains(new ProviderModel("gpt-oss-120b", "openai/gpt-oss-120b", Set.of(CHAT), true))
                .noneMatch(model -> model.name().startsWith("whisper"));
    }

    @Test
    void shouldTakeCapabilitiesOfDialectWhenFileChangesIt() {
        GatewayConfig config = TestConfig.load(directory, """
                providers:
                  - { id: groq, dialect: cohere, api-key: k }
                  - { id: openai, dialect: mock }
                """);

        assertThat(config.provider("groq").capabilities()).containsExactlyInAnyOrder(CHAT, EMBEDDING);
        assertThat(config.provider("openai").baseUrl()).isNull();
        assertThat(config.provider("openai").apiKey()).isNull();
    }

    @Test
    void shouldLimitFreeTierOnlyWhenTierIsFree() {
        GatewayConfig free = TestConfig.load(directory, "providers: [{ id: cohere, api-key: k }]");
        GatewayConfig paid = TestConfig.load(directory, "providers: [{ id: cohere, api-key: k, tier: paid }]");
        GatewayConfig own = TestConfig.load(directory,
                "providers: [{ id: cohere, api-key: k, limits: { tokens-per-hour: 5 } }]");
        GatewayConfig environment = TestConfig.load(directory, "", "COHERE_API_KEY", "k");

        assertThat(free.provider("cohere").limits()).extracting(QuotaWindow::id).containsExactly("requests-per-month");
        assertThat(paid.provider("cohere").everyLimit()).isEmpty();
        assertThat(own.provider("cohere").limits()).extracting(QuotaWindow::id).containsExactly("tokens-per-hour");
        assertThat(environment.provider("cohere").limits()).isEqualTo(free.provider("cohere").limits());
    }

    @Test
    void shouldHoldModelsToWindowsOfTheirOwn() {
        ProviderConfig house = TestConfig.load(directory, """
                providers:
                  - id: house
                    dialect: openai
                    base-url: http://127.0.0.1:9/v1
                    limits: { requests-per-day: 100, reset: "09:00 Asia/Shanghai" }
                    models:
                      - a
                      - { name: b, upstream: vendor/b, limits: { tokens-per-minute: 50 } }
                      - { name: c, limits: {} }
                    model-limits:
                      "*": { requests-per-minute: 5 }
                      b: { requests-per-minute: 7 }
                """).provider("house");

        assertThat(house.limits("a")).extracting(QuotaWindow::label)
                .containsExactly("requests-per-day", "requests-per-minute of a");
        assertThat(house.limits("vendor/b")).extracting(QuotaWindow::label)
                .containsExactly("requests-per-day", "tokens-per-minute of vendor/b");
        assertThat(house.limits("c")).isEqualTo(house.limits("unheard-of")).isEqualTo(house.limits());
        assertThat(house.everyLimit()).hasSize(3);
        assertThat(house.limits().getFirst().end(Instant.parse("2026-11-22T00:59:59Z")))
                .isEqualTo("2026-11-22T01:00:00Z");
    }

    @Test
    void shouldTakeTheKeysThatStandBesideTheVariableOfThePreset() {
        GatewayConfig config = TestConfig.load(directory, "", "GROQ_API_KEY", "a", "GROQ_API_KEY_2", "b",
                "GROQ_API_KEY_4", "c", "GROQ_API_KEY_5", "a", "GROQ_API_KEY_100", "d", "MISTRAL_API_KEY_2", "m");

        assertThat(config.provider("groq").keys()).extracting(ProviderKey::secret)
                .containsExactly(new Secret("a"), new Secret("b"), new Secret("c"));
        assertThat(config.provider("groq").keys()).extracting(ProviderKey::ledger)
                .containsExactly("groq", "groq#2", "groq#3");
        assertThat(config.provider("mistral")).isNull();
    }

    @Test
    void shouldReadSeveralKeysOfTheFile() {
        ProviderConfig house = TestConfig.load(directory, """
                providers:
                  - { id: house, dialect: openai, base-url: "http://127.0.0.1:9", api-keys: ["${A}", key-b, "${NONE:}"] }
                """, "A", "key-a").provider("house");

        assertThat(house.keys()).extracting(ProviderKey::secret).containsExactly(new Secret("key-a"), new Secret("key-b"));
        assertThat(house.keys()).extracting(ProviderKey::health).containsExactly("house#1", "house#2");
        assertThat(house.toString() + ConfigDescription.describe(house)).contains("api-keys=2").doesNotContain("key-a", "key-b");
    }

    @Test
    void shouldLimitModelsOfTheFreeTier() {
        GatewayConfig free = TestConfig.load(directory, "providers: [{ id: groq, api-key: k }]");
        GatewayConfig paid = TestConfig.load(directory, "providers: [{ id: groq, api-key: k, tier: paid }]");
        GatewayConfig none = TestConfig.load(directory, "providers: [{ id: groq, api-key: k, limits: {} }]");

        assertThat(free.provider("groq").limits("openai/gpt-oss-120b")).extracting(QuotaWindow::limit)
                .containsExactlyInAnyOrder(30L, 1_000L, 8_000L, 200_000L);
        assertThat(paid.provider("groq").everyLimit()).isEmpty();
        assertThat(none.provider("groq").everyLimit()).isEmpty();
    }

    @Test
    void shouldLeaveOutModelsThatTheFreeTierDoesNotHave() {
        String pro = "gemini-3.1-pro";

        assertThat(names("google", "api-key: k")).contains("gemini-3.8-flash").doesNotContain(pro);
        assertThat(names("google", "api-key: k, tier: paid")).contains("gemini-3.8-flash", pro);
        assertThat(names("google", "api-key: k, limits: { requests-per-minute: 5 }")).contains(pro);
        assertThat(names("google", "api-key: k, models: [" + pro + "]")).contains(pro);
        assertThat(names("cloudflare", "api-key: k")).contains("glm-5.3").doesNotContain("glm-5.2", "kimi-k2.6");
    }

    private List<String> names(String preset, String fields) {
        return TestConfig.load(directory, "providers: [{ id: " + preset + ", " + fields + " }]", "CLOUDFLARE_ACCOUNT_ID", "a")
                .provider(preset)
                .models()
                .stream()
                .map(ProviderConfig.ProviderModel::name)
                .toList();
    }

    @Test
    void shouldLimitTheFreeModelsOfAVendorThatIsPaid() {
        ProviderConfig zai = TestConfig.load(directory, "providers: [{ id: zai, api-key: k }]").provider("zai");
        ProviderConfig own = TestConfig.load(directory, "providers: [{ id: zai, api-key: k, limits: {} }]").provider("zai");

        assertThat(zai.limits("glm-4.7-flash")).extracting(QuotaWindow::label)
                .containsExactly("concurrent-requests of glm-4.7-flash");
        assertThat(zai.limits("glm-5.3")).isEmpty();
        assertThat(own.everyLimit()).isEmpty();
    }

    @Test
    void shouldNeedNoKeyWhereTheVendorAnswersEverybody() {
        ProviderConfig ovh = TestConfig.load(directory, "providers: [{ id: ovhcloud }]").provider("ovhcloud");

        assertThat(ovh.apiKey()).isNull();
        assertThat(ovh.limits("gpt-oss-120b")).extracting(QuotaWindow::limit).containsExactly(2L);
    }

    @Test
    void shouldCountChatAndEmbeddingApartWhereTheVendorDoes() {
        ProviderConfig cohere = TestConfig.load(directory, "providers: [{ id: cohere, api-key: k }]").provider("cohere");

        assertThat(cohere.limits("command-r7b-12-2024")).extracting(QuotaWindow::label)
                .containsExactly("requests-per-month", "requests-per-minute of command-r7b-12-2024");
        assertThat(cohere.limits("embed-v4.0")).extracting(QuotaWindow::label)
                .containsExactly("requests-per-month", "requests-per-minute of embed-v4.0");
    }

    @Test
    void shouldEndTheDaysOfGeminiAtMidnightInCalifornia() {
        ProviderConfig google = TestConfig.load(directory, "providers: [{ id: google, api-key: k }]").provider("google");

        QuotaWindow day = google.limits("gemini-3.8-flash").stream()
                .filter(window -> window.id().equals("requests-per-day"))
                .findFirst()
                .orElseThrow();

        assertThat(day.limit()).isEqualTo(20);
        assertThat(day.end(Instant.parse("2026-11-22T07:59:59Z"))).isEqualTo("2026-11-22T08:00:00Z");
        assertThat(google.limits()).isEmpty();
    }

    @Test
    void shouldNameTheFieldWhenAResetIsNoTime() {
        assertThat(TestConfig.problems(directory,
                "providers: [{ id: groq, api-key: k, limits: { requests-per-day: 1, reset: noon } }]"))
                .anyMatch(problem -> problem.contains("limits.reset") && problem.contains("noon"));
    }

    @Test
    void shouldInheritUnderAnotherIdWhenFileNamesPreset() {
        GatewayConfig config = TestConfig.load(directory,
                "providers: [{ id: groq-2, preset: groq, api-key: k }, { id: groq, api-key: k }]");

        assertThat(config.provider("groq-2").baseUrl()).isEqualTo(config.provider("groq").baseUrl());
        assertThat(config.provider("groq-2").models()).isEqualTo(config.provider("groq").models());
        ModelInfo model = config.catalog().get("gpt-oss-120b");
        assertThat(model.upstream()).containsEntry("groq-2", "openai/gpt-oss-120b");
        assertThat(model.price("groq-2")).isEqualTo(model.price("groq")).isNotNull();
    }

    @Test
    void shouldPutListedModelsFirstWhenCatalogueHasThemToo() {
        GatewayConfig config = TestConfig.load(directory, """
                providers:
                  - id: groq
                    api-key: k
                    models: [gpt-oss-20b, { name: gpt-oss-120b, upstream: openai/other }, "*"]
                """);

        assertThat(config.provider("groq").models()).extracting(ProviderModel::name)
                .startsWith("gpt-oss-20b", "gpt-oss-120b", "*")
                .doesNotHaveDuplicates();
        assertThat(config.provider("groq").models()).extracting(ProviderModel::upstream)
                .startsWith("openai/gpt-oss-20b", "openai/other", "*");
        assertThat(config.catalog().get("gpt-oss-120b").upstream()).containsEntry("groq", "openai/other");
    }

    @Test
    void shouldOpenListedMockOnlyWhenNobodyElseChats() {
        GatewayConfig alone = TestConfig.load(directory, "providers: [{ id: mock }]");
        GatewayConfig beside = TestConfig.load(directory, "providers: [{ id: mock }, { id: groq, api-key: k }]");
        GatewayConfig own = TestConfig.load(directory,
                "providers: [{ id: mock, models: [demo], mock: { reply: \"${WORD:hi}\", scripts: [{ status: 429 }] } }]");

        assertThat(alone.provider("mock").models()).isEqualTo(EVERY_MODEL);
        assertThat(beside.provider("mock").models()).containsExactly(new ProviderModel("mock", "mock", null));
        assertThat(own.provider("mock").models()).extracting(ProviderModel::name).containsExactly("demo");
        assertThat(own.provider("mock").mock())
                .isEqualTo(Map.of("reply", "hi", "scripts", List.of(Map.of("status", 429))));
    }

    @Test
    void shouldDoWithoutKeyWhenPresetNeedsNone() {
        GatewayConfig config = TestConfig.load(directory,
                "providers: [{ id: ollama, models: [\"llama3.3:70b\"] }, { id: vllm, api-key: \"${VLLM_KEY:}\" }]");

        assertThat(config.provider("ollama").apiKey()).isNull();
        assertThat(config.provider("vllm").apiKey()).isNull();
        assertThat(config.provider("ollama").tier()).isEqualTo(Tier.FREE);
    }
}
