package dev.synaxis.e2e;

import static dev.synaxis.e2e.Scene.ALONE;
import static dev.synaxis.e2e.Scene.TWO;
import static dev.synaxis.e2e.Scene.attempts;
import static org.assertj.core.api.Assertions.assertThat;

import dev.synaxis.testkit.GatewayFixture;
import dev.synaxis.testkit.OpenAiWire;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Statuses that the failure table does not have, of a vendor that nobody else was asked beside. */
class OnlyVendorTest {

    private Scene scene;

    private GatewayFixture gateway(String yaml) {
        scene = new Scene(yaml);
        return scene.gateway;
    }

    @AfterEach
    void close() {
        scene.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', value = {
        "402 | QUOTA_EXHAUSTED | {\"error\":{\"message\":\"Insufficient Balance\",\"type\":\"unknown_error\"}}",
        "400 | QUOTA_EXHAUSTED | {\"error\":{\"message\":\"Billing hard limit has been reached\",\"code\":\"billing_hard_limit_reached\"}}",
        "400 | AUTHENTICATION  | {\"code\":\"invalid-argument\",\"error\":\"Incorrect API key provided.\"}",
    })
    void shouldTellTheOnlyVendorsStatusWhereItSaysItOtherwise(int status, String kind, String body) {
        GatewayFixture gateway = gateway(ALONE);
        scene.first().reply(status, body);

        HttpResponse<String> answer = gateway.chat("m");

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(attempts(answer)).containsExactly("first m " + kind + " " + status);
        assertThat(scene.cooldowns("first")).containsExactly(kind + " * 3600");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', value = {
        "402 | 429 | {\"error\":{\"message\":\"Insufficient Balance\",\"type\":\"unknown_error\"}}",
        "400 | 502 | {\"code\":\"invalid-argument\",\"error\":\"Incorrect API key provided.\"}",
    })
    void shouldTellTheTablesStatusWhereOthersWereAskedToo(int status, int told, String body) {
        GatewayFixture gateway = gateway(TWO);
        scene.first().reply(OpenAiWire.modelNotFound("m"));
        scene.second().reply(status, body);

        HttpResponse<String> answer = gateway.chat("m");

        assertThat(answer.statusCode()).isEqualTo(told);
        assertThat(attempts(answer)).hasSize(2);
    }
}
