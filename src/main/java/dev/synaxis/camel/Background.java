package dev.synaxis.camel;

import dev.synaxis.dialect.BackgroundAnswer;
import dev.synaxis.dialect.WireReply;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How far an attempt is whose answer the vendor makes in the background. */
final class Background {

    /** Looks in a row that may fail before the attempt has. */
    private static final int MOST_MISSES = 3;

    private static final Duration AFTER_MISS = Duration.ofSeconds(2);

    private final BackgroundAnswer answer;
    private BackgroundAnswer.@Nullable Step step;
    private int misses;

    private Background(BackgroundAnswer answer) {
        this.answer = answer;
    }

    static @Nullable Background of(@Nullable BackgroundAnswer answer) {
        return answer == null ? null : new Background(answer);
    }

    /** Takes a 2xx answer. */
    void take(WireReply reply) {
        misses = 0;
        step = answer.next(reply);
    }

    BackgroundAnswer.Step step() {
        BackgroundAnswer.Step next = step;
        if (next == null) {
            throw new IllegalStateException("the vendor has not been asked");
        }
        return next;
    }

    /** Whether a look that failed is made once more. */
    boolean again(@Nullable Duration wait) {
        if (!(step instanceof BackgroundAnswer.Look(String url, String json, Duration pause)) || ++misses > MOST_MISSES) {
            return false;
        }
        step = new BackgroundAnswer.Look(url, json, wait == null ? AFTER_MISS : wait);
        return true;
    }

    BackgroundAnswer.@Nullable Cancel cancel() {
        return answer.cancel();
    }
}
