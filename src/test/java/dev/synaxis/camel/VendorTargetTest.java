package dev.synaxis.camel;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.http.RequestOptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class VendorTargetTest {

    @ParameterizedTest
    @CsvSource({
        "http://127.0.0.1:8000/v1/chat/completions, false, 127.0.0.1, 8000, /v1/chat/completions",
        "https://api.example.com/v1/models/a:b?alt=sse, true, api.example.com, 443, /v1/models/a:b?alt=sse",
        "http://example.com, false, example.com, 80, /",
        "http://example.com?x=1:2/3, false, example.com, 80, /?x=1:2/3",
        "https://[::1]:8443/v1, true, [::1], 8443, /v1",
        "https://[2001:db8::1]/v1:generate, true, [2001:db8::1], 443, /v1:generate"
    })
    void shouldNameTheSameTargetAsTheClientsOwnReadingOfTheUrl(
            String url, boolean tls, String host, int port, String uri) {
        RequestOptions target = VendorTarget.post(url);

        assertThat(target.isSsl()).isEqualTo(tls);
        assertThat(target.getHost()).isEqualTo(host);
        assertThat(target.getPort()).isEqualTo(port);
        assertThat(target.getURI()).isEqualTo(uri);
    }
}
