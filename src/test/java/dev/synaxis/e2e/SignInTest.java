package dev.synaxis.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.synaxis.testkit.GatewayFixture;
import dev.synaxis.testkit.GeminiWire;
import dev.synaxis.testkit.OpenAiWire;
import dev.synaxis.testkit.RecordedRequest;
import dev.synaxis.testkit.ScriptedVendor;
import dev.synaxis.testkit.ServiceAccountKey;
import java.io.IOException;
import java.net.URLDecoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Azure and Vertex AI at their own paths, with a key or a token that is signed in for. */
class SignInTest {

    private static final String V1 = "/openai/v1/chat/completions";
    private static final String DEPLOYED = "/openai/deployments/my%20gpt/chat/completions";
    private static final String VERTEX =
            "/v1/projects/p/locations/europe-west1/publishers/google/models/gemini-2.5-flash:";
    private static final ServiceAccountKey ACCOUNT = ServiceAccountKey.create();

    private static ScriptedVendor vendor;
    private static GatewayFixture gateway;

    @BeforeAll
    static void start(@TempDir Path directory) throws IOException {
        vendor = ScriptedVendor.start();
        vendor.on("/entra/token").reply(200, "{\"token_type\":\"Bearer\",\"expires_in\":3599,\"access_token\":\"entra-1\"}");
        vendor.on("/refusing/token").reply(401, "{\"error\":\"invalid_client\"}");
        vendor.on("/down/token").reply(503, "{}");
        vendor.on("/google/token").reply(200, "{\"access_token\":\"google-1\",\"expires_in\":3599,\"token_type\":\"Bearer\"}");
        gateway = GatewayFixture.start(
                """
                resilience: { max-retries: 0, cooldown: { enabled: false }, breaker: { enabled: false } }
                model-lists: { enabled: false }
                providers:
                  - { id: azure, models: [my-gpt] }
                  - { id: azure-deployments, models: [{ name: deployed, upstream: "my gpt" }] }
                  - id: azure-entra
                    sign-in: { kind: client-credentials, token-url: "%1$s/entra/token", client-id: app, scope: "s/.default" }
                  - id: refusing
                    preset: azure-entra
                    sign-in: { kind: client-credentials, token-url: "%1$s/refusing/token", client-id: app, scope: s }
                  - id: down
                    preset: azure-entra
                    sign-in: { kind: client-credentials, token-url: "%1$s/down/token", client-id: app, scope: s }
                  - { id: vertex, base-url: "%1$s/v1/projects/p/locations/europe-west1" }
                """.formatted(vendor.url()),
                "AZURE_OPENAI_ENDPOINT", vendor.url().toString() + "/",
                "AZURE_OPENAI_API_KEY", "azure-key",
                "AZURE_CLIENT_SECRET", "app+secret",
                "GOOGLE_APPLICATION_CREDENTIALS", ACCOUNT.write(directory, vendor.url("/google/token").toString()).toString());
    }

    @AfterAll
    static void stop() {
        gateway.close();
        vendor.close();
    }

    @Test
    void shouldUseTheV1PathAndTheKeyHeaderOfAzure() {
        vendor.on(V1).reset().reply(200, OpenAiWire.text("my-gpt", "Hello"));
        assertThat(content(gateway.chat("azure/my-gpt"))).isEqualTo("Hello");

        vendor.on(V1).reset().sse(OpenAiWire.stream("my-gpt", "Hel", "lo"));
        assertThat(gateway.stream("azure/my-gpt").body()).contains("Hel").endsWith("data: [DONE]\n\n");

        vendor.on(V1).reset().reply(OpenAiWire.rateLimited());
        assertThat(gateway.chat("azure/my-gpt").statusCode()).isEqualTo(429);
        assertThat(sent(V1)).hasSizeGreaterThanOrEqualTo(3)
                .filteredOn(request -> request.header("authorization") == null)
                .hasSizeGreaterThanOrEqualTo(3)
                .allSatisfy(request -> assertThat(request.header("api-key")).isEqualTo("azure-key"));
    }

