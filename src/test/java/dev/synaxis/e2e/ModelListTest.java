package dev.synaxis.e2e;

import static dev.synaxis.testkit.Eventually.eventually;
import static dev.synaxis.testkit.GatewayFixture.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.synaxis.testkit.GatewayFixture;
import dev.synaxis.testkit.OpenAiWire;
import dev.synaxis.testkit.RecordedRequest;
import dev.synaxis.testkit.Reply;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Providers' own lists of models. */
class ModelListTest {

    private static final String GROQ = """
            {"object":"list","data":[{"id":"llama-3.1-8b-instant","object":"model"},{"id":"llama-3.3-70b-versatile"},
             {"id":"openai/gpt-oss-20b"},{"id":"qwen/qwen3.8-27b"},{"id":"brand-new","object":"model"}]}""";

    @TempDir
    private Path directory;

    private Scene scene;

    @AfterEach
    void close() {
        if (scene != null) {
            scene.close();
        }
    }

    private void open(String providers) {
        scene = new Scene("providers:\n" + providers);
    }

    private void awaitLists(String... providers) {
        for (String provider : providers) {
            eventually("the list of " + provider, () -> scene.provider(provider).has("model-list"));
        }
    }

    private JsonNode listed(String model) {
        return StreamSupport.stream(json(scene.gateway.get("/v1/models")).get("data").spliterator(), false)
                .filter(one -> one.get("id").asText().equals(model))
                .findFirst()
                .orElse(null);
    }

    @Test
    void shouldPassOverWhatTheProviderHasNoMoreAndOfferWhatTheCatalogueLacks() {
        open("""
                  - { id: groq, api-key: g, base-url: "VENDOR/groq", list-models: true }
                  - { id: house, dialect: openai, base-url: "VENDOR/house", list-models: true, models: [listed, unlisted] }
                """.indent(2));
        scene.vendor.on("/groq/models").reply(200, GROQ);
        scene.vendor.on("/house/models").reply(200, "[{\"id\":\"listed\"},{\"id\":\"another\"}]");
        scene.vendor.on("/groq/chat/completions").reply(200, OpenAiWire.text("m", "Hi"));
        awaitLists("groq", "house");

        JsonNode skipped = scene.planOf("gpt-oss-120b").get("skipped").get(0);
        assertThat(skipped.get("provider").asText()).isEqualTo("groq");
        assertThat(skipped.get("reason").asText()).contains("own list of models");
        assertThat(scene.gateway.chat("gpt-oss-120b").statusCode()).isEqualTo(404);
        assertThat(scene.gateway.chat("groq/openai/gpt-oss-120b").statusCode()).as("named, it is asked for").isEqualTo(200);
        assertThat(scene.gateway.chat("llama-3.1-8b-instant").statusCode()).isEqualTo(200);

        assertThat(listed("gpt-oss-120b")).isNull();
        assertThat(json(scene.gateway.get("/v1/models/gpt-oss-120b")).get("withdrawn").toString()).isEqualTo("[\"groq\"]");
        assertThat(listed("groq/brand-new").get("reachable").toString()).isEqualTo("[\"groq\"]");
        assertThat(listed("house/another")).isNotNull();
        assertThat(listed("unlisted")).as("the file has the last word").isNotNull();
        assertThat(scene.provider("groq").at("/model-list/withdrawn").toString())
                .as("a list without sound says nothing of whisper")
                .contains("openai/gpt-oss-120b")
                .doesNotContain("whisper", "llama-3.1-8b-instant");
        assertThat(scene.provider("groq").at("/model-list/models").asInt()).isEqualTo(5);
        assertThat(scene.provider("groq").at("/model-list/more").asInt()).isEqualTo(1);
    }

    @Test
    void shouldKeepEverythingWhereTheListIsNotToBeHadOrHasHardlyAnythingOfOurs() {
        open("""
                  - { id: groq, api-key: g, base-url: "VENDOR/groq", list-models: true }
                  - { id: mistral, api-key: g, base-url: "VENDOR/mistral", list-models: true }
                  - { id: deepseek, api-key: g, base-url: "VENDOR/deepseek", list-models: true }
                  - { id: cerebras, api-key: g, base-url: "VENDOR/cerebras", list-models: true }
                """.indent(2));
        scene.vendor.on("/groq/models").reply(OpenAiWire.invalidKey());
        scene.vendor.on("/mistral/models").html(200);
        scene.vendor.on("/deepseek/models").reply(200, "{\"data\":[]}");
        scene.vendor.on("/cerebras/models").reply(200, "{\"data\":[{\"id\":\"a-choice\"}]}");
        awaitLists("groq", "mistral", "deepseek", "cerebras");

        assertThat(scene.provider("groq").at("/model-list/error").asText()).isEqualTo("HTTP status 401");
        assertThat(scene.provider("mistral").at("/model-list/error").asText()).contains("no list of models");
        assertThat(scene.provider("deepseek").at("/model-list/error").asText()).contains("empty");
        assertThat(scene.plan("gpt-oss-120b")).contains("groq", "cerebras");
        assertThat(scene.cooldowns("groq")).isEmpty();
        assertThat(scene.breaker("groq")).isEqualTo("CLOSED");
    }

