package dev.synaxis.e2e;

import static dev.synaxis.testkit.Eventually.eventually;
import static dev.synaxis.testkit.GatewayFixture.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.synaxis.testkit.RecordedRequest;
import dev.synaxis.testkit.Reply;
import dev.synaxis.testkit.ScriptedVendor;
import dev.synaxis.testkit.ServiceAccountKey;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lists of models of vendors that have them elsewhere, in a form of their own. */
class ModelListVendorsTest {

    private Scene scene;

    @AfterEach
    void close() {
        scene.close();
    }

    private void open(String provider) {
        scene = new Scene("providers:\n  - " + provider + "\n");
    }

    private JsonNode list(String provider) {
        eventually("the list of " + provider, () -> scene.provider(provider).has("model-list"));
        JsonNode list = scene.provider(provider).get("model-list");
        assertThat(list.has("error")).as(list.toString()).isFalse();
        return list;
    }

    /** Names beside the catalogue's, with their capabilities. */
    private List<String> offered(String provider) {
        List<String> offered = new ArrayList<>();
        for (JsonNode model : json(scene.gateway.get("/v1/models")).get("data")) {
            if (model.get("id").asText().startsWith(provider + "/")) {
                offered.add(model.get("id").asText().substring(provider.length() + 1) + model.get("capabilities"));
            }
        }
        return offered;
    }

    private RecordedRequest request(int index) {
        return scene.vendor.requests().get(index);
    }

    @Test
    void shouldReadModelsAndInferenceProfilesOfBedrockSigned() {
        open("""
                { id: bedrock-sigv4, api-key: secret, base-url: "VENDOR", list-models: true,
                      sign-in: { kind: aws-signature, access-key-id: AKID, region: us-east-1, service: bedrock } }""");
        scene.vendor.on("/foundation-models").reply(200, """
                {"modelSummaries":[
                 {"modelId":"amazon.titan-embed-text-v2:0","outputModalities":["EMBEDDING"],"inferenceTypesSupported":["ON_DEMAND"]},
                 {"modelId":"cohere.embed-v4:0","outputModalities":["EMBEDDING"],"inferenceTypesSupported":["ON_DEMAND"]},
                 {"modelId":"openai.gpt-oss-120b-1:0","outputModalities":["TEXT"],"inferenceTypesSupported":["ON_DEMAND"]},
                 {"modelId":"amazon.nova-canvas-v1:0","outputModalities":["IMAGE"],"inferenceTypesSupported":["ON_DEMAND"]},
                 {"modelId":"anthropic.claude-haiku-4-5-20251001-v1:0","outputModalities":["TEXT"],
                  "inferenceTypesSupported":["INFERENCE_PROFILE"]}]}""");
        String haiku = "anthropic.claude-haiku-4-5-20251001-v1:0";
        String older = "{\"inferenceProfileId\":\"eu." + haiku + "\",\"models\":[{\"modelArn\":"
                + "\"arn:aws:bedrock:eu-west-1::foundation-model/" + haiku + "\"}],\"status\":\"ACTIVE\"}";
        StringBuilder known = new StringBuilder();
        for (String claude : List.of("claude-haiku-4-5-20251001-v1:0", "claude-opus-4-5-20251101-v1:0", "claude-opus-4-6-v1",
                "claude-opus-4-7", "claude-sonnet-4-5-20250929-v1:0", "claude-sonnet-4-6")) {
            known.append(",{\"inferenceProfileId\":\"global.anthropic.").append(claude).append("\",\"models\":[]}");
        }
        scene.vendor.on("/inference-profiles").answer(request -> Reply.json(200, request.query().contains("nextToken=")
                ? "{\"inferenceProfileSummaries\":[" + older + "]}"
                : "{\"inferenceProfileSummaries\":[" + known.substring(1) + "],\"nextToken\":\"a+b\"}"));

        JsonNode list = list("bedrock-sigv4");

        assertThat(offered("bedrock-sigv4"))
                .as("a model that profiles alone call is not offered by its own name, nor one that draws")
                .containsExactlyInAnyOrder("openai.gpt-oss-120b-1:0[\"chat\"]", "eu." + haiku + "[\"chat\"]");
        assertThat(list.get("withdrawn").toString())
                .as("the region has no profile of it")
                .isEqualTo("[\"global.anthropic.claude-opus-4-8\"]");
        assertThat(scene.vendor.requests()).hasSize(3).allSatisfy(request -> assertThat(request.header("authorization"))
                .startsWith("AWS4-HMAC-SHA256 Credential=AKID/")
                .contains("/us-east-1/bedrock/aws4_request"));
        assertThat(request(2).query()).isEqualTo("maxResults=1000&nextToken=a%2Bb");
    }

