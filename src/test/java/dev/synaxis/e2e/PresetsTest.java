package dev.synaxis.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.synaxis.testkit.AnthropicWire;
import dev.synaxis.testkit.CohereWire;
import dev.synaxis.testkit.EmbeddingVendor;
import dev.synaxis.testkit.GatewayFixture;
import dev.synaxis.testkit.GeminiWire;
import dev.synaxis.testkit.OpenAiWire;
import dev.synaxis.testkit.RecordedRequest;
import dev.synaxis.testkit.Script;
import dev.synaxis.testkit.ScriptedVendor;
import dev.synaxis.testkit.TestClock;
import dev.synaxis.testkit.VendorError;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every preset that is on chats, or embeds where it is of the openai dialect, with nothing but its key variable set: at its vendor's path, with its vendor's way to show
 * a key. The host alone is another one, a scripted vendor. {@code SignInTest} has those that are signed in to,
 * {@code BedrockTest} the one with a binary stream.
 */
class PresetsTest {

    private static final String ACCOUNT = "acc-1";
    private static final Map<String, Wire> WIRES = Map.of(
            "openai", Wire.OPENAI, "anthropic", Wire.ANTHROPIC, "gemini", Wire.GEMINI, "cohere", Wire.COHERE);

    /** Those whose dialect does not chat; the tests of speech, of pictures and of Workers AI have them. */
    private static final Set<String> SILENT =
            Set.of("elevenlabs", "deepgram", "replicate", "aihorde", "stability", "cloudflare-run", "fireworks-images");

    private static final ScriptedVendor VENDOR = ScriptedVendor.start();
    private static final TestClock CLOCK = new TestClock();
    private static GatewayFixture gateway;

    @BeforeAll
    static void start() {
        StringBuilder yaml = new StringBuilder("""
                server: { shutdown: 1s }
                resilience: { max-retries: 0, retry: { shortest: 1ms, longest: 2ms } }
                providers:
                """);
        List<String> environment = new ArrayList<>(List.of("CLOUDFLARE_ACCOUNT_ID", ACCOUNT,
                "AZURE_OPENAI_ENDPOINT", VENDOR.url().toString()));
        for (JsonNode preset : on().toList()) {
            yaml.append("  - { id: ").append(id(preset)).append(", base-url: \"").append(VENDOR.url(path(preset))).append("\" }\n");
            if (preset.has("key")) {
                environment.addAll(List.of(preset.at("/key/0").asText(), key(preset)));
            }
        }
        gateway = GatewayFixture.start(CLOCK, yaml.toString(), environment.toArray(String[]::new));
    }

    @AfterAll
    static void stop() {
        gateway.close();
        VENDOR.close();
    }

    @ParameterizedTest
    @MethodSource("ids")
    void shouldChatAtPathAndKeyOfVendor(String id) {
        JsonNode preset = preset(id);
        Wire wire = wire(preset);
        script(preset, false).reply(200, wire.text("Hello"));

        HttpResponse<String> answer = gateway.post(GatewayFixture.CHAT, body(preset, ""));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(Scene.text(answer)).isEqualTo("Hello");
        assertThat(Scene.header(answer, "x-synaxis-provider")).isEqualTo(id);
        RecordedRequest asked = VENDOR.requests().getLast();
        JsonNode auth = preset.path("auth");
        String header = auth.isMissingNode() ? wire.keyHeader : auth.path("header").asText();
        String prefix = auth.isMissingNode() ? wire.keyValue.replace("key-" + wire.dialect, "") : auth.path("prefix").asText();
        assertThat(asked.header(header)).isEqualTo(preset.has("key") ? prefix + key(preset) : null);
        assertFields(preset, asked.json());
    }

    /** What the vendor calls otherwise arrives under its own name, what it refuses does not arrive. */
    private static void assertFields(JsonNode preset, JsonNode request) {
        for (Map.Entry<String, JsonNode> renamed : preset.path("compat").path("rename").properties()) {
            assertThat(request.has(renamed.getKey())).as(renamed.getKey()).isFalse();
        }
        if (preset.path("compat").path("rename").has("max_completion_tokens")) {
            assertThat(request.path("max_tokens").asInt()).isEqualTo(7);
        } else if (preset.path("dialect").asText().equals("openai")) {
            assertThat(request.path("max_completion_tokens").asInt()).isEqualTo(7);
        }
        preset.path("compat").path("drop").forEach(field -> assertThat(request.has(field.asText())).as(field.asText()).isFalse());
    }

