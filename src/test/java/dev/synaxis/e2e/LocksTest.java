package dev.synaxis.e2e;

import static dev.synaxis.testkit.GatewayFixture.CHAT;
import static dev.synaxis.testkit.GatewayFixture.chatBody;
import static dev.synaxis.testkit.GatewayFixture.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.synaxis.testkit.AnthropicWire;
import dev.synaxis.testkit.Cut;
import dev.synaxis.testkit.GatewayFixture;
import dev.synaxis.testkit.OpenAiWire;
import dev.synaxis.testkit.RecordedRequest;
import dev.synaxis.testkit.ScriptedVendor;
import dev.synaxis.wire.Json;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who comes in, what goes out, and what is never told. */
class LocksTest {

    private static final List<String> NAMED_HEADERS = List.of(
            "x-request-id", "x-synaxis-provider", "x-synaxis-model", "x-synaxis-tier", "x-synaxis-attempts",
            "x-synaxis-warning", "content-type", "content-length", "transfer-encoding", "cache-control",
            "x-accel-buffering");

    private final ScriptedVendor vendor = ScriptedVendor.start();

    @AfterEach
    void stop() {
        vendor.close();
    }

    private static GatewayFixture locked() {
        return GatewayFixture.start("server: { api-keys: [sk-one, sk-two] }\nproviders:\n  - { id: mock }\n");
    }