    @Test
    void shouldReadPublishedModelsOfVertexButTakeNoneForGone(@TempDir Path directory) throws IOException {
        try (ScriptedVendor google = ScriptedVendor.start()) {
            google.on("/token").reply(200, "{\"access_token\":\"t-1\",\"expires_in\":3599,\"token_type\":\"Bearer\"}");
            Path key = ServiceAccountKey.create().write(directory, google.url("/token").toString());
            open("{ id: vertex, api-key: \"" + key + "\", base-url: \"VENDOR/v1/projects/p/locations/europe-west1\", list-models: true }");
            scene.vendor.on("/v1beta1/publishers/google/models").answer(request -> Reply.json(200, request.query().contains("pageToken=")
                    ? "{\"publisherModels\":[{\"name\":\"publishers/google/models/gemini-embedding-009\"}]}"
                    : "{\"publisherModels\":[{\"name\":\"publishers/google/models/gemini-9\",\"versionId\":\"default\"},"
                            + "{\"name\":\"publishers/google/models/chirp-9\"}],\"nextPageToken\":\"n\"}"));

            JsonNode list = list("vertex");

            assertThat(offered("vertex")).containsExactly("gemini-9[\"chat\"]");
            assertThat(list.get("models").asInt()).isEqualTo(2);
            assertThat(list.get("withdrawn")).isEmpty();
            assertThat(scene.plan("gemini-3.8-flash")).containsExactly("vertex");
            assertThat(request(0).header("authorization")).isEqualTo("Bearer t-1");
        }
    }

    @Test
    void shouldOfferTheDeploymentsOfAzureNotItsBaseModels() {
        open("{ id: azure, api-key: k, base-url: \"VENDOR/openai/v1\", list-models: true, models: [my-gpt] }");
        scene.vendor.on("/openai/deployments").reply(200, """
                {"data":[{"id":"house-gpt","model":"gpt-5.4","status":"succeeded","object":"deployment"},
                 {"id":"my-gpt","model":"gpt-5.4","status":"succeeded"},{"id":"coming","model":"gpt-5.4","status":"running"}],
                 "object":"list"}""");

        JsonNode list = list("azure");

        assertThat(offered("azure")).hasSize(1).first().asString().startsWith("house-gpt[");
        assertThat(list.get("withdrawn")).isEmpty();
        assertThat(request(0).query()).isEqualTo("api-version=2022-12-01");
        assertThat(request(0).header("api-key")).isEqualTo("k");
    }

    @Test
    void shouldReadTheCatalogueOfWorkersAiPageByPageForBothOfItsWays() {
        scene = new Scene("""
                providers:
                  - { id: cloudflare, api-key: k, base-url: "VENDOR/accounts/a/ai/v1", list-models: true }
                  - { id: cloudflare-run, api-key: k, base-url: "VENDOR/accounts/a/ai", list-models: true }
                """);
        scene.vendor.on("/accounts/a/ai/models/search").answer(request -> Reply.json(200, """
                {"success":true,"errors":[],"result":[%s],"result_info":{"page":%s,"per_page":2,"count":2,"total_count":4}}"""
                .formatted(request.query().contains("&page=2")
                        ? entry("@cf/new/speaks", "Text-to-Speech") + "," + entry("@cf/new/tells-apart", "Text Classification")
                        : entry("@cf/new/chats", "Text Generation") + "," + entry("@cf/new/draws", "Text-to-Image"),
                        request.query().contains("&page=2") ? 2 : 1)));

        assertThat(list("cloudflare").get("models").asInt()).isEqualTo(3);
        list("cloudflare-run");

        assertThat(offered("cloudflare")).containsExactly("@cf/new/chats[\"chat\"]");
        assertThat(offered("cloudflare-run"))
                .containsExactlyInAnyOrder("@cf/new/draws[\"image-generation\"]", "@cf/new/speaks[\"speech\"]");
        assertThat(request(0).header("authorization")).isEqualTo("Bearer k");
    }

    private static String entry(String name, String task) {
        return "{\"id\":\"u\",\"source\":1,\"name\":\"" + name + "\",\"task\":{\"id\":\"t\",\"name\":\"" + task + "\"}}";
    }
}