    @ParameterizedTest
    @MethodSource("ids")
    void shouldStream(String id) {
        JsonNode preset = preset(id);
        script(preset, true).sse(wire(preset).stream("Hel", "lo"));

        HttpResponse<String> answer = gateway.post(GatewayFixture.CHAT, body(preset, ",\"stream\":true"));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body()).contains("\"Hel\"", "\"lo\"").contains("data: [DONE]");
        JsonNode request = VENDOR.requests().getLast().json();
        if (preset.path("compat").path("stream-usage").isBoolean()) {
            assertThat(request.has("stream_options")).isFalse();
        }
    }

    @ParameterizedTest
    @MethodSource("ids")
    void shouldReportRefusalAndRateLimit(String id) {
        JsonNode preset = preset(id);
        Script script = script(preset, false);
        VendorError limit = rateLimited(wire(preset));
        script.reply(wire(preset).refusal());
        script.reply(limit).header("retry-after", "17");

        HttpResponse<String> refused = gateway.post(GatewayFixture.CHAT, body(preset, ""));
        HttpResponse<String> limited = gateway.post(GatewayFixture.CHAT, body(preset, ""));

        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(400);
        assertThat(Scene.error(refused)).startsWith("invalid_request_error");
        assertThat(limited.statusCode()).as(limited.body()).isEqualTo(429);
        assertThat(Long.parseLong(Scene.header(limited, "retry-after"))).isBetween(1L, 17L);
        assertThat(refused.body() + limited.body()).doesNotContain(key(preset));
        CLOCK.advance(Duration.ofMinutes(2));
    }

    @ParameterizedTest
    @MethodSource("embedderIds")
    void shouldEmbedAtPathAndKeyOfVendor(String id) {
        JsonNode preset = embedders().filter(p -> id(p).equals(id)).findFirst().orElseThrow();
        Script script = VENDOR.on(path(preset) + "/embeddings").reset();
        script.answer(EmbeddingVendor.openAi(256, false));
        String request = "{\"model\":\"" + id + "/e-1\",\"input\":[\"1\",\"2\"],\"dimensions\":256,\"user\":\"u\",\"encoding_format\":\"%s\"}";

        HttpResponse<String> answer = gateway.post("/v1/embeddings", request.formatted("float"));
        HttpResponse<String> encoded = gateway.post("/v1/embeddings", request.formatted("base64"));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(Scene.header(answer, "x-synaxis-provider")).isEqualTo(id);
        assertThat(GatewayFixture.json(answer).path("data")).hasSize(2).allSatisfy(vector -> {
            assertThat(vector.path("embedding")).hasSize(256);
            assertThat(vector.at("/embedding/0").asInt()).isEqualTo(vector.path("index").asInt() + 1);
        });
        assertThat(Base64.getDecoder().decode(GatewayFixture.json(encoded).at("/data/0/embedding").asText())).hasSize(4 * 256);
        RecordedRequest asked = VENDOR.requests().getLast();
        JsonNode auth = preset.path("auth");
        assertThat(asked.header(auth.path("header").asText("authorization")))
                .isEqualTo(preset.has("key") ? auth.path("prefix").asText(auth.isMissingNode() ? "Bearer " : "") + key(preset) : null);
        JsonNode compat = preset.path("compat");
        assertThat(asked.json().path(compat.at("/rename/dimensions").asText("dimensions")).asInt()).isEqualTo(256);
        compat.path("rename").properties().forEach(field -> assertThat(asked.json().has(field.getKey())).isFalse());
        compat.path("drop").forEach(field -> assertThat(asked.json().has(field.asText())).as(field.asText()).isFalse());
    }

    @Test
    void shouldListAliasesAndKeepTheFreeOneFree() {
        List<String> listed = new ArrayList<>();
        GatewayFixture.json(gateway.get("/v1/models")).get("data").forEach(model -> listed.add(model.get("id").asText()));
        JsonNode plan = GatewayFixture.json(gateway.post("/admin/plan", GatewayFixture.chatBody("free"))).get("candidates");

        assertThat(listed).contains("auto", "smart", "fast", "cheap", "free", "vision", "code", "long");
        assertThat(GatewayFixture.json(gateway.get("/v1/models/code")).get("capabilities").toString()).contains("chat");
        assertThat(plan).isNotEmpty().allSatisfy(candidate -> assertThat(candidate.get("tier").asText()).isEqualTo("free"));
        assertThat(plan.findValuesAsText("provider")).contains("groq", "zai", "openrouter").doesNotContain("openai");
    }

    @Test
    void shouldLeaveNoPresetOut() {
        Set<String> tested = Stream.concat(ids(), embedderIds()).collect(Collectors.toSet());

        for (JsonNode preset : catalogue()) {
            boolean off = preset.path("enabled").isBoolean();
            boolean inProcess = !preset.has("base-url");
            boolean elsewhere = SILENT.contains(id(preset)) || preset.has("sign-in") || id(preset).equals("bedrock");
            assertThat(tested.contains(id(preset)) ^ (off || inProcess || elsewhere))
                    .as(id(preset))
                    .isTrue();
        }
    }

    static Stream<String> ids() {
        return presets().map(PresetsTest::id);
    }

    static Stream<String> embedderIds() {
        return embedders().map(PresetsTest::id);
    }

    private static Stream<JsonNode> presets() {
        return on().filter(p -> p.path("capabilities").toString().contains("\"chat\""));
    }

    private static Stream<JsonNode> embedders() {
        return on().filter(p -> p.path("dialect").asText().equals("openai")
                && p.path("capabilities").toString().contains("\"embedding\""));
    }

    /** Those that are on and chat or embed over a wire. */
    private static Stream<JsonNode> on() {
        List<JsonNode> presets = new ArrayList<>();
        catalogue().forEach(presets::add);
        return presets.stream().filter(p -> !p.has("enabled")
                && !p.has("sign-in")
                && WIRES.containsKey(p.path("dialect").asText()));
    }

    private static JsonNode preset(String id) {
        return presets().filter(p -> id(p).equals(id)).findFirst().orElseThrow();
    }

    private static JsonNode catalogue() {
        try (InputStream in = PresetsTest.class.getResourceAsStream("/catalog/providers.yaml")) {
            return new YAMLMapper().readTree(in).path("presets");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String id(JsonNode preset) {
        return preset.path("id").asText();
    }

    private static String key(JsonNode preset) {
        return "key-of-" + id(preset);
    }

    private static Wire wire(JsonNode preset) {
        Wire wire = WIRES.get(preset.path("dialect").asText());
        assertThat(wire).isNotNull();
        return wire;
    }

    /** The path of the preset's address. */
    private static String path(JsonNode preset) {
        String url = preset.path("base-url").asText()
                .replace("${AZURE_OPENAI_ENDPOINT}", "https://azure.example")
                .replace("${CLOUDFLARE_ACCOUNT_ID}", ACCOUNT);
        return URI.create(url).getPath();
    }

    /** The empty script of the path that the preset's vendor answers chats on. */
    private static Script script(JsonNode preset, boolean stream) {
        Wire wire = wire(preset);
        return VENDOR.on(wire == Wire.OPENAI ? path(preset) + "/chat/completions" : wire.path(stream)).reset();
    }

    private static VendorError rateLimited(Wire wire) {
        return switch (wire) {
            case OPENAI -> OpenAiWire.rateLimited();
            case ANTHROPIC -> AnthropicWire.rateLimited();
            case GEMINI -> GeminiWire.rateLimited(null);
            case COHERE -> CohereWire.rateLimited();
        };
    }

    /** A chat with a model that nobody else has. */
    private static String body(JsonNode preset, String more) {
        Wire wire = wire(preset);
        String model = wire == Wire.GEMINI ? wire.model : "t-1";
        return "{\"model\":\"" + id(preset) + '/' + model + "\",\"max_completion_tokens\":7,\"seed\":3,\"user\":\"u\""
                + ",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]" + more + "}";
    }
}