    @Test
    void shouldUseThePathOfTheDeploymentForEveryOperation() {
        vendor.on(DEPLOYED).reset().reply(200, OpenAiWire.text("m", "Hello"));
        assertThat(content(gateway.chat("deployed"))).isEqualTo("Hello");
        vendor.on(DEPLOYED).reset().sse(OpenAiWire.stream("m", "Hel", "lo"));
        assertThat(gateway.stream("deployed").body()).contains("Hel").endsWith("data: [DONE]\n\n");
        vendor.on(DEPLOYED).reset().reply(OpenAiWire.rateLimited());
        assertThat(gateway.chat("deployed").statusCode()).isEqualTo(429);
        gateway.post("/v1/embeddings", "{\"model\":\"deployed\",\"input\":\"x\"}");
        gateway.post("/v1/images/generations", "{\"model\":\"deployed\",\"prompt\":\"x\"}");
        gateway.post("/v1/audio/speech", "{\"model\":\"deployed\",\"input\":\"x\",\"voice\":\"alloy\"}");

        List<RecordedRequest> requests = vendor.requests().stream()
                .filter(request -> request.path().startsWith("/openai/deployments/"))
                .toList();
        assertThat(requests).extracting(request -> request.path().substring("/openai/deployments/my%20gpt".length()))
                .containsExactly("/chat/completions", "/chat/completions", "/chat/completions", "/embeddings",
                        "/images/generations", "/audio/speech");
        assertThat(requests).allSatisfy(request -> {
            assertThat(request.query()).isEqualTo("api-version=2024-10-21");
            assertThat(request.header("api-key")).isEqualTo("azure-key");
        });
    }

    @Test
    void shouldSignInToEntraOnceAndShowItsToken() {
        vendor.on(V1).reset().reply(200, OpenAiWire.text("m", "Hello"));
        assertThat(content(gateway.chat("azure-entra/m"))).isEqualTo("Hello");
        assertThat(content(gateway.chat("azure-entra/m"))).isEqualTo("Hello");
        gateway.post("/v1/images/generations", "{\"model\":\"azure-entra/m\",\"prompt\":\"x\"}");

        assertThat(sent("/entra/token")).singleElement().satisfies(request -> {
            assertThat(request.header("content-type")).isEqualTo("application/x-www-form-urlencoded");
            assertThat(request.text()).isEqualTo(
                    "grant_type=client_credentials&client_id=app&client_secret=app%2Bsecret&scope=s%2F.default");
        });
        assertThat(vendor.requests()).filteredOn(request -> "Bearer entra-1".equals(request.header("authorization")))
                .hasSize(3)
                .allSatisfy(request -> assertThat(request.header("api-key")).isNull());
    }

    @Test
    void shouldSayThatTheKeyIsRefusedWhenTheSignInIs() {
        HttpResponse<String> answer = gateway.chat("refusing/m");

        assertThat(answer.statusCode()).isEqualTo(502);
        assertThat(GatewayFixture.json(answer).at("/error/attempts/0/kind").asText()).isEqualToIgnoringCase("authentication");
        assertThat(answer.body()).doesNotContain("invalid_client").doesNotContain("app+secret");
    }

    @Test
    void shouldSayThatTheProviderIsOverloadedWhenNobodyCanSignIn() {
        HttpResponse<String> answer = gateway.chat("down/m");

        assertThat(answer.statusCode()).isEqualTo(503);
    }

    @Test
    void shouldSignInToVertexWithTheServiceAccount() {
        vendor.on(VERTEX + "generateContent").reset().reply(200, GeminiWire.text("gemini-2.5-flash", "Hello"));
        assertThat(content(gateway.chat("vertex/gemini-2.5-flash"))).isEqualTo("Hello");

        vendor.on(VERTEX + "streamGenerateContent").reset().sse(GeminiWire.stream("gemini-2.5-flash", "Hel", "lo"));
        assertThat(gateway.stream("vertex/gemini-2.5-flash").body()).contains("Hel").endsWith("data: [DONE]\n\n");

        vendor.on(VERTEX + "generateContent").reset().reply(GeminiWire.rateLimited(null));
        assertThat(gateway.chat("vertex/gemini-2.5-flash").statusCode()).isEqualTo(429);

        assertThat(sent("/google/token")).singleElement().satisfies(request -> {
            String form = URLDecoder.decode(request.text(), StandardCharsets.UTF_8);
            assertThat(form).startsWith("grant_type=urn:ietf:params:oauth:grant-type:jwt-bearer&assertion=");
            JsonNode claims = ACCOUNT.claims(form.substring(form.lastIndexOf('=') + 1));
            assertThat(claims.path("iss").asText()).isEqualTo(ServiceAccountKey.EMAIL);
            assertThat(claims.path("aud").asText()).isEqualTo(vendor.url("/google/token").toString());
            assertThat(claims.path("scope").asText()).isEqualTo("https://www.googleapis.com/auth/cloud-platform");
            assertThat(claims.path("exp").asLong() - claims.path("iat").asLong()).isEqualTo(3600);
        });
        assertThat(vendor.requests()).filteredOn(request -> request.path().startsWith(VERTEX))
                .hasSize(3)
                .allSatisfy(request -> {
                    assertThat(request.header("authorization")).isEqualTo("Bearer google-1");
                    assertThat(request.header("x-goog-api-key")).isNull();
                });
    }

    private static List<RecordedRequest> sent(String path) {
        return vendor.requests().stream().filter(request -> request.path().equals(path)).toList();
    }

    private static String content(HttpResponse<String> answer) {
        return GatewayFixture.json(answer).at("/choices/0/message/content").asText();
    }
}
