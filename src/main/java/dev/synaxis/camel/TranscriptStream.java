package dev.synaxis.camel;

import dev.synaxis.dialect.WireReply;
import dev.synaxis.dialect.openai.OpenAiTranscriptEvents;
import dev.synaxis.dialect.openai.OpenAiTranscripts;
import dev.synaxis.failure.FailureKind;
import dev.synaxis.failure.ProviderFailure;
import dev.synaxis.model.TokenUsage;
import dev.synaxis.model.TranscriptionResponse;
import dev.synaxis.model.Units;
import dev.synaxis.wire.SseEvent;
import dev.synaxis.wire.SseWriter;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A transcript as events: those of a vendor of the client's dialect go on as they are; the whole answer of one that has
 * no events becomes one piece and the end.
 */
final class TranscriptStream extends EventTranslation {

    private final TranscriptionCall call;
    private final Function<WireReply, TranscriptionResponse> read;
    private final OpenAiTranscriptEvents events = new OpenAiTranscriptEvents();
    private @Nullable TranscriptionResponse whole;

    TranscriptStream(TranscriptionCall call, Function<WireReply, TranscriptionResponse> read) {
        this.call = call;
        this.read = read;
    }

    @Override
    void event(SseEvent event, SseWriter out) {
        events.event(event, out);
    }

    @Override
    public boolean over() {
        return events.over();
    }

    @Override
    void complete(SseWriter out) {
        events.end();
    }

    @Override
    public void whole(WireReply reply, SseWriter out) {
        TranscriptionResponse response = read.apply(reply);
        whole = response;
        if (!response.text().isEmpty()) {
            out.event(OpenAiTranscripts.delta(response.text()));
        }
        out.event(OpenAiTranscripts.done(response));
    }

    /** A transcript has no word for that but an error. */
    @Override
    public void filtered(SseWriter out) {
        out.event(HttpReplies.errorEvent(ProviderFailure.of(
                FailureKind.CONTENT_FILTERED, "the provider's filter stopped the transcript")));
    }

    @Override
    public boolean hasContent() {
        return whole != null || events.hasContent();
    }

    @Override
    public @Nullable TokenUsage usage() {
        return whole == null ? events.usage() : whole.usage();
    }

    @Override
    public Units units() {
        return call.units(whole == null ? events.seconds() : whole.duration());
    }

    @Override
    public long deliveredTokens() {
        return whole == null ? events.deliveredTokens() : whole.text().length() / 4;
    }
}
