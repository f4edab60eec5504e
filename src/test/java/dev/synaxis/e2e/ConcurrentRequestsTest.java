package dev.synaxis.e2e;

import static dev.synaxis.testkit.Eventually.eventually;
import static dev.synaxis.testkit.GatewayFixture.json;
import static dev.synaxis.testkit.GatewayFixture.streamBody;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.synaxis.testkit.GatewayFixture;
import dev.synaxis.testkit.OpenAiWire;
import dev.synaxis.testkit.ScriptedVendor;
import java.io.IOException;
import java.nio.file.Files;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A provider that takes one call at a time: who comes meanwhile is answered by another one, and the place is always free again. */
class ConcurrentRequestsTest {

    private static final String ONE_AT_A_TIME = """
            strategy: preferred
            providers:
              - id: first
                dialect: openai
                base-url: "VENDOR/first"
                models: [m, e, only]
                compat: { max-inputs: 1 }
                limits: { concurrent-requests: 1 }
              - { id: second, dialect: openai, base-url: "VENDOR/second", models: [m] }
            resilience: { max-retries: 0, retry: { shortest: 1ms, longest: 2ms } }
            """;

    private Scene scene;

    @BeforeEach
    void start() {
        scene = new Scene(ONE_AT_A_TIME);
        scene.answers("second", "second");
    }

    @AfterEach
    void stop() {
        scene.close();
    }

    @Test
    void shouldAskAnotherProviderWhileAStreamTakesTheOnlyPlace() {
        scene.first().sse(OpenAiWire.stream("m", "a", "b")).hangAfter(2);
        scene.first().reply(200, OpenAiWire.text("m", "first"));
        StreamClient stream = new StreamClient(scene.gateway, streamBody("m"));
        assertThat(stream.status()).isEqualTo(200);

        assertThat(Scene.text(scene.gateway.chat("m"))).isEqualTo("second");
        assertThat(scene.planOf("m").get("skipped").toString())
                .contains("as many calls under way as it may have (concurrent-requests)");
        assertThat(window(scene.provider("first")).toString())
                .isEqualTo("{\"window\":\"concurrent-requests\",\"limit\":1,\"used\":1,\"left\":0}");
        assertThat(scene.gateway.metric("synaxis_quota_left{provider=\"first\",window=\"concurrent-requests\"}")).isZero();

        // When its client goes away
        stream.reset();

        eventually("the place is free", () -> used(scene) == 0);
        assertThat(Scene.text(scene.gateway.chat("m"))).isEqualTo("first");
        assertThat(used(scene)).isZero();
    }

    @Test
    void shouldNotAskForOneTooManyInAnEmergency() {
        scene.first().sse(OpenAiWire.stream("m", "a", "b")).hangAfter(2);
        scene.first().reply(200, OpenAiWire.text("m", "first"));
        StreamClient stream = new StreamClient(scene.gateway, streamBody("m"));
        assertThat(stream.status()).isEqualTo(200);

        HttpResponse<String> answer = scene.gateway.chat("first/m", "x-synaxis-provider", "first");
        HttpResponse<String> alone = scene.gateway.chat("only");

        assertThat(Scene.text(answer)).isEqualTo("second");
        assertThat(alone.statusCode()).as(alone.body()).isEqualTo(503);
        assertThat(Scene.error(alone)).isEqualTo("provider_error no_available_provider null");
        assertThat(Scene.header(alone, "retry-after")).isEqualTo("1");
        assertThat(scene.asked()).containsExactly("first", "second");
        stream.reset();
        eventually("the place is free", () -> used(scene) == 0);
        assertThat(Scene.text(scene.gateway.chat("only"))).isEqualTo("first");
    }

    @Test
    void shouldCountTheCallsOfAnEmergency() {
        scene.close();
        scene = new Scene(ONE_AT_A_TIME.replace("concurrent-requests: 1", "concurrent-requests: 1, requests-per-day: 1"));
        scene.first().reply(200, OpenAiWire.text("m", "first"));
        scene.first().sse(OpenAiWire.stream("m", "a", "b")).hangAfter(2);
        assertThat(Scene.text(scene.gateway.chat("only"))).isEqualTo("first");

        StreamClient emergency = new StreamClient(scene.gateway, streamBody("only"));

        assertThat(emergency.status()).isEqualTo(200);
        assertThat(scene.gateway.chat("only").statusCode()).isEqualTo(503);
        assertThat(scene.asked()).containsExactly("first", "first");
        emergency.reset();
    }

    @Test
    void shouldFreeThePlaceWhenAStreamEndsOrACallFailsOrIsRefused() {
        scene.first().sse(OpenAiWire.stream("m", "a"));
        scene.first().reply(OpenAiWire.serverError(500));
        scene.first().reply(OpenAiWire.serverError(500));
        scene.first().reply(OpenAiWire.invalidRequest("messages"));
        scene.first().reply(200, OpenAiWire.text("m", "first"));

        assertThat(scene.gateway.stream("m").body()).contains("[DONE]");
        assertThat(Scene.text(scene.gateway.chat("m"))).isEqualTo("second");
        assertThat(scene.gateway.chat("m").statusCode()).isEqualTo(400);
        assertThat(Scene.text(scene.gateway.chat("m"))).isEqualTo("first");
        assertThat(used(scene)).isZero();
    }

    @Test
    void shouldTakeOnePlaceAfterTheOtherForThePartsOfAList() {
        scene.vendor.on("/first/embeddings").reply(200, OpenAiWire.embedding("e", 1, 0));

        assertThat(scene.gateway.post("/v1/embeddings", "{\"model\":\"e\",\"input\":[\"a\",\"b\",\"c\"]}").statusCode())
                .isEqualTo(200);

        assertThat(scene.asked()).containsExactly("first", "first", "first");
        assertThat(used(scene)).isZero();
    }

    @Test
    void shouldKnowWhatIsUnderWayWhenTheConfigurationIsReplaced(@TempDir Path directory) throws IOException {
        try (ScriptedVendor vendor = ScriptedVendor.start()) {
            Path file = directory.resolve("synaxis.yaml");
            String yaml = ONE_AT_A_TIME.replace("VENDOR", vendor.url().toString());
            Files.writeString(file, yaml);
            vendor.on("/first/chat/completions").sse(OpenAiWire.stream("m", "a", "b")).hangAfter(2);
            try (GatewayFixture gateway = GatewayFixture.watching(file)) {
                StreamClient stream = new StreamClient(gateway, streamBody("m"));
                assertThat(stream.status()).isEqualTo(200);

                Files.writeString(file, yaml.replace("concurrent-requests: 1", "concurrent-requests: 2"));
                gateway.post("/admin/reload", "");

                assertThat(first(gateway).toString()).contains("\"limit\":2,\"used\":1,\"left\":1");
                stream.close();
                vendor.awaitHangUp(0, Duration.ofMinutes(1));
                eventually("the place is free", () -> first(gateway).get("used").asLong() == 0);
            }
        }
    }

    private static JsonNode first(GatewayFixture gateway) {
        return window(json(gateway.get("/admin/providers")).get("providers").get(0));
    }

    private static JsonNode window(JsonNode provider) {
        return provider.get("quota").get(0);
    }

    private static long used(Scene scene) {
        return window(scene.provider("first")).get("used").asLong();
    }
}
