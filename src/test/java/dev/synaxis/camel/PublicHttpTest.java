package dev.synaxis.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.synaxis.failure.InvalidRequestException;
import dev.synaxis.testkit.Reply;
import dev.synaxis.testkit.ScriptedVendor;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

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
    void shouldNotReadTheRestWhenThereIsTooMuch() {
        // Given
        host.on("/large").answer(request -> image(100_000_000).dripBytes(10_000, Duration.ofMillis(50)));

        // When, Then
        assertThatThrownBy(() -> get("/large", 20_000, PATIENCE))
                .hasCauseInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("too large");
    }
}
