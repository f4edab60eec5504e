package dev.synaxis.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ClientKeysTest {

    private final ClientKeys keys = new ClientKeys(
            List.of(ClientKey.of(new Secret("first")), new ClientKey("team-b", new Secret("second"))));

    @Test
    void shouldMatchEveryKeyAndNothingElse() {
        assertThat(keys.required()).isTrue();
        assertThat(keys.matches("first")).isTrue();
        assertThat(keys.matches("second")).isTrue();
        assertThat(List.of("", "firs", "first ", "FIRST", "firstsecond")).noneMatch(keys::matches);
        assertThat(keys.matches(null)).isFalse();
    }

    @Test
    void shouldMatchNothingWhenThereAreNoKeys() {
        ClientKeys none = new ClientKeys(List.of());

        assertThat(none.required()).isFalse();
        assertThat(none.matches("")).isFalse();
        assertThat(none.matches(null)).isFalse();
    }

    @Test
    void shouldCallKeysByTheirNameOrTheBeginningOfTheirHash() {
        assertThat(keys.label("first")).isEqualTo("key-a7937b64");
        assertThat(keys.label("second")).isEqualTo("team-b");
        assertThat(keys.label("third")).isNull();
        assertThat(keys.label(null)).isNull();
    }

    @Test
    void shouldNotPrintKeys() {
        assertThat(keys.toString()).doesNotContain("first");
    }
}
