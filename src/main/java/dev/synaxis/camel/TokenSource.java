package dev.synaxis.camel;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The token of one provider, renewed ahead of its end. However many calls want it at once, it is asked for once; while
 * it is being renewed the one at hand serves on.
 */
final class TokenSource {

    private static final Duration AHEAD = Duration.ofMinutes(5);
    /** Between a renewal that failed and the next try, while the token at hand is still good. */
    private static final Duration PAUSE = Duration.ofSeconds(10);

    /** @param life how long it is good, from when it was given */
    record Token(String value, Duration life) {}

    private record Held(String value, Instant renewal, Instant end) {}

    private final Supplier<CompletableFuture<Token>> signIn;
    private final Clock clock;
    private @Nullable Held held;
    private @Nullable CompletableFuture<String> asked;
    private Instant quietUntil = Instant.MIN;

    /** @param signIn asks for a new token without waiting for it */
    TokenSource(Supplier<CompletableFuture<Token>> signIn, Clock clock) {
        this.signIn = signIn;
        this.clock = clock;
    }

    /** A token that is good now; fails as the sign-in did. */
    synchronized CompletableFuture<String> token() {
        Instant now = clock.instant();
        Held current = held;
        boolean good = current != null && now.isBefore(current.end());
        if (good && (now.isBefore(current.renewal()) || now.isBefore(quietUntil))) {
            return CompletableFuture.completedFuture(current.value());
        }
        CompletableFuture<String> pending = asked;
        if (pending == null) {
            pending = signIn.get().whenComplete(this::take).thenApply(Token::value);
            asked = pending.isDone() ? null : pending;
        }
        return good ? CompletableFuture.completedFuture(current.value()) : pending;
    }

    private synchronized void take(@Nullable Token token, @Nullable Throwable failure) {
        Instant now = clock.instant();
        asked = null;
        if (token == null) {
            quietUntil = now.plus(PAUSE);
            return;
        }
        Duration fifth = token.life().dividedBy(5);
        Duration ahead = fifth.compareTo(AHEAD) < 0 ? fifth : AHEAD;
        held = new Held(token.value(), now.plus(token.life()).minus(ahead), now.plus(token.life()).minus(ahead.dividedBy(10)));
    }
}
