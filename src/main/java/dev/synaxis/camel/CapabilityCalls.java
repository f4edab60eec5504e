package dev.synaxis.camel;

import dev.synaxis.dialect.openai.OpenAiChatRequest;
import dev.synaxis.dialect.openai.OpenAiEmbeddingRequest;
import dev.synaxis.dialect.openai.OpenAiImageRequest;
import dev.synaxis.dialect.openai.OpenAiModelName;
import dev.synaxis.dialect.openai.OpenAiSpeechRequest;
import dev.synaxis.dialect.openai.OpenAiTranscriptionRequest;
import dev.synaxis.failure.InvalidRequestException;
import dev.synaxis.model.ProviderCapability;
import dev.synaxis.model.TranscriptionRequest.Task;
import dev.synaxis.wire.MultipartForm;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/** Reads a client's request of any capability in OpenAI's form, whatever front door it came through. */
public final class CapabilityCalls {

    private final MediaFetcher media;
    private final EmbeddingWidths widths;
    private final Clock clock;

    public CapabilityCalls(MediaFetcher media, EmbeddingWidths widths, Clock clock) {
        this.media = media;
        this.widths = widths;
        this.clock = clock;
    }

    /**
     * @param contentType as the client gave it; null counts as the one that the capability takes
     * @throws InvalidRequestException 4xx where the body is not a request of this capability; {@code param} names the field
     */
    public CapabilityCall read(ProviderCapability capability, @Nullable String contentType, byte[] body) {
        return switch (capability) {
            case CHAT -> new ChatCall(OpenAiChatRequest.read(json(contentType, body)), media, clock);
            case EMBEDDING -> new EmbeddingCall(
                    OpenAiEmbeddingRequest.read(json(contentType, body)), widths);
            case IMAGE_GENERATION ->
                new ImageCall(OpenAiImageRequest.generation(json(contentType, body)), media, clock);
            case IMAGE_EDIT -> new ImageCall(OpenAiImageRequest.edit(json(contentType, body)), media, clock);
            case SPEECH -> new SpeechCall(OpenAiSpeechRequest.read(json(contentType, body)));
            case TRANSCRIPTION -> throw new InvalidRequestException(
                    415, "the content type must be multipart/form-data", "content-type", "unsupported_media_type");
        };
    }

    /**
     * @param form whose files last as long as the call
     * @throws InvalidRequestException 400; {@code param} names the part
     */
    public CapabilityCall transcription(MultipartForm form, Task task) {
        return new TranscriptionCall(OpenAiTranscriptionRequest.read(form, task));
    }

    /** @throws InvalidRequestException 400 where the form is not an image edit; {@code param} names the part */
    public CapabilityCall imageEdit(MultipartForm form) {
        return new ImageCall(OpenAiImageRequest.edit(form), media, clock);
    }

    /**
     * A request whose plan is asked for. Of those that bring files along, a JSON object with the model is enough.
     *
     * @throws InvalidRequestException as {@link #read}
     */
    public CapabilityCall planned(ProviderCapability capability, @Nullable String contentType, byte[] body) {
        return switch (capability) {
            case CHAT, EMBEDDING, IMAGE_GENERATION, SPEECH -> read(capability, contentType, body);
            case IMAGE_EDIT, TRANSCRIPTION -> new PlannedCall(capability, OpenAiModelName.read(json(contentType, body)));
        };
    }

    private static byte[] json(@Nullable String contentType, byte[] body) {
        if (contentType != null && !isType(contentType, "application/json")) {
            throw new InvalidRequestException(
                    415, "the content type must be application/json", "content-type", "unsupported_media_type");
        }
        return body;
    }

    private static boolean isType(String sent, String wanted) {
        int end = sent.indexOf(';');
        return (end < 0 ? sent : sent.substring(0, end)).strip().equalsIgnoreCase(wanted);
    }
}
