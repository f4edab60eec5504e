package dev.synaxis.dialect;

import dev.synaxis.failure.ProviderException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * An answer that the vendor makes in the background: the request is taken at once, and the vendor is asked how far its
 * answer is until that is there. Of one attempt alone; not safe for use by several threads.
 */
public interface BackgroundAnswer {

    /** What there is to do next. */
    sealed interface Step {}

    /** The answer is there. */
    record Ready(WireReply reply) implements Step {}

    /**
     * It is not: the vendor is asked once more.
     *
     * @param url   absolute
     * @param json  the question, asked with POST; null where the answer is read with GET
     * @param pause before that
     */
    record Look(String url, @Nullable String json, Duration pause) implements Step {
        public Look(String url, Duration pause) {
            this(url, null, pause);
        }
    }

    /** A request without a body that ends what nobody waits for any more. */
    record Cancel(String method, String url) {}

    /**
     * Takes a 2xx answer: first that of the request, then those of the looks.
     *
     * @throws ProviderException where the vendor gave it up; MALFORMED_REPLY for what says neither
     */
    Step next(WireReply reply);

    /** Null where there is nothing under way. */
    @Nullable Cancel cancel();
}
