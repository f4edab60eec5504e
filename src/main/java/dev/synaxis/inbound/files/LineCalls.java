package dev.synaxis.inbound.files;

import dev.synaxis.model.ProviderCapability;
import dev.synaxis.model.TokenUsage;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Asks on behalf of lines; the gateway's own way from a request to its one answer. */
public interface LineCalls {

    /** Never throws for what the request or a provider did. */
    Answer ask(ProviderCapability capability, byte[] body);

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

    /** What one call for embeddings may hold. */
    Limits limits(String model);

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
        REFUSED
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