    @Test
    void shouldReadTheListAgainAfterADayAndAFailedOneAfterAnHour() {
        open("""
                  - { id: groq, api-key: g, base-url: "VENDOR/groq", list-models: true }
                """.indent(2));
        scene.vendor.on("/groq/models").reply(200, GROQ);
        scene.vendor.on("/groq/models").reply(OpenAiWire.serverError(500));
        scene.vendor.on("/groq/models").reply(200, GROQ.replace("brand-new", "newer"));
        awaitLists("groq");

        scene.clock.advance(Duration.ofDays(1));
        eventually("it was tried again", () -> scene.provider("groq").at("/model-list").has("error"));
        assertThat(listed("groq/brand-new")).as("the former list holds").isNotNull();
        scene.clock.advance(Duration.ofHours(1));

        eventually("and again", () -> listed("groq/newer") != null);
        assertThat(listed("groq/brand-new")).isNull();
    }

    @Test
    void shouldReadTheListsOfEachDialectPageByPage() {
        open("""
                  - { id: anthropic, api-key: ka, base-url: "VENDOR/anthropic", list-models: true }
                  - { id: google, api-key: kg, base-url: "VENDOR/google", list-models: true }
                  - { id: cohere, api-key: kc, base-url: "VENDOR/cohere/v2", list-models: true }
                  - { id: elevenlabs, api-key: ke, base-url: "VENDOR/elevenlabs", list-models: true }
                  - { id: deepgram, api-key: kd, base-url: "VENDOR/deepgram", list-models: true }
                """.indent(2));
        pages("/anthropic/models", "after_id=",
                "{\"data\":[{\"id\":\"claude-new-1\"}],\"has_more\":true,\"last_id\":\"claude-new-1\"}",
                "{\"data\":[{\"id\":\"claude-new-2\"}],\"has_more\":false,\"last_id\":\"claude-new-2\"}");
        pages("/google/v1beta/models", "pageToken=",
                "{\"models\":[{\"name\":\"models/gemini-new\",\"supportedGenerationMethods\":[\"generateContent\"]}],"
                        + "\"nextPageToken\":\"a/b\"}",
                "{\"models\":[{\"name\":\"models/embed-new\",\"supportedGenerationMethods\":[\"embedContent\"]}]}");
        pages("/cohere/v1/models", "page_token=",
                "{\"models\":[{\"name\":\"command-new\",\"endpoints\":[\"chat\"]}],\"next_page_token\":\"t\"}",
                "{\"models\":[{\"name\":\"rerank-new\",\"endpoints\":[\"rerank\"]}]}");
        scene.vendor.on("/elevenlabs/models").reply(200,
                "[{\"model_id\":\"eleven_new\",\"can_do_text_to_speech\":true},{\"model_id\":\"sts\",\"can_do_text_to_speech\":false}]");
        scene.vendor.on("/deepgram/models").reply(200,
                "{\"stt\":[{\"name\":\"general\",\"canonical_name\":\"nova-9-general\"}],"
                        + "\"tts\":[{\"name\":\"thalia\",\"canonical_name\":\"aura-2-thalia-en\"}]}");
        awaitLists("anthropic", "google", "cohere", "elevenlabs", "deepgram");

        for (String name : List.of("anthropic/claude-new-1", "anthropic/claude-new-2", "google/gemini-new", "google/embed-new",
                "cohere/command-new", "elevenlabs/eleven_new", "deepgram/nova-9-general", "deepgram/aura-2-thalia-en")) {
            assertThat(listed(name)).as(name).isNotNull();
        }
        assertThat(listed("google/embed-new").get("capabilities").toString()).isEqualTo("[\"embedding\"]");
        assertThat(listed("cohere/rerank-new")).isNull();
        assertThat(listed("elevenlabs/sts")).isNull();
        assertThat(scene.provider("deepgram").at("/model-list/withdrawn").toString()).doesNotContain("aura-2");
        assertThat(request("/anthropic/models").header("x-api-key")).isEqualTo("ka");
        assertThat(request("/anthropic/models").header("anthropic-version")).isEqualTo("2023-06-01");
        assertThat(request("/google/v1beta/models").header("x-goog-api-key")).isEqualTo("kg");
        assertThat(request("/deepgram/models").header("authorization")).isEqualTo("Token kd");
        assertThat(request("/cohere/v1/models").method()).isEqualTo("GET");
    }

    private void pages(String path, String mark, String first, String second) {
        scene.vendor.on(path).answer(request -> Reply.json(200, request.query().contains(mark) ? second : first));
    }

    private RecordedRequest request(String path) {
        return scene.vendor.requests().stream().filter(one -> one.path().equals(path)).findFirst().orElseThrow();
    }

    @Test
    void shouldKeepTheListOverAReloadThatLeavesTheProviderAsItIs() throws Exception {
        open("  - { id: mock }\n");
        scene.vendor.on("/groq/models").reply(200, GROQ);
        String groq = "providers:\n  - { id: groq, api-key: g, base-url: \"" + scene.vendor.url("/groq") + "\", list-models: true }\n";
        Path file = Files.writeString(directory.resolve("synaxis.yaml"), groq);
        try (GatewayFixture gateway = GatewayFixture.watching(file)) {
            eventually("the list is there", () -> gateway.get("/v1/models").body().contains("groq/brand-new"));

            Files.writeString(file, groq + "  - { id: mock }\n");
            gateway.post("/admin/reload", "");

            assertThat(gateway.get("/v1/models").body()).contains("groq/brand-new");
            assertThat(scene.vendor.requests()).hasSize(1);
            Files.writeString(file, groq.replace("api-key: g", "api-key: h"));
            gateway.post("/admin/reload", "");
            assertThat(gateway.get("/v1/models").body()).doesNotContain("groq/brand-new");
            eventually("the new key's list is there", () -> gateway.get("/v1/models").body().contains("groq/brand-new"));
        }
    }
}
