package dev.synaxis.camel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synaxis.testkit.GatewayFixture;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

/** What is found wrong in a capability's route is told to the client like what is found wrong at the door. */
class UnknownProviderTest {

    @Test
    void shouldTell400WhenHeaderNamesProviderThatIsNotConfigured() {
        try (GatewayFixture gateway = GatewayFixture.start("providers: [{ id: mock }]")) {
            HttpResponse<String> answer = gateway.chat("mock", "x-synaxis-provider", "nobody", "x-request-id", "abc-1");

            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(GatewayFixture.json(answer).at("/error/param").asText()).isEqualTo("x-synaxis-provider");
            assertThat(answer.headers().allValues("x-request-id")).containsExactly("abc-1");
        }
    }
}
