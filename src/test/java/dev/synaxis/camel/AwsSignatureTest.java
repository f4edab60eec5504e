package dev.synaxis.camel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synaxis.config.Secret;
import dev.synaxis.config.SignIn;
import dev.synaxis.dialect.WireBody;
import dev.synaxis.model.Upload;
import dev.synaxis.wire.BytesUpload;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The signature of the requests that AWS publishes with theirs: the test suite of Signature Version 4, by the names that it
 * has there (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-troubleshooting.html, read 2026-11-23).
 */
class AwsSignatureTest {

    private static final Instant NOW = Instant.parse("2015-08-30T12:36:00Z");
    private static final String HOST = "https://example.amazonaws.com";
    private static final WireBody NOTHING = new WireBody.Bytes(new byte[0]);
    private static final String SESSION =
            "AQoDYXdzEPT//////////wEXAMPLEtc764bNrC9SAPBSM22wDOk4x4HIZ8j4FZTwdQWLWsKWHGBuFqwAeMicRXmxfpSPfIeoIYRqTflfKD8YUuwthAx7"
                    + "mSEI/qkPpKPi/kMcGdQrmGdeehM4IC1NtBmUpp2wUE8phUZampKsburEDy0KPkyQDYwT7WZ0wq5VSXDvp75YU9HFvlRd8Tx6q6fE8YQcHNVXAkiY9q6d+xo0"
                    + "rKwT38xVqr7ZD0u0iPPkUL64lIZbqBAz+scqKmlzm8FDrypNC9Yjc8fPOLn9FX9KSYvKTr4rvx3iSIlTJabIQwj2ICCR/oLxBA==";

    static Stream<Arguments> suite() {
        return Stream.of(
                vector("get-vanilla", "GET", "/", Map.of(), "host;x-amz-date",
                        "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"),
                vector("get-header-value-trim", "GET", "/",
                        Map.of("my-header1", "value1", "my-header2", "\"a   b   c\""), "host;my-header1;my-header2;x-amz-date",
                        "acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736"),
                vector("get-unreserved", "GET",
                        "/-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz", Map.of(), "host;x-amz-date",
                        "07ef7494c76fa4850883e2b006601f940f8a34d404d0cfa977f52a65bbf5f24f"),
                vector("get-utf8", "GET", "/ሴ", Map.of(), "host;x-amz-date",
                        "8318018e0b0f223aa2bbf98705b62bb787dc9c0e678f255a891fd03141be5d85"),
                vector("get-vanilla-query-order-key-case", "GET", "/?Param2=value2&Param1=value1", Map.of(), "host;x-amz-date",
                        "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500"),
                vector("post-vanilla", "POST", "/", Map.of(), "host;x-amz-date",
                        "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b"));
    }

    private static Arguments vector(
            String name, String method, String target, Map<String, String> more, String signed, String signature) {
        return Arguments.of(name, method, target, more, signed, signature);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("suite")
    void shouldSignAsThePublishedExampleIsSigned(
            String name, String method, String target, Map<String, String> more, String signed, String signature) {
        Map<String, String> headers = AwsSignature.headers(key(null), NOW, method, HOST + target, more, NOTHING);

        assertThat(headers).containsOnlyKeys("x-amz-date", "authorization");
        assertThat(headers.get("x-amz-date")).isEqualTo("20150830T123600Z");
        assertThat(headers.get("authorization")).isEqualTo(authorization(signed, signature));
    }

    @Test
    void shouldSignTheBodyOfAFormHoweverItIsKept() {
        byte[] form = "Param1=value1".getBytes(StandardCharsets.US_ASCII);
        Upload file = new BytesUpload("", "text/plain", form);
        Map<String, String> more = Map.of("content-type", "application/x-www-form-urlencoded");

        for (WireBody body : List.of(new WireBody.Bytes(form), new WireBody.Streamed(List.of(new WireBody.Raw(file))))) {
            assertThat(AwsSignature.headers(key(null), NOW, "POST", HOST, more, body).get("authorization"))
                    .isEqualTo(authorization("content-type;host;x-amz-date",
                            "ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a"));
        }
    }

    @Test
    void shouldSignTheSessionTokenOfAKeyOfShortLife() {
        Map<String, String> headers = AwsSignature.headers(key(SESSION), NOW, "POST", HOST + "/", Map.of(), NOTHING);

        assertThat(headers.get("x-amz-security-token")).isEqualTo(SESSION);
        assertThat(headers.get("authorization")).isEqualTo(authorization("host;x-amz-date;x-amz-security-token",
                "85d96828115b5dc0cfc3bd16ad9e210dd772bbebba041836c64533a82be05ead"));
    }

    private static String authorization(String signed, String signature) {
        return "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=" + signed
                + ", Signature=" + signature;
    }

    private static SignIn.AwsKey key(@Nullable String session) {
        return new SignIn.AwsKey("AKIDEXAMPLE", new Secret("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"),
                session == null ? null : new Secret(session), "us-east-1", "service");
    }
}
