package dev.synaxis.state;

import static dev.synaxis.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.synaxis.config.GatewayConfig;
import dev.synaxis.testkit.RedisProcess;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.redisson.config.SingleServerConfig;

class RedisClientsTest {

    @Test
    void shouldReadEverythingFromTheUrl() {
        SingleServerConfig server = server("rediss://al%40ice:p%2Bw+%3A1@cache.example:6380/3");

        assertThat(server.getAddress()).isEqualTo("rediss://cache.example:6380");
        assertThat(server.getUsername()).isEqualTo("al@ice");
        assertThat(server.getPassword()).isEqualTo("p+w+:1");
        assertThat(server.getDatabase()).isEqualTo(3);
    }

    @Test
    void shouldUseTheUsualPortAndNoLoginWhenTheUrlNamesNone() {
        SingleServerConfig server = server("redis://cache.example");

        assertThat(server.getAddress()).isEqualTo("redis://cache.example:6379");
        assertThat(server.getUsername()).isNull();
        assertThat(server.getPassword()).isNull();
        assertThat(server.getDatabase()).isZero();
    }

    @Test
    void shouldTakeAPasswordWithoutAUser() {
        SingleServerConfig server = server("redis://:secret@cache.example");

        assertThat(server.getUsername()).isNull();
        assertThat(server.getPassword()).isEqualTo("secret");
    }

    @Test
    void shouldShareOnlyWithTheRightPassword() {
        try (RedisProcess redis = RedisProcess.started("--requirepass", "open-sesame");
                Stores right = stores(redis, ":open-sesame@");
                Stores wrong = stores(redis, ":open-barley@")) {

            eventually("connected", () -> !right.state().degraded());
            assertThat(wrong.state().degraded()).isTrue();
            assertThat(wrong.state().detail()).isNotBlank().doesNotContain("open-");
        }
    }

    private static Stores stores(RedisProcess redis, String login) {
        URI url = URI.create("redis://" + login + "127.0.0.1:" + redis.port() + "/1");
        return Stores.open(new GatewayConfig.Redis(url, "test", Duration.ofMillis(200)), Clock.systemUTC());
    }

    private static SingleServerConfig server(String url) {
        return RedisClients.config(new GatewayConfig.Redis(URI.create(url), "test", Duration.ofMillis(200)))
                .useSingleServer();
    }
}
