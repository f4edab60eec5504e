package dev.synaxis.e2e;

import static dev.synaxis.testkit.GatewayFixture.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.synaxis.testkit.GatewayFixture;
import dev.synaxis.testkit.ScriptedVendor;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

/** Voyage AI, which counts in {@code total_tokens} alone and calls some fields otherwise. */
class VoyageTest {

    @Test
    void shouldSayWhatVoyageReadsAndCountWhatItCounts() {
        try (ScriptedVendor vendor = ScriptedVendor.start();
                GatewayFixture gateway = GatewayFixture.start(
                        "providers:\n  - { id: voyage, base-url: \"" + vendor.url() + "/v1\" }\n", "VOYAGE_API_KEY", "pa-key")) {
            vendor.on("/v1/embeddings").reply(200, "{\"object\":\"list\",\"data\":[{\"object\":\"embedding\",\"embedding\":[0.5,0.25],"
                    + "\"index\":0}],\"model\":\"voyage-4\",\"usage\":{\"total_tokens\":1000000}}");

            HttpResponse<String> answer = gateway.post("/v1/embeddings", "{\"model\":\"voyage-4\",\"input\":\"A fox\","
                    + "\"dimensions\":2,\"input_type\":\"query\",\"encoding_format\":\"base64\",\"user\":\"u\"}");

            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            assertThat(vendor.requests().getLast().text()).isEqualTo(
                    "{\"model\":\"voyage-4\",\"input\":\"A fox\",\"output_dimension\":2,\"input_type\":\"query\"}");
            assertThat(json(answer).at("/data/0/embedding").asText()).isEqualTo("AAAAPwAAgD4=");
            assertThat(json(answer).at("/usage/prompt_tokens").asInt()).isEqualTo(1_000_000);
            assertThat(Scene.header(answer, "x-synaxis-cost")).isEqualTo("0.06");
            assertThat(Scene.header(answer, "x-synaxis-warning")).contains("user");
        }
    }
}
