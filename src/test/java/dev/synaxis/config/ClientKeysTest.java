package dev.synaxis.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ClientKeysTest {

    private final ClientKeys keys = new ClientKeys(List.of(new Secret("first"), new Secret("second")));

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
    void shouldNotPrintKeys() {
        assertThat(keys.toString()).doesNotContain("first");
    }
}
