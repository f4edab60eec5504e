package dev.synaxis.state;

import static dev.synaxis.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.synaxis.config.GatewayConfig;
import dev.synaxis.config.InboundConfig;
import dev.synaxis.testkit.RedisProcess;
import dev.synaxis.testkit.TestClock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Replies that two gateways share. */
class RedisReplyStoreTest {

    private RedisProcess redis;
    private Stores one;
    private Stores other;

    @BeforeEach
    void open() {
        redis = RedisProcess.started();
        one = stores("one");
        other = stores(null);
    }

    @AfterEach
    void close() {
        one.close();
        other.close();
        redis.close();
    }

    private Stores stores(String gateway) {
        Stores stores = Stores.open(
                new GatewayConfig.Redis(redis.url(), "test", Duration.ofMillis(500)),
                new InboundConfig.Replies(Path.of("unused"), Duration.ofHours(1)),
                gateway,
                new TestClock());
        eventually("connected", () -> stores.replies().trouble() == null);
        return stores;
    }

    @Test
    void shouldGiveAKeyToOneGatewayAndItsReplyToTheOther() throws IOException {
        assertThat(one.replies().claim("k")).isInstanceOf(ReplyStore.Yours.class);
        assertThat(one.replies().claim("k")).isInstanceOf(ReplyStore.Taken.class);
        assertThat(other.replies().claim("k")).isInstanceOf(ReplyStore.Taken.class);

        one.replies().keep("k", new byte[] {1, 2, 3});

        assertThat(other.replies().claim("k")).isInstanceOfSatisfying(
                ReplyStore.Known.class, known -> assertThat(known.reply()).containsExactly(1, 2, 3));
        other.replies().forget("k");
        eventually("forgotten", () -> claimed(one.replies(), "k"));
        one.replies().release("k");
        assertThat(other.replies().claim("k")).isInstanceOf(ReplyStore.Yours.class);
    }

    @Test
    void shouldGoOnWithItsClaimsWhenAGatewayComesBackUnderItsName() throws IOException {
        assertThat(one.replies().claim("k")).isInstanceOf(ReplyStore.Yours.class);

        try (Stores again = stores("one")) {
            assertThat(other.replies().claim("k")).isInstanceOf(ReplyStore.Taken.class);
            assertThat(again.replies().claim("k")).isInstanceOf(ReplyStore.Yours.class);
            assertThat(again.replies().claim("k")).isInstanceOf(ReplyStore.Taken.class);
            again.replies().keep("k", new byte[] {1});
        }
        assertThat(other.replies().claim("k")).isInstanceOf(ReplyStore.Known.class);
    }

    private static boolean claimed(ReplyStore store, String key) {
        try {
            return store.claim(key) instanceof ReplyStore.Yours;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void shouldSayThatItDoesNotKnowWhenRedisIsAway() {
        redis.kill();

        assertThatThrownBy(() -> one.replies().claim("k")).isInstanceOf(IOException.class);
        eventually("the trouble is told", () -> one.replies().trouble() != null);
        assertThatThrownBy(() -> one.replies().keep("k", new byte[1])).isInstanceOf(IOException.class);
        redis.start();
        eventually("it is over", () -> one.replies().trouble() == null);
    }
}
