package dev.synaxis.camel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synaxis.config.Secret;
import dev.synaxis.config.SignIn;
import dev.synaxis.dialect.WireBody;
import dev.synaxis.testkit.BedrockWire;
import dev.synaxis.testkit.GatewayFixture;
import dev.synaxis.testkit.RecordedRequest;
import dev.synaxis.testkit.ScriptedVendor;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Bedrock with an access key of AWS, over real HTTP: what arrives has the signature of exactly what arrives. */
class SignedRequestTest {

    private static final String MODEL = "bedrock-sigv4/us.amazon.nova-lite-v1:0";
    private static final String PATH = "/model/us.amazon.nova-lite-v1%3A0/converse";
    private static final SignIn.AwsKey KEY =
            new SignIn.AwsKey("AKID", new Secret("aws-secret"), new Secret("session-1"), "eu-north-1", "bedrock");

    private static ScriptedVendor vendor;
    private static GatewayFixture gateway;

    @BeforeAll
    static void start() {
        vendor = ScriptedVendor.start();
        gateway = GatewayFixture.start(
                """
                resilience: { max-retries: 0, cooldown: { enabled: false }, breaker: { enabled: false } }
                providers:
                  - { id: bedrock-sigv4, base-url: "%s" }
                """.formatted(vendor.url()),
                "AWS_ACCESS_KEY_ID", "AKID", "AWS_SECRET_ACCESS_KEY", "aws-secret", "AWS_SESSION_TOKEN", "session-1",
                "AWS_REGION", "eu-north-1");
    }

    @AfterAll
    static void stop() {
        gateway.close();
        vendor.close();
    }

    @Test
    void shouldSignAWholeChatAndAStream() {
        vendor.on(PATH).reset().reply(200, BedrockWire.text("Hello"));
        assertThat(gateway.chat(MODEL).body()).contains("Hello");
        assertSigned(vendor.requests().getLast());

        vendor.on(PATH + "-stream").reset().bytes(200, BedrockWire.TYPE, BedrockWire.stream("Hel", "lo"));
        assertThat(gateway.stream(MODEL).body()).contains("Hel").endsWith("data: [DONE]\n\n");
        assertSigned(vendor.requests().getLast());
    }

    @Test
    void shouldSayThatTheKeyIsRefusedWhenTheSignatureIs() {
        vendor.on(PATH).reset()
                .reply(403, "{\"message\":\"The request signature we calculated does not match the signature you provided.\"}")
                .header("x-amzn-errortype", "InvalidSignatureException");

        HttpResponse<String> answer = gateway.chat(MODEL);

        assertThat(answer.statusCode()).isEqualTo(502);
        assertThat(GatewayFixture.json(answer).at("/error/attempts/0/kind").asText()).isEqualToIgnoringCase("authentication");
        assertThat(answer.body()).doesNotContain("aws-secret").doesNotContain("session-1").doesNotContain("AKID");
    }

    private static void assertSigned(RecordedRequest request) {
        Instant time = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmssX")
                .withZone(ZoneOffset.UTC)
                .parse(String.valueOf(request.header("x-amz-date")), Instant::from);
        Map<String, String> wanted = AwsSignature.headers(
                KEY, time, request.method(), "http://" + request.header("host") + request.path(), Map.of(),
                new WireBody.Bytes(request.body()));

        assertThat(request.headers()).containsAllEntriesOf(wanted);
        assertThat(request.header("authorization")).contains("/eu-north-1/bedrock/aws4_request");
    }
}
