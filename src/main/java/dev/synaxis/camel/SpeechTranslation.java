package dev.synaxis.camel;

import dev.synaxis.dialect.Dialect;
import dev.synaxis.dialect.SpeechFormats;
import dev.synaxis.dialect.SpeechStream;
import dev.synaxis.dialect.SpeechTranslator;
import dev.synaxis.dialect.WireReply;
import dev.synaxis.dialect.openai.OpenAiSpeechEvents;
import dev.synaxis.dialect.openai.OpenAiSpeechStream;
import dev.synaxis.failure.FailureKind;
import dev.synaxis.failure.ProviderException;
import dev.synaxis.failure.ProviderFailure;
import dev.synaxis.model.SpeechRequest;
import dev.synaxis.model.SpeechResponse;
import dev.synaxis.model.TokenUsage;
import dev.synaxis.model.Units;
import dev.synaxis.wire.Json;
import dev.synaxis.wire.SseWriter;
import org.jspecify.annotations.Nullable;

/** A vendor's audio on its way to a client who wants it bare or in OpenAI's events. OpenAI's own events go on as they are. */
final class SpeechTranslation implements StreamTranslation {

    private final SpeechTranslator translator;
    private final Dialect dialect;
    private final SpeechRequest request;
    private final boolean events;
    private final boolean sameDialect;
    private @Nullable SpeechStream stream;
    /** The reader of events that are handed on; null where audio is taken out of the answer. */
    private @Nullable OpenAiSpeechStream forwarded;
    private @Nullable TokenUsage usage;
    private String contentType;
    private boolean hasContent;

    /**
     * @param events      whether the client wants events
     * @param sameDialect whether the vendor's events are OpenAI's
     */
    SpeechTranslation(
            SpeechTranslator translator, Dialect dialect, SpeechRequest request, boolean events, boolean sameDialect) {
        this.translator = translator;
        this.dialect = dialect;
        this.request = request;
        this.events = events;
        this.sameDialect = sameDialect;
        this.contentType = SpeechFormats.contentType(request.format());
    }

    /**
     * The canonical form of a whole answer.
     *
     * @throws ProviderException the vendor's failure where a 200 carries an error; MALFORMED_REPLY where it is no answer
     */
    static SpeechResponse whole(SpeechTranslator translator, Dialect dialect, SpeechRequest request, WireReply reply) {
        boolean error = SpeechFormats.typeOf(reply).contains("json")
                && Json.parseObject(reply.body()).filter(tree -> Json.has(tree, "error") || Json.has(tree, "detail")).isPresent();
        if (error) {
            throw new ProviderException(dialect.failure(reply));
        }
        return translator.response(request, reply);
    }

    @Override
    public boolean begins(String type) {
        if (!StreamTranslation.super.begins(type)) {
            return false;
        }
        if (events && sameDialect && type.startsWith("text/event-stream")) {
            forwarded = new OpenAiSpeechStream(request.format());
        } else {
            stream = translator.stream(request, type);
        }
        return true;
    }

    @Override
    public StreamForm form() {
        return events ? StreamForm.EVENTS : StreamForm.bytes(contentType);
    }

    @Override
    public void bytes(byte[] piece, SseWriter out) {
        if (forwarded != null) {
            forwarded.events(piece, out::event);
            hasContent |= forwarded.heard();
        } else {
            reader().bytes(piece, audio -> write(audio, out));
        }
    }

    private SpeechStream reader() {
        SpeechStream reader = stream;
        if (reader == null) {
            throw new IllegalStateException("the answer has not begun");
        }
        return reader;
    }

    private void write(byte[] audio, SseWriter out) {
        if (stream != null) {
            contentType = stream.contentType();
        }
        hasContent |= audio.length > 0;
        if (events) {
            out.event(OpenAiSpeechEvents.delta(audio));
        } else {
            out.bytes(audio);
        }
    }

    @Override
    public boolean over() {
        return forwarded != null ? forwarded.over() : stream != null && stream.over();
    }

    @Override
    public void end(SseWriter out) {
        if (forwarded != null) {
            forwarded.endEvents(out::event);
            hasContent |= forwarded.heard();
            return;
        }
        SpeechStream reader = reader();
        reader.end(audio -> write(audio, out));
        if (events) {
            out.event(OpenAiSpeechEvents.done(reader.usage()));
        }
    }

    @Override
    public void whole(WireReply reply, SseWriter out) {
        SpeechResponse response = whole(translator, dialect, request, reply);
        contentType = response.contentType();
        usage = response.usage();
        write(response.audio(), out);
        if (events) {
            out.event(OpenAiSpeechEvents.done(usage));
        }
    }

    /** OpenAI's events have no word for it: the stream ends with an error like any other that is not complete. */
    @Override
    public void filtered(SseWriter out) {
        out.event(HttpReplies.errorEvent(ProviderFailure.of(
                FailureKind.CONTENT_FILTERED, "the provider's filter stopped the speech")));
    }

    @Override
    public boolean hasContent() {
        return hasContent;
    }

    @Override
    public @Nullable TokenUsage usage() {
        if (forwarded != null) {
            return forwarded.usage();
        }
        return stream == null ? usage : stream.usage();
    }

    @Override
    public Units units() {
        return hasContent ? Units.characters(request.characters()) : Units.NONE;
    }

    /** Estimated by the text where the vendor counts tokens and bare audio has no place to say how many. */
    @Override
    public long deliveredTokens() {
        return sameDialect && hasContent ? SpeechFormats.outputTokens(request.characters()) : 0;
    }
}
