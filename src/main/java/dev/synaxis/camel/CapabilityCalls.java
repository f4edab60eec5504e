package dev.synaxis.camel;

import dev.synaxis.dialect.openai.OpenAiChatRequest;
import dev.synaxis.dialect.openai.OpenAiEmbeddingRequest;
import dev.synaxis.dialect.openai.OpenAiImageRequest;
import dev.synaxis.dialect.openai.OpenAiModelName;
import dev.synaxis.dialect.openai.OpenAiSpeechRequest;
import dev.synaxis.dialect.openai.OpenAiTranscriptionRequest;
import dev.synaxis.failure.InvalidRequestException;
import dev.synaxis.inbound.UploadReader;
import dev.synaxis.model.ProviderCapability;
import dev.synaxis.model.TranscriptionRequest.Task;
import dev.synaxis.wire.MultipartForm;
import java.time.Clock;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a client's request of any capability in OpenAI's form, whatever front door it came through. */
public final class CapabilityCalls {

    private static final String JSON = "application/json";
    private static final String MULTIPART = "multipart/form-data";

    private final MediaFetcher media;
    private final UploadReader uploads;
    private final EmbeddingWidths widths;
    private final Clock clock;

    public CapabilityCalls(MediaFetcher media, UploadReader uploads, EmbeddingWidths widths, Clock clock) {
        this.media = media;
        this.uploads = uploads;
        this.widths = widths;
        this.clock = clock;
    }

    /**
     * A request that is in memory as a whole: in JSON or, where it brings files along, in JSON or multipart.
     *
     * @param contentType as the client gave it; null counts as JSON
     * @throws InvalidRequestException 4xx where the body is not a request of this capability; {@code param} names the field
     */
    public CapabilityCall read(ProviderCapability capability, @Nullable String contentType, byte[] body) {
        return switch (capability) {
            case CHAT -> new ChatCall(OpenAiChatRequest.read(json(contentType, body)), media, clock);
            case EMBEDDING -> new EmbeddingCall(
                    OpenAiEmbeddingRequest.read(json(contentType, body)), widths);
            case IMAGE_GENERATION ->
                new ImageCall(OpenAiImageRequest.generation(json(contentType, body)), media, clock);
            case IMAGE_EDIT -> isMultipart(contentType)
                    ? imageEdit(uploads.inMemory(contentType, body, OpenAiImageRequest.FILES))
                    : new ImageCall(OpenAiImageRequest.edit(jsonOfFiles(contentType, body)), media, clock);
            case SPEECH -> new SpeechCall(OpenAiSpeechRequest.read(json(contentType, body)));
            case TRANSCRIPTION -> new TranscriptionCall(isMultipart(contentType)
                    ? OpenAiTranscriptionRequest.read(
                            uploads.inMemory(contentType, body, Set.of(OpenAiTranscriptionRequest.FILE)))
                    : OpenAiTranscriptionRequest.read(jsonOfFiles(contentType, body), uploads.limit()));
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
        return json(contentType, body, JSON);
    }

    private static byte[] jsonOfFiles(@Nullable String contentType, byte[] body) {
        return json(contentType, body, JSON + " or " + MULTIPART);
    }

    private static byte[] json(@Nullable String contentType, byte[] body, String taken) {
        if (contentType != null && !isType(contentType, JSON)) {
            throw new InvalidRequestException(
                    415, "the content type must be " + taken, "content-type", "unsupported_media_type");
        }
        return body;
    }

    private static boolean isMultipart(@Nullable String contentType) {
        return contentType != null && isType(contentType, MULTIPART);
    }

    private static boolean isType(String sent, String wanted) {
        int end = sent.indexOf(';');
        return (end < 0 ? sent : sent.substring(0, end)).strip().equalsIgnoreCase(wanted);
    }
}
