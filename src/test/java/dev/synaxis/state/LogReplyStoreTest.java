package dev.synaxis.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.synaxis.failure.IllegalConfigException;
import dev.synaxis.testkit.TestClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Replies in a file: what is there after a restart, a kill in mid-write, an expiry. */
class LogReplyStoreTest {

    @TempDir
    private Path directory;

    private final TestClock clock = new TestClock();

    private LogReplyStore store() {
        return LogReplyStore.open(directory, clock, Duration.ofHours(1));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void answer(ReplyStore store, String key, String reply) throws IOException {
        assertThat(store.claim(key)).isInstanceOf(ReplyStore.Yours.class);
        store.keep(key, bytes(reply));
    }

    private static String known(ReplyStore store, String key) throws IOException {
        return store.claim(key) instanceof ReplyStore.Known(byte[] reply) ? new String(reply, StandardCharsets.UTF_8) : null;
    }

    @Test
    void shouldGiveAKeyToOneAndTellItsReplyToTheOthers() throws IOException {
        try (LogReplyStore store = store()) {
            assertThat(store.claim("k")).isInstanceOf(ReplyStore.Yours.class);
            assertThat(store.claim("k")).isInstanceOf(ReplyStore.Taken.class);
            store.release("k");
            answer(store, "k", "reply");
            assertThat(known(store, "k")).isEqualTo("reply");
        }
    }

    @Test
    void shouldKnowRepliesAfterARestartUntilTheyExpireOrAreForgotten() throws IOException {
        try (LogReplyStore store = store()) {
            answer(store, "kept", "1");
            answer(store, "forgotten", "2");
            store.forget("forgotten");
        }
        try (LogReplyStore store = store()) {
            assertThat(known(store, "kept")).isEqualTo("1");
            assertThat(known(store, "forgotten")).isNull();
            clock.advance(Duration.ofHours(2));
            assertThat(store.claim("kept")).isInstanceOf(ReplyStore.Yours.class);
        }
        try (LogReplyStore store = store()) {
            assertThat(Files.size(directory.resolve("replies.log"))).isZero();
            assertThat(known(store, "kept")).isNull();
        }
    }

    @Test
    void shouldCutOffWhatAKillLeftHalfWritten() throws IOException {
        Path log = directory.resolve("replies.log");
        try (LogReplyStore store = store()) {
            answer(store, "whole", "1");
            answer(store, "half", "22222222");
        }
        byte[] written = Files.readAllBytes(log);
        for (int cut = 1; cut <= 8; cut++) {
            Files.write(log, java.util.Arrays.copyOf(written, written.length - cut));
            try (LogReplyStore store = store()) {
                assertThat(known(store, "whole")).isEqualTo("1");
                assertThat(known(store, "half")).isNull();
            }
        }
        Files.write(log, written);
        Files.write(log, bytes("garbage that is longer than the head of a record"), StandardOpenOption.APPEND);
        try (LogReplyStore store = store()) {
            assertThat(known(store, "half")).isEqualTo("22222222");
            answer(store, "after", "3");
        }
        try (LogReplyStore store = store()) {
            assertThat(known(store, "after")).isEqualTo("3");
        }
    }

    @Test
    void shouldStaySmallAndKeepEveryReplyWhenManyComeAndGoAtOnce() throws Exception {
        String reply = "x".repeat(20_000);
        try (LogReplyStore store = store();
                ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < 1_200; i++) {
                String key = "k" + i;
                boolean lasting = i % 100 == 0;
                all.add(callers.submit(() -> {
                    answer(store, key, key + reply);
                    if (!lasting) {
                        store.forget(key);
                    }
                    return null;
                }));
            }
            for (Future<?> one : all) {
                one.get();
            }
            for (int i = 0; i < 1_200; i += 100) {
                assertThat(known(store, "k" + i)).isEqualTo("k" + i + reply);
            }
            assertThat(Files.size(directory.resolve("replies.log"))).isLessThan(20L << 20);
        }
        try (LogReplyStore store = store()) {
            assertThat(known(store, "k1100")).isEqualTo("k1100" + reply);
        }
    }

    @Test
    void shouldRefuseADirectoryThatAnotherGatewayUses() {
        try (LogReplyStore store = store()) {
            assertThat(store.trouble()).isNull();
            assertThatThrownBy(this::store)
                    .isInstanceOf(IllegalConfigException.class)
                    .hasMessageContaining("inbound.replies.directory")
                    .hasMessageContaining("another gateway");
        }
    }
}
