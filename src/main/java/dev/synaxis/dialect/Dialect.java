package dev.synaxis.dialect;

import dev.synaxis.config.Compat;
import dev.synaxis.config.VendorLimit;
import dev.synaxis.failure.ProviderFailure;
import dev.synaxis.model.ProviderCapability;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A wire protocol: how to authenticate, and a translator for each capability that it has. */
public interface Dialect {

    /** The name in configuration: {@code openai}, {@code anthropic}, ... */
    String name();

    /** What the protocol can carry at all; a provider may offer less. */
    Set<ProviderCapability> capabilities();

    /** Headers that prove who we are. The key is never empty. */
    Map<String, String> credentials(String apiKey);

    /** The translator for chat, null where the protocol has none. */
    default @Nullable ChatTranslator chat() {
        return null;
    }

    /** The vendor's own list of its models, null where it has none that says what can be called. */
    default @Nullable ModelsTranslator models() {
        return null;
    }

    /** Chat inside this process, null for a protocol with a wire. */
    default @Nullable InProcessChat inProcessChat() {
        return null;
    }

    /** Embeddings inside this process, null for a protocol with a wire. */
    default @Nullable InProcessEmbedding inProcessEmbedding() {
        return null;
    }

    /** The translator for embeddings, null where the protocol has none. */
    default @Nullable EmbeddingTranslator embedding() {
        return null;
    }

    /** The translator for transcription, null where the protocol has none. */
    default @Nullable TranscriptionTranslator transcription() {
        return null;
    }

    /** Transcription inside this process, null for a protocol with a wire. */
    default @Nullable InProcessTranscription inProcessTranscription() {
        return null;
    }

    /** The translator for speech, null where the protocol has none. */
    default @Nullable SpeechTranslator speech() {
        return null;
    }

    /** Speech inside this process, null for a protocol with a wire. */
    default @Nullable InProcessSpeech inProcessSpeech() {
        return null;
    }

    /** The translator for pictures, null where the protocol has none. */
    default @Nullable ImageTranslator image() {
        return null;
    }

    /** Pictures inside this process, null for a protocol with a wire. */
    default @Nullable InProcessImage inProcessImage() {
        return null;
    }

    /** Follows one answer that the vendor makes in the background; null where it answers the request itself. */
    default @Nullable BackgroundAnswer background(Upstream upstream) {
        return null;
    }

    /**
     * What the vendor says of its limits in the headers of an answer, good or bad.
     *
     * @param headers those that speak of rate limits ({@link RateLimitHeaders#of})
     */
    default List<VendorLimit> limits(Map<String, String> headers, Compat compat) {
        return List.of();
    }

    /** What the vendor says of its limits in the body of an answer whose status is not 2xx. */
    default List<VendorLimit> limits(WireReply failure) {
        return List.of();
    }

    /**
     * Classifies an answer whose status is not 2xx, or an error object inside a 200 answer. {@code retryAfter} is set
     * only from the body; the caller reads the header ({@link Failures#retryAfter}).
     */
    ProviderFailure failure(WireReply reply);
}