    @Test
    void shouldLetOnlyCallersWithAKeyIn() {
        try (GatewayFixture gateway = locked()) {
            assertThat(gateway.chat("m", "authorization", "Bearer sk-one").statusCode()).isEqualTo(200);
            assertThat(gateway.chat("m", "authorization", "bearer sk-two").statusCode()).isEqualTo(200);
            assertThat(gateway.chat("m", "x-api-key", "sk-two").statusCode()).isEqualTo(200);
            List<HttpResponse<String>> refused = List.of(
                    gateway.chat("m"),
                    gateway.chat("m", "authorization", "Bearer sk-three"),
                    gateway.chat("m", "authorization", "Bearer "),
                    gateway.chat("m", "authorization", "Basic sk-one"),
                    gateway.chat("m", "x-api-key", "sk-on"),
                    gateway.get("/v1/models"),
                    gateway.get("/metrics"),
                    gateway.get("/admin/providers"),
                    gateway.get("/nowhere"));
            assertThat(refused).allSatisfy(answer -> {
                assertThat(answer.statusCode()).isEqualTo(401);
                assertThat(json(answer).at("/error/code").asText()).isEqualTo("invalid_api_key");
                assertThat(answer.body()).doesNotContain("sk-");
                assertThat(answer.headers().firstValue("www-authenticate")).contains("Bearer");
            });
            assertThat(gateway.get("/health/live").statusCode()).isEqualTo(200);
            assertThat(gateway.get("/health/ready").statusCode()).isEqualTo(200);
            assertThat(gateway.get("/metrics", "x-api-key", "sk-one").body())
                    .contains("synaxis_requests_total{capability=\"none\",outcome=\"invalid_api_key\"} 9.0");
            assertThat(gateway.get("/admin/providers", "x-api-key", "sk-one").statusCode()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/health/../admin/providers",
                "/health/%2e%2e/v1/models",
                "/health/live/../../metrics",
                "/health//../v1/models",
                "//v1/models",
                "/v1/models/",
                "/health/LIVE"
            })
    void shouldAskForTheKeyHoweverThePathIsWritten(String path) {
        try (GatewayFixture gateway = locked()) {
            RawHttp.Answer answer = RawHttp.send(gateway.port(), "GET " + path + " HTTP/1.1\r\nhost: g\r\n\r\n");

            assertThat(answer.status()).isEqualTo(401);
        }
    }

    @Test
    void shouldRefuseBeforeTheBodyIsReadWhenTheKeyIsWrong() {
        try (GatewayFixture gateway = locked()) {
            RawHttp.Answer answer = RawHttp.send(gateway.port(), "POST " + CHAT
                    + " HTTP/1.1\r\nhost: g\r\ncontent-type: application/json\r\ncontent-length: 1000000\r\n\r\n");

            assertThat(answer.status()).isEqualTo(401);
        }
    }

    @Test
    void shouldNotStartOnAPublicAddressWithoutKeys() {
        assertThatThrownBy(() -> GatewayFixture.start("server: { host: 0.0.0.0 }\n"))
                .hasRootCauseInstanceOf(dev.synaxis.failure.IllegalConfigException.class)
                .rootCause()
                .hasMessageContaining("server.api-keys");
    }

    @Test
    void shouldForwardUnknownFieldsAndNoHeaderWhenTheDialectIsTheSame() {
        String reply = OpenAiWire.text("gpt-t", "Hi").replaceFirst("\\{", "{\"x_new_field\":{\"deep\":[1.50,\"\\\\u00e4\"]},");
        vendor.on(OpenAiWire.CHAT).reply(200, reply)
                .header("set-cookie", "vendor=1").header("server", "vendor/1").header("x-ratelimit-remaining", "7")
                .header("openai-organization", "org-1").header("x-request-id", "vendors");
        try (GatewayFixture gateway = GatewayFixture.start("providers:\n" + Wire.OPENAI.provider(vendor))) {
            String unknown = "\"x_unknown\":{\"b\":1.0e2,  \"a\":[ null, \"\\u00e4ö\"]},\"prompt_cache_key\" : \"k\"";
            String body = chatBody("gpt-t").replaceFirst("}$", "") + "," + unknown + "}";

            HttpResponse<String> answer = gateway.post(CHAT, body, "authorization", "Bearer client-secret",
                    "cookie", "session=1", "x-forwarded-for", "10.1.2.3", "x-custom", "mine", "x-request-id", "call-1",
                    "x-synaxis-provider", "house", "user-agent", "client/1", "openai-organization", "org-client");

            assertThat(answer.body()).isEqualTo(reply);
            RecordedRequest request = vendor.request(0);
            assertThat(request.text()).contains(unknown);
            assertThat(request.headers()).containsOnlyKeys(
                    "host", "authorization", "content-type", "content-length", "user-agent")
                    .containsEntry("authorization", "Bearer key-openai").containsEntry("user-agent", "synaxis");
            assertThat(answer.headers().map().keySet().stream().map(n -> n.toLowerCase(Locale.ROOT))).isSubsetOf(NAMED_HEADERS);
            assertThat(answer.headers().allValues("x-request-id")).containsExactly("call-1");
        }
    }

    @Test
    void shouldForwardUnknownChunkFieldsAndNoHeaderWhenStreaming() {
        String chunk = OpenAiWire.chunk("gpt-t", "{\"content\":\"Hi\",\"x_new\":[1.50]}", null);
        vendor.on(OpenAiWire.CHAT).sse(chunk, OpenAiWire.chunk("gpt-t", "{}", "stop"), OpenAiWire.done())
                .header("set-cookie", "vendor=1").header("x-vendor", "1");
        try (GatewayFixture gateway = GatewayFixture.start("providers:\n" + Wire.OPENAI.provider(vendor))) {

            HttpResponse<String> answer =
                    gateway.stream("gpt-t", "cookie", "session=1", "x-custom", "mine", "authorization", "Bearer client");

            assertThat(answer.body()).contains(chunk);
            assertThat(answer.headers().map().keySet().stream().map(n -> n.toLowerCase(Locale.ROOT))).isSubsetOf(NAMED_HEADERS);
            assertThat(vendor.request(0).headers()).containsOnlyKeys(
                    "host", "authorization", "content-type", "content-length", "user-agent", "accept");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "http://127.0.0.1:%d/i.png", "http://localhost:%d/i.png", "http://2130706433:%d/i.png", "http://0x7f000001:%d/i.png",
        "http://127.1:%d/i.png", "http://[::1]:%d/i.png", "http://[::ffff:127.0.0.1]:%d/i.png", "http://[::ffff:7f00:1]:%d/i.png",
        "http://0.0.0.0:%d/i.png", "http://10.0.0.1:%d/i.png", "http://172.16.0.1/i.png", "http://192.168.1.1/i.png",
        "http://169.254.169.254/latest/meta-data", "http://[fe80::1]/i.png", "http://[fd00::1]/i.png", "http://[64:ff9b::7f00:1]/",
        "http://100.64.0.1/i.png", "http://[::]/i.png", "http://[::127.0.0.1]/i.png"
    })
    void shouldNotFetchAnImageFromInside(String url) {
        vendor.on("/i.png").bytes(200, "image/png", new byte[] {1, 2, 3});
        try (GatewayFixture gateway = GatewayFixture.start("providers:\n" + Wire.GEMINI.provider(vendor))) {

            HttpResponse<String> answer = gateway.post(CHAT, picture(Wire.GEMINI.model, url.formatted(vendor.port())));

            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
            assertThat(json(answer).at("/error/param").asText()).isEqualTo("messages[0].content[0]");
            assertThat(vendor.requests()).isEmpty();
        }
    }

    @Test
    void shouldFetchAnImageFromInsideOnlyWhenAllowedAndWithoutRedirects() {
        vendor.on("/i.png").bytes(200, "image/png", new byte[] {1, 2, 3});
        vendor.on("/moved").redirect(302, vendor.url("/i.png").toString());
        vendor.on(Wire.GEMINI.path(false)).reply(200, Wire.GEMINI.text("An image."));
        try (GatewayFixture gateway = GatewayFixture.start(
                "server: { allow-private-media: true }\nproviders:\n" + Wire.GEMINI.provider(vendor))) {

            HttpResponse<String> moved = gateway.post(CHAT, picture(Wire.GEMINI.model, vendor.url("/moved").toString()));
            HttpResponse<String> there = gateway.post(CHAT, picture(Wire.GEMINI.model, vendor.url("/i.png").toString()));

            assertThat(moved.statusCode()).isEqualTo(400);
            assertThat(there.statusCode()).as(there.body()).isEqualTo(200);
            assertThat(vendor.requests()).extracting(RecordedRequest::path)
                    .containsExactly("/moved", "/i.png", Wire.GEMINI.path(false));
            assertThat(vendor.request(2).json().at("/contents/0/parts/0/inlineData/data").asText()).isEqualTo("AQID");
        }
    }

    @Test
    void shouldFetchAnImageOnceForAllCandidates() {
        vendor.on("/i.png").bytes(200, "image/png", new byte[] {1, 2, 3});
        vendor.on("/a/v1beta/models/m:generateContent").reply(500, "{}");
        vendor.on("/b/v1beta/models/m:generateContent").reply(200, Wire.GEMINI.text("An image."));
        try (GatewayFixture gateway = GatewayFixture.start("""
                server: { allow-private-media: true }
                strategy: preferred
                providers:
                  - { id: a, dialect: gemini, base-url: "%1$s/a/v1beta", api-key: k, models: [m] }
                  - { id: b, dialect: gemini, base-url: "%1$s/b/v1beta", api-key: k, models: [m] }
                resilience: { retry: { shortest: 1ms, longest: 2ms } }
                """.formatted(vendor.url()))) {

            HttpResponse<String> answer = gateway.post(CHAT, picture("m", vendor.url("/i.png").toString()));
            HttpResponse<String> missing = gateway.post(CHAT, picture("m", vendor.url("/gone.png").toString()));

            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            assertThat(missing.statusCode()).isEqualTo(400);
            assertThat(vendor.requests()).extracting(RecordedRequest::path).containsExactly("/i.png",
                    "/a/v1beta/models/m:generateContent", "/a/v1beta/models/m:generateContent", "/b/v1beta/models/m:generateContent", "/gone.png");
            assertThat(vendor.request(3).text()).contains("AQID");
        }
    }

    @Test
    void shouldLeaveTheUrlToVendorsThatFetchItThemselves() {
        vendor.on(OpenAiWire.CHAT).reply(200, OpenAiWire.text("gpt-t", "Hi"));
        vendor.on(AnthropicWire.MESSAGES).reply(200, Wire.ANTHROPIC.text("Hi"));
        for (Wire wire : List.of(Wire.OPENAI, Wire.ANTHROPIC)) {
            try (GatewayFixture gateway = GatewayFixture.start("providers:\n" + wire.provider(vendor))) {
                assertThat(gateway.post(CHAT, picture(wire.model, "https://images.example/i.png")).statusCode()).isEqualTo(200);
            }
        }
        assertThat(vendor.requests()).hasSize(2).allMatch(r -> r.text().contains("https://images.example/i.png"));
    }

    @Test
    void shouldKeepKeysPromptsAndBodiesOutOfLogsAndErrors() {
        Map<String, String> secrets = Map.of(
                "prompt", "PROMPT-7f3a", "vendor key", "key-openai", "client key", "sk-client-9c", "body", "BODY-55d1");
        try (Logged log = new Logged();
                GatewayFixture gateway = GatewayFixture.start("server: { api-keys: [sk-client-9c] }\n"
                        + "resilience: { cooldown: { enabled: false }, breaker: { enabled: false }, max-retries: 0 }\nproviders:\n"
                        + Wire.OPENAI.provider(vendor))) {
            var script = vendor.on(OpenAiWire.CHAT);
            script.reply(401, "{\"error\":{\"message\":\"Incorrect API key provided: key-openai.\",\"code\":\"invalid_api_key\"}}");
            script.html(502);
            script.reply(500, "BODY-55d1 PROMPT-7f3a");
            script.reply(200, "{\"BODY-55d1\": ");
            script.reply(200, "BODY-55d1 not JSON key-openai");
            script.sse(OpenAiWire.stream("gpt-t", "BODY-55d1", "b")).cutAfter(2, Cut.RESET);
            script.sse("data: {BODY-55d1 key-openai\n\n");
            script.raw("BODY-55d1\r\n\r\n".getBytes(StandardCharsets.UTF_8));
            StringBuilder told = new StringBuilder();
            for (int i = 0; i < 5; i++) {
                told.append(prompt(gateway, false));
            }
            String cut = prompt(gateway, true);
            told.append(prompt(gateway, true)).append(prompt(gateway, false));
            String broken = "{\"model\":\"gpt-t\",\"messages\":[{\"role\":\"user\",\"content\":\"PROMPT-7f3a}]}";
            told.append(gateway.post(CHAT, broken, "authorization", "Bearer sk-client-9c").body());
            told.append(gateway.post(CHAT, "[\"PROMPT-7f3a\"]", "authorization", "Bearer sk-client-9c").body());
            told.append(gateway.chat("m", "authorization", "Bearer sk-client-9cX").body());

            assertThat(vendor.requests()).hasSizeGreaterThanOrEqualTo(8);
            secrets.forEach((what, secret) -> {
                assertThat(log.text()).as(what + " in the log").doesNotContain(secret);
                assertThat(told.toString()).as(what + " in an error").doesNotContain(secret);
            });
            assertThat(cut).doesNotContain("key-openai").contains("error");
        }
    }

    private static String prompt(GatewayFixture gateway, boolean stream) {
        String body = stream ? GatewayFixture.streamBody("gpt-t") : chatBody("gpt-t");
        return gateway.post(CHAT, body.replace("Hi", "PROMPT-7f3a"), "authorization", "Bearer sk-client-9c").body();
    }

    @Test
    void shouldRefuseUrlsThatTogetherHoldMoreThanARequestMay() {
        vendor.on("/i.png").bytes(200, "image/png", new byte[17 << 20]);
        try (GatewayFixture gateway = GatewayFixture.start(
                "server: { allow-private-media: true }\nproviders:\n" + Wire.GEMINI.provider(vendor))) {
            String one = picture(Wire.GEMINI.model, vendor.url("/i.png").toString());
            String part = one.substring(one.indexOf("[{\"type\"") + 1, one.lastIndexOf("]}]"));

            HttpResponse<String> answer = gateway.post(CHAT, one.replace(part, part + "," + part));

            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(json(answer).at("/error/param").asText()).isEqualTo("messages[0].content[1]");
            assertThat(answer.body()).contains("too large");
        }
    }

    private static String picture(String model, String url) {
        return "{\"model\":" + Json.string(model) + ",\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"image_url\","
                + "\"image_url\":{\"url\":" + Json.string(url) + "}}]}]}";
    }
}
