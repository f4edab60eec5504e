package dev.synaxis.inbound.files;

import dev.synaxis.model.ProviderCapability;
import dev.synaxis.model.TokenUsage;
import dev.synaxis.model.Units;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Asks on behalf of lines; the gateway's own way from a request to its one answer. */
public interface LineCalls {

    /**
     * Asks; where that is done in this process, the answer is there on return. Who cancels it does not want it any more.
     * Never fails for what the request or a provider did.
     */
    CompletableFuture<Answer> ask(ProviderCapability capability, byte[] body, Place place);

    /** Whether somebody can be asked now, or nobody ever. */
    boolean available(ProviderCapability capability, byte[] body);

    /**
     * The model that a vector came from, by a name that asks for it and no other; the name asked for itself where that
     * leads to one model alone.
     *
     * @param asked    what was asked for
     * @param provider who answered
     * @param model    by its name at the provider
     */
    String model(String asked, String provider, String model);

    /**
     * USD that a call did cost; null where no price is known.
     *
     * @param model by its name at the provider
     * @param usage null where the vendor counted nothing
     */
    @Nullable Double cost(String provider, String model, @Nullable TokenUsage usage, Units units);

    /** What one call for embeddings may hold. */
    Limits limits(String model);

    /**
     * What is asked for, the same again after a restart.
     *
     * @param job      a name that no other job ever has
     * @param line     of the file, the first one that is asked for
     * @param unusable answers that came and could not be used: more than one is not asked for under one name
     */
    record Place(String job, long line, int unusable) {}

    /**
     * @param texts  most texts; {@link Integer#MAX_VALUE} where nobody says
     * @param tokens most tokens, by our own estimate; {@link Long#MAX_VALUE} where nobody says
     */
    record Limits(int texts, long tokens) {}

    /** What is to become of the line. */
    enum Verdict {
        ANSWERED,
        /** Everybody is cooling down or out of quota: wait until {@link #available}. */
        WAIT,
        /** It failed in a way that may pass. */
        AGAIN,
        /** It is wrong in itself, or nobody can do it. */
        REFUSED;

        /** @param status what HTTP would say */
        public static Verdict of(int status) {
            return switch (status) {
                case 200 -> ANSWERED;
                case 429, 500, 502, 503, 504 -> AGAIN;
                default -> REFUSED;
            };
        }
    }

    /**
     * @param status     what HTTP would say
     * @param body       the capability's answer, or {@code {"error":{...}}} in OpenAI's form
     * @param provider   who answered; null with an error
     * @param model      by its name at the provider; null with an error
     * @param usage      null where the vendor counted nothing
     * @param cost       USD; null where no price is known
     * @param saved      USD, against the cheapest paid candidate of the plan; 0 where there is none
     * @param retryAfter null where nobody named a time
     */
    record Answer(
            Verdict verdict,
            int status,
            String requestId,
            String contentType,
            byte[] body,
            @Nullable String provider,
            @Nullable String model,
            @Nullable TokenUsage usage,
            @Nullable Double cost,
            double saved,
            @Nullable Duration retryAfter) {}
}
