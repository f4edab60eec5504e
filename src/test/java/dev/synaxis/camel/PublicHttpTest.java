package dev.synaxis.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.synaxis.failure.InvalidRequestException;
import dev.synaxis.testkit.Reply;
import dev.synaxis.testkit.ScriptedVendor;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever names a URL has no say in how long the gateway reads, and how much. */
class PublicHttpTest {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final ScriptedVendor host = ScriptedVendor.start();
    private final Watchdog watchdog = new Watchdog();
    private final PublicHttp http = new PublicHttp(true, watchdog);

    @AfterEach
    void stop() throws IOException {
        http.close();
        watchdog.close();
        host.close();
    }

    private static Reply image(int bytes) {
        return Reply.bytes(200, "image/png", new byte[bytes]);
    }

    /** On a virtual thread, as every call is. */
    private PublicHttp.Fetched get(String path, int maxBytes, Duration time) throws Exception {
        try (var calls = Executors.newVirtualThreadPerTaskExecutor()) {
            return calls.submit(() -> http.get(host.url(path).toString(), "image", maxBytes, time)).get();
        }
    }

    @Test
    void shouldGiveUpWhenAHostDripsForEver() throws Exception {
        // Given
        host.on("/slow").answer(request -> image(100_000).dripBytes(1, Duration.ofMillis(50)));
        host.on("/quick").answer(request -> image(3));

        // When, Then
        assertThatThrownBy(() -> get("/slow", 100_000, Duration.ofMillis(300)))
                .hasCauseInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("too slow");
        assertThat(get("/quick", 3, PATIENCE).bytes()).hasSize(3);
    }

    @Test
    void shouldNotReadAHeadThatDoesNotEnd() {
        // Given
        host.on("/endless").answer(request -> Reply.raw(("HTTP/1.1 200 OK\r\nx-a: " + "a".repeat(1_000_000) + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII)));
        host.on("/many").answer(request -> Reply.raw(("HTTP/1.1 200 OK\r\n" + "x-a: a\r\n".repeat(10_000) + "content-length: 0\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII)));

        // When, Then
        for (String path : List.of("/endless", "/many")) {
            assertThatThrownBy(() -> get(path, 10, PATIENCE))
                    .hasCauseInstanceOf(InvalidRequestException.class)
                    .hasMessageContaining("MessageConstraint");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "127.0.0.1", "10.1.2.3", "169.254.169.254", "192.168.0.1", "172.16.0.1", "100.64.0.1", "0.0.0.0", "255.255.255.255",
        "192.88.99.1", "198.51.100.1", "203.0.113.1",
        "::1", "::", "::127.0.0.1", "::10.1.2.3", "::ffff:10.1.2.3", "::ffff:0:10.1.2.3", "64:ff9b::10.1.2.3",
        "64:ff9b:1::10.1.2.3", "2001::a01:203", "2001:db8::1", "2002:a01:203::1", "3fff::1", "100::1", "fc00::1", "fd00:ec2::254",
        "fe80::1", "fec0::1", "5f00::1", "ff02::1"})
    void shouldTakeNoAddressForPublicThatIsNot(String address) throws Exception {
        assertThat(PublicHttp.isPublic(InetAddress.getByName(address))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.1.1.1", "172.32.0.1", "192.0.66.1", "198.20.0.1", "2606:4700::1111", "2a00:1450::1", "2001:4860::8888"})
    void shouldTakeAPublicAddressForOne(String address) throws Exception {
        assertThat(PublicHttp.isPublic(InetAddress.getByName(address))).isTrue();
    }

    @Test
    void shouldNotReadTheRestWhenThereIsTooMuch() {
        // Given
        host.on("/large").answer(request -> image(100_000_000).dripBytes(10_000, Duration.ofMillis(50)));

        // When, Then
        assertThatThrownBy(() -> get("/large", 20_000, PATIENCE))
                .hasCauseInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("too large");
    }
}
