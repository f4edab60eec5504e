package dev.synaxis.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.synaxis.camel.TokenSource.Token;
import dev.synaxis.testkit.TestClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** A token is asked for once, renewed ahead of its end, and used on while a renewal fails. */
class TokenSourceTest {

    private final TestClock clock = new TestClock();
    private final List<CompletableFuture<Token>> asked = new ArrayList<>();
    private final TokenSource source = new TokenSource(
            () -> {
                CompletableFuture<Token> one = new CompletableFuture<>();
                asked.add(one);
                return one;
            },
            clock);

    @Test
    void shouldAskOnceWhenManyWantTheFirstToken() {
        List<CompletableFuture<String>> waiting = List.of(source.token(), source.token(), source.token());
        assertThat(waiting).noneMatch(CompletableFuture::isDone);

        give(0, "a");

        assertThat(asked).hasSize(1);
        assertThat(waiting).allSatisfy(token -> assertThat(token).isCompletedWithValue("a"));
    }

    @Test
    void shouldServeTheOldTokenWhileTheNewOneIsOnItsWay() {
        source.token();
        give(0, "a");
        clock.advance(Duration.ofMinutes(54));
        assertThat(source.token()).isCompletedWithValue("a");
        assertThat(asked).hasSize(1);

        clock.advance(Duration.ofMinutes(2));
        assertThat(source.token()).isCompletedWithValue("a");
        assertThat(source.token()).isCompletedWithValue("a");
        assertThat(asked).hasSize(2);
        give(1, "b");

        assertThat(source.token()).isCompletedWithValue("b");
        assertThat(asked).hasSize(2);
    }

    @Test
    void shouldWaitForANewTokenWhenTheOldOneHasEnded() {
        source.token();
        give(0, "a");
        clock.advance(Duration.ofMinutes(60));

        CompletableFuture<String> next = source.token();
        assertThat(next).isNotDone();
        give(1, "b");

        assertThat(next).isCompletedWithValue("b");
    }

    @Test
    void shouldKeepTheOldTokenAndPauseWhenItsRenewalFails() {
        source.token();
        give(0, "a");
        clock.advance(Duration.ofMinutes(56));
        source.token();
        asked.get(1).completeExceptionally(new IllegalStateException("down"));

        assertThat(source.token()).isCompletedWithValue("a");
        assertThat(asked).hasSize(2);
        clock.advance(Duration.ofSeconds(11));
        assertThat(source.token()).isCompletedWithValue("a");
        assertThat(asked).hasSize(3);
    }

    @Test
    void shouldFailAndAskAgainWhenThereIsNoToken() {
        CompletableFuture<String> first = source.token();
        asked.getFirst().completeExceptionally(new IllegalStateException("down"));
        assertThatThrownBy(first::get).hasRootCauseMessage("down");

        CompletableFuture<String> second = source.token();
        give(1, "a");

        assertThat(second).isCompletedWithValue("a");
    }

    private void give(int i, String value) {
        asked.get(i).complete(new Token(value, Duration.ofHours(1)));
    }
}
