package dev.synaxis.camel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synaxis.testkit.GatewayFixture;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

/** {@code /v1/models} and the paths under it, whichever of the two routes is asked first. */
class ModelPathTest {

    private static final String ONE_MODEL = """
            providers:
              - { id: mock, models: [house/small] }
            """;

    @Test
    void shouldListModelsWhenThePathNamesNone() {
        try (GatewayFixture gateway = GatewayFixture.start(ONE_MODEL)) {
            for (String path : new String[] {"/v1/models", "/v1/models/"}) {
                HttpResponse<String> answer = gateway.get(path);

                assertThat(answer.statusCode()).as(path).isEqualTo(200);
                assertThat(GatewayFixture.json(answer).path("data")).as(path).extracting(m -> m.path("id").asText())
                        .containsExactly("all-MiniLM-L6-v2", "house/small");
            }
        }
    }

    @Test
    void shouldListMockUnderItsIdAndTheCataloguesAliasesWhenItTakesEveryName() {
        try (GatewayFixture gateway = GatewayFixture.start("")) {
            HttpResponse<String> answer = gateway.get("/v1/models");

            assertThat(GatewayFixture.json(answer).path("data")).extracting(m -> m.path("id").asText())
                    .containsExactly("all-MiniLM-L6-v2", "auto", "cheap", "code", "fast", "free", "long", "mock", "smart",
                            "vision");
            assertThat(gateway.chat("auto").headers().firstValue("x-synaxis-provider")).contains("mock");
        }
    }

    @Test
    void shouldDescribeModelWhoseNameHoldsSlash() {
        try (GatewayFixture gateway = GatewayFixture.start(ONE_MODEL)) {
            for (String path : new String[] {"/v1/models/house/small", "/v1/models/house%2Fsmall"}) {
                HttpResponse<String> answer = gateway.get(path);

                assertThat(GatewayFixture.json(answer).path("id").asText()).as(path).isEqualTo("house/small");
            }
            assertThat(gateway.get("/v1/models/another").statusCode()).isEqualTo(404);
        }
    }
}
